"""Page numbers: Phụ lục I, Phần I, Mục I.7. A paper of one page needs none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown
from vanban.check.faults import readable
from vanban.check.parts import Found, Part
from vanban.check.standing import page_middles
from vanban.decree30 import CO_SO_TRANG, MARGIN_TOP_MM
from vanban.laid import MM, Holder, Line, Sheet

_ABOUT_MM: Final = 8.0  # numbers are centred in frames and tabs of their own
_DOWN_MM: Final = 2.0
_FEW: Final = 3  # lines of text that another program may have room for
_FOOT: Final = (Part.NOI_NHAN, Part.NOI_NHAN_DS, Part.QUYEN_HAN, Part.HO_TEN, Part.CHUC_VU_KHAC)


def _after_first(found: Found) -> list[tuple[int, Sheet]]:
    """The pages of the main text that show their number. NotApplicable of a single page."""
    readable(found)
    pages = list(enumerate(found.laid.sheets[: found.last_page + 1]))[1:]
    if not pages:
        raise NotApplicable
    return pages


def _numbered(found: Found) -> list[tuple[int, Sheet, Line]]:
    """Those of them that have one. NotApplicable when none has: that is a rule of its own."""
    pages = [(p, sheet, sheet.number) for p, sheet in _after_first(found) if sheet.number]
    if not pages:
        raise NotApplicable
    return pages


def _on(found: Found, page: int) -> Iterator[Line]:
    """The lines of a page."""
    for piece in found.laid.pieces:
        yield from (line for line in piece.lines if line.box.page == page)


def so_trang_co(found: Found) -> Iterator[Hit]:
    """Every page but the first shows its number; a page that lies may do so at its short side.

    Another program may have room on the first page for the few lines of a second.
    """
    pages = _after_first(found)
    bare = [p for p, sheet in pages if sheet.number is None and sheet.height > sheet.width]
    if bare and len(pages) == 1 and found.laid.source == "docx" and _spilt(found, bare[0]):
        raise Unknown("Trang thứ hai chỉ có vài dòng; phần mềm khác có thể in vừa một trang.")
    if bare and any(line.text.strip() == str(bare[0] + 1) for line in _on(found, bare[0])):
        raise Unknown("Có một dòng chỉ ghi số nhưng không chắc là số trang.")
    if bare:
        yield Hit(f"trang {bare[0] + 1} không có số trang", "có số trang từ trang thứ hai")


def _spilt(found: Found, page: int) -> bool:
    """Whether a page holds no more than what a first page may have had no room for."""
    text = sum(
        line.box.page == page and bool(line.text.strip())
        for piece in found.laid.pieces
        if piece.holder in (Holder.BODY, Holder.CELL) and found.of.get(piece.number) not in _FOOT
        for line in piece.lines
    )
    return text <= _FEW


def so_trang_dau(found: Found) -> Iterator[Hit]:
    """The first page does not show it."""
    number = found.laid.sheets[0].number if found.laid.sheets else None
    if number is not None:
        yield Hit(f"“{number.text.strip()}”", "không hiển thị", box=number.box)


def so_trang_chu_so(found: Found) -> Iterator[Hit]:
    """It is the number alone, in Arabic digits."""
    for _, _, number in _numbered(found):
        if not re.fullmatch(r"\d+", number.text.strip()):
            yield Hit(f"“{number.text.strip()}”", "chỉ ghi chữ số Ả Rập", box=number.box)
            return


def so_trang_thu_tu(found: Found) -> Iterator[Hit]:
    """Pages are counted from 1."""
    for page, _, number in _numbered(found):
        text = number.text.strip()
        if text.isdecimal() and int(text) != page + 1:
            yield Hit(f"trang thứ {page + 1} ghi số {text}", str(page + 1), box=number.box)
            return


def so_trang_vi_tri(found: Found) -> Iterator[Hit]:
    """It stands in the middle of the top margin."""
    for page, sheet, number in _numbered(found):
        if sheet.width > sheet.height:
            continue
        margin = found.laid.frames[0].top * MM if found.laid.frames else MARGIN_TOP_MM.high
        low, high = page_middles(found, page)
        low, high = min(low, high) - _ABOUT_MM, max(low, high) + _ABOUT_MM
        is_ = ""
        if number.base > max(margin, MARGIN_TOP_MM.low) + _DOWN_MM:
            below = number.base > sheet.height / 2
            is_ = "ở lề dưới" if below else "ở dưới lề trên"
        elif not low <= number.box.middle <= high:
            is_ = "lệch sang phải" if number.box.middle > high else "lệch sang trái"
        if is_:
            yield Hit(f"{is_} (trang {page + 1})", "ở giữa, trong lề trên", box=number.box)
            return


def so_trang_co_chu(found: Found) -> Iterator[Hit]:
    """Its size."""
    for _, sheet, number in _numbered(found):
        font = sheet.number_font
        if font is None:
            raise Unknown("Không đọc được cỡ chữ của số trang.")
        if not letters.fits(font.size, CO_SO_TRANG):
            is_ = letters.told(font.size)
            yield Hit(is_, letters.allowed(CO_SO_TRANG), box=number.box)
            return


def so_trang_kieu_chu(found: Found) -> Iterator[Hit]:
    """It stands upright."""
    for _, sheet, number in _numbered(found):
        if sheet.number_font is None:
            raise Unknown("Không đọc được kiểu chữ của số trang.")
        if letters.italic(sheet.number_font):
            yield Hit("nghiêng", "đứng", box=number.box)
            return


LOOKS: Final[Mapping[str, Look]] = {
    "so_trang_co": so_trang_co,
    "so_trang_dau": so_trang_dau,
    "so_trang_chu_so": so_trang_chu_so,
    "so_trang_thu_tu": so_trang_thu_tu,
    "so_trang_vi_tri": so_trang_vi_tri,
    "so_trang_co_chu": so_trang_co_chu,
    "so_trang_kieu_chu": so_trang_kieu_chu,
}
