"""A file that should be a sheet → its rows: whatever a clerk uploads comes in, a `Sheet` goes out.

What a file is, its content says; its name is only believed for text. A file that is no sheet is
refused with a sentence that says what it is and what to do.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePath
from typing import Protocol

from vanban.problems import Problem
from vanban.sheet import ods, page, plain, xls, xlsx
from vanban.sheet.parts import Parts
from vanban.sheet.values import (
    EMPTY,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    SheetRefused,
    SheetRow,
    Span,
    letters,
    refused,
)

__all__ = [
    "EMPTY", "MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Book", "Cell", "Sheet", "SheetRefused",
    "SheetRow", "Span", "letters", "opened", "read",
]  # fmt: skip

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What else people pick by mistake, by the first bytes of the file.
_OTHERS = (
    (b"\x89PNG", "một tấm ảnh (PNG)"),
    (b"\xff\xd8\xff", "một tấm ảnh (JPEG)"),
    (b"GIF8", "một tấm ảnh (GIF)"),
    (b"BM", "một tấm ảnh (BMP)"),
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "tệp văn bản RTF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"MZ", "một chương trình"),
)
_WORKBOOK = "Workbook".encode("utf-16-le")
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_PAGE = re.compile(r"<\s*(?:!doctype html|html|table|meta|head|body|tr|style)\b", re.IGNORECASE)
_HEAD = 4096


class Book(Protocol):
    """An opened file. names: its sheets that are seen. notes: what to know about the file."""

    names: tuple[str, ...]
    notes: tuple[Problem, ...]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. KeyError when there is none."""

    def holds_something(self, name: str) -> bool:
        """Whether any cell of the sheet holds something."""


class _One:
    """A file that is one sheet."""

    def __init__(self, sheet: Sheet, *notes: Problem) -> None:
        self.names: tuple[str, ...] = (sheet.name,)
        self.notes: tuple[Problem, ...] = notes
        self._sheet = sheet

    def sheet(self, name: str) -> Sheet:
        if name not in self.names:
            raise KeyError(name)
        return self._sheet

    def holds_something(self, name: str) -> bool:
        return bool(self._sheet.rows) and name in self.names


def read(data: bytes, name: str, sheet: str | None = None) -> Sheet:
    """The sheet of that name; without one the first that is seen and holds something.

    name: of the file, as uploaded. The other sheets that hold something are named in the result.
    Raises SheetRefused for a file that is no sheet, is too big, or holds nothing; and when there
    is no such sheet.
    """
    book = opened(data, name)
    full = [one for one in book.names if book.holds_something(one)]
    if not full:
        raise refused("sheet_empty")
    chosen = full[0] if sheet is None else sheet
    if chosen not in full:
        raise refused("sheet_unknown", name=chosen, known=", ".join(full))
    found = book.sheet(chosen)
    others = tuple(one for one in full if one != chosen)
    return dataclasses.replace(found, other_sheets=others, notes=(*book.notes, *found.notes))


def opened(data: bytes, name: str) -> Book:
    """The file, opened by what it is. Raises SheetRefused when it is no sheet or too big."""
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise refused("sheet_too_big", size=-(-len(data) // 1_000_000), limit=limit)
    if not data.strip(b"\0 \t\r\n"):
        raise refused("sheet_no_bytes")
    if data.startswith(_ZIP) or data.startswith(b"PK\x05\x06"):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    for start, what in _OTHERS:
        if data.startswith(start):
            raise refused("sheet_other_file", what=what)
    return _texts(data, name)


def _zipped(data: bytes) -> Book:
    parts = Parts(data)
    names = parts.names()
    if "xl/workbook.bin" in parts:
        raise refused("sheet_binary")
    if "word/document.xml" in parts:
        raise refused("sheet_other_file", what="tệp Word")
    if "ppt/presentation.xml" in parts:
        raise refused("sheet_other_file", what="tệp PowerPoint")
    if "mimetype" in parts and b"opendocument" in parts.small("mimetype"):
        if b"spreadsheet" not in parts.small("mimetype"):
            raise refused("sheet_other_file", what="tệp văn bản của LibreOffice")
        return ods.Workbook(data)
    if any(part.endswith("workbook.xml") for part in names) or "[content_types].xml" in names:
        return xlsx.Workbook(data)
    raise refused("sheet_other_file", what="tệp nén ZIP")


def _compound(data: bytes) -> Book:
    """Old Excel, old Word, or a new workbook under a password: all are compound files."""
    if _PACKAGE in data:
        raise refused("sheet_password")
    if _WORD in data and _WORKBOOK not in data:
        raise refused("sheet_other_file", what="tệp Word")
    return xls.Workbook(data)


def _texts(data: bytes, name: str) -> Book:
    text = plain.decode(data)
    if text is None:
        if data[:1] == b"\x09":  # Excel 2 to 4: records without a compound file around them
            return xls.Workbook(data)
        raise refused("sheet_other_file", what="tệp không đọc được")
    title = PurePath(name).stem or "1"
    head = text[:_HEAD]
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise refused("sheet_xml_2003")
    if "office:spreadsheet" in text and "urn:oasis:names:tc:opendocument" in head:
        return ods.Workbook(data, flat=True)
    if head.lstrip("\ufeff").startswith("MIME-Version:"):
        raise refused("sheet_web_archive")
    if _PAGE.search(head) and "<t" in text.lower():
        return _One(page.read(text, title), Problem("sheet_web_page"))
    return _One(plain.read(text, title))
