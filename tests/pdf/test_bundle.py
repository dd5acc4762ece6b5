"""Many PDFs become one print file: whole, duplex-aware, small, and flat in memory."""

from __future__ import annotations

import io
import subprocess
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.pdf import pages
from vanban.pdf.bundle import NotBundled, bundle
from vanban.pdf.print import Printer
from vanban.pdf.sheet import Markup

_DAY = datetime(2026, 11, 21, tzinfo=UTC)
_ONE = "<html><head/><body><p>{text}</p></body></html>"
_TWO = "<html><head/><body><p>{text}</p><p style='break-before:page'>2 {text}</p></body></html>"


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer()


def paper(printer: Printer, text: str, markup: str = _ONE, *, archive: bool = False) -> bytes:
    """A paper with this text."""
    made = printer.print_paper(
        Markup(markup.format(text=text)), title=text, author="", created=_DAY, archive=archive
    )
    return made.pdf


def bundled(papers: list[bytes], *, duplex: bool = True) -> bytes:
    out = io.BytesIO()
    count = bundle(papers, out, duplex=duplex)
    assert count == pages.page_count(out.getvalue())
    return out.getvalue()


def texts(pdf: bytes) -> list[str]:
    return [pages.page_text(pdf, i).strip() for i in range(pages.page_count(pdf))]


def test_each_paper_begins_on_an_odd_page(printer: Printer) -> None:
    made = bundled([paper(printer, "An"), paper(printer, "Bình", _TWO), paper(printer, "Chi")])
    assert texts(made) == ["An", "", "Bình", "2 Bình", "Chi", ""]


def test_on_one_side_there_is_no_blank_page(printer: Printer) -> None:
    made = bundled([paper(printer, "An"), paper(printer, "Bình")], duplex=False)
    assert texts(made) == ["An", "Bình"]


def test_a_blank_page_has_the_size_of_its_paper(printer: Printer) -> None:
    wide = _ONE.replace("<head/>", "<head><style>@page{{size:A4 landscape}}</style></head>")
    with pikepdf.open(io.BytesIO(bundled([paper(printer, "An", wide)]))) as made:
        boxes = [[round(float(n)) for n in page.mediabox] for page in made.pages]
    assert boxes == [[0, 0, 842, 595]] * 2


def test_letters_of_all_papers_are_in_one_font(printer: Printer) -> None:
    names = ["Nguyễn Thị Ánh", "Đặng Thùy Trâm", "Vũ Quỳnh Hương", "Phạm Ngọc Thạch"]
    made = bundled([paper(printer, name) for name in names], duplex=False)
    assert texts(made) == names
    with pikepdf.open(io.BytesIO(made)) as opened:
        files = {
            font.DescendantFonts[0].FontDescriptor.FontFile2.objgen
            for page in opened.pages
            for font in page.obj.Resources.Font.values()
        }
    assert len(files) == 1


def test_a_page_looks_as_it_did(printer: Printer) -> None:
    papers = [paper(printer, name) for name in ("Lê Ổn", "Ngô Quý Ỷ", "Mỹ Ỡ")]
    made = bundled(papers, duplex=False)
    for i, single in enumerate(papers):
        assert pages.page_png(made, i, 700) == pages.page_png(single, 0, 700)


def test_what_is_shared_is_written_once(printer: Printer) -> None:
    one, many = (
        len(bundled([paper(printer, f"Số {i}", archive=True) for i in range(n)])) for n in (10, 40)
    )
    # A page of one line, its object and its place in the table: the colour profile alone has 2 kB.
    assert (many - one) / 30 < 800


def test_the_same_papers_give_the_same_bytes(printer: Printer) -> None:
    papers = [paper(printer, "An"), paper(printer, "Bình")]
    assert bundled(papers) == bundled(papers)


def test_qpdf_finds_nothing_wrong(printer: Printer, tmp_path: Path) -> None:
    file = tmp_path / "in.pdf"
    file.write_bytes(bundled([paper(printer, f"Số {i}") for i in range(130)]))
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_memory_does_not_grow_with_the_papers(printer: Printer) -> None:
    class Nowhere(io.RawIOBase):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            return len(data)

    different = [paper(printer, f"Quyết định {i} {chr(0x1EA0 + i)}") for i in range(40)]

    def peak(count: int) -> int:
        tracemalloc.start()
        bundle((different[i % 40] for i in range(count)), Nowhere())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    few, many = peak(100), peak(1000)
    assert many < few * 1.3 + 100_000


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyỵỷỹẶẾỘỮ ", min_size=1), max_size=5))
def test_any_text_comes_back(printer: Printer, names: list[str]) -> None:
    said = [" ".join(name.split()) for name in names]
    made = bundled([paper(printer, name) for name in said], duplex=False) if said else None
    assert made is None or [" ".join(t.split()) for t in texts(made)] == said


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(NotBundled):
        bundle([data], io.BytesIO())


def test_nothing_gives_a_file_without_pages() -> None:
    out = io.BytesIO()
    assert bundle([], out) == 0
    with pikepdf.open(io.BytesIO(out.getvalue())) as opened:
        assert len(opened.pages) == 0
