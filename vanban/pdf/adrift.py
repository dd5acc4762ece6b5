"""Floating tables as LibreOffice places them: whole, and at a height counted from the page.

In: WeasyPrint, and floats whose `data-adrift` says what they are: "table", or the pt from the top
of the page down to which the text before the next table goes on. Out: tables that hang over the
foot of their page instead of being cut or moved, as LibreOffice's frames do; room that ends at the
asked height wherever on the page it begins. CSS has no words for either, so WeasyPrint's own step
for a child out of the flow is wrapped.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.layout import block

_PX = 96 / 72
TABLE = "table"
# Places of the arguments of WeasyPrint 70.0's block._out_of_flow_layout.
_CHILD, _MARGINS, _BOTTOM_SPACE = 3, 8, 9
# More than any page is tall, in CSS pixels.
_ENDLESS = 1e6


@cache
def set_adrift() -> None:
    """Teach WeasyPrint the two rules; once per process is enough."""
    layout = block._out_of_flow_layout

    def out_of_flow(*arguments: Any) -> Any:
        child = arguments[_CHILD]
        told = child.element.get("data-adrift") if child.element is not None else None
        if not told:
            return layout(*arguments)
        if told != TABLE:
            top = child.position_y + block.collapse_margin(arguments[_MARGINS])
            child.style["height"] = Dimension(max(0.0, float(told) * _PX - top), "px")
        return layout(*arguments[:_BOTTOM_SPACE], -_ENDLESS, *arguments[_BOTTOM_SPACE + 1 :])

    block._out_of_flow_layout = out_of_flow
