"""Shapes of drawings that are no box and no ellipse → paths, and arrowheads at their ends.

In: the name of a preset shape with its adjustments, or an a:custGeom, and the size of the box, pt.
Out: `Strokes` in pt from the corner of the box, None for shapes that nobody here knows. The forms
are those of the standard (20.1.10.56); curves are cubic, so that a mirrored shape is mirrored
points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Step: TypeAlias = tuple[str, tuple[Point, ...]]
_Maker: TypeAlias = "Callable[[_Box], list[Step]]"

# Where the handles of a cubic that is a quarter of an ellipse stand.
_KAPPA = 0.5523
# LibreOffice draws heads in multiples of the line, or of this where the line is thinner, pt.
_THIN = 1.98
# How far the back of a head lies behind its tip in the middle, as a share of its length.
_NOTCHES = {"stealth": 0.65, "arrow": 0.35}
_SIZES = {"sm": 2.0, "med": 3.0, "lg": 5.0}


@dataclass(frozen=True, slots=True)
class Strokes:
    """A path: steps "M", "L", "C" and "Z" with their points. closed: whether it can be filled."""

    steps: tuple[Step, ...]

    @property
    def closed(self) -> bool:
        """Whether every piece returns to its start."""
        starts = sum(name == "M" for name, _ in self.steps)
        return starts == sum(name == "Z" for name, _ in self.steps)

    @property
    def data(self) -> str:
        """As SVG writes it."""
        return " ".join(
            name + " ".join(f"{x:.6g},{y:.6g}" for x, y in points) for name, points in self.steps
        )

    def mirrored(self, width: float, height: float, *, across: bool, down: bool) -> Strokes:
        """The same seen in a mirror."""

        def turn(point: Point) -> Point:
            x, y = point
            return (width - x if across else x), (height - y if down else y)

        return Strokes(tuple((name, tuple(map(turn, points))) for name, points in self.steps))


@dataclass(frozen=True, slots=True)
class _Box:
    """The room of a shape, and its adjustments: shares of 100 000 as the file names them."""

    width: float
    height: float
    told: Mapping[str, float]

    @property
    def short(self) -> float:
        return min(self.width, self.height)

    def share(self, usual: float, name: str = "adj") -> float:
        """An adjustment as a share of 1; the first is called adj or adj1."""
        found = self.told.get(name, self.told.get("adj1") if name == "adj" else None)
        return (usual if found is None else max(-2e6, min(2e6, found))) / 100_000


def _polygon(points: Sequence[Point]) -> list[Step]:
    first, *others = points
    return [("M", (first,)), *(("L", (point,)) for point in others), ("Z", ())]


def _line(points: Sequence[Point]) -> list[Step]:
    return _polygon(points)[:-1]


def _quarter(start: Point, end: Point, *, across_first: bool) -> Step:
    """A quarter of an ellipse; across_first: it leaves its start along the x axis."""
    (x1, y1), (x2, y2) = start, end
    if across_first:
        handles = (x1 + (x2 - x1) * _KAPPA, y1), (x2, y2 - (y2 - y1) * _KAPPA)
    else:
        handles = (x1, y1 + (y2 - y1) * _KAPPA), (x2 - (x2 - x1) * _KAPPA, y2)
    return "C", (*handles, end)


def _scaled(*shares: Point) -> _Maker:
    return lambda b: _polygon([(x * b.width, y * b.height) for x, y in shares])


def _inset(*shape: tuple[float, float, float, float], usual: float) -> _Maker:
    """Points (x, steps in x, y, steps in y): shares of the box plus multiples of the adjustment."""

    def make(b: _Box) -> list[Step]:
        step = b.short * b.share(usual)
        return _polygon([(x * b.width + i * step, y * b.height + j * step) for x, i, y, j in shape])

    return make


def _triangle(b: _Box) -> list[Step]:
    return _polygon([(0, b.height), (b.width * b.share(50_000), 0), (b.width, b.height)])


def _arrow(b: _Box, *, both: bool = False) -> list[Step]:
    head = min(b.short * b.share(50_000, "adj2"), b.width / 2 if both else b.width)
    half = b.height * min(1.0, max(0.0, b.share(50_000))) / 2
    x, middle = b.width - head, b.height / 2
    right = [(x, middle - half), (x, 0.0), (b.width, middle), (x, b.height), (x, middle + half)]
    if both:
        return _polygon([*right, *((b.width - x, y) for x, y in reversed(right))])
    return _polygon([(0, middle - half), *right, (0, middle + half)])


def _turned(make: _Maker) -> _Maker:
    """A shape that points right → the one that points down."""

    def made(b: _Box) -> list[Step]:
        steps = make(_Box(b.height, b.width, b.told))
        return [(name, tuple((y, x) for x, y in points)) for name, points in steps]

    return made


def _flipped(make: _Maker, *, across: bool = False, down: bool = False) -> _Maker:
    def made(b: _Box) -> list[Step]:
        steps = Strokes(tuple(make(b))).mirrored(b.width, b.height, across=across, down=down)
        return list(steps.steps)

    return made


def _both(make: _Maker, part: float = 0.0) -> _Maker:
    """A left bracket → the pair; each is `part` of the short side wide, per adjustment."""

    def made(b: _Box) -> list[Step]:
        width = b.short * b.share(8_333 if part > 1 else 16_667) * part
        narrow = _Box(width, b.height, {**b.told, "side": b.short})
        left = Strokes(tuple(make(narrow)))
        right = left.mirrored(b.width, b.height, across=True, down=False)
        return [*left.steps, *right.steps]

    return made


def _left_bracket(b: _Box) -> list[Step]:
    usual = 16_667 if "side" in b.told else 8_333
    y = min(b.told.get("side", b.short) * b.share(usual), b.height / 2)
    return [
        ("M", ((b.width, b.height),)),
        _quarter((b.width, b.height), (0, b.height - y), across_first=True),
        ("L", ((0, y),)),
        _quarter((0, y), (b.width, 0), across_first=False),
    ]


def _left_brace(b: _Box) -> list[Step]:
    y = min(b.told.get("side", b.short) * b.share(8_333), b.height / 4)
    x, middle = b.width / 2, b.height * b.share(50_000, "adj2")
    return [
        ("M", ((b.width, b.height),)),
        _quarter((b.width, b.height), (x, b.height - y), across_first=True),
        ("L", ((x, middle + y),)),
        _quarter((x, middle + y), (0, middle), across_first=False),
        _quarter((0, middle), (x, middle - y), across_first=True),
        ("L", ((x, y),)),
        _quarter((x, y), (b.width, 0), across_first=False),
    ]


def _rounded(b: _Box) -> list[Step]:
    r = b.short * min(0.5, max(0.0, b.share(16_667)))
    return _round(b, r, r)


def _terminator(b: _Box) -> list[Step]:
    return _round(b, b.width * 0.161, b.height / 2)


def _round(b: _Box, x: float, y: float, middle: Point | None = None) -> list[Step]:
    w, h = b.width, b.height
    left, top = (0.0, 0.0) if middle is None else (middle[0] - w / 2, middle[1] - h / 2)
    steps: list[Step] = [
        ("M", ((0, y),)),
        _quarter((0, y), (x, 0), across_first=False),
        ("L", ((w - x, 0),)),
        _quarter((w - x, 0), (w, y), across_first=True),
        ("L", ((w, h - y),)),
        _quarter((w, h - y), (w - x, h), across_first=False),
        ("L", ((x, h),)),
        _quarter((x, h), (0, h - y), across_first=True),
        ("Z", ()),
    ]
    return [(name, tuple((px + left, py + top) for px, py in points)) for name, points in steps]


def _star(b: _Box) -> list[Step]:
    points = []
    for index in range(10):
        angle = math.radians(-90 + 36 * index)
        # The standard stretches the star so that its five points touch the box.
        reach = 1.0 if index % 2 == 0 else b.share(19_098) * 2
        points.append(
            (
                b.width / 2 * (1 + reach * 1.05146 * math.cos(angle)),
                b.height / 2 * (1.10557 + reach * 1.10557 * math.sin(angle)),
            )
        )
    return _polygon(points)


def _bent(b: _Box) -> list[Step]:
    x = b.width * b.share(50_000)
    return _line([(0, 0), (x, 0), (x, b.height), (b.width, b.height)])


def _curved(b: _Box) -> list[Step]:
    x, w, h = b.width * b.share(50_000), b.width, b.height
    return [
        ("M", ((0, 0),)),
        ("C", ((x / 2, 0), (x, h / 4), (x, h / 2))),
        ("C", ((x, h * 3 / 4), ((w + x) / 2, h), (w, h))),
    ]


def _callout(b: _Box) -> list[Step]:
    """A box with a tail towards a point outside it, on the side that the point lies beyond most."""
    w, h = b.width, b.height
    x, y = w * (0.5 + b.share(-20_833)), h * (0.5 + b.share(62_500, "adj2"))
    across = abs(x - w / 2) * h > abs(y - h / 2) * w
    a, c = w * (7 if x > w / 2 else 2) / 12, h * (7 if y > h / 2 else 2) / 12
    corners = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]
    if across:
        tail = [(w if x > w / 2 else 0.0, c), (x, y), (w if x > w / 2 else 0.0, c + h / 4)]
        side = 1 if x > w / 2 else 3
        tail = tail if side == 1 else tail[::-1]
    else:
        tail = [(a, h if y > h / 2 else 0.0), (x, y), (a + w / 4, h if y > h / 2 else 0.0)]
        side = 2 if y > h / 2 else 0
        tail = tail[::-1] if side == 2 else tail
    return _polygon([*corners[: side + 1], *tail, *corners[side + 1 :]])


_DIAMOND = _scaled((0, 0.5), (0.5, 0), (1, 0.5), (0.5, 1))
_PRESETS: Mapping[str, _Maker] = {
    "triangle": _triangle,
    "flowChartExtract": _scaled((0, 1), (0.5, 0), (1, 1)),
    "flowChartMerge": _scaled((0, 0), (1, 0), (0.5, 1)),
    "rtTriangle": _scaled((0, 1), (0, 0), (1, 1)),
    "diamond": _DIAMOND,
    "flowChartDecision": _DIAMOND,
    "flowChartInputOutput": _scaled((0, 1), (0.2, 0), (1, 0), (0.8, 1)),
    "flowChartManualOperation": _scaled((0, 0), (1, 0), (0.8, 1), (0.2, 1)),
    "flowChartTerminator": _terminator,
    "roundRect": _rounded,
    "parallelogram": _inset((0, 0, 1, 0), (0, 1, 0, 0), (1, 0, 0, 0), (1, -1, 1, 0), usual=25_000),
    "trapezoid": _inset((0, 0, 1, 0), (0, 1, 0, 0), (1, -1, 0, 0), (1, 0, 1, 0), usual=25_000),
    "hexagon": _inset(
        (0, 0, 0.5, 0),
        (0, 1, 0, 0),
        (1, -1, 0, 0),
        (1, 0, 0.5, 0),
        (1, -1, 1, 0),
        (0, 1, 1, 0),
        usual=25_000,
    ),
    "homePlate": _inset(
        (0, 0, 0, 0), (1, -1, 0, 0), (1, 0, 0.5, 0), (1, -1, 1, 0), (0, 0, 1, 0), usual=50_000
    ),
    "chevron": _inset(
        (0, 0, 0, 0),
        (1, -1, 0, 0),
        (1, 0, 0.5, 0),
        (1, -1, 1, 0),
        (0, 0, 1, 0),
        (0, 1, 0.5, 0),
        usual=50_000,
    ),
    "octagon": _inset(
        (0, 0, 0, 1),
        (0, 1, 0, 0),
        (1, -1, 0, 0),
        (1, 0, 0, 1),
        (1, 0, 1, -1),
        (1, -1, 1, 0),
        (0, 1, 1, 0),
        (0, 0, 1, -1),
        usual=29_289,
    ),
    "plus": _inset(
        *((0, 0, 0, 1), (0, 1, 0, 1), (0, 1, 0, 0), (1, -1, 0, 0), (1, -1, 0, 1), (1, 0, 0, 1)),
        *((1, 0, 1, -1), (1, -1, 1, -1), (1, -1, 1, 0), (0, 1, 1, 0), (0, 1, 1, -1), (0, 0, 1, -1)),
        usual=25_000,
    ),
    "snip1Rect": _inset(
        (0, 0, 0, 0), (1, -1, 0, 0), (1, 0, 0, 1), (1, 0, 1, 0), (0, 0, 1, 0), usual=16_667
    ),
    "rightArrow": _arrow,
    "leftArrow": _flipped(_arrow, across=True),
    "downArrow": _turned(_arrow),
    "upArrow": _flipped(_turned(_arrow), down=True),
    "leftRightArrow": lambda b: _arrow(b, both=True),
    "upDownArrow": _turned(lambda b: _arrow(b, both=True)),
    "leftBracket": _left_bracket,
    "rightBracket": _flipped(_left_bracket, across=True),
    "bracketPair": _both(_left_bracket, 1.0),
    "leftBrace": _left_brace,
    "rightBrace": _flipped(_left_brace, across=True),
    "bracePair": _both(_left_brace, 2.0),
    "star5": _star,
    "wedgeRectCallout": _callout,
    "line": lambda b: _line([(0, 0), (b.width, b.height)]),
    "bentConnector2": lambda b: _line([(0, 0), (b.width, 0), (b.width, b.height)]),
    "bentConnector3": _bent,
    "curvedConnector2": lambda b: [
        ("M", ((0, 0),)),
        ("C", ((b.width / 2, 0), (b.width, b.height / 2), (b.width, b.height))),
    ],
    "curvedConnector3": _curved,
}
PRESETS = frozenset(_PRESETS)
"""Names of the preset shapes that are drawn as paths."""


def preset(name: str, width: float, height: float, told: Mapping[str, float]) -> Strokes | None:
    """A preset shape in its box. told: adjustments by name, in 100 000ths."""
    make = _PRESETS.get({"straightConnector1": "line"}.get(name, name))
    return None if make is None else Strokes(tuple(make(_Box(width, height, told))))


def headed(
    strokes: Strokes, ends: tuple[tuple[str, str, str], tuple[str, str, str]], stroke: float
) -> tuple[Strokes, Strokes]:
    """An open path with heads at its ends → the path, shortened, and the heads to be filled.

    ends: (kind, width, length) at the start and at the end, kind "" for none.
    """
    steps = list(strokes.steps)
    heads: list[Step] = []
    for end, told in enumerate(ends):
        points = [point for _, points in steps for point in points]
        if told[0] in ("", "none") or len(points) < 2:
            continue
        tip, before = (points[-1], points[-2]) if end else (points[0], points[1])
        head, back = _head(tip, before, told, max(stroke, _THIN))
        heads.extend(head)
        at = -1 if end else 0
        name, held = steps[at]
        steps[at] = (name, (*held[:-1], back) if end else (back,))
    return Strokes(tuple(steps)), Strokes(tuple(heads))


def _head(
    tip: Point, before: Point, told: tuple[str, str, str], unit: float
) -> tuple[list[Step], Point]:
    """A filled head and the point where the line now ends."""
    kind, across, along = told
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    size = math.hypot(dx, dy) or 1.0
    ux, uy = dx / size, dy / size
    length, half = _SIZES.get(along, 3.0) * unit, _SIZES.get(across, 3.0) * unit / 2

    def at(back: float, side: float) -> Point:
        return tip[0] - ux * back - uy * side, tip[1] - uy * back + ux * side

    if kind == "oval":
        return _round(_Box(length, length, {}), length / 2, length / 2, tip), tip
    if kind == "diamond":
        # This one and the oval stand with their middle on the end of the line.
        corners = [at(-length / 2, 0), at(0, half), at(length / 2, 0), at(0, -half)]
        return _polygon(corners), tip
    if kind in _NOTCHES:
        notch = length * _NOTCHES[kind]
        return _polygon([tip, at(length, half), at(notch, 0), at(length, -half)]), at(notch, 0)
    return _polygon([at(0, 0), at(length, half), at(length, -half)]), at(length * 0.9, 0)
