"""Copies that an office signs for the world: bản sao điện tử, and appendices in separate files.

In: a scan or an appendix, and a signature of the office. Out: the signed file, kept beside what it
was made from. Nghị định 30/2020, Điều 25–27; Phụ lục I, Phần II: an electronic copy bears no number
of its own; the paper series of copies stays with văn thư.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vanban.drafts import Drafts
from vanban.keyring import Keyring
from vanban.life import COPIES, HERE, UPLOADED, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import NewCopy, OfficeCopy, Register, User
from vanban.register.copies import SignedCopy
from vanban.signing import copies as signing
from vanban.signing.identity import Identity
from vanban.signing.verdict import examine
from vanban.store import Store, download_name
from vanban.vietnamese.text import clean_line

PAGE = 50
TITLE_LENGTH = 500
APPENDIX = "phu_luc"
# What stands in the corner of the copy (Phụ lục I, Phần II, Mục I).
_FORMS = {"sao_y": signing.SAO_Y, "sao_luc": signing.SAO_LUC, "trich_sao": signing.TRICH_SAO}


@dataclass(frozen=True)
class CopyPage:
    """One page of the copies of an office, newest first. pages: how many there are."""

    copies: list[OfficeCopy]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // PAGE))


class OfficeCopies:
    """The use cases. clock: the present, with its time zone."""

    def __init__(
        self,
        drafts: Drafts,
        keyring: Keyring,
        register: Register,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._people = register.people
        self._keyring = keyring
        self._copies = register.copies
        self._numbers = register.numbers
        self._store = store
        self._clock = clock

    def page(self, user: User, page: int = 1) -> CopyPage:
        """The copies of the office."""
        number = max(1, min(page, 100_000))
        found, total = self._copies.find(user.agency_id, offset=(number - 1) * PAGE, limit=PAGE)
        return CopyPage(found, total, number)

    def of(self, user: User, document_id: int) -> list[OfficeCopy]:
        """The copies and appendices of one paper, newest first. Raises NotFound."""
        record = self._drafts.get(user, document_id)
        return self._copies.find(user.agency_id, document_id=record.id)[0]

    def add(
        self, user: User, form: str, title: str, data: bytes, document_id: int | None = None
    ) -> OfficeCopy:
        """A file that waits for the office's signature.

        form: a key of `life.COPIES`; an appendix belongs to a paper that has its number. Raises
        NotAllowed, NotFound; Refused for no title, no number, or a scan that the decree does not
        take (colour, 200 dpi).
        """
        _need(user)
        named = clean_line(title)[:TITLE_LENGTH]
        if form not in COPIES or not named:
            raise Refused(Problem("copy_no_title", "title"))
        if document_id is not None:
            document_id = self._drafts.get(user, document_id).id
        if form == APPENDIX:
            self._number(user, document_id)
        else:
            signing.check_scan(data)
        sha256 = self._store.put(data, "pdf")
        return self._copies.add(user.actor, NewCopy(form, named, document_id, sha256, len(data)))

    def files(self, user: User, copy_id: int) -> tuple[OfficeCopy, str, bytes]:
        """A copy, a name for its file and its bytes, signed if it is. Raises NotAllowed."""
        copy = self._copies.get(user.agency_id, copy_id)
        name = download_name(f"{COPIES[copy.form]} {copy.title}", "pdf")
        return copy, name, self._store.get(copy.sha256 or copy.source_sha256)

    def sign_here(self, user: User, copy_id: int, identity: Identity) -> OfficeCopy:
        """Sign with an opened key, which is let go at the end. Raises what `take_signed` raises."""
        with identity:
            copy = self._unsigned(user, copy_id)
            source = self._store.get(copy.source_sha256)
            moment, tsa = self._clock(), self._keyring.plan(user).tsa or None
            if copy.form == APPENDIX:
                number = self._number(user, copy.document_id)
                data = signing.sign_attachment(source, number, identity, moment=moment, tsa=tsa)
            else:
                form, office = (
                    _FORMS[copy.form],
                    self._people.office(user.agency_id).agency.ten_mot_dong,
                )
                data = signing.sign_copy(source, form, office, identity, moment=moment, tsa=tsa)
        return self.take_signed(user, copy_id, data, origin=HERE)

    def take_signed(
        self, user: User, copy_id: int, data: bytes, *, origin: str = UPLOADED
    ) -> OfficeCopy:
        """The signed file of a copy, proved and examined like that of a paper.

        Raises NotAllowed; Refused with everything that is wrong with the file.
        """
        copy = self._unsigned(user, copy_id)
        roots, crls = self._keyring.trusted(user.agency_id)
        verdict = examine(
            data,
            roots=roots,
            base=self._store.get(copy.source_sha256),
            moment=self._clock(),
            crls=crls,
            strict=False,
        )
        if not verdict.ok:
            raise Refused(*verdict.problems)
        sha256 = self._store.put(data, "pdf")
        signed = SignedCopy(sha256, len(data), origin, verdict.to_json())
        return self._copies.sign(user.actor, copy.id, signed)

    def _unsigned(self, user: User, copy_id: int) -> OfficeCopy:
        _need(user)
        copy = self._copies.get(user.agency_id, copy_id)
        if copy.sha256 is not None:
            raise NotAllowed(Problem("copy_signed_already", str(copy_id)))
        return copy

    def _number(self, user: User, document_id: int | None) -> str:
        """Số và ký hiệu of the paper that an appendix belongs to. Raises Refused for none."""
        entry = document_id and self._numbers.entry_of(user.agency_id, document_id)
        if not entry:
            raise Refused(Problem("copy_no_number", "document_id"))
        return entry.so_ky_hieu


def _need(user: User) -> None:
    """Raises NotAllowed for somebody who does not sign for the office."""
    if "cap_so" not in user.rights:
        raise NotAllowed(Problem("not_your_right"))
