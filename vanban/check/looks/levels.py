"""Phần, chương, mục, điều, khoản, điểm: Phụ lục I, Phần I, Mục II.6.d, II.6.đ and Mục V, row 6.

Numbers are judged as they are written; quotations and tables are another's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import faces, quoted, sizes
from vanban.check.gather import together
from vanban.check.parts import Bit, Found, Item, Level
from vanban.check.prose import HEADINGS, own
from vanban.check.standing import page_middles
from vanban.decree30 import CO_NOI_DUNG, DIEM_LETTERS
from vanban.repairs import Repair
from vanban.resolved import Align
from vanban.vietnamese.numbers import parse_roman, roman

_ROMAN: Final = (Level.PHAN, Level.CHUONG)
_ARABIC: Final = (Level.MUC, Level.TIEU_MUC)
_CENTRE_MM: Final = 6.0
_TITLE_LIMIT: Final = 200
_NAME_LIMIT: Final = 60
_NAME_MM: Final = 110.0
_NEAR: Final = 3
"""A number farther off than that begins another list, or is no number of the text."""
_NUMBER: Final = re.compile(r"(?<=\s)(?:thứ\s+\w+|\w+)(?=\W*$)")
_ORDINALS: Final = dict(
    zip(("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín"), range(1, 10), strict=True)
)
_STRANGE: Final = re.compile(r"\s*([fjwzăâêôơư])\)\s", re.IGNORECASE)


def of_level(found: Found, *levels: Level) -> list[Item]:
    """The items of these levels. NotApplicable: there are none."""
    items = [item for item in own(found) if item.level in levels]
    if not items:
        raise NotApplicable
    return items


def number(item: Item) -> str:
    """The number of an item without word and sign, composed: "1" of "Điều 1.", "đ" of "đ)"."""
    words = unicodedata.normalize("NFC", item.so).strip(" .:/)-–—").split()
    return words[-1] if words else ""


def label(item: Item) -> Bit:
    """The number of an item as a bit."""
    begin = item.bit.start + max(item.bit.text.find(item.so), 0)
    return Bit(item.bit.piece, begin, begin + len(item.so))


def title(item: Item) -> Bit:
    """The title of an item as a bit, empty when it has none."""
    begin = item.bit.text.rfind(item.title) if item.title else -1
    if begin < 0:
        return Bit(item.bit.piece, item.bit.end, item.bit.end)
    return Bit(item.bit.piece, item.bit.start + begin, item.bit.start + begin + len(item.title))


# -- phần, chương, mục, tiểu mục -------------------------------------------------------------------


def chuong_so_la_ma(found: Found) -> Iterator[Hit]:
    """Phần and chương are counted by Roman numerals."""
    for item in of_level(found, *_ROMAN):
        if item.so and parse_roman(number(item)) is None:
            value = _roman(item)
            repair = _renumbered(item, roman(value)) if value else ()
            yield Hit(quoted(item.so), "chữ số La Mã", **at(item.bit), repair=repair)


def muc_so_a_rap(found: Found) -> Iterator[Hit]:
    """Mục and tiểu mục are counted by Arabic figures."""
    for item in of_level(found, *_ARABIC):
        if item.so and not number(item).isdecimal():
            value = _roman(item)
            repair = _renumbered(item, str(value)) if value else ()
            yield Hit(quoted(item.so), "chữ số Ả Rập", **at(item.bit), repair=repair)


def _renumbered(item: Item, right: str) -> tuple[Repair, ...]:
    """The repair that writes the number of a phần, chương or mục in other figures."""
    written = _NUMBER.search(label(item).text)
    return letters.rewrite(label(item), *written.span(), right) if written else ()


def chuong_chu_thuong(found: Found) -> Iterator[Hit]:
    """The word Phần, Chương, Mục is in small letters."""
    for item in of_level(found, *HEADINGS):
        word = letters.printed(label(item)).split()[:1]
        if word and word[0].isupper():
            right = _word(item)
            repair = letters.rewrite(item.bit, 0, len(word[0]), right)
            yield Hit(quoted(letters.printed(label(item))), right, **at(item.bit), repair=repair)


def _word(item: Item) -> str:
    words = {Level.PHAN: "Phần", Level.CHUONG: "Chương", Level.MUC: "Mục"}
    return words.get(item.level, "Tiểu")


def chuong_dong_rieng(found: Found) -> Iterator[Hit]:
    """The number of a phần, chương, mục stands on a line of its own, its title below."""
    for item in of_level(found, *HEADINGS):
        if item.so and item.title:
            between = item.bit.piece.text[label(item).end : title(item).start]
            if "\n" not in between and title(item).start >= label(item).end:
                yield Hit(quoted(item.bit.text), **at(item.bit))


def chuong_tieu_de(found: Found) -> Iterator[Hit]:
    """A phần, chương, mục has a title."""
    items = found.body
    of_level(found, *HEADINGS)
    for item, after in zip(items, [*items[1:], None], strict=True):
        if item.level not in HEADINGS or not item.so or item.title:
            continue
        if after is None or after.level is not item.level or after.so:
            yield Hit(quoted(item.so), **at(item.bit))


def chuong_kieu_chu(found: Found) -> Iterator[Hit]:
    """Phần, chương, mục and their titles are bold and upright."""
    for item in of_level(found, *HEADINGS):
        yield from faces(found, item.bit, bold=True, italic=False)


def chuong_co_chu(found: Found) -> Iterator[Hit]:
    """They have 13 to 14 pt."""
    for item in of_level(found, *HEADINGS):
        yield from sizes(item.bit, CO_NOI_DUNG)


def chuong_tieu_de_in_hoa(found: Found) -> Iterator[Hit]:
    """Their titles are in capitals."""
    for item in of_level(found, *HEADINGS):
        bit = title(item)
        if not letters.is_upper(bit):
            right = bit.text.upper()
            repair = letters.rewrite(bit, 0, len(bit.text), right)
            yield Hit(quoted(bit.text), quoted(right), **at(item.bit), repair=repair)


def chuong_canh_giua(found: Found) -> Iterator[Hit]:
    """They stand in the middle of the line."""
    items = [item for item in of_level(found, *HEADINGS) if item.bit.piece.lines]
    if not items:
        raise Unknown("Không đọc được vị trí in của các tiêu đề.")
    for item in items:
        piece = item.bit.piece
        low, high = sorted(page_middles(found, piece.lines[0].box.page))
        off = [
            line
            for line in piece.lines
            if not low - _CENTRE_MM <= line.box.middle <= high + _CENTRE_MM
        ]
        if off and letters.is_centred(piece) is not True:
            repair = letters.setting(piece, align=Align.CENTER, first=0.0)
            yield Hit(quoted(item.bit.text), **at(piece), repair=repair)


# -- mục with a Roman numeral: layout 6b -----------------------------------------------------------


def _headings(found: Found) -> list[Item]:
    """Items like "I. NHỮNG KẾT QUẢ" that are a heading and no paragraph.

    In a text with Điều such a numeral counts names in a list, and the decree says nothing of it.
    """
    items = of_level(found, Level.MUC_LA_MA)
    if any(item.level is Level.DIEU for item in own(found)):
        raise NotApplicable
    return [item for item in items if len(item.bit.text) <= _TITLE_LIMIT]


def muc_la_ma_in_hoa(found: Found) -> Iterator[Hit]:
    """The title behind a Roman numeral is in capitals."""
    for item in _headings(found):
        if not letters.is_upper(item.bit):
            right = item.bit.text.upper()
            repair = letters.rewrite(item.bit, 0, len(item.bit.text), right)
            yield Hit(quoted(item.bit.text), quoted(right), **at(item.bit), repair=repair)


def muc_la_ma_kieu_chu(found: Found) -> Iterator[Hit]:
    """Number and title are bold and upright."""
    for item in _headings(found):
        yield from faces(found, item.bit, bold=True, italic=False)


# -- điều, khoản, điểm -----------------------------------------------------------------------------


def dieu_dau_cham(found: Found) -> Iterator[Hit]:
    """Behind the number of an Điều stands a dot."""
    for item in of_level(found, Level.DIEU):
        if not item.so.endswith("."):
            yield _sign(item, f"Điều {number(item)}.")


def dieu_chu_thuong(found: Found) -> Iterator[Hit]:
    """The word Điều is in small letters."""
    for item in of_level(found, Level.DIEU):
        shown = letters.printed(label(item))
        if shown[:4].isupper():
            repair = letters.rewrite(label(item), 0, 4, "Điều")
            yield Hit(quoted(shown), f"Điều {number(item)}.", **at(item.bit), repair=repair)


def dieu_kieu_chu(found: Found) -> Iterator[Hit]:
    """Điều and its number are bold and upright."""
    for item in of_level(found, Level.DIEU):
        yield from faces(found, label(item), bold=True, italic=False)


def dieu_tieu_de(found: Found) -> Iterator[Hit]:
    """In a text with chương every Điều has a title."""
    items = of_level(found, Level.DIEU)
    if not any(item.level is Level.CHUONG for item in own(found)):
        raise NotApplicable
    bare = [item for item in items if not item.title]
    if 3 * len(bare) < len(items):
        for item in bare:
            yield Hit(quoted(item.bit.text), **at(item.bit))


def khoan_dau_cham(found: Found) -> Iterator[Hit]:
    """Behind the number of a khoản stands a dot."""
    yield from together(_other_sign(found, Level.KHOAN, "."), "khoản", also=True)


def diem_dong_ngoac(found: Found) -> Iterator[Hit]:
    """Behind the letter of a điểm stands a closing bracket."""
    yield from together(_other_sign(found, Level.DIEM, ")"), "điểm", also=True)


def _other_sign(found: Found, level: Level, right: str) -> Iterator[Hit]:
    """Items of a level with another sign, where none around them has the right one.

    A list "1)", "2)" within a khoản "1." is a list of its own; so is one number alone.
    """
    of_level(found, level)
    for group in _groups(found, level):
        wrong = [item for item in group if not item.so.endswith(right)]
        if len(wrong) == len(group) > 1:
            for item in wrong:
                yield _sign(item, number(item) + right)


def _sign(item: Item, right: str) -> Hit:
    repair = letters.rewrite(label(item), 0, len(item.so), right)
    return Hit(quoted(item.so), right, **at(item.bit), repair=repair)


def khoan_tieu_de_dam(found: Found) -> Iterator[Hit]:
    """The title of a khoản, on a line of its own, is bold and upright, its number too."""
    hits = (
        hit
        for item in of_level(found, Level.KHOAN)
        if item.titled and _named_alone(item)
        for hit in faces(found, item.bit, bold=True, italic=False)
    )
    yield from together(hits, "khoản", also=True)


def _named_alone(item: Item) -> bool:
    """Whether a paragraph is a number and a title, and no sentence nor a part of one."""
    text, box = item.bit.text.strip(), item.bit.piece.box
    if box and item.bit.piece.shape is None and box.width > _NAME_MM:
        return False  # of a PDF: it may be the first line of a paragraph
    named = text.endswith(item.title) and "\n" not in text
    return named and len(item.title) <= _NAME_LIMIT and not any(map(str.isdigit, item.title))


def khoan_diem_dung(found: Found) -> Iterator[Hit]:
    """The number of a khoản or điểm is upright; a whole paragraph that leans is another rule's."""
    hits = (
        hit
        for item in of_level(found, Level.KHOAN, Level.DIEM)
        if not letters.is_italic(item.bit)
        for hit in faces(found, label(item), italic=False)
    )
    yield from together(hits, "chỗ", also=True)


