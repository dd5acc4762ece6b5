"""A laid document → its parts, whatever they stand in: paragraphs, tabs, tables, text boxes.

In: `Laid`, as it was read from a Word file or a PDF. Out: `Found`: what kind of document it is,
where each part of Phụ lục I, Mục IV stands, the text with its levels, the lines below the parts.
Nothing is refused: a document in which nothing is known has no parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.check import attached, body, foot, heading, loai, strokes
from vanban.check.bits import Marks, Seg, in_order, segments
from vanban.check.parts import Family, Found, Part
from vanban.laid import Holder, Laid

# Told by where they stand in an administrative document: in any other they would be a guess.
_BY_PLACE: Final = (Part.CHU_QUAN, Part.CO_QUAN, Part.TRICH_YEU, Part.TRICH_YEU_CV)


def find(laid: Laid) -> Found:
    """The parts of a document. Never raises: what is not recognised is not there."""
    all_segs = segments(laid)
    apart = (Holder.HEADER, Holder.FOOTER, Holder.NOTE)
    segs = in_order([seg for seg in all_segs if seg.piece.holder not in apart])
    marks = Marks()
    head = heading.read(segs, marks)
    limit = _limit(segs, head.end, marks)
    first, after = foot.read(segs, head.end, limit, marks)
    text = [seg for seg in segs[head.end : first] if seg.place not in marks.taken]
    items = body.read(text, head.loai, marks)
    last_page = _last_page(segs[: max(after, head.end)])
    foot.address(all_segs, after, marks)
    attached.read(segs, max(after, head.end), last_page, marks)
    named = loai.other(segs)
    kind = loai.tell(marks.parts, head.loai, head.title, head.party, named)
    if kind.family is Family.HANH_CHINH and marks.has(Part.SAO_DIEN_TU):
        kind = loai.Kind(
            Family.BAN_SAO, kind.loai, f"{kind.why} Có ghi hình thức sao nên đây là bản sao."
        )
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


def _limit(segs: Sequence[Seg], begin: int, marks: Marks) -> int:
    """Where the first attached text begins, or the end."""
    for at in range(begin, len(segs)):
        if segs[at].place not in marks.taken and attached.begins(segs, at):
            return attached.first_of(segs, at, begin)
    return len(segs)


def _last_page(segs: Sequence[Seg]) -> int:
    pages = [seg.box.page for seg in segs if seg.box]
    return max(pages, default=0)
