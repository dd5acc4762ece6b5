"""Rows of a list, claimed by workers that die: every row once, none lost, the deadly one set aside.

In: a confirmed list in a database. Out: what the workers were given, and what was kept of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from vanban.agency import Agency
from vanban.life import (
    DONE,
    ENDED,
    FAILED,
    LEFT_OUT,
    ONE_EACH,
    ONE_FOR_ALL,
    PAUSED,
    RUNNING,
    NotAllowed,
)
from vanban.problems import Problem
from vanban.register import (
    Claim,
    FileRecord,
    Made,
    NewList,
    NewRow,
    NotMade,
    Register,
    User,
)
from vanban.register.claims import CRASH, LEASE
from vanban.register.papers import Content

OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng")


class Clock:
    """A present that a test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class House:
    """A register with one office and one clerk."""

    def __init__(self, register: Register, clock: Clock) -> None:
        self.register, self.clock = register, clock
        user = register.people.set_up(OFFICE, "Lê Thị Lan", "lan", "bốn mùa hoa phượng đỏ")
        assert user is not None
        self.user: User = user

    def confirmed(self, rows: int, form: str = ONE_EACH) -> int:
        """A list of so many rows that the workers may begin with."""
        new = NewList("ds.xlsx", "xlsx", "0" * 64, 9, {}, {})
        listed = [NewRow(n + 6, {"ho_ten": f"Người {n}"}, [f"Người {n}"]) for n in range(rows)]
        desk, actor = self.register.batches, self.user.actor
        number = desk.add(
            actor, new, listed, kind="quyet_dinh_khen_thuong", form=form, common={"luu": "VT"}
        )
        desk.confirm(actor, number, OFFICE, date(2026, 11, 22))
        return number

    def states(self, batch_id: int) -> list[str]:
        return [row.state for row in self.register.batches.rows(batch_id)]

    def papers(self, batch_id: int) -> list[str]:
        """The titles of the papers made from a list."""
        found, _ = self.register.papers.find(self.user.agency_id, batch_id=batch_id, limit=1000)
        return sorted(paper.title for paper in found)


def finished(claim: Claim) -> list[Made]:
    """Papers for everything in the claim, each row its own."""
    return [made_of(claim, (row.position,)) for row in claim.rows]


def made_of(claim: Claim, positions: tuple[int, ...]) -> Made:
    named = ",".join(map(str, positions))
    docx, pdf = (
        FileRecord(form, f"{named}.{form}", f"{form} {named}", 5, datetime.now(UTC))
        for form in ("docx", "pdf")
    )
    content = Content({"luu": "VT"}, f"Dòng {named}", f"dong {named}")
    return Made(positions, 1, content, f"QĐ {named}", docx, pdf)


def run(house: House, worker: str = "other", most: int = 20) -> None:
    """Make everything that waits."""
    while claim := house.register.claims.claim(worker, most):
        house.register.claims.record(worker, claim, finished(claim), [])


@pytest.fixture
def house(database_at: Callable[[Path], str], tmp_path: Path) -> Iterator[House]:
    clock = Clock()
    register = Register(database_at(tmp_path / "vanban.db"), clock)
    yield House(register, clock)
    register.close()


def test_every_row_becomes_one_paper_and_the_list_ends(house: House) -> None:
    batch = house.confirmed(45)
    run(house)
    assert house.states(batch) == [DONE] * 45
    assert house.papers(batch) == sorted(f"Dòng {n}" for n in range(1, 46))
    kept = house.register.batches.get(house.user.agency_id, batch)
    assert kept.state == ENDED
    assert kept.ended_at == house.clock.now
    row = house.register.batches.rows(batch)[44]
    assert (row.number, row.pdf_sha256, row.document_id is None) == (50, "pdf 45", False)
    assert not house.register.claims.waiting()


def test_two_workers_are_never_given_the_same_row(house: House) -> None:
    house.confirmed(10)
    claims = house.register.claims
    one, two = claims.claim("one", 4), claims.claim("two", 4)
    assert one is not None
    assert two is not None
    assert [row.position for row in one.rows] == [1, 2, 3, 4]
    assert [row.position for row in two.rows] == [5, 6, 7, 8]


