"""A kind as a web form: what the page shows, and what it posts.

In: a `Kind`, the raw dict of a draft, its problems. Out: `SectionView`s that templates walk, and
between a posted flat form and the raw dict: `decode`, `encode`. Nothing typed is judged or changed
here; `intake` does that. A place is written "khen_thuong.3.ho_ten" in problems and boxes, and
"khen_thuong-3-ho_ten" as the name of an input (field names hold no dash).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from werkzeug.datastructures import MultiDict

from vanban.agency import PERSON_PARTS, QUYEN_HAN
from vanban.kinds import Field, Kind
from vanban.problems import Problem

FIGURES = "gia_tri"
BLANK = "__"
# Longer texts get a box that grows; shorter ones stay on one line.
ONE_LINE = 80
# An example in an empty box is a glimpse, not a text.
EXAMPLE = 64
INDEX = re.compile(r"[0-9]{1,6}\Z")

_PART_HINTS = {
    "thay_mat": "Ghi sau “TM.”, ví dụ: Ủy ban nhân dân.",
    "cap_tren": "Ghi sau “TL.” hoặc “TUQ.”, ví dụ: Chủ tịch.",
    "ky_thay": "Ghi sau “KT.”, ví dụ: Giám đốc.",
    "chuc_vu_khac": "Chỉ khi ký với chức danh trong hội đồng, ban chỉ đạo.",
}
PERSON_FIELDS = tuple(
    Field(
        name,
        label,
        "choice" if name == "quyen_han" else "text",
        hint=_PART_HINTS.get(name, ""),
        required=name in ("ho_ten", "chuc_vu"),
        choices=tuple((key, signing.label) for key, signing in QUYEN_HAN.items())
        if name == "quyen_han"
        else (),
        max_length=ONE_LINE,
    )
    # In the order of the paper; what hardly anybody needs comes last.
    for name, label in sorted(PERSON_PARTS.items(), key=lambda part: part[0] == "chuc_vu_khac")
)
NO_PROBLEMS: Mapping[str, tuple[str, ...]] = {}


# -- posted form ↔ raw dict ---------------------------------------------------------------------


def decode(kind: Kind, form: MultiDict[str, str]) -> dict[str, Any]:
    """The raw dict that a posted form says, every field of the kind present, as it was typed.

    A missing text is ""; a missing box is not ticked. Rows come in the order of their numbers,
    whatever numbers they are; names that the kind does not know are ignored.
    """
    tree = _tree(form)
    return {field.name: _decode_field(field, tree.get(field.name)) for field in kind.fields}


def _tree(form: MultiDict[str, str]) -> dict[str, Any]:
    """Flat names → nested dicts. Where a name is both a leaf and a branch, the branch wins."""
    tree: dict[str, Any] = {}
    for name, value in form.items():
        *branches, leaf = name.split("-")
        node = tree
        for part in branches:
            child = node.get(part)
            node[part] = child = child if isinstance(child, dict) else {}
            node = child
        if not isinstance(node.get(leaf), dict):
            node[leaf] = value
    return tree


def _decode_field(field: Field, node: Any) -> Any:
    if field.type == "yes_no":
        return isinstance(node, str)
    if field.type == "list":
        return [_text(item) for item in _numbered(node)]
    if field.type == "table":
        return [_decode_row(field, row) for row in _numbered(node)]
    if field.type == "person":
        parts = node if isinstance(node, dict) else {}
        return {part.name: _text(parts.get(part.name)) for part in PERSON_FIELDS}
    return _text(node)


def _decode_row(table: Field, node: Any) -> dict[str, Any]:
    cells = node if isinstance(node, dict) else {}
    row = {column.name: _decode_field(column, cells.get(column.name)) for column in table.columns}
    if table.columns_from:
        row[FIGURES] = [_text(figure) for figure in _numbered(cells.get(FIGURES))]
    return row


def _numbered(node: Any) -> list[Any]:
    branch = node if isinstance(node, dict) else {}
    return [branch[key] for key in sorted(filter(INDEX.match, branch), key=int)]


def _text(node: Any) -> str:
    # Browsers send every line end as CR LF (HTML Standard, form submission).
    return node.replace("\r\n", "\n") if isinstance(node, str) else ""


def encode(kind: Kind, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The names and values that a form filled with `raw` posts. Inverse of `decode`."""
    pairs: list[tuple[str, str]] = []
    for field in kind.fields:
        pairs.extend(_encode_field(field, field.name, raw.get(field.name)))
    return pairs


