"""HTML of a document → PDF, with nothing from outside.

In: HTML made by `flow`, well-formed as XML; metadata. Out: PDF 1.7 bytes, equal for equal input.
The four font files are read once per process; a document can name nothing but pictures it carries
itself. docs/dev/profile.md says where the time goes and what is spared here.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from vanban.composition import Stand
from vanban.laid import Printed
from vanban.pdf import again, marks, traces
from vanban.pdf import fields as forms
from vanban.pdf.adrift import set_adrift
from vanban.pdf.breaks import mend
from vanban.pdf.foot import loosen
from vanban.pdf.once import subset_once, write_once
from vanban.pdf.rows import cut_rows
from vanban.pdf.sheet import Markup, css_family
from vanban.pdf.standing import SIGNED, stand
from vanban.places import Place
from vanban.typeface import Faces, faces, family_faces

# All that `flow` writes, and nothing else: see `_Tree`.
_BASE = """
html,body,div,p,ul,li,h1,h2,h3,h4,h5,h6{display:block}
head,title,meta,style{display:none}
table{display:table;box-sizing:border-box;text-indent:initial}
col{display:table-column}
thead{display:table-header-group}
tbody{display:table-row-group}
tr{display:table-row}
td,th{display:table-cell}
br::before{content:"\\A";white-space:pre-line}
html{hyphens:none;color:black}
body{overflow-wrap:break-word}
body,div,p,ul,li,h1,h2,h3,h4,h5,h6,table{margin-break:discard}
table{border-collapse:collapse;table-layout:fixed;border-spacing:0}
td,th{vertical-align:top;box-decoration-break:clone;orphans:1;widows:1}
td>p,th>p,td>ul>li,th>ul>li{box-decoration-break:clone}
img{vertical-align:baseline;overflow:hidden;image-orientation:none}
.note{float:footnote;text-indent:0;text-align:left;white-space:normal}
.note::footnote-call,.note::footnote-marker{content:""}
@page{@footnote{margin-top:2.8pt;padding-top:2.8pt}}
.tab,.blank{display:inline-block;text-indent:0;white-space:nowrap}
.page::after{content:counter(page)}
.pages::after{content:counter(pages)}
"""
# The line above the notes, a quarter of the text wide: one black point, stretched. (WeasyPrint 70
# fills the whole area with a gradient that should not repeat, and hides the notes under it.)
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
_NOTE_LINE = "@page{@footnote{background:url(picture:dot) 0 0/25% .5pt no-repeat}}"
# Word neither kerns nor joins letters by itself. Said of the face and not of the text, because
# WeasyPrint 70 leaks an attribute list for every piece of text that has features of its own.
_FEATURES = '"kern" 0,"liga" 0,"clig" 0,"calt" 0'
_FAMILY = re.compile(r"font-family:'Vanban ([^']*)'")
_SRGB = "--srgb"
# PDF/A-2u: every letter has its Unicode, and colours mean sRGB. Part 2 and not 1, which forbids
# transparency; the looks of signatures bring it.
_ARCHIVE = {"pdf_variant": "pdf/a-2u", "output_intent": _SRGB}
# Characters of a sheet that is kept to be used again; ours have two to six thousand.
_SHEET_KEPT = 20_000


class _Forbidden(FatalURLFetchingError):  # type: ignore[misc] # weasyprint has no types
    """The HTML named something outside itself: a bug in `flow`, never the clerk's doing."""


class _OwnPictures(URLFetcher):  # type: ignore[misc] # weasyprint has no types
    """Serves the pictures that came with the HTML, and nothing else in the world."""

    def __init__(self, pictures: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=("picture",), allow_redirects=False)
        self._pictures = {**pictures, "picture:dot": ("image/png", _DOT)}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self._pictures:
            raise _Forbidden(url[:80])
        mime, data = self._pictures[url]
        return URLFetcherResponse(url, data, {"Content-Type": mime})


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


