"""A w:tbl → a table with every width, border and merge worked out.

In: the element, the look of its style, the width it stands in, and a reader for the blocks in its
cells. Out: `resolved.Table`. Lengths in pt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from vanban.docx.afloat import table_place
from vanban.docx.edges import levelled
from vanban.docx.ns import (
    Element,
    attribute,
    child,
    chosen,
    colour,
    number,
    points,
    q,
    switched,
    value,
    whole,
)
from vanban.docx.properties import NOTHING, Props, borders, layered, paragraph_props, run_props
from vanban.docx.styles import TableLook
from vanban.resolved import (
    NO_BORDER,
    Align,
    Block,
    Border,
    Cell,
    Edges,
    Paragraph,
    Row,
    Table,
)

_ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT}
_VERTICAL = {"center": "middle", "bottom": "bottom", "both": "middle"}
_TURNS = {"btLr": "up", "tbRl": "down", "tbRlV": "down", "tbLrV": "down"}
_SIDES = (("top",), ("right", "end"), ("bottom",), ("left", "start"))
_MARGINS = (0.0, 5.4, 0.0, 5.4)
# Word itself stops at 63 columns; far above that a file is broken, not wide.
_MOST_COLUMNS = 256
# Bits of w:tblLook/@w:val and the attributes that newer files write.
_LOOKS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


class ReadBlocks(Protocol):
    """Reads the blocks of a cell. column: width for them, pt."""

    def __call__(
        self, node: Element, *, column: float, paragraph: Props, run: Props
    ) -> tuple[Block, ...]:
        """Blocks of the node, with the table's own properties under the styles'."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a w:tc stands: row, first grid column, columns it spans, and how it merges."""

    node: Element
    row: int
    column: int
    columns: int
    merge: str


@dataclass(frozen=True, slots=True)
class _Look:
    """The parts of a table style that apply to a cell: their w:tcPr and what they say of text."""

    cells: list[Element | None]
    paragraph: Props
    run: Props


@dataclass
class _Frame:
    """What the cells of one table share. rows: how many there are."""

    look: TableLook
    bits: frozenset[str]
    borders: dict[str, Border]
    margins: tuple[float, float, float, float]
    rows: int
    grid: tuple[float, ...]
    blocks: ReadBlocks
    lines: list[list[_Spot]]
    looks: dict[tuple[str, ...], _Look] = field(default_factory=dict)

    def styled(self, kinds: tuple[str, ...]) -> _Look:
        """What the table style gives to a cell of these parts; worked out once for each mix."""
        if kinds not in self.looks:
            parts = [*self.look.nodes]
            for kind in kinds:
                parts.extend(self.look.conditional(kind))
            self.looks[kinds] = _Look(
                [child(part, "w:tcPr") for part in parts],
                _layers(parts, "w:pPr", paragraph_props),
                _layers(parts, "w:rPr", run_props),
            )
        return self.looks[kinds]


def read_table(
    node: Element,
    look: TableLook,
    column: float,
    blocks: ReadBlocks,
    *,
    shift_by_margin: bool,
) -> Table | None:
    """A w:tbl → a table, None when it has no cells.

    column: width it stands in. shift_by_margin: files of Word 2010 and before put the text of the
    first cell, newer ones its edge, at the indent.
    """
    rows = [row for row in _children(node, "w:tr")]
    spots = _spots(rows)
    if not spots:
        return None
    properties = child(node, "w:tblPr")
    grid = _grid(node, properties, spots, column)
    lines: list[list[_Spot]] = [[] for _ in rows]
    for spot in spots:
        lines[spot.row].append(spot)
    frame = _frame(properties, look, grid=grid, blocks=blocks, lines=lines)
    made = levelled([_row(row, index, frame) for index, row in enumerate(rows)], len(grid))
    floating = child(properties, "w:tblpPr")
    align = _ALIGNS.get(value(properties, "w:jc") or attribute(floating, "w:tblpXSpec"), Align.LEFT)
    if align is not Align.LEFT:
        room = column - sum(grid)
        left = room / 2 if align is Align.CENTER else room
    elif floating is not None:
        # Neither indent nor the age of the file moves a table that might have floated.
        left = 0.0
    else:
        indent = points(attribute(child(properties, "w:tblInd"), "w:w")) or 0.0
        left = indent - (_margin_and_line(made, frame) if shift_by_margin else 0.0)
    place = table_place(floating, _margin_and_line(made, frame))
    return Table(grid, made, left, align, place)


def _margin_and_line(rows: tuple[Row, ...], frame: _Frame) -> float:
    """How far the text of the first cell stands inside the edge of the table."""
    first = rows[0].cells[:1]
    return frame.margins[3] + sum(cell.borders.left.width for cell in first) / 2


