"""A long Word file → PDF, in a process of its own.

In: bytes of a Word file. Out: bytes of its PDF. A volume of the register takes the printer seconds,
during which nobody's preview could be composed, and memory that a server would never give back: so
the program's own command `pdf` prints it, and this process only waits.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from vanban.problems import Problem, Refused

# The limit of the reader (docx/effort.py) prints in a fraction of this.
_SECONDS = 300
_ROOT = Path(__file__).resolve().parent.parent
_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class NotPrinted(Refused):
    """Another long file is being printed, or this one could not be."""


def pdf(docx: bytes) -> bytes:
    """The PDF of a Word file of ours. Characters that no typeface has become boxes.

    Raises NotPrinted when another file is being printed, or when this one fails.
    """
    # Whoever clicks ten times takes one processor and one thread of the server, not all.
    if not _one_at_a_time.acquire(blocking=False):
        raise NotPrinted(Problem("print_busy"))
    try:
        with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
            return _print(docx, Path(folder))
    finally:
        _one_at_a_time.release()


def _print(docx: bytes, folder: Path) -> bytes:
    source, printed = folder / "so.docx", folder / "so.pdf"
    source.write_bytes(docx)
    command = [sys.executable, "-m", "vanban", "pdf", str(source), "--out", str(printed)]
    try:
        subprocess.run(  # noqa: S603 - our own command, on files that were named here
            [*command, "--thieu-chu"],
            cwd=_ROOT,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
        return printed.read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or b""
        _log.error("printing apart failed: %s %s", error, told.decode(errors="replace")[-2000:])
        raise NotPrinted(Problem("print_failed")) from error
