"""Quyền hạn, chức vụ, họ tên of who signs: Phụ lục I, Phần I, Mục II.7 (ô 7a, 7b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, capitals_of, face_of, quoted, same_words, size_of
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import NO_PLACE, lines_of
from vanban.decree30 import CO_CHU_KY
from vanban.laid import Holder, Line
from vanban.resolved import Align
from vanban.vietnamese.text import fold

_ABOUT_MM: Final = 8.0
_ROOM_MM: Final = 12.0
_LINES: Final = 2
_SIGNERS_MM: Final = 30.0
_MANY: Final = frozenset(
    ("Biên bản", "Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Giấy nghỉ phép", "Giấy ủy quyền")
)
"""Kinds that several sign, beside each other."""

_SHORT: Final = re.compile(
    r"(?P<word>T\s*[./]?\s*U\s*[./]?\s*Q|T\s*[./]?\s*M|K\s*[./]?\s*T|T\s*[./]?\s*L|Q)"
    r"(?P<sign>\s*[./,:]|(?=\s))\s*(?P<rest>[^\W\d_].*)"
)
_COLLECTIVE: Final = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|ĐOÀN CHỦ TỊCH|BAN CHẤP HÀNH|BAN GIÁM)\b"
)
_HEAD: Final = re.compile(
    r"(?:(?:TỔNG )?GIÁM ĐỐC|(?:PHÓ )?CHỦ TỊCH|(?:HIỆU|BỘ|CỤC|VỤ|CHI CỤC|VIỆN) TRƯỞNG|"
    r"CHÁNH VĂN PHÒNG)\s*"
)
_DEPUTY: Final = re.compile(r"PHÓ\b(?!.*PHỤ TRÁCH)")
_HELPER: Final = re.compile(
    r"(?:người|kế toán|thủ quỹ|thủ kho|thư ký|lập|đại diện|bên|ban kiểm|cán bộ)\b", re.IGNORECASE
)
_DEGREES: Final = re.compile(
    r"(?P<title>(?:(?:PGS|GS|TS|TSKH|ThS|Th\.?\s?S|BS|BSCK\w*|CKI{1,2}|CK\d|DS|DSCK\w*|KS|KTS|CN|"
    r"LS|NGND|NGƯT|NSND|NSƯT|TTND|TTƯT|AHLĐ|Giáo sư|Phó Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ|"
    r"Bác sĩ|Bác sỹ|Dược sĩ|Kỹ sư|Cử nhân|Luật sư|Nhà giáo (?:Nhân dân|Ưu tú)|"
    r"(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý))\b[.,\s-]*)+)\S",
    re.IGNORECASE,
)
_EXEMPT: Final = re.compile(
    r"\b(?:truong|hoc vien|dai hoc|benh vien|y te|vien|cong an|quan su|bo chi huy|su doan|"
    r"trung doan|"
    r"lu doan|quan doi|bo doi|bien phong|canh sat|bo tu lenh|quan khu|quan chung|giao duc|khoa hoc|"
    r"mam non|trung tam|nha khach|phong kham|hai quan|quoc phong)\b"
)
"""Of whose papers the head of the sector may rule that rank or degree is written."""


# -- abbreviations ---------------------------------------------------------------------------------


def _signers(found: Found) -> list[Bit]:
    """The lines of ô 7a."""
    return list(bits(found, Part.QUYEN_HAN))


def quyen_han_viet_tat(found: Found) -> Iterator[Hit]:
    """TM., Q., KT., TL., TUQ. are written so, with a dot."""
    for bit in _signers(found):
        text = same_words(letters.printed(bit))
        short = _SHORT.match(text)
        if not short:
            continue
        right = re.sub(r"[^A-Z]", "", short["word"]) + "."
        given = short["word"] + short["sign"].strip()
        if given != right:
            there = _SHORT.match(bit.text)
            end = there.end("sign") if there else 0
            repair = letters.rewrite(bit, 0, end, right) if end else ()
            yield Hit(given, right, **at(bit), repair=repair)


def quyen_han_dung_nguoi(found: Found) -> Iterator[Hit]:
    """TM. stands before a collective; KT., TL., TUQ., Q. before the post of a head."""
    for bit in _signers(found):
        short = _SHORT.match(same_words(letters.printed(bit)))
        if not short:
            continue
        word, rest = re.sub(r"[^A-Z]", "", short["word"]), short["rest"]
        if word == "TM" and _HEAD.fullmatch(rest):
            yield Hit(f"TM. {rest}", "tên tập thể lãnh đạo hoặc tên cơ quan", **at(bit))
        elif word != "TM" and _COLLECTIVE.match(rest):
            yield Hit(f"{word}. {rest}", "chức vụ của người đứng đầu", **at(bit))


def ky_thay(found: Found) -> Iterator[Hit]:
    """A deputy signs for the head, with KT."""
    lines = _signers(found)
    if found.loai in _MANY or len(lines) > 1:
        raise NotApplicable
    text = same_words(letters.printed(lines[0]))
    if _DEPUTY.match(text):
        yield Hit(quoted(text), "KT.", **at(lines[0]))


def quyen_han_in_hoa(found: Found) -> Iterator[Hit]:
    """They are in capitals; who drew a table up or keeps the accounts signs in another right."""
    for hit in capitals_of(Part.QUYEN_HAN)(found):
        if not _HELPER.match(hit.is_):
            yield hit


# -- the name --------------------------------------------------------------------------------------


def ho_ten_chu_thuong(found: Found) -> Iterator[Hit]:
    """The name is in small letters."""
    for bit in bits(found, Part.HO_TEN):
        text = same_words(letters.printed(bit))
        if len(text.split()) > 1 and text.isupper():
            right = " ".join(word.capitalize() for word in bit.text.split())
            repair = letters.rewrite(bit, 0, len(bit.text), right)
            yield Hit(quoted(text), quoted(right), **at(bit), repair=repair)


def _degree(bit: Bit) -> str:
    """What stands before a name that is no part of it: "TS.", "Đại tá"."""
    told = _DEGREES.match(same_words(bit.text))
    return told["title"].strip(" ,-") if told else ""


def _exempt(found: Found) -> bool:
    whose = fold(found.text(Part.CO_QUAN) + " " + found.text(Part.CHU_QUAN))
    return bool(_EXEMPT.search(whose))


def ho_ten_hoc_vi(found: Found) -> Iterator[Hit]:
    """Before the name stands no degree and no rank."""
    names = bits(found, Part.HO_TEN)
    if _exempt(found):
        raise NotApplicable
    for bit in names:
        if degree := _degree(bit):
            yield Hit(degree, **at(bit))


def ho_ten_hoc_vi_nganh(found: Found) -> Iterator[Hit]:
    """In the forces, education, health, science it may, where the head of the sector so rules."""
    names = bits(found, Part.HO_TEN)
    if not _exempt(found):
        raise NotApplicable
    for bit in names:
        if degree := _degree(bit):
            yield Hit(degree, **at(bit))


# -- places ----------------------------------------------------------------------------------------


def _printed(found: Found, part: Part) -> list[tuple[Bit, Line]]:
    """The lines that a part has for itself. Unknown: none of them is known."""
    every = [(bit, line) for bit in bits(found, part) for line in lines_of(bit)]
    if not every:
        raise Unknown(NO_PLACE)
    return every


def ho_ten_canh_giua(found: Found) -> Iterator[Hit]:
    """The name stands in the middle below quyền hạn, chức vụ."""
    posts = _printed(found, Part.QUYEN_HAN)
    for bit, line in _printed(found, Part.HO_TEN):
        above = [
            post.box
            for _, post in posts
            if (post.box.page, post.box.bottom) <= (line.box.page, line.box.top)
        ]
        if not above:
            continue
        box = min(above, key=lambda box: abs(box.middle - line.box.middle))
        off = line.box.middle - box.middle
        if abs(off) > _ABOUT_MM:
            side = "phải" if off > 0 else "trái"
            shape = bit.piece.shape
            mend = shape is not None and shape.align is not Align.CENTER
            repair = letters.setting(bit.piece, align=Align.CENTER, first=0.0) if mend else ()
            yield Hit(f"lệch sang {side} {abs(off):.0f} mm", **at(bit), repair=repair)


def quyen_han_vi_tri(found: Found) -> Iterator[Hit]:
    """Quyền hạn, chức vụ stand in the right half of the page."""
    posts = _printed(found, Part.QUYEN_HAN)
    middles = [line.box.middle for _, line in posts]
    if found.loai in _MANY or max(middles) - min(middles) > _SIGNERS_MM:
        raise NotApplicable
    bit, line = posts[0]
    half = found.laid.sheets[line.box.page].width / 2
    if max(middles) <= half:
        yield Hit("ở nửa trái trang", "ở nửa phải trang", **at(bit))


def ky_lien_trang(found: Found) -> Iterator[Hit]:
    """The signature stands on one page, with some lines of the text above it.

    Another program breaks the pages of a Word file a line earlier or later: a name that comes to
    stand on the next page here may not do so where it was typed.
    """
    posts = _printed(found, Part.QUYEN_HAN)
    bit, first = posts[0]
    page, is_, where = first.box.page, "", bit
    for name, line in _printed(found, Part.HO_TEN):
        if line.box.page > page and found.loai not in _MANY:
            is_, where = "họ tên sang trang khác với chức vụ", name
    if not is_ and page and _text_above(found, first) < _LINES:
        is_ = "phần ký sang trang mới, không kèm dòng nội dung nào"
    if is_ and found.laid.source == "docx":
        raise Unknown("Phần ký ở chỗ sang trang; phần mềm khác có thể ngắt trang sớm, muộn hơn.")
    if is_:
        yield Hit(is_, **at(where))


def _text_above(found: Found, post: Line) -> int:
    """How many lines of text stand on the page of a signature, above it."""
    return sum(
        line.box.page == post.box.page and line.box.bottom <= post.box.top + 1
        for piece in found.laid.pieces
        if piece.holder in (Holder.BODY, Holder.CELL)
        and found.of.get(piece.number, Part.NOI_DUNG) is Part.NOI_DUNG
        for line in piece.lines
    )


def ky_khoang_trong(found: Found) -> Iterator[Hit]:
    """Between chức vụ and name is room for a signature."""
    posts = _printed(found, Part.QUYEN_HAN)
    others = [line for bit in found.parts.get(Part.CHUC_VU_KHAC, ()) for line in lines_of(bit)]
    for bit, line in _printed(found, Part.HO_TEN):
        top = min(
            [other.box.top for other in others if other.box.page == line.box.page] + [line.box.top]
        )
        room = [
            top - post.box.bottom
            for _, post in posts
            if post.box.page == line.box.page
            and abs(post.box.middle - line.box.middle) < _SIGNERS_MM
            and post.box.bottom <= line.box.top
        ]
        if room and min(room) < _ROOM_MM:
            yield Hit(f"{max(min(room), 0):.0f} mm", **at(bit))


LOOKS: Final[Mapping[str, Look]] = {
    "quyen_han_viet_tat": quyen_han_viet_tat,
    "quyen_han_dung_nguoi": quyen_han_dung_nguoi,
    "ky_thay": ky_thay,
    "quyen_han_in_hoa": quyen_han_in_hoa,
    "quyen_han_co_chu": size_of(Part.QUYEN_HAN, CO_CHU_KY),
    "quyen_han_kieu_chu": face_of(Part.QUYEN_HAN, bold=True, italic=False),
    "quyen_han_vi_tri": quyen_han_vi_tri,
    "ho_ten_chu_thuong": ho_ten_chu_thuong,
    "ho_ten_co_chu": size_of(Part.HO_TEN, CO_CHU_KY),
    "ho_ten_kieu_chu": face_of(Part.HO_TEN, bold=True, italic=False),
    "ho_ten_canh_giua": ho_ten_canh_giua,
    "ho_ten_hoc_vi": ho_ten_hoc_vi,
    "ho_ten_hoc_vi_nganh": ho_ten_hoc_vi_nganh,
    "ky_lien_trang": ky_lien_trang,
    "ky_khoang_trong": ky_khoang_trong,
}
