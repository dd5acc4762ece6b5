"""How much work a file makes, so that one that would keep the program busy for minutes is refused.

In: the tree of a story each time it is shown, and what else was found to cost. Out: nothing, or
`PackageRefused`. The amount is counted in paragraphs of a line or two, which cost the printer about
a millisecond, and memory until the end; the limit is about 330 pages of paragraphs, for that much
is laid out in less than 500 MB. Stories that a file shows again and again (a
note called a thousand times, the header of a thousand sections) count each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from vanban.docx.ns import Element, q
from vanban.docx.package import PackageRefused
from vanban.problems import Problem

LIMIT = 35_000
NOTE = 4.0
"""How much more a paragraph costs at the foot of a page: the page is laid out again for it."""
PAGE = 5.0
"""What a page costs that something begins: it is laid out, drawn and written however empty."""

# What stands in a paragraph or a table and costs the printer time of its own, as measured.
_WEIGHTS = {
    "w:p": 1.0,
    "w:tc": 2.0,
    "w:tab": 1.0,
    "w:br": 1.0,
    "w:drawing": 2.0,
    "w:pict": 2.0,
    "w:footnoteReference": 10.0,
    "w:sectPr": 10.0,
}
# Characters of text that cost as much as one more paragraph.
_CHARACTERS = 100
# A word of so many characters costs as much as one more paragraph, one of twice as many four times.
_LONG_WORD = 300
_LONG = 2_000


@dataclass
class Effort:
    """Adds up what one file asks for. name: what to call the file in the refusal. spent: so far."""

    name: str
    spent: float = 0.0

    def weigh(self, story: Element, times: float = 1.0) -> None:
        """Note that a story is shown, before anything of it is read: counting is quick.

        times: how much more than in the text a paragraph costs there.
        """
        names = {q(name): weight for name, weight in _WEIGHTS.items()}
        total = sum(names[node.tag] for node in story.iter(*names))
        letters = sum(len(node.text or "") for node in story.iter(q("w:t")))
        self.spend(times * (total + letters / _CHARACTERS))

    def spell(self, text: str) -> None:
        """Note a text that is set as one; a word longer than its line is tried again for each."""
        if len(text) > _LONG:
            self.spend((max(map(len, text.split()), default=0) / _LONG_WORD) ** 2)

    def spend(self, amount: float) -> None:
        """Note what something costs. Raises `PackageRefused` when it is too much."""
        self.spent += amount
        if self.spent > LIMIT:
            told = {"name": self.name, "limit": LIMIT}
            raise PackageRefused(Problem("docx_too_long", "", told))
