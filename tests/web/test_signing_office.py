"""How an office signs, and what a person signs with: what is kept, shown, put back, refused."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.signing import authority, drawn
from tests.web.conftest import PASSWORD, Visitor
from vanban.agency import TRUONG_KY
from vanban.life import LEADER, OFFICE
from vanban.register import User
from vanban.services import Services

PAGE = "/co-quan/ky-so"
OWN = "/tai-khoan/ky-so"


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["vanban"]
    return found


def file(data: bytes, name: str = "tep") -> tuple[BytesIO, str]:
    return BytesIO(data), name


def undo(visitor: Visitor, page: str) -> str:
    """Press the button that puts back what was taken away; the next page."""
    form = re.search(r'role="status">.*?action="([^"]+)"(.*?)</form>', page, re.DOTALL)
    assert form, page
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    return visitor.follow(visitor.post(form[1], fields, 303)).text


# -- what the PDFs carry ---------------------------------------------------------------------------


def test_an_office_chooses_what_its_pdfs_carry(
    clerk: Visitor, user: User, services: Services
) -> None:
    page = clerk.get(PAGE).text
    assert all(label in page for label in TRUONG_KY.values())
    assert re.search(r'value="so_ngay" checked', page)

    sent = {"truong_ky": "day_du", "pdf_luu_tru": "1", "tsa": "http://tsa.example/ts", "vgca": "1"}
    page = clerk.follow(clerk.post(PAGE, sent, 303)).text

    agency = services.register.people.office(user.agency_id).agency
    assert (agency.truong_ky, agency.pdf_luu_tru) == ("day_du", True)
    assert agency.signers, "what this page does not ask for stays"
    plan = services.keyring.plan(user)
    assert (plan.tsa, plan.vgca) == ("http://tsa.example/ts", True)
    assert "Đã lưu cách ký" in page
    assert re.search(r'value="day_du" checked', page)
    assert "http://tsa.example/ts" in page


def test_the_letterhead_page_keeps_how_the_office_signs(
    clerk: Visitor, user: User, services: Services
) -> None:
    clerk.post(PAGE, {"truong_ky": "day_du", "pdf_luu_tru": "1"}, 303)
    sent = {"ten_co_quan": "Sở Nội vụ", "ky_hieu": "SNV", "dia_danh": "Huế", "co_chu": "theo_mau"}
    clerk.post("/co-quan", sent)
    agency = services.register.people.office(user.agency_id).agency
    assert agency.dia_danh == "Huế"
    assert (agency.truong_ky, agency.pdf_luu_tru) == ("day_du", True)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"truong_ky": "tat_ca"}, "Trường điền số, ngày, tháng"),
        ({"truong_ky": "so_ngay", "tsa": "file:///etc/passwd"}, "file:///etc/passwd"),
    ],
)
def test_what_is_no_choice_changes_nothing(
    clerk: Visitor, user: User, services: Services, sent: dict[str, str], said: str
) -> None:
    before = services.register.people.office(user.agency_id), services.keyring.plan(user)
    page = clerk.post(PAGE, sent, 422).text
    assert said in page
    assert 'role="alert"' in page
    assert (services.register.people.office(user.agency_id), services.keyring.plan(user)) == before


# -- whom the office trusts ------------------------------------------------------------------------


def test_a_root_is_added_shown_taken_away_and_put_back(
    clerk: Visitor, user: User, services: Services
) -> None:
    name = "Cơ quan chứng thực gốc (thử nghiệm)"
    assert name not in clerk.get(PAGE).text
    page = clerk.follow(clerk.post(f"{PAGE}/goc", {"goc": file(authority.root().pem())}, 303)).text
    (root,) = services.keyring.roots(user)
    assert page.count(name) >= 2, "in the list and in the sentence"
    assert f"Có hiệu lực đến {root.valid_to:%d/%m/%Y}" in page

    page = clerk.post(f"{PAGE}/goc/bo", {"chung_thu": root.sha256}, 200).text
    assert services.keyring.roots(user) == ()
    assert f"Đã bỏ chứng thư gốc “{name}”" in page

    assert name in undo(clerk, page)
    assert services.keyring.roots(user) == (root,)


@pytest.mark.parametrize("address", ["goc", "thu-hoi"])
def test_what_is_no_certificate_is_refused_beside_its_field(
    clerk: Visitor, user: User, services: Services, address: str
) -> None:
    field = {"goc": "goc", "thu-hoi": "thu_hoi"}[address]
    for data in (b"", b"khong phai chung thu", authority.leader().pkcs12()):
        page = clerk.post(f"{PAGE}/{address}", {field: file(data)}, 422).text
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page
    assert services.keyring.plan(user).roots == services.keyring.plan(user).crls == ()


def test_a_list_of_revoked_certificates_is_kept(
    clerk: Visitor, user: User, services: Services
) -> None:
    page = clerk.follow(
        clerk.post(f"{PAGE}/thu-hoi", {"thu_hoi": file(authority.revocations())}, 303)
    ).text
    assert "Cục Chứng thực số (thử nghiệm)" in page
    kept = services.keyring.plan(user).crls
    assert len(kept) == 1

    wanted = re.search(r'name="danh_sach" value="(\w+)"', page)
    assert wanted
    assert clerk.follow(clerk.post(f"{PAGE}/thu-hoi/bo", {"danh_sach": "0" * 64}, 303))
    assert services.keyring.plan(user).crls == kept, "an unknown list takes nothing away"
    page = clerk.post(f"{PAGE}/thu-hoi/bo", {"danh_sach": wanted[1]}, 200).text
    assert "Đã bỏ danh sách thu hồi của “Cục Chứng thực số (thử nghiệm)”" in page
    assert services.keyring.plan(user).crls == ()
    assert "Đã thêm danh sách" in undo(clerk, page)
    assert services.keyring.plan(user).crls == kept


# -- pictures --------------------------------------------------------------------------------------


def test_the_seal_is_shown_at_its_true_size_and_put_back(
    clerk: Visitor, user: User, services: Services
) -> None:
    page = clerk.follow(clerk.post(f"{PAGE}/dau", {"tep": file(drawn.seal(36))}, 303)).text
    assert "rộng 36 mm, cao 36 mm" in page
    assert re.search(r'src="/co-quan/ky-so/dau.png" alt="Hình dấu" width="136" height="136"', page)
    answer = clerk.get(f"{PAGE}/dau.png")
    assert answer.mimetype == "image/png"
    kept = services.keyring.picture(user, OFFICE)
    assert kept is not None
    assert answer.data == kept.png

    page = clerk.post(f"{PAGE}/dau/bo", {}, 200).text
    assert services.keyring.picture(user, OFFICE) is None
    clerk.get(f"{PAGE}/dau.png", 404)
    assert "rộng 36 mm, cao 36 mm" in undo(clerk, page)


def test_a_signature_is_its_owners_alone(
    app: Flask, clerk: Visitor, user: User, services: Services
) -> None:
    page = clerk.follow(clerk.post(f"{OWN}/hinh", {"tep": file(drawn.signature())}, 303)).text
    assert "rộng 45 mm, cao 18 mm" in page
    assert services.keyring.picture(user, OFFICE) is None
    services.register.people.add_user(
        user.agency_id, "Lê Văn Hai", "hai", PASSWORD, roles=["lanh_dao"]
    )
    second = Visitor(app)
    second.sign_in("hai")
    assert "Chưa có hình chữ ký" in second.get(OWN).text
    second.get(f"{OWN}/chu-ky.png", 404)

    page = clerk.post(f"{OWN}/hinh/bo", {}, 200).text
    assert services.keyring.picture(user, LEADER) is None
    assert "rộng 45 mm, cao 18 mm" in undo(clerk, page)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("none", {}, "Chưa chọn tệp"),
    ("no PNG", {"tep": b"GIF89a"}, "phải là tệp PNG"),
    ("no transparency", {"tep": drawn.seal(ground=drawn.WHITE)}, "nền"),
    ("a blue seal", {"tep": drawn.seal(colour=drawn.BLUE)}, "phải màu đỏ"),
    ("no size", {"tep": drawn.seal(dpi=None)}, "nhập chiều rộng thật"),
    ("too wide", {"tep": drawn.seal(), "rong": "300"}, "không hợp lý"),
    ("no number", {"tep": drawn.seal(), "rong": "to"}, "không phải là số"),
]


@pytest.mark.parametrize(("sent", "said"), [case[1:] for case in REFUSED], ids=lambda v: str(v)[:9])
def test_a_picture_that_cannot_be_a_seal_says_why(
    clerk: Visitor, user: User, services: Services, sent: dict[str, Any], said: str
) -> None:
    data = {k: file(v) if isinstance(v, bytes) else v for k, v in sent.items()}
    page = clerk.post(f"{PAGE}/dau", data, 422).text
    assert said in page
    assert re.search(r'<li><a href="#(tep|rong)">', page)
    assert services.keyring.picture(user, OFFICE) is None


def test_the_true_width_may_be_typed(clerk: Visitor, user: User, services: Services) -> None:
    clerk.post(f"{PAGE}/dau", {"tep": file(drawn.seal(dpi=None)), "rong": "36,5 mm"}, 303)
    kept = services.keyring.kept_picture(user, OFFICE)
    assert kept is not None
    assert kept.width_mm == pytest.approx(36.5)


@pytest.mark.parametrize(
    ("address", "place"), [(f"{PAGE}/goc", "goc"), (f"{PAGE}/dau", "tep"), (f"{OWN}/hinh", "tep")]
)
def test_a_file_beyond_the_limit_is_named_as_such(
    app: Flask, clerk: Visitor, address: str, place: str
) -> None:
    clerk.get(PAGE)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page = clerk.post(address, {place: file(b"0" * 5000)}, 413).text
    assert "lớn hơn 20 MB nên không nhận" in page
    assert f'href="#{place}"' in page


# -- who may ---------------------------------------------------------------------------------------


@pytest.fixture
def keeper(app: Flask, user: User, services: Services) -> Visitor:
    """The quản trị: keeps the office, but signs nothing."""
    services.register.people.add_user(
        user.agency_id, "Quản trị", "quantri", PASSWORD, roles=["quan_tri"]
    )
    visitor = Visitor(app)
    visitor.sign_in("quantri")
    return visitor


def test_who_keeps_the_office_sets_it_up_but_has_no_seal(keeper: Visitor) -> None:
    page = keeper.get(PAGE).text
    assert "Chứng thư gốc được tin cậy" in page
    assert "Hình dấu" not in page
    assert "Ký số của tôi" not in keeper.get("/tai-khoan").text
    keeper.get(f"{PAGE}/dau.png", 403)
    keeper.get(OWN, 403)
