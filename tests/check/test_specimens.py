"""The specimens of every rule: a fault is told by its own rule alone, a near miss by none.

The modules beside this one have two tables: WRONG, papers that a rule must tell, and RIGHT, papers
that no rule may. A rule without a specimen of either kind is not finished.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import ModuleType

import pytest

from tests.check import (
    test_appendix,
    test_basis,
    test_body,
    test_capitals,
    test_copies,
    test_foot,
    test_head,
    test_issued,
    test_levels,
    test_marks,
    test_page,
    test_sent,
    test_text,
    test_title,
)
from tests.check.whole_paper import OF_FORM, report
from vanban.check.engine import Outcome, rule_set
from vanban.check.looks import (
    appendix,
    basis,
    body,
    capitals,
    copies,
    figures,
    foot,
    levels,
    recipients,
    text,
)
from vanban.check.parts import Found

# The rules that a specimen of a module may be told by: what it leaves out is the matter of others.
HELD: Mapping[ModuleType, Collection[str]] = {
    test_page: OF_FORM,
    test_head: OF_FORM,
    test_issued: OF_FORM,
    test_title: OF_FORM,
    test_sent: OF_FORM,
    test_marks: OF_FORM,
    test_basis: set(basis.LOOKS),
    test_body: set(body.LOOKS),
    test_levels: set(levels.LOOKS),
    test_foot: {*foot.LOOKS, *recipients.LOOKS},
    test_appendix: set(appendix.LOOKS),
    test_copies: set(copies.LOOKS),
    test_text: {*text.LOOKS, *figures.LOOKS},
    test_capitals: set(capitals.LOOKS),
}
Specimen = Callable[[], Found]


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition("_")[2]


FAULTS = [
    pytest.param(id_, made, HELD[module], id=f"{id_}-{nth}")
    for module in HELD
    for id_, samples in module.WRONG.items()
    for nth, made in enumerate(samples)
]
NEAR_MISSES = [
    pytest.param(made, HELD[module], id=f"{_name(module)}-{name[:40]}")
    for module in HELD
    for name, made in module.RIGHT.items()
]


def wrong(made: Found, rules: Collection[str]) -> list[str]:
    """Those of the rules that tell something, each once, in reading order."""
    told = (finding.rule.id for finding in report(made).findings)
    return list(dict.fromkeys(id_ for id_ in told if id_ in rules))


@pytest.mark.parametrize(("id_", "made", "rules"), FAULTS)
def test_a_fault_is_told_by_its_rule_alone(
    id_: str, made: Specimen, rules: Collection[str]
) -> None:
    assert wrong(made(), rules) == [id_]


@pytest.mark.parametrize(("made", "rules"), NEAR_MISSES)
def test_a_near_miss_is_right(made: Specimen, rules: Collection[str]) -> None:
    assert wrong(made(), rules) == []


def test_every_rule_has_a_specimen_that_it_must_tell() -> None:
    tried = {id_ for module in HELD for id_, samples in module.WRONG.items() if samples}
    assert tried | set(test_head.MOVED) == set(rule_set().rules)


def test_every_rule_has_a_specimen_that_it_must_pass() -> None:
    papers = [made() for module in HELD for made in module.RIGHT.values()]
    told = [each for paper in papers for each in report(paper).told]
    assert {each.rule.id for each in told if each.outcome is Outcome.DAT} == set(rule_set().rules)
