"""A list of people → one decision each: ours against docxtpl with LibreOffice, and others.

In: nothing; the rows are made from examples/, each with a name, a title and a unit of its own. Out:
a table for each number of rows, and last lines with figures and goals; exit code 1 when a goal is
missed or LibreOffice is not there. Every way runs in a process of its own and writes its files into
a folder; "vanban, 2 workers" is what `python -m vanban batch` does once its list is checked.

All make the same page: the template of the others is the Word file that ours makes, with tags in
the places of what differs. LibreOffice has a profile of its own that was used before, and gets as
many files in one call as it takes. docxtemplater runs where it is installed (`make peers`).

seconds: by the clock, from when a way's program is loaded; that ours opens its kinds and that
LibreOffice starts is in it. cpu: seconds of the processors, of all processes; hardly moved by what
else the machine does, so the goals are judged by it. Two workers need half of theirs when two cores
are free; docxtpl and LibreOffice work one after the other, on one. MiB: the largest that any one
process of a way ever was, and, where it has several, the first process; asked of the system every
tenth of a second. Ways that need long are measured on fewer rows and multiplied; the table says
which.
"""

from __future__ import annotations

import argparse
import importlib
import io
import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.fill import PEERS
from vanban import agency
from vanban.agency import Agency
from vanban.by_list import Item, Order, Run
from vanban.service import Service, open_service

KIND = "quyet_dinh_khen_thuong"
CAMPAIGN = Path(__file__).parent.parent / "examples" / "hai-quan-tphcm" / f"{KIND}.json"
DAY = date(2026, 11, 21)
ROWS = (100, 1000, 10_000)
FEW, MANY = 5, 1000
# LibreOffice 7.4 leaves out what comes after the 247th file of a call, and says that all is well.
IN_A_CALL = 200
GOAL_RATIO = 2.5
GOAL_WORD_S = 2.0
GOAL_GROWTH = 1.1
_NAME, _PLACE = "Người Được Khen", "Nơi Làm Việc"
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Thị", "Văn", "Quốc", "Thị Hồng", "Minh", "Đình", "Ngọc", "Xuân")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khuê", "Lộc", "Mỹ", "Nhung", "Oanh", "Ỷ")
_TITLES = ("công chức", "Phó Đội trưởng", "nhân viên")
_TEAMS = ("Đội Thủ tục hành lý nhập khẩu", "Đội Tổng hợp", "Đội Giám sát", "Đội Nghiệp vụ 1")
_OFFICES = (
    *(
        "Chi cục Hải quan cửa khẩu sân bay quốc tế Tân Sơn Nhất",
        "Chi cục Hải quan Khu công nghệ cao",
    ),
    *("Chi cục Hải quan Khu chế xuất Tân Thuận", "Chi cục Kiểm tra sau thông quan"),
)


