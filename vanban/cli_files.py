"""Files as the commands read and write them: paths and values in, values and files out.

What the machine refuses becomes a `Problem` with the name of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vanban.problems import Problem, Refused


def write(files: Mapping[Path, bytes]) -> None:
    """All the files or none: each is written beside its place first, then they move in."""
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(path.name + ".part").write_bytes(data)
    except OSError as error:
        raise unwritable(path, error) from error
    for path in files:
        path.with_name(path.name + ".part").replace(path)


def unwritable(path: Path, error: OSError) -> Refused:
    """What is told of a path that cannot be written."""
    return Refused(Problem("file_not_written", path.name, {"detail": error.strerror or ""}))


def read_text(path: Path) -> str:
    """The text of a file. Raises Refused when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Refused(Problem("bad_json", path.name, {"detail": str(error)})) from error


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises Refused when it cannot be read or is not an object."""
    try:
        data = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise Refused(Problem("bad_json", path.name, {"detail": str(error)})) from error
    if not isinstance(data, dict):
        raise Refused(Problem("json_not_object", path.name))
    return data


def unreadable(path: Path, error: OSError) -> Refused:
    """What is told of a path that cannot be read."""
    return Refused(Problem("file_not_read", path.name, {"detail": error.strerror or ""}))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
