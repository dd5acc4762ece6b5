"""Numbers, money and dates: figures come in, Vietnamese words and printed forms go out, and back.

Written forms follow Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3 and II.4 (leading zeros)
and the usage of the accounting forms (dot between thousands).
"""

from __future__ import annotations

import re
from datetime import date

from vanban.vietnamese.text import clean_line

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def _pair(tens: int, unit: int) -> list[str]:
    """Words of a two-digit number ≥ 10: mốt, tư and lăm only stand after mười or mươi."""
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit == 5:
        words.append("lăm")
    elif tens > 1 and unit in (1, 4):
        words.append("mốt" if unit == 1 else "tư")
    elif unit:
        words.append(_DIGITS[unit])
    return words


def _group(n: int, *, inside: bool) -> list[str]:
    """Words of 1…999; `inside` when a larger group was read before, so hundreds are always read."""
    hundreds, rest = divmod(n, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if rest >= 10:
        return words + _pair(*divmod(rest, 10))
    if rest:
        return words + (["linh"] if words else []) + [_DIGITS[rest]]
    return words


def _positive(n: int) -> list[str]:
    words: list[str] = []
    if n >= _BILLION:
        high, n = divmod(n, _BILLION)
        words = [*_positive(high), "tỷ"]
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, n = divmod(n, size)
        if group:
            words += _group(group, inside=bool(words)) + ([name] if name else [])
    return words


def number_in_words(n: int) -> str:
    """Whole number → lower-case Vietnamese words: 1005 → "một nghìn không trăm linh năm".

    Groups of zeros are not read. Billions repeat: 10¹² "nghìn tỷ", 10¹⁸ "tỷ tỷ".
    """
    if n == 0:
        return _DIGITS[0]
    return " ".join((["âm"] if n < 0 else []) + _positive(abs(n)))


def money_in_words(n: int) -> str:
    """Đồng → words with a capital and the unit: 760000 → "Bảy trăm sáu mươi nghìn đồng"."""
    words = number_in_words(n)
    return f"{words[0].upper()}{words[1:]} đồng"


def format_number(n: int) -> str:
    """Whole number → figures with a dot between thousands: 1234567 → "1.234.567"."""
    return f"{n:,}".replace(",", ".")


_PLAIN_INT = re.compile(
    r"-?(?:[0-9]{1,18}|[0-9]{1,3}(?:\.[0-9]{3}){1,5}|[0-9]{1,3}(?: [0-9]{3}){1,5})"
)


def parse_int(text: str) -> int | None:
    """Typed figures → number: "1.234.567", "1 234 567" or "1234567"; anything else → None.

    A comma is the decimal sign in Vietnamese, so "1,5" and "1,234" are no whole numbers. More
    than 18 figures are no number a clerk means.
    """
    line = clean_line(text)
    if not _PLAIN_INT.fullmatch(line):
        return None
    return int(line.replace(".", "").replace(" ", ""))


def two_digits(n: int) -> str:
    """Number ≥ 0 → figures, below 10 with a leading zero (NĐ 30/2020, PL I, Phần I, II.3.a)."""
    return f"{n:02d}"


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(n: int) -> str:
    """1…3999 → Roman numeral. ValueError outside: there is no such numeral."""
    if not 1 <= n <= 3999:
        raise ValueError(f"no Roman numeral for {n}")
    letters = ""
    for value, sign in _ROMAN:
        count, n = divmod(n, value)
        letters += sign * count
    return letters


_ROMAN_SHAPE = re.compile(
    r"(?=.)(?P<m>M{0,3})(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)


def parse_roman(text: str) -> int | None:
    """Upper-case Roman numeral in its one correct form → 1…3999; anything else → None."""
    if not _ROMAN_SHAPE.fullmatch(text):
        return None
    total, rest = 0, text
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            total, rest = total + value, rest[len(sign) :]
    return total


_DAY_FIRST = re.compile(r"([0-9]{1,2})\s?[/.\-]\s?([0-9]{1,2})\s?[/.\-]\s?([1-9][0-9]{3})")
_YEAR_FIRST = re.compile(r"([1-9][0-9]{3})-([0-9]{1,2})-([0-9]{1,2})")
_WORDS = re.compile(r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([1-9][0-9]{3})", re.IGNORECASE)


def parse_date(text: str) -> date | None:
    """Typed date → date; None when it is not a real day of a four-figure year.

    Read are "05/3/2026", "5-3-2026", "5.3.2026", "2026-03-05" and "ngày 05 tháng 3 năm 2026".
    """
    line = clean_line(text)
    if found := _DAY_FIRST.fullmatch(line) or _WORDS.fullmatch(line):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(line):
        year, month, day = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_parts(day: date) -> tuple[str, str]:
    """Day and month as they stand in the blanks of a paper: ("05", "01"), ("05", "3").

    Days below 10 and the months 1 and 2 carry a zero, months 3–9 do not
    (NĐ 30/2020, Phụ lục I, Phần I, Mục II.4.b).
    """
    return two_digits(day.day), two_digits(day.month) if day.month <= 2 else str(day.month)


def date_text(day: date) -> str:
    """Date → "ngày 05 tháng 01 năm 2026"."""
    written, month = day_parts(day)
    return f"ngày {written} tháng {month} năm {day.year}"


def format_date(day: date) -> str:
    """Date → "05/03/2026", the short form of tables and lists."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
