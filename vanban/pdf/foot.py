"""The foot of a page as word processors fill it: a last line may leave its spacing below it.

In: WeasyPrint, and paragraphs whose `data-room` says how many pt of each line lie below its text
because of the line spacing. Out: pages on which such a line still stands when only that room does
not fit. LibreOffice and Word ask no more of the last line; CSS asks for the whole line box and
has no property to say otherwise, so WeasyPrint's own step for one child of a block is wrapped.
With lines of 1.1 to 1.5 every tenth to third page would end a line early without it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block

_PX = 96 / 72
# Places of the arguments of WeasyPrint 70.0's block._in_flow_layout.
_CONTEXT, _PARENT, _CHILD, _BOTTOM_SPACE = 0, 1, 3, 9
# Where the end of a paragraph is among what it returns.
_END = 3
# Ends this close together are one: CSS pixels.
_SAME = 0.01


@cache
def loosen() -> None:
    """Teach WeasyPrint the rule; once per process is enough."""
    layout, overflows = block._in_flow_layout, LayoutContext.overflows_page

    def in_flow(*arguments: Any) -> Any:
        parent, child = arguments[_PARENT], arguments[_CHILD]
        room = None if isinstance(parent, boxes.TableCellBox) else _room(child)
        if not room:
            return layout(*arguments)
        spared = arguments[_BOTTOM_SPACE] - room
        found = layout(*arguments[:_BOTTOM_SPACE], spared, *arguments[_BOTTOM_SPACE + 1 :])
        # What holds the paragraph, a list or the box of a drawing, ends where it ends.
        arguments[_CONTEXT].vanban_hangs = (found[_END], room)
        return found

    def overflows_page(self: Any, bottom_space: float, y: float) -> Any:
        end, room = getattr(self, "vanban_hangs", (None, 0.0))
        hangs = end is not None and abs(end - y) < _SAME
        return overflows(self, bottom_space - room if hangs else bottom_space, y)

    block._in_flow_layout = in_flow
    LayoutContext.overflows_page = overflows_page


def _room(child: Any) -> float:
    """Room below the text of each line in CSS pixels, 0 where nothing is said."""
    told = child.element.get("data-room") if child.element is not None else None
    return float(told) * _PX if told else 0.0
