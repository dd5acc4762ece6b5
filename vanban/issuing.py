"""What offices do with a finished draft: lay it before the signer, sign, number, issue, cancel.

In: a signed-in person and a step. Out: papers in their next state, with the files that belong to
it. What lies before the signer is locked: the content, the letterhead of that day and the hashes of
the very files that will be signed. An issued paper is never edited; a later one replaces or
corrects it (Nghị định 30/2020, Điều 13, 15, 18).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from vanban.agency import Agency
from vanban.drafts import (
    Drafts,
    ProducedFiles,
    content_of,
    given_later,
    need_to_write,
    without_number,
)
from vanban.kinds import Kind
from vanban.life import (
    BAN_HANH,
    CORRECTING_KIND,
    DA_KY,
    NHAP,
    RELATIONS,
    STATES,
    STEPS,
    TRINH_KY,
    NotAllowed,
    Step,
    steps_from,
)
from vanban.problems import Problem, Refused
from vanban.register import (
    DocumentRecord,
    Entry,
    Line,
    Lock,
    Register,
    Related,
    SentBack,
    Series,
    StepTaken,
    User,
)
from vanban.register.blocks import Numbered
from vanban.register.papers import Content
from vanban.service import Service
from vanban.signatures import Signatures
from vanban.vietnamese.days import local_day
from vanban.vietnamese.text import clean, clean_line, fold

_REASON_LENGTH = 1000
_SENT_BACK_SHOWN = 20


@dataclass(frozen=True)
class Proposal:
    """What văn thư sees before giving a number. last_date: the day of the number before it."""

    series: Series
    so: int
    so_ky_hieu: str
    ngay: date
    last_date: date | None


@dataclass(frozen=True)
class Life:
    """Where a paper stands. steps: what this person may do next, by name of `life.STEPS`."""

    steps: Mapping[str, Step]
    history: tuple[StepTaken, ...]
    lock: Lock | None
    entry: Entry | None
    replaces: tuple[Related, ...]
    replaced_by: tuple[Related, ...]


class Issuing:
    """The use cases on the life of a paper. clock: the present, with its time zone."""

    def __init__(
        self,
        drafts: Drafts,
        service: Service,
        register: Register,
        signatures: Signatures,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._service = service
        self._register = register
        self._signatures = signatures
        self._clock = clock

    def life(self, user: User, document_id: int) -> Life:
        """Where the paper stands and what may come next. Raises NotFound."""
        record = self._drafts.get(user, document_id)
        replaces, replaced_by = self._register.steps.related(record.id)
        steps = {} if record.deleted_at else steps_from(record.state, user.rights)
        return Life(
            steps,
            tuple(self._register.steps.history(record.id)),
            self._register.steps.lock_of(record.id),
            self._register.numbers.entry_of(user.agency_id, record.id),
            tuple(replaces),
            tuple(replaced_by),
        )

    def series_choices(self, user: User, kind: str) -> list[Series]:
        """The series that a paper of this kind may be numbered in, the usual one first."""
        usual = self._register.numbers.series_for(user.agency_id, kind)
        councils = (s for s in self._register.numbers.series(user.agency_id) if s.council)
        return [*([usual] if usual else []), *(s for s in councils if not s.closed)]

    # -- towards the signature --------------------------------------------------------------------

    def submit(
        self,
        user: User,
        document_id: int,
        today: date,
        series_id: int | None = None,
        seen: int | None = None,
    ) -> ProducedFiles:
        """Trình ký: make the files, lock the content. series_id: None for the usual series.

        A number or a day typed into the draft is taken out first (the state with it stays in the
        history): both are given after the signature (Điều 15). seen: the revision that the person
        looked at, None for whichever is the newest. Raises NotFound; Refused with the problems when
        the draft is not complete; NotAllowed.
        """
        self._need(user, "trinh")
        record = self._drafts.get(user, document_id)
        if record.state != NHAP or record.deleted_at is not None:
            data = {"step": STEPS["trinh"].label, "state": STATES[record.state]}
            raise NotAllowed(Problem("paper_moved_on", str(document_id), data))
        if seen not in (None, record.revision):
            raise NotAllowed(Problem("paper_changed_meanwhile", str(document_id)))
        series = self._series(user, record.kind, series_id)
        agency = self._agency(user, series)
        record = self._without_number(user, record)
        files = self._drafts.produce_with(record, agency, today)
        lock = Lock(
            record.revision,
            series.id,
            agency,
            files.docx.sha256,
            files.pdf.sha256,
            self._clock(),
        )
        self._register.steps.submit(user.actor, document_id, lock)
        return files

    def _without_number(self, user: User, record: DocumentRecord) -> DocumentRecord:
        kind = self._drafts.kind_of(record)
        if not any(record.data.get(name) for name in given_later(kind)):
            return record
        blank = without_number(kind, record.data)
        saved = self._drafts.save(user, record.id, blank, record.revision)
        if saved.conflict:
            raise NotAllowed(Problem("paper_changed_meanwhile", str(record.id)))
        return self._drafts.get(user, record.id)

    def take(
        self, user: User, document_id: int, step: str, reason: str = "", seen: str = ""
    ) -> None:
        """A step that needs no more than a reason. Raises NotFound, NotAllowed, Refused.

        seen: the hash of the PDF that the person looked at, "" for whichever lies there now.
        """
        if step not in STEPS or step in ("trinh", "ban_hanh"):
            raise NotAllowed(Problem("not_your_right", str(document_id)))
        self._need(user, step)
        self._drafts.get(user, document_id)
        told = _told(step, reason)
        self._register.steps.take(user.actor, document_id, step, told, seen)

    def sent_back(self, user: User) -> list[tuple[DocumentRecord, SentBack]]:
        """The drafts that came back to whoever writes them, each with who, when and why."""
        found = self._register.steps.sent_back(user.agency_id, _SENT_BACK_SHOWN)
        return [(self._drafts.get(user, each.document_id), each) for each in found]

    # -- files ------------------------------------------------------------------------------------

    def locked_files(self, user: User, document_id: int) -> ProducedFiles:
        """The very files that were laid before the signer. Raises NotFound, NotAllowed."""
        record, lock = self._locked(user, document_id)
        files = self._drafts.files_of(record, lock.revision)
        if files is None:
            raise NotAllowed(Problem("paper_not_locked", str(document_id)))
        return files

    def files(self, user: User, document_id: int) -> ProducedFiles:
        """The files of a locked paper as it is now: with its number once it has one.

        A PDF that was signed is never made again: it is the original, as its last signer left it,
        and the Word file beside it is for those who copy from it. A server that was stopped between
        the number and the files makes them here. Raises NotFound, NotAllowed.
        """
        record, lock = self._locked(user, document_id)
        entry = self._register.numbers.entry_of(user.agency_id, document_id)
        original = self._signatures.original(user, record, entry)
        files = self._drafts.files_of(record, record.revision)
        if files is None:
            day = entry.ngay if entry else local_day(lock.locked_at)
            if original is None:
                return self._drafts.produce_with(record, lock.agency, day)
            files = self._drafts.produce_beside(record, lock.agency, day, original)
        if original is None:
            return files
        return replace(files, pdf=replace(original, name=files.pdf.name))

    # -- numbers ----------------------------------------------------------------------------------

    def proposal(self, user: User, document_id: int) -> Proposal:
        """The number that the paper would be given now. Raises NotFound, NotAllowed."""
        self._need(user, "ban_hanh")
        record, lock = self._locked(user, document_id)
        day = self._today()
        so, last_date = self._register.numbers.next_number(user.agency_id, lock.series_id, day.year)
        series = next(
            s for s in self._register.numbers.series(user.agency_id) if s.id == lock.series_id
        )
        ky_hieu = self._ky_hieu(record, lock)
        return Proposal(series, so, f"{so:02d}/{ky_hieu}", day, last_date)

    def issue(
        self,
        user: User,
        document_id: int,
        ngay: date,
        *,
        so_luong: int | None = None,
        ghi_chu: str = "",
    ) -> Entry:
        """Cấp số, ban hành. Asked again for a paper that has its number, the same line comes back.

        Raises NotFound, NotAllowed; Refused for a day that has not come, that is before the paper
        was laid before the signer, or before that of the number before it.
        """
        self._need(user, "ban_hanh")
        record, lock = self._locked(user, document_id)
        if record.state == BAN_HANH:
            self.files(user, document_id)
            return self._entry(user, document_id)
        self._check_day(ngay, lock)
        kind = self._drafts.kind_of(record)
        self._refuse_award(kind)
        self._check_content(kind, record, lock, ngay)
        so, _ = self._register.numbers.next_number(user.agency_id, lock.series_id, ngay.year)
        self._signatures.check_number(record, lock, so, ngay)
        line = self._line(record, kind, lock, so_luong, ghi_chu)
        entry = self._register.steps.issue(
            user.actor,
            document_id,
            ngay,
            line,
            revision=record.revision,
            numbered=lambda so: _numbered(kind, record, so, ngay),
        )
        self.files(user, document_id)
        return entry

    def _entry(self, user: User, document_id: int) -> Entry:
        entry = self._register.numbers.entry_of(user.agency_id, document_id)
        if entry is None:  # the state and the line were written in one transaction
            raise KeyError(document_id)
        return entry

    def _check_content(self, kind: Kind, record: DocumentRecord, lock: Lock, ngay: date) -> None:
        """Raises Refused when the paper could not be made with this day: before it has a number."""
        numbered = _numbered(kind, record, 1, ngay)
        problems = self._service.check(kind.name, numbered.data, lock.agency, ngay)
        if problems:
            raise Refused(*problems)

    def _check_day(self, ngay: date, lock: Lock) -> None:
        locked = local_day(lock.locked_at)
        if ngay > self._today():
            raise Refused(Problem("number_future", "ngay", {"day": f"{ngay:%d/%m/%Y}"}))
        if ngay < locked:
            data = {"day": f"{ngay:%d/%m/%Y}", "locked": f"{locked:%d/%m/%Y}"}
            raise Refused(Problem("number_before_lock", "ngay", data))

    def _line(
        self, record: DocumentRecord, kind: Kind, lock: Lock, so_luong: int | None, ghi_chu: str
    ) -> Line:
        """The paper as its line in the register tells it."""
        person = record.data.get("nguoi_ky")
        nguoi_ky = clean_line(str(person.get("ho_ten", ""))) if isinstance(person, Mapping) else ""
        noi_nhan = "; ".join(_lines(record.data.get("noi_nhan")))
        luu = clean_line(str(record.data.get("luu") or "")) or record.unit
        ky_hieu = self._ky_hieu(record, lock)
        search = fold(" ".join((ky_hieu, kind.title, record.title, nguoi_ky, noi_nhan)))
        return Line(
            record.kind,
            ky_hieu,
            kind.ten_loai or kind.title,
            record.title,
            nguoi_ky,
            noi_nhan,
            luu,
            search,
            so_luong,
            clean_line(ghi_chu),
        )

    def _ky_hieu(self, record: DocumentRecord, lock: Lock) -> str:
        return self._service.ky_hieu(record.kind, lock.agency)

    # -- a whole list -----------------------------------------------------------------------------

    def submit_list(self, user: User, batch_id: int, series_id: int | None = None) -> int:
        """Trình ký for all drafts of a list, with the files that were made; how many.

        Raises NotAllowed; Refused when there is no series.
        """
        self._need(user, "trinh")
        batch = self._register.batches.get(user.agency_id, batch_id)
        series = self._series(user, batch.kind, series_id)
        if batch.agency is None or (series.ky_hieu and series.ky_hieu != batch.agency.ky_hieu):
            raise NotAllowed(Problem("batch_other_series", str(batch_id)))
        return self._register.blocks.submit(user.actor, batch_id, batch.agency, series.id)

    def sign_list(self, user: User, batch_id: int) -> int:
        """Say that all papers of a list that lie before the signer are signed; how many."""
        self._need(user, "da_ky")
        return self._register.blocks.sign(user.actor, batch_id, "da_ky", TRINH_KY)

    def send_back_list(self, user: User, batch_id: int, step: str, reason: str) -> int:
        """Trả lại or rút lại all papers of a list that lie before the signer, each with this
        reason; how many. step: tra_lai, rut_lai. Raises NotAllowed; Refused without a reason.
        """
        self._need(user, step)
        told = _told(step, reason)
        return self._register.blocks.send_back(user.actor, batch_id, step, told)

    def series_of_list(self, user: User, batch_id: int) -> list[Series]:
        """The series that a list may be laid before the signer for, the usual one first.

        Only those whose ký hiệu is printed on its papers.
        """
        batch = self._register.batches.get(user.agency_id, batch_id)
        printed = batch.agency.ky_hieu if batch.agency else ""
        choices = self.series_choices(user, batch.kind)
        return [each for each in choices if each.ky_hieu in ("", None, printed)]

    def proposals(self, user: User, batch_id: int) -> list[tuple[Proposal, int]]:
        """The block of numbers that a list would be given now: its first, and how many; one for
        each series. Raises NotAllowed."""
        self._need(user, "ban_hanh")
        first: dict[int, int] = {}
        count: dict[int, int] = {}
        for number in self._register.blocks.papers(user.agency_id, batch_id, DA_KY):
            _, lock = self._locked(user, number)
            first.setdefault(lock.series_id, number)
            count[lock.series_id] = count.get(lock.series_id, 0) + 1
        return [(self.proposal(user, number), count[series]) for series, number in first.items()]

    def issue_list(self, user: User, batch_id: int, ngay: date) -> list[Entry]:
        """Cấp số for all signed papers of a list, one block in its order; their lines.

        The workers then make the files with their numbers; a PDF that was signed with a key is
        never made again, its number is written into it here, as it is for a single paper. Raises
        as `issue` does, for none or all.
        """
        self._need(user, "ban_hanh")
        wanted: list[Numbered] = []
        taken: dict[int, int] = {}
        for number in self._register.blocks.papers(user.agency_id, batch_id, DA_KY):
            record, lock = self._locked(user, number)
            kind = self._drafts.kind_of(record)
            self._check_day(ngay, lock)
            if not wanted:  # they differ in their row alone, which was checked without a number
                self._refuse_award(kind)
                self._check_content(kind, record, lock, ngay)
            so = self._following(user, lock, ngay, taken)
            signed = self._signatures.check_number(record, lock, so, ngay)
            line = self._line(record, kind, lock, None, "")
            numbered = partial(_numbered_at, kind, record, ngay)
            wanted.append(Numbered(number, record.revision, lock.series_id, line, numbered, signed))
        given = self._register.blocks.issue(user.actor, batch_id, ngay, wanted)
        for order in wanted:
            if order.signed:
                self.files(user, order.document_id)
        return given

    def _following(self, user: User, lock: Lock, ngay: date, taken: dict[int, int]) -> int:
        """The number that comes next in a block. taken: the last of each series, kept here."""
        last = taken.get(lock.series_id)
        if last is None:
            numbers = self._register.numbers
            last = numbers.next_number(user.agency_id, lock.series_id, ngay.year)[0] - 1
        taken[lock.series_id] = last + 1
        return last + 1

    @staticmethod
    def _refuse_award(kind: Kind) -> None:
        """Raises Refused for a giấy khen, which has no number of its own."""
        if kind.own_form:
            raise Refused(Problem("award_no_number", data={"kind": kind.title}))

    # -- replaced and corrected -------------------------------------------------------------------

    def follow(self, user: User, document_id: int, relation: str) -> DocumentRecord:
        """A new draft that replaces or corrects an issued paper. Raises NotFound, Refused.

        What is replaced is replaced by a paper of its own kind, which begins as a copy; what is
        corrected is corrected by a công văn, whatever it is itself (Điều 18).
        """
        need_to_write(user)
        original = self._drafts.get(user, document_id)
        if original.state != BAN_HANH or relation not in RELATIONS:
            raise NotAllowed(Problem("paper_not_issued", str(document_id)))
        if relation not in self.relations():
            raise Refused(Problem("correction_without_kind"))
        if relation == "thay_the":
            draft = self._drafts.create(user, original.kind, copy_from=document_id)
        else:
            draft = self._drafts.create(user, CORRECTING_KIND)
        self._register.steps.relate(user.actor, draft.id, document_id, relation)
        return draft

    def relations(self) -> Mapping[str, str]:
        """How a paper can follow another with the kinds that are installed, with their labels."""
        kinds = self._service.kinds
        return {k: v for k, v in RELATIONS.items() if k == "thay_the" or CORRECTING_KIND in kinds}

    # -- parts ------------------------------------------------------------------------------------

    def _locked(self, user: User, document_id: int) -> tuple[DocumentRecord, Lock]:
        record = self._drafts.get(user, document_id)
        lock = self._register.steps.lock_of(record.id)
        if lock is None:
            raise NotAllowed(Problem("paper_not_locked", str(document_id)))
        return record, lock

    def _series(self, user: User, kind: str, series_id: int | None) -> Series:
        choices = self.series_choices(user, kind)
        if series_id is None and choices and not choices[0].council:
            return choices[0]
        chosen = [s for s in choices if s.id == series_id]
        if not chosen:
            raise Refused(Problem("series_missing" if series_id is None else "series_not_found"))
        return chosen[0]

    def _agency(self, user: User, series: Series) -> Agency:
        agency = self._register.people.office(user.agency_id).agency
        return replace(agency, ky_hieu=series.ky_hieu) if series.ky_hieu else agency

    def _today(self) -> date:
        return local_day(self._clock())

    @staticmethod
    def _need(user: User, step: str) -> None:
        if STEPS[step].rights.isdisjoint(user.rights):
            raise NotAllowed(Problem("not_your_right"))


def _told(step: str, reason: str) -> str:
    """The reason as it is kept. Raises Refused when the step needs one and there is none."""
    told = clean(reason).strip()[:_REASON_LENGTH]
    if STEPS[step].reason and not told:
        raise Refused(Problem("reason_missing", "ly_do"))
    return told


def _numbered(kind: Kind, record: DocumentRecord, so: int, ngay: date) -> Content:
    """What the paper holds once it has its number and day."""
    return content_of(kind, {**record.data, "so": str(so), "ngay": ngay.isoformat()})


def _numbered_at(kind: Kind, record: DocumentRecord, ngay: date, so: int) -> Content:
    return _numbered(kind, record, so, ngay)


def _lines(value: Any) -> list[str]:
    found = value if isinstance(value, list | tuple) else str(value or "").splitlines()
    return [line for item in found if (line := clean_line(str(item)))]
