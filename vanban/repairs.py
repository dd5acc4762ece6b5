"""What may be repaired in a Word file without asking what it means: plain data.

In: nothing; rules of the check make these values, `docx.mend` puts them into the file as tracked
changes. Paragraphs are named as `laid.Piece.source` names them; characters by their place in the
text of the piece without what Word counts by itself (`Piece.label`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Letters:
    """Other characters in the place of some. start, end: as slices count. text: "" deletes."""

    source: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """Another look of some characters: size in pt, family, bold, italic, colour; None: as it is."""

    source: int
    start: int
    end: int
    size: float | None = None
    family: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Another setting of a paragraph, in pt; None: as it is. line: a multiple of the single line.

    align: a value of `resolved.Align`.
    """

    source: int
    align: str | None = None
    first: float | None = None
    left: float | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None


@dataclass(frozen=True, slots=True)
class Margins:
    """Other margins of a section, in mm; None: as it is. section: from 0, as `Laid.frames`."""

    section: int
    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    left: float | None = None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Another length of the line below a paragraph, in mm; it stays centred."""

    source: int
    length: float


Repair: TypeAlias = Letters | Look | Setting | Margins | RuleLine
