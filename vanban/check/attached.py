"""What comes with a document behind its foot: phụ lục, danh sách, an attached text.

In: the segs behind the foot. Out: the parts of Phụ lục I, Phần I, Mục III in `Marks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.check import heading, words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Part
from vanban.laid import Holder

_TITLE_LINES: Final = 5
_NOTE_LINES: Final = 4
_TOP_SHARE: Final = 0.3
_LEVEL_MM: Final = 8.0


def begins(segs: Sequence[Seg], at: int) -> bool:
    """Whether something attached begins with this seg, wherever it stands."""
    seg = segs[at]
    if heading.country(segs, at) or _kept_apart(segs, at):
        return True
    return words.appendix(seg) and seg.centred is not False and _alone(segs, at)


def _kept_apart(segs: Sequence[Seg], at: int) -> bool:
    """Whether a title at the head of a page is that of a text which was issued with the document.

    "QUY CHẾ / Làm việc … / (Ban hành kèm theo Quyết định số …)" has no letterhead of its own.
    """
    seg = segs[at]
    return bool(seg.box and seg.box.page and _alone(segs, at) and noted(segs, at))


def noted(segs: Sequence[Seg], at: int) -> bool:
    """Whether a line is a title with "(Kèm theo Quyết định số …)" a few lines below it."""
    if not (segs[at].upper and segs[at].centred):
        return False
    for below in segs[at + 1 : at + 1 + _TITLE_LINES]:
        if words.KEM_THEO.match(below.bare):
            return True
        if not below.centred:
            break
    return False


def first_of(segs: Sequence[Seg], at: int, begin: int) -> int:
    """The first seg of a letterhead in which Quốc hiệu is this seg: the agency stands before it."""
    home = segs[at]
    while at > begin and _beside(segs[at - 1], home):
        at -= 1
    return at


def _beside(before: Seg, home: Seg) -> bool:
    there, here = before.piece.at, home.piece.at
    if before.piece is home.piece or (there and here and there.table == here.table):
        return True
    if not before.box or not home.box or before.box.page != home.box.page:
        return False
    return before.upper and abs(before.box.top - home.box.top) < _LEVEL_MM


def _alone(segs: Sequence[Seg], at: int) -> bool:
    """Whether a line stands at the head of a page, or nobody knows where."""
    seg = segs[at]
    if at == 0 or seg.box is None:
        return True
    before = segs[at - 1].box
    if before is None or before.page == seg.box.page:
        return seg.box.top < seg.page.width * _TOP_SHARE
    return True


def read(
    segs: Sequence[Seg], begin: int, last_page: int, marks: Marks, inside: bool = False
) -> None:
    """Everything behind the foot. last_page: on which the main text ends.

    inside: whether the heading of an attached text stands before it.
    """
    at = begin
    while at < len(segs):
        seg = segs[at]
        if seg.place in marks.taken or seg.piece.holder in (Holder.HEADER, Holder.FOOTER):
            at += 1
        elif begins(segs, at) or (not inside and _on_new_page(seg, last_page)):
            at, inside = opening(segs, at, marks), True
        else:
            if inside and words.KEM_THEO.match(seg.bare):
                at = _note(segs, at, marks)
                continue
            if inside and not seg.ornament:
                marks.add(Part.NOI_DUNG_PHU_LUC, seg)
            at += 1


def _on_new_page(seg: Seg, last_page: int) -> bool:
    return seg.box is not None and seg.box.page > last_page


def opening(segs: Sequence[Seg], at: int, marks: Marks) -> int:
    """The heading of one attached text. Out: the first seg of what it says."""
    if heading.country(segs, at) or _has_letterhead(segs, at):
        at = _past_letterhead(segs, at)
    if at < len(segs) and words.appendix(segs[at]):
        found = words.PHU_LUC.match(segs[at].bare)
        end = found.end() if found else len(segs[at].text)
        marks.add(Part.PHU_LUC, segs[at].cut(0, end))
        marks.add(Part.TEN_PHU_LUC, segs[at].cut(end))
        at += 1
    for _ in range(_TITLE_LINES):
        if at >= len(segs):
            break
        seg = segs[at]
        if words.KEM_THEO.match(seg.bare):
            return _note(segs, at, marks)
        if not seg.ornament:
            if not seg.centred or seg.piece.at or words.numbered(seg):
                break
            marks.add(Part.TEN_PHU_LUC, seg)
        at += 1
    return at


def _note(segs: Sequence[Seg], at: int, marks: Marks) -> int:
    """A note to its closing bracket, where that comes soon. Out: the first seg behind it."""
    end = at
    for seg in segs[at : at + _NOTE_LINES]:
        if end > at and (seg.centred is False or words.numbered(seg)):
            break
        end += 1
        if seg.text.rstrip(" .;").endswith(")") or not segs[at].text.startswith(("(", "[")):
            break
    closed = segs[end - 1].text.rstrip(" .;").endswith(")")
    end = end if closed else at + 1
    marks.add(Part.KEM_THEO, *segs[at:end])
    return end


def _has_letterhead(segs: Sequence[Seg], at: int) -> bool:
    """Whether Quốc hiệu stands a few lines below: the agency is written before it."""
    return any(heading.country(segs, place) for place in range(at, min(at + 6, len(segs))))


def _past_letterhead(segs: Sequence[Seg], at: int) -> int:
    """Past the letterhead of an attached text, which is its own and not the document's."""
    scratch = Marks()
    read = heading.letterhead(segs[at:], scratch)
    return at + max(read, 1)
