"""One signature of a PDF: whole or not, what it covers, whose it is, when it was made.

In: an opened PDF and a filled signature field. Out: a `Seen`. The signature's arithmetic is
pyHanko's; every judgement on it is made here, so that each has its own sentence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from vanban import places
from vanban.problems import Problem
from vanban.signing import trust
from vanban.signing.changes import Changes, changes_after
from vanban.signing.hostile import UNREADABLE, entry
from vanban.signing.verdict import LEADER, OFFICE, STAMP, Seen
from vanban.vietnamese.days import VIETNAM

# How far the clock of an office's computer may be off.
CLOCK: Final = timedelta(hours=1)
# A signature with its lines, or a seal of 36 mm, needs less; an eighth of the page hides a text.
LARGEST_PART: Final = 1 / 8
_DETACHED: Final = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES"}
_STAMP: Final = "/ETSI.RFC3161"
_WEAK_HASHES: Final = {"sha1"}
_BROKEN_HASHES: Final = {"md2", "md5"}
_COVERS: Final = {
    SignatureCoverageLevel.ENTIRE_FILE: "ca_tep",
    SignatureCoverageLevel.ENTIRE_REVISION: "phan_ky",
}


@dataclass(frozen=True)
class Question:
    """What a signature is judged against."""

    reader: PdfFileReader
    office: trust.Known
    moment: datetime
    locked_at: datetime | None = None


def seen(question: Question, name: str, field: generic.DictionaryObject) -> tuple[Seen, int]:
    """The signature in a filled field, and the revision (from 0) that it made."""
    field = field.get_object()
    value = field["/V"]
    page, box = _shown(question.reader, field)
    empty = Seen(field=_clean(name), role=LEADER, page=page, box=box)
    last = question.reader.xrefs.total_revisions - 1
    if entry(value, "/SubFilter") not in _DETACHED | {_STAMP}:
        kind = _clean(str(entry(value, "/SubFilter", "")))
        return replace(empty, problems=(Problem("verify_other_form", data={"kind": kind}),)), last
    try:
        embedded = EmbeddedPdfSignature(question.reader, field, name)
        judged = _judged(question, embedded, empty)
    except (*UNREADABLE, SignatureValidationError):
        problem = Problem("verify_signature_unreadable", data={"field": empty.field})
        return replace(empty, problems=(problem,)), last
    return judged, embedded.signed_revision


def _judged(question: Question, embedded: EmbeddedPdfSignature, empty: Seen) -> Seen:
    told = _named(embedded, empty)
    office = _brought_along(question, embedded)
    whole, true = _arithmetic(embedded, office.context(question.moment))
    who = {"who": told.who}
    stamped, remarks = _time(question, embedded, office, who)
    trusted = _trust(question, embedded, office, stamped)
    covers = _COVERS.get(embedded.evaluate_signature_coverage(), "khong_du")
    changes = _changes(question, embedded, told, covers)
    problems = [
        *_unsound(who, covers, whole=whole, true=true),
        *_hash(embedded, who, broken=True),
        *(_beyond(who, changes) if covers != "khong_du" and whole else ()),
        *trusted.problems,
        *(() if stamped else _clock(question, told.claimed, who)),
        *_too_large(question.reader, told),
    ]
    told = replace(
        told,
        stamped=stamped,
        intact=whole and true,
        covers=covers,
        changes=_changed(changes),
        filled=changes.filled,
        trusted=trusted.trusted,
        revocation=trusted.revocation,
        problems=tuple(problems),
        remarks=(
            *_hash(embedded, who, broken=False),
            *_expired_since(question, told, stamped),
            *trusted.remarks,
            *remarks,
        ),
    )
    return replace(told, good=tuple(_good(told)))


def _named(embedded: EmbeddedPdfSignature, empty: Seen) -> Seen:
    certificate = embedded.signer_cert
    return replace(
        empty,
        role=_role(embedded),
        who=trust.name_of(certificate),
        organisation=trust.organisation_of(certificate),
        issuer=trust.issuer_of(certificate),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        claimed=_zoned(embedded.self_reported_timestamp),
        strength=f"{trust.key_of(certificate)}, {embedded.md_algorithm.upper()}",
    )


def _role(embedded: EmbeddedPdfSignature) -> str:
    if entry(embedded.sig_object, "/SubFilter") == _STAMP:
        return STAMP
    if embedded.field_name in (places.NGUOI_KY, places.CO_QUAN):
        return LEADER if embedded.field_name == places.NGUOI_KY else OFFICE
    return OFFICE if trust.names_a_body(embedded.signer_cert) else LEADER


def _zoned(moment: datetime | None) -> datetime | None:
    """A time that says no zone is the wall clock of who signed, in this country."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=VIETNAM)


