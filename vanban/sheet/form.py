"""The workbook that a clerk fills in: a kind comes in, bytes of an .xlsx go out.

Every column is text, so that Excel turns no 01/02 into a day and no 0123 into 123; choices drop
down; what to write stands in a note at each heading and on a second sheet, with the examples:
an example in the list itself would one day be printed and signed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vanban.agency import Agency
from vanban.decree30 import FONT_FAMILY
from vanban.kinds import Field, Kind
from vanban.listing import Column, columns, rows_field
from vanban.sheet.values import MAX_ROWS, refused
from vanban.sheet.words import GUIDE, anchor
from vanban.vietnamese.numbers import format_number

LIST = "Danh sách"
# Excel takes no more than 255 letters of choices in the cell itself, so they stand on a sheet.
_CHOICES = "lua_chon"
_TEXT = "@"
_SIZE = 12
_A4 = 9
_NOTE_WIDTH, _NOTE_LINE = 320, 22
_NOTE_LETTERS = 45
_NUMBERS_WIDTH = 6
_NARROW, _WIDE = 12, 50
_LINE = Side(style="thin", color="FF8A94A0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFE7EAEE")
_EXAMPLE_ROWS = 3


def template(kind: Kind, agency: Agency | None = None) -> bytes:
    """The workbook for lists of this kind. Raises SheetRefused when no list makes such a paper."""
    listed = columns(kind)
    if not listed:
        raise refused("list_not_for_kind", kind=kind.title)
    book = Workbook()
    book.properties.title = f"{LIST} - {kind.title}"
    book.properties.creator = agency.ten_mot_dong if agency else ""
    sheet = book.active
    sheet.title = LIST
    choices = book.create_sheet(_CHOICES)
    choices.sheet_state = "hidden"
    _head(sheet, kind, listed)
    _drop_downs(sheet, choices, listed)
    _set_up(sheet)
    _guide(book.create_sheet(GUIDE, 1), kind, listed, agency)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, kind: Kind, listed: Sequence[Column]) -> None:
    """The headings with their notes; the whole columns are text."""
    labels = ["STT", *(_label(kind, column) for column in listed)]
    for number, label in enumerate(labels, 1):
        cell = sheet.cell(1, number, label)
        cell.font = Font(name=FONT_FAMILY, size=_SIZE, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.fill = _BORDER, _HEAD
        width = _NUMBERS_WIDTH if number == 1 else _width(listed[number - 2].field)
        look = sheet.column_dimensions[get_column_letter(number)]
        look.width, look.number_format = width, _TEXT
        look.font = Font(name=FONT_FAMILY, size=_SIZE)
        look.alignment = Alignment(vertical="top", wrap_text=True)
        if number > 1:
            cell.comment = _note(_explained(kind, listed[number - 2]))
    sheet.row_dimensions[1].height = 36


def _label(kind: Kind, column: Column) -> str:
    """The label, with a star where a row is nobody without it."""
    name = anchor(kind)
    return f"{column.label} *" if name and column.name == name.name else column.label


def _width(field: Field) -> int:
    """Width of a column in characters: of the form's own, else by what it holds."""
    if field.width:
        return max(_NARROW, field.width)
    return _WIDE if field.type == "text" and field.max_length > 200 else 20


def _explained(kind: Kind, column: Column) -> list[str]:
    """What to write into a column, a sentence each."""
    field = column.field
    said = [field.hint] if field.hint else []
    if field.type == "choice":
        said.append("Chọn trong danh sách thả xuống.")
        if field.default is not None:
            label = dict(field.choices).get(str(field.default), "")
            said.append(f"Để trống là “{label}”.")
    elif field.type == "date":
        said.append("Ngày/tháng/năm, ví dụ 05/01/2026.")
    elif field.type in ("number", "money"):
        said.append("Chỉ ghi chữ số, có thể có dấu chấm ngăn hàng nghìn, ví dụ 1.000.000.")
    elif field.type == "text":
        said.append(f"Không quá {format_number(field.max_length)} ký tự.")
    name = anchor(kind)
    if name and column.name == name.name:
        said.append("Dòng nào cũng phải có.")
    if not column.in_rows:
        said.append("Để trống thì lấy nội dung chung nhập trên trang.")
    return said


