"""Paragraphs and styles that were read before are not read again: papers of one kind share most.

In: a w:p with the run of its table around it; the bytes of a styles part. Out: what was read of an
equal one, or nothing. A paragraph is kept only when it is made of plain runs, numbers nothing, lost
nothing and spends nothing that another file would have to be told; then its own XML, its styles and
its table are all that it follows from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from lxml import etree

from vanban.docx.ns import Element, child, q
from vanban.resolved import Paragraph

# Paragraphs kept for one styles part; a list of papers has some thirty in common, and a few of its
# own in each.
_PARAGRAPHS = 256
_LONGEST = 8_000
_OF_PARAGRAPH = frozenset(
    q(f"w:{name}") for name in ("pPr", "r", "bookmarkStart", "bookmarkEnd", "proofErr")
)
_OF_RUN = frozenset(q(f"w:{name}") for name in ("rPr", "t", "tab", "br", "noBreakHyphen"))
_STYLE_PARTS = 8
_LARGEST_PART = 300_000

T = TypeVar("T")


class Seen(Generic[T]):
    """So many things by what they follow from; all are let go when there are too many.

    Safe for several threads: the worst that can happen is that something is read twice.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[object, T] = {}

    def get(self, key: object) -> T | None:
        """What is kept under a key."""
        return self._kept.get(key)

    def keep(self, key: object, value: T) -> None:
        """Keep something for the next who asks."""
        if len(self._kept) >= self._most:
            self._kept = {}
        self._kept[key] = value


def paragraphs() -> Seen[Paragraph]:
    """Room for the paragraphs of one styles part."""
    return Seen(_PARAGRAPHS)


def paragraph_key(node: Element, table: tuple[object, object]) -> tuple[bytes, str] | None:
    """What a paragraph is known by; None for one that is too long to be kept."""
    said = etree.tostring(node, with_tail=False)
    return (said, repr(table) if any(table) else "") if len(said) <= _LONGEST else None


def is_plain(node: Element) -> bool:
    """Whether a w:p is made of runs of text alone, without number and without section."""
    properties = child(node, "w:pPr")
    if any(child(properties, name) is not None for name in ("w:numPr", "w:sectPr")):
        return False
    if any(item.tag not in _OF_PARAGRAPH for item in node):
        return False
    runs = node.iterchildren(q("w:r"))
    return all(item.tag in _OF_RUN for run in runs for item in run)


_styles: Seen[object] = Seen(_STYLE_PARTS)


def styles_of(parts: tuple[bytes, bytes, str], read: Callable[[], T]) -> T:
    """The styles of a file as `read` gives them, or those of a file with the same parts."""
    if sum(map(len, parts)) > _LARGEST_PART:
        return read()
    found = _styles.get(parts)
    if found is None:
        found = read()
        _styles.keep(parts, found)
    return found  # type: ignore[return-value] # kept under parts that only `read` reads
