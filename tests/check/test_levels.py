"""Phần, chương, mục, điều, khoản, điểm: numbers, titles, order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.check.by_hand import CENTRED, findings, font, found, item, outcome, piece, sentence
from vanban.check.engine import Outcome
from vanban.check.looks.levels import out_of_order
from vanban.check.parts import Found, Item, Level
from vanban.decree30 import DIEM_LETTERS
from vanban.repairs import Letters

BOLD = font(14, bold=True)
MIDDLE = [(90.0, 130.0)]


def paper(*items: tuple[Any, ...], loai: str = "Quy chế") -> Found:
    """Items as (level, số, text behind it, title, …): everything on one paragraph."""
    return found(body=[_item(at, *each) for at, each in enumerate(items)], loai=loai)


def _item(at: int, level: Level, so: str, text: str = "", look: Any = None, **more: Any) -> Item:
    head = level in (Level.PHAN, Level.CHUONG, Level.MUC, Level.TIEU_MUC)
    if head:
        made = piece(so + text, look or BOLD, shape=CENTRED, lines=MIDDLE, number=at)
        more = {"title": text.strip(), "titled": bool(text)} | more
    elif level is Level.DIEU:
        made = piece([(so, look or BOLD), (f" {text}", font())], number=at)
    elif level is Level.MUC_LA_MA:
        made = piece(f"{so} {text}", look or BOLD, number=at)
    else:
        made = piece(f"{so} {text}".strip(), look or font(), number=at)
    return item(made, level, so, **more)


CHAPTERS = (
    (Level.CHUONG, "Chương I"),
    (Level.CHUONG, "", "QUY ĐỊNH CHUNG"),
    (Level.MUC, "Mục 1"),
    (Level.MUC, "", "QUẢN LÝ VĂN BẢN"),
    (Level.DIEU, "Điều 1.", "Phạm vi điều chỉnh"),
    (Level.KHOAN, "1.", "Quy chế này quy định về công tác văn thư."),
    (Level.KHOAN, "2.", "Quy chế này áp dụng đối với:"),
    (Level.DIEM, "a)", "Các phòng;"),
    (Level.DIEM, "b)", "Các đơn vị."),
    (Level.DIEU, "Điều 2.", "Giải thích từ ngữ"),
    (Level.CHUONG, "Chương II"),
    (Level.CHUONG, "", "TỔ CHỨC THỰC HIỆN"),
    (Level.DIEU, "Điều 3.", "Hiệu lực"),
)
PLAN = (
    (Level.MUC_LA_MA, "I.", "MỤC ĐÍCH, YÊU CẦU"),
    (Level.KHOAN, "1.", "Mục đích", BOLD),
    (Level.GACH, "-", "Nâng cao trách nhiệm."),
    (Level.KHOAN, "2.", "Yêu cầu", BOLD),
    (Level.MUC_LA_MA, "II.", "TỔ CHỨC THỰC HIỆN"),
    (Level.KHOAN, "1.", "Các phòng thực hiện."),
)
RULES = (
    "chuong_so_la_ma",
    "muc_so_a_rap",
    "chuong_chu_thuong",
    "chuong_dong_rieng",
    "chuong_tieu_de",
    "chuong_kieu_chu",
    "chuong_co_chu",
    "chuong_tieu_de_in_hoa",
    "chuong_canh_giua",
    "chuong_thu_tu",
    "dieu_dau_cham",
    "dieu_chu_thuong",
    "dieu_kieu_chu",
    "dieu_thu_tu",
    "khoan_dau_cham",
    "khoan_diem_dung",
    "khoan_thu_tu",
    "diem_dong_ngoac",
    "diem_thu_tu",
    "diem_bang_chu_cai",
    "so_dieu_khoan_diem_co_chu",
)
OF_A_PLAN = ("muc_la_ma_in_hoa", "muc_la_ma_kieu_chu", "muc_la_ma_thu_tu", "khoan_thu_tu")


def changed(at: int, *new: Any, base: Sequence[tuple[Any, ...]] = CHAPTERS) -> Found:
    rows = list(base)
    rows[at] = (rows[at][0], *new)
    return paper(*rows)


@pytest.mark.parametrize("rule", RULES)
def test_a_right_text_with_chapters_passes(rule: str) -> None:
    assert outcome(paper(*CHAPTERS), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", OF_A_PLAN)
def test_a_right_plan_passes(rule: str) -> None:
    assert outcome(paper(*PLAN), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", [*RULES, *OF_A_PLAN])
def test_a_text_without_levels_is_not_judged(rule: str) -> None:
    assert outcome(paper((Level.VAN, "", "Trân trọng cảm ơn.")), rule) is Outcome.KHONG_AP_DUNG


@pytest.mark.parametrize("so", ["Chương 1", "Chương thứ nhất"])
def test_chapters_are_counted_by_roman_numerals(so: str) -> None:
    (only,) = findings(changed(0, so), "chuong_so_la_ma")
    assert only.hit.is_ == so
    assert only.hit.repair == (Letters(1, 7, len(so), "I"),)


def test_sections_are_counted_by_figures() -> None:
    (only,) = findings(changed(2, "Mục I"), "muc_so_a_rap")
    assert only.hit.repair == (Letters(3, 4, 5, "1"),)


def test_the_word_is_in_small_letters() -> None:
    (only,) = findings(changed(0, "CHƯƠNG I"), "chuong_chu_thuong")
    assert only.hit.repair == (Letters(1, 0, 6, "Chương"),)


def test_number_and_title_stand_on_two_lines() -> None:
    one = paper((Level.CHUONG, "Chương I", " QUY ĐỊNH CHUNG"), *CHAPTERS[4:5])
    assert "trên một dòng" in sentence(one, "chuong_dong_rieng")
    two = paper((Level.CHUONG, "Chương I", "\nQUY ĐỊNH CHUNG"), *CHAPTERS[4:5])
    assert outcome(two, "chuong_dong_rieng") is Outcome.DAT


def test_a_chapter_has_a_title() -> None:
    made = paper(*CHAPTERS[:1], *CHAPTERS[4:])
    assert "Chương I" in sentence(made, "chuong_tieu_de")


def test_a_title_is_in_capitals_and_bold() -> None:
    made = changed(1, "", "Quy định chung")
    assert "QUY ĐỊNH CHUNG" in sentence(made, "chuong_tieu_de_in_hoa")
    assert "không đậm" in sentence(changed(1, "", "QUY ĐỊNH CHUNG", font(14)), "chuong_kieu_chu")
    assert "12" in sentence(changed(1, "", "QUY ĐỊNH CHUNG", font(12, bold=True)), "chuong_co_chu")


def test_a_chapter_stands_in_the_middle() -> None:
    left = piece("Chương I", BOLD, lines=[(42.7, 62.0)])
    title = piece("QUY ĐỊNH CHUNG", BOLD, lines=[(90.0, 130.0)], number=1)
    items = [item(left, Level.CHUONG, "Chương I"), item(title, Level.CHUONG, title=title.text)]
    (only,) = findings(found(body=items), "chuong_canh_giua")
    assert only.hit.piece == 0
    moved = piece("Chương I", BOLD, shape=CENTRED, lines=[(42.7, 62.0)])
    made = found(body=[item(moved, Level.CHUONG, "Chương I")])
    assert outcome(made, "chuong_canh_giua") is Outcome.DAT
    unseen = found(body=[item(piece("Chương I", BOLD), Level.CHUONG, "Chương I")])
    assert outcome(unseen, "chuong_canh_giua") is Outcome.KHONG_DANH_GIA_DUOC


@pytest.mark.parametrize(
    ("at", "so", "rule"),
    [
        (10, "Chương III", "chuong_thu_tu"),
        (12, "Điều 4.", "dieu_thu_tu"),
        (9, "Điều 1.", "dieu_thu_tu"),
        (6, "3.", "khoan_thu_tu"),
        (8, "c)", "diem_thu_tu"),
    ],
)
def test_what_is_out_of_order_is_told_by_one_rule_alone(at: int, so: str, rule: str) -> None:
    made = changed(at, so, "" if so.startswith("Chương") else "Nội dung")
    assert {each for each in RULES if findings(made, each)} == {rule}


def test_headings_with_roman_numerals() -> None:
    assert "I." in sentence(changed(4, "III.", "TỔ CHỨC", base=PLAN), "muc_la_ma_thu_tu")
    small = changed(4, "II.", "Tổ chức thực hiện", base=PLAN)
    assert "TỔ CHỨC THỰC HIỆN" in sentence(small, "muc_la_ma_in_hoa")
    thin = changed(4, "II.", "TỔ CHỨC", font(14), base=PLAN)
    assert "không đậm" in sentence(thin, "muc_la_ma_kieu_chu")
    long = changed(4, "V.", "Các cơ quan " * 20, font(14), base=PLAN)
    assert not findings(long, "muc_la_ma_in_hoa")


def test_the_sign_behind_an_article() -> None:
    (only,) = findings(changed(4, "Điều 1:", "Phạm vi"), "dieu_dau_cham")
    assert only.hit.repair == (Letters(5, 0, 7, "Điều 1."),)
    assert "ĐIỀU 1." in sentence(changed(4, "ĐIỀU 1.", "Phạm vi"), "dieu_chu_thuong")
    assert "không đậm" in sentence(changed(4, "Điều 1.", "Phạm vi", font(14)), "dieu_kieu_chu")
    assert "nghiêng" in sentence(
        changed(4, "Điều 1.", "Phạm vi", font(14, bold=True, italic=True)), "dieu_kieu_chu"
    )


def test_an_article_without_title_among_articles_with_one() -> None:
    rows = [(Level.CHUONG, "Chương I", "\nCHUNG")]
    rows += [(Level.DIEU, f"Điều {n}.", "Tên điều") for n in range(1, 6)]
    items = [_item(at, *row) for at, row in enumerate(rows)]
    titled = [
        item(each.bit.piece, each.level, each.so, title="Tên điều")
        if each.so != "Điều 3."
        else each
        for each in items
    ]
    assert "Điều 3." in sentence(found(body=titled), "dieu_tieu_de")
    assert outcome(found(body=titled[1:]), "dieu_tieu_de") is Outcome.KHONG_AP_DUNG
    assert not findings(found(body=items), "dieu_tieu_de")


@pytest.mark.parametrize("sign", ["/", ")", ":"])
def test_another_sign_behind_every_khoan(sign: str) -> None:
    made = paper(*[(Level.KHOAN, f"{n}{sign}", "Nội dung.") for n in (1, 2, 3)])
    (only,) = findings(made, "khoan_dau_cham")
    assert "và 2 khoản khác" in only.sentence
    assert only.hit.repair[2] == Letters(3, 0, 2, "3.")
    inner = paper(
        (Level.KHOAN, "1.", "Nội dung:"),
        (Level.KHOAN, f"1{sign}", "Một;"),
        (Level.KHOAN, f"2{sign}", "Hai."),
        (Level.KHOAN, "2.", "Nội dung."),
    )
    assert outcome(inner, "khoan_dau_cham") is Outcome.DAT


def test_another_sign_behind_every_diem() -> None:
    made = paper((Level.DIEM, "a.", "Một;"), (Level.DIEM, "b.", "Hai."))
    assert "a)" in sentence(made, "diem_dong_ngoac")


def test_the_title_of_a_khoan_is_bold() -> None:
    rows = [
        (Level.KHOAN, "1.", "Mục đích"),
        (Level.GACH, "-", "Nâng cao."),
    ]
    items = [_item(at, *row) for at, row in enumerate(rows)]
    thin = item(items[0].bit.piece, Level.KHOAN, "1.", title="Mục đích", titled=True)
    assert "không đậm" in sentence(found(body=[thin, items[1]]), "khoan_tieu_de_dam")
    assert not findings(found(body=items), "khoan_tieu_de_dam")


def test_numbers_stand_upright_and_as_large_as_their_text() -> None:
    leaning = piece([("a)", font(14, italic=True)), (" Nội dung của điểm này.", font(14))])
    made = found(body=[item(leaning, Level.DIEM, "a)")])
    assert "nghiêng" in sentence(made, "khoan_diem_dung")
    heading = paper((Level.DIEM, "a)", "Về kinh tế", font(14, italic=True)))
    assert outcome(heading, "khoan_diem_dung") is Outcome.DAT
    small = piece([("1.", font(13)), (" Nội dung của khoản này.", font(14))])
    made = found(body=[item(small, Level.KHOAN, "1.")])
    assert "“1.” cỡ chữ 13" in sentence(made, "so_dieu_khoan_diem_co_chu")


def test_letters_that_no_diem_has() -> None:
    rows = [(Level.DIEM, f"{letter})", "Nội dung;") for letter in "abcdđe"]
    made = paper(*rows, (Level.VAN, "", "f) Nội dung;"))
    assert "“f)”" in sentence(made, "diem_bang_chu_cai")
    missing = paper(*[(Level.DIEM, f"{letter})", "Nội dung;") for letter in "abcde"])
    assert "Sau điểm “d)” đến điểm “e)”" in sentence(missing, "diem_thu_tu")


def test_an_amended_article_without_quotes_is_of_another() -> None:
    rows = [(Level.DIEU, f"Điều {n}.", "Nội dung") for n in (1, 3, 2)]
    assert outcome(paper(*rows), "dieu_thu_tu") is Outcome.DAT


def test_names_counted_by_roman_numerals_below_an_article() -> None:
    made = paper(CHAPTERS[4], (Level.MUC_LA_MA, "I.", "Tập thể", font(14)))
    assert outcome(made, "muc_la_ma_in_hoa") is Outcome.KHONG_AP_DUNG


def test_what_may_be_a_sentence_is_no_title_of_a_khoan() -> None:
    for title in ("Tổng số hộ nghèo là 25 hộ", "Các phòng chuyên môn " * 4):
        rows = [_item(0, Level.KHOAN, "1.", title.strip()), _item(1, Level.GACH, "-", "Nội dung.")]
        named = item(rows[0].bit.piece, Level.KHOAN, "1.", title=title.strip(), titled=True)
        assert outcome(found(body=[named, rows[1]]), "khoan_tieu_de_dam") is Outcome.DAT


def test_the_first_line_of_a_paragraph_of_a_pdf_is_no_title() -> None:
    line = piece("1. Giao các đơn vị", shape=None, lines=[(30.0, 190.0)], source=0)
    named = item(line, Level.KHOAN, "1.", title="Giao các đơn vị", titled=True)
    assert outcome(found(body=[named], source="pdf"), "khoan_tieu_de_dam") is Outcome.DAT


def test_what_is_quoted_is_of_another() -> None:
    made = paper(
        (Level.DIEU, "Điều 1.", "Sửa đổi như sau:"),
        (Level.VAN, "", "“Điều 7. Nguyên tắc"),
        (Level.DIEU, "Điều 9.", "Trách nhiệm”."),
        (Level.DIEU, "Điều 2.", "Hiệu lực."),
    )
    assert outcome(made, "dieu_thu_tu") is Outcome.DAT


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3],
        [1, 2, 1, 2, 3, 3],
        [2, 3, 4],
        [1, 2, 30, 3],
        [1, 1, 2, 2],
        [],
    ],
)
def test_orders_that_are_right(numbers: list[int]) -> None:
    assert out_of_order(numbers) is None


@pytest.mark.parametrize(
    ("numbers", "place"), [([1, 3], 1), ([1, 2, 2, 3], 2), ([1, 3, 2, 4], 1), ([1, 2, 4, 5], 2)]
)
def test_orders_that_are_wrong(numbers: list[int], place: int) -> None:
    assert out_of_order(numbers) == place


@given(st.lists(st.integers(1, 9), max_size=6))
def test_lists_inside_lists_are_in_order(lengths: list[int]) -> None:
    row = []
    for outer, length in enumerate(lengths, 2):
        row += [*range(1, length + 1), outer]
    assert out_of_order([1, *row]) is None


@given(st.integers(2, len(DIEM_LETTERS) - 1))
def test_a_gap_in_the_alphabet_is_found_wherever_it_is(gone: int) -> None:
    letters = [letter for at, letter in enumerate(DIEM_LETTERS) if at != gone - 1]
    made = paper(*[(Level.DIEM, f"{letter})", "Nội dung;") for letter in letters])
    assert len(findings(made, "diem_thu_tu")) == 1