def test_rows_of_a_worker_that_was_not_seen_are_made_by_another(house: House) -> None:
    batch = house.confirmed(3)
    claims = house.register.claims
    lost = claims.claim("lost", 20)
    assert lost is not None
    house.clock.now += LEASE / 2
    claims.beat("lost")
    house.clock.now += LEASE * 0.75
    assert claims.claim("other", 20) is None  # it was seen half a lease ago
    house.clock.now += LEASE
    run(house)
    assert house.states(batch) == [DONE] * 3
    # The one that was taken for dead comes back: its papers are not kept a second time.
    assert claims.record("lost", lost, finished(lost), []) == 0
    assert len(house.papers(batch)) == 3


def test_a_row_that_kills_its_worker_fails_the_second_time_and_the_rest_is_made(
    house: House,
) -> None:
    batch = house.confirmed(30)
    claims = house.register.claims
    deaths = 0
    while claim := claims.claim("worker", 20):
        if any(row.position == 7 for row in claim.rows):
            deaths += 1
            claims.give_back("worker", CRASH)
            continue
        claims.record("worker", claim, finished(claim), [])
    assert deaths == 2
    states = house.states(batch)
    assert states[6] == FAILED
    assert states.count(DONE) == 29
    row = house.register.batches.rows(batch)[6]
    assert [p.code for p in row.problems] == ["batch_row_kills"]
    assert house.register.batches.get(house.user.agency_id, batch).state == ENDED


def test_a_row_that_lay_there_when_its_worker_was_killed_three_times_is_made(house: House) -> None:
    batch = house.confirmed(5)
    claims = house.register.claims
    for _ in range(3):
        claims.claim("worker", 1)
        claims.give_back("worker", 1)
    run(house)
    assert house.states(batch) == [DONE] * 5


def test_a_suspect_is_taken_alone_after_all_others(house: House) -> None:
    house.confirmed(5)
    claims = house.register.claims
    claims.claim("worker", 2)
    claims.give_back("worker", 1)
    taken = []
    while claim := claims.claim("worker", 20):
        taken.append([row.position for row in claim.rows])
        claims.record("worker", claim, finished(claim), [])
    assert taken == [[3, 4, 5], [1], [2]]


def test_a_worker_that_stops_in_order_leaves_no_strike(house: House) -> None:
    batch = house.confirmed(3)
    house.register.claims.claim("worker", 20)
    assert house.register.claims.give_back("worker") == 3
    assert [row.strikes for row in house.register.batches.rows(batch)] == [0, 0, 0]


def test_what_cannot_be_made_is_told_and_tried_again_when_asked(house: House) -> None:
    batch = house.confirmed(2)
    claims, desk = house.register.claims, house.register.batches
    claim = claims.claim("worker", 20)
    assert claim is not None
    bad = NotMade((2,), (Problem("required", "luu", {"label": "Lưu"}),))
    assert claims.record("worker", claim, finished(claim)[:1], [bad]) == 2
    row = desk.rows(batch)[1]
    assert row.state == FAILED
    assert [str(p) for p in row.problems] == ["luu: Chưa nhập “Lưu”."]
    assert desk.retry(house.user.actor, batch) == 1
    again = claims.claim("worker", 20)
    assert again is not None
    assert [row.position for row in again.rows] == [2]
    claims.record("worker", again, finished(again), [])
    assert house.papers(batch) == ["Dòng 1", "Dòng 2"]


def test_a_paused_list_gives_no_rows_but_keeps_what_was_begun(house: House) -> None:
    batch = house.confirmed(4)
    claims, desk = house.register.claims, house.register.batches
    claim = claims.claim("worker", 2)
    assert claim is not None
    desk.pause(house.user.actor, batch)
    assert claims.record("worker", claim, finished(claim), []) == 2
    assert claims.claim("worker", 2) is None
    assert not claims.waiting()
    desk.go_on(house.user.actor, batch)
    run(house)
    assert house.states(batch) == [DONE] * 4


def test_a_list_that_was_paused_at_its_last_row_ends_when_it_goes_on(house: House) -> None:
    """Its worker has long gone home, so one must be called that finds nothing to do."""
    batch = house.confirmed(2)
    claims, desk = house.register.claims, house.register.batches
    claim = claims.claim("worker", 2)
    assert claim is not None
    desk.pause(house.user.actor, batch)
    claims.record("worker", claim, finished(claim), [])
    assert desk.get(house.user.agency_id, batch).state == PAUSED
    desk.go_on(house.user.actor, batch)
    assert claims.waiting()
    run(house)
    assert desk.get(house.user.agency_id, batch).state == ENDED
    assert not claims.waiting()


