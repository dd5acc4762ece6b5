"""Workbooks of Excel since 2007 (.xlsx, .xlsm): the parts of the file come in, sheets go out.

Only values are read: the stored result of a formula, never the formula's own doing; macros,
links and embedded things are not even opened. Source: ECMA-376, Part 1, § 18 (SpreadsheetML).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from vanban.problems import Problem
from vanban.sheet.parts import Attributes, Enough, Parts, beside, local
from vanban.sheet.values import (
    EMPTY,
    Cell,
    Gathered,
    Sheet,
    Span,
    date_text,
    number_text,
    refused,
    serial_date,
)

_MAX_STRINGS = 2_000_000
# ECMA-376, Part 1, § 18.8.30: the numbers of the built-in formats of dates and times.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# What is left of a format's code without texts, colours, conditions and fillers.
_NOT_CODE = re.compile(r'"[^"]*"?|\[(?!(?:h+|m+|s+)\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
_DATE_CODE = re.compile(r"[dmyhs]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,15}")
# § 22.9.2.19 (ST_Xstring): a character by its number.
_CODED = re.compile("_x([0-9A-Fa-f]{4})_")
_FIGURES = "0123456789"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True)
class _Style:
    """What of a cell's look tells what it means."""

    font: str = ""
    date: bool = False
    zeros: int = 0


@dataclass(frozen=True)
class _Entry:
    name: str
    part: str


class Workbook:
    """An opened .xlsx. names: the sheets that are seen, in their order."""

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(data)
        self._main = _main_part(self._parts)
        index = _Index()
        self._parts.parse(self._main, index)
        targets = _relations(self._parts, self._main)
        self._entries = [
            _Entry(name, targets[key])
            for name, key in index.sheets
            if key in targets and targets[key] in self._parts
        ]
        self._from_1904 = index.from_1904
        self._styles = self._read_styles()
        self._strings: list[Cell] | None = None
        self.names = tuple(entry.name for entry in self._entries)
        macros = any(name.endswith("vbaproject.bin") for name in self._parts.names())
        self.notes: tuple[Problem, ...] = (Problem("sheet_macros"),) if macros else ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. KeyError when there is none."""
        reader = self._reader(name)
        self._parts.parse(self._part(name), reader)
        return reader.gathered.sheet(name)

    def holds_something(self, name: str) -> bool:
        """Whether any cell of the sheet holds something."""
        reader = self._reader(name)
        reader.first_only = True
        self._parts.parse(self._part(name), reader)
        return bool(reader.gathered.rows)

    def _part(self, name: str) -> str:
        for entry in self._entries:
            if entry.name == name:
                return entry.part
        raise KeyError(name)

    def _reader(self, name: str) -> _Rows:
        self._part(name)
        if self._strings is None:
            self._strings = self._read_strings()
        return _Rows(self._strings, self._styles, self._from_1904)

    def _read_strings(self) -> list[Cell]:
        strings = _Strings()
        part = beside(self._main, "sharedStrings.xml")
        if part in self._parts:
            self._parts.parse(part, strings)
        return strings.found

    def _read_styles(self) -> list[_Style]:
        styles = _Styles()
        part = beside(self._main, "styles.xml")
        if part in self._parts:
            self._parts.parse(part, styles)
        return styles.cells()


def _main_part(parts: Parts) -> str:
    """The workbook part; files of other programs name it differently."""
    relations = _Relations()
    if "_rels/.rels" in parts:
        parts.parse("_rels/.rels", relations)
    for kind, target in relations.kinds:
        if kind.endswith("/officeDocument") and target.lstrip("/") in parts:
            return target.lstrip("/")
    if "xl/workbook.xml" not in parts:
        raise refused("sheet_damaged")
    return "xl/workbook.xml"


def _relations(parts: Parts, part: str) -> dict[str, str]:
    """Relation id → the part that it leads to."""
    relations = _Relations()
    folder, _, name = part.rpartition("/")
    beside_it = f"{folder}/_rels/{name}.rels".lstrip("/")
    if beside_it in parts:
        parts.parse(beside_it, relations)
    return {key: beside(part, target) for key, target in relations.targets.items()}


class _Quiet:
    """A handler that hears nothing; the others override what they need."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Nothing."""

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, data: str) -> None:
        """Nothing."""


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.kinds: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target
            self.kinds.append((attributes.get("Type", ""), target))


