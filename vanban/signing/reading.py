"""pyHanko's reader of PDFs, without its square of the number of objects.

In: bytes of a PDF. Out: the same objects as from pyHanko's own reader, and the same refusals. Our
papers keep thousands of objects (the tags of their text) in few streams, and pyHanko reads the list
at the head of such a stream once for each object in it: 25 seconds for twelve pages, now one.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True, slots=True)
class _Kept:
    """An object stream (ISO 32000-1, 7.5.7), unfolded. listed: number and offset of each object."""

    data: bytes
    first: int
    listed: tuple[tuple[int, int], ...]


class Reader(PdfFileReader):
    """A `PdfFileReader` that unfolds each object stream once."""

    def __init__(self, pdf: bytes, *, strict: bool = True) -> None:
        # Set before: the base class reads objects while it is made.
        self._kept: dict[int, _Kept] = {}
        super().__init__(BytesIO(pdf), strict=strict)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        kept = self._unfolded(stmnum)
        if not 0 <= idx < len(kept.listed) or kept.listed[idx][0] != idnum:
            # A file that lies about itself: what that means is the library's to say.
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        stream = BytesIO(kept.data)
        stream.seek(kept.first + kept.listed[idx][1])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, (generic.StreamObject, generic.IndirectObject)):
            raise misc.PdfReadError("an object that may not lie in an object stream")
        return found

    def _unfolded(self, number: int) -> _Kept:
        if number not in self._kept:
            stream = generic.Reference(number, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise misc.PdfReadError("not an object stream")
            data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
            head = [int(figure) for figure in data[:first].split()[: 2 * int(stream["/N"])]]
            listed = tuple(zip(head[::2], head[1::2], strict=True))
            self._kept[number] = _Kept(data, first, listed)
        return self._kept[number]
