"""A list of people → one decision each: ours against docxtpl with LibreOffice, and others.

In: nothing; the rows are made from examples/. Out: a table for each number of rows with documents a
minute and peak memory of one process, and one last line with figure and goal; exit code 1 when a
goal is missed or LibreOffice is not there. Every way runs in a process of its own and writes its
files into a folder.

All make the same page: the template of the others is the Word file that ours makes, with a tag in
the place of the name. LibreOffice has a profile of its own that was used before. "cpu" counts the
processors' time of all processes of a way, so it holds on a machine that does other things too:
what two workers need at least is half of theirs. One LibreOffice call for each file is measured on
a few rows and multiplied. docxtemplater runs where it is installed (`make peers`).
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from benchmarks.fill import PEERS
from vanban import agency
from vanban.agency import Agency
from vanban.problems import Refused
from vanban.production import Production, produce_apart, produce_rows
from vanban.service import open_service

KIND = "quyet_dinh_khen_thuong"
CAMPAIGN = Path(__file__).parent.parent / "examples" / "hai-quan-tphcm" / f"{KIND}.json"
DAY = date(2026, 11, 21)
ROWS = (100, 1000, 10_000)
FEW = 5
GOAL_RATIO = 2.5
GOAL_WORD_S = 2.0
GOAL_GROWTH = 1.1
_NAME = "Người Được Khen"
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Thị", "Văn", "Quốc", "Thị Hồng", "Minh", "Đình", "Ngọc", "Xuân")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khuê", "Lộc", "Mỹ", "Nhung", "Oanh", "Ỷ")


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


def names(count: int) -> Iterator[str]:
    """So many people; the last word keeps them apart."""
    made = itertools.cycle(itertools.product(_FAMILY, _MIDDLE, _GIVEN))
    return (" ".join(next(made)) for _ in range(count))


def raws(count: int) -> Iterator[dict[str, Any]]:
    """The raw dict of each row."""
    raw, _ = common()
    person = raw["khen_thuong"][0]
    return ({**raw, "khen_thuong": [{**person, "ho_ten": name}]} for name in names(count))


def template(tag: str) -> bytes:
    """Our own Word file with a tag for the name: a template that gives the same page."""
    raw, office = common()
    raw = {**raw, "khen_thuong": [{**raw["khen_thuong"][0], "ho_ten": _NAME}]}
    made = Production(open_service(), KIND, office, DAY).word(raw)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                assert data.count(_NAME.encode()) == 1
                data = data.replace(_NAME.encode(), tag.encode())
            new.writestr(info.filename, data)
    return out.getvalue()


opened = cache(open_service)


def _ours(rows: int, out: Path) -> None:
    _, office = common()
    for i, made in enumerate(produce_rows(opened(), KIND, raws(rows), office, DAY)):
        (out / f"{i:05}.docx").write_bytes(made.docx)
        (out / f"{i:05}.pdf").write_bytes(made.pdf)


def _ours_apart(rows: int, out: Path) -> None:
    _, office = common()
    for i, made in enumerate(produce_apart(KIND, raws(rows), office, DAY, workers=2)):
        if isinstance(made, Refused):
            raise made
        (out / f"{i:05}.docx").write_bytes(made.docx)
        (out / f"{i:05}.pdf").write_bytes(made.pdf)


def _ours_word(rows: int, out: Path) -> None:
    _, office = common()
    making = Production(opened(), KIND, office, DAY)
    for i, raw in enumerate(raws(rows)):
        (out / f"{i:05}.docx").write_bytes(making.word(raw))


def _docxtpl(rows: int, out: Path) -> None:
    source = out / "template"
    source.write_bytes(template("{{ ho_ten }}"))
    for i, name in enumerate(names(rows)):
        document = DocxTemplate(source)
        document.render({"ho_ten": name}, autoescape=True)
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
    _soffice(out, sorted(out.glob("*.docx")))


def _docxtpl_soffice_each(rows: int, out: Path) -> None:
    _docxtpl(rows, out)
    for file in sorted(out.glob("*.docx")):
        _soffice(out, [file])


def _docxtemplater(rows: int, out: Path) -> None:
    source, data, made = out / "template", out / "data.json", out / "00000.docx"
    source.write_bytes(template("{ho_ten}"))
    data.write_text(json.dumps({"ho_ten": next(names(1))}), encoding="utf-8")
    asked = {"count": rows, "template": str(source), "data": str(data), "out": str(made)}
    subprocess.run(
        ["node", "docxtemplater.js"], cwd=PEERS, input=json.dumps(asked), text=True, check=True
    )


# Name → what makes the files, which files, whether it is measured on a few rows only.
WAYS: dict[str, tuple[Callable[[int, Path], None], tuple[str, ...], bool]] = {
    "vanban, 2 workers": (_ours_apart, ("docx", "pdf"), False),
    "vanban, 1 process": (_ours, ("docx", "pdf"), False),
    "docxtpl + 1 soffice call": (_docxtpl_soffice, ("docx", "pdf"), False),
    "docxtpl + soffice per file": (_docxtpl_soffice_each, ("docx", "pdf"), True),
    "vanban, DOCX only": (_ours_word, ("docx",), False),
    "docxtpl, DOCX only": (_docxtpl, ("docx",), False),
    "docxtemplater, DOCX only": (_docxtemplater, (), False),
}

# In this very process, which has been at work before; the others are measured with their start.
WARM = (_ours, _ours_word, _docxtpl)


def child(way: str, rows: int) -> None:
    """One run of one way in this process; writes seconds, processor seconds and MiB as JSON."""
    make, kinds, _ = WAYS[way]
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as first:
        if make in WARM:
            make(1, Path(first))
        out = Path(made)
        before = [resource.getrusage(each) for each in whose]
        start = time.perf_counter()
        make(rows, out)
        spent = time.perf_counter() - start
        for kind in kinds:
            assert len(list(out.glob(f"*.{kind}"))) == rows
    used = [resource.getrusage(each) for each in whose]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    cpu -= sum(each.ru_utime + each.ru_stime for each in before)
    peak = max(each.ru_maxrss for each in used) / 1024
    print(json.dumps({"seconds": spent, "cpu": cpu, "mib": peak}))


def measured(way: str, rows: int) -> dict[str, float]:
    """What `child` writes, of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch", "--child", way, str(rows)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(rows: int, chosen: list[str]) -> dict[str, dict[str, float]]:
    """Every way on so many rows, as a table on the way."""
    print(f"{rows} rows:")
    print(f"  {'way':28}{'seconds':>9}{'a minute':>10}{'cpu s':>8}{'cpu ms each':>13}{'MiB':>6}")
    found = {}
    for way in chosen:
        few = FEW if WAYS[way][2] else rows
        told = measured(way, few)
        told = found[way] = {k: v if k == "mib" else v * rows / few for k, v in told.items()}
        each, minute = told["cpu"] / rows * 1000, rows / told["seconds"] * 60
        note = f"  from {few} rows" if few != rows else ""
        print(
            f"  {way:28}{told['seconds']:9.1f}{minute:10.0f}{told['cpu']:8.1f}{each:13.1f}"
            f"{told['mib']:6.0f}{note}",
            flush=True,
        )
    return found