def common() -> tuple[dict[str, Any], Agency]:
    """What all rows share: a decision of one page, and its office."""
    raw = json.loads(CAMPAIGN.read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw |= {
        "can_cu": raw["can_cu"][:2],
        "thi_hanh": "Chánh Văn phòng và công chức có tên tại Điều 1",
        "noi_nhan": ["Như Điều 2"],
        "dieu_khac": [],
    }
    return {key: value for key, value in raw.items() if key != "mo_ta"}, office


def people(count: int) -> Iterator[tuple[str, str]]:
    """So many people: name, title with unit."""
    names = itertools.cycle(itertools.product(_FAMILY, _MIDDLE, _GIVEN))
    places = itertools.cycle(
        [
            f"{title} {team}, {office}"
            for office, title, team in itertools.product(_OFFICES, _TITLES, _TEAMS)
        ]
    )
    return ((" ".join(next(names)), next(places)) for _ in range(count))


def raws(count: int) -> Iterator[dict[str, Any]]:
    """The raw dict of each row."""
    raw, _ = common()
    return (raw_of(raw, *person) for person in people(count))


def raw_of(raw: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    """The raw dict of one person's decision."""
    (person,) = raw["khen_thuong"]
    return {**raw, "khen_thuong": [{**person, "ho_ten": name, "chuc_vu_don_vi": place}]}


@cache
def template(name: str, place: str) -> bytes:
    """Our own Word file with tags for name and place: a template that gives the same page."""
    raw, office = common()
    told = {**raw["khen_thuong"][0], "ho_ten": _NAME, "chuc_vu_don_vi": _PLACE}
    raw = {**raw, "khen_thuong": [told]}
    made = opened().word(KIND, raw, office, DAY)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                for text, tag in ((_NAME, name), (_PLACE, place)):
                    assert data.count(text.encode()) == 1
                    data = data.replace(text.encode(), tag.encode())
            new.writestr(info.filename, data)
    return out.getvalue()


@cache
def opened() -> Service:
    """The service with the one kind."""
    return open_service(only=KIND)


def _ours(rows: int, out: Path) -> None:
    _, office = common()
    for i, raw in enumerate(raws(rows)):
        made = opened().produce(KIND, raw, office, DAY)
        (out / f"{i:05}.docx").write_bytes(made.docx)
        (out / f"{i:05}.pdf").write_bytes(made.pdf)


def _ours_apart(rows: int, out: Path) -> None:
    raw, office = common()
    items = (
        Item(i, partial(raw_of, raw, *person), out / f"{i:05}")
        for i, person in enumerate(people(rows))
    )
    Run(Order(KIND, office, DAY), items, rows, 2, lambda _: None).make(opened())


def _ours_word(rows: int, out: Path) -> None:
    _, office = common()
    for i, raw in enumerate(raws(rows)):
        (out / f"{i:05}.docx").write_bytes(opened().word(KIND, raw, office, DAY))


def _load_docxtpl() -> bytes:
    importlib.import_module("docxtpl")  # no other way shall carry it in its memory
    return template("{{ ho_ten }}", "{{ don_vi }}")


def _docxtpl(rows: int, out: Path) -> None:
    source = out / "template"
    source.write_bytes(_load_docxtpl())
    DocxTemplate = sys.modules["docxtpl"].DocxTemplate
    for i, (name, place) in enumerate(people(rows)):
        document = DocxTemplate(source)
        document.render({"ho_ten": name, "don_vi": place}, autoescape=True)
        document.save(out / f"{i:05}.docx")


def _soffice(out: Path, files: list[Path]) -> None:
    profile = Path(tempfile.gettempdir()) / "vanban-benchmark-office"
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(out), *map(str, files)),
        ],
        capture_output=True,
        check=True,
    )


def _docxtpl_soffice(rows: int, out: Path) -> None:
    _docxtpl(rows, out)
    files = sorted(out.glob("*.docx"))
    for start in range(0, rows, IN_A_CALL):
        _soffice(out, files[start : start + IN_A_CALL])


def _docxtpl_soffice_each(rows: int, out: Path) -> None:
    _docxtpl(rows, out)
    for file in sorted(out.glob("*.docx")):
        _soffice(out, [file])


def _load_docxtemplater() -> bytes:
    return template("{ho_ten}", "{don_vi}")


def _docxtemplater(rows: int, out: Path) -> None:
    source, data, made = out / "template", out / "data.json", out / "00000.docx"
    source.write_bytes(_load_docxtemplater())
    told = dict(zip(("ho_ten", "don_vi"), next(people(1)), strict=True))
    data.write_text(json.dumps(told), encoding="utf-8")
    asked = {"count": rows, "template": str(source), "data": str(data), "out": str(made)}
    subprocess.run(
        ["node", "docxtemplater.js"], cwd=PEERS, input=json.dumps(asked), text=True, check=True
    )


@dataclass(frozen=True)
class Way:
    """make: writes the files of so many rows. kinds: of the files. most: rows measured at most.
    load: what is not measured.
    """

    make: Callable[[int, Path], None]
    kinds: tuple[str, ...] = ("docx", "pdf")
    most: int = MANY
    load: Callable[[], object] = bool


WORD = ("docx",)
WAYS = {
    "vanban, 2 workers": Way(_ours_apart, most=10_000),
    "vanban, 1 process": Way(_ours),
    "docxtpl + soffice, 200 a call": Way(_docxtpl_soffice, load=_load_docxtpl),
    "docxtpl + soffice per file": Way(_docxtpl_soffice_each, most=FEW, load=_load_docxtpl),
    "vanban, DOCX only": Way(_ours_word, WORD, most=10_000),
    "docxtpl, DOCX only": Way(_docxtpl, WORD, load=_load_docxtpl),
    "docxtemplater, DOCX only": Way(_docxtemplater, (), load=_load_docxtemplater),
}


def _used() -> float:
    """Seconds that the processors worked for this process and those that it has ended."""
    used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def child(way: Way, rows: int) -> None:
    """One run of one way in this process; writes seconds and processor seconds as JSON."""
    way.load()
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        before, start = _used(), time.perf_counter()
        way.make(rows, out)
        spent, used = time.perf_counter() - start, _used() - before
        for kind in way.kinds:
            assert len(list(out.glob(f"*.{kind}"))) == rows
    print(json.dumps({"seconds": spent, "cpu": used}))


