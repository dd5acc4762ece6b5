"""Pages of a PDF as pictures, as text, and where a text stands."""

from __future__ import annotations

import io
import threading

import pytest
from PIL import Image

from tests.pdf.made import made
from tests.pdf.specimens import add, blank, saved
from vanban.pdf.pages import PdfUnreadable, find_boxes, page_count, page_png, page_text


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    document = blank()
    add(document, "Trích yếu của quyết định")
    add(document, "Nguyễn Văn An")
    add(document, "Nguyễn Văn An", page_break_before=True)
    return made(saved(document))


def test_counts_pages(two_pages: bytes) -> None:
    assert page_count(two_pages) == 2


def test_draws_a_page_at_the_width_asked_for(two_pages: bytes) -> None:
    image = Image.open(io.BytesIO(page_png(two_pages, 1, 420)))
    assert image.format == "PNG"
    assert image.width == 420
    assert image.height == pytest.approx(594, abs=1)
    assert min(image.convert("L").tobytes()) < 100, "the page is empty"


def test_reads_the_text_line_by_line(two_pages: bytes) -> None:
    assert page_text(two_pages, 0).splitlines() == ["Trích yếu của quyết định", "Nguyễn Văn An"]


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    document = blank()
    add(document, f"{'chữ ' * 14}số 733/QĐ-TTg ngày 14 tháng 6")
    pdf = made(saved(document))
    assert "733/QĐ-TTg" in page_text(pdf, 0).replace("\n", "")
    assert find_boxes(pdf, {"so": "733/QĐ-TTg"})


def test_finds_where_texts_stand_whatever_their_spaces(two_pages: bytes) -> None:
    found = find_boxes(two_pages, {"trich_yeu": "Trích  yếu\ncủa quyết định", "khong": "Vắng mặt"})
    [(key, page, x, y, width, height)] = found
    assert (key, page) == ("trich_yeu", 0)
    assert x == pytest.approx(85 / 595.3, abs=0.01)
    assert y == pytest.approx((69.8 - 11) / 841.9, abs=0.01)
    assert width == pytest.approx(143 / 595.3, abs=0.02)
    assert 0.01 < height < 0.025


def test_equal_texts_are_found_one_after_another(two_pages: bytes) -> None:
    found = find_boxes(
        two_pages, {"a": "Nguyễn Văn An", "b": "Nguyễn Văn An", "c": "Nguyễn Văn An"}
    )
    assert [row[:2] for row in found] == [("a", 0), ("b", 1)]


def test_an_empty_text_stands_nowhere(two_pages: bytes) -> None:
    assert find_boxes(two_pages, {"a": " \n"}) == []


def test_other_bytes_and_other_pages_are_refused(two_pages: bytes) -> None:
    with pytest.raises(PdfUnreadable, match="không phải PDF"):
        page_count(b"PK nothing")
    with pytest.raises(PdfUnreadable, match="chỉ có 2 trang"):
        page_png(two_pages, 2, 100)
    with pytest.raises(PdfUnreadable):
        page_text(two_pages, -1)


def test_threads_may_ask_at_the_same_time(two_pages: bytes) -> None:
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda: results.append(len(page_png(two_pages, 0, 300))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1
    assert len(results) == 8
