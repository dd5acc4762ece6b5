"""Error pages: an exception comes in; a page that says what to do, or JSON for a script, goes out.

What was typed is not lost: after an expired form, or when the machine could not do its work, the
page holds everything that was sent and sends it again; every other page leads back, where the draft
is saved. Passwords are never sent back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from vanban.book import NoSuchLine
from vanban.drafts import NotFound
from vanban.life import NotAllowed
from vanban.managing import NoSuch
from vanban.problems import Fault, Refused
from vanban.register import Unavailable
from vanban.store import FileLost, disk_fault
from vanban.web import logs, words
from vanban.web.access import TOKEN, from_here, wants_json

_PASSWORDS = "mat_khau"
_SOON_S = 5
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Unauthorized, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _refused(404))
    app.register_error_handler(NoSuchLine, _refused(404))
    app.register_error_handler(NoSuch, _refused(404))
    app.register_error_handler(FileLost, _refused(500))
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Refused, _refused(400))
    app.register_error_handler(Fault, _fault)
    app.register_error_handler(OSError, _system)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:  # a redirect, or an answer made by hand
        return error.response
    code = error.code or 500
    if code not in words.ERRORS:
        code = 400 if code < 500 else 500
    if isinstance(error, InternalServerError):
        g.failed = True  # the page must not ask the database, which may be what failed
    return _page(code, "")


def _refused(code: int) -> Callable[[Refused], ResponseReturnValue]:
    def handle(error: Refused) -> ResponseReturnValue:
        return _page(code, " ".join(problem.sentence for problem in error.problems))

    return handle


def _not_allowed(error: NotAllowed) -> ResponseReturnValue:
    """Not this person's to do: 403. Theirs, but the paper stands elsewhere by now: 409."""
    theirs = all(problem.code != "not_your_right" for problem in error.problems)
    return _refused(409 if theirs else 403)(error)


def _fault(fault: Fault) -> ResponseReturnValue:
    """The machine cannot do it now: why, for the clerk and for the log; nothing was done."""
    g.failed = True  # the page must not ask the database
    passes = isinstance(fault, Unavailable) and fault.passes
    codes = " ".join(problem.code for problem in fault.problems)
    _log.log(logging.WARNING if passes else logging.ERROR, "fault: %s", codes)
    answer = make_response(_page(503, " ".join(p.sentence for p in fault.problems), typed=True))
    if passes:
        answer.headers["Retry-After"] = str(_SOON_S)
    return answer


def _system(error: OSError) -> ResponseReturnValue:
    """A disk that is full or broken, wherever it is noticed; anything else is a bug."""
    told = disk_fault(error)
    if told is None:
        raise error
    return _fault(told)


def _page(code: int, sentence: str, *, typed: bool = False) -> ResponseReturnValue:
    """typed: with what was sent from a page of ours, to be sent again."""
    title, happened, advice = words.ERRORS[code]
    ref = logs.reference() if code >= 500 else ""
    if wants_json():
        return jsonify(loi=sentence or f"{happened} {advice}", ma=ref), code
    page = render_template(
        "errors/error.html",
        title=title,
        happened=sentence or happened,
        advice=advice,
        ref=ref,
        typed=_typed() if typed and from_here() and not _with_password() else (),
        action=request.full_path.rstrip("?"),
    )
    return page, code


def _expired(error: CSRFError) -> ResponseReturnValue:
    """The form's token is no longer good, most often because the page was open for days.

    Sent from one of our own pages, it is offered again with a fresh token; from elsewhere never.
    """
    if wants_json() or not from_here() or _with_password():
        return _page(400, "")
    return render_template("errors/expired.html", fields=_typed(), action=request.full_path), 400


def _signed_out(error: Unauthorized) -> ResponseReturnValue:
    """The session ended while somebody typed: what was sent waits behind the password."""
    page = render_template(
        "accounts/sign_in.html",
        ten_dang_nhap="",
        following="",
        carried=_typed(),
        carried_to=request.full_path.rstrip("?"),
        problems=(),
        places={},
        demo_accounts=(),
    )
    return page, 401


def _typed() -> list[tuple[str, str]]:
    """What was sent, to stand in a page again: neither the token nor a password."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != TOKEN and not name.startswith(_PASSWORDS)
    ]


def _with_password() -> bool:
    return any(name.startswith(_PASSWORDS) for name in request.form)
