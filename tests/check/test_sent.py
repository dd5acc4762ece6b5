"""Kính gửi: each fault by its rule alone, near misses by none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tests.check.by_hand import font
from tests.check.whole_paper import (
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
from vanban.check.parts import Found, Part
from vanban.laid import At
from vanban.repairs import Letters

LOOK = font(14)


def one(text: str | None = None, **change: object) -> Found:
    return paper(spoilt(letter(), "kinh_gui", text, **change), "Công văn")  # type: ignore[arg-type]


def many(*names: str, lefts: tuple[float, ...] = (), first: str = "Kính gửi:") -> Found:
    """A công văn to several offices, each on a line of its own."""
    parts = letter()
    part, _ = parts["kinh_gui"]
    parts["kinh_gui"] = at(part, first, LOOK, (70, 60, 24))
    for nth, name in enumerate(names):
        left = lefts[nth] if lefts else 82.0
        place = (left + 25, 67.0 + 7 * nth, 50)
        parts[f"nơi {nth}"] = at(part, name, LOOK, place)
    return paper(parts, "Công văn")


def named(loai: str, sign: str) -> Found:
    """A paper with a tên loại that is addressed."""
    parts = spoilt(head(), "so", f"Số: 15/{sign}-SNV")
    return paper({**parts, "kinh_gui": letter()["kinh_gui"]}, loai)


def unsent() -> Found:
    parts = letter()
    del parts["kinh_gui"]
    return paper(parts, "Công văn")


def in_cells() -> Found:
    """ "Kính gửi:" in one cell, the only receiver in the next."""
    parts = letter()
    part, _ = parts["kinh_gui"]
    parts["kinh_gui"] = at(part, "Kính gửi:", LOOK, (70, 60, 24), at=At(1, 0, 0))
    parts["nơi"] = at(part, "Bộ Nội vụ", LOOK, (110, 60, 24), at=At(1, 0, 1))
    return paper(parts, "Công văn")


WRONG: dict[str, list[Callable[[], Found]]] = {
    "kinh_gui_loai": [
        lambda: named("Kế hoạch", "KH"),
        lambda: named("Quyết định", "QĐ"),
        lambda: named("Thông báo", "TB"),
    ],
    "kinh_gui_thieu": [unsent],
    "kinh_gui_dau_hai_cham": [lambda: one("Kính gửi Bộ Nội vụ")],
    "kinh_gui_co_chu": [lambda: one(size=12.0), lambda: one(size=15.0)],
    "kinh_gui_kieu_chu": [lambda: one(italic=True)],
    "kinh_gui_khong_dam": [lambda: one(bold=True)],
    "kinh_gui_mot_dong": [lambda: many("Bộ Nội vụ")],
    "kinh_gui_gach_dau_dong": [
        lambda: many("Bộ Nội vụ;", "Bộ Tài chính."),
        lambda: many("Bộ Nội vụ;", "- Bộ Tài chính."),
    ],
    "kinh_gui_dau_cau": [
        lambda: many("- Bộ Nội vụ", "- Bộ Tài chính."),
        lambda: many("- Bộ Nội vụ;", "- Bộ Tài chính"),
        lambda: many("- Bộ Nội vụ;", "- Bộ Tài chính;"),
        lambda: many("- Bộ Nội vụ,", "- Bộ Tài chính."),
        lambda: many("- Bộ Nội vụ.", "- Bộ Tài chính."),
    ],
    "kinh_gui_thang_hang": [
        lambda: many("- Bộ Nội vụ;", "- Bộ Tài chính.", lefts=(82, 90)),
    ],
}

RIGHT: dict[str, Callable[[], Found]] = {
    "one": one,
    "one with a full stop": lambda: one("Kính gửi: Bộ Nội vụ."),
    "a blank before the colon": lambda: one("Kính gửi : Bộ Nội vụ"),
    "two": lambda: many("- Bộ Nội vụ;", "- Bộ Tài chính."),
    "the first behind the colon": lambda: many("- Bộ Tài chính.", first="Kính gửi:\t- Bộ Nội vụ;"),
    "a name of two lines": lambda: many(
        "- Ủy ban nhân dân các xã, phường,", "đặc khu;", "- Bộ Tài chính."
    ),
    "one of two lines": lambda: many("thành phố Hải Phòng", first="Kính gửi: Ủy ban nhân dân"),
    "dashes of another length": lambda: many("– Bộ Nội vụ;", "– Bộ Tài chính."),
    "not quite aligned": lambda: many("- Bộ Nội vụ;", "- Bộ Tài chính.", lefts=(82, 84)),
    "a tờ trình": lambda: named("Tờ trình", "TTr"),
    "a báo cáo": lambda: named("Báo cáo", "BC"),
    "a phiếu": lambda: named("Phiếu chuyển", "PC"),
    "cells": in_cells,
}


def test_lines_within_one_paragraph_are_names_too() -> None:
    text = "Kính gửi:\n- Bộ Nội vụ;\n- Bộ Tài chính"
    (hit,) = hits(one(text), "kinh_gui_dau_cau")
    assert hit.should == "dấu “.” ở cuối"
    assert hit.repair == (Letters(8, len(text), len(text), "."),)


def test_the_sign_at_the_end_is_replaced() -> None:
    (hit,) = hits(many("- Bộ Nội vụ,", "- Bộ Tài chính."), "kinh_gui_dau_cau")
    assert hit.repair == (Letters(9, 11, 12, ";"),)


def test_tones_apart_change_nothing() -> None:
    parts = letter()
    text = unicodedata.normalize("NFD", parts["kinh_gui"][1].text)
    assert wrong(one(text)) == []
    text = unicodedata.normalize("NFD", "Kính gửi Bộ Nội vụ")
    (hit,) = hits(one(text), "kinh_gui_dau_hai_cham")
    assert hit.repair == (), "places in the file are not those of the words"


def test_a_dash_is_put_before_a_name() -> None:
    first, second = hits(many("Bộ Nội vụ;", "Bộ Tài chính."), "kinh_gui_gach_dau_dong")
    assert (first.should, second.should) == ("- Bộ Nội vụ;", "- Bộ Tài chính.")
    assert first.repair == (Letters(9, 0, 0, "- "),)


def test_one_word_in_bold_is_told() -> None:
    parts = mixed(letter(), "kinh_gui", ("Kính gửi:", font(14, bold=True)), (" Bộ Nội vụ", LOOK))
    (hit,) = hits(paper(parts, "Công văn"), "kinh_gui_khong_dam")
    assert hit.is_ == "đậm ở “Kính gửi:”"


def test_a_type_that_is_not_known_leaves_the_rule_open() -> None:
    made = paper({**head(), "kinh_gui": letter()["kinh_gui"]}, "")
    assert outcome(made, "kinh_gui_loai") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_part_that_is_not_there_is_judged_by_none() -> None:
    made = paper(head())
    assert Part.KINH_GUI not in made.parts
    assert outcome(made, "kinh_gui_dau_cau") is Outcome.KHONG_AP_DUNG
