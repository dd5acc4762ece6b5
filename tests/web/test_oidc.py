"""Signing in through a provider: with a real one (tests/web/openid.py), and with one that lies."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.web import openid
from tests.web.conftest import CUC_THUE, PASSWORD, SO_NOI_VU, Clock, Visitor
from vanban.life import FIRST_ROLES
from vanban.register import User
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import create_app, provider

LAN, MINH = openid.PEOPLE
START, LINK, UNLINK = "/dang-nhap/lien-thong", "/tai-khoan/lien-ket", "/tai-khoan/go-lien-ket"
GO = "/tai-khoan/lien-ket/di"


def _settings(data_dir: Path, issuer: str, **more: Any) -> Settings:
    return Settings(
        data_dir=data_dir,
        oidc_issuer=issuer,
        oidc_client_id=openid.CLIENT,
        oidc_client_secret=openid.SECRET,
        oidc_name="tài khoản tỉnh",
        **more,
    )


class House:
    """Our program with one office, people in it, and a provider."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.app: Flask = create_app(settings, clock)
        self.services: Services = self.app.extensions["vanban"]
        people = self.services.register.people
        self.office = people.add_office(SO_NOI_VU)
        self.elsewhere = people.add_office(CUC_THUE)
        self.users = {
            name: people.add_user(office.id, ho_ten, name, PASSWORD, roles=FIRST_ROLES)
            for name, ho_ten, office in (
                ("lan", "Nguyễn Thị Lan", self.office),
                ("minh", "Trần Văn Minh", self.office),
                ("thue", "Lê Thị Thuế", self.elsewhere),
            )
        }

    def visitor(self, name: str = "") -> Visitor:
        """A browser, signed in with the password of `name`."""
        made = Visitor(self.app)
        if name:
            made.sign_in(name)
        return made

    def linked(self, name: str, person: openid.Person) -> Visitor:
        """A browser of `name`, who has linked the account with who `person` is."""
        visitor = self.visitor(name)
        page = visitor.get(person.go(link_address(visitor)), 302)
        assert "Đã liên kết với" in visitor.follow(page).text
        return visitor

    def acts(self, user: User) -> list[tuple[str, str]]:
        """What the trail of this person's office holds."""
        events = self.services.register.trail.events(user.agency_id)
        return [(event.action, event.detail) for event in events]


def link_address(visitor: Visitor) -> str:
    """Where the browser is sent after the password was given once more."""
    assert GO in visitor.post(LINK, {"mat_khau_lien_ket": PASSWORD}, 200).text
    return location(visitor, GO)


def location(visitor: Visitor, address: str) -> str:
    return visitor.get(address, 302).headers["Location"]


def said(visitor: Visitor, address: str) -> str:
    """The page that a refused way back leads to."""
    return visitor.follow(visitor.get(address, 302)).text


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openid.Program]:
    with openid.running(tmp_path_factory.mktemp("openid")) as program:
        yield program


@pytest.fixture
def house(data_dir: Path, clock: Clock, program: openid.Program) -> Iterator[House]:
    made = House(_settings(data_dir, program.issuer), clock)
    yield made
    made.services.register.close()


# -- with the real provider ------------------------------------------------------------------------


def test_a_linked_person_signs_in_and_comes_to_the_page_that_was_asked_for(house: House) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    visitor = house.visitor()
    page = visitor.get("/van-ban?tim=ke", 302)
    assert "Đăng nhập bằng tài khoản tỉnh" in visitor.follow(page).text
    address = location(visitor, f"{START}?tiep=/van-ban?tim=ke")
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    assert openid.SECRET not in address
    page = visitor.get(lan.go(address), 302)
    assert page.headers["Location"] == "/van-ban?tim=ke"
    assert "Nguyễn Thị Lan" in visitor.follow(page).text
    acts = house.acts(house.users["lan"])
    done = ["dang_nhap", "xac_nhan_mat_khau", "lien_ket", "dang_nhap_lien_thong"]
    assert sorted(a for a, _ in acts) == sorted(done)
    assert LAN in dict(acts)["lien_ket"]


def test_a_person_who_is_signed_in_needs_no_provider(house: House) -> None:
    assert location(house.visitor("lan"), f"{START}?tiep=/van-ban") == "/van-ban"


