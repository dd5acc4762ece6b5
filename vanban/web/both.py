"""Two people saved the same draft: both texts come in; the clerk's choice of fields goes out.

Nothing is lost on the way: what was saved last is the draft, what was saved before it stays in its
history, and what is chosen here becomes one more revision after them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.kinds import Field, Kind
from vanban.register import DocumentRecord, Revision, Saved
from vanban.web import words
from vanban.web.access import current_user, services, wants_json
from vanban.web.fields import FIGURES, PERSON_FIELDS, decode_again, items_of, shown, ticked

blueprint = Blueprint("both", __name__, url_prefix="/van-ban/<int:document_id>/hai-ban")
THEIRS, MINE = "kia", "nay"
# Letters of a stamp: no two texts that anybody types at one place share them by chance.
_STAMP = 16
_NUMBER = re.compile(r"[0-9]{1,9}\Z")


@dataclass(frozen=True)
class Side:
    """One text of a field, as lines; marked are those that the other text does not have."""

    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Difference:
    """A field that the two texts have otherwise. chosen: THEIRS or MINE, until the clerk decides.

    twice: both people changed it, so something of one of them will not be in the draft.
    """

    field: Field
    theirs: Side
    mine: Side
    chosen: str
    twice: bool


def differences(
    kind: Kind, theirs: Mapping[str, Any], mine: Mapping[str, Any], base: Mapping[str, Any]
) -> list[Difference]:
    """The fields that differ, in the order of the paper.

    base: what both began from. What only the other person changed is proposed as they have it;
    what both changed stays as it is here.
    """
    found = []
    for field in kind.fields:
        there, here, began = theirs[field.name], mine[field.name], base[field.name]
        if there != here:
            found.append(difference(field, there, here, (there != began, here != began)))
    return found


def difference(field: Field, theirs: Any, mine: Any, changed: tuple[bool, bool]) -> Difference:
    """One field that differs. changed: whether they changed it, and whether I did."""
    left, right = _lines(field, theirs), _lines(field, mine)
    return Difference(
        field,
        Side(tuple((line, line not in right) for line in left)),
        Side(tuple((line, line not in left) for line in right)),
        MINE if changed[1] else THEIRS,
        all(changed),
    )


def stamp(value: Any) -> str:
    """What a page carries to know a value again: equal values have equal stamps."""
    told = json.dumps(value, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_STAMP]


def _lines(field: Field, value: Any) -> list[str]:
    """A value as lines that one reads."""
    if field.type == "yes_no":
        return ["Có" if ticked(value) else "Không"]
    if field.type == "choice":
        return [dict(field.choices).get(shown(value), shown(value))]
    if field.type == "list":
        return [shown(item) for item in items_of(value)]
    if field.type == "table":
        return [_row(field, row) for row in items_of(value)]
    if field.type == "person":
        return [
            f"{part.label}: {' '.join(_lines(part, value[part.name]))}"
            for part in PERSON_FIELDS
            if value.get(part.name)
        ]
    return shown(value).splitlines()


def _row(table: Field, row: Mapping[str, Any]) -> str:
    cells = [" ".join(_lines(column, row[column.name])) for column in table.columns]
    cells += [shown(figure) for figure in items_of(row.get(FIGURES))]
    return " · ".join(cell for cell in cells if cell)


# -- pages -----------------------------------------------------------------------------------------


def address(record: DocumentRecord, saved: Saved, base: int) -> str:
    """Where the two texts of a save that met another one are shown."""
    theirs, mine = saved.revision - 1, saved.revision
    return url_for("both.show", document_id=record.id, kia=theirs, nay=mine, goc=base)


@blueprint.get("")
def show(document_id: int) -> ResponseReturnValue:
    """The fields that differ, side by side; for the editor's script, as a piece of its page."""
    record = services().drafts.draft(current_user(), document_id)
    theirs, mine = _number("kia"), _number("nay")
    options = {
        "record": record,
        "differences": _found(record, theirs, mine, _number("goc")),
        "theirs": theirs,
        "mine": mine,
        "other": _saved(record, theirs),
    }
    if wants_json():
        return jsonify(html=render_template("editor/_both.html", **options))
    return render_template("editor/both.html", **options)


@blueprint.post("")
def choose(document_id: int) -> ResponseReturnValue:
    """Keep what was chosen as the newest state of the draft, and go on writing."""
    record = services().drafts.draft(current_user(), document_id)
    theirs, mine = _number("kia"), _number("nay")
    kind = services().drafts.kind_of(record)
    there, here = _data(record, kind, theirs), _data(record, kind, mine)
    every = request.form.get("tat_ca", "")
    for field in kind.fields:
        if (every or request.form.get(f"chon-{field.name}", MINE)) == THEIRS:
            here[field.name] = there[field.name]
    saved = services().drafts.save(current_user(), record.id, here, mine)
    if saved.conflict:  # somebody saved while this page was open
        return redirect(address(record, saved, mine), 303)
    flash(words.BOTH_CHOSEN)
    return redirect(url_for("editor.edit", document_id=document_id), 303)


def _found(record: DocumentRecord, theirs: int, mine: int, base: int) -> list[Difference]:
    kind = services().drafts.kind_of(record)
    there, here = _data(record, kind, theirs), _data(record, kind, mine)
    numbers = {revision.revision for revision in _revisions(record)}
    # Of a history that was thinned the common beginning may be gone: then nothing is proposed.
    began = _data(record, kind, base) if base in numbers else dict.fromkeys(here)
    return differences(kind, there, here, began)


def _data(record: DocumentRecord, kind: Kind, revision: int) -> dict[str, Any]:
    """What was typed in that revision, every field present. Raises NotFound."""
    data = services().drafts.revision_data(current_user(), record.id, revision)
    return decode_again(kind, data)


def _saved(record: DocumentRecord, number: int) -> Revision:
    return next(each for each in _revisions(record) if each.revision == number)


def _revisions(record: DocumentRecord) -> list[Revision]:
    return list(services().drafts.revisions(current_user(), record.id))


def _number(name: str) -> int:
    typed = request.values.get(name, "")
    return int(typed) if _NUMBER.match(typed) else 0
