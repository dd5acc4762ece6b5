"""What the resolved document says is seen on the page: looks, spaces, lines, breaks, sections."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.docx.drawn import png
from tests.docx.packed import p, packed, r, section, style
from tests.docx.test_content import field
from tests.docx.test_drawing_parts import _PICTURE, drawing, geometry
from tests.pdf.lines import page_lines
from tests.pdf.made import made
from vanban.pdf.pages import page_png
from vanban.typeface import faces, family_faces, line_metrics

_RUN = '<w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault>'
_SIZE = f"<w:docDefaults>{_RUN}</w:docDefaults>"
_TOP = 56.7
_LINE = 16.1


def pages(body: str, **more: Any) -> list[list[tuple[float, float, str]]]:
    return page_lines(made(packed(body, styles=_SIZE, **more)))


def places(body: str, **more: Any) -> dict[str, tuple[float, float]]:
    """Text of each line → (its distance below the first line that fits the page, left edge)."""
    found = [line for page in pages(body, **more) for line in page]
    return {text: (round(y - _TOP - 13.06, 1), round(x, 1)) for y, x, text in found}


def colours(body: str, **more: Any) -> set[tuple[int, int, int]]:
    """Strong colours of the first page in full strength, without greys."""
    page = Image.open(io.BytesIO(page_png(made(packed(body, styles=_SIZE, **more)), 0, 600)))
    found = page.convert("RGB").getcolors(1_000_000) or []
    strong = {c for _, c in found if max(c) - min(c) > 240}
    return {(255 * (a > 127), 255 * (b > 127), 255 * (c > 127)) for a, b, c in strong}


def fonts(body: str, **more: Any) -> set[str]:
    with pikepdf.open(io.BytesIO(made(packed(body, styles=_SIZE, **more)))) as pdf:
        used = pdf.pages[0].Resources.Font.values()
        return {str(font.BaseFont).split("+")[-1] for font in used}


def ink(body: str, **more: Any) -> int:
    """How much of the first page is dark."""
    page = Image.open(io.BytesIO(page_png(made(packed(body, styles=_SIZE, **more)), 0, 600)))
    return sum(page.convert("L").histogram()[:128])


def test_bold_and_italic_letters_come_from_faces_of_their_own() -> None:
    plain = fonts(p("a"))
    assert len(fonts(p("a", r("b", "<w:b/>"), r("c", "<w:i/>"), r("d", "<w:b/><w:i/>")))) == 4
    assert len(plain) == 1


def test_colour_and_highlight() -> None:
    assert (255, 0, 0) in colours(p(r("███", '<w:color w:val="FF0000"/>')))
    assert (255, 255, 0) in colours(p(r("a", '<w:highlight w:val="yellow"/>')))


def test_shading_of_a_paragraph_and_of_a_cell() -> None:
    assert (0, 255, 0) in colours(p("a", say='<w:shd w:val="clear" w:fill="00FF00"/>'))
    shaded = f'<w:tc><w:tcPr><w:shd w:fill="0000FF"/></w:tcPr>{p("a")}</w:tc>'
    assert (0, 0, 255) in colours(f"<w:tbl><w:tr>{shaded}</w:tr></w:tbl>")


def test_lines_under_and_through_text() -> None:
    plain = ink(p("nnnnnnnn"))
    for look in ('<w:u w:val="single"/>', "<w:strike/>", "<w:dstrike/>"):
        assert ink(p(r("nnnnnnnn", look))) > plain


def test_capitals_small_text_and_raised_text() -> None:
    assert "ĐIỀU" in places(p(r("Điều", "<w:caps/>")))
    found = places(p(r("x"), r("y", '<w:position w:val="24"/>')))
    assert found["x"][0] - found["y"][0] == pytest.approx(12, abs=0.3)
    normal, raised = (
        _width(p(r("m" * 10, look))) for look in ("", '<w:vertAlign w:val="superscript"/>')
    )
    assert raised == pytest.approx(normal * 0.58, rel=0.02)


def _width(body: str) -> float:
    with pypdfium2.PdfDocument(made(packed(body, styles=_SIZE))) as pdf:
        text = pdf[0].get_textpage()
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
    return max(b[2] for b in boxes) - min(b[0] for b in boxes)


def test_letters_are_spaced_by_tenths_of_a_point() -> None:
    plain, wider = (_width(p(r("n" * 31, look))) for look in ("", '<w:spacing w:val="6"/>'))
    assert wider - plain == pytest.approx(30 * 0.3, abs=0.4)


@pytest.mark.parametrize(
    ("say", "down", "left"),
    [
        ('<w:spacing w:before="240"/>', 12, 0),
        ('<w:spacing w:line="480" w:lineRule="exact"/>', 6.2, 0),
        ('<w:spacing w:line="480" w:lineRule="atLeast"/>', 7.9, 0),
        ('<w:ind w:left="400"/>', 0, 20),
        ('<w:ind w:firstLine="400"/>', 0, 20),
        ('<w:ind w:left="800" w:hanging="300"/>', 0, 25),
    ],
)
def test_spaces_and_indents_move_a_line(say: str, down: float, left: float) -> None:
    y, x = places(p("một") + p("hai", say=say))["hai"]
    assert (y - _LINE, x - 85.1) == (pytest.approx(down, abs=0.2), pytest.approx(left, abs=0.2))


@pytest.mark.parametrize(
    ("say", "down"),
    [
        ('<w:spacing w:after="240"/>', 12),
        ('<w:spacing w:line="360"/>', 8.0),
        ('<w:spacing w:line="480" w:lineRule="exact"/>', 4 + 7.9 - 4 - 6.2 + 6.2),
    ],
)
def test_spaces_move_the_next_line(say: str, down: float) -> None:
    y, _ = places(p("một", say=say) + p("hai"))["hai"]
    first, _ = places(p("một", say=say) + p("hai"))["một"]
    assert y == pytest.approx(_LINE + down, abs=0.3)
    assert first >= -0.2


def test_a_right_indent_and_alignments() -> None:
    found = places(
        p("giữa", say='<w:jc w:val="center"/>')
        + p("phải", say='<w:jc w:val="right"/>')
        + p("thụt", say='<w:jc w:val="right"/><w:ind w:right="800"/>')
    )
    assert found["giữa"][1] == pytest.approx(85.05 + 226.8 - 13, abs=4)
    same = places(p("thụt", say='<w:jc w:val="right"/>'))
    assert same["thụt"][1] - found["thụt"][1] == pytest.approx(40, abs=0.2)


@pytest.mark.parametrize("kind", ["both", "distribute"])
def test_justified_lines_end_at_the_margin(kind: str) -> None:
    words = "chữ " * 60
    ragged = _width(p(words))
    full = _width(p(words, say=f'<w:jc w:val="{kind}"/>'))
    assert full == pytest.approx(454.5, abs=1.5)
    assert ragged < full


def test_contextual_spacing_only_between_paragraphs_of_one_style() -> None:
    say = '<w:spacing w:before="240" w:after="240"/><w:contextualSpacing/>'
    other = f'<w:pStyle w:val="o"/>{say}'
    found = page_lines(
        made(
            packed(
                p("a", say=say) + p("b", say=say) + p("c", say=other),
                styles=_SIZE + style("o", ""),
            )
        )
    )[0]
    gaps = [round(below[0] - above[0], 1) for above, below in pairwise(found)]
    assert gaps == [pytest.approx(_LINE, abs=0.1), pytest.approx(_LINE + 12, abs=0.1)]


_FILL = p("x") * 44


def test_space_is_kept_where_somebody_set_the_break_and_dropped_elsewhere() -> None:
    spaced = '<w:spacing w:before="240"/>'
    [_, dropped] = pages(_FILL + p("sau", say=spaced) + p("cuối"))
    kept = pages(p("x") + p("sau", say=f"{spaced}<w:pageBreakBefore/>"))[1]
    assert kept[0][0] - _TOP == pytest.approx(13.06 + 12, abs=0.3)
    assert dropped[0][0] - _TOP == pytest.approx(13.06, abs=0.3)


def test_what_keeps_together_moves_together() -> None:
    long = "chữ " * 60
    for say, last in (("", "x"), ("<w:keepNext/>", None)):
        body = p("x") * 43 + p("đầu đề", say=say) + p(long, say="<w:keepLines/>")
        one, two = pages(body)
        assert two[0][2] == ("chữ" * len(two[0][2].split("chữ")[1:]) if say == "" else "đầuđề")
        assert (one[-1][2] == "đầuđề") is (last is not None)


def test_a_single_line_stays_behind_only_when_the_file_allows_it() -> None:
    long = "chữ " * 75  # the page has room for one line of it
    for say, lines in (("", 44), ('<w:widowControl w:val="0"/>', 45)):
        assert len(pages(p("x") * 44 + p(long, say=say))[0]) == lines


def test_page_breaks_of_every_kind() -> None:
    turn = '<w:r><w:br w:type="page"/></w:r>'
    inside = pages(p("a", turn, "b"))
    before = pages(p("a") + p("b", say="<w:pageBreakBefore/>"))
    next_page = pages(p("a", say=section()) + p("b"))
    at_end = pages(p("a", turn) + p("b"))
    for found in (inside, before, next_page, at_end):
        assert [[text for *_, text in page] for page in found] == [["a"], ["b"]]


def test_an_odd_page_section_leaves_a_page_empty() -> None:
    found = pages(p("a", say=section()) + p("b"), end=section('<w:type w:val="oddPage"/>'))
    assert [[text for *_, text in page] for page in found] == [["a"], [], ["b"]]


def test_line_breaks_and_empty_paragraphs_take_a_line() -> None:
    found = places(p("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:br/></w:r>") + p() + p("c"))
    assert found["b"][0] == pytest.approx(_LINE, abs=0.1)
    assert found["c"][0] == pytest.approx(4 * _LINE, abs=0.2)


def test_lines_around_a_paragraph_and_the_kinds_of_lines() -> None:
    edge = '<w:pBdr><w:top w:val="{0}" w:sz="24" w:space="1" w:color="FF0000"/></w:pBdr>'
    assert (255, 0, 0) in colours(p("a", say=edge.format("single")))
    solid, dotted, double = (
        ink(p("a", say=edge.format(kind).replace("FF0000", "000000")))
        for kind in ("single", "dotted", "double")
    )
    assert len({solid, dotted, double}) == 3


_STOPS = '<w:tabs><w:tab w:val="{}" w:pos="4000"{}/></w:tabs>'


def test_tab_stops_of_every_kind() -> None:
    starts = {kind: _start_of("n", kind) for kind in ("left", "center", "right", "decimal")}
    width = starts["left"] - starts["right"]
    assert starts["left"] == pytest.approx(85.05 + 200, abs=1)
    assert starts["center"] == pytest.approx(starts["left"] - width / 2, abs=0.6)
    assert starts["decimal"] == pytest.approx(starts["left"] - width + 10.5, abs=1)


def _start_of(letter: str, kind: str, more: str = "") -> float:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>n12,5</w:t></w:r>"
    data = made(packed(p(run, say=_STOPS.format(kind, more)), styles=_SIZE))
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage()
        at = text.get_text_range().index(letter)
        return float(text.get_charbox(at)[0])


def test_a_leader_fills_its_tab_and_a_cleared_stop_is_gone() -> None:
    dots = _STOPS.format("right", ' w:leader="dot"')
    [line] = pages(p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", say=dots))[0]
    assert line[2].count(".") > 40
    styles = _SIZE + style("s", f"<w:pPr>{_STOPS.format('left', '')}</w:pPr>")
    clear = '<w:pStyle w:val="s"/><w:tabs><w:tab w:val="clear" w:pos="4000"/></w:tabs>'
    run = "<w:r><w:tab/><w:t>b</w:t></w:r>"
    for say, at in (('<w:pStyle w:val="s"/>', 200), (clear, 36)):
        [(_, left, _)] = page_lines(made(packed(p(run, say=say), styles=styles)))[0]
        assert left - 85.05 == pytest.approx(at, abs=0.5)


def test_usual_tab_stops_stand_where_the_settings_say() -> None:
    run = "<w:r><w:tab/><w:t>b</w:t></w:r>"
    [(_, left, _)] = pages(p(run), settings='<w:defaultTabStop w:val="1000"/>')[0]
    assert left - 85.05 == pytest.approx(50, abs=0.5)


def test_headers_footers_and_numbers_of_pages() -> None:
    refer = (
        '<w:headerReference r:id="header1"/>\n<w:footerReference r:id="footer1"/>\n'
        '<w:headerReference w:type="first" r:id="header2"/>\n<w:titlePg/>\n'
        '<w:pgNumType w:start="5" w:fmt="upperRoman"/>'
    )
    header = p("Trang ", field("PAGE", "9"), "/", field("NUMPAGES", "9"))
    found = pages(
        p("a") + p("b", say="<w:pageBreakBefore/>"),
        end=section(refer),
        header1=header,
        header2=p("Đầu"),
        footer1=p("Chân"),
    )
    assert [[text for *_, text in page] for page in found] == [
        ["Đầu", "a"],
        ["TrangVI/2", "b", "Chân"],
    ]


def test_an_even_page_may_have_a_header_of_its_own() -> None:
    refer = '<w:headerReference r:id="header1"/>\n<w:headerReference w:type="even" r:id="header2"/>'
    found = pages(
        p("a") + p("b", say="<w:pageBreakBefore/>"),
        end=section(refer),
        settings="<w:evenAndOddHeaders/>",
        header1=p("Lẻ"),
        header2=p("Chẵn"),
    )
    assert [page[0][2] for page in found] == ["Lẻ", "Chẵn"]


def test_a_tall_header_pushes_the_text_down_and_a_tall_footer_ends_it_early() -> None:
    refer = '<w:headerReference r:id="header1"/>'
    [page] = pages(p("chữ"), end=section(refer), header1=p("x") * 5)
    assert page[-1][0] == pytest.approx(28.35 + 5 * _LINE + 13.06, abs=0.5)
    refer = '<w:footerReference r:id="footer1"/>'
    plain = pages(p("x") * 60)
    short = pages(p("x") * 60, end=section(refer), footer1=p("y") * 8)
    assert len(short[0]) - 8 < len(plain[0])


def test_a_page_number_in_a_text_frame_takes_no_line() -> None:
    frame = '<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
    refer = '<w:headerReference r:id="header1"/>'
    lefts = []
    for where in ("center", "right"):
        header = p(field("PAGE", "9"), say=frame.format(where)) + p("Số")
        [page] = pages(p("a"), end=section(refer), header1=header)
        lefts.append(page[0][1])
        assert page[0][2] in ("Số1", "1Số")
    assert places(p("a"))["a"][0] == pytest.approx(0, abs=0.2)


def test_text_in_columns_and_on_wide_paper() -> None:
    words = p("chữ " * 200)
    end = section('<w:cols w:num="2" w:space="400"/>')
    [first, *_] = pages(words, end=end)[0]
    assert first[2].count("chữ") < 20
    wide = section(size='<w:pgSz w:w="16838" w:h="11906"/>')
    data = made(packed(p("a", say=section()) + p("b"), end=wide))
    with pypdfium2.PdfDocument(data) as pdf:
        assert [tuple(map(round, page.get_size())) for page in pdf] == [(595, 842), (842, 595)]


def test_pictures_are_drawn_in_the_line_and_free_of_it() -> None:
    media = {"a.png": png((255, 0, 0))}
    inline = drawing(_PICTURE).replace("wp:anchor", "wp:inline")
    for run in (inline, drawing(_PICTURE), inline.replace("srcRect", "none")):
        assert (255, 0, 0) in colours(p(run), media=media)


def test_shapes_are_drawn_in_their_colours() -> None:
    fill = '<a:solidFill><a:srgbClr val="00FF00"/></a:solidFill>'
    line = '<a:ln w="63500"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
    assert (0, 255, 0) in colours(p(drawing(f"<wps:wsp>{geometry('rect', fill)}</wps:wsp>")))
    for flip in ("", 'flipV="1"'):
        slanting = geometry("line", line, flip)
        assert (255, 0, 0) in colours(p(drawing(f"<wps:wsp>{slanting}</wps:wsp>")))


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_cells_stand_at_the_top_the_middle_or_the_bottom() -> None:
    cells = "".join(
        _cell(level, f'<w:vAlign w:val="{level}"/>') for level in ("top", "center", "bottom")
    )
    height = '<w:trPr><w:trHeight w:val="2000"/></w:trPr>'
    found = places(f"<w:tbl><w:tr>{height}{cells}</w:tr></w:tbl>")
    room = 100 - _LINE
    assert found["center"][0] - found["top"][0] == pytest.approx(room / 2, abs=0.3)
    assert found["bottom"][0] - found["top"][0] == pytest.approx(room, abs=0.3)


def test_a_heading_row_stands_on_every_page() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{_cell('STT')}</w:tr>"
    rows = f"<w:tr>{_cell('x')}</w:tr>" * 60
    assert [page[0][2] for page in pages(f"<w:tbl>{head}{rows}</w:tbl>")] == ["STT", "STT"]
    assert [page[0][2] for page in pages(f"<w:tbl>{rows}</w:tbl>")] == ["x", "x"]


def test_merged_and_nested_cells_keep_their_places() -> None:
    span = _cell("rộng", '<w:gridSpan w:val="2"/>')
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    row = _cell("a", '<w:vMerge w:val="restart"/>') + span
    below = _cell("mất", "<w:vMerge/>") + _cell("c") + _cell("d")
    narrow = '<w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
    inner = f"<w:tbl>{narrow}<w:tr>{_cell('trong')}</w:tr></w:tbl>"
    last = f"<w:tc>{inner}{p()}</w:tc>{_cell('e')}{_cell('f')}"
    table = f"<w:tbl>{grid}<w:tr>{row}</w:tr><w:tr>{below}</w:tr><w:tr>{last}</w:tr></w:tbl>"
    found = [text for *_, text in pages(table)[0]]
    assert found == ["arộng", "cd", "trongef"]


def test_headings_are_the_outline_of_the_pdf() -> None:
    data = made(packed(p("I. Mở đầu", say='<w:outlineLvl w:val="0"/>')))
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["I. Mở đầu"]


def test_a_picture_says_something_to_who_cannot_see_it() -> None:
    data = made(packed(p(drawing(_PICTURE.replace("srcRect", "x"))), media={"a.png": png()}))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = [
            str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert said == ["Hình"]


def test_a_run_in_another_family_is_set_in_it_and_has_its_line() -> None:
    # Liberation Mono comes with Liberation Serif, in the same package.
    assert family_faces("Courier New") != faces()
    look = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'
    assert len(fonts(p("a", r("b", look)))) == 2
    told = line_metrics("Courier New")
    [lines] = pages(p(r("a", look)) * 21)
    down = lines[-1][0] - lines[0][0]
    assert down == pytest.approx(20 * 14 * (told.ascent + told.descent), abs=0.6)
    assert abs(down - 20 * _LINE) > 3


def test_every_space_has_its_width_and_no_break_spaces_in_italics_a_little_more() -> None:
    assert _width(p("a    b")) - _width(p("a b")) == pytest.approx(3 * 3.5, abs=0.1)
    kept, usual = (_width(p(r(f"a{space}b", "<w:i/>"))) for space in ("\u00a0", " "))
    assert kept - usual == pytest.approx(14 / 12, abs=0.2)


def test_lines_of_one_paragraph_stay_together_when_asked_to() -> None:
    long = "chữ " * 100
    for say, left in (("", True), ("<w:keepLines/>", False)):
        one, _ = pages(p("x") * 42 + p(long, say=say))
        assert ("chữ" in one[-1][2]) is left
