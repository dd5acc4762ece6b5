"""Lập hàng loạt by HTTP: from a sheet to papers, without script, and what every bad answer says.

The rows are made by a real worker, in this process.
"""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import func, select

from tests.web.conftest import Visitor
from tests.web.lists import HEADINGS, HOME, KIND, PEOPLE, cells, csv, fill_in, seen, upload, work
from vanban.register import tables
from vanban.services import Services


def made(services: Services, batch_id: int) -> int:
    """How many papers of that list there are."""
    with services.register.database.read() as connection:
        mine = (
            tables.document.c.batch_id == batch_id,
            tables.document.c.deleted_at.is_(None),
        )
        return connection.scalar(select(func.count(tables.document.c.id)).where(*mine)) or 0


@pytest.fixture
def ready(clerk: Visitor, services: Services) -> str:
    """A list of three people of which papers can be made."""
    address = upload(clerk, csv())
    assert "Danh sách đã sẵn sàng" in fill_in(clerk, services, address)
    return address


# -- the whole way ---------------------------------------------------------------------------------


def test_a_list_becomes_a_paper_for_each_row(
    clerk: Visitor, services: Services, ready: str
) -> None:
    page = clerk.get(f"{ready}/xem-truoc").text
    assert "Văn bản của dòng 2: Nguyễn Thị An" in page
    picture = re.findall(r'<img class="page" src="([^"]+)"', page)[0]
    assert clerk.get(unescape(picture)).data.startswith(b"\x89PNG")
    clerk.get(f"{ready}/ket-qua", 302)
    assert not made(services, 1), "nothing is made before she confirms"

    page = clerk.follow(clerk.post(f"{ready}/xem-truoc", {}, 303)).text
    assert "Đã tạo 0 trong 3" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    work(services)
    told = clerk.get(f"{ready}/tien-do").get_json()
    assert (told["state"], told["done"], told["total"]) == ("xong", 3, 3)

    page = clerk.follow(clerk.get(ready, 302)).text
    assert "Đã tạo 3 trong 3" in page
    assert page.index("Nguyễn Thị An") < page.index("Trần Văn Bình") < page.index("Lê Thu Hòa")
    paper = re.findall(r'href="(/van-ban/\d+)"', page)[1]
    assert "Trần Văn Bình" in clerk.get(paper).text or "Nháp" in clerk.get(paper).text
    assert clerk.get(f"{paper}/tep/pdf").data.startswith(b"%PDF")
    assert clerk.get(f"{paper}/tep/docx").data.startswith(b"PK")
    assert "Đã xong, 3/3 dòng" in clerk.get(HOME).text


def test_a_list_becomes_one_paper_with_all_rows(clerk: Visitor, services: Services) -> None:
    address = upload(clerk, csv(), "chung")
    assert "3 dòng, không dòng nào cần sửa" in fill_in(clerk, services, address)
    page = clerk.get(f"{address}/xem-truoc").text
    assert "Tạo 1 văn bản" in page
    assert len(re.findall(r'<img class="page"', page)) >= 1
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    assert made(services, 1) == 1


def test_her_list_comes_back_with_what_became_of_it(
    clerk: Visitor, services: Services, ready: str
) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    page = unescape(clerk.get(f"{ready}/ket-qua").text)
    assert "Theo đơn vị" in page
    assert "Tiền thưởng (đồng)" in page
    assert "Đã tự kiểm tra thể thức cả 3 văn bản: không có gì phải sửa." in page
    assert clerk.get(f"{ready}/bieu-do.png").data.startswith(b"\x89PNG")
    for name, said in (("ket-qua", "Đã tạo"), ("danh-sach", "Nguyễn Thị An")):
        book = openpyxl.load_workbook(BytesIO(clerk.get(f"{ready}/{name}.xlsx").data))
        cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
        assert any(said in cell for cell in cells), name


