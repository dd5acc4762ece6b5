"""For the machine that watches this one: is the program alive, and can it do its work?

/healthz answers while the process answers. /readyz tries what a clerk's next click needs: the
database is read and written, the folder of the files takes a file, there is room on the disk.
Names of checks and nothing else: strangers may ask.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from vanban.problems import Fault
from vanban.web.access import services

blueprint = Blueprint("health", __name__)
_log = logging.getLogger(__name__)
# Room for some hundred papers; below that an operator has to act before people notice.
LEAST_FREE_BYTES = 200 * 1024 * 1024


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 when every check passes, else 503; each check by name."""
    checks: dict[str, Callable[[], bool]] = {
        "database": services().register.works,
        "files": lambda: _takes_a_file(services().store.root),
        "disk": lambda: shutil.disk_usage(services().store.root).free >= LEAST_FREE_BYTES,
    }
    found = {name: _passes(name, check) for name, check in checks.items()}
    well = all(found.values())
    told = {name: "ok" if passed else "failed" for name, passed in found.items()}
    return jsonify(status="ok" if well else "failed", checks=told), 200 if well else 503


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (OSError, Fault) as error:
        _log.warning("check %s: %s", name, type(error).__name__)
        return False


def _takes_a_file(folder: Path) -> bool:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part") as file:
        file.write(b"?")
        file.flush()
    return True
