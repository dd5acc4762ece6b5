"""Capitals: Phụ lục II of the decree, as far as words alone can tell.

Each rule is a table of patterns; `w` names the letters that are wrong, and a function gives what
is right. A pattern is here only when no sense of the words lets the other spelling stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, at
from vanban.check.parts import Found, Level, Part, once
from vanban.check.words import titles
from vanban.laid import Holder, Piece
from vanban.vietnamese.text import fold

Right = Callable[[str], str]
_DOCUMENTS = (
    "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|quyết định|chỉ thị|công văn|kế hoạch"
)
_SHOWN = 8
# What a form has in the place of a name.
_BLANK_NAME = ("ho va ten", "ho ten", "ho, ten", "ky, ghi ro")


def _first(text: str) -> str:
    """Its first letter a capital."""
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Its first letter small."""
    return text[:1].lower() + text[1:]


def _each(text: str) -> str:
    """The first letter of each syllable a capital."""
    return " ".join(_first(word) for word in text.split(" "))


def _body(text: str) -> str:
    """The name of a body: the first letter a capital, the rest small."""
    return _first(text.lower())


def _to(right: str) -> Right:
    return lambda _: right


# No pattern has a \b before letters that no syllable ends with: a search for letters is many times
# as fast as one that asks at every place whether a word begins there.
_TABLE: Final[Mapping[str, Sequence[tuple[str, Right]]]] = {
    # V.7: of a citation phần, chương, mục, tiểu mục, điều are capitals, khoản and điểm are not.
    "hoa_dieu": (
        (r"[\w,;] (?P<w>điều) \d", _first),
        (r"[\w,;] (?P<w>chương) [IVX]+\b", _first),
    ),
    "thuong_khoan_diem": (
        (r"\b(?:[Tt]ại|[Tt]heo|và) (?P<w>Khoản) \d+,? Điều \d", _small),
        (r"\b(?:[Tt]ại|[Tt]heo|và) (?P<w>Điểm) [a-zđ],? [Kk]hoản \d", _small),
        (r"\b[Đđ]iểm [a-zđ],? (?P<w>Khoản) \d", _small),
    ),
    # V.6: a document that is named.
    "hoa_ten_van_ban": (
        (rf"(?:[Cc]ăn cứ|[Tt]heo|[Tt]hực hiện) (?P<w>{_DOCUMENTS}) số \d", _first),
        (r"[Cc]ăn cứ (?P<w>luật) \w+ ", _first),
    ),
    # III.1.c
    "thu_do_thanh_pho": (
        (r"(?P<w>thủ đô) Hà Nội\b", _first),
        (r"(?P<w>thành phố) Hồ Chí Minh\b", _first),
    ),
    # III.1.b: beside a figure the common noun is a capital too.
    "hoa_don_vi_so": ((r"[\w,;] (?P<w>quận|phường) \d{1,2}(?![\d.])", _first),),
    # IV.1.a; the decree writes "Ủy ban nhân dân", "Hội đồng nhân dân".
    "ten_co_quan_hoa": (
        (r"\b(?P<w>[ỦUủu][ỷyỶY] ban [Nn]hân dân)\b", _body),
        (r"(?P<w>[Hh]ội đồng [Nn]hân dân)\b", _body),
        (r"\b(?P<w>[ủu][ỷy] ban) Mặt trận Tổ quốc\b", _first),
    ),
    # V.1
    "nhan_dan_nha_nuoc": (
        (r"Đảng(?:,| và) (?P<w>nhà nước)\b", _first),
        (r"pháp luật của (?P<w>nhà nước)\b", _first),
        (r"Nhà nước và (?P<w>nhân dân)\b", _first),
    ),
    # V.2
    "hoa_huan_chuong": (
        (r"(?P<w>huân chương) (?:Lao động|Độc lập|Sao vàng|Quân công|Chiến công)\b", _first),
        (r"[Hh]uân chương (?:Lao động|Độc lập) [Hh]ạng (?P<w>nhất|nhì|ba)\b", _first),
    ),
    # V.5, V.8.b and c, V.9
    "hoa_ngay_le": (
        (r"ngày (?P<w>quốc khánh)\b", _first),
        (r"ngày (?P<w>[Qq]uốc tế lao động)\b", _to("Quốc tế Lao động")),
        (r"ngày (?P<w>phụ nữ) Việt Nam\b", _first),
        (r"[Tt]ết (?P<w>nguyên đán)\b", _first),
        (r"[Cc]ách mạng tháng (?P<w>tám)\b", _first),
        (r"[Tt]hứ (?P<w>hai|ba|tư|năm|sáu|bảy),? \(?ngày \d", _first),
    ),
    # I: of a sentence the first letter alone, and so of what every căn cứ begins with.
    "can_cu_viet_hoa": ((r"^\W*(?P<w>[Cc]ăn Cứ|(?:Theo|Xét) Đề [Nn]ghị)\b", str.capitalize),),
    # II.1.a
    "hoa_ten_nguoi": ((r"\b(?:Ông|Bà) (?P<w>\w+ (?:thị|văn) \w+)", _each),),
}
_OPEN: Final = re.compile(r"[….]\s?\.$")  # dots to write on, which end no sentence
_PATTERNS: Final = {
    rule: [(re.compile(pattern), right) for pattern, right in table]
    for rule, table in _TABLE.items()
}


