"""A PDF → how many pages, their pictures, their text, and where a text stands.

In: PDF bytes. Out: numbers, PNG bytes, text, boxes. PDFium works on one thing at a time, so every
call holds one lock for the whole process. Raises `PdfUnreadable` for bytes that are no PDF.
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass, replace
from math import hypot

import pypdfium2
from PIL.Image import Quantize
from pypdfium2 import raw

from vanban.problems import Problem, Refused

_LOCK = threading.Lock()
_LOOKED_FOR = 60
_LINE_END_HYPHEN = 2
# What people leave in a line to be written on.
_BLANKS = frozenset("….·_")
# A page of a decision is narrow; more pixels than this only cost memory.
_WIDEST = 4000


class PdfUnreadable(Refused):
    """The bytes are no PDF that can be opened, or it has no such page."""


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, while PDFium works on nothing else. Raises `PdfUnreadable`."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code == raw.FPDF_ERR_PASSWORD
            raise PdfUnreadable(Problem("pdf_password" if locked else "pdf_unreadable")) from error
        try:
            yield document
        finally:
            document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    if not 0 <= index < len(document):
        raise PdfUnreadable(
            Problem("pdf_no_page", data={"page": index + 1, "count": len(document)})
        )
    return document[index]


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    with opened(pdf) as document:
        return len(document)


def page_png(pdf: bytes, index: int, width_px: int) -> bytes:
    """A page (counted from 0) as a PNG of that width in pixels."""
    with opened(pdf) as document:
        # What was filled in and signed after printing stands in fields, not in the page itself.
        if document.get_formtype():
            document.init_forms()
        page = _page(document, index)
        scale = max(1, min(width_px, _WIDEST)) / page.get_width()
        image = page.render(scale=scale).to_pil()
    out = io.BytesIO()
    # Paper is black, grey and a red seal: 64 colours look the same at a quarter of the size.
    image.convert("RGB").quantize(64, method=Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def page_text(pdf: bytes, index: int) -> str:
    """The text of a page (counted from 0), lines ending in a newline."""
    with opened(pdf) as document:
        letters = _letters(_page(document, index).get_textpage())
    return letters.replace("\r\n", "\n")


def _letters(page: pypdfium2.PdfTextPage) -> str:
    """Characters by their index in PDFium, one each."""
    codes = (raw.FPDFText_GetUnicode(page, index) for index in range(page.count_chars()))
    # PDFium calls a hyphen at the end of a line "soft" and writes 2.
    return "".join("-" if code == _LINE_END_HYPHEN else chr(code) for code in codes)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its edges, the line it stands on and the size of its letters, pt from lower left."""

    text: str
    left: float
    right: float
    line: float
    size: float


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order of its text. number: from 0."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page, pt."""
    with opened(pdf) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def words(pdf: bytes) -> Iterator[PageWords]:
    """The words of one page after another; dots and lines to write on part words as spaces do."""
    for number in range(page_count(pdf)):
        with opened(pdf) as document:
            page = _page(document, number)
            width, height = page.get_size()
            found = tuple(_words(page.get_textpage()))
        yield PageWords(number, width, height, found)


def _words(page: pypdfium2.PdfTextPage) -> Iterator[Word]:
    word: Word | None = None
    for index, letter in enumerate(_letters(page)):
        shown = letter.isprintable() and not letter.isspace() and letter not in _BLANKS
        each = _word(page, index, letter) if shown else None
        if word is not None and each is not None and _goes_on(word, each):
            word = replace(word, text=word.text + each.text, right=each.right)
            continue
        if word is not None:
            yield word
        word = each
    if word is not None:
        yield word


def _goes_on(word: Word, letter: Word) -> bool:
    """Whether a letter belongs to the word before it."""
    near = letter.left - word.right < word.size / 4
    return near and abs(letter.line - word.line) < word.size / 2


def _word(page: pypdfium2.PdfTextPage, index: int, letter: str) -> Word:
    """One letter as a word."""
    left, _, right, _ = page.get_charbox(index, loose=True)
    x, y, matrix = c_double(), c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(page, index, x, y)
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * hypot(matrix.c, matrix.d)
    return Word(unicodedata.normalize("NFC", letter), left, right, y.value, size)


def find_boxes(
    pdf: bytes, texts: Mapping[str, str]
) -> list[tuple[str, int, float, float, float, float]]:
    """Where texts stand: (key, page, x, y, width, height), at most one row for each.

    Looked for are the first 60 characters, whatever spaces and line ends lie among them; a text
    that is not there has no row. page counts from 0, the rest are fractions of the page from its
    top left corner. Equal texts are found one after another, in the order of `texts`.
    """
    found: list[tuple[str, int, float, float, float, float]] = []
    with opened(pdf) as document:
        pages = [_Letters(page) for page in document]
        begun: dict[str, tuple[int, int]] = {}
        for key, text in texts.items():
            sought = _solid(text)[:_LOOKED_FOR]
            place = _find(pages, sought, *begun.get(sought, (0, 0)))
            if place is not None:
                number, at = place
                begun[sought] = (number, at + len(sought))
                found.append((key, number, *pages[number].box(at, len(sought))))
    return found


def _solid(text: str) -> str:
    """Text without spaces, in the letters a PDF has."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u2011", "-").split())


def _find(pages: list[_Letters], sought: str, first: int, start: int) -> tuple[int, int] | None:
    for number in range(first, len(pages) if sought else 0):
        at = pages[number].text.find(sought, start if number == first else 0)
        if at >= 0:
            return number, at
    return None


class _Letters:
    """The letters of a page without spaces, and where each stands."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._width, self._height = page.get_size()
        self._page = page.get_textpage()
        kept = [(i, c) for i, c in enumerate(_letters(self._page)) if c.strip() and c.isprintable()]
        self._indices = [index for index, _ in kept]
        self.text = "".join(letter for _, letter in kept)

    def box(self, start: int, count: int) -> tuple[float, float, float, float]:
        """The box around these letters: x, y, width, height as fractions of the page."""
        first, last = self._indices[start], self._indices[start + count - 1]
        lines = self._page.count_rects(first, last - first + 1)
        corners = [self._page.get_rect(index) for index in range(lines)]
        left, bottom = (min(c[side] for c in corners) for side in (0, 1))
        right, top = (max(c[side] for c in corners) for side in (2, 3))
        return (
            left / self._width,
            1 - top / self._height,
            (right - left) / self._width,
            (top - bottom) / self._height,
        )
