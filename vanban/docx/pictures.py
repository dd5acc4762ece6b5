"""Bytes of a picture in a Word file → what it is, and whether it is safe and whole enough to print.

In: the bytes as stored. Out: a MIME type, "" for what cannot be printed: a format that no printer
here reads, a file that is broken off, and pictures so large that drawing them would take the
machine's memory, alone or together. Only headers are read; nothing is inflated here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_PNG = b"\x89PNG\r\n\x1a\n"
_GIFS = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8\xff"
# A page of 210 x 297 mm at 600 dots an inch has 35 million; inflated and packed again a picture of
# four channels takes 300 MB.
_MOST_PIXELS = 36_000_000
# All of a file together: the printer inflates each once, a million dots in 16 ms. Thirty scanned
# pages at 300 dots an inch have 260 million.
_MOST_TOGETHER = 300_000_000
# JPEG is passed on as it is; this is where the printer's own library begins to warn.
_MOST_JPEG = 89_000_000
# Markers that say the size: all of SOF but DHT, JPG and DAC (ITU-T T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def mime_of(data: bytes) -> str:
    """The MIME type of a picture that can be printed, else ""."""
    if data.startswith(_PNG):
        return "image/png" if _fits(_png_size(data), _MOST_PIXELS) else ""
    if data.startswith(_GIFS):
        return "image/gif" if _fits(_gif_size(data), _MOST_PIXELS) else ""
    if data.startswith(_JPEG):
        return "image/jpeg" if _fits(_jpeg_size(data), _MOST_JPEG) else ""
    return ""


@dataclass
class Gallery:
    """Adds up the pictures of one file that the printer must inflate; equal ones count once."""

    _seen: dict[str, int] = field(default_factory=dict)

    def holds(self, name: str, data: bytes) -> bool:
        """Whether there is room for the picture among those before it. name: of its part."""
        if name not in self._seen:
            size = _png_size(data) if data.startswith(_PNG) else None
            size = _gif_size(data) if data.startswith(_GIFS) else size
            dots = size[0] * size[1] if size else 0
            if sum(self._seen.values()) + dots > _MOST_TOGETHER:
                return False
            self._seen[name] = dots
        return True


def _fits(size: tuple[int, int] | None, most: int) -> bool:
    return size is not None and 0 < size[0] * size[1] <= most


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height; None when a chunk is broken off before the picture ends."""
    at, drawn = len(_PNG), False
    size: tuple[int, int] | None = None
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            return None
        if kind == b"IHDR" and length == 13:
            size = struct.unpack_from(">II", data, at + 8)
        drawn = drawn or kind == b"IDAT"
        if kind == b"IEND":
            return size if drawn else None
        at = end
    return None


def _gif_size(data: bytes) -> tuple[int, int] | None:
    return struct.unpack_from("<HH", data, 6) if len(data) > 13 else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in the first frame header; None when there is none."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        elif marker in _NO_LENGTH:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
