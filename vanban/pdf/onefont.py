"""Subsets of one typeface in many PDFs → one font with the letters of all of them.

In: the font dictionaries of papers. Out: the objects of one font for each typeface. The printer
(`print.py`) keeps the numbers of the glyphs when it makes a subset, so a page finds its letters in
the common font under the numbers that stand on it. A font that is not made so, or whose glyphs
differ from those already taken, is left as it is: `take` says 0.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import pikepdf

# What draws a glyph; the rest of a font file (names, cmap) serves programs that type with it.
_KEPT: Final = (b"cvt ", b"fpgm", b"prep")
_NEEDED: Final = (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")
_BFCHAR = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")
# ISO 32000-1, 9.10.3: at most so many lines in one block of a CMap.
_BLOCK = 100
_REMEMBERED = 1024
_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_END = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


@dataclass(frozen=True, slots=True)
class Subset:
    """A font of a paper, opened. key: what tells typefaces apart."""

    key: tuple[Any, ...]
    base: bytes
    descriptor: Mapping[str, Any]
    box: tuple[float, ...]
    widths: Mapping[int, float]
    letters: Mapping[int, bytes]
    tables: Mapping[bytes, bytes]

    @classmethod
    def of(cls, value: pikepdf.Object) -> Subset | None:
        """The font that this object is, or None when it is none of the printer's."""
        try:
            (font,) = value.DescendantFonts
            if value.Encoding != "/Identity-H" or font.CIDToGIDMap != "/Identity":
                return None
            told = {k: v for k, v in font.FontDescriptor.items() if k != "/FontFile2"}
            box = tuple(float(each) for each in told.pop("/FontBBox"))
            tables = _tables(font.FontDescriptor.FontFile2.read_bytes())
            letters = {int(g, 16): u for g, u in _BFCHAR.findall(value.ToUnicode.read_bytes())}
            widths = _widths(font.W)
        except (AttributeError, KeyError, ValueError, struct.error, pikepdf.PdfError):
            return None
        if not all(name in tables for name in _NEEDED):
            return None
        base = bytes(value.BaseFont.unparse())
        said = {k: written(v) for k, v in told.items()}
        programs = tuple(tables.get(name, b"") for name in _KEPT)
        key = (base, tuple(sorted(said.items())), tables[b"head"][18:20], programs)
        return cls(key, base, said, box, widths, letters, tables)


@dataclass(slots=True)
class _Face:
    """One typeface: what all papers have shown of it so far."""

    first: Subset
    numbers: tuple[int, ...]
    box: tuple[float, ...]
    maxp: tuple[int, ...]
    glyphs: dict[int, bytes] = field(default_factory=dict)
    metrics: dict[int, bytes] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    letters: dict[int, bytes] = field(default_factory=dict)


class Letters:
    """The common fonts. reserve: gives the number of an object to be."""

    def __init__(self, reserve: Callable[[], int]) -> None:
        self._reserve = reserve
        self._faces: dict[tuple[Any, ...], _Face] = {}
        # Papers of one kind differ in a name: the subsets of most faces are those of another paper.
        self._taken: OrderedDict[bytes, int] = OrderedDict()

    def number(self, value: pikepdf.Object) -> int:
        """The number of the common font for a font of a paper; 0 when it must stay as it is."""
        if not _is_font(value):
            return 0
        seen = _fingerprint(value)
        found = self._taken.pop(seen, None) if seen else None
        if found is None:
            subset = Subset.of(value)
            found = self.take(subset) if subset is not None else 0
        if seen:
            self._taken[seen] = found
            if len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)
        return found

    def take(self, subset: Subset) -> int:
        """The number of the common font with these letters; 0 when it cannot have them."""
        face = self._faces.get(subset.key)
        glyphs = _glyphs(subset.tables)
        if face is None:
            numbers = tuple(self._reserve() for _ in range(5))
            face = _Face(subset, numbers, subset.box, _maxp(subset.tables))
            self._faces[subset.key] = face
        elif any(face.glyphs.get(gid, data) != data for gid, data in glyphs.items()):
            return 0
        metrics = _metrics(subset.tables)
        shown = subset.widths.keys() | subset.letters.keys() | glyphs.keys()
        for gid in shown - face.metrics.keys():
            face.metrics[gid] = metrics(gid)
        face.glyphs |= glyphs
        face.widths |= subset.widths
        face.letters = {**subset.letters, **face.letters}
        low, high = face.box[:2], face.box[2:]
        face.box = (*map(min, low, subset.box[:2]), *map(max, high, subset.box[2:]))
        face.maxp = tuple(map(max, face.maxp, _maxp(subset.tables)))
        return face.numbers[0]

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """The objects of all common fonts by their numbers."""
        for face in self._faces.values():
            font, descendant, descriptor, file, cmap = face.numbers
            base = face.first.base
            yield (
                font,
                b"<</Type/Font/Subtype/Type0/BaseFont %s/Encoding/Identity-H"
                b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (base, descendant, cmap),
            )
            yield (
                descendant,
                b"<</Type/Font/Subtype/CIDFontType2/BaseFont %s/CIDToGIDMap/Identity"
                b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                b"/FontDescriptor %d 0 R/W[%s]>>" % (base, descriptor, _w(face.widths)),
            )
            told = b"".join(k.encode() + b" " + v for k, v in face.first.descriptor.items())
            box = b" ".join(b"%g" % each for each in face.box)
            yield descriptor, b"<<%s/FontBBox[%s]/FontFile2 %d 0 R>>" % (told, box, file)
            data = _font_file(face)
            yield file, _stream(data, b"/Length1 %d" % len(data))
            yield cmap, _stream(_cmap(face.letters))


