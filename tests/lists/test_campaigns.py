"""The award lists of the five campaigns, as the Excel files that their offices would have."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lists.people import AWARD, TODAY
from vanban.agency import from_data
from vanban.kinds import Field
from vanban.listing import raw_of, raw_of_all
from vanban.lists.check import check
from vanban.sheet.head import from_file

EXAMPLES = sorted(
    (Path(__file__).parents[2] / "examples").glob("*/quyet_dinh_khen_thuong.json"),
    key=lambda path: path.parent.name,
)
NAMES = [path.parent.name for path in EXAMPLES]
TABLE = AWARD.field("khen_thuong")


def shown(column: Field, value: Any) -> Any:
    """A cell as an office types it."""
    return dict(column.choices).get(value, value)


def workbook(rows: list[dict[str, Any]]) -> bytes:
    """Titles, headings, a row for each, a sum at the end."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"])
    sheet.append([])
    sheet.append(["STT", *(column.label for column in TABLE.columns)])
    for number, row in enumerate(rows, 1):
        sheet.append([number, *(shown(c, row.get(c.name)) for c in TABLE.columns)])
    sheet.append([None, f"Tổng cộng: {len(rows)}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], Any]:
    """(shared raw values, rows, office) of an example."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    office = from_data(raw.pop("co_quan"))
    raw.pop("mo_ta", None)
    return raw, raw.pop("khen_thuong"), office


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_the_list_of_a_campaign_has_nothing_to_mend(path: Path) -> None:
    common, rows, office = read(path)
    listing = from_file(workbook(rows), "danh sách.xlsx", AWARD)
    assert len(listing.rows) == len(rows)
    assert [row.number for row in listing.rows] == list(range(4, 4 + len(rows)))
    for together in (False, True):
        found = check(AWARD, listing, common, office, TODAY, together=together)
        assert [str(finding) for finding in found.findings] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_the_rows_make_the_paper_that_the_example_is(path: Path) -> None:
    common, rows, _ = read(path)
    listing = from_file(workbook(rows), "danh sách.xlsx", AWARD)
    wanted = [{name: str(value) for name, value in row.items()} for row in rows]
    assert raw_of_all(AWARD, common, [row.raw for row in listing.rows]) == {
        **common,
        "khen_thuong": wanted,
    }
    for row, one in zip(listing.rows, wanted, strict=True):
        assert raw_of(AWARD, common, row.raw) == {**common, "khen_thuong": [one]}


def test_all_five_are_there() -> None:
    assert len(EXAMPLES) == 5


def test_a_fault_in_a_campaign_is_told_with_its_row_in_the_file() -> None:
    common, rows, office = read(EXAMPLES[NAMES.index("hai-phong-200")])
    rows[20]["tien_thuong"] = "hai triệu"
    rows[30] = {**rows[40], "ho_ten": rows[40]["ho_ten"].upper()}
    listing = from_file(workbook(rows), "danh sách.xlsx", AWARD)
    found = check(AWARD, listing, common, office, date(2025, 12, 22))
    assert [(f.number, f.letter, f.problem.code) for f in found.findings] == [
        (24, "G", "bad_number"),
        (44, "D", "list_double"),
    ]
