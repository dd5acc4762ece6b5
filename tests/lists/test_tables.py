"""What she gets of a list besides the papers, read back as Excel reads it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from PIL import Image

from tests.lists.people import AWARD, COMMON, OFFICE, TODAY, person
from tests.lists.test_campaigns import NAMES, decision
from vanban.listing import Heading
from vanban.lists.tables import (
    UNITS_DRAWN,
    Outcome,
    chart_png,
    figures,
    mended,
    results_workbook,
    roll_workbook,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADS = (Heading("A", "TT"), Heading("B", "Họ tên", "ho_ten"), Heading("D", "", "danh_xung"))


def cells(data: bytes) -> list[list[Any]]:
    """Values below the titles; a formula would be read as one."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def rows_of(name: str) -> tuple[dict[str, Any], list[dict[str, str]], Any]:
    common, rows, office = decision(name)
    return common, [{k: str(v) for k, v in row.items()} for row in rows], office


def test_her_columns_come_first_then_what_became_of_each_row() -> None:
    files = ("001_Le An.docx", "001_Le An.pdf")
    outcomes = [
        Outcome(("1", "=HYPERLINK(1)", "Bà"), "12/QĐ-SNV", date(2026, 11, 20), files, "Đã tạo"),
        Outcome(("0012",), state="Chưa tạo được: đĩa đầy"),
        Outcome(("3",), state="Đã tạo", form="“Xử dụng” thường được viết là “sử dụng”."),
    ]
    data = results_workbook(HEADS, outcomes, title="Kết quả", agency=OFFICE, created=NOW)
    heads, _, first, second, third = cells(data)
    assert heads == ["TT", "Họ tên", "Cột D", "Số", "Ngày", "Tệp", "Trạng thái", "Thể thức"]
    assert first[:4] == ["1", "=HYPERLINK(1)", "Bà", "12/QĐ-SNV"]
    assert first[4].date() == date(2026, 11, 20)
    assert first[5:] == ["001_Le An.docx; 001_Le An.pdf", "Đã tạo", None]
    assert second == ["0012", None, None, None, None, None, "Chưa tạo được: đĩa đầy", None]
    assert third[7] == "“Xử dụng” thường được viết là “sử dụng”."


def headings(*targets: str) -> list[Heading]:
    return [Heading(chr(65 + at), "", target) for at, target in enumerate(targets)]


@pytest.mark.parametrize(
    ("targets", "cells", "own"),
    [
        (("", "ho_ten"), {"ho_ten": "Lê An"}, {1: "Lê An"}),
        (("", "ho_ten"), {"tien_thuong": "5"}, {}),
        (("doi_tuong",), {"doi_tuong": "tap_the"}, {0: "Tập thể"}),
        (("ho_ten.ho_dem", "ho_ten.ten"), {"ho_ten": "Lê Thị Ân"}, {0: "Lê Thị", 1: "Ân"}),
        (("ho_ten", "ho_ten.ten"), {"ho_ten": "Lê Thị Ân"}, {0: "Lê Thị Ân", 1: ""}),
        (("ho_ten", "ho_ten"), {"ho_ten": "Lê Ân"}, {0: "Lê Ân", 1: "Lê Ân"}),
        (("ho_ten.ten", "ho_ten.ho_dem"), {"ho_ten": ""}, {0: "", 1: ""}),
        (("danh_xung.ong", "danh_xung.ba"), {"danh_xung": "Bà"}, {0: "", 1: "x"}),
        (
            ("chuc_vu_don_vi.don_vi", "chuc_vu_don_vi.chuc_vu"),
            {"chuc_vu_don_vi": "Công chức, Phòng A, Sở B"},
            {0: "Phòng A, Sở B", 1: "Công chức"},
        ),
    ],
)
def test_a_mended_value_stands_in_her_own_columns(
    targets: tuple[str, ...], cells: dict[str, str], own: dict[int, str]
) -> None:
    assert mended(AWARD, headings(*targets), cells) == own


