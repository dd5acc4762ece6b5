"""A list of people or collectives, as plain values: what a sheet row is to a kind of document.

In: a `Kind`, the values common to a batch, and rows of raw text by column. Out: the raw dict that
`intake` takes, for one row ("rieng": a paper of its own) or for all of them ("chung": one paper
with its danh sách). Where the rows came from (a sheet, a database) is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vanban.kinds import Field, Kind
from vanban.problems import Problem

Raw = dict[str, Any]
# What Excel and Calc show in a cell whose formula could not be worked out, in capitals.
_ERRORS = (
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!", "#EXTERNAL!",
)  # fmt: skip
_CALC_ERRORS = ("ERR:", "#ERR", "#GETTING_DATA")
# The most that one cell holds, in letters, in a text file or mended on the page. Excel: 32,767.
LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Column:
    """A column that a list of a kind may have. in_rows: of its rows table, else a plain field."""

    field: Field
    in_rows: bool

    @property
    def name(self) -> str:
        """Name of the field; unique among the columns of a kind."""
        return self.field.name

    @property
    def label(self) -> str:
        """What stands over it in a sheet."""
        return self.field.label


@dataclass(frozen=True)
class Heading:
    """A column of her sheet: its letter, what she wrote over it, and what it was taken for.

    target: the name of a column of the kind, or a part of one ("ho_ten.dem"); "" when the column
    is not used. asks: nobody knows what it is, so she may say.
    """

    letter: str
    text: str
    target: str = ""
    asks: bool = False


@dataclass(frozen=True)
class ListRow:
    """One row. number: as her sheet counts it. raw: by column name, as `intake` takes it; a cell
    that she left empty is not in it. was: her own cells, one for each heading of the listing."""

    number: int
    raw: Mapping[str, str]
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A sheet that was understood.

    header: number of the row with the headings, 0 when none was found. problems: what keeps the
    list from being used, about the file as a whole (where is ""). notes: what she should know and
    need not mend, such as rows left out; where is the row, when it is about one.
    """

    sheet: str
    headings: tuple[Heading, ...]
    header: int
    rows: tuple[ListRow, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    other_sheets: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Column name → letters of her columns that it is made of."""
        found: dict[str, tuple[str, ...]] = {}
        for heading in self.headings:
            name = heading.target.partition(".")[0]
            if name:
                found[name] = (*found.get(name, ()), heading.letter)
        return found

    @property
    def unmapped(self) -> tuple[Heading, ...]:
        """Her columns that nobody knows; she maps each once."""
        return tuple(heading for heading in self.headings if heading.asks)


def rows_field(kind: Kind) -> Field | None:
    """The table field that takes the rows of a list; None when each row is a paper's own fields."""
    return next((field for field in kind.fields if field.rows), None)


def columns(kind: Kind) -> tuple[Column, ...]:
    """Every column that a list of this kind may have; empty when no list makes such a paper."""
    table = rows_field(kind)
    rows = [Column(column, True) for column in table.columns] if table else []
    return (*rows, *(Column(field, False) for field in kind.fields if field.in_list))


def raw_of(kind: Kind, common: Mapping[str, Any], row: Mapping[str, str]) -> Raw:
    """The raw dict of the one paper of this row, for the same service as a single form.

    common: raw values by field, as the form sends them. A cell of the row goes before the common
    value; an empty cell leaves it.
    """
    raw: Raw = {**common, **_plain(kind, row)}
    table = rows_field(kind)
    if table:
        raw[table.name] = [_cells(table, row)]
    return raw


def raw_of_all(kind: Kind, common: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> Raw:
    """The raw dict of the one paper with all rows in its table.

    A plain field has one value in such a paper: the common one, or the one on which all rows
    agree; see `differing`. ValueError when the kind has no table for rows.
    """
    table = rows_field(kind)
    if table is None:
        raise ValueError(f"{kind.name} has no table for rows")
    listed = list(rows)
    raw: Raw = {**common}
    if listed:
        apart = set(differing(kind, listed))
        raw |= {k: v for k, v in _plain(kind, listed[0]).items() if k not in apart}
    raw[table.name] = [_cells(table, row) for row in listed]
    return raw


def differing(kind: Kind, rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Names of the plain fields on which the rows do not agree, so that no one paper has both."""
    seen: dict[str, set[str]] = {c.name: set() for c in columns(kind) if not c.in_rows}
    for row in rows:
        for name, values in seen.items():
            values.add(row.get(name, ""))
    return tuple(name for name, values in seen.items() if len(values) > 1)


def _plain(kind: Kind, row: Mapping[str, str]) -> dict[str, str]:
    return {c.name: row[c.name] for c in columns(kind) if not c.in_rows and row.get(c.name)}


def _cells(table: Field, row: Mapping[str, str]) -> dict[str, str]:
    return {column.name: row[column.name] for column in table.columns if row.get(column.name)}


def unusable(label: str, value: str, where: str) -> Problem | None:
    """The problem of a cell that holds no value but an error or a formula; None when it is fine.

    A formula that was never worked out stands in its cell as it was written ("=A2&B2"), and so
    does a text that only looks like one: neither is anybody's name.
    """
    start = value.strip().upper()
    if start in _ERRORS or start.startswith(_CALC_ERRORS):
        return Problem("list_cell_error", where, {"label": label, "value": value.strip()})
    if start.startswith("="):
        shown = value.strip() if len(value.strip()) <= 60 else value.strip()[:60] + "…"
        return Problem("list_cell_formula", where, {"label": label, "value": shown})
    return None
