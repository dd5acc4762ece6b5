"""Every page can be used by everybody: axe-core finds nothing, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind

LOOKS = [
    pytest.param(("light", 1366), id="light-wide"),
    pytest.param(("dark", 360), id="dark-narrow"),
    pytest.param(("light", 360), id="light-narrow"),
    pytest.param(("dark", 1366), id="dark-wide"),
]


# Colours that are still on their way from light to dark have no contrast to speak of.
AT_REST = """Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition)
  .map((a) => a.finished.catch(() => null))).then(() => null)"""


def hold_to_the_rules(page: Page, what: str) -> None:
    page.evaluate(AT_REST)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{what}: {too_wide} px must be scrolled sideways"


def look(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 768})


@pytest.mark.parametrize("seen", LOOKS)
def test_pages_around_the_editor(
    page: Page, house: House, expected_faults: list[str], seen: tuple[str, int]
) -> None:
    expected_faults.append("404")  # the last of these pages is an error page
    look(page, *seen)
    for path in ("/", "/van-ban", "/kiem-tra", "/co-quan", "/tai-khoan", "/khong-co"):
        page.goto(house.url + path)
        hold_to_the_rules(page, path)


@pytest.mark.parametrize("seen", LOOKS)
def test_pages_of_those_who_keep_the_office(
    page: Page, house: House, seen: tuple[str, int]
) -> None:
    look(page, *seen)
    for path in (
        "/co-quan/tai-khoan",
        "/co-quan/tai-khoan/1",
        "/co-quan/tai-khoan/moi",
        "/co-quan/don-vi",
        "/co-quan/so",
        "/co-quan/so/1",
        "/co-quan/giay-khen",
        "/co-quan/nhat-ky",
        "/he-thong",
        "/he-thong/co-quan-moi",
    ):
        page.goto(house.url + path)
        hold_to_the_rules(page, path)


@pytest.mark.parametrize("seen", LOOKS)
@pytest.mark.parametrize(
    "name", ["ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket", "giay_khen"]
)
def test_the_editor_and_the_paper(
    page: Page, house: House, kinds: dict[str, Kind], name: str, seen: tuple[str, int]
) -> None:
    look(page, *seen)
    clerk.start_paper(page, house, kinds[name])
    hold_to_the_rules(page, "a new paper")
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.locator("#tom-tat")).to_be_visible()
    hold_to_the_rules(page, "with everything missing")

    clerk.fill_sample(page, kinds[name])
    clerk.wait_until_saved(page)
    page.get_by_text("Chọn nội dung đã dùng").first.click()
    hold_to_the_rules(page, "filled in, with a list open")

    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
    hold_to_the_rules(page, "the finished paper")


@pytest.mark.parametrize("seen", LOOKS)
def test_the_doors(
    browser: Browser, new_page: Callable[..., Page], house: House, seen: tuple[str, int]
) -> None:
    context, faults = clerk.new_context(browser, house)
    page = context.new_page()
    look(page, *seen)
    page.goto(house.url)
    hold_to_the_rules(page, "signing in")
    context.close()
    assert faults == []
