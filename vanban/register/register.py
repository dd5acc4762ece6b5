"""The door of the register: a database comes in, the desks that answer go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from vanban.register.database import Database
from vanban.register.numbers import Numbers
from vanban.register.papers import Papers
from vanban.register.people import People
from vanban.register.steps import Steps
from vanban.register.trail import Trail


class Register:
    """The database at `address`, opened, made when missing. Raises Refused when it is too new.

    address: as `Database` takes it. clock: the present, with its time zone; every stored time comes
    from it.
    """

    def __init__(self, address: str, clock: Callable[[], datetime]) -> None:
        self.database = Database(address)
        self.trail = Trail(self.database, clock)
        self.people = People(self.database, self.trail, clock)
        self.papers = Papers(self.database, clock)
        self.numbers = Numbers(self.database, self.trail, clock)
        self.steps = Steps(self.database, self.numbers, self.trail, clock)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
