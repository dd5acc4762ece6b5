"""A document as it lies on its pages: what is said, how it looks, and where it stands.

In: nothing; whoever reads a Word file or a PDF builds these values, the check only reads them.
Lengths are in mm from the upper left corner of the page, sizes of letters in pt. What cannot be
known is None, never a guess: a PDF does not tell how a paragraph is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from vanban.problems import Problem
from vanban.resolved import Font, Page, Shape

MM: Final = 25.4 / 72
"""One pt in mm."""
ASCENT: Final = 0.891
"""How far letters reach above their line, in em: Times New Roman and its twins."""
DESCENT: Final = 0.216
"""How far they reach below it."""
TIMES: Final = "Times New Roman"
_TWINS: Final = (
    *("times new roman", "times", "liberation serif", "tinos", "nimbus roman", "tex gyre termes"),
    *("thorndale", "freeserif"),
)


class Holder(StrEnum):
    """What a piece of text stands in."""

    BODY = "body"
    CELL = "cell"
    BOX = "box"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. page: from 0."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left


def around(boxes: Sequence[Box]) -> Box | None:
    """What holds all boxes that are on the page of the first; None for none."""
    if len(boxes) < 2:
        return boxes[0] if boxes else None
    held = [box for box in boxes if box.page == boxes[0].page]
    return Box(
        boxes[0].page,
        min(box.left for box in held),
        min(box.top for box in held),
        max(box.right for box in held),
        max(box.bottom for box in held),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a piece. box: as wide as its letters, without the spaces at its ends.

    base: the line that the letters stand on.
    """

    text: str
    box: Box
    base: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as the printer tells it. paged: the number of its page where it shows that.

    ruled: left and right of its letters that have a line below or through them, mm.
    """

    line: Line
    paged: str = ""
    ruled: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look the same. start: of the first in the text of the piece.

    text: as it was typed, so capitals that are a matter of the font (`font.caps`) are not in it:
    `shown` has them. font: as `resolved` has it; of a PDF what it tells (family, size, bold,
    italic, colour).
    """

    start: int
    text: str
    font: Font

    @property
    def shown(self) -> str:
        """The characters as they are printed, of the same count where that can be."""
        return self.text.upper() if self.font.caps else self.text


@dataclass(frozen=True, slots=True)
class At:
    """The cell of a table. table: from 0 in the order of the file; row, column: of its grid."""

    table: int
    row: int
    column: int
    columns: int = 1


@dataclass(frozen=True)
class Piece:
    """A paragraph. number: from 0, in reading order; its place in `Laid.pieces`.

    text: NFC not forced, so that what is wrong can be told; numbers that Word counts by itself are
    in it; a tab is "\\t", the end of a line within the paragraph "\\n". label: how many of its
    first characters Word counts by itself. lines: as printed, () where nothing is seen. shape: how
    it is set, None of a PDF. column: the width that its line may use, in mm. source: which w:p of
    the main part of the Word file it is, from 1 in the order of the file, 0 for one elsewhere.

    Of a header or footer there is one piece, with its lines on every page that shows it; of a row
    that is repeated on every page only the first time counts.
    """

    number: int
    text: str
    runs: tuple[Run, ...]
    lines: tuple[Line, ...]
    holder: Holder
    section: int = 0
    shape: Shape | None = None
    at: At | None = None
    label: int = 0
    column: float | None = None
    source: int = 0

    @property
    def shown(self) -> str:
        """The text as it is printed, with the capitals that are a matter of the font."""
        return "".join(run.shown for run in self.runs)

    @cached_property
    def box(self) -> Box | None:
        """All of it that stands on its first page."""
        return around([line.box for line in self.lines])


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line that is printed: a border, a drawn line, a thin filled box. width: pt.

    solid: without gaps. underline: it was given to letters, and is no line of its own.
    """

    box: Box
    width: float
    colour: str = ""
    solid: bool = True
    underline: bool = False

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.box.right - self.box.left >= self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of paper. number: what is printed as its page number, None for none."""

    width: float
    height: float
    number: Line | None = None
    number_font: Font | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """A whole document.

    source: "docx" or "pdf". frames: the page set-up of each section of a Word file, () of a PDF.
    pictures: boxes of pictures. signed: the file carries a digital signature, so it is only read.
    scanned: a PDF of pictures without text. problems: what reading could not give.
    """

    source: str
    sheets: tuple[Sheet, ...]
    pieces: tuple[Piece, ...]
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Box, ...] = ()
    frames: tuple[Page, ...] = ()
    title: str = ""
    signed: bool = False
    scanned: bool = False
    problems: tuple[Problem, ...] = ()


def family(font: Font) -> str:
    """The family of letters as a person calls it; "Times New Roman" for what stands in for it.

    That is also the answer where a file names none. A family of TCVN3 (".VnTime") is told as named.
    """
    named = font.family or font.named
    low = named.lower()
    alike = any(low == twin or low.startswith(f"{twin} ") for twin in _TWINS)
    return TIMES if alike or not named or named.startswith("+") else named
