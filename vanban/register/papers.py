"""The papers of the offices and their history: plain values in, frozen records out.

Every method names the office that asks first; a paper of another office is answered like one that
does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from vanban.life import BAN_HANH, LEADER, NHAP, OFFICE, STATES, WAITS_OFFICE, NotAllowed
from vanban.problems import Problem
from vanban.register import tables
from vanban.register.columns import LARGEST_NUMBER, asked, new_number
from vanban.register.database import Database
from vanban.register.thinning import Mark, to_drop

_document = tables.document
_revision = tables.document_revision
_file = tables.document_file


@dataclass(frozen=True)
class DocumentSummary:
    """A paper as lists show it.

    title: its trích yếu, "" while it has none. state: a key of life.STATES. unit: the name of the
    unit that wrote it, "" for none.
    """

    id: int
    agency_id: int
    kind: str
    kind_version: int
    title: str
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    deleted_at: datetime | None
    state: str
    unit: str


@dataclass(frozen=True)
class DocumentRecord(DocumentSummary):
    """A paper with what was typed. data: raw values by field name, as intake takes them."""

    data: Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """What is saved of a paper: the raw values, and what lists and search need of them."""

    data: Mapping[str, Any]
    title: str
    search: str


@dataclass(frozen=True)
class Saved:
    """The answer to a save. conflict: somebody saved in between; that version is in the history."""

    revision: int
    saved_at: datetime
    conflict: bool


@dataclass(frozen=True)
class Revision:
    """One kept state of a paper. saved_by: the person's name."""

    revision: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class FileRecord:
    """A produced file. form: "docx" or "pdf". name: as it is downloaded. size: bytes.

    checked: of a Word file, what the check of form told when it was made, as `check.report.brief`
    has it; None for one from before that was kept, and for a PDF.
    """

    form: str
    name: str
    sha256: str
    size: int
    created_at: datetime
    checked: Mapping[str, Any] | None = None


