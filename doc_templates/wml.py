"""Small pieces of WordprocessingML: words and lengths come in, elements as text go out.

Elements are written in the order the schema asks for, because Word refuses a file that is not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

NS_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NAMESPACES = f"""xmlns:w="{NS_W}" xmlns:r="{NS_R}" xmlns:wp="{NS_WP}"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w10="urn:schemas-microsoft-com:office:word\""""
EMU_PER_MM = 36000


def twips(mm: float) -> int:
    """Millimetres → twentieths of a point."""
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Millimetres → English metric units, the lengths of drawings."""
    return round(mm * EMU_PER_MM)


class _Ids(dict[str, str]):
    """Style name → id: the name without accents and spaces, as Word itself would make it."""

    def __missing__(self, name: str) -> str:
        plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
        words = "".join(c if c.isascii() else "" for c in plain).replace("-", " ").split()
        return "".join(word[0].upper() + word[1:] for word in words)


ID_OF = _Ids()


def run(text: str, *, bold: bool = False) -> str:
    """One w:r. text may hold tags; bold over what the style says."""
    look = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def marked(name: str, number: int, text: str) -> str:
    """One w:r inside a bookmark of that name; number: its own in the document."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{run(text)}<w:bookmarkEnd w:id="{number}"/>'


def para(style: str, *content: str, tight: bool = False, section: str = "") -> str:
    """One w:p. content: text, or elements that start with "<w:"; tight: no space before."""
    runs = "".join(c if c.startswith(("<w:", "<mc:")) else run(c) for c in content)
    space = '<w:spacing w:before="0"/>' if tight else ""
    properties = f'<w:pStyle w:val="{ID_OF[style]}"/>{space}{section}'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def command(text: str) -> str:
    """A paragraph that only holds a command ("for d in noi_dung"); it vanishes when filled."""
    return para("Lệnh của mẫu", "{%p " + text + " %}")


def when(condition: str, *content: str) -> str:
    """Paragraphs that stay only when the condition holds."""
    return command(f"if {condition}") + "".join(content) + command("endif")


def each(loop: str, *content: str) -> str:
    """Paragraphs repeated for each item ("dong in noi_nhan")."""
    return command(f"for {loop}") + "".join(content) + command("endfor")


def choose(*branches: tuple[str, str]) -> str:
    """(condition, content) pairs, the first that holds is kept; "" is the last, for all else."""
    parts = []
    for place, (condition, content) in enumerate(branches):
        word = f"if {condition}" if place == 0 else f"elif {condition}" if condition else "else"
        parts.append(command(word) + content)
    return "".join(parts) + command("endif")


# -- rules and pictures ----------------------------------------------------------------------------
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def rule(name: str, value: str, mm: float) -> str:
    """A paragraph that carries an anchored straight line, centred, 0.75 pt, 2.5 pt below its top.

    value: the tag that gives the length in EMU; the program reads it from the description of the
    line. mm: the length drawn in the template itself.
    """
    drawing = f"""<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>31750</wp:posOffset></wp:positionV>
<wp:extent cx="{emu(mm)}" cy="0"/><wp:effectExtent l="0" t="4763" r="0" b="4763"/><wp:wrapNone/>
<wp:docPr id="0" name="{name}" descr="{{{{ {value} }}}}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvCnPr/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu(mm)}" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom>
<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"""
    points = mm * 72 / 25.4
    fallback = f"""<w:pict><v:line id="{value}" alt="{name}" style="position:absolute;z-index:2;
mso-position-horizontal:center;mso-position-horizontal-relative:text;margin-top:2.5pt;
mso-position-vertical-relative:text" from="0,0" to="{points:.1f}pt,0" strokecolor="black"
 strokeweight=".75pt"/></w:pict>"""
    content = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )
    return para("Đường kẻ", f"<w:r>{content}</w:r>")


def picture(style: str, name: str, value: str, relation: str, *, size_mm: Sequence[float]) -> str:
    """A paragraph with one inline picture; value: the tag that names the picture to put there."""
    width, height = (emu(side) for side in size_mm)
    inside = _pictured(name, relation, width, height)
    drawing = f"""<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:docPr id="0" name="{name}" descr="{{{{ {value} }}}}"/>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
{inside}
</wp:inline></w:drawing></w:r>"""
    return para(style, drawing)


def _pictured(name: str, relation: str, width: int, height: int) -> str:
    return f"""<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"""


