"""Where letters stand because of one feature each, that is gone from there without it."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from tests.docx.packed import p, packed, section
from tests.docx.test_drawing_parts import drawing, geometry
from tests.pdf.made import made
from tests.pdf.specimens import add, blank, saved
from tests.pdf.test_drawings import drawn, line
from tests.pdf.test_looks import word_box
from tests.pdf.test_shown import _LINE, _SIZE, ink, pages
from vanban.service import Service

# The margin, and the room for text. Old tables have their text at the margin, their edge before.
_LEFT, _COLUMN = 85.05, 595.3 - 85.05 - 56.7
_TAB = "<w:r><w:tab/></w:r>"
_APART = '<w:spacing w:before="240" w:after="120"/>'


def left_of(word: str, body: str, **more: Any) -> float:
    """How far a word stands from the margin, pt."""
    return word_box(made(packed(body, styles=_SIZE, **more)), word)[0] - _LEFT


def cell(text: str, properties: str = "", say: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text, say=say)}</w:tc>"


def table(grid: tuple[int, ...], *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    made_rows = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{made_rows}</w:tbl>"


def test_a_hanging_indent_is_a_tab_stop() -> None:
    say = '<w:ind w:left="500" w:hanging="500"/>'
    assert left_of("chữ", p("1.", _TAB, "chữ", say=say)) == pytest.approx(25, abs=1)


def test_merged_cells_have_the_room_of_all_their_columns_and_rows() -> None:
    wide = cell("rộng", '<w:gridSpan w:val="2"/>') + cell("sau")
    plain = cell("a") + cell("b") + cell("c")
    x = left_of("sau", table((2000, 2000, 2000), wide, plain))
    assert x == pytest.approx(200, abs=1)
    centred = '<w:jc w:val="center"/>'
    over = cell("giữa", '<w:gridSpan w:val="3"/>', centred)
    left, _, right, _ = word_box(
        made(packed(table((2000, 2000, 2000), plain, over), styles=_SIZE)), "giữa"
    )
    assert (left + right) / 2 - _LEFT == pytest.approx(150 - 5.4, abs=1)
    low = '<w:vAlign w:val="bottom"/>'
    tall = cell("dưới", f'<w:vMerge w:val="restart"/>{low}') + cell("x")
    rest = cell("", "<w:vMerge/>") + cell("cuối")
    data = made(packed(table((2000, 2000), tall, rest), styles=_SIZE))
    assert word_box(data, "dưới")[1] == pytest.approx(word_box(data, "cuối")[1], abs=1)


def test_cells_say_how_wide_the_columns_of_an_empty_grid_are() -> None:
    told = [f'<w:tcW w:w="{width}" w:type="dxa"/>' for width in (2000, 5000)]
    row = cell("hẹp", told[0]) + cell("rộng", told[1])
    at = left_of("rộng", table((0, 0), row))
    assert at == pytest.approx(_COLUMN * 2 / 7, abs=1)


def test_a_row_of_exact_height_is_no_taller_than_it_says() -> None:
    height = '<w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>'
    data = made(packed(table((5000,), height + cell("a"), cell("b")), styles=_SIZE))
    plain = made(packed(table((5000,), height + cell("chữ " * 40), cell("b")), styles=_SIZE))
    assert word_box(data, "b")[1] == pytest.approx(word_box(plain, "b")[1], abs=0.3)


@pytest.mark.parametrize("inside", [p("x", say=_APART) * 60, p("chữ " * 1_200, say=_APART)])
def test_the_space_of_a_paragraph_stays_where_a_row_is_cut(inside: str) -> None:
    _, second, *_ = pages(table((9000,), f"<w:tc>{inside}</w:tc>"))
    assert second[0][0] == pytest.approx(56.7 + 12 + 13.06, abs=0.2)


def test_a_row_of_a_least_height_moves_whole_until_its_text_outgrows_it() -> None:
    edges = '<w:tcBorders><w:bottom w:val="single" w:sz="4"/></w:tcBorders>'

    def second_page(lines: int) -> int:
        height = '<w:trPr><w:trHeight w:val="1600"/></w:trPr>'
        row = f"{height}<w:tc><w:tcPr>{edges}</w:tcPr>{p('x') * lines}</w:tc>"
        return len(pages(p("đầu") * 43 + table((9000,), row))[1])

    assert second_page(4) == 4
    assert second_page(8) < 8


def test_a_drawing_behind_the_text_hides_none_of_it() -> None:
    fill = '<a:solidFill><a:srgbClr val="FFFF00"/></a:solidFill>'
    shape = f"<wps:wsp>{geometry('rect', fill)}</wps:wsp>"
    behind, before = (
        ink(p("MẬT", drawing(shape, attributes=f'behindDoc="{on}"'))) for on in (1, 0)
    )
    assert behind > before


def test_the_margins_of_the_page_are_places_for_drawings() -> None:
    document = blank()
    paragraph = add(document, "Chữ")
    line(paragraph, 40, across="leftMargin", down="topMargin", align="center", level="center")
    found = drawn(made(saved(document)))
    assert found[40] == pytest.approx(((85.05 - 40) / 2, 56.7 / 2), abs=0.6)


def test_text_keeps_its_distance_from_a_drawing_it_goes_round() -> None:
    def beside(distance: int) -> int:
        run = drawing(
            f"<wps:wsp>{geometry('rect')}</wps:wsp>",
            place=f'<wp:wrapSquare wrapText="bothSides" distB="{distance}"/>',
            attributes=f'distB="{distance}"',
        )
        return sum(x > _LEFT + 50 for _, x, _ in pages(p(run, "chữ " * 150))[0])

    # The drawing is 50 pt tall, and a line 16 pt.
    assert beside(0) == 4
    assert beside(12_700 * 30) == 5


def test_dots_to_write_on_go_on_in_the_next_line() -> None:
    found = pages(p("Lý do: " + "." * 300))[0]
    assert len(found) > 2
    assert found[0][2].startswith("Lýdo:.")


def test_a_tall_footer_ends_the_text_above_it() -> None:
    refer = '<w:footerReference r:id="footer1"/>'
    body = pages(p("x") * 60, end=section(refer), footer1=p("y") * 8)[0]
    last = max(y for y, _, text in body if "x" in text)
    assert last < 841.9 - 28.35 - 8 * _LINE


def test_the_pdf_has_the_title_of_the_file() -> None:
    document = blank()
    add(document, "Chữ")
    document.core_properties.title = "Kế hoạch thi đua"
    with pikepdf.open(io.BytesIO(Service({}).pdf(saved(document)).pdf)) as pdf:
        assert pdf.docinfo["/Title"] == "Kế hoạch thi đua"


def test_a_table_right_after_another_begins_on_its_last_line() -> None:
    edges = "".join(f'<w:{e} w:val="single" w:sz="48"/>' for e in ("top", "bottom"))
    thick = f"<w:tcBorders>{edges}</w:tcBorders>"
    data = made(packed(table((5000,), cell("a", thick)) + table((5000,), cell("b", thick))))
    apart = made(packed(table((5000,), cell("a", thick), cell("b", thick))))
    assert word_box(data, "b")[1] == pytest.approx(word_box(apart, "b")[1], abs=0.6)


def test_a_content_control_in_a_cell_shows_its_paragraphs() -> None:
    held = f"<w:sdt><w:sdtContent>{p('chọn')}</w:sdtContent></w:sdt>"
    [page] = pages(table((5000,), f"<w:tc>{held}{p('sau')}</w:tc>"))
    assert [text for *_, text in page] == ["chọn", "sau"]


@pytest.mark.parametrize(("kind", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_text_frame_stands_where_it_is_aligned(kind: str, share: float) -> None:
    say = f'<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{kind}"/>'
    data = made(packed(p("Trang", say=say) + p("chữ"), styles=_SIZE))
    left, _, right, _ = word_box(data, "Trang")
    assert left - _LEFT == pytest.approx(share * (_COLUMN - (right - left)), abs=1)
