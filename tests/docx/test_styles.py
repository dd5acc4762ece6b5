"""Each layer of formatting reaches the text, and gives way to the next one as in Word."""

from __future__ import annotations

import pytest

from tests.docx.packed import p, packed, r, style
from vanban.docx.reader import read
from vanban.resolved import Align, Paragraph, Tab, Table, Text

_BOLD = "<w:rPr><w:b/></w:rPr>"
_SPACE = '<w:pPr><w:spacing w:before="120"/></w:pPr>'
_DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
_USUAL = ' w:default="1"'


def only(data: bytes) -> Paragraph:
    [paragraph, *_] = read(data).sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph


def text(paragraph: Paragraph) -> Text:
    found = next(i for i in paragraph.inlines if isinstance(i, Text))
    return found


def test_document_defaults_reach_runs_and_paragraphs() -> None:
    got = only(packed(p("a"), styles=_DEFAULTS))
    assert (text(got).font.size, text(got).font.bold, got.shape.before) == (13, True, 4)


def test_a_toggle_of_the_defaults_stays_on_whatever_the_styles_switch() -> None:
    both = style("s", _BOLD) + style("c", _BOLD, kind="character")
    twice = p(r("a", '<w:rStyle w:val="c"/>'), say='<w:pStyle w:val="s"/>')
    assert text(only(packed(twice, styles=_DEFAULTS + both))).font.bold
    assert not text(only(packed(twice, styles=both))).font.bold


def test_the_default_paragraph_style_is_that_of_paragraphs_without_one() -> None:
    styles = style("usual", _BOLD + _SPACE, more=_USUAL)
    for named in ("", '<w:pStyle w:val="lost"/>'):
        got = only(packed(p("a", say=named), styles=styles))
        assert (text(got).font.bold, got.shape.before) == (True, 6)


def test_a_character_style_lies_over_the_paragraph_style_and_under_the_run() -> None:
    styles = style("c", '<w:rPr><w:i/><w:sz w:val="40"/></w:rPr>', kind="character")
    got = text(only(packed(p(r("a", '<w:rStyle w:val="c"/><w:sz w:val="30"/>')), styles=styles)))
    assert (got.font.italic, got.font.size) == (True, 15)


def test_direct_paragraph_formatting_wins() -> None:
    styles = style("s", '<w:pPr><w:spacing w:before="120"/><w:jc w:val="center"/></w:pPr>')
    say = '<w:pStyle w:val="s"/><w:spacing w:before="40"/>'
    got = only(packed(p("a", say=say), styles=styles)).shape
    assert (got.before, got.align) == (2, Align.CENTER)


_LIST = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr><w:rPr><w:i/></w:rPr></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/>'
    '<w:pStyle w:val="tied"/><w:suff w:val="space"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_FIRST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_a_level_gives_its_indent_and_the_look_of_its_label() -> None:
    got = only(packed(p("a", say=_FIRST), numbering=_LIST))
    label, tab, words = got.inlines
    assert isinstance(label, Text)
    assert isinstance(tab, Tab)
    assert isinstance(words, Text)
    assert (label.text, label.font.italic, words.font.italic) == ("1.", True, False)
    assert (got.shape.left, got.shape.first) == (36, -18)


def test_the_indent_of_a_style_wins_over_its_list_and_loses_to_a_list_of_the_paragraph() -> None:
    styles = style("s", f'<w:pPr>{_FIRST}<w:ind w:left="1000"/></w:pPr>')
    by_style = only(packed(p("a", say='<w:pStyle w:val="s"/>'), styles=styles, numbering=_LIST))
    assert (by_style.shape.left, by_style.shape.first, by_style.text) == (50, -18, "1. a")
    own = p("a", say=f'<w:pStyle w:val="s"/>{_FIRST}')
    assert only(packed(own, styles=styles, numbering=_LIST)).shape.left == 36


def test_a_level_may_be_tied_to_a_style_and_end_in_a_space() -> None:
    styles = style("tied", f"<w:pPr>{_FIRST}</w:pPr>")
    got = only(packed(p("x", say='<w:pStyle w:val="tied"/>'), styles=styles, numbering=_LIST))
    assert got.text == "a) x"
    assert not any(isinstance(inline, Tab) for inline in got.inlines)


_CELLS = "".join(
    f"<w:tr>{'<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>' * 3}</w:tr>" for _ in "123"
)
_ALL = '<w:tblLook w:val="01E0"/>'


def _looks(part: str, look: str) -> list[list[bool]]:
    """Which cells of three rows and columns a part of a table style makes bold."""
    inside = f'<w:tblStylePr w:type="{part}">{_BOLD}</w:tblStylePr>'
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/>{look}</w:tblPr>{_CELLS}</w:tbl>'
    document = read(packed(table, styles=style("t", inside, kind="table")))
    [made] = document.sections[0].blocks
    assert isinstance(made, Table)
    return [[text(_first(c.blocks)).font.bold for c in row.cells] for row in made.rows]


def _first(blocks: tuple[object, ...]) -> Paragraph:
    assert isinstance(blocks[0], Paragraph)
    return blocks[0]


