"""Checks of form in the database: a checked file comes in, frozen records go out.

Every method names the person who asks; what somebody else had checked, even in the same office, is
answered like something that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from vanban.register.checked import form_check
from vanban.register.columns import asked, new_number
from vanban.register.copying import Snapshot
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_check = form_check


@dataclass(frozen=True)
class NewCheck:
    """A file that was checked. form: "docx" or "pdf". report: as check/report.py tells it."""

    name: str
    form: str
    sha256: str
    size: int
    pdf_sha256: str
    report: Mapping[str, Any]


@dataclass(frozen=True)
class FormCheck(NewCheck):
    """The same, kept."""

    id: int
    created_at: datetime


_NAMES = tuple(FormCheck.__dataclass_fields__)


class Checks:
    """The desk for checks. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    def add(self, actor: Actor, new: NewCheck) -> int:
        """Keep a check for whoever acts; its number."""
        values = {**vars(new), "agency_id": actor.agency_id, "user_id": actor.user_id}
        with self._database.write() as connection:
            result = connection.execute(insert(_check).values(**values, created_at=self._clock()))
            detail = {"file": new.name, "sha256": new.sha256, "counts": new.report["dem"]}
            self._trail.append(connection, actor, "kiem_tra", None, detail)
            return new_number(result)

    def get(self, agency_id: int, user_id: int, check_id: int) -> FormCheck | None:
        """That check of this person; None when there is none."""
        found = self._find(agency_id, user_id, 1, _check.c.id == asked(check_id))
        return found[0] if found else None

    def recent(self, agency_id: int, user_id: int, limit: int) -> list[FormCheck]:
        """The checks of this person, the newest first."""
        return self._find(agency_id, user_id, limit)

    def _find(
        self, agency_id: int, user_id: int, limit: int, *more: ColumnElement[bool]
    ) -> list[FormCheck]:
        query = (
            select(*(_check.c[name] for name in _NAMES))
            .where(*_mine(agency_id, user_id), *more)
            .order_by(_check.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [FormCheck(**row) for row in connection.execute(query).mappings()]

    def note_repair(self, actor: Actor, check: FormCheck, places: int) -> None:
        """Write into the audit trail that a repaired file was given out."""
        with self._database.write() as connection:
            detail = {"file": check.name, "sha256": check.sha256, "places": places}
            self._trail.append(connection, actor, "sua_giup", None, detail)

    def delete(self, agency_id: int, user_id: int, check_id: int) -> bool:
        """Forget what it was about; whether there was one. Its files go later (`sweep`)."""
        mine = (*_mine(agency_id, user_id), _check.c.id == asked(check_id))
        with self._database.write() as connection:
            return bool(connection.execute(self._forgetting().where(*mine)).rowcount)

    def sweep(self, before: datetime, let_go: datetime, remove: Callable[[str], bool]) -> None:
        """Forget checks older than `before`, and the files of what was deleted before `let_go`.

        remove: takes a SHA-256 that no row names any more out of the store; whether it is gone. A
        copy of everything that began before something was deleted still finds its files.
        """
        with self._database.write() as connection:
            old = (_check.c.gone_at.is_(None), _check.c.created_at < before)
            connection.execute(self._forgetting().where(*old))
            query = select(_check.c.id, _check.c.sha256, _check.c.pdf_sha256)
            gone = connection.execute(query.where(_check.c.gone_at < let_go)).all()
            if not gone:
                return
            named = Snapshot(connection, "").files()
            for number, *files in gone:
                if all([sha256 in named or remove(sha256) for sha256 in files]):
                    connection.execute(delete(_check).where(_check.c.id == number))

    def _forgetting(self) -> Any:
        return update(_check).values(gone_at=self._clock(), name="", report={})


def _mine(agency_id: int, user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _check.c.agency_id == agency_id,
        _check.c.user_id == user_id,
        _check.c.gone_at.is_(None),
    )
