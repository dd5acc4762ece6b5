"""forms/<kind>.toml + doc_templates/<kind>.docx → kinds whose form and template fit together.

In: the two folders. Out: each kind with its compiled template, or every problem of every pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vanban import context
from vanban.docx import measure, spacing, template
from vanban.docx.template import Template
from vanban.khen_thuong import FORMS
from vanban.kinds import Field, Kind, KindRefused, read_kinds
from vanban.problems import Problem, Refused


@dataclass(frozen=True)
class Loaded:
    """A kind with its compiled template, and the template's own sizes.

    sizes: style name → pt. pictures_mm: placeholder picture → (width, height). roles: style id →
    what its paragraphs are to the composition.
    """

    kind: Kind
    template: Template
    sizes: Mapping[str, float]
    pictures_mm: Mapping[str, tuple[float, float]]
    roles: Mapping[str, str]


def load_kinds(forms: Path, templates: Path, only: str = "") -> dict[str, Loaded]:
    """Every pair forms/<kind>.toml + doc_templates/<kind>.docx, checked against each other.

    only: the one kind that is asked for, all when "". Raises Refused with every problem of every
    pair: a variable without a field, a field without a variable, an unknown key, a template that
    cannot be compiled, a file without its partner.
    """
    kinds = read_kinds(forms)
    problems = [
        Problem("kind_no_form", path.name, {"file": f"{path.stem}.toml"})
        for path in sorted(templates.glob("*.docx"))
        if path.stem not in kinds and not path.name.startswith("~$")
    ]
    loaded = {}
    for name, kind in kinds.items():
        if only not in ("", name):
            continue
        try:
            loaded[name] = _pair(kind, templates / f"{name}.docx")
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise KindRefused(*problems)
    return loaded


def _pair(kind: Kind, path: Path) -> Loaded:
    form = f"{kind.name}.toml"
    if not path.is_file():
        raise KindRefused(Problem("kind_no_template", form, {"file": path.name}))
    data = path.read_bytes()
    compiled = template.compile_template(data, name=path.name)
    used, unknown = context.consumed(kind, compiled.variables | compiled.rules | compiled.pictures)
    problems = [
        Problem("kind_variable_without_field", path.name, {"name": name})
        for name in sorted(unknown)
    ]
    problems += [
        Problem("kind_field_without_variable", form, {"name": f.name})
        for f in kind.fields
        if f.name not in used
    ]
    problems += [
        Problem("kind_unknown_award", f"{form}: {f.name}", {"name": key})
        for f in _award_fields(kind)
        for key, _ in f.choices
        if key not in FORMS
    ]
    if problems:
        raise KindRefused(*problems)
    return Loaded(
        kind,
        compiled,
        measure.style_sizes(data, name=path.name),
        measure.picture_sizes(data, name=path.name),
        spacing.template_roles(compiled),
    )


def _award_fields(kind: Kind) -> list[Field]:
    found = [f for f in kind.fields if f.name == "hinh_thuc"]
    for f in kind.fields:
        found += [column for column in f.columns if column.name == "hinh_thuc"]
    return found
