"""The signing of one paper: the file to be signed goes out, the signed one comes in, or a key.

In: a signed PDF, or a certificate with its PIN. Out: the next stage of the paper, or its page again
with what is wrong. A PIN lives as long as the request that brought it and is never shown again.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban.life import LEADER, NotAllowed
from vanban.problems import Problem, Refused
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.life import Failed, paper_page
from vanban.web.pages import by_place, kind_title, paper_title
from vanban.web.sending import kept_bytes
from vanban.web.signing_area import Due, addresses, due_now, picture
from vanban.web.signing_files import (
    KEY_FILE,
    SIGNED_FILE,
    TOKEN_NAME,
    about_key,
    at,
    key_sent,
    pdf,
    sent,
    too_large,
)

blueprint = Blueprint("signing", __name__, url_prefix="/van-ban/<int:document_id>/ky")
_HERE = "signing.here"


@blueprint.get("/tep-de-ky")
def to_sign(document_id: int) -> ResponseReturnValue:
    """The very bytes that the reader is to sign now; khong_so: as the signer left them."""
    signatures, user = services().signatures, current_user()
    stage = signatures.standing(user, document_id).stage or LEADER
    bare = request.args.get("khong_so") == "1"
    lying = signatures.to_sign(user, document_id, stage, unnumbered=bare)
    return pdf(lying.name, lying.data)


@blueprint.get("/tep/<int:seq>")
def stage_file(document_id: int, seq: int) -> ResponseReturnValue:
    """One signed file of the paper, as it was kept."""
    file, data = services().signatures.file(current_user(), document_id, seq)
    stem = services().issuing.locked_files(current_user(), document_id).pdf.name
    return pdf(f"{stem.removesuffix('.pdf')} ({words.STAGE_FILES[file.stage]}).pdf", data)


# -- where to sign ---------------------------------------------------------------------------------


@blueprint.get("/vi-tri")
def places(document_id: int) -> ResponseReturnValue:
    """Where số, ngày and the signatures belong on the locked pages."""
    record = services().drafts.get(current_user(), document_id)
    return render_template("signing/places.html", record=record, places=_places(document_id))


@blueprint.get("/vi-tri.json")
def places_json(document_id: int) -> ResponseReturnValue:
    """The same for a program, as `python -m vanban places --json` tells it."""
    return jsonify(_places(document_id))


def _places(document_id: int) -> list[dict[str, Any]]:
    file = services().issuing.locked_files(current_user(), document_id).pdf
    return services().service.places(kept_bytes(file)).data()


# -- signed elsewhere ------------------------------------------------------------------------------


@blueprint.post("/nop")
def upload(document_id: int) -> ResponseReturnValue:
    """Nộp tệp đã ký: it is examined first; one that is refused changes nothing."""
    signatures, user = services().signatures, current_user()
    stage = signatures.standing(user, document_id).stage or LEADER
    try:
        signatures.take_signed(user, document_id, stage, sent(SIGNED_FILE, "Tệp đã ký"))
    except NotAllowed:
        raise
    except Refused as refused:
        return _refused(document_id, at(SIGNED_FILE, refused.problems)), 422
    return _done(document_id, stage)


def _refused(document_id: int, problems: tuple[Problem, ...]) -> str:
    record = services().drafts.get(current_user(), document_id)
    return paper_page(record, Failed(problems=problems))


def _done(document_id: int, stage: str) -> Response:
    flash(words.SIGNED_TAKEN[stage])
    return redirect(url_for("home.paper", document_id=document_id), 303)


# -- signed here -----------------------------------------------------------------------------------


@blueprint.route("/tai-day", methods=["GET", "POST"])
def here(document_id: int) -> ResponseReturnValue:
    """Ký tại đây: with the signer's certificate, or that of the office."""
    user = current_user()
    services().drafts.get(user, document_id)
    due = due_now(document_id, services().signatures.standing(user, document_id))
    if due is None:
        raise NotAllowed(Problem("sign_not_yours", str(document_id)))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if request.form.get("ban", "") != due.sha256:
            raise NotAllowed(Problem("paper_laid_anew", str(document_id)))
        try:
            identity = key_sent(user, due.stage)
            services().signatures.sign_here(user, document_id, due.stage, identity)
        except NotAllowed:
            raise
        except Refused as refused:
            problems = about_key(refused.problems)
        else:
            return _done(document_id, due.stage)
    return _page(document_id, due, problems), 422 if problems else 200


def _page(document_id: int, due: Due, problems: tuple[Problem, ...]) -> str:
    user = current_user()
    record = services().drafts.get(user, document_id)
    image = picture(due.stage)
    return render_template(
        "signing/here.html",
        heading=words.SIGN_HERE[due.stage],
        what=f"{kind_title(record.kind)}: {paper_title(record)}",
        due=due,
        to=addresses(document_id, services().signatures.standing(user, document_id)),
        stamped=bool(services().keyring.plan(user).tsa),
        kept=services().keyring.kept_key(user, due.stage),
        tokens=services().keyring.has_tokens,
        way=request.form.get("dung", ""),
        token=request.form.get(TOKEN_NAME, ""),
        image=image,
        image_said=words.SIGNS_WITH[due.stage][0 if image else 1],
        image_alt=words.PICTURES[due.stage],
        problems=problems,
        places=by_place(problems),
    )


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file that is larger than any signed paper: said where it was chosen."""
    document_id = (request.view_args or {})["document_id"]
    if request.endpoint != _HERE:
        return _refused(document_id, too_large(SIGNED_FILE)), 413
    standing = services().signatures.standing(current_user(), document_id)
    due = due_now(document_id, standing)
    if due is None:
        raise NotAllowed(Problem("sign_not_yours", str(document_id)))
    return _page(document_id, due, too_large(KEY_FILE)), 413
