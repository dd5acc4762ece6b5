"""A volume of the register as a Word file that holds whatever somebody typed."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from vanban.docx import book
from vanban.docx.book import COLUMNS, Row, Volume
from vanban.service import Service, open_service
from vanban.vietnamese.text import clean_line

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "a & b < c > d \" e ' f ]]> <!-- -->",
    "Hoa\u0300 bi\u0300nh",
    "\u202eđảo ngược\u202c \u200fphải sang trái",
    "{{ 7 * 7 }} {%tr for x in y %}",
    "dòng một\ndòng hai\x00\x07",
    "x" * 400,
    "Tờ trình " * 220,
]


def drawn(*rows: Row, superior: str = "") -> bytes:
    volume = Volume(superior, "Sở Nội vụ", "", 2026, "", "", "01", "", "1", rows)
    return book.draw(volume, title="Sổ", author="Sở Nội vụ", created=NOON)


def row(text: str) -> Row:
    return Row([text if place == 2 else "" for place in range(len(COLUMNS))])


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


@given(st.text(max_size=80), st.booleans())
def test_any_text_stands_in_its_cell(typed: str, struck: bool) -> None:
    data = drawn(Row([typed] * len(COLUMNS), struck=struck))
    (table,) = docx.Document(io.BytesIO(data)).tables
    assert [cell.text for cell in table.rows[2].cells] == [clean_line(typed)] * len(COLUMNS)


def test_hostile_texts_are_printed_as_they_were_typed(service: Service) -> None:
    made = service.pdf(drawn(*map(row, HOSTILE)), lenient=True)
    document = pypdfium2.PdfDocument(made.pdf)
    whole = ""
    for page in document:
        text_page = page.get_textpage()
        whole += re.sub(r"[\s\ufffe\x02-]", "", text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    for text in HOSTILE[:-1]:
        assert re.sub(r"[\s-]", "", clean_line(text)) in whole, text
    assert whole.count("Tờtrình") == 220
    assert made.problems == ()


def test_the_cover_leaves_room_for_what_is_not_known() -> None:
    texts = [p.text for p in docx.Document(io.BytesIO(drawn())).paragraphs]
    assert texts[0] == "SỞ NỘI VỤ"
    assert "Từ ngày ......... đến ngày ........." in texts
    assert "Từ số 01 đến số ........." in texts
    named = docx.Document(io.BytesIO(drawn(superior="Ủy ban nhân dân\nthành phố Huế")))
    assert named.paragraphs[0].text == "ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ"


def test_the_columns_fill_the_page_between_its_margins() -> None:
    for section in docx.Document(io.BytesIO(drawn())).sections:
        room = section.page_width - section.left_margin - section.right_margin
        assert abs(room - Mm(sum(column.width for column in COLUMNS))) < Mm(0.1)
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_a_cancelled_line_is_struck_but_for_its_note() -> None:
    (table,) = docx.Document(io.BytesIO(drawn(Row(["x"] * len(COLUMNS), struck=True)))).tables
    struck = [cell.paragraphs[0].runs[0].font.strike for cell in table.rows[2].cells]
    assert struck == [True] * (len(COLUMNS) - 1) + [None]
