"""Three hundred people, seven of them wrong: from the sheet to the papers, with real workers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_every_page import hold_to_the_rules, look
from vanban.vietnamese.days import now
from vanban.worker import Crew

ROWS = 300
# Where the list stands in the sheet: below a title and the headings.
FIRST = 4
MINUTES_MS = 8 * 60_000
NAMES = ("Nguyễn Thị An", "Trần Văn Bình", "Lê Hoàng Cường", "Phạm Thu Dung", "Đỗ Minh Hà")
HEADINGS = ("STT", "Ông/Bà", "Họ và tên", "Chức vụ", "Đơn vị", "Tiền thưởng", "Số điện thoại")
KIND = "quyet_dinh_khen_thuong"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    """A house of its own, with workers beside it and a clock that they share."""
    with clerk.running(tmp_path_factory.mktemp("lists"), clock=now) as house:
        opened = house.app.extensions["vanban"]
        crew = Crew(opened.settings, opened.register.claims)
        crew.start()
        context, faults = clerk.new_context(browser, house)
        clerk.set_up(context.new_page(), house)
        context.close()
        assert faults == []
        yield house
        crew.stop()


def workbook() -> bytes:
    """A list as an office keeps it; seven rows are wrong: four without a name, three with money
    that is no number."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2026"])
    sheet.append([])
    sheet.append(
        ["STT", "Ông/Bà", "Họ và tên", "Chức vụ", "Đơn vị", "Tiền thưởng", "Số điện thoại"]
    )
    for row in range(ROWS):
        name = "" if row in (9, 99, 199, 299) else f"{NAMES[row % 5]} {row + 1}"
        money = "một triệu" if row in (49, 149, 249) else ""
        title = "Bà" if row % 5 in (0, 3) else "Ông"
        sheet.append([row + 1, title, name, "Chuyên viên", f"Phòng số {row % 7 + 1}", money, ""])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def seen(page: Page, what: str) -> None:
    """Anybody can use the page as it is now: wide and light, narrow and dark."""
    for scheme, width in (("dark", 360), ("light", 1366)):
        look(page, scheme, width)
        hold_to_the_rules(page, f"{what}, {scheme}, {width} px")


def fill_in(page: Page, house: House) -> None:
    kind = house.app.extensions["vanban"].service.kinds[KIND]
    for field in kind.fields:
        if field.sample is not None and page.locator(f'[id="{field.name}"]').count():
            clerk.fill_field(page, field)


def test_three_hundred_people_of_whom_seven_are_wrong(browser: Browser, office: House) -> None:
    # Colours that are still on their way from light to dark have no contrast to speak of.
    still = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"}
    context, faults = clerk.new_context(browser, office, **still)
    page = context.new_page()
    clerk.sign_in(page, office)
    page.get_by_role("link", name="Lập hàng loạt", exact=True).click()
    seen(page, "the lists")
    page.get_by_role("link", name="Mỗi người, mỗi tập thể một quyết định").click()
    seen(page, "a new list")
    file = {"name": "khen thưởng 2026.xlsx", "mimeType": "application/x", "buffer": workbook()}
    page.locator("#tep").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Tải danh sách lên").click()
    expect(page.get_by_text("Đã nhận danh sách: 300 dòng")).to_be_visible()
    seen(page, "the common values")

    fill_in(page, office)
    page.get_by_role("button", name="Lưu và kiểm tra danh sách").click()
    expect(page.get_by_role("link", name="7 dòng cần sửa")).to_be_visible()
    expect(page.get_by_text("293 dòng không có gì phải sửa")).to_be_visible()
    assert page.locator("[data-batch-row]").count() == 7
    seen(page, "the check")
    mend(page)
    page.get_by_role("link", name="Danh sách", exact=True).click()
    seen(page, "the columns")
    page.go_back()

    page.get_by_role("link", name="Tiếp tục: xem trước").click()
    expect(page.locator("img.page").first).to_have_js_property("complete", True)
    seen(page, "the preview")
    page.get_by_label("Đến dòng").fill(str(FIRST + 9))
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text("Người thứ 0")).to_be_visible()
    page.get_by_role("button", name="Tạo 300 văn bản").click()
    seen(page, "the run")
    leave_and_come_back(page, office)

    page.wait_for_url("**/ket-qua", timeout=MINUTES_MS)
    expect(page.get_by_text("Đã tạo 300 trong 300")).to_be_visible()
    seen(page, "the results")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert faults == []
    context.close()


# The first answer of the server is the slowest.
SLOW_AT_FIRST = """
const real = window.fetch;
let count = 0;
window.fetch = async (...asked) => {
  await new Promise((go) => setTimeout(go, count++ ? 0 : 800));
  return real(...asked);
};
"""


def test_a_slow_answer_undoes_nothing_that_came_after(browser: Browser, office: House) -> None:
    opened = office.app.extensions["vanban"]
    user = opened.register.people.user(1)
    sheet = "STT,Họ và tên,Đơn vị\n1,,Phòng A\n"
    batch = opened.batches.upload(user, KIND, "rieng", "ds.csv", sheet.encode())
    context, faults = clerk.new_context(browser, office)
    context.add_init_script(SLOW_AT_FIRST)
    page = context.new_page()
    clerk.sign_in(page, office)
    page.goto(f"{office.url}/lap-hang-loat/{batch.id}/kiem-tra")
    page.get_by_text("Các ô khác của dòng").click()
    page.locator("#o-2-ho_ten").fill("Đỗ Minh Hà")
    page.locator("#o-2-chuc_vu_don_vi").fill("Phòng B")
    page.locator("#o-2-chuc_vu_don_vi").blur()
    expect(page.locator(".batch-mended")).to_have_count(1)
    page.wait_for_timeout(1_000)
    kept = opened.batches.row(user, batch.id, 2).raw
    assert kept == {"ho_ten": "Đỗ Minh Hà", "chuc_vu_don_vi": "Phòng B"}
    assert faults == []
    context.close()


def mend(page: Page) -> None:
    """Six rows are mended right there, the seventh is left out."""
    for index, row in enumerate((9, 99, 199)):
        page.locator(f"#o-{FIRST + row}-ho_ten").fill(f"Người thứ {index}")
    for row in (49, 149, 249):
        page.locator(f"#o-{FIRST + row}-tien_thuong").fill("1.000.000")
    page.locator(f"#o-{FIRST + 249}-tien_thuong").blur()
    expect(page.locator(".batch-mended")).to_have_count(6)
    page.get_by_role("button", name=f"Bỏ qua dòng {FIRST + 299}").click()
    expect(page.get_by_text("299 dòng, không dòng nào cần sửa")).to_be_visible()
    page.get_by_role("button", name="Lấy lại").click()
    page.locator(f"#o-{FIRST + 299}-ho_ten").fill("Người thứ 7")
    page.get_by_role("button", name="Lưu và kiểm tra lại").click()
    expect(page.get_by_text("300 dòng, không dòng nào cần sửa")).to_be_visible()


def leave_and_come_back(page: Page, house: House) -> None:
    """The run goes on by itself; its address is where it was."""
    expect(page.locator("progress")).to_have_js_property("max", ROWS)
    begun = expect(page.locator("progress"))
    begun.not_to_have_js_property("value", 0, timeout=MINUTES_MS)
    address = page.url
    page.goto(house.url)
    page.goto(address)
    page.get_by_role("button", name="Tạm dừng").click()
    expect(page.get_by_text("Đang tạm dừng.")).to_be_visible()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("button", name="Tạm dừng")).to_be_visible()
