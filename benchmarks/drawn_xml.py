"""WordprocessingML as Word writes it, in pieces: values come in, markup goes out.

Lengths are twips and sizes half-points, as in the files. The order of elements is the schema's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:wps="{_SHAPE}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_PIECES = re.compile(r"[\t\n]|[^\t\n]+")
_KINDS = {
    "document": f"{_OFFICE}/officeDocument",
    "styles": f"{_OFFICE}/styles",
    "settings": f"{_OFFICE}/settings",
    "numbering": f"{_OFFICE}/numbering",
    "theme": f"{_OFFICE}/theme",
    "footnotes": f"{_OFFICE}/footnotes",
    "header": f"{_OFFICE}/header",
    "footer": f"{_OFFICE}/footer",
}


def marks(**look: Any) -> str:
    """Children of w:rPr. size: half-points; spacing: twips."""
    font, on = look.get("font"), ("bold", "italic", "caps")
    found = f'<w:rStyle w:val="{look["style"]}"/>' if look.get("style") else ""
    if font and font.startswith("+"):
        found += f'<w:rFonts w:asciiTheme="{font[1:]}" w:hAnsiTheme="{font[1:]}"/>'
    elif font:
        found += f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="Times New Roman"/>'
    tags = {"bold": "<w:b/><w:bCs/>", "italic": "<w:i/><w:iCs/>", "caps": "<w:caps/>"}
    found += "".join(tags[name] for name in on if look.get(name))
    for name, tag in (("colour", "color"), ("spacing", "spacing")):
        found += f'<w:{tag} w:val="{look[name]}"/>' if look.get(name) else ""
    if size := look.get("size"):
        found += f'<w:sz w:val="{size}"/><w:szCs w:val="{look.get("complex_size", size)}"/>'
    for name, tag in (("highlight", "highlight"), ("underline", "u"), ("script", "vertAlign")):
        found += f'<w:{tag} w:val="{look[name]}"/>' if look.get(name) else ""
    return found + (f'<w:lang w:val="{look["lang"]}"/>' if look.get("lang") else "")


def run(text: str, **look: Any) -> str:
    """A run; a tab and a line end in the text become w:tab and w:br."""
    made = ""
    for piece in _PIECES.findall(text):
        signs = {"\t": "<w:tab/>", "\n": "<w:br/>"}
        made += signs.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
    properties = marks(**look)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{made}</w:r>"


def _flag(form: Mapping[str, Any], name: str, tag: str) -> str:
    told = form.get(name)
    return "" if told is None else f"<w:{tag}/>" if told else f'<w:{tag} w:val="0"/>'


def _attributes(tag: str, found: Mapping[str, Any]) -> str:
    inner = "".join(f' w:{key}="{value}"' for key, value in found.items() if value is not None)
    return f"<w:{tag}{inner}/>" if inner else ""


def _value(form: Mapping[str, Any], name: str, tag: str) -> str:
    return f'<w:{tag} w:val="{form[name]}"/>' if form.get(name) is not None else ""


def shape(**form: Any) -> str:
    """Children of w:pPr. spacing, ind: attributes; tabs: (kind, position, leader or "")."""
    tabs = "".join(
        _attributes("tab", {"val": kind, "leader": leader or None, "pos": at})
        for kind, at, leader in form.get("tabs", ())
    )
    number = form.get("number")
    listed = f'<w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/>' if number else ""
    return "".join(
        (
            _value(form, "style", "pStyle"),
            _flag(form, "keep_next", "keepNext"),
            _flag(form, "keep_lines", "keepLines"),
            form.get("frame", ""),
            _flag(form, "widow", "widowControl"),
            f"<w:numPr>{listed}</w:numPr>" if listed else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            _flag(form, "snap", "snapToGrid"),
            _attributes("spacing", form.get("spacing", {})),
            _attributes("ind", form.get("ind", {})),
            _flag(form, "contextual", "contextualSpacing"),
            _value(form, "jc", "jc"),
            _value(form, "text_align", "textAlignment"),
            _value(form, "outline", "outlineLvl"),
            f"<w:rPr>{form['mark']}</w:rPr>" if form.get("mark") else "",
            form.get("section", ""),
        )
    )


def para(content: str = "", **form: Any) -> str:
    """A paragraph around runs."""
    properties = shape(**form)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def cell(content: str, width: int | None, **look: Any) -> str:
    """A cell. unit: of the width; span, merge, borders, shade, level, no_wrap, margins."""
    unit = look.get("unit", "dxa")
    told = f'<w:tcW w:w="{width or 0}" w:type="{unit if width else "auto"}"/>'
    merge, shade = look.get("merge"), look.get("shade")
    inner = (
        told
        + _value(look, "span", "gridSpan")
        + ('<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>" * bool(merge))
        + (f"<w:tcBorders>{look['borders']}</w:tcBorders>" if look.get("borders") else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "")
        + ("<w:noWrap/>" if look.get("no_wrap") else "")
        + (f"<w:tcMar>{look['margins']}</w:tcMar>" if look.get("margins") else "")
        + _value(look, "level", "vAlign")
    )
    return f"<w:tc><w:tcPr>{inner}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], **look: Any) -> str:
    """A row. height: twips; rule: "" for at least."""
    rule = f' w:hRule="{look["rule"]}"' if look.get("rule") else ""
    inner = "<w:cantSplit/>" if look.get("whole") else ""
    inner += f'<w:trHeight{rule} w:val="{look["height"]}"/>' if look.get("height") else ""
    inner += "<w:tblHeader/>" if look.get("header") else ""
    inner += '<w:jc w:val="center"/>' if look.get("centred") else ""
    return f"<w:tr>{f'<w:trPr>{inner}</w:trPr>' if inner else ''}{''.join(cells)}</w:tr>"


def lines(edges: Iterable[str], size: int = 4) -> str:
    """Children of w:tblBorders or w:tcBorders."""
    return "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>' for edge in edges
    )


def table(rows: Iterable[str], grid: Iterable[int], **look: Any) -> str:
    """A table. width: (number, unit); indent, jc, style, borders, fixed, margins."""
    number, unit = look.get("width", (0, "auto"))
    margins = look.get("margins", "")
    inner = (
        _value(look, "style", "tblStyle")
        + look.get("floating", "")
        + f'<w:tblW w:w="{number}" w:type="{unit}"/>'
        + _value(look, "jc", "jc")
        + (f'<w:tblInd w:w="{look["indent"]}" w:type="dxa"/>' if look.get("indent") else "")
        + (f"<w:tblBorders>{look['borders']}</w:tblBorders>" if look.get("borders") else "")
        + ('<w:tblLayout w:type="fixed"/>' if look.get("fixed") else "")
        + (f"<w:tblCellMar>{margins}</w:tblCellMar>" if margins else "")
        + f'<w:tblLook w:val="{look.get("bits", "01E0")}"/>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    body = "".join(rows)
    return f"<w:tbl><w:tblPr>{inner}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def drawn_line(x: int, y: int, width: int, **look: Any) -> str:
    """A run with a straight line, x and y in EMU from column and paragraph, with its old form.

    align: instead of x. kind: "line" or "straightConnector1".
    """
    align = look.get("align")
    across = f"<wp:align>{align}</wp:align>" if align else f"<wp:posOffset>{x}</wp:posOffset>"
    relative = "margin" if align else "column"
    number = look.get("number", 1)
    old = (
        f'<w:pict><v:line id="_x{number}" style="position:absolute;z-index:251659264" '
        f'from="{x / 12700:.1f}pt,{y / 12700:.1f}pt" to="{(x + width) / 12700:.1f}pt,'
        f'{y / 12700:.1f}pt"/></w:pict>'
    )
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps">'
        '<w:drawing><wp:anchor distT="4294967295" distB="4294967295" distL="114300" distR="114300"'
        f' simplePos="0" relativeHeight="25165{9000 + number}" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{relative}">{across}</wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="0"/><wp:effectExtent l="0" t="0" r="19050" b="19050"/>'
        f'<wp:wrapNone/><wp:docPr id="{number}" name="Line {number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvCnPr/>'
        f'<wps:spPr bwMode="auto"><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="{look.get("kind", "line")}"><a:avLst/></a:prstGeom><a:noFill/>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:round/></a:ln>'
        "</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def text_box(content: str, x: int, y: int, width: int, height: int) -> str:
    """A run with a box of text beside the paragraph; EMU."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" '
        'distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251670000" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        '<wp:wrapNone/><wp:docPr id="90" name="Text Box 90"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr wrap="square" '
        'lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="t"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def page_field(**look: Any) -> str:
    """PAGE as a complex field, its result as Word last saw it."""
    own = f"<w:rPr>{marks(**look)}</w:rPr>"
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE   \\* MERGEFORMAT </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{own}{part}</w:r>" for part in parts)


def package(parts: Mapping[str, str]) -> bytes:
    """The file. parts: "document", "styles", "header1" … → the element that is its root.

    What the document relates to has its name as id: "header1" is r:id="header1".
    """
    types, related = "", ""
    for name in parts:
        kind = name.rstrip("0123456789")
        shown = "document.main" if name == "document" else kind
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{shown}+xml"
        if kind == "theme":
            content = "application/vnd.openxmlformats-officedocument.theme+xml"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{content}"/>'
        if name != "document":
            related += f'<Relationship Id="{name}" Type="{_KINDS[kind]}" Target="{name}.xml"/>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    box = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    main = f'<Relationship Id="rId1" Type="{_KINDS["document"]}" Target="word/document.xml"/>'
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": f"{box}{main}</Relationships>",
        "word/_rels/document.xml.rels": f"{box}{related}</Relationships>",
    }
    files |= {f"word/{name}.xml": text for name, text in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in files.items():
            file.writestr(zipfile.ZipInfo(path), head + text)
    return out.getvalue()
