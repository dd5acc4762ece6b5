"""The office's own page: what is typed comes back, or becomes the office."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.web.conftest import Visitor
from vanban.agency import Agency, Signer
from vanban.web.office_form import OfficeForm

OFFICE: dict[str, Any] = {
    "ten_co_quan": "Sở Nội vụ",
    "co_quan_chu_quan": "Ủy ban nhân dân\r\nthành phố Hải Phòng",
    "ky_hieu": "SNV",
    "dia_danh": "Hải Phòng",
    "co_chu": "13-14-14",
    "noi_nhan": "Lãnh đạo Sở",
    "luu": "VT",
    "nguoi_ky-0-ho_ten": "Lê Hoàng Minh",
    "nguoi_ky-0-chuc_vu": "Giám đốc",
    "nguoi_ky-0-quyen_han": "",
}


def agency(app: Flask) -> Agency:
    found: Agency = app.extensions["vanban"].register.people.office(1).agency
    return found


def test_the_page_shows_the_office(clerk: Visitor) -> None:
    page = clerk.get("/co-quan").text
    assert "Ủy ban nhân dân\nthành phố Hải Phòng</textarea>" in page
    assert 'value="Lê Hoàng Minh"' in page
    assert "Căn cứ: Quyết định khen thưởng" in page


def test_saving_changes_the_next_papers(app: Flask, clerk: Visitor) -> None:
    signer = {
        "nguoi_ky-7-ho_ten": "Trần Thị Bình",
        "nguoi_ky-7-chuc_vu": "Phó Giám đốc",
        "nguoi_ky-7-quyen_han": "kt",
        "nguoi_ky-7-ky_thay": "Giám đốc",
    }
    page = clerk.follow(clerk.post("/co-quan", {**OFFICE, **signer, "ghi_hoc_vi": "1"}))
    assert "Đã lưu thông tin cơ quan" in page.text
    saved = agency(app)
    assert saved.co_chu == "13-14-14"
    assert saved.ghi_hoc_vi
    assert saved.co_quan_chu_quan == "Ủy ban nhân dân\nthành phố Hải Phòng"
    assert saved.signers == (
        Signer("Lê Hoàng Minh", "Giám đốc"),
        Signer("Trần Thị Bình", "Phó Giám đốc", quyen_han="kt", ky_thay="Giám đốc"),
    )


def test_rows_come_and_go_without_a_script(app: Flask, clerk: Visitor) -> None:
    typed = {**OFFICE, "ky_hieu": "", "viec": "them_nguoi_ky"}
    page = clerk.post("/co-quan", typed, status=200).text
    assert "Người ký 2" in page
    assert re.search(r'<input id="nguoi_ky-1-ho_ten"[^>]* autofocus', page)
    assert "Chưa nhập" not in page
    fewer = clerk.post("/co-quan", {**OFFICE, "viec": "bo_nguoi_ky:0"}, status=200).text
    assert "Lê Hoàng Minh" not in fewer
    for task in ("bo_nguoi_ky:99", "bo_nguoi_ky:²", "bo_nguoi_ky:" + "9" * 50):
        assert clerk.post("/co-quan", {**OFFICE, "viec": task}, status=0).status_code in (200, 302)
    assert agency(app).signers[0].ho_ten == "Lê Hoàng Minh"


def test_an_empty_row_is_no_signer(app: Flask, clerk: Visitor) -> None:
    clerk.post("/co-quan", {**OFFICE, "nguoi_ky-1-ho_ten": " ", "nguoi_ky-1-quyen_han": "kt"})
    assert len(agency(app).signers) == 1


@pytest.mark.parametrize(
    ("changes", "where", "says"),
    [
        ({"ten_co_quan": ""}, "ten_co_quan", "Chưa nhập “Tên cơ quan”"),
        ({"dia_danh": "x" * 61}, "dia_danh", "dài 61 ký tự; nhiều nhất là 60"),
        ({"co_chu": "99"}, "co_chu", "Bộ cỡ chữ không hợp lệ"),
        ({"noi_nhan": "a\n" * 41}, "noi_nhan", "có 41 dòng"),
        ({"can_cu-ke_hoach": "a\n" * 41}, "can_cu-ke_hoach", "có 41 dòng"),
        ({"nguoi_ky-0-chuc_vu": ""}, "nguoi_ky-0-chuc_vu", "Chưa nhập “Chức vụ của người ký”"),
        ({"nguoi_ky-0-ho_ten": "x" * 101}, "nguoi_ky-0-ho_ten", "dài 101 ký tự"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    app: Flask, clerk: Visitor, changes: dict[str, str], where: str, says: str
) -> None:
    before = agency(app)
    page = clerk.post("/co-quan", {**OFFICE, "luu": "VT, TĐKT", **changes}, status=422).text
    assert f'<a href="#{where}">' in page
    assert f'id="{where}-error"' in page
    assert page.count(says) == 2
    assert 'value="VT, TĐKT"' in page
    assert agency(app) == before


def test_the_list_of_the_law_is_not_frozen_in_the_office(app: Flask, clerk: Visitor) -> None:
    page = clerk.get("/co-quan").text
    shown = re.search(r'name="can_cu-quyet_dinh_khen_thuong"[^>]*>\s*(.*?)</textarea>', page, re.S)
    assert shown
    text = unescape(shown[1])
    clerk.post("/co-quan", {**OFFICE, "can_cu-quyet_dinh_khen_thuong": text})
    assert "quyet_dinh_khen_thuong.can_cu" not in agency(app).mac_dinh
    clerk.post("/co-quan", {**OFFICE, "can_cu-quyet_dinh_khen_thuong": "Căn cứ riêng;"})
    assert agency(app).mac_dinh["quyet_dinh_khen_thuong.can_cu"] == ["Căn cứ riêng"]
    clerk.post("/co-quan", {**OFFICE, "can_cu-quyet_dinh_khen_thuong": text})
    assert "quyet_dinh_khen_thuong.can_cu" not in agency(app).mac_dinh
    clerk.post("/co-quan", {**OFFICE, "can_cu-quyet_dinh_khen_thuong": ""})
    assert agency(app).mac_dinh["quyet_dinh_khen_thuong.can_cu"] == []


def test_nasty_text_is_shown_as_text(clerk: Visitor) -> None:
    nasty = '"><script>alert(1)</script>&amp;'
    page = clerk.post("/co-quan", {**OFFICE, "dia_danh": nasty * 3}, status=0)
    assert "<script>alert" not in page.text


@given(
    st.dictionaries(
        st.sampled_from([*OFFICE, "nguoi_ky-1-ho_ten", "nguoi_ky-3-xyz", "nguoi_ky-9999-chuc_vu"]),
        st.text(max_size=80),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_input_is_an_office_or_has_problems(app: Flask, typed: dict[str, str]) -> None:
    kinds = app.extensions["vanban"].service.kinds
    form = OfficeForm.read(MultiDict({**OFFICE, **typed}), kinds)
    if form.problems:
        assert all(problem.sentence for problem in form.problems)
    else:
        made = form.agency(None, kinds)
        again = OfficeForm.of(made, kinds)
        assert not again.problems
        assert again.agency(made, kinds) == made
