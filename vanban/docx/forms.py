"""Old form fields that keep their value beside the text: boxes to tick and lists to choose from.

In: the w:ffData of a field. Out: what Word shows of it, "" for fields whose result is text.
"""

from __future__ import annotations

from vanban.docx.ns import Element, attribute, child, q, switched, value, whole

_TICKED, _EMPTY = "\u2612", "\u2610"


def form_text(data: Element | None) -> str:
    """The sign of a box, or the entry chosen from a list."""
    box, choice = child(data, "w:checkBox"), child(data, "w:ddList")
    if box is not None:
        told = "w:checked" if child(box, "w:checked") is not None else "w:default"
        return _TICKED if switched(box, told) else _EMPTY
    if choice is None:
        return ""
    entries = [attribute(entry) for entry in choice.iterchildren(q("w:listEntry"))]
    at = whole(value(choice, "w:result") or value(choice, "w:default")) or 0
    return entries[at] if 0 <= at < len(entries) else ""
