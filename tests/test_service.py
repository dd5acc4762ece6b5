"""The whole road: raw values → Word file → PDF, with what the reader of the paper sees."""

import io
import re
import shutil
import zipfile
from datetime import date

import docx
import pytest

from vanban.agency import Agency
from vanban.kinds import FORMS_DIR, TEMPLATES_DIR
from vanban.pairs import load_kinds
from vanban.problems import Refused
from vanban.service import convert_legacy, open_service, outline_view

TODAY = date(2026, 11, 21)
OFFICE = Agency(
    ten_co_quan="Sở Nội vụ",
    co_quan_chu_quan="Ủy ban nhân dân\nthành phố Hải Phòng",
    ky_hieu="SNV",
    dia_danh="Hải Phòng",
)
KINDS = ("ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket", "giay_khen")


@pytest.fixture(scope="module")
def service():
    return open_service()


def pdf_words(service, pdf):
    text = " ".join(service.page_text(pdf, i) for i in range(service.page_count(pdf)))
    return re.sub(r"\s+", "", text)


def docx_text(data):
    document = docx.Document(io.BytesIO(data))
    return "\n".join(node.text for node in document.element.body.iter() if node.text)


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_every_kind_becomes_both_files(service, kind):
    made = service.produce(kind, service.kinds[kind].sample, OFFICE, TODAY)

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in docx_text(made.docx)
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in pdf_words(service, made.pdf)
    assert "{{" not in docx_text(made.docx)
    assert made.title.startswith(service.kinds[kind].ten_loai)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(service, kind):
    sample = service.kinds[kind].sample
    first, second = (service.produce(kind, sample, OFFICE, TODAY) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("name", ['Nguyễn Thị "Hoa" & Con <b>', "H'Hen Niê", "K'Brễu", "x" * 200])
def test_a_name_arrives_on_paper_as_it_was_typed(service, name):
    sample = service.kinds["quyet_dinh_khen_thuong"].sample
    raw = {**sample, "khen_thuong": [{"doi_tuong": "ca_nhan", "ho_ten": name}]}
    made = service.produce("quyet_dinh_khen_thuong", raw, OFFICE, TODAY)

    assert name in docx_text(made.docx)
    assert re.sub(r"\s+", "", name) in pdf_words(service, made.pdf)


def test_text_that_looks_like_a_template_stays_text(service):
    sample = service.kinds["ke_hoach"].sample
    raw = {**sample, "noi_dung": "{{ ten_co_quan }} {% for x in y %} ${a}"}

    assert "{{ ten_co_quan }} {% for x in y %} ${a}./." in docx_text(
        service.produce("ke_hoach", raw, OFFICE, TODAY).docx
    )


@pytest.mark.parametrize(("sizes", "quoc_hieu"), [("13-14-14", "26"), ("12-13-13", "24")])
def test_the_office_chooses_the_sizes_that_move_together(service, sizes, quoc_hieu):
    office = Agency("Sở Nội vụ", "SNV", "Hải Phòng", co_chu=sizes)
    made = service.produce("ke_hoach", service.kinds["ke_hoach"].sample, office, TODAY)
    styles = docx.Document(io.BytesIO(made.docx)).styles

    assert str(int(styles["Quốc hiệu"].font.size.pt * 2)) == quoc_hieu
    assert styles["Tiêu ngữ"].font.size.pt == styles["Quốc hiệu"].font.size.pt + 1


def test_three_hundred_people_stand_in_a_list_in_the_same_file(service):
    sample = service.kinds["quyet_dinh_khen_thuong"].sample
    rows = [
        {"doi_tuong": "ca_nhan", "danh_xung": "Bà", "ho_ten": f"Lê Thị {i}"} for i in range(300)
    ]
    made = service.produce("quyet_dinh_khen_thuong", {**sample, "khen_thuong": rows}, OFFICE, TODAY)
    words = pdf_words(service, made.pdf)

    assert "300cánhân" in words
    assert all(f"BàLêThị{i}" in words for i in range(300))
    assert "228.000.000" in words


def test_the_chart_is_a_picture_of_the_word_file(service):
    made = service.produce("bao_cao_so_ket", service.kinds["bao_cao_so_ket"].sample, OFFICE, TODAY)
    with zipfile.ZipFile(io.BytesIO(made.docx)) as package:
        media = [n for n in package.namelist() if n.startswith("word/media/")]
        assert any(package.read(n).startswith(b"\x89PNG") for n in media)


def test_a_report_without_figures_has_no_annex(service):
    raw = {**service.kinds["bao_cao_so_ket"].sample, "so_lieu_ky": [], "so_lieu_don_vi": []}
    made = service.produce("bao_cao_so_ket", raw, OFFICE, TODAY)

    assert "Phụlục\n" not in pdf_words(service, made.pdf)
    assert "BIỂUĐỒ" not in pdf_words(service, made.pdf)


def test_a_preview_of_an_empty_form_is_a_page_with_dots(service):
    for kind in KINDS:
        preview = service.preview(kind, {}, OFFICE, TODAY)
        assert service.page_count(preview.pdf) >= 1
        assert "……" in pdf_words(service, preview.pdf)
        assert preview.problems


def test_a_preview_tells_where_each_field_stands(service):
    sample = service.kinds["ke_hoach"].sample
    preview = service.preview("ke_hoach", sample, OFFICE, TODAY)
    found = {key for key, *_ in service.find_boxes(preview.pdf, preview.texts)}

    assert {"trich_yeu", "noi_nhan.0", "noi_dung.1", "nguoi_ky"} <= found


def test_problems_that_only_the_whole_shows_are_told_before_producing(service):
    kind = "quyet_dinh_khen_thuong"
    raw = {**service.kinds[kind].sample, "hinh_thuc": "lao_dong_tien_tien"}

    assert [p.where for p in service.check(kind, raw, OFFICE, TODAY)] == ["khen_thuong.0.hinh_thuc"]
    with pytest.raises(Refused):
        service.produce(kind, raw, OFFICE, TODAY)


def test_money_is_shown_raw_and_rounded_by_row(service):
    kind = "quyet_dinh_khen_thuong"
    table = service.reward_table(kind, service.kinds[kind].sample, TODAY)

    assert table[0] == {"he_so": "0,6", "raw": "1.518.000", "rounded": "1.520.000"}
    assert table[1] == {"he_so": "0,3", "raw": "759.000", "rounded": "760.000"}


def test_an_outline_is_shown_as_it_was_understood():
    blocks, problems = outline_view("I. MỤC ĐÍCH\n1. Một\na) Hai\nIII. BA")

    assert blocks[0].cap == "muc"
    assert problems


def test_legacy_text_is_offered_in_unicode():
    encoding, text = convert_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam")

    assert (encoding, text) == ("tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam")
    assert convert_legacy("Cộng hòa xã hội chủ nghĩa") is None


@pytest.fixture
def house(tmp_path):
    """Copies of forms/ and doc_templates/ that a test may spoil."""
    forms, templates = tmp_path / "forms", tmp_path / "doc_templates"
    shutil.copytree(FORMS_DIR, forms)
    templates.mkdir()
    for path in TEMPLATES_DIR.glob("*.docx"):
        shutil.copy(path, templates)
    return forms, templates


def refusals(house):
    with pytest.raises(Refused) as caught:
        load_kinds(*house)
    return [str(p) for p in caught.value.problems]


def test_a_field_that_the_template_does_not_print_is_refused(house):
    form = house[0] / "ke_hoach.toml"
    extra = '\n[[section.field]]\nname = "thua"\nlabel = "Thừa"\ntype = "text"\n'
    form.write_text(form.read_text(encoding="utf-8") + extra, encoding="utf-8")

    assert refusals(house) == [
        "ke_hoach.toml: Trường “thua” không được dùng ở đâu trong tệp mẫu."
        " Xin dùng trong tệp mẫu hoặc bỏ trường."
    ]


def test_a_variable_that_no_field_fills_is_refused(house):
    path = house[1] / "ke_hoach.docx"
    document = docx.Document(str(path))
    document.paragraphs[0].insert_paragraph_before("{{ la_gi }}")
    document.save(str(path))

    (said,) = refusals(house)
    assert said.startswith("ke_hoach.docx: Tệp mẫu dùng biến “la_gi”")


def test_a_file_without_its_partner_is_refused(house):
    (house[1] / "ke_hoach.docx").rename(house[1] / "khac.docx")

    assert {line.split(":")[0] for line in refusals(house)} == {"khac.docx", "ke_hoach.toml"}
