"""The electronic copies of an office in the database, and its appendices in files of their own.

In: a file to be signed, later the signed one. Out: frozen records. Every method names the office
that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from vanban.life import NotAllowed
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.columns import LARGEST_NUMBER, asked, new_number
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_copy = tables.office_copy


@dataclass(frozen=True)
class OfficeCopy:
    """A copy. form: a key of `life.COPIES`. document_id: the paper it belongs to, None for none.

    sha256, size, origin, at, by: of the signed file; None until the office has signed. by,
    added_by: the person's name.
    """

    id: int
    form: str
    title: str
    document_id: int | None
    source_sha256: str
    source_size: int
    added_at: datetime
    added_by: str
    sha256: str | None
    size: int | None
    origin: str | None
    verdict: Mapping[str, Any]
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class NewCopy:
    """A file that is to be signed as a copy."""

    form: str
    title: str
    document_id: int | None
    source_sha256: str
    source_size: int


@dataclass(frozen=True)
class SignedCopy:
    """The signed file of a copy. origin: a key of `life.ORIGINS`. verdict: plain JSON."""

    sha256: str
    size: int
    origin: str
    verdict: Mapping[str, Any]


class Copies:
    """The desk for copies. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    def add(self, actor: Actor, new: NewCopy) -> OfficeCopy:
        """One more copy to be signed. The asker has looked whose paper it belongs to."""
        values = {**vars(new), "added_at": self._clock(), "added_by": actor.user_id, "verdict": {}}
        with self._database.write() as connection:
            result = connection.execute(insert(_copy).values(agency_id=actor.agency_id, **values))
            number = new_number(result)
            detail = {"copy": number, "form": new.form, "title": new.title}
            self._trail.append(connection, actor, "them_ban_sao", new.document_id, detail)
        return self.get(actor.agency_id, number)

    def sign(self, actor: Actor, copy_id: int, signed: SignedCopy) -> OfficeCopy:
        """Keep the signed file; the same again changes nothing. Raises NotAllowed for another."""
        mine = (_copy.c.agency_id == actor.agency_id, _copy.c.id == asked(copy_id))
        values = {**vars(signed), "at": self._clock(), "by": actor.user_id}
        query = update(_copy).where(*mine, _copy.c.sha256.is_(None)).values(**values)
        with self._database.write() as connection:
            if connection.execute(query).rowcount:
                told = {"copy": copy_id, "sha256": signed.sha256}
                paper = connection.scalar(select(_copy.c.document_id).where(*mine))
                self._trail.append(connection, actor, "ky_ban_sao", paper, told)
        copy = self.get(actor.agency_id, copy_id)
        if copy.sha256 != signed.sha256:
            raise NotAllowed(Problem("copy_signed_already", str(copy_id)))
        return copy

    def get(self, agency_id: int, copy_id: int) -> OfficeCopy:
        """That copy. Raises NotAllowed when this office has none of that number."""
        found, _ = self._find(_copy.c.agency_id == agency_id, _copy.c.id == asked(copy_id))
        if not found:
            raise NotAllowed(Problem("copy_not_found", str(copy_id)))
        return found[0]

    def find(
        self, agency_id: int, *, document_id: int | None = None, offset: int = 0, limit: int = 50
    ) -> tuple[list[OfficeCopy], int]:
        """The copies of the office, or of one paper, the newest first; and how many there are."""
        conditions = [_copy.c.agency_id == agency_id]
        if document_id is not None:
            conditions.append(_copy.c.document_id == asked(document_id))
        return self._find(*conditions, offset=offset, limit=limit)

    def _find(
        self, *conditions: ColumnElement[bool], offset: int = 0, limit: int = 1
    ) -> tuple[list[OfficeCopy], int]:
        adder, signer = tables.user.alias(), tables.user.alias()
        names = [n for n in OfficeCopy.__dataclass_fields__ if n not in ("by", "added_by")]
        people = (adder.c.ho_ten.label("added_by"), signer.c.ho_ten.label("by"))
        query = (
            select(*(_copy.c[name] for name in names), *people)
            .join(adder, adder.c.id == _copy.c.added_by)
            .outerjoin(signer, signer.c.id == _copy.c.by)
            .where(*conditions)
            .order_by(_copy.c.id.desc())
            .offset(min(offset, LARGEST_NUMBER))
            .limit(limit)
        )
        with self._database.read() as connection:
            total = connection.scalar(select(func.count(_copy.c.id)).where(*conditions)) or 0
            return [OfficeCopy(**row) for row in connection.execute(query).mappings()], total
