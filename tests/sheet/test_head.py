"""A sheet as an office writes it → who is on the list, with her own row numbers."""

from __future__ import annotations

import unicodedata

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.sheet import writers
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import Listing
from vanban.sheet.head import from_file
from vanban.sheet.words import key, targets

AWARD = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]


def listed(text: str, mapping: dict[str, str] | None = None) -> Listing:
    return from_file(text.encode(), "danh sách.csv", AWARD, mapping)


def told(listing: Listing) -> str:
    return "\n".join(str(p) for p in (*listing.problems, *listing.notes))


OFFICE = """SỞ NỘI VỤ,,,,
DANH SÁCH ĐỀ NGHỊ TẶNG GIẤY KHEN,,,,
,,,,
TT,Họ và tên,,"Chức vụ, đơn vị",Danh hiệu,Màu
(1),(2),,(3),(4),
I,TẬP THỂ,,,
1,Phòng Cải cách hành chính,,Sở Nội vụ,,đỏ
II,CÁ NHÂN (3 người),,,
1,Bà Nguyễn Thị,Hoa,Chuyên viên,LĐTT,
2,Ông Trần Văn,Đức,,CSTĐ cơ sở
3,Tống Văn,Cộng,,
Tổng cộng: 4,,,,
,,,"Hải Phòng, ngày 20 tháng 11 năm 2026",
,NGƯỜI LẬP,,GIÁM ĐỐC,
,,,,
,Nguyễn Văn A,,Lê Văn B,
"""


def test_a_list_as_an_office_prints_it() -> None:
    listing = listed(OFFICE)
    assert [(row.number, row.raw) for row in listing.rows] == [
        (
            7,
            {
                "ho_ten": "Phòng Cải cách hành chính",
                "chuc_vu_don_vi": "Sở Nội vụ",
                "doi_tuong": "tap_the",
            },
        ),
        (
            9,
            {
                "danh_xung": "Bà",
                "ho_ten": "Nguyễn Thị Hoa",
                "chuc_vu_don_vi": "Chuyên viên",
                "hinh_thuc": "lao_dong_tien_tien",
                "doi_tuong": "ca_nhan",
            },
        ),
        (
            10,
            {
                "danh_xung": "Ông",
                "ho_ten": "Trần Văn Đức",
                "hinh_thuc": "chien_si_thi_dua_co_so",
                "doi_tuong": "ca_nhan",
            },
        ),
        (11, {"ho_ten": "Tống Văn Cộng", "doi_tuong": "ca_nhan"}),
    ]
    assert listing.header == 4
    assert not listing.problems
    assert [heading.text for heading in listing.unmapped] == ["Màu"]
    assert listing.rows[0].was == ("1", "Phòng Cải cách hành chính", "", "Sở Nội vụ", "", "đỏ")
    assert "12: Dòng 12–16 (“Tổng cộng: 4”)" in told(listing)


def test_headings_over_two_lines_and_merged() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["ỦY BAN NHÂN DÂN XÃ"],
        ["STT", "Họ và tên", None, "Năm sinh", None, "Chức vụ, đơn vị", None, "Mức\nthưởng (đồng)"],
        [None, "Họ đệm", "Tên", "Nam", "Nữ", "Chức vụ", "Đơn vị", None],
        ["1", "2", "3", "4", "5", "6", "7", "8"],
        [1, "Nguyễn Thị", "Hoa", None, 1980, "Chuyên viên", "Phòng Nội vụ", 760000],
        [2, "Trần Văn", "Đức", 1975, None, "Phó phòng", None, "1.000.000 đ"],
        [3, "Lê Thị", "Mai", None, "x", None, "Văn phòng", "760,000.00"],
    ):
        sheet.append(row)
    for area in ("A1:H1", "A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:H3", "G5:G6"):
        sheet.merge_cells(area)
    listing = from_file(writers.saved(book), "a.xlsx", AWARD)
    assert listing.header == 2
    assert [(r.number, r.raw["ho_ten"], r.raw["danh_xung"]) for r in listing.rows] == [
        (5, "Nguyễn Thị Hoa", "Bà"),
        (6, "Trần Văn Đức", "Ông"),
        (7, "Lê Thị Mai", "Bà"),
    ]
    assert [row.raw["chuc_vu_don_vi"] for row in listing.rows] == [
        "Chuyên viên, Phòng Nội vụ",
        "Phó phòng, Phòng Nội vụ",  # the merged cell above says so
        "Văn phòng",
    ]
    assert [r.raw["tien_thuong"] for r in listing.rows] == ["760000", "1.000.000", "760000"]
    assert not listing.unmapped
    assert not listing.problems


