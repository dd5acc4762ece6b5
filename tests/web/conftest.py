"""A browser without a window: every page that any test visits is held to the rules of the house.

`client` is a stranger, `clerk` the signed-in văn thư of one office, `other` that of another office
in the same register. All three are `Visitor`s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.signing import authority
from tests.web.paper import number, press
from vanban.agency import Agency, Signer
from vanban.life import FIRST_ROLES
from vanban.register import User
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import create_app

PASSWORD = "mật khẩu thử nghiệm"  # noqa: S105 - of accounts that live for one test
SO_NOI_VU = Agency(
    ten_co_quan="Sở Nội vụ",
    co_quan_chu_quan="Ủy ban nhân dân\nthành phố Hải Phòng",
    ky_hieu="SNV",
    dia_danh="Hải Phòng",
    signers=(Signer(ho_ten="Lê Hoàng Minh", chuc_vu="Giám đốc"),),
    mac_dinh={"noi_nhan": ["Lãnh đạo Sở"], "luu": "VT"},
)
CUC_THUE = Agency(ten_co_quan="Cục Thuế", ky_hieu="CT", dia_danh="Cần Thơ")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
_CONTROLS = {"input", "select", "textarea"}


class Clock:
    """The present, which a test may move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Page(HTMLParser):
    """What the house rules ask about a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.wrong: list[str] = []
        self.inline_script = False
        self.label_texts: dict[str, str] = {}
        self._open: list[str] = []
        self._label = ""
        self.wrapped: set[int] = set()
        self.feed(html)
        self.close()
        if self._open:
            self.wrong.append(f"these tags are never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice: {names}")
        if tag in _CONTROLS and "label" in self._open:
            self.wrapped.add(len(self.tags))
        self.tags.append((tag, dict(attrs)))
        if tag == "label":
            self._label = dict(attrs).get("for") or ""
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1:]
        if inside == ["title"]:
            self.title += data
        if (
            inside == ["script"]
            and data.strip()
            and self.tags[-1][1].get("type") != ("application/json")
        ):
            self.inline_script = True
        if "label" in self._open:
            self.label_texts[self._label] = self.label_texts.get(self._label, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def broken_rules(html: str) -> list[str]:
    """What is wrong with a page, each with what to do about it."""
    page = Page(html)
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    checks = {
        "<html> says lang=vi": page.all("html")[:1] == [{"lang": "vi"}],
        "there is exactly one <h1>": len(page.all("h1")) == 1,
        "the title is not empty and names the product": re.fullmatch(r"\S.* – Vanban", page.title)
        is not None,
        "scripts stand in files of ours (the CSP blocks the others)": not page.inline_script,
        "text is NFC": unicodedata.is_normalized("NFC", html),
        "nothing is left of a template": not re.search(r"\{\{|\{%|Undefined", html),
        "the main part has the id of the skip link": "noi-dung" in ids,
    }
    wrong = [rule for rule, kept in checks.items() if not kept]
    wrong += [f"the id “{i}” is used {ids.count(i)} times" for i in set(ids) if ids.count(i) > 1]
    return [*wrong, *page.wrong, *_attributes_broken(page), *_controls_broken(page, set(ids))]


def _attributes_broken(page: Page) -> Iterator[str]:
    for tag, attributes in page.tags:
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                yield f"<{tag} {name}=…>: the CSP blocks this; use a class or a script of ours"
            if name in ("src", "href", "action") and re.match(r"(https?:)?//", value or ""):
                yield f"<{tag} {name}={value}>: no request leaves the office"
    for form in page.all("form"):
        if (form.get("method") or "get").lower() not in ("get", "post"):
            yield f"a form with method {form['method']}"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"an image without alt: {image}"


def _controls_broken(page: Page, ids: set[str | None]) -> Iterator[str]:
    for position, (tag, attributes) in enumerate(page.tags):
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for reference in (attributes.get(name) or "").split():
                if reference not in ids:
                    yield f"<{tag} {name}={reference}>: there is no such id"
        hidden = attributes.get("type") in ("hidden", "submit", "button") or "hidden" in attributes
        if tag in _CONTROLS and not hidden:
            labelled = (
                page.label_texts.get(attributes.get("id") or "", "").strip()
                or attributes.get("aria-label")
                or attributes.get("aria-labelledby")
                or position in page.wrapped
            )
            if not labelled:
                yield f"<{tag} {attributes.get('name')}> has no label"


class Visitor:
    """A browser of one person: posts with the token of the last page, and looks at every page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._browser = app.test_client()
        self._token = ""

    @property
    def services(self) -> Services:
        found: Services = self.app.extensions["vanban"]
        return found

    def get(self, address: str, status: int = 200, **options: Any) -> TestResponse:
        """Visit a page; it must answer with `status` and keep the rules of the house."""
        return self._look(self._browser.get(address, buffered=True, **options), status)

    def post(
        self, address: str, data: dict[str, Any] | None = None, status: int = 302, **options: Any
    ) -> TestResponse:
        """Send a form as the last page would, with its token."""
        if not self._token:
            self.get("/tai-khoan" if self._signed_in() else "/dang-nhap", status=0)
        sent = {"csrf_token": self._token, **(data or {})}
        return self._look(self._browser.post(address, data=sent, buffered=True, **options), status)

    def raw_post(self, address: str, status: int, **options: Any) -> TestResponse:
        """Send something without the token, as another site or a script would."""
        return self._look(self._browser.post(address, buffered=True, **options), status)

    def follow(self, response: TestResponse, status: int = 200) -> TestResponse:
        """Go where a redirect points."""
        assert response.status_code in (302, 303), response.text
        return self.get(response.headers["Location"], status)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        self.get("/dang-nhap")
        self.post("/dang-nhap", {"ten_dang_nhap": name, "mat_khau": password})

    def _signed_in(self) -> bool:
        with self._browser.session_transaction() as session:
            return "user" in session

    def _look(self, response: TestResponse, status: int) -> TestResponse:
        if status:
            assert response.status_code == status, (
                f"{response.request.path} answered {response.status_code} "
                f"→ {response.headers.get('Location')}\n{response.text[:2000]}"
            )
        if response.status_code in (302, 303):
            self._token = ""  # the session may be another one now; the next page tells
        elif response.mimetype == "text/html":
            wrong = broken_rules(response.text)
            assert not wrong, f"{response.request.path}: " + "\n".join(wrong)
            assert "Content-Security-Policy" in response.headers
            found = re.search(r'name="csrf-token" content="([^"]+)"', response.text)
            self._token = found[1] if found else ""
        return response


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wall_clock(clock: Clock) -> None:
    """The clock of the wall: programs elsewhere sign by it, what is here must be of that day."""
    clock.now = authority.NOW


