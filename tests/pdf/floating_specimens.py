"""Word files about tables outside the text (w:tblpPr): beside it, by the page, or not after all."""

from __future__ import annotations

from collections.abc import Callable

from tests.pdf.specimens import TEXT
from tests.pdf.table_specimens import drawn, lines, p, tbl, tc, tr

_CENTRE = '<w:jc w:val="center"/>'


def afloat(**said: object) -> str:
    """w:tblpPr with the distances that Word writes by itself."""
    told = {"leftFromText": 180, "rightFromText": 180, "vertAnchor": "text"} | said
    attributes = " ".join(f'w:{name}="{value}"' for name, value in told.items())
    return f"<w:tblpPr {attributes}/>"


def _words(count: int = 1) -> str:
    return "".join(p(f"{number} {TEXT}") for number in range(count))


def _heading(where: str) -> str:
    left = p("ỦY BAN NHÂN DÂN TỈNH", _CENTRE) + p("SỞ NỘI VỤ", _CENTRE)
    right = p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _CENTRE) + p("Độc lập", _CENTRE)
    return tbl((3700, 6200), tr(tc(left, 3700), tc(right, 6200)), width=9900, more=where)


def _signature(where: str) -> str:
    left = p("Nơi nhận:") + p("- Như trên;") + p("- Lưu: VT.")
    right = p("CHỦ TỊCH", _CENTRE) + p() + p() + p("Nguyễn Văn An", _CENTRE)
    return tbl((3500, 4200), tr(tc(left, 3500), tc(right, 4200)), width=7700, more=where)


def _figures(where: str, width: int = 4000, rows: int = 5) -> str:
    half = width // 2
    made = (tr(tc(f"số {n}", half), tc(f"tên {n}", half)) for n in range(rows))
    return tbl((half, half), *made, width=width, more=where + lines())


def floating_paper() -> bytes:
    """Heading by the page, figures beside the text left and right, a signature over the foot."""
    spaced = '<w:spacing w:before="400"/>'
    low = {"topFromText": 100, "bottomFromText": 200}
    return drawn(
        _heading(afloat(horzAnchor="page", vertAnchor="page", tblpX=1300, tblpY=900)),
        p("ngay dưới"),
        _words(),
        _figures(afloat(horzAnchor="margin", tblpY=100)),
        p("bên phải bảng", spaced),
        _words(2),
        _figures(afloat(horzAnchor="margin", tblpXSpec="right", tblpY=500, **low)),
        p("bên trái bảng"),
        _words(2),
        _figures(afloat(tblpX=200, tblpY=100), 7000),
        p("chỗ hẹp"),
        *(p(f"dòng {number}") for number in range(9)),
        _signature(afloat(horzAnchor="margin", tblpY=120)),
        p(),
        p("cuối"),
    )


def floating_by_page() -> bytes:
    """Tables that the page places: text before the anchor makes way too; one moved upwards."""
    return drawn(
        _words(3),
        _figures(afloat(vertAnchor="page", horzAnchor="page", tblpX=1500, tblpY=3000), 9200, 3),
        p("neo ở đây"),
        _words(2),
        _figures(
            afloat(vertAnchor="margin", horzAnchor="margin", tblpXSpec="right", tblpYSpec="bottom")
        ),
        p("neo ở đây nữa"),
        _words(5),
        p(),
        _figures(afloat(horzAnchor="margin", tblpXSpec="center", tblpY=-200), 9000, 2),
        p("sau dòng trống bị đẩy xuống"),
        _figures(
            afloat(vertAnchor="page", horzAnchor="page", tblpXSpec="center", tblpY=9000), 9200, 2
        ),
        p("trang hai"),
        _words(6),
    )


def floating_not() -> bytes:
    """Without room beside them they stand in the text, where no indent and no age moves them."""
    indent = '<w:tblInd w:w="400" w:type="dxa"/>'
    return drawn(
        p("a"),
        _heading(afloat(horzAnchor="margin", vertAnchor="page", tblpXSpec="center", tblpY=900)),
        p("b"),
        _figures(afloat(horzAnchor="margin", tblpX=400, tblpY=300) + indent, 8800, 50),
        p("c"),
        _figures(afloat(horzAnchor="margin", tblpXSpec="right") + _CENTRE, 8800),
        p("d"),
        _figures(afloat(horzAnchor="page", vertAnchor="page", tblpX=1500, tblpY=10000), 4000),
        p("e"),
        mode=12,
    )


FLOATING_SPECIMENS: dict[str, Callable[[], bytes]] = {
    "floating_paper": floating_paper,
    "floating_by_page": floating_by_page,
    "floating_not": floating_not,
}
