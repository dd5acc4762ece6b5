"""Take the pictures of the clerk's guide (docs/huong-dan.md) anew: `python -m scripts.screenshots`.

In: nothing; a house of its own is set up, and a browser does what the guide tells. Out:
docs/anh/*.png. With names as arguments ("trang-chu"), only those pictures are written.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import docx
from docx.shared import Mm
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import house as clerk
from tests.browser import signing
from tests.browser.house import House
from tests.signing import authority, drawn
from vanban.worker import Worker

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "anh"
SCREEN = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 720}
# Flat colours: 128 of them look the same and make the files a third as large.
COLOURS = 128
_BEGUN = monotonic()
# Papers of the list when the picture of the run is taken.
MADE = 12
# Milliseconds until the paper has scrolled to the marked place.
SCROLLING = 600
EXCEL = (
    "STT\tÔng/Bà\tHọ và tên\tChức vụ, đơn vị công tác\r\n"
    "1\tBà\tNguyễn Thị Hoa\tChuyên viên, Văn phòng Sở\r\n"
    "2\tÔng\tTrần Văn Đức\tPhó Trưởng phòng, Phòng Công chức, viên chức\r\n"
    "3\tBà\tĐỗ Thị Ánh\tChuyên viên, Phòng Cải cách hành chính\r\n"
)
_HEADS = ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị công tác", "Tiền thưởng")
_FIRST = (
    ("Bà", "Nguyễn Thị Hoa", "Chuyên viên, Văn phòng Sở", ""),
    ("Ông", "Trần Văn Đức", "Phó Trưởng phòng, Phòng Công chức, viên chức", ""),
    ("Bà", "", "Chuyên viên, Thanh tra Sở", ""),
    ("Bà", "Đỗ Thị Ánh", "Chuyên viên, Phòng Cải cách hành chính", ""),
    ("Ông", "Phạm Minh Quân", "Lái xe, Văn phòng Sở", "một triệu"),
)
_OTHERS = (("Ông", "Lê Văn"), ("Bà", "Vũ Thị"), ("Ông", "Hoàng Đình"), ("Bà", "Bùi Thu"))
_GIVEN = ("Bình", "Chi", "Giang", "Hà", "Khánh", "Linh", "Minh", "Ngân", "Phúc")
PEOPLE = (
    *_FIRST,
    *(
        (honorific, f"{family} {given}", "Chuyên viên, Phòng Công chức, viên chức", "")
        for given in _GIVEN
        for honorific, family in _OTHERS
    ),
)
LIST = "\n".join(
    "\t".join(row) for row in (_HEADS, *((str(n), *row) for n, row in enumerate(PEOPLE, 1)))
)
_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  element.focus();
  element.dispatchEvent(new ClipboardEvent("paste",
    { clipboardData: data, bubbles: true, cancelable: true }));
}"""


class Camera:
    """Writes the pictures that were asked for; no names: all of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = set(names)

    def take(self, page: Page, name: str) -> None:
        """The window as it is now, as docs/anh/<name>.png."""
        if self._names and name not in self._names:
            return
        page.wait_for_load_state("networkidle")
        image = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(FOLDER / f"{name}.png", optimize=True)
        sys.stdout.write(f"docs/anh/{name}.png\n")


def main(names: Sequence[str]) -> int:
    """Take the pictures; the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    camera = Camera(names)
    with (
        tempfile.TemporaryDirectory() as folder,
        clerk.running(Path(folder), clock=_ticking) as house,
        sync_playwright() as playwright,
    ):
        browser = clerk.start_browser(playwright)
        context, faults = clerk.new_context(browser, house, viewport=SCREEN)
        page = context.new_page()
        _first_day(page, house, camera)
        _plan(page, house, camera)
        _award(page, house, camera)
        _finished(page, camera)
        _listed(page, house, camera)
        _certificate(page, house, camera)
        _checked(page, house, camera, Path(folder))
        _signed(page, house, camera)
        browser.close()
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _first_day(page: Page, house: House, camera: Camera) -> None:
    page.goto(house.url)
    for name in ("ten_co_quan", "co_quan_chu_quan", "ky_hieu", "dia_danh"):
        page.locator(f'[name="{name}"]').fill(clerk.OFFICE[name])
    camera.take(page, "thiet-lap")
    clerk.set_up(page, house)
    page.goto(house.url)
    camera.take(page, "trang-chu")


