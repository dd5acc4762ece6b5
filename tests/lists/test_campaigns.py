"""The award lists of the five campaigns, as the Excel files that their offices would have."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scripts import award_lists
from tests.lists.people import AWARD, TODAY
from vanban import cli_list
from vanban.agency import from_data
from vanban.cli import main
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import Listing, raw_of, raw_of_all
from vanban.lists.check import check
from vanban.pdf.pages import page_count, page_sizes, page_text
from vanban.service import Service, open_service
from vanban.sheet.head import from_file

EXAMPLES = award_lists.EXAMPLES
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/danh_sach"))
CERTIFICATE = read_kinds(FORMS_DIR)["giay_khen"]
# What the lists have at their head, between their rows and at their end, told by its row.
TOLD = {
    "can-tho-119": ["list_group", "list_group", "list_left_out"],
    "hai-phong-200": ["list_hidden_rows", "list_left_out"],
    "so-du-lich-hai-phong": ["list_group", "list_group", "list_left_out"],
    "hai-quan-tphcm": ["list_left_out"],
    "tong-cuc-hai-quan": ["list_group", "list_group", "list_left_out"],
}
# Of a long list every so many-th paper of its own is made here.
STEP = 9


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], Any]:
    """(shared raw values, rows, office) of an example."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    office = from_data(raw.pop("co_quan"))
    raw.pop("mo_ta", None)
    return raw, raw.pop("khen_thuong", []), office


def decision(name: str) -> tuple[dict[str, Any], list[dict[str, Any]], Any]:
    return read(EXAMPLES / name / "quyet_dinh_khen_thuong.json")


def awards(name: str) -> Listing:
    data = (EXAMPLES / name / "danh_sach" / award_lists.AWARDS).read_bytes()
    return from_file(data, award_lists.AWARDS, AWARD)


def certificates(name: str) -> Listing:
    data = (EXAMPLES / name / "danh_sach" / award_lists.CERTIFICATES).read_bytes()
    return from_file(data, award_lists.CERTIFICATES, CERTIFICATE)


