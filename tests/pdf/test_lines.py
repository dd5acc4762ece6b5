"""The PDF has the pages, the lines and the places that LibreOffice 7.4 gave the same Word file.

The expectations were read once from LibreOffice's PDF with Liberation Serif 2.
"""

from __future__ import annotations

import pytest

from tests.pdf.places import assert_as_libreoffice
from tests.pdf.specimens import SPECIMENS
from tests.pdf.text_specimens import TEXT_SPECIMENS

ALL = SPECIMENS | TEXT_SPECIMENS


@pytest.mark.parametrize("name", sorted(ALL))
def test_pages_and_lines_are_those_of_libreoffice(name: str) -> None:
    assert_as_libreoffice(name, ALL[name](), near=1.0)
