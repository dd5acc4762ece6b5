"""Drawings that stand free of the text → HTML at the place the file names.

In: floating drawings of a paragraph and where the paragraph is. Out: markup that goes before it.
A drawing is an absolute box; its parts stand in it from its corner. Outlines are CSS borders,
slanting lines an SVG. Only drawings that text goes round, or above and below, take room in the
flow. What was seen of LibreOffice: docs/dev/analysis/drawings.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape

from vanban.pdf.sheet import Sheet, css_family, pt
from vanban.resolved import Block, Floating, Outline, Page, Part, Picture, Text, Wrap
from vanban.typeface import faces, family_faces, text_width

_INSIDE_TEXT = ("column", "character")
_LEVELS = {"top": 0.0, "center": 0.5, "bottom": 1.0, "inside": 0.0, "outside": 1.0}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
_RADIUS = 0.1667
# Height of letters with all that hangs above and below them, in em.
_LETTERING = 1.107
# What a reader for the blind says of a drawing that the file says nothing of.
_PICTURE_ALT, _LINE_ALT, _SHAPE_ALT = "Hình", "Đường kẻ", "Hình vẽ"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph is: what absolute places are counted from.

    x, y: the corner of the containing block on the page, pt. padding: left padding of the cell
    around it, None outside tables. room: pt from the top of the paragraph to the end of its cell,
    as far as it can be told. flows: whether text can go round drawings here.
    """

    page: Page
    x: float
    y: float
    padding: float | None = None
    room: float | None = None
    flows: bool = True


