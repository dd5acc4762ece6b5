"""The audit trail: who did what, when and from where; appended to and never changed.

In: an act, inside the transaction that does it. Out: the events, and whether the chain is whole.
Every event's hash covers the hash before it, so whoever changes, drops or slips in an event breaks
every hash after it; the newest hash, written down elsewhere (an export, a backup), guards the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from vanban.register import tables
from vanban.register.columns import keepable
from vanban.register.database import Database

_event = tables.trail_event
INSTALLATION = 0
_START = "0" * 64
_LARGEST = 2**31 - 1  # of an Integer of PostgreSQL


@dataclass(frozen=True)
class Actor:
    """Who acts, and from which address. user_id None: nobody who is signed in."""

    agency_id: int
    user_id: int | None
    ho_ten: str
    address: str


@dataclass(frozen=True)
class Event:
    """One act. detail: what it was about, as JSON text."""

    agency_id: int
    seq: int
    at: datetime
    user_id: int | None
    ho_ten: str
    address: str
    action: str
    document_id: int | None
    detail: str
    hash: str

    def expected_hash(self, before: str) -> str:
        """The hash of this event after the hash `before`."""
        told = [
            before,
            self.agency_id,
            self.seq,
            self.at.isoformat(),
            self.user_id,
            self.ho_ten,
            self.address,
            self.action,
            self.document_id,
            self.detail,
        ]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """Which events are looked for; None and "" for any. since, before: moments."""

    user_id: int | None = None
    action: str = ""
    document_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The same, as the database asks it."""
        if self.user_id is not None:
            yield _event.c.user_id == self.user_id
        if self.action:
            yield _event.c.action == self.action
        if self.document_id is not None:
            yield _event.c.document_id == min(self.document_id, _LARGEST)
        if self.since is not None:
            yield _event.c.at >= self.since
        if self.before is not None:
            yield _event.c.at < self.before


class Trail:
    """The audit trail of every office. clock: the present, with its time zone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def append(
        self,
        connection: Connection,
        actor: Actor,
        action: str,
        document_id: int | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Note an act in the transaction that does it: both are kept, or neither."""
        self._database.lock(connection, f"trail {actor.agency_id}")
        mine = _event.c.agency_id == actor.agency_id
        query = select(_event.c.seq, _event.c.hash).where(mine).order_by(_event.c.seq.desc())
        last = connection.execute(query.limit(1)).first()
        seq, before = (last[0] + 1, last[1]) if last else (1, _START)
        told = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str)
        event = Event(
            actor.agency_id,
            seq,
            self._clock().astimezone(UTC),
            actor.user_id,
            keepable(actor.ho_ten),
            keepable(actor.address),
            keepable(action),
            document_id,
            keepable(told),
            "",
        )
        values = {**_values(event), "hash": event.expected_hash(before)}
        connection.execute(insert(_event).values(**values))

    def note(
        self,
        actor: Actor,
        action: str,
        document_id: int | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Note an act that changes nothing else."""
        with self._database.write() as connection:
            self.append(connection, actor, action, document_id, detail)

    def events(
        self,
        agency_id: int,
        *,
        document_id: int | None = None,
        after: int = 0,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Event]:
        """The events of an office in their order, or the newest first."""
        query = select(_event).where(_event.c.agency_id == agency_id, _event.c.seq > after)
        if document_id is not None:
            query = query.where(_event.c.document_id == document_id)
        order = _event.c.seq.desc() if newest_first else _event.c.seq
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(order).limit(limit)).mappings()
            return [Event(**row) for row in rows]

    def find(
        self, agency_id: int, wanted: Wanted, *, offset: int = 0, limit: int | None = None
    ) -> tuple[list[Event], int]:
        """The events that are looked for, the newest first; and how many there are."""
        mine = (_event.c.agency_id == agency_id, *wanted.conditions())
        query = select(_event).where(*mine).order_by(_event.c.seq.desc())
        with self._database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(_event).where(*mine)) or 0
            rows = connection.execute(query.offset(offset).limit(limit)).mappings()
            return [Event(**row) for row in rows], total

    def actors(self, agency_id: int) -> list[tuple[int, str]]:
        """Everybody who ever acted in the office: the account's number, the newest name."""
        newest = select(func.max(_event.c.seq)).where(
            _event.c.agency_id == agency_id, _event.c.user_id.is_not(None)
        )
        query = select(_event.c.user_id, _event.c.ho_ten).where(
            _event.c.agency_id == agency_id, _event.c.seq.in_(newest.group_by(_event.c.user_id))
        )
        with self._database.read() as connection:
            return sorted((int(number), name) for number, name in connection.execute(query))

    def chains(self) -> list[int]:
        """The offices that have a trail; INSTALLATION when the installation has one."""
        with self._database.read() as connection:
            return sorted(connection.scalars(select(_event.c.agency_id).distinct()))

    def broken(self, agency_id: int) -> Iterator[int]:
        """The numbers of the events that are not what they were; none for a chain that is whole."""
        yield from broken_links(self.events(agency_id))


def broken_links(events: list[Event]) -> Iterator[int]:
    """The same of events that were read or exported, from the first one on."""
    before, expected = _START, 1
    for event in events:
        if event.seq != expected or event.hash != event.expected_hash(before):
            yield event.seq
        before, expected = event.hash, event.seq + 1


def _values(event: Event) -> Mapping[str, object]:
    return {column.name: getattr(event, column.name) for column in _event.columns}
