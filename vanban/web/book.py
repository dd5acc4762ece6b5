"""The pages of the sổ đăng ký văn bản đi: look, note what was sent, print, export.

In: filters and what was typed. Out: pages, and files to download.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from vanban import book
from vanban.apart import NotPrinted
from vanban.book import DELIVERY, Sought
from vanban.problems import Problem, Refused
from vanban.register import Entry
from vanban.vietnamese.numbers import format_date
from vanban.web import words
from vanban.web.access import current_user, safe_path, services
from vanban.web.pages import by_place, today

blueprint = Blueprint("book", __name__)
_QUERY_LENGTH, _NAME_LENGTH = 200, 200
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Where to go after a line was noted: the page of the register that one came from.
_BACK = "ve"


@blueprint.get("/so-dang-ky")
def shown() -> ResponseReturnValue:
    """The lines of a year, and its volumes to print."""
    found, user = services().book, current_user()
    sought = _sought(request.args)
    years = found.years(user)
    return render_template(
        "so/shown.html",
        sought=sought,
        found=found.shown(user, sought, max(1, _number(request.args.get("trang", "")))),
        years=sorted({*years, sought.year}, reverse=True),
        series=found.series(user),
        kinds=services().service.kinds,
        signers=found.signers(user, sought.year),
        volumes=found.volumes(user, sought.year),
        lines_per_volume=book.LINES_PER_VOLUME,
        filters=_filters(sought),
        subject=book.name_and_subject,
        remark=book.remark,
    )


@blueprint.route("/so-dang-ky/<int:document_id>", methods=["GET", "POST"])
def delivery(document_id: int) -> ResponseReturnValue:
    """Columns 7 to 10 of one line."""
    found, user = services().book, current_user()
    entry = found.line(user, document_id)
    if request.method == "GET":
        return _delivery_page(entry, _as_typed(entry), ())
    typed = {name: request.form.get(name, "") for name in DELIVERY}
    try:
        found.note_delivery(user, document_id, typed)
    except Refused as refused:
        return _delivery_page(entry, typed, refused.problems), 422
    flash(words.LINE_NOTED.format(number=entry.so_ky_hieu))
    return redirect(f"{_back(entry)}#dong-{document_id}")


@blueprint.post("/so-dang-ky/in")
def printed() -> ResponseReturnValue:
    """A volume as PDF or Word."""
    sent = request.form
    year, series, number = (_number(sent.get(name, "")) for name in ("nam", "so", "quyen"))
    form = "docx" if sent.get("dang") == "docx" else "pdf"
    try:
        file = services().book.printed(current_user(), year, series, number, form)
    except NotPrinted as refused:
        flash(refused.problems[0].sentence, "error")
        return redirect(url_for("book.shown", nam=year))
    return _download(file, form)


@blueprint.post("/so-dang-ky/xuat")
def exported() -> ResponseReturnValue:
    """The lines that the filters show, as a workbook of Excel."""
    file = services().book.exported(current_user(), _sought(request.form))
    return _download(file, "xlsx")


def _download(file: book.File, form: str) -> ResponseReturnValue:
    name = f"{file.name}.{form}"
    return send_file(BytesIO(file.data), _TYPES[form], as_attachment=True, download_name=name)


def _sought(sent: Mapping[str, str]) -> Sought:
    """What is looked for; a year that is none is the present one."""
    typed = sent.get("nam", "")
    year = int(typed) if len(typed) == 4 and typed.isascii() and typed.isdecimal() else 0
    return Sought(
        year or today().year,
        _number(sent.get("so", "")) or None,
        sent.get("loai", "")[:_NAME_LENGTH],
        sent.get("nguoi_ky", "")[:_NAME_LENGTH],
        sent.get("tim", "")[:_QUERY_LENGTH].strip(),
    )


def _filters(sought: Sought) -> dict[str, str | int]:
    """The same as an address or a form names it, without what is not looked for."""
    named = {
        "nam": sought.year,
        "so": sought.series_id,
        "loai": sought.kind,
        "nguoi_ky": sought.nguoi_ky,
        "tim": sought.query,
    }
    return {name: value for name, value in named.items() if value}


def _number(typed: str) -> int:
    """A number as it stands in an address; 0 when it is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else 0


def _back(entry: Entry) -> str:
    """The page of the register that one came from; that of the line's year otherwise."""
    asked = request.values.get(_BACK, "")
    ours = url_for("book.shown")
    return safe_path(asked) if asked.startswith(ours) else url_for("book.shown", nam=entry.year)


def _as_typed(entry: Entry) -> dict[str, str]:
    return {
        "so_luong": str(entry.so_luong or ""),
        "ngay_chuyen": format_date(entry.ngay_chuyen) if entry.ngay_chuyen else "",
        "ky_nhan": entry.ky_nhan,
        "ghi_chu": entry.ghi_chu,
    }


def _delivery_page(entry: Entry, typed: Mapping[str, str], problems: tuple[Problem, ...]) -> str:
    return render_template(
        "so/delivery.html",
        entry=entry,
        typed=typed,
        problems=problems,
        places=by_place(problems),
        back=_back(entry),
        subject=book.name_and_subject,
    )
