"""The papers drawn for the benchmark are sound, repeatable, and have what offices' papers have."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from functools import cache

import docx
import pytest

from benchmarks.drawn import draw
from tests.pdf.lines import page_lines
from vanban.service import open_service

_MANY = 120


@cache
def _documents() -> list[str]:
    found = []
    for index in range(_MANY):
        with zipfile.ZipFile(io.BytesIO(draw(3, index))) as file:
            found.append("".join(file.read(name).decode() for name in sorted(file.namelist())))
    return found


def test_a_seed_draws_the_same_papers_again() -> None:
    assert draw(5, 2) == draw(5, 2)
    assert draw(5, 2) != draw(5, 3)
    assert draw(5, 2) != draw(6, 2)


@pytest.mark.parametrize("index", range(4))
def test_a_drawn_paper_is_printed_whole(index: int) -> None:
    data = draw(3, index)
    written = "".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)

    printed = open_service().pdf(data, name="thử.docx")

    shown = "".join(text for page in page_lines(printed.pdf) for *_, text in page)
    letters = filter(str.isalpha, unicodedata.normalize("NFC", written))
    assert not Counter(letters) - Counter(shown)


@pytest.mark.parametrize(
    ("mark", "share"),
    [
        ("<w:titlePg/>", 0.70),
        ('<wp:positionH relativeFrom="column"><wp:posOffset>', 0.71),
        ('<w:tblInd w:w="-', 0.46),
        ("<w:framePr", 0.12),
        ("<w:sdt>", 0.27),
        ('w:lineRule="exact"', 0.27),
        ('<w:spacing w:val="-', 0.51),
        ("Times New Roman Bold", 0.07),
        ("<w:br/>", 0.13),
        ("<w:numPr>", 0.12),
        ("w:footnoteReference ", 0.08),
        ('w:orient="landscape"', 0.06),
        ("<w:jc", 0.98),
    ],
)
def test_features_come_at_the_shares_that_were_counted(mark: str, share: float) -> None:
    found = sum(mark in text for text in _documents()) / _MANY
    assert found == pytest.approx(share, abs=0.14)
