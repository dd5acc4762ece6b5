"""Bản sao, on paper and digital."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.check.by_hand import (
    CENTRED,
    bit,
    by_rule,
    findings,
    font,
    found,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.looks.copies import LOOKS
from vanban.check.parts import Family, Found, Part
from vanban.laid import Box, Piece, Stroke

BOLD, BOLD_13, TEN = font(14, bold=True), font(13, bold=True), font(10)
ACROSS = Stroke(Box(0, 30.0, 195.0, 190.0, 195.2), 0.5)
SHOWN = "SAO Y; Văn phòng Sở Nội vụ; 05/03/2026; 14:20:43 +07:00"
# As mẫu 3.1 has them: what each says, its look, from where to where it stands, how far down.
NAMES: Mapping[str, tuple[Part, str, Any, tuple[float, float], float]] = {
    "co_quan": (Part.SAO_CO_QUAN, "VĂN PHÒNG", BOLD_13, (40, 90), 200),
    "hinh_thuc": (Part.HINH_THUC_SAO, "SAO Y", BOLD, (120, 160), 200),
    "so": (Part.SAO_SO, "Số: 12/SY-VP", font(13), (45, 85), 207),
    "ngay": (
        Part.SAO_NGAY,
        "Hà Giang, ngày 06 tháng 3 năm 2026",
        font(14, italic=True),
        (105, 185),
        207,
    ),
    "noi_nhan": (Part.SAO_NOI_NHAN, "Nơi nhận:", font(12, bold=True, italic=True), (30, 50), 220),
    "danh_sach": (Part.SAO_NOI_NHAN_DS, "- Lưu: VT.", font(11), (30, 50), 226),
    "chuc_vu": (Part.SAO_QUYEN_HAN, "CHÁNH VĂN PHÒNG", BOLD, (115, 165), 220),
    "ho_ten": (Part.SAO_HO_TEN, "Lê Thị Mai", BOLD, (125, 155), 245),
}


def copy(change: Mapping[str, Any] | None = None, line: Stroke | None = ACROSS) -> Found:
    """A copy on paper. change: what a part says instead, or how it looks; None takes it away."""
    parts: dict[Part, list[Piece]] = {}
    for number, (name, (part, words, look, edges, top)) in enumerate(NAMES.items()):
        new = (change or {}).get(name, {})
        if new is None:
            continue
        told, seen = (new, look) if isinstance(new, str) else (words, new or look)
        made = piece(told, seen, shape=CENTRED, lines=[edges], top=top, number=number)
        parts.setdefault(part, []).append(made)
    made_of = found(parts, family=Family.BAN_SAO)
    return replace(made_of, laid=replace(made_of.laid, strokes=(line,) if line else ()))


def digital(
    text: str = SHOWN,
    look: Any = TEN,
    edges: tuple[float, float] = (115.0, 190.0),
    page: int = 0,
    top: float = 12.0,
) -> Found:
    """A copy that a signature says is one."""
    shown = piece(text, look, lines=[edges], page=page, top=top)
    return found({Part.SAO_DIEN_TU: [shown]}, family=Family.BAN_SAO, sheets=2)


CHANGED: tuple[tuple[str, Any, str], ...] = (
    ("hinh_thuc", "SAO Y BẢN CHÍNH", "sao_hinh_thuc"),
    ("hinh_thuc", "Sao y", "sao_in_hoa"),
    ("hinh_thuc", font(12, bold=True), "sao_co_chu"),
    ("hinh_thuc", font(14), "sao_kieu_chu"),
    ("so", "Số: 12/SL-VP", "sao_ky_hieu"),
    ("hinh_thuc", "TRÍCH SAO", "sao_ky_hieu"),
    ("so", "Số: 5/SY-VP", "sao_so"),
    ("noi_nhan", None, "sao_thanh_phan"),
    ("chuc_vu", None, "sao_thanh_phan"),
    ("co_quan", "Văn phòng", "sao_phan_in_hoa"),
    ("chuc_vu", "Chánh Văn phòng", "sao_phan_in_hoa"),
    ("co_quan", font(15, bold=True), "sao_phan_co_chu"),
    ("so", font(12), "sao_phan_co_chu"),
    ("ngay", font(12, italic=True), "sao_phan_co_chu"),
    ("danh_sach", font(13), "sao_phan_co_chu"),
    ("co_quan", font(13), "sao_phan_kieu_chu"),
    ("ngay", font(14), "sao_phan_kieu_chu"),
    ("ho_ten", font(14), "sao_phan_kieu_chu"),
    ("noi_nhan", font(12, italic=True), "sao_phan_kieu_chu"),
)
SHORT = replace(ACROSS, box=Box(0, 90.0, 195.0, 130.0, 195.2))
WRONG = by_rule(
    [
        *((rule, partial(copy, {name: new})) for name, new, rule in CHANGED),
        ("sao_duong_ke", partial(copy, line=None)),
        ("sao_duong_ke", partial(copy, line=SHORT)),
        ("sao_hinh_thuc", partial(digital, SHOWN.replace("SAO Y", "BẢN SAO Y"))),
        ("sao_dien_tu_co_chu", partial(digital, look=font(14))),
        ("sao_dien_tu_kieu_chu", partial(digital, look=font(10, italic=True))),
        ("sao_dien_tu_vi_tri", partial(digital, edges=(20.0, 90.0))),
        ("sao_dien_tu_vi_tri", partial(digital, page=1)),
        ("sao_dien_tu_vi_tri", partial(digital, top=250.0)),
    ]
)
RIGHT: dict[str, Callable[[], Found]] = {
    "a copy": copy,
    "sao lục": lambda: copy({"hinh_thuc": "SAO LỤC", "so": "Số: 08/SL-VP"}),
    "trích sao": lambda: copy({"hinh_thuc": "TRÍCH SAO", "so": "Số: 10/TrS-SNV"}),
    "as large as the form of the decree has the name": lambda: copy({"co_quan": BOLD}),
    "still to be filled": lambda: copy({"hinh_thuc": "……1……", "so": "Số: …/SY-VP"}),
    "a stamp, and nothing typed beside it": lambda: copy(
        dict.fromkeys(name for name in NAMES if name != "hinh_thuc")
    ),
    "digital": digital,
    "sao lục, digital": lambda: digital(SHOWN.replace("SAO Y", "SAO LỤC")),
    "digital, still to be filled": lambda: digital("…1…;…2..; ngày/tháng/năm; giờ: phút: giây 3"),
    "said at the head, and nothing of a signature": lambda: digital("SAO Y", BOLD, (30.0, 50.0)),
}


@pytest.mark.parametrize("rule", LOOKS)
def test_a_right_copy_passes(rule: str) -> None:
    made = digital() if rule.startswith("sao_dien_tu") else copy()
    assert outcome(made, rule) is Outcome.DAT


@pytest.mark.parametrize("rule", LOOKS)
def test_other_papers_are_no_copies(rule: str) -> None:
    assert outcome(found(), rule) is Outcome.KHONG_AP_DUNG
    nothing = found(family=Family.BAN_SAO)
    assert outcome(nothing, rule) is Outcome.KHONG_AP_DUNG


def test_a_copy_whose_place_is_not_known() -> None:
    form = piece("SAO Y", BOLD)
    made = found({Part.HINH_THUC_SAO: [form]}, family=Family.BAN_SAO)
    assert outcome(made, "sao_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC
    shown = found({Part.SAO_DIEN_TU: [piece(SHOWN, font(10))]}, family=Family.BAN_SAO)
    assert outcome(shown, "sao_dien_tu_vi_tri") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_sentence_names_the_part() -> None:
    told = sentence(copy({"ngay": font(14)}), "sao_phan_kieu_chu")
    assert told.startswith("Địa danh, thời gian sao đang kiểu chữ đứng")
    told = sentence(copy({"noi_nhan": None, "danh_sach": None}), "sao_thanh_phan")
    assert "không thấy từ “Nơi nhận”, danh sách nơi nhận;" in told


def test_what_was_copied_is_not_judged() -> None:
    base = copy()
    name = piece("Sở Nội vụ", font(20), number=20)
    made = replace(base, parts={**base.parts, Part.CO_QUAN: (bit(name),)})
    assert not any(findings(made, rule) for rule in ("co_quan_co_chu", "co_quan_in_hoa"))
