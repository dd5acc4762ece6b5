"""What people do in a browser to sign: used by the browser tests and by scripts/screenshots.py.

In: a page. Out: an office that trusts the authority of the tests, a paper before its signer, a
paper that was signed.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from tests.signing import authority, drawn
from tests.signing.authority import Person
from vanban.kinds import Kind


def file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def trust(page: Page, house: House) -> None:
    """Set up how the office signs: what its PDFs carry, whom it trusts, its seal."""
    page.goto(f"{house.url}/co-quan/ky-so")
    page.get_by_label("trường chữ ký số của người ký").check()
    page.get_by_role("button", name="Lưu cách ký").click()
    expect(page.get_by_text("Đã lưu cách ký")).to_be_visible()
    page.get_by_label("Tệp chứng thư gốc").set_input_files(file("goc.pem", authority.root().pem()))
    page.get_by_role("button", name="Thêm chứng thư gốc").click()
    page.get_by_label("Tệp danh sách thu hồi").set_input_files(
        file("thu-hoi.crl", authority.revocations())
    )
    page.get_by_role("button", name="Thêm danh sách").click()
    page.get_by_label("Tệp PNG").set_input_files(file("dau.png", drawn.seal()))
    page.get_by_role("button", name="Tải hình lên").click()
    expect(page.get_by_role("img", name="Hình dấu")).to_be_visible()


def submitted(page: Page, house: House, kind: Kind) -> str:
    """A complete paper that lies before the leader; its address."""
    clerk.start_paper(page, house, kind)
    clerk.fill_sample(page, kind)
    page.locator('[name="nguoi_ky-ho_ten"]').fill(authority.LEADER)
    clerk.wait_until_saved(page)
    page.get_by_role("button", name="Tạo văn bản").click()
    page.get_by_role("button", name="Trình ký").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Trình ký")
    return page.url


def sign_here(page: Page, person: Person, button: str, pin: str = authority.PIN) -> None:
    page.get_by_label("Tệp chứng thư có khóa").set_input_files(file("khoa.p12", person.pkcs12()))
    page.get_by_label("Mã PIN").fill(pin)
    page.get_by_role("button", name=button, exact=True).click()


def give_number(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Cấp số và ban hành").click()
    page.get_by_role("button", name="Cấp số và ban hành").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Đã ban hành")
