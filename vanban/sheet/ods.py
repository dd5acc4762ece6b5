"""Sheets of LibreOffice Calc (.ods, .fods): the file comes in, sheets go out.

What is read is the text that Calc shows in a cell, and for numbers and days their value; formulas
are not worked out. Source: OpenDocument 1.3, Part 3, § 9 (tables), § 16 and 20 (styles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from vanban.problems import Problem
from vanban.sheet.parts import Attributes, Enough, Handler, Parts, local, parse
from vanban.sheet.values import (
    EMPTY,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Gathered,
    Sheet,
    Span,
    date_text,
    number_text,
    refused,
)

_NUMBERS = ("float", "currency", "percentage")
# Elements inside a cell whose text is not the cell's own.
_NOT_OWN = ("annotation", "frame", "custom-shape", "ruby-text")
_MOST_SPACES = 1_000


class Workbook:
    """An opened .ods, or with `flat` an .fods. names: the sheets that are seen."""

    notes: tuple[Problem, ...] = ()

    def __init__(self, data: bytes, *, flat: bool = False) -> None:
        self._data = data
        self._parts = None if flat else Parts(data)
        if self._parts and _is_encrypted(self._parts):
            raise refused("sheet_password")
        self._fonts = _Fonts()
        if self._parts and "styles.xml" in self._parts:
            self._parts.parse("styles.xml", self._fonts)
        index = _Index(self._fonts)
        self._parse(index)
        self.names = tuple(name for name, style in index.tables if style not in index.unseen)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. KeyError when there is none."""
        return self._read(name, first_only=False).sheet(name)

    def holds_something(self, name: str) -> bool:
        """Whether any cell of the sheet holds something."""
        return bool(self._read(name, first_only=True).rows)

    def _read(self, name: str, *, first_only: bool) -> Gathered:
        if name not in self.names:
            raise KeyError(name)
        reader = _Rows(name, self._fonts, first_only=first_only)
        self._parse(reader)
        return reader.gathered

    def _parse(self, handler: Handler) -> None:
        if self._parts:
            self._parts.parse("content.xml", handler)
        else:
            parse(_pieces(self._data), handler)


def _pieces(data: bytes) -> Iterator[bytes]:
    size = 1 << 16
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _is_encrypted(parts: Parts) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in parts and b"encryption-data" in b"".join(parts.pieces(manifest))


class _Fonts:
    """Styles of cells → the font that they name, or inherit."""

    def __init__(self) -> None:
        self._faces: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """A style, a face, or the look of the style that is open."""
        if name == "font-face":
            self._faces[local(attributes, "name")] = local(attributes, "font-family").strip("'\"")
        elif name in ("style", "default-style"):
            cells = local(attributes, "family") == "table-cell"
            self._style = local(attributes, "name") if cells else ""
            if cells:
                self._parents[self._style] = local(attributes, "parent-style-name")
        elif name == "text-properties" and self._style:
            face = local(attributes, "font-name")
            family = local(attributes, "font-family").strip("'\"")
            if face or family:
                self._named[self._style] = family or self._faces.get(face, face)

    def end(self, name: str) -> None:
        """Nothing: styles do not nest."""

    def text(self, data: str) -> None:
        """Nothing."""

    def of(self, style: str) -> str:
        """The font of a style, "" when it names none and no parent does."""
        for _ in range(20):
            if style in self._named or not style:
                break
            style = self._parents.get(style, "")
        return self._named.get(style, "")


class _Index:
    """content.xml up to its tables: names of the sheets, their styles, fonts on the way."""

    def __init__(self, fonts: _Fonts) -> None:
        self.tables: list[tuple[str, str]] = []
        self.unseen: set[str] = set()
        self._fonts = fonts
        self._style = ""
        self._depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append((local(attributes, "name"), local(attributes, "style-name")))
        elif name == "style":
            self._style = local(attributes, "name")
        elif name == "table-properties" and local(attributes, "display") == "false":
            self.unseen.add(self._style)
        if not self._depth:
            self._fonts.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1

    def text(self, data: str) -> None:
        """Nothing: cells are read later."""


