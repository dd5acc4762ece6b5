"""Signing in through the office's OpenID Connect provider, where one is set.

In: a browser that goes there and comes back. Out: a session, or a link between a person's own
account and the provider's name for them. The provider never makes an account: whoever is unknown
here is told how to link one, which takes the account's password. Without the settings there are no
such pages.

Both ways out are links, not forms: the rule that a form of ours may only be sent to us
(Content-Security-Policy, form-action) counts redirects too, and stays as strict as it is.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from vanban.problems import Problem, Refused
from vanban.register import SignInRefused
from vanban.settings import Settings
from vanban.web import words
from vanban.web.access import NEXT, current_user, open_session, safe_path, services
from vanban.web.pages import by_place
from vanban.web.provider import Attempt, Provider, ProviderRefused

blueprint = Blueprint("oidc", __name__)
_EXTENSION = "vanban.provider"
_TRIED = "oidc"
_CONFIRMED = "oidc_confirmed"
_PASSWORD = "mat_khau_lien_ket"  # noqa: S105 - the name of the field, not a password
_TRY_LASTS = timedelta(minutes=10)
_CONFIRMED_LASTS = timedelta(minutes=5)


def init_app(app: Flask, settings: Settings) -> None:
    """Remember the provider, when the settings name one."""
    app.extensions[_EXTENSION] = Provider(settings) if settings.oidc_issuer else None


def _provider() -> Provider:
    found: Provider | None = current_app.extensions[_EXTENSION]
    if found is None:
        abort(404)
    return found


@blueprint.app_context_processor
def _names() -> dict[str, Any]:
    found: Provider | None = current_app.extensions[_EXTENSION]
    return {"provider_name": found.name if found else "", "is_linked": _is_linked}


def _is_linked() -> bool:
    return _provider().knows(services().register.subjects.of(current_user().id))


@blueprint.get("/dang-nhap/lien-thong")
def start() -> ResponseReturnValue:
    """To the provider, to sign in."""
    provider = _provider()
    following = request.args.get(NEXT, "")
    if g.get("user") is not None:
        return redirect(safe_path(following))
    if not services().register.people.anybody():
        return redirect(url_for("accounts.set_up"))
    return _send(provider, {NEXT: following, "link": None})


@blueprint.post("/tai-khoan/lien-ket")
def link() -> ResponseReturnValue:
    """The password once more, so that nobody links an account that was left open on a desk."""
    _provider()
    user = current_user()
    try:
        services().register.people.sign_in(
            user.ten_dang_nhap,
            request.form.get(_PASSWORD, ""),
            user.address,
            again=True,
        )
    except SignInRefused as refused:
        problems = [_about_the_password(problem) for problem in refused.problems]
        page = render_template(
            "accounts/account.html", problems=problems, places=by_place(problems)
        )
        return page, 422
    session[_CONFIRMED] = services().clock().isoformat()
    return render_template("accounts/link.html")


def _about_the_password(problem: Problem) -> Problem:
    code = "password_old_wrong" if problem.code == "sign_in_wrong" else problem.code
    return replace(problem, code=code, where=_PASSWORD)


@blueprint.get("/tai-khoan/lien-ket/di")
def go() -> ResponseReturnValue:
    """To the provider, to prove who one is there."""
    provider = _provider()
    if not _is_recent(session.pop(_CONFIRMED, ""), _CONFIRMED_LASTS):
        return redirect(url_for("accounts.account"))
    return _send(provider, {NEXT: "", "link": current_user().id})


@blueprint.post("/tai-khoan/go-lien-ket")
def unlink() -> ResponseReturnValue:
    """From now on only the password."""
    provider = _provider()
    open_session(services().register.subjects.unlink(current_user().actor))
    flash(words.UNLINKED.format(provider=provider.name))
    return redirect(url_for("accounts.account"))


@blueprint.get("/dang-nhap/lien-thong/ve")
def back() -> ResponseReturnValue:
    """Back from the provider: to sign in, or to link."""
    provider = _provider()
    tried: dict[str, Any] = session.get(_TRIED) or {}
    # Somebody else's address with another state must not end the try that is under way.
    if not tried or not _same(request.args.get("state", ""), tried["state"]):
        return _refuse(_over(), None)
    del session[_TRIED]
    linking: int | None = tried["link"]
    here = g.get("user")
    if not _is_recent(tried["at"], _TRY_LASTS) or (linking is not None and not here):
        return _refuse(_over(), linking)
    try:
        if "error" in request.args or "code" not in request.args:
            raise provider.refusal(request.args.get("error", ""))
        attempt = Attempt(tried["state"], tried["nonce"], tried["verifier"])
        person = provider.finish(_address_back(), attempt, request.args["code"])
        if linking is not None:
            return _link(provider, linking, person.subject, person.name)
        address = request.remote_addr or ""
        open_session(services().register.subjects.sign_in(person.subject, person.name, address))
    except (ProviderRefused, SignInRefused) as refused:
        return _refuse(refused, linking)
    return redirect(safe_path(tried[NEXT]))


def _link(provider: Provider, user_id: int, subject: str, name: str) -> ResponseReturnValue:
    user = current_user()
    if user.id != user_id:  # another person has signed in here in the meantime
        return _refuse(_over(), user_id)
    try:
        open_session(services().register.subjects.link(user.actor, subject, name))
    except Refused as refused:
        return _refuse(refused, user_id)
    flash(words.LINKED.format(name=name, provider=provider.name))
    return redirect(url_for("accounts.account"))


def _send(provider: Provider, tried: dict[str, Any]) -> ResponseReturnValue:
    linking = tried["link"]
    try:
        address, attempt = provider.begin(_address_back(), ask_again=linking is not None)
    except ProviderRefused as refused:
        return _refuse(refused, linking)
    session[_TRIED] = {**tried, **asdict(attempt), "at": services().clock().isoformat()}
    return redirect(address)


def _address_back() -> str:
    """Where the provider sends the browser; the name of this server was checked at the door."""
    return url_for("oidc.back", _external=True)


def _refuse(refused: Refused, linking: int | None) -> ResponseReturnValue:
    """Say it where the person came from: there the password works."""
    for problem in refused.problems:
        flash(problem.sentence, "error")
    return redirect(url_for("accounts.sign_in" if linking is None else "accounts.account"))


def _over() -> Refused:
    return Refused(Problem("oidc_over"))


def _same(given: str, kept: str) -> bool:
    return secrets.compare_digest(given.encode(), kept.encode())


def _is_recent(at: str, lasts: timedelta) -> bool:
    return bool(at) and services().clock() - datetime.fromisoformat(at) < lasts
