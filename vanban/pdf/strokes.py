"""A page of a PDF → the straight lines and the pictures that are printed on it.

In: an open page of PDFium. Out: `Drawn`, mm from the upper left corner of the page as it is shown.
A line is whatever looks like one: a path that is stroked, a thin filled box, a side of a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise
from typing import Any, Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from vanban.laid import MM, Box, Stroke

# A filled box thinner than this is a line, pt; shorter than this it is a dot, mm.
_THICKEST: Final = 4.0
_SHORTEST: Final = 1.0
_LONGER: Final = 3.0  # than it is thick
_DEPTH: Final = 8
# Of one page; a map or a scan turned into paths has hundreds of thousands.
_MOST: Final = 20_000
# Of one path; what has more is a picture.
_MOST_SEGMENTS: Final = 4_000
_SAME, _GAP, _DASH = 0.15, 2.0, 4.0  # mm
_WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on a page besides letters."""

    strokes: tuple[Stroke, ...]
    pictures: tuple[Box, ...]


class Space(NamedTuple):
    """Six numbers that turn a place of one space into one of another, as PDF writes them."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, outer: Space) -> Space:
        """This one first, then the one around it."""
        a, b, c, d, e, f = self
        oa, ob, oc, od, oe, of = outer
        return Space(
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        )

    @property
    def scale(self) -> float:
        """How much longer lengths become."""
        return float(abs(self.a * self.d - self.b * self.c) ** 0.5)


def shown(page: pypdfium2.PdfPage) -> Space:
    """pt of the page's own space → mm of the page as it is shown, turned and cut."""
    width, height = page.get_size()
    fine = 100.0
    places = []
    for x, y in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
        across, down = c_int(), c_int()
        size = (round(width * fine), round(height * fine))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        places.append((across.value / fine * MM, down.value / fine * MM))
    (e, f), (x1, y1), (x2, y2) = places
    return Space((x1 - e) / 1000, (y1 - f) / 1000, (x2 - e) / 1000, (y2 - f) / 1000, e, f)


def drawn(page: pypdfium2.PdfPage, number: int) -> Drawn:
    """The lines and pictures of a page. number: of the page, from 0."""
    strokes: list[Stroke] = []
    pictures: list[Box] = []
    for item, space in islice(_objects(page, shown(page)), _MOST):
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_around(_bounds(item, space), number))
        else:
            strokes += _strokes(item, space, number)
    return Drawn(tuple(_joined(strokes)), tuple(pictures))


