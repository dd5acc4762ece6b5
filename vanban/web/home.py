"""The start page, the list of papers, and the page of one paper.

In: a person's choice. Out: pages, downloads, and papers that are made, put aside or taken back.
"""

from __future__ import annotations

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from vanban.problems import Refused
from vanban.register import DocumentRecord
from vanban.store import FileLost
from vanban.web import words
from vanban.web.access import (
    current_agency,
    current_user,
    first_permitted,
    permits,
    services,
)
from vanban.web.fields import decode_again
from vanban.web.pages import paper_title, today, when
from vanban.web.previews import HEIGHT_PX, WIDTH_PX, Composed, Previews

blueprint = Blueprint("home", __name__)
_DRAFTS_SHOWN = 8
# Where the editor keeps its previews.
EXTENSION = "vanban_previews"
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """What to do next: start a paper, go on with one, find one."""
    drafts, user = services().drafts, current_user()
    if not permits("home.papers", user.rights):
        others = (name for _, names in words.NAVIGATION[1:] for name in names)
        return redirect(url_for(first_permitted(others, user.rights) or "accounts.account"))
    return render_template(
        "home/start.html",
        kinds=drafts.kinds_by_use(user),
        papers=drafts.list(user).records[:_DRAFTS_SHOWN],
    )


@blueprint.get("/van-ban")
def papers() -> ResponseReturnValue:
    """The office's papers, found by words with or without accents."""
    query = request.args.get("tim", "")[:200]
    kind = request.args.get("loai", "")
    deleted = request.args.get("da_xoa") == "1"
    number = request.args.get("trang", "1")
    found = services().drafts.list(
        current_user(), query, kind, deleted, int(number[:9]) if number.isdecimal() else 1
    )
    return render_template(
        "home/papers.html",
        found=found,
        query=query,
        kind=kind,
        deleted=deleted,
        kinds=services().service.kinds,
    )


@blueprint.post("/van-ban/moi")
def new() -> ResponseReturnValue:
    """Start a paper and go to its editor."""
    record = services().drafts.create(current_user(), request.form.get("kind", ""))
    return redirect(url_for("editor.edit", document_id=record.id))


@blueprint.get("/van-ban/<int:document_id>")
def paper(document_id: int) -> ResponseReturnValue:
    """One paper: its pages, its files, its history."""
    drafts, service, user = services().drafts, services().service, current_user()
    record = drafts.get(user, document_id)
    produced = drafts.produced(user, document_id)
    known = record.kind in service.kinds
    return render_template(
        "home/paper.html",
        record=record,
        known=known,
        problems=(
            service.check(record.kind, record.data, current_agency(), today()) if known else []
        ),
        produced=produced,
        composed=_composed(record) if known else None,
        width=WIDTH_PX,
        height=HEIGHT_PX,
        revisions=drafts.revisions(user, document_id),
    )


def _composed(record: DocumentRecord) -> Composed:
    """The paper as the editor shows it: the same composing serves the pictures of the pages."""
    kind = services().drafts.kind_of(record)
    previews: Previews = current_app.extensions[EXTENSION]
    raw = decode_again(kind, record.data)
    return previews.compose(services().service, kind.name, raw, current_agency(), today())


@blueprint.get("/van-ban/<int:document_id>/tep/<form>")
def file(document_id: int, form: str) -> ResponseReturnValue:
    """The Word file or the PDF of the paper as it is now, made when it is not there yet."""
    if form not in _TYPES:
        abort(404)
    drafts, user = services().drafts, current_user()
    produced = drafts.produced(user, document_id)
    try:
        if produced is None:
            produced = drafts.produce(user, document_id, today())
        found = produced.of(form)
        try:
            data = drafts.read_file(found)
        except FileLost:  # what was typed is still there, so the file can be made again
            found = drafts.produce(user, document_id, today()).of(form)
            data = drafts.read_file(found)
    except Refused as refused:
        if isinstance(refused, FileLost):
            raise
        flash(words.NOT_COMPLETE.format(count=len(refused.problems)), "error")
        return redirect(url_for("editor.edit", document_id=document_id, kiem_tra=1))
    return send_file(
        BytesIO(data), mimetype=_TYPES[form], as_attachment=True, download_name=found.name
    )


@blueprint.post("/van-ban/<int:document_id>/sao-chep")
def copy(document_id: int) -> ResponseReturnValue:
    """A new paper with the same content."""
    drafts, user = services().drafts, current_user()
    record = drafts.create(user, drafts.get(user, document_id).kind, copy_from=document_id)
    flash(words.PAPER_COPIED)
    return redirect(url_for("editor.edit", document_id=record.id))


@blueprint.post("/van-ban/<int:document_id>/xoa")
def delete(document_id: int) -> ResponseReturnValue:
    """Put the paper aside; the next page offers to take it back."""
    drafts, user = services().drafts, current_user()
    record = drafts.get(user, document_id)
    drafts.delete(user, document_id)
    flash(words.PAPER_DELETED.format(title=paper_title(record)), f"undo:{document_id}")
    return redirect(url_for("home.papers"))


@blueprint.post("/van-ban/<int:document_id>/khoi-phuc")
def restore(document_id: int) -> ResponseReturnValue:
    """Take a deleted paper back."""
    drafts, user = services().drafts, current_user()
    drafts.restore(user, document_id)
    flash(words.PAPER_RESTORED.format(title=paper_title(drafts.get(user, document_id))))
    return redirect(url_for("home.paper", document_id=document_id))


@blueprint.post("/van-ban/<int:document_id>/ban-luu/<int:revision>/khoi-phuc")
def restore_revision(document_id: int, revision: int) -> ResponseReturnValue:
    """Go back to an earlier state; the present one stays in the history."""
    drafts, user = services().drafts, current_user()
    saved_at = {r.revision: r.saved_at for r in drafts.revisions(user, document_id)}
    drafts.restore_revision(user, document_id, revision)
    flash(words.REVISION_RESTORED.format(when=when(saved_at[revision])))
    return redirect(url_for("home.paper", document_id=document_id))