def _children(node: Element, name: str) -> list[Element]:
    """Rows or cells, also those wrapped in content controls or marked as inserted."""
    found: list[Element] = []
    for item in chosen(node):
        if item.tag == q(name):
            found.append(item)
        elif item.tag in (q("w:sdt"), q("w:sdtContent"), q("w:ins"), q("w:customXml")):
            found.extend(_children(item, name))
    return found


def _spots(rows: list[Element]) -> list[_Spot]:
    found = []
    for index, row in enumerate(rows):
        at = max(0, whole(value(child(row, "w:trPr"), "w:gridBefore")) or 0)
        for cell in _children(row, "w:tc"):
            properties = child(cell, "w:tcPr")
            span = max(1, whole(value(properties, "w:gridSpan")) or 1)
            if at + span > _MOST_COLUMNS:
                break
            merge = child(properties, "w:vMerge")
            kind = "" if merge is None else attribute(merge) or "continue"
            found.append(_Spot(cell, index, at, span, kind))
            at += span
    return found


def _grid(
    node: Element, properties: Element | None, spots: list[_Spot], column: float
) -> tuple[float, ...]:
    """Widths of the columns: w:tblGrid's, brought to the width that the table is told to have.

    A table whose grid says nothing takes the widths of its cells, and all the room there is; one
    whose grid has fewer columns than its rows takes the widths of the cells as they are.
    """
    count = max(spot.column + spot.columns for spot in spots)
    columns = child(node, "w:tblGrid")
    nodes = columns.iterchildren(q("w:gridCol")) if columns is not None else ()
    grid = [max(0.0, points(attribute(col, "w:w")) or 0.0) for col in nodes][:count]
    drawn = any(grid)
    told = _cell_widths(spots)
    if drawn and len(grid) < count and len(told) == count:
        return tuple(told[at] for at in range(count))
    grid += [0.0] * (count - len(grid))
    grid = [width or told.get(at, 0.0) for at, width in enumerate(grid)]
    total = _told_width(child(properties, "w:tblW"), column)
    missing = grid.count(0.0)
    if missing:
        rest = max((total or column) - sum(grid), 18.0 * missing)
        grid = [width or rest / missing for width in grid]
    if total is None and not drawn:
        total = column
    if total:
        grid = [width * total / sum(grid) for width in grid]
    return tuple(grid)


def _cell_widths(spots: list[_Spot]) -> dict[int, float]:
    """Widths that the first cells of single columns ask for, by grid column; no per cent."""
    found: dict[int, float] = {}
    for spot in spots:
        if spot.columns == 1 and spot.column not in found:
            told = child(child(spot.node, "w:tcPr"), "w:tcW")
            width = points(attribute(told, "w:w")) if attribute(told, "w:type") == "dxa" else None
            found |= {spot.column: width} if width and width > 0 else {}
    return found


def _told_width(node: Element | None, column: float) -> float | None:
    kind, text = attribute(node, "w:type"), attribute(node, "w:w")
    if kind == "pct" or text.endswith("%"):
        share = number(text.rstrip("%"))
        scale = 100.0 if text.endswith("%") else 5000.0
        # No share is larger than all the room there is.
        return column * min(share / scale, 1.0) if share and share > 0 else None
    told = points(text) if kind == "dxa" else None
    return told if told and told > 0 else None


def _frame(
    properties: Element | None,
    look: TableLook,
    *,
    grid: tuple[float, ...],
    blocks: ReadBlocks,
    lines: list[list[_Spot]],
) -> _Frame:
    edges: dict[str, Border] = {}
    margins = _MARGINS
    for source in [*(child(style, "w:tblPr") for style in look.nodes), properties]:
        edges |= borders(child(source, "w:tblBorders"))
        margins = _margins(child(source, "w:tblCellMar"), margins)
    bits = _bits(child(properties, "w:tblLook"))
    return _Frame(look, bits, edges, margins, len(lines), grid, blocks, lines)


def _bits(node: Element | None) -> frozenset[str]:
    try:
        number = int(attribute(node) or "0", 16)
    except ValueError:
        number = 0
    told = {name for name in _LOOKS if attribute(node, f"w:{name}") in ("1", "true", "on")}
    return frozenset(told | {name for name, bit in _LOOKS.items() if number & bit})


