"""Signing with VGCA Sign Service, without a browser: the addresses, the answers, the refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.signing import authority
from tests.signing.vgca_program import sign
from tests.web.conftest import PASSWORD, Clock, Visitor
from vanban.agency import Agency, Signer
from vanban.register import MemberPlan, User
from vanban.register.passes import LASTS, MOST_PASSES
from vanban.services import Services
from vanban.vietnamese.days import local_day

COMMUNE = Agency(
    "Ủy ban nhân dân\nphường Hòa Bình",
    "UBND",
    "Hòa Bình",
    signers=(Signer(authority.LEADER, "Chủ tịch"),),
)
PROGRAM = "wss://127.0.0.1:8987"
HTTP_OK, BAD = 200, 400


@dataclass
class Office:
    """An office with the bridge switched on, its leader and its văn thư, each in a browser."""

    app: Flask
    leader: Visitor
    clerk: Visitor
    writer: Visitor
    people: dict[str, User]

    @property
    def services(self) -> Services:
        found: Services = self.app.extensions["vanban"]
        return found

    def switch(self, on: bool) -> None:
        self.services.keyring.set_options(self.people["quan_tri"], tsa="", vgca=on)

    def laid(self, trich_yeu: str = "Kế hoạch cải cách hành chính") -> int:
        """A paper that lies before the leader."""
        writer = self.people["soan_thao"]
        person = {"ho_ten": authority.LEADER, "chuc_vu": "Chủ tịch"}
        sample = self.services.service.kinds["ke_hoach"].sample
        data = {**sample, "nguoi_ky": person, "trich_yeu": trich_yeu}
        number = self.services.drafts.add(writer, "ke_hoach", data).id
        self.services.issuing.submit(writer, number, local_day(self.services.clock()))
        return number

    def state(self, paper: int) -> str:
        return self.services.drafts.get(self.people["van_thu"], paper).state

    def acts(self, paper: int) -> list[tuple[str, int | None, str]]:
        agency_id = self.people["van_thu"].agency_id
        events = self.services.register.trail.events(agency_id, document_id=paper)
        return [(event.action, event.user_id, event.address) for event in events]


@pytest.fixture
def office(app: Flask, clock: Clock) -> Office:
    clock.now = datetime.now(UTC)
    services: Services = app.extensions["vanban"]
    agency_id = services.register.people.add_office(COMMUNE).id
    people, browsers = {}, {}
    for role in ("lanh_dao", "van_thu", "soan_thao", "quan_tri"):
        people[role] = services.register.people.add_user(
            agency_id, f"Người {role}", role, PASSWORD, roles=[role]
        )
        browsers[role] = Visitor(app)
        browsers[role].sign_in(role)
    services.keyring.add_roots(people["quan_tri"], authority.root().pem())
    made = Office(app, browsers["lanh_dao"], browsers["van_thu"], browsers["soan_thao"], people)
    made.switch(True)
    return made


@pytest.fixture
def paper(office: Office) -> int:
    return office.laid()


def begin(who: Visitor, paper: int, status: int = HTTP_OK, **form: str) -> dict[str, Any]:
    """What the script gets when the button is pressed."""
    address = f"/van-ban/{paper}/vgca"
    answer = who.post(address, form, status, headers={"Accept": "application/json"})
    told: dict[str, Any] = answer.json or {}
    return told


def progress(who: Visitor, errand: dict[str, Any]) -> tuple[str, list[str]]:
    told = who.get(errand["theo_doi"]).json
    assert told is not None
    return told["trang_thai"], told["loi"]


def path_of(address: str) -> str:
    assert address.startswith("http://localhost/")
    return address.removeprefix("http://localhost")


class Program:
    """What VGCA Sign Service asks of us: it has neither cookie nor token."""

    def __init__(self, app: Flask, address: str = "10.1.2.3") -> None:
        self._browser = app.test_client()
        self._from = {"REMOTE_ADDR": address}

    def fetch(self, errand: dict[str, Any], method: str = "GET") -> TestResponse:
        path = path_of(errand["gui"]["FileName"])
        answer = self._browser.open(path, method=method, environ_base=self._from, buffered=True)
        assert "Set-Cookie" not in answer.headers
        return answer

    def bring(self, errand: dict[str, Any], data: bytes, part: str = "uploadfile") -> TestResponse:
        head = f'--x\r\nContent-Disposition: form-data; name="{part}"; filename="van-ban.pdf"\r\n'
        answer = self._browser.post(
            path_of(errand["gui"]["FileUploadHandler"]),
            data=head.encode() + b"Content-Type: application/pdf\r\n\r\n" + data + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
            environ_base=self._from,
        )
        assert "Set-Cookie" not in answer.headers
        return answer


@pytest.fixture
def program(office: Office) -> Program:
    return Program(office.app)


def signed_by_leader(pdf: bytes) -> bytes:
    return sign(pdf, authority.leader())


def refused(answer: TestResponse, status: int = HTTP_OK) -> str:
    """Why a file was not taken, in the form that the program expects."""
    assert answer.status_code == status
    told = answer.json
    assert told is not None
    assert (told["Status"], told["FileName"], told["FileServer"]) == (False, "", "")
    assert told["Message"]
    return str(told["Message"])


# -- the whole way ---------------------------------------------------------------------------------


def test_the_leader_signs(office: Office, paper: int, program: Program) -> None:
    errand = begin(office.leader, paper)
    wish = errand["gui"]
    assert wish.pop("FileName").startswith("http://localhost/vgca/tep/")
    assert wish["FileUploadHandler"].startswith("http://localhost/vgca/nop/")
    errand = begin(office.leader, paper)
    assert {k: v for k, v in errand["gui"].items() if "File" not in k} == {
        "SessionId": "",
        "JWTToken": "",
        "MetaData": [],
        "DocNumber": "",
        "IssuedDate": "",
    }
    assert progress(office.leader, errand) == ("cho_tai", [])
    fetched = program.fetch(errand)
    assert fetched.data == office.leader.get(f"/van-ban/{paper}/ban-trinh-ky/pdf").data
    assert fetched.mimetype == "application/pdf"
    assert progress(office.leader, errand) == ("da_tai", [])
    signed = signed_by_leader(fetched.data)
    taken = program.bring(errand, signed)
    assert taken.status_code == HTTP_OK
    assert taken.json == {
        "Status": True,
        "Message": "",
        "FileName": "van-ban.pdf",
        "FileServer": f"http://localhost/van-ban/{paper}",
    }
    assert progress(office.leader, errand) == ("xong", [])
    assert office.state(paper) == "da_ky"
    page = office.leader.get(errand["xong"])
    assert "Đã nhận tệp ký bằng VGCA Sign Service" in page.text
    (file,) = office.services.signatures.standing(office.people["van_thu"], paper).files
    assert (file.origin, file.by) == ("vgca", "Người lanh_dao")
    assert office.services.store.get(file.sha256) == signed
    me = office.people["lanh_dao"].id
    assert office.acts(paper)[-3:] == [
        ("vgca_tai", me, "10.1.2.3"),
        ("vgca_nop", me, "10.1.2.3"),
        ("ky_nguoi_ky", me, "10.1.2.3"),
    ]


def numbered(office: Office, program: Program) -> int:
    """A paper that the leader has signed, with its number."""
    paper = office.laid()
    errand = begin(office.leader, paper)
    program.bring(errand, signed_by_leader(program.fetch(errand).data))
    clerk = office.people["van_thu"]
    office.services.issuing.issue(clerk, paper, local_day(office.services.clock()))
    office.services.issuing.files(clerk, paper)
    return paper


def test_the_office_signs_the_file_with_its_number(office: Office, program: Program) -> None:
    paper = numbered(office, program)
    errand = begin(office.clerk, paper)
    assert (errand["gui"]["DocNumber"], errand["gui"]["IssuedDate"]) == ("", "")
    fetched = program.fetch(errand).data
    files = office.services.signatures.standing(office.people["van_thu"], paper).files
    assert [file.stage for file in files] == ["nguoi_ky", "cap_so"]
    assert fetched == office.services.store.get(files[-1].sha256)
    taken = program.bring(errand, sign(fetched, authority.office(), "Signature2"))
    assert taken.json["Status"] is True, taken.json["Message"]
    assert progress(office.clerk, errand) == ("xong", [])
    standing = office.services.signatures.standing(office.people["van_thu"], paper)
    assert [file.stage for file in standing.files] == ["nguoi_ky", "cap_so", "co_quan"]


def test_the_program_writes_the_number_where_the_clerk_wants_that(
    office: Office, program: Program
) -> None:
    paper = numbered(office, program)
    errand = begin(office.clerk, paper, ghi_so="vgca")
    day = local_day(office.services.clock())
    assert errand["gui"]["DocNumber"] == "01"
    assert errand["gui"]["IssuedDate"] == f"{day.isoformat()}T00:00:00+07:00"
    files = office.services.signatures.standing(office.people["van_thu"], paper).files
    assert program.fetch(errand).data == office.services.store.get(files[0].sha256)


# -- where it is offered ---------------------------------------------------------------------------


def connects_to(page: TestResponse) -> str:
    policy = page.headers["Content-Security-Policy"]
    return next(p for p in policy.split("; ") if p.startswith("connect-src"))


def test_only_whose_turn_it_is_may_reach_the_program(office: Office, paper: int) -> None:
    page = office.leader.get(f"/van-ban/{paper}")
    assert 'data-vgca="SignApproved"' in page.text
    assert "js/vgca.js" in page.text
    assert connects_to(page) == f"connect-src 'self' {PROGRAM}"
    for who, address in (
        (office.writer, f"/van-ban/{paper}"),
        (office.leader, "/"),
        (office.leader, "/van-ban"),
        (office.leader, f"/van-ban/{paper}/ban-trinh-ky/pdf"),
    ):
        page = who.get(address)
        assert "vgca" not in page.text.replace("vgca.js", "") if page.is_json else True
        assert connects_to(page) == "connect-src 'self'"
    begin(office.writer, paper, 403)


def test_nobody_may_where_the_office_has_not_switched_it_on(office: Office, paper: int) -> None:
    office.switch(False)
    page = office.leader.get(f"/van-ban/{paper}")
    assert "vgca" not in page.text.lower()
    assert connects_to(page) == "connect-src 'self'"
    assert "chưa bật" in begin(office.leader, paper, 409)["loi"]


def test_a_paper_that_waits_for_nobody_is_not_offered(office: Office, program: Program) -> None:
    writer = office.people["soan_thao"]
    sample = office.services.service.kinds["ke_hoach"].sample
    draft = office.services.drafts.add(writer, "ke_hoach", sample).id
    on_paper = office.laid()
    leader, clerk = office.people["lanh_dao"], office.people["van_thu"]
    office.services.issuing.take(leader, on_paper, "da_ky")
    for paper in (draft, on_paper):
        for who in (office.leader, office.clerk):
            page = who.get(f"/van-ban/{paper}")
            assert "data-vgca" not in page.text
            assert connects_to(page) == "connect-src 'self'"
            assert "không chờ chữ ký" in begin(who, paper, 409)["loi"]
    office.services.issuing.issue(clerk, on_paper, local_day(office.services.clock()))
    assert "data-vgca" not in office.clerk.get(f"/van-ban/{on_paper}").text


def test_without_a_script_the_button_says_what_else_to_do(office: Office, paper: int) -> None:
    answer = office.leader.post(f"/van-ban/{paper}/vgca", status=303)
    assert "cần trình duyệt cho chạy JavaScript" in office.leader.follow(answer).text


def test_begin_needs_the_token_of_a_form(office: Office, paper: int) -> None:
    headers = {"Accept": "application/json"}
    office.leader.raw_post(f"/van-ban/{paper}/vgca", BAD, headers=headers)


# -- what is refused -------------------------------------------------------------------------------


def test_an_errand_is_done_once(office: Office, paper: int, program: Program) -> None:
    errand = begin(office.leader, paper)
    signed = signed_by_leader(program.fetch(errand).data)
    assert program.bring(errand, signed).json
    assert "đã dùng rồi" in refused(program.bring(errand, signed), BAD)
    assert program.fetch(errand).status_code == BAD
    assert progress(office.leader, errand) == ("xong", [])


def test_a_file_that_is_refused_uses_the_address_up(
    office: Office, paper: int, program: Program
) -> None:
    errand = begin(office.leader, paper)
    pdf = program.fetch(errand).data
    why = refused(program.bring(errand, pdf))  # nothing was signed
    assert progress(office.leader, errand) == ("tu_choi", [why])
    assert "đã dùng rồi" in refused(program.bring(errand, signed_by_leader(pdf)), BAD)
    assert office.state(paper) == "trinh_ky"
    again = begin(office.leader, paper)
    program.bring(again, signed_by_leader(program.fetch(again).data))
    assert office.state(paper) == "da_ky"


WRONG: dict[str, Callable[[bytes, bytes], bytes]] = {
    "another paper": lambda _, other: signed_by_leader(other),
    "not a PDF": lambda pdf, _: b"MZ" + pdf,
    "cut off": lambda pdf, _: signed_by_leader(pdf)[:-200],
    "a stranger": lambda pdf, _: sign(pdf, authority.stranger()),
    "another person": lambda pdf, _: sign(pdf, authority.deputy()),
}


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_file_changes_nothing(
    office: Office, paper: int, program: Program, wrong: Callable[[bytes, bytes], bytes]
) -> None:
    errand, other = begin(office.leader, paper), begin(office.leader, office.laid("Việc khác"))
    data = wrong(program.fetch(errand).data, program.fetch(other).data)
    why = refused(program.bring(errand, data))
    assert progress(office.leader, errand) == ("tu_choi", [why])
    assert office.state(paper) == "trinh_ky"
    assert office.services.signatures.standing(office.people["van_thu"], paper).files == ()


def test_a_token_of_another_paper_takes_no_file_of_this_one(
    office: Office, paper: int, program: Program
) -> None:
    errand, other = begin(office.leader, paper), begin(office.leader, office.laid("Việc khác"))
    signed = signed_by_leader(program.fetch(errand).data)
    refused(program.bring(other, signed))
    assert office.state(paper) == "trinh_ky"
    program.bring(errand, signed)
    assert office.state(paper) == "da_ky"


def test_no_file_or_too_large_a_file(office: Office, paper: int, program: Program) -> None:
    assert "không gửi kèm" in refused(program.bring(begin(office.leader, paper), b""))
    large = b"%PDF-1.7" + b"0" * (21 * 1024 * 1024)
    errand = begin(office.leader, paper)
    assert "lớn hơn 20 MB" in refused(program.bring(errand, large))
    me = office.people["lanh_dao"].id
    assert office.acts(paper)[-1] == ("vgca_tu_choi", me, "10.1.2.3")


def test_the_file_may_come_under_another_name(office: Office, paper: int, program: Program) -> None:
    errand = begin(office.leader, paper)
    program.bring(errand, signed_by_leader(program.fetch(errand).data), part="file")
    assert office.state(paper) == "da_ky"


def test_time_runs_out(office: Office, paper: int, program: Program, clock: Clock) -> None:
    errand = begin(office.leader, paper)
    signed = signed_by_leader(program.fetch(errand).data)
    clock.now += LASTS
    assert "quá 15 phút" in refused(program.bring(errand, signed), BAD)
    assert program.fetch(errand).status_code == BAD
    assert progress(office.leader, errand) == ("het_han", [])
    assert office.state(paper) == "trinh_ky"


def test_guesses_are_answered_alike(office: Office, paper: int, program: Program) -> None:
    errand = begin(office.leader, paper)
    swapped = {
        "FileName": errand["gui"]["FileUploadHandler"].replace("nop", "tep") + "/van-ban.pdf",
        "FileUploadHandler": errand["gui"]["FileName"].replace("tep", "nop")[
            : -len("/van-ban.pdf")
        ],
    }
    assert program.fetch({"gui": swapped}).status_code == BAD
    refused(program.bring({"gui": swapped}, b"x"), BAD)
    assert progress(office.leader, errand) == ("cho_tai", [])


def test_asking_whether_the_file_is_there_fetches_nothing(
    office: Office, paper: int, program: Program
) -> None:
    errand = begin(office.leader, paper)
    for _ in range(5):
        assert program.fetch(errand, "HEAD").status_code == HTTP_OK
    assert progress(office.leader, errand) == ("cho_tai", [])


@pytest.mark.parametrize("what", ["locked", "signed out everywhere", "role taken", "off"])
def test_who_may_no_longer_sign_may_not_by_the_program(
    office: Office, paper: int, program: Program, what: str
) -> None:
    errand = begin(office.leader, paper)
    signed = signed_by_leader(program.fetch(errand).data)
    leader, admin, managing = (
        office.people["lanh_dao"],
        office.people["quan_tri"],
        office.services.managing,
    )
    if what == "locked":
        managing.set_active(admin, leader.id, False)
    elif what == "signed out everywhere":
        office.services.register.people.sign_out_everywhere(leader.actor)
    elif what == "role taken":
        managing.change_account(admin, leader.id, MemberPlan(leader.ho_ten, {"soan_thao"}, None))
    else:
        office.switch(False)
    assert program.fetch(errand).status_code == BAD
    refused(program.bring(errand, signed))
    assert office.state(paper) == "trinh_ky"


def test_a_paper_that_went_back_is_not_signed(office: Office, paper: int, program: Program) -> None:
    errand = begin(office.leader, paper)
    signed = signed_by_leader(program.fetch(errand).data)
    office.services.issuing.take(office.people["lanh_dao"], paper, "tra_lai", "Sai ngày")
    refused(program.bring(errand, signed))
    assert office.state(paper) == "nhap"


def test_what_was_laid_anew_is_not_handed_out_to_an_older_errand(
    office: Office, paper: int, program: Program, clock: Clock
) -> None:
    errand = begin(office.leader, paper)
    writer = office.people["soan_thao"]
    office.services.issuing.take(writer, paper, "rut_lai", "Sửa ngày")
    record = office.services.drafts.get(writer, paper)
    data = {**record.data, "trich_yeu": "Việc khác hẳn"}
    office.services.drafts.save(writer, paper, data, record.revision)
    clock.now += timedelta(seconds=5)
    office.services.issuing.submit(writer, paper, local_day(office.services.clock()))
    assert program.fetch(errand).status_code == BAD
    again = begin(office.leader, paper)
    assert program.fetch(again).status_code == HTTP_OK


def test_of_two_windows_the_first_is_kept(office: Office, paper: int, program: Program) -> None:
    one, two = begin(office.leader, paper), begin(office.leader, paper)
    first = signed_by_leader(program.fetch(one).data)
    second = signed_by_leader(program.fetch(two).data)
    assert first != second
    assert program.bring(two, second).json
    refused(program.bring(one, first))
    (file,) = office.services.signatures.standing(office.people["van_thu"], paper).files
    assert office.services.store.get(file.sha256) == second
    assert progress(office.leader, one)[0] == "tu_choi"
    assert progress(office.leader, two) == ("xong", [])


def test_nobody_presses_without_end(office: Office, paper: int) -> None:
    for _ in range(MOST_PASSES):
        begin(office.leader, paper)
    assert "quá nhiều lần" in begin(office.leader, paper, BAD)["loi"]


def test_how_far_an_errand_is_only_its_person_sees(office: Office, paper: int) -> None:
    errand = begin(office.leader, paper)
    office.clerk.get(errand["theo_doi"], 404)
    office.writer.get(errand["theo_doi"], 403)
    office.leader.get(errand["theo_doi"].replace("/1", "/999", 1), 404)
