"""Pasted text comes in; blocks with levels go out, and back to text.

Clerks paste from Word, from chat programs and from old files, so a marker may be written "I/",
"1)", "a." or "•". It is printed as the decree writes it (Nghị định 30/2020/NĐ-CP, Phụ lục I,
Phần I, Mục II.6.đ and the layout 6b of Mục V). A wrong guess is mended with a label in braces at
the start of the line: "{Đoạn văn} 1. không phải khoản".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from vanban.decree30 import DIEM_LETTERS
from vanban.problems import Problem
from vanban.vietnamese.numbers import parse_roman, roman
from vanban.vietnamese.text import clean, clean_line, fold


@dataclass(frozen=True)
class Block:
    """One line of an outline.

    cap: key of `CAP`. so: the marker as printed ("I.", "1.", "1.1.", "a)", "-", "+", "Điều 1.",
    "Phần I"), "" when there is none. loi: the text after the marker, on one line, as typed.
    """

    cap: str
    so: str
    loi: str


CAP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phan": "Phần",
        "chuong": "Chương",
        "ten_phan": "Tên phần, chương",
        "muc": "Mục La Mã (I.)",
        "dieu": "Điều",
        "khoan_de": "Khoản có tiêu đề (1.)",
        "khoan": "Khoản (1.)",
        "tiet_de": "Tiết có tiêu đề (1.1.)",
        "tiet": "Tiết (1.1.)",
        "diem": "Điểm a)",
        "gach": "Gạch đầu dòng (-)",
        "cong": "Dấu cộng (+)",
        "van": "Đoạn văn",
    }
)
"""Level → its name in the form, from the widest level to the narrowest."""

SHORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phan": "Phần",
        "chuong": "Chương",
        "ten_phan": "Tên phần",
        "muc": "Mục La Mã",
        "dieu": "Điều",
        "khoan_de": "Khoản có tiêu đề",
        "khoan": "Khoản",
        "tiet_de": "Tiết có tiêu đề",
        "tiet": "Tiết",
        "diem": "Điểm",
        "gach": "Gạch đầu dòng",
        "cong": "Dấu cộng",
        "van": "Đoạn văn",
    }
)
"""Level → the label written in braces at the start of a line."""

_LABEL = re.compile(r"\{([^{}]{1,40})\}\s*(.*)")
_LABELS: Final = {
    **{fold(name): cap for cap, name in CAP.items()},
    **{fold(name): cap for cap, name in SHORT.items()},
    "muc": "muc",
    "gach": "gach",
    "cong": "cong",
    "doan": "van",
}

_DASHES = "–—‒−-"  # the hyphen last: before another sign it would make a range of characters
_BULLETS = "*•·●▪■○◦►❖➢✓\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
# Word writes the bullet of a symbol font as an ordinary character followed by a tab. Letters that
# can begin a word count only with the tab; the others also after a box has made it a space.
_WORD_BULLET = re.compile(r"^[ \xa0]*(?:[ov][ \xa0]*\t|[§Øü][ \xa0]*[ \xa0\t])", re.MULTILINE)

_TITLE_LIMIT = 120
_ORDINAL_WORDS = "nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười"
_ORDINALS: Final = {word: number for number, word in enumerate(_ORDINAL_WORDS.split("|"), 1)}
# Vietnamese words that are spelt like Roman numerals ("VI PHẠM", "XI MĂNG", "X QUANG").
_NUMERAL_OR_WORD: Final = frozenset({"VI", "XI", "X", "V"})
_INITIAL = re.compile(r"[A-ZĐ]\.")


@dataclass(frozen=True)
class _Marker:
    """How one level is written: the shape (groups n, s, r), its printed form, when it is sure."""

    cap: str
    shape: re.Pattern[str]
    printed: Callable[[str], str | None]
    sure: Callable[[str, str, str], bool]


def _is_sure(number: str, separator: str, rest: str) -> bool:
    """A shape that needs no further evidence."""
    return True


def _heading_number(word: str) -> Callable[[str], str | None]:
    def printed(number: str) -> str | None:
        last = number.lower().rpartition(" ")[2]
        if last in _ORDINALS:
            value: int | None = _ORDINALS[last]
        else:
            value = int(number) if number.isdecimal() else parse_roman(number)
        return f"{word} {roman(value)}" if value else None

    return printed


def _heading_is_sure(number: str, separator: str, rest: str) -> bool:
    return not rest or bool(separator.strip()) or rest.isupper()


def _muc_number(number: str) -> str | None:
    return f"{number}." if parse_roman(number) else None


def _muc_is_sure(number: str, separator: str, rest: str) -> bool:
    """Roman numeral or word, initials ("V.I. Lênin"), or "V/v"?"""
    sign = separator.strip()
    if number == "V" and "/" in sign and rest[:1] in ("v", "V"):
        return False
    if _INITIAL.match(rest):
        return False
    if not sign:
        return bool(rest) and number not in _NUMERAL_OR_WORD and rest.isupper() and " " in rest
    if sign == ":" or (rest and not separator[-1].isspace()):
        tight_dash = sign in _DASHES
        return rest[:1].isupper() and not (
            tight_dash and (number in _NUMERAL_OR_WORD or not rest.isupper())
        )
    return True


def _khoan_is_sure(number: str, separator: str, rest: str) -> bool:
    """Not a range ("5 - 7 người"), nor a rate ("3/người")."""
    sign = separator.strip()
    if sign == "/" == separator[-1]:
        return not rest[:1].islower()
    return sign not in (":", *_DASHES) or rest[:1].isupper()


def _tiet_is_sure(number: str, separator: str, rest: str) -> bool:
    """Without a sign after it, "1.5" is a marker only before a capital ("1.5 triệu")."""
    return bool(separator.strip()) or rest[:1].isupper()


def _diem_is_sure(number: str, separator: str, rest: str) -> bool:
    sign = separator.strip()
    return not rest or separator[-1].isspace() or (sign == ")" and rest[:1].isalpha())


def _dash_is_sure(number: str, separator: str, rest: str) -> bool:
    """Not a ruled line, an arrow or Markdown's bold."""
    return bool(rest) and (bool(separator) or rest[0] not in f"{_DASHES}*>=+./)")


