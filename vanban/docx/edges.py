"""Rows of a table → the same rows with the tops of their texts level.

In: `resolved.Row`s as the cells describe themselves. Out: rows whose cells begin their text below
the thickest line and the largest top margin of the row, as in Word: CSS lets every cell begin
below its own. Lengths in pt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vanban.resolved import Cell, Row


def levelled(rows: Sequence[Row], columns: int) -> tuple[Row, ...]:
    """Padding added where a cell's lines are thinner, or its top margin smaller, than its row's."""
    cells = [cell for row in rows for cell in row.cells]
    widths = {w for c in cells for w in (c.borders.top.width, c.borders.bottom.width)}
    if len(widths) < 2 and len({cell.padding[0] for cell in cells}) < 2:
        return tuple(rows)
    lines = _lines(rows, columns)
    return tuple(
        replace(row, cells=tuple(_level(cell, index, row, lines) for cell in row.cells))
        for index, row in enumerate(rows)
    )


def _lines(rows: Sequence[Row], columns: int) -> list[list[float]]:
    """Width of the line above every grid column of every row, and below the last: the thicker."""
    lines = [[0.0] * columns for _ in range(len(rows) + 1)]
    for index, row in enumerate(rows):
        for cell in row.cells:
            below = min(index + cell.rows, len(rows))
            for column in range(cell.column, min(cell.column + cell.columns, columns)):
                above, under = lines[index], lines[below]
                above[column] = max(above[column], cell.borders.top.width)
                under[column] = max(under[column], cell.borders.bottom.width)
    return lines


def _level(cell: Cell, index: int, row: Row, lines: list[list[float]]) -> Cell:
    below = min(index + cell.rows, len(lines) - 1)
    across = slice(cell.column, cell.column + cell.columns)
    top, right, bottom, left = cell.padding
    top = max(each.padding[0] for each in row.cells)
    # Half of a line lies in the cell; the other half is its neighbour's.
    top += (max(lines[index]) - max(lines[index][across], default=0.0)) / 2
    bottom += (max(lines[below]) - max(lines[below][across], default=0.0)) / 2
    return replace(cell, padding=(top, right, bottom, left))
