"""Every paper that the service makes passes its own check, as a Word file and as a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns import DAY, EXAMPLES, name_of, produced, service
from vanban import checking
from vanban.agency import Agency, Signer
from vanban.check.engine import Report, Severity
from vanban.check.parts import Family
from vanban.kinds import FORMS_DIR, read_kinds

ROOT = Path(__file__).parents[2]
KINDS = sorted(read_kinds(FORMS_DIR))
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
CERTIFICATE = "giay_khen"


def report(data: bytes, name: str) -> Report:
    return checking.check_file(data, name, DAY).report


def wrong(made: Report) -> list[str]:
    return [f.sentence for f in made.findings if f.rule.severity is not Severity.LUU_Y]


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_papers_of_the_campaigns_have_nothing_wrong(path: Path) -> None:
    made = report(produced(path).docx, f"{path.stem}.docx")
    assert wrong(made) == []
    # A giấy khen is no document of the decree: none of its rules is applied.
    expected = Family.KHAC if path.stem == CERTIFICATE else Family.HANH_CHINH
    assert made.found.family is expected
    assert made.evaluated > 100 or expected is Family.KHAC


@pytest.mark.parametrize("path", EXAMPLES[::4], ids=name_of)
def test_nor_has_what_is_printed_of_them(path: Path) -> None:
    made = report(produced(path).pdf, f"{path.stem}.pdf")
    assert wrong(made) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_every_kind_has_nothing_wrong(kind: str) -> None:
    made = service().produce(kind, service().kinds[kind].sample, OFFICE, DAY)
    assert wrong(report(made.docx, f"{kind}.docx")) == []
