"""When the database cannot answer: an error of its driver comes in, a sentence to act on goes out.

Every transaction passes here (`Database.read`, `Database.write`), so nobody else looks at codes of
SQLite or PostgreSQL. An error that is none of these is a bug and stays what it is.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from vanban.problems import Fault, Problem

BUSY, FULL, READONLY = "database_busy", "database_full", "database_readonly"
DAMAGED, GONE = "database_damaged", "database_gone"

# Primary result codes: https://www.sqlite.org/rescode.html
_SQLITE = {
    5: BUSY,
    6: BUSY,
    8: READONLY,
    10: DAMAGED,  # the disk itself did not read or write
    11: DAMAGED,
    13: FULL,
    14: GONE,
    26: DAMAGED,  # not a database at all
}
# SQLSTATE, or its class of two characters (PostgreSQL, appendix A).
_POSTGRESQL = {
    "08": GONE,
    "25006": READONLY,
    "40": BUSY,  # two transactions stood in each other's way, and this one was undone
    "53100": FULL,
    "53300": BUSY,  # too many connections
    "53": GONE,
    "55P03": BUSY,
    "57": GONE,  # the server is going down or coming up
    "58": DAMAGED,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}


class Unavailable(Fault):
    """The database cannot answer now; nothing of the transaction was kept.

    problems: one of database_busy (trying again helps), database_full, database_readonly,
    database_damaged, database_gone (who runs the program must act).
    """

    @property
    def passes(self) -> bool:
        """Whether the same is likely to succeed in a moment."""
        return self.problems[0].code == BUSY


def unavailable(error: SQLAlchemyError) -> Unavailable | None:
    """What to say of an error of the database; None when it is not about its being there."""
    if isinstance(error, NoConnectionLeft):
        return Unavailable(Problem(BUSY))
    if not isinstance(error, DBAPIError):
        return None
    code = _code(error)
    return None if code is None else Unavailable(Problem(code))


def _code(error: DBAPIError) -> str | None:
    number = getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(number, int):
        return _SQLITE.get(number & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    # Without a code the server was not reached, or went away in the middle.
    lost = error.connection_invalidated or type(error.orig).__name__ == "OperationalError"
    return GONE if lost else None
