"""Floating tables stand where LibreOffice 7.4 has them, and the text goes round them alike."""

from __future__ import annotations

import pytest

from tests.pdf.floating_specimens import FLOATING_SPECIMENS
from tests.pdf.places import assert_as_libreoffice


@pytest.mark.parametrize("name", sorted(FLOATING_SPECIMENS))
def test_floating_tables_are_those_of_libreoffice(name: str) -> None:
    assert_as_libreoffice(name, FLOATING_SPECIMENS[name](), near=0.5)
