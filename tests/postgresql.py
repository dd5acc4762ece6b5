"""A PostgreSQL of the tests' own: a folder that is thrown away, a database for each test.

In: nothing but the programs of PostgreSQL. Out: addresses of fresh databases. The server listens on
a socket in its folder and nowhere else, trusts who can open that, and does without durability: it
is gone when the tests are. PostgreSQL refuses to run as root, so there it runs as its own user.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from vanban.register import Register

SUPERUSER = "vanban"
PATIENCE_S = 60
# What is not wanted of a server that lives for minutes. The time zone is one that shows mistakes.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_min_messages": "panic",
}


def programs() -> Path:
    """The folder of `initdb` and `postgres`, those of the newest version.

    LookupError with what to install when there is none.
    """
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")  # Debian keeps them off PATH
    found = sorted(kept, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise LookupError("PostgreSQL is missing. Run: scripts/setup test")
    return Path(on_path).resolve().parent


def _as_somebody() -> tuple[list[str], int | None]:
    """The words before a command so that root runs it as another user, and that user's number."""
    dies_with_us = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return dies_with_us, None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    groups = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*dies_with_us, *groups], user.pw_uid


class Server:
    """A running server. `new_database` gives the address of an empty one, up to date."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._admin = psycopg.connect(self.address("postgres"), autocommit=True)
        # Copying files takes 50 ms, writing them through the log twice that.
        quick = self._admin.info.server_version >= 150000
        self._strategy = "STRATEGY FILE_COPY" if quick else ""
        Register(self._create("prepared", "template1"), lambda: datetime.now(UTC)).close()

    def address(self, name: str) -> str:
        """As VANBAN_DATABASE takes it."""
        return f"postgresql://{SUPERUSER}@/{name}?host={self._folder}"

    def new_database(self, *, empty: bool = False) -> str:
        """The address of one more database. empty: without any table."""
        self._count += 1
        return self._create(f"test_{self._count}", "template1" if empty else "prepared")

    def drop(self, address: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = address.partition("@/")[2].partition("?")[0]
        self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Hang up."""
        self._admin.close()

    def _create(self, name: str, template: str) -> str:
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {self._strategy}')
        return self.address(name)

    def _tell(self, command: str) -> None:
        self._admin.execute(command.encode())


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server from here to the end of the block. LookupError when PostgreSQL is missing.

    durable: as safe, and as slow, as that of an office.
    """
    folder = Path(tempfile.mkdtemp(prefix="vanban-pg-"))
    before, owner = _as_somebody()
    if owner is not None:
        os.chown(folder, owner, -1)
    try:
        _make(before, folder / "data")
        settings = {k: v for k, v in _SETTINGS.items() if not (durable and v == "off")}
        with _started(before, folder, settings) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(before: list[str], data: Path) -> None:
    initdb = programs() / "initdb"
    version = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True)
    # Sorting by a language shows what relies on the order of bytes.
    icu = int(re.findall(r"\d+", version.stdout)[0]) >= 15
    language = ["--locale-provider=icu", "--icu-locale=vi"] if icu else []
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", *language]
    place = ["--pgdata", data, "--username", SUPERUSER]
    subprocess.run([*before, initdb, *place, *options], check=True, capture_output=True, cwd="/")


@contextmanager
def _started(before: list[str], folder: Path, settings: dict[str, str]) -> Iterator[Server]:
    settings = {**settings, "unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*before, programs() / "postgres", "-D", folder / "data", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    try:
        _wait(process, folder)
        server = Server(folder)
        yield server
        server.close()
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE_S)


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    address = f"postgresql://{SUPERUSER}@/postgres?host={folder}"
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError((folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return
