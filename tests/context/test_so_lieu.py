"""Figures of a report: printed tables and chart data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.chart import written
from vanban.context import so_lieu
from vanban.intake import take_in
from vanban.kinds import FORMS_DIR, read_kinds

KIND = read_kinds(FORMS_DIR)["bao_cao_so_ket"]


def values(**changes):
    return take_in(KIND, {**KIND.sample, **changes}).values


def test_tables_are_numbered_and_carry_what_was_typed():
    first, second = so_lieu.tables(values())

    assert first["ten"] == "Bảng 1. Kết quả thực hiện phong trào qua các năm"
    assert first["cot"] == ["Năm 2019", "Năm 2020", "Năm 2021"]
    assert first["hang"][0] == {
        "stt": "1",
        "ten": "Hồ sơ giải quyết đúng hạn",
        "don_vi_tinh": "%",
        "gia_tri": ["95,2", "97,1", "98,6"],
    }
    assert (first["co_don_vi_tinh"], second["co_don_vi_tinh"]) == (True, False)


def test_a_table_without_rows_is_left_out():
    (only,) = so_lieu.tables(values(so_lieu_ky=[]))

    assert only["ten"].startswith("Bảng 1. Kết quả khen thưởng")


def test_units_of_measure_have_panels_of_their_own():
    assert [f.unit for f in so_lieu.figures(values())] == ["%", "người", ""]


def test_no_chart_is_drawn_when_none_is_wanted_or_nothing_is_a_number():
    words = [{"ten": "A", "gia_tri": ["tốt", "khá", ""]}]

    assert so_lieu.figures(values(co_bieu_do=False)) == ()
    assert so_lieu.figures(values(so_lieu_ky=words, so_lieu_don_vi=[])) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.250", 1250), ("95,2", 95.2), ("98,6%", 98.6), ("-3", -3), ("tốt", None), ("", None),
     ("1.25", None), ("1,2,3", None), ("12.345.678,5", 12345678.5)],
)  # fmt: skip
def test_figures_are_read_as_offices_write_them(text, number):
    assert so_lieu.number(text) == number


@given(st.integers(-(10**9), 10**9))
def test_a_number_written_is_the_number_read(value):
    assert so_lieu.number(written(value)) == value