class _Rows:
    """The rows of one sheet. A table inside a cell is not a sheet."""

    def __init__(self, name: str, fonts: _Fonts, *, first_only: bool) -> None:
        self.gathered = Gathered()
        self._wanted = name
        self._fonts = fonts
        self._first_only = first_only
        self._tables: list[bool] = []
        self._row = 0
        self._rows_here = 1
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._column = 0
        self._columns: list[str] = []
        self._attributes: Attributes | None = None
        self._covered = False
        self._lines: list[str] = []
        self._aside = 0
        self._in_line = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            wanted = not self._tables and local(attributes, "name") == self._wanted
            self._tables.append(wanted)
        elif self._tables == [True]:
            starter = _STARTERS.get(name)
            if starter:
                starter(self, attributes)
            elif name in _NOT_OWN:
                self._aside += 1

    def end(self, name: str) -> None:
        if name == "table" and self._tables:
            if self._tables.pop() and not self._tables:
                raise Enough
        elif self._tables == [True]:
            if name in _NOT_OWN:
                self._aside -= 1
            elif name == "p":
                self._in_line = False
            elif name in ("table-cell", "covered-table-cell"):
                self._end_cell()
            elif name == "table-row":
                self._end_row()

    def text(self, data: str) -> None:
        if self._in_line and not self._aside and self._attributes is not None:
            self._lines[-1] += data

    def _start_row(self, attributes: Attributes) -> None:
        self._row += 1
        self._rows_here = _count(attributes, "number-rows-repeated")
        self._hidden = local(attributes, "visibility") in ("collapse", "filter")
        self._cells, self._column = {}, 0

    def _start_column(self, attributes: Attributes) -> None:
        style = local(attributes, "default-cell-style-name")
        room = MAX_COLUMNS - len(self._columns)
        self._columns += [style] * min(_count(attributes, "number-columns-repeated"), room)

    def _start_cell(self, attributes: Attributes) -> None:
        if not self._aside:
            self._attributes, self._lines, self._covered = attributes, [], False

    def _start_covered(self, attributes: Attributes) -> None:
        self._start_cell(attributes)
        self._covered = True

    def _start_line(self, _: Attributes) -> None:
        if not self._aside:
            self._lines.append("")
            self._in_line = True

    def _spaces(self, attributes: Attributes) -> None:
        count = local(attributes, "c")
        self.text(" " * min(int(count), _MOST_SPACES) if count.isdecimal() else " ")

    def _tab(self, _: Attributes) -> None:
        self.text("\t")

    def _break(self, _: Attributes) -> None:
        self.text("\n")

    def _end_cell(self) -> None:
        attributes = self._attributes
        if attributes is None:
            return
        count = _count(attributes, "number-columns-repeated")
        cell = EMPTY if self._covered else self._made(attributes)
        if cell.text:
            for column in range(self._column, min(self._column + count, MAX_COLUMNS + 1)):
                self._cells[column] = cell
        across = _count(attributes, "number-columns-spanned")
        down = _count(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            right, bottom = self._column + across - 1, self._row + down - 1
            self.gathered.span(Span(self._row, self._column, bottom, right))
        self._column += count
        self._attributes = None

    def _made(self, attributes: Attributes) -> Cell:
        shown = "\n".join(self._lines)
        style = local(attributes, "style-name")
        if not style and self._column < len(self._columns):
            style = self._columns[self._column]
        font = self._fonts.of(style)
        if _is_error(attributes):
            return Cell(shown, None, font)
        kind = local(attributes, "value-type")
        if kind in _NUMBERS:
            return _number(local(attributes, "value"), shown, font)
        if kind == "date":
            return _day(local(attributes, "date-value"), shown, font)
        if kind == "boolean":
            return Cell("TRUE" if local(attributes, "boolean-value") == "true" else "FALSE")
        if not self._lines:
            # A text may stand in the attribute alone; a formula without a result is told as such.
            shown = local(attributes, "string-value") or _formula(local(attributes, "formula"))
        return Cell(shown, shown, font)

    def _end_row(self) -> None:
        if self._cells:
            # One more than is allowed is enough to be told; a million empty ones are no rows.
            for step in range(min(self._rows_here, 2 * MAX_ROWS)):
                self.gathered.add(self._row + step, self._cells, hidden=self._hidden)
        self._row += self._rows_here - 1
        if self._first_only and self.gathered.rows:
            raise Enough


_STARTERS: dict[str, Callable[[_Rows, Attributes], None]] = {
    "table-row": _Rows._start_row,
    "table-column": _Rows._start_column,
    "table-cell": _Rows._start_cell,
    "covered-table-cell": _Rows._start_covered,
    "p": _Rows._start_line,
    "s": _Rows._spaces,
    "tab": _Rows._tab,
    "line-break": _Rows._break,
}


def _is_error(attributes: Attributes) -> bool:
    return attributes.get("calcext:value-type") == "error"


def _formula(formula: str) -> str:
    """ "of:=[.A1]" → "=[.A1]"; "" stays."""
    return "=" + formula.partition("=")[2] if formula else ""


def _number(value: str, shown: str, font: str) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return Cell(shown, None, font)
    if not abs(number) < float("inf"):
        return Cell(shown, None, font)
    zeros = len(shown) if shown.isdecimal() and shown.startswith("0") else 0
    exact = int(number) if number == int(number) else number
    return Cell(number_text(number, zeros), exact, font)


def _day(value: str, shown: str, font: str) -> Cell:
    try:
        if "T" in value:
            moment = datetime.fromisoformat(value)
            day: date = moment if moment.hour or moment.minute else moment.date()
        else:
            day = date.fromisoformat(value)
    except ValueError:
        return Cell(shown or value, None, font)
    return Cell(date_text(day), day, font)


def _count(attributes: Attributes, name: str) -> int:
    typed = local(attributes, name)
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
