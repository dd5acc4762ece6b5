"""The bridge to VGCA Sign Service: a program on the signer's own computer, with the key in a token.

In: a signed-in person whose turn it is. Out: what the page tells the program to do, with two
one-time addresses; the file for the first of them; what was brought to the second, examined and
kept like any file that was signed elsewhere. The program comes without a session: its token stands
for one person, one paper, one stage and the very file that was to be signed, and whatever that
person may no longer do it may not do either. docs/dev/vgca.md tells the protocol and its sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from vanban.life import LEADER, OFFICE, VGCA, NotAllowed
from vanban.problems import Fault, Problem, Refused
from vanban.register import Entry, Register, User
from vanban.register.passes import Errand, Pass, PassRefused, Progress
from vanban.signatures import Lying, Signatures
from vanban.vietnamese.days import VIETNAM

# What the program calls signing as the competent person, and as the office with number and day.
ACTIONS: Mapping[str, str] = {LEADER: "SignApproved", OFFICE: "SignIssued"}


@dataclass(frozen=True)
class Offer:
    """What this person may have the program do now. stage: LEADER or OFFICE.

    program: the last part of the program's address. writes_number: whether the program must write
    the number; may_write: whether it may, because the file without the number is still there.
    """

    stage: str
    program: str
    writes_number: bool
    may_write: bool


@dataclass(frozen=True)
class Order:
    """One errand. opened: its pass, with the tokens. so, ngay: for the program to write, or ""."""

    opened: Pass
    so: str
    ngay: str


class Bridge:
    """The use cases."""

    def __init__(self, signatures: Signatures, register: Register) -> None:
        self._signatures = signatures
        self._register = register

    def is_on(self, user: User) -> bool:
        """Whether this person's office has switched it on."""
        return self._register.means.plan(user.agency_id).vgca

    def offer(self, user: User, document_id: int) -> Offer | None:
        """What this person may have the program do with a paper; None for nothing.

        Raises NotFound.
        """
        standing = self._signatures.standing(user, document_id)
        if not standing.may_sign or standing.stage not in ACTIONS or not self.is_on(user):
            return None
        office = standing.stage == OFFICE
        writes = office and standing.unnumbered
        return Offer(standing.stage, ACTIONS[standing.stage], writes, office and not writes)

    def begin(self, user: User, document_id: int, *, writes_number: bool = False) -> Order:
        """Open a pass for the signature that comes next. writes_number: by the program.

        Raises NotFound; NotAllowed when it is not this person's turn or the office has not
        switched the bridge on; Refused when passes are opened without end.
        """
        offer = self.offer(user, document_id)
        if offer is None:
            raise NotAllowed(Problem(self._why_not(user), str(document_id)))
        unnumbered = offer.writes_number or (offer.may_write and writes_number)
        lying = self._signatures.to_sign(user, document_id, offer.stage, unnumbered=unnumbered)
        errand = Errand(user.actor, user.epoch, document_id, offer.stage, lying.sha256)
        opened = self._register.passes.begin(errand)
        entry = self._register.numbers.entry_of(user.agency_id, document_id) if unnumbered else None
        return Order(opened, *_told(entry))

    def hand_out(self, token: str, address: str) -> Lying:
        """The file to be signed, exactly as it lies there. Raises PassRefused, NotAllowed."""
        _, errand = self._register.passes.fetched(token, address)
        user = self._person(errand)
        for unnumbered in (False, True):
            lying = self._signatures.to_sign(
                user, errand.document_id, errand.stage, unnumbered=unnumbered
            )
            if lying.sha256 == errand.sha256:
                return lying
        raise NotAllowed(Problem("paper_laid_anew", str(errand.document_id)))

    def take(self, token: str, address: str, read: Callable[[], bytes]) -> Errand:
        """Keep the signed file that the program brings. read: reads it, once the token is good.

        Raises PassRefused when the token is not good (any more); Refused or Fault when the file
        cannot be kept: why stands with the pass, for the page that waits for it.
        """
        number, errand = self._register.passes.brought(token, address)
        try:
            self._keep(errand, read)
        except (Refused, Fault) as why:
            self._register.passes.ended(number, why.problems)
            raise
        self._register.passes.ended(number)
        return errand

    def _keep(self, errand: Errand, read: Callable[[], bytes]) -> None:
        try:
            user, data = self._person(errand), read()
        except Refused as why:  # what is wrong with a file itself is noted where it is examined
            reason = " ".join(problem.sentence for problem in why.problems)
            detail = {"reason": reason, "stage": errand.stage}
            self._register.trail.note(errand.by, "vgca_tu_choi", errand.document_id, detail)
            raise
        self._signatures.take_signed(user, errand.document_id, errand.stage, data, origin=VGCA)

    def progress(self, user: User, document_id: int, number: int) -> Progress:
        """How far one's own errand is. Raises PassRefused when there is none."""
        try:
            return self._register.passes.progress(user.agency_id, user.id, document_id, number)
        except KeyError as error:
            raise PassRefused(Problem("pass_unknown", str(document_id))) from error

    def _person(self, errand: Errand) -> User:
        """Who opened the pass, as they are now, acting from where the program asks.

        Raises NotAllowed when the account was locked or signed out everywhere meanwhile, or the
        office has switched the bridge off.
        """
        user = self._register.people.user(errand.by.user_id or 0)
        if user is None or not user.active or user.epoch != errand.epoch:
            raise NotAllowed(Problem("pass_person_gone", str(errand.document_id)))
        if not self.is_on(user):
            raise NotAllowed(Problem("vgca_off", str(errand.document_id)))
        return replace(user, address=errand.by.address)

    def _why_not(self, user: User) -> str:
        return "vgca_not_now" if self.is_on(user) else "vgca_off"


def _told(entry: Entry | None) -> tuple[str, str]:
    """Number and day as the program takes them: "05", and midnight in Vietnam by ISO 8601."""
    if entry is None:
        return "", ""
    return f"{entry.so:02d}", datetime.combine(entry.ngay, time(), VIETNAM).isoformat()


def message(order: Order, download: str, upload: str) -> dict[str, Any]:
    """What the page sends to the program, byte for byte as JSON. download, upload: addresses.

    The tokens are in the addresses, so the program gets no cookie and no token of a session.
    """
    return {
        "FileUploadHandler": upload,
        "SessionId": "",
        "JWTToken": "",
        "FileName": download,
        "MetaData": [],
        "DocNumber": order.so,
        "IssuedDate": order.ngay,
    }
