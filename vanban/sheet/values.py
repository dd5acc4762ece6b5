"""What every reader of sheets gives: rows of cells with her row numbers, and the limits they keep.

In: cells one row after another, from a reader of one format. Out: a frozen `Sheet`. Limits hold
while a file is read, before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from vanban.problems import Problem, Refused
from vanban.vietnamese.numbers import format_number

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 256
# Titles above and signatures below the list do not count among its rows.
_SPARE_ROWS = 200
_MAX_CELLS = 1_000_000
# Characters in all cells together: what 20,000 rows of a long paragraph each would hold.
_MAX_TEXT = 20_000_000
_MAX_SPANS = 50_000
_EXACT = 10**15

Value = str | int | float | date | time | None


class SheetRefused(Refused):
    """A file that gives no list; `problems` say why and what to do."""


class Cell(NamedTuple):
    """text: as she reads it, without the format of numbers. font: of the text, "" when unknown."""

    text: str
    value: Value = None
    font: str = ""


EMPTY = Cell("")


class SheetRow(NamedTuple):
    """number: as Excel counts. cells: from column A to the last that holds something."""

    number: int
    cells: tuple[Cell, ...]


class Span(NamedTuple):
    """Cells merged into one: rows as Excel counts them, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. rows: those that are seen and hold something. hidden: how many were left out.

    other_sheets: names of the other sheets that are seen and hold something. pictures: pictures
    lie on the sheet, so that text may stand where no cell holds any.
    """

    name: str
    rows: tuple[SheetRow, ...]
    hidden: int = 0
    spans: tuple[Span, ...] = ()
    pictures: bool = False
    other_sheets: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass
class Gathered:
    """The rows of one sheet while they are read; holds the limits."""

    rows: list[SheetRow] = field(default_factory=list)
    hidden: int = 0
    spans: list[Span] = field(default_factory=list)
    pictures: bool = False
    _cells: int = 0
    _text: int = 0

    def add(self, number: int, cells: Mapping[int, Cell], *, hidden: bool = False) -> None:
        """One row, its cells by column from 0. Raises SheetRefused beyond a limit."""
        held = {column: cell for column, cell in cells.items() if cell.text}
        if not held:
            return
        if hidden:
            self.hidden += 1
            return
        last = max(held)
        if last >= MAX_COLUMNS:
            raise refused("sheet_too_wide", row=number, limit=MAX_COLUMNS)
        self._cells += len(held)
        self._text += sum(len(cell.text) for cell in held.values())
        if self._cells > _MAX_CELLS or self._text > _MAX_TEXT:
            raise refused("sheet_too_much", row=number)
        self.rows.append(SheetRow(number, tuple(held.get(c, EMPTY) for c in range(last + 1))))
        if len(self.rows) > MAX_ROWS + _SPARE_ROWS:
            raise refused("sheet_too_many_rows", limit=format_number(MAX_ROWS))

    def span(self, span: Span) -> None:
        """Cells merged into one; a sheet with very many is read as if the rest were not merged."""
        if len(self.spans) < _MAX_SPANS and span.right - span.left < MAX_COLUMNS:
            self.spans.append(span)

    def sheet(self, name: str) -> Sheet:
        """The sheet, with its rows in order and none twice."""
        rows = {row.number: row for row in self.rows}
        ordered = tuple(rows[number] for number in sorted(rows))
        return Sheet(name, ordered, self.hidden, tuple(self.spans), self.pictures)


def refused(code: str, **data: object) -> SheetRefused:
    """A refusal of the whole file."""
    return SheetRefused(Problem(code, "", data))


def letters(column: int) -> str:
    """Column from 0 → its letters in Excel: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def number_text(value: float, zeros: int = 0) -> str:
    """A number as text that `intake` takes: no dots, a decimal comma, zeros in front if asked.

    Fifteen figures, as Excel keeps: the seventeenth of a computer's fraction is nobody's.
    """
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value)).zfill(zeros)
    return f"{value:.15g}".replace(".", ",")


def date_text(value: date | time) -> str:
    """A date as a clerk writes it; with the time of day only when it is not midnight."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value:%H:%M}"
    return day


_DAY_ZERO = datetime(1899, 12, 30)
_DAY_ZERO_1904 = datetime(1904, 1, 1)
_FAKE_LEAP_DAY = 60
_LAST_DAY = 2_958_465


def serial_date(serial: float, *, from_1904: bool = False) -> date | time | None:
    """Excel's count of days → date or time of day; None when it is no day of this calendar.

    Excel holds 1900 for a leap year: below 60 its count is one behind.
    """
    if not 0 <= serial <= _LAST_DAY:
        return None
    seconds = timedelta(seconds=round((serial % 1) * 86_400))
    if serial < 1:
        return (_DAY_ZERO + seconds).time() if serial else None
    zero = _DAY_ZERO_1904 if from_1904 else _DAY_ZERO
    days = int(serial) + (not from_1904 and serial < _FAKE_LEAP_DAY)
    found = zero + timedelta(days=days) + seconds
    return found if found.hour or found.minute else found.date()
