"""A whole list by HTTP: laid before the signer, signed, numbered; and what is in the files then.

The rows are made by a real worker, in this process; the signatures are real ones.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pytest

from tests.signing import authority
from tests.web.conftest import Clock, Visitor
from tests.web.lists import KIND, csv, fill_in, upload, work
from tests.web.paper import everything
from tests.web.test_signing import bring, outside, to_sign
from vanban.life import WAITING
from vanban.register import User
from vanban.services import Services
from vanban.web import fields

pytestmark = pytest.mark.usefixtures("wall_clock")


@pytest.fixture
def day(services: Services) -> Mapping[str, str]:
    return {"ngay": f"{services.clock():%d/%m/%Y}"}


@pytest.fixture
def made(clerk: Visitor, services: Services, user: User) -> str:
    """A list of three people whose papers are drafts, in an office that trusts the authority."""
    services.keyring.add_roots(user, authority.root().pem())
    address = upload(clerk, csv())
    sample = services.service.kinds[KIND].sample
    signer = dict(fields.encode(services.service.kinds[KIND], {"nguoi_ky": sample["nguoi_ky"]}))
    typed = {name: value for name, value in signer.items() if name.endswith("ho_ten")}
    fill_in(clerk, services, address, **dict.fromkeys(typed, authority.LEADER))
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    return address


@pytest.fixture
def signed(clerk: Visitor, made: str) -> str:
    """The same, signed on paper."""
    step(clerk, made, "trinh-ky")
    step(clerk, made, "da-ky")
    return made


def step(visitor: Visitor, address: str, name: str, **typed: str) -> str:
    """Press the button of a step on the page of the results; the next page."""
    assert f'action="{address}/{name}"' in visitor.get(f"{address}/ket-qua").text
    return unescape(visitor.follow(visitor.post(f"{address}/{name}", typed, 303)).text)


def papers(visitor: Visitor, address: str) -> list[int]:
    """The papers on the page of the results, in their order."""
    page = visitor.get(f"{address}/ket-qua").text
    return list(
        dict.fromkeys(
            int(n) for n in re.findall(r'class="list-row-title" href="/van-ban/(\d+)', page)
        )
    )


def states(services: Services, user: User, numbers: list[int]) -> list[str]:
    return [services.drafts.get(user, number).state for number in numbers]


def zipped(visitor: Visitor, address: str, form: str = "") -> dict[str, bytes]:
    data = visitor.get(f"{address}/van-ban.zip?dang={form}").data
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return " ".join(cell.text for table in document.tables for cell in table._cells)


def results(visitor: Visitor, address: str) -> list[dict[str, Any]]:
    """The rows of the results by their headings."""
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{address}/ket-qua.xlsx").data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(at for at, row in enumerate(rows) if "Trạng thái" in row)
    # Below the headings stand (1), (2) …
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 2 :]]


def test_a_list_is_laid_before_the_signer_signed_and_numbered(
    clerk: Visitor, services: Services, user: User, made: str, day: Mapping[str, str]
) -> None:
    page = unescape(clerk.get(f"{made}/ket-qua").text)
    assert "Trình ký 3 văn bản" in page
    assert "đã ký</button>" not in page
    page = step(clerk, made, "trinh-ky")
    assert "Đã trình ký 3 văn bản của danh sách." in page
    assert "Ghi nhận 3 văn bản đã ký" in page
    page = step(clerk, made, "da-ky")
    assert "Đã ghi nhận 3 văn bản của danh sách đã ký." in page

    page = unescape(clerk.get(f"{made}/cap-so").text)
    assert re.search(r"01/QĐ-\S+ đến 03/QĐ-\S+</strong> cho 3 văn bản", page)
    page = unescape(clerk.follow(clerk.post(f"{made}/cap-so", dict(day), 303)).text)
    assert re.search(r"Đã cấp 3 số, từ 01/QĐ-\S+ đến 03/QĐ-\S+, ngày", page)
    work(services)
    numbers = papers(clerk, made)
    assert states(services, user, numbers) == ["ban_hanh"] * 3
    assert [services.drafts.get(user, number).data["so"] for number in numbers] == ["1", "2", "3"]
    page = unescape(clerk.get(f"{made}/ket-qua").text)
    assert page.index("số 01/QĐ-") < page.index("số 02/QĐ-") < page.index("số 03/QĐ-")
    assert "Cả danh sách" not in page


def test_the_results_and_the_zip_hold_the_numbers(
    clerk: Visitor, services: Services, signed: str, day: Mapping[str, str]
) -> None:
    before = results(clerk, signed)
    assert [(row["Số"], row["Ngày"]) for row in before] == [(None, None)] * 3
    assert [row["Trạng thái"] for row in before] == ["Đã ký"] * 3
    clerk.get(f"{signed}/ten-tep?ve=ket-qua")
    clerk.post(f"{signed}/ten-tep", {"mau": "{so}_{ngay}_{ten}", "ve": "ket-qua"}, 303)
    assert next(iter(zipped(clerk, signed, "pdf"))) == "Nguyen Thi An.pdf"
    clerk.post(f"{signed}/cap-so", dict(day), 303)

    # Asked before any worker came: the files are those with the numbers all the same.
    files = zipped(clerk, signed)
    written = services.clock().date().isoformat()
    names = ["Nguyen Thi An", "Tran Van Binh", "Le Thu Hoa"]
    assert list(files) == [
        f"{so:02d}_{written}_{name}.{form}"
        for so, name in enumerate(names, 1)
        for form in ("docx", "pdf")
    ]
    for so, (name, data) in enumerate(list(files.items())[::2], 1):
        assert f"{so:02d}/QĐ-" in text_of(data), name
    for so, data in enumerate(list(files.values())[1::2], 1):
        assert f"{so:02d}/QĐ-" in services.service.page_text(data, 0)
    work(services)
    assert zipped(clerk, signed) == files
    rows = results(clerk, signed)
    assert [row["Số"][:6] for row in rows] == ["01/QĐ-", "02/QĐ-", "03/QĐ-"]
    assert {f"{row['Ngày']:%d/%m/%Y}" for row in rows} == {day["ngay"]}
    assert [row["Tệp"].split("; ")[1] for row in rows] == list(files)[1::2]
    assert [row["Trạng thái"] for row in rows] == ["Đã ban hành"] * 3
    printed = clerk.get(f"{signed}/ban-in.pdf?mot_mat=1").data
    assert "01/QĐ-" in services.service.page_text(printed, 0)


def test_a_file_that_was_signed_with_a_key_is_numbered_and_never_made_again(
    clerk: Visitor, services: Services, user: User, made: str, day: Mapping[str, str]
) -> None:
    step(clerk, made, "trinh-ky")
    first, second, third = papers(clerk, made)
    original = outside(to_sign(clerk, second), authority.leader())
    bring(clerk, second, original)
    assert zipped(clerk, made, "pdf")["002_Tran Van Binh_QD khen thuong.pdf"] == original
    step(clerk, made, "da-ky")
    assert states(services, user, [first, second, third]) == ["da_ky"] * 3

    clerk.post(f"{made}/cap-so", dict(day), 303)
    batch = int(made.rpartition("/")[2])
    rows = [row.document_id for row in services.batches.rows(user, batch, (WAITING,))]
    assert rows == [first, third], "no worker is given the signed paper"
    numbered = services.drafts.produced(user, second)
    assert numbered is not None, "its number is in the file before any worker begins"
    work(services)
    assert [services.drafts.get(user, n).data["so"] for n in (first, second, third)] == [*"123"]
    paper = clerk.get(f"/van-ban/{second}/tep/pdf").data
    assert paper.startswith(original), "the signed bytes are all there"
    assert len(paper) > len(original), "and its number after them"
    with pikepdf.open(io.BytesIO(paper)) as opened:
        values = {str(f.T): str(f.get("/V", "")) for f in opened.Root.AcroForm.Fields}
    assert values["So"] == "02"
    kept = services.drafts.produced(user, second)
    assert kept == numbered
    assert kept is not None
    assert kept.pdf.sha256 == hashlib.sha256(paper).hexdigest(), "no other PDF was made"
    files = zipped(clerk, made)
    assert files["002_Tran Van Binh_QD khen thuong.pdf"] == paper
    assert "02/QĐ-" in text_of(files["002_Tran Van Binh_QD khen thuong.docx"])
    assert "01/QĐ-" in services.service.page_text(files["001_Nguyen Thi An_QD khen thuong.pdf"], 0)
    assert [file.stage for file in services.signatures.standing(user, second).files] == [
        "nguoi_ky",
        "cap_so",
    ]


def test_a_day_that_a_signed_file_cannot_take_gives_no_paper_a_number(
    clerk: Visitor, services: Services, clock: Clock, user: User, made: str
) -> None:
    step(clerk, made, "trinh-ky")
    bring(
        clerk,
        papers(clerk, made)[2],
        outside(to_sign(clerk, papers(clerk, made)[2]), authority.leader()),
    )
    step(clerk, made, "da-ky")
    clock.pass_time(days=60)
    clerk.sign_in("vanthu")
    before = everything(services, user)
    answer = clerk.post(f"{made}/cap-so", {"ngay": f"{services.clock():%d/%m/%Y}"}, 422)
    assert "năm" in answer.text
    assert everything(services, user) == before


def test_a_wrong_day_gives_no_number_and_stays_as_typed(
    clerk: Visitor, services: Services, user: User, signed: str
) -> None:
    before = everything(services, user)
    for typed, said in (
        ("", "Ngày ban hành"),
        ("hôm nay", "hôm nay"),
        ("01/01/2020", "01/01/2020"),
        ("01/01/2090", "01/01/2090"),
    ):
        page = unescape(clerk.post(f"{signed}/cap-so", {"ngay": typed}, 422).text)
        assert f'value="{typed}"' in page
        assert said in re.findall(r'<div class="error-summary".*?</div>', page, re.DOTALL)[0]
        assert everything(services, user) == before


def test_a_step_that_no_paper_waits_for_says_so(clerk: Visitor, made: str) -> None:
    page = clerk.follow(clerk.get(f"{made}/cap-so", 303)).text
    assert "Không còn văn bản nào của danh sách chờ bước này." in unescape(page)
    page = clerk.follow(clerk.post(f"{made}/da-ky", {}, 303)).text
    assert "Không còn văn bản nào" in unescape(page)


def test_a_draft_that_was_changed_is_named_and_nothing_moves(
    clerk: Visitor, services: Services, user: User, made: str
) -> None:
    number = papers(clerk, made)[1]
    record = services.drafts.get(user, number)
    services.drafts.save(user, number, {**record.data, "luu": "VT, X"}, record.revision)
    page = step(clerk, made, "trinh-ky")
    assert "đã được sửa sau khi tạo tệp" in page
    assert states(services, user, papers(clerk, made)) == ["nhap"] * 3


def test_each_role_sees_its_own_step(
    clerk: Visitor, writer: Visitor, leader: Visitor, made: str
) -> None:
    assert "Trình ký 3 văn bản" in unescape(writer.get(f"{made}/ket-qua").text)
    page = unescape(leader.follow(leader.get(made, 302)).text)
    assert "Trình ký 3 văn bản" not in page
    assert "đổi cách đặt tên" not in page
    step(writer, made, "trinh-ky")
    assert "đã ký</button>" not in unescape(writer.get(f"{made}/ket-qua").text)
    writer.post(f"{made}/da-ky", {}, 403)
    assert "Đã ghi nhận 3 văn bản" in step(leader, made, "da-ky")
    leader.get(f"{made}/cap-so", 403)
    assert leader.get(f"{made}/van-ban.zip").data.startswith(b"PK")


# -- the names of the files ------------------------------------------------------------------------


def test_files_are_named_as_she_likes_and_the_next_list_remembers(
    clerk: Visitor, services: Services, made: str
) -> None:
    page = unescape(clerk.get(f"{made}/ten-tep?ve=ket-qua").text)
    assert "001_Nguyen Thi An_QD khen thuong.pdf" in page
    typed = {"mau": "{ten} - {chuc_vu_don_vi}", "dau": "1", "ve": "ket-qua"}
    told = clerk.get(f"{made}/ten-tep/vi-du", query_string=typed).get_json()
    assert told["names"][0] == "Nguyễn Thị An - Chuyên viên, Văn phòng Sở.pdf"
    page = unescape(clerk.post(f"{made}/ten-tep", {**typed, "action": "thu"}, 200).text)
    assert told["names"][0] in page
    assert "001_Nguyen Thi An" in unescape(clerk.get(f"{made}/ket-qua").text), "only shown"
    clerk.post(f"{made}/ten-tep", typed, 303)
    assert list(zipped(clerk, made, "pdf")) == told["names"]
    again = upload(clerk, csv())
    assert told["names"][0] in unescape(clerk.get(f"{again}/xem-truoc").text)


def test_a_pattern_that_names_nothing_is_refused_and_stays_as_typed(
    clerk: Visitor, made: str
) -> None:
    typed = {"mau": "{khong_co}"}
    assert (
        "không dùng được"
        in clerk.get(f"{made}/ten-tep/vi-du", query_string=typed).get_json()["error"]
    )
    for action in ("", "thu"):
        clerk.get(f"{made}/ten-tep")
        page = unescape(clerk.post(f"{made}/ten-tep", {**typed, "action": action}, 422).text)
        assert 'value="{khong_co}"' in page
        assert "Mẫu tên tệp “{khong_co}” không dùng được" in page


def test_two_of_one_name_are_both_in_the_zip(clerk: Visitor, services: Services) -> None:
    rows = [
        ("1", "Bà", "Nguyễn Thị An", "Phòng A", ""),
        ("2", "Bà", "NGUYỄN THỊ AN", "Phòng B", ""),
    ]
    address = upload(clerk, csv(rows))
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    clerk.get(f"{address}/ten-tep")
    clerk.post(f"{address}/ten-tep", {"mau": "{ten}"}, 303)
    names = list(zipped(clerk, address, "pdf"))
    assert len(names) == 2
    assert names[1].endswith("(2).pdf")


# -- the giấy khen of a list -----------------------------------------------------------------------


def test_the_giay_khen_of_a_list_have_its_people_and_the_number_of_each_decision(
    clerk: Visitor, services: Services, user: User, signed: str, day: Mapping[str, str]
) -> None:
    clerk.post(f"{signed}/cap-so", dict(day), 303)
    work(services)
    answer = clerk.post(f"{signed}/giay-khen", {}, 303)
    page = unescape(clerk.follow(answer).text)
    assert "Đã lập danh sách 3 giấy khen, có số và ngày của quyết định." in page
    address = answer.headers["Location"].removesuffix("/noi-dung")
    made = services.batches.get(user, int(address.rpartition("/")[2]))
    assert (made.kind, made.common["ngay"]) == ("giay_khen", day["ngay"])
    rows = list(services.batches.rows(user, made.id))
    assert [row.raw["ho_ten"] for row in rows] == ["Nguyễn Thị An", "Trần Văn Bình", "Lê Thu Hòa"]
    assert [str(row.raw["so_quyet_dinh"])[:6] for row in rows] == ["01/QĐ-", "02/QĐ-", "03/QĐ-"]
    assert "Danh sách đã sẵn sàng" in unescape(clerk.get(f"{address}/kiem-tra").text)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    printed = services.service.page_text(clerk.get(f"{address}/ban-in.pdf").data, 0)
    assert "Nguyễn Thị An" in printed.title()
    assert "01/QĐ-" in printed
    page = unescape(clerk.get(f"{address}/ket-qua").text)
    assert "Cả danh sách" not in page, "a giấy khen takes no number"
    assert "Lập giấy khen từ danh sách này" not in page


def test_an_award_without_a_giay_khen_is_left_out_and_told(
    clerk: Visitor, services: Services
) -> None:
    headings = ("Họ và tên", "Chức vụ, đơn vị công tác", "Hình thức khác")
    people = [
        ("Nguyễn Thị An", "Phòng A", "Danh hiệu “Lao động tiên tiến”"),
        ("Trần Văn Bình", "Phòng B", "Bằng khen của bộ, ngành, tỉnh"),
    ]
    address = upload(clerk, csv(people, headings))
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    page = unescape(clerk.follow(clerk.post(f"{address}/giay-khen", {}, 303)).text)
    assert "Đã lập danh sách 1 giấy khen. Ngày quyết định để trống" in page
    assert "1 dòng không đưa vào" in page


# -- the start page --------------------------------------------------------------------------------


def test_the_start_page_shows_a_list_to_whom_it_waits_for(
    clerk: Visitor, writer: Visitor, leader: Visitor, services: Services
) -> None:
    address = upload(clerk, csv())
    heading = "Danh sách đang làm"
    assert heading not in writer.get("/").text, "somebody else prepares it"
    assert "Đang chuẩn bị; 3 dòng" in unescape(clerk.get("/").text)
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    page = writer.get("/").text
    assert "Đang tạo 0/3" in page
    assert "<progress" in page
    work(services)
    assert "Đã xong; 3 nháp chưa trình ký" in writer.get("/").text
    assert heading not in leader.get("/").text
    step(writer, address, "trinh-ky")
    assert "Đã xong; 3 văn bản chờ ký" in leader.get("/").text
    assert heading not in writer.get("/").text
    step(leader, address, "da-ky")
    assert "3 văn bản chờ cấp số" in clerk.get("/").text
    clerk.post(f"{address}/cap-so", {"ngay": f"{services.clock():%d/%m/%Y}"}, 303)
    work(services)
    for visitor in (clerk, writer, leader):
        assert heading not in visitor.get("/").text


def test_the_way_of_a_giay_khen_ends_when_it_is_signed(
    clerk: Visitor, services: Services, user: User
) -> None:
    for kind, way in (("giay_khen", False), (KIND, True)):
        record = services.drafts.create(user, kind)
        page = clerk.get(f"/van-ban/{record.id}").text
        assert "Trình ký" in page
        assert ("Đã ban hành" in page) is way
