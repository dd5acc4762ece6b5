"""The life of a paper by HTTP: every step by whom it belongs to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from tests.web.conftest import Clock, Visitor
from tests.web.paper import everything, number, press, state
from vanban.register import User
from vanban.register.numbers import SeriesPlan
from vanban.services import Services

SERIES_OF_COUNCIL = SeriesPlan("Hội đồng tuyển dụng", council=True, ky_hieu="HĐTD")


# -- the way of a paper ----------------------------------------------------------------------------


def test_a_paper_goes_its_way_from_hand_to_hand(
    *,
    services: Services,
    user: User,
    writer: Visitor,
    leader: Visitor,
    registrar: Visitor,
    complete: int,
) -> None:
    assert "Đã trình ký" in press(writer, complete, "Trình ký")
    assert "Chờ ký (1)" in leader.get("/").text

    press(leader, complete, "Trả lại người soạn", ly_do="Sai căn cứ")
    for page in (writer.get("/").text, writer.get(f"/van-ban/{complete}").text):
        assert "Sai căn cứ" in page
    assert "Bị trả lại: Sai căn cứ" in writer.get("/van-ban").text
    assert "Sai căn cứ" in writer.get(f"/van-ban/{complete}/soan").text

    press(writer, complete, "Trình ký")
    assert "Sai căn cứ" not in writer.get("/").text
    press(leader, complete, "Đã ký")
    assert "Chờ cấp số (1)" in registrar.get("/").text
    page = number(registrar, complete, so_luong="12", ghi_chu="gửi hỏa tốc")

    assert "Đã ban hành: số 01/KH-SNV, ngày 21/11/2026." in page
    entry = services.register.numbers.entry_of(user.agency_id, complete)
    assert entry is not None
    assert (entry.so_ky_hieu, entry.so_luong, entry.ghi_chu) == ("01/KH-SNV", 12, "gửi hỏa tốc")
    assert "Cấp số, ban hành" in page
    assert page.index("Cấp số, ban hành") < page.index("Trả lại người soạn") < page.index("Sai căn")


def test_what_was_locked_stays_byte_for_byte(
    clerk: Visitor, registrar: Visitor, submitted: int, leader: Visitor
) -> None:
    locked = {f: clerk.get(f"/van-ban/{submitted}/ban-trinh-ky/{f}").data for f in ("pdf", "docx")}
    short = hashlib.sha256(locked["pdf"]).hexdigest()[:16]
    assert short in clerk.get(f"/van-ban/{submitted}").text
    assert clerk.get(f"/van-ban/{submitted}/tep/pdf").data == locked["pdf"]
    press(leader, submitted, "Đã ký")
    page = number(registrar, submitted)

    for form, data in locked.items():
        assert clerk.get(f"/van-ban/{submitted}/ban-trinh-ky/{form}").data == data
        assert clerk.get(f"/van-ban/{submitted}/tep/{form}").data != data
    assert short in page
    picture = re.search(r'<img class="page" src="([^"]+)"', page)
    assert picture
    shown = clerk.get(picture[1].replace("&amp;", "&"))
    assert shown.data.startswith(b"\x89PNG")
    assert "immutable" in shown.headers["Cache-Control"]
    assert (
        clerk.get(f"/van-ban/{submitted}/ban-khoa/trang/0.png?v=cu").headers["Cache-Control"]
        == "no-store"
    )
    clerk.get(f"/van-ban/{submitted}/ban-khoa/trang/99.png", 404)
    clerk.get(f"/van-ban/{submitted}/ban-trinh-ky/exe", 404)


def test_a_locked_file_that_is_lost_is_not_made_again(
    services: Services, clerk: Visitor, submitted: int
) -> None:
    for path in services.store.root.rglob("*.pdf"):
        path.write_bytes(b"%PDF- broken")
    for address in ("ban-trinh-ky/pdf", "tep/pdf"):
        page = clerk.get(f"/van-ban/{submitted}/{address}", 500).text
        assert "bản sao lưu" in page


def test_the_numbered_files_are_made_when_the_server_was_stopped_before_them(
    services: Services, user: User, clerk: Visitor, issued: int
) -> None:
    first = clerk.get(f"/van-ban/{issued}/tep/pdf").data
    record = services.drafts.get(user, issued)
    with services.register.database.write() as connection:
        mine = f"document_id = {issued} AND revision = {record.revision}"
        connection.exec_driver_sql(f"DELETE FROM document_file WHERE {mine}")  # noqa: S608 - numbers

    assert clerk.get(f"/van-ban/{issued}/tep/pdf").data == first


def test_withdrawing_and_dropping_the_signature_need_a_reason(
    services: Services, user: User, clerk: Visitor, submitted: int
) -> None:
    for step, typed in (("rut-lai", ""), ("tra-lai", " \n ")):
        page = clerk.post(f"/van-ban/{submitted}/{step}", {"ly_do": typed}, 422).text
        assert "Chưa ghi lý do" in page
        assert f'id="ly_do-{step.replace("-", "_")}" name="ly_do"' in page
    assert state(services, submitted, user) == "trinh_ky"

    press(clerk, submitted, "Rút lại để sửa", ly_do="Thiếu phụ lục")
    assert state(services, submitted, user) == "nhap"
    press(clerk, submitted, "Trình ký")
    press(clerk, submitted, "Đã ký")
    page = press(clerk, submitted, "Bỏ bản đã ký để sửa", ly_do="Chữ ký nhòe")
    assert "Chữ ký nhòe" in page
    assert state(services, submitted, user) == "nhap"


def test_a_cancelled_number_keeps_its_line_and_is_not_given_again(
    services: Services, user: User, clerk: Visitor, issued: int
) -> None:
    page = press(clerk, issued, "Hủy số", ly_do="Ban hành nhầm")

    assert "đã hủy" in page
    assert "Ban hành nhầm" in page
    entry = services.register.numbers.entry_of(user.agency_id, issued)
    assert entry is not None
    assert entry.cancel_reason == "Ban hành nhầm"
    clerk.post(f"/van-ban/{issued}/cap-so", {"ngay": "21/11/2026"}, 409)
    assert services.register.numbers.next_number(user.agency_id, entry.series_id, 2026)[0] == 2


# -- laid before the signer ------------------------------------------------------------------------


def test_the_series_is_asked_for_when_there_is_a_choice(
    services: Services, user: User, clerk: Visitor, complete: int
) -> None:
    assert 'name="so" value' in clerk.get(f"/van-ban/{complete}").text
    council = services.register.numbers.add_series(user.actor, SERIES_OF_COUNCIL)
    page = clerk.get(f"/van-ban/{complete}").text
    assert "Hội đồng tuyển dụng (HĐTD)" in page

    press(clerk, complete, "Trình ký", so=str(council.id))
    press(clerk, complete, "Đã ký")
    assert "01/KH-HĐTD" in clerk.get(f"/van-ban/{complete}/cap-so").text
    assert "Hội đồng tuyển dụng" in clerk.get(f"/van-ban/{complete}/cap-so").text
    assert "số 01/KH-HĐTD" in number(clerk, complete)


@pytest.mark.parametrize("series", ["0", "999", "-1", "một"])
def test_a_series_of_nobody_is_refused(
    services: Services, user: User, clerk: Visitor, complete: int, series: str
) -> None:
    before = everything(services, user)
    status = 400 if series.isdecimal() else 303  # no number at all is the usual series
    clerk.post(f"/van-ban/{complete}/trinh-ky", {"so": series}, status)
    if status == 400:
        assert everything(services, user) == before


def test_a_draft_with_gaps_is_not_submitted(clerk: Visitor, services: Services, user: User) -> None:
    made = services.drafts.add(user, "ke_hoach", {"trich_yeu": "Dở dang"})
    assert "Trình ký</button>" not in clerk.get(f"/van-ban/{made.id}").text

    answer = clerk.post(f"/van-ban/{made.id}/trinh-ky", status=303)

    assert "chỗ cần bổ sung" in clerk.follow(answer).text
    assert state(services, made.id, user) == "nhap"


def test_what_nobody_has_seen_is_not_submitted_nor_signed(
    services: Services, user: User, clerk: Visitor, leader: Visitor, complete: int
) -> None:
    seen = services.drafts.get(user, complete)
    services.drafts.save(user, complete, {**seen.data, "trich_yeu": "Viết lại"}, seen.revision)
    page = clerk.post(f"/van-ban/{complete}/trinh-ky", {"ban": str(seen.revision)}, 409).text
    assert "vừa được sửa" in page

    press(clerk, complete, "Trình ký")
    old = services.register.steps.lock_of(complete)
    assert old is not None
    press(clerk, complete, "Rút lại để sửa", ly_do="sửa")
    now = services.drafts.get(user, complete)
    services.drafts.save(user, complete, {**now.data, "trich_yeu": "Khác hẳn"}, now.revision)
    press(clerk, complete, "Trình ký")
    page = leader.post(f"/van-ban/{complete}/da-ky", {"ban": old.pdf_sha256}, 409).text
    assert "trình ký lại" in page
    assert state(services, complete, user) == "trinh_ky"
    press(leader, complete, "Đã ký")


def test_a_number_typed_into_the_draft_is_told_to_be_left_out(
    clerk: Visitor, complete: int
) -> None:
    assert "Nháp đang ghi sẵn số" in clerk.get(f"/van-ban/{complete}").text


# -- the number ------------------------------------------------------------------------------------


def test_another_number_than_the_proposed_one_is_told(
    services: Services, user: User, clerk: Visitor, signed: int
) -> None:
    shown = clerk.get(f"/van-ban/{signed}/cap-so").text
    assert "01/KH-SNV" in shown
    assert "Chưa có số nào trong năm 2026" in shown
    quick = services.drafts.add(user, "ke_hoach", services.service.kinds["ke_hoach"].sample).id
    for label in ("Trình ký", "Đã ký"):
        press(clerk, quick, label)
    number(clerk, quick)
    typed = {"ngay": "21/11/2026", "de_nghi": "1", "nam": "2026"}

    page = clerk.follow(clerk.post(f"/van-ban/{signed}/cap-so", typed, 303)).text

    assert "Số 01 vừa được cấp cho văn bản khác; văn bản này mang số 02" in page


def test_a_day_of_last_year_takes_last_years_number(
    clerk: Visitor, clock: Clock, complete: int, services: Services, user: User
) -> None:
    clock.pass_time(days=40)  # 31/12/2026
    clerk.sign_in("vanthu")  # a session ends after a week
    for label in ("Trình ký", "Đã ký"):
        press(clerk, complete, label)
    entry = services.register.numbers.series_for(user.agency_id, "ke_hoach")
    assert entry is not None
    services.register.numbers.start_at(user.actor, entry.id, 2026, 50)
    clock.pass_time(days=2)

    page = number(clerk, complete, ngay="31/12/2026")

    assert "mang số 50 của năm 2026" in page
    assert "không phải số 01" in page


def test_a_number_request_that_is_sent_again_changes_nothing(
    services: Services, user: User, clerk: Visitor, signed: int
) -> None:
    typed = {"ngay": "21/11/2026", "so_luong": "3", "de_nghi": "1", "nam": "2026"}
    clerk.post(f"/van-ban/{signed}/cap-so", typed, 303)
    before = everything(services, user)

    again = {**typed, "so_luong": "999", "ngay": "20/11/2026"}
    page = clerk.follow(clerk.post(f"/van-ban/{signed}/cap-so", again, 303)).text

    assert "đã có số 01/KH-SNV; không cấp thêm số" in page
    assert everything(services, user) == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ngay": ""}, "Chưa nhập “Ngày ban hành”"),
        ({"ngay": "31/2/2026"}, "không phải là ngày có thật"),
        ({"ngay": "22/11/2026"}, "là ngày chưa đến"),
        ({"ngay": "20/11/2026"}, "sớm hơn ngày trình ký"),
        ({"ngay": "21/11/2026", "so_luong": "ba"}, "không phải là số"),
        ({"ngay": "21/11/2026", "so_luong": "0"}, "không phải là số"),
        ({"ngay": "21/11/2026", "so_luong": "9" * 18}, "không phải là số"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(
    *, services: Services, user: User, clerk: Visitor, signed: int, typed: dict[str, str], says: str
) -> None:
    before = everything(services, user)
    page = clerk.post(f"/van-ban/{signed}/cap-so", {**typed, "ghi_chu": "giữ lại nhé"}, 422).text

    assert says in page
    assert "giữ lại nhé" in page
    assert everything(services, user) == before


def test_a_number_is_not_slipped_in(
    services: Services, user: User, clerk: Visitor, clock: Clock, complete: int
) -> None:
    other = services.drafts.add(user, "ke_hoach", services.service.kinds["ke_hoach"].sample).id
    for each in (complete, other):
        for label in ("Trình ký", "Đã ký"):
            press(clerk, each, label)
    clock.pass_time(days=3)
    number(clerk, other)
    page = clerk.post(f"/van-ban/{complete}/cap-so", {"ngay": "22/11/2026"}, 422).text

    assert "số chèn" in page
    assert "Điều 15" in page
    assert "24/11/2026" in clerk.get(f"/van-ban/{complete}/cap-so").text


# -- replaced and corrected ------------------------------------------------------------------------


def test_an_issued_paper_is_replaced_by_a_new_one_and_both_say_so(
    services: Services, user: User, writer: Visitor, issued: int
) -> None:
    page = press(writer, issued, "Thay thế")
    draft = max(record.id for record in services.drafts.list(user).records)

    assert "Đã tạo nháp để thay thế" in page
    assert "so" not in services.drafts.get(user, draft).data
    assert "Văn bản này thay thế" in writer.get(f"/van-ban/{draft}").text
    assert "số 01/KH-SNV ngày 21/11/2026" in writer.get(f"/van-ban/{draft}").text
    replaced = writer.get(f"/van-ban/{issued}").text
    assert "Được thay thế bằng" in replaced
    assert f'href="/van-ban/{draft}"' in replaced
    assert state(services, issued, user) == "ban_hanh"


def test_a_correction_is_a_cong_van_or_nothing(
    services: Services, user: User, clerk: Visitor, issued: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = clerk.get(f"/van-ban/{issued}").text
    assert f"/van-ban/{issued}/dinh-chinh" not in page
    assert "đính chính bằng công văn" in page
    before = everything(services, user)
    refused = clerk.post(f"/van-ban/{issued}/dinh-chinh", status=400).text
    assert "Đính chính phải bằng công văn" in refused
    assert everything(services, user) == before

    kinds = services.service.kinds
    letter = replace(kinds["ke_hoach"], name="cong_van", title="Công văn")
    monkeypatch.setattr(services.service, "kinds", {**kinds, "cong_van": letter})
    answer = clerk.post(f"/van-ban/{issued}/dinh-chinh", status=303)
    monkeypatch.undo()
    assert answer.headers["Location"].endswith("/soan")
    assert "Được đính chính bằng" in clerk.get(f"/van-ban/{issued}").text
    draft = max(record.id for record in services.drafts.list(user).records)
    assert services.drafts.get(user, draft).kind == "cong_van"
