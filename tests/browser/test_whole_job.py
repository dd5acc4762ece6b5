"""From the first visit to the finished files, in a real browser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser import house as clerk
from tests.browser.house import House
from vanban.kinds import Kind
from vanban.pdf import pages

pytestmark = pytest.mark.asked_elsewhere

# Between them the two on a telephone have rows, tables, people, choices and ticks to fill in.
TYPED = (
    pytest.param("ke_hoach", 1366),
    pytest.param("quyet_dinh_khen_thuong", 1366),
    pytest.param("bao_cao_so_ket", 360),
    pytest.param("giay_khen", 360),
)
# What must be on paper, of each kind's sample: one thing from every kind of field.
PRINTED = {
    "ke_hoach": ["119/KH-SNV", "MỤC ĐÍCH, YÊU CẦU", "Thường trực Thành ủy", "Nguyễn Văn An"],
    "quyet_dinh_khen_thuong": ["2345/QĐ-SNV", "GIÁM ĐỐC SỞ NỘI VỤ", "Nguyễn Thị Hoa", "760.000"],
    "bao_cao_so_ket": ["86/BC-SNV", "CÔNG TÁC CHỈ ĐẠO", "Hồ sơ giải quyết đúng hạn", "98,6"],
    "giay_khen": ["GIÁM ĐỐC SỞ NỘI VỤ", "Nguyễn Thị Hoa", "Văn phòng Sở Nội vụ"],
}


def pdf_text(data: bytes) -> str:
    text = " ".join(pages.page_text(data, i) for i in range(pages.page_count(data)))
    return " ".join(text.split())


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def finish(page: Page) -> tuple[Download, Download]:
    """Press the main button, then take both files."""
    page.get_by_role("button", name="Tạo văn bản").click()
    with page.expect_download() as pdf:
        page.get_by_role("link", name="Tải PDF").click()
    with page.expect_download() as docx:
        page.get_by_role("link", name="Tải Word").click()
    return docx.value, pdf.value


@pytest.mark.parametrize(("name", "width"), TYPED)
def test_a_paper_from_start_to_files(
    page: Page, house: House, kinds: dict[str, Kind], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    clerk.start_paper(page, house, kinds[name])
    clerk.fill_sample(page, kinds[name])
    clerk.wait_until_saved(page)
    expect(page.get_by_text("Đã đủ thông tin", exact=True)).to_be_visible()

    docx, pdf = finish(page)
    sample = kinds[name].sample

    text = pdf_text(read(pdf))
    assert [words for words in PRINTED[name] if words not in text] == []
    with zipfile.ZipFile(io.BytesIO(read(docx))) as package:
        kept = sample.get("luu", sample.get("ho_ten"))
        assert kept in package.read("word/document.xml").decode()
    assert pdf.suggested_filename.endswith(".pdf")
    assert docx.suggested_filename.endswith(".docx")


def test_the_first_visit_leads_to_the_first_paper(
    browser: Browser, tmp_path: Path, kinds: dict[str, Kind]
) -> None:
    kind = kinds["ke_hoach"]
    with clerk.running(tmp_path) as house:
        context, faults = clerk.new_context(browser, house)
        page = context.new_page()
        clerk.set_up(page, house)
        clerk.start_paper(page, house, kind)
        clerk.fill_sample(page, kind)
        clerk.wait_until_saved(page)

        _, pdf = finish(page)

        assert "SỞ NỘI VỤ" in pdf_text(read(pdf))
        assert faults == []
        context.close()


def test_what_is_missing_is_listed_and_each_entry_leads_to_its_field(
    page: Page, house: House, kinds: dict[str, Kind]
) -> None:
    clerk.start_paper(page, house, kinds["ke_hoach"])
    page.locator('[name="noi_dung"]').fill("I. MỤC ĐÍCH")

    page.get_by_role("button", name="Tạo văn bản").click()

    summary = page.locator("#tom-tat")
    expect(summary).to_be_visible()
    expect(page.locator('[name="noi_dung"]')).to_have_value("I. MỤC ĐÍCH")
    summary.get_by_role("link", name="Trích yếu").click()
    field = page.locator('[name="trich_yeu"]')
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Tổ chức hội nghị")
    expect(summary).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")
