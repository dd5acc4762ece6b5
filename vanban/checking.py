"""A file of anybody → the document as it lies on its pages, what is wrong with it, and repairs.

In: bytes of a Word file or a PDF, told apart by what is in them and not by their name. Out:
`laid.Laid` and the PDF whose pages show it; a `Report`; the Word file with tracked changes. Raises
`Refused` for any other file, with a sentence that says what to do.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from vanban import laid_word
from vanban.check.engine import Report, check, rule_set
from vanban.check.find import find
from vanban.check.looks import LOOKS
from vanban.check.parts import Found, Part
from vanban.docx import mend, reader
from vanban.docx.mend import Mended
from vanban.laid import MM, Laid
from vanban.pdf import flow, pages, seen, strokes
from vanban.pdf import print as printing
from vanban.problems import Problem, Refused
from vanban.resolved import Document

# A PDF may have a few bytes before it, as those that came by mail do.
_PDF, _HEAD = b"%PDF-", 1024
_OTHERS = {
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPG",
    b"GIF8": "ảnh GIF",
    b"II*\x00": "ảnh TIFF",
    b"MM\x00*": "ảnh TIFF",
    b"{\\rtf": "tệp RTF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
}
_SIGNATURES = "_xmlsignatures/"
_LANGUAGE = "vi-VN"
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(rf"[^\W\d][\w .\-]{{1,40}},\s*{_DAY.pattern}\.?", re.IGNORECASE)


class NotChecked(Refused):
    """The bytes are neither a Word file nor a PDF."""


@dataclass(frozen=True)
class Read:
    """A document that was read. pdf: its pages, those of the file itself where it is a PDF."""

    laid: Laid
    pdf: bytes


def read(data: bytes, name: str, printer: printing.Printer | None = None) -> Read:
    """The bytes of a file → its document and its pages. name: as sentences call the file.

    printer: of the service, where there is one. Raises Refused.
    """
    if _PDF in data[:_HEAD]:
        return Read(seen.see(data), data)
    kind = next((said for first, said in _OTHERS.items() if data.startswith(first)), "")
    if kind:
        raise NotChecked(Problem("check_other_file", data={"name": name, "kind": kind}))
    return _word(data, name, printer or _printer())


def read_laid(data: bytes, name: str, printer: printing.Printer | None = None) -> Laid:
    """The document alone: see `read`."""
    return read(data, name, printer).laid


@cache
def _printer() -> printing.Printer:
    return printing.Printer()


def _word(data: bytes, name: str, printer: printing.Printer) -> Read:
    document = laid_word.numbered(reader.read(data, name=name, numbered=True))
    unseen = flow.glyph_problem(document)
    paper = printer.print_paper(
        flow.to_html(document, lenient=True),
        title=document.title or name,
        author=document.author,
        lang=_LANGUAGE,
    )
    found = _lay(document, paper)
    told = (*((unseen,) if unseen else ()), *found.problems)
    return Read(replace(found, problems=told, signed=_is_signed(data)), paper.pdf)


def _lay(document: Document, paper: printing.Paper) -> Laid:
    """The numbered paragraphs of a document as they lie on the pages of its print."""
    sizes, drawn = [], []
    with pages.opened(paper.pdf) as pdf:
        for number in range(len(pdf)):
            page = pdf[number]
            width, height = page.get_size()
            sizes.append((width * MM, height * MM))
            drawn.append(strokes.drawn(page, number))
    return laid_word.laid(
        document,
        paper.traces,
        sizes,
        [stroke for page in drawn for stroke in page.strokes],
        [picture for page in drawn for picture in page.pictures],
    )


def _is_signed(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(name.startswith(_SIGNATURES) for name in package.namelist())


@dataclass(frozen=True)
class Checked:
    """A file that was checked. pdf: its pages, as `Read` has them."""

    report: Report
    pdf: bytes


def check_file(
    data: bytes, name: str, day: date, printer: printing.Printer | None = None
) -> Checked:
    """Every rule on a file of anybody. day: of the check, for a document that tells none itself."""
    document = read(data, name, printer)
    return Checked(_judged(document.laid, day), document.pdf)


def check_printed(document: Document, paper: printing.Paper, day: date) -> Report:
    """Every rule on a Word file that was just read and printed.

    document: with the numbers of `laid_word.numbered`. paper: the print of it. day: as `check_file`
    has it.
    """
    return _judged(_lay(document, paper), day)


def _judged(laid: Laid, day: date) -> Report:
    found = find(laid)
    return check(found, LOOKS, rule_set(), _own_day(found) or day)


def _own_day(found: Found) -> date | None:
    """The date that the document bears, None while it is blank.

    That of ô 4. A biên bản or an đơn has none and bears it above the signature; there it is no ô 4,
    which has a place and a look of its own.
    """
    if Part.DIA_DANH in found.parts:
        written = _DAY.search(found.text(Part.DIA_DANH))
    else:
        written = _day_at_the_foot(found)
    if written is None:
        return None
    try:
        return date(*(int(figure) for figure in reversed(written.groups())))
    except ValueError:
        return None


def _day_at_the_foot(found: Found) -> re.Match[str] | None:
    """The last line of the main text that says a place and a day, and nothing else."""
    for piece in reversed(found.laid.pieces):
        if piece.box is None or piece.box.page <= found.last_page:
            for line in piece.text.splitlines():
                if written := _PLACE_AND_DAY.fullmatch(line.strip()):
                    return written
    return None


def repair_file(data: bytes, name: str, report: Report, when: datetime) -> Mended:
    """The Word file with what can be repaired as tracked changes. report: of these very bytes.

    when: the time that the changes carry. Raises Refused for a signed file and for a PDF.
    """
    laid = report.found.laid
    if laid.signed:
        raise Refused(Problem("check_signed", name))
    if laid.source != "docx":
        raise Refused(Problem("check_only_word", name))
    wanted = [repair for finding in report.findings for repair in finding.hit.repair]
    texts = {p.source: p.text[p.label :] for p in laid.pieces if p.source}
    return mend.mend(data, wanted, texts, when=when, sections=len(laid.frames), name=name)
