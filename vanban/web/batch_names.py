"""Lập hàng loạt, how the files are named: a pattern, and what it makes of the first rows.

In: a pattern as she types it. Out: the names of the files of her own rows, and the pattern kept for
this list and the office's next one of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban import naming
from vanban.kinds import Kind
from vanban.life import LEFT_OUT, ROW_STATES, NotAllowed
from vanban.naming import Given, Naming
from vanban.problems import Problem, Refused
from vanban.register import Batch, BatchRow
from vanban.register.blocks import PaperNow
from vanban.store import download_name
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.batch_pages import found, steps
from vanban.web.batches import title_of
from vanban.web.pages import by_place

blueprint = Blueprint("batch_names", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")
_SHOWN = 3
_BACK = {"xem-truoc": "batch_check.look", "ket-qua": "batch_run.results"}


@dataclass(frozen=True)
class Namer:
    """Names the files of a list's rows. count: of its rows. papers: as they are now."""

    kind: Kind
    naming: Naming
    count: int
    papers: dict[int, PaperNow]

    def stem(self, row: BatchRow) -> str:
        """The name of the files of a row, without an extension."""
        paper = self.papers.get(row.document_id or 0)
        given = Given(paper.so_ky_hieu.partition("/")[0], paper.ngay) if paper else None
        return naming.stem(self.kind, self.naming, (row.position, self.count), row.raw, given)


def namer(batch: Batch, kind: Kind, wanted: Naming | None = None) -> Namer:
    """How this list names its files; wanted: how it would with another pattern."""
    papers = services().register.blocks.standing(batch.agency_id, batch.id)
    counts = services().batches.progress(current_user(), batch.id).counts
    wanted = wanted or services().batches.naming_of(batch)
    return Namer(kind, wanted, counts.total + counts.left_out, papers)


def examples(batch: Batch, kind: Kind, wanted: Naming | None = None) -> list[str]:
    """The names of the PDFs of the first rows."""
    names = namer(batch, kind, wanted)
    states = ROW_STATES.keys() - {LEFT_OUT}
    rows = services().batches.rows_after(current_user(), batch.id, 0, _SHOWN, states)
    return [download_name(names.stem(row), "pdf") for row in rows]


@blueprint.get("/ten-tep")
def edit(batch_id: int) -> ResponseReturnValue:
    """The pattern, with what it makes. ?ve=: the step to go back to."""
    batch, kind = found(batch_id)
    return _page(batch, kind, services().batches.naming_of(batch))


@blueprint.post("/ten-tep")
def save(batch_id: int) -> ResponseReturnValue:
    """Keep it, or with action=thu show what it would make."""
    batch, kind = found(batch_id)
    wanted = _asked()
    try:
        if request.form.get("action") == "thu":
            naming.check(kind, wanted)
            return _page(batch, kind, wanted)
        services().batches.set_naming(current_user(), batch_id, wanted)
    except NotAllowed:
        raise
    except Refused as refused:
        return _page(batch, kind, wanted, _at_pattern(refused)), 422
    flash(words.NAMES_SAVED)
    to = _BACK.get(request.form.get("ve", ""), "batches.here")
    return redirect(url_for(to, batch_id=batch_id), 303)


@blueprint.get("/ten-tep/vi-du")
def example(batch_id: int) -> ResponseReturnValue:
    """For the script: {names, error} of a pattern while she types; nothing is kept."""
    batch, kind = found(batch_id)
    wanted = _asked()
    try:
        naming.check(kind, wanted)
    except Refused as refused:
        return jsonify(names=[], error=refused.problems[0].sentence)
    return jsonify(names=examples(batch, kind, wanted), error="")


def _asked() -> Naming:
    return Naming(request.values.get("mau", "").strip(), "dau" in request.values)


def _at_pattern(refused: Refused) -> tuple[Problem, ...]:
    return tuple(Problem(problem.code, "mau", problem.data) for problem in refused.problems)


def _page(batch: Batch, kind: Kind, wanted: Naming, problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "batches/names.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("ket_qua" if batch.confirmed_at else "xem_truoc", batch),
        wanted=wanted,
        usual=naming.DEFAULT,
        longest=naming.LONGEST,
        parts=naming.parts(kind),
        names=[] if problems else examples(batch, kind, wanted),
        back=request.values.get("ve", ""),
        problems=problems,
        places=by_place(problems),
    )
