"""The life of a paper in the database: a step comes in; the paper stands in its next state.

Each step is one transaction: the state is looked at, changed and noted in the audit trail
together, so of two people who take a step at the same moment one is told that the paper has moved.
The trail comes last (database.py says why).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from vanban.agency import Agency, from_data, to_data
from vanban.life import BAN_HANH, NHAP, RELATIONS, SENDING_BACK, STATES, STEPS, NotAllowed
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.columns import asked
from vanban.register.database import Database
from vanban.register.numbers import Entry, Line, Numbers, Order
from vanban.register.papers import Content, keep_revision, kept_files
from vanban.register.thinning import Mark
from vanban.register.trail import Actor, Trail

_document = tables.document
_lock = tables.document_lock
_step = tables.document_step
_relation = tables.document_relation
_signed = tables.signed_file


@dataclass(frozen=True)
class Lock:
    """What lies before the signer: the state of the paper, and the files that will be signed."""

    revision: int
    series_id: int
    agency: Agency
    docx_sha256: str
    pdf_sha256: str
    locked_at: datetime


@dataclass(frozen=True)
class StepTaken:
    """One step that was taken. by: the person's name."""

    step: str
    before: str
    after: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class SentBack:
    """A draft that came back. batch_id: of the list that it is of, None for none.

    others: how many papers of that list the same person sent back for the same reason.
    """

    document_id: int
    batch_id: int | None
    step: StepTaken
    others: int


@dataclass(frozen=True)
class Related:
    """A paper that stands to another by a key of `life.RELATIONS`."""

    document_id: int
    relation: str
    title: str


