"""The workbook that a clerk fills in: what it offers, and that our own reader takes it back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from vanban import cli
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import columns
from vanban.sheet import form
from vanban.sheet.head import from_file
from vanban.sheet.values import SheetRefused

KINDS = read_kinds(FORMS_DIR)
LISTED = [kind for kind in KINDS.values() if columns(kind)]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_every_column_is_there_with_its_note(kind) -> None:
    sheet = opened(form.template(kind)).worksheets[0]
    heads = [cell.value.removesuffix(" *") for cell in sheet[1]]
    assert heads == ["STT", *(column.label for column in columns(kind))]
    for cell, column in zip(sheet[1][1:], columns(kind), strict=True):
        assert cell.comment is not None
        assert column.field.hint in cell.comment.text
        assert sheet.column_dimensions[cell.column_letter].number_format == "@"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_every_choice_drops_down(kind) -> None:
    book = opened(form.template(kind))
    rules = {
        str(rule.sqref): rule.formula1
        for rule in book.worksheets[0].data_validations.dataValidation
    }
    for number, column in enumerate(columns(kind), 2):
        letter = openpyxl.utils.get_column_letter(number)
        labels = [label for _, label in column.field.choices]
        if labels:
            name, _, area = rules[f"{letter}2:{letter}20001"].partition("!")
            offered = [row[0].value for row in book[name][area.replace("$", "")]]
            assert offered == labels
            assert book[name].sheet_state == "hidden"


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_an_empty_workbook_has_no_rows_and_says_so(kind) -> None:
    listing = from_file(form.template(kind), "mau.xlsx", kind)
    assert [problem.code for problem in listing.problems] == ["list_no_rows"]
    assert not listing.unmapped
    assert set(listing.columns) == {column.name for column in columns(kind)}


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.name)
def test_what_is_filled_in_is_read_back(kind) -> None:
    book = opened(form.template(kind))
    rows = []
    for number in (2, 3):
        row = {}
        for at, column in enumerate(columns(kind), 2):
            chosen = {label: key for key, label in column.field.choices}
            typed = next(iter(chosen), None) or {"date": "05/01/2026", "money": "1.000.000"}.get(
                column.field.type, f"{number}"
            )
            book.worksheets[0].cell(number, at, typed)
            row[column.name] = chosen.get(typed, typed)
        rows.append((number, row))
    listing = from_file(saved(book), "mau.xlsx", kind)
    assert [(row.number, dict(row.raw)) for row in listing.rows] == rows
    assert not listing.problems
    assert not listing.notes


def test_no_example_is_taken_for_a_person() -> None:
    book = opened(form.template(KINDS["quyet_dinh_khen_thuong"]))
    guide = book["Hướng dẫn"]
    texts = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert "Nguyễn Thị Hoa" in texts
    assert book.worksheets[0].max_row == 1


def test_a_kind_that_no_list_makes_has_no_workbook() -> None:
    with pytest.raises(SheetRefused, match="không lập được từ danh sách"):
        form.template(KINDS["ke_hoach"])


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mau.xlsx"
    assert cli.main(["sheet", "quyet_dinh_khen_thuong", "--out", str(out)]) == 0
    assert opened(out.read_bytes()).sheetnames[0] == "Danh sách"
    assert capsys.readouterr().out == f"{out}\n"
    assert cli.main(["sheet", "khong_co", "--out", str(out)]) == 1
    assert cli.main(["sheet", "ke_hoach", "--out", str(tmp_path / "a.xlsx")]) == 1
    assert not (tmp_path / "a.xlsx").exists()
