"""`python -m vanban batch`: a list and what its papers have in common → files in a folder.

Out, besides the files: their folder on standard output; on standard error a bar that tells how far
it is, or every problem with the row it is in, and then exit code 1 and nothing is written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from vanban import agency, kinds, naming
from vanban import listing as lists
from vanban.by_list import Item, Order, Run, Seen
from vanban.cli_files import read_json, unwritable
from vanban.cli_list import Asked, HeldList
from vanban.life import ONE_EACH, ONE_FOR_ALL
from vanban.naming import Naming
from vanban.problems import Problem, Refused

if TYPE_CHECKING:
    from vanban.service import Service

_BAR = 30
_EVERY_S = 0.2
# The field of the number, which no two papers share.
_NUMBER = "so"


def batch(options: argparse.Namespace) -> int:
    """Make the papers of a list; 1 when not all of them could be made."""
    asked = _asked(options)
    named = Naming(options.ten, options.co_dau)
    naming.check(asked.kind, named)
    try:
        return _batch(asked, named, options)
    except KeyboardInterrupt:
        print(Problem("batch_interrupted"), file=sys.stderr)
        return 1


def _batch(asked: Asked, named: Naming, options: argparse.Namespace) -> int:
    with closing(HeldList(asked)) as held:
        # Loaded while the list is read, and after the process that does it was made.
        from vanban.service import open_service  # noqa: PLC0415 - likewise

        service = open_service(only=asked.kind.name)
        found = held.understood()
        for sentence in found.told:
            print(sentence, file=sys.stderr)
        if found.stops:
            return 1
        _make_folder(options.out)
        items = _items(asked, found.total, held, named, options.out)
        total = 1 if asked.form == ONE_FOR_ALL else found.total
        return _run(asked, items, total, options, service)


def _asked(options: argparse.Namespace) -> Asked:
    """What is to be made of which list. Raises Refused when there is no such paper."""
    kind = kinds.named(kinds.read_kinds(kinds.FORMS_DIR), options.kind)
    common = dict(read_json(options.common))
    office = agency.from_data(common.pop("co_quan", {}), where="co_quan")
    common.pop("mo_ta", None)  # a note for the reader of the example, not part of the paper
    if not lists.columns(kind):
        raise Refused(Problem("batch_kind_without_list", kind.name, {"kind": kind.title}))
    if options.form == ONE_FOR_ALL and lists.rows_field(kind) is None:
        raise Refused(Problem("batch_kind_without_table", kind.name, {"kind": kind.title}))
    if options.form == ONE_EACH and not kind.own_form and common.get(_NUMBER):
        told = {"so": common.pop(_NUMBER)}
        print(f"Lưu ý: {Problem('batch_one_number', data=told)}", file=sys.stderr)
    return Asked(options.list, kind, options.form, common, office, date.today())


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def _run(
    asked: Asked, items: Iterator[Item], total: int, options: argparse.Namespace, service: Service
) -> int:
    bar = _Bar(sys.stderr)
    order = Order(asked.kind.name, asked.agency, asked.day)
    try:
        seen = Run(order, items, total, options.workers, bar.show).make(service)
    finally:
        bar.end()
    for number, problems in sorted(seen.failed.items()):
        _tell_row(number, problems)
    for number, told in sorted(seen.faults.items()):
        print(f"Dòng {number}, thể thức cần xem lại: {' '.join(told)}", file=sys.stderr)
    print(options.out)
    return 1 if seen.failed else 0


def _tell_row(number: int, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(f"Dòng {number}: {problem}", file=sys.stderr)


def _items(asked: Asked, total: int, held: HeldList, named: Naming, out: Path) -> Iterator[Item]:
    """The papers with their names; a name that comes again gets a number behind it."""
    kind, rows = asked.kind, held.rows(total)
    if asked.form == ONE_FOR_ALL:
        together = list(rows)
        raw = lists.raw_of_all(kind, asked.common, [row.raw for row in together])
        yield Item(together[0].number, lambda: raw, out / naming.stem(kind, named, (1, 1), {}))
        return
    taken: set[str] = set()
    for position, row in enumerate(rows, start=1):
        stem = naming.stem(kind, named, (position, total), row.raw)
        made = partial(lists.raw_of, kind, asked.common, row.raw)
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
