"""Workers: confirmed rows come in, papers go out, whatever is killed meanwhile.

A worker is a process of its own (`python -m vanban worker`): it claims some rows, makes them with
the service that makes a single paper, puts their files into the store and records them in one
transaction. It is alone with its printer, and nobody waits for it. `Crew` is the side of the
server: it starts workers when rows wait, sees how they die, and lets the others go on.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from vanban import listing
from vanban.data import open_data
from vanban.drafts import content_of
from vanban.life import ONE_FOR_ALL
from vanban.problems import Fault, Problem, Refused
from vanban.register import Claim, FileRecord, Made, NotMade, Register, Unavailable
from vanban.register.claims import CRASH, LEASE, Again, Claims
from vanban.register.unavailable import FULL as DATABASE_FULL
from vanban.service import Produced, Service, open_service
from vanban.settings import PREFIX, Settings
from vanban.store import FULL, DiskFault, Store, download_name

# Rows of one claim: enough that what it costs is small beside the printing of its papers.
CHUNK = 20
# What is made is recorded at least this often: the progress that she sees, and what a kill costs.
_RECORD_S = 2.0
_BEAT_S = LEASE.total_seconds() / 4
# One paper takes less than this, or never ends.
_ROW_S = 300.0
_IDLE_S = 60.0
_LOOK_S = 1.0
_AGAIN_S = 2.0
_END_S = 20.0
# The longest that is waited before another worker is started where none can begin.
_PATIENCE_S = 60.0
# What is left of the disk for the people who type meanwhile.
_RESERVE = 32 * 1024 * 1024
_STUCK = 70
# How a process ends that somebody else ended: SIGHUP, SIGINT, SIGKILL, SIGTERM.
_KILLED = frozenset({-1, -2, -9, -15})
_ROOT = Path(__file__).resolve().parent.parent
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class _Paper:
    """A finished paper that is not kept yet. positions: the rows that are in it."""

    positions: tuple[int, ...]
    raw: Mapping[str, Any]
    made: Produced
    again: Again | None


class Worker:
    """One worker. name: nobody else's. stopped: set it, and the worker ends after its row."""

    def __init__(
        self,
        service: Service,
        register: Register,
        store: Store,
        *,
        name: str = "",
        stopped: threading.Event | None = None,
    ) -> None:
        self.name = name or new_name()
        self.stopped = stopped or threading.Event()
        self._service = service
        self._claims: Claims = register.claims
        self._store = store

    def run(self, idle_s: float = _IDLE_S) -> None:
        """Make whatever waits, until stopped, or until nothing has waited for `idle_s`."""
        until = time.monotonic() + idle_s
        while not self.stopped.is_set() and time.monotonic() < until:
            claim = self._insist(lambda: self._claims.claim(self.name, CHUNK))
            if claim is None:
                self.stopped.wait(min(_LOOK_S, idle_s))
                continue
            self.make(claim)
            until = time.monotonic() + idle_s
        with suppress(Unavailable):  # then the claim runs out by itself
            self._claims.give_back(self.name)

    def make(self, claim: Claim) -> None:
        """Make and record what was claimed. What the machine cannot do now lets the list wait."""
        if claim.kind not in self._service.kinds:
            self._stop(claim, Problem("batch_kind_gone", "", {"kind": claim.kind}))
            return
        try:
            with _Heart(self._claims, self.name) as heart:
                self._make(claim, heart)
        except Fault as fault:
            self._stop(claim, _why(fault))

    def _stop(self, claim: Claim, why: Problem) -> None:
        _log.warning("a list waits: %s", why.code)
        self._insist(lambda: self._claims.stop(self.name, claim, why))

    def _make(self, claim: Claim, heart: _Heart) -> None:
        papers: list[_Paper] = []
        bad: list[NotMade] = []
        begun = time.monotonic()
        for positions, raw, again in self._wanted(claim):
            if self.stopped.is_set():
                break
            self._need_room()
            heart.row_begins()
            try:
                share = again or claim
                made = self._service.produce(claim.kind, raw, share.agency, share.day)
                papers.append(_Paper(positions, raw, made, again))
            except Refused as refused:
                bad.append(NotMade(positions, refused.problems))
            heart.row_ends()
            if time.monotonic() - begun > _RECORD_S:
                self._record(claim, papers, bad)
                papers, bad, begun = [], [], time.monotonic()
        self._record(claim, papers, bad)

    def _wanted(
        self, claim: Claim
    ) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any], Again | None]]:
        """The papers of a claim: the rows in each, its raw values, the paper that is there."""
        kind = self._service.kinds[claim.kind]
        if claim.form == ONE_FOR_ALL:
            again = claim.rows[0].again
            raw = listing.raw_of_all(kind, claim.common, [row.raw for row in claim.rows])
            yield tuple(row.position for row in claim.rows), again.raw if again else raw, again
            return
        for row in claim.rows:
            raw = listing.raw_of(kind, claim.common, row.raw)
            yield (row.position,), row.again.raw if row.again else raw, row.again

    def _record(self, claim: Claim, papers: list[_Paper], bad: list[NotMade]) -> None:
        """Keep the files, then their rows: what is recorded has files that are durable."""
        if not papers and not bad:
            return
        files = [part for p in papers for part in ((p.made.docx, "docx"), (p.made.pdf, "pdf"))]
        names = iter(self._store.put_all(files))
        kind = self._service.kinds[claim.kind]
        made = []
        for paper in papers:
            docx, pdf = (
                FileRecord(
                    form,
                    download_name(paper.made.stem, form),
                    next(names),
                    len(data),
                    claim.confirmed_at,
                    checked,
                )
                for form, data, checked in (
                    ("docx", paper.made.docx, paper.made.checked),
                    ("pdf", paper.made.pdf, None),
                )
            )
            content = content_of(kind, paper.raw)
            made.append(
                Made(
                    paper.positions,
                    kind.version,
                    content,
                    paper.made.stem,
                    docx,
                    pdf,
                    paper.again,
                )
            )
        self._insist(lambda: self._claims.record(self.name, claim, made, bad), full=False)

    def _need_room(self) -> None:
        if shutil.disk_usage(self._store.root).free < _RESERVE:
            raise DiskFault(Problem(FULL))

    def _insist(self, call: Callable[[], T], *, full: bool = True) -> T | None:
        """Do it, again and again while the database cannot answer; None once stopped.

        full: also while its disk is full; else Unavailable is raised for that.
        """
        while True:
            try:
                return call()
            except Unavailable as away:
                if away.problems[0].code == DATABASE_FULL and not full:
                    raise
                _log.warning("the database does not answer: %s", away.problems[0].code)
            if self.stopped.wait(_AGAIN_S):
                return None


