"""Soạn văn bản: a draft comes in; its form, its true pages, and the finished files go out.

Every posted form is saved before anything else is done with it, so nothing typed is lost to a
problem. The page works without script; static/js/editor/ saves and previews while the clerk types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from vanban.agency import QUYEN_HAN
from vanban.drafts import without_number
from vanban.kinds import Kind
from vanban.life import NHAP, STATES, NotAllowed
from vanban.outline import CAP, SHORT, Block
from vanban.problems import Problem, Refused
from vanban.register import DocumentRecord, Saved
from vanban.service import convert_legacy, outline_view
from vanban.vietnamese.text import clean
from vanban.web import both, fields, row_actions, words
from vanban.web.access import TOKEN, current_agency, current_user, services
from vanban.web.life import sent_back
from vanban.web.pages import today
from vanban.web.previews import EXTENSION, HEIGHT_PX, WIDTH_PX, Composed, Previews
from vanban.web.sending import previews, send_page

blueprint = Blueprint("editor", __name__, url_prefix="/van-ban/<int:document_id>")

_ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
# Problems that only say that something is still to be filled in.
_MISSING = frozenset({"required", "no_rows"})


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions[EXTENSION] = Previews()


@blueprint.after_app_request
def _ask_again_for_modules(response: Response) -> Response:
    """Modules import one another by bare addresses, so these must be asked for again."""
    if request.endpoint == "static" and "v" not in request.args:
        response.headers["Cache-Control"] = "no-cache"
    return response


# -- the page --------------------------------------------------------------------------------------


@blueprint.get("/soan")
def edit(document_id: int) -> ResponseReturnValue:
    """The form of a draft. ?o=PLACE: where to go on; ?kiem_tra=1: with every problem shown."""
    record = services().drafts.get(current_user(), document_id)
    if record.state != NHAP:
        flash(words.LOCKED_NOW.format(state=STATES[record.state]), "error")
    if record.state != NHAP or record.deleted_at:  # its page offers what can be done
        return redirect(url_for("home.paper", document_id=document_id))
    return _page(record, strict="kiem_tra" in request.args, focus=request.args.get("o", ""))


@blueprint.post("/soan")
def act(document_id: int) -> ResponseReturnValue:
    """Save what was posted, then do what the button says."""
    try:
        record = _draft(document_id)
    except NotAllowed as refused:  # the page that asks to save is the only place of these words
        return _too_late(document_id, refused)
    kind = services().drafts.kind_of(record)
    raw = fields.decode(kind, request.form)
    action = request.form.get("action", "")
    if action == "ky":
        raw = with_signer(kind, raw)
    changed = row_actions.act(kind, raw, action)
    saved = _save(record, changed.raw)
    if saved.conflict:
        return redirect(both.address(record, saved, _based_on()), 303)
    if action == "tao":
        return _produce(record.id)
    if changed.undo:
        record = services().drafts.get(current_user(), document_id)
        return _page(record, focus=changed.focus, done=changed)
    place = changed.focus or None
    anchor = fields.address(place) if place else None
    return redirect(url_for(".edit", document_id=document_id, o=place, _anchor=anchor), 303)


def _produce(document_id: int) -> ResponseReturnValue:
    try:
        services().drafts.produce(current_user(), document_id, today())
    except Refused:
        return redirect(url_for(".edit", document_id=document_id, kiem_tra=1), 303)
    return redirect(url_for("home.paper", document_id=document_id), 303)


def _too_late(document_id: int, refused: NotAllowed) -> ResponseReturnValue:
    """What was typed for a paper that was locked meanwhile: kept on the page, for a new paper."""
    record = services().drafts.get(current_user(), document_id)
    typed = [(k, v) for k, v in request.form.items(multi=True) if k not in (TOKEN, "action")]
    sentence = refused.problems[0].sentence
    page = render_template("editor/locked.html", record=record, fields=typed, sentence=sentence)
    return page, 409


@blueprint.post("/sao-noi-dung")
def fork(document_id: int) -> ResponseReturnValue:
    """A new paper from what was posted: for words that came too late for this one."""
    record = services().drafts.get(current_user(), document_id)
    kind = services().drafts.kind_of(record)
    raw = without_number(kind, fields.decode(kind, request.form))
    made = services().drafts.add(current_user(), kind.name, raw)
    flash(words.FORKED)
    return redirect(url_for(".edit", document_id=made.id), 303)


def with_signer(kind: Kind, raw: dict[str, Any]) -> dict[str, Any]:
    """The chosen signer of the office in place of what stood in the field."""
    signers = services().drafts.signers(current_user())
    for field in kind.fields:
        chosen = request.form.get(f"chon_{field.name}", "")
        if field.type == "person" and chosen.isdecimal() and int(chosen) < len(signers):
            raw = {**raw, field.name: asdict(signers[int(chosen)])}
    return raw


def _page(
    record: DocumentRecord,
    *,
    strict: bool = False,
    focus: str = "",
    done: row_actions.Changed | None = None,
) -> str:
    drafts, user = services().drafts, current_user()
    kind = drafts.kind_of(record)
    problems = services().service.check(kind.name, record.data, current_agency(), today())
    beside = problems if strict else [p for p in problems if p.code not in _MISSING]
    sections = fields.form_view(
        kind, record.data, beside, lambda name: drafts.remembered(user, kind.name, name)
    )
    signers = drafts.signers(user)
    life = services().issuing.life(user, record.id)
    return render_template(
        "editor/soan.html",
        record=record,
        kind=kind,
        back=sent_back(life),
        sections=sections,
        summary=links(problems, sections),
        strict=strict,
        focus=focus,
        done=done,
        signers=signers,
        blanks=blanks(sections),
        empty_figure=fields.empty_figure,
        outlines=_outlines(kind, record.data),
        levels=CAP,
        settings={
            "owner": user.id,
            "revision": record.revision,
            "strict": strict,
            "signers": [asdict(signer) for signer in signers],
            "rights": {key: signing.needs for key, signing in QUYEN_HAN.items()},
            "levels": dict(CAP),
            "short": dict(SHORT),
            "urls": {
                "preview": url_for(".preview", document_id=record.id),
                "save": url_for(".save", document_id=record.id),
                "outline": url_for(".outline", document_id=record.id),
                "convert": url_for(".convert", document_id=record.id),
                "paper": url_for("home.paper", document_id=record.id),
                "signIn": url_for(".edit", document_id=record.id),
            },
        },
    )


def links(
    problems: Iterable[Problem], sections: Sequence[fields.SectionView]
) -> list[tuple[str, str, str]]:
    """(sentence, place, id of the element) of every problem, for the lists of links."""
    known = fields.places(sections)
    return [
        (p.sentence, p.where, fields.address(fields.nearest(p.where, known)) if p.where else "soan")
        for p in problems
    ]


def blanks(sections: Iterable[fields.SectionView]) -> dict[str, fields.Control | fields.Row]:
    """What "Thêm dòng" adds, by field name."""
    return {
        control.name: fields.empty_line(control) if control.items else fields.empty_row(control)
        for section in sections
        for control in section.controls
        if control.field.type in ("list", "table")
    }


# -- while the clerk types -------------------------------------------------------------------------


@blueprint.post("/luu")
def save(document_id: int) -> ResponseReturnValue:
    """Save what was posted. Answers {revision, saved_at, conflict, both}."""
    record = _draft(document_id)
    kind = services().drafts.kind_of(record)
    return jsonify(_told(record, _save(record, fields.decode(kind, request.form))))


@blueprint.post("/xem-truoc")
def preview(document_id: int) -> ResponseReturnValue:
    """Save what was posted, unless it says chi_xem, and compose its pages.

    A page that has just been opened only looks: what it holds may be older than a save that is
    still under way from the page before it.

    Answers {revision, saved_at, conflict, both: where two texts are compared, pages: [{url, width,
    height}], problems, noted: what the check of form tells: [{sentence, where}], boxes, rewards}.
    """
    record = _draft(document_id)
    kind = services().drafts.kind_of(record)
    raw = fields.decode(kind, request.form)
    looking = "chi_xem" in request.form
    saved = _as_it_is(record) if looking else _save(record, raw)
    composed = _compose(kind, raw)
    return jsonify(
        **_told(record, saved),
        pages=_page_list(document_id, composed),
        problems=[_problem(problem) for problem in composed.problems],
        noted=[{"sentence": sentence, "where": where} for sentence, where in composed.noted],
        boxes=[asdict(box) for box in composed.boxes],
        rewards=_rewards(kind, raw),
    )


@blueprint.get("/trang/<int:index>.png")
def page(document_id: int, index: int) -> ResponseReturnValue:
    """One page (from 0) of the draft as it is now."""
    record = _draft(document_id)
    kind = services().drafts.kind_of(record)
    return send_page(_compose(kind, fields.decode_again(kind, record.data)), index)


@blueprint.post("/dan-bai")
def outline(document_id: int) -> ResponseReturnValue:
    """How each line of a posted text is understood: {blocks, problems}."""
    _draft(document_id)
    blocks, problems = _outline(request.form.get("text", ""))
    return jsonify(
        blocks=blocks,
        problems=[{"block": int(p.where), "sentence": p.sentence} for p in problems],
    )


@blueprint.post("/doi-ma")
def convert(document_id: int) -> ResponseReturnValue:
    """A posted text in an old encoding, in Unicode: {encoding, converted}, both null if it is not.

    Nothing is changed here; the clerk decides.
    """
    _draft(document_id)
    found = convert_legacy(request.form.get("text", ""))
    encoding, converted = found or (None, None)
    return jsonify(encoding=_ENCODINGS.get(encoding or "", encoding), converted=converted)


# -- parts -----------------------------------------------------------------------------------------


def _draft(document_id: int) -> DocumentRecord:
    """The paper, which may still be changed. Raises NotFound; NotAllowed when it is locked."""
    return services().drafts.draft(current_user(), document_id)


def _save(record: DocumentRecord, raw: Mapping[str, Any]) -> Saved:
    """Save, unless the form says what is stored already (which may be written another way)."""
    kind = services().drafts.kind_of(record)
    if fields.decode_again(kind, record.data) == raw:
        return _as_it_is(record)
    return services().drafts.save(current_user(), record.id, raw, _based_on())


def _based_on() -> int:
    """The revision that the posted form began from, 0 when it does not say."""
    base = request.form.get("revision", "")
    return int(base) if re.fullmatch(r"[0-9]{1,9}", base) else 0


def _as_it_is(record: DocumentRecord) -> Saved:
    return Saved(record.revision, record.updated_at, conflict=False)


def _told(record: DocumentRecord, saved: Saved) -> dict[str, Any]:
    return {
        "both": both.address(record, saved, _based_on()) if saved.conflict else None,
        "revision": saved.revision,
        "saved_at": saved.saved_at.isoformat(),
        "conflict": saved.conflict,
    }


def _compose(kind: Kind, raw: Mapping[str, Any]) -> Composed:
    return previews().compose(services().service, kind.name, raw, current_agency(), today())


def _page_list(document_id: int, composed: Composed) -> list[dict[str, Any]]:
    return [
        {
            "url": url_for(".page", document_id=document_id, index=index, v=composed.version),
            "width": WIDTH_PX,
            "height": HEIGHT_PX,
        }
        for index in range(composed.page_count)
    ]


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "where": problem.where,
        "sentence": problem.sentence,
        "code": problem.code,
        "missing": problem.code in _MISSING,
    }


def _rewards(kind: Kind, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule gives each row of an award table, by field name and row."""
    tables = [f.name for f in kind.fields if any(c.name == "tien_thuong" for c in f.columns)]
    if not tables:
        return {}
    given = services().service.reward_table(kind.name, raw, today())
    return {name: {str(row): reward for row, reward in given.items()} for name in tables}


def _outlines(kind: Kind, raw: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        field.name: _outline(fields.shown(raw.get(field.name)))[0]
        for field in kind.fields
        if field.type == "outline"
    }


def _outline(typed: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    blocks, problems = outline_view(typed)
    lines = _lines_of(typed, blocks)
    seen = [{**asdict(block), "line": line} for block, line in zip(blocks, lines, strict=True)]
    return seen, problems


def _lines_of(typed: str, blocks: Sequence[Block]) -> list[int | None]:
    """The line of the text (from 0) that each block was read from; None when that is unclear.

    A line makes one block, or two when a heading and its title stand on it.
    """
    found: list[int | None] = []
    for number, line in enumerate(typed.replace("\r\n", "\n").split("\n")):
        if not clean(line).strip() or len(found) == len(blocks):
            continue
        found.append(number)
        after = blocks[len(found)] if len(found) < len(blocks) else None
        if after and after.cap == "ten_phan" and not blocks[len(found) - 1].loi:
            title = clean(line).strip()
            if title.endswith(after.loi) and title != after.loi:
                found.append(number)
    return found if len(found) == len(blocks) else [None] * len(blocks)