def _plus_is_sure(number: str, separator: str, rest: str) -> bool:
    """Not a telephone number, nor a row of signs."""
    return bool(rest) and (bool(separator) or not (rest[0].isdigit() or rest[0] in "+-/=.)"))


def _shape(number: str, separator: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<n>{number})(?P<s>{separator})(?P<r>.*)")


_SIGN = r"\s*(?:\./|[.)/:])"
_HEADING_NO = rf"[IVXLC]+|[0-9]{{1,2}}|(?i:thứ (?:{_ORDINAL_WORDS}))"
_HEADING_END = rf"(?:\s*[.:/{_DASHES}]\s*|\s+|$)"
_ARABIC = "[1-9][0-9]?"

_MARKERS: Final = (
    _Marker(
        "phan",
        re.compile(rf"(?i:phần)\s+(?P<n>{_HEADING_NO})(?P<s>{_HEADING_END})(?P<r>.*)"),
        _heading_number("Phần"),
        _heading_is_sure,
    ),
    _Marker(
        "chuong",
        re.compile(rf"(?i:chương)\s+(?P<n>{_HEADING_NO})(?P<s>{_HEADING_END})(?P<r>.*)"),
        _heading_number("Chương"),
        _heading_is_sure,
    ),
    _Marker(
        "dieu",
        re.compile(
            r"(?i:điều)\s+(?P<n>[0-9]{1,3}[a-zđ]?)"
            rf"(?P<s>\s*[.:](?![0-9])\s*|\s+[{_DASHES}]\s+|\s*$)(?P<r>.*)"
        ),
        lambda number: f"Điều {number.lstrip('0')}." if number.strip("0") else None,
        _is_sure,
    ),
    _Marker(
        "tiet",
        _shape(rf"{_ARABIC}(?:\.{_ARABIC}){{1,3}}", rf"(?:{_SIGN}(?![0-9])\s*|\s+)"),
        lambda number: f"{number}.",
        _tiet_is_sure,
    ),
    _Marker(
        "muc",
        re.compile(
            rf"(?:(?i:mục)\s+)?(?P<n>[IVX]{{1,7}})"
            rf"(?P<s>{_SIGN}(?![0-9])\s*|\s*[{_DASHES}]\s*|\s+|$)(?P<r>.*)"
        ),
        _muc_number,
        _muc_is_sure,
    ),
    _Marker(
        "khoan",
        _shape("[0-9]{1,3}", rf"{_SIGN}(?![0-9])\s*|\s*[{_DASHES}](?![0-9])\s*"),
        lambda number: f"{int(number)}." if int(number) else None,
        _khoan_is_sure,
    ),
    _Marker(
        "diem",
        _shape(f"[{''.join(DIEM_LETTERS)}]", r"\s*(?:\./|[.)/])\s*"),
        lambda number: f"{number})",
        _diem_is_sure,
    ),
    _Marker("cong", _shape(r"\+", r"\s*"), lambda _: "+", _plus_is_sure),
    _Marker("gach", _shape(f"[{_BULLETS}{_DASHES}]", r"\s*"), lambda _: "-", _dash_is_sure),
)
_BY_CAP: Final = {marker.cap: marker for marker in _MARKERS}
_UNTITLED: Final = {"khoan_de": "khoan", "tiet_de": "tiet"}
_TITLED: Final = {plain: titled for titled, plain in _UNTITLED.items()}
_HEADINGS: Final = ("phan", "chuong")