class Papers:
    """The desk for papers."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, agency_id: int, user_id: int, kind: str, kind_version: int, content: Content
    ) -> int:
        """A new paper; its number. It belongs to the unit of whoever writes it."""
        now = self._clock()
        with self._database.write() as connection:
            result = connection.execute(
                insert(_document).values(
                    agency_id=agency_id,
                    kind=kind,
                    kind_version=kind_version,
                    data=content.data,
                    title=content.title,
                    search=content.search,
                    revision=1,
                    created_at=now,
                    created_by=user_id,
                    updated_at=now,
                    updated_by=user_id,
                    unit_id=select(tables.user.c.unit_id)
                    .where(tables.user.c.id == user_id)
                    .scalar_subquery(),
                )
            )
            document_id = new_number(result)
            _add_revision(connection, document_id, Mark(1, now, user_id), content.data)
        return document_id

    def get(self, agency_id: int, document_id: int) -> DocumentRecord | None:
        """The paper, deleted or not; None when this office has no such paper."""
        query = _summaries(_document.c.data).where(_own(agency_id, document_id))
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else DocumentRecord(**row)

    def save(
        self, agency_id: int, document_id: int, user_id: int, content: Content, base_revision: int
    ) -> Saved | None:
        """The paper as it is now; None when this office has no such draft.

        What was typed always becomes the newest revision, also when `base_revision` is no longer
        the newest: nothing that a person typed is refused. The same content again changes nothing.
        """
        columns = (_document.c.data, _document.c.revision, _document.c.updated_at)
        now = self._clock()
        with self._database.write() as connection:
            mine = (_own(agency_id, document_id), _document.c.state == NHAP)
            row = connection.execute(select(*columns).where(*mine).with_for_update()).first()
            if row is None:
                return None
            data, revision, saved_at = row
            if data == content.data:
                return Saved(revision, saved_at, conflict=False)
            keep_revision(connection, document_id, Mark(revision + 1, now, user_id), content)
            self._thin(connection, document_id)
        return Saved(revision + 1, now, conflict=base_revision != revision)

    @staticmethod
    def _thin(connection: Connection, document_id: int) -> None:
        columns = (_revision.c.revision, _revision.c.saved_at, _revision.c.saved_by)
        query = select(*columns).where(_revision.c.document_id == document_id)
        marks = [Mark(*row) for row in connection.execute(query.order_by(_revision.c.revision))]
        with_files = select(_file.c.revision).where(_file.c.document_id == document_id)
        dropped = to_drop(marks, set(connection.scalars(with_files)))
        if dropped:
            mine = _revision.c.document_id == document_id
            connection.execute(delete(_revision).where(mine, _revision.c.revision.in_(dropped)))

    def find(
        self,
        agency_id: int,
        *,
        words: Sequence[str] = (),
        kind: str = "",
        state: str = "",
        batch_id: int | None = None,
        deleted: bool = False,
        offset: int = 0,
        limit: int = 30,
    ) -> tuple[list[DocumentSummary], int]:
        """The papers that hold every word (folded), newest first; and how many there are.

        state: a key of life.LISTED, "" for every one.
        batch_id: those made from that list. The hundreds that a list makes would bury all others,
        so they are shown among them only when words are looked for, or what was deleted.
        """
        conditions: list[ColumnElement[bool]] = [
            _document.c.agency_id == agency_id,
            _document.c.deleted_at.is_not(None) if deleted else _document.c.deleted_at.is_(None),
            *(_document.c.search.contains(word, autoescape=True) for word in words),
        ]
        if kind:
            conditions.append(_document.c.kind == kind)
        if state == WAITS_OFFICE:
            conditions += [_document.c.state == BAN_HANH, _signed(LEADER), ~_signed(OFFICE)]
        elif state:
            conditions.append(_document.c.state == state)
        if batch_id is not None:
            conditions.append(_document.c.batch_id == asked(batch_id))
        elif not words and not deleted:
            conditions.append(_document.c.batch_id.is_(None))
        query = _summaries().where(*conditions).order_by(_document.c.updated_at.desc())
        query = (
            query.order_by(_document.c.id.desc()).offset(min(offset, LARGEST_NUMBER)).limit(limit)
        )
        with self._database.read() as connection:
            total = connection.scalar(select(func.count(_document.c.id)).where(*conditions))
            rows = connection.execute(query).mappings()
            return [DocumentSummary(**row) for row in rows], int(total or 0)

    def mark_deleted(self, agency_id: int, document_id: int, *, deleted: bool) -> bool:
        """Put a draft aside, or take it back; whether this office has such a draft."""
        with self._database.write() as connection:
            result = connection.execute(
                update(_document)
                .where(_own(agency_id, document_id), _document.c.state == NHAP)
                .values(deleted_at=self._clock() if deleted else None)
            )
            return result.rowcount == 1

    def revisions(self, agency_id: int, document_id: int) -> list[Revision]:
        """The kept states of the paper, newest first."""
        query = (
            select(_revision.c.revision, _revision.c.saved_at, tables.user.c.ho_ten)
            .join(_document, _document.c.id == _revision.c.document_id)
            .join(tables.user, tables.user.c.id == _revision.c.saved_by)
            .where(_own(agency_id, document_id))
            .order_by(_revision.c.revision.desc())
        )
        with self._database.read() as connection:
            return [Revision(*row) for row in connection.execute(query)]

    def revision_data(
        self, agency_id: int, document_id: int, revision: int
    ) -> Mapping[str, Any] | None:
        """What was typed in that state; None when there is none."""
        query = (
            select(_revision.c.data)
            .join(_document, _document.c.id == _revision.c.document_id)
            .where(_own(agency_id, document_id))
            .where(_revision.c.revision == asked(revision))
        )
        with self._database.read() as connection:
            return connection.scalar(query)

    def record_files(self, document_id: int, revision: int, files: Sequence[FileRecord]) -> None:
        """Note the files that were made from that state, in place of earlier ones.

        Only the present state of a draft may have its files replaced: what was laid before a signer
        or issued keeps the very files. Raises NotAllowed for others than those.
        """
        mine = (_file.c.document_id == document_id, _file.c.revision == revision)
        columns = (_document.c.state, _document.c.revision)
        draft = select(*columns).where(_document.c.id == document_id).with_for_update()
        with self._database.write() as connection:
            state, newest = connection.execute(draft).one()
            kept = kept_files(connection, document_id, revision)
            if kept and (state != NHAP or revision != newest):
                if kept == {file.form: file.sha256 for file in files}:
                    return
                code = "paper_changed_meanwhile" if state == NHAP else "paper_locked"
                raise NotAllowed(Problem(code, str(document_id), {"state": STATES[state]}))
            connection.execute(delete(_file).where(*mine))
            state_of = {"document_id": document_id, "revision": revision}
            connection.execute(insert(_file), [{**state_of, **vars(file)} for file in files])

    def files(self, document_id: int, revision: int) -> dict[str, FileRecord]:
        """The files made from that state, by form."""
        columns = [_file.c[field.name] for field in fields(FileRecord)]
        mine = (_file.c.document_id == document_id, _file.c.revision == revision)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(*mine))
            return {row[0]: FileRecord(*row) for row in rows}

    def kind_counts(self, agency_id: int) -> dict[str, int]:
        """How many papers of each kind this office has made."""
        query = (
            select(_document.c.kind, func.count())
            .where(_document.c.agency_id == agency_id)
            .group_by(_document.c.kind)
        )
        with self._database.read() as connection:
            return {kind: count for kind, count in connection.execute(query)}

    def recent_data(self, agency_id: int, limit: int) -> list[tuple[str, Mapping[str, Any]]]:
        """Kind and raw values of the papers last worked on, newest first, without deleted ones."""
        query = (
            select(_document.c.kind, _document.c.data)
            .where(_document.c.agency_id == agency_id, _document.c.deleted_at.is_(None))
            .where(_document.c.batch_id.is_(None))  # alike in all that is worth remembering
            .order_by(_document.c.updated_at.desc(), _document.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(kind, data) for kind, data in connection.execute(query)]


def kept_files(connection: Connection, document_id: int, revision: int) -> dict[str, str]:
    """The fingerprints of the files of that state, by form."""
    mine = (_file.c.document_id == document_id, _file.c.revision == revision)
    rows = connection.execute(select(_file.c.form, _file.c.sha256).where(*mine))
    return {form: sha256 for form, sha256 in rows}


def keep_files(connection: Connection, document_id: int, made: int, newer: int) -> None:
    """Give a newer revision with the same content the files that were made of an earlier one."""
    names = ("form", "name", "sha256", "size", "created_at")
    mine = (_file.c.document_id == document_id, _file.c.revision == made)
    same = select(_file.c.document_id, literal(newer), *(_file.c[name] for name in names))
    copied = insert(_file).from_select(("document_id", "revision", *names), same.where(*mine))
    connection.execute(copied)


def keep_revision(
    connection: Connection,
    document_id: int,
    mark: Mark,
    content: Content,
) -> None:
    """Make `content` the paper's newest state, inside a transaction that has locked its row."""
    connection.execute(
        update(_document)
        .where(_document.c.id == document_id)
        .values(
            data=content.data,
            title=content.title,
            search=content.search,
            revision=mark.revision,
            updated_at=mark.saved_at,
            updated_by=mark.saved_by,
        )
    )
    _add_revision(connection, document_id, mark, content.data)


