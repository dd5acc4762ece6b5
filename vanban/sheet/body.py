"""The rows under the headings: cells come in, rows of a listing go out, and what was left out.

Between and below the people of a list stand titles of groups, sums, repeated headings, the place
and day, and those who sign. They are no people; every one of them is told with its row number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vanban.listing import Column, ListRow, unusable
from vanban.problems import Problem
from vanban.sheet.values import EMPTY, Cell, Sheet, SheetRow, date_text
from vanban.sheet.words import JOINED_BY, MARKED, PARTS, Dictionary, choice, key
from vanban.vietnamese.names import split_honorific
from vanban.vietnamese.numbers import parse_roman
from vanban.vietnamese.text import clean_line

_COUNT = re.compile(r"\(?\d{1,6}(?:[.,]0)?\s*[.)]?")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-zđĐ])\)?(?:\s*=.{0,20})?")
_ENUMERATOR = re.compile(r"(?:[IVXL]{1,6}|[A-HĐ]|\d{1,2})\s*[.)/:-]?(?=\s|$)")
# With accents: "Tống" is a family name, "Tổng công ty" and "Công ty" are collectives.
_SUM = re.compile(
    r"(?:tổng\s*(?:cộng|số|kinh phí|tiền|hợp|mức)|cộng|tổng|tong cong|tong so)"
    r"(?=\s*(?:$|[:\d(]|tiền|số|kinh|toàn|chung|danh|theo|là|cá nhân|tập thể|mức))",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\(?(?:danh sách (?:này )?(?:gồm|có)|ấn định|(?:số tiền )?bằng chữ|ghi chú\s*:|nơi nhận)"
    r"|.{0,40}ngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm"
    r"|\(?\s*ký(?:,| tên| và| rõ|\s*\))"
    r"|(?:tm|kt|tl|tuq|q)\s*\.\s*\w"
    r"|(?:người|thủ trưởng|đại diện|xác nhận|lãnh đạo|kế toán trưởng)\s*"
    r"(?:lập|đơn vị|cơ quan|của|duyệt|tổng hợp|biểu|$)",
    re.IGNORECASE,
)
_GROUPS = {
    "tap_the": ("tap", "the"),
    "ca_nhan": ("ca", "nhan"),
    "ho_gia_dinh": ("ho", "gia", "dinh"),
}
_ABOUT_GROUPS = set(
    key(
        "đối với danh sách các cho số lượng tổng có gồm người đơn vị phần được khen thưởng và"
    ).split()
)
_WIDE = 3
_MONEY = re.compile(r"([\d.,\s]*\d)\s*(?:đ|₫|đồng|vnđ|vnd|dong|đ/người)?\s*\.?", re.IGNORECASE)
# Ways to write a whole number that can mean no other: what goes before a last group of noughts.
_WHOLE = (
    re.compile(r"(\d{1,3}(?:,\d{3})+)\.0+"),
    re.compile(r"(\d{1,3}(?:,\d{3}){2,})"),
    re.compile(r"(\d{1,3}(?:\.\d{3})+),0+"),
    re.compile(r"(\d+)[.,]0{1,2}"),
)
_SHOWN = 60
_FILLS = 1_000_000


@dataclass(frozen=True)
class Place:
    """A column of hers that is used: its number from 0, its target, the column of the kind."""

    at: int
    target: str
    column: Column


@dataclass
class _Line:
    """A row on its way: what its used cells hold, by target, and what else stands in it."""

    row: SheetRow
    values: dict[str, Cell]
    count: str
    others: list[str]

    @property
    def counted(self) -> bool:
        """It carries a number of the list."""
        return bool(_COUNT.fullmatch(self.count))

    @property
    def texts(self) -> list[str]:
        """Every different text of the row, without its number."""
        found = [clean_line(cell.text) for cell in self.values.values()] + self.others
        return list(dict.fromkeys(text for text in found if text))


@dataclass
class Body:
    """Makes the rows. columns: those that `was` tells of. numbering: of STT, if there is one."""

    sheet: Sheet
    places: Sequence[Place]
    columns: Sequence[int]
    numbering: int | None
    words: Dictionary
    notes: list[Problem] = field(default_factory=list)

    def rows(self, below: Sequence[SheetRow], heads: Sequence[str]) -> tuple[ListRow, ...]:
        """The people among the rows below the headings."""
        fills = self._fills(below)
        lines = [self._line(row, fills) for row in below]
        lines = [line for line in lines if line.values or line.others or line.count]
        self._name = self.words.anchor.name if self.words.anchor else ""
        self._numbered = self._is_numbered(lines)
        order = list(PARTS)
        # Parts of one column are put together in their own order, wherever they stand in the sheet.
        self._ordered = sorted(
            self.places, key=lambda p: order.index(p.target) if p.target in PARTS else -1
        )
        end = self._end(lines)
        made: list[ListRow] = []
        group = ""
        for at, line in enumerate(lines[:end]):
            if self._is_column_numbers(line, at) or self._is_repeated(line, heads):
                continue
            if not line.values and not line.others:
                continue  # a number that was written ahead
            group, skipped = self._group(line, group)
            if not skipped and not self._is_sum(line):
                made.append(self._made(line, group))
            elif not skipped:
                self._leave_out([line])
        self._leave_out(lines[end:])
        return tuple(made)

    # -- one row ---------------------------------------------------------------------------------

    def _line(self, row: SheetRow, fills: Mapping[tuple[int, int], Cell]) -> _Line:
        values: dict[str, Cell] = {}
        used = set()
        for place in self.places:
            cell = row.cells[place.at] if place.at < len(row.cells) else EMPTY
            if not cell.text.strip():
                cell = fills.get((row.number, place.at), EMPTY)
            used.add(place.at)
            if cell.text.strip():
                values[place.target] = cell
        count = ""
        others = []
        for column, cell in enumerate(row.cells):
            if column == self.numbering:
                count = clean_line(cell.text)
            elif column not in used and cell.text.strip():
                others.append(clean_line(cell.text))
        own = any(p.at < len(row.cells) and row.cells[p.at].text.strip() for p in self.places)
        if not own:
            values = {}
        return _Line(row, values, count, others)

    def _fills(self, rows: Sequence[SheetRow]) -> dict[tuple[int, int], Cell]:
        """Cells that a merged cell above covers → what it says. Never a name: two rows, one person
        is for her to see."""
        columns = {p.at for p in self.places if not p.target.startswith("ho_ten")}
        by_number = {row.number: row for row in rows}
        numbers = sorted(by_number)
        fills: dict[tuple[int, int], Cell] = {}
        for span in self.sheet.spans:
            top = by_number.get(span.top)
            if span.left not in columns or top is None or span.left >= len(top.cells):
                continue
            cell = top.cells[span.left]
            covered = numbers[
                bisect_right(numbers, span.top) : bisect_left(numbers, span.bottom + 1)
            ]
            if cell.text and len(fills) < _FILLS:
                fills.update({(number, span.left): cell for number in covered})
        return fills

    def _made(self, line: _Line, group: str) -> ListRow:
        parts: dict[str, list[str]] = {}
        for place in self._ordered:
            cell = line.values.get(place.target)
            typed = (MARKED.get(place.target) or _typed(place.column, cell)) if cell else ""
            if typed:
                parts.setdefault(place.column.name, []).append(typed)
        raw = {name: _joined(name, texts) for name, texts in parts.items()}
        if group and "doi_tuong" not in raw:
            raw["doi_tuong"] = group
        self._honorific(raw)
        cells = line.row.cells
        was = tuple(cells[c].text if c < len(cells) else "" for c in self.columns)
        return ListRow(line.row.number, raw, was)

    def _honorific(self, raw: dict[str, str]) -> None:
        """ "Bà Nguyễn Thị Hoa" in the column of names: Bà goes where it belongs."""
        column = self.words.columns.get("danh_xung")
        if column is None or not raw.get("ho_ten"):
            return
        honorific, name = split_honorific(raw["ho_ten"])
        known = {chosen for chosen, _ in column.field.choices}
        if name and honorific in known and raw.get("danh_xung", honorific) == honorific:
            raw["danh_xung"], raw["ho_ten"] = honorific, name

    # -- what is no person -------------------------------------------------------------------------

    def _has_name(self, line: _Line) -> bool:
        return any(target.partition(".")[0] == self._name for target in line.values)

    def _is_numbered(self, lines: Sequence[_Line]) -> bool:
        """Most rows with a name carry a number, so a row without one is worth a second look."""
        last = max((at for at, line in enumerate(lines) if line.counted), default=-1)
        # Those who sign stand below the last number, and are not in the list.
        named = [
            line
            for line in lines[: last + 1]
            if self._has_name(line) and not self._is_sum(line) and (line.counted or not line.count)
        ]
        return sum(line.counted for line in named) * 10 >= max(1, len(named)) * 6

    def _is_strong(self, line: _Line) -> bool:
        """Certainly a row of the list."""
        if self._numbered:
            return line.counted and bool(line.values)
        return self._has_name(line) and len(line.values) >= min(2, len(self.places))

    def _is_column_numbers(self, line: _Line, at: int) -> bool:
        """The line "(1) (2) (3)" under the headings."""
        texts = [clean_line(cell.text) for cell in line.row.cells if cell.text.strip()]
        return at == 0 and len(texts) > 1 and all(map(_COLUMN_NUMBER.fullmatch, texts))

    def _is_repeated(self, line: _Line, heads: Sequence[str]) -> bool:
        """The headings again, as at the top of every printed page."""
        same = 0
        for column, cell in enumerate(line.row.cells):
            if cell.text.strip():
                if column >= len(heads) or not heads[column] or key(cell.text) != heads[column]:
                    return False
                same += 1
        return same >= min(2, len(self.places))

    def _telling(self, line: _Line) -> list[str]:
        """The texts that can say that a row is no person: of a row with a name, the name."""
        named = [c.text for t, c in line.values.items() if t.partition(".")[0] == self._name]
        return [line.count, *map(clean_line, named)] if named else [line.count, *line.texts]

    def _is_sum(self, line: _Line) -> bool:
        return not line.counted and any(map(_SUM.match, self._telling(line)))

    def _is_ending(self, line: _Line) -> bool:
        if line.counted:
            return False
        return self._is_sum(line) or any(map(_ENDING.match, self._telling(line)))

    def _end(self, lines: Sequence[_Line]) -> int:
        """Where the list ends: at a sum, a day or a signature with no certain row after it, or at
        single words after a gap."""
        last = max((i for i, line in enumerate(lines) if self._is_strong(line)), default=-1)
        for i, line in enumerate(lines):
            if self._is_ending(line) and not self._strong_after(lines, i, last):
                return i
            gap = i > 0 and line.row.number > lines[i - 1].row.number + 1
            if i > last and gap and all(len(after.texts) <= 1 for after in lines[i:]):
                return i
        return len(lines)

    def _strong_after(self, lines: Sequence[_Line], at: int, last: int) -> bool:
        if self._numbered:
            return last > at
        # Names under a signature look like rows of a list that has no numbers.
        return any(len(line.values) >= min(3, len(self.places)) for line in lines[at + 1 :])

    def _group(self, line: _Line, group: str) -> tuple[str, bool]:
        """The group that this row opens, and whether it is such a title and no person."""
        if line.counted or len(line.texts) > 1:
            return group, False
        title = " ".join(text for text in (line.count, *line.texts) if text)
        found = _group_of(title)
        if found and found in self._known_groups():
            label = dict(self.words.columns["doi_tuong"].field.choices)[found]
            data = {"text": _short(title), "label": label}
            self.notes.append(Problem("list_group", str(line.row.number), data))
            return found, True
        if not self._is_title(line):
            return group, False
        self._leave_out([line])
        return group, True

    def _known_groups(self) -> set[str]:
        column = self.words.columns.get("doi_tuong")
        return {chosen for chosen, _ in column.field.choices} if column else set()

    def _is_title(self, line: _Line) -> bool:
        """A title over some rows: counted in letters or Roman figures, or merged across."""
        mark = line.count.rstrip(" .)/:-")
        if self._numbered and mark and (parse_roman(mark.upper()) or len(mark) == 1):
            return bool(line.texts)
        number = line.row.number
        return any(
            s.top <= number <= s.bottom and s.right - s.left + 1 >= _WIDE for s in self.sheet.spans
        ) or (self.numbering is not None and not line.values and bool(line.count))

    def _leave_out(self, lines: Sequence[_Line]) -> None:
        if not lines:
            return
        first, last = lines[0].row.number, lines[-1].row.number
        rows = str(first) if first == last else f"{first}–{last}"
        text = _short(" ".join(t for t in (lines[0].count, *lines[0].texts) if t))
        self.notes.append(Problem("list_left_out", str(first), {"rows": rows, "text": text}))


def _group_of(title: str) -> str:
    """ "II. CÁ NHÂN (15 người)" → "ca_nhan"; "" for any other text."""
    bare = _ENUMERATOR.sub("", title.strip(), count=1)
    words = [word for word in key(bare).split() if not word.isdigit()]
    for group, needed in _GROUPS.items():
        if set(needed) <= set(words) and set(words) <= set(needed) | _ABOUT_GROUPS:
            return group
    return ""


def _joined(name: str, texts: Sequence[str]) -> str:
    """The parts of a cell as one; of parts that hold an error or a formula, that alone, so that it
    is seen and never printed between the others."""
    bad = next((text for text in texts if unusable("", text, "")), None)
    return JOINED_BY.get(name, " ").join(texts) if bad is None else bad


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


def _typed(column: Column, cell: Cell) -> str:
    """What the cell says, as `intake` takes it for a field of this type."""
    kind = column.field.type
    typed = clean_line(cell.text)
    if kind == "choice":
        return choice(column, typed)
    if kind == "date" and isinstance(cell.value, (date, datetime)):
        return date_text(date(cell.value.year, cell.value.month, cell.value.day))
    if kind in ("number", "money"):
        return _figures(typed)
    return typed


def _figures(typed: str) -> str:
    """ "1,000,000 đ" → "1000000": only what can mean one number alone; anything else as typed."""
    found = _MONEY.fullmatch(typed)
    if not found:
        return typed
    figures = found[1].strip()
    whole = next((match for way in _WHOLE if (match := way.fullmatch(figures))), None)
    if whole:
        return whole[1].replace(",", "")
    return figures
