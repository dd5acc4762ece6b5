"""Lists written the way the programs of an office write them: rows of values in, a file out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import openpyxl
import xlwt

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, **sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    for at, (name, held) in enumerate({"Danh sách": rows, **sheets}.items()):
        sheet = book.active if not at else book.create_sheet()
        sheet.title = name
        for r, row in enumerate(held, 1):
            for c, value in enumerate(row, 1):
                if value not in (None, ""):
                    cell = sheet.cell(r, c)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, font: str = "Arial", **sheets: Rows) -> bytes:
    book = xlwt.Workbook()
    plain = xlwt.easyxf(f"font: name {font}")
    dated = xlwt.easyxf(f"font: name {font}", num_format_str="dd/mm/yyyy")
    for name, held in {"Danh sách": rows, **sheets}.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(held):
            for c, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(r, c, value, dated if isinstance(value, date) else plain)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "{before}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods(rows: Rows, **sheets: Rows) -> bytes:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        f"{''.join(map(_ods_row, held))}{_ODS_END}</table:table>"
        for name, held in {"Danh sách": rows, **sheets}.items()
    )
    return ods_file(tables)


# What Calc writes below every list: the rest of the sheet as one repeated row.
_ODS_END = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods_file(tables: str, before: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", _ODS.format(tables=tables, before=before))
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, date):
        held = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {held}><text:p>{value:%d/%m/%y}</text:p></table:table-cell>"
    if isinstance(value, (int, float)):
        held = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {held}><text:p>{value:,}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _ods_text(line: str) -> str:
    return escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


def delimited(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    for row in rows:
        writer.writerow([_shown(value) for value in row])
    return out.getvalue().encode(encoding)


def web_page(rows: Rows) -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td>{_html(_shown(value))}</td>" for value in row) + "</tr>"
        for row in rows
    )
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>x</title></head>'
    return f"{head}<body><table border=1>{lines}</table></body></html>".encode()


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
