"""VML in a run → what it shows: the drawings of Word 2003 and of programs that still write them.

In: w:pict or w:object with the relationships of its part. Out: `Drawn`. Lengths in pt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vanban.docx.families import foreign
from vanban.docx.geometry import named, path_outline, plain
from vanban.docx.ns import NS, Element, colour, number, points
from vanban.docx.paths import preset
from vanban.docx.shapes import Drawn, Media, picture
from vanban.resolved import Floating, Font, Outline, Part, Place, Text, Wrap

_VML = "{urn:schemas-microsoft-com:vml}"
_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_RELATION = f"{{{NS['r']}}}id"
_STYLE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_SHAPES = {"rect": "rect", "roundrect": "round", "oval": "ellipse", "line": "line"}
# The shape types of Word's own drawing tools: o:spt numbers.
_TYPES = {"1": "rect", "2": "round", "3": "ellipse", "20": "line", "32": "line", "202": "rect"}
# Others of them by the name that DrawingML gives the same form.
_PRESETS = {
    **{"4": "diamond", "5": "triangle", "6": "rtTriangle", "7": "parallelogram", "9": "hexagon"},
    **{"12": "star5", "13": "rightArrow", "15": "homePlate", "33": "bentConnector2"},
    **{"34": "bentConnector3", "38": "curvedConnector3", "55": "chevron", "61": "wedgeRectCallout"},
    **{"66": "leftArrow", "67": "downArrow", "68": "upArrow", "69": "leftRightArrow"},
    **{"70": "upDownArrow", "85": "leftBracket", "86": "rightBracket", "87": "leftBrace"},
    **{"88": "rightBrace", "109": "rect", "110": "diamond", "111": "flowChartInputOutput"},
    **{"116": "flowChartTerminator", "176": "roundRect", "185": "bracketPair", "186": "bracePair"},
}
_HEADS = {"block": "triangle", "classic": "stealth", "open": "arrow"}
_HEAD_SIZES = {"narrow": "sm", "short": "sm", "wide": "lg", "long": "lg"}
_TYPE_NUMBER = re.compile(r"_x0000_t(\d+)")
_WRAPS = {
    "square": Wrap.SIDE,
    "tight": Wrap.SIDE,
    "through": Wrap.SIDE,
    "topAndBottom": Wrap.APART,
}
_RELATIVE = {"text": "", "char": "character"}
_STROKE = 0.75
_PIXEL = 0.75
_DEPTH = 12
_INSETS = (7.2, 3.6, 7.2, 3.6)
_DASHES = {"dot": "dotted", "1 1": "dotted", "dash": "dashed", "longdash": "dashed"}
_COLOURS = {
    **{"black": "#000000", "white": "#ffffff", "red": "#ff0000", "blue": "#0000ff"},
    **{"silver": "#c0c0c0", "gray": "#808080", "green": "#008000", "yellow": "#ffff00"},
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Coordinates of a group → pt from the corner of the whole drawing."""

    x: float
    y: float
    across: float
    down: float

    def length(self, text: str) -> float:
        """A length across in the group's units."""
        return (number(text.removesuffix("pt")) or 0.0) * self.across

    def box(self, style: dict[str, str]) -> tuple[float, float, float, float]:
        """Left, top, width, height of a member of the group."""
        left, top, width, height = (
            number(style.get(k, "")) or 0.0 for k in ("left", "top", "width", "height")
        )
        return (
            self.x + left * self.across,
            self.y + top * self.down,
            width * self.across,
            height * self.down,
        )


def vml(node: Element, media: Media) -> Drawn:
    """w:pict or w:object → what it shows."""
    found = Drawn()
    for item in node:
        name = _name(item)
        if name in ("shape", "group", *_SHAPES):
            made = _top(item, name, media)
            found = Drawn(
                found.pictures + made.pictures,
                found.floats + made.floats,
                found.lost + made.lost,
            )
    return found


def _name(item: Element) -> str:
    tag = item.tag
    return tag.removeprefix(_VML) if isinstance(tag, str) and tag.startswith(_VML) else ""


def _top(item: Element, name: str, media: Media) -> Drawn:
    """A drawing that is a member of no group."""
    style = _style(item)
    lost: list[tuple[str, str]] = []
    ends = _ends(item) if name == "line" else None
    if ends is not None:
        x1, y1, x2, y2 = ends
        at, size = (min(x1, x2), min(y1, y2)), (abs(x2 - x1), abs(y2 - y1))
        look = _between(item, size, (x2 - x1, y2 - y1))
        parts: tuple[Part, ...] = (Part(0.0, 0.0, *size, outline=look),)
    else:
        size = _length(style, "width"), _length(style, "height")
        at = _length(style, "margin-left"), _length(style, "margin-top")
        at = at[0] + _length(style, "left"), at[1] + _length(style, "top")
        parts = tuple(_members(item, name, size, media, lost))
    return _standing(item, style, parts, (*at, *size), tuple(lost))


