"""The text of a document as rules of lời văn look at it: what is the writer's own, and its lines.

In: `Found`. Out: its items without tables and quotations, and measures of their printed lines, mm.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from statistics import median
from typing import Final

from vanban.check import letters
from vanban.check.engine import NotApplicable, Unknown
from vanban.check.parts import Bit, Found, Item, Level, once
from vanban.laid import Holder, Line
from vanban.resolved import Align

HEADINGS: Final = frozenset((Level.PHAN, Level.CHUONG, Level.MUC, Level.TIEU_MUC))
NUMBERED: Final = frozenset((Level.DIEU, Level.KHOAN, Level.TIET, Level.DIEM))
_ACROSS: Final = 0.75
_ASIDE_MM: Final = 4.0
_QUOTES: Final = '“"«‘„'
_NOTES: Final = ("ghi chú", "chú thích", "nguồn", "đơn vị tính", "đvt", "đơn vị:", "lưu ý", "ví dụ")


@once
def own(found: Found) -> tuple[Item, ...]:
    """The items that the writer set, and quotes from nowhere. NotApplicable: there are none."""
    if found.laid.scanned:
        raise Unknown("Tệp chỉ có ảnh chụp, không có chữ để đọc.")
    text = "\n".join(item.bit.text for item in found.body)
    closed = text.count("“") == text.count("”")
    kept, depth = [], 0
    for item in found.body:
        words = item.bit.text.lstrip()
        if item.bit.piece.holder is Holder.BODY and not depth and words[:1] not in _QUOTES:
            kept.append(item)
        if closed:
            depth += words.count("“") - words.count("”")
    if not kept:
        raise NotApplicable
    return tuple(kept)


@once
def running(found: Found) -> tuple[Item, ...]:
    """The items that are set as running text: no headings, nothing centred, no notes."""
    items = own(found)
    if found.laid.source == "pdf":
        items = _across(items)
    kept = tuple(item for item in items if _runs(item))
    if not kept:
        raise NotApplicable
    return kept


def _across(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items of a PDF that go across the column from its left: a PDF does not tell of its cells."""
    placed = [(item, box) for item in items if (box := item.bit.piece.box)]
    if not placed:
        raise Unknown("Không đọc được vị trí in của lời văn.")
    left = min(box.left for _, box in placed)
    right = max(box.right for _, box in placed)
    kept = []
    for item, box in placed:
        before, after = box.left - left, right - box.right
        centred = before > _ASIDE_MM and abs(before - after) < _ASIDE_MM
        if box.width >= _ACROSS * (right - left) and not centred:
            kept.append(item)
    return tuple(kept)


def _runs(item: Item) -> bool:
    shape = item.bit.piece.shape
    if item.level in HEADINGS or (shape is not None and shape.align is Align.CENTER):
        return False
    return letters.has_letters(item.bit) and not is_note(item.bit)


def is_note(bit: Bit) -> bool:
    """Whether it is a remark to a table or to the text, which has its own size and face."""
    words = bit.text.lstrip(" \t*-–+")
    return words[:1] in ("(", "[", "*") or words.casefold().startswith(_NOTES)


@once
def text_size(found: Found) -> float:
    """The size in pt of most of the running text."""
    sizes: dict[float, int] = {}
    for item in running(found):
        size = letters.size(item.bit)
        sizes[size] = sizes.get(size, 0) + len(item.bit.text)
    return max(sizes, key=lambda size: sizes[size])


def lines_of(item: Item) -> tuple[Line, ...]:
    """The printed lines of an item that has its paragraph for itself."""
    piece = item.bit.piece
    return piece.lines if item.bit.text.strip() == piece.text.strip() else ()


def pitches(lines: tuple[Line, ...]) -> Iterator[float]:
    """From line to line inside a paragraph, where both stand on one page."""
    for upper, lower in itertools.pairwise(lines):
        if upper.box.page == lower.box.page and lower.base > upper.base:
            yield lower.base - upper.base


def pitch(lines: tuple[Line, ...]) -> float | None:
    """The usual distance of its lines; None of a single line."""
    every = list(pitches(lines))
    return median(every) if every else None
