"""The kinds of document that this house can make, read from data.

In: forms/<kind>.toml. Out: frozen `Kind`, `Section`, `Field` values, on which the web form, the
intake gate, the JSON of the command line and the field tables of docs/ all stand. An unknown key,
a missing key or an impossible combination is refused with file and place.

That a kind's form and its Word template fit together is checked by `pairs.load_kinds`, which is
the only place that sees both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from vanban.problems import Problem, Refused

# The owner's two folders stand beside the package.
_ROOT = Path(__file__).resolve().parent.parent
FORMS_DIR = _ROOT / "forms"
TEMPLATES_DIR = _ROOT / "doc_templates"

FIELD_TYPES = (
    "text",
    "paragraphs",
    "outline",
    "date",
    "number",
    "money",
    "choice",
    "yes_no",
    "list",
    "table",
    "person",
)
# A value of these fits into one cell of a sheet.
IN_ONE_CELL = ("text", "date", "number", "money", "choice", "yes_no")
# What a list of lines becomes on paper: Nghị định 30/2020, Phụ lục I, II.6 and II.9.
LIST_STYLES = ("", "can_cu", "noi_nhan", "kinh_gui")
# The first line of Nơi nhận (II.9): decisions name the Điều, papers with a Kính gửi say "Như trên".
OPENINGS = ("", "nhu_dieu", "nhu_tren")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


class KindRefused(Refused):
    """A kind that cannot be used; `problems` say in which file and where."""


@dataclass(frozen=True)
class Field:
    """One thing that the clerk fills in.

    name: unaccented Vietnamese, as the template writes it. sample: a true example, in the raw form
    that intake takes; previews, docs and tests are made from it. default: what a new document
    starts with. remembered: earlier values of this office are offered. columns: of a table.
    columns_from: name of the list field that adds one column of figures per item. rows: the table
    that takes the rows of a list. in_list: a list may give this value for each row.
    """

    name: str
    label: str
    type: str
    sample: Any = None
    hint: str = ""
    required: bool = False
    default: Any = None
    max_length: int = 1000
    min: int | None = None
    max: int | None = None
    max_items: int = 100
    choices: tuple[tuple[str, str], ...] = ()
    style: str = ""
    opening: str = ""
    upper: bool = False
    remembered: bool = False
    columns: tuple[Field, ...] = ()
    columns_from: str = ""
    show_when: str = ""
    width: int = 0
    rows: bool = False
    in_list: bool = False


@dataclass(frozen=True)
class Section:
    """A group of fields, in the order of the paper. hint: one sentence under the title."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of document. ten_loai and viet_tat: Nghị định 30/2020, Phụ lục III.

    version: raised by whoever changes the form; documents keep the version they were made with.
    order: place on the start page. named_by: the field whose text tells one paper from another.
    own_form: no administrative document (Nghị định 30/2020): it has no number and no sizes of it.
    """

    name: str
    title: str
    ten_loai: str
    viet_tat: str
    version: int
    sections: tuple[Section, ...]
    description: str = ""
    order: int = 100
    named_by: str = "trich_yeu"
    own_form: bool = False

    @property
    def fields(self) -> Iterator[Field]:
        """Every field in the order of the paper."""
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> Field:
        """The field of that name. KeyError when the kind has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def sample(self) -> dict[str, Any]:
        """A whole document in raw form, made of the fields' samples."""
        return {f.name: f.sample for f in self.fields if f.sample is not None}


@dataclass(frozen=True)
class Row:
    """One row of a table field. index: its place in what was typed (0-based).

    cells: by column name, typed. figures: one text per item of the field's `columns_from` list.
    """

    index: int
    cells: Mapping[str, Any]
    figures: tuple[str, ...] = ()


def read_kinds(folder: Path) -> dict[str, Kind]:
    """Every forms/*.toml of `folder` as a `Kind`, by name, in the order of the start page.

    Raises KindRefused with every problem of every file.
    """
    kinds: list[Kind] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            kinds.append(read_kind(path))
        except KindRefused as refused:
            problems.extend(refused.problems)
    if problems:
        raise KindRefused(*problems)
    return {kind.name: kind for kind in sorted(kinds, key=lambda k: (k.order, k.title))}


def named(kinds: Mapping[str, Kind], name: str) -> Kind:
    """The kind of that name. Raises Refused when there is none."""
    if name not in kinds:
        raise Refused(Problem("unknown_kind", "KIND", {"name": name, "known": ", ".join(kinds)}))
    return kinds[name]


