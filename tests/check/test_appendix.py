"""Phụ lục, behind a document and in a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.check.by_hand import (
    CENTRED,
    PROSE,
    by_rule,
    findings,
    font,
    found,
    item,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Bit, Family, Found, Level, Part
from vanban.laid import Box, Line, Piece, Sheet
from vanban.repairs import Letters, Look

BOLD = font(14, bold=True)
MIDDLE: dict[str, Any] = {"shape": CENTRED, "lines": [(85, 135)], "page": 1}
NOTE = "(Kèm theo Kế hoạch số 12/KH-SDL ngày 05 tháng 3 năm 2026 của Sở Du lịch)"
NAMES: Mapping[str, tuple[Part, str, Any]] = {
    "chu": (Part.PHU_LUC, "Phụ lục I", BOLD),
    "ten": (Part.TEN_PHU_LUC, "PHÂN CÔNG NHIỆM VỤ", BOLD),
    "kem": (Part.KEM_THEO, NOTE, font(14, italic=True)),
    "chu_2": (Part.PHU_LUC, "Phụ lục II", BOLD),
    "ten_2": (Part.TEN_PHU_LUC, "TIẾN ĐỘ THỰC HIỆN", BOLD),
    "kem_2": (Part.KEM_THEO, NOTE, font(14, italic=True)),
}
RULES = (
    "phu_luc_chi_dan",
    "phu_luc_so_la_ma",
    "phu_luc_thu_tu",
    "phu_luc_chu_thuong",
    "phu_luc_dong_rieng",
    "phu_luc_co_chu",
    "phu_luc_kieu_chu",
    "phu_luc_canh_giua",
    "ten_phu_luc_in_hoa",
    "ten_phu_luc_co_chu",
    "ten_phu_luc_kieu_chu",
    "kem_theo_thieu",
    "kem_theo_du",
    "kem_theo_co_chu",
    "kem_theo_kieu_chu",
    "phu_luc_so_trang",
)
TEXT = "Các đơn vị tổ chức thực hiện Kế hoạch này (có Phụ lục kèm theo)./."


def paper(
    change: Mapping[str, Any] | None = None, text: str = TEXT, numbers: str = "  2 "
) -> Found:
    """A plan with two phụ lục. numbers: what its pages show as their number, " " for none."""
    body = item(piece(text, number=0), Level.VAN)
    parts: dict[Part, list[Piece]] = {}
    for number, (name, (part, words, look)) in enumerate(NAMES.items(), 1):
        new = (change or {}).get(name, {})
        if new is None:
            continue
        new = {"text": new} if isinstance(new, str) else dict(new)
        place = {**MIDDLE, "page": 1 if number < 4 else 3, "top": 20.0 + 7 * number} | new
        made = piece(place.pop("text", words), place.pop("look", look), number=number, **place)
        parts.setdefault(part, []).append(made)
    made_of = found(parts, [body], loai="Kế hoạch", sheets=4)
    sheets = tuple(
        Sheet(210, 297, Line(told, Box(page, 100, 10, 110, 15), 14) if told != " " else None)
        for page, told in enumerate(numbers.ljust(4))
    )
    of = {each.number: part for part, pieces in parts.items() for each in pieces}
    laid = made_of.laid
    # Pieces stand at their number, as those of a read document do.
    every = {each.number: each for each in laid.pieces}
    pieces = tuple(every.get(n, piece("", number=n)) for n in range(7))
    return replace(made_of, laid=replace(laid, sheets=sheets, pieces=pieces), of=of)


def alone(numbers: str = "  2 ") -> Found:
    """The same phụ lục in a file of their own, from its first page on."""
    made = paper(numbers=numbers)

    def up(piece: Piece) -> Piece:
        lines = tuple(
            replace(line, box=replace(line.box, page=max(line.box.page - 1, 0)))
            for line in piece.lines
        )
        return replace(piece, lines=lines)

    pieces = tuple(map(up, made.laid.pieces))
    parts = {
        part: tuple(replace(bit, piece=pieces[bit.piece.number]) for bit in bits)
        for part, bits in made.parts.items()
    }
    laid = replace(made.laid, pieces=pieces)
    return replace(made, laid=laid, parts=parts, body=(), family=Family.PHU_LUC, loai="")


def in_one(text: str, word: int, title: int) -> Found:
    """Word and title of the first phụ lục in one paragraph. word, title: where they end, begin."""
    both = piece(text, BOLD, shape=CENTRED, number=1, lines=[(70, 150)], page=1, top=27.0)
    base = paper()
    first = {
        Part.PHU_LUC: (Bit(both, 0, word), *base.parts[Part.PHU_LUC][1:]),
        Part.TEN_PHU_LUC: (Bit(both, title, len(text)), *base.parts[Part.TEN_PHU_LUC][1:]),
    }
    return replace(base, parts={**base.parts, **first})


CHANGED: tuple[tuple[str, Any, str], ...] = (
    ("chu_2", "Phụ lục 2", "phu_luc_so_la_ma"),
    ("chu_2", "Phụ lục", "phu_luc_so_la_ma"),
    ("chu_2", "Phụ lục III", "phu_luc_thu_tu"),
    ("chu", "PHỤ LỤC I", "phu_luc_chu_thuong"),
    ("chu", {"look": font(13, bold=True)}, "phu_luc_co_chu"),
    ("chu", {"look": font(14)}, "phu_luc_kieu_chu"),
    ("chu", {"lines": [(30, 60)], "shape": PROSE}, "phu_luc_canh_giua"),
    ("ten", "Phân công nhiệm vụ", "ten_phu_luc_in_hoa"),
    ("ten", {"look": font(12, bold=True)}, "ten_phu_luc_co_chu"),
    ("ten", {"look": font(14, bold=True, italic=True)}, "ten_phu_luc_kieu_chu"),
    ("kem", None, "kem_theo_thieu"),
    ("kem", "(Kèm theo Kế hoạch này)", "kem_theo_du"),
    ("kem", {"look": font(12, italic=True)}, "kem_theo_co_chu"),
    ("kem", {"look": font(14)}, "kem_theo_kieu_chu"),
)
WRONG = by_rule(
    [
        *((rule, partial(paper, {name: new})) for name, new, rule in CHANGED),
        ("phu_luc_chi_dan", lambda: paper(text="Các đơn vị tổ chức thực hiện./.")),
        ("phu_luc_dong_rieng", lambda: in_one("Phụ lục I: PHÂN CÔNG", 9, 11)),
        ("phu_luc_so_trang", lambda: paper(numbers=" 234")),
        ("phu_luc_so_trang", lambda: paper(numbers=" 2 4")),
    ]
)
RIGHT: dict[str, Callable[[], Found]] = {
    "as it should be": paper,
    "a note with room to fill": lambda: paper(
        {"kem": "(Kèm theo Văn bản số      /KH-SDL ngày     tháng     năm      của Sở Du lịch)"}
    ),
    "a note in other words": lambda: paper(
        {"kem": "(Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 5/5/2026 của Chủ tịch UBND xã)"}
    ),
    "set to the middle by its paragraph": lambda: paper({"chu": {"lines": [(30, 60)]}}),
    "one alone": lambda: paper({"chu": "Phụ lục", "chu_2": None, "ten_2": None, "kem_2": None}),
    "word and title in one paragraph on two lines": lambda: in_one("Phụ lục I\nPHÂN CÔNG", 9, 10),
    "each counted from 1": lambda: paper(numbers=" 123"),
    "alone in a file of its own": alone,
    "alone, the second counted from 1 again": lambda: alone(numbers=" 2 2"),
}


def test_one_alone_needs_no_number() -> None:
    made = RIGHT["one alone"]()
    assert outcome(made, "phu_luc_so_la_ma") is Outcome.KHONG_AP_DUNG
    assert outcome(made, "phu_luc_thu_tu") is Outcome.DAT


def test_the_sentence_says_what_is_there() -> None:
    assert "chỉ dẫn về phụ lục" in sentence(WRONG["phu_luc_chi_dan"][0](), "phu_luc_chi_dan")
    assert "trên một dòng" in sentence(WRONG["phu_luc_dong_rieng"][0](), "phu_luc_dong_rieng")


@pytest.mark.parametrize("rule", RULES)
def test_right_ones_pass(rule: str) -> None:
    assert outcome(paper(), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", RULES)
def test_a_paper_without_one_is_not_judged(rule: str) -> None:
    assert outcome(found(), rule) is Outcome.KHONG_AP_DUNG


def test_a_note_may_go_on_below() -> None:
    first, second = "(Kèm theo Kế hoạch số 5/KH-SDL ngày 05 tháng 3 năm 2026", "của Sở Du lịch)"
    base = paper()
    for whole in (f"{first}\n{second}", first):
        note = piece(whole, font(14, italic=True), number=3, **MIDDLE)
        pieces = (*base.laid.pieces[:3], note, piece(second, number=4), *base.laid.pieces[5:])
        parts = {**base.parts, Part.KEM_THEO: (Bit(note, 0, len(first)),)}
        made = replace(base, parts=parts, laid=replace(base.laid, pieces=pieces))
        assert outcome(made, "kem_theo_du") is Outcome.DAT
    assert findings(paper({"kem": first + ")"}), "kem_theo_du")


def test_the_word_is_mended_and_its_number_kept() -> None:
    (only,) = findings(paper({"chu": "PHỤ LỤC I"}), "phu_luc_chu_thuong")
    assert only.hit.repair == (Letters(2, 0, 7, "Phụ lục"),)
    (note,) = findings(paper({"kem": {"look": font(14)}}), "kem_theo_kieu_chu")
    assert note.hit.repair == (Look(4, 0, len(NOTE), italic=True),)


def test_one_that_is_alone_needs_nothing_that_points_to_it() -> None:
    made = alone()
    assert outcome(made, "phu_luc_chi_dan") is Outcome.KHONG_AP_DUNG
    assert outcome(made, "kem_theo_du") is Outcome.DAT
    assert outcome(made, "phu_luc_so_trang") is Outcome.DAT


def test_a_note_that_a_pdf_parts_at_the_room_in_it_stands_in_the_middle() -> None:
    base = alone()
    note = base.parts[Part.KEM_THEO][0].piece
    left, right = (
        replace(note, number=number, shape=None, lines=(line,))
        for number, line in ((3, Line("x", Box(0, 37, 41, 100, 46), 45)),
                             (4, Line("x", Box(0, 120, 41, 183, 46), 45)))
    )  # fmt: skip
    others = (each for each in base.laid.pieces if each.number not in (3, 4))
    laid = replace(base.laid, source="pdf", frames=(), pieces=(*others, left, right))
    parts = {**base.parts, Part.KEM_THEO: (Bit(left, 0, len(left.text)),)}
    assert outcome(replace(base, laid=laid, parts=parts), "phu_luc_canh_giua") is Outcome.DAT
    aside = replace(left, lines=(Line("x", Box(0, 37, 41, 90, 46), 45),))
    parts = {**base.parts, Part.KEM_THEO: (Bit(aside, 0, len(aside.text)),)}
    laid = replace(laid, pieces=(*laid.pieces[:-2], aside))
    assert findings(replace(base, laid=laid, parts=parts), "phu_luc_canh_giua")
