"""What the program itself made and signed passes its own judge, at every step of the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.signing.made import KINDS
from tests.signing.test_signed import GIVEN, stages
from tests.signing.test_verdict import verdict_on
from vanban.signing.verdict import LEADER, OFFICE

BOTH = (LEADER, OFFICE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "how", [{}, {"archive": True}, {"fields": "so_ngay"}], ids=["fields", "archive", "numbers"]
)
def test_every_step_of_the_way(kind: str, how: dict[str, Any]) -> None:
    made = stages(kind, 2, **how)
    first = verdict_on(made.by_leader, made.blank, expects=(LEADER,))
    assert first.ok, first.sentences
    for base in (made.blank, made.by_leader, made.numbered):
        last = verdict_on(made.by_office, base, expects=BOTH)
        assert last.ok, last.sentences
        assert last.numbers == GIVEN
        assert [seen.role for seen in last.signatures] == list(BOTH)
        assert set(last.signatures[0].filled) == set(GIVEN)
    assert verdict_on(made.numbered, made.blank).remarks
