"""Word files that show one thing each, drawn with python-docx: the expectations are of these."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.enum.text import WD_BREAK as BREAK
from docx.enum.text import WD_LINE_SPACING as RULE
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.enum.text import WD_TAB_LEADER as LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

_DRAWING = (
    nsdecls("w", "wp", "a")
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TEXT = (
    "Các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện Kế hoạch này; trong quá trình "
    "thực hiện, nếu có khó khăn, vướng mắc, kịp thời phản ánh về Sở Nội vụ (Ban Thi đua - Khen "
    "thưởng) để tổng hợp, báo cáo Ủy ban nhân dân thành phố xem xét, quyết định theo Quyết định số "
    "733/QĐ-TTg ngày 14/6/2019 của Thủ tướng Chính phủ và/hoặc văn bản thay thế."
)


def blank(size: float = 14.0) -> Any:
    """A4 with the decree's margins; Normal is Times New Roman, single, without spacing."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add(parent: Any, text: str = "", align: Any = None, **look: Any) -> Any:
    """A paragraph; `look` sets paragraph_format, or bold, italic, size, spacing of its run."""
    paragraph = parent.add_paragraph()
    run = paragraph.add_run(text)
    paragraph.alignment = align
    for name in ("bold", "italic"):
        setattr(run, name, look.pop(name, None))
    if size := look.pop("size", None):
        run.font.size = Pt(size)
    if spacing := look.pop("spacing", None):
        run._r.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{spacing}"/>'))
    for name, value in look.items():
        plain = isinstance(value, bool | RULE) or name == "line_spacing"
        setattr(paragraph.paragraph_format, name, value if plain else Pt(value))
    return paragraph


def rule(paragraph: Any, width_mm: float, down_pt: float, align: str = "center") -> None:
    """A straight line as Word draws it, anchored to the paragraph."""
    width, down = int(width_mm * 36_000), int(down_pt * 12_700)
    paragraph._p.append(
        parse_xml(
            f"""<w:r {_DRAWING}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
            <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"
             behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
            <wp:positionH relativeFrom="column"><wp:align>{align}</wp:align></wp:positionH>
            <wp:positionV relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset>
            </wp:positionV>
            <wp:extent cx="{width}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
            <wp:docPr id="9" name="Line"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData
             uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
            <wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="0"/>
            </a:xfrm>
            <a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr
             val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData>
            </a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
        )
    )


def page_field(paragraph: Any) -> None:
    """A complex PAGE field."""
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>9</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>"))


def numbered_header(section: Any) -> None:
    """The page number in the middle of the top margin, not on the first page."""
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = AL.CENTER
    page_field(header)


def widths(table: Any, *millimetres: float) -> None:
    """Fixed column widths."""
    table.autofit = False
    for index, width in enumerate(millimetres):
        for cell in table.columns[index].cells:
            cell.width = Mm(width)
        table.columns[index].width = Mm(width)


def switch(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn(name), {}))


def heading_table(document: Any) -> None:
    """Name of the office and the country's motto, with their lines."""
    table = document.add_table(2, 2)
    widths(table, 65, 98)
    left, right = table.rows[0].cells
    for cell, lines in (
        (left, [("ỦY BAN NHÂN DÂN", 12), ("THÀNH PHỐ HẢI PHÒNG", 12)]),
        (right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12), ("Độc lập - Tự do - Hạnh phúc", 13)]),
    ):
        for text, size in lines:
            last = add(cell, text, AL.CENTER, bold=True, size=size)
        rule(last, 25 if cell is left else 60, 16)
        cell._tc.remove(cell.paragraphs[0]._p)
    for cell, text in zip(
        table.rows[1].cells,
        ("Số:        /QĐ-UBND", "Hải Phòng, ngày     tháng 11 năm 2026"),
        strict=True,
    ):
        cell.paragraphs[0].alignment = AL.CENTER
        cell.paragraphs[0].add_run(text).italic = text.startswith("Hải")


def signature_table(document: Any) -> None:
    """Recipients and signature, kept together."""
    table = document.add_table(1, 2)
    widths(table, 80, 80)
    switch(table.rows[0], "w:cantSplit")
    left, right = table.rows[0].cells
    add(left, "Nơi nhận:", bold=True, italic=True, size=12)
    for line in ("- Như Điều 3;", "- Ban Thi đua - Khen thưởng Trung ương;", "- Lưu: VT, NV."):
        add(left, line, size=11)
    add(right, "TM. ỦY BAN NHÂN DÂN", AL.CENTER, bold=True)
    add(right, "CHỦ TỊCH", AL.CENTER, bold=True, space_after=70)
    add(right, "Nguyễn Văn An", AL.CENTER, bold=True)


