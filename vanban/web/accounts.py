"""The first set-up, signing in and out, and a person's own account.

In: what was typed on these pages. Out: sessions and accounts. Whether a name and a password fit,
and how often one may try, is the register's matter.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from vanban import settings as configuration
from vanban.agency import CO_CHU_THEO_MAU, PERSON_PARTS
from vanban.demo import PASSWORD, accounts
from vanban.problems import Problem, Refused
from vanban.register import SignInRefused
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import (
    CARRIED,
    CARRIED_TO,
    NEXT,
    current_user,
    open_session,
    safe_path,
    services,
)
from vanban.web.office_form import LUU, SIGNER_PARTS, OfficeForm
from vanban.web.pages import by_place

blueprint = Blueprint("accounts", __name__)
_ACCOUNT_NAME = re.compile(r"\S{2,60}\Z")
_NAME_LENGTH = 100


def first_form() -> OfficeForm:
    """What most offices would type: one signer who heads the office, VT keeps the copy."""
    signer = {**dict.fromkeys(SIGNER_PARTS, ""), "chuc_vu": "Giám đốc"}
    texts = {
        **dict.fromkeys(("ten_co_quan", "co_quan_chu_quan", "ky_hieu", "dia_danh"), ""),
        "co_chu": CO_CHU_THEO_MAU,
        "noi_nhan": "Lãnh đạo cơ quan",
        "luu": LUU,
    }
    return OfficeForm(texts, (signer,), {})


@blueprint.route("/cai-dat", methods=["GET", "POST"])
def set_up() -> ResponseReturnValue:
    """The first office and the first account; gone once there is an account."""
    people = services().register.people
    if people.anybody():
        abort(404)
    kinds = services().service.kinds
    code = configuration.setup_code(services().settings)
    form, problems = first_form(), list[Problem]()
    if request.method == "POST":
        form = OfficeForm.read(request.form, kinds)
        problems = [*_code_problems(code), *form.problems, *_account_problems()]
        if not problems:
            try:
                user = people.set_up(
                    form.agency(None, kinds),
                    _typed("ho_ten"),
                    _typed("ten_dang_nhap"),
                    _secret(),
                    request.remote_addr or "",
                )
            except Refused as refused:
                problems = list(refused.problems)
            else:
                if user is None:  # somebody else was quicker
                    return redirect(url_for("accounts.sign_in"))
                configuration.forget_setup_code(services().settings)
                open_session(user)
                flash(words.WELCOME)
                return redirect(url_for("home.start"))
    page = render_template(
        "accounts/set_up.html",
        form=form,
        ho_ten=_typed("ho_ten"),
        ten_dang_nhap=_typed("ten_dang_nhap") or "vanthu",
        problems=problems,
        places=by_place(problems),
        person_parts=PERSON_PARTS,
        asks_code=bool(code),
        ma_cai_dat=_typed("ma_cai_dat"),
    )
    return page, 422 if problems else 200


def _code_problems(code: str) -> Iterator[Problem]:
    typed = _typed("ma_cai_dat").lower()
    if not secrets.compare_digest(typed.encode(), code.encode()) and code:
        yield Problem("setup_code_wrong", "ma_cai_dat")


def _account_problems() -> Iterator[Problem]:
    name = _typed("ho_ten")
    if not name:
        yield Problem("required", "ho_ten", {"label": words.LABELS["ho_ten"]})
    elif len(name) > _NAME_LENGTH:
        data = {"label": words.LABELS["ho_ten"], "count": len(name), "limit": _NAME_LENGTH}
        yield Problem("too_long_line", "ho_ten", data)
    if not _ACCOUNT_NAME.match(_typed("ten_dang_nhap")):
        yield Problem("account_name", "ten_dang_nhap")
    yield from _twice_problems()


def _twice_problems() -> Iterator[Problem]:
    if not _secret():
        yield Problem("required", "mat_khau", {"label": words.LABELS["mat_khau"]})
    elif _secret() != request.form.get("mat_khau_lai", ""):
        yield Problem("password_differs", "mat_khau_lai")


def _typed(name: str) -> str:
    return clean_line(request.form.get(name, ""))


def _secret() -> str:
    return request.form.get("mat_khau", "")


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Who is it? Then on to the page that was asked for."""
    people = services().register.people
    if not people.anybody():
        return redirect(url_for("accounts.set_up"))
    following = request.values.get(NEXT, "")
    carried = [
        (name.removeprefix(CARRIED), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(CARRIED)
    ]
    carried_to = request.form.get(CARRIED_TO, "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            address = request.remote_addr or ""
            user = people.sign_in(_typed("ten_dang_nhap"), _secret(), address)
        except SignInRefused as refused:
            problems = refused.problems
        else:
            open_session(user)
            if carried:  # the form is shown by one button: nothing is done in a person's name
                action = safe_path(carried_to)
                return render_template("errors/expired.html", fields=carried, action=action)
            return redirect(safe_path(following))
    page = render_template(
        "accounts/sign_in.html",
        ten_dang_nhap=_typed("ten_dang_nhap"),
        following=following,
        carried=carried,
        carried_to=carried_to,
        problems=problems,
        places=by_place(problems),
        demo_accounts=accounts(services()) if services().settings.demo else (),
        demo_password=PASSWORD,
    )
    return page, 422 if problems else 200


@blueprint.post("/dang-xuat")
def sign_out() -> ResponseReturnValue:
    """End the session on this browser."""
    services().register.people.sign_out(current_user().actor)
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/tai-khoan", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Change one's password."""
    problems: list[Problem] = []
    if request.method == "POST":
        problems = list(_twice_problems())
        if not problems:
            try:
                user = services().register.people.change_password(
                    current_user().actor, request.form.get("mat_khau_cu", ""), _secret()
                )
            except Refused as refused:
                problems = list(refused.problems)
            else:
                open_session(user)
                flash(words.PASSWORD_CHANGED)
                return redirect(url_for("accounts.account"))
    page = render_template("accounts/account.html", problems=problems, places=by_place(problems))
    return page, 422 if problems else 200


@blueprint.post("/tai-khoan/dang-xuat-moi-noi")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every other session of this person; this one goes on."""
    open_session(services().register.people.sign_out_everywhere(current_user().actor))
    flash(words.SIGNED_OUT_ELSEWHERE)
    return redirect(url_for("accounts.account"))
