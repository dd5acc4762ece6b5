"""The tables of the register, and nothing else.

Times are UTC. `data` columns hold JSON as it was typed, so a form that changes later loses nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    CursorResult,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA_VERSION = 1


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


def new_number(result: CursorResult[Any]) -> int:
    """The number that an inserted row was given. ValueError when no row was inserted (a bug)."""
    key = result.inserted_primary_key
    if key is None:
        raise ValueError(result)
    return int(key[0])


metadata = MetaData()

# Facts about the database itself: schema_version.
meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String))

agency = Table(
    "agency",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ten", String, nullable=False),
    Column("data", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

user = Table(
    "user",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("ten_dang_nhap", String, nullable=False, unique=True),
    Column("ho_ten", String, nullable=False),
    Column("password_hash", String, nullable=False),
    # Raised to sign this person out everywhere: a session holds the epoch it was opened in.
    Column("epoch", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("kind_version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("title", Text, nullable=False),
    Column("search", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", ForeignKey("user.id"), nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("updated_by", ForeignKey("user.id"), nullable=False),
    Column("deleted_at", UtcTime),
    Index("document_by_office", "agency_id", "deleted_at", "updated_at"),
)

document_revision = Table(
    "document_revision",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("data", JSON, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("saved_by", ForeignKey("user.id"), nullable=False),
)

document_file = Table(
    "document_file",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("form", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

# What the sign-in counts: wrong passwords of late, by account and by address.
sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("account", String, nullable=False, index=True),
    Column("address", String, nullable=False, index=True),
)