def _add_revision(
    connection: Connection, document_id: int, mark: Mark, data: Mapping[str, Any]
) -> None:
    values = {"document_id": document_id, "data": data}
    connection.execute(insert(_revision).values(**mark._asdict(), **values))


def _own(agency_id: int, document_id: int) -> ColumnElement[bool]:
    return (_document.c.agency_id == agency_id) & (_document.c.id == asked(document_id))


def _signed(stage: str) -> ColumnElement[bool]:
    """Whether a paper has a signed file of that stage that counts."""
    file = tables.signed_file
    mine = (file.c.document_id == _document.c.id) & (file.c.stage == stage)
    return select(file.c.seq).where(mine, file.c.dropped_at.is_(None)).exists()


def _summaries(*more: ColumnElement[Any]) -> Select[Any]:
    """The columns of DocumentSummary, with people's names for their numbers."""
    creator, updater = tables.user.alias(), tables.user.alias()
    return (
        select(
            _document.c.id,
            _document.c.agency_id,
            _document.c.kind,
            _document.c.kind_version,
            _document.c.title,
            _document.c.revision,
            _document.c.created_at,
            creator.c.ho_ten.label("created_by"),
            _document.c.updated_at,
            updater.c.ho_ten.label("updated_by"),
            _document.c.deleted_at,
            _document.c.state,
            func.coalesce(tables.unit.c.ten, "").label("unit"),
            *more,
        )
        .join(creator, creator.c.id == _document.c.created_by)
        .join(updater, updater.c.id == _document.c.updated_by)
        .outerjoin(tables.unit, tables.unit.c.id == _document.c.unit_id)
    )
