"""Blocks that were laid out before are not laid out again: papers of one kind differ in little.

In: WeasyPrint, and before each document its tree and its sheet. Out: the same pages, byte for byte.
A decision for one person has the blocks of the one before but for a name. Their styles, their boxes
and what draws their letters are kept, and found again by all that they depend on: sheet, markup,
the elements around them, exact place and room. Where anything differs, WeasyPrint works as ever.

Kept is a block that is met a second time and concerns nobody else: wholly on one page, without
floats, notes, pictures, what is placed by itself or counts. What is found is a copy, bound to the
elements of its own document, so nothing that is done to a paper reaches the next one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree import ElementTree

import weasyprint.draw
from cssselect2 import Matcher
from weasyprint.css import AnonymousStyle, StyleFor
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from vanban.pdf.drawn import draw_again, keep_drawing

# Sheets of which anything is kept; boxes, styles and names of markup that are kept of each.
_SHEETS = 4
_BOXES = 6_000
_STYLES = 3_000
_NAMES = 2_000
_BLOCK_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "div"))
# Places of the arguments of WeasyPrint 70.0's block.block_level_layout.
_CONTEXT, _BOX, _BOTTOM, _SKIP, _PARENT, _EMPTY, _ABSOLUTE, _FIXED, _MARGINS = range(9)
_LATER = (None, None, False, None)  # first letter, first line, discard, most lines
_PLAIN = (boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.TextBox, boxes.TableBox)
_PLAIN_PARTS = (boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)

Element = ElementTree.Element


@dataclass(slots=True)
class _Kept:
    """A laid out block. elements: of its markup, in their order. rest: what came with it."""

    box: Any
    elements: list[Element]
    rest: tuple[Any, ...]
    margins: list[Any]
    after: list[Any]
    hangs: Any
    size: int


@dataclass(slots=True)
class _Memory:
    """What is kept for one sheet. held: what is known by its address, so that it stays there."""

    held: tuple[object, ...]
    names: dict[tuple[Any, ...], int] = field(default_factory=dict)
    met: set[tuple[int, int]] = field(default_factory=set)
    blocks: OrderedDict[tuple[Any, ...], _Kept] = field(default_factory=OrderedDict)
    size: int = 0
    styles: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    matches: dict[tuple[int, int], tuple[Any, list[Any]]] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)

    def name(self, said: tuple[Any, ...]) -> int:
        return self.names.setdefault(said, len(self.names))

    def is_full(self) -> bool:
        """Whether the small things have become too many; they are found again in one paper."""
        few = len(self.styles) <= _STYLES and len(self.matches) <= _STYLES
        return not few or len(self.names) > _NAMES

    def keep(self, key: tuple[Any, ...], kept: _Kept) -> None:
        self.blocks[key] = kept
        self.size += kept.size
        while self.size > _BOXES:
            self.size -= self.blocks.popitem(last=False)[1].size


class _Now:
    """The document that is being printed; the printer lets one thread print.

    marks: block → (number of what is around it, number of its markup). places: element → number of
    itself and all around it, without what is in it. first: blocks not met before in another
    document.
    """

    memory: _Memory | None = None
    marks: dict[Element, tuple[int, int]] = {}  # noqa: RUF012 - replaced, never changed
    places: dict[Element, int] = {}  # noqa: RUF012 - likewise
    first: frozenset[tuple[int, int]] = frozenset()


_memories: OrderedDict[tuple[int, int], _Memory] = OrderedDict()


def begin(root: Element, sheet: object, fonts: object) -> None:
    """Before a document is laid out. sheet: parsed, the same object for equal sheets."""
    key = (id(sheet), id(fonts))
    memory = _memories.pop(key, None)
    full = memory and memory.is_full()
    if memory is None or full:
        memory = _Memory((sheet, fonts))
    _memories[key] = memory
    if len(_memories) > _SHEETS:
        _memories.popitem(last=False)
    _Now.memory, _Now.marks, _Now.places = memory, {}, {}
    _mark(memory, root, memory.name(()))
    told = frozenset(_Now.marks.values())
    _Now.first = told - memory.met
    memory.met |= told


def end() -> None:
    """After it: the tree of a document is let go."""
    _Now.memory, _Now.marks, _Now.places, _Now.first = None, {}, {}, frozenset()


def _mark(memory: _Memory, element: Element, around: int) -> int:
    """The number of this markup: equal for equal markup. Blocks in it are marked."""
    attributes = tuple(element.attrib.items())
    inside = _Now.places[element] = memory.name((around, element.tag, attributes))
    said = tuple((_mark(memory, child, inside), child.tail) for child in element)
    number = memory.name((element.tag, attributes, element.text, said))
    if element.tag in _BLOCK_TAGS:
        _Now.marks[element] = (around, number)
    return number


@cache
def remember() -> None:
    """Teach WeasyPrint all of it; once per process is enough."""
    _remember_blocks()
    _remember_styles()
    _remember_matches()
    draw = weasyprint.draw.draw_text

    def draw_text(stream: Any, textbox: Any, *how: Any) -> None:
        if not draw_again(stream, textbox, *how):
            draw(stream, textbox, *how)

    weasyprint.draw.draw_text = draw_text


def _remember_blocks() -> None:
    lay = block.block_level_layout

    def block_level_layout(*arguments: Any) -> Any:
        key = _key(arguments)
        memory = _Now.memory
        if key is None or memory is None:
            return lay(*arguments)
        kept = memory.blocks.get(key)
        if kept is not None:
            memory.blocks.move_to_end(key)
            return _found(kept, arguments)
        before = _traces(arguments)
        result = lay(*arguments)
        if key[0] not in _Now.first and _traces(arguments) == before:
            made = _kept(result, arguments, key[-1])
            if made is not None:
                memory.keep(key, made)
        return result

    block.block_level_layout = block_level_layout


def _remember_styles() -> None:
    compute = StyleFor.set_computed_styles

    def set_computed_styles(self: Any, element: Any, parent: Any, **how: Any) -> None:
        memory = _Now.memory
        pseudo = how.get("pseudo_type")
        key = _style_key(self, element, parent, pseudo)
        styles = self.get_computed_styles()
        if memory is None or key is None:
            compute(self, element, parent, **how)
        elif key in memory.styles:
            style = styles[element, pseudo] = memory.styles[key]
            if how.get("target_collector") and style["anchor"]:
                how["target_collector"].collect_anchor(style["anchor"])
        else:
            compute(self, element, parent, **how)
            memory.styles[key] = styles[element, pseudo]
            memory.own.add(id(styles[element, pseudo]))

    StyleFor.set_computed_styles = set_computed_styles


def _remember_matches() -> None:
    """Which rules an element meets: none of ours asks for more than itself and what is around."""
    find = Matcher.match

    def match(self: Any, wrapper: Any) -> list[Any]:
        memory = _Now.memory
        place = _Now.places.get(wrapper.etree_element)
        if memory is None or place is None:
            return list(find(self, wrapper))
        key = (id(self), place)
        if key not in memory.matches:
            # With the sheet's matcher, so that its address stays its own.
            memory.matches[key] = (self, find(self, wrapper))
        return memory.matches[key][1]

    Matcher.match = match


def _style_key(styles: Any, element: Any, parent: Any, pseudo: Any) -> tuple[Any, ...] | None:
    """All that the style of an element follows from; None when it has one of its own."""
    if _Now.memory is None or not isinstance(element, Element):
        return None
    # A block told by `adrift` is given its height while it is laid out.
    if "style" in element.attrib or "data-adrift" in element.attrib:
        return None
    above = 0
    if parent is not None:
        above = id(styles.get_computed_styles()[parent, None])
        if above not in _Now.memory.own:
            return None
    cascaded = styles.get_cascaded_styles().get((element, pseudo), {})
    # Values belong to the sheet and stay; that of an attribute is made anew for each document.
    said = tuple(
        (name, value if name == "lang" else id(value), weight)
        for name, (value, weight) in cascaded.items()
    )
    return above, pseudo, said


def _key(arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """All that a laid out block follows from; None for what is not kept."""
    context, box = arguments[_CONTEXT], arguments[_BOX]
    mark = _Now.marks.get(box.element) if box.element is not None else None
    if mark is None or len(arguments) != _MARGINS + 5:
        return None
    anonymous = isinstance(box.style, AnonymousStyle) and not box.is_table_wrapper
    later = arguments[_MARGINS + 1 :]
    if anonymous or arguments[_SKIP] is not None or later != _LATER:
        return None
    if context.excluded_shapes or context.in_column or context.footnotes:
        return None
    parent = arguments[_PARENT]
    return (
        mark,
        type(box),
        *(box.position_x, box.position_y, parent.width, parent.height),
        *(parent.is_for_root_element, context.page_bottom, arguments[_BOTTOM]),
        *(arguments[_EMPTY], context.current_page > 1, context.forced_break),
        *(tuple(arguments[_MARGINS]), getattr(context, "vanban_hangs", None)),
    )


def _traces(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a block would change outside itself."""
    context = arguments[_CONTEXT]
    return (
        *(len(arguments[_ABSOLUTE]), len(arguments[_FIXED]), len(context.excluded_shapes)),
        *(len(context.running_elements), len(context.broken_out_of_flow)),
    )


