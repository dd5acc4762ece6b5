"""The parts of a zip with XML in it, read within limits: bytes come in, parsed events go out.

A file of 20 MB can claim to hold terabytes, or XML that grows while it is read. Parts are inflated
piece by piece and counted; a document type (the door to entities) is refused outright.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol
from xml.parsers import expat

from vanban.sheet.values import refused

_MAX_PART = 150_000_000
_MAX_PARTS = 4_000
_PIECE = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_ENCRYPTED = 0x1

Attributes = dict[str, str]


class Handler(Protocol):
    """What listens while XML is read. Names come without their prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters; a run of text may come in pieces."""


class Enough(Exception):
    """Raised by a handler that has seen all it needs."""


class Parts:
    """The parts of one zip, found whatever the case and the slashes of their names."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise refused("sheet_damaged") from error
        infos = self._zip.infolist()
        if len(infos) > _MAX_PARTS:
            raise refused("sheet_bomb")
        self._infos = {_plain(info.filename): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def names(self) -> tuple[str, ...]:
        """Every part, in small letters and with forward slashes."""
        return tuple(self._infos)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, inflated piece by piece. Raises SheetRefused when it is damaged or endless."""
        info = self._infos.get(_plain(name))
        if info is None:
            raise refused("sheet_damaged")
        if info.flag_bits & _ENCRYPTED:
            raise refused("sheet_password")
        if info.file_size > _MAX_PART:
            raise refused("sheet_bomb")
        total = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    total += len(piece)
                    if total > _MAX_PART:
                        raise refused("sheet_bomb")
                    yield piece
        except _BROKEN as error:
            raise refused("sheet_damaged") from error

    def small(self, name: str) -> bytes:
        """The beginning of a part, for a look at what it is."""
        return next(self.pieces(name), b"")

    def parse(self, name: str, handler: Handler) -> None:
        """Read a part as XML. Raises SheetRefused when it is none, or carries a document type."""
        parse(self.pieces(name), handler)


def parse(pieces: Iterator[bytes], handler: Handler) -> None:
    """Read pieces of XML, until they end or the handler has enough."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = _without_prefix(handler)
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise refused("sheet_damaged") from error
    except Enough:
        return


def _without_prefix(
    handler: Handler,
) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """The two ends of an element as the handler hears them; each name is cut once."""
    known: dict[str, str] = {}
    start, end = handler.start, handler.end

    def begin(name: str, attributes: Attributes) -> None:
        bare = known.get(name)
        if bare is None:
            bare = known[name] = name.rpartition(":")[2]
        start(bare, attributes)

    def finish(name: str) -> None:
        end(known[name])

    return begin, finish


def _no_doctype(*_: object) -> None:
    raise refused("sheet_damaged")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def beside(part: str, target: str) -> str:
    """Where a relation of `part` leads: an absolute target, or one beside the part."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def local(attributes: Attributes, name: str) -> str:
    """An attribute by its name without prefix; "" when there is none."""
    if name in attributes:
        return attributes[name]
    end = f":{name}"
    return next((value for key, value in attributes.items() if key.endswith(end)), "")
