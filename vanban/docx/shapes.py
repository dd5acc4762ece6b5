"""Drawings in a run → pictures, straight lines and the text of text boxes.

In: w:drawing or w:pict with the relationships of its part. Out: `Drawn`. Lengths in pt. What a PDF
of an office paper has no use for (groups, freehand shapes) comes out empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vanban.docx.ns import NS, Element, attribute, child, chosen, colour, emu, points, q
from vanban.docx.package import Relationship
from vanban.resolved import Picture, Rule

_MIMES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_LINES = frozenset({"line", "straightConnector1"})
_DASHES = {"sysDot": "dotted", "dot": "dotted", "dash": "dashed", "sysDash": "dashed"}
# Line widths of the Office theme that wps:style/a:lnRef counts in (1 is the thinnest).
_THEME_STROKES = {"1": 0.5, "2": 1.0, "3": 1.5}
_STROKE = 0.75
_TEXT_BOX = q("w:txbxContent")
_VML = "{urn:schemas-microsoft-com:vml}"
_STYLE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass(frozen=True, slots=True)
class Media:
    """The pictures a part can name: its relationships and the package's bytes."""

    rels: Mapping[str, Relationship]
    parts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawing shows. boxes: w:txbxContent elements, still to be read.

    lost: name of a picture that cannot be shown, "" when nothing was lost.
    """

    pictures: tuple[Picture, ...] = ()
    rules: tuple[Rule, ...] = ()
    boxes: tuple[Element, ...] = ()
    lost: str = ""


def drawing(node: Element, media: Media) -> Drawn:
    """w:drawing → what it shows."""
    for frame in chosen(node):
        extent = child(frame, "wp:extent")
        width, height = emu(_plain(extent, "cx")), emu(_plain(extent, "cy"))
        picture = next(frame.iter(q("pic:pic")), None)
        if picture is not None:
            blip = next(picture.iter(q("a:blip")), None)
            return _picture(attribute(blip, "r:embed"), width, height, media)
        boxes = tuple(frame.iter(_TEXT_BOX))
        if boxes:
            return Drawn(boxes=boxes)
        if frame.tag == q("wp:anchor"):
            return Drawn(rules=_rules(frame, width, height))
    return Drawn()


def _plain(node: Element | None, name: str) -> str:
    """An attribute without namespace; '' when missing."""
    return "" if node is None else node.get(name, "")


def _picture(identifier: str, width: float, height: float, media: Media) -> Drawn:
    relationship = media.rels.get(identifier)
    if relationship is None or relationship.external or relationship.target not in media.parts:
        return Drawn(lost=identifier or "?")
    data = media.parts[relationship.target]
    mime = next((m for magic, m in _MIMES.items() if data.startswith(magic)), "")
    if not mime or width <= 0 or height <= 0:
        return Drawn(lost=relationship.target.rpartition("/")[2])
    return Drawn(pictures=(Picture(data, mime, width, height),))


def _rules(frame: Element, width: float, height: float) -> tuple[Rule, ...]:
    geometry = next(frame.iter(q("a:prstGeom")), None)
    if _plain(geometry, "prst") not in _LINES:
        return ()
    stroke, ink, dash = _stroke(frame)
    across, align, x = _across(child(frame, "wp:positionH"))
    return (
        Rule(
            width=width,
            height=height,
            stroke=stroke,
            colour=ink,
            across=across,
            align=align,
            x=x,
            y=_down(child(frame, "wp:positionV")),
            dash=dash,
        ),
    )


def _stroke(frame: Element) -> tuple[float, str, str]:
    line = next(frame.iter(q("a:ln")), None)
    reference = next(frame.iter(q("a:lnRef")), None)
    stroke = _THEME_STROKES.get(_plain(reference, "idx"), _STROKE)
    if line is None:
        return stroke, "", "solid"
    if width := emu(line.get("w", "")):
        stroke = width
    ink = colour(_plain(next(line.iter(q("a:srgbClr")), None), "val"))
    dash = _DASHES.get(_plain(child(line, "a:prstDash"), "val"), "solid")
    return stroke, ink, dash


def _across(node: Element | None) -> tuple[str, str, float]:
    align = child(node, "wp:align")
    offset = child(node, "wp:posOffset")
    across = "page" if _plain(node, "relativeFrom") == "page" else "column"
    if align is not None and align.text:
        return across, {"inside": "left", "outside": "right"}.get(align.text, align.text), 0.0
    return across, "", emu((offset.text or "") if offset is not None else "")


def _down(node: Element | None) -> float:
    offset = child(node, "wp:posOffset")
    if _plain(node, "relativeFrom") not in ("paragraph", "line") or offset is None:
        return 0.0
    return emu(offset.text or "")


def vml(node: Element, media: Media) -> Drawn:
    """w:pict or w:object → what it shows; the old form that Word 2003 and some tools write."""
    boxes = tuple(node.iter(_TEXT_BOX))
    if boxes:
        return Drawn(boxes=boxes)
    image = next(node.iter(f"{_VML}imagedata"), None)
    if image is not None:
        style = _style(image.getparent())
        width, height = (points(style.get(k, ""), 0.75) or 0.0 for k in ("width", "height"))
        return _picture(image.get(f"{{{NS['r']}}}id", ""), width, height, media)
    line = next(node.iter(f"{_VML}line"), None)
    return Drawn(rules=_vml_line(line)) if line is not None else Drawn()


def _style(node: Element | None) -> dict[str, str]:
    return {k: v.strip() for k, v in _STYLE.findall(_plain(node, "style"))}


def _vml_line(line: Element) -> tuple[Rule, ...]:
    words = [part.strip() for key in ("from", "to") for part in line.get(key, "").split(",")]
    ends = [end for end in (points(word, 0.75) for word in words) if end is not None]
    if len(ends) != 4:
        return ()
    x1, y1, x2, y2 = ends
    stroke = points(line.get("strokeweight", ""), 0.75) or _STROKE
    return (Rule(abs(x2 - x1), abs(y2 - y1), stroke, "", x=min(x1, x2), y=min(y1, y2)),)
