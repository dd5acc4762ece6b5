"""The text of a document as items with their levels, as its writer numbered them.

In: the segs between heading and foot. Out: căn cứ and the command line in `Marks`, and an `Item`
for every other paragraph (Phụ lục I, Phần I, Mục II.6.đ). Tables are no text: what stands in them
has its own size and spacing. A table of one column only holds text together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from vanban import outline
from vanban.check import words
from vanban.check.bits import Marks, Seg
from vanban.check.parts import Bit, Item, Level, Part
from vanban.laid import Holder

_LEVELS: Final = {
    "phan": Level.PHAN,
    "chuong": Level.CHUONG,
    "muc": Level.MUC_LA_MA,
    "dieu": Level.DIEU,
    "khoan": Level.KHOAN,
    "tiet": Level.TIET,
    "diem": Level.DIEM,
    "gach": Level.GACH,
    "cong": Level.GACH,
}
_MUC: Final = re.compile(r"(?P<so>(?:tieu )?muc\s+(?:\d{1,2}|[ivx]+)\s*[.:]?)(?P<s>\s+|$)")
# The number of a note in a row of dots, at which a PDF parts it: "….. 3 ….."
_NOTE: Final = re.compile(r"\d{1,2}\s+(?:\.\s?\.|…)")
_GROUND: Final = re.compile(r"[-–+*•\s]*(?:can cu|theo|xet)\b")
_HEADINGS: Final = (Level.PHAN, Level.CHUONG, Level.MUC, Level.TIEU_MUC)
_TITLE_LIMIT: Final = 200
_PREAMBLE: Final = frozenset(("Quyết định", "Nghị quyết"))
_PROSE: Final = ("như sau:", "như sau", "sau đây:")


def paragraphs(segs: Sequence[Seg]) -> list[Seg]:
    """The segs that are text: the first of each paragraph, without what stands in tables."""
    columns = Counter(
        (seg.piece.at.table, seg.piece.at.column)
        for seg in {seg.piece.number: seg for seg in segs}.values()
        if seg.piece.at
    )
    wide = Counter(table for table, _ in columns)
    found: list[Seg] = []
    for seg in segs:
        at = seg.piece.at
        if seg.piece.holder not in (Holder.BODY, Holder.CELL) or (
            at and (wide[at.table] > 1 or at.column)
        ):
            continue
        found.append(seg)
    return found


def read(segs: Sequence[Seg], name: str, marks: Marks) -> tuple[Item, ...]:
    """The text in order. name: the tên loại, which tells whether căn cứ make a preamble."""
    text = [seg for seg in paragraphs(segs) if seg.place not in marks.taken and not seg.ornament]
    begin = _preamble(text, name, marks)
    return tuple(_items(text[begin:], marks))


def _preamble(text: Sequence[Seg], name: str, marks: Marks) -> int:
    """Căn cứ, thẩm quyền and command line. Out: how many segs they are."""
    command = next((at for at, seg in enumerate(text[:60]) if words.command(seg)), None)
    if command is not None:
        for at, seg in enumerate(text[:command]):
            authority = words.authority(seg)
            if authority and not marks.has(Part.CAN_CU) and not marks.has(Part.THAM_QUYEN):
                marks.add(Part.THAM_QUYEN, seg)
            else:
                marks.add(Part.CAN_CU if at < command else Part.LENH, seg)
        marks.add(Part.LENH, text[command])
        return command + 1
    count = 0
    for seg in text:
        if not words.CAN_CU.match(seg.bare) or seg.text.endswith(_PROSE):
            break
        count += 1
    listed = count > 1 or (count == 1 and text[0].text.endswith(";"))
    if name in _PREAMBLE or (listed and all(_closed(seg) for seg in text[:count])):
        marks.add(Part.CAN_CU, *text[:count])
        return count
    return 0


def _closed(seg: Seg) -> bool:
    return (
        seg.text.endswith((";", ".", ","))
        and re.match(r"[-–+*•\s]*(?:can cu|theo|xet)", seg.bare) is not None
    )


def _items(text: Sequence[Seg], marks: Marks) -> list[Item]:
    items: list[Item] = []
    before: Seg | None = None
    for seg in text:
        if before is not None and before.piece is seg.piece:
            items[-1] = _longer(items[-1], seg, marks)
        else:
            item = _item(seg)
            items.append(_under_heading(item, items[-1] if items else None, seg))
            marks.add(Part.NOI_DUNG, seg)
        before = seg
    return [_titled(item, after) for item, after in zip_longest(items, items[1:])]


def _longer(item: Item, seg: Seg, marks: Marks) -> Item:
    """The item with another line of its paragraph."""
    bit = Bit(item.bit.piece, item.bit.start, seg.end)
    marks.parts[Part.NOI_DUNG][-1] = bit
    marks.taken.add(seg.place)
    if item.level in _HEADINGS and not item.title:
        return replace(item, bit=bit, title=seg.text, titled=True)
    return replace(item, bit=bit)


def _item(seg: Seg) -> Item:
    """A paragraph by what it begins with."""
    if found := _MUC.match(seg.bare):
        level = Level.TIEU_MUC if seg.bare.startswith("tieu") else Level.MUC
        rest = seg.text[found.end() :]
        if not rest or seg.text[found.end("so") - 1] in ".:" or rest.isupper():
            so = seg.text[: found.end("so")].strip()
            return Item(seg.bit, level, so, rest, titled=bool(rest))
    if _NOTE.match(seg.text):
        return Item(seg.bit, Level.VAN)
    cap, so, rest = outline.marker(seg.text)
    level = _LEVELS.get(cap, Level.VAN)
    if level in _HEADINGS:
        return Item(seg.bit, level, so, rest, titled=bool(rest))
    return Item(seg.bit, level, so)


def _under_heading(item: Item, before: Item | None, seg: Seg) -> Item:
    """The title of a phần or chương on a line of its own is of its level."""
    if before is None or item.level is not Level.VAN or before.level not in _HEADINGS:
        return item
    open_title = before.so and not before.title
    goes_on = not before.so and before.titled and seg.upper
    if (open_title or goes_on) and (seg.upper or seg.bold) and len(seg.text) <= _TITLE_LIMIT:
        return replace(item, level=before.level, title=seg.text, titled=True)
    return item


_UNDER: Final = {
    Level.MUC_LA_MA: 1,
    Level.DIEU: 1,
    Level.KHOAN: 2,
    Level.TIET: 3,
    Level.DIEM: 4,
    Level.GACH: 5,
    Level.VAN: 6,
}


def _titled(item: Item, after: Item | None) -> Item:
    """The item with its title: all of it when it only names what follows, or its bold beginning."""
    if item.titled or item.level not in (Level.MUC_LA_MA, Level.DIEU, Level.KHOAN, Level.TIET):
        return item
    rest = item.bit.text[_after_number(item) :].strip()
    if not rest:
        return item
    if head := _bold_beginning(item.bit, rest):
        return replace(item, title=head, titled=head == rest or head[-1] in ".:")
    deeper = after is not None and _UNDER.get(after.level, 0) > _UNDER[item.level]
    names = len(rest) <= _TITLE_LIMIT and rest[-1] not in ".;:,/"
    if item.level is Level.MUC_LA_MA or (deeper and names):
        return replace(item, title=rest, titled=names)
    return item


def _after_number(item: Item) -> int:
    at = item.bit.text.find(item.so)
    return at + len(item.so) if item.so and at >= 0 else 0


def _bold_beginning(bit: Bit, rest: str) -> str:
    """What of the words behind the number is bold from their start; "" for nothing."""
    bold = ""
    for run in bit.runs:
        if not run.font.bold and run.text.strip():
            break
        bold += run.text
    if len(bold.rstrip()) >= len(bit.text.rstrip()):
        return rest
    start = bit.text.find(rest)
    return bold[start:].strip() if 0 <= start < len(bold) else ""


def of_pieces(parts: Mapping[Part, Sequence[Bit]]) -> dict[int, Part]:
    """The number of every piece → the part that most of it is."""
    sizes: dict[int, Counter[Part]] = {}
    for part, bits in parts.items():
        for bit in bits:
            count = sizes.setdefault(bit.piece.number, Counter())
            count[part] += max(bit.end - bit.start, 1)
    return {number: count.most_common(1)[0][0] for number, count in sorted(sizes.items())}
