"""What stands in a text comes through: fields, notes, changes, signs, lists, sections."""

from __future__ import annotations

from typing import Any

import pytest

from tests.docx.packed import p, packed, r, section
from vanban.docx.reader import read
from vanban.resolved import (
    Align,
    Block,
    Break,
    BreakKind,
    Columns,
    Document,
    Note,
    PageNumber,
    Paragraph,
    Section,
    Table,
)


def blocks(body: str, **more: Any) -> tuple[Block, ...]:
    return read(packed(body, **more)).sections[0].blocks


def paragraph(*inside: str, say: str = "", **more: Any) -> Paragraph:
    found = blocks(p(*inside, say=say), **more)[0]
    assert isinstance(found, Paragraph)
    return found


def texts(found: tuple[Block, ...]) -> list[str]:
    return [block.text for block in found if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, result: str) -> str:
    said = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{_mark('begin')}{said}{_mark('separate')}{r(result)}{_mark('end')}"


@pytest.mark.parametrize("instruction", ["DATE \\@ dd", "MERGEFIELD ten", "TOC \\o", "= 1+1"])
def test_a_field_shows_what_it_last_showed(instruction: str) -> None:
    assert paragraph(r("trước "), field(instruction, "cũ"), r(" sau")).text == "trước cũ sau"
    simple = f'<w:fldSimple w:instr="{instruction}">{r("cũ")}</w:fldSimple>'
    assert paragraph(simple).text == "cũ"


@pytest.mark.parametrize(("instruction", "total"), [("PAGE", False), (" NUMPAGES ", True)])
def test_a_page_field_is_left_to_the_printer(instruction: str, total: bool) -> None:
    inside = f"<w:sdt><w:sdtContent>{field(instruction, '9')}</w:sdtContent></w:sdt>"
    simple = f'<w:fldSimple w:instr="{instruction}">{r("9")}</w:fldSimple>'
    for shown in (field(instruction, "9"), inside, simple):
        got = paragraph(shown)
        assert [i.total for i in got.inlines if isinstance(i, PageNumber)] == [total]
        assert got.text == ""
    assert isinstance(paragraph("<w:r><w:pgNum/></w:r>").inlines[0], PageNumber)


def test_changes_are_shown_as_accepted_and_comments_left_out() -> None:
    deleted = "<w:r><w:delText>x</w:delText></w:r>"
    got = read(
        packed(
            p(
                f"<w:ins>{r('a')}</w:ins><w:moveTo>{r('b')}</w:moveTo>"
                f"<w:del>{deleted}</w:del><w:moveFrom>{r('x')}</w:moveFrom>"
                '<w:commentRangeStart w:id="1"/>' + r("c") + '<w:commentRangeEnd w:id="1"/>'
                '<w:r><w:commentReference w:id="1"/></w:r>'
            )
            + f"<w:ins>{p('d')}</w:ins><w:moveTo>{p('e')}</w:moveTo>"
            + f"<w:moveFrom>{p('x')}</w:moveFrom>"
        )
    )
    assert texts(got.sections[0].blocks) == ["abc", "d", "e"]
    assert codes(got) == []


def test_links_controls_and_wrappers_show_their_text() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    line = p(
        f"<w:hyperlink>{r('a')}</w:hyperlink>{control.format(r('b'))}"
        f"<w:smartTag>{r('c')}</w:smartTag><w:customXml>{r('d')}</w:customXml>"
    )
    assert texts(blocks(line + control.format(p("e")))) == ["abcd", "e"]


def test_rows_and_cells_may_stand_in_content_controls() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    cell = control.format(f"<w:tc>{p('a')}</w:tc>")
    [table] = blocks(f"<w:tbl>{control.format(f'<w:tr>{cell}</w:tr>')}</w:tbl>")
    assert isinstance(table, Table)
    assert texts(table.rows[0].cells[0].blocks) == ["a"]


def test_signs() -> None:
    got = paragraph(
        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:cr/><w:t>d</w:t></w:r>'
    )
    assert got.text == "a\u2011b\u00adc√ d"


def test_letters_of_a_symbol_font_are_its_signs() -> None:
    look = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
    assert paragraph(r("\u00a3 \u00b3", look.format("Symbol"))).text == "≤ ≥"
    assert paragraph(r("\uf0fc", look.format("Wingdings"))).text == "√"


def test_what_stands_in_the_instruction_of_a_field_is_not_shown() -> None:
    hidden = field("IF", "hiện").replace(_mark("separate"), r("ẩn") + _mark("separate"))
    assert paragraph(hidden).text == "hiện"


def test_an_equation_shows_its_characters_and_says_so() -> None:
    got = read(packed(p("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")))
    assert texts(got.sections[0].blocks) == ["a=b"]
    assert codes(got) == ["docx_no_equation"]


