"""What people do with stored papers: start, save, find, go back, produce, remember.

In: a signed-in person and what was typed. Out: frozen records of the register, files in the store.
Every use case works within the person's own office; a paper of another office is `NotFound`, like
one that does not exist. How a paper is made is the service's matter, how it is kept the register's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from vanban.agency import Agency, Signer
from vanban.kinds import Field, Kind
from vanban.life import NHAP, STATES, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import (
    DocumentRecord,
    DocumentSummary,
    FileRecord,
    Register,
    Revision,
    Saved,
    User,
)
from vanban.register.papers import Content
from vanban.service import Service
from vanban.store import Store, download_name
from vanban.vietnamese.text import clean_line, fold

PAGE_SIZE = 30
# Papers that are looked through for earlier values, and how many of these are offered.
REMEMBERED_PAPERS = 200
REMEMBERED_VALUES = 30
# Given after the signature (Nghị định 30/2020, Điều 15): neither copied nor laid before a signer.
GIVEN_LATER = ("so", "ngay")
_SIGNER_FIELD = "nguoi_ky"


class NotFound(Refused):
    """This office has no such paper, revision or kind."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list. page: from 1. pages: how many there are, at least 1."""

    records: list[DocumentSummary]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class ProducedFiles:
    """The two files of one state of a paper."""

    docx: FileRecord
    pdf: FileRecord

    def of(self, form: str) -> FileRecord:
        """The file of that form, "docx" or "pdf"."""
        return {"docx": self.docx, "pdf": self.pdf}[form]