def _is_font(value: pikepdf.Object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get("/Subtype") == "/Type0"


def _fingerprint(value: pikepdf.Object) -> bytes:
    """Equal for fonts with equal files, letters and widths; b"" for what is no font of ours."""
    try:
        (font,) = value.DescendantFonts
        said = (
            *(value.BaseFont.unparse(), font.W.unparse(), value.ToUnicode.read_raw_bytes()),
            font.FontDescriptor.FontFile2.read_raw_bytes(),
        )
    except (AttributeError, ValueError, pikepdf.PdfError):
        return b""
    return hashlib.sha256(b"\0".join(said)).digest()


def written(value: object) -> bytes:
    """A value that is no object of its own, as it stands in a file."""
    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse())
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return b"null" if value is None else format(value, "f" * isinstance(value, Decimal)).encode()


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<</Filter/FlateDecode%s/Length %d>>" % (more, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def _widths(told: Any) -> dict[int, float]:
    """ISO 32000-1, 9.7.4.3, as WeasyPrint writes it: a first number, then the widths from it on."""
    found: dict[int, float] = {}
    items = list(told)
    for first, widths in zip(items[::2], items[1::2], strict=True):
        found |= {int(first) + i: float(width) for i, width in enumerate(widths)}
    return found


def _w(widths: Mapping[int, float]) -> bytes:
    return b" ".join(b"%d[%g]" % (gid, widths[gid]) for gid in sorted(widths))


def _cmap(letters: Mapping[int, bytes]) -> bytes:
    lines = [b"<%04x> <%s>" % (gid, letters[gid]) for gid in sorted(letters)]
    found = [_CMAP_HEAD]
    for start in range(0, len(lines), _BLOCK):
        block = lines[start : start + _BLOCK]
        found.append(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block)))
    return b"".join(found) + _CMAP_END


def _tables(file: bytes) -> dict[bytes, bytes]:
    """Name → bytes of the tables of a TrueType file."""
    (count,) = struct.unpack_from(">H", file, 4)
    found = {}
    for i in range(count):
        name, _, start, length = struct.unpack_from(">4sLLL", file, 12 + 16 * i)
        found[name] = file[start : start + length]
    return found


def _maxp(tables: Mapping[bytes, bytes]) -> tuple[int, ...]:
    return struct.unpack(">14H", tables[b"maxp"][4:32])


def _glyphs(tables: Mapping[bytes, bytes]) -> dict[int, bytes]:
    """Number → outline of the glyphs that have one."""
    count = _maxp(tables)[0]
    if struct.unpack_from(">h", tables[b"head"], 50)[0]:
        places = struct.unpack_from(f">{count + 1}L", tables[b"loca"])
    else:
        places = tuple(2 * p for p in struct.unpack_from(f">{count + 1}H", tables[b"loca"]))
    outlines = tables[b"glyf"]
    return {
        gid: outlines[start:end] for gid, (start, end) in enumerate(pairwise(places)) if end > start
    }


def _metrics(tables: Mapping[bytes, bytes]) -> Callable[[int], bytes]:
    """Advance and left bearing of a glyph, as they stand in hmtx."""
    (long,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    told = tables[b"hmtx"]

    def of(gid: int) -> bytes:
        if gid < long:
            return told[4 * gid : 4 * gid + 4].ljust(4, b"\0")
        bearing = told[4 * long + 2 * (gid - long) :][:2]
        return told[4 * long - 4 : 4 * long - 2] + bearing.ljust(2, b"\0")

    return of


def _font_file(face: _Face) -> bytes:
    """A TrueType file with all the glyphs under their old numbers."""
    count = 1 + max(face.metrics, default=0)
    outlines, places = [], [0]
    for gid in range(count):
        data = face.glyphs.get(gid, b"")
        outlines.append(data + b"\0" * (-len(data) % 4))
        places.append(places[-1] + len(outlines[-1]))
    old = face.first.tables
    tables = {name: old[name] for name in _KEPT if name in old}
    tables |= {
        b"glyf": b"".join(outlines),
        b"loca": struct.pack(f">{count + 1}L", *places),
        b"hmtx": b"".join(face.metrics.get(gid, b"\0\0\0\0") for gid in range(count)),
        b"head": old[b"head"][:50] + struct.pack(">h", 1) + old[b"head"][52:],
        b"hhea": old[b"hhea"][:34] + struct.pack(">H", count),
        b"maxp": old[b"maxp"][:4] + struct.pack(">14H", count, *face.maxp[1:]),
    }
    return _file(tables)


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    """The tables with their directory (OpenType, "Table directory")."""
    power = len(tables).bit_length() - 1
    reach = 16 << power
    head = struct.pack(">LHHHH", 0x10000, len(tables), reach, power, 16 * len(tables) - reach)
    start = 12 + 16 * len(tables)
    rows, bodies = [], []
    for name in sorted(tables):
        data = tables[name]
        body = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(body) // 4}L", body)) & 0xFFFFFFFF
        rows.append(struct.pack(">4sLLL", name, total, start, len(data)))
        bodies.append(body)
        start += len(body)
    return head + b"".join(rows) + b"".join(bodies)
