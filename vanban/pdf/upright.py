"""Text of a cell that runs up or down: laid out level, then turned.

In: a cell whose `turn` says so, its room, and a writer of its blocks. Out: markup
as tall as the text is long. CSS has a writing mode for this, which WeasyPrint does not know.
"""

from __future__ import annotations

from collections.abc import Callable

from vanban.pdf.lines import height_of
from vanban.pdf.sheet import Sheet, pt
from vanban.pdf.tabs import inline_width
from vanban.resolved import Block, Cell, Paragraph

# Text may be this much longer than its letters are wide, pt: widths are not exact to the last bit.
_SLACK = 1.0


def length_of(blocks: tuple[Block, ...]) -> float:
    """How long the longest paragraph is on one line, pt."""
    told = [
        sum(map(inline_width, block.inlines)) + block.shape.left + block.shape.right
        for block in blocks
        if isinstance(block, Paragraph)
    ]
    return max(told, default=0.0) + _SLACK


def upright(
    cell: Cell, width: float, tall: float, sheet: Sheet, write: Callable[[float], str]
) -> str:
    """Markup of the text. width: room across; tall: room from top to bottom, 0 for none; pt."""
    length = tall if tall > 1 else length_of(cell.blocks)
    thick = height_of(cell.blocks, length)
    share = {"middle": 0.5, "bottom": 1.0}.get(cell.align, 0.0)
    # Lines follow one another from the left when they run up, from the right when they run down.
    aside = max(0.0, width - thick) * share
    up = cell.turn == "up"
    left, top, turned = (aside, length, -90) if up else (width - aside, 0.0, 90)
    inner = sheet.attribute(
        f"position:absolute;left:{pt(left)};top:{pt(top)};width:{pt(length)}",
        f"transform-origin:0 0;transform:rotate({turned}deg)",
    )
    outer = sheet.attribute(f"position:relative;height:{pt(length)}")
    return f"<div{outer}><div{inner}>{write(length)}</div></div>"
