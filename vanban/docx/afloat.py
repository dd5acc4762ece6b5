"""A w:tblpPr → where a table asks to stand outside the text.

In: the element and how far the text of the first cell stands inside the table. Out:
`resolved.Place`, or None for a table that asks for nothing. Lengths in pt.
"""

from __future__ import annotations

from vanban.docx.ns import Element, attribute, points
from vanban.resolved import Place, Wrap

# As LibreOffice reads them where the file is silent: "text" across and "margin" down.
_ACROSS = {"margin": "margin", "page": "page"}
_DOWN = {"text": "paragraph", "page": "page"}
_SIDES = ("top", "right", "bottom", "left")


def table_place(node: Element | None, inset: float) -> Place | None:
    """Where the edge of the table is to be. inset: from the edge to the text of the first cell.

    A distance (w:tblpX) is that of the text of the first cell, a word (w:tblpXSpec) that of the
    edge.
    """
    if node is None:
        return None
    align = attribute(node, "w:tblpXSpec")
    align = {"inside": "left", "outside": "right"}.get(align, align)
    top, right, bottom, left = (_length(node, f"{side}FromText") for side in _SIDES)
    return Place(
        across=_ACROSS.get(attribute(node, "w:horzAnchor"), "column"),
        align=align,
        x=_length(node, "tblpX") - inset,
        down=_DOWN.get(attribute(node, "w:vertAnchor"), "margin"),
        level=attribute(node, "w:tblpYSpec"),
        y=_length(node, "tblpY"),
        wrap=Wrap.SIDE,
        distance=(top, right, bottom, left),
    )


def _length(node: Element, name: str) -> float:
    return points(attribute(node, f"w:{name}")) or 0.0
