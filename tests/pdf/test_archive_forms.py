"""PDF/A-2 of papers that are still to be filled and signed, by a checker that is not ours.

pikepdf's checker knows the rules of veraPDF's profile for PDF/A-2b, and approves nothing that it
does not know. It does not know forms and page-piece data, which ISO 19005-2 allows, nor empty lists
of patterns: these are taken away before it looks. What it cannot say of forms is held in
test_fields.py, and the typefaces of the fields are shown to it on a page.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from vanban import agency
from vanban.service import Service, open_service

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "can-tho-119"
KINDS = ("ke_hoach", "bao_cao_so_ket", "quyet_dinh_khen_thuong")
# Part 2 at level U is level B, and every letter has its Unicode besides (ISO 19005-2, 5.2).
LEVEL_U = "pdfaid:conformance is 'U', expected 'B'"


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


def paper(service: Service, kind: str, chosen: str, *, archive: bool = True) -> bytes:
    raw = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    office = replace(office, truong_ky=chosen, pdf_luu_tru=archive)
    return service.produce(kind, raw | {"so": "", "ngay": ""}, office, date(2026, 11, 21)).pdf


def bare(pdf: pikepdf.Pdf) -> None:
    """Take away what the checker does not know."""
    for name in ("/AcroForm", "/PieceInfo"):
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        if "/Annots" in page:
            assert all(note.Subtype == "/Widget" for note in page.Annots)
            del page.Annots
        for name in ("/Pattern", "/Shading"):
            if name in page.Resources and not page.Resources[name].keys():
                del page.Resources[name]


def findings(pdf: pikepdf.Pdf) -> set[str]:
    bare(pdf)
    return {found.message for found in pdfa.check(pdf, pdfa.Flavour.PDFA_2B).findings}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chosen", ["khong", "day_du"])
def test_an_archive_file_is_pdfa_2_with_and_without_empty_fields(
    service: Service, kind: str, chosen: str
) -> None:
    with pikepdf.open(io.BytesIO(paper(service, kind, chosen))) as pdf:
        assert findings(pdf) == {LEVEL_U}


def test_the_checker_sees_a_file_that_is_none(service: Service) -> None:
    with pikepdf.open(io.BytesIO(paper(service, "ke_hoach", "khong", archive=False))) as pdf:
        assert findings(pdf) - {LEVEL_U}


@pytest.mark.parametrize("wrong", [0, 40])
def test_what_a_field_will_write_is_pdfa_2_too(service: Service, wrong: int) -> None:
    """The faces of the fields, set to work on the page as a filled number will."""
    with pikepdf.open(io.BytesIO(paper(service, "ke_hoach", "so_ngay"))) as pdf:
        page = pdf.pages[0]
        faces = dict(pdf.Root.AcroForm.DR.Font.items())
        assert len(faces) == 2
        page.Resources = pikepdf.Dictionary(dict(page.Resources.items()))
        page.Resources.Font = pikepdf.Dictionary({**dict(page.Resources.Font.items()), **faces})
        shown = page.Contents.read_bytes()
        for name, face in faces.items():
            face.Widths = [width + wrong for width in face.Widths]
            shown += b"\nBT %b 13 Tf 100 300 Td (0123456789 /-.) Tj ET" % name.encode()
        page.Contents = pdf.make_stream(shown)
        found = findings(pdf) - {LEVEL_U}
    assert bool(found) is bool(wrong)
    assert all("glyph widths" in each for each in found)