class _Heart:
    """Tells the others that the worker lives, and ends the process when one row never ends."""

    def __init__(self, claims: Claims, name: str) -> None:
        self._claims = claims
        self._name = name
        self._over = threading.Event()
        self._since: float | None = None
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> _Heart:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def row_begins(self) -> None:
        self._since = time.monotonic()

    def row_ends(self) -> None:
        self._since = None

    def _beat(self) -> None:
        while not self._over.wait(_BEAT_S):
            since = self._since
            if since is not None and time.monotonic() - since > _ROW_S:
                _log.error("a row did not come to its end in %d s", _ROW_S)
                os._exit(_STUCK)
            with suppress(Unavailable):  # it is tried again before the claim runs out
                self._claims.beat(self._name)


def new_name() -> str:
    """A name that no other worker has, and where it runs."""
    return f"{socket.gethostname()}:{secrets.token_hex(8)}"


def _why(fault: Fault) -> Problem:
    """What the page of the list says of a run that stopped by itself."""
    code = fault.problems[0].code
    return Problem("batch_disk_full") if code in (FULL, DATABASE_FULL) else fault.problems[0]


# -- the process -----------------------------------------------------------------------------------


def work(settings: Settings, stopped: threading.Event, *, name: str, attached: bool) -> None:
    """Be a worker until stopped or idle. attached: end with whoever holds our standard input.

    Raises Refused when the data or the kinds cannot be used.
    """
    if attached:
        threading.Thread(target=_end_with_parent, args=(stopped,), daemon=True).start()
    _give_way()

    def kept(sha256: str) -> bytes:
        return data.store.get(sha256)

    # The kinds are read first: when they do not fit, nothing has been opened.
    service = open_service(kept)
    data = open_data(settings)
    try:
        Worker(service, data.register, data.store, name=name, stopped=stopped).run()
    finally:
        data.register.close()


