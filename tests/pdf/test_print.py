"""What a PDF carries, and that nothing of the outside world gets into it."""

from __future__ import annotations

import io
import logging
import threading
from datetime import datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.pdf.made import made, print_pdf
from tests.pdf.specimens import SPECIMENS, add, blank, rule, saved
from tests.pdf.text_specimens import TEXT_SPECIMENS
from vanban.docx.reader import read
from vanban.pdf.flow import GlyphMissing, to_html
from vanban.pdf.pages import page_png, page_text
from vanban.pdf.print import _Forbidden
from vanban.pdf.sheet import Markup
from vanban.typeface import faces

PAGE = "<html><head><style></style></head><body><p>{}</p></body></html>"


def printed(body: str) -> bytes:
    return print_pdf(Markup(PAGE.format(body)), title="Thử", author="Đơn vị")


def fonts_of(pdf: bytes) -> set[str]:
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor
                found.add(str(font.BaseFont).split("+")[1])
    return found


def test_metadata_version_and_language() -> None:
    created = datetime(2026, 11, 21, 8, 30)
    text = Markup(PAGE.format("Chữ"))
    pdf = print_pdf(text, title="Quyết định “A”", author="Ủy ban <B>", created=created)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.pdf_version == "1.7"
        assert document.Root.Lang == "vi-VN"
        assert document.docinfo["/Title"] == "Quyết định “A”"
        assert document.docinfo["/Author"] == "Ủy ban <B>"
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261121083000")
        assert "/OpenAction" not in document.Root
        assert "/Names" not in document.Root


def test_equal_input_gives_equal_bytes() -> None:
    data = SPECIMENS["spacing"]()
    assert made(data) == made(data)


def test_a_sheet_that_is_kept_serves_its_own_document_only() -> None:
    """The class c0 of one document is not that of the next."""

    def height(size: int) -> float:
        html = PAGE.format('<b class="c0">H</b>').replace(
            "<style>", f"<style>.c0{{font-size:{size}pt}}"
        )
        with pypdfium2.PdfDocument(print_pdf(Markup(html), title="Thử", author="Đơn vị")) as pdf:
            _, bottom, _, top = pdf[0].get_textpage().get_charbox(0)
        return float(top - bottom)

    first, other, again = height(10), height(30), height(10)
    assert other == pytest.approx(3 * first, rel=0.02)
    assert again == first


def test_every_glyph_comes_from_the_one_family() -> None:
    family = f"Vanban-{faces().family}".replace(" ", "-")
    for name in ("spacing", "breaking", "tabs"):
        assert all(font.startswith(family) for font in fonts_of(made(SPECIMENS[name]())))


def test_a_run_in_another_family_is_set_in_the_one_family() -> None:
    document = blank()
    add(document, "Chữ Arial").runs[0].font.name = "Arial"
    assert len(fonts_of(made(saved(document)))) == 1


def test_a_character_without_a_glyph_is_named() -> None:
    document = blank()
    add(document, "Tên 漢 và 🙂")
    with pytest.raises(GlyphMissing, match="漢 🙂"):
        to_html(read(saved(document)))


def test_joiners_leave_no_trace_in_the_text() -> None:
    document = blank()
    add(document, "Số 15/QĐ-UBND ngày 3/4 năm 2019-2025, TT.05")
    text = page_text(made(saved(document)), 0)
    assert text.strip() == "Số 15/QĐ-UBND ngày 3/4 năm 2019-2025, TT.05"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.png",
        "file:///etc/hostname",
        "font:regular",
        "data:text/html;base64,AAAA",
        "data:image/svg+xml;base64,AAAA",
        "data:image/png;base64,AAAA",
        "picture:of another document",
    ],
)
def test_nothing_outside_the_document_is_read(url: str) -> None:
    with pytest.raises(_Forbidden):
        printed(f'<img src="{url}"/>')


def test_printing_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for make in SPECIMENS.values():
        made(make())
    assert not caplog.records


def test_threads_may_print_at_the_same_time() -> None:
    expected = printed("Cùng lúc")
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(printed("Cùng lúc"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_the_line_under_a_heading_stands_where_word_puts_it() -> None:
    document = blank()
    rule(add(document, "Độc lập - Tự do - Hạnh phúc", 1), 60, 18)
    with pypdfium2.PdfDocument(made(saved(document))) as pdf:
        objects = pdf[0].get_objects()
        [box] = [o.get_bounds() for o in objects if o.type == FPDF_PAGEOBJ_PATH]
    left, bottom, right, top = box
    middle = (595.3 + 85.05 - 56.7) / 2
    assert (left + right) / 2 == pytest.approx(middle, abs=0.5)
    assert right - left == pytest.approx(170.1, abs=1)
    assert 841.9 - (top + bottom) / 2 == pytest.approx(56.7 + 18, abs=0.5)


def test_notes_stand_under_a_short_line_and_not_under_a_black_box() -> None:
    page = Image.open(io.BytesIO(page_png(made(TEXT_SPECIMENS["footnotes"]()), 0, 600)))
    grey = page.convert("L")
    rows = [sum(grey.getpixel((x, y)) < 100 for x in range(grey.width)) for y in range(grey.height)]
    text_width = grey.width * 160 / 210

    # No line of type is half black; the line above the notes is a quarter of the text wide.
    assert max(rows) < text_width / 2
    assert any(text_width * 0.2 < row < text_width * 0.3 for row in rows)
