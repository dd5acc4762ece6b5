"""How an office prints its giấy khen: frame, emblem, blanks, and the test page that measures them.

In: what was chosen and uploaded on "Giấy khen". Out: the office as the next giấy khen see it; the
PDF of a sample, and of the test page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from vanban import artwork
from vanban.agency import IN_SAN, KHUNG, LECH_MM, GiayKhen
from vanban.problems import Problem, Refused
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import current_agency, current_office, current_user, services
from vanban.web.pages import by_place, today

blueprint = Blueprint("certificates", __name__, url_prefix="/co-quan/giay-khen")
KIND = "giay_khen"
OWN = "rieng"
_OFFSETS = ("lech_x_mm", "lech_y_mm")
_MM = re.compile(r"[-+−]?\d{1,2}(?:[.,]\d{1,2})?\Z")


@blueprint.route("", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Show how giấy khen are printed, and change it."""
    office = current_office()
    if request.method == "GET":
        return _page(_shown(office.agency.giay_khen))
    try:
        made = _read(office.agency.giay_khen)
    except Refused as refused:
        return _page(_typed(office.agency.giay_khen), refused.problems), 422
    changed = replace(office.agency, giay_khen=made)
    services().register.people.save_office(office.id, changed, current_user().actor)
    flash(words.CERTIFICATES_SAVED)
    return redirect(url_for("certificates.edit"))


@blueprint.get("/mau.pdf")
def sample() -> ResponseReturnValue:
    """The sample of the kind, as this office prints it."""
    service = services().service
    made = service.produce(KIND, service.kinds[KIND].sample, current_agency(), today())
    return _pdf(made.pdf, words.CERTIFICATE_SAMPLE)


@blueprint.get("/trang-thu.pdf")
def test_page() -> ResponseReturnValue:
    """Rulers and the sample, moved as far as the office says now."""
    data = services().service.test_page(KIND, current_agency(), today())
    return _pdf(data, words.CERTIFICATE_TEST)


def _pdf(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), "application/pdf", as_attachment=True, download_name=name)


def _page(form: Mapping[str, Any], problems: tuple[Problem, ...] = ()) -> str:
    own = current_agency().giay_khen.khung_rieng
    return render_template(
        "office/certificates.html",
        form=form,
        problems=problems,
        places=by_place(problems),
        frames=[*KHUNG.items(), *([(OWN, words.OWN_FRAME)] if own else [])],
        parts=IN_SAN,
        emblem=bool(current_agency().giay_khen.bieu_trung),
        most=f"{LECH_MM:.0f}",
        limit=artwork.LARGEST_FILE >> 20,
    )


def _shown(office: GiayKhen) -> dict[str, Any]:
    return {
        "khung": OWN if office.khung_rieng else office.khung,
        "tren_phoi": office.tren_phoi,
        "in_san": office.in_san,
        **{name: f"{getattr(office, name):g}".replace(".", ",") for name in _OFFSETS},
    }


def _typed(office: GiayKhen) -> dict[str, Any]:
    return {
        "khung": request.form.get("khung", office.khung),
        "tren_phoi": "tren_phoi" in request.form,
        "in_san": tuple(part for part in IN_SAN if f"in_san-{part}" in request.form),
        **{name: clean_line(request.form.get(name, "")) for name in _OFFSETS},
    }


def _read(before: GiayKhen) -> GiayKhen:
    """What was posted. Raises Refused with every problem and its place."""
    typed = _typed(before)
    problems: list[Problem] = []
    offsets = {}
    for name in _OFFSETS:
        found = _millimetres(typed[name])
        if found is None:
            problems.append(Problem("office_award_offset", name, {"most": f"{LECH_MM:.0f}"}))
        else:
            offsets[name] = found
    frame = typed["khung"]
    if frame == OWN and before.khung_rieng:
        frame = before.khung
    elif frame not in KHUNG:
        problems.append(Problem("office_award_frame", "khung"))
    pictures = {}
    for name in (artwork.FRAME, artwork.EMBLEM):
        try:
            pictures[name] = _picture(name)
        except Refused as refused:
            problems += [replace(p, where=f"{name}_tep") for p in refused.problems]
    if problems:
        raise Refused(*problems)
    kept = "" if "bo_bieu_trung" in request.form else before.bieu_trung
    return GiayKhen(
        khung=pictures[artwork.FRAME] or frame,
        bieu_trung=pictures[artwork.EMBLEM] or kept,
        tren_phoi=typed["tren_phoi"],
        in_san=typed["in_san"],
        lech_x_mm=offsets["lech_x_mm"],
        lech_y_mm=offsets["lech_y_mm"],
    )


def _millimetres(typed: str) -> float | None:
    if not typed:
        return 0.0
    if not _MM.match(typed):
        return None
    found = float(typed.replace("−", "-").replace(",", "."))
    return found if abs(found) <= LECH_MM else None


def _picture(name: str) -> str:
    """The fingerprint of the picture of that field, "" when none was sent. Raises Refused."""
    file = request.files.get(f"{name}_tep")
    data = file.read() if file is not None else b""
    return services().store.put(artwork.clean(data, name), "png") if data else ""
