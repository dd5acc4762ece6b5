"""HTML of a document → PDF, with nothing from outside.

In: HTML made by `flow`, metadata. Out: PDF 1.7 bytes, equal for equal input. The four font files
are read once per process; a document can name nothing but pictures it carries itself.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import threading
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from vanban.typeface import Faces, faces

from vanban.pdf.foot import loosen
_BASE = """
html{hyphens:none;color:black}
body{margin:0;overflow-wrap:break-word}
body,div,p,table{margin-break:discard}
p{margin:0;orphans:2;widows:2}
table{border-collapse:collapse;table-layout:fixed;border-spacing:0}
td{vertical-align:top}
thead{display:table-header-group}
img{vertical-align:baseline}
.tab,.blank{display:inline-block;text-indent:0;white-space:nowrap}
.page::after{content:counter(page)}
.pages::after{content:counter(pages)}
"""
# Word neither kerns nor joins letters by itself. Said of the face and not of the text, because
# WeasyPrint 70 leaks an attribute list for every piece of text that has features of its own.
_FEATURES = '"kern" 0,"liga" 0,"clig" 0,"calt" 0'
_PICTURE = re.compile(r"data:(image/(?:png|jpeg|gif));base64,([A-Za-z0-9+/=]*)")


class _Forbidden(FatalURLFetchingError):  # type: ignore[misc] # weasyprint has no types
    """The HTML named something outside itself: a bug in `flow`, never the clerk's doing."""


class _OwnPictures(URLFetcher):  # type: ignore[misc] # weasyprint has no types
    """Serves pictures written into the HTML, and nothing else in the world."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = _PICTURE.fullmatch(url)
        if found is None:
            raise _Forbidden(url[:80])
        try:
            data = base64.b64decode(found[2], validate=True)
        except binascii.Error as error:
            raise _Forbidden(url[:80]) from error
        return URLFetcherResponse(url, data, {"Content-Type": found[1]})


class _FontFiles(URLFetcher):  # type: ignore[misc] # weasyprint has no types
    """Serves the four font files by name."""

    def __init__(self, chosen: Faces) -> None:
        super().__init__(allowed_protocols=("font",), allow_redirects=False)
        self._files = {
            "font:regular": chosen.regular,
            "font:bold": chosen.bold,
            "font:italic": chosen.italic,
            "font:bold-italic": chosen.bold_italic,
        }

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self._files:
            raise _Forbidden(url[:80])
        return URLFetcherResponse(url, self._files[url].read_bytes(), {"Content-Type": "font/ttf"})


class Printer:
    """Fonts and base sheet, made once: they cost more than laying out a page.

    chosen: the faces to set everything in, `typeface.faces()` when None. Raises
    `typeface.FontMissing` when there are none.
    """

    def __init__(self, chosen: Faces | None = None) -> None:
        self._lock = threading.Lock()
        self._fonts = FontConfiguration()
        self._fetcher = _OwnPictures()
        used = chosen or faces()
        # A name of its own, or Fontconfig may take an installed font of the same family instead.
        family = f"Vanban {used.family}"
        sheet = "".join(
            f"@font-face{{font-family:'{family}';src:url(font:{name});"
            f"font-weight:{weight};font-style:{style};font-feature-settings:{_FEATURES}}}"
            for name, weight, style in (
                ("regular", "normal", "normal"),
                ("bold", "bold", "normal"),
                ("italic", "normal", "italic"),
                ("bold-italic", "bold", "italic"),
            )
        )
        self._sheet = weasyprint.CSS(
            string=f"{sheet}html{{font-family:'{family}'}}{_BASE}",
            font_config=self._fonts,
            url_fetcher=_FontFiles(used),
        )

    def print_pdf(
        self,
        doc_html: str,
        *,
        title: str,
        author: str,
        lang: str = "vi-VN",
        created: datetime | None = None,
        loosen()
    ) -> bytes:
        """HTML from `flow.to_html` → PDF 1.7; equal input gives equal bytes.

        created: the date written into the file, none when None.
        """
        html = doc_html.replace("<!DOCTYPE html>", _head(title, author, lang, created), 1)
        # Pango's font map is shared by all documents and is not made for threads.
        with self._lock:
            page = weasyprint.HTML(string=html, url_fetcher=self._fetcher)
            made: bytes = page.write_pdf(
                stylesheets=[self._sheet],
                font_config=self._fonts,
                pdf_version="1.7",
                pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode(),
            )
        return made


def _head(title: str, author: str, lang: str, created: datetime | None) -> str:
    date = ""
    if created:
        # W3C dates with a time need a zone; a time without one is taken for UTC.
        zoned = created if created.tzinfo else created.replace(tzinfo=UTC)
        when = zoned.isoformat(timespec="seconds")
        date = f'<meta name="dcterms.created" content="{when}">'
    return (
        f'<!DOCTYPE html><html lang="{escape(lang)}"><meta charset="utf-8">'
        f'<title>{escape(title)}</title><meta name="author" content="{escape(author)}">{date}'
    )


@cache
def _printer() -> Printer:
    return Printer()


def print_pdf(
    doc_html: str,
    *,
    title: str,
    author: str,
    lang: str = "vi-VN",
    created: datetime | None = None,
) -> bytes:
    """`Printer.print_pdf` of the one printer of this process."""
    return _printer().print_pdf(doc_html, title=title, author=author, lang=lang, created=created)
