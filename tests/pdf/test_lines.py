"""The PDF has the pages, the lines and the places that LibreOffice 7.4 gave the same Word file.

The expectations were read once from LibreOffice's PDF with Liberation Serif 2: [baseline from the
top in pt, left edge in pt, the line without spaces], page by page.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pdf.lines import page_lines
from tests.pdf.made import made
from tests.pdf.specimens import SPECIMENS
from tests.pdf.text_specimens import TEXT_SPECIMENS

EXPECTED = Path(__file__).parent / "expected"
NEAR = 1.0
ALL = SPECIMENS | TEXT_SPECIMENS


@pytest.mark.parametrize("name", sorted(ALL))
def test_pages_and_lines_are_those_of_libreoffice(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text("utf-8"))
    pages = page_lines(made(ALL[name]()))
    assert [[text for *_, text in page] for page in pages] == [
        [text for *_, text in page] for page in expected
    ]
    for page, other in zip(pages, expected, strict=True):
        for (baseline, left, text), (their_baseline, their_left, _) in zip(
            page, other, strict=True
        ):
            assert baseline == pytest.approx(their_baseline, abs=NEAR), text
            assert left == pytest.approx(their_left, abs=NEAR), text