@pytest.mark.parametrize(
    "heading",
    [
        "Họ và tên", "HỌ VÀ TÊN", "Ho va ten", "họ  tên", "Họ và tên (*)", "Họ\nvà tên", "Tên",
        "Họ và tên cán bộ, công chức, viên chức, người lao động", "Họ tên:",
        "Ho\u0323 va\u0300 te\u0302n",         "Tên tập thể, cá nhân", "Họ và tên hoặc tên tập thể",
        "ho_ten", "FULL NAME", "Cá nhân/Tập thể",
    ],
)  # fmt: skip
def test_a_heading_in_other_words(heading: str) -> None:
    text = f'"{heading}",Đơn vị\nNguyễn An,Phòng Nội vụ\n'
    assert listed(text).rows[0].raw == {
        "ho_ten": "Nguyễn An",
        "chuc_vu_don_vi": "Phòng Nội vụ",
    }


def test_a_heading_that_nobody_knows_is_mapped_once() -> None:
    text = "Quý danh ông bà nhận thưởng,Ghi chú\nNguyễn An,x\n"
    first = listed(text)
    assert [p.code for p in first.problems] == ["list_no_column"]
    assert [(h.letter, h.text) for h in first.unmapped] == [("A", "Quý danh ông bà nhận thưởng")]
    mapping = {key(first.unmapped[0].text): "ho_ten"}
    second = listed(text.upper(), mapping)
    assert not second.problems
    assert second.rows[0].raw == {"ho_ten": "NGUYỄN AN"}
    assert not second.unmapped


def test_a_column_that_is_not_to_be_used_is_not_asked_about_again() -> None:
    text = "Họ và tên,Màu\nAn,đỏ\n"
    assert listed(text).unmapped
    assert not listed(text, {"mau": ""}).unmapped
    assert listed(text, {"mau": "khong_co"}).unmapped


def test_every_target_that_she_may_choose_is_understood() -> None:
    for target, label in targets(AWARD):
        assert label
        found = listed("Họ và tên,Lạ\nAn,x\n", {"la": target})
        assert found.headings[1].target == target


def test_of_two_columns_for_the_same_the_second_is_asked_about() -> None:
    listing = listed("Họ và tên,Đơn vị,Họ và tên\nAn,Phòng,Bình\n")
    assert [h.letter for h in listing.unmapped] == ["C"]
    listing = listed("Họ và tên cha,Họ và tên\nAn,Bình\n")
    assert listing.rows[0].raw["ho_ten"] == "Bình"
    assert [h.letter for h in listing.unmapped] == ["A"]


@pytest.mark.parametrize("name", ["Ông Ích Khiêm", "Bà Triệu", "Đồng chí Nguyễn An", "Bành Ông"])
def test_an_honorific_leaves_only_a_name_that_has_one(name: str) -> None:
    raw = listed(f"Họ và tên,Đơn vị\n{name},Phòng\n").rows[0].raw
    if name == "Bà Triệu":
        assert (raw["danh_xung"], raw["ho_ten"]) == ("Bà", "Triệu")
    else:
        assert raw["ho_ten"] == name
        assert "danh_xung" not in raw


def test_an_honorific_that_contradicts_its_column_stays_for_her_to_see() -> None:
    raw = listed("Giới tính,Họ và tên\nNam,Bà Nguyễn Thị Hoa\n").rows[0].raw
    assert raw == {"danh_xung": "Ông", "ho_ten": "Bà Nguyễn Thị Hoa"}


