"""What holds for every test of the project.

A warning fails a test (pyproject.toml), and so does a log line of WARNING or worse: what the
program has to say to whoever runs it must be either right or mended. The tests reach no other
machine, and see none of the settings of the shell they are started from.

`pytest` keeps everything in SQLite. `pytest --postgresql` runs the tests that have a database once
more, each in a fresh database of a PostgreSQL that the tests start for themselves.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from argon2 import PasswordHasher, Type
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from tests import postgresql
from vanban import data, kinds, pairs, service, services
from vanban.pdf import print as printing
from vanban.register import database, passwords, sqlite_address
from vanban.register.database import Database
from vanban.settings import Settings
from vanban.typeface import Faces

# A developer's own settings must not decide whether a test passes. Where the fonts lie is a
# property of the machine, so that one stays.
for _name in [name for name in os.environ if name.startswith("VANBAN_")]:
    if _name != "VANBAN_FONT_DIR":
        del os.environ[_name]

# Deadlines measure the neighbours on a shared machine, not the code. CI repeats the same examples
# on every run, so that a red run is about the commit; at the desk every run tries new ones.
settings.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


class _Unexpected(logging.Handler):
    """Keeps the records that nobody asked for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that made the program log a warning, unless the test asks for `caplog`."""
    if "caplog" in request.fixturenames:
        yield
        return
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.lines:
        pytest.fail(
            "The program logged, and the test did not say that it should. Mend the cause, or take "
            "the `caplog` fixture and assert on the line:\n  " + "\n  ".join(handler.lines),
            pytrace=False,
        )


@pytest.fixture(autouse=True, scope="session")
def no_other_machine() -> Iterator[None]:
    """Refuses connections that leave this machine: an office may have no internet."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        here = self.family == socket.AF_UNIX or (
            isinstance(address, tuple) and str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        )
        if not here:
            raise AssertionError(f"a test tried to reach {address}; tests stay on this machine")
        return connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield


# -- the database ----------------------------------------------------------------------------------

# Whoever asks for one of these has a database.
_HAVE_DATABASE = {"data_dir", "database_at", "house", "new_postgresql"}

_LONG = (
    "tests/browser/test_batches.py",
    "tests/browser/",
    "tests/test_batch_kills.py",
    "tests/test_worker.py",
    "tests/web/",
    "tests/signing/",
    "tests/test_",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgresql", action="store_true", help="run the tests that have a database on PostgreSQL"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about SQLite itself, not run on PostgreSQL")
    config.addinivalue_line(
        "markers", "asked_elsewhere: asks of PostgreSQL what others ask, not run there"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first; on PostgreSQL without what has nothing to prove there."""
    items.sort(key=_turn)
    if not config.getoption("postgresql"):
        return
    wanted, others = [], []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        elsewhere = any(item.get_closest_marker(name) for name in ("sqlite", "asked_elsewhere"))
        (wanted if names & _HAVE_DATABASE and not elsewhere else others).append(item)
    items[:] = wanted
    config.hook.pytest_deselected(items=others)


def pytest_collection_finish() -> None:
    """What is there now stays until the end, and to look through it again and again took a seventh
    of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _turn(item: pytest.Item) -> int:
    """When a file begins: the longest must not be the last, with the other processes idle.

    Those with a browser follow each other, so that a process opens it once.
    """
    return next((n for n, path in enumerate(_LONG) if item.nodeid.startswith(path)), len(_LONG))


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[Callable[[], postgresql.Server]]:
    """The server, started by whoever asks first."""
    with ExitStack() as stack:
        started: list[postgresql.Server] = []

        def server() -> postgresql.Server:
            if not started:
                started.append(stack.enter_context(postgresql.running()))
            return started[0]

        yield server


class Databases:
    """Where a data directory has its database: in the directory, or on a server."""

    def __init__(self, server: postgresql.Server | None) -> None:
        self._server = server
        self._made: dict[Path, str] = {}

    def __call__(self, path: Path) -> str:
        """The address of the database that stands for the SQLite file at `path`."""
        if self._server is None:
            return sqlite_address(path)
        if path not in self._made:
            self._made[path] = self._server.new_database()
        return self._made[path]

    def places(self) -> set[Path]:
        """What was asked for so far."""
        return set(self._made)

    def drop(self, paths: set[Path]) -> None:
        """Remove those; the disk would not hold one for every test."""
        for path in paths:
            if self._server is not None:
                self._server.drop(self._made.pop(path))


@pytest.fixture(scope="session", autouse=True)
def _kinds_are_read_once() -> Iterator[None]:
    """Reading the forms and templates takes longer than most tests, and changes nothing.

    Every test has its own service, because a service knows where the files of its office are.
    """
    load = pairs.load_kinds
    own = cache(load)

    def load_kinds(forms: Path, templates: Path, only: str = "") -> dict[str, pairs.Loaded]:
        ours = (forms, templates) == (kinds.FORMS_DIR, kinds.TEMPLATES_DIR)
        return dict(own(forms, templates, only)) if ours else load(forms, templates, only)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "load_kinds", load_kinds)
        yield


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_read_once() -> Iterator[None]:
    """The printer of every service and check is one, as it is for every paper of a server."""
    one_of = cache(printing.Printer)

    def printer(chosen: Faces | None = None) -> printing.Printer:
        return one_of(chosen or printing.faces())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "Printer", printer)
        yield


