"""How tall a line is and where its text stands in it, as word processors have it.

In: line spacing and a font size. Out: points. CSS shares the room between above and below the text;
Word and LibreOffice do not, so `LineBox.lift` says how far CSS must move the text.
See docs/dev/analysis/lines.md for what was observed.
"""

from __future__ import annotations

from dataclasses import dataclass

from vanban.resolved import LineRule, LineSpacing
from vanban.typeface import line_metrics

# Times New Roman and its twins, in em: hhea ascent 0.891, descent 0.216, line gap 0.042. The gap
# is counted above the text.
ASCENT = 0.933
DESCENT = 0.216
SINGLE = ASCENT + DESCENT
# Where CSS has the middle of the text, above the baseline: (0.891 - 0.216) / 2.
_MIDDLE = 0.3375
_FIXED_ASCENT = 0.8

SCRIPT_SCALE = 0.58
"""Size of superscripts and subscripts against the text, as LibreOffice draws them."""
SCRIPT_RAISE = {"superscript": round(ASCENT * (1 - SCRIPT_SCALE), 4), "subscript": -0.08}
"""How far they stand above the line, in em of the text: a superscript ends where the text does."""

SMALL_CAPS = 0.8
"""Size of small capitals against the large ones."""

NO_BREAK_SLANT = 1 / 12
"""What LibreOffice adds to every U+00A0 of an italic run, in em."""


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line in pt. ascent: from its top to the baseline. lift: what CSS must raise the text.

    room: what the spacing adds below the text, which may hang over the foot of a page.
    """

    height: float
    ascent: float
    lift: float
    room: float = 0.0


def _twips(length: float) -> float:
    """Rounded to twentieths of a point: LibreOffice's unit, and 300 rows add the rest up."""
    return round(length * 20) / 20


def line_box(spacing: LineSpacing, size: float, family: str = "") -> LineBox:
    """The line that text of this size (pt) and family makes under this spacing."""
    up, down = ASCENT, DESCENT
    if family:
        told = line_metrics(family)
        up, down = told.ascent, told.descent
    natural = _twips((up + down) * size)
    if spacing.rule is LineRule.EXACT:
        height, ascent = spacing.value, spacing.value * _FIXED_ASCENT
    elif spacing.rule is LineRule.AT_LEAST:
        height = max(natural, spacing.value)
        ascent = height - down * size
    elif spacing.value < 1:
        height = int(natural * spacing.value * 20) / 20
        ascent = height * _FIXED_ASCENT
    else:
        height, ascent = int(natural * spacing.value * 20) / 20, up * size
    multiple = spacing.rule is LineRule.MULTIPLE
    room = max(0.0, height - natural) if multiple else 0.0
    return LineBox(height, ascent, height / 2 + _MIDDLE * size - ascent, room)
