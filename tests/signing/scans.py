"""Scans for the tests: PDF of page pictures, as scanners write them."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
from PIL import Image, ImageDraw

A4 = (595.2756, 841.8898)


@cache
def _jpeg(width: int, height: int, mode: str) -> bytes:
    page = Image.new(mode, (width, height), "white")
    pen = ImageDraw.Draw(page)
    for row in range(12):
        y = height // 14 * (row + 1)
        pen.rectangle((width // 8, y, width - width // 8, y + height // 60), fill="gray")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


@cache
def scan(
    *,
    dpi: float = 200,
    colour: bool = True,
    pages: int = 1,
    turn: int = 0,
    version: str = "1.4",
    strips: int = 1,
    corner: tuple[float, float] = (0, 0),
    padding: int = 0,
) -> bytes:
    """Pages of A4. turn: their /Rotate; strips: pictures a page is cut into; corner: of the box."""
    width, height = (A4[1], A4[0]) if turn % 180 else A4
    made = pikepdf.new()
    for _ in range(pages):
        content, pictures = b"", pikepdf.Dictionary()
        for strip in range(strips):
            high = height / strips
            size = (round(width * dpi / 72), round(high * dpi / 72))
            picture = pikepdf.Stream(made, _jpeg(*size, "RGB" if colour else "L"))
            picture.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=size[0],
                    Height=size[1],
                    ColorSpace=pikepdf.Name("/DeviceRGB" if colour else "/DeviceGray"),
                    BitsPerComponent=8,
                    Filter=pikepdf.Name.DCTDecode,
                )
            )
            pictures[f"/Im{strip}"] = made.make_indirect(picture)
            x, y = corner[0], corner[1] + strip * high
            content += b"q %.4f 0 0 %.4f %.4f %.4f cm /Im%d Do Q\n" % (width, high, x, y, strip)
        made.pages.append(
            pikepdf.Page(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[*corner, corner[0] + width, corner[1] + height],
                    Rotate=turn,
                    Resources=pikepdf.Dictionary(XObject=pictures),
                    Contents=made.make_stream(content),
                )
            )
        )
    if padding:
        made.Root.Padding = made.make_stream(bytes(range(256)) * (padding // 256))
    out = io.BytesIO()
    made.save(out, force_version=version, compress_streams=False)
    return out.getvalue()
