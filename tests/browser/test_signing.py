"""A paper signed by computer, from its first word to both signatures: here, and elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.signing import file, give_number, sign_here, submitted, trust
from tests.browser.test_whole_job import read
from tests.browser.test_whole_life import decision, enter, everywhere, office
from tests.signing import authority, drawn, papers
from tests.signing.authority import Person
from tests.signing.scans import scan
from vanban.kinds import Kind

__all__ = ["decision", "enter", "office"]  # fixtures, for the tests below
FIRST = clerk.OFFICE["ten_dang_nhap"]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house keeps the day of the certificates, which are made anew in every run."""
    monkeypatch.setattr(clerk, "NOW", authority.NOW)


def apart(work: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Do it in a thread of its own: pyHanko wants an event loop, and the browser's runs in ours."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(work, *given, **more).result()


def sign(pdf: bytes, person: Person, field: str = "NguoiKy", **more: Any) -> bytes:
    """Signed by the program of an office."""
    signed: bytes = apart(papers.sign, pdf, person, field, **more)
    return signed


def download(page: Page, link: str) -> bytes:
    with page.expect_download() as loading:
        page.get_by_role("link", name=link).first.click()
    return read(loading.value)


def bring(page: Page, data: bytes) -> None:
    page.get_by_label("Tệp đã ký").set_input_files(file("da-ky.pdf", data))
    page.get_by_role("button", name="Nộp tệp đã ký").click()


def hold_in_pyhanko(pdf: bytes) -> None:
    """Both signatures are whole, trusted, and only what may come after them did."""
    context = ValidationContext(
        trust_roots=[authority.root().asn1()], moment=authority.NOW, allow_fetching=False
    )
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert [each.field_name for each in signatures] == ["NguoiKy", "CoQuan"]
    for each in signatures:
        status = apart(validate_pdf_signature, each, signer_validation_context=context)
        assert status.bottom_line, status.pretty_print_details()


def test_a_paper_signed_here_by_its_leader_and_by_the_office(
    office: House, enter: Callable[[str], Page], decision: Kind
) -> None:
    keeper, writer, leader, registrar = map(enter, (FIRST, "soanthao", "lanhdao", "vanthu2"))
    keeper.goto(f"{office.url}/co-quan/ky-so")
    everywhere(keeper, "how the office signs, before it was set up")
    trust(keeper, office)
    everywhere(keeper, "how the office signs")
    leader.goto(f"{office.url}/tai-khoan")
    leader.get_by_role("link", name="Ký số của tôi").click()
    leader.get_by_label("Tệp PNG").set_input_files(file("chu-ky.png", drawn.signature()))
    leader.get_by_role("button", name="Tải hình lên").click()
    expect(leader.get_by_role("img", name="Hình chữ ký")).to_be_visible()
    everywhere(leader, "a person's own signature")

    address = submitted(writer, office, decision)
    leader.goto(address)
    everywhere(leader, "three ways to sign")
    leader.get_by_role("link", name="Ký tại đây").click()
    everywhere(leader, "signing here")
    sign_here(leader, authority.leader(), "Ký văn bản")
    expect(leader.locator('[aria-current="step"]')).to_have_text("Đã ký")
    expect(leader.locator(".signed")).to_contain_text(authority.LEADER)
    everywhere(leader, "what the leader signed")

    give_number(registrar, address)
    everywhere(registrar, "the office is due")
    registrar.get_by_role("link", name="Ký tại đây").click()
    sign_here(registrar, authority.office(), "Ký số của cơ quan")

    expect(registrar.locator(".signed")).to_have_count(2)
    expect(registrar.locator(".signed-bad")).to_have_count(0)
    expect(registrar.get_by_text("Bản gốc", exact=True)).to_have_count(1)
    everywhere(registrar, "signed by both")
    hold_in_pyhanko(download(registrar, "Tải tệp: Chữ ký của cơ quan"))
    registrar.get_by_role("link", name="Vị trí ký, số, ngày trên trang").click()
    everywhere(registrar, "where to sign")


def test_a_paper_signed_elsewhere_and_what_is_refused(
    office: House, enter: Callable[[str], Page], decision: Kind, expected_faults: list[str]
) -> None:
    expected_faults.append("422")  # the browser notes every refused form in its console
    keeper, leader, registrar = map(enter, (FIRST, "lanhdao", "vanthu2"))
    trust(keeper, office)
    address = submitted(keeper, office, decision)
    leader.goto(address)
    locked = download(leader, "Tải PDF để ký")

    with pikepdf.open(BytesIO(sign(locked, authority.leader()))) as opened:
        again = BytesIO()
        opened.save(again)
    for refused, said in (
        (locked, "không có chữ ký nào mới"),
        (again.getvalue(), "chương trình khác lưu lại"),
        (sign(papers.plain(), authority.leader(), page=0), "văn bản khác"),
        (sign(locked, authority.stranger()), "không nằm trong danh sách"),
        (sign(locked, authority.revoked()), "đã bị thu hồi"),
        (sign(locked, authority.deputy()), "Trần Văn Đức"),
    ):
        bring(leader, refused)
        expect(leader.get_by_role("alert").first).to_contain_text(said)
        expect(leader.locator('[aria-current="step"]')).to_have_text("Trình ký")
    everywhere(leader, "a refused file")

    bring(leader, sign(locked, authority.leader()))
    expect(leader.locator('[aria-current="step"]')).to_have_text("Đã ký")
    give_number(registrar, address)
    numbered = download(registrar, "Tải PDF để ký")
    assert numbered.startswith(locked)
    bring(registrar, sign(numbered, authority.office(), "CoQuan"))
    expect(registrar.locator(".signed")).to_have_count(2)
    hold_in_pyhanko(download(registrar, "Tải tệp: Chữ ký của cơ quan"))


def test_a_wrong_pin_is_said_and_never_shown(
    office: House, enter: Callable[[str], Page], decision: Kind, expected_faults: list[str]
) -> None:
    expected_faults.append("422")
    keeper, leader = enter(FIRST), enter("lanhdao")
    trust(keeper, office)
    leader.goto(submitted(keeper, office, decision) + "/ky/tai-day")
    sign_here(leader, authority.leader(), "Ký văn bản", "sai rồi 123")
    expect(leader.get_by_role("alert").first).to_contain_text("PIN")
    expect(leader.get_by_label("Mã PIN")).to_have_value("")
    assert "sai rồi 123" not in leader.content()
    everywhere(leader, "a wrong PIN")


def test_a_scan_becomes_an_electronic_copy(office: House, enter: Callable[[str], Page]) -> None:
    keeper = enter(FIRST)
    trust(keeper, office)
    keeper.goto(f"{office.url}/van-ban")
    keeper.get_by_role("link", name="Sao điện tử").click()
    everywhere(keeper, "copies")
    keeper.get_by_label("Tệp PDF").set_input_files(file("quet.pdf", scan()))
    keeper.get_by_label("Tên văn bản").fill("Quyết định số 15/QĐ-UBND ngày 03/02/2026")
    keeper.get_by_role("button", name="Thêm tệp").click()
    everywhere(keeper, "a copy that waits")
    keeper.get_by_role("link", name="Ký tại đây").click()
    sign_here(keeper, authority.office(), "Ký số của cơ quan")
    expect(keeper.locator(".signed")).to_have_count(1)
    everywhere(keeper, "a signed copy")
    assert download(keeper, "Tải tệp đã ký").startswith(scan()[:1000])


def test_a_file_that_is_too_large_is_named_before_it_travels(
    office: House, enter: Callable[[str], Page], tmp_path: Path
) -> None:
    large = tmp_path / "to.pdf"
    large.write_bytes(b"0" * (21 << 20))
    keeper = enter(FIRST)
    keeper.goto(f"{office.url}/sao-dien-tu")
    keeper.get_by_label("Tệp PDF").set_input_files(large)
    expect(keeper.get_by_role("alert")).to_contain_text("lớn hơn 20 MB")
    keeper.get_by_role("button", name="Thêm tệp").click()
    expect(keeper.get_by_role("alert")).to_be_visible()
