"""One list in every format that offices have: the same rows come out of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.sheet import writers
from vanban.sheet.read import Sheet, read
from vanban.vietnamese.text import clean_line

LIST = (
    ("DANH SÁCH",),
    (),
    ("STT", "Họ và tên", "Ngày", "Tiền thưởng", "Ghi chú"),
    (1, "Nguyễn Thị Hoa", date(2026, 1, 5), 1_000_000, "dòng một\ndòng hai"),
    (2, "Trần Văn Đức", date(1975, 12, 31), 760000, "=1+1"),
    (3, "  Lê  “An”, chuyên viên; kiêm", "", 4.98, "#N/A"),
)
SHOWN = [
    (1, ["DANH SÁCH"]),
    (3, ["STT", "Họ và tên", "Ngày", "Tiền thưởng", "Ghi chú"]),
    (4, ["1", "Nguyễn Thị Hoa", "05/01/2026", "1000000", "dòng một\ndòng hai"]),
    (5, ["2", "Trần Văn Đức", "31/12/1975", "760000", "=1+1"]),
    (6, ["3", "  Lê  “An”, chuyên viên; kiêm", "", "4,98", "#N/A"]),
]
FORMATS: dict[str, Callable[[writers.Rows], bytes]] = {
    "xlsx": writers.xlsx,
    "xls": writers.xls,
    "ods": writers.ods,
    "csv": writers.delimited,
    "csv ;": lambda rows: writers.delimited(rows, ";"),
    "csv tab": lambda rows: writers.delimited(rows, "\t"),
    "csv bom": lambda rows: writers.delimited(rows, ",", "utf-8-sig"),
    "csv utf-16": lambda rows: writers.delimited(rows, "\t", "utf-16"),
    "csv utf-16 without a mark": lambda rows: writers.delimited(rows, "\t", "utf-16-le"),
    "csv utf-16 big": lambda rows: writers.delimited(rows, ",", "utf-16-be"),
    "web page": writers.web_page,
}


def shown(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows]


def tidy(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Text formats know no decimal comma, and spaces at the ends are nobody's."""
    return [(n, [clean_line(text).replace("4.98", "4,98") for text in row]) for n, row in rows]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_list_comes_out_of_every_format(name: str) -> None:
    sheet = read(FORMATS[name](LIST), f"danh sách.{name[:4].strip()}")
    assert tidy(shown(sheet)) == tidy(SHOWN)
    assert sheet.hidden == 0
    assert sheet.other_sheets == ()


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods"])
def test_text_is_kept_to_the_letter(name: str) -> None:
    rows = shown(read(FORMATS[name](LIST), "a"))
    assert rows[2:] == SHOWN[2:]


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods"])
def test_values_keep_their_kind(name: str) -> None:
    row = read(FORMATS[name](LIST), "a").rows[2]
    assert [cell.value for cell in row.cells[:4]] == [
        1, "Nguyễn Thị Hoa", date(2026, 1, 5), 1_000_000,
    ]  # fmt: skip


LETTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), max_codepoint=0xFFFD
)
TEXT = st.text(LETTERS, min_size=1, max_size=20).map(clean_line).filter(bool)
CELLS = st.one_of(
    st.just(""),
    TEXT,
    st.integers(-(10**12), 10**12),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=6), min_size=1, max_size=8)
ASCII_FIRST = ["Họ và tên", "Chức vụ", "Đơn vị"]


