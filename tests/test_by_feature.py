"""The page that names a test for every feature names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

_TESTS = Path(__file__).parent
_PAGE = _TESTS.parent / "docs" / "dev" / "analysis" / "tests-by-feature.md"
_NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)(?:\[(\w+)\])?`")


def test_every_test_named_for_a_feature_exists() -> None:
    named = _NAMED.findall(_PAGE.read_text("utf-8"))
    assert len(named) > 100
    for file, test, case in named:
        source = (_TESTS / file).read_text("utf-8")
        assert f"def {test}(" in source, f"{file}::{test}"
        if case:
            specimens = "".join(
                each.read_text("utf-8") for each in _TESTS.glob("pdf/*specimens.py")
            )
            assert f'"{case}"' in specimens, f"{file}::{test}[{case}]"


def test_every_row_names_a_test() -> None:
    rows = [line for line in _PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    told = [row for row in rows if not row.startswith("| feature |")]
    assert all(_NAMED.search(row) for row in told), [r for r in told if not _NAMED.search(r)]
