"""Two PDFs of one document: where their words stand, compared.

In: PDF files (through poppler's pdftotext). Out: `Likeness`. "Within 3 pt" means: the n-th
occurrence of a word on a page lies within 3 pt in x and in y of the n-th occurrence on the same
page of the reference.
"""

from __future__ import annotations

import re
import statistics
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NEAR_PT = 3.0
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="[\d.-]+" yMax="[\d.-]+">(.*?)</word>'
)
Word = tuple[str, float, float]


@dataclass(frozen=True)
class Likeness:
    """How like two PDFs are. words: of the reference; right: on the right page; near: in place.

    first: where they part for the first time, "" when they do not.
    """

    pages: int
    reference_pages: int
    words: int
    right: int
    near: int
    first: str = ""

    @property
    def share_near(self) -> float:
        return self.near / self.words if self.words else 1.0


@dataclass(frozen=True)
class Table:
    """The four figures of a whole set."""

    same_pages: float
    right: float
    near: float
    median_near: float


def words(pdf: Path) -> list[list[Word]]:
    """Every word of every page with the x and y of its upper left corner in pt."""
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=False
    )
    return [
        [(word, float(x), float(y)) for x, y, word in _WORD.findall(page)]
        for page in done.stdout.split("<page ")[1:]
    ]


def likeness(ours: list[list[Word]], reference: list[list[Word]]) -> Likeness:
    """Compare page by page; pages that one of them lacks count as empty."""
    right, near, first = 0, 0, ""
    for number, (page, other) in enumerate(zip(ours, reference, strict=False), 1):
        right += (Counter(w[0] for w in page) & Counter(w[0] for w in other)).total()
        places: dict[str, list[Word]] = defaultdict(list)
        for word in page:
            places[word[0]].append(word)
        seen: Counter[str] = Counter()
        for word, x, y in other:
            found = places[word][seen[word] : seen[word] + 1]
            seen[word] += 1
            there = any(abs(f[1] - x) <= NEAR_PT and abs(f[2] - y) <= NEAR_PT for f in found)
            near += there
            first = first if first or there else f"page {number} {_apart(word, x, y, found)}"
    return Likeness(len(ours), len(reference), sum(map(len, reference)), right, near, first)


def _apart(word: str, x: float, y: float, found: list[Word]) -> str:
    if not found:
        return f"lacks {word!r} at {x:.0f}, {y:.0f}"
    return f"{word!r} at {x:.0f}, {y:.0f} is off by {found[0][1] - x:+.1f}, {found[0][2] - y:+.1f}"


def table(found: Iterable[Likeness]) -> Table:
    """The figures of a set; documents without a word in the reference are left out."""
    counted = [f for f in found if f.words]
    total = sum(f.words for f in counted) or 1
    return Table(
        sum(f.pages == f.reference_pages for f in counted) / (len(counted) or 1),
        sum(f.right for f in counted) / total,
        sum(f.near for f in counted) / total,
        statistics.median(f.share_near for f in counted) if counted else 0.0,
    )
