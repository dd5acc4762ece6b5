"""What attackers and careless people do to a signed paper, done for the tests.

In: a PDF. Out: a PDF that must not be taken. Named after the published attacks on PDF signatures
where they have names (shadow attacks, incremental saving, signature wrapping).
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import subprocess
import zlib
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signing import authority
from tests.signing.authority import Person
from tests.signing.papers import changed, text_field


def _dictionary(**entries: object) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): entries[key] for key in entries})


# -- by an incremental update ----------------------------------------------------------------------


def replace_page(pdf: bytes) -> bytes:
    """Shadow attack, replace: the page draws something else."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        stream = generic.StreamObject(stream_data=b"0 0 300 300 re f")
        page.get_object()["/Contents"] = writer.add_object(stream)
        writer.update_container(page.get_object())

    return changed(pdf, change)


def replace_stream(pdf: bytes) -> bytes:
    """The same without touching the page: the very stream that it draws is overwritten."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        contents = page.get_object().raw_get("/Contents")
        if not isinstance(contents, generic.IndirectObject):
            contents = contents[0]
        stream = generic.StreamObject(stream_data=b"0 0 300 300 re f")
        writer.objects[(contents.generation, contents.idnum)] = stream

    return changed(pdf, change)


def overlay(pdf: bytes) -> bytes:
    """A white note with other words, laid over the page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        drawn = generic.StreamObject(
            _dictionary(
                Type=pdf_name("/XObject"),
                Subtype=pdf_name("/Form"),
                BBox=generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 20))),
            ),
            stream_data=b"1 g 0 0 200 20 re f",
        )
        note = _dictionary(
            Type=pdf_name("/Annot"),
            Subtype=pdf_name("/Stamp"),
            Rect=generic.ArrayObject(map(generic.NumberObject, (80, 700, 280, 720))),
            P=page,
            AP=_dictionary(N=writer.add_object(drawn)),
        )
        writer.register_annotation(page, writer.add_object(note))

    return changed(pdf, change)


def add_page(pdf: bytes) -> bytes:
    """One page more at the end."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
        box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
        page = _dictionary(
            Type=pdf_name("/Page"), Contents=stream, MediaBox=box, Resources=_dictionary()
        )
        pages = writer.root["/Pages"]
        page[pdf_name("/Parent")] = writer.root.raw_get("/Pages")
        pages["/Kids"].append(writer.add_object(page))
        pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
        writer.update_container(pages)

    return changed(pdf, change)


def add_field(pdf: bytes, name: str = "Số khác") -> bytes:
    """A text field that was not there."""
    return changed(pdf, lambda writer: text_field(writer, name, (90, 690, 200, 710)))


def add_action(pdf: bytes, kind: str = "/JavaScript") -> bytes:
    """Something that acts when the file is opened."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        # The name hides behind a reference, as it may.
        action = _dictionary(S=writer.add_object(pdf_name(kind)))
        if kind == "/JavaScript":
            action[pdf_name("/JS")] = generic.TextStringObject("app.alert(1)")
        writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
        writer.update_root()

    return changed(pdf, change)


def attach(pdf: bytes) -> bytes:
    """A file inside the file."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        kept = generic.StreamObject(_dictionary(Type=pdf_name("/EmbeddedFile")), stream_data=b"MZ")
        spec = _dictionary(
            Type=pdf_name("/Filespec"),
            F=generic.TextStringObject("a.exe"),
            EF=_dictionary(F=writer.add_object(kept)),
        )
        tree = _dictionary(
            Names=generic.ArrayObject([generic.TextStringObject("a.exe"), writer.add_object(spec)])
        )
        writer.root[pdf_name("/Names")] = _dictionary(EmbeddedFiles=tree)
        writer.update_root()

    return changed(pdf, change)


def leave_the_base(pdf: bytes) -> bytes:
    """The base is a dead beginning: all is written anew behind it, and nothing leads back."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        xrefs = writer.prev.xrefs
        for revision in range(xrefs.total_revisions):
            for ref in xrefs.explicit_refs_in_revision(revision):
                writer.mark_update(ref)
        replacement = generic.StreamObject(stream_data=b"0 0 300 300 re f")
        page, _ = writer.find_page_for_modification(0)
        page.get_object()["/Contents"] = writer.add_object(replacement)
        writer.update_container(page.get_object())

    grown = changed(pdf, change)
    tail = re.sub(rb"/Prev (\d+)", lambda m: b"/Pass " + m[1], grown[len(pdf) :])
    return pdf + tail


# -- by other programs -----------------------------------------------------------------------------


