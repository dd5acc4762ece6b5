"""Looks that are rare in offices: small capitals, boxes, page frames, upright text."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.pdf.specimens import TEXT, add, blank, saved, widths

_W = nsdecls("w")


def small_capitals() -> bytes:
    """Small capitals, alone and among other letters."""
    document = blank()
    add(document, TEXT, AL.JUSTIFY).runs[0].font.small_caps = True
    mixed = add(document, "Nghị định số ")
    mixed.add_run("30/2020/NĐ-CP của Chính phủ").font.small_caps = True
    mixed.add_run(" về công tác văn thư")
    return saved(document)


def looks() -> bytes:
    """Letters in a box, lines between paragraphs."""
    document = blank()
    boxed = add(document, "Độ mật: ")
    mark = boxed.add_run("HỎA TỐC")
    line = f'<w:bdr {_W} w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
    mark._r.get_or_add_rPr().append(parse_xml(line))
    boxed.add_run(" gửi ngay trong ngày")
    for text in ("Một", TEXT, "Ba"):
        item = add(document, text)
        lines = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
            for edge in ("top", "left", "bottom", "right", "between")
        )
        item._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {_W}>{lines}</w:pBdr>"))
    add(document, "Sau khung")
    return saved(document)


def _framed(document: Any, offset: str, style: str, **space: int) -> bytes:
    lines = "".join(
        f'<w:{edge} w:val="{style}" w:sz="12" w:space="{space[edge]}" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    document.sections[0]._sectPr.append(
        parse_xml(f'<w:pgBorders {_W} w:offsetFrom="{offset}">{lines}</w:pgBorders>')
    )
    for _ in range(12):
        add(document, TEXT, AL.JUSTIFY)
    return saved(document)


def frame_of_page() -> bytes:
    """A frame measured from the edges of the paper, as on the cover of a report."""
    return _framed(blank(), "page", "single", top=24, left=24, bottom=24, right=30)


def frame_of_text() -> bytes:
    """A double frame measured from the text, with a header inside it."""
    document = blank()
    document.sections[0].header.paragraphs[0].add_run("Đầu trang")
    return _framed(document, "text", "double", top=4, left=8, bottom=6, right=8)


def edged(style: str, more: str) -> bytes:
    """A frame of one style, with more attributes."""
    document = blank()
    document.sections[0]._sectPr.append(
        parse_xml(f'<w:pgBorders {_W} {more}><w:top w:val="{style}" w:sz="8"/></w:pgBorders>')
    )
    return saved(document)


def upright_text() -> bytes:
    """Headings of a table that run up and down, in rows with a height, merged and without one."""
    document = blank()
    table = document.add_table(4, 4, "Table Grid")
    widths(table, 20, 20, 60, 60)
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].alignment = AL.CENTER
    table.rows[0].height = Pt(110)
    for column, (kind, text) in enumerate(
        (("btLr", "Số thứ tự của hồ sơ"), ("tbRl", "Ghi chú"), ("", "Họ và tên"), ("", "Đơn vị"))
    ):
        cell = table.cell(0, column)
        cell.paragraphs[0].add_run(text).bold = True
        cell.vertical_alignment = VERTICAL.CENTER
        if kind:
            _turned(cell, kind)
    merged = table.cell(1, 0).merge(table.cell(3, 0))
    merged.paragraphs[0].add_run("Khối xã")
    _turned(merged, "btLr")
    for row in (1, 2, 3):
        table.cell(row, 2).paragraphs[0].add_run("Nguyễn Thị Minh Khai và các thành viên khác")
        table.cell(row, 3).paragraphs[0].add_run("Trường")
    add(document, "Sau bảng")
    return saved(document)


def _turned(cell: Any, kind: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(f'<w:textDirection {_W} w:val="{kind}"/>'))
