"""What a command loads: libraries that it does not need cost it seconds and memory."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source import ROOT
from tests.contract.test_layers import homes
from vanban import cli

PRINTS = {"lxml", "PIL", "pypdfium2", "fontTools", "weasyprint", "cssselect2", "pydyf"}
FILLS = {"docx", "docxtpl", "jinja2", "markupsafe"}
KEEPS = {"sqlalchemy", "alembic", "argon2"}
# By command: of the libraries in docs/architecture.md those that it cannot do without.
NEEDS = {
    "cli_batch:batch": {"fontTools", "xlrd"},
    "cli_check:check": PRINTS,
    "cli_data:backup": KEEPS | {"markupsafe"},
    "cli_verify:verify": {"pyhanko", "pyhanko_certvalidator", "cryptography", "asn1crypto"},
    "cli_worker:worker": PRINTS | FILLS | KEEPS,
}
LOADED = """
import sys
from vanban import cli
for name in sys.argv[1:]:
    cli.command(name)
print(*{module.partition(".")[0] for module in sys.modules})
"""
PAPER = ROOT / "examples/hai-quan-tphcm/quyet_dinh_khen_thuong.json"


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )


def libraries(names: set[str]) -> set[str]:
    """Those that the plan knows."""
    return names & set(homes())


def commands() -> dict[str, str]:
    """Every command → its module and function."""
    action = next(a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction))
    return {name: parser.get_default("command") for name, parser in action.choices.items()}


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_there(name: str) -> None:
    assert callable(cli.command(commands()[name]))


def test_what_can_be_asked_loads_no_library() -> None:
    assert not libraries(set(python("-c", LOADED).stdout.split()))


@pytest.mark.parametrize("name", NEEDS)
def test_a_command_loads_what_it_needs(name: str) -> None:
    assert name in commands().values()
    assert libraries(set(python("-c", LOADED, name).stdout.split())) <= NEEDS[name]


def test_a_decision_is_made_without_what_draws_signs_and_keeps(tmp_path: Path) -> None:
    told = python(
        "-X", "importtime", "-m", "vanban", "make", PAPER.stem, str(PAPER), "--out", str(tmp_path)
    ).stderr
    lines = [line for line in told.splitlines() if line.startswith("import time:")]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "weasyprint" in loaded
    assert libraries(loaded) <= PRINTS | FILLS
