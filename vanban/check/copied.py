"""The parts of a copy on paper, behind the foot of what was copied: Phụ lục I, Phần II, Mục II.3.

In: the segs behind the foot. Out: ô 1 to 7 of the copy in `Marks`. They look like those of a
document, so the same readers find them, on a sheet of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.check import attached, foot, heading, words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Part

_LEVEL_MM: Final = 8.0
_ROW_MM: Final = 20.0
_OF_COPY: Final = {
    Part.CO_QUAN: Part.SAO_CO_QUAN,
    Part.SO_KY_HIEU: Part.SAO_SO,
    Part.DIA_DANH: Part.SAO_NGAY,
    Part.QUYEN_HAN: Part.SAO_QUYEN_HAN,
    Part.HO_TEN: Part.SAO_HO_TEN,
    Part.NOI_NHAN: Part.SAO_NOI_NHAN,
    Part.NOI_NHAN_DS: Part.SAO_NOI_NHAN_DS,
}


def read(segs: Sequence[Seg], begin: int, marks: Marks) -> None:
    """What a copier wrote between the foot and the first attached text. begin: behind the foot."""
    end = next((at for at in range(begin, len(segs)) if attached.begins(segs, at)), len(segs))
    own: list[Seg] = []
    for seg in segs[begin:end]:
        if seg.place not in marks.taken:
            # "VĂN PHÒNG … SAO Y" in one line, parted by tabs.
            parts = foot.parted(seg)
            own += parts if any(map(words.copied, parts)) else [seg]
    form = next((seg for seg in own if words.copied(seg)), None) or _to_fill(own)
    if form is None:
        return
    own = [seg for seg in own if seg is not form and not _before(seg, form)]
    marks.add(Part.HINH_THUC_SAO, form)
    scratch = Marks()
    after = heading.letterhead(own, scratch)
    foot.read(own, after, len(own), scratch)
    for part, bits in scratch.parts.items():
        if part in _OF_COPY:
            marks.parts.setdefault(_OF_COPY[part], []).extend(bits)
    marks.taken |= scratch.taken


def _before(seg: Seg, form: Seg) -> bool:
    """Whether a line stands above the row that the form of copy stands in."""
    home, there = form.piece.at, seg.piece.at
    if home and there:
        return there.table < home.table
    if seg.box and form.box:
        page, top = form.box.page, form.box.top - _LEVEL_MM
        return (seg.box.page, seg.box.top) < (page, top)
    return seg.piece.number < form.piece.number


def _to_fill(segs: Sequence[Seg]) -> Seg | None:
    """Dots for the form of copy, beside the number and above the date of a copy."""
    for seg in segs:
        if seg.ornament or not words.blank(seg):
            continue
        row = [each for each in segs if _near(each, seg)]
        if any(map(words.number_line, row)) and any(map(words.date_line, row)):
            return seg
    return None


def _near(seg: Seg, home: Seg) -> bool:
    """Whether two lines are of one row of a table; where there is none, one stands right below."""
    if home.piece.at or seg.piece.at:
        return bool(home.piece.at and seg.piece.at and home.piece.at.table == seg.piece.at.table)
    if not (home.box and seg.box and home.box.page == seg.box.page and home.right):
        return False
    return 0 < seg.box.top - home.box.top < _ROW_MM
