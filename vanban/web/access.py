"""The guard at the door: a request comes in; it passes, is sent to the sign-in page, or is refused.

`RULES` says for every route who may use it. A route without a rule is closed to everybody, and an
application that has one does not start: nobody can forget to decide. Here too: the headers that
tell the browser what these pages never do.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from vanban.agency import Agency
from vanban.life import RIGHTS
from vanban.register import Office, Unavailable, User
from vanban.services import Services
from vanban.web import words

# What a signed-out person had typed goes through the sign-in form under names with this prefix.
CARRIED, CARRIED_TO = "gui_lai:", "gui_lai_den"
TOKEN = "csrf_token"  # noqa: S105 - the name of the field, not a token
NEXT = "tiep"
_PATH_LENGTH = 200
# However busy somebody is: after a week the password is asked for again.
_LONGEST_SESSION_S = 7 * 24 * 3600
_log = logging.getLogger(__name__)


class Open(Enum):
    """A rule that asks for no right."""

    PUBLIC = "mọi người"
    SIGNED_IN = "người đã đăng nhập"


Rule = Open | frozenset[str]
PUBLIC, SIGNED_IN = Open.PUBLIC, Open.SIGNED_IN


def _needs(*rights: str) -> frozenset[str]:
    """Any of these rights suffices. ValueError for one that there is not (a bug)."""
    if not rights or not RIGHTS.issuperset(rights):
        raise ValueError(rights)
    return frozenset(rights)


# Every route by its endpoint, in the order of the areas. docs/dev/access.md shows the same as a
# table of routes and roles.
RULES: Mapping[str, Rule] = {
    "static": PUBLIC,
    # for the machine that watches
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    # the door
    "accounts.set_up": PUBLIC,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "accounts.sign_out_everywhere": SIGNED_IN,
    "oidc.start": PUBLIC,
    "oidc.back": PUBLIC,
    "oidc.link": SIGNED_IN,
    "oidc.go": SIGNED_IN,
    "oidc.unlink": SIGNED_IN,
    # papers
    "home.start": SIGNED_IN,
    "home.papers": _needs("xem"),
    "home.paper": _needs("xem"),
    "home.file": _needs("xem"),
    "home.new": _needs("soan"),
    "home.copy": _needs("soan"),
    "home.delete": _needs("soan"),
    "home.restore": _needs("soan"),
    "home.restore_revision": _needs("soan"),
    # the life of a paper
    "life.submit": _needs("soan"),
    "life.rut_lai": _needs("soan"),
    "life.tra_lai": _needs("tra_lai"),
    "life.da_ky": _needs("da_ky"),
    "life.bo_ky": _needs("da_ky"),
    "life.number": _needs("cap_so"),
    "life.huy": _needs("cap_so"),
    "life.thay_the": _needs("soan"),
    "life.dinh_chinh": _needs("soan"),
    "life.locked_file": _needs("xem"),
    "life.page": _needs("xem"),
    # signing with VGCA Sign Service: the page, and the program itself
    "vgca.begin": _needs("da_ky", "cap_so"),
    "vgca.progress": _needs("da_ky", "cap_so"),
    "vgca.download": PUBLIC,
    "vgca.upload": PUBLIC,
    # its signatures
    "signing.to_sign": _needs("da_ky", "cap_so"),
    "signing.upload": _needs("da_ky", "cap_so"),
    "signing.here": _needs("da_ky", "cap_so"),
    "signing.stage_file": _needs("xem"),
    "signing.places": _needs("xem"),
    "signing.places_json": _needs("xem"),
    # copies and appendices that the office signs
    "signing_copies.copies": _needs("xem"),
    "signing_copies.copy": _needs("xem"),
    "signing_copies.file": _needs("xem"),
    "signing_copies.add": _needs("cap_so"),
    "signing_copies.upload": _needs("cap_so"),
    "signing_copies.here": _needs("cap_so"),
    # what a person signs with
    "signing_own.edit": _needs("da_ky"),
    "signing_own.image": _needs("da_ky"),
    "signing_own.add_image": _needs("da_ky"),
    "signing_own.remove_image": _needs("da_ky"),
    "signing_own.forget_key": _needs("da_ky"),
    # the editor
    "editor.edit": _needs("soan"),
    "editor.act": _needs("soan"),
    "editor.save": _needs("soan"),
    "editor.preview": _needs("soan"),
    "editor.page": _needs("xem"),
    "editor.outline": _needs("soan"),
    "editor.convert": _needs("soan"),
    "editor.fork": _needs("soan"),
    "both.show": _needs("soan"),
    "both.choose": _needs("soan"),
    # papers made from a list
    "batches.start": _needs("soan"),
    "batches.here": _needs("xem"),
    "batches.new": _needs("soan"),
    "batches.template": _needs("soan"),
    "batches.upload": _needs("soan"),
    "batches.sheet": _needs("soan"),
    "batches.columns": _needs("soan"),
    "batches.other_sheet": _needs("soan"),
    "batches.upload_again": _needs("soan"),
    "batch_common.edit": _needs("soan"),
    "batch_common.save": _needs("soan"),
    "batch_check.check": _needs("soan"),
    "batch_check.fix": _needs("soan"),
    "batch_check.look": _needs("soan"),
    "batch_check.page": _needs("soan"),
    "batch_check.confirm": _needs("soan"),
    "batch_run.run": _needs("soan"),
    "batch_run.progress": _needs("soan"),
    "batch_run.act": _needs("soan"),
    "batch_run.results": _needs("xem"),
    "batch_files.parcel": _needs("xem"),
    "batch_files.print_file": _needs("xem"),
    "batch_files.results": _needs("xem"),
    "batch_files.roll": _needs("xem"),
    "batch_files.chart": _needs("xem"),
    "batch_names.edit": _needs("soan"),
    "batch_names.save": _needs("soan"),
    "batch_names.example": _needs("soan"),
    "batch_steps.submit": _needs("soan"),
    "batch_steps.certificates": _needs("soan"),
    "batch_steps.again": _needs("soan"),
    "batch_steps.sign": _needs("da_ky"),
    "batch_steps.send_back": _needs("tra_lai"),
    "batch_steps.withdraw": _needs("soan"),
    "batch_steps.number": _needs("cap_so"),
    # the check of form
    "checks.start": _needs("xem", "soan"),
    "checks.upload": _needs("xem", "soan"),
    "checks.show": _needs("xem", "soan"),
    "checks.page": _needs("xem", "soan"),
    "checks.repair": _needs("xem", "soan"),
    "checks.delete": _needs("xem", "soan"),
    "checks.paper": _needs("xem"),
    "checks.paper_page": _needs("xem"),
    # the register
    "book.shown": _needs("so_xem"),
    "book.printed": _needs("so_xem"),
    "book.exported": _needs("so_xem"),
    "book.delivery": _needs("cap_so"),
    # the office
    "office.edit": _needs("co_quan"),
    "certificates.edit": _needs("co_quan"),
    "certificates.sample": _needs("co_quan"),
    "certificates.test_page": _needs("co_quan"),
    "series.books": _needs("co_quan"),
    "series.add": _needs("co_quan"),
    "series.book": _needs("co_quan"),
    "series.start": _needs("co_quan"),
    # how it signs
    "signing_office.edit": _needs("co_quan"),
    "signing_office.add_root": _needs("co_quan"),
    "signing_office.remove_root": _needs("co_quan"),
    "signing_office.add_crl": _needs("co_quan"),
    "signing_office.remove_crl": _needs("co_quan"),
    "signing_office.forget_key": _needs("cap_so"),
    "signing_office.seal": _needs("cap_so"),
    "signing_office.add_seal": _needs("cap_so"),
    "signing_office.remove_seal": _needs("cap_so"),
    # its people
    "people.accounts": _needs("nguoi_dung"),
    "people.add": _needs("nguoi_dung"),
    "people.account": _needs("nguoi_dung"),
    "people.lock": _needs("nguoi_dung"),
    "people.unlock": _needs("nguoi_dung"),
    "people.lend": _needs("nguoi_dung"),
    "people.units": _needs("nguoi_dung"),
    "people.unit": _needs("nguoi_dung"),
    # what was done
    "trail.events": _needs("nhat_ky"),
    "trail.export": _needs("nhat_ky"),
    # every office
    "installation.offices": _needs("he_thong"),
    "installation.add": _needs("he_thong"),
}
# Where somebody may go whose password was chosen by somebody else: to choose one, or away.
_WITH_LENT_PASSWORD = frozenset({"accounts.account", "accounts.sign_out"})

# Where VGCA Sign Service listens on the reader's own computer.
_PROGRAM = "wss://127.0.0.1:8987"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src {}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie; it never leaves https once it came by https."""

    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """By https a name that browsers let no neighbouring host and no plain page set."""
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if request.is_secure else name

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
    session["at"] = int(services().clock().timestamp())


