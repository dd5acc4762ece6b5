"""Số, ký hiệu; địa danh and the date: Phụ lục I, Phần I, Mục II.3 and II.4 (ô 3, 4).

A draft leaves room for the number, the day and the month; room is never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import all_seen, bits, face_of, printed, quoted, readable, rewrite, size_of
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import NO_PLACE, centred, lines, lines_of, under
from vanban.decree30 import CO_DIA_DANH, CO_SO_KY_HIEU, LOAI_VAN_BAN
from vanban.laid import Line

# As it is typed: blanks are kept, so that a repair finds its place.
_SO: Final = re.compile(r"\s*(?P<word>s[ốỐ])(?P<colon>[\s:]*)(?P<rest>.*)", re.I | re.S)
_NUMBER: Final = re.compile(r"(?P<digits>\d*)(?P<room>(?:[^\w/]|_)*)/(?P<sign>.*)", re.S)
_ROMAN: Final = re.compile(r"\s*s[ốỐ]\s*:?\s*([IVXLC]+)\s*/", re.I)
_YEAR: Final = re.compile(r"\s*(19|20)\d\d\s*/")
_GROUPS: Final = re.compile(r"\s*[-\u2011]\s*")
_DATE: Final = re.compile(
    r"\s*(?P<place>.*?)(?P<comma>[\s,;.…_\u200b\ufeff]*)(?P<ngay>ngày)(?P<day>.*?)(?P<thang>tháng)"
    r"(?P<month>.*?)(?P<nam>năm)(?P<year>.*)",
    re.I | re.S,
)
_SHORT: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2,4})")
_JOINTLY: Final = ("LT", "LS", "LN")  # of several offices: liên tịch, liên sở, liên ngành
_CENTURIES: Final = ("19", "20")  # "năm 20...", to be filled
_ROOM: Final = " \t\n\xa0.…_,/-"
# Common nouns inside the name of a unit; all other words of a place begin with a capital.
_UNITS: Final = frozenset(
    ("phố", "xã", "trấn", "khu", "phường", "tỉnh", "quận", "huyện", "thôn", "ấp", "bản")
)
_ABOUT: Final = 8.0  # blanks for the number and the day move the middle
_ONE_LINE: Final = 4.0  # of 5 to 7 mm from line to line
_JUST: Final = 1.05  # of its column: letters differ as much from program to program
_LONG_MM: Final = 40.0
_TOP: Final = 20  # paragraphs of a head
# Abbreviations of PL III with small letters, and those of chức danh that everybody knows.
_MIXED: Final = {short.upper(): short for short in (*LOAI_VAN_BAN.values(), "TTg")}


@dataclass(frozen=True, slots=True)
class Numbered:
    """Số and ký hiệu as they are written. sign: where the ký hiệu begins in the text."""

    bit: Bit
    text: str
    word: str
    colon: str
    digits: str
    room: str
    sign: str
    at: int
    dated: bool

    @property
    def groups(self) -> list[str]:
        """The abbreviations of the ký hiệu."""
        return _GROUPS.split(self.sign.strip())


def _numbers(found: Found) -> Iterator[Numbered]:
    for bit in bits(found, Part.SO_KY_HIEU):
        text = printed(bit)
        head = _SO.match(text)
        tail = _NUMBER.match(head["rest"]) if head else None
        if not head or not tail:
            raise Unknown("Không đọc được số, ký hiệu.")
        year = _YEAR.match(tail["sign"])
        start = head.start("rest") + tail.start("sign") + (year.end() if year else 0)
        yield Numbered(
            bit,
            text,
            head["word"],
            head["colon"],
            tail["digits"],
            tail["room"],
            text[start:],
            start,
            year is not None,
        )


def so_chu(found: Found) -> Iterator[Hit]:
    """ "Số" is in small letters, with its capital (II.3.c)."""
    for one in _numbers(found):
        if one.word != "Số":
            start = one.text.index(one.word)
            repair = rewrite(one.bit, start, start + 2, "Số")
            yield Hit(one.word, "Số", **at(one.bit), repair=repair)


def so_dau_hai_cham(found: Found) -> Iterator[Hit]:
    """A colon follows "Số" (II.3.c)."""
    for one in _numbers(found):
        if ":" not in one.colon:
            end = one.text.index(one.word) + 2
            repair = rewrite(one.bit, end, end, ":")
            yield Hit(quoted(one.text), "Số:", **at(one.bit), repair=repair)


def so_chu_so(found: Found) -> Iterator[Hit]:
    """The number is written in Arabic digits (II.3.a)."""
    for bit in bits(found, Part.SO_KY_HIEU):
        if roman := _ROMAN.match(printed(bit)):
            yield Hit(roman[1], "chữ số Ả Rập", **at(bit))


def so_them_khong(found: Found) -> Iterator[Hit]:
    """A number below 10 has a 0 before it (II.3.c)."""
    for one in _numbers(found):
        if len(one.digits) == 1:
            start = one.text.index(one.digits)
            repair = rewrite(one.bit, start, start, "0")
            yield Hit(one.digits, f"0{one.digits}", **at(one.bit), repair=repair)


def so_cach_chu(found: Found) -> Iterator[Hit]:
    """Number, stroke and abbreviations stand without blanks between them (II.3.c)."""
    for one in _numbers(found):
        sign = one.sign.rstrip()
        close = re.sub(r"\s*([-\u2011–])\s*", r"\1", sign.lstrip())
        blank = bool(one.digits and one.room and one.room.isspace())
        if not re.search(r"\w", sign) or not (blank or close != sign):
            continue
        gap = one.text.index(one.digits) + len(one.digits) if blank else one.at
        right = f"/{close}" if blank and not one.dated else close
        start = gap if blank and not one.dated else one.at
        repair = rewrite(one.bit, start, one.at + len(sign), right)
        yield Hit(quoted(one.text), quoted(one.text[:start] + right), **at(one.bit), repair=repair)


def ky_hieu_gach_noi(found: Found) -> Iterator[Hit]:
    """The abbreviations are joined by hyphens (II.3.c)."""
    for one in _numbers(found):
        sign = one.sign.rstrip()
        right = re.sub(r"(?<=\w)\s*[–—−_/]\s*(?=\w)", "-", sign)
        if right != sign:
            repair = rewrite(one.bit, one.at, one.at + len(sign), right)
            yield Hit(sign.strip(), right.strip(), **at(one.bit), repair=repair)


def ky_hieu_in_hoa(found: Found) -> Iterator[Hit]:
    """The ký hiệu is in capitals, save where PL III itself writes a small letter (II.3.c)."""
    for one in _numbers(found):
        wrong = [group for group in one.groups if _small(group)]
        if wrong:
            right = [_MIXED.get(g.upper(), g.upper()) if _small(g) else g for g in one.groups]
            yield Hit("-".join(one.groups), "-".join(right), **at(one.bit))


def _small(group: str) -> bool:
    """Whether a group is plainly not in capitals: all small, or a known one written otherwise."""
    known = _MIXED.get(group.upper())
    if known:
        return group not in (known, known.upper())
    return len(group) > 1 and group.isalpha() and group.islower()


def ky_hieu_loai(found: Found) -> Iterator[Hit]:
    """The first abbreviation is that of the type of document (II.3.b, PL III)."""
    right = LOAI_VAN_BAN.get(found.loai, "")
    if not right:
        raise NotApplicable
    for one in _numbers(found):
        first = one.groups[0].upper()
        if not first.isalpha():
            raise Unknown("Ký hiệu còn để trống.")
        if first not in (right.upper(), *(right.upper() + joint for joint in _JOINTLY)):
            yield Hit(one.groups[0], f"{right}, vì tên loại là {found.loai}", **at(one.bit))


def ky_hieu_cong_van(found: Found) -> Iterator[Hit]:
    """A công văn carries no abbreviation of its type (II.3.b)."""
    if found.loai != "Công văn":
        raise NotApplicable
    for one in _numbers(found):
        if one.groups[0].upper() == "CV":
            should = "-".join(one.groups[1:]) or "chữ viết tắt tên cơ quan"
            yield Hit(one.sign.strip(), should, **at(one.bit))


@dataclass(frozen=True, slots=True)
class Dated:
    """Địa danh and date as they are written. spans: where each of them stands in the text."""

    bit: Bit
    text: str
    spans: Mapping[str, tuple[int, int]]

    def said(self, name: str) -> str:
        """What stands there, without the room around it."""
        start, end = self.spans[name]
        return self.text[start:end].strip(_ROOM)

    def mend(self, name: str, right: str) -> Hit:
        """The hit that one of them should be something else."""
        start, end = self.spans[name]
        text = self.text[start:end]
        start += len(text) - len(text.lstrip(_ROOM))
        said = self.said(name)
        repair = rewrite(self.bit, start, start + len(said), right)
        return Hit(said, right, **at(self.bit), repair=repair)


def _dates(found: Found) -> Iterator[Dated]:
    for bit in bits(found, Part.DIA_DANH):
        text = printed(bit)
        told = _DATE.fullmatch(text)
        if not told:
            raise Unknown("Không đọc được địa danh, ngày, tháng, năm.")
        yield Dated(bit, text, {name: told.span(name) for name in told.groupdict()})


def ngay_day_du(found: Found) -> Iterator[Hit]:
    """The date is written out: ngày … tháng … năm …, the year with four digits (II.4.b)."""
    for bit in bits(found, Part.DIA_DANH):
        text = printed(bit)
        told = _DATE.fullmatch(text)
        short = _SHORT.search(text)
        year = text[slice(*told.span("year"))].strip(_ROOM) if told else ""
        if short or (re.fullmatch(r"\d\d", year) and year not in _CENTURIES):
            is_ = short[0] if short else f"năm {year}"
            yield Hit(is_, "ngày … tháng … năm …", **at(bit))


def dia_danh_dau_phay(found: Found) -> Iterator[Hit]:
    """A comma stands behind the place (II.4.c)."""
    for one in _dates(found):
        start, end = one.spans["comma"]
        between = one.text[start:end]
        if one.said("place") and "," not in between and not set(between) & set("…_"):
            repair = rewrite(one.bit, start, end, ", ")
            is_ = quoted(one.text[: one.spans["ngay"][1]])
            yield Hit(is_, f"{one.said('place')}, ngày", **at(one.bit), repair=repair)


def dia_danh_viet_hoa(found: Found) -> Iterator[Hit]:
    """Every word of the place begins with a capital (II.4.c)."""
    for one in _dates(found):
        said = one.said("place").split()
        small = [
            word
            for nth, word in enumerate(said)
            if word[:1].islower() and (nth == 0 or word.strip(",") not in _UNITS)
        ]
        if small:
            right = [w[:1].upper() + w[1:] if w in small else w for w in said]
            yield one.mend("place", " ".join(right))


def dia_danh_in_thuong(found: Found) -> Iterator[Hit]:
    """Place and date are in small letters (II.4.c)."""
    for one in _dates(found):
        place = one.said("place")
        words = [one.said(name) for name in ("ngay", "thang", "nam")]
        shouted = len(place) > 4 and place.isupper() and not place.startswith("TP")
        if shouted or not all(word.islower() for word in words):
            is_ = place if shouted else ", ".join(words)
            yield Hit(is_, "chữ in thường: Hà Nội, ngày … tháng … năm …", **at(one.bit))


def ngay_them_khong(found: Found) -> Iterator[Hit]:
    """Days below 10 and the months 1 and 2 have a 0 before them (II.4.b)."""
    for one in _dates(found):
        day, month = one.said("day"), one.said("month")
        if re.fullmatch(r"[1-9]", day):
            yield one.mend("day", f"0{day}")
        if month in ("1", "2"):
            yield one.mend("month", f"0{month}")


def thang_thua_khong(found: Found) -> Iterator[Hit]:
    """The other months have none (II.4.b, read with the examples of Mục V)."""
    for one in _dates(found):
        month = one.said("month")
        if re.fullmatch(r"0[3-9]", month):
            yield one.mend("month", month[1:])


def cung_dong(found: Found) -> Iterator[Hit]:
    """Number and date stand on one line (II.4.c)."""
    pair = []
    for part in (Part.SO_KY_HIEU, Part.DIA_DANH):
        pair.append([line for bit in bits(found, part) for line in lines_of(bit, shared=True)])
    if not all(pair):
        raise Unknown(NO_PLACE)
    if _fell_over(found):
        raise Unknown("Dòng phía trên vừa khít chỗ của nó nên không chắc hai dòng có ngang nhau.")
    off = min(_apart(one, other) for one in pair[0] for other in pair[1])
    if off > _ONE_LINE:
        is_ = "lệch nhau" if off > 100 else f"lệch nhau khoảng {off:.0f} mm"
        yield Hit(is_, "cùng một dòng", **at(bits(found, Part.DIA_DANH)[0]))


def _fell_over(found: Found) -> bool:
    """Whether a line above was broken in two here, and may have just fitted where it was typed.

    What stands beside it was then put level with it there.
    """
    if len(lines(found, Part.QUOC_HIEU)) > 1:
        return True
    for part in (Part.CHU_QUAN, Part.CO_QUAN, Part.TIEU_NGU):
        there = found.parts.get(part, ())
        if found.laid.source == "pdf" and any(_is_rest(*pair) for pair in pairwise(there)):
            return True
        for bit in there:
            width, column = sum(line.box.width for line in bit.piece.lines), bit.piece.column or 0.0
            typed = bit.piece.text.strip().count("\n") + 1
            if len(bit.piece.lines) > typed and width < _JUST * column:
                return True
    return False


def _is_rest(one: Bit, other: Bit) -> bool:
    """Whether the second of two lines is a word for which the first, a long one, had no room."""
    box = one.piece.box
    return len(other.text.split()) == 1 and box is not None and box.width > _LONG_MM


def _apart(one: Line, other: Line) -> float:
    return abs(one.base - other.base) if one.box.page == other.box.page else 1000.0


def _needed(found: Found, part: Part, say: str) -> Iterator[Hit]:
    readable(found)
    if part in found.parts:
        return
    if Part.QUOC_HIEU not in found.parts or Part.CO_QUAN not in found.parts:
        raise NotApplicable
    all_seen(found)
    yield Hit("không có", say)


def so_thieu(found: Found) -> Iterator[Hit]:
    """A document has a number and a ký hiệu (II.3)."""
    alike = any(re.match(r"\s*số\b", p.text, re.I) for p in found.laid.pieces[:_TOP])
    if alike and Part.SO_KY_HIEU not in found.parts:
        raise Unknown("Có dòng chữ giống số, ký hiệu nhưng không chắc.")
    yield from _needed(found, Part.SO_KY_HIEU, "Số:       /…")


def ngay_thieu(found: Found) -> Iterator[Hit]:
    """A document has a place and a date; the sample of a biên bản has none (II.4, PL III)."""
    if found.loai in ("Biên bản", "Thư công"):
        raise NotApplicable
    alike = any("ngày" in piece.text.lower() for piece in found.laid.pieces[:_TOP])
    if alike and Part.DIA_DANH not in found.parts:
        raise Unknown("Có dòng chữ giống địa danh, ngày nhưng không chắc.")
    yield from _needed(found, Part.DIA_DANH, "…, ngày … tháng … năm …")


LOOKS: Final[Mapping[str, Look]] = {
    "so_thieu": so_thieu,
    "so_chu": so_chu,
    "so_dau_hai_cham": so_dau_hai_cham,
    "so_chu_so": so_chu_so,
    "so_them_khong": so_them_khong,
    "so_cach_chu": so_cach_chu,
    "so_co_chu": size_of(Part.SO_KY_HIEU, CO_SO_KY_HIEU),
    "so_kieu_chu": face_of(Part.SO_KY_HIEU, bold=False, italic=False),
    "so_vi_tri": centred(
        Part.SO_KY_HIEU, under(Part.CO_QUAN), "canh giữa dưới tên cơ quan", _ABOUT
    ),
    "ky_hieu_gach_noi": ky_hieu_gach_noi,
    "ky_hieu_in_hoa": ky_hieu_in_hoa,
    "ky_hieu_loai": ky_hieu_loai,
    "ky_hieu_cong_van": ky_hieu_cong_van,
    "ngay_thieu": ngay_thieu,
    "ngay_day_du": ngay_day_du,
    "ngay_them_khong": ngay_them_khong,
    "thang_thua_khong": thang_thua_khong,
    "ngay_co_chu": size_of(Part.DIA_DANH, CO_DIA_DANH),
    "ngay_kieu_chu": face_of(Part.DIA_DANH, bold=False, italic=True),
    "ngay_vi_tri": centred(
        Part.DIA_DANH, under(Part.QUOC_HIEU), "canh giữa dưới Quốc hiệu và Tiêu ngữ", _ABOUT
    ),
    "ngay_cung_dong": cung_dong,
    "dia_danh_dau_phay": dia_danh_dau_phay,
    "dia_danh_viet_hoa": dia_danh_viet_hoa,
    "dia_danh_in_thuong": dia_danh_in_thuong,
}
