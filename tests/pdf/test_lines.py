"""The PDF has the pages, the lines and the places that LibreOffice 7.4 gave the same Word file.

The expectations were read once from LibreOffice's PDF with Liberation Serif 2.
"""

from __future__ import annotations

import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as AL

from tests.pdf.made import made
from tests.pdf.page_specimens import PAGE_SPECIMENS
from tests.pdf.places import assert_as_libreoffice
from tests.pdf.specimens import SPECIMENS, add, blank, saved
from tests.pdf.text_specimens import TEXT_SPECIMENS

ALL = SPECIMENS | TEXT_SPECIMENS | PAGE_SPECIMENS


@pytest.mark.parametrize("name", sorted(ALL))
def test_pages_and_lines_are_those_of_libreoffice(name: str) -> None:
    assert_as_libreoffice(name, ALL[name](), near=1.0)


def test_a_justified_line_that_ends_in_a_break_reaches_the_margin() -> None:
    document = blank()
    paragraph = add(document, "Một hai ba", AL.JUSTIFY)
    paragraph.add_run().add_break()
    paragraph.add_run("bốn năm")

    with pypdfium2.PdfDocument(made(saved(document))) as pdf:
        text = pdf[0].get_textpage()
        letters = text.get_text_range()
        rights = [
            text.get_charbox(letters.index(word) + len(word) - 1)[2] for word in ("ba", "năm")
        ]

    assert rights[0] == pytest.approx((210 - 20) / 25.4 * 72, abs=1)
    assert rights[1] < 200
