"""What stands above the text: letterhead, số, date, tên loại, trích yếu, Kính gửi, stamps.

In: the segs of a document. Out: the parts of ô 1–5, 9a, 10, 11 in `Marks`, and where the text
begins. A part is known by its words; where it stands tells the name of the agency, which may be
anything, from what is beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vanban.check import loai, words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Part
from vanban.laid import Holder

# The letterhead begins within so many lines of the document, and is not longer than that.
_FAR: Final = 30
_LONG_LINE: Final = 130
_TITLE_LINES: Final = 8
_TITLE_LENGTH: Final = 700
_UNTITLED_LENGTH: Final = 90
_SAME_LINE_MM: Final = 3.0
# Further from the left than any first line of a paragraph stands a list of receivers.
_INDENT_MM: Final = 15.0


@dataclass(frozen=True, slots=True)
class Head:
    """Where a heading ends. title: the line of the tên loại, "" when none; loai: its key.

    begin: of the letterhead; end: the first seg of the text. party: of the Party.
    """

    begin: int
    end: int
    title: Seg | None = None
    loai: str = ""
    party: bool = False


def country(segs: Sequence[Seg], at: int) -> bool:
    """Whether Quốc hiệu, or what the Party writes in its place, stands in this seg."""
    seg = segs[at]
    return bool(words.phrase(seg, words.QUOC_HIEU)) or seg.compact == words.DANG


def read(segs: Sequence[Seg], marks: Marks) -> Head:
    """The heading of the document that begins with the first of these segs."""
    anchor = _anchor(segs)
    stop = _stop(segs, anchor)
    last = _letterhead(segs, anchor, stop, marks)
    _stamps(segs[: max(stop, last)], marks)
    party = any(seg.compact == words.DANG for seg in segs[:stop])
    return _titled(segs, anchor, last, marks, party)


def letterhead(segs: Sequence[Seg], marks: Marks) -> int:
    """Ô 1–4 alone. Out: how many segs they are."""
    anchor = _anchor(segs)
    return _letterhead(segs, anchor, _stop(segs, anchor), marks)


def _anchor(segs: Sequence[Seg]) -> int | None:
    """Where the letterhead is recognised: Quốc hiệu, else Tiêu ngữ, else the số."""
    near = range(min(len(segs), _FAR))
    dated = any(words.date_line(segs[at]) for at in near)

    def numbered(at: int) -> bool:
        seg = segs[at]
        known = words.number_line(seg) is not None and "/" in seg.text
        return known and (dated or bool(loai.by_symbol(seg.bare)))

    for known in (
        lambda at: words.phrase(segs[at], words.QUOC_HIEU),
        lambda at: words.phrase(segs[at], words.TIEU_NGU) or segs[at].compact == words.DANG,
        lambda at: _joined(segs, at),
        numbered,
    ):
        for at in near:
            if known(at):
                return at
    return None


def _joined(segs: Sequence[Seg], at: int) -> bool:
    """Whether Quốc hiệu or Tiêu ngữ runs over two lines from here."""
    if at + 1 >= len(segs):
        return False
    first, second = segs[at].compact, segs[at + 1].compact
    return bool(first and second) and first + second in (words.QUOC_HIEU, words.TIEU_NGU)


def _in_table_of(seg: Seg, other: Seg) -> bool:
    at, same = seg.piece.at, other.piece.at
    return at is not None and same is not None and at.table == same.table


def _stop(segs: Sequence[Seg], anchor: int | None) -> int:
    """The first seg that is no letterhead: the tên loại, Kính gửi, or text."""
    begin = 0 if anchor is None else anchor + 1
    for at in range(begin, min(len(segs), begin + _FAR)):
        seg = segs[at]
        if _begins_text(seg) or _begins_attached(seg):
            return at
        if _is_title(seg, segs[anchor] if anchor is not None else None) and (
            seg.centred is not False or _numbered(segs[:at])
        ):
            return at
        inside = anchor is not None and _in_table_of(seg, segs[anchor])
        if not inside and len(seg.text) > _LONG_LINE and not words.date_line(seg):
            return at
    return min(len(segs), begin + _FAR)


def _numbered(segs: Sequence[Seg]) -> bool:
    """Whether the số was among these: a name of an agency stands before it.

    "BAN QUẢN LÝ / DỰ ÁN ĐẦU TƯ" holds a tên loại on a line of its own.
    """
    return any(words.number_line(seg) for seg in segs)


def _begins_text(seg: Seg) -> bool:
    return bool(
        words.KINH_GUI.match(seg.bare)
        or (words.CAN_CU.match(seg.bare) and len(seg.text) > 40)
        or seg.bare.startswith(("dieu 1.", "dieu 1:"))
        or (words.command(seg) and seg.text.rstrip().endswith(":"))
    )


def _begins_attached(seg: Seg) -> bool:
    """Whether it is "Phụ lục I", or the note below: its date is none of a letterhead."""
    return bool(words.KEM_THEO.match(seg.bare)) or (words.appendix(seg) and bool(seg.centred))


def _is_title(seg: Seg, anchor: Seg | None) -> bool:
    """Whether a line is the tên loại: by its words, and because it stands in the middle."""
    if loai.exact(seg) or loai.law(seg):
        known = seg.upper or seg.bold
    else:
        known = loai.beginning(seg) is not None and seg.upper
    if not known or (seg.centred is False and _beside(seg, anchor)):
        return False
    return seg.centred is not None or not _beside(seg, anchor)


def _beside(seg: Seg, anchor: Seg | None) -> bool:
    """Whether a line stands in a column of the letterhead, or at its height."""
    if anchor is None:
        return False
    if seg.piece.at and anchor.piece.at and _in_table_of(seg, anchor):
        return seg.piece.at.columns <= anchor.piece.at.column or not anchor.piece.at.column
    if seg.box and anchor.box and seg.box.page == anchor.box.page:
        return seg.box.top < anchor.box.bottom + 1
    return False


def _letterhead(segs: Sequence[Seg], anchor: int | None, stop: int, marks: Marks) -> int:
    """Ô 1–4 and 5b. Out: the first seg after the last of them."""
    if anchor is None:
        return 0
    rest: list[Seg] = []
    last = anchor + 1
    skip = -1
    for at in _zone(segs, anchor, stop):
        if at == skip:
            continue
        if at + 1 < stop and _joined(segs, at):
            whole = segs[at].compact + segs[at + 1].compact
            part = Part.QUOC_HIEU if whole == words.QUOC_HIEU else Part.TIEU_NGU
            marks.add(part, segs[at], segs[at + 1])
            skip = at + 1
            last = max(last, at + 2)
            continue
        left, found = _right_hand(segs[at], marks)
        if left is not None:
            found = _number(left, rest, marks) or found
        if found:
            last = max(last, at + 1)
    _place_above(marks, rest)
    _left_hand(rest, _known(segs[anchor]), marks)
    taken = [seg.place for seg in segs[:stop] if seg.place in marks.taken]
    in_order = [at for at in range(stop) if segs[at].place in taken]
    return max([last, *(at + 1 for at in in_order)])


def _known(seg: Seg) -> Seg:
    """What of a line made it the anchor: something else may stand left of it."""
    for wanted in (words.QUOC_HIEU, words.TIEU_NGU):
        if place := words.phrase(seg, wanted):
            return seg.cut(*place) or seg
    return seg


def _zone(segs: Sequence[Seg], anchor: int, stop: int) -> list[int]:
    """The segs of the letterhead: before the stop, and text boxes of its height behind it."""
    zone = list(range(stop))
    lowest = segs[stop].box if stop < len(segs) else None
    for at in range(stop, len(segs)):
        seg = segs[at]
        if seg.piece.holder is not Holder.BOX or lowest is None or seg.box is None:
            continue
        if seg.box.page == lowest.page and seg.box.bottom <= lowest.top + _SAME_LINE_MM:
            zone.append(at)
    return zone


def _right_hand(seg: Seg, marks: Marks) -> tuple[Seg | None, bool]:
    """Quốc hiệu, Tiêu ngữ or the date in a seg. Out: what stands left of it, whether found."""
    for part, wanted in ((Part.QUOC_HIEU, words.QUOC_HIEU), (Part.TIEU_NGU, words.TIEU_NGU)):
        if not marks.has(part) and (place := words.phrase(seg, wanted)):
            marks.add(part, seg.cut(*place))
            return seg.cut(0, place[0]), True
    if not marks.has(Part.DIA_DANH) and (place := words.date_line(seg)):
        marks.add(Part.DIA_DANH, seg.cut(*place))
        return seg.cut(0, place[0]), True
    return seg, False


def _number(seg: Seg, rest: list[Seg], marks: Marks) -> bool:
    """The số, ký hiệu, or one of the lines that are told by where they stand."""
    if not marks.has(Part.SO_KY_HIEU) and (place := words.number_line(seg)):
        marks.add(Part.SO_KY_HIEU, seg.cut(*place))
        after = seg.cut(place[1])
        if after:
            rest.append(after)
        return True
    rest.append(seg)
    return False


def _place_above(marks: Marks, rest: list[Seg]) -> None:
    """A địa danh on the line above its date."""
    bits = marks.parts.get(Part.DIA_DANH, [])
    if not bits or not bits[0].text.lower().startswith("ngày"):
        return
    for seg in rest:
        near = bits[0].piece.number - seg.piece.number
        if 0 <= near <= 1 and seg.text.endswith(",") and seg.place + 1 in marks.taken:
            rest.remove(seg)
            marks.parts[Part.DIA_DANH] = [seg.bit, *bits]
            marks.taken.add(seg.place)
            return


def _left_hand(rest: Sequence[Seg], anchor: Seg, marks: Marks) -> None:
    """The names of the agencies above the số, and the V/v of a công văn below it."""
    names: list[Seg] = []
    about: list[Seg] = []
    left = _left_half if words.number_line(anchor) else _left_of
    for seg in rest:
        if seg.ornament or words.draft(seg) or _stamp(seg) or not left(seg, anchor):
            continue
        if about or words.V_V.match(seg.bare):
            if not about or _same_column(seg, about[0]):
                about.append(seg)
        elif _is_name(seg, marks) or (names and words.DASH.match(seg.bare) and seg.upper):
            names.append(seg)
    _names(names, marks)
    marks.add(Part.TRICH_YEU_CV, *about)


def _is_name(seg: Seg, marks: Marks) -> bool:
    """Above the số when there is one, and a name rather than a sentence."""
    if len(seg.text) > 110 or seg.text.startswith(("(", "[", "-", "*")) or seg.text.isdecimal():
        return False
    number = marks.parts.get(Part.SO_KY_HIEU)
    if number:
        if seg.piece.number > number[0].piece.number:
            return bool(seg.box and number[0].piece.box and seg.box.top < number[0].piece.box.top)
        return True
    # A title in the middle of the page may begin a little left of Quốc hiệu.
    return (seg.upper or words.begins_agency(seg)) and not seg.centred


def _left_of(seg: Seg, anchor: Seg) -> bool:
    """Whether a line stands left of Quốc hiệu."""
    if seg.piece is anchor.piece:
        return seg.start < anchor.start
    at, other = seg.piece.at, anchor.piece.at
    if at and other and at.table == other.table:
        return at.column != other.column or at.columns != other.columns
    if seg.box and anchor.box:
        return seg.box.page == anchor.box.page and seg.box.middle < anchor.box.left + 10
    return not seg.right


def _left_half(seg: Seg, number: Seg) -> bool:
    """Whether a line stands about the số, where nothing tells what is on the right."""
    at, other = seg.piece.at, number.piece.at
    if at and other and at.table == other.table:
        return at.column == other.column
    return not seg.right


def _same_column(seg: Seg, first: Seg) -> bool:
    if seg.piece.at or first.piece.at:
        return (
            seg.piece.at is not None
            and _in_table_of(seg, first)
            and (first.piece.at is not None and seg.piece.at.column == first.piece.at.column)
        )
    return seg.piece.holder is first.piece.holder


def _names(names: Sequence[Seg], marks: Marks) -> None:
    """Lines of names → cơ quan chủ quản and cơ quan ban hành.

    The decree sets the first plain and the second bold; where both look alike, a line that begins
    with a word for an agency begins a name.
    """
    groups: list[list[Seg]] = []
    for seg in names:
        if groups and _goes_on(seg, groups[-1][-1]):
            groups[-1].append(seg)
        else:
            groups.append([seg])
    if not groups:
        return
    for group in groups[:-1]:
        marks.add(Part.CHU_QUAN, *group)
    marks.add(Part.CO_QUAN, *groups[-1])


def _goes_on(seg: Seg, before: Seg) -> bool:
    on = words.goes_on(seg, before)
    if seg.bold == before.bold:
        return on
    # Of another weight: another name, unless its words, or those before, cannot stand alone.
    open_end = before.compact in words.UNFINISHED or seg.bare.startswith(("va ", "cua "))
    return on and not words.begins_agency(seg) and open_end


def _stamp(seg: Seg) -> Part | None:
    letters = seg.compact
    if words.copied(seg) or words.to_copy(seg):
        return Part.SAO_DIEN_TU
    if letters in words.MAT:
        return Part.DO_MAT
    if letters in words.KHAN or letters.startswith("hoatochengio"):
        return Part.DO_KHAN
    return Part.LUU_HANH if letters in words.LUU_HANH else None


def _stamps(segs: Sequence[Seg], marks: Marks) -> None:
    """Ô 10 and 11, wherever they stand in the heading."""
    for seg in segs:
        if seg.place not in marks.taken and (part := _stamp(seg)):
            marks.add(part, seg)


def _titled(segs: Sequence[Seg], anchor: int | None, last: int, marks: Marks, party: bool) -> Head:
    """Ô 5a and 9a, from the first seg after the letterhead."""
    begin = 0 if anchor is None else anchor
    at = _past(segs, last, marks)
    title, name = None, ""
    if at < len(segs) and (title := _title(segs, at, anchor)):
        found = loai.beginning(title)
        name, cut = found if found else ("", len(title.text))
        named = title.cut(0, cut)
        marks.add(Part.TEN_LOAI, named)
        about = title.cut(cut)
        marks.add(Part.TRICH_YEU, about)
        at = _about(segs, at + 1, marks)
        title = named
    at = _past(segs, at, marks)
    at = _addressed(segs, at, marks)
    return Head(begin, at, title, name, party)


def _past(segs: Sequence[Seg], at: int, marks: Marks) -> int:
    """Past rules typed as signs, stamps, and what is spoken for."""
    while at < len(segs):
        seg = segs[at]
        if not (seg.ornament or seg.place in marks.taken or words.draft(seg)):
            break
        at += 1
    return at


def _title(segs: Sequence[Seg], at: int, anchor: int | None) -> Seg | None:
    """The line of the tên loại, known or not; None when the text begins without one."""
    seg = segs[at]
    if _is_title(seg, None) and (anchor is not None or seg.centred is not False):
        return seg
    if anchor is None or _begins_text(seg):
        return None
    short = len(seg.text) <= _UNTITLED_LENGTH
    return seg if seg.centred and seg.upper and short and seg.compact else None


def _about(segs: Sequence[Seg], at: int, marks: Marks) -> int:
    """The trích yếu and the thẩm quyền below a tên loại. Out: the first seg after them."""
    group: list[Seg] = []
    parted = 0
    begin = at
    while at < len(segs) and at < begin + _TITLE_LINES:
        seg = segs[at]
        if seg.ornament:
            parted = parted or len(group)
        elif words.blank(seg) and not seg.centred and _noted(segs[at + 1 : at + 3]):
            pass  # a PDF parts a row of dots at the number of a note in it
        elif words.KEM_THEO.match(seg.bare):
            marks.add(Part.KEM_THEO, seg)
        elif not _goes_with_title(seg, group):
            break
        elif group and seg.text.startswith("("):
            pass  # "(Tài liệu phục vụ kỳ họp …)" stands below a trích yếu and is none
        else:
            group.append(seg)
        at += 1
    authority = _authority(segs, at, group, parted)
    marks.add(Part.TRICH_YEU, *group[:authority])
    marks.add(Part.THAM_QUYEN, *group[authority:])
    return at


def _noted(segs: Sequence[Seg]) -> bool:
    return any(words.KEM_THEO.match(seg.bare) for seg in segs)


def _goes_with_title(seg: Seg, group: Sequence[Seg]) -> bool:
    if _begins_text(seg) or words.command(seg) or words.date_line(seg):
        return False
    if len(seg.text) > _TITLE_LENGTH or not seg.compact:
        return False
    if words.numbered(seg) or words.appendix(seg) or words.DASH.match(seg.bare):
        return False
    if seg.text.endswith(":"):
        return False
    if seg.centred:
        return True
    # A trích yếu that was not centred.
    return not group and seg.bold and seg.text[-1] not in ".;" and not words.authority(seg)


def _authority(segs: Sequence[Seg], after: int, group: Sequence[Seg], parted: int) -> int:
    """Where in the lines below the tên loại the thẩm quyền begins."""
    follows = after < len(segs) and (
        words.CAN_CU.match(segs[after].bare) or words.command(segs[after])
    )
    if not follows:
        return len(group)
    begin = len(group)
    while begin > 0 and group[begin - 1].upper and (begin > parted or not parted):
        begin -= 1
    if begin == 0 and group and not parted and not words.authority(group[0]):
        begin = next((at for at, seg in enumerate(group) if words.authority(seg)), len(group))
    return begin


def _recipient_goes_on(seg: Seg, before: Seg) -> bool:
    """Whether a line of a PDF goes on with a receiver in the list above: it stands as far in."""
    if seg.piece.shape is not None or not seg.box or not before.box:
        return False
    level = seg.box.page == before.box.page and abs(seg.box.left - before.box.left) < _INDENT_MM
    return level and seg.box.left - seg.page.left > _INDENT_MM and before.text[-1] not in ".;:"


def _addressed(segs: Sequence[Seg], at: int, marks: Marks) -> int:
    """Ô 9a. Out: the first seg after it."""
    if at >= len(segs) or not (found := words.KINH_GUI.match(segs[at].bare)):
        return at
    head = segs[at]
    marks.add(Part.KINH_GUI, head)
    rest = head.text[found.end() :].strip(" :.…\t")
    listed = not rest.strip("-")
    at += 1
    open_end = listed or head.text.endswith((";", ",")) or bool(words.DASH.match(rest))
    while at < len(segs) and open_end:
        seg = segs[at]
        dashed = words.DASH.match(seg.bare)
        beside = _in_table_of(seg, head)
        same = seg.piece.number == head.piece.number
        if not (dashed or beside or listed or same or _recipient_goes_on(seg, segs[at - 1])):
            break
        if words.CAN_CU.match(seg.bare) or words.numbered(seg) or len(seg.text) > 250:
            break
        marks.add(Part.KINH_GUI, seg)
        listed = False
        open_end = beside or seg.text.endswith((";", ",")) or _dash_next(segs, at + 1, seg)
        at += 1
    return at


def _dash_next(segs: Sequence[Seg], at: int, seg: Seg) -> bool:
    """Whether the list goes on although its line does not say so."""
    if at < len(segs) and _recipient_goes_on(segs[at], seg):
        return True
    if seg.text.endswith((".", ":")) or at >= len(segs) or not words.DASH.match(seg.bare):
        return False
    return bool(words.DASH.match(segs[at].bare)) and len(segs[at].text) <= 120
