"""Lập hàng loạt, what she gets besides the papers.

Her list with what became of it, the danh sách as Excel, and the list in numbers.

In: a list. Out: workbooks and a chart as downloads.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import Blueprint, Response, abort, send_file
from flask.typing import ResponseReturnValue

from vanban.kinds import Kind
from vanban.life import DONE, LEFT_OUT, ROW_STATES
from vanban.listing import Heading
from vanban.lists import tables
from vanban.register import Batch, BatchRow
from vanban.store import download_name
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.batch_pages import found
from vanban.web.batches import XLSX

blueprint = Blueprint("batch_files", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")
# Of the chart on the page; it is drawn for paper of that size.
CHART_MM = (170.0, 90.0)


@blueprint.get("/ket-qua.xlsx")
def results(batch_id: int) -> ResponseReturnValue:
    """Her own columns, then what became of each row."""
    batch, _ = found(batch_id)
    batches = services().batches
    data = tables.results_workbook(
        [Heading(**told) for told in batch.sheet["headings"]],
        (_outcome(row) for row in batches.rows(current_user(), batch_id)),
        title=words.RESULTS_OF.format(name=batch.file_name),
        agency=batches.agency_of(batch),
        created=services().clock(),
    )
    return _workbook(data, words.RESULTS_NAME.format(name=_base(batch)))


def _outcome(row: BatchRow) -> tables.Outcome:
    files = [download_name(row.stem, form) for form in ("docx", "pdf")] if row.stem else []
    why = " ".join(problem.sentence for problem in row.problems)
    return tables.Outcome(row.was, files=files, state=f"{ROW_STATES[row.state]}. {why}".strip(". "))


@blueprint.get("/danh-sach.xlsx")
def roll(batch_id: int) -> ResponseReturnValue:
    """The danh sách as the paper prints it."""
    batch, kind = found(batch_id)
    batches = services().batches
    data = tables.roll_workbook(
        kind,
        batch.common,
        (dict(row.raw) for row in _listed(batch)),
        batches.agency_of(batch),
        batches.day_of(batch),
        created=services().clock(),
    )
    return _workbook(data, words.ROLL_NAME.format(name=_base(batch)))


def figures(batch: Batch, kind: Kind) -> tables.Figures:
    """The list in numbers: by award, by unit, and the sum."""
    rows = (dict(row.raw) for row in _listed(batch))
    return tables.figures(kind, batch.common, rows, services().batches.day_of(batch))


@blueprint.get("/bieu-do.png")
def chart(batch_id: int) -> ResponseReturnValue:
    """The same, drawn."""
    png = tables.chart_png(figures(*found(batch_id)), *CHART_MM)
    if not png:
        abort(404)
    return Response(png, mimetype="image/png")


def _listed(batch: Batch) -> Iterator[BatchRow]:
    """The rows of which papers are made: those that are made, or will be while it is prepared."""
    rows = services().batches.rows(current_user(), batch.id)
    done_only = batch.confirmed_at is not None
    return (row for row in rows if row.state == DONE or not (done_only or row.state == LEFT_OUT))


def _base(batch: Batch) -> str:
    return batch.file_name.rpartition(".")[0] or batch.file_name


def _workbook(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)
