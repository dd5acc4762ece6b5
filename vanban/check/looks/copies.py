"""Bản sao, digital (ô 14) and on paper: Phụ lục I, Phần II.

Of a copy its own parts alone are judged: who copies a document cannot mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, capitals_of, face_of, quoted, same_words, size_of
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import NO_PLACE, lines_of
from vanban.decree30 import (
    BAN_SAO,
    CO_CHU_KY,
    CO_DIA_DANH,
    CO_NOI_NHAN,
    CO_NOI_NHAN_TIEU_DE,
    CO_SAO_DIEN_TU,
    CO_SO_KY_HIEU,
    CO_TEN_CO_QUAN,
    CO_TEN_LOAI,
    Range,
)
from vanban.laid import Box, Piece
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
_CORNER: Final = 0.3  # of the height of the page
# The words refer to those of a document, 12 to 13; the form itself (mẫu 3.1) has 14.
_NAME_SIZE: Final = Range(CO_TEN_CO_QUAN.low, 14)


@dataclass(frozen=True, slots=True)
class _Own:
    """A part of a copy as the decree wants it (II.2.c). name: as a sentence begins with it."""

    name: str
    size: Range | float
    bold: bool = False
    italic: bool = False
    upper: bool = False


_OWN: Final[Mapping[Part, _Own]] = {
    Part.SAO_CO_QUAN: _Own("Tên cơ quan sao", _NAME_SIZE, bold=True, upper=True),
    Part.SAO_SO: _Own("Số, ký hiệu bản sao", CO_SO_KY_HIEU),
    Part.SAO_NGAY: _Own("Địa danh, thời gian sao", CO_DIA_DANH, italic=True),
    Part.SAO_QUYEN_HAN: _Own("Chức vụ của người sao", CO_CHU_KY, bold=True, upper=True),
    Part.SAO_HO_TEN: _Own("Họ tên của người sao", CO_CHU_KY, bold=True),
    Part.SAO_NOI_NHAN: _Own("Từ “Nơi nhận”", CO_NOI_NHAN_TIEU_DE, bold=True, italic=True),
    Part.SAO_NOI_NHAN_DS: _Own("Danh sách nơi nhận", CO_NOI_NHAN),
}


def _form(found: Found) -> Bit:
    """The form of copy as it is written, on paper or by a signature. NotApplicable: it is not."""
    there = (*found.parts.get(Part.HINH_THUC_SAO, ()), *found.parts.get(Part.SAO_DIEN_TU, ()))
    for bit in there:
        if same_words(bit.text)[:1].isalpha():
            return bit
    raise NotApplicable


def _said(bit: Bit) -> str:
    """The form of copy alone: a signature shows more behind it."""
    return same_words(letters.printed(bit)).split(";")[0].strip(" .:,")


def sao_hinh_thuc(found: Found) -> Iterator[Hit]:
    """The form of copy is one of three."""
    bit = _form(found)
    if fold(_said(bit)) not in _FORMS:
        yield Hit(quoted(_said(bit)), "SAO Y, SAO LỤC hoặc TRÍCH SAO", **at(bit))


def _numbered(found: Found) -> list[tuple[Piece, re.Match[str]]]:
    """What stands where as the number of the copy. NotApplicable: nothing does."""
    bits(found, Part.HINH_THUC_SAO)
    there = [
        (piece, number) for piece in found.laid.pieces if (number := _NUMBER.search(piece.text))
    ]
    if not there:
        raise NotApplicable
    return there


def sao_ky_hieu(found: Found) -> Iterator[Hit]:
    """Its abbreviation is that of its form: SY, SL, TrS."""
    right = _FORMS.get(fold(_said(_form(found))), "")
    for piece, number in _numbered(found)[-1:]:
        if right and number["ky"].split("-")[0] != right:
            yield Hit(quoted(number.group()), f"Số: …/{right}-…", **at(piece))


def sao_so(found: Found) -> Iterator[Hit]:
    """Numbers below 10 begin with 0."""
    for piece, number in _numbered(found)[-1:]:
        if len(number["so"]) == 1:
            yield Hit(number["so"], f"0{number['so']}", **at(piece))


def _top(found: Found) -> tuple[Bit, Box]:
    """The first thing of a copy and where it is printed."""
    parts = (Part.HINH_THUC_SAO, *_OWN)
    there = [bit for part in parts for bit in found.parts.get(part, ())]
    if not there:
        raise NotApplicable
    placed = [(bit, lines[0].box) for bit in there if (lines := lines_of(bit))]
    if not placed:
        raise Unknown(NO_PLACE)
    return min(placed, key=lambda each: (each[1].page, each[1].top))


def sao_duong_ke(found: Found) -> Iterator[Hit]:
    """A line across the whole column parts it from what was copied."""
    bit, here = _top(found)
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


def _of_own(part: Part, look: Look) -> Look:
    """The rule of one part, which its hits name."""

    def rule(found: Found) -> Iterator[Hit]:
        for hit in look(found):
            yield replace(hit, data={"phan": _OWN[part].name})

    return rule


def _each(looks: Mapping[Part, Look]) -> Look:
    """The rule of all these parts. NotApplicable when none of them is there."""

    def rule(found: Found) -> Iterator[Hit]:
        there = [look for part, look in looks.items() if found.parts.get(part)]
        if not there:
            raise NotApplicable
        for look in there:
            try:
                yield from look(found)
            except NotApplicable:  # of one that is still to be filled
                continue

    return rule


def sao_thanh_phan(found: Found) -> Iterator[Hit]:
    """A copy on paper has all its parts; told where number and date are written, as in a draft."""
    if Part.SAO_SO not in found.parts or Part.SAO_NGAY not in found.parts:
        raise NotApplicable
    missing = [
        own.name[0].lower() + own.name[1:] for part, own in _OWN.items() if part not in found.parts
    ]
    if missing:
        yield Hit(", ".join(missing), **at(found.parts[Part.SAO_SO][0]))


def _shown(found: Found) -> Found:
    """The document with what a signature shows alone: a mere "SAO Y" is none."""
    shown = tuple(bit for bit in found.parts.get(Part.SAO_DIEN_TU, ()) if ";" in bit.text)
    return replace(found, parts={**found.parts, Part.SAO_DIEN_TU: shown})


def _of_shown(look: Look) -> Look:
    def rule(found: Found) -> Iterator[Hit]:
        yield from look(_shown(found))

    return rule


def sao_dien_tu_vi_tri(found: Found) -> Iterator[Hit]:
    """What a signature shows stands in the upper right corner of the first page."""
    for bit in bits(_shown(found), Part.SAO_DIEN_TU):
        box = bit.piece.box
        if box is None:
            raise Unknown(NO_PLACE)
        sheet = found.laid.sheets[box.page]
        corner = box.middle > sheet.width / 2 and box.top < _CORNER * sheet.height
        if box.page or not corner:
            yield Hit(f"ở trang {box.page + 1}", "góc trên, bên phải, trang đầu", **at(bit))
            return


LOOKS: Final[Mapping[str, Look]] = {
    "sao_hinh_thuc": sao_hinh_thuc,
    "sao_in_hoa": capitals_of(Part.HINH_THUC_SAO),
    "sao_co_chu": size_of(Part.HINH_THUC_SAO, CO_TEN_LOAI),
    "sao_kieu_chu": face_of(Part.HINH_THUC_SAO, bold=True, italic=False),
    "sao_ky_hieu": sao_ky_hieu,
    "sao_so": sao_so,
    "sao_duong_ke": sao_duong_ke,
    "sao_thanh_phan": sao_thanh_phan,
    "sao_phan_in_hoa": _each(
        {part: _of_own(part, capitals_of(part)) for part, own in _OWN.items() if own.upper}
    ),
    "sao_phan_co_chu": _each(
        {part: _of_own(part, size_of(part, own.size)) for part, own in _OWN.items()}
    ),
    "sao_phan_kieu_chu": _each(
        {
            part: _of_own(part, face_of(part, bold=own.bold, italic=own.italic))
            for part, own in _OWN.items()
        }
    ),
    "sao_dien_tu_vi_tri": sao_dien_tu_vi_tri,
    "sao_dien_tu_co_chu": _of_shown(size_of(Part.SAO_DIEN_TU, CO_SAO_DIEN_TU)),
    "sao_dien_tu_kieu_chu": _of_shown(face_of(Part.SAO_DIEN_TU, italic=False)),
}
