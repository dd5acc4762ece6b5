"""Tables of a resolved document → HTML tables with every width, height and line said.

In: `resolved.Table` and where it stands. Out: markup. What was seen of LibreOffice:
docs/dev/analysis/tables.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vanban.pdf.drawings import Spot
from vanban.pdf.lines import border, height_of, padded
from vanban.pdf.sheet import Sheet, pt
from vanban.resolved import NO_EDGES, Block, Cell, Edges, Paragraph, Row, Table


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
            f"width:{pt(sum(table.grid))}",
            f"margin-left:{pt(table.left)}" if table.left else "",
            "break-after:avoid" if table.rows[-1].keep_next else "",
            extra,
        )
        head = f"<thead>{head}</thead>" if head else ""
        return f"<table{style}>{columns}{head}<tbody>{body}</tbody></table>"

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
        return f"<tr{style}>{empty}{cells}</tr>"

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
        blocks = blocks if row.keep_together or _drawn_in(blocks) else _cuttable(blocks)
        content = self._blocks(blocks, max(1.0, width), replace(spot, padding=left))
        if row.exact and cell.rows == 1 and row.height:
            room = row.height - top - bottom - max(edges.top.width, edges.bottom.width)
            fixed = self._sheet.attribute(f"max-height:{pt(max(0.0, room))}", "overflow:hidden")
            content = f"<div{fixed}>{content}</div>"
        name = "th" if row.header else "td"
        return f"<{name}{spans}{style}>{content}</{name}>"


def on_last_line(table: Table, above: tuple[Block, ...]) -> str:
    """A table right after another one begins on the last line of that one."""
    if not above or not isinstance(above[-1], Table):
        return ""
    edges = (
        max((cell.borders.bottom.width for cell in above[-1].rows[-1].cells), default=0.0),
        max((cell.borders.top.width for cell in table.rows[0].cells), default=0.0),
    )
    return f"margin-top:{pt(-min(edges))}" if min(edges) else ""


def _visible(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks of a cell without the empty paragraph that must follow a table at its end."""
    last = blocks[-1] if len(blocks) > 1 else None
    empty = isinstance(last, Paragraph) and not last.inlines
    return blocks[:-1] if empty and isinstance(blocks[-2], Table) else blocks


def _cuttable(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks of a row that may go on on the next page, where cut paragraphs begin with their space.

    Space between neighbours is the larger of the two, so only what is above that becomes padding.
    """
    found: list[Block] = []
    after = 0.0
    for block in blocks:
        shape = block.shape if isinstance(block, Paragraph) else None
        plain = shape and shape.borders == NO_EDGES and not (shape.shading or shape.contextual)
        if isinstance(block, Paragraph) and plain and block.shape.before > after:
            rest = replace(block.shape, before=block.shape.before - after)
            found.append(padded(replace(block, shape=rest)))
        elif isinstance(block, Paragraph) and plain:
            found.append(replace(block, shape=replace(block.shape, before=0.0)))
        else:
            found.append(block)
        after = shape.after if shape else 0.0
    return tuple(found)


def _drawn_in(blocks: tuple[Block, ...]) -> bool:
    return any(isinstance(block, Paragraph) and block.floats for block in blocks)


def _row_height(row: Row, table: Table) -> float:
    """About how tall a row will be, pt: drawings placed by a cell end where the cell ends."""
    heights = [row.height]
    for cell in (cell for cell in row.cells if cell.rows == 1):
        top, right, bottom, left = cell.padding
        width = sum(table.grid[cell.column : cell.column + cell.columns]) - left - right
        heights.append(height_of(_visible(cell.blocks), max(1.0, width)) + top + bottom)
    return max(heights)


def _outgrown(row: Row, table: Table) -> bool:
    """Whether a row is taller than the least it must be; it splits over pages only without that."""
    return not row.exact and _row_height(replace(row, height=0.0), table) >= row.height


def _cell_borders(edges: Edges) -> Iterator[str]:
    if edges.top == edges.right == edges.bottom == edges.left:
        whole = border("top", edges.top)
        yield whole.replace("border-top", "border", 1)
        return
    for edge in ("top", "right", "bottom", "left"):
        yield border(edge, getattr(edges, edge))
