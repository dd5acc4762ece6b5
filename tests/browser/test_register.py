"""The sổ đăng ký văn bản đi in a real browser: on a desk, on a telephone, printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import OFFICE, House
from tests.browser.test_every_page import WIDTHS, hold_light_and_dark
from tests.web.test_register_page import cancel, write_line
from vanban.register import User
from vanban.services import Services

pytestmark = pytest.mark.asked_elsewhere

NGAY = date(2026, 11, 18)


# A process of its own prints a volume, and begins by reading its fonts and libraries.
PRINTED_MS = 120_000


@pytest.fixture(scope="package")
def noted(house: House) -> list[int]:
    """Papers in the register of the house: short, long, and cancelled."""
    services: Services = house.app.extensions["vanban"]
    user = services.register.people.user_named(OFFICE["ten_dang_nhap"])
    assert isinstance(user, User)
    long = "Về việc tổ chức phong trào thi đua chào mừng các ngày lễ lớn của đất nước " * 3
    texts = ("Trồng cây", long, "Nghĩa-trang-liệt-sĩ" * 12, "Ban hành nhầm")
    papers = [write_line(services, user, text, ngay=NGAY) for text in texts]
    cancel(services, user, papers[-1], "sai thẩm quyền ban hành")
    return papers


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_register(
    page: Page,
    house: House,
    noted: list[int],
    expected_faults: list[str],
    width: int,
) -> None:
    expected_faults.append("422")  # a form that is sent back is an error to the console
    page.set_viewport_size({"width": width, "height": 768})
    paths = ("", "?nam=2020", "?tim=khong-co", "?tim=trong+cay", f"/{noted[0]}")
    for path in paths:
        page.goto(f"{house.url}/so-dang-ky{path}")
        hold_light_and_dark(page, width, path)
    page.get_by_label("Ngày chuyển").fill("hôm qua")
    page.get_by_role("button", name="Ghi sổ").click()
    expect(page.get_by_role("alert")).to_be_visible()
    hold_light_and_dark(page, width, "with what is wrong")


def test_a_line_is_found_noted_and_the_volume_printed(
    page: Page, house: House, noted: list[int]
) -> None:
    page.goto(house.url)
    page.get_by_role("link", name="Sổ đăng ký").click()
    page.get_by_label("Tìm trong sổ").fill("trong cay")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="Ghi việc gửi văn bản số").click()
    page.get_by_label("Số lượng bản").fill("25")
    page.get_by_label("Ngày chuyển").fill("19/11/2026")
    page.get_by_role("button", name="Ghi sổ").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("19/11/2026")
    assert "tim=trong" in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất Excel").click()
    assert download.value.suggested_filename == "Sổ đăng ký văn bản đi năm 2026.xlsx"
    with page.expect_download(timeout=PRINTED_MS) as download:
        page.get_by_role("button", name="Tải PDF").click(timeout=PRINTED_MS)
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
