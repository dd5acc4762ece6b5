"""Quốc hiệu, Tiêu ngữ, names of bodies: Phụ lục I, Phần I, Mục II.1 and II.2 (ô 1, 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import (
    all_seen,
    bits,
    capitals_of,
    face_of,
    printed,
    quoted,
    readable,
    same_words,
    size_of,
    sizes,
)
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import (
    apart,
    centred,
    line_centred,
    line_long,
    line_there,
    lines,
    under,
)
from vanban.decree30 import (
    CO_DIA_DANH,
    CO_QUOC_HIEU,
    CO_TEN_CO_QUAN,
    CO_TIEU_NGU,
    QUOC_HIEU,
    RULE_SHARE,
    RULE_SHARE_OURS,
    TIEU_NGU,
    Range,
)
from vanban.repairs import Repair
from vanban.vietnamese.text import fold, spelling_key

# Lines are drawn by hand; a reader sees a fault when one is clearly too long or too short. The
# samples of the decree have lines of 0.21 to 0.24 of the name of the body.
AS_LONG: Final = Range(0.75, 1.2)
A_SHARE: Final = Range(RULE_SHARE.low * 0.6, RULE_SHARE.high * 1.2)
THIRD_TO_HALF: Final = "từ 1/3 đến 1/2 độ dài dòng chữ"
_SINGLE: Final = 1.45  # with what spacing a style may add; a blank line between makes it 2
_HALF: Final = 0.6  # pt: sizes between are no pair of their own
# Both words of the republic as they stand anywhere, for a paper whose parts were not told apart.
_LOOSE: Final[Mapping[Part, str]] = {
    Part.QUOC_HIEU: "cong hoa xa hoi",
    Part.TIEU_NGU: "doc lap",
}
_PHRASES: Final = re.compile(r"độc lập(.*?)tự do(.*?)hạnh phúc", re.IGNORECASE)
_ABBREVIATED: Final = re.compile(r"(UBND|HĐND|UB|BQL|TT)\b\.?")


def missing(part: Part) -> Look:
    """The rule: a paper that has a head at all has this part of it."""

    def rule(found: Found) -> Iterator[Hit]:
        readable(found)
        if part in found.parts:
            return
        if sum(each in found.parts for each in (*_LOOSE, Part.CO_QUAN, Part.SO_KY_HIEU)) < 2:
            raise NotApplicable
        if any(_LOOSE[part] in fold(piece.text) for piece in found.laid.pieces):
            raise Unknown("Có dòng chữ giống phần này nhưng không chắc.")
        all_seen(found)
        yield Hit("không có", QUOC_HIEU if part is Part.QUOC_HIEU else TIEU_NGU)

    return rule


def words(part: Part, right: str) -> Look:
    """The rule: a part says these words and no others; capitals and hyphens are other rules."""

    def rule(found: Found) -> Iterator[Hit]:
        there = bits(found, part)
        text = same_words(" ".join(printed(bit) for bit in there))
        if not _same(found, text, right) or not text[-1:].isalpha():
            repair = letters.rewrite(there[0], 0, len(there[0].text), right)
            yield Hit(quoted(text), right, **at(there[0]), repair=repair if len(there) == 1 else ())

    return rule


def _same(found: Found, text: str, right: str) -> bool:
    """Whether two texts are of the same words; blanks of a PDF are only gaps that were measured."""
    one, other = spelling_key(text), spelling_key(right)
    if found.laid.source == "pdf":
        one, other = (spelling_key("".join(each.split())) for each in (text, right))
    return one == other


def quoc_hieu_vi_tri(found: Found) -> Iterator[Hit]:
    """Quốc hiệu stands at the right of the first page, above everything else (II.1.a)."""
    first = lines(found, Part.QUOC_HIEU)[0]
    bit = bits(found, Part.QUOC_HIEU)[0]
    if first.box.page:
        raise Unknown("Quốc hiệu không nằm ở trang đầu; trang đầu có thể là bìa.")
    paper = found.laid.sheets[0]
    if paper.width > paper.height:
        raise Unknown("Trang đầu nằm ngang nên không chắc phần đầu rộng đến đâu.")
    if first.box.middle <= paper.width / 2 + 1:
        yield Hit("ở bên trái hoặc giữa trang", "ở bên phải", **at(bit))
    elif first.box.top > paper.height / 3:
        yield Hit("ở thấp hơn một phần ba trang", "ở trên cùng", **at(bit))


def tieu_ngu_viet_hoa(found: Found) -> Iterator[Hit]:
    """Tiêu ngữ is in small letters, the first of each phrase a capital (II.1.b)."""
    for bit in bits(found, Part.TIEU_NGU):
        text = same_words(printed(bit))
        said, right = (re.findall(r"\w+", each) for each in (text, TIEU_NGU))
        if said != right and spelling_key(text) == spelling_key(TIEU_NGU):
            repair = letters.rewrite(bit, 0, len(bit.text), TIEU_NGU)
            yield Hit(quoted(text), TIEU_NGU, **at(bit), repair=repair)


def _between(found: Found) -> Iterator[tuple[Hit, set[str]]]:
    """What stands between the phrases of Tiêu ngữ, and the hit that would tell it."""
    for bit in bits(found, Part.TIEU_NGU):
        text = same_words(printed(bit))
        if told := _PHRASES.search(text):
            repair = letters.rewrite(bit, 0, len(bit.text), TIEU_NGU)
            yield Hit(quoted(text), TIEU_NGU, **at(bit), repair=repair), set(told.groups())


def tieu_ngu_gach_noi(found: Found) -> Iterator[Hit]:
    """Between the phrases stands a hyphen with a blank on either side (II.1.b)."""
    for hit, between in _between(found):
        if between - {" - ", " – ", " — "}:
            yield hit


def tieu_ngu_gach_dai(found: Found) -> Iterator[Hit]:
    """The mark between the phrases is the hyphen, not a dash (II.1.b)."""
    for hit, between in _between(found):
        if between & {" – ", " — "} and not between - {" - ", " – ", " — "}:
            yield hit


def dong_don(upper: Part, lower: Part) -> Look:
    """The rule: two parts stand one single line below the other."""

    def rule(found: Found) -> Iterator[Hit]:
        above, bit = bits(found, upper)[-1], bits(found, lower)[0]
        lead = apart(found, upper, lower)
        if lead > _SINGLE and _pushed(found, above, bit):
            raise Unknown("Hai dòng ở hai hàng của bảng, ô bên cạnh có thể đẩy chúng ra xa nhau.")
        if lead > _SINGLE:
            is_ = f"cách {letters.told(lead)} dòng"
            yield Hit(is_, "cách dòng đơn", **at(bit), repair=_closer(above, bit))

    return rule


def _pushed(found: Found, above: Bit, below: Bit) -> bool:
    """Whether what stands beside two lines may part them: they are in two rows of a table.

    A PDF does not tell of rows; there Quốc hiệu that was broken in two may have done it.
    """
    one, other = above.piece.at, below.piece.at
    broken = len(found.parts.get(Part.QUOC_HIEU, ())) > 1 or len(lines(found, Part.QUOC_HIEU)) > 1
    return one != other if one and other else found.laid.source == "pdf" and broken


def _closer(above: Bit, below: Bit) -> tuple[Repair, ...]:
    """What puts two paragraphs one single line apart, where their own spacing parts them."""
    one, other = above.piece, below.piece
    if one.shape is None or other.shape is None or one.shape.after + other.shape.before == 0:
        return ()
    return (*letters.setting(one, after=0.0), *letters.setting(other, before=0.0))


def co_chu_thong_nhat(found: Found) -> Iterator[Hit]:
    """Sizes go together: 13, 14, 14 or 12, 13, 13 (Mục V, footnote 1).

    Mẫu 1.5 of the decree itself has 12, 14, 14, and the date may have the 13 of the number on its
    line, whose size is fixed: told is what fits no pair.
    """
    first, second = bits(found, Part.QUOC_HIEU)[0], bits(found, Part.TIEU_NGU)[0]
    upper, lower = letters.size(first), letters.size(second)
    if not (letters.fits(upper, CO_QUOC_HIEU) and letters.fits(lower, CO_TIEU_NGU)):
        raise NotApplicable
    should = "13, 14, 14 hoặc 12, 13, 13"
    if lower < upper + 1 - _HALF:
        is_ = f"Quốc hiệu {letters.told(upper)}, Tiêu ngữ {letters.told(lower)}"
        yield Hit(is_, should, **at(second))
        return
    for bit in found.parts.get(Part.DIA_DANH, ()):
        size = letters.size(bit)
        if letters.fits(size, CO_DIA_DANH) and not 13 - _HALF <= size <= lower + _HALF:
            is_ = f"Tiêu ngữ {letters.told(lower)}, địa danh và ngày {letters.told(size)}"
            yield Hit(is_, should, **at(bit))


def _beside(part: Part, allowed: Range, other: Part, more: float) -> Look:
    """The size of a part; a repair gives it `more` than the part beside it has, where that fits."""

    def rule(found: Found) -> Iterator[Hit]:
        there = found.parts.get(other, ())
        fitting = letters.size(there[0]) + more if there else 0.0
        for bit in bits(found, part):
            yield from sizes(bit, allowed, fitting if letters.fits(fitting, allowed) else None)

    return rule


def chu_quan_kieu_chu(found: Found) -> Iterator[Hit]:
    """The name of the body above is upright and not bold (II.2.b).

    A bold line below a plain one may be the first of the name below, which is bold.
    """
    there = bits(found, Part.CHU_QUAN)
    if len({letters.is_bold(bit) for bit in there}) > 1:
        raise Unknown("Không chắc các dòng trên cùng là tên của một hay hai cơ quan.")
    yield from face_of(Part.CHU_QUAN, bold=False, italic=False)(found)


def co_quan_viet_tat(found: Found) -> Iterator[Hit]:
    """The name of the body that issues is written in full (II.2.a)."""
    bit, *more = bits(found, Part.CO_QUAN)
    text = same_words(printed(bit))
    if more:  # the upper of two lines may be the body above, which may be abbreviated
        return
    if short := _ABBREVIATED.match(text):
        yield Hit(short[0], "tên chính thức, đầy đủ", **at(bit))


LOOKS: Final[Mapping[str, Look]] = {
    "quoc_hieu_thieu": missing(Part.QUOC_HIEU),
    "quoc_hieu_chu": words(Part.QUOC_HIEU, QUOC_HIEU),
    "quoc_hieu_in_hoa": capitals_of(Part.QUOC_HIEU),
    "quoc_hieu_co_chu": _beside(Part.QUOC_HIEU, CO_QUOC_HIEU, Part.TIEU_NGU, -1),
    "quoc_hieu_kieu_chu": face_of(Part.QUOC_HIEU, bold=True, italic=False),
    "quoc_hieu_vi_tri": quoc_hieu_vi_tri,
    "tieu_ngu_thieu": missing(Part.TIEU_NGU),
    "tieu_ngu_chu": words(Part.TIEU_NGU, TIEU_NGU),
    "tieu_ngu_viet_hoa": tieu_ngu_viet_hoa,
    "tieu_ngu_gach_noi": tieu_ngu_gach_noi,
    "tieu_ngu_gach_dai": tieu_ngu_gach_dai,
    "tieu_ngu_co_chu": _beside(Part.TIEU_NGU, CO_TIEU_NGU, Part.QUOC_HIEU, 1),
    "tieu_ngu_kieu_chu": face_of(Part.TIEU_NGU, bold=True, italic=False),
    "tieu_ngu_vi_tri": centred(Part.TIEU_NGU, under(Part.QUOC_HIEU), "canh giữa dưới Quốc hiệu"),
    "tieu_ngu_duong_ke": line_there(Part.TIEU_NGU),
    "tieu_ngu_duong_ke_dai": line_long(Part.TIEU_NGU, AS_LONG, 1.0, "bằng độ dài dòng chữ"),
    "quoc_hieu_dong_don": dong_don(Part.QUOC_HIEU, Part.TIEU_NGU),
    "co_chu_thong_nhat": co_chu_thong_nhat,
    "chu_quan_in_hoa": capitals_of(Part.CHU_QUAN),
    "chu_quan_co_chu": size_of(Part.CHU_QUAN, CO_TEN_CO_QUAN),
    "chu_quan_kieu_chu": chu_quan_kieu_chu,
    "co_quan_in_hoa": capitals_of(Part.CO_QUAN),
    "co_quan_co_chu": size_of(Part.CO_QUAN, CO_TEN_CO_QUAN),
    "co_quan_kieu_chu": face_of(Part.CO_QUAN, bold=True, italic=False),
    "co_quan_viet_tat": co_quan_viet_tat,
    "co_quan_vi_tri": centred(
        Part.CO_QUAN, under(Part.CHU_QUAN), "canh giữa dưới tên cơ quan chủ quản"
    ),
    "co_quan_dong_don": dong_don(Part.CHU_QUAN, Part.CO_QUAN),
    "co_quan_duong_ke": line_there(Part.CO_QUAN),
    "co_quan_duong_ke_dai": line_long(Part.CO_QUAN, A_SHARE, RULE_SHARE_OURS, THIRD_TO_HALF),
    "co_quan_duong_ke_giua": line_centred(Part.CO_QUAN),
}
