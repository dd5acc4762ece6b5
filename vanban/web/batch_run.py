"""Lập hàng loạt, run and results: where the run stands, what she may do, the papers that are made.

In: a list that is confirmed. Out: true progress as a page and as JSON, and links to every paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.batches import Progress
from vanban.check.report import faults
from vanban.khen_thuong import RECIPIENTS
from vanban.kinds import Kind
from vanban.life import (
    BATCH_STATES,
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    NHAP,
    ONE_FOR_ALL,
    PAUSED,
    PREPARING,
    RUNNING,
)
from vanban.register import Batch, BatchRow, Counts
from vanban.register.blocks import PaperNow
from vanban.vietnamese.numbers import format_number
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.batch_files import figures
from vanban.web.batch_names import examples
from vanban.web.batch_pages import WrongRow, column_of, found, row_name, steps, wrong_row
from vanban.web.batch_steps import ahead
from vanban.web.batches import title_of
from vanban.web.check_view import own

blueprint = Blueprint("batch_run", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")
_PAPERS = 50
_FAILED_SHOWN = 50
_MINUTE_S = 60
# Below this many seconds they are told one by one.
_IN_SECONDS = 90


@dataclass(frozen=True)
class PaperMade:
    """A row that is made. document_id: its paper, None when that is gone. now: how it is now.

    faults: what of its form is to be looked at again, in sentences.
    """

    number: int
    name: str
    document_id: int | None
    now: PaperNow | None
    faults: Sequence[str]


@dataclass(frozen=True)
class Checked:
    """The check of form of all papers. said: in one sentence. shared: what is told of each of them;
    wrong: those of which more is told, without that.
    """

    said: str
    shared: Sequence[str] = ()
    wrong: Sequence[PaperMade] = ()


@blueprint.get("/tao")
def run(batch_id: int) -> ResponseReturnValue:
    """The progress; whoever leaves may come back to it."""
    batch, _ = found(batch_id)
    if batch.state == PREPARING:
        return redirect(url_for("batch_check.look", batch_id=batch_id))
    return render_template(
        "batches/run.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("tao", batch),
        told=_told(services().batches.progress(current_user(), batch_id)),
        runs=batch.state == RUNNING,
        paused=batch.state == PAUSED,
        note=batch.note,
    )


@blueprint.get("/tien-do")
def progress(batch_id: int) -> ResponseReturnValue:
    """The same for a script: the words that the page shows, the count, the state."""
    found(batch_id)
    return jsonify(_told(services().batches.progress(current_user(), batch_id)))


def _told(progress: Progress) -> dict[str, Any]:
    """Where the run stands, in words."""
    counts = progress.counts
    pace = [words.PER_MINUTE.format(count=format_number(progress.per_minute))]
    if progress.seconds_left is not None:
        pace.append(_left(progress.seconds_left))
    running = progress.batch.state == RUNNING
    waits = words.STALLED if progress.stalled else ""
    return {
        "state": progress.batch.state,
        "label": BATCH_STATES[progress.batch.state],
        "done": counts.done,
        "total": counts.total,
        "said": words.DONE_OF.format(
            done=format_number(counts.done), total=format_number(counts.total)
        ),
        "pace": ", ".join(pace) if running and progress.per_minute else "",
        "failed": words.FAILED.format(count=counts.failed) if counts.failed else "",
        "waits": words.PAUSED_NOW if progress.batch.state == PAUSED else waits,
    }


def _left(seconds: int) -> str:
    if seconds < _IN_SECONDS:
        return words.SECONDS_LEFT.format(count=seconds)
    return words.MINUTES_LEFT.format(count=-(-seconds // _MINUTE_S))


@blueprint.post("/tao")
def act(batch_id: int) -> ResponseReturnValue:
    """Pause, go on, cancel or try again, as the button says."""
    found(batch_id)
    batches, user = services().batches, current_user()
    action = request.form.get("action", "")
    if action == "tam_dung":
        batches.pause(user, batch_id)
        flash(words.PAUSED)
    elif action == "tiep_tuc":
        batches.go_on(user, batch_id)
        flash(words.GOING_ON)
    elif action == "lam_lai":
        count = batches.retry_failed(user, batch_id)
        flash(words.RETRIED.format(count=count) if count else words.NOTHING_TO_RETRY)
    elif action in ("huy", "huy_va_xoa"):
        return _cancel(batch_id, papers=action == "huy_va_xoa")
    else:
        abort(400)
    return redirect(url_for(".run", batch_id=batch_id), 303)


def _cancel(batch_id: int, *, papers: bool) -> ResponseReturnValue:
    gone = services().batches.cancel(current_user(), batch_id, papers=papers)
    flash(words.CANCELLED_PAPERS.format(count=gone) if papers else words.CANCELLED)
    return redirect(url_for(".results", batch_id=batch_id), 303)


@blueprint.get("/ket-qua")
def results(batch_id: int) -> ResponseReturnValue:
    """The papers of the list, and the rows of which none could be made. ?sau=POSITION: more."""
    batch, kind = found(batch_id)
    if batch.state == PREPARING:  # who may not prepare it is answered there
        return redirect(url_for("batches.here", batch_id=batch_id))
    batches, user = services().batches, current_user()
    asked = request.args.get("sau", "0")
    after = int(asked[:9]) if asked.isdecimal() else 0
    rows = batches.rows_after(user, batch_id, after, _PAPERS + 1, (DONE,))
    failed = batches.rows_after(user, batch_id, 0, _FAILED_SHOWN, (FAILED,))
    now = services().register.blocks.standing(batch.agency_id, batch.id)
    progress = batches.progress(user, batch_id)
    return render_template(
        "batches/results.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("ket_qua", batch),
        told=_told(progress),
        ended=batch.state in (ENDED, CANCELLED),
        again=_again(batch, progress.counts, now),
        cancelled=batch.state == CANCELLED,
        papers=[_paper(kind, row, now) for row in rows[:_PAPERS]],
        checked=_checked(batch, kind, now),
        ahead=ahead(batch, kind),
        together=batch.form == ONE_FOR_ALL,
        one_sided=kind.own_form,
        certificates=batch.state == ENDED and batches.has_certificates(batch),
        example=next(iter(examples(batch, kind)), ""),
        after=rows[_PAPERS - 1].position if len(rows) > _PAPERS else None,
        first=after == 0,
        figures=figures(batch, kind),
        recipients=RECIPIENTS,
        failed=[_failed(kind, row) for row in failed],
    )


def _again(batch: Batch, counts: Counts, now: Mapping[int, PaperNow]) -> bool:
    """Whether rows are left whose papers went no further than a draft."""
    gone_on = sum(paper.state != NHAP for paper in now.values())
    left = not gone_on if batch.form == ONE_FOR_ALL else gone_on < counts.total
    return left and batch.state in (ENDED, CANCELLED)


def _paper(kind: Kind, row: BatchRow, now: Mapping[int, PaperNow]) -> PaperMade:
    mine = now.get(row.document_id or 0)
    told = faults(mine.checked) if mine else []
    return PaperMade(row.number, row_name(kind, row), row.document_id, mine, told)


def _checked(batch: Batch, kind: Kind, now: Mapping[int, PaperNow]) -> Checked | None:
    """What the check of form told of all papers; None where no rule speaks of them."""
    told = {p.document_id: faults(p.checked) for p in now.values() if own(p.checked)}
    if not told:
        return None
    count = sum(map(bool, told.values()))
    if not count:
        return Checked(words.CHECKED_FINE.format(count=len(told)))
    shared = _shared(list(told.values()))
    more = {number for number, sentences in told.items() if set(sentences) - set(shared)}
    rows = services().batches.rows(current_user(), batch.id, (DONE,))
    first = {row.document_id: row for row in reversed(list(rows)) if row.document_id in more}
    shown = sorted(first.values(), key=lambda row: row.position)[:_FAILED_SHOWN]
    papers = [_paper(kind, row, now) for row in shown]
    wrong = [replace(p, faults=[s for s in p.faults if s not in shared]) for p in papers]
    return Checked(words.CHECKED_WRONG.format(count=len(told), wrong=count), shared, wrong)


def _shared(told: Sequence[Sequence[str]]) -> list[str]:
    """The sentences that are told of each paper of a list: what they share is wrong."""
    every = set(told[0]).intersection(*told) if len(told) > 1 else set()
    return [sentence for sentence in dict.fromkeys(told[0]) if sentence in every]


def _failed(kind: Kind, row: BatchRow) -> WrongRow:
    told = [(column_of(kind, p.where), p.sentence) for p in row.problems]
    return wrong_row(kind, row, told)
