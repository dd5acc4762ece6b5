"""The life of a paper on its page: where it stands, what may come next, its files and its history.

In: a person's choice of a step, with what the step asks for. Out: the page of the paper, the page
that gives a number, the files that were locked. Whether a step may be taken is decided below
(`issuing`); here a refused one is shown beside what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from vanban.drafts import given_later
from vanban.issuing import Life, Proposal
from vanban.life import NHAP, RELATIONS, SENDING_BACK, STATES, STEPS, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import DocumentRecord, Entry, Related, StepTaken
from vanban.store import FileLost
from vanban.vietnamese.numbers import format_date, parse_date, parse_int
from vanban.vietnamese.text import clean_line
from vanban.web import vgca, words
from vanban.web.access import current_agency, current_user, services
from vanban.web.check_view import own
from vanban.web.fields import decode_again
from vanban.web.pages import by_place, today
from vanban.web.previews import HEIGHT_PX, WIDTH_PX, Composed
from vanban.web.sending import FORMS, kept_bytes, previews, send, send_page
from vanban.web.signing_area import area

blueprint = Blueprint("life", __name__, url_prefix="/van-ban/<int:document_id>")
# The states that a paper passes through, as the line on its page shows them.
_LINE = ("nhap", "trinh_ky", "da_ky", "ban_hanh")
_MOST_COPIES = 1_000_000


@dataclass(frozen=True)
class Failed:
    """A step that was refused, with what had been typed for it."""

    step: str = ""
    reason: str = ""
    problems: tuple[Problem, ...] = ()


# -- the page of the paper -------------------------------------------------------------------------


def paper_page(record: DocumentRecord, failed: Failed | None = None) -> str:
    """One paper: where it stands, what may be done, its files, its pages, its history."""
    drafts, issuing, user = services().drafts, services().issuing, current_user()
    life = issuing.life(user, record.id)
    draft = record.state == NHAP
    produced = drafts.produced(user, record.id)
    files = produced if draft else drafts.files_of(record, record.revision)
    known = record.kind in services().service.kinds
    failed = failed or Failed()
    numbered = not (known and drafts.kind_of(record).own_form)
    return render_template(
        "home/paper.html",
        record=record,
        known=known,
        draft=draft,
        life=life,
        line=_line(record.state, numbered=numbered),
        numbered=numbered,
        back=sent_back(life),
        problems=_problems(record) if draft and known else [],
        produced=produced,
        checked=own(files.docx.checked) if files else None,
        locked=None if life.lock is None else issuing.locked_files(user, record.id),
        pages=_pages(record, draft) if known or not draft else [],
        size=(WIDTH_PX, HEIGHT_PX),
        revisions=drafts.revisions(user, record.id),
        choices=issuing.series_choices(user, record.kind) if "trinh" in life.steps else [],
        relations=issuing.relations(),
        replaces=_told(life.replaces),
        replaced_by=_told(life.replaced_by),
        given_early=known and _given_early(record),
        failed=failed,
        places=by_place(failed.problems),
        vgca=None if draft else vgca.offer(record.id),
        signing=area(record),
    )


def _given_early(record: DocumentRecord) -> bool:
    """Whether the draft holds a number or day that văn thư gives later."""
    kind = services().drafts.kind_of(record)
    return any(record.data.get(name) for name in given_later(kind))


def _line(state: str, *, numbered: bool) -> list[tuple[str, str]]:
    """(label, "done", "now" or "next") of each state on the way of a paper.

    numbered: it gets a number; the way of a giấy khen ends when it is signed.
    """
    last: tuple[str, ...] = ("da_huy" if state == "da_huy" else "ban_hanh",)
    if not numbered and state not in last:
        last = ()
    line = (*_LINE[:-1], *last)
    now = line.index(state)
    marks = ("done" if i < now else "now" if i == now else "next" for i in range(len(line)))
    return [(STATES[name], mark) for name, mark in zip(line, marks, strict=True)]


def sent_back(life: Life) -> StepTaken | None:
    """The step by which this draft came back, None for any other paper."""
    last = life.history[-1] if life.history else None
    return last if last and last.step in SENDING_BACK else None


def _problems(record: DocumentRecord) -> list[Problem]:
    return list(services().service.check(record.kind, record.data, current_agency(), today()))


def _told(related: Iterable[Related]) -> list[tuple[Related, str, Entry | None]]:
    """Each related paper with its state and its line in the register."""
    drafts, numbers, user = services().drafts, services().register.numbers, current_user()
    return [
        (
            each,
            drafts.get(user, each.document_id).state,
            numbers.entry_of(user.agency_id, each.document_id),
        )
        for each in related
    ]


# -- its pages and files ---------------------------------------------------------------------------


def _pages(record: DocumentRecord, draft: bool) -> list[str]:
    """The addresses of the pictures of the pages, of a draft as the editor shows them."""
    endpoint = "editor.page" if draft else "life.page"
    try:
        composed = composed_draft(record) if draft else _kept(record)
    except FileLost:
        return []
    return [
        url_for(endpoint, document_id=record.id, index=index, v=composed.version)
        for index in range(composed.page_count)
    ]


def composed_draft(record: DocumentRecord) -> Composed:
    """The draft as the editor shows it: the same composing serves the pictures of the pages."""
    kind = services().drafts.kind_of(record)
    raw = decode_again(kind, record.data)
    return previews().compose(services().service, kind.name, raw, current_agency(), today())


def _kept(record: DocumentRecord) -> Composed:
    """The locked or numbered PDF itself. Raises FileLost."""
    file = services().issuing.files(current_user(), record.id).pdf
    return previews().kept(services().service, file.sha256, lambda: kept_bytes(file))


@blueprint.get("/ban-khoa/trang/<int:index>.png")
def page(document_id: int, index: int) -> ResponseReturnValue:
    """One page (from 0) of the PDF that was locked, or of that with the number."""
    record = services().drafts.get(current_user(), document_id)
    return send_page(_kept(record), index)


@blueprint.get("/ban-trinh-ky/<form>")
def locked_file(document_id: int, form: str) -> ResponseReturnValue:
    """The very Word file or PDF that was laid before the signer."""
    if form not in FORMS:
        abort(404)
    file = services().issuing.locked_files(current_user(), document_id).of(form)
    return send(file, kept_bytes(file))


# -- steps -----------------------------------------------------------------------------------------


@blueprint.post("/trinh-ky")
def submit(document_id: int) -> ResponseReturnValue:
    """Trình ký: what the page showed is locked and lies before the signer."""
    series, seen = request.form.get("so", ""), request.form.get("ban", "")
    issuing, user = services().issuing, current_user()
    record = services().drafts.get(user, document_id)
    try:
        issuing.submit(
            user,
            document_id,
            today(),
            int(series) if re.fullmatch(r"[0-9]{1,9}", series) else None,
            int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else None,
        )
    except Refused as refused:
        if _problems(record) and record.state == NHAP:
            flash(words.NOT_COMPLETE.format(count=len(refused.problems)), "error")
            return redirect(url_for("editor.edit", document_id=document_id, kiem_tra=1), 303)
        raise
    flash(words.STEP_TAKEN["trinh"])
    return _to_paper(document_id)


def _step(name: str) -> Callable[[int], ResponseReturnValue]:
    def take(document_id: int) -> ResponseReturnValue:
        user = current_user()
        reason = request.form.get("ly_do", "")
        try:
            services().issuing.take(user, document_id, name, reason, request.form.get("ban", ""))
        except Refused as refused:
            if {problem.code for problem in refused.problems} != {"reason_missing"}:
                raise
            record = services().drafts.get(user, document_id)
            problems = tuple(Problem(p.code, f"ly_do-{name}", p.data) for p in refused.problems)
            return paper_page(record, Failed(name, reason, problems)), 422
        flash(words.STEP_TAKEN[name])
        return _to_paper(document_id)

    take.__doc__ = f"{STEPS[name].label}."
    return take


for _name in STEPS.keys() - {"trinh", "ban_hanh"}:
    _address = f"/{_name.replace('_', '-')}"
    blueprint.add_url_rule(_address, _name, _step(_name), methods=["POST"])


def _follow(relation: str) -> Callable[[int], ResponseReturnValue]:
    def begin(document_id: int) -> ResponseReturnValue:
        draft = services().issuing.follow(current_user(), document_id, relation)
        flash(words.FOLLOWING[relation])
        return redirect(url_for("editor.edit", document_id=draft.id), 303)

    begin.__doc__ = f"{RELATIONS[relation]}: a new draft that says so."
    return begin


for _name in RELATIONS:
    _address = f"/{_name.replace('_', '-')}"
    blueprint.add_url_rule(_address, _name, _follow(_name), methods=["POST"])


def _to_paper(document_id: int) -> Response:
    return redirect(url_for("home.paper", document_id=document_id), 303)


# -- the number ------------------------------------------------------------------------------------


@blueprint.route("/cap-so", methods=["GET", "POST"])
def number(document_id: int) -> ResponseReturnValue:
    """Cấp số và ban hành: shows the number that comes next, then gives it."""
    issuing, user = services().issuing, current_user()
    record = services().drafts.get(user, document_id)
    if record.state != STEPS["ban_hanh"].before:
        if request.method == "POST":  # sent a second time: the same number, or a refusal
            entry = issuing.issue(user, document_id, today())
            flash(words.NUMBER_KEPT.format(so_ky_hieu=entry.so_ky_hieu))
        return _to_paper(document_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        ngay, so_luong, problems = _typed()
        try:
            if ngay is not None and not problems:
                note = request.form.get("ghi_chu", "")
                entry = issuing.issue(user, document_id, ngay, so_luong=so_luong, ghi_chu=note)
                flash(_given(entry))
                return _to_paper(document_id)
        except NotAllowed:
            raise
        except Refused as refused:
            problems = refused.problems
    proposal = issuing.proposal(user, document_id)
    page = render_template(
        "home/number.html",
        record=record,
        proposal=proposal,
        typed=_shown(proposal),
        problems=problems,
        places=by_place(problems),
    )
    return page, 422 if problems else 200


def _typed() -> tuple[date | None, int | None, tuple[Problem, ...]]:
    """Day, number of copies, and what is wrong with them."""
    typed = {name: clean_line(request.form.get(name, "")) for name in ("ngay", "so_luong")}
    problems = []
    ngay = parse_date(typed["ngay"])
    if ngay is None:
        data = {"label": words.LABELS["ngay"], "typed": typed["ngay"]}
        code = "bad_date" if typed["ngay"] else "required"
        problems.append(Problem(code, "ngay", data))
    so_luong = parse_int(typed["so_luong"]) if typed["so_luong"] else None
    if typed["so_luong"] and (so_luong is None or not 1 <= so_luong <= _MOST_COPIES):
        data = {"label": words.LABELS["so_luong"], "typed": typed["so_luong"]}
        problems.append(Problem("bad_number", "so_luong", data))
    return ngay, so_luong, tuple(problems)


def _shown(proposal: Proposal) -> dict[str, Any]:
    """What stands in the fields: what was typed, else the proposal."""
    typed = {name: request.form.get(name, "") for name in ("so_luong", "ghi_chu")}
    return {**typed, "ngay": request.form.get("ngay", format_date(proposal.ngay))}


def _given(entry: Entry) -> str:
    """What to say of the number, when it is not the one that was shown before."""
    told = {
        "so_ky_hieu": entry.so_ky_hieu,
        "ngay": format_date(entry.ngay),
        "so": f"{entry.so:02d}",
    }
    shown, year = request.form.get("de_nghi", ""), request.form.get("nam", "")
    if not re.fullmatch(r"[0-9]{1,6}", shown) or int(shown) == entry.so:
        return words.NUMBER_GIVEN.format(**told)
    told["de_nghi"] = f"{int(shown):02d}"
    if year != str(entry.year):
        return words.NUMBER_OF_OTHER_YEAR.format(**told, nam=entry.year)
    return words.NUMBER_DIFFERS.format(**told)
