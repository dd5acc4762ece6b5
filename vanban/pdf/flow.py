"""A resolved document → one HTML page that the printer lays out like the word processor.

In: `resolved.Document`. Out: HTML with its own style sheet: classes, one named @page per section,
headers as running elements. Raises `GlyphMissing` when the typeface lacks a character: a missing
letter in a decision must not be replaced in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import groupby
from types import MappingProxyType

from vanban.pdf.breaks import LEANS
from vanban.pdf.drawings import Drawings, Spot, takes_room
from vanban.pdf.lines import Lines, estimated_height, height_of, padded
from vanban.pdf.sheet import Markup, Sheet, pt
from vanban.pdf.tables import Tables, drifts, hoisted, on_last_line
from vanban.problems import Problem, Refused
from vanban.resolved import (
    Align,
    Block,
    Border,
    Break,
    BreakKind,
    Columns,
    Document,
    Inline,
    Page,
    Paragraph,
    Section,
    Shape,
    Table,
    Text,
    Wrap,
)
from vanban.typeface import covers, installed

# Spaces and marks without a picture need no glyph.
_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
_NO_ROLES: Mapping[str, str] = MappingProxyType({})


class GlyphMissing(Refused):
    """The document has characters that the typeface cannot show."""


def to_html(
    document: Document, *, lenient: bool = False, roles: Mapping[str, str] = _NO_ROLES
) -> Markup:
    """The document as HTML with its pictures.

    roles: style → what its paragraphs are, for who looks at the laid out page. Raises
    `GlyphMissing` unless `lenient`: then boxes are printed.
    """
    if (problem := glyph_problem(document)) and not lenient:
        raise GlyphMissing(problem)
    return _Flow(document, roles).html()


def glyph_problem(document: Document) -> Problem | None:
    """The characters that no typeface of this machine can show, if there are any."""
    # `lines.markup` writes the hyphen that does not break with a glyph every face has.
    seen = set().union(*map(set, _texts(_all_blocks(document)))) - {"\u2011"}
    shown = "".join(sorted(c for c in seen if unicodedata.category(c) not in _INVISIBLE))
    missing = [c for c in covers(shown) if not installed(c)]
    if not missing:
        return None
    return Problem("pdf_glyph_missing", data={"characters": " ".join(missing)})


def _all_blocks(document: Document) -> Iterator[Block]:
    for section in document.sections:
        yield from section.blocks
        yield from (*section.header, *section.footer, *section.first_header)
        yield from (*section.first_footer, *section.even_header, *section.even_footer)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for inline in block.inlines:
                if isinstance(inline, Text):
                    yield inline.text.upper() if inline.font.caps else inline.text
            for part in (part for item in block.floats for part in item.parts):
                yield from _texts(part.blocks)
        elif isinstance(block, Columns):
            yield from _texts(block.blocks)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _texts(cell.blocks)


class _Flow:
    """Writes one document."""

    def __init__(self, document: Document, roles: Mapping[str, str]) -> None:
        self._document = document
        self._sheet = Sheet()
        self._lines = Lines(
            self._sheet,
            document.default_tab,
            hanging=document.tabs_hang,
            stretching=document.breaks_stretch,
            roles=roles,
        )
        self._drawings = Drawings(self._sheet, self._blocks)
        self._tables = Tables(self._sheet, self._cell_blocks)
        self._spot = Spot(Page(), 0.0, 0.0)

    def html(self) -> Markup:
        body = "".join(self._section(i, s) for i, s in enumerate(self._document.sections))
        if not self._document.tabs_hang:
            # Only files of Word 2013 and later have it so, as with tab stops that hold nothing.
            self._sheet.rule(f"html{{{LEANS}}}")
        sheet = escape(self._sheet.css(), quote=False)
        text = f"<html><head><style>{sheet}</style></head><body>{body}</body></html>"
        return Markup(text, self._sheet.pictures)

    def _section(self, index: int, section: Section) -> str:
        name = f"s{index}"
        self._lines.number_format = section.number_format
        margins = "".join(self._margins(name, section))
        page = section.page
        self._spot = Spot(page, page.left, self._top(section, section.header))
        blocks = self._blocks(hoisted(section.blocks, self._spot), page.column, new_page=index > 0)
        parity = {"odd": "break-before:right", "even": "break-before:left"}.get(section.parity, "")
        wrapper = self._sheet.attribute(f"page:{name}", parity)
        return f"<div{wrapper}>{margins}{blocks}</div>"

    def _margins(self, name: str, section: Section) -> Iterator[str]:
        """Running elements of a section; its @page rules go to the sheet."""
        page = section.page
        usual = self._boxes(f"{name}", section.header, section.footer)
        rule = (
            f"size:{pt(page.width)} {pt(page.height)};"
            f"margin:{pt(self._top(section, section.header))} {pt(page.right)}"
            f" {pt(self._bottom(section, section.footer))} {pt(page.left)};"
        )
        margins = _margin_css(name, page, section.header, section.footer)
        self._sheet.rule(f"@page {name}{{{rule}{margins}}}")
        yield from usual
        yield from self._even(name, section)
        first = ""
        if section.title_page:
            yield from self._boxes(f"{name}f", section.first_header, section.first_footer)
            first = (
                f"margin-top:{pt(self._top(section, section.first_header))};"
                f"margin-bottom:{pt(self._bottom(section, section.first_footer))};"
                + _margin_css(f"{name}f", page, section.first_header, section.first_footer)
            )
        if section.start is not None:
            first = f"counter-reset:page {section.start};{first}"
        if first:
            self._sheet.rule(f"@page {name}:nth(1 of {name}){{{first}}}")

    def _even(self, name: str, section: Section) -> Iterator[str]:
        """What even pages have of their own: headers, and margins that change places."""
        page, rule = section.page, ""
        if section.even_pages:
            yield from self._boxes(f"{name}e", section.even_header, section.even_footer)
            rule = (
                f"margin-top:{pt(self._top(section, section.even_header))};"
                f"margin-bottom:{pt(self._bottom(section, section.even_footer))};"
                + _margin_css(f"{name}e", page, section.even_header, section.even_footer)
            )
        if page.mirrored:
            rule += f"margin-left:{pt(page.right)};margin-right:{pt(page.left)};"
        if rule:
            self._sheet.rule(f"@page {name}:left{{{rule}}}")

    def _boxes(
        self, name: str, header: tuple[Block, ...], footer: tuple[Block, ...]
    ) -> Iterator[str]:
        page = self._document.sections[int(name.strip("sfe"))].page
        foot = page.height - page.footer - height_of(footer, page.column)
        for kind, blocks, y in (("h", header, page.header), ("b", footer, foot)):
            if not blocks:
                continue
            self._spot = Spot(page, page.left, y, flows=False)
            style = self._sheet.attribute(f"position:running({name}{kind})")
            yield f"<div{style}>{self._blocks(blocks, page.column)}</div>"

    def _top(self, section: Section, header: tuple[Block, ...]) -> float:
        """Top margin; a header taller than its room pushes the text down."""
        page = section.page
        return max(page.top, page.header + height_of(header, page.column)) if header else page.top

    def _bottom(self, section: Section, footer: tuple[Block, ...]) -> float:
        page = section.page
        height = height_of(footer, page.column)
        return max(page.bottom, page.footer + height) if footer else page.bottom

    def _blocks(self, blocks: tuple[Block, ...], column: float, *, new_page: bool = False) -> str:
        """Markup of blocks. new_page: whether the first stands at the top of a page."""
        found: list[str] = []
        drifting: list[Table] = []  # on their way to the paragraph that they stand beside
        break_next = new_page
        for index, block in enumerate(blocks):
            if isinstance(block, Table) and drifts(block, self._spot):
                drifting.append(block)
                continue
            if drifting and not isinstance(block, Paragraph):
                found.append(self._adrift(drifting, blocks[:index], None))
                drifting = []
            if isinstance(block, Table):
                extra = "break-before:page" if break_next else on_last_line(block, blocks[:index])
                found.append(self._tables.markup(block, extra, self._spot))
                break_next = False
                continue
            if isinstance(block, Columns):
                found.append(self._columns(block, column, "break-before:page" * break_next))
                break_next = False
                continue
            shown = _sunk(block, blocks[:index], column)
            pieces = _pieces(_framed(_spaced(shown, blocks, index), blocks, index))
            for number, piece in enumerate(pieces):
                last = number == len(pieces) - 1
                if last and number and not piece.inlines:
                    # A break at the end of a paragraph moves what follows, not the mark.
                    break_next = True
                    break
                at_top = not found and (piece.floats or drifting) and self._spot.padding is None
                apart = break_next or number > 0 or piece.shape.page_break_before
                above = blocks[:index] if piece.floats else ()
                # Space that meets the top of its page would move the drawing with it.
                whole = padded(piece) if at_top and not apart else piece
                beside = self._adrift(drifting, blocks[:index], None if at_top or apart else piece)
                found.append(self._one(whole, column, above, apart=apart, beside=beside))
                break_next, drifting = False, []
        return "".join(_with_lists((*found, self._adrift(drifting, blocks, None))))

    def _adrift(
        self, tables: list[Table], above: tuple[Block, ...], anchor: Paragraph | None
    ) -> str:
        """Floating tables that stand beside a paragraph. above: the blocks before, them too."""
        if not tables:
            return ""
        above = above[: -len(tables)]
        last = above[-1] if above else None
        after = last.shape.after if isinstance(last, Paragraph) else 0.0
        drop = max(0.0, anchor.shape.before - after) if anchor is not None else 0.0
        found = []
        for table in sorted(tables, key=lambda table: table.place.y if table.place else 0.0):
            found.append(self._tables.adrift(table, self._spot, above, drop))
            # No float begins above one before it: the next is counted from there.
            drop = max(drop, table.place.y if table.place else 0.0)
        return "".join(found)

    def _cell_blocks(self, blocks: tuple[Block, ...], column: float, spot: Spot) -> str:
        around, self._spot = self._spot, spot
        made = self._blocks(blocks, column)
        self._spot = around
        return made

    def _columns(self, item: Columns, column: float, extra: str) -> str:
        style = self._sheet.attribute(f"columns:{item.count};column-gap:{pt(item.gap)}", extra)
        width = (column - item.gap * (item.count - 1)) / item.count
        return f"<div{style}>{self._blocks(item.blocks, width)}</div>"

    def _one(
        self,
        item: Paragraph,
        column: float,
        above: tuple[Block, ...],
        *,
        apart: bool,
        beside: str,
    ) -> str:
        page_break = "break-before:page" if apart else ""
        if apart:
            item = padded(item)
        if item.shape.frame:
            where = {"center": "center", "right": "right", "outside": "right"}
            align = where.get(item.shape.frame, "left")
            made = self._lines.paragraph(item, column, f"text-align:{align}")
            style = self._sheet.attribute("position:absolute", f"width:{pt(column)}")
            return f"{beside}<div{style}>{made}</div>"
        if not item.floats and not item.anchor and not beside:
            return self._lines.paragraph(item, column, page_break)
        made = beside + self._drawn(item, column, above)
        # A drawing is laid out before its paragraph: what moves that must move both.
        return f"<div{self._sheet.attribute(page_break)}>{made}</div>"

    def _drawn(self, item: Paragraph, column: float, above: tuple[Block, ...]) -> str:
        """A paragraph with its drawings. above: the blocks before it."""
        around = spot = self._spot
        if spot.room is not None:
            spot = replace(spot, room=max(0.0, spot.room - height_of(above, column)))
        before, after = [], []
        height = estimated_height(item, column)
        for drawing in item.floats:
            self._spot = replace(spot, padding=None, room=None, flows=False)
            # What stands below the text of its paragraph pushes only what follows.
            below = drawing.place.wrap is Wrap.APART and drawing.place.y >= height
            if below and takes_room(drawing, spot):
                place = replace(drawing.place, y=drawing.place.y - height)
                after.append(self._drawings.markup(replace(drawing, place=place), column, spot))
            else:
                before.append(self._drawings.markup(drawing, column, spot))
        self._spot = around
        if item.anchor:
            # Out of the flow, so that it comes between no two paragraphs that keep together.
            here = self._sheet.attribute("position:absolute", f"-weasy-anchor:'{item.anchor}'")
            before.append(f"<div{here}></div>")
        return "".join((*before, self._lines.paragraph(item, column), *after))


def _margin_css(name: str, page: Page, header: tuple[Block, ...], footer: tuple[Block, ...]) -> str:
    """Where the running elements stand; an empty one is not even laid out on every page."""
    top = f"content:element({name}h);width:100%;padding-top:{pt(page.header)};vertical-align:top"
    bottom = (
        f"content:element({name}b);width:100%;padding-bottom:{pt(page.footer)};"
        "vertical-align:bottom"
    )
    return (
        f"@top-center{{{top + _depth(header) if header else 'content:none'}}}"
        f"@bottom-center{{{bottom + _depth(footer) if footer else 'content:none'}}}"
    )


def _depth(blocks: tuple[Block, ...]) -> str:
    """A header with a drawing behind the text, such as a watermark, is painted before the page."""
    drawn = (item for block in blocks if isinstance(block, Paragraph) for item in block.floats)
    return ";z-index:-1" if any(item.place.behind for item in drawn) else ""


def _with_lists(blocks: Iterable[str]) -> Iterator[str]:
    """Markup of blocks, those that Word numbered put together as lists for whoever reads tags."""
    for listed, group in groupby(blocks, lambda block: block.startswith("<li")):
        markup = "".join(group)
        yield f"<ul>{markup}</ul>" if listed else markup


def _sunk(item: Paragraph, above: tuple[Block, ...], column: float) -> Paragraph:
    """An empty paragraph with a raised mark as it is where a drawing lies over it: without a line.

    LibreOffice has a shorter way for empty paragraphs at the left, where the mark's height counts
    in full; it does not take it beside a drawing. above: the blocks before.
    """
    if item.inlines or not item.mark.script:
        return item
    end, start = estimated_height(item, column), 0.0
    for block in (item, *reversed(above)):
        if not isinstance(block, Paragraph):
            break
        start += estimated_height(block, column) if block is not item else 0.0
        for drawing in block.floats:
            low = drawing.place.y - start
            if low < end and low + drawing.height > 0:
                return replace(item, shape=replace(item.shape, align=Align.CENTER))
    return item


def _spaced(item: Paragraph, blocks: tuple[Block, ...], index: int) -> Paragraph:
    """The paragraph without the space that contextual spacing drops towards its neighbours."""
    if not item.shape.contextual:
        return item

    def same(at: int) -> bool:
        other = blocks[at] if 0 <= at < len(blocks) else None
        return isinstance(other, Paragraph) and other.shape.style == item.shape.style

    before = 0.0 if same(index - 1) else item.shape.before
    after = 0.0 if same(index + 1) else item.shape.after
    return replace(item, shape=replace(item.shape, before=before, after=after))


def _framed(item: Paragraph, blocks: tuple[Block, ...], index: int) -> Paragraph:
    """The paragraph without the lines that a frame around several paragraphs has not inside."""
    shape, edges = item.shape, item.shape.borders
    # Space may stand there without a line: see `_padded`.
    between = shape.between
    if not any(e.width for e in (edges.top, edges.right, edges.bottom, edges.left, between)):
        return item

    def same(at: int) -> bool:
        other = blocks[at] if 0 <= at < len(blocks) else None
        if not isinstance(other, Paragraph) or other.shape.borders != shape.borders:
            return False
        if other.shape.between != shape.between:
            return False
        return (other.shape.left, other.shape.right) == (shape.left, shape.right)

    top = Border(space=between.space) if same(index - 1) else shape.borders.top
    bottom = between if same(index + 1) else shape.borders.bottom
    return replace(
        item, shape=replace(shape, borders=replace(shape.borders, top=top, bottom=bottom))
    )


def _pieces(item: Paragraph) -> list[Paragraph]:
    """A paragraph cut at its page breaks; the usual one has one piece."""
    cuts = [
        at
        for at, inline in enumerate(item.inlines)
        if isinstance(inline, Break) and inline.kind is BreakKind.PAGE
    ]
    if not cuts:
        return [item]
    found = []
    starts = [0, *(cut + 1 for cut in cuts)]
    for start, end in zip(starts, [*cuts, len(item.inlines)], strict=True):
        shape = item.shape if start == 0 else _continued(item.shape)
        inlines: tuple[Inline, ...] = item.inlines[start:end]
        floats, anchor = (item.floats, item.anchor) if start == 0 else ((), "")
        found.append(replace(item, shape=shape, inlines=inlines, floats=floats, anchor=anchor))
    return found


def _continued(shape: Shape) -> Shape:
    return replace(shape, before=0.0, first=0.0, page_break_before=False)
