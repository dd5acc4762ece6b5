"""The check of a list, before anything is made of it.

In: a kind, a `Listing`, the values that all papers share, the office, the day. Out: `Checked`: what
is wrong with the list as a whole, with the shared values, with a row or with a cell, each with her
own row number and heading; only the rows that need her. What stops the run is told from what she
should only look at. A row without anything that stops makes a paper: it goes through the same gate
and the same rules as a single form.

Fast, because the shared values pass the gate once and equal cells once; a list of 5,000 rows takes
about a second of processor time (`python -m benchmarks.list_check`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vanban.agency import Agency
from vanban.context import DERIVED, available, khen
from vanban.intake import Intake, take_cell, take_in
from vanban.kinds import Field, Kind, Row
from vanban.listing import Listing, ListRow, columns, differing, rows_field
from vanban.listing import unusable as no_value
from vanban.lists.findings import Alone, Checked, Finding, Heads, RowFindings, Same, notes_of
from vanban.problems import Problem, Refused
from vanban.vietnamese.names import split_honorific
from vanban.vietnamese.text import clean_line, spelling_key
from vanban.vietnamese.units import is_collective, unit_of

NAME, HONORIFIC, RECIPIENT = "ho_ten", "danh_xung", "doi_tuong"
# Columns that say where somebody works; of a kind those that it has.
UNITS = ("chuc_vu_don_vi", "chuc_vu", "don_vi")
PERSON, COLLECTIVE, HOUSEHOLD = "ca_nhan", "tap_the", "ho_gia_dinh"
_THI = spelling_key("Thị")


@dataclass(frozen=True)
class Earlier:
    """Somebody of an earlier list. paper: how she knows it ("Quyết định số 12/QĐ-SNV năm 2025")."""

    name: str
    unit: str
    paper: str


def earlier(kind: Kind, raw: Mapping[str, Any], paper: str) -> Iterator[Earlier]:
    """The people and collectives of a paper that was made before, from its raw dict."""
    table = rows_field(kind)
    rows = raw.get(table.name) if table else [raw]
    for row in rows if isinstance(rows, Sequence) else ():
        if isinstance(row, Mapping) and (name := clean_line(str(row.get(NAME) or ""))):
            yield Earlier(name, written_unit(row), paper)


def check(
    kind: Kind,
    listing: Listing,
    common: Mapping[str, Any],
    agency: Agency,
    today: date,
    *,
    before: Iterable[Earlier] = (),
    together: bool = False,
) -> Checked:
    """The whole list. common: raw values by field, as the form sends them. before: last year's
    people. together: one paper of all rows, not a paper of each."""
    return Check(kind, common, agency, today, before=before, together=together).whole(listing)


class Check:
    """A check that can be asked again after a cell was mended."""

    def __init__(
        self,
        kind: Kind,
        common: Mapping[str, Any],
        agency: Agency,
        today: date,
        *,
        before: Iterable[Earlier] = (),
        together: bool = False,
    ) -> None:
        self._kind = kind
        self._columns = columns(kind)
        self._table = rows_field(kind)
        self._together = together
        self._today = today
        taken = self._take_shared(common, agency)
        self._shared, self._shared_problems = taken.values, taken.problems
        self._plain = {
            c.name: take_cell(c.field, common.get(c.name), c.name)
            for c in self._columns
            if not c.in_rows
        }
        self._ruled = self._rules_apply()
        self._cells: dict[tuple[str, str], tuple[Any, tuple[Problem, ...]]] = {}
        self._keys: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._before: dict[str, list[Earlier]] = {}
        for person in before:
            self._before.setdefault(self._key(split_honorific(person.name)[1]), []).append(person)

    def _take_shared(self, common: Mapping[str, Any], agency: Agency) -> Intake:
        """The shared values through the gate, without the fields that a row may give."""
        # A column of the table may be named like a shared field (the award of one row, of all).
        listed = {column.name for column in self._columns if not column.in_rows}
        listed |= {self._table.name} if self._table else set()
        sections = tuple(
            dataclasses.replace(s, fields=tuple(f for f in s.fields if f.name not in listed))
            for s in self._kind.sections
        )
        rest = {name: value for name, value in common.items() if name not in listed}
        kind = dataclasses.replace(self._kind, sections=sections)
        return take_in(kind, rest, hoc_vi=agency.ghi_hoc_vi)

    # -- the whole ---------------------------------------------------------------------------------

    def whole(self, listing: Listing) -> Checked:
        """Every row, and the rows with one another."""
        heads = Heads(listing, self._columns)
        alone = {row.number: found for row in listing.rows if (found := self._row(row, heads))}
        return self._put_together(listing, heads, alone)

    def again(self, checked: Checked, listing: Listing, number: int) -> Checked:
        """As `whole` for a listing in which only the row of that number is another than before."""
        heads = Heads(listing, self._columns)
        alone = {n: found for n, found in checked.alone.items() if n != number}
        for row in listing.rows:
            if row.number == number and (found := self._row(row, heads)):
                alone[number] = found
        return self._put_together(listing, heads, alone)

    def _put_together(self, listing: Listing, heads: Heads, alone: Mapping[int, Alone]) -> Checked:
        by_row: dict[int, list[Finding]] = {n: list(one.findings) for n, one in alone.items()}
        nothing = () if listing.rows or listing.problems else (Problem("batch_no_rows"),)
        file = [Finding(problem, True) for problem in (*listing.problems, *nothing)]
        file += self._missing_columns(listing, heads, by_row)
        shared = [*self._shared_problems, *(p for one in alone.values() for p in one.shared)]
        file += [self._of_shared(problem) for problem in dict.fromkeys(map(Same, shared))]
        across, doubles = self._across(listing, heads)
        if self._together:
            file += self._as_one(listing)
        for finding in across:
            (by_row.setdefault(finding.number, []) if finding.number else file).append(finding)
        order = {name: at for at, name in enumerate(heads.order)}
        rows = [
            RowFindings(
                row.number,
                row.was,
                tuple(sorted(found, key=lambda f: (not f.stops, order.get(f.column, -1)))),
            )
            for row in listing.rows
            if (found := by_row.get(row.number))
        ]
        notes = tuple(notes_of(listing))
        return Checked(tuple(file), notes, tuple(rows), len(listing.rows), doubles, alone)

    def _of_shared(self, same: Same) -> Finding:
        problem = same.problem
        name = problem.where.partition(".")[0]
        label = next((f.label for f in self._kind.fields if f.name == name), name)
        return Finding(problem, True, 0, problem.where, label)

    def _missing_columns(
        self, listing: Listing, heads: Heads, by_row: dict[int, list[Finding]]
    ) -> Iterator[Finding]:
        """A needed column that no row has is told once, not at every row."""
        told = {p.data.get("label") for p in listing.problems}
        for column in self._columns:
            needed = column.in_rows and column.field.required and column.field.default is None
            absent = column.name not in heads.found
            if not (needed and absent) or any(row.raw.get(column.name) for row in listing.rows):
                continue
            for number, found in list(by_row.items()):
                by_row[number] = [f for f in found if f.column != column.name]
                if not by_row[number]:
                    del by_row[number]
            if listing.rows and column.label not in told:
                problem = Problem("list_no_common_column", "", {"label": column.label})
                yield Finding(problem, True)

    # -- one row -----------------------------------------------------------------------------------

    def _row(self, row: ListRow, heads: Heads) -> Alone | None:
        """What the row says by itself; None when there is nothing."""
        values: dict[str, Any] = {}
        found: list[Finding] = []
        for column in self._columns:
            raw = row.raw.get(column.name, "")
            if not raw and not column.in_rows:
                continue
            wrong = no_value(heads.label(column), raw, "") if raw else None
            if wrong is None:
                values[column.name], problems = self._cell(column.field, raw)
            else:
                problems = (wrong,)
            found += [heads.finding(problem, row, column.name, stops=True) for problem in problems]
        shared: tuple[Problem, ...] = ()
        if not found:
            ruled, shared = self._rules(row, values, heads)
            found += ruled
        found += self._looks(row, values, heads)
        return Alone(tuple(found), shared) if found or shared else None

    def _cell(self, column: Field, raw: str) -> tuple[Any, tuple[Problem, ...]]:
        key = (column.name, raw)
        if key not in self._cells:
            self._cells[key] = take_cell(column, raw)
        return self._cells[key]

    def _rules_apply(self) -> bool:
        """Whether the rules of awards can be asked: the shared values that they need are right."""
        if "khen" not in available(self._kind) or self._table is None:
            return False
        needs = {*DERIVED["khen"].needs, *DERIVED["khen"].uses, "ngay"}
        return not any(p.where.partition(".")[0] in needs for p in self._shared_problems)

    def _rules(
        self, row: ListRow, values: Mapping[str, Any], heads: Heads
    ) -> tuple[list[Finding], tuple[Problem, ...]]:
        """What this kind forbids although each value is right: findings, and what is shared."""
        if not self._ruled or self._table is None:
            return [], ()
        plain = {name: values.get(name, value) for name, (value, _) in self._plain.items()}
        cells = {column.name: values[column.name] for column in self._table.columns}
        whole = {**self._shared, **plain, self._table.name: (Row(0, cells),)}
        try:
            khen.build(whole, whole.get("ngay") or self._today)
        except Refused as refused:
            mine = [p for p in refused.problems if p.where.startswith(f"{self._table.name}.")]
            shared = tuple(p for p in refused.problems if p not in mine)
            names = [problem.where.rpartition(".")[2] for problem in mine]
            return [
                heads.finding(problem, row, name, stops=True)
                for problem, name in zip(mine, names, strict=True)
            ], shared
        return [], ()

    def _looks(self, row: ListRow, values: Mapping[str, Any], heads: Heads) -> Iterator[Finding]:
        """What is odd about who this is, and whether last year's list has them."""
        name = values.get(NAME)
        if not name or not isinstance(name, str):
            return
        yield from self._as_written(row, values, heads, name)
        bare = split_honorific(name)[1]
        if known := self._known(bare, written_unit(row.raw)):
            data = {"name": bare, "paper": known.paper}
            yield heads.finding(Problem("list_before", "", data), row, NAME, stops=False)

    def _as_written(
        self, row: ListRow, values: Mapping[str, Any], heads: Heads, name: str
    ) -> Iterator[Finding]:
        honorific = str(values.get(HONORIFIC) or "")
        data = {"name": name, "honorific": honorific, "label": heads.label_of(HONORIFIC)}
        who = values.get(RECIPIENT, PERSON)
        written, _ = split_honorific(name)
        if who == COLLECTIVE and honorific:
            problem = Problem("list_collective_honorific", "", data)
            yield heads.finding(problem, row, HONORIFIC, stops=True)
        elif who == HOUSEHOLD and honorific:
            problem = Problem("list_household_honorific", "", data)
            yield heads.finding(problem, row, HONORIFIC, stops=False)
        elif who == PERSON and RECIPIENT in values and is_collective(name):
            problem = Problem("list_looks_collective", "", data)
            yield heads.finding(problem, row, RECIPIENT, stops=False)
        elif who == PERSON and honorific and written in ("Ông", "Bà") and written != honorific:
            problem = Problem("list_honorifics_differ", "", data)
            yield heads.finding(problem, row, HONORIFIC, stops=True)
        elif who == PERSON and honorific == "Ông" and _THI in self._key(name).split()[1:-1]:
            problem = Problem("list_honorific_name", "", data)
            yield heads.finding(problem, row, HONORIFIC, stops=False)

    def _known(self, name: str, unit: str) -> Earlier | None:
        """The same name in an earlier list, when nothing says that it is somebody else.

        Posts change from year to year, so a unit is the same when its widest body is.
        """
        for person in self._before.get(self._key(name), ()):
            here, there = self._body(unit), self._body(person.unit)
            if not here or not there or here == there:
                return person
        return None

    # -- the rows with one another ----------------------------------------------------------------

    def _across(
        self, listing: Listing, heads: Heads
    ) -> tuple[list[Finding], tuple[tuple[int, ...], ...]]:
        found = [*self._plain_findings(listing, heads), *self._honorifics(listing, heads)]
        groups: dict[tuple[str, str], list[ListRow]] = {}
        for row in listing.rows:
            name = split_honorific(row.raw.get(NAME, ""))[1]
            if name and (key := self._key(name)):
                groups.setdefault((key, self._key(written_unit(row.raw))), []).append(row)
        doubles = [(unit, rows) for (_, unit), rows in groups.items() if len(rows) > 1]
        for unit, rows in doubles:
            for row in rows[1:]:
                name = clean_line(row.raw[NAME])
                data = {"name": name, "row": rows[0].number}
                problem = Problem("list_double" if unit else "list_double_bare", "", data)
                found.append(heads.finding(problem, row, NAME, stops=False))
        return found, tuple(tuple(row.number for row in rows) for _, rows in doubles)

    def _plain_findings(self, listing: Listing, heads: Heads) -> Iterator[Finding]:
        """Fields that are neither in a row nor right among the shared values."""
        for name, (_, problems) in self._plain.items():
            lacking = [row for row in listing.rows if not row.raw.get(name)] if problems else []
            if lacking and len(lacking) == len(listing.rows):
                yield from (self._of_shared(Same(problem)) for problem in problems)
            else:
                for row in lacking:
                    yield from (heads.finding(p, row, name, stops=True) for p in problems)

    def _honorifics(self, listing: Listing, heads: Heads) -> Iterator[Finding]:
        """People without Ông or Bà: one by one, or once when the whole list has none."""
        if HONORIFIC not in {column.name for column in self._columns}:
            return
        without = [row for row in listing.rows if self._lacks_honorific(row)]
        if len(without) > 1 and not any(row.raw.get(HONORIFIC) for row in listing.rows):
            label = next(c.label for c in self._columns if c.name == HONORIFIC)
            data = {"count": len(without), "label": label}
            yield Finding(Problem("list_no_honorifics", "", data), False)
            return
        for row in without:
            problem = Problem("list_honorific_missing", "", {"name": clean_line(row.raw[NAME])})
            yield heads.finding(problem, row, HONORIFIC, stops=False)

    def _lacks_honorific(self, row: ListRow) -> bool:
        name = row.raw.get(NAME, "")
        if not name or row.raw.get(HONORIFIC) or split_honorific(name)[0]:
            return False
        column = next((c for c in self._columns if c.name == RECIPIENT), None)
        who = self._cell(column.field, row.raw.get(RECIPIENT, ""))[0] if column else PERSON
        return who == PERSON and not is_collective(name) and no_value("", name, "") is None

    def _as_one(self, listing: Listing) -> Iterator[Finding]:
        """What keeps all rows from standing in one paper."""
        table = self._table
        if table is None:
            raise ValueError(f"{self._kind.name} has no table for rows")
        count = len(listing.rows)
        if count > table.max_items:
            data = {"label": table.label, "count": count, "limit": table.max_items}
            yield Finding(Problem("too_many", table.name, data), True)
        for name in differing(self._kind, [row.raw for row in listing.rows]):
            data = {"label": self._kind.field(name).label}
            yield Finding(Problem("list_differing", name, data), True)

    def _body(self, unit: str) -> str:
        if unit not in self._bodies:
            self._bodies[unit] = self._key(unit_of(unit))
        return self._bodies[unit]

    def _key(self, text: str) -> str:
        if text not in self._keys:
            self._keys[text] = spelling_key(text)
        return self._keys[text]


def written_unit(row: Mapping[str, Any]) -> str:
    """Chức vụ, đơn vị of a row, as it is written; "" when it has none."""
    return ", ".join(text for name in UNITS if (text := clean_line(str(row.get(name) or ""))))
