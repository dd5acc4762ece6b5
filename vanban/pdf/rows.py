"""Rows of a least height that the foot of a page cuts, as LibreOffice cuts them.

In: WeasyPrint, and rows with `data-least`. Out: such a row goes over to the next page when its
text does not fit on this one, as if it had no height; what is left of the height holds there.
While the text fits and only the height does not, it moves whole. WeasyPrint moves every row that
has a height, and CSS cannot ask for less, so two functions that it calls for rows are wrapped.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, table

# Where a row is told, in CSS pixels, what is left of its height for the next page.
_REST = "data-rest"


@cache
def cut_rows() -> None:
    """Teach WeasyPrint the rule; once per process is enough. The printer lets one thread print."""
    resolve, layout = table.resolve_percentages, block.block_container_layout
    current: list[Any] = [None]

    def resolve_percentages(box: Any, *arguments: Any, **named: Any) -> Any:
        found = resolve(box, *arguments, **named)
        if isinstance(box, boxes.TableRowBox):
            least = box.element is not None and box.element.get("data-least") is not None
            current[0] = box if least else None
        return found

    def container(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        row = current[0] if isinstance(box, boxes.TableCellBox) else None
        if row is None:
            return layout(context, box, *arguments, **named)
        below, begun = arguments[0], arguments[1] is not None
        if begun and row.height != "auto":
            row.height = float(row.element.get(_REST, 0.0))
        found = layout(context, box, *arguments, **named)
        if found[1] is not None and row.height != "auto":
            room = context.page_bottom - below - row.position_y
            row.element.set(_REST, str(max(0.0, row.height - room)))
            row.height = "auto"
        return found

    table.resolve_percentages = resolve_percentages
    block.block_container_layout = container