def _anchored(
    name: str, inside: str, box: Sequence[float], *, origin: str, about: str = "", locked: bool
) -> str:
    """A w:r with a drawing behind the text. box: x, y, width, height in mm from the origin."""
    x, y, width, height = (emu(side) for side in box)
    described = f' descr="{about}"' if about else ""
    ratio = '<a:graphicFrameLocks noChangeAspect="1"/>' if locked else ""
    return f"""<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="{origin}"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="{origin}"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="0" name="{name}"{described}/>
<wp:cNvGraphicFramePr>{ratio}</wp:cNvGraphicFramePr>{inside}</wp:anchor></w:drawing>"""


def behind(name: str, value: str, relation: str, box: Sequence[float]) -> str:
    """A w:r with a picture behind the text; value: its tag; box: mm on the page."""
    _, _, width, height = (emu(side) for side in box)
    inside = _pictured(name, relation, width, height)
    about = "{{ " + value + " }}"
    drawing = _anchored(name, inside, box, origin="page", about=about, locked=True)
    return f"<w:r>{drawing}</w:r>"


def shape(
    name: str,
    box: Sequence[float],
    *,
    path: str = "",
    stroke_pt: float = 0,
    ink: str = "000000",
    fill: str = "",
    origin: str = "page",
) -> str:
    """A w:r with a shape behind the text, a rectangle when there is no path.

    box: x, y, width, height in mm from the origin ("page", or "margin": the corner of the text).
    path: DrawingML steps in EMU from the corner of the box. stroke_pt: its line, none when 0.
    """
    _, _, width, height = (emu(side) for side in box)
    form = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    if path:
        form = f"""<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>
<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}">{path}</a:path>
</a:pathLst></a:custGeom>"""
    inked = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    line = f'<a:ln w="{round(stroke_pt * 12700)}">{inked}</a:ln>' if stroke_pt else ""
    line = line or "<a:ln><a:noFill/></a:ln>"
    filled = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    inside = f"""<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>{form}{filled}{line}
</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"""
    drawing = _anchored(name, inside, box, origin=origin, locked=False)
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


# -- tables ----------------------------------------------------------------------------------------
def cell(
    mm: float, *content: str, span: int = 1, middle: bool = False, bottom: bool = False
) -> str:
    """One w:tc of that width over span columns; middle, bottom: where its content stands."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    place = '<w:vAlign w:val="center"/>' if middle else ""
    place = '<w:vAlign w:val="bottom"/>' if bottom else place
    width = f'<w:tcW w:w="{twips(mm)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{merged}{place}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, heading: bool = False, exact_mm: float = 0) -> str:
    """One w:tr that never breaks over two pages.

    heading: repeated on top of every page. exact_mm: its height, whatever it holds.
    """
    repeated = "<w:tblHeader/>" if heading else ""
    height = f'<w:trHeight w:val="{twips(exact_mm)}" w:hRule="exact"/>' if exact_mm else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def row_command(text: str, widths: Sequence[float]) -> str:
    """A row that only holds a command for rows; it vanishes when filled."""
    content = para("Lệnh của mẫu", "{%tr " + text + " %}")
    return row(cell(sum(widths), content, span=len(widths)))


def cell_command(text: str, mm: float) -> str:
    """A cell that only holds a command for cells; it vanishes when filled."""
    return cell(mm, para("Lệnh của mẫu", "{%tc " + text + " %}"))


def table(
    widths: Sequence[float],
    *rows: str,
    ruled: bool = False,
    above: float = 0,
) -> str:
    """One w:tbl, widths in mm.

    ruled: thin black lines, a little room beside the text; above: mm of room on top of every cell.
    """
    borders = ""
    if ruled:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
        borders = "".join(f"<w:{side} {line}/>" for side in sides)
        borders = f"<w:tblBorders>{borders}</w:tblBorders>"
    # All four are said, though zero is the default: LibreOffice has another default of its own.
    beside = 1.5 if ruled else 0
    room = (("top", above), ("left", beside), ("bottom", 0), ("right", beside))
    margins = "".join(f'<w:{side} w:w="{twips(mm)}" w:type="dxa"/>' for side, mm in room)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


# -- parts -----------------------------------------------------------------------------------------
def document_xml(body: str) -> str:
    """word/document.xml around the body; drawings are numbered in their order."""
    pieces = body.split('<wp:docPr id="0"')
    numbered = pieces[0] + "".join(
        f'<wp:docPr id="{place}"{piece}' for place, piece in enumerate(pieces[1:], 1)
    )
    return f"<w:document {_NAMESPACES}><w:body>{numbered}</w:body></w:document>"


def header_xml(content: str) -> str:
    """word/header1.xml around its paragraphs."""
    return f"<w:hdr {_NAMESPACES}>{content}</w:hdr>"


def page_number(style: str) -> str:
    """A paragraph with the PAGE field; the 2 is what shows before a program counts pages."""
    return para(
        style,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("2"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