def _standing(
    item: Element,
    style: dict[str, str],
    parts: tuple[Part, ...],
    box: tuple[float, float, float, float],
    lost: tuple[tuple[str, str], ...],
) -> Drawn:
    if not parts:
        return Drawn(lost=lost)
    x, y, width, height = box
    if style.get("position") != "absolute":
        if len(parts) == 1 and parts[0].picture is not None:
            return Drawn(pictures=(parts[0].picture,), lost=lost)
        return Drawn(floats=(Floating(Place(wrap=Wrap.APART), width, height, parts),), lost=lost)
    return Drawn(floats=(Floating(_place(item, style, x, y), width, height, parts),), lost=lost)


def _members(
    item: Element, name: str, size: tuple[float, float], media: Media, lost: list[tuple[str, str]]
) -> Iterator[Part]:
    if name != "group":
        yield from _part(item, name, (0.0, 0.0, *size), media, lost)
        return
    yield from _group(item, (0.0, 0.0, *size), media, lost, 0)


def _group(
    item: Element,
    box: tuple[float, float, float, float],
    media: Media,
    lost: list[tuple[str, str]],
    depth: int,
) -> Iterator[Part]:
    left, top, width, height = box
    start, extent = _pair(item, "coordorigin", 0.0), _pair(item, "coordsize", 1000.0)
    across, down = width / (extent[0] or 1.0), height / (extent[1] or 1.0)
    frame = _Frame(left - start[0] * across, top - start[1] * down, across, down)
    for member in item:
        name = _name(member)
        if name == "group" and depth < _DEPTH:
            yield from _group(member, frame.box(_style(member)), media, lost, depth + 1)
        elif name == "line":
            x1, y1 = _pair(member, "from", 0.0)
            x2, y2 = _pair(member, "to", 0.0)
            size = abs(x2 - x1) * across, abs(y2 - y1) * down
            at = frame.x + min(x1, x2) * across, frame.y + min(y1, y2) * down
            yield Part(*at, *size, outline=_between(member, size, (x2 - x1, y2 - y1)))
        elif name in ("shape", *_SHAPES):
            yield from _part(member, name, frame.box(_style(member)), media, lost)


def _part(
    item: Element,
    name: str,
    box: tuple[float, float, float, float],
    media: Media,
    lost: list[tuple[str, str]],
) -> Iterator[Part]:
    image = item.find(f"{_VML}imagedata")
    if image is not None:
        found, missing = picture(image.get(_RELATION, ""), box[2], box[3], media)
        lost.extend(missing)
        yield Part(*box, picture=found)
        return
    content = named(item, "w:txbxContent")
    turn = (number(_style(item).get("rotation", "")) or 0.0) % 360
    letters = item.find(f"{_VML}textpath")
    if letters is not None:
        yield Part(*box, turn=turn, lettering=_lettering(item, letters))
        return
    look = _look(item, name, box)
    if look is None:
        lost.append(("docx_no_shape", ""))
    if content is not None:
        padding = _insets(item.find(f"{_VML}textbox"))
        blocks = media.blocks(content, max(1.0, box[2] - padding[1] - padding[3]))
        yield Part(*box, outline=look, blocks=blocks, padding=padding, turn=turn)
    elif look is not None:
        yield Part(*box, outline=look, turn=turn)


def _look(item: Element, name: str, box: tuple[float, float, float, float]) -> Outline | None:
    """The outline of a shape by its element or its type; None for one that we do not draw."""
    type_number = _TYPE_NUMBER.search(item.get("type", ""))
    told = item.get(f"{_OFFICE}spt", type_number[1] if type_number else "")
    kind = _SHAPES.get(name) or _TYPES.get(told, "")
    ends = _heads(item)
    if kind and not (kind == "line" and ends):
        return _outline(item, kind)
    drawn = preset("line" if kind == "line" else _PRESETS.get(told, ""), box[2], box[3], {})
    if drawn is None:
        return None
    flip = _style(item).get("flip", "")
    drawn = drawn.mirrored(box[2], box[3], across="x" in flip, down="y" in flip)
    look = _outline(item, "path" if drawn.closed else "line")
    return path_outline(drawn, look, ends)


def _heads(item: Element) -> tuple[tuple[str, str, str], ...]:
    """v:stroke → heads at the start and the end; nothing without any."""
    line = item.find(f"{_VML}stroke")
    told = [
        (
            _HEADS.get(kind := plain(line, f"{end}arrow"), kind),
            _HEAD_SIZES.get(plain(line, f"{end}arrowwidth"), "med"),
            _HEAD_SIZES.get(plain(line, f"{end}arrowlength"), "med"),
        )
        for end in ("start", "end")
    ]
    return tuple(told) if any(kind not in ("", "none") for kind, _, _ in told) else ()


