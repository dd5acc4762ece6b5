"""Letters are judged as they are seen: what prints nothing has no say."""

from __future__ import annotations

import pytest

from tests.check.by_hand import bit, font, piece
from vanban.check import letters
from vanban.check.parts import Bit
from vanban.decree30 import CO_NOI_DUNG, CO_SO_KY_HIEU
from vanban.repairs import Letters, Look


def test_spaces_tabs_and_marks_of_notes_have_no_size() -> None:
    made = piece(
        [("\t        ", font(10)), ("Điều", font(14)), ("1234567", font(8, script="super"))]
    )
    assert letters.size(bit(made)) == 14
    assert not letters.has_letters(Bit(made, 0, 9))


def test_a_bit_is_judged_by_its_own_stretch() -> None:
    made = piece([("Số: 12/QĐ", font(13)), ("Hà Nội, ngày 02", font(14, italic=True))])
    first, second = Bit(made, 0, 9), Bit(made, 9, 24)
    assert (letters.size(first), letters.size(second)) == (13, 14)
    assert (letters.is_italic(first), letters.is_italic(second)) == (False, True)


@pytest.mark.parametrize(
    ("size", "fit"), [(12.5, False), (12.8, True), (14.2, True), (14.5, False)]
)
def test_sizes_are_rounded(size: float, fit: bool) -> None:
    assert letters.fits(size, CO_NOI_DUNG) is fit


def test_one_size_is_met_or_not() -> None:
    assert letters.fits(13.1, CO_SO_KY_HIEU)
    assert not letters.fits(14, CO_SO_KY_HIEU)


def test_a_heavy_face_may_be_a_family() -> None:
    assert letters.is_bold(bit(piece("Điều 1.", letters.Font(family="Times New Roman Bold"))))


def test_small_letters_that_print_as_capitals_are_capitals() -> None:
    made = piece([("QUYẾT", font()), (" định", font(caps=True))])
    assert letters.printed(bit(made)) == "QUYẾT ĐỊNH"
    assert letters.is_upper(bit(made))
    assert not letters.is_upper(bit(piece("QUYẾT định")))


def test_a_repair_counts_characters_without_the_number_of_word() -> None:
    made = piece("1. Tên gọi", label=3, number=6)
    assert letters.look(bit(made), size=14) == (Look(7, 0, 7, size=14),)
    assert letters.rewrite(bit(made), 3, 6, "TÊN") == (Letters(7, 0, 3, "TÊN"),)
    assert letters.rewrite(bit(made), 0, 2, "2)") == ()


def test_nothing_is_repaired_that_the_file_does_not_have() -> None:
    made = bit(piece("Tên", source=0))
    assert (letters.look(made, bold=True), letters.rewrite(made, 0, 1, "")) == ((), ())


def test_numbers_are_told_as_a_clerk_reads_them() -> None:
    assert (letters.told(13.5, "pt"), letters.told(14.0)) == ("13,5 pt", "14")
    assert letters.allowed(CO_NOI_DUNG) == "13 đến 14"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("năm 2022;", ";"),
        ("năm 2022", ""),
        ("Quyết định này./.", "./."),
        ("- Như Điều.....;", ";"),
        ("Theo đề nghị của ....", "…"),
        ("- Lưu: VT, …", "…"),
    ],
)
def test_dots_to_be_filled_are_no_mark(text: str, marks: str) -> None:
    assert letters.ending(text) == marks
