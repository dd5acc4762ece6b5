"""Word bytes → PDF bytes by the whole road, as the product takes it."""

from __future__ import annotations

from vanban.docx.reader import read
from vanban.pdf.flow import to_html
from vanban.pdf.print import print_pdf


def made(data: bytes) -> bytes:
    return print_pdf(to_html(read(data)), title="Thử", author="Đơn vị")
