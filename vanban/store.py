"""The files of the house: bytes in, their fingerprint out, and back.

A file is kept under the SHA-256 of its bytes, so it is never changed in place, the same bytes are
kept once, and a damaged disk is noticed instead of being printed. Here too: what to say when the
disk does not take or give anything, and names for downloads that Windows accepts.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from vanban.problems import Fault, Problem, Refused
from vanban.vietnamese.text import clean_line

NAME_LENGTH = 120
# Requests to the disk that wait side by side: they cost one turn of its journal together.
_AT_ONCE = 16
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_EXT = re.compile(r"[a-z0-9]{1,8}\Z")
# What Windows forbids in a name, and typographic quotes, which old archive programs spoil.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|“”‘’\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.IGNORECASE)


FULL, READONLY, DAMAGED = "disk_full", "disk_readonly", "disk_damaged"
_FAULTS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,  # the most that a file of this process may be
    errno.EROFS: READONLY,
    errno.EACCES: READONLY,
    errno.EPERM: READONLY,
    errno.EIO: DAMAGED,
}


class FileLost(Refused):
    """A kept file is missing or is no longer what was put. Payload: the sentence for the clerk."""


class DiskFault(Fault):
    """The disk does not take or give files now; nothing is half-written.

    problems: one of disk_full, disk_readonly, disk_damaged (who runs the program must act).
    """


def disk_fault(error: OSError) -> DiskFault | None:
    """What to say of an error of the system; None when it is not about the disk."""
    code = _FAULTS.get(error.errno or 0)
    return None if code is None else DiskFault(Problem(code))


class Store:
    """Files in `root`, by fingerprint. The folder is made when it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes, ext: str) -> str:
        """Keep `data`; its SHA-256 in hexadecimal. ext: "docx", "pdf", for people who look.

        Atomic: after a crash the file is there whole or not at all. Raises DiskFault when the disk
        does not take it; ValueError for an ext that is not 1 to 8 small letters or digits (a bug of
        the caller).
        """
        if not _EXT.match(ext):
            raise ValueError(f"not an extension: {ext!r}")
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.root / sha256[:2] / f"{sha256}.{ext}"
        with _told_plainly():
            if not self._wanted_again(sha256):
                target.parent.mkdir(exist_ok=True)
                _write_atomic(target, data)
        return sha256

    def put_all(self, files: Sequence[tuple[bytes, str]]) -> list[str]:
        """Keep many files at once: as safe as `put`, for a fraction of its waiting.

        The disk is asked for all of them at the same moment, so a file system that keeps a journal
        writes it once or twice for forty files instead of eighty times. No name appears before
        every file is durable, and on returning the names are, too. Raises as `put` does.
        """
        if bad := [ext for _, ext in files if not _EXT.match(ext)]:
            raise ValueError(f"not an extension: {bad[0]!r}")
        names = [hashlib.sha256(data).hexdigest() for data, _ in files]
        with _told_plainly():
            new = {
                self.root / name[:2] / f"{name}.{ext}": data
                for name, (data, ext) in zip(names, files, strict=True)
                if not self._wanted_again(name)
            }
            _write_all(new)
        return names

    def get(self, sha256: str) -> bytes:
        """The bytes kept under `sha256`. Raises FileLost when missing or damaged, or DiskFault."""
        with _told_plainly():
            path = self._find(sha256)
            if path is not None:
                return path.read_bytes()
        raise FileLost(Problem("file_lost", sha256))

    def remove(self, sha256: str, idle_s: float) -> bool:
        """Let go of bytes that nothing names any more; whether they are gone.

        What was put, or put again, less than `idle_s` seconds ago stays: whoever put it is about to
        name it. The caller has looked that nobody else names it. Raises DiskFault.
        """
        with _told_plainly():
            path = self._find(sha256)
            if path is None:
                return True
            aside = path.with_name(f".{path.name}.{os.getpid()}.gone")
            os.replace(path, aside)
            # Looked at where nobody can put it any more: what is put from now on is written anew.
            if time.time() - aside.stat().st_mtime < idle_s:
                os.replace(aside, path)
                return False
            aside.unlink()
        return True

    def _wanted_again(self, sha256: str) -> bool:
        """Whether these bytes are kept already; then they count as put now."""
        path = self._find(sha256)
        if path is None:
            return False
        try:
            os.utime(path)
        except FileNotFoundError:  # removed in this moment
            return False
        return True

    def _find(self, sha256: str) -> Path | None:
        """The file whose bytes still have that fingerprint, or None."""
        if not _SHA256.match(sha256):
            return None
        for path in sorted((self.root / sha256[:2]).glob(f"{sha256}.*")):
            if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return path
        return None


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what the system says about a disk that does not answer into a sentence."""
    try:
        yield
    except OSError as error:
        told = disk_fault(error)
        if told is None:
            raise
        raise told from error


def _write_atomic(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)  # it is there only when something went wrong
    _sync_folder(target.parent)


def _write_all(files: Mapping[Path, bytes]) -> None:
    parts: list[tuple[Path, Path]] = []
    try:
        for target, data in files.items():
            target.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
            parts.append((Path(name), target))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        _at_once(_sync, [part for part, _ in parts])
        for part, target in parts:
            os.replace(part, target)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)  # it is there only when something went wrong
    _at_once(_sync_folder, {target.parent for target in files})


def _at_once(act: Callable[[Path], None], paths: Iterable[Path]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(act, paths))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows cannot, and does not need to, open a folder."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def download_name(title: str, ext: str) -> str:
    """A name for a download: Vietnamese letters kept, what Windows refuses gone, ≤ 120 characters.

    "QĐ khen thưởng: “A/B”", "pdf" → "QĐ khen thưởng A B.pdf". Never empty: "Văn bản.pdf".
    """
    stem = clean_line(_FORBIDDEN.sub(" ", clean_line(title)))
    room = NAME_LENGTH - len(ext) - 1
    stem = stem[:room].strip(" .")
    if not stem:
        stem = "Văn bản"
    elif _RESERVED.match(stem):
        stem = f"Văn bản {stem}"[:room].strip(" .")
    return f"{stem}.{ext}"
