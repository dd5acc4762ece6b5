"""Phần, chương, mục, điều, khoản, điểm: numbers, titles, order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.check.by_hand import (
    CENTRED,
    PROSE,
    findings,
    font,
    found,
    item,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.looks.levels import out_of_order
from vanban.check.parts import Found, Item, Level
from vanban.decree30 import DIEM_LETTERS
from vanban.repairs import Letters
from vanban.resolved import Font, Shape

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


def chapter(left: tuple[float, float], shape: Shape = PROSE) -> Found:
    """A chương whose number stands there, above its title."""
    number = piece("Chương I", BOLD, shape=shape, lines=[left])
    title = piece("QUY ĐỊNH CHUNG", BOLD, shape=CENTRED, lines=MIDDLE, number=1)
    named = item(title, Level.CHUONG, title=title.text)
    return found(body=[item(number, Level.CHUONG, "Chương I"), named])


def articles(*untitled: int, chapters: bool = True) -> Found:
    """Five điều with a title, but for these, in a text with chương or without."""
    rows = [_item(n, Level.DIEU, f"Điều {n}.", "Tên điều") for n in range(1, 6)]
    items = [
        each if n in untitled else item(each.bit.piece, each.level, each.so, title="Tên điều")
        for n, each in enumerate(rows, 1)
    ]
    head = _item(0, Level.CHUONG, "Chương I", "\nCHUNG")
    return found(body=[head, *items] if chapters else items)


def numbered(so: str, *texts: str) -> Found:
    """Items with these signs behind their numbers: "1/" makes 1/, 2/ … and "a." makes a., b. …"""
    first, sign = so
    level = Level.KHOAN if first.isdigit() else Level.DIEM
    marks = "123456789" if first.isdigit() else DIEM_LETTERS
    return paper(
        *[(level, f"{mark}{sign}", text) for mark, text in zip(marks, texts, strict=False)]
    )


def titled(title: str, **more: Any) -> Found:
    """A khoản whose words are a title in thin letters, above what it names."""
    rows = [_item(0, Level.KHOAN, "1.", title), _item(1, Level.GACH, "-", "Nâng cao.")]
    return found(body=[item(rows[0].bit.piece, Level.KHOAN, "1.", title=title, **more), rows[1]])


def begun(so: str, look: Font) -> Found:
    """A paragraph whose number has another look than its text."""
    level = Level.DIEM if so.endswith(")") else Level.KHOAN
    made = piece([(so, look), (" Nội dung của đoạn này.", font(14))])
    return found(body=[item(made, level, so)])


def lettered(letters: str, *more: tuple[Any, ...]) -> Found:
    """The điểm of these letters."""
    return paper(*[(Level.DIEM, f"{each})", "Nội dung;") for each in letters], *more)


def read_from_pdf(line: str, title: str) -> Found:
    """The first line of a khoản as a PDF tells it, which ends where its title would."""
    made = piece(line, shape=None, lines=[(30.0, 190.0)], source=0)
    return found(body=[item(made, Level.KHOAN, "1.", title=title, titled=True)], source="pdf")


QUOTED = (
    (Level.DIEU, "Điều 1.", "Sửa đổi như sau:"),
    (Level.VAN, "", "“Điều 7. Nguyên tắc"),
    (Level.DIEU, "Điều 9.", "Trách nhiệm”."),
    (Level.DIEU, "Điều 2.", "Hiệu lực."),
)
WRONG: dict[str, list[Callable[[], Found]]] = {
    "chuong_so_la_ma": [lambda: changed(0, "Chương 1"), lambda: changed(0, "Chương thứ nhất")],
    "muc_so_a_rap": [lambda: changed(2, "Mục I")],
    "chuong_chu_thuong": [lambda: changed(0, "CHƯƠNG I")],
    "chuong_dong_rieng": [
        lambda: paper((Level.CHUONG, "Chương I", " QUY ĐỊNH CHUNG"), *CHAPTERS[4:5])
    ],
    "chuong_tieu_de": [lambda: paper(*CHAPTERS[:1], *CHAPTERS[4:])],
    "chuong_kieu_chu": [lambda: changed(1, "", "QUY ĐỊNH CHUNG", font(14))],
    "chuong_co_chu": [lambda: changed(1, "", "QUY ĐỊNH CHUNG", font(12, bold=True))],
    "chuong_tieu_de_in_hoa": [lambda: changed(1, "", "Quy định chung")],
    "chuong_canh_giua": [lambda: chapter((42.7, 62.0))],
    "chuong_thu_tu": [lambda: changed(10, "Chương III")],
    "muc_la_ma_in_hoa": [lambda: changed(4, "II.", "Tổ chức thực hiện", base=PLAN)],
    "muc_la_ma_kieu_chu": [lambda: changed(4, "II.", "TỔ CHỨC", font(14), base=PLAN)],
    "muc_la_ma_thu_tu": [lambda: changed(4, "III.", "TỔ CHỨC", base=PLAN)],
    "dieu_dau_cham": [lambda: changed(4, "Điều 1:", "Phạm vi")],
    "dieu_chu_thuong": [lambda: changed(4, "ĐIỀU 1.", "Phạm vi")],
    "dieu_kieu_chu": [
        lambda: changed(4, "Điều 1.", "Phạm vi", font(14)),
        lambda: changed(4, "Điều 1.", "Phạm vi", font(14, bold=True, italic=True)),
    ],
    "dieu_tieu_de": [lambda: articles(3)],
    "dieu_thu_tu": [
        lambda: changed(12, "Điều 4.", "Nội dung"),
        lambda: changed(9, "Điều 1.", "Nội dung"),
    ],
    "khoan_dau_cham": [
        lambda: numbered("1/", "Một;", "Hai."),
        lambda: numbered("1)", "Một;", "Hai."),
        lambda: numbered("1:", "Một;", "Hai."),
    ],
    "khoan_tieu_de_dam": [lambda: titled("Mục đích", titled=True)],
    "khoan_diem_dung": [lambda: begun("a)", font(14, italic=True))],
    "khoan_thu_tu": [lambda: changed(6, "3.", "Nội dung")],
    "diem_dong_ngoac": [lambda: numbered("a.", "Một;", "Hai.")],
    "diem_thu_tu": [lambda: changed(8, "c)", "Nội dung"), lambda: lettered("abcde")],
    "diem_bang_chu_cai": [lambda: lettered("abcdđe", (Level.VAN, "", "f) Nội dung;"))],
    "so_dieu_khoan_diem_co_chu": [lambda: begun("1.", font(13))],
}
RIGHT: dict[str, Callable[[], Found]] = {
    "chapters": lambda: paper(*CHAPTERS),
    "a plan": lambda: paper(*PLAN),
    "number and title in one paragraph on two lines": lambda: paper(
        (Level.CHUONG, "Chương I", "\nQUY ĐỊNH CHUNG"), *CHAPTERS[4:5]
    ),
    "set to the middle by the paragraph": lambda: chapter((42.7, 62.0), CENTRED),
    "a sentence counted like a heading": lambda: changed(
        4, "V.", "Các cơ quan " * 20, font(14), base=PLAN
    ),
    "names counted by Roman numerals below an article": lambda: paper(
        CHAPTERS[4], (Level.MUC_LA_MA, "I.", "Tập thể", font(14))
    ),
    "every article has its title": articles,
    "no article has a title": lambda: articles(1, 2, 3, 4, 5),
    "without chapters a title is a matter of taste": lambda: articles(3, chapters=False),
    "amended articles without quotes": lambda: paper(
        *[(Level.DIEU, f"Điều {n}.", "Nội dung") for n in (1, 3, 2)]
    ),
    "articles that are quoted": lambda: paper(*QUOTED),
    "1/ below 1.": lambda: paper(
        (Level.KHOAN, "1.", "Nội dung:"),
        (Level.KHOAN, "1/", "Một;"),
        (Level.KHOAN, "2/", "Hai."),
        (Level.KHOAN, "2.", "Nội dung."),
    ),
    "the title of a khoản is the whole of it": lambda: titled("Mục đích"),
    "a stem without its colon": lambda: titled("Tổng số hộ nghèo là 25 hộ", titled=True),
    "a long stem": lambda: titled("Các phòng chuyên môn " * 4, titled=True),
    "the first line of a PDF": lambda: read_from_pdf("1. Giao các đơn vị", "Giao các đơn vị"),
    "a điểm in italics is a heading": lambda: paper(
        (Level.DIEM, "a)", "Về kinh tế", font(14, italic=True))
    ),
    "a number that a program rounded": lambda: begun("1.", font(13.8)),
    "every letter of the alphabet": lambda: lettered(DIEM_LETTERS[:12]),
}
SAID = {
    "chuong_dong_rieng": "trên một dòng",
    "chuong_tieu_de": "Chương I",
    "chuong_tieu_de_in_hoa": "QUY ĐỊNH CHUNG",
    "chuong_kieu_chu": "không đậm",
    "chuong_co_chu": "12",
    "muc_la_ma_thu_tu": "I.",
    "muc_la_ma_in_hoa": "TỔ CHỨC THỰC HIỆN",
    "muc_la_ma_kieu_chu": "không đậm",
    "dieu_chu_thuong": "ĐIỀU 1.",
    "dieu_kieu_chu": "không đậm",
    "dieu_tieu_de": "Điều 3.",
    "diem_dong_ngoac": "a)",
    "khoan_tieu_de_dam": "không đậm",
    "khoan_diem_dung": "nghiêng",
    "so_dieu_khoan_diem_co_chu": "“1.” cỡ chữ 13",
    "diem_bang_chu_cai": "“f)”",
}


@pytest.mark.parametrize(("rule", "words"), SAID.items())
def test_the_sentence_says_what_is_there(rule: str, words: str) -> None:
    assert words in sentence(WRONG[rule][0](), rule)
    assert "nghiêng" in sentence(WRONG["dieu_kieu_chu"][1](), "dieu_kieu_chu")
    assert "Sau điểm “d)” đến điểm “e)”" in sentence(WRONG["diem_thu_tu"][1](), "diem_thu_tu")


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


def test_the_sign_behind_an_article() -> None:
    (only,) = findings(changed(4, "Điều 1:", "Phạm vi"), "dieu_dau_cham")
    assert only.hit.repair == (Letters(5, 0, 7, "Điều 1."),)
    assert "ĐIỀU 1." in sentence(changed(4, "ĐIỀU 1.", "Phạm vi"), "dieu_chu_thuong")
    assert "không đậm" in sentence(changed(4, "Điều 1.", "Phạm vi", font(14)), "dieu_kieu_chu")
    assert "nghiêng" in sentence(
        changed(4, "Điều 1.", "Phạm vi", font(14, bold=True, italic=True)), "dieu_kieu_chu"
    )


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
