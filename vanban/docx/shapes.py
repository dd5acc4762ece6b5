"""DrawingML in a run → pictures in the line, and drawings that stand free of it.

In: w:drawing with the relationships of its part. Out: `Drawn`. Lengths in pt. What cannot be drawn
(charts, diagrams, freehand shapes) comes out as a code, so that it is said and not lost in silence.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from vanban.docx.geometry import Frame, crop, insets, named, outline, place, plain, turn
from vanban.docx.ns import Element, attribute, child, chosen, emu, q
from vanban.docx.package import Relationship
from vanban.docx.pictures import Gallery, mime_of
from vanban.resolved import Block, Floating, Part, Picture, Place, Wrap

_LOST = {
    "chart": "docx_no_chart",
    "relIds": "docx_no_diagram",
    "contentPart": "docx_no_ink",
    "wpc": "docx_no_shape",
    "lockedCanvas": "docx_no_shape",
}
# What stands for a picture that cannot be shown: nothing to see, and the text stays where it was.
_BLANK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
_LEVELS = {"ctr": "middle", "b": "bottom"}
# Groups in groups beyond this are a broken file.
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Media:
    """What drawings of a part can name: its relationships and the package's bytes.

    blocks: (w:txbxContent, width in pt) → the text of a text box. gallery: the pictures of the
    whole file.
    """

    rels: Mapping[str, Relationship]
    parts: Mapping[str, bytes]
    blocks: Callable[[Element, float], tuple[Block, ...]]
    gallery: Gallery


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawing shows. lost: (problem code, name of the thing) of what cannot be shown."""

    pictures: tuple[Picture, ...] = ()
    floats: tuple[Floating, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The drawing that is being read: its size in pt, and what of it cannot be shown."""

    size: tuple[float, float]
    media: Media
    lost: list[tuple[str, str]]


def drawing(node: Element, media: Media) -> Drawn:
    """w:drawing → what it shows."""
    for frame in chosen(node):
        extent = child(frame, "wp:extent")
        size = emu(plain(extent, "cx")), emu(plain(extent, "cy"))
        data = named(frame, "a:graphicData")
        if data is None:
            continue
        canvas = _Canvas(size, media, [])
        parts = tuple(_parts(data, Frame(), canvas, 0))
        return _standing(frame, parts, size, tuple(canvas.lost))
    return Drawn()


def _standing(
    frame: Element,
    parts: tuple[Part, ...],
    size: tuple[float, float],
    lost: tuple[tuple[str, str], ...],
) -> Drawn:
    """Parts as a picture in the line where they are one, else free of it."""
    if not parts:
        return Drawn(lost=lost)
    if frame.tag == q("wp:anchor"):
        return Drawn(floats=(Floating(place(frame), *size, parts),), lost=lost)
    if len(parts) == 1 and parts[0].picture is not None and not parts[0].turn:
        return Drawn(pictures=(parts[0].picture,), lost=lost)
    # A shape in the line is rare; alone in its paragraph, as usual, it pushes the text alike.
    return Drawn(floats=(Floating(Place(wrap=Wrap.APART), *size, parts),), lost=lost)


def _parts(node: Element, frame: Frame, canvas: _Canvas, depth: int) -> Iterator[Part]:
    for item in chosen(node):
        name = item.tag.rpartition("}")[2]
        if name == "pic":
            yield from _picture(item, frame, canvas)
        elif name in ("wsp", "cxnSp"):
            yield from _shape(item, frame, canvas)
        elif name in ("wgp", "grpSp") and depth < _DEPTH:
            transform = child(child(item, "wpg:grpSpPr"), "a:xfrm")
            # The outermost group begins at the corner of the drawing wherever its a:off says.
            inner = _outermost(frame, transform) if depth == 0 else frame.inside(transform)
            yield from _parts(item, inner, canvas, depth + 1)
        elif name in _LOST:
            canvas.lost.append((_LOST[name], ""))
            yield Part(0.0, 0.0, *canvas.size, picture=blank(*canvas.size))


def _outermost(frame: Frame, transform: Element | None) -> Frame:
    inner = frame.inside(transform)
    box = frame.box(transform)
    return inner if box is None else replace(inner, x=inner.x - box[0], y=inner.y - box[1])


def _box(
    transform: Element | None, frame: Frame, size: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Left, top, width, height; a drawing that is no group fills its extent."""
    box = frame.box(transform)
    return (0.0, 0.0, *size) if box is None or frame == Frame() else box


def _picture(item: Element, frame: Frame, canvas: _Canvas) -> Iterator[Part]:
    transform = child(child(item, "pic:spPr"), "a:xfrm")
    left, top, width, height = _box(transform, frame, canvas.size)
    blip = named(item, "a:blip")
    found, lost = picture(attribute(blip, "r:embed"), width, height, canvas.media)
    canvas.lost.extend(lost)
    cut = crop(child(item, "pic:blipFill"))
    shown = found if lost else replace(found, crop=cut)
    yield Part(left, top, width, height, picture=shown, turn=turn(transform))


def picture(
    identifier: str, width: float, height: float, media: Media
) -> tuple[Picture, tuple[tuple[str, str], ...]]:
    """The picture that a relationship names, else an empty one and why it cannot be shown."""
    relationship = media.rels.get(identifier)
    if relationship is None or relationship.external or relationship.target not in media.parts:
        return blank(width, height), (("docx_picture_outside", ""),)
    data = media.parts[relationship.target]
    mime = mime_of(data)
    name = relationship.target.rpartition("/")[2]
    if not mime:
        return blank(width, height), (("docx_picture", name),)
    if not media.gallery.holds(relationship.target, data):
        return blank(width, height), (("docx_pictures_large", name),)
    return Picture(data, mime, max(0.0, width), max(0.0, height)), ()


def blank(width: float, height: float) -> Picture:
    """Room that shows nothing."""
    return Picture(_BLANK, "image/png", max(0.0, width), max(0.0, height))


def _shape(item: Element, frame: Frame, canvas: _Canvas) -> Iterator[Part]:
    transform = child(child(item, "wps:spPr"), "a:xfrm")
    box = _box(transform, frame, canvas.size)
    look = outline(item, box[2], box[3])
    content = named(item, "w:txbxContent")
    if look is None:
        canvas.lost.append(("docx_no_shape", ""))
    if look is None and content is None:
        return
    if content is None:
        yield Part(*box, outline=look, turn=turn(transform))
        return
    body = child(item, "wps:bodyPr")
    padding = insets(body, grouped=frame != Frame())
    yield Part(
        *box,
        outline=look,
        blocks=canvas.media.blocks(content, max(1.0, box[2] - padding[1] - padding[3])),
        padding=padding,
        level=_LEVELS.get(plain(body, "anchor"), "top"),
        turn=turn(transform),
    )
