"""A database that cannot answer says so in a sentence, and keeps nothing of what was begun."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from vanban.agency import Agency
from vanban.problems import Refused
from vanban.register import Register, Unavailable, sqlite_address
from vanban.register import database as database_module
from vanban.register.papers import Content

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng")


def opened(path: Path) -> Register:
    return Register(sqlite_address(path), lambda: NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vanban.db"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    found = opened(path)
    yield found
    found.close()


def pragma(register: Register, text: str) -> None:
    """Set every later connection of this register up with one more pragma."""
    register.close()
    engine = register.database._engine

    @event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {text}")


def offices(path: Path) -> int:
    connection = sqlite3.connect(path)
    count: int = connection.execute("SELECT count(*) FROM agency").fetchone()[0]
    connection.close()
    return count


def test_a_full_disk(register: Register, path: Path) -> None:
    office = register.people.add_office(OFFICE)
    user = register.people.add_user(office.id, "Lan", "lan", "một câu dài", roles=())
    pragma(register, "max_page_count = 1")  # SQLite keeps the pages there are, and gives no more
    long = Content({"noi_dung": "chữ " * 100_000}, "", "")
    with pytest.raises(Unavailable, match="đĩa") as refused:
        register.papers.add(office.id, user.id, "ke_hoach", 1, long)
    assert refused.value.problems[0].code == "database_full"
    assert not refused.value.passes
    assert register.papers.find(office.id)[1] == 0


def test_a_database_that_may_only_be_read(register: Register, path: Path) -> None:
    pragma(register, "query_only = ON")
    with pytest.raises(Unavailable, match="quyền ghi") as refused:
        register.people.add_office(OFFICE)
    assert refused.value.problems[0].code == "database_readonly"
    assert not register.people.anybody()
    assert offices(path) == 0


def test_a_damaged_database(register: Register, path: Path) -> None:
    for number in range(40):
        register.people.add_office(OFFICE)
        assert register.people.office(number + 1)
    register.close()
    bytes_ = bytearray(path.read_bytes())
    bytes_[1024:] = b"\xa5" * (len(bytes_) - 1024)
    path.write_bytes(bytes_)
    with pytest.raises(Unavailable, match="hỏng") as refused:
        opened(path).people.add_office(OFFICE)
    assert refused.value.problems[0].code == "database_damaged"


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("đây là một tệp văn bản, không phải cơ sở dữ liệu\n" * 100, encoding="utf-8")
    with pytest.raises(Unavailable, match="hỏng"):
        opened(path)


def test_a_folder_in_the_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unavailable, match="Không nối được"):
        opened(path)


@pytest.mark.parametrize("inside", [True, False])
def test_a_writer_that_does_not_end(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.1)
    pragma(register, "busy_timeout = 100")
    other = sqlite3.connect(path)
    other.isolation_level = None
    if inside:
        with register.database.write(), pytest.raises(Unavailable, match="cùng lúc") as refused:
            register.people.add_office(OFFICE)
    else:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="cùng lúc") as refused:
            register.people.add_office(OFFICE)
        other.execute("ROLLBACK")
    other.close()
    assert refused.value.passes
    register.people.add_office(OFFICE)
    assert offices(path) == 1


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unavailable, match="Không nối được") as refused:
        Register("postgresql://x:secret@127.0.0.1:1/x", lambda: NOON)
    assert "secret" not in str(refused.value)


def test_a_bug_stays_a_bug(register: Register) -> None:
    with pytest.raises(IntegrityError):
        register.papers.add(99, 99, "ke_hoach", 1, Content({}, "", ""))


def test_an_address_of_another_make() -> None:
    for address in ("mysql://x", "postgresql+psycopg2://x", "chữ"):
        with pytest.raises(Refused, match="VANBAN_DATABASE"):
            Register(address, lambda: NOON)
