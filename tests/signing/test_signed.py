"""The way of a paper: the leader signs, văn thư numbers, the office signs; and what is true then.

Each kind, of 1, 2 and 12 pages. pyHanko says what every signature covers and whether what came
after it was allowed; poppler's `pdfsig` is the second opinion.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.signing import authority, drawn
from tests.signing.authority import Person
from tests.signing.made import KINDS, paper
from vanban.places import CO_QUAN, NGAY, NGUOI_KY, SO, THANG, Place
from vanban.signing.identity import open_pkcs12
from vanban.signing.images import SEAL, SIGNATURE, Image, check_image
from vanban.signing.number import write_number
from vanban.signing.sign import sign

GIVEN = {SO: "12", NGAY: "05", THANG: "3"}
MOMENT = authority.NOW
LEADER_PLACE = Place(NGUOI_KY, 0, 320, 120, 170, 85)
OFFICE_PLACE = Place(CO_QUAN, 0, 290, 110, 110, 110)


class Stages(NamedTuple):
    blank: bytes
    by_leader: bytes
    numbered: bytes
    by_office: bytes


def signed(pdf: bytes, field: str, person: Person, image: Image | None, place: Place) -> bytes:
    with open_pkcs12(person.pkcs12(), authority.PIN) as who:
        return sign(pdf, field, who, place=place, image=image, moment=MOMENT)


@cache
def stages(kind: str, pages: int, *, fields: str = "day_du", archive: bool = False) -> Stages:
    blank = paper(kind, pages, fields=fields, archive=archive)
    pen, seal = check_image(drawn.signature(), SIGNATURE), check_image(drawn.seal(), SEAL)
    by_leader = signed(blank, NGUOI_KY, authority.leader(), pen, LEADER_PLACE)
    numbered = write_number(by_leader, GIVEN)
    by_office = signed(numbered, CO_QUAN, authority.office(), seal, OFFICE_PLACE)
    return Stages(blank, by_leader, numbered, by_office)


def opinions(pdf: bytes) -> Mapping[str, object]:
    reader = PdfFileReader(io.BytesIO(pdf))
    context = ValidationContext(trust_roots=[authority.root().asn1()], allow_fetching=False)
    return {
        found.field_name: validate_pdf_signature(found, context)
        for found in reader.embedded_signatures
    }


@pytest.mark.parametrize("pages", [1, 2, 12])
@pytest.mark.parametrize("kind", KINDS)
def test_both_signatures_hold_and_only_what_is_allowed_came_between(kind: str, pages: int) -> None:
    made = stages(kind, pages)
    for shorter, longer in pairwise(made):
        assert longer.startswith(shorter), "what was signed or locked must stay, byte for byte"
    said = opinions(made.by_office)
    leader, office = said[NGUOI_KY], said[CO_QUAN]
    assert leader.bottom_line
    assert leader.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    assert leader.modification_level == ModificationLevel.FORM_FILLING
    assert leader.docmdp_ok
    assert office.bottom_line
    assert office.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert leader.signer_reported_dt == office.signer_reported_dt == MOMENT


@pytest.mark.parametrize("pages", [1, 2, 12])
@pytest.mark.parametrize("kind", KINDS)
def test_a_second_program_agrees(kind: str, pages: int, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(stages(kind, pages).by_office)
    _trust(tmp_path, authority.roots()[0])
    done = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{tmp_path}", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("Signature is Valid.") == 2, done.stdout + done.stderr
    assert done.stdout.count("Certificate is Trusted.") == 2, done.stdout
    assert "ETSI.CAdES.detached" in done.stdout
    assert "SHA-256" in done.stdout
    assert done.stdout.count("Total document signed") == 1
    assert re.search(r"Common Name: " + authority.LEADER, done.stdout)


def _trust(folder: Path, root: bytes) -> None:
    """A store of NSS, which pdfsig asks, with one root."""
    tool = ("certutil", "-d", f"sql:{folder}")
    subprocess.run([*tool, "-N", "--empty-password"], check=True)
    subprocess.run([*tool, "-A", "-n", "goc", "-t", "CT,C,C", "-a"], input=root, check=True)


def page_text(pdf: bytes) -> str:
    """What stands on page 1, with what stands in its fields, as poppler reads it."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"\s+", " ", done.stdout.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_number_and_day_read_as_printed(kind: str) -> None:
    made = stages(kind, 2)
    assert re.search(r"Số: ?12/[A-ZĐ]", page_text(made.numbered))
    assert re.search(r"ngày ?05 ?tháng ?3 ?năm 2026", page_text(made.numbered))
    assert not re.search(r"Số: ?12", page_text(made.by_leader))


