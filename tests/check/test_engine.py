"""Rules and their functions belong together; an answer never counts what was not evaluated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from vanban.check.engine import Outcome, Report, check, rule_set
from vanban.check.looks import LOOKS
from vanban.check.parts import Family, Found, once
from vanban.laid import Laid, Sheet

DAY = date(2026, 11, 22)


def report(*sheets: Sheet, family: Family = Family.HANH_CHINH) -> Report:
    laid = Laid("docx", sheets, ())
    return check(Found(laid, family, ""), LOOKS, rule_set(), DAY)


def told(report: Report, rule: str) -> Outcome:
    return next(each.outcome for each in report.told if each.rule.id == rule)


def test_every_rule_has_a_function_and_every_function_a_rule() -> None:
    assert set(LOOKS) == set(rule_set().rules)


def test_every_clause_is_checked_by_rules_that_exist_or_says_why_not() -> None:
    rules = rule_set()
    named = {rule for clause in rules.clauses for rule in clause.rules}
    assert named == set(rules.rules)
    for clause in rules.clauses:
        assert clause.rules or clause.reason, clause.clause


@pytest.mark.parametrize("size", [(210, 297), (297, 210), (209.9, 296.7)])
def test_a4_passes(size: tuple[float, float]) -> None:
    assert told(report(Sheet(*size)), "kho_giay") is Outcome.DAT


@pytest.mark.parametrize("size", [(215.9, 279.4), (148, 210), (210, 330)])
def test_other_paper_is_told(size: tuple[float, float]) -> None:
    made = report(Sheet(210, 297), Sheet(*size))
    assert told(made, "kho_giay") is Outcome.KHONG_DAT
    assert "trang 2" in made.findings[0].sentence


def test_the_rules_of_another_family_are_not_applied() -> None:
    made = report(Sheet(100, 100), family=Family.DANG)
    assert (told(made, "kho_giay"), made.findings) == (Outcome.KHONG_AP_DUNG, ())


def test_a_question_is_answered_once_for_each_document() -> None:
    asked = []

    @once
    def day_of(found: Found) -> date:
        asked.append(found.day)
        return found.day

    first = Found(Laid("docx", (), ()), Family.HANH_CHINH, "", day=DAY)
    other = replace(first, day=date(2020, 3, 5))
    assert [day_of(each) for each in (first, first, other, first)] == [DAY, DAY, other.day, DAY]
    assert asked == [DAY, other.day]
