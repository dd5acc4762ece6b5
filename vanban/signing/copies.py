"""Copies in electronic form, and attachments in files of their own: signed for the office in ô 14.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, Mục I: a scan (PDF from 1.4, in colour, from 200 dpi)
gets the office's signature in the upper right corner of page 1, without a picture, with hình thức
sao, tên cơ quan and thời gian ký; Phần I, II.8.b: an attachment in a file of its own gets số và ký
hiệu and thời gian ký. Times New Roman 10, đứng, đen. In: PDF bytes. Out: the same, and more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vanban.places import SAO, Place
from vanban.signing.append import entry, opened, readable, refuse
from vanban.signing.hostile import LARGEST_MB
from vanban.signing.identity import Identity
from vanban.signing.looks import text_height, text_lines, text_width
from vanban.signing.sign import sign
from vanban.vietnamese.days import VIETNAM

SAO_Y: Final = "SAO Y"
SAO_LUC: Final = "SAO LỤC"
TRICH_SAO: Final = "TRÍCH SAO"
FORMS: Final = (SAO_Y, SAO_LUC, TRICH_SAO)
"""Hình thức sao."""
_LEAST_DPI: Final = 200
# Scanners round; 199 dpi is what 200 becomes on a page cut to whole points.
_ROUNDING: Final = 0.98
_COVERED: Final = 0.5
_OLDEST: Final = (1, 4)
_MM: Final = 72 / 25.4
_EDGE_MM, _TOP_MM, _WIDTH_MM = 15.0, 6.0, 85.0
_DEEPEST: Final = 4
_TEXT: Final = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
_STEP: Final = re.compile(
    rb"(?:((?:[-+\d.]+\s+){6})cm\b)|(\bq\b)|(\bQ\b)|(?:/([^\s/<>\[\]()]+)\s+Do\b)"
)
_GREYS: Final = ("/DeviceGray", "/CalGray", "/G")

_Matrix = tuple[float, float, float, float, float, float]
_WHOLE: Final[_Matrix] = (1, 0, 0, 1, 0, 0)


def time_text(moment: datetime) -> str:
    """Thời gian ký: "05/03/2026; 14:20:43 +07:00" (múi giờ Việt Nam, ISO 8601)."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y; %H:%M:%S} +07:00"


def sign_copy(
    scan: bytes,
    form: str,
    agency: str,
    identity: Identity,
    *,
    moment: datetime,
    tsa: str | None = None,
) -> bytes:
    """A scan signed as a copy. form: one of `FORMS`; agency: tên cơ quan in its usual writing.

    Raises PdfRefused: not a scan as the decree wants it (see `check_scan`), or it cannot be signed.
    """
    check_scan(scan)
    return _in_the_corner(scan, (form, agency, time_text(moment)), identity, moment, tsa)


def sign_attachment(
    pdf: bytes, number: str, identity: Identity, *, moment: datetime, tsa: str | None = None
) -> bytes:
    """An attachment in its own file, signed for the office. number: "12/KH-UBND".

    Raises PdfRefused when it cannot be signed.
    """
    _check_size(pdf)
    return _in_the_corner(pdf, (f"Số: {number}; {time_text(moment)}",), identity, moment, tsa)


def _in_the_corner(
    pdf: bytes, text: Sequence[str], identity: Identity, moment: datetime, tsa: str | None
) -> bytes:
    place = corner(pdf, text)
    return sign(pdf, SAO, identity, place=place, text=text, tsa=tsa, moment=moment, strict=False)


def corner(pdf: bytes, text: Sequence[str]) -> Place:
    """Ô 14 of the first page, as large as the text; on a page that is turned, where it is read."""
    with readable():
        page = _first_page(opened(pdf, strict=False).root["/Pages"])
        left, bottom, width, height = _sheet(page)
        turn = int(_inherited(page, "/Rotate") or 0) % 360
    across, up = (height, width) if turn % 180 else (width, height)
    wide = min(_WIDTH_MM * _MM, across - 2 * _EDGE_MM * _MM)
    lines = text_lines(text, wide)
    wide, high = text_width(lines), text_height(len(lines))
    x, y = across - _EDGE_MM * _MM - wide, up - _TOP_MM * _MM - high
    spots = {
        0: (x, y, wide, high),
        90: (width - y - high, x, high, wide),
        180: (width - x - wide, height - y - high, wide, high),
        270: (y, height - x - wide, high, wide),
    }
    dx, dy, w, h = spots.get(turn, spots[0])
    return Place(SAO, 0, left + dx, bottom + dy, w, h)


# -- pages -----------------------------------------------------------------------------------------


def _pages(node: Any) -> Iterator[Any]:
    """The pages below a node of the tree, in their order."""
    if "/Kids" not in node:
        yield node
        return
    for kid in node["/Kids"]:
        yield from _pages(kid.get_object())


