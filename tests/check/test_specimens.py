"""The specimens of page and head: each fault is told by its own rule, each near miss by none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.check import test_head, test_issued, test_marks, test_page, test_sent, test_title
from tests.check.whole_paper import wrong
from vanban.check.parts import Found

HELD = (test_page, test_head, test_issued, test_title, test_sent, test_marks)
FAULTS = [
    pytest.param(id_, made, id=f"{id_}-{nth}")
    for module in HELD
    for id_, samples in module.WRONG.items()
    for nth, made in enumerate(samples)
]
NEAR_MISSES = [
    pytest.param(made, id=f"{module.__name__.rpartition('_')[2]}-{name}")
    for module in HELD
    for name, made in module.RIGHT.items()
]


@pytest.mark.parametrize(("id_", "made"), FAULTS)
def test_a_fault_is_told_by_its_rule_alone(id_: str, made: Callable[[], Found]) -> None:
    assert wrong(made()) == [id_]


@pytest.mark.parametrize("made", NEAR_MISSES)
def test_a_near_miss_is_right(made: Callable[[], Found]) -> None:
    assert wrong(made()) == []
