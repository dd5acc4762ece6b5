"""Draws the three Word templates for the first time. Nothing comes in; three .docx files go out.

`python -m doc_templates.draw` rewrites them beside this file. From then on they are ordinary
Word documents with tags in place of content, and an office edits them in Word; this script is
only run again to start over. It draws the same parts every time. The layout follows Nghị định
30/2020/NĐ-CP, Phụ lục I and Phụ lục III, Mẫu 1.2 (decision) and 1.4 (documents with a type name).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from doc_templates.packing import FOLDER, crossed_png, package_parts, write_package
from doc_templates.styles import styles_xml
from doc_templates.wml import (
    cell,
    cell_command,
    choose,
    document_xml,
    each,
    header_xml,
    marked,
    page_number,
    para,
    picture,
    row,
    row_command,
    rule,
    run,
    table,
    twips,
    when,
)
from vanban import decree30
from vanban.places import BOOKMARK, NGAY, NGUOI_KY, SO, THANG

TEXT_MM = decree30.TEXT_WIDTH_MM

# Quốc hiệu at 13 pt is 95.0 mm long, "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026" at 13 pt
# 98.7 mm: both need one line. What is left of the text area, 60 mm, is short for names such as
# "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", so the letterhead reaches 5 mm into the right margin, which then
# still keeps the 15 mm of the decree; with 12-13-13 only such a long place and date goes there.
LEFT_MM, RIGHT_MM = 65.0, 100.0
SIGN_LEFT_MM, SIGN_RIGHT_MM = 72.0, 88.0

# The place of the chart on its page; the program's pictures have this shape.
CHART_MM = (160.0, 190.0)


# Places that are filled in the PDF, each inside a bookmark that Word keeps while people edit.
_PLACES = (SO, NGAY, THANG, NGUOI_KY)


# -- parts that all kinds share --------------------------------------------------------------------
def place(name: str, text: str) -> str:
    """Text inside the bookmark of a place that is filled after printing."""
    return marked(f"{BOOKMARK}{name}", _PLACES.index(name) + 1, text)


def _letterhead() -> str:
    """Ô 1–4 of PL I, Mục IV: two columns without lines; số and ngày share a row and so a line."""
    names = (
        each("dong in co_quan_chu_quan", para("Cơ quan chủ quản", "{{ dong }}")),
        each("dong in ten_co_quan", para("Tên cơ quan", "{{ dong }}")),
        rule("Kẻ dưới Tên cơ quan", "ke_co_quan", 22),
    )
    state = (
        para("Quốc hiệu", decree30.QUOC_HIEU),
        para("Tiêu ngữ", decree30.TIEU_NGU),
        rule("Kẻ dưới Tiêu ngữ", "ke_tieu_ngu", 56),
    )
    return table(
        (LEFT_MM, RIGHT_MM),
        row(cell(LEFT_MM, *names), cell(RIGHT_MM, *state)),
        row(
            cell(LEFT_MM, para("Số ký hiệu", "Số:", place(SO, "{{ o_so }}"), "/{{ ky_hieu }}")),
            cell(
                RIGHT_MM,
                para(
                    "Địa danh ngày tháng",
                    "{{ dia_danh }}, ngày",
                    place(NGAY, "{{ o_ngay }}"),
                    "tháng",
                    place(THANG, "{{ o_thang }}"),
                    "năm {{ nam }}",
                ),
            ),
        ),
    )


def _title(ten_loai: str) -> str:
    return (
        para("Tên loại", ten_loai)
        + para("Trích yếu", "{{ trich_yeu }}")
        + rule("Kẻ dưới Trích yếu", "ke_trich_yeu", 40)
    )


def _grounds() -> str:
    return each("dong in can_cu", para("Căn cứ", "{{ dong }}"))


_NUMBERED = "{{ d.so }} {{ d.loi }}"


def _last_paragraph() -> str:
    """The last block of a text: the same look as its level, and it keeps the signature with it."""
    number = run('{% if d.cap == "dieu" %}{{ d.so }}{% endif %}', bold=True)
    text = '{% if d.cap != "dieu" %}{{ d.so }}{% endif %}{% if d.so %} {% endif %}{{ d.loi }}'
    return para("Đoạn cuối", number, text)


def _outline() -> str:
    """The text of plans and reports, a paragraph per level (PL I, Mục V, row 6b)."""
    levels = (
        ("muc", "Mục", _NUMBERED),
        ("dieu", "Điều có tiêu đề", _NUMBERED),
        ("khoan_de", "Khoản có tiêu đề", _NUMBERED),
        ("khoan", "Khoản", _NUMBERED),
        ("tiet_de", "Tiết có tiêu đề", _NUMBERED),
        ("tiet", "Tiết", _NUMBERED),
        ("diem", "Điểm", _NUMBERED),
        ("gach", "Gạch đầu dòng", _NUMBERED),
        ("cong", "Dấu cộng", _NUMBERED),
        ("phan", "Phần chương", "{{ d.so }}{% if d.loi %} {{ d.loi }}{% endif %}"),
        ("chuong", "Phần chương", "{{ d.so }}{% if d.loi %} {{ d.loi }}{% endif %}"),
        ("ten_phan", "Tên phần chương", "{{ d.loi }}"),
    )
    branches = [(f'd.cap == "{level}"', para(style, text)) for level, style, text in levels]
    return each(
        "d in noi_dung",
        choose(
            ("loop.last", _last_paragraph()),
            *branches,
            ("", para("Lời văn", "{{ d.loi }}")),
        ),
    )


def _signature() -> str:
    """Ô 7 and 9b on one line; the row never splits, the space before the name is for the seal."""
    recipients = (
        para("Nơi nhận", "Nơi nhận:"),
        each("dong in noi_nhan", para("Nơi nhận liệt kê", "{{ dong }}")),
    )
    name = "{{ ho_ten_nguoi_ky }}"
    # One paragraph below the room in both cases: Word keeps only one bookmark of a name.
    first = f"{{% if chuc_vu_khac %}}{{{{ chuc_vu_khac }}}}{{% else %}}{name}{{% endif %}}"
    signer = (
        each("dong in quyen_han_ky", para("Quyền hạn chức vụ", "{{ dong }}")),
        para("Họ tên người ký", place(NGUOI_KY, first)),
        when("chuc_vu_khac", para("Họ tên người ký", name, tight=True)),
    )
    return table(
        (SIGN_LEFT_MM, SIGN_RIGHT_MM),
        row(cell(SIGN_LEFT_MM, *recipients), cell(SIGN_RIGHT_MM, *signer)),
        above=4,
    )


def _section() -> str:
    """w:sectPr: page, margins, number in the top margin from page 2 on, counted from 1."""
    d = decree30
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(d.A4_WIDTH_MM)}" w:h="{twips(d.A4_HEIGHT_MM)}"/>'
        f'<w:pgMar w:top="{twips(d.TOP_MM)}" w:right="{twips(d.RIGHT_MM)}"'
        f' w:bottom="{twips(d.BOTTOM_MM)}" w:left="{twips(d.LEFT_MM)}"'
        f' w:header="{twips(d.HEADER_DISTANCE_MM)}" w:footer="{twips(d.HEADER_DISTANCE_MM)}"'
        ' w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _attached(condition: str, *content: str) -> str:
    """Pages of their own, numbered from 1, present only when the condition holds (PL I, III.1)."""
    return when(condition, para("Hết phần", section=_section()), *content)


def _attached_title(*lines: tuple[str, str]) -> str:
    return (
        "".join(para(style, text) for style, text in lines)
        + para("Kèm theo", "{{ kem_theo }}")
        + rule("Kẻ dưới Kèm theo", "ke_kem_theo", 40)
    )


def _end() -> str:
    return para("Hết phần") + _section()


# -- Quyết định khen thưởng, Mẫu 1.2 ---------------------------------------------------------------
_ATTACHED = " (có danh sách kèm theo)"
_NBSP = "\u00a0"  # a sum keeps its "đồng" and "Điều" its number on one line


def _dieu(number: str, text: str, *, last: bool = False) -> str:
    return para("Đoạn cuối" if last else "Điều", run(f"Điều {number}.", bold=True), f" {text}")


def _dieu_1() -> str:
    """Điều 1 in the four ways of naming who is commended."""
    deed = "đã có {{ thanh_tich }}"
    one = _dieu("1", f"{{{{ khen.viec }}}} cho {{{{ khen.doi_tuong }}}}, {deed}.")
    in_list = _dieu("1", f"{{{{ khen.viec }}}} cho {{{{ khen.doi_tuong }}}} {deed}{_ATTACHED}.")
    named = _dieu("1", f"{{{{ khen.viec }}}} cho {{{{ khen.doi_tuong }}}} sau đây {deed}:")
    named += each("dong in khen.liet_ke", para("Khoản", "{{ dong }}"))
    several = _dieu("1", f"Khen thưởng các tập thể, cá nhân {deed}{_ATTACHED}, gồm:")
    several += each(
        "n in khen.nhom", para("Khoản", "{{ n.so }} {{ n.viec }} cho {{ n.doi_tuong }}{{ n.cham }}")
    )
    return choose(
        ('khen.cach == "mot"', one),
        ('khen.cach == "liet_ke"', named),
        ("khen.nhieu_hinh_thuc", several),
        ("", in_list),
    )


def _dieu_2() -> str:
    """Điều 2 on the money, when there is any."""
    sum_ = f"{{{{ khen.tong_tien }}}}{_NBSP}đồng ({{{{ khen.tong_tien_chu }}}})"
    source = "{% if nguon_tien %}; kinh phí trích từ {{ nguon_tien }}{% endif %}."
    to_form = f"kèm theo hình thức khen thưởng nêu tại Điều{_NBSP}1 là"
    one = _dieu("2", f"Tiền thưởng {to_form} {sum_}{source}")
    named = _dieu("2", f"Tổng số tiền thưởng {to_form} {sum_}{source}")
    share = ", mức thưởng của từng tập thể, cá nhân ghi trong danh sách kèm theo"
    in_list = _dieu("2", f"Tổng số tiền thưởng {to_form} {sum_}{share}{source}")
    return when(
        "khen.co_tien",
        choose(('khen.cach == "mot"', one), ('khen.cach == "liet_ke"', named), ("", in_list)),
    )


_LIST_COLUMNS = (
    ("STT", "Bảng - giữa", "{{ h.stt }}"),
    ("Họ và tên", "Bảng - chữ", "{{ h.ho_ten }}"),
    ("Chức vụ, đơn vị công tác", "Bảng - chữ", "{{ h.chuc_vu_don_vi }}"),
    ("Hình thức khen thưởng", "Bảng - chữ", "{{ h.hinh_thuc }}"),
    ("Tiền thưởng (đồng)", "Bảng - số", "{{ h.tien }}"),
)


def _list_table(widths: tuple[float, ...], *totals: str) -> str:
    """The list of those commended: a group row, then its people; one column per width."""
    columns = list(zip(_LIST_COLUMNS, widths, strict=False))
    head = [cell(mm, para("Bảng - tiêu đề cột", c[0]), middle=True) for c, mm in columns]
    line = [cell(mm, para(c[1], c[2]), middle=True) for c, mm in columns]
    group = (
        cell(widths[0], para("Bảng - tiêu đề cột", "{{ n.so }}")),
        cell(sum(widths[1:]), para("Bảng - nhóm", "{{ n.ten }}"), span=len(widths) - 1),
    )
    return table(
        widths,
        row(*head, heading=True),
        row_command("for n in khen.nhom_ds", widths),
        row(*group),
        row_command("for h in n.hang", widths),
        row(*line),
        row_command("endfor", widths),
        row_command("endfor", widths),
        *totals,
        ruled=True,
    )


def _award_list() -> str:
    # 31 mm hold a total of thousands of millions in bold on one line.
    with_money = (12.0, 42.0, 48.0, 27.0, 31.0)
    total = row(
        cell(sum(with_money[:4]), para("Bảng - tiêu đề cột", "Tổng cộng"), span=4),
        cell(with_money[4], para("Bảng - số", run("{{ khen.tong_tien }}", bold=True))),
    )
    return choose(
        ("khen.co_tien", _list_table(with_money, total)),
        ("", _list_table((12.0, 46.0, 66.0, 36.0))),
    )


def quyet_dinh_khen_thuong() -> str:
    """Body of the decision on commendation."""
    return (
        _letterhead()
        + _title("QUYẾT ĐỊNH")
        + para("Thẩm quyền ban hành", "{{ tham_quyen }}")
        + _grounds()
        + para("Lệnh quyết định", "QUYẾT ĐỊNH:")
        + _dieu_1()
        + _dieu_2()
        + each("d in khen.dieu_khac", _dieu("{{ d.so }}", "{{ d.loi }}"))
        + _dieu(
            "{{ khen.dieu_thi_hanh }}",
            "{{ thi_hanh }} chịu trách nhiệm thi hành Quyết định này./.",
            last=True,
        )
        + _signature()
        + _attached(
            'khen.cach == "danh_sach"',
            _attached_title(
                ("Tên danh sách", "DANH SÁCH"),
                ("Tên phụ lục", "Tập thể, cá nhân được khen thưởng"),
            ),
            _award_list(),
        )
        + _end()
    )


# -- Kế hoạch and Báo cáo sơ kết, Mẫu 1.4 ----------------------------------------------------------
def ke_hoach() -> str:
    """Body of the plan."""
    return _letterhead() + _title("KẾ HOẠCH") + _grounds() + _outline() + _signature() + _end()


def _addressees() -> str:
    """Ô 9a: one body on the line itself, several below one another under the colon."""
    return when("kinh_gui_mot", para("Kính gửi", "{{ kinh_gui_mot }}")) + when(
        "kinh_gui_nhieu",
        para("Kính gửi nhiều nơi", "Kính gửi:"),
        each("dong in kinh_gui_nhieu", para("Kính gửi liệt kê", "{{ dong }}")),
    )


_FIGURES_MM = {"stt": 12.0, "ten": 50.0, "don_vi_tinh": 20.0, "gia_tri": 24.0}
_HEADS = ("Bảng - tiêu đề cột",) * 4


def _figures_row(
    texts: tuple[str, str, str], values: str, styles: tuple[str, ...], *, heading: bool = False
) -> str:
    """One row: STT, name, unit of measure when the table has one, a cell for each of the values."""
    stt, ten, unit, value = (
        cell(mm, para(style, text), middle=True)
        for mm, style, text in zip(_FIGURES_MM.values(), styles, (*texts, "{{ c }}"), strict=True)
    )
    return row(
        stt,
        ten,
        cell_command("if b.co_don_vi_tinh", 1),
        unit,
        cell_command("endif", 1),
        cell_command(f"for c in {values}", 1),
        value,
        cell_command("endfor", 1),
        heading=heading,
    )


def _figures_table() -> str:
    """One table of figures; as many value columns as the data has, at most six."""
    # The grid of the template's own eight cells; once filled, the program gives each column what
    # its cells ask for, scaled to the width of the table.
    widths = (14.0, 38.0, *[18.0] * 6)
    named = ("{{ h.stt }}", "{{ h.ten }}", "{{ h.don_vi_tinh }}")
    return table(
        widths,
        _figures_row(("STT", "{{ b.cot_dau }}", "Đơn vị tính"), "b.cot", _HEADS, heading=True),
        row_command("for h in b.hang", widths),
        _figures_row(named, "h.gia_tri", ("Bảng - giữa", "Bảng - chữ", "Bảng - giữa", "Bảng - số")),
        row_command("endfor", widths),
        ruled=True,
    )


def bao_cao_so_ket() -> str:
    """Body of the interim report."""
    chart = para("Tên biểu đồ", "BIỂU ĐỒ") + picture(
        "Biểu đồ", "Biểu đồ", "bieu_do", "rId4", size_mm=CHART_MM
    )
    return (
        _letterhead()
        + _title("BÁO CÁO")
        + _addressees()
        + _outline()
        + _signature()
        + _attached(
            "bang",
            _attached_title(
                ("Tên danh sách", "Phụ lục"), ("Tên phụ lục", "SỐ LIỆU KẾT QUẢ THỰC HIỆN")
            ),
            each("b in bang", para("Tên bảng", "{{ b.ten }}"), _figures_table()),
            when("bieu_do", chart),
        )
        + _end()
    )


KINDS: Mapping[str, Callable[[], str]] = {
    "ke_hoach": ke_hoach,
    "quyet_dinh_khen_thuong": quyet_dinh_khen_thuong,
    "bao_cao_so_ket": bao_cao_so_ket,
}


# -- package ---------------------------------------------------------------------------------------
def placeholder_png() -> bytes:
    """A frame with a cross, a pixel per millimetre, black on white: where the chart will stand."""
    width, height = (int(side) for side in CHART_MM)
    return crossed_png(width, height)


def parts(name: str) -> dict[str, bytes]:
    """Part name → content of one template, always the same for the same name."""
    document = document_xml(KINDS[name]())
    media = {"bieu_do.png": placeholder_png()} if 'r:embed="rId4"' in document else {}
    header = header_xml(page_number("Số trang"))
    return package_parts(document, styles_xml(), header=header, media=media)


def write(name: str, folder: Path = FOLDER) -> Path:
    """Writes one template into the folder and returns its path."""
    return write_package(folder / f"{name}.docx", parts(name))


if __name__ == "__main__":
    for kind in KINDS:
        write(kind)
