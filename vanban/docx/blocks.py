"""Paragraphs and tables of one part → blocks of the resolved document.

In: an element that holds blocks (body, cell, header, text box). Out: blocks in reading order, with
the section each w:sectPr closes told apart. Styles, numbering and direct formatting meet here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from vanban.docx.coverage import table_unseen
from vanban.docx.effort import PAGE
from vanban.docx.inlines import InlineReader, Source
from vanban.docx.losses import lost_code
from vanban.docx.ns import Element, attribute, child, chosen, q, value
from vanban.docx.numbering import Label, Numbering
from vanban.docx.properties import (
    NOTHING,
    Props,
    font,
    layered,
    paragraph_props,
    run_props,
    shape,
    unseen_in,
)
from vanban.docx.seen import is_plain, paragraph_key
from vanban.docx.tables import read_table
from vanban.resolved import Block, Font, Inline, Paragraph, Shape, Tab, TabStop, Text

_THROUGH = frozenset(
    q(f"w:{name}") for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
# Word allows tables in tables without end; a file with more than this is broken.
_DEPTH = 24


@dataclass
class BlockReader:
    """Reads the blocks of one part.

    numbering: shared by all parts. old_tables: whether tables of this file begin with their text
    at the indent, as Word 2010 and before had it. places: w:p → which one of its part it is, empty
    where nobody asks.
    """

    source: Source
    numbering: Numbering
    old_tables: bool = False
    places: Mapping[Element, int] = field(default_factory=dict)
    _depth: int = 0

    def __post_init__(self) -> None:
        self.source.boxes = lambda node, width: self.blocks(node, column=width)

    def blocks(
        self,
        node: Element,
        *,
        column: float,
        paragraph: Props = NOTHING,
        run: Props = NOTHING,
    ) -> tuple[Block, ...]:
        """Blocks of a body, a cell, a header or a text box. column: the width they have, pt."""
        if self._depth >= _DEPTH:
            self.source.losses.say("docx_too_deep")
            return ()
        self._depth += 1
        try:
            return tuple(self._each(node, column, paragraph, run))
        finally:
            self._depth -= 1

    def _each(self, node: Element, column: float, paragraph: Props, run: Props) -> Iterator[Block]:
        for item in chosen(node):
            if item.tag == q("w:p"):
                yield from self.paragraph(item, column=column, table=(paragraph, run))
            elif item.tag == q("w:tbl"):
                # Nested tables keep their edge at the indent in files of every age.
                old = self.old_tables and self._depth == 1
                self.source.losses.look_next(table_unseen(item))
                look = self.source.styles.table(value(child(item, "w:tblPr"), "w:tblStyle"))
                made = read_table(item, look, column, self.blocks, shift_by_margin=old)
                if made is not None:
                    yield made
            elif item.tag in _THROUGH:
                yield from self._each(item, column, paragraph, run)
            elif item.tag == q("w:sdt"):
                content = child(item, "w:sdtContent")
                if content is not None:
                    yield from self._each(content, column, paragraph, run)
            else:
                name = item.tag.rpartition("}")[2]
                if code := lost_code(name):
                    self.source.losses.say(code, name)

    def paragraph(
        self, node: Element, *, column: float, table: tuple[Props, Props] = (NOTHING, NOTHING)
    ) -> tuple[Paragraph, ...]:
        """A w:p → itself; nothing when it is hidden."""
        source = self.source
        kept = source.styles.seen
        key = None if source.fields else paragraph_key(node, table)
        found = kept.get(key) if key is not None else None
        if found is not None:
            source.losses.enter(node)
            anchor, place = source.losses.leave(), self.places.get(node, 0)
            if anchor or place != found.source:
                found = replace(found, anchor=anchor, source=place)
            return (found,)
        before = (source.losses.told, source.effort.spent)
        made = tuple(self._paragraph(node, column=column, table=table))
        silent = before == (source.losses.told, source.effort.spent) and not source.fields
        plain = key is not None and silent and len(made) == 1 and is_plain(node)
        if plain and self._stands_alone(node, made[0], table):
            kept.keep(key, made[0])
        return made

    def _stands_alone(self, node: Element, made: Paragraph, table: tuple[Props, Props]) -> bool:
        """Whether neither a list nor the blocks around a paragraph change its looks."""
        wishes = self.source.styles.paragraph(made.shape.style, table[0])
        direct = paragraph_props(child(node, "w:pPr"))
        changing = ("numbering", "auto_before", "auto_after")
        return not any(key in props for key in changing for props in (wishes, direct))

    def _paragraph(
        self, node: Element, *, column: float, table: tuple[Props, Props] = (NOTHING, NOTHING)
    ) -> Iterator[Paragraph]:
        """A w:p → itself, read anew."""
        properties = child(node, "w:pPr")
        direct = paragraph_props(properties)
        styles = self.source.styles
        style = styles.known(str(direct.get("style", "")))
        label = self._label(direct, style)
        of_style = styles.paragraph(style, table[0])
        # A list that the style brings gives way to the style's own indent, one that the
        # paragraph brings does not (17.9.23).
        of_list = label.paragraph if label is not None else NOTHING
        if "numbering" not in direct:
            of_list = {k: v for k, v in of_list.items() if k not in styles.chain(style)[0]}
        wishes = layered(of_style, of_list, direct)
        form = _unspaced(shape(wishes), node, wishes, listed=label is not None)
        self.source.effort.spend(PAGE if form.page_break_before else 0.0)
        inlines = InlineReader(self.source, style, table[1])
        self.source.losses.enter(node)
        self.source.losses.look(unseen_in(wishes))
        line = inlines.read(node)
        anchor = self.source.losses.leave()
        mark = inlines.font_of(child(properties, "w:rPr"))
        content: tuple[Inline, ...] = tuple(line.inlines)
        if content and all(isinstance(inline, Tab) for inline in content):
            # Tabs alone take the font of the paragraph's style, whatever their run says.
            content = (Tab(inlines.font_of(None)),) * len(content)
        if not (content or line.floats or label) and inlines.hides(child(properties, "w:rPr")):
            return
        counted = 0
        if label is not None:
            marks = run_props(child(properties, "w:rPr"))
            look = self._label_font(label, marks, style, table[1])
            form, content, counted = _labelled(label, form, content, look)
        form = replace(form, style=style, listed=label is not None)
        floats, place = tuple(line.floats), self.places.get(node, 0)
        yield Paragraph(form, content, mark, floats, anchor, label=counted, source=place)

    def _label(self, direct: Props, style: str) -> Label | None:
        inherited = self.source.styles.chain(style)[0].get("numbering", ("", 0))
        num, level = direct.get("numbering", inherited)
        if not num or num == "0":
            # A paragraph may change only the level of the list its style belongs to.
            num = inherited[0] if "numbering" in direct and not num else ""
        return self.numbering.label(num, level, style) if num and num != "0" else None

    def _label_font(self, label: Label, mark: Props, style: str, table: Props) -> Font:
        """A label looks like the paragraph mark, but is never underlined with it."""
        kept = {key: mark[key] for key in mark if key not in ("underline", "style")}
        return font(self.source.styles.run(style, layered(kept, label.run), table))


def _unspaced(form: Shape, node: Element, wishes: Props, *, listed: bool) -> Shape:
    """Automatic space that is none: where a story begins, where a cell ends, between list items."""
    above, below = node.getprevious(), node.getnext()
    first = above is None or above.tag == q("w:tcPr")
    last = below is None and node.getparent().tag == q("w:tc")
    if wishes.get("auto_before") and (first or (listed and _in_list(above))):
        form = replace(form, before=0.0)
    if wishes.get("auto_after") and (last or (listed and _in_list(below))):
        form = replace(form, after=0.0)
    return form


def _in_list(node: Element | None) -> bool:
    return child(child(node, "w:pPr"), "w:numPr") is not None


def _labelled(
    label: Label, form: Shape, content: tuple[Inline, ...], look: Font
) -> tuple[Shape, tuple[Inline, ...], int]:
    """The label in front of the contents, and how many characters it has."""
    if not label.text:
        return form, content, 0
    made: tuple[Inline, ...] = (Text(label.text, look),)
    if label.suffix == "tab":
        made += (Tab(look),)
    elif label.suffix == "space":
        made = (Text(f"{label.text} ", look),)
    if label.suffix == "tab" and form.first < 0:
        # The hanging indent is a tab stop of its own, which the label's tab goes to.
        stops = {stop.position: stop for stop in (*form.tabs, TabStop(form.left))}
        form = replace(form, tabs=tuple(stops[at] for at in sorted(stops)))
    counted = len(label.text) + (label.suffix in ("tab", "space"))
    return form, made + content, counted


def section_ends(body: Element) -> Iterator[tuple[list[Element], Element | None]]:
    """Children of w:body → the elements of each section with the w:sectPr that describes it."""
    held: list[Element] = []
    last: Element | None = None
    for item in _flattened(body):
        if item.tag == q("w:sectPr"):
            last = item
            continue
        closing = child(child(item, "w:pPr"), "w:sectPr") if item.tag == q("w:p") else None
        # A paragraph that only ends its section makes no line, unless the section has no other.
        if closing is None or not held or next(item.iter(q("w:r")), None) is not None:
            held.append(item)
        if closing is not None:
            yield held, closing
            held = []
    if held or last is not None:
        yield held, last


def _flattened(body: Element) -> Iterator[Element]:
    """Blocks with content controls opened, since a section may end inside one."""
    for item in chosen(body):
        if item.tag == q("w:sdt"):
            content = child(item, "w:sdtContent")
            if content is not None:
                yield from _flattened(content)
        elif item.tag in _THROUGH:
            yield from _flattened(item)
        else:
            yield item


def section_kind(properties: Element | None) -> str:
    """How a section begins: "nextPage" unless it says otherwise."""
    return attribute(child(properties, "w:type")) or "nextPage"
