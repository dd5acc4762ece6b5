"""A phụ lục, or another text that comes with a document, in a file of its own.

In: the segs of a document. Out: where the heading of such a text begins, when the file begins with
one; what stands above it goes to `Marks`. It has no số, ký hiệu, and says with what it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.check import attached, heading, loai, words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Part

# What may stand above: a letterhead, or the name of the agency alone.
_NEAR: Final = 12
_NAME_LINES: Final = 4
_NOTE_LINES: Final = 8


def begins(segs: Sequence[Seg], marks: Marks) -> int | None:
    """The first seg of "Phụ lục I", or of a title with "(Kèm theo …)" that is no tên loại.

    None when the file begins otherwise: `heading` reads what follows a letterhead or a tên loại.
    """
    at = _first(segs, 0)
    if at < len(segs) and words.appendix(segs[at]):
        return at if _note(segs, at) else None
    scratch = Marks()
    if any(heading.country(segs, place) for place in range(min(len(segs), _NEAR))):
        at = _first(segs, heading.letterhead(segs, scratch))
        if at >= len(segs) or not words.appendix(segs[at]) or scratch.has(Part.SO_KY_HIEU):
            return None
    else:
        named = _past_name(segs, at)
        if named >= len(segs) or not _is_text(segs, named, named > at):
            return None
        at = named
    if not _note(segs, at):
        return None
    marks.parts |= scratch.parts
    marks.taken |= scratch.taken
    return at


def _first(segs: Sequence[Seg], at: int) -> int:
    """Past what is no heading: drawn signs, a page number, what a digital signature shows."""
    while at < len(segs) and _is_aside(segs[at]):
        at += 1
    return at


def _is_aside(seg: Seg) -> bool:
    return seg.ornament or seg.text.isdecimal() or words.draft(seg) or words.signed(seg)


def _past_name(segs: Sequence[Seg], at: int) -> int:
    """Past the name of an agency at the left of the page."""
    for place in range(at, min(len(segs), at + _NAME_LINES)):
        seg = segs[place]
        if not (seg.ornament or (seg.upper and not seg.centred)):
            return place
    return at


def _is_text(segs: Sequence[Seg], at: int, named: bool) -> bool:
    """Whether a phụ lục begins here, or what is none and says with what it comes."""
    if words.appendix(segs[at]):
        return True
    own = named or loai.beginning(segs[at]) is None
    return own and attached.noted(segs, at)


def _note(segs: Sequence[Seg], at: int) -> bool:
    """Whether a line in brackets, or in the middle, says with what document the text comes."""
    for seg in segs[at + 1 : at + 1 + _NOTE_LINES]:
        if words.KEM_THEO.match(seg.bare):
            return seg.text.startswith(("(", "[")) or bool(seg.centred)
        if words.numbered(seg):
            break
    return False
