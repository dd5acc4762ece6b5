"""One decision from its first word to the paper that replaces it: three people, three browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_every_page import hold_to_the_rules, look
from tests.browser.test_whole_job import pdf_text, read
from vanban.kinds import Kind

pytestmark = pytest.mark.asked_elsewhere
PEOPLE = {
    "soanthao": ("Đỗ Minh Khoa", "soan_thao"),
    "lanhdao": ("Lê Hoàng Minh", "lanh_dao"),
    "vanthu2": ("Phạm Thu Hà", "van_thu"),
}
LATE = "Gõ khi văn bản đã trình"


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[House]:
    """A house of its own with one person of each role: what happens here is seen by all of them."""
    with clerk.running(tmp_path) as house:
        context, faults = clerk.new_context(browser, house)
        clerk.set_up(context.new_page(), house)
        context.close()
        assert faults == []
        people = house.app.extensions["vanban"].register.people
        agency_id = people.user_named(clerk.OFFICE["ten_dang_nhap"]).agency_id
        for name, (ho_ten, role) in PEOPLE.items():
            people.add_user(agency_id, ho_ten, name, clerk.PASSWORD, roles=[role])
        yield house


@pytest.fixture
def enter(
    browser: Browser, office: House, expected_faults: list[str]
) -> Iterator[Callable[[str], Page]]:
    """Signs a person in, each in a browser profile of their own."""
    opened = []

    def sign_in(name: str) -> Page:
        context, faults = clerk.new_context(
            browser, office, viewport={"width": 1366, "height": 768}
        )
        opened.append((context, faults))
        page = context.new_page()
        page.goto(office.url)
        page.locator('[name="ten_dang_nhap"]').fill(name)
        page.locator('[name="mat_khau"]').fill(clerk.PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        return page

    yield sign_in
    faults = [fault for _, seen in opened for fault in seen]
    for context, _ in opened:
        context.close()
    assert [f for f in faults if not any(word in f for word in expected_faults)] == []


@pytest.fixture
def decision(office: House) -> Kind:
    found: Kind = office.app.extensions["vanban"].service.kinds["quyet_dinh_khen_thuong"]
    return found


def everywhere(page: Page, what: str) -> None:
    """Hold this page to the rules of the house, light and dark, wide and narrow."""
    for scheme, width in (("light", 1366), ("dark", 360)):
        look(page, scheme, width)
        hold_to_the_rules(page, f"{what}, {scheme} {width}")
    look(page, "light", 1366)


def give_reason(page: Page, step: str, reason: str) -> None:
    page.get_by_text(f"{step}…").click()
    page.get_by_label("Lý do").fill(reason)
    page.get_by_role("button", name=step, exact=True).click()


def write(page: Page, office: House, kind: Kind) -> str:
    """A complete draft, typed field by field; the address of its page."""
    clerk.start_paper(page, office, kind)
    clerk.fill_sample(page, kind)
    clerk.wait_until_saved(page)
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.get_by_role("button", name="Trình ký")).to_be_visible()
    return page.url


def at(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def give_number(registrar: Page, office: House, address: str, locked: bytes) -> None:
    """Cấp số, ban hành; what was signed stays as it was, and the line stands in the register."""
    registrar.goto(office.url)
    expect(registrar.get_by_role("heading", name="Chờ cấp số (1)")).to_be_visible()
    registrar.goto(address)
    registrar.get_by_role("link", name="Cấp số và ban hành").click()
    expect(registrar.get_by_text("01/QĐ-SNV")).to_be_visible()
    everywhere(registrar, "giving a number")
    registrar.get_by_label("Số lượng bản").fill("12")
    registrar.get_by_role("button", name="Cấp số và ban hành").click()
    expect(registrar.get_by_text("Đã ban hành: số 01/QĐ-SNV, ngày 19/11/2026.")).to_be_visible()
    everywhere(registrar, "an issued paper")
    with registrar.expect_download() as numbered:
        registrar.get_by_role("link", name="Tải PDF có số").click()
    with registrar.expect_download() as signed:
        registrar.get_by_role("link", name="Tải PDF, bản trình ký").click()
    assert read(signed.value) == locked
    assert "01/QĐ-SNV" in pdf_text(read(numbered.value))
    (entry,), _ = office.app.extensions["vanban"].register.numbers.find(1, 2026)
    assert (entry.so_ky_hieu, entry.so_luong) == ("01/QĐ-SNV", 12)
    assert entry.trich_yeu == "Về việc tặng Giấy khen của Giám đốc Sở"


def test_a_decision_from_its_first_word_to_the_paper_that_replaces_it(
    office: House, enter: Callable[[str], Page], decision: Kind
) -> None:
    writer, leader, registrar = (enter(name) for name in PEOPLE)
    address = write(writer, office, decision)
    everywhere(writer, "a draft that can be submitted")
    writer.get_by_role("button", name="Trình ký").click()
    expect(writer.locator('[aria-current="step"]')).to_have_text("Trình ký")
    everywhere(writer, "waiting for the signer")

    leader.goto(office.url)
    expect(leader.get_by_role("heading", name="Chờ ký (1)")).to_be_visible()
    expect(leader.get_by_role("heading", name="Soạn văn bản mới")).to_have_count(0)
    everywhere(leader, "a leader's start page")
    leader.get_by_role("link", name="Xem và tải").first.click()
    give_reason(leader, "Trả lại người soạn", "Ghi rõ tên đơn vị ở Điều 1")
    expect(leader.locator('[aria-current="step"]')).to_have_text("Nháp")

    writer.goto(office.url)
    expect(writer.get_by_role("heading", name="Bị trả lại (1)")).to_be_visible()
    expect(writer.get_by_text("Ghi rõ tên đơn vị ở Điều 1")).to_be_visible()
    everywhere(writer, "a paper that came back")
    writer.get_by_role("link", name="Sửa:").click()
    expect(writer.get_by_text("Ghi rõ tên đơn vị ở Điều 1")).to_be_visible()
    writer.locator('[name="trich_yeu"]').fill("Về việc tặng Giấy khen của Giám đốc Sở")
    clerk.wait_until_saved(writer)
    writer.goto(address)
    writer.get_by_role("button", name="Trình ký").click()

    leader.goto(address)
    everywhere(leader, "what a leader signs")
    with leader.expect_download() as locked:
        leader.get_by_role("link", name="Tải PDF, bản trình ký").click()
    leader.get_by_role("button", name="Đã ký", exact=True).click()

    give_number(registrar, office, address, read(locked.value))

    writer.goto(address)
    writer.get_by_role("button", name="Thay thế").click()
    expect(writer.get_by_text("Đã tạo nháp để thay thế")).to_be_visible()
    writer.goto(address)
    writer.get_by_text("Được thay thế bằng").get_by_role("link").click()
    expect(writer.get_by_text("Văn bản này thay thế")).to_contain_text("số 01/QĐ-SNV")
    everywhere(writer, "a paper that replaces another")


def test_two_people_at_one_draft_choose_field_by_field(
    office: House, enter: Callable[[str], Page], decision: Kind
) -> None:
    first, second = enter("soanthao"), enter("vanthu2")
    editor = f"{write(first, office, decision)}/soan"
    for page in (at(first, editor), at(second, editor)):
        expect(page.locator(".ed-page img").first).to_be_visible()
    first.locator('[name="trich_yeu"]').fill("Trích yếu của người thứ nhất")
    first.locator('[name="luu"]').fill("VT, TCHC")
    clerk.wait_until_saved(first)

    second.locator('[name="trich_yeu"]').fill("Trích yếu của người thứ hai")

    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Đỗ Minh Khoa")
    everywhere(second, "two texts")
    # What only the other person touched is proposed as they have it.
    expect(dialog.locator("#chon-luu-kia")).to_be_checked()
    expect(dialog.locator("#chon-trich_yeu-nay")).to_be_checked()
    second.keyboard.press("Escape")
    expect(second.locator('[name="trich_yeu"]')).to_have_value("Trích yếu của người thứ hai")
    second.get_by_role("button", name="So sánh hai bản").click()
    dialog.locator("#chon-trich_yeu-kia").check()
    dialog.get_by_role("button", name="Giữ như đã chọn").click()

    expect(second.locator('[name="trich_yeu"]')).to_have_value("Trích yếu của người thứ nhất")
    expect(second.locator('[name="luu"]')).to_have_value("VT, TCHC")
    services = office.app.extensions["vanban"]
    person = services.register.people.user_named("soanthao")
    kept = [
        services.drafts.revision_data(person, 1, each.revision).get("trich_yeu")
        for each in services.drafts.revisions(person, 1)
    ]
    assert {"Trích yếu của người thứ nhất", "Trích yếu của người thứ hai"} <= set(kept)


def test_two_texts_without_script(
    browser: Browser, office: House, enter: Callable[[str], Page], decision: Kind
) -> None:
    address = write(enter("soanthao"), office, decision)
    services = office.app.extensions["vanban"]
    person = services.register.people.user_named("soanthao")
    context, faults = clerk.new_context(browser, office, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/soan")
    clerk.sign_in(page, office)
    record = services.drafts.get(person, 1)
    services.drafts.save(person, 1, {**record.data, "luu": "VT, TCHC"}, record.revision)
    page.locator('[name="trich_yeu"]').fill("Gõ không có script")

    page.get_by_role("button", name="Tạo văn bản").click()

    expect(page.get_by_role("heading", name="Hai bản cùng lúc")).to_be_visible()
    page.get_by_role("button", name="Lấy tất cả của Đỗ Minh Khoa").click()
    assert services.drafts.get(person, 1).title == record.title
    assert services.drafts.get(person, 1).data["luu"] == "VT, TCHC"
    context.close()
    assert faults == []


def test_words_that_come_too_late_are_kept_and_offered_again(
    office: House, enter: Callable[[str], Page], decision: Kind, expected_faults: list[str]
) -> None:
    expected_faults.append("409")
    writer, other = enter("soanthao"), enter("vanthu2")
    address = write(writer, office, decision)
    at(writer, f"{address}/soan").wait_for_load_state("networkidle")
    at(other, address).get_by_role("button", name="Trình ký").click()

    writer.locator('[name="trich_yeu"]').fill(LATE)

    expect(writer.locator("#bi-khoa")).to_contain_text("“Trình ký” nên không sửa được")
    everywhere(writer, "too late")
    writer.goto(address)
    expect(writer.get_by_text("Trình duyệt này còn giữ chữ chưa lưu")).to_be_visible()
    everywhere(writer, "the paper with late words")
    writer.get_by_role("button", name="Tạo văn bản mới từ nội dung ấy").click()
    expect(writer.locator('[name="trich_yeu"]')).to_have_value(LATE)

    give_reason(other, "Rút lại để sửa", "còn sửa")
    at(writer, f"{address}/soan").get_by_role("button", name="Khôi phục nội dung").click()
    # Going back made a state of its own, so both are shown before one is kept.
    writer.get_by_role("button", name="Giữ tất cả của tôi").click()
    expect(writer.locator('[name="trich_yeu"]')).to_have_value(LATE)
    clerk.wait_until_saved(writer)


def test_a_fault_of_the_server_is_told_and_typing_goes_on(
    office: House, enter: Callable[[str], Page], decision: Kind, expected_faults: list[str]
) -> None:
    expected_faults.append("503")
    page = enter("soanthao")
    clerk.start_paper(page, office, decision)
    page.wait_for_load_state("networkidle")
    page.route("**/xem-truoc", lambda route: route.fulfill(status=503, body="bận"))
    page.locator('[name="trich_yeu"]').fill("Gõ khi máy chủ bận")
    expect(page.locator("#trang-thai-luu")).to_contain_text("được giữ trong trình duyệt này")

    page.unroute("**/xem-truoc")

    expect(page.locator("#trang-thai-luu")).to_contain_text("Đã lưu lúc", timeout=20_000)
    page.reload()
    expect(page.locator('[name="trich_yeu"]')).to_have_value("Gõ khi máy chủ bận")
