"""One-time passes: good once, for minutes, for one person and one file; kept as fingerprints."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.register.conftest import Clock, Desk
from vanban.problems import Problem, Refused
from vanban.register import Register, tables
from vanban.register.passes import (
    LASTS,
    MOST_DOWNLOADS,
    MOST_PASSES,
    Errand,
    Pass,
    PassRefused,
)

FILE = "ab" * 32
PROGRAM = "10.0.0.7"


def errand(desk: Desk, paper: int, stage: str = "nguoi_ky") -> Errand:
    return Errand(desk.user.actor, desk.user.epoch, paper, stage, FILE)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems[0].code


@pytest.fixture
def clock(desk: Desk) -> Clock:
    moving = desk.clock
    assert isinstance(moving, Clock)
    return moving


@pytest.fixture
def paper(desk: Desk) -> int:
    return desk.draft()


@pytest.fixture
def opened(desk: Desk, paper: int) -> Pass:
    return desk.register.passes.begin(errand(desk, paper))


def state(desk: Desk, paper: int, opened: Pass) -> str:
    user = desk.user
    return desk.register.passes.progress(user.agency_id, user.id, paper, opened.number).state


def test_the_way_of_a_pass(desk: Desk, paper: int, opened: Pass) -> None:
    passes, wanted = desk.register.passes, errand(desk, paper)
    assert state(desk, paper, opened) == "cho_tai"
    number, found = passes.fetched(opened.download, PROGRAM)
    assert number == opened.number
    assert found == replace(wanted, by=replace(wanted.by, address=PROGRAM))
    assert state(desk, paper, opened) == "da_tai"
    assert passes.brought(opened.upload, PROGRAM) == (number, found)
    assert state(desk, paper, opened) == "dang_xet"
    passes.ended(number)
    assert state(desk, paper, opened) == "xong"


def test_why_it_was_refused_is_told_to_whoever_asks_later(
    desk: Desk, paper: int, opened: Pass
) -> None:
    passes = desk.register.passes
    number, _ = passes.brought(opened.upload, PROGRAM)
    why = Problem("too_long", "tep", {"label": "Tệp “ký”", "length": 9, "limit": 3})
    passes.ended(number, [why])
    told = passes.progress(desk.user.agency_id, desk.user.id, paper, number)
    assert (told.state, told.problems) == ("tu_choi", (why,))


def test_the_signed_file_is_brought_once(desk: Desk, opened: Pass) -> None:
    passes = desk.register.passes
    passes.brought(opened.upload, PROGRAM)
    assert code(lambda: passes.brought(opened.upload, PROGRAM)) == "pass_used"
    assert code(lambda: passes.fetched(opened.download, PROGRAM)) == "pass_used"


def test_a_download_may_break_off_but_not_for_ever(desk: Desk, opened: Pass) -> None:
    passes = desk.register.passes
    for _ in range(MOST_DOWNLOADS):
        passes.fetched(opened.download, PROGRAM)
    assert code(lambda: passes.fetched(opened.download, PROGRAM)) == "pass_used"
    passes.brought(opened.upload, PROGRAM)  # what it fetched it may still bring


def test_each_token_opens_its_own_door_only(desk: Desk, opened: Pass) -> None:
    passes = desk.register.passes
    assert code(lambda: passes.fetched(opened.upload, PROGRAM)) == "pass_unknown"
    assert code(lambda: passes.brought(opened.download, PROGRAM)) == "pass_unknown"
    for guess in ("", "x", opened.upload[:-1], opened.upload + "A", "\ud800", "ắ" * 500):
        assert code(lambda guess=guess: passes.brought(guess, PROGRAM)) == "pass_unknown"


def test_it_is_over_after_a_quarter_of_an_hour(
    desk: Desk, paper: int, opened: Pass, clock: Clock
) -> None:
    clock.now = opened.until
    assert state(desk, paper, opened) == "het_han"
    passes = desk.register.passes
    assert code(lambda: passes.fetched(opened.download, PROGRAM)) == "pass_over"
    assert code(lambda: passes.brought(opened.upload, PROGRAM)) == "pass_over"


def test_old_ones_are_put_away(desk: Desk, paper: int, opened: Pass, clock: Clock) -> None:
    clock.now = opened.until + timedelta(days=2)
    desk.register.passes.begin(errand(desk, paper))
    assert code(lambda: desk.register.passes.fetched(opened.download, PROGRAM)) == "pass_unknown"


def test_nobody_opens_them_without_end(desk: Desk, paper: int, clock: Clock) -> None:
    passes = desk.register.passes
    for _ in range(MOST_PASSES):
        passes.begin(errand(desk, paper))
    assert code(lambda: passes.begin(errand(desk, paper))) == "pass_too_many"
    clock.now += LASTS
    passes.begin(errand(desk, paper))


def test_one_sees_only_ones_own(desk: Desk, other: Desk, paper: int, opened: Pass) -> None:
    passes, user = desk.register.passes, desk.user
    for agency_id, user_id, document_id, number in (
        (other.user.agency_id, user.id, paper, opened.number),
        (user.agency_id, other.user.id, paper, opened.number),
        (user.agency_id, user.id, paper + 1, opened.number),
        (user.agency_id, user.id, paper, opened.number + 1),
        (user.agency_id, user.id, paper, 2**40),
    ):
        with pytest.raises(KeyError):
            passes.progress(agency_id, user_id, document_id, number)


def test_the_database_holds_no_token(desk: Desk, opened: Pass) -> None:
    with desk.register.database.read() as connection:
        kept = [str(tuple(row)) for row in connection.execute(select(tables.signing_pass))]
        kept += [str(tuple(row)) for row in connection.execute(select(tables.trail_event))]
    assert len(kept) > 1
    assert not [row for row in kept if opened.download in row or opened.upload in row]
    assert len({opened.download, opened.upload}) == 2
    assert min(len(opened.download), len(opened.upload)) >= 43  # 256 bit


def test_every_use_is_noted_with_its_address(desk: Desk, paper: int, opened: Pass) -> None:
    passes = desk.register.passes
    passes.fetched(opened.download, PROGRAM)
    passes.brought(opened.upload, "10.0.0.8")
    events = desk.register.trail.events(desk.user.agency_id, document_id=paper)
    noted = [(e.action, e.user_id, e.address) for e in events if e.action.startswith("vgca")]
    me = desk.user.id
    assert noted == [
        ("vgca_mo", me, ""),
        ("vgca_tai", me, PROGRAM),
        ("vgca_nop", me, "10.0.0.8"),
    ]
    told = {"stage": "nguoi_ky", "sha256": FILE, "pass": opened.number}
    assert [json.loads(e.detail) for e in events if e.action.startswith("vgca")] == [told] * 3


def test_another_process_of_the_server_knows_it_too(
    desk: Desk, address: str, clock: Clock, opened: Pass
) -> None:
    elsewhere = Register(address, clock)
    try:
        assert elsewhere.passes.fetched(opened.download, PROGRAM)[0] == opened.number
        elsewhere.passes.brought(opened.upload, PROGRAM)
    finally:
        elsewhere.close()
    assert code(lambda: desk.register.passes.brought(opened.upload, PROGRAM)) == "pass_used"


def test_of_many_who_bring_a_file_at_once_one_is_heard(desk: Desk, opened: Pass) -> None:
    heard: list[str] = []

    def bring() -> None:
        try:
            desk.register.passes.brought(opened.upload, PROGRAM)
        except PassRefused as refused:
            heard.append(refused.problems[0].code)
        else:
            heard.append("taken")

    threads = [threading.Thread(target=bring) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["pass_used"] * 5 + ["taken"]