def test_a_row_that_failed_is_left_out_but_only_tried_again_as_a_whole(house: House) -> None:
    """Taken back into a list that has ended it would wait forever."""
    batch = house.confirmed(1)
    claims, desk = house.register.claims, house.register.batches
    claim = claims.claim("worker", 2)
    assert claim is not None
    claims.record("worker", claim, [], [NotMade((1,), (Problem("required", "luu"),))])
    with pytest.raises(NotAllowed):
        desk.leave_out(house.user.actor, batch, 6, out=False)
    assert house.states(batch) == [FAILED]
    desk.leave_out(house.user.actor, batch, 6, out=True)
    assert house.states(batch) == [LEFT_OUT]


def test_a_cancelled_list_keeps_nothing_that_comes_late(house: House) -> None:
    batch = house.confirmed(4)
    claims, desk = house.register.claims, house.register.batches
    first = claims.claim("worker", 2)
    assert first is not None
    claims.record("worker", first, finished(first), [])
    late = claims.claim("worker", 2)
    assert late is not None
    assert desk.cancel(house.user.actor, batch, papers=True) == 2
    assert claims.record("worker", late, finished(late), []) == 0
    assert house.papers(batch) == []
    with pytest.raises(NotAllowed):
        desk.go_on(house.user.actor, batch)


def test_one_paper_for_all_rows_is_one_workers(house: House) -> None:
    batch = house.confirmed(700, ONE_FOR_ALL)
    claims = house.register.claims
    claim = claims.claim("one", 20)
    assert claim is not None
    assert len(claim.rows) == 700
    assert claims.claim("two", 20) is None
    paper = made_of(claim, tuple(row.position for row in claim.rows))
    assert claims.record("one", claim, [paper], []) == 700
    assert len(house.papers(batch)) == 1
    assert len({row.document_id for row in house.register.batches.rows(batch)}) == 1


def test_a_list_that_stopped_by_itself_says_why_and_goes_on(house: House) -> None:
    batch = house.confirmed(3)
    claims, desk = house.register.claims, house.register.batches
    claim = claims.claim("worker", 2)
    assert claim is not None
    claims.stop("worker", claim, Problem("disk_full"))
    kept = desk.get(house.user.agency_id, batch)
    assert kept.state == PAUSED
    assert kept.note == Problem("disk_full")
    desk.go_on(house.user.actor, batch)
    kept = desk.get(house.user.agency_id, batch)
    assert (kept.state, kept.note) == (RUNNING, None)
    run(house)
    assert [row.strikes for row in desk.rows(batch)] == [0, 0, 0]


def test_two_lists_are_worked_at_side_by_side(house: House) -> None:
    long, short = house.confirmed(1000), house.confirmed(2)
    claims = house.register.claims
    one, two = claims.claim("one", 20), claims.claim("two", 20)
    assert one is not None
    assert two is not None
    assert {one.batch_id, two.batch_id} == {long, short}


def test_papers_of_a_list_do_not_bury_the_others(house: House) -> None:
    house.confirmed(40)
    run(house)
    papers = house.register.papers
    agency = house.user.agency_id
    papers.add(agency, house.user.id, "cong_van", 1, Content({}, "Một công văn", "mot cong van"))
    shown, total = papers.find(agency)
    assert [paper.title for paper in shown] == ["Một công văn"]
    assert total == 1
    found, _ = papers.find(agency, words=["dong", "39"])
    assert [paper.title for paper in found] == ["Dòng 39"]


def test_counts_tell_where_the_rows_stand(house: House) -> None:
    batch = house.confirmed(10)
    claims, desk = house.register.claims, house.register.batches
    first = claims.claim("one", 4)
    assert first is not None
    claims.record("one", first, finished(first), [])
    house.clock.now += timedelta(seconds=61)
    second = claims.claim("two", 3)
    assert second is not None
    claims.record("two", second, finished(second)[:1], [])
    counts = desk.counts([batch])[batch]
    assert (counts.done, counts.working, counts.waiting, counts.total) == (5, 2, 3, 10)
    assert (counts.last_minute, counts.workers) == (1, 1)


def test_the_trail_tells_each_step_once_with_its_counts(house: House) -> None:
    batch = house.confirmed(30)
    run(house)
    events = [
        (event.action, event.detail)
        for event in house.register.trail.events(house.user.agency_id)
        if event.action.startswith("loat")
    ]
    assert events == [
        ("loat_tai_len", f'{{"batch": {batch}, "file": "ds.xlsx", "rows": 30}}'),
        ("loat_bat_dau", f'{{"batch": {batch}, "rows": 30}}'),
        ("loat_xong", f'{{"batch": {batch}, "done": 30, "failed": 0}}'),
    ]
