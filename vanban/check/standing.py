"""Where parts stand on the paper: a part comes in; its lines, its middle and the line below it.

All of it is read from the print, in mm. What the print does not tell is `Unknown`, so that a rule
about places never counts as passed by silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import bits, unfilled
from vanban.check.parts import Bit, Found, Part
from vanban.decree30 import Range
from vanban.laid import MM, Box, Line, Stroke
from vanban.repairs import Repair, RuleLine
from vanban.resolved import Align

NO_PLACE: Final = "Không đọc được vị trí in của phần này."
# Half a line: an office centres by eye, with blanks, or in cells of unequal margins.
_ABOUT: Final = 6.0
_BELOW: Final = 14.0
_FEW_MM: Final = 3.0
_ABOVE: Final = 13.0
_DRAWN: Final = re.compile(r"\s*(?:[_\-–—─━‾.*]\s?){3,}\s*")
_GAPS: Final = re.compile(r"[-–.*]")
# What a reader says that it could not draw may be the line, or hold the words that are missed.
NOT_DRAWN: Final = (
    "docx_no_shape",
    "docx_no_ink",
    "docx_no_object",
    "docx_no_diagram",
    "docx_picture",
    "docx_picture_outside",
)
_SINGLE: Final = 1.15  # Times New Roman: the line is that much higher than the size of its letters


def lines_of(bit: Bit, shared: bool = False) -> tuple[Line, ...]:
    """The printed lines of words of a bit. shared: also those that it has only a part of."""
    own, place = [], 0
    seen = [spot for spot, c in enumerate(bit.piece.text) if not c.isspace()]
    for line in bit.piece.lines:
        spots = seen[place : place + sum(not c.isspace() for c in line.text)]
        place += len(spots)
        inside = sum(bit.start <= spot < bit.end for spot in spots)
        if inside and (shared or inside == len(spots)):
            own.append(line)
    if place != len(seen):
        own = list(bit.piece.lines) if bit.text.strip() == bit.piece.text.strip() else []
    return tuple(line for line in own if not _DRAWN.fullmatch(line.text))


def lines(found: Found, part: Part, shared: bool = False) -> tuple[Line, ...]:
    """The printed lines of a part; Unknown when its place is not known."""
    got = [line for bit in bits(found, part) for line in lines_of(bit, shared)]
    if not got:
        raise Unknown(NO_PLACE)
    return tuple(got)


def middle(found: Found, part: Part) -> float:
    """The middle of its widest line."""
    return max(lines(found, part), key=lambda line: line.box.width).box.middle


def page_middles(found: Found, page: int) -> tuple[float, float]:
    """From where to where the middle of a page may lie: of the paper, and between the margins."""
    paper = found.laid.sheets[page].width / 2
    if found.laid.frames:
        frame = found.laid.frames[0]
        return paper, MM * (frame.left + frame.column / 2)
    return paper, paper + 10.0  # 35 and 15 mm, the most unequal margins that are allowed


def _settled(found: Found, part: Part) -> None:
    """Unknown when a part is not printed, or is still to be filled."""
    lines(found, part)
    if any(unfilled(bit.text) for bit in bits(found, part)):
        raise Unknown("Phần này còn chỗ trống để điền.")


Middle = Callable[[Found, int], tuple[float, float]]


def under(part: Part) -> Middle:
    """The middle of another part."""

    def of(found: Found, page: int) -> tuple[float, float]:
        return (middle(found, part),) * 2

    return of


def centred(part: Part, target: Middle, should: str, about: float = _ABOUT) -> Look:
    """The rule: every line of a part stands about a middle. should: which, for a person."""

    def rule(found: Found) -> Iterator[Hit]:
        _settled(found, part)
        for bit in bits(found, part):
            for line in lines_of(bit):
                low, high = sorted(target(found, line.box.page))
                off = min(line.box.middle - low + about, 0) + max(line.box.middle - high - about, 0)
                if off:
                    yield _aside(bit, off + about * (1 if off > 0 else -1), should)
                    break

    return rule


def _aside(bit: Bit, off: float, should: str) -> Hit:
    side = "phải" if off > 0 else "trái"
    shape = bit.piece.shape
    whole = bit.text.strip() == bit.piece.text.strip()
    repair: tuple[Repair, ...] = ()
    if whole and shape is not None and shape.align is not Align.CENTER:
        repair = letters.setting(bit.piece, align=Align.CENTER, first=0.0)
    return Hit(f"lệch sang {side} khoảng {abs(off):.0f} mm", should, **at(bit), repair=repair)


def apart(found: Found, upper: Part, lower: Part) -> float:
    """How far two parts stand from each other, as a multiple of the single line."""
    last, first = lines(found, upper)[-1], lines(found, lower)[0]
    if last.box.page != first.box.page:
        raise Unknown(NO_PLACE)
    size = max(letters.size(bit) for part in (upper, lower) for bit in bits(found, part))
    return (first.base - last.base) / (size * _SINGLE * MM)


def line_below(found: Found, part: Part) -> Stroke | None:
    """The line printed below a part; Unknown when something is there that may be one."""
    if part in found.strokes:
        return found.strokes[part]
    printed = lines(found, part)
    last = printed[-1].box
    for piece in found.laid.pieces:
        for line in piece.lines:
            if _near(last, line.box) and _DRAWN.fullmatch(line.text):
                return Stroke(line.box, 0.5, solid=not _GAPS.search(line.text))
    if underlined(found, part):
        return Stroke(last, 0.5, underline=True)
    # A drawing may come to stand a little above or across the words, in another program elsewhere.
    spots = [stroke.box for stroke in found.laid.strokes if stroke.level and stroke.box.width > 5]
    high = max(_ABOVE, *(last.bottom - line.box.top for line in printed))
    if any(_near(last, box, high) for box in (*spots, *found.laid.pictures)):
        raise Unknown("Có nét vẽ gần đó nhưng không chắc là đường kẻ của phần này.")
    if any(problem.code in NOT_DRAWN for problem in found.laid.problems):
        raise Unknown("Văn bản có hình chưa vẽ được, đường kẻ có thể là hình đó.")
    return None


def underlined(found: Found, part: Part) -> bool:
    """Whether most of its letters have a line of their own below them."""
    last = bits(found, part)[-1]
    return letters.share(last, lambda font: bool(font.underline)) > letters.MOST


def _near(text: Box, box: Box, above: float = 3.0) -> bool:
    """Whether something stands below a text, or no higher than that above its foot."""
    return (
        box.page == text.page
        and text.bottom - above <= box.top <= text.bottom + _BELOW
        and box.right > text.left - 5
        and box.left < text.right + 5
    )


def line_long(part: Part, allowed: Range, ours: float, should: str) -> Look:
    """The rule: the line below a part has that share of the length of its text.

    Of a text of several lines any of them will do: the decree says "dòng chữ" and not which.
    ours: the share that a repair gives it.
    """

    def rule(found: Found) -> Iterator[Hit]:
        stroke = _line(found, part)
        widths = [line.box.width for line in lines(found, part)]
        if any(_fits(stroke.box.width, width, allowed) for width in widths):
            return
        last = bits(found, part)[-1].piece
        share = f"{stroke.box.width / max(widths):.0%}".replace("%", " %")
        is_ = f"{letters.told(stroke.box.width)} mm, bằng {share} dòng chữ"
        mend = last.source and not stroke.underline
        repair = (RuleLine(last.source, round(ours * max(widths), 1)),) if mend else ()
        yield Hit(is_, should, last.number, stroke.box, repair)

    return rule


def _fits(length: float, width: float, allowed: Range) -> bool:
    """Whether a line fits a text: below a short name a few mm are a large share."""
    share = length / width if width else 0.0
    return share >= allowed.low and min(share, (length - _FEW_MM) / width) <= allowed.high


def line_centred(part: Part, about: float = _ABOUT) -> Look:
    """The rule: the line below a part stands about the middle of its text."""

    def rule(found: Found) -> Iterator[Hit]:
        stroke = _line(found, part)
        off = stroke.box.middle - middle(found, part)
        if abs(off) > about:
            side = "phải" if off > 0 else "trái"
            piece = bits(found, part)[-1].piece.number
            is_ = f"lệch sang {side} khoảng {abs(off):.0f} mm"
            yield Hit(is_, "cân đối so với dòng chữ", piece, stroke.box)

    return rule


def _line(found: Found, part: Part) -> Stroke:
    _settled(found, part)
    stroke = line_below(found, part)
    if stroke is None:
        raise NotApplicable
    return stroke


def line_there(part: Part) -> Look:
    """The rule: a line is printed below a part, without gaps."""

    def rule(found: Found) -> Iterator[Hit]:
        last = bits(found, part)[-1]
        stroke = line_below(found, part)
        if stroke is None:
            yield Hit("không có", "một đường kẻ ngang, nét liền", **at(last))
        elif not stroke.solid:
            yield Hit("nét đứt", "nét liền", last.piece.number, stroke.box)

    return rule
