"""The audit trail only grows, and whoever changes it is found out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.register.conftest import Desk
from vanban.register.trail import Actor, Event, broken_links


def fill(desk: Desk, count: int = 5) -> list[Event]:
    for number in range(count):
        desk.register.trail.note(desk.user.actor, "xem", number, {"lần": number})
    return desk.register.trail.events(desk.user.agency_id)


def test_events_come_back_as_they_were(desk: Desk) -> None:
    actor = replace(desk.user, address="10.0.0.9").actor
    desk.register.trail.note(actor, "sua", 7, {"tên": "Hòa", "số": 5, "ngày": None})
    (event,) = desk.register.trail.events(desk.user.agency_id)
    assert (event.seq, event.user_id, event.ho_ten) == (1, desk.user.id, "Lê Thị Lan")
    assert (event.address, event.action, event.document_id) == ("10.0.0.9", "sua", 7)
    assert event.detail == '{"ngày": null, "số": 5, "tên": "Hòa"}'
    assert event.at.tzinfo is not None
    assert list(desk.register.trail.broken(desk.user.agency_id)) == []


def test_events_are_asked_for_in_parts(desk: Desk, other: Desk) -> None:
    trail, office = desk.register.trail, desk.user.agency_id
    other.register.trail.note(other.user.actor, "xem")
    fill(desk)
    assert [e.seq for e in trail.events(office, after=3)] == [4, 5]
    assert [e.seq for e in trail.events(office, limit=2)] == [1, 2]
    assert [e.seq for e in trail.events(office, limit=2, newest_first=True)] == [5, 4]
    assert [e.seq for e in trail.events(office, document_id=2)] == [3]
    assert [e.seq for e in trail.events(other.user.agency_id)] == [1]


@pytest.mark.parametrize(
    "change",
    [
        {"ho_ten": "Người khác"},
        {"user_id": 99},
        {"address": "1.2.3.4"},
        {"action": "huy"},
        {"document_id": None},
        {"detail": "{}"},
        {"agency_id": 99},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_event_breaks_the_chain(desk: Desk, change: dict[str, object]) -> None:
    events = fill(desk)
    events[2] = replace(events[2], **change)  # type: ignore[arg-type]
    assert 3 in broken_links(events)


def test_a_moved_moment_breaks_the_chain(desk: Desk) -> None:
    events = fill(desk)
    events[1] = replace(events[1], at=events[0].at)
    assert list(broken_links(events)) == [2]


def test_an_event_that_was_changed_and_sealed_again_breaks_the_next(desk: Desk) -> None:
    events = fill(desk)
    changed = replace(events[1], ho_ten="Người khác")
    events[1] = replace(changed, hash=changed.expected_hash(events[0].hash))
    assert list(broken_links(events)) == [3]


def test_a_dropped_or_inserted_event_breaks_the_chain(desk: Desk) -> None:
    events = fill(desk)
    assert list(broken_links(events[:2] + events[3:])) == [4]
    assert list(broken_links(events[1:])) == [2]
    assert list(broken_links([*events[:3], events[2], *events[3:]])) != []
    assert list(broken_links([events[1], events[0], *events[2:]])) != []
    # Only a hash that was written down elsewhere guards the end.
    assert list(broken_links(events[:4])) == []


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE trail_event SET ho_ten = 'x'",
        "UPDATE trail_event SET hash = '' WHERE seq = 3",
        "DELETE FROM trail_event",
        "DELETE FROM trail_event WHERE seq = 5",
    ],
)
def test_the_database_itself_refuses_changes(desk: Desk, command: str) -> None:
    events = fill(desk)
    with (
        pytest.raises(DBAPIError, match="only ever appended to"),
        desk.register.database.write() as connection,
    ):
        connection.execute(text(command))
    assert desk.register.trail.events(desk.user.agency_id) == events


def test_it_refuses_to_be_emptied(desk: Desk) -> None:
    if desk.register.database.is_sqlite:  # has no other way than DELETE
        return
    fill(desk)
    with (
        pytest.raises(DBAPIError, match="only ever appended to"),
        desk.register.database.write() as connection,
    ):
        connection.execute(text("TRUNCATE trail_event"))


def test_an_act_that_fails_is_not_told(desk: Desk) -> None:
    def half_way() -> None:
        with desk.register.database.write() as connection:
            desk.register.trail.append(connection, desk.user.actor, "xem")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert desk.register.trail.events(desk.user.agency_id) == []


def test_many_at_once_make_one_chain(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as pool:
        for writer in [pool.submit(fill, desk, 10) for _ in range(6)]:
            writer.result()  # raises what it raised
    assert [e.seq for e in desk.register.trail.events(desk.user.agency_id)] == list(range(1, 61))
    assert list(desk.register.trail.broken(desk.user.agency_id)) == []


def test_any_text_is_told(desk: Desk) -> None:
    @given(st.text(max_size=20), st.text(max_size=20))
    def told(name: str, word: str) -> None:
        actor = Actor(desk.user.agency_id, None, name, word)
        desk.register.trail.note(actor, "x", None, {word: name})

    told()
    for odd in ("\x00", "\ud800", "a\udfffb", "\U0001f600"):
        desk.register.trail.note(Actor(desk.user.agency_id, None, odd, odd), odd, None, {odd: odd})
    assert list(desk.register.trail.broken(desk.user.agency_id)) == []
