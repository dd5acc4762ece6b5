"""The three Word templates, opened as an office's Word opens them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from PIL import Image

from doc_templates import draw
from vanban import decree30
from vanban.docx.template import Template, compile_template
from vanban.typeface import text_width

KINDS = sorted(draw.KINDS)
LETTERHEAD = {
    "co_quan_chu_quan",
    "ten_co_quan",
    "o_so",
    "ky_hieu",
    "dia_danh",
    "o_ngay",
    "o_thang",
    "nam",
    "trich_yeu",
    "noi_nhan",
    "quyen_han_ky",
    "chuc_vu_khac",
    "ho_ten_nguoi_ky",
}
AWARD = {"can_cu", "tham_quyen", "thanh_tich", "nguon_tien", "thi_hanh", "khen", "kem_theo"}
VARIABLES = {
    "ke_hoach": LETTERHEAD | {"can_cu", "noi_dung"},
    "quyet_dinh_khen_thuong": LETTERHEAD | AWARD,
    "bao_cao_so_ket": LETTERHEAD
    | {"noi_dung", "kinh_gui_mot", "kinh_gui_nhieu", "kem_theo", "bang", "bieu_do"},
}
# Style → (range of the decree or one size, bold, italic): PL I, Phần I, table of Mục V.
TYPOGRAPHY = {
    "Quốc hiệu": (decree30.CO_QUOC_HIEU, True, False),
    "Tiêu ngữ": (decree30.CO_TIEU_NGU, True, False),
    "Cơ quan chủ quản": (decree30.CO_TEN_CO_QUAN, False, False),
    "Tên cơ quan": (decree30.CO_TEN_CO_QUAN, True, False),
    "Số ký hiệu": (decree30.CO_SO_KY_HIEU, False, False),
    "Địa danh ngày tháng": (decree30.CO_DIA_DANH, False, True),
    "Tên loại": (decree30.CO_TEN_LOAI, True, False),
    "Trích yếu": (decree30.CO_TEN_LOAI, True, False),
    "Thẩm quyền ban hành": (decree30.CO_NOI_DUNG, True, False),
    "Căn cứ": (decree30.CO_NOI_DUNG, False, True),
    "Lời văn": (decree30.CO_NOI_DUNG, False, False),
    "Phần chương": (decree30.CO_NOI_DUNG, True, False),
    "Tên phần chương": (decree30.CO_NOI_DUNG, True, False),
    "Mục": (decree30.CO_NOI_DUNG, True, False),
    "Điều có tiêu đề": (decree30.CO_NOI_DUNG, True, False),
    "Khoản có tiêu đề": (decree30.CO_NOI_DUNG, True, False),
    "Khoản": (decree30.CO_NOI_DUNG, False, False),
    "Điểm": (decree30.CO_NOI_DUNG, False, False),
    "Kính gửi": (decree30.CO_NOI_DUNG, False, False),
    "Nơi nhận": (decree30.CO_NOI_NHAN_TIEU_DE, True, True),
    "Nơi nhận liệt kê": (decree30.CO_NOI_NHAN, False, False),
    "Quyền hạn chức vụ": (decree30.CO_CHU_KY, True, False),
    "Họ tên người ký": (decree30.CO_CHU_KY, True, False),
    "Số trang": (decree30.CO_SO_TRANG, False, False),
    "Tên danh sách": (decree30.CO_PHU_LUC, True, False),
    "Kèm theo": (decree30.CO_NOI_DUNG, False, True),
}
BODY = ("Căn cứ", "Lời văn", "Mục", "Điều", "Khoản", "Tiết", "Điểm", "Gạch đầu dòng", "Dấu cộng")
# Paragraphs without text and the reason why there is no way around them.
WITHOUT_TEXT = {
    "Đường kẻ": "carries a rule",
    "Biểu đồ": "carries the picture",
    "Hết phần": "Word needs a paragraph between a table and the end of a section; 1 pt high",
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(kind: str) -> Any:
    return Document(str(draw.FOLDER / f"{kind}.docx"))


def paragraphs(document: Any) -> Iterator[Any]:
    for node in document.element.body.iter(qn("w:p")):
        yield Paragraph(node, document)


def compiled(kind: str) -> Template:
    return compile_template((draw.FOLDER / f"{kind}.docx").read_bytes(), name=kind)


def test_files_are_what_the_script_draws(kind: str, tmp_path: Path) -> None:
    """Parts are compared, not bytes: zlib packs differently from version to version."""

    def contents(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert contents(draw.FOLDER / f"{kind}.docx") == contents(draw.write(kind, tmp_path))


def test_drawing_twice_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    first = draw.write(kind, tmp_path).read_bytes()
    assert draw.write(kind, tmp_path).read_bytes() == first


def test_asks_for_nothing_outside_the_contract(kind: str) -> None:
    assert compiled(kind).variables == VARIABLES[kind]


def test_rules_take_their_length_from_the_text(kind: str) -> None:
    attached = set() if kind == "ke_hoach" else {"ke_kem_theo"}
    assert compiled(kind).rules == {"ke_co_quan", "ke_tieu_ngu", "ke_trich_yeu"} | attached


@pytest.mark.parametrize("name", TYPOGRAPHY)
def test_style_has_the_decrees_typography(document: Any, name: str) -> None:
    allowed, bold, italic = TYPOGRAPHY[name]
    font = document.styles[name].font
    size = font.size.pt
    assert size in allowed if isinstance(allowed, decree30.Range) else size == allowed
    assert (bool(font.bold), bool(font.italic)) == (bold, italic)


@pytest.mark.parametrize("name", BODY)
def test_body_is_justified_indented_and_spaced(document: Any, name: str) -> None:
    form = document.styles[name].paragraph_format
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(form.first_line_indent.mm, 1) in decree30.FIRST_LINE_INDENT_MM
    assert form.space_before + form.space_after >= Pt(decree30.PARAGRAPH_SPACE_MIN_PT)
    assert form.line_spacing in decree30.LINE_SPACING


def test_headings_stay_with_what_follows(document: Any) -> None:
    for name in ("Mục", "Khoản có tiêu đề", "Tiết có tiêu đề", "Phần chương", "Tên bảng"):
        assert document.styles[name].paragraph_format.keep_with_next


def test_style_names_hold_no_comma(document: Any) -> None:
    """Word reads "Phần, chương" as the name "Phần" with a second name."""
    assert [style.name for style in document.styles if "," in style.name] == []


def test_every_text_is_times_new_roman_black_vietnamese(document: Any) -> None:
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    slots = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
    assert {fonts.get(qn(slot)) for slot in slots} == {decree30.FONT_FAMILY}
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    colours = document.styles.element.iter(qn("w:color"))
    assert {colour.get(qn("w:val")) for colour in colours} == {"000000"}
    named = document.element.body.iter(qn("w:rFonts"), qn("w:color"), qn("w:sz"))
    assert list(named) == [], "sizes, fonts and colours stand on styles only"


def test_every_section_is_the_decrees_page(document: Any) -> None:
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert round(section.top_margin.mm, 1) in decree30.MARGIN_TOP_MM
        assert round(section.bottom_margin.mm, 1) in decree30.MARGIN_BOTTOM_MM
        assert round(section.left_margin.mm, 1) in decree30.MARGIN_LEFT_MM
        assert round(section.right_margin.mm, 1) in decree30.MARGIN_RIGHT_MM


def test_pages_are_numbered_in_the_top_margin_from_the_second_on(document: Any) -> None:
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert round(section.header_distance.mm) == decree30.HEADER_DISTANCE_MM
        number = section.header.paragraphs
        assert [p.style.name for p in number] == ["Số trang"]
        fields = [node.text.strip() for node in number[0]._p.iter(qn("w:instrText"))]
        assert fields == ["PAGE"]
        start = section._sectPr.find(qn("w:pgNumType")).get(qn("w:start"))
        assert start == "1", "lists and annexes are numbered on their own"
    style = document.styles["Số trang"]
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_attached_pages_are_a_section_of_their_own(kind: str, document: Any) -> None:
    assert len(document.sections) == (1 if kind == "ke_hoach" else 2)


def test_letterhead_is_two_columns_with_number_and_date_on_one_line(document: Any) -> None:
    letterhead = document.tables[0]
    assert len(letterhead.columns) == 2
    assert letterhead._tbl.tblPr.find(qn("w:tblBorders")) is None
    names, numbers = letterhead.rows
    assert "{{ dong }}" in names.cells[0].text
    assert decree30.QUOC_HIEU in names.cells[1].text
    assert decree30.TIEU_NGU in names.cells[1].text
    assert [cell.text for cell in numbers.cells] == [
        "Số:{{ o_so }}/{{ ky_hieu }}",
        "{{ dia_danh }}, ngày{{ o_ngay }}tháng{{ o_thang }}năm {{ nam }}",
    ]
    for cell in names.cells:
        last = cell.paragraphs[-1]
        assert last.style.name == "Đường kẻ"
        assert list(last._p.iter(qn("wp:anchor")))


def test_what_is_filled_in_the_pdf_is_bookmarked_once(document: Any) -> None:
    starts = list(document.element.body.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name")) for start in starts]
    assert names == ["vb_So", "vb_Ngay", "vb_Thang", "vb_NguoiKy"]
    ends = [end.get(qn("w:id")) for end in document.element.body.iter(qn("w:bookmarkEnd"))]
    assert [start.get(qn("w:id")) for start in starts] == ends
    inside = [start.getnext().find(qn("w:t")).text for start in starts]
    assert inside[:3] == ["{{ o_so }}", "{{ o_ngay }}", "{{ o_thang }}"]
    assert "{{ ho_ten_nguoi_ky }}" in inside[3]


def test_quoc_hieu_fits_one_line_at_13_pt() -> None:
    width = text_width(decree30.QUOC_HIEU, decree30.CO_QUOC_HIEU.high, bold=True)
    assert width < draw.RIGHT_MM * 72 / 25.4


def test_letterhead_leaves_the_least_right_margin() -> None:
    reach = decree30.LEFT_MM + draw.LEFT_MM + draw.RIGHT_MM
    assert decree30.A4_WIDTH_MM - reach >= decree30.MARGIN_RIGHT_MM.low


def test_no_row_breaks_and_headings_repeat(document: Any) -> None:
    for table in document.tables:
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    ruled = [t for t in document.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    for table in ruled:
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert repeated[0]
        assert not any(repeated[1:])


def test_there_are_tables_where_the_paper_has_tables() -> None:
    counts = {kind: len(Document(str(draw.FOLDER / f"{kind}.docx")).tables) for kind in KINDS}
    assert counts == {"ke_hoach": 2, "quyet_dinh_khen_thuong": 4, "bao_cao_so_ket": 3}


def test_room_for_the_seal_above_the_name(document: Any) -> None:
    room = document.styles["Họ tên người ký"].paragraph_format.space_before
    assert room.mm >= decree30.SEAL_MM - 0.1


def test_signature_is_held_by_the_last_paragraph(document: Any) -> None:
    assert document.styles["Đoạn cuối"].paragraph_format.keep_with_next
    assert any(p.style.name == "Đoạn cuối" for p in paragraphs(document))


def test_no_paragraph_is_empty_but_the_needed(document: Any) -> None:
    empty = [p for p in paragraphs(document) if not p.text.strip()]
    assert {p.style.name for p in empty} <= set(WITHOUT_TEXT)
    for p in empty:
        if p.style.name != "Hết phần":
            assert list(p._p.iter(qn("w:drawing")))
    assert document.styles["Hết phần"].paragraph_format.line_spacing == Pt(1)


def test_commands_look_like_commands(document: Any) -> None:
    for p in paragraphs(document):
        if p.text.startswith("{%") and p.text[2:4] in ("p ", "tr", "tc"):
            assert p.style.name == "Lệnh của mẫu"


def test_placeholder_is_a_picture_of_the_charts_shape() -> None:
    document = Document(str(draw.FOLDER / "bao_cao_so_ket.docx"))
    shape = document.inline_shapes[0]
    assert (round(shape.width.mm), round(shape.height.mm)) == draw.CHART_MM
    with Image.open(io.BytesIO(draw.placeholder_png())) as picture:
        picture.load()
        assert picture.width / picture.height == pytest.approx(160 / 190)
