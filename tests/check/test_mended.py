"""A paper with many faults is mended: the repairs are put into its file, and it is read again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from vanban import agency, checking
from vanban.check.engine import Report, check, rule_set
from vanban.check.find import find
from vanban.check.looks import LOOKS
from vanban.docx.mend import mend
from vanban.service import open_service

EXAMPLE = Path(__file__).parents[2] / "examples/tong-cuc-hai-quan/quyet_dinh_khen_thuong.json"
DAY = date(2026, 11, 21)


def replaced(old: str, new: str) -> Callable[[Paragraph], None]:
    def spoil(paragraph: Paragraph) -> None:
        run = next(run for run in paragraph.runs if old in run.text)
        run.text = run.text.replace(old, new, 1)

    return spoil


def looks(**look: Any) -> Callable[[Paragraph], None]:
    def spoil(paragraph: Paragraph) -> None:
        for run in paragraph.runs:
            for name, value in look.items():
                setattr(run.font, name, value)

    return spoil


def set_as(**setting: Any) -> Callable[[Paragraph], None]:
    def spoil(paragraph: Paragraph) -> None:
        for name, value in setting.items():
            setattr(paragraph.paragraph_format, name, value)

    return spoil


# What each paragraph begins with, how it is spoilt, and the rule that tells it.
FAULTS: tuple[tuple[str, Callable[[Paragraph], None], str], ...] = (
    ("Căn cứ Nghị định", looks(italic=False), "can_cu_kieu_chu"),
    ("Căn cứ kết quả", replaced(";", ","), "can_cu_cham_phay"),
    ("Căn cứ Luật Thi đua", replaced(" ngày", " số 15/2003/QH11 ngày"), "can_cu_luat"),
    ("Điều 1", replaced("Điều 1.", "Điều 1:"), "dieu_dau_cham"),
    ("Điều 2", looks(size=Pt(12)), "loi_van_co_chu"),
    ("Điều 2", set_as(alignment=WD_ALIGN_PARAGRAPH.LEFT), "loi_van_canh_deu"),
    ("Điều 2", set_as(first_line_indent=Pt(0)), "loi_van_lui_dau_dong"),
    ("Điều 3", set_as(line_spacing=2.0), "loi_van_cach_dong"),
    ("Nơi nhận", looks(size=Pt(13)), "noi_nhan_co_chu"),
    ("- Như Điều", replaced(";", ","), "noi_nhan_cham_phay"),
    ("- Lưu", replaced("Lưu:", "Lưu"), "noi_nhan_luu"),
)


def paragraphs(document: Any) -> Iterator[Paragraph]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


@pytest.fixture(scope="module")
def right() -> bytes:
    raw = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return open_service().produce(EXAMPLE.stem, raw, office, DAY).docx


@pytest.fixture(scope="module")
def spoilt(right: bytes) -> bytes:
    document = docx.Document(io.BytesIO(right))
    for begins, spoil, _ in FAULTS:
        spoil(next(each for each in paragraphs(document) if each.text.startswith(begins)))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def report(data: bytes) -> Report:
    return check(find(checking.read_laid(data, "a.docx")), LOOKS, rule_set(), DAY)


def told(made: Report) -> set[str]:
    return {finding.rule.id for finding in made.findings}


def test_every_fault_is_told_by_its_rule_and_by_no_other(right: bytes, spoilt: bytes) -> None:
    assert told(report(spoilt)) - told(report(right)) == {rule for _, _, rule in FAULTS}


def test_the_repairs_leave_nothing_to_tell(right: bytes, spoilt: bytes) -> None:
    found = report(spoilt)
    repairs = [repair for finding in found.findings for repair in finding.hit.repair]
    texts = {
        each.source: each.text[each.label :] for each in found.found.laid.pieces if each.source
    }
    mended = mend(spoilt, repairs, texts, when=datetime(2026, 11, 21, 8))
    assert mended.left == ()
    assert told(report(mended.data)) == told(report(right))
