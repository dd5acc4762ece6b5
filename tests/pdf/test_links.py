"""Hyperlinks lead where the Word file says, on paper they are text, and never do they start a
program.
"""

from __future__ import annotations

import io

import docx
import pikepdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.pdf.made import made


def linked(target: str, text: str = "Cổng thông tin") -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Xem ")
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{text}</w:t></w:r>"))
    paragraph._p.append(link)
    paragraph.add_run(" của tỉnh.")
    return saved(document)


def field(instruction: str) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Xem ")
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText>{instruction}</w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>trang này</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def addresses(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        notes = opened.pages[0].get("/Annots", [])
        return [str(note.A.URI) for note in notes if note.Subtype == "/Link"]


@pytest.mark.parametrize(
    "target",
    ["https://haiphong.gov.vn/a?b=1&c=%22d%22", "http://x.vn", "mailto:vt@haiphong.gov.vn"],
)
def test_a_link_leads_to_its_address(target: str) -> None:
    assert addresses(made(linked(target))) == [target]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///C:/Windows/calc.exe", "\\\\la\\chia-se", "ms-word:x"]
)
def test_what_could_start_a_program_is_text_alone(target: str) -> None:
    assert addresses(made(linked(target))) == []


def test_a_field_leads_to_its_address() -> None:
    assert addresses(made(field('HYPERLINK "https://x.vn/&amp;" \\h'))) == ["https://x.vn/&"]
    assert addresses(made(field("HYPERLINK \\l muc_1"))) == []
    assert addresses(made(field('REF "https://x.vn"'))) == []
