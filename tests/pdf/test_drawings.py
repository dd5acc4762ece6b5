"""Drawings and sections stand where LibreOffice 7.4 has them; the numbers are read from its PDF.

What cannot be drawn is said with its page and paragraph, and leaves its room.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.pdf.lines import page_lines
from tests.pdf.made import made
from tests.pdf.specimens import TEXT, add, blank, saved, widths
from vanban.docx.package import PackageRefused
from vanban.docx.reader import read
from vanban.docx.shapes import blank as room
from vanban.resolved import Paragraph
from vanban.service import Service

_NS = (
    nsdecls("w", "wp", "a")
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def anchored(content: str, size: tuple[float, float], place: dict[str, Any]) -> str:
    width, height = (int(length * 12_700) for length in size)
    sides = []
    for axis, tag, usual in (("H", "align", "column"), ("V", "level", "paragraph")):
        relative = place.get("across" if axis == "H" else "down", usual)
        offset = int(place.get("x" if axis == "H" else "y", 0.0) * 12_700)
        inner = (
            f"<wp:align>{place[tag]}</wp:align>"
            if tag in place
            else f"<wp:posOffset>{offset}</wp:posOffset>"
        )
        sides.append(f'<wp:position{axis} relativeFrom="{relative}">{inner}</wp:position{axis}>')
    return (
        f'<w:r {_NS}><w:drawing><wp:anchor layoutInCell="{place.get("in_cell", 1)}">'
        f'{"".join(sides)}<wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:{place.get('wrap', 'wrapNone')}/><a:graphic><a:graphicData>{content}"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def shape(kind: str, text: str = "") -> str:
    box = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f'<wps:wsp><wps:spPr><a:prstGeom prst="{kind}"/><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>{box}<wps:bodyPr/></wps:wsp>'
    )


def line(paragraph: Any, width: float, **place: Any) -> None:
    paragraph._p.append(parse_xml(anchored(shape("line"), (width, 0), place)))


def drawn(pdf: bytes) -> dict[int, tuple[float, float]]:
    """Width of each level line of the first page → its left end and its distance from the top."""
    found = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for item in document[0].get_objects(max_depth=4):
            if item.type == FPDF_PAGEOBJ_PATH:
                left, bottom, right, top = item.get_bounds()
                found[round(right - left)] = (left, 841.9 - (top + bottom) / 2)
    return found


def test_every_reference_of_a_body_paragraph() -> None:
    document = blank()
    paragraph = add(document, "Đầu trang", AL.CENTER, space_before=24, left_indent=40)
    line(paragraph, 50, x=10, y=20)
    line(paragraph, 52, align="center", y=22)
    line(paragraph, 54, across="page", down="page", x=100, y=300)
    line(paragraph, 56, across="margin", down="margin", x=100, y=300)
    line(paragraph, 58, across="page", down="page", align="center", level="center")
    line(paragraph, 60, across="margin", down="margin", align="right", level="bottom")
    line(paragraph, 62, across="rightMargin", down="bottomMargin", x=5, y=5)
    found = drawn(made(saved(document)))
    for width, place in {
        50: (95.0, 76.7),
        52: (285.8, 78.7),
        54: (100.0, 300.0),
        56: (185.1, 356.7),
        58: (268.6, 420.9),
        60: (478.6, 785.2),
        62: (543.6, 790.2),
    }.items():
        assert found[width] == pytest.approx(place, abs=0.5), width


def test_in_a_cell_the_margins_are_those_of_the_cell() -> None:
    document = blank()
    table = document.add_table(1, 2)
    widths(table, 80, 80)
    cell = table.cell(0, 1)
    paragraph = add(cell, "Độc lập - Tự do - Hạnh phúc", AL.CENTER)
    line(paragraph, 90, align="center", y=23)
    line(paragraph, 100, align="center", across="margin", y=14)
    line(paragraph, 60, across="page", x=30, y=12)
    line(paragraph, 80, across="margin", x=30, y=26)
    line(paragraph, 36, across="margin", align="center", y=10, in_cell=0)
    found = drawn(made(saved(document)))
    assert found[90] == pytest.approx((374.8, 95.8), abs=0.5)
    assert found[100][0] == pytest.approx(369.8, abs=0.5)
    assert found[60][0] == pytest.approx(336.4, abs=0.5)
    # Placed by the cell, a line stays above the cell's end; placed by the column it may leave it.
    assert found[80] == pytest.approx((341.8, 88.9), abs=0.5)
    assert found[36][0] == pytest.approx(293.8, abs=0.5)


def test_a_text_box_moves_nothing_else() -> None:
    document = blank()
    add(document, "Trước")
    paragraph = add(document, "Đoạn có hộp")
    text = "<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"
    place = {"x": 200.0, "y": 0.0}
    paragraph._p.append(parse_xml(anchored(shape("rect", text), (150, 60), place)))
    add(document, "Sau")
    lines = {text: (y, x) for y, x, text in page_lines(made(saved(document)))[0]}
    assert lines["Sau"][0] - lines["Trước"][0] == pytest.approx(32.2, abs=0.2)
    assert any("MẬT" in text for text in lines)


def test_text_stays_above_and_below_a_drawing() -> None:
    document = blank()
    paragraph = add(document, "Sau hình")
    content = shape("rect")
    place = {"wrap": "wrapTopAndBottom"}
    paragraph._p.append(parse_xml(anchored(content, (100, 60), place)))
    [(baseline, *_)] = page_lines(made(saved(document)))[0]
    assert baseline == pytest.approx(56.7 + 60 + 13.1, abs=0.5)


def test_old_lines_and_groups() -> None:
    document = blank()
    paragraph = add(document, "Hình cũ")
    for content in (
        '<v:line style="position:absolute" from="100pt,20pt" to="200pt,20pt"/>',
        '<v:shape type="#_x0000_t32" style="position:absolute;margin-left:0;margin-top:90pt;'
        "width:110pt;height:0;mso-position-horizontal:center;"
        'mso-position-horizontal-relative:margin"/>',
        '<v:group style="position:absolute;margin-left:50pt;margin-top:200pt;width:200pt;'
        'height:100pt" coordsize="4000,2000"><v:line from="2000,500" to="3800,500"/></v:group>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {_NS}><w:pict>{content}</w:pict></w:r>"))
    found = drawn(made(saved(document)))
    assert found[100] == pytest.approx((185.1, 76.7), abs=0.5)
    assert found[110] == pytest.approx((256.8, 146.7), abs=0.5)
    assert found[90] == pytest.approx((235.1, 281.7), abs=0.5)


def test_what_is_not_drawn_is_said_with_its_page_and_leaves_its_room() -> None:
    document = blank()
    add(document, "Trang đầu")
    paragraph = add(document, "Biểu đồ kết quả", page_break_before=True)
    place = {"wrap": "wrapTopAndBottom"}
    paragraph._p.append(parse_xml(anchored("<c:chart/>", (200, 100), place)))
    formula = add(document, "Công thức ")
    formula._p.append(parse_xml(f"<m:oMath {_NS}><m:r><m:t>a+b</m:t></m:r></m:oMath>"))
    document.element.body.insert(0, parse_xml(f"<w:altChunk {_NS}/>"))
    converted = Service({}).pdf(saved(document))
    assert [(p.code, p.where) for p in converted.problems] == [
        ("docx_no_part", ""),
        ("docx_no_chart", "Trang 2, đoạn 2 “Biểu đồ kết quả”"),
        ("docx_no_equation", "Trang 2, đoạn 3 “Công thức”"),
    ]
    second = page_lines(converted.pdf)[1]
    assert second[0][0] > 150
    assert second[1][2] == "Côngthứca+b"


def test_a_new_sort_of_chart_is_shown_by_the_picture_beside_it() -> None:
    document = blank()
    beside = document.add_paragraph().add_run()
    beside.add_picture(io.BytesIO(room(10, 10).data), Mm(40), Mm(30))
    drawing = beside._r[-1]
    chart = anchored("<cx:chart/>", (100, 50), {}).replace(
        "<w:r ",
        '<w:r xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" ',
    )
    content = parse_xml(
        f'<mc:AlternateContent {_NS} xmlns:mc="{_MC}"'
        ' xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex">'
        f'<mc:Choice Requires="cx">{chart}</mc:Choice><mc:Fallback/></mc:AlternateContent>'
    )
    beside._r.append(content)
    content[-1].append(drawing)

    converted = Service({}).pdf(saved(document))
    assert converted.problems == ()


def test_a_file_that_shows_all_it_holds_has_no_problem() -> None:
    document = blank()
    line(add(document, "Độc lập"), 50, y=18)
    assert Service({}).pdf(saved(document)).problems == ()


def test_a_linked_picture_is_never_fetched() -> None:
    document = blank()
    relation = document.part.relate_to(
        "file:///etc/hostname",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    content = (
        f'<w:r {_NS} {nsdecls("r")}><w:pict><v:shape style="width:40pt;height:30pt">'
        f'<v:imagedata r:id="{relation}"/></v:shape></w:pict></w:r>'
    )
    add(document, "Ảnh")._p.append(parse_xml(content))
    assert [p.code for p in read(saved(document)).problems] == ["docx_picture_outside"]


def test_a_continuous_section_stays_on_its_page() -> None:
    document = blank()
    add(document, "Một")
    section = document.add_section(WD_SECTION.CONTINUOUS)
    section.left_margin = Mm(40)
    add(document, "Hai")
    [page] = page_lines(made(saved(document)))
    assert [text for *_, text in page] == ["Một", "Hai"]
    assert page[1][0] - page[0][0] == pytest.approx(16.1, abs=0.1)
    assert page[1][1] == pytest.approx(page[0][1], abs=2)


def test_columns_even_headers_and_mirrored_margins() -> None:
    document = blank()
    document.settings.odd_and_even_pages_header_footer = True
    document.settings.element.insert(0, parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))
    section = document.sections[0]
    section.header.paragraphs[0].add_run("Lẻ")
    section.even_page_header.paragraphs[0].add_run("Chẵn")
    [columns] = section._sectPr.xpath("w:cols") or [None]
    columns.set(f"{{{columns.nsmap['w']}}}num", "2")
    for _ in range(20):
        add(document, TEXT, AL.JUSTIFY)
    pages = page_lines(made(saved(document)))
    assert [page[0][2] for page in pages[:2]] == ["Lẻ", "Chẵn"]
    assert pages[0][1][1] == pytest.approx(85.1, abs=1)
    assert pages[1][1][1] == pytest.approx(56.7, abs=1)
    assert pages[0][1][2] == "Cáccơquan,đơnvị,địaphươngCáccơquan,đơnvị,địaphương"


def test_a_file_without_end_is_refused() -> None:
    document = blank()
    body = document.element.body
    body.extend([parse_xml(f"<w:p {nsdecls('w')}><w:pPr/></w:p>") for _ in range(40_001)])
    with pytest.raises(PackageRefused, match="35000 đoạn"):
        read(saved(document))


@pytest.mark.parametrize("depth", [30, 80])
def test_boxes_nested_without_end_are_cut_and_said(depth: int) -> None:
    document = blank()
    inner = "<w:p><w:r><w:t>Trong</w:t></w:r></w:p>"
    opened = "<w:tbl><w:tr><w:tc>" * depth
    closed = "</w:tc></w:tr></w:tbl><w:p/>" * depth
    nested = parse_xml(f"<w:sdt {_NS}><w:sdtContent>{opened}{inner}{closed}</w:sdtContent></w:sdt>")
    document.element.body.insert(0, nested)
    result = read(saved(document))
    assert [p.code for p in result.problems] == ["docx_too_deep"]
    assert not isinstance(result.sections[0].blocks[0], Paragraph)


def test_the_room_of_what_cannot_be_shown_is_white() -> None:
    picture = Image.open(io.BytesIO(room(10, 10).data)).convert("RGB")

    assert picture.getpixel((0, 0)) == (255, 255, 255)