def verdict(found: dict[int, dict[str, dict[str, float]]]) -> bool:
    """The last lines: figures and goals."""
    rows = 1000 if 1000 in found else max(found)
    told, goals = found[rows], []
    ours, office = told.get("vanban, 2 workers"), told.get("docxtpl + 1 soffice call")
    if ours and office:
        clock = office["seconds"] / ours["seconds"]
        cpu = office["cpu"] / (ours["cpu"] / 2)
        goals.append(max(clock, cpu) >= GOAL_RATIO)
        print(
            f"{rows} rows: {clock:.2f} times as fast by the clock, {cpu:.2f} by the processors"
            f" as docxtpl with one call of LibreOffice; goal {GOAL_RATIO}"
        )
    if word := told.get("vanban, DOCX only"):
        spent = word["cpu"] * 1000 / rows
        goals.append(spent < GOAL_WORD_S)
        print(f"1000 Word files: {spent:.1f} s of one processor; goal {GOAL_WORD_S} s")
    if ours and max(found) > rows:
        growth = found[max(found)]["vanban, 2 workers"]["mib"] / ours["mib"]
        goals.append(growth <= GOAL_GROWTH)
        print(f"peak at {max(found)} rows: {growth:.2f} of that at {rows}; goal {GOAL_GROWTH}")
    print("met" if all(goals) else "MISSED")
    return all(goals)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--only", nargs="+", choices=WAYS, help="some of the ways")
    parser.add_argument("--child", nargs=2, metavar=("WAY", "ROWS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], int(options.child[1]))
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
