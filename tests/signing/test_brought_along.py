"""What other programs add beside a signature: time stamps of the whole, lists of the revoked.

Made with pyHanko as such programs make it; the office itself has no list here, so what is known of
a revocation was brought along by the file.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from asn1crypto import crl, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signing import authority, papers
from tests.signing.authority import Person
from tests.signing.test_verdict import codes, verdict_on
from vanban.signing.verdict import LEADER, OFFICE, STAMP
from vanban.web.signing_words import GOOD, told


def stamped(pdf: bytes, address: str) -> bytes:
    """With a time stamp of the whole document after the last signature (PAdES-LTA)."""
    out = io.BytesIO()
    signers.PdfTimeStamper(HTTPTimeStamper(address)).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256", output=out
    )
    return out.getvalue()


def with_store(pdf: bytes, *lists: bytes) -> bytes:
    """With the store of a program that keeps revocation lists for later (DSS)."""
    out = io.BytesIO(pdf)
    crls = [crl.CertificateList.load(each) for each in lists]
    DocumentSecurityStore.add_dss(out, None, crls=crls)
    return out.getvalue()


class _Adobe(signers.SimpleSigner):
    """A signer that puts a list beside its signature as Adobe's programs do, and never reads it."""

    lists: tuple[bytes, ...] = ()

    async def async_sign(self, *args: Any, **more: Any) -> Any:
        crls = [crl.CertificateList.load(each) for each in self.lists]
        found = self.format_revinfo(crls=crls)
        more["signed_attr_settings"] = replace(
            more["signed_attr_settings"], adobe_revinfo_attr=found
        )
        return await super().async_sign(*args, **more)


def by_adobe(pdf: bytes, person: Person, *lists: bytes) -> bytes:
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(above) for above in person.chain])
    signer = _Adobe(signing_cert=person.asn1(), signing_key=person.asn1_key(), cert_registry=store)
    signer.lists = lists
    out = io.BytesIO()
    signers.PdfSigner(signers.PdfSignatureMetadata("NguoiKy"), signer).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out
    )
    return out.getvalue()


def _asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(papers._der(certificate))


def test_a_time_stamp_over_the_whole_paper_is_told_and_changes_nothing() -> None:
    base = papers.plain()
    once = papers.sign(base, authority.leader(), "Signature1", box=papers.BOX)
    twice = papers.sign(once, authority.office(), "Signature2", box=papers.SEAL)
    with authority.time_stamps() as address:
        data = stamped(twice, address)
    verdict = verdict_on(data, base, expects=(LEADER, OFFICE))
    assert verdict.ok, verdict.sentences
    assert [seen.role for seen in verdict.signatures] == [LEADER, OFFICE, STAMP]
    stamp = verdict.signatures[-1]
    assert stamp.covers == "ca_tep"
    assert stamp.stamped is not None
    assert verdict.stage == OFFICE
    assert told(verdict)[-1].role == "Dấu thời gian của cả tệp"


def test_a_time_stamp_over_what_the_leader_signed_leaves_the_number_open() -> None:
    with authority.time_stamps() as address:
        data = stamped(papers.by_leader(), address)
    verdict = verdict_on(papers.fill(data, So="12"), papers.locked(), expects=(LEADER,))
    assert verdict.ok, verdict.sentences
    assert verdict.signatures[1].covers == "phan_ky"


def test_a_time_stamp_of_an_authority_that_nobody_trusts_is_refused() -> None:
    with authority.time_stamps() as address:
        data = stamped(papers.by_leader(), address)
    verdict = verdict_on(data, papers.locked(), roots=(authority.foreign_root().pem(),))
    assert codes(verdict) == ["verify_stranger", "verify_stranger"]


@pytest.mark.parametrize("how", ["DSS", "Adobe"])
@pytest.mark.parametrize(("listed", "known"), [(True, "co"), (False, "khong")])
def test_a_list_in_the_file_is_read(how: str, listed: bool, known: str) -> None:
    person, lists = authority.revoked(), [authority.revocations()]
    if not listed:
        person = authority.leader()
    if how == "DSS":
        data = with_store(papers.sign(papers.locked(), person, "NguoiKy"), *lists)
    else:
        data = by_adobe(papers.locked(), person, *lists)
    verdict = verdict_on(data, papers.locked())
    assert verdict.signatures[0].revocation == known
    assert codes(verdict) == (["verify_revoked"] if listed else [])


@pytest.mark.parametrize("brought", [False, True])
def test_an_authority_in_the_middle_that_was_revoked(brought: bool) -> None:
    gone = authority.revocations(authority.intermediate(), by=authority.root())
    data = papers.by_leader()
    verdict = (
        verdict_on(with_store(data, gone), papers.locked())
        if brought
        else verdict_on(data, papers.locked(), crls=(gone,))
    )
    assert codes(verdict) == ["verify_revoked_above"]
    assert "nơi cấp" in verdict.sentences[0] or any("nơi cấp" in s for s in verdict.sentences)


def test_a_list_that_a_stranger_signed_says_nothing() -> None:
    """The name of the authority on a list is not its signature."""
    false = authority.revocations(authority.leader(), signed_by=authority.foreign_root())
    verdict = verdict_on(with_store(papers.by_leader(), false), papers.locked())
    assert verdict.ok, verdict.sentences
    assert verdict.signatures[0].revocation == "chua_ro"


def test_signed_as_the_programs_of_offices_do() -> None:
    """PKCS#7 without locks, fields of their own, visible, the certificate alone; no text fields."""
    base = papers.plain()
    sign = {"chain": False}
    once = papers.sign(base, authority.leader(), "Signature1", box=papers.BOX, **sign)
    twice = papers.sign(once, authority.office(), "Signature2", box=papers.SEAL, **sign)
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        values = [field.V for field in pdf.Root.AcroForm.Fields]
        assert {str(value.SubFilter) for value in values} == {"/adbe.pkcs7.detached"}
        assert not any("/Reference" in value for value in values), "no lock"
    # The office trusts the root and has brought what stands between.
    roots = (authority.root().pem(), authority.intermediate().pem())
    verdict = verdict_on(twice, base, roots=roots, expects=(LEADER, OFFICE))
    assert verdict.ok, verdict.sentences
    leader, office = verdict.signatures
    assert (leader.who, leader.page, leader.box) == (authority.LEADER, 1, papers.BOX)
    assert (leader.covers, leader.changes) == ("phan_ky", "duoc_phep")
    assert (office.who, office.role, office.covers) == (authority.COMMITTEE, OFFICE, "ca_tep")
    assert verdict.numbers == {}
    lines = told(verdict)
    assert [line.look for line in lines] == [GOOD, GOOD]
    assert [line.role for line in lines] == ["Người có thẩm quyền", "Cơ quan"]
    assert codes(verdict_on(twice, base)) == ["verify_stranger"] * 2, "the way up is missing"
