"""The start page, the list, the page of a paper, the downloads."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask

from tests.web.conftest import Clock, Visitor
from vanban.register import User


def start_paper(clerk: Visitor, kind: str = "ke_hoach") -> int:
    answer = clerk.post("/van-ban/moi", {"kind": kind})
    found = re.search(r"/van-ban/(\d+)/soan", answer.headers["Location"])
    assert found
    return int(found[1])


def test_a_new_office_is_told_how_to_begin(clerk: Visitor) -> None:
    page = clerk.get("/").text
    assert "Chọn một loại văn bản để bắt đầu" in page
    assert page.index("Kế hoạch") < page.index("Quyết định khen thưởng") < page.index("Báo cáo")


def test_a_paper_starts_with_what_the_office_uses(app: Flask, clerk: Visitor, user: User) -> None:
    number = start_paper(clerk, "quyet_dinh_khen_thuong")
    data = app.extensions["vanban"].drafts.get(user, number).data
    assert data["dia_danh"] == "Hải Phòng"
    assert data["noi_nhan"] == ["Lãnh đạo Sở"]
    assert data["nguoi_ky"] == {"ho_ten": "Lê Hoàng Minh", "chuc_vu": "Giám đốc"}
    assert data["can_cu"][1].startswith("Căn cứ Luật Thi đua, khen thưởng")
    assert "so" not in data


def test_the_kinds_that_are_made_most_come_first(clerk: Visitor) -> None:
    start_paper(clerk, "bao_cao_so_ket")
    page = clerk.get("/").text
    assert page.index('value="bao_cao_so_ket"') < page.index('value="ke_hoach"')


def test_an_unknown_kind_is_not_found(clerk: Visitor) -> None:
    assert "Không có loại văn bản" in clerk.post("/van-ban/moi", {"kind": "tho"}, 404).text


def test_the_start_page_goes_on_with_the_last_paper(clerk: Visitor, complete: int) -> None:
    page = clerk.get("/").text
    assert f'class="button button-primary" href="/van-ban/{complete}/soan"' in page


@pytest.mark.parametrize("query", ["van hoa cong so", "VĂN HÓA", "119 phong trào", "noi vu"])
def test_search_needs_no_accents(clerk: Visitor, complete: int, query: str) -> None:
    start_paper(clerk)
    page = clerk.get("/van-ban", query_string={"tim": query}).text
    assert "1 văn bản có" in page
    assert f"/van-ban/{complete}/soan" in page


def test_search_takes_signs_as_they_are(clerk: Visitor, complete: int) -> None:
    for query in ("%", "_", "100% không có", "' OR 1=1 --", "x" * 500):
        page = clerk.get("/van-ban", query_string={"tim": query}).text
        assert "Không có văn bản nào khớp" in page


def test_the_list_by_kind(clerk: Visitor, complete: int) -> None:
    assert "1 văn bản" in clerk.get("/van-ban?loai=ke_hoach").text
    assert "Không có văn bản nào khớp" in clerk.get("/van-ban?loai=bao_cao_so_ket").text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999", "2", "²"])
def test_a_page_of_the_list_that_is_not_there(clerk: Visitor, complete: int, page: str) -> None:
    assert "1 văn bản" in clerk.get("/van-ban", query_string={"trang": page}).text


def test_a_long_list_has_pages(app: Flask, clerk: Visitor, user: User) -> None:
    for number in range(35):
        raw = {"trich_yeu": f"Việc thứ {number}"}
        app.extensions["vanban"].drafts.add(user, "ke_hoach", raw)
    first, second = clerk.get("/van-ban").text, clerk.get("/van-ban?trang=2").text
    assert "Trang 1/2" in first
    assert "Việc thứ 34" in first
    assert "Việc thứ 0<" in second
    assert "Việc thứ 0<" not in first


def test_the_page_of_a_finished_paper(clerk: Visitor, complete: int) -> None:
    page = clerk.get(f"/van-ban/{complete}").text
    assert f'href="/van-ban/{complete}/tep/pdf"' in page
    assert re.search(r'class="button button-primary" type="submit">Trình ký<', page)
    picture = re.search(r'<img class="page" src="([^"]+)"', page)
    assert picture
    assert clerk.get(picture[1].replace("&amp;", "&")).data.startswith(b"\x89PNG")


def test_the_page_of_a_draft_says_what_is_missing_and_where(clerk: Visitor) -> None:
    number = start_paper(clerk)
    page = clerk.get(f"/van-ban/{number}").text
    assert "Chưa nhập “Trích yếu”" in page
    assert "#trich_yeu" in page
    assert "tep/pdf" not in page


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_downloads(clerk: Visitor, complete: int, form: str, start: bytes) -> None:
    answer = clerk.get(f"/van-ban/{complete}/tep/{form}")
    assert answer.data.startswith(start)
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''119_KH-SNV%20T%E1%BB%95" in disposition
    assert answer.data == clerk.get(f"/van-ban/{complete}/tep/{form}").data


def test_the_files_follow_the_office(clerk: Visitor, complete: int, clock: Clock) -> None:
    def word() -> str:
        data = clerk.get(f"/van-ban/{complete}/tep/docx").data
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

    assert "SỞ NỘI VỤ" in word()
    clock.pass_time(minutes=1)
    page = clerk.get("/co-quan")
    assert "Sở Nội vụ" in page.text
    fields = {
        "ten_co_quan": "Sở Tài chính",
        "ky_hieu": "STC",
        "dia_danh": "Hải Phòng",
        "co_chu": "theo_mau",
    }
    clerk.post("/co-quan", fields)
    assert "SỞ TÀI CHÍNH" in word()


def test_a_draft_cannot_be_downloaded_and_says_why(clerk: Visitor) -> None:
    number = start_paper(clerk)
    answer = clerk.get(f"/van-ban/{number}/tep/pdf", status=302)
    assert answer.headers["Location"].startswith(f"/van-ban/{number}/soan?")
    assert "chỗ cần bổ sung" in clerk.follow(answer).text


def test_a_form_of_file_that_is_not_made(clerk: Visitor, complete: int) -> None:
    clerk.get(f"/van-ban/{complete}/tep/exe", status=404)


def test_a_damaged_file_is_made_again(app: Flask, clerk: Visitor, complete: int) -> None:
    first = clerk.get(f"/van-ban/{complete}/tep/pdf").data
    for path in app.extensions["vanban"].store.root.rglob("*.pdf"):
        path.write_bytes(b"%PDF- broken")
    assert clerk.get(f"/van-ban/{complete}/tep/pdf").data == first


def test_deleting_can_be_undone_at_once(clerk: Visitor, complete: int) -> None:
    page = clerk.follow(clerk.post(f"/van-ban/{complete}/xoa"))
    assert "Đã xóa văn bản “Tổ chức phong trào" in page.text
    undo = re.search(r'action="(/van-ban/\d+/khoi-phuc)"', page.text)
    assert undo
    assert "Hoàn tác" in page.text
    assert "Chưa có văn bản nào" in page.text
    back = clerk.follow(clerk.post(undo[1]))
    assert "Đã khôi phục" in back.text
    assert "1 văn bản" in clerk.get("/van-ban").text


def test_a_deleted_paper_waits_in_its_tab(clerk: Visitor, complete: int) -> None:
    clerk.post(f"/van-ban/{complete}/xoa")
    assert f"/van-ban/{complete}/khoi-phuc" in clerk.get("/van-ban?da_xoa=1").text
    assert "đã xóa lúc 09:00 hôm nay" in clerk.get(f"/van-ban/{complete}").text


def test_a_copy_leaves_number_and_date_open(
    app: Flask, clerk: Visitor, user: User, complete: int
) -> None:
    answer = clerk.post(f"/van-ban/{complete}/sao-chep")
    number = int(answer.headers["Location"].split("/")[2])
    drafts = app.extensions["vanban"].drafts
    original, made = drafts.get(user, complete).data, drafts.get(user, number).data
    assert {k: v for k, v in original.items() if k not in ("so", "ngay")} == made


def test_an_earlier_state_comes_back(
    app: Flask, clerk: Visitor, user: User, complete: int, clock: Clock
) -> None:
    drafts = app.extensions["vanban"].drafts
    clock.pass_time(minutes=5)
    drafts.save(user, complete, {"trich_yeu": "Viết lại"}, 1)
    page = clerk.get(f"/van-ban/{complete}").text
    assert "Quay lại bản 1, lưu lúc 09:00 hôm nay" in page
    clerk.follow(clerk.post(f"/van-ban/{complete}/ban-luu/1/khoi-phuc"))
    assert drafts.get(user, complete).title.startswith("Tổ chức phong trào")
    assert drafts.revision_data(user, complete, 2) == {"trich_yeu": "Viết lại"}
    clerk.post(f"/van-ban/{complete}/ban-luu/77/khoi-phuc", status=404)


def test_times_are_those_of_vietnam(clerk: Visitor, complete: int, clock: Clock) -> None:
    assert "lưu lúc 09:00 hôm nay" in clerk.get("/van-ban").text
    clock.pass_time(hours=16)
    assert "lưu lúc 09:00 hôm qua" in clerk.get("/van-ban").text
    clock.pass_time(days=1)
    assert "lưu lúc 09:00 ngày 21/11/2026" in clerk.get("/van-ban").text
