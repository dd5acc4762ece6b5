"""A PDF opened to be added to: what was there stays, byte for byte, at the beginning.

In: PDF bytes. Out: an `Appender`, and from it longer bytes. Refused are files that cannot be added
to (damaged, encrypted), and additions that a signature in the file forbids.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields

from vanban.places import Place
from vanban.problems import Problem, Refused

# What a damaged or hostile file makes pyHanko say.
_BROKEN: Final = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    zlib.error,
)


class PdfRefused(Refused):
    """Nothing can be added to the file, or not this."""


def refuse(code: str, **data: object) -> PdfRefused:
    """The exception for one problem."""
    return PdfRefused(Problem(code, data=data))


class Appender(IncrementalPdfFileWriter):
    """pyHanko's writer without its own mark.

    It writes its name into the Info dictionary and a date into the XMP. In a PDF/A the two must
    agree, and only one of them would be changed rightly: the file would stop being PDF/A.
    """

    def _update_meta(self) -> None:
        pass

    def result(self) -> bytes:
        """The file with what was added."""
        out = io.BytesIO()
        self.write(out)  # type: ignore[no-untyped-call] # pyHanko leaves this one untyped
        return out.getvalue()


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """An entry of a dictionary, followed to its object; pyHanko's own `get` does not follow."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401 - `get` does not


@contextmanager
def readable() -> Iterator[None]:
    """Turns what pyHanko says of a broken file into one sentence. Raises PdfRefused."""
    try:
        yield
    except _BROKEN as error:
        raise refuse("pdf_unreadable") from error


def opened(pdf: bytes, *, strict: bool = True) -> Appender:
    """A PDF, open to be added to.

    strict: whether small faults of the file count; those of a scanner are put up with. Raises
    PdfRefused: no PDF, damaged, or encrypted.
    """
    with readable():
        reader = PdfFileReader(io.BytesIO(pdf), strict=strict)
        if reader.encrypted or "/Encrypt" in reader.trailer:
            raise refuse("pdf_encrypted")
        writer = Appender(reader.stream, prev=reader)
        if not isinstance(entry(writer.root, "/Pages"), generic.DictionaryObject):
            raise refuse("pdf_unreadable")
    return writer


def fields(writer: Appender) -> dict[str, generic.IndirectObject]:
    """Name → the field, of all that stand at the root of the form."""
    form = entry(writer.root, "/AcroForm")
    listed = entry(form, "/Fields", ()) if isinstance(form, generic.DictionaryObject) else ()
    found: dict[str, generic.IndirectObject] = {}
    for reference in listed:
        field = reference.get_object()
        if isinstance(field, generic.DictionaryObject) and "/T" in field:
            found[str(field["/T"])] = reference
    return found


def told_places(writer: Appender) -> dict[str, Place]:
    """Name → place, as a paper of this program tells them in its page-piece dictionary."""
    told: Any = writer.root
    for key in ("/PieceInfo", "/Vanban", "/Private"):
        told = entry(told, key, {})
    found = {}
    for each in entry(told, "/Places", ()):
        said = each.get_object()
        left, bottom, right, top = (float(edge) for edge in said["/Rect"])
        name = str(said["/Name"]).removeprefix("/")
        found[name] = Place(
            name,
            int(said["/Page"]),
            left,
            bottom,
            right - left,
            top - bottom,
            baseline=float(entry(said, "/Baseline", 0)),
        )
    return found


def check_allowed(writer: Appender, names: Iterable[str]) -> None:
    """Whether the signatures in the file let these fields be filled. Raises PdfRefused."""
    wanted = tuple(names)
    for lock, level in _locks(writer):
        if level == MDPPerm.NO_CHANGES:
            raise refuse("pdf_closed")
        for name in wanted:
            if lock is not None and lock.is_locked(name):
                raise refuse("pdf_closed")


def signed(writer: Appender) -> bool:
    """Whether there is a signature in the file."""
    return any(True for _ in enumerate_sig_fields(writer, filled_status=True))


def _locks(writer: Appender) -> Iterator[tuple[FieldMDPSpec | None, MDPPerm | None]]:
    for _, signature, _ in enumerate_sig_fields(writer, filled_status=True):
        yield from map(_lock, entry(signature.get_object(), "/Reference", ()))


def _lock(reference: Any) -> tuple[FieldMDPSpec | None, MDPPerm | None]:
    said = reference.get_object()
    terms = entry(said, "/TransformParams", generic.DictionaryObject())
    level = MDPPerm(terms["/P"]) if "/P" in terms else None
    if entry(said, "/TransformMethod") == "/FieldMDP":
        return FieldMDPSpec.from_pdf_object(terms), level
    return None, level
