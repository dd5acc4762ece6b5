"""The signature block on the paper: never cut, never alone, with room for signature and seal.

Papers of every kind are made at many lengths, so that the foot of the page falls on every place of
text and block; what is asserted is read from the PDF and from the Word file.
"""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING

from tests.pdf.lines import page_lines
from vanban import agency, composition, decree30
from vanban.service import open_service

EXAMPLES = Path(__file__).parent.parent / "examples" / "can-tho-119"
TODAY = date(2026, 11, 21)
# Above and below the baseline of 14 pt, Times New Roman: 0.891 and 0.216 of an em.
LETTERS_PT = 14 * (0.891 + 0.216)
SHORT = "Các đơn vị chủ động thực hiện nhiệm vụ được giao"
LONG = (
    "Cán bộ, công chức, viên chức và người lao động trong cơ quan, đơn vị nghiêm túc thực hiện "
    "nội quy, quy chế làm việc, quy tắc ứng xử; nâng cao chất lượng phục vụ Nhân dân và chịu "
    "trách nhiệm về kết quả công việc được giao"
)
LAW = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"


@pytest.fixture(scope="module")
def service():
    return open_service()


def given(kind):
    raw = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return raw, office


def text_of(lines, last):
    """A text whose length grows by one line with each number."""
    return "\n".join(["Nội dung như sau:", *[LONG] * (lines // 4), *[SHORT] * (lines % 4), last])


def plan(lines, last=SHORT):
    raw, office = given("ke_hoach")
    return "ke_hoach", raw | {"can_cu": [], "noi_dung": text_of(lines, last)}, office


def report(lines, last=SHORT):
    raw, office = given("bao_cao_so_ket")
    bare = {"so_lieu_ky": [], "so_lieu_don_vi": [], "co_bieu_do": False}
    return "bao_cao_so_ket", raw | bare | {"noi_dung": text_of(lines, last)}, office


def decision(lines, thi_hanh="Chánh Văn phòng Sở"):
    raw, office = given("quyet_dinh_khen_thuong")
    return "quyet_dinh_khen_thuong", raw | {"can_cu": [LAW] * lines, "thi_hanh": thi_hanh}, office


def one_paragraph(sentences):
    """A last paragraph so long that it hardly fits on a page."""
    raw, office = given("ke_hoach")
    text = "Nội dung như sau:\n" + " ".join([LONG + "."] * sentences)
    return "ke_hoach", raw | {"can_cu": [], "noi_dung": text}, office


SWEEPS = {
    "đoạn cuối dài gần một trang": [one_paragraph(n) for n in range(9, 17)],
    "kế hoạch, đoạn cuối một dòng": [plan(n) for n in range(27, 57)],
    "kế hoạch, trang ba": [plan(n) for n in range(76, 94, 3)],
    "kế hoạch, đoạn cuối dài": [plan(n, LONG * 2) for n in range(22, 50, 4)],
    "báo cáo": [report(n) for n in range(8, 38, 2)],
    "quyết định": [decision(n) for n in range(1, 22)],
    "quyết định, điều cuối dài": [decision(n, LONG) for n in range(1, 12, 3)],
}


class Made:
    """One paper with what is asked of it. The block is found by its words."""

    def __init__(self, service, paper):
        kind, raw, office = paper
        self.service, self.kind, self.raw, self.office = service, kind, raw, office
        self.produced = service.produce(kind, raw, office, TODAY)
        self.pdf = self.produced.pdf
        self.texts = [service.page_text(self.pdf, i) for i in range(service.page_count(self.pdf))]
        self.document = docx.Document(io.BytesIO(self.produced.docx))
        cells = self.document.tables[1].rows[0].cells
        self.left = [p.text for p in cells[0].paragraphs]
        self.right = [p.text for p in cells[1].paragraphs]

    @property
    def page(self):
        return next(i for i, text in enumerate(self.texts) if self.left[0] in text)

    def lines_with_block(self):
        above = self.texts[self.page].split(self.left[0])[0].split("\n")
        return [line for line in above if line.strip() and not line.strip().isdigit()]

    @property
    def room_to_sign(self):
        """mm between the last line of the posts and the name, or the post that stands above it."""
        name = len(self.right) - 1 - bool(self.raw["nguoi_ky"].get("chuc_vu_khac"))
        return self.room_mm(self.right[name - 1], self.right[name])

    def room_mm(self, above, below):
        """Free height between two lines of the block, letters that hang and marks that stand up
        taken off. The lines of the two cells may share a baseline: the right one ends the line.
        """
        lines = page_lines(self.pdf)[self.page]
        tops = [b for b, _, text in lines if text.endswith(above.split()[-1])]
        feet = [b for b, _, text in lines if text.endswith(solid(below))]
        return (feet[-1] - tops[-1] - LETTERS_PT) * 25.4 / 72


def solid(text):
    """Text without spaces: a long line of the block takes two on paper."""
    return "".join(text.split())


def look_at(made):
    """What every paper owes; a list of what it does not keep."""
    faults = []
    block = solid(made.texts[made.page].split(made.left[0])[1])
    if not all(solid(line) in block for line in (*made.left[1:], *made.right)):
        faults.append("the block is cut")
    if made.page > 0 and len(made.lines_with_block()) < 2:
        faults.append(f"the block stands with {made.lines_with_block()}")
    if (room := made.room_to_sign) < decree30.SEAL_MM - 0.05:
        faults.append(f"{room:.1f} mm to sign in")
    return faults + look_at_styles(made)


def look_at_styles(made):
    faults = []
    drawn = docx.Document(Path("doc_templates") / f"{made.kind}.docx")
    for style in made.document.styles:
        if style.name in composition.ROLES and style.name != composition.NAME_STYLE:
            form = style.paragraph_format
            if form.space_before.pt < 6 and drawn.styles[style.name].paragraph_format.space_before:
                faults.append(f"{style.name}: {form.space_before.pt} pt above")
            if (
                form.line_spacing_rule
                not in (
                    WD_LINE_SPACING.SINGLE,
                    WD_LINE_SPACING.MULTIPLE,
                    WD_LINE_SPACING.ONE_POINT_FIVE,
                )
                or form.line_spacing not in decree30.LINE_SPACING
            ):
                faults.append(f"{style.name}: lines {form.line_spacing}")
        if style.type == 1 and style.font.size != drawn.styles[style.name].font.size:
            faults.append(f"{style.name}: size {style.font.size}")
    for section in made.document.sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin)
        if [round(side.mm) for side in (*sides, section.right_margin)] != [20, 20, 30, 20]:
            faults.append("margins")
    return faults


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda name: name)
def test_at_every_length_the_block_is_whole_with_two_lines_and_room_to_sign(service, sweep):
    faults, moved = [], 0
    for number, paper in enumerate(SWEEPS[sweep]):
        made = Made(service, paper)
        moved += made.page > 0
        faults += [f"{number}: {fault}" for fault in look_at(made)]
    assert faults == []
    assert moved, "the sweep never came to a page break"


SIGNERS = [
    {"quyen_han": "", "chuc_vu": "Chủ tịch"},
    {"quyen_han": "tm", "chuc_vu": "Chủ tịch", "thay_mat": "Ủy ban nhân dân"},
    {"quyen_han": "kt", "chuc_vu": "Phó Giám đốc", "ky_thay": "Giám đốc"},
    {"quyen_han": "tl", "chuc_vu": "Chánh Văn phòng", "cap_tren": "Chủ tịch"},
    {
        "quyen_han": "tm_kt",
        "chuc_vu": "Phó Chủ tịch",
        "thay_mat": "Ủy ban nhân dân",
        "ky_thay": "Chủ tịch",
    },
    {
        "quyen_han": "tl_kt",
        "chuc_vu": "Phó Vụ trưởng Vụ Thi đua, khen thưởng và truyền thông",
        "cap_tren": "Bộ trưởng Bộ Nông nghiệp và Môi trường",
        "ky_thay": "Vụ trưởng",
    },
]


@pytest.mark.parametrize("other", ["", "Phó Giám đốc Sở Nội vụ"])
@pytest.mark.parametrize("signer", SIGNERS, ids=lambda s: s["quyen_han"] or "head")
@pytest.mark.parametrize("lines", [34, 40])
def test_every_form_of_signing_has_its_room(service, signer, other, lines):
    kind, raw, office = plan(lines)
    person = {"ho_ten": "Trần Thị Bình", "chuc_vu_khac": other}
    made = Made(service, (kind, raw | {"nguoi_ky": signer | person}, office))
    assert made.room_to_sign >= decree30.SEAL_MM - 0.05
    if other:
        # What stands above the name stands right above it, below the room.
        assert made.room_mm(other, "Trần Thị Bình") < 1
    assert look_at_styles(made) == []
    assert made.page == 0 or len(made.lines_with_block()) >= 2


GIVEN_WAY = plan(40)


def test_the_word_file_says_what_the_pdf_shows(service):
    made = Made(service, GIVEN_WAY)
    form = made.document.styles["Lời văn"].paragraph_format
    assert form.space_before.pt > 6
    again = service.pdf(made.produced.docx).pdf
    pages = [service.page_text(again, i) for i in range(service.page_count(again))]
    assert pages == made.texts


def test_the_preview_breaks_as_the_paper_does(service):
    made = Made(service, GIVEN_WAY)
    shown = service.preview(made.kind, made.raw, made.office, TODAY).pdf
    assert [service.page_text(shown, i) for i in range(service.page_count(shown))] == made.texts


def test_the_same_paper_gives_way_in_the_same_bytes(service):
    one, two = Made(service, GIVEN_WAY).produced, Made(service, GIVEN_WAY).produced
    assert (one.docx, one.pdf) == (two.docx, two.pdf)


def titled(paragraphs):
    """A plan in which every other line of the text is a title."""
    raw, office = given("ke_hoach")
    text = [f"{n}. Yêu cầu thứ {n}\na) {LONG if n % 3 else SHORT}" for n in range(1, paragraphs)]
    return "ke_hoach", raw | {"can_cu": [], "noi_dung": "\n".join(["I. YÊU CẦU", *text])}, office


@pytest.mark.parametrize("paragraphs", range(12, 22))
def test_no_title_stands_at_the_foot_of_a_page(service, paragraphs):
    made = Made(service, titled(paragraphs))
    feet = [page[-1][2] for page in page_lines(made.pdf)[: made.page]]
    assert feet
    assert not [foot for foot in feet if "Yêucầuthứ" in foot]


@pytest.mark.parametrize("rows", range(23, 31))
def test_the_head_of_a_table_stands_with_its_rows(service, rows):
    """The first table pushes the title and the head of the second down to the foot of its page."""
    kind, raw, office = report(4)
    figures = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    one = {"ten": "Hồ sơ", "don_vi_tinh": "%", "gia_tri": ["1", "2", "3"]}
    raw |= {"so_lieu_ky": [one] * rows, "so_lieu_don_vi": figures["so_lieu_don_vi"]}
    made = Made(service, (kind, raw, office))
    title = solid(raw["ten_bang_don_vi"])
    page = next(i for i, text in enumerate(made.texts) if title in solid(text))
    assert raw["so_lieu_don_vi"][0]["ten"] in made.texts[page]
