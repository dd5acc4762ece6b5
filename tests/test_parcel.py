"""The ZIP in which many files are sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from vanban.parcel import zipped

_NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_the_zip_comes_in_pieces_and_is_whole() -> None:
    files = [(f"{i:03}_Nguyễn.pdf", bytes([i]) * 1000) for i in range(50)]
    pieces = list(zipped(iter(files), _NOW))
    assert max(map(len, pieces[:-1])) < 1200
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert [(i.filename, archive.read(i)) for i in archive.infolist()] == files
        # Sizes stand before the bytes: nobody has to look for them behind.
        assert not any(i.flag_bits & 0x8 for i in archive.infolist())
        assert {i.date_time for i in archive.infolist()} == {(2026, 11, 21, 8, 30, 0)}


def test_the_zip_is_made_as_it_is_taken() -> None:
    asked = []

    def files() -> Iterator[tuple[str, bytes]]:
        for i in range(3):
            asked.append(i)
            yield f"{i}.pdf", b"x"

    pieces = zipped(files(), _NOW)
    next(pieces)
    assert asked == [0]


def test_an_empty_zip_is_a_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped([], _NOW)))) as archive:
        assert archive.namelist() == []
