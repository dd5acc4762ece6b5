"""Text for the look of a signature: the letters it needs, embedded, black and upright.

In: lines of text. Out: a font for the PDF with just those letters, how to write with it, and how
wide text is. Nghị định 30/2020/NĐ-CP, Phụ lục I: Times New Roman (here its metric twin), cỡ 10,
đứng, đen. Nothing is written with a font that is not in the file: PDF/A forbids it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from vanban.typeface import faces

# A time of signing always needs these; with them most texts of an office share one font.
_ALWAYS: Final = " 0123456789:;/+-"
_SYMBOLIC: Final = 4
# What a PDF does not read, and what fontTools does not know how to cut.
_NEVER_SHOWN: Final = [
    "FFTM",
    "DSIG",
    "GDEF",
    "GPOS",
    "GSUB",
    "kern",
    "name",
    "post",
    "OS/2",
    "gasp",
]


@dataclass(frozen=True)
class Letters:
    """A font with some letters. program: TrueType; the numbers of `glyphs` are its own."""

    name: str
    program: bytes
    glyphs: dict[str, int]
    widths: dict[str, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def written(self, text: str) -> bytes:
        """Text as the operand of Tj."""
        return b"<" + "".join(f"{self.glyphs[c]:04x}" for c in text).encode() + b">"

    def width(self, text: str, size: float) -> float:
        """Text of that size, in pt."""
        return sum(self.widths[c] for c in text) * size / 1000


def letters(text: str) -> Letters:
    """The font with the letters of a text; without those that `typeface.covers` names."""
    return _cut("".join(sorted(set(text) | set(_ALWAYS))))


@lru_cache(maxsize=32)
def _cut(wanted: str) -> Letters:
    options = subset.Options(
        drop_tables=_NEVER_SHOWN,
        layout_features=[],
        name_IDs=[],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
    )
    options.drop_tables += ["FFTM"]  # of a font editor; the subsetter only wonders at it
    with TTFont(faces().regular, lazy=True) as font:
        name = font["name"].getDebugName(6) or "Serif"
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(c) for c in wanted])
        cutter.subset(font)
        em = int(font["head"].unitsPerEm)
        order = {glyph: at for at, glyph in enumerate(font.getGlyphOrder())}
        known = {chr(code): glyph for code, glyph in font.getBestCmap().items()}
        out = io.BytesIO()
        font.save(out)
        head, hhea, metrics = font["head"], font["hhea"], font["hmtx"]

        def per_mille(units: int) -> int:
            return round(units * 1000 / em)

        return Letters(
            name=f"VANBAN+{name}",
            program=out.getvalue(),
            glyphs={c: order[glyph] for c, glyph in known.items()},
            widths={c: per_mille(metrics[glyph][0]) for c, glyph in known.items()},
            box=(
                per_mille(head.xMin),
                per_mille(head.yMin),
                per_mille(head.xMax),
                per_mille(head.yMax),
            ),
            ascent=per_mille(hhea.ascent),
            descent=per_mille(hhea.descent),
        )


def embed(writer: BasePdfFileWriter, font: Letters) -> generic.IndirectObject:
    """The font as objects of a PDF (ISO 32000-1, 9.7): Type 0, Identity-H, with Unicode."""
    program = generic.StreamObject(
        {pdf_name("/Length1"): generic.NumberObject(len(font.program))}, stream_data=font.program
    )
    program.compress()
    descriptor = _dictionary(
        Type=pdf_name("/FontDescriptor"),
        FontName=pdf_name(f"/{font.name}"),
        Flags=generic.NumberObject(_SYMBOLIC),
        FontBBox=_numbers(font.box),
        ItalicAngle=generic.NumberObject(0),
        Ascent=generic.NumberObject(font.ascent),
        Descent=generic.NumberObject(font.descent),
        CapHeight=generic.NumberObject(font.ascent),
        StemV=generic.NumberObject(80),
        FontFile2=writer.add_object(program),
    )
    descendant = _dictionary(
        Type=pdf_name("/Font"),
        Subtype=pdf_name("/CIDFontType2"),
        BaseFont=pdf_name(f"/{font.name}"),
        CIDSystemInfo=_dictionary(
            Registry=generic.ByteStringObject(b"Adobe"),
            Ordering=generic.ByteStringObject(b"Identity"),
            Supplement=generic.NumberObject(0),
        ),
        FontDescriptor=writer.add_object(descriptor),
        CIDToGIDMap=pdf_name("/Identity"),
        W=_widths(font),
    )
    unicode = generic.StreamObject(stream_data=_to_unicode(font))
    unicode.compress()
    return writer.add_object(
        _dictionary(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/Type0"),
            BaseFont=pdf_name(f"/{font.name}"),
            Encoding=pdf_name("/Identity-H"),
            DescendantFonts=generic.ArrayObject([writer.add_object(descendant)]),
            ToUnicode=writer.add_object(unicode),
        )
    )


def _dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): entries[key] for key in entries})


def _numbers(values: tuple[int, ...]) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, values))


def _widths(font: Letters) -> generic.ArrayObject:
    entries: list[generic.PdfObject] = []
    for character, glyph in sorted(font.glyphs.items(), key=lambda pair: pair[1]):
        entries += [generic.NumberObject(glyph), _numbers((font.widths[character],))]
    return generic.ArrayObject(entries)


def _to_unicode(font: Letters) -> bytes:
    pairs = [
        f"<{glyph:04x}> <{character.encode('utf-16-be').hex()}>"
        for character, glyph in font.glyphs.items()
    ]
    # A block may hold a hundred lines (Adobe Technical Note 5014).
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
        *("\n".join([f"{len(b)} beginbfchar", *b, "endbfchar"]) for b in blocks),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode()