class Steps:
    """The desk for the life of papers. clock: the present, with its time zone."""

    def __init__(
        self, database: Database, numbers: Numbers, trail: Trail, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._trail = trail
        self._clock = clock

    def submit(self, actor: Actor, document_id: int, lock: Lock) -> None:
        """Trình ký: what `lock` holds may no longer change.

        Raises NotAllowed when the paper is no draft any more, or was saved since the files in
        `lock` were made.
        """
        with self._database.write() as connection:
            row = self.row(connection, actor, document_id)
            self.move(connection, actor, document_id, row, "trinh")
            files = {"docx": lock.docx_sha256, "pdf": lock.pdf_sha256}
            kept = kept_files(connection, document_id, lock.revision)
            if row["revision"] != lock.revision or kept != files:
                raise NotAllowed(Problem("paper_changed_meanwhile", str(document_id)))
            values = {**vars(lock), "agency": to_data(lock.agency), "locked_by": actor.user_id}
            connection.execute(insert(_lock).values(document_id=document_id, **values))
            # The trail keeps what was laid before the signer even when it goes back.
            detail = {"revision": lock.revision, **files}
            self._trail.append(connection, actor, "trinh", document_id, detail)

    def take(
        self, actor: Actor, document_id: int, step: str, reason: str = "", seen: str = ""
    ) -> None:
        """Any step that needs no more than a reason. Raises NotAllowed when it cannot be taken.

        seen: the hash of the PDF that the person looked at, "" for any. What was taken back and
        laid before the signer anew meanwhile is not what they saw.
        """
        if STEPS[step].after == BAN_HANH or step == "trinh":
            raise ValueError(step)
        with self._database.write() as connection:
            row = self.row(connection, actor, document_id)
            self.move(connection, actor, document_id, row, step, reason=reason)
            lock = read_lock(connection, document_id) if seen else None
            if lock is not None and lock.pdf_sha256 != seen:
                raise NotAllowed(Problem("paper_laid_anew", str(document_id)))
            if step == "huy":
                self._numbers.cancel(connection, actor, document_id, reason)
            back = STEPS[step].after == NHAP
            aside = self.reopen(connection, document_id, row) if back else []
            detail = {"reason": reason, **({"set_aside": aside} if aside else {})}
            self._trail.append(connection, actor, step, document_id, detail)

    def _set_aside(self, connection: Connection, document_id: int) -> list[str]:
        """Signed files of a paper that is a draft again are no originals any more; they stay."""
        live = (_signed.c.document_id == document_id, _signed.c.dropped_at.is_(None))
        query = select(_signed.c.sha256).where(*live).order_by(_signed.c.seq)
        found = list(connection.scalars(query))
        connection.execute(update(_signed).where(*live).values(dropped_at=self._clock()))
        return found

    def issue(
        self,
        actor: Actor,
        document_id: int,
        ngay: date,
        line: Line,
        *,
        revision: int,
        numbered: Callable[[int], Content],
    ) -> Entry:
        """Cấp số, ban hành: number, line of the register and state in one transaction.

        line: from the state `revision`. numbered: the number → what the paper holds with it. A
        paper that has its number is answered with its line. Raises NotAllowed when the paper is not
        signed or no longer at `revision`, Refused when the day is before that of the last number.
        """
        with self._database.write() as connection:
            row = self.row(connection, actor, document_id)
            if row["state"] == BAN_HANH:
                return self._numbers.line_of(connection, actor.agency_id, document_id)
            self.move(connection, actor, document_id, row, "ban_hanh")
            lock = read_lock(connection, document_id)
            if lock is None:
                raise NotAllowed(Problem("paper_not_locked", str(document_id)))
            if row["revision"] != revision:
                raise NotAllowed(Problem("paper_changed_meanwhile", str(document_id)))
            order = Order(lock.series_id, ngay, line)
            entry = self._numbers.give(connection, actor, document_id, order)
            mark = Mark(row["revision"] + 1, self._clock(), _signed_in(actor))
            keep_revision(connection, document_id, mark, numbered(entry.so))
            self._trail.append(connection, actor, "ban_hanh", document_id)
        return entry

    # -- inside a transaction of another desk -----------------------------------------------------

    @staticmethod
    def row(connection: Connection, actor: Actor, document_id: int) -> Mapping[str, Any]:
        """The paper, which no other transaction may change now. Raises NotAllowed for none."""
        mine = (
            _document.c.agency_id == actor.agency_id,
            _document.c.id == asked(document_id),
            _document.c.deleted_at.is_(None),
        )
        names = ("state", "revision", "updated_by", "data", "title", "search")
        query = select(*(_document.c[name] for name in names)).where(*mine).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            raise NotAllowed(Problem("document_not_found", str(document_id)))
        return dict(row)

    def reopen(self, connection: Connection, document_id: int, row: Mapping[str, Any]) -> list[str]:
        """Unlock a paper that is a draft again; the hashes of its signed files, set aside now.

        The writing goes on in a revision of its own: the files that were laid before the signer
        stay with the revision they were made from.
        """
        connection.execute(delete(_lock).where(_lock.c.document_id == document_id))
        mark = Mark(row["revision"] + 1, self._clock(), row["updated_by"])
        content = Content(row["data"], row["title"], row["search"])
        keep_revision(connection, document_id, mark, content)
        return self._set_aside(connection, document_id)

    def move(
        self,
        connection: Connection,
        actor: Actor,
        document_id: int,
        row: Mapping[str, Any],
        name: str,
        *,
        reason: str = "",
    ) -> None:
        """Change the state. Raises NotAllowed when the step does not begin at the present one."""
        step = STEPS[name]
        if row["state"] != step.before:
            data = {"step": step.label, "state": STATES[row["state"]]}
            raise NotAllowed(Problem("paper_moved_on", str(document_id), data))
        mine = _document.c.id == document_id
        connection.execute(update(_document).where(mine).values(state=step.after))
        values = {"step": name, "before": step.before, "after": step.after, "reason": reason}
        connection.execute(
            insert(_step).values(
                document_id=document_id, at=self._clock(), by=_signed_in(actor), **values
            )
        )

    # -- looking ----------------------------------------------------------------------------------

    def lock_of(self, document_id: int) -> Lock | None:
        """What lies before the signer, None for a draft. The asker has looked whose paper it is."""
        with self._database.read() as connection:
            return read_lock(connection, document_id)

    def history(self, document_id: int) -> list[StepTaken]:
        """The steps of a paper, oldest first. The asker has looked whose paper it is."""
        columns = (_step.c.step, _step.c.before, _step.c.after, _step.c.at)
        query = (
            select(*columns, tables.user.c.ho_ten, _step.c.reason)
            .join(tables.user, tables.user.c.id == _step.c.by)
            .where(_step.c.document_id == asked(document_id))
            .order_by(_step.c.id)
        )
        with self._database.read() as connection:
            return [StepTaken(*row) for row in connection.execute(query)]

    def sent_back(self, agency_id: int, limit: int) -> list[SentBack]:
        """The drafts that were sent back and not laid before the signer since, the latest first.

        Of the papers of a list that one person sent back for one reason, the last stands for all.
        """
        newest = select(func.max(_step.c.id)).group_by(_step.c.document_id)
        together = func.coalesce(_document.c.batch_id, -_document.c.id)
        last = (
            select(func.max(_step.c.id).label("id"), func.count().label("count"))
            .join(_document, _document.c.id == _step.c.document_id)
            .where(_document.c.agency_id == agency_id, _document.c.deleted_at.is_(None))
            .where(_step.c.id.in_(newest), _step.c.step.in_(SENDING_BACK))
            .group_by(together, _step.c.by, _step.c.reason)
            .subquery()
        )
        columns = (_step.c.step, _step.c.before, _step.c.after, _step.c.at)
        query = (
            select(
                _document.c.id,
                _document.c.batch_id,
                last.c.count,
                *columns,
                tables.user.c.ho_ten,
                _step.c.reason,
            )
            .join(last, last.c.id == _step.c.id)
            .join(_document, _document.c.id == _step.c.document_id)
            .join(tables.user, tables.user.c.id == _step.c.by)
            .order_by(_step.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                SentBack(number, batch_id, StepTaken(*step), count - 1)
                for number, batch_id, count, *step in connection.execute(query)
            ]

    # -- replaced and corrected -------------------------------------------------------------------

    def relate(self, actor: Actor, document_id: int, issued_id: int, relation: str) -> None:
        """Say that a new paper replaces or corrects an issued one of the same office.

        Raises NotAllowed when this office has not issued the other one.
        """
        if relation not in RELATIONS:
            raise ValueError(relation)
        with self._database.write() as connection:
            if self.row(connection, actor, issued_id)["state"] != BAN_HANH:
                raise NotAllowed(Problem("paper_not_issued", str(issued_id)))
            self.row(connection, actor, document_id)
            values = {"document_id": document_id, "issued_id": issued_id, "relation": relation}
            connection.execute(insert(_relation).values(**values))
            self._trail.append(connection, actor, relation, document_id, {"issued": issued_id})

    def related(self, document_id: int) -> tuple[list[Related], list[Related]]:
        """The papers that this one replaces or corrects, and those that do so to this one."""
        with self._database.read() as connection:
            return (
                _related(connection, _relation.c.document_id, _relation.c.issued_id, document_id),
                _related(connection, _relation.c.issued_id, _relation.c.document_id, document_id),
            )


def _related(connection: Connection, mine: Any, other: Any, document_id: int) -> list[Related]:
    query = (
        select(other, _relation.c.relation, _document.c.title)
        .join(_document, _document.c.id == other)
        .where(mine == asked(document_id), _document.c.deleted_at.is_(None))
        .order_by(other)
    )
    return [Related(*row) for row in connection.execute(query)]


def _signed_in(actor: Actor) -> int:
    """Who acts. ValueError for nobody: a step is never taken by a stranger (a bug)."""
    if actor.user_id is None:
        raise ValueError(actor)
    return actor.user_id


def read_lock(connection: Connection, document_id: int) -> Lock | None:
    """What lies before the signer, inside a transaction; None for a draft."""
    names = ("revision", "series_id", "agency", "docx_sha256", "pdf_sha256", "locked_at")
    query = select(*(_lock.c[name] for name in names)).where(
        _lock.c.document_id == asked(document_id)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else Lock(**{**row, "agency": from_data(row["agency"])})