def test_a_list_without_numbers_ends_at_its_sum() -> None:
    listing = listed(
        "Họ và tên,Đơn vị\nAn,Phòng Một\nTống Văn Cộng,Phòng Hai\nTổng công ty Điện lực,Hà Nội\n"
        "Công ty Cổ phần Tổng hợp,Huế\nTổng cộng,4\n\n,NGƯỜI LẬP\nLê Văn B,\n"
    )
    assert [row.raw["ho_ten"] for row in listing.rows] == [
        "An",
        "Tống Văn Cộng",
        "Tổng công ty Điện lực",
        "Công ty Cổ phần Tổng hợp",
    ]
    assert "Dòng 6–9" in told(listing)


@pytest.mark.parametrize(
    "ending",
    [
        "TM. ỦY BAN NHÂN DÂN", "Hải Phòng, ngày 20 tháng 11 năm 2026", "Người lập biểu",
        "Bằng chữ: Một triệu đồng", "(Ký, ghi rõ họ tên)", "Danh sách này gồm 01 người",
        "Ngày … tháng … năm 2026", "Xác nhận của cơ quan", "KT. GIÁM ĐỐC", "Tổng số tiền: 760.000",
    ],
)  # fmt: skip
def test_a_list_ends_where_it_is_signed(ending: str) -> None:
    rows = [["STT", "Họ và tên", "Chức vụ"], [1, "An", "Chuyên viên"], [None, None, ending]]
    rows.append([None, "Lê Văn B", "Giám đốc"])
    listing = from_file(writers.xlsx(rows), "a.xlsx", AWARD)
    assert names(listing) == ["An"]
    assert f"Dòng 3–4 (“{ending}”)" in told(listing)


def test_sums_and_titles_between_the_rows_are_told_and_left_out() -> None:
    listing = listed(
        "STT,Họ và tên,Đơn vị,Tiền thưởng\nI,Trường Mầm non Hoa Sen,,\n1,An,Tổ Một,760000\n"
        ",Cộng,,760000\nII,Trường Tiểu học Hòa Bình,,\nSTT,Họ và tên,Đơn vị,Tiền thưởng\n"
        "2,Bình,Tổ Hai,760000\n3,,Tổ Ba,\n4,Chi,,\n5,,,\n,Dung,Tổ Bốn,\n"
    )
    assert [row.number for row in listing.rows] == [3, 7, 8, 9, 11]
    left = [note.data["rows"] for note in listing.notes if note.code == "list_left_out"]
    assert left == ["2", "4", "5"]


def test_a_row_is_never_lost_without_a_word() -> None:
    """Every row of the file is in the list, in a note, or holds nothing but its number."""
    listing = listed(OFFICE)
    told_of = set()
    for note in listing.notes:
        first, _, last = str(note.data.get("rows", note.where)).partition("–")
        told_of |= set(range(int(first), int(last or first) + 1))
    seen = {row.number for row in listing.rows} | told_of
    assert set(range(listing.header + 2, 17)) <= seen | {15}


def test_collectives_under_a_heading_for_units() -> None:
    listing = listed("STT,Tên đơn vị,Thành tích\n1,Trường Mầm non Hoa Sen,dẫn đầu phong trào\n")
    assert listing.rows[0].raw == {
        "ho_ten": "Trường Mầm non Hoa Sen",
        "thanh_tich": "dẫn đầu phong trào",
    }


def test_years_are_no_men() -> None:
    listing = listed("Họ và tên,Năm\nAn,2026\n")
    assert listing.rows[0].raw == {"ho_ten": "An"}


# -- fonts of the 1990s ---------------------------------------------------------------------------

UNICODE = ["Nguyễn Thị Hoa", "Trần Văn Đức", "Hùng", "Lê Hoàng Hà"]
TCVN3 = ["NguyÔn ThÞ Hoa", "TrÇn V¨n §øc", "Hïng", "Lª Hoµng Hµ"]
VNI = ["Nguyeãn Thò Hoa", "Traàn Vaên Ñöùc", "Huøng", "Leâ Hoaøng Haø"]


def names(listing: Listing) -> list[str]:
    return [row.raw["ho_ten"] for row in listing.rows]


