"""Kiểm tra thể thức: a file of anybody is brought, its pages are shown with what is wrong on them.

In: a Word file or a PDF. Out: the page of its check, which only the person who brought it can open
again, and the Word file repaired. Also the check of the office's own papers, of which nothing is
kept: whoever may see the paper may see it.
"""

from __future__ import annotations

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from vanban.checks import LIMIT_MB, Looked
from vanban.drafts import NotFound
from vanban.life import NHAP
from vanban.problems import Problem, Refused
from vanban.register import FileRecord, FormCheck
from vanban.store import download_name
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.check_view import counted, result
from vanban.web.pages import by_place, paper_title
from vanban.web.previews import Composed, Recent
from vanban.web.sending import FORMS, kept_bytes, previews, send_page
from vanban.web.signing_files import at, limit_mb, sent

blueprint = Blueprint("checks", __name__)
FILE = "tep"
# Checks of our own papers, by the file that was checked: made again when one fell out.
_own: Recent[Looked] = Recent(24)


# -- files of anybody ------------------------------------------------------------------------------


@blueprint.get("/kiem-tra")
def start() -> ResponseReturnValue:
    """Where to bring a file, and what this person brought lately."""
    return _start()


@blueprint.post("/kiem-tra")
def upload() -> ResponseReturnValue:
    """Check the file that was brought."""
    try:
        data = sent(FILE, words.CHECK_FILE)
        if len(data) > limit_mb(LIMIT_MB) << 20:
            raise Refused(Problem("check_too_big", FILE, {"limit": limit_mb(LIMIT_MB)}))
        name = request.files[FILE].filename or ""
        check = services().checks.upload(current_user(), name, data)
    except Refused as refused:
        return _start(at(FILE, refused.problems)), 422
    return redirect(url_for(".show", check_id=check.id), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    return _start((Problem("check_too_big", FILE, {"limit": limit_mb(LIMIT_MB)}),)), 413


def _start(problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "checks/start.html",
        checks=[(check, counted(check.report)) for check in services().checks.list(current_user())],
        limit=limit_mb(LIMIT_MB),
        problems=problems,
        places=by_place(problems),
    )


@blueprint.get("/kiem-tra/<int:check_id>")
def show(check_id: int) -> ResponseReturnValue:
    """What is wrong, where, and what would be right."""
    return _show(services().checks.get(current_user(), check_id))


def _show(check: FormCheck, problems: tuple[Problem, ...] = ()) -> str:
    addresses = [
        url_for(".page", check_id=check.id, index=index, v=check.pdf_sha256)
        for index in range(check.report["so_trang"])
    ]
    return render_template(
        "checks/result.html",
        check=check,
        name=check.name,
        record=None,
        result=result(check.report, addresses),
        why_not=_why_not(check),
        problems=problems,
    )


def _why_not(check: FormCheck) -> str:
    """Why the file cannot be repaired here; "" when it can."""
    if check.report["da_ky_so"]:
        return Problem("check_signed").sentence
    if check.form != "docx":
        return Problem("check_only_word").sentence
    if not any(each["sua_duoc"] for each in check.report["phat_hien"]):
        return words.CHECK_NO_REPAIR if check.report["phat_hien"] else words.CHECK_NO_NEED
    return ""


@blueprint.get("/kiem-tra/<int:check_id>/trang/<int:index>.png")
def page(check_id: int, index: int) -> ResponseReturnValue:
    """A page (from 0) of the checked file."""
    check = services().checks.get(current_user(), check_id)
    composed = previews().kept(
        services().service, check.pdf_sha256, lambda: services().checks.pdf(check)
    )
    return send_page(composed, index)


@blueprint.post("/kiem-tra/<int:check_id>/sua")
def repair(check_id: int) -> ResponseReturnValue:
    """Sửa giúp: the Word file, with what can be repaired as tracked changes."""
    checks, user = services().checks, current_user()
    try:
        made = checks.repaired(user, check_id)
    except NotFound:
        raise
    except Refused as refused:
        return _show(checks.get(user, check_id), refused.problems), 422
    stem = made.name.rpartition(".")[0] or made.name
    name = download_name(words.REPAIRED_NAME.format(name=stem), "docx")
    return send_file(BytesIO(made.data), FORMS["docx"], as_attachment=True, download_name=name)


@blueprint.post("/kiem-tra/<int:check_id>/xoa")
def delete(check_id: int) -> ResponseReturnValue:
    """Forget the check and its file."""
    check = services().checks.get(current_user(), check_id)
    services().checks.delete(current_user(), check_id)
    flash(words.CHECK_DELETED.format(name=check.name))
    return redirect(url_for(".start"), 303)


# -- our own papers --------------------------------------------------------------------------------


@blueprint.get("/van-ban/<int:document_id>/the-thuc")
def paper(document_id: int) -> ResponseReturnValue:
    """The check of the Word file of a paper, made anew: with its pages and every rule."""
    record = services().drafts.get(current_user(), document_id)
    file = _word_of(document_id)
    looked = _looked(file)
    addresses = [
        url_for(".paper_page", document_id=document_id, index=index, v=_version(file))
        for index in range(looked.report["so_trang"])
    ]
    return render_template(
        "checks/result.html",
        check=None,
        name=paper_title(record),
        record=record,
        result=result(looked.report, addresses),
        why_not="",
        problems=(),
    )


@blueprint.get("/van-ban/<int:document_id>/the-thuc/<int:index>.png")
def paper_page(document_id: int, index: int) -> ResponseReturnValue:
    """A page (from 0) of the paper as it was checked."""
    file = _word_of(document_id)
    looked = _looked(file)
    count = int(looked.report["so_trang"])
    return send_page(Composed(_version(file), looked.pdf, count, (), ()), index)


def _word_of(document_id: int) -> FileRecord:
    """The Word file of the paper as it is now; 404 while there is none."""
    user = current_user()
    if services().drafts.get(user, document_id).state != NHAP:
        return services().issuing.files(user, document_id).docx
    produced = services().drafts.produced(user, document_id)
    if produced is None:
        abort(404)
    return produced.docx


def _looked(file: FileRecord) -> Looked:
    return _own.get(file.sha256, lambda: services().checks.look(file.name, kept_bytes(file)))


def _version(file: FileRecord) -> str:
    return f"the-thuc-{file.sha256}"