def decode_again(kind: Kind, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A stored raw dict as the form would post it: defaults filled in, numbers as text."""
    filled = {field.name: raw.get(field.name, field.default) for field in kind.fields}
    return decode(kind, MultiDict(encode(kind, filled)))


def _encode_field(field: Field, name: str, value: Any) -> Iterable[tuple[str, str]]:
    if field.type == "yes_no":
        if ticked(value):
            yield name, "1"
    elif field.type == "list":
        yield from ((f"{name}-{i}", shown(item)) for i, item in enumerate(items_of(value)))
    elif field.type == "table":
        for i, row in enumerate(items_of(value)):
            yield from _encode_row(field, f"{name}-{i}", row)
    elif field.type == "person":
        parts = value if isinstance(value, Mapping) else {}
        yield from ((f"{name}-{p.name}", shown(parts.get(p.name))) for p in PERSON_FIELDS)
    else:
        yield name, shown(value)


def _encode_row(table: Field, name: str, row: Any) -> Iterable[tuple[str, str]]:
    cells = row if isinstance(row, Mapping) else {}
    for column in table.columns:
        yield from _encode_field(column, f"{name}-{column.name}", cells.get(column.name))
    if table.columns_from:
        for i, figure in enumerate(items_of(cells.get(FIGURES))):
            yield f"{name}-{FIGURES}-{i}", shown(figure)


def items_of(value: Any) -> list[Any]:
    """The items of a raw list; a text stands for its lines, as JSON writers like to give it."""
    if isinstance(value, str):
        return value.splitlines()
    return list(value) if isinstance(value, (list, tuple)) else []


def shown(value: Any) -> str:
    """A raw value as the text of its input."""
    return "" if value is None else str(value)


def ticked(value: Any) -> bool:
    """Whether a raw yes_no is yes. Samples and JSON may say it as a word."""
    if isinstance(value, str):
        return value.strip().casefold() in ("1", "true", "có", "co", "x", "on")
    return bool(value)


# -- what the page shows ------------------------------------------------------------------------


@dataclass(frozen=True)
class Control:
    """One field as the page shows it.

    path: its place. value: as text, or bool. errors: sentences that stand beside it. items, rows,
    parts: what a list, a table, a person is made of. headings: the table's columns of figures.
    remembered: what the office typed here before.
    """

    field: Field
    path: str
    value: Any = ""
    errors: tuple[str, ...] = ()
    items: tuple[Control, ...] = ()
    rows: tuple[Row, ...] = ()
    parts: tuple[Control, ...] = ()
    headings: tuple[str, ...] = ()
    remembered: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its input."""
        return self.path.replace(".", "-")

    @property
    def id(self) -> str:
        """Its address in the page; `address` makes the same from a place."""
        return address(self.path)

    @property
    def long(self) -> bool:
        """Whether the text needs a box that grows."""
        return self.field.type == "text" and self.field.max_length > ONE_LINE

    @property
    def example(self) -> str:
        """What the empty input shows: the first sample, marked as an example."""
        sample = self.field.sample
        if isinstance(sample, (list, tuple)):
            sample = sample[0] if sample else None
        if sample is None or isinstance(sample, (bool, Mapping)):
            return ""
        lines = str(sample).strip().splitlines()
        if not lines:
            return ""
        shortened = shorten(lines[0], EXAMPLE, placeholder=" …")
        return f"Ví dụ: {shortened}"


@dataclass(frozen=True)
class Row:
    """One row of a table. errors: what concerns the row as a whole."""

    index: str
    path: str
    cells: tuple[Control, ...]
    figures: tuple[Control, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its address in the page."""
        return address(self.path)


@dataclass(frozen=True)
class SectionView:
    """A section of the form. id: for the links to it."""

    title: str
    hint: str
    id: str
    controls: tuple[Control, ...] = ()


def address(path: str) -> str:
    """The id of the control at a place, which is its name too: "can_cu.2" → "can_cu-2"."""
    return path.replace(".", "-")


def form_view(
    kind: Kind,
    raw: Mapping[str, Any],
    problems: Sequence[Problem],
    remembered: Callable[[str], Sequence[str]],
) -> list[SectionView]:
    """The form of `kind` filled with `raw`, each problem beside its field.

    remembered: field name → earlier texts of the office.
    """
    builder = _Builder(raw, group(problems), remembered)
    return [
        SectionView(
            section.title,
            section.hint,
            f"muc-{number}",
            tuple(builder.control(field) for field in section.fields),
        )
        for number, section in enumerate(kind.sections, 1)
    ]


def group(problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    """Problems as sentences by place."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        by_place[problem.where].append(problem.sentence)
    return {place: tuple(sentences) for place, sentences in by_place.items()}


def nearest(path: str, known: Iterable[str]) -> str:
    """The place in `known` that is `path` or the closest one above it; "" when there is none."""
    places = set(known)
    while path and path not in places:
        path = path.rpartition(".")[0]
    return path


def places(sections: Iterable[SectionView]) -> list[str]:
    """Every place that the form shows, so that the summary links to what exists."""
    found: list[str] = []
    for section in sections:
        for control in section.controls:
            found.append(control.path)
            found.extend(part.path for part in (*control.items, *control.parts))
            for row in control.rows:
                found.append(row.path)
                found.extend(cell.path for cell in (*row.cells, *row.figures))
    return found


@dataclass(frozen=True)
class _Builder:
    raw: Mapping[str, Any]
    errors: Mapping[str, tuple[str, ...]]
    remembered: Callable[[str], Sequence[str]]

    def control(self, field: Field) -> Control:
        value = self.raw.get(field.name, field.default)
        made = self.leaf(field, field.name, value)
        if field.remembered:
            made = replace(made, remembered=tuple(self.remembered(field.name)))
        if field.type == "list":
            # An empty list shows one line to type on.
            lines = items_of(value) or [""]
            return replace(made, value="", items=tuple(self.items(field, lines)))
        if field.type == "table":
            headings = headings_of(self.raw.get(field.columns_from))
            rows = tuple(
                self.row(field, f"{field.name}.{i}", str(i), row, headings)
                for i, row in enumerate(items_of(value))
            )
            return replace(made, value="", rows=rows, headings=headings)
        if field.type == "person":
            parts = value if isinstance(value, Mapping) else {}
            return replace(made, value="", parts=tuple(self.parts(field, parts)))
        return made

    def leaf(self, field: Field, path: str, value: Any) -> Control:
        content = ticked(value) if field.type == "yes_no" else shown(value)
        return Control(field, path, content, self.errors.get(path, ()))

    def items(self, field: Field, lines: Sequence[Any]) -> Iterable[Control]:
        for i, line in enumerate(lines):
            item = item_field(field, i)
            yield self.leaf(item, f"{field.name}.{i}", line)

    def parts(self, field: Field, values: Mapping[str, Any]) -> Iterable[Control]:
        for part in PERSON_FIELDS:
            asked = replace(part, required=field.required and part.required)
            yield self.leaf(asked, f"{field.name}.{part.name}", values.get(part.name))

    def row(self, table: Field, path: str, index: str, row: Any, headings: Sequence[str]) -> Row:
        values = row if isinstance(row, Mapping) else {}
        cells = tuple(
            self.leaf(column, f"{path}.{column.name}", values.get(column.name))
            for column in table.columns
        )
        figures = items_of(values.get(FIGURES))
        shown_figures = tuple(
            self.leaf(
                figure_field(heading, i),
                f"{path}.{FIGURES}.{i}",
                figures[i] if i < len(figures) else "",
            )
            for i, heading in enumerate(headings)
        )
        own = self.errors.get(path, ()) + self.errors.get(f"{path}.{FIGURES}", ())
        return Row(index, path, cells, shown_figures, own)


def headings_of(value: Any) -> tuple[str, ...]:
    """The headings of the columns of figures: the lines typed, less the empty ones at the end."""
    lines = [shown(line).strip() for line in items_of(value)]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def item_field(field: Field, index: int) -> Field:
    """One line of a list, as a field of its own. Only the first line shows the example."""
    sample = field.sample if index == 0 else None
    return replace(field, type="text", sample=sample, label=f"{field.label}, dòng {index + 1}")


def figure_field(heading: str, index: int) -> Field:
    """One figure of a table, under the heading that the clerk typed."""
    return Field(str(index), heading or f"Cột {index + 1}", "figure", max_length=40)


def empty_line(control: Control) -> Control:
    """A line as "Thêm dòng" makes it; the page's script puts its number for BLANK."""
    return Control(item_field(control.field, 1), f"{control.path}.{BLANK}")


def empty_figure(control: Control) -> Control:
    """A cell of figures, for a heading that is new; the page's script gives it its name."""
    return Control(figure_field("", 0), f"{control.path}.{BLANK}.{FIGURES}.{BLANK}")


def empty_row(control: Control) -> Row:
    """A row as "Thêm dòng" makes it, with the columns' defaults."""
    row = {column.name: column.default for column in control.field.columns}
    builder = _Builder({}, NO_PROBLEMS, lambda _: ())
    return builder.row(control.field, f"{control.path}.{BLANK}", BLANK, row, control.headings)
