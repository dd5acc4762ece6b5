"""Who may do what, for every route of the application and every role: read from the route list.

A new route is in here by itself. It fails until it has a rule (`access.RULES`) and stands in
docs/dev/access.md; a new kind of number in an address fails until `world` makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.contract.source import ROOT
from tests.web.conftest import CUC_THUE, PASSWORD, SO_NOI_VU
from vanban.check.engine import Severity
from vanban.cli import main
from vanban.life import FIRST_ROLES, ROLES
from vanban.register import NewCheck, NewCopy, User, tables
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import access, create_app
from vanban.web.matrix import access_matrix

# What a stranger may open, and why. Any other route must send a stranger to the sign-in page.
OPEN = {
    "static": "style and scripts, no data",
    "accounts.set_up": "there is nobody yet who could sign in",
    "accounts.sign_in": "the door itself",
    "oidc.start": "the other door: leads to the provider, when the settings name one",
    "oidc.back": "the way back from there; what it brings is proved before anybody is let in",
    "vgca.download": "the program that signs has no session: a token in the address, for one file",
    "vgca.upload": "the same; what it brings is examined before it is kept",
    "health.alive": "the machine that watches has no account; the answer is one word",
    "health.ready": "the same; it names checks and nothing else",
}
# Routes with the number of a paper that answer from what is posted alone, and open no paper.
BLIND = {
    "editor.outline": "says how a posted text is understood",
    "editor.convert": "puts a posted text into Unicode",
}
# A route leaves these behind for whoever may use it, and for whoever may not.
NOTES = {"trail_event", "sign_in_attempt"}
NOBODY = 999_999
EVERYBODY = [*ROLES, "none"]


@dataclass(frozen=True)
class World:
    """An office with one of everything that an address can name, and people of every kind."""

    app: Flask
    values: dict[str, Any]
    people: dict[str, User]

    @property
    def services(self) -> Services:
        found: Services = self.app.extensions["vanban"]
        return found

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, but for the notes."""
        with self.services.register.database.read() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table))]
                for table in tables.metadata.sorted_tables
                if table.name not in NOTES
            }

    def ask(self, user: User | None, method: str, address: str) -> TestResponse:
        """What this person's browser gets, with the token that a page of ours would give."""
        browser = self.app.test_client()
        with self.app.test_request_context():
            token = generate_csrf()
            kept = {**session}
        with browser.session_transaction() as opened:
            opened.update(kept)
            if user is not None:
                now = int(self.services.clock().timestamp())
                opened.update(user=user.id, epoch=user.epoch, at=now)
        data = {"csrf_token": token} if method == "POST" else None
        return browser.open(address, method=method, data=data, buffered=True)

    def addresses(self, **changed: Any) -> Iterator[tuple[Rule, str, str]]:
        """(rule, method, address) of every route, about the things of this world."""
        values = {**self.values, **changed}
        for rule in self.app.url_map.iter_rules():
            unknown = rule.arguments - set(values)
            assert not unknown, f"tell `world` how to fill {sorted(unknown)} of {rule}"
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, built[1]


def _account(services: Services, agency_id: int, name: str, *roles: str) -> User:
    return services.register.people.add_user(agency_id, "Lê Thị Lan", name, PASSWORD, roles=roles)


def _copy(services: Services, clerk: User) -> int:
    """A scan that waits for the office's signature."""
    new = NewCopy(
        "sao_y", "Quyết định văn hóa công sở", None, services.store.put(b"%PDF", "pdf"), 4
    )
    return services.register.copies.add(clerk.actor, new).id


def _check(services: Services, clerk: User) -> int:
    """A file of somebody's that was checked."""
    pdf = services.store.put(b"%PDF", "pdf")
    report = {
        **{"bo_quy_tac": "", "nhom": "khac", "loai": "", "vi_sao": "Quyết định văn hóa công sở"},
        **{"nguon": "pdf", "da_ky_so": False, "so_trang": 1, "kho_giay": [[210.0, 297.0]]},
        **{"da_xet": 0, "dem": {str(severity): 0 for severity in Severity}},
        **{"phat_hien": [], "quy_tac": [], "khong_doc_duoc": []},
    }
    new = NewCheck("Quyết định văn hóa công sở.pdf", "pdf", pdf, 4, pdf, report)
    return services.register.checks.add(clerk.actor, new)