def spacing() -> bytes:
    """Line spacings, spaces between paragraphs, alignment."""
    document = blank()
    add(document, "Đoạn đầu", space_after=6)
    add(document, "Sáu điểm, không phải mười hai", space_before=6, space_after=12)
    for value in (1.0, 1.1, 1.15, 1.5, 2.0, 0.8):
        for turn in (1, 2):
            add(document, f"Nhân {value} lần {turn}", line_spacing=value)
    for value in (20, 12):
        for turn in (1, 2):
            add(document, f"Đúng {value} lần {turn}", line_spacing=Pt(value))
    for turn in (1, 2):
        paragraph = add(document, f"Ít nhất ba mươi lần {turn}", line_spacing=Pt(30))
        paragraph.paragraph_format.line_spacing_rule = RULE.AT_LEAST
    mixed = add(document, "Lẫn ", line_spacing=1.5)
    mixed.add_run("chữ lớn").font.size = Pt(20)
    mixed.add_run(" và nhỏ").font.size = Pt(9)
    add(document)
    add(document, "Sau dòng trống")
    add(document, "Giữa trang   ", AL.CENTER)
    add(document, "Lề phải  ", AL.RIGHT)
    add(document, TEXT, AL.JUSTIFY, first_line_indent=36, space_before=6, spacing=-4)
    add(document, TEXT, AL.JUSTIFY, left_indent=36, first_line_indent=-18, right_indent=20)
    return saved(document)


def breaking() -> bytes:
    """Where a line may break: hyphens, slashes, no-break spaces, several spaces."""
    document = blank()
    fill = " ".join(["chữ"] * 12)
    for mark in ("-", "/", "–", "…", ".", ",", "(", "\u00a0", "&", "+", ":", "”"):
        for before in ("", "ba ", "bốn b ", "năm năm n "):
            words = f"aaaa{mark}bbbb{mark}1111{mark}2222{mark}cccc"
            add(document, f"{fill} {before}{words}", AL.JUSTIFY)
    add(document, f"{fill} 15/QĐ-UBND ngày 20/11/2026 12/CT-TTg-ABC http://abc.vn/def/ghi/jkl-mno")
    add(
        document, "Hai  cách   ba    bốn     dài Hai  cách   ba    bốn     dài Hai  cách   ba", None
    )
    return saved(document)


def plan() -> bytes:
    """A plan of many pages with five levels, page numbers and a signature."""
    document = blank()
    numbered_header(document.sections[0])
    heading_table(document)
    add(document, "KẾ HOẠCH", AL.CENTER, bold=True, space_before=12)
    rule(add(document, "Tổ chức phong trào thi đua", AL.CENTER, bold=True, space_after=18), 40, 18)
    body = {"space_before": 6, "first_line_indent": 36}
    title = {**body, "bold": True, "keep_with_next": True, "keep_together": True}
    for chapter in range(1, 6):
        add(document, f"{'I' * chapter}. MỤC ĐÍCH, YÊU CẦU", AL.JUSTIFY, **title)
        for item in range(1, 4):
            add(document, f"{item}. Nội dung thi đua của cán bộ, công chức", AL.JUSTIFY, **title)
            for letter in "abc":
                cut = TEXT[: 120 + 47 * ((chapter + item + ord(letter)) % 6)]
                add(document, f"{letter}) {cut}", AL.JUSTIFY, **body)
            add(document, f"- {TEXT[:130]};", AL.JUSTIFY, **body)
            add(document, f"+ {TEXT[:95]}.", AL.JUSTIFY, **body)
    add(document, TEXT, AL.JUSTIFY, **{**body, "keep_with_next": True})
    signature_table(document)
    return saved(document)


