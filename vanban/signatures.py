"""The signatures on a paper: what lies to be signed, and what came back signed.

In: a signed-in person, a paper and a stage of `life.SIGNING`. Out: the bytes to be signed, and the
files that were signed, each of which begins with the very bytes of the one before it. The first
signature is put on the locked PDF; the number is written into that file; the office signs last
(Nghị định 30/2020, Điều 5, 14–17, 32). Nobody is made to sign like this: a paper that was signed
on paper has no file here, and goes on as it always did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vanban.drafts import Drafts
from vanban.life import BAN_HANH, LEADER, NUMBER, OFFICE, SIGNING, TRINH_KY, NotAllowed
from vanban.problems import Problem
from vanban.register import DocumentRecord, Lock, Register, SignedFile, User
from vanban.store import Store


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
    """What lies to be signed. name: for a download. base_sha256: of `data`."""

    stage: str
    name: str
    data: bytes
    sha256: str


class Signatures:
    """The use cases. clock: the present, with its time zone."""

    def __init__(
        self,
        drafts: Drafts,
        register: Register,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
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

    def original(self, agency_id: int, document_id: int) -> SignedFile | None:
        """The newest signed file that counts; None for a paper signed on paper, or not yet."""
        files = self._register.signed.of(agency_id, document_id)
        return next((file for file in reversed(files) if file.dropped_at is None), None)

    def file(self, user: User, document_id: int, seq: int) -> tuple[SignedFile, bytes]:
        """One stage and its bytes, also one set aside. Raises NotFound, NotAllowed, FileLost."""
        record = self._drafts.get(user, document_id)
        for file in self._register.signed.of(user.agency_id, record.id):
            if file.seq == seq:
                return file, self._store.get(file.sha256)
        raise NotAllowed(Problem("signed_file_not_found", str(document_id)))

    # -- what lies to be signed -------------------------------------------------------------------

    def to_sign(
        self, user: User, document_id: int, stage: str, *, unnumbered: bool = False
    ) -> Lying:
        """The very bytes that are to be signed at this stage, LEADER or OFFICE.

        unnumbered: for the office, the file as its signer left it, because the outside program
        writes the number itself. Raises NotFound; NotAllowed when it is not this person's turn.
        """
        record, lock = self._turn(user, document_id, stage)
        base = self._bases(record, lock, stage)[-1 if unnumbered else 0]
        return Lying(stage, self._name(record, lock), self._store.get(base), base)

    def _turn(self, user: User, document_id: int, stage: str) -> tuple[DocumentRecord, Lock]:
        """The paper and its lock. Raises NotFound, NotAllowed."""
        if stage not in (LEADER, OFFICE) or SIGNING[stage].rights.isdisjoint(user.rights):
            raise NotAllowed(Problem("not_your_right", str(document_id)))
        record = self._drafts.get(user, document_id)
        lock = self._register.steps.lock_of(record.id)
        if lock is None:
            raise NotAllowed(Problem("paper_not_locked", str(document_id)))
        standing = self.standing(user, document_id)
        if standing.stage != stage:
            raise NotAllowed(_not_now(record, standing, stage))
        return record, lock

    def _bases(self, record: DocumentRecord, lock: Lock, stage: str) -> list[str]:
        """The files that a signed one may begin with, the usual one first."""
        if stage == LEADER:
            return [lock.pdf_sha256]
        files = self._register.signed.of(record.agency_id, record.id)
        return [file.sha256 for file in reversed(files) if file.dropped_at is None]

    def _name(self, record: DocumentRecord, lock: Lock) -> str:
        for revision in (record.revision, lock.revision):
            files = self._drafts.files_of(record, revision)
            if files is not None:
                return files.pdf.name
        raise NotAllowed(Problem("paper_not_locked", str(record.id)))


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