def test_hidden_text_and_hidden_marks_show_nothing() -> None:
    body = p("a", r("x", "<w:vanish/>")) + p(say="<w:rPr><w:vanish/></w:rPr>") + p("b")
    assert texts(blocks(body)) == ["a", "b"]


def test_breaks_of_lines_pages_and_columns() -> None:
    kinds = ("", ' w:type="page"', ' w:type="column"')
    got = paragraph(f"<w:r>{''.join(f'<w:br{kind}/>' for kind in kinds)}</w:r>")
    assert [i.kind for i in got.inlines if isinstance(i, Break)] == [
        BreakKind.LINE,
        BreakKind.PAGE,
        BreakKind.COLUMN,
    ]


_CALL = '<w:r><w:footnoteReference w:id="{}"{}/></w:r>'
_ENDCALL = '<w:r><w:endnoteReference w:id="1"/></w:r>'
_MARK = "<w:r><w:{}Ref/></w:r>"


def _note(kind: str, number: int) -> str:
    words = p(_MARK.format(kind), r(f" lời {number}"))
    return f'<w:{kind} w:id="{number}">{words}</w:{kind}>'


def test_footnotes_are_numbered_and_stand_at_their_place() -> None:
    own = _CALL.format(2, ' w:customMarkFollows="1"')
    found = paragraph(
        _CALL.format(1, ""),
        own,
        _CALL.format(3, ""),
        footnotes="".join(_note("footnote", number) for number in (1, 2, 3)),
        settings='<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>',
    )
    assert found.text == "ab"
    notes = [i for i in found.inlines if isinstance(i, Note)]
    assert [texts(note.blocks) for note in notes] == [["a lời 1"], [" lời 2"], ["b lời 3"]]


def test_endnotes_stand_after_the_text() -> None:
    found = blocks(p("trước", _ENDCALL) + p("sau"), endnotes=_note("endnote", 1))
    assert texts(found) == ["trướci", "sau", "i lời 1"]


def test_a_note_that_is_missing_or_holds_a_table_is_said() -> None:
    missing = read(packed(p("a", _CALL.format(9, ""))))
    assert codes(missing) == ["docx_no_note"]
    footer = section('<w:footerReference r:id="footer1"/>')
    above = read(packed(p("a"), end=footer, footer1=p("b", _CALL.format(1, ""))))
    assert codes(above) == ["docx_no_note"]
    inside = (
        f'<w:footnote w:id="1">{p("a")}<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:footnote>'
    )
    got = read(packed(p("a", _CALL.format(1, "")), footnotes=inside))
    assert codes(got) == ["docx_no_note_part"]


def _levels(*levels: str) -> str:
    body = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="0">{body}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt'
        ' w:val="decimal"/><w:lvlText w:val="(%1)"/></w:lvl></w:lvlOverride></w:num>'
    )


