"""Lập hàng loạt, check and preview: what needs her, mended right there; any row's true page.

In: a list that is not confirmed. Out: mended cells, pages of a row's paper, and her "make them".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from vanban import listing as lists
from vanban.kinds import Kind
from vanban.life import LEFT_OUT, ONE_FOR_ALL, PREPARING, NotAllowed
from vanban.listing import Listing, ListRow
from vanban.lists.findings import Finding
from vanban.problems import Refused
from vanban.register import Batch
from vanban.web import batch_both, fields
from vanban.web import batch_words as words
from vanban.web.access import current_user, services, wants_json
from vanban.web.batch_names import examples
from vanban.web.batch_pages import (
    WrongRow,
    common_fields,
    found,
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
_SAID = 3
_NUMBER = re.compile(r"[0-9]{1,9}\Z")


@dataclass(frozen=True)
class Sorted:
    """What the check found, by where it is mended. sheet, common, rows: nothing is made before they
    are. rows: number → findings. odd: rows that she may look at, and good to know: notes."""

    sheet: tuple[Finding, ...]
    common: tuple[Finding, ...]
    rows: dict[int, list[Finding]]
    odd: tuple[Finding, ...]
    notes: tuple[Finding, ...]

    @property
    def fine(self) -> bool:
        """Whether the papers can be made."""
        return not (self.sheet or self.common or self.rows)


def checked(batch: Batch, listing: Listing) -> Sorted:
    """The whole list, as it is now."""
    found = services().batches.check(current_user(), batch.id).whole(listing)
    file = [finding for finding in found.file if finding.stops]
    return Sorted(
        sheet=tuple(finding for finding in file if not finding.column),
        common=tuple(finding for finding in file if finding.column),
        rows={
            row.number: [finding for finding in row.findings if finding.stops]
            for row in found.rows
            if row.stops
        },
        odd=tuple(f for row in found.rows for f in row.findings if not f.stops),
        notes=(*(finding for finding in found.file if not finding.stops), *found.notes),
    )


# -- the check -------------------------------------------------------------------------------------


@blueprint.get("/kiem-tra")
def check(batch_id: int) -> ResponseReturnValue:
    """Everything that stands in the way, and what to do. ?trang=N: more of the rows."""
    batch, kind = found(batch_id)
    return _page(batch, kind)


@blueprint.post("/kiem-tra")
def fix(batch_id: int) -> ResponseReturnValue:
    """Keep the cells that were mended; then leave a row out, or take one back.

    A script gets {rows: {number: {errors: by column, row: of the row}}} of what it sent, the stamps
    to send next time, and html: both texts of cells that others mended meanwhile.
    """
    batch, kind = found(batch_id)
    mended = batch_both.mend(batch, kind, request.form)
    to = request.form.get("ve", "")
    met = batch_both.cells_page(batch, mended, to) if mended.differing else ""
    if wants_json():
        return jsonify(rows=_told(batch_id, mended.rows), stamps=mended.stamps, html=met)
    out, back = request.form.get("bo", ""), request.form.get("lay_lai", "")
    if _NUMBER.match(out):
        services().batches.leave_out(current_user(), batch_id, int(out))
        flash(words.ROW_LEFT_OUT.format(number=out))
    elif _NUMBER.match(back):
        services().batches.leave_out(current_user(), batch_id, int(back), out=False)
        flash(words.ROW_TAKEN_BACK.format(number=back))
    elif mended.changed:
        flash(words.CELLS_SAVED.format(count=mended.changed))
    if met:
        return met, 409
    endpoint = "batch_run.results" if to == "ket-qua" else ".check"
    return redirect(url_for(endpoint, batch_id=batch_id), 303)


def _told(batch_id: int, numbers: Sequence[int]) -> dict[str, Any]:
    """What is still wrong with these rows, without the others; by number."""
    _, kind = found(batch_id)
    batches, user = services().batches, current_user()
    listing = batches.listing(user, batch_id)
    check = batches.check(user, batch_id)
    told = {}
    for number in numbers:
        row = batches.row(user, batch_id, number)
        alone = ListRow(row.number, dict(row.raw), tuple(row.was))
        seen = check.whole(dataclasses.replace(listing, rows=(alone,)))
        stops = [f for one in seen.rows for f in one.findings if f.stops]
        wrong = wrong_row(kind, row, [(finding.column, finding.sentence) for finding in stops])
        told[str(number)] = {
            "row": wrong.errors,
            "cells": {cell.id: cell.errors for cell in wrong.cells},
        }
    return told


def _page(batch: Batch, kind: Kind) -> str:
    batches, user = services().batches, current_user()
    listing = batches.listing(user, batch.id)
    wrong = checked(batch, listing)
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
        common=[_common_link(batch, kind, finding) for finding in wrong.common],
        rows=[_wrong_row(batch, kind, number, told) for number, told in shown],
        odd=wrong.odd[:SHOWN],
        more_odd=max(0, len(wrong.odd) - SHOWN),
        left_out=[
            (row.number, row_name(kind, row))
            for row in batches.rows_after(user, batch.id, 0, _LEFT_OUT_SHOWN, (LEFT_OUT,))
        ],
        total=len(listing.rows),
        page=page,
        pages=pages,
    )


def _wrong_row(batch: Batch, kind: Kind, number: int, told: Sequence[Finding]) -> WrongRow:
    row = services().batches.row(current_user(), batch.id, number)
    return wrong_row(kind, row, [(finding.column, finding.sentence) for finding in told])


def _common_link(batch: Batch, kind: Kind, finding: Finding) -> tuple[str, str]:
    """(sentence, address of its field)."""
    where = finding.problem.where
    anchor = fields.address(where) if where.partition(".")[0] in common_fields(kind) else None
    address = url_for(
        "batch_common.edit",
        batch_id=batch.id,
        kiem_tra=1,
        o=where if anchor else None,
        _anchor=anchor,
    )
    return finding.sentence, address


# -- the preview -----------------------------------------------------------------------------------


@blueprint.get("/xem-truoc")
def look(batch_id: int) -> ResponseReturnValue:
    """The true pages of one row's paper, and the button that makes them all. ?dong=NUMBER."""
    batch, kind = found(batch_id)
    batches, user = services().batches, current_user()
    listing = batches.listing(user, batch_id)
    wrong = checked(batch, listing)
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
        noted=[sentence for sentence, _ in composed.noted] if composed else [],
        size=(WIDTH_PX, HEIGHT_PX),
        day=batches.day_of(batch),
        money=any(column.field.type == "money" for column in lists.columns(kind)),
        agency=batches.agency_of(batch),
        own_form=kind.own_form,
        example=next(iter(examples(batch, kind)), ""),
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
        except Refused as refused:
            why = " ".join(problem.sentence for problem in refused.problems[:_SAID])
            flash(f"{words.NOT_READY} {why}", "error")
            return redirect(url_for(".check", batch_id=batch_id), 303)
        flash(words.CONFIRMED)
    return redirect(url_for("batch_run.run", batch_id=batch_id), 303)
