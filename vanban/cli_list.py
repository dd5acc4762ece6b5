"""The list of `python -m vanban batch`, in the hands of a process of its own.

In: a file and what its papers have in common. Out: what is to be told of it, and its rows, one
after the other. A list stays in the memory of whoever read it, and in that of every process made as
a copy of him; so it is read by a process that makes no papers and is not copied. It waits with the
next rows until they are taken. Meanwhile the first process loads what papers are made with.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vanban.agency import Agency
from vanban.cli_files import read_bytes
from vanban.kinds import Kind
from vanban.life import ONE_FOR_ALL
from vanban.listing import Listing, ListRow
from vanban.lists.check import check
from vanban.problems import Problem, Refused
from vanban.sheet.head import from_file

_LEAVING_S = 10.0


@dataclass(frozen=True)
class Asked:
    """A list, and what decides whether it is fine. common: raw values by field."""

    path: Path
    kind: Kind
    form: str
    common: Mapping[str, Any]
    agency: Agency
    day: date


@dataclass(frozen=True)
class Understood:
    """A list that was read. told: what is wrong with it, and what is good to know, in sentences.

    stops: no paper may be made. total: how many rows there are.
    """

    told: tuple[str, ...]
    stops: bool
    total: int


class HeldList:
    """The list, while it is needed: until `close`."""

    def __init__(self, asked: Asked) -> None:
        forks = "fork" in multiprocessing.get_all_start_methods()
        processes: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self._name = asked.path.name
        self._pipe, theirs = processes.Pipe(duplex=False)
        self._process = processes.Process(target=_hold, args=(theirs, asked), daemon=True)
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """Let the list go, also with rows that nobody took."""
        self._pipe.close()
        self._process.terminate()
        self._process.join(_LEAVING_S)

    def understood(self) -> Understood:
        """Wait until it is read and checked. Raises Refused when it cannot be used at all."""
        found: Understood | tuple[Problem, ...] = self._next()
        if isinstance(found, Understood):
            return found
        raise Refused(*found)

    def rows(self, total: int) -> Iterator[ListRow]:
        """So many rows, in their order, once. Raises Refused when their process died."""
        for _ in range(total):
            yield self._next()

    def _next(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            detail = "tiến trình đọc danh sách bị dừng đột ngột"
            raise Refused(Problem("file_not_read", self._name, {"detail": detail})) from error


def _hold(pipe: Connection, asked: Asked) -> None:
    """Read the list, tell of it, and give its rows to whoever takes them."""
    # An interrupt at the terminal reaches every process; the first one decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # nobody wants the rest
        try:
            listing = _listing(asked)
            pipe.send(_understood(asked, listing))
        except Refused as refused:
            pipe.send(refused.problems)
            return
        for row in listing.rows:
            pipe.send(ListRow(row.number, row.raw))


def _listing(asked: Asked) -> Listing:
    return from_file(read_bytes(asked.path), asked.path.name, asked.kind)


def _understood(asked: Asked, listing: Listing) -> Understood:
    checked = check(
        asked.kind,
        listing,
        asked.common,
        asked.agency,
        asked.day,
        together=asked.form == ONE_FOR_ALL,
    )
    told = (
        f"{found}" if found.stops else f"Lưu ý: {found}"
        for found in (*checked.findings, *checked.notes)
    )
    return Understood(tuple(told), checked.stops, len(listing.rows))
