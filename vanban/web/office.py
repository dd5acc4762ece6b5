"""The office's own page: letterhead, abbreviation, place, signers, and the lists it uses.

In: what was typed. Out: the office as the next papers see it.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.agency import CO_CHU, PERSON_PARTS
from vanban.web import words
from vanban.web.access import current_office, current_user, services
from vanban.web.office_form import OfficeForm
from vanban.web.pages import by_place

blueprint = Blueprint("office", __name__)
# The value of a button tells what it does, so that rows come and go without a script.
_ADD, _REMOVE = "them_nguoi_ky", "bo_nguoi_ky:"


@blueprint.route("/co-quan", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Show the office and change it."""
    kinds = services().service.kinds
    office = current_office()
    if request.method == "GET":
        return _page(OfficeForm.of(office.agency, kinds), judged=False)
    form = OfficeForm.read(request.form, kinds)
    task = request.form.get("viec", "")
    if task == _ADD:
        return _page(form.with_signer(), judged=False, focus=len(form.signers))
    if task.startswith(_REMOVE) and task.removeprefix(_REMOVE).isdecimal():
        return _page(form.without_signer(int(task.removeprefix(_REMOVE)[:9])), judged=False)
    if form.problems:
        return _page(form, judged=True), 422
    changed = form.agency(office.agency, kinds)
    services().register.people.save_office(office.id, changed, current_user().actor)
    flash(words.OFFICE_SAVED)
    return redirect(url_for("office.edit"))


def _page(form: OfficeForm, *, judged: bool, focus: int | None = None) -> str:
    problems = form.problems if judged else []
    return render_template(
        "office/edit.html",
        form=form,
        problems=problems,
        places=by_place(problems),
        kinds=services().service.kinds,
        sizes=CO_CHU,
        person_parts=PERSON_PARTS,
        focus=focus,
    )
