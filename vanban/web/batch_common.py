"""Lập hàng loạt, what all papers of a list share: filled in once, with the fields of a single form.

In: a list, a posted form. Out: its common values, kept. The page works without script, which only
saves while she types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban import listing as lists
from vanban.agency import QUYEN_HAN
from vanban.kinds import Kind
from vanban.life import PREPARING
from vanban.problems import Problem
from vanban.register import Batch
from vanban.web import batch_both, editor, fields, row_actions
from vanban.web import batch_words as words
from vanban.web.access import current_user, services, wants_json
from vanban.web.batch_pages import common_fields, found, in_common, steps
from vanban.web.batches import title_of
from vanban.web.pages import when

blueprint = Blueprint("batch_common", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")


@blueprint.get("/noi-dung")
def edit(batch_id: int) -> ResponseReturnValue:
    """The form. ?o=PLACE: where to go on; ?kiem_tra=1: with what is wrong."""
    batch, kind = found(batch_id)
    if batch.state != PREPARING:
        return redirect(url_for("batches.sheet", batch_id=batch_id))
    problems = problems_of(batch, kind) if "kiem_tra" in request.args else []
    return _page(batch, kind, problems, focus=request.args.get("o", ""))


@blueprint.post("/noi-dung")
def save(batch_id: int) -> ResponseReturnValue:
    """Keep what was posted, then do what the button says.

    A script gets {saved_at, seen: the stamps to send next time}, or {html: both texts}.
    """
    batch, kind = found(batch_id)
    raw = fields.decode(kind, request.form)
    action = request.form.get("action", "")
    if action == "ky":
        raw = editor.with_signer(kind, raw)
    changed = row_actions.act(kind, raw, action)
    kept = batch_both.keep_common(batch, kind, changed.raw, request.form)
    if kept.differing:
        going = action if action == "tiep" else "luu"
        both = batch_both.common_page(kept, kind, changed.raw, going)
        return jsonify(html=both) if wants_json() else (both, 409)
    if wants_json():
        return jsonify(saved_at=when(services().clock()), seen=kept.seen)
    if action == "tiep":
        return redirect(url_for("batch_check.check", batch_id=batch_id), 303)
    if changed.undo:
        batch, kind = found(batch_id)
        return _page(batch, kind, (), focus=changed.focus, done=changed)
    if action == "luu":
        flash(words.COMMON_SAVED)
    place = changed.focus or None
    anchor = fields.address(place) if place else None
    return redirect(url_for(".edit", batch_id=batch_id, o=place, _anchor=anchor), 303)


def problems_of(batch: Batch, kind: Kind) -> list[Problem]:
    """What is wrong with the common values, whatever the rows say."""
    user = current_user()
    rows = services().batches.rows_after(user, batch.id, 0, 1)
    raw = lists.raw_of(kind, batch.common, rows[0].raw if rows else {})
    agency, day = services().batches.agency_of(batch), services().batches.day_of(batch)
    problems = services().service.check(kind.name, raw, agency, day)
    mapped = mapped_columns(batch)
    return [p for p in problems if in_common(kind, mapped, p.where)]


def mapped_columns(batch: Batch) -> set[str]:
    """Names of the columns that her sheet has."""
    return {h["target"].partition(".")[0] for h in batch.sheet["headings"] if h["target"]}


def _page(
    batch: Batch,
    kind: Kind,
    problems: Sequence[Problem],
    *,
    focus: str = "",
    done: row_actions.Changed | None = None,
) -> str:
    drafts, user = services().drafts, current_user()
    sections = _sections(batch, kind, problems)
    signers = drafts.signers(user)
    return render_template(
        "batches/common.html",
        batch=batch,
        kind=kind,
        seen=batch_both.seen_common(kind, batch.common),
        title=title_of(batch),
        steps=steps("danh_sach", batch),
        sections=sections,
        summary=editor.links(problems, sections),
        focus=focus,
        done=done,
        signers=signers,
        blanks=editor.blanks(sections),
        settings={
            "signers": [asdict(signer) for signer in signers],
            "rights": {key: signing.needs for key, signing in QUYEN_HAN.items()},
        },
    )


def _sections(batch: Batch, kind: Kind, problems: Sequence[Problem]) -> list[fields.SectionView]:
    """The form of the kind without what the rows hold and what is given later."""
    drafts, user = services().drafts, current_user()
    raw: Mapping[str, Any] = batch.common
    shown, mapped = common_fields(kind), mapped_columns(batch)
    sections = fields.form_view(
        kind, raw, problems, lambda name: drafts.remembered(user, kind.name, name)
    )
    found_ones = []
    for section in sections:
        controls = tuple(
            _beside_column(control) if control.field.name in mapped else control
            for control in section.controls
            if control.field.name in shown
        )
        if controls:
            found_ones.append(replace(section, controls=controls))
    return found_ones


def _beside_column(control: fields.Control) -> fields.Control:
    """A field for which the sheet has a column: only rows that leave it empty take it from here."""
    hint = words.FROM_COLUMN.format(hint=control.field.hint).strip()
    return replace(control, field=replace(control.field, hint=hint, required=False))
