"""A page of a PDF → the lines of text that are seen on it.

In: an open page of PDFium. Out: `Seen` lines in the order in which the file draws them, mm from the
upper left corner of the page as it is shown. Programs draw cell after cell, so that order keeps the
columns of a heading apart; a wide gap does where it does not. Letters that nobody sees (those under
a scan), and letters that do not stand upright, are left out.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import addressof, c_double, c_uint, create_string_buffer
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from vanban.laid import ASCENT, DESCENT, MM, Box, Line, Run, Stroke
from vanban.pdf.strokes import Space, shown
from vanban.resolved import Font

_LINE_END_HYPHEN: Final = 2
# Letters of a page that are read; a page full of the smallest print has fewer.
_MOST: Final = 25_000
_INVISIBLE: Final = 3
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_STYLE: Final = re.compile(r"(?i:[-, ]+(bold|italic|oblique|regular|roman|medium|it|mt)+)+$")
_MAKER: Final = re.compile(r"(PS)?(MT|Std|Pro)?$")
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_ ]+")
# Names that programs make up: "F1", "CIDFont+F2", "T3Font_0".
_MADE_UP: Final = re.compile(r"(?i:(cidfont|t3font|type3|font|f|tt|c\d+_)[-+_]?f?\d*)")
# What follows a blank of the number and the date.
_BLANKS: Final = ("/", "tháng", "năm2", "năm.")
# In front of the families of our own files, which `sheet.css_family` names.
_OURS: Final = "Vanban "
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
# In em: letters that touch, a space, how far a raised letter may stand from the line.
_TOUCH, _SPACE, _RAISED = 0.18, 0.25, 0.6
# Raised and lowered letters are smaller than this share of the others.
_SMALL: Final = 0.75
# A gap is no space of its line when it is wider than this, in em and in spaces of the line.
_GAP_EM, _GAP_SPACES = 0.85, 2.6


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of text and how its letters look."""

    line: Line
    runs: tuple[Run, ...]
    size: float

    @property
    def look(self) -> Font:
        """Of most of its letters."""
        return max(self.runs, key=lambda run: len(run.text.strip())).font


@dataclass(frozen=True, slots=True)
class _Letter:
    """mm. spaced: whether a space stands before it in the file."""

    text: str
    left: float
    right: float
    base: float
    font: Font
    spaced: bool

    @property
    def em(self) -> float:
        return self.font.size * MM


@dataclass
class _Reader:
    """Reads one page; what is the same for many letters is asked once."""

    text: Any
    space: Space
    looks: dict[int, Font | None] = field(default_factory=dict)
    faces: dict[int, tuple[str, bool, bool]] = field(default_factory=dict)

    def letters(self) -> Iterator[_Letter]:
        """Letters in the order of the file."""
        x, y = c_double(), c_double()
        spaced = False
        held: _Letter | None = None
        for index in range(min(self.text.count_chars(), _MOST)):
            code = raw.FPDFText_GetUnicode(self.text, index)
            letter = "-" if code == _LINE_END_HYPHEN else chr(code)
            if letter.isspace() or not code or 0xD800 <= code < 0xE000:
                spaced = True
                continue
            if held is not None and unicodedata.combining(letter):
                held = replace(held, text=held.text + letter)
                continue
            font = self._look(index)
            if font is None:
                continue
            raw.FPDFText_GetCharOrigin(self.text, index, x, y)
            left, base = self.space.at(x.value, y.value)
            right = self._right(index, left)
            if held is not None:
                yield held
            held, spaced = _Letter(letter, left, right, base, font, spaced), False
        if held is not None:
            yield held

    def _right(self, index: int, left: float) -> float:
        box = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(self.text, index, box):
            return left
        corners = self.space.at(box.left, box.bottom), self.space.at(box.right, box.top)
        return max(left, *(x for x, _ in corners))

    def _look(self, index: int) -> Font | None:
        """The look of a letter; None for one that is not seen or not upright."""
        item = raw.FPDFText_GetTextObject(self.text, index)
        if not item:
            return None
        key = addressof(item.contents)
        if key not in self.looks:
            self.looks[key] = self._font(index, item)
        return self.looks[key]

    def _font(self, index: int, item: Any) -> Font | None:
        if raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            return None
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text, index, matrix)
        told = Space(matrix.a, matrix.b, matrix.c, matrix.d)
        turned = told.inside(Space(*self.space[:4]))
        if turned.a <= 0 or abs(turned.b) > abs(turned.a) / 20:
            return None
        size = raw.FPDFText_GetFontSize(self.text, index) * hypot(matrix.c, matrix.d)
        face = raw.FPDFTextObj_GetFont(item)
        key = addressof(face.contents)
        if key not in self.faces:
            self.faces[key] = _face(face)
        family, bold, italic = self.faces[key]
        slanted = italic or abs(matrix.c) > abs(matrix.d) / 10
        size = round(abs(size), 2)
        return Font(size, family, bold, slanted, colour=_colour(self.text, index), named=family)


def lines(page: pypdfium2.PdfPage, number: int, strokes: Sequence[Stroke] = ()) -> list[Seen]:
    """The lines of a page. number: of the page, from 0. strokes: on it, which part cells."""
    reader = _Reader(page.get_textpage(), shown(page))
    walls = [stroke.box for stroke in strokes if not stroke.level]
    rows = _rows(list(reader.letters()))
    return [_seen(part, number) for row in rows for part in _parted(row, walls)]