def test_every_paper_is_checked_and_those_to_look_at_again_are_told(
    clerk: Visitor, services: Services
) -> None:
    wrong = ("2", "Ông", "Trần Văn Bình", "Phó Trưởng phòng, Phòng Xử dụng đất", "")
    address = upload(clerk, csv([PEOPLE[0], wrong, PEOPLE[2]]))
    fill_in(clerk, services, address)
    assert "“Sử dụng”" not in clerk.get(f"{address}/xem-truoc?dong=2").text
    assert "“Sử dụng”" in clerk.get(f"{address}/xem-truoc?dong=3").text
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    page = unescape(clerk.get(f"{address}/ket-qua").text)
    said = "Đã tự kiểm tra thể thức cả 3 văn bản: 1 văn bản cần xem lại."
    assert said in page
    told = page[page.index(said) : page.index("Tải về")]
    assert "Trần Văn Bình" in told
    assert "Dòng 3. " in told
    assert "“Sử dụng”" in told
    assert "Nguyễn Thị An" not in told
    book = openpyxl.load_workbook(BytesIO(clerk.get(f"{address}/ket-qua.xlsx").data))
    cells = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in cells if "Thể thức" in row)
    form = {row[2]: row[head.index("Thể thức")] for row in cells[cells.index(head) + 2 :]}
    assert "“Sử dụng”" in form.pop("Trần Văn Bình")
    assert form == {"Nguyễn Thị An": "", "Lê Thu Hòa": ""}


def test_what_is_wrong_in_every_paper_of_a_list_is_told_once(
    clerk: Visitor, services: Services
) -> None:
    wrong = ("2", "Ông", "Trần Văn Bình", "Phó Trưởng phòng, Phòng Xử dụng đất", "")
    address = upload(clerk, csv([PEOPLE[0], wrong, PEOPLE[2]]))
    old = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ"
    fill_in(clerk, services, address, **{"can_cu-1": old})
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    page = unescape(clerk.get(f"{address}/ket-qua").text)
    told = page[page.index("Đã tự kiểm tra") : page.index("Tải về")]
    assert "cả 3 văn bản: 3 văn bản cần xem lại." in told
    assert told.count("“98/2023/NĐ-CP” đã hết hiệu lực") == 1
    assert 'href="#lap-lai"' in told
    assert "“Sử dụng”" in told[told.index("Trần Văn Bình") :]
    assert "Nguyễn Thị An" not in told


