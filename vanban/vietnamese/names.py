"""People's names: a name as written comes in; its sort key, its parts go out. Names never change.

Vietnamese lists run by given name (the last word), then family name, then the names between.
"""

from __future__ import annotations

import re
import unicodedata

from vanban.vietnamese.text import clean_line

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: 1000 + place for place, letter in enumerate(_ALPHABET)}
# breve, circumflex and horn make another letter; every other mark only colours the letter
_LETTER_MARKS = "\u0306\u0302\u031b"
# none < huyền < hỏi < ngã < sắc < nặng: the order of CLDR's Vietnamese collation
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}
_OTHER_MARK = len(_TONES) + 1

Syllable = tuple[tuple[int, ...], tuple[int, ...]]
Collation = tuple[Syllable, ...]


def _rank(letter: str) -> int:
    """Rank of one letter: signs and figures before letters, foreign scripts after them."""
    if letter in _RANK:
        return _RANK[letter]
    code = ord(letter)
    return code if code < 128 else code + 2000


def _syllable(word: str) -> Syllable:
    letters: list[str] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", word):
        if not unicodedata.combining(sign):
            letters.append(sign)
            tones.append(0)
        elif letters and sign in _LETTER_MARKS:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)[:1]
        elif letters:
            tones[-1] = _TONES.get(sign, _OTHER_MARK)
    return tuple(map(_rank, letters)), tuple(tones)


def collate(text: str) -> Collation:
    """Text → key for Vietnamese dictionary order, without regard to case.

    Syllable by syllable; inside a syllable first the letters (a ă â b … ), then the tones.
    """
    return tuple(_syllable(word) for word in clean_line(text).lower().split())


def sort_key(name: str) -> tuple[Collation, Collation, Collation]:
    """Full name → key (tên, họ, đệm) by which lists of people are ordered."""
    words = clean_line(name).split()
    if not words:
        return (), (), ()
    family = words[0] if len(words) > 1 else ""
    return collate(words[-1]), collate(family), collate(" ".join(words[1:-1]))


_HONORIFICS = {
    "ông": "Ông", "bà": "Bà", "ông/bà": "Ông/Bà", "bà/ông": "Ông/Bà",
    "ông(bà)": "Ông (Bà)", "đồngchí": "Đồng chí", "đ/c": "Đồng chí",
}  # fmt: skip
_HONORIFIC = re.compile(
    r"(ông\s?/\s?bà|bà\s?/\s?ông|ông\s?\(\s?bà\s?\)|ông|bà|đồng chí|đ/c)[.:]?(?:\s+(.*)|$)",
    re.IGNORECASE,
)
# Ông is also a family name (Ông Ích Khiêm): before these words it cannot be an honorific.
_AFTER_FAMILY_NAME = ("ích", "thị")


def split_honorific(name: str) -> tuple[str, str]:
    """Name as typed → (honorific in its printed form or "", the name without it).

    Knows Ông, Bà, Ông/Bà, Ông (Bà), Đồng chí and Đ/c in any case. “Ông Ích Khiêm” is a man of
    the family Ông and stays whole.
    """
    line = clean_line(name)
    found = _HONORIFIC.fullmatch(line)
    if not found:
        return "", line
    rest = (found[2] or "").strip()
    typed = re.sub(r"\s", "", found[1]).lower()
    if typed == "ông" and rest.lower().split(" ")[0] in _AFTER_FAMILY_NAME:
        return "", line
    return _HONORIFICS[typed], rest


_TITLE_WORDS = (
    r"phó giáo sư|giáo sư|tiến s[iĩyỹ] khoa học|tiến s[ĩỹ]|thạc s[ĩỹ]|bác s[ĩỹ]"
    r"(?: chuyên khoa (?:ii|i|2|1))?|dược s[ĩỹ]|cử nhân|k[ỹĩ] sư"
)
_TITLE_SHORT = r"PGS|GS|TSKH|TS|ThS|BSNT|BS(?:CK)?|DS(?:CK)?|CK(?:II|I|2|1)|BSCK(?:II|I|2|1)|KS|CN"
_TITLES = re.compile(
    rf"((?:(?:(?i:{_TITLE_WORDS})\b|(?:{_TITLE_SHORT})(?=[.,\s])|(?i:{_TITLE_SHORT})(?=\.))"
    r"[.,]?\s?)+)"
)


def academic_title(name: str) -> str:
    """Name as typed → the học hàm, học vị written before it ("PGS.TS"), or "".

    The decree prints a signer's name without them (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7.b).
    """
    _, line = split_honorific(name)
    found = _TITLES.match(line)
    return found[1].strip(" ,") if found else ""
