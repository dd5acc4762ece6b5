"""Bookmarks that mark a place to fill → the text that they stand around.

In: w:bookmarkStart and w:bookmarkEnd of a paragraph as the reader meets them, then its inlines.
Out: the place whose bookmark is open; the inlines with the marks that are true. Word and
LibreOffice keep bookmarks while people edit around them; the case of their names says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vanban.docx.ns import Element, attribute, q
from vanban.places import BOOKMARK, LABELS, TEXTS
from vanban.resolved import Inline, Text

_PLACES = {f"{BOOKMARK}{name}".casefold(): name for name in LABELS}


class Marks:
    """The bookmarks of one paragraph that are open."""

    def __init__(self) -> None:
        self._open: dict[str, str] = {}

    def note(self, item: Element) -> bool:
        """Whether the element begins or ends a bookmark; the marks change with it."""
        if item.tag == q("w:bookmarkEnd"):
            self._open.pop(attribute(item, "w:id"), None)
            return True
        if item.tag != q("w:bookmarkStart"):
            return False
        place = _PLACES.get(attribute(item, "w:name").casefold())
        if place:
            self._open[attribute(item, "w:id")] = place
        return True

    @property
    def current(self) -> str:
        """The place that text belongs to here, "" for none; the innermost where they nest."""
        return next(reversed(self._open.values()), "")


def true_places(inlines: Iterable[Inline]) -> list[Inline]:
    """The inlines without the marks of blanks that somebody has filled."""
    found = list(inlines)
    filled = {i.mark for i in found if isinstance(i, Text) and i.mark in TEXTS and i.text.strip()}
    if not filled:
        return found
    return [replace(i, mark="") if isinstance(i, Text) and i.mark in filled else i for i in found]
