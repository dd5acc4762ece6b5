"""The signing of one paper by HTTP: here and elsewhere, what is refused, what the page tells."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from tests.signing import authority, drawn, papers
from tests.signing.authority import Person
from tests.web.conftest import PASSWORD, Visitor
from tests.web.paper import everything, number, press, state
from vanban.life import LEADER, OFFICE
from vanban.register import User
from vanban.services import Services

pytestmark = [pytest.mark.usefixtures("wall_clock"), pytest.mark.asked_elsewhere]

WORD = "Hợp lệ"


@pytest.fixture
def paper(services: Services, clerk: Visitor, user: User) -> int:
    """A paper that lies before its signer, in an office that trusts the test authority."""
    services.keyring.add_roots(user, authority.root().pem())
    sample = services.service.kinds["ke_hoach"].sample
    signer = {**sample["nguoi_ky"], "ho_ten": authority.LEADER}
    found = services.drafts.add(user, "ke_hoach", {**sample, "nguoi_ky": signer}).id
    press(clerk, found, "Trình ký")
    return found


def to_sign(visitor: Visitor, paper: int) -> bytes:
    return visitor.get(f"/van-ban/{paper}/ky/tep-de-ky").data


def bring(visitor: Visitor, paper: int, data: bytes, status: int = 303) -> str:
    """Upload a signed file as the paper's page would; the page that follows."""
    visitor.get(f"/van-ban/{paper}")
    file = (BytesIO(data), "da-ky.pdf")
    answer = visitor.post(f"/van-ban/{paper}/ky/nop", {"tep_da_ky": file}, status)
    return visitor.follow(answer).text if status == 303 else answer.text


def sign_here(visitor: Visitor, paper: int, status: int = 303, **typed: Any) -> str:
    """Fill in the page that signs here and send it; the page that follows."""
    address = f"/van-ban/{paper}/ky/tai-day"
    page = visitor.get(address).text
    sent = {"ban": re.findall(r'name="ban" value="([^"]+)"', page)[0], **typed}
    answer = visitor.post(address, sent, status)
    return visitor.follow(answer).text if status == 303 else answer.text


def key(person: Person, pin: str = authority.PIN) -> dict[str, Any]:
    return {"chung_thu": (BytesIO(person.pkcs12()), "khoa.p12"), "mat_khau_khoa": pin}


def outside(data: bytes, person: Person, field: str = "NguoiKy") -> bytes:
    """Signed by the program of an office."""
    return papers.sign(data, person, field, page=0)


def inks(png: bytes) -> set[str]:
    """The colours of the stamps that a picture of a page shows."""
    with Image.open(BytesIO(png)) as picture:
        points = picture.convert("RGB").getcolors(1 << 24) or []
    named = {"red": (0, 1, 2), "blue": (2, 0, 1)}
    return {
        name
        for name, (most, *others) in named.items()
        if any(c[most] > 150 and all(c[o] < 100 for o in others) for _, c in points)
    }


# -- here ------------------------------------------------------------------------------------------


