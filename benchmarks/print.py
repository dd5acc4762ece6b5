"""DOCX → PDF: seconds per document and per page, ours against other engines.

In: nothing; the papers are made from examples/. Out: a table of medians over interleaved rounds
with peak memory, and one last line with figure and goal; exit code 1 when the goal is missed or
LibreOffice is not there. Every engine runs in a process of its own, warm where it can stay warm;
LibreOffice runs once per file, and once for many. dxpdf and rdocx run where their packages are
installed (`make peers`). `--profile` shows instead where our own time goes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.papers import PAPERS, repeated
from benchmarks.stages import shares
from vanban.service import open_service

GOAL_MS_A_PAGE = 60
_MANY = 10
_Convert = Callable[[list[Path], Path], None]


def _soffice(files: list[Path], out: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", "pdf", "--outdir", str(out), *map(str, files)),
            ],
            capture_output=True,
            check=True,
            timeout=300,
        )


def _one_by_one(files: list[Path], out: Path) -> None:
    for file in files:
        _soffice([file], out)


def _vanban() -> _Convert:
    service = open_service()

    def convert(files: list[Path], out: Path) -> None:
        for file in files:
            (out / f"{file.stem}.pdf").write_bytes(service.pdf(file.read_bytes()).pdf)

    return convert


def _dxpdf() -> _Convert:
    import dxpdf  # noqa: PLC0415 - a peer may be missing

    def convert(files: list[Path], out: Path) -> None:
        for file in files:
            dxpdf.convert_file(str(file), str(out / f"{file.stem}.pdf"))

    return convert


def _rdocx() -> _Convert:
    import rdocx  # noqa: PLC0415 - a peer may be missing

    def convert(files: list[Path], out: Path) -> None:
        for file in files:
            (out / f"{file.stem}.pdf").write_bytes(rdocx.Document.open(str(file)).to_pdf())

    return convert


# Engine → how to open it, files a run, whether a first run warms it up.
ENGINES: dict[str, tuple[Callable[[], _Convert], int, bool]] = {
    "vanban": (_vanban, 2, True),
    "libreoffice, one file a call": (lambda: _one_by_one, 1, False),
    "libreoffice, one call for many": (lambda: _soffice, _MANY, False),
    "dxpdf": (_dxpdf, 5, True),
    "rdocx": (_rdocx, 5, True),
}


def child(engine: str, paper: Path) -> None:
    """One run of one engine in this process; writes seconds per document and peak MiB as JSON."""
    opened, count, warm = ENGINES[engine]
    convert = opened()
    with tempfile.TemporaryDirectory() as made:
        files = []
        for number in range(count):
            files.append(Path(made) / f"{number}.docx")
            shutil.copy(paper, files[-1])
        if warm:
            convert(files[:1], Path(made))
        start, worked = time.perf_counter(), time.process_time()
        convert(files, Path(made))
        spent = (time.perf_counter() - start) / count
        cpu = (time.process_time() - worked) / count
        assert len(list(Path(made).glob("*.pdf"))) == count
    whose = resource.RUSAGE_CHILDREN if "libreoffice" in engine else resource.RUSAGE_SELF
    peak = resource.getrusage(whose).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "cpu": cpu, "mib": peak}))


def measured(engine: str, paper: Path, clock: str = "seconds") -> tuple[float, float]:
    """(seconds per document, peak MiB) of one run in a process of its own.

    clock: "seconds" by the clock on the wall, "cpu" by the processor.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.print", "--child", engine, str(paper)],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return found[clock], found["mib"]


def present() -> list[str]:
    found = []
    for engine in ENGINES:
        if engine in ("dxpdf", "rdocx") and not importlib.util.find_spec(engine):
            print(f"{engine}: not installed, left out (make peers)")
            continue
        found.append(engine)
    return found


def compared(name: str, paper: Path, pages: int, rounds: int) -> dict[str, float]:
    """Seconds per document of every engine on one paper, as a table on the way."""
    seconds: dict[str, list[float]] = defaultdict(list)
    peaks: dict[str, float] = defaultdict(float)
    engines = present()
    for _ in range(rounds):
        for engine in engines:
            spent, mib = measured(engine, paper)
            seconds[engine].append(spent)
            peaks[engine] = max(peaks[engine], mib)
    print(f"{name}, {pages} pages:")
    print(f"  {'engine':32} {'s/document':>10} {'ms/page':>8} {'peak MiB':>9}")
    medians = {engine: statistics.median(spent) for engine, spent in seconds.items()}
    for engine, spent in medians.items():
        a_page = spent / pages * 1000
        print(f"  {engine:32} {spent:10.3f} {a_page:8.1f} {peaks[engine]:9.0f}")
    return medians


def profile(rounds: int) -> None:
    """Shares of the stages for every paper."""
    service = open_service()
    for name, make in PAPERS.items():
        docx = make(service)
        pages = service.page_count(service.pdf(docx).pdf)
        found = shares(service, docx, rounds)
        print(f"{name}, {pages} pages: " + ", ".join(f"{k} {v:.0%}" for k, v in found.items()))


def growth() -> None:
    """Processor time a page and peak memory of one report, once to sixteen times over."""
    service = open_service()
    print(f"{'pages':>6} {'ms/page':>8} {'peak MiB':>9}")
    for times in (1, 2, 4, 8, 16):
        made = repeated(service, times)
        pages = service.page_count(service.pdf(made).pdf)
        with tempfile.TemporaryDirectory() as folder:
            paper = Path(folder) / "report.docx"
            paper.write_bytes(made)
            spent, mib = measured("vanban", paper, "cpu")
        print(f"{pages:6} {spent / pages * 1000:8.1f} {mib:9.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.print", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="where our own time goes")
    parser.add_argument("--long", action="store_true", help="also a list of 300 and a long report")
    parser.add_argument("--growth", action="store_true", help="time and memory against pages")
    parser.add_argument("--child", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]))
        return 0
    if options.growth:
        growth()
        return 0
    if options.profile:
        profile(options.rounds)
        return 0
    if not shutil.which("soffice"):
        print("LibreOffice (soffice) is one of the engines compared; install it.")
        return 1
    return against(options.rounds, long=options.long)


def against(rounds: int, *, long: bool) -> int:
    """The tables and the last line; the exit code comes back."""
    service = open_service()
    a_page = ratio = 0.0
    for name, make in PAPERS.items():
        if not long and name not in ("decision", "plan"):
            continue
        docx = make(service)
        pages = service.page_count(service.pdf(docx).pdf)
        with tempfile.TemporaryDirectory() as folder:
            paper = Path(folder) / f"{name}.docx"
            paper.write_bytes(docx)
            medians = compared(name, paper, pages, rounds)
        if name == "plan":
            a_page = medians["vanban"] / pages * 1000
            ratio = medians["libreoffice, one file a call"] / medians["vanban"]
    met = a_page <= GOAL_MS_A_PAGE
    print(
        f"plan: {a_page:.1f} ms a page, LibreOffice with one file a call takes {ratio:.1f} times"
        f" as long; goal {GOAL_MS_A_PAGE} ms a page: {'met' if met else 'missed'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
