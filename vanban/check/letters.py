"""What rules ask of the letters of a part: their size, weight, case and place, and what mends them.

In: a `parts.Bit` or a `laid.Piece`. Out: numbers, words and repairs. Only letters and figures are
judged: spaces, tabs, dots and the paragraph's own mark keep whatever size a program gave them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from vanban.check.parts import Bit
from vanban.decree30 import Range
from vanban.laid import MM, Box, Piece, Run
from vanban.repairs import Letters, Look, Repair, Setting
from vanban.resolved import Align, Font

SIZE_PT: Final = 0.26
"""Sizes that differ by less are one: programs round to half points, PDFs to anything."""
MOST: Final = 0.5
"""The share of letters from which on a bit counts as bold, italic, small …"""


MARKS: Final = ";.,:…/"
"""What a line may end with."""
_ROOM: Final = re.compile(r"\.\.|…")


def whole(piece: Piece) -> Bit:
    """A piece as one bit."""
    return Bit(piece, 0, len(piece.text))


def runs(bit: Bit) -> Iterator[Run]:
    """The stretches of one look inside a bit; nothing raised or lowered, as a note's mark is."""
    return (run for run in bit.runs if not run.font.script)


def share(bit: Bit, holds: Callable[[Font], bool]) -> float:
    """How many of its letters look so, from 0 to 1; 0 of a bit without letters."""
    every = sum(count for _, count in bit.looks)
    return sum(count for font, count in bit.looks if holds(font)) / every if every else 0.0


def has_letters(bit: Bit) -> bool:
    """Whether there is anything to judge."""
    return bool(bit.looks)


def size(bit: Bit) -> float:
    """The size in pt of most of its letters, 0 without any."""
    sizes: Counter[float] = Counter()
    for font, count in bit.looks:
        sizes[font.size] += count
    return sizes.most_common(1)[0][0] if sizes else 0.0


def fits(size: float, allowed: Range | float) -> bool:
    """Whether a size is among the allowed ones, or so near that a program rounded it."""
    low, high = (allowed.low, allowed.high) if isinstance(allowed, Range) else (allowed, allowed)
    return low - SIZE_PT <= size <= high + SIZE_PT


def bold(font: Font) -> bool:
    """Whether letters are heavy, by their face or by its name."""
    return font.bold or "bold" in font.family.casefold()


def italic(font: Font) -> bool:
    """Whether letters lean, by their face or by its name."""
    return font.italic or "italic" in font.family.casefold()


def is_bold(bit: Bit) -> bool:
    """Whether most letters are heavy."""
    return share(bit, bold) > MOST


def is_italic(bit: Bit) -> bool:
    """Whether most letters lean."""
    return share(bit, italic) > MOST


def printed(bit: Bit) -> str:
    """Its characters as they are printed: small ones that a font prints as capitals are so."""
    shown = list(bit.text)
    for run in bit.piece.runs:
        if run.font.caps:
            for place, character in enumerate(run.text, run.start - bit.start):
                if 0 <= place < len(shown) and len(character.upper()) == 1:
                    shown[place] = character.upper()
    return "".join(shown)


def is_upper(bit: Bit) -> bool:
    """Whether all its letters are capitals as printed; True without letters."""
    return not any(character.islower() for character in printed(bit))


def is_centred(piece: Piece) -> bool | None:
    """Whether its lines are set about the middle of their column; None where nobody tells."""
    return None if piece.shape is None else piece.shape.align is Align.CENTER


def ending(text: str) -> str:
    """The marks that a line ends with: ";", "./.", "" for none; "…" where room is left to fill."""
    marks = text[len(text.rstrip(MARKS)) :]
    if not _ROOM.search(marks):
        return marks
    return marks[-1] if marks[-1] in ";,:" else "…"


def box(bit: Bit) -> Box | None:
    """Where it stands; of a bit that shares its lines with another, None."""
    return bit.piece.box if bit.text.strip() == bit.piece.text.strip() else None


def mm(points: float) -> float:
    """pt → mm."""
    return points * MM


def told(number: float, unit: str = "") -> str:
    """A number as a clerk reads it: at most one decimal, with a comma."""
    text = f"{number:.1f}".removesuffix(".0").replace(".", ",")
    return f"{text} {unit}" if unit else text


def allowed(sizes: Range | float) -> str:
    """Allowed sizes as a clerk reads them: "13 đến 14"."""
    if isinstance(sizes, Range):
        return f"{told(sizes.low)} đến {told(sizes.high)}"
    return told(sizes)


def nearest(size: float, allowed: Range | float) -> float:
    """The allowed size that is next to it."""
    if isinstance(allowed, Range):
        return min(max(size, allowed.low), allowed.high)
    return allowed


def look(
    bit: Bit,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
) -> tuple[Repair, ...]:
    """The repair that gives a bit another look; none where the Word file has no such paragraph."""
    start, end = bit.start - bit.piece.label, bit.end - bit.piece.label
    if not bit.piece.source or end <= 0:
        return ()
    return (Look(bit.piece.source, max(start, 0), end, size=size, bold=bold, italic=italic),)


def rewrite(bit: Bit, start: int, end: int, text: str) -> tuple[Repair, ...]:
    """The repair that puts text in the place of characters start to end of a bit."""
    first = bit.start + start - bit.piece.label
    if not bit.piece.source or first < 0:
        return ()
    return (Letters(bit.piece.source, first, first + end - start, text),)


def setting(
    piece: Piece,
    *,
    align: str | None = None,
    first: float | None = None,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
) -> tuple[Repair, ...]:
    """The repair that sets a paragraph in another way, pt; none where the file does not tell."""
    if not piece.source:
        return ()
    return (Setting(piece.source, align=align, first=first, before=before, after=after, line=line),)