class _Index(_Quiet):
    """workbook.xml: which sheets are seen, and from which year days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", ""), local(attributes, "id")))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")


@dataclass
class _Styles(_Quiet):
    """styles.xml: fonts and formats, and which of them a cell's style uses."""

    fonts: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    uses: list[tuple[int, int]] = field(default_factory=list)
    _inside: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._inside = name
        elif name == "font" and self._inside == "fonts":
            self.fonts.append("")
        elif name == "name" and self._inside == "fonts" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif name == "numFmt" and self._inside != "dxfs":
            self.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and self._inside == "cellXfs":
            font = _whole(attributes.get("fontId"))
            self.uses.append((font, _whole(attributes.get("numFmtId"))))

    def cells(self) -> list[_Style]:
        """The styles by the number that cells carry."""
        found = []
        for font, number in self.uses:
            code = _NOT_CODE.sub("", self.codes.get(number, ""))
            dated = bool(_DATE_CODE.search(code)) if code else number in _DATE_FORMATS
            name = self.fonts[font] if 0 <= font < len(self.fonts) else ""
            zeros = len(code) if _ZEROS.fullmatch(code) else 0
            found.append(_Style(name, dated and "general" not in code.lower(), zeros))
        return found


class _Strings(_Quiet):
    """sharedStrings.xml: every text once, with the font of most of its marked letters."""

    def __init__(self) -> None:
        self.found: list[Cell] = []
        self._runs = _Runs()
        self._listening = False
        self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._listening = not self._phonetic
        elif name == "si":
            self._runs = _Runs()
        elif name == "rFont":
            self._runs.font = attributes.get("val", "")
        elif name == "r":
            self._runs.font = ""
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append(self._runs.cell())
            if len(self.found) > _MAX_STRINGS:
                raise refused("sheet_bomb")

    def text(self, data: str) -> None:
        if self._listening:
            self._runs.add(data)


class _Runs:
    """The runs of one text. font: of the run that is read now."""

    def __init__(self) -> None:
        self.font = ""
        self._pieces: list[str] = []
        self._marked: dict[str, int] = {}

    def add(self, data: str) -> None:
        self._pieces.append(data)
        if self.font and not data.isascii():
            count = sum(not letter.isascii() for letter in data)
            self._marked[self.font] = self._marked.get(self.font, 0) + count

    def cell(self) -> Cell:
        text = "".join(self._pieces)
        if "_x" in text:
            text = _CODED.sub(lambda found: chr(int(found[1], 16)), text)
        font = max(self._marked, key=lambda name: self._marked[name]) if self._marked else ""
        return Cell(text, text, font)


