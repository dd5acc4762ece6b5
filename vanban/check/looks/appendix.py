"""Phụ lục: Phụ lục I, Phần I, Mục III.1.

A danh sách or a quy chế that comes with a document without the word "Phụ lục" has its own form.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, face_of, faces, quoted, same_words, size_of, sizes
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import NO_PLACE, lines_of, page_middles
from vanban.decree30 import CO_NOI_DUNG, CO_PHU_LUC
from vanban.laid import Line
from vanban.resolved import Align
from vanban.vietnamese.numbers import parse_roman
from vanban.vietnamese.text import fold

_CENTRE_MM: Final = 8.0
_LEVEL_MM: Final = 1.0
_POINTS: Final = ("phu luc", "kem theo", "dinh kem", "gui kem", "danh sach", "bieu", "mau so")
_NOTES: Final = re.compile(r"kèm|\btheo\b.*\bsố\b|số\s*[:…./\d]", re.IGNORECASE)
_NEAR: Final = 8
_LINES: Final = 2
_ATTACHED: Final = frozenset((Part.PHU_LUC, Part.TEN_PHU_LUC, Part.KEM_THEO, Part.NOI_DUNG_PHU_LUC))


def _word(bit: Bit) -> tuple[str, str]:
    """The word Phụ lục as printed, and its number, "" for none."""
    words = same_words(letters.printed(bit)).strip(" .:-–—").split()
    return " ".join(words[:2]), words[-1] if len(words) > 2 else ""


def phu_luc_chi_dan(found: Found) -> Iterator[Hit]:
    """The text points to its phụ lục."""
    first = bits(found, Part.PHU_LUC)[0]
    main = (
        piece.text
        for piece in found.laid.pieces[: first.piece.number]
        if found.of.get(piece.number) not in _ATTACHED
    )
    said = fold(" ".join(main))
    if not any(word in said for word in _POINTS):
        yield Hit(quoted(first.text), **at(first))


def phu_luc_so_la_ma(found: Found) -> Iterator[Hit]:
    """Two phụ lục or more are counted by Roman numerals."""
    there = bits(found, Part.PHU_LUC)
    if len(there) < 2:
        raise NotApplicable
    for bit in there:
        if parse_roman(_word(bit)[1]) is None:
            yield Hit(quoted(bit.text), "chữ số La Mã", **at(bit))


def phu_luc_thu_tu(found: Found) -> Iterator[Hit]:
    """They follow each other."""
    numbers = [(bit, parse_roman(_word(bit)[1])) for bit in bits(found, Part.PHU_LUC)]
    known = [(bit, number) for bit, number in numbers if number]
    for (before, one), (bit, other) in itertools.pairwise(known):
        if other != one + 1:
            yield Hit(quoted(bit.text), quoted(before.text), **at(bit))
            return


def phu_luc_chu_thuong(found: Found) -> Iterator[Hit]:
    """The word is in small letters."""
    for bit in bits(found, Part.PHU_LUC):
        word, number = _word(bit)
        if word.isupper():
            begin = len(bit.text) - len(bit.text.lstrip())
            repair = letters.rewrite(bit, begin, begin + len(word), "Phụ lục")
            yield Hit(
                quoted(letters.printed(bit)), f"Phụ lục {number}".strip(), **at(bit), repair=repair
            )


def phu_luc_dong_rieng(found: Found) -> Iterator[Hit]:
    """Word and number have a line for themselves."""
    titles = found.parts.get(Part.TEN_PHU_LUC, ())
    for bit in bits(found, Part.PHU_LUC):
        for title in titles:
            same = title.piece is bit.piece and title.start >= bit.end
            if same and "\n" not in bit.piece.text[bit.end : title.start]:
                yield Hit(quoted(bit.piece.text), **at(bit))


def _titles(found: Found) -> tuple[Bit, ...]:
    """The first line of the title of each phụ lục. NotApplicable: none has one."""
    titles = found.parts.get(Part.TEN_PHU_LUC, ())
    first = []
    for bit in bits(found, Part.PHU_LUC):
        place = (bit.piece.number, bit.end)
        after = [title for title in titles if (title.piece.number, title.start) >= place]
        if after and after[0].piece.number <= bit.piece.number + 2:
            first.append(after[0])
    if not first:
        raise NotApplicable
    return tuple(first)


def ten_phu_luc_in_hoa(found: Found) -> Iterator[Hit]:
    """The title is in capitals."""
    for bit in _titles(found):
        if not letters.is_upper(bit):
            right = bit.text.upper()
            repair = letters.rewrite(bit, 0, len(bit.text), right)
            yield Hit(quoted(letters.printed(bit)), quoted(right), **at(bit), repair=repair)


def ten_phu_luc_kieu_chu(found: Found) -> Iterator[Hit]:
    """The title is bold and upright."""
    for bit in _titles(found):
        yield from faces(found, bit, bold=True, italic=False)


def ten_phu_luc_co_chu(found: Found) -> Iterator[Hit]:
    """The title has 13 to 14 pt."""
    for bit in _titles(found):
        yield from sizes(bit, CO_NOI_DUNG)


def phu_luc_canh_giua(found: Found) -> Iterator[Hit]:
    """Word, title and note stand in the middle."""
    there = (
        *bits(found, Part.PHU_LUC),
        *found.parts.get(Part.TEN_PHU_LUC, ()),
        *found.parts.get(Part.KEM_THEO, ()),
    )
    if not any(bit.piece.lines for bit in there):
        raise Unknown(NO_PLACE)
    for bit in there:
        for line in lines_of(bit):
            low, high = sorted(page_middles(found, line.box.page))
            middles = (line.box.middle, _middle_across(found, line))
            about = any(low - _CENTRE_MM <= each <= high + _CENTRE_MM for each in middles)
            if not about and letters.is_centred(bit.piece) is not True:
                repair = letters.setting(bit.piece, align=Align.CENTER, first=0.0)
                yield Hit(quoted(bit.text), **at(bit), repair=repair)
                break


def _middle_across(found: Found, line: Line) -> float:
    """The middle of a line with what stands level with it, at which a PDF parts it.

    Room for a number or a date is as wide as what parts two columns.
    """
    level = [line.box]
    if found.laid.source == "pdf":
        every = (other for piece in found.laid.pieces for other in piece.lines)
        level += [
            other.box
            for other in every
            if other.box.page == line.box.page and abs(other.base - line.base) < _LEVEL_MM
        ]
    return (min(box.left for box in level) + max(box.right for box in level)) / 2


def kem_theo_thieu(found: Found) -> Iterator[Hit]:
    """Every phụ lục says with which document it comes."""
    there = bits(found, Part.PHU_LUC)
    notes = {bit.piece.number for bit in found.parts.get(Part.KEM_THEO, ())}
    for bit, after in zip(there, [*there[1:], None], strict=True):
        number = bit.piece.number
        end = min(number + _NEAR, after.piece.number if after else number + _NEAR)
        near = found.laid.pieces[number:end]
        if not any(piece.number in notes or _NOTES.search(piece.text) for piece in near):
            yield Hit(quoted(bit.text), **at(bit))


def _note(found: Found, bit: Bit) -> str:
    """A note to its closing bracket, over as many lines and paragraphs as it was broken into."""
    said = bit.piece.text[bit.start :]
    for piece in found.laid.pieces[bit.piece.number + 1 :][:_LINES]:
        if said.count("(") <= said.count(")"):
            break
        said += f" {piece.text}"
    return said


def kem_theo_du(found: Found) -> Iterator[Hit]:
    """The note has number, date and name of the body, or room for them."""
    goes_on = False
    for bit in bits(found, Part.KEM_THEO):
        if goes_on and not bit.text.startswith("("):
            goes_on = ")" not in bit.text
            continue
        goes_on = bit.text.count("(") > bit.text.count(")")
        said = fold(_note(found, bit))
        wanted = {"so": "số, ký hiệu", "ngay": "thời gian ban hành", "cua": "cơ quan ban hành"}
        missing = [name for word, name in wanted.items() if not re.search(rf"\b{word}\b", said)]
        if missing:
            yield Hit(quoted(bit.text), ", ".join(missing), **at(bit))


def phu_luc_so_trang(found: Found) -> Iterator[Hit]:
    """The pages of every phụ lục are counted for themselves."""
    sheets = found.laid.sheets
    if not any(sheet.number for sheet in sheets):
        raise NotApplicable
    for bit in bits(found, Part.PHU_LUC):
        box = bit.piece.box
        if box is None:
            raise Unknown(NO_PLACE)
        if not box.page:
            continue  # alone in its file
        for page in range(box.page, min(box.page + 2, len(sheets))):
            number = sheets[page].number
            if number and number.text.strip(" -–.") == str(page + 1):
                yield Hit(f"trang {page + 1}", **at(bit))
                return


LOOKS: Final[Mapping[str, Look]] = {
    "phu_luc_chi_dan": phu_luc_chi_dan,
    "phu_luc_so_la_ma": phu_luc_so_la_ma,
    "phu_luc_thu_tu": phu_luc_thu_tu,
    "phu_luc_chu_thuong": phu_luc_chu_thuong,
    "phu_luc_dong_rieng": phu_luc_dong_rieng,
    "phu_luc_co_chu": size_of(Part.PHU_LUC, CO_PHU_LUC),
    "phu_luc_kieu_chu": face_of(Part.PHU_LUC, bold=True, italic=False),
    "phu_luc_canh_giua": phu_luc_canh_giua,
    "ten_phu_luc_in_hoa": ten_phu_luc_in_hoa,
    "ten_phu_luc_co_chu": ten_phu_luc_co_chu,
    "ten_phu_luc_kieu_chu": ten_phu_luc_kieu_chu,
    "kem_theo_thieu": kem_theo_thieu,
    "kem_theo_du": kem_theo_du,
    "kem_theo_co_chu": size_of(Part.KEM_THEO, CO_NOI_DUNG),
    "kem_theo_kieu_chu": face_of(Part.KEM_THEO, italic=True),
    "phu_luc_so_trang": phu_luc_so_trang,
}
