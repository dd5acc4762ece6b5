"""Lập hàng loạt, what she gets besides the papers.

All the papers as one ZIP or one file to print, her list with what became of it, the danh sách as
Excel, and the list in numbers.

In: a list. Out: downloads, none of which takes more memory for a longer list, and a chart.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from vanban import naming
from vanban.check.report import faults
from vanban.kinds import Kind
from vanban.life import DONE, LEFT_OUT, NHAP, ONE_FOR_ALL, ROW_STATES, STATES
from vanban.listing import Heading
from vanban.lists import tables
from vanban.parcel import zipped
from vanban.pdf.bundle import bundle
from vanban.problems import Refused
from vanban.register import Batch, BatchRow
from vanban.register.blocks import PaperNow
from vanban.store import download_name
from vanban.web import batch_words as words
from vanban.web.access import current_user, services
from vanban.web.batch_names import namer
from vanban.web.batch_pages import found
from vanban.web.batches import XLSX

blueprint = Blueprint("batch_files", __name__, url_prefix="/lap-hang-loat/<int:batch_id>")
# Of the chart on the page; it is drawn for paper of that size.
CHART_MM = (170.0, 90.0)
FORMS = ("docx", "pdf")


@blueprint.get("/van-ban.zip")
def parcel(batch_id: int) -> ResponseReturnValue:
    """The papers that are made, as Word files or PDFs (`dang`) or both, in the order of the list.

    Sent while it is packed: nothing of it lies on a disk, and it begins at once.
    """
    batch, kind = found(batch_id)
    made = _made(batch, kind)
    wanted = request.args.get("dang", "")
    forms = (wanted,) if wanted in FORMS else FORMS
    pieces = zipped(_files(made, forms), services().clock())
    response = Response(stream_with_context(pieces), mimetype="application/zip")
    name = download_name(_base(batch), "zip")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/ban-in.pdf")
def print_file(batch_id: int) -> ResponseReturnValue:
    """All the papers that are made in one PDF; two-sided, each begins on a sheet of its own.

    A giấy khen is one side of a sheet: an empty page between two would spoil a blank.
    """
    batch, kind = found(batch_id)
    duplex = request.args.get("mot_mat") is None and not kind.own_form
    made = _made(batch, kind)
    papers = (data for _, data in _files(made, ("pdf",)))
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer that it is sent in
    try:
        bundle(papers, out, duplex=duplex)
        out.seek(0)
    except Refused:
        out.close()
        raise
    name = download_name(words.PRINT_NAME.format(name=_base(batch)), "pdf")
    return send_file(out, mimetype="application/pdf", as_attachment=True, download_name=name)


@dataclass(frozen=True)
class _Made:
    """A row that has its paper, and the name of its files. now: the paper as it is now."""

    row: BatchRow
    stem: str
    now: PaperNow | None


def _made(batch: Batch, kind: Kind) -> list[_Made]:
    """The rows that have their papers, in the order of the list. Ends with 404 without any."""
    rows = services().batches.rows(current_user(), batch.id)
    made = [each for each in _named(batch, kind, rows) if _is_made(each.row)]
    if batch.form == ONE_FOR_ALL:  # a paper of all rows is there once
        made = made[:1]
    if not made:
        abort(404)
    return made


def _is_made(row: BatchRow) -> bool:
    """Also while its files are made anew, with its number."""
    return row.state == DONE or row.document_id is not None


def _named(batch: Batch, kind: Kind, rows: Iterable[BatchRow]) -> Iterator[_Made]:
    """Every row with the name that its files have, or would have."""
    names = namer(batch, kind)
    taken: set[str] = set()
    for row in rows:
        together = batch.form == ONE_FOR_ALL
        stem = row.stem if together else naming.apart(names.stem(row), taken)
        yield _Made(row, stem, names.papers.get(row.document_id or 0))


def _files(made: Sequence[_Made], forms: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for each in made:
        kept = _hashes(each)
        for form in forms:
            yield download_name(each.stem, form), services().batches.read_file(kept[form])


def _hashes(made: _Made) -> Mapping[str, str]:
    """The files of a paper as it is now: signed, numbered or changed since the list was made."""
    now = made.now
    first = {"docx": made.row.docx_sha256, "pdf": made.row.pdf_sha256}
    if now is None:
        return first
    if now.state == NHAP:
        return {"docx": now.docx_sha256, "pdf": now.pdf_sha256} if now.pdf_sha256 else first
    if now.signed or not now.pdf_sha256:
        files = services().issuing.files(current_user(), now.document_id)
        return {"docx": files.docx.sha256, "pdf": files.pdf.sha256}
    return {"docx": now.docx_sha256, "pdf": now.pdf_sha256}


@blueprint.get("/ket-qua.xlsx")
def results(batch_id: int) -> ResponseReturnValue:
    """Her own columns, then what became of each row."""
    batch, kind = found(batch_id)
    batches = services().batches
    rows = batches.rows(current_user(), batch_id)
    data = tables.results_workbook(
        [Heading(**told) for told in batch.sheet["headings"]],
        (_outcome(each) for each in _named(batch, kind, rows)),
        title=words.RESULTS_OF.format(name=batch.file_name),
        agency=batches.agency_of(batch),
        created=services().clock(),
    )
    return _workbook(data, words.RESULTS_NAME.format(name=_base(batch)))


def _outcome(made: _Made) -> tables.Outcome:
    row, now = made.row, made.now
    files = [download_name(made.stem, form) for form in FORMS] if _is_made(row) else []
    why = " ".join(problem.sentence for problem in row.problems)
    state = ROW_STATES[row.state] if now is None or now.state == NHAP else STATES[now.state]
    return tables.Outcome(
        row.was,
        number=now.so_ky_hieu if now else "",
        day=now.ngay if now else None,
        files=files,
        state=f"{state}. {why}".strip(". "),
        form=" ".join(faults(now.checked)) if now else "",
    )


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
    return (row for row in rows if _is_made(row) or not (done_only or row.state == LEFT_OUT))


def _base(batch: Batch) -> str:
    return batch.file_name.rpartition(".")[0] or batch.file_name


def _workbook(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)
