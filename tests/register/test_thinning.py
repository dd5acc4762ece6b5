"""Which revisions may go: never the newest, the first, those with files, or another's work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vanban.register.thinning import MOST, NEWEST_KEPT, WINDOW, Mark, to_drop

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def typing(count: int, seconds: int = 5, by: int = 1) -> list[Mark]:
    return [Mark(n, START + timedelta(seconds=seconds * n), by) for n in range(1, count + 1)]


def test_nothing_goes_while_there_is_room() -> None:
    assert to_drop(typing(MOST)) == set()


def test_of_an_hour_of_typing_one_state_in_each_window_stays() -> None:
    marks = typing(720)
    dropped = to_drop(marks)
    kept = [m for m in marks if m.revision not in dropped]
    assert [m.revision for m in kept[-NEWEST_KEPT:]] == list(range(671, 721))
    older = kept[1:-NEWEST_KEPT]
    gaps = [b.saved_at - a.saved_at for a, b in pairwise(older)]
    assert len(older) >= 5
    assert all(gap >= WINDOW - timedelta(seconds=10) for gap in gaps[:-1])


def test_what_one_wrote_before_another_stays() -> None:
    marks = [Mark(m.revision, m.saved_at, 2 if m.revision == 40 else 1) for m in typing(201)]
    dropped = to_drop(marks)
    assert 39 not in dropped
    assert 40 not in dropped
    assert 38 in dropped


@given(
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(1, 3)), min_size=MOST + 1, max_size=MOST + 60
    ),
    st.sets(st.integers(1, 260), max_size=20),
)
def test_the_rules_hold_for_any_history(steps: list[tuple[int, int]], with_files: set[int]) -> None:
    moment, marks = START, []
    for number, (seconds, by) in enumerate(steps, 1):
        moment += timedelta(seconds=seconds)
        marks.append(Mark(number, moment, by))
    dropped = to_drop(marks, with_files)
    left = [m.revision for m in marks if m.revision not in dropped]
    assert len(left) <= MOST
    assert 1 in left
    assert with_files & {m.revision for m in marks} <= set(left)
    assert left[-NEWEST_KEPT:] == [m.revision for m in marks[-NEWEST_KEPT:]]