def _end_with_parent(stopped: threading.Event) -> None:
    # Not through `sys.stdin`: Python ends with an abort while a thread waits inside that.
    while os.read(0, 1):
        pass
    stopped.set()


def _give_way() -> None:
    """Whoever types goes first, and when memory runs out a worker is ended before the server."""
    if hasattr(os, "nice"):
        os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


# -- the server's side -----------------------------------------------------------------------------


class Patience:
    """How long to wait before another worker is started: 1, 2, 4 … 60 s where none can begin.

    clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failed = 0
        self._until = 0.0

    @property
    def over(self) -> bool:
        """Whether another may be started now."""
        return self._clock() >= self._until

    def failed(self) -> None:
        """One more could not begin."""
        wait_s = min(_PATIENCE_S, 2.0 ** min(self._failed, 10))
        self._failed += 1
        self._until = self._clock() + wait_s
        said = "no worker can begin: %d in a row, the next is started in %d s"
        _log.error(said, self._failed, wait_s)

    def worked(self) -> None:
        """One has worked: whatever happens next is counted anew."""
        self._failed, self._until = 0, 0.0


class Crew:
    """Starts as many workers as there are rows for, at most `settings.workers`, and watches them.

    A worker that died leaves its rows to the others at once: the crew knows how it died, so it also
    knows whether to suspect the rows.
    """

    def __init__(self, settings: Settings, claims: Claims) -> None:
        self._claims = claims
        self._count = min(settings.workers, os.cpu_count() or 1)
        self._environment = _environment(settings)
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._patience = Patience(time.monotonic)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Let every worker come to the end of its row, and wait for that."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        for process in self._workers.values():
            process.terminate()
        until = time.monotonic() + _END_S
        for process in self._workers.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _close(process)

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_S):
            try:
                self._bury()
                room = len(self._workers) < self._count and self._patience.over
                if room and self._claims.waiting():
                    self._hire()
            except Unavailable as away:
                _log.warning("the database does not answer: %s", away.problems[0].code)
            except OSError as error:
                _log.error("no worker can be started: %s", error.strerror)
                self._patience.failed()

    def _hire(self) -> None:
        name = new_name()
        self._workers[name] = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "vanban", "worker", "--name", name, "--attached"],
            cwd=_ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def _bury(self) -> None:
        """Free what dead workers held."""
        for name, process in list(self._workers.items()):
            code = process.poll()
            if code is None:
                continue
            held = 0
            if code:
                _log.error("a worker ended with %d", code)
                held = self._claims.give_back(name, 1 if code in _KILLED else CRASH)
            _close(process)
            del self._workers[name]
            # One that had no rows yet was still opening its kinds, fonts and data.
            if code and not held:
                self._patience.failed()
            else:
                self._patience.worked()


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()


def _environment(settings: Settings) -> dict[str, str]:
    """The environment in which a worker opens the very data of this server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    fonts = os.environ.get(f"{PREFIX}FONT_DIR")
    return {
        **kept,
        f"{PREFIX}DATA_DIR": str(settings.data_dir.resolve()),
        f"{PREFIX}DATABASE": settings.database,
        **({f"{PREFIX}FONT_DIR": fonts} if fonts else {}),
    }
