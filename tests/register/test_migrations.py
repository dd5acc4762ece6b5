"""Migrations: an older database keeps every row, a new one has what tables.py says."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.postgresql import Server
from tests.register.conftest import PASSWORD, Clock, Desk, content, line
from vanban.agency import Agency
from vanban.life import FIRST_ROLES, NHAP
from vanban.register import Register, sqlite_address, tables
from vanban.register.database import Database
from vanban.register.passwords import hash_password

# A database as the first version of the program made it, before there were migrations.
FIRST = """
CREATE TABLE agency (id INTEGER NOT NULL, ten VARCHAR NOT NULL, data JSON NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, PRIMARY KEY (id));
CREATE TABLE meta ("key" VARCHAR NOT NULL, value VARCHAR, PRIMARY KEY ("key"));
CREATE TABLE sign_in_attempt (id INTEGER NOT NULL, at DATETIME NOT NULL,
  account VARCHAR NOT NULL, address VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_sign_in_attempt_account ON sign_in_attempt (account);
CREATE INDEX ix_sign_in_attempt_address ON sign_in_attempt (address);
CREATE INDEX ix_sign_in_attempt_at ON sign_in_attempt (at);
CREATE TABLE user (id INTEGER NOT NULL, agency_id INTEGER NOT NULL,
  ten_dang_nhap VARCHAR NOT NULL, ho_ten VARCHAR NOT NULL, password_hash VARCHAR NOT NULL,
  epoch INTEGER NOT NULL, created_at DATETIME NOT NULL, PRIMARY KEY (id),
  FOREIGN KEY(agency_id) REFERENCES agency (id), UNIQUE (ten_dang_nhap));
CREATE INDEX ix_user_agency_id ON user (agency_id);
CREATE TABLE document (id INTEGER NOT NULL, agency_id INTEGER NOT NULL,
  kind VARCHAR NOT NULL, kind_version INTEGER NOT NULL, data JSON NOT NULL,
  title TEXT NOT NULL, search TEXT NOT NULL, revision INTEGER NOT NULL,
  created_at DATETIME NOT NULL, created_by INTEGER NOT NULL, updated_at DATETIME NOT NULL,
  updated_by INTEGER NOT NULL, deleted_at DATETIME, PRIMARY KEY (id),
  FOREIGN KEY(agency_id) REFERENCES agency (id),
  FOREIGN KEY(created_by) REFERENCES user (id),
  FOREIGN KEY(updated_by) REFERENCES user (id));
CREATE INDEX document_by_office ON document (agency_id, deleted_at, updated_at);
CREATE TABLE document_file (document_id INTEGER NOT NULL, revision INTEGER NOT NULL,
  form VARCHAR NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
  size INTEGER NOT NULL, created_at DATETIME NOT NULL, PRIMARY KEY (document_id, revision,
  form), FOREIGN KEY(document_id) REFERENCES document (id));
CREATE TABLE document_revision (document_id INTEGER NOT NULL, revision INTEGER NOT NULL,
  data JSON NOT NULL, saved_at DATETIME NOT NULL, saved_by INTEGER NOT NULL,
  PRIMARY KEY (document_id, revision), FOREIGN KEY(document_id) REFERENCES document (id),
  FOREIGN KEY(saved_by) REFERENCES user (id));
INSERT INTO meta VALUES ('schema_version', '1');
"""
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng")
ROWS = """
INSERT INTO agency VALUES (1, 'Sở Nội vụ', '{"ten_co_quan": "Sở Nội vụ", "ky_hieu": "SNV",
  "dia_danh": "Hải Phòng"}', '2026-11-01 01:00:00.000000', '2026-11-01 01:00:00.000000');
INSERT INTO "user" VALUES (1, 1, 'lan', 'Lê Thị Lan', 'HASH', 3, '2026-11-01 01:00:00.000000');
INSERT INTO document VALUES (1, 1, 'quyet_dinh', 1, '{"trich_yeu": "Lần hai"}', 'Lần hai',
  'lan hai', 2, '2026-11-02 01:00:00.000000', 1, '2026-11-02 02:00:00.000000', 1, NULL);
INSERT INTO document VALUES (2, 1, 'ke_hoach', 1, '{}', '', '', 1,
  '2026-11-02 01:00:00.000000', 1, '2026-11-02 02:00:00.000000', 1, '2026-11-03 01:00:00.000000');
INSERT INTO document_revision VALUES (1, 1, '{"trich_yeu": "Việc"}',
  '2026-11-02 01:00:00.000000', 1);
INSERT INTO document_revision VALUES (1, 2, '{"trich_yeu": "Lần hai"}',
  '2026-11-02 02:00:00.000000', 1);
INSERT INTO document_file VALUES (1, 2, 'pdf', 'a.pdf', 'abc', 7, '2026-11-02 02:00:00.000000');
INSERT INTO sign_in_attempt VALUES (1, '2026-11-02 02:00:00.000000', 'ai', '10.0.0.1');
"""


def rows() -> str:
    return ROWS.replace("HASH", hash_password(PASSWORD, "lan"))


def everything_is_there(register: Register) -> None:
    user = register.people.sign_in("lan", PASSWORD, "")
    assert (user.id, user.ho_ten, user.epoch) == (1, "Lê Thị Lan", 3)
    assert (user.roles, user.active, user.must_change) == (FIRST_ROLES, True, False)
    assert register.people.office(1).agency == OFFICE
    papers = register.papers
    record = papers.get(1, 1)
    assert record is not None
    assert (record.title, record.revision, record.state) == ("Lần hai", 2, NHAP)
    assert record.updated_at == datetime(2026, 11, 2, 2, tzinfo=UTC)
    assert papers.revision_data(1, 1, 1) == {"trich_yeu": "Việc"}
    assert papers.files(1, 2)["pdf"].name == "a.pdf"
    assert [r.id for r in papers.find(1, deleted=True)[0]] == [2]
    assert [s.ten for s in register.numbers.series(1)] == ["Văn bản đi"]
    # And the office goes on with it.
    desk = Desk(register, user)
    assert desk.give(date(2026, 11, 21)).so_ky_hieu == "01/QĐ-SNV"
    assert papers.save(1, 1, 1, content("Lần ba"), 2) is not None
    desk.submit(1)
    register.steps.take(user.actor, 1, "da_ky")
    assert desk.issue(1, what=line()).so == 2


@pytest.mark.sqlite
def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "vanban.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST + rows())
    connection.close()
    for _ in range(2):  # the second time there is nothing to do
        register = Register(sqlite_address(path), Clock())
        if _ == 0:
            everything_is_there(register)
        with register.database.read() as read:
            assert compare_metadata(MigrationContext.configure(read), tables.metadata) == []
        register.close()


def test_an_upgrade_that_fails_leaves_the_old_database(tmp_path: Path) -> None:
    path = tmp_path / "vanban.db"
    with sqlite3.connect(path) as connection:
        # Something that stands in the way of the last table of the migration.
        connection.executescript(FIRST + rows() + "CREATE TABLE trail_event (x INTEGER);")
    connection.close()
    with pytest.raises(Exception, match="trail_event already exists"):
        Register(sqlite_address(path), Clock())
    with sqlite3.connect(path) as connection:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "meta" in found
        assert not found & {"alembic_version", "number_series", "unit"}
        connection.execute("DROP TABLE trail_event")
    connection.close()
    register = Register(sqlite_address(path), Clock())
    everything_is_there(register)
    register.close()


def test_rows_of_every_migration_are_carried_on_postgresql(
    new_postgresql: Callable[[], Server],
) -> None:
    address = new_postgresql().new_database(empty=True)
    database = Database(address, "0001")
    with database.write() as connection:
        connection.exec_driver_sql(rows())
        for name in ("agency", '"user"', "document"):  # the rows brought their own numbers
            key = f"pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name})"  # noqa: S608 - names from above
            connection.exec_driver_sql(f"SELECT setval({key})")
    database.close()
    register = Register(address, Clock())
    everything_is_there(register)
    register.close()


def test_the_tables_are_those_of_the_migrations(register: Register) -> None:
    with register.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_every_text_is_one_that_both_databases_keep() -> None:
    plain = [
        f"{table.name}.{column.name}"
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ in ("String", "Text", "DateTime")
    ]
    assert plain == [], "use Words, LongWords, UtcTime of tables.py"


OPEN = """
import sys, time
from datetime import UTC, datetime
from vanban.register import Register
time.sleep(max(0, float(sys.argv[2]) - time.time()))
register = Register(sys.argv[1], lambda: datetime.now(UTC))
assert not register.people.anybody()
register.close()
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_open_a_new_database_together(
    tmp_path: Path, new_postgresql: Callable[[], Server], kind: str
) -> None:
    sqlite = kind == "sqlite"
    address = (
        sqlite_address(tmp_path / "new" / "x.db")
        if sqlite
        else new_postgresql().new_database(empty=True)
    )
    moment = str(time.time() + 6)
    command = [sys.executable, "-c", OPEN, address, moment]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in started] == ["", "", ""]
    assert [process.returncode for process in started] == [0, 0, 0]
