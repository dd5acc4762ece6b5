"""Lập hàng loạt, the life of all papers of a list together: laid before the signer, signed or sent
back, numbered.

In: a list whose papers are made, and a person's choice of a step. Out: every paper in its next
state, or none with the reason. Whether a step may be taken is decided below (`issuing`), and what a
paper signed with a key needs is done there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from vanban.issuing import Proposal
from vanban.kinds import Kind
from vanban.life import (
    CANCELLED,
    ENDED,
    LIST_STEPS,
    NHAP,
    STATES,
    STEPS,
    TRINH_KY,
    NotAllowed,
)
from vanban.problems import Problem, Refused
from vanban.register import Batch, Entry, Series
from vanban.vietnamese.numbers import format_date, parse_date
from vanban.vietnamese.text import clean_line
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.batch_pages import found, steps
from vanban.web.batches import title_of
from vanban.web.pages import by_place

blueprint = Blueprint("batch_steps", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")


@dataclass(frozen=True)
class Ahead:
    """What a list may do together. standing: (label, how many) of each state that has papers.

    steps: (name of the step, how many papers) that this reader may take now. series: to choose
    from, when the first is laid before the signer.
    """

    standing: tuple[tuple[str, int], ...]
    steps: tuple[tuple[str, int], ...]
    series: tuple[Series, ...]


def ahead(batch: Batch, kind: Kind) -> Ahead:
    """Where the papers of a list stand, and what comes next for all of them."""
    user = current_user()
    counts = services().register.blocks.waiting(user.agency_id, [batch.id])[batch.id]
    standing = tuple((STATES[name], counts[name]) for name in STATES if counts.get(name))
    open_steps = [
        (name, counts[STEPS[name].before])
        for name in LIST_STEPS
        if counts.get(STEPS[name].before) and not STEPS[name].rights.isdisjoint(user.rights)
    ]
    # A giấy khen goes with its decision: it is no paper of the register.
    if kind.own_form or batch.state not in (ENDED, CANCELLED):
        open_steps = []
    choices: Sequence[Series] = ()
    if any(name == "trinh" for name, _ in open_steps):
        choices = services().issuing.series_of_list(user, batch.id)
    return Ahead(standing, tuple(open_steps), tuple(choices))


@blueprint.post("/trinh-ky")
def submit(batch_id: int) -> ResponseReturnValue:
    """Trình ký cả loạt: every draft is locked with the files that were made."""
    found(batch_id)
    series = request.form.get("so", "")
    chosen = int(series) if series.isascii() and series.isdecimal() and len(series) < 10 else None
    return _take(batch_id, "trinh", lambda: _submit(batch_id, chosen))


def _submit(batch_id: int, series_id: int | None) -> int:
    return services().issuing.submit_list(current_user(), batch_id, series_id)


@blueprint.post("/da-ky")
def sign(batch_id: int) -> ResponseReturnValue:
    """Ghi nhận cả loạt đã ký: they were signed on paper."""
    found(batch_id)
    issuing, user = services().issuing, current_user()
    return _take(batch_id, "da_ky", lambda: issuing.sign_list(user, batch_id))


@blueprint.route("/tra-lai", methods=["GET", "POST"])
def send_back(batch_id: int) -> ResponseReturnValue:
    """Trả lại cả danh sách: asks for the reason once, then every paper goes back with it."""
    return _back(batch_id, "tra_lai")


@blueprint.route("/rut-lai", methods=["GET", "POST"])
def withdraw(batch_id: int) -> ResponseReturnValue:
    """Rút lại cả danh sách để sửa, likewise."""
    return _back(batch_id, "rut_lai")


def _back(batch_id: int, step: str) -> ResponseReturnValue:
    batch, kind = found(batch_id)
    issuing, user = services().issuing, current_user()
    reason = request.form.get("ly_do", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            count = issuing.send_back_list(user, batch_id, step, reason)
        except NotAllowed as refused:
            flash(" ".join(problem.sentence for problem in refused.problems), "error")
            return _to_results(batch_id)
        except Refused as refused:
            problems = refused.problems
        else:
            return _sent_back(batch, step, count)
    count = dict(ahead(batch, kind).steps).get(step, 0)
    if not count:
        flash(words.LIST_STEP_NOTHING)
        return _to_results(batch_id)
    page = render_template(
        "batches/send_back.html",
        batch=batch,
        title=title_of(batch),
        words=words.LIST_BACK[step],
        steps=steps("ket_qua", batch),
        count=count,
        beyond=_beyond(batch),
        reason=reason,
        problems=problems,
        places=by_place(problems),
    )
    return page, 422 if problems else 200


def _sent_back(batch: Batch, step: str, count: int) -> Response:
    told = words.LIST_STEP_TAKEN[step] if count else words.LIST_STEP_NOTHING
    flash(told.format(count=count))
    if beyond := _beyond(batch):
        flash(words.NOT_SENT_BACK.format(name=words.LIST_BACK[step].name.lower(), told=beyond))
    return _to_results(batch.id)


def _beyond(batch: Batch) -> str:
    """The papers of a list that went on too far to be sent back, in words; "" for none."""
    standing = services().register.blocks.waiting(batch.agency_id, [batch.id])[batch.id]
    gone = [(count, words.GONE_ON[s]) for s in words.GONE_ON if (count := standing.get(s))]
    return " và ".join(f"{count} {told}" for count, told in gone)


def _take(batch_id: int, step: str, act: Callable[[], int]) -> ResponseReturnValue:
    try:
        count = act()
    except Refused as refused:
        flash(" ".join(problem.sentence for problem in refused.problems), "error")
    else:
        told = words.LIST_STEP_TAKEN[step] if count else words.LIST_STEP_NOTHING
        flash(told.format(count=count))
    return _to_results(batch_id)


def _to_results(batch_id: int) -> Response:
    return redirect(url_for("batch_run.results", batch_id=batch_id), 303)


@blueprint.post("/giay-khen")
def certificates(batch_id: int) -> ResponseReturnValue:
    """Lập giấy khen từ danh sách này: a new list, to be looked over like any other."""
    batch, _ = found(batch_id)
    batches, user = services().batches, current_user()
    if not batches.has_certificates(batch):
        raise NotFound
    try:
        made, left_out = batches.certificates(user, batch_id)
    except NotAllowed:
        raise
    except Refused as refused:
        flash(" ".join(problem.sentence for problem in refused.problems), "error")
        return _to_results(batch_id)
    count = batches.progress(user, made.id).counts.total
    told = words.CERTIFICATES_TAKEN if made.common.get("ngay") else words.CERTIFICATES_OPEN
    flash(told.format(count=count))
    if left_out:
        flash(words.CERTIFICATES_LEFT_OUT.format(count=left_out))
    return redirect(url_for("batch_common.edit", batch_id=made.id), 303)


@blueprint.post("/lap-lai")
def again(batch_id: int) -> ResponseReturnValue:
    """Lập lại: a new list with these rows and common values, in the place of the drafts."""
    found(batch_id)
    try:
        made, aside = services().batches.again(current_user(), batch_id)
    except NotAllowed as refused:
        flash(" ".join(problem.sentence for problem in refused.problems), "error")
        return _to_results(batch_id)
    flash(words.MADE_AGAIN.format(count=aside))
    return redirect(url_for("batch_common.edit", batch_id=made.id), 303)


# -- the numbers -----------------------------------------------------------------------------------


@blueprint.route("/cap-so", methods=["GET", "POST"])
def number(batch_id: int) -> ResponseReturnValue:
    """Cấp số cả loạt: shows the block of numbers that comes next, then gives it."""
    batch, kind = found(batch_id)
    user = current_user()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            entries = services().issuing.issue_list(user, batch_id, _day())
        except NotAllowed as refused:
            flash(" ".join(problem.sentence for problem in refused.problems), "error")
            return _to_results(batch_id)
        except Refused as refused:
            problems = refused.problems
        else:
            flash(_given(entries))
            return _to_results(batch_id)
    blocks = services().issuing.proposals(user, batch_id)
    if not blocks or not any(name == "ban_hanh" for name, _ in ahead(batch, kind).steps):
        flash(words.LIST_STEP_NOTHING)
        return _to_results(batch_id)
    return _page(batch, blocks, problems), 422 if problems else 200


def _day() -> date:
    """The day that was typed. Raises Refused for none."""
    typed = clean_line(request.form.get("ngay", ""))
    ngay = parse_date(typed)
    if ngay is None:
        data = {"label": words.DAY_LABEL, "typed": typed}
        raise Refused(Problem("bad_date" if typed else "required", "ngay", data))
    return ngay


def _page(
    batch: Batch, blocks: Sequence[tuple[Proposal, int]], problems: tuple[Problem, ...]
) -> str:
    counts = services().batches.progress(current_user(), batch.id).counts
    standing = services().register.blocks.waiting(batch.agency_id, [batch.id])[batch.id]
    return render_template(
        "batches/number.html",
        batch=batch,
        title=title_of(batch),
        steps=steps("ket_qua", batch),
        blocks=[(proposal, _last(proposal, count), count) for proposal, count in blocks],
        count=sum(count for _, count in blocks),
        later=standing.get(NHAP, 0) + standing.get(TRINH_KY, 0),
        failed=counts.failed,
        ngay=request.form.get("ngay", format_date(blocks[0][0].ngay)),
        problems=problems,
        places=by_place(problems),
    )


def _last(proposal: Proposal, count: int) -> str:
    """The last number of a block, as it is printed."""
    ky_hieu = proposal.so_ky_hieu.partition("/")[2]
    return f"{proposal.so + count - 1:02d}/{ky_hieu}"


def _given(entries: Sequence[Entry]) -> str:
    """What to say of the numbers that were given."""
    if not entries:
        return words.LIST_STEP_NOTHING
    first, last = entries[0], entries[-1]
    told = {"count": len(entries), "first": first.so_ky_hieu, "last": last.so_ky_hieu}
    said = words.NUMBERS_GIVEN if len(entries) > 1 else words.NUMBER_GIVEN
    return said.format(**told, day=format_date(first.ngay))