def _note(said: Sequence[str]) -> Comment:
    text = "\n".join(said)
    lines = sum(1 + len(sentence) // _NOTE_LETTERS for sentence in said)
    return Comment(text, "Vanban", width=_NOTE_WIDTH, height=_NOTE_LINE * (lines + 1))


def _labels(field: Field) -> list[str]:
    """What the drop-down of a field offers; empty for a field without choices."""
    if field.type == "yes_no":
        return ["Có", "Không"]
    return [label for _, label in field.choices]


def _drop_downs(sheet: Worksheet, choices: Worksheet, listed: Sequence[Column]) -> None:
    for number, column in enumerate(listed, 2):
        offered = _labels(column.field)
        if not offered:
            continue
        letter = get_column_letter(number)
        for row, label in enumerate(offered, 1):
            choices.cell(row, number, label)
        rule = DataValidation(
            type="list",
            formula1=f"{_CHOICES}!${letter}$1:${letter}${len(offered)}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.label[:32],
            error="Xin chọn một mục trong danh sách thả xuống, hoặc để trống.",
        )
        rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
        sheet.add_data_validation(rule)


def _set_up(sheet: Worksheet) -> None:
    """The headings stay in sight, on the screen and on every printed page."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _guide(sheet: Worksheet, kind: Kind, listed: Sequence[Column], agency: Agency | None) -> None:
    """The second sheet: how to fill in the first, column by column, and examples."""
    title = f"Cách nhập danh sách: {kind.title}"
    steps = [
        f"1. Nhập vào trang “{LIST}”, mỗi người hoặc mỗi tập thể một dòng, bắt đầu từ dòng 2.",
        "2. Có thể dán từ tệp khác; có thể thêm cột riêng, đổi thứ tự cột, thêm dòng tên ở trên.",
        f"3. Nhiều nhất {format_number(MAX_ROWS)} dòng. Lưu tệp rồi tải lên; chưa có văn bản nào "
        "được tạo trước khi anh/chị xem kết quả kiểm tra và xác nhận.",
    ]
    office = [agency.ten_mot_dong] if agency else []
    for text in [*office, title, *steps]:
        sheet.append([text])
    for row in range(1, len(office) + 2):
        sheet.cell(row, 1).font = Font(name=FONT_FAMILY, size=_SIZE + 1, bold=True)
    sheet.append([])
    _table(sheet, ["Cột", "Cách ghi", "Các lựa chọn"], [_line(kind, c) for c in listed])
    examples = _examples(kind, listed)
    if examples:
        sheet.append([])
        sheet.append(["Ví dụ"])
        sheet.cell(sheet.max_row, 1).font = Font(name=FONT_FAMILY, size=_SIZE, bold=True)
        _table(sheet, [column.label for column in listed], examples)
    for letter, width in zip("ABCDEFGH", (34, 48, 48, 34, 24, 18, 40, 40), strict=True):
        sheet.column_dimensions[letter].width = width


def _line(kind: Kind, column: Column) -> list[str]:
    offered = "; ".join(_labels(column.field))
    return [_label(kind, column), " ".join(_explained(kind, column)), offered]


def _examples(kind: Kind, listed: Sequence[Column]) -> list[list[str]]:
    """The samples of the form, as a clerk would write them."""
    table = rows_field(kind)
    rows = (table.sample or [])[:_EXAMPLE_ROWS] if table else [kind.sample]
    made = []
    for row in rows:
        whole = {**kind.sample, **row}
        labels = [dict(column.field.choices) for column in listed]
        values = [str(whole.get(c.name) or "") if c.in_rows else "" for c in listed]
        if not table:
            values = [str(whole.get(c.name) or "") for c in listed]
        made.append([names.get(value, value) for names, value in zip(labels, values, strict=True)])
    return made


def _table(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for at, texts in enumerate([heads, *rows]):
        sheet.append(list(texts))
        for number in range(1, len(texts) + 1):
            cell = sheet.cell(sheet.max_row, number)
            cell.number_format = _TEXT
            cell.font = Font(name=FONT_FAMILY, size=_SIZE, bold=not at)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = _BORDER
            if not at:
                cell.fill = _HEAD
