"""Every page can be used by everybody: axe-core finds nothing, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind

pytestmark = pytest.mark.page
WIDTHS = [pytest.param(1366, id="wide"), pytest.param(360, id="narrow")]


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


def hold_light_and_dark(page: Page, width: int, what: str) -> None:
    """Hold the page as it is now to the rules; colours are for the style sheet alone to change."""
    for scheme in ("light", "dark"):
        look(page, scheme, width)
        hold_to_the_rules(page, f"{what}, {scheme} {width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_around_the_editor(
    page: Page, house: House, expected_faults: list[str], width: int
) -> None:
    expected_faults.append("404")  # the last of these pages is an error page
    page.set_viewport_size({"width": width, "height": 768})
    for path in ("/", "/van-ban", "/kiem-tra", "/co-quan", "/tai-khoan", "/khong-co"):
        page.goto(house.url + path)
        hold_light_and_dark(page, width, path)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_those_who_keep_the_office(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
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
        hold_light_and_dark(page, width, path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name", ["ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket", "giay_khen"]
)
def test_the_editor_and_the_paper(
    page: Page, house: House, kinds: dict[str, Kind], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    clerk.start_paper(page, house, kinds[name])
    hold_light_and_dark(page, width, "a new paper")
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.locator("#tom-tat")).to_be_visible()
    hold_light_and_dark(page, width, "with everything missing")

    clerk.fill_sample(page, kinds[name])
    clerk.wait_until_saved(page)
    page.get_by_text("Chọn nội dung đã dùng").first.click()
    hold_light_and_dark(page, width, "filled in, with a list open")

    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
    hold_light_and_dark(page, width, "the finished paper")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_doors(
    browser: Browser, new_page: Callable[..., Page], house: House, width: int
) -> None:
    context, faults = clerk.new_context(browser, house)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(house.url)
    hold_light_and_dark(page, width, "signing in")
    context.close()
    assert faults == []
