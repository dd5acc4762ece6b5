"""A finished list in a browser: named, signed and numbered as a whole, then its giấy khen, also on
pre-printed blanks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_batches import KIND, seen
from vanban.services import Services
from vanban.worker import Worker

LONG = "Danh sách đề nghị khen thưởng phong trào thi đua văn hóa công sở " + "năm_2026_" * 12
SHEET = """Ông/Bà\tHọ và tên\tChức vụ, đơn vị công tác
Bà\tNguyễn Thị An\tChuyên viên, Văn phòng Sở
Ông\tTrần Văn Bình\tPhó Trưởng phòng, Phòng Tổ chức biên chế và Tổ chức phi chính phủ
Bà\tCông Tằng Tôn Nữ Hoàng Thị Ngọc Phương Thảo\tChuyên viên chính, Trung tâm Lưu trữ lịch sử
"""


def services_of(house: House) -> Services:
    found: Services = house.app.extensions["vanban"]
    return found


def make(house: House) -> None:
    """Let a worker make whatever waits."""
    opened = services_of(house)
    Worker(opened.service, opened.register, opened.store).run(idle_s=0.05)


def a_list(house: House) -> str:
    """The address of a list whose papers are drafts."""
    opened = services_of(house)
    user = opened.register.people.user(1)
    batch = opened.batches.upload(user, KIND, "rieng", f"{LONG}.tsv", SHEET.encode())
    sample = opened.service.kinds[KIND].sample
    opened.batches.set_common(user, batch.id, {**batch.common, **sample})
    opened.batches.confirm(user, batch.id)
    make(house)
    return f"{house.url}/lap-hang-loat/{batch.id}"


def printed(page: Page, house: House, sides: int) -> str:
    """The first page of the file to print, as text; it has so many pages."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Một tệp để in (PDF)").click()
    data = Path(download.value.path()).read_bytes()
    service = services_of(house).service
    assert service.page_count(data) == sides
    return service.page_text(data, 0)


def test_a_list_is_named_signed_numbered_and_gets_its_giay_khen(
    browser: Browser, tmp_path: Path
) -> None:
    with clerk.running(tmp_path) as house:
        # Colours that are on their way from light to dark have no contrast to speak of.
        still = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"}
        context, faults = clerk.new_context(browser, house, **still)
        page = context.new_page()
        clerk.set_up(page, house)
        address = a_list(house)
        page.goto(house.url)
        expect(page.get_by_text("Đã xong; 3 nháp chưa trình ký")).to_be_visible()
        seen(page, "the start page")
        page.goto(f"{address}/ket-qua")
        seen(page, "the results")
        name_files(page)
        number_all(page)
        make(house)
        page.goto(f"{address}/ket-qua")
        expect(page.get_by_text("số 03/QĐ-SNV")).to_be_visible()
        seen(page, "the results with their numbers")
        assert "01/QĐ-SNV" in printed(page, house, 6)
        make_awards(page, house)
        assert faults == []
        context.close()


def name_files(page: Page) -> None:
    """The names follow what she types."""
    page.get_by_role("link", name="đổi cách đặt tên").click()
    page.get_by_label("Mẫu tên tệp").fill("{so}_{ten}")
    expect(page.locator("[data-names-list] li").first).to_have_text("Nguyen Thi An.pdf")
    page.get_by_label("Giữ dấu tiếng Việt").check()
    expect(page.locator("[data-names-list] li").first).to_have_text("Nguyễn Thị An.pdf")
    page.get_by_label("Mẫu tên tệp").fill("{khong_co}")
    expect(page.locator("[data-names-error]")).to_contain_text("không dùng được")
    page.get_by_label("Mẫu tên tệp").fill("{so}_{ten}")
    seen(page, "the names")
    page.get_by_role("button", name="Lưu cách đặt tên").click()
    expect(page.get_by_text("Đã lưu cách đặt tên tệp")).to_be_visible()


def number_all(page: Page) -> None:
    """The three steps of the whole list, one after the other."""
    page.get_by_role("button", name="Trình ký 3 văn bản").click()
    page.get_by_role("button", name="Ghi nhận 3 văn bản đã ký").click()
    page.get_by_role("link", name="Cấp số 3 văn bản").click()
    expect(page.get_by_text("01/QĐ-SNV đến 03/QĐ-SNV")).to_be_visible()
    seen(page, "the numbers")
    page.get_by_role("button", name="Cấp số 3 văn bản").click()
    expect(page.get_by_text("Đã cấp 3 số, từ 01/QĐ-SNV đến 03/QĐ-SNV")).to_be_visible()


def make_awards(page: Page, house: House) -> None:
    """The giấy khen of the list, on blanks that were printed before and lie a little askew."""
    page.get_by_role("button", name="Lập giấy khen từ danh sách này").click()
    expect(page.get_by_text("Đã lập danh sách 3 giấy khen")).to_be_visible()
    listed = page.url.rpartition("/")[0]
    page.goto(f"{house.url}/co-quan/giay-khen")
    page.locator('[name="tren_phoi"]').check()
    page.locator('[name="lech_x_mm"]').fill("3,5")
    page.locator('[name="lech_y_mm"]').fill("-2")
    page.get_by_role("button", name="Lưu").first.click()
    page.goto(f"{listed}/xem-truoc")
    expect(page.locator("img.page").first).to_have_js_property("complete", True)
    seen(page, "the preview of a giấy khen")
    page.get_by_role("button", name="Tạo 3 văn bản").click()
    make(house)
    page.goto(f"{listed}/ket-qua")
    text = printed(page, house, 3)
    assert "NGUYỄN THỊ AN" in text.upper()
    assert "01/QĐ-SNV" in text
    assert "CỘNG HÒA" not in text, "the blank has it"
