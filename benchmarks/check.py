"""The check of thể thức on a folder of documents: what is recognised, what is found, how long.

In: a folder of Word files and PDFs. Out: a line for each file; the exit code is 1 when the median
of documents of two pages at most takes more than the goal, or a file that can be read breaks the
check. A file that is refused is named with the reason.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from vanban import checking
from vanban.check.engine import Report, Severity
from vanban.problems import Refused

GOAL_SECONDS = 0.5
_SHORT = 2
_KINDS = (".docx", ".docm", ".pdf")


def main() -> int:
    """Run and report. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", action="store_true", help="findings of each rule at the end")
    options = parser.parse_args()
    files = sorted(p for p in options.folder.rglob("*") if p.suffix.lower() in _KINDS)
    print(f"{'pages':>5}{'rules':>7}{'sai':>5}{'nên':>5}{'lưu ý':>7}{'ms':>7}  type, file")
    times: list[float] = []
    by_rule: Counter[str] = Counter()
    for path in files:
        start = time.perf_counter()
        try:
            report = checking.check_file(path.read_bytes(), path.name, date.today()).report
        except Refused as refused:
            print(f"{'':>36}  refused, {path.name}: {refused.problems[0].sentence}")
            continue
        took = time.perf_counter() - start
        if len(report.found.laid.sheets) <= _SHORT:
            times.append(took)
        by_rule.update(finding.rule.id for finding in report.findings)
        print(_line(report, took, path))
    if options.rules:
        for rule, count in by_rule.most_common():
            print(f"{count:6} {rule}")
    median = statistics.median(times) if times else 0.0
    print(
        f"median of {len(times)} documents of {_SHORT} pages at most:"
        f" {median * 1000:.0f} ms (goal {GOAL_SECONDS * 1000:.0f})"
    )
    return int(median > GOAL_SECONDS)


def _line(report: Report, took: float, path: Path) -> str:
    counts = [report.count(severity) for severity in Severity]
    found = report.found
    return (
        f"{len(found.laid.sheets):>5}{report.evaluated:>7}{counts[0]:>5}{counts[1]:>5}"
        f"{counts[2]:>7}{took * 1000:>7.0f}  {found.loai or found.family}, {path.name}"
    )


if __name__ == "__main__":
    sys.exit(main())
