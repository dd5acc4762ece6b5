"""Lời văn: Phụ lục I, Phần I, Mục II.6.e, and the "./." that ends the text.

What is seen on the paper counts. A Word file tells how a paragraph is set and where its lines came
to stand; a PDF only the lines, so it is judged by what most of its paragraphs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import quoted, unfilled
from vanban.check.gather import together
from vanban.check.parts import Found, Item, Level
from vanban.check.prose import (
    NUMBERED,
    is_note,
    lines_of,
    own,
    pitch,
    pitches,
    running,
    text_size,
)
from vanban.decree30 import (
    CO_NOI_DUNG,
    END_MARK,
    FIRST_LINE_INDENT_MM,
    LINE_SPACING,
    PARAGRAPH_SPACE_MIN_PT,
)
from vanban.laid import MM, Piece
from vanban.repairs import Repair
from vanban.resolved import Align, LineRule, LineSpacing, Shape

SINGLE: Final = 1.149
"""The single line of Times New Roman, in em."""
_RAGGED_MM: Final = 1.5
_RAGGED_PDF_MM: Final = 2.5
_INDENT_MM: Final = 0.6
_INDENT_PDF_MM: Final = 1.0
_UNEVEN_MM: Final = 0.5
_BLANK_MM: Final = 2.0
_SPACE_PT: Final = 0.5
_SPACING: Final = 0.02  # of a multiple as it is typed
_SPACING_SEEN: Final = 0.03  # of a measure
_SPACING_PDF: Final = 0.06
_ENOUGH: Final = 4
"""So many paragraphs of a PDF tell how the others are set."""
_BLANKS: Final = re.compile(r"[ \xa0]{5}")
_LONG: Final = 100
_SENTENCE: Final = ".;:,!?…”)"
_PREAMBLE: Final = re.compile(
    r"\W*(?:căn cứ|thực hiện|xét|theo|trên cơ sở|tiếp theo|sau khi|chiều|thi hành)\b", re.IGNORECASE
)
_END: Final = re.compile(r"\.\s*/\s*\.|\./$")
_LAST: Final = 3
_WITHOUT_END: Final = frozenset(("Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Thư công"))


# -- size and face ---------------------------------------------------------------------------------


def loi_van_co_chu(found: Found) -> Iterator[Hit]:
    """The text has 13 to 14 pt."""
    yield from together(_sizes(found))


def _sizes(found: Found) -> Iterator[Hit]:
    usual = letters.nearest(text_size(found), CO_NOI_DUNG)
    for item in running(found):
        size = letters.size(item.bit)
        if not letters.fits(size, CO_NOI_DUNG):
            repair = letters.look(item.bit, size=usual)
            should = letters.allowed(CO_NOI_DUNG)
            yield Hit(letters.told(size), should, **at(item.bit), repair=repair)


def loi_van_mot_co(found: Found) -> Iterator[Hit]:
    """It has one size from end to end."""
    usual = text_size(found)
    hits = []
    for item in running(found):
        size = letters.size(item.bit)
        if letters.fits(size, CO_NOI_DUNG) and not letters.fits(size, usual):
            repair = letters.look(item.bit, size=usual)
            told = letters.told(size), letters.told(usual)
            hits.append(Hit(*told, **at(item.bit), repair=repair))
    yield from together(hits)


def loi_van_kieu_chu(found: Found) -> Iterator[Hit]:
    """It is upright: no whole paragraph leans, though words in it may."""
    hits = []
    for item in running(found):
        text = item.bit.text.strip()
        prose = len(text) >= _LONG and text[-1] in _SENTENCE and not _PREAMBLE.match(text)
        if prose and letters.share(item.bit, letters.italic) > 0.9:
            repair = letters.look(item.bit, italic=False)
            hits.append(Hit("nghiêng", "đứng", **at(item.bit), repair=repair))
    yield from together(hits)


def loi_van_in_thuong(found: Found) -> Iterator[Hit]:
    """It is in small letters: no whole paragraph is in capitals."""
    hits = []
    for item in running(found):
        text = item.bit.text.strip()
        if len(text) >= _LONG and text[-1] in ".;," and letters.is_upper(item.bit):
            hits.append(Hit(quoted(text), **at(item.bit)))
    yield from together(hits)


# -- both margins ----------------------------------------------------------------------------------


def loi_van_canh_deu(found: Found) -> Iterator[Hit]:
    """Its lines reach both margins."""
    items = running(found)
    if found.laid.source == "pdf":
        yield from _ragged(items)
        return
    hits = []
    for item in items:
        shape, piece = item.bit.piece.shape, item.bit.piece
        if shape is None or shape.align not in (Align.LEFT, Align.RIGHT):
            continue
        if len(piece.lines) > 1 and _short_lines(found, piece):
            repair = letters.setting(piece, align=Align.JUSTIFY)
            side = "trái" if shape.align is Align.LEFT else "phải"
            hits.append(Hit(f"canh {side}", "canh đều cả hai lề", **at(piece), repair=repair))
    yield from together(hits)


def _short_lines(found: Found, piece: Piece) -> bool:
    """Whether a line that the text filled ends before the margin, as far as anybody sees."""
    if "\n" in piece.text or piece.section >= len(found.laid.frames):
        return True
    frame = found.laid.frames[piece.section]
    right = MM * (frame.width - frame.right - (piece.shape.right if piece.shape else 0.0))
    return any(line.box.right < right - _RAGGED_MM for line in piece.lines[:-1])


def _ragged(items: tuple[Item, ...]) -> Iterator[Hit]:
    """The hit for a PDF in which most paragraphs have lines of unequal ends."""
    long = [item for item in items if len(lines_of(item)) > 2]
    if len(long) < _ENOUGH:
        raise Unknown("Tệp PDF có quá ít đoạn văn dài để biết cách canh lề.")
    ends = [[line.box.right for line in lines_of(item)[:-1]] for item in long]
    ragged = [
        item
        for item, right in zip(long, ends, strict=True)
        if max(right) - min(right) > _RAGGED_PDF_MM
    ]
    if 3 * len(ragged) > 2 * len(long):
        hits = [Hit("canh trái", "canh đều cả hai lề", **at(item.bit)) for item in ragged]
        yield from together(hits)


# -- first line ------------------------------------------------------------------------------------


def loi_van_lui_dau_dong(found: Found) -> Iterator[Hit]:
    """The first line begins 1 cm or 1.27 cm from the left."""
    about = _INDENT_PDF_MM if found.laid.source == "pdf" else _INDENT_MM
    measured = [(item, indent) for item in running(found) if (indent := _indent(item)) is not None]
    if found.laid.source == "docx":
        measured = [(item, _as_set(item, indent)) for item, indent in measured]
    if not measured:
        raise Unknown("Không có đoạn văn nào dài hơn một dòng để đo khoảng lùi đầu dòng.")
    good = [
        (item, want)
        for item, indent in measured
        for want in FIRST_LINE_INDENT_MM
        if abs(indent - want) <= about
    ]
    kept = {item.bit.piece.number for item, _ in good}
    usual = median([want for _, want in good]) if good else FIRST_LINE_INDENT_MM[1]
    usual = min(FIRST_LINE_INDENT_MM, key=lambda want: abs(want - usual))
    hits = [
        Hit(_apart(indent), "10 mm hoặc 12,7 mm", **at(item.bit), repair=_indented(item, usual))
        for item, indent in measured
        if item.bit.piece.number not in kept
    ]
    if found.laid.source == "pdf":
        off = [indent for item, indent in measured if item.bit.piece.number not in kept]
        if not _proved(off, len(measured)):
            return
    yield from together(hits)


def _proved(off: list[float], every: int) -> bool:
    """Whether a PDF proves that first lines begin elsewhere: where they begin is partly a guess.

    Blanks typed before a line that reaches both margins are stretched with it.
    """
    if every < _ENOUGH:
        raise Unknown("Tệp PDF có quá ít đoạn văn dài hơn một dòng để đo khoảng lùi đầu dòng.")
    if 3 * len(off) > 2 * every and max(off) - min(off) > _UNEVEN_MM:
        raise Unknown("Các dòng đầu lùi vào không đều nên không biết khoảng lùi đã đặt.")
    return 3 * len(off) > 2 * every


def _apart(indent: float) -> str:
    return f"lùi {indent:.0f} mm" if round(indent) else "không lùi"


def _indent(item: Item) -> float | None:
    """How far its first line begins to the right of its second, mm; None where it may differ.

    Lists with a dash, and numbers that hang before their text, are set in other ways; blanks
    are as wide as it takes to fill the line.
    """
    if item.level not in (Level.VAN, *NUMBERED):
        return None
    lines = lines_of(item)
    if len(lines) < 2 or "\n" in item.bit.text.strip() or _BLANKS.match(item.bit.piece.text):
        return None
    indent = lines[0].box.left - lines[1].box.left
    return indent if indent > -_INDENT_MM else None


def _as_set(item: Item, indent: float) -> float:
    """An indent as a Word file sets it where that is nearly what is seen, mm.

    A blank that came to stand at the beginning of the second line moves that line, not the first.
    """
    piece = item.bit.piece
    if piece.shape is None or piece.label or piece.text[:1].isspace():
        return indent
    told = piece.shape.first * MM
    return told if abs(told - indent) < _BLANK_MM else indent


def _indented(item: Item, usual: float) -> tuple[Repair, ...]:
    typed = item.bit.piece.text[:1].isspace()
    return () if typed else letters.setting(item.bit.piece, first=round(usual / MM, 1))


# -- between paragraphs and lines ------------------------------------------------------------------


def loi_van_cach_doan(found: Found) -> Iterator[Hit]:
    """Paragraphs stand at least 6 pt apart."""
    if found.laid.source == "pdf":
        yield from _spaces_seen(found)
        return
    pairs = [pair for pair in pairwise(own(found)) if _neighbours(*pair)]
    hits = []
    for upper, lower in pairs:
        space = _space(upper.bit.piece.shape, lower.bit.piece.shape)
        if space < PARAGRAPH_SPACE_MIN_PT - _SPACE_PT and not _parted(upper, lower):
            piece = lower.bit.piece
            repair = letters.setting(piece, before=PARAGRAPH_SPACE_MIN_PT)
            hits.append(Hit(letters.told(space), "6", **at(piece), repair=repair))
    yield from together(hits)


def _neighbours(upper: Item, lower: Item) -> bool:
    """Whether two items are paragraphs of prose with nothing between them."""
    first, second = upper.bit.piece, lower.bit.piece
    texts = upper.bit.text.strip(), lower.bit.text.strip()
    if second.number != first.number + 1 or first.section != second.section or not all(texts):
        return False
    if is_note(upper.bit) or is_note(lower.bit):
        return False  # "Đơn vị tính: …" belongs to its table
    aside = any(p.shape and p.shape.align in (Align.CENTER, Align.RIGHT) for p in (first, second))
    return not aside and texts[0][-1] in _SENTENCE


def _space(upper: Shape | None, lower: Shape | None) -> float:
    """What stands between two paragraphs, pt."""
    if upper is None or lower is None:
        return PARAGRAPH_SPACE_MIN_PT
    same = upper.style == lower.style
    after = 0.0 if same and upper.contextual else upper.after
    return after + (0.0 if same and lower.contextual else lower.before)


def _parted(upper: Item, lower: Item) -> bool:
    """Whether the print shows room between two items, whatever makes it."""
    extra = _extra(upper, lower, pitch(lines_of(lower)) or pitch(lines_of(upper)))
    return extra is not None and extra >= PARAGRAPH_SPACE_MIN_PT - _SPACE_PT


def _extra(upper: Item, lower: Item, line: float | None) -> float | None:
    """How much more than a line they stand apart, pt; None where the print does not tell."""
    above, below = lines_of(upper), lines_of(lower)
    if not above or not below or line is None or above[-1].box.page != below[0].box.page:
        return None
    return (below[0].base - above[-1].base - line) / MM


def _spaces_seen(found: Found) -> Iterator[Hit]:
    """The hit for a PDF in which most paragraphs stand too near each other.

    Room above one and below the other may have been printed as the larger of the two: 3 pt that
    are seen can be 3 and 3.
    """
    pairs = [pair for pair in pairwise(running(found)) if _neighbours(*pair)]
    every = [line for item in running(found) for line in pitches(lines_of(item))]
    usual = median(every) if every else None
    seen = [
        (lower, extra)
        for upper, lower in pairs
        if (extra := _extra(upper, lower, usual)) is not None
    ]
    if len(seen) < _ENOUGH:
        raise Unknown("Tệp PDF có quá ít đoạn văn liền nhau để đo khoảng cách đoạn.")
    space = median(extra for _, extra in seen)
    if space < PARAGRAPH_SPACE_MIN_PT / 2 - _SPACE_PT:
        hits = [Hit(letters.told(max(space, 0.0)), "6", **at(lower.bit)) for lower, _ in seen]
        yield from together(hits)


def loi_van_cach_dong(found: Found) -> Iterator[Hit]:
    """Lines are set from single to 1.5."""
    if found.laid.source == "pdf":
        yield from _lines_seen(found)
        return
    hits = []
    for item in running(found):
        shape, piece = item.bit.piece.shape, item.bit.piece
        if shape is None or len(piece.lines) == 1:
            continue
        lines, about = _multiple(shape.line, letters.size(item.bit))
        if not LINE_SPACING.low - about <= lines <= LINE_SPACING.high + about:
            right = min(max(lines, LINE_SPACING.low), LINE_SPACING.high)
            repair = letters.setting(piece, line=right)
            hits.append(Hit(_spacing(lines), "1 đến 1,5", **at(piece), repair=repair))
    yield from together(hits)


def _multiple(line: LineSpacing, size: float) -> tuple[float, float]:
    """A line height as a multiple of the single line, and how exactly it is known."""
    if line.rule is LineRule.MULTIPLE:
        return line.value, _SPACING
    lines = line.value / (size * SINGLE)
    return (max(lines, 1.0) if line.rule is LineRule.AT_LEAST else lines), _SPACING_SEEN


def _spacing(lines: float) -> str:
    return f"{lines:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _lines_seen(found: Found) -> Iterator[Hit]:
    """The hit for a PDF whose lines mostly stand too near, or too far."""
    items = running(found)
    every = [
        each / MM / (letters.size(item.bit) * SINGLE)
        for item in items
        for each in pitches(lines_of(item))
    ]
    if len(every) < _ENOUGH:
        raise Unknown("Tệp PDF có quá ít dòng để đo khoảng cách dòng.")
    lines = median(every)
    if not LINE_SPACING.low - _SPACING_PDF <= lines <= LINE_SPACING.high + _SPACING_PDF:
        long = next((item for item in items if len(lines_of(item)) > 1), items[0])
        yield from together([Hit(_spacing(lines), "1 đến 1,5", **at(long.bit))])


# -- the end ---------------------------------------------------------------------------------------


def ket_thuc(found: Found) -> Iterator[Hit]:
    """The text ends with "./.", once."""
    items = own(found)
    if found.loai in _WITHOUT_END:
        raise NotApplicable
    ended = [item for item in items if _END.search(item.bit.text.rstrip())]
    last = items[-1]
    if len(ended) > 1 and ended[-1] is last:
        first = ended[0]
        yield Hit(f"có {len(ended)} chỗ", END_MARK, **at(first.bit))
    elif not any(item in ended for item in items[-_LAST:]):
        if last is not found.body[-1] or _table_after(found, last.bit.piece):
            raise Unknown("Sau đoạn cuối còn có bảng nên không chắc văn bản kết thúc ở đâu.")
        if unfilled(last.bit.text):
            raise Unknown("Đoạn cuối còn chỗ trống để điền.")
        yield Hit(quoted(last.bit.text[-50:]), END_MARK, **at(last.bit), repair=_ended(last))


def _table_after(found: Found, last: Piece) -> bool:
    """Whether the text goes on in a table behind its last paragraph."""
    for piece in found.laid.pieces[last.number + 1 :]:
        if piece.text.strip():
            return piece.at is not None and piece.number not in found.of
    return False


def _ended(item: Item) -> tuple[Repair, ...]:
    text = item.bit.text.rstrip()
    keep = len(text.rstrip(".;,/ "))
    if item.level in (Level.MUC_LA_MA,) or not text[:keep] or not text[keep - 1].isalnum():
        return ()
    return letters.rewrite(item.bit, keep, len(text), END_MARK)


LOOKS: Final[Mapping[str, Look]] = {
    "loi_van_co_chu": loi_van_co_chu,
    "loi_van_mot_co": loi_van_mot_co,
    "loi_van_kieu_chu": loi_van_kieu_chu,
    "loi_van_in_thuong": loi_van_in_thuong,
    "loi_van_canh_deu": loi_van_canh_deu,
    "loi_van_lui_dau_dong": loi_van_lui_dau_dong,
    "loi_van_cach_doan": loi_van_cach_doan,
    "loi_van_cach_dong": loi_van_cach_dong,
    "ket_thuc": ket_thuc,
}
