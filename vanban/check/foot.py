"""What stands below the text: Nơi nhận, the signatures, the drafter's sign, the address.

In: the segs of a document from where its text begins. Out: the parts of ô 7, 9b, 12, 13 in
`Marks`, and from where to where they stand. Nơi nhận is known by its words; a signature by what is
beside it, or where there is no Nơi nhận by its words, at the right, after the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vanban.check import words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Part
from vanban.laid import At, Box, Holder

_GAP: Final = re.compile(r"\t+|\s{4,}")
# Room for a signature between chức vụ and name, and what of empty lines makes it.
_ROOM_MM: Final = 9.0
_EMPTY_LINES: Final = 2
# Lines so near are one, whatever stands beside them.
_LEVEL_MM: Final = 3.0
# How far before Nơi nhận a signature may begin; how far before the end where there is none.
_BACK: Final = 14
_LAST: Final = 30
_LIST_LINE: Final = 220
_SIGN_LINE: Final = 90
_TABLE_COLUMNS: Final = 4


def read(segs: Sequence[Seg], begin: int, limit: int, marks: Marks) -> tuple[int, int]:
    """The foot of the text in a range of segs. Out: its first seg and the one after its last."""
    known = next((at for at in range(begin, limit) if words.NOI_NHAN.match(segs[at].bare)), None)
    if known is None:
        known = next((at for at in range(begin, limit) if _beside_list(segs[at])), None)
    if known is None:
        first, after = _signed(segs, begin, limit, marks)
    elif home := segs[known].piece.at:
        first, after = _in_table(segs, known, home, (begin, limit), marks)
    else:
        first, after = _plain(segs, known, begin, limit, marks)
    first = _boxes(segs, begin, first, after, marks)
    return first, _name_below(segs, after, limit, marks)


def _beside_list(seg: Seg) -> bool:
    """Nơi nhận that stands right of a signature in one line."""
    return any(words.NOI_NHAN.match(part.bare) for part in parted(seg)[1:])


def parted(seg: Seg) -> list[Seg]:
    """What stands beside each other in one line, parted by tabs or a row of spaces."""
    found, begin = [], 0
    for gap in _GAP.finditer(seg.text):
        found.append(seg.cut(begin, gap.start()))
        begin = gap.end()
    found.append(seg.cut(begin))
    return [part for part in found if part is not None]


# -- in a table ------------------------------------------------------------------------------------


def _in_table(
    segs: Sequence[Seg], known: int, home: At, among: tuple[int, int], marks: Marks
) -> tuple[int, int]:
    begin, limit = among
    inside = [
        at for at in range(begin, limit) if (it := segs[at].piece.at) and it.table == home.table
    ]
    row = _first_row([segs[at] for at in inside], home)
    zone = [at for at in inside if _at(segs[at]).row >= row]
    before = [segs[at] for at in zone if _same_column(_at(segs[at]), home) and at < known]
    _recipients(
        [segs[at] for at in zone if _same_column(_at(segs[at]), home) and at >= known], marks
    )
    _sign(before, marks)
    others = [segs[at] for at in zone if not _same_column(_at(segs[at]), home)]
    for column in _columns(others):
        _sign(column, marks)
    first, after = zone[0], zone[-1] + 1
    if not marks.has(Part.QUYEN_HAN):
        first = _signed_above(segs, begin, first, marks)
    return first, after


def _at(seg: Seg) -> At:
    """The cell of a seg that stands in one."""
    return seg.piece.at or At(-1, 0, 0)


def _same_column(at: At, other: At) -> bool:
    return at.column < other.column + other.columns and other.column < at.column + at.columns


def _first_row(segs: Iterable[Seg], home: At) -> int:
    """The row in which the foot begins: a signature may stand above Nơi nhận."""
    rows = [_at(seg).row for seg in segs if seg.upper and words.office(seg)]
    return min([home.row, *(row for row in rows if row >= home.row - 5)])


def _columns(segs: Sequence[Seg]) -> list[list[Seg]]:
    """Segs of a table by the columns that they stand in."""
    columns: list[list[Seg]] = []
    for seg in segs:
        home = next((each for each in columns if _same_column(_at(seg), _at(each[0]))), None)
        if home is None:
            columns.append([seg])
        else:
            home.append(seg)
    return columns


# -- in plain paragraphs, with tabs or set to the right --------------------------------------------


def _plain(
    segs: Sequence[Seg], known: int, begin: int, limit: int, marks: Marks
) -> tuple[int, int]:
    left: list[Seg] = []
    right: list[Seg] = []
    at = known
    while at < limit:
        parts = parted(segs[at])
        if len(parts) > 1 and not _is_long(parts):
            left.append(parts[0])
            right += parts[1:]
        elif _is_signature(segs[at], left):
            right.append(segs[at])
        elif _is_recipient(segs[at], left):
            left.append(segs[at])
        elif not segs[at].ornament:
            break
        at += 1
    _recipients(left, marks)
    first = _signed_above(segs, begin, known, marks)
    _sign(right, marks)
    return first, at


def _is_long(parts: Sequence[Seg]) -> bool:
    """Whether the tabs stand within one thing: a list line with a tab after its dash."""
    return not parts[0].compact or len(parts) > 3 or len(parts[-1].text) > _SIGN_LINE


def _is_signature(seg: Seg, left: Sequence[Seg]) -> bool:
    if not left or words.LIST_MARK.match(seg.bare) or len(seg.text) > _SIGN_LINE:
        return False
    if seg.right is not None:
        return seg.right
    return (seg.upper and words.office(seg)) or (seg.bold and words.person(seg))


def _is_recipient(seg: Seg, left: Sequence[Seg]) -> bool:
    if not left or words.LIST_MARK.match(seg.bare):
        return len(seg.text) <= _LIST_LINE
    if words.numbered(seg) or words.appendix(seg) or (seg.centred and seg.bold):
        return False
    if any(words.LUU.match(each.bare) for each in left):
        return bool(words.SOAN_THAO.fullmatch(seg.text))
    # The first line of the list without a dash, or what is left of a line.
    return len(seg.text) <= _SIGN_LINE and seg.right is not True


def _signed_above(segs: Sequence[Seg], begin: int, known: int, marks: Marks) -> int:
    """A signature that stands before Nơi nhận in the order of the text. Out: its first seg."""
    first = known
    for at in range(known - 1, max(begin, known - _BACK) - 1, -1):
        seg = segs[at]
        stands = seg.right or _level_with_right(segs, at, known)
        if not stands or not _of_signature(seg):
            break
        first = at
    while first < known and not (segs[first].upper and words.office(segs[first])):
        first += 1
    other = _beside(segs, begin, first) if first < known else first
    _sign(segs[other:first], marks)
    for side in (False, True):
        _sign([seg for seg in segs[first:known] if bool(seg.right) is side], marks)
    return other


def _level_with_right(segs: Sequence[Seg], at: int, known: int) -> bool:
    """Whether a line of another signature stands right of this one, told in rows as in a PDF."""
    home = segs[at].box
    after = [seg for seg in segs[at + 1 : min(at + 3, known)] if seg.right and _of_signature(seg)]
    return home is not None and any(seg.box is not None and _level(seg.box, home) for seg in after)


def _level(box: Box, home: Box) -> bool:
    return box.page == home.page and box.top < home.bottom and home.top < box.bottom


def _of_signature(seg: Seg) -> bool:
    known = words.office(seg) or words.person(seg) or words.unsigned(seg)
    known = known or (seg.upper and words.begins_agency(seg))  # who sign jointly name their office
    return known and len(seg.text) <= _SIGN_LINE and not words.DASH.match(seg.bare)


def _beside(segs: Sequence[Seg], begin: int, first: int) -> int:
    """Where a signature begins that stands left of this one, level with it; else this one."""
    home, at = segs[first].box, first
    while home and at > begin and _of_signature(segs[at - 1]):
        box = segs[at - 1].box
        if box is None or box.page != home.page or box.top < home.top - _LEVEL_MM:
            break
        at -= 1
    return at if at < first and segs[at].upper and words.office(segs[at]) else first


def _boxes(segs: Sequence[Seg], begin: int, first: int, after: int, marks: Marks) -> int:
    """Signatures in text boxes that hang on some paragraph above Nơi nhận."""
    bits = marks.parts.get(Part.NOI_NHAN)
    if marks.has(Part.QUYEN_HAN) or not bits or not (home := bits[0].piece.box):
        return first
    group = [
        seg
        for seg in segs[begin:]
        if seg.piece.holder is Holder.BOX
        and seg.place not in marks.taken
        and seg.box
        and seg.box.page == home.page
        and seg.box.top > home.top - _ROOM_MM
        and seg.box.left > home.left + _ROOM_MM
    ]
    _sign(group, marks)
    return first


# -- without Nơi nhận ------------------------------------------------------------------------------


def _signed(segs: Sequence[Seg], begin: int, limit: int, marks: Marks) -> tuple[int, int]:
    """A signature alone, among the last lines of the text."""
    for at in range(max(begin, limit - _LAST), limit):
        if not _begins_signature(segs[at]):
            continue
        home = segs[at].piece.at
        if home is None:
            if all(len(seg.text) <= _SIGN_LINE for seg in segs[at:limit]):
                _sign(segs[at:limit], marks)
                return at, limit
            continue
        zone = [
            place
            for place in range(at, limit)
            if (it := segs[place].piece.at) and it.table == home.table
        ]
        columns = _columns([segs[place] for place in zone])
        if len(columns) <= _TABLE_COLUMNS and limit - zone[-1] <= _LAST // 3:
            for column in columns:
                _sign(column, marks)
            return at, zone[-1] + 1
    return limit, limit


def _begins_signature(seg: Seg) -> bool:
    known = seg.upper and words.office(seg) and not words.numbered(seg)
    if not known or len(seg.text) > _SIGN_LINE:
        return False
    return seg.piece.at is not None or seg.right is True


# -- what the lines are ----------------------------------------------------------------------------


def _recipients(segs: Sequence[Seg], marks: Marks) -> None:
    """The lines from "Nơi nhận:" on."""
    kept = False
    for at, seg in enumerate(segs):
        if at == 0:
            found = words.NOI_NHAN.match(seg.bare)
            end = found.end() if found else len(seg.text)
            marks.add(Part.NOI_NHAN, seg.cut(0, end))
            marks.add(Part.NOI_NHAN_DS, seg.cut(end))
        elif kept and words.SOAN_THAO.fullmatch(seg.text):
            marks.add(Part.SOAN_THAO, seg)
        elif not seg.ornament:
            marks.add(Part.NOI_NHAN_DS, seg)
            kept = kept or bool(words.LUU.match(seg.bare))


def _sign(segs: Sequence[Seg], marks: Marks) -> None:
    """The lines of one signer, or of several one below the other."""
    groups: list[list[Seg]] = []
    before: Seg | None = None
    inside = False
    for seg in segs:
        opened = inside or seg.text.startswith(("(", "["))
        inside = opened and seg.text.count("(") + inside > seg.text.count(")")
        if opened or words.unsigned(seg) or words.date_line(seg):
            continue
        if before is None or _room(before, seg):
            groups.append([])
        groups[-1].append(seg)
        before = seg
    for at, group in enumerate(groups):
        _signer(group, at, marks)


def _room(before: Seg, seg: Seg) -> bool:
    """Whether there is room for a signature between two lines."""
    if before.piece is seg.piece:
        between = before.piece.text[before.end : seg.start]
        return between.count("\n") > _EMPTY_LINES
    if before.box and seg.box and before.box.page == seg.box.page:
        return seg.box.top - before.box.bottom > _ROOM_MM
    return seg.piece.number - before.piece.number > _EMPTY_LINES


def _signer(group: Sequence[Seg], at: int, marks: Marks) -> None:
    """A group of lines without room between them: chức vụ, and the name when it is the last."""
    last = group[-1]
    alone = at > 0 and len(group) == 1 and not words.office(last) and len(last.text) <= 45
    named = alone or (words.person(last) and (at > 0 or len(group) > 1))
    above = group[:-1] if named else group
    part = Part.CHUC_VU_KHAC if at > 0 and named else Part.QUYEN_HAN
    if at > 0 and not named and not any(words.office(seg) for seg in group):
        return
    marks.add(part, *above)
    if named:
        marks.add(Part.HO_TEN, last)


def _name_below(segs: Sequence[Seg], after: int, limit: int, marks: Marks) -> int:
    """A name typed below the table that holds the chức vụ."""
    if marks.has(Part.HO_TEN) or not marks.has(Part.QUYEN_HAN):
        return after
    for at in range(after, min(limit, after + 4)):
        seg = segs[at]
        if seg.right is not False and words.person(seg) and not seg.piece.at:
            marks.add(Part.HO_TEN, seg)
            return at + 1
        if not words.unsigned(seg):
            break
    return after


def address(segs: Sequence[Seg], begin: int, marks: Marks) -> None:
    """Ô 13: the address at the foot of the first page, in its margin or below the text."""
    for at, seg in enumerate(segs):
        if seg.place in marks.taken or not words.LIEN_HE.search(seg.bare):
            continue
        below = at >= begin and seg.piece.holder is Holder.BODY and words.LIEN_HE.match(seg.bare)
        margin = seg.piece.holder is Holder.FOOTER and (not seg.box or seg.box.page == 0)
        if below or margin:
            marks.add(Part.LIEN_HE, seg)
