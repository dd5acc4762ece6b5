"""Holds the picture in docs/architecture.md: who may import whom, and where libraries live."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.contract.source import Module, is_foreign, modules_of_tests, package, shipped, table

DOCUMENT = "docs/architecture.md"
# Neighbours of one level that may meet, each with its reason. At level 3 there are none: those
# rooms exchange bytes and values in service.py.
NEIGHBOURS = {
    ("problems.py", "sentences/"): "the one table is put together of the tables of the areas",
    ("settings.py", "problems.py"): "a refused setting is a problem",
    ("typeface.py", "problems.py"): "a missing typeface is a problem",
    ("service.py", "pairs.py"): "a service begins with its kinds",
    ("service.py", "checking.py"): "a paper is checked before anybody sees it",
    ("services.py", "drafts.py"): "the opened drafts are one of the opened parts",
    ("services.py", "issuing.py"): "so is the life of papers",
    ("services.py", "signatures.py"): "and their signatures",
    ("services.py", "keyring.py"): "and what these are made and judged with",
    ("services.py", "copies.py"): "and what an office copies for the world",
    ("copies.py", "drafts.py"): "a copy belongs to a paper, and is found with it",
    ("copies.py", "keyring.py"): "whom an office trusts decides what it takes",
    ("issuing.py", "signatures.py"): "the number is written into the file that was signed",
    ("signatures.py", "keyring.py"): "whom an office trusts decides what it takes",
    ("services.py", "bridge.py"): "and the bridge to the program that makes them",
    ("services.py", "batches.py"): "so are lists of hundreds",
    ("batches.py", "drafts.py"): "what a list makes are drafts, and they begin as one does",
    ("services.py", "checks.py"): "so is the check of form",
    ("checks.py", "checking_apart.py"): "what a stranger's file does, it does to another process",
    ("checks.py", "drafts.py"): "what is not there is told as for a paper",
    ("worker.py", "drafts.py"): "a worker keeps its papers as a person's are kept",
    ("services.py", "managing.py"): "so are the accounts",
    ("services.py", "book.py"): "and the register",
    ("services.py", "auditing.py"): "so is the audit trail",
    ("issuing.py", "drafts.py"): "an issued paper was a draft, and keeps its files as one does",
    ("bridge.py", "signatures.py"): "what the program brings is kept like any signed file",
    ("signatures.py", "drafts.py"): "what is signed was a draft, and is found as one is",
    ("demo.py", "services.py"): "the sample papers go through the opened parts",
    ("cli_batch.py", "cli_files.py"): "files are read and written in one way by all commands",
    ("cli_check.py", "cli_files.py"): "likewise",
    ("cli_data.py", "cli_files.py"): "likewise",
    ("cli_kinds.py", "cli_files.py"): "likewise",
    ("cli_list.py", "cli_files.py"): "likewise",
    ("cli_papers.py", "cli_files.py"): "likewise",
    ("cli_places.py", "cli_files.py"): "likewise",
    ("cli_verify.py", "cli_files.py"): "likewise",
    ("cli_batch.py", "cli_list.py"): "its list, which another process holds",
    ("cli_serve.py", "web/"): "`serve` starts the web application",
    ("__main__.py", "cli.py"): "python -m vanban is the command line",
}


@cache
def levels() -> dict[str, int]:
    found = {}
    for level, module, _ in table(DOCUMENT, "level"):
        found[module.strip("`")] = int(level)
    # The two files that every package has stand for the whole and are not rooms of the house.
    found["__init__.py"] = 0
    found["__main__.py"] = found["cli.py"]
    return found


@cache
def rooms() -> dict[str, str]:
    """Module (dotted) → the room that it belongs to."""
    return {module.name: module.room for module in package()}


def room_of(target: str) -> str | None:
    parts = target.split(".")
    while parts:
        if ".".join(parts) in rooms():
            return rooms()[".".join(parts)]
        parts.pop()
    return None


def edges() -> list[tuple[Module, int, str, str]]:
    """(module, line, own room, imported room) for every import that leaves a room."""
    found = []
    for module in package():
        for imported in module.imports:
            room = room_of(imported.target) if imported.target.startswith("vanban") else None
            known = module.room in levels() and room in levels()
            if room and room != module.room and known:
                found.append((module, imported.line, module.room, room))
    return found


def test_every_module_has_its_place_in_the_plan() -> None:
    homeless = sorted({m.path for m in package() if m.room not in levels()})
    assert not homeless, f"{DOCUMENT} has no row for {homeless}"


def test_every_room_of_the_plan_is_built() -> None:
    built = {module.room for module in package()}
    missing = sorted(set(levels()) - built - {"__main__.py"})
    assert not missing, f"{DOCUMENT} describes {missing}, which do not exist"


def test_modules_import_only_downwards() -> None:
    wrong = [
        f"{module.path}:{line} (level {levels()[own]}) imports {other} (level {levels()[other]})"
        for module, line, own, other in edges()
        if levels()[other] > levels()[own]
        or (levels()[other] == levels()[own] and (own, other) not in NEIGHBOURS)
    ]
    assert not wrong, "\n".join(wrong)


def test_rooms_of_level_3_never_meet() -> None:
    assert not [pair for pair in NEIGHBOURS if {levels().get(room) for room in pair} == {3}]


def test_no_neighbour_is_allowed_for_nothing() -> None:
    used = {(own, other) for _, _, own, other in edges()}
    # A table of exceptions that outlive their reason would hide the next one.
    idle = sorted(set(NEIGHBOURS) - used)
    assert not idle, f"take these out of NEIGHBOURS: {idle}"


def cycle_from(start: str, graph: dict[str, set[str]]) -> list[str] | None:
    """A way from a module back to itself, if there is one."""
    todo = [[start]]
    seen = set()
    while todo:
        path = todo.pop()
        for following in graph.get(path[-1], ()):
            if following == start:
                return [*path, start]
            if following not in seen:
                seen.add(following)
                todo.append([*path, following])
    return None


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {m.name: {i.target for i in m.imports} - {m.name, "vanban"} for m in package()}
    cycles = [cycle for name in graph if (cycle := cycle_from(name, graph))]
    assert not cycles, "\n".join(" -> ".join(cycle) for cycle in cycles)


def test_an_import_inside_a_function_says_why() -> None:
    silent = []
    for module in package():
        for imported in module.imports:
            above = module.lines[imported.line - 2] if imported.line > 1 else ""
            if imported.inside and "#" not in module.lines[imported.line - 1] + above:
                silent.append(f"{module.path}:{imported.line} {imported.target}")
    assert not silent, "\n".join(silent)


@cache
def homes() -> dict[str, set[str]]:
    """Library (as imported) → the files and rooms it may live in."""
    found = {}
    for libraries, places in table(DOCUMENT, "library"):
        for library in re.sub(r"\([^)]*\)", "", libraries).split(","):
            found[library.strip()] = set(re.findall(r"[\w/]+(?:\.py|/)", places))
    return found


def test_every_library_stays_in_its_home() -> None:
    astray = []
    for module in package():
        inside = module.path.removeprefix("vanban/")
        for imported in module.imports:
            top = imported.target.split(".")[0]
            allowed = homes().get(top, set())
            at_home = any(inside == home or inside.startswith(home) for home in allowed)
            if is_foreign(imported.target) and not at_home:
                astray.append(f"{module.path}:{imported.line} imports {top}, home: {allowed}")
    assert not astray, f"see the table of libraries in {DOCUMENT}:\n" + "\n".join(astray)


@pytest.mark.parametrize("library", sorted(homes()))
def test_every_library_of_the_table_is_used(library: str) -> None:
    used = {i.target.split(".")[0] for m in (*shipped(), *modules_of_tests()) for i in m.imports}
    assert library in used, f"{DOCUMENT} gives a home to {library}, which nobody imports"
