"""Single faults put into right papers: each is found by its rule, and no other rule speaks."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import docx
import pytest

from tests.check.faults import DECISION, FAULTS, PLAN, Fault
from vanban import agency, checking
from vanban.check.engine import Report, rule_set
from vanban.service import open_service

EXAMPLES = Path(__file__).parents[2] / "examples" / "can-tho-119"
DAY = date(2026, 11, 22)
WHEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@cache
def paper(kind: str) -> bytes:
    raw = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return open_service().produce(kind, raw, office, DAY).docx


def report_of(data: bytes) -> Report:
    return checking.check_file(data, "thu.docx", DAY).report


def told(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule.id, finding.sentence) for finding in report.findings]


def with_fault(fault: Fault) -> bytes:
    document = docx.Document(io.BytesIO(paper(fault.kind)))
    fault.change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", [DECISION, PLAN])
def test_the_papers_that_get_the_faults_are_right(kind: str) -> None:
    assert told(report_of(paper(kind))) == []


def test_there_are_faults_of_every_kind() -> None:
    assert len(FAULTS) >= 40
    assert {fault.rule for fault in FAULTS} <= set(rule_set().rules)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_by_its_rule_alone_and_a_repair_ends_it(fault: Fault) -> None:
    data = with_fault(fault)
    report = report_of(data)
    assert {rule for rule, _ in told(report)} == {fault.rule}, told(report)
    if any(finding.hit.repair for finding in report.findings):
        mended = checking.repair_file(data, "thu.docx", report, WHEN)
        assert mended.left == ()
        assert told(report_of(mended.data)) == []
