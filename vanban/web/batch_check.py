"""Lập hàng loạt, check and preview: what needs her, mended right there; any row's true page.

In: a list that is not confirmed. Out: mended cells, pages of a row's paper, and her "make them".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from vanban import listing as lists
from vanban.batches import Checked
from vanban.kinds import Kind
from vanban.life import LEFT_OUT, ONE_FOR_ALL, PREPARING, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import Batch, BatchRow
from vanban.web import batch_words as words
from vanban.web import fields
from vanban.web.access import current_user, services, wants_json
from vanban.web.batch_common import mapped_columns
from vanban.web.batch_pages import (
    WrongRow,
    common_fields,
    found,
    in_common,
    row_name,
    steps,
    wrong_row,
)
from vanban.web.batches import title_of
from vanban.web.previews import HEIGHT_PX, WIDTH_PX, Composed
from vanban.web.sending import previews, send_page

blueprint = Blueprint("batch_check", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")
# Only the rows that need her, and no more than she can look through.
SHOWN = 50
_LEFT_OUT_SHOWN = 50
_CELL = re.compile(r"o-([0-9]{1,9})-([a-z0-9_]+)\Z")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")


@dataclass(frozen=True)
class Sorted:
    """What is wrong, by where it is mended. rows: number → problems, only those of the rows."""

    sheet: tuple[Problem, ...]
    common: tuple[Problem, ...]
    rows: dict[int, list[Problem]]

    @property
    def fine(self) -> bool:
        """Whether the papers can be made."""
        return not (self.sheet or self.common or self.rows)


def sort(batch: Batch, kind: Kind, checked: Checked, numbers: Sequence[int]) -> Sorted:
    """Problems by where they are mended. numbers: of the rows that the one paper lists."""
    mapped = mapped_columns(batch)
    table = lists.rows_field(kind)
    sheet: list[Problem] = []
    common: dict[tuple[str, str], Problem] = {}
    rows: dict[int, list[Problem]] = {}
    for problem in checked.file:
        parts = problem.where.split(".")
        if table and parts[0] == table.name and len(parts) > 1:
            rows.setdefault(numbers[int(parts[1])], []).append(problem)
        elif in_common(kind, mapped, problem.where):
            common[problem.code, problem.where] = problem
        else:
            sheet.append(problem)
    for row in checked.rows:
        for problem in row.problems:
            if in_common(kind, mapped, problem.where):
                common[problem.code, problem.where] = problem
            else:
                rows.setdefault(row.number, []).append(problem)
    return Sorted(tuple(sheet), tuple(common.values()), rows)


# -- the check -------------------------------------------------------------------------------------


@blueprint.get("/kiem-tra")
def check(batch_id: int) -> ResponseReturnValue:
    """Everything that stands in the way, and what to do. ?trang=N: more of the rows."""
    batch, kind = found(batch_id)
    return _page(batch, kind)


@blueprint.post("/kiem-tra")
def fix(batch_id: int) -> ResponseReturnValue:
    """Keep the cells that were mended; then leave a row out, or take one back.

    A script gets {rows: {number: {errors: by column, row: of the row}}} of what it sent.
    """
    found(batch_id)
    changed, touched = _fix_cells(batch_id, request.form.items())
    if wants_json():
        return jsonify(rows={str(number): _told(batch_id, number) for number in touched})
    out, back = request.form.get("bo", ""), request.form.get("lay_lai", "")
    if _NUMBER.match(out):
        services().batches.leave_out(current_user(), batch_id, int(out))
        flash(words.ROW_LEFT_OUT.format(number=out))
    elif _NUMBER.match(back):
        services().batches.leave_out(current_user(), batch_id, int(back), out=False)
        flash(words.ROW_TAKEN_BACK.format(number=back))
    elif changed:
        flash(words.CELLS_SAVED.format(count=changed))
    to = request.form.get("ve", "")
    endpoint = "batch_run.results" if to == "ket-qua" else ".check"
    return redirect(url_for(endpoint, batch_id=batch_id), 303)


def _fix_cells(batch_id: int, sent: Iterable[tuple[str, str]]) -> tuple[int, list[int]]:
    """Keep what differs; how many cells, and the rows that were sent."""
    batches, user = services().batches, current_user()
    rows: dict[int, BatchRow] = {}
    changed = 0
    for name, typed in sent:
        cell = _CELL.match(name)
        if cell is None:
            continue
        number, column = int(cell[1]), cell[2]
        row = rows.get(number) or batches.row(user, batch_id, number)
        rows[number] = row
        if row.raw.get(column, "") != typed.strip():
            batches.fix_cell(user, batch_id, number, column, typed.strip())
            changed += 1
    return changed, list(rows)


def _told(batch_id: int, number: int) -> dict[str, Any]:
    batch, kind = found(batch_id)
    row = services().batches.row(current_user(), batch_id, number)
    wrong = wrong_row(kind, row, _row_problems(batch, kind, row))
    return {"row": wrong.errors, "cells": {cell.id: cell.errors for cell in wrong.cells}}


def _row_problems(batch: Batch, kind: Kind, row: BatchRow) -> list[Problem]:
    """What is wrong with this row alone."""
    raw = lists.raw_of(kind, batch.common, row.raw)
    agency, day = services().batches.agency_of(batch), services().batches.day_of(batch)
    problems = services().service.check(kind.name, raw, agency, day)
    mapped = mapped_columns(batch)
    return [p for p in problems if not in_common(kind, mapped, p.where)]


def _page(batch: Batch, kind: Kind) -> str:
    batches, user = services().batches, current_user()
    listing = batches.listing(user, batch.id)
    wrong = sort(batch, kind, batches.checked(user, batch.id), [r.number for r in listing.rows])
    asked = request.args.get("trang", "1")
    pages = max(1, -(-len(wrong.rows) // SHOWN))
    page = min(pages, max(1, int(asked[:6]) if asked.isdecimal() else 1))
    shown = list(wrong.rows.items())[(page - 1) * SHOWN : page * SHOWN]
    return render_template(
        "batches/check.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("kiem_tra", batch),
        open=batch.state == PREPARING,
        wrong=wrong,
        common=[_common_link(batch, kind, problem) for problem in wrong.common],
        rows=[_wrong_row(batch, kind, number, told) for number, told in shown],
        notes=[note.sentence for note in listing.notes],
        left_out=[
            (row.number, row_name(kind, row))
            for row in batches.rows_after(user, batch.id, 0, _LEFT_OUT_SHOWN, (LEFT_OUT,))
        ],
        total=len(listing.rows),
        page=page,
        pages=pages,
    )


def _wrong_row(batch: Batch, kind: Kind, number: int, told: Sequence[Problem]) -> WrongRow:
    return wrong_row(kind, services().batches.row(current_user(), batch.id, number), told)


def _common_link(batch: Batch, kind: Kind, problem: Problem) -> tuple[str, str]:
    """(sentence, address of its field)."""
    name = problem.where.partition(".")[0]
    anchor = fields.address(problem.where) if name in common_fields(kind) else None
    place = problem.where if anchor else None
    address = url_for("batch_common.edit", batch_id=batch.id, kiem_tra=1, o=place, _anchor=anchor)
    return problem.sentence, address


# -- the preview -----------------------------------------------------------------------------------


@blueprint.get("/xem-truoc")
def look(batch_id: int) -> ResponseReturnValue:
    """The true pages of one row's paper, and the button that makes them all. ?dong=NUMBER."""
    batch, kind = found(batch_id)
    batches, user = services().batches, current_user()
    listing = batches.listing(user, batch_id)
    wrong = sort(batch, kind, batches.checked(user, batch_id), [r.number for r in listing.rows])
    numbers = [row.number for row in listing.rows]
    asked = request.args.get("dong", "")
    number = int(asked) if _NUMBER.match(asked) else (numbers[0] if numbers else 0)
    at = numbers.index(number) if number in numbers else None
    together = batch.form == ONE_FOR_ALL
    row = None if together or at is None else batches.row(user, batch_id, number)
    composed = _compose(batch, kind, number) if numbers and (together or row) else None
    return render_template(
        "batches/look.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("xem_truoc", batch),
        open=batch.state == PREPARING,
        together=together,
        wrong=wrong,
        count=len(numbers),
        papers=1 if together else len(numbers),
        number=number,
        missing=bool(asked) and at is None,
        name=row_name(kind, row) if row else "",
        before=numbers[at - 1] if at else None,
        after=numbers[at + 1] if at is not None and at + 1 < len(numbers) else None,
        pages=_pictures(batch_id, 0 if together else number, composed),
        size=(WIDTH_PX, HEIGHT_PX),
        day=batches.day_of(batch),
        money=any(column.field.type == "money" for column in lists.columns(kind)),
        agency=batches.agency_of(batch),
    )