def _face(face: Any) -> tuple[str, bool, bool]:
    """Family of a font, whether it is bold, whether it slants."""
    name = _SUBSET.sub("", _name(raw.FPDFFont_GetBaseFontName, face))
    if _MADE_UP.fullmatch(name):
        name = _name(raw.FPDFFont_GetFamilyName, face)
    flags, low = raw.FPDFFont_GetFlags(face), name.lower()
    bold = "bold" in low or "black" in low or (flags > 0 and flags & _BOLD_FLAG > 0)
    slanted = "italic" in low or "oblique" in low or (flags > 0 and flags & _ITALIC_FLAG > 0)
    return family_of(name), bold, slanted


def _name(get: Any, face: Any) -> str:
    buffer = create_string_buffer(max(1, get(face, None, 0)))
    get(face, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def family_of(name: str) -> str:
    """ "TimesNewRomanPS-BoldMT" → "Times New Roman"; "" for a name that tells nothing."""
    if _MADE_UP.fullmatch(name):
        return ""
    plain = _WORDS.sub(" ", _MAKER.sub("", _STYLE.sub("", name))).strip()
    return plain.removeprefix(_OURS)


def _colour(text: Any, index: int) -> str:
    parts = [c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text, index, *parts):
        return ""
    red, green, blue = (part.value for part in parts[:3])
    return f"#{red:02x}{green:02x}{blue:02x}" if red or green or blue else ""


def _rows(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    """Letters that follow one another on one line."""
    row: list[_Letter] = []
    for letter in letters:
        if row and not _goes_on(row, letter):
            yield row
            row = []
        row.append(letter)
    if row:
        yield row


def _goes_on(row: Sequence[_Letter], letter: _Letter) -> bool:
    last = row[-1]
    em = max(last.em, letter.em)
    if letter.left < last.right - em / 2:
        return False
    drop = abs(letter.base - last.base)
    if drop < em / 10:
        return True
    # A raised letter is smaller, and touches what stands before it or after it.
    near = letter.left - last.right < em * _SPACE
    return drop < em * _RAISED and near and (letter.em < last.em or last.em < letter.em)


def _parted(row: Sequence[_Letter], walls: Sequence[Box]) -> Iterator[list[_Letter]]:
    """A row cut where a gap is no space of the line, or a wall stands in it."""
    base = row[0].base
    near = [(box.left + box.right) / 2 for box in walls if box.top < base < box.bottom]
    gaps = [(b.left - a.right) / a.em for a, b in pairwise(row) if a.em]
    spaces = sorted(gap for gap in gaps if gap > _TOUCH)
    part: list[_Letter] = []
    for at, letter in enumerate(row):
        if part and (
            any(
                part[-1].right - letter.em / 4 < wall < letter.left + letter.em / 4 for wall in near
            )
            or (_is_wide(part[-1], letter, spaces) and not _is_blank(row[at : at + 5]))
        ):
            yield part
            part = []
        part.append(letter)
    if part:
        yield part


def _is_wide(one: _Letter, other: _Letter, spaces: Sequence[float]) -> bool:
    """Whether a gap is no space of its line."""
    gap = (other.left - one.right) / (one.em or 1.0)
    return gap > _GAP_EM and gap > _GAP_SPACES * _usual(spaces, gap)


def _is_blank(row: Sequence[_Letter]) -> bool:
    """Whether the gap before these letters is a blank to be filled: "Số:      /QĐ-UBND"."""
    return "".join(letter.text for letter in row).startswith(_BLANKS)


def _usual(spaces: Sequence[float], but: float) -> float:
    """The usual space of a line, without the one that is asked about."""
    others = list(spaces)
    if but in others:
        others.remove(but)
    return statistics.median(others) if others else _SPACE


def _seen(letters: Sequence[_Letter], number: int) -> Seen:
    """Letters of one line as a line."""
    tallest = max(letters, key=lambda letter: letter.font.size)
    runs: list[Run] = []
    start, text, font = 0, "", _look(letters[0], tallest)
    for at, letter in enumerate(letters):
        space = " " * _spaces(letters[at - 1], letter) if at else ""
        look = font if at and letter.font is letters[at - 1].font else _look(letter, tallest)
        if look != font and text:
            text += space
            runs.append(_run(start, text, font))
            start, text, space = start + len(runs[-1].text), "", ""
        font = look
        text += space + letter.text
    runs.append(_run(start, text, font))
    box = Box(
        number,
        *(
            round(side, 3)
            for side in (
                letters[0].left,
                tallest.base - tallest.em * ASCENT,
                max(letter.right for letter in letters),
                tallest.base + tallest.em * DESCENT,
            )
        ),
    )
    said = "".join(run.text for run in runs)
    return Seen(Line(said, box, round(tallest.base, 3)), tuple(runs), tallest.font.size)


def _look(letter: _Letter, tallest: _Letter) -> Font:
    """The look of a letter; a raised one is of the size of its line, as the program has it."""
    above = tallest.base - letter.base
    small = letter.font.size < tallest.font.size * _SMALL
    if not small or abs(above) < tallest.em / 10:
        return letter.font
    script = "superscript" if above > 0 else "subscript"
    return replace(letter.font, size=tallest.font.size, script=script)


def _run(start: int, text: str, font: Font) -> Run:
    return Run(start, unicodedata.normalize("NFC", text), font)


def _spaces(one: _Letter, other: _Letter) -> int:
    """How many spaces there are between two letters; PDFium tells a row of them as one."""
    gap = (other.left - one.right) / (one.em or 1.0)
    if gap > _GAP_EM:
        return round(gap / _SPACE)
    return int(gap > (0.05 if other.spaced else _SPACE * 1.2))
