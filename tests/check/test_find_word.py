"""Word files as offices make them, read and printed for real: every part is found in them."""

from __future__ import annotations

from functools import cache

import pytest

from tests.check.test_find_layouts import EXPECTED, parts
from tests.docx.packed import packed
from tests.pdf.test_drawings import anchored, shape
from vanban.check.find import find
from vanban.check.parts import Family, Found, Part
from vanban.checking import read_laid

_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
ONE_TAB = '<w:tabs><w:tab w:val="center" w:pos="6600"/></w:tabs>'
STYLES = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}<w:sz w:val='28'/></w:rPr></w:rPrDefault>"
    "</w:docDefaults>"
)
TABS = '<w:tabs><w:tab w:val="center" w:pos="1700"/><w:tab w:val="center" w:pos="6600"/></w:tabs>'


def r(words: str, look: str = "", size: float = 14) -> str:
    """A run; look: of b, i, u. A tab or line end in the words is one in the file."""
    marks = "".join(f"<w:{each}/>" for each in look if each != "u")
    marks += '<w:u w:val="single"/>' if "u" in look else ""
    shown = words.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    shown = shown.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    properties = f"<w:rPr>{marks}<w:sz w:val='{int(size * 2)}'/></w:rPr>"
    return f"<w:r>{properties}<w:t xml:space='preserve'>{shown}</w:t></w:r>"


def p(inner: str, align: str = "center", more: str = "") -> str:
    return f"<w:p><w:pPr>{more}<w:jc w:val='{align}'/></w:pPr>{inner}</w:p>"


def cell(*inner: str, width: int, more: str = "") -> str:
    content = "".join(inner) or p("")
    return f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{more}</w:tcPr>{content}</w:tc>"


def table(*rows: list[str], widths: tuple[int, ...] = (3700, 5600), more: str = "") -> str:
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{more}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


CHU_QUAN, CO_QUAN = r("UBND TỈNH HÀ GIANG", size=13), r("SỞ NỘI VỤ", "b", 13)
SO, NGAY = r("Số: 12/TB-SNV", size=13), r("Hà Giang, ngày 05 tháng 3 năm 2026", "i")
QUOC_HIEU = r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b", 13)
TIEU_NGU = r("Độc lập - Tự do - Hạnh phúc", "b")
TIEU_NGU_UNDER = r("Độc lập - Tự do - Hạnh phúc", "bu")
LEFT, RIGHT = [p(CHU_QUAN), p(CO_QUAN), p(SO)], [p(QUOC_HIEU), p(TIEU_NGU), p(NGAY)]
TITLE = p(r("THÔNG BÁO", "b")) + p(r("Về việc nghỉ Tết Nguyên đán năm 2026", "b"))
INDENT = '<w:ind w:firstLine="567"/>'
TEXT = "".join(
    p(r(words), "both", INDENT)
    for words in (
        "Sở Nội vụ thông báo lịch nghỉ Tết Nguyên đán năm 2026 đến các cơ quan, đơn vị như sau:",
        "1. Thời gian nghỉ là 09 ngày, từ ngày 14 tháng 02 năm 2026 đến hết ngày 22 tháng 02.",
        "2. Các đơn vị phân công người trực và gửi danh sách trước ngày 10 tháng 02 năm 2026./.",
    )
)
LIST = [
    p(r("Nơi nhận:", "bi", 12), "left"),
    p(r("- Như trên;", size=11), "left"),
    p(r("- Giám đốc Sở;", size=11), "left"),
    p(r("- Lưu: VT, VP.", size=11), "left"),
]
OFFICE = [p(r("KT. GIÁM ĐỐC", "b")), p(r("PHÓ GIÁM ĐỐC", "b"))]
SIGNED = [*OFFICE, *[p("")] * 4, p(r("Nguyễn Văn An", "b"))]
HEAD = table([cell(*LEFT, width=3700), cell(*RIGHT, width=5600)])
FOOT = table([cell(*LIST, width=3700), cell(*SIGNED, width=5600)])


def boxed(inner: list[str], left: float, top: float, width: float, height: float) -> str:
    place = {"across": "page", "x": left, "down": "page", "y": top}
    return anchored(shape("rect", "".join(inner)), (width, height), place)


def level(width: float, left: float, top: float) -> str:
    return anchored(shape("line"), (width, 0), {"x": left, "y": top})


