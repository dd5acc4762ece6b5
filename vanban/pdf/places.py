"""A PDF → the places that are filled in it: as the file tells them, else by what its text says.

In: PDF bytes, ours or not, signed or not. Out: `Told`: places, sizes of pages, and which way they
were found. Ours carry their places in a page-piece dictionary (see `fields`); in others "Số:", the
blanks of "ngày … tháng … năm" and the room in the signer's column are looked for, which is right
for the layout of Nghị định 30/2020/NĐ-CP and a guess for others. Raises `PdfUnreadable` for bytes
that are no PDF.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from vanban.pdf import pages, room
from vanban.pdf.fields import OWNER
from vanban.pdf.pages import PageWords, Word
from vanban.places import LABELS, NGAY, SO, THANG, Place

BY_FILE, BY_TEXT = "tep", "chu"
WAYS: Final[Mapping[str, str]] = {
    BY_FILE: "do tệp ghi sẵn khi tạo",
    BY_TEXT: "tìm theo chữ trên trang, cần xem lại trước khi dùng",
}
"""How places were found, as people read it."""
# What a damaged or hostile file can make the reader of objects raise.
_BROKEN = (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
_MM = 72 / 25.4
# Usual margins and the usual column of the signer, where a page does not say its own.
_TOP, _RIGHT, _COLUMN = 20 * _MM, 20 * _MM, 88 * _MM
# No signer writes into less.
_LEAST_ROOM = 15 * _MM
_SIGNER_FROM = 0.42
_AROUND: Final = {("Số:", "/"): SO, ("ngày", "tháng"): NGAY, ("tháng", "năm"): THANG}
_SLANTED = frozenset({NGAY, THANG})
# Above and below the line of the letters, in em: Times New Roman and its twins.
ASCENT, DESCENT = 0.891, 0.216


@dataclass(frozen=True, slots=True)
class Told:
    """Places of a PDF. way: key of `WAYS`. paper: width and height of every page, pt."""

    places: tuple[Place, ...]
    way: str
    paper: tuple[tuple[float, float], ...]

    def data(self) -> list[dict[str, Any]]:
        """The places as JSON has them: `trang` counts from 1; `pt` from the lower left corner of
        the page, `mm` from its upper left corner.
        """
        return [self._data(place) for place in self.places]

    def _data(self, place: Place) -> dict[str, Any]:
        pt = {"x": place.x, "y": place.y, "rong": place.width, "cao": place.height}
        mm = {
            "trai": place.x_mm,
            "tren": place.down_mm(self.paper[place.page][1]),
            "rong": place.width_mm,
            "cao": place.height_mm,
        }
        return {
            "ten": place.name,
            "la": LABELS[place.name],
            "trang": place.page + 1,
            "pt": {name: round(length, 2) for name, length in pt.items()},
            "mm": {name: round(length, 2) for name, length in mm.items()},
            "co_chu": place.size,
            "nghieng": place.italic,
        }


def places(pdf: bytes) -> tuple[Place, ...]:
    """The places of a PDF, in the order of `LABELS`."""
    return look(pdf).places


def look(pdf: bytes) -> Told:
    """The places of a PDF, and how they were found."""
    paper = tuple(pages.page_sizes(pdf))
    found = [place for place in _own(pdf) if place.page < len(paper)]
    way = BY_FILE if found else BY_TEXT
    order = list(LABELS)
    by_name = {place.name: place for place in found or _by_text(pages.words(pdf))}
    return Told(tuple(sorted(by_name.values(), key=lambda p: order.index(p.name))), way, paper)


# -- what our own files tell ---------------------------------------------------------------------


def _own(pdf: bytes) -> list[Place]:
    """The places that the file itself tells; none where it tells none that can be understood."""
    try:
        root = PdfFileReader(io.BytesIO(pdf), strict=False).root
        told = root["/PieceInfo"][f"/{OWNER}"]["/Private"]["/Places"]
        return [place for each in told if (place := _read(each)) is not None]
    except _BROKEN:
        return []


def _read(told: generic.DictionaryObject) -> Place | None:
    name, page = str(told["/Name"])[1:], int(told["/Page"])
    left, bottom, right, top = (float(edge) for edge in told["/Rect"])
    if name not in LABELS or page < 0 or left >= right or bottom >= top:
        return None
    return Place(
        name,
        page,
        left,
        bottom,
        round(right - left, 3),
        round(top - bottom, 3),
        size=float(told["/Size"]),
        italic=bool(told["/Italic"]),
        baseline=float(told["/Baseline"]),
    )


# -- what the text of other files says -----------------------------------------------------------


def _by_text(laid: Iterator[PageWords]) -> Iterator[Place]:
    """Blanks on the first page, and the signer's room on the page of "Nơi nhận:"."""
    found: list[Place] = []
    paper = (0.0, 0.0)
    for page in laid:
        if page.number == 0:
            paper = page.width, page.height
            found += _blanks(page)
        signed = _signed(page)
        if signed:
            found += signed
            break
    if found:
        yield from (*found, room.copy(*paper, top=_TOP, right=_RIGHT))


def _blanks(page: PageWords) -> Iterator[Place]:
    for before, after in pairwise(page.words):
        if not _on_line(before, after):
            continue
        follows = "/" if after.text.startswith("/") else after.text
        name = _AROUND.get((before.text, follows))
        if name and after.left > before.right:
            yield _blank(name, page.number, before, after)


def _blank(name: str, page: int, before: Word, after: Word) -> Place:
    size = round(before.size, 1)
    foot = DESCENT * size
    return Place(
        name,
        page,
        round(before.right, 3),
        round(before.line - foot, 3),
        round(after.left - before.right, 3),
        round(ASCENT * size + foot, 3),
        size=size,
        italic=name in _SLANTED,
        baseline=round(foot, 3),
    )


def _on_line(one: Word, other: Word) -> bool:
    return abs(one.line - other.line) < one.size / 2


def _signed(page: PageWords) -> tuple[Place, ...]:
    """The signer's room and the seal's on a page with "Nơi nhận:", nothing on others."""
    starts = (a for a, b in pairwise(page.words) if (a.text, b.text) == ("Nơi", "nhận:"))
    recipients = next(starts, None)
    if recipients is None:
        return ()
    level = recipients.line + recipients.size / 2
    column = [w for w in page.words if w.left > page.width * _SIGNER_FROM and w.line < level]
    lines = _lines(column)
    for index, name in enumerate(lines):
        left, right = min(w.left for w in name), max(w.right for w in name)
        above = [w for w in chain(*lines[:index]) if w.left < right and w.right > left]
        bottom = min((w.line - DESCENT * w.size for w in above), default=0.0)
        top = max(w.line + ASCENT * w.size for w in name)
        if bottom - top > _LEAST_ROOM:
            return room.signatures(
                page.number,
                page.height,
                middle=(left + right) / 2,
                top=page.height - bottom,
                bottom=page.height - top,
                column=_COLUMN,
            )
    return ()


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words → lines from the top of the page down."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.line):
        if found and _on_line(found[-1][0], word):
            found[-1].append(word)
        else:
            found.append([word])
    return found
