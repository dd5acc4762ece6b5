"""Dark is the same page in other colours: what a test holds of it in light need not be asked again.

tests/browser/test_every_page.py runs all of axe in light, and in dark its rules about colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tinycss2

from tests.contract.source import ROOT

STATIC = ROOT / "vanban" / "web" / "static"


def within_dark(css: str) -> Iterator[Any]:
    """The rules that a style sheet has for one of the two schemes alone."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and "prefers-color-scheme" in tinycss2.serialize(rule.prelude):
            yield from tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )


def beside_colours(css: str) -> list[str]:
    """What is otherwise in the dark: rules of anything but the root, values with no name."""
    found = []
    for rule in within_dark(css):
        if rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
            found.append(tinycss2.serialize([rule]))
            continue
        parsed = tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        )
        found += [each.serialize() for each in parsed if not each.name.startswith("--")]
    return found


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_the_dark_changes_named_values_alone(path: Any) -> None:
    assert beside_colours(path.read_text(encoding="utf-8")) == []


def test_there_is_a_dark() -> None:
    assert list(within_dark((STATIC / "vanban.css").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "rule", [".notice { display: none }", ":root { font-size: 2rem }", "@media print { a { } }"]
)
def test_anything_else_is_seen(rule: str) -> None:
    assert beside_colours(f"@media (prefers-color-scheme: dark) {{ {rule} }}")


def test_no_script_asks_for_the_scheme() -> None:
    for path in STATIC.rglob("*.js"):
        assert "color-scheme" not in path.read_text(encoding="utf-8"), path
