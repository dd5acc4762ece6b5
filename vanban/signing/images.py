"""Pictures of a signature and of a seal: an uploaded PNG → checked, clean, with its true size.

Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7.d and II.8.a: the signature blue, the seal red and as large
as the seal is, both PNG with a transparent ground. In: bytes nobody has vouched for. Out: an
`Image`, written anew from its points alone, so nothing hides in it.
"""

from __future__ import annotations

import colorsys
import io
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from vanban.problems import Problem, Refused

SIGNATURE: Final = "chu_ky"
SEAL: Final = "con_dau"
_NAMES: Final = {SIGNATURE: "chữ ký", SEAL: "con dấu"}
_COLOURS: Final = {SIGNATURE: "xanh", SEAL: "đỏ"}
# Least and greatest width and height. A round seal is 20 to 42 mm wide; a signature must fit
# between chức vụ and họ tên.
_SIZES_MM: Final = {
    SIGNATURE: ((10.0, 90.0), (5.0, 60.0)),
    SEAL: ((18.0, 60.0), (18.0, 60.0)),
}
_LARGEST_FILE: Final = 3 << 20
_MOST_PX: Final = 4000
# Ink looks ragged on paper below; above it only makes every paper larger.
_LEAST_DPI: Final = 100
_MOST_DPI: Final = 600
_LOOKED_AT_PX: Final = 200
_INK: Final = 128
_PAPER: Final = 225
_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_MM: Final = 25.4


class ImageRefused(Refused):
    """The picture cannot stand for a signature or a seal."""


@dataclass(frozen=True, slots=True)
class Image:
    """A checked picture. png: 8 bits RGBA, without metadata. Sizes as they will be on paper."""

    png: bytes
    width_mm: float
    height_mm: float


def _refuse(code: str, kind: str, **data: object) -> ImageRefused:
    return ImageRefused(Problem(code, data={"picture": _NAMES[kind], **data}))


def check_image(png: bytes, kind: str, *, width_mm: float | None = None) -> Image:
    """An uploaded picture → checked and clean.

    kind: SIGNATURE or SEAL. width_mm: the true width where the office has measured it; the height
    follows. Else the resolution in the file (pHYs) says it. Raises ImageRefused: no PNG, damaged,
    too large, no transparency, a white ground, the wrong colour, no size or a size out of range.
    """
    width, height = _frame(png, kind)
    size = _true_size(png, kind, width, height, width_mm)
    picture = _read(png, kind)
    _check_ground(picture, kind)
    _check_colour(picture, kind)
    return Image(_written(picture, size), *size)


# -- the file --------------------------------------------------------------------------------------


def _frame(png: bytes, kind: str) -> tuple[int, int]:
    """Width and height in points, read before anything is unpacked."""
    if not png.startswith(_HEAD) or png[12:16] != b"IHDR" or len(png) < 33:
        raise _refuse("image_not_png", kind)
    if len(png) > _LARGEST_FILE:
        raise _refuse("image_large", kind, limit=_LARGEST_FILE >> 20)
    width, height = struct.unpack(">II", png[16:24])
    if not (0 < width <= _MOST_PX and 0 < height <= _MOST_PX):
        raise _refuse("image_points", kind, limit=_MOST_PX)
    return width, height


