"""Lines as word processors end them, where WeasyPrint 70.0 ends them otherwise.

In: WeasyPrint, and `<br data-stretch>` where a line that somebody broke is justified all the same.
Out: such lines are stretched; and a run whose last space alone does not fit stays on its line.
Without the second, the first word of the run was left alone on the line: Pango counts no space at
the end of a line, WeasyPrint does, and takes the run for one that must be cut after its first word.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.layout import inline


@cache
def mend() -> None:
    """Teach WeasyPrint both; once per process is enough."""
    split, align = inline.split_first_line, inline.text_align

    def split_first_line(
        text: str, style: Any, context: Any, width: Any, *more: Any, **how: Any
    ) -> Any:
        found = split(text, style, context, width, *more, **how)
        resume = found[2]
        if resume is None or not text.endswith(" ") or width is None:
            return found
        cut = text.encode()[:resume].decode().rstrip(" ")
        whole = text.rstrip(" ")
        if " " in cut or cut == whole:
            return found
        # One word of several: was it the space at the end that did not fit?
        if split(whole, style, context, width, *more, **how)[2] is None:
            return split(text, style, context, None, *more, **how)
        return found

    def text_align(context: Any, line: Any, width: float, last: bool) -> Any:
        return align(context, line, width, last and not _stretched(line))

    inline.split_first_line, inline.text_align = split_first_line, text_align


def _stretched(line: Any) -> bool:
    """Whether the line ends in a break that does not keep it from being justified."""
    box = line
    while getattr(box, "children", None):
        box = box.children[-1]
    return box.element is not None and box.element.get("data-stretch") is not None