def open_to_program() -> None:
    """Let the page that is being made, and no other, speak with the program that signs."""
    g.to_program = True


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


def permits(endpoint: str, rights: Collection[str]) -> bool:
    """Whether somebody who is signed in with these rights may use this route."""
    rule = RULES.get(endpoint, frozenset())
    return isinstance(rule, Open) or not rule.isdisjoint(rights)


def first_permitted(endpoints: Iterable[str], rights: Collection[str]) -> str | None:
    """The first of these routes that somebody with these rights may use."""
    return next((name for name in endpoints if permits(name, rights)), None)


def init_app(app: Flask) -> None:
    """Put the guard before every request, and the headers on every answer."""
    app.before_request(_guard)
    app.after_request(_note_refusal)
    app.after_request(_protect)


def check_rules(app: Flask) -> None:
    """Hold every route of the application to a rule. ValueError names those without one (a bug)."""
    forgotten = {rule.endpoint for rule in app.url_map.iter_rules()} - set(RULES)
    if forgotten:
        raise ValueError(f"no access rule for {sorted(forgotten)}: add one to access.RULES")


def _guard() -> BaseResponse | None:
    if request.endpoint == "static":
        return None
    g.user = _signed_in()
    # An address that does not exist goes on to its error page, which tells nothing.
    if request.endpoint is None or RULES.get(request.endpoint) is PUBLIC:
        return None
    if g.user is None:
        return _ask_to_sign_in()
    if g.user.must_change and request.endpoint not in _WITH_LENT_PASSWORD:
        return _away(words.CHOOSE_PASSWORD, url_for("accounts.account"))
    if not permits(request.endpoint, g.user.rights):
        raise Forbidden
    return None


