"""The rules by which the boxes of signatures follow from the room for them: lengths in, boxes out.

In: edges in pt from the upper left corner of a page. Out: places in the page's own space. Used on
laid-out pages and on pages of which only the text is known.
"""

from __future__ import annotations

from typing import Any, Final

from vanban.decree30 import SEAL_MM
from vanban.places import CO_QUAN, NGUOI_KY, SAO, Place

_MM = 72 / 25.4
SEAL: Final = SEAL_MM * _MM
# A signature is drawn in a box of 3 : 4 or flatter. As wide as the column can give it so that the
# seal, of which two thirds stand to its left, still stays out of "Nơi nhận"; within these limits.
_WIDTHS = (40 * _MM, 60 * _MM)
# Ô 14 lies in the top margin: three lines of 10 pt, as wide as "Số: 123/QĐ-UBND; 05/03/2026;
# 14:20:43 +07:00" (Phụ lục I, Phần I, Mục III.1.d and Phần II, Mục I.3).
_COPY = (75 * _MM, 13 * _MM)
_COPY_ABOVE = 2 * _MM
_COPY_SIZE = 10.0
_EDGE = 4 * _MM


def box(
    name: str, page: int, height: float, edges: tuple[float, float, float, float], **more: Any
) -> Place:
    """A place from its left, right, top and bottom edge. height: of the page."""
    left, right, top, bottom = edges
    x, y, width, tall = (
        round(figure, 3) for figure in (left, height - bottom, right - left, bottom - top)
    )
    return Place(name, page, x, y, width, tall, **more)


def signatures(
    page: int, height: float, *, middle: float, top: float, bottom: float, column: float
) -> tuple[Place, Place]:
    """The signer's box and the seal's. middle: of the name; top, bottom: of the room above it.

    column: how wide the signer's column is. The seal covers a third of the signature on its left
    (Phụ lục I, Phần I, Mục II.8.b).
    """
    width = min(max(6 * (column / 2 - SEAL), _WIDTHS[0]), _WIDTHS[1], max(column, _WIDTHS[0]))
    start = middle - width / 2
    edge = max(0.0, start + width / 3 - SEAL)
    above = (top + bottom - SEAL) / 2
    return (
        box(NGUOI_KY, page, height, (start, start + width, top, bottom)),
        box(CO_QUAN, page, height, (edge, edge + SEAL, above, above + SEAL)),
    )


def copy(width: float, height: float, *, top: float, right: float) -> Place:
    """Ô 14 of a first page of that size with these margins."""
    wide, tall = _COPY
    end = width - right
    bottom = max(top - _COPY_ABOVE, _EDGE + tall)
    edges = (max(0.0, end - wide), end, bottom - tall, bottom)
    return box(SAO, 0, height, edges, size=_COPY_SIZE)