def _margins(
    node: Element | None, inherited: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    if node is None:
        return inherited
    found = list(inherited)
    for index, names in enumerate(_SIDES):
        for name in names:
            side = child(node, f"w:{name}")
            if side is not None and (length := points(attribute(side, "w:w"))) is not None:
                found[index] = max(0.0, length)
    return found[0], found[1], found[2], found[3]


def _row(node: Element, index: int, frame: _Frame) -> Row:
    properties = child(node, "w:trPr")
    height = child(properties, "w:trHeight")
    cells = tuple(
        _cell(spot, _rows_merged(spot, frame), frame)
        for spot in frame.lines[index]
        if spot.merge != "continue" or not _continues(spot, frame)
    )
    first = [c.blocks[0] for c in cells if c.blocks]
    return Row(
        cells=cells,
        height=max(0.0, points(attribute(height)) or 0.0),
        exact=attribute(height, "w:hRule") == "exact",
        header=switched(properties, "w:tblHeader"),
        keep_together=switched(properties, "w:cantSplit"),
        keep_next=any(isinstance(b, Paragraph) and b.shape.keep_next for b in first),
        skip=frame.lines[index][0].column if frame.lines[index] else 0,
    )


def _at(frame: _Frame, row: int, column: int) -> _Spot | None:
    """The cell that begins in a grid column of a row."""
    if not 0 <= row < frame.rows:
        return None
    return next((spot for spot in frame.lines[row] if spot.column == column), None)


def _continues(spot: _Spot, frame: _Frame) -> bool:
    """Whether there is a merged cell above that this one can continue."""
    above = _at(frame, spot.row - 1, spot.column)
    return above is not None and bool(above.merge)


def _rows_merged(spot: _Spot, frame: _Frame) -> int:
    if not spot.merge:
        return 1
    count = 1
    while True:
        below = _at(frame, spot.row + count, spot.column)
        if below is None or below.merge != "continue":
            return count
        count += 1


def _conditions(spot: _Spot, frame: _Frame) -> list[str]:
    """The parts of the table style that apply to a cell, weakest first (17.7.6)."""
    bits = frame.bits
    banded_row = spot.row - ("firstRow" in bits)
    found = ["wholeTable"]
    banded_column = spot.column - ("firstColumn" in bits)
    # The first row and column, where they look different, belong to no band.
    if "noVBand" not in bits and banded_column >= 0:
        found.append("band2Vert" if banded_column % 2 else "band1Vert")
    if "noHBand" not in bits and banded_row >= 0:
        found.append("band2Horz" if banded_row % 2 else "band1Horz")
    if "lastColumn" in bits and spot.column + spot.columns == len(frame.grid):
        found.append("lastCol")
    if "firstColumn" in bits and spot.column == 0:
        found.append("firstCol")
    if "lastRow" in bits and spot.row == frame.rows - 1:
        found.append("lastRow")
    if "firstRow" in bits and spot.row == 0:
        found.append("firstRow")
    return found


def _cell(spot: _Spot, rows: int, frame: _Frame) -> Cell:
    own = child(spot.node, "w:tcPr")
    look = frame.styled(tuple(_conditions(spot, frame)))
    cells = [*look.cells, own]
    padding = _margins(child(own, "w:tcMar"), frame.margins)
    width = sum(frame.grid[spot.column : spot.column + spot.columns])
    return Cell(
        column=spot.column,
        columns=spot.columns,
        rows=rows,
        blocks=frame.blocks(
            spot.node,
            column=max(1.0, width - padding[1] - padding[3]),
            paragraph=look.paragraph,
            run=look.run,
        ),
        padding=padding,
        borders=_cell_borders(spot, rows, frame, cells),
        shading=_last(cells, lambda c: colour(attribute(child(c, "w:shd"), "w:fill"))),
        align=_VERTICAL.get(_last(cells, lambda c: value(c, "w:vAlign")), "top"),
        no_wrap=switched(own, "w:noWrap"),
        turn=_TURNS.get(_last(cells, lambda c: value(c, "w:textDirection")), ""),
    )


def _layers(parts: list[Element], name: str, read: Callable[[Element | None], Props]) -> Props:
    layers = [read(child(part, name)) for part in parts]
    return layered(*layers) if any(layers) else NOTHING


def _last(cells: list[Element | None], read: Callable[[Element | None], str]) -> str:
    """The strongest value that is not empty."""
    return next((found for cell in reversed(cells) if (found := read(cell))), "")


def _cell_borders(spot: _Spot, rows: int, frame: _Frame, cells: list[Element | None]) -> Edges:
    table = frame.borders
    across = table.get("insideH", NO_BORDER)
    down = table.get("insideV", NO_BORDER)
    last_row = spot.row + rows >= frame.rows
    last_column = spot.column + spot.columns >= len(frame.grid)
    edges = Edges(
        top=table.get("top", NO_BORDER) if spot.row == 0 else across,
        bottom=table.get("bottom", NO_BORDER) if last_row else across,
        left=table.get("left", NO_BORDER) if spot.column == 0 else down,
        right=table.get("right", NO_BORDER) if last_column else down,
    )
    for cell in cells:
        told = borders(child(cell, "w:tcBorders"))
        told = {k: v for k, v in told.items() if k in ("top", "right", "bottom", "left")}
        if told:
            edges = replace(edges, **told)
    return edges