def _list(services: Services, clerk: User) -> int:
    """A list of one person, of which nothing is made yet."""
    data = "Họ và tên\nNguyễn Thị An\n".encode()
    return services.batches.upload(clerk, "quyet_dinh_khen_thuong", "rieng", "ds.csv", data).id


@pytest.fixture
def world(app: Flask) -> World:
    services: Services = app.extensions["vanban"]
    people = services.register.people
    office, elsewhere = people.add_office(SO_NOI_VU), people.add_office(CUC_THUE)
    found = {name: _account(services, office.id, f"lan.{name}", name) for name in ROLES}
    found["none"] = _account(services, office.id, "lan.none")
    found["elsewhere"] = _account(services, elsewhere.id, "cucthue", *FIRST_ROLES)
    found["locked"] = _account(services, office.id, "khoa", *FIRST_ROLES)
    with services.register.database.write() as connection:
        mine = tables.user.c.id == found["locked"].id
        connection.execute(update(tables.user).where(mine).values(active=False))
    kind = services.service.kinds["ke_hoach"]
    paper = services.drafts.add(found["van_thu"], kind.name, kind.sample)
    services.managing.save_unit(found["quan_tri"], None, "Phòng Tổ chức", "TC")
    values = {
        "document_id": paper.id,
        "user_id": found["locked"].id,
        "unit_id": services.managing.units(found["quan_tri"])[0].id,
        "series_id": services.managing.books(found["quan_tri"])[0].series.id,
        "revision": 1,
        "index": 0,
        "form": "pdf",
        "filename": "vanban.css",
        "pass_number": 1,
        "token": "khong-co",
        "seq": 1,
        "copy_id": _copy(services, found["van_thu"]),
        "batch_id": _list(services, found["van_thu"]),
        "number": 2,
        "check_id": _check(services, found["van_thu"]),
    }
    return World(app, values, found)


def is_refused(answer: TestResponse) -> bool:
    """Whether somebody was not let in: told so, or sent to sign in."""
    to_the_door = answer.headers.get("Location", "").startswith("/dang-nhap")
    return answer.status_code in (401, 403) or to_the_door


# -- the rules -------------------------------------------------------------------------------------


def test_the_open_routes_are_those_with_a_reason() -> None:
    assert set(OPEN) == {name for name, rule in access.RULES.items() if rule is access.PUBLIC}


def test_every_rule_is_about_a_route(app: Flask) -> None:
    assert set(access.RULES) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_an_application_with_a_forgotten_route_does_not_start(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: rule for name, rule in access.RULES.items() if name != "home.delete"}
    monkeypatch.setattr(access, "RULES", kept)
    with pytest.raises(ValueError, match=r"home\.delete"):
        create_app(Settings(data_dir=data_dir))


def test_a_route_without_a_rule_is_closed_to_everybody(world: World) -> None:
    world.app.add_url_rule("/quen", "forgotten", lambda: "bí mật")
    for user in world.people.values():
        answer = world.ask(user, "GET", "/quen")
        assert is_refused(answer)
        assert "bí mật" not in answer.text


def test_the_matrix_in_the_documents_is_that_of_the_routes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = access_matrix()
    assert main(["access"]) == 0
    assert capsys.readouterr().out == printed
    document = (ROOT / "docs" / "dev" / "access.md").read_text(encoding="utf-8")
    kept = "".join(f"{line}\n" for line in document.splitlines() if line.startswith("|"))
    assert kept == printed, "run `python -m vanban access` and put its table into the document"


# -- every route, every person ---------------------------------------------------------------------


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("name", EVERYBODY)
def test_those_who_may_not_are_refused_and_nothing_changes(world: World, name: str) -> None:
    user = world.people[name]
    before, seen = world.dump(), 0
    for rule, method, address in world.addresses():
        if access.permits(rule.endpoint, user.rights):
            continue
        answer = world.ask(user, method, address)
        assert answer.status_code == 403, f"{name}: {method} {address}"
        assert "văn hóa công sở" not in answer.text
        seen += 1
    assert world.dump() == before
    noted = [e for e in world.services.register.trail.events(user.agency_id) if e.address]
    assert [e.action for e in noted if e.user_id == user.id] == ["tu_choi"] * seen


