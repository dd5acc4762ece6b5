"""The door: forged and expired forms, headers, cookies, faults.

Who may do what is in test_access_matrix.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import CUC_THUE, PASSWORD, Clock, Visitor, broken_rules
from vanban.life import FIRST_ROLES
from vanban.settings import Settings
from vanban.web import access, create_app


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_paper_that_does_not_exist(clerk: Visitor, number: str) -> None:
    page = clerk.get(f"/van-ban/{number}", status=404)
    assert "Không có văn bản này" in page.text


def test_a_post_from_another_site_is_refused(clerk: Visitor, complete: int) -> None:
    page = clerk.raw_post(f"/van-ban/{complete}/xoa", 400, headers={"Origin": "https://la.example"})
    assert "Gửi lại" not in page.text
    assert "Tổ chức phong trào" in clerk.get("/van-ban").text


def test_an_expired_form_is_offered_again_with_what_was_typed(clerk: Visitor) -> None:
    page = clerk.raw_post(
        "/co-quan",
        400,
        data={"ten_co_quan": "Sở “Mới” & cũ", "csrf_token": "hết hạn"},
        headers={"Origin": "http://localhost"},
    )
    assert 'value="Sở “Mới” &amp; cũ"' in page.text
    assert 'action="/co-quan' in page.text
    assert "hết hạn" not in page.text


def test_what_was_typed_survives_the_end_of_the_session(clerk: Visitor, client: Visitor) -> None:
    typed = {"ten_co_quan": "Sở Nội vụ mới", "csrf_token": "cũ"}
    asked = client.raw_post("/co-quan", 401, data=typed, headers={"Origin": "http://localhost"})
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', asked.text))
    assert fields["gui_lai:ten_co_quan"] == "Sở Nội vụ mới"
    fields["ten_dang_nhap"], fields["mat_khau"] = "vanthu", "sai rồi nhé"
    again = client.post("/dang-nhap", fields, status=422)
    assert "Sở Nội vụ mới" in again.text
    fields["mat_khau"] = PASSWORD
    fields["csrf_token"] = client._token
    offered = client.post("/dang-nhap", fields, status=200)
    assert 'action="/co-quan"' in offered.text
    assert 'value="Sở Nội vụ mới"' in offered.text


def test_a_script_is_told_in_json(clerk: Visitor, complete: int, client: Visitor) -> None:
    answer = client.get("/van-ban", status=401, headers={"Accept": "application/json"})
    assert answer.get_json()["dang_nhap"].startswith("/dang-nhap")
    assert "đăng nhập lại" in answer.get_json()["loi"]
    missing = clerk.get("/van-ban/99", status=404, headers={"Accept": "application/json"})
    assert "Không có văn bản này" in missing.get_json()["loi"]


def test_the_headers_that_keep_papers_in_the_office(clerk: Visitor, complete: int) -> None:
    headers = clerk.get(f"/van-ban/{complete}").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_the_cookie_keeps_to_itself(client: Visitor, scheme: str, secure: bool) -> None:
    people = client.services.register.people
    people.add_user(people.add_office(CUC_THUE).id, "Lan", "lan", PASSWORD, roles=FIRST_ROLES)
    cookie = client.get("/dang-nhap", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure


def test_static_files_are_kept_by_the_browser_until_they_change(
    client: Visitor, clerk: Visitor
) -> None:
    page = clerk.get("/").text
    found = re.search(r'href="(/static/vanban\.css\?v=[0-9a-f]{8})"', page)
    assert found
    answer = client.get(found[1])
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_pages_are_light(clerk: Visitor, complete: int) -> None:
    style = len(clerk.get("/static/vanban.css").data) + len(clerk.get("/static/js/common.js").data)
    for address in ("/", "/van-ban", f"/van-ban/{complete}", "/co-quan"):
        assert len(clerk.get(address).data) + style < 150_000


def test_too_much_is_refused_in_words(data_dir: Path, clock: Clock) -> None:
    app = create_app(Settings(data_dir=data_dir, max_upload_mb=1), clock)
    visitor = Visitor(app)
    visitor.get("/cai-dat")
    page = visitor.post("/cai-dat", {"ten_co_quan": "x" * 1_100_000}, status=413)
    visitor.services.register.close()
    assert "quá lớn" in page.text


def test_a_button_address_opened_as_a_page(clerk: Visitor) -> None:
    assert "bấm nút" in clerk.get("/van-ban/moi", status=405).text


def test_a_fault_is_answered_with_words_and_logged(
    app: Flask, clerk: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    # The real fault of a lost database, in the middle of a working day.
    with app.extensions["vanban"].register.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE document RENAME TO document_away")
    page = clerk.get("/van-ban", status=500)
    assert "Bản nháp đã lưu vẫn còn" in page.text
    assert "Traceback" not in page.text
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/van-ban/3", "/van-ban/3"),
        ("", "/"),
        ("https://la.example/", "/"),
        ("//la.example", "/"),
        ("/\\la.example", "/"),
        ("/\t/la.example", "/"),
    ],
)
def test_nobody_is_sent_to_another_site(app: Flask, path: str, safe: str) -> None:
    with app.test_request_context():
        assert access.safe_path(path) == safe


GOOD = (
    '<html lang="vi"><head><title>Trang – Vanban</title></head><body><main id="noi-dung">'
    '<h1>Trang</h1><label for="a">A</label><input id="a"></main></body></html>'
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('lang="vi"', 'lang="en"', "lang=vi"),
        ("<h1>Trang</h1>", "", "one <h1>"),
        ("Trang – Vanban", "", "title"),
        ('<label for="a">A</label>', "", "no label"),
        ('<label for="a">', '<label for="b">', "no such id"),
        ("<h1>", '<h1 id="a">', "used 2 times"),
        ("<h1>", '<h1 onclick="x()">', "CSP"),
        ("</main>", "<script>alert(1)</script></main>", "scripts"),
        ("</main>", '<script src="https://cdn.example/x.js"></script></main>', "leaves the office"),
        ("<h1>Trang", "<h1>Tra\u0302ng", "NFC"),
        ("<h1>Trang", "<h1>{{ trang }}", "template"),
        ("</h1>", "</h2>", "closes"),
        ("</main>", '<img src="/a.png"></main>', "alt"),
    ],
)
def test_the_house_rules_notice(old: str, new: str, says: str) -> None:
    assert broken_rules(GOOD) == []
    assert any(says in rule for rule in broken_rules(GOOD.replace(old, new, 1)))


def test_every_page_has_a_visitor(visitor: Callable[[], Visitor]) -> None:
    with pytest.raises(AssertionError, match="answered 302"):
        visitor().get("/")