@once
def _pieces(found: Found) -> tuple[Piece, ...]:
    """What is written in small letters."""
    aside = (Holder.HEADER, Holder.FOOTER)
    return tuple(p for p in found.laid.pieces if p.holder not in aside and not p.text.isupper())


def _look(rule: str) -> Look:
    """The function of a rule of the table."""

    def look(found: Found) -> Iterator[Hit]:
        left = _SHOWN
        for piece in _pieces(found):
            for hit in _wrong(piece, rule):
                if left:
                    left -= 1
                    yield hit

    return look


def _wrong(piece: Piece, rule: str) -> Iterator[Hit]:
    for pattern, right in _PATTERNS[rule]:
        for match in pattern.finditer(piece.text):
            written, wanted = match["w"], right(match["w"])
            if written != wanted:
                yield _hit(piece, match.start("w"), written, wanted)


def _hit(piece: Piece, start: int, written: str, wanted: str) -> Hit:
    repair = letters.rewrite(letters.whole(piece), start, start + len(written), wanted)
    return Hit(written, wanted, **at(piece), repair=repair)


def ten_nguoi_ky_hoa(found: Found) -> Iterator[Hit]:
    """Every syllable of the signer's name begins with a capital (II.1.a)."""
    names = found.parts.get(Part.HO_TEN, ())
    if not names:
        raise NotApplicable
    for bit in names:
        begin = titles(bit.text)
        name = bit.text[begin:]
        if fold(name).startswith(_BLANK_NAME):
            continue
        if any(word[0].islower() for word in name.split() if word[0].isalpha()):
            yield _hit(bit.piece, bit.start + begin, name, _each(name))


def hoa_dau_doan(found: Found) -> Iterator[Hit]:
    """A paragraph that begins a sentence begins with a capital (I)."""
    ended = False
    left = _SHOWN
    for item in found.body:
        text = item.bit.text.strip()
        plain = item.level is Level.VAN and item.bit.piece.holder is Holder.BODY
        if plain and ended and left and text[:2].islower() and text[:2].isalpha() and " " in text:
            left -= 1
            start = item.bit.start + item.bit.text.index(text[0])
            yield _hit(item.bit.piece, start, text.split()[0], _first(text.split()[0]))
        ended = text.endswith((".", "!", "?")) and not _OPEN.search(text)


LOOKS: Final[Mapping[str, Look]] = {
    **{rule: _look(rule) for rule in _TABLE},
    "ten_nguoi_ky_hoa": ten_nguoi_ky_hoa,
    "hoa_dau_doan": hoa_dau_doan,
}
