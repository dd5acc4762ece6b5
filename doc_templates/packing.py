"""Parts of a template → the same .docx every time.

In: the text of a document, its styles, its pictures. Out: a file with nothing in it that Word does
not need, no date, no name of a program.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from doc_templates.wml import NS_R, NS_W

FOLDER = Path(__file__).resolve().parent
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_OFFICE}.settings+xml"/>
"""
_HEADER_TYPE = f"""<Override PartName="/word/header1.xml" ContentType="{_OFFICE}.header+xml"/>"""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SETTINGS = f"""<w:settings xmlns:w="{NS_W}"><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
 w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/>
<w:listSeparator w:val=";"/></w:settings>"""
_ROOT_RELATIONS = (
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
    f' Type="{NS_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _relations(*, header: bool, media: tuple[str, ...]) -> str:
    """Styles and settings are rId1 and rId2; then the header, if there is one, and the pictures."""
    targets = [("styles", "styles.xml"), ("settings", "settings.xml")]
    targets += [("header", "header1.xml")] if header else []
    targets += [("image", f"media/{name}") for name in media]
    rows = "".join(
        f'<Relationship Id="rId{place}" Type="{NS_R}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def crossed_png(width: int, height: int) -> bytes:
    """A frame with a cross, black on white: where a picture will stand. Sizes in points."""

    def line(y: int) -> bytes:
        x = y * width // height
        edge = y in (0, height - 1)
        black = {0, width - 1, x, width - 1 - x} if not edge else set(range(width))
        bits = "".join("0" if x in black else "1" for x in range(width)).ljust(-(-width // 8) * 8)
        return b"\0" + int(bits.replace(" ", "1"), 2).to_bytes(-(-width // 8), "big")

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    lines = b"".join(line(y) for y in range(height))
    # Level 0: stored, so that every version of zlib writes the same bytes.
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(lines, 0))
        + chunk(b"IEND", b"")
    )


def package_parts(
    document: str, styles: str, *, header: str = "", media: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Part name → content. media: file name → PNG, in the order of their relations."""
    kinds = _TYPES + (_HEADER_TYPE if header else "") + "</Types>"
    texts = {
        "[Content_Types].xml": kinds,
        "_rels/.rels": _ROOT_RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(header=bool(header), media=tuple(media)),
        "word/styles.xml": styles,
        "word/settings.xml": _SETTINGS,
    } | ({"word/header1.xml": header} if header else {})
    done = {
        part: etree.tostring(
            etree.fromstring(text), xml_declaration=True, encoding="UTF-8", standalone=True
        )
        for part, text in texts.items()
    }
    return done | {f"word/media/{name}": data for name, data in media.items()}


def write_package(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Writes the file and returns its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            # A fixed date: the same drawing is the same file.
            entry = zipfile.ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return path