def test_the_roll_is_grouped_and_summed_as_the_paper_is() -> None:
    common, rows, office = rows_of("hai-phong-200")
    data = roll_workbook(AWARD, common, rows, office, TODAY, created=NOW)
    heads, _, *lines = cells(data)
    assert heads[0] == "STT"
    assert heads[4] == "Tiền thưởng (đồng)"
    assert lines[0][:2] == ["I", "TẬP THỂ"]
    assert lines[19][:2] == ["II", "CÁ NHÂN"]
    assert lines[20][:3] == [1, "Bà Nguyễn Thị Thanh Huyền", "Phó Giám đốc Sở Nội vụ"]
    assert lines[1][3] == "Cờ thi đua của Ủy ban nhân dân thành phố Hải Phòng"
    people = [line for line in lines if isinstance(line[0], int)]
    assert len(people) == len(rows)
    assert lines[-1][1] == "Tổng cộng"
    assert lines[-1][4] == sum(line[4] for line in people) > 0
    assert figures(AWARD, common, rows, TODAY).total.money == lines[-1][4]


def test_a_roll_without_money_has_no_column_for_it() -> None:
    common, rows, office = rows_of("tong-cuc-hai-quan")
    heads, *_ = cells(roll_workbook(AWARD, common, rows, office, TODAY, created=NOW))
    assert len([head for head in heads if head]) == 4


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_count_every_row_once(name: str) -> None:
    common, rows, office = rows_of(name)
    found = figures(AWARD, common, rows, TODAY)
    for tallies in (found.by_form, found.by_unit):
        assert sum(t.total for t in tallies) == len(rows) == found.total.total
        assert sum(t.money for t in tallies) == found.total.money
    assert found.with_money == bool(common["co_tien"])
    shown = {
        line[3] for line in cells(roll_workbook(AWARD, common, rows, office, TODAY, created=NOW))
    }
    assert {t.name for t in found.by_form} <= shown


def test_units_are_one_in_every_spelling() -> None:
    units = ("Chuyên viên, Phòng A, Sở Hòa giải", "Trưởng phòng, SỞ HOÀ GIẢI", "Chuyên viên")
    rows = [{**person(at), "chuc_vu_don_vi": unit} for at, unit in enumerate(units)]
    rows.append({"ho_ten": "Phòng Kế toán", "doi_tuong": "tap_the"})
    rows.append({"ho_ten": "Lê Văn An"})
    found = figures(AWARD, COMMON, rows, TODAY)
    assert {t.name: t.total for t in found.by_unit} == {
        "Sở Hòa giải": 2, "Chuyên viên": 1, "Phòng Kế toán": 1, "Chưa ghi đơn vị": 1}  # fmt: skip
    assert found.recipients == ("tap_the", "ca_nhan")


def test_money_is_that_of_the_row_or_of_the_rule() -> None:
    rows = [{**person(0), "tien_thuong": "1.000.000"}, person(1), {**person(2), "hinh_thuc": "x"}]
    found = figures(AWARD, COMMON | {"ngay": "20/11/2026"}, rows, TODAY)
    # 0,3 × the base of that day, rounded up to tens of thousands (Điều 49, 54 of NĐ 152/2025).
    assert found.total.money == 1_000_000 + 760_000
    assert found.total.total == 3


def test_the_chart_has_one_line_for_many_small_units() -> None:
    rows = [{**person(0), "chuc_vu_don_vi": f"Sở số {at}"} for at in range(UNITS_DRAWN + 8)]
    found = figures(AWARD, COMMON, rows, TODAY)
    assert len(found.by_unit) == UNITS_DRAWN + 8
    with Image.open(io.BytesIO(chart_png(found, 170, 220))) as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("L").getcolors() or ()) > 3
        red, green, blue = picture.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_a_list_of_nobody_is_a_table_of_nobody() -> None:
    found = figures(AWARD, COMMON, [], TODAY)
    assert (found.by_form, found.by_unit, found.total.total) == ((), (), 0)
    assert chart_png(found, 100, 100) == b""