def letters_of(pdf: bytes) -> list[tuple[str, float, float, str]]:
    """Every figure of the fields: what it is, its left edge, its baseline, its font."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for field in opened.Root.AcroForm.Fields:
            if field.FT != "/Tx":
                continue
            content = bytes(field.AP.N.read_bytes()).decode()
            x, y = map(float, re.search(r"([\d.]+) ([\d.]+) Td", content).groups())
            font = re.search(r"/(\w+) ([\d.]+) Tf", content)
            base = str(field.AP.N.Resources.Font[f"/{font[1]}"].BaseFont)
            left, bottom, *_ = map(float, field.Rect)
            found.append((str(field.T), left + x, bottom + y, f"{base} {font[2]}"))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_figures_stand_on_the_line_of_their_words_in_their_face(kind: str) -> None:
    pdf = stages(kind, 2).numbered
    where = {name: (x, y, font) for name, x, y, font in letters_of(pdf)}
    assert "Italic" not in where[SO][2]
    assert all("Italic" in where[name][2] for name in (NGAY, THANG))
    assert {font.split()[-1] for *_, font in where.values()} == {"13"}
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    for name, word in ((SO, "Số:"), (NGAY, "ngày"), (THANG, "tháng")):
        seeker = page.search(word)
        index, _ = seeker.get_next()
        left, *_ = page.get_charbox(index, loose=False)
        origin = pypdfium2.raw.c_double(), pypdfium2.raw.c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(page, index, *origin)
        assert where[name][1] == pytest.approx(origin[1].value, abs=0.05), "on one line"
        assert where[name][0] > left
        seeker.close()
    page.close()
    document.close()


def test_the_number_touches_what_follows_it() -> None:
    pdf = stages("ke_hoach", 2).numbered
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (so,) = [f for f in opened.Root.AcroForm.Fields if str(f.T) == SO]
        x = float(re.search(rb"([\d.]+) [\d.]+ Td", so.AP.N.read_bytes())[1])
        width = float(so.Rect[2]) - float(so.Rect[0])
        assert x + 13.0 == pytest.approx(width, abs=0.1), "two figures of 13 pt are 13 pt wide"
        assert int(so.Ff) & 1, "nobody types into it any more"


# -- what is seen ----------------------------------------------------------------------------------


def drawn_box(pdf: bytes, field: str) -> tuple[float, float, float, float] | None:
    """Where on its page the picture of a signature lies: left, bottom, width, height, pt."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (found,) = [f for f in opened.Root.AcroForm.Fields if str(f.T) == field]
        left, bottom, right, top = map(float, found.Rect)
        box = [float(edge) for edge in found.AP.N.BBox]
        assert box == pytest.approx([0, 0, right - left, top - bottom], abs=0.005), "not stretched"
        content = found.AP.N.read_bytes()
        numbers = re.search(rb"q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm", content)
        if numbers is None:
            return None
        width, height, x, y = map(float, numbers.groups())
        return left + x, bottom + y, width, height


MM = 72 / 25.4


@pytest.mark.parametrize("fields", ["day_du", "so_ngay"])
def test_the_seal_has_its_true_size_and_covers_a_third_of_the_signature(fields: str) -> None:
    pdf = stages("quyet_dinh_khen_thuong", 2, fields=fields).by_office
    pen, seal = drawn_box(pdf, NGUOI_KY), drawn_box(pdf, CO_QUAN)
    assert pen is not None
    assert seal is not None
    assert seal[2:] == pytest.approx((36 * MM, 36 * MM), abs=0.3)
    assert pen[2:] == pytest.approx((45 * MM, 18 * MM), abs=0.3)
    covered = (seal[0] + seal[2] - pen[0]) / pen[2]
    assert 0.2 < covered < 0.45
    assert seal[0] < pen[0], "on its left"


def test_nothing_is_drawn_but_the_picture() -> None:
    pdf = stages("ke_hoach", 1).by_office
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for field in opened.Root.AcroForm.Fields:
            if field.FT == "/Sig":
                assert "/Font" not in field.AP.N.Resources
                assert re.fullmatch(rb"q [\d. ]+ cm /Im Do Q", field.AP.N.read_bytes().strip())


def test_without_a_picture_the_place_stays_white() -> None:
    blank = paper("ke_hoach", 1)
    made = signed(blank, NGUOI_KY, authority.leader(), None, LEADER_PLACE)
    assert drawn_box(made, NGUOI_KY) is None
    assert opinions(made)[NGUOI_KY].bottom_line
    assert picture(made) == picture(blank)


def picture(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    pixels = bytes(page.render(scale=1, may_draw_forms=True).to_numpy().tobytes())
    page.close()
    document.close()
    return pixels


# -- an archive stays one --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_a_is_kept_through_all_stages(kind: str) -> None:
    made = stages(kind, 2, archive=True)
    with pikepdf.open(io.BytesIO(made.blank)) as first:
        info = dict(first.docinfo.items()) if first.docinfo else {}
        about = first.Root.Metadata.read_bytes()
    with pikepdf.open(io.BytesIO(made.by_office)) as last:
        assert (dict(last.docinfo.items()) if last.docinfo else {}) == info, "Info and XMP agree"
        assert last.Root.Metadata.read_bytes() == about
        assert b"pdfaid:part" in about
        assert last.pdf_version == "1.7"
        assert "/Version" not in last.Root or str(last.Root.Version) == "/1.7"
        assert "/NeedAppearances" not in last.Root.AcroForm
        assert "/XFA" not in last.Root.AcroForm
        assert last.Root.OutputIntents[0].S == "/GTS_PDFA1"
        for field in last.Root.AcroForm.Fields:
            assert int(field.F) & 0b100, "printed"
            assert not int(field.F) & 0b11, "neither hidden nor invisible"
            assert list(field.AP.keys()) == ["/N"]
            _check_fonts(field.AP.N)


def _check_fonts(form: pikepdf.Object) -> None:
    for font in form.Resources.get("/Font", {}).values():
        holder = font.DescendantFonts[0] if font.Subtype == "/Type0" else font
        assert "/FontFile2" in holder.FontDescriptor, "every font is in the file"
        assert "/ToUnicode" in font or font.Encoding == "/WinAnsiEncoding", "A-2u: letters known"


def test_the_same_holds_where_the_fields_are_made_at_signing() -> None:
    made = stages("ke_hoach", 2, fields="so_ngay", archive=True)
    said = opinions(made.by_office)
    assert all(each.bottom_line for each in said.values())
    assert said[NGUOI_KY].modification_level == ModificationLevel.FORM_FILLING
    with pikepdf.open(io.BytesIO(made.by_office)) as opened:
        for field in opened.Root.AcroForm.Fields:
            assert "/AP" in field
