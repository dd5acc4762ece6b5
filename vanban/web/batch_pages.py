"""What the pages of a list share: its five steps, what it can make, its wrong places.

In: a list and a kind. Out: values that the templates walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from werkzeug.exceptions import NotFound

from vanban import listing as lists
from vanban.drafts import given_later
from vanban.kinds import Field, Kind
from vanban.life import ONE_EACH, ONE_FOR_ALL, PREPARING, NotAllowed
from vanban.listing import Column
from vanban.register import Batch, BatchRow
from vanban.sheet.words import anchor
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.both import stamp

_ROUTES = {
    "danh_sach": "batches.sheet",
    "kiem_tra": "batch_check.check",
    "xem_truoc": "batch_check.look",
    "tao": "batch_run.run",
    "ket_qua": "batch_run.results",
}
# A cell of thousands of letters stands whole in its own field only.
_LONGEST_NAME = 60
_BEFORE_CONFIRMED = ("danh_sach", "kiem_tra", "xem_truoc")


@dataclass(frozen=True)
class StepShown:
    """One of the five steps. address: "" while it cannot be opened. mark: done, now or next."""

    label: str
    address: str
    mark: str


@dataclass(frozen=True)
class Choice:
    """What a list may make."""

    kind: Kind
    form: str
    title: str
    about: str


def steps(here: str, batch: Batch | None = None) -> list[StepShown]:
    """The five steps as seen from `here`, a key of words.STEPS."""
    names = list(words.STEPS)
    marks = ["done"] * names.index(here) + ["now"] + ["next"] * len(names)
    return [
        StepShown(words.STEPS[name], _address(name, batch), mark)
        for name, mark in zip(names, marks, strict=False)
    ]


def _address(name: str, batch: Batch | None) -> str:
    if batch is None or (batch.state == PREPARING and name not in _BEFORE_CONFIRMED):
        return ""
    return url_for(_ROUTES[name], batch_id=batch.id)


def choices() -> list[Choice]:
    """Everything that a list may make, in the order of the kinds."""
    found = []
    for kind in services().service.kinds.values():
        if lists.columns(kind):
            found += [choice(kind, form) for form in _forms(kind)]
    return found


def _forms(kind: Kind) -> tuple[str, ...]:
    return (ONE_FOR_ALL, ONE_EACH) if lists.rows_field(kind) else (ONE_EACH,)


def choice(kind: Kind, form: str) -> Choice:
    """This kind made in this form, in words."""
    what = kind.ten_loai.lower() or kind.title
    if lists.rows_field(kind) is None:
        return Choice(kind, form, words.EACH_ROW.format(title=kind.title), kind.description)
    if form == ONE_FOR_ALL:
        about = words.ABOUT_LIST.format(title=kind.title)
        return Choice(kind, form, words.ONE_WITH_LIST.format(what=what), about)
    about = words.ABOUT_EACH.format(title=kind.title)
    return Choice(kind, form, words.ONE_EACH.format(what=what), about)


def asked_choice(kind: str, form: str) -> Choice:
    """The choice of these names. Raises werkzeug's NotFound when a list makes no such thing."""
    known = services().service.kinds.get(kind)
    if known is None or not lists.columns(known) or form not in _forms(known):
        raise NotFound
    return choice(known, form)


def found(batch_id: int) -> tuple[Batch, Kind]:
    """That list of the reader's office, with its kind. Raises werkzeug's NotFound.

    Raises drafts.NotFound for a kind that is no longer installed.
    """
    try:
        batch = services().batches.get(current_user(), batch_id)
    except NotAllowed as refused:
        raise NotFound from refused
    return batch, services().batches.kind_of(batch)


# -- what a row is ---------------------------------------------------------------------------------


def row_name(kind: Kind, row: BatchRow) -> str:
    """What a row is called on a page: its first required cell, most often a name, cut short."""
    needed = [c for c in lists.columns(kind) if c.field.required and c.field.type == "text"]
    name = next((row.raw[c.name] for c in needed if row.raw.get(c.name)), "")
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rstrip() + "…"


def fragment(kind: Kind) -> list[tuple[str, str, bool, list[str]]]:
    """The first lines of a sheet: (letter, heading, required, example cells) of each column.

    Required is what makes a row somebody; anything else is the common value or what is usual.
    """
    name = anchor(kind)
    table = lists.rows_field(kind)
    samples = list(table.sample or ())[:2] if table else [{}]
    shown = []
    for index, column in enumerate(lists.columns(kind)):
        cells = [_example(column, sample) for sample in samples]
        needed = name is not None and column.name == name.name
        shown.append((chr(ord("A") + index), column.label, needed, cells))
    return shown


def _example(column: Column, sample: Mapping[str, object]) -> str:
    value = sample.get(column.name) if column.in_rows else column.field.sample
    told = dict(column.field.choices)
    return told.get(str(value), str(value)) if value is not None else ""


# -- what is wrong ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class WrongCell:
    """A cell that needs her. id: of its input. seen: the stamp of its value."""

    field: Field
    id: str
    value: str
    seen: str
    errors: tuple[str, ...]


@dataclass(frozen=True)
class WrongRow:
    """A row that needs her. cells: those with errors; others: the rest, to be opened."""

    number: int
    name: str
    errors: tuple[str, ...]
    cells: tuple[WrongCell, ...]
    others: tuple[WrongCell, ...]


def in_common(kind: Kind, mapped: Iterable[str], where: str) -> bool:
    """Whether a place belongs to what all papers share, and not to a row."""
    name = where.partition(".")[0]
    table = lists.rows_field(kind)
    if table is not None and name == table.name:
        return False
    listed = {c.name for c in lists.columns(kind) if not c.in_rows}
    return bool(name) and not (name in listed and name in set(mapped))


def column_of(kind: Kind, where: str) -> str:
    """The column that a place of a row's paper names; "" for the row as a whole."""
    table = lists.rows_field(kind)
    parts = where.split(".")
    if table is not None and parts[0] == table.name:
        return parts[2] if len(parts) > 2 else ""
    return parts[0]


def wrong_row(kind: Kind, row: BatchRow, told: Iterable[tuple[str, str]]) -> WrongRow:
    """A row with what is wrong with it, each at its cell. told: (column, sentence)."""
    by_column: dict[str, list[str]] = {}
    for name, sentence in told:
        by_column.setdefault(name, []).append(sentence)
    columns = lists.columns(kind)
    known = {c.name for c in columns}
    own = tuple(s for name, told in by_column.items() if name not in known for s in told)
    cells = tuple(
        WrongCell(
            c.field,
            f"o-{row.number}-{c.name}",
            row.raw.get(c.name, ""),
            stamp(row.raw.get(c.name, "")),
            tuple(by_column.get(c.name, ())),
        )
        for c in columns
    )
    wrong = tuple(cell for cell in cells if cell.errors)
    others = tuple(cell for cell in cells if not cell.errors)
    return WrongRow(row.number, row_name(kind, row), own, wrong, others)


def common_fields(kind: Kind) -> set[str]:
    """Names of the fields that are filled in once for all papers."""
    table = lists.rows_field(kind)
    away = {*given_later(kind), *([table.name] if table else [])}
    return {field.name for field in kind.fields} - away