def so_co_chu(found: Found) -> Iterator[Hit]:
    """The number of an Điều, khoản or điểm has the size of its text."""
    for item in of_level(found, Level.DIEU, Level.KHOAN, Level.DIEM):
        rest = Bit(item.bit.piece, label(item).end, item.bit.end)
        size, text = letters.size(label(item)), letters.size(rest)
        if size and text and not letters.fits(size, text):
            repair = letters.look(label(item), size=text)
            yield Hit(
                letters.told(size), letters.told(text), **at(item.bit), repair=repair,
                data={"so": item.so},
            )  # fmt: skip


# -- order -----------------------------------------------------------------------------------------

_ABOVE: Final[Mapping[Level, frozenset[Level]]] = {
    Level.KHOAN: HEADINGS | {Level.MUC_LA_MA, Level.DIEU},
    Level.DIEM: HEADINGS | {Level.MUC_LA_MA, Level.DIEU, Level.KHOAN, Level.TIET},
}


def _groups(found: Found, level: Level) -> Iterator[list[Item]]:
    """The items of a level that are counted together: they stand below one of a higher level."""
    group: list[Item] = []
    for item in own(found):
        if item.level in _ABOVE[level] and group:
            yield group
            group = []
        if item.level is level:
            group.append(item)
    if group:
        yield group


