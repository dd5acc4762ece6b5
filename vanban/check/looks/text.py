"""What a document says: dates, citations, money in words, and how people and words are spelt.

Precision before recall: whatever can be read in a way that is right is let pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, at
from vanban.check.parts import Found, once
from vanban.laid import Holder, Piece
from vanban.vietnamese.names import split_honorific
from vanban.vietnamese.numbers import money_in_words, parse_int
from vanban.vietnamese.syllable import is_syllable
from vanban.vietnamese.text import clean_line, fold, spelling_key

_WORDS_DATE = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE
)
_FIGURES_DATE = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/([12]\d{3})(?![\w/-])")
_NUMBERED = re.compile(r"\bsố\s*:?\s*$", re.IGNORECASE)
_DAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_SUNDAY = "Chủ nhật"
_WEEKDAY = re.compile(
    r"\b(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*[,(]?\s*"
    rf"(?:{_WORDS_DATE.pattern}|ngày\s+{_FIGURES_DATE.pattern})",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(\d{1,3}(?:\.\d{3})+|\d{4,15})\s*(?:đồng|đ|VNĐ)\s*\((?:bằng chữ|viết bằng chữ)?\s*:?\s*"
    r"([^()\d]{6,200}?đồng)(?:\s+chẵn)?\.?\)",
    re.IGNORECASE,
)
# Both ways of the house of numbers that people use, and both ways to write them.
_SAME = {
    spelling_key(one): spelling_key(other)
    for one, other in (("ngàn", "nghìn"), ("lẻ", "linh"), ("tỉ", "tỷ"), ("tư", "bốn"))
}
_AND = spelling_key("và")
_CITED = re.compile(r"(?<![\w/])\d{1,4}/\d{4}/[A-ZĐ][A-ZĐa-z]*-[A-ZĐ][\w-]*")
_HONORIFIC = re.compile(r"\b(?:Ông|ông|Bà|bà|Đồng chí|đồng chí)\s+(?=\w)")
_NAME_WORDS = (2, 5)
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_BEFORE_SIGN = re.compile(r"(\w+)( +)([,;:.])(?=\s|$)")
_SHOWN = 8
# Spellings that no dictionary has, and what is meant by them.
_MISSPELT: Final[Mapping[str, str]] = {
    "bổ xung": "bổ sung",
    "sử lý": "xử lý",
    "sử lí": "xử lí",
    "xử dụng": "sử dụng",
    "xắp xếp": "sắp xếp",
    "sắp sếp": "sắp xếp",
    "chuẩn đoán": "chẩn đoán",
    "vô hình chung": "vô hình trung",
    "xuất sắt": "xuất sắc",
    "suất sắc": "xuất sắc",
    "xúc tích": "súc tích",
    "chỉnh chu": "chỉn chu",
    "cọ sát": "cọ xát",
    "sáng lạng": "xán lạn",
    "tựu chung": "tựu trung",
    "khảng khái": "khẳng khái",
    "đọc giả": "độc giả",
    "năng xuất": "năng suất",
    "công xuất": "công suất",
    "đề suất": "đề xuất",
    "sản suất": "sản xuất",
    "giúp đở": "giúp đỡ",
    "kỹ luật": "kỷ luật",
    "kỹ niệm": "kỷ niệm",
    "thế kỹ": "thế kỷ",
    "nghĩ phép": "nghỉ phép",
    "bãi nhiễm": "bãi nhiệm",
    "khuyết khích": "khuyến khích",
    "triễn khai": "triển khai",
    "kiễm tra": "kiểm tra",
    "chỉ đão": "chỉ đạo",
    "hướng dẩn": "hướng dẫn",
}
_MISSPELT_WORDS: Final = re.compile(rf"\b(?:{'|'.join(_MISSPELT)})\b")


def _hit(piece: Piece, is_: str, should: str = "", **data: str) -> Hit:
    return Hit(is_, should, **at(piece), data=data)


@once
def _pieces(found: Found) -> tuple[Piece, ...]:
    return tuple(p for p in found.laid.pieces if p.holder not in (Holder.HEADER, Holder.FOOTER))


def _dates(text: str) -> Iterator[tuple[str, int, int, int]]:
    """What is written as a day: (as written, day, month, year)."""
    for match in _WORDS_DATE.finditer(text):
        yield match[0], int(match[1]), int(match[2]), int(match[3])
    for match in _FIGURES_DATE.finditer(text):
        if not _NUMBERED.search(text[: match.start()]):
            yield match[0], int(match[1]), int(match[2]), int(match[3])


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ngay_khong_co_that(found: Found) -> Iterator[Hit]:
    """A day that no calendar has."""
    for piece in _pieces(found):
        for written, day, month, year in _dates(piece.text):
            if _day(day, month, year) is None:
                yield _hit(piece, clean_line(written))


def thu_khong_khop_ngay(found: Found) -> Iterator[Hit]:
    """A day of the week that is not the day's."""
    seen = False
    for piece in _pieces(found):
        for match in _WEEKDAY.finditer(piece.text):
            figures = [int(part) for part in match.groups()[1:] if part]
            day = _day(figures[0], figures[1], figures[2])
            seen = True
            if day is not None and _weekday(match[1]) != day.weekday():
                named = _SUNDAY if day.weekday() == 6 else f"thứ {_DAYS[day.weekday()]}"
                yield _hit(piece, clean_line(match[0]), named)
    if not seen:
        raise NotApplicable


def _weekday(written: str) -> int:
    """Monday is 0."""
    last = fold(written).split()[-1]
    if last == "nhat":
        return 6
    return int(last) - 2 if last.isdigit() else [fold(name) for name in _DAYS].index(last)