def _away(sentence: str, to: str) -> BaseResponse:
    """To another page first; a script is told so, because it cannot show that page."""
    if not wants_json():
        return redirect(to)
    answer = jsonify(loi=sentence, dang_nhap=to)
    answer.status_code = Unauthorized.code or 401
    return answer


def _ask_to_sign_in() -> BaseResponse:
    if not services().register.people.anybody():
        return redirect(url_for("accounts.set_up"))
    values: dict[str, Any] = {}
    if request.method == "GET" and request.path != "/":
        values[NEXT] = request.full_path.rstrip("?")
    if request.method == "POST" and from_here() and not wants_json():
        raise Unauthorized  # its page asks for the password and keeps what was typed
    return _away(words.SIGNED_OUT, url_for("accounts.sign_in", **values))


def from_here() -> bool:
    """Whether the request comes from one of our own pages, as far as the browser tells."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.host


def _signed_in() -> User | None:
    number = session.get("user")
    if not isinstance(number, int):
        return None
    user = services().register.people.user(number)
    old = services().clock().timestamp() - session.get("at", 0) > _LONGEST_SESSION_S
    if user is None or not user.active or user.epoch != session.get("epoch") or old:
        session.clear()
        return None
    return replace(user, address=request.remote_addr or "")


def _note_refusal(response: Response) -> Response:
    """Whoever asks for what is not theirs to do is noted: in the log, and where their office looks.

    The address is kept, never what was sent.
    """
    user: User | None = g.get("user")
    if response.status_code == Forbidden.code and user is not None:
        _log.info("refused: %s %s, account %d", request.method, request.endpoint, user.id)
        detail = {"path": request.path[:_PATH_LENGTH], "method": request.method}
        try:
            services().register.trail.note(user.actor, "tu_choi", None, detail)
        except Unavailable as unavailable:  # the refusal stands all the same
            _log.warning("not noted: %s", unavailable.problems[0].code)
    return response


def _protect(response: Response) -> Response:
    connect = f"'self' {_PROGRAM}" if "to_program" in g else "'self'"
    response.headers.setdefault("Content-Security-Policy", _POLICY.format(connect))
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Papers of an office must not stay behind on a shared computer.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