def _kind(house: House, name: str) -> clerk.Kind:
    found: clerk.Kind = house.app.extensions["vanban"].service.kinds[name]
    return found


def _plan(page: Page, house: House, camera: Camera) -> None:
    kind = _kind(house, "ke_hoach")
    clerk.start_paper(page, house, kind)
    camera.take(page, "soan-moi")
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.locator("#tom-tat")).to_be_visible()
    expect(page.locator(".ed-page img").first).to_be_visible()
    camera.take(page, "can-hoan-thien")

    clerk.fill_sample(page, kind)
    clerk.wait_until_saved(page)
    page.locator('[name="trich_yeu"]').focus()
    camera.take(page, "soan-ke-hoach")
    _reading(page, camera)
    _signer(page, camera)


def _reading(page: Page, camera: Camera) -> None:
    level = page.locator(".ed-level").nth(3)
    level.scroll_into_view_if_needed()
    page.mouse.wheel(0, 260)
    level.click()
    expect(page.get_by_label("Cách hiểu dòng này")).to_be_visible()
    camera.take(page, "cach-hieu")
    page.keyboard.press("Escape")


def _signer(page: Page, camera: Camera) -> None:
    choice = page.locator("[data-signers]")
    choice.scroll_into_view_if_needed()
    page.locator('[name="nguoi_ky-ky_thay"]').focus()
    page.wait_for_timeout(SCROLLING)
    camera.take(page, "nguoi-ky")


def _award(page: Page, house: House, camera: Camera) -> None:
    kind = _kind(house, "quyet_dinh_khen_thuong")
    clerk.start_paper(page, house, kind)
    for name in ("so", "ngay", "trich_yeu", "tham_quyen", "de_nghi", "thanh_tich", "thi_hanh"):
        page.locator(f'[name="{name}"]').fill(str(kind.field(name).sample))
    table = page.locator('[data-rows="khen_thuong"]')
    table.locator("[data-add]").click()
    page.locator('[name="khen_thuong-0-ho_ten"]').evaluate(PASTE, EXCEL)
    expect(page.get_by_text("Theo quy định").first).to_be_visible()
    clerk.wait_until_saved(page)
    page.locator('[name="khen_thuong-1-ho_ten"]').focus()
    table.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 80)")
    page.wait_for_timeout(SCROLLING)
    camera.take(page, "dan-excel")

    picker = page.locator('[data-rows="noi_nhan"] [data-picker]')
    picker.locator("summary").click()
    picker.locator("[data-search]").fill("thanh")
    picker.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 330)")
    page.wait_for_timeout(SCROLLING)
    camera.take(page, "da-dung")

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "dien-thoai")
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type]


def _finished(page: Page, camera: Camera) -> None:
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
    camera.take(page, "van-ban")


def _listed(page: Page, house: House, camera: Camera) -> None:
    """A list with two rows that are wrong becomes a paper for each row."""
    page.goto(f"{house.url}/lap-hang-loat")
    page.get_by_role("link", name="Mỗi người, mỗi tập thể một quyết định").click()
    camera.take(page, "hang-loat-danh-sach")
    page.get_by_text("Hoặc dán từ Excel").click()
    page.locator("#dan").fill(LIST)
    page.get_by_role("button", name="Tải danh sách lên").click()
    for field in _kind(house, "quyet_dinh_khen_thuong").fields:
        if field.sample is not None and page.locator(f'[id="{field.name}"]').count():
            clerk.fill_field(page, field)
    page.get_by_role("button", name="Lưu và kiểm tra danh sách").click()
    camera.take(page, "hang-loat-kiem-tra")
    page.locator("#o-4-ho_ten").fill("Lê Thu Hòa")
    page.locator("#o-6-tien_thuong").fill("1.000.000")
    page.get_by_role("button", name="Lưu và kiểm tra lại").click()
    page.get_by_role("link", name="Tiếp tục: xem trước").click()
    camera.take(page, "hang-loat-xem-truoc")
    page.get_by_role("button", name=f"Tạo {len(PEOPLE)} văn bản").click()
    expect(page.get_by_text(f"Đã tạo 0 trong {len(PEOPLE)}")).to_be_visible()
    with _at_work(house):
        _wait_for(house, MADE)
        page.reload()
        camera.take(page, "hang-loat-tao")
        _wait_for(house, len(PEOPLE))
    page.goto(page.url.replace("/tao", "/ket-qua"))
    camera.take(page, "hang-loat-ket-qua")


