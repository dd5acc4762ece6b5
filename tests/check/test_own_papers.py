"""Every paper that the service makes passes its own check, as a Word file and as a PDF."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from vanban import agency, checking
from vanban.agency import Agency, Signer
from vanban.check.engine import Report, Severity
from vanban.check.parts import Family
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.service import Produced, open_service

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.json"))
KINDS = sorted(read_kinds(FORMS_DIR))
DAY = date(2026, 11, 22)
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
CERTIFICATE = "giay_khen"


@cache
def example(path: Path) -> Produced:
    raw = json.loads(path.read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return open_service().produce(path.stem, raw, office, DAY)


def report(data: bytes, name: str) -> Report:
    return checking.check_file(data, name, DAY).report


def wrong(made: Report) -> list[str]:
    return [f.sentence for f in made.findings if f.rule.severity is not Severity.LUU_Y]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_papers_of_the_campaigns_have_nothing_wrong(path: Path) -> None:
    made = report(example(path).docx, f"{path.stem}.docx")
    assert wrong(made) == []
    # A giấy khen is no document of the decree: none of its rules is applied.
    expected = Family.KHAC if path.stem == CERTIFICATE else Family.HANH_CHINH
    assert made.found.family is expected
    assert made.evaluated > 100 or expected is Family.KHAC


@pytest.mark.parametrize("path", EXAMPLES[::4], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_nor_has_what_is_printed_of_them(path: Path) -> None:
    made = report(example(path).pdf, f"{path.stem}.pdf")
    assert wrong(made) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_every_kind_has_nothing_wrong(kind: str) -> None:
    service = open_service()
    made = service.produce(kind, service.kinds[kind].sample, OFFICE, DAY)
    assert wrong(report(made.docx, f"{kind}.docx")) == []
