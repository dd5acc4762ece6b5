"""The one gate for what people type: web form, JSON and sheet rows all come through here.

In: a `Kind` and a raw dict (text as typed). Out: `Intake`: clean typed values, and every problem
with its field path. Nothing is thrown away and nothing is guessed: a value with a problem is left
out of `values` (or blanked, for a preview), never silently changed.

Values by field type: text → str; paragraphs → tuple of str; outline → tuple of `outline.Block`;
date → date | None; number, money → int | None; choice → str; yes_no → bool; list → tuple of str;
table → tuple of `kinds.Row`; person → `agency.Signer`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vanban import outline, typeface
from vanban.agency import PERSON_PARTS, QUYEN_HAN, Signer
from vanban.kinds import Field, Kind, Row
from vanban.problems import Problem, Refused
from vanban.vietnamese import legacy, names, numbers, text

# What a preview prints where a required value is still missing: the dots of the decree's samples.
BLANK = "……………"
_YES = {"1", "true", "on", "yes", "co", "x"}
_DIACRITIC_DASH = re.compile(r"^\s*[-–—•*+]\s+")


class IntakeRefused(Refused):
    """What was typed cannot become a document yet; `problems` say why, by field path."""


@dataclass(frozen=True)
class Intake:
    """What came through the gate."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]


@dataclass
class _Gate:
    """Collects problems while one document passes; `blanks` fills gaps for a preview."""

    blanks: bool = False
    hoc_vi: bool = False
    problems: list[Problem] = field(default_factory=list)

    def complain(self, code: str, where: str, **data: Any) -> None:
        self.problems.append(Problem(code, where, data))


def take_in(
    kind: Kind, raw: Mapping[str, Any], *, blanks: bool = False, hoc_vi: bool = False
) -> Intake:
    """Pass raw input through the gate.

    blanks: fill missing required values with dots, so that a preview can be made of a draft.
    hoc_vi: the office may print học hàm, học vị before a signer's name (only where the head of
    the sector so rules: Nghị định 30/2020, Phụ lục I, II.7.c).
    """
    gate = _Gate(blanks=blanks, hoc_vi=hoc_vi)
    known = {f.name for f in kind.fields}
    for name in raw:
        if name not in known:
            gate.complain("unknown_field", str(name), kind=kind.title)
    values: dict[str, Any] = {}
    for item in kind.fields:
        if item.type != "table":
            values[item.name] = _take(gate, item, raw.get(item.name), item.name)
    for item in kind.fields:
        if item.type == "table":
            # Figures are matched to the headings by the places that the clerk sees, blank ones too.
            places = [i for i, _ in list_entries(raw.get(item.columns_from))]
            values[item.name] = _table(gate, item, raw.get(item.name), item.name, places)
    return Intake(values, tuple(gate.problems))


def take_cell(item: Field, raw: Any, where: str = "") -> tuple[Any, tuple[Problem, ...]]:
    """One value that fits into a cell (`kinds.IN_ONE_CELL`), as `take_in` takes it, with problems.

    Lists have thousands of cells with a few values: who takes them one by one takes each once.
    """
    gate = _Gate()
    value = _take(gate, item, raw, where)
    return value, tuple(gate.problems)


def _take(gate: _Gate, item: Field, raw: Any, where: str) -> Any:
    return _TAKERS[item.type](gate, item, raw, where)


def _string(gate: _Gate, item: Field, raw: Any, where: str, *, lines: bool = False) -> str:
    """Clean text, checked for what every text must be: a string, short enough, printable."""
    if raw is None:
        raw = ""
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        gate.complain("not_text", where, label=item.label)
        return ""
    clean = text.clean(str(raw)).strip() if lines else text.clean_line(str(raw))
    if len(clean) > item.max_length:
        gate.complain("too_long", where, label=item.label, length=len(clean), limit=item.max_length)
        return clean[: item.max_length] if gate.blanks else ""
    _printable(gate, item, clean, where)
    return clean


def _printable(gate: _Gate, item: Field, clean: str, where: str) -> None:
    encoding = legacy.detect(clean)
    if encoding:
        gate.complain("legacy_text", where, label=item.label, encoding=encoding.upper())
    missing = typeface.covers(clean.replace("\n", ""))
    if missing and not encoding:
        gate.complain("no_glyph", where, label=item.label, chars=" ".join(missing[:5]))


