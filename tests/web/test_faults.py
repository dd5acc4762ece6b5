"""A disk that is full, a database that is locked, read-only or broken: what the clerk gets.

Each fault is a real one. What was typed is never lost, nothing is half-done, and the page comes
without the database, which is what failed.
"""

from __future__ import annotations

import html
import re
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from tests.web.conftest import PASSWORD, Visitor
from vanban.register import database as database_module
from vanban.register import tables
from vanban.store import DiskFault

Fault = Callable[[], Any]
HERE = {"Origin": "http://localhost"}
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def path(data_dir: Path) -> Path:
    return data_dir / "vanban.db"


@contextmanager
def pragma(app: Flask, text: str) -> Iterator[None]:
    """Every connection is set up with one more pragma."""
    database = app.extensions["vanban"].register.database

    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {text}")

    database.close()
    event.listen(database._engine, "connect", set_up)
    try:
        yield
    finally:
        event.remove(database._engine, "connect", set_up)
        database.close()


@contextmanager
def damaged(app: Flask, path: Path) -> Iterator[None]:
    """The file of the database is overwritten by something else, and later put back."""
    app.extensions["vanban"].register.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xa5" * (len(whole) - 100))
    try:
        yield
    finally:
        app.extensions["vanban"].register.close()
        path.write_bytes(whole)


@contextmanager
def locked(app: Flask, path: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program writes and does not come to an end."""
    patch.setattr(database_module, "BUSY_TIMEOUT_S", 0.1)
    with pragma(app, "busy_timeout = 100"):
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system takes no byte beyond that size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def faults(app: Flask, path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Fault]:
    return {
        "database_full": lambda: pragma(app, "max_page_count = 1"),
        "database_readonly": lambda: pragma(app, "query_only = ON"),
        "database_damaged": lambda: damaged(app, path),
        "database_busy": lambda: locked(app, path, monkeypatch),
    }


def documents(app: Flask) -> list[tuple[Any, ...]]:
    """Everything about papers that the database holds."""
    with app.extensions["vanban"].register.database.read() as connection:
        kept = (tables.document, tables.document_revision, tables.trail_event)
        return [tuple(row) for table in kept for row in connection.execute(select(table))]


def typed(page: TestResponse) -> dict[str, str]:
    """The hidden fields of a page's own form."""
    main = page.text.split("<main")[1]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: html.unescape(value) for name, value in found}


def logged(caplog: pytest.LogCaptureFixture) -> set[str]:
    return {r.message for r in caplog.records if r.message.startswith("fault: ")}


def long_form(editor: TestResponse) -> dict[str, str]:
    revision = re.search(r'name="revision" value="(\d+)"', editor.text)
    assert revision
    # Longer than what the database has room for without growing.
    return {"revision": revision[1], "trich_yeu": "Về “việc” <mới>", "noi_dung": "Dòng\n" * 9000}


@dataclass(frozen=True)
class Editing:
    """A draft in the hands of the clerk. form: what the editor would send of it, and much more;
    before: everything about papers at this moment.
    """

    clerk: Visitor
    paper: int
    form: dict[str, str]
    before: list[tuple[Any, ...]]


@pytest.fixture
def editing(clerk: Visitor, complete: int) -> Editing:
    form = long_form(clerk.get(f"/van-ban/{complete}/soan"))
    return Editing(clerk, complete, form, documents(clerk.app))


CODES = ["database_full", "database_readonly", "database_damaged", "database_busy"]


