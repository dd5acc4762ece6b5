"""The command line, as a person or a script runs it."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import docx
import pikepdf
import pytest

from vanban.cli import main

ROOT = Path(__file__).parent.parent
OFFICE = {"ten_co_quan": "Sở Nội vụ", "ky_hieu": "SNV", "dia_danh": "Hải Phòng"}
SIGNER = {"ho_ten": "Lê Hoàng Minh", "chuc_vu": "Giám đốc"}
PLAN = {
    "co_quan": OFFICE,
    "dia_danh": "Hải Phòng",
    "trich_yeu": "Tổ chức hội thi “Văn hóa công sở”",
    "noi_dung": "I. MỤC ĐÍCH\nNâng cao ý thức.",
    "noi_nhan": ["Bộ Nội vụ"],
    "luu": "VT",
    "nguoi_ky": SIGNER,
}


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments, env=None):
    """Run a command in this process; env: variables that it shall see."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        code = main([str(each) for each in arguments])
    return Done(code, out.getvalue(), err.getvalue())


def run_as_a_person_does(*arguments):
    """Run it in a process of its own, which takes a second to begin: no warning, either."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "vanban", *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        timeout=120,
    )


def data_file(folder: Path, data) -> Path:
    path = folder / "data.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_kinds_lists_every_kind_with_its_fields():
    done = run_as_a_person_does("kinds")

    assert done.returncode == 0, done.stderr
    assert "quyet_dinh_khen_thuong  Quyết định khen thưởng (QĐ)" in done.stdout
    assert "trich_yeu [text] Trích yếu *" in done.stdout


def test_make_writes_both_files_and_prints_their_paths(tmp_path):
    out = tmp_path / "giấy tờ"
    done = run_as_a_person_does("make", "ke_hoach", data_file(tmp_path, PLAN), "--out", out)

    assert done.returncode == 0, done.stderr
    word, pdf = map(Path, done.stdout.splitlines())
    assert {word, pdf} == set(out.iterdir())
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    document = docx.Document(str(word))
    assert "NÂNG CAO" not in (text := "\n".join(p.text for p in document.paragraphs))
    assert "Nâng cao ý thức./." in text
    assert document.core_properties.title == "Kế hoạch Tổ chức hội thi “Văn hóa công sở”"


def test_bad_data_prints_each_problem_with_its_field_path_and_writes_nothing(tmp_path):
    out = tmp_path / "out"
    bad = {**PLAN, "ngay": "31/02/2026", "trich_yeu": "", "nguoi_ky": {"ho_ten": "TS. Lê Minh"}}
    done = run_as_a_person_does("make", "ke_hoach", data_file(tmp_path, bad), "--out", out)

    assert done.returncode == 1
    assert done.stdout == ""
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert places == ["ngay", "trich_yeu", "nguoi_ky.chuc_vu", "nguoi_ky.ho_ten"]
    assert "31/02/2026" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "không đọc được"),
        ("[1]", "phải là một đối tượng"),
        ('{"co_quan": {"ten": "x"}}', "co_quan.ten"),
        ("{}", "co_quan.ten_co_quan"),
    ],
)
def test_a_data_file_that_is_wrong_is_told(tmp_path, content, said):
    path = tmp_path / "data.json"
    path.write_text(content, encoding="utf-8")
    done = run("make", "ke_hoach", path, "--out", tmp_path / "out")

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_kind_names_the_known_ones(tmp_path):
    done = run("make", "cong_van", data_file(tmp_path, PLAN), "--out", tmp_path)

    assert done.returncode == 1
    assert "ke_hoach" in done.stderr


def test_pdf_makes_a_pdf_of_a_word_file_of_anybody(tmp_path):
    document = docx.Document()
    document.add_paragraph("Cộng hòa xã hội chủ nghĩa Việt Nam")
    document.save(str(tmp_path / "a.docx"))
    done = run("pdf", tmp_path / "a.docx", "--out", tmp_path / "a.pdf")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_pdf_for_the_archive_claims_pdfa(tmp_path):
    document = docx.Document()
    document.add_paragraph("Cộng hòa xã hội chủ nghĩa Việt Nam")
    document.save(str(tmp_path / "a.docx"))
    done = run("pdf", tmp_path / "a.docx", "--out", tmp_path / "a.pdf", "--pdfa")

    assert done.returncode == 0, done.stderr
    with pikepdf.open(tmp_path / "a.pdf") as pdf, pdf.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "2"


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, b"PK\x03\x04" + b"\0" * 64]
)
def test_pdf_of_something_else_says_so_and_writes_nothing(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)
    done = run("pdf", tmp_path / "a.docx", "--out", tmp_path / "a.pdf")

    assert done.returncode == 1
    assert "a.docx" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_a_character_without_a_glyph_stops_the_pdf_unless_it_is_asked_for_all_the_same(
    tmp_path, caplog
):
    document = docx.Document()
    document.add_paragraph("Tên 漢 và tên khác")
    document.save(str(tmp_path / "a.docx"))
    refused = run("pdf", tmp_path / "a.docx", "--out", tmp_path / "a.pdf")
    made = run("pdf", tmp_path / "a.docx", "--out", tmp_path / "b.pdf", "--thieu-chu")

    assert refused.returncode == 1
    assert "漢" in refused.stderr
    assert not (tmp_path / "a.pdf").exists()
    assert made.returncode == 0
    assert "漢" in made.stderr
    assert (tmp_path / "b.pdf").exists()
    assert "漢" in caplog.text


def test_pdf_of_a_missing_file_says_so(tmp_path):
    done = run("pdf", tmp_path / "none.docx", "--out", tmp_path / "a.pdf")

    assert done.returncode == 1
    assert "none.docx" in done.stderr


def test_places_tells_people_and_programs_where_a_paper_is_filled(tmp_path):
    run("make", "ke_hoach", data_file(tmp_path, PLAN), "--out", tmp_path)
    [pdf] = tmp_path.glob("*.pdf")
    told, as_json = run("places", pdf), run("places", pdf, "--json")

    assert told.returncode == 0, told.stderr
    assert "vị trí do tệp ghi sẵn khi tạo" in told.stdout
    assert "NguoiKy: Chữ ký của người có thẩm quyền, trang 1" in told.stdout
    assert "    mm: cách mép trái 102,0, cách mép trên" in told.stdout
    found = json.loads(as_json.stdout)
    assert found["cach_tim"] == "tep"
    assert [each["ten"] for each in found["vi_tri"]][:2] == ["So", "Ngay"]
    seal = next(each for each in found["vi_tri"] if each["ten"] == "CoQuan")
    assert (seal["mm"]["rong"], seal["mm"]["cao"]) == (36.0, 36.0)


def test_places_of_a_file_without_any_says_so(tmp_path):
    word = tmp_path / "thu.docx"
    document = docx.Document()
    document.add_paragraph("Ngày mai trời nắng.")
    document.save(str(word))
    run("pdf", word, "--out", tmp_path / "thu.pdf")
    done = run("places", tmp_path / "thu.pdf")

    assert done.returncode == 1
    assert "thu.pdf: Không tìm thấy chỗ ghi số" in done.stderr
