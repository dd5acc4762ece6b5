"""Tab stops, which CSS does not have → the width of every tab of a paragraph.

In: a paragraph and the width of its column. Out: for each tab its width in pt and its leader. The
lines are filled word by word with the typeface's own widths, as the printer will fill them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.pdf.metrics import SCRIPT_SCALE
from vanban.resolved import Break, Font, Inline, PageNumber, Paragraph, Picture, Tab, TabStop, Text
from vanban.typeface import text_width

_WORDS = re.compile(r"[^ ]*[ ]*")
# A stop this close to where the text ends already counts as passed.
_NEAR = 0.05


@dataclass(frozen=True, slots=True)
class Gap:
    """What a tab becomes: width in pt and the character that fills it ("" for none)."""

    width: float
    leader: str


def run_width(text: str, font: Font) -> float:
    """Width of text in a font, pt, with its letter spacing."""
    shown = text.upper() if font.caps or font.small_caps else text
    size = font.size * (SCRIPT_SCALE if font.script in ("superscript", "subscript") else 1)
    return text_width(shown, size, font.bold, font.italic) + font.spacing * len(shown)


def inline_width(inline: Inline) -> float:
    """Width of an inline on one line, pt; 0 for tabs and breaks, which have none of their own."""
    if isinstance(inline, Text):
        return run_width(inline.text, inline.font)
    if isinstance(inline, Picture):
        return inline.width
    if isinstance(inline, PageNumber):
        return run_width("0", inline.font)
    return 0.0


def gaps(paragraph: Paragraph, column: float, default: float) -> list[Gap]:
    """The tabs of a paragraph in order. column: its width, default: distance of the usual stops."""
    walk = _Walk(paragraph, column, default)
    for index, inline in enumerate(paragraph.inlines):
        walk.step(index, inline)
    return walk.found


class _Walk:
    """Goes along the lines; `at` is the distance from the left edge of the column."""

    def __init__(self, paragraph: Paragraph, column: float, default: float) -> None:
        shape = paragraph.shape
        self._inlines = paragraph.inlines
        self._left = shape.left
        self._end = column - shape.right
        self._default = max(default, 1.0)
        self._stops = list(shape.tabs)
        if shape.first < 0 and all(abs(s.position - shape.left) > _NEAR for s in shape.tabs):
            self._stops = sorted([*self._stops, TabStop(shape.left)], key=lambda s: s.position)
        self._at = shape.left + shape.first
        self.found: list[Gap] = []

    def step(self, index: int, inline: Inline) -> None:
        if isinstance(inline, Tab):
            self._tab(self._inlines[index + 1 :])
        elif isinstance(inline, Break):
            self._at = self._left
        elif isinstance(inline, Text):
            for word in _WORDS.findall(inline.text):
                self._advance(run_width(word.rstrip(" "), inline.font))
                self._at += run_width(word[len(word.rstrip(" ")) :], inline.font)
        else:
            self._advance(inline_width(inline))

    def _advance(self, width: float) -> None:
        if self._at + width > self._end + _NEAR and self._at > self._left:
            self._at = self._left
        self._at += width

    def _tab(self, following: Sequence[Inline]) -> None:
        stop = self._next_stop()
        start = stop.position
        if stop.kind != "left":
            share = 0.5 if stop.kind == "center" else 1.0
            start -= share * _width_to_tab(following, decimal=stop.kind == "decimal")
        width = max(0.0, start - self._at)
        self.found.append(Gap(width, stop.leader))
        self._at += width

    def _next_stop(self) -> TabStop:
        for stop in self._stops:
            if stop.position > self._at + _NEAR:
                return stop
        turns = int((self._at + _NEAR) // self._default) + 1
        return TabStop(turns * self._default)


def _width_to_tab(following: Sequence[Inline], *, decimal: bool) -> float:
    """Width of what an aligned tab stop holds: all up to the next tab or line end."""
    width = 0.0
    for inline in following:
        if isinstance(inline, Tab | Break):
            break
        if decimal and isinstance(inline, Text) and ("," in inline.text):
            return width + run_width(inline.text.partition(",")[0], inline.font)
        width += inline_width(inline)
    return width
