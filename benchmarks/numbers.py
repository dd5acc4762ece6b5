"""Many clerks ask for numbers while the servers under them are killed: no gap, no double.

In: how many numbers, how many clients, which database. Every worker is a process of its own with
several threads, each a client that keeps asking for numbers, through the transaction of
`vanban.register` that also the web uses. One worker is killed every second and started again; what
a killed client had asked for is asked for again by the next one. Papers are signed beforehand, so
that making files is not in the rate. Out: the rate, and whether the book, the papers and the audit
trail are whole; exit code 1 when they are not.

    python -m benchmarks.numbers [--numbers 5000] [--clients 50] [--workers 5] [--address URL]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert, select

from tests import postgresql
from vanban.agency import Agency
from vanban.life import BAN_HANH, DA_KY, FIRST_ROLES
from vanban.register import (
    Line,
    Register,
    Unavailable,
    User,
    sqlite_address,
    tables,
)
from vanban.register.columns import new_number
from vanban.register.papers import Content

DAY = date(2026, 11, 21)
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng")
LINE = Line("quyet_dinh", "QĐ-SNV", "Quyết định", "Việc", "Lê Minh", "Như Điều 3", "VT", "viec")
_BATCH = 500


@dataclass(frozen=True)
class Asked:
    """One run: how many numbers by how many clients in how many processes, a kill each `pause`.

    most: after so many kills the others are left alone.
    """

    numbers: int
    clients: int
    workers: int
    pause: float
    most: int = 10**6


@dataclass(frozen=True)
class Outcome:
    """What was found at the end. wrong: what is not as it must be, in words."""

    seconds: float
    kills: int
    wrong: list[str]


def _now() -> datetime:
    return datetime.now(UTC)


# -- before ----------------------------------------------------------------------------------------


def prepare(register: Register, count: int) -> User:
    """An office with `count` signed papers, written in a few transactions."""
    office = register.people.add_office(OFFICE)
    people = register.people
    user = people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)
    series = register.numbers.series_for(office.id, "quyet_dinh")
    assert series is not None
    for start in range(0, count, _BATCH):
        _signed_papers(register, user, series.id, min(_BATCH, count - start))
    return user


def _signed_papers(register: Register, user: User, series_id: int, count: int) -> None:
    now = _now()
    paper = {
        "agency_id": user.agency_id,
        "kind": "quyet_dinh",
        "kind_version": 1,
        "data": {"trich_yeu": "Việc"},
        "title": "Việc",
        "search": "viec",
        "revision": 1,
        "created_at": now,
        "created_by": user.id,
        "updated_at": now,
        "updated_by": user.id,
        "state": DA_KY,
    }
    with register.database.write() as connection:
        for _ in range(count):
            number = new_number(connection.execute(insert(tables.document).values(**paper)))
            revision = {"document_id": number, "revision": 1, "data": paper["data"]}
            connection.execute(
                insert(tables.document_revision).values(saved_at=now, saved_by=user.id, **revision)
            )
            connection.execute(
                insert(tables.document_lock).values(
                    document_id=number,
                    revision=1,
                    series_id=series_id,
                    agency={"ten_co_quan": "Sở Nội vụ", "ky_hieu": "SNV", "dia_danh": "Hải Phòng"},
                    docx_sha256="0" * 64,
                    pdf_sha256="0" * 64,
                    locked_at=now,
                    locked_by=user.id,
                )
            )


# -- a worker --------------------------------------------------------------------------------------


def work(address: str, ready: Path, clients: int) -> int:
    """What one process does: its clients take numbers until no paper is left.

    ready: made when it begins to, so that nobody is killed before there is something to lose.
    """
    register = Register(address, _now)
    user = register.people.user_named("lan")
    assert user is not None
    ready.touch()
    with ThreadPoolExecutor(clients) as pool:
        told = [pool.submit(_client, register, user, f"{ready} {n}") for n in range(clients)]
    register.close()
    faults = [fault for each in told if (fault := each.exception())]
    for fault in faults:
        print(f"client: {type(fault).__name__}: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _client(register: Register, user: User, seed: str) -> None:
    chance = random.Random(seed)  # noqa: S311 - which paper comes next is no secret
    while left := _waiting(register, user):
        for paper in chance.sample(left, min(20, len(left))):
            _take(register, user, paper)


def _waiting(register: Register, user: User) -> list[int]:
    mine = (tables.document.c.agency_id == user.agency_id, tables.document.c.state == DA_KY)
    with register.database.read() as connection:
        return list(connection.scalars(select(tables.document.c.id).where(*mine)))


def _take(register: Register, user: User, paper: int) -> None:
    """Ask until there is an answer, as a person does who is told that the database is busy.

    Several clients ask for the same papers: each is answered with the same line.
    """
    while True:
        try:
            entry = register.steps.issue(
                user.actor,
                paper,
                DAY,
                LINE,
                revision=1,
                numbered=lambda so: Content({"so": str(so)}, "Việc", "viec"),
            )
        except Unavailable as told:
            if not told.passes:
                raise
            continue
        assert entry.document_id == paper
        return


# -- the whole run ---------------------------------------------------------------------------------


def run(address: str, asked: Asked) -> Outcome:
    """Prepare, let the workers take the numbers while they are killed, and look at the end."""
    register = Register(address, _now)
    user = prepare(register, asked.numbers)
    began = time.monotonic()
    kills, faults = _drive(address, asked)
    seconds = time.monotonic() - began
    wrong = [*faults, *_wrong(register, user, asked.numbers)]
    register.close()
    return Outcome(seconds, kills, wrong)


@dataclass(frozen=True)
class Worker:
    """A process, and the file that it makes when it begins to ask for numbers."""

    process: subprocess.Popen[str]
    ready: Path

    def seconds(self) -> float:
        """How long it has been asking; whoever is killed at once gets nothing done."""
        return time.time() - self.ready.stat().st_mtime if self.ready.exists() else 0.0


def _start(address: str, asked: Asked, ready: Path) -> Worker:
    clients = str(asked.clients // asked.workers)
    command = [sys.executable, "-m", "benchmarks.numbers", "--work", str(ready), address]
    process = subprocess.Popen(
        [*command, "--clients", clients], stderr=subprocess.PIPE, text=True, cwd=_root()
    )
    return Worker(process, ready)


def _drive(address: str, asked: Asked) -> tuple[int, list[str]]:
    """Keep the workers running, kill one each pause; how many were killed, what the others said."""
    with tempfile.TemporaryDirectory() as folder:
        names = (Path(folder) / str(number) for number in range(10**6))
        running = [_start(address, asked, next(names)) for _ in range(asked.workers)]
        kills, faults, due = 0, [], time.monotonic() + asked.pause
        while running:
            time.sleep(0.02)
            for worker in [w for w in running if w.process.poll() is not None]:
                running.remove(worker)
                said = worker.process.communicate()[1]
                faults += [said.strip()] if worker.process.returncode else []
            busy = [worker for worker in running if worker.seconds() >= asked.pause]
            if busy and kills < asked.most and time.monotonic() >= due:
                busy[0].process.kill()
                busy[0].process.communicate()
                running.remove(busy[0])
                kills, due = kills + 1, time.monotonic() + asked.pause
                running.append(_start(address, asked, next(names)))
    return kills, faults


def _wrong(register: Register, user: User, count: int) -> Iterator[str]:
    entries, _ = register.numbers.find(user.agency_id, DAY.year)
    numbers = [entry.so for entry in entries]
    if numbers != list(range(1, count + 1)):
        gaps = sorted(set(range(1, count + 1)) - set(numbers))
        yield f"{len(numbers)} numbers instead of {count}; gaps: {gaps[:10]}"
    papers = {entry.document_id for entry in entries}
    if len(papers) != count:
        yield f"{len(papers)} papers have a line instead of {count}"
    _, issued = register.papers.find(user.agency_id, state=BAN_HANH, limit=1)
    if issued != count:
        yield f"{issued} papers are issued instead of {count}"
    with register.database.read() as connection:
        kept = tables.document.c.data
        rows = connection.execute(select(tables.document.c.id, kept)).all()
    printed = {paper: data.get("so") for paper, data in rows}
    if printed != {entry.document_id: str(entry.so) for entry in entries}:
        yield "a paper holds another number than its line"
    broken = list(register.trail.broken(user.agency_id))
    given = sum(e.action == "cap_so" for e in register.trail.events(user.agency_id))
    if broken or given != count:
        yield f"audit trail: broken at {broken[:10]}, {given} numbers told instead of {count}"


def _root() -> Path:
    return Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Both databases, or the one at --address; exit code 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--numbers", type=int, default=5000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=5)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two kills")
    parser.add_argument("--address", default="", help="an empty database; else one of each kind")
    parser.add_argument("--work", nargs=2, metavar=("READY", "ADDRESS"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.work:
        return work(options.work[1], Path(options.work[0]), options.clients)
    asked = Asked(options.numbers, options.clients, options.workers, options.pause)
    good = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = {"given": options.address}
        if not options.address:
            server = stack.enter_context(postgresql.running(durable=True))
            places = {
                "SQLite": sqlite_address(folder / "vanban.db"),
                "PostgreSQL": server.new_database(),
            }
        for name, address in places.items():
            outcome = run(address, asked)
            rate = asked.numbers / outcome.seconds
            print(
                f"{name}: {asked.numbers} numbers by {asked.clients} clients in "
                f"{outcome.seconds:.1f} s ({rate:.0f} a second), {outcome.kills} workers killed; "
                + ("no gap, no double, the trail is whole" if not outcome.wrong else "WRONG:")
            )
            for sentence in outcome.wrong:
                print(f"  {sentence}")
            good = good and not outcome.wrong
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
