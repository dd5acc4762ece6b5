"""The check of form in a browser: bring a faulty paper, see where, take it repaired."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.test_every_page import WIDTHS, hold_light_and_dark
from vanban.register import Register

pytestmark = pytest.mark.asked_elsewhere
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


@pytest.fixture(scope="module")
def faulty(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper of our own with a narrow margin, a wrong capital and a month without its zero."""
    services = house.app.extensions["vanban"]
    register: Register = services.register
    agency = register.people.office(1).agency
    kind = services.service.kinds["quyet_dinh_khen_thuong"]
    sample = {**kind.sample, "so": "12", "ngay": "20/01/2026"}
    made = services.service.produce(kind.name, sample, agency, date(2026, 1, 20))
    paper = docx.Document(io.BytesIO(made.docx))
    paper.sections[0].left_margin = Mm(12)
    for text in paper.element.body.iter(_TEXT):
        text.text = (text.text or "").replace("Tự do", "Tự Do").replace("tháng 01", "tháng 1")
    path = tmp_path_factory.mktemp("faulty") / "Quyết định khen thưởng.docx"
    paper.save(str(path))
    return path


def bring(page: Page, house: House, path: Path) -> None:
    page.goto(f"{house.url}/kiem-tra")
    page.get_by_label("Chọn tệp, hoặc kéo tệp vào đây").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("heading", name=path.name)).to_be_visible()


def in_sight(place: Locator) -> None:
    expect(place).to_be_in_viewport()


def test_a_faulty_paper_is_checked_and_taken_repaired(
    page: Page, house: House, faulty: Path
) -> None:
    page.goto(house.url)
    page.get_by_role("link", name="Kiểm tra thể thức", exact=True).click()
    bring(page, house, faulty)
    finding = page.locator(".check-finding", has_text="Tự Do")
    expect(finding).to_have_count(1)
    number = finding.get_attribute("data-finding")
    mark = page.locator(f'[data-mark="{number}"]')
    expect(mark).to_have_count(1)

    finding.get_by_role("link").click()
    expect(mark).to_be_focused()
    expect(mark).to_have_attribute("data-now", "")
    expect(finding).to_have_attribute("data-now", "")
    in_sight(mark)
    page.keyboard.press("Enter")
    expect(finding.get_by_role("link")).to_be_focused()
    in_sight(finding)

    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải tệp đã sửa giúp").click()
    assert taken.value.suggested_filename == "Quyết định khen thưởng (đã sửa giúp).docx"
    with zipfile.ZipFile(taken.value.path()) as package:
        body = package.read("word/document.xml").decode()
    assert "<w:ins " in body
    assert "<w:del " in body
    docx.Document(str(taken.value.path()))

    address = page.url
    page.goto(f"{house.url}/kiem-tra")
    page.get_by_role("link", name=faulty.name).first.click()
    assert page.url == address


def test_marks_lie_on_what_they_mean(page: Page, house: House, faulty: Path) -> None:
    bring(page, house, faulty)
    number = page.locator(".check-finding", has_text="Tự Do").get_attribute("data-finding")
    frame = page.locator(f'[data-mark="{number}"] rect').bounding_box()
    paper = page.locator(".check-page img").first.bounding_box()
    assert frame is not None
    assert paper is not None
    # The motto: in the right half, within the upper fifth of the page.
    assert frame["x"] > paper["x"] + 0.4 * paper["width"]
    assert frame["y"] + frame["height"] < paper["y"] + 0.2 * paper["height"]
    assert frame["width"] < 0.5 * paper["width"]


def test_it_works_without_a_script(
    new_page: Callable[..., Page], house: House, faulty: Path
) -> None:
    page = new_page(java_script_enabled=False)
    bring(page, house, faulty)
    finding = page.locator(".check-finding", has_text="Tự Do")
    finding.get_by_role("link").click()
    number = finding.get_attribute("data-finding")
    in_sight(page.locator(f'[data-mark="{number}"]'))
    assert page.url.endswith(f"#cho-{number}")


@pytest.mark.parametrize("width", WIDTHS)
def test_its_pages_can_be_used_by_everybody(
    page: Page, house: House, faulty: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{house.url}/kiem-tra")
    hold_light_and_dark(page, width, "the form")
    bring(page, house, faulty)
    page.get_by_text("Tất cả quy tắc").click()
    hold_light_and_dark(page, width, "the answer")
    if width == 360:
        first, paper = page.locator(".check-finding").first, page.locator(".check-page").first
        above, below = first.bounding_box(), paper.bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] < below["y"]
