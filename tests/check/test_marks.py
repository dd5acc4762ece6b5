"""Marks and small print: each fault by its rule alone, near misses by none."""

from __future__ import annotations

from collections.abc import Callable

from tests.check.by_hand import font
from tests.check.whole_paper import BELOW, at, head, outcome, paper, rule
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Part

BOLD = {"bold": True}


def with_(part: Part, text: str, size: float, page: int = 0, **look: object) -> Found:
    made = at(part, text, font(size, **look), (40, 270, 60), page=page)
    return paper({**head(), "thêm": made}, sheets=page + 1)


def address(length: float) -> Found:
    """A công văn with its address at the foot, below a line."""
    made = at(Part.LIEN_HE, "ĐT: 0225 3 842 614", font(11), (60, 275, 60))
    prose = at(Part.NOI_DUNG, "Nội dung " * 10, font(14), (110, 100, 160))
    strokes = (*BELOW.values(), rule(length, 110, 268))
    return paper({**head(), "lời": prose, "thêm": made}, strokes=strokes)


WRONG: dict[str, list[Callable[[], Found]]] = {
    "do_khan_chu": [lambda: with_(Part.DO_KHAN, "RẤT KHẨN", 13, **BOLD)],
    "do_khan_in_hoa": [lambda: with_(Part.DO_KHAN, "Hỏa tốc", 13, **BOLD)],
    "do_khan_co_chu": [lambda: with_(Part.DO_KHAN, "KHẨN", 12, **BOLD)],
    "do_khan_kieu_chu": [lambda: with_(Part.DO_KHAN, "KHẨN", 13)],
    "do_mat_chu": [lambda: with_(Part.DO_MAT, "BÍ MẬT", 13, **BOLD)],
    "do_mat_in_hoa": [lambda: with_(Part.DO_MAT, "Mật", 13, **BOLD)],
    "luu_hanh_in_hoa": [lambda: with_(Part.LUU_HANH, "Lưu hành nội bộ", 13, **BOLD)],
    "luu_hanh_co_chu": [lambda: with_(Part.LUU_HANH, "LƯU HÀNH NỘI BỘ", 15, **BOLD)],
    "luu_hanh_kieu_chu": [lambda: with_(Part.LUU_HANH, "LƯU HÀNH NỘI BỘ", 13, italic=True)],
    "soan_thao_co_chu": [lambda: with_(Part.SOAN_THAO, "PL.(300)", 13)],
    "soan_thao_kieu_chu": [lambda: with_(Part.SOAN_THAO, "PL.(300)", 11, italic=True)],
    "lien_he_co_chu": [lambda: with_(Part.LIEN_HE, "ĐT: 0225 3 842 614", 13)],
    "lien_he_kieu_chu": [lambda: with_(Part.LIEN_HE, "ĐT: 0225 3 842 614", 11, italic=True)],
    "lien_he_trang": [lambda: with_(Part.LIEN_HE, "ĐT: 0225 3 842 614", 11, page=1)],
    "lien_he_duong_ke": [lambda: address(60)],
}

RIGHT: dict[str, Callable[[], Found]] = {
    "hỏa tốc": lambda: with_(Part.DO_KHAN, "HỎA TỐC", 14, **BOLD),
    "hoả tốc": lambda: with_(Part.DO_KHAN, "HOẢ TỐC", 13, **BOLD),
    "thượng khẩn in red": lambda: with_(Part.DO_KHAN, "THƯỢNG KHẨN", 13, colour="#ff0000", **BOLD),
    "tối mật": lambda: with_(Part.DO_MAT, "TỐI MẬT", 13, **BOLD),
    "xem xong trả lại": lambda: with_(Part.LUU_HANH, "XEM XONG TRẢ LẠI", 13, **BOLD),
    "PL.(300)": lambda: with_(Part.SOAN_THAO, "PL.(300)", 11),
    "12 pt": lambda: with_(Part.LIEN_HE, "ĐT: 0225 3 842 614", 12),
    "a line from margin to margin": lambda: address(160),
}


def test_without_a_line_its_rule_is_open() -> None:
    made = with_(Part.LIEN_HE, "ĐT: 0225 3 842 614", 11)
    assert outcome(made, "lien_he_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC
