"""Nơi nhận: Phụ lục I, Phần I, Mục II.9 (ô 9b)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vanban.check import letters
from vanban.check.bits import UNSEEN
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, ended, face_of, faces, quoted, same_words, size_of, sizes
from vanban.check.gather import together
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import NO_PLACE, lines
from vanban.decree30 import CO_NOI_NHAN, CO_NOI_NHAN_TIEU_DE
from vanban.laid import MM
from vanban.vietnamese.text import fold

_DASH: Final = re.compile(r"\s*[-–—−‐‑]")
_BULLET: Final = re.compile(r"\s*[•●·▪*+]\s*")
_LUU: Final = re.compile(r"\s*[-–—−‐‑•*+]?\s*lưu\b", re.IGNORECASE)
_KEPT: Final = re.compile(r"\W*Lưu\s*:\s*VT\b(?:\s*,\s*\S.*|\s*\(.*|\s*[.…].*|)$", re.DOTALL)
_ABOVE: Final = re.compile(r"\W*như\s+(?:trên|kính gửi|đề gửi)\b", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"\W*như\s+điều\b", re.IGNORECASE)
_UNSEEN: Final = dict.fromkeys(map(ord, UNSEEN))
_LETTERS: Final = frozenset(("Công văn", "Tờ trình", "Báo cáo"))
_BY_ARTICLE: Final = frozenset(("Quyết định", "Nghị quyết", "Quy chế", "Quy định", ""))
_ADDRESSED: Final = frozenset(
    (
        "Giấy mời",
        "Giấy giới thiệu",
        "Giấy nghỉ phép",
        "Giấy ủy quyền",
        "Công điện",
        "Phiếu gửi",
        "Phiếu chuyển",
        "Phiếu báo",
        "Thư công",
    )
)
"""Kinds that name in their text to whom they go, as the forms of Phụ lục III do."""
_WITHOUT: Final = frozenset(("Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Thư công", "Biên bản"))
_LEVEL_MM: Final = 5.0
_LEFT_MM: Final = 10.0
_SIGNERS_MM: Final = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """One of the lines of the list, over as many bits as it was broken into."""

    bits: tuple[Bit, ...]

    @property
    def text(self) -> str:
        """Its words, composed, with single blanks and nothing that nobody sees."""
        joined = " ".join(bit.text for bit in self.bits).translate(_UNSEEN)
        return " ".join(unicodedata.normalize("NFC", joined).split())

    @property
    def end(self) -> str:
        """The marks that it ends with."""
        return letters.ending(self.text)


def listed(found: Found) -> tuple[Line, ...]:
    """The lines of the list, to the one that says what is kept."""
    units: list[list[Bit]] = []
    for bit in bits(found, Part.NOI_NHAN_DS):
        begins = _DASH.match(bit.text) or _BULLET.match(bit.text) or _LUU.match(bit.text)
        if units and not begins and Line(tuple(units[-1])).end not in (";", ".", "./."):
            units[-1].append(bit)
        else:
            units.append([bit])
    every = [Line(tuple(unit)) for unit in units]
    kept = [place for place, line in enumerate(every) if _LUU.match(line.text)]
    return tuple(every[: kept[-1] + 1] if kept else every)


def noi_nhan_thieu(found: Found) -> Iterator[Hit]:
    """A document with number and signature has its recipients."""
    if found.laid.scanned:
        raise Unknown("Tệp chỉ có ảnh chụp, không có chữ để đọc.")
    if Part.NOI_NHAN in found.parts:
        return
    whole = all(part in found.parts for part in (Part.SO_KY_HIEU, Part.QUYEN_HAN, Part.HO_TEN))
    if not whole or found.loai in _WITHOUT:
        raise NotApplicable
    if any("noi nhan" in fold(piece.text) for piece in found.laid.pieces):
        raise Unknown("Có dòng chữ giống phần này nhưng không chắc.")
    yield Hit("không có", "Nơi nhận")


def noi_nhan_dau_hai_cham(found: Found) -> Iterator[Hit]:
    """Behind the words stands a colon."""
    for bit in bits(found, Part.NOI_NHAN):
        text = same_words(bit.text)
        if not text.endswith(":"):
            keep = len(bit.text.rstrip(" \t\xa0.;"))
            repair = letters.rewrite(bit, keep, len(bit.text.rstrip()), ":")
            yield Hit(quoted(text), "Nơi nhận:", **at(bit), repair=repair)


def noi_nhan_chu_thuong(found: Found) -> Iterator[Hit]:
    """They are in small letters."""
    for bit in bits(found, Part.NOI_NHAN):
        text = same_words(letters.printed(bit))
        if text.isupper():
            repair = letters.rewrite(bit, 0, len(bit.text), "Nơi nhận:")
            yield Hit(quoted(text), "Nơi nhận:", **at(bit), repair=repair)


def noi_nhan_dong_rieng(found: Found) -> Iterator[Hit]:
    """They have a line for themselves."""
    (head, *_), (first, *_) = bits(found, Part.NOI_NHAN), bits(found, Part.NOI_NHAN_DS)
    if head.piece is first.piece and "\n" not in head.piece.text[head.end : first.start]:
        yield Hit(quoted(first.text), **at(head))


def noi_nhan_ds_co_chu(found: Found) -> Iterator[Hit]:
    """The list has 11 pt."""
    hits = (hit for line in listed(found) for bit in line.bits for hit in sizes(bit, CO_NOI_NHAN))
    yield from together(hits, "dòng", also=True)


def noi_nhan_ds_kieu_chu(found: Found) -> Iterator[Hit]:
    """The list is upright."""
    hits = (
        hit
        for line in listed(found)
        for bit in line.bits
        for hit in faces(found, bit, italic=False)
    )
    yield from together(hits, "dòng", also=True)


def noi_nhan_gach(found: Found) -> Iterator[Hit]:
    """Every line begins with a dash."""
    hits = []
    for line in listed(found):
        first = line.bits[0]
        if _DASH.match(first.text) or first.piece.label:
            continue
        bullet = _BULLET.match(first.text)
        end = bullet.end() if bullet else len(first.text) - len(first.text.lstrip())
        repair = letters.rewrite(first, 0, end, "- ")
        hits.append(Hit(quoted(line.text), **at(first), repair=repair))
    yield from together(hits, "dòng", also=True)


def noi_nhan_cham_phay(found: Found) -> Iterator[Hit]:
    """Every line but the last ends with ";"."""
    inner = listed(found)[:-1]
    hits = [
        ended(line.bits[-1], line.text, line.end, ";")
        for line in inner
        if line.end[-1:] not in {";", ":", "…"}
    ]
    yield from together(hits, "dòng", also=True)


def noi_nhan_dau_cham(found: Found) -> Iterator[Hit]:
    """The last line, which says what is kept, ends with "."."""
    last = listed(found)[-1]
    if _LUU.match(last.text) and not last.end.endswith((".", "…")):
        yield ended(last.bits[-1], last.text, last.end, ".")


def noi_nhan_luu(found: Found) -> Iterator[Hit]:
    """The last line reads "- Lưu: VT, …."."""
    last = listed(found)[-1]
    if not _LUU.match(last.text):
        yield Hit("không có dòng “Lưu”", **at(last.bits[-1]))
    elif not _KEPT.match(last.text):
        colon = re.match(r"\W*Lưu(?=\s+VT\b)", last.bits[0].text)
        repair = letters.rewrite(last.bits[0], colon.end(), colon.end(), ":") if colon else ()
        yield Hit(f"dòng lưu ghi “{quoted(last.text)}”", **at(last.bits[-1]), repair=repair)


def noi_nhan_nhu_tren(found: Found) -> Iterator[Hit]:
    """ "Như trên" stands below the recipients of a paper with "Kính gửi"."""
    first = listed(found)[0]
    if found.loai not in _LETTERS or Part.KINH_GUI not in found.parts:
        raise NotApplicable
    if not any(_ABOVE.match(line.text) for line in listed(found)):
        yield Hit(quoted(first.text), "- Như trên;", **at(first.bits[0]))


def noi_nhan_khong_kinh_gui(found: Found) -> Iterator[Hit]:
    """ "Như trên" stands nowhere else."""
    lines_ = listed(found)
    if Part.KINH_GUI in found.parts or found.loai in (*_LETTERS, *_ADDRESSED, ""):
        raise NotApplicable
    if any("kinh gui" in fold(piece.text) for piece in found.laid.pieces):
        raise NotApplicable
    for line in lines_:
        if re.match(r"\W*như\s+trên\b", line.text, re.IGNORECASE):
            yield Hit(quoted(line.text), **at(line.bits[0]))


def noi_nhan_nhu_dieu(found: Found) -> Iterator[Hit]:
    """ "Như Điều …" stands where there are Điều."""
    lines_ = listed(found)
    if found.loai in _BY_ARTICLE or any(item.so.startswith("Điều") for item in found.body):
        raise NotApplicable
    for line in lines_:
        if _ARTICLE.match(line.text):
            yield Hit(quoted(line.text), **at(line.bits[0]))


def noi_nhan_ngang_hang(found: Found) -> Iterator[Hit]:
    """The words stand level with quyền hạn, chức vụ of who signs.

    Where several sign beside each other no room is left there.
    """
    head = bits(found, Part.NOI_NHAN)[0]
    here = lines(found, Part.NOI_NHAN, shared=True)[0]
    posts = lines(found, Part.QUYEN_HAN, shared=True)
    middles = [post.box.middle for post in posts]
    if found.loai in _WITHOUT or max(middles) - min(middles) > _SIGNERS_MM:
        raise NotApplicable
    if any(post.box.page != here.box.page for post in posts):
        raise Unknown(NO_PLACE)
    if here.base < posts[0].base - _LEVEL_MM:
        yield Hit(f"cao hơn {posts[0].base - here.base:.0f} mm", **at(head))
    elif here.base > posts[-1].base + _LEVEL_MM:
        yield Hit(f"thấp hơn {here.base - posts[-1].base:.0f} mm", **at(head))


def noi_nhan_sat_le(found: Found) -> Iterator[Hit]:
    """The words and the dashes stand at the left margin."""
    head = bits(found, Part.NOI_NHAN)[0]
    here = lines(found, Part.NOI_NHAN, shared=True)[0]
    if not found.laid.frames or found.loai in _WITHOUT:
        raise Unknown(NO_PLACE)
    section = min(head.piece.section, len(found.laid.frames) - 1)
    apart = here.box.left - MM * found.laid.frames[section].left
    if apart > _LEFT_MM:
        yield Hit(f"cách lề trái {apart:.0f} mm", "sát lề trái", **at(head))


LOOKS: Final[Mapping[str, Look]] = {
    "noi_nhan_thieu": noi_nhan_thieu,
    "noi_nhan_dau_hai_cham": noi_nhan_dau_hai_cham,
    "noi_nhan_chu_thuong": noi_nhan_chu_thuong,
    "noi_nhan_dong_rieng": noi_nhan_dong_rieng,
    "noi_nhan_co_chu": size_of(Part.NOI_NHAN, CO_NOI_NHAN_TIEU_DE),
    "noi_nhan_kieu_chu": face_of(Part.NOI_NHAN, bold=True, italic=True),
    "noi_nhan_ngang_hang": noi_nhan_ngang_hang,
    "noi_nhan_sat_le": noi_nhan_sat_le,
    "noi_nhan_ds_co_chu": noi_nhan_ds_co_chu,
    "noi_nhan_ds_kieu_chu": noi_nhan_ds_kieu_chu,
    "noi_nhan_gach": noi_nhan_gach,
    "noi_nhan_cham_phay": noi_nhan_cham_phay,
    "noi_nhan_dau_cham": noi_nhan_dau_cham,
    "noi_nhan_luu": noi_nhan_luu,
    "noi_nhan_nhu_tren": noi_nhan_nhu_tren,
    "noi_nhan_khong_kinh_gui": noi_nhan_khong_kinh_gui,
    "noi_nhan_nhu_dieu": noi_nhan_nhu_dieu,
}
