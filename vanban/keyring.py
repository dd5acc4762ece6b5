"""What an office signs with: whom it trusts, pictures, keys; set up by its own people.

In: a signed-in person and files. Out: what is kept, and opened keys. A certificate file is kept
only when somebody asks for it, and then sealed with the installation's own secret besides its PIN;
a PIN is never kept, noted or shown.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from vanban.life import LEADER, OFFICE, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import KeptKey, Register, SignatureImage, SigningPlan, User
from vanban.signing import images, keeping, trust
from vanban.signing.identity import Identity, open_pkcs11, open_pkcs12
from vanban.signing.images import Image, check_image
from vanban.signing.stamp import Stamper
from vanban.store import Store

MOST_ROOTS = 50
MOST_CRLS = 20
# Which picture belongs to which stage.
_PICTURES = {LEADER: images.SIGNATURE, OFFICE: images.SEAL}


@dataclass(frozen=True)
class Root:
    """A certificate that the office trusts. sha256: names it. own: its own issuer, a true root."""

    sha256: str
    who: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    own: bool


class Keyring:
    """The use cases. secret: seals kept keys. clock: the present, with its time zone.

    module: the PKCS#11 library for tokens that are plugged into the server, None for none.
    """

    def __init__(
        self,
        register: Register,
        store: Store,
        secret: Callable[[], str],
        clock: Callable[[], datetime],
        module: Path | None = None,
    ) -> None:
        self._means = register.means
        self._store = store
        self._secret = secret
        self._clock = clock
        self._module = module

    # -- whom the office trusts -------------------------------------------------------------------

    def plan(self, user: User) -> SigningPlan:
        """What the office set up."""
        return self._means.plan(user.agency_id)

    def trusted(self, agency_id: int) -> tuple[list[bytes], list[bytes]]:
        """Certificates and revocation lists to judge by, each PEM."""
        plan = self._means.plan(agency_id)
        return [pem.encode() for pem in plan.roots], [pem.encode() for pem in plan.crls]

    def set_options(self, user: User, *, tsa: str, vgca: bool) -> SigningPlan:
        """The time-stamp authority ("" for none), and whether pages may speak with VGCA.

        Raises NotAllowed; Refused for what is no address.
        """
        _need(user, "co_quan")
        if tsa:
            Stamper(tsa)
        told = {"what": f"dấu thời gian {tsa or 'không dùng'}, VGCA {'bật' if vgca else 'tắt'}"}
        return self._means.save_plan(user.actor, lambda old: replace(old, tsa=tsa, vgca=vgca), told)

    def roots(self, user: User) -> tuple[Root, ...]:
        """The certificates that the office trusts."""
        return tuple(_root(pem) for pem in self.plan(user).roots)

    def add_roots(self, user: User, data: bytes) -> tuple[Root, ...]:
        """Trust the certificates of a file, PEM (several) or DER; those that are new.

        Raises NotAllowed; Refused for a file that holds none, or too many.
        """
        _need(user, "co_quan")
        found = [ssl.DER_cert_to_PEM_cert(each.dump()) for each in trust.certificates(data)]
        new = [pem for pem in dict.fromkeys(found) if pem not in self.plan(user).roots]
        told = tuple(_root(pem) for pem in new)

        def more(old: SigningPlan) -> SigningPlan:
            roots = tuple(dict.fromkeys((*old.roots, *new)))
            if len(roots) > MOST_ROOTS:
                raise Refused(Problem("sign_many_roots", "roots", {"most": MOST_ROOTS}))
            return replace(old, roots=roots)

        if new:
            who = "; ".join(f"{root.who} ({root.sha256})" for root in told)
            self._means.save_plan(user.actor, more, {"what": f"tin cậy thêm {who}"})
        return told

    def drop_root(self, user: User, sha256: str) -> None:
        """Trust it no more; files that were taken stay taken. Raises NotAllowed."""
        _need(user, "co_quan")
        gone = [root for root in self.roots(user) if root.sha256 == sha256]
        if gone:

            def fewer(old: SigningPlan) -> SigningPlan:
                kept = tuple(pem for pem in old.roots if _root(pem).sha256 != sha256)
                return replace(old, roots=kept)

            self._means.save_plan(user.actor, fewer, {"what": f"thôi tin cậy {gone[0].who}"})

    def add_crl(self, user: User, data: bytes) -> None:
        """Keep a revocation list in the place of an older one of the same authority.

        Raises NotAllowed; Refused for what is none, or too many.
        """
        _need(user, "co_quan")
        issuer, text = keeping.revocation_list(data)

        def more(old: SigningPlan) -> SigningPlan:
            others = [c for c in old.crls if keeping.revocation_list(c.encode())[0] != issuer]
            if len(others) >= MOST_CRLS:
                raise Refused(Problem("sign_many_crls", "crls", {"most": MOST_CRLS}))
            return replace(old, crls=(*others, text))

        self._means.save_plan(user.actor, more, {"what": f"danh sách thu hồi của {issuer}"})

    def drop_crl(self, user: User, sha256: str) -> str | None:
        """Judge by a list no more; the list as PEM, None when it is not there.

        sha256: of the PEM that is kept. Raises NotAllowed.
        """
        _need(user, "co_quan")
        gone = [c for c in self.plan(user).crls if hashlib.sha256(c.encode()).hexdigest() == sha256]
        if not gone:
            return None

        def fewer(old: SigningPlan) -> SigningPlan:
            return replace(old, crls=tuple(crl for crl in old.crls if crl not in gone))

        issuer = keeping.revocation_list(gone[0].encode())[0]
        told = {"what": f"bỏ danh sách thu hồi của {issuer}"}
        self._means.save_plan(user.actor, fewer, told)
        return gone[0]

    # -- pictures ---------------------------------------------------------------------------------

    def set_picture(
        self, user: User, stage: str, png: bytes, width_mm: float | None = None
    ) -> SignatureImage:
        """Keep the picture of one's own signature (LEADER), or of the office's seal (OFFICE).

        width_mm: its true width where the file does not say it. Raises NotAllowed; Refused for a
        picture that cannot stand for either.
        """
        owner = _owner(user, stage)
        image = check_image(png, _PICTURES[stage], width_mm=width_mm)
        sha256 = self._store.put(image.png, "png")
        kept = SignatureImage(owner, sha256, len(image.png), image.width_mm, self._clock())
        self._means.set_image(user.actor, owner, kept)
        return kept

    def kept_picture(self, user: User, stage: str) -> SignatureImage | None:
        """What is kept for this person at this stage, without its bytes. Raises NotAllowed."""
        return self._means.image(user.agency_id, _owner(user, stage))

    def picture(self, user: User, stage: str) -> Image | None:
        """The picture itself; None for none. Raises NotAllowed, FileLost."""
        kept = self.kept_picture(user, stage)
        if kept is None:
            return None
        data = self._store.get(kept.sha256)
        return check_image(data, _PICTURES[stage], width_mm=kept.width_mm)

    def drop_picture(self, user: User, stage: str) -> None:
        """Sign without it. Raises NotAllowed."""
        self._means.drop_image(user.actor, _owner(user, stage))

    # -- keys -------------------------------------------------------------------------------------

    def open_key(
        self, user: User, stage: str, pin: str | bytearray, pkcs12: bytes | None = None
    ) -> Identity:
        """A key for one signature: of this file, or of the one that is kept.

        Raises NotAllowed; Refused for a wrong PIN, or when no file is given nor kept.
        """
        owner = _owner(user, stage)
        if pkcs12 is None:
            kept = self._means.key(user.agency_id, owner)
            if kept is None:
                raise Refused(Problem("sign_no_key_kept"))
            pkcs12 = keeping.open_sealed(kept.sealed, self._secret(), _label(user, owner))
        return open_pkcs12(pkcs12, pin, moment=self._clock())

    @property
    def has_tokens(self) -> bool:
        """Whether the server can speak with tokens."""
        return self._module is not None

    def open_token(self, user: User, stage: str, pin: str, token: str = "") -> Identity:
        """The key on a token that is plugged into the server. token: its name, "" for the only one.

        Raises NotAllowed; Refused for a wrong PIN or a server without tokens; Fault for a token
        that does not answer.
        """
        _owner(user, stage)
        if self._module is None:
            raise Refused(Problem("sign_no_tokens"))
        return open_pkcs11(self._module, token or None, pin, moment=self._clock())

    def keep_key(self, user: User, stage: str, pkcs12: bytes, pin: str | bytearray) -> KeptKey:
        """Keep the file because this person asked for it; its PIN is asked for each signature.

        Raises NotAllowed; Refused for a file that this PIN does not open.
        """
        owner = _owner(user, stage)
        with open_pkcs12(pkcs12, pin, moment=self._clock()) as identity:
            subject, until = identity.subject, identity.valid_to
        sealed = keeping.seal(pkcs12, self._secret(), _label(user, owner))
        kept = KeptKey(owner, sealed, subject, until, self._clock())
        self._means.keep_key(user.actor, owner, kept)
        return kept

    def kept_key(self, user: User, stage: str) -> KeptKey | None:
        """What is kept for this person at this stage. Raises NotAllowed."""
        return self._means.key(user.agency_id, _owner(user, stage))

    def drop_key(self, user: User, stage: str) -> None:
        """Forget it for good. Raises NotAllowed."""
        self._means.drop_key(user.actor, _owner(user, stage))


def _root(pem: str) -> Root:
    der = ssl.PEM_cert_to_DER_cert(pem)
    certificate = trust.certificates(der)[0]
    return Root(
        hashlib.sha256(der).hexdigest(),
        trust.name_of(certificate),
        trust.issuer_of(certificate),
        certificate.not_valid_before,
        certificate.not_valid_after,
        bool(certificate.self_issued),
    )


def _owner(user: User, stage: str) -> int | None:
    """Whose picture and key belong to a stage: the person's own, or None for the office's.

    Raises NotAllowed for somebody who does not sign there.
    """
    if stage not in _PICTURES:
        raise NotAllowed(Problem("not_your_right"))
    _need(user, "da_ky" if stage == LEADER else "cap_so")
    return user.id if stage == LEADER else None


def _label(user: User, owner: int | None) -> str:
    """What a sealed key is bound to: it opens for nobody else."""
    return f"{user.agency_id}/{owner or ''}"


def _need(user: User, right: str) -> None:
    if right not in user.rights:
        raise NotAllowed(Problem("not_your_right"))
