"""Lập hàng loạt, the first step: the office's lists, an uploaded sheet, and what its columns are.

In: a sheet. Out: a list in the register, of which nothing is made yet. An address of a list leads
to the step at which it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban import listing as lists
from vanban.kinds import Kind
from vanban.life import BATCH_STATES, CANCELLED, ENDED, PREPARING, NotAllowed
from vanban.listing import Heading
from vanban.problems import Problem, Refused
from vanban.register import Batch
from vanban.sheet.form import template as workbook
from vanban.sheet.words import PARTS
from vanban.web import batch_words as words
from vanban.web.access import current_agency, current_user, services
from vanban.web.batch_pages import Choice, asked_choice, choice, choices, found, fragment, steps
from vanban.web.pages import by_place
from vanban.web.signing_files import limit_mb, sent

blueprint = Blueprint("batches", __name__, url_prefix="/lap-hang-loat")
FILE, PASTED = "tep", "dan"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


@dataclass(frozen=True)
class ColumnShown:
    """A column of her sheet. name: of its choice on the page. examples: what stands in it."""

    heading: Heading
    name: str
    examples: tuple[str, ...]


# -- the lists of the office -----------------------------------------------------------------------


@blueprint.get("")
def start() -> ResponseReturnValue:
    """What a list can make, and the lists of the office so far."""
    page = request.args.get("trang", "1")
    made = services().batches.list(current_user(), int(page[:6]) if page.isdecimal() else 1)
    titles = {batch.id: title_of(batch) for batch in made.batches}
    return render_template(
        "batches/start.html",
        choices=choices(),
        found=made,
        titles=titles,
        states=BATCH_STATES,
    )


def title_of(batch: Batch) -> str:
    """What a list makes, in words; the bare kind when its form is no longer installed."""
    kind = services().service.kinds.get(batch.kind)
    return choice(kind, batch.form).title if kind else batch.kind


@blueprint.get("/<int:batch_id>")
def here(batch_id: int) -> ResponseReturnValue:
    """To the step at which this list stands."""
    batch, _ = found(batch_id)
    writes = "soan" in current_user().rights
    if batch.state == PREPARING and not writes:
        raise NotFound
    if batch.state in (ENDED, CANCELLED) or not writes:
        to = "batch_run.results"
    elif batch.state != PREPARING:
        to = "batch_run.run"
    else:
        to = ".sheet" if asks(batch) else "batch_check.check"
    return redirect(url_for(to, batch_id=batch_id))


def asks(batch: Batch) -> bool:
    """Whether she must say something about the sheet before it can be checked."""
    return bool(batch.sheet["problems"]) or any(h["asks"] for h in batch.sheet["headings"])


# -- a new list ------------------------------------------------------------------------------------


@blueprint.get("/moi")
def new() -> ResponseReturnValue:
    """The sheet that is wanted, and where to upload it. ?loai=KIND&cach=FORM."""
    return _new(_asked())


@blueprint.get("/mau")
def template() -> ResponseReturnValue:
    """Tải mẫu Excel: the workbook for lists of a kind. ?loai=KIND."""
    kind = services().service.kinds.get(request.args.get("loai", ""))
    if kind is None or not lists.columns(kind):
        raise NotFound
    data = workbook(kind, current_agency())
    name = words.TEMPLATE_NAME.format(title=kind.title)
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.post("/moi")
def upload() -> ResponseReturnValue:
    """Take the sheet; nothing is made of it yet."""
    wanted, user = _asked(), current_user()
    try:
        name, data = _sheet_sent()
        batch = services().batches.upload(user, wanted.kind.name, wanted.form, name, data)
    except NotAllowed:
        raise
    except Refused as refused:
        return _new(wanted, _at_file(refused.problems), request.form.get(PASTED, "")), 422
    return _after_upload(batch)


def _asked() -> Choice:
    return asked_choice(request.args.get("loai", ""), request.args.get("cach", ""))


def _sheet_sent() -> tuple[str, bytes]:
    """The name and the bytes of what was uploaded or pasted. Raises Refused for neither."""
    pasted = request.form.get(PASTED, "")
    file = request.files.get(FILE)
    if pasted.strip() and not (file and file.filename):
        return words.PASTED_NAME, pasted.encode()
    data = sent(FILE, "Danh sách")
    return (file.filename or "") if file else "", data


def _at_file(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(Problem(problem.code, FILE, problem.data) for problem in problems)


def _new(wanted: Choice, problems: tuple[Problem, ...] = (), pasted: str = "") -> str:
    return render_template(
        "batches/new.html",
        wanted=wanted,
        steps=steps("danh_sach"),
        columns=fragment(wanted.kind),
        pasted=pasted,
        limit=limit_mb(),
        problems=problems,
        places=by_place(problems),
    )


def _after_upload(batch: Batch) -> Response:
    rows = services().batches.progress(current_user(), batch.id).counts.total
    flash(words.LIST_TAKEN.format(count=rows))
    to = ".sheet" if asks(batch) else "batch_common.edit"
    return redirect(url_for(to, batch_id=batch.id), 303)


# -- what its columns are --------------------------------------------------------------------------


@blueprint.get("/<int:batch_id>/danh-sach")
def sheet(batch_id: int) -> ResponseReturnValue:
    """How the sheet was understood; what is not known is asked here."""
    batch, kind = found(batch_id)
    return _sheet(batch, kind)


@blueprint.post("/<int:batch_id>/danh-sach")
def columns(batch_id: int) -> ResponseReturnValue:
    """What the columns are: remembered for the office's next list of this kind."""
    batch, kind = found(batch_id)
    known = {name for name, _ in targets(kind)}
    told = {}
    for shown in _columns(batch):
        chosen = request.form.get(shown.name, shown.heading.target)
        if shown.heading.text and chosen in known:
            told[shown.heading.text] = chosen
    try:
        batch = services().batches.map_columns(current_user(), batch_id, told)
    except NotAllowed:
        raise
    except Refused as refused:
        return _sheet(batch, kind, refused.problems), 422
    flash(words.COLUMNS_SAVED)
    to = ".sheet" if batch.sheet["problems"] else "batch_common.edit"
    return redirect(url_for(to, batch_id=batch_id), 303)