def test_her_list_comes_back_with_what_she_mended(clerk: Visitor, services: Services) -> None:
    heads = ("STT", "Họ đệm", "Tên", "Chức vụ, đơn vị công tác", "Hình thức", "Ghi chú")
    rows = [("1", "Nguyễn Thị", "An", "Văn phòng", "Giấy ken", "=1"), ("2", "Lê", "Bi", "", "", "")]
    address = upload(clerk, csv(rows, heads))
    fill_in(clerk, services, address)
    mended = cells(clerk, address, o_2_hinh_thuc="giay_khen", o_3_ho_ten="Lê Văn Bình")
    clerk.post(f"{address}/kiem-tra", mended, 303)
    book = openpyxl.load_workbook(BytesIO(clerk.get(f"{address}/ket-qua.xlsx").data))
    lines = [list(row)[:6] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert lines[-2:] == [
        ["1", "Nguyễn Thị", "An", "Văn phòng", "Giấy khen", "=1"],
        ["2", "Lê Văn", "Bình", None, None, None],
    ]


def test_all_papers_come_as_one_zip_and_as_one_file_to_print(
    clerk: Visitor, services: Services, ready: str
) -> None:
    clerk.get(f"{ready}/van-ban.zip", 404)
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    assert f"{ready}/van-ban.zip" in clerk.get(f"{ready}/ket-qua").text
    with ZipFile(BytesIO(clerk.get(f"{ready}/van-ban.zip").data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name[:3] for name in names] == ["001", "001", "002", "002", "003", "003"]
        assert archive.read(names[1]).startswith(b"%PDF")
    with ZipFile(BytesIO(clerk.get(f"{ready}/van-ban.zip?dang=docx").data)) as archive:
        assert all(name.endswith(".docx") for name in archive.namelist())
        assert len(archive.namelist()) == 3
    printed = clerk.get(f"{ready}/ban-in.pdf")
    first = services.service.page_text(printed.data, 0)
    one_sided = clerk.get(f"{ready}/ban-in.pdf?mot_mat=1").data
    assert "QUYẾT ĐỊNH" in first
    assert services.service.page_count(printed.data) >= services.service.page_count(one_sided) >= 3


def test_one_paper_for_all_is_once_in_the_zip(clerk: Visitor, services: Services) -> None:
    address = upload(clerk, csv(), "chung")
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    with ZipFile(BytesIO(clerk.get(f"{address}/van-ban.zip?dang=pdf").data)) as archive:
        assert len(archive.namelist()) == 1


def test_pressed_twice_it_is_one_run(clerk: Visitor, services: Services, ready: str) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    assert made(services, 1) == 3


def test_every_step_can_be_opened_again_when_it_is_over(
    clerk: Visitor, services: Services, ready: str
) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    for step in ("danh-sach", "kiem-tra", "xem-truoc", "tao", "ket-qua"):
        page = clerk.get(f"{ready}/{step}").text
        assert 'aria-current="step"' in page, step
    clerk.get(f"{ready}/noi-dung", 302)
    clerk.post(f"{ready}/kiem-tra", {"o-2-ho_ten": "Ai đó"}, 409)


# -- the check -------------------------------------------------------------------------------------


def test_only_rows_that_need_her_are_shown_with_her_numbers(
    clerk: Visitor, services: Services
) -> None:
    wrong = [("1", "Bà", "", "Văn phòng", ""), ("2", "Ông", "Trần Văn Bình", "", "một triệu")]
    title = ("", "", "DANH SÁCH KHEN THƯỞNG", "", "")
    address = upload(clerk, csv([HEADINGS, PEOPLE[0], *wrong], title))
    page = fill_in(clerk, services, address)
    assert "2 dòng cần sửa" in page
    assert "Dòng 3" not in page
    assert "Dòng 4" in page
    assert "“một triệu” không phải là số" in page
    assert re.search(r'<input id="o-5-tien_thuong"[^>]*value="một triệu"', page)

    clerk.post(f"{address}/xem-truoc", {}, 303)
    assert not made(services, 1)
    sent = cells(clerk, address, o_4_ho_ten="Vũ Thị Mai", o_5_tien_thuong="1.000.000")
    clerk.post(f"{address}/kiem-tra", sent, 303)
    page = clerk.get(f"{address}/kiem-tra").text
    assert "Danh sách đã sẵn sàng" in page
    assert "Đã lưu 2 ô" in page


def test_a_script_is_told_what_is_still_wrong_with_a_row(
    clerk: Visitor, services: Services
) -> None:
    address = upload(clerk, csv([("1", "Bà", "", "Văn phòng", "một triệu")]))
    fill_in(clerk, services, address)
    json = {"headers": {"Accept": "application/json"}}
    sent = cells(clerk, address, o_2_ho_ten="Vũ Thị Mai", o_2_tien_thuong="một triệu")
    told = clerk.post(f"{address}/kiem-tra", sent, 200, **json).get_json()["rows"]["2"]
    assert list(told["cells"]) == ["o-2-tien_thuong"]
    sent = cells(clerk, address, o_2_tien_thuong="1000000")
    told = clerk.post(f"{address}/kiem-tra", sent, 200, **json).get_json()
    assert told["rows"]["2"] == {"row": [], "cells": {}}


def test_a_row_is_left_out_and_taken_back(clerk: Visitor, services: Services, ready: str) -> None:
    clerk.post(f"{ready}/kiem-tra", {"bo": "3"}, 303)
    page = clerk.get(f"{ready}/kiem-tra").text
    assert "2 dòng, không dòng nào cần sửa" in page
    assert "Trần Văn Bình" in page
    assert "không có dòng 3" in clerk.get(f"{ready}/xem-truoc?dong=3").text
    clerk.post(f"{ready}/kiem-tra", {"lay_lai": "3"}, 303)
    assert "3 dòng, không dòng nào" in clerk.get(f"{ready}/kiem-tra").text


def test_what_all_papers_share_is_told_once(clerk: Visitor) -> None:
    address = upload(clerk, csv())
    page = unescape(clerk.get(f"{address}/kiem-tra").text)
    assert page.count("Chưa nhập “Trích yếu”") == 1
    assert "dòng cần sửa" not in page
    link = re.findall(r'<a href="([^"]+)">Chưa nhập “Trích yếu”', page)[0]
    page = unescape(clerk.get(link).text)
    assert 'id="e-trich_yeu"' in page
    assert "Nội dung chung còn" in page
    assert "Sở Nội vụ" not in re.findall(r'name="noi_nhan-0"[^>]*>\n([^<]*)<', page)[0]
    assert "Lãnh đạo Sở" in page, "the office's own default"


def test_common_values_survive_another_file(clerk: Visitor, services: Services, ready: str) -> None:
    clerk.get(f"{ready}/danh-sach")
    more = csv([*PEOPLE, ("4", "Ông", "Đỗ Minh", "Lái xe", "")])
    clerk.post(f"{ready}/tai-lai", {"tep": (BytesIO(more), "moi.csv")}, 303)
    page = clerk.get(f"{ready}/kiem-tra").text
    assert "4 dòng, không dòng nào cần sửa" in page
    assert "moi.csv" in page


def test_a_script_saves_while_she_types(clerk: Visitor, services: Services) -> None:
    address = upload(clerk, csv())
    json = {"headers": {"Accept": "application/json"}}
    typed = {"trich_yeu": "Về việc thử", "goc": seen(clerk, address)}
    answer = clerk.post(f"{address}/noi-dung", typed, 200, **json)
    assert answer.get_json()["saved_at"]
    assert "Về việc thử" in clerk.get(f"{address}/noi-dung").text


def test_rows_of_the_common_form_without_script(clerk: Visitor) -> None:
    address = upload(clerk, csv())
    typed = {"noi_nhan-0": "Như trên", "goc": seen(clerk, address)}
    answer = clerk.post(f"{address}/noi-dung", {**typed, "action": "them:noi_nhan"}, 303)
    assert 'name="noi_nhan-1"' in clerk.follow(answer).text
    typed["goc"] = seen(clerk, address)
    page = clerk.post(f"{address}/noi-dung", {**typed, "action": "xoa:noi_nhan:0"}, 200)
    assert "Hoàn tác" in page.text


# -- the run ---------------------------------------------------------------------------------------


def test_a_run_is_paused_and_goes_on(clerk: Visitor, services: Services, ready: str) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    page = clerk.follow(clerk.post(f"{ready}/tao", {"action": "tam_dung"}, 303)).text
    assert "Đang tạm dừng" in page
    assert "refresh" not in page
    work(services)
    assert clerk.get(f"{ready}/tien-do").get_json()["done"] == 0
    clerk.post(f"{ready}/tao", {"action": "tiep_tuc"}, 303)
    work(services)
    assert clerk.get(f"{ready}/tien-do").get_json()["done"] == 3
    clerk.post(f"{ready}/tao", {"action": "tam_dung"}, 409)
    clerk.post(f"{ready}/tao", {"action": "khac"}, 400)


def test_a_run_is_cancelled(clerk: Visitor, services: Services, ready: str) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    page = clerk.follow(clerk.post(f"{ready}/tao", {"action": "huy"}, 303)).text
    assert "Đã hủy" in page
    work(services)
    assert not made(services, 1)


def test_the_papers_of_a_run_are_taken_away_with_it(
    clerk: Visitor, services: Services, ready: str
) -> None:
    clerk.post(f"{ready}/xem-truoc", {}, 303)
    work(services)
    page = clerk.follow(clerk.post(f"{ready}/tao", {"action": "huy_va_xoa"}, 303)).text
    assert "xóa 3 văn bản nháp" in page
    assert not made(services, 1)


# -- rights ----------------------------------------------------------------------------------------


def test_the_list_of_another_office_is_not_found(
    clerk: Visitor, other: Visitor, ready: str
) -> None:
    for step in (
        "",
        "/danh-sach",
        "/noi-dung",
        "/kiem-tra",
        "/xem-truoc",
        "/tao",
        "/ket-qua",
        "/tien-do",
    ):
        other.get(ready + step, 404)
    other.get(f"{ready}/trang/2/0.png", 404)
    for file in ("van-ban.zip", "ban-in.pdf", "ket-qua.xlsx", "danh-sach.xlsx", "bieu-do.png"):
        other.get(f"{ready}/{file}", 404)
    for step in (
        "/danh-sach",
        "/noi-dung",
        "/kiem-tra",
        "/xem-truoc",
        "/tao",
        "/tai-lai",
        "/trang-tinh",
    ):
        other.post(ready + step, {}, 404)
    clerk.get(f"{ready}/trang/99/0.png", 404)
    clerk.get(f"{ready}/trang/2/99.png", 404)
    clerk.get(f"{ready}/trang/0/0.png", 404)
    assert "Chưa có danh sách nào" in other.get(HOME).text


def test_a_leader_does_not_see_it(leader: Visitor) -> None:
    assert "Lập hàng loạt" not in leader.get("/").text
    leader.get(HOME, 403)


def test_a_list_of_a_kind_that_is_gone_says_so(
    clerk: Visitor, services: Services, ready: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.service, "kinds", {})
    for step in ("", "/danh-sach", "/kiem-tra", "/tao", "/ket-qua", "/van-ban.zip"):
        assert "Không có loại văn bản" in clerk.get(ready + step, 404).text
    assert KIND in clerk.get(HOME).text, "the other lists of the office are still shown"
