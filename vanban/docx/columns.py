"""XML of a filled part comes in; the same with the widths of its tables' columns in order goes out.

A table whose cells are made by {%tc has, once filled, more or fewer columns than its template
drew. docxtpl shares what is left over equally, so that a column of ordinal numbers grows as wide
as one of names. Here the widths that the cells themselves ask for (w:tcW) are kept in proportion,
and the table keeps its own width.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from vanban.docx.tags import W


def fit_columns(root: etree._Element) -> None:
    """Give every table below `root` whose grid does not fit its rows a grid that does."""
    for table in root.iter(f"{W}tbl"):
        grid = table.find(f"{W}tblGrid")
        rows = table.findall(f"{W}tr")
        cells: list[list[etree._Element]] = [row.findall(f"{W}tc") for row in rows]
        widest = max(cells, key=_count, default=[])
        if grid is None or not widest or _count(widest) == len(grid):
            continue
        widths = _widths(table, grid, widest)
        for column in list(grid):
            grid.remove(column)
        for width in widths:
            etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", str(width))
        for row in rows:
            _set_cells(row.findall(f"{W}tc"), widths)


def _span(cell: etree._Element) -> int:
    node = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if node is None else int(node.get(f"{W}val", "1"))


def _count(cells: Sequence[etree._Element]) -> int:
    return sum(map(_span, cells))


def _asked(cell: etree._Element) -> list[float]:
    """What a cell asks for, shared over the columns that it spans; 1 each where it says nothing."""
    node = cell.find(f"{W}tcPr/{W}tcW")
    span = _span(cell)
    asked = float(node.get(f"{W}w", "0")) if node is not None else 0.0
    return [max(asked / span, 1.0)] * span


def _widths(
    table: etree._Element, grid: etree._Element, cells: Sequence[etree._Element]
) -> list[int]:
    """Twips for each column: what the cells ask for, scaled to the width of the table."""
    asked = [width for cell in cells for width in _asked(cell)]
    node = table.find(f"{W}tblPr/{W}tblW")
    total = 0.0
    if node is not None and node.get(f"{W}type") == "dxa":
        total = float(node.get(f"{W}w", "0"))
    if not total:
        total = sum(float(column.get(f"{W}w", "0")) for column in grid)
    return [round(width * total / sum(asked)) for width in asked]


def _set_cells(cells: Sequence[etree._Element], widths: Sequence[int]) -> None:
    """The cells of a row take the widths of the columns that they cover."""
    at = 0
    for cell in cells:
        span = _span(cell)
        node = cell.find(f"{W}tcPr/{W}tcW")
        if node is not None:
            node.set(f"{W}w", str(sum(widths[at : at + span])))
            node.set(f"{W}type", "dxa")
        at += span
