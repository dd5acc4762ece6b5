"""The page "Kiểm tra thể thức": what it shows of a file, to whom, and what it gives back."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from docx.shared import Mm

from tests.web.conftest import Clock, Visitor
from tests.web.paper import press
from vanban.backup import back_up, put_back
from vanban.data import open_data, places
from vanban.register import User, tables
from vanban.services import Services
from vanban.settings import Settings
from vanban.vietnamese.days import local_day
from vanban.web import check_view

HERE = "/kiem-tra"
NAME = "Kế hoạch.docx"


@pytest.fixture
def right(services: Services, user: User, complete: int) -> bytes:
    """The Word file of a paper of ours."""
    made = services.drafts.produce(user, complete, local_day(services.clock()))
    return services.drafts.read_file(made.docx)


@pytest.fixture
def faulty(right: bytes) -> bytes:
    """The same with three faults: quốc hiệu misspelt in its capitals, a narrow margin, a day."""
    return spoilt(right)


def spoilt(right: bytes) -> bytes:
    paper = docx.Document(io.BytesIO(right))
    paper.sections[0].left_margin = Mm(12)
    for paragraph in paper.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    ):
        if paragraph.text and "Độc lập - Tự do" in paragraph.text:
            paragraph.text = paragraph.text.replace("Tự do", "Tự Do")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def bring(visitor: Visitor, data: bytes, name: str = NAME, status: int = 303) -> str:
    """Upload a file; the address of its check, or the page that says what is wrong."""
    sent = {"tep": (io.BytesIO(data), name)}
    answer = visitor.post(HERE, sent, status, content_type="multipart/form-data")
    return answer.headers.get("Location") or answer.text


def test_a_faulty_file_is_shown_with_its_marks(clerk: Visitor, faulty: bytes) -> None:
    address = bring(clerk, faulty)
    page = clerk.get(address).text
    assert "Nhận" not in page.split("<h1")[0]
    assert "Kế hoạch" in page
    assert re.search(r"Đã xét \d+ quy tắc: <strong>[1-9]\d* sai", page)
    assert "Tự Do" in page
    assert re.search(r'<a class="check-mark check-sai" id="cho-(\d)" href="#loi-\1"', page)
    assert 'id="loi-1"' in page
    margin = r'class="check-mark check-sai"[^>]*aria-label="\d+\. Sai: Lề trái">\s*<rect ([^>]*) rx'
    assert re.findall(margin, page) == ['x="0.0" y="0.0" width="12.0" height="297.0"']
    assert "Tải tệp đã sửa giúp" in page
    pictures = re.findall(r'src="(/kiem-tra/\d+/trang/0\.png[^"]*)"', page)
    picture = clerk.get(pictures[0].replace("&amp;", "&"))
    assert picture.data.startswith(b"\x89PNG")
    assert "immutable" in picture.headers["Cache-Control"]
    assert NAME in clerk.get(HERE).text


@pytest.mark.asked_elsewhere
def test_a_right_file_hears_a_good_word(clerk: Visitor, right: bytes) -> None:
    page = clerk.get(bring(clerk, right)).text
    assert "Không thấy chỗ nào sai thể thức." in page
    assert "<strong>0 sai, 0 nên sửa, 0 lưu ý</strong>" in page
    assert "Không có gì phải sửa." in page
    assert "Tải tệp đã sửa giúp" not in page


@pytest.mark.asked_elsewhere
def test_the_repaired_file_has_tracked_changes(
    clerk: Visitor, faulty: bytes, services: Services, user: User
) -> None:
    address = bring(clerk, faulty)
    answer = clerk.post(f"{address}/sua", status=200)
    assert "Kế hoạch (đã sửa giúp).docx" in unquote(answer.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        body = package.read("word/document.xml").decode()
    assert "<w:ins " in body
    assert "Tự Do" in body  # struck, not gone
    acts = [event.action for event in services.register.trail.events(user.agency_id)]
    assert {"kiem_tra", "sua_giup"} <= set(acts)


@pytest.mark.asked_elsewhere
def test_nothing_is_repaired_where_nothing_can_be(clerk: Visitor, right: bytes) -> None:
    address = bring(clerk, right)
    assert "sửa giúp được an toàn" in clerk.post(f"{address}/sua", status=422).text


@pytest.mark.asked_elsewhere
def test_a_pdf_is_checked_and_not_repaired(
    clerk: Visitor, services: Services, user: User, complete: int, right: bytes
) -> None:
    produced = services.drafts.produced(user, complete)
    assert produced is not None
    address = bring(clerk, services.drafts.read_file(produced.pdf), "Kế hoạch.pdf")
    page = clerk.get(address).text
    assert "<strong>0 sai, " in page
    assert "đây là tệp PDF" in page
    assert "Tải tệp đã sửa giúp" not in page
    assert "đây là tệp PDF" in clerk.post(f"{address}/sua", status=422).text


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("thu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "thu.doc"),
        ("anh.docx", b"PK\x03\x04 khong phai", "anh.docx"),
        ("rong.docx", b"", "Chưa chọn tệp"),
    ],
)
def test_what_cannot_be_checked_is_told_beside_the_field(
    clerk: Visitor, services: Services, name: str, data: bytes, said: str
) -> None:
    page = bring(clerk, data, name, 422)
    assert said in page
    assert 'href="#tep"' in page
    assert not list((services.store.root).rglob("*.docx"))
    assert "Chưa có tệp nào." in page


def test_only_who_brought_it_sees_it(
    clerk: Visitor, other: Visitor, colleague: Callable[..., Visitor], right: bytes
) -> None:
    address = bring(clerk, right)
    for stranger in (other, colleague("lan", "van_thu")):
        for path in ("", "/trang/0.png"):
            assert "Không có lần kiểm tra này" in stranger.get(address + path, 404).text
        for path in ("/sua", "/xoa"):
            stranger.post(address + path, status=404)
        assert NAME not in stranger.get(HERE).text
    clerk.get(address)


def test_a_deleted_check_is_gone_and_its_files_follow(
    clerk: Visitor, services: Services, clock: Clock, right: bytes, faulty: bytes
) -> None:
    kept = set(services.store.root.rglob("*.docx"))
    address = bring(clerk, faulty)
    assert "Đã xóa lần kiểm tra" in clerk.follow(clerk.post(f"{address}/xoa", status=303)).text
    clerk.get(address, 404)
    extra = set(services.store.root.rglob("*.docx")) - kept
    assert len(extra) == 1  # a copy of everything that is under way still finds it
    days_ago(extra.pop(), 2)
    clock.pass_time(days=1, hours=1)
    bring(clerk, right)
    assert set(services.store.root.rglob("*.docx")) == kept


def days_ago(path: Path, days: int) -> None:
    then = path.stat().st_mtime - days * 86400
    os.utime(path, (then, then))


def test_a_month_later_it_is_gone_by_itself(
    clerk: Visitor, services: Services, clock: Clock, faulty: bytes, right: bytes
) -> None:
    address = bring(clerk, faulty)
    clock.pass_time(days=29)
    clerk.sign_in("vanthu")
    clerk.get(address)
    clock.pass_time(days=2)
    clerk.get(address, 404)
    bring(clerk, right)
    with services.register.snapshot() as snapshot:
        rows = {name: list(lines) for name, lines in snapshot.tables()}["form_check"]
    assert [NAME in row.decode() for row in rows] == [False, True]


def test_what_a_paper_names_stays_when_its_check_goes(
    clerk: Visitor, user: User, complete: int, clock: Clock, right: bytes
) -> None:
    services = clerk.services
    address = bring(clerk, right)
    clerk.post(f"{address}/xoa", status=303)
    for path in services.store.root.rglob("*.*"):
        days_ago(path, 2)
    clock.pass_time(days=1, hours=1)
    bring(clerk, spoilt(right))
    produced = services.drafts.produced(user, complete)
    assert produced is not None
    assert services.drafts.read_file(produced.docx) == right


def test_a_copy_of_everything_holds_the_checks(
    clerk: Visitor, services: Services, faulty: bytes, tmp_path: Path
) -> None:
    bring(clerk, faulty)
    gone = bring(clerk, faulty, "Bỏ.docx")
    clerk.post(f"{gone}/xoa", status=303)
    copy = tmp_path / "copy.zip"
    back_up(services.register, services.store, copy, services.clock())
    target = Settings(data_dir=tmp_path / "back")
    put_back(*places(target), copy)
    data = open_data(target)
    with data.register.snapshot() as snapshot:
        files = snapshot.files()
    data.register.close()
    assert all(data.store.get(sha256) for sha256 in files)
    assert faulty in [data.store.get(sha256) for sha256, form in files.items() if form == "docx"]


def test_a_paper_of_ours_tells_its_own_check(
    clerk: Visitor, right: bytes, complete: int, services: Services
) -> None:
    address = f"/van-ban/{complete}/the-thuc"
    page = clerk.get(f"/van-ban/{complete}").text
    assert re.search(r"Đã tự kiểm tra thể thức: \d+ quy tắc: 0 sai, 0 nên sửa, 0 lưu ý\.", page)
    assert "Thể thức cần xem lại" not in page
    assert f'<a href="{address}">Xem kết quả</a>' in page
    page = clerk.get(address).text
    assert "Không thấy chỗ nào sai thể thức." in page
    assert "Sửa giúp" not in page
    picture = re.findall(rf'src="({address}/0\.png[^"]*)"', page)[0]
    assert clerk.get(picture.replace("&amp;", "&")).data.startswith(b"\x89PNG")
    assert clerk.get(HERE).text.count("list-row-title") == 0


def test_a_paper_without_files_has_no_check(clerk: Visitor, complete: int) -> None:
    clerk.get(f"/van-ban/{complete}/the-thuc", 404)
    assert "/the-thuc" not in clerk.get(f"/van-ban/{complete}").text


@pytest.fixture
def misspelt(services: Services, user: User) -> int:
    """A paper whose files are made, with a word in it that is spelt wrongly."""
    sample = services.service.kinds["ke_hoach"].sample
    typed = {**sample, "trich_yeu": "Bổ xung phong trào thi đua năm 2026"}
    found = services.drafts.add(user, "ke_hoach", typed).id
    services.drafts.produce(user, found, local_day(services.clock()))
    return found


def test_what_is_wrong_in_a_paper_of_ours_stands_on_its_page(
    clerk: Visitor, misspelt: int, services: Services, user: User
) -> None:
    said = "Thể thức cần xem lại"
    page = unescape(clerk.get(f"/van-ban/{misspelt}").text)
    assert said in page
    assert "“bổ sung”" in page.casefold()
    press(clerk, misspelt, "Trình ký")
    assert said in clerk.get(f"/van-ban/{misspelt}").text, "the signer sees it, too"


def test_a_paper_from_before_only_offers_its_check(
    clerk: Visitor, misspelt: int, services: Services
) -> None:
    file = tables.document_file
    with services.register.database.write() as connection:
        connection.execute(file.update().values(checked=None))
    page = clerk.get(f"/van-ban/{misspelt}").text
    assert "Kiểm tra thể thức của tệp này" in page
    assert "Đã tự kiểm tra" not in page


def test_no_rule_speaks_of_a_giay_khen(clerk: Visitor, services: Services, user: User) -> None:
    sample = services.service.kinds["giay_khen"].sample
    paper = services.drafts.add(user, "giay_khen", sample).id
    services.drafts.produce(user, paper, local_day(services.clock()))
    assert "Đã tự kiểm tra" not in clerk.get(f"/van-ban/{paper}").text


def test_numbers_of_one_place_do_not_cover_each_other() -> None:
    box = {"trai": 30.0, "tren": 20.0, "phai": 90.0, "duoi": 25.0}
    finding = {
        **{"quy_tac": "x", "ten": "Tên", "dieu_khoan": "", "cau": "Câu.", "la": "", "dung": ""},
        **{"muc": "sai", "sua_duoc": False, "trang": 1, "mm": box},
    }
    report = {
        **{"bo_quy_tac": "", "nhom": "khac", "loai": "", "vi_sao": "", "kho_giay": [[210, 297]]},
        **{"da_xet": 1, "dem": {"sai": 3, "nen": 0, "luu_y": 0}, "quy_tac": []},
        **{"phat_hien": [finding] * 3, "khong_doc_duoc": []},
    }
    dots = [m.dot_y for m in check_view.result(report, ["/0.png"]).pages[0].marks]
    assert len(dots) == 3
    assert all(b - a > 5 for a, b in pairwise(dots))
