"""The door of the register: a database file comes in, the desks that answer go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from vanban.register.database import Database
from vanban.register.papers import Papers
from vanban.register.people import People


class Register:
    """The database at `path`, opened, made when missing. Raises Refused when it is too new.

    clock: the present, with its time zone; every stored time comes from it.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._database = Database(path)
        self.people = People(self._database, clock)
        self.papers = Papers(self._database, clock)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
