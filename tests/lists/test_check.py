"""What the check of a list tells, where, and that it tells nothing else."""

from __future__ import annotations

import dataclasses
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lists.people import AWARD, COMMON, OFFICE, TODAY, listing, person
from vanban.kinds import FORMS_DIR, TEMPLATES_DIR
from vanban.listing import Heading, Listing, ListRow, raw_of
from vanban.lists.check import Check, Earlier, check, earlier
from vanban.lists.findings import Checked, Finding
from vanban.pairs import load_kinds
from vanban.problems import Problem
from vanban.service import Service

# What stops a list and no single form: it contradicts itself, and somebody would print it.
CONTRADICTIONS = {"list_collective_honorific", "list_honorifics_differ"}


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(load_kinds(FORMS_DIR, TEMPLATES_DIR))


def checked(
    *rows: dict[str, str], common: dict[str, object] | None = None, **more: object
) -> Checked:
    whole = COMMON if common is None else common
    return check(AWARD, listing(rows), whole, OFFICE, TODAY, **more)  # type: ignore[arg-type]


def codes(found: Checked) -> list[str]:
    return [finding.problem.code for finding in found.findings]


def only(found: Checked) -> Finding:
    assert len(found.findings) == 1, found.findings
    return found.findings[0]


def test_a_good_list_says_nothing() -> None:
    found = checked(*map(person, range(250)))
    assert found.findings == ()
    assert not found.stops
    assert (found.total, found.fine, found.wrong) == (250, 250, 0)


# -- cells ---------------------------------------------------------------------------------------

Fault = tuple[dict[str, str], str, str, bool]
# What is put into a row, and what is told of it: code, column, whether it stops.
FAULTS: tuple[Fault, ...] = (
    ({"ho_ten": ""}, "required", "ho_ten", True),
    ({"ho_ten": "#REF!"}, "list_cell_error", "ho_ten", True),
    ({"ho_ten": "=B2&C2"}, "list_cell_formula", "ho_ten", True),
    ({"ho_ten": "Nguyễn 龘 An"}, "no_glyph", "ho_ten", True),
    ({"ho_ten": "x" * 30_000}, "too_long", "ho_ten", True),
    ({"danh_xung": "Anh"}, "bad_choice", "danh_xung", True),
    ({"doi_tuong": "nhóm bạn"}, "bad_choice", "doi_tuong", True),
    ({"hinh_thuc": "Huân chương"}, "bad_choice", "hinh_thuc", True),
    ({"hinh_thuc": "tap_the_lao_dong_xuat_sac"}, "award_not_for_recipient", "hinh_thuc", True),
    ({"tien_thuong": "một triệu"}, "bad_number", "tien_thuong", True),
    ({"tien_thuong": "2000000000"}, "out_of_range", "tien_thuong", True),
    ({"thanh_tich": "y" * 501}, "too_long", "thanh_tich", True),
    ({"doi_tuong": "tap_the"}, "list_collective_honorific", "danh_xung", True),
    ({"doi_tuong": "ho_gia_dinh"}, "list_household_honorific", "danh_xung", False),
    ({"ho_ten": "Phòng Tổ chức"}, "list_looks_collective", "doi_tuong", False),
    ({"danh_xung": ""}, "list_honorific_missing", "danh_xung", False),
    ({"danh_xung": "Bà", "ho_ten": "Ông Lê Hữu Zung"}, "list_honorifics_differ", "danh_xung", True),
    ({"danh_xung": "Ông", "ho_ten": "Lê Thị Zung"}, "list_honorific_name", "danh_xung", False),
)


@given(st.dictionaries(st.integers(0, 119), st.sampled_from(FAULTS), max_size=12))
def test_exactly_the_planted_faults_are_told(
    planted: dict[int, Fault],
) -> None:
    rows = [{**person(at), **(planted[at][0] if at in planted else {})} for at in range(120)]
    # Two rows with one spoilt name are doubles too: each name is made somebody's own.
    for at, row in enumerate(rows):
        row["chuc_vu_don_vi"] = f"Chuyên viên, Phòng số {at}"
    sheet = listing(rows)
    found = check(AWARD, sheet, COMMON, OFFICE, TODAY)
    numbers = {row.number: at for at, row in enumerate(sheet.rows)}
    told = {
        (numbers[f.number], f.problem.code, f.column, f.stops)
        for row in found.rows
        for f in row.findings
    }
    assert told == {(at, code, column, stops) for at, (_, code, column, stops) in planted.items()}
    assert found.file == ()
    assert found.stops == any(stops for *_, stops in planted.values())
    assert found.wrong == sum(stops for *_, stops in planted.values())
    assert [row.number for row in found.rows] == sorted(row.number for row in found.rows)


