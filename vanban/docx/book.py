"""The sổ đăng ký văn bản đi as a Word file: the lines of a volume come in; bytes go out.

Nghị định 30/2020, Phụ lục IV: a cover and a table of ten columns on A4 paper that lies on its
side. The file is ruled as every paper of ours is, so Word prints the same pages as the PDF.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt

from vanban import decree30
from vanban.vietnamese.text import clean_line


@dataclass(frozen=True)
class Column:
    """One column of the table. width in mm, all of them as wide as the page between its margins."""

    heading: str
    width: float
    align: str = "left"


# Phụ lục IV, in its order and its words.
COLUMNS = (
    Column("Số, ký hiệu văn bản", 27),
    Column("Ngày tháng văn bản", 22, "center"),
    Column("Tên loại và trích yếu nội dung văn bản", 60),
    Column("Người ký", 26),
    Column("Nơi nhận văn bản", 38),
    Column("Đơn vị, người nhận bản lưu", 20),
    Column("Số lượng bản", 12, "center"),
    Column("Ngày chuyển", 22, "center"),
    Column("Ký nhận", 14),
    Column("Ghi chú", 21),
)
# The left is the side where the sheets are bound.
_LEFT_MM, _RIGHT_MM, _TOP_MM, _BOTTOM_MM = 20.0, 15.0, 18.0, 15.0
_CELL_PT, _COVER_PT, _TITLE_PT = 11.0, 14.0, 24.0
_CELL, _HEADING = "Sổ - chữ", "Sổ - tiêu đề cột"
_COVER, _TITLE = "Sổ - bìa", "Sổ - tên sổ"
_NUMBER, _AFTER = "Sổ - số trang", "Sổ - hết bảng"
_STYLE_IDS = {_CELL: "SoChu", _HEADING: "SoTieuDe"}
_DOTS = "........."


@dataclass(frozen=True)
class Row:
    """One line, its ten texts in order. struck: through all but the note."""

    texts: Sequence[str]
    struck: bool = False


@dataclass(frozen=True)
class Volume:
    """One quyển. Days as they are printed; an empty text leaves dots to be filled in by hand."""

    co_quan_chu_quan: str
    ten_co_quan: str
    ten_so: str
    nam: int
    tu_ngay: str
    den_ngay: str
    tu_so: str
    den_so: str
    quyen: str
    rows: Sequence[Row]


def draw(volume: Volume, *, title: str, author: str, created: datetime) -> bytes:
    """The Word file of a volume: its cover, then its lines on pages that are counted from 1."""
    document = docx.Document()
    _set_styles(document)
    _lay_out(document.sections[0])
    _cover(document, volume)
    inside = document.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(inside)
    _number_pages(inside)
    document.element.body.insert_element_before(_table(volume.rows), "w:sectPr")
    # Word wants a paragraph after a table; this one takes no room.
    document.add_paragraph(style=_AFTER)
    core = document.core_properties
    core.title, core.author, core.language = title, author, "vi-VN"
    core.created = core.modified = created.replace(tzinfo=None)
    core.comments, core.last_modified_by = "", author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# -- styles and pages ------------------------------------------------------------------------------


def _set_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = decree30.FONT_FAMILY, Pt(_CELL_PT)
    fonts = normal.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), decree30.FONT_FAMILY)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    for name, size, bold, align in (
        (_CELL, _CELL_PT, False, WD_ALIGN_PARAGRAPH.LEFT),
        (_HEADING, _CELL_PT, True, centre),
        (_COVER, _COVER_PT, False, centre),
        (_TITLE, _TITLE_PT, True, centre),
        (_NUMBER, decree30.CO_SO_TRANG.low, False, centre),
        (_AFTER, 1, False, centre),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.bold = Pt(size), bold
        shape = style.paragraph_format
        shape.alignment, shape.line_spacing = align, 1.0
        shape.space_before = shape.space_after = Pt(1)
        if name in _STYLE_IDS:
            style.element.set(qn("w:styleId"), _STYLE_IDS[name])


def _lay_out(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(decree30.A4_HEIGHT_MM), Mm(decree30.A4_WIDTH_MM)
    section.left_margin, section.right_margin = Mm(_LEFT_MM), Mm(_RIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(_TOP_MM), Mm(_BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(decree30.HEADER_DISTANCE_MM - 2)


def _number_pages(section: Section) -> None:
    """Page numbers from 1, in the middle above the table, as on every paper (PL I, I.7)."""
    section.header.is_linked_to_previous = False
    start = section._sectPr.find(qn("w:pgNumType"))
    if start is None:
        start = parse_xml(f"<w:pgNumType {nsdecls('w')}/>")
        section._sectPr.insert_element_before(start, "w:cols", "w:docGrid")
    start.set(qn("w:start"), "1")
    paragraph = section.header.paragraphs[0]
    paragraph.style = _NUMBER
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def _cover(document: Document, volume: Volume) -> None:
    """Phụ lục IV: who keeps the book, the year, the days, the numbers and which volume it is."""

    def line(text: str, style: str = _COVER, *, bold: bool = False, before: float = 4) -> None:
        paragraph = document.add_paragraph(style=style)
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.add_run(clean_line(text)).bold = bold or None

    superior, name = clean_line(volume.co_quan_chu_quan), clean_line(volume.ten_co_quan)
    if superior:
        line(superior.upper())
    line(name.upper(), bold=True)
    line("Sổ đăng ký văn bản đi".upper(), _TITLE, before=110)
    if volume.ten_so:
        line(f"({volume.ten_so})")
    line(f"Năm: {volume.nam}", bold=True, before=24)
    line(f"Từ ngày {volume.tu_ngay or _DOTS} đến ngày {volume.den_ngay or _DOTS}", before=12)
    line(f"Từ số {volume.tu_so or _DOTS} đến số {volume.den_so or _DOTS}", before=12)
    line(f"Quyển số: {volume.quyen or _DOTS}", before=48)


# -- the table -------------------------------------------------------------------------------------


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _table(rows: Sequence[Row]) -> object:
    """One w:tbl. Written as text: python-docx looks at every cell for each that is added."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    borders = "".join(f"<w:{side} {line}/>" for side in sides)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 60), ("bottom", 0), ("right", 60))
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(column.width)}"/>' for column in COLUMNS)
    width = sum(_twips(column.width) for column in COLUMNS)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(_heading_rows())}{''.join(_row(row) for row in rows)}</w:tbl>"
    )


def _heading_rows() -> Iterator[str]:
    """The names of the columns and their numbers, on top of every page."""
    numbers = [f"({number})" for number in range(1, len(COLUMNS) + 1)]
    for texts in ([column.heading for column in COLUMNS], numbers):
        cells = "".join(
            _cell(column.width, _STYLE_IDS[_HEADING], text, '<w:vAlign w:val="center"/>')
            for column, text in zip(COLUMNS, texts, strict=True)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row) -> str:
    last = len(COLUMNS) - 1
    cells = "".join(
        _cell(
            column.width,
            _STYLE_IDS[_CELL],
            text,
            align=column.align,
            struck=row.struck and place < last,
        )
        for place, (column, text) in enumerate(zip(COLUMNS, row.texts, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    mm: float, style: str, text: str, more: str = "", *, align: str = "left", struck: bool = False
) -> str:
    shown = escape(clean_line(text))
    look = "<w:rPr><w:strike/></w:rPr>" if struck else ""
    run = f'<w:r>{look}<w:t xml:space="preserve">{shown}</w:t></w:r>' if shown else ""
    placed = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(mm)}" w:type="dxa"/>{more}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{placed}</w:pPr>{run}</w:p></w:tc>'
    )
