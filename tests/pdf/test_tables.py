"""Tables stand, break and measure in the PDF as in LibreOffice 7.4, to half a point."""

from __future__ import annotations

import pytest

from tests.pdf.places import assert_as_libreoffice
from tests.pdf.table_specimens import TABLE_SPECIMENS


@pytest.mark.parametrize("name", sorted(TABLE_SPECIMENS))
def test_tables_are_those_of_libreoffice(name: str) -> None:
    assert_as_libreoffice(name, TABLE_SPECIMENS[name](), near=0.5)
