"""What holds for every answer of every route: headers, forged and misshapen requests, names.

Read from the route list, so that a new route is in here by itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Visitor
from tests.web.test_access_matrix import World, is_refused, world
from vanban.register import User
from vanban.store import Store
from vanban.web import access

__all__ = ["world"]  # the fixture, for the tests below
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TYPES = re.compile(
    r"text/(html|css|javascript|csv); charset=utf-8|application/(json|pdf)|image/(png|svg\+xml)"
    r"|application/vnd\.openxmlformats-officedocument\.[a-z.]+"
)
ELSEWHERE = {"Origin": "https://la.example"}


def check(answer: object) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy == POLICY
    for name, value in ALWAYS.items():
        assert headers[name] == value, name
    assert TYPES.fullmatch(headers["Content-Type"]), headers["Content-Type"]
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers.keys())
    for cookie in headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("name", ["van_thu", "quan_tri", None])
def test_every_answer_has_its_headers(world: World, name: str | None) -> None:
    for rule, method, address in world.addresses():
        user = world.people[name] if name else None
        answer = world.ask(user, method, address)
        try:
            check(answer)
            kept = answer.headers["Cache-Control"]
            assert kept == "no-store" or rule.endpoint == "static" or kept.startswith("private")
        except AssertionError as wrong:
            raise AssertionError(f"{method} {address} ({answer.status_code})") from wrong


def test_faults_have_them_too(client: Visitor) -> None:
    for address, status in (("/khong-co", 404), ("/healthz/", 404)):
        check(client.get(address, status=status))
    check(client.get("/cai-dat", status=400, headers={"Host": "la.example"}))


def browser_of(world: World, user: User | None) -> FlaskClient:
    """A browser in which this person is signed in, and which has seen no page of ours."""
    browser = world.app.test_client()
    with browser.session_transaction() as opened:
        if user is not None:
            now = int(world.services.clock().timestamp())
            opened.update(user=user.id, epoch=user.epoch, at=now)
    return browser


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("token", [{}, {"csrf_token": "x"}], ids=["none", "forged"])
def test_every_form_needs_its_token(world: World, token: dict[str, str]) -> None:
    before, seen = world.dump(), 0
    browsers = {name: browser_of(world, user) for name, user in world.people.items()}
    for rule, method, address in world.addresses():
        if method != "POST":
            continue
        may = [n for n, u in world.people.items() if access.permits(rule.endpoint, u.rights)]
        allowed = [name for name in may if name != "locked"][:2]
        assert allowed, address
        for name in allowed:
            answer = browsers[name].post(address, data=token, headers=ELSEWHERE)
            assert answer.status_code == 400, f"{address} as {name}: {answer.status_code}"
            seen += 1
        answer = world.app.test_client().post(address, data=token, headers=ELSEWHERE)
        assert answer.status_code == 400 or is_refused(answer), address
    assert seen > 30
    assert world.dump() == before


@pytest.mark.asked_elsewhere
def test_no_other_method_is_answered(world: World) -> None:
    for rule, _, address in world.addresses():
        for method in {"PUT", "DELETE", "PATCH", "TRACE", "GET", "POST"} - (rule.methods or set()):
            others = [r for r in world.app.url_map.iter_rules() if r.rule == rule.rule]
            if any(method in (other.methods or set()) for other in others):
                continue
            answer = world.ask(world.people["van_thu"], method, address)
            assert answer.status_code == 405, f"{method} {address}"


MISSHAPEN = [
    ("application/json", b"{"),
    ("application/json", b'{"csrf_token": 1}'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    ("multipart/form-data", b"--x--"),
    ("application/x-www-form-urlencoded", b"\xff\xfe=%ff%00%zz&&=&a"),
    ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>'),
]


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize(("kind", "body"), MISSHAPEN)
def test_misshapen_requests_are_refused_and_change_nothing(
    world: World, kind: str, body: bytes
) -> None:
    before = world.dump()
    browser = browser_of(world, world.people["van_thu"])
    for _, method, address in world.addresses():
        if method != "POST":
            continue
        answer = browser.post(address, data=body, content_type=kind)
        assert 400 <= answer.status_code < 500, f"{address}: {answer.status_code}"
        assert "Traceback" not in answer.text
    assert world.dump() == before


@pytest.mark.parametrize("query", ["%00", "%ff%fe", "a" * 5000, "'%20OR%201=1--", "${7*7}{{7*7}}"])
def test_hostile_words_in_an_address_are_words(world: World, query: str) -> None:
    asked = "&".join(f"{name}={query}" for name in ("tim", "trang", "loai", "o", "nam", "tiep"))
    for _, method, address in world.addresses():
        if method == "GET":
            answer = world.ask(world.people["van_thu"], "GET", f"{address}?{asked}")
            assert answer.status_code < 500, address
            assert b"{49}" not in answer.data


HOSTILE = 'Kế hoạch\r\nSet-Cookie: a=b"; filename=x.exe; ../../etc/passwd \x00 <b>'


def test_a_name_from_a_person_ends_no_header_and_names_no_file(
    app: Flask, clerk: Visitor, data_dir: Path, complete: int
) -> None:
    services = clerk.services
    user = services.register.people.user(1)
    assert user is not None
    record = services.drafts.get(user, complete)
    services.drafts.save(user, complete, {**record.data, "trich_yeu": HOSTILE}, record.revision)
    answer = clerk.get(f"/van-ban/{complete}/tep/pdf")
    assert "Set-Cookie: a" not in str(answer.headers)
    shown = answer.headers["Content-Disposition"]
    assert "\n" not in shown
    assert shown.startswith("attachment; ")
    assert answer.mimetype == "application/pdf"
    told = re.search(r"filename\*=UTF-8''([^;]+)$", shown)
    assert told
    assert not set(unquote(told[1])) & set('/\\:*?"<>|\r\n\x00')
    files = [p for p in (data_dir / "files").rglob("*") if p.is_file()]
    assert len(files) == 2
    for path in files:
        assert re.fullmatch(
            r"[0-9a-f]{2}/[0-9a-f]{64}\.(docx|pdf)", f"{path.parent.name}/{path.name}"
        )


def test_nobody_reads_beside_the_store(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_text("bí mật", encoding="utf-8")
    store = Store(tmp_path / "files")
    for name in ("../secret", "..%2fsecret", "../secret.pdf\x00", "a" * 63, "A" * 64, "*" * 64):
        with pytest.raises(Exception, match="bị mất"):
            store.get(name)
