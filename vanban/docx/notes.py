"""Footnotes and endnotes: a reference in the text → its number and the blocks of the note.

In: the root of footnotes.xml or endnotes.xml and the reader of that part. Out: for each reference
in reading order its number and what the note says. Endnotes are kept until the text ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from vanban.docx.ns import Element, attribute
from vanban.docx.numbering import form_number
from vanban.resolved import Block


@dataclass
class Notes:
    """Counts the notes of one kind. root: None when the file has no such part.

    form: of ST_NumberFormat. read: the blocks of one note, given its number.
    """

    root: Element | None
    form: str
    read: Callable[[Element, str], tuple[Block, ...]]
    at_end: bool = False
    kept: list[Block] = field(default_factory=list)
    _count: int = 0

    @cached_property
    def _nodes(self) -> dict[str, Element]:
        nodes = self.root if self.root is not None else ()
        return {attribute(node, "w:id"): node for node in reversed(nodes)}

    def take(self, reference: Element) -> tuple[str, tuple[Block, ...]] | None:
        """The next note: (number, blocks); None when the file does not hold it."""
        wanted = attribute(reference, "w:id")
        node = self._nodes.get(wanted)
        if node is None:
            return None
        # A mark of one's own stands in the text as typed and counts for nothing.
        own_mark = attribute(reference, "w:customMarkFollows") in ("1", "true", "on")
        self._count += not own_mark
        number = "" if own_mark else form_number(self._count, self.form)
        blocks = self.read(node, number)
        if self.at_end:
            self.kept.extend(blocks)
            return number, ()
        return number, blocks
