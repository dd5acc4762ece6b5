"""What bad input gets: each kind of bad list through the real upload, and what the clerk reads.

docs/dev/tests.md names every case with the test that goes deeper.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image as Drawing

from tests.full_disk import full_at
from tests.sheet import writers
from tests.sheet.test_hostile_sheet import compound, picture
from tests.web.conftest import Visitor
from tests.web.lists import csv, fill_in, upload, work
from vanban import worker as workers
from vanban.register.claims import CRASH
from vanban.services import Services

HEADS = ("STT", "Họ và tên", "Chức vụ", "Đơn vị")
GOOD = (1, "Nguyễn Văn An", "Chuyên viên", "Văn phòng")


def sheet(*rows: Sequence[Any]) -> bytes:
    return writers.xlsx([HEADS, *rows])


def pictured() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].add_image(Drawing(io.BytesIO(picture())), "A1")
    book.worksheets[0]["A5"], book.worksheets[0]["B5"] = 1, "Nguyễn Văn An"
    return writers.saved(book)


def with_macros() -> bytes:
    out = io.BytesIO(sheet(GOOD))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    return out.getvalue()


def text_of(page: str) -> str:
    """What is read on a page, without its tags."""
    main = re.findall(r"<main.*</main>", page, re.DOTALL)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main)))


# -- refused at once, and nothing is kept ----------------------------------------------------------

REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "no choice of a file": (lambda: b"", "", "Chưa chọn tệp cho “Danh sách”"),
    "an empty sheet": (
        lambda: writers.xlsx(()),
        "ds.xlsx",
        "Tệp không có ô nào được ghi. Xin chọn đúng tệp danh sách, hoặc bấm “Tải mẫu Excel”",
    ),
    "60,000 rows": (
        ("Họ và tên\n" + "An\n" * 60_000).encode,
        "ds.csv",
        "Danh sách có hơn 20.000 dòng. Xin chia thành nhiều tệp, mỗi tệp không quá 20.000 dòng.",
    ),
    "a password": (
        lambda: compound("Root Entry", "EncryptedPackage"),
        "ds.xlsx",
        "Tệp được đặt mật khẩu nên không đọc được. Xin mở bằng Excel, vào Tệp (File)",
    ),
    "a picture": (picture, "ds.xlsx", "Đây là một tấm ảnh (PNG), không phải bảng tính."),
    "half a file": (lambda: writers.xlsx([HEADS])[:3000], "ds.xlsx", "Tệp bảng tính bị hỏng"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_list_is_refused_with_its_reason(
    clerk: Visitor, services: Services, case: str
) -> None:
    made, name, said = REFUSED[case]
    page = upload(clerk, made(), name=name, status=422)
    assert said in text_of(page)
    assert "Chưa có danh sách nào" in clerk.get("/lap-hang-loat").text


# -- asked about before it is checked --------------------------------------------------------------


def test_a_sheet_with_nothing_below_its_headings(clerk: Visitor) -> None:
    address = upload(clerk, sheet(), name="ds.xlsx")
    assert "Dưới dòng tiêu đề chưa có dòng nào. Xin nhập danh sách" in text_of(
        clerk.follow(clerk.get(address, 302)).text
    )


def test_headings_that_are_pictures(clerk: Visitor) -> None:
    address = upload(clerk, pictured(), name="ds.xlsx")
    page = text_of(clerk.follow(clerk.get(address, 302)).text)
    assert "chữ trong hình không đọc được. Xin gõ tiêu đề vào ô, ít nhất có cột" in page
    assert "Tải lên tệp khác" in page


# -- known, and told -------------------------------------------------------------------------------

TOLD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "two sheets": (
        lambda: writers.xlsx([HEADS, GOOD], Hai=[HEADS, GOOD]),
        "ds.xlsx",
        "Đang dùng trang “Danh sách”. Tệp còn có dữ liệu ở trang khác: “Hai”.",
    ),
    "macros": (
        with_macros,
        "ds.xlsm",
        "Tệp có macro. Macro không được chạy; chỉ giá trị trong các ô được đọc.",
    ),
    "an .xls that is HTML": (
        lambda: writers.web_page([HEADS, GOOD]),
        "ds.xls",
        "Tệp .xls này thật ra là một trang web do phần mềm khác xuất ra",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_is_odd_is_told_and_stops_nothing(
    clerk: Visitor, services: Services, case: str
) -> None:
    made, name, said = TOLD[case]
    address = upload(clerk, made(), name=name)
    page = text_of(fill_in(clerk, services, address))
    assert said in page
    assert "Danh sách đã sẵn sàng. 1 dòng, không dòng nào cần sửa." in page


# -- a row that needs her --------------------------------------------------------------------------

WRONG: dict[str, tuple[Sequence[Any], str]] = {
    "a formula that is an error": (
        (2, "#N/A", "Chuyên viên", "Văn phòng"),
        "Ô “Họ và tên” báo lỗi #N/A: công thức trong tệp Excel không tính được. Xin sửa",
    ),
    "an error in a part of a cell": (
        (2, "Trần Văn Bình", "#REF!", "Văn phòng"),
        "báo lỗi #REF!: công thức trong tệp Excel không tính được.",
    ),
    "a name that is a formula": (
        (2, '=HYPERLINK("http://x","An")', "Chuyên viên", "Văn phòng"),
        'Ô “Họ và tên” là công thức “=HYPERLINK("http://x","An")”, chưa có kết quả. Xin gõ thẳng',
    ),
    "a unit that is a formula": (
        (2, "Trần Văn Bình", "Chuyên viên", "=C9"),
        "là công thức “=C9”, chưa có kết quả.",
    ),
    "a cell of 30,000 characters": (
        (2, "x" * 30_000, "Chuyên viên", "Văn phòng"),
        "dài 30000 ký tự; nhiều nhất là 200.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_row_is_shown_and_no_other_and_nothing_is_made(
    clerk: Visitor, services: Services, case: str
) -> None:
    row, said = WRONG[case]
    address = upload(clerk, sheet(GOOD, row), name="ds.xlsx")
    page = text_of(fill_in(clerk, services, address))
    assert said in page
    assert "1 dòng cần sửa , 1 dòng không có gì phải sửa" in page
    assert "Dòng 3" in page
    longest = max(len(str(cell)) for cell in row)
    assert len(page) < 6000 + longest, "whole in its own field alone"
    clerk.post(f"{address}/xem-truoc", {}, 303)
    assert not services.register.claims.waiting()


# -- the run ---------------------------------------------------------------------------------------


def test_a_row_that_kills_its_worker_is_told_and_can_be_made_again(
    clerk: Visitor, services: Services
) -> None:
    """How the crew finds it, and that the rest goes on: tests/test_worker.py."""
    address = upload(clerk, csv())
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    claims = services.register.claims
    claims.claim("dead", 1)
    claims.give_back("dead", CRASH)
    claims.claim("busy with the others", 2)
    claims.claim("dead again", 1)
    claims.give_back("dead again", CRASH)
    claims.give_back("busy with the others")
    work(services)
    page = text_of(clerk.get(f"{address}/ket-qua").text)
    assert "Đã tạo 2 trong 3" in page
    assert "Chương trình bị dừng đột ngột mỗi lần tạo văn bản của dòng này" in page
    clerk.post(f"{address}/tao", {"action": "lam_lai"}, 303)
    work(services)
    assert "Đã tạo 3 trong 3" in clerk.get(f"{address}/ket-qua").text


def test_a_full_disk_is_told_and_nothing_made_is_lost(
    clerk: Visitor,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = upload(clerk, csv())
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    monkeypatch.setattr(workers, "CHUNK", 1)
    full_at(monkeypatch, 2)
    work(services)
    page = text_of(clerk.get(f"{address}/tao").text)
    assert "Đĩa của máy chủ sắp đầy nên việc tạo văn bản tạm dừng" in page
    assert "những văn bản đã tạo vẫn còn nguyên" in page
    assert clerk.get(f"{address}/tien-do").get_json()["done"] == 1
    clerk.post(f"{address}/tao", {"action": "tiep_tuc"}, 303)
    work(services)
    assert "Đã tạo 3 trong 3" in clerk.get(f"{address}/ket-qua").text