def _lettering(item: Element, letters: Element) -> Text:
    """Words that fill their box, as on a watermark; half seen through is half white."""
    style = _style(letters)
    ink = _colour(item.get("fillcolor", "")) or "#000000"
    fill = item.find(f"{_VML}fill")
    told = plain(fill, "opacity")
    share = number(told.removesuffix("f"))
    share = 1.0 if share is None else share / 65_536 if told.endswith("f") else share
    share = min(1.0, max(0.0, share))
    parts = (round(255 - (255 - int(ink[i : i + 2], 16)) * share) for i in (1, 3, 5))
    return Text(
        letters.get("string", ""),
        Font(
            family=foreign(style.get("font-family", "").strip("\"'")),
            bold="bold" in style.get("font-weight", ""),
            italic="italic" in style.get("font-style", ""),
            colour="#" + "".join(f"{part:02x}" for part in parts),
        ),
    )


def _between(item: Element, size: tuple[float, float], way: tuple[float, float]) -> Outline:
    """The outline of a v:line that goes that way through its box."""
    look, ends = _outline(item, "line"), _heads(item)
    drawn = preset("line", *size, {}) if ends else None
    if drawn is None:
        return replace(look, rising=way[0] * way[1] < 0)
    drawn = drawn.mirrored(*size, across=way[0] < 0, down=way[1] < 0)
    return path_outline(drawn, look, ends)


def _insets(box: Element | None) -> tuple[float, float, float, float]:
    """v:textbox inset="left,top,right,bottom" → top, right, bottom, left."""
    words = plain(box, "inset").split(",")
    found = [
        points(words[i].strip(), _PIXEL) if i < len(words) and words[i].strip() else usual
        for i, usual in enumerate(_INSETS)
    ]
    left, top, right, bottom = (f or 0.0 for f in found)
    return top, right, bottom, left


def _outline(item: Element, kind: str) -> Outline:
    stroke = points(item.get("strokeweight", ""), _PIXEL) or _STROKE
    line = item.find(f"{_VML}stroke")
    flips = [axis in _style(item).get("flip", "") for axis in "xy"]
    return Outline(
        kind=kind,
        stroke=0.0 if item.get("stroked", "") in ("f", "false") else stroke,
        colour=_colour(item.get("strokecolor", "")),
        dash=_DASHES.get(plain(line, "dashstyle"), "solid"),
        fill="" if kind == "line" or _unfilled(item) else _colour(item.get("fillcolor", "white")),
        rising=flips[0] != flips[1],
    )


def _unfilled(item: Element) -> bool:
    return item.get("filled", "") in ("f", "false") or item.find(f"{_VML}imagedata") is not None


def _colour(text: str) -> str:
    """'#36f', 'red' or 'windowText [3213]' → '#rrggbb', '' for what we do not know."""
    word = text.partition(" ")[0].lower()
    if word.startswith("#") and len(word) == 4:
        word = "#" + "".join(c * 2 for c in word[1:])
    return _COLOURS.get(word) or colour(word.removeprefix("#"))


def _place(item: Element, style: dict[str, str], x: float, y: float) -> Place:
    across, down = (
        style.get(f"mso-position-{axis}-relative", "") for axis in ("horizontal", "vertical")
    )
    wrap = item.find(_WRAP)
    align, level = (style.get(f"mso-position-{axis}", "") for axis in ("horizontal", "vertical"))
    return Place(
        across=_RELATIVE.get(across, across) or "column",
        align="" if align == "absolute" else align,
        x=x,
        down=_RELATIVE.get(down, down) or "paragraph",
        level="" if level == "absolute" else level,
        y=y,
        wrap=_WRAPS.get(plain(wrap, "type"), Wrap.NONE),
        behind=style.get("z-index", "").startswith("-"),
        in_cell=item.get(f"{_OFFICE}allowincell", "") not in ("f", "false"),
        distance=(0.0, 9.0, 0.0, 9.0),
    )


def _style(node: Element) -> dict[str, str]:
    return {k: v.strip() for k, v in _STYLE.findall(plain(node, "style"))}


def _length(style: dict[str, str], name: str) -> float:
    return points(style.get(name, ""), _PIXEL) or 0.0


def _pair(item: Element, name: str, usual: float) -> tuple[float, float]:
    words = [*item.get(name, "").split(","), "", ""]
    first, second = (number(word.strip()) for word in words[:2])
    return (usual if first is None else first), (usual if second is None else second)


def _ends(line: Element) -> tuple[float, float, float, float] | None:
    words = [part.strip() for key in ("from", "to") for part in line.get(key, "").split(",")]
    ends = [end for end in (points(word, _PIXEL) for word in words) if end is not None]
    return (ends[0], ends[1], ends[2], ends[3]) if len(ends) == 4 else None
