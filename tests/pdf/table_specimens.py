"""Word files about tables: widths, heights, margins, lines, rows over pages, and old indents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.pdf.specimens import TEXT, blank, saved

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def lines(size: int = 4) -> str:
    """w:tblBorders with the same line, eighths of a pt, everywhere."""
    edges = "".join(f'<w:{e} w:val="single" w:sz="{size}" w:space="0"/>' for e in _EDGES)
    return f"<w:tblBorders>{edges}</w:tblBorders>"


def p(text: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def tc(content: str, width: int = 0, properties: str = "", kind: str = "dxa") -> str:
    content = content if content.startswith("<") else p(content)
    told = f'<w:tcW w:w="{width}" w:type="{kind}"/>' if width else ""
    return f"<w:tc><w:tcPr>{told}{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, height: int = 0, rule: str = "atLeast", more: str = "") -> str:
    told = f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else ""
    return f"<w:tr><w:trPr>{more}{told}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(
    grid: tuple[int, ...], *rows: str, width: int = 0, kind: str = "dxa", more: str = ""
) -> str:
    columns = "".join(f'<w:gridCol w:w="{column}"/>' for column in grid)
    told = f'<w:tblW w:w="{width}" w:type="{kind if width else "auto"}"/>'
    return (
        f"<w:tbl><w:tblPr>{told}{more}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def drawn(*blocks: str, mode: int = 15) -> bytes:
    """A document of these blocks, to be laid out as a version of Word does."""
    document = blank()
    _compatibility(document, mode)
    body = document.element.body
    made = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    for position, block in enumerate(list(made)):
        body.insert(position, block)
    return saved(document)


def _compatibility(document: Any, mode: int) -> None:
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    settings.append(
        parse_xml(
            f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode"'
            f' w:uri="http://schemas.microsoft.com/office/word" w:val="{mode}"/></w:compat>'
        )
    )


_SPACE = '<w:spacing w:before="120" w:after="40"/>'
_LEFT, _RIGHT = "Cơ quan chủ quản trực tiếp", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def _two(first: int, second: int, kind: str = "dxa") -> str:
    return tr(tc(_LEFT, first, kind=kind), tc(_RIGHT, second, kind=kind))


def table_widths() -> bytes:
    """Grid against told width, per cent, no grid, too few columns; never grown to the content."""
    fixed = '<w:tblLayout w:type="fixed"/>'
    five = tr(*(tc(f"ô {width}", width) for width in (700, 3000, 2200, 1600, 1500)))
    return drawn(
        p("vừa"),
        tbl((3000, 6000), _two(3000, 6000), more=lines()),
        p("lưới sai"),
        tbl((2000, 2000), _two(3500, 5500), width=9000, more=fixed + lines()),
        p("hẹp hơn lưới"),
        tbl((3000, 6000), _two(3000, 6000), width=7000, more=lines()),
        p("phần trăm"),
        tbl((3000, 6000), _two(3000, 6000), width=4000, kind="pct", more=lines()),
        p("quá một trăm phần trăm"),
        tbl((3000, 6000), _two(3000, 6000), width=5600, kind="pct", more=lines()),
        p("không lưới"),
        tbl((), _two(2000, 3000, "pct"), width=5000, kind="pct", more=lines()),
        p("lưới thiếu cột"),
        tbl((4000, 5000), five, more=lines()),
        p("hết"),
    )


def table_heights() -> bytes:
    """Rows of a least or an exact height, margins of table and cell, the larger top for all."""
    margins = '<w:tblCellMar><w:top w:w="60"/><w:bottom w:w="60"/></w:tblCellMar>'
    own = '<w:tcMar><w:top w:w="200"/><w:left w:w="0"/><w:bottom w:w="100"/></w:tcMar>'
    low = '<w:vAlign w:val="bottom"/>'
    return drawn(
        p("trước"),
        tbl(
            (3000, 6000),
            tr(tc("a", 3000), tc("b", 6000), height=600),
            tr(tc("c", 3000, low), tc("d", 6000, low), height=1000),
            tr(tc(p("e") + p("f"), 3000), tc("g", 6000), height=400),
            tr(tc(p("k", _SPACE) + p("l", _SPACE) + p("m", _SPACE), 3000), tc("n", 6000)),
            tr(tc("h", 3000, low), tc("i", 6000, low), height=700, rule="exact"),
            width=9000,
            more=lines(),
        ),
        p("giữa"),
        tbl(
            (3000, 6000),
            tr(tc("a", 3000, own), tc("b", 6000)),
            tr(tc("c", 3000), tc("d", 6000), height=900, rule="exact"),
            width=9000,
            more=lines() + margins,
        ),
        p("sau"),
    )


def table_lines() -> bytes:
    """Thick and double lines, cells without, tables one after the other, columns left out."""
    thick = '<w:tcBorders><w:bottom w:val="single" w:sz="24" w:space="0"/></w:tcBorders>'
    double = '<w:tcBorders><w:bottom w:val="double" w:sz="6" w:space="0"/></w:tcBorders>'
    none = '<w:tcBorders><w:right w:val="nil"/><w:bottom w:val="nil"/></w:tcBorders>'
    plain = tr(tc("a", 3000), tc("b", 6000))
    return drawn(
        p("trước"),
        tbl((3000, 6000), plain, plain, width=9000, more=lines(24)),
        p("giữa"),
        tbl(
            (3000, 6000),
            tr(tc("c", 3000, thick), tc("d", 6000)),
            tr(tc("e", 3000), tc("g", 6000, double)),
            tr(tc("h", 3000, none), tc("i", 6000)),
            width=9000,
            more=lines(),
        ),
        tbl((3000, 6000), plain, width=9000, more=lines()),
        p("thụt"),
        tbl(
            (1000, 3000, 4000, 1000),
            tr(
                tc("k", 3000),
                tc("l", 4000),
                more='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>',
            ),
            tr(tc("m", 1000), tc("n", 3000), tc("o", 4000), tc("q", 1000)),
            width=9000,
            more=lines(),
        ),
        p("sau"),
    )


def _list(count: int, cut: str = "", height: int = 0) -> str:
    space = '<w:spacing w:before="120" w:after="60"/>'
    head = tr(tc("STT", 900), tc("Nội dung", 8100), more="<w:tblHeader/>")
    rows = (
        tr(
            tc(p(str(number), space), 900),
            tc(p(TEXT[: 90 + 40 * (number % 6)], space), 8100),
            more=cut,
            height=height,
        )
        for number in range(count)
    )
    return tbl((900, 8100), head, *rows, width=9000, more=lines())


def table_over_pages() -> bytes:
    """Rows are cut anywhere, with their space again; rows of a least height as well."""
    return drawn(p("trước"), _list(22), p("giữa"), _list(18, height=600), p("sau"))


def table_whole_rows() -> bytes:
    """Rows that may not be cut."""
    return drawn(p("trước"), _list(24, "<w:cantSplit/>"), p("sau"))


def table_before_2013() -> bytes:
    """The text of the first cell at the indent whatever its line; hanging tabs; hidden marks."""
    indents = [
        p(f"thụt {indent}")
        + tbl(
            (3000, 6000),
            _two(3000, 6000),
            width=9000,
            more=f'<w:tblInd w:w="{indent}" w:type="dxa"/>{lines(size)}',
        )
        for indent, size in ((0, 4), (-284, 4), (300, 24))
    ]
    stop = '<w:tabs><w:tab w:val="left" w:leader="dot" w:pos="9080"/></w:tabs>'
    tab = f"<w:p><w:pPr>{stop}</w:pPr><w:r><w:t>Căn cứ</w:t><w:tab/><w:t>;</w:t></w:r></w:p>"
    hidden = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    raised = p("", '<w:jc w:val="center"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    return drawn(*indents, p("a"), hidden, p("b"), raised, tab, tab, p("c"), mode=12)


def table_least_heights() -> bytes:
    """Rows of a least height at the foot of a page: cut without lines below them, else whole."""

    def heading(more: str) -> str:
        left = "".join(p(text) for text in ("TÊN CQ", "TÊN CƠ QUAN", "Số:", "V/v"))
        right = p(f"1 {TEXT[:60]}") + p(f"2 {TEXT[:60]}")
        rows = (tr(tc(left, 4600), tc(right, 4600), height=1774), tr(tc("a", 4600), tc("b", 4600)))
        return tbl((4600, 4600), *rows, width=9200, more=more)

    top = '<w:tblBorders><w:top w:val="single" w:sz="4"/></w:tblBorders>'
    fill = [p(f"dòng {number}") for number in range(42)]
    return drawn(*fill, heading(""), *fill[7:], heading(top), *fill[7:], heading(lines()), p("sau"))


TABLE_SPECIMENS: dict[str, Callable[[], bytes]] = {
    "table_widths": table_widths,
    "table_heights": table_heights,
    "table_lines": table_lines,
    "table_over_pages": table_over_pages,
    "table_whole_rows": table_whole_rows,
    "table_before_2013": table_before_2013,
    "table_least_heights": table_least_heights,
}