def out_of_order(values: Sequence[int]) -> int | None:
    """The first place where a row of numbers has a gap, or one twice; None when it has none.

    A new 1 begins a list inside the list; afterwards the outer one may go on.
    """
    going: list[int] = []
    for place, value in enumerate(values):
        if value == 1 or not going:
            going.append(value)
            continue
        if value - 1 in going:
            while going[-1] != value - 1:
                going.pop()
            going[-1] = value
        elif value == going[-1] or 0 < value - going[-1] <= _NEAR or value == going[-1] - 1:
            return place
        else:
            going.append(value)
    return None


def _order(items: Sequence[Item], value: Callable[[Item], int | None]) -> Iterator[Hit]:
    known = [(item, got) for item in items if (got := value(item)) is not None]
    place = out_of_order([got for _, got in known])
    if place is not None:
        before, here = known[place - 1][0], known[place][0]
        yield Hit(quoted(here.so), quoted(before.so), **at(here.bit))


def _roman(item: Item) -> int | None:
    """A number, in whichever figures: that they are the wrong ones is told by another rule."""
    word = number(item)
    return parse_roman(word) or _figure(item) or _ORDINALS.get(word.lower())


def _figure(item: Item) -> int | None:
    return int(number(item)) if number(item).isdecimal() else None