def tien_bang_chu(found: Found) -> Iterator[Hit]:
    """Money in figures, then in words that say another sum."""
    seen = False
    for piece in _pieces(found):
        for match in _MONEY.finditer(piece.text):
            sum_ = parse_int(match[1])
            seen = True
            if sum_ is not None and _read(match[2]) != _read(money_in_words(sum_)):
                yield _hit(piece, clean_line(match[2]), money_in_words(sum_))
    if not seen:
        raise NotApplicable


def _read(words: str) -> list[str]:
    return [_SAME.get(word, word) for word in spelling_key(words).split() if word != _AND]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A document that is no longer in force. het: first day without it."""

    so: str
    het: date
    thay: str
    nguon: str


@cache
def replaced() -> Mapping[str, Replaced]:
    """The dated table of replaced documents, by their number."""
    file = resources.files("vanban.check") / "van_ban_thay_the.toml"
    raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {each["so"]: Replaced(**each) for each in raw["van_ban"]}


def van_ban_da_thay_the(found: Found) -> Iterator[Hit]:
    """A citation of a document that another one has replaced on the day of this one (II.6.a)."""
    told = set()
    for piece in _pieces(found):
        for match in _CITED.finditer(piece.text):
            old = replaced().get(match[0])
            if old is None or old.het > found.day or old.so in told:
                continue
            told.add(old.so)
            yield _hit(piece, old.so, old.thay, het=f"{old.het:%d/%m/%Y}")


def ten_viet_hai_cach(found: Found) -> Iterator[Hit]:
    """A name that is written with other accents elsewhere."""
    first: dict[str, tuple[str, str]] = {}
    told = set()
    for piece in _pieces(found):
        for name in _people(piece):
            bare, key = fold(name), spelling_key(name)
            known = first.setdefault(bare, (key, name))
            if known[0] != key and key not in told:
                told.add(key)
                yield _hit(piece, name, known[1])


def _people(piece: Piece) -> Iterator[str]:
    for match in _HONORIFIC.finditer(piece.text):
        name = _name(piece.text[match.end() :])
        if name:
            yield name
    if piece.holder is Holder.CELL:
        honorific, name = split_honorific(piece.text)
        if honorific and name == _name(name):
            yield name


def _name(text: str) -> str:
    """The words with a capital that a text begins with, "" when they are no full name."""
    words: list[str] = []
    for match in re.finditer(r"([^\W\d_]+)([\s,;.:)]?)", text):
        if not match[1].istitle() or len(words) == _NAME_WORDS[1]:
            break
        words.append(match[1])
        if match[2] != " ":
            break
    return " ".join(words) if len(words) >= _NAME_WORDS[0] else ""


def am_tiet_la(found: Found) -> Iterator[Hit]:
    """A word with Vietnamese accents that is no Vietnamese syllable.

    Words with a capital are names, and names follow no rule; a word without accents may be of any
    language.
    """
    told: set[str] = set()
    for piece in _pieces(found):
        line = clean_line(piece.text)
        if not any(map(_strange, _WORD.findall(line))):
            continue
        for match in _WORD.finditer(line):
            word = match[0]
            if _strange(word) and word not in told and len(told) < _SHOWN and _alone(match):
                told.add(word)
                yield _hit(piece, word)


# Papers are written with a few hundred syllables, said again and again.
@lru_cache(maxsize=4096)
def _strange(word: str) -> bool:
    plain = len(word) > 1 and word.islower()
    return plain and _MARKED.search(word) is not None and not is_syllable(word)


def _alone(match: re.Match[str]) -> bool:
    """Whether nothing joins the word to its neighbours ("Ê-đê", "kg/m²")."""
    around = (
        match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() :][:1]
    )
    return not set(around) & set("-‑/@._'’0123456789")


def tu_hay_viet_sai(found: Found) -> Iterator[Hit]:
    """A spelling that is always wrong."""
    for piece in _pieces(found):
        lowered = piece.text.lower()
        if len(lowered) != len(piece.text):
            continue  # letters of another language, whose small ones are of another count
        for match in _MISSPELT_WORDS.finditer(lowered):
            start, end = match.span()
            written = piece.text[start:end]
            right = _cased(written, _MISSPELT[match[0]])
            repair = letters.rewrite(letters.whole(piece), start, end, right)
            yield Hit(written, right, **at(piece), repair=repair)


def _cased(written: str, right: str) -> str:
    if written.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if written[0].isupper() else right


def dau_cach_truoc_dau_cau(found: Found) -> Iterator[Hit]:
    """A space before a comma or another sign at the end of a word; the first of each paragraph."""
    told = 0
    for piece in _pieces(found):
        match = _BEFORE_SIGN.search(piece.text) if piece.holder is Holder.BODY else None
        if match is None or told >= _SHOWN:
            continue
        told += 1
        repair = letters.rewrite(letters.whole(piece), *match.span(2), "")
        yield Hit(match[0], f"{match[1]}{match[3]}", **at(piece), repair=repair)


LOOKS: Final[Mapping[str, Look]] = {
    "ngay_khong_co_that": ngay_khong_co_that,
    "thu_khong_khop_ngay": thu_khong_khop_ngay,
    "tien_bang_chu": tien_bang_chu,
    "ten_viet_hai_cach": ten_viet_hai_cach,
    "van_ban_da_thay_the": van_ban_da_thay_the,
    "am_tiet_la": am_tiet_la,
    "tu_hay_viet_sai": tu_hay_viet_sai,
    "dau_cach_truoc_dau_cau": dau_cach_truoc_dau_cau,
}
