"""The documents say what the program does: every command, every setting, every kind."""

from __future__ import annotations

import argparse
import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.source import ROOT, code_spans
from vanban import agency, cli, settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
FIRST_SCREEN = 25


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands() -> list[str]:
    """The subcommands of `python -m vanban`, read from its own parser."""
    actions = cli.parser()._actions
    choices = [a.choices for a in actions if isinstance(a, argparse._SubParsersAction)]
    assert choices, "the command line has no subcommands"
    return sorted(choices[0])


def variables() -> list[str]:
    """The environment variables that `settings` reads."""
    return sorted(f"VANBAN_{field.name.upper()}" for field in dataclasses.fields(settings.Settings))


def kinds() -> list[str]:
    return sorted(path.stem for path in (ROOT / "forms").glob("*.toml"))


def field_names(part: object) -> Iterator[str]:
    """Every `name` in the sections, fields and columns of a form."""
    if isinstance(part, dict):
        yield from [part["name"]] if "name" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from field_names(inner)


def domain_words() -> list[str]:
    """What a clerk's values are called in forms/ and in agency.py, except in English."""
    names = {f.name for c in (agency.Agency, agency.Signer) for f in dataclasses.fields(c)}
    for form in (ROOT / "forms").glob("*.toml"):
        names |= set(field_names(tomllib.loads(form.read_text(encoding="utf-8"))))
    return sorted(names - {"signers"})


def test_there_is_something_to_document() -> None:
    assert commands()
    assert variables()
    assert kinds()


@pytest.mark.parametrize("command", commands())
def test_readme_names_every_command(command: str) -> None:
    assert f"python -m vanban {command}" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_documents_name_no_command_that_does_not_exist(document: Path) -> None:
    named = re.findall(r"python -m vanban ([a-z]+)", document.read_text(encoding="utf-8"))
    assert set(named) <= set(commands())


@pytest.mark.parametrize("variable", variables())
def test_readme_names_every_setting(variable: str) -> None:
    assert f"`{variable}`" in README


@pytest.mark.parametrize("kind", kinds())
def test_readme_names_every_kind(kind: str) -> None:
    assert f"`{kind}`" in README


@pytest.mark.parametrize("word", domain_words())
def test_glossary_explains_every_domain_word(word: str) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{word}` \|", glossary, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_documents_name_no_setting_that_is_gone(document: Path) -> None:
    named = set(re.findall(r"\bVANBAN_[A-Z_]+[A-Z]\b", document.read_text(encoding="utf-8")))
    assert named <= set(variables())


def test_first_screen_of_the_readme_shows_the_two_commands_and_no_other() -> None:
    screen = README.splitlines()[:FIRST_SCREEN]
    blocks = re.findall(r"```\w*\n(.*?)```", "\n".join(screen), re.DOTALL)
    shown = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    assert [line for line in shown if line] == ["make run", "make test"]


def test_make_targets_named_in_the_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for document in DOCUMENTS:
        spans = code_spans(document.read_text(encoding="utf-8"))
        named = {s.split()[1] for s in spans if re.match(r"make [a-z-]+", s)}
        assert named <= targets, document


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{target} does not exist"


def test_every_document_is_in_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "README.md").read_text(encoding="utf-8")
    for document in docs.rglob("*.md"):
        name = document.relative_to(docs).as_posix()
        assert name == "README.md" or f"({name})" in index, f"docs/README.md does not list {name}"
