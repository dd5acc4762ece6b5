"""docs/them-mot-loai-van-ban.md, followed to the letter: the page is what makes the new kind."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document

from tests.contract.source import ROOT
from vanban import context
from vanban.agency import Agency
from vanban.kinds import KindRefused
from vanban.pairs import load_kinds
from vanban.problems import Refused
from vanban.service import Service

pytestmark = pytest.mark.asked_elsewhere

PAGE = (ROOT / "docs" / "them-mot-loai-van-ban.md").read_text(encoding="utf-8")
NAME = "thong_bao"
AGENCY = Agency(
    ten_co_quan="Sở Nội vụ",
    co_quan_chu_quan="Ủy ban nhân dân\nthành phố Hải Phòng",
    ky_hieu="SNV",
    dia_danh="Hải Phòng",
)
TODAY = date(2026, 11, 21)


def blocks(language: str) -> list[str]:
    """The fenced blocks of the page in that language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def edited_in_word(path: Path) -> None:
    """Step 2: what the page tells an office to do in Word, on the same paragraphs."""
    old, new, deleted, added = (block.splitlines() for block in blocks("text"))
    document = Document(str(path))
    title = next(p for p in document.paragraphs if p.text == old[0])
    title.runs[0].text = new[0]
    texts = [p.text for p in document.paragraphs]
    start = texts.index(deleted[0])
    doomed = document.paragraphs[start : start + len(deleted)]
    assert [p.text for p in doomed] == deleted
    for paragraph in doomed:
        paragraph._p.getparent().remove(paragraph._p)
    body = next(p for p in document.paragraphs if p.text == "{%p for d in noi_dung %}")
    body.insert_paragraph_before(added[0], style="Lời văn")
    document.save(str(path))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The owner's two folders with the new kind in them, as the page makes it."""
    for folder, pattern in (("forms", "*.toml"), ("doc_templates", "*.docx")):
        (tmp_path / folder).mkdir()
        for path in (ROOT / folder).glob(pattern):
            shutil.copy(path, tmp_path / folder)
    (tmp_path / "forms" / f"{NAME}.toml").write_text(blocks("toml")[0], encoding="utf-8")
    template = tmp_path / "doc_templates" / f"{NAME}.docx"
    shutil.copy(tmp_path / "doc_templates" / "ke_hoach.docx", template)
    edited_in_word(template)
    return tmp_path


def loaded(house: Path) -> Any:
    return load_kinds(house / "forms", house / "doc_templates")


def said(house: Path) -> str:
    """Every sentence with which the start-up refuses."""
    with pytest.raises(KindRefused) as refused:
        loaded(house)
    return "\n".join(str(problem) for problem in refused.value.problems)


def told(start: str) -> str:
    """The sentence that the page quotes, up to the name that differs."""
    quoted = re.findall(r"\| `([^`]+)` \|$", PAGE, re.MULTILINE)
    return next(sentence for sentence in quoted if sentence.startswith(start))


def lines(docx: bytes) -> Iterator[tuple[str, str]]:
    for paragraph in Document(io.BytesIO(docx)).paragraphs:
        if paragraph.text:
            yield paragraph.style.name, paragraph.text


def test_page_shows_one_form_and_four_pieces_of_the_template() -> None:
    assert len(blocks("toml")) == 1
    assert [len(block.splitlines()) for block in blocks("text")] == [1, 1, 3, 1]


def test_new_kind_makes_a_document(house: Path) -> None:
    kinds = loaded(house)
    assert NAME in kinds
    made = Service(kinds).produce(NAME, kinds[NAME].kind.sample, AGENCY, TODAY)
    paper = list(lines(made.docx))
    assert paper[0] == ("Tên loại", "THÔNG BÁO")
    opening = "Thực hiện chỉ đạo của Ủy ban nhân dân thành phố, Sở Nội vụ thông báo như sau:"
    assert ("Lời văn", opening) in paper
    assert "Căn cứ" not in {style for style, _ in paper}
    assert paper[-1] == ("Đoạn cuối", "Đề nghị các cơ quan, đơn vị thực hiện./.")


def test_its_pdf_reads_like_the_paper(house: Path) -> None:
    kinds = loaded(house)
    made = Service(kinds).produce(NAME, kinds[NAME].kind.sample, AGENCY, TODAY)
    document = pypdfium2.PdfDocument(made.pdf)
    page = document[0]
    text_page = page.get_textpage()
    text = " ".join(text_page.get_text_range().replace("\u00a0", " ").split())
    text_page.close()
    page.close()
    document.close()
    for words in ("THÔNG BÁO", "Số: 15/TB-SNV", "TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "Lưu: VT."):
        assert words in text


def test_every_tag_that_the_page_offers_is_offered() -> None:
    table = PAGE.split("## Những thẻ có sẵn")[1].split("## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    fields = {"noi_dung"}  # a field's own name, not a derived variable
    assert named - fields <= set(context.DERIVED)
    assert {"so_ky_hieu", "noi_nhan", "ho_ten_nguoi_ky"} <= named


def form_of(house: Path) -> Path:
    return house / "forms" / f"{NAME}.toml"


def without_field(house: Path) -> None:
    text = form_of(house).read_text(encoding="utf-8")
    start = text.index('[[section.field]]\nname = "mo_dau"')
    end = text.index('[[section.field]]\nname = "noi_dung"')
    form_of(house).write_text(text[:start] + text[end:], encoding="utf-8")


def without_tag(house: Path) -> None:
    path = house / "doc_templates" / f"{NAME}.docx"
    document = Document(str(path))
    tag = next(p for p in document.paragraphs if p.text == "{{ mo_dau }}")
    tag._p.getparent().remove(tag._p)
    document.save(str(path))


def without_template(house: Path) -> None:
    (house / "doc_templates" / f"{NAME}.docx").unlink()


def without_form(house: Path) -> None:
    form_of(house).unlink()


def with_a_slip_of_the_pen(house: Path) -> None:
    text = form_of(house).read_text(encoding="utf-8")
    form_of(house).write_text(text.replace("remembered", "remembred"), encoding="utf-8")


@pytest.mark.parametrize(
    ("slip", "start", "name"),
    [
        (without_field, "Tệp mẫu dùng biến", "mo_dau"),
        (without_tag, "Trường", "mo_dau"),
        (without_template, "Không có tệp mẫu Word", "thong_bao.docx"),
        (without_form, "Tệp mẫu Word này", "thong_bao.toml"),
        (with_a_slip_of_the_pen, "Không có khóa", "remembred"),
    ],
)
def test_start_up_says_what_the_page_promises(
    house: Path, slip: Any, start: str, name: str
) -> None:
    slip(house)
    promised = told(start).replace("…", name).rstrip(".")
    assert promised in said(house)


def test_all_slips_are_said_at_once(house: Path) -> None:
    without_field(house)
    (house / "forms" / "ke_hoach.toml").unlink()
    sentences = said(house)
    assert "mo_dau" in sentences
    assert "ke_hoach.toml" in sentences


def test_a_document_with_gaps_is_refused_by_name(house: Path) -> None:
    kinds = loaded(house)
    raw = {name: value for name, value in kinds[NAME].kind.sample.items() if name != "mo_dau"}
    with pytest.raises(Refused) as refused:
        Service(kinds).produce(NAME, raw, AGENCY, TODAY)
    assert [problem.where for problem in refused.value.problems] == ["mo_dau"]
