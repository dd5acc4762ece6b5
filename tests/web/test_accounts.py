"""The first set-up, signing in and out, passwords."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import PASSWORD, Clock, Visitor
from vanban.register.people import WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS
from vanban.settings import Settings, setup_code
from vanban.web import create_app

FIRST = {
    "ten_co_quan": "Ủy ban nhân dân\r\nthành phố Cần Thơ",
    "co_quan_chu_quan": "",
    "ky_hieu": "UBND",
    "dia_danh": "Cần Thơ",
    "nguoi_ky-0-ho_ten": "Nguyễn Văn An",
    "nguoi_ky-0-chuc_vu": "Phó Chủ tịch",
    "nguoi_ky-0-quyen_han": "tm_kt",
    "nguoi_ky-0-thay_mat": "Ủy ban nhân dân",
    "nguoi_ky-0-ky_thay": "Chủ tịch",
    "noi_nhan": "- Thường trực Thành ủy;\r\n- Lãnh đạo Sở;",
    "luu": "VT, NV",
    "ho_ten": "Lê Thị Lan",
    "ten_dang_nhap": "lan",
    "mat_khau": PASSWORD,
    "mat_khau_lai": PASSWORD,
}


def test_the_first_visit_asks_for_the_office_and_ends_on_the_start_page(client: Visitor) -> None:
    assert client.get("/", status=302).headers["Location"] == "/cai-dat"
    assert client.get("/dang-nhap", status=302).headers["Location"] == "/cai-dat"
    client.get("/cai-dat")
    start = client.follow(client.post("/cai-dat", FIRST))
    assert "Mời anh/chị soạn văn bản đầu tiên" in start.text
    assert "Ủy ban nhân dân thành phố Cần Thơ" in start.text
    agency = client.services.register.people.office(1).agency
    assert agency.ten_co_quan == "Ủy ban nhân dân\nthành phố Cần Thơ"
    assert agency.signers[0].ky_thay == "Chủ tịch"
    assert agency.mac_dinh == {
        "noi_nhan": ["Thường trực Thành ủy", "Lãnh đạo Sở"],
        "luu": "VT, NV",
    }


def test_there_is_one_first_visit(client: Visitor, visitor: Callable[[], Visitor]) -> None:
    client.get("/cai-dat")
    client.post("/cai-dat", FIRST)
    stranger = visitor()
    stranger.get("/cai-dat", status=404)
    stranger.post("/cai-dat", FIRST, status=404)
    client.get("/cai-dat", status=404)


@pytest.mark.parametrize(
    ("changes", "link", "says"),
    [
        ({"ten_co_quan": "  "}, "#ten_co_quan", "Chưa nhập “Tên cơ quan”"),
        ({"nguoi_ky-0-ky_thay": ""}, "#nguoi_ky-0-ky_thay", "Chưa nhập “Chức vụ được ký thay"),
        ({"nguoi_ky-0-quyen_han": "x"}, "#nguoi_ky-0-quyen_han", "Không có quyền hạn ký"),
        ({"ky_hieu": "X" * 31}, "#ky_hieu", "dài 31 ký tự"),
        ({"ho_ten": ""}, "#ho_ten", "Chưa nhập “Họ và tên”"),
        ({"ten_dang_nhap": "văn thư"}, "#ten_dang_nhap", "không có dấu cách"),
        ({"mat_khau": "ngắn", "mat_khau_lai": "ngắn"}, "#mat_khau", "từ 8 đến 200 ký tự"),
        ({"mat_khau_lai": "khác"}, "#mat_khau_lai", "không giống nhau"),
        ({"mat_khau": "", "mat_khau_lai": ""}, "#mat_khau", "Chưa nhập “Mật khẩu”"),
        (
            {"ten_dang_nhap": "trungnhau", "mat_khau": "TrungNhau", "mat_khau_lai": "TrungNhau"},
            "#mat_khau",
            "trùng với tên đăng nhập",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_and_on_top_and_the_rest_is_kept(
    client: Visitor, changes: dict[str, str], link: str, says: str
) -> None:
    client.get("/cai-dat")
    page = client.post("/cai-dat", {**FIRST, **changes}, status=422).text
    assert f'<a href="{link}">' in page
    assert page.count(says) == 2
    assert "Thường trực Thành ủy" in page
    assert PASSWORD not in page
    assert not client.services.register.people.anybody()


def test_signing_in_goes_on_to_the_page_that_was_asked_for(clerk: Visitor, client: Visitor) -> None:
    address = client.get("/van-ban?tim=khen", status=302).headers["Location"]
    page = client.get(address)
    assert 'value="/van-ban?tim=khen"' in page.text
    answer = client.post(
        "/dang-nhap",
        {"ten_dang_nhap": "VanThu", "mat_khau": PASSWORD, "tiep": "/van-ban?tim=khen"},
    )
    assert answer.headers["Location"] == "/van-ban?tim=khen"


def test_a_password_is_the_same_from_any_keyboard(clerk: Visitor, client: Visitor) -> None:
    client.get("/dang-nhap")
    typed = unicodedata.normalize("NFD", PASSWORD)
    assert typed != PASSWORD
    client.post("/dang-nhap", {"ten_dang_nhap": "vanthu", "mat_khau": typed})
    client.get("/")


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    clerk: Visitor, client: Visitor
) -> None:
    client.get("/dang-nhap")
    answers = [
        client.post("/dang-nhap", {"ten_dang_nhap": name, "mat_khau": "không phải"}, status=422)
        for name in ("vanthu", "khongai")
    ]
    for answer in answers:
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text
    assert 'value="vanthu"' in answers[0].text
    assert "không phải" not in answers[0].text


def test_guessing_is_slowed_down_for_an_account(
    clerk: Visitor, client: Visitor, clock: Clock
) -> None:
    client.get("/dang-nhap")
    wrong = {"ten_dang_nhap": "vanthu", "mat_khau": "đoán mò đây"}
    for _ in range(WRONG_PER_ACCOUNT):
        assert "chưa đúng" in client.post("/dang-nhap", wrong, status=422).text
    right = {"ten_dang_nhap": "vanthu", "mat_khau": PASSWORD}
    assert "Xin đợi 15 phút" in client.post("/dang-nhap", right, status=422).text
    clock.pass_time(minutes=10)
    assert "Xin đợi 5 phút" in client.post("/dang-nhap", right, status=422).text
    clock.pass_time(minutes=6)
    client.post("/dang-nhap", right)


def test_guessing_is_slowed_down_for_an_address(
    clerk: Visitor, client: Visitor, visitor: Callable[[], Visitor]
) -> None:
    people = client.services.register.people
    for number in range(WRONG_PER_ADDRESS):
        with pytest.raises(Exception, match="chưa đúng"):
            people.sign_in(f"ten{number}", "đoán mò đây", "10.0.0.7")
    with pytest.raises(Exception, match="Xin đợi"):
        people.sign_in("vanthu", PASSWORD, "10.0.0.7")
    assert people.sign_in("vanthu", PASSWORD, "10.0.0.8").ten_dang_nhap == "vanthu"


def test_signing_out(clerk: Visitor) -> None:
    clerk.post("/dang-xuat")
    assert clerk.get("/", status=302).headers["Location"] == "/dang-nhap"


def test_a_session_ends_by_itself(clerk: Visitor) -> None:
    cookie = clerk.get("/").headers["Set-Cookie"]
    assert "Expires=" in cookie


def test_the_busiest_session_ends_after_a_week(clerk: Visitor, clock: Clock) -> None:
    clock.pass_time(days=6, hours=23)
    clerk.get("/")
    clock.pass_time(hours=2)
    assert clerk.get("/", status=302).headers["Location"] == "/dang-nhap"


@pytest.mark.parametrize("reached", [{"host": "0.0.0.0"}, {"proxies": 1}])  # noqa: S104
def test_the_first_account_is_not_anybodys_who_finds_the_port(
    data_dir: Path, reached: dict[str, Any], clock: Clock
) -> None:
    settings = Settings(data_dir=data_dir, **reached)
    visitor = Visitor(create_app(settings, clock))
    assert "Mã cài đặt" in visitor.get("/cai-dat").text
    for typed in ("", "0000-0000-0000-0000"):
        page = visitor.post("/cai-dat", {**FIRST, "ma_cai_dat": typed}, status=422)
        assert "Mã cài đặt chưa đúng" in page.text
    assert not visitor.services.register.people.anybody()
    code = setup_code(settings)
    assert (data_dir / "setup_code").stat().st_mode & 0o077 == 0
    visitor.post("/cai-dat", {**FIRST, "ma_cai_dat": code.upper()})
    assert visitor.services.register.people.anybody()
    assert not (data_dir / "setup_code").exists()
    visitor.services.register.close()


def test_on_this_machine_alone_no_code_is_asked_for(client: Visitor) -> None:
    assert "Mã cài đặt" not in client.get("/cai-dat").text


def test_signing_out_everywhere_keeps_this_browser(
    clerk: Visitor, visitor: Callable[[], Visitor]
) -> None:
    elsewhere = visitor()
    elsewhere.sign_in("vanthu")
    elsewhere.get("/")
    page = clerk.follow(clerk.post("/tai-khoan/dang-xuat-moi-noi"))
    assert "Đã đăng xuất ở mọi máy khác" in page.text
    elsewhere.get("/", status=302)


def test_a_new_password_ends_the_other_sessions(
    clerk: Visitor, visitor: Callable[[], Visitor]
) -> None:
    elsewhere = visitor()
    elsewhere.sign_in("vanthu")
    new = "một mật khẩu mới"
    data = {"mat_khau_cu": PASSWORD, "mat_khau": new, "mat_khau_lai": new}
    page = clerk.follow(clerk.post("/tai-khoan", data))
    assert "Đã đổi mật khẩu" in page.text
    elsewhere.get("/", status=302)
    elsewhere.sign_in("vanthu", new)
    elsewhere.get("/")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"mat_khau_cu": "nhớ nhầm"}, "Mật khẩu hiện tại chưa đúng"),
        ({"mat_khau_lai": "gõ nhầm"}, "không giống nhau"),
        ({"mat_khau": "ngắn", "mat_khau_lai": "ngắn"}, "từ 8 đến 200"),
    ],
)
def test_a_password_that_cannot_be_changed(clerk: Visitor, data: dict[str, str], says: str) -> None:
    new = "một mật khẩu mới"
    typed = {"mat_khau_cu": PASSWORD, "mat_khau": new, "mat_khau_lai": new, **data}
    assert says in clerk.post("/tai-khoan", typed, status=422).text
    clerk.post("/dang-xuat")
    clerk.sign_in("vanthu")
    clerk.get("/")
