"""The one gate: what passes, what is refused, and that nothing is silently changed."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.agency import QUYEN_HAN
from vanban.intake import BLANK, list_entries, take_in
from vanban.kinds import FORMS_DIR, read_kinds

KINDS = read_kinds(FORMS_DIR)
PLAN = KINDS["ke_hoach"]
AWARD = KINDS["quyet_dinh_khen_thuong"]
REPORT = KINDS["bao_cao_so_ket"]


def problems(kind, **changes):
    taken = take_in(kind, {**kind.sample, **changes})
    return {p.where: p.sentence for p in taken.problems}


def row(**cells):
    return {"doi_tuong": "ca_nhan", "danh_xung": "Ông", "ho_ten": "Y Moan", **cells}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_samples_of_every_kind_pass(kind):
    assert take_in(kind, kind.sample).problems == ()


@pytest.mark.parametrize(
    "name", ['Nguyễn Thị "Hoa" & Con <b>', "H'Hen Niê", "K'Brễu", "Y Moan Ênuôl"]
)
def test_a_name_passes_as_it_is_typed(name):
    taken = take_in(AWARD, {**AWARD.sample, "khen_thuong": [row(ho_ten=name)]})

    assert taken.problems == ()
    assert taken.values["khen_thuong"][0].cells["ho_ten"] == name


def test_text_in_nfd_is_taken_in_nfc():
    typed = unicodedata.normalize("NFD", "Phạm Thị Hường")
    taken = take_in(AWARD, {**AWARD.sample, "khen_thuong": [row(ho_ten=typed)]})

    assert taken.values["khen_thuong"][0].cells["ho_ten"] == "Phạm Thị Hường"


def test_a_date_that_does_not_exist_is_told_with_what_was_typed():
    said = problems(PLAN, ngay="31/02/2026")

    assert "“31/02/2026” không phải là ngày có thật" in said["ngay"]


def test_an_open_number_and_date_are_no_problem():
    taken = take_in(PLAN, {**PLAN.sample, "so": "", "ngay": ""})

    assert taken.problems == ()
    assert taken.values["so"] is None
    assert taken.values["ngay"] is None


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        ({"trich_yeu": ""}, "trich_yeu", "Chưa nhập “Trích yếu”"),
        ({"trich_yeu": "a" * 501}, "trich_yeu", "501 ký tự"),
        ({"so": "0"}, "so", "từ 1 đến 99.999"),
        ({"so": "mười"}, "so", "không phải là số"),
        ({"so": True}, "so", "phải là chữ"),
        ({"noi_dung": "  \n "}, "noi_dung", "Chưa nhập"),
        ({"noi_nhan": 5}, "noi_nhan", "danh sách"),
        ({"noi_nhan": ["x"] * 41}, "noi_nhan", "41 dòng"),
        ({"trich_yeu": "Chúc mừng 😀"}, "trich_yeu", "😀"),
        ({"trich_yeu": "Céng hßa x· héi chñ nghÜa ViÖt Nam"}, "trich_yeu", "TCVN3"),
        ({"khac": "x"}, "khac", "không có mục này"),
    ],
)
def test_a_bad_value_is_told_beside_its_field(change, where, words):
    assert words in problems(PLAN, **change)[where]


def test_a_long_unbroken_word_is_content_and_passes():
    assert problems(PLAN, trich_yeu="x" * 200) == {}


def test_an_empty_list_of_recipients_is_told():
    assert "chưa có dòng nào" in problems(AWARD, khen_thuong=[])["khen_thuong"]


def test_three_hundred_people_pass():
    people = [row(ho_ten=f"Nguyễn Văn {i}") for i in range(300)]
    taken = take_in(AWARD, {**AWARD.sample, "khen_thuong": people})

    assert taken.problems == ()
    assert len(taken.values["khen_thuong"]) == 300


def test_blank_rows_are_dropped_and_the_others_keep_the_number_the_clerk_sees():
    blank = {"doi_tuong": "ca_nhan", "ho_ten": " "}
    taken = take_in(AWARD, {**AWARD.sample, "khen_thuong": [blank, row(), row(ho_ten="")]})

    assert [r.index for r in taken.values["khen_thuong"]] == [1, 2]
    assert [p.where for p in taken.problems] == ["khen_thuong.2.ho_ten"]


def test_a_choice_may_be_given_by_its_label_without_accents():
    taken = take_in(AWARD, {**AWARD.sample, "hinh_thuc": "giay khen"})

    assert taken.values["hinh_thuc"] == "giay_khen"


def test_an_unknown_choice_names_the_known_ones():
    assert "Giấy khen" in problems(AWARD, hinh_thuc="Cúp vàng")["hinh_thuc"]


def test_money_is_read_with_dots():
    taken = take_in(AWARD, {**AWARD.sample, "khen_thuong": [row(tien_thuong="1.520.000")]})

    assert taken.values["khen_thuong"][0].cells["tien_thuong"] == 1_520_000


@pytest.mark.parametrize("mark", [";", ".", " ;", ""])
def test_the_marks_of_a_list_are_the_forms_not_the_clerks(mark):
    taken = take_in(PLAN, {**PLAN.sample, "noi_nhan": [f"- Các sở, ban, ngành{mark}"]})

    assert taken.values["noi_nhan"] == ("Các sở, ban, ngành",)


def test_a_list_may_come_as_lines_of_text():
    taken = take_in(PLAN, {**PLAN.sample, "noi_nhan": "Bộ Nội vụ;\n\nLưu trữ."})

    assert taken.values["noi_nhan"] == ("Bộ Nội vụ", "Lưu trữ")
    assert list_entries("Bộ Nội vụ;\n\nLưu trữ.") == [(0, "Bộ Nội vụ"), (2, "Lưu trữ")]


@pytest.mark.parametrize("regime", QUYEN_HAN)
def test_every_right_to_sign_asks_for_the_posts_that_it_prints(regime):
    bare = {"quyen_han": regime, "ho_ten": "Lê Văn A", "chuc_vu": "Giám đốc"}
    said = problems(PLAN, nguoi_ky=bare)

    assert set(said) == {f"nguoi_ky.{name}" for name in QUYEN_HAN[regime].needs}


@pytest.mark.parametrize("typed", ["TS. Lê Văn A", "PGS.TS Lê Văn A", "ThS. Lê Văn A"])
def test_a_degree_before_the_signers_name_is_refused_with_the_clause(typed):
    signer = {"ho_ten": typed, "chuc_vu": "Giám đốc"}

    assert "Phụ lục I, II.7" in problems(PLAN, nguoi_ky=signer)["nguoi_ky.ho_ten"]
    assert take_in(PLAN, {**PLAN.sample, "nguoi_ky": signer}, hoc_vi=True).problems == ()


def test_figures_beyond_the_columns_are_told_and_missing_ones_are_blank():
    rows = [{"ten": "A", "gia_tri": ["1", "2", "3", "4"]}, {"ten": "B", "gia_tri": ["5"]}]
    taken = take_in(REPORT, {**REPORT.sample, "so_lieu_ky": rows})

    assert [p.where for p in taken.problems] == ["so_lieu_ky.0"]
    assert taken.values["so_lieu_ky"][1].figures == ("5", "", "")


def test_a_preview_of_an_empty_form_prints_dots_where_something_is_missing():
    taken = take_in(PLAN, {}, blanks=True)

    assert taken.values["trich_yeu"] == BLANK
    assert taken.values["nguoi_ky"].ho_ten == BLANK
    assert {p.where for p in taken.problems} >= {"trich_yeu", "noi_dung", "nguoi_ky.ho_ten"}


def test_dates_become_dates():
    assert take_in(PLAN, PLAN.sample).values["ngay"] == date(2019, 7, 12)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from(list(KINDS.values())), st.data())
def test_whatever_is_typed_comes_back_as_values_or_problems_never_as_an_exception(kind, data):
    names = [f.name for f in kind.fields]
    raw = data.draw(st.dictionaries(st.sampled_from(names), anything, max_size=6))

    for blanks in (False, True):
        taken = take_in(kind, raw, blanks=blanks)
        assert set(taken.values) == set(names)
        for problem in taken.problems:
            assert problem.sentence


def test_a_blank_heading_does_not_shift_the_figures_under_the_others():
    raw = {
        **REPORT.sample,
        "cac_ky": ["Năm 2019", "", "Năm 2021"],
        "so_lieu_ky": [{"ten": "A", "gia_tri": ["1", "", "3"]}],
    }
    taken = take_in(REPORT, raw)

    assert taken.problems == ()
    assert taken.values["so_lieu_ky"][0].figures == ("1", "3")


def test_a_figure_under_a_blank_heading_is_told():
    raw = {
        **REPORT.sample,
        "cac_ky": ["Năm 2019", "", "Năm 2021"],
        "so_lieu_ky": [{"ten": "A", "gia_tri": ["1", "2", "3"]}],
    }

    assert [p.where for p in take_in(REPORT, raw).problems] == ["so_lieu_ky.0"]
