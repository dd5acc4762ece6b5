"""Workers and their crew: what kills, what fills the disk, what is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch_kills import prepare
from tests.full_disk import full_at
from vanban import worker as workers
from vanban.agency import Agency
from vanban.data import DATABASE_FILE
from vanban.life import DONE, ENDED, FAILED, PAUSED
from vanban.register import User
from vanban.register.claims import CRASH
from vanban.service import Produced, Service
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.worker import Crew, Patience, Worker

# A worker that dies at one row, each time, and is otherwise the real one.
DEADLY = """
import os, sys
from vanban import cli
from vanban.service import Service
real = Service.produce
def produce(self, kind, raw, agency, today):
    if raw["khen_thuong"][0]["ho_ten"].endswith("Số 2"):
        os.abort()
    return real(self, kind, raw, agency, today)
Service.produce = produce
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir))
    yield opened
    opened.register.close()


def states(services: Services, user: User, batch: int) -> list[str]:
    return [row.state for row in services.batches.rows(user, batch)]


def until(true: Callable[[], bool], seconds: float = 400) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.1)


@pytest.mark.sqlite
def test_a_row_that_kills_its_worker_is_set_aside_and_the_rest_is_made(
    services: Services,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    user, batch = prepare(services, 3)
    script = tmp_path / "deadly.py"
    script.write_text(DEADLY, encoding="utf-8")
    real = subprocess.Popen

    def hired(command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        how["env"]["PYTHONPATH"] = str(how["cwd"])
        return real([sys.executable, str(script), *command[3:]], **how)

    monkeypatch.setattr(workers.subprocess, "Popen", hired)
    crew = Crew(Settings(data_dir=data_dir, workers=1), services.register.claims)
    crew.start()
    try:
        until(lambda: services.batches.get(user, batch).state == ENDED)
    finally:
        crew.stop()
    assert states(services, user, batch) == [DONE, FAILED, DONE]
    row = services.batches.row(user, batch, 7)
    assert "bị dừng đột ngột" in row.problems[0].sentence
    deaths = [record for record in caplog.records if "a worker ended with" in record.getMessage()]
    assert len(deaths) == 2


def test_a_full_disk_lets_the_list_wait_and_it_goes_on_when_asked(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user, batch = prepare(services, 6)
    monkeypatch.setattr(workers, "CHUNK", 2)
    full_at(monkeypatch, 2)
    worker = Worker(services.service, services.register, services.store)
    worker.run(idle_s=0.01)
    progress = services.batches.progress(user, batch)
    assert progress.batch.state == PAUSED
    assert progress.batch.note is not None
    assert "giải phóng đĩa rồi bấm “Tiếp tục”" in progress.batch.note.sentence
    assert progress.counts.done == 2
    services.batches.go_on(user, batch)
    worker.run(idle_s=0.01)
    assert states(services, user, batch) == [DONE] * 6


def test_a_list_of_a_kind_that_is_gone_waits_and_costs_no_worker(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user, batch = prepare(services, 2)
    worker = Worker(services.service, services.register, services.store)
    with monkeypatch.context() as patch:
        patch.setattr(services.service, "kinds", {})
        worker.run(idle_s=0.01)
    kept = services.batches.get(user, batch)
    assert kept.state == PAUSED
    assert kept.note is not None
    assert "biểu mẫu" in kept.note.sentence
    services.batches.go_on(user, batch)
    worker.run(idle_s=0.01)
    assert states(services, user, batch) == [DONE] * 2


def test_the_last_of_the_disk_is_left_for_those_who_type(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user, batch = prepare(services, 2)
    monkeypatch.setattr(workers, "_RESERVE", 1 << 60)
    Worker(services.service, services.register, services.store).run(idle_s=0.01)
    assert services.batches.get(user, batch).state == PAUSED
    assert states(services, user, batch) == ["cho", "cho"]


def test_a_worker_that_is_stopped_ends_after_its_row_and_gives_the_rest_back(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, batch = prepare(services, 4)
    worker = Worker(services.service, services.register, services.store)
    real = Service.produce

    def produce(
        self: Service, kind: str, raw: Mapping[str, Any], agency: Agency, today: date
    ) -> Produced:
        worker.stopped.set()
        return real(self, kind, raw, agency, today)

    monkeypatch.setattr(Service, "produce", produce)
    worker.run(idle_s=0.01)
    assert states(services, user, batch) == [DONE, "cho", "cho", "cho"]
    assert [row.strikes for row in services.batches.rows(user, batch)] == [0, 0, 0, 0]


@pytest.mark.sqlite
def test_the_crew_ends_its_workers_in_order(services: Services, data_dir: Path) -> None:
    user, batch = prepare(services, 300)
    crew = Crew(Settings(data_dir=data_dir, workers=1), services.register.claims)
    crew.start()
    try:
        until(lambda: services.batches.progress(user, batch).counts.done > 0)
    finally:
        crew.stop()
    counts = services.batches.progress(user, batch).counts
    assert counts.working == 0
    assert 0 < counts.done < 300
    assert all(row.strikes == 0 for row in services.batches.rows(user, batch))


def test_what_cannot_begin_is_started_again_ever_later(caplog: pytest.LogCaptureFixture) -> None:
    now = 100.0
    patience = Patience(lambda: now)
    waited = []
    for _ in range(9):
        assert patience.over
        begun = now
        patience.failed()
        while not patience.over:
            now += 1.0
        waited.append(now - begun)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    said = "no worker can begin: 3 in a row, the next is started in 4 s"
    assert said in [record.getMessage() for record in caplog.records]
    patience.failed()
    patience.worked()
    assert patience.over


@pytest.mark.sqlite
def test_a_crew_whose_workers_cannot_begin_slows_down(
    services: Services,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepare(services, 1)
    begun: list[float] = []
    real = subprocess.Popen

    def hired(command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        begun.append(time.monotonic())
        return real([sys.executable, "-c", "raise SystemExit(3)"], **how)

    monkeypatch.setattr(workers.subprocess, "Popen", hired)
    crew = Crew(Settings(data_dir=data_dir, workers=1), services.register.claims)
    crew.start()
    try:
        until(lambda: len(begun) == 3)
    finally:
        crew.stop()
    # One second at first, then two; what the crew needs to notice a death comes on top.
    assert begun[1] - begun[0] >= 1
    assert begun[2] - begun[1] >= 2
    assert any("the next is started in 2 s" in told.getMessage() for told in caplog.records)


@pytest.mark.sqlite
def test_a_worker_ends_quietly_while_its_server_still_holds_it(data_dir: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vanban", "worker", "--name", "một", "--attached"],
        env={**os.environ, "VANBAN_DATA_DIR": str(data_dir)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until((data_dir / DATABASE_FILE).exists, 120)
    time.sleep(1)  # the database is opened last, just before the work begins
    process.terminate()
    assert process.wait(60) == 0
    assert process.communicate() == (None, b"")


@pytest.mark.parametrize(("code", "strikes"), [(signal.SIGKILL, 1), (signal.SIGSEGV, CRASH)])
def test_a_kill_from_outside_is_no_crash(code: signal.Signals, strikes: int) -> None:
    killed = -int(code) in workers._KILLED
    assert (1 if killed else CRASH) == strikes


def test_no_worker_takes_the_time_of_those_who_type() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import os, vanban.worker as w; w._give_way(); print(os.nice(0))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(found.stdout) >= os.nice(0) + 5
