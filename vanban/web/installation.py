"""The offices of the installation: a new one is typed in; it begins with one quản trị account."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from vanban.agency import PERSON_PARTS
from vanban.problems import Problem, Refused
from vanban.vietnamese.text import clean_line
from vanban.web.access import current_user, services
from vanban.web.accounts import first_form
from vanban.web.office_form import OfficeForm
from vanban.web.pages import by_place

blueprint = Blueprint("installation", __name__, url_prefix="/he-thong")


@blueprint.get("")
def offices() -> ResponseReturnValue:
    """Every office, and how many people work in it. Not their papers."""
    return render_template(
        "installation/offices.html",
        offices=services().managing.offices(current_user()),
    )


@blueprint.route("/co-quan-moi", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """One more office, with its first quản trị and the password lent to that account."""
    kinds = services().service.kinds
    form, problems = first_form(), list[Problem]()
    name, ho_ten = (clean_line(request.form.get(n, "")) for n in ("ten_dang_nhap", "ho_ten"))
    if request.method == "POST":
        form = OfficeForm.read(request.form, kinds)
        problems = list(form.problems)
        if not problems:
            answer = _found(form, name, ho_ten)
            if isinstance(answer, str):
                return answer
            problems = list(answer)
    page = render_template(
        "installation/add.html",
        form=form,
        ho_ten=ho_ten,
        ten_dang_nhap=name,
        problems=problems,
        places=by_place(problems),
        person_parts=PERSON_PARTS,
    )
    return page, 422 if problems else 200


def _found(form: OfficeForm, name: str, ho_ten: str) -> str | Sequence[Problem]:
    """The page with the lent password, or what is wrong."""
    agency = form.agency(None, services().service.kinds)
    try:
        user, lent = services().managing.found(current_user(), agency, name, ho_ten)
    except Refused as refused:
        return refused.problems
    return render_template("people/lent.html", account=user, lent=lent, new=True, office=agency)
