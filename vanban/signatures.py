"""The signatures on a paper: what lies to be signed, and what came back signed.

In: a signed-in person, a paper and a stage of `life.SIGNING`. Out: the bytes to be signed, and the
files that were signed, each of which begins with the very bytes of the one before it. The first
signature is put on the locked PDF; the number is written into that file; the office signs last
(Nghị định 30/2020, Điều 5, 14–17, 32). A file that is refused changes nothing, and the audit trail
tells why. Nobody is made to sign like this: a paper that was signed on paper has no file here, and
goes on as it always did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vanban.drafts import Drafts
from vanban.keyring import Keyring
from vanban.life import (
    BAN_HANH,
    HERE,
    LEADER,
    NUMBER,
    OFFICE,
    SIGNING,
    TRINH_KY,
    UPLOADED,
    NotAllowed,
)
from vanban.places import CO_QUAN, NGAY, NGUOI_KY, SO, THANG
from vanban.problems import Problem, Refused
from vanban.register import (
    DocumentRecord,
    Entry,
    FileRecord,
    Lock,
    NewSigned,
    Register,
    SignedFile,
    User,
)
from vanban.service import Service
from vanban.signing.identity import Identity
from vanban.signing.number import write_number
from vanban.signing.sign import sign
from vanban.signing.verdict import Seen, Verdict, examine
from vanban.store import Store
from vanban.vietnamese.days import local_day
from vanban.vietnamese.numbers import day_parts, two_digits
from vanban.vietnamese.text import fold

# A signature adds tens of KB, a picture and a time stamp some hundreds; a scan adds much more.
MOST_ADDED_MB = 10
_FIELDS = {LEADER: NGUOI_KY, OFFICE: CO_QUAN}
_TOLD = 500


@dataclass(frozen=True)
class Standing:
    """Where the signatures of a paper stand.

    files: every stage, oldest first, also those set aside. original: the newest that counts, None
    for a paper without signed files. stage: whose signature may come next, "" for nobody's.
    may_sign: whether it may be this person who brings it. unnumbered: the number was given but is
    not in the file, because the signed file does not let it in; the outside program writes it.
    """

    files: tuple[SignedFile, ...]
    original: SignedFile | None
    stage: str
    may_sign: bool
    unnumbered: bool


@dataclass(frozen=True)
class Lying:
    """What lies to be signed. name: for a download. sha256: of `data`."""

    stage: str
    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class _Turn:
    """A paper whose turn it is to be signed, and the files that the signed one may begin with."""

    record: DocumentRecord
    lock: Lock
    bases: tuple[str, ...]


class Signatures:
    """The use cases. clock: the present, with its time zone."""

    def __init__(
        self,
        drafts: Drafts,
        service: Service,
        keyring: Keyring,
        register: Register,
        *,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._service = service
        self._keyring = keyring
        self._register = register
        self._store = store
        self._clock = clock

    # -- looking ----------------------------------------------------------------------------------

    def standing(self, user: User, document_id: int) -> Standing:
        """Where the signatures of a paper stand. Raises NotFound."""
        record = self._drafts.get(user, document_id)
        files = tuple(self._register.signed.of(user.agency_id, record.id))
        live = [file for file in files if file.dropped_at is None]
        stages = {file.stage for file in live}
        stage = _next_stage(record, stages)
        rights = SIGNING[stage].rights if stage else frozenset()
        return Standing(
            files,
            live[-1] if live else None,
            stage,
            not rights.isdisjoint(user.rights),
            stage == OFFICE and NUMBER not in stages,
        )

    def file(self, user: User, document_id: int, seq: int) -> tuple[SignedFile, bytes]:
        """One stage and its bytes, also one set aside. Raises NotFound, NotAllowed, FileLost."""
        record = self._drafts.get(user, document_id)
        for file in self._register.signed.of(user.agency_id, record.id):
            if file.seq == seq:
                return file, self._store.get(file.sha256)
        raise NotAllowed(Problem("signed_file_not_found", str(document_id)))

    @staticmethod
    def verdict(file: SignedFile) -> Verdict:
        """What was found when the file came."""
        return Verdict.from_json(file.verdict)

    # -- what lies to be signed -------------------------------------------------------------------

    def to_sign(
        self, user: User, document_id: int, stage: str, *, unnumbered: bool = False
    ) -> Lying:
        """The very bytes that are to be signed at this stage, LEADER or OFFICE.

        unnumbered: for the office, the file as its signer left it, because the outside program
        writes the number itself. Raises NotFound; NotAllowed when it is not this person's turn.
        """
        turn = self._turn(user, document_id, stage)
        base = turn.bases[-1 if unnumbered else 0]
        return Lying(stage, self._name(turn), self._store.get(base), base)

    def _turn(self, user: User, document_id: int, stage: str) -> _Turn:
        """The paper, if this stage is next and this person's. Raises NotFound, NotAllowed."""
        if stage not in _FIELDS or SIGNING[stage].rights.isdisjoint(user.rights):
            raise NotAllowed(Problem("not_your_right", str(document_id)))
        record = self._drafts.get(user, document_id)
        standing = self.standing(user, document_id)
        if standing.stage != stage:
            raise NotAllowed(_not_now(record, standing, stage))
        lock = self._register.steps.lock_of(record.id)
        if lock is None:
            raise NotAllowed(Problem("paper_not_locked", str(document_id)))
        signed = [f.sha256 for f in reversed(standing.files) if f.dropped_at is None]
        return _Turn(record, lock, tuple(signed) if stage == OFFICE else (lock.pdf_sha256,))

    def _name(self, turn: _Turn) -> str:
        for revision in (turn.record.revision, turn.lock.revision):
            files = self._drafts.files_of(turn.record, revision)
            if files is not None:
                return files.pdf.name
        raise NotAllowed(Problem("paper_not_locked", str(turn.record.id)))

    # -- what came back ---------------------------------------------------------------------------

    def take_signed(
        self, user: User, document_id: int, stage: str, data: bytes, *, origin: str = UPLOADED
    ) -> SignedFile:
        """A signed file, proved, examined and kept as the original; the first signs the paper.

        The same file again is answered with what is there. Raises NotFound; NotAllowed when it is
        not this person's turn; Refused with everything that is wrong with the file.
        """
        if (there := self._same(user, document_id, stage, data)) is not None:
            return there
        turn = self._turn(user, document_id, stage)
        try:
            base = self._base(turn, data)
            verdict = self._examined(turn, stage, base, data)
        except Refused as refused:
            why = " ".join(problem.sentence for problem in refused.problems)[:_TOLD]
            detail = {"stage": stage, "why": why, "sha256": hashlib.sha256(data).hexdigest()}
            self._register.trail.note(user.actor, "tu_choi_tep_ky", document_id, detail)
            raise
        new = NewSigned(
            stage=stage,
            origin=origin,
            sha256=self._store.put(data, "pdf"),
            size=len(data),
            base_sha256=base,
            verdict=verdict.to_json(),
            told={"who": _names(verdict.by(stage))},
        )
        return self._register.signed.add(user.actor, document_id, new)

    def sign_here(self, user: User, document_id: int, stage: str, identity: Identity) -> SignedFile:
        """Sign with an opened key, with the picture that is kept, and keep it like any other.

        The key is let go at the end. Raises what `take_signed` raises; PdfRefused when the file
        cannot be signed; Fault when the token or the time-stamp authority does not answer.
        """
        with identity:
            lying = self.to_sign(user, document_id, stage)
            places = {place.name: place for place in self._service.places(lying.data).places}
            field = _FIELDS[stage]
            if field not in places:
                raise Refused(Problem("sign_place_unknown", str(document_id)))
            signed = sign(
                lying.data,
                field,
                identity,
                place=places[field],
                image=self._keyring.picture(user, stage),
                tsa=self._keyring.plan(user).tsa or None,
                moment=self._clock(),
            )
        return self.take_signed(user, document_id, stage, signed, origin=HERE)

    def _same(self, user: User, document_id: int, stage: str, data: bytes) -> SignedFile | None:
        """The very file, when it is there already."""
        sha256 = hashlib.sha256(data).hexdigest()
        files = self.standing(user, document_id).files
        mine = (f for f in files if f.dropped_at is None and f.stage == stage)
        return next((file for file in mine if file.sha256 == sha256), None)

    def _base(self, turn: _Turn, data: bytes) -> str:
        """The file that this one begins with; the usual one when it begins with none."""
        first = self._store.get(turn.bases[0])
        if len(data) - len(first) > MOST_ADDED_MB << 20:
            told = {"size": len(data) >> 20, "was": max(1, len(first) >> 20)}
            raise Refused(Problem("sign_large", str(turn.record.id), told))
        others = (sha for sha in turn.bases if data.startswith(self._store.get(sha)))
        return next(others, turn.bases[0])

    def _examined(self, turn: _Turn, stage: str, base: str, data: bytes) -> Verdict:
        """What the file is. Raises Refused with everything that forbids to keep it."""
        roots, crls = self._keyring.trusted(turn.record.agency_id)
        verdict = examine(
            data,
            roots=roots,
            base=self._store.get(base),
            moment=self._clock(),
            crls=crls,
            expects=(LEADER,) if stage == LEADER else (LEADER, OFFICE),
            locked_at=turn.lock.locked_at,
        )
        problems = list(verdict.problems)
        if not problems:
            own = _other_person if stage == LEADER else self._other_number
            problems += own(turn.record, verdict)
        if problems:
            raise Refused(*problems)
        return verdict

    def _other_number(self, record: DocumentRecord, verdict: Verdict) -> list[Problem]:
        """A file that says another number or day than the register, or none where it has room."""
        entry = self._register.numbers.entry_of(record.agency_id, record.id)
        if entry is None or not verdict.numbers:
            return []
        given = _values(entry.so, entry.ngay)
        wrong = [name for name, text in verdict.numbers.items() if given.get(name, text) != text]
        if not wrong:
            return []
        return [Problem("sign_other_number", str(record.id), {"number": entry.so_ky_hieu})]

    # -- the number -------------------------------------------------------------------------------

    def check_number(self, record: DocumentRecord, lock: Lock, so: int, ngay: date) -> bool:
        """Whether the paper's PDF is signed, so that its number must be written into that file.

        Raises Refused when the signed file could not take this number and day. Asked before the
        number is taken: the year stands on the page that was signed. Where the office signs with
        VGCA, whose program writes the number itself, the file need not take it.
        """
        signed = self._live(record)
        if LEADER not in signed:
            return False
        year = local_day(lock.locked_at).year
        if ngay.year != year:
            data = {"printed": year, "day": f"{ngay:%d/%m/%Y}"}
            raise Refused(Problem("sign_other_year", "ngay", data))
        try:
            write_number(self._store.get(signed[LEADER].sha256), _values(so, ngay))
        except Refused:
            if not self._register.means.plan(record.agency_id).vgca:
                raise
        return True

    def original(
        self, user: User, record: DocumentRecord, entry: Entry | None
    ) -> FileRecord | None:
        """The original of a paper as it is now; None for one that was signed on paper, or not yet.

        Its number is written into it here, once: a server that was stopped after the number was
        given does it when next asked.
        """
        signed = self._live(record)
        if LEADER not in signed:
            return None
        newest = list(signed.values())[-1]
        if entry is not None and newest.stage == LEADER:
            newest = self._with_number(user, record, newest, entry)
        return FileRecord("pdf", "", newest.sha256, newest.size, newest.at)

    def _with_number(
        self, user: User, record: DocumentRecord, signed: SignedFile, entry: Entry
    ) -> SignedFile:
        try:
            data = write_number(self._store.get(signed.sha256), _values(entry.so, entry.ngay))
        except Refused:  # known before the number was given: another program writes it
            return signed
        new = NewSigned(
            stage=NUMBER,
            origin=HERE,
            sha256=self._store.put(data, "pdf"),
            size=len(data),
            base_sha256=signed.sha256,
            verdict=Verdict().to_json(),
            told={"so": entry.so_ky_hieu},
        )
        return self._register.signed.add(user.actor, record.id, new)

    def _live(self, record: DocumentRecord) -> dict[str, SignedFile]:
        """The signed files that count, by stage, in their order."""
        files = self._register.signed.of(record.agency_id, record.id)
        return {file.stage: file for file in files if file.dropped_at is None}