# -- the arithmetic --------------------------------------------------------------------------------


def _arithmetic(embedded: EmbeddedPdfSignature, context: ValidationContext) -> tuple[bool, bool]:
    """Whether the signed bytes are those of the file, and whether the certificate's key signed.

    context: for a time stamp, or the library would ask whom this machine trusts.
    """
    if entry(embedded.sig_object, "/SubFilter") == _STAMP:
        status = TimestampSignatureStatus(
            **asyncio.run(
                validate_tst_signed_data(embedded.signed_data, context, embedded.compute_digest)
            )
        )
        return status.intact, status.valid
    whole, true = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, "data", embedded.compute_digest()
    )
    return whole, true


def _unsound(who: dict[str, str], covers: str, *, whole: bool, true: bool) -> Iterator[Problem]:
    if not whole:
        yield Problem("verify_broken", data=who)
    elif not true:
        yield Problem("verify_forged", data=who)
    if covers == "khong_du":
        yield Problem("verify_half", data=who)


def _hash(
    embedded: EmbeddedPdfSignature, who: dict[str, str], *, broken: bool
) -> Iterator[Problem]:
    name = embedded.md_algorithm
    if name in (_BROKEN_HASHES if broken else _WEAK_HASHES):
        code = "verify_broken_hash" if broken else "verify_weak_hash"
        yield Problem(code, data={**who, "hash": name.upper()})


# -- what came after -------------------------------------------------------------------------------


def _changes(
    question: Question, embedded: EmbeddedPdfSignature, told: Seen, covers: str
) -> Changes:
    if covers == "ca_tep":
        return Changes()
    if covers == "khong_du":
        return Changes(True, beyond="không rõ")
    return changes_after(
        question.reader,
        embedded.signed_revision,
        lock=embedded.fieldmdp,
        permission=embedded.docmdp_level,
        final=told.role == OFFICE,
    )


def _changed(changes: Changes) -> str:
    if changes.beyond:
        return "khong_duoc_phep"
    return "duoc_phep" if changes.any else "khong"


def _beyond(who: dict[str, str], changes: Changes) -> Iterator[Problem]:
    if changes.beyond:
        yield Problem("verify_altered", data={**who, "what": changes.beyond})


# -- who and when ----------------------------------------------------------------------------------


def _brought_along(question: Question, embedded: EmbeddedPdfSignature) -> trust.Known:
    """What the office has, with the certificates and revocation lists in the file."""
    known = question.office.with_more(embedded.other_embedded_certs)
    try:
        archived = find_unique_cms_attribute(
            embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival"
        )
        known = known.with_more(crls=archived["crl"] or (), ocsps=archived["ocsp"] or ())
    except (NonexistentAttributeError, MultivaluedAttributeError):
        pass  # most signatures have none
    store = entry(question.reader.root, "/DSS", generic.DictionaryObject())
    return known.with_more(
        (
            x509.Certificate.load(each)
            for each in _streams(store, "/Certs", DecodePurpose.CERTIFICATE)
        ),
        (crl.CertificateList.load(each) for each in _streams(store, "/CRLs", DecodePurpose.CRL)),
        (
            ocsp.OCSPResponse.load(each)
            for each in _streams(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE)
        ),
    )


def _streams(store: generic.DictionaryObject, key: str, purpose: DecodePurpose) -> Iterator[bytes]:
    for each in entry(store, key, ()):
        yield each.get_object().read_data(purpose)


