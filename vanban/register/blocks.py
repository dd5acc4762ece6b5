"""All papers of a list take one step together: laid before the signer, signed, numbered.

In: a list whose papers are made. Out: every one of them in its next state, in one transaction. The
numbers are those of the order of the list, without another's between them. One entry of the audit
trail tells a step, with its counts; a number has an entry of its own, as always.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from vanban.agency import Agency, to_data
from vanban.life import (
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    LEFT_OUT,
    NHAP,
    PAUSED,
    PREPARING,
    RUNNING,
    TRINH_KY,
    WAITING,
    WORKING,
    NotAllowed,
)
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.columns import asked
from vanban.register.database import Database
from vanban.register.numbers import Entry, Line, Numbers, Order, so_ky_hieu
from vanban.register.papers import Content, keep_files, keep_revision, kept_files
from vanban.register.steps import Steps
from vanban.register.thinning import Mark
from vanban.register.trail import Actor, Trail

_batch = tables.batch
_row = tables.batch_row
_document = tables.document
_lock = tables.document_lock
_file = tables.document_file
_entry = tables.register_entry
_signed = tables.signed_file
# More lists than this at once are looked for on their own page.
OPEN_SHOWN = 8


@dataclass(frozen=True)
class Numbered:
    """A paper that is to have a number. numbered: the number → what the paper holds with it.

    signed: its PDF was signed with a key, so no worker makes it anew.
    """

    document_id: int
    revision: int
    series_id: int
    line: Line
    numbered: Callable[[int], Content]
    signed: bool = False


@dataclass(frozen=True)
class PaperNow:
    """A paper of a list as it is now. so_ky_hieu, ngay: "" and None without a number.

    signed: its PDF was signed with a key. docx_sha256, pdf_sha256: the files of its newest state,
    "" while they are not made. checked: as `FileRecord` has it, of that Word file.
    """

    document_id: int
    state: str
    so_ky_hieu: str
    ngay: date | None
    signed: bool
    docx_sha256: str
    pdf_sha256: str
    checked: Mapping[str, Any] | None


class Blocks:
    """The desk for steps of whole lists. clock: the present, with its time zone."""

    def __init__(
        self,
        database: Database,
        steps: Steps,
        numbers: Numbers,
        trail: Trail,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._steps = steps
        self._numbers = numbers
        self._trail = trail
        self._clock = clock

    def papers(self, agency_id: int, batch_id: int, state: str) -> list[int]:
        """The papers of the list that stand there, in the order of the list."""
        with self._database.read() as connection:
            return _papers(connection, agency_id, batch_id, state)

    def standing(self, agency_id: int, batch_id: int) -> dict[int, PaperNow]:
        """The papers of the list as they are now, without those put aside."""
        docx, pdf = _file.alias(), _file.alias()
        query = (
            select(
                _document.c.id,
                _document.c.state,
                _entry.c.so,
                _entry.c.ky_hieu,
                _entry.c.ngay,
                docx.c.sha256.label("docx"),
                docx.c.checked,
                pdf.c.sha256.label("pdf"),
            )
            .outerjoin(_entry, _entry.c.document_id == _document.c.id)
            .outerjoin(docx, _newest(docx, "docx"))
            .outerjoin(pdf, _newest(pdf, "pdf"))
            .where(_document.c.agency_id == agency_id, _document.c.deleted_at.is_(None))
            .where(_document.c.batch_id == asked(batch_id))
        )
        mine = (_document.c.agency_id == agency_id, _document.c.batch_id == asked(batch_id))
        signed = (
            select(_signed.c.document_id)
            .join(_document, _document.c.id == _signed.c.document_id)
            .where(*mine, _signed.c.dropped_at.is_(None))
        )
        with self._database.read() as connection:
            keyed = set(connection.scalars(signed))
            return {row.id: _now(row, keyed) for row in connection.execute(query)}

    def waiting(self, agency_id: int, batch_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """How many papers of each of these lists stand at which state."""
        query = (
            select(_document.c.batch_id, _document.c.state, func.count())
            .where(_document.c.agency_id == agency_id, _document.c.deleted_at.is_(None))
            .where(_document.c.batch_id.in_(batch_ids))
            .group_by(_document.c.batch_id, _document.c.state)
        )
        found: dict[int, dict[str, int]] = {number: {} for number in batch_ids}
        with self._database.read() as connection:
            for number, state, count in connection.execute(query):
                found[number][state] = count
        return found

    def open_lists(self, actor: Actor, states: Collection[str], since: datetime) -> list[int]:
        """Lists of the office that are being made or need somebody, the newest first.

        Those that run or wait, those with rows that failed, those of this person that are not
        confirmed, and finished or cancelled ones with papers at one of `states`; touched since that
        moment.
        """
        papers = (_document.c.batch_id == _batch.c.id, _document.c.deleted_at.is_(None))
        failed = (_row.c.batch_id == _batch.c.id, _row.c.state == FAILED)
        waiting = exists().where(*papers, _document.c.state.in_(states))
        wanted = or_(
            _batch.c.state.in_((RUNNING, PAUSED)),
            (_batch.c.state == PREPARING) & (_batch.c.created_by == actor.user_id),
            (_batch.c.state == ENDED) & or_(waiting, exists().where(*failed)),
            (_batch.c.state == CANCELLED) & waiting,
        )
        mine = (_batch.c.agency_id == actor.agency_id, _batch.c.updated_at >= since)
        query = select(_batch.c.id).where(*mine, wanted).order_by(_batch.c.id.desc())
        with self._database.read() as connection:
            return list(connection.scalars(query.limit(OPEN_SHOWN)))

    def submit(self, actor: Actor, batch_id: int, agency: Agency, series_id: int) -> int:
        """Trình ký for every draft of the list; how many.

        Raises NotAllowed when one was changed since its files were made: that one is first made
        anew, or laid before the signer by itself.
        """
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id)
            found = _papers(connection, actor.agency_id, batch_id, NHAP)
            for number in found:
                row = self._steps.row(connection, actor, number)
                self._steps.move(connection, actor, number, row, "trinh")
                files = kept_files(connection, number, row["revision"])
                if set(files) != {"docx", "pdf"}:
                    raise NotAllowed(Problem("batch_paper_changed", "", {"title": row["title"]}))
                values = {
                    "document_id": number,
                    "revision": row["revision"],
                    "series_id": series_id,
                    "agency": to_data(agency),
                    "docx_sha256": files["docx"],
                    "pdf_sha256": files["pdf"],
                    "locked_at": self._clock(),
                    "locked_by": actor.user_id,
                }
                connection.execute(insert(_lock).values(**values))
            self._tell(connection, actor, "loat_trinh", batch_id, len(found))
        return len(found)

    def sign(self, actor: Actor, batch_id: int, step: str, state: str) -> int:
        """The step `step` for every paper of the list that stands at `state`; how many."""
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id)
            found = _papers(connection, actor.agency_id, batch_id, state)
            for number in found:
                row = self._steps.row(connection, actor, number)
                self._steps.move(connection, actor, number, row, step)
            self._tell(connection, actor, "loat_da_ky", batch_id, len(found))
        return len(found)

    def send_back(self, actor: Actor, batch_id: int, step: str, reason: str) -> int:
        """Every paper of the list that lies before the signer is a draft again; how many.

        step: tra_lai, by the signer, or rut_lai, by whoever laid them there.
        Nothing in them changed, so each draft keeps the files that it had before the signer: the
        list can be laid there again without making those anew that nobody mends.
        """
        action = "loat_tra_lai" if step == "tra_lai" else "loat_rut_lai"
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id)
            found = _papers(connection, actor.agency_id, batch_id, TRINH_KY)
            for number in found:
                row = self._steps.row(connection, actor, number)
                self._steps.move(connection, actor, number, row, step, reason=reason)
                self._steps.reopen(connection, number, row)
                keep_files(connection, number, row["revision"], row["revision"] + 1)
            self._tell(connection, actor, action, batch_id, len(found), reason=reason)
        return len(found)

    def issue(
        self, actor: Actor, batch_id: int, ngay: date, wanted: Sequence[Numbered]
    ) -> list[Entry]:
        """Number the papers in this order, and let the workers make the unsigned ones anew.

        The lines that they got. Raises NotAllowed when one is not signed or was changed;
        Refused as `Numbers.give` does. Then none has a number.
        """
        given = []
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id)
            rows = {
                order.document_id: self._steps.row(connection, actor, order.document_id)
                for order in sorted(wanted, key=lambda order: order.document_id)
            }
            for order in wanted:
                number, row = order.document_id, rows[order.document_id]
                self._steps.move(connection, actor, number, row, "ban_hanh")
                if row["revision"] != order.revision:
                    raise NotAllowed(Problem("batch_paper_changed", "", {"title": row["title"]}))
                asked = Order(order.series_id, ngay, order.line)
                entry = self._numbers.give(connection, actor, number, asked)
                mark = Mark(order.revision + 1, self._clock(), actor.user_id or 0)
                keep_revision(connection, number, mark, order.numbered(entry.so))
                given.append(entry)
            unsigned = [order.document_id for order in wanted if not order.signed]
            self._make_again(connection, batch_id, unsigned)
            self._tell(connection, actor, "loat_cap_so", batch_id, len(given))
        return given

    @staticmethod
    def _make_again(connection: Connection, batch_id: int, papers: Sequence[int]) -> None:
        if not papers:
            return
        for begin in range(0, len(papers), 500):
            mine = _row.c.document_id.in_(papers[begin : begin + 500])
            values = {"state": WAITING, "strikes": 0, "done_at": None}
            connection.execute(
                update(_row).where(_row.c.batch_id == batch_id, mine).values(**values)
            )
        # What was cancelled stays unmade, though its other papers get their files anew.
        cancelled = exists().where(_batch.c.id == batch_id, _batch.c.state == CANCELLED)
        unmade = (_row.c.document_id.is_(None), _row.c.state.in_((WAITING, WORKING, FAILED)))
        left_out = update(_row).where(_row.c.batch_id == batch_id, *unmade, cancelled)
        connection.execute(left_out.values(state=LEFT_OUT))
        running = {"state": RUNNING, "ended_at": None}
        connection.execute(update(_batch).where(_batch.c.id == batch_id).values(**running))

    @staticmethod
    def _hold(connection: Connection, actor: Actor, batch_id: int) -> None:
        """Raises NotAllowed for a list of another office, or one that is still being made.

        The papers that a cancelled list left go on like those of a finished one.
        """
        mine = (_batch.c.agency_id == actor.agency_id, _batch.c.id == asked(batch_id))
        state = connection.scalar(select(_batch.c.state).where(*mine).with_for_update())
        if state is None:
            raise NotAllowed(Problem("batch_not_found", str(batch_id)))
        if state not in (ENDED, CANCELLED):
            raise NotAllowed(Problem("batch_not_ended", str(batch_id)))

    def _tell(
        self,
        connection: Connection,
        actor: Actor,
        action: str,
        batch_id: int,
        count: int,
        **more: str,
    ) -> None:
        detail = {"batch": batch_id, "papers": count, **more}
        self._trail.append(connection, actor, action, None, detail)


def _papers(connection: Connection, agency_id: int, batch_id: int, state: str) -> list[int]:
    query = (
        select(_document.c.id)
        .join(_row, _row.c.document_id == _document.c.id)
        .where(_document.c.agency_id == agency_id, _row.c.batch_id == asked(batch_id))
        .where(_document.c.state == state, _document.c.deleted_at.is_(None))
        .where(_row.c.state == DONE)
        .order_by(_row.c.position)
    )
    return list(dict.fromkeys(connection.scalars(query)))


def _newest(file: FromClause, form: str) -> ColumnElement[bool]:
    """Which file of a paper is of its newest state, in that form."""
    mine = (file.c.document_id == _document.c.id) & (file.c.revision == _document.c.revision)
    return mine & (file.c.form == form)


def _now(row: Any, keyed: Collection[int]) -> PaperNow:
    number = so_ky_hieu(row.so, row.ky_hieu) if row.so is not None else ""
    files = (row.docx or "", row.pdf or "", row.checked)
    return PaperNow(row.id, row.state, number, row.ngay, row.id in keyed, *files)
