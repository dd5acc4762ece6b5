"""A Word file → the document it shows, with every property resolved.

In: the bytes of a .docx. Out: `resolved.Document`. Raises `PackageRefused` for what is no readable
Word file; what a file holds beyond what we know is left out and told as a problem of the document,
never an error.
"""

from __future__ import annotations

from lxml import etree

from vanban.docx.blocks import BlockReader, section_ends, section_kind
from vanban.docx.coverage import all_unseen
from vanban.docx.effort import NOTE, Effort
from vanban.docx.families import Theme
from vanban.docx.inlines import Source
from vanban.docx.losses import Losses
from vanban.docx.notes import Notes
from vanban.docx.ns import (
    Element,
    attribute,
    child,
    points,
    q,
    switched,
    transitional,
    value,
    whole,
)
from vanban.docx.numbering import Numbering
from vanban.docx.package import Package, open_package, parse_xml
from vanban.docx.pageframe import page_frame
from vanban.docx.pictures import Gallery
from vanban.docx.seen import styles_of
from vanban.docx.styles import Styles
from vanban.problems import Problem
from vanban.resolved import Block, Columns, Document, Page, Section, with_blocks

_DC = "{http://purl.org/dc/elements/1.1/}"
_COUNTERS = {
    "upperRoman": "upper-roman",
    "lowerRoman": "lower-roman",
    "upperLetter": "upper-alpha",
    "lowerLetter": "lower-alpha",
    "decimalZero": "decimal-leading-zero",
}
_LABELS = {"header": "đầu trang", "footer": "chân trang"}
_PARITY = {"oddPage": "odd", "evenPage": "even"}
# Word's own default page is Letter; LibreOffice's too where a file says nothing.
_LETTER = (612.0, 792.0)
_TEXT_AT_EDGE = 15
_NOTES = "chú thích"


def read(data: bytes, *, name: str = "tệp Word", numbered: bool = False) -> Document:
    """The bytes of a .docx → its document; sentences call it `name`. Raises `PackageRefused`.

    numbered: whether paragraphs say which w:p of the main part they are.
    """
    return _Reader(open_package(data, name=name), numbered=numbered).document()


