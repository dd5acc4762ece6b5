"""The signed files of papers in the database: what was signed comes in; the newest is the original.

Each file was made from the one before it by adding to its end, and stays for ever. A file, the step
that it means and its entry in the audit trail are one transaction, so of two people who bring one
at the same moment one is told that the other was quicker; the very same file brought again is
answered with what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from vanban.life import DA_HUY, LEADER, NUMBER, SIGNING, STATES, NotAllowed
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.columns import asked
from vanban.register.database import Database
from vanban.register.steps import Steps, read_lock
from vanban.register.trail import Actor, Trail

_file = tables.signed_file


@dataclass(frozen=True)
class NewSigned:
    """A file to be kept. stage: a key of `life.SIGNING`. origin: a key of `life.ORIGINS`.

    base_sha256: the file whose bytes it begins with. verdict: what its examination found, as plain
    JSON. told: what the audit trail says of it besides.
    """

    stage: str
    origin: str
    sha256: str
    size: int
    base_sha256: str
    verdict: Mapping[str, Any]
    told: Mapping[str, Any]


@dataclass(frozen=True)
class SignedFile:
    """One signed state of a paper. by: the person's name. dropped_at: since when set aside."""

    document_id: int
    seq: int
    stage: str
    origin: str
    sha256: str
    size: int
    base_sha256: str
    verdict: Mapping[str, Any]
    at: datetime
    by: str
    dropped_at: datetime | None


class Signed:
    """The desk for signed files. clock: the present, with its time zone."""

    def __init__(
        self, database: Database, steps: Steps, trail: Trail, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._steps = steps
        self._trail = trail
        self._clock = clock

    def of(self, agency_id: int, document_id: int) -> list[SignedFile]:
        """Every signed file of a paper of this office, oldest first, also those set aside."""
        with self._database.read() as connection:
            return _read(connection, agency_id, document_id)

    def add(self, actor: Actor, document_id: int, new: NewSigned) -> SignedFile:
        """Keep a file. With the first signature the paper is signed (`da_ky`).

        A number that is in a file already is answered with that file: two may have written it.
        Raises NotAllowed when the paper stands elsewhere now, when what was signed is no longer
        what lies to be signed, or when another signed file of this stage is there.
        """
        with self._database.write() as connection:
            row = self._steps.row(connection, actor, document_id)
            live = _live(connection, actor.agency_id, document_id)
            for file in live:
                if file.stage == new.stage and (new.stage == NUMBER or file.sha256 == new.sha256):
                    return file
            self._check(connection, document_id, row, live, new)
            if new.stage == LEADER:
                self._steps.move(connection, actor, document_id, row, "da_ky")
            number = self._insert(connection, actor, document_id, new)
            self._note(connection, actor, document_id, new)
            return _one(connection, actor.agency_id, document_id, number)

    @staticmethod
    def _check(
        connection: Connection,
        document_id: int,
        row: Mapping[str, Any],
        live: list[SignedFile],
        new: NewSigned,
    ) -> None:
        stage = SIGNING[new.stage]
        if any(file.stage == new.stage for file in live):
            data = {"stage": stage.label}
            raise NotAllowed(Problem("sign_stage_done", str(document_id), data))
        # A number that was cancelled is still the number of the paper.
        if row["state"] not in (stage.before, DA_HUY if new.stage == NUMBER else ""):
            data = {"step": stage.label, "state": STATES[row["state"]]}
            raise NotAllowed(Problem("paper_moved_on", str(document_id), data))
        lock = read_lock(connection, document_id)
        before = {file.sha256 for file in live}
        if new.stage == LEADER:
            before = {lock.pdf_sha256} if lock else set()
        if new.base_sha256 not in before:
            raise NotAllowed(Problem("paper_laid_anew", str(document_id)))

    def _insert(
        self, connection: Connection, actor: Actor, document_id: int, new: NewSigned
    ) -> int:
        mine = _file.c.document_id == document_id
        last = connection.scalar(select(func.max(_file.c.seq)).where(mine)) or 0
        values = {
            "stage": new.stage,
            "origin": new.origin,
            "sha256": new.sha256,
            "size": new.size,
            "base_sha256": new.base_sha256,
            "verdict": dict(new.verdict),
            "at": self._clock(),
            "by": _by(connection, actor, document_id, new.stage),
        }
        connection.execute(insert(_file).values(document_id=document_id, seq=last + 1, **values))
        return last + 1

    def _note(self, connection: Connection, actor: Actor, document_id: int, new: NewSigned) -> None:
        later = new.stage != LEADER
        number = new.stage == NUMBER
        action = ("ghi_so" if number else "ky_co_quan") if later else "ky_nguoi_ky"
        detail = {"sha256": new.sha256, "size": new.size, "origin": new.origin, **new.told}
        self._trail.append(connection, actor, action, document_id, detail)


def _by(connection: Connection, actor: Actor, document_id: int, stage: str) -> int | None:
    """Whose a file is: a number in a file is his who gave it."""
    entry = tables.register_entry
    if stage == NUMBER:
        mine = entry.c.document_id == document_id
        return connection.scalar(select(entry.c.given_by).where(mine))
    return actor.user_id


def _live(connection: Connection, agency_id: int, document_id: int) -> list[SignedFile]:
    return [f for f in _read(connection, agency_id, document_id) if f.dropped_at is None]


def _one(connection: Connection, agency_id: int, document_id: int, seq: int) -> SignedFile:
    return next(f for f in _read(connection, agency_id, document_id) if f.seq == seq)


def _read(connection: Connection, agency_id: int, document_id: int) -> list[SignedFile]:
    names = [name for name in SignedFile.__dataclass_fields__ if name != "by"]
    query = (
        select(*(_file.c[name] for name in names), tables.user.c.ho_ten.label("by"))
        .join(tables.user, tables.user.c.id == _file.c.by)
        .join(tables.document, tables.document.c.id == _file.c.document_id)
        .where(tables.document.c.agency_id == agency_id, _file.c.document_id == asked(document_id))
        .order_by(_file.c.seq)
    )
    return [SignedFile(**row) for row in connection.execute(query).mappings()]
