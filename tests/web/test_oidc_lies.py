"""Signing in through a provider that lies: nobody is let in by a bent answer."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.web import openid
from tests.web.conftest import Clock, Visitor
from tests.web.openid_house import (
    START,
    House,
    location,
    said,
    with_provider,
)
from vanban.web import provider

pytestmark = pytest.mark.asked_elsewhere


class Liar:
    """A provider whose every answer a test may bend: no real one does that on demand."""

    def __init__(self) -> None:
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(liar.get(self.path))

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                liar.sent.append((self.headers.get("Authorization") or "", sent))
                self._answer(liar.token())

            def _answer(self, answer: tuple[int, dict[str, str], object]) -> None:
                status, headers, body = answer
                time.sleep(liar.slow_s)
                text = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Nothing: the tests have their own log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self.key = RSAKey.generate_key(2048, parameters={"kid": "một"})
        self.published = [self.key]
        self.sent: list[tuple[str, str]] = []
        self.described: dict[str, object] = {}
        # None: left out. A timedelta: so long after the token is made.
        self.claims: dict[str, object] = {}
        self.header: dict[str, str] = {"alg": "RS256", "kid": "một"}
        self.answer: tuple[int, dict[str, str], object] | None = None
        self.more: dict[str, object] = {}
        self.nonce = ""
        self.slow_s = 0.0

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def get(self, path: str) -> tuple[int, dict[str, str], object]:
        if path == "/keys":
            return 200, {}, KeySet(list(self.published)).as_dict(private=False)
        if path == "/moved":
            return 302, {"Location": f"{self.issuer}/keys"}, {}
        ends = {"authorization_endpoint": "/in", "token_endpoint": "/token", "jwks_uri": "/keys"}
        found: dict[str, object] = {name: self.issuer + end for name, end in ends.items()}
        return 200, {}, {"issuer": self.issuer, **found, **self.described}

    def token(self) -> tuple[int, dict[str, str], object]:
        if self.answer is not None:
            return self.answer
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.issuer,
            "sub": "42",
            "aud": openid.CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            **self.claims,
        }
        kept = {
            name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value
            for name, value in claims.items()
            if value is not None
        }
        text = jwt.encode(self.header, kept, self.key, algorithms=[self.header["alg"]])
        return 200, {}, {"access_token": "x", "token_type": "Bearer", "id_token": text, **self.more}


@pytest.fixture
def liar() -> Iterator[Liar]:
    made = Liar()
    yield made
    made.close()


@pytest.fixture
def lied_to(data_dir: Path, clock: Clock, liar: Liar) -> Iterator[House]:
    """A house where "lan" is linked with the one person of the liar."""
    made = House(with_provider(data_dir, liar.issuer), clock)
    subjects = made.services.register.subjects
    subjects.link(made.users["lan"].actor, f"{liar.issuer} 42", "lan")
    yield made
    made.services.register.close()


def come_back(house: House, liar: Liar) -> tuple[Visitor, str]:
    """A stranger goes to the liar and comes back; the page that this ends on."""
    visitor = house.visitor()
    asked = parse_qs(urlsplit(location(visitor, START)).query)
    liar.nonce = asked["nonce"][0]
    return visitor, said(visitor, f"{openid.BACK}?code=abc&state={asked['state'][0]}")


def test_the_liar_is_believed_while_it_tells_the_truth(lied_to: House, liar: Liar) -> None:
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]
    (how, sent) = liar.sent[0]
    assert how.startswith("Basic ")
    assert "code_verifier=" in sent
    assert "client_secret" not in sent


def test_the_secret_goes_into_the_form_where_the_provider_wants_it_there(
    lied_to: House, liar: Liar
) -> None:
    liar.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]
    (how, sent) = liar.sent[0]
    assert (how, "client_secret=" in sent) == ("", True)


def test_a_new_key_is_fetched_when_one_is_met(lied_to: House, liar: Liar) -> None:
    come_back(lied_to, liar)
    liar.key = RSAKey.generate_key(2048, parameters={"kid": "hai"})
    liar.published, liar.header["kid"] = [liar.key], "hai"
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]
    # … and under the old name, too.
    liar.key = RSAKey.generate_key(2048, parameters={"kid": "hai"})
    liar.published = [liar.key]
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]


BAD_CLAIMS: list[dict[str, object]] = [
    {"iss": "https://id.xau.example"},
    {"iss": None},
    {"aud": "another"},
    {"aud": "another", "azp": openid.CLIENT},  # given out by us, but for somebody else
    {"aud": ["another", "third"]},
    {"aud": [openid.CLIENT, "another"]},  # without azp nobody knows whose token it is
    {"azp": "another"},
    {"aud": None},
    {"nonce": "another"},
    {"nonce": None},
    {"exp": timedelta(hours=-1)},
    {"exp": None},
    {"exp": "mai"},
    {"iat": timedelta(days=1)},
    {"nbf": timedelta(days=1)},
    {"sub": None},
    {"sub": ""},
    {"sub": 42},
    {"sub": "4" * 256},
    {"at_hash": "another"},
]


def refused(house: House, liar: Liar, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is let in, the page says what to do, and the log says why without a secret."""
    visitor, text = come_back(house, liar)
    assert "không xác minh được" in text
    visitor.get("/van-ban", 302)
    assert "the provider's answer is not used" in caplog.text
    assert openid.SECRET not in caplog.text
    assert "id_token" not in caplog.text