class Peaks(threading.Thread):
    """How large a process and those that it starts ever were, MiB; the first one by itself."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.largest: dict[int, float] = {}

    def run(self) -> None:
        """Ask the system every tenth of a second, until `end`."""
        while not self._over.wait(0.1):
            self._look(self._pid)

    def _look(self, pid: int) -> None:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            started = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        except OSError:  # it has ended
            return
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                found = int(line.split()[1]) / 1024
                self.largest[pid] = max(found, self.largest.get(pid, 0.0))
        for other in " ".join(started).split():
            self._look(int(other))

    def end(self) -> dict[str, float]:
        """The first process, and the largest of all."""
        self._over.set()
        self.join()
        return {"first": self.largest[self._pid], "mib": max(self.largest.values())}


def measured(way: str, rows: int) -> dict[str, float]:
    """What `child` writes, of a process of its own, and how large its processes were."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.batch", "--child", way, str(rows)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        peaks = Peaks(process.pid)
        peaks.start()
        told, _ = process.communicate()
    found = peaks.end()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, way)
    return {**json.loads(told.splitlines()[-1]), **found}


known = cache(measured)


def compared(rows: int, chosen: list[str]) -> dict[str, dict[str, float]]:
    """Every way on so many rows, as a table on the way."""
    print(f"{rows} rows (load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores):")
    print(f"  {'way':30}{'seconds':>9}{'a minute':>10}{'cpu s':>8}{'cpu ms each':>13}{'MiB':>6}")
    found = {}
    for way in chosen:
        few = min(rows, WAYS[way].most)
        told = dict(known(way, few))
        for name in ("seconds", "cpu"):
            told[name] *= rows / few
        found[way] = told
        each, minute = told["cpu"] / rows * 1000, rows / told["seconds"] * 60
        note = f"  first process {told['first']:.0f}" * (told["first"] != told["mib"])
        note += f"  from {few} rows" * (few != rows)
        print(
            f"  {way:30}{told['seconds']:9.1f}{minute:10.0f}{told['cpu']:8.1f}{each:13.1f}"
            f"{told['mib']:6.0f}{note}",
            flush=True,
        )
    return found


def verdict(found: dict[int, dict[str, dict[str, float]]]) -> bool:
    """The last lines: figures and goals."""
    rows = MANY if MANY in found else max(found)
    told, goals = found[rows], []
    ours, office = told.get("vanban, 2 workers"), told.get("docxtpl + soffice, 200 a call")
    if ours and office:
        cpu = office["cpu"] / (ours["cpu"] / 2)
        goals.append(cpu >= GOAL_RATIO)
        print(
            f"{rows} rows, docxtpl with LibreOffice : vanban with two workers ="
            f" {cpu:.2f} by the processors (half of what both workers need), goal {GOAL_RATIO};"
            f" {office['seconds'] / ours['seconds']:.2f} by the clock of this machine today"
        )
    if word := told.get("vanban, DOCX only"):
        spent = word["cpu"] * 1000 / rows
        goals.append(spent < GOAL_WORD_S)
        print(f"1000 Word files: {spent:.1f} s of one processor, goal {GOAL_WORD_S} s")
    if ours and max(found) > rows:
        last = found[max(found)]["vanban, 2 workers"]
        growth = max(last[name] / ours[name] for name in ("first", "mib"))
        goals.append(growth <= GOAL_GROWTH)
        print(f"peak at {max(found)} rows: {growth:.2f} of that at {rows}, goal {GOAL_GROWTH}")
    print("met" if all(goals) else "MISSED")
    return all(goals)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--only", nargs="+", choices=WAYS, help="some of the ways")
    parser.add_argument("--child", nargs=2, metavar=("WAY", "ROWS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(WAYS[options.child[0]], int(options.child[1]))
        return 0
    if not shutil.which("soffice"):
        print("LibreOffice (soffice) is one of the ways compared; install it.")
        return 1
    chosen = list(options.only or WAYS)
    if not (PEERS / "node_modules" / "docxtemplater").is_dir():
        print("docxtemplater: not installed, left out (make peers)")
        chosen = [way for way in chosen if not way.startswith("docxtemplater")]
    return 0 if verdict({rows: compared(rows, chosen) for rows in options.rows}) else 1


if __name__ == "__main__":
    sys.exit(main())