def _first_page(node: Any) -> Any:
    page = next(_pages(node), None)
    if page is None:
        raise refuse("pdf_unreadable")
    return page


def _inherited(page: Any, key: str) -> Any:
    """An entry of a page that may stand above it."""
    for _ in range(32):
        if page is None or key in page:
            break
        page = entry(page, "/Parent")
    return entry(page or {}, key)


def _sheet(page: Any) -> tuple[float, float, float, float]:
    """What is seen of a page: left, bottom, width, height, pt."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    x0, y0, x1, y1 = (float(edge.get_object()) for edge in box)
    return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)


# -- what a scan must be ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture on a page: points per inch, whether it has colours, area in pt²."""

    dpi: float
    colour: bool
    area: float


def _check_size(pdf: bytes) -> None:
    if len(pdf) > LARGEST_MB << 20:
        raise refuse("scan_large", limit=LARGEST_MB, size=math.ceil(len(pdf) / (1 << 20)))


def check_scan(pdf: bytes) -> None:
    """Whether a PDF is a scan as Phụ lục I, Phần II, Mục I.2 wants it.

    Raises PdfRefused: too large to be signed here, no PDF, older than 1.4, encrypted, a page that
    is no picture, below 200 dpi or without colours.
    """
    _check_size(pdf)
    writer = opened(pdf, strict=False)
    with readable():
        if writer.prev.input_version < _OLDEST:
            raise refuse("scan_version")
        for number, page in enumerate(_pages(writer.root["/Pages"]), start=1):
            _check_page(page, number)


def _check_page(page: Any, number: int) -> None:
    _, _, width, height = _sheet(page)
    found = list(_pictures(page, _inherited(page, "/Resources"), _content(page), _WHOLE, 0))
    finest = sorted(found, key=lambda picture: -picture.dpi)
    covered, dpi = 0.0, 0.0
    for picture in finest:
        covered, dpi = covered + picture.area, picture.dpi
        if covered >= _COVERED * width * height:
            break
    else:
        raise refuse("scan_no_picture", page=number)
    if dpi < _LEAST_DPI * _ROUNDING:
        raise refuse("scan_coarse", page=number, dpi=round(dpi), least=_LEAST_DPI)
    if not any(picture.colour for picture in found):
        raise refuse("scan_grey", page=number)


def _content(page: Any) -> bytes:
    content = entry(page, "/Contents")
    if content is None:
        return b""
    if isinstance(content, list):
        return b"\n".join(bytes(part.get_object().data) for part in content)
    return bytes(content.data)


def _pictures(
    holder: Any, resources: Any, content: bytes, matrix: _Matrix, depth: int
) -> Iterator[_Picture]:
    """The pictures that a content stream draws, with the forms it calls."""
    objects = entry(resources or {}, "/XObject", {})
    kept: list[_Matrix] = []
    for step in _STEP.finditer(_TEXT.sub(b" ", content)):
        change, push, pop, name = step.groups()
        if change:
            matrix = _times(_numbers(change), matrix)
        elif push:
            kept.append(matrix)
        elif pop and kept:
            matrix = kept.pop()
        elif name and (key := f"/{name.decode('latin-1')}") in objects:
            thing = objects[key]
            if entry(thing, "/Subtype") == "/Image":
                yield _picture(thing, matrix)
            elif depth < _DEEPEST:
                inner = entry(thing, "/Resources", resources)
                own = entry(thing, "/Matrix", _WHOLE)
                around = _times(_numbers_of(own), matrix)
                yield from _pictures(thing, inner, bytes(thing.data), around, depth + 1)


def _numbers(written: bytes) -> _Matrix:
    return _numbers_of(written.split())


def _numbers_of(values: Sequence[Any]) -> _Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _picture(image: Any, matrix: _Matrix) -> _Picture:
    a, b, c, d, *_ = matrix
    wide, high = math.hypot(a, b) or 1.0, math.hypot(c, d) or 1.0
    across, down = float(image["/Width"]) * 72 / wide, float(image["/Height"]) * 72 / high
    return _Picture(min(across, down), _in_colour(image), abs(a * d - b * c))


def _in_colour(image: Any) -> bool:
    """Whether a picture can show colours; one of JPEG 2000 may keep that to itself."""
    if entry(image, "/ImageMask", False):
        return False
    space = entry(image, "/ColorSpace")
    if isinstance(space, list):
        first = space[0]
        if first == "/ICCBased":
            return int(entry(space[1], "/N", 3)) > 1
        space = space[1] if first in ("/Indexed", "/I") else first
        if isinstance(space, list):
            return True
    return space not in _GREYS
