"""What LibreOffice made of a specimen, read once and stored, against what we make of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pdf.lines import page_lines
from tests.pdf.made import made

_EXPECTED = Path(__file__).parent / "expected"


def assert_as_libreoffice(name: str, data: bytes, near: float) -> None:
    """Pages and lines are equal, and every line stands within `near` pt of its place.

    expected/<name>.json holds, page by page, [baseline from the top in pt, left edge in pt, the
    line without spaces].
    """
    expected = json.loads((_EXPECTED / f"{name}.json").read_text("utf-8"))
    pages = page_lines(made(data))
    assert [[text for *_, text in page] for page in pages] == [
        [text for *_, text in page] for page in expected
    ]
    for page, other in zip(pages, expected, strict=True):
        for (baseline, left, text), (their_baseline, their_left, _) in zip(
            page, other, strict=True
        ):
            assert baseline == pytest.approx(their_baseline, abs=near), text
            assert left == pytest.approx(their_left, abs=near), text
