"""Tables of a resolved document → HTML tables with every width, height and line said.

In: `resolved.Table` and where it stands. Out: markup. What was seen of LibreOffice:
docs/dev/analysis/tables.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vanban.pdf.adrift import TABLE
from vanban.pdf.drawings import Spot
from vanban.pdf.lines import border, height_of
from vanban.pdf.sheet import Sheet, pt
from vanban.pdf.upright import upright
from vanban.resolved import (
    Block,
    Break,
    BreakKind,
    Cell,
    Edges,
    Note,
    Page,
    Paragraph,
    Place,
    Row,
    Table,
)

# Room beside a floating table below which LibreOffice lets it stand in the text: 4.69 mm.
_LEAST_BESIDE = 13.3


class Tables:
    """Writes the tables of one document. blocks: (blocks, width, spot) → markup of a cell."""

    def __init__(
        self, sheet: Sheet, blocks: Callable[[tuple[Block, ...], float, Spot], str]
    ) -> None:
        self._sheet = sheet
        self._blocks = blocks

    def markup(self, table: Table, extra: str, spot: Spot) -> str:
        """A table. extra: declarations of its own; spot: where it stands."""
        columns = "".join(f"<col{self._sheet.attribute(f'width:{pt(w)}')}/>" for w in table.grid)
        heads = 0
        while heads < len(table.rows) - 1 and table.rows[heads].header:
            heads += 1
        head = "".join(self._row(row, table, spot) for row in table.rows[:heads])
        body = "".join(self._row(row, table, spot) for row in table.rows[heads:])
        style = self._sheet.attribute(
            f"width:{pt(table.width)}",
            f"margin-left:{pt(table.left)}" if table.left else "",
            "break-after:avoid" if table.rows[-1].keep_next else "",
            extra,
        )
        head = f"<thead>{head}</thead>" if head else ""
        return f"<table{style}>{columns}{head}<tbody>{body}</tbody></table>"

    def adrift(self, table: Table, spot: Spot, above: tuple[Block, ...], drop: float) -> str:
        """A floating table, to stand before the paragraph that follows it.

        above: the blocks before it. drop: pt by which CSS begins that paragraph lower, since the
        space before it that is more than the space above belongs to the paragraph.
        """
        place, page = table.place or Place(), spot.page
        y = place.y - drop
        left = _left(table, place, page)
        side = "left" if left + table.width / 2 <= page.column / 2 else "right"
        other = "right" if side == "left" else "left"
        rest = page.column - left - table.width
        outer, near = (left, place.distance[1]) if side == "left" else (rest, place.distance[3])
        spacer = ""
        if place.down != "paragraph" or y > 0:
            style = self._sheet.attribute(f"float:{side}", f"width:0;height:{pt(y)}")
            told = TABLE if place.down == "paragraph" else f"{page_level(table, page):.3f}"
            spacer = f'<div{style} data-adrift="{told}"></div>'
        style = self._sheet.attribute(
            f"float:{side};clear:{side};width:{pt(table.width)}",
            f"margin-{side}:{pt(outer)};margin-{other}:{pt(near)}",
            f"margin-bottom:{pt(place.distance[2] + _pushed(table, above, page))}",
            f"margin-top:{pt(y)}" if not spacer else "",
        )
        made = self.markup(replace(table, left=0.0), "", spot)
        return f'{spacer}<div{style} data-adrift="{TABLE}">{made}</div>'

    def _row(self, row: Row, table: Table, spot: Spot) -> str:
        style = self._sheet.attribute(
            f"height:{pt(row.height)}" if row.height and not _outgrown(row, table) else "",
            "break-inside:avoid" if row.keep_together else "",
            "break-after:avoid" if row.keep_next else "",
        )
        if any(_drawn_in(cell.blocks) for cell in row.cells):
            spot = replace(spot, room=_row_height(row, table))
        cells = "".join(self._cell(cell, row, table, spot) for cell in row.cells)
        empty = f'<td colspan="{row.skip}"></td>' if row.skip else ""
        least = " data-least=''" if _cut_by_text(row) else ""
        return f"<tr{style}{least}>{empty}{cells}</tr>"

    def _cell(self, cell: Cell, row: Row, table: Table, spot: Spot) -> str:
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        top, right, bottom, left = cell.padding
        edges = cell.borders
        style = self._sheet.attribute(
            # Borders lie on the edge, so half of each comes off the padding and no text moves.
            f"padding:{pt(top)} {pt(max(0.0, right - edges.right.width / 2))}"
            f" {pt(bottom)} {pt(max(0.0, left - edges.left.width / 2))}",
            *_cell_borders(edges),
            f"background:{cell.shading}" if cell.shading else "",
            f"vertical-align:{cell.align}" if cell.align != "top" else "",
        )
        width = sum(table.grid[cell.column : cell.column + cell.columns]) - left - right
        blocks = _visible(cell.blocks)
        inside = replace(spot, padding=left)
        if cell.turn:
            tall = _rows_height(cell, row, table) - top - bottom

            def write(length: float) -> str:
                return self._blocks(cell.blocks, length, replace(inside, flows=False))

            content = upright(cell, max(1.0, width), tall, self._sheet, write)
        else:
            content = self._blocks(blocks, max(1.0, width), inside)
        if row.exact and cell.rows == 1 and row.height:
            room = row.height - top - bottom - max(edges.top.width, edges.bottom.width)
            fixed = self._sheet.attribute(f"max-height:{pt(max(0.0, room))}", "overflow:hidden")
            content = f"<div{fixed}>{content}</div>"
        name = "th" if row.header else "td"
        return f"<{name}{spans}{style}>{content}</{name}>"


def drifts(table: Table, spot: Spot) -> bool:
    """Whether a table that asks to float has room beside it, as LibreOffice 7.4 counts.

    Any other stands in the text; so does one at the foot of the page that would hang over it.
    """
    place, page = table.place, spot.page
    if place is None or not spot.flows or spot.padding is not None or _noted(table):
        return False
    by_page = place.across == "page"
    if place.y < 0 and not by_page:
        return True
    if by_page and place.down == "page" and not (place.align or place.level):
        left, low = place.x < page.width / 2, place.y > page.height / 2
        if left and low:
            return False
    room = table.width + place.distance[1] + place.distance[3] + _LEAST_BESIDE
    widest = page.width - min(page.left, page.right) if by_page else page.column
    return room < max(widest, page.column)


def hoisted(blocks: tuple[Block, ...], spot: Spot) -> tuple[Block, ...]:
    """The blocks of a section with what floats by its first page in front: text makes way for it.

    spot: where the section begins. Tables on later pages find their level when they are printed.
    """
    page = spot.page
    room = page.height - spot.y - page.bottom
    first: list[Block] = []
    rest = list(blocks)
    last = max((at for at, block in enumerate(blocks) if _by_page(block, spot)), default=-1)
    for block in blocks[: last + 1]:
        if room <= 0:
            break
        if isinstance(block, Table) and block.place and _by_page(block, spot):
            rest.remove(block)
            y = page_level(block, page) - spot.y
            place = replace(block.place, down="paragraph", level="", y=y)
            first.append(replace(block, place=place))
        else:
            room -= page.height if _breaks(block) else height_of((block,), page.column)
    return (*first, *rest)


def _by_page(block: Block, spot: Spot) -> bool:
    """Whether a block floats and stands where the page says."""
    if not isinstance(block, Table) or block.place is None or block.place.down == "paragraph":
        return False
    return drifts(block, spot)


def _breaks(block: Block) -> bool:
    """Whether a page ends in or before a block because somebody said so."""
    if not isinstance(block, Paragraph):
        return False
    told = (isinstance(i, Break) and i.kind is BreakKind.PAGE for i in block.inlines)
    return block.shape.page_break_before or any(told)


def page_level(table: Table, page: Page) -> float:
    """Distance of a floating table from the top of the page, pt."""
    place = table.place or Place()
    start, room = page.top, page.height - page.top - page.bottom
    if place.down == "page":
        start, room = 0.0, page.height
    share = {"top": 0.0, "inside": 0.0, "center": 0.5, "bottom": 1.0, "outside": 1.0}
    if place.level not in share:
        return start + place.y
    tall = sum(_row_height(row, table) + _line_above(row) for row in table.rows)
    tall += max((cell.borders.bottom.width for cell in table.rows[-1].cells), default=0.0)
    return start + share[place.level] * (room - tall)


def _line_above(row: Row) -> float:
    return max((cell.borders.top.width for cell in row.cells), default=0.0)


def _pushed(table: Table, above: tuple[Block, ...], page: Page) -> float:
    """Height of the empty lines above that a table moved up drives below itself, pt."""
    reach, height = -(table.place or Place()).y, 0.0
    if table.width + _LEAST_BESIDE < page.column:
        return 0.0
    for block in reversed(above):
        if height >= reach or not isinstance(block, Paragraph) or block.inlines:
            break
        height += height_of((block,), page.column)
    return height


def _left(table: Table, place: Place, page: Page) -> float:
    """Distance of the edge of a floating table from that of the column, pt."""
    start, room = (-page.left, page.width) if place.across == "page" else (0.0, page.column)
    if place.align == "center":
        return start + (room - table.width) / 2
    if place.align == "right":
        return start + room - table.width - place.distance[1]
    return start + (0.0 if place.align == "left" else place.x)


def _noted(table: Table) -> bool:
    """Whether there are footnotes in a table, which LibreOffice has in no frame."""
    return any(
        isinstance(inline, Note)
        for row in table.rows
        for cell in row.cells
        for block in cell.blocks
        if isinstance(block, Paragraph)
        for inline in block.inlines
    )


def on_last_line(table: Table, above: tuple[Block, ...]) -> str:
    """A table right after another one begins on the last line of that one."""
    if not above or not isinstance(above[-1], Table):
        return ""
    edges = (
        max((cell.borders.bottom.width for cell in above[-1].rows[-1].cells), default=0.0),
        _line_above(table.rows[0]),
    )
    return f"margin-top:{pt(-min(edges))}" if min(edges) else ""


def _visible(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks of a cell without the empty paragraph that must follow a table at its end."""
    last = blocks[-1] if len(blocks) > 1 else None
    empty = isinstance(last, Paragraph) and not last.inlines
    return blocks[:-1] if empty and isinstance(blocks[-2], Table) else blocks


