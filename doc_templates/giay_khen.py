"""Draws the template of the giấy khen for the first time: one .docx goes out beside this file.

`python -m doc_templates.giay_khen`. A4 landscape, one page. Rows of a fixed height hold each line
at its place, so that a pile of them lies even and fits blanks that were printed before: text that
is long gets smaller (`vanban/context/giay_khen.py`), never a second page. What stands where follows
the decrees on thi đua, khen thưởng as they were last read (Nghị định 98/2023/NĐ-CP, Điều 104).
"""

from __future__ import annotations

from pathlib import Path

from doc_templates.draw import place
from doc_templates.frames import FRAMES, HEIGHT_MM, WIDTH_MM
from doc_templates.packing import FOLDER, crossed_png, package_parts, write_package
from doc_templates.styles import Style, styles_xml
from doc_templates.wml import (
    behind,
    cell,
    choose,
    document_xml,
    each,
    para,
    picture,
    row,
    row_command,
    rule,
    shape,
    table,
    twips,
    when,
)
from vanban import decree30
from vanban.context import giay_khen as measures
from vanban.places import NGAY, NGUOI_KY, THANG

NAME = "giay_khen"
TEXT_MM = measures.TEXT_MM
LEFT_MM = (WIDTH_MM - TEXT_MM) / 2
TOP_MM, BOTTOM_MM = 16.0, 15.0
EMBLEM_MM = 19.0
_SIDES = (105.0, TEXT_MM - 105.0)
_RED = "C8102E"
_SIGN = measures.SIGN_PT

STYLES = (
    Style("Quốc hiệu", size=15, bold=True),
    Style("Tiêu ngữ", size=16, bold=True),
    Style("Đường kẻ", size=4, exact=8),
    Style("Biểu trưng"),
    Style("Chức vụ tặng", size=measures.DECIDER_PT, bold=True, ink=_RED),
    Style("Lời tặng", size=18, bold=True),
    Style("Tên hình thức khen", size=measures.TITLE_PT, bold=True, ink=_RED),
    Style("Người được khen", size=measures.NAME_PT[0], bold=True),
    Style("Chức vụ đơn vị", size=measures.POST_PT[0]),
    Style("Thành tích", size=measures.DEED_PT[0], before=measures.GAP_PT),
    Style("Số quyết định", size=13, bold=True, italic=True, align="left"),
    Style("Ngày tặng", size=_SIGN, bold=True, italic=True),
    Style("Chức vụ người tặng", size=_SIGN, bold=True),
    Style("Tên người tặng", size=_SIGN, bold=True, before=decree30.SEAL_MM * 72 / 25.4),
    Style("Hết phần", size=1, exact=1),
    Style("Lệnh của mẫu", size=9, align="left"),
)


def _ground() -> str:
    """One paragraph of 1 pt in every case, with what lies behind the text."""
    frames = [(f'giay_khen.khung == "{key}"', _carrier(drawn)) for key, drawn in FRAMES.items()]
    own = behind("Khung riêng", "khung_rieng", "rId3", (0.0, 0.0, WIDTH_MM, HEIGHT_MM))
    return choose(
        ("giay_khen.trang_thu", _carrier(_ruler())),
        ("khung_rieng", _carrier(own)),
        *frames,
        ("", _carrier("")),
    )


def _carrier(drawing: str) -> str:
    # para() tells elements from text by their beginning; an empty run would be one.
    return para("Hết phần", drawing) if drawing else para("Hết phần")


# -- the test page ---------------------------------------------------------------------------------
def _bar(x: float, y: float, width: float, height: float) -> str:
    """A black bar; mm from the corner of the page while there is no offset."""
    box = (x - LEFT_MM, y - TOP_MM, width, height)
    return shape("Thước", box, fill="000000", origin="margin")


def _cross(x: float, y: float) -> str:
    return _bar(x - 10, y - 0.1, 20, 0.2) + _bar(x - 0.1, y - 10, 0.2, 20)


def _ruler() -> str:
    """Two crosses whose distances from the edges are known, rulers in mm, the boxes of the rows."""
    near, far = measures.CROSS_MM, (WIDTH_MM - measures.CROSS_MM, HEIGHT_MM - measures.CROSS_MM)
    drawn = _cross(near, near) + _cross(*far)
    for step in range(0, 101):
        long = 4.0 if step % 10 == 0 else 2.6 if step % 5 == 0 else 1.4
        drawn += _bar(near + step - 0.05, near - 16 - long, 0.1, long)
        drawn += _bar(near - 10 - long, near + step - 0.05, long, 0.1)
    top = 0.35
    for height in measures.ROWS_MM.values():
        box = (0.0, top, TEXT_MM, height)
        drawn += shape("Ô", box, stroke_pt=0.5, ink="808080", origin="margin")
        top += height
    return drawn


# -- the rows --------------------------------------------------------------------------------------
def _row(name: str, *content: str, bottom: bool = False) -> str:
    inside = cell(TEXT_MM, *content, span=2, middle=not bottom, bottom=bottom)
    return row(inside, exact_mm=measures.ROWS_MM[name])


