"""docs/dev/asvs.md names tests that there are; and what only the source can show of it."""

from __future__ import annotations

import re

from tests.contract.source import PACKAGE, ROOT, tracked

TEXT = (ROOT / "docs" / "dev" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d., –-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
VERDICTS = {"holds", "in part", "no", "operator", "n/a"}
SECRET = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE " + r"KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|xox[bp]-\d"
)
# A part of a page that the server made, with everything escaped, may be put in as it is.
OURS = "innerHTML = answer.html;"
DANGEROUS = re.compile(r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(")


def test_every_row_has_a_verdict_and_a_reason() -> None:
    assert len(ROWS) > 90
    assert {verdict for _, _, verdict, _ in ROWS} == VERDICTS
    assert all(reason.strip() for _, _, _, reason in ROWS)
    every = [number for ids, _, _, _ in ROWS for number in re.split(", ", ids)]
    assert len(every) == len(set(every))


def test_the_tests_it_names_are_there() -> None:
    named = set(re.findall(r"`((?:tests/)?[\w/]*(?:test_\w+|conftest)\.py)`", TEXT))
    assert len(named) > 20
    for name in named:
        path = ROOT / (name if name.startswith("tests/") else f"tests/web/{name}")
        assert path.is_file(), name


def test_no_secret_lies_in_the_repository() -> None:
    for path in tracked():
        assert not SECRET.search((ROOT / path).read_bytes().decode("latin-1")), path


def test_no_page_takes_text_for_html() -> None:
    web = PACKAGE / "web"
    for path in (*web.rglob("*.js"), *web.rglob("*.html"), *web.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not DANGEROUS.search(text.replace(f".{OURS}", "")), path
        # Words of the template itself may be; a value never.
        assert not re.search(r"[^' ] *\| *safe\b|Markup\(|autoescape false", text), path
