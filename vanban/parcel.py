"""Files one after the other → a ZIP written as a stream.

In: names and bytes, as they are asked for. Out: the bytes of the ZIP in pieces. Memory does not
grow with the files but by some hundred bytes for the entry of each in the directory of the ZIP.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

_EARLIEST: Final = (1980, 1, 1)


class _Window(io.RawIOBase):
    """The end of a file that is being sent: what was taken is gone, the rest can be written over.

    zipfile writes sizes into the head of an entry after the entry. In a file it cannot go back in
    it would write them behind, which some programs for archives do not read.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0
        self._held = io.BytesIO()

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._sent + self._held.tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET:
            place -= self._sent
        return self._sent + self._held.seek(place, whence)

    def write(self, data: bytes) -> int:  # type: ignore[override] # zipfile writes bytes
        return self._held.write(data)

    def taken(self) -> bytes:
        """What can no longer change."""
        data = self._held.getvalue()
        self._sent += len(data)
        self._held = io.BytesIO()
        return data


def zipped(files: Iterable[tuple[str, bytes]], when: datetime) -> Iterator[bytes]:
    """The ZIP of (name, bytes), in pieces of a file each; equal files give equal bytes.

    when: the time that every entry bears. Word files and PDFs are packed already and are only put
    in. As large as it becomes: past 4 GB or 65,535 files it is a ZIP64.
    """
    window = _Window()
    stamp = max(when.timetuple()[:6], (*_EARLIEST, 0, 0, 0))
    with zipfile.ZipFile(window, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
            yield window.taken()
    yield window.taken()
