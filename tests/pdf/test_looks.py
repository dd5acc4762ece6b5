"""Small capitals, letters in a box, lines between paragraphs, frames round pages, upright text."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.pdf.look_specimens import (
    edged,
    frame_of_page,
    frame_of_text,
    looks,
    small_capitals,
    upright_text,
)
from tests.pdf.made import made
from tests.pdf.places import assert_as_libreoffice
from tests.pdf.test_shapes import Bounds, bounds
from vanban.docx.reader import read


def around(boxes: list[Bounds]) -> Bounds:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def test_small_capitals_break_and_stand_as_in_libreoffice() -> None:
    assert_as_libreoffice("small_capitals", small_capitals(), 0.4)


def test_letters_in_a_box_and_lines_between_paragraphs() -> None:
    data = made(looks())
    [mark] = [box for box in bounds(data) if box[2] - box[0] < 100]
    assert mark == pytest.approx((133.7, 768.7, 198.0, 785.2), abs=0.7)
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=2).to_pil().convert("L")
    # Down a column to the right of all text: the four lines of a frame of three paragraphs.
    dark = [y / 2 for y in range(picture.height) if picture.getpixel((1078, y)) < 200]
    lines = [y for y in dark if y - 0.5 not in dark]
    assert lines == pytest.approx([72.5, 91.5, 174.5, 193], abs=0.8)


@pytest.mark.parametrize(
    ("specimen", "theirs"),
    [
        (frame_of_page, (22.5, 22.5, 566.8, 819.4)),
        (frame_of_text, (71.1, 44.7, 552.5, 823.5)),
    ],
)
def test_a_frame_stands_round_the_page(specimen: object, theirs: Bounds) -> None:
    assert callable(specimen)
    assert around(bounds(made(specimen()))) == pytest.approx(theirs, abs=1.6)


def test_a_frame_may_stand_on_the_first_page_alone() -> None:
    [section] = read(edged("single", 'w:display="firstPage"')).sections
    assert section.first_header[0].floats
    assert section.header == ()
    [section] = read(edged("single", 'w:display="notFirstPage"')).sections
    assert section.header[0].floats
    assert section.first_header == ()


def test_a_frame_of_little_pictures_is_said() -> None:
    document = read(edged("apples", ""))
    assert [problem.code for problem in document.problems] == ["docx_no_page_border"]
    assert document.sections[0].header == ()


def word_box(pdf: bytes, word: str) -> Bounds:
    """Left, bottom, right, top of a word of the first page, pt."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        found = page.search(word).get_next()
        assert found is not None
        start, count = found
        return around([page.get_charbox(at, loose=True) for at in range(start, start + count)])


@pytest.mark.parametrize(
    ("word", "theirs", "tall"),
    [
        ("Ghi chú", (164.7, 729.8), True),
        ("Khối xã", (93.5, 626.0), True),
        ("Sau bảng", (111.1, 568.2), False),
    ],
)
def test_text_runs_up_and_down_where_libreoffice_has_it(
    word: str, theirs: tuple[float, float], tall: bool
) -> None:
    left, bottom, right, top = word_box(made(upright_text()), word)
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(theirs, abs=0.7)
    assert (top - bottom > right - left) is tall
