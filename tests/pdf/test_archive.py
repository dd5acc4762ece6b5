"""A PDF worth keeping: what it says of its own structure, and PDF/A on request."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.pdf.made import print_pdf
from tests.pdf.specimens import SPECIMENS, add, blank, saved
from vanban.docx.reader import read
from vanban.pdf.flow import to_html

CREATED = datetime(2026, 11, 21, tzinfo=UTC)


def heading(document: Any, text: str, level: int) -> None:
    properties = add(document, text)._p.get_or_add_pPr()
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    properties.append(outline)


def paper() -> bytes:
    """Two headings, text in two looks, and a table whose first row stands on every page."""
    document = blank()
    heading(document, "I. MỤC ĐÍCH", 0)
    heading(document, "1. Yêu cầu", 1)
    add(document, "Tổ chức phong trào thi đua ").add_run("thiết thực").bold = True
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Họ và tên", "Đơn vị", "Bà An", "Sở Y tế"), strict=True):
        cell.text = text
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    return saved(document)


def printed(data: bytes, *, archive: bool = False) -> bytes:
    return print_pdf(
        to_html(read(data)), title="Kế hoạch", author="UBND", created=CREATED, archive=archive
    )


def opened(data: bytes, *, archive: bool = False) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(data, archive=archive)))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Structure elements below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def marked(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """(page, number) of marked content → the tag it is marked with."""
    found = {}
    for index, page in enumerate(pdf.pages):
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) == "BDC":
                tag, properties = instruction.operands
                found[index, int(properties["/MCID"])] = str(tag)
    return found


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(e.S) for e in elements(pdf.Root.StructTreeRoot)]


def test_the_file_says_that_it_is_tagged_and_in_vietnamese() -> None:
    with opened(paper()) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.Lang == "vi-VN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert all(page.get("/StructParents") is not None for page in pdf.pages)


def test_outline_levels_become_headings_and_the_rest_paragraphs() -> None:
    with opened(paper()) as pdf:
        blocks = [k for k in kinds(pdf) if k in ("/P", "/H1", "/H2", "/H3", "/Table")]
    assert blocks[:4] == ["/H1", "/H2", "/P", "/Table"]


def test_the_repeated_row_of_a_table_heads_its_columns() -> None:
    with opened(paper()) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        heads = [e for e in found if e.S == "/TH"]
        cells = [e for e in found if e.S == "/TD"]
        assert [str(k) for k in kinds(pdf) if k in ("/THead", "/TBody")] == ["/THead", "/TBody"]
        assert len(heads) == 2
        assert [list(c.A.Headers) for c in cells] == [[h.ID] for h in heads]


@pytest.mark.parametrize("name", sorted(SPECIMENS))
def test_every_piece_of_marked_content_has_its_place_in_the_tree(name: str) -> None:
    with opened(SPECIMENS[name]()) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        places = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        found = marked(pdf)
        assert found
        for page, number in found:
            parents = places[int(pdf.pages[page].StructParents)]
            assert parents[number].Type == "/StructElem"


def test_a_paper_to_be_kept_says_so_and_carries_its_colours() -> None:
    with opened(paper(), archive=True) as pdf:
        assert pdf.pdf_version == "1.7"
        with pdf.open_metadata() as xmp:
            assert xmp["pdfaid:part"] == "2"
            assert xmp["pdfaid:conformance"] == "U"
            assert xmp["dc:title"] == pdf.docinfo["/Title"] == "Kế hoạch"
            assert xmp["dc:creator"] == ["UBND"]
            assert xmp["pdf:Producer"] == pdf.docinfo["/Producer"]
        [intent] = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert "/ID" in pdf.trailer


def test_a_usual_paper_makes_no_claim_to_be_pdfa() -> None:
    with opened(paper()) as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert "/Metadata" not in pdf.Root


def test_the_archived_paper_has_equal_bytes_for_equal_input() -> None:
    assert printed(paper(), archive=True) == printed(paper(), archive=True)
    assert printed(paper(), archive=True) != printed(paper())


def test_what_word_numbers_is_a_list_of_items() -> None:
    document = docx.Document()
    document.add_paragraph("Trước danh sách")
    for text in ("Một", "Hai", "Ba"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Sau danh sách")
    data = io.BytesIO()
    document.save(data)
    with opened(data.getvalue()) as pdf:
        found = kinds(pdf)

    assert found.count("/L") == 1
    assert found.count("/LI") == 3