@pytest.mark.parametrize(
    ("part", "bold"),
    [
        ("firstRow", "111000000"),
        ("lastRow", "000000111"),
        ("firstCol", "100100100"),
        ("lastCol", "001001001"),
        ("band1Horz", "000111000"),
        ("band2Horz", "000000111"),
        ("band1Vert", "010010010"),
        ("band2Vert", "001001001"),
        ("wholeTable", "111111111"),
    ],
)
def test_a_part_of_a_table_style_reaches_its_cells(part: str, bold: str) -> None:
    asked = '<w:tblLook w:firstRow="1" w:lastRow="1" w:firstColumn="1" w:lastColumn="1"/>'
    for look in (_ALL, asked):
        rows = _looks(part, look)
        assert "".join("1" if cell else "0" for row in rows for cell in row) == bold


def test_a_part_of_a_table_style_waits_to_be_asked_for() -> None:
    for part in ("firstRow", "lastRow", "firstCol", "lastCol"):
        assert not any(map(any, _looks(part, '<w:tblLook w:val="0600"/>')))
    for part in ("band1Horz", "band1Vert"):
        assert not any(map(any, _looks(part, '<w:tblLook w:noHBand="1" w:noVBand="1"/>')))


def test_a_table_style_gives_paragraphs_lines_and_shading() -> None:
    line = '<w:tblBorders><w:top w:val="single" w:sz="8"/></w:tblBorders>'
    middle, yellow = '<w:jc w:val="center"/>', '<w:shd w:fill="FFEE00"/>'
    inside = f"<w:pPr>{middle}</w:pPr><w:tblPr>{line}</w:tblPr><w:tcPr>{yellow}</w:tcPr>"
    for named, more in (('<w:tblStyle w:val="t"/>', ""), ("", _USUAL)):
        table = f"<w:tbl><w:tblPr>{named}</w:tblPr>{_CELLS}</w:tbl>"
        [made] = (
            read(packed(table, styles=style("t", inside, kind="table", more=more)))
            .sections[0]
            .blocks
        )
        assert isinstance(made, Table)
        cell = made.rows[0].cells[0]
        assert _first(cell.blocks).shape.align is Align.CENTER
        assert (cell.borders.top.width, cell.shading) == (1.0, "#ffee00")


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_THEME = (
    f'<a:theme xmlns:a="{_A}"><a:fontScheme><a:minorFont><a:latin typeface="Arial"/>'
    '<a:font script="Viet" typeface="Calibri"/></a:minorFont></a:fontScheme></a:theme>'
)


def test_a_theme_font_is_that_of_the_files_theme_and_language() -> None:
    body = p(r("a", '<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Cambria"/>'))
    assert text(only(packed(body, theme=_THEME))).font.family == "Arial"
    settings = '<w:themeFontLang w:val="vi-VN"/>'
    assert text(only(packed(body, theme=_THEME, settings=settings))).font.family == "Calibri"


def test_a_face_in_a_family_name_is_that_face() -> None:
    got = text(only(packed(p(r("a", '<w:rFonts w:ascii="Times New Roman Bold"/>')))))
    assert (got.font.family, got.font.bold, got.font.italic) == ("", True, False)
    slanted = text(only(packed(p(r("a", '<w:rFonts w:ascii="Times New Roman Italic"/>')))))
    assert slanted.font.italic


@pytest.mark.parametrize(
    ("family", "typed", "shown"),
    [
        (".VnTime", "TiÕng ViÖt", "Tiếng Việt"),
        (".VnTimeH", "viÖt", "VIỆT"),
        ("VNI-Times", "Tieáng Vieät", "Tiếng Việt"),
        ("Symbol", "³", "≥"),
        ("Wingdings", "ü", "√"),
    ],
)
def test_letters_of_old_fonts_are_read(family: str, typed: str, shown: str) -> None:
    assert only(packed(p(r(typed, f'<w:rFonts w:ascii="{family}"/>')))).text == shown


def test_a_family_of_a_style_decides_how_letters_are_read() -> None:
    styles = style("s", '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>')
    assert only(packed(p("ViÖt", say='<w:pStyle w:val="s"/>'), styles=styles)).text == "Việt"


def test_only_tabs_in_a_paragraph_take_the_font_of_its_style() -> None:
    styles = style("s", '<w:rPr><w:sz w:val="40"/></w:rPr>', more=_USUAL)
    [tab] = only(
        packed(p('<w:r><w:rPr><w:sz w:val="10"/></w:rPr><w:tab/></w:r>'), styles=styles)
    ).inlines
    assert isinstance(tab, Tab)
    assert tab.font.size == 20


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("single", "solid"),
        ("words", "solid"),
        ("double", "double"),
        ("dotted", "dotted"),
        ("dash", "dashed"),
        ("wave", "wavy"),
        ("none", ""),
    ],
)
def test_lines_under_text_are_of_the_kind_asked_for(kind: str, shown: str) -> None:
    assert text(only(packed(p(r("a", f'<w:u w:val="{kind}"/>'))))).font.underline == shown
