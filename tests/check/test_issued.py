"""Số, ký hiệu; địa danh and date: each fault by its rule alone, room to fill by none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.check.by_hand import font
from tests.check.whole_paper import (
    BELOW,
    LEFT_MIDDLE,
    at,
    head,
    hits,
    letter,
    mixed,
    outcome,
    paper,
    spoilt,
    wrong,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Bit, Found, Part
from vanban.repairs import Letters, Look

BOLD = {"bold": True}


def so(text: str | None = None, loai: str = "Quyết định", **change: object) -> Found:
    return paper(spoilt(head(), "so", text, **change), loai)  # type: ignore[arg-type]


def ngay(text: str | None = None, **change: object) -> Found:
    return paper(spoilt(head(), "ngay", text, **change))  # type: ignore[arg-type]


def cong_van(text: str) -> Found:
    return paper(spoilt(letter(), "so", text), "Công văn")


def without(name: str, loai: str = "Quyết định") -> Found:
    parts = head()
    del parts[name]
    return paper(parts, loai)


def without_date() -> Found:
    parts = spoilt(head(), "so", "Số: 15/BB-SNV")
    del parts["ngay"]
    return paper(parts, "Biên bản")


WRONG: dict[str, list[Callable[[], Found]]] = {
    "so_thieu": [lambda: without("so")],
    "so_chu": [lambda: so("SỐ: 15/QĐ-SNV"), lambda: so("số: 15/QĐ-SNV")],
    "so_dau_hai_cham": [lambda: so("Số 15/QĐ-SNV"), lambda: so("Số      /QĐ-SNV")],
    "so_chu_so": [lambda: so("Số: XV/QĐ-SNV"), lambda: so("Số: iv/QĐ-SNV")],
    "so_them_khong": [lambda: so("Số: 5/QĐ-SNV")],
    "so_cach_chu": [
        lambda: so("Số: 15 /QĐ-SNV"),
        lambda: so("Số: 15/ QĐ-SNV"),
        lambda: so("Số: 15/QĐ - SNV"),
        lambda: so("Số: 15/QĐ- SNV"),
    ],
    "so_co_chu": [lambda: so(size=14.0), lambda: so(size=12.0), lambda: so(size=13.5)],
    "so_kieu_chu": [lambda: so(bold=True), lambda: so(italic=True)],
    "ky_hieu_gach_noi": [
        lambda: so("Số: 15/QĐ–SNV"),
        lambda: so("Số: 15/QĐ/SNV"),
        lambda: so("Số: 15/QĐ_SNV"),
    ],
    "ky_hieu_in_hoa": [
        lambda: so("Số: 15/Qđ-SNV"),
        lambda: so("Số: 15/QĐ-snv"),
        lambda: so("Số: 15/tTr-SNV", "Tờ trình"),
    ],
    "ky_hieu_loai": [
        lambda: so("Số: 15/KH-SNV"),
        lambda: so("Số: 15/TT-SNV", "Tờ trình"),
        lambda: so("Số: 15/SNV-VP"),
    ],
    "ky_hieu_cong_van": [lambda: cong_van("Số: 15/CV-SNV")],
    "ngay_thieu": [lambda: without("ngay")],
    "ngay_day_du": [
        lambda: ngay("Hòa Bình, 05/3/2026"),
        lambda: ngay("Hòa Bình, ngày 05/3/2026"),
        lambda: ngay("Hòa Bình, ngày 05 tháng 3 năm 26"),
    ],
    "ngay_them_khong": [
        lambda: ngay("Hòa Bình, ngày 5 tháng 3 năm 2026"),
        lambda: ngay("Hòa Bình, ngày 15 tháng 1 năm 2026"),
        lambda: ngay("Hòa Bình, ngày    tháng 2 năm 2026"),
    ],
    "thang_thua_khong": [
        lambda: ngay("Hòa Bình, ngày 05 tháng 03 năm 2026"),
        lambda: ngay("Hòa Bình, ngày     tháng 07 năm 2026"),
    ],
    "ngay_co_chu": [lambda: ngay(size=12.0), lambda: ngay(size=15.0)],
    "ngay_kieu_chu": [lambda: ngay(italic=False), lambda: ngay(bold=True)],
    "ngay_cung_dong": [lambda: ngay(down=6), lambda: so(down=-5)],
    "ngay_vi_tri": [lambda: ngay(across=12), lambda: ngay(across=-12)],
    "so_vi_tri": [lambda: so(across=-12)],
    "dia_danh_dau_phay": [
        lambda: ngay("Hòa Bình ngày 05 tháng 3 năm 2026"),
        lambda: ngay("Hòa Bình; ngày 05 tháng 3 năm 2026"),
    ],
    "dia_danh_viet_hoa": [
        lambda: ngay("Hòa bình, ngày 05 tháng 3 năm 2026"),
        lambda: ngay("thành phố Hồ Chí Minh, ngày 05 tháng 3 năm 2026"),
    ],
    "dia_danh_in_thuong": [
        lambda: ngay("HÒA BÌNH, ngày 05 tháng 3 năm 2026"),
        lambda: ngay("Hòa Bình, Ngày 05 Tháng 3 Năm 2026"),
    ],
}

RIGHT: dict[str, Callable[[], Found]] = {
    "room for the number": lambda: so("Số:         /QĐ-SNV"),
    "dots for the number": lambda: so("Số: ……/QĐ-SNV"),
    "points for the number": lambda: so("Số: ......./QĐ-SNV"),
    "underscores for the number": lambda: so("Số: ____/QĐ-SNV"),
    "a number of two digits": lambda: so("Số: 05/QĐ-SNV"),
    "a blank before the colon": lambda: so("Số : 15/QĐ-SNV"),
    "no blank after the colon": lambda: so("Số:15/QĐ-SNV"),
    "the small letter of PL III": lambda: so("Số: 15/TTr-SNV", "Tờ trình"),
    "a type in capitals only": lambda: so("Số: 15/TTR-SNV", "Tờ trình"),
    "chức danh": lambda: so("Số: 15/QĐ-TTg"),
    "abbreviations with small letters": lambda: so("Số: 15/QĐ-SNgV"),
    "three groups": lambda: so("Số: 15/QĐ-SNV-VP"),
    "a number with its year": lambda: so("Số: 15/2026/QĐ-UBND"),
    "the abbreviation of the office": lambda: cong_van("Số: 15/UBND-VX"),
    "an office whose letters begin like a type": lambda: cong_van("Số: 15/CT-TTHT"),
    "one group": lambda: cong_van("Số: 15/SNV"),
    "room for day and month": lambda: ngay("Hòa Bình, ngày     tháng     năm 2026"),
    "dots for the day": lambda: ngay("Hòa Bình, ngày … tháng … năm 2026"),
    "room for the day": lambda: ngay("Hòa Bình, ngày      tháng 11 năm 2026"),
    "nothing filled": lambda: ngay("………, ngày …… tháng …… năm ……"),
    "month 10": lambda: ngay("Hòa Bình, ngày 10 tháng 10 năm 2026"),
    "month 01": lambda: ngay("Hòa Bình, ngày 01 tháng 01 năm 2026"),
    "a long place": lambda: ngay("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2026"),
    "a place short": lambda: ngay("TP. Hồ Chí Minh, ngày 29 tháng 6 năm 2026"),
    "a place shorter": lambda: ngay("TP.HCM, ngày 29 tháng 6 năm 2026"),
    "a place with a number": lambda: ngay("Quận 1, ngày 29 tháng 6 năm 2026"),
    "a place of other peoples": lambda: ngay("Ea H'Leo, ngày 29 tháng 6 năm 2026"),
    "a place of two names": lambda: ngay("Bà Rịa - Vũng Tàu, ngày 29 tháng 6 năm 2026"),
    "no biên bản has a date": without_date,
    "half a line apart": lambda: ngay(down=3),
    "a little aside": lambda: so(across=6),
}


@pytest.mark.parametrize(
    ("text", "id_", "repair"),
    [
        ("Số: 5/QĐ-SNV", "so_them_khong", Letters(5, 4, 4, "0")),
        ("Số 15/QĐ-SNV", "so_dau_hai_cham", Letters(5, 2, 2, ":")),
        ("SỐ: 15/QĐ-SNV", "so_chu", Letters(5, 0, 2, "Số")),
        ("Số: 15 /QĐ-SNV", "so_cach_chu", Letters(5, 6, 14, "/QĐ-SNV")),
        ("Số: 15/QĐ - SNV", "so_cach_chu", Letters(5, 7, 15, "QĐ-SNV")),
        ("Số: 15/QĐ–SNV", "ky_hieu_gach_noi", Letters(5, 7, 13, "QĐ-SNV")),
    ],
)
def test_what_is_put_into_the_number(text: str, id_: str, repair: Letters) -> None:
    (hit,) = hits(so(text), id_)
    assert hit.repair == (repair,)


@pytest.mark.parametrize(
    ("text", "id_", "repair"),
    [
        ("Huế, ngày 5 tháng 3 năm 2026", "ngay_them_khong", Letters(6, 10, 11, "05")),
        ("Huế, ngày 15 tháng 07 năm 2026", "thang_thua_khong", Letters(6, 19, 21, "7")),
        ("Huế ngày 15 tháng 7 năm 2026", "dia_danh_dau_phay", Letters(6, 3, 4, ", ")),
        ("Bắc ninh, ngày 15 tháng 7 năm 2026", "dia_danh_viet_hoa", Letters(6, 0, 8, "Bắc Ninh")),
    ],
)
def test_what_is_put_into_the_date(text: str, id_: str, repair: Letters) -> None:
    (hit,) = hits(ngay(text), id_)
    assert hit.repair == (repair,)


def test_what_cannot_be_read_is_not_passed() -> None:
    made = so("Số hiệu mười lăm")
    assert outcome(made, "so_dau_hai_cham") is Outcome.KHONG_DANH_GIA_DUOC
    assert outcome(ngay("Hòa Bình, tháng 3"), "dia_danh_dau_phay") is Outcome.KHONG_DANH_GIA_DUOC


def test_room_for_the_sign_leaves_its_rule_open() -> None:
    assert outcome(so("Số:      /…"), "ky_hieu_loai") is Outcome.KHONG_DANH_GIA_DUOC
    assert wrong(so("Số:      /…")) == []


def test_room_in_another_size_is_not_seen() -> None:
    parts = mixed(head(), "so", ("Số:", font(13)), ("       ", font(14)), ("/QĐ-SNV", font(13)))
    assert wrong(paper(parts)) == []


def test_a_stray_sign_is_told() -> None:
    parts = mixed(head(), "so", ("Số: ", font(13)), ("15", font(14)), ("/QĐ-SNV", font(13)))
    (hit,) = hits(paper(parts), "so_co_chu")
    assert hit.is_ == "14 ở “15”"
    assert hit.repair == (Look(5, 4, 6, size=13.0),)


def test_number_and_date_on_one_line_of_one_paragraph() -> None:
    """Parted by a tab, as without a table: one line, each part with its own size."""
    parts = head()
    del parts["so"], parts["ngay"]
    text = "Số: 15/QĐ-SNV\tHòa Bình, ngày 05 tháng 3 năm 2026"
    spans = [(text[:14], font(13)), (text[14:], font(14, italic=True))]
    _, piece = at(Part.SO_KY_HIEU, spans, font(13), (110, 40, 140))
    parts["dòng"] = (Part.SO_KY_HIEU, piece)
    made = paper(parts)
    one = made.parts[Part.SO_KY_HIEU][0].piece
    held = {
        **made.parts,
        Part.SO_KY_HIEU: (Bit(one, 0, 14),),
        Part.DIA_DANH: (Bit(one, 14, len(text)),),
    }
    made = replace(made, parts=held)
    assert wrong(made) == []
    assert outcome(made, "ngay_cung_dong") is Outcome.DAT
    assert outcome(made, "so_vi_tri") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_number_below_a_name_of_two_lines() -> None:
    parts = head()
    second = at(Part.CO_QUAN, "PHÒNG NỘI VỤ", font(13, **BOLD), (LEFT_MIDDLE, 35, 34))
    assert wrong(paper({**parts, "co_quan_2": second}, below=BELOW)) == []