def _letter(item: Item) -> int | None:
    letter = number(item).lower()
    return DIEM_LETTERS.index(letter) + 1 if letter in DIEM_LETTERS else None


def chuong_thu_tu(found: Found) -> Iterator[Hit]:
    """Phần and chương follow each other without gap."""
    of_level(found, *_ROMAN)
    for level in _ROMAN:
        yield from _order([i for i in own(found) if i.level is level and i.so], _roman)


def muc_la_ma_thu_tu(found: Found) -> Iterator[Hit]:
    """So do headings with Roman numerals."""
    yield from _order(of_level(found, Level.MUC_LA_MA), _roman)


def dieu_thu_tu(found: Found) -> Iterator[Hit]:
    """Điều follow each other without gap."""
    items = of_level(found, Level.DIEU)
    numbers = [_figure(item) for item in items]
    kept: list[Item] = []
    for place, item in enumerate(items):
        wanted = (_figure(kept[-1]) or 0) + 1 if kept else 1
        number = numbers[place]
        # One that is amended and stands unquoted between two of the text is of another text.
        if number is None or number <= wanted or wanted not in numbers[place:]:
            kept.append(item)
    yield from _order(kept, _figure)


def khoan_thu_tu(found: Found) -> Iterator[Hit]:
    """Khoản follow each other below their Điều or heading."""
    of_level(found, Level.KHOAN)
    for group in _groups(found, Level.KHOAN):
        yield from _order([item for item in group if item.so.endswith(".")], _figure)


def diem_thu_tu(found: Found) -> Iterator[Hit]:
    """Điểm follow the Vietnamese alphabet below their khoản."""
    of_level(found, Level.DIEM)
    strange = [item.bit.piece.number for _, item in _strange(found)]
    for group in _groups(found, Level.DIEM):
        first, last = group[0].bit.piece.number, group[-1].bit.piece.number
        if not any(first <= number <= last + 1 for number in strange):
            yield from _order(group, _letter)


def diem_bang_chu_cai(found: Found) -> Iterator[Hit]:
    """Their letters are of the Vietnamese alphabet, without marks on vowels."""
    of_level(found, Level.DIEM)
    for before, item in _strange(found):
        letter = unicodedata.normalize("NFC", item.bit.text).strip()[0]
        yield Hit(f"{letter})", quoted(before.so), **at(item.bit))


def _strange(found: Found) -> Iterator[tuple[Item, Item]]:
    """Paragraphs that begin like a điểm, with a letter that none has, and the điểm before."""
    before: Item | None = None
    for item in own(found):
        if item.level is Level.VAN and before is not None:
            if _STRANGE.match(unicodedata.normalize("NFC", item.bit.text)):
                yield before, item
        elif item.level in (Level.DIEM, Level.KHOAN, Level.DIEU):
            before = item if item.level is Level.DIEM else None


LOOKS: Final[Mapping[str, Look]] = {
    "chuong_so_la_ma": chuong_so_la_ma,
    "muc_so_a_rap": muc_so_a_rap,
    "chuong_chu_thuong": chuong_chu_thuong,
    "chuong_dong_rieng": chuong_dong_rieng,
    "chuong_tieu_de": chuong_tieu_de,
    "chuong_kieu_chu": chuong_kieu_chu,
    "chuong_co_chu": chuong_co_chu,
    "chuong_tieu_de_in_hoa": chuong_tieu_de_in_hoa,
    "chuong_canh_giua": chuong_canh_giua,
    "chuong_thu_tu": chuong_thu_tu,
    "muc_la_ma_in_hoa": muc_la_ma_in_hoa,
    "muc_la_ma_kieu_chu": muc_la_ma_kieu_chu,
    "muc_la_ma_thu_tu": muc_la_ma_thu_tu,
    "dieu_dau_cham": dieu_dau_cham,
    "dieu_chu_thuong": dieu_chu_thuong,
    "dieu_kieu_chu": dieu_kieu_chu,
    "dieu_tieu_de": dieu_tieu_de,
    "dieu_thu_tu": dieu_thu_tu,
    "khoan_dau_cham": khoan_dau_cham,
    "khoan_tieu_de_dam": khoan_tieu_de_dam,
    "khoan_diem_dung": khoan_diem_dung,
    "khoan_thu_tu": khoan_thu_tu,
    "diem_dong_ngoac": diem_dong_ngoac,
    "diem_thu_tu": diem_thu_tu,
    "diem_bang_chu_cai": diem_bang_chu_cai,
    "so_dieu_khoan_diem_co_chu": so_co_chu,
}
