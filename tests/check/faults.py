"""Single faults put into papers that are right, as hands put them there in Word.

In: a paper as python-docx opens it. Out: the same paper with one thing wrong. `FAULTS` names for
each the rule that must find it; no other rule may say anything.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

DECISION, PLAN = "quyet_dinh_khen_thuong", "ke_hoach"
Change = Callable[[Document], None]


@dataclass(frozen=True)
class Fault:
    """A fault. kind: of the paper that it is put into. rule: id of the rule that must find it."""

    name: str
    kind: str
    rule: str
    change: Change


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """All paragraphs of the text, those of tables too, in the order of the file."""
    for node in document.element.body.iter(qn("w:p")):
        yield Paragraph(node, document)


def named(document: Document, style: str, beginning: str = "") -> list[Paragraph]:
    """Paragraphs of a style whose text begins so."""
    return [
        p
        for p in paragraphs(document)
        if p.style is not None and p.style.name == style and p.text.startswith(beginning)
    ]


def first(document: Document, style: str, beginning: str = "") -> Paragraph:
    return named(document, style, beginning)[0]


def shown(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if run.text.strip()]


def retype(paragraph: Paragraph, old: str, new: str) -> None:
    """Other characters in the place of the first that are like that, wherever runs part them."""
    at = paragraph.text.index(old)
    for run in paragraph.runs:
        length = len(run.text)
        if at < length:
            kept = run.text
            run.text = kept[:at] + new + kept[at + len(old) :]
            assert at + len(old) <= length, f"“{old}” is parted by runs"
            return
        at -= length


def text(style: str, old: str, new: str, beginning: str = "") -> Change:
    return lambda document: retype(first(document, style, beginning), old, new)


def last_text(style: str, old: str, new: str) -> Change:
    return lambda document: retype(named(document, style)[-1], old, new)


def size(style: str, pt: float, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        for run in shown(first(document, style, beginning)):
            run.font.size = Pt(pt)

    return change


def look(style: str, beginning: str = "", **wanted: bool) -> Change:
    def change(document: Document) -> None:
        for run in shown(first(document, style, beginning)):
            for name, value in wanted.items():
                setattr(run.font, name, value)

    return change


def every_look(style: str, **wanted: bool) -> Change:
    def change(document: Document) -> None:
        for paragraph in named(document, style):
            for run in shown(paragraph):
                for name, value in wanted.items():
                    setattr(run.font, name, value)

    return change


def aligned(style: str, align: WD_ALIGN_PARAGRAPH, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        first(document, style, beginning).paragraph_format.alignment = align

    return change


def margin(side: str, mm: float) -> Change:
    def change(document: Document) -> None:
        for section in document.sections:
            setattr(section, f"{side}_margin", Mm(mm))

    return change


def paper(width: float, height: float) -> Change:
    def change(document: Document) -> None:
        for section in document.sections:
            section.page_width, section.page_height = Mm(width), Mm(height)

    return change


def font(style: str, family: str, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        for run in shown(first(document, style, beginning)):
            run.font.name = family
            fonts = run._r.rPr.rFonts
            for name in ("w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(name), family)

    return change


def coloured(style: str, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        for run in shown(first(document, style, beginning)):
            run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)

    return change


def indent(style: str, cm: float, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        first(document, style, beginning).paragraph_format.first_line_indent = Cm(cm)

    return change


def lines(style: str, multiple: float, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        form = first(document, style, beginning).paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, multiple

    return change


def tight(*styles: str) -> Change:
    """No space between the paragraphs of the text."""

    def change(document: Document) -> None:
        for style in styles:
            for paragraph in named(document, style):
                form = paragraph.paragraph_format
                form.space_before = form.space_after = Pt(0)

    return change


def rule_length(index: int, factor: float) -> Change:
    """The drawn line of that number, in the order of the file, made so many times as long."""

    def change(document: Document) -> None:
        body = document.element.body
        drawn = [p for p in named(document, "Đường kẻ")]
        node = drawn[index]._p
        for extent in (*node.iter(qn("wp:extent")), *node.iter(qn("a:ext"))):
            if extent.get("cx"):
                extent.set("cx", str(round(int(extent.get("cx")) * factor)))
        assert body is not None

    return change


def no_rule(index: int) -> Change:
    def change(document: Document) -> None:
        node = named(document, "Đường kẻ")[index]._p
        for drawing in [*node.iter(qn("w:drawing")), *node.iter(qn("w:pict"))]:
            holder = drawing.getparent()
            holder.getparent().remove(holder)

    return change


def without(style: str, beginning: str = "") -> Change:
    def change(document: Document) -> None:
        node = first(document, style, beginning)._p
        node.getparent().remove(node)

    return change


def swapped(style: str, one: str, other: str) -> Change:
    """Two paragraphs change places."""

    def change(document: Document) -> None:
        a, b = first(document, style, one)._p, first(document, style, other)._p
        mark = copy.copy(a)
        a.addprevious(mark)
        b.addprevious(a)
        mark.addprevious(b)
        mark.getparent().remove(mark)

    return change


def page_number_on_the_first_page(document: Document) -> None:
    for section in document.sections:
        section.different_first_page_header_footer = False


def retyped(style: str, old: str, new: str, *beginnings: str) -> Change:
    """The same in several paragraphs, the first of each beginning."""

    def change(document: Document) -> None:
        for beginning in beginnings:
            retype(first(document, style, beginning), beginning + old, beginning + new)

    return change


def run_text(style: str, old: str, new: str) -> Change:
    """Other characters in the place of a whole run."""

    def change(document: Document) -> None:
        next(run for run in first(document, style).runs if run.text.strip() == old).text = new

    return change


def whole_font(family: str) -> Change:
    """All of the paper in another typeface."""

    def change(document: Document) -> None:
        for style in {p.style.name for p in paragraphs(document) if p.style is not None}:
            for paragraph in named(document, style):
                for run in shown(paragraph):
                    run.font.name = family
                    run._r.rPr.rFonts.set(qn("w:hAnsi"), family)

    return change


def retold(style: str, new: str) -> Change:
    """All the words of a paragraph put otherwise, in the look of the first."""

    def change(document: Document) -> None:
        kept, *others = shown(first(document, style))
        kept.text = new
        for run in others:
            run.text = ""

    return change


def stamped(words: str) -> Change:
    """A stamp above the name of the paper."""

    def change(document: Document) -> None:
        paragraph = first(document, TL).insert_paragraph_before(words)
        paragraph.paragraph_format.alignment = CENTER
        for run in paragraph.runs:
            run.font.bold, run.font.size, run.font.name = True, Pt(13), "Times New Roman"

    return change


def _f(name: str, kind: str, rule: str, change: Change) -> Fault:
    return Fault(name, kind, rule, change)


LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
QH, TN, CQ, SO, DD = "Quốc hiệu", "Tiêu ngữ", "Tên cơ quan", "Số ký hiệu", "Địa danh ngày tháng"
TL, TY, CC, LV = "Tên loại", "Trích yếu", "Căn cứ", "Lời văn"
NN, DS, QH7, HT = "Nơi nhận", "Nơi nhận liệt kê", "Quyền hạn chức vụ", "Họ tên người ký"
KHOAN = "Theo Khoản 2 Điều 3,"
NOBODY = "Ban Thi đua - Khen thưởng Trung ương"

FAULTS = [
    # Mục I: the page
    _f("margin of 18 mm above", PLAN, "le_tren", margin("top", 18)),
    _f("margin of 27 mm below", PLAN, "le_duoi", margin("bottom", 27)),
    _f("margin of 25 mm on the left", DECISION, "le_trai", margin("left", 25)),
    _f("margin of 12 mm on the right", DECISION, "le_phai", margin("right", 12)),
    _f("Letter paper", PLAN, "kho_giay", paper(215.9, 279.4)),
    _f("a heading in Arial", PLAN, "phong_chu_le", font(TL, "Arial")),
    _f("a paper in Arial", DECISION, "phong_chu", whole_font("Arial")),
    _f("a red name of the paper", PLAN, "mau_chu", coloured(TY)),
    _f("a number on the first page", PLAN, "so_trang_dau", page_number_on_the_first_page),
    # II.1
    _f("Quốc hiệu of 14 pt", PLAN, "quoc_hieu_co_chu", size(QH, 14)),
    _f("Quốc hiệu not bold", PLAN, "quoc_hieu_kieu_chu", look(QH, bold=False)),
    _f("Tiêu ngữ without a space", PLAN, "tieu_ngu_gach_noi", text(TN, "lập - Tự", "lập -Tự")),
    _f("Tiêu ngữ with a small letter", PLAN, "tieu_ngu_viet_hoa", text(TN, "Tự do", "tự do")),
    _f("Tiêu ngữ in italics", PLAN, "tieu_ngu_kieu_chu", look(TN, italic=True)),
    _f("a short rule below Tiêu ngữ", PLAN, "tieu_ngu_duong_ke_dai", rule_length(1, 0.5)),
    _f("no rule below Tiêu ngữ", PLAN, "tieu_ngu_duong_ke", no_rule(1)),
    # II.2
    _f("a long rule below the office", PLAN, "co_quan_duong_ke_dai", rule_length(0, 2.2)),
    _f("no rule below the office", PLAN, "co_quan_duong_ke", no_rule(0)),
    _f("the office not bold", PLAN, "co_quan_kieu_chu", every_look(CQ, bold=False)),
    # II.3
    _f("Số without colon", PLAN, "so_dau_hai_cham", text(SO, "Số:", "Số")),
    _f("Số of 14 pt", PLAN, "so_co_chu", size(SO, 14)),
    _f("Số in bold", PLAN, "so_kieu_chu", look(SO, bold=True)),
    _f("an abbreviation of another type", PLAN, "ky_hieu_loai", text(SO, "/KH-", "/QĐ-")),
    _f("spaces in the ký hiệu", PLAN, "so_cach_chu", text(SO, "/KH-UBND", " / KH - UBND")),
    # II.4
    _f("month 07", PLAN, "thang_thua_khong", run_text(DD, "7", "07")),
    _f("the date upright", PLAN, "ngay_kieu_chu", look(DD, italic=False)),
    _f("no comma after the place", PLAN, "dia_danh_dau_phay", text(DD, "Thơ,", "Thơ")),
    _f("the date of 12 pt", PLAN, "ngay_co_chu", size(DD, 12)),
    _f("the date in figures", PLAN, "ngay_day_du", retold(DD, "Cần Thơ, ngày 12/7/2019")),
    # II.5
    _f("tên loại in small letters", PLAN, "ten_loai_in_hoa", text(TL, "KẾ HOẠCH", "Kế hoạch")),
    _f("tên loại on the left", PLAN, "ten_loai_vi_tri", aligned(TL, LEFT)),
    _f("trích yếu not bold", PLAN, "trich_yeu_kieu_chu", look(TY, bold=False)),
    _f("a long rule below trích yếu", PLAN, "trich_yeu_duong_ke_dai", rule_length(2, 1.8)),
    # II.6
    _f("căn cứ without semicolon", DECISION, "can_cu_cham_phay", text(CC, "2025;", "2025")),
    _f("the last căn cứ ends in ;", DECISION, "can_cu_dau_cham", last_text(CC, "vụ.", "vụ;")),
    _f("căn cứ upright", DECISION, "can_cu_kieu_chu", look(CC, italic=False)),
    _f("text not justified", PLAN, "loi_van_canh_deu", aligned("Điểm", LEFT)),
    _f("text of 12 pt", PLAN, "loi_van_co_chu", size("Điểm", 12)),
    _f("first line at 2 cm", PLAN, "loi_van_lui_dau_dong", indent("Điểm", 2.0)),
    _f("lines of 2.0", PLAN, "loi_van_cach_dong", lines("Điểm", 2.0)),
    _f("Điều with a colon", DECISION, "dieu_dau_cham", retyped("Điều", ".", ":", "Điều 2")),
    _f("Điều 4 after Điều 1", DECISION, "dieu_thu_tu", text("Điều", "2.", "4.", "Điều 2")),
    _f("điểm f", PLAN, "diem_bang_chu_cai", text("Điểm", "d)", "f)", "d)")),
    _f("điểm with full stops", PLAN, "diem_dong_ngoac", retyped("Điểm", ")", ".", *"abcd")),
    _f("no end mark", PLAN, "ket_thuc", text("Đoạn cuối", "./.", ".")),
    _f("Căn Cứ", DECISION, "can_cu_viet_hoa", text(CC, "Căn cứ", "Căn Cứ")),
    # II.7
    _f("the name in capitals", PLAN, "ho_ten_chu_thuong", text(HT, "Lê Quốc Trí", "LÊ QUỐC TRÍ")),
    _f("a title before the name", PLAN, "ho_ten_hoc_vi", text(HT, "Lê", "TS. Lê")),
    _f("chức vụ not bold", PLAN, "quyen_han_kieu_chu", look(QH7, "PHÓ", bold=False)),
    _f("KT without full stop", PLAN, "quyen_han_viet_tat", text(QH7, "KT. ", "KT ", "KT")),
    # II.9
    _f("Nơi nhận without colon", PLAN, "noi_nhan_dau_hai_cham", text(NN, "nhận:", "nhận")),
    _f("Nơi nhận upright", PLAN, "noi_nhan_kieu_chu", look(NN, italic=False)),
    _f("the list of 13 pt", PLAN, "noi_nhan_ds_co_chu", size(DS, 13)),
    _f("no full stop after Lưu", PLAN, "noi_nhan_dau_cham", last_text(DS, "SNV.", "SNV")),
    _f("a comma in the list", PLAN, "noi_nhan_cham_phay", text(DS, ";", ",")),
    _f("Như trên, no Kính gửi", PLAN, "noi_nhan_khong_kinh_gui", text(DS, NOBODY, "Như trên")),
    # III.2
    _f("an urgency that the decree lacks", PLAN, "do_khan_chu", stamped("RẤT KHẨN")),
    _f("a secrecy that the law lacks", PLAN, "do_mat_chu", stamped("BÍ MẬT")),
    # Phụ lục II
    _f("khoản with a capital", DECISION, "thuong_khoan_diem", text(CC, "Theo", KHOAN, "Theo")),
    _f("a day that no calendar has", PLAN, "ngay_khong_co_that", text(LV, "14 tháng", "31 tháng")),
]  # fmt: skip
