"""Lines as word processors end them, where WeasyPrint 70.0 ends them otherwise.

In: WeasyPrint, and `<br data-stretch>` where a line that somebody broke is justified all the same.
Out: such lines are stretched; slanting and tightened text has the room that LibreOffice gives it,
and characters without width stay without; a run whose last space alone does not fit stays on its
line. Without the last, the first word of the run was left alone there: Pango counts no space at
the end of a line, WeasyPrint does, and takes the run for one that must be cut.
What was seen of LibreOffice: docs/dev/analysis/lines.md.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from weasyprint.layout import inline
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

from vanban.pdf.metrics import SINGLE

# The joiners and the zero-width space that `lines.markup` writes.
_UNSEEN = re.compile("\u2060|\u200b".encode())
LEANS = "hyphenate-limit-zone:8.3333%"
"""A declaration: slanting text keeps a twelfth of the height of its line from the line's end.

CSS has no word for it; nothing is ever hyphenated here, so this one is free to say it.
"""


@cache
def mend() -> None:
    """Teach WeasyPrint all of it; once per process is enough."""
    split, align, set_text = inline.split_first_line, inline.text_align, Layout.set_text

    def split_first_line(
        text: str, style: Any, context: Any, width: Any, spaces: Any, **how: Any
    ) -> Any:
        def tried(letters: str, room: float | None) -> Any:
            return split(letters, style, context, room, spaces, **how)

        room = None if width is None else width - _kept(style)
        found = tried(text, room)
        resume = found[2]
        if resume is None or not text.endswith(" "):
            return found
        cut = text.encode()[:resume].decode().rstrip(" ")
        whole = text.rstrip(" ")
        if " " in cut or cut == whole:
            return found
        # One word of several: was it the space at the end that did not fit?
        return tried(text, None) if tried(whole, room)[2] is None else found

    def text_align(context: Any, line: Any, width: float, last: bool) -> Any:
        return align(context, line, width, last and not _stretched(line))

    def set_spaced(self: Any, text: str, justify: bool = False) -> None:
        set_text(self, text, justify)
        if self.style["letter_spacing"] not in ("normal", 0):
            _unspace(self)

    inline.split_first_line, inline.text_align = split_first_line, text_align
    Layout.set_text = set_spaced


def _unspace(layout: Any) -> None:
    """Take the letter spacing from the characters that nobody sees."""
    if not (found := list(_UNSEEN.finditer(layout.text.encode()))):
        return
    attributes = pango.pango_layout_get_attributes(layout.layout)
    for each in found:
        attribute = pango.pango_attr_letter_spacing_new(0)
        attribute.start_index, attribute.end_index = each.span()
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _kept(style: Any) -> float:
    """What the end of a line asks of the room for text, CSS pixels.

    Slanting letters lean over; and the last letter of a line is not moved nearer to the next one.
    """
    spacing = style["letter_spacing"]
    tight = 0.0 if spacing == "normal" else -min(0.0, spacing)
    leaning = style["hyphenate_limit_zone"].value / 100 if style["font_style"] == "italic" else 0.0
    slant = SINGLE * style["font_size"] * leaning
    return float(tight + slant)


def _stretched(line: Any) -> bool:
    """Whether the line ends in a break that does not keep it from being justified."""
    box = line
    while getattr(box, "children", None):
        box = box.children[-1]
    return box.element is not None and box.element.get("data-stretch") is not None