def _gap(mm: float) -> str:
    return row(cell(TEXT_MM, para("Hết phần"), span=2), exact_mm=mm)


def _if(condition: str, *rows: str) -> str:
    return row_command(f"if {condition}", _SIDES) + "".join(rows) + row_command("endif", _SIDES)


def _said(part: str, *content: str) -> str:
    """Words that a blank may bring itself: the room stays."""
    return choose((f"giay_khen.in_{part}", "".join(content)), ("", para("Hết phần")))


def _emblem() -> str:
    image = picture(
        "Biểu trưng", "Biểu trưng", "bieu_trung", "rId4", size_mm=(EMBLEM_MM, EMBLEM_MM)
    )
    return _row("bieu_trung", choose(("bieu_trung", image), ("", para("Hết phần"))))


def _state() -> str:
    return _said(
        "quoc_hieu",
        para("Quốc hiệu", decree30.QUOC_HIEU),
        para("Tiêu ngữ", decree30.TIEU_NGU),
        rule("Kẻ dưới Tiêu ngữ", "ke_tieu_ngu", 68),
    )


def _recipient() -> tuple[str, ...]:
    return (
        para("Người được khen", "{{ giay_khen.ten }}"),
        when("giay_khen.chuc_vu_don_vi", para("Chức vụ đơn vị", "{{ giay_khen.chuc_vu_don_vi }}")),
        para("Thành tích", "{{ giay_khen.thanh_tich }}"),
    )


def _foot() -> str:
    number = (
        para("Số quyết định", "Số quyết định: {{ giay_khen.so_quyet_dinh }}"),
        para("Số quyết định", "{{ giay_khen.ngay_quyet_dinh }}"),
        para("Số quyết định", "Số sổ vàng: {{ giay_khen.so_vang }}"),
    )
    date = para(
        "Ngày tặng",
        "{{ dia_danh }}, ngày",
        place(NGAY, "{{ o_ngay }}"),
        "tháng",
        place(THANG, "{{ o_thang }}"),
        "năm {{ nam }}",
    )
    signer = (
        date,
        each("dong in quyen_han_ky", para("Chức vụ người tặng", "{{ dong }}")),
        when("chuc_vu_khac", para("Chức vụ người tặng", "{{ chuc_vu_khac }}")),
        para("Tên người tặng", place(NGUOI_KY, "{{ ho_ten_nguoi_ky }}")),
    )

    left = cell(_SIDES[0], *number, bottom=True)
    right = cell(_SIDES[1], *signer, bottom=True)
    return row(left, right, exact_mm=measures.ROWS_MM["ky"])


def body() -> str:
    """Body of the giấy khen."""
    gaps = measures.GAPS_MM
    rows = (
        _if("giay_khen.cho_bieu_trung", _emblem()),
        _if("not giay_khen.cho_bieu_trung", _gap(gaps[0])),
        _row("quoc_hieu", _state()),
        _row("chuc_vu", _said("chuc_vu", para("Chức vụ tặng", "{{ giay_khen.tham_quyen }}"))),
        _row("tang", _said("tang", para("Lời tặng", "{{ giay_khen.tang }}"))),
        _row(
            "ten",
            _said("ten_hinh_thuc", para("Tên hình thức khen", "{{ giay_khen.hinh_thuc }}")),
        ),
        _if("not giay_khen.cho_bieu_trung", _gap(gaps[1])),
        row(cell(TEXT_MM, *_recipient(), span=2), exact_mm=measures.ROWS_MM["noi_dung"]),
        _if("not giay_khen.cho_bieu_trung", _gap(gaps[2])),
        _foot(),
    )
    return _ground() + table(_SIDES, *rows) + para("Hết phần") + _section()


def _section() -> str:
    return (
        f'<w:sectPr><w:pgSz w:w="{twips(WIDTH_MM)}" w:h="{twips(HEIGHT_MM)}"'
        f' w:orient="landscape"/><w:pgMar w:top="{twips(TOP_MM)}" w:right="{twips(LEFT_MM)}"'
        f' w:bottom="{twips(BOTTOM_MM)}" w:left="{twips(LEFT_MM)}" w:header="0" w:footer="0"'
        ' w:gutter="0"/></w:sectPr>'
    )


def parts() -> dict[str, bytes]:
    """Part name → content of the template, always the same."""
    media = {
        "khung.png": crossed_png(round(WIDTH_MM), round(HEIGHT_MM)),
        "bieu_trung.png": crossed_png(round(EMBLEM_MM), round(EMBLEM_MM)),
    }
    return package_parts(document_xml(body()), styles_xml(STYLES), media=media)


def write(folder: Path = FOLDER) -> Path:
    """Writes the template into the folder and returns its path."""
    return write_package(folder / f"{NAME}.docx", parts())


if __name__ == "__main__":
    write()
