"""The pins are complete, exact, explained, and what these tests run on."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contract.source import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
DIVIDER = "# -- brought along"


@cache
def pins(file: str) -> dict[str, tuple[str, str, bool]]:
    """Package → version, comment, whether we chose it ourselves."""
    found = {}
    ours = True
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        ours = ours and not line.startswith(DIVIDER)
        if match := re.fullmatch(r"([\w.-]+)==([\w.]+)(?:  # (.+))?", line):
            found[canonicalize_name(match[1])] = (match[2], match[3] or "", ours)
        else:
            assert not line or line.startswith(("#", "-r ")), f"{file}: not an exact pin: {line}"
    return found


def needed_by(names: list[str]) -> set[str]:
    """The packages named and all that they need on this machine, by the installed metadata."""
    found: set[tuple[str, str]] = set()
    todo = [(canonicalize_name(name), "") for name in names]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for line in importlib.metadata.requires(name) or []:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                todo += [(canonicalize_name(wanted.name), e) for e in ("", *wanted.extras)]
    return {name for name, _ in found}


def all_pins() -> dict[str, tuple[str, str, bool]]:
    return pins(FILES[0]) | pins(FILES[1])


@pytest.mark.parametrize("file", FILES)
def test_what_we_chose_has_a_reason(file: str) -> None:
    assert not [name for name, (_, why, ours) in pins(file).items() if ours and not why]


def test_the_pins_are_all_that_is_needed_and_no_more() -> None:
    chosen = [name for name, (_, _, ours) in all_pins().items() if ours]
    needed = needed_by(chosen)
    assert sorted(needed - set(all_pins())) == [], "needed and not pinned"
    assert sorted(set(all_pins()) - needed) == [], "pinned and not needed"


def test_running_needs_nothing_of_the_tests() -> None:
    chosen = [name for name, (_, _, ours) in pins(FILES[0]).items() if ours]
    assert needed_by(chosen) == set(pins(FILES[0]))


def imported(folder: str) -> set[str]:
    """Top-level names that the Python files of a folder import."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(
    ("folder", "files"),
    [("vanban", FILES[:1]), ("tests", FILES), ("doc_templates", FILES), ("scripts", FILES)],
)
def test_what_is_imported_is_pinned(folder: str, files: tuple[str, ...]) -> None:
    """A package that only happens to be installed here is missing on the next machine."""
    packages = importlib.metadata.packages_distributions()
    pinned = {name for file in files for name in pins(file)}
    for name in imported(folder) - sys.stdlib_module_names:
        given = {canonicalize_name(package) for package in packages.get(name, ())}
        own = (ROOT / name).is_dir() or (ROOT / f"{name}.py").is_file()
        assert own or given & pinned, f"{folder}/ imports {name}: pin it, with a reason"


@pytest.mark.parametrize("name", sorted(all_pins()))
def test_the_tests_run_on_the_pinned_version(name: str) -> None:
    assert importlib.metadata.version(name) == all_pins()[name][0]
