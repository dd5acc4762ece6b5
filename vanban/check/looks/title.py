"""Tên loại and trích yếu: Phụ lục I, Phần I, Mục II.5 (ô 5a, 5b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, capitals_of, face_of, printed, quoted, rewrite, size_of
from vanban.check.looks.head import A_SHARE, THIRD_TO_HALF
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import (
    centred,
    line_centred,
    line_long,
    line_there,
    lines,
    page_middles,
    under,
)
from vanban.decree30 import (
    CO_TEN_LOAI,
    CO_TRICH_YEU_CONG_VAN,
    RULE_SHARE_OURS,
    V_V_SPACE_PT,
)
from vanban.laid import MM

# Types whose samples in PL III all have a trích yếu below the tên loại.
_WITH_TRICH_YEU: Final = frozenset(
    (
        "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông báo", "Hướng dẫn",
        "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Tờ trình",
    )
)  # fmt: skip
# What follows the trích yếu, so that nothing stands between the tên loại and these.
_NEXT: Final = (Part.THAM_QUYEN, Part.CAN_CU, Part.KINH_GUI)
_SHOUTED: Final = 0.7
_AS_LINE: Final = 8
_SOME_SPACE_PT: Final = 2.0


def _own(found: Found) -> tuple[Bit, ...]:
    """The trích yếu without the notes in brackets that some offices put below it.

    What ends with a colon, or is a list, is the beginning of the text.
    """
    there = bits(found, Part.TRICH_YEU)
    own = tuple(takewhile(lambda bit: not re.search(r":\s*$|^\s*[-+]\s", bit.text), there))
    if not own:
        raise NotApplicable
    kept = tuple(bit for bit in own if not re.fullmatch(r"\s*\(.*\)\s*", bit.text, re.S))
    return kept or own


def _of_own(look: Look) -> Look:
    """The rule, asked of the trích yếu alone."""

    def rule(found: Found) -> Iterator[Hit]:
        yield from look(replace(found, parts={**found.parts, Part.TRICH_YEU: _own(found)}))

    return rule


def trich_yeu_thieu(found: Found) -> Iterator[Hit]:
    """Below the tên loại stands what the document is about (II.5.a)."""
    there = bits(found, Part.TEN_LOAI)
    if found.loai not in _WITH_TRICH_YEU:
        raise NotApplicable
    if Part.TRICH_YEU in found.parts:
        return
    following = {bit.piece.number for part in _NEXT for bit in found.parts.get(part, ())}
    last = there[-1].piece.number
    between = [p for p in found.laid.pieces if p.number > last and p.text.strip()]
    sure = found.laid.source == "docx"  # a PDF tells lines, not paragraphs
    if not sure or not between or between[0].number not in following:
        raise Unknown("Không chắc dòng nào là trích yếu.")
    yield Hit("không có", "trích yếu nội dung", **at(there[-1]))


def trich_yeu_in_thuong(found: Found) -> Iterator[Hit]:
    """It is in small letters (II.5.b)."""
    own = _own(found)
    if all(_shouted(printed(bit)) for bit in own):
        text = " ".join(printed(bit) for bit in own)
        yield Hit(quoted(text), "chữ in thường", **at(own[0]))


def _shouted(text: str) -> bool:
    """Whether a line is in capitals: UBND and the like stand in every trích yếu."""
    every = [c for c in text if c.isalpha()]
    return len(every) >= _AS_LINE and sum(c.isupper() for c in every) > _SHOUTED * len(every)


def trich_yeu_duong_ke(found: Found) -> Iterator[Hit]:
    """A line is printed below it; the samples of biên bản and phiếu have none (II.5.b, PL III)."""
    if found.loai not in _WITH_TRICH_YEU:
        raise NotApplicable
    yield from _of_own(line_there(Part.TRICH_YEU))(found)


def v_v_chu(found: Found) -> Iterator[Hit]:
    """The trích yếu of a công văn begins with "V/v" (II.5.b)."""
    bit = bits(found, Part.TRICH_YEU_CV)[0]
    text = bit.text.lstrip()
    if not re.match(r"V/v\s", text):
        first = re.match(r"(v\s*/\s*v|v/v|về việc)\s*:?\s*", text, re.I)
        start = len(bit.text) - len(text)
        repair = rewrite(bit, start, start + first.end(), "V/v ") if first else ()
        yield Hit(quoted(text[: first.end()] if first else text), "V/v", **at(bit), repair=repair)


def v_v_in_thuong(found: Found) -> Iterator[Hit]:
    """It is in small letters (II.5.b)."""
    there = bits(found, Part.TRICH_YEU_CV)
    text = " ".join(printed(bit) for bit in there)
    if _shouted(text):
        yield Hit(quoted(text), "chữ in thường", **at(there[0]))


def v_v_cach(found: Found) -> Iterator[Hit]:
    """6 pt lie between it and the ký hiệu (II.5.b). Blank lines and rows of tables will do too."""
    bit = bits(found, Part.TRICH_YEU_CV)[0]
    above = bits(found, Part.SO_KY_HIEU)[-1]
    one, other = above.piece, bit.piece
    if (
        one.shape is None
        or other.shape is None
        or (one.at, one.number + 1) != (other.at, other.number)
    ):
        raise Unknown("Không đọc được khoảng cách giữa hai dòng.")
    base, first = lines(found, Part.SO_KY_HIEU)[-1].base, lines(found, Part.TRICH_YEU_CV)[0].base
    printed = (first - base) / MM - letters.size(bit) * 1.15
    space = one.shape.after + other.shape.before
    if max(space, printed) < V_V_SPACE_PT - _SOME_SPACE_PT:
        repair = letters.setting(other, before=V_V_SPACE_PT)
        should = f"{letters.told(V_V_SPACE_PT)} pt"
        yield Hit(f"{letters.told(max(space, 0))} pt", should, **at(bit), repair=repair)


LOOKS: Final[Mapping[str, Look]] = {
    "ten_loai_in_hoa": capitals_of(Part.TEN_LOAI),
    "ten_loai_co_chu": size_of(Part.TEN_LOAI, CO_TEN_LOAI),
    "ten_loai_kieu_chu": face_of(Part.TEN_LOAI, bold=True, italic=False),
    "ten_loai_vi_tri": centred(Part.TEN_LOAI, page_middles, "canh giữa theo chiều ngang trang"),
    "trich_yeu_thieu": trich_yeu_thieu,
    "trich_yeu_in_thuong": trich_yeu_in_thuong,
    "trich_yeu_co_chu": _of_own(size_of(Part.TRICH_YEU, CO_TEN_LOAI)),
    "trich_yeu_kieu_chu": _of_own(face_of(Part.TRICH_YEU, bold=True, italic=False)),
    "trich_yeu_vi_tri": _of_own(
        centred(Part.TRICH_YEU, page_middles, "canh giữa theo chiều ngang trang")
    ),
    "trich_yeu_duong_ke": trich_yeu_duong_ke,
    "trich_yeu_duong_ke_dai": _of_own(
        line_long(Part.TRICH_YEU, A_SHARE, RULE_SHARE_OURS, THIRD_TO_HALF)
    ),
    "trich_yeu_duong_ke_giua": _of_own(line_centred(Part.TRICH_YEU)),
    "v_v_chu": v_v_chu,
    "v_v_in_thuong": v_v_in_thuong,
    "v_v_co_chu": size_of(Part.TRICH_YEU_CV, CO_TRICH_YEU_CONG_VAN),
    "v_v_kieu_chu": face_of(Part.TRICH_YEU_CV, bold=False, italic=False),
    "v_v_vi_tri": centred(
        Part.TRICH_YEU_CV, under(Part.SO_KY_HIEU), "canh giữa dưới số và ký hiệu", 8.0
    ),
    "v_v_cach": v_v_cach,
}