class Drawings:
    """Writes the drawings of one document. blocks: (blocks, width) → markup of text in boxes."""

    def __init__(self, sheet: Sheet, blocks: Callable[[tuple[Block, ...], float], str]) -> None:
        self._sheet = sheet
        self._blocks = blocks

    def markup(self, item: Floating, column: float, spot: Spot) -> str:
        """One drawing, to stand before its paragraph."""
        style = self._sheet.attribute(*_standing(item, column, spot), *_size(item))
        parts = "".join(self._part(part) for part in item.parts)
        return f"{self._above(item, column, spot)}<div{style}>{parts}</div>"

    def _above(self, item: Floating, column: float, spot: Spot) -> str:
        """Room beside which the first lines stay whole, when the drawing begins further down."""
        left, from_page = _across(item, column, spot)
        beside = item.place.wrap is Wrap.SIDE and item.place.y > 0
        if from_page or not beside or not takes_room(item, spot):
            return ""
        side = _side(item, left, column)
        style = self._sheet.attribute(f"float:{side}", f"width:0;height:{pt(item.place.y)}")
        return f"<div{style}></div>"

    def _part(self, part: Part) -> str:
        if part.turn:
            # Turned round its own middle, which is that of a box of its size.
            size = f"width:{pt(part.width)};height:{pt(part.height)}"
            turned = f"transform:rotate({part.turn:g}deg)"
            style = self._sheet.attribute(*_at(part.x, part.y), size, turned)
            return f"<div{style}>{self._part(replace(part, x=0.0, y=0.0, turn=0.0))}</div>"
        made = "" if part.outline is None else self._outline(part, part.outline)
        if part.picture is not None:
            place = self._sheet.name(*_at(part.x, part.y))
            made += f'<div class="{place}">{picture(part.picture, self._sheet)}</div>'
        if part.lettering is not None:
            made += self._lettering(part, part.lettering)
        return made + (self._text(part) if part.blocks else "")

    def _lettering(self, part: Part, words: Text) -> str:
        """Words set once, as tall as the box, and stretched until they are as wide."""
        font = words.font
        size = part.height / _LETTERING
        natural = text_width(words.text, size, font.bold, font.italic, font.family)
        family = css_family(family_faces(font.family) if font.family else faces())
        style = self._sheet.attribute(
            *_at(part.x, part.y),
            f"font-family:'{family}';font-size:{pt(size)};line-height:{pt(part.height)}",
            "white-space:nowrap",
            f"color:{font.colour}" if font.colour else "",
            "font-weight:bold" if font.bold else "",
            "font-style:italic" if font.italic else "",
            f"transform-origin:0 0;transform:scaleX({part.width / (natural or 1.0):.5g})",
        )
        return f"<div{style}>{escape(words.text, quote=False)}</div>"

    def _outline(self, part: Part, look: Outline) -> str:
        if look.kind == "line":
            return self._line(part, look)
        if look.kind == "path":
            return self._path(part, look)
        if not look.stroke and not look.fill:
            return ""
        half = look.stroke / 2
        radius = {"ellipse": "50%", "round": pt(min(part.width, part.height) * _RADIUS)}
        style = self._sheet.attribute(
            *_at(part.x - half, part.y - half),
            f"width:{pt(max(0.0, part.width - look.stroke))}",
            f"height:{pt(max(0.0, part.height - look.stroke))}",
            f"border:{_pen(look)}" if look.stroke else "",
            f"background:{look.fill}" if look.fill else "",
            f"border-radius:{radius[look.kind]}" if look.kind in radius else "",
        )
        return f"<div{style}></div>"

    def _line(self, part: Part, look: Outline) -> str:
        half = look.stroke / 2
        if not look.stroke:
            return ""
        if part.height < look.stroke:
            place = _at(part.x, part.y - half)
            size = (f"width:{pt(part.width)}", f"border-top:{_pen(look)}")
        elif part.width < look.stroke:
            place = _at(part.x - half, part.y)
            size = (f"height:{pt(part.height)}", f"border-left:{_pen(look)}")
        else:
            return self._slanting(part, look)
        return f"<div{self._sheet.attribute(*place, *size)}></div>"

    def _slanting(self, part: Part, look: Outline) -> str:
        width, height = round(part.width, 2), round(part.height, 2)
        start, end = (height, 0) if look.rising else (0, height)
        style = self._sheet.attribute(
            *_at(part.x, part.y), f"width:{pt(width)}", f"height:{pt(height)}", "overflow:visible"
        )
        ink = f'stroke="{look.colour or "black"}" stroke-width="{look.stroke:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{style} viewBox="0 0 {width} {height}">'
            f"<title>{_LINE_ALT}</title>"
            f'<line x1="0" y1="{start}" x2="{width}" y2="{end}" {ink}/></svg>'
        )

    def _path(self, part: Part, look: Outline) -> str:
        # Room round the box: heads and joints reach out of it, and a level line has no height.
        around = round(look.stroke * 4 + 12, 2)
        width, height = round(part.width + 2 * around, 2), round(part.height + 2 * around, 2)
        style = self._sheet.attribute(
            *_at(part.x - around, part.y - around), f"width:{pt(width)}", f"height:{pt(height)}"
        )
        ink = look.colour or "black"
        dash = {"dotted": (1, 1), "dashed": (4, 3)}.get(look.dash)
        dashes = " ".join(f"{each * look.stroke:g}" for each in dash) if dash else ""
        pen = f'stroke="{ink}" stroke-width="{look.stroke:g}"' if look.stroke else 'stroke="none"'
        pen += f' stroke-dasharray="{dashes}"' if dashes else ""
        shapes = f'<path d="{look.path}" fill="{look.fill or "none"}" {pen}/>'
        if look.heads and look.stroke:
            shapes += f'<path d="{look.heads}" fill="{ink}" stroke="none"/>'
        view = f"{-around} {-around} {width} {height}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{style} viewBox="{view}">'
            f"<title>{_LINE_ALT if not look.fill else _SHAPE_ALT}</title>{shapes}</svg>"
        )

    def _text(self, part: Part) -> str:
        top, right, bottom, left = part.padding
        width = max(1.0, part.width - left - right)
        made = self._blocks(part.blocks, width)
        place = _at(part.x + left, part.y + top)
        if part.level == "top":
            return f"<div{self._sheet.attribute(*place, f'width:{pt(width)}')}>{made}</div>"
        height = max(0.0, part.height - top - bottom)
        size = f"width:{pt(width)};height:{pt(height)}"
        return (
            f"<div{self._sheet.attribute(*place)}>"
            f"<div{self._sheet.attribute('display:table', size)}>"
            f"<div{self._sheet.attribute(f'display:table-cell;vertical-align:{part.level}', size)}>"
            f"{made}</div></div></div>"
        )


def picture(item: Picture, sheet: Sheet) -> str:
    """A picture in the line; a cropped one shows the rest of it in its box."""
    url = sheet.picture(item.mime, item.data)
    size = f"width:{pt(item.width)};height:{pt(item.height)}"
    alt = escape(item.alt or _PICTURE_ALT)
    if not any(item.crop):
        return f'<img{sheet.attribute(size)} alt="{alt}" src="{url}"/>'
    top, right, bottom, left = item.crop
    width = item.width / max(0.05, 1 - left - right)
    height = item.height / max(0.05, 1 - top - bottom)
    place = f"{pt(-left * width)} {pt(-top * height)}/{pt(width)} {pt(height)}"
    ground = f"background:url({url}) no-repeat {place};image-orientation:none"
    cut = sheet.attribute("display:inline-block", size, ground)
    return f"<span{cut}></span>"


