"""What WeasyPrint and its writer of objects work out twice for one file, or again for each paper.

In: WeasyPrint's fonts, and the finished tree of objects of a PDF. Out: the same bytes. The writer
asks every object for its bytes once for the file and once for the fingerprint in it, and packs
every stream for both. A face of which two papers show the same letters has the same subset, which
is packed once for both.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from functools import cache, lru_cache
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font

# Subsets of 5 to 20 kB each.
_SUBSETS = 32
# How a list of letters begins (ISO 32000-1, 9.10.3).
_CMAP = b"/CIDInit"


@cache
def subset_once() -> None:
    """Teach WeasyPrint to keep its subsets; once per process is enough."""
    subset = Font._harfbuzz_subset
    made: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()

    def subset_of(self: Any, to_unicode: Any, hinting: Any) -> None:
        file = (self.hash, self.index, len(self.file_content), hash(self.file_content))
        key = (file, frozenset(to_unicode), hinting, bool(self.missing))
        kept = made.pop(key, None)
        if kept is None:
            subset(self, to_unicode, hinting)
            kept = self.file_content
        made[key] = self.file_content = kept
        if len(made) > _SUBSETS:
            made.popitem(last=False)

    Font._harfbuzz_subset = subset_of


def write_once(pdf: pydyf.PDF) -> None:
    """From now on no object of the file changes: each works out its bytes once."""
    for item in pdf.objects:
        # The first object is only the head of the list of free numbers.
        if isinstance(item, pydyf.Dictionary | pydyf.Stream):
            item.__class__ = _final(type(item))


_finals: dict[type[Any], type[Any]] = {}


def _final(kind: type[Any]) -> type[Any]:
    """The same kind of object, whose bytes are kept when they have been worked out."""
    if kind in _finals:
        return _finals[kind]
    told = kind.data

    def data(self: Any) -> bytes:
        if "vanban_data" not in self.__dict__:
            shared = kind is pydyf.Stream and self.compress and _is_shared(self)
            self.__dict__["vanban_data"] = _packed(self) if shared else told.__get__(self)
        kept: bytes = self.__dict__["vanban_data"]
        return kept

    made = _finals[kind] = type(kind.__name__, (kind,), {"data": property(data)})
    return made


def _is_shared(stream: pydyf.Stream) -> bool:
    """Whether another paper may have the same stream: a font, or the list of its letters."""
    first = stream.stream[0] if stream.stream else b""
    return "Length1" in stream.extra or (isinstance(first, bytes) and first.startswith(_CMAP))


def _packed(stream: pydyf.Stream) -> bytes:
    """The bytes that pydyf gives for a stream, packed once for all papers."""
    body = _deflated(b"\n".join(pydyf._to_bytes(each) for each in stream.stream))
    extra = {**stream.extra, "Filter": "/FlateDecode", "Length": len(body)}
    return b"\n".join((pydyf.Dictionary(extra).data, b"stream", body, b"endstream"))


@lru_cache(maxsize=_SUBSETS)
def _deflated(content: bytes) -> bytes:
    # pydyf's own degree.
    return zlib.compress(content, 9)
