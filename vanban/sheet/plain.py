"""Sheets that are text (.csv, .tsv): bytes in whatever encoding come in, a sheet goes out.

The encoding and the separator are found, not asked for: Excel writes a list with commas,
semicolons or tabs, in UTF-8, UTF-16 or Windows-1258, as the machine it runs on is set up.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from vanban.listing import LONGEST_CELL
from vanban.sheet.values import Cell, Gathered, Sheet, Value, refused
from vanban.vietnamese import legacy
from vanban.vietnamese.syllable import is_syllable
from vanban.vietnamese.text import clean

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES = 60
_SAMPLE_LETTERS = 20_000
# Bytes that no text has; a file with them is something else.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> str | None:
    """Bytes of a text file → text; None when they are no text."""
    text = _decode(data)
    return None if text is None or _NO_TEXT.search(text[:_SAMPLE_LETTERS]) else text


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    wide = _wide(data)
    if wide:
        return _strict(data, wide)
    return _strict(data, "utf-8") or _old(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of western letters is zero."""
    sample = data[:2000]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) * 5 < len(sample) // 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _old(data: bytes) -> str | None:
    """One byte a letter: TCVN3 and VNI look like Western text, Windows-1258 is Vietnamese."""
    western = data.decode("cp1252", errors="replace")
    vietnamese = clean(data.decode("cp1258", errors="replace"))
    sample = western[:_SAMPLE_LETTERS]
    if legacy.detect(sample) and _syllables(vietnamese[:_SAMPLE_LETTERS]) < _syllables(
        legacy.to_unicode(sample, legacy.detect(sample) or "")
    ):
        return western
    return vietnamese


def _syllables(text: str) -> int:
    """How many different words with marks are Vietnamese syllables."""
    return sum(not word.isascii() and is_syllable(word) for word in set(_WORD.findall(text)))


def read(text: str, name: str) -> Sheet:
    """A decoded text file → its one sheet. Raises SheetRefused for what is no list."""
    told = re.match(r"sep=(.)\r?\n", text)
    separator = told[1] if told else _separator(text)
    start = 2 if told else 1
    body = text[told.end() :] if told else text
    gathered = Gathered()
    number = start
    # A file with more in one cell has lost a quotation mark.
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, values in enumerate(csv.reader(_lines(body), delimiter=separator), start):
            gathered.add(number, {c: _cell(v) for c, v in enumerate(values) if v.strip()})
    except csv.Error as error:
        raise refused("sheet_quotes", row=number + 1) from error
    return gathered.sheet(name)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")


def _cell(typed: str) -> Cell:
    value: Value = typed
    return Cell(typed.strip(), value)


def _separator(text: str) -> str:
    """The separator that parts the most lines, and of those the one that parts them most alike."""
    lines = "".join(text[:_SAMPLE_LETTERS].splitlines(keepends=True)[:_SAMPLE_LINES])
    return max(_SEPARATORS, key=lambda separator: _fit(lines, separator))


def _fit(lines: str, separator: str) -> tuple[int, int, int]:
    """(lines that are parted, lines of the same width, that width)."""
    try:
        rows = [len(row) for row in csv.reader(_lines(lines), delimiter=separator) if row]
    except csv.Error:
        return 0, 0, 0
    widths = Counter(width for width in rows if width > 1)
    if not widths:
        return 0, 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return widths.total(), count, width