def test_both_sign_here_and_the_page_tells_it(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    services.keyring.set_picture(user, LEADER, drawn.signature())
    services.keyring.set_picture(user, OFFICE, drawn.seal())

    page = sign_here(clerk, paper, **key(authority.leader()))
    assert "Đã nhận chữ ký của người có thẩm quyền" in page
    assert state(services, paper, user) == "da_ky"
    assert re.search(rf"Người có thẩm quyền: <strong>{authority.LEADER}</strong>", page)
    assert WORD in page
    number(clerk, paper)
    page = sign_here(clerk, paper, **key(authority.office()))

    assert "Văn bản đủ hai chữ ký" in page
    assert page.count('class="signed ') == 2
    assert page.count('class="signed signed-good"') == 2, "no stamp, no list: notes, not doubts"
    assert page.count("Chưa kiểm tra được việc thu hồi") == 2
    assert page.count("không có dấu thời gian") == 2
    assert page.count("Bản gốc</strong>") == 1
    links = re.findall(rf'href="(/van-ban/{paper}/ky/tep/\d+)"', page)
    assert len(links) == 3
    files = [clerk.get(link) for link in reversed(links)]
    assert all(later.data.startswith(earlier.data) for earlier, later in pairwise(files))
    assert all(file.headers["Content-Disposition"].startswith("attachment") for file in files)
    assert clerk.get(f"/van-ban/{paper}/tep/pdf").data == files[-1].data, "the original"
    assert {"red", "blue"} <= inks(clerk.get(f"/van-ban/{paper}/ban-khoa/trang/0.png").data)


def test_what_waits_for_the_office_stands_on_the_start_page(
    services: Services, clerk: Visitor, registrar: Visitor, leader: Visitor, paper: int
) -> None:
    assert "Chờ cơ quan ký" not in registrar.get("/").text, "nobody waits for what is not used"
    sign_here(clerk, paper, **key(authority.leader()))
    number(clerk, paper)
    for reader in (clerk, registrar):
        page = reader.get("/").text
        assert "Chờ cơ quan ký (1)" in page
        assert f'href="/van-ban/{paper}"' in page
    assert "Chờ cơ quan ký" not in leader.get("/").text
    found = registrar.get("/van-ban?trang_thai=cho_co_quan").text
    assert "1 văn bản" in found
    assert re.search(r'aria-current="page">Chờ cơ quan ký', found)
    sign_here(clerk, paper, **key(authority.office()))
    assert "Chờ cơ quan ký" not in registrar.get("/").text


def test_a_kept_certificate_signs_with_the_pin_alone(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    assert "Chứng thư đã giữ" not in clerk.get(f"/van-ban/{paper}/ky/tai-day").text
    sign_here(clerk, paper, giu_lai="1", **key(authority.leader()))
    assert authority.LEADER in clerk.get("/tai-khoan/ky-so").text
    press(clerk, paper, "Bỏ bản đã ký để sửa", ly_do="sai")
    press(clerk, paper, "Trình ký")

    page = sign_here(clerk, paper, 422, dung="giu", mat_khau_khoa="sai")
    assert 'href="#mat_khau_khoa"' in page
    sign_here(clerk, paper, dung="giu", mat_khau_khoa=authority.PIN)
    assert state(services, paper, user) == "da_ky"

    clerk.follow(clerk.post("/tai-khoan/ky-so/khoa/bo", {}, 303))
    assert services.keyring.kept_key(user, LEADER) is None


def test_the_certificate_of_the_office_is_kept_when_asked_and_forgotten(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    sign_here(clerk, paper, **key(authority.leader()))
    number(clerk, paper)
    assert "Không giữ chứng thư nào" in clerk.get("/co-quan/ky-so").text
    sign_here(clerk, paper, giu_lai="1", **key(authority.office()))

    page = clerk.get("/co-quan/ky-so").text
    assert f"{authority.COMMITTEE}, có hiệu lực đến" in page
    assert services.keyring.kept_key(user, LEADER) is None, "the leader's own was not asked to be"
    clerk.follow(clerk.post("/co-quan/ky-so/khoa/bo", {}, 303))
    assert services.keyring.kept_key(user, OFFICE) is None


REFUSED_KEYS = [
    ("no file", {"mat_khau_khoa": "x"}, "chung_thu", "Chưa chọn tệp"),
    ("no PIN", key(authority.leader(), ""), "mat_khau_khoa", "Chưa nhập"),
    ("wrong PIN", key(authority.leader(), "bí mật 999"), "mat_khau_khoa", "PIN"),
    ("no key", {"chung_thu": (BytesIO(b"%PDF"), "x"), "mat_khau_khoa": "x"}, "chung_thu", ".p12"),
    ("expired", key(authority.expired()), "chung_thu", "hết hạn"),
    ("another person", key(authority.deputy()), "chung_thu", "Trần Văn Đức"),
    ("a stranger", key(authority.stranger()), "chung_thu", "Nơi chứng thực xa lạ"),
]


@pytest.mark.parametrize(
    ("typed", "place", "said"), [c[1:] for c in REFUSED_KEYS], ids=[c[0] for c in REFUSED_KEYS]
)
def test_a_key_that_does_not_do_changes_nothing_and_its_pin_is_not_shown(
    services: Services,
    user: User,
    clerk: Visitor,
    paper: int,
    *,
    typed: dict[str, Any],
    place: str,
    said: str,
) -> None:
    before = everything(services, user)
    for value in typed.values():
        if isinstance(value, tuple):
            value[0].seek(0)
    sent = {
        k: (BytesIO(v[0].read()), v[1]) if isinstance(v, tuple) else v for k, v in typed.items()
    }
    page = sign_here(clerk, paper, 422, **sent)
    assert said in page
    assert f'<a href="#{place}">' in page
    assert authority.PIN not in page
    assert "bí mật 999" not in page
    assert everything(services, user) == before


def test_the_pin_is_neither_offered_again_nor_filled_in_by_the_browser(
    clerk: Visitor, paper: int
) -> None:
    page = clerk.get(f"/van-ban/{paper}/ky/tai-day").text
    (field,) = re.findall(r'<input id="mat_khau_khoa"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="off"' in field
    assert "value" not in field


def test_a_paper_that_was_laid_anew_is_not_signed_by_an_old_page(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    old = re.findall(r'name="ban" value="([^"]+)"', clerk.get(f"/van-ban/{paper}/ky/tai-day").text)
    press(clerk, paper, "Rút lại để sửa", ly_do="sửa")
    record = services.drafts.get(user, paper)
    changed = {**record.data, "trich_yeu": "Về việc khác"}
    services.drafts.save(user, paper, changed, record.revision)
    press(clerk, paper, "Trình ký")
    sent = {"ban": old[0], **key(authority.leader())}
    clerk.post(f"/van-ban/{paper}/ky/tai-day", sent, 409)
    assert state(services, paper, user) == "trinh_ky"


# -- elsewhere -------------------------------------------------------------------------------------


def test_signed_elsewhere_numbered_here_signed_elsewhere(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    page = bring(clerk, paper, outside(to_sign(clerk, paper), authority.leader()))
    assert state(services, paper, user) == "da_ky"
    assert authority.LEADER in page
    number(clerk, paper)
    page = clerk.get(f"/van-ban/{paper}").text
    assert "tải tệp chưa ghi số" in page

    page = bring(clerk, paper, outside(to_sign(clerk, paper), authority.office(), "CoQuan"))

    assert "Văn bản đủ hai chữ ký" in page
    assert page.count('class="signed ') == 2
    assert "Nộp tệp đã ký" not in page


def _resaved(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(outside(data, authority.leader()))) as opened:
        out = BytesIO()
        opened.save(out)
    return out.getvalue()


REFUSED_FILES = {
    "nothing": (lambda _: b"", "Chưa chọn tệp"),
    "no PDF": (lambda _: b"PK\3\4 docx", "không phải tệp PDF"),
    "not signed": (lambda data: data, "không có chữ ký nào mới"),
    "cut off": (lambda data: data[:-2000], "bị cắt ngang"),
    "saved again": (_resaved, "lưu lại"),
    "another paper": (lambda _: outside(papers.plain(), authority.leader()), "văn bản khác"),
    "a stranger": (lambda data: outside(data, authority.stranger()), "không nằm trong danh sách"),
    "expired": (lambda data: outside(data, authority.expired()), "hết hạn"),
    "revoked": (lambda data: outside(data, authority.revoked()), "bị thu hồi"),
    "another person": (lambda data: outside(data, authority.deputy()), "Trần Văn Đức"),
}


@pytest.mark.parametrize("case", REFUSED_FILES)
def test_a_file_that_is_not_the_paper_signed_is_refused_with_its_reason(
    services: Services, user: User, clerk: Visitor, paper: int, case: str
) -> None:
    services.keyring.add_crl(user, authority.revocations())
    make, said = REFUSED_FILES[case]
    before = everything(services, user)
    page = bring(clerk, paper, make(to_sign(clerk, paper)), 422)
    summary = page[page.index('role="alert"') :]
    assert said in summary[: summary.index("</div>")]
    assert '<a href="#tep_da_ky">' in page
    assert everything(services, user) == before
    assert services.signatures.standing(user, paper).files == ()


def test_a_file_beyond_the_limit_is_said_on_the_papers_page(
    app: Flask, clerk: Visitor, paper: int
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert "lớn hơn 20 MB nên không nhận" in bring(clerk, paper, b"0" * 5000, 413)


# -- who sees what ---------------------------------------------------------------------------------


@pytest.fixture
def writer(app: Flask, user: User, services: Services) -> Visitor:
    """Who writes papers, and signs none."""
    services.register.people.add_user(
        user.agency_id, "Người soạn", "soan", PASSWORD, roles=["soan_thao"]
    )
    visitor = Visitor(app)
    visitor.sign_in("soan")
    return visitor


def test_who_does_not_sign_sees_what_was_signed_and_no_way_to_sign(
    clerk: Visitor, writer: Visitor, paper: int
) -> None:
    page = writer.get(f"/van-ban/{paper}").text
    assert "Ký tại đây" not in page
    assert "Văn bản đang chờ người ký" in page
    writer.get(f"/van-ban/{paper}/ky/tai-day", 403)
    sign_here(clerk, paper, **key(authority.leader()))
    page = writer.get(f"/van-ban/{paper}").text
    assert WORD in page
    (link,) = re.findall(rf'href="(/van-ban/{paper}/ky/tep/\d+)"', page)
    assert writer.get(link).data.startswith(b"%PDF-")


def test_a_paper_signed_on_paper_has_no_way_to_sign_for_the_office(
    clerk: Visitor, paper: int
) -> None:
    press(clerk, paper, "Đã ký")
    number(clerk, paper)
    page = clerk.get(f"/van-ban/{paper}").text
    assert "Ký tại đây" not in page
    assert "Chữ ký số" not in page
    clerk.get(f"/van-ban/{paper}/ky/tai-day", 409)


def test_an_office_without_roots_is_told_before_anybody_signs(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    (root,) = services.keyring.roots(user)
    services.keyring.drop_root(user, root.sha256)
    assert "chưa có chứng thư gốc" in clerk.get(f"/van-ban/{paper}").text


def test_the_places_are_told_to_people_and_programs(clerk: Visitor, paper: int) -> None:
    page = clerk.get(f"/van-ban/{paper}/ky/vi-tri").text
    told = clerk.get(f"/van-ban/{paper}/ky/vi-tri.json").get_json()
    names = {place["ten"] for place in told}
    assert {"So", "Ngay", "Thang", "NguoiKy", "CoQuan"} <= names
    for place in told:
        assert f"<code>{place['ten']}</code>" in page
        assert place["mm"]["rong"] > 0
