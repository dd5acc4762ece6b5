"""`python -m vanban check`: files → what is wrong with their form, by clause and place.

Out: for people a line for each finding, for programs JSON; exit code 1 when something is wrong by
the decree or a file cannot be read. With `--sua` the Word file with what can be repaired, as
tracked changes.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from vanban import checking
from vanban.check.engine import Finding, Outcome, Report, Severity, rule_set
from vanban.check.report import FAMILIES, SEVERITIES, plain
from vanban.check.table import markdown
from vanban.cli_files import read_bytes, write
from vanban.problems import Problem, Refused
from vanban.vietnamese.days import now


def check(options: argparse.Namespace) -> int:
    """Check the files, and tell; 1 when something is wrong by the decree."""
    if options.quy_tac:
        print(markdown(rule_set()), end="")
        return 0
    if not options.files:
        raise Refused(Problem("check_no_file"))
    if options.sua is not None and len(options.files) > 1:
        raise Refused(Problem("check_one_file"))
    code, told = 0, []
    for path in options.files:
        try:
            data = read_bytes(path)
            report = checking.check_file(data, path.name, options.ngay or date.today()).report
        except Refused as refused:
            for problem in refused.problems:
                print(problem, file=sys.stderr)
            code = 1
            continue
        code = code or int(report.count(Severity.SAI) > 0)
        told.append({"tep": path.name, **plain(report)})
        if not options.json:
            _tell(path.name, report)
        if options.sua is not None:
            _repair(data, path.name, report, options.sua)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    return code


def _tell(name: str, report: Report) -> None:
    found = report.found
    print(f"{name}: {found.loai or FAMILIES[found.family]}. {found.why}".rstrip())
    for finding in report.findings:
        print(f"  {_line(finding)}")
    counts = ", ".join(f"{report.count(s)} {SEVERITIES[s].lower()}" for s in Severity)
    print(f"  Đã xét {report.evaluated}/{len(report.told)} quy tắc: {counts}.")
    for each in report.told:
        if each.outcome is Outcome.KHONG_DANH_GIA_DUOC:
            print(f"  Không đánh giá được “{each.rule.title}”: {each.why}")


def _line(finding: Finding) -> str:
    rule, box = finding.rule, finding.hit.box
    # A margin is marked from the edge of the paper on.
    below = f", cách mép trên {box.top:.0f} mm" if box and box.top else ""
    place = f"trang {box.page + 1}{below}: " if box else ""
    return f"[{SEVERITIES[rule.severity]}] {place}{finding.sentence} ({rule.clause})"


def _repair(data: bytes, name: str, report: Report, out: Path) -> None:
    mended = checking.repair_file(data, name, report, now())
    write({out: mended.data})
    print(f"{out}: {len(mended.done)} chỗ đã sửa, dạng theo dõi thay đổi.", file=sys.stderr)
