"""What the form adds to what the clerk types: each assertion is a rule of NĐ 30/2020."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban import context, decree30, typeface
from vanban.agency import QUYEN_HAN, Agency, Signer
from vanban.context import BLANK_DAY, BLANK_SO, build, consumed, ended, signing_lines
from vanban.intake import take_in
from vanban.kinds import FORMS_DIR, read_kinds

KINDS = read_kinds(FORMS_DIR)
SIZES = {"Tiêu ngữ": 14.0, "Tên cơ quan": 13.0, "Trích yếu": 14.0, "Kèm theo": 14.0}
TODAY = date(2026, 11, 21)
OFFICE = Agency(
    ten_co_quan="Ủy ban nhân dân\nthành phố Cần Thơ", ky_hieu="UBND", dia_danh="Cần Thơ"
)


def seen(name, agency=OFFICE, today=TODAY, **changes):
    kind = KINDS[name]
    taken = take_in(kind, {**kind.sample, **changes})
    assert taken.problems == ()
    return build(kind, taken.values, agency, today, SIZES)


@pytest.mark.parametrize(
    ("so", "printed"),
    [
        ("5", "Số:\u00a005/KH-UBND"),
        ("119", "Số:\u00a0119/KH-UBND"),
        ("", f"Số:{BLANK_SO}/KH-UBND"),
    ],
)
def test_a_number_below_ten_has_a_leading_zero_and_an_open_one_is_a_blank(so, printed):
    assert seen("ke_hoach", so=so)["so_ky_hieu"] == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("5/1/2026", "Cần Thơ, ngày 05 tháng 01 năm 2026"),
        ("12/2/2026", "Cần Thơ, ngày 12 tháng 02 năm 2026"),
        ("9/3/2026", "Cần Thơ, ngày 09 tháng 3 năm 2026"),
        ("29/11/2026", "Cần Thơ, ngày 29 tháng 11 năm 2026"),
        ("", f"Cần Thơ, ngày{BLANK_DAY}tháng{BLANK_DAY}năm 2026"),
    ],
)
def test_days_and_the_first_two_months_have_leading_zeros(typed, printed):
    assert seen("ke_hoach", ngay=typed)["dia_danh_ngay"] == printed


@pytest.mark.parametrize("size", [13.0, 14.0])
def test_the_blanks_hold_four_figures_and_two_with_a_space_on_either_side(size):
    beside = 2 * typeface.text_width(" ", size)
    for blank, figures in ((BLANK_SO, "0000"), (BLANK_DAY, "00")):
        room = typeface.text_width(blank, size, italic=blank is BLANK_DAY)
        assert room == pytest.approx(typeface.text_width(figures, size) + beside)


def test_number_and_date_come_in_pieces_that_make_the_whole():
    for changes in ({"so": "", "ngay": ""}, {"so": "7", "ngay": "5/2/2026"}):
        got = seen("ke_hoach", **changes)
        assert f"Số:{got['o_so']}/{got['ky_hieu']}" == got["so_ky_hieu"]
        date_ = f"{got['dia_danh']}, ngày{got['o_ngay']}tháng{got['o_thang']}năm {got['nam']}"
        assert date_ == got["dia_danh_ngay"]


def test_the_letterhead_is_upper_case_line_by_line():
    office = Agency(
        ten_co_quan="Sở Nội vụ",
        co_quan_chu_quan="Ủy ban nhân dân\nthành phố Hải Phòng",
        ky_hieu="SNV",
        dia_danh="Hải Phòng",
    )
    got = seen("ke_hoach", agency=office)

    assert got["co_quan_chu_quan"] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"]
    assert got["ten_co_quan"] == ["SỞ NỘI VỤ"]
    assert seen("ke_hoach")["co_quan_chu_quan"] == []


def test_reasons_end_with_semicolons_and_the_proposal_with_a_full_stop():
    got = seen(
        "quyet_dinh_khen_thuong",
        can_cu=["Căn cứ Luật A;", "- Căn cứ Luật B."],
        de_nghi="Theo đề nghị của Chánh Văn phòng.",
    )

    assert got["can_cu"] == [
        "Căn cứ Luật A;",
        "Căn cứ Luật B;",
        "Theo đề nghị của Chánh Văn phòng.",
    ]
    assert seen("ke_hoach", can_cu=["Căn cứ Luật A"])["can_cu"] == ["Căn cứ Luật A."]
    assert seen("ke_hoach", can_cu=[])["can_cu"] == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022",
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022.",
        ),
        (
            "Căn cứ Bộ luật Lao động số 45/2019/QH14 ngày 20 tháng 11 năm 2019",
            "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019.",
        ),
        ("Căn cứ Luật số 06/2026/QH16", "Căn cứ Luật số 06/2026/QH16."),
        ("Căn cứ Nghị định số 152/2025/NĐ-CP", "Căn cứ Nghị định số 152/2025/NĐ-CP."),
        (
            "Căn cứ Nghị định số 1/2026/NĐ-CP hướng dẫn Luật Lưu trữ",
            "Căn cứ Nghị định số 1/2026/NĐ-CP hướng dẫn Luật Lưu trữ.",
        ),
    ],
)
def test_a_law_is_cited_without_its_number(typed, printed):
    assert seen("ke_hoach", can_cu=[typed])["can_cu"] == [printed]


@pytest.mark.parametrize("end", ["", ".", "./.", ";", " ./. ", "/."])
def test_the_body_ends_once_with_the_end_mark(end):
    got = seen("ke_hoach", noi_dung=f"I. Mục đích\nThực hiện tốt{end}")

    assert [b["loi"] for b in got["noi_dung"]] == ["MỤC ĐÍCH", "Thực hiện tốt./."]


@given(st.text())
def test_the_end_mark_stands_once_whatever_was_typed(text):
    assert ended(text).endswith("./.")
    assert ended(ended(text)) == ended(text)


def test_recipients_of_a_decision_begin_with_the_last_article_and_end_with_the_copy_kept():
    got = seen("quyet_dinh_khen_thuong", noi_nhan=["Lãnh đạo Sở;"], luu="VT, TĐKT.", co_tien=True)

    assert got["noi_nhan"] == ["- Như Điều 3;", "- Lãnh đạo Sở;", "- Lưu: VT, TĐKT."]
    assert got["khen"]["dieu_thi_hanh"] == 3


def test_recipients_of_a_report_say_as_above_only_when_it_is_addressed():
    assert seen("bao_cao_so_ket")["noi_nhan"][0] == "- Như trên;"
    assert seen("bao_cao_so_ket", kinh_gui=[])["noi_nhan"][0] == "- Thường trực Thành ủy;"
    assert seen("ke_hoach")["noi_nhan"][0] == "- Ban Thi đua - Khen thưởng Trung ương;"


def test_one_addressee_stands_on_the_line_and_several_below_it():
    one = seen("bao_cao_so_ket", kinh_gui=["Bộ Nội vụ."])
    two = seen("bao_cao_so_ket", kinh_gui=["Bộ Nội vụ", "Bộ Tài chính"])

    assert (one["kinh_gui_mot"], one["kinh_gui_nhieu"]) == ("Kính gửi: Bộ Nội vụ", [])
    assert (two["kinh_gui_mot"], two["kinh_gui_nhieu"]) == (
        "",
        ["- Bộ Nội vụ;", "- Bộ Tài chính."],
    )


@pytest.mark.parametrize(
    ("regime", "lines"),
    [
        ("", ["PHÓ CHỦ TỊCH"]),
        ("tm", ["TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"]),
        ("kt", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("q", ["Q. PHÓ CHỦ TỊCH"]),
        ("tl", ["TL. GIÁM ĐỐC", "PHÓ CHỦ TỊCH"]),
        ("tuq", ["TUQ. GIÁM ĐỐC", "PHÓ CHỦ TỊCH"]),
        ("tm_kt", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("tm_q", ["TM. ỦY BAN NHÂN DÂN", "Q. PHÓ CHỦ TỊCH"]),
        ("tl_kt", ["TL. GIÁM ĐỐC", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("tuq_kt", ["TUQ. GIÁM ĐỐC", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_every_right_to_sign_prints_its_lines(regime, lines):
    signer = Signer(
        ho_ten="A",
        chuc_vu="Phó Chủ tịch",
        quyen_han=regime,
        thay_mat="Ủy ban nhân dân",
        cap_tren="Giám đốc",
        ky_thay="Chủ tịch",
    )

    assert signing_lines(signer) == lines
    assert regime in QUYEN_HAN


def test_rules_are_as_long_as_the_decree_says():
    got = seen("ke_hoach", trich_yeu="Ngắn gọn")
    tieu_ngu = typeface.text_width(decree30.TIEU_NGU, 14, bold=True)
    title = typeface.text_width("Ngắn gọn", 14, bold=True)

    assert got["ke_tieu_ngu"] / context.EMU_PER_PT == pytest.approx(tieu_ngu, abs=0.1)
    assert title / 3 <= got["ke_trich_yeu"] / context.EMU_PER_PT <= title / 2


def test_a_rule_under_a_long_title_follows_the_line_as_it_is_seen():
    rule = seen("ke_hoach", trich_yeu="Một trích yếu dài " * 15)["ke_trich_yeu"]

    assert rule / context.EMU_PER_PT <= decree30.TEXT_WIDTH_MM * 72 / 25.4 / 2


def test_the_annex_names_the_paper_and_leaves_its_number_open():
    line = seen("quyet_dinh_khen_thuong", so="12", ngay="5/1/2026")["kem_theo"]

    assert line == (
        "(Kèm theo Quyết định số …/QĐ-UBND ngày … tháng … năm …"
        " của Ủy ban nhân dân thành phố Cần Thơ)"
    )


def test_a_template_uses_fields_through_the_variables_made_from_them():
    used, unknown = consumed(KINDS["ke_hoach"], frozenset({"so_ky_hieu", "noi_nhan", "la_gi"}))

    assert used == {"so", "noi_nhan", "luu"}
    assert unknown == {"la_gi"}


def test_a_derived_variable_is_unknown_to_a_kind_without_its_fields():
    assert consumed(KINDS["ke_hoach"], frozenset({"khen"}))[1] == {"khen"}


@pytest.mark.parametrize("name", KINDS)
def test_a_template_sees_plain_values_only(name):
    def plain(value):
        if isinstance(value, dict):
            return all(isinstance(k, str) and plain(v) for k, v in value.items())
        if isinstance(value, list):
            return all(map(plain, value))
        return type(value) in (str, int, bool)

    for variable, value in seen(name).items():
        assert plain(value), variable