@contextmanager
def _at_work(house: House) -> Iterator[None]:
    """A worker makes rows meanwhile."""
    opened = house.app.extensions["vanban"]
    worker = Worker(opened.service, opened.register, opened.store)
    thread = Thread(target=worker.run, kwargs={"idle_s": 60})
    thread.start()
    try:
        yield
    finally:
        worker.stopped.set()
        thread.join()


def _wait_for(house: House, papers: int) -> None:
    """Until the one list that there is has so many papers."""
    batches = house.app.extensions["vanban"].register.batches
    while batches.counts([1])[1].done < papers:
        sleep(0.05)


def _ticking() -> datetime:
    """The day of the tests, with the hour of the house and the seconds going by."""
    return clerk.NOW + timedelta(seconds=monotonic() - _BEGUN)


def _certificate(page: Page, house: House, camera: Camera) -> None:
    """A giấy khen, as its page shows it."""
    kind = _kind(house, "giay_khen")
    clerk.start_paper(page, house, kind)
    clerk.fill_sample(page, kind)
    clerk.wait_until_saved(page)
    page.get_by_role("button", name="Tạo văn bản").click()
    expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
    camera.take(page, "giay-khen")


def _checked(page: Page, house: House, camera: Camera, folder: Path) -> None:
    """A decision with a narrow margin and a wrong capital, checked."""
    services = house.app.extensions["vanban"]
    kind = _kind(house, "quyet_dinh_khen_thuong")
    agency = services.register.people.office(1).agency
    sample = {**kind.sample, "so": "12", "ngay": "20/01/2026"}
    made = services.service.produce(kind.name, sample, agency, date(2026, 1, 20))
    paper = docx.Document(io.BytesIO(made.docx))
    paper.sections[0].left_margin = Mm(12)
    for text in paper.element.body.iter(_WORD_TEXT):
        text.text = (text.text or "").replace("Tự do", "Tự Do").replace("tháng 01", "tháng 1")
    path = folder / "Quyết định khen thưởng.docx"
    paper.save(str(path))
    page.goto(f"{house.url}/kiem-tra")
    page.locator("#tep").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    finding = page.locator(".check-finding", has_text="Tự Do")
    finding.get_by_role("link").click()
    camera.take(page, "kiem-tra")


def _signed(page: Page, house: House, camera: Camera) -> None:
    """How an office signs, and one paper on its way through both signatures."""
    signing.trust(page, house)
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "ky-so-co-quan")
    page.goto(f"{house.url}/tai-khoan/ky-so")
    page.get_by_label("Tệp PNG").set_input_files(signing.file("chu-ky.png", drawn.signature()))
    page.get_by_role("button", name="Tải hình lên").click()
    address = signing.submitted(page, house, _kind(house, "ke_hoach"))
    page.goto(address)
    camera.take(page, "ky-so")
    page.get_by_role("link", name="Ký tại đây").click()
    camera.take(page, "ky-tai-day")
    signing.sign_here(page, authority.leader(), "Ký văn bản")
    signing.give_number(page, address)
    page.goto(f"{address}/ky/tai-day")
    signing.sign_here(page, authority.office(), "Ký số của cơ quan")
    heading = page.get_by_role("heading", name="Chữ ký số", exact=True)
    heading.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 40)")
    page.wait_for_timeout(SCROLLING)
    camera.take(page, "da-ky-so")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