@pytest.mark.sqlite
@pytest.mark.parametrize("code", CODES)
def test_a_form_is_kept_on_the_page_and_sent_again(
    editing: Editing, faults: dict[str, Fault], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    clerk, form = editing.clerk, editing.form
    address = f"/van-ban/{editing.paper}/soan"
    with faults[code]():
        page = clerk.post(address, {**form, "action": "luu"}, status=503, headers=HERE)
    assert logged(caplog) == {f"fault: {code}"}
    assert re.search(r"<strong>[2-9A-Z]{8}</strong>", page.text)
    assert "Traceback" not in page.text
    assert "Gửi lại" in page.text
    assert page.headers.get("Retry-After") == ("5" if code == "database_busy" else None)
    assert documents(clerk.app) == editing.before
    kept = typed(page)
    assert kept["trich_yeu"] == form["trich_yeu"]
    clerk.post(address, kept, status=303)
    services = clerk.services
    saved = services.register.papers.get(1, editing.paper)
    assert saved is not None
    assert saved.data["trich_yeu"] == form["trich_yeu"]
    assert "Dòng\nDòng" in str(saved.data["noi_dung"]).replace("\r", "")


@pytest.mark.sqlite
@pytest.mark.parametrize("code", CODES)
def test_the_editor_is_told_in_json(
    editing: Editing, faults: dict[str, Fault], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    """While somebody types: the words for the line of state, and a reference; nothing was saved."""
    clerk, paper = editing.clerk, editing.paper
    with faults[code]():
        answers = [
            clerk.post(f"/van-ban/{paper}/{what}", editing.form, status=503, headers=SCRIPT)
            for what in ("luu", "xem-truoc")
        ]
    for answer in answers:
        assert answer.mimetype == "application/json"
        told = answer.get_json()
        assert re.fullmatch(r"[2-9A-Z]{8}", told["ma"])
        assert told["loi"].endswith(".")
        assert "Xin" in told["loi"]
    assert len({answer.get_json()["ma"] for answer in answers}) == 2
    assert documents(clerk.app) == editing.before


@pytest.mark.sqlite
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("address", ["/", "/van-ban", "/co-quan", "/khong-co", "/tai-khoan"])
def test_no_page_breaks_down(
    clerk: Visitor,
    faults: dict[str, Fault],
    code: str,
    address: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where reading still works the page comes; else the page that says what is the matter."""
    reads = code != "database_damaged"
    with faults[code]():
        page = clerk.get(address, status=503 if not reads else 404 if "khong" in address else 200)
        assert ("Cơ sở dữ liệu hoặc đĩa bị hỏng" in page.text) is not reads


@pytest.mark.sqlite
def test_a_refusal_stands_when_it_cannot_be_noted(
    app: Flask, clerk: Visitor, faults: dict[str, Fault], caplog: pytest.LogCaptureFixture
) -> None:
    people = clerk.services.register.people
    people.add_user(1, "Lê Thị Lan", "lan", PASSWORD, roles=("lanh_dao",))
    lan = Visitor(app)
    lan.sign_in("lan")
    with faults["database_readonly"]():
        page = lan.get("/co-quan", status=403)
    assert "Không có quyền" in page.text
    assert "not noted: database_readonly" in caplog.text


@pytest.mark.sqlite
def test_a_password_does_not_come_back(
    app: Flask,
    clerk: Visitor,
    client: Visitor,
    faults: dict[str, Fault],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.get("/dang-nhap")
    sent = {"ten_dang_nhap": "vanthu", "mat_khau": PASSWORD}
    with faults["database_readonly"]():
        page = client.post("/dang-nhap", sent, status=503, headers=HERE)
    assert PASSWORD not in page.text
    forged = {**sent, "csrf_token": "hết hạn"}
    assert PASSWORD not in client.raw_post("/dang-nhap", 400, data=forged, headers=HERE).text
    assert PASSWORD not in client.raw_post("/tai-khoan", 401, data=forged, headers=HERE).text
    client.post("/dang-nhap", sent)


def test_a_full_disk_makes_no_half_file(
    app: Flask, clerk: Visitor, complete: int, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = data_dir / "files"
    before = documents(app)
    with files_no_longer_than(1000):
        page = clerk.get(f"/van-ban/{complete}/tep/pdf", status=503)
        with pytest.raises(DiskFault, match="đầy"):
            clerk.services.store.put(b"x" * 2000, "pdf")
    assert "đã đầy" in page.text
    assert logged(caplog) == {"fault: disk_full"}
    assert [p for p in files.rglob("*") if p.is_file()] == []
    assert documents(app) == before
    assert clerk.get(f"/van-ban/{complete}/tep/pdf").data.startswith(b"%PDF")