def _kept(result: tuple[Any, ...], arguments: tuple[Any, ...], hung: Any) -> _Kept | None:
    """What to keep of a block that was laid out; None when it is of no use to another paper."""
    box, resume, following, margins, *rest = result
    if box is None or resume is not None or following["break"] != "any":
        return None
    parts = list(box.descendants(placeholders=True))
    if not all(map(_is_plain, parts)):
        return None
    elements = list(arguments[_BOX].element.iter())
    context = arguments[_CONTEXT]
    hangs = getattr(context, "vanban_hangs", None)
    return _Kept(
        _copy(box, {element: element for element in elements}, keep=True),
        elements,
        (dict(following), *rest),
        list(margins),
        list(arguments[_MARGINS]),
        None if hangs is hung else hangs,
        len(parts),
    )


def _is_plain(box: Any) -> bool:
    """Whether a box concerns nobody but itself."""
    if not isinstance(box, boxes.Box) or "::" in (box.element_tag or ""):
        return False
    if not isinstance(box, (*_PLAIN, *_PLAIN_PARTS)) or box.style["position"] != "static":
        return False
    told = (box.footnote, box.note, box.missing_link, box.link, box.first_letter_style)
    return not any(told) and box.style["float"] == "none" and (box.string_set or "none") == "none"


def _found(kept: _Kept, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """A kept block as WeasyPrint would have laid it out now."""
    own = dict(zip(kept.elements, arguments[_BOX].element.iter(), strict=True))
    arguments[_MARGINS][:] = kept.after
    if kept.hangs is not None:
        arguments[_CONTEXT].vanban_hangs = kept.hangs
    following, *rest = kept.rest
    return (_copy(kept.box, own), None, dict(following), list(kept.margins), *rest)


def _copy(box: Any, elements: dict[Element, Element], *, keep: bool = False) -> Any:
    """A copy of a block with all that is in it, bound to other elements of the same markup."""
    made = box.copy()
    made.element = elements.get(box.element, box.element)
    made.remove_decoration_sides = set(box.remove_decoration_sides)
    if isinstance(made, boxes.TextBox):
        if keep:
            keep_drawing(made)
    elif made.children:
        made.children = [_copy(child, elements, keep=keep) for child in made.children]
    return made


def lines_kept() -> Iterator[int]:
    """Boxes that are kept for each sheet; for measuring."""
    return (memory.size for memory in _memories.values())
