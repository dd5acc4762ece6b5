"""A Word file that was read and printed → the document as it lies on its pages.

In: `resolved.Document` with numbered paragraphs, the printed lines of each, and what is drawn on
the pages. Out: `laid.Laid`. Nothing is worked out again: what is said and how it looks is the
reader's word, where it stands the printer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from vanban.laid import MM, At, Box, Holder, Laid, Line, Piece, Printed, Run, Sheet, Stroke
from vanban.resolved import (
    Block,
    Break,
    Cell,
    Columns,
    Document,
    Floating,
    Font,
    Note,
    PageNumber,
    Paragraph,
    Picture,
    Section,
    Tab,
    Table,
    Text,
)

_MARGINS = {
    Holder.HEADER: ("header", "first_header", "even_header"),
    Holder.FOOTER: ("footer", "first_footer", "even_footer"),
}
# Ends of a line and of the letters above it this close are one, mm.
_NEAR = 0.6
# Lines below letters stand in this share of their height, lines through them above it.
_LETTERS = 0.35


def numbered(document: Document) -> Document:
    """The document with every paragraph numbered from 1, so that its lines can be asked for."""
    numbers = count(1)
    return replace(
        document, sections=tuple(_section(section, numbers) for section in document.sections)
    )


def _section(section: Section, numbers: Iterator[int]) -> Section:
    return replace(
        section,
        blocks=_blocks(section.blocks, numbers),
        header=_blocks(section.header, numbers),
        footer=_blocks(section.footer, numbers),
        first_header=_blocks(section.first_header, numbers),
        first_footer=_blocks(section.first_footer, numbers),
        even_header=_blocks(section.even_header, numbers),
        even_footer=_blocks(section.even_footer, numbers),
    )


def _blocks(blocks: Sequence[Block], numbers: Iterator[int]) -> tuple[Block, ...]:
    return tuple(_block(block, numbers) for block in blocks)


def _block(block: Block, numbers: Iterator[int]) -> Block:
    if isinstance(block, Columns):
        return replace(block, blocks=_blocks(block.blocks, numbers))
    if isinstance(block, Table):
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    replace(cell, blocks=_blocks(cell.blocks, numbers)) for cell in row.cells
                ),
            )
            for row in block.rows
        )
        return replace(block, rows=rows)
    inlines = tuple(
        replace(i, blocks=_blocks(i.blocks, numbers)) if isinstance(i, Note) else i
        for i in block.inlines
    )
    floats = tuple(_floating(item, numbers) for item in block.floats)
    return replace(block, inlines=inlines, floats=floats, number=next(numbers))


def _floating(item: Floating, numbers: Iterator[int]) -> Floating:
    return replace(
        item,
        parts=tuple(replace(part, blocks=_blocks(part.blocks, numbers)) for part in item.parts),
    )


def laid(
    document: Document,
    traces: Mapping[int, tuple[Printed, ...]],
    sizes: Sequence[tuple[float, float]],
    strokes: Sequence[Stroke],
    pictures: Sequence[Box],
) -> Laid:
    """The document on its pages.

    document: numbered. traces: number of a paragraph → its lines. sizes: of the pages, mm.
    strokes, pictures: as they are printed.
    """
    walk = _Walk(traces, len(sizes))
    for number, section in enumerate(document.sections):
        walk.blocks(section.blocks, _Where(Holder.BODY, number, section.page.column))
    for number, section in enumerate(document.sections):
        for holder, names in _MARGINS.items():
            where = _Where(holder, number, section.page.column)
            for name in names:
                walk.blocks(getattr(section, name), where)
    ruled = [line for lines in traces.values() for line in lines if line.ruled]
    return Laid(
        "docx",
        tuple(
            Sheet(width, height, *walk.paged.get(page, (None, None)))
            for page, (width, height) in enumerate(sizes)
        ),
        tuple(walk.pieces),
        tuple(_told(stroke, ruled) for stroke in strokes),
        tuple(pictures),
        tuple(section.page for section in document.sections),
        document.title,
        problems=document.problems,
    )


@dataclass(frozen=True, slots=True)
class _Where:
    """What the walk is in. column: pt. once: of a row that is printed again on every page."""

    holder: Holder
    section: int
    column: float
    at: At | None = None
    once: bool = False


@dataclass
class _Walk:
    """Goes through the blocks in reading order. paged: page → its number as printed."""

    traces: Mapping[int, tuple[Printed, ...]]
    total: int
    pieces: list[Piece] = field(default_factory=list)
    paged: dict[int, tuple[Line, Font]] = field(default_factory=dict)
    _tables: Iterator[int] = field(default_factory=count)

    def blocks(self, blocks: Sequence[Block], where: _Where) -> None:
        """All pieces of these blocks."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block, where)
            elif isinstance(block, Table):
                self._table(block, where)
            else:
                column = (where.column - block.gap * (block.count - 1)) / block.count
                self.blocks(block.blocks, replace(where, column=column))

    def _table(self, table: Table, where: _Where) -> None:
        number = next(self._tables)
        # In a header every cell is of the header, and where it stands is all that is asked.
        holder = Holder.CELL if where.holder is Holder.BODY else where.holder
        for index, row in enumerate(table.rows):
            for cell in row.cells:
                inside = _Where(
                    holder,
                    where.section,
                    _cell_width(table, cell),
                    At(number, index, cell.column, cell.columns),
                    once=row.header or where.once,
                )
                self.blocks(cell.blocks, inside)

    def _paragraph(self, item: Paragraph, where: _Where) -> None:
        printed = self.traces.get(item.number, ())
        if where.once and printed:
            first = printed[0].line.box.page
            printed = tuple(each for each in printed if each.line.box.page == first)
        margin = where.holder in _MARGINS
        if printed or not margin:
            self._piece(item, where, printed)
        if margin:
            self._page_numbers(item, printed)
        for inline in item.inlines:
            if isinstance(inline, Note):
                self.blocks(inline.blocks, replace(where, holder=Holder.NOTE, at=None))
        for part in (part for drawing in item.floats for part in drawing.parts):
            _, right, _, left = part.padding
            inside = max(1.0, part.width - left - right)
            holder = where.holder if margin else Holder.BOX
            self.blocks(part.blocks, replace(where, holder=holder, column=inside, at=None))

    def _piece(self, item: Paragraph, where: _Where, printed: tuple[Printed, ...]) -> None:
        runs = tuple(self._runs(item, printed))
        room = where.column - item.shape.left - item.shape.right
        self.pieces.append(
            Piece(
                len(self.pieces),
                "".join(run.text for run in runs),
                runs,
                tuple(each.line for each in printed),
                where.holder,
                where.section,
                item.shape,
                where.at,
                item.label,
                round(room * MM, 3),
                item.source,
            )
        )

    def _page_numbers(self, item: Paragraph, printed: tuple[Printed, ...]) -> None:
        fonts = [i.font for i in item.inlines if isinstance(i, PageNumber) and not i.total]
        for each in printed:
            if each.paged and fonts:
                self.paged.setdefault(each.line.box.page, (each.line, fonts[0]))

    def _runs(self, item: Paragraph, printed: tuple[Printed, ...]) -> Iterator[Run]:
        """What is said in a paragraph, equal neighbours as one."""
        number = next((each.paged for each in printed if each.paged), "")
        start, text, font = 0, "", item.mark
        for inline in item.inlines:
            if isinstance(inline, Picture | Note):
                continue
            if inline.font != font and text:
                yield Run(start, text, font)
                start, text = start + len(text), ""
            font = inline.font
            text += _said(inline, number, str(self.total))
        if text:
            yield Run(start, text, font)


def _said(inline: Text | Tab | Break | PageNumber, number: str, total: str) -> str:
    """The characters of an inline. number, total: of the page, of all pages, as printed."""
    if isinstance(inline, Text):
        return inline.text
    if isinstance(inline, PageNumber):
        return total if inline.total else number
    return "\t" if isinstance(inline, Tab) else "\n"


def _cell_width(table: Table, cell: Cell) -> float:
    _, right, _, left = cell.padding
    return max(1.0, sum(table.grid[cell.column : cell.column + cell.columns]) - left - right)


def _told(stroke: Stroke, ruled: Sequence[Printed]) -> Stroke:
    """The line, told apart from those that belong to letters."""
    if not stroke.level or not any(_belongs(stroke.box, each) for each in ruled):
        return stroke
    return replace(stroke, underline=True)


def _belongs(box: Box, printed: Printed) -> bool:
    letters = printed.line.box
    if box.page != letters.page:
        return False
    highest = letters.top + (letters.bottom - letters.top) * _LETTERS
    if not highest <= (box.top + box.bottom) / 2 <= letters.bottom:
        return False
    left, right = min(each[0] for each in printed.ruled), max(each[1] for each in printed.ruled)
    return left - _NEAR <= box.left and box.right <= right + _NEAR