def whole(row: Mapping[str, Any], common: dict[str, Any]) -> dict[str, str]:
    """A row with what it means where it is silent; money without its dots."""
    meant = {"hinh_thuc": common["hinh_thuc"], "doi_tuong": "ca_nhan"}
    return {**meant, **{name: str(value).replace(".", "") for name, value in row.items()}}


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_a_campaign_has_nothing_to_mend(name: str) -> None:
    common, rows, office = decision(name)
    listing = awards(name)
    assert len(listing.rows) == len(rows)
    assert [note.code for note in listing.notes] == TOLD[name]
    for together in (False, True):
        found = check(AWARD, listing, common, office, TODAY, together=together)
        assert [str(finding) for finding in found.findings] == []
    common, _, office = read(EXAMPLES / name / "danh_sach" / "giay_khen.json")
    found = check(CERTIFICATE, certificates(name), common, office, TODAY)
    assert [str(finding) for finding in (*found.findings, *found.notes)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_make_the_paper_that_the_example_is(name: str) -> None:
    common, rows, _ = decision(name)
    listing = awards(name)
    raws = [row.raw for row in listing.rows]
    assert [whole(raw, common) for raw in raws] == [whole(row, common) for row in rows]
    assert raw_of_all(AWARD, common, raws) == {**common, "khen_thuong": raws}
    for row in listing.rows:
        assert raw_of(AWARD, common, row.raw) == {**common, "khen_thuong": [row.raw]}


def cells(data: bytes) -> list[tuple[str, str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_the_lists_are_those_that_the_script_writes() -> None:
    made = award_lists.files()
    assert len(NAMES) == 5
    assert len(made) == 10
    for path, data in made.items():
        assert cells(data) == cells((EXAMPLES / path).read_bytes()), "python -m scripts.award_lists"


def test_a_fault_in_a_campaign_is_told_with_its_row_in_the_file() -> None:
    common, _, office = decision("hai-phong-200")
    book = openpyxl.load_workbook(EXAMPLES / "hai-phong-200" / "danh_sach" / award_lists.AWARDS)
    sheet = book.worksheets[0]
    first = next(r for r in range(1, 20) if sheet.cell(r, 1).value == 1)
    sheet.cell(first + 20, 6).value = "Huy chương"
    for column in (4, 5):
        sheet.cell(first + 30, column).value = str(sheet.cell(first + 25, column).value).upper()
    out = io.BytesIO()
    book.save(out)
    found = check(AWARD, from_file(out.getvalue(), "a.xlsx", AWARD), common, office, TODAY)
    told = [(f.number, f.letter, f.problem.code) for f in found.findings]
    assert told[0] == (first + 20, "F", "bad_choice")
    assert (first + 30, "D", "list_double") in told


# -- what the command line makes of them -----------------------------------------------------------


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


def ran(kind: str, name: str, sheet: str, common: Path, out: Path, *more: str) -> list[bytes]:
    """The PDFs that the command makes, in the order of their names; each has its Word file."""
    at = EXAMPLES / name / "danh_sach" / sheet
    told = ["batch", kind, str(at), "--common", str(common), "--out", str(out), *more]
    assert main(told) == 0
    papers = sorted(out.glob("*.pdf"))
    assert [paper.with_suffix(".docx").exists() for paper in papers] == [True] * len(papers)
    return [paper.read_bytes() for paper in papers]


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page_text(pdf, at) for at in range(page_count(pdf))))


def said(names: Iterable[str], pdf: bytes) -> list[str]:
    text = words(pdf)
    return [name for name in names if name in text]


@pytest.mark.parametrize("name", NAMES)
def test_one_decision_for_the_whole_list(name: str, tmp_path: Path) -> None:
    _, rows, _ = decision(name)
    common = EXAMPLES / name / "quyet_dinh_khen_thuong.json"
    (paper,) = ran(AWARD.name, name, award_lists.AWARDS, common, tmp_path, "--form", "chung")
    everybody = [row["ho_ten"] for row in rows]
    assert said(everybody, paper) == everybody
    assert "Trần Văn Rút" not in words(paper), "a row that is hidden"


def only(monkeypatch: pytest.MonkeyPatch, rows: slice) -> None:
    """Let the command see only these rows of a list."""
    real = cli_list._listing

    def some(*given: Any) -> Any:
        listing = real(*given)
        return replace(listing, rows=listing.rows[rows])

    monkeypatch.setattr(cli_list, "_listing", some)


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_for_each_row(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, slice(None, None, STEP))
    _, rows, _ = decision(name)
    common = EXAMPLES / name / "danh_sach" / "quyet_dinh_khen_thuong.json"
    papers = ran(AWARD.name, name, award_lists.AWARDS, common, tmp_path)
    assert len(papers) == len(rows[::STEP])
    for row, paper in zip(rows[::STEP], papers, strict=True):
        assert row["ho_ten"] in words(paper)
        assert re.search(r"Số: /QĐ-", words(paper)), "the number is given after the signature"
        assert "danh sách kèm theo" not in words(paper)


@pytest.mark.parametrize("name", NAMES)
def test_a_certificate_for_each_row(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, slice(None, None, STEP))
    people = [row.raw for row in certificates(name).rows][::STEP]
    common = EXAMPLES / name / "danh_sach" / "giay_khen.json"
    papers = ran("giay_khen", name, award_lists.CERTIFICATES, common, tmp_path)
    assert len(papers) == len(people)
    for person, paper in zip(people, papers, strict=True):
        assert page_count(paper) == 1
        ((width, height),) = page_sizes(paper)
        assert width > height
        assert person["ho_ten"] in words(paper)
        assert f"Số sổ vàng: {person['so_vang']}" in words(paper)


def test_a_number_that_all_papers_would_share_is_left_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, slice(1))
    common = EXAMPLES / "hai-phong-200" / "quyet_dinh_khen_thuong.json"
    (paper,) = ran(AWARD.name, "hai-phong-200", award_lists.AWARDS, common, tmp_path)
    assert "5012" not in words(paper)
    assert "Nội dung chung ghi số 5012" in capsys.readouterr().err


def test_the_commands_of_the_guide_make_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, slice(1))
    monkeypatch.chdir(EXAMPLES.parent)
    guide = Path("docs/danh-sach.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python -m vanban (batch .*) --out output/(\S+)$", guide, re.MULTILINE)
    assert [name for _, name in commands] == ["quyet-dinh", "tung-nguoi", "giay-khen"]
    for command, name in commands:
        assert main([*command.split(), "--out", str(tmp_path / name)]) == 0
        assert len(list((tmp_path / name).glob("*.pdf"))) == 1
