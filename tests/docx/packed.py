"""Word files written part by part, for what python-docx cannot draw: the XML is the specimen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.docx.test_package import OFFICE, WORD

_OTHER = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "r": OFFICE,
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}
NS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _OTHER.items())
A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = (
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567"'
    ' w:footer="567"/>'
)
# Part of the name → what the part says its root is.
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "header": "hdr",
    "footer": "ftr",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}


def section(inner: str = "", *, size: str = A4, margins: str = MARGINS) -> str:
    """A w:sectPr; references and w:type go before the size, all else after the margins."""
    front = [part for part in inner.split("\n") if "Reference" in part or "<w:type" in part]
    back = [part for part in inner.split("\n") if part not in front]
    return f"<w:sectPr>{''.join(front)}{size}{margins}{''.join(back)}</w:sectPr>"


def packed(
    body: str,
    *,
    end: str | None = None,
    media: Mapping[str, bytes] | None = None,
    **inside: str,
) -> bytes:
    """A Word file. end: its last w:sectPr. inside: "styles", "numbering", "settings", "theme",
    "header1", "footnotes" … → what the root of that part holds; its relationship has that name.
    media: relationship → bytes of a picture.
    """
    document = (
        f"<w:document {NS}><w:body>{body}{section() if end is None else end}</w:body></w:document>"
    )
    parts: dict[str, str | bytes] = {"word/document.xml": document}
    relations = [("theme", "theme", "theme.xml")] if "theme" in inside else []
    for name, inner in inside.items():
        kind = name.rstrip("0123456789")
        root = _ROOTS.get(kind)
        parts[f"word/{name}.xml"] = f"<w:{root} {NS}>{inner}</w:{root}>" if root else inner
        relations += [(name, kind, f"{name}.xml")] if name != "theme" else []
    for name, data in (media or {}).items():
        parts[f"word/media/{name}"] = data
        relations.append((name, "image", f"media/{name}"))
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["_rels/.rels"] = _relations([("r1", "officeDocument", "word/document.xml")])
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
    )
    out = io.BytesIO()
    # Stored: the specimens of hostile files repeat themselves, and that alone would refuse them.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _relations(items: list[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in items
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{body}</Relationships>'


def r(text: str = "Chữ", look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, say: str = "") -> str:
    """A paragraph of runs; plain words become one. say: inside its w:pPr."""
    runs = "".join(each if each.startswith("<") else r(each) for each in inside)
    return f"<w:p><w:pPr>{say}</w:pPr>{runs}</w:p>"


def style(
    name: str, inside: str, *, kind: str = "paragraph", base: str = "", more: str = ""
) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{more}>{based}{inside}</w:style>'
