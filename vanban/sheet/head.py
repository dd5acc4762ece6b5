"""A sheet → a listing: rows of cells and a kind come in, her columns and rows by field go out.

Nothing here depends on where the headings stand: titles may stand above them, they may run over
two lines, be merged, be written in other words or in an old font. What is not known is asked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vanban.kinds import Kind
from vanban.listing import Heading, Listing
from vanban.problems import Problem
from vanban.sheet.body import Body, Place
from vanban.sheet.fonts import in_unicode
from vanban.sheet.read import opened
from vanban.sheet.values import MAX_ROWS, Sheet, SheetRow, letters, refused
from vanban.sheet.words import COLLECTIVES, GUIDE, NUMBERING, Dictionary, key
from vanban.vietnamese.numbers import format_number
from vanban.vietnamese.text import clean_line

# How far down the headings may stand, among the rows that hold something.
_LOOK = 60
_SUB_HEADING = 60
_NUMBER = re.compile(r"[\d\s.,()/%-]+")
_MOST_ASKED = 40


@dataclass(frozen=True)
class _Head:
    """Where the headings stand. depth: one line or two. texts, found: by column from 0."""

    at: int
    depth: int
    texts: tuple[str, ...]
    found: Mapping[int, str]
    score: float


def from_file(
    data: bytes,
    name: str,
    kind: Kind,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Listing:
    """An uploaded file → the listing of the sheet asked for, or else of the first that is a list.

    Raises SheetRefused for a file that is no sheet, holds nothing or too much.
    """
    book = opened(data, name)
    full = [one for one in book.names if one != GUIDE and book.holds_something(one)]
    if not full:
        raise refused("sheet_empty")
    if sheet is not None and sheet not in full:
        raise refused("sheet_unknown", name=sheet, known=", ".join(full))
    tried: list[Listing] = []
    for one in full if sheet is None else [sheet]:
        others = tuple(other for other in full if other != one)
        found = book.sheet(one)
        found = dataclasses.replace(found, other_sheets=others, notes=(*book.notes, *found.notes))
        listing = understand(found, kind, mapping)
        if not listing.problems:
            return listing
        tried.append(listing)
    return tried[0]


def understand(sheet: Sheet, kind: Kind, mapping: Mapping[str, str] | None = None) -> Listing:
    """The listing that the sheet holds for this kind.

    mapping: heading key (`words.key`) → target, as she said once; "" for a column not to be used.
    Raises SheetRefused when the list is too long.
    """
    sheet = in_unicode(sheet)
    words = Dictionary(kind, mapping)
    notes = list(sheet.notes)
    if sheet.hidden:
        notes.append(Problem("list_hidden_rows", "", {"count": sheet.hidden}))
    if sheet.other_sheets:
        others = ", ".join(f"“{other}”" for other in sheet.other_sheets)
        notes.append(Problem("list_other_sheets", "", {"name": sheet.name, "others": others}))
    head = _head(sheet, words)
    if head is None:
        code = "list_no_header_pictures" if sheet.pictures else "list_no_header"
        label = words.anchor.label if words.anchor else ""
        problem = Problem(code, "", {"name": sheet.name, "label": label})
        return Listing(sheet.name, (), 0, (), (problem,), tuple(notes), sheet.other_sheets)
    return _listing(sheet, words, head, notes)


def _listing(sheet: Sheet, words: Dictionary, head: _Head, notes: list[Problem]) -> Listing:
    below = sheet.rows[head.at + head.depth :]
    found = _settled(sheet, words, head, below)
    places = [
        Place(column, target, words.columns[target.partition(".")[0]])
        for column, target in sorted(found.items())
        if target
    ]
    held = _columns_with_something(below)
    headings = tuple(
        Heading(
            letters(column),
            head.texts[column] if column < len(head.texts) else "",
            found.get(column) or "",
            asks=column not in found and column in held,
        )
        for column in range(max([len(head.texts) - 1, *held, *found]) + 1)
        if column in found or column in held or (column < len(head.texts) and head.texts[column])
    )
    columns = [_column(heading.letter) for heading in headings]
    numbering = next((c for c, text in enumerate(head.texts) if key(text) in NUMBERING), None)
    body = Body(sheet, places, columns, numbering, words)
    rows = body.rows(below, [key(text) for text in head.texts])
    if len(rows) > MAX_ROWS:
        raise refused("sheet_too_many_rows", limit=format_number(MAX_ROWS))
    problems = tuple(_missing(words, found, bool(rows)))
    number = sheet.rows[head.at].number
    everything = (*notes, *body.notes)
    return Listing(sheet.name, headings, number, rows, problems, everything, sheet.other_sheets)


def _missing(words: Dictionary, found: Mapping[int, str], some: bool) -> Iterator[Problem]:
    names = {target.partition(".")[0] for target in found.values()}
    if words.anchor and words.anchor.name not in names:
        yield Problem("list_no_column", "", {"label": words.anchor.label})
    elif not some:
        yield Problem("list_no_rows")


def _head(sheet: Sheet, words: Dictionary) -> _Head | None:
    """The best line of headings, or the likeliest when none of its words is known."""
    best: _Head | None = None
    for at in range(min(_LOOK, len(sheet.rows))):
        for depth in (1, 2):
            found = _tried(sheet, words, at, depth)
            if found and (best is None or found.score > best.score):
                best = found
    return best or _guessed(sheet, words)


def _tried(sheet: Sheet, words: Dictionary, at: int, depth: int) -> _Head | None:
    """The headings of this line, or of this and the next, when enough of them are known."""
    texts = _texts(sheet, at, depth)
    if texts is None:
        return None
    found = _known(words, texts)
    shown = tuple(candidates[-1] if candidates else "" for candidates in texts)
    _add_resembling(words, shown, found)
    _add_collectives(words, shown, found)
    used = [target for target in found.values() if target]
    score = len(used) + 0.5 * (len(found) - len(used))
    anchored = words.anchor and any(t.partition(".")[0] == words.anchor.name for t in used)
    if not used or not (anchored or score >= 2):
        return None
    # A line of its own is preferred to two lines that say no more.
    return _Head(at, depth, shown, found, score - 0.1 * (depth - 1))


def _known(words: Dictionary, texts: Sequence[Sequence[str]]) -> dict[int, str]:
    """Columns whose headings are known. Of two for the same the first is the one, and what she
    said herself goes before what is guessed; the other is asked about."""
    meant = {
        column: target
        for column, candidates in enumerate(texts)
        if (target := next((t for c in candidates if (t := words.look_up(c)) is not None), None))
        is not None
    }
    said = [c for c in meant if any(map(words.is_said, texts[c]))]
    found: dict[int, str] = {}
    for column in dict.fromkeys([*said, *meant]):
        if not meant[column] or meant[column] not in found.values():
            found[column] = meant[column]
    return found


def _add_resembling(words: Dictionary, shown: Sequence[str], found: dict[int, str]) -> None:
    taken = {target.partition(".")[0] for target in found.values()}
    for column, text in enumerate(shown):
        if column not in found and (target := words.resembles(text)):
            name = target.partition(".")[0]
            if name not in taken:
                found[column] = target
                taken.add(name)


def _add_collectives(words: Dictionary, shown: Sequence[str], found: dict[int, str]) -> None:
    """Where no column names people, the column of units names those who are rewarded."""
    anchor = words.anchor
    if not anchor or any(t.partition(".")[0] == anchor.name for t in found.values()):
        return
    for column, text in enumerate(shown):
        if key(text) in COLLECTIVES and found.get(column) != "":
            found[column] = anchor.name
            return


def _texts(sheet: Sheet, at: int, depth: int) -> list[list[str]] | None:
    """For each column what may be its heading, the likeliest first and the whole last."""
    top = sheet.rows[at]
    first = [clean_line(cell.text) for cell in top.cells]
    if depth == 1:
        return [[text] if text else [] for text in first]
    if at + 1 >= len(sheet.rows):
        return None
    below = sheet.rows[at + 1]
    second = [clean_line(cell.text) for cell in below.cells]
    if not _may_be_second_line(first, second) or below.number > top.number + 1:
        return None
    above = _spread(sheet, top, first, second)
    found: list[list[str]] = []
    for column in range(max(len(above), len(second))):
        over = above[column] if column < len(above) else ""
        under = second[column] if column < len(second) else ""
        whole = f"{over} – {under}" if over and under else over or under
        found.append(list(dict.fromkeys(t for t in (under, f"{over} {under}", whole) if t.strip())))
    return found


def _may_be_second_line(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the next line can be headings: short words, no numbers, nothing under a STT."""
    numbered = [c for c, text in enumerate(first) if key(text) in NUMBERING]
    if any(c < len(second) and second[c] for c in numbered):
        return False
    held = [text for text in second if text]
    return bool(held) and all(
        len(text) <= _SUB_HEADING and not _NUMBER.fullmatch(text) for text in held
    )


