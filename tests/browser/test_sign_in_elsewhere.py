"""Linking an account and signing in with it, as a person does: two real servers, one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_every_page import hold_to_the_rules, look
from tests.web import openid

NAME = "tài khoản tỉnh"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openid.Program]:
    with openid.running(tmp_path_factory.mktemp("openid")) as program:
        yield program


@pytest.fixture
def linking(tmp_path: Path, program: openid.Program) -> Iterator[House]:
    """A house that has the provider among its settings."""
    with clerk.running(
        tmp_path,
        oidc_issuer=program.issuer,
        oidc_client_id=openid.CLIENT,
        oidc_client_secret=openid.SECRET,
        oidc_name=NAME,
    ) as house:
        yield house


def prove(page: Page) -> None:
    """Sign in on the provider's own page."""
    page.locator('[name="username"]').fill(openid.PEOPLE[0])
    page.locator('[name="password"]').fill(openid.PASSWORD)
    page.get_by_role("button", name="Vào").click()


def test_link_once_then_sign_in_with_one_click(
    browser: Browser, linking: House, program: openid.Program
) -> None:
    # The provider's pages are the one other place that this browser may go to.
    context, faults = clerk.new_context(browser, linking)
    page = context.new_page()
    clerk.set_up(page, linking)

    page.get_by_role("link", name="Tài khoản", exact=True).click()
    page.get_by_label("Mật khẩu hiện tại ở đây").fill(clerk.PASSWORD)
    hold_to_the_rules(page, "the account")
    page.get_by_role("button", name=f"Liên kết với {NAME}").click()
    hold_to_the_rules(page, "on the way to link")
    page.get_by_role("link", name="Đăng nhập để liên kết").click()
    prove(page)
    expect(page.get_by_role("status")).to_contain_text(f"đăng nhập bằng {NAME}")
    hold_to_the_rules(page, "linked")

    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    look(page, "dark", 360)
    hold_to_the_rules(page, "the two doors")
    page.goto(f"{linking.url}/van-ban")
    page.get_by_role("link", name=f"Đăng nhập bằng {NAME}").click()
    expect(page).to_have_url(f"{linking.url}/van-ban")  # still signed in at the provider
    expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản")
    context.close()
    elsewhere = f"asks another host: {program.issuer.removesuffix('/o')}/"
    assert [fault for fault in faults if not fault.startswith(elsewhere)] == []
