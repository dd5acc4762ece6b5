"""A list and what its papers share → files in a folder, made by several processes; no database.

In: a listing and the common values. Out: two files for each row, whole or not there at all. The
rows go to child processes a few at a time; one that dies is replaced, and the row that it was at is
tried once more. For the command line: what an office keeps goes through `worker.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanban.agency import Agency
from vanban.check.report import faults
from vanban.problems import Problem, Refused

if TYPE_CHECKING:
    from vanban.service import Service

# Rows that a child has in its hands: it never waits, and little is lost with it.
_AHEAD = 4
_TRIES = 2
_LEAVING_S = 10.0
_LOOK_S = 1.0
_NO_PLACE = "file_not_written"


@dataclass(frozen=True, slots=True)
class Item:
    """One paper. number: of its row in her sheet. path: of its files, without an ending.

    raw: gives what a form would have sent, when it is needed: thousands of them would stay in the
    memory of every process until the end.
    """

    number: int
    raw: Callable[[], Mapping[str, Any]]
    path: Path


@dataclass(frozen=True)
class Order:
    """What all papers share. day: for which they are made."""

    kind: str
    agency: Agency
    day: date


@dataclass(frozen=True)
class Seen:
    """Where the run stands, told after every paper. deaths: rows whose process died so far.

    faults: by row, what the check of form told of a paper that was made, in sentences.
    """

    done: int
    total: int
    failed: Mapping[int, tuple[Problem, ...]]
    deaths: Sequence[int]
    faults: Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of a paper. problems: why it is not made. faults: as `Seen` has them."""

    problems: tuple[Problem, ...] = ()
    faults: Sequence[str] = ()


@dataclass
class _Child:
    process: BaseProcess
    pipe: Connection
    held: deque[Item] = field(default_factory=deque)


class Run:
    """One run. workers: how many processes, 1 or more. told: is shown where the run stands.

    items: each with a number of its own, taken as they are needed: neither the run nor a child that
    is a copy of it grows with the list. total: how many they are.
    """

    def __init__(
        self,
        order: Order,
        items: Iterable[Item],
        total: int,
        workers: int,
        told: Callable[[Seen], None],
    ) -> None:
        self._order = order
        self._coming = iter(items)
        self._total = total
        self._taken = 0
        self._count = max(1, min(workers, total))
        self._told = told
        self._again: deque[Item] = deque()
        self._children: list[_Child] = []
        self._deaths: list[int] = []
        self._failed: dict[int, tuple[Problem, ...]] = {}
        self._faults: dict[int, Sequence[str]] = {}
        self._done = 0
        # A copy of this process has its kinds and fonts already; elsewhere each child reads them.
        self._forks = "fork" in multiprocessing.get_all_start_methods()
        self._processes: Any = multiprocessing.get_context("fork" if self._forks else "spawn")

    def make(self, service: Service) -> Seen:
        """Make every paper; where the run stands at the end. An interrupt leaves no half file.

        Raises Refused when a file cannot be written; what was made stays.
        """
        try:
            self._hire(service)
            while any(child.held for child in self._children):
                self._listen()
                self._hire(service)
        finally:
            self._leave()
        return self._seen()

    def _seen(self) -> Seen:
        return Seen(self._done, self._total, self._failed, self._deaths, self._faults)

    @property
    def _waits(self) -> bool:
        """Whether there are papers that nobody has in his hands."""
        return bool(self._again) or self._taken < self._total

    def _next(self) -> Item:
        if self._again:
            return self._again.popleft()
        self._taken += 1
        return next(self._coming)

    def _hire(self, service: Service) -> None:
        """As many children as there is work for, each with a few papers in its hands."""
        while len(self._children) < self._count and self._waits:
            ours, theirs = self._processes.Pipe()
            given = service if self._forks else None
            process = self._processes.Process(
                target=_child, args=(theirs, self._order, given), daemon=True
            )
            process.start()
            theirs.close()
            self._children.append(_Child(process, ours))
            with suppress(OSError):  # it is dead already, which is noticed where one listens
                self._give(self._children[-1])

    def _give(self, child: _Child) -> None:
        while self._waits and len(child.held) < _AHEAD:
            item = self._next()
            child.held.append(item)
            child.pipe.send((dict(item.raw()), str(item.path)))

    def _listen(self) -> None:
        ready = wait([child.pipe for child in self._children])
        for child in [child for child in self._children if child.pipe in ready]:
            try:
                answer: _Answer = child.pipe.recv()
                self._settle(child.held.popleft(), answer)
                self._give(child)
            except (EOFError, OSError):
                self._bury(child)

    def _settle(self, item: Item, answer: _Answer) -> None:
        problems = answer.problems
        if any(problem.code == _NO_PLACE for problem in problems):
            raise Refused(*problems)  # nor will there be one for the next
        if problems:
            self._failed[item.number] = problems
        else:
            self._done += 1
            if answer.faults:
                self._faults[item.number] = answer.faults
        self._told(self._seen())

    def _bury(self, child: _Child) -> None:
        """Let another have what a dead child held; it was at the first of these."""
        self._children.remove(child)
        child.process.join()
        child.pipe.close()
        if not child.held:
            return
        at = child.held[0]
        self._remove(at)
        self._deaths.append(at.number)
        if self._deaths.count(at.number) >= _TRIES:
            child.held.popleft()
            self._settle(at, _Answer((Problem("batch_row_kills"),)))
        else:
            self._told(self._seen())
        self._again.extendleft(reversed(child.held))

    def _leave(self) -> None:
        """End the children, and take away what they had begun."""
        for child in self._children:
            child.pipe.close()
            child.process.terminate()
        for child in self._children:
            child.process.join(_LEAVING_S)
            if child.process.is_alive():
                child.process.kill()
                child.process.join()
            if child.held:
                self._remove(child.held[0])

    @staticmethod
    def _remove(item: Item) -> None:
        for path in _paths(item.path):
            _part(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _paths(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}.docx"), path.with_name(f"{path.name}.pdf")


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _child(pipe: Connection, order: Order, service: Service | None) -> None:
    """Make the papers that come through the pipe, until it is closed."""
    # An interrupt at the terminal reaches every process; the first one decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    opened = service or _opened(order.kind)
    with suppress(EOFError, OSError):
        while True:
            # Its brothers hold copies of the other end, so that it closes tells nothing by itself.
            while not pipe.poll(_LOOK_S):
                if os.getppid() != parent:
                    return
            raw, path = pipe.recv()
            pipe.send(_make(opened, order, raw, Path(path)))


def _opened(kind: str) -> Service:
    # Whoever reads the list first loads this module, and nothing that prints.
    from vanban.service import open_service  # noqa: PLC0415 - likewise

    return open_service(only=kind)


def _make(service: Service, order: Order, raw: Mapping[str, Any], path: Path) -> _Answer:
    """Make one paper."""
    try:
        made = service.produce(order.kind, raw, order.agency, order.day)
    except Refused as refused:
        return _Answer(refused.problems)
    paths = _paths(path)
    try:
        for target, data in zip(paths, (made.docx, made.pdf), strict=True):
            _part(target).write_bytes(data)
        for target in paths:
            os.replace(_part(target), target)
    except OSError as error:
        for target in paths:
            _part(target).unlink(missing_ok=True)
        return _Answer((Problem(_NO_PLACE, path.name, {"detail": error.strerror or ""}),))
    return _Answer(faults=faults(made.checked))
