"""Where the signature block of a laid out paper stands, and how much text stands with it.

In: WeasyPrint's pages, before they are drawn; paragraphs say what they are by `data-role`, which
`flow` writes for the styles it was told of. Out: `composition.Stand`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from vanban.composition import Stand
from vanban.decree30 import PARAGRAPH_SPACE_MIN_PT

SIGNED = 'data-role="name"'
"""What the markup holds when there is a block to look for."""
_PT = 0.75  # WeasyPrint counts in CSS pixels


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or what of it stands on one page. bottom: pt from the top of the page."""

    role: str
    lines: int
    bottom: float


def stand(pages: Sequence[Any]) -> Stand | None:
    """Where the first block of a signature stands; None when there is none. pages: laid out."""
    spaced = lines = 0
    foot = room = 0.0
    for number, page in enumerate(pages, start=1):
        box = page._page_box  # WeasyPrint shows the boxes of a page in no other way
        here = list(_pieces(box, None))
        if here and here[-1].role == "name":
            text = [piece for piece in here if piece.role == "text"]
            # The first paragraph of a page has lost the space above it.
            whole = here[-1].bottom - box.content_box_y() * _PT + PARAGRAPH_SPACE_MIN_PT
            lack = whole - room
            found = sum(piece.lines for piece in text)
            return Stand(number, found, max(0.0, lack), max(0.0, room), spaced, lines)
        spaced += len(here)
        lines += sum(piece.lines for piece in here)
        foot = (box.content_box_y() + box.height) * _PT
        room = foot - max((piece.bottom for piece in here), default=0.0)
    return None


def _pieces(box: Any, row: Any) -> Iterator[_Piece]:
    """Pieces of the text in reading order, down to the name of who signs and no further."""
    for child in box.children:
        if not isinstance(child, boxes.BlockLevelBox | boxes.ParentBox):
            continue
        role = _role(child)
        if role == "name":
            whole = row or child
            yield _Piece(role, 0, (whole.position_y + whole.height) * _PT)
            return
        if role:
            yield _piece(child, role)
        elif not isinstance(child, boxes.LineBox):
            inner = child if isinstance(child, boxes.TableRowBox) else row
            for piece in _pieces(child, inner):
                yield piece
                if piece.role == "name":
                    return


def _role(box: Any) -> str:
    if not isinstance(box, boxes.BlockBox) or box.element is None:
        return ""
    return str(box.element.get("data-role", ""))


def _piece(box: Any, role: str) -> _Piece:
    lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
    return _Piece(role, len(lines), (box.position_y + box.margin_height()) * _PT)
