"""The accounts and units of an office: what its quản trị types comes in; people may work, or not.

A password that is lent is shown on the page that answers the click, and nowhere again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.life import ROLES
from vanban.problems import Problem, Refused
from vanban.register import MemberPlan, User
from vanban.vietnamese.names import sort_key
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.pages import by_place

blueprint = Blueprint("people", __name__, url_prefix="/co-quan")


@blueprint.get("/tai-khoan")
def accounts() -> ResponseReturnValue:
    """Who works here, and as what."""
    managing, user = services().managing, current_user()
    found = managing.accounts(user)
    return render_template(
        "people/accounts.html",
        accounts=sorted(found, key=lambda u: (not u.active, sort_key(u.ho_ten))),
        roles=ROLES,
        units={unit.id: unit.ten for unit in managing.units(user)},
        alone=len([u for u in found if u.active]) == 1,
    )


@blueprint.route("/tai-khoan/moi", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """One more account, with a lent password."""
    plan, name = MemberPlan("", frozenset({"soan_thao"})), ""
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        plan, name = _typed_plan(), clean_line(request.form.get("ten_dang_nhap", ""))
        try:
            user, lent = services().managing.add_account(current_user(), name, plan)
        except Refused as refused:
            problems = refused.problems
        else:
            return render_template("people/lent.html", account=user, lent=lent, new=True)
    return _form(None, plan, name, problems)


@blueprint.route("/tai-khoan/<int:user_id>", methods=["GET", "POST"])
def account(user_id: int) -> ResponseReturnValue:
    """One account: name, roles, unit."""
    managing = services().managing
    found = managing.account(current_user(), user_id)
    plan = MemberPlan(found.ho_ten, found.roles, found.unit_id)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        plan = _typed_plan()
        try:
            saved = managing.change_account(current_user(), user_id, plan)
        except Refused as refused:
            problems = refused.problems
        else:
            flash(words.ACCOUNT_SAVED.format(name=saved.ho_ten))
            return _back()
    return _form(found, plan, found.ten_dang_nhap, problems)


@blueprint.post("/tai-khoan/<int:user_id>/khoa")
def lock(user_id: int) -> ResponseReturnValue:
    """Shut an account out, and end its sessions."""
    return _set_active(user_id, False, words.ACCOUNT_LOCKED)


@blueprint.post("/tai-khoan/<int:user_id>/mo-khoa")
def unlock(user_id: int) -> ResponseReturnValue:
    """Let it in again."""
    return _set_active(user_id, True, words.ACCOUNT_UNLOCKED)


@blueprint.post("/tai-khoan/<int:user_id>/mat-khau")
def lend(user_id: int) -> ResponseReturnValue:
    """A lent password for somebody who forgot theirs."""
    managing = services().managing
    found = managing.account(current_user(), user_id)
    try:
        found, lent = managing.lend_password(current_user(), user_id)
    except Refused as refused:
        return _form(found, _plan_of(found), found.ten_dang_nhap, refused.problems)
    return render_template("people/lent.html", account=found, lent=lent, new=False)


@blueprint.route("/don-vi", methods=["GET", "POST"])
def units() -> ResponseReturnValue:
    """The units of the office; one more."""
    ten, ky_hieu = request.form.get("ten", ""), request.form.get("ky_hieu", "")
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        problems = _save_unit(None, ten, ky_hieu)
        if not problems:
            return redirect(url_for("people.units"))
    known = services().managing.units(current_user())
    return _unit_form("people/units.html", ten, ky_hieu, problems, units=known)


@blueprint.route("/don-vi/<int:unit_id>", methods=["GET", "POST"])
def unit(unit_id: int) -> ResponseReturnValue:
    """Name a unit anew."""
    found = services().managing.unit(current_user(), unit_id)
    ten = request.form.get("ten", found.ten)
    ky_hieu = request.form.get("ky_hieu", found.ky_hieu)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        problems = _save_unit(unit_id, ten, ky_hieu)
        if not problems:
            return redirect(url_for("people.units"))
    return _unit_form("people/unit.html", ten, ky_hieu, problems, unit=found)


def _save_unit(unit_id: int | None, ten: str, ky_hieu: str) -> Sequence[Problem]:
    """Save a unit, a new one for None, and say so on the next page; or what is wrong with it."""
    try:
        services().managing.save_unit(current_user(), unit_id, ten, ky_hieu)
    except Refused as refused:
        return refused.problems
    flash(words.UNIT_SAVED.format(name=clean_line(ten)))
    return ()


def _unit_form(
    template: str, ten: str, ky_hieu: str, problems: Sequence[Problem], **shown: Any
) -> ResponseReturnValue:
    """A page on which a unit is named, with what was typed and what is wrong with it."""
    places = by_place(problems)
    page = render_template(
        template, ten=ten, ky_hieu=ky_hieu, problems=problems, places=places, **shown
    )
    return page, 422 if problems else 200


def _plan_of(user: User) -> MemberPlan:
    return MemberPlan(user.ho_ten, user.roles, user.unit_id)


def _typed_plan() -> MemberPlan:
    """The form of an account; a unit that is no number is one that the office does not have."""
    unit = request.form.get("unit_id", "")
    number = int(unit[:9]) if unit.isdecimal() else -1
    return MemberPlan(
        clean_line(request.form.get("ho_ten", "")),
        frozenset(request.form.getlist("roles")),
        number if unit else None,
    )


def _form(
    found: User | None, plan: MemberPlan, name: str, problems: Sequence[Problem]
) -> ResponseReturnValue:
    user = current_user()
    whole = "he_thong" in user.rights
    page = render_template(
        "people/account.html",
        account=found,
        plan=plan,
        name=name,
        roles={key: role for key, role in ROLES.items() if whole or key != "he_thong"},
        units=[("", "(không thuộc đơn vị nào)")]
        + [(unit.id, unit.ten) for unit in services().managing.units(user)],
        above=not whole and found is not None and "he_thong" in found.roles,
        problems=problems,
        places=by_place(problems),
    )
    return page, 422 if problems else 200


def _set_active(user_id: int, active: bool, said: str) -> ResponseReturnValue:
    managing = services().managing
    found = managing.account(current_user(), user_id)
    try:
        managing.set_active(current_user(), user_id, active)
    except Refused as refused:
        return _form(found, _plan_of(found), found.ten_dang_nhap, refused.problems)
    flash(said.format(name=found.ho_ten))
    return _back()


def _back() -> ResponseReturnValue:
    """To the list; who took that right from themselves goes where they still may."""
    user = services().register.people.user(current_user().id)
    keeps = user is not None and "nguoi_dung" in user.rights
    return redirect(url_for("people.accounts" if keeps else "home.start"))