@pytest.fixture
def app(data_dir: Path, clock: Clock) -> Iterator[Flask]:
    """The real application on an empty directory; nobody has set it up yet."""
    made = create_app(Settings(data_dir=data_dir), clock)
    yield made
    made.extensions["vanban"].register.close()


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """Makes one more browser."""
    return lambda: Visitor(app)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A browser in which nobody is signed in."""
    return Visitor(app)


def _clerk(app: Flask, agency: Agency, name: str) -> tuple[Visitor, User]:
    people = app.extensions["vanban"].register.people
    office = people.add_office(agency)
    user = people.add_user(
        office.id, f"Văn thư {agency.ten_mot_dong}", name, PASSWORD, roles=FIRST_ROLES
    )
    visitor = Visitor(app)
    visitor.sign_in(name)
    return visitor, user


@pytest.fixture
def clerk(app: Flask) -> Visitor:
    """The văn thư of Sở Nội vụ, signed in."""
    return _clerk(app, SO_NOI_VU, "vanthu")[0]


@pytest.fixture
def other(app: Flask) -> Visitor:
    """The văn thư of another office, signed in."""
    return _clerk(app, CUC_THUE, "cucthue")[0]


@pytest.fixture
def user(app: Flask, clerk: Visitor) -> User:
    """The account behind `clerk`."""
    found = app.extensions["vanban"].register.people.user_named("vanthu")
    assert found is not None
    return found


@pytest.fixture
def complete(app: Flask, user: User) -> int:
    """A finished paper of the clerk's office."""
    services = app.extensions["vanban"]
    kind = services.service.kinds["ke_hoach"]
    return services.drafts.add(user, kind.name, kind.sample).id


# -- one office at work --------------------------------------------------------------------------


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["vanban"]
    return found


@pytest.fixture
def colleague(app: Flask, user: User, services: Services) -> Callable[..., Visitor]:
    """Signs in one more person of the clerk's office, with these roles."""

    def sign_in(name: str, *roles: str) -> Visitor:
        people = services.register.people
        people.add_user(user.agency_id, f"Người {name}", name, PASSWORD, roles=roles)
        visitor = Visitor(app)
        visitor.sign_in(name)
        return visitor

    return sign_in


@pytest.fixture
def writer(colleague: Callable[..., Visitor]) -> Visitor:
    return colleague("soan", "soan_thao")


@pytest.fixture
def leader(colleague: Callable[..., Visitor]) -> Visitor:
    return colleague("lanhdao", "lanh_dao")


@pytest.fixture
def registrar(colleague: Callable[..., Visitor]) -> Visitor:
    return colleague("vt", "van_thu")


@pytest.fixture
def submitted(writer: Visitor, complete: int) -> int:
    press(writer, complete, "Trình ký")
    return complete


@pytest.fixture
def signed(leader: Visitor, submitted: int) -> int:
    press(leader, submitted, "Đã ký")
    return submitted


@pytest.fixture
def issued(registrar: Visitor, signed: int) -> int:
    number(registrar, signed)
    return signed
