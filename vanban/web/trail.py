"""The audit trail of an office, for those who look after it: found, proved, taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from vanban.auditing import to_lines
from vanban.register import Event, Wanted
from vanban.vietnamese.days import VIETNAM
from vanban.web import trail_words
from vanban.web.access import current_user, services
from vanban.web.pages import today

blueprint = Blueprint("trail", __name__, url_prefix="/co-quan/nhat-ky")
# A chain up to here is reckoned anew on every visit (a fraction of a second), a longer one when
# it is asked for.
_RECKONED_AT_ONCE = 3000
CSV, LINES = "csv", "jsonl"
_HEADS = ("Số", "Thời điểm", "Người làm", "Từ máy", "Việc", "Nội dung", "Văn bản", "Mã xác thực")
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("")
def events() -> ResponseReturnValue:
    """The events that are looked for, the newest first."""
    user, auditing = current_user(), services().auditing
    number = request.args.get("trang", "1")
    wanted = _wanted(request.args)
    found = auditing.page(user, wanted, int(number[:9]) if number.isdecimal() else 1)
    whole = found if wanted == Wanted() else auditing.page(user, Wanted(), 1)
    reckon = whole.total <= _RECKONED_AT_ONCE or "kiem_tra" in request.args
    return render_template(
        "trail/events.html",
        found=found,
        asked={name: request.args.get(name, "") for name in ("nguoi", "viec", "van_ban", "ngay")},
        actors=auditing.actors(user),
        acts=[(key, name) for key, (name, _) in trail_words.ACTS.items()],
        chain=auditing.chain(user) if reckon else None,
        sentence_of=trail_words.sentence_of,
    )


@blueprint.post("/xuat")
def export() -> ResponseReturnValue:
    """Take the events away: CSV to read (those that are looked for), JSON Lines to prove (all)."""
    form = request.form.get("dang", "")
    if form not in (CSV, LINES):
        abort(404)
    wanted = _wanted(request.form) if form == CSV else Wanted()
    found = services().auditing.take(current_user(), wanted, form)
    text = to_csv(found) if form == CSV else "".join(to_lines(found))
    answer = Response(
        text.encode("utf-8-sig" if form == CSV else "utf-8"),
        mimetype="text/csv" if form == CSV else "application/jsonl",
    )
    answer.headers["Content-Disposition"] = f"attachment; filename=nhat-ky-{today():%Y%m%d}.{form}"
    return answer


def to_csv(events: list[Event]) -> str:
    """A table for a spreadsheet, in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for event in events:
        writer.writerow([_plain(cell) for cell in _row(event)])
    return text.getvalue()


def _row(event: Event) -> Iterator[str]:
    yield str(event.seq)
    yield f"{event.at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
    yield event.ho_ten
    yield event.address
    yield trail_words.name_of(event.action)
    yield trail_words.sentence_of(event)
    yield str(event.document_id or "")
    yield event.hash


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """What is looked for; what cannot be meant is left out."""
    person, paper = asked.get("nguoi", ""), asked.get("van_ban", "").strip()
    since, before = _day(asked.get("ngay", ""))
    return Wanted(
        user_id=int(person) if _is_number(person) else None,
        action=asked.get("viec", "")[:40],
        document_id=int(paper) if _is_number(paper) else None,
        since=since,
        before=before,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _day(text: str) -> tuple[datetime | None, datetime | None]:
    """The beginning and the end of a day in Vietnam."""
    try:
        begin = datetime.combine(date.fromisoformat(text), time(), VIETNAM)
        return begin, begin + timedelta(days=1)
    except (ValueError, OverflowError):
        return None, None