def _objects(page: pypdfium2.PdfPage, space: Space) -> Iterator[tuple[Any, Space]]:
    """Paths and pictures of a page with the space each is in."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _opened(raw.FPDFPage_GetObject(page, index), space, 0)


def _opened(item: Any, space: Space, depth: int) -> Iterator[tuple[Any, Space]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        yield item, space
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        inside = _matrix(item).inside(space)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _opened(raw.FPDFFormObj_GetObject(item, index), inside, depth + 1)


def _matrix(item: Any) -> Space:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return Space()
    return Space(found.a, found.b, found.c, found.d, found.e, found.f)


Corners = tuple[float, float, float, float]  # left, top, right, bottom


def _bounds(item: Any, space: Space) -> Corners:
    sides = [c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return _corners([space.at(left, bottom), space.at(right, top)])


def _corners(places: Sequence[tuple[float, float]]) -> Corners:
    across, down = [x for x, _ in places], [y for _, y in places]
    return min(across), min(down), max(across), max(down)


def _around(corners: Corners, number: int) -> Box:
    left, top, right, bottom = (round(side, 3) for side in corners)
    return Box(number, left, top, right, bottom)


@dataclass(slots=True)
class _Trail:
    """A part of a path that is drawn without lifting the pen. straight: without a curve."""

    places: list[tuple[float, float]]
    straight: bool = True


def _strokes(item: Any, space: Space, number: int) -> Iterator[Stroke]:
    if raw.FPDFPath_CountSegments(item) > _MOST_SEGMENTS:
        return
    filled, stroked = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(item, filled, stroked)
    inside = _matrix(item).inside(space)
    trails = _trails(raw.FPDFPath_CountSegments, raw.FPDFPath_GetPathSegment, (item,), inside)
    clip, dashed = _clip(item, space)
    if stroked.value:
        width = c_float()
        raw.FPDFPageObj_GetStrokeWidth(item, width)
        solid = raw.FPDFPageObj_GetDashCount(item) <= 0 and not dashed
        colour = _colour(raw.FPDFPageObj_GetStrokeColor, item)
        # A line of no width is as thin as the printer can.
        thick = max(0.1, width.value * inside.scale / MM)
        found = _lines(trails)
    elif filled.value:
        solid, thick = not dashed, 0.0
        colour = _colour(raw.FPDFPageObj_GetFillColor, item)
        found = _thin(trails)
    else:
        return
    if colour == _WHITE:
        return
    for corners in found:
        stroke = _stroke(_cut(corners, clip), thick, number)
        if stroke is not None:
            yield replace(stroke, colour=colour, solid=solid)


def _stroke(corners: Corners, thick: float, number: int) -> Stroke | None:
    """A line in its corners; None for a dot. thick: pt, 0 for what the corners say."""
    left, top, right, bottom = corners
    long, short = max(right - left, bottom - top), min(right - left, bottom - top)
    thick = thick or round(short / MM, 2)
    if long < max(_SHORTEST, _LONGER * thick * MM):
        return None
    return Stroke(_around(corners, number), round(thick, 2))


def _trails(count: Any, get: Any, of: tuple[Any, ...], space: Space) -> list[_Trail]:
    """The parts of a path, in mm of the page."""
    trails: list[_Trail] = []
    x, y = c_float(), c_float()
    for index in range(count(*of)):
        segment = get(*of, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind, place = raw.FPDFPathSegment_GetType(segment), space.at(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO or not trails:
            trails.append(_Trail([place]))
        else:
            trails[-1].places.append(place)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            trails[-1].straight = False
        if raw.FPDFPathSegment_GetClose(segment):
            trails[-1].places.append(trails[-1].places[0])
    return trails


def _lines(trails: Sequence[_Trail]) -> Iterator[Corners]:
    """The straight pieces of what is stroked."""
    for trail in trails:
        if trail.straight:
            for one, other in pairwise(trail.places):
                if one != other:
                    yield _corners((one, other))


def _thin(trails: Sequence[_Trail]) -> Iterator[Corners]:
    """The thin boxes of what is filled: whole parts, and the sides of frames."""
    boxes = [_corners(trail.places) for trail in trails if trail.straight and len(trail.places) > 3]
    while boxes:
        box = boxes.pop(0)
        other = boxes[0] if boxes else box
        if other is not box and (_holds(box, other) or _holds(other, box)):
            inner, outer = sorted((box, boxes.pop(0)), key=_area)
            yield from (side for side in _sides(outer, inner) if _is_thin(side))
        elif _is_thin(box):
            yield box


def _area(corners: Corners) -> float:
    return (corners[2] - corners[0]) * (corners[3] - corners[1])


def _holds(outer: Corners, inner: Corners) -> bool:
    apart = 0.01
    return (
        outer[0] <= inner[0] + apart
        and outer[1] <= inner[1] + apart
        and outer[2] >= inner[2] - apart
        and outer[3] >= inner[3] - apart
    )


def _sides(outer: Corners, inner: Corners) -> Iterator[Corners]:
    yield outer[0], outer[1], outer[2], inner[1]
    yield outer[0], inner[3], outer[2], outer[3]
    yield outer[0], outer[1], inner[0], outer[3]
    yield inner[2], outer[1], outer[2], outer[3]


def _is_thin(corners: Corners) -> bool:
    left, top, right, bottom = corners
    short = min(right - left, bottom - top)
    return 0.01 < short <= _THICKEST * MM


def _clip(item: Any, space: Space) -> tuple[Corners | None, bool]:
    """What of an object is shown at all, None for everything; whether it is cut into dashes."""
    path = raw.FPDFPageObj_GetClipPath(item)
    if not path:
        return None, False
    found: Corners | None = None
    dashed = False
    for index in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        trails = _trails(
            raw.FPDFClipPath_CountPathSegments,
            raw.FPDFClipPath_GetPathSegment,
            (path, index),
            space,
        )
        if not trails:
            continue
        dashed = dashed or len(trails) > _THICKEST
        box = _corners([place for trail in trails for place in trail.places])
        found = box if found is None else _cut(found, box)
    return found, dashed


def _cut(corners: Corners, clip: Corners | None) -> Corners:
    if clip is None:
        return corners
    left, top = max(corners[0], clip[0]), max(corners[1], clip[1])
    return left, top, max(left, min(corners[2], clip[2])), max(top, min(corners[3], clip[3]))


def _colour(get: Any, item: Any) -> str:
    parts = [c_uint() for _ in range(4)]
    if not get(item, *parts):
        return ""
    red, green, blue, alpha = (part.value for part in parts)
    # What nobody can see through is not there; black is what a line has unless it is told.
    if not alpha:
        return _WHITE
    return "" if not (red or green or blue) else f"#{red:02x}{green:02x}{blue:02x}"


def _joined(strokes: Sequence[Stroke]) -> Iterator[Stroke]:
    """Lines whose pieces meet are one; many short pieces in a row are one that is not solid."""
    for level in (True, False):
        kind = [stroke for stroke in strokes if stroke.level is level]
        turned = [stroke if level else _turned(stroke) for stroke in kind]
        turned.sort(key=lambda s: (s.colour, _row(s), s.box.left))
        for _, group in groupby(turned, key=lambda s: (s.colour, _row(s))):
            for stroke in _row_joined(list(group)):
                yield stroke if level else _turned(stroke)


def _row(stroke: Stroke) -> float:
    return round((stroke.box.top + stroke.box.bottom) / 2 / _SAME)


def _turned(stroke: Stroke) -> Stroke:
    box = stroke.box
    return replace(stroke, box=Box(box.page, box.top, box.left, box.bottom, box.right))


def _row_joined(row: list[Stroke]) -> Iterator[Stroke]:
    last: Stroke | None = None
    for stroke in row:
        if last is not None and (joined := _join(last, stroke)) is not None:
            last = joined
            continue
        if last is not None:
            yield last
        last = stroke
    if last is not None:
        yield last


def _join(one: Stroke, other: Stroke) -> Stroke | None:
    """Both as one line; None when they are two."""
    gap = other.box.left - one.box.right
    dashes = other.box.width <= _DASH and (one.box.width <= _DASH or not one.solid)
    if gap > (_GAP if dashes else _SAME):
        return None
    box = Box(
        one.box.page,
        one.box.left,
        min(one.box.top, other.box.top),
        max(one.box.right, other.box.right),
        max(one.box.bottom, other.box.bottom),
    )
    solid = one.solid and other.solid and gap <= _SAME
    return replace(one, box=box, width=max(one.width, other.width), solid=solid)
