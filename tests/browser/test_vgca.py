"""Signing with VGCA Sign Service in a real browser, and a stand-in for the program on its port.

The stand-in really fetches the file, signs it and brings it back (tests/signing/vgca_program.py).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.chromium import ARGUMENTS, executable
from tests.browser import house as clerk
from tests.browser.house import House
from tests.browser.test_every_page import hold_to_the_rules, look
from tests.signing import authority, vgca_program
from tests.signing.vgca_program import Certificate, Program, sign
from vanban.agency import Agency, Signer
from vanban.register import User
from vanban.register.passes import LASTS
from vanban.services import Services
from vanban.vietnamese.days import local_day

COMMUNE = Agency(
    "Ủy ban nhân dân\nphường Hòa Bình",
    "UBND",
    "Hòa Bình",
    signers=(Signer(authority.LEADER, "Chủ tịch"),),
)
SIGN = "Ký bằng VGCA Sign Service"
FAILED = "WebSocket connection"  # what the console says of a program that is not there
NOT_THERE = re.compile("Không thấy chương trình VGCA Sign Service trên máy này")
# A signature is judged in a process of its own, which waits for its turn beside other browsers.
JUDGED_MS = 4 * clerk.PATIENCE_MS
STILL = "Văn bản vẫn nguyên như trước"


@dataclass
class Clock:
    """The present, later by `ahead`."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Office:
    """An office with the bridge switched on."""

    house: House
    clock: Clock
    people: dict[str, User]

    @property
    def services(self) -> Services:
        found: Services = self.house.app.extensions["vanban"]
        return found

    def laid(self) -> int:
        """A paper that lies before its signer."""
        writer = self.people["van_thu"]
        person = {"ho_ten": authority.LEADER, "chuc_vu": "Chủ tịch"}
        data = {**self.services.service.kinds["ke_hoach"].sample, "nguoi_ky": person}
        number = self.services.drafts.add(writer, "ke_hoach", data).id
        self.services.issuing.submit(writer, number, local_day(self.clock()))
        return number

    def numbered(self) -> int:
        """A paper that its signer has signed, and that has its number."""
        paper, user = self.laid(), self.people["van_thu"]
        signatures = self.services.signatures
        lying = signatures.to_sign(user, paper, "nguoi_ky")
        # Playwright's loop runs in this thread, and pyHanko wants one of its own.
        with ThreadPoolExecutor() as beside:
            signed = beside.submit(sign, lying.data, authority.leader()).result()
        signatures.take_signed(user, paper, "nguoi_ky", signed)
        self.services.issuing.issue(user, paper, local_day(self.clock()))
        self.services.issuing.files(user, paper)
        return paper

    def stages(self, paper: int) -> list[tuple[str, str]]:
        files = self.services.signatures.standing(self.people["van_thu"], paper).files
        return [(file.stage, file.origin) for file in files]

    def state(self, paper: int) -> str:
        return self.services.drafts.get(self.people["van_thu"], paper).state

    def switch(self, on: bool) -> None:
        self.services.keyring.set_options(self.people["van_thu"], tsa="", vgca=on)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return vgca_program.certificate(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def trusting(browser: Browser, certificate: Certificate) -> Iterator[Browser]:
    """A browser that trusts the program's certificate, as its installation sees to."""
    trusted = f"--ignore-certificate-errors-spki-list={certificate.spki}"
    started = browser.browser_type.launch(executable_path=executable(), args=[*ARGUMENTS, trusted])
    yield started
    started.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    clock = Clock()
    with clerk.running(tmp_path_factory.mktemp("vgca"), clock=clock) as house:
        services: Services = house.app.extensions["vanban"]
        agency_id = services.register.people.add_office(COMMUNE).id
        people = {
            role: services.register.people.add_user(
                agency_id, f"Người {role}", role, clerk.PASSWORD, roles=[role]
            )
            for role in ("lanh_dao", "van_thu")
        }
        services.keyring.add_roots(people["van_thu"], authority.root().pem())
        yield Office(house, clock, people)


@pytest.fixture(autouse=True)
def on(office: Office) -> None:
    office.switch(True)
    office.clock.ahead = timedelta()


Enter = Callable[..., Page]


@pytest.fixture
def enter(trusting: Browser, office: Office, expected_faults: list[str]) -> Iterator[Enter]:
    """Signs a person in, in a browser profile of their own."""
    with ExitStack() as opened:
        faults: list[list[str]] = []

        def sign_in(name: str, browser: Browser = trusting) -> Page:
            context, seen = clerk.new_context(
                browser, office.house, viewport={"width": 1366, "height": 900}
            )
            opened.callback(context.close)
            faults.append(seen)
            page = context.new_page()
            page.goto(office.house.url)
            page.locator('[name="ten_dang_nhap"]').fill(name)
            page.locator('[name="mat_khau"]').fill(clerk.PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
            return page

        yield sign_in
    found = [fault for seen in faults for fault in seen]
    assert [f for f in found if not any(word in f for word in expected_faults)] == []


@pytest.fixture
def run(certificate: Certificate) -> Iterator[Callable[[Program], Program]]:
    """Starts the program."""
    with ExitStack() as running:
        yield lambda program: running.enter_context(vgca_program.running(certificate, program))


Run = Callable[[Program], Program]


def at(page: Page, office: Office, paper: int) -> Page:
    page.goto(f"{office.house.url}/van-ban/{paper}")
    return page


def until_taken(page: Page) -> None:
    """Until the server has kept the signed file and the page has come anew."""
    taken = page.get_by_text("Đã nhận tệp ký bằng VGCA Sign Service")
    expect(taken).to_be_visible(timeout=JUDGED_MS)


def until_answered(page: Page, program: Program, count: int) -> None:
    """Until the server has answered the program so many times."""
    for _ in range(JUDGED_MS // 100):
        if len(program.answers) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(program.answers)


def told(page: Page) -> str:
    """The sentence that the page ends with, once one may press again."""
    expect(page.get_by_role("button", name=SIGN)).to_be_enabled(timeout=JUDGED_MS)
    return page.locator("[data-vgca-told]").inner_text()


def hold(page: Page, what: str) -> None:
    for scheme, width in (("light", 1366), ("dark", 360)):
        look(page, scheme, width)
        page.wait_for_function("() => document.getAnimations().length === 0")  # colours fade over
        hold_to_the_rules(page, f"{what}, {scheme} {width}")
    look(page, "light", 1366)


# -- the whole road --------------------------------------------------------------------------------


def test_the_leader_signs_and_then_the_office(office: Office, enter: Enter, run: Run) -> None:
    program = run(Program())
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    hold(leader, "a paper that the leader may sign")
    leader.get_by_role("button", name=SIGN).click()
    until_taken(leader)
    assert office.stages(paper) == [("nguoi_ky", "vgca")]
    assert office.state(paper) == "da_ky"
    ((path, wish),) = program.asked
    assert path == "/SignApproved"
    assert set(wish) == {
        *("FileUploadHandler", "SessionId", "JWTToken", "FileName"),
        *("MetaData", "DocNumber", "IssuedDate"),
    }
    assert wish["FileName"].startswith(f"{office.house.url}/vgca/tep/")

    registrar = at(enter("van_thu"), office, paper)
    registrar.get_by_role("link", name="Cấp số và ban hành").click()
    registrar.get_by_role("button", name="Cấp số và ban hành").click()
    program.person = authority.office
    at(registrar, office, paper)
    hold(registrar, "a paper that the office may sign")
    registrar.get_by_role("button", name=SIGN).click()
    until_taken(registrar)
    assert [path for path, _ in program.asked] == ["/SignApproved", "/SignIssued"]
    assert program.asked[1][1]["DocNumber"] == ""
    assert office.stages(paper) == [
        ("nguoi_ky", "vgca"),
        ("cap_so", "tai_cho"),
        ("co_quan", "vgca"),
    ]
    # Nothing is left to sign, so nothing is offered.
    expect(registrar.get_by_role("button", name=SIGN)).to_have_count(0)


def test_the_number_is_told_to_a_program_that_writes_it(
    office: Office, enter: Enter, run: Run
) -> None:
    program = run(Program(cancels=True))
    paper = office.numbered()
    registrar = at(enter("van_thu"), office, paper)
    registrar.get_by_label("Để VGCA Sign Service ghi số và ngày").check()
    registrar.get_by_role("button", name=SIGN).click()
    told(registrar)
    ((_, wish),) = program.asked
    assert re.fullmatch(r"\d\d+", wish["DocNumber"])
    assert wish["IssuedDate"] == f"{local_day(office.clock()).isoformat()}T00:00:00+07:00"


# -- what goes wrong -------------------------------------------------------------------------------


def test_the_program_is_not_there(
    office: Office, enter: Enter, run: Run, expected_faults: list[str]
) -> None:
    expected_faults.append(FAILED)
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    leader.get_by_role("button", name=SIGN).click()
    assert NOT_THERE.match(told(leader))
    hold(leader, "the program is not there")
    # No address was made, and with the program there one goes on from where one is.
    assert "vgca_mo" not in acts(office, paper)
    run(Program())
    leader.get_by_role("button", name=SIGN).click()
    until_taken(leader)


def acts(office: Office, paper: int) -> list[str]:
    agency_id = office.people["van_thu"].agency_id
    return [e.action for e in office.services.register.trail.events(agency_id, document_id=paper)]


def test_the_browser_does_not_trust_the_program(
    office: Office, enter: Enter, run: Run, browser: Browser, expected_faults: list[str]
) -> None:
    expected_faults.append(FAILED)
    program = run(Program())
    leader = at(enter("lanh_dao", browser), office, office.laid())
    leader.get_by_role("button", name=SIGN).click()
    assert NOT_THERE.match(told(leader))
    assert program.asked == []


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (Program(cancels=True), "VGCA Sign Service báo: Người dùng hủy ký (mã 14)."),
        (Program(dies=True), "VGCA Sign Service đã đóng khi chưa ký xong."),
    ],
    ids=["cancelled", "died"],
)
def test_the_person_does_not_sign(
    office: Office, enter: Enter, run: Run, program: Program, sentence: str
) -> None:
    run(program)
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    leader.get_by_role("button", name=SIGN).click()
    answer = told(leader)
    assert answer.startswith(sentence)
    assert STILL in answer
    assert office.state(paper) == "trinh_ky"
    program.cancels = program.dies = False
    leader.get_by_role("button", name=SIGN).click()
    until_taken(leader)
    assert office.state(paper) == "da_ky"


def test_another_file_comes_back(office: Office, enter: Enter, run: Run) -> None:
    program = run(Program(brings=lambda pdf, _: sign(pdf, authority.stranger())))
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    leader.get_by_role("button", name=SIGN).click()
    answer = told(leader)
    # The page says what the server found, not what the program says of it.
    assert program.answers[0].json()["Message"] == answer
    assert "VGCA Sign Service báo" not in answer
    assert office.state(paper) == "trinh_ky"


def test_the_time_runs_out(
    office: Office, enter: Enter, run: Run, expected_faults: list[str]
) -> None:
    pressed = threading.Event()
    run(Program(until=pressed))
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    leader.get_by_role("button", name=SIGN).click()
    expect(leader.get_by_text("Xin chọn chứng thư, vị trí và nhập mã PIN")).to_be_visible()
    office.clock.ahead = LASTS
    assert told(leader).startswith("Đã quá thời gian chờ ký")
    pressed.set()
    assert office.state(paper) == "trinh_ky"


def test_one_may_stop_waiting_and_still_sign(office: Office, enter: Enter, run: Run) -> None:
    pressed = threading.Event()
    program = run(Program(until=pressed))
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    leader.get_by_role("button", name=SIGN).click()
    expect(leader.get_by_text("Xin chọn chứng thư, vị trí và nhập mã PIN")).to_be_visible()
    hold(leader, "while the program waits")
    leader.get_by_role("button", name="Dừng chờ").click()
    assert told(leader).startswith("Đã dừng chờ.")
    pressed.set()
    until_answered(leader, program, 1)
    leader.reload()
    assert office.state(paper) == "da_ky"


def test_two_windows_at_once(office: Office, enter: Enter, run: Run) -> None:
    pressed = threading.Event()
    program = run(Program(until=pressed))
    paper = office.laid()
    one = at(enter("lanh_dao"), office, paper)
    two = at(one.context.new_page(), office, paper)
    for page in (one, two):
        page.get_by_role("button", name=SIGN).click()
        expect(page.get_by_text("Xin chọn chứng thư, vị trí và nhập mã PIN")).to_be_visible()
    pressed.set()
    until_answered(one, program, 2)
    assert sorted(answer.json()["Status"] for answer in program.answers) == [False, True]
    assert office.stages(paper) == [("nguoi_ky", "vgca")]
    for page in (one, two):
        page.wait_for_function(ENDED, timeout=JUDGED_MS)
    # Which of them was first is theirs to settle; each window tells its own end.
    ends = [
        page.locator(".flash, [data-vgca-told].error").first.inner_text() for page in (one, two)
    ]
    assert len([end for end in ends if end.startswith("Đã nhận tệp ký")]) == 1
    assert all(ends)


ENDED = "() => document.querySelector('.flash, [data-vgca-told].error') !== null"


# -- what the page may reach -----------------------------------------------------------------------

REACHES = """async (address) => {
  const refused = new Promise((done) =>
    document.addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective)));
  const socket = new WebSocket(address);
  const opened = new Promise((done) => {
    socket.onopen = () => done("open");
    setTimeout(() => done("closed"), 3000);
  });
  return Promise.race([refused, opened]);
}"""
THERE = "wss://127.0.0.1:8987/GetVersion"


def test_the_page_reaches_this_program_and_no_other(
    office: Office, enter: Enter, run: Run, expected_faults: list[str]
) -> None:
    expected_faults += ["Content Security Policy", "violates the following"]
    run(Program())
    paper = office.laid()
    leader = at(enter("lanh_dao"), office, paper)
    assert leader.evaluate(REACHES, THERE) == "open"
    for other in ("wss://127.0.0.1:8988/GetVersion", "wss://localhost:8987/GetVersion"):
        at(leader, office, paper)
        assert leader.evaluate(REACHES, other) == "connect-src"
    leader.goto(office.house.url)
    assert leader.evaluate(REACHES, THERE) == "connect-src"
    office.switch(False)
    at(leader, office, paper)
    expect(leader.get_by_role("button", name=SIGN)).to_have_count(0)
    assert leader.evaluate(REACHES, THERE) == "connect-src"


@pytest.fixture
def outside(browser: Browser, office: Office, certificate: Certificate) -> Iterator[Browser]:
    """A browser to which the server is one of the world, not of this computer."""
    port = office.house.url.rsplit(":", 1)[1]
    started = browser.browser_type.launch(
        executable_path=executable(),
        args=[
            *ARGUMENTS,
            f"--ignore-certificate-errors-spki-list={certificate.spki}",
            f"--ip-address-space-overrides=127.0.0.1:{port}=public",
        ],
    )
    yield started
    started.close()


def test_what_the_browser_forbids_is_told(
    office: Office, outside: Browser, enter: Enter, run: Run, expected_faults: list[str]
) -> None:
    """Chrome asks before a page of another machine may reach a program of this one."""
    expected_faults.append(FAILED)
    program = run(Program())
    leader = at(enter("lanh_dao", outside), office, office.laid())
    leader.get_by_role("button", name=SIGN).click()
    assert told(leader).startswith("Trình duyệt đang chặn trang này")
    assert program.asked == []


def test_without_a_script_there_is_no_button(office: Office, trusting: Browser) -> None:
    context, faults = clerk.new_context(trusting, office.house, java_script_enabled=False)
    page = context.new_page()
    page.goto(office.house.url)
    page.locator('[name="ten_dang_nhap"]').fill("lanh_dao")
    page.locator('[name="mat_khau"]').fill(clerk.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    at(page, office, office.laid())
    expect(page.get_by_role("button", name=SIGN, include_hidden=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Đã ký", exact=True)).to_be_visible()
    context.close()
    assert faults == []
