"""Where a PDF is filled: ours tell it, others are read; the words of the page are the judge."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from benchmarks import field_places
from tests.pdf.made import made
from vanban import agency
from vanban.pdf import places
from vanban.pdf.pages import PdfUnreadable
from vanban.places import LABELS, TEXTS
from vanban.service import Service, open_service

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


@pytest.fixture(scope="module")
def plan(service: Service) -> bytes:
    raw = json.loads((EXAMPLES / "can-tho-119" / "ke_hoach.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return service.produce("ke_hoach", raw | {"so": "", "ngay": ""}, office, TODAY).pdf


def changed(pdf: bytes, **catalog: Any) -> bytes:
    """The PDF with other entries in its catalog; None takes one away."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name, value in catalog.items():
            if value is None:
                del opened.Root[f"/{name}"]
            else:
                opened.Root[f"/{name}"] = value
        opened.save(out)
    return out.getvalue()


def test_every_field_is_where_the_words_of_its_page_say(service: Service, tmp_path: Path) -> None:
    """The same as `python -m benchmarks.field_places`, for a few papers of every kind."""
    for far in field_places.measure(service, list(field_places.papers(9)), tmp_path):
        far.pop("trang")
        assert set(far) == {"So", "Ngay", "Thang", "NguoiKy", "CoQuan"}
        assert max(far.values()) <= 0.1, "mm"


def test_a_file_of_ours_tells_its_places(plan: bytes) -> None:
    told = places.look(plan)
    assert told.way == places.BY_FILE
    assert [place.name for place in told.places] == list(LABELS)
    so = told.places[0]
    assert (so.page, so.size, so.italic) == (0, 13.0, False)
    assert told.places[1].italic


def test_a_file_that_tells_nothing_is_read_and_gives_the_same(plan: bytes) -> None:
    told = places.look(changed(plan, PieceInfo=None))
    assert told.way == places.BY_TEXT
    for found, known in zip(told.places, places.look(plan).places, strict=True):
        assert (found.name, found.page, found.italic) == (known.name, known.page, known.italic)
        for edge in ("x", "y", "right", "top", "size", "baseline"):
            assert getattr(found, edge) == pytest.approx(getattr(known, edge), abs=0.3)


def test_dots_to_write_on_are_a_blank_as_spaces_are() -> None:
    document = docx.Document()
    document.add_paragraph("Số: ……/KH-UBND")
    document.add_paragraph("Huế, ngày ..... tháng ..... năm 2026")
    data = io.BytesIO()
    document.save(data)
    told = places.look(made(data.getvalue()))
    assert [place.name for place in told.places] == [*TEXTS, "Sao"]
    assert all(place.width > 10 for place in told.places)


@pytest.mark.parametrize(
    "piece",
    [
        pikepdf.Dictionary(),
        pikepdf.Dictionary(Vanban=pikepdf.Dictionary(Private=pikepdf.Dictionary(Places=7))),
        pikepdf.Dictionary(
            Vanban=pikepdf.Dictionary(
                Private=pikepdf.Dictionary(
                    Places=[pikepdf.Dictionary(Name=pikepdf.Name.So, Page=99, Rect=[0, 0, 9, 9])]
                )
            )
        ),
        pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.Dictionary())),
    ],
)
def test_data_that_says_nothing_is_as_good_as_none(plan: bytes, piece: pikepdf.Object) -> None:
    assert places.look(changed(plan, PieceInfo=piece)).way == places.BY_TEXT


def test_a_page_that_is_no_paper_of_an_office_has_no_places() -> None:
    document = docx.Document()
    document.add_paragraph("Ngày mai trời nắng.")
    data = io.BytesIO()
    document.save(data)
    assert places.places(made(data.getvalue())) == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(PdfUnreadable):
        places.look(data)


def test_a_program_reads_both_units_from_their_own_corners(plan: bytes) -> None:
    told = places.look(plan)
    so = told.data()[0]
    assert (so["ten"], so["la"], so["trang"]) == ("So", "Số của văn bản", 1)
    height = told.paper[0][1]
    down = (height - so["pt"]["y"] - so["pt"]["cao"]) * 25.4 / 72
    assert so["mm"]["tren"] == pytest.approx(down, abs=0.02)
    assert so["mm"]["trai"] == pytest.approx(so["pt"]["x"] * 25.4 / 72, abs=0.02)
    assert json.loads(json.dumps(told.data())) == told.data()
