"""Tables stand, break and measure in the PDF as in LibreOffice 7.4, to half a point.

The expectations were read once from LibreOffice's PDF, as those of test_lines.py.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pdf.lines import page_lines
from tests.pdf.made import made
from tests.pdf.table_specimens import TABLE_SPECIMENS

EXPECTED = Path(__file__).parent / "expected"
NEAR = 0.5


@pytest.mark.parametrize("name", sorted(TABLE_SPECIMENS))
def test_tables_are_those_of_libreoffice(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text("utf-8"))
    pages = page_lines(made(TABLE_SPECIMENS[name]()))
    assert [[text for *_, text in page] for page in pages] == [
        [text for *_, text in page] for page in expected
    ]
    for page, other in zip(pages, expected, strict=True):
        for (baseline, left, text), (their_baseline, their_left, _) in zip(
            page, other, strict=True
        ):
            assert baseline == pytest.approx(their_baseline, abs=NEAR), text
            assert left == pytest.approx(their_left, abs=NEAR), text
