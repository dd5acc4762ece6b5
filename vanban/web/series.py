"""The series of numbers of an office (sổ đăng ký văn bản đi): how it numbers its papers.

In: what was typed. Out: series as Điều 15 of Nghị định 30/2020 lets the head of the office decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vanban.managing import Book
from vanban.problems import Problem, Refused
from vanban.register.numbers import SeriesPlan
from vanban.vietnamese.text import clean_line
from vanban.web import words
from vanban.web.access import current_user, services
from vanban.web.pages import by_place

blueprint = Blueprint("series", __name__, url_prefix="/co-quan/so")
# What a series takes, as the form asks it.
COMMON, KINDS, COUNCIL = "chung", "loai", "hoi_dong"


@blueprint.get("")
def books() -> ResponseReturnValue:
    """The series, with the number that comes next in each."""
    found = services().managing.books(current_user())
    kinds = services().service.kinds
    return render_template("series/books.html", books=found, kinds=kinds)


@blueprint.route("/moi", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """One more series."""
    if request.method == "POST":
        return _save(None)
    return _form(None, SeriesPlan(""), KINDS, ())


@blueprint.route("/<int:series_id>", methods=["GET", "POST"])
def book(series_id: int) -> ResponseReturnValue:
    """One series: its name, what it takes, whether it is closed."""
    found = services().managing.book(current_user(), series_id)
    if request.method == "POST":
        return _save(found)
    return _form(found, found.series, _scope(found.series), ())


@blueprint.post("/<int:series_id>/bat-dau")
def start(series_id: int) -> ResponseReturnValue:
    """The first number of this year: those before it were given in a paper book."""
    managing = services().managing
    found = managing.book(current_user(), series_id)
    typed = request.form.get("first", "").strip()
    first = int(typed[:9]) if typed.isascii() and typed.isdecimal() else 0
    try:
        managing.start_at(current_user(), series_id, first)
    except Refused as refused:
        return _form(found, found.series, _scope(found.series), refused.problems)
    series = found.series
    flash(words.SERIES_STARTED.format(name=series.ten, year=found.year, first=first))
    return redirect(url_for("series.books"))


def _save(found: Book | None) -> ResponseReturnValue:
    plan, scope = _typed()
    problems: Sequence[Problem] = tuple(_scope_problems(plan, scope))
    if not problems:
        number = found.series.id if found else None
        try:
            saved = services().managing.save_series(current_user(), number, plan)
        except Refused as refused:
            problems = refused.problems
        else:
            flash(words.SERIES_SAVED.format(name=saved.ten))
            return redirect(url_for("series.books"))
    return _form(found, plan, scope, problems)


def _typed() -> tuple[SeriesPlan, str]:
    form, scope = request.form, request.form.get("pham_vi", "")
    chosen = tuple(name for name in services().service.kinds if name in form.getlist("kinds"))
    plan = SeriesPlan(
        ten=clean_line(form.get("ten", "")),
        kinds=chosen if scope == KINDS else (),
        council=scope == COUNCIL,
        ky_hieu=clean_line(form.get("ky_hieu", "")),
        closed="closed" in form,
    )
    return plan, scope


def _scope(plan: SeriesPlan) -> str:
    if plan.council:
        return COUNCIL
    return KINDS if plan.kinds else COMMON


def _scope_problems(plan: SeriesPlan, scope: str) -> Iterator[Problem]:
    if scope not in (COMMON, KINDS, COUNCIL) or (scope == KINDS and not plan.kinds):
        yield Problem("series_takes_nothing", "kinds")


def _form(
    found: Book | None, plan: SeriesPlan, scope: str, problems: Sequence[Problem]
) -> ResponseReturnValue:
    page = render_template(
        "series/book.html",
        book=found,
        plan=plan,
        scope=scope,
        kinds=services().service.kinds,
        first=request.form.get("first", ""),
        problems=problems,
        places=by_place(problems),
    )
    return page, 422 if problems else 200