def _values(so: int, ngay: date) -> dict[str, str]:
    """What stands in the blanks of the page."""
    day, month = day_parts(ngay)
    return {SO: two_digits(so), NGAY: day, THANG: month}


def _next_stage(record: DocumentRecord, stages: set[str]) -> str:
    """Whose signature comes next on a paper with these stages: LEADER, OFFICE or ""."""
    if record.deleted_at is None and record.state == TRINH_KY:
        return LEADER
    if record.state == BAN_HANH and LEADER in stages and OFFICE not in stages:
        return OFFICE
    return ""


def _not_now(record: DocumentRecord, standing: Standing, stage: str) -> Problem:
    """Why a signature of that stage cannot come now."""
    where = str(record.id)
    live = {file.stage for file in standing.files if file.dropped_at is None}
    data = {"stage": SIGNING[stage].label}
    if stage in live:
        return Problem("sign_stage_done", where, data)
    if stage == OFFICE and record.state == BAN_HANH:
        return Problem("sign_on_paper", where)
    return Problem("sign_not_now", where, data)


def _other_person(record: DocumentRecord, verdict: Verdict) -> list[Problem]:
    """A file that somebody else signed than the person whose name is printed on it."""
    typed = record.data.get("nguoi_ky")
    name = str(typed.get("ho_ten", "")) if isinstance(typed, Mapping) else ""
    wanted = f" {fold(name)} "
    for seen in verdict.by(LEADER):
        who = f" {fold(seen.who)} "
        if wanted in who or who in wanted:
            return []
    data = {"who": _names(verdict.by(LEADER)), "name": name}
    return [Problem("sign_other_person", str(record.id), data)]


def _names(signatures: tuple[Seen, ...]) -> str:
    return ", ".join(dict.fromkeys(seen.who for seen in signatures))
