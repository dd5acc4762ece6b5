"""Electronic copies and appendices by HTTP: added, signed here and elsewhere, refused."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.signing import authority, papers
from tests.signing.scans import scan
from tests.web.conftest import PASSWORD, Clock, Visitor
from tests.web.paper import number
from tests.web.test_signing import key, sign_here
from tests.web.test_signing import paper as signed_paper
from vanban.problems import Refused
from vanban.register import User
from vanban.services import Services

pytestmark = [pytest.mark.usefixtures("wall_clock"), pytest.mark.asked_elsewhere]

paper = signed_paper  # the fixture, for the tests below
PAGE = "/sao-dien-tu"
TITLE = "Nghị quyết số 07 về việc thử nghiệm"


@pytest.fixture
def office(services: Services, clock: Clock, user: User, clerk: Visitor) -> Visitor:
    """The văn thư of an office that trusts the test authority."""
    services.keyring.add_roots(user, authority.root().pem())
    return clerk


def add(visitor: Visitor, data: bytes, status: int = 303, **typed: Any) -> Any:
    visitor.get(PAGE)
    sent = {"ten": TITLE, "hinh_thuc": "sao_y", "ban_quet": (BytesIO(data), "quet.pdf"), **typed}
    return visitor.post(PAGE, sent, status)


def test_a_scan_becomes_a_copy_that_the_office_signed_here(
    services: Services, user: User, office: Visitor
) -> None:
    answer = add(office, scan())
    page = office.follow(answer).text
    assert "Chờ cơ quan ký" in page
    address = answer.headers["Location"]

    signing = office.get(f"{address}/ky").text
    assert "không có hình dấu" in signing
    answer = office.post(f"{address}/ky", key(authority.office()), 303)
    page = office.follow(answer).text

    assert authority.COMMITTEE in page
    assert "signed-bad" not in page
    file = office.get(f"{address}/tep")
    assert file.data.startswith(scan()[:1000])
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Cơ quan đã ký" in office.get(PAGE).text
    office.get(f"{address}/ky", 409)


def test_a_copy_is_signed_elsewhere_and_brought_back(office: Visitor) -> None:
    address = add(office, scan(), hinh_thuc="trich_sao").headers["Location"]
    office.get(address)
    lying = office.get(f"{address}/tep").data
    wrong = {"tep_da_ky": (BytesIO(papers.sign(lying, authority.stranger(), "S", page=0)), "x.pdf")}
    page = office.post(f"{address}/nop", wrong, 422).text
    assert "không nằm trong danh sách" in page
    assert '<a href="#tep_da_ky">' in page

    right = {"tep_da_ky": (BytesIO(papers.sign(lying, authority.office(), "S", page=0)), "x.pdf")}
    page = office.follow(office.post(f"{address}/nop", right, 303)).text
    assert "Tải tệp đã ký" in page
    assert "Trích sao" in page


REFUSED = [
    ("no file", b"", {}, "ban_quet", "Chưa chọn tệp"),
    ("grey", scan(colour=False), {}, "ban_quet", "màu"),
    ("coarse", scan(dpi=100), {}, "ban_quet", "200"),
    ("no title", scan(), {"ten": " "}, "ten", "chưa ghi tên"),
    ("no scan", papers.plain(), {}, "ban_quet", "ảnh quét"),
]


@pytest.mark.parametrize(
    ("data", "typed", "place", "said"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_what_is_no_scan_is_refused_beside_its_field(
    services: Services,
    user: User,
    office: Visitor,
    *,
    data: bytes,
    typed: dict[str, str],
    place: str,
    said: str,
) -> None:
    page = add(office, data, 422, **typed).text
    assert f'<a href="#{place}">' in page
    assert said in page
    assert services.copies.page(user).total == 0


def test_a_scan_beyond_the_limit_is_named_as_such(app: Flask, office: Visitor) -> None:
    office.get(PAGE)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert "lớn hơn 20 MB nên không nhận" in add(office, b"0" * 5000, 413).text


def test_a_server_that_lets_more_in_still_says_and_keeps_the_limit_of_scans(
    app: Flask, services: Services, user: User, office: Visitor
) -> None:
    assert "Nhiều nhất 20 MB" in office.get(PAGE).text
    larger = replace(services.settings, max_upload_mb=100)
    app.extensions["vanban"] = replace(services, settings=larger)
    assert "Nhiều nhất 50 MB" in office.get(PAGE).text
    with pytest.raises(Refused, match="lớn hơn 50 MB nên không ký"):
        services.copies.add(user, "sao_y", TITLE, b"%PDF-1.4" + bytes(90 << 20))
    assert services.copies.page(user).total == 0


def test_an_appendix_is_signed_with_the_number_of_its_paper(
    services: Services, office: Visitor, paper: int
) -> None:
    assert "phu_luc" not in office.get(PAGE).text
    sign_here(office, paper, **key(authority.leader()))
    number(office, paper)
    page = office.get(f"/van-ban/{paper}").text
    (link,) = re.findall(r'href="(/sao-dien-tu\?[^"]+)"', page)
    page = office.get(link.replace("&amp;", "&")).text
    assert re.search(r'value="phu_luc" checked', page)
    typed = {"hinh_thuc": "phu_luc", "van_ban": str(paper), "ten": "Phụ lục I"}
    address = add(office, papers.plain(), **typed).headers["Location"]
    office.get(address)
    answer = office.post(f"{address}/ky", key(authority.office()), 303)
    assert authority.COMMITTEE in office.follow(answer).text


def test_the_copies_of_an_office_are_its_own(
    app: Flask, services: Services, user: User, office: Visitor, other: Visitor
) -> None:
    address = add(office, scan()).headers["Location"]
    assert TITLE not in other.get(PAGE).text
    for part in ("", "/tep", "/ky"):
        other.get(f"{address}{part}", 404)
    services.register.people.add_user(
        user.agency_id, "Người soạn", "soan", PASSWORD, roles=["soan_thao"]
    )
    reader = Visitor(app)
    reader.sign_in("soan")
    assert "Thêm tệp" not in reader.get(PAGE).text
    assert "Ký tại đây" not in reader.get(address).text
