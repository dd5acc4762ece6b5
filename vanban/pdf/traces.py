"""Where the paragraphs of a document came to stand once it is laid out.

In: WeasyPrint's laid-out pages, in which `data-p` stands on every paragraph that was given a
number. Out: the printed lines of each, in mm. Everything is read off the boxes that are printed,
so nothing is laid out differently for being asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes

from vanban.laid import ASCENT, DESCENT, Box, Line, Printed

NUMBER: Final = "data-p"
_MM: Final = 25.4 / 96  # WeasyPrint counts in CSS pixels
_NO_BREAK: Final = "\u00a0"
# What `lines.markup` writes between letters and nobody sees: joiners, spaces without width.
_UNSEEN: Final = str.maketrans({"\u2060": None, "\u200b": None, "\u200a": None})
# Of an em: the space of every face that the house prints with.
_SPACE: Final = 0.25


def trace(pages: Sequence[Any]) -> Mapping[int, tuple[Printed, ...]]:
    """The number of each paragraph → its lines, page after page. pages: laid out."""
    found: dict[int, list[Printed]] = {}
    for number, page in enumerate(pages):
        for paragraph, line in _lines(page._page_box, number, 0, None):
            found.setdefault(paragraph, []).append(line)
    return {paragraph: tuple(lines) for paragraph, lines in found.items()}


def _lines(box: Any, page: int, number: int, matrix: Any) -> Iterator[tuple[int, Printed]]:
    # What stands out of the flow is held in a wrapper until it is placed.
    box = getattr(box, "_box", box)
    if turned := getattr(box, "transformation_matrix", None):
        matrix = turned @ matrix if matrix else turned
    if isinstance(box, boxes.LineBox):
        line = _line(box, page, matrix) if number else None
        if line is not None:
            yield number, line
        return
    if isinstance(box, boxes.TextBox):
        return
    told = box.element.get(NUMBER) if box.element is not None else None
    inside = int(told) if told else number
    for child in box.all_children():
        yield from _lines(child, page, inside, matrix)


@dataclass(frozen=True, slots=True)
class _Letters:
    """A piece of text in a line, CSS pixels; a tab has no width. ruled: with a line to it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    ruled: bool
    paged: bool


def _line(box: Any, page: int, matrix: Any) -> Printed | None:
    """A line; None for one in which nothing is seen."""
    letters = list(_letters(box, paged=False))
    seen = [_bare(each) for each in letters if each.text.strip()]
    if not seen:
        return None
    tallest = max(seen, key=lambda each: each.size)
    left, right = min(each.left for each in seen), max(each.right for each in seen)
    top, height = tallest.base - tallest.size * ASCENT, tallest.size * (ASCENT + DESCENT)
    corners = rectangle_aabb(matrix, left, top, right - left, height)
    where = Box(page, *(round(corner * _MM, 3) for corner in corners))
    base = where.bottom if matrix else round(tallest.base * _MM, 3)
    return Printed(
        Line("".join(each.text for each in letters).strip(), where, base),
        paged="".join(each.text for each in seen if each.paged),
        ruled=tuple((each.left * _MM, each.right * _MM) for each in letters if each.ruled),
    )


def _letters(box: Any, *, paged: bool) -> Iterator[_Letters]:
    for held in box.children:
        child = getattr(held, "_box", held)
        if isinstance(child, boxes.TextBox):
            yield _text(child, paged=paged)
        elif _is_gap(child):
            yield _Letters("\t", child.position_x, child.position_x, 0.0, 0.0, False, paged)
        elif isinstance(child, boxes.ParentBox) and not child.is_footnote():
            yield from _letters(child, paged=paged or _is_page_number(child))


def _text(box: Any, *, paged: bool) -> _Letters:
    style = box.style
    return _Letters(
        box.text.translate(_UNSEEN).replace(_NO_BREAK, " "),
        box.position_x,
        box.position_x + box.width,
        box.position_y + box.baseline,
        style["font_size"],
        style["text_decoration_line"] != "none",
        paged,
    )


def _bare(letters: _Letters) -> _Letters:
    """The letters without the spaces before and after them."""
    space = letters.size * _SPACE
    front = len(letters.text) - len(letters.text.lstrip())
    end = len(letters.text) - len(letters.text.rstrip())
    if not front and not end:
        return letters
    return _Letters(
        letters.text,
        letters.left + front * space,
        letters.right - end * space,
        letters.base,
        letters.size,
        letters.ruled,
        letters.paged,
    )


def _is_gap(box: Any) -> bool:
    """Whether a box is a tab, and no text that is held together."""
    if box.element is None or not isinstance(box, boxes.InlineBlockBox):
        return False
    return "tab" in box.element.get("class", "").split() and not len(box.element)


def _is_page_number(box: Any) -> bool:
    if box.element is None or not isinstance(box, boxes.InlineBox):
        return False
    return any(
        name == "page" or name.startswith("page-") for name in box.element.get("class", "").split()
    )