NESTED = table(
    [
        cell(table([cell(*LEFT, width=3500)], widths=(3500,)), p(""), width=3700),
        cell(table([cell(*RIGHT, width=5400)], widths=(5400,)), p(""), width=5600),
    ]
)
MERGED = table(
    [cell(*LEFT[:2], width=3700), cell(*RIGHT[:2], width=5600)],
    [cell(LEFT[2], width=3700), cell(RIGHT[2], width=5600)],
    [cell(TITLE, width=9300, more="<w:gridSpan w:val='2'/>")],
)
FRAMED = "".join(
    p(
        inner,
        more='<w:framePr w:w="3600" w:hSpace="60" w:wrap="around" w:vAnchor="page"'
        ' w:hAnchor="page" w:x="1600" w:y="1140"/>',
    )
    for inner in (CHU_QUAN, CO_QUAN, SO)
) + "".join(p(inner, more='<w:ind w:left="3700"/>') for inner in (QUOC_HIEU, TIEU_NGU, NGAY))
TABBED = "".join(
    p(r("\t") + one + r("\t") + other, "left", TABS)
    for one, other in zip((CHU_QUAN, CO_QUAN, SO), (QUOC_HIEU, TIEU_NGU, NGAY), strict=True)
)
BOXES = p(
    boxed(LEFT, 85, 55, 190, 70) + boxed(RIGHT, 275, 55, 285, 70),
    more='<w:spacing w:after="1300"/>',
)
FLOATING = table(
    [cell(*LEFT, width=3700), cell(*RIGHT, width=5600)],
    more='<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text"'
    ' w:horzAnchor="margin" w:tblpY="1"/>',
)
LINES = table(
    [
        cell(p(CHU_QUAN + r("\n") + CO_QUAN + r("\n") + SO), width=3700),
        cell(p(QUOC_HIEU + r("\n") + TIEU_NGU + r("\n") + NGAY), width=5600),
    ]
)
CAPS = table(
    [
        cell(
            p("<w:r><w:rPr><w:caps/></w:rPr><w:t>UBND tỉnh Hà Giang</w:t></w:r>"),
            p("<w:r><w:rPr><w:b/><w:caps/></w:rPr><w:t>Sở Nội vụ</w:t></w:r>"),
            p(SO),
            width=3700,
        ),
        cell(*RIGHT, width=5600),
    ]
)
APART = table([cell(*LEFT[:2], width=3700), cell(*RIGHT[:2], width=5600)]) + p(
    r("\t") + SO + r("\t") + NGAY, "left", TABS
)
VERTICAL = table(
    [cell(LIST[0], width=3700), cell(*OFFICE, width=5600)],
    [
        cell(*LIST[1:], width=3700, more="<w:vMerge w:val='restart'/>"),
        cell(p(r("(Đã ký)", "i", 12)), width=5600),
    ],
    [
        cell(p(""), width=3700, more="<w:vMerge/>"),
        cell(p(""), p(r("Nguyễn Văn An", "b")), width=5600),
    ],
)
INDENTED = "".join(
    inner.replace("<w:pPr>", "<w:pPr><w:ind w:left='4500'/>", 1) for inner in SIGNED
) + "".join(LIST)
FOOT_TABBED = (
    p(r("Nơi nhận:", "bi", 12) + r("\tKT. GIÁM ĐỐC", "b"), "left", ONE_TAB)
    + p(r("- Như trên;", size=11) + r("\tPHÓ GIÁM ĐỐC", "b"), "left", ONE_TAB)
    + LIST[2]
    + LIST[3]
    + p("") * 3
    + p(r("\tNguyễn Văn An", "b"), "left", ONE_TAB)
)
WHOLE = table(
    [cell(*LEFT, width=3700), cell(*RIGHT, width=5600)],
    [cell(TITLE, TEXT, width=9300, more="<w:gridSpan w:val='2'/>")],
    [cell(*LIST, width=3700), cell(*SIGNED, width=5600)],
)
PAPERS = {
    "tables": HEAD + TITLE + TEXT + FOOT,
    "nested tables": NESTED + TITLE + TEXT + FOOT,
    "title in the table": MERGED + TEXT + FOOT,
    "agency in a frame": FRAMED + TITLE + TEXT + FOOT,
    "centre tabs": TABBED + TITLE + TEXT + FOOT,
    "text boxes": BOXES + TITLE + TEXT + FOOT,
    "floating table": FLOATING + TITLE + TEXT + FOOT,
    "lines of a cell": LINES + TITLE + TEXT + FOOT,
    "capitals of the font": CAPS + TITLE + TEXT + FOOT,
    "number below the table": APART + TITLE + TEXT + FOOT,
    "foot with merged cells": HEAD + TITLE + TEXT + VERTICAL,
    "signature indented": HEAD + TITLE + TEXT + INDENTED,
    "foot in tabs": HEAD + TITLE + TEXT + FOOT_TABBED,
    "line ends in the title": HEAD
    + p(r("THÔNG BÁO\nVề việc nghỉ Tết Nguyên đán năm 2026", "b"))
    + TEXT
    + FOOT,
    "a table for all": WHOLE,
}


@cache
def found(name: str) -> Found:
    return find(read_laid(packed(PAPERS[name], styles=STYLES), "thu.docx"))


@pytest.mark.parametrize("name", PAPERS)
def test_every_part_is_found_whatever_holds_it(name: str) -> None:
    told = parts(found(name))
    expected = dict(EXPECTED)
    if name == "capitals of the font":
        expected |= {Part.CHU_QUAN: "UBND tỉnh Hà Giang", Part.CO_QUAN: "Sở Nội vụ"}
    assert (found(name).family, found(name).loai) == (Family.HANH_CHINH, "Thông báo")
    assert told == expected
    assert len(found(name).body) == 3


def test_lines_are_found_however_they_were_made() -> None:
    border = (
        "<w:pBdr><w:bottom w:val='single' w:sz='6' w:space='1' w:color='000000'/></w:pBdr>"
        "<w:ind w:left='1100' w:right='1100'/>"
    )
    head = table(
        [
            cell(p(CHU_QUAN), p(CO_QUAN, more=border), p(SO), width=3700),
            cell(p(QUOC_HIEU), p(TIEU_NGU_UNDER), p(NGAY), width=5600),
        ]
    )
    title = TITLE + p(level(90, 180, 2))
    laid = read_laid(packed(head + title + TEXT + FOOT, styles=STYLES), "thu.docx")
    strokes = find(laid).strokes
    told = {part: (stroke.underline, stroke.box.width < 45) for part, stroke in strokes.items()}
    assert told == {
        Part.TIEU_NGU: (True, False),
        Part.CO_QUAN: (False, True),
        Part.TRICH_YEU: (False, True),
    }
