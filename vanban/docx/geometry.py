"""Where a drawing stands and how its outline looks, read from DrawingML attributes.

In: wp:anchor, wps:spPr and their children. Out: pieces of the resolved document. Lengths in pt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vanban.docx.freeform import freeform
from vanban.docx.ns import Element, child, colour, emu, number, q
from vanban.docx.paths import Strokes, headed, preset
from vanban.resolved import Outline, Place, Wrap

_OUTLINES = {
    "line": "line",
    "straightConnector1": "line",
    "rect": "rect",
    "flowChartProcess": "rect",
    "roundRect": "round",
    "flowChartAlternateProcess": "round",
    "ellipse": "ellipse",
    "flowChartConnector": "ellipse",
}
_DASHES = {
    "sysDot": "dotted",
    "dot": "dotted",
    "dash": "dashed",
    "sysDash": "dashed",
    "lgDash": "dashed",
    "dashDot": "dashed",
    "lgDashDot": "dashed",
    "sysDashDot": "dashed",
}
# Line widths of the Office theme that wps:style/a:lnRef counts in (1 is the thinnest).
_THEME_STROKES = {"1": 0.5, "2": 1.0, "3": 1.5}
_STROKE = 0.75
# The colours of the Office theme since 2013, which nearly every office file keeps.
_THEME = {
    "tx1": "#000000",
    "dk1": "#000000",
    "bg1": "#ffffff",
    "lt1": "#ffffff",
    "tx2": "#44546a",
    "dk2": "#44546a",
    "bg2": "#e7e6e6",
    "lt2": "#e7e6e6",
    "accent1": "#4472c4",
    "accent2": "#ed7d31",
    "accent3": "#a5a5a5",
    "accent4": "#ffc000",
    "accent5": "#5b9bd5",
    "accent6": "#70ad47",
}
_WRAPS = {
    "wrapSquare": Wrap.SIDE,
    "wrapTight": Wrap.SIDE,
    "wrapThrough": Wrap.SIDE,
    "wrapTopAndBottom": Wrap.APART,
}
_HEADS = ("a:headEnd", "a:tailEnd")
_DEGREE = 60_000
_ALIGNS = {"inside": "left", "outside": "right"}
# The text of a box keeps this far from its edges unless the file says otherwise (20.1.2.1.1).
_INSETS = (("tIns", 3.6), ("rIns", 7.2), ("bIns", 3.6), ("lIns", 7.2))


@dataclass(frozen=True, slots=True)
class Frame:
    """Coordinates of a group → pt from the corner of the whole drawing."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def box(self, transform: Element | None) -> tuple[float, float, float, float] | None:
        """a:xfrm → left, top, width, height; None where the shape does not say."""
        offset, extent = child(transform, "a:off"), child(transform, "a:ext")
        if extent is None:
            return None
        return (
            self.x + emu(plain(offset, "x")) * self.across,
            self.y + emu(plain(offset, "y")) * self.down,
            emu(plain(extent, "cx")) * self.across,
            emu(plain(extent, "cy")) * self.down,
        )

    def inside(self, transform: Element | None) -> Frame:
        """The frame of a group's children: chOff and chExt are its own units."""
        box = self.box(transform)
        extent = child(transform, "a:chExt")
        if box is None or extent is None:
            return self
        left, top, width, height = box
        start = child(transform, "a:chOff")
        across = width / (emu(plain(extent, "cx")) or width or 1.0)
        down = height / (emu(plain(extent, "cy")) or height or 1.0)
        return Frame(
            left - emu(plain(start, "x")) * across,
            top - emu(plain(start, "y")) * down,
            across,
            down,
        )


def plain(node: Element | None, name: str) -> str:
    """An attribute without namespace; '' when missing."""
    return "" if node is None else node.get(name, "")


def place(anchor: Element) -> Place:
    """wp:anchor → where it stands and what the text does about it."""
    across, align, x = _position(child(anchor, "wp:positionH"), "column")
    down, level, y = _position(child(anchor, "wp:positionV"), "paragraph")
    wraps = [_WRAPS[name] for name in _WRAPS if child(anchor, f"wp:{name}") is not None]
    top, right, bottom, left = (emu(plain(anchor, f"dist{edge}")) for edge in "TRBL")
    return Place(
        across=across,
        align=align,
        x=x,
        down=down,
        level=level,
        y=y,
        wrap=wraps[0] if wraps else Wrap.NONE,
        behind=plain(anchor, "behindDoc") in ("1", "true"),
        in_cell=plain(anchor, "layoutInCell") not in ("0", "false"),
        distance=(top, right, bottom, left),
    )


def _position(node: Element | None, usual: str) -> tuple[str, str, float]:
    """(what it is measured from, alignment in it, offset)."""
    align, offset = child(node, "wp:align"), child(node, "wp:posOffset")
    relative = plain(node, "relativeFrom") or usual
    if align is not None and align.text:
        word = align.text.strip()
        return relative, _ALIGNS.get(word, word), 0.0
    return relative, "", emu(((offset.text or "") if offset is not None else "").strip())


