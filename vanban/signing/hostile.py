"""What a stranger's PDF can do to its reader, and what a paper must not hold.

In: an uploaded PDF. Out: the problems that forbid any further look, and those of the parts that
can act (JavaScript, launched programs, files inside). Nothing of the file is ever run or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import PdfFileReader

from vanban.problems import Problem

LARGEST_MB: Final = 50
"""The largest file that is given to be signed: our papers have under 5 MB, scans of copies more."""
LIMIT_MB: Final = LARGEST_MB + 10
"""The largest signed file: what was given, and what a signature adds with picture and lists."""

# What the library raises on a file that lies about itself. RecursionError: trees without a floor;
# AssertionError: its own expectations of a well-formed file; zlib.error is told as PdfReadError.
UNREADABLE: Final = (
    misc.PdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    MemoryError,
    OSError,
)

_SCRIPT, _RUN, _FILE, _SEND, _FORM, _MEDIA = (
    "mã lệnh JavaScript",
    "lệnh mở chương trình khác",
    "tệp đính kèm bên trong",
    "lệnh gửi dữ liệu hoặc mở tệp khác",
    "biểu mẫu XFA",
    "phim, âm thanh hoặc hình động",
)
# Kinds of action (ISO 32000-1, table 198) that do more than turn a page or follow a link.
_ACTIONS: Final = {
    "/JavaScript": _SCRIPT,
    "/Launch": _RUN,
    "/SubmitForm": _SEND,
    "/ImportData": _SEND,
    "/GoToR": _SEND,
    "/GoToE": _FILE,
    "/Rendition": _MEDIA,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/RichMediaExecute": _MEDIA,
    "/Hide": _RUN,
    "/SetOCGState": _RUN,
}
_KEYS: Final = {"/JS": _SCRIPT, "/JavaScript": _SCRIPT, "/EmbeddedFiles": _FILE, "/XFA": _FORM}
_TYPES: Final = {"/EmbeddedFile": _FILE}
_ANNOTATIONS: Final = {
    "/FileAttachment": _FILE,
    "/RichMedia": _MEDIA,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/Screen": _MEDIA,
    "/3D": _MEDIA,
}


def entry(dictionary: generic.DictionaryObject, key: str, otherwise: Any = None) -> Any:
    """The value of a key, followed where it only points to it; `otherwise` when there is none."""
    # `get` would not follow.
    return dictionary[key] if key in dictionary else otherwise  # noqa: SIM401


def first_look(pdf: bytes) -> Problem | None:
    """What forbids reading the file at all; None when it may be opened. Costs no time."""
    if not pdf:
        return Problem("verify_empty")
    if len(pdf) > LIMIT_MB * 1_000_000:
        size = f"{len(pdf) / 1_000_000:.0f}"
        return Problem("verify_too_large", data={"size": size, "limit": LIMIT_MB})
    # A header further down would let one file be two things to two programs.
    if not pdf.startswith(b"%PDF-"):
        return Problem("verify_not_pdf")
    if b"%%EOF" not in pdf[-2048:]:
        return Problem("verify_cut")
    return None


def acting_parts(reader: PdfFileReader) -> tuple[Problem, ...]:
    """The parts that can act, of every revision, reached from the pages or not."""
    found: dict[str, None] = {}
    xrefs = reader.xrefs
    for revision in range(xrefs.total_revisions):
        for ref in sorted(
            xrefs.explicit_refs_in_revision(revision), key=lambda r: (r.idnum, r.generation)
        ):
            found.update(dict.fromkeys(_in(reader.get_object(ref, revision=revision))))
    return tuple(Problem("verify_acts", data={"what": what}) for what in found)


def _in(thing: object) -> Iterator[str]:
    """The acting parts in one object; what it points to is an object of its own."""
    todo = [thing]
    while todo:
        value = todo.pop()
        if isinstance(value, generic.DictionaryObject):
            yield from _of(value)
            todo += [v for v in value.values() if not isinstance(v, generic.IndirectObject)]
        elif isinstance(value, generic.ArrayObject):
            todo += [v for v in value if not isinstance(v, generic.IndirectObject)]


def _of(dictionary: generic.DictionaryObject) -> Iterator[str]:
    yield from (_KEYS[key] for key in dictionary if key in _KEYS)
    # What each key of table 198 and 169 may name; anything else is somebody's own data.
    for key, known in (("/S", _ACTIONS), ("/Type", _TYPES), ("/Subtype", _ANNOTATIONS)):
        named = entry(dictionary, key)
        if isinstance(named, str) and named in known:
            yield known[named]
