"""A signature and a seal, drawn for the tests: PNG of a true size with a transparent ground."""

from __future__ import annotations

import io
import math
from functools import cache

from PIL import Image, ImageDraw

BLUE = (20, 60, 200, 255)
RED = (210, 20, 30, 255)
BLACK = (15, 15, 15, 255)
CLEAR = (255, 255, 255, 0)
WHITE = (255, 255, 255, 255)
_MM = 25.4


def _png(picture: Image.Image, dpi: int | None, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}), **more)  # type: ignore[arg-type]
    return out.getvalue()


@cache
def signature(
    width_mm: float = 45,
    height_mm: float = 18,
    *,
    colour: tuple[int, int, int, int] = BLUE,
    ground: tuple[int, int, int, int] = CLEAR,
    dpi: int | None = 300,
) -> bytes:
    """A stroke with loops, as a pen would leave it."""
    scale = (dpi or 300) / _MM
    width, height = round(width_mm * scale), round(height_mm * scale)
    picture = Image.new("RGBA", (width, height), ground)
    pen = ImageDraw.Draw(picture)
    turns = [step / 240 for step in range(241)]
    stroke = [
        (
            width * (0.06 + 0.86 * t + 0.05 * math.sin(19 * t)),
            height * (0.5 + 0.38 * math.sin(25 * t) * (1 - 0.6 * t)),
        )
        for t in turns
    ]
    pen.line(stroke, fill=colour, width=max(3, height // 24), joint="curve")
    pen.line([(width * 0.05, height * 0.9), (width * 0.95, height * 0.8)], fill=colour, width=4)
    return _png(picture, dpi)


@cache
def seal(
    width_mm: float = 36,
    *,
    colour: tuple[int, int, int, int] = RED,
    ground: tuple[int, int, int, int] = CLEAR,
    dpi: int | None = 300,
) -> bytes:
    """Two rings and a star."""
    size = round(width_mm * (dpi or 300) / _MM)
    picture = Image.new("RGBA", (size, size), ground)
    pen = ImageDraw.Draw(picture)
    line = max(2, size // 60)
    pen.ellipse((0, 0, size - 1, size - 1), outline=colour, width=line * 2)
    inner = size * 0.14
    pen.ellipse((inner, inner, size - inner, size - inner), outline=colour, width=line)
    middle, reach = size / 2, size * 0.24
    points = [
        (
            middle + reach * (1 if k % 2 == 0 else 0.4) * math.sin(math.pi * k / 5),
            middle - reach * (1 if k % 2 == 0 else 0.4) * math.cos(math.pi * k / 5),
        )
        for k in range(10)
    ]
    pen.polygon(points, fill=colour)
    return _png(picture, dpi)