def test_nobody_is_led_to_another_site(house: House) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    visitor = house.visitor()
    address = location(visitor, f"{START}?tiep=https://xau.example/")
    assert visitor.get(lan.go(address), 302).headers["Location"] == "/"


def test_whoever_is_unknown_here_is_told_what_to_do_and_gets_no_account(house: House) -> None:
    visitor = house.visitor()
    text = said(visitor, openid.Person(MINH).go(location(visitor, START)))
    assert "chưa được liên kết với tài khoản nào ở đây" in text
    assert len(house.services.register.members.of(house.office.id)) == 2
    visitor.get("/van-ban", 302)


def test_a_locked_account_stays_locked_and_that_is_noted(house: House) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    user, minh = house.users["lan"], house.users["minh"]
    house.services.register.members.set_active(minh.actor, user.id, False)
    visitor = house.visitor()
    assert "đã bị khóa" in said(visitor, lan.go(location(visitor, START)))
    visitor.get("/van-ban", 302)
    assert "dang_nhap_khoa" in dict(house.acts(user))


def test_linking_asks_for_the_password_and_bears_few_mistakes(house: House) -> None:
    visitor = house.visitor("lan")
    for _ in range(5):
        text = visitor.post(LINK, {"mat_khau_lien_ket": "sai"}, 422).text
        assert "Mật khẩu hiện tại chưa đúng" in text
    assert "Đã nhập sai nhiều lần" in visitor.post(LINK, {"mat_khau_lien_ket": PASSWORD}, 422).text
    assert location(visitor, GO) == "/tai-khoan"


def test_the_password_given_for_linking_counts_for_five_minutes_and_once(
    house: House, clock: Clock
) -> None:
    visitor = house.visitor("lan")
    assert link_address(visitor).startswith("http://127.0.0.1")
    assert location(visitor, GO) == "/tai-khoan"
    visitor.post(LINK, {"mat_khau_lien_ket": PASSWORD}, 200)
    clock.pass_time(minutes=5)
    assert location(visitor, GO) == "/tai-khoan"


def test_linking_asks_the_provider_to_ask_again(house: House) -> None:
    """On a shared computer a colleague may still be signed in at the provider."""
    assert parse_qs(urlsplit(link_address(house.visitor("lan"))).query)["prompt"] == ["login"]


def test_one_person_of_the_provider_opens_one_account(house: House) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    for name in ("minh", "thue"):
        visitor = house.visitor(name)
        assert "liên kết với một tài khoản khác" in said(visitor, lan.go(link_address(visitor)))
        assert "Liên kết với tài khoản tỉnh" in visitor.get("/tai-khoan").text


def test_whoever_sits_down_in_the_middle_of_linking_is_not_linked(house: House) -> None:
    visitor = house.visitor("lan")
    address = link_address(visitor)
    back = openid.Person(LAN).go(address)
    visitor.post("/dang-xuat")
    visitor.sign_in("minh")
    # The way out of one session ends what was under way in it.
    assert "Xin bấm lại từ đầu" in said(visitor, back)
    assert [house.services.register.subjects.of(u.id) for u in house.users.values()] == [""] * 3


def test_unlinking_leaves_only_the_password_and_ends_the_other_sessions(house: House) -> None:
    lan = openid.Person(LAN)
    visitor, elsewhere = house.linked("lan", lan), house.visitor("lan")
    assert "Gỡ liên kết" in visitor.get("/tai-khoan").text
    assert "Từ nay chỉ đăng nhập bằng mật khẩu" in visitor.follow(visitor.post(UNLINK)).text
    elsewhere.get("/van-ban", 302)
    visitor.get("/van-ban")
    stranger = house.visitor()
    assert "chưa được liên kết" in said(stranger, lan.go(location(stranger, START)))
    visitor.post(UNLINK)  # nothing more to do, and nothing more to note
    assert [a for a, _ in house.acts(house.users["lan"])].count("go_lien_ket") == 1


def test_a_new_password_from_the_administrator_ends_the_link(house: House) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    house.services.register.members.lend(house.users["minh"].actor, house.users["lan"].id)
    visitor = house.visitor()
    assert "chưa được liên kết" in said(visitor, lan.go(location(visitor, START)))