def test_the_place_is_her_row_and_her_heading() -> None:
    finding = only(checked(person(0), {**person(1), "tien_thuong": "một triệu"}))
    assert finding.place == "Dòng 6, cột G “Số tiền”"
    assert str(finding) == (
        "Dòng 6, cột G “Số tiền”: “một triệu” không phải là số. Xin nhập “Số tiền” bằng chữ số."
    )
    assert finding.typed == "một triệu"
    assert finding.problem.where == "6.tien_thuong"


def test_a_column_that_her_sheet_has_not_is_called_as_we_call_it() -> None:
    row = {**person(0), "hinh_thuc": "Huân chương"}
    found = check(AWARD, listing([row], names=["ho_ten", "danh_xung"]), COMMON, OFFICE, TODAY)
    assert only(found).place == "Dòng 5, cột “Hình thức khác”"


def test_a_name_from_two_columns_has_both_letters() -> None:
    sheet = listing([{**person(0), "ho_ten": ""}], names=["danh_xung"])
    parts = (Heading("C", "Họ đệm", "ho_ten.ho_dem"), Heading("D", "Tên", "ho_ten.ten"))
    sheet = dataclasses.replace(sheet, headings=(*sheet.headings, *parts))
    assert only(check(AWARD, sheet, COMMON, OFFICE, TODAY)).place == (
        "Dòng 5, cột C+D “Họ và tên hoặc tên tập thể”"
    )


CELLS = st.sampled_from(
    ("", "", "Ông", "Bà", "ca_nhan", "tap_the", "ho_gia_dinh", "giay_khen", "co_thi_dua_tinh",
     "chien_si_thi_dua_co_so", "tap_the_lao_dong_xuat_sac", "1000000", "Phòng Tổ chức", "Lê Thị An",
     "Bà Lê An", "x" * 600, "  ", "龘", "#N/A", "31/02/2026")
)  # fmt: skip
ROWS = st.fixed_dictionaries(
    {
        name: CELLS
        for name in person(0)
        | {"doi_tuong": "", "hinh_thuc": "", "tien_thuong": "", "thanh_tich": ""}
    }
)


@given(
    ROWS,
    st.booleans(),
    st.sampled_from(("giay_khen", "co_thi_dua_tinh")),
    st.sampled_from(("", "Hải Phòng")),
)
def test_a_row_stops_where_its_paper_would(
    service: Service, row: dict[str, str], money: bool, form: str, body: str
) -> None:
    common = {**COMMON, "co_tien": money, "hinh_thuc": form, "cap_khen": body}
    found = checked(row, common=common)
    raw = raw_of(AWARD, common, {name: value for name, value in row.items() if value})
    refused = bool(service.check(AWARD.name, raw, OFFICE, TODAY))
    stopping = {f.problem.code for f in found.findings if f.stops}
    unread = stopping & (CONTRADICTIONS | {"list_cell_error"})
    assert found.stops >= refused
    assert refused or not stopping - unread


# -- the row -------------------------------------------------------------------------------------

SPELT = (
    "Nguyễn Văn Hòa",
    "NGUYỄN VĂN HÒA",
    "Nguyễn Văn Hoà",
    " Nguyễn  Văn Hòa",
    "Ông Nguyễn Văn Hòa",
    unicodedata.normalize("NFD", "Nguyễn Văn Hòa"),
)


@given(st.sampled_from(SPELT), st.sampled_from(SPELT))
def test_a_double_is_suspected_in_every_spelling(one: str, other: str) -> None:
    unit = {"danh_xung": "Ông", "chuc_vu_don_vi": "Chuyên viên, Phòng Hòa giải"}
    again = {**unit, "chuc_vu_don_vi": "CHUYÊN VIÊN - phòng Hoà giải"}
    found = checked({"ho_ten": one, **unit}, person(0), {"ho_ten": other, **again})
    finding = only(found)
    assert (finding.problem.code, finding.number, finding.column) == ("list_double", 7, "ho_ten")
    assert "trùng họ tên và đơn vị với dòng 5" in finding.sentence
    assert not found.stops
    assert found.doubles == ((5, 7),)


