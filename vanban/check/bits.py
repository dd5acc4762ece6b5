"""A laid document as stretches of text that are easy to search and know where they stand.

In: `Laid`. Out: `Seg`s, one for each line that the writer ended (a paragraph, or what stands
between two line ends within one), in reading order. Letters are compared without tone, accent and
case, because a misspelled part is still that part: a rule tells what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from vanban.check.parts import Bit, Part
from vanban.laid import MM, Box, Holder, Laid, Line, Piece, Run, around
from vanban.resolved import Align, Font
from vanban.typeface import text_width

_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", re.DOTALL)
# Signs that nobody sees.
UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
# What stands for "d", and what Word writes for a hyphen where a line may not, or must, break.
_ALIKE: Final = {"đ": "d", "ð": "d", "\u2010": "-", "\u2011": "-"}
_COMPOSED: Final = re.compile(f"[^\u0300-\u036f{''.join(sorted(UNSEEN))}]*")
_BLANK: Final = re.compile(r"[^\S\t\n\v\f\r]")
# Two or three blanks are a slip of the thumb; more of them part what stands beside each other.
_SLIP: Final = re.compile(r"(?<! ) {2,3}(?! )")
_DRAWN: Final = re.compile(r"[\s_\-–—−=*~‾─━☆★◦]+")
_UPPER_SHARE: Final = 0.85
# Of the width of a page; how far the middle of a centred line may be off, mm.
_CENTRE_MM: Final = 12.0
_WIDE_MM: Final = 1.5
# The letterhead stands above that.
_HEAD_MM: Final = 60.0
_INDENT_MM: Final = 15.0
# A line that long tells where the text of a page runs.
_LONG_MM: Final = 100.0


def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    """Text composed, without what nobody sees; and where in the text each character comes from.

    Blanks that were typed twice by mistake are one.
    """
    if _COMPOSED.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return _single(_BLANK.sub(" ", text), tuple(range(len(text) + 1)))
    characters: list[str] = []
    index: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        for character in unicodedata.normalize("NFC", cluster.group()):
            if character in UNSEEN:
                continue
            blank = character.isspace() and character not in "\t\n\v\f\r"
            characters.append(" " if blank else character)
            index.append(cluster.start())
    return _single("".join(characters), (*index, len(text)))


def _single(text: str, index: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Text, and where its characters stand, with one blank for two or three."""
    slips = list(_SLIP.finditer(text))
    if not slips:
        return text, index
    gone = {place for slip in slips for place in range(slip.start() + 1, slip.end())}
    kept = [place for place in range(len(index)) if place not in gone]
    return _SLIP.sub(" ", text), tuple(index[place] for place in kept)


def _bare(character: str) -> str:
    """One letter without accents, small."""
    base = unicodedata.normalize("NFD", character)[0].lower()[0]
    return _ALIKE.get(base, base)


def _printed(character: str) -> str | None:
    """A letter that is printed, whatever its form; None of what leaves no ink of its own."""
    unseen = character.isspace() or character in UNSEEN or unicodedata.combining(character)
    return None if unseen else character


def _case(character: str) -> str | None:
    """ "A" of a capital, "a" of a small letter, None of what has no case."""
    cased = character.isalpha() and character.lower() != character.upper()
    return ("A" if character.isupper() else "a") if cased else None


class _Each(dict[int, str | None]):
    """A table of `str.translate` that asks of every character once."""

    def __init__(self, ask: Callable[[str], str | None]) -> None:
        """ask: what becomes of one character, None for nothing."""
        super().__init__()
        self._ask = ask

    def __missing__(self, code: int) -> str | None:
        self[code] = self._ask(chr(code))
        return self[code]


_BARE: Final = _Each(_bare)
_PRINTED: Final = _Each(_printed)
_CASE: Final = _Each(_case)


def bare(text: str) -> str:
    """Text without accents, small, as long as it was in composed form."""
    return unicodedata.normalize("NFC", text).translate(_BARE)


def _seen(text: str) -> int:
    """How many letters of a text are printed, whatever their form: to find them again in a line."""
    return len(text.translate(_PRINTED))