@blueprint.post("/<int:batch_id>/trang-tinh")
def other_sheet(batch_id: int) -> ResponseReturnValue:
    """Take another sheet of the file."""
    batch, kind = found(batch_id)
    try:
        chosen = request.form.get("trang_tinh", "")
        batch = services().batches.choose_sheet(current_user(), batch_id, chosen)
    except NotAllowed:
        raise
    except Refused as refused:
        return _sheet(batch, kind, refused.problems), 422
    return _after_upload(batch)


@blueprint.post("/<int:batch_id>/tai-lai")
def upload_again(batch_id: int) -> ResponseReturnValue:
    """Another file in the place of the first; what all papers share stays."""
    batch, kind = found(batch_id)
    try:
        name, data = _sheet_sent()
        batch = services().batches.upload_again(current_user(), batch_id, name, data)
    except NotAllowed:
        raise
    except Refused as refused:
        return _sheet(batch, kind, _at_file(refused.problems)), 422
    return _after_upload(batch)


def targets(kind: Kind) -> list[tuple[str, str]]:
    """What a column of hers may be: (target, label), the first: not used."""
    shown = [("", words.NOT_USED)]
    for column in lists.columns(kind):
        shown.append((column.name, column.label))
        parts = [(p, label) for p, label in PARTS.items() if p.startswith(f"{column.name}.")]
        shown += [(part, f"{column.label}: {label}") for part, label in parts]
    return shown


def _columns(batch: Batch) -> list[ColumnShown]:
    """Her columns, with what stands in the first rows of the list."""
    rows = services().batches.rows_after(current_user(), batch.id, 0, _EXAMPLES)
    headings = [Heading(**told) for told in batch.sheet["headings"]]
    return [
        ColumnShown(heading, f"cot-{heading.letter}", _cells([row.was for row in rows], index))
        for index, heading in enumerate(headings)
    ]


def _cells(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    cells = (row[index] for row in rows if index < len(row))
    return tuple(cell[:_LONGEST_EXAMPLE] for cell in cells if cell)


def _sheet(batch: Batch, kind: Kind, problems: Sequence[Problem] = ()) -> str:
    kept: Mapping[str, Any] = batch.sheet
    wrong = tuple(problems) or tuple(Problem(**told) for told in kept["problems"])
    return render_template(
        "batches/sheet.html",
        batch=batch,
        title=title_of(batch),
        open=batch.state == PREPARING,
        steps=steps("danh_sach", batch),
        columns=_columns(batch),
        targets=targets(kind),
        notes=[Problem(**told).sentence for told in kept["notes"]],
        count=services().batches.progress(current_user(), batch.id).counts.total,
        asks=asks(batch),
        limit=limit_mb(),
        problems=wrong,
        places=by_place(wrong),
    )


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    limit = limit_mb()
    problem = Problem("sheet_too_big", FILE, {"size": f"hơn {limit}", "limit": limit})
    batch_id = (request.view_args or {}).get("batch_id")
    if batch_id is None:
        return _new(_asked(), (problem,)), 413
    return _sheet(*found(batch_id), (problem,)), 413
