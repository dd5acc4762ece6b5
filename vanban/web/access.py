"""The guard at the door: a request comes in; it passes, or is sent to the sign-in page.

Every route is closed to strangers unless it is named in `PUBLIC`: a new page is safe before anyone
thinks about it. Here too: the headers that tell the browser what these pages never do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from vanban.agency import Agency
from vanban.register import Office, User
from vanban.services import Services
from vanban.web import words

# What a signed-out person had typed goes through the sign-in form under names with this prefix.
CARRIED, CARRIED_TO = "gui_lai:", "gui_lai_den"
TOKEN = "csrf_token"  # noqa: S105 - the name of the field, not a token
PUBLIC = frozenset({"static", "accounts.set_up", "accounts.sign_in"})
NEXT = "tiep"

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie; it never leaves https once it came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser may send the cookie over https only."""
        return request.is_secure


def services() -> Services:
    """The opened house of this application."""
    found: Services = current_app.extensions["vanban"]
    return found


def current_user() -> User:
    """Who is signed in. Raises Unauthorized on a public page without anybody."""
    user: User | None = g.get("user")
    if user is None:
        raise Unauthorized
    return user


def current_office() -> Office:
    """The office of whoever is signed in, read once for each request."""
    if "office" not in g:
        g.office = services().register.people.office(current_user().agency_id)
    office: Office = g.office
    return office


def current_agency() -> Agency:
    """The same, as papers see it."""
    return current_office().agency


def open_session(user: User) -> None:
    """Sign this person in on this browser; whatever an earlier session held is gone."""
    session.clear()
    session.permanent = True
    session["user"] = user.id
    session["epoch"] = user.epoch


def safe_path(path: str) -> str:
    """`path` when it is one of ours, else the start page: nobody is sent to another site."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and path.isprintable() else url_for("home.start")


def wants_json() -> bool:
    """Whether a script asks: it can read a sentence, but not a page."""
    return (
        request.is_json
        or "X-CSRFToken" in request.headers
        or request.accept_mimetypes.best == "application/json"
    )


def init_app(app: Flask) -> None:
    """Put the guard before every request, and the headers on every answer."""
    app.before_request(_guard)
    app.after_request(_protect)


def _guard() -> BaseResponse | None:
    if request.endpoint == "static":
        return None
    g.user = _signed_in()
    # An address that does not exist goes on to its error page, which tells nothing.
    if g.user is not None or request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if not services().register.people.anybody():
        return redirect(url_for("accounts.set_up"))
    values: dict[str, Any] = {}
    if request.method == "GET" and request.path != "/":
        values[NEXT] = request.full_path.rstrip("?")
    sign_in = url_for("accounts.sign_in", **values)
    if wants_json():
        answer = jsonify(loi=words.SIGNED_OUT, dang_nhap=sign_in)
        answer.status_code = Unauthorized.code or 401
        return answer
    if request.method == "POST" and from_here():
        raise Unauthorized  # its page asks for the password and keeps what was typed
    return redirect(sign_in)


def from_here() -> bool:
    """Whether the request comes from one of our own pages, as far as the browser tells."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.host


def _signed_in() -> User | None:
    number = session.get("user")
    if not isinstance(number, int):
        return None
    user = services().register.people.user(number)
    if user is None or not user.active or user.epoch != session.get("epoch"):
        session.clear()
        return None
    return replace(user, address=request.remote_addr or "")


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Papers of an office must not stay behind on a shared computer.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
