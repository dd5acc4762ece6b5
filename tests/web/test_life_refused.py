"""The life of a paper by HTTP: no step by anybody else, at another time, or behind its back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web.conftest import Visitor
from tests.web.paper import everything, form_of, number, press
from vanban.register import User
from vanban.services import Services

pytestmark = pytest.mark.asked_elsewhere

# -- what is refused -------------------------------------------------------------------------------

STEPS = ("trinh-ky", "rut-lai", "tra-lai", "da-ky", "bo-ky", "cap-so", "huy", "thay-the")
# Which of them a paper in this state takes, from somebody with every right.
TAKEN = {
    "nhap": {"trinh-ky"},
    "trinh_ky": {"rut-lai", "tra-lai", "da-ky"},
    "da_ky": {"bo-ky", "cap-so"},
    "ban_hanh": {"cap-so", "huy", "thay-the"},  # cap-so: the same number again, nothing else
    "da_huy": set(),
}
ON_THE_WAY = ("Trình ký", "Đã ký", "", "Hủy số")


def bring_to(clerk: Visitor, document_id: int, wanted: str) -> None:
    for name, label in zip(TAKEN, ("", *ON_THE_WAY), strict=True):
        if label:
            press(clerk, document_id, label, ly_do="vì thế")
        elif name != "nhap":
            number(clerk, document_id)
        if name == wanted:
            return


@pytest.mark.parametrize("wanted", TAKEN)
def test_a_step_from_another_state_is_refused_and_changes_nothing(
    services: Services, user: User, clerk: Visitor, complete: int, wanted: str
) -> None:
    bring_to(clerk, complete, wanted)
    before = everything(services, user)
    for step in sorted(set(STEPS) - TAKEN[wanted]):
        typed = {"ly_do": "vì thế", "ngay": "21/11/2026"}
        page = clerk.post(f"/van-ban/{complete}/{step}", typed, 409).text
        assert "Chưa làm được bước này" in page
        assert everything(services, user) == before


@pytest.mark.parametrize(
    ("roles", "mine"),
    [
        (("soan_thao",), {"trinh-ky", "rut-lai", "thay-the"}),
        (("lanh_dao",), {"tra-lai", "da-ky", "bo-ky"}),
        (("van_thu",), {"trinh-ky", "rut-lai", "da-ky", "bo-ky", "cap-so", "huy", "thay-the"}),
        (("quan_tri",), set()),
        ((), set()),
    ],
)
def test_a_step_of_somebody_else_is_refused_and_changes_nothing(
    *,
    services: Services,
    user: User,
    colleague: Callable[..., Visitor],
    submitted: int,
    roles: tuple[str, ...],
    mine: set[str],
) -> None:
    visitor = colleague("ai_do", *roles)
    before = everything(services, user)
    for step in sorted(set(STEPS) - mine):
        typed = {"ly_do": "vì thế", "ngay": "21/11/2026"}
        visitor.post(f"/van-ban/{submitted}/{step}", typed, 403)
    assert everything(services, user) == before


def test_buttons_are_only_for_those_who_may(
    leader: Visitor, writer: Visitor, submitted: int
) -> None:
    page = leader.get(f"/van-ban/{submitted}").text
    assert re.findall(r'type="submit"[^>]*>([^<]+)<', page) == [
        "Đăng xuất",
        "Nộp tệp đã ký",
        "Đã ký",
        "Trả lại người soạn",
    ]
    start = leader.get("/").text
    assert "Soạn văn bản mới" not in start
    assert "Mới ban hành" in start
    page = writer.get(f"/van-ban/{submitted}").text
    assert ">Đã ký</button>" not in page
    assert "Rút lại để sửa</button>" in page
    leader.post("/van-ban/moi", {"kind": "ke_hoach"}, 403)


def test_a_forged_step_is_refused(
    services: Services, user: User, clerk: Visitor, submitted: int
) -> None:
    before = everything(services, user)
    for step in STEPS:
        clerk.raw_post(
            f"/van-ban/{submitted}/{step}", 400, headers={"Origin": "https://la.example"}
        )
    assert everything(services, user) == before


def test_another_office_takes_no_step(
    services: Services, user: User, other: Visitor, submitted: int
) -> None:
    before = everything(services, user)
    for step in STEPS:
        other.post(f"/van-ban/{submitted}/{step}", {"ly_do": "lấy", "ngay": "21/11/2026"}, 404)
    for address in ("ban-trinh-ky/pdf", "ban-khoa/trang/0.png", "cap-so", "tep/pdf"):
        other.get(f"/van-ban/{submitted}/{address}", 404)
    assert everything(services, user) == before


# -- a locked paper and its editor -----------------------------------------------------------------


def test_a_locked_paper_is_not_edited_by_any_road(
    services: Services, user: User, clerk: Visitor, submitted: int
) -> None:
    page = clerk.follow(clerk.get(f"/van-ban/{submitted}/soan", 302)).text
    assert "ở trạng thái “Trình ký” nên không sửa được" in page
    for gone in ("Sửa văn bản", "Quay lại bản này", ">Xóa<", f"/{submitted}/soan"):
        assert gone not in page
    before = everything(services, user)
    for address in (
        "soan",
        "luu",
        "xem-truoc",
        "dan-bai",
        "doi-ma",
        "xoa",
        "khoi-phuc",
        "ban-luu/1/khoi-phuc",
        "hai-ban",
    ):
        for typed in (
            form_of(services, user, submitted, trich_yeu="lén sửa"),
            form_of(services, user, submitted, chi_xem="1"),
        ):
            page = clerk.post(f"/van-ban/{submitted}/{address}", typed, 409).text
            assert "không sửa được" in page
    answer = clerk.post(
        f"/van-ban/{submitted}/luu",
        form_of(services, user, submitted, trich_yeu="lén sửa"),
        409,
        headers={"Accept": "application/json"},
    )
    assert "“Trình ký”" in answer.json["loi"]
    assert everything(services, user) == before


def test_words_that_came_too_late_become_a_new_paper(
    services: Services, user: User, clerk: Visitor, submitted: int
) -> None:
    typed = form_of(services, user, submitted, trich_yeu="Gõ muộn “một chút”", action="tao")
    page = clerk.post(f"/van-ban/{submitted}/soan", typed, 409).text
    assert "Tạo văn bản mới từ nội dung này" in page
    kept = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    sent = {name: value.replace("&#34;", '"') for name, value in kept if name != "csrf_token"}
    assert sent["trich_yeu"] == "Gõ muộn “một chút”"

    clerk.follow(clerk.post(f"/van-ban/{submitted}/sao-noi-dung", sent, 303))

    made = max(record.id for record in services.drafts.list(user).records)
    record = services.drafts.get(user, made)
    assert record.title == "Gõ muộn “một chút”"
    assert not record.data.get("so")
    assert services.drafts.get(user, submitted).title.startswith("Tổ chức phong trào")
