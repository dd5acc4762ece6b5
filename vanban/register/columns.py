"""Values that SQLite and PostgreSQL keep alike: moments, texts, the numbers of rows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, DateTime, String, Text, TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment, with its time zone in the program and as UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment in UTC without its zone, which SQLite cannot keep."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment with its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


# What PostgreSQL cannot keep in a text, and what no encoding can (half of a pair of UTF-16).
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(typed: str) -> str:
    """The text as every database can keep it: the mark � in the place of what none can."""
    return _UNKEEPABLE.sub("\ufffd", typed)


class Words(TypeDecorator[str]):
    """A text, kept and asked for as `keepable` leaves it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text for the database."""
        return None if value is None else keepable(value)


class LongWords(Words):
    """The same for texts of any length."""

    impl = Text
    cache_ok = True


def new_number(result: CursorResult[Any]) -> int:
    """The number that an inserted row was given. ValueError when no row was inserted (a bug)."""
    key = result.inserted_primary_key
    if key is None:
        raise ValueError(result)
    return int(key[0])


# PostgreSQL's INTEGER; no table comes near it.
LARGEST_NUMBER = 2**31 - 1


def asked(number: int) -> int:
    """A number from an address, to ask for a row with: 0, which no row has, for one too large."""
    return number if abs(number) <= LARGEST_NUMBER else 0
