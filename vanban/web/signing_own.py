"""What a person signs with: the picture of their signature, a certificate that they asked to keep.

In: a picture. Out: the picture as it will stand on papers that this person signs here.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban.life import LEADER
from vanban.problems import Problem, Refused
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.pages import by_place
from vanban.web.signing_area import picture
from vanban.web.signing_files import png, too_large, width_sent
from vanban.web.signing_office import SEAL_FILE, Undo, at_picture, kept_fields, picture_sent

blueprint = Blueprint("signing_own", __name__, url_prefix="/tai-khoan/ky-so")


@blueprint.get("")
def edit() -> ResponseReturnValue:
    """The picture of one's signature."""
    return _page()


def _page(problems: tuple[Problem, ...] = (), undo: Undo | None = None) -> str:
    return render_template(
        "signing/own.html",
        image=picture(LEADER),
        kept=services().keyring.kept_key(current_user(), LEADER),
        problems=problems,
        places=by_place(problems),
        undo=undo,
    )


def _back() -> Response:
    return redirect(url_for("signing_own.edit"), 303)


@blueprint.get("/chu-ky.png")
def image() -> ResponseReturnValue:
    """The picture of the reader's own signature."""
    found = services().keyring.picture(current_user(), LEADER)
    return abort(404) if found is None else png(found.png)


@blueprint.post("/hinh")
def add_image() -> ResponseReturnValue:
    """Keep the picture, or put back the one that was just taken away."""
    keyring, user = services().keyring, current_user()
    try:
        keyring.set_picture(user, LEADER, picture_sent("Hình chữ ký"), width_sent())
    except Refused as refused:
        return _page(at_picture(refused.problems)), 422
    flash(words.SIGNATURE_SAVED)
    return _back()


@blueprint.post("/hinh/bo")
def remove_image() -> ResponseReturnValue:
    """Sign without a picture; the page that answers can take that back."""
    keyring, user = services().keyring, current_user()
    found = keyring.picture(user, LEADER)
    if found is None:
        return _back()
    keyring.drop_picture(user, LEADER)
    action = url_for("signing_own.add_image")
    fields = kept_fields(found.png, found.width_mm)
    return _page(undo=Undo(words.SIGNATURE_REMOVED, action, fields))


@blueprint.post("/khoa/bo")
def forget_key() -> ResponseReturnValue:
    """Forget the certificate that was kept."""
    services().keyring.drop_key(current_user(), LEADER)
    flash(words.KEY_FORGOTTEN)
    return _back()


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    return _page(too_large(SEAL_FILE)), 413
