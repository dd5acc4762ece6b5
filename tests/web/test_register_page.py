"""The sổ đăng ký văn bản đi as people use it: read, searched, noted, printed, exported."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pypdfium2
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import PASSWORD, Clock, Visitor
from vanban import apart, book
from vanban.register import Line, Series, User
from vanban.register.numbers import Order, SeriesPlan
from vanban.register.papers import Content
from vanban.services import Services
from vanban.vietnamese.text import fold

ADDRESS = "/so-dang-ky"
HEADINGS = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]
COUNCIL = SeriesPlan(ten="Hội đồng Thi đua", council=True, ky_hieu="HĐTĐKT")
Give = Callable[..., int]


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["vanban"]
    return found


@pytest.fixture
def give(services: Services, user: User) -> Give:
    """Writes one more line into the register; its paper's number comes back."""
    return lambda trich_yeu, **more: write_line(services, user, trich_yeu, **more)


def write_line(
    services: Services,
    user: User,
    trich_yeu: str,
    *,
    ngay: date = date(2026, 11, 20),
    kind: str = "ke_hoach",
    nguoi_ky: str = "Lê Hoàng Minh",
    series: Series | None = None,
) -> int:
    register = services.register
    known = services.service.kinds[kind]
    ky_hieu = f"{known.viet_tat}-SNV"
    noi_nhan = "Như Điều 2; Các phòng, đơn vị thuộc Sở"
    search = fold(" ".join((ky_hieu, known.title, trich_yeu, nguoi_ky, noi_nhan)))
    line = Line(kind, ky_hieu, known.ten_loai, trich_yeu, nguoi_ky, noi_nhan, "VT, TĐKT", search)
    content = Content({"trich_yeu": trich_yeu}, trich_yeu, search)
    paper = register.papers.add(user.agency_id, user.id, kind, 1, content)
    chosen = series or register.numbers.series(user.agency_id)[0]
    with register.database.write() as connection:
        register.numbers.give(connection, user.actor, paper, Order(chosen.id, ngay, line))
    return paper


def cancel(services: Services, user: User, paper: int, reason: str) -> None:
    with services.register.database.write() as connection:
        services.register.numbers.cancel(connection, user.actor, paper, reason)


def lines_of(answer: TestResponse) -> list[str]:
    """The số, ký hiệu of the lines on a page, in order."""
    return re.findall(r'<th scope="row"[^>]*><(?:a|span)[^>]*>([^<]+)<', answer.text)


