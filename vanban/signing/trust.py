"""Who a certificate belongs to, and whether the office can believe it.

In: a certificate from a signature, the office's roots, revocation lists. Out: what is wrong with
it. Everything needed must be at hand: nothing is fetched, whatever addresses a certificate names.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from vanban.problems import Problem, Refused

# Thông tư 15/2025/TT-BKHCN: RSA from 2048 bits, ECDSA from 256.
SHORTEST: Final = {"rsa": 2048, "rsassa_pss": 2048, "ec": 256, "dsa": 2048}
# Broken for signatures. SHA-1 is weak too but still about in offices' programs: it is told.
_BROKEN_HASHES: Final = frozenset({"md2", "md5"})
_PURPOSES_OF_MACHINES: Final = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}
# How the names of agencies begin. One word alone counts with its marks only: Vụ is a department,
# Vũ a family name; and no word that is a family name just so (Đoàn, Ban) stands here alone.
_BODIES: Final = (
    "uy ban",
    "hoi dong",
    "chi cuc",
    "tong cuc",
    "van phong",
    "trung tam",
    "benh vien",
    "toa an",
    "hoc vien",
    "dai hoc",
    "cong ty",
    "tong cong ty",
    "lien doan",
    "mat tran",
    "kho bac",
    "thanh tra",
    "cong an",
    "dang uy",
    "kiem toan",
    "ngan hang",
    "ban quan ly",
    "ban chi huy",
    "ban dan toc",
    "ban to chuc",
    "doan thanh nien",
)
_BODIES_MARKED: Final = ("sở", "phòng", "bộ", "cục", "vụ", "viện", "trường", "hội", "quỹ", "báo")


@dataclass(frozen=True)
class Known:
    """What an office has to judge certificates by, and what a file brings along."""

    anchors: tuple[x509.Certificate, ...]
    helpers: tuple[x509.Certificate, ...] = ()
    crls: tuple[asn1_crl.CertificateList, ...] = ()
    ocsps: tuple[asn1_ocsp.OCSPResponse, ...] = ()

    def with_more(
        self,
        certificates: Iterable[x509.Certificate] = (),
        crls: Iterable[asn1_crl.CertificateList] = (),
        ocsps: Iterable[asn1_ocsp.OCSPResponse] = (),
    ) -> Known:
        """The same, with what a file brings along; that never becomes an anchor."""
        return Known(
            self.anchors,
            (*self.helpers, *certificates),
            (*self.crls, *crls),
            (*self.ocsps, *ocsps),
        )

    def context(
        self, moment: datetime, revocation: RevocationCheckingPolicy = NO_REVOCATION
    ) -> ValidationContext:
        """What the library judges by, at a moment."""
        return ValidationContext(
            trust_roots=list(self.anchors),
            other_certs=list(self.helpers),
            moment=moment,
            allow_fetching=False,
            crls=list(self.crls),
            ocsps=list(self.ocsps),
            # A list made after the signature tells about the day of the signature as well.
            revinfo_policy=CertRevTrustPolicy(revocation, retroactive_revinfo=True),
            algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(weak_hash_algos=_BROKEN_HASHES),
        )


@dataclass(frozen=True)
class Trust:
    """What became of a certificate. revocation: "khong", "co" or "chua_ro"."""

    trusted: bool = False
    revocation: str = "chua_ro"
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = field(default=())


def certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates in a file, PEM (one or several) or DER.

    Raises Refused when it holds none, or something else.
    """
    try:
        parts = [body for _, _, body in pem.unarmor(data, multiple=True)] if _armored(data) else []
        found = tuple(x509.Certificate.load(part, strict=True) for part in parts or [data])
        for each in found:
            _ = each.subject.human_friendly, each.not_valid_after, each.public_key.native
    except (ValueError, TypeError, LookupError) as error:
        raise Refused(Problem("root_unreadable")) from error
    return found


def _armored(data: bytes) -> bool:
    return data.lstrip().startswith(b"-----BEGIN CERTIFICATE")


def known(roots: Sequence[bytes], crls: Sequence[bytes]) -> Known:
    """What an office keeps, opened. Raises Refused when a root or a list cannot be read."""
    found = [each for root in roots for each in certificates(root)]
    anchors = tuple(each for each in found if each.self_issued)
    helpers = tuple(each for each in found if not each.self_issued)
    try:
        lists = tuple(asn1_crl.CertificateList.load(_der(crl), strict=True) for crl in crls)
        for each in lists:
            _ = each.issuer.human_friendly
    except (ValueError, TypeError) as error:
        raise Refused(Problem("crl_unreadable")) from error
    return Known(anchors, helpers, lists)


def _der(data: bytes) -> bytes:
    return bytes(pem.unarmor(data)[2]) if pem.detect(data) else data


# -- the name --------------------------------------------------------------------------------------


def name_of(certificate: x509.Certificate) -> str:
    """Whom the certificate names (CN), or all of its name when it has none."""
    return _part(certificate.subject, "common_name") or certificate.subject.human_friendly


def organisation_of(certificate: x509.Certificate) -> str:
    """The organisation that the certificate names, or ""."""
    return _part(certificate.subject, "organization_name")


def issuer_of(certificate: x509.Certificate) -> str:
    """Who issued it."""
    return _part(certificate.issuer, "common_name") or certificate.issuer.human_friendly