def decision() -> bytes:
    """A decision with a list of 300 rows in landscape, its pages counted anew."""
    document = blank()
    numbered_header(document.sections[0])
    heading_table(document)
    add(document, "QUYẾT ĐỊNH", AL.CENTER, bold=True, space_before=12)
    for ground in range(4):
        words = f"Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022, điều {ground};"
        add(document, words, AL.JUSTIFY, italic=True, space_before=6, first_line_indent=36)
    for article in range(1, 4):
        paragraph = add(document, "", AL.JUSTIFY, space_before=6, first_line_indent=36)
        paragraph.add_run(f"Điều {article}.").bold = True
        paragraph.add_run(f" {TEXT}")
    signature_table(document)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
    add(document, "DANH SÁCH", AL.CENTER, bold=True)
    table = document.add_table(1, 4, "Table Grid")
    names = ("Nguyễn Thị Minh Khai", "Lê Văn Tám", "Trần Hoàng Phương Thảo Nguyên Anh Thư")
    for cell, text in zip(
        table.rows[0].cells, ("STT", "Họ và tên", "Đơn vị", "Ghi chú"), strict=True
    ):
        cell.text = text
    switch(table.rows[0], "w:tblHeader")
    for number in range(300):
        row = table.add_row()
        switch(row, "w:cantSplit")
        unit = "Tổ Toán - Tin học, Trường Trung học phổ thông " * (1 + number % 3)
        for cell, text in zip(
            row.cells, (str(number + 1), names[number % 3], unit.strip(), ""), strict=True
        ):
            cell.paragraphs[0].add_run(text).font.size = Pt(13)
    widths(table, 15, 60, 120, 50)
    return saved(document)


def tabs() -> bytes:
    """Tab stops of all kinds, lists, superscripts, capitals, merged and nested cells."""
    document = blank()
    stops = add(document, "Một\tHai\tBa")
    for position, kind in ((100, TAB.LEFT), (240, TAB.CENTER), (440, TAB.RIGHT)):
        stops.paragraph_format.tab_stops.add_tab_stop(Pt(position), kind)
    dots = add(document, "Họ và tên:\t15")
    dots.paragraph_format.tab_stops.add_tab_stop(Pt(440), TAB.RIGHT, LEADER.DOTS)
    add(document, "\tTab thường\tnữa\tvà nữa")
    add(document, f"1.\t{TEXT}", AL.JUSTIFY, left_indent=36, first_line_indent=-36)
    for style in ("List Number", "List Number", "List Number 2"):
        document.add_paragraph("Mục trong danh sách tự đánh số", style)
    formula = add(document, "H")
    formula.add_run("2").font.subscript = True
    formula.add_run("O và m")
    formula.add_run("2").font.superscript = True
    formula.add_run(" viết hoa toàn bộ").font.all_caps = True
    table = document.add_table(3, 3, "Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).paragraphs[0].add_run("Gộp dọc hai hàng")
    table.cell(0, 1).merge(table.cell(0, 2)).paragraphs[0].add_run("Gộp ngang hai cột")
    table.cell(2, 2).paragraphs[0].add_run("Giữa ô")
    table.cell(2, 2).vertical_alignment = 1
    table.rows[2].height = Pt(60)
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Trong", "Ngoài"
    widths(table, 50, 60, 50)
    page = add(document, "Trước khi sang trang")
    page.add_run().add_break(BREAK.PAGE)
    page.add_run("Sau khi sang trang")
    add(document, "Trang mới, trước mười hai", page_break_before=True, space_before=12)
    return saved(document)


def keeping() -> bytes:
    """Paragraphs and rows that stay with the next one, on pages of fifteen lines."""
    document = blank()
    section = document.sections[0]
    section.page_height, section.top_margin, section.bottom_margin = Pt(300), Pt(30), Pt(30)
    for number in range(11):
        add(document, f"Điền {number}")
    add(document, "Đầu đề một", keep_with_next=True)
    add(document, "Đầu đề hai", keep_with_next=True)
    add(document, TEXT[:200])
    for number in range(6):
        add(document, f"Điền tiếp {number}")
    add(document, TEXT, AL.JUSTIFY, keep_with_next=True)
    signature_table(document)
    add(document, "Sang trang", page_break_before=True)
    for number in range(10):
        add(document, f"Điền nữa {number}")
    table = document.add_table(5, 1, "Table Grid")
    for index, row in enumerate(table.rows):
        row.cells[0].text = "Hàng dính với hàng sau"
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = index < 4
    return saved(document)


SPECIMENS: dict[str, Callable[[], bytes]] = {
    "spacing": spacing,
    "breaking": breaking,
    "tabs": tabs,
    "keeping": keeping,
    "plan": plan,
    "decision": decision,
}
