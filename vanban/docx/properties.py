"""One w:pPr or w:rPr → the properties it sets itself, as a plain mapping that can be layered.

In: an element. Out: `Props`: only what is written there, lengths in pt. `layered` puts one on top
of another; `shape` and `font` turn the finished stack into values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeAlias

from vanban.docx.coverage import unseen
from vanban.docx.families import THEMED, foreign
from vanban.docx.feature import Feature
from vanban.docx.ns import (
    Element,
    attribute,
    child,
    colour,
    number,
    points,
    q,
    switch,
    value,
    whole,
)
from vanban.resolved import (
    NO_BORDER,
    Align,
    Border,
    Edges,
    Font,
    LineRule,
    LineSpacing,
    Shape,
    TabStop,
)

Props: TypeAlias = Mapping[str, Any]
NOTHING: Props = MappingProxyType({})

TOGGLES = frozenset({"bold", "italic", "caps", "small_caps", "strike", "hidden"})
"""Properties that styles of different kinds switch over instead of setting (17.7.3)."""

_UNSEEN = "unseen "
_TOGGLE_TAGS = {
    "w:b": "bold",
    "w:i": "italic",
    "w:caps": "caps",
    "w:smallCaps": "small_caps",
    "w:strike": "strike",
    "w:dstrike": "strike",
    "w:vanish": "hidden",
}
_SWITCHES = {
    "w:contextualSpacing": "contextual",
    "w:keepNext": "keep_next",
    "w:keepLines": "keep_lines",
    "w:widowControl": "widow_control",
    "w:pageBreakBefore": "page_break_before",
}
_UNDERLINES = {
    "none": "",
    "double": "double",
    "dotted": "dotted",
    "dottedHeavy": "dotted",
    "dash": "dashed",
    "dashLong": "dashed",
    "dotDash": "dashed",
    "wave": "wavy",
    "wavyDouble": "wavy",
    "wavyHeavy": "wavy",
}
_HIGHLIGHTS = {
    "yellow": "#ffff00",
    "green": "#00ff00",
    "cyan": "#00ffff",
    "magenta": "#ff00ff",
    "blue": "#0000ff",
    "red": "#ff0000",
    "darkBlue": "#000080",
    "darkCyan": "#008080",
    "darkGreen": "#008000",
    "darkMagenta": "#800080",
    "darkRed": "#800000",
    "darkYellow": "#808000",
    "darkGray": "#808080",
    "lightGray": "#c0c0c0",
}
_ALIGNS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
_BORDERS = {
    "double": "double",
    "triple": "double",
    "dotted": "dotted",
    "dashed": "dashed",
    "dashSmallGap": "dashed",
    "dotDash": "dashed",
    "dotDotDash": "dashed",
}
_TAB_KINDS = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right"}
_TAB_KINDS |= {"decimal": "decimal", "num": "left"}
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}
# What Word and LibreOffice use where a web page's "auto" spacing was pasted in.
_AUTO_SPACING = 14.0
# Word itself keeps 64 tab stops in a paragraph; every tab looks through them.
_STOPS = 256


def run_props(node: Element | None) -> Props:
    """What a w:rPr sets itself."""
    if node is None or not len(node):
        return NOTHING
    found: dict[str, Any] = {}
    for item in node:
        if not isinstance(item.tag, str):
            continue
        name = f"w:{item.tag.rpartition('}')[2]}"
        if name in _TOGGLE_TAGS:
            found[_TOGGLE_TAGS[name]] = switch(item) or found.get(_TOGGLE_TAGS[name], False)
        elif name in _RUN_READERS:
            _RUN_READERS[name](item, found)
        _unseen("rPr", item, found)
    return found


def _unseen(where: str, item: Element, found: dict[str, Any]) -> None:
    """What is not shown, layered like all else: a style may ask for it, and a run take it back."""
    for rule, asked in unseen(where, item):
        found[f"{_UNSEEN}{rule.xml}"] = rule if asked else None


def unseen_in(props: Props) -> Iterator[Feature]:
    """What a finished stack asks for and the PDF does not show."""
    for key in props:
        if key.startswith(_UNSEEN) and props[key] is not None:
            yield props[key]


def _size(item: Element, found: dict[str, Any]) -> None:
    if (size := points(attribute(item), 0.5)) is not None and 0.5 <= size <= 1638:
        found["size"] = size


def _fonts(item: Element, found: dict[str, Any]) -> None:
    theme = attribute(item, "w:asciiTheme") or attribute(item, "w:hAnsiTheme")
    named = attribute(item, "w:ascii") or attribute(item, "w:hAnsi")
    if theme or named:
        found["family"] = f"{THEMED}{theme}" if theme else named
    # "Times New Roman Bold" is a face written as a family.
    words = named.lower().split()[-2:]
    for face in ("bold", "italic"):
        if not theme and face in words:
            found.setdefault(face, True)


def _underline(item: Element, found: dict[str, Any]) -> None:
    found["underline"] = _UNDERLINES.get(attribute(item), "solid" if attribute(item) else "")


def _shading(item: Element, found: dict[str, Any]) -> None:
    found.setdefault("highlight", colour(attribute(item, "w:fill")))


def _length(key: str, unit: float) -> Callable[[Element, dict[str, Any]], None]:
    def read(item: Element, found: dict[str, Any]) -> None:
        if (length := points(attribute(item), unit)) is not None:
            found[key] = length

    return read


def _word(key: str) -> Callable[[Element, dict[str, Any]], None]:
    def read(item: Element, found: dict[str, Any]) -> None:
        found[key] = attribute(item)

    return read


def _run_border(item: Element, found: dict[str, Any]) -> None:
    line = one_border(item)
    found["border"] = line if line.width else None


def _colour(item: Element, found: dict[str, Any]) -> None:
    found["colour"] = colour(attribute(item))


def _highlight(item: Element, found: dict[str, Any]) -> None:
    found["highlight"] = _HIGHLIGHTS.get(attribute(item), "")


_RUN_READERS: Mapping[str, Callable[[Element, dict[str, Any]], None]] = {
    "w:sz": _size,
    "w:rFonts": _fonts,
    "w:u": _underline,
    "w:color": _colour,
    "w:highlight": _highlight,
    "w:shd": _shading,
    "w:bdr": _run_border,
    "w:spacing": _length("spacing", 1 / 20),
    "w:position": _length("raised", 1 / 2),
    "w:vertAlign": _word("script"),
    "w:rStyle": _word("style"),
}


def paragraph_props(node: Element | None) -> Props:
    """What a w:pPr sets itself; "numbering" is (numId, level)."""
    if node is None or not len(node):
        return NOTHING
    found: dict[str, Any] = {}
    for item in node:
        if not isinstance(item.tag, str):
            continue
        name = f"w:{item.tag.rpartition('}')[2]}"
        if name in _SWITCHES:
            found[_SWITCHES[name]] = switch(item)
        elif name in _PARAGRAPH_READERS:
            _PARAGRAPH_READERS[name](item, found)
        _unseen("pPr", item, found)
    return found


def _align(item: Element, found: dict[str, Any]) -> None:
    if attribute(item) in _ALIGNS:
        found["align"] = _ALIGNS[attribute(item)]


def _indent(item: Element, found: dict[str, Any]) -> None:
    for names, key, sign in (
        (("w:left", "w:start"), "left", 1),
        (("w:right", "w:end"), "right", 1),
        (("w:firstLine",), "first", 1),
        (("w:hanging",), "first", -1),
    ):
        for name in names:
            if (length := points(attribute(item, name))) is not None:
                found[key] = sign * length


def _spacing(item: Element, found: dict[str, Any]) -> None:
    for key in ("before", "after"):
        length = points(attribute(item, f"w:{key}"))
        auto = attribute(item, f"w:{key}Autospacing")
        if auto:
            found[f"auto_{key}"] = auto in ("1", "true", "on")
        if length is not None:
            found[key] = max(0.0, length)
    rule = attribute(item, "w:lineRule")
    if rule in ("exact", "atLeast"):
        if (length := points(attribute(item, "w:line"))) is not None:
            kind = LineRule.EXACT if rule == "exact" else LineRule.AT_LEAST
            found["line"] = LineSpacing(kind, abs(length))
    elif multiple := number(attribute(item, "w:line")):
        found["line"] = LineSpacing(LineRule.MULTIPLE, min(abs(multiple) / 240, 100.0))


def _tabs(item: Element, found: dict[str, Any]) -> None:
    stops: dict[float, TabStop | None] = {}
    for tab in islice(item.iterchildren(q("w:tab")), _STOPS):
        position = points(attribute(tab, "w:pos"))
        kind = attribute(tab)
        if position is None:
            continue
        if kind == "clear":
            stops[position] = None
        elif kind in _TAB_KINDS:
            leader = _LEADERS.get(attribute(tab, "w:leader"), "")
            stops[position] = TabStop(position, _TAB_KINDS[kind], leader)
    found["tabs"] = stops


def _numbering(item: Element, found: dict[str, Any]) -> None:
    found["numbering"] = (value(item, "w:numId"), whole(value(item, "w:ilvl")) or 0)


def _outline(item: Element, found: dict[str, Any]) -> None:
    level = whole(attribute(item))
    found["outline"] = level if level is not None and 0 <= level < 9 else None


def _frame(item: Element, found: dict[str, Any]) -> None:
    if not attribute(item, "w:dropCap") or attribute(item, "w:dropCap") == "none":
        found["frame"] = attribute(item, "w:xAlign") or "left"


def _fill(item: Element, found: dict[str, Any]) -> None:
    found["shading"] = colour(attribute(item, "w:fill"))


def _frame_borders(item: Element, found: dict[str, Any]) -> None:
    told = borders(item)
    found["borders"] = Edges(**{k: v for k, v in told.items() if k in _EDGES})
    found["between"] = told.get("between", NO_BORDER)


_PARAGRAPH_READERS: Mapping[str, Callable[[Element, dict[str, Any]], None]] = {
    "w:jc": _align,
    "w:ind": _indent,
    "w:spacing": _spacing,
    "w:tabs": _tabs,
    "w:numPr": _numbering,
    "w:outlineLvl": _outline,
    "w:framePr": _frame,
    "w:shd": _fill,
    "w:pBdr": _frame_borders,
    "w:pStyle": _word("style"),
}

_EDGES = frozenset({"top", "right", "bottom", "left"})


def borders(node: Element | None) -> dict[str, Border]:
    """Children of w:pBdr, w:tblBorders or w:tcBorders → edge name → border; eighths of a pt."""
    found: dict[str, Border] = {}
    for item in node if node is not None else ():
        if not isinstance(item.tag, str):
            continue
        edge = item.tag.rpartition("}")[2]
        found[{"start": "left", "end": "right"}.get(edge, edge)] = one_border(item)
    return found


def one_border(item: Element) -> Border:
    """An element that describes one line; eighths of a pt."""
    style = attribute(item)
    if style in ("nil", "none", ""):
        return NO_BORDER
    # Word draws no line thinner than a quarter or thicker than six points. The size of a
    # double line is that of one of its strokes, and the gap is as wide.
    width = max(0.25, min(6.0, points(attribute(item, "w:sz"), 1 / 8) or 0.5))
    return Border(
        _BORDERS.get(style, "solid"),
        width * 3 if style == "double" else width,
        colour(attribute(item, "w:color")),
        points(attribute(item, "w:space"), 1.0) or 0.0,
    )


def layered(*layers: Props) -> Props:
    """The layers on top of one another, the last one strongest; tab stops add up."""
    stack: dict[str, Any] = {}
    for layer in layers:
        if "tabs" in layer and "tabs" in stack:
            stack |= {**layer, "tabs": {**stack["tabs"], **layer["tabs"]}}
        else:
            stack |= layer
    return stack


def toggled(styles: Iterable[Props]) -> Props:
    """The toggles as several styles of different kinds give them together: each one switches."""
    found: dict[str, bool] = {}
    for layer in styles:
        for key in TOGGLES & layer.keys():
            found[key] = found.get(key, False) ^ bool(layer[key])
    return found


def font(props: Props) -> Font:
    """A finished stack of run properties → the font."""
    fields = {key: props[key] for key in _FONT_FIELDS & props.keys()}
    named = props.get("family", "")
    return Font(**fields | {"family": foreign(named), "named": named})


def shape(props: Props) -> Shape:
    """A finished stack of paragraph properties → the shape."""
    fields = {key: props[key] for key in _SHAPE_FIELDS & props.keys()}
    stops: Mapping[float, TabStop | None] = props.get("tabs", {})
    fields["tabs"] = tuple(stop for _, stop in sorted(stops.items()) if stop is not None)
    for key in ("before", "after"):
        if props.get(f"auto_{key}"):
            fields[key] = _AUTO_SPACING
    return Shape(**fields)


_FONT_FIELDS = frozenset(Font.__dataclass_fields__)
_SHAPE_FIELDS = frozenset(Shape.__dataclass_fields__)


def properties(node: Element | None) -> tuple[Props, Props]:
    """A node with w:pPr and w:rPr children → both."""
    return paragraph_props(child(node, "w:pPr")), run_props(child(node, "w:rPr"))