def _spread(sheet: Sheet, top: SheetRow, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The upper line with each merged heading over all its columns.

    Without merged cells (a .csv), an empty place takes the heading to its left when a second line
    stands under both.
    """
    spread = list(first) + [""] * max(0, len(second) - len(first))
    merged = False
    for span in sheet.spans:
        if span.top == top.number and span.left < len(spread) and span.right > span.left:
            merged = True
            for column in range(span.left + 1, min(span.right + 1, len(spread))):
                spread[column] = spread[column] or spread[span.left]
    for column in range(1, len(second)):
        if not merged and not spread[column] and second[column] and second[column - 1]:
            spread[column] = spread[column - 1]
    return spread


def _settled(
    sheet: Sheet, words: Dictionary, head: _Head, below: Sequence[SheetRow]
) -> dict[int, str]:
    """What each column is, once what stands in the columns is looked at, too.

    A heading for the full name over two columns of which the second is one word each: họ đệm and
    tên. A "Tên" beside a "Họ đệm" is the given name alone.
    """
    found = dict(head.found)
    by_target = {target: column for column, target in found.items() if target}
    if "ho_ten.ho_dem" in by_target and "ho_ten" in by_target:
        found[by_target["ho_ten"]] = "ho_ten.ten"
    elif "ho_ten" in by_target and "ho_ten" in words.columns:
        name = by_target["ho_ten"]
        following = name + 1
        unnamed = following >= len(head.texts) or not head.texts[following]
        if unnamed and following not in found and _one_word_each(below, name, following):
            found[name], found[following] = "ho_ten.ho_dem", "ho_ten.ten"
    return found


def _one_word_each(rows: Sequence[SheetRow], left: int, right: int) -> bool:
    """Whether the right column goes on with the names of the left: one word each, often enough."""
    both = [
        (row.cells[left].text, row.cells[right].text if right < len(row.cells) else "")
        for row in rows
        if left < len(row.cells) and row.cells[left].text
    ]
    filled = [after for _, after in both if after]
    single = sum(len(after.split()) == 1 and not after.strip().isdigit() for after in filled)
    return bool(filled) and single * 10 >= len(filled) * 9 and len(filled) * 10 >= len(both) * 3


def _columns_with_something(rows: Sequence[SheetRow]) -> set[int]:
    held: set[int] = set()
    for row in rows:
        held.update(column for column, cell in enumerate(row.cells) if cell.text)
        if len(held) > _MOST_ASKED:
            break
    return held


def _guessed(sheet: Sheet, words: Dictionary) -> _Head | None:
    """The first line that looks like headings, for her to say what they are."""
    looked = sheet.rows[:_LOOK]
    widest = max((sum(bool(cell.text) for cell in row.cells) for row in looked), default=0)
    for at, row in enumerate(looked[:-1]):
        texts = tuple(clean_line(cell.text) for cell in row.cells)
        held = [text for text in texts if text]
        plain = all(not _NUMBER.fullmatch(text) and len(text) <= _SUB_HEADING for text in held)
        if len(held) >= 2 and 2 * len(held) >= widest and plain:
            return _Head(at, 1, texts, _known(words, [[text] for text in texts]), 0)
    return None


def _column(letter: str) -> int:
    number = 0
    for one in letter:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1