def test_a_way_back_works_once_and_in_its_own_browser(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    visitor, stranger = house.visitor(), house.visitor()
    back = lan.go(location(visitor, START))
    assert "Xin bấm lại từ đầu" in said(stranger, back)
    assert "Xin bấm lại từ đầu" in said(visitor, back.replace("state=", "state=x"))
    assert visitor.get(back, 302).headers["Location"] == "/"
    assert "Xin bấm lại từ đầu" in said(visitor, back)
    # The code itself is good for one exchange, whatever the state.
    address = location(stranger, START)
    own = parse_qs(urlsplit(address).query)["state"][0]
    used = parse_qs(urlsplit(back).query)["code"][0]
    text = said(stranger, f"{openid.BACK}?state={own}&code={used}")
    assert "không xác minh được" in text
    stranger.get("/van-ban", 302)
    assert "no token" in caplog.text
    assert used not in caplog.text


def test_a_code_of_another_browser_does_not_fit_the_proof(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """PKCE: a stolen code is worth nothing without what its own browser keeps."""
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    visitor, thief = house.visitor(), house.visitor()
    code = parse_qs(urlsplit(lan.go(location(visitor, START))).query)["code"][0]
    state = parse_qs(urlsplit(location(thief, START)).query)["state"][0]
    assert "không xác minh được" in said(thief, f"{openid.BACK}?state={state}&code={code}")
    thief.get("/van-ban", 302)


def test_a_try_is_over_after_ten_minutes(house: House, clock: Clock) -> None:
    visitor = house.visitor()
    back = openid.Person(LAN).go(location(visitor, START))
    clock.pass_time(minutes=10)
    assert "Xin bấm lại từ đầu" in said(visitor, back)


def test_what_the_provider_refuses_is_said_and_the_password_still_works(house: House) -> None:
    visitor = house.visitor()
    state = parse_qs(urlsplit(location(visitor, START)).query)["state"][0]
    text = said(visitor, f"{openid.BACK}?state={state}&error=access_denied&error_description=<b>")
    assert "Việc đăng nhập bằng tài khoản tỉnh đã bị dừng" in text
    assert "<b>" not in text
    visitor.sign_in("lan")
    visitor.get("/van-ban")


def test_the_address_back_is_by_https_behind_a_proxy(
    data_dir: Path, clock: Clock, program: openid.Program
) -> None:
    hosts = ("vanban.tinh.gov.vn",)
    house = House(_settings(data_dir, program.issuer, proxies=1, hosts=hosts), clock)
    outside = {"Host": hosts[0], "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
    address = house.visitor().get(START, 302, headers=outside).headers["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == [f"https://{hosts[0]}{openid.BACK}"]
    house.visitor().get(START, 400, headers={"Host": "xau.example"})
    house.services.register.close()


def test_the_provider_may_change_its_keys(house: House, program: openid.Program) -> None:
    lan = openid.Person(LAN)
    house.linked("lan", lan)
    program.stop()
    program.start()
    visitor = house.visitor()
    page = visitor.get(lan.go(location(visitor, START)), 302)
    assert "Nguyễn Thị Lan" in visitor.follow(page).text


def test_without_the_settings_there_are_no_such_pages(client: Visitor, clerk: Visitor) -> None:
    for address in (START, openid.BACK):
        client.get(address, 404)
    clerk.get(GO, 404)
    for address in (LINK, UNLINK):
        clerk.post(address, status=404)
    assert "Đăng nhập bằng" not in client.get("/dang-nhap").text
    assert "Liên kết" not in clerk.get("/tai-khoan").text


# -- with a provider that lies ---------------------------------------------------------------------


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
        kept = {name: value for name, value in claims.items() if value is not None}
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
    made = House(_settings(data_dir, liar.issuer), clock)
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


NOW = int(time.time())
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
    {"exp": NOW - 3600},
    {"exp": None},
    {"exp": "mai"},
    {"iat": NOW + 3600 * 24},
    {"nbf": NOW + 3600 * 24},
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


@pytest.mark.parametrize("claims", BAD_CLAIMS, ids=lambda claims: json.dumps(claims)[:40])
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