@pytest.mark.parametrize(
    "claims", BAD_CLAIMS, ids=lambda claims: json.dumps(claims, default=str)[:40]
)
def test_a_token_with_a_wrong_claim_is_refused(
    lied_to: House, liar: Liar, claims: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    liar.claims = claims
    refused(lied_to, liar, caplog)


def test_a_token_signed_by_another_key_is_refused(
    lied_to: House, liar: Liar, caplog: pytest.LogCaptureFixture
) -> None:
    liar.key = RSAKey.generate_key(2048, parameters={"kid": "một"})
    refused(lied_to, liar, caplog)


def test_a_token_signed_with_what_both_sides_know_is_refused(
    lied_to: House, liar: Liar, caplog: pytest.LogCaptureFixture
) -> None:
    """HS256 with the published key, or with the secret, is no signature of the provider's."""
    liar.key = OctKey.import_key(openid.SECRET * 3, {"kid": "một"})  # type: ignore[assignment]
    liar.header["alg"] = "HS256"
    refused(lied_to, liar, caplog)


@pytest.mark.parametrize(
    "more",
    [
        {"id_token": None},
        {"id_token": "không phải"},
        # {"alg":"none"} . {"sub":"42"} . no signature
        {"id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9."},
    ],
)
def test_what_is_no_signed_token_is_refused(
    lied_to: House, liar: Liar, more: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    liar.more = more
    refused(lied_to, liar, caplog)


@pytest.mark.parametrize(
    "answer",
    [
        (400, {}, {"error": "invalid_grant"}),
        (200, {}, {"error": "invalid_client"}),
        (200, {}, []),
        (200, {"Content-Type": "text/html"}, b"<html>"),
        (302, {"Location": "https://xau.example/"}, {}),
        (200, {}, {"access_token": "x"}),
    ],
)
def test_no_token_lets_nobody_in(
    lied_to: House,
    liar: Liar,
    answer: tuple[int, dict[str, str], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    liar.answer = answer
    refused(lied_to, liar, caplog)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://id.xau.example"},
        {"issuer": None},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"token_endpoint": "http://localhost:1/"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": ["https://id.xau.example"]},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    lied_to: House, liar: Liar, described: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    liar.described = described
    visitor = lied_to.visitor()
    assert "không xác minh được" in said(visitor, START)
    assert liar.sent == []
    assert "the provider's answer is not used" in caplog.text


def test_keys_are_not_sought_where_a_redirect_points(
    lied_to: House, liar: Liar, caplog: pytest.LogCaptureFixture
) -> None:
    liar.described = {"jwks_uri": f"{liar.issuer}/moved"}
    refused(lied_to, liar, caplog)


def test_a_provider_that_is_away_is_said_to_be_and_not_waited_for_again(
    lied_to: House, liar: Liar, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "_PATIENCE_S", (0.2, 0.2))
    liar.slow_s = 0.6
    visitor = lied_to.visitor()
    text = said(visitor, START)
    assert "Chưa liên lạc được với nơi quản lý tài khoản tỉnh" in text
    liar.slow_s = 0.0
    assert "Chưa liên lạc được" in said(visitor, START)
    assert [r.levelno for r in caplog.records if r.name == provider.__name__] == [logging.WARNING]
    visitor.sign_in("lan")  # the password needs no provider
    visitor.get("/van-ban")
    monkeypatch.setattr(provider, "_PAUSE_S", 0.0)
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]


def test_a_provider_that_goes_away_in_the_middle_is_said_to_be(
    lied_to: House, liar: Liar, caplog: pytest.LogCaptureFixture
) -> None:
    liar.answer = (503, {}, {})
    visitor, text = come_back(lied_to, liar)
    assert "Chưa liên lạc được" in text
    visitor.get("/van-ban", 302)
    assert "does not answer: HTTPError" in caplog.text


def test_a_link_with_an_earlier_provider_opens_nothing(lied_to: House, liar: Liar) -> None:
    subjects = lied_to.services.register.subjects
    subjects.link(lied_to.users["minh"].actor, "https://id.cu.example 42", "minh")
    assert "Liên kết với tài khoản tỉnh" in lied_to.visitor("minh").get("/tai-khoan").text
    assert "Nguyễn Thị Lan" in come_back(lied_to, liar)[1]
