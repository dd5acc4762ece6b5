"""Rows of confirmed lists, as the workers take them: a claim goes out, finished papers come in.

A row is claimed, made, and recorded. What is claimed belongs to one worker until that one is known
to be dead, or was not seen for LEASE; what is recorded is one transaction with the papers it makes,
and only a claim that still holds is recorded. So whatever is killed whenever, no row is made twice
and none is lost: a row that was not recorded is simply made again.

A row that was in a dead worker's hands gets strikes: one, when it lay there with others or when the
worker was killed from outside; CRASH, when it was there alone and the worker died of itself. A row
with strikes is claimed alone, after all others; at ENOUGH it is not tried again. So a row that
kills its worker fails after the second time, and one that was merely there, even three times, does
not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select, update

from vanban.agency import Agency, from_data
from vanban.life import DONE, ENDED, FAILED, ONE_FOR_ALL, PAUSED, RUNNING, WAITING, WORKING
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.batches import to_json
from vanban.register.database import Database
from vanban.register.papers import Content, FileRecord, kept_files
from vanban.register.trail import Actor, Trail

_batch = tables.batch
_row = tables.batch_row
_document = tables.document
_revision = tables.document_revision
_file = tables.document_file
# The longest paper takes a few seconds; a worker is seen every BEAT while it makes one.
LEASE = timedelta(seconds=20)
CRASH, ENOUGH = 3, 4
# For the trail, of what nobody in particular did.
PROGRAM = "Chương trình"


@dataclass(frozen=True)
class Again:
    """A paper that is there already and was given its number: its files are made anew."""

    document_id: int
    revision: int
    raw: Mapping[str, Any]
    agency: Agency
    day: date


@dataclass(frozen=True)
class ClaimedRow:
    """A row to be made. again: its paper, when there is one."""

    position: int
    raw: Mapping[str, Any]
    again: Again | None = None


@dataclass(frozen=True)
class Claim:
    """What one worker has in its hands: rows of one list, and what all its papers share."""

    batch_id: int
    agency_id: int
    kind: str
    form: str
    common: Mapping[str, Any]
    options: Mapping[str, Any]
    agency: Agency
    day: date
    user_id: int
    confirmed_at: datetime
    rows: tuple[ClaimedRow, ...]


@dataclass(frozen=True)
class Made:
    """A finished paper, its files in the store already. positions: the rows that are in it.

    again: of a paper that is there already.
    """

    positions: tuple[int, ...]
    kind_version: int
    content: Content
    stem: str
    docx: FileRecord
    pdf: FileRecord
    again: Again | None = None


@dataclass(frozen=True)
class NotMade:
    """Rows of which no paper can be made."""

    positions: tuple[int, ...]
    problems: tuple[Problem, ...]


class Claims:
    """The desk for workers. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    def waiting(self) -> bool:
        """Whether any list waits for a worker: for its papers, or to be ended when all are made."""
        with self._database.read() as connection:
            query = select(_batch.c.id).where(_batch.c.state == RUNNING)
            return connection.scalar(query.limit(1)) is not None

    def claim(self, worker: str, most: int) -> Claim | None:
        """At most that many rows of one list, now `worker`'s; None when nothing waits."""
        with self._database.write() as connection:
            self._expire(connection)
            for batch_id in self._running(connection):
                positions = self._take(connection, batch_id, worker, most)
                if positions:
                    return self._read(connection, batch_id, positions)
                self._end(connection, batch_id)
        return None

    def beat(self, worker: str) -> None:
        """Say that the worker lives."""
        mine = (_row.c.claimed_by == worker, _row.c.state == WORKING)
        with self._database.write() as connection:
            connection.execute(update(_row).where(*mine).values(claimed_at=self._clock()))

    def record(
        self, worker: str, claim: Claim, made: Sequence[Made], not_made: Sequence[NotMade]
    ) -> int:
        """Keep what became of the claim; how many rows. Rows it no longer holds are left alone.

        What is not named here stays claimed.
        """
        with self._database.write() as connection:
            state = self._hold(connection, claim.batch_id)
            held = self._held(connection, claim.batch_id, worker)
            if state not in (RUNNING, PAUSED):  # cancelled meanwhile
                return 0
            kept = [paper for paper in made if held.issuperset(paper.positions)]
            failed = [row for row in not_made if held.issuperset(row.positions)]
            if new := [paper for paper in kept if paper.again is None]:
                self._add_papers(connection, claim, new)
            for paper in kept:
                if paper.again is not None:
                    self._add_files(connection, claim, paper, paper.again)
            for row in failed:
                told = [to_json(problem) for problem in row.problems]
                values = {"state": FAILED, "problems": told, "done_at": self._clock()}
                self._set(connection, claim.batch_id, row.positions, **values)
            self._end(connection, claim.batch_id)
        return sum(len(paper.positions) for paper in kept) + sum(len(r.positions) for r in failed)

    def give_back(self, worker: str, strikes: int = 0) -> int:
        """Let others have what the worker held; how many rows.

        strikes: 0 for one that stopped in order, 1 for one that was killed, CRASH for one that died
        of itself.
        """
        mine = (_row.c.claimed_by == worker, _row.c.state == WORKING)
        with self._database.write() as connection:
            count = connection.scalar(select(func.count()).select_from(_row).where(*mine)) or 0
            each = min(strikes, CRASH if count == 1 else 1)
            self._free(connection, *mine, strikes=each)
        return count

    def stop(self, worker: str, claim: Claim, problem: Problem) -> None:
        """Let the list wait until somebody asks for it to go on; `problem` says why."""
        with self._database.write() as connection:
            if self._hold(connection, claim.batch_id) != RUNNING:
                return
            values = {"state": PAUSED, "note": to_json(problem), "updated_at": self._clock()}
            mine = _batch.c.id == claim.batch_id
            connection.execute(update(_batch).where(mine).values(**values))
            self._free(connection, _row.c.claimed_by == worker, _row.c.state == WORKING)
            detail = {"batch": claim.batch_id, "reason": problem.sentence}
            self._trail.append(connection, _program(claim.agency_id), "loat_tu_dung", None, detail)

    # -- claiming ---------------------------------------------------------------------------------

    def _expire(self, connection: Connection) -> None:
        """Free what a worker held that was not seen for too long, and give up on what kills."""
        unseen = (_row.c.state == WORKING, _row.c.claimed_at < self._clock() - LEASE)
        self._free(connection, *unseen, strikes=1)
        deadly = (_row.c.state == WAITING, _row.c.strikes >= ENOUGH)
        values = {"state": FAILED, "problems": [to_json(Problem("batch_row_kills"))]}
        connection.execute(update(_row).where(*deadly).values(**values, done_at=self._clock()))

    @staticmethod
    def _running(connection: Connection) -> list[int]:
        """The lists that have something to do, those first that the fewest rows are claimed of."""
        busy = func.count(_row.c.position)
        at_work = (_row.c.batch_id == _batch.c.id) & (_row.c.state == WORKING)
        query = (
            select(_batch.c.id)
            .outerjoin(_row, at_work)
            .where(_batch.c.state == RUNNING)
            .group_by(_batch.c.id)
            .order_by(busy, _batch.c.id)
        )
        return list(connection.scalars(query))

    def _take(self, connection: Connection, batch_id: int, worker: str, most: int) -> list[int]:
        mine = (_row.c.batch_id == batch_id, _row.c.state == WAITING)
        query = select(_row.c.position, _row.c.strikes).where(*mine)
        query = query.order_by(_row.c.strikes, _row.c.position)
        if self._form(connection, batch_id) == ONE_FOR_ALL:
            found = connection.execute(query.with_for_update()).all()
        else:
            query = query.limit(most).with_for_update(skip_locked=True)
            found = connection.execute(query).all()
            # Those without strikes come first, and are not taken along by one that has some.
            calm = [row for row in found if not row.strikes]
            found = calm or found[:1]
        positions = [row.position for row in found]
        values = {"state": WORKING, "claimed_by": worker, "claimed_at": self._clock()}
        self._set(connection, batch_id, positions, **values)
        return positions

    @staticmethod
    def _form(connection: Connection, batch_id: int) -> str:
        # Of a paper with all rows in it, only one worker may find any waiting.
        query = select(_batch.c.form).where(_batch.c.id == batch_id).with_for_update()
        return str(connection.scalar(query))

    @staticmethod
    def _read(connection: Connection, batch_id: int, positions: Sequence[int]) -> Claim:
        names = (
            "agency_id",
            "kind",
            "form",
            "common",
            "options",
            "agency",
            "day",
            "confirmed_by",
            "confirmed_at",
        )
        query = select(*(_batch.c[name] for name in names)).where(_batch.c.id == batch_id)
        found = connection.execute(query).mappings().one()
        mine = (_row.c.batch_id == batch_id, _row.c.position.in_(positions))
        columns = (_row.c.position, _row.c.raw, _row.c.document_id)
        rows = connection.execute(select(*columns).where(*mine).order_by(_row.c.position)).all()
        again = _again(connection, {row.document_id for row in rows} - {None})
        return Claim(
            batch_id=batch_id,
            agency_id=found["agency_id"],
            kind=found["kind"],
            form=found["form"],
            common=found["common"],
            options=found["options"],
            agency=from_data(found["agency"]),
            day=found["day"],
            user_id=found["confirmed_by"],
            confirmed_at=found["confirmed_at"],
            rows=tuple(
                ClaimedRow(row.position, row.raw, again.get(row.document_id)) for row in rows
            ),
        )

    # -- recording --------------------------------------------------------------------------------

    @staticmethod
    def _hold(connection: Connection, batch_id: int) -> str:
        query = select(_batch.c.state).where(_batch.c.id == batch_id).with_for_update()
        return str(connection.scalar(query))

    @staticmethod
    def _held(connection: Connection, batch_id: int, worker: str) -> set[int]:
        mine = (_row.c.batch_id == batch_id, _row.c.state == WORKING, _row.c.claimed_by == worker)
        return set(connection.scalars(select(_row.c.position).where(*mine).with_for_update()))

    def _add_papers(self, connection: Connection, claim: Claim, made: Sequence[Made]) -> None:
        now = self._clock()
        unit = select(tables.user.c.unit_id).where(tables.user.c.id == claim.user_id)
        common = {
            "agency_id": claim.agency_id,
            "kind": claim.kind,
            "revision": 1,
            "created_at": now,
            "created_by": claim.user_id,
            "updated_at": now,
            "updated_by": claim.user_id,
            "unit_id": connection.scalar(unit),
            "batch_id": claim.batch_id,
        }
        papers = [
            {**common, **vars(paper.content), "kind_version": paper.kind_version} for paper in made
        ]
        asked_back = insert(_document).returning(_document.c.id, sort_by_parameter_order=True)
        numbers = list(connection.scalars(asked_back, papers))
        pairs = list(zip(numbers, made, strict=True))
        saved = {"revision": 1, "saved_at": now, "saved_by": claim.user_id}
        connection.execute(
            insert(_revision),
            [{"document_id": n, "data": paper.content.data, **saved} for n, paper in pairs],
        )
        files = [
            {"document_id": number, "revision": 1, **vars(file)}
            for number, paper in pairs
            for file in (paper.docx, paper.pdf)
        ]
        connection.execute(insert(_file), files)
        for number, paper in pairs:
            self._settle(connection, claim, paper, number)

    def _add_files(self, connection: Connection, claim: Claim, paper: Made, again: Again) -> None:
        """The files of a paper with its number, unless somebody looked at it and so made them."""
        if not kept_files(connection, again.document_id, again.revision):
            mine = {"document_id": again.document_id, "revision": again.revision}
            files = [{**mine, **vars(file)} for file in (paper.docx, paper.pdf)]
            connection.execute(insert(_file), files)
        self._settle(connection, claim, paper, again.document_id)

    def _settle(self, connection: Connection, claim: Claim, paper: Made, number: int) -> None:
        values = {
            "document_id": number,
            "stem": paper.stem,
            "docx_sha256": paper.docx.sha256,
            "docx_size": paper.docx.size,
            "pdf_sha256": paper.pdf.sha256,
            "pdf_size": paper.pdf.size,
        }
        settled = {"state": DONE, "problems": [], "done_at": self._clock()}
        self._set(connection, claim.batch_id, paper.positions, **settled, **values)

    def _end(self, connection: Connection, batch_id: int) -> None:
        """Close the list when no row is left to be made."""
        live = (_row.c.batch_id == batch_id, _row.c.state.in_((WAITING, WORKING)))
        if connection.scalar(select(exists().where(*live))):
            return
        mine = (_batch.c.id == batch_id, _batch.c.state == RUNNING)
        now = self._clock()
        values = {"state": ENDED, "ended_at": now, "updated_at": now}
        if connection.execute(update(_batch).where(*mine).values(**values)).rowcount:
            agency_id = connection.scalar(select(_batch.c.agency_id).where(_batch.c.id == batch_id))
            count = select(_row.c.state, func.count()).where(_row.c.batch_id == batch_id)
            states = {state: n for state, n in connection.execute(count.group_by(_row.c.state))}
            told = {"done": states.get(DONE, 0), "failed": states.get(FAILED, 0)}
            actor = _program(int(agency_id or 0))
            self._trail.append(connection, actor, "loat_xong", None, {"batch": batch_id, **told})

    @staticmethod
    def _free(connection: Connection, *which: ColumnElement[bool], strikes: int = 0) -> None:
        values = {"state": WAITING, "claimed_by": None, "claimed_at": None}
        query = update(_row).where(*which).values(strikes=_row.c.strikes + strikes, **values)
        connection.execute(query)

    @staticmethod
    def _set(
        connection: Connection, batch_id: int, positions: Sequence[int], **values: Any
    ) -> None:
        for begin in range(0, len(positions), 500):  # SQLite bears a limited number of parameters
            mine = _row.c.position.in_(positions[begin : begin + 500])
            connection.execute(
                update(_row).where(_row.c.batch_id == batch_id, mine).values(**values)
            )


def _again(connection: Connection, numbers: Collection[int]) -> dict[int, Again]:
    lock, entry = tables.document_lock, tables.register_entry
    query = (
        select(_document.c.id, _document.c.revision, _document.c.data, lock.c.agency, entry.c.ngay)
        .join(lock, lock.c.document_id == _document.c.id)
        .join(entry, entry.c.document_id == _document.c.id)
        .where(_document.c.id.in_(numbers))
    )
    return {
        row.id: Again(row.id, row.revision, row.data, from_data(row.agency), row.ngay)
        for row in connection.execute(query)
    }


def _program(agency_id: int) -> Actor:
    return Actor(agency_id, None, PROGRAM, "")
