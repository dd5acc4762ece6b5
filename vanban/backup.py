"""A copy of everything, and everything from a copy: one ZIP of all rows and all files.

In: the opened house, or an empty one and a copy. Out: the copy, or the house as it was. The rows
are read in one transaction, so they are one state of the database although people go on working;
the files come after them. None is ever changed, and none removed within a day of the last row that
named it, so every file that a row names is there. contents.json holds a fingerprint of each part,
and a copy is read whole and compared before anything is put back.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from vanban.problems import Problem, Refused
from vanban.register import Register
from vanban.store import Store

CONTENTS = "contents.json"
FORMAT = 1
_TABLES, _FILES = "tables/", "files/"
_CHUNK = 1024 * 1024


class BackupRefused(Refused):
    """The copy cannot be made, is damaged, or there is something in the way of putting it back."""


@dataclass(frozen=True)
class Copied:
    """What a copy holds. tables: rows of each. files: how many. size: bytes of the copy."""

    made_at: datetime
    tables: dict[str, int]
    files: int
    size: int


# -- making a copy ---------------------------------------------------------------------------------


def back_up(register: Register, store: Store, target: Path, now: datetime) -> Copied:
    """Copy everything to `target`, whole or not at all. Raises BackupRefused.

    Only its owner may read the copy: it holds every paper. A file that is there already stays.
    """
    if target.exists():
        raise BackupRefused(Problem("backup_exists", target.name))
    try:
        return _write_beside(register, store, target, now)
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise BackupRefused(Problem("backup_not_written", target.name, detail)) from error


def _write_beside(register: Register, store: Store, target: Path, now: datetime) -> Copied:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")  # mode 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                contents = _fill(register, store, archive)
                contents["made_at"] = now.isoformat()
                archive.writestr(CONTENTS, json.dumps(contents, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        copied = read_contents(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)  # it is there only when something went wrong
    return copied


def _fill(register: Register, store: Store, archive: zipfile.ZipFile) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    with register.snapshot() as snapshot:
        for name, lines in snapshot.tables():
            with archive.open(f"{_TABLES}{name}.jsonl", "w", force_zip64=True) as member:
                tables[name] = _pour(lines, member)
        wanted = snapshot.files()
        schema = snapshot.schema
    for sha256, form in sorted(wanted.items()):
        # Word files and PDFs are compressed already.
        archive.writestr(
            f"{_FILES}{sha256}.{form}", store.get(sha256), compress_type=zipfile.ZIP_STORED
        )
    return {"format": FORMAT, "schema": schema, "tables": tables, "files": wanted}


def _pour(lines: Iterable[bytes], member: IO[bytes]) -> dict[str, Any]:
    count, digest = 0, hashlib.sha256()
    for line in lines:
        member.write(line)
        digest.update(line)
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


# -- reading and putting back ----------------------------------------------------------------------


def read_contents(source: Path) -> Copied:
    """What a copy holds, after every part was read and compared. Raises BackupRefused."""
    with _opened(source) as archive:
        contents = _contents(archive)
        parts = {f"{_TABLES}{n}.jsonl": t["sha256"] for n, t in contents["tables"].items()}
        parts |= {f"{_FILES}{sha256}.{form}": sha256 for sha256, form in contents["files"].items()}
        for name, sha256 in parts.items():
            if _fingerprint(archive, name) != sha256:
                raise _damaged(source, name)
    rows = {name: table["rows"] for name, table in contents["tables"].items()}
    made_at = datetime.fromisoformat(contents["made_at"])
    return Copied(made_at, rows, len(contents["files"]), source.stat().st_size)


def put_back(address: str, store: Store, source: Path) -> Copied:
    """Fill the empty database at `address` and the store from a copy, then look at everything.

    Raises BackupRefused when the copy is damaged or newer than the program, when the database holds
    anything, or when what was put back is not whole; the database then is as empty as before.
    """
    copied = read_contents(source)
    with _opened(source) as archive:
        contents = _contents(archive)
        for sha256, form in contents["files"].items():
            store.put(archive.read(f"{_FILES}{sha256}.{form}"), form)
        try:
            rows = Register.fill(address, contents["schema"], lambda name: _lines(archive, name))
        except (KeyError, ValueError) as error:
            raise _damaged(source, "tables") from error
    if rows != copied.tables:
        raise _damaged(source, "tables")
    return copied


def _fingerprint(archive: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of a part; "" when it is missing or cannot be unpacked."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError):
        return ""
    return digest.hexdigest()


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(f"{_TABLES}{name}.jsonl") as member:
        yield from member


def _damaged(source: Path, part: str) -> BackupRefused:
    return BackupRefused(Problem("backup_damaged", source.name, {"part": part}))


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise BackupRefused(Problem("file_not_read", source.name, detail)) from error
    except zipfile.BadZipFile as error:
        raise _damaged(source, "ZIP") from error


def _contents(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        contents: dict[str, Any] = json.loads(archive.read(CONTENTS))
        known = contents["format"] == FORMAT and bool(contents["schema"] and contents["tables"])
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise _damaged(Path(archive.filename or ""), CONTENTS) from error
    if not known:
        raise BackupRefused(Problem("backup_too_new"))
    return contents
