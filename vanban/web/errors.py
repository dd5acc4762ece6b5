"""Error pages: an exception comes in; a page that says what to do, or JSON for a script, goes out.

What was typed is not lost: after an expired form the page holds everything that was sent and sends
it again; every other page leads back, where the draft is saved.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from vanban.book import NoSuchLine
from vanban.drafts import NotFound
from vanban.life import NotAllowed
from vanban.problems import Refused
from vanban.store import FileLost
from vanban.web import logs, words
from vanban.web.access import TOKEN, from_here, wants_json


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Unauthorized, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _refused(404))
    app.register_error_handler(NoSuchLine, _refused(404))
    app.register_error_handler(FileLost, _refused(500))
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Refused, _refused(400))


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


def _page(code: int, sentence: str) -> ResponseReturnValue:
    title, happened, advice = words.ERRORS[code]
    ref = logs.reference() if code >= 500 else ""
    if wants_json():
        return jsonify(loi=sentence or f"{happened} {advice}", ma=ref), code
    page = render_template(
        "errors/error.html", title=title, happened=sentence or happened, advice=advice, ref=ref
    )
    return page, code


def _expired(error: CSRFError) -> ResponseReturnValue:
    """The form's token is no longer good, most often because the page was open for days.

    Sent from one of our own pages, it is offered again with a fresh token; from elsewhere never.
    """
    if wants_json() or not from_here():
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
    return [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