def _trust(
    question: Question,
    embedded: EmbeddedPdfSignature,
    office: trust.Known,
    stamped: datetime | None,
) -> trust.Trust:
    if entry(embedded.sig_object, "/SubFilter") == _STAMP:
        return trust.trust_stamper(embedded.signer_cert, office, moment=question.moment)
    return trust.trust(
        embedded.signer_cert, office, moment=stamped or question.moment, proved=bool(stamped)
    )


def _time(
    question: Question, embedded: EmbeddedPdfSignature, office: trust.Known, who: dict[str, str]
) -> tuple[datetime | None, list[Problem]]:
    """When a time-stamp authority that the office trusts says it was, and what to remark."""
    if entry(embedded.sig_object, "/SubFilter") == _STAMP:
        told: datetime = (
            embedded.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        )
        return told, []
    bad = False
    for token in extract_tst_data_iter(embedded.signer_info, signed=False):
        more = office.with_more(
            each.chosen for each in token["certificates"] if each.name == "certificate"
        )
        status = TimestampSignatureStatus(
            **asyncio.run(
                validate_tst_signed_data(
                    token,
                    more.context(question.moment),
                    message_imprint_checker(embedded.signer_info),
                )
            )
        )
        if status.trusted:
            return status.timestamp, []
        bad = True
    return None, [Problem("verify_stamp_untrusted" if bad else "verify_no_stamp", data=who)]


def _expired_since(question: Question, told: Seen, stamped: datetime | None) -> Iterator[Problem]:
    """A certificate that has ended since the time stamp; without one it is refused elsewhere."""
    if stamped and told.valid_to and stamped <= told.valid_to < question.moment:
        day = f"{told.valid_to.astimezone(VIETNAM):%d/%m/%Y}"
        yield Problem("verify_expired_since", data={"who": told.who, "day": day})


def _clock(question: Question, claimed: datetime | None, who: dict[str, str]) -> Iterator[Problem]:
    if claimed is None:
        return
    data = {**who, "when": _told(claimed)}
    if claimed > question.moment + CLOCK:
        yield Problem("verify_in_future", data=data)
    if question.locked_at is not None and claimed < question.locked_at - CLOCK:
        yield Problem("verify_before_lock", data=data)


# -- what it shows ---------------------------------------------------------------------------------


def _shown(
    reader: PdfFileReader, field: generic.DictionaryObject
) -> tuple[int | None, tuple[float, ...]]:
    """The page (from 0) and the box in pt of a field that shows; (None, ()) when it does not."""
    kids = entry(field, "/Kids")
    widget = kids[0].get_object() if kids else field
    try:
        x1, y1, x2, y2 = (float(number) for number in widget["/Rect"])
        wanted = widget.raw_get("/P").reference if "/P" in widget else None
        pages = int(reader.root["/Pages"]["/Count"])
        if x1 == x2 or y1 == y2:
            return None, ()
        box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        for number in range(pages):
            if reader.find_page_for_modification(number)[0].reference == wanted:
                return number, box
    except UNREADABLE:
        return None, ()
    return None, box


def _too_large(reader: PdfFileReader, told: Seen) -> Iterator[Problem]:
    if not told.box:
        return
    page = reader.find_page_for_modification(told.page or 0)[0].get_object()
    while "/MediaBox" not in page:
        page = page["/Parent"]
    left, low, right, high = (float(number) for number in page["/MediaBox"])
    x1, y1, x2, y2 = told.box
    if (x2 - x1) * (y2 - y1) > LARGEST_PART * (right - left) * (high - low):
        yield Problem("verify_covers", data={"who": told.who, "page": (told.page or 0) + 1})


# -- what is right ---------------------------------------------------------------------------------


def _good(told: Seen) -> Iterator[Problem]:
    who = {"who": told.who, "issuer": told.issuer}
    if told.intact and told.changes == "khong":
        yield Problem("verified_whole", data=who)
    elif told.intact and told.changes == "duoc_phep":
        yield Problem("verified_whole_then_allowed", data=who)
    if told.trusted:
        yield Problem("verified_trusted", data=who)
    if told.revocation == "khong":
        yield Problem("verified_not_revoked", data=who)
    if told.stamped:
        yield Problem("verified_stamped", data={**who, "when": _told(told.stamped)})


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:100]
