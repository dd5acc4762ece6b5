"""Signed papers for the tests: a locked PDF, and what leaders, offices and attackers do to it.

In: bytes. Out: bytes. Signed with pyHanko directly, as an office's own program would: the program's
own signing (`vanban.signing.sign`) has tests of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from weasyprint import HTML

from tests.signing import authority
from tests.signing.authority import Person

BOX = (320, 100, 520, 200)
SEAL = (280, 110, 382, 212)


@cache
def plain(text: str = "Quyết định khen thưởng", pages: int = 2) -> bytes:
    """A paper without any field."""
    body = "<p style='break-before:page'>".join(f"{text}, trang {n + 1}" for n in range(pages))
    return bytes(HTML(string=f"<html lang=vi><title>{text}</title><p>{body}").write_pdf())


@cache
def numbered(text: str = "Quyết định khen thưởng") -> bytes:
    """A paper with the fields So, Ngay and Thang only."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for name, x in (("So", 100), ("Ngay", 400), ("Thang", 440)):
            text_field(writer, name, (x, 700, x + 30, 715))

    return changed(plain(text), change)


@cache
def locked(text: str = "Quyết định khen thưởng") -> bytes:
    """A paper with the fields So, Ngay, Thang and NguoiKy, CoQuan, as it is sent to be signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(numbered(text)))
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            "NguoiKy",
            on_page=1,
            box=BOX,
            field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, ["NguoiKy"]),
            doc_mdp_update_value=fields.MDPPerm.FILL_FORMS,
        ),
    )
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            "CoQuan",
            on_page=1,
            box=SEAL,
            field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL),
            doc_mdp_update_value=fields.MDPPerm.NO_CHANGES,
        ),
    )
    return _written(writer)


def text_field(writer: IncrementalPdfFileWriter, name: str, box: tuple[int, ...]) -> None:
    page, _ = writer.find_page_for_modification(0)
    drawn = writer.add_object(generic.StreamObject(stream_data=b""))
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.TextStringObject(name),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, box)),
            pdf_name("/P"): page,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): drawn}),
        }
    )
    reference = writer.add_object(field)
    writer.register_annotation(page, reference)
    if "/AcroForm" not in writer.root:
        writer.root["/AcroForm"] = generic.DictionaryObject(
            {pdf_name("/Fields"): generic.ArrayObject()}
        )
        writer.update_root()
    writer.root["/AcroForm"]["/Fields"].append(reference)
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def fill(pdf: bytes, **values: str) -> bytes:
    """Number and date written into their fields."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if field["/T"] in values:
                field["/V"] = generic.TextStringObject(values[field["/T"]])
                writer.update_container(field)

    return changed(pdf, change)


def changed(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], Any]) -> bytes:
    """The PDF with an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter | PdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(
    pdf: bytes,
    person: Person,
    field: str,
    *,
    tsa: str | None = None,
    digest: str = "sha256",
    box: tuple[int, ...] | None = None,
    page: int = 1,
    at: datetime | None = None,
    chain: bool = True,
    **more: Any,
) -> bytes:
    """Signed in a field, which is made when it is not there. at: what the signer's clock says."""
    store = SimpleCertificateStore()
    if chain:
        store.register_multiple([x509.Certificate.load(_der(above)) for above in person.chain])
    signer = signers.SimpleSigner(
        signing_cert=person.asn1(), signing_key=person.asn1_key(), cert_registry=store
    )
    meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm=digest, name=None, **more)
    if field == "CoQuan":  # as its lock asks
        meta = replace(meta, docmdp_permissions=fields.MDPPerm.NO_CHANGES)
    spec = fields.SigFieldSpec(field, on_page=page, box=box) if field not in _names(pdf) else None
    out = io.BytesIO()
    stamper = HTTPTimeStamper(tsa) if tsa else None
    signing = _Signer(meta, signer, timestamper=stamper, new_field_spec=spec).at(at)
    signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


class _Signer(signers.PdfSigner):
    """A signer whose clock can be wrong."""

    clock: datetime | None = None

    def at(self, moment: datetime | None) -> _Signer:
        self.clock = moment
        return self

    def init_signing_session(self, *args: Any, **more: Any) -> Any:
        session = super().init_signing_session(*args, **more)
        session.system_time = self.clock or session.system_time
        return session


def _der(certificate: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return bytes(certificate.public_bytes(Encoding.DER))


def _names(pdf: bytes) -> set[str]:
    root = IncrementalPdfFileWriter(io.BytesIO(pdf)).root
    if "/AcroForm" not in root:
        return set()
    return {str(field.get_object()["/T"]) for field in root["/AcroForm"]["/Fields"]}


@cache
def by_leader() -> bytes:
    """The locked paper, signed by the leader."""
    return sign(locked(), authority.leader(), "NguoiKy")


@cache
def by_both() -> bytes:
    """The same, numbered and signed for the office."""
    return sign(fill(by_leader(), So="12", Ngay="05", Thang="3"), authority.office(), "CoQuan")
