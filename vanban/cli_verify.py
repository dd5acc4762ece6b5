"""`python -m vanban verify`: what is known of every signature of a PDF, and of the file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from vanban.cli_files import read_bytes, unreadable
from vanban.problems import Problem
from vanban.signing import verdict
from vanban.vietnamese.days import VIETNAM, now

_CERTIFICATES = {".cer", ".crt", ".pem", ".crl"}


def verify(options: argparse.Namespace) -> int:
    """Print the verdict; 1 when the file may not be taken."""
    kept = _read_certificates(options.roots)
    found = verdict.examine(
        read_bytes(options.file),
        roots=[data for suffix, data in kept if suffix != ".crl"],
        crls=[data for suffix, data in kept if suffix == ".crl"],
        base=read_bytes(options.base) if options.base else None,
        moment=now(),
    )
    told = (*found.remarks, *found.file_good)
    for problem in (*found.file_problems, *told):
        _mark(problem, found.file_problems)
    for seen in found.signatures:
        _tell_signature(seen)
    print("Kết luận: " + ("đạt." if found.ok else "KHÔNG ĐẠT."))
    return 0 if found.ok else 1


def _tell_signature(seen: verdict.Seen) -> None:
    when = f"{seen.when.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}" if seen.when else "không rõ"
    print(f"{seen.field}: {seen.who} ({seen.organisation}); ký lúc {when}; {seen.strength}")
    for problem in (*seen.problems, *seen.remarks, *seen.good):
        _mark(problem, seen.problems)


def _mark(problem: Problem, wrong: Sequence[Problem]) -> None:
    print(f"  {'✗' if problem in wrong else '•'} {problem.sentence}")


def _read_certificates(folder: Path | None) -> list[tuple[str, bytes]]:
    """Suffix and bytes of the certificates and lists in a folder; [] without one."""
    if folder is None:
        return []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _CERTIFICATES)
    except OSError as error:
        raise unreadable(folder, error) from error
    return [(path.suffix.lower(), read_bytes(path)) for path in files]
