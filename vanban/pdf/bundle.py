"""Many PDFs → one file for the printer, written as a stream.

In: PDFs one after the other, and a file open for writing, which need not be seekable. Out: one PDF
in which each paper begins on an odd page, so that a printer that prints on both sides never puts
two papers on one sheet. Memory does not grow with the papers: kept are eight bytes for the place
of each object, and the fingerprints of what is shared.

Whatever is equal is written once: a picture, a colour profile, the resources of a page. Subsets of
one typeface become one font with the letters of all papers (`onefont.py`). What no printer needs
is left out: fields, links, tags, bookmarks, metadata. A print file is no document.
"""

from __future__ import annotations

import hashlib
import io
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from typing import BinaryIO, Final

import pikepdf

from vanban.pdf.onefont import Letters, written
from vanban.problems import Problem, Refused

# What of a page a printer needs; the rest speaks to a reader of the file.
_OF_A_PAGE: Final = (
    *("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/Rotate", "/UserUnit"),
    *("/Resources", "/Contents", "/Group"),
)
_INHERITED: Final = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_BOXES: Final = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/Rotate", "/UserUnit")
# Pages below one node of the tree of pages.
_BRANCH: Final = 64
# Fingerprints of objects: what is shared is met again in the next paper, a page never.
_REMEMBERED: Final = 4096
_CATALOG, _ROOT = 1, 2
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_UNUSED = b"0000000000 65535 f \n"


class NotBundled(Refused):
    """One of the files is no PDF that can be read."""


def bundle(papers: Iterable[bytes], out: BinaryIO, *, duplex: bool = True) -> int:
    """Write all the papers into one PDF; the number of its pages comes back.

    duplex: each paper begins on an odd page, after a blank one of the size of the page before.
    Raises NotBundled for a file that is no PDF; what was written until then is no whole file.
    """
    file = PrintFile(out, duplex=duplex)
    for paper in papers:
        file.add(paper)
    return file.close()


class PrintFile:
    """The print file while it is written: `add` a paper at a time, then `close`."""

    def __init__(self, out: BinaryIO, *, duplex: bool = True) -> None:
        self._file = _Objects(out)
        self._duplex = duplex
        self._shared: OrderedDict[bytes, int] = OrderedDict()
        self._letters = Letters(self._file.reserve)
        self._branches: list[tuple[int, int]] = []
        self._leaves: list[int] = []
        self._branch = 0
        self.pages = 0

    def add(self, pdf: bytes) -> None:
        """One more paper. Raises NotBundled when it cannot be read."""
        try:
            with pikepdf.open(io.BytesIO(pdf)) as opened:
                paper = _Paper(self._file, self._shared, self._letters)
                last = None
                for page in opened.pages:
                    last = _entries(page.obj)
                    self._leaf(paper.dictionary(last))
        except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
            raise NotBundled(Problem("bundle_broken")) from error
        if self._duplex and self.pages % 2 and last:
            blank = {key: value for key, value in last.items() if key in _BOXES}
            self._leaf(paper.dictionary(blank) + b"/Resources<<>>")

    def close(self) -> int:
        """Write what all share, and the end of the file; the number of its pages comes back."""
        self._end_branch()
        for number, data in self._letters.objects():
            self._file.write(number, data)
        kids = b" ".join(b"%d 0 R" % number for number, _ in self._branches)
        self._file.write(_ROOT, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.pages, kids))
        self._file.write(_CATALOG, b"<</Type/Catalog/Pages %d 0 R>>" % _ROOT)
        self._file.end(_CATALOG)
        return self.pages

    def _leaf(self, entries: bytes) -> None:
        if not self._leaves:
            self._branch = self._file.reserve()
        number = self._file.reserve()
        self._file.write(number, b"<</Type/Page/Parent %d 0 R%s>>" % (self._branch, entries))
        self._leaves.append(number)
        self.pages += 1
        if len(self._leaves) == _BRANCH:
            self._end_branch()

    def _end_branch(self) -> None:
        if not self._leaves:
            return
        kids = b" ".join(b"%d 0 R" % number for number in self._leaves)
        count = len(self._leaves)
        node = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>" % (_ROOT, count, kids)
        self._file.write(self._branch, node)
        self._branches.append((self._branch, count))
        self._leaves = []


