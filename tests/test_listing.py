"""Rows of a list → the raw dict of one paper or of each paper, taken by the same gate as a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanban import intake, listing
from vanban.kinds import FORMS_DIR, Kind, KindRefused, read_kind, read_kinds

AWARD = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]
REPORT = read_kinds(FORMS_DIR)["bao_cao_so_ket"]
ROWS = (
    {"ho_ten": "Nguyễn Thị Hoa", "danh_xung": "Bà", "chuc_vu_don_vi": "Chuyên viên"},
    {"ho_ten": "Phòng Cải cách hành chính", "doi_tuong": "tap_the", "tien_thuong": "1.000.000"},
)


def common(kind: Kind) -> dict[str, object]:
    table = listing.rows_field(kind)
    return {k: v for k, v in kind.sample.items() if table is None or k != table.name}


def test_the_columns_are_those_of_the_table_and_the_marked_fields() -> None:
    names = [column.name for column in listing.columns(AWARD)]
    assert names[:3] == ["doi_tuong", "danh_xung", "ho_ten"]
    assert names[-1] == "thanh_tich"
    assert not listing.columns(REPORT)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_becomes_a_paper_of_its_own(row: dict[str, str]) -> None:
    raw = listing.raw_of(AWARD, common(AWARD), row)
    taken = intake.take_in(AWARD, raw)
    assert not taken.problems
    assert [dict(r.cells)["ho_ten"] for r in taken.values["khen_thuong"]] == [row["ho_ten"]]
    assert taken.values["thanh_tich"] == AWARD.sample["thanh_tich"]


def test_a_cell_of_the_row_goes_before_the_common_value() -> None:
    row = {**ROWS[0], "thanh_tich": "thành tích xuất sắc đột xuất"}
    raw = listing.raw_of(AWARD, common(AWARD), row)
    assert raw["thanh_tich"] == "thành tích xuất sắc đột xuất"
    assert "thanh_tich" not in raw["khen_thuong"][0]
    raw = listing.raw_of(AWARD, common(AWARD), {**row, "thanh_tich": ""})
    assert raw["thanh_tich"] == AWARD.sample["thanh_tich"]


def test_all_rows_become_one_paper() -> None:
    raw = listing.raw_of_all(AWARD, common(AWARD), ROWS)
    taken = intake.take_in(AWARD, raw)
    assert not taken.problems
    assert [r.cells["ho_ten"] for r in taken.values["khen_thuong"]] == [r["ho_ten"] for r in ROWS]


def test_one_paper_takes_of_the_rows_only_what_they_agree_on() -> None:
    same = [{**row, "thanh_tich": "thành tích A"} for row in ROWS]
    assert listing.differing(AWARD, same) == ()
    assert listing.raw_of_all(AWARD, common(AWARD), same)["thanh_tich"] == "thành tích A"
    apart = [same[0], {**same[1], "thanh_tich": "thành tích B"}]
    assert listing.differing(AWARD, apart) == ("thanh_tich",)
    raw = listing.raw_of_all(AWARD, common(AWARD), apart)
    assert raw["thanh_tich"] == AWARD.sample["thanh_tich"]


def test_a_kind_without_a_table_makes_no_paper_of_all() -> None:
    with pytest.raises(ValueError, match="no table"):
        listing.raw_of_all(REPORT, {}, ROWS)


@pytest.mark.parametrize("value", ["#N/A", "#ref!", " #DIV/0! ", "Err:502"])
def test_an_error_is_nobodys_name(value: str) -> None:
    problem = listing.unusable("Họ và tên", value, "12.ho_ten")
    assert problem is not None
    assert str(problem).startswith("12.ho_ten: Ô “Họ và tên” báo lỗi")


def test_a_formula_is_nobodys_name() -> None:
    problem = listing.unusable("Họ và tên", "=A2&" + "B2&" * 40 + "C2", "12.ho_ten")
    assert problem is not None
    assert "là công thức “=A2&B2" in problem.sentence
    assert len(problem.sentence) < 250
    assert listing.unusable("Họ và tên", "Nguyễn Văn An", "12.ho_ten") is None
    assert listing.unusable("Họ và tên", "", "12.ho_ten") is None


KIND = """
title = "T"
ten_loai = "T"
viet_tat = "T"
version = 1
[[section]]
title = "Một"
[[section.field]]
name = "ds"
label = "Danh sách"
type = "table"
rows = true
[[section.field.column]]
name = "ten"
label = "Tên"
type = "text"
"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('name = "ten"\nlabel = "Tên"\ntype = "text"\nin_list = true', "vừa là cột"),
        ('name = "can_cu"\nlabel = "Căn cứ"\ntype = "list"\nin_list = true', "vừa một ô"),
        ('name = "tho"\nlabel = "Thơ"\ntype = "text"\nrows = true', "chỉ dùng với kiểu table"),
        (
            'name = "d"\nlabel = "D"\ntype = "table"\nrows = true\n'
            '[[section.field.column]]\nname = "x"\nlabel = "X"\ntype = "text"',
            "chỉ có một bảng",
        ),
    ],
)
def test_a_kind_that_no_list_fits_is_refused(tmp_path: Path, more: str, said: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(f"{KIND}[[section.field]]\n{more}\n", encoding="utf-8")
    with pytest.raises(KindRefused, match=said):
        read_kind(path)