def _read(png: bytes, kind: str) -> Picture.Image:
    # Asked here, because WeasyPrint tells Pillow to be content with half a file.
    if b"IEND" not in (name for name, _ in _chunks(png)):
        raise _refuse("image_damaged", kind)
    try:
        with Picture.open(io.BytesIO(png), formats=("PNG",)) as picture:
            if not picture.has_transparency_data:
                raise _refuse("image_opaque", kind)
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow says SyntaxError of a PNG whose blocks are damaged.
        raise _refuse("image_damaged", kind) from error


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The blocks of the file, up to the first that is damaged."""
    at = len(_HEAD)
    while at + 12 <= len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        end = at + 8 + length
        if png[end : end + 4] != struct.pack(">I", zlib.crc32(png[at + 4 : end])):
            return
        yield name, png[at + 8 : end]
        at = end + 4


def _true_size(
    png: bytes, kind: str, width: int, height: int, width_mm: float | None
) -> tuple[float, float]:
    if width_mm is None:
        across, down = _points_per_mm(png, kind)
        size = (width / across, height / down)
    else:
        size = (width_mm, width_mm * height / max(width, 1))
    for length, (least, most) in zip(size, _SIZES_MM[kind], strict=True):
        if not least <= length <= most:
            raise _refuse("image_size", kind, width=_plain(size[0]), height=_plain(size[1]))
    if width / size[0] * _MM < _LEAST_DPI:
        raise _refuse("image_coarse", kind, limit=_LEAST_DPI)
    return size


def _plain(mm: float) -> str:
    return f"{mm:.1f}".removesuffix(".0").replace(".", ",")


def _points_per_mm(png: bytes, kind: str) -> tuple[float, float]:
    for name, data in _chunks(png):
        if name == b"IDAT":
            break
        if name == b"pHYs" and len(data) == 9:
            across, down, unit = struct.unpack(">IIB", data)
            if unit == 1 and across and down:
                return across / 1000, down / 1000
    raise _refuse("image_no_size", kind)


def _written(picture: Picture.Image, size: tuple[float, float]) -> bytes:
    most = round(size[0] / _MM * _MOST_DPI)
    if picture.width > most:
        picture = picture.resize(
            (most, max(1, round(picture.height * most / picture.width))), Picture.Resampling.LANCZOS
        )
    out = io.BytesIO()
    clean = Picture.frombytes("RGBA", picture.size, picture.tobytes())
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


# -- what it looks like ----------------------------------------------------------------------------


def _points(picture: Picture.Image) -> list[tuple[int, int, int, int]]:
    """Some of the points, as red, green, blue, opacity."""
    small = picture.copy()
    small.thumbnail((_LOOKED_AT_PX, _LOOKED_AT_PX), Picture.Resampling.NEAREST)
    data = small.tobytes()
    return list(zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True))


def _check_ground(picture: Picture.Image, kind: str) -> None:
    points = _points(picture)
    clear = sum(1 for *_, opacity in points if opacity < _INK)
    paper = sum(1 for r, g, b, a in points if a >= _INK and min(r, g, b) >= _PAPER)
    ink = len(points) - clear - paper
    if clear < len(points) * 0.1:
        raise _refuse("image_opaque", kind)
    if paper > ink:
        raise _refuse("image_white", kind)
    if ink < len(points) * 0.002:
        raise _refuse("image_empty", kind)


def _check_colour(picture: Picture.Image, kind: str) -> None:
    seen: Counter[str] = Counter()
    for red, green, blue, opacity in _points(picture):
        if opacity >= _INK and min(red, green, blue) < _PAPER:
            seen[_colour(red, green, blue)] += opacity
    found, weight = seen.most_common(1)[0]
    if found != _COLOURS[kind] or weight < seen.total() * 0.7:
        wanted = _COLOURS[kind]
        others = [name for name, _ in seen.most_common() if name != wanted]
        raise _refuse("image_colour", kind, wanted=wanted, found=others[0])


def _colour(red: int, green: int, blue: int) -> str:
    """What people call a colour, as far as it matters here."""
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if saturation < 0.25 or value < 0.2:
        return "đen hoặc xám"
    degrees = hue * 360
    if degrees < 20 or degrees >= 325:
        return "đỏ"
    return "xanh" if 185 <= degrees < 275 else "khác"


# -- for the PDF -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planes:
    """The points of a picture as a PDF wants them: colours and opacities apart, both packed."""

    width: int
    height: int
    rgb: bytes
    opacity: bytes


@lru_cache(maxsize=16)
def planes(image: Image) -> Planes:
    """A checked picture → its points, packed by zlib; the pictures of an office return often."""
    with Picture.open(io.BytesIO(image.png), formats=("PNG",)) as picture:
        points = picture.convert("RGBA")
    colours = Picture.merge("RGB", points.split()[:3])
    return Planes(
        points.width,
        points.height,
        zlib.compress(colours.tobytes(), 9),
        zlib.compress(points.getchannel("A").tobytes(), 9),
    )
