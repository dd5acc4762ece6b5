"""Tên loại, trích yếu, "V/v": each fault by its rule alone, near misses by none."""

from __future__ import annotations

from collections.abc import Callable

from tests.check.by_hand import font
from tests.check.whole_paper import (
    BELOW,
    PAGE_MIDDLE,
    at,
    head,
    hits,
    letter,
    outcome,
    paper,
    rule,
    spoilt,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Part
from vanban.laid import Stroke
from vanban.repairs import Letters, RuleLine, Setting
from vanban.resolved import Align, Shape


def of(name: str, text: str | None = None, **change: object) -> Found:
    return paper(spoilt(head(), name, text, **change))  # type: ignore[arg-type]


def v_v(text: str | None = None, **change: object) -> Found:
    return paper(spoilt(letter(), "v_v", text, **change), "Công văn")  # type: ignore[arg-type]


def ruled(stroke: Stroke | None, loai: str = "Quyết định") -> Found:
    below = {p: s for p, s in BELOW.items() if p is not Part.TRICH_YEU}
    return paper(head(), loai, below=below | ({Part.TRICH_YEU: stroke} if stroke else {}))


def without_trich_yeu(following: Part) -> Found:
    parts = head()
    del parts["trich_yeu"]
    parts["sau"] = at(
        following, "Căn cứ Luật Thi đua;", font(14, italic=True), (PAGE_MIDDLE, 70, 150)
    )
    return paper(parts)


def paper_moved() -> Found:
    parts = spoilt(head(), "trich_yeu", across=-25)
    return paper(parts, below={**BELOW, Part.TRICH_YEU: rule(25, PAGE_MIDDLE - 25, 61)})


def noted() -> Found:
    note = at(
        Part.TRICH_YEU, "(Từ ngày 01/01/2026)", font(14, italic=True), (PAGE_MIDDLE, 66.5, 52)
    )
    below = {**BELOW, Part.TRICH_YEU: rule(25, PAGE_MIDDLE, 66)}
    return paper({**head(), "trich_yeu_2": note}, below=below)


NO_ROOM = Shape(align=Align.CENTER)

WRONG: dict[str, list[Callable[[], Found]]] = {
    "ten_loai_in_hoa": [lambda: of("ten_loai", "Quyết định"), lambda: of("ten_loai", "QUYẾT định")],
    "ten_loai_co_chu": [lambda: of("ten_loai", size=16.0), lambda: of("ten_loai", size=12.0)],
    "ten_loai_kieu_chu": [lambda: of("ten_loai", bold=False), lambda: of("ten_loai", italic=True)],
    "ten_loai_vi_tri": [lambda: of("ten_loai", across=-40), lambda: of("ten_loai", across=20)],
    "trich_yeu_thieu": [lambda: without_trich_yeu(Part.CAN_CU)],
    "trich_yeu_in_thuong": [
        lambda: of("trich_yeu", "VỀ VIỆC KHEN THƯỞNG"),
        lambda: of("trich_yeu", caps=True),
    ],
    "trich_yeu_co_chu": [lambda: of("trich_yeu", size=12.0), lambda: of("trich_yeu", size=15.0)],
    "trich_yeu_kieu_chu": [
        lambda: of("trich_yeu", bold=False),
        lambda: of("trich_yeu", italic=True),
    ],
    "trich_yeu_vi_tri": [paper_moved],
    "trich_yeu_duong_ke": [
        lambda: ruled(None),
        lambda: ruled(rule(25, PAGE_MIDDLE, 61, solid=False)),
    ],
    "trich_yeu_duong_ke_dai": [
        lambda: ruled(rule(60, PAGE_MIDDLE, 61)),
        lambda: ruled(rule(10, PAGE_MIDDLE, 61)),
    ],
    "trich_yeu_duong_ke_giua": [lambda: ruled(rule(25, PAGE_MIDDLE + 12, 61))],
    "v_v_chu": [
        lambda: v_v("Về việc nâng bậc lương năm 2026"),
        lambda: v_v("v/v nâng bậc lương năm 2026"),
        lambda: v_v("V/v: nâng bậc lương năm 2026"),
    ],
    "v_v_in_thuong": [lambda: v_v("V/v NÂNG BẬC LƯƠNG NĂM 2026")],
    "v_v_co_chu": [lambda: v_v(size=14.0), lambda: v_v(size=11.0)],
    "v_v_kieu_chu": [lambda: v_v(bold=True), lambda: v_v(italic=True)],
    "v_v_vi_tri": [lambda: v_v(across=-13)],
    "v_v_cach": [lambda: v_v(shape=NO_ROOM, down=-2)],
}

RIGHT: dict[str, Callable[[], Found]] = {
    "a công văn": lambda: paper(letter(), "Công văn"),
    "the smaller size": lambda: of("ten_loai", size=13.0),
    "capitals by the font": lambda: of("ten_loai", "Quyết định", caps=True),
    "in the middle of the paper": lambda: of("ten_loai", across=-5),
    "abbreviations in capitals": lambda: of("trich_yeu", "Về việc họp UBND, HĐND tỉnh HB"),
    "a third": lambda: ruled(rule(20, PAGE_MIDDLE, 61)),
    "a half": lambda: ruled(rule(30, PAGE_MIDDLE, 61)),
    "not quite in the middle": lambda: ruled(rule(25, PAGE_MIDDLE - 5, 61)),
    "13 pt": lambda: v_v(size=13.0),
    "a line of air for the 6 pt": lambda: v_v(shape=NO_ROOM, down=1),
    "what follows is not known": lambda: without_trich_yeu(Part.NOI_DUNG),
    "a note in brackets": noted,
}


def test_the_minutes_of_a_meeting_need_no_line() -> None:
    assert outcome(ruled(None, "Biên bản"), "trich_yeu_duong_ke") is Outcome.KHONG_AP_DUNG


def test_the_beginning_of_the_text_is_not_what_it_is_about() -> None:
    """ "… trân trọng giới thiệu:" below the tên loại of a giấy giới thiệu."""
    said = "Sở Nội vụ trân trọng giới thiệu:"
    made = of("trich_yeu", said, bold=False)
    assert outcome(made, "trich_yeu_kieu_chu") is Outcome.KHONG_AP_DUNG


def test_where_dots_wait_for_words_their_middle_is_not_known() -> None:
    made = of("trich_yeu", "Về việc ..............", across=-25)
    assert outcome(made, "trich_yeu_vi_tri") is Outcome.KHONG_DANH_GIA_DUOC
    assert outcome(made, "trich_yeu_duong_ke_giua") is Outcome.KHONG_DANH_GIA_DUOC


def test_the_sides_are_told() -> None:
    assert hits(of("ten_loai", across=-40), "ten_loai_vi_tri")[0].is_ == (
        "lệch sang trái khoảng 35 mm"
    )
    assert hits(of("ten_loai", across=20), "ten_loai_vi_tri")[0].is_ == (
        "lệch sang phải khoảng 20 mm"
    )


def test_what_is_put_right() -> None:
    (hit,) = hits(of("ten_loai", across=-40, shape=Shape()), "ten_loai_vi_tri")
    assert hit.repair == (Setting(7, align="center", first=0.0),)
    (hit,) = hits(of("ten_loai", across=-40), "ten_loai_vi_tri")
    assert hit.repair == (), "it is centred already: something else moved it"
    (hit,) = hits(ruled(rule(60, PAGE_MIDDLE, 61)), "trich_yeu_duong_ke_dai")
    assert hit.repair == (RuleLine(8, 25.2),)
    (hit,) = hits(v_v("Về việc nâng bậc lương"), "v_v_chu")
    assert hit.repair == (Letters(6, 0, 8, "V/v "),)
    (hit,) = hits(v_v(shape=NO_ROOM, down=-2), "v_v_cach")
    assert hit.repair == (Setting(6, before=6.0),)
    (hit,) = hits(of("ten_loai", "Quyết định"), "ten_loai_in_hoa")
    assert hit.repair == (Letters(7, 0, 10, "QUYẾT ĐỊNH"),)