@dataclass(frozen=True, eq=False)
class Seg:
    """A stretch of a piece. text: composed, without spaces at its ends.

    index: where each of its characters, and what follows the last, stands in the piece. place: of
    the seg that it was cut from in the list of all. page: of the sheet's width and text, in mm.
    """

    piece: Piece
    text: str
    index: tuple[int, ...]
    place: int
    page: PageRoom

    @cached_property
    def bare(self) -> str:
        """Small letters without accents, one for each of `text`."""
        return self.text.translate(_BARE)

    @cached_property
    def compact(self) -> str:
        """Its letters and figures alone, bare: whatever is between them does not count."""
        return "".join(filter(str.isalnum, self.bare))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in `text` a stretch of `compact` stands."""
        places = [at for at, letter in enumerate(self.bare) if letter.isalnum()]
        return places[start], places[end - 1] + 1

    @property
    def start(self) -> int:
        """Of its first character in the piece."""
        return self.index[0]

    @property
    def end(self) -> int:
        """After its last character in the piece."""
        return self.index[-1]

    @cached_property
    def bit(self) -> Bit:
        """The same as a part holds it."""
        return Bit(self.piece, self.start, self.end)

    def cut(self, start: int, end: int | None = None) -> Seg | None:
        """Characters start to end of `text` without the spaces at their ends; None for nothing."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        index = self.index[start : end + 1]
        return Seg(self.piece, self.text[start:end], index, self.place, self.page)

    @cached_property
    def box(self) -> Box | None:
        """Where it is printed, None when that is not known."""
        return box_of(self.bit)

    @cached_property
    def bold(self) -> bool:
        """Whether most of it is bold."""
        counted = [(_seen(run.text), run.font.bold) for run in self.bit.runs]
        heavy = sum(count for count, bold in counted if bold)
        return heavy > 0.5 * sum(count for count, _ in counted)

    @cached_property
    def upper(self) -> bool:
        """Whether it is printed in capitals; a letter or two may be small by mistake."""
        cases = "".join(run.shown.translate(_CASE) for run in self.bit.runs)
        return bool(cases) and cases.count("A") / len(cases) >= _UPPER_SHARE

    @property
    def ornament(self) -> bool:
        """Whether it is nothing but signs: a row of lines or stars typed as a rule."""
        return bool(_DRAWN.fullmatch(self.text))

    @property
    def centred(self) -> bool | None:
        """Whether it stands in the middle of the page; None when nobody can tell."""
        shape = self.piece.shape
        set_so = shape is not None and shape.align is Align.CENTER
        if set_so and self.piece.holder is Holder.BODY:
            return True
        if self.box is None:
            return None if shape is None else False
        off = abs(self.box.middle - self.page.middle)
        if shape is not None and not set_so:
            # Set to the left, but moved to the middle by tabs or spaces.
            return len(self.piece.lines) == 1 and self._moved and off <= _CENTRE_MM
        if self.box.width < self.page.width - 2 * _CENTRE_MM:
            return off <= (_CENTRE_MM if self._moved or set_so else _WIDE_MM)
        return off <= _WIDE_MM and self._ragged

    @property
    def _moved(self) -> bool:
        """Whether it stands further from the left margin than any first line of a paragraph."""
        return self.box is not None and self.box.left - self.page.left > _INDENT_MM

    @property
    def _ragged(self) -> bool:
        """Whether its lines are short of the margins on either side, as in no other setting."""
        boxes = [line.box for line in self.piece.lines]
        middles = [abs(box.middle - self.page.middle) for box in boxes]
        narrow = min(box.width for box in boxes) < self.page.width - 2 * _WIDE_MM
        return narrow and max(middles) <= _WIDE_MM

    @property
    def right(self) -> bool | None:
        """Whether it stands in the right half of the page; None when nobody can tell."""
        if self.box is None:
            return None
        return self.box.middle > self.page.middle + 5 and self.box.left > self.page.middle - 30