def takes_room(item: Floating, spot: Spot) -> bool:
    """Whether text makes way for the drawing."""
    beside = item.place.down in ("paragraph", "line")
    return spot.flows and beside and item.place.wrap is not Wrap.NONE


def _standing(item: Floating, column: float, spot: Spot) -> Iterator[str]:
    where = item.place
    left, from_page = _across(item, column, spot)
    if takes_room(item, spot) and not from_page:
        yield from _in_flow(item, column, left)
        return
    yield "position:absolute"
    yield f"left:{pt(left)}" if from_page else f"margin-left:{pt(left)}"
    if where.behind:
        yield "z-index:-1"
    if where.down in ("paragraph", "line"):
        yield f"margin-top:{pt(_down(item, spot))}"
    else:
        yield f"top:{pt(_level(item, spot))}"


def _in_flow(item: Floating, column: float, left: float) -> Iterator[str]:
    where = item.place
    _, right, bottom, before = where.distance
    yield "position:relative"
    if where.wrap is Wrap.APART:
        yield f"margin-top:{pt(max(0.0, where.y))};margin-left:{pt(left)}"
        yield f"padding-bottom:{pt(bottom)}"
        return
    side = _side(item, left, column)
    room = column - left - item.width
    outer, inner = (left, right) if side == "left" else (room, before)
    other = "right" if side == "left" else "left"
    yield f"float:{side};clear:{side};margin-{side}:{pt(outer)};margin-{other}:{pt(inner)}"
    yield f"margin-bottom:{pt(bottom)}"


def _side(item: Floating, left: float, column: float) -> str:
    """The side a drawing floats to: text stands on the wider one."""
    return "left" if left + item.width / 2 <= column / 2 else "right"


def _size(item: Floating) -> tuple[str, str]:
    return f"width:{pt(item.width)}", f"height:{pt(item.height)}"


def _across(item: Floating, column: float, spot: Spot) -> tuple[float, bool]:
    """(distance, whether it is counted from the containing block and not from the column)."""
    where, page = item.place, spot.page
    if where.across in _INSIDE_TEXT:
        return _aligned(item, column), False
    if spot.padding is not None and where.in_cell:
        # In a cell the margins are those of the cell, and the page is the cell.
        start = spot.padding if where.across == "page" else 0.0
        return _aligned(item, column) - start, False
    areas = {
        "page": (0.0, page.width),
        "leftMargin": (0.0, page.left),
        "insideMargin": (0.0, page.left),
        "rightMargin": (page.width - page.right, page.right),
        "outsideMargin": (page.width - page.right, page.right),
    }
    start, room = areas.get(where.across, (page.left, page.column))
    return start + _aligned(item, room) - spot.x, True


def _aligned(item: Floating, room: float) -> float:
    """Left edge of the drawing in its area; as LibreOffice has it."""
    where = item.place
    share = _SHARES.get(where.align)
    if share is None:
        return where.x
    # At the right the text's distance is kept from the edge as well, at the left it is not.
    keeps = where.distance[1] if where.wrap is Wrap.SIDE and share == 1.0 else 0.0
    return share * (room - item.width) - keeps


def _down(item: Floating, spot: Spot) -> float:
    confined = spot.padding is not None and item.place.across not in _INSIDE_TEXT
    if confined and item.place.in_cell and spot.room is not None:
        # What is placed by the cell stays in the cell.
        return min(item.place.y, max(0.0, spot.room - item.height))
    return item.place.y


def _level(item: Floating, spot: Spot) -> float:
    where, page = item.place, spot.page
    areas = {
        "page": (0.0, page.height),
        "topMargin": (0.0, page.top),
        "bottomMargin": (page.height - page.bottom, page.bottom),
    }
    inner = (page.top, page.height - page.top - page.bottom)
    start, room = areas.get(where.down, inner)
    share = _LEVELS.get(where.level)
    offset = where.y if share is None else share * (room - item.height)
    return start + offset - spot.y


def _at(left: float, top: float) -> tuple[str, str, str]:
    return "position:absolute", f"left:{pt(left)}", f"top:{pt(top)}"


def _pen(look: Outline) -> str:
    return f"{pt(look.stroke)} {look.dash} {look.colour or 'black'}"
