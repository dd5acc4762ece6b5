"""The file of a list by HTTP: its columns and sheets, the workbook to fill in, what is no list."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import openpyxl
import pytest

from tests.web.conftest import Visitor
from tests.web.lists import HOME, KIND, NEW, csv, seen, upload, work
from vanban.services import Services
from vanban.web import fields

# -- columns ---------------------------------------------------------------------------------------


def test_a_column_that_nobody_knows_is_asked_once(clerk: Visitor, services: Services) -> None:
    headings = ("Quý vị được tuyên dương", "Công tác tại nơi nào")
    rows = [("Nguyễn Thị An", "Văn phòng"), ("Trần Văn Bình", "Thanh tra")]
    address = upload(clerk, csv(rows, headings))
    page = unescape(clerk.follow(clerk.get(address, 302)).text)
    assert "Mỗi cột của tệp là gì" in page
    assert "Nguyễn Thị An · Trần Văn Bình" in page
    answer = clerk.post(f"{address}/danh-sach", {"cot-A": "ho_ten", "cot-B": "chuc_vu_don_vi"}, 303)
    assert answer.headers["Location"] == f"{address}/noi-dung"
    again = upload(clerk, csv(rows, headings))
    assert clerk.get(again, 302).headers["Location"] == f"{again}/kiem-tra"


def test_another_sheet_of_the_file_is_chosen(clerk: Visitor) -> None:
    book = openpyxl.Workbook()
    for name, person in (("Tổ 1", "Nguyễn Thị An"), ("Tổ 2", "Trần Văn Bình")):
        sheet = book.create_sheet(name)
        sheet.append(["Họ và tên", "Đơn vị"])
        sheet.append([person, "Văn phòng"])
    data = BytesIO()
    book.save(data)
    address = upload(clerk, data.getvalue(), name="ds.xlsx")
    assert "Nguyễn Thị An" in clerk.get(f"{address}/danh-sach").text
    clerk.post(f"{address}/trang-tinh", {"trang_tinh": "Tổ 2"}, 303)
    page = clerk.get(f"{address}/danh-sach").text
    assert "Trần Văn Bình" in page
    assert "trang “Tổ 2”" in page
    page = unescape(clerk.post(f"{address}/trang-tinh", {"trang_tinh": "Tổ 9"}, 422).text)
    assert "không có trang tính “Tổ 9”" in page


def test_the_list_is_found_behind_a_letter(clerk: Visitor) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["TỜ TRÌNH"])
    sheet = book.create_sheet("DS")
    sheet.append(["Họ và tên", "Đơn vị"])
    sheet.append(["Nguyễn Thị An", "Văn phòng"])
    data = BytesIO()
    book.save(data)
    address = upload(clerk, data.getvalue(), name="ds.xlsx")
    assert "trang “DS”" in clerk.get(f"{address}/danh-sach").text


def test_our_own_workbook_is_one_list(clerk: Visitor) -> None:
    book = openpyxl.load_workbook(BytesIO(clerk.get(f"{HOME}/mau?loai={KIND}").data))
    sheet = book.worksheets[0]
    labels = [str(cell.value) for cell in sheet[1]]
    at = next(c for c, label in enumerate(labels, 1) if label.startswith("Họ và tên"))
    sheet.cell(2, at, "Nguyễn Thị An")
    data = BytesIO()
    book.save(data)
    address = upload(clerk, data.getvalue(), name="ds.xlsx")
    assert "Hướng dẫn" not in re.findall(r"<main.*</main>", clerk.get(
        f"{address}/kiem-tra").text, re.DOTALL)[0]  # fmt: skip


def test_a_list_of_certificates_keeps_the_day_of_their_decision(
    clerk: Visitor, services: Services
) -> None:
    address = f"{HOME}/moi?loai=giay_khen&cach=rieng"
    clerk.get(address)
    answer = clerk.post(address, {"tep": (BytesIO(csv()), "ds.tsv")}, 303)
    address = re.match(rf"{HOME}/\d+", answer.headers["Location"])[0]  # type: ignore[index]
    kind = services.service.kinds["giay_khen"]
    raw = {f.name: f.sample for f in kind.fields if f.name not in ("ho_ten", "danh_xung")}
    assert 'name="ngay"' in clerk.get(f"{address}/noi-dung").text
    sent = {**dict(fields.encode(kind, raw)), "action": "tiep", "goc": seen(clerk, address)}
    clerk.post(f"{address}/noi-dung", sent, 303)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    printed = clerk.get(f"{address}/ban-in.pdf?mot_mat=1").data
    assert services.service.page_count(printed) == 3
    assert "ngày 20 tháng 11 năm 2026" in services.service.page_text(printed, 0)
    results = clerk.get(f"{address}/ket-qua").text
    paper = re.findall(r'href="(/van-ban/\d+)"', results)[0]
    assert "để trống hai chỗ này" not in clerk.get(paper).text


def test_cells_are_pasted_instead_of_a_file(clerk: Visitor) -> None:
    clerk.get(NEW + "rieng")
    answer = clerk.post(NEW + "rieng", {"dan": csv().decode()}, 303)
    assert "3 dòng" in clerk.follow(answer).text


def test_the_workbook_to_fill_in(clerk: Visitor) -> None:
    page = clerk.get(NEW + "rieng").text
    assert "Tải mẫu Excel" in page
    assert page.count(" *</strong>") == 1, "only the name is needed in every row"
    answer = clerk.get(f"{HOME}/mau?loai={KIND}")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.data))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert any("Họ và tên" in str(heading) for heading in headings)
    at = next(i for i, heading in enumerate(headings, 1) if "Họ và tên" in str(heading))
    sheet.cell(2, at, "Nguyễn Thị An")
    data = BytesIO()
    book.save(data)
    address = upload(clerk, data.getvalue(), name="mau.xlsx")
    assert "Nguyễn Thị An" in clerk.get(f"{address}/danh-sach").text
    clerk.get(f"{HOME}/mau?loai=khong-co", 404)
    clerk.get(f"{HOME}/mau?loai=ke_hoach", 404)


# -- bad files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ds.xlsx", b"", "Chưa chọn tệp"),
        ("ds.csv", b"   \n  \n", "Tệp trống"),
        ("ds.xlsx", b"%PDF-1.7\n%\xe2\xe3", "không phải bảng tính"),
        ("ds.xlsx", b"PK\x03\x04" + b"\0" * 200, "bảng tính"),
        ("ds.csv", ("Họ và tên\n" + "An\n" * 20_001).encode(), "hơn 20.000 dòng"),
        ("ds.csv", ("Họ và tên\n" + "A," * 3000 + "\n").encode(), "cột"),
    ],
    ids=["empty", "blank", "pdf", "broken", "long", "wide"],
)
def test_a_file_that_cannot_be_a_list_says_why(
    clerk: Visitor, name: str, data: bytes, said: str
) -> None:
    page = upload(clerk, data, name=name, status=422)
    assert said in page
    assert '<a href="#tep">' in page
    assert "Chưa có danh sách nào" in clerk.get(HOME).text, "nothing is kept of it"


def test_a_file_that_is_too_heavy_is_not_read(clerk: Visitor) -> None:
    clerk.app.config["MAX_CONTENT_LENGTH"] = 4000
    page = upload(clerk, b"x" * 5000, status=413)
    assert "nhiều nhất là 20 MB" in page
    assert "Tải danh sách lên" in page


def test_a_list_without_headings_asks_for_them(clerk: Visitor) -> None:
    address = upload(clerk, b"1\t2\n3\t4\n")
    page = clerk.follow(clerk.get(address, 302)).text
    assert "Không tìm thấy dòng tiêu đề cột" in page
    clerk.post(f"{address}/xem-truoc", {}, 303)
    assert clerk.get(address, 302).headers["Location"] == f"{address}/danh-sach"


@pytest.mark.parametrize("form", ["", "khac"])
def test_what_a_list_does_not_make_is_not_found(clerk: Visitor, form: str) -> None:
    clerk.get(NEW + form, 404)
    clerk.get(f"{HOME}/moi?loai=ke_hoach&cach=rieng", 404)
