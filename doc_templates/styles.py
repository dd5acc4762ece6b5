"""The paragraph styles of the drawn templates: one table comes in, word/styles.xml goes out.

Every size and every space stands on a style that is named for what the paragraph is, in
Vietnamese, so that an office changes "Lời văn" once in Word and the whole document follows.
Names hold no comma: Word reads a comma in a style name as the start of a second name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doc_templates.wml import ID_OF, NS_W, twips
from vanban.decree30 import (
    CO_CHU,
    CO_NOI_NHAN,
    CO_NOI_NHAN_TIEU_DE,
    FIRST_LINE_INDENT_MM,
    FONT_FAMILY,
    PARAGRAPH_SPACE_MIN_PT,
    SEAL_MM,
)

LETTERHEAD = CO_CHU["12-13-13"]
INDENT_MM = FIRST_LINE_INDENT_MM[1]
SEAL_PT = SEAL_MM * 72 / 25.4
KINH_GUI_MM = 30.0
"""Where "Kính gửi:" starts when several bodies are addressed."""
KINH_GUI_DASH_MM = 19.5
"""Length of the words "Kính gửi" at 14 pt: the dashes stand under the colon (PL I, II.9.a)."""


@dataclass(frozen=True)
class Style:
    """One paragraph style. Sizes and spaces in pt, indents in mm, outline 0 is the top level.

    ink: RRGGBB, black when "".
    """

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "center"
    first_mm: float = 0
    left_mm: float = 0
    before: float = 0
    after: float = 0
    exact: float = 0
    next_too: bool = False
    whole: bool = False
    new_page: bool = False
    outline: int | None = None
    ink: str = ""


def _body(name: str, *, bold: bool = False, italic: bool = False, **more: object) -> Style:
    """A paragraph of running text: justified, first line indented, 6 pt apart (PL I, II.6.e)."""
    given = {"before": PARAGRAPH_SPACE_MIN_PT, "first_mm": INDENT_MM, "align": "both"} | more
    return Style(name, bold=bold, italic=italic, **given)  # type: ignore[arg-type]


def _letterhead(name: str, **more: object) -> Style:
    return Style(name, size=LETTERHEAD[name], **more)  # type: ignore[arg-type]


STYLES: tuple[Style, ...] = (
    _letterhead("Quốc hiệu", bold=True),
    _letterhead("Tiêu ngữ", bold=True),
    _letterhead("Cơ quan chủ quản"),
    _letterhead("Tên cơ quan", bold=True),
    # The line of exactly 8 pt carries the anchored rule: it stands right under the last line of
    # the text above, however many lines that takes.
    Style("Đường kẻ", size=4, exact=8, after=6, next_too=True),
    _letterhead("Số ký hiệu"),
    _letterhead("Địa danh ngày tháng", italic=True),
    Style("Tên loại", bold=True, before=18, next_too=True, outline=0),
    Style("Trích yếu", bold=True, next_too=True),
    Style("Thẩm quyền ban hành", bold=True, before=12, after=6, next_too=True),
    _body("Căn cứ", italic=True),
    Style("Lệnh quyết định", bold=True, before=12, after=6, next_too=True),
    Style("Phần chương", bold=True, before=12, next_too=True, outline=1),
    Style("Tên phần chương", bold=True, after=6, next_too=True, whole=True),
    _body("Mục", bold=True, next_too=True, whole=True, outline=1),
    _body("Điều"),
    _body("Điều có tiêu đề", bold=True, next_too=True, whole=True, outline=1),
    _body("Khoản có tiêu đề", bold=True, next_too=True, whole=True, outline=2),
    _body("Khoản"),
    _body("Tiết có tiêu đề", bold=True, next_too=True, whole=True, outline=3),
    _body("Tiết"),
    _body("Điểm"),
    _body("Gạch đầu dòng"),
    _body("Dấu cộng"),
    _body("Lời văn"),
    # The last paragraph of the text holds the signature block to it: the block never stands
    # alone on a page. Whole, because programs differ on what moves of a paragraph that is only kept
    # with the next one.
    _body("Đoạn cuối", next_too=True, whole=True),
    Style("Kính gửi", before=12, after=6),
    Style("Kính gửi nhiều nơi", align="left", left_mm=KINH_GUI_MM, before=12, next_too=True),
    Style(
        "Kính gửi liệt kê",
        align="left",
        left_mm=KINH_GUI_MM + KINH_GUI_DASH_MM + 3,
        first_mm=-3,
        next_too=True,
    ),
    Style("Nơi nhận", size=CO_NOI_NHAN_TIEU_DE, bold=True, italic=True, align="left"),
    Style("Nơi nhận liệt kê", size=CO_NOI_NHAN, align="left"),
    Style("Quyền hạn chức vụ", bold=True),
    # The space before the name is the room for signature and seal, as large as the round seal.
    Style("Họ tên người ký", bold=True, before=SEAL_PT),
    Style("Số trang"),
    Style("Tên danh sách", bold=True, next_too=True, outline=0),
    Style("Tên phụ lục", bold=True, next_too=True),
    Style("Kèm theo", size=13, italic=True, next_too=True),
    Style("Tên bảng", bold=True, before=12, after=6, next_too=True, whole=True, outline=1),
    Style("Tên biểu đồ", bold=True, after=12, next_too=True, new_page=True, outline=1),
    Style("Biểu đồ"),
    Style("Bảng - tiêu đề cột", size=13, bold=True, before=3, after=3, next_too=True),
    Style("Bảng - chữ", size=13, align="left", before=2, after=2),
    Style("Bảng - giữa", size=13, before=2, after=2),
    Style("Bảng - số", size=13, align="right", before=2, after=2),
    Style("Bảng - nhóm", size=13, bold=True, align="left", before=3, after=3, next_too=True),
    # Word needs a paragraph after a table; this one takes no room.
    Style("Hết phần", size=1, exact=1),
    # Paragraphs of commands for the program vanish when the document is made.
    Style("Lệnh của mẫu", size=9, align="left"),
)


def _paragraph_properties(style: Style) -> str:
    """w:pPr in the order the schema asks for."""
    flags = (
        "<w:keepNext/>" * style.next_too
        + "<w:keepLines/>" * style.whole
        + "<w:pageBreakBefore/>" * style.new_page
    )
    line = (
        f' w:line="{round(style.exact * 20)}" w:lineRule="exact"'
        if style.exact
        else ' w:line="240" w:lineRule="auto"'
    )
    before, after = round(style.before * 20), round(style.after * 20)
    spacing = f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'
    indent = ""
    if style.left_mm or style.first_mm:
        kind = "firstLine" if style.first_mm >= 0 else "hanging"
        first = twips(abs(style.first_mm))
        indent = f'<w:ind w:left="{twips(style.left_mm)}" w:{kind}="{first}"/>'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return f'<w:pPr>{flags}{spacing}{indent}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'


def _run_properties(style: Style) -> str:
    half = round(style.size * 2)
    look = "<w:b/><w:bCs/>" * style.bold + "<w:i/><w:iCs/>" * style.italic
    look += f'<w:color w:val="{style.ink}"/>' if style.ink else ""
    return f'<w:rPr>{look}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def _paragraph_style(style: Style, rank: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ID_OF[style.name]}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>'
        f'<w:uiPriority w:val="{rank}"/><w:qFormat/>'
        f"{_paragraph_properties(style)}{_run_properties(style)}</w:style>"
    )


_DEFAULTS = f"""<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT_FAMILY}" w:hAnsi="{FONT_FAMILY}" w:eastAsia="{FONT_FAMILY}"
 w:cs="{FONT_FAMILY}"/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>
<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>
</w:docDefaults>"""

_BUILT_IN = f"""<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/>
<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr>
<w:rFonts w:ascii="{FONT_FAMILY}" w:hAnsi="{FONT_FAMILY}" w:eastAsia="{FONT_FAMILY}"
 w:cs="{FONT_FAMILY}"/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>"""


def styles_xml(styles: Iterable[Style] = STYLES) -> str:
    """word/styles.xml with Word's own four defaults and all styles, in the order given."""
    own = "".join(_paragraph_style(style, rank) for rank, style in enumerate(styles, 1))
    return f'<w:styles xmlns:w="{NS_W}">{_DEFAULTS}{_BUILT_IN}{own}</w:styles>'
