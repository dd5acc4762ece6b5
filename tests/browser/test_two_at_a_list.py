"""Two windows at one list: neither writes over what was typed in the other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_batches import KIND, seen

SHEET = "STT,Họ và tên,Đơn vị\n1,,Phòng A\n"


def test_two_windows_at_one_list_choose(browser: Browser, tmp_path: Path) -> None:
    with clerk.running(tmp_path) as house:
        still = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"}
        context, faults = clerk.new_context(browser, house, **still)
        clerk.set_up(context.new_page(), house)
        opened = house.app.extensions["vanban"]
        user = opened.register.people.user(1)
        batch = opened.batches.upload(user, KIND, "rieng", "ds.csv", SHEET.encode())
        first, second = context.new_page(), context.new_page()
        address = f"{house.url}/lap-hang-loat/{batch.id}"

        share(first, second, f"{address}/noi-dung")
        common = opened.batches.get(user, batch.id).common
        assert (common["trich_yeu"], common["luu"]) == ("Của cửa sổ hai, thêm", "VT, TCHC")

        mend(first, second, f"{address}/kiem-tra", house)
        assert opened.batches.row(user, batch.id, 2).raw["ho_ten"] == "Trần Văn Bình"
        assert faults == []
        context.close()


def share(first: Page, second: Page, address: str) -> None:
    """The common values: what each window typed is there, and what both typed is chosen."""
    for page in (first, second):
        page.goto(address)
    for text in ("Của cửa sổ một", "Của cửa sổ một, lần hai"):
        with first.expect_response("**/noi-dung"):
            first.locator('[name="luu"]').fill("VT, TCHC")
            first.locator('[name="trich_yeu"]').fill(text)
    expect(first.locator("#trang-thai-luu")).to_have_attribute("data-state", "saved")
    second.locator('[name="trich_yeu"]').fill("Của cửa sổ hai")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Của cửa sổ một, lần hai")
    seen(second, "two texts of the common values")
    dialog.get_by_role("button", name="Để sau").click()
    expect(second.locator("#trang-thai-luu")).to_contain_text("Chưa lưu")
    seen(second, "the notice of two texts")
    second.locator('[name="trich_yeu"]').fill("Của cửa sổ hai, thêm")
    second.get_by_role("button", name="So sánh hai bản").click()
    expect(dialog).to_contain_text("Của cửa sổ hai, thêm")
    expect(dialog.locator("#chon-luu-kia")).to_be_checked()
    dialog.get_by_role("button", name="Lưu như đã chọn").click()
    expect(second.locator('#soan [name="luu"]')).to_have_value("VT, TCHC")


def mend(first: Page, second: Page, address: str, house: House) -> None:
    """A cell that the other window mended meanwhile is told; one's own next word is not."""
    for page in (first, second):
        page.goto(address)
    name = "#o-2-ho_ten"
    for text in ("Nguyễn Thị An", "Nguyễn Thị Anh"):
        first.locator(name).fill(text)
        with first.expect_response("**/kiem-tra"):
            first.locator(name).blur()
    expect(first.locator("[data-said]")).to_have_text("Đã sửa xong dòng này")
    second.locator(name).fill("Trần Văn Bình")
    second.locator(name).blur()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Nguyễn Thị Anh")
    seen(second, "two texts of a cell")
    dialog.get_by_role("button", name="Giữ tất cả của tôi").click()
    second.wait_for_url(address)
