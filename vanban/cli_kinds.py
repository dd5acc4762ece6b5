"""`python -m vanban kinds`, `sheet`: what kinds there are, and the workbook for a list of one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from vanban.cli_files import write
from vanban.kinds import FORMS_DIR, TEMPLATES_DIR, Kind, named
from vanban.pairs import load_kinds
from vanban.sheet import form


def kinds(_: argparse.Namespace) -> int:
    """Print every kind with what is asked for."""
    for kind in _known().values():
        print(f"{kind.name}  {kind.title} ({kind.viet_tat})")
        for field in kind.fields:
            mark = " *" if field.required else ""
            print(f"    {field.name} [{field.type}] {field.label}{mark}")
    return 0


def sheet(options: argparse.Namespace) -> int:
    """Write the workbook to fill in."""
    write({options.out: form.template(named(_known(), options.kind))})
    print(options.out)
    return 0


def _known() -> Mapping[str, Kind]:
    loaded = load_kinds(FORMS_DIR, TEMPLATES_DIR)
    return {name: pair.kind for name, pair in loaded.items()}
