"""The pages of those who keep an office: accounts, units, series, the trail, the offices."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.web.conftest import PASSWORD, Visitor
from vanban.cli import main
from vanban.register import Event, User, tables
from vanban.web.trail import to_csv

OWN = "một câu của riêng tôi"
BINH = {"ho_ten": "Trần Văn Bình", "ten_dang_nhap": "binh", "roles": ["soan_thao", "van_thu"]}


def lent_on(page: str) -> str:
    found = re.search(r'class="lent">([^<]+)<', page)
    assert found, page
    return found[1]


def account_of(app: Flask, name: str) -> User:
    found: User | None = app.extensions["vanban"].register.people.user_named(name)
    assert found is not None
    return found


def test_a_new_person_chooses_a_password_before_anything_else(
    app: Flask, clerk: Visitor, visitor: Callable[[], Visitor]
) -> None:
    clerk.get("/co-quan/tai-khoan/moi")
    lent = lent_on(clerk.post("/co-quan/tai-khoan/moi", BINH, status=200).text)
    assert lent not in clerk.get("/co-quan/tai-khoan").text
    binh = visitor()
    binh.sign_in("binh", lent)
    assert binh.get("/van-ban", status=302).headers["Location"] == "/tai-khoan"
    assert "do người khác đặt" in binh.get("/tai-khoan").text
    data = {"mat_khau_cu": lent, "mat_khau": lent, "mat_khau_lai": lent}
    assert "giống mật khẩu đang dùng" in binh.post("/tai-khoan", data, status=422).text
    data = {"mat_khau_cu": lent, "mat_khau": OWN, "mat_khau_lai": OWN}
    binh.post("/tai-khoan", data)
    binh.get("/van-ban")
    assert account_of(app, "binh").roles == {"soan_thao", "van_thu"}


@pytest.fixture
def writer(app: Flask, user: User, visitor: Callable[[], Visitor]) -> tuple[User, Visitor]:
    """A colleague of the clerk who writes papers, and their browser, signed in."""
    people = app.extensions["vanban"].register.people
    binh = people.add_user(user.agency_id, "Bình", "binh", PASSWORD, roles={"soan_thao"})
    browser = visitor()
    browser.sign_in("binh")
    return binh, browser


def test_a_reset_shows_a_password_once_and_ends_the_sessions(
    clerk: Visitor, writer: tuple[User, Visitor]
) -> None:
    binh, browser = writer
    browser.get("/van-ban")
    page = clerk.post(f"/co-quan/tai-khoan/{binh.id}/mat-khau", status=200).text
    assert "chỉ hiện một lần" in page
    browser.get("/van-ban", status=302)
    browser.sign_in("binh", lent_on(page))
    assert browser.get("/", status=302).headers["Location"] == "/tai-khoan"


def test_roles_hold_from_the_next_click_on(clerk: Visitor, writer: tuple[User, Visitor]) -> None:
    binh, browser = writer
    browser.get("/co-quan", status=403)
    page = clerk.follow(
        clerk.post(
            f"/co-quan/tai-khoan/{binh.id}", {"ho_ten": "Trần Văn Bình", "roles": ["van_thu"]}
        )
    )
    assert "Đã lưu tài khoản của Trần Văn Bình" in page.text
    browser.get("/co-quan")


def test_locking_and_letting_in_again(clerk: Visitor, writer: tuple[User, Visitor]) -> None:
    binh, browser = writer
    page = clerk.follow(clerk.post(f"/co-quan/tai-khoan/{binh.id}/khoa"))
    assert "Đã khóa" in page.text
    browser.get("/", status=302)
    browser.get("/dang-nhap")
    data = {"ten_dang_nhap": "binh", "mat_khau": PASSWORD}
    assert "chưa đúng" in browser.post("/dang-nhap", data, status=422).text
    clerk.post(f"/co-quan/tai-khoan/{binh.id}/mo-khoa")
    browser.sign_in("binh")
    browser.get("/")


def test_the_last_quan_tri_stays(clerk: Visitor, user: User) -> None:
    page = clerk.post(f"/co-quan/tai-khoan/{user.id}/khoa", status=422)
    assert "quản trị duy nhất" in page.text
    typed = {"ho_ten": "Lan", "roles": ["van_thu", "he_thong"]}
    page = clerk.post(f"/co-quan/tai-khoan/{user.id}", typed, status=422)
    assert '<a href="#roles">' in page.text
    clerk.get("/co-quan/tai-khoan")


@pytest.mark.parametrize(
    ("changes", "link", "says"),
    [
        ({"ho_ten": " "}, "#ho_ten", "Chưa nhập “Họ và tên”"),
        ({"ten_dang_nhap": "văn thư"}, "#ten_dang_nhap", "không có dấu cách"),
        ({"ten_dang_nhap": "VanThu"}, "#ten_dang_nhap", "đã có người dùng"),
        ({"roles": ["vua"]}, "#roles", "Không có vai trò này"),
        ({"unit_id": "x"}, "#unit_id", "không có đơn vị này"),
    ],
)
def test_a_form_that_cannot_be_an_account_is_shown_again(
    clerk: Visitor, changes: dict[str, str], link: str, says: str
) -> None:
    clerk.post("/co-quan/don-vi", {"ten": "Phòng Tổ chức", "ky_hieu": "TC"})
    page = clerk.post("/co-quan/tai-khoan/moi", {**BINH, **changes}, status=422).text
    assert f'<a href="{link}">' in page
    assert says in page


def test_somebody_above_is_shown_but_not_changed(
    app: Flask, clerk: Visitor, user: User, visitor: Callable[[], Visitor]
) -> None:
    people = app.extensions["vanban"].register.people
    people.add_user(user.agency_id, "Hà", "ha", PASSWORD, roles={"quan_tri"})
    ha = visitor()
    ha.sign_in("ha")
    assert ha.get("/", status=302).headers["Location"] == "/co-quan"
    page = ha.get(f"/co-quan/tai-khoan/{user.id}").text
    assert "chỉ người quản trị hệ thống" in page
    assert "Quản trị hệ thống</label>" not in ha.get("/co-quan/tai-khoan/moi").text
    assert (
        "quản trị hệ thống mới giao"
        in ha.post(f"/co-quan/tai-khoan/{user.id}/mat-khau", status=422).text
    )
    ha.post("/co-quan/tai-khoan/moi", {**BINH, "roles": ["he_thong"]}, status=422)


def test_units(clerk: Visitor) -> None:
    page = clerk.follow(clerk.post("/co-quan/don-vi", {"ten": "Phòng Tổ chức", "ky_hieu": "TC"}))
    assert "Phòng Tổ chức" in page.text
    number = re.search(r"/co-quan/don-vi/(\d+)", page.text)
    assert number
    clerk.get(number[0])
    assert "Chưa nhập" in clerk.post(number[0], {"ten": " "}, status=422).text
    page = clerk.follow(clerk.post(number[0], {"ten": "Phòng Cán bộ", "ky_hieu": "CB"}))
    assert "Đã lưu đơn vị “Phòng Cán bộ”" in page.text
    assert "đã có đơn vị" in clerk.post("/co-quan/don-vi", {"ten": "phòng cán bộ"}, status=422).text


def test_series(clerk: Visitor) -> None:
    page = clerk.get("/co-quan/so").text
    assert "Số tiếp theo năm 2026: 01" in page
    clerk.get("/co-quan/so/moi")
    typed = {"ten": "Kế hoạch", "pham_vi": "loai", "kinds": ["ke_hoach"]}
    page = clerk.follow(clerk.post("/co-quan/so/moi", typed)).text
    assert "Đã lưu sổ “Kế hoạch”" in page
    number = max(int(n) for n in re.findall(r"/co-quan/so/(\d+)", page))
    begun = clerk.follow(clerk.post(f"/co-quan/so/{number}/bat-dau", {"first": "118"}))
    assert "bắt đầu từ số 118" in begun.text
    assert "Số tiếp theo năm 2026: 118" in begun.text
    clerk.post(f"/co-quan/so/{number}", {**typed, "closed": "1"})
    assert "Đã đóng" in clerk.get("/co-quan/so").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ten": "Riêng", "pham_vi": "loai"}, "Chưa chọn sổ này nhận văn bản nào"),
        ({"ten": "Riêng"}, "Chưa chọn sổ này nhận văn bản nào"),
        ({"ten": "Chung nữa", "pham_vi": "chung"}, "chỉ có một sổ như vậy"),
        ({"ten": "văn bản đi", "pham_vi": "hoi_dong", "ky_hieu": "HĐ"}, "đã có sổ tên"),
        ({"ten": "Hội đồng", "pham_vi": "hoi_dong"}, "Chưa nhập “Chữ viết tắt”"),
        ({"ten": "", "pham_vi": "chung"}, "Chưa nhập “Tên sổ”"),
    ],
)
def test_what_cannot_be_a_series(clerk: Visitor, typed: dict[str, str], says: str) -> None:
    clerk.get("/co-quan/so/moi")
    assert says in clerk.post("/co-quan/so/moi", typed, status=422).text


@pytest.mark.parametrize("first", ["", "0", "mười", "-3", "100000", "9" * 30])
def test_a_first_number_that_is_none(clerk: Visitor, first: str) -> None:
    number = re.search(r"/co-quan/so/(\d+)", clerk.get("/co-quan/so").text)
    assert number
    page = clerk.post(f"{number[0]}/bat-dau", {"first": first}, status=422)
    assert "Số bắt đầu phải từ 1" in page.text


# -- the trail -------------------------------------------------------------------------------------


def test_the_trail_tells_in_sentences_and_is_filtered(
    clerk: Visitor, user: User, complete: int
) -> None:
    clerk.post("/co-quan/tai-khoan/moi", BINH, status=200)
    page = clerk.get("/co-quan/nhat-ky").text
    assert "Thêm tài khoản “binh” cho Trần Văn Bình: Văn thư, Soạn thảo." in page
    assert "Nhật ký còn nguyên vẹn" in page
    assert "127.0.0.1" in page
    assert "Thêm tài khoản “binh”" not in clerk.get("/co-quan/nhat-ky?viec=dang_nhap").text
    for query in ("nguoi=999", "van_ban=7", "ngay=2020-01-01", "viec=khong-co"):
        assert "Không có dòng nào khớp" in clerk.get(f"/co-quan/nhat-ky?{query}").text
    for query in (
        "nguoi=x",
        "van_ban=9" + "9" * 30,
        "ngay=hôm+qua",
        "trang=0",
        "trang=" + "9" * 20,
    ):
        clerk.get(f"/co-quan/nhat-ky?{query}")


@pytest.mark.sqlite
def test_a_trail_that_was_tampered_with_says_so(app: Flask, clerk: Visitor, user: User) -> None:
    clerk.post("/co-quan/tai-khoan/moi", BINH, status=200)
    with app.extensions["vanban"].register.database.write() as connection:
        for name in ("trail_no_update", "trail_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql("UPDATE trail_event SET ho_ten = 'Ai khác' WHERE seq = 2")
    page = clerk.get("/co-quan/nhat-ky").text
    assert "không còn nguyên vẹn: dòng 2" in page


def test_the_exports(clerk: Visitor, user: User, tmp_path: Path) -> None:
    typed = {**BINH, "ho_ten": "=2+2", "ten_dang_nhap": "+binh"}
    clerk.post("/co-quan/tai-khoan/moi", typed, status=200)
    answer = clerk.post("/co-quan/nhat-ky/xuat", {"dang": "csv"}, status=200)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][0] == "Số"
    assert [row[4] for row in rows[1:]] == ["Đăng nhập", "Thêm tài khoản"]
    lines = clerk.post("/co-quan/nhat-ky/xuat", {"dang": "jsonl"}, status=200).text.splitlines()
    assert [json.loads(line)["action"] for line in lines] == [
        "dang_nhap",
        "them_tai_khoan",
        "xuat_nhat_ky",
    ]
    clerk.post("/co-quan/nhat-ky/xuat", {"dang": "exe"}, status=404)
    assert "Xuất nhật ký dạng jsonl" in clerk.get("/co-quan/nhat-ky").text


@pytest.mark.sqlite
def test_an_export_proves_the_trail_and_the_trail_the_export(
    clerk: Visitor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VANBAN_DATA_DIR", str(clerk.services.settings.data_dir))
    clerk.post("/co-quan/tai-khoan/moi", BINH, status=200)
    kept = tmp_path / "nhat-ky.jsonl"
    kept.write_bytes(clerk.post("/co-quan/nhat-ky/xuat", {"dang": "jsonl"}, status=200).data)
    clerk.post("/dang-xuat")
    assert main(["trail", str(kept)]) == 0
    told = capsys.readouterr().out
    assert "nhat-ky.jsonl: nguyên vẹn, 2 dòng" in told
    assert "Sở Nội vụ: nguyên vẹn, 4 dòng" in told

    forged = tmp_path / "sua.jsonl"
    forged.write_text(kept.read_text("utf-8").replace("Bình", "Bính"), "utf-8")
    assert main(["trail", str(forged)]) == 1
    assert "các dòng 2 " in capsys.readouterr().err
    forged.write_text("không phải", "utf-8")
    assert main(["trail", str(forged)]) == 1
    assert "Dòng 1 không phải" in capsys.readouterr().err

    _forge_from(clerk.app, 2)
    assert main(["trail"]) == 0, "a chain that was reckoned anew looks whole by itself"
    capsys.readouterr()
    assert main(["trail", str(kept)]) == 1
    assert "các dòng 2 " in capsys.readouterr().err


def _forge_from(app: Flask, seq: int) -> None:
    """What somebody with the database file can do: change an event, and every hash after it."""
    register = app.extensions["vanban"].register
    before = "0" * 64
    with register.database.write() as connection:
        for name in ("trail_no_update", "trail_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        rows = connection.execute(select(tables.trail_event).order_by(tables.trail_event.c.seq))
        for row in rows.mappings().all():
            event = Event(**row)
            if event.seq >= seq:
                event = replace(event, ho_ten="Ai khác")
            values = {"ho_ten": event.ho_ten, "hash": event.expected_hash(before)}
            this = tables.trail_event.c.seq == event.seq
            connection.execute(update(tables.trail_event).where(this).values(**values))
            before = values["hash"]


def test_no_cell_is_a_formula(app: Flask, clerk: Visitor, user: User) -> None:
    people = app.extensions["vanban"].register.people
    for number, name in enumerate(("=1+1", "@SUM(A1)", "-2", "+3")):
        evil = people.add_user(user.agency_id, name, f"evil{number}", PASSWORD, roles={"quan_tri"})
        people.sign_out(evil.actor)
    events = app.extensions["vanban"].register.trail.events(user.agency_id)
    cells = [cell for row in csv.reader(io.StringIO(to_csv(events))) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


# -- the offices -----------------------------------------------------------------------------------


def test_a_new_office_with_its_first_quan_tri(
    clerk: Visitor, user: User, visitor: Callable[[], Visitor]
) -> None:
    assert "Sở Nội vụ" in clerk.get("/he-thong").text
    clerk.get("/he-thong/co-quan-moi")
    typed = {
        "ten_co_quan": "Sở Y tế",
        "ky_hieu": "SYT",
        "dia_danh": "Huế",
        "ho_ten": "Ngô Thị Mai",
        "ten_dang_nhap": "quantri.yte",
    }
    wrong = clerk.post("/he-thong/co-quan-moi", {**typed, "ky_hieu": ""}, status=422).text
    assert "Chưa nhập" in wrong
    assert 'value="Ngô Thị Mai"' in wrong
    taken = clerk.post("/he-thong/co-quan-moi", {**typed, "ten_dang_nhap": "vanthu"}, status=422)
    assert "đã có người dùng" in taken.text
    page = clerk.post("/he-thong/co-quan-moi", typed, status=200).text
    mai = visitor()
    mai.sign_in("quantri.yte", lent_on(page))
    data = {"mat_khau_cu": lent_on(page), "mat_khau": OWN, "mat_khau_lai": OWN}
    mai.post("/tai-khoan", data)
    assert "Ngô Thị Mai" in mai.get("/co-quan/tai-khoan").text
    assert "Lan" not in mai.get("/co-quan/tai-khoan").text
    assert "Sở Y tế" in clerk.get("/he-thong").text
    mai.get("/he-thong", status=403)
