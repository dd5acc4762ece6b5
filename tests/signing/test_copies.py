"""Copies and attachments: what a scan must be, and what stands in ô 14."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.signing import authority
from tests.signing.made import paper
from tests.signing.scans import scan
from tests.signing.test_signed import opinions
from vanban.signing.append import PdfRefused
from vanban.signing.copies import (
    FORMS,
    SAO_Y,
    TRICH_SAO,
    check_scan,
    corner,
    sign_attachment,
    sign_copy,
    time_text,
)
from vanban.signing.hostile import LARGEST_MB
from vanban.signing.identity import open_pkcs12

MOMENT = datetime(2026, 3, 5, 7, 20, 43, tzinfo=UTC)
AGENCY = "Ủy ban nhân dân phường Hòa Bình"
MM = 72 / 25.4


def copied(pdf: bytes, form: str = SAO_Y, agency: str = AGENCY) -> bytes:
    with open_pkcs12(authority.office().pkcs12(), authority.PIN) as who:
        return sign_copy(pdf, form, agency, who, moment=MOMENT)


def refusal(pdf: bytes) -> tuple[str, str]:
    with pytest.raises(PdfRefused) as caught:
        check_scan(pdf)
    (problem,) = caught.value.problems
    return problem.code, problem.sentence


def corner_text(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def test_the_time_is_told_as_the_decree_says() -> None:
    assert time_text(MOMENT) == "05/03/2026; 14:20:43 +07:00"


@pytest.mark.parametrize("form", FORMS)
def test_a_scan_becomes_a_copy(form: str) -> None:
    blank = scan()
    made = copied(blank, form)
    assert made.startswith(blank)
    assert corner_text(made) == f"{form} {AGENCY} 05/03/2026; 14:20:43 +07:00"
    (said,) = opinions(made).values()
    assert said.bottom_line
    assert said.signer_reported_dt == MOMENT


def test_an_attachment_tells_its_number() -> None:
    pdf = paper("ke_hoach", 2, fields="khong")
    with open_pkcs12(authority.office().pkcs12(), authority.PIN) as who:
        made = sign_attachment(pdf, "12/KH-UBND", who, moment=MOMENT)
    assert made.startswith(pdf)
    assert "Số: 12/KH-UBND; 05/03/2026; 14:20:43 +07:00" in corner_text(made)
    assert all(said.bottom_line for said in opinions(made).values())


def test_letters_are_ten_points_black_upright_and_in_the_file() -> None:
    with pikepdf.open(io.BytesIO(copied(scan()))) as made:
        (field,) = made.Root.AcroForm.Fields
        form = field.AP.N
        content = form.read_bytes()
        assert b"0 g /F 10 Tf" in content
        assert list(form.Resources.keys()) == ["/Font"], "no picture"
        font = form.Resources.Font["/F"]
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert int(descriptor.ItalicAngle) == 0
        assert "Bold" not in str(font.BaseFont)
        assert "Italic" not in str(font.BaseFont)
        program = descriptor.FontFile2.read_bytes()
        assert 2_000 < len(program) < 40_000, "only the letters that are used"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("edge", [(0, 0), (30, -40)])
def test_it_stands_in_the_upper_right_corner_however_the_page_is_turned(
    turn: int, edge: tuple[float, float]
) -> None:
    made = copied(scan(turn=turn, corner=edge))
    document = pypdfium2.PdfDocument(made)
    document.init_forms()
    page = document[0]
    shown = page.render(scale=2, may_draw_forms=True).to_pil().convert("L")
    page.close()
    document.close()
    assert shown.width < shown.height, "read upright"
    width, height = (side / 2 for side in shown.size)
    top = shown.crop((0, 0, shown.width, round(20 * MM * 2)))
    box = top.point(lambda value: 255 if value < 60 else 0).getbbox()
    assert box is not None
    left, upper, right, lower = (side / 2 for side in box)
    assert left > width / 2, "in the right half"
    assert width - 17 * MM < right < width - 14 * MM
    assert upper > 5 * MM
    assert lower < 20 * MM, "in the top margin"
    assert right - left > lower - upper, "lines run across"
    assert height > width


def test_a_long_name_breaks_between_words() -> None:
    long = "Ủy ban nhân dân xã " + "Thượng Hòa Bình Trung Hưng " * 4
    made = copied(scan(), TRICH_SAO, long.strip())
    assert corner_text(made).startswith(f"{TRICH_SAO} Ủy ban nhân dân xã Thượng")
    place = corner(scan(), (TRICH_SAO, long.strip(), time_text(MOMENT)))
    assert place.height > corner(scan(), (TRICH_SAO, "x", "y")).height
    assert place.top == pytest.approx(841.8898 - 6 * MM, abs=0.1)


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pdf", "code", "said"),
    [
        (scan(dpi=150), "scan_coarse", "150 dpi"),
        (scan(dpi=150, strips=4), "scan_coarse", "150 dpi"),
        (scan(colour=False), "scan_grey", "Trang 1"),
        (scan(version="1.3"), "scan_version", "1.4"),
        (b"", "pdf_unreadable", ""),
        (b"%PDF-1.7\n" + b"x" * 500, "pdf_unreadable", ""),
        (scan()[:3000], "pdf_unreadable", ""),
    ],
)
def test_each_fault_of_a_scan_has_its_own_sentence(pdf: bytes, code: str, said: str) -> None:
    found, sentence = refusal(pdf)
    assert found == code
    assert said in sentence


def test_a_page_that_is_no_picture_is_no_scan() -> None:
    found, sentence = refusal(paper("ke_hoach", 1, fields="khong"))
    assert found == "scan_no_picture"
    assert "Trang 1" in sentence


def test_a_good_scan_passes() -> None:
    for good in (scan(), scan(dpi=300, strips=6), scan(turn=90), scan(pages=3), scan(dpi=198)):
        check_scan(good)


def test_a_scan_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="", owner="bi mat"))
    assert refusal(out.getvalue())[0] == "pdf_encrypted"


def test_one_page_that_is_no_picture_among_many_is_found() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(pages=3))) as opened:
        opened.pages[1].Contents = opened.make_stream(b"BT ET")
        opened.save(out)
    code, sentence = refusal(out.getvalue())
    assert code == "scan_no_picture"
    assert "Trang 2" in sentence


def test_a_scan_with_its_text_under_it_passes() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan())) as opened:
        drawn = opened.pages[0].Contents.read_bytes()
        hidden = b"BT /F1 9 Tf 3 Tr 72 700 Td (/Im0 Do q q Q 1 0 0 1 0 0 cm) Tj ET "
        opened.pages[0].Contents = opened.make_stream(hidden + drawn)
        opened.save(out)
    check_scan(out.getvalue())


def test_a_mask_over_a_coarse_picture_counts_by_the_mask() -> None:
    """Scanners that save room put black letters, fine, over a coloured ground, coarse."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(dpi=80))) as ground:
        page = ground.pages[0]
        width, height = 2480, 3508
        mask = ground.make_stream(
            bytes(width // 8 * height), Width=width, Height=height, ImageMask=True
        )
        mask.Type, mask.Subtype, mask.BitsPerComponent = (
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
            1,
        )
        page.Resources.XObject["/Mask"] = mask
        more = b"q 595.2756 0 0 841.8898 0 0 cm /Mask Do Q"
        page.Contents = ground.make_stream(page.Contents.read_bytes() + more)
        ground.save(out)
    check_scan(out.getvalue())


def test_ninety_megabytes_are_refused_before_anything_is_read() -> None:
    code, sentence = refusal(b"%PDF-1.4" + bytes(90 << 20))
    assert code == "scan_large"
    assert "91 MB" in sentence
    assert "50 MB" in sentence


_MEASURE = """
import resource, sys
from tests.signing import authority
from tests.signing.scans import scan
from tests.signing.test_copies import copied
pdf = scan(pages=30, padding=45 << 20)
copied(scan())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = copied(pdf)
print(len(pdf), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_the_largest_scan_is_signed_within_what_a_server_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    size, grown = map(int, done.stdout.split())
    assert 45 << 20 < size < LARGEST_MB << 20
    assert grown * 1024 < 4 * size, f"{grown / 1024:.0f} MB more for a file of {size >> 20} MB"
