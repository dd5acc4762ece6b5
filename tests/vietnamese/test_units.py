"""Bodies and units by their names, as award lists write them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from vanban.vietnamese.units import is_collective, unit_of

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "name",
    ["Phòng Tổ chức", "UBND xã Vĩnh Bảo", "Uỷ ban nhân dân phường A", "TRƯỜNG TIỂU HỌC KIM ĐỒNG",
     "Tập thể cán bộ phòng Kế toán", unicodedata.normalize("NFD", "Sở Nội vụ")],
)  # fmt: skip
def test_a_body_is_known_by_its_first_word(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name",
    ["Phùng Tổ Chức", "Trương Văn Sở", "Bàn Văn An", "Đoàn Thị Ngọc Ánh", "Hồ Ban Mai", "Phong An",
     "Văn Công Hội", "Vũ Khoa", "Tô Hoài", "Đoàn Văn Trường", "Phòng", ""],
)  # fmt: skip
def test_a_person_is_none(name: str) -> None:
    assert not is_collective(name)


def test_every_name_of_the_campaigns_is_told_apart() -> None:
    rows = [
        row
        for path in EXAMPLES.glob("*/quyet_dinh_khen_thuong.json")
        for row in json.loads(path.read_text(encoding="utf-8"))["khen_thuong"]
    ]
    assert len(rows) > 80
    for row in rows:
        assert is_collective(row["ho_ten"]) == (row["doi_tuong"] == "tap_the"), row


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Chuyên viên, Phòng Tổng hợp, Sở Nội vụ", "Sở Nội vụ"),
        ("Phó Giám đốc Sở Nội vụ", "Sở Nội vụ"),
        ("Phó Vụ trưởng Vụ Pháp chế", "Vụ Pháp chế"),
        ("Trưởng phòng, Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Phó Trưởng Công an phường Gia Viên", "Công an phường Gia Viên"),
        ("Đội phó Đội Kiểm soát, Cục Điều tra", "Cục Điều tra"),
        ("  Chuyên   viên ", "Chuyên viên"),
        ("", ""),
    ],
)
def test_the_unit_of_a_post(written: str, unit: str) -> None:
    assert unit_of(written) == unit
