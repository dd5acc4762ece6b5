"""Lists and their rows in the database, as the office sees them: plain values in, records out.

Every method names the office that asks; a list of another office is answered like one that does not
exist. What the workers do with the rows is in `claims.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from vanban.agency import Agency, from_data, to_data
from vanban.life import (
    BATCH_STATES,
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    LEFT_OUT,
    NHAP,
    PAUSED,
    PREPARING,
    RUNNING,
    WAITING,
    WORKING,
    NotAllowed,
)
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.batch_records import Batch, BatchRow, Counts, NewList, NewRow
from vanban.register.columns import LARGEST_NUMBER, asked, new_number
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_batch = tables.batch
_row = tables.batch_row
_mapping = tables.batch_mapping
_document = tables.document
_LIST = ("kind", "form", *NewList.__dataclass_fields__, "common", "options")
_MINUTE = timedelta(seconds=60)


class Batches:
    """The desk for lists. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    # -- the list ---------------------------------------------------------------------------------

    def add(
        self,
        actor: Actor,
        new: NewList,
        rows: Iterable[NewRow],
        *,
        kind: str,
        form: str,
        common: Mapping[str, Any],
        options: Mapping[str, Any] | None = None,
    ) -> int:
        """A new list; its number."""
        now = self._clock()
        values = {"kind": kind, "form": form, "state": PREPARING, "common": common}
        values["options"] = dict(options or {})
        with self._database.write() as connection:
            result = connection.execute(
                insert(_batch).values(
                    agency_id=actor.agency_id,
                    created_at=now,
                    created_by=actor.user_id,
                    updated_at=now,
                    **vars(new),
                    **values,
                )
            )
            number = new_number(result)
            count = _add_rows(connection, number, rows)
            detail = {"batch": number, "file": new.file_name, "rows": count}
            self._trail.append(connection, actor, "loat_tai_len", None, detail)
        return number

    def replace_list(
        self, actor: Actor, batch_id: int, new: NewList, rows: Iterable[NewRow]
    ) -> None:
        """Another list in its place. Raises NotAllowed once it is confirmed."""
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, (PREPARING,))
            connection.execute(delete(_row).where(_row.c.batch_id == batch_id))
            count = _add_rows(connection, batch_id, rows)
            self._change(connection, batch_id, **vars(new))
            detail = {"batch": batch_id, "file": new.file_name, "rows": count}
            self._trail.append(connection, actor, "loat_tai_len", None, detail)

    def set_common(
        self,
        actor: Actor,
        batch_id: int,
        common: Mapping[str, Any],
        *,
        over: Mapping[str, Any] | None = None,
    ) -> bool:
        """Keep what all papers share, of a list that is not confirmed. over: what it is to replace.

        False, and nothing is kept, when somebody put something else there; None replaces whatever
        there is. Raises NotAllowed.
        """
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, (PREPARING,))
            kept = connection.scalar(select(_batch.c.common).where(_batch.c.id == batch_id))
            if over is not None and kept != over:
                return False
            saved = {"common_at": self._clock(), "common_by": actor.user_id}
            self._change(connection, batch_id, common=common, **saved)
        return True

    def set_options(self, actor: Actor, batch_id: int, options: Mapping[str, Any]) -> None:
        """Keep how its files are named, at whatever step it stands. Raises NotAllowed."""
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, BATCH_STATES)
            self._change(connection, batch_id, options=options)

    def last_options(self, agency_id: int, kind: str) -> Mapping[str, Any]:
        """Those of the list of this kind that the office used last; {} for its first."""
        mine = (_batch.c.agency_id == agency_id, _batch.c.kind == kind)
        query = select(_batch.c.options).where(*mine)
        query = query.order_by(_batch.c.updated_at.desc(), _batch.c.id.desc()).limit(1)
        with self._database.read() as connection:
            return connection.scalar(query) or {}

    def fix_row(
        self,
        actor: Actor,
        batch_id: int,
        number: int,
        cells: Mapping[str, str],
        own: Mapping[int, str],
        *,
        over: Mapping[str, str] | None = None,
    ) -> bool:
        """Put values in cells of a row, by its number in her sheet; "" empties one. own: what her
        own cells say then, by their place in `was`. over: what the cells are to replace.

        Whoever mends other cells of the row at the same moment loses nothing; False, and nothing is
        kept, when one of these holds something else. Raises NotAllowed for a row that is made: any
        row may be changed before she confirms, then those that failed.
        """
        with self._database.write() as connection:
            row = self._open_row(connection, actor, batch_id, number)
            kept, before = connection.execute(select(_row.c.raw, _row.c.was).where(*row)).one()
            if any(kept.get(name, "") != value for name, value in (over or {}).items()):
                return False
            raw = {name: value for name, value in {**kept, **cells}.items() if value}
            was = [own.get(at, cell) for at, cell in enumerate(before)]
            connection.execute(update(_row).where(*row).values(raw=raw, was=was))
            self._change(connection, batch_id)
        return True

    def leave_out(self, actor: Actor, batch_id: int, number: int, *, out: bool) -> None:
        """Make no paper of a row; out=False: of one left out, before she confirms. NotAllowed."""
        with self._database.write() as connection:
            if not out:
                self._hold(connection, actor, batch_id, (PREPARING,))
            row = self._open_row(connection, actor, batch_id, number)
            state = LEFT_OUT if out else WAITING
            connection.execute(update(_row).where(*row).values(state=state))
            self._change(connection, batch_id)

    def _open_row(
        self, connection: Connection, actor: Actor, batch_id: int, number: int
    ) -> tuple[ColumnElement[bool], ...]:
        """What finds a row that may be changed now. Raises NotAllowed when there is none."""
        state = self._hold(connection, actor, batch_id, (PREPARING, RUNNING, PAUSED, ENDED))
        open_ones = (WAITING, LEFT_OUT) if state == PREPARING else (FAILED,)
        mine = (_row.c.batch_id == batch_id, _row.c.number == asked(number))
        found = (*mine, _row.c.state.in_(open_ones))
        if connection.scalar(select(_row.c.position).where(*found).with_for_update()) is None:
            raise NotAllowed(Problem("batch_row_not_found", str(number), {"number": number}))
        return found

    def remembered(self, agency_id: int, kind: str) -> Mapping[str, Any]:
        """Which heading this office meant by what, in its earlier lists of this kind."""
        mine = (_mapping.c.agency_id == agency_id, _mapping.c.kind == kind)
        with self._database.read() as connection:
            return connection.scalar(select(_mapping.c.mapping).where(*mine)) or {}

    def remember(self, agency_id: int, kind: str, mapping: Mapping[str, Any]) -> None:
        """Keep that for the next list, beside what was kept before."""
        mine = (_mapping.c.agency_id == agency_id, _mapping.c.kind == kind)
        with self._database.write() as connection:
            self._database.lock(connection, f"mapping {agency_id}")
            kept = connection.scalar(select(_mapping.c.mapping).where(*mine))
            values = {"mapping": {**(kept or {}), **mapping}, "updated_at": self._clock()}
            if kept is None:
                new = {"agency_id": agency_id, "kind": kind, **values}
                connection.execute(insert(_mapping).values(**new))
            else:
                connection.execute(update(_mapping).where(*mine).values(**values))

    # -- the run ----------------------------------------------------------------------------------

    def confirm(self, actor: Actor, batch_id: int, agency: Agency, day: date) -> None:
        """Let the workers begin: letterhead, day and common values change no more.

        Raises NotAllowed when it was confirmed already.
        """
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, (PREPARING,))
            values = {"agency": to_data(agency), "day": day, "confirmed_at": self._clock()}
            self._change(connection, batch_id, state=RUNNING, confirmed_by=actor.user_id, **values)
            detail = {"batch": batch_id, "rows": _count(connection, batch_id, WAITING)}
            self._trail.append(connection, actor, "loat_bat_dau", None, detail)

    def pause(self, actor: Actor, batch_id: int) -> None:
        """Begin no more rows; those that are begun come to their end. Raises NotAllowed."""
        self._step(actor, batch_id, (RUNNING,), PAUSED, "loat_tam_dung")

    def go_on(self, actor: Actor, batch_id: int) -> None:
        """Begin again, also after it stopped by itself. Raises NotAllowed."""
        self._step(actor, batch_id, (PAUSED,), RUNNING, "loat_tiep_tuc")

    def cancel(self, actor: Actor, batch_id: int, *, papers: bool) -> int:
        """Make no more. papers: put those drafts aside that were made; how many. NotAllowed."""
        with self._database.write() as connection:
            before = (PREPARING, RUNNING, PAUSED, ENDED) if papers else (PREPARING, RUNNING, PAUSED)
            self._hold(connection, actor, batch_id, before)
            aside = self._put_aside(connection, batch_id) if papers else 0
            self._change(connection, batch_id, state=CANCELLED, ended_at=self._clock(), note=None)
            detail = {"batch": batch_id, "papers": aside, **_told(connection, batch_id)}
            self._trail.append(connection, actor, "loat_huy", None, detail)
        return aside

    def retry(self, actor: Actor, batch_id: int) -> int:
        """Begin once more with the rows that failed; how many. Raises NotAllowed."""
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, (RUNNING, PAUSED, ENDED))
            failed = (_row.c.batch_id == batch_id, _row.c.state == FAILED)
            values = {"state": WAITING, "strikes": 0, "problems": []}
            count = connection.execute(update(_row).where(*failed).values(**values)).rowcount
            if count:
                self._change(connection, batch_id, state=RUNNING, ended_at=None, note=None)
                detail = {"batch": batch_id, "rows": count}
                self._trail.append(connection, actor, "loat_lam_lai", None, detail)
        return count

    def again(self, actor: Actor, batch_id: int) -> tuple[int, int]:
        """A new list, not confirmed yet, of the rows that have no paper or only a draft, as they
        were mended, with all that they share. Those drafts are put aside.

        Its number, and how many drafts there were. Raises NotAllowed, also when no row is left.
        """
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, (ENDED, CANCELLED))
            # First: nobody takes a draft on while its row is copied.
            aside = self._put_aside(connection, batch_id)
            kept = _without_paper(connection, batch_id)
            if all(row.state == LEFT_OUT for row in kept):
                raise NotAllowed(Problem("batch_nothing_again", str(batch_id)))
            these = (_batch.c[name] for name in ("agency_id", *_LIST))
            of = connection.execute(select(*these).where(_batch.c.id == batch_id)).mappings().one()
            now = self._clock()
            made = {"created_at": now, "created_by": actor.user_id, "updated_at": now}
            added = insert(_batch).values(**of, **made, state=PREPARING)
            number = new_number(connection.execute(added))
            rows = (NewRow(row.number, row.raw, row.was) for row in kept)
            out = {row.number for row in kept if row.state == LEFT_OUT}
            count = _add_rows(connection, number, rows, out)
            detail = {"batch": number, "of": batch_id, "rows": count, "papers": aside}
            self._trail.append(connection, actor, "loat_lap_lai", None, detail)
        return number, aside

    def _put_aside(self, connection: Connection, batch_id: int) -> int:
        """Delete the drafts of a list as one draft is deleted; how many."""
        mine = (_document.c.batch_id == batch_id, _document.c.state == NHAP)
        gone = update(_document).where(*mine, _document.c.deleted_at.is_(None))
        return connection.execute(gone.values(deleted_at=self._clock())).rowcount

    def _step(
        self, actor: Actor, batch_id: int, before: Collection[str], after: str, action: str
    ) -> None:
        with self._database.write() as connection:
            self._hold(connection, actor, batch_id, before)
            self._change(connection, batch_id, state=after, note=None)
            detail = {"batch": batch_id, **_told(connection, batch_id)}
            self._trail.append(connection, actor, action, None, detail)

    def _hold(
        self, connection: Connection, actor: Actor, batch_id: int, states: Collection[str]
    ) -> str:
        """The state of the list, which no other transaction may change now. Raises NotAllowed."""
        mine = (_batch.c.agency_id == actor.agency_id, _batch.c.id == asked(batch_id))
        state = connection.scalar(select(_batch.c.state).where(*mine).with_for_update())
        if state is None:
            raise NotAllowed(Problem("batch_not_found", str(batch_id)))
        if state not in states:
            data = {"state": BATCH_STATES[state]}
            raise NotAllowed(Problem("batch_moved_on", str(batch_id), data))
        return str(state)

    def _change(self, connection: Connection, batch_id: int, **values: Any) -> None:
        values = {"updated_at": self._clock(), **values}
        connection.execute(update(_batch).where(_batch.c.id == batch_id).values(**values))

    # -- looking ----------------------------------------------------------------------------------

    def get(self, agency_id: int, batch_id: int) -> Batch:
        """That list. Raises NotAllowed when this office has none of that number."""
        found, _ = self._find(_batch.c.agency_id == agency_id, _batch.c.id == asked(batch_id))
        if not found:
            raise NotAllowed(Problem("batch_not_found", str(batch_id)))
        return found[0]

    def find(self, agency_id: int, *, offset: int = 0, limit: int = 30) -> tuple[list[Batch], int]:
        """The lists of the office, the newest first; and how many there are."""
        return self._find(_batch.c.agency_id == agency_id, offset=offset, limit=limit)

    def rows(
        self,
        batch_id: int,
        *,
        states: Collection[str] = (),
        number: int | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[BatchRow]:
        """Rows in the order of the list, from the position after `after` on."""
        names = BatchRow.__dataclass_fields__
        conditions = [_row.c.batch_id == asked(batch_id), _row.c.position > asked(after)]
        if states:
            conditions.append(_row.c.state.in_(states))
        if number is not None:
            conditions.append(_row.c.number == asked(number))
        query = select(*(_row.c[name] for name in names)).where(*conditions)
        query = query.order_by(_row.c.position).limit(limit)
        with self._database.read() as connection:
            return [_as_row(dict(row)) for row in connection.execute(query).mappings()]

    def counts(self, batch_ids: Collection[int]) -> dict[int, Counts]:
        """Where the rows of these lists stand."""
        since = self._clock() - _MINUTE
        columns = (
            _row.c.batch_id,
            _row.c.state,
            func.count(),
            func.count(_row.c.claimed_by.distinct()),
            func.min(_row.c.done_at),
            func.max(_row.c.done_at),
        )
        mine = _row.c.batch_id.in_(batch_ids)
        lately = select(_row.c.batch_id, func.count()).where(mine, _row.c.done_at > since)
        with self._database.read() as connection:
            rows = list(
                connection.execute(
                    select(*columns).where(mine).group_by(_row.c.batch_id, _row.c.state)
                )
            )
            recent = connection.execute(lately.group_by(_row.c.batch_id))
            minute = {number: count for number, count in recent}
        return {
            number: _as_counts([r for r in rows if r[0] == number], minute.get(number, 0))
            for number in batch_ids
        }

    def _find(
        self, *conditions: ColumnElement[bool], offset: int = 0, limit: int = 1
    ) -> tuple[list[Batch], int]:
        maker, starter, sharer = (tables.user.alias() for _ in range(3))
        by = ("created_by", "confirmed_by", "common_by")
        names = [name for name in Batch.__dataclass_fields__ if name not in by]
        people = (
            maker.c.ho_ten.label("created_by"),
            func.coalesce(sharer.c.ho_ten, "").label("common_by"),
            func.coalesce(starter.c.ho_ten, "").label("confirmed_by"),
        )
        query = (
            select(*(_batch.c[name] for name in names), *people)
            .join(maker, maker.c.id == _batch.c.created_by)
            .outerjoin(starter, starter.c.id == _batch.c.confirmed_by)
            .outerjoin(sharer, sharer.c.id == _batch.c.common_by)
            .where(*conditions)
            .order_by(_batch.c.id.desc())
            .offset(min(offset, LARGEST_NUMBER))
            .limit(limit)
        )
        with self._database.read() as connection:
            total = connection.scalar(select(func.count(_batch.c.id)).where(*conditions)) or 0
            return [_as_batch(dict(row)) for row in connection.execute(query).mappings()], total


def to_json(problem: Problem) -> dict[str, Any]:
    """A problem as it is kept."""
    return {"code": problem.code, "where": problem.where, "data": dict(problem.data)}


def _as_batch(row: dict[str, Any]) -> Batch:
    agency = None if row["agency"] is None else from_data(row["agency"])
    note = None if row["note"] is None else Problem(**row["note"])
    return Batch(**{**row, "agency": agency, "note": note})


def _as_row(row: dict[str, Any]) -> BatchRow:
    return BatchRow(**{**row, "problems": tuple(Problem(**told) for told in row["problems"])})


def _as_counts(rows: Sequence[Any], last_minute: int) -> Counts:
    count = {state: number for _, state, number, *_ in rows}
    first = [at for *_, at, _ in rows if at is not None]
    last = [at for *_, at in rows if at is not None]
    return Counts(
        waiting=count.get(WAITING, 0),
        working=count.get(WORKING, 0),
        done=count.get(DONE, 0),
        failed=count.get(FAILED, 0),
        left_out=count.get(LEFT_OUT, 0),
        last_minute=last_minute,
        workers=sum(workers for _, state, _, workers, *_ in rows if state == WORKING),
        first_at=min(first, default=None),
        last_at=max(last, default=None),
    )


def _add_rows(
    connection: Connection, batch_id: int, rows: Iterable[NewRow], out: Collection[int] = ()
) -> int:
    """Add them in this order; how many. out: numbers of those of which no paper is made."""
    blank = {"stem": "", "docx_sha256": "", "docx_size": 0, "pdf_sha256": "", "pdf_size": 0}
    begin = {"batch_id": batch_id, "strikes": 0, "problems": [], **blank}
    found = [
        {
            "position": position,
            "state": LEFT_OUT if row.number in out else WAITING,
            **vars(row),
            **begin,
        }
        for position, row in enumerate(rows, start=1)
    ]
    if found:
        connection.execute(insert(_row), found)
    return len(found)


def _without_paper(connection: Connection, batch_id: int) -> Sequence[Row[int, Any, Any, str]]:
    """The rows that have no paper, or a deleted one, in the order of the list."""
    query = (
        select(_row.c.number, _row.c.raw, _row.c.was, _row.c.state)
        .outerjoin(_document, _document.c.id == _row.c.document_id)
        .where(
            _row.c.batch_id == batch_id,
            or_(_document.c.id.is_(None), _document.c.deleted_at.is_not(None)),
        )
        .order_by(_row.c.position)
    )
    return connection.execute(query).all()


def _count(connection: Connection, batch_id: int, state: str) -> int:
    mine = (_row.c.batch_id == batch_id, _row.c.state == state)
    return connection.scalar(select(func.count()).select_from(_row).where(*mine)) or 0


def _told(connection: Connection, batch_id: int) -> dict[str, int]:
    """What the trail tells of a list: how many rows are made, and how many failed."""
    return {
        "done": _count(connection, batch_id, DONE),
        "failed": _count(connection, batch_id, FAILED),
    }
