"""Word files in, resolved documents out: styles, runs, fields, lists, tables, sections."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.pdf.specimens import add, blank, page_field, rule, saved, switch, widths
from vanban.docx.package import PackageRefused
from vanban.docx.reader import read
from vanban.resolved import (
    Align,
    Block,
    Document,
    LineRule,
    LineSpacing,
    Outline,
    PageNumber,
    Paragraph,
    Picture,
    Tab,
    Table,
    Text,
)


def xml(inner: str) -> Any:
    """A run, paragraph or other element from its markup, prefix w declared."""
    name, _, rest = inner.partition(">")
    closed = name.endswith("/")
    return parse_xml(f"{name.rstrip('/')} {nsdecls('w')}{'/' if closed else ''}>{rest}")


def paragraphs(document: Document, section: int = 0) -> list[Paragraph]:
    return [b for b in document.sections[section].blocks if isinstance(b, Paragraph)]


def table(document: Document) -> Table:
    return next(b for b in document.sections[0].blocks if isinstance(b, Table))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [b.text for b in blocks if isinstance(b, Paragraph)]


def first(document: Any) -> Paragraph:
    return paragraphs(read(saved(document)))[0]


def run(markup: str) -> Paragraph:
    """The paragraph that has this markup inside."""
    document = blank()
    document.element.body.insert(0, xml(f"<w:p>{markup}</w:p>"))
    return first(document)


def test_direct_formatting_wins_over_style_and_defaults() -> None:
    document = blank(13)
    style = document.styles.add_style("Riêng", 1)
    style.base_style = document.styles["Normal"]
    style.font.bold, style.font.size = True, Pt(16)
    style.paragraph_format.space_before = Pt(6)
    paragraph = document.add_paragraph("a", "Riêng")
    paragraph.runs[0].font.size = Pt(11.5)
    paragraph.paragraph_format.space_after = Pt(3)
    got = first(document)
    [text] = got.inlines
    assert isinstance(text, Text)
    assert (text.font.size, text.font.bold) == (11.5, True)
    assert (got.shape.before, got.shape.after) == (6, 3)
    assert got.mark.size == 16


def test_toggles_of_two_styles_switch_each_other_off() -> None:
    document = blank()
    document.styles.add_style("Đậm đoạn", 1).font.bold = True
    document.styles.add_style("Đậm chữ", 2).font.bold = True
    paragraph = document.add_paragraph("", "Đậm đoạn")
    paragraph.add_run("tắt", "Đậm chữ")
    paragraph.add_run("bật", "Đậm chữ").bold = True
    assert [i.font.bold for i in first(document).inlines if isinstance(i, Text)] == [False, True]


def test_styles_in_a_circle_end() -> None:
    document = blank()
    one, two = (document.styles.add_style(name, 1) for name in ("Một", "Hai"))
    one.base_style, two.base_style = two, one
    two.font.italic = True
    document.add_paragraph("a", "Một")
    [text] = first(document).inlines
    assert isinstance(text, Text)
    assert text.font.italic


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('w:line="276" w:lineRule="auto"', LineSpacing(LineRule.MULTIPLE, 1.15)),
        ('w:line="360"', LineSpacing(LineRule.MULTIPLE, 1.5)),
        ('w:line="400" w:lineRule="exact"', LineSpacing(LineRule.EXACT, 20)),
        ('w:line="17pt" w:lineRule="atLeast"', LineSpacing(LineRule.AT_LEAST, 17)),
        ('w:line="x" w:lineRule="exact"', LineSpacing(LineRule.MULTIPLE, 1)),
    ],
)
def test_line_spacing(attributes: str, expected: LineSpacing) -> None:
    assert run(f"<w:pPr><w:spacing {attributes}/></w:pPr>").shape.line == expected


def test_indents_tabs_and_alignment() -> None:
    shape = run(
        '<w:pPr><w:ind w:start="720" w:hanging="360" w:right="200"/><w:jc w:val="both"/><w:tabs>'
        '<w:tab w:val="right" w:leader="dot" w:pos="9000"/><w:tab w:val="center" w:pos="4000"/>'
        '<w:tab w:val="clear" w:pos="10"/></w:tabs></w:pPr>'
    ).shape
    assert (shape.left, shape.first, shape.right) == (36, -18, 10)
    assert shape.align is Align.JUSTIFY
    assert [(s.position, s.kind, s.leader) for s in shape.tabs] == [
        (200, "center", ""),
        (450, "right", "."),
    ]


def test_insertions_stay_and_deletions_go() -> None:
    got = run(
        "<w:r><w:t>Giữ </w:t></w:r><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr>"
        "<w:t>ẩn</w:t></w:r>"
    )
    assert got.text == "Giữ thêm"


def test_equal_runs_are_one_text_in_composed_letters() -> None:
    letters = unicodedata.normalize("NFD", "ế")
    got = run(f"<w:r><w:t>t{letters[0]}</w:t></w:r><w:r><w:t>{letters[1:]}t</w:t></w:r>")
    assert [i.text for i in got.inlines if isinstance(i, Text)] == ["tết"]


def test_special_characters() -> None:
    got = run(
        '<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:sym w:font="Wingdings" w:char="F0A7"/>'
        '<w:tab/></w:r><w:hyperlink><w:r><w:t xml:space="preserve"> c</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtContent><w:r><w:t>d</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert got.text == "a\u2011b▪  cd"
    assert sum(isinstance(i, Tab) for i in got.inlines) == 1


def test_text_in_old_fonts_becomes_unicode() -> None:
    font = '<w:rPr><w:rFonts w:ascii="{}"/></w:rPr>'
    assert run(f"<w:r>{font.format('.VnTime')}<w:t>TiÕng ViÖt</w:t></w:r>").text == "Tiếng Việt"
    assert run(f"<w:r>{font.format('.VnTimeH')}<w:t>viÖt</w:t></w:r>").text == "VIỆT"


def test_page_fields_are_left_to_the_printer_and_others_show_their_result() -> None:
    document = blank()
    paragraph = add(document, "Trang ")
    page_field(paragraph)
    paragraph._p.append(
        xml('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>7</w:t></w:r></w:fldSimple>')
    )
    paragraph._p.append(xml('<w:fldSimple w:instr="DATE"><w:r><w:t>nay</w:t></w:r></w:fldSimple>'))
    got = first(document)
    assert got.text == "Trang nay"
    assert [i.total for i in got.inlines if isinstance(i, PageNumber)] == [False, True]


def test_a_picture_keeps_its_size_and_bytes() -> None:
    out = io.BytesIO()
    Image.new("L", (20, 10), 128).save(out, "PNG")
    document = blank()
    document.add_picture(out, width=Mm(40))
    [picture] = first(document).inlines
    assert isinstance(picture, Picture)
    assert picture.data == out.getvalue()
    assert (picture.width, picture.height) == pytest.approx((113.4, 56.7), abs=0.1)


def test_an_anchored_line() -> None:
    document = blank()
    rule(add(document, "Độc lập"), 60, 18)
    [line] = first(document).floats
    assert (line.width, line.place.y) == pytest.approx((170.1, 18), abs=0.1)
    assert (line.place.across, line.place.align) == ("column", "center")
    [part] = line.parts
    assert part.outline == Outline("line", 0.75, "#000000")


def test_lists_count_and_start_again() -> None:
    document = blank()
    for style in ("List Number", "List Number", "List Number 2", "List Number"):
        document.add_paragraph("mục", style)
    labels = [p.inlines[0].text for p in paragraphs(read(saved(document)))]  # type: ignore[union-attr]
    assert labels == ["1.", "2.", "1.", "3."]


def test_merged_cells_borders_and_row_switches() -> None:
    document = blank()
    grid = document.add_table(3, 3, "Table Grid")
    widths(grid, 20, 30, 40)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "dọc"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "ngang"
    switch(grid.rows[0], "w:tblHeader")
    switch(grid.rows[1], "w:cantSplit")
    got = table(read(saved(document)))
    assert got.grid == pytest.approx((56.7, 85.05, 113.4), abs=0.1)
    assert [(c.column, c.columns, c.rows) for row in got.rows for c in row.cells] == [
        (0, 1, 2), (1, 2, 1), (1, 1, 1), (2, 1, 1), (0, 1, 1), (1, 1, 1), (2, 1, 1),
    ]  # fmt: skip
    assert [(r.header, r.keep_together) for r in got.rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert {e.style for c in got.rows[0].cells for e in (c.borders.top, c.borders.left)} == {
        "solid"
    }
    assert texts(got.rows[0].cells[0].blocks)[0] == "dọc"


def test_sections_headers_and_page_numbers() -> None:
    document = blank()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    page_field(section.header.paragraphs[0])
    add(document, "dọc")
    other = document.add_section(WD_SECTION.NEW_PAGE)
    other.page_width, other.page_height = Mm(297), Mm(210)
    other._sectPr.append(xml('<w:pgNumType w:start="1"/>'))
    add(document, "ngang")
    one, two = read(saved(document)).sections
    assert (texts(one.blocks)[0], texts(two.blocks)) == ("dọc", ["ngang"])
    assert (one.page.width, two.page.width) == pytest.approx((595.3, 841.9), abs=0.1)
    assert one.title_page
    assert not one.first_header
    assert isinstance(one.header[0], Paragraph)
    assert one.header == two.header
    assert (one.start, two.start) == (None, 1)


def test_a_strict_file_reads_like_any_other() -> None:
    document = blank()
    add(document, "Chữ", bold=True)
    source = io.BytesIO(saved(document))
    out = io.BytesIO()
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            )
    [text] = paragraphs(read(out.getvalue()))[0].inlines
    assert isinstance(text, Text)
    assert (text.text, text.font.bold) == ("Chữ", True)


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(PackageRefused):
        read(b"%PDF-1.7")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=40))
def test_text_comes_through_in_composed_form(typed: str) -> None:
    document = docx.Document()
    document.add_paragraph().add_run(typed)
    [got] = [p.text for p in paragraphs(read(saved(document)))]
    assert got == unicodedata.normalize("NFC", typed)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["w:sz", "w:spacing", "w:position", "w:color"]),
    st.text("0123456789-.exnaf%", max_size=12),
)
def test_odd_values_count_as_absent(name: str, value: str) -> None:
    got = run(f'<w:r><w:rPr><{name} w:val="{value}"/></w:rPr><w:t>a</w:t></w:r>')
    assert got.text == "a"