def test_another_accent_or_unit_is_somebody_else() -> None:
    same = {"danh_xung": "Bà", "chuc_vu_don_vi": "Phòng A"}
    other = {**same, "chuc_vu_don_vi": "Phòng B"}
    names = ({"ho_ten": "Lê Thị Hoa"}, {"ho_ten": "Lê Thị Hòa"}, {"ho_ten": "Lê Thị Hoá"})
    assert not checked(*({**name, **same} for name in names), {**names[0], **other}).findings


def test_the_same_name_without_units_is_suspected() -> None:
    row = {"ho_ten": "Phòng Kế toán", "doi_tuong": "tap_the"}
    assert only(checked(row, row)).problem.code == "list_double_bare"


def test_last_years_people_are_told() -> None:
    paper = "Quyết định số 12/QĐ-SNV ngày 20/11/2025"
    raw = {"khen_thuong": [
        {"ho_ten": "bà Lê Thuý Hà", "chuc_vu_don_vi": "Nhân viên, Phòng B, Sở Nội vụ"},
        {"ho_ten": "Trần Văn Nam", "chuc_vu_don_vi": "Sở Y tế"}, {"ho_ten": " "}, "x",
    ]}  # fmt: skip
    before = list(earlier(AWARD, raw, paper))
    assert [person.name for person in before] == ["bà Lê Thuý Hà", "Trần Văn Nam"]
    found = checked(
        {"danh_xung": "Bà", "ho_ten": "Lê Thúy Hà", "chuc_vu_don_vi": "Trưởng phòng, Sở Nội vụ"},
        {"danh_xung": "Ông", "ho_ten": "Trần Văn Nam", "chuc_vu_don_vi": "Bác sĩ, Bệnh viện A"},
        {"danh_xung": "Bà", "ho_ten": "Lê Thúy Hạ", "chuc_vu_don_vi": "Sở Nội vụ"},
        before=before,
    )
    finding = only(found)
    assert (finding.number, finding.column, finding.stops) == (5, "ho_ten", False)
    assert (
        finding.sentence
        == f"Lê Thúy Hà đã được khen tại {paper}. Nếu khen tiếp là đúng thì không cần sửa."
    )


def test_an_unknown_unit_does_not_hide_somebody() -> None:
    found = checked(person(0), before=[Earlier(person(0)["ho_ten"], "", "Quyết định số 1")])
    assert codes(found) == ["list_before"]


# -- the list as a whole ---------------------------------------------------------------------------


def test_a_list_without_any_honorific_is_told_once() -> None:
    found = checked(*({**person(at), "danh_xung": ""} for at in range(40)))
    assert (only(found).problem.code, only(found).number) == ("list_no_honorifics", 0)
    assert "40 cá nhân" in only(found).sentence
    assert not found.stops


def test_collectives_need_no_honorific() -> None:
    assert not checked({"ho_ten": "Phòng Kế toán", "doi_tuong": "tap_the"}).findings


def test_what_the_shared_values_lack_is_told_once() -> None:
    common = {**COMMON, "trich_yeu": "", "nguoi_ky": {"ho_ten": "", "chuc_vu": "Giám đốc"}}
    found = checked(*map(person, range(30)), common=common)
    assert [(f.column, f.number, f.stops) for f in found.findings] == [
        ("trich_yeu", 0, True), ("nguoi_ky.ho_ten", 0, True)]  # fmt: skip
    assert found.file[0].place == "Nội dung chung, “Trích yếu”"
    assert found.stops


def test_a_title_without_its_body_is_told_once() -> None:
    common = {**COMMON, "cap_khen": ""}
    rows = [{**person(at), "hinh_thuc": "chien_si_thi_dua_tinh"} for at in range(30)]
    assert [(f.problem.code, f.number) for f in checked(*rows, common=common).findings] == [
        ("award_body_missing", 0)]  # fmt: skip


def test_a_day_before_the_table_is_told_once() -> None:
    found = checked(*map(person, range(30)), common={**COMMON, "ngay": "01/6/2024"})
    assert codes(found) == ["award_no_factor"]