def _labels(numbering: str, *steps: tuple[int, int]) -> list[str]:
    body = "".join(
        p(say=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
        for num, level in steps
    )
    return [text.strip() for text in texts(blocks(body, numbering=numbering))]


def _form(form: str, pattern: str, more: str = "") -> str:
    return f'<w:start w:val="3"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>{more}'


def test_levels_count_restart_and_start_where_they_say() -> None:
    plan = _levels(_form("upperRoman", "%1."), _form("decimal", "%1.%2"), _form("decimal", "%3"))
    steps = ((1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (2, 0))
    assert _labels(plan, *steps) == ["III.", "III.3", "III.4", "IV.", "IV.3", "(7)", "(8)"]


def test_a_legal_level_shows_figures_alone() -> None:
    plan = _levels(_form("upperRoman", "%1."), _form("decimal", "%1.%2", "<w:isLgl/>"))
    assert _labels(plan, (1, 0), (1, 1)) == ["III.", "3.3"]


def test_a_level_may_go_on_whatever_stands_above_it() -> None:
    plan = _levels(_form("decimal", "%1."), _form("decimal", "%2", '<w:lvlRestart w:val="0"/>'))
    assert _labels(plan, (1, 0), (1, 1), (1, 0), (1, 1)) == ["3.", "3", "4.", "4"]


def test_bullets_are_signs_that_a_text_face_has() -> None:
    assert _labels(_levels(_form("bullet", "\uf0b7")), (1, 0)) == ["•"]
    assert _labels(_levels(_form("bullet", "-")), (1, 0)) == ["-"]


def sections(body: str, end: str, **more: Any) -> tuple[Section, ...]:
    return read(packed(body, end=end, **more)).sections


def test_a_section_has_its_own_paper_margins_and_distances() -> None:
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    margins = (
        '<w:pgMar w:top="200" w:right="400" w:bottom="600" w:left="800" w:header="100"'
        ' w:footer="300" w:gutter="60"/>'
    )
    body = p("a", say=section()) + p("b")
    one, two = sections(body, section(size=size, margins=margins))
    page = two.page
    assert one.page.paper == pytest.approx((595.3, 841.9))
    assert page.paper == pytest.approx((841.9, 595.3))
    assert (page.top, page.right, page.bottom, page.left) == (10, 20, 30, 43)
    assert (page.header, page.footer) == (5, 15)


_KINDS = ("default", "first", "even")


def test_headers_and_footers_of_every_kind_go_on_until_others_come() -> None:
    refer = "\n".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{kind}{number}"/>'
        for kind in ("header", "footer")
        for number, which in enumerate(_KINDS)
    )
    parts = {f"{k}{n}": p(f"{k} {w}") for k in ("header", "footer") for n, w in enumerate(_KINDS)}
    body = p("a", say=section(f"{refer}\n<w:titlePg/>")) + p("b")
    found = sections(body, section(), settings="<w:evenAndOddHeaders/>", **parts)
    for each in found:
        assert texts(each.header + each.first_header + each.even_header) == [
            f"header {which}" for which in _KINDS
        ]
        assert texts(each.footer + each.first_footer + each.even_footer) == [
            f"footer {which}" for which in _KINDS
        ]
        assert each.even_pages
    assert [each.title_page for each in found] == [True, False]


def test_pages_are_counted_anew_in_the_form_asked_for() -> None:
    [only] = sections(p("a"), section('<w:pgNumType w:fmt="lowerRoman" w:start="5"/>'))
    assert (only.start, only.number_format) == (5, "lower-roman")


@pytest.mark.parametrize(("kind", "parity"), [("oddPage", "odd"), ("evenPage", "even")])
def test_a_section_may_begin_on_an_odd_or_even_page(kind: str, parity: str) -> None:
    body = p("a", say=section()) + p("b")
    assert sections(body, section(f'<w:type w:val="{kind}"/>'))[1].parity == parity


def test_columns_have_their_number_and_space() -> None:
    [only] = sections(p("a"), section('<w:cols w:num="3" w:space="200"/>'))
    [columns] = only.blocks
    assert isinstance(columns, Columns)
    assert (columns.count, columns.gap) == (3, 10)


def test_a_continuous_section_goes_on_where_it_is() -> None:
    body = p("a", say=section()) + p("b")
    [only] = sections(body, section('<w:type w:val="continuous"/>'))
    assert texts(only.blocks) == ["a", "b"]


def test_a_section_may_end_in_a_content_control() -> None:
    inside = f"<w:sdt><w:sdtContent>{p('a', say=section())}{p('b')}</w:sdtContent></w:sdt>"
    assert [texts(each.blocks) for each in sections(inside, section())] == [["a"], ["b"]]


def test_a_paragraph_that_only_ends_a_section_makes_no_line() -> None:
    one, two = sections(p("a") + p(say=section()) + p("b"), section())
    assert (texts(one.blocks), texts(two.blocks)) == (["a"], ["b"])


@pytest.mark.parametrize(("kind", "frame"), [("center", "center"), ("right", "right")])
def test_a_text_frame_keeps_its_place(kind: str, frame: str) -> None:
    say = f'<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="{kind}"/>'
    assert paragraph(field("PAGE", "9"), say=say).shape.frame == frame


def test_settings_for_tabs_breaks_and_old_tables() -> None:
    settings = (
        '<w:defaultTabStop w:val="400"/><w:mirrorMargins/><w:compat><w:doNotExpandShiftReturn/>'
        '<w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'
    )
    got = read(packed(p("a"), settings=settings))
    assert (got.default_tab, got.breaks_stretch, got.tabs_hang) == (20, False, False)
    assert got.sections[0].page.mirrored
    old = read(packed(p("a")))
    assert (old.default_tab, old.breaks_stretch, old.tabs_hang) == (36, True, True)


def test_a_table_stands_where_it_says() -> None:
    row = f"<w:tr><w:tc>{p('a')}</w:tc></w:tr>"
    grid = '<w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    modern = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'

    def left(say: str, settings: str = modern) -> tuple[float, Align]:
        made = blocks(f"<w:tbl><w:tblPr>{say}</w:tblPr>{grid}{row}</w:tbl>", settings=settings)[0]
        assert isinstance(made, Table)
        return round(made.left, 1), made.align

    assert left("") == (0.0, Align.LEFT)
    assert left('<w:tblInd w:w="-300" w:type="dxa"/>') == (-15.0, Align.LEFT)
    assert left('<w:tblInd w:w="300" w:type="dxa"/>', "") == (9.6, Align.LEFT)
    assert left('<w:jc w:val="center"/>') == (176.8, Align.CENTER)
    assert left('<w:jc w:val="right"/>') == (353.6, Align.RIGHT)