class _Rows(_Quiet):
    """A sheet: its rows, whether they are seen, and which cells are merged."""

    first_only = False

    def __init__(self, strings: list[Cell], styles: list[_Style], from_1904: bool) -> None:
        self.gathered = Gathered()
        self._strings = strings
        self._styles = styles
        self._from_1904 = from_1904
        self._columns: dict[str, int] = {}
        self._looks: dict[str, _Style] = {}
        self._row = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._kind = ""
        self._style = _Style()
        self._listening: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._runs = _Runs()
        self._inline = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self._listening = self._value
        elif name == "row":
            self._row = _whole(attributes.get("r"), self._row + 1)
            self._hidden = attributes.get("hidden", "0") in ("1", "true")
            self._cells, self._column = {}, -1
        elif name == "f":
            self._listening = self._formula = []
        else:
            self._start_rare(name, attributes)

    def _start_rare(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._inline = self._kind == "inlineStr"
        elif name == "rFont":
            self._runs.font = attributes.get("val", "")
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name in ("drawing", "legacyDrawing", "picture"):
            self.gathered.pictures |= name != "legacyDrawing"

    def _begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r", "").rstrip(_FIGURES)
        column = self._columns.get(place)
        if column is None:
            known = place.isascii() and place.isalpha() and len(place) <= 3
            column = column_number(place) if known else self._column + 1
            if known:
                self._columns[place] = column
        self._column = column
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = self._looks.get(style) or self._look(style)
        self._value, self._formula = [], None
        self._runs = _Runs()

    def _look(self, style: str) -> _Style:
        number = _whole(style)
        found = self._styles[number] if number < len(self._styles) else _Style()
        self._looks[style] = found
        return found

    def _merge(self, reference: str) -> None:
        start, _, end = reference.partition(":")
        first, last = _REFERENCE.fullmatch(start), _REFERENCE.fullmatch(end)
        if first and last:
            left, right = column_number(first[1]), column_number(last[1])
            self.gathered.span(Span(int(first[2]), left, int(last[2]), right))

    def text(self, data: str) -> None:
        if self._listening is not None:
            self._listening.append(data)
        elif self._inline:
            self._runs.add(data)

    def end(self, name: str) -> None:
        if name in ("v", "f"):
            self._listening = None
        elif name == "c":
            cell = self._made()
            if cell.text:
                self._cells[self._column] = cell
        elif name == "row":
            self.gathered.add(self._row, self._cells, hidden=self._hidden)
            if self.first_only and self.gathered.rows:
                raise Enough
        elif name == "t":
            self._inline = False

    def _made(self) -> Cell:
        typed = "".join(self._value)
        if not typed and self._kind != "inlineStr":
            if self._formula is None:
                return EMPTY
            # A text that is empty is a result, too; anything else was never worked out.
            return EMPTY if self._kind == "str" else Cell("=" + "".join(self._formula))
        return _MAKERS.get(self._kind, _Rows._number)(self, typed)

    def _number(self, typed: str) -> Cell:
        try:
            value = float(typed)
        except ValueError:
            return self._own(typed)
        if not abs(value) < float("inf"):
            return self._own(typed)
        style = self._style
        if style.date and (day := serial_date(value, from_1904=self._from_1904)):
            return Cell(date_text(day), day, style.font)
        exact = int(value) if value == int(value) else value
        return Cell(number_text(value, style.zeros), exact, style.font)

    def _shared(self, typed: str) -> Cell:
        place = _whole(typed, -1)
        if not 0 <= place < len(self._strings):
            return EMPTY
        found = self._strings[place]
        return found if found.font else found._replace(font=self._style.font)

    def _own(self, typed: str) -> Cell:
        if "_x" in typed:
            typed = _CODED.sub(lambda found: chr(int(found[1], 16)), typed)
        return Cell(typed, typed, self._style.font)

    def _in_place(self, _: str) -> Cell:
        found = self._runs.cell()
        return found if found.font else found._replace(font=self._style.font)

    def _truth(self, typed: str) -> Cell:
        return Cell("TRUE" if typed.strip() == "1" else "FALSE")

    def _iso(self, typed: str) -> Cell:
        year, _, rest = typed.partition("-")
        month, _, day = rest[:5].partition("-")
        return self._own(f"{day}/{month}/{year}" if day else typed)


_MAKERS: dict[str, Callable[[_Rows, str], Cell]] = {
    "s": _Rows._shared,
    "str": _Rows._own,
    "e": _Rows._own,
    "inlineStr": _Rows._in_place,
    "b": _Rows._truth,
    "d": _Rows._iso,
}


def column_number(name: str) -> int:
    """Letters of a column → its number from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _whole(text: str | None, otherwise: int = 0) -> int:
    """Figures of an attribute → number; what is none gives `otherwise`."""
    if text is not None and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return otherwise