@blueprint.get("/trang/<int:number>/<int:index>.png")
def page(batch_id: int, number: int, index: int) -> ResponseReturnValue:
    """One page (from 0) of the paper of a row; number 0: of the one paper of all rows."""
    batch, kind = found(batch_id)
    try:
        return send_page(_compose(batch, kind, number), index)
    except NotAllowed as refused:
        raise NotFound from refused


def _compose(batch: Batch, kind: Kind, number: int) -> Composed:
    batches = services().batches
    if number == 0 and batch.form != ONE_FOR_ALL:
        abort(404)
    raw = batches.raw_of(current_user(), batch.id, number)
    agency, day = batches.agency_of(batch), batches.day_of(batch)
    return previews().compose(services().service, kind.name, raw, agency, day)


def _pictures(batch_id: int, number: int, composed: Composed | None) -> list[str]:
    if composed is None:
        return []
    version = composed.version
    return [
        url_for(".page", batch_id=batch_id, number=number, index=index, v=version)
        for index in range(composed.page_count)
    ]


@blueprint.post("/xem-truoc")
def confirm(batch_id: int) -> ResponseReturnValue:
    """Make them. Pressed twice it is one run."""
    batch, _ = found(batch_id)
    if batch.state == PREPARING:
        try:
            services().batches.confirm(current_user(), batch_id)
        except NotAllowed:
            raise
        except Refused:
            flash(words.NOT_READY, "error")
            return redirect(url_for(".check", batch_id=batch_id), 303)
        flash(words.CONFIRMED)
    return redirect(url_for("batch_run.run", batch_id=batch_id), 303)