def expected(rows: writers.Rows) -> list[tuple[int, list[str]]]:
    made = []
    for number, row in enumerate(rows, 1):
        texts = [writers._shown(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            made.append((number, texts))
    return made


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods", "csv", "csv tab", "csv utf-16"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=TABLES)
def test_whatever_is_written_is_read(name: str, rows: list[list[object]]) -> None:
    rows = [ASCII_FIRST, *rows]
    sheet = read(FORMATS[name](rows), "a.csv")
    assert shown(sheet) == expected(rows)


# -- encodings -------------------------------------------------------------------------------------

NAMES = ["Nguyễn Thị Hoa", "Trần Văn Đức", "Lê Hoàng Minh", "Phạm Thị Tuyết", "Đặng Hữu Phước"]


def in_1258(text: str) -> bytes:
    """As Windows writes it: a letter with its hat, and the tone after it."""
    import unicodedata

    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], ""
            parts = unicodedata.normalize("NFD", letter)
            tones = [p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"]
            base = "".join(p for p in parts if p not in tones)
            tone = "".join(tones)
            out += (unicodedata.normalize("NFC", base) + tone).encode("cp1258")
    return out


def test_windows_1258_is_read() -> None:
    text = "Họ và tên;Đơn vị\n" + "\n".join(f"{name};Phòng Nội vụ" for name in NAMES)
    sheet = read(in_1258(text), "a.csv")
    assert [clean_line(row.cells[0].text) for row in sheet.rows] == ["Họ và tên", *NAMES]
    assert clean_line(sheet.rows[1].cells[1].text) == "Phòng Nội vụ"


def test_excel_tells_the_separator_in_the_first_line() -> None:
    sheet = read("sep=|\nHọ và tên|Đơn vị\nAn, Bình; Cường|Phòng\n".encode(), "a.csv")
    assert shown(sheet) == [(2, ["Họ và tên", "Đơn vị"]), (3, ["An, Bình; Cường", "Phòng"])]


def test_a_separator_that_parts_more_lines_wins() -> None:
    text = "Họ và tên,Chức vụ,Đơn vị\n,,,|\n,|\n"
    assert shown(read(text.encode(), "a.csv"))[0] == (1, ["Họ và tên", "Chức vụ", "Đơn vị"])
    text = "Họ và tên;Nơi ở\nAn, Bình;Hà Nội, Ba Đình\nCường;Huế\n"
    assert shown(read(text.encode(), "a.csv"))[1] == (2, ["An, Bình", "Hà Nội, Ba Đình"])


def test_text_under_the_name_of_a_workbook_is_read_as_text() -> None:
    sheet = read(writers.delimited(LIST, "\t", "utf-16"), "xuất.xls")
    assert sheet.rows[1].cells[1].text == "Họ và tên"


# -- what a workbook holds besides values ---------------------------------------------------------


def book_with(change: Callable[[openpyxl.Workbook], None], rows: writers.Rows = LIST) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(writers.xlsx(rows)))
    change(book)
    return writers.saved(book)


def test_hidden_rows_are_left_out_and_counted() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.active.row_dimensions[5].hidden = True
        book.active.row_dimensions[2].hidden = True

    sheet = read(book_with(hide), "a.xlsx")
    assert [row.number for row in sheet.rows] == [1, 3, 4, 6]
    assert sheet.hidden == 1


def test_hidden_rows_of_the_other_formats() -> None:
    table = writers._ods_row(LIST[2]) + writers._ods_row(LIST[3]).replace(
        "<table:table-row>", '<table:table-row table:visibility="filter">'
    )
    data = writers.ods_file(f'<table:table table:name="A">{table}</table:table>')
    sheet = read(data, "a.ods")
    assert ([row.number for row in sheet.rows], sheet.hidden) == ([1], 1)


def test_hidden_sheets_are_not_offered() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Tạm", 0)["A1"] = "nháp"
        book["Tạm"].sheet_state = "hidden"
        book.create_sheet("Trống", 0)
        book.create_sheet("Sổ khác")["B2"] = "x"

    sheet = read(book_with(add), "a.xlsx")
    assert sheet.name == "Danh sách"
    assert sheet.other_sheets == ("Sổ khác",)


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods"])
def test_another_sheet_can_be_asked_for(name: str) -> None:
    make = {"xlsx": writers.xlsx, "xls": writers.xls, "ods": writers.ods}[name]
    data = make((("một",),), Hai=(("hai",),))
    assert read(data, "a").other_sheets == ("Hai",)
    assert shown(read(data, "a", "Hai")) == [(1, ["hai"])]


def test_the_font_of_a_cell_comes_along() -> None:
    def set_fonts(book: openpyxl.Workbook) -> None:
        book.active["B4"].font = Font(name=".VnTime")
        book.active["B5"].font = Font(name="VNI-Times")

    rows = read(book_with(set_fonts), "a.xlsx").rows
    assert [row.cells[1].font for row in rows[2:4]] == [".VnTime", "VNI-Times"]
    rows = read(writers.xls(LIST, font=".VnTime"), "a.xls").rows
    assert rows[2].cells[1].font == ".VnTime"
    style = (
        '<office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;.VnTime'
        '&apos;"/></office:font-face-decls><office:automatic-styles><style:style '
        'style:name="ce1" style:family="table-cell"><style:text-properties '
        'style:font-name="F"/></style:style></office:automatic-styles>'
    )
    table = '<table:table table:name="A"><table:table-column table:default-cell-style-name="ce1"/>'
    row = writers._ods_row(["TiÕng"])
    data = writers.ods_file(f"{table}{row}</table:table>", before=style)
    assert read(data, "a.ods").rows[0].cells[0].font == ".VnTime"


def test_a_formula_gives_its_stored_result() -> None:
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="str"><f>B1&amp;C1</f><v>Nguyễn An</v></c>'
        '<c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1"><f>TODAY()</f></c><c r="E1" t="b"><v>1</v></c>'
        '<c r="G1" t="inlineStr"><is><t>tại chỗ</t></is></c></row></sheetData></worksheet>'
    )
    data = replaced(writers.xlsx((("x",),)), "xl/worksheets/sheet1.xml", part)
    texts = [cell.text for cell in read(data, "a.xlsx").rows[0].cells]
    assert texts == ["Nguyễn An", "2", "#DIV/0!", "=TODAY()", "TRUE", "", "tại chỗ"]


