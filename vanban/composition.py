"""Where a page would break badly, and by what the composition gives way. Plain data, no machine.

In: a `Stand`, where the signature block came to stand when a paper was printed as its template has
it. Out: the `Way`s to try, least change first, and whether one of them mended it. A way uses only
what Nghị định 30/2020/NĐ-CP leaves free in the text itself (Phụ lục I, Phần I, Mục II.6.e): space
between paragraphs, line spacing, first line indent. Margins and sizes are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vanban.decree30 import FIRST_LINE_INDENT_MM, LINE_SPACING, PARAGRAPH_SPACE_MIN_PT

# Names of paragraph styles in the templates. A style with another name is never touched.
TEXT_STYLES = (
    *("Căn cứ", "Lời văn", "Điều", "Khoản", "Tiết", "Điểm", "Gạch đầu dòng", "Dấu cộng"),
    "Đoạn cuối",
)
TITLE_STYLES = ("Mục", "Điều có tiêu đề", "Khoản có tiêu đề", "Tiết có tiêu đề")
HEAD_STYLES = ("Thẩm quyền ban hành", "Lệnh quyết định", "Phần chương")
LAST_STYLE = "Đoạn cuối"
NAME_STYLE = "Họ tên người ký"

ROLES = {
    **dict.fromkeys(TEXT_STYLES, "text"),
    **dict.fromkeys((*TITLE_STYLES, *HEAD_STYLES), "title"),
    NAME_STYLE: "name",
}
"""Style name → what its paragraphs are to the eye: "text", "title" or "name" of who signs."""

LINES_WITH_BLOCK = 2
# A page that holds the signature and no more than these lines is worth an attempt to spare it.
_FEW_LINES = 3
# What the tight ways can win on a page or two: more is not worth printing again for, pt.
_MOST_WON = 30.0
_LINE_PT = 16.1  # a single line of 14 pt, Times New Roman


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the signature block stands.

    page: from 1. lines: lines of text (titles not counted) above the block on its page. lack: pt
    by which the page before was too short for all that stands here. room: pt left free at the foot
    of the page before. spaced, lines_before: paragraphs and lines of text on the pages before.
    """

    page: int
    lines: int
    lack: float = 0.0
    room: float = 0.0
    spaced: int = 0
    lines_before: int = 0

    @property
    def alone(self) -> bool:
        """Whether the block went to a later page with fewer than two lines of the text."""
        return self.page > 1 and self.lines < LINES_WITH_BLOCK

    @property
    def spare(self) -> bool:
        """Whether a little less room in the text would spare this page."""
        return self.page > 1 and self.lines <= _FEW_LINES and self.lack <= _MOST_WON


@dataclass(frozen=True, slots=True)
class Way:
    """One way to give way; None leaves a thing as the template has it.

    before: least space above a paragraph of the text, pt. line: least line spacing, a multiple of
    the single line. first_mm: first line indent. heads: most space around the centred lines inside
    the text, pt. hold: keep the paragraphs before the last one with it, until two lines of text
    stand with the block.
    """

    before: float | None = None
    line: float | None = None
    first_mm: float | None = None
    heads: float | None = None
    hold: bool = False


AS_DRAWN = Way()
_NARROW = FIRST_LINE_INDENT_MM[0]
TIGHT = (
    Way(first_mm=_NARROW),
    Way(heads=PARAGRAPH_SPACE_MIN_PT),
    Way(first_mm=_NARROW, heads=PARAGRAPH_SPACE_MIN_PT),
)
"""Ways to less room: the page of a few lines is spared."""
LOOSE = (
    *(Way(before=pt) for pt in (7.0, 8.0, 9.0, 10.0, 12.0)),
    *(Way(before=12.0, line=line) for line in (1.05, 1.1, 1.15, 1.2, 1.3)),
)
"""Ways to more room: lines of the text go over to the page of the block.

They end well below the 1.5 lines of the decree: what needs more is mended better by `HELD`.
"""
HELD = Way(hold=True)
WIDE = tuple(Way(before=12.0, line=line) for line in (1.4, LINE_SPACING.high))
"""For a last paragraph of most of a page: it cannot stand on one page with the block."""


def ways(stand: Stand) -> Iterator[Way]:
    """What to try, the least change first. Nothing when the page breaks well.

    Ways that cannot bring enough, by what stands on the pages, are left out: each costs a print.
    """
    if stand.spare:
        yield from TIGHT
    if stand.alone:
        yield from (way for way in LOOSE if _growth(way, stand) >= stand.room)
        yield HELD
        yield from (way for way in WIDE if _growth(way, stand) >= stand.room)


def mended(way: Way, before: Stand, after: Stand) -> bool:
    """Whether a way made it better: a page spared, or lines of the text with the block."""
    if way in TIGHT:
        return after.page < before.page and not after.alone
    return after.page == before.page and not after.alone


def _growth(way: Way, stand: Stand) -> float:
    """How much longer the pages before become at the most, pt."""
    apart = max(0.0, (way.before or 0.0) - PARAGRAPH_SPACE_MIN_PT) * stand.spaced
    return apart + ((way.line or 1.0) - 1.0) * stand.lines_before * _LINE_PT
