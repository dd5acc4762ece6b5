"""Paper, margins, typeface, colour, page numbers: each fault by its rule alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest

from tests.check.by_hand import PAGE, PT, font
from tests.check.whole_paper import (
    PAGE_MIDDLE,
    at,
    head,
    hits,
    mixed,
    outcome,
    paper,
    spoilt,
    wrong,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Family, Found, Part
from vanban.laid import At, Box, Holder, Line, Sheet
from vanban.repairs import Look, Margins

PROSE = "Ủy ban nhân dân các xã, phường, đặc khu chịu trách nhiệm thi hành Quyết định này " * 4


def set_(**margins: float) -> Found:
    """A Word file with these margins, in mm."""
    frame = replace(PAGE, **{side: width * PT for side, width in margins.items()})
    return paper(head(), frames=(frame,))


def said(text: str, **look: Any) -> Found:
    """A paper with text in another look between its own."""
    first = at(Part.NOI_DUNG, PROSE, font(14), (PAGE_MIDDLE, 80, 160))
    more = at(Part.NOI_DUNG, text, replace(font(14), **look), (PAGE_MIDDLE, 90, 100))
    return paper({**head(), "lời": first, "thêm": more})


def paged(*numbered: Sheet) -> Found:
    made = paper(head(), sheets=len(numbered))
    return replace(made, laid=replace(made.laid, sheets=numbered))


def spilt(lines: int, source: str = "docx") -> Found:
    """A paper without numbers, with so many lines on its second page."""
    over = {
        str(nth): at(Part.NOI_DUNG, PROSE, font(14), (PAGE_MIDDLE, 30 + 7 * nth, 160), page=1)
        for nth in range(lines)
    }
    name = at(Part.HO_TEN, "Lê Văn An", font(14), (150, 120, 40), page=1)
    made = paper({**head(), **over, "tên": name}, source=source, sheets=2)
    return replace(made, laid=replace(made.laid, sheets=(BARE, BARE)))


def number(
    text: str = "2", *, middle: float = 110, base: float = 14, page: int = 1, **look: Any
) -> Sheet:
    box = Box(page, middle - 2, base - 4, middle + 2, base + 1)
    return Sheet(210, 297, Line(text, box, base), font(**{"size": 14.0} | look))


BARE = Sheet(210, 297)
WIDE = replace(number(), width=297, height=210)


def printed(left: float = 30, right: float = 20, top: float = 21, bottom: float = 25) -> Found:
    """A PDF whose text keeps these margins, in mm."""
    down = top + 4.4 - 25
    parts = {name: spoilt(head(), name, down=down)[name] for name in head()}
    part = Part.NOI_DUNG
    for nth in range(8):
        middle, width = (left + 210 - right) / 2, 210 - left - right
        base = 297 - bottom - 1.1 - 7 * (7 - nth)
        parts[f"dòng {nth}"] = at(part, PROSE[:80], font(14), (middle, base, width))
    made = paper(parts, source="pdf")
    moved = {
        p: replace(s, box=replace(s.box, top=s.box.top + down, bottom=s.box.bottom + down))
        for p, s in made.strokes.items()
    }
    return replace(made, strokes=moved)


def attached(*pages: Sheet) -> Found:
    return replace(paged(*pages), family=Family.PHU_LUC)


def below_a_signature() -> Found:
    """A PDF whose heading stands 35 mm down, because something stands above it."""
    made = printed(top=35)
    shown = at(Part.SAO_DIEN_TU, "Số: 12; 05/03/2026", font(10), (160, 26, 60))[1]
    pieces = (*made.laid.pieces, replace(shown, number=len(made.laid.pieces)))
    return replace(made, laid=replace(made.laid, pieces=pieces))


WRONG: dict[str, list[Callable[[], Found]]] = {
    "kho_giay": [lambda: paged(Sheet(215.9, 279.4)), lambda: paged(Sheet(148, 210))],
    "chieu_trang": [lambda: paged(BARE, WIDE)],
    "le_tren": [lambda: set_(top=18), lambda: set_(top=26)],
    "le_duoi": [lambda: set_(bottom=15), lambda: set_(bottom=30)],
    "le_trai": [lambda: set_(left=25.4), lambda: set_(left=36)],
    "le_phai": [lambda: set_(right=10), lambda: set_(right=25.4)],
    "phong_chu": [lambda: said(PROSE, family="Calibri"), lambda: said(PROSE, family="Arial")],
    "phong_chu_le": [lambda: said("chữ lạ", family="Calibri")],
    "bo_ma": [
        lambda: said("Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp, tù do, h¹nh phóc"),
        lambda: said("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñoäc laäp"),
    ],
    "mau_chu": [
        lambda: said("đoạn này màu đỏ", colour="#ff0000"),
        lambda: said("đoạn này màu xanh", colour="#1f497d"),
        lambda: said("đoạn này màu xám", colour="#808080"),
    ],
    "so_trang_co": [lambda: spilt(4), lambda: paged(BARE, number(), BARE)],
    "so_trang_dau": [lambda: paged(number("1", page=0), number())],
    "so_trang_chu_so": [
        lambda: paged(BARE, number("- 2 -")),
        lambda: paged(BARE, number("Trang 2")),
        lambda: paged(BARE, number("2/5")),
        lambda: paged(BARE, number("II")),
    ],
    "so_trang_thu_tu": [lambda: paged(BARE, number("1"))],
    "so_trang_vi_tri": [
        lambda: paged(BARE, number(base=285)),
        lambda: paged(BARE, number(middle=188)),
        lambda: paged(BARE, number(middle=35)),
    ],
    "so_trang_co_chu": [
        lambda: paged(BARE, number(size=12.0)),
        lambda: paged(BARE, number(size=11.0)),
    ],
    "so_trang_kieu_chu": [lambda: paged(BARE, number(italic=True))],
}

PRINTED: dict[str, list[Callable[[], Found]]] = {
    "le_trai": [lambda: printed(left=25), lambda: printed(left=52)],
    "le_phai": [lambda: printed(right=10), lambda: printed(right=25.4)],
    "le_tren": [lambda: printed(top=13), lambda: printed(top=35)],
    "le_duoi": [lambda: printed(bottom=12)],
}


def wide_with_table() -> Found:
    made = at(Part.NOI_DUNG, "Ô", font(13), (100, 100, 20), at=At(1, 0, 0), holder=Holder.CELL)
    return replace(
        paged(BARE, WIDE), laid=replace(paper({**head(), "ô": made}).laid, sheets=(BARE, WIDE))
    )


RIGHT: dict[str, Callable[[], Found]] = {
    "20, 20, 30, 15": lambda: set_(top=20, bottom=20, left=30, right=15),
    "25, 25, 35, 20": lambda: set_(top=25, bottom=25, left=35, right=20),
    "inches": lambda: set_(
        top=0.79 * 25.4, bottom=0.79 * 25.4, left=1.18 * 25.4, right=0.59 * 25.4
    ),
    "a table on a lying page": wide_with_table,
    "numbers from page 2": lambda: paged(BARE, number(), number("3", page=2)),
    "a phụ lục on pages that lie": lambda: attached(BARE, replace(BARE, width=297, height=210)),
    "a phụ lục on A3": lambda: attached(replace(BARE, width=420, height=297)),
    "what a signature shows above the heading": below_a_signature,
    "13 pt": lambda: paged(BARE, number(size=13.0)),
    "in the middle of the paper": lambda: paged(BARE, number(middle=105)),
    "one page": lambda: paged(BARE),
    "Symbol": lambda: said("αβγ", family="Symbol"),
    "blanks in another typeface": lambda: said("   … —", family="Calibri"),
    "no typeface named": lambda: said("chữ", family=""),
    "black as a number": lambda: said("chữ đen", colour="#000000"),
    "near black": lambda: said("chữ đen", colour="#0d0d0d"),
    "white": lambda: said("chỗ ký", colour="#ffffff"),
    "an address": lambda: said("vanthu@haiphong.gov.vn", colour="#0563c1"),
    "an address in two pieces": lambda: paper(
        mixed(
            head(),
            "chu_quan",
            ("VANTHU", font(13, colour="#0563c1")),
            ("@HAIPHONG.GOV.VN", font(13)),
        )
    ),
    "coloured blanks": lambda: said("   ", colour="#ff0000"),
    "French": lambda: said("Đại học Pháp: à la carte, déjà vu"),
}


@pytest.mark.parametrize(
    ("id_", "nth"), [(i, n) for i, made in PRINTED.items() for n in range(len(made))]
)
def test_margins_of_a_pdf_are_measured(id_: str, nth: int) -> None:
    assert id_ in wrong(PRINTED[id_][nth]())


@pytest.mark.parametrize(
    "margins", [{}, {"left": 35, "right": 15}, {"top": 25, "bottom": 20}, {"bottom": 120}]
)
def test_margins_of_a_pdf_that_are_right(margins: dict[str, float]) -> None:
    assert wrong(printed(**margins)) == []


def test_lines_that_all_begin_a_paragraph_do_not_tell_the_margin() -> None:
    assert outcome(printed(left=42.7), "le_trai") is Outcome.KHONG_DANH_GIA_DUOC


def test_the_foot_of_a_pdf_does_not_prove_its_margin() -> None:
    assert outcome(printed(bottom=22), "le_duoi") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_number_that_nobody_claims_leaves_the_rule_open() -> None:
    lone = at(Part.NOI_DUNG, "2", font(14), (110, 14, 3), page=1)
    made = paper({**head(), "số": lone}, sheets=2)
    made = replace(made, laid=replace(made.laid, sheets=(BARE, BARE)))
    assert outcome(made, "so_trang_co") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_few_lines_of_a_second_page_may_have_room_on_the_first() -> None:
    assert outcome(spilt(3), "so_trang_co") is Outcome.KHONG_DANH_GIA_DUOC
    assert outcome(spilt(3, source="pdf"), "so_trang_co") is Outcome.KHONG_DAT


def test_a_pdf_of_few_lines_does_not_tell_its_margins() -> None:
    made = paper(head(), source="pdf")
    assert outcome(made, "le_trai") is Outcome.KHONG_DANH_GIA_DUOC


@pytest.mark.parametrize(
    "family",
    [
        "ABCDEF+TimesNewRomanPSMT",
        "TimesNewRomanPS-BoldItalicMT",
        "Times New Roman,Bold",
        "Times-Roman",
        "BCDEEE+LiberationSerif-Bold",
        "Tinos-Regular",
        "TeXGyreTermes-Regular",
    ],
)
def test_twins_of_times_in_a_pdf(family: str) -> None:
    parts = {
        name: (
            part,
            replace(p, runs=tuple(replace(r, font=replace(r.font, family=family)) for r in p.runs)),
        )
        for name, (part, p) in head().items()
    }
    made = paper(parts, source="pdf")
    assert outcome(made, "phong_chu") is Outcome.DAT
    assert outcome(made, "phong_chu_le") is Outcome.DAT


def test_a_pdf_that_names_no_typeface_leaves_the_rule_open() -> None:
    parts = spoilt(head(), "so", family="CIDFont+F2")
    parts = {"so": parts["so"]}
    made = paper(parts, source="pdf")
    assert outcome(made, "phong_chu") is Outcome.KHONG_DANH_GIA_DUOC


def test_margins_go_to_the_next_that_is_allowed() -> None:
    (hit,) = hits(set_(top=18), "le_tren")
    assert (hit.is_, hit.should) == ("18 mm", "20 đến 25 mm")
    assert hit.repair == (Margins(0, top=20.0),)


@pytest.mark.parametrize(
    ("made", "id_", "box"),
    [
        (set_(left=25.4), "le_trai", Box(0, 0.0, 0.0, 25.4, 297.0)),
        (set_(right=12), "le_phai", Box(0, 198.0, 0.0, 210.0, 297.0)),
        (set_(top=18), "le_tren", Box(0, 0.0, 0.0, 210.0, 18.0)),
        (set_(bottom=30), "le_duoi", Box(0, 0.0, 267.0, 210.0, 297.0)),
        (printed(left=25), "le_trai", Box(0, 0.0, 0.0, 25.0, 297.0)),
    ],
)
def test_a_margin_is_marked_along_its_page(made: Found, id_: str, box: Box) -> None:
    (hit,) = hits(made, id_)
    assert hit.box is not None
    there, right = astuple(hit.box), astuple(box)
    assert there == pytest.approx(right)


def test_other_letters_are_named_and_mended() -> None:
    parts = mixed(
        head(),
        "trich_yeu",
        ("Về việc ", font(14, bold=True)),
        ("khen thưởng", replace(font(14, bold=True), family="Arial")),
    )
    (hit,) = hits(paper(parts), "phong_chu")
    assert hit.is_ == "Arial (“khen thưởng”)"
    assert hit.repair == (Look(8, 8, 19, family="Times New Roman"),)


def test_letters_of_the_typefaces_of_the_1990s_are_told_though_they_are_read() -> None:
    """The reader turns them into Unicode, so that only the family tells what is in the file."""
    assert wrong(said("Cộng hòa", family="", named=".VnTime")) == ["bo_ma"]
    assert wrong(said("Cộng hòa", family="", named="VNI-Times")) == ["bo_ma"]
    assert wrong(said("UBND", family="", named=".VnTime")) == ["phong_chu_le"]


def test_colour_is_named_and_mended() -> None:
    (hit,) = hits(said("đoạn này", colour="#c00000"), "mau_chu")
    assert hit.is_ == "đỏ (“đoạn này”)"
    assert hit.repair == (Look(10, 0, 8, colour="#000000"),)