@pytest.mark.parametrize("name", EVERYBODY)
def test_those_who_may_pass(world: World, name: str) -> None:
    user = world.people[name]
    for rule, method, address in world.addresses():
        leads_out = rule.endpoint == "accounts.sign_out"
        if access.permits(rule.endpoint, user.rights) and not leads_out:
            answer = world.ask(world.services.register.people.user(user.id), method, address)
            assert not is_refused(answer), f"{name}: {method} {address}"
            assert answer.status_code < 500, f"{name}: {method} {address}"


def test_strangers_and_locked_accounts_are_sent_to_the_door(world: World) -> None:
    before, seen = world.dump(), 0
    for rule, method, address in world.addresses():
        if rule.endpoint in OPEN:
            continue
        for user in (None, world.people["locked"]):
            answer = world.ask(user, method, address)
            assert answer.headers["Location"].startswith("/dang-nhap"), address
            seen += 1
    assert seen > 30
    assert world.dump() == before


def test_a_lent_password_opens_nothing_but_the_page_to_choose_another(world: World) -> None:
    user = world.people["van_thu"]
    with world.services.register.database.write() as connection:
        mine = tables.user.c.id == user.id
        connection.execute(update(tables.user).where(mine).values(must_change=True))
    for rule, method, address in world.addresses():
        if rule.endpoint in (*OPEN, "accounts.account", "accounts.sign_out"):
            continue
        assert world.ask(user, method, address).headers["Location"] == "/tai-khoan", address
    assert world.ask(user, "GET", "/tai-khoan").status_code == 200


def test_what_another_office_has_looks_like_nothing_at_all(world: World) -> None:
    user = world.people["elsewhere"]
    numbers = {name for name, value in world.values.items() if name.endswith("_id")}
    none = dict.fromkeys(numbers, NOBODY)
    before, seen = world.dump(), 0
    for real, unreal in zip(world.addresses(), world.addresses(**none), strict=True):
        rule, method, address = real
        if not rule.arguments & numbers or rule.endpoint in BLIND:
            continue
        answer, nothing = world.ask(user, method, address), world.ask(user, method, unreal[2])
        assert answer.status_code == 404, f"{method} {address}"
        assert told(answer) == told(nothing), f"{method} {address}"
        seen += 1
    assert seen > 10
    assert world.dump() == before


def told(answer: TestResponse) -> str:
    """A page without what is new on every page."""
    return re.sub(r'(content|value)="[^"]{40,}"', "", answer.text)


def test_lists_and_search_stay_within_the_office(world: World) -> None:
    assert "văn hóa công sở" in world.ask(world.people["van_thu"], "GET", "/van-ban").text
    for address in ("/van-ban?tim=van+hoa", "/"):
        answer = world.ask(world.people["elsewhere"], "GET", address)
        assert answer.status_code == 200
        assert "văn hóa công sở" not in answer.text


def test_a_refusal_is_logged_without_what_was_sent(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=access.__name__)
    world.ask(world.people["lanh_dao"], "POST", "/van-ban/1/xoa?tim=bi-mat")
    assert [r.message for r in caplog.records] == [
        f"refused: POST home.delete, account {world.people['lanh_dao'].id}"
    ]


def test_pages_lead_nobody_to_a_closed_door(world: World) -> None:
    for name in EVERYBODY:
        user = world.people[name]
        answer = world.ask(user, "GET", "/")
        if answer.status_code == 302:
            answer = world.ask(user, "GET", answer.headers["Location"])
        header = answer.text.split("<main")[0]
        links = [a for a in re.findall(r'href="(/[^"#]*)"', header) if "static" not in a]
        assert links
        for link in links:
            assert not is_refused(world.ask(user, "GET", link)), f"{name}: {link}"
