"""Electronic copies: a scan or an appendix comes in; the office signs it here, or elsewhere.

In: a PDF with the form of the copy; a signed PDF or a certificate. Out: the copies of the office,
and the signed file. Nghị định 30/2020, Điều 25–27; Phụ lục I, Phần II and I.8.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban.copies import APPENDIX
from vanban.life import COPIES, OFFICE, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import OfficeCopy
from vanban.signing.verdict import Verdict
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.pages import by_place
from vanban.web.signing_area import Addresses, Due
from vanban.web.signing_files import (
    SIGNED_FILE,
    TOKEN_NAME,
    about_key,
    at,
    key_sent,
    limit_mb,
    pdf,
    scan_limit_mb,
    sent,
    too_large,
)
from vanban.web.signing_words import told

blueprint = Blueprint("signing_copies", __name__, url_prefix="/sao-dien-tu")
SCAN = "ban_quet"
_PLACES = {"copy_no_title": "ten"}


@dataclass(frozen=True)
class _Typed:
    """What was typed for a new copy. paper: the number of the paper that it belongs to, or None."""

    form: str
    title: str
    paper: int | None


@blueprint.get("")
def copies() -> ResponseReturnValue:
    """The copies of the office, and a form for one more."""
    return _page(_asked(request.args.get("hinh_thuc", "")))


@blueprint.post("")
def add() -> ResponseReturnValue:
    """One more file that waits for the office's signature."""
    typed = _asked(request.form.get("hinh_thuc", ""))
    try:
        data = sent(SCAN, "Bản quét")
        added = services().copies.add(current_user(), typed.form, typed.title, data, typed.paper)
    except NotAllowed:
        raise
    except Refused as refused:
        problems = tuple(
            Problem(p.code, _PLACES.get(p.code, SCAN), p.data) for p in refused.problems
        )
        return _page(typed, problems), 422
    flash(words.COPY_ADDED)
    return _to(added.id)


def _asked(form: str) -> _Typed:
    paper = request.values.get("van_ban", "")
    title = clean_line(request.values.get("ten", ""))
    number = int(paper[:9]) if paper.isascii() and paper.isdecimal() else None
    return _Typed(form if form in COPIES else "sao_y", title, number)


def _page(typed: _Typed, problems: tuple[Problem, ...] = ()) -> str:
    user, page = current_user(), request.args.get("trang", "1")
    found = services().copies.page(user, int(page[:6]) if page.isdecimal() else 1)
    # An appendix is signed with the number of its paper, so it is added from that paper's page.
    forms = [name for name in COPIES if name != APPENDIX or typed.paper is not None]
    paper = None if typed.paper is None else services().drafts.get(user, typed.paper)
    return render_template(
        "signing/copies.html",
        found=found,
        forms=[(name, COPIES[name], words.COPY_FORMS[name]) for name in forms],
        labels=COPIES,
        typed=typed,
        paper=paper,
        adds="cap_so" in user.rights,
        limit=scan_limit_mb(),
        problems=problems,
        places=by_place(problems),
    )


def _to(copy_id: int) -> Response:
    return redirect(url_for("signing_copies.copy", copy_id=copy_id), 303)


# -- one copy --------------------------------------------------------------------------------------


@blueprint.get("/<int:copy_id>")
def copy(copy_id: int) -> ResponseReturnValue:
    """One copy: who added it, whether it is signed, and what the signature is worth."""
    return _one(_found(copy_id)[0])


@blueprint.get("/<int:copy_id>/tep")
def file(copy_id: int) -> ResponseReturnValue:
    """The signed file; before that the one to be signed."""
    _, name, data = _found(copy_id)
    return pdf(name, data)


def _found(copy_id: int) -> tuple[OfficeCopy, str, bytes]:
    """The copy with its file. Raises NotFound for one of another office, as for one of none."""
    try:
        return services().copies.files(current_user(), copy_id)
    except NotAllowed as refused:
        raise NotFound from refused


def _one(found: OfficeCopy, problems: tuple[Problem, ...] = ()) -> str:
    user = current_user()
    due = None
    if found.sha256 is None and "cap_so" in user.rights:
        due = Due(OFFICE, found.source_sha256, found.source_size)
    return render_template(
        "signing/copy.html",
        copy=found,
        form=COPIES[found.form],
        appendix=found.form == APPENDIX,
        due=due,
        to=_addresses(found.id),
        seen=told(Verdict.from_json(found.verdict)) if found.sha256 else (),
        limit=limit_mb(),
        problems=problems,
        places=by_place(problems),
    )


def _addresses(copy_id: int) -> Addresses:
    return Addresses(
        url_for("signing_copies.file", copy_id=copy_id),
        url_for("signing_copies.upload", copy_id=copy_id),
        url_for("signing_copies.here", copy_id=copy_id),
        url_for("signing_copies.copy", copy_id=copy_id),
    )


@blueprint.post("/<int:copy_id>/nop")
def upload(copy_id: int) -> ResponseReturnValue:
    """Nộp bản sao đã ký: it is examined first; one that is refused changes nothing."""
    found = _found(copy_id)[0]
    try:
        data = sent(SIGNED_FILE, "Tệp đã ký")
        services().copies.take_signed(current_user(), copy_id, data)
    except NotAllowed:
        raise
    except Refused as refused:
        return _one(found, at(SIGNED_FILE, refused.problems)), 422
    flash(words.COPY_SIGNED)
    return _to(copy_id)


@blueprint.route("/<int:copy_id>/ky", methods=["GET", "POST"])
def here(copy_id: int) -> ResponseReturnValue:
    """Ký bản sao tại đây: with the certificate of the office."""
    user, found = current_user(), _found(copy_id)[0]
    if found.sha256 is not None:
        raise NotAllowed(Problem("copy_signed_already", str(copy_id)))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            services().copies.sign_here(user, copy_id, key_sent(user, OFFICE))
        except NotAllowed:
            raise
        except Refused as refused:
            problems = about_key(refused.problems)
        else:
            flash(words.COPY_SIGNED)
            return _to(copy_id)
    return _signing(found, problems), 422 if problems else 200


def _signing(found: OfficeCopy, problems: tuple[Problem, ...]) -> str:
    user = current_user()
    return render_template(
        "signing/here.html",
        heading=words.SIGN_HERE[OFFICE],
        what=f"{COPIES[found.form]}: {found.title}",
        due=Due(OFFICE, found.source_sha256, found.source_size),
        to=_addresses(found.id),
        stamped=bool(services().keyring.plan(user).tsa),
        kept=services().keyring.kept_key(user, OFFICE),
        tokens=services().keyring.has_tokens,
        way=request.form.get("dung", ""),
        token=request.form.get(TOKEN_NAME, ""),
        image=None,
        image_said=words.COPY_WITHOUT_IMAGE,
        image_alt="",
        problems=problems,
        places=by_place(problems),
    )


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    copy_id = (request.view_args or {}).get("copy_id")
    if copy_id is None:
        return _page(_Typed("sao_y", "", None), too_large(SCAN)), 413
    return _one(_found(copy_id)[0], too_large(SIGNED_FILE)), 413