def replaced(data: bytes, name: str, text: str) -> bytes:
    """The zip with one part of another text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in {*old.namelist(), name}:
            new.writestr(part, text if part == name else old.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("dd/mm/yyyy", 46031, "09/01/2026"),
        ('dd"/"mm"/"yyyy;@', 46031, "09/01/2026"),
        ("[$-42A]dd mmmm yyyy", 46031.5, "09/01/2026 12:00"),
        ("hh:mm", 0.5, "12:00"),
        ("General", 46031, "46031"),
        ("#,##0", 1000000, "1000000"),
        ('#,##0 "đồng"', 1000000, "1000000"),
        ("[Red]0.00", 0.5, "0,5"),
        ("000000", 123, "000123"),
        ("dd/mm/yyyy", -5, "-5"),
        ("dd/mm/yyyy", 9e9, "9000000000"),
        ("dd/mm/yyyy", 1, "01/01/1900"),
    ],
)
def test_numbers_are_days_only_where_their_format_says_so(
    code: str, number: float, text: str
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = number
        book.active["A1"].number_format = code

    assert read(book_with(fill), "a.xlsx").rows[0].cells[0].text == text


def test_merged_cells_are_told() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.active.merge_cells("A1:E1")
        book.active.merge_cells("B4:B5")

    spans = read(book_with(merge), "a.xlsx").spans
    assert sorted(map(tuple, spans)) == [(1, 0, 1, 4), (4, 1, 5, 1)]


def test_rows_that_calc_repeats_are_rows() -> None:
    table = (
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="3">'
        "<table:table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
        "<text:p>a<text:span>b</text:span></text:p><office:annotation><text:p>ghi chú</text:p>"
        "</office:annotation></table:table-cell></table:table-row></table:table>"
    )
    sheet = read(writers.ods_file(table), "a.ods")
    assert shown(sheet) == [(4, ["ab", "ab"]), (5, ["ab", "ab"])]


def test_cells_over_several_rows_of_a_page_keep_their_columns() -> None:
    page = (
        "<table><tr><th rowspan=2>STT<th colspan=2>Họ và tên</tr><tr><td>Họ đệm<td>Tên</tr>"
        "<tr><td>1<td>Nguyễn&nbsp;Thị<td>Hoa</tr></table>"
    )
    sheet = read(page.encode(), "a.xls")
    assert [(n, [clean_line(t) for t in row]) for n, row in shown(sheet)] == [
        (1, ["STT", "Họ và tên"]),
        (2, ["", "Họ đệm", "Tên"]),
        (3, ["1", "Nguyễn Thị", "Hoa"]),
    ]
    assert [note.code for note in sheet.notes] == ["sheet_web_page"]


def test_macros_are_told_and_never_opened() -> None:
    data = replaced(writers.xlsx(LIST), "xl/vbaProject.bin", "Sub AutoOpen()")
    sheet = read(data, "a.xlsm")
    assert sheet.rows[1].cells[1].text == "Họ và tên"
    assert [note.code for note in sheet.notes] == ["sheet_macros"]