@dataclass(frozen=True, slots=True)
class PageRoom:
    """Where the text of a page runs, mm."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way between the margins."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """From margin to margin."""
        return self.right - self.left


def box_of(bit: Bit) -> Box | None:
    """Where a bit is printed on its first page. None: not printed, or nobody knows where.

    A printed line may hold more than the bit (two parts with a tab between): its share of the
    line is measured with the metrics of Times New Roman.
    """
    if bit.text.strip() == bit.piece.text.strip():
        return bit.piece.box
    first = _seen(bit.piece.text[: bit.start])
    last = first + _seen(bit.text)
    boxes: list[Box] = []
    count = 0
    for line in bit.piece.lines:
        size = _seen(line.text)
        start, end = max(first - count, 0), min(last - count, size)
        if start < end:
            whole = end - start == size
            boxes.append(line.box if whole else _share(line, start, end, bit.piece.runs))
        count += size
    return around(boxes)


def _share(line: Line, start: int, end: int, runs: tuple[Run, ...]) -> Box:
    """The box of some of the printed letters of a line."""
    places = [at for at, letter in enumerate(line.text) if _seen(letter)]
    begin, stop = places[start], places[end - 1] + 1
    before, inside, after = line.text[:begin], line.text[begin:stop], line.text[stop:]
    font = runs[0].font if runs else Font(size=13)
    box = line.box

    def width(text: str) -> float:
        return text_width(text.replace("\t", ""), font.size, font.bold, font.italic) * MM

    scale = 1.0
    if "\t" not in line.text and (whole := width(line.text)):
        scale = box.width / whole
    left = box.left + width(before) * scale
    if "\t" in before:
        left = box.right - (width(inside) + width(after)) * scale
    right = box.right - width(after) * scale if "\t" not in after else left + width(inside) * scale
    left, right = max(box.left, min(left, box.right)), min(box.right, max(left, right))
    return Box(box.page, left, box.top, right, box.bottom)


def _rooms(laid: Laid) -> list[PageRoom]:
    """Where the text runs on every page: by the set-up of the Word file, else by its long lines."""
    rooms = [PageRoom(sheet.width / 7, sheet.width * 19 / 21) for sheet in laid.sheets]
    long: dict[int, list[Box]] = {}
    for piece in laid.pieces:
        for line in piece.lines:
            page = line.box.page
            if not 0 <= page < len(rooms):
                continue
            if 0 <= piece.section < len(laid.frames):
                frame = laid.frames[piece.section]
                rooms[page] = PageRoom(frame.left * MM, (frame.width - frame.right) * MM)
            elif line.box.width > _LONG_MM:
                long.setdefault(page, []).append(line.box)
    for page, boxes in long.items():
        rooms[page] = PageRoom(min(box.left for box in boxes), max(box.right for box in boxes))
    return rooms or [PageRoom(30, 190)]


def segments(laid: Laid) -> list[Seg]:
    """Every line of text of the document that its writer ended and that says something."""
    rooms = _rooms(laid)
    found: list[Seg] = []
    for piece in laid.pieces:
        page = piece.lines[0].box.page if piece.lines else 0
        room = rooms[page] if 0 <= page < len(rooms) else rooms[0]
        text, index = _plain(piece.text)
        for line in re.finditer("[^\n\v\f\r]+", text):
            whole = Seg(piece, text, index, len(found), room)
            if seg := whole.cut(line.start(), line.end()):
                found.append(seg)
    return found


def in_order(segs: Sequence[Seg]) -> list[Seg]:
    """Segs with what is printed at the head of the first page, but told later, put first.

    A text box is told where it is anchored, and a PDF tells its boxes in any order.
    """
    begin = next((at for at, seg in enumerate(segs) if _below_head(seg)), len(segs))
    late = [seg for seg in segs[begin:] if _in_head(seg)]
    places = {seg.place for seg in late}
    return [*late, *(seg for seg in segs if seg.place not in places)]


def _below_head(seg: Seg) -> bool:
    return seg.box is not None and (seg.box.page > 0 or seg.box.top > _HEAD_MM)


def _in_head(seg: Seg) -> bool:
    loose = seg.piece.at is None and seg.box is not None
    return loose and not _below_head(seg)


class Marks:
    """What was found so far: parts in the order they were found, and which segs are spoken for."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self.parts: dict[Part, list[Bit]] = {}
        self.taken: set[int] = set()

    def add(self, part: Part, *segs: Seg | None) -> None:
        """These are that part; None is passed over."""
        for seg in segs:
            if seg is not None:
                self.parts.setdefault(part, []).append(seg.bit)
                self.taken.add(seg.place)

    def has(self, part: Part) -> bool:
        """Whether any of that part was found."""
        return part in self.parts