def _read_as(marker: _Marker, line: str, *, forced: bool) -> Block | None:
    found = marker.shape.fullmatch(line)
    if not found:
        return None
    number, separator, rest = found["n"], found["s"], found["r"]
    printed = marker.printed(number)
    if printed is None or not (forced or marker.sure(number, separator, rest)):
        return None
    return Block(marker.cap, printed, rest.strip())


def _forced(cap: str, line: str) -> Block:
    """The line at the level its label names; its marker is read when it has one of that level."""
    marker = _BY_CAP.get(_UNTITLED.get(cap, cap))
    block = _read_as(marker, line, forced=True) if marker else None
    if block:
        return replace(block, cap=cap)
    return Block(cap, {"gach": "-", "cong": "+"}.get(cap, ""), line)


def _recognised(line: str) -> Block:
    for marker in _MARKERS:
        if block := _read_as(marker, line, forced=False):
            return block
    return Block("van", "", line)


def marker(line: str) -> tuple[str, str, str]:
    """One line as it stands → its level, its number with its sign as written, the words behind.

    The level is a key of `CAP`; "van" and "" for a line without a number.
    """
    for each in _MARKERS:
        if _read_as(each, line, forced=False) and (found := each.shape.fullmatch(line)):
            sign = found["s"].rstrip()
            return each.cap, line[: found.start("s")] + sign, found["r"].strip()
    return "van", "", line


@dataclass(frozen=True)
class _Line:
    block: Block
    forced: bool


def _read_line(typed: str) -> _Line | None:
    """One typed line → its block, before its neighbours are asked. None: nothing to print."""
    line = clean_line(typed)
    label = _LABEL.fullmatch(line)
    cap = _LABELS.get(fold(label[1])) if label else None
    if label and cap and label[2]:
        return _Line(_forced(cap, label[2]), forced=True)
    return _Line(_recognised(line), forced=False) if line else None


def _is_deeper(block: Block, next_block: Block) -> bool:
    """Whether the next block belongs under this khoản or tiết."""
    cap = _UNTITLED.get(next_block.cap, next_block.cap)
    if cap == block.cap == "tiet":
        return next_block.so.startswith(block.so) and next_block.so != block.so
    return cap in ("diem", "gach", "cong", "van") or (cap == "tiet" and block.cap == "khoan")


def _is_title(block: Block, next_block: Block | None) -> bool:
    """A khoản or tiết that only names what follows is a title (Mục II.6.đ: own line, bold)."""
    return (
        block.cap in _TITLED
        and next_block is not None
        and 0 < len(block.loi) <= _TITLE_LIMIT
        and block.loi[-1] not in ".;:,"
        and _is_deeper(block, next_block)
    )


def _settle(line: _Line, before: Block | None, after: Block | None) -> list[Block]:
    """One line and its neighbours → its blocks; a heading with its title makes two."""
    block = line.block
    if block.cap in _HEADINGS and block.so and block.loi:
        return [replace(block, loi=""), Block("ten_phan", "", block.loi)]
    if line.forced:
        return [block]
    if block.cap == "van" and before and before.cap in _HEADINGS and before.so and not before.loi:
        return [replace(block, cap="ten_phan")]
    if _is_title(block, after):
        return [replace(block, cap=_TITLED[block.cap])]
    return [block]


