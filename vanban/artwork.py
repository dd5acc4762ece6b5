"""Pictures that an office gives for its giấy khen: an uploaded PNG or JPEG → a clean PNG.

A frame has the shape of A4 landscape; an emblem is set in the middle of a square. In: bytes nobody
has vouched for. Out: a picture written anew from its points alone, on white ground, no larger than
paper can show. Raises Refused with a sentence for what cannot be used.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from vanban.problems import Problem, Refused

FRAME: Final = "khung"
EMBLEM: Final = "bieu_trung"
LARGEST_FILE: Final = 8 << 20
_MOST_PX: Final = 6000
# Longest side kept: 210 points an inch across A4, 600 across an emblem of 19 mm. Least: half.
_KEPT_PX: Final = {FRAME: 2480, EMBLEM: 450}
_LEAST_PX: Final = {FRAME: 1240, EMBLEM: 200}
_A4: Final = 297 / 210
_OFF: Final = 0.02  # what a scan may be off the shape
_HEADS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def clean(data: bytes, kind: str) -> bytes:
    """kind: FRAME or EMBLEM. Raises Refused: no PNG or JPEG, damaged, too large, too coarse, or a
    frame that is no A4 landscape."""
    if not data.startswith(_HEADS):
        raise Refused(Problem("award_picture_kind", kind))
    if len(data) > LARGEST_FILE:
        raise _too_large(kind)
    picture = _read(data, kind)
    told = {"width": picture.width, "height": picture.height}
    if max(picture.size) < _LEAST_PX[kind]:
        raise Refused(Problem("award_picture_small", kind, told | {"least": _LEAST_PX[kind]}))
    most = _KEPT_PX[kind]
    if kind == FRAME:
        if abs(picture.width / picture.height / _A4 - 1) > _OFF:
            raise Refused(Problem("award_picture_shape", kind, told))
        size = (most, round(most / _A4))
        kept = picture.resize(size, Picture.Resampling.LANCZOS) if picture.width > most else picture
    else:
        kept = ImageOps.pad(picture, (most, most), Picture.Resampling.LANCZOS, color="white")
    out = io.BytesIO()
    Picture.frombytes("RGB", kept.size, kept.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_large(kind: str) -> Refused:
    told = {"limit": LARGEST_FILE >> 20, "points": _MOST_PX}
    return Refused(Problem("award_picture_large", kind, told))


def _read(data: bytes, kind: str) -> Picture.Image:
    """The points on white ground, the right way up."""
    try:
        with Picture.open(io.BytesIO(data), formats=("PNG", "JPEG")) as found:
            if max(found.size) > _MOST_PX:  # asked before anything is unpacked
                raise _too_large(kind)
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow says SyntaxError of a PNG whose blocks are damaged.
        raise Refused(Problem("award_picture_damaged", kind)) from error
    ground = Picture.new("RGBA", upright.size, "white")
    return Picture.alpha_composite(ground, upright).convert("RGB")
