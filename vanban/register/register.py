"""The door of the register: a database comes in, the desks that answer go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from vanban.register.batches import Batches
from vanban.register.blocks import Blocks
from vanban.register.checks import Checks
from vanban.register.claims import Claims
from vanban.register.copies import Copies
from vanban.register.copying import Snapshot, fill
from vanban.register.database import Database
from vanban.register.means import Means
from vanban.register.members import Members
from vanban.register.numbers import Numbers
from vanban.register.papers import Papers
from vanban.register.passes import Passes
from vanban.register.people import People
from vanban.register.signed import Signed
from vanban.register.steps import Steps
from vanban.register.subjects import Subjects
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
        self.subjects = Subjects(self.database, self.trail)
        self.members = Members(self.database, self.trail, clock)
        self.papers = Papers(self.database, clock)
        self.numbers = Numbers(self.database, self.trail, clock)
        self.passes = Passes(self.database, self.trail, clock)
        self.steps = Steps(self.database, self.numbers, self.trail, clock)
        self.signed = Signed(self.database, self.steps, self.trail, clock)
        self.means = Means(self.database, self.trail, clock)
        self.copies = Copies(self.database, self.trail, clock)
        self.batches = Batches(self.database, self.trail, clock)
        self.blocks = Blocks(self.database, self.steps, self.numbers, self.trail, clock)
        self.claims = Claims(self.database, self.trail, clock)
        self.checks = Checks(self.database, self.trail, clock)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state of everything, for a copy."""
        with self.database.read() as connection:
            yield Snapshot(connection, self.database.schema(connection))

    @staticmethod
    def fill(
        address: str, schema: str, lines_of: Callable[[str], Iterable[bytes]]
    ) -> dict[str, int]:
        """Put a copy into the empty database at `address`, all or nothing; rows of each table.

        schema: the migration that the copy was made at. Raises Refused when it is newer than the
        program, when the database holds anything, or when what was put in is not whole.
        """
        database = Database(address, schema)
        try:
            with database.write() as connection:
                return fill(connection, lines_of)
        finally:
            database.close()

    def works(self) -> bool:
        """Whether the database can be read and written now. Raises Unavailable, too, if not."""
        with self.database.write() as connection:
            return connection.scalar(select(1)) == 1

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
