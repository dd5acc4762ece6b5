"""The database as transactions: an address comes in; connections that read or write go out.

SQLite: WAL, so that readers do not wait for a writer; full synchronisation, because a number that
was given must survive a power cut; foreign keys on; and a writer takes its lock at once, so that
reading and then writing in one transaction can never be refused half-way.
PostgreSQL: readers see one state from start to end; writers take the row or the name that they are
about (`lock`), where SQLite lets only one writer in anyway.

Whoever takes several locks takes them in this order, so that no two wait for each other: the row of
a paper, `numbers …`, other rows, and `trail …` (`Trail.append`) at the end.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from vanban.problems import Problem, Refused
from vanban.register.unavailable import BUSY, Unavailable, unavailable

BUSY_TIMEOUT_S = 10
_MIGRATIONS = Path(__file__).parent / "migrations"
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# The form that asks for the driver that is pinned, whatever else is installed.
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def sqlite_address(path: Path) -> str:
    """The address of the SQLite file at `path`."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


class Database:
    """The database at `address`, brought up to date, made when it is an SQLite file not there yet.

    address: "sqlite:///…" or "postgresql://…". schema: the migration to bring it to. Raises Refused
    when it cannot be used or was made by a newer program.
    """

    def __init__(self, address: str, schema: str = "head") -> None:
        self._engine = _engine(address)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        # SQLite lets a waiting writer sleep and look again, so among many one may never get in.
        # The threads of one process therefore queue here, and only processes meet in the file.
        self._writing = threading.Lock()
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self._upgrade(schema)
            on_failure.pop_all()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: one state of the database from start to end.

        Raises Unavailable when the database cannot answer.
        """
        with _told_plainly(), self._engine.connect() as plain:
            connection = plain
            if not self.is_sqlite:
                connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole on leaving, undone whole on an exception.

        Raises Unavailable when the database cannot answer, or others were in the way too long.
        """
        with self._turn(), _told_plainly(), self._engine.connect() as plain:
            connection = plain.execution_options(vanban_write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other writers of this process. Raises Unavailable when that takes long."""
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=BUSY_TIMEOUT_S):
            raise Unavailable(Problem(BUSY))
        try:
            yield
        finally:
            self._writing.release()

    def lock(self, connection: Connection, name: str) -> None:
        """Let no other writer that asks for the same name go on until this transaction ends."""
        if not self.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def schema(self, connection: Connection) -> str:
        """The migration that the tables are at."""
        return _version(connection) or ""

    def _upgrade(self, schema: str) -> None:
        """Bring the tables to that migration; refuse those of a newer program."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.set_main_option("path_separator", "os")
        scripts = ScriptDirectory.from_config(config)
        head = scripts.get_current_head()
        known = {"head", *(script.revision for script in scripts.walk_revisions())}
        _refuse_unknown(schema, known, head)
        with self.read() as connection:
            if _version(connection) == head:
                return
        with self.write() as connection:
            self.lock(connection, "schema")
            found = _version(connection)
            if found == head:  # another process was quicker
                return
            _refuse_unknown(found or "head", known, head)
            config.attributes["connection"] = connection
            if found == "0001":
                command.stamp(config, found)
            command.upgrade(config, schema)


def _refuse_unknown(schema: str, known: Collection[str], head: str | None) -> None:
    """Raises Refused for a migration that a newer program made."""
    if schema not in known:
        raise Refused(Problem("register_too_new", "", {"found": schema, "known": head}))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what the driver says about a database that is not there into a sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        told = unavailable(error)
        if told is None:
            raise
        raise told from error


def _engine(address: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise Refused(Problem("database_address", "VANBAN_DATABASE")) from error
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            connect_args={"timeout": BUSY_TIMEOUT_S},
            json_serializer=_to_json,
            hide_parameters=True,  # what was typed has no place in the words of an error
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    if url.drivername not in _DRIVERS and url.drivername not in _DRIVERS.values():
        raise Refused(Problem("database_address", "VANBAN_DATABASE"))
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    return create_engine(
        url, json_serializer=_to_json, hide_parameters=True, pool_pre_ping=True, pool_size=10
    )


def _version(connection: Connection) -> str | None:
    """The migration that the tables are at; "0001" too for a file from before migrations."""
    inspector = inspect(connection)
    if inspector.has_table("alembic_version"):
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
    return "0001" if inspector.has_table("meta") else None


def _to_json(value: object) -> str:
    """JSON with Vietnamese letters as they are; what no encoding has is written as an escape."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _prepare(connection: Any, _record: Any) -> None:
    """Set up a new connection, and take the beginning of transactions out of the driver's hands."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_a_log(cursor)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_a_log(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL. Of several that open a new file SQLite refuses some without waiting.

    Raises sqlite3.OperationalError when it is still refused after the time that a writer waits.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("vanban_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
