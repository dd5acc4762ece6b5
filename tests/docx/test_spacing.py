"""The text gives way in the Word file itself: which styles change, by how much, and which never."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from tests.doc_templates.test_filled_templates import LETTERHEAD, TEXT
from tests.docx.schema import CHILDREN
from vanban.composition import AS_DRAWN, HELD, LOOSE, TIGHT, Way
from vanban.docx.fill import fill
from vanban.docx.spacing import give_way, roles
from vanban.docx.template import compile_template

PLAN = Path(__file__).parent.parent.parent / "doc_templates" / "ke_hoach.docx"


@pytest.fixture(scope="module")
def template():
    return compile_template(PLAN.read_bytes())


def filled(template, way=AS_DRAWN, text=TEXT, **more):
    values = LETTERHEAD | {"noi_dung": text}
    return docx.Document(io.BytesIO(fill(template, values, way=way, **more)))


def looks(document):
    return {
        style.name: etree.tostring(style.element) for style in document.styles if style.type == 1
    }


def changed(template, way):
    """Names of the styles that a way changes."""
    before, after = looks(filled(template)), looks(filled(template, way))
    return {name for name in before if before[name] != after[name]}


BODY = {"Căn cứ", "Lời văn", "Điều", "Khoản", "Tiết", "Điểm", "Gạch đầu dòng", "Dấu cộng"}
BODY |= {"Đoạn cuối", "Mục", "Điều có tiêu đề", "Khoản có tiêu đề", "Tiết có tiêu đề"}


def test_more_space_and_wider_lines_stand_in_the_styles_of_the_text_alone(template):
    way = Way(before=12.0, line=1.15)
    form = filled(template, way).styles["Lời văn"].paragraph_format
    assert form.space_before.pt == 12
    assert form.line_spacing == pytest.approx(1.15)
    assert changed(template, way) == BODY


def test_the_narrow_indent_is_the_other_of_the_decree(template):
    way = TIGHT[0]
    assert filled(template, way).styles["Khoản"].paragraph_format.first_line_indent.mm == (
        pytest.approx(10, abs=0.02)
    )
    assert changed(template, way) == BODY


def test_centred_lines_inside_the_text_give_room_down_to_that_of_a_paragraph(template):
    way = TIGHT[1]
    styles = filled(template, way).styles
    form = styles["Lệnh quyết định"].paragraph_format
    assert (form.space_before.pt, form.space_after.pt) == (6, 6)
    assert changed(template, way) == {"Thẩm quyền ban hành", "Lệnh quyết định", "Phần chương"}


def test_sizes_and_spaces_are_given_together(template):
    styles = filled(template, LOOSE[0], sizes={"Quốc hiệu": 13.0}).styles
    assert styles["Quốc hiệu"].font.size.pt == 13
    assert styles["Lời văn"].paragraph_format.space_before.pt == 7


def test_a_template_gives_each_way_its_own_styles(template):
    # Styles are kept from one paper to the next.
    spaces = [
        filled(template, way).styles["Lời văn"].paragraph_format.space_before.pt
        for way in (LOOSE[0], AS_DRAWN, LOOSE[1], LOOSE[0])
    ]
    assert spaces == [7, 6, 8, 7]


def held(document):
    return [
        p.style.name
        for p in document.paragraphs
        if p.paragraph_format.keep_with_next and p.paragraph_format.keep_together
    ]


def test_held_is_the_paragraph_before_the_last_one(template):
    text = [{"cap": "van", "so": "", "loi": f"Câu {n}."} for n in range(4)]
    assert held(filled(template, AS_DRAWN, text)) == []
    assert held(filled(template, HELD, text)) == ["Lời văn"]


def test_a_title_between_is_held_and_does_not_count(template):
    assert [block["cap"] for block in TEXT[-3:]] == ["cong", "dieu", "van"]
    paper = filled(template, HELD)
    assert held(paper) == ["Dấu cộng", "Điều có tiêu đề"]


def test_nothing_before_the_only_paragraph_is_held(template):
    only = [{"cap": "van", "so": "", "loi": "Một câu./."}]
    values = {"can_cu": [], "noi_dung": only}
    paper = docx.Document(io.BytesIO(fill(template, LETTERHEAD | values, way=HELD)))
    assert held(paper) == []


def office_template(change):
    """The plan's template as an office left it after changes in Word."""
    document = docx.Document(str(PLAN))
    change(document.styles)
    out = io.BytesIO()
    document.save(out)
    return compile_template(out.getvalue())


def test_what_an_office_has_wider_already_stays():
    def change(styles):
        styles["Lời văn"].paragraph_format.space_before = Pt(14)
        styles["Lời văn"].paragraph_format.line_spacing = 1.3

    form = filled(office_template(change), Way(before=12.0, line=1.15)).styles["Lời văn"]
    assert form.paragraph_format.space_before.pt == 14
    assert form.paragraph_format.line_spacing == pytest.approx(1.3)


def test_lines_that_an_office_made_exact_stay_exact():
    def change(styles):
        styles["Lời văn"].paragraph_format.line_spacing = Pt(18)

    form = filled(office_template(change), Way(line=1.15)).styles["Lời văn"].paragraph_format
    assert (form.line_spacing_rule, form.line_spacing) == (WD_LINE_SPACING.EXACTLY, Pt(18))


def test_a_first_line_at_another_place_stays_there():
    def change(styles):
        styles["Lời văn"].paragraph_format.first_line_indent = Pt(20)

    form = filled(office_template(change), TIGHT[0]).styles["Lời văn"].paragraph_format
    assert form.first_line_indent.pt == 20


def test_styles_with_other_names_are_nobodys_but_the_offices():
    styles = parse_xml(
        f'<w:styles {nsdecls("w")}><w:style w:type="paragraph" w:styleId="A">'
        '<w:name w:val="Văn bản của cơ quan"/></w:style></w:styles>'
    )
    before = etree.tostring(styles)
    give_way(styles, Way(before=12.0, line=1.3, first_mm=10.0, heads=6.0))
    assert etree.tostring(styles) == before
    assert roles(styles) == {}


def test_a_style_without_properties_of_its_own_gets_them_in_their_order():
    styles = parse_xml(
        f'<w:styles {nsdecls("w")}><w:style w:type="paragraph" w:styleId="LV">'
        '<w:name w:val="Lời văn"/><w:rPr/></w:style></w:styles>'
    )
    give_way(styles, Way(before=8.0, line=1.1))
    (style,) = styles
    assert [node.tag for node in style] == [qn("w:name"), qn("w:pPr"), qn("w:rPr")]
    spacing = style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert dict(spacing.attrib) == {
        qn("w:before"): "160",
        qn("w:line"): "264",
        qn("w:lineRule"): "auto",
    }


def test_what_is_held_says_so_where_the_standard_wants_it(template):
    order = CHILDREN["pPr"].split()
    for paragraph in filled(template, HELD).paragraphs:
        names = [f"w:{etree.QName(node).localname}" for node in paragraph._p.pPr]
        assert names == sorted(names, key=(*order, "w:sectPr").index)
