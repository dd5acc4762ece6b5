"""Where every paragraph came to stand: its own words, at the place where the PDF has them.

Asking changes nothing: the same words stand at the same places, and on a printer that keeps the
blocks of earlier papers too.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.docx.packed import p, packed, r, section
from tests.pdf.lines import page_lines
from vanban import laid_word
from vanban.agency import from_data
from vanban.docx import reader
from vanban.laid import MM, Printed
from vanban.pdf.flow import to_html
from vanban.pdf.print import Paper, Printer
from vanban.service import open_service

_LONG = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025; " * 9
_EXAMPLES = Path(__file__).parents[2] / "examples" / "tong-cuc-hai-quan"
_14 = '<w:sz w:val="28"/>'
_STYLES = f"<w:docDefaults><w:rPrDefault><w:rPr>{_14}</w:rPr></w:rPrDefault></w:docDefaults>"


@cache
def printer() -> Printer:
    return Printer()


def traced(data: bytes) -> Paper:
    document = laid_word.numbered(reader.read(data))
    return printer().print_paper(to_html(document), title="Thử", author="")


def lines(data: bytes, number: int = 1) -> tuple[Printed, ...]:
    return traced(data).traces[number]


def body(*paragraphs: str, **inside: str) -> bytes:
    return packed("".join(paragraphs), styles=_STYLES, **inside)


def table(*rows: str) -> str:
    return (
        '<w:tbl><w:tblGrid><w:gridCol w:w="4535"/><w:gridCol w:w="4535"/></w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def row(*cells: str, say: str = "") -> str:
    made = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{say}</w:trPr>{made}</w:tr>"


def test_a_paragraph_has_its_lines_one_after_the_other() -> None:
    found = lines(body(p(_LONG, say='<w:jc w:val="both"/>')))
    assert " ".join(each.line.text for each in found) == _LONG.strip()
    boxes = [each.line.box for each in found]
    assert {box.page for box in boxes} == {0}
    assert all(box.left == pytest.approx(30, abs=0.05) for box in boxes)
    assert all(box.right == pytest.approx(190, abs=0.05) for box in boxes[:-1])
    assert boxes[-1].right < 180
    for one, other in pairwise(found):
        assert other.line.base - one.line.base == pytest.approx(14 * 1.149 * MM, abs=0.06)


def test_the_box_ends_where_the_letters_end() -> None:
    spaced = lines(body(p("   Kính gửi:   ", say='<w:jc w:val="center"/>')))[0].line
    plain = lines(body(p("Kính gửi:", say='<w:jc w:val="center"/>')))[0].line
    assert spaced.text == plain.text == "Kính gửi:"
    assert spaced.box.width == pytest.approx(plain.box.width, abs=0.02)


def test_capitals_are_as_printed_and_a_tab_is_a_tab() -> None:
    found = lines(body(p(r("Số: 12", "<w:caps/>") + "<w:r><w:tab/></w:r>" + r("Hà Nội"))))
    assert found[0].line.text == "SỐ: 12\tHà Nội"


def test_leaders_of_a_tab_count_for_nothing() -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    found = lines(body(p(r("Mục I") + "<w:r><w:tab/></w:r>" + r("3"), say=tabs)))
    assert found[0].line.text == "Mục I\t3"


def test_a_paragraph_that_goes_over_the_page_has_lines_on_both() -> None:
    found = lines(body(p(_LONG * 6)))
    assert {each.line.box.page for each in found} == {0, 1}


def test_a_header_has_a_line_on_every_page_and_knows_the_number_it_shows() -> None:
    number = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
    number += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    end = section('<w:headerReference w:type="default" r:id="header1"/>')
    centred = '<w:jc w:val="center"/>'
    made = traced(body(p(_LONG * 6), header1=p(r("Trang ") + number, say=centred), end=end))
    header = made.traces[2]
    assert [(each.line.text, each.paged) for each in header] == [("Trang 1", "1"), ("Trang 2", "2")]
    assert [each.line.box.page for each in header] == [0, 1]
    assert all(each.line.box.middle == pytest.approx(110, abs=0.1) for each in header)


def test_letters_with_a_line_below_them_are_told() -> None:
    found = lines(body(p(r("Độc lập "), r("Tự do", '<w:u w:val="single"/>'))))
    ((left, right),) = found[0].ruled
    assert left > found[0].line.box.left
    assert right == pytest.approx(found[0].line.box.right, abs=0.02)


def test_text_of_a_turned_cell_stands_where_it_is_turned_to() -> None:
    turned = '<w:tcPr><w:textDirection w:val="btLr"/></w:tcPr>'
    cell = f"<w:tc>{turned}{p('Số thứ tự')}</w:tc><w:tc>{p('Tên')}</w:tc>"
    tall = '<w:trPr><w:trHeight w:val="2000" w:hRule="exact"/></w:trPr>'
    found = lines(body(table(f"<w:tr>{tall}{cell}</w:tr>"), p("")))
    box = found[0].line.box
    assert box.bottom - box.top > 15 > box.width


def test_a_note_is_a_paragraph_of_its_own() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p("Nguồn: Sở Tài chính")}</w:footnote>'
    made = traced(body(p(r("Số liệu") + reference), footnotes=note))
    # The paragraph was numbered after what it holds.
    told = sorted(line.line.text for found in made.traces.values() for line in found)
    assert told == ["Nguồn: Sở Tài chính", "Số liệu1"]


def test_every_line_stands_where_the_pdf_has_its_letters() -> None:
    made = traced(body(p(_LONG), p("Nơi nhận:", say='<w:jc w:val="right"/>')))
    found = [each.line for number in (1, 2) for each in made.traces[number]]
    there = page_lines(made.pdf)[0]
    assert [(round(a.base / MM), round(a.box.left / MM)) for a in found] == [
        (round(base), round(left)) for base, left, _ in there
    ]


@pytest.mark.parametrize("kind", ["quyet_dinh_khen_thuong", "ke_hoach", "giay_khen"])
def test_asking_moves_no_word_of_our_own_papers(kind: str) -> None:
    raw = json.loads((_EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    office = from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    docx = open_service().word(kind, raw, office, date(2026, 11, 22))
    document = reader.read(docx)
    plain = printer().print_paper(to_html(document), title="x", author="").pdf
    # Twice: the second time, blocks of the first one are used again.
    for _ in range(2):
        asked = printer().print_paper(to_html(laid_word.numbered(document)), title="x", author="")
        assert page_lines(asked.pdf) == page_lines(plain)
        assert asked.traces == traced(docx).traces
