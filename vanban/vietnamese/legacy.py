"""Text typed in the fonts of the 1990s comes in, Unicode goes out.

TCVN3 (.VnTime) and VNI-Windows give Vietnamese letters to the codes of Western ones, so a paste
reads "TiÕng ViÖt" or "Tieáng Vieät". Detection answers only when the evidence is one-sided:
turning a correct name into nonsense is worse than missing an old file. It must see the text
before `text.clean`, which removes the soft hyphen that TCVN3 uses for ư.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from vanban.vietnamese.syllable import is_syllable

Encoding = Literal["tcvn3", "vni"]

# Letter and code (hexadecimal, as in Windows-1252) of TCVN3; checked against two converters.
_TCVN3_CODES = """
à B5 ả B6 ã B7 á B8 ạ B9 ă A8 ằ BB ẳ BC ẵ BD ắ BE ặ C6 â A9 ầ C7 ẩ C8 ẫ C9 ấ CA ậ CB đ AE
è CC ẻ CE ẽ CF é D0 ẹ D1 ê AA ề D2 ể D3 ễ D4 ế D5 ệ D6 ì D7 ỉ D8 ĩ DC í DD ị DE
ò DF ỏ E1 õ E2 ó E3 ọ E4 ô AB ồ E5 ổ E6 ỗ E7 ố E8 ộ E9 ơ AC ờ EA ở EB ỡ EC ớ ED ợ EE
ù EF ủ F1 ũ F2 ú F3 ụ F4 ư AD ừ F5 ử F6 ữ F7 ứ F8 ự F9 ỳ FA ỷ FB ỹ FC ý FD ỵ FE
Ă A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7
"""
# VNI: a base letter and a mark. Base (as VNI writes it) → the letters of the marks below.
_VNI_TONES = "\xf8\xfb\xf5\xf9\xef"  # huyền hỏi ngã sắc nặng
_VNI_HAT = "\xe2\xe0\xe5\xe3\xe1\xe4"  # â ầ ẩ ẫ ấ ậ
_VNI_BREVE = "\xea\xe8\xfa\xfc\xe9\xeb"  # ă ằ ẳ ẵ ắ ặ
_VNI_PAIRS = (
    ("a", _VNI_TONES, "àảãáạ"), ("a", _VNI_HAT, "âầẩẫấậ"), ("a", _VNI_BREVE, "ăằẳẵắặ"),
    ("e", _VNI_TONES, "èẻẽéẹ"), ("e", _VNI_HAT, "êềểễếệ"),
    ("o", _VNI_TONES, "òỏõóọ"), ("o", _VNI_HAT, "ôồổỗốộ"), ("\xf4", _VNI_TONES, "ờởỡớợ"),
    ("u", _VNI_TONES, "ùủũúụ"), ("\xf6", _VNI_TONES, "ừửữứự"), ("y", _VNI_TONES, "ỳỷỹý"),
)  # fmt: skip
_VNI_SINGLE = dict(zip("\xf1\xf4\xf6\xec\xe6\xf3\xed\xf2\xee", "đơưìỉĩíịỵ", strict=True))


def _tcvn3_table() -> dict[int, str]:
    parts = _TCVN3_CODES.split()
    return {int(code, 16): letter for letter, code in zip(parts[::2], parts[1::2], strict=True)}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for base, marks, letters in _VNI_PAIRS:
        # y has no nặng mark of its own (ỵ is one code), so its row is one shorter
        for mark, letter in zip(marks, letters, strict=False):
            for typed in (mark, mark.upper()):
                table[base + typed] = letter
                table[base.upper() + typed] = letter.upper()
    for code, letter in _VNI_SINGLE.items():
        table.update({code: letter, code.upper(): letter.upper()})
    return table


_TCVN3 = _tcvn3_table()
_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))
_TCVN3_CODE = re.compile(f"[{''.join(map(re.escape, map(chr, _TCVN3)))}]")
_TCVN3_WORD = re.compile(f"[A-Za-z{''.join(map(re.escape, map(chr, _TCVN3)))}]+")
_LOWER = re.compile("[a-z]")
_CAPITALS = re.compile(f"[A-Z{''.join(chr(c) for c in _TCVN3 if _TCVN3[c].isupper())}]")


def _from_tcvn3(text: str) -> str:
    """TCVN3 has no accented capitals: a line or a word of capitals borrows the small codes."""

    def word(found: re.Match[str], line_in_capitals: bool) -> str:
        typed = found[0]
        letters = typed.translate(_TCVN3)
        in_capitals = len(_CAPITALS.findall(typed)) > 1 and not _LOWER.search(typed)
        return letters.upper() if in_capitals or line_in_capitals else letters

    def line(typed: str) -> str:
        capitals = len(_CAPITALS.findall(typed)) > 1 and not _LOWER.search(typed)
        return _TCVN3_WORD.sub(lambda found: word(found, capitals), typed)

    return "".join(line(part) for part in text.splitlines(keepends=True))


def _from_vni(text: str) -> str:
    return _VNI_CODE.sub(lambda found: _VNI[found[0]], text)


def to_unicode(text: str, encoding: str) -> str:
    """Text of a legacy font → Unicode. encoding: "tcvn3" or "vni"; ValueError for any other."""
    if encoding == "tcvn3":
        return _from_tcvn3(text)
    if encoding == "vni":
        return _from_vni(text)
    raise ValueError(f"unknown encoding {encoding!r}")


_UNICODE_ONLY = re.compile(
    "[\u0102-\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_WORD = re.compile("[A-Za-z\xa1-\xaf\xb5-\xff]+")
_LETTER = re.compile("[A-Za-z]")
_NEEDED = 2  # different words that only the legacy reading explains
# Texts no longer than this are remembered: papers of a list have all but a few in common.
_REMEMBERED = 1_000
_SHARE = 0.8  # of the marked words must read as Vietnamese
_SHARE_OF_ALL = 0.6  # of all words, so that a few odd words in a foreign text prove nothing


def _reads(word: str, encoding: Encoding) -> bool:
    """Whether every mark of the word is a code of the encoding and the result is a syllable."""
    codes = _TCVN3_CODE if encoding == "tcvn3" else _VNI_CODE
    return codes.sub("", word).isascii() and is_syllable(to_unicode(word, encoding))


def _evidence(words: set[str], encoding: Encoding) -> int:
    """How many different words become Vietnamese only when read in the encoding; 0 if unlike."""
    marked = {w for w in words if not w.isascii()}
    read = {w for w in words if _reads(w, encoding)}
    gained = {w for w in marked & read if not is_syllable(w)}
    # a word that is Vietnamese already speaks for Unicode, however well the other reading goes
    correct = {w for w in marked if is_syllable(w) and to_unicode(w, encoding) != w}
    if len(marked & read) < _SHARE * len(marked) or len(read) < _SHARE_OF_ALL * len(words):
        return 0
    return len(gained) if len(gained) > len(correct) else 0


def detect(text: str) -> Encoding | None:
    """Text → the legacy encoding it was typed in, or None when it is (or may be) Unicode."""
    return _detected(text) if len(text) <= _REMEMBERED else _detected.__wrapped__(text)


@lru_cache(maxsize=1024)
def _detected(text: str) -> Encoding | None:
    if _UNICODE_ONLY.search(text):
        return None
    words = {word for word in _WORD.findall(text) if _LETTER.search(word)}
    if _LOWER.search(text):  # capitals among small letters are abbreviations (UBND): no evidence
        words = {word for word in words if not (word.isascii() and word.isupper())}
    found: dict[Encoding, int] = {e: _evidence(words, e) for e in ("tcvn3", "vni")}
    best = max(found, key=lambda e: found[e])
    return best if found[best] >= _NEEDED else None
