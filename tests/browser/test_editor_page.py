"""Soạn văn bản in a real browser: nothing typed is lost, rows, paste, the page beside the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind

pytestmark = pytest.mark.asked_elsewhere
PASTE = """(element, [text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  element.focus();
  element.dispatchEvent(new ClipboardEvent("paste",
    { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def paste(page: Page, name: str, text: str, html: str = "") -> None:
    page.locator(f'[name="{name}"]').evaluate(PASTE, [text, html])


def values(page: Page, pattern: str) -> list[str]:
    """The values of the inputs whose names match, in the order of the page."""
    found: list[str] = page.locator("#soan").evaluate(
        "(form, pattern) => [...form.elements].filter(e => new RegExp(pattern).test(e.name))"
        ".map(e => e.value)",
        pattern,
    )
    return found


@pytest.fixture
def plan(page: Page, house: House, kinds: dict[str, Kind]) -> Page:
    clerk.start_paper(page, house, kinds["ke_hoach"])
    return page


@pytest.fixture
def award(page: Page, house: House, kinds: dict[str, Kind]) -> Page:
    clerk.start_paper(page, house, kinds["quyet_dinh_khen_thuong"])
    return page


@pytest.fixture
def report(page: Page, house: House, kinds: dict[str, Kind]) -> Page:
    clerk.start_paper(page, house, kinds["bao_cao_so_ket"])
    return page


# -- nothing is lost -------------------------------------------------------------------------


def test_a_page_that_is_left_in_the_middle_of_a_word_has_saved_it(plan: Page, house: House) -> None:
    address = plan.url
    plan.locator('[name="trich_yeu"]').fill("Gõ rồi đi ngay")
    plan.goto(house.url)

    plan.goto(address)
    plan.wait_for_load_state("networkidle")
    # On a busy server the page may be asked for before the last words have arrived.
    restore = plan.get_by_role("button", name="Khôi phục nội dung chưa lưu")
    if restore.is_visible():
        restore.click()

    expect(plan.locator('[name="trich_yeu"]')).to_have_value("Gõ rồi đi ngay")


def test_a_draft_survives_while_the_server_is_down(
    browser: Browser, tmp_path: Path, kinds: dict[str, Kind]
) -> None:
    with clerk.running(tmp_path) as house:
        context, faults = clerk.new_context(browser, house)
        page = context.new_page()
        clerk.set_up(page, house)
        clerk.start_paper(page, house, kinds["ke_hoach"])
        address, port = page.url, int(house.url.rpartition(":")[2])
    page.locator('[name="trich_yeu"]').fill("Gõ khi máy chủ tắt")
    expect(page.locator("#trang-thai-luu")).to_have_text(
        "Chưa lưu được, đang thử lại. Chữ vừa gõ được giữ trong trình duyệt này."
    )
    page.close()

    with clerk.running(tmp_path, port):
        again = context.new_page()
        again.goto(address)
        title = again.locator('[name="trich_yeu"]')
        expect(title).to_have_value("")
        again.get_by_role("button", name="Khôi phục nội dung chưa lưu").click()

        expect(title).to_have_value("Gõ khi máy chủ tắt")
        clerk.wait_until_saved(again)
        again.reload()
        expect(title).to_have_value("Gõ khi máy chủ tắt")
        expect(again.locator("#khoi-phuc")).to_be_hidden()
        context.close()
    assert {fault for fault in faults if "ERR_CONNECTION_REFUSED" not in fault} == set()


def test_a_session_that_ends_keeps_the_text_and_saves_after_signing_in(
    plan: Page, house: House, expected_faults: list[str]
) -> None:
    expected_faults += ["401", "400"]
    address, context = plan.url, plan.context
    # An answer that is still under way would bring the cookie back.
    plan.wait_for_load_state("networkidle")
    context.clear_cookies()
    plan.locator('[name="trich_yeu"]').fill("Gõ khi hết phiên")
    expect(plan.locator("#trang-thai-luu")).to_contain_text("Phiên đăng nhập đã hết")

    with context.expect_page() as opened:
        plan.get_by_role("link", name="Đăng nhập lại").click()
    clerk.sign_in(opened.value, house)

    expect(plan.locator("#trang-thai-luu")).to_contain_text("Đã lưu lúc", timeout=20_000)
    opened.value.goto(address)
    expect(opened.value.locator('[name="trich_yeu"]')).to_have_value("Gõ khi hết phiên")


def test_what_is_typed_before_the_script_has_arrived_is_saved(plan: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:  # playwright marks its handlers, which no builtin lets it do
        held.append(route)

    plan.route("**/js/editor/main.js*", hold)
    plan.goto(plan.url, wait_until="commit")
    plan.locator('[name="trich_yeu"]').fill("Gõ ngay khi trang hiện ra")
    while not held:
        plan.wait_for_timeout(50)
    held[0].continue_()
    expect(plan.locator(".ed-page img").first).to_be_visible()
    clerk.wait_until_saved(plan)
    plan.unroute("**/js/editor/main.js*")

    plan.reload()

    expect(plan.locator('[name="trich_yeu"]')).to_have_value("Gõ ngay khi trang hiện ra")


def test_quick_typing_ends_with_the_newest_text(plan: Page) -> None:
    for length in range(1, 30):
        plan.locator('[name="trich_yeu"]').fill("Tổ chức hội nghị tổng kết năm"[:length])
        plan.wait_for_timeout(40)
    clerk.wait_until_saved(plan)

    plan.reload()

    expect(plan.locator('[name="trich_yeu"]')).to_have_value("Tổ chức hội nghị tổng kết năm")


def test_another_window_is_told_and_nothing_is_overwritten_in_silence(plan: Page) -> None:
    other = plan.context.new_page()
    other.goto(plan.url)
    expect(other.locator(".ed-page img").first).to_be_visible()
    plan.locator('[name="trich_yeu"]').fill("Bản thứ nhất")
    clerk.wait_until_saved(plan)

    other.locator('[name="trich_yeu"]').fill("Bản thứ hai")

    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("Bản thứ nhất")
    expect(dialog).to_contain_text("Bản thứ hai")
    dialog.get_by_role("link", name="Để sau").click()
    expect(other.locator("#xung-dot")).to_be_visible()
    other.get_by_role("link", name="lịch sử của văn bản").click()
    expect(other.get_by_role("button", name=re.compile("Quay lại bản")).first).to_be_visible()


# -- rows ------------------------------------------------------------------------------------


def test_rows_by_keyboard(plan: Page) -> None:
    first = plan.locator('[name="can_cu-0"]')
    first.fill("Căn cứ A")
    first.press("Enter")
    expect(plan.locator('[name="can_cu-1"]')).to_be_focused()
    plan.keyboard.type("Căn cứ B")
    plan.keyboard.press("Alt+ArrowUp")

    assert values(plan, r"^can_cu-") == ["Căn cứ B", "Căn cứ A"]
    expect(plan.locator('[name="can_cu-0"]')).to_be_focused()
    plan.keyboard.press("Control+A")
    plan.keyboard.press("Delete")
    plan.keyboard.press("Backspace")
    assert values(plan, r"^can_cu-") == ["Căn cứ A"]


def test_a_removed_row_comes_back(award: Page) -> None:
    before = values(award, r"^can_cu-")

    award.get_by_role("button", name="Xóa dòng 2", exact=True).first.click()
    expect(award.get_by_text("Đã xóa dòng 2.")).to_be_visible()
    assert values(award, r"^can_cu-") == [*before[:1], *before[2:]]
    award.get_by_role("button", name="Hoàn tác").click()

    assert values(award, r"^can_cu-") == before
    clerk.wait_until_saved(award)
    award.reload()
    assert values(award, r"^can_cu-") == before


def test_paste_from_excel_makes_rows(award: Page) -> None:
    award.get_by_role("button", name="Thêm dòng").nth(1).click()
    paste(
        award,
        "khen_thuong-0-doi_tuong",
        'Cá nhân\tBà\tNguyễn Thị Hoa\tVăn phòng Sở\r\nTập thể\t\t"Phòng\nTổ chức"\tSở Nội vụ\r\n',
    )

    assert values(award, r"^khen_thuong-\d+-ho_ten") == ["Nguyễn Thị Hoa", "Phòng Tổ chức"]
    assert values(award, r"^khen_thuong-\d+-doi_tuong") == ["ca_nhan", "tap_the"]
    assert values(award, r"^khen_thuong-\d+-danh_xung") == ["Bà", ""]
    expect(award.get_by_text("Đã dán 2 dòng.")).to_be_visible()
    expect(award.get_by_text("Theo quy định: 0,3 lần lương cơ sở").first).to_be_visible()
    award.get_by_role("button", name="Hoàn tác").click()
    assert values(award, r"^khen_thuong-\d+-ho_ten") == [""]


def test_paste_with_a_header_row_follows_the_names_of_the_columns(award: Page) -> None:
    award.get_by_role("button", name="Thêm dòng").nth(1).click()
    html = (
        "<html><body><table><tr><td>STT</td><td>Chức vụ, đơn vị công tác</td><td>Họ và tên</td>"
        "<td>Ghi chú</td></tr><tr><td>1</td><td>Kế toán</td><td>Đỗ An</td><td>x</td></tr></table>"
    )

    paste(award, "khen_thuong-0-ho_ten", "không dùng đến", html)

    assert values(award, r"^khen_thuong-\d+-ho_ten") == ["Đỗ An"]
    assert values(award, r"^khen_thuong-\d+-chuc_vu_don_vi") == ["Kế toán"]


def test_lines_pasted_into_a_list_become_rows(plan: Page) -> None:
    paste(plan, "noi_nhan-0", "Thành ủy\nHội đồng nhân dân\n\nCác quận")

    assert values(plan, r"^noi_nhan-") == ["Thành ủy", "Hội đồng nhân dân", "Các quận"]


def test_figures_follow_the_headings(report: Page) -> None:
    for index, text in enumerate(("Năm 2020", "Năm 2021")):
        if index:
            report.locator('[name="cac_ky-0"]').press("Enter")
        report.locator(f'[name="cac_ky-{index}"]').fill(text)
    report.locator('[data-rows="so_lieu_ky"] [data-add]').click()
    paste(report, "so_lieu_ky-0-ten", "Hồ sơ\t%\t95,2\t97,1\nTập huấn\tngười\t320\t415")
    assert values(report, r"^so_lieu_ky-\d-gia_tri-") == ["95,2", "97,1", "320", "415"]

    report.locator('[data-rows="cac_ky"]').get_by_role("button", name="Xóa dòng 1").click()
    assert values(report, r"^so_lieu_ky-\d-gia_tri-") == ["97,1", "415"]
    report.get_by_role("button", name="Hoàn tác").click()

    assert values(report, r"^so_lieu_ky-\d-gia_tri-") == ["95,2", "97,1", "320", "415"]
    clerk.wait_until_saved(report)
    report.reload()
    assert values(report, r"^so_lieu_ky-\d-gia_tri-") == ["95,2", "97,1", "320", "415"]


# -- what the office knows -------------------------------------------------------------------


def test_an_earlier_text_is_found_without_accents(award: Page) -> None:
    group = award.locator('[data-rows="noi_nhan"]')
    group.get_by_text("Chọn nội dung đã dùng").click()
    group.get_by_label("Tìm (không cần gõ dấu)").fill("lanh dao")
    shown = group.locator("[data-option]:not([hidden])")
    before = values(award, r"^noi_nhan-")

    expect(shown).to_have_count(1)
    shown.get_by_role("button").click()

    assert values(award, r"^noi_nhan-") == [*before, "Lãnh đạo Sở"]


def test_a_signer_of_the_office_fills_the_parts(plan: Page) -> None:
    plan.locator('[name="nguoi_ky-ho_ten"]').fill("")
    plan.locator('[name="nguoi_ky-quyen_han"]').select_option("kt")
    expect(plan.locator('[name="nguoi_ky-ky_thay"]')).to_be_visible()
    expect(plan.locator('[name="nguoi_ky-thay_mat"]')).to_be_hidden()

    plan.get_by_label("Chọn người ký của cơ quan").select_option(index=1)

    expect(plan.locator('[name="nguoi_ky-ho_ten"]')).to_have_value("Lê Hoàng Minh")
    expect(plan.locator('[name="nguoi_ky-ky_thay"]')).to_be_hidden()


# -- the page beside the form ----------------------------------------------------------------


def test_the_place_being_edited_is_marked_and_a_click_leads_back(plan: Page) -> None:
    title = plan.locator('[name="trich_yeu"]')
    title.fill("Tổ chức hội nghị tổng kết")
    clerk.wait_until_saved(plan)
    expect(plan.locator(".ed-mark")).to_have_count(1)
    plan.locator('[name="luu"]').focus()
    mark = plan.locator(".ed-mark").first
    title.focus()
    box = mark.bounding_box()
    assert box is not None
    plan.locator('[name="so"]').focus()

    plan.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(title).to_be_focused()


def test_a_line_of_the_body_is_marked_and_found_from_the_page(plan: Page) -> None:
    body = plan.locator('[name="noi_dung"]')
    body.fill("Mở đầu của kế hoạch.\nI. MỤC ĐÍCH\nII. YÊU CẦU CỤ THỂ")
    clerk.wait_until_saved(plan)
    body.press("Control+End")
    current = plan.locator(".ed-block[aria-current]")
    expect(current).to_contain_text("YÊU CẦU")
    box = plan.locator(".ed-mark").first.bounding_box()
    assert box is not None
    body.press("Control+Home")
    expect(current).to_contain_text("Mở đầu")

    plan.mouse.click(box["x"] + 5, box["y"] + 5)

    expect(current).to_contain_text("YÊU CẦU")
    expect(body).to_be_focused()


def test_a_wrong_reading_is_corrected_with_a_label(plan: Page) -> None:
    body = plan.locator('[name="noi_dung"]')
    body.fill("1. Không phải khoản")
    level = plan.get_by_role("button", name=re.compile(r"^Khoản \(1\.\)"))
    level.click()
    plan.keyboard.press("Escape")
    expect(level).to_be_focused()
    level.click()
    plan.get_by_label("Cách hiểu dòng này").select_option("van")

    expect(body).to_have_value("{Đoạn văn} 1. Không phải khoản")
    expect(plan.locator(".ed-block")).to_have_attribute("data-level", "van")


def test_old_fonts_are_converted_only_after_a_click(plan: Page) -> None:
    typed = "KÕ ho¹ch tæ chøc phong trµo thi ®ua yªu n­íc"
    title = plan.locator('[name="trich_yeu"]')
    title.fill(typed)
    offer = plan.locator("[data-conversion]")
    expect(offer).to_contain_text("TCVN3")
    expect(offer).to_contain_text("tổ chức phong trào thi đua")
    expect(title).to_have_value(typed)

    offer.get_by_role("button", name="Chuyển sang Unicode").click()

    expect(title).to_have_value("Kế hoạch tổ chức phong trào thi đua yêu nước")


def test_a_sentence_that_appears_takes_no_click_away(plan: Page) -> None:
    """What is wrong is told when a field is left, which pressing a button does first; the button
    must not move away below the finger."""
    plan.locator('[name="trich_yeu"]').fill("KÕ ho¹ch tæ chøc phong trµo thi ®ua yªu n­íc")
    button = plan.get_by_role("button", name="Chuyển sang Unicode")
    box = button.bounding_box()
    assert box is not None
    plan.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    plan.mouse.down()
    plan.wait_for_timeout(300)  # as long as a person presses
    plan.mouse.up()
    value = "Kế hoạch tổ chức phong trào thi đua yêu nước"
    expect(plan.locator('[name="trich_yeu"]')).to_have_value(value)


def test_a_half_typed_date_is_not_scolded_until_the_field_is_left(plan: Page) -> None:
    date = plan.locator('[name="ngay"]')
    date.fill("31/2/2026")
    clerk.wait_until_saved(plan)
    expect(plan.locator("#e-ngay")).to_be_hidden()

    plan.keyboard.press("Tab")

    expect(plan.locator("#e-ngay")).to_be_visible()
    expect(date).to_have_value("31/2/2026")


def test_what_the_check_of_form_tells_leads_to_its_field(
    award: Page, kinds: dict[str, Kind]
) -> None:
    clerk.fill_sample(award, kinds["quyet_dinh_khen_thuong"])
    clerk.wait_until_saved(award)
    noted = award.locator("#the-thuc")
    expect(noted).to_be_hidden()

    basis = award.locator('[name="can_cu-1"]')
    basis.fill("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ")
    basis.blur()
    noted.get_by_text("Thể thức: 1 chỗ nên xem lại").click()
    noted.get_by_role("link", name="152/2025/NĐ-CP").click()

    expect(basis).to_be_focused()
    basis.fill("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022")
    expect(noted).to_be_hidden()


# -- without script --------------------------------------------------------------------------


def test_the_page_works_without_script(
    new_page: Callable[..., Page], kinds: dict[str, Kind]
) -> None:
    page = new_page(java_script_enabled=False)
    page.get_by_role("button", name="Kế hoạch", exact=True).click()
    page.locator('[name="can_cu-0"]').fill("Căn cứ A")
    page.locator('button[value="them:can_cu"]').click()
    page.locator('[name="can_cu-1"]').fill("Căn cứ B")
    page.locator('button[value="len:can_cu:1"]').click()
    assert page.locator('[name="can_cu-0"]').input_value() == "Căn cứ B"
    page.locator('button[value="xoa:can_cu:0"]').click()
    page.get_by_role("button", name="Hoàn tác").click()
    assert page.locator('[name="can_cu-0"]').input_value() == "Căn cứ B"

    page.get_by_role("button", name="Tạo văn bản").click()

    expect(page.locator("#tom-tat")).to_contain_text("Trích yếu")
    expect(page.locator(".ed-plain-page")).to_be_visible()
    assert page.locator('[name="can_cu-1"]').input_value() == "Căn cứ A"
