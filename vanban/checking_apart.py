"""A file of anybody → its check, in a process of its own.

In: the bytes of a file. Out: its report as plain values and the PDF of its pages, or the repaired
file. What a stranger's file does to its reader (memory, time, a crash) it does to a process that
lives for this one file; the server only waits. Loading the program takes longer than checking two
pages, so one process that has loaded everything waits for the next file, and for a while only.
"""

from __future__ import annotations

import atexit
import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from vanban import checking
from vanban.check.report import plain
from vanban.pdf.print import Printer
from vanban.problems import Problem, Refused

_ROOT = Path(__file__).resolve().parent.parent
# The limits of the readers end far below these; they are for what nobody has thought of.
_SECONDS = 60
_MEMORY = 3 * 1024**3
_AT_ONCE = 2
_PATIENCE_S = 30
# How long a process waits for a file that does not come, and how it then ends.
_IDLE_S, _ASLEEP = 600, 75
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """report: as check/report.py tells it. pdf: the pages. mended: the repaired file, b"" for none.

    places: how many repairs are in it.
    """

    report: Mapping[str, Any]
    pdf: bytes
    mended: bytes
    places: int


def check(data: bytes, name: str, day: date, repaired_at: datetime | None = None) -> Outcome:
    """Check a file. repaired_at: repair it, too, with changes of that time.

    Raises Refused: what the file is, that it takes too long, or that too many are checked now.
    """
    told = {
        "name": name,
        "day": day.isoformat(),
        "repaired_at": repaired_at and repaired_at.isoformat(),
    }
    if not _room.acquire(timeout=_PATIENCE_S):
        raise Refused(Problem("check_busy"))
    try:
        answer = _waiting.ask(json.dumps(told).encode() + b"\n" + data)
    finally:
        _room.release()
        _waiting.prepare()
    head, _, rest = answer.partition(b"\n")
    found = json.loads(head)
    if found["problems"]:
        raise Refused(*(Problem(*each) for each in found["problems"]))
    pages = found["pdf"]
    return Outcome(found["report"], rest[:pages], rest[pages:], found["places"])


def prepare() -> None:
    """Have a process ready: somebody is about to bring a file."""
    _waiting.prepare()


class _Waiting:
    """The process that waits for the next file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        with self._lock:
            if self._ready is not None and self._ready.poll() is not None:
                _bury(self._ready)
                self._ready = None
            if self._ready is None:
                self._ready = _started()

    def ask(self, question: bytes) -> bytes:
        with self._lock:
            ready, self._ready = self._ready, None
        if ready is not None and ready.poll() is not None:
            _bury(ready)
        elif ready is not None:
            answer = _asked(ready, question)
            # It may have gone to sleep in this very moment, before it read a thing.
            if ready.returncode != _ASLEEP:
                return _whole(ready, answer)
        fresh = _started()
        return _whole(fresh, _asked(fresh, question))

    def end(self) -> None:
        with self._lock:
            if self._ready is not None:
                _bury(self._ready)
                self._ready = None


_waiting = _Waiting()
_room = threading.BoundedSemaphore(_AT_ONCE)
atexit.register(_waiting.end)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this very module
        [sys.executable, "-m", __name__],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _bury(process: subprocess.Popen[bytes]) -> None:
    """End a process, and let go of what leads to it."""
    process.kill()
    process.communicate()


def _asked(process: subprocess.Popen[bytes], question: bytes) -> bytes:
    try:
        answer, said = process.communicate(question, timeout=_SECONDS)
    except subprocess.TimeoutExpired as late:
        _bury(process)
        raise Refused(Problem("check_too_long", "", {"seconds": _SECONDS})) from late
    if process.returncode and process.returncode != _ASLEEP:
        told = said[-2000:].decode(errors="replace")
        _log.error("checking apart ended with %s: %s", process.returncode, told)
    return answer


def _whole(process: subprocess.Popen[bytes], answer: bytes) -> bytes:
    if process.returncode or not answer:
        raise Refused(Problem("check_failed"))
    return answer


# -- the process itself ----------------------------------------------------------------------------


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer one question, and end."""
    idle = threading.Timer(_IDLE_S, os._exit, (_ASLEEP,))
    idle.daemon = True
    idle.start()
    printer = Printer()
    head = asked.readline()
    idle.cancel()
    if not head:  # whoever started this has gone
        return
    told = json.loads(head)
    _limit()
    answered.write(_answer(told, asked.read(), printer))
    answered.flush()


def _answer(told: Mapping[str, Any], data: bytes, printer: Printer) -> bytes:
    name, mended, places = told["name"], b"", 0
    try:
        found = checking.check_file(data, name, date.fromisoformat(told["day"]), printer)
        if told["repaired_at"]:
            when = datetime.fromisoformat(told["repaired_at"])
            made = checking.repair_file(data, name, found.report, when)
            mended, places = (made.data, len(made.done)) if made.done else (b"", 0)
    except Refused as refused:
        problems = [[p.code, p.where, dict(p.data)] for p in refused.problems]
        return json.dumps({"problems": problems}, default=str).encode() + b"\n"
    head = {
        "problems": [],
        "report": plain(found.report),
        "pdf": len(found.pdf),
        "places": places,
    }
    out = io.BytesIO()
    out.writelines((json.dumps(head).encode(), b"\n", found.pdf, mended))
    return out.getvalue()


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - only systems that have it can import it

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