def _needed(gate: _Gate, item: Field, empty: bool, where: str) -> bool:
    """True when a required value is missing (and the problem is noted)."""
    if empty and item.required:
        gate.complain("required", where, label=item.label)
    return empty and item.required


def _text(gate: _Gate, item: Field, raw: Any, where: str) -> str:
    value = _string(gate, item, raw, where)
    # A value that was refused for its length is not also reported as missing.
    untyped = not value and not str(raw or "").strip()
    if _needed(gate, item, untyped, where):
        return BLANK if gate.blanks else ""
    return value


def _paragraphs(gate: _Gate, item: Field, raw: Any, where: str) -> tuple[str, ...]:
    value = _string(gate, item, raw, where, lines=True)
    found = tuple(" ".join(line.split()) for line in value.split("\n") if line.strip())
    if _needed(gate, item, not found, where) and gate.blanks:
        return (BLANK,)
    return found


def _outline(gate: _Gate, item: Field, raw: Any, where: str) -> tuple[outline.Block, ...]:
    checked = _string(gate, item, raw, where, lines=True)
    # The outline is read from the raw text: cleaning would lose the bullets that Word pastes.
    blocks = tuple(outline.parse(str(raw))) if checked else ()
    if _needed(gate, item, not blocks, where) and gate.blanks:
        return (outline.Block("van", "", BLANK),)
    return blocks


def _date(gate: _Gate, item: Field, raw: Any, where: str) -> Any:
    typed = _string(gate, item, raw, where)
    value = numbers.parse_date(typed) if typed else None
    if typed and value is None:
        gate.complain("bad_date", where, label=item.label, typed=typed)
    _needed(gate, item, not typed, where)
    return value


def _number(gate: _Gate, item: Field, raw: Any, where: str) -> int | None:
    typed = _string(gate, item, raw, where)
    value = numbers.parse_int(typed) if typed else None
    if typed and value is None:
        gate.complain("bad_number", where, label=item.label, typed=typed)
    elif value is not None and not _within(item, value):
        low, high = (
            numbers.format_number(n) if n is not None else "…" for n in (item.min, item.max)
        )
        gate.complain("out_of_range", where, label=item.label, typed=typed, low=low, high=high)
        value = None
    _needed(gate, item, not typed, where)
    return value


def _within(item: Field, value: int) -> bool:
    return (item.min is None or value >= item.min) and (item.max is None or value <= item.max)


def _choice(gate: _Gate, item: Field, raw: Any, where: str) -> str:
    typed = _string(gate, item, raw, where)
    keys = [key for key, _ in item.choices]
    if not typed:
        if item.default is not None:
            return str(item.default)
        _needed(gate, item, True, where)
        return ""
    folded = {text.fold(label): key for key, label in item.choices}
    value = typed if typed in keys else folded.get(text.fold(typed), "")
    if not value:
        known = ", ".join(label for _, label in item.choices)
        gate.complain("bad_choice", where, label=item.label, typed=typed, known=known)
    return value


def _yes_no(gate: _Gate, item: Field, raw: Any, where: str) -> bool:
    if raw is None:
        return bool(item.default)
    if isinstance(raw, bool):
        return raw
    return text.fold(_string(gate, item, raw, where)) in _YES


def _list(gate: _Gate, item: Field, raw: Any, where: str) -> tuple[str, ...]:
    if raw is not None and not isinstance(raw, Sequence):
        gate.complain("not_list", where, label=item.label)
        return ()
    typed = [(i, _string(gate, item, entry, f"{where}.{i}")) for i, entry in _entries(raw)]
    found = [value for _, entry in typed if (value := _bare(entry))]
    if len(found) > item.max_items:
        gate.complain("too_many", where, label=item.label, count=len(found), limit=item.max_items)
    if _needed(gate, item, not found, where) and gate.blanks:
        return (BLANK,)
    return tuple(found)


def _entries(raw: Any) -> list[tuple[int, Any]]:
    """The typed entries of a list field with their places; one text has an entry per line."""
    return list(enumerate(raw.split("\n") if isinstance(raw, str) else raw or ()))


def list_entries(raw: Any) -> list[tuple[int, str]]:
    """The non-empty entries of a list field as they will be printed, with their typed places."""
    if raw is not None and not isinstance(raw, Sequence):
        return []
    shown = [(i, _bare(text.clean_line(str(entry or "")))) for i, entry in _entries(raw)]
    return [(i, entry) for i, entry in shown if entry]


