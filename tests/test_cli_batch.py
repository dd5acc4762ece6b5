"""`python -m vanban batch`: a list in, files out; nothing for a bad list, no half file ever."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch_kills import OFFICE
from vanban import by_list, cli_batch, cli_list
from vanban.agency import Agency
from vanban.cli import main, parser
from vanban.listing import ListRow
from vanban.naming import Naming, check, plain, stem
from vanban.problems import Problem, Refused
from vanban.service import Produced, Service, open_service

KIND = "quyet_dinh_khen_thuong"
SHEET = "STT,Họ và tên,Đơn vị\n1,Nguyễn Thị An,Văn phòng\n2,Đỗ Văn Đức,Phòng Nội vụ\n"


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


@pytest.fixture
def given(tmp_path: Path, service: Service) -> list[str]:
    """The arguments of a good run, whose files go to tmp_path / "out"."""
    sample = dict(service.kinds[KIND].sample)
    common = {k: v for k, v in sample.items() if k not in ("khen_thuong", "so", "ngay")}
    office = {name: value for name, value in asdict(OFFICE).items() if name != "signers"}
    told = json.dumps({**common, "co_quan": office}, ensure_ascii=False)
    (tmp_path / "chung.json").write_text(told, encoding="utf-8")
    (tmp_path / "ds.csv").write_text(SHEET, encoding="utf-8")
    return [
        "batch",
        KIND,
        str(tmp_path / "ds.csv"),
        "--common",
        str(tmp_path / "chung.json"),
        "--out",
        str(tmp_path / "out"),
    ]


def written(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "out").glob("*"))


def rows_in_memory() -> int:
    gc.collect()
    return sum(type(each) is ListRow for each in gc.get_objects())


def deadly(monkeypatch: pytest.MonkeyPatch, times: int, mark: Path) -> None:
    """Let the process that makes the first row be killed so many times."""
    real = Service.produce

    def produce(
        self: Service, kind: str, raw: Mapping[str, Any], agency: Agency, today: date
    ) -> Produced:
        seen = mark.read_text() if mark.exists() else ""
        if raw["khen_thuong"][0]["ho_ten"] == "Nguyễn Thị An" and len(seen) < times:
            mark.write_text(seen + "x")
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, kind, raw, agency, today)

    monkeypatch.setattr(Service, "produce", produce)


def test_two_files_for_each_row(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 0
    assert written(tmp_path) == [
        "001_Nguyen Thi An_QD khen thuong.docx",
        "001_Nguyen Thi An_QD khen thuong.pdf",
        "002_Do Van Duc_QD khen thuong.docx",
        "002_Do Van Duc_QD khen thuong.pdf",
    ]
    said = capsys.readouterr()
    assert said.out.strip() == str(tmp_path / "out")
    assert "2/2" in said.err


def test_what_the_check_of_form_finds_is_told_by_row(
    given: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sheet = SHEET.replace("Phòng Nội vụ", "Phòng Xử dụng đất")
    (tmp_path / "ds.csv").write_text(sheet, encoding="utf-8")
    assert main(given) == 0
    told = [line for line in capfd.readouterr().err.splitlines() if "thể thức" in line]
    assert len(told) == 1
    assert told[0].startswith("Dòng 3, thể thức cần xem lại: ")
    assert "“Sử dụng”" in told[0]


def test_a_bad_list_writes_nothing_and_tells_her_row(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ds.csv").write_text(SHEET.replace("Đỗ Văn Đức", ""), encoding="utf-8")
    assert main(given) == 1
    assert written(tmp_path) == []
    assert "Dòng 3, cột B “Họ và tên”: Chưa nhập" in capsys.readouterr().err


def test_a_list_that_is_not_there_is_told(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ds.csv").unlink()
    assert main(given) == 1
    assert written(tmp_path) == []
    assert "Không đọc được tệp" in capsys.readouterr().err


@pytest.mark.parametrize("rows", [0, 30])
def test_a_list_whose_process_dies_ends_the_run_in_order(
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rows: int,
) -> None:
    """Before it is understood, and when so many of its rows were given out."""
    many = "".join(f"{n},Nguyễn Văn Số {n},Văn phòng\n" for n in range(1, 60))
    (tmp_path / "ds.csv").write_text("STT,Họ và tên,Đơn vị\n" + many, encoding="utf-8")

    def row(number: int, raw: Mapping[str, str]) -> ListRow:
        return ListRow(number, raw) if number < rows else os._exit(1)

    monkeypatch.setattr(cli_list, "ListRow", row)
    if not rows:
        monkeypatch.setattr(cli_list, "_listing", lambda _: os._exit(1))
    assert main(given) == 1
    assert "tiến trình đọc danh sách bị dừng đột ngột" in capsys.readouterr().err
    names = written(tmp_path)
    assert bool(names) == bool(rows)
    assert not [name for name in names if name.endswith(".part")]


def test_the_first_process_does_not_hold_the_list(given: list[str], tmp_path: Path) -> None:
    """Every process that makes papers is a copy of it."""
    many = "".join(f"{n},Nguyễn Văn Số {n},Văn phòng\n" for n in range(1, 200))
    (tmp_path / "ds.csv").write_text("STT,Họ và tên,Đơn vị\n" + many, encoding="utf-8")
    asked = cli_batch._asked(parser().parse_args(given))
    before = rows_in_memory()
    with closing(cli_list.HeldList(asked)) as held:
        total = held.understood().total
        coming = held.rows(total)
        first = next(coming)
        assert (total, first.raw["ho_ten"], first.was) == (199, "Nguyễn Văn Số 1", ())
        assert rows_in_memory() == before + 1


def test_a_process_that_dies_once_is_told_and_costs_nothing(
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    deadly(monkeypatch, 1, tmp_path / "deaths")
    assert main([*given, "--workers", "1"]) == 0
    assert len(written(tmp_path)) == 4
    assert "Dòng 2: tiến trình bị dừng đột ngột" in capsys.readouterr().err


def test_a_row_that_kills_twice_is_left_and_the_rest_is_made(
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    deadly(monkeypatch, 9, tmp_path / "deaths")
    assert main([*given, "--workers", "1"]) == 1
    assert [name[:3] for name in written(tmp_path)] == ["002", "002"]
    assert (tmp_path / "deaths").read_text() == "xx"
    assert "các dòng khác vẫn được tạo" in capsys.readouterr().err


def test_processes_that_die_before_they_take_a_row_end_the_run_in_order(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(pipe: Connection, *_: object) -> None:
        pipe.close()
        os._exit(1)

    monkeypatch.setattr(by_list, "_child", dies)
    order = by_list.Order(KIND, OFFICE, date(2026, 11, 22))
    # More than a pipe takes in one piece, so that it is still being told when nobody listens.
    items = [by_list.Item(n, lambda: {"ly_do": "x" * 2_000_000}, tmp_path / f"{n}") for n in (2, 3)]
    seen = by_list.Run(order, items, len(items), 1, lambda _: None).make(service)
    assert (seen.done, sorted(seen.failed), len(seen.deaths)) == (0, [2, 3], 4)


def test_an_interrupt_leaves_whole_files_only(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{n},Nguyễn Văn Số {n},Văn phòng\n" for n in range(1, 40))
    (tmp_path / "ds.csv").write_text("STT,Họ và tên,Đơn vị\n" + rows, encoding="utf-8")
    real = by_list.Run._settle

    def settle(self: by_list.Run, index: int, problems: Any) -> None:
        real(self, index, problems)
        raise KeyboardInterrupt

    monkeypatch.setattr(by_list.Run, "_settle", settle)
    assert main(given) == 1
    names = written(tmp_path)
    assert 2 <= len(names) < 78
    assert len(names) == 2 * len({name.rpartition(".")[0] for name in names})
    assert not [name for name in names if name.endswith(".part")]


# As `python -m vanban`, also where whoever runs the tests lets no interrupt through.
INTERRUPTED = """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from vanban.cli import main
sys.exit(main(sys.argv[1:]))"""


def test_an_interrupt_while_the_list_is_read_is_a_sentence(
    given: list[str], tmp_path: Path
) -> None:
    (tmp_path / "ds.csv").unlink()
    os.mkfifo(tmp_path / "ds.csv")
    command = [sys.executable, "-c", INTERRUPTED, *given]
    begun = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with begun as running, (tmp_path / "ds.csv").open("wb"):  # opens when it is read
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert told.strip() == str(Problem("batch_interrupted"))
    assert written(tmp_path) == []


def test_a_folder_that_takes_no_files_is_told(given: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in its place")
    assert main(given) == 1


def test_names_sort_and_windows_accepts_them(service: Service) -> None:
    kind = service.kinds[KIND]
    row = {"ho_ten": 'Trần "Tèo": A/B', "chuc_vu_don_vi": "Sở"}
    assert stem(kind, Naming(), (7, 12000), row) == "00007_Tran Teo A B_QD khen thuong"
    assert stem(kind, Naming("{ten} {stt}", accents=True), (7, 20), row) == "Trần Tèo A B 007"
    assert stem(kind, Naming(), (1, 1), {}) == "001_QD khen thuong"
    assert plain("Đỗ Ngọc Ước") == "Do Ngoc Uoc"
    for bad in ("{khong_co}", "mãi một tên"):
        with pytest.raises(Refused, match="Mẫu tên tệp"):
            check(kind, Naming(bad))
