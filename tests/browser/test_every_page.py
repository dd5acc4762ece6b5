"""Every page can be used by everybody: axe-core finds nothing, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind
from vanban.vietnamese.days import local_day

pytestmark = pytest.mark.asked_elsewhere
WIDTHS = [pytest.param(1366, id="wide"), pytest.param(360, id="narrow")]


# Colours that are still on their way from light to dark have no contrast to speak of.
AT_REST = """Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition)
  .map((a) => a.finished.catch(() => null))).then(() => null)"""


# The rules of axe about colours. What else it knows of a page, light and dark do not change.
COLOURS = ("color-contrast", "link-in-text-block")


def hold_to_the_rules(page: Page, what: str, only: Collection[str] = ()) -> None:
    """Fail with what axe finds. only: these of its rules."""
    page.evaluate(AT_REST)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    asked = {"resultTypes": ["violations"], **({"runOnly": list(only)} if only else {})}
    # Of all that it found right the answer was a megabyte.
    run = "(asked) => axe.run(asked).then(({ violations }) => ({ violations }))"
    found = AxeResults(page.evaluate(run, asked))
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{what}: {too_wide} px must be scrolled sideways"


def look(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 768})


def hold_light_and_dark(page: Page, width: int, what: str) -> None:
    """Hold the page as it is now to the rules; colours are for the style sheet alone to change."""
    for scheme, only in (("light", ()), ("dark", COLOURS)):
        look(page, scheme, width)
        hold_to_the_rules(page, f"{what}, {scheme} {width}", only)


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


def written(house: House, kind: Kind, *, finished: bool = False) -> str:
    """The address of a paper with everything in it; test_whole_job.py types it as a clerk does."""
    services = house.app.extensions["vanban"]
    user = services.register.people.user(1)
    paper = services.drafts.add(user, kind.name, kind.sample)
    if finished:
        services.drafts.produce(user, paper.id, local_day(services.clock()))
    return f"{house.url}/van-ban/{paper.id}"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name", ["ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket", "giay_khen"]
)
def test_the_editor(
    page: Page, house: House, kinds: dict[str, Kind], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    clerk.start_paper(page, house, kinds[name])
    hold_light_and_dark(page, width, "a new paper")
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.locator("#tom-tat")).to_be_visible()
    hold_light_and_dark(page, width, "with everything missing")

    page.goto(f"{written(house, kinds[name])}/soan")
    expect(page.locator(".ed-page img").first).to_be_visible()
    page.get_by_text("Chọn nội dung đã dùng").first.click()
    hold_light_and_dark(page, width, "filled in, with a list open")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_finished_paper(page: Page, house: House, kinds: dict[str, Kind], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    for name in ("bao_cao_so_ket", "giay_khen"):
        page.goto(written(house, kinds[name], finished=True))
        expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
        hold_light_and_dark(page, width, f"a finished paper, {name}")


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
