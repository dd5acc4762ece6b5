"""The start page, the list of papers, and the page of one paper.

In: a person's choice. Out: pages, downloads, and papers that are made, put aside or taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.life import (
    BAN_HANH,
    BATCH_STATES,
    CANCELLED,
    DA_KY,
    LISTED,
    NHAP,
    PAUSED,
    PREPARING,
    RUNNING,
    TRINH_KY,
    WAITS_OFFICE,
)
from vanban.problems import Refused
from vanban.register import Batch, DocumentSummary, StepTaken, User
from vanban.store import FileLost
from vanban.web import words
from vanban.web.access import current_user, first_permitted, permits, services
from vanban.web.batches import title_of
from vanban.web.life import paper_page
from vanban.web.pages import paper_title, today, when
from vanban.web.sending import FORMS, kept_bytes, send

blueprint = Blueprint("home", __name__)
_DRAFTS_SHOWN = 8
_WAITING_SHOWN = 10
# What waits, for whom: (a key of life.LISTED, the right that it waits for). A leader's come first.
_WAITS = ((TRINH_KY, "da_ky"), (DA_KY, "cap_so"), (WAITS_OFFICE, "cap_so"))


@dataclass(frozen=True)
class Waiting:
    """Papers that wait for this person. state: a key of life.LISTED.

    total: also those that are not shown. always: said even when there are none.
    """

    state: str
    records: Sequence[DocumentSummary]
    total: int
    always: bool


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """What waits for this person; then start a paper, go on with one, find one."""
    drafts, user = services().drafts, current_user()
    if not permits("home.papers", user.rights):
        others = (name for _, names in words.NAVIGATION[1:] for name in names)
        return redirect(url_for(first_permitted(others, user.rights) or "accounts.account"))
    writes = "soan" in user.rights
    return render_template(
        "home/start.html",
        kinds=drafts.kinds_by_use(user) if writes else (),
        papers=drafts.list(user, state=NHAP if writes else BAN_HANH).records[:_DRAFTS_SHOWN],
        waiting=_waiting(user),
        back=services().issuing.sent_back(user) if writes else [],
        lists=_lists(user),
    )


@dataclass(frozen=True)
class ListShown:
    """A list that is being made or needs this person. said: where it stands, in words."""

    batch: Batch
    title: str
    state: str
    said: Sequence[str]
    done: int
    total: int
    runs: bool


def _lists(user: User) -> list[ListShown]:
    shown = []
    for progress, waits in services().batches.open_lists(user):
        batch, counts = progress.batch, progress.counts
        runs = batch.state in (RUNNING, PAUSED)
        said = [words.LIST_WAITS[state].format(count=count) for state, count in waits.items()]
        if batch.state == PREPARING:
            said = [words.LIST_ROWS.format(count=counts.total)]
        if counts.failed and batch.state != CANCELLED:
            said.append(words.LIST_FAILED.format(count=counts.failed))
        title, state = title_of(batch), BATCH_STATES[batch.state]
        shown.append(ListShown(batch, title, state, said, counts.done, counts.total, runs))
    return shown


def _waiting(user: User) -> list[Waiting]:
    found = []
    for state, right in _WAITS:
        if right in user.rights:
            page = services().drafts.list(user, state=state)
            # Who writes starts papers here, and who signs on paper has no use for the third list.
            always = "soan" not in user.rights and state != WAITS_OFFICE
            found.append(Waiting(state, page.records[:_WAITING_SHOWN], page.total, always))
    return found


@blueprint.get("/van-ban")
def papers() -> ResponseReturnValue:
    """The office's papers, by state, found by words with or without accents."""
    query = request.args.get("tim", "")[:200]
    kind = request.args.get("loai", "")
    state = request.args.get("trang_thai", "")
    deleted = request.args.get("da_xoa") == "1"
    number = request.args.get("trang", "1")
    found = services().drafts.list(
        current_user(),
        query,
        kind,
        deleted,
        int(number[:9]) if number.isdecimal() else 1,
        state=state if state in LISTED else "",
    )
    return render_template(
        "home/papers.html",
        found=found,
        query=query,
        kind=kind,
        state=state if state in LISTED else "",
        states=LISTED,
        deleted=deleted,
        kinds=services().service.kinds,
        back=_reasons(found.records),
    )


def _reasons(records: Sequence[DocumentSummary]) -> dict[int, StepTaken]:
    """Why the drafts of this list came back, by paper."""
    shown = {record.id for record in records if record.state == NHAP}
    if not shown:
        return {}
    return {
        record.id: back.step
        for record, back in services().issuing.sent_back(current_user())
        if record.id in shown
    }


@blueprint.post("/van-ban/moi")
def new() -> ResponseReturnValue:
    """Start a paper and go to its editor."""
    record = services().drafts.create(current_user(), request.form.get("kind", ""))
    return redirect(url_for("editor.edit", document_id=record.id))


@blueprint.get("/van-ban/<int:document_id>")
def paper(document_id: int) -> ResponseReturnValue:
    """One paper: where it stands, its pages, its files, its history."""
    return paper_page(services().drafts.get(current_user(), document_id))


@blueprint.get("/van-ban/<int:document_id>/tep/<form>")
def file(document_id: int, form: str) -> ResponseReturnValue:
    """The Word file or the PDF of the paper as it is now, made when it is not there yet."""
    if form not in FORMS:
        abort(404)
    drafts, user = services().drafts, current_user()
    if drafts.get(user, document_id).state != NHAP:
        found = services().issuing.files(user, document_id).of(form)
        return send(found, kept_bytes(found))
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
    return send(found, data)


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
