"""Workbooks of Excel 97 to 2003 (.xls): the bytes come in, sheets go out, read by xlrd.

Values only, as xlrd gives them: results of formulas, no macros, no links.
"""

from __future__ import annotations

import io
import struct
from datetime import date, time

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.formula import FormulaError
from xlrd.sheet import Sheet as XlrdSheet

from vanban.problems import Problem
from vanban.sheet.values import (
    Cell,
    Gathered,
    Sheet,
    Span,
    date_text,
    number_text,
    refused,
    serial_date,
)

# xlrd trusts what it reads: a damaged file ends in whatever the damaged place leads to.
_BROKEN = (
    xlrd.XLRDError, CompDocError, FormulaError, struct.error, AssertionError, LookupError,
    ValueError, ArithmeticError, TypeError, AttributeError, EOFError, MemoryError, RecursionError,
    NotImplementedError,
)  # fmt: skip
_SEEN = 0
_ENCRYPTED = "encrypted"


class Workbook:
    """An opened .xls. names: the sheets that are seen, in their order."""

    notes: tuple[Problem, ...] = ()

    def __init__(self, data: bytes) -> None:
        try:
            self._book: Book = xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                # xlrd would write its complaints to the standard output.
                logfile=io.StringIO(),
            )
        except _BROKEN as error:
            if _ENCRYPTED in str(error):
                raise refused("sheet_password") from error
            raise refused("sheet_damaged") from error
        seen = zip(self._book.sheet_names(), self._book._sheet_visibility, strict=False)
        self.names = tuple(name for name, visibility in seen if visibility == _SEEN)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. KeyError when there is none."""
        if name not in self.names:
            raise KeyError(name)
        try:
            found = self._book.sheet_by_name(name)
            gathered = self._gathered(found)
            self._book.unload_sheet(name)
        except _BROKEN as error:
            raise refused("sheet_damaged") from error
        return gathered.sheet(name)

    def holds_something(self, name: str) -> bool:
        """Whether any cell of the sheet holds something."""
        return bool(self.sheet(name).rows)

    def _gathered(self, sheet: XlrdSheet) -> Gathered:
        gathered = Gathered()
        for number in range(sheet.nrows):
            look = sheet.rowinfo_map.get(number)
            cells = {
                column: made
                for column in range(sheet.row_len(number))
                if (made := self._cell(sheet, number, column)).text
            }
            gathered.add(number + 1, cells, hidden=bool(look and look.hidden))
        for top, bottom, left, right in sheet.merged_cells:
            gathered.span(Span(top + 1, left, bottom, right - 1))
        return gathered

    def _cell(self, sheet: XlrdSheet, row: int, column: int) -> Cell:
        kind = sheet.cell_type(row, column)
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return Cell("")
        value = sheet.cell_value(row, column)
        font, zeros = self._look(sheet, row, column)
        if kind == xlrd.XL_CELL_DATE:
            day: date | time | None = serial_date(value, from_1904=bool(self._book.datemode))
            if day is not None:
                return Cell(date_text(day), day, font)
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            exact = int(value) if value == int(value) else value
            return Cell(number_text(value, zeros), exact, font)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell("TRUE" if value else "FALSE")
        if kind == xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(value, "#N/A"))
        return Cell(str(value), str(value), font)

    def _look(self, sheet: XlrdSheet, row: int, column: int) -> tuple[str, int]:
        """(font, figures at least) of a cell; the font of its first marked run, if it has runs."""
        book = self._book
        look = book.xf_list[sheet.cell_xf_index(row, column)]
        font = look.font_index
        runs = sheet.rich_text_runlist_map.get((row, column))
        if runs:
            text = sheet.cell_value(row, column)
            marked = next((i for i, letter in enumerate(text) if not letter.isascii()), 0)
            font = max(((s, f) for s, f in runs if s <= marked), default=(0, font))[1]
        code = book.format_map[look.format_key].format_str
        zeros = len(code) if len(code) > 1 and not code.strip("0") else 0
        return book.font_list[font].name, zeros
