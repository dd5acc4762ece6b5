"""Every row of the list of features, laid out: what it says of itself must be true."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scripts.coverage_table import page
from tests.docx.schema import CHILDREN
from tests.pdf.specimens import TEXT, add, blank, saved
from vanban.docx.coverage import FEATURES
from vanban.docx.feature import Feature, Way
from vanban.docx.reader import read
from vanban.pdf.flow import to_html
from vanban.resolved import Document

_NS = (
    nsdecls("w", "r", "wp", "a")
    + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    + ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    + ' xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"'
    + ' xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"'
    + ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DRAWN = ("wsp", "graphicData", "pict")
_ANALYSIS = Path(__file__).parents[2] / "docs/dev/analysis/coverage.md"


def element(tag: str, inner: str) -> Any:
    return parse_xml(f"<{tag} {_NS}>{inner}</{tag}>")


def properties(parent: Any, tag: str, inner: str) -> None:
    """The example among the properties of an element, in place of those of the same name."""
    held = parent.find(f"w:{tag}", parent.nsmap)
    if held is None:
        parent.insert(0, held := element(f"w:{tag}", ""))
    for item in element(f"w:{tag}", inner):
        for old in held.findall(item.tag):
            held.remove(old)
        held.append(item)


def field(instruction: str, result: str) -> str:
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText>{instruction}</w:instrText>",
        *([f'<w:fldChar w:fldCharType="separate"/></w:r><w:r>{result}'] if result else []),
        '<w:fldChar w:fldCharType="end"/>',
    ]
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


def drawing(where: str, xml: str) -> str:
    if where == "pict":
        size = 'style="position:absolute;width:40pt;height:30pt"'
        return f"<w:r><w:pict>{xml.replace('<v:shape', f'<v:shape {size}', 1)}</w:pict></w:r>"
    line = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    if where == "wsp":
        xml = f"<wps:wsp><wps:spPr>{xml}{line}</wps:spPr></wps:wsp>"
    return (
        '<w:r><w:drawing><wp:anchor><wp:extent cx="500000" cy="400000"/><a:graphic>'
        f"<a:graphicData>{xml}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def specimen(where: str, xml: str) -> Document:
    """A file of text and a table, with the example where it belongs."""
    document = blank()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Trang thường"
    section.first_page_header.paragraphs[0].text = "Trang đầu"
    section.even_page_header.paragraphs[0].text = "Trang chẵn"
    add(document, TEXT, space_after=6)
    middle = add(document, f"{TEXT}\tSau", space_before=6)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = table.cell(1, 1).text = "Ô của bảng"
    add(document, TEXT)
    run = middle.runs[0]._r
    cell = table.rows[0].cells[0]._tc
    held = {"rPr": run, "pPr": middle._p, "tblPr": table._tbl, "trPr": table.rows[0]._tr}
    held |= {"tcPr": cell}
    if "vMerge" in xml:
        properties(table.cell(1, 0)._tc, "tcPr", "<w:vMerge/>")
    if where in held:
        properties(held[where], where, xml)
    elif where in DRAWN:
        middle._p.extend(element("w:p", drawing(where, xml)) if xml else ())
    else:
        beyond(document, middle, where, xml)
    return read(saved(document))


def beyond(document: Any, middle: Any, where: str, xml: str) -> None:
    """The example in the file around the text, or among the text of the middle paragraph."""
    body, run = document.element.body, middle.runs[0]._r
    if where == "sectPr":
        properties(body, where, xml)
    elif where == "settings":
        held = element("w:x", f"<w:settings>{xml}</w:settings>")
        for old in document.settings.element.findall(held[0][0].tag if xml else "x"):
            document.settings.element.remove(old)
        document.settings.element.extend(held[0])
    elif where == "document":
        document.settings.element.insert(0, element("w:displayBackgroundShape", ""))
        body.getparent().extend(element("w:x", xml))
    elif where == "body":
        for item in element("w:x", xml):
            body.insert(0, item)
    elif where == "form field":
        begun = field("FORM", "").replace(
            '"begin"/>', f'"begin"><w:ffData>{xml}</w:ffData></w:fldChar>'
        )
        middle._p.extend(element("w:p", begun) if xml else ())
    elif where.startswith("field"):
        result = "" if where.endswith("without result") else "<w:t>Kết quả</w:t>"
        middle._p.extend(element("w:p", field(xml, result)) if xml else ())
    else:
        holder = run if where == "r" else middle._p
        holder.extend(element("w:x", xml))


def laid_out(document: Document) -> str:
    """Markup without the names that only say on which page something came to stand."""
    return re.sub(r"-weasy-anchor:'[^']*'", "", to_html(document).text)


@cache
def plain(where: str) -> str:
    """The file without an example, laid out."""
    document = specimen(where, "")
    assert document.problems == ()
    return laid_out(document)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f"{f.where} {f.xml[:50]}")
def test_a_row_says_the_truth(feature: Feature) -> None:
    without, made = plain(feature.where), specimen(feature.where, feature.xml)
    told = [(problem.code, problem.data["name"]) for problem in made.problems]
    if feature.way is Way.SAID:
        assert [code for code, _ in told] == [feature.code]
        assert feature.name in (told[0][1], "")
        return
    assert told == []
    shows = laid_out(made) != without
    assert shows is (feature.way is not Way.SILENT)


@pytest.mark.parametrize("where", CHILDREN)
def test_no_property_is_left_out(where: str) -> None:
    known = {feature.tag for feature in FEATURES if feature.where == where}
    assert set(CHILDREN[where].split()) == known


def test_the_page_for_people_is_written_from_the_rows() -> None:
    assert _ANALYSIS.read_text("utf-8") == page(FEATURES), (
        "write it again: python -m scripts.coverage_table"
    )


def test_a_look_is_said_once_and_where_it_begins() -> None:
    document = blank()
    for text in ("Trước", "Một", "Hai"):
        run = add(document, text).runs[0]._r
        if text != "Trước":
            properties(run, "rPr", '<w:em w:val="dot"/>')
    [problem] = read(saved(document)).problems
    assert problem.where == "đoạn 2 “Một”"
    assert problem.sentence.startswith("Bản PDF chưa có dấu nhấn trên chữ")


def test_a_run_takes_back_what_its_style_asks_for() -> None:
    document = blank()
    run = add(document, "Chữ").runs[0]
    properties(document.styles["Normal"].element, "rPr", '<w:em w:val="dot"/>')
    assert [p.code for p in read(saved(document)).problems] == ["docx_other_look"]
    properties(run._r, "rPr", '<w:em w:val="none"/>')
    assert read(saved(document)).problems == ()


def test_what_a_section_asks_for_is_said_at_its_first_paragraph() -> None:
    document = blank()
    add(document, "Phần một")
    second = document.add_section()
    add(document, "Phần hai")
    properties(second._sectPr.getparent(), "sectPr", '<w:vAlign w:val="center"/>')
    [problem] = read(saved(document)).problems
    assert problem.where == "đoạn 2 “Phần hai”"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "\u2610"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "\u2612"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Nam"/><w:listEntry w:val="Nữ"/>'
            "</w:ddList>",
            "Nữ",
        ),
    ],
)
def test_a_field_of_a_form_shows_what_was_chosen(data: str, shown: str) -> None:
    document = specimen("form field", data)
    assert document.problems == ()
    assert shown in to_html(document).text