def _part(name: x509.Name, key: str) -> str:
    value = name.native.get(key, "")
    text = value[-1] if isinstance(value, list) else value
    # What a stranger's certificate says is shown on a page: no line breaks, no turned writing.
    return "".join(c for c in str(text) if unicodedata.category(c)[0] != "C")[:200]


def names_a_body(certificate: x509.Certificate) -> bool:
    """Whether the certificate is an agency's rather than a person's.

    The certificates say it in no field of their own: an agency's bears the agency's name as CN.
    """
    name = name_of(certificate)
    if _part(certificate.subject, "given_name") or _part(certificate.subject, "title"):
        return False
    plain = _plain(name)
    marked = unicodedata.normalize("NFC", name).casefold()
    return (
        plain == _plain(organisation_of(certificate))
        or any(plain.startswith(f"{body} ") for body in _BODIES)
        or any(marked.startswith(f"{body} ") for body in _BODIES_MARKED)
    )


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in lower if unicodedata.category(c) != "Mn").split())


# -- whether to believe it -------------------------------------------------------------------------


def trust(certificate: x509.Certificate, office: Known, *, moment: datetime, proved: bool) -> Trust:
    """What can be said of a signer's certificate at a moment.

    proved: a time-stamp authority vouches for the moment; otherwise it is now.
    """
    who = {"who": name_of(certificate), "issuer": issuer_of(certificate)}
    problems = list(_own_faults(certificate, who))
    if problem := _chain_fault(certificate, office, moment, who, proved=proved):
        return Trust(problems=(*problems, problem))
    revocation, revoked = _revocation(certificate, office, moment, who)
    problems += revoked
    remarks = (Problem("verify_revocation_unknown", data=who),) if revocation == "chua_ro" else ()
    return Trust(not problems, revocation, tuple(problems), remarks)


def trust_stamper(certificate: x509.Certificate, office: Known, *, moment: datetime) -> Trust:
    """The same of a time-stamp authority's certificate, whose purpose is another."""
    who = {"who": name_of(certificate), "issuer": issuer_of(certificate)}
    problem = _chain_fault(certificate, office, moment, who, proved=False)
    return Trust(problem is None, problems=(problem,) if problem else ())


def _own_faults(certificate: x509.Certificate, who: dict[str, str]) -> Iterator[Problem]:
    bits = bits_of(certificate)
    if bits < SHORTEST.get(certificate.public_key.algorithm, 0):
        yield Problem("verify_weak_key", data={**who, "strength": key_of(certificate)})
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    signs = usage is None or usage.native & {"digital_signature", "non_repudiation"}
    only_machines = purposes is not None and set(purposes.native) <= _PURPOSES_OF_MACHINES
    if not signs or only_machines or certificate.ca:
        yield Problem("verify_purpose", data=who)


def bits_of(certificate: x509.Certificate) -> int:
    """The length of the key; of an elliptic curve, its field."""
    return int(certificate.public_key.bit_size or 0)


def key_of(certificate: x509.Certificate) -> str:
    """The kind and length of the key, as people write it."""
    return f"{certificate.public_key.algorithm.upper()} {bits_of(certificate)}"


def _chain_fault(
    certificate: x509.Certificate,
    office: Known,
    moment: datetime,
    who: dict[str, str],
    *,
    proved: bool,
) -> Problem | None:
    if not office.anchors:
        return Problem("verify_no_roots", data=who)
    try:
        _validate(certificate, office, office.context(moment))
    except (PathBuildingError, ValidationError) as error:
        return _of_chain(error, who, proved=proved)
    return None


def _of_chain(error: Exception, who: dict[str, str], *, proved: bool) -> Problem:
    if isinstance(error, PathBuildingError):
        return Problem("verify_stranger", data=who)
    if isinstance(error, ExpiredError):
        day = {"day": f"{error.expired_dt:%d/%m/%Y}"}
        return Problem("verify_expired_then" if proved else "verify_expired", data={**who, **day})
    if isinstance(error, NotYetValidError):
        return Problem("verify_not_yet", data={**who, "day": f"{error.valid_from:%d/%m/%Y}"})
    if isinstance(error, DisallowedAlgorithmError):
        # A short key of the signer is told as such already; the chain above may be weak too.
        return Problem("verify_weak_chain", data=who)
    return Problem("verify_chain", data=who)


def _revocation(
    certificate: x509.Certificate, office: Known, moment: datetime, who: dict[str, str]
) -> tuple[str, list[Problem]]:
    must, may = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK
    state = "chua_ro"
    # First what was said of the signer, then what was said of who stands above.
    for own, above, code in ((must, may, "verify_revoked"), (may, must, "verify_revoked_above")):
        try:
            policy = RevocationCheckingPolicy(own, above)
            _validate(certificate, office, office.context(moment, policy))
        except RevokedError as error:
            day = {"day": f"{error.revocation_dt:%d/%m/%Y}"}
            return "co", [Problem(code, data={**who, **day})]
        except (InsufficientRevinfoError, ValidationError, PathBuildingError):
            continue
        if own is must:
            state = "khong"
    return state, []


def _validate(certificate: x509.Certificate, office: Known, context: ValidationContext) -> None:
    validator = CertificateValidator(
        certificate, intermediate_certs=list(office.helpers), validation_context=context
    )
    asyncio.run(validator.async_validate_path())
