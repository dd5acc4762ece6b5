"""What a check of a list says, as plain values: findings with her row numbers and headings.

In: a listing and problems. Out: `Finding`, which can be put before a person as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vanban.listing import Column, Heading, Listing, ListRow
from vanban.problems import Problem
from vanban.vietnamese.text import clean_line


@dataclass(frozen=True)
class Finding:
    """One thing about a list.

    stops: nothing can be made while it stands; otherwise she should look at it. number: her row,
    0 for the list as a whole. column: name of the column, or of the shared field when number is 0;
    "" for the row or the list as such. heading, letter: of her column, as her sheet has it; letter
    is "" when her sheet has none. typed: what stands in the cell.
    """

    problem: Problem
    stops: bool
    number: int = 0
    column: str = ""
    heading: str = ""
    letter: str = ""
    typed: str = ""

    @property
    def place(self) -> str:
        """Where it is, for a person: "Dòng 12, cột C “Họ và tên”"; "" for the list as a whole."""
        if not self.number:
            return f"Nội dung chung, “{self.heading}”" if self.column else ""
        if not self.column:
            return f"Dòng {self.number}"
        letter = f" {self.letter}" if self.letter else ""
        return f"Dòng {self.number}, cột{letter} “{self.heading}”"

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return self.problem.sentence

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class RowFindings:
    """A row that needs her. was: her cells, one for each heading of the listing."""

    number: int
    was: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> bool:
        """No paper can be made of it as it is."""
        return any(finding.stops for finding in self.findings)


@dataclass(frozen=True)
class Alone:
    """What one row says without the others. shared: problems of the shared values it met."""

    findings: tuple[Finding, ...] = ()
    shared: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What the check found. file: about the list or the shared values. notes: what is good to know
    about how the sheet was read. rows: those that need her, in the order of the list. total: rows
    looked at. doubles: row numbers of each suspected double. alone: for `Check.again`.
    """

    file: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    rows: tuple[RowFindings, ...]
    total: int
    doubles: tuple[tuple[int, ...], ...] = ()
    alone: Mapping[int, Alone] = field(default_factory=dict, repr=False)

    @property
    def stops(self) -> bool:
        """Nothing may be made as it is."""
        return any(f.stops for f in self.file) or any(row.stops for row in self.rows)

    @property
    def wrong(self) -> int:
        """How many rows cannot become a paper."""
        return sum(row.stops for row in self.rows)

    @property
    def fine(self) -> int:
        """How many rows can."""
        return self.total - self.wrong

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that needs her, the list as a whole first."""
        return (*self.file, *(finding for row in self.rows for finding in row.findings))


class Same:
    """A problem that counts once however many rows meet it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._key = (problem.code, problem.where, repr(sorted(problem.data.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


class Heads:
    """Her headings by column. order: names of the columns as her sheet has them, then the rest."""

    def __init__(self, listing: Listing, every: Sequence[Column]) -> None:
        self.found: dict[str, list[Heading]] = {}
        for heading in listing.headings:
            if name := heading.target.partition(".")[0]:
                self.found.setdefault(name, []).append(heading)
        self._labels = {column.name: column.label for column in every}
        self.order = [*self.found, *(c.name for c in every if c.name not in self.found)]

    def label_of(self, name: str) -> str:
        """What stands over the column in her sheet; our own word where hers says less."""
        mine = self.found.get(name, ())
        written = clean_line(mine[0].text) if len(mine) == 1 else ""
        return written or self._labels.get(name, name)

    def label(self, column: Column) -> str:
        """As `label_of`."""
        return self.label_of(column.name)

    def finding(self, problem: Problem, row: ListRow, name: str, *, stops: bool) -> Finding:
        """The problem at its cell, in the words of her sheet."""
        label = self.label_of(name)
        data = {**problem.data, "label": label} if "label" in problem.data else problem.data
        placed = Problem(problem.code, f"{row.number}.{name}", data)
        letter = "+".join(heading.letter for heading in self.found.get(name, ()))
        return Finding(placed, stops, row.number, name, label, letter, row.raw.get(name, ""))


def notes_of(listing: Listing) -> Iterator[Finding]:
    """What the reading of the sheet tells, and the columns that nobody knows."""
    for heading in listing.unmapped:
        data = {"letter": heading.letter, "text": clean_line(heading.text)}
        yield Finding(Problem("list_unknown_column", heading.letter, data), False)
    for note in listing.notes:
        # Its sentence may name the rows itself.
        named = "rows" in note.data or not note.where.isdecimal()
        yield Finding(note, False, 0 if named else int(note.where))
