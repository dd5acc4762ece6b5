"""`python -m vanban backup`, `restore`, `trail`: on the data of the installation."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from vanban import auditing
from vanban.backup import Copied, back_up, put_back, read_contents
from vanban.cli_files import read_text
from vanban.data import open_data, places
from vanban.problems import Problem, Refused
from vanban.register import INSTALLATION, Register
from vanban.settings import Settings
from vanban.vietnamese.days import now


def backup(options: argparse.Namespace) -> int:
    """Copy everything into one file, while people work."""
    settings = Settings.from_environment(os.environ)
    opened = open_data(settings)
    try:
        copied = back_up(opened.register, opened.store, options.file, now())
    finally:
        opened.register.close()
    _tell(options.file, copied)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a copy back where nothing is yet, or only prove it."""
    if options.check:
        copied = read_contents(options.file)
    else:
        settings = Settings.from_environment(os.environ)
        address, store = places(settings)
        copied = put_back(address, store, options.file)
    _tell(options.file, copied)
    return 0


def _tell(file: Path, copied: Copied) -> None:
    rows = sum(copied.tables.values())
    print(f"{file}: {copied.made_at:%d/%m/%Y %H:%M} UTC, {rows} dòng, {copied.files} tệp")
    for name, count in copied.tables.items():
        print(f"    {name}: {count}")


def trail(options: argparse.Namespace) -> int:
    """Prove every chain of the audit trail. Raises Refused for one that is broken."""
    opened = open_data(Settings.from_environment(os.environ))
    try:
        looked = auditing.Auditing(opened.register)
        if options.file is not None:
            kept = auditing.from_lines(read_text(options.file))
            _tell_chain(options.file.name, looked.compare(kept))
        for agency_id in opened.register.trail.chains():
            _tell_chain(_office_name(opened.register, agency_id), looked.chain_of(agency_id))
    finally:
        opened.register.close()
    return 0


def _office_name(register: Register, agency_id: int) -> str:
    if agency_id == INSTALLATION:
        return "(chung)"
    return register.people.office(agency_id).agency.ten_mot_dong


def _tell_chain(name: str, chain: auditing.Chain) -> None:
    """Say that a chain is whole. Raises Refused when it is not."""
    if chain.broken:
        lines = ", ".join(str(number) for number in chain.broken[:20])
        raise Refused(Problem("trail_broken", name, {"lines": lines}))
    print(f"{name}: nguyên vẹn, {chain.count} dòng, mã mới nhất {chain.newest}")
