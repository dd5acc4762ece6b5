"""Names of the server, https, health, and what the log says and does not say."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import Visitor
from vanban.settings import Settings
from vanban.web import create_app, logs


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "10.1.2.3"]
)
def test_an_address_or_its_own_name_is_answered(client: Visitor, host: str) -> None:
    client.get("/cai-dat", headers={"Host": host})


@pytest.mark.parametrize(
    "host", ["la.example", "localhost.la.example", "127.0.0.1.nip.io", "a b", "["]
)
def test_another_name_is_refused(client: Visitor, host: str) -> None:
    page = client.get("/cai-dat", headers={"Host": host}, status=400)
    assert "VANBAN_HOSTS" in page.text


@pytest.fixture
def named(data_dir: Path) -> Iterator[Flask]:
    made = create_app(Settings(data_dir=data_dir, hosts=("vanban.tinh.gov.vn",), proxies=1))
    yield made
    made.extensions["vanban"].register.close()


def test_with_names_given_only_they_are_answered(named: Flask) -> None:
    visitor = Visitor(named)
    visitor.get("/cai-dat", headers={"Host": "vanban.tinh.gov.vn"})
    visitor.get("/cai-dat", headers={"Host": "10.1.2.3"}, status=400)


def test_a_name_from_the_way_here_is_not_believed(named: Flask) -> None:
    headers = {"Host": "vanban.tinh.gov.vn", "X-Forwarded-Host": "la.example"}
    page = Visitor(named).get("/cai-dat", headers=headers)
    assert "la.example" not in page.text


def test_https_stays_https(named: Flask) -> None:
    headers = {"Host": "vanban.tinh.gov.vn", "X-Forwarded-Proto": "https"}
    answer = Visitor(named).get("/cai-dat", headers=headers)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    plain = Visitor(named).get("/cai-dat", headers={"Host": "vanban.tinh.gov.vn"})
    assert "Strict-Transport-Security" not in plain.headers


# -- health ----------------------------------------------------------------------------------------


def test_a_well_house_is_ready(client: Visitor) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    checks = {"database": "ok", "files": "ok", "disk": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "checks": checks}


def test_a_lost_folder_is_noticed(
    app: Flask, client: Visitor, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data_dir / "files").rename(data_dir / "away")
    answer = client.get("/readyz", status=503)
    assert answer.json is not None
    assert answer.json["checks"]["files"] == "failed"
    assert answer.json["checks"]["database"] == "ok"
    assert "check files" in caplog.text
    client.get("/healthz")


@pytest.mark.sqlite
def test_a_database_that_cannot_be_written_is_noticed(
    app: Flask, client: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    # As on a disk that has become read-only: SQLite refuses every write.
    with app.extensions["vanban"].register.database.read() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    answer = client.get("/readyz", status=503)
    assert answer.json is not None
    assert answer.json["checks"]["database"] == "failed"
    assert "check database" in caplog.text


# -- the log ---------------------------------------------------------------------------------------


@pytest.fixture
def lines(app: Flask) -> Iterator[list[dict[str, object]]]:
    """What the log says while a test runs, as an operator would read it."""
    found: list[dict[str, object]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(logs.JsonLines().format(record)))

    handler = Keep(logging.INFO)
    logger = logging.getLogger("vanban.request")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    yield found
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_request_is_one_line_without_persons(
    clerk: Visitor, lines: list[dict[str, object]]
) -> None:
    clerk.get("/van-ban?tim=Nguyễn Thị Ánh")
    told = lines[-1]
    assert (told["endpoint"], told["method"], told["status"]) == ("home.papers", "GET", 200)
    assert isinstance(told["ms"], int)
    assert re.fullmatch(r"[2-9A-Z]{8}", str(told["ref"]))
    text = json.dumps(lines, ensure_ascii=False)
    assert not [word for word in ("Nguyễn", "Ánh", "127.0.0.1", "vanthu") if word in text]


def test_a_fault_has_a_reference_and_its_words_stay_out(
    app: Flask, clerk: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with app.extensions["vanban"].register.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE document RENAME TO document_away")
    page = clerk.get("/van-ban?tim=bí mật", status=500)
    shown = re.search(r"<strong>([2-9A-Z]{8})</strong>", page.text)
    assert shown
    assert clerk.get("/van-ban", status=500, headers={"Accept": "application/json"}).json
    fault = next(record for record in caplog.records if record.exc_info)
    told = json.loads(logs.JsonLines().format(fault))
    assert told["error"] in ("OperationalError", "ProgrammingError")  # SQLite's, PostgreSQL's
    assert told["trace"]
    assert "bi mat" not in json.dumps(told, ensure_ascii=False).lower()