def _read(text: str) -> list[list[Block]]:
    """Text → the blocks of each line that prints something."""
    typed = clean(_WORD_BULLET.sub("- ", text)).split("\n")
    lines = [line for line in map(_read_line, typed) if line]
    blocks = [line.block for line in lines]
    return [
        _settle(line, before, after)
        for line, before, after in zip(
            lines, [None, *blocks][:-1], [*blocks, None][1:], strict=True
        )
    ]


def parse(text: str) -> list[Block]:
    """Typed or pasted text → one block per line that prints something.

    "Phần I: Đánh giá" makes two blocks, "Phần I" and its title, because the decree prints them on
    two lines. Levels depend on the line, its label and the lines beside it, on nothing else.
    """
    return [block for blocks in _read(text) for block in blocks]


def _line_of(block: Block, *, labelled: bool) -> str:
    words = [f"{{{SHORT[block.cap]}}}"] if labelled else []
    return " ".join([*words, *(part for part in (block.so, block.loi) if part)])


def to_text(blocks: Sequence[Block]) -> str:
    """Blocks → text that `parse` reads back into the same blocks.

    A line carries a label only where it would be read differently without one.
    """
    kept = [block for block in blocks if block.so or block.loi]
    labelled: set[int] = set()
    while True:
        text = "\n".join(
            _line_of(block, labelled=place in labelled) for place, block in enumerate(kept)
        )
        # A label changes how its neighbours are read, so look again until nothing is left over.
        differing = {
            place
            for place, (block, read) in enumerate(zip(kept, _read(text), strict=True))
            if read != [block]
        } - labelled
        if not differing:
            return text
        labelled |= differing


_NUMBERED: Final = ("phan", "chuong", "muc", "dieu", "khoan", "tiet", "diem")
_LAST_FIGURE = re.compile(r"([0-9]+)\.?$")


def _value(cap: str, so: str) -> int | None:
    """Place of a marker in its sequence, from 1; None for one that stands outside (Điều 1a)."""
    if cap in _HEADINGS:
        return parse_roman(so.rpartition(" ")[2])
    if cap == "muc":
        return parse_roman(so.rstrip("."))
    if cap == "diem":
        return DIEM_LETTERS.index(so[0]) + 1 if so[0] in DIEM_LETTERS else None
    figure = _LAST_FIGURE.search(so)
    return int(figure[1]) if figure else None


def _marker(cap: str, value: int, like: str) -> str:
    """The marker of another place in the sequence of `like`."""
    if cap in _HEADINGS:
        return f"{like.partition(' ')[0]} {roman(value)}"
    if cap == "muc":
        return f"{roman(value)}."
    if cap == "diem":
        return f"{DIEM_LETTERS[value - 1]})"
    return _LAST_FIGURE.sub(f"{value}.", like)


def _check(cap: str, so: str, value: int, seen: list[int], where: str) -> list[Problem]:
    """What is wrong with one marker after those seen before it in its sequence."""
    if value in seen:
        return [Problem("outline_double", where, {"so": so})]
    if value < seen[-1]:
        return [Problem("outline_order", where, {"so": so, "truoc": _marker(cap, seen[-1], so)})]
    if value == seen[-1] + 1:
        return []
    first, last = (_marker(cap, v, so) for v in (seen[-1] + 1, value - 1))
    missing = f"“{first}”" if first == last else f"“{first}” đến “{last}”"
    return [Problem("outline_gap", where, {"so": so, "missing": missing})]


def problems(blocks: Sequence[Block]) -> list[Problem]:
    """Blocks → notices about gaps, doubles and disorder in their numbers.

    `where` is the index of the block, from 0. A sequence may start anywhere, because a text is
    often one part of a document; Điều run through the whole text, everything else starts anew
    under the next wider level.
    """
    found: list[Problem] = []
    seen: dict[tuple[str, str], list[int]] = {}
    for place, block in enumerate(blocks):
        cap = _UNTITLED.get(block.cap, block.cap)
        value = _value(cap, block.so) if cap in _NUMBERED and block.so else None
        if value is None:
            continue
        # 1.2. and 1.2.1. are places in two sequences
        sequence = (cap, _LAST_FIGURE.sub("", block.so) if cap == "tiet" else "")
        if sequence in seen:
            found += _check(cap, block.so, value, seen[sequence], str(place))
        seen.setdefault(sequence, []).append(value)
        ended = set(_NUMBERED[_NUMBERED.index(cap) + 1 :]) - {"dieu"}
        seen = {key: values for key, values in seen.items() if key[0] not in ended}
    return found
