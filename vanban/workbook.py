"""A table as a workbook of Excel: headings and values come in; bytes of an .xlsx file go out.

A text stays a text whatever it begins with: "=1+1" in a trích yếu is never a formula, and a cell
that somebody edits in Excel does not become one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vanban.decree30 import FONT_FAMILY
from vanban.vietnamese.text import clean_line

Value = str | int | date | None
_LONGEST = 32_767
_SIZE = 11
_A4 = 9
# Excel reads these four as the beginning of a formula, also when a cell is edited later.
_FORMULA = ("=", "+", "-", "@")
# A text such as "_x0041_" would be read as the letter it names.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY = "dd/mm/yyyy"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Heading:
    """The head of a column. width in characters, as Excel counts."""

    text: str
    width: float


@dataclass(frozen=True)
class Row:
    """The values of a line. struck: through all but the last."""

    values: Sequence[Value]
    struck: bool = False


def write(
    name: str,
    titles: Sequence[str],
    headings: Sequence[Heading],
    rows: Iterable[Row],
    *,
    author: str,
    created: datetime,
) -> bytes:
    """One sheet: titles, the headings with their numbers, the rows; ready to print on A4 lying.

    Lines are written as they come, so a long table takes no more memory than a short one.
    """
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = author, clean_line(titles[0])
    book.properties.created = book.properties.modified = created.replace(tzinfo=None)
    sheet = book.create_sheet(clean_line(_NOT_IN_A_NAME.sub(" ", name))[:31])
    top = len(titles) + 1
    _set_up(sheet, headings, top)
    bold, plain = Font(name=FONT_FAMILY, size=_SIZE, bold=True), Font(name=FONT_FAMILY, size=_SIZE)
    for title in titles:
        sheet.append([_cell(sheet, title, bold)])
    for texts in ([h.text for h in headings], [f"({n})" for n in range(1, len(headings) + 1)]):
        sheet.append([_heading(sheet, text, bold) for text in texts])
    through = Font(name=FONT_FAMILY, size=_SIZE, strike=True)
    for row in rows:
        last = len(row.values) - 1
        fonts = [through if row.struck and at < last else plain for at in range(last + 1)]
        cells = zip(row.values, fonts, strict=True)
        sheet.append([_framed(_cell(sheet, value, font)) for value, font in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(sheet: WriteOnlyWorksheet, headings: Sequence[Heading], top: int) -> None:
    """Widths, the frozen heads, and how the sheet prints."""
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = heading.width
    sheet.freeze_panes = f"A{top + 2}"
    sheet.print_title_rows = f"{top}:{top + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.8, 0.6, 0.7, 0.6
    sheet.oddFooter.center.text = "&P/&N"


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font) -> Cell:
    if isinstance(value, str):
        text = _CODED.sub("_x005F_", clean_line(value))[:_LONGEST]
        cell = WriteOnlyCell(sheet, text or None)
        # openpyxl takes "=…" for a formula and "#N/A" for an error, unless it is told.
        cell.data_type = "s" if text else "n"
        cell.quotePrefix = text.startswith(_FORMULA)
    else:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = _DAY
    cell.font = font
    return cell


def _framed(cell: Cell, **place: str) -> Cell:
    cell.border = _BORDER
    cell.alignment = Alignment(wrap_text=True, **{"vertical": "top", **place})
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str, font: Font) -> Cell:
    cell = _framed(_cell(sheet, text, font), horizontal="center", vertical="center")
    cell.fill = _HEAD
    return cell


_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFE7EAEE")