@pytest.mark.parametrize(("old", "encoding"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_old_fonts_are_known_by_the_text(old: list[str], encoding: str) -> None:
    listing = listed("Họ và tên\n" + "\n".join(old) + "\n")
    assert names(listing) == UNICODE
    assert f"bảng mã cũ {encoding} sang Unicode" in told(listing)


@pytest.mark.parametrize(("old", "font"), [(TCVN3, ".VnTime"), (VNI, "VNI-Times")])
def test_a_single_name_is_known_by_its_font(old: list[str], font: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ho ten"])
    book.active.append([old[2]])
    assert names(from_file(writers.saved(book), "a.xlsx", AWARD)) == [old[2]]
    book.active["A2"].font = Font(name=font)
    assert names(from_file(writers.saved(book), "a.xlsx", AWARD)) == ["Hùng"]


def test_capitals_of_an_old_font_stay_capitals() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ho ten"])
    book.active.append([TCVN3[0]])
    book.active["A2"].font = Font(name=".VnTimeH")
    assert names(from_file(writers.saved(book), "a.xlsx", AWARD)) == ["NGUYỄN THỊ HOA"]


def test_unicode_in_a_cell_with_an_old_font_is_not_turned() -> None:
    book = openpyxl.Workbook()
    for text in ["Họ và tên", *UNICODE]:
        book.active.append([text])
    for row in book.active.iter_rows():
        row[0].font = Font(name=".VnTime")
    listing = from_file(writers.saved(book), "a.xlsx", AWARD)
    assert names(listing) == UNICODE
    assert not listing.notes


def test_old_text_in_an_old_workbook() -> None:
    rows = [["Hä vµ tªn", "§¬n vÞ"], *([name, "Phßng Néi vô"] for name in TCVN3)]
    listing = from_file(writers.xls(rows, font=".VnTime"), "a.xls", AWARD)
    assert names(listing) == UNICODE
    assert listing.rows[0].raw["chuc_vu_don_vi"] == "Phòng Nội vụ"


def test_decomposed_letters_become_whole() -> None:
    text = unicodedata.normalize("NFD", "Họ và tên,Đơn vị\nNguyễn Thị Hoa,Phòng Nội vụ\n")
    assert listed(text).rows[0].raw["ho_ten"] == "Nguyễn Thị Hoa"


# -- days and choices -----------------------------------------------------------------------------


def test_money_that_may_mean_two_things_stays_as_it_is() -> None:
    listing = listed('Họ và tên,Tiền thưởng\nAn,"1,000"\nBình,"1,000,000"\nCh,1.000.000đ\nD,mười\n')
    assert [row.raw["tien_thuong"] for row in listing.rows] == [
        "1,000", "1000000", "1.000.000", "mười",
    ]  # fmt: skip


@pytest.mark.parametrize("form", dict(AWARD.field("hinh_thuc").choices).items())
def test_every_choice_is_known_by_its_label_and_by_its_key(form: tuple[str, str]) -> None:
    for typed in (*form, form[1].upper().replace("“", '"').replace("”", '"')):
        quoted = typed.replace('"', '""')
        assert listed(f'Họ và tên,Hình thức\nAn,"{quoted}"\n').rows[0].raw["hinh_thuc"] == form[0]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Nguyễn Thị Hoa", "Tống Văn Cộng", "Ký", "Công ty Tổng hợp", "Lê B"]),
        st.sampled_from(["", "Giám đốc", "Người lập", "Phòng Tổng hợp, Sở Nội vụ"]),
        st.sampled_from(["", "760000", "1.000.000"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE, above=st.integers(0, 4), below=st.booleans(), numbered=st.booleans())
def test_people_come_through_whatever_stands_around_them(
    people: list[tuple[str, str, str]], above: int, below: bool, numbered: bool
) -> None:
    rows: list[list[object]] = [["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"]] * above
    rows.append([*(["STT"] if numbered else []), "Họ và tên", "Chức vụ, đơn vị", "Tiền thưởng"])
    first = len(rows) + 1
    for number, person in enumerate(people, 1):
        rows.append([*([number] if numbered else []), *person])
    if below and numbered:
        rows += [[None, "Tổng cộng", None, 5], [], [None, None, "Giám đốc"], [None, None, "Lê B"]]
    listing = from_file(writers.xlsx(rows), "a.xlsx", AWARD)
    found = [
        (r.number, r.raw["ho_ten"], r.raw.get("chuc_vu_don_vi", ""), r.raw.get("tien_thuong", ""))
        for r in listing.rows
    ]
    assert found == [(first + at, *person) for at, person in enumerate(people)]
