"""Typed or pasted text: anything a clipboard can hold comes in, printable NFC text goes out.

TCVN 6909:2001 admits composed and combining forms; the decree (Phụ lục I, Phần I, Mục I.3) asks
for that character set. One form is kept everywhere, so equal words are equal strings. Spelling,
tone placement and names are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Latin Eth and African D look exactly like Đ in print, but search and sorting would miss them.
_LOOK_ALIKES = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
_NEW_LINES = "\v\f\x85\u2028\u2029"
# Characters that print nothing and break search, comparison or the direction of a line.
_INVISIBLE = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers: letters by name, blank in print
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200F),  # zero-width spaces and joiners, direction marks
    (0x202A, 0x202E),  # direction embeddings and overrides
    (0x2060, 0x206F),  # word joiner … nominal digit shapes
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation marks
    (0xE0000, 0xE007F),  # tags
)
# XML 1.0 forbids surrogates and U+FFFE, U+FFFF; the other non-characters mean nothing to anyone.
_FORBIDDEN = ((0xD800, 0xDFFF), (0xFDD0, 0xFDEF))
_SPACES = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    table.update(dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]))
    for first, last in (*_INVISIBLE, *_FORBIDDEN):
        table.update(dict.fromkeys(range(first, last + 1)))
    for plane in range(17):
        table.update({plane * 0x10000 + 0xFFFE: None, plane * 0x10000 + 0xFFFF: None})
    table.update(dict.fromkeys(_SPACES, " "))
    table.update({ord(c): "\n" for c in _NEW_LINES})
    table[ord("\n")] = "\n"
    table.update(_LOOK_ALIKES)
    return table


_TABLE = _translation()


def clean(text: str) -> str:
    """Any text → NFC text that prints, sorts and goes into XML 1.0; lines stay lines.

    Look-alikes of Đ/đ become Đ/đ; exotic spaces and tabs become spaces; every kind of line end
    becomes a line feed; invisible characters, controls and non-characters go. No other character
    is changed. Idempotent.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    # NFC comes last: an invisible character between a letter and its tone would keep them apart.
    return unicodedata.normalize("NFC", unified)


def clean_line(text: str) -> str:
    """Any text → `clean` text on one line, without doubled, leading or trailing spaces."""
    return " ".join(clean(text).split())


# Names of choices and columns are asked for again and again, long texts seldom.
_REMEMBERED = 200
_COMBINING = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Any text → search key: lower case, no accents, đ as d, single spaces, punctuation kept.

    “Quyết định”, its NFD form and both placements of the tone ("hòa", "hoà") give one key.
    Idempotent.
    """
    return _folded(text) if len(text) <= _REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    lowered = unicodedata.normalize("NFD", clean_line(text).casefold())
    bare = _COMBINING.sub("", lowered).replace("đ", "d")
    return clean_line(bare)


_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_BETWEEN_WORDS = re.compile("[^\\w\u0300-\u036f]+")


def spelling_key(text: str) -> str:
    """Any text → key under which two spellings of the same words are equal.

    Without regard to case, spaces, punctuation, composed or combining forms, and where the tone is
    written: "Hòa", "HOÀ" and the NFD of either give one key. Other accents count: "Hoa" is
    somebody else. Idempotent.
    """
    loose = unicodedata.normalize("NFD", clean_line(text).casefold())
    # The tone belongs to the syllable: at its end it stands in one place for every way of writing.
    words = [
        _TONE.sub("", word) + "".join(sorted(_TONE.findall(word))) if _TONE.search(word) else word
        for word in _BETWEEN_WORDS.sub(" ", loose).split()
    ]
    return unicodedata.normalize("NFD", " ".join(words))
