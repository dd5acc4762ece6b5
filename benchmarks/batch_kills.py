"""A list is made while its workers and the server are killed: every row once, every file whole.

In: how many rows, how many kills. A real server (`python -m vanban serve`) on SQLite makes a list;
again and again it or one of its workers is killed (SIGKILL) at a random moment, and the server is
started again when it was that. Out: what was killed, and whether every row has one paper of its
own, files that are whole, and fingerprints as the tables say; exit code 1 when not.

    python -m benchmarks.batch_kills [--rows 300] [--kills 30] [--seed 1]
"""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vanban.agency import Agency, Signer
from vanban.life import DONE, ENDED, ONE_EACH
from vanban.listing import raw_of
from vanban.register import BatchRow, NewList, NewRow, User
from vanban.services import Services, open_services
from vanban.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
KIND = "quyet_dinh_khen_thuong"
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
_NO_SHEET = {
    "sheet": "",
    "header": 1,
    "headings": [],
    "problems": [],
    "notes": [],
    "other_sheets": [],
}
_PATIENCE_S = 1800


@dataclass
class Outcome:
    """wrong: what should not be. rows: how many became papers."""

    rows: int = 0
    killed_workers: int = 0
    killed_servers: int = 0
    seconds: float = 0.0
    left_over: int = 0
    wrong: list[str] = field(default_factory=list)


def prepare(services: Services, rows: int) -> tuple[User, int]:
    """An office with a confirmed list of so many rows."""
    user = services.register.people.set_up(OFFICE, "Lê Thị Lan", "lan", "bốn mùa hoa phượng đỏ")
    if user is None:
        raise ValueError(user)
    sample = services.service.kinds[KIND].sample
    common = {k: v for k, v in sample.items() if k not in ("khen_thuong", "so", "ngay")}
    common |= {"can_cu": sample["can_cu"][:2], "noi_nhan": sample["noi_nhan"][:1]}  # one page
    listed = [
        NewRow(
            number + 5,
            {"doi_tuong": "ca_nhan", "ho_ten": f"Nguyễn Văn Số {number}", "danh_xung": "Ông"},
            [],
        )
        for number in range(1, rows + 1)
    ]
    new = NewList("danh sach.xlsx", "xlsx", services.store.put(b"list", "xlsx"), 4, _NO_SHEET, {})
    desk = services.register.batches
    batch = desk.add(user.actor, new, listed, kind=KIND, form=ONE_EACH, common=common)
    desk.confirm(user.actor, batch, OFFICE, date(2026, 11, 22))
    return user, batch


def run(data_dir: Path, rows: int, kills: int, seed: int = 1, pause: float = 3.0) -> Outcome:
    """Make a list under fire. pause: the longest wait before the next kill, in seconds."""
    chance = random.Random(seed)  # noqa: S311 - it decides what is killed
    services = open_services(Settings(data_dir=data_dir))
    outcome = Outcome()
    begun = time.monotonic()
    try:
        user, batch = prepare(services, rows)
        while services.batches.get(user, batch).state != ENDED:
            with _server(data_dir) as server:
                for workers in _moments(services, (user, batch), server, chance, pause):
                    if outcome.killed_workers + outcome.killed_servers >= kills:
                        continue
                    victim = _victim(outcome, workers, server.pid, chance)
                    if victim == server.pid:
                        server.kill()
                        outcome.killed_servers += 1
                        break
                    with suppress(ProcessLookupError):  # it came to its end by itself
                        os.kill(victim, signal.SIGKILL)
                        outcome.killed_workers += 1
            if time.monotonic() - begun > _PATIENCE_S:
                outcome.wrong.append("the list does not end")
                break
        _judge(services, user, batch, rows, outcome)
    finally:
        services.register.close()
    outcome.seconds = time.monotonic() - begun
    outcome.left_over = len(list(data_dir.rglob("*.part")))
    return outcome


