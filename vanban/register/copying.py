"""Whole tables out of a database and back in: rows as JSON lines.

In: an open transaction. Out: for each table its rows, one JSON object a line, in an order in which
they can be put back. The lines are the same for SQLite and PostgreSQL, so an office may also move
from one to the other. The columns are those that the database has, so a copy made by an older
program is put back as it was and then brought up to date like any older database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
)

from vanban.problems import Problem, Refused
from vanban.register import tables as known
from vanban.register.checked import form_check
from vanban.register.trail import Event, broken_links

# Alembic's own note of where the tables are stands in the list of contents instead.
_NOT_COPIED = frozenset({"alembic_version"})
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Snapshot:
    """One state of the database, as long as its transaction lasts. schema: its migration."""

    connection: Connection
    schema: str

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and lines of each table; the lines are read before the next name."""
        for table in tables_of(self.connection):
            yield table.name, rows_out(self.connection, table)

    def files(self) -> dict[str, str]:
        """SHA-256 → form of every file that a row names."""
        file, image, copy = known.document_file, known.signature_image, known.office_copy
        found = {
            row[0]: row[1] for row in self.connection.execute(select(file.c.sha256, file.c.form))
        }
        for column, form in (
            (image.c.sha256, "png"),
            (known.signed_file.c.sha256, "pdf"),
            (copy.c.source_sha256, "pdf"),
            (copy.c.sha256, "pdf"),
        ):
            named = self.connection.scalars(select(column).where(column.is_not(None)))
            found |= dict.fromkeys(named, form)
        lists = select(known.batch.c.file_sha256, known.batch.c.file_form)
        found |= {row[0]: row[1] for row in self.connection.execute(lists)}
        check = form_check
        shown = select(check.c.sha256, check.c.form, check.c.pdf_sha256)
        for sha256, form, pdf in self.connection.execute(shown.where(check.c.gone_at.is_(None))):
            found |= {pdf: "pdf", sha256: form}
        return found


def fill(connection: Connection, lines_of: Callable[[str], Iterable[bytes]]) -> dict[str, int]:
    """Put the lines of every table into an empty database; how many rows each got.

    Raises Refused when something is there already, or what was put in is not whole: a chain of the
    audit trail is broken, or a year of a series has a gap.
    """
    found = tables_of(connection)
    if any(connection.scalar(select(func.count()).select_from(table)) for table in found):
        raise Refused(Problem("restore_not_empty"))
    counts = {table.name: rows_in(connection, table, lines_of(table.name)) for table in found}
    go_on_counting(connection, found)
    _prove_trail(connection)
    _prove_numbers(connection)
    return counts


def _prove_trail(connection: Connection) -> None:
    event = known.trail_event
    for agency_id in connection.scalars(select(event.c.agency_id).distinct()).all():
        query = select(event).where(event.c.agency_id == agency_id).order_by(event.c.seq)
        broken = next(broken_links([Event(**r) for r in connection.execute(query).mappings()]), 0)
        if broken:
            data = {"agency": agency_id, "number": broken}
            raise Refused(Problem("restore_trail_broken", "", data))


def _prove_numbers(connection: Connection) -> None:
    counter, entry = known.number_counter, known.register_entry
    for row in connection.execute(select(counter)).mappings():
        mine = (entry.c.series_id == row["series_id"], entry.c.year == row["year"])
        given = connection.scalar(select(func.count(entry.c.id)).where(*mine))
        if given != row["last"] - row["first"] + 1:
            raise Refused(Problem("restore_numbers_gap", "", {"year": row["year"]}))


def tables_of(connection: Connection) -> list[Table]:
    """The tables that the database has, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_COPIED]


def rows_out(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a table as a line of JSON, ordered by its key."""
    query = select(table).order_by(*table.primary_key.columns)
    streamed = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
    for row in streamed.mappings():
        told = json.dumps(dict(row), ensure_ascii=False, separators=(",", ":"), default=_plain)
        yield told.encode("utf-8") + b"\n"


def rows_in(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put rows into an empty table; how many. ValueError, KeyError: a line that does not fit."""
    count = 0
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append(_row(table, json.loads(line)))
        count += 1
        if len(batch) == _ROWS_AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    return count


def go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL give new rows the numbers after those that were put in."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns:
            last = connection.scalar(select(func.max(table.c.id))) or 0
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :next, false)"),
                {"name": f'"{table.name}"', "next": last + 1},
            )


def _plain(value: object) -> str:
    """A moment or a day as text. TypeError for anything else: no table holds it."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _row(table: Table, told: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in told.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value