class _Reader:
    """Reads one file."""

    def __init__(self, package: Package, *, numbered: bool = False) -> None:
        self._package = package
        self._numbered = numbered
        self._rels = package.rels(package.main)
        self._problems: list[Problem] = []
        self._effort = Effort(package.name)
        self._gallery = Gallery()
        self._settings = self._related("settings")
        self._styles = self._styled()
        self._numbering = Numbering(self._related("numbering"))
        self._main = self._blocks(package.main)
        self._notes = {f"{kind}Reference": self._noted(kind) for kind in ("footnote", "endnote")}
        self._main.source.notes = self._notes
        self._headers: dict[tuple[str, str], str] = {}  # (header or footer, type) → relationship
        self._read: dict[tuple[str, float], tuple[Block, ...]] = {}  # (part, width) → its blocks

    def document(self) -> Document:
        """The whole file."""
        root = self._root(self._package.main)
        self._effort.weigh(root)
        if self._numbered:
            # Before sections take their elements out of the tree, while they stand in order.
            found = enumerate(root.iter(q("w:p")), start=1)
            self._main.places = {node: place for place, node in found}
        body = child(root, "w:body")
        coloured = child(root, "w:background") is not None
        if coloured and switched(self._settings, "w:displayBackgroundShape"):
            self._main.source.losses.say("docx_other_look", "nền màu của trang")
        self._main.source.losses.look(all_unseen("settings", self._settings))
        sections: list[Section] = []
        for elements, properties in section_ends(body) if body is not None else ():
            self._append(sections, elements, properties)
        if sections and (kept := tuple(self._notes["endnoteReference"].kept)):
            sections[-1] = with_blocks(sections[-1], kept)
        title, author = self._core()
        return Document(
            sections=tuple(sections) or (Section(Page(), ()),),
            title=title,
            author=author,
            breaks_stretch=not switched(
                child(self._settings, "w:compat"), "w:doNotExpandShiftReturn"
            ),
            tabs_hang=self._compatibility() < _TEXT_AT_EDGE,
            default_tab=points(value(self._settings, "w:defaultTabStop")) or 36.0,
            problems=tuple(self._problems),
        )

    def _styled(self) -> Styles:
        """The styles of the file; papers of one template share them."""
        language = attribute(child(self._settings, "w:themeFontLang"))
        told = (self._bytes("styles"), self._bytes("theme"), language)
        return styles_of(
            told, lambda: Styles(self._related("styles"), Theme(self._related("theme"), language))
        )

    def _root(self, part: str) -> Element:
        data = transitional(self._package.parts[part])
        return parse_xml(data, where=part, name=self._package.name)

    def _target(self, kind: str) -> str:
        """The first part of that kind that the main part names, "" when there is none."""
        for relationship in self._rels.values():
            known = relationship.target in self._package.parts and not relationship.external
            if relationship.kind == kind and known:
                return relationship.target
        return ""

    def _bytes(self, kind: str) -> bytes:
        part = self._target(kind)
        return self._package.parts[part] if part else b""

    def _related(self, kind: str) -> Element | None:
        """Root of the first part of that kind that the main part names."""
        part = self._target(kind)
        return self._root(part) if part else None

    def _blocks(self, part: str, label: str = "") -> BlockReader:
        losses = Losses(self._problems, label)
        source = Source(self._package, part, self._styles, losses, self._package.rels(part))
        source.effort, source.gallery = self._effort, self._gallery
        return BlockReader(source, self._numbering, self._compatibility() < _TEXT_AT_EDGE)

    def _noted(self, kind: str) -> Notes:
        """The footnotes or endnotes of the file, as wide as the usual page."""
        relationship = next((r for r in self._rels.values() if r.kind == f"{kind}s"), None)
        root = self._related(f"{kind}s")
        wishes = child(self._settings, f"w:{kind}Pr")
        form = value(wishes, "w:numFmt") or ("decimal" if kind == "footnote" else "lowerRoman")
        reader = self._blocks(relationship.target, _NOTES) if relationship is not None else None

        def read(node: Element, number: str) -> tuple[Block, ...]:
            if reader is None:
                return ()
            self._effort.weigh(node, NOTE)
            reader.source.number = number
            return reader.blocks(node, column=Page().column)

        return Notes(root, form, read, at_end=kind == "endnote")

    def _compatibility(self) -> int:
        """Version of Word whose layout the file asks for; 12 (Word 2007) where it says nothing."""
        compat = child(self._settings, "w:compat")
        for setting in compat.iterchildren(q("w:compatSetting")) if compat is not None else ():
            if attribute(setting, "w:name") == "compatibilityMode":
                return whole(attribute(setting)) or 12
        return 12

    def _core(self) -> tuple[str, str]:
        part = next(
            (r.target for r in self._package.rels("").values() if r.kind == "core-properties"), ""
        )
        if part not in self._package.parts:
            return "", ""
        root = self._root(part)
        return _text(root.find(f"{_DC}title")), _text(root.find(f"{_DC}creator"))

    def _append(
        self, sections: list[Section], elements: list[Element], properties: Element | None
    ) -> None:
        page = _page(properties, mirrored=switched(self._settings, "w:mirrorMargins"))
        before = sections[-1].page if sections else None
        # On one page there is one pair of margins, that of the section which began the page.
        goes_on = before is not None and section_kind(properties) == "continuous"
        if before is not None and goes_on and before.paper == page.paper:
            page = before
        count, gap, column = _columns(properties, page)
        self._main.source.losses.look_next(all_unseen("sectPr", properties))
        # In the tree they come from: libxml2 takes the square of their number to another one.
        root = elements[0].getroottree().getroot() if elements else etree.Element(q("w:document"))
        holder = etree.SubElement(root, q("w:body"))
        holder.extend(elements)
        blocks = self._main.blocks(holder, column=column)
        if count > 1:
            blocks = (Columns(count, gap, blocks),)
        if before is page:
            sections[-1] = with_blocks(sections[-1], blocks)
            return
        self._refer(properties)
        numbers = child(properties, "w:pgNumType")
        made = Section(
            page=page,
            blocks=blocks,
            header=self._margin("header", "default", page),
            footer=self._margin("footer", "default", page),
            first_header=self._margin("header", "first", page),
            first_footer=self._margin("footer", "first", page),
            even_header=self._margin("header", "even", page),
            even_footer=self._margin("footer", "even", page),
            even_pages=switched(self._settings, "w:evenAndOddHeaders"),
            title_page=switched(properties, "w:titlePg"),
            start=whole(attribute(numbers, "w:start")),
            number_format=_COUNTERS.get(attribute(numbers, "w:fmt"), "decimal"),
            parity=_PARITY.get(section_kind(properties), ""),
        )
        made, code = page_frame(made, properties)
        if code:
            self._main.source.losses.say(code)
        sections.append(made)

    def _refer(self, properties: Element | None) -> None:
        """Note the headers a section names; those it does not name go on from the one before."""
        for kind in ("header", "footer"):
            name = q(f"w:{kind}Reference")
            for node in properties.iterchildren(name) if properties is not None else ():
                key = (kind, attribute(node, "w:type") or "default")
                self._headers[key] = attribute(node, "r:id")

    def _margin(self, kind: str, which: str, page: Page) -> tuple[Block, ...]:
        relationship = self._rels.get(self._headers.get((kind, which), ""))
        if relationship is None or relationship.target not in self._package.parts:
            return ()
        root = self._root(relationship.target)
        self._effort.weigh(root)
        key = (relationship.target, page.column)
        if key not in self._read:
            reader = self._blocks(relationship.target, _LABELS[kind])
            self._read[key] = reader.blocks(root, column=page.column)
        return self._read[key]


def _text(node: Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def _columns(properties: Element | None, page: Page) -> tuple[int, float, float]:
    """Number of text columns, pt between them, and the width of one."""
    node = child(properties, "w:cols")
    count = max(1, min(12, whole(attribute(node, "w:num")) or 1))
    gap = points(attribute(node, "w:space"))
    gap = max(0.0, 36.0 if gap is None else gap)
    column = (page.column - gap * (count - 1)) / count
    return (count, gap, column) if column > 18 else (1, gap, page.column)


def _page(properties: Element | None, *, mirrored: bool) -> Page:
    size, margins = child(properties, "w:pgSz"), child(properties, "w:pgMar")

    def length(node: Element | None, name: str, otherwise: float) -> float:
        told = points(attribute(node, f"w:{name}"))
        return otherwise if told is None else told

    width = max(36.0, length(size, "w", _LETTER[0]))
    height = max(36.0, length(size, "h", _LETTER[1]))
    gutter = length(margins, "gutter", 0.0)
    left = max(0.0, length(margins, "left", 72.0) + gutter)
    right = max(0.0, length(margins, "right", 72.0))
    top, bottom = (abs(length(margins, name, 72.0)) for name in ("top", "bottom"))
    # Margins that leave no room are a broken file; Word falls back as well.
    if left + right > width - 18:
        left = right = width / 8
    if top + bottom > height - 18:
        top = bottom = height / 8
    return Page(
        width=width,
        height=height,
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        header=max(0.0, length(margins, "header", 36.0)),
        footer=max(0.0, length(margins, "footer", 36.0)),
        mirrored=mirrored,
    )