class Drafts:
    """The use cases on stored papers. clock: the present, with its time zone."""

    def __init__(
        self, service: Service, register: Register, store: Store, clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._register = register
        self._papers = register.papers
        self._store = store
        self._clock = clock

    # -- start, read, save ------------------------------------------------------------------------

    def create(self, user: User, kind: str, copy_from: int | None = None) -> DocumentRecord:
        """A new paper, filled with what the office uses, or with what `copy_from` holds.

        Raises NotFound for an unknown kind or a paper of another office.
        """
        if copy_from is not None:
            original = self.get(user, copy_from)
            kind = original.kind
        found = self._kind(kind)
        if copy_from is None:
            raw = _new_raw(found, self._agency(user))
        else:
            raw = without_number(found, original.data)
        return self.add(user, found.name, raw)

    def new_raw(self, user: User, kind: str) -> dict[str, Any]:
        """What a new paper of this kind begins with. Raises NotFound for an unknown kind."""
        return _new_raw(self._kind(kind), self._agency(user))

    def add(self, user: User, kind: str, raw: Mapping[str, Any]) -> DocumentRecord:
        """A new paper that holds `raw` as it is. Raises NotFound for an unknown kind."""
        need_to_write(user)
        found = self._kind(kind)
        content = content_of(found, raw)
        number = self._papers.add(user.agency_id, user.id, found.name, found.version, content)
        return self.get(user, number)

    def get(self, user: User, document_id: int) -> DocumentRecord:
        """The paper, also when it is deleted. Raises NotFound."""
        record = self._papers.get(user.agency_id, document_id)
        if record is None:
            raise NotFound(Problem("document_not_found", str(document_id)))
        return record

    def save(
        self, user: User, document_id: int, raw: Mapping[str, Any], base_revision: int
    ) -> Saved:
        """Keep what was typed as the newest revision. Raises NotFound.

        base_revision: the revision that the typing began from. When another was saved since, this
        one is kept all the same, the other stays in the history, and the answer's `conflict` says
        so.
        """
        need_to_write(user)
        record = self.draft(user, document_id)
        kind = self._kind(record.kind)
        saved = self._papers.save(
            user.agency_id, document_id, user.id, content_of(kind, raw), base_revision
        )
        if saved is None:  # somebody laid it before the signer a moment ago
            self.draft(user, document_id)
            raise NotFound(Problem("document_not_found", str(document_id)))
        return saved

    def list(
        self,
        user: User,
        query: str = "",
        kind: str = "",
        deleted: bool = False,
        page: int = 1,
        *,
        state: str = "",
    ) -> ListPage:
        """One page of the office's papers, newest first; every word of `query` must occur.

        Case and accents do not matter. state: a key of life.LISTED, "" for every state. A page
        beyond the last is answered with the last.
        """
        words = fold(query).split()
        page = max(1, page)
        for _ in range(2):  # the second time for a page beyond the last
            records, total = self._papers.find(
                user.agency_id,
                words=words,
                kind=kind,
                state=state,
                deleted=deleted,
                offset=min((page - 1) * PAGE_SIZE, 2**62),
                limit=PAGE_SIZE,
            )
            pages = max(1, -(-total // PAGE_SIZE))
            if page <= pages:
                break
            page = pages
        return ListPage(records, total, page, pages)

    def delete(self, user: User, document_id: int) -> None:
        """Put the paper aside; `restore` takes it back. Raises NotFound."""
        self._mark_deleted(user, document_id, deleted=True)

    def restore(self, user: User, document_id: int) -> None:
        """Take a deleted paper back. Raises NotFound."""
        self._mark_deleted(user, document_id, deleted=False)

    def _mark_deleted(self, user: User, document_id: int, *, deleted: bool) -> None:
        need_to_write(user)
        self.draft(user, document_id)
        if not self._papers.mark_deleted(user.agency_id, document_id, deleted=deleted):
            raise NotFound(Problem("document_not_found", str(document_id)))

    def draft(self, user: User, document_id: int) -> DocumentRecord:
        """A paper that may still be changed. Raises NotFound; NotAllowed when it is locked."""
        record = self.get(user, document_id)
        if record.state != NHAP:
            data = {"state": STATES[record.state]}
            raise NotAllowed(Problem("paper_locked", str(document_id), data))
        return record

    # -- history ----------------------------------------------------------------------------------

    def revisions(self, user: User, document_id: int) -> Sequence[Revision]:
        """The kept states of the paper, newest first. Raises NotFound."""
        self.get(user, document_id)
        return self._papers.revisions(user.agency_id, document_id)

    def revision_data(self, user: User, document_id: int, revision: int) -> Mapping[str, Any]:
        """What was typed in that state. Raises NotFound."""
        data = self._papers.revision_data(user.agency_id, document_id, revision)
        if data is None:
            raise NotFound(Problem("revision_not_found", str(document_id), {"number": revision}))
        return data

    def restore_revision(self, user: User, document_id: int, revision: int) -> Saved:
        """Make that state the newest one; the present one stays in the history. Raises NotFound."""
        data = self.revision_data(user, document_id, revision)
        return self.save(user, document_id, data, self.get(user, document_id).revision)

    # -- files ------------------------------------------------------------------------------------

    def produce(self, user: User, document_id: int, today: date) -> ProducedFiles:
        """Make and keep the Word file and the PDF of the paper as it is now.

        Raises NotFound; Refused with the problems when what was typed is not complete.
        """
        record = self.draft(user, document_id)
        return self.produce_with(record, self._agency(user), today)

    def produce_with(self, record: DocumentRecord, agency: Agency, today: date) -> ProducedFiles:
        """The same with this letterhead: that of the day on which the paper was locked.

        Raises Refused with the problems when what was typed is not complete.
        """
        kind = self._kind(record.kind)
        began = self._clock()  # a letterhead that changes meanwhile makes these files old
        made = self._service.produce(kind.name, record.data, agency, today)
        files = ProducedFiles(
            docx=self._keep(made.docx, "docx", made.stem, began, made.checked),
            pdf=self._keep(made.pdf, "pdf", made.stem, began),
        )
        self._papers.record_files(record.id, record.revision, (files.docx, files.pdf))
        return files

    def produce_beside(
        self, record: DocumentRecord, agency: Agency, today: date, pdf: FileRecord
    ) -> ProducedFiles:
        """The Word file beside a signed PDF, which is never made again.

        pdf: what is in the store; it gets the name that belongs to the paper as it is now.
        """
        kind = self._kind(record.kind)
        began = self._clock()
        made = self._service.produce(kind.name, record.data, agency, today)
        files = ProducedFiles(
            docx=self._keep(made.docx, "docx", made.stem, began, made.checked),
            pdf=replace(pdf, name=download_name(made.stem, "pdf")),
        )
        self._papers.record_files(record.id, record.revision, (files.docx, files.pdf))
        return files

    def produced(self, user: User, document_id: int) -> ProducedFiles | None:
        """The files of the paper as it is now; None when it or the office changed since.

        A locked paper keeps its files whatever the office changes. Raises NotFound.
        """
        record = self.get(user, document_id)
        files = self.files_of(record, record.revision)
        changed = self._register.people.office(user.agency_id).updated_at
        if files is None or (record.state == NHAP and files.pdf.created_at < changed):
            return None
        return files

    def files_of(self, record: DocumentRecord, revision: int) -> ProducedFiles | None:
        """The files made from that state of the paper, None when none were."""
        files = self._papers.files(record.id, revision)
        if set(files) != {"docx", "pdf"}:
            return None
        return ProducedFiles(files["docx"], files["pdf"])

    def read_file(self, file: FileRecord) -> bytes:
        """The bytes of a produced file. Raises store.FileLost when missing or damaged."""
        return self._store.get(file.sha256)

    def _keep(
        self,
        data: bytes,
        form: str,
        stem: str,
        made_at: datetime,
        checked: Mapping[str, Any] | None = None,
    ) -> FileRecord:
        sha256 = self._store.put(data, form)
        return FileRecord(form, download_name(stem, form), sha256, len(data), made_at, checked)

    # -- what the office knows --------------------------------------------------------------------

    def kind_of(self, record: DocumentSummary) -> Kind:
        """The kind of a paper. Raises NotFound when its form is no longer installed."""
        return self._kind(record.kind)

    def kinds_by_use(self, user: User) -> Sequence[Kind]:
        """Every kind, those that this office makes most first."""
        counts = self._papers.kind_counts(user.agency_id)
        return sorted(
            self._service.kinds.values(), key=lambda k: (-counts.get(k.name, 0), k.order, k.title)
        )

    def remembered(self, user: User, kind: str, field: str) -> Sequence[str]:
        """Earlier values of a field in this office, the latest first; for a list, its items.

        Values from papers of the same kind come before those of other kinds that have the field.
        """
        papers = self._papers.recent_data(user.agency_id, REMEMBERED_PAPERS)
        same = [data.get(field) for name, data in papers if name == kind]
        other = [data.get(field) for name, data in papers if name != kind]
        agency = self._agency(user)
        defaults = [agency.mac_dinh.get(key) for key in (f"{kind}.{field}", field)]
        values = (text for value in (*same, *other, *defaults) for text in _texts(value))
        return list(dict.fromkeys(values))[:REMEMBERED_VALUES]

    def signers(self, user: User) -> Sequence[Signer]:
        """Who may sign here: those the office set up, then those on its latest papers."""
        papers = self._papers.recent_data(user.agency_id, REMEMBERED_PAPERS)
        typed = (_signer(data.get(_SIGNER_FIELD)) for _, data in papers)
        found = (*self._agency(user).signers, *(s for s in typed if s and s.ho_ten))
        return list(dict.fromkeys(found))[:REMEMBERED_VALUES]

    def _kind(self, name: str) -> Kind:
        if name not in self._service.kinds:
            raise NotFound(Problem("kind_not_found", name, {"name": name}))
        return self._service.kinds[name]

    def _agency(self, user: User) -> Agency:
        return self._register.people.office(user.agency_id).agency


def given_later(kind: Kind) -> tuple[str, ...]:
    """Names of the fields that văn thư fills in after the signature.

    None of a kind that takes no number: its day is that of another paper, and is known before.
    """
    return () if kind.own_form else GIVEN_LATER


def without_number(kind: Kind, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a new paper of that kind takes over of another."""
    later = given_later(kind)
    return {name: value for name, value in raw.items() if name not in later}


def need_to_write(user: User) -> None:
    """Raises NotAllowed for somebody who may read papers but not write them."""
    if "soan" not in user.rights:
        raise NotAllowed(Problem("not_your_right"))


def _new_raw(kind: Kind, agency: Agency) -> dict[str, Any]:
    """What a new paper holds: the office's own defaults before those of the form."""
    given: dict[str, Any] = {"dia_danh": agency.dia_danh}
    if agency.signers:
        signer = asdict(agency.signers[0])
        given[_SIGNER_FIELD] = {key: value for key, value in signer.items() if value}
    raw = {field.name: _default(kind, field, agency, given) for field in kind.fields}
    return {name: value for name, value in raw.items() if value is not None}


def _default(kind: Kind, field: Field, agency: Agency, given: Mapping[str, Any]) -> Any:
    """The default of one field: for this kind, for every kind, from the office, from the form."""
    for key in (f"{kind.name}.{field.name}", field.name):
        if key in agency.mac_dinh:
            return agency.mac_dinh[key]
    return given.get(field.name, field.default)


def content_of(kind: Kind, raw: Mapping[str, Any]) -> Content:
    """What was typed, with what lists and search need of it."""
    title = raw.get(kind.named_by)
    return Content(
        data=dict(raw),
        title=clean_line(title) if isinstance(title, str) else "",
        search=fold(" ".join((kind.title, *_words(kind.fields, raw)))),
    )


def _words(fields: Iterable[Field], raw: Mapping[str, Any]) -> Iterable[str]:
    """What a reader would search for: typed text, and the labels of choices."""
    for field in fields:
        value = raw.get(field.name)
        if field.type == "choice":
            yield dict(field.choices).get(str(value), "")
        elif field.type == "table" and isinstance(value, list | tuple):
            for row in value:
                if isinstance(row, Mapping):
                    yield from _words(field.columns, row)
        elif field.type == "person" and isinstance(value, Mapping):
            yield from (str(value.get(name) or "") for name in ("chuc_vu", "ho_ten"))
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, str))
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield str(value)


def _texts(value: Any) -> Iterable[str]:
    """The texts of a text field or of a list field, each on one line, without empty ones."""
    for part in value if isinstance(value, list | tuple) else (value,):
        if isinstance(part, str) and (text := clean_line(part)):
            yield text


def _signer(value: Any) -> Signer | None:
    """A person as typed → Signer; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    names = (field.name for field in fields(Signer))
    parts = {name: value[name] for name in names if isinstance(value.get(name), str)}
    return Signer(**{"ho_ten": "", "chuc_vu": "", **parts})
