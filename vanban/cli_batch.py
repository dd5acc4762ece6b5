"""`python -m vanban batch`: a list and what its papers have in common → files in a folder.

Out, besides the files: their folder on standard output; on standard error a bar that tells how far
it is, or every problem with the row it is in, and then exit code 1 and nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from vanban import agency, naming
from vanban import listing as lists
from vanban.by_list import Item, Order, Run, Seen
from vanban.kinds import Kind
from vanban.life import BATCH_FORMS, ONE_EACH, ONE_FOR_ALL
from vanban.listing import Listing
from vanban.lists.check import check
from vanban.naming import Naming
from vanban.problems import Problem, Refused
from vanban.service import Service, open_service
from vanban.sheet.head import from_file

_BAR = 30
_EVERY_S = 0.2
# The field of the number, which no two papers share.
_NUMBER = "so"
Read = Callable[[Path], Mapping[str, Any]]


def add_batch(commands: Any, read_json: Read) -> None:
    """Add the command to those of the program. read_json: how these read an object of JSON."""
    batch = commands.add_parser("batch", help="tạo hàng loạt văn bản từ một danh sách Excel")
    batch.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    batch.add_argument("list", metavar="LIST.xlsx", type=Path)
    batch.add_argument("--common", metavar="COMMON.json", type=Path, required=True)
    batch.add_argument("--out", metavar="DIR", type=Path, required=True)
    batch.add_argument("--workers", metavar="N", type=int, default=min(2, os.cpu_count() or 1))
    batch.add_argument("--form", choices=BATCH_FORMS, default=ONE_EACH)
    batch.add_argument("--ten", metavar="MẪU", default=naming.DEFAULT, help="mẫu tên tệp")
    batch.add_argument("--co-dau", action="store_true", help="giữ dấu tiếng Việt trong tên tệp")
    batch.set_defaults(command=lambda options: _batch(options, read_json))


@dataclass(frozen=True)
class _Wanted:
    kind: Kind
    form: str
    listing: Listing
    common: Mapping[str, Any]
    order: Order


def _batch(options: argparse.Namespace, read_json: Read) -> int:
    service = open_service()
    if options.kind not in service.kinds:
        known = ", ".join(service.kinds)
        raise Refused(Problem("unknown_kind", "KIND", {"name": options.kind, "known": known}))
    wanted = _wanted(service, options, read_json)
    named = Naming(options.ten, options.co_dau)
    naming.check(wanted.kind, named)
    if not _is_fine(wanted):
        return 1
    bar = _Bar(sys.stderr)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        data = {"detail": error.strerror or ""}
        raise Refused(Problem("file_not_written", options.out.name, data)) from error
    total = 1 if wanted.form == ONE_FOR_ALL else len(wanted.listing.rows)
    items = _items(wanted, named, options.out)
    run = Run(wanted.order, items, total, options.workers, bar.show)
    try:
        seen = run.make(service)
    except KeyboardInterrupt:
        bar.end()
        print(Problem("batch_interrupted"), file=sys.stderr)
        return 1
    bar.end()
    for number, problems in sorted(seen.failed.items()):
        _tell_row(number, problems)
    for number, told in sorted(seen.faults.items()):
        print(f"Dòng {number}, thể thức cần xem lại: {' '.join(told)}", file=sys.stderr)
    print(options.out)
    return 1 if seen.failed else 0


def _wanted(service: Service, options: argparse.Namespace, read_json: Read) -> _Wanted:
    common = dict(read_json(options.common))
    office = agency.from_data(common.pop("co_quan", {}), where="co_quan")
    common.pop("mo_ta", None)  # a note for the reader of the example, not part of the paper
    kind = service.kinds[options.kind]
    if not lists.columns(kind):
        raise Refused(Problem("batch_kind_without_list", kind.name, {"kind": kind.title}))
    if options.form == ONE_FOR_ALL and lists.rows_field(kind) is None:
        raise Refused(Problem("batch_kind_without_table", kind.name, {"kind": kind.title}))
    try:
        data = options.list.read_bytes()
    except OSError as error:
        told = {"detail": error.strerror or ""}
        raise Refused(Problem("file_not_read", options.list.name, told)) from error
    found = from_file(data, options.list.name, kind)
    if options.form == ONE_EACH and not kind.own_form and common.get(_NUMBER):
        told = {"so": common.pop(_NUMBER)}
        print(f"Lưu ý: {Problem('batch_one_number', data=told)}", file=sys.stderr)
    order = Order(kind.name, office, date.today())
    return _Wanted(kind, options.form, found, common, order)


def _is_fine(wanted: _Wanted) -> bool:
    """Whether every paper can be made; what is wrong is told, and what is good to know."""
    checked = check(
        wanted.kind,
        wanted.listing,
        wanted.common,
        wanted.order.agency,
        wanted.order.day,
        together=wanted.form == ONE_FOR_ALL,
    )
    for found in (*checked.findings, *checked.notes):
        print(found if found.stops else f"Lưu ý: {found}", file=sys.stderr)
    return not checked.stops


def _tell_row(number: int, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(f"Dòng {number}: {problem}", file=sys.stderr)


def _items(wanted: _Wanted, named: Naming, out: Path) -> Iterator[Item]:
    """The papers with their names; a name that comes again gets a number behind it."""
    kind, rows = wanted.kind, wanted.listing.rows
    if wanted.form == ONE_FOR_ALL:
        raw = lists.raw_of_all(kind, wanted.common, [row.raw for row in rows])
        yield Item(rows[0].number, lambda: raw, out / naming.stem(kind, named, (1, 1), {}))
        return
    taken: set[str] = set()
    for position, row in enumerate(rows, start=1):
        stem = naming.stem(kind, named, (position, len(rows)), row.raw)
        made = partial(lists.raw_of, kind, wanted.common, row.raw)
        yield Item(row.number, made, out / naming.apart(stem, taken))


class _Bar:
    """How far the run is: one line that is written over, or a line now and then in a log."""

    def __init__(self, to: TextIO) -> None:
        self._to = to
        self._over = to.isatty()
        self._begun = self._last = time.monotonic()
        self._deaths = 0
        self._tenth = 0

    def show(self, seen: Seen) -> None:
        """Tell it, not more often than somebody can read."""
        for number in seen.deaths[self._deaths :]:
            print(f"\nDòng {number}: {Problem('batch_worker_died').sentence}", file=self._to)
        self._deaths = len(seen.deaths)
        now = time.monotonic()
        at = seen.done + len(seen.failed)
        tenth = 10 * at // seen.total
        if self._over and (now - self._last > _EVERY_S or at == seen.total):
            self._to.write(f"\r{self._line(at, seen, now - self._begun)}")
            self._to.flush()
            self._last = now
        elif not self._over and tenth > self._tenth:
            print(self._line(at, seen, now - self._begun), file=self._to)
            self._tenth = tenth

    @staticmethod
    def _line(at: int, seen: Seen, seconds: float) -> str:
        full = _BAR * at // seen.total
        pace = at / max(seconds, 0.001)
        left = (seen.total - at) / pace if at else 0
        wrong = f", {len(seen.failed)} lỗi" if seen.failed else ""
        bar = "█" * full + "·" * (_BAR - full)
        return (
            f"{bar} {at}/{seen.total}, {round(60 * pace)} văn bản/phút, "
            f"còn {round(left)} giây{wrong}  "
        )

    def end(self) -> None:
        """Leave the line."""
        if self._over:
            self._to.write("\n")
