"""Is this the file that was locked, with something added? Proved byte by byte.

In: an uploaded PDF and the bytes that it should begin with. Out: how the two stand to each other.
A PDF is signed, filled and signed again by adding to its end only (ISO 32000-1, 7.5.6): whatever
does not begin with the very bytes of the locked file is another file, however alike it looks.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from vanban.signing.hostile import UNREADABLE
from vanban.signing.reading import Reader


class Relation(StrEnum):
    """How an uploaded file stands to the one that it should begin with."""

    SAME = "same"  # not one byte more: nobody signed it
    FOLLOWS = "follows"  # the base, then something added
    CUT = "cut"  # a beginning of the base: not wholly uploaded
    RESAVED = "resaved"  # the same pages, written anew by another program
    OTHER = "other"  # other bytes, other pages


def follows(pdf: bytes, base: bytes) -> bool:
    """Whether `pdf` is `base` with bytes added to its end, and nothing else."""
    # An empty base would be the beginning of anything.
    return bool(base) and len(pdf) > len(base) and pdf.startswith(base)


def relation(pdf: bytes, base: bytes) -> Relation:
    """The same, with the reason when it is not: for a sentence, never for a decision."""
    if pdf == base:
        return Relation.SAME
    if follows(pdf, base):
        return Relation.FOLLOWS
    if base.startswith(pdf):
        return Relation.CUT
    seen, wanted = _pages(pdf), _pages(base)
    # A signer's program may have added to the file before another program wrote it anew.
    return Relation.RESAVED if wanted and seen == wanted else Relation.OTHER


def _pages(pdf: bytes) -> tuple[bytes, ...]:
    """A digest of what each page draws; () when the file cannot be read."""
    try:
        reader = Reader(pdf, strict=False)
        count = int(reader.root["/Pages"]["/Count"])
        return tuple(_drawn(reader, number) for number in range(count))
    except UNREADABLE:
        return ()


def _drawn(reader: PdfFileReader, number: int) -> bytes:
    page = reader.find_page_for_modification(number)[0].get_object()
    contents = page["/Contents"]
    parts = contents if isinstance(contents, generic.ArrayObject) else [contents]
    digest = hashlib.sha256()
    for part in parts:
        # Programs that write a page anew may join its streams, and end them with a line or not.
        digest.update(b"".join(part.get_object().data.split()))
    return digest.digest()
