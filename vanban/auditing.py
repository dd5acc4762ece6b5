"""Use cases of those who look at the audit trail: find, prove, and take away.

In: a signed-in person, or an exported file. Out: events, and whether they are what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vanban.life import NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import Event, Register, User, Wanted
from vanban.register.trail import broken_links

PAGE = 50


@dataclass(frozen=True)
class Chain:
    """What the events of an office prove. broken: numbers of events that are not what they were.

    count, newest: of the newest event; its hash, written down elsewhere, guards all the others.
    """

    broken: tuple[int, ...]
    count: int
    newest: str


@dataclass(frozen=True)
class EventPage:
    """One page of the events that were looked for. page: from 1."""

    events: list[Event]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


class Auditing:
    """The use cases."""

    def __init__(self, register: Register) -> None:
        self._trail = register.trail

    def page(self, user: User, wanted: Wanted, page: int) -> EventPage:
        """Events of the office, the newest first. Raises NotAllowed, as everything here does."""
        _need(user)
        number = max(1, min(page, 100_000))
        found, total = self._trail.find(
            user.agency_id, wanted, offset=(number - 1) * PAGE, limit=PAGE
        )
        return EventPage(found, total, number)

    def actors(self, user: User) -> list[tuple[int, str]]:
        """Everybody who ever acted in the office."""
        _need(user)
        return self._trail.actors(user.agency_id)

    def chain(self, user: User) -> Chain:
        """Whether the trail of the office is whole: every event is read and reckoned anew."""
        _need(user)
        return self.chain_of(user.agency_id)

    def chain_of(self, agency_id: int) -> Chain:
        """The same for whoever runs the program."""
        return chain(self._trail.events(agency_id))

    def compare(self, kept: list[Event]) -> Chain:
        """What an export proves: it is whole, and the trail still begins with the very same events.

        An event that was changed here, with every hash after it, is found by this alone.
        """
        proved = chain(kept)
        office = kept[0].agency_id if kept else 0
        here = {event.seq: event.hash for event in self._trail.events(office)}
        differ = {event.seq for event in kept if here.get(event.seq) != event.hash}
        return Chain(tuple(sorted(differ.union(proved.broken))), proved.count, proved.newest)

    def take(self, user: User, wanted: Wanted, form: str) -> list[Event]:
        """The events for an export, oldest first; that they were taken is noted."""
        _need(user)
        events, _ = self._trail.find(user.agency_id, wanted)
        self._trail.note(user.actor, "xuat_nhat_ky", None, {"form": form, "count": len(events)})
        return events[::-1]


def chain(events: list[Event]) -> Chain:
    """What these events, from the first one on, prove."""
    last = events[-1] if events else None
    broken = tuple(broken_links(events))
    return Chain(broken, last.seq if last else 0, last.hash if last else "")


def to_lines(events: list[Event]) -> Iterator[str]:
    """JSON Lines: one event a line, with its hash, so that anybody can reckon the chain anew."""
    for event in events:
        told = {**asdict(event), "at": event.at.isoformat()}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def from_lines(text: str) -> list[Event]:
    """The events of an export. Raises Refused for a line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            told: dict[str, Any] = json.loads(line)
            found.append(Event(**{**told, "at": datetime.fromisoformat(told["at"])}))
        except (ValueError, TypeError, KeyError) as error:
            raise Refused(Problem("trail_line", f"{number}", {"line": number})) from error
    return found


def _need(user: User) -> None:
    if "nhat_ky" not in user.rights:
        raise NotAllowed(Problem("not_your_right"))