def _drawn_in(blocks: tuple[Block, ...]) -> bool:
    return any(isinstance(block, Paragraph) and block.floats for block in blocks)


def _row_height(row: Row, table: Table) -> float:
    """About how tall a row will be, pt: drawings placed by a cell end where the cell ends."""
    heights = [row.height]
    for cell in (cell for cell in row.cells if cell.rows == 1 and not cell.turn):
        top, right, bottom, left = cell.padding
        width = sum(table.grid[cell.column : cell.column + cell.columns]) - left - right
        heights.append(height_of(_visible(cell.blocks), max(1.0, width)) + top + bottom)
    return max(heights)


def _cut_by_text(row: Row) -> bool:
    """Whether a row goes over to the next page where its text does, whatever its least height.

    LibreOffice has it so of rows without a line below; with lines they move whole.
    """
    if row.exact or row.keep_together or not row.height:
        return False
    return not any(cell.borders.bottom.width for cell in row.cells)


def _rows_height(cell: Cell, row: Row, table: Table) -> float:
    """About how tall the rows of a merged cell are together, pt; 0 where nothing else says it."""
    at = next((index for index, other in enumerate(table.rows) if other is row), 0)
    spanned = table.rows[at : at + cell.rows]
    if all(each.turn for other in spanned for each in other.cells) and not any(
        other.height for other in spanned
    ):
        return 0.0
    return sum(_row_height(other, table) for other in spanned)


def _outgrown(row: Row, table: Table) -> bool:
    """Whether a row is taller than the least it must be; it moves whole only while it is not."""
    return not row.exact and _row_height(replace(row, height=0.0), table) >= row.height


def _cell_borders(edges: Edges) -> Iterator[str]:
    if edges.top == edges.right == edges.bottom == edges.left:
        whole = border("top", edges.top)
        yield whole.replace("border-top", "border", 1)
        return
    for edge in ("top", "right", "bottom", "left"):
        yield border(edge, getattr(edges, edge))
