"""Where the marked places of a document came to stand once it is laid out.

In: WeasyPrint's laid-out pages, in which `data-mark` stands on the text of a mark. Out: a
`vanban.places.Place` for each, with the box that carries it. Everything is measured on the boxes
that are printed, so a place is right on whatever page and at whatever height it comes to stand.

A blank is as wide as its own spaces and as tall as the letters of its line. The room of the signer
reaches from the nearest text above the marked name down to that name; the seal follows from it,
and the place of copies from the margins of the first page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from vanban.pdf import room
from vanban.places import CO_QUAN, NGUOI_KY, SAO, TEXTS, Place

MARK: Final = "data-mark"
_PT = 72 / 96
_MM = 72 / 25.4
# Above this a name has no room of its own over it: it stands first on its page.
_FARTHEST = 80 * _MM


@dataclass(frozen=True, slots=True)
class Found:
    """A place, the box on whose element its field is tagged, and whether its letters are bold."""

    place: Place
    box: Any
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Letters:
    """A piece of text on a page: pt from its upper left corner; line: of the letters' feet."""

    box: Any
    left: float
    right: float
    top: float
    line: float
    bottom: float
    mark: str
    holders: tuple[Any, Any]


def find(pages: Sequence[Any]) -> tuple[Found, ...]:
    """The places of a laid-out document: a blank counts once, where it stands first."""
    found: dict[str, Found] = {}
    for number, page in enumerate(pages):
        texts = list(_texts(page._page_box))
        for text in texts:
            if not text.mark or text.mark in found:
                continue
            if text.mark in TEXTS:
                found[text.mark] = _blank(text, texts, number, page)
            elif text.mark == NGUOI_KY:
                found |= _signatures(text, texts, number, page)
    if found:
        found[SAO] = Found(_copy(pages[0]), None)
    return tuple(found.values())


def _texts(box: Any, mark: str = "", holders: tuple[Any, Any] = (None, None)) -> Iterator[_Letters]:
    """The texts below a box. holders: the paragraph around them and the element of the mark."""
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield _letters(box, mark, holders)
        return
    if isinstance(box, boxes.BlockBox):
        holders = (box, None)
    if box.element is not None and isinstance(box, boxes.InlineBox):
        told = box.element.get(MARK)
        if told:
            mark, holders = told, (holders[0], box)
    for child in box.children:
        # What stands out of the flow is held in a wrapper until it is placed.
        yield from _texts(getattr(child, "_box", child), mark, holders)


def _letters(box: Any, mark: str, holders: tuple[Any, Any]) -> _Letters:
    line = box.position_y + box.baseline
    top = box.position_y + box.margin_top
    left, right = box.position_x, box.position_x + box.width
    return _Letters(
        box,
        left=left * _PT,
        right=right * _PT,
        top=top * _PT,
        line=line * _PT,
        bottom=(top + box.height) * _PT,
        mark=mark,
        holders=holders,
    )


def _blank(text: _Letters, texts: Sequence[_Letters], number: int, page: Any) -> Found:
    # Word may cut a blank into several runs; all of them that stand on this line belong to it.
    right = max(t.right for t in texts if (t.mark, t.line) == (text.mark, text.line))
    style = text.box.style
    place = room.box(
        text.mark,
        number,
        page.height * _PT,
        (text.left, right, text.top, text.bottom),
        size=round(style["font_size"] * _PT, 3),
        italic=style["font_style"] == "italic",
        baseline=round(text.bottom - text.line, 3),
    )
    return Found(place, text.holders[1], style["font_weight"] >= 600)


def _signatures(
    name: _Letters, texts: Sequence[_Letters], number: int, page: Any
) -> dict[str, Found]:
    """The room above the signer's name, centred over it, and the place of the seal."""
    paragraph, marked = name.holders
    shown = [t for t in texts if t.mark == NGUOI_KY]
    left, right = min(t.left for t in shown), max(t.right for t in shown)
    above = [
        t.bottom
        for t in texts
        if t.bottom <= name.top and t.left < right and t.right > left and t.box.text.strip()
    ]
    top = max(above, default=0.0)
    if name.top - top > _FARTHEST:
        top = max(0.0, name.top - room.SEAL)
    signer, seal = room.signatures(
        number,
        page.height * _PT,
        middle=(left + right) / 2,
        top=top,
        bottom=name.top,
        column=paragraph.width * _PT,
    )
    # Tagged in this order: a paragraph comes before what stands in it.
    return {NGUOI_KY: Found(signer, paragraph), CO_QUAN: Found(seal, marked)}


def _copy(page: Any) -> Place:
    edges = page._page_box
    return room.copy(
        page.width * _PT,
        page.height * _PT,
        top=edges.margin_top * _PT,
        right=edges.margin_right * _PT,
    )
