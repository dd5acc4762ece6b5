"""Rows of the list of features: what stands in a run, a paragraph, a body, a field.

In: nothing. Out: `ROWS`. An example stands where the standard has the element; a test lays it out.
"""

from __future__ import annotations

from vanban.docx.feature import LOOK, near, said, shown, silent
from vanban.docx.paths import PRESETS
from vanban.docx.property_rows import NO_LAYOUT, REVISED

_IN_RUN = (
    *shown(
        "r",
        "<w:t>x</w:t>",
        "<w:tab/>",
        "<w:br/>",
        '<w:br w:type="page"/>',
        "<w:cr/>",
        '<w:sym w:font="Wingdings" w:char="F0FC"/>',
        "<w:noBreakHyphen/>",
        "<w:softHyphen/>",
        "<w:pgNum/>",
    ),
    *near("r", '<w:ptab w:alignment="right"/>', "taken for a tab"),
    *near("r", '<w:br w:type="column"/>', "taken for a line break"),
    *said(
        "r",
        "<w:ruby><w:rubyBase><w:r><w:t>x</w:t></w:r></w:rubyBase></w:ruby>",
        "docx_no_ruby",
        by_reader=True,
    ),
    *said("r", "<w:object/>", "docx_no_object", by_reader=True),
    *said("r", '<w:contentPart r:id="rId1"/>', "docx_no_ink", by_reader=True),
    *said("r", '<w:footnoteReference w:id="99"/>', "docx_no_note", by_reader=True),
    *said("r", "<w:dayShort/>", "docx_unknown", by_reader=True),
    *silent(
        "r",
        NO_LAYOUT,
        "<w:lastRenderedPageBreak/>",
        "<w:annotationRef/>",
        '<w:commentReference w:id="1"/>',
        "<w:separator/>",
        "<w:continuationSeparator/>",
    ),
    *silent("r", REVISED, "<w:delText>x</w:delText>", "<w:delInstrText>x</w:delInstrText>"),
)
_IN_PARAGRAPH = (
    *shown(
        "p",
        "<w:r><w:t>x</w:t></w:r>",
        "<w:hyperlink><w:r><w:t>x</w:t></w:r></w:hyperlink>",
        "<w:smartTag><w:r><w:t>x</w:t></w:r></w:smartTag>",
        "<w:customXml><w:r><w:t>x</w:t></w:r></w:customXml>",
        "<w:sdt><w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
        "<w:ins><w:r><w:t>x</w:t></w:r></w:ins>",
        "<w:moveTo><w:r><w:t>x</w:t></w:r></w:moveTo>",
    ),
    *near("p", "<w:bdo><w:r><w:t>x</w:t></w:r></w:bdo>", "from left to right"),
    *near("p", "<w:dir><w:r><w:t>x</w:t></w:r></w:dir>", "from left to right"),
    *said("p", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "docx_no_equation", by_reader=True),
    *said("p", '<w:subDoc r:id="rId1"/>', "docx_no_part", by_reader=True),
    *silent(
        "p",
        REVISED,
        "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom>",
    ),
    *silent(
        "p",
        NO_LAYOUT,
        '<w:bookmarkStart w:id="1" w:name="x"/>',
        "<w:proofErr/>",
        '<w:permStart w:id="1"/>',
        '<w:commentRangeStart w:id="1"/>',
    ),
    *said("body", '<w:altChunk r:id="rId1"/>', "docx_no_part", by_reader=True),
    *said(
        "document", '<w:background w:color="FFFF00"/>', LOOK, "nền màu của trang", by_reader=True
    ),
)
WITHOUT_RESULT = "field without result"
_FIELDS = (
    *shown(
        "form field",
        '<w:checkBox><w:checked w:val="1"/></w:checkBox>',
        '<w:ddList><w:listEntry w:val="x"/></w:ddList>',
    ),
    *shown("field", "PAGE", "NUMPAGES"),
    *near("field", "SECTIONPAGES", "the pages of the whole file"),
    *near("field", "DATE", "the result that Word stored; no field is worked out again"),
    *near("field", "REF x", "the same"),
    *near("field", "TOC", "the same"),
    *near("field", "MERGEFIELD x", "the same"),
    *near("field", "= 1 + 1", "the same"),
    *said(WITHOUT_RESULT, "EQ", "docx_no_field", by_reader=True),
    *said(WITHOUT_RESULT, "SYMBOL", "docx_no_field", by_reader=True),
    *said(WITHOUT_RESULT, "DATE", "docx_no_field", by_reader=True),
    *silent(
        WITHOUT_RESULT,
        "marks a place or keeps a value; Word prints nothing either",
        "TC",
        "XE",
        "TA",
        "RD",
        "SET",
        "ASK",
        "FILLIN",
        "PRIVATE",
        "ADVANCE",
        "BOOKMARK",
        "NEXT",
        "NEXTIF",
        "SKIPIF",
        "MACROBUTTON",
        "FORMTEXT",
    ),
)
_DRAWINGS = (
    *shown(
        "wsp",
        *(f'<a:prstGeom prst="{name}"/>' for name in ("line", "rect", "roundRect", "ellipse")),
        *(f'<a:prstGeom prst="{name}"/>' for name in sorted(PRESETS - {"line", "roundRect"})),
        '<a:custGeom><a:pathLst><a:path w="9" h="9"><a:moveTo><a:pt x="0" y="0"/></a:moveTo>'
        '<a:lnTo><a:pt x="9" y="9"/></a:lnTo></a:path></a:pathLst></a:custGeom>',
    ),
    *said("wsp", '<a:prstGeom prst="cloud"/>', "docx_no_shape", by_reader=True),
    *said("wsp", "<a:custGeom/>", "docx_no_shape", by_reader=True),
    *said("graphicData", "<c:chart/>", "docx_no_chart", by_reader=True),
    *said("graphicData", "<dgm:relIds/>", "docx_no_diagram", by_reader=True),
    *said("graphicData", "<wp14:contentPart/>", "docx_no_ink", by_reader=True),
    *said("graphicData", "<wpc:wpc/>", "docx_no_shape", by_reader=True),
    *said("graphicData", "<pic:pic/>", "docx_picture_outside", by_reader=True),
    *shown(
        "pict",
        *(f"<v:{name}/>" for name in ("rect", "roundrect", "oval")),
        '<v:line from="0,0" to="9pt,9pt"><v:stroke endarrow="block"/></v:line>',
        *(f'<v:shape type="#_x0000_t{number}"/>' for number in (1, 2, 3, 20, 32, 202, 5, 13, 85)),
        '<v:group coordsize="9,9"><v:line from="0,0" to="9,9"/></v:group>',
    ),
    *near("pict", '<v:shape><v:textpath string="x"/></v:shape>', "words along a straight line"),
    *said("pict", '<v:shape path="m,l9,9e"/>', "docx_no_shape", by_reader=True),
    *said("pict", '<v:shape type="#_x0000_t22"/>', "docx_no_shape", by_reader=True),
    *said("pict", "<v:shape><v:imagedata/></v:shape>", "docx_picture_outside", by_reader=True),
)
ROWS = (*_IN_RUN, *_IN_PARAGRAPH, *_FIELDS, *_DRAWINGS)
