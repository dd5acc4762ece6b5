"""One SQLite file as transactions: a path comes in; connections that read or write go out.

WAL, so that readers do not wait for a writer; full synchronisation, because a saved draft must
survive a power cut; foreign keys on; and a writer takes its lock at once, so that reading and then
writing in one transaction can never be refused half-way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, insert, select

from vanban.problems import Problem, Refused
from vanban.register import tables

BUSY_TIMEOUT_S = 10


class Database:
    """The database at `path`. Raises Refused when it was made by a newer program."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            connect_args={"timeout": BUSY_TIMEOUT_S},
            json_serializer=_to_json,
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._check_version()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: one state of the database from start to end."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole on leaving, undone whole on an exception."""
        with self._engine.connect() as plain:
            connection = plain.execution_options(vanban_write=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _check_version(self) -> None:
        """Make the tables in a new file; refuse a file of a newer program."""
        key = tables.meta.c.key
        with self.write() as connection:
            tables.meta.create(connection, checkfirst=True)
            found = connection.scalar(select(tables.meta.c.value).where(key == "schema_version"))
            if found is not None and int(found) > tables.SCHEMA_VERSION:
                data = {"found": found, "known": tables.SCHEMA_VERSION}
                raise Refused(Problem("register_too_new", "", data))
            tables.metadata.create_all(connection)
            if found is None:
                version = str(tables.SCHEMA_VERSION)
                connection.execute(insert(tables.meta).values(key="schema_version", value=version))


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, _record: Any) -> None:
    """Set up a new connection, and take the beginning of transactions out of the driver's hands."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("vanban_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
