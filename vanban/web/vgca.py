"""Signing with VGCA Sign Service from the page of a paper.

In: a press of its button; then the program itself, without a session, with a token in the address.
Out: the message that the page's script sends to the program, the file, and the answer that the
program expects of whoever takes its file (docs/dev/vgca.md). The two addresses of the program need
no token against forged forms: nothing that a browser sends along by itself opens them.
"""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, flash, jsonify, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban.bridge import Offer, message
from vanban.problems import Problem, Refused
from vanban.register.passes import TAKEN, PassRefused
from vanban.web import words
from vanban.web.access import current_user, open_to_program, services, wants_json
from vanban.web.sending import FORMS

blueprint = Blueprint("vgca", __name__)
# As the program names the part with the signed file.
_PART = "uploadfile"


def init_csrf(csrf: CSRFProtect) -> None:
    """The program cannot know the token of a form."""
    csrf.exempt(upload)


def offer(document_id: int) -> Offer | None:
    """What the reader may have the program do; then this page, and only it, may speak with it."""
    found = services().bridge.offer(current_user(), document_id)
    if found is not None:
        open_to_program()
    return found


@blueprint.post("/van-ban/<int:document_id>/vgca")
def begin(document_id: int) -> ResponseReturnValue:
    """What the script tells the program to do, with addresses that were made for this once."""
    services().drafts.get(current_user(), document_id)
    if not wants_json():
        flash(words.VGCA_NEEDS_SCRIPT, "error")
        return redirect(url_for("home.paper", document_id=document_id), 303)
    by_program = request.form.get("ghi_so") == "vgca"
    order = services().bridge.begin(current_user(), document_id, writes_number=by_program)
    download = url_for("vgca.download", token=order.opened.download, _external=True)
    to = url_for("vgca.upload", token=order.opened.upload, _external=True)
    number = order.opened.number
    return jsonify(
        gui=message(order, download, to),
        theo_doi=url_for("vgca.progress", document_id=document_id, pass_number=number),
        xong=url_for("home.paper", document_id=document_id),
    )


@blueprint.get("/van-ban/<int:document_id>/vgca/<int:pass_number>")
def progress(document_id: int, pass_number: int) -> ResponseReturnValue:
    """How far the program is."""
    try:
        found = services().bridge.progress(current_user(), document_id, pass_number)
    except PassRefused:
        abort(404)
    if found.state == TAKEN:
        flash(words.VGCA_TAKEN)
    return jsonify(trang_thai=found.state, loi=[p.sentence for p in found.problems])


# -- what the program itself opens -----------------------------------------------------------------


@blueprint.get("/vgca/tep/<token>/van-ban.pdf")
def download(token: str) -> ResponseReturnValue:
    """The file to be signed. Asking whether it is there (HEAD) fetches nothing."""
    if request.method == "HEAD":
        return Response(mimetype=FORMS["pdf"])
    try:
        lying = services().bridge.hand_out(token, _address())
    except Refused as refused:  # in few words: no person reads them, and a page would set a cookie
        return jsonify(loi=_why(refused)), 400
    return send_file(
        BytesIO(lying.data),
        mimetype=FORMS["pdf"],
        as_attachment=True,
        download_name=lying.name,
    )


@blueprint.post("/vgca/nop/<token>")
def upload(token: str) -> ResponseReturnValue:
    """Take the signed file, and answer as the program expects: Status true, or why not."""
    try:
        errand = services().bridge.take(token, _address(), _file)
    except Refused as refused:
        # A token that is no good is a bad request; of a bad file the program shows the message.
        status = 400 if isinstance(refused, PassRefused) else 200
        return _answer(False, _why(refused)), status
    paper = url_for("home.paper", document_id=errand.document_id, _external=True)
    return _answer(True, place=paper)


def _why(refused: Refused) -> str:
    return " ".join(problem.sentence for problem in refused.problems)


def _answer(taken: bool, why: str = "", place: str = "") -> Response:
    name = "van-ban.pdf" if taken else ""
    return jsonify(Status=taken, Message=why, FileName=name, FileServer=place)


def _file() -> bytes:
    """The one file of the request. Raises Refused when there is none, or it is too large."""
    try:
        found = list(request.files.values())
    except RequestEntityTooLarge as error:
        limit = services().settings.max_upload_mb
        raise Refused(Problem("vgca_too_large", "", {"limit": limit})) from error
    named = request.files.get(_PART) or (found[0] if len(found) == 1 else None)
    data = named.read() if named else b""
    if not data:
        raise Refused(Problem("vgca_no_file"))
    return data


def _address() -> str:
    return request.remote_addr or ""
