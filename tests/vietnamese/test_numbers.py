"""Numbers, money and dates read and print as a Vietnamese office writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.vietnamese.numbers import (
    date_text,
    format_date,
    format_number,
    money_in_words,
    number_in_words,
    parse_date,
    parse_int,
    parse_roman,
    roman,
    two_digits,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_024, "một nghìn không trăm hai mươi tư"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (760_000, "bảy trăm sáu mươi nghìn"),
        (1_520_000, "một triệu năm trăm hai mươi nghìn"),
        (2_000_000, "hai triệu"),
        (10_530_000, "mười triệu năm trăm ba mươi nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_000_000_004, "một tỷ không trăm linh bốn"),
        (234_567_890, "hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi"),
        (10**12, "một nghìn tỷ"),
        (10**18, "một tỷ tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
          "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}  # fmt: skip


def listen(words: str) -> int:
    """What a listener writes down: an independent reading of the words, below 10¹⁸."""
    total = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "mười":
            group += 10
        elif word in ("mươi", "trăm"):
            group, digit = group + digit * {"mươi": 10, "trăm": 100}[word], 0
        elif word in ("nghìn", "triệu"):
            total += (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word]
            group = digit = 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            assert word == "linh"
    return total + group + digit


@given(st.one_of(st.integers(0, 2000), st.integers(0, 10**18 - 1)))
def test_a_listener_writes_the_same_number(number: int) -> None:
    assert listen(number_in_words(number)) == number


def test_money_in_words_starts_with_a_capital_and_ends_with_the_unit() -> None:
    assert money_in_words(760_000) == "Bảy trăm sáu mươi nghìn đồng"
    assert money_in_words(2_530_000) == "Hai triệu năm trăm ba mươi nghìn đồng"
    assert money_in_words(0) == "Không đồng"
    assert money_in_words(-5) == "Âm năm đồng"


def test_figures() -> None:
    assert format_number(1234567) == "1.234.567"
    assert format_number(-1000) == "-1.000"
    assert format_number(0) == "0"
    assert [two_digits(n) for n in (0, 5, 10, 123)] == ["00", "05", "10", "123"]


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_figures_are_read_back(number: int) -> None:
    assert parse_int(format_number(number)) == number
    assert parse_int(f" {number} ") == number


@pytest.mark.parametrize(
    "typed",
    ["", "một", "1,5", "1,234", "1.5", "12.34", "1.2345", "1..000", "1.000,", "--1", "9" * 19,
     "1.000 000", "١٢", "²", "0x10", "1e3", "9" * 5000],
)  # fmt: skip
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert parse_int(typed) is None


def test_spaces_between_thousands_are_read() -> None:
    assert parse_int("1 234 567") == 1234567
    assert parse_int("1\xa0234\xa0567") == 1234567
    assert parse_int("007") == 7


@given(st.integers(1, 3999))
def test_roman_numerals_are_read_back(number: int) -> None:
    assert parse_roman(roman(number)) == number


def test_roman_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1999, 3999)] == [
        "I", "IV", "IX", "XIV", "XL", "MCMXCIX", "MMMCMXCIX",
    ]  # fmt: skip
    for wrong in ("", "IIII", "VX", "IC", "i", "A", "I "):
        assert parse_roman(wrong) is None
    for outside in (0, -1, 4000):
        with pytest.raises(ValueError, match="no Roman numeral"):
            roman(outside)


@given(st.dates(date(1000, 1, 1)))
def test_dates_are_read_back(day: date) -> None:
    for written in (
        format_date(day),
        day.isoformat(),
        date_text(day),
        f"{day.day}-{day.month}-{day.year}",
    ):
        assert parse_date(written) == day


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/3/2026", date(2026, 3, 5)),
        ("5-3-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        (" 29/02/2024 ", date(2024, 2, 29)),
        ("Ngày 05 tháng 3 năm 2026", date(2026, 3, 5)),
        ("29/02/2026", None),
        ("31/4/2026", None),
        ("13/13/2026", None),
        ("0/1/2026", None),
        ("5/3/26", None),
        ("5/3/0026", None),
        ("5/3", None),
        ("mai", None),
        ("2026/03/05", None),
        ("", None),
    ],
)
def test_only_real_days_are_dates(typed: str, meant: date | None) -> None:
    assert parse_date(typed) == meant


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    parse_date(text)
    parse_int(text)
    parse_roman(text)


def test_days_below_ten_and_the_first_two_months_carry_a_zero() -> None:
    assert date_text(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert date_text(date(2026, 2, 10)) == "ngày 10 tháng 02 năm 2026"
    assert date_text(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert date_text(date(2026, 12, 31)) == "ngày 31 tháng 12 năm 2026"
    assert format_date(date(2026, 3, 5)) == "05/03/2026"
