"""Tab stops, which CSS does not have → the width of every tab of a paragraph.

In: a paragraph and the width of its column. Out: for each tab its width in pt and its leader. The
lines are filled word by word with the typeface's own widths, as the printer will fill them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from vanban.pdf.metrics import NO_BREAK_SLANT, SCRIPT_SCALE, SMALL_CAPS
from vanban.resolved import Break, Font, Inline, PageNumber, Paragraph, Picture, Tab, TabStop, Text
from vanban.typeface import text_width

_WORDS = re.compile(r"[^ ]*[ ]*")
# A stop this close to where the text ends already counts as passed.
_NEAR = 0.05
# Text that ends this close to the margin is held on its line: widths are not exact to the last bit.
_TIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """What a tab becomes: width in pt and the character that fills it ("" for none).

    over: how far the text that the stop holds reaches beyond the line, which it does not leave.
    """

    width: float
    leader: str
    over: float = 0.0


def run_width(text: str, font: Font) -> float:
    """Width of text in a font, pt, with its letter spacing."""
    if font.small_caps and not font.caps:
        large = replace(font, small_caps=False)
        return sum(
            run_width(part, replace(large, size=font.size * (SMALL_CAPS if small else 1)))
            for part, small in small_parts(text)
        )
    shown = text.upper() if font.caps else text
    size = font.size * (SCRIPT_SCALE if font.script in ("superscript", "subscript") else 1)
    slant = shown.count("\u00a0") * NO_BREAK_SLANT * size if font.italic else 0.0
    plain = text_width(shown, size, font.bold, font.italic, font.family)
    return plain + font.spacing * len(shown) + slant


def small_parts(text: str) -> list[tuple[str, bool]]:
    """Text in small capitals → (capitals, whether they are the small ones), in order."""
    pieces = groupby(text, key=lambda letter: letter.upper() != letter)
    return [("".join(letters).upper(), small) for small, letters in pieces]


def inline_width(inline: Inline) -> float:
    """Width of an inline on one line, pt; 0 for tabs and breaks, which have none of their own."""
    if isinstance(inline, Text):
        return run_width(inline.text, inline.font)
    if isinstance(inline, Picture):
        return inline.width
    if isinstance(inline, PageNumber):
        return run_width("0", inline.font)
    return 0.0


def gaps(
    paragraph: Paragraph, column: float, default: float, *, hanging: bool = False
) -> list[Gap]:
    """The tabs of a paragraph in order. column: its width, default: distance of the usual stops.

    hanging: a stop that somebody set holds at the edge of the column and beyond, as in files of
    Word 2010 and before.
    """
    walk = _Walk(paragraph, column, default, hanging=hanging)
    for index, inline in enumerate(paragraph.inlines):
        walk.step(index, inline)
    return walk.found


class _Walk:
    """Goes along the lines; `at` is the distance from the left edge of the column."""

    def __init__(
        self, paragraph: Paragraph, column: float, default: float, *, hanging: bool
    ) -> None:
        shape = paragraph.shape
        self._hanging = hanging
        self._inlines = paragraph.inlines
        self._left = shape.left
        self._end = column - shape.right
        self._column = max(column, self._end)
        self._default = max(default, 1.0)
        self._stops = list(shape.tabs)
        if shape.first < 0 and all(abs(s.position - shape.left) > _NEAR for s in shape.tabs):
            self._stops = sorted([*self._stops, TabStop(shape.left)], key=lambda s: s.position)
        self._at = shape.left + shape.first
        self._held = 0.0  # how far text after a stop may go beyond the end
        self.found: list[Gap] = []
        # Index → index of the next tab or line end: looked up, because ten thousand tabs in one
        # paragraph would otherwise each read all that follows.
        self._held_until = _ends(self._inlines)

    def step(self, index: int, inline: Inline) -> None:
        if isinstance(inline, Tab):
            self._tab(self._inlines[index + 1 : self._held_until[index]])
        elif isinstance(inline, Break):
            self._at, self._held = self._left, 0.0
        elif isinstance(inline, Text):
            for word in _WORDS.findall(inline.text):
                self._advance(run_width(word.rstrip(" "), inline.font))
                self._at += run_width(word[len(word.rstrip(" ")) :], inline.font)
        else:
            self._advance(inline_width(inline))

    def _advance(self, width: float) -> None:
        room = max(self._end, self._held) + _NEAR
        if self._at + width > room and self._at > self._left:
            self._at = self._left
        self._at += width

    def _tab(self, following: Sequence[Inline]) -> None:
        stop = self._next_stop()
        full = stop.kind == "left" and stop.position > self._column - _NEAR
        beyond = stop in self._stops or self._at > self._column - _NEAR
        hangs = full and self._hanging and beyond
        if full and not hangs and self._at > self._left:
            # No room: the tab begins the next line and goes to the first stop there.
            self._at = self._left
            stop = self._next_stop()
        start = stop.position - _share(stop, following)
        over = 0.0
        within = stop.kind != "left" or self._end < start <= self._column
        if start >= self._at and (within or hangs):
            # What such a stop holds stays on its line, even beyond the margin.
            reach = start + _width_to_tab(following)
            over = max(reach - self._end, _NEAR) if reach > self._end - _TIGHT else 0.0
        start = max(start, self._at)
        self.found.append(Gap(start - self._at, stop.leader, over))
        self._held = self._end + over + _TIGHT if over else 0.0
        self._at = start

    def _next_stop(self) -> TabStop:
        for stop in self._stops:
            if stop.position > self._at + _NEAR:
                return stop
        turns = int((self._at + _NEAR) // self._default) + 1
        return TabStop(turns * self._default)


def _ends(inlines: Sequence[Inline]) -> list[int]:
    ends = [len(inlines)] * len(inlines)
    for index in range(len(inlines) - 2, -1, -1):
        after = index + 1
        ends[index] = after if isinstance(inlines[after], Tab | Break) else ends[after]
    return ends


def _share(stop: TabStop, following: Sequence[Inline]) -> float:
    """How much of what a stop holds stands before it, pt."""
    if stop.kind == "left":
        return 0.0
    width = _width_to_tab(following, decimal=stop.kind == "decimal")
    return width / 2 if stop.kind == "center" else width


def _width_to_tab(following: Sequence[Inline], *, decimal: bool = False) -> float:
    """Width of what an aligned tab stop holds: all of `following`."""
    width = 0.0
    for inline in following:
        if decimal and isinstance(inline, Text) and ("," in inline.text):
            return width + run_width(inline.text.partition(",")[0], inline.font)
        width += inline_width(inline)
    return width
