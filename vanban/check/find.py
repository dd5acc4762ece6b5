"""A laid document → its parts, whatever they stand in: paragraphs, tabs, tables, text boxes.

In: `Laid`, as it was read from a Word file or a PDF. Out: `Found`: what kind of document it is,
where each part of Phụ lục I, Mục IV stands, the text with its levels, the lines below the parts.
Nothing is refused: a document in which nothing is known has no parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.check import annex, attached, body, copied, foot, heading, loai, strokes, words
from vanban.check.bits import Marks, Seg, in_order, segments
from vanban.check.parts import Family, Found, Item, Level, Part
from vanban.laid import Holder, Laid

# Told by where they stand in an administrative document: in any other they would be a guess.
_BY_PLACE: Final = (Part.CHU_QUAN, Part.CO_QUAN, Part.TRICH_YEU, Part.TRICH_YEU_CV)
# What title and text of a danh sách are that was read as a document.
_OF_LIST: Final = {
    Part.TEN_LOAI: Part.TEN_PHU_LUC,
    Part.TRICH_YEU: Part.TEN_PHU_LUC,
    Part.NOI_DUNG: Part.NOI_DUNG_PHU_LUC,
    Part.CAN_CU: Part.NOI_DUNG_PHU_LUC,
    Part.THAM_QUYEN: Part.NOI_DUNG_PHU_LUC,
}


def find(laid: Laid) -> Found:
    """The parts of a document. Never raises: what is not recognised is not there."""
    every = segments(laid)
    apart = (Holder.HEADER, Holder.FOOTER, Holder.NOTE)
    segs = in_order([seg for seg in every if seg.piece.holder not in apart])
    marks = Marks()
    begin = annex.begins(segs, marks)
    if begin is None:
        return _document(laid, every, segs, marks)
    attached.read(segs, attached.opening(segs, begin, marks), -1, marks, inside=True)
    title = None if words.appendix(segs[begin]) else segs[begin]
    kind = loai.attached(marks.parts, "", title)
    return _told(laid, kind, marks, (), _first_end(segs, marks))


def _document(laid: Laid, every: Sequence[Seg], segs: Sequence[Seg], marks: Marks) -> Found:
    """The parts of a document of its own, or of a text with a tên loại that was issued with one."""
    head = heading.read(segs, marks)
    noted = marks.has(Part.KEM_THEO)
    limit = _limit(segs, head.end, marks)
    first, after = foot.read(segs, head.end, limit, marks)
    text = [seg for seg in segs[head.end : first] if seg.place not in marks.taken]
    items = body.read(text, head.loai, marks)
    last_page = _last_page(segs[: max(after, head.end)])
    foot.address(every, after, marks)
    copied.read(segs, max(after, head.end), marks)
    attached.read(segs, max(after, head.end), last_page, marks)
    alone = noted and not any(map(marks.has, (Part.SO_KY_HIEU, Part.NOI_NHAN)))
    if alone and not head.party:
        kind = loai.attached(marks.parts, head.loai, head.title)
    else:
        named = loai.other(segs)
        kind = _of_copy(loai.tell(marks.parts, head.loai, head.title, head.party, named), marks)
    if kind.family is Family.PHU_LUC and not _is_told(head, items):
        _as_list(marks)
        items = ()
    return _told(laid, kind, marks, items, last_page)


def _of_copy(kind: loai.Kind, marks: Marks) -> loai.Kind:
    """The kind of a document as that of a copy of it, where a form of copy is written on it."""
    if kind.family is not Family.HANH_CHINH:
        return kind
    if marks.has(Part.HINH_THUC_SAO):
        why = "Sau phần cuối văn bản có phần sao nên đây là bản sao; chỉ xét phần sao."
    elif marks.has(Part.SAO_DIEN_TU):
        why = "Có ghi hình thức sao ở đầu trang nên đây là bản sao; chỉ xét phần sao."
    else:
        return kind
    return loai.Kind(Family.BAN_SAO, kind.loai, f"{kind.why} {why}")


def _is_told(head: heading.Head, items: Sequence[Item]) -> bool:
    """Whether what the decree says of a text holds for one that was issued with a document.

    A danh sách or a table has a title, and no tên loại and no Điều.
    """
    if head.loai or (head.title and words.nameless(head.title)):
        return True
    return any(item.level is Level.DIEU for item in items)


def _as_list(marks: Marks) -> None:
    """Title and text of a danh sách as parts of what is attached: no rule of a tên loại holds."""
    for part, other in _OF_LIST.items():
        if bits := marks.parts.pop(part, []):
            marks.parts.setdefault(other, []).extend(bits)


def _told(
    laid: Laid, kind: loai.Kind, marks: Marks, items: tuple[Item, ...], last_page: int
) -> Found:
    parts = {
        part: tuple(sorted(bits, key=lambda bit: (bit.piece.number, bit.start)))
        for part, bits in marks.parts.items()
        if kind.family is not Family.KHAC or part not in _BY_PLACE
    }
    return Found(
        laid,
        kind.family,
        kind.loai,
        kind.why,
        parts,
        body.of_pieces(parts),
        items,
        strokes.below(parts, laid.strokes, laid.pieces),
        last_page,
    )


def _first_end(segs: Sequence[Seg], marks: Marks) -> int:
    """The last page of the first phụ lục: the second one counts its pages from 1 again."""
    boxes = [bit.piece.box for bit in marks.parts.get(Part.PHU_LUC, ())[1:]]
    begun = next((box.page for box in boxes if box), 0)
    return begun - 1 if begun else _last_page(segs)


def _limit(segs: Sequence[Seg], begin: int, marks: Marks) -> int:
    """Where the first attached text begins, or the end."""
    for at in range(begin, len(segs)):
        if segs[at].place not in marks.taken and attached.begins(segs, at):
            return attached.first_of(segs, at, begin)
    return len(segs)


def _last_page(segs: Sequence[Seg]) -> int:
    pages = [seg.box.page for seg in segs if seg.box]
    return max(pages, default=0)