class _Objects:
    """The objects of the file in the order in which they come; their places in the end."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places = array("Q", [0, 0, 0])
        self._at = 0
        self._hash = hashlib.sha256()
        self._put(_HEADER)

    def reserve(self) -> int:
        """The number of an object that will be written."""
        self._places.append(0)
        return len(self._places) - 1

    def write(self, number: int, data: bytes) -> None:
        """An object under the number that was reserved for it."""
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def end(self, catalog: int) -> None:
        """The table of places. The identifier follows from the bytes: equal papers, equal file."""
        start, count = self._at, len(self._places)
        name = self._hash.hexdigest()[:32].encode()
        self._put(b"xref\n0 %d\n%s" % (count, _UNUSED))
        for place in self._places[1:]:
            self._put(b"%010d 00000 n \n" % place if place else _UNUSED)
        trailer = b"<</Size %d/Root %d 0 R/ID[<%s><%s>]>>" % (count, catalog, name, name)
        self._put(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self._at += len(data)


class _Paper:
    """What of one paper is written, each of its objects once."""

    def __init__(self, file: _Objects, shared: OrderedDict[bytes, int], letters: Letters) -> None:
        self._file = file
        self._shared = shared
        self._letters = letters
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()
        self._promised: dict[tuple[int, int], int] = {}

    def dictionary(self, entries: dict[str, pikepdf.Object]) -> bytes:
        """The entries of a dictionary, without what is around them."""
        return b"".join(_name(key) + b" " + self._value(value) for key, value in entries.items())

    def _value(self, value: object) -> bytes:
        if not isinstance(value, pikepdf.Object):
            return written(value)
        if value.is_indirect:
            return b"%d 0 R" % self._number(value)
        return self._direct(value)

    def _direct(self, value: pikepdf.Object) -> bytes:
        if isinstance(value, pikepdf.Dictionary):
            return b"<<" + self.dictionary(dict(value.items())) + b">>"
        if isinstance(value, pikepdf.Array):
            return b"[" + b" ".join(self._value(each) for each in value) + b"]"
        return written(value)

    def _number(self, value: pikepdf.Object) -> int:
        """The number in the print file of an object of this paper."""
        key = value.objgen
        if key in self._known:
            return self._known[key]
        if key in self._open:
            # It names itself in a circle: it gets its number before it is known whether it is new.
            if key not in self._promised:
                self._promised[key] = self._file.reserve()
            return self._promised[key]
        if number := self._letters.number(value):
            self._known[key] = number
            return number
        self._open.add(key)
        data = self._data(value)
        self._open.discard(key)
        number = self._known[key] = self._written(data, self._promised.get(key, 0))
        return number

    def _data(self, value: pikepdf.Object) -> bytes:
        if not isinstance(value, pikepdf.Stream):
            return self._direct(value)
        raw = value.read_raw_bytes()
        entries = {name: each for name, each in value.items() if name != "/Length"}
        head = b"<<%s/Length %d>>" % (self.dictionary(entries), len(raw))
        return head + b"\nstream\n" + raw + b"\nendstream"

    def _written(self, data: bytes, promised: int) -> int:
        """Write an object, or find the equal one that was written before."""
        if promised:
            self._file.write(promised, data)
            return promised
        print_of = hashlib.sha256(data).digest()
        number = self._shared.get(print_of, 0)
        if number:
            self._shared.move_to_end(print_of)
            return number
        number = self._shared[print_of] = self._file.reserve()
        self._file.write(number, data)
        if len(self._shared) > _REMEMBERED:
            self._shared.popitem(last=False)
        return number


def _entries(page: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """What of a page is printed, with what it inherits."""
    found = {key: page[key] for key in _OF_A_PAGE if key in page}
    above = page.get("/Parent")
    while above is not None:
        for key in _INHERITED:
            if key in above and key not in found:
                found[key] = above[key]
        above = above.get("/Parent")
    return found


def _name(key: str) -> bytes:
    return written(pikepdf.Name(key))
