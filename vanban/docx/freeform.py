"""A shape that somebody drew, a:custGeom → its paths.

In: the element and the size of its box, pt. Out: `Strokes`; None when it holds a formula or a step
that is not understood: a shape that is half right is worse than one that is said to be missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from vanban.docx.ns import Element, child, number, q
from vanban.docx.paths import Point, Step, Strokes

_DEGREE = 60_000
# Guides that stand on one another deeper than this are a broken file.
_GUIDES = 400
_PIECES = 20_000


class _Unknown(ValueError):
    """A step or a formula of another kind."""


def freeform(node: Element, width: float, height: float) -> Strokes | None:
    """a:custGeom → its outline in pt."""
    paths = child(node, "a:pathLst")
    try:
        guides = _guides(node, width * 12_700, height * 12_700)
        steps: list[Step] = []
        for path in paths.iterchildren(q("a:path")) if paths is not None else ():
            across = width / (number(path.get("w", "")) or width * 12_700 or 1.0)
            down = height / (number(path.get("h", "")) or height * 12_700 or 1.0)
            for name, points in _steps(path, guides):
                steps.append((name, tuple((x * across, y * down) for x, y in points)))
    except _Unknown:
        return None
    return Strokes(tuple(steps)) if 0 < len(steps) <= _PIECES else None


def _guides(node: Element, width: float, height: float) -> Mapping[str, float]:
    found = {"w": width, "h": height, "r": width, "b": height, "l": 0.0, "t": 0.0}
    found |= {"hc": width / 2, "vc": height / 2, "wd2": width / 2, "hd2": height / 2}
    found |= {"ss": min(width, height), "ls": max(width, height)}
    for holder in ("a:avLst", "a:gdLst"):
        held = child(node, holder)
        for guide in list(held if held is not None else ())[:_GUIDES]:
            worked = _formula(guide.get("fmla", "").split(), found)
            if worked is not None:
                found[guide.get("name", "")] = worked
    return found


def _formula(words: list[str], guides: Mapping[str, float]) -> float | None:
    """A guide's value; None for formulas that freehand shapes do not need."""
    values = [guides.get(word, number(word)) for word in words[1:]]
    a, b, c = [*(0.0 if v is None else v for v in values), 0.0, 0.0, 0.0][:3]
    if not words or None in values:
        return None
    if words[0] == "val":
        return a
    if words[0] == "*/":
        return a * b / c if c else None
    if words[0] == "+-":
        return a + b - c
    return None


def _value(text: str, guides: Mapping[str, float]) -> float:
    found = guides.get(text, number(text))
    if found is None or abs(found) > 1e12:
        raise _Unknown(text)
    return found


def _steps(path: Element, guides: Mapping[str, float]) -> Iterator[Step]:
    at: Point = (0.0, 0.0)
    for item in path:
        name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
        points = [
            (_value(point.get("x", ""), guides), _value(point.get("y", ""), guides))
            for point in item.iterchildren(q("a:pt"))
        ]
        made = list(_step(name, item, at, points, guides))
        yield from made
        at = next((held[-1] for _, held in reversed(made) if held), at)


def _step(
    name: str, item: Element, at: Point, points: list[Point], guides: Mapping[str, float]
) -> Iterator[Step]:
    if name == "close":
        yield "Z", ()
    elif name in ("moveTo", "lnTo") and len(points) == 1:
        yield "M" if name == "moveTo" else "L", tuple(points)
    elif name == "cubicBezTo" and len(points) == 3:
        yield "C", tuple(points)
    elif name == "quadBezTo" and len(points) == 2:
        (x1, y1), end = points
        yield (
            "C",
            (
                (at[0] + (x1 - at[0]) * 2 / 3, at[1] + (y1 - at[1]) * 2 / 3),
                (end[0] + (x1 - end[0]) * 2 / 3, end[1] + (y1 - end[1]) * 2 / 3),
                end,
            ),
        )
    elif name == "arcTo":
        told = (_value(item.get(key, ""), guides) for key in ("wR", "hR", "stAng", "swAng"))
        across, down, start, sweep = told
        yield from arc(at, (across, down), start / _DEGREE, sweep / _DEGREE)
    else:
        raise _Unknown(name)


def arc(at: Point, radii: Point, start: float, sweep: float) -> Iterator[Step]:
    """An arc from a point on, as cubics of a quarter at most; angles in degrees, y downwards."""
    across, down = radii
    count = max(1, math.ceil(min(abs(sweep), 360.0) / 90))
    turn = math.radians(max(-360.0, min(360.0, sweep))) / count
    angle = math.radians(start)
    middle = at[0] - across * math.cos(angle), at[1] - down * math.sin(angle)
    handle = 4 / 3 * math.tan(turn / 4)
    for _ in range(count):
        c1, s1, c2, s2 = *_unit(angle), *_unit(angle + turn)
        yield (
            "C",
            tuple(
                (middle[0] + across * x, middle[1] + down * y)
                for x, y in (
                    (c1 - handle * s1, s1 + handle * c1),
                    (c2 + handle * s2, s2 - handle * c2),
                    (c2, s2),
                )
            ),
        )
        angle += turn


def _unit(angle: float) -> Point:
    return math.cos(angle), math.sin(angle)
