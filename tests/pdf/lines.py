"""PDF bytes → its lines, read back with PDFium: what stands where, for comparing two PDFs."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw

SAME_LINE = 1.2


def page_lines(pdf: bytes) -> list[list[tuple[float, float, str]]]:
    """Per page: (baseline from the top, left edge, text without spaces), from top to bottom."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_lines(page) for page in document]


def _lines(page: pypdfium2.PdfPage) -> list[tuple[float, float, str]]:
    height, text = page.get_height(), page.get_textpage()
    rows: dict[float, list[tuple[float, str]]] = {}
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = "-" if code in (2, 0x2011) else chr(code)
        if raw.FPDFText_IsGenerated(text, index) or letter.isspace():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        rows.setdefault(round(height - y.value, 1), []).append((x.value, letter))
    merged: list[tuple[float, list[tuple[float, str]]]] = []
    for baseline in sorted(rows):
        if merged and baseline - merged[-1][0] < SAME_LINE:
            merged[-1][1].extend(rows[baseline])
        else:
            merged.append((baseline, list(rows[baseline])))
    return [
        (baseline, round(min(letters)[0], 1), "".join(c for _, c in sorted(letters)))
        for baseline, letters in merged
    ]