def read_kind(path: Path) -> Kind:
    """One form file as a `Kind`. Raises KindRefused with every problem and its place."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KindRefused(Problem("kind_not_toml", path.name, {"detail": str(error)})) from error
    reader = _Reader(path.name)
    kind = reader.kind(path.stem, data)
    if reader.problems:
        raise KindRefused(*reader.problems)
    return kind


class _Reader:
    """Builds the values of one file and gathers every problem instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def complain(self, code: str, place: str, **data: Any) -> None:
        self.problems.append(Problem(code, f"{self.file}: {place}" if place else self.file, data))

    def keys(self, data: Mapping[str, Any], known: set[str], needed: set[str], place: str) -> None:
        for key in sorted(set(data) - known):
            self.complain("kind_unknown_key", place, key=key)
        for key in sorted(needed - set(data)):
            self.complain("kind_missing_key", place, key=key)

    def kind(self, name: str, data: Mapping[str, Any]) -> Kind:
        needed = {"title", "ten_loai", "viet_tat", "version", "section"}
        self.keys(data, needed | {"description", "order", "named_by", "own_form"}, needed, "")
        if not _NAME.match(name):
            self.complain("kind_bad_name", "", name=name)
        sections = tuple(
            self.section(s, f"section[{i}]") for i, s in enumerate(data.get("section", ()), 1)
        )
        kind = Kind(
            name=name,
            title=str(data.get("title", "")),
            ten_loai=str(data.get("ten_loai", "")),
            viet_tat=str(data.get("viet_tat", "")),
            version=int(data.get("version", 1)),
            description=str(data.get("description", "")),
            order=int(data.get("order", 100)),
            named_by=str(data.get("named_by", "trich_yeu")),
            own_form=bool(data.get("own_form", False)),
            sections=sections,
        )
        self.across(kind)
        return kind

    def across(self, kind: Kind) -> None:
        """What must hold between fields: unique names, references that exist."""
        seen: set[str] = set()
        for field in kind.fields:
            if field.name in seen:
                self.complain("kind_field_twice", field.name, name=field.name)
            seen.add(field.name)
        if kind.named_by not in {"trich_yeu", *seen}:
            self.complain("kind_unknown_reference", "named_by", name=kind.named_by)
        for field in kind.fields:
            for other in (field.columns_from, field.show_when.partition("=")[0]):
                if other and other not in seen:
                    self.complain("kind_unknown_reference", field.name, name=other)
        self.listed(kind)

    def listed(self, kind: Kind) -> None:
        """What a list of rows needs: one table at most, and each column found by its name."""
        tables = [field for field in kind.fields if field.rows]
        names = [column.name for table in tables for column in table.columns]
        names += [field.name for field in kind.fields if field.in_list]
        for field in tables[1:]:
            self.complain("kind_rows_twice", field.name)
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.complain("kind_column_twice", name, name=name)

    def section(self, data: Mapping[str, Any], place: str) -> Section:
        self.keys(data, {"title", "hint", "field"}, {"title", "field"}, place)
        found = tuple(
            self.field(f, f"{place}.field[{i}]") for i, f in enumerate(data.get("field", ()), 1)
        )
        return Section(str(data.get("title", "")), found, str(data.get("hint", "")))

    def field(self, data: Mapping[str, Any], place: str) -> Field:
        place = f"{place} ({data['name']})" if "name" in data else place
        known = {f.name for f in fields(Field)} - {"columns"} | {"column"}
        self.keys(data, known, {"name", "label", "type"}, place)
        kind = str(data.get("type", ""))
        if kind not in FIELD_TYPES:
            self.complain("kind_unknown_type", place, type=kind, known=", ".join(FIELD_TYPES))
        if not _NAME.match(str(data.get("name", ""))):
            self.complain("kind_bad_name", place, name=data.get("name", ""))
        if data.get("style", "") not in LIST_STYLES or data.get("opening", "") not in OPENINGS:
            self.complain("kind_unknown_style", place)
        if (kind == "choice") != ("choices" in data) or (kind == "table") != ("column" in data):
            self.complain("kind_parts_do_not_fit", place, type=kind)
        wrong_rows = data.get("rows") and kind != "table"
        if wrong_rows or (data.get("in_list") and kind not in IN_ONE_CELL):
            self.complain("kind_not_in_a_list", place, type=kind)
        values = {k: v for k, v in data.items() if k in known and k not in ("column", "choices")}
        return Field(
            **{**{"name": "", "label": "", "type": kind}, **values},
            choices=tuple((str(key), str(label)) for key, label in data.get("choices", ())),
            columns=tuple(
                self.field(c, f"{place}.column[{i}]")
                for i, c in enumerate(data.get("column", ()), 1)
            ),
        )
