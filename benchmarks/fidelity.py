"""DOCX → PDF: how near every word lies to where LibreOffice puts it, ours against other engines.

In: a folder of .docx files, or `--drawn N`: office papers drawn by chance (`benchmarks.drawn`).
Out: a table of engines and the worst ten of ours, with where each first leaves the reference; one
last line with figures and goals; exit code 1 when a goal is missed, a file crashes, or the
reference is missing. All engines see the same fonts; where no font has a character, all of them,
ours too for once, print a box. dxpdf and rdocx run where their packages are installed
(`make peers`); a missing one is named.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.drawn import draw_into
from benchmarks.places import Likeness, Table, likeness, table, words
from vanban.problems import Refused
from vanban.service import open_service

GOALS = Table(same_pages=0.97, right=0.97, near=0.75, median_near=0.85)
PEERS = {
    "dxpdf": "import sys, dxpdf; dxpdf.convert_file(sys.argv[1], sys.argv[2])",
    "rdocx": (
        "import sys, pathlib, rdocx;"
        "pathlib.Path(sys.argv[2]).write_bytes(rdocx.Document.open(sys.argv[1]).to_pdf())"
    ),
}
_CONVERT_S = 120


def by_libreoffice(files: list[Path], out: Path) -> None:
    """The reference: one call for all files, with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", "pdf", "--outdir", str(out), *map(str, files)),
            ],
            capture_output=True,
            check=True,
            timeout=_CONVERT_S + 10 * len(files),
        )


def ours() -> Callable[[Path, Path], str]:
    """Our converter; what it answers is "" or the sentence of a refusal."""
    service = open_service()

    def convert(source: Path, target: Path) -> str:
        try:
            target.write_bytes(service.pdf(source.read_bytes(), name=source.name, lenient=True).pdf)
        except Refused as refused:
            return str(refused.problems[0].sentence)
        return ""

    return convert


def peer(code: str) -> Callable[[Path, Path], str]:
    """An engine in a process of its own: a crash there is an answer, not our end."""

    def convert(source: Path, target: Path) -> str:
        try:
            done = subprocess.run(
                [sys.executable, "-c", code, str(source), str(target)],
                capture_output=True,
                text=True,
                check=False,
                timeout=_CONVERT_S,
            )
        except subprocess.TimeoutExpired:
            return "no answer in time"
        return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""

    return convert


def engines() -> dict[str, Callable[[Path, Path], str]]:
    found = {"vanban": ours()}
    for name, code in PEERS.items():
        if importlib.util.find_spec(name):
            found[name] = peer(code)
        else:
            print(f"{name}: not installed, left out (make peers)")
    return found


def run(
    files: list[Path], folder: Path, convert: Callable[[Path, Path], str], reference: Path
) -> tuple[dict[str, Likeness], dict[str, str], list[str]]:
    """(likeness by name, refusals by name, names that crashed)."""
    folder.mkdir(exist_ok=True)
    found, refused, crashed = {}, {}, []
    for source in files:
        target = folder / f"{source.stem}.pdf"
        try:
            if said := convert(source, target):
                refused[source.stem] = said
        except Exception:  # noqa: BLE001 - a benchmark counts crashes of any kind and goes on
            traceback.print_exc()
            crashed.append(source.stem)
        other = reference / f"{source.stem}.pdf"
        if other.exists():
            made = words(target) if target.exists() else []
            found[source.stem] = likeness(made, words(other))
    return found, refused, crashed


def show(tables: Mapping[str, Table]) -> None:
    print(f"{'engine':10} {'same pages':>10} {'right page':>10} {'within 3 pt':>11} {'median':>8}")
    for name, t in tables.items():
        print(f"{name:10} {t.same_pages:10.1%} {t.right:10.1%} {t.near:11.1%} {t.median_near:8.1%}")


def worst(found: Mapping[str, Likeness], refused: Mapping[str, str]) -> None:
    print("worst ten of ours:")
    for name, one in sorted(found.items(), key=lambda item: item[1].share_near)[:10]:
        why = refused.get(name) or f"{one.pages} of {one.reference_pages} pages; {one.first}"
        print(f"  {one.share_near:6.1%} of {one.words:5} words  {name}  ({why})")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="Word files of your own")
    parser.add_argument("--drawn", type=int, metavar="N", help="N drawn papers instead")
    parser.add_argument("--seed", type=int, default=1, help="of the drawn papers")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep files and PDFs there")
    options = parser.parse_args()
    if (options.folder is None) == (options.drawn is None):
        parser.error("name a folder or --drawn")
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        print("LibreOffice (soffice) and poppler (pdftotext) are the reference; install them.")
        return 1
    with tempfile.TemporaryDirectory() as spare:
        made = options.keep or Path(spare)
        made.mkdir(parents=True, exist_ok=True)
        if options.drawn is not None:
            draw_into(made, options.drawn, options.seed)
        files = sorted((options.folder or made).glob("*.docx"))
        reference = made / "libreoffice"
        by_libreoffice(files, reference)
        results = {
            name: run(files, made / name, convert, reference) for name, convert in engines().items()
        }
    show({name: table(found.values()) for name, (found, _, _) in results.items()})
    found, refused, crashed = results["vanban"]
    worst(found, refused)
    for name, said in refused.items():
        print(f"  refused: {name}: {said[:160]}")
    got = table(found.values())
    met = not crashed and all(g >= w for g, w in zip(vars(got).values(), _goals(), strict=True))
    print(
        f"vanban {got.same_pages:.1%} / {got.right:.1%} / {got.near:.1%} / {got.median_near:.1%} of"
        f" {len(found)} files, {len(crashed)} crashes; goal 97 / 97 / 75 / 85 %:"
        f" {'met' if met else 'missed'}"
    )
    return 0 if met else 1


def _goals() -> list[float]:
    return list(vars(GOALS).values())


if __name__ == "__main__":
    sys.exit(main())
