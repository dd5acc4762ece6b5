"""A whole list by HTTP: sent back by its signer and laid before them again; and the papers that a
cancelled list left."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.signing import authority
from tests.web.conftest import Visitor
from tests.web.lists import cells, csv, fill_in, upload, work
from tests.web.paper import press
from tests.web.test_batch_steps import papers, results, states, step
from tests.web.test_signing import bring, outside, to_sign
from vanban.register import User
from vanban.services import Services
from vanban.worker import Worker

pytestmark = pytest.mark.usefixtures("wall_clock")
REASON = "Sai căn cứ: Nghị định đã hết hiệu lực"


@pytest.fixture
def before_signer(clerk: Visitor, services: Services, user: User) -> str:
    """A list of three people whose papers lie before the signer."""
    services.keyring.add_roots(user, authority.root().pem())
    address = upload(clerk, csv())
    fill_in(clerk, services, address, **{"nguoi_ky-ho_ten": authority.LEADER})
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    step(clerk, address, "trinh-ky")
    return address


def send_back(visitor: Visitor, address: str, reason: str = REASON) -> str:
    """Press the buttons; the page of the results afterwards."""
    assert f'href="{address}/tra-lai"' in visitor.get(f"{address}/ket-qua").text
    visitor.get(f"{address}/tra-lai")
    sent = visitor.post(f"{address}/tra-lai", {"ly_do": reason}, 303)
    return unescape(visitor.follow(sent).text)


def test_every_paper_goes_back_with_the_reason_that_was_typed_once(
    *,
    clerk: Visitor,
    writer: Visitor,
    leader: Visitor,
    services: Services,
    user: User,
    before_signer: str,
) -> None:
    numbers = papers(clerk, before_signer)
    page = send_back(leader, before_signer)
    assert "Đã trả lại 3 văn bản của danh sách, kèm lý do." in page
    assert states(services, user, numbers) == ["nhap"] * 3
    for number in numbers:
        assert REASON in unescape(clerk.get(f"/van-ban/{number}").text)
        last = services.issuing.life(user, number).history[-1]
        assert (last.step, last.by, last.reason) == ("tra_lai", "Người lanhdao", REASON)
    home = unescape(writer.get("/").text)
    assert "Bị trả lại (1)" in home, "one list, not three papers"
    assert "3 văn bản của một danh sách" in home
    assert home.count(REASON) == 1
    trail = unescape(clerk.get("/co-quan/nhat-ky").text)
    assert re.search(rf"Trả lại 3 văn bản của loạt \d+: {REASON}", trail)


def test_what_came_back_is_mended_and_the_list_is_laid_before_the_signer_again(
    *, clerk: Visitor, leader: Visitor, services: Services, user: User, before_signer: str
) -> None:
    first, second, third = papers(clerk, before_signer)
    send_back(leader, before_signer)
    record = services.drafts.get(user, second)
    services.drafts.save(user, second, {**record.data, "luu": "VT, X"}, record.revision)
    assert "đã được sửa sau khi tạo tệp" in step(clerk, before_signer, "trinh-ky")
    clerk.get(f"/van-ban/{second}")
    clerk.post(f"/van-ban/{second}/trinh-ky", {}, 303)

    assert "Đã trình ký 2 văn bản" in step(clerk, before_signer, "trinh-ky")

    assert states(services, user, [first, second, third]) == ["trinh_ky"] * 3
    page = unescape(leader.get("/").text)
    assert "3 văn bản chờ ký" in page
    assert "Bị trả lại" not in unescape(clerk.get("/").text)


def test_papers_that_are_signed_are_told_and_stay(
    *, clerk: Visitor, leader: Visitor, services: Services, user: User, before_signer: str
) -> None:
    first, second, third = papers(clerk, before_signer)
    bring(clerk, second, outside(to_sign(clerk, second), authority.leader()))
    press(clerk, first, "Đã ký")
    page = unescape(leader.get(f"{before_signer}/tra-lai").text)
    assert "<strong>1 văn bản</strong>" in page
    assert "2 văn bản đã ký" in page
    said = send_back(leader, before_signer)
    assert "Không trả lại được 2 văn bản đã ký" in said
    assert states(services, user, [first, second, third]) == ["da_ky", "da_ky", "nhap"]


def test_without_a_reason_nothing_goes_back(
    *, clerk: Visitor, leader: Visitor, services: Services, user: User, before_signer: str
) -> None:
    leader.get(f"{before_signer}/tra-lai")
    page = unescape(leader.post(f"{before_signer}/tra-lai", {"ly_do": "  "}, 422).text)
    assert 'href="#ly_do"' in page
    assert states(services, user, papers(clerk, before_signer)) == ["trinh_ky"] * 3
    send_back(leader, before_signer)
    answer = leader.post(f"{before_signer}/tra-lai", {"ly_do": REASON}, 303)
    assert "Không còn văn bản nào" in unescape(leader.follow(answer).text)
    leader.get(f"{before_signer}/tra-lai", 303)


def test_who_may_not_send_one_paper_back_sends_no_list_back(
    clerk: Visitor, writer: Visitor, registrar: Visitor, other: Visitor, before_signer: str
) -> None:
    for visitor in (writer, registrar):
        assert "tra-lai" not in visitor.get(f"{before_signer}/ket-qua").text
        visitor.post(f"{before_signer}/tra-lai", {"ly_do": REASON}, 403)
    other.post(f"{before_signer}/tra-lai", {"ly_do": REASON}, 404)


def test_whoever_laid_a_list_before_the_signer_takes_it_back(
    *,
    clerk: Visitor,
    writer: Visitor,
    leader: Visitor,
    services: Services,
    user: User,
    before_signer: str,
) -> None:
    numbers = papers(clerk, before_signer)
    press(clerk, numbers[0], "Đã ký")
    assert "rut-lai" not in leader.get(f"{before_signer}/ket-qua").text
    leader.post(f"{before_signer}/rut-lai", {"ly_do": REASON}, 403)
    assert f'href="{before_signer}/rut-lai"' in writer.get(f"{before_signer}/ket-qua").text
    page = unescape(writer.get(f"{before_signer}/rut-lai").text)
    assert "Rút lại 2 văn bản" in page
    assert "Không rút lại được:</strong> 1 văn bản đã ký" in page
    writer.post(f"{before_signer}/rut-lai", {"ly_do": ""}, 422)

    sent = writer.post(f"{before_signer}/rut-lai", {"ly_do": REASON}, 303)

    assert "Đã rút lại 2 văn bản của danh sách" in unescape(writer.follow(sent).text)
    assert states(services, user, numbers) == ["da_ky", "nhap", "nhap"]
    last = services.issuing.life(user, numbers[1]).history[-1]
    assert (last.step, last.reason) == ("rut_lai", REASON)
    assert "Bị trả lại" not in unescape(writer.get("/").text), "she took them back herself"
    trail = unescape(clerk.get("/co-quan/nhat-ky").text)
    assert re.search(rf"Rút lại 2 văn bản của loạt \d+: {REASON}", trail)
    assert "Đã trình ký 2 văn bản" in step(writer, before_signer, "trinh-ky")


def test_a_list_before_the_signer_does_not_wait_for_whoever_laid_it_there(
    writer: Visitor, before_signer: str
) -> None:
    assert "chờ ký" not in unescape(writer.get("/").text)


# -- a list that is made again ---------------------------------------------------------------------


def test_a_list_is_mended_as_a_whole_and_made_again(
    *,
    clerk: Visitor,
    writer: Visitor,
    leader: Visitor,
    services: Services,
    user: User,
    before_signer: str,
) -> None:
    old = papers(clerk, before_signer)
    assert "lap-lai" not in clerk.get(f"{before_signer}/ket-qua").text
    refused = clerk.follow(clerk.post(f"{before_signer}/lap-lai", {}, 303)).text
    assert "không còn dòng nào để lập lại" in unescape(refused)
    press(clerk, old[0], "Đã ký")
    writer.post(f"{before_signer}/rut-lai", {"ly_do": REASON}, 303)
    assert f'action="{before_signer}/lap-lai"' in writer.get(f"{before_signer}/ket-qua").text
    leader.post(f"{before_signer}/lap-lai", {}, 403)

    sent = writer.post(f"{before_signer}/lap-lai", {}, 303)

    address = str(sent.headers["Location"]).removesuffix("/noi-dung")
    page = unescape(writer.follow(sent).text)
    assert "2 nháp cũ đã chuyển vào mục Đã xóa" in page
    assert f'value="{authority.LEADER}"' in page, "what they share is as it was"
    assert states(services, user, old) == ["da_ky", "nhap", "nhap"]
    assert [services.drafts.get(user, number).deleted_at is None for number in old] == [
        True,
        False,
        False,
    ]
    fill_in(writer, services, address, trich_yeu="Về việc tặng Giấy khen năm 2026")
    writer.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    new = papers(writer, address)
    rows = [row["Họ và tên"] for row in results(writer, address)]
    assert rows == ["Trần Văn Bình", "Lê Thu Hòa"], "whose paper is signed is not made again"
    assert not set(new) & set(old)
    for number in new:
        told = services.drafts.get(user, number).data
        assert told["trich_yeu"] == "Về việc tặng Giấy khen năm 2026"
    trail = unescape(clerk.get("/co-quan/nhat-ky").text)
    assert re.search(r"Lập lại 2 dòng của loạt \d+ thành loạt \d+; xóa 2 nháp", trail)


def test_what_was_mended_and_left_out_in_the_first_list_is_so_in_the_second(
    *, clerk: Visitor, other: Visitor, services: Services, user: User
) -> None:
    address = upload(clerk, csv())
    fill_in(clerk, services, address)
    mended = cells(clerk, address, o_3_ho_ten="Trần Văn Bảo")
    clerk.post(f"{address}/kiem-tra", {**mended, "bo": "4"}, 303)
    batch_id = int(address.rpartition("/")[2])
    services.batches.leave_out(user, batch_id, 4)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    work(services)
    other.post(f"{address}/lap-lai", {}, 404)

    sent = clerk.post(f"{address}/lap-lai", {}, 303)

    number = int(str(sent.headers["Location"]).split("/")[-2])
    rows = list(services.batches.rows(user, number))
    assert [(row.raw["ho_ten"], row.state) for row in rows] == [
        ("Nguyễn Thị An", "cho"),
        ("Trần Văn Bảo", "cho"),
        ("Lê Thu Hòa", "bo"),
    ]
    deleted = unescape(clerk.get("/van-ban?da_xoa=1").text)
    assert "Khôi phục" in deleted


# -- a list that was cancelled ---------------------------------------------------------------------


def test_the_papers_that_a_cancelled_list_left_go_on_and_no_more_are_made(
    *, clerk: Visitor, leader: Visitor, services: Services, user: User
) -> None:
    address = upload(clerk, csv())
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    claims = services.register.claims
    worker = Worker(services.service, services.register, services.store)
    claim = claims.claim(worker.name, 2)
    assert claim is not None
    worker.make(claim)
    clerk.get(f"{address}/tao")
    page = unescape(clerk.follow(clerk.post(f"{address}/tao", {"action": "huy"}, 303)).text)
    assert "Trình ký 2 văn bản" in page
    assert "Đã hủy; 2 nháp chưa trình ký" in unescape(clerk.get("/").text)
    step(clerk, address, "trinh-ky")
    assert "Đã hủy; 2 văn bản chờ ký" in unescape(leader.get("/").text)
    step(leader, address, "da-ky")
    clerk.post(f"{address}/cap-so", {"ngay": f"{services.clock():%d/%m/%Y}"}, 303)
    work(services)

    numbers = papers(clerk, address)
    assert states(services, user, numbers) == ["ban_hanh"] * 2
    told = [row["Trạng thái"] for row in results(clerk, address)]
    assert told == [*["Đã ban hành"] * 2, "Bỏ qua"]
    assert services.drafts.produced(user, numbers[0]) is not None
    assert "Danh sách đang làm" not in clerk.get("/").text


def test_a_list_that_is_being_made_takes_no_step(clerk: Visitor, services: Services) -> None:
    address = upload(clerk, csv())
    fill_in(clerk, services, address)
    clerk.post(f"{address}/xem-truoc", {}, 303)
    clerk.get(f"{address}/ket-qua")
    answer = clerk.post(f"{address}/tra-lai", {"ly_do": REASON}, 303)
    assert "chưa tạo xong" in unescape(clerk.follow(answer).text)