def saved_by_pikepdf(pdf: bytes) -> bytes:
    """Opened and saved, nothing else."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def linearized(pdf: bytes, folder: Path) -> bytes:
    """Made ready for the web by qpdf."""
    (folder / "in.pdf").write_bytes(pdf)
    subprocess.run(["qpdf", "--linearize", folder / "in.pdf", folder / "out.pdf"], check=True)
    return (folder / "out.pdf").read_bytes()


def encrypted(pdf: bytes) -> bytes:
    """With a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="chủ", user="mở"))
    return out.getvalue()


# -- to the signature itself -----------------------------------------------------------------------


def half_signed(signed: bytes, person: Person, left_out: int = 400) -> bytes:
    """The last signature made anew over less than the file: true, and not over all of it."""
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", signed))[-1]
    start, first, second, rest = (int(number) for number in found.groups())
    ranges = b"/ByteRange [%d %d %d %d" % (start, first, second, rest - left_out)
    file = bytearray(signed)
    file[found.start() : found.end()] = ranges.ljust(len(found[0]) - 1) + b"]"
    return _signed_anew(file, first, second, rest - left_out, person)


def _signed_anew(file: bytearray, first: int, second: int, rest: int, person: Person) -> bytes:
    store = SimpleCertificateStore()
    store.register_multiple([authority.intermediate().asn1()])
    signer = signers.SimpleSigner(
        signing_cert=person.asn1(), signing_key=person.asn1_key(), cert_registry=store
    )
    covered = bytes(file[:first] + file[second : second + rest])
    hashed = hashlib.sha256(covered).digest()
    made = asyncio.run(signer.async_sign(hashed, digest_algorithm="sha256")).dump()
    file[first:second] = b"<" + made.hex().encode().ljust(second - first - 2, b"0") + b">"
    return bytes(file)


def other_key(signed: bytes, person: Person, liar: Person) -> bytes:
    """The signature of one key under the certificate of another."""
    mixed = Person(person.certificate, liar.key, person.chain)
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", signed))[-1]
    _, first, second, rest = (int(number) for number in found.groups())
    return _signed_anew(bytearray(signed), first, second, rest, mixed)


# -- on the reader ---------------------------------------------------------------------------------


def _file(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first one its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def deep_pages(depth: int = 5_000) -> bytes:
    """A page tree with one branch and no end in sight."""
    nodes = [
        b"<</Type/Pages/Count 1/Kids[%d 0 R]%b>>" % (n + 3, b"/Parent %d 0 R" % (n + 1) * bool(n))
        for n in range(depth)
    ]
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Parent %d 0 R>>" % (depth + 1)
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page])


def deep_arrays(depth: int = 200_000) -> bytes:
    """Brackets in brackets."""
    return _file(
        [b"<</Type/Catalog/Pages 2 0 R/X 3 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>", b"[" * depth]
    )


def pages_in_a_ring() -> bytes:
    """A page tree that leads back into itself."""
    ring = b"<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>"
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", ring])


def xref_ring() -> bytes:
    """A cross-reference table whose previous one is itself."""
    pages = b"<</Type/Pages/Count 0/Kids[]>>"
    plain = _file([b"<</Type/Catalog/Pages 2 0 R>>", pages])
    start = plain.rindex(b"xref\n0 ")
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", pages], b"/Prev %d" % start)


def bomb(megabytes: int = 400) -> bytes:
    """An object stream that unfolds into more than a machine has."""
    squeeze = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join(squeeze.compress(block) for _ in range(megabytes)) + squeeze.flush()
    inside = b"<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (
        len(packed),
        packed,
    )
    body = [b"<</Type/Catalog/Pages 2 0 R>>", inside]
    plain = _file(body)
    # The pages are said to lie in that stream, by a cross-reference stream.
    start = plain.rindex(b"xref\n0 ")
    at = [plain.index(b"%d 0 obj" % n) for n in (1, 2)]
    # 1: catalog → pages are object 4, kept in stream 2
    head = plain[:start].replace(b"/Pages 2 0 R", b"/Pages 4 0 R")
    rows = [(0, 0, 65535), (1, at[0], 0), (1, at[1], 0), (1, len(head), 0), (2, 2, 0)]
    table = b"".join(bytes([k]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for k, a, b in rows)
    head_of_xref = b"3 0 obj\n<</Type/XRef/Size 5/Root 1 0 R/W[1 4 2]/Length %d>>\n"
    xref = head_of_xref + b"stream\n%b\nendstream\nendobj\n"
    return head + xref % (len(table), table) + b"startxref\n%d\n%%%%EOF\n" % len(head)