def _moments(
    services: Services,
    listed: tuple[User, int],
    server: subprocess.Popen[bytes],
    chance: random.Random,
    pause: float,
) -> Iterator[list[int]]:
    """At random moments until the list has ended, the workers who are at it."""
    while services.batches.get(*listed).state != ENDED:
        time.sleep(chance.uniform(0.2, pause))
        if workers := _workers(server.pid):
            yield workers


def _victim(outcome: Outcome, workers: list[int], server: int, chance: random.Random) -> int:
    """Who is killed next: a worker, then the server, then mostly workers as it falls out."""
    if outcome.killed_workers and not outcome.killed_servers:
        return server
    hits_worker = chance.random() < 0.7 or not outcome.killed_workers
    return chance.choice(workers) if hits_worker else server


@contextmanager
def _server(data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VANBAN_")}
    env = {**kept, "VANBAN_DATA_DIR": str(data_dir), "VANBAN_PORT": str(port)}
    command = [sys.executable, "-m", "vanban", "serve"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet) as server:
        try:
            yield server
        finally:
            server.terminate()
            server.wait(60)


def _workers(parent: int) -> list[int]:
    """The processes that the server has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it is gone meanwhile
            continue
        if int(told[1]) == parent and told[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def _judge(services: Services, user: User, batch: int, rows: int, outcome: Outcome) -> None:
    found = list(services.batches.rows(user, batch))
    outcome.rows = sum(row.state == DONE for row in found)
    if outcome.rows != rows:
        outcome.wrong.append(f"{outcome.rows} of {rows} rows are made")
    papers, total = services.register.papers.find(user.agency_id, batch_id=batch, limit=10 * rows)
    numbers = [row.document_id for row in found]
    if total != rows or sorted(p.id for p in papers) != sorted(n or 0 for n in numbers):
        outcome.wrong.append(f"{total} papers for {rows} rows, or not theirs")
    for row in found:
        outcome.wrong += [f"row {row.number}: {what}" for what in _odd(services, user, batch, row)]
    if any(services.register.trail.broken(user.agency_id)):
        outcome.wrong.append("the audit trail is not whole")
    if rows:
        outcome.wrong += _unlike(services, user, batch, found[0])


def _odd(services: Services, user: User, batch: int, row: BatchRow) -> Iterator[str]:
    if row.document_id is None:
        yield "no paper"
        return
    record = services.drafts.get(user, row.document_id)
    kind = services.service.kinds[KIND]
    if record.data != raw_of(kind, services.batches.get(user, batch).common, row.raw):
        yield "another row's paper"
    files = services.drafts.files_of(record, record.revision)
    if files is None or (files.docx.sha256, files.pdf.sha256) != (row.docx_sha256, row.pdf_sha256):
        yield "fingerprints differ"
    # The store itself compares what it reads with the fingerprint.
    pdf, word = services.store.get(row.pdf_sha256), services.store.get(row.docx_sha256)
    if not pdf.startswith(b"%PDF") or not pdf.rstrip().endswith(b"%%EOF"):
        yield "half a PDF"
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        if archive.testzip() is not None:
            yield "half a Word file"


def _unlike(services: Services, user: User, batch: int, row: BatchRow) -> Iterator[str]:
    """A row that is made once more here gives the same bytes."""
    kept = services.batches.get(user, batch)
    raw = services.batches.raw_of(user, batch, row.number)
    again = services.service.produce(
        KIND, raw, services.batches.agency_of(kept), services.batches.day_of(kept)
    )
    for data, sha256, form in (
        (again.docx, row.docx_sha256, "docx"),
        (again.pdf, row.pdf_sha256, "pdf"),
    ):
        if services.store.put(data, form) != sha256:
            yield f"the {form} of row {row.number} is another one when it is made again"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanban-kills-") as folder:
        outcome = run(Path(folder), asked.rows, asked.kills, asked.seed)
    print(
        f"{outcome.rows} of {asked.rows} rows in {outcome.seconds:.0f} s, killed: "
        f"{outcome.killed_workers} workers, {outcome.killed_servers} servers; "
        f"{outcome.left_over} unfinished files beside the kept ones"
    )
    for wrong in outcome.wrong:
        print("WRONG:", wrong)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