def _bare(entry: str) -> str:
    """An entry without the marks that the form supplies: its leading dash, its ; or full stop."""
    entry = _DIACRITIC_DASH.sub("", entry).strip()
    entry = entry.removesuffix("./.")
    return entry.rstrip(" ;.") if not entry.endswith("...") else entry


def _table(
    gate: _Gate, item: Field, raw: Any, where: str, places: Sequence[int]
) -> tuple[Row, ...]:
    if raw is None or raw == "":
        raw = []
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        gate.complain("not_table", where, label=item.label)
        return ()
    rows = tuple(
        row
        for typed_row in enumerate(raw)
        if (row := _row(gate, item, typed_row, where, places)) is not None
    )
    if len(rows) > item.max_items:
        gate.complain("too_many", where, label=item.label, count=len(rows), limit=item.max_items)
    if item.required and not rows:
        gate.complain("no_rows", where, label=item.label)
    return rows


def _row(
    gate: _Gate, item: Field, typed_row: tuple[int, Any], path: str, places: Sequence[int]
) -> Row | None:
    """One row, or None when nothing was typed in it (defaults of choices do not count)."""
    index, entry = typed_row
    where = f"{path}.{index}"
    if not isinstance(entry, Mapping):
        gate.complain("not_row", where, label=item.label)
        return None
    known = {column.name for column in item.columns} | ({"gia_tri"} if item.columns_from else set())
    for key in entry:
        if key not in known:
            gate.complain("unknown_column", f"{where}.{key}", label=item.label)
    typed = [c for c in item.columns if c.default is None and str(entry.get(c.name) or "").strip()]
    figures = _figures(gate, item, entry.get("gia_tri"), where, places)
    if not typed and not any(figures):
        return None
    cells = {
        column.name: _take(gate, column, entry.get(column.name), f"{where}.{column.name}")
        for column in item.columns
    }
    return Row(index, cells, figures)


def _figures(
    gate: _Gate, item: Field, raw: Any, where: str, places: Sequence[int]
) -> tuple[str, ...]:
    """One figure for each heading; a figure under a blank heading, or beyond the last, is told."""
    if not item.columns_from:
        return ()
    entries = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else []
    cell = Field(name="gia_tri", label=item.label, type="text", max_length=40)
    found = [_string(gate, cell, entry, f"{where}.gia_tri.{i}") for i, entry in enumerate(entries)]
    stray = [i for i, figure in enumerate(found) if figure and i not in places]
    if stray:
        data = {"label": item.label, "count": len(stray), "limit": len(places)}
        gate.problems.append(Problem("stray_figures", where, data))
    return tuple(found[i] if i < len(found) else "" for i in places)


def _person(gate: _Gate, item: Field, raw: Any, where: str) -> Signer:
    """The signer. Which posts are needed follows from the right to sign (Điều 13)."""
    entry = raw if isinstance(raw, Mapping) else {}
    if raw is not None and not isinstance(raw, Mapping):
        gate.complain("not_person", where, label=item.label)
    parts = {}
    for name, label in PERSON_PARTS.items():
        part = Field(name=name, label=label, type="text", max_length=200)
        parts[name] = _string(gate, part, entry.get(name), f"{where}.{name}")
    if parts["quyen_han"] not in QUYEN_HAN:
        gate.complain("bad_signing_right", f"{where}.quyen_han", typed=parts["quyen_han"])
        parts["quyen_han"] = ""
    for name in ("ho_ten", "chuc_vu", *QUYEN_HAN[parts["quyen_han"]].needs):
        if item.required and not parts[name]:
            gate.complain("required", f"{where}.{name}", label=PERSON_PARTS[name])
            parts[name] = BLANK if gate.blanks else ""
    title = names.academic_title(parts["ho_ten"])
    if title and not gate.hoc_vi:
        gate.complain("academic_title", f"{where}.ho_ten", title=title)
    return Signer(**parts)


_TAKERS: Mapping[str, Callable[[_Gate, Field, Any, str], Any]] = {
    "text": _text,
    "paragraphs": _paragraphs,
    "outline": _outline,
    "date": _date,
    "number": _number,
    "money": _number,
    "choice": _choice,
    "yes_no": _yes_no,
    "list": _list,
    "person": _person,
}
