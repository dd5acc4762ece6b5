"""Signing in through a provider, with a real one (tests/web/openid.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web import openid
from tests.web.conftest import PASSWORD, Clock, Visitor
from tests.web.openid_house import (
    GO,
    LAN,
    LINK,
    MINH,
    START,
    UNLINK,
    House,
    link_address,
    location,
    said,
    with_provider,
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openid.Program]:
    with openid.running(tmp_path_factory.mktemp("openid")) as program:
        yield program


@pytest.fixture
def house(data_dir: Path, clock: Clock, program: openid.Program) -> Iterator[House]:
    made = House(with_provider(data_dir, program.issuer), clock)
    yield made
    made.services.register.close()


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
    house = House(with_provider(data_dir, program.issuer, proxies=1, hosts=hosts), clock)
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
