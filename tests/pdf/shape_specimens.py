"""Word files whose drawings are shapes: presets, freehand, arrows, turned and lettered."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.pdf.specimens import TEXT, add, blank, saved

NS = (
    nsdecls("w", "wp", "a", "r")
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
PRESETS = (
    *("triangle", "rtTriangle", "diamond", "parallelogram", "trapezoid", "hexagon", "octagon"),
    *("plus", "homePlate", "chevron", "snip1Rect", "rightArrow", "leftArrow", "upArrow"),
    *("downArrow", "leftRightArrow", "upDownArrow", "leftBracket", "rightBracket"),
    *("bracketPair", "leftBrace", "rightBrace", "bracePair", "star5", "wedgeRectCallout"),
    *("bentConnector3", "curvedConnector3", "flowChartTerminator", "flowChartInputOutput"),
)
FREEHAND = (
    '<a:custGeom><a:avLst/><a:gdLst><a:gd name="x1" fmla="*/ 100 1 2"/></a:gdLst><a:pathLst>'
    '<a:path w="100" h="100"><a:moveTo><a:pt x="0" y="100"/></a:moveTo>'
    '<a:lnTo><a:pt x="x1" y="0"/></a:lnTo><a:cubicBezTo><a:pt x="80" y="0"/><a:pt x="100" y="20"/>'
    '<a:pt x="100" y="50"/></a:cubicBezTo><a:quadBezTo><a:pt x="100" y="100"/>'
    '<a:pt x="70" y="100"/></a:quadBezTo><a:arcTo wR="20" hR="20" stAng="0" swAng="-10800000"/>'
    "<a:close/></a:path></a:pathLst></a:custGeom>"
)


def preset(name: str, adjustments: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjustments}</a:avLst></a:prstGeom>'


def shape(
    geometry: str,
    size: tuple[float, float],
    at: tuple[float, float],
    *,
    turned: str = "",
    pen: str = "",
    fill: str = "<a:noFill/>",
) -> Any:
    """A run with a shape at a place on the page; lengths in pt."""
    width, height, x, y = (int(length * 12_700) for length in (*size, *at))
    return parse_xml(
        f"""<w:r {NS}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
        <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"
         behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
        <wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
        <wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
        <wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
        <wp:wrapNone/><wp:docPr id="9" name="Shape"/><wp:cNvGraphicFramePr/><a:graphic>
        <a:graphicData
         uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
        <wps:cNvSpPr/><wps:spPr><a:xfrm {turned}><a:off x="0" y="0"/>
        <a:ext cx="{width}" cy="{height}"/></a:xfrm>{geometry}{fill}<a:ln w="12700"><a:solidFill>
        <a:srgbClr val="000000"/></a:solidFill>{pen}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>
        </a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
    )


def forms() -> bytes:
    """Every preset that is drawn as a path, in rows of five; below them a freehand one."""
    document = blank()
    paragraph = add(document, "Hình vẽ")
    for index, name in enumerate(PRESETS):
        at = 90.0 + index % 5 * 95, 90.0 + index // 5 * 80
        paragraph._p.append(shape(preset(name), (70, 50), at))
    turned = 'rot="2700000"'
    paragraph._p.append(shape(FREEHAND, (90, 60), (90, 620)))
    paragraph._p.append(shape(FREEHAND, (90, 60), (200, 620), turned='flipH="1"'))
    paragraph._p.append(shape(preset("homePlate"), (90, 40), (310, 620), turned=turned))
    rounded = preset("roundRect", '<a:gd name="adj" fmla="val 50000"/>')
    paragraph._p.append(shape(rounded, (90, 40), (430, 620)))
    return saved(document)


def arrows() -> bytes:
    """Lines with heads: each way, each kind, level, upright and slanting."""
    document = blank()
    paragraph = add(document, "Mũi tên")
    line = preset("straightConnector1")
    for index, kind in enumerate(("triangle", "stealth", "diamond", "oval", "arrow")):
        pen = f'<a:tailEnd type="{kind}"/>'
        paragraph._p.append(shape(line, (100, 0), (90, 100 + 30 * index), pen=pen))
        wide = f'<a:headEnd type="{kind}" w="lg" len="lg"/>'
        paragraph._p.append(shape(line, (80, 20), (220, 90 + 40 * index), pen=wide))
        paragraph._p.append(shape(line, (0, 60), (340 + 30 * index, 100), pen=pen))
    back = '<a:headEnd type="triangle"/><a:tailEnd type="triangle"/>'
    paragraph._p.append(shape(line, (80, 60), (340, 200), turned='flipV="1"', pen=back))
    bent = preset("bentConnector3")
    paragraph._p.append(shape(bent, (80, 60), (440, 200), pen='<a:tailEnd type="triangle"/>'))
    return saved(document)


def watermark() -> bytes:
    """The watermark that Word puts into headers, slanting over the page behind its text."""
    document = blank()
    header = document.sections[0].header.paragraphs[0]
    header._p.append(
        parse_xml(
            f'<w:r {NS}><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"'
            ' adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/>'
            '<v:textpath on="t" fitshape="t"/></v:shapetype>'
            '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"'
            ' style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:120pt;'
            "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
            "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
            'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver"'
            ' stroked="f"><v:fill opacity=".5"/><v:textpath'
            ' style="font-family:&quot;Times New Roman&quot;;font-size:1pt" string="DỰ THẢO"/>'
            "</v:shape></w:pict></w:r>"
        )
    )
    for _ in range(4):
        add(document, TEXT)
    return saved(document)
