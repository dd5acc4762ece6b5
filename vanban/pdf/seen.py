"""A PDF of anybody → the document as it lies on its pages.

In: PDF bytes. Out: `laid.Laid` without what a PDF does not tell: how paragraphs are set, what is a
cell. Lines become paragraphs by what is seen: where a line ends though the next word would have
had room, where the next one is indented, stands further down or looks different. Raises Refused for
bytes that are no PDF, that need a password, or that are too much to be read at once.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import pypdfium2
from pypdfium2 import raw

from vanban.laid import MM, Box, Holder, Laid, Line, Piece, Run, Sheet, Stroke
from vanban.pdf import strokes
from vanban.pdf.letters import Seen, lines
from vanban.pdf.pages import opened
from vanban.problems import Problem, Refused

_MOST_PAGES: Final = 300
# mm: edges that are one; the least indent of a first line.
_SAME, _INDENT = 0.8, 3.0
# Lines of a paragraph are no further apart than this, in em, and than this share of the usual.
_STEP, _LEAST_STEP, _SLACK, _USUAL_STEP = 2.1, 0.85, 1.12, 1.3
# Where page numbers stand, mm from the edge of the paper.
_MARGIN: Final = 30.0
# A place where that share of the lines begins that begin where most do is an edge of the text.
_MANY: Final = 0.2
# Lists in a cell are no wider than this share of the text.
_NARROW: Final = 0.62
# Lines of the text reach that share of the widest one, the first of a paragraph too.
_FULL: Final = 0.85
# Room that cells keep at their sides; titles that are wider go on with any letter; mm.
_PADDING, _WIDE = 5.0, 60.0
_DASHES: Final = ("-", "–", "+")
# Letters of one line differ by no more, pt. How far a line of the text may be set in, mm; how wide
# a tab after a number is.
_SIZES, _DEEPEST, _TAB = 0.3, 20.0, 15.0
# A line below letters stands this far from what they stand on, in em; one through them above it.
_BELOW, _THROUGH = (0.0, 0.2), (0.18, 0.4)
_PAGE_NUMBER: Final = re.compile(r"\W*(?:trang\s+)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.I)
_MARKED: Final = re.compile(
    r"(?:[-–+•*]\s|\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]{1,2}\)\s|[IVXL]{1,5}\.\s|Điều \d+\.)"
)
_LABEL: Final = re.compile(r"[-–+•*]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]{1,2}|[IVXL]{1,5})[.)]")
_ENDED: Final = re.compile(r"[.;:!?]$")
# Above this share of a page, pictures without a letter are a scan.
_SCAN: Final = 0.4


class PdfTooLong(Refused):
    """The PDF has more pages than are read at once."""


def see(pdf: bytes) -> Laid:
    """The document that a PDF shows. Raises `PdfUnreadable`, `PdfTooLong`."""
    with opened(pdf) as document:
        if len(document) > _MOST_PAGES:
            told = {"count": len(document), "most": _MOST_PAGES}
            raise PdfTooLong(Problem("pdf_too_long", data=told))
        pages = [_page(document[number], number) for number in range(len(document))]
        signed = _is_signed(document)
        title = document.get_metadata_value("Title")
    numbers = _page_numbers(pages)
    pieces = [replace(piece, number=at) for at, piece in enumerate(_pieces(pages, numbers))]
    return Laid(
        "pdf",
        tuple(_sheet(page, numbers) for page in pages),
        tuple(pieces),
        tuple(_told(stroke, page.lines) for page in pages for stroke in page.drawn.strokes),
        tuple(picture for page in pages for picture in page.drawn.pictures),
        title=title,
        signed=signed,
        scanned=_is_scanned(pages),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the lines of the text begin and end, mm, and how far they are apart, em.

    cell: it is the room in a cell with lines round it.
    """

    left: float
    right: float
    step: float
    cell: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was read; sizes in mm."""

    number: int
    width: float
    height: float
    lines: list[Seen]
    drawn: strokes.Drawn


def _page(page: pypdfium2.PdfPage, number: int) -> _Page:
    width, height = page.get_size()
    drawn = strokes.drawn(page, number)
    found = _labelled(lines(page, number, drawn.strokes))
    return _Page(number, width * MM, height * MM, found, drawn)


def _labelled(found: Sequence[Seen]) -> list[Seen]:
    """Lines with the number that stands before them after a tab."""
    made: list[Seen] = []
    for line in found:
        last = made[-1] if made else None
        if last is not None and _is_label(last, line):
            made[-1] = _one_line(last, line)
        else:
            made.append(line)
    return made


def _is_label(one: Seen, other: Seen) -> bool:
    gap = other.line.box.left - one.line.box.right
    level = abs(one.line.base - other.line.base) < _SAME
    return level and 0 < gap < _TAB and _LABEL.fullmatch(one.line.text) is not None


def _one_line(one: Seen, other: Seen) -> Seen:
    box = replace(one.line.box, right=other.line.box.right)
    text = f"{one.line.text}\t{other.line.text}"
    line = Line(text, box, other.line.base)
    return Seen(line, _joined([one.runs, other.runs], "\t"), max(one.size, other.size))


def _joined(each: Sequence[Sequence[Run]], between: str) -> tuple[Run, ...]:
    """Runs of several lines as those of one text; equal neighbours are one."""
    made: list[Run] = []
    start = 0
    for at, runs in enumerate(each):
        for index, run in enumerate(runs):
            text = between + run.text if at and not index else run.text
            if made and made[-1].font == run.font:
                made[-1] = replace(made[-1], text=made[-1].text + text)
            else:
                made.append(Run(start, text, run.font))
            start += len(text)
    return tuple(made)


def _column(pages: Sequence[_Page]) -> _Column:
    """Where the text stands on pages of one size: what most of its long lines say."""
    found = [seen for page in pages for seen in page.lines]
    widest = max((seen.line.box.width for seen in found), default=0.0)
    long = [seen for seen in found if seen.line.box.width > widest * _FULL]
    if not long:
        return _Column(0.0, pages[0].width, _USUAL_STEP)
    right = _most([seen.line.box.right for seen in long])
    left = _leftmost([seen.line.box.left for seen in _flowing(found, right) or found])
    steps = [
        (other.line.base - one.line.base) / (one.size * MM)
        for one, other in pairwise(found)
        if one.size and abs(one.line.box.right - right) < _SAME
        if abs(other.line.box.left - left) < _SAME and one.line.box.page == other.line.box.page
    ]
    near = [step for step in steps if _LEAST_STEP < step < _STEP]
    return _Column(left, right, statistics.median(near) if near else _USUAL_STEP)


def _flowing(found: Sequence[Seen], right: float) -> list[Seen]:
    """The lines that fill the text, and what goes on below them: no list beside a signature.

    Cells may begin a little left of the text, and hold more lines than a short text has.
    """
    full = [abs(seen.line.box.right - right) < _SAME for seen in found]
    return [seen for at, seen in enumerate(found) if full[at] or (at and full[at - 1])]


def _most(places: Sequence[float]) -> float:
    """The place where most stand, as their median."""
    counts = Counter(round(place) for place in places)
    usual = counts.most_common(1)[0][0]
    return statistics.median(place for place in places if abs(place - usual) <= 1)


def _leftmost(places: Sequence[float]) -> float:
    """The first place from the left where many lines begin."""
    counts = Counter(round(place) for place in places)
    many = counts.most_common(1)[0][1] * _MANY
    usual = min(place for place, count in counts.items() if count >= many)
    return statistics.median(place for place in places if abs(place - usual) <= 1)


def _page_numbers(pages: Sequence[_Page]) -> dict[int, Seen]:
    """Page → the line that shows its number: alone at its edge, and counting on."""
    found: dict[int, tuple[int, Seen]] = {}
    for page in pages:
        ends = sorted(page.lines, key=lambda seen: seen.line.base)
        for seen in (*ends[:1], *ends[-1:]):
            told = _PAGE_NUMBER.fullmatch(seen.line.text)
            if told and len(ends) > 1 and page.number not in found and _is_apart(seen, page):
                found[page.number] = (int(told[1]), seen)
    begun = Counter(number - page for page, (number, _) in found.items())
    return {
        page: seen
        for page, (number, seen) in found.items()
        if begun[number - page] > 1 or 1 < number <= page + 1
    }


def _is_apart(seen: Seen, page: _Page) -> bool:
    """Whether a line stands in the margin of its page, above or below all the others."""
    em = seen.size * MM
    rest = [abs(other.line.base - seen.line.base) for other in page.lines if other is not seen]
    edge = min(seen.line.base, page.height - seen.line.base)
    return edge < _MARGIN and min(rest, default=0.0) > _USUAL_STEP * em


def _sheet(page: _Page, numbers: dict[int, Seen]) -> Sheet:
    seen = numbers.get(page.number)
    if seen is None:
        return Sheet(page.width, page.height)
    return Sheet(page.width, page.height, seen.line, seen.look)


def _parts(page: _Page, column: _Column) -> Iterator[list[Seen]]:
    """The lines of a page, paragraph by paragraph."""
    level = [stroke.box for stroke in page.drawn.strokes if stroke.level]
    walls = [stroke.box for stroke in page.drawn.strokes if not stroke.level]
    part: list[Seen] = []
    for seen in page.lines:
        inside = _cell(part[-1], seen, walls) if part else None
        if part and (
            _is_parted(part[-1], seen, level) or not _goes_on(part, seen, inside or column)
        ):
            yield part
            part = []
        part.append(seen)
    if part:
        yield part


def _is_parted(one: Seen, other: Seen, walls: Sequence[Box]) -> bool:
    """Whether a line is drawn between two lines of text."""
    a, b = one.line, other.line
    return any(
        a.base + one.size * MM / 5 < wall.top < b.base
        and wall.left < min(a.box.right, b.box.right)
        and wall.right > max(a.box.left, b.box.left)
        for wall in walls
    )


def _cell(one: Seen, other: Seen, walls: Sequence[Box]) -> _Column | None:
    """The room between the walls that two lines have left and right of them; None without."""
    bounds = [_bounds(seen.line, walls) for seen in (one, other)]
    (left, right), second = bounds
    if left is None or right is None or second != (left, right):
        return None
    return _Column(left, right, _USUAL_STEP, cell=True)


def _bounds(line: Line, walls: Sequence[Box]) -> tuple[float | None, float | None]:
    beside = [(w.left + w.right) / 2 for w in walls if w.top < line.base < w.bottom]
    return (
        max((x for x in beside if x < line.box.left + _SAME), default=None),
        min((x for x in beside if x > line.box.right - _SAME), default=None),
    )


def _goes_on(part: Sequence[Seen], seen: Seen, column: _Column) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last, first = part[-1], part[0]
    em = max(last.size, seen.size) * MM
    step = seen.line.base - last.line.base
    usual = part[1].line.base - first.line.base if len(part) > 1 else column.step * em
    far = _STEP * em if _outdents(part, seen, column) else min(_STEP * em, usual * _SLACK)
    if not _LEAST_STEP * em <= step <= far:
        return False
    if abs(last.size - seen.size) > _SIZES or _begins(part, seen, column):
        return False
    if column.cell:
        filled = last.line.box.width + _first_word(seen) > column.right - column.left - _PADDING
        return filled and _is_alike(last, seen)
    if _in_column(last, column) and _in_column(seen, column):
        return _flows(part, seen, column)
    return _is_alike(last, seen) and (_are_centred(last, seen) or _hangs(last, seen))


def _outdents(part: Sequence[Seen], seen: Seen, column: _Column) -> bool:
    """Whether a first line that is full and indented has a line at the margin below it."""
    first = part[0].line.box
    full = abs(first.right - column.right) < _SAME
    at_margin = abs(seen.line.box.left - column.left) < _SAME
    return len(part) == 1 and full and at_margin and first.left > column.left + _INDENT


def _begins(part: Sequence[Seen], seen: Seen, column: _Column) -> bool:
    """Whether a line begins with the number or the dash of an item, where items begin."""
    if not _MARKED.match(seen.line.text):
        return False
    left = seen.line.box.left
    return left > column.left + _INDENT or abs(left - part[0].line.box.left) < _SAME


def _in_column(seen: Seen, column: _Column) -> bool:
    box = seen.line.box
    begins = column.left - _SAME < box.left < column.left + _DEEPEST
    return begins and box.right < column.right + _SAME


def _flows(part: Sequence[Seen], seen: Seen, column: _Column) -> bool:
    """Whether a line of the text had no room left for the next word."""
    last, left = part[-1].line.box, seen.line.box.left
    if _is_middle(part[-1], column) and _is_middle(seen, column):
        return _is_alike(part[-1], seen) and _is_said(part[-1], seen)
    if last.right + _first_word(seen) < column.right:
        return _lists(part, seen, column)
    if len(part) > 1:
        return abs(left - last.left) < _SAME
    if abs(left - column.left) < _SAME:
        return True
    return left < last.left + _SAME and seen.line.text[:1].islower()


def _lists(part: Sequence[Seen], seen: Seen, column: _Column) -> bool:
    """Whether a line goes on with an item of a narrow list, such as the one of nơi nhận."""
    last = part[-1].line
    narrow = last.box.right < column.left + (column.right - column.left) * _NARROW
    item = part[0].line.text.startswith(_DASHES) or seen.line.text[:1].islower()
    left = seen.line.box.left - last.box.left
    ended = _ENDED.search(last.text) is not None
    return narrow and item and not ended and -_SAME < left < _INDENT and _is_alike(part[-1], seen)


def _is_middle(seen: Seen, column: _Column) -> bool:
    """Whether a line stands in the middle of the column, away from its ends."""
    box = seen.line.box
    middle = abs(box.middle - (column.left + column.right) / 2) < _SAME
    return middle and box.left > column.left + _SAME


def _first_word(seen: Seen) -> float:
    """About how much room the first word takes with the space before it, mm."""
    text = seen.line.text
    word = text.split(" ", 1)[0]
    return seen.line.box.width * len(word) / len(text) + seen.size * MM / 4


def _is_alike(one: Seen, other: Seen) -> bool:
    a, b = one.look, other.look
    return (a.bold, a.italic, a.family) == (b.bold, b.italic, b.family)


def _are_centred(one: Seen, other: Seen) -> bool:
    """Whether both stand round one middle, and are a text that goes on and no two names."""
    a, b = one.line.box, other.line.box
    centred = abs(a.middle - b.middle) < _SAME and abs(a.left - b.left) > 1
    return centred and _is_said(one, other)


def _is_said(one: Seen, other: Seen) -> bool:
    """Whether two lines in the middle read as one text, and not as two names."""
    if one.line.text.isupper() or other.line.text.isupper() or _ENDED.search(one.line.text):
        return False
    full = one.line.box.width + _first_word(other) > other.line.box.width
    return full and (other.line.text[:1].islower() or one.line.box.width > _WIDE)


def _hangs(one: Seen, other: Seen) -> bool:
    """Whether a line goes on below the one before, in a cell or a list."""
    left = other.line.box.left - one.line.box.left
    goes_on = other.line.text[:1].islower() and not _ENDED.search(one.line.text)
    return goes_on and -_DEEPEST < left < _INDENT


def _piece(part: Sequence[Seen], number: int, holder: Holder = Holder.BODY) -> Piece:
    runs = _joined([seen.runs for seen in part], " ")
    text = "".join(run.text for run in runs)
    return Piece(number, text, runs, tuple(seen.line for seen in part), holder)


def _pieces(pages: Sequence[_Page], numbers: dict[int, Seen]) -> Iterator[Piece]:
    """All paragraphs, those that go over a page as one; then the page numbers."""
    by_size: dict[tuple[int, int], list[_Page]] = {}
    for page in pages:
        by_size.setdefault((round(page.width), round(page.height)), []).append(page)
    columns = {size: _column(group) for size, group in by_size.items()}
    held: list[Seen] = []
    for page in pages:
        column = columns[round(page.width), round(page.height)]
        rest = [seen for seen in page.lines if seen is not numbers.get(page.number)]
        for part in _parts(replace(page, lines=rest), column):
            if held and not _turns(held, part, column):
                yield _piece(held, 0)
                held = []
            held = [*held, *part]
    if held:
        yield _piece(held, 0)
    for seen in numbers.values():
        top = seen.line.base < pages[seen.line.box.page].height / 2
        yield _piece([seen], 0, Holder.HEADER if top else Holder.FOOTER)


def _turns(part: Sequence[Seen], following: Sequence[Seen], column: _Column) -> bool:
    """Whether a paragraph goes over to the next page."""
    last, seen = part[-1], following[0]
    if seen.line.box.page != last.line.box.page + 1 or abs(last.size - seen.size) > _SIZES:
        return False
    full = last.line.box.right + _first_word(seen) > column.right
    begins = abs(seen.line.box.left - column.left) < _SAME and seen.line.text[:1].islower()
    return full and begins and _in_column(last, column) and not _ENDED.search(last.line.text)


def _told(stroke: Stroke, found: Sequence[Seen]) -> Stroke:
    """The line, told apart from those that belong to letters."""
    if not stroke.level or not any(_belongs(stroke.box, seen) for seen in found):
        return stroke
    return replace(stroke, underline=True)


def _belongs(box: Box, seen: Seen) -> bool:
    letters, em = seen.line.box, seen.size * MM
    below = ((box.top + box.bottom) / 2 - seen.line.base) / em
    if not (_BELOW[0] <= below <= _BELOW[1] or -_THROUGH[1] <= below <= -_THROUGH[0]):
        return False
    return letters.left - _SAME <= box.left and box.right <= letters.right + _SAME


def _is_signed(document: pypdfium2.PdfDocument) -> bool:
    """Whether a field of the file holds a signature."""
    for index in range(raw.FPDF_GetSignatureCount(document)):
        signature = raw.FPDF_GetSignatureObject(document, index)
        if signature and raw.FPDFSignatureObj_GetContents(signature, None, 0) > 0:
            return True
    return False


def _is_scanned(pages: Sequence[_Page]) -> bool:
    """Whether the pages are pictures, and no letter is to be read."""
    if any(page.lines for page in pages):
        return False
    return any(
        sum(box.width * (box.bottom - box.top) for box in page.drawn.pictures)
        > _SCAN * page.width * page.height
        for page in pages
    )
