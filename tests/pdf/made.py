"""Word bytes → PDF bytes by the whole road, as the product takes it."""

from __future__ import annotations

from functools import cache
from typing import Any

from vanban.docx.reader import read
from vanban.pdf.flow import to_html
from vanban.pdf.print import Printer
from vanban.pdf.sheet import Markup


@cache
def _printer() -> Printer:
    return Printer()


def print_pdf(html: Markup, **said: Any) -> bytes:
    """The bytes alone, from one printer for all tests."""
    return _printer().print_paper(html, **said).pdf


def made(data: bytes) -> bytes:
    return print_pdf(to_html(read(data)), title="Thử", author="Đơn vị")