class _Compiled(BytecodeCache):
    """Pages as Jinja compiled them; one that was changed has another checksum."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _pages_are_compiled_once() -> Iterator[None]:
    """Every test has an application of its own; its pages and addresses are those of any other.

    To compile them was half of the time of a test with a page in it. Of an address that is how it
    is put together of its parts, which werkzeug makes a function of; all else is its application's.
    """
    build = Rule._compile_builder
    builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def built_once(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:  # go into the function as values
            return build(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in builders:
            builders[key] = build(self, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Compiled()})
        patch.setattr(Rule, "_compile_builder", built_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_cheaply() -> Iterator[PasswordHasher]:
    """Hashing is slow on purpose: it was four fifths of the time of a test with somebody in it.

    Same algorithm, least cost. The server's own processes hash as they always do, and so does a
    test that asks for `real_hashing`.
    """
    real = passwords._hasher
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cheap)
        nobody = cheap.hash("no account has this password")
        patch.setattr(passwords, "_nobody", lambda: nobody)
        yield real


@pytest.fixture
def real_hashing(
    _passwords_are_hashed_cheaply: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passwords cost what they cost in an office."""
    monkeypatch.setattr(passwords, "_hasher", _passwords_are_hashed_cheaply)


@pytest.fixture(scope="session", autouse=True)
def _disks_are_not_waited_for() -> Iterator[Callable[..., None]]:
    """No test cuts the power, and every commit waited for the disk as if one did.

    The servers and workers that a test starts wait as they always do, and so does the database of
    a test that asks for `real_disk`. A test that says what fsync does is heard.
    """
    real = database._prepare

    def prepare(connection: Any, record: Any) -> None:
        real(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_prepare", prepare)
        patch.setattr(os, "fsync", os.fstat)
        yield real


@pytest.fixture
def real_disk(
    _disks_are_not_waited_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is on the disk when it returns."""
    monkeypatch.setattr(database, "_prepare", _disks_are_not_waited_for)


@pytest.fixture(scope="session", autouse=True)
def _tables_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new SQLite file begins as a copy of one that the migrations made, as on PostgreSQL."""
    upgrade = Database._upgrade
    prepared = tmp_path_factory.mktemp("prepared") / "vanban.db"
    Database(sqlite_address(prepared)).close()

    def upgrade_copy(self: Database, schema: str) -> None:
        place = Path(self._engine.url.database or "")
        if self.is_sqlite and schema == "head" and not place.exists():
            with suppress(OSError):  # where there can be no file, the program is to say so itself
                shutil.copyfile(prepared, place)
        upgrade(self, schema)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_upgrade", upgrade_copy)
        yield


@pytest.fixture(scope="session", autouse=True)
def _databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where the program would open the SQLite file of a data directory, it opens what was asked."""
    if not request.config.getoption("postgresql"):
        yield Databases(None)
        return
    databases = Databases(request.getfixturevalue("new_postgresql")())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "sqlite_address", databases)
        yield databases


@pytest.fixture
def database_at(_databases: Databases) -> Callable[[Path], str]:
    """The address of a database, by a path that is its name: SQLite or PostgreSQL."""
    return _databases


@pytest.fixture(autouse=True)
def _databases_go_with_their_test(_databases: Databases) -> Iterator[None]:
    before = _databases.places()
    yield
    _databases.drop(_databases.places() - before)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty directory for generated files and the database, as output/ is in an office."""
    path = tmp_path / "output"
    path.mkdir()
    return path


# -- the opened house ------------------------------------------------------------------------------


class Clock:
    """A present that goes on by a step whenever it is asked, so that what comes later is later."""

    def __init__(self, now: datetime, step: timedelta) -> None:
        self.now = now
        self._step = step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of `services`; a file of tests may have its own."""
    return Clock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC), timedelta(seconds=1))


@pytest.fixture(name="services")
def opened_services(data_dir: Path, clock: Callable[[], datetime]) -> Iterator[services.Services]:
    """The house, opened on an empty directory, without anybody in it."""
    opened = services.open_services(Settings(data_dir=data_dir), clock)
    yield opened
    opened.register.close()
