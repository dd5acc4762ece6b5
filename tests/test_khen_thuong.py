"""The money of an award is what the decree says, to the đồng."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban import khen_thuong
from vanban.khen_thuong import (
    FORMS,
    RECIPIENTS,
    AwardTableRefused,
    BeforeTable,
    read_table,
    reward,
    salary_base,
)

SOURCE = Path(khen_thuong.__file__).with_name("khen_thuong.toml")
BEFORE_RISE = date(2026, 6, 30)
AFTER_RISE = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("form", "recipient", "factor", "old", "new"),
    [
        ("lao_dong_tien_tien", "ca_nhan", "0.3", (702_000, 710_000), (759_000, 760_000)),
        ("chien_si_thi_dua_co_so", "ca_nhan", "1.0", (2_340_000,) * 2, (2_530_000,) * 2),
        ("chien_si_thi_dua_tinh", "ca_nhan", "3.0", (7_020_000,) * 2, (7_590_000,) * 2),
        (
            "chien_si_thi_dua_toan_quoc",
            "ca_nhan",
            "4.5",
            (10_530_000,) * 2,
            (11_385_000, 11_390_000),
        ),
        (
            "tap_the_lao_dong_tien_tien",
            "tap_the",
            "0.8",
            (1_872_000, 1_880_000),
            (2_024_000, 2_030_000),
        ),
        ("tap_the_lao_dong_xuat_sac", "tap_the", "1.5", (3_510_000,) * 2, (3_795_000, 3_800_000)),
        ("thon_to_dan_pho_van_hoa", "tap_the", "1.5", (3_510_000,) * 2, (3_795_000, 3_800_000)),
        ("xa_phuong_tieu_bieu", "tap_the", "2.0", (4_680_000,) * 2, (5_060_000,) * 2),
        ("co_thi_dua_tinh", "tap_the", "8.0", (18_720_000,) * 2, (20_240_000,) * 2),
        ("co_thi_dua_chinh_phu", "tap_the", "12.0", (28_080_000,) * 2, (30_360_000,) * 2),
        ("giay_khen", "ca_nhan", "0.3", (702_000, 710_000), (759_000, 760_000)),
        ("giay_khen", "tap_the", "0.6", (1_404_000, 1_410_000), (1_518_000, 1_520_000)),
        ("giay_khen", "ho_gia_dinh", "0.45", (1_053_000, 1_060_000), (1_138_500, 1_140_000)),
        ("bang_khen_tinh", "ca_nhan", "1.5", (3_510_000,) * 2, (3_795_000, 3_800_000)),
        ("bang_khen_tinh", "tap_the", "3.0", (7_020_000,) * 2, (7_590_000,) * 2),
        ("bang_khen_thu_tuong", "ca_nhan", "3.5", (8_190_000,) * 2, (8_855_000, 8_860_000)),
        ("bang_khen_thu_tuong", "tap_the", "7.0", (16_380_000,) * 2, (17_710_000,) * 2),
    ],
)
def test_the_sums_of_the_decree(
    form: str, recipient: str, factor: str, old: tuple[int, int], new: tuple[int, int]
) -> None:
    for day, base, (raw, rounded) in (
        (BEFORE_RISE, 2_340_000, old),
        (AFTER_RISE, 2_530_000, new),
    ):
        given_money = reward(form, recipient, day)
        assert given_money is not None
        assert given_money.he_so == Decimal(factor)
        assert (given_money.luong_co_so, given_money.raw, given_money.rounded) == (
            base,
            raw,
            rounded,
        )


def test_a_form_that_is_not_for_a_recipient_brings_no_money() -> None:
    assert reward("chien_si_thi_dua_co_so", "tap_the", AFTER_RISE) is None
    assert reward("tap_the_lao_dong_tien_tien", "ca_nhan", AFTER_RISE) is None


@given(
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(sorted(RECIPIENTS)),
    st.dates(date(2025, 7, 1), date(2100, 1, 1)),
)
def test_rounding_is_up_and_less_than_ten_thousand(form: str, who: str, day: date) -> None:
    money = reward(form, who, day)
    if money is not None:
        assert money.raw == money.he_so * money.luong_co_so
        assert money.rounded % 10_000 == 0
        assert 0 <= money.rounded - money.raw < 10_000


def test_the_base_changes_on_the_very_day() -> None:
    assert salary_base(BEFORE_RISE).dong == 2_340_000
    assert salary_base(BEFORE_RISE + timedelta(days=1)).dong == 2_530_000
    assert salary_base(date(2023, 7, 1)).dong == 1_800_000
    assert "161/2026/NĐ-CP" in salary_base(AFTER_RISE).can_cu


def test_a_day_before_the_figures_is_refused_in_words() -> None:
    with pytest.raises(BeforeTable, match=r"cho ngày 30/06/2023 .bảng bắt đầu từ 01/07/2023"):
        salary_base(date(2023, 6, 30))
    with pytest.raises(BeforeTable, match="152/2025/NĐ-CP, áp dụng từ 01/07/2025"):
        reward("giay_khen", "ca_nhan", date(2025, 6, 30))


def test_every_form_says_what_a_decision_says_and_where_its_factor_stands() -> None:
    for form in FORMS.values():
        assert form.viec.startswith(("Tặng ", "Công nhận "))
        assert form.can_cu.keys() == form.he_so.keys()
        assert all("Điều 5" in clause for clause in form.can_cu.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dong = 1800000", "dong = 1800000\nghi_chu = 1", "luong_co_so 1: Không có khóa “ghi_chu”"),
        ("dong = 1800000", "", "luong_co_so 1: Thiếu khóa “dong”"),
        ("dong = 1800000", 'dong = "nhiều"', "luong_co_so 1: Giá trị của khóa “dong”.*nhiều"),
        ("dong = 1800000", "dong = -1", "luong_co_so 1: Giá trị của khóa “dong”.*-1"),
        ('loai = "hinh_thuc"', 'loai = "khac"', "hinh_thuc 1: Giá trị của khóa “loai”.*khac"),
        (
            "ca_nhan = { he_so = 0.3,",
            "nguoi = { he_so = 0.3,",
            "hinh_thuc 1: Không có khóa “nguoi”",
        ),
        ("{ he_so = 0.3,", "{ he_so = nan,", "hinh_thuc 1, ca_nhan: Giá trị của khóa “he_so”"),
        ("{ he_so = 0.3,", "{ he_so = -0.3,", "hinh_thuc 1, ca_nhan: Giá trị của khóa “he_so”"),
        ('key = "bang_khen_tinh"', 'key = "giay_khen"', "hinh_thuc 2: Khóa “giay_khen” .*hai lần"),
        ("hieu_luc = 2025-07-01", "hieu_luc = 2025-07-99", "Không đọc được bảng tiền thưởng"),
        ("hieu_luc = 2025-07-01", "", "khen_thuong.toml: Thiếu khóa “hieu_luc”"),
    ],
)
def test_a_slip_in_the_table_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / SOURCE.name
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AwardTableRefused, match=said):
        read_table(changed)


def test_a_whole_factor_may_be_written_without_a_point(tmp_path: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8").replace("he_so = 8.0", "he_so = 8")
    changed = tmp_path / SOURCE.name
    changed.write_text(text, encoding="utf-8")
    assert read_table(changed).forms["co_thi_dua_tinh"].he_so["tap_the"] == 8
