"""A workbook of Excel: texts stay texts, days stay days, and it is ready to print."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from vanban import workbook
from vanban.vietnamese.text import clean_line
from vanban.workbook import Heading, Row, Value

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
HOSTILE = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","bấm")',
    "+84 912 345 678",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "#N/A",
    "1e5",
    "007",
    "TRUE",
    "_x0041_",
    "<a href='x'>&amp;\"",
    "Hoa\u0300 bi\u0300nh",
    "\u202e=1+1",
    "\x00\x0b\ufffe",
    "ế" * 40_000,
    " ",
]


def written(*rows: Row, name: str = "Năm 2026") -> bytes:
    headings = [Heading("Số", 10), Heading("Trích yếu", 40)]
    return workbook.write(name, ["SỔ", "Sở"], headings, rows, author="Sở", created=NOON)


def opened(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def decoded(value: object) -> str:
    """A text as Excel shows it."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), str(value or ""))


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_stay_texts(typed: str) -> None:
    cell = opened(written(Row([typed, typed]))).cell(5, 2)
    expected = clean_line(typed)[:32_767]
    assert decoded(cell.value) == expected
    assert cell.data_type == ("s" if expected else "n")
    assert cell.quotePrefix == expected.startswith(("=", "+", "-", "@"))


@given(st.text(max_size=60), st.sampled_from(["", "=", "+", "-", "@"]))
def test_any_text_stays_a_text(typed: str, start: str) -> None:
    data = written(Row([start + typed, "x"]))
    cell = opened(data).cell(5, 1)
    assert decoded(cell.value) == decoded(workbook._CODED.sub("_x005F_", clean_line(start + typed)))
    assert cell.data_type != "f"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("value", [None, 0, 12, date(2026, 3, 5)])
def test_numbers_and_days_are_themselves(value: Value) -> None:
    cell = opened(written(Row([value, "x"]))).cell(5, 1)
    found = cell.value
    assert (found.date() if isinstance(found, datetime) else found) == value
    if isinstance(value, date):
        assert cell.is_date
        assert cell.number_format == "dd/mm/yyyy"


def test_the_sheet_is_ready_to_read_and_to_print() -> None:
    sheet = opened(written(Row(["01", "Việc"]), name="Năm [2026]: 'x'/*?"))
    assert sheet.title == "Năm 2026 x"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["B"].width == 40
    assert [cell.value for cell in sheet[3]] == ["Số", "Trích yếu"]
    assert [cell.value for cell in sheet[4]] == ["(1)", "(2)"]
    assert sheet.cell(5, 2).alignment.wrap_text


def test_a_cancelled_line_is_struck_but_for_its_note() -> None:
    sheet = opened(written(Row(["01", "Đã hủy"], struck=True), Row(["02", ""])))
    assert [cell.font.strike for cell in sheet[5]] == [True, None]
    assert [cell.font.strike for cell in sheet[6]] == [None, None]