def cells_of(answer: TestResponse, paper: int) -> list[str]:
    """The ten cells of the line of a paper, as text."""
    row = answer.text.split(f'id="dong-{paper}"')[1].split("</tr>")[0]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def text_of(pdf: bytes) -> list[str]:
    """The text of each page without spaces: a cell may break anywhere."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text_page = page.get_textpage()
        found.append(re.sub(r"\s", "", text_page.get_text_range()).replace("\ufffe", ""))
        text_page.close()
        page.close()
    document.close()
    return found


def actions(services: Services, user: User) -> list[str]:
    return [event.action for event in services.register.trail.events(user.agency_id)]


# -- reading ---------------------------------------------------------------------------------------


def test_a_year_without_numbers_says_so(clerk: Visitor) -> None:
    page = clerk.get(f"{ADDRESS}?nam=2024")
    assert "Năm 2024 chưa có văn bản nào được cấp số." in page.text
    assert "In sổ" not in page.text


def test_an_issued_paper_is_a_line_with_all_that_it_says(
    clerk: Visitor, services: Services, user: User, complete: int, clock: Clock
) -> None:
    today = clock.now.date()
    services.issuing.submit(user, complete, today)
    services.issuing.take(user, complete, "da_ky")
    entry = services.issuing.issue(user, complete, today, so_luong=12, ghi_chu="Bản điện tử")
    cells = cells_of(clerk.get(ADDRESS), complete)
    assert cells[:2] == ["01/KH-SNV", "21/11/2026"]
    assert cells[2].startswith("Kế hoạch Tổ chức")
    assert cells[3] == entry.nguoi_ky != ""
    assert "; " in cells[4]
    assert cells[5:9] == [entry.luu, "12", "", ""]
    assert cells[9].startswith("Bản điện tử")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("", ["01", "02", "03", "04"]),
        ("tim=khen thuong", ["02"]),
        ("tim=KHEN THƯỞNG quoc khanh", ["02"]),
        ("tim=thuong khong-co", []),
        ("tim=3", ["03"]),
        ("tim=03/bc-snv", ["03"]),
        ("tim=03/KH-SNV", []),
        ("tim=don vi thuoc so", ["01", "02", "03", "04"]),
        ("loai=bao_cao_so_ket", ["03"]),
        ("nguoi_ky=Trần Thị Hòa", ["04"]),
        ("nguoi_ky=Trần Thị Hòa&tim=le hoang minh", []),
        ("nam=2025", ["01"]),
        ("nam=2025x", ["01", "02", "03", "04"]),
        ("so=99", []),
        ("trang=7", ["01", "02", "03", "04"]),
        ("tim=%", []),
    ],
)
def test_filters(clerk: Visitor, give: Give, filters: str, found: list[str]) -> None:
    give("Năm cũ", ngay=date(2025, 3, 4))
    give("Trồng cây", ngay=date(2026, 1, 5))
    give("Khen thưởng dịp Quốc khánh", kind="quyet_dinh_khen_thuong", ngay=date(2026, 9, 1))
    give("Sơ kết quý III", kind="bao_cao_so_ket", ngay=date(2026, 10, 2))
    give("Đại hội thi đua", nguoi_ky="Trần Thị Hòa")
    page = clerk.get(f"{ADDRESS}?{filters}")
    assert [line.split("/")[0] for line in lines_of(page)] == found
    if not found:
        assert "Không có văn bản nào khớp." in page.text


def test_series_stand_apart(clerk: Visitor, services: Services, user: User, give: Give) -> None:
    council = services.register.numbers.add_series(user.actor, COUNCIL)
    give("Của cơ quan")
    give("Của Hội đồng", kind="bao_cao_so_ket", series=council)
    page = clerk.get(ADDRESS)
    assert lines_of(page) == ["01/KH-SNV", "01/BC-SNV"]
    assert "Quyển 1, sổ Hội đồng Thi đua" in page.text
    assert lines_of(clerk.get(f"{ADDRESS}?so={council.id}")) == ["01/BC-SNV"]


def test_pages_follow_one_another(clerk: Visitor, give: Give) -> None:
    for number in range(book.LINES_SHOWN + 2):
        give(f"Việc {number}")
    first = clerk.get(f"{ADDRESS}?tim=viec")
    assert len(lines_of(first)) == book.LINES_SHOWN
    following = re.search(r'href="([^"]+)">Trang sau', first.text)
    assert following is not None
    second = clerk.get(following[1].replace("&amp;", "&"))
    assert lines_of(second) == ["51/KH-SNV", "52/KH-SNV"]
    assert "Trang 2/2" in second.text


def test_a_cancelled_number_keeps_its_line_with_the_reason(
    clerk: Visitor, services: Services, user: User, give: Give
) -> None:
    paper = give("Ban hành nhầm")
    cancel(services, user, paper, "sai thẩm quyền")
    page = clerk.get(ADDRESS)
    assert lines_of(page) == ["01/KH-SNV"]
    assert cells_of(page, paper)[9].startswith("Đã hủy: sai thẩm quyền")
    assert 'class="book-cancelled"' in page.text


def test_another_office_sees_nothing(clerk: Visitor, other: Visitor, give: Give) -> None:
    paper = give("Việc của Sở Nội vụ")
    page = other.get(ADDRESS)
    assert lines_of(page) == []
    assert "Lê Hoàng Minh" not in page.text
    other.get(f"{ADDRESS}/{paper}", status=404)
    other.post(f"{ADDRESS}/{paper}", {"ghi_chu": "x"}, status=404)
    series = clerk.services.register.numbers.series(1)[0].id
    other.post(f"{ADDRESS}/in", {"nam": "2026", "so": series, "quyen": "1"}, status=404)
    sheet = openpyxl.load_workbook(io.BytesIO(other.post(f"{ADDRESS}/xuat", status=200).data))
    assert "Sở Nội vụ" not in str(list(sheet.active.values))
    assert "x" not in cells_of(clerk.get(ADDRESS), paper)[9].split()


@pytest.mark.parametrize(
    ("role", "reads", "opens", "writes"),
    [
        ("van_thu", True, True, True),
        ("soan_thao", True, True, False),
        ("lanh_dao", True, True, False),
        ("quan_tri", False, False, False),
        ("he_thong", False, False, False),
    ],
)
def test_what_each_role_may_do(
    visitor: Callable[[], Visitor],
    services: Services,
    user: User,
    give: Give,
    *,
    role: str,
    reads: bool,
    opens: bool,
    writes: bool,
) -> None:
    paper = give("Việc")
    people = services.register.people
    people.add_user(user.agency_id, "Lê Thị Lan", "lan", PASSWORD, roles=[role])
    lan = visitor()
    lan.sign_in("lan")
    start = lan.get("/tai-khoan")
    assert ("Sổ đăng ký" in start.text) is reads
    page = lan.get(ADDRESS, status=200 if reads else 403)
    assert (f'href="/van-ban/{paper}"' in page.text) is opens
    assert ("Ghi việc gửi" in page.text) is writes
    lan.get(f"{ADDRESS}/{paper}", status=200 if writes else 403)
    lan.post(f"{ADDRESS}/xuat", status=200 if reads else 403)


# -- columns 7 to 10 -------------------------------------------------------------------------------


def test_what_was_sent_is_noted(clerk: Visitor, services: Services, user: User, give: Give) -> None:
    paper = give("Việc")
    form = clerk.get(f"{ADDRESS}/{paper}?ve={ADDRESS}?nam=2026%26tim=viec")
    assert "Ghi sổ văn bản số 01/KH-SNV" in form.text
    sent = {
        "so_luong": "1.200",
        "ngay_chuyen": "21/11/2026",
        "ky_nhan": "Trần Thị Hòa",
        "ghi_chu": "Gửi trục liên thông",
        "ve": f"{ADDRESS}?nam=2026&tim=viec",
    }
    answer = clerk.post(f"{ADDRESS}/{paper}", sent)
    assert answer.headers["Location"] == f"{ADDRESS}?nam=2026&tim=viec#dong-{paper}"
    page = clerk.follow(answer)
    assert "Đã ghi sổ đăng ký cho văn bản số 01/KH-SNV." in page.text
    cells = cells_of(page, paper)
    assert cells[6:9] == ["1200", "21/11/2026", "Trần Thị Hòa"]
    assert cells[9].startswith("Gửi trục liên thông")
    assert "sua_dang_ky" in actions(services, user)
    clerk.post(f"{ADDRESS}/{paper}", {})
    assert cells_of(clerk.get(ADDRESS), paper)[6:9] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("so_luong", "0", "Số lượng bản phải là một số"),
        ("so_luong", "-3", "Số lượng bản phải là một số"),
        ("so_luong", "²", "Số lượng bản phải là một số"),
        ("so_luong", "999999", "Số lượng bản phải là một số"),
        ("ngay_chuyen", "31/02/2026", "không phải là ngày có thật"),
        ("ngay_chuyen", "19/11/2026", "từ ngày của văn bản (20/11/2026) đến hôm nay (21/11/2026)"),
        ("ngay_chuyen", "22/11/2026", "từ ngày của văn bản (20/11/2026) đến hôm nay (21/11/2026)"),
        ("ky_nhan", "x" * 201, "“Ký nhận” dài 201 ký tự"),
        ("ghi_chu", "x" * 1001, "“Ghi chú” dài 1001 ký tự"),
    ],
)
def test_what_cannot_be_noted_is_told_and_stays_typed(
    clerk: Visitor, services: Services, user: User, give: Give, *, name: str, typed: str, said: str
) -> None:
    paper = give("Việc")
    page = clerk.post(f"{ADDRESS}/{paper}", {name: typed, "ve": "//la.vn"}, status=422)
    assert said in page.text
    assert typed in page.text
    assert "la.vn" not in page.text
    assert "sua_dang_ky" not in actions(services, user)


# -- print -----------------------------------------------------------------------------------------


def print_volume(clerk: Visitor, form: str, number: int = 1, status: int = 200) -> TestResponse:
    series = clerk.services.register.numbers.series(1)[0].id
    sent = {"nam": "2026", "so": series, "quyen": number, "dang": form}
    return clerk.post(f"{ADDRESS}/in", sent, status=status)


@pytest.mark.asked_elsewhere
def test_the_pdf_holds_every_line_under_the_heads_of_every_page(
    clerk: Visitor, services: Services, user: User, give: Give
) -> None:
    for number in range(1, 41):
        long = "kể cho dài thêm " * (number % 9)
        give(f"Việc thứ {number}: “&<>'\" của năm, {long}hết việc {number}.")
    cancel(services, user, 7, "trùng với số 06")
    answer = print_volume(clerk, "pdf")
    assert answer.mimetype == "application/pdf"
    cover, *pages = text_of(answer.data)
    for said in (
        "ỦYBANNHÂNDÂNTHÀNHPHỐHẢIPHÒNG",
        "SỞNỘIVỤ",
        "SỔĐĂNGKÝVĂNBẢNĐI",
        "Năm:2026",
        "Từngày20/11/2026đếnngày20/11/2026",
        "Từsố01đếnsố40",
        "Quyểnsố:1",
    ):
        assert said in cover
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.endswith(str(number))
        for place, heading in enumerate(HEADINGS, start=1):
            assert re.sub(r"\s", "", heading) in page
            assert f"({place})" in page
    whole = "".join(pages)
    entries, _ = services.register.numbers.find(user.agency_id, 2026)
    at = 0
    for entry in entries:
        for value in (entry.so_ky_hieu, "20/11/2026", book.name_and_subject(entry)):
            at = whole.index(re.sub(r"\s", "", value), at)
    for number in range(1, 41):  # no line is cut by the foot of a page
        assert any(f"thứ{number}:" in p and f"hếtviệc{number}." in p for p in pages)
    assert whole.count("Đãhủy:trùngvớisố06") == 1
    assert actions(services, user).count("in_so") == 1


def test_the_word_file_is_what_the_pdf_is_made_of(clerk: Visitor, give: Give) -> None:
    give("Việc")
    answer = print_volume(clerk, "docx")
    document = docx.Document(io.BytesIO(answer.data))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == HEADINGS
    assert [cell.text for cell in table.rows[1].cells] == [f"({n})" for n in range(1, 11)]
    assert [cell.text for cell in table.rows[2].cells][:4] == [
        "01/KH-SNV",
        "20/11/2026",
        "Kế hoạch Việc",
        "Lê Hoàng Minh",
    ]
    sides = {(s.page_width.mm, s.page_height.mm) for s in document.sections}
    assert {(round(w), round(h)) for w, h in sides} == {(297, 210)}
    assert document.core_properties.title == "Sổ đăng ký văn bản đi năm 2026, quyển 1"


def test_a_year_is_printed_volume_by_volume(
    clerk: Visitor, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "LINES_PER_VOLUME", 3)
    for number in range(1, 8):
        give(f"Việc {number}")
    page = clerk.get(ADDRESS)
    for said in ("Từ số 01 đến số 03", "Từ số 04 đến số 06", "Từ số 07 đến số 07"):
        assert said in page.text
    second = docx.Document(io.BytesIO(print_volume(clerk, "docx", 2).data))
    numbers = [row.cells[0].text for row in second.tables[0].rows][2:]
    assert numbers == ["04/KH-SNV", "05/KH-SNV", "06/KH-SNV"]
    assert "Quyển số: 2" in [p.text for p in second.paragraphs]
    print_volume(clerk, "docx", 4, status=404)
    print_volume(clerk, "docx", 0, status=404)


@pytest.mark.asked_elsewhere
def test_one_volume_is_printed_at_a_time(clerk: Visitor, give: Give) -> None:
    give("Việc")
    with apart._one_at_a_time:
        page = clerk.follow(print_volume(clerk, "pdf", status=302))
    assert "Đang in một quyển sổ khác." in page.text
    assert print_volume(clerk, "pdf").data.startswith(b"%PDF")


def test_a_print_that_fails_is_told(
    clerk: Visitor,
    give: Give,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    give("Việc")
    monkeypatch.setattr(apart, "_SECONDS", 0.01)
    page = clerk.follow(print_volume(clerk, "pdf", status=302))
    assert "Chưa in được quyển sổ này." in page.text
    assert [record.name for record in caplog.records] == [apart.__name__]
    assert not apart._one_at_a_time.locked()


@pytest.mark.asked_elsewhere
def test_others_work_on_while_a_volume_is_printed(clerk: Visitor, give: Give) -> None:
    give("Việc")
    done = threading.Event()
    printed: list[bytes] = []

    def run() -> None:
        printed.append(print_volume(clerk, "pdf").data)
        done.set()

    series_page = Visitor(clerk.app)
    series_page.sign_in("vanthu")
    thread = threading.Thread(target=run)
    thread.start()
    seen = 0
    while not done.is_set():
        series_page.get(ADDRESS)
        seen += 1
    thread.join()
    assert printed[0].startswith(b"%PDF")
    assert seen > 3


# -- export ----------------------------------------------------------------------------------------


def test_the_workbook_holds_what_was_searched_for(clerk: Visitor, give: Give) -> None:
    give("Trồng cây")
    give("Việc khác")
    answer = clerk.post(f"{ADDRESS}/xuat", {"nam": "2026", "tim": "trong cay"}, status=200)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=6)] == ["01/KH-SNV"]


def test_the_workbook_holds_what_the_filters_show(
    clerk: Visitor, services: Services, user: User, give: Give
) -> None:
    give("=1+1 là công thức", ngay=date(2026, 3, 5))
    give("Việc khác", kind="bao_cao_so_ket")
    paper = give("-2+3 cũng vậy")
    cancel(services, user, paper, "@ghi nhầm")
    answer = clerk.post(f"{ADDRESS}/xuat", {"nam": "2026", "loai": "ke_hoach"}, status=200)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2026"
    assert rows[2][0] == "2 văn bản, xuất ngày 21/11/2026"
    assert rows[3] == HEADINGS
    assert [row[0] for row in rows[5:]] == ["01/KH-SNV", "03/KH-SNV"]
    assert rows[6][9] == "Đã hủy: @ghi nhầm"
    (event,) = [e for e in services.register.trail.events(user.agency_id) if e.action == "xuat_so"]
    assert '"kind": "ke_hoach"' in event.detail
    assert '"lines": 2' in event.detail


def test_a_person_without_the_right_is_refused_below_the_web_too(
    services: Services, user: User, give: Give
) -> None:
    paper = give("Việc")
    reader = replace(user, roles=frozenset({"soan_thao"}))
    with pytest.raises(book.NotAllowed):
        services.book.note_delivery(reader, paper, {})
    stranger = replace(user, roles=frozenset({"quan_tri"}))
    with pytest.raises(book.NotAllowed):
        services.book.exported(stranger, book.Sought(2026))