def outline(shape: Element, width: float, height: float) -> Outline | None:
    """wps:wsp or wps:cxnSp in a box of pt → its outline; None for a geometry nobody here draws."""
    properties = child(shape, "wps:spPr")
    geometry = child(properties, "a:prstGeom")
    stroke, ink, dash = _stroke(properties, child(shape, "wps:style"))
    ends = _ends(child(properties, "a:ln"))
    kind = _OUTLINES.get(plain(geometry, "prst"), "")
    told = _adjustments(geometry)
    transform = child(properties, "a:xfrm")
    across, down = (plain(transform, name) in ("1", "true") for name in ("flipH", "flipV"))
    if kind and not (kind == "line" and ends) and not (kind == "round" and told):
        fill = "" if kind == "line" else _fill(properties, child(shape, "wps:style"))
        return Outline(kind, stroke, ink, dash, fill, rising=across != down)
    drawn = _strokes(properties, told, width, height)
    if drawn is None:
        return None
    drawn = drawn.mirrored(width, height, across=across, down=down)
    fill = _fill(properties, child(shape, "wps:style")) if drawn.closed else ""
    return path_outline(drawn, Outline("path", stroke, ink, dash, fill), ends)


def path_outline(
    drawn: Strokes, look: Outline, ends: tuple[tuple[str, str, str], ...] = ()
) -> Outline:
    """Strokes with their heads as an outline that looks like `look`."""
    heads = ""
    if len(ends) == 2 and not drawn.closed:
        drawn, ahead = headed(drawn, (ends[0], ends[1]), look.stroke)
        heads = ahead.data
    return replace(look, kind="path", path=drawn.data, heads=heads)


def _strokes(
    properties: Element | None, told: Mapping[str, float], width: float, height: float
) -> Strokes | None:
    drawn = child(properties, "a:custGeom")
    if drawn is not None:
        return freeform(drawn, width, height)
    return preset(plain(child(properties, "a:prstGeom"), "prst"), width, height, told)


def _adjustments(geometry: Element | None) -> dict[str, float]:
    """a:avLst → name → 100 000ths."""
    held = child(geometry, "a:avLst")
    found = {}
    for guide in held if held is not None else ():
        words = guide.get("fmla", "").split()
        told = number(words[1]) if len(words) == 2 and words[0] == "val" else None
        if told is not None:
            found[guide.get("name", "")] = told
    return found


def _ends(line: Element | None) -> tuple[tuple[str, str, str], ...]:
    """Heads at the start and the end of a line: (kind, width, length); nothing without any."""
    found = [child(line, name) for name in _HEADS]
    told = [(plain(end, "type"), plain(end, "w"), plain(end, "len")) for end in found]
    return tuple(told) if any(kind not in ("", "none") for kind, _, _ in told) else ()


def turn(transform: Element | None) -> float:
    """How far an a:xfrm turns its shape, degrees clockwise."""
    return (number(plain(transform, "rot")) or 0.0) / _DEGREE % 360


def _stroke(properties: Element | None, style: Element | None) -> tuple[float, str, str]:
    line, reference = child(properties, "a:ln"), child(style, "a:lnRef")
    index = plain(reference, "idx")
    stroke = 0.0 if index == "0" else _THEME_STROKES.get(index, _STROKE)
    ink = _ink(reference)
    if line is None:
        return (stroke if reference is not None else 0.0), ink, "solid"
    if child(line, "a:noFill") is not None:
        return 0.0, "", "solid"
    filled = child(line, "a:solidFill")
    stroke = emu(line.get("w", "")) or stroke or _STROKE
    if reference is None and filled is None and child(line, "a:gradFill") is None:
        stroke = 0.0
    dash = _DASHES.get(plain(child(line, "a:prstDash"), "val"), "solid")
    return stroke, _ink(filled) or ink, dash


def _fill(properties: Element | None, style: Element | None) -> str:
    if child(properties, "a:noFill") is not None:
        return ""
    filled = child(properties, "a:solidFill")
    if filled is not None:
        return _ink(filled)
    reference = child(style, "a:fillRef")
    return "" if plain(reference, "idx") in ("", "0") else _ink(reference)


def _ink(node: Element | None) -> str:
    """The colour in a fill or a reference to the theme; '' when it names none."""
    if node is None:
        return ""
    direct, system = child(node, "a:srgbClr"), child(node, "a:sysClr")
    if direct is not None or system is not None:
        return colour(plain(direct, "val") or plain(system, "lastClr"))
    named = child(node, "a:schemeClr")
    known = _THEME.get(plain(named, "val"), "")
    shade = number(plain(child(named, "a:shade"), "val"))
    if not known or shade is None:
        return known
    part = min(1.0, max(0.0, shade / 100_000))
    return "#" + "".join(f"{round(int(known[i : i + 2], 16) * part):02x}" for i in (1, 3, 5))


def insets(body: Element | None, *, grouped: bool) -> tuple[float, float, float, float]:
    """wps:bodyPr → top, right, bottom, left between the box and its text.

    grouped: a member of a group, which LibreOffice gives no distance that the file does not name.
    """
    found = [
        emu(plain(body, name)) if plain(body, name) else 0.0 if grouped else usual
        for name, usual in _INSETS
    ]
    return found[0], found[1], found[2], found[3]


def crop(fill: Element | None) -> tuple[float, float, float, float]:
    """pic:blipFill → shares of the picture cut off at the top, right, bottom and left."""
    cut = child(fill, "a:srcRect")
    found = [min(0.95, max(0.0, (number(plain(cut, edge)) or 0.0) / 100_000)) for edge in "trbl"]
    return found[0], found[1], found[2], found[3]


def named(node: Element, name: str) -> Element | None:
    """First descendant of that name."""
    return next(node.iter(q(name)), None)
