"""How an office signs: what its PDFs carry, whom it trusts, its seal, its time stamps.

In: what was chosen and uploaded on "Ký số". Out: the office as the next papers and the next
signatures see it. What was taken away is put back by one button on the page that answers.
"""

from __future__ import annotations

import hashlib
import re
import ssl
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from vanban.agency import TRUONG_KY
from vanban.life import OFFICE
from vanban.problems import Problem, Refused
from vanban.signing import keeping
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import current_office, current_user, services
from vanban.web.pages import by_place
from vanban.web.signing_area import picture
from vanban.web.signing_files import at, png, sent, too_large, width_sent

blueprint = Blueprint("signing_office", __name__, url_prefix="/co-quan/ky-so")
ROOT_FILE, CRL_FILE, SEAL_FILE = "goc", "thu_hoi", "tep"
_COMMON_NAME = re.compile(r"Common Name: ([^,;]+)")
_ANSWERS = {"signing_office.add_root": ROOT_FILE, "signing_office.add_crl": CRL_FILE}


@dataclass(frozen=True)
class Undo:
    """What was just taken away. action: where it is sent to be put back, with these fields."""

    said: str
    action: str
    fields: Mapping[str, str]


@blueprint.route("", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Show how the office signs, and change it."""
    if request.method == "GET":
        return _page()
    user, office = current_user(), current_office()
    fields, tsa = request.form.get("truong_ky", ""), clean_line(request.form.get("tsa", ""))
    if fields not in TRUONG_KY:
        known = {"known": "; ".join(TRUONG_KY.values())}
        return _page((Problem("office_fields", "truong_ky", known),)), 422
    try:
        services().keyring.set_options(user, tsa=tsa, vgca="vgca" in request.form)
    except Refused as refused:
        return _page(at("tsa", refused.problems)), 422
    archive = "pdf_luu_tru" in request.form
    changed = replace(office.agency, truong_ky=fields, pdf_luu_tru=archive)
    services().register.people.save_office(office.id, changed, user.actor)
    flash(words.SIGNING_SAVED)
    return _back()


def _page(problems: tuple[Problem, ...] = (), undo: Undo | None = None) -> str:
    user, agency = current_user(), current_office().agency
    plan = services().keyring.plan(user)
    posted = request.method == "POST" and request.endpoint == "signing_office.edit"
    form = {
        "truong_ky": agency.truong_ky,
        "pdf_luu_tru": agency.pdf_luu_tru,
        "tsa": plan.tsa,
        "vgca": plan.vgca,
    }
    if posted:
        form |= {"truong_ky": request.form.get("truong_ky"), "tsa": request.form.get("tsa", "")}
        form |= {name: name in request.form for name in ("pdf_luu_tru", "vgca")}
    return render_template(
        "signing/office.html",
        form=form,
        choices=[(key, label, words.SIGNING_FIELDS[key]) for key, label in TRUONG_KY.items()],
        roots=services().keyring.roots(user),
        crls=[(_authority(pem), _fingerprint(pem)) for pem in plan.crls],
        now=services().clock(),
        seals="cap_so" in user.rights,
        seal=picture(OFFICE) if "cap_so" in user.rights else None,
        kept=services().keyring.kept_key(user, OFFICE) if "cap_so" in user.rights else None,
        problems=problems,
        places=by_place(problems),
        undo=undo,
    )


def _authority(crl: str) -> str:
    """Who keeps a list of revoked certificates: the name alone, where it has one."""
    issuer = keeping.revocation_list(crl.encode())[0]
    named = _COMMON_NAME.search(issuer)
    return named[1] if named else issuer


def _fingerprint(crl: str) -> str:
    """Names a list in a form of the page."""
    return hashlib.sha256(crl.encode()).hexdigest()


def _back() -> Response:
    return redirect(url_for("signing_office.edit"), 303)


# -- whom the office trusts ------------------------------------------------------------------------


@blueprint.post("/goc")
def add_root() -> ResponseReturnValue:
    """Trust the certificates of a file, or one that was just taken away."""
    pem = request.form.get("goc_pem", "")
    try:
        data = pem.encode() if pem else sent(ROOT_FILE, "Tệp chứng thư gốc")
        added = services().keyring.add_roots(current_user(), data)
    except Refused as refused:
        return _page(at(ROOT_FILE, refused.problems)), 422
    names = "; ".join(root.who for root in added)
    flash(words.ROOT_ADDED.format(names=names) if added else words.ROOT_KNOWN)
    return _back()


@blueprint.post("/goc/bo")
def remove_root() -> ResponseReturnValue:
    """Trust a certificate no more; the page that answers can take that back."""
    keyring, user = services().keyring, current_user()
    wanted = request.form.get("chung_thu", "")
    found = [root for root in keyring.roots(user) if root.sha256 == wanted]
    if not found:
        return _back()
    pem = next(pem for pem in keyring.plan(user).roots if _sha256(pem) == wanted)
    keyring.drop_root(user, wanted)
    action = url_for("signing_office.add_root")
    said = words.ROOT_REMOVED.format(name=found[0].who)
    return _page(undo=Undo(said, action, {"goc_pem": pem}))


def _sha256(pem: str) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


@blueprint.post("/thu-hoi")
def add_crl() -> ResponseReturnValue:
    """Keep a list of revoked certificates, in the place of an older one of the same authority."""
    kept = request.form.get("thu_hoi_pem", "")
    try:
        data = kept.encode() if kept else sent(CRL_FILE, "Tệp danh sách thu hồi")
        services().keyring.add_crl(current_user(), data)
    except Refused as refused:
        return _page(at(CRL_FILE, refused.problems)), 422
    flash(words.CRL_ADDED)
    return _back()


@blueprint.post("/thu-hoi/bo")
def remove_crl() -> ResponseReturnValue:
    """Judge by a list no more; the page that answers can take that back."""
    wanted = request.form.get("danh_sach", "")
    gone = services().keyring.drop_crl(current_user(), wanted)
    if gone is None:
        return _back()
    said = words.CRL_REMOVED.format(name=_authority(gone))
    action = url_for("signing_office.add_crl")
    return _page(undo=Undo(said, action, {"thu_hoi_pem": gone}))


# -- the certificate of the office -----------------------------------------------------------------


@blueprint.post("/khoa/bo")
def forget_key() -> ResponseReturnValue:
    """Forget the certificate of the office that was kept."""
    services().keyring.drop_key(current_user(), OFFICE)
    flash(words.KEY_FORGOTTEN)
    return _back()


# -- the seal --------------------------------------------------------------------------------------


@blueprint.get("/dau.png")
def seal() -> ResponseReturnValue:
    """The picture of the office's seal."""
    image = services().keyring.picture(current_user(), OFFICE)
    return abort(404) if image is None else png(image.png)


@blueprint.post("/dau")
def add_seal() -> ResponseReturnValue:
    """Keep the picture of the seal, or put back the one that was just taken away."""
    keyring, user = services().keyring, current_user()
    try:
        keyring.set_picture(user, OFFICE, picture_sent("Hình dấu"), width_sent())
    except Refused as refused:
        return _page(at_picture(refused.problems)), 422
    flash(words.SEAL_SAVED)
    return _back()


@blueprint.post("/dau/bo")
def remove_seal() -> ResponseReturnValue:
    """Sign without the picture of the seal; the page that answers can take that back."""
    keyring, user = services().keyring, current_user()
    image = keyring.picture(user, OFFICE)
    if image is None:
        return _back()
    keyring.drop_picture(user, OFFICE)
    action = url_for("signing_office.add_seal")
    return _page(undo=Undo(words.SEAL_REMOVED, action, kept_fields(image.png, image.width_mm)))


def picture_sent(label: str) -> bytes:
    """The picture of the form: a file, or one that a page kept for an undo. Raises Refused."""
    kept = request.form.get("tep_giu", "")
    if not kept:
        return sent(SEAL_FILE, label)
    try:
        return b64decode(kept, validate=True)
    except NotBase64 as error:
        raise Refused(Problem("upload_missing", SEAL_FILE, {"label": label})) from error


def at_picture(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The same problems; those that name no field are about the file."""
    return tuple(p if p.where else at(SEAL_FILE, (p,))[0] for p in problems)


def kept_fields(image: bytes, width_mm: float) -> dict[str, str]:
    """What a page keeps of a picture, so that a button can put it back."""
    return {"tep_giu": b64encode(image).decode(), "rong": f"{width_mm:.2f}"}


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    return _page(too_large(_ANSWERS.get(request.endpoint or "", SEAL_FILE))), 413