def test_a_needed_field_is_asked_for_in_rows_or_in_common() -> None:
    common = {**COMMON, "thanh_tich": ""}
    assert [f.place for f in checked(person(0), person(1), common=common).findings] == [
        "Nội dung chung, “Thành tích”"]  # fmt: skip
    some = [{**person(0), "thanh_tich": "thành tích A"}, person(1)]
    assert [f.place for f in checked(*some, common=common).findings] == [
        "Dòng 6, cột H “Thành tích”"
    ]
    all_have = [{**person(at), "thanh_tich": "thành tích A"} for at in range(2)]
    assert not checked(*all_have, common=common).findings


def test_a_missing_column_is_told_once() -> None:
    rows = [{**person(at), "ho_ten": ""} for at in range(9)]
    found = check(AWARD, listing(rows, names=["danh_xung"]), COMMON, OFFICE, TODAY)
    assert codes(found) == ["list_no_common_column"]
    told = Problem("list_no_column", "", {"label": AWARD.field("khen_thuong").columns[2].label})
    sheet = dataclasses.replace(listing(rows, names=["danh_xung"]), problems=(told,))
    assert codes(check(AWARD, sheet, COMMON, OFFICE, TODAY)) == ["list_no_column"]


def test_a_column_that_is_there_and_empty_is_told_at_its_rows() -> None:
    found = checked(*({**person(at), "ho_ten": ""} for at in range(3)))
    assert codes(found) == ["required"] * 3


def test_what_the_sheet_told_goes_on() -> None:
    empty = Listing(
        "S", (), 0, (), (Problem("list_no_header", "", {"name": "S", "label": "Họ tên"}),)
    )
    found = check(AWARD, empty, COMMON, OFFICE, TODAY)
    assert found.stops
    assert codes(found) == ["list_no_header"]
    left = Problem("list_left_out", "9", {"rows": "9", "text": "Tổng cộng"})
    ask = Heading("K", "Mã", asks=True)
    sheet = listing([person(0)])
    sheet = dataclasses.replace(sheet, headings=(*sheet.headings, ask), notes=(left,))
    found = check(AWARD, sheet, COMMON, OFFICE, TODAY)
    assert not found.findings
    asked, told = found.notes
    assert asked.sentence.startswith("Chưa rõ cột K “Mã” là gì nên cột này không được dùng.")
    assert str(told).startswith("Dòng 9 (“Tổng cộng”) là tiêu đề nhóm")


def test_one_paper_of_all_has_room_for_so_many_and_one_achievement() -> None:
    rows = [{**person(at), "thanh_tich": f"thành tích {at % 2}"} for at in range(1001)]
    found = checked(*rows, together=True)
    assert codes(found) == ["too_many", "list_differing"]
    assert not checked(*rows).findings


# -- again after one cell ------------------------------------------------------------------------


@given(st.integers(0, 29), st.sampled_from(FAULTS), st.integers(0, 29), st.sampled_from(FAULTS))
def test_one_row_again_is_the_whole_again(
    at: int,
    fault: Fault,
    other: int,
    another: Fault,
) -> None:
    rows = [person(n) for n in range(30)]
    rows[at] = {**rows[at], **fault[0]}
    desk = Check(AWARD, COMMON, OFFICE, TODAY)
    before = desk.whole(listing(rows))
    rows[other] = {**rows[other], **another[0], "chuc_vu_don_vi": rows[at]["chuc_vu_don_vi"]}
    sheet = listing(rows)
    after = desk.again(before, sheet, sheet.rows[other].number)
    assert after == check(AWARD, sheet, COMMON, OFFICE, TODAY)


def test_a_mended_cell_is_no_longer_told() -> None:
    desk = Check(AWARD, COMMON, OFFICE, TODAY)
    spoilt = listing([person(0), {**person(1), "tien_thuong": "một triệu"}])
    before = desk.whole(spoilt)
    mended = ListRow(6, person(1), spoilt.rows[1].was)
    after = desk.again(before, dataclasses.replace(spoilt, rows=(spoilt.rows[0], mended)), 6)
    assert before.stops
    assert not after.findings
    assert before == desk.whole(spoilt)


def test_the_day_is_that_of_the_papers() -> None:
    found = check(AWARD, listing([person(0)]), COMMON | {"ngay": ""}, OFFICE, date(2024, 6, 1))
    assert codes(found) == ["award_no_factor"]
