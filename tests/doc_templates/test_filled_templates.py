"""The three templates filled: what stands on the paper for different shapes of data."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from doc_templates import draw
from vanban.docx.fill import Picture, fill
from vanban.docx.template import Template, compile_template

LETTERHEAD: dict[str, Any] = {
    "co_quan_chu_quan": ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ"],
    "ten_co_quan": ["SỞ NỘI VỤ"],
    "o_so": "\u00a005",
    "ky_hieu": "QĐ-SNV",
    "dia_danh": "Cần Thơ",
    "o_ngay": " 05 ",
    "o_thang": " 01 ",
    "nam": "2026",
    "trich_yeu": "Về việc tặng Giấy khen",
    "ke_tieu_ngu": 2_000_000,
    "ke_co_quan": 400_000,
    "ke_trich_yeu": 1_500_000,
    "ke_kem_theo": 1_600_000,
    "can_cu": ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "Theo đề nghị."],
    "noi_nhan": ["- Như Điều 3;", "- Lưu: VT, NV."],
    "quyen_han_ky": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    "chuc_vu_khac": "",
    "ho_ten_nguoi_ky": "Trần Thị Bình",
    "kem_theo": "(Kèm theo Quyết định số /QĐ-SNV)",
}
AWARD = LETTERHEAD | {
    "tham_quyen": "GIÁM ĐỐC SỞ NỘI VỤ",
    "thanh_tich": "thành tích xuất sắc năm 2026",
    "nguon_tien": "Quỹ thi đua, khen thưởng của Sở",
    "thi_hanh": "Chánh Văn phòng Sở và ông Trần Văn Đức",
}
ONE = {
    "viec": "Tặng Giấy khen",
    "cach": "mot",
    "nhieu_hinh_thuc": False,
    "doi_tuong": "Ông Trần Văn Đức, Phó Trưởng phòng",
    "nhom": [],
    "liet_ke": [],
    "nhom_ds": [],
    "co_tien": True,
    "tong_tien": "760.000",
    "tong_tien_chu": "Bảy trăm sáu mươi nghìn đồng",
    "dieu_khac": [],
    "dieu_thi_hanh": 3,
}
TEXT = [
    {"cap": "van", "so": "", "loi": "Sở Nội vụ ban hành Kế hoạch như sau:"},
    {"cap": "phan", "so": "Phần I", "loi": ""},
    {"cap": "ten_phan", "so": "", "loi": "NHỮNG VẤN ĐỀ CHUNG"},
    {"cap": "muc", "so": "I.", "loi": "MỤC ĐÍCH"},
    {"cap": "khoan_de", "so": "1.", "loi": "Yêu cầu"},
    {"cap": "khoan", "so": "2.", "loi": "Sở Nội vụ chủ trì."},
    {"cap": "tiet_de", "so": "2.1.", "loi": "Thời gian"},
    {"cap": "tiet", "so": "2.2.", "loi": "Từ tháng 01."},
    {"cap": "diem", "so": "a)", "loi": "Tuyên truyền;"},
    {"cap": "gach", "so": "-", "loi": "Qua báo;"},
    {"cap": "cong", "so": "+", "loi": "Qua đài."},
    {"cap": "dieu", "so": "Điều 1.", "loi": "Phạm vi"},
    {"cap": "van", "so": "", "loi": "Các đơn vị thực hiện./."},
]
LEVELS = [
    ("Lời văn", "Sở Nội vụ ban hành Kế hoạch như sau:"),
    ("Phần chương", "Phần I"),
    ("Tên phần chương", "NHỮNG VẤN ĐỀ CHUNG"),
    ("Mục", "I. MỤC ĐÍCH"),
    ("Khoản có tiêu đề", "1. Yêu cầu"),
    ("Khoản", "2. Sở Nội vụ chủ trì."),
    ("Tiết có tiêu đề", "2.1. Thời gian"),
    ("Tiết", "2.2. Từ tháng 01."),
    ("Điểm", "a) Tuyên truyền;"),
    ("Gạch đầu dòng", "- Qua báo;"),
    ("Dấu cộng", "+ Qua đài."),
    ("Điều có tiêu đề", "Điều 1. Phạm vi"),
    ("Đoạn cuối", "Các đơn vị thực hiện./."),
]
REPORT = LETTERHEAD | {
    "noi_dung": TEXT,
    "kinh_gui_mot": "",
    "kinh_gui_nhieu": [],
    "bang": [],
    "bieu_do": False,
}


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    return {
        kind: compile_template((draw.FOLDER / f"{kind}.docx").read_bytes()) for kind in draw.KINDS
    }


def filled(template: Template, values: dict[str, Any], **more: Any) -> Any:
    return Document(io.BytesIO(fill(template, values, **more)))


def lines(document: Any) -> list[tuple[str, str]]:
    """(style, text) of every paragraph with text, tables included, from top to bottom."""
    found = [Paragraph(p, document._body) for p in document.element.body.iter(qn("w:p"))]
    return [(p.style.name, p.text) for p in found if p.text]


def texts(document: Any) -> list[str]:
    return [text for _, text in lines(document)]


def line_with(document: Any, start: str) -> str:
    return next(text for text in texts(document) if text.startswith(start))


def group(number: str, name: str, people: int) -> dict[str, Any]:
    row = {"chuc_vu_don_vi": "Chuyên viên", "hinh_thuc": "Giấy khen", "tien": "760.000"}
    rows = [row | {"stt": str(i), "ho_ten": f"Ông Nguyễn Văn {i}"} for i in range(1, people + 1)]
    return {"so": number, "ten": name, "hang": rows}


def test_plan_has_a_style_for_every_level(templates: dict[str, Template]) -> None:
    paper = lines(filled(templates["ke_hoach"], LETTERHEAD | {"noi_dung": TEXT}))
    assert [line for line in paper if line in LEVELS] == LEVELS
    assert not [text for _, text in paper if "{" in text or "}" in text]


def test_plan_without_grounds_and_without_superior(templates: dict[str, Template]) -> None:
    bare = {"co_quan_chu_quan": [], "can_cu": [], "noi_dung": TEXT}
    paper = filled(templates["ke_hoach"], LETTERHEAD | bare)
    assert not {"Căn cứ", "Cơ quan chủ quản"} & {style for style, _ in lines(paper)}
    assert texts(paper)[0] == "SỞ NỘI VỤ"


def test_last_paragraph_that_is_an_article_keeps_its_bold_number(
    templates: dict[str, Template],
) -> None:
    last = [{"cap": "dieu", "so": "Điều 2.", "loi": "Thi hành./."}]
    paper = filled(templates["ke_hoach"], LETTERHEAD | {"noi_dung": last})
    end = next(p for p in paper.paragraphs if p.style.name == "Đoạn cuối")
    assert end.text == "Điều 2. Thi hành./."
    assert [run.text for run in end.runs if run.bold] == ["Điều 2."]


def test_rules_are_as_long_as_asked(templates: dict[str, Template]) -> None:
    paper = filled(templates["quyet_dinh_khen_thuong"], AWARD | {"khen": ONE})
    extents = [int(node.get("cx")) for node in paper.element.body.iter(qn("wp:extent"))]
    assert extents == [400_000, 2_000_000, 1_500_000]


def test_sizes_of_the_letterhead_change_together(templates: dict[str, Template]) -> None:
    sizes = {"Quốc hiệu": 13.0, "Tiêu ngữ": 14.0, "Địa danh ngày tháng": 14.0}
    paper = filled(templates["ke_hoach"], LETTERHEAD | {"noi_dung": TEXT}, sizes=sizes)
    assert {name: paper.styles[name].font.size.pt for name in sizes} == sizes


def test_one_person_is_named_in_article_1(templates: dict[str, Template]) -> None:
    paper = filled(templates["quyet_dinh_khen_thuong"], AWARD | {"khen": ONE})
    assert [text for text in texts(paper) if text.startswith("Điều")] == [
        "Điều 1. Tặng Giấy khen cho Ông Trần Văn Đức, Phó Trưởng phòng, đã có thành tích xuất sắc "
        "năm 2026.",
        "Điều 2. Tiền thưởng kèm theo hình thức khen thưởng nêu tại Điều\u00a01 là "
        "760.000\u00a0đồng (Bảy "
        "trăm sáu mươi nghìn đồng); kinh phí trích từ Quỹ thi đua, khen thưởng của Sở.",
        "Điều 3. Chánh Văn phòng Sở và ông Trần Văn Đức chịu trách nhiệm thi hành Quyết định "
        "này./.",
    ]
    assert len(paper.sections) == 1
    assert "DANH SÁCH" not in texts(paper)


def test_a_few_are_listed_under_article_1(templates: dict[str, Template]) -> None:
    people = ["1. Ông Trần Văn Đức;", "2. Bà Nguyễn Thị Hoa."]
    few = ONE | {"cach": "liet_ke", "doi_tuong": "02 cá nhân", "liet_ke": people, "co_tien": False}
    paper = filled(
        templates["quyet_dinh_khen_thuong"], AWARD | {"khen": few | {"dieu_thi_hanh": 2}}
    )
    first = texts(paper).index(
        "Điều 1. Tặng Giấy khen cho 02 cá nhân sau đây đã có thành tích xuất sắc năm 2026:"
    )
    assert texts(paper)[first + 1 : first + 3] == people
    assert texts(paper)[first + 3].startswith("Điều 2. Chánh Văn phòng Sở")


def test_many_stand_in_a_list_of_their_own(templates: dict[str, Template]) -> None:
    groups = [group("I", "TẬP THỂ", 2), group("II", "CÁ NHÂN", 300)]
    many = ONE | {"cach": "danh_sach", "doi_tuong": "02 tập thể và 300 cá nhân", "nhom_ds": groups}
    more = {"dieu_khac": [{"so": 3, "loi": "Có hiệu lực từ ngày ký."}], "dieu_thi_hanh": 4}
    paper = filled(templates["quyet_dinh_khen_thuong"], AWARD | {"khen": many | more})
    assert len(paper.sections) == 2
    assert line_with(paper, "Điều 1.").endswith("năm 2026 (có danh sách kèm theo).")
    assert "ghi trong danh sách kèm theo; kinh phí" in line_with(paper, "Điều 2.")
    assert line_with(paper, "Điều 3.") == "Điều 3. Có hiệu lực từ ngày ký."
    listed = paper.tables[-1]
    assert len(listed.rows) == 1 + 2 + 302 + 1
    assert [c.text for c in listed.rows[0].cells][-1] == "Tiền thưởng (đồng)"
    assert [c.text for c in listed.rows[-1].cells] == ["Tổng cộng"] * 4 + ["760.000"]
    assert [c.text for c in listed.rows[1].cells] == ["I"] + ["TẬP THỂ"] * 4


def test_list_without_money_has_no_money_column(templates: dict[str, Template]) -> None:
    many = ONE | {"cach": "danh_sach", "nhom_ds": [group("I", "CÁ NHÂN", 1)], "co_tien": False}
    paper = filled(templates["quyet_dinh_khen_thuong"], AWARD | {"khen": many})
    assert len(paper.tables) == 3
    assert len(paper.tables[-1].rows) == 3
    assert not any("Tiền thưởng" in text for text in texts(paper))


def test_several_forms_are_told_apart_in_article_1(templates: dict[str, Template]) -> None:
    forms = [
        {"so": "1.", "viec": "Tặng Giấy khen", "doi_tuong": "02 tập thể", "cham": ";"},
        {"so": "2.", "viec": "Tặng Bằng khen", "doi_tuong": "01 cá nhân", "cham": "."},
    ]
    several = ONE | {"cach": "danh_sach", "nhieu_hinh_thuc": True, "nhom": forms}
    several |= {"nhom_ds": [group("I", "CÁ NHÂN", 1)]}
    paper = filled(templates["quyet_dinh_khen_thuong"], AWARD | {"khen": several})
    first = texts(paper).index(line_with(paper, "Điều 1. Khen thưởng các tập thể, cá nhân đã có"))
    assert texts(paper)[first].endswith("(có danh sách kèm theo), gồm:")
    assert texts(paper)[first + 1 : first + 3] == [
        "1. Tặng Giấy khen cho 02 tập thể;",
        "2. Tặng Bằng khen cho 01 cá nhân.",
    ]


def test_other_post_stands_above_the_name_and_has_the_room(
    templates: dict[str, Template],
) -> None:
    values = LETTERHEAD | {"noi_dung": TEXT, "chuc_vu_khac": "Giám đốc Sở Nội vụ"}
    paper = filled(templates["ke_hoach"], values)
    post, name = paper.tables[1].rows[0].cells[1].paragraphs[-2:]
    assert (post.text, name.text) == ("Giám đốc Sở Nội vụ", "Trần Thị Bình")
    assert post.paragraph_format.space_before is None
    assert name.paragraph_format.space_before == 0


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, []),
        ({"kinh_gui_mot": "Kính gửi: Bộ Nội vụ"}, [("Kính gửi", "Kính gửi: Bộ Nội vụ")]),
        (
            {"kinh_gui_nhieu": ["- Bộ Nội vụ;", "- Bộ Tài chính."]},
            [
                ("Kính gửi nhiều nơi", "Kính gửi:"),
                ("Kính gửi liệt kê", "- Bộ Nội vụ;"),
                ("Kính gửi liệt kê", "- Bộ Tài chính."),
            ],
        ),
    ],
)
def test_addressees(
    templates: dict[str, Template], asked: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    paper = filled(templates["bao_cao_so_ket"], REPORT | asked)
    assert [line for line in lines(paper) if line[0].startswith("Kính gửi")] == expected
    assert len(paper.sections) == 1


def figures(columns: int, *, unit: bool) -> dict[str, Any]:
    row = {"stt": "1", "ten": "Hồ sơ", "don_vi_tinh": "%", "gia_tri": ["95,2"] * columns}
    heads = [f"Năm {2019 + place}" for place in range(columns)]
    name = {"ten": "Bảng 1. Kết quả", "cot_dau": "Chỉ tiêu", "co_don_vi_tinh": unit}
    return name | {"cot": heads, "hang": [row, row | {"stt": "2"}]}


@pytest.mark.parametrize("unit", [True, False])
@pytest.mark.parametrize("columns", [1, 2, 6])
def test_annex_has_a_column_per_figure(
    templates: dict[str, Template], columns: int, unit: bool
) -> None:
    values = REPORT | {"bang": [figures(columns, unit=unit)]}
    paper = filled(templates["bao_cao_so_ket"], values)
    table = paper.tables[-1]
    head = [cell.text for cell in table.rows[0].cells]
    assert head[:3] == ["STT", "Chỉ tiêu", "Đơn vị tính" if unit else "Năm 2019"]
    assert len(head) == 2 + unit + columns
    assert [len(row.cells) for row in table.rows] == [len(head)] * 3
    assert len(paper.sections) == 2
    assert len(paper.inline_shapes) == 0


def test_chart_has_a_page_of_its_own(templates: dict[str, Template]) -> None:
    picture = Picture(draw.placeholder_png(), "Biểu đồ kết quả")
    values = REPORT | {"bang": [figures(2, unit=True)], "bieu_do": True}
    paper = filled(templates["bao_cao_so_ket"], values, pictures={"bieu_do": picture})
    assert len(paper.inline_shapes) == 1
    title = next(p for p in paper.paragraphs if p.text == "BIỂU ĐỒ")
    assert title.style.paragraph_format.page_break_before