class _Tree(weasyprint.HTML):  # type: ignore[misc] # weasyprint has no types
    """A page from well-formed markup, with our own sheet alone.

    The parser of XML is much faster than the one of HTML, which must put up with anything.
    WeasyPrint's own sheet gives six pseudo-elements (footnotes, list marks) to every element of the
    document, each with a style object: five sixths of the cascade, for nothing.

    base: our own sheet, in the place of WeasyPrint's.
    """

    def __init__(
        self, root: ElementTree.Element, fetcher: URLFetcher, base: weasyprint.CSS
    ) -> None:
        self._base = base
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [self._base]


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed document. pages: anchor of a paragraph → the number of its page, from 1.

    stand: where the signature block stands, None when the markup names no block. places: where
    the marked places came to stand. traces: the lines of every paragraph that has a number.
    """

    pdf: bytes
    pages: Mapping[str, int]
    stand: Stand | None = None
    places: tuple[Place, ...] = ()
    traces: Mapping[int, tuple[Printed, ...]] = field(default_factory=dict)


class Printer:
    """Fonts and base sheet, made once: they cost more than laying out a page.

    chosen: the faces to set everything in, `typeface.faces()` when None. Raises
    `typeface.FontMissing` when there are none.
    """

    def __init__(self, chosen: Faces | None = None) -> None:
        loosen()
        set_adrift()
        mend()
        cut_rows()
        again.remember()
        subset_once()
        self._lock = threading.Lock()
        self._fonts = FontConfiguration()
        used = chosen or faces()
        self._registered = {css_family(used)}
        self._sheet = weasyprint.CSS(
            string=f"{_font_faces(used)}html{{font-family:'{css_family(used)}'}}{_BASE}{_NOTE_LINE}",
            font_config=self._fonts,
            url_fetcher=_FontFiles(used),
        )

    def _register(self, doc_html: str) -> None:
        """The other families that the document names; a family is read once per printer."""
        for name in set(_FAMILY.findall(doc_html)):
            other = family_faces(name)
            if css_family(other) not in self._registered:
                self._registered.add(css_family(other))
                fetcher = _FontFiles(other)
                weasyprint.CSS(
                    string=_font_faces(other), font_config=self._fonts, url_fetcher=fetcher
                )

    def print_paper(
        self,
        document: Markup,
        *,
        title: str,
        author: str,
        lang: str = "vi-VN",
        created: datetime | None = None,
        archive: bool = False,
        fields: Collection[str] = (),
    ) -> Paper:
        """HTML from `flow.to_html` → tagged PDF 1.7; equal input gives equal bytes.

        created: the date written into the file, none when None. archive: as PDF/A-2u. fields: the
        places that become form fields, where the document has their marks. Out too: the pages on
        which the anchors of paragraphs came to stand, and the places of the marks, which the file
        tells as well.
        """
        root = _with_head(document.text, title, author, lang, created)
        asked = ",".join(sorted(fields))
        said = "\0".join((document.text, title, author, lang, str(created), str(archive), asked))
        identifier = hashlib.sha256(said.encode()).hexdigest()[:32]
        how = {
            "pdf_version": "1.7",
            "pdf_identifier": identifier.encode(),
            "pdf_tags": True,
            **(_ARCHIVE if archive else {}),
        }
        with self._laid(root, document, how) as laid:
            return _written(laid, document.text, how, created, fields)

    @contextmanager
    def _laid(
        self, root: ElementTree.Element, document: Markup, how: Mapping[str, Any]
    ) -> Iterator[weasyprint.Document]:
        """The pages of a document; nobody else prints until the block is left."""
        sheet = _own_sheet(root)
        # Pango's font map is shared by all documents and is not made for threads.
        with self._lock:
            self._register(document.text)
            again.begin(root, sheet, self._fonts)
            try:
                yield _Tree(root, _OwnPictures(document.pictures), self._sheet).render(
                    stylesheets=[sheet],
                    font_config=self._fonts,
                    color_profiles=_profiles() if _is_archive(how) else None,
                    **how,
                )
            finally:
                again.end()


def _written(
    laid: weasyprint.Document,
    text: str,
    how: Mapping[str, Any],
    created: datetime | None,
    fields: Collection[str],
) -> Paper:
    """The laid out pages as a file, and what stands where on them. text: the markup."""
    found = marks.find(laid.pages) if marks.MARK in text else ()
    places = tuple(each.place for each in found)
    widgets = forms.announce(found, fields)

    def finish(_laid: weasyprint.Document, pdf: Any) -> None:
        forms.attach(pdf, found, widgets)
        if places:
            forms.tell(pdf, places, created)
        if _is_archive(how):
            _leave_pictures(pdf)
        write_once(pdf)

    made: bytes = laid.write_pdf(finisher=finish, **how)
    stood = stand(laid.pages) if SIGNED in text else None
    traced = traces.trace(laid.pages) if traces.NUMBER in text else {}
    return Paper(made, _anchored(laid.pages), stood, places, traced)


def _is_archive(how: Mapping[str, Any]) -> bool:
    return "pdf_variant" in how


def _anchored(laid: Sequence[Any]) -> dict[str, int]:
    pages: dict[str, int] = {}
    for number, page in enumerate(laid, start=1):
        for anchor in page.anchors:
            pages.setdefault(anchor, number)
    return pages


def _own_sheet(root: ElementTree.Element) -> weasyprint.CSS:
    """The sheet of the document, taken out of its head. A decision has that of the one before."""
    style = root[0].find("style")
    text = "" if style is None else style.text or ""
    if style is not None:
        root[0].remove(style)
    return _known_sheet(text) if len(text) <= _SHEET_KEPT else _parsed_sheet(text)


def _parsed_sheet(text: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=text, url_fetcher=_OwnPictures({}))


_known_sheet = lru_cache(maxsize=32)(_parsed_sheet)


def _font_faces(used: Faces) -> str:
    return "".join(
        f"@font-face{{font-family:'{css_family(used)}';src:url(font:{name});"
        f"font-weight:{weight};font-style:{style};font-feature-settings:{_FEATURES}}}"
        for name, weight, style in (
            ("regular", "normal", "normal"),
            ("bold", "bold", "normal"),
            ("italic", "normal", "italic"),
            ("bold-italic", "bold", "italic"),
        )
    )


def _leave_pictures(pdf: Any) -> None:
    """Ask no program to smooth a picture: an archive file may not (ISO 19005-2, 6.2.8.1)."""
    for item in pdf.objects:
        if "Interpolate" in getattr(item, "extra", ()):
            item.extra["Interpolate"] = "false"


def _profiles() -> dict[str, ColorProfile]:
    """What colours of an archive file mean: WeasyPrint's own, which WeasyPrint does not close."""
    with (resources.files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
        profile = ColorProfile(file, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
    return {_SRGB: profile}


def _with_head(
    doc_html: str, title: str, author: str, lang: str, created: datetime | None
) -> ElementTree.Element:
    """The tree of a document with its metadata. Markup comes from `flow` alone, never a file."""
    root = ElementTree.fromstring(doc_html)  # noqa: S314 - our own markup
    root.set("lang", lang)
    head = root[0]
    ElementTree.SubElement(head, "title").text = title
    ElementTree.SubElement(head, "meta", name="author", content=author)
    if created:
        # W3C dates with a time need a zone; a time without one is taken for UTC.
        zoned = created if created.tzinfo else created.replace(tzinfo=UTC)
        when = zoned.isoformat(timespec="seconds")
        ElementTree.SubElement(head, "meta", name="dcterms.created", content=when)
    return root
