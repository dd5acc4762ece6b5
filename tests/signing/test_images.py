"""Pictures of signatures and seals: what is taken, what is refused and why."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo

from tests.signing import drawn
from vanban.signing import images
from vanban.signing.images import SEAL, SIGNATURE, ImageRefused, check_image, planes


def refusal(png: bytes, kind: str, width_mm: float | None = None) -> str:
    with pytest.raises(ImageRefused) as caught:
        check_image(png, kind, width_mm=width_mm)
    (problem,) = caught.value.problems
    assert problem.sentence
    return problem.code


def test_a_signature_and_a_seal_have_their_true_size() -> None:
    pen = check_image(drawn.signature(45, 18), SIGNATURE)
    assert (pen.width_mm, pen.height_mm) == pytest.approx((45, 18), abs=0.1)
    seal = check_image(drawn.seal(36), SEAL)
    assert (seal.width_mm, seal.height_mm) == pytest.approx((36, 36), abs=0.1)


def test_the_office_says_the_size_where_the_file_does_not() -> None:
    assert refusal(drawn.seal(36, dpi=None), SEAL) == "image_no_size"
    seal = check_image(drawn.seal(36, dpi=None), SEAL, width_mm=38)
    assert (seal.width_mm, seal.height_mm) == pytest.approx((38, 38))


def test_what_the_office_says_wins_over_the_file() -> None:
    assert check_image(drawn.signature(45, 18), SIGNATURE, width_mm=60).height_mm == (
        pytest.approx(24, abs=0.1)
    )


def test_nothing_of_the_file_is_kept_but_its_points() -> None:
    note = PngInfo()
    note.add_text("Author", "Nguyễn Văn A")
    note.add_itxt("XML:com.adobe.xmp", "<x/>")
    out = io.BytesIO()
    with Picture.open(io.BytesIO(drawn.seal())) as picture:
        picture.save(out, "PNG", pnginfo=note, dpi=(300, 300), icc_profile=b"profile")
    made = check_image(out.getvalue() + b"after the end", SEAL).png
    assert {name for name, _ in images._chunks(made)} == {b"IHDR", b"IDAT", b"IEND"}
    with Picture.open(io.BytesIO(made)) as clean, Picture.open(io.BytesIO(drawn.seal())) as given_:
        assert clean.mode == "RGBA"
        assert clean.tobytes() == given_.tobytes()


def test_too_many_points_are_thinned_to_what_paper_shows() -> None:
    fine = check_image(drawn.seal(36, dpi=1200), SEAL)
    with Picture.open(io.BytesIO(fine.png)) as picture:
        assert picture.width == pytest.approx(36 / 25.4 * 600, abs=2)
    assert fine.width_mm == pytest.approx(36, abs=0.1)


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA"])
def test_palettes_and_other_modes_are_read(mode: str) -> None:
    out = io.BytesIO()
    with Picture.open(io.BytesIO(drawn.signature())) as picture:
        if mode == "LA":
            picture.convert("LA").save(out, "PNG", dpi=(300, 300))
            assert refusal(out.getvalue(), SIGNATURE) == "image_colour"
            return
        changed = picture.quantize(16) if mode == "P" else picture
        changed.save(out, "PNG", dpi=(300, 300))
    assert check_image(out.getvalue(), SIGNATURE).width_mm == pytest.approx(45, abs=0.1)


def jpeg() -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (400, 400), (200, 0, 0)).save(out, "JPEG")
    return out.getvalue()


def opaque(ground: tuple[int, int, int, int]) -> bytes:
    out = io.BytesIO()
    with Picture.open(io.BytesIO(drawn.seal(ground=ground))) as picture:
        picture.convert("RGB").save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def empty() -> bytes:
    out = io.BytesIO()
    Picture.new("RGBA", (425, 425), drawn.CLEAR).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def huge() -> bytes:
    """A head that promises 40 000 × 40 000 points."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 40_000, 40_000, 8, 6, 0, 0, 0)
    block = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + block + drawn.seal()[33:]


@pytest.mark.parametrize(
    ("png", "kind", "code"),
    [
        (b"", SEAL, "image_not_png"),
        (b"\x89PNG\r\n\x1a\n", SEAL, "image_not_png"),
        (jpeg(), SEAL, "image_not_png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", SEAL, "image_not_png"),
        (drawn.seal()[:-400], SEAL, "image_damaged"),
        (drawn.seal().replace(b"IDAT", b"IDAX", 1), SEAL, "image_damaged"),
        (huge(), SEAL, "image_points"),
        (drawn.seal() + b"\0" * (4 << 20), SEAL, "image_large"),
        (opaque(drawn.WHITE), SEAL, "image_opaque"),
        (drawn.seal(ground=drawn.WHITE), SEAL, "image_opaque"),
        (empty(), SEAL, "image_empty"),
        (drawn.seal(colour=drawn.BLACK), SEAL, "image_colour"),
        (drawn.seal(colour=drawn.BLUE), SEAL, "image_colour"),
        (drawn.signature(colour=drawn.RED), SIGNATURE, "image_colour"),
        (drawn.signature(colour=drawn.BLACK), SIGNATURE, "image_colour"),
        (drawn.signature(160, 40), SIGNATURE, "image_size"),
        (drawn.seal(90), SEAL, "image_size"),
        (drawn.seal(36, dpi=60), SEAL, "image_coarse"),
    ],
)
def test_each_fault_has_its_own_sentence(png: bytes, kind: str, code: str) -> None:
    assert refusal(png, kind) == code


def test_a_white_ground_with_clear_corners_is_seen() -> None:
    with Picture.open(io.BytesIO(drawn.seal())) as picture:
        ground = Picture.new("RGBA", picture.size, drawn.CLEAR)
        sheet = Picture.new("RGBA", (picture.width - 60, picture.height - 60), drawn.WHITE)
        ground.paste(sheet, (30, 30))
        ground.alpha_composite(picture)
    out = io.BytesIO()
    ground.save(out, "PNG", dpi=(300, 300))
    assert refusal(out.getvalue(), SEAL) == "image_white"


def test_the_sentence_says_what_was_found() -> None:
    with pytest.raises(ImageRefused) as caught:
        check_image(drawn.seal(colour=drawn.BLACK), SEAL)
    said = caught.value.problems[0].sentence
    assert "con dấu" in said
    assert "màu đỏ" in said
    assert "đen hoặc xám" in said


def test_the_points_come_apart_for_the_pdf() -> None:
    made = planes(check_image(drawn.seal(), SEAL))
    assert len(zlib.decompress(made.rgb)) == made.width * made.height * 3
    assert len(zlib.decompress(made.opacity)) == made.width * made.height


@given(st.binary(max_size=300), st.integers(0, 40), st.sampled_from([SEAL, SIGNATURE]))
def test_any_bytes_are_taken_or_refused(noise: bytes, at: int, kind: str) -> None:
    whole = drawn.seal(20, dpi=100)
    for png in (noise, whole[: at * 8] + noise + whole[at * 8 :], whole[:at] + noise):
        with suppress(ImageRefused):
            check_image(png, kind)
