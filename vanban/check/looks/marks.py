"""Marks and small print: Phụ lục I, Phần I, Mục III.2 to III.4 (ô 10, 11, 12, 13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, Unknown, at
from vanban.check.faults import bits, capitals_of, face_of, quoted, size_of
from vanban.check.parts import Found, Part
from vanban.check.standing import lines
from vanban.decree30 import CO_LIEN_HE, CO_TEN_LOAI
from vanban.vietnamese.text import spelling_key

_CO_DAU: Final = CO_TEN_LOAI  # 13 to 14, III.2.b and III.2.c
_CO_SOAN_THAO: Final = 11.0  # III.3
_KHAN: Final = tuple(map(spelling_key, ("Hỏa tốc", "Thượng khẩn", "Khẩn", "Hỏa tốc hẹn giờ")))
_MAT: Final = tuple(map(spelling_key, ("Tuyệt mật", "Tối mật", "Mật")))
_ABOVE_MM: Final = 8.0
_WHOLE: Final = 0.9


def _one_of(part: Part, right: tuple[str, ...], should: str) -> Look:
    def rule(found: Found) -> Iterator[Hit]:
        for bit in bits(found, part):
            if spelling_key(bit.text) not in right:
                yield Hit(quoted(bit.text), should, **at(bit))

    return rule


def lien_he_trang(found: Found) -> Iterator[Hit]:
    """Address and telephone stand on the first page (III.4)."""
    first = lines(found, Part.LIEN_HE)[0]
    if first.box.page:
        bit = bits(found, Part.LIEN_HE)[0]
        yield Hit(f"ở trang {first.box.page + 1}", "ở trang thứ nhất", **at(bit))


def lien_he_duong_ke(found: Found) -> Iterator[Hit]:
    """A line as wide as the text stands above them (III.4)."""
    top = lines(found, Part.LIEN_HE)[0].box
    above = [
        stroke.box.width
        for stroke in found.laid.strokes
        if stroke.level
        and stroke.box.page == top.page
        and -2 <= top.top - stroke.box.bottom <= _ABOVE_MM
    ]
    if not above:
        raise Unknown("Không thấy đường kẻ nào ngay phía trên.")
    body = [line.box for piece in found.laid.pieces for line in piece.lines]
    here = [box for box in body if box.page == top.page]
    width = max(box.right for box in here) - min(box.left for box in here)
    if max(above) < _WHOLE * width:
        bit = bits(found, Part.LIEN_HE)[0]
        should = f"hết chiều ngang, khoảng {width:.0f} mm"
        yield Hit(f"{letters.told(max(above))} mm", should, **at(bit))


LOOKS: Final[Mapping[str, Look]] = {
    "do_khan_chu": _one_of(Part.DO_KHAN, _KHAN, "HỎA TỐC, THƯỢNG KHẨN hoặc KHẨN"),
    "do_khan_in_hoa": capitals_of(Part.DO_KHAN),
    "do_khan_co_chu": size_of(Part.DO_KHAN, _CO_DAU),
    "do_khan_kieu_chu": face_of(Part.DO_KHAN, bold=True, italic=False),
    "do_mat_chu": _one_of(Part.DO_MAT, _MAT, "TUYỆT MẬT, TỐI MẬT hoặc MẬT"),
    "do_mat_in_hoa": capitals_of(Part.DO_MAT),
    "luu_hanh_in_hoa": capitals_of(Part.LUU_HANH),
    "luu_hanh_co_chu": size_of(Part.LUU_HANH, _CO_DAU),
    "luu_hanh_kieu_chu": face_of(Part.LUU_HANH, bold=True, italic=False),
    "soan_thao_co_chu": size_of(Part.SOAN_THAO, _CO_SOAN_THAO),
    "soan_thao_kieu_chu": face_of(Part.SOAN_THAO, bold=False, italic=False),
    "lien_he_co_chu": size_of(Part.LIEN_HE, CO_LIEN_HE),
    "lien_he_kieu_chu": face_of(Part.LIEN_HE, italic=False),
    "lien_he_trang": lien_he_trang,
    "lien_he_duong_ke": lien_he_duong_ke,
}
