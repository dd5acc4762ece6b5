"""One real house and one real browser for these tests; a fresh browser profile for each test.

Every page of every test is held to the house rules: no console error or warning, no error in a
script, no request to another host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind

DESK = {"width": 1366, "height": 768}


# For the tests of this folder only: while a Playwright is open, its event loop runs in the thread
# of the tests, and nothing else can begin one there, as signing must.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = clerk.start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    """A house whose office has been set up."""
    with clerk.running(tmp_path_factory.mktemp("house")) as house:
        context, faults = clerk.new_context(browser, house)
        clerk.set_up(context.new_page(), house)
        context.close()
        assert faults == []
        yield house


@pytest.fixture(scope="package")
def kinds(house: House) -> dict[str, Kind]:
    return dict(house.app.extensions["vanban"].service.kinds)


@pytest.fixture
def expected_faults() -> list[str]:
    """A test that provokes a fault on purpose adds a word of its message here."""
    return []


@pytest.fixture
def new_page(
    browser: Browser, house: House, expected_faults: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens a signed-in page in a browser profile of its own; options are the profile's."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_page(**options: Any) -> Page:
        context, faults = clerk.new_context(browser, house, **{"viewport": DESK, **options})
        opened.append((context, faults))
        page = context.new_page()
        clerk.sign_in(page, house)
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    faults = [fault for _, seen in opened for fault in seen]
    assert [f for f in faults if not any(word in f for word in expected_faults)] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A signed-in page on a desk screen."""
    return new_page()
