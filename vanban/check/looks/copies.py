"""Bản sao on paper: Phụ lục I, Phần II, Mục II."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, capitals_of, face_of, quoted, same_words, size_of
from vanban.check.parts import Found, Part
from vanban.check.standing import NO_PLACE, lines_of
from vanban.decree30 import BAN_SAO, CO_TEN_LOAI
from vanban.laid import Piece
from vanban.vietnamese.text import fold

_FORMS: Final[Mapping[str, str]] = {
    "sao y": BAN_SAO["Bản sao y"],
    "sao luc": BAN_SAO["Bản sao lục"],
    "trich sao": BAN_SAO["Bản trích sao"],
}
_NUMBER: Final = re.compile(
    r"Số\s*:?\s*(?P<so>\d*)[\s.…_]*/\s*(?P<ky>(?:SY|SL|TrS|TRS|SAO|BS)[\w-]*)", re.IGNORECASE
)
_FULL: Final = 0.85


def sao_hinh_thuc(found: Found) -> Iterator[Hit]:
    """The form of copy is one of three."""
    for bit in bits(found, Part.SAO_DIEN_TU):
        text = same_words(letters.printed(bit)).strip(" .:")
        if fold(text) not in _FORMS:
            yield Hit(quoted(text), "SAO Y, SAO LỤC hoặc TRÍCH SAO", **at(bit))


def _numbered(found: Found) -> list[tuple[Piece, re.Match[str]]]:
    """What stands where as the number of the copy. NotApplicable: nothing does."""
    bits(found, Part.SAO_DIEN_TU)
    there = [
        (piece, number) for piece in found.laid.pieces if (number := _NUMBER.search(piece.text))
    ]
    if not there:
        raise NotApplicable
    return there


def sao_ky_hieu(found: Found) -> Iterator[Hit]:
    """Its abbreviation is that of its form: SY, SL, TrS."""
    form = fold(same_words(bits(found, Part.SAO_DIEN_TU)[-1].text)).strip(" .:")
    for piece, number in _numbered(found)[-1:]:
        right = _FORMS.get(form, "")
        if right and number["ky"].split("-")[0] != right:
            yield Hit(quoted(number.group()), f"Số: …/{right}-…", **at(piece))


def sao_so(found: Found) -> Iterator[Hit]:
    """Numbers below 10 begin with 0."""
    for piece, number in _numbered(found)[-1:]:
        if len(number["so"]) == 1:
            yield Hit(number["so"], f"0{number['so']}", **at(piece))


def sao_duong_ke(found: Found) -> Iterator[Hit]:
    """A line across the whole column parts it from what was copied."""
    bit = bits(found, Part.SAO_DIEN_TU)[0]
    lines = lines_of(bit)
    if not lines:
        raise Unknown(NO_PLACE)
    here = lines[0].box
    width = _FULL * (bit.piece.column or 155.0) if bit.piece.at is None else _FULL * 155.0
    drawn = [stroke.box for stroke in found.laid.strokes if stroke.level]
    typed = [
        line.box
        for piece in found.laid.pieces
        for line in piece.lines
        if re.fullmatch(r"[\s_\-–—─]{10,}", line.text)
    ]
    if any(
        box.page == here.page and box.top <= here.bottom and box.width >= width
        for box in (*drawn, *typed)
    ):
        return
    if here.page and not any(box.page == here.page for box in drawn):
        raise Unknown("Bản sao ở trang riêng; không chắc đường kẻ ở đâu.")
    yield Hit("không có", "một đường kẻ nét liền hết chiều ngang", **at(bit))


LOOKS: Final[Mapping[str, Look]] = {
    "sao_hinh_thuc": sao_hinh_thuc,
    "sao_in_hoa": capitals_of(Part.SAO_DIEN_TU),
    "sao_co_chu": size_of(Part.SAO_DIEN_TU, CO_TEN_LOAI),
    "sao_kieu_chu": face_of(Part.SAO_DIEN_TU, bold=True, italic=False),
    "sao_ky_hieu": sao_ky_hieu,
    "sao_so": sao_so,
    "sao_duong_ke": sao_duong_ke,
}
