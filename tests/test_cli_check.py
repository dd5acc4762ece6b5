"""The check on the command line: for people, for programs, and with repairs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from tests.check.faults import DECISION, PLAN, first, margin, retype
from tests.check.test_faults import paper
from vanban.check.engine import rule_set
from vanban.check.table import markdown
from vanban.cli import main

DOCUMENT = Path(__file__).parents[1] / "docs" / "kiem-tra.md"


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "dung.docx"
    path.write_bytes(paper(DECISION))
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    document = docx.Document(io.BytesIO(paper(PLAN)))
    retype(first(document, "Tiêu ngữ"), "lập - Tự", "lập -Tự")
    retype(first(document, "Nơi nhận"), "nhận:", "nhận")
    path = tmp_path / "sai.docx"
    document.save(str(path))
    return path


def test_a_right_paper_has_nothing_to_tell(right: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(right)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("dung.docx: Quyết định.")
    assert "0 sai, 0 nên sửa, 0 lưu ý" in out


def test_what_is_wrong_is_told_with_its_clause_and_place(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(wrong)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  [Sai]")]
    assert len(lines) == 2
    assert "trang 1, cách mép trên 2" in lines[0]
    assert "(Phụ lục I, Phần I, II.1.b)" in lines[0]


def test_a_margin_is_told_with_its_page_alone(
    right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(str(right))
    margin("right", 12)(document)
    document.save(str(right))
    assert main(["check", str(right)]) == 1
    assert "  [Sai] trang 1: Lề phải là 12 mm" in capsys.readouterr().out


def test_the_same_for_programs(
    wrong: Path, right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(right), str(wrong), "--json"]) == 1
    good, bad = json.loads(capsys.readouterr().out)
    assert (good["tep"], good["loai"], good["dem"]["sai"]) == ("dung.docx", "Quyết định", 0)
    assert good["da_xet"] == sum(q["ket_qua"] in ("dat", "khong_dat") for q in good["quy_tac"])
    assert len(good["quy_tac"]) == len(rule_set().rules)
    told = {each["quy_tac"]: each for each in bad["phat_hien"]}
    assert set(told) == {"tieu_ngu_gach_noi", "noi_nhan_dau_hai_cham"}
    assert told["tieu_ngu_gach_noi"]["trang"] == 1
    assert 20 < told["tieu_ngu_gach_noi"]["mm"]["tren"] < 35


def test_repairs_are_written_and_then_nothing_is_wrong(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "da-sua.docx"
    assert main(["check", str(wrong), "--sua", str(out)]) == 1
    assert main(["check", str(out)]) == 0


def test_other_files_are_named_and_the_rest_is_still_checked(
    right: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "anh.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    assert main(["check", str(picture), str(right)]) == 1
    told = capsys.readouterr()
    assert "anh.docx" in told.err
    assert "dung.docx: Quyết định." in told.out


def test_nothing_to_check_and_two_files_to_repair(
    right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 1
    assert main(["check", str(right), str(right), "--sua", "x.docx"]) == 1
    assert "từng tệp" in capsys.readouterr().err


def test_the_document_holds_every_clause_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--quy-tac"]) == 0
    table = capsys.readouterr().out
    assert table == markdown(rule_set())
    held = DOCUMENT.read_text(encoding="utf-8")
    held = held.split("<!-- quy-tac -->\n")[1].split("<!-- het quy-tac -->")[0]
    assert held == table, "run `python -m scripts.rules` to write the table anew"
