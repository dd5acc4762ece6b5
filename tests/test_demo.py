"""The sample offices: every example becomes a paper that can be printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from vanban.agency import Agency
from vanban.demo import PASSWORD, accounts, load_demo, read_examples
from vanban.life import FIRST_ROLES
from vanban.problems import Refused
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.web import create_app

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir, demo=True))
    yield opened
    opened.register.close()


def test_every_example_is_a_paper_of_its_office(services: Services) -> None:
    load_demo(services, EXAMPLES)
    papers = []
    for account in accounts(services):
        user = services.register.people.sign_in(account.ten_dang_nhap, PASSWORD, "")
        agency = services.register.people.office(user.agency_id).agency
        for record in services.drafts.list(user).records:
            data = services.drafts.get(user, record.id).data
            assert services.service.check(record.kind, data, agency, date(2026, 11, 21)) == []
            papers.append(data)
    examples = read_examples(EXAMPLES)
    assert len(papers) == len(examples) == len(list(EXAMPLES.glob("*/*.json")))
    assert all(example.raw in papers for example in examples)


def test_every_sample_office_has_people_of_every_role(services: Services) -> None:
    load_demo(services, EXAMPLES)
    for account in accounts(services):
        office = services.register.people.user_named(account.ten_dang_nhap)
        assert office is not None
        roles = set()
        for _, name in account.others:
            user = services.register.people.sign_in(name, PASSWORD, "")
            assert user.agency_id == office.agency_id
            roles |= user.roles
        assert roles == FIRST_ROLES - {"he_thong"}


def test_loading_twice_changes_nothing(services: Services) -> None:
    assert load_demo(services, EXAMPLES) == load_demo(services, EXAMPLES)


def test_real_papers_are_left_alone(services: Services) -> None:
    office = services.register.people.add_office(Agency("Sở A", "SA", "Hà Nội"))
    services.register.people.add_user(office.id, "Lan", "lan", "một câu dài", roles=FIRST_ROLES)
    with pytest.raises(Refused, match="thư mục khác"):
        load_demo(services, EXAMPLES)


@pytest.mark.parametrize("text", ["{", "[]", '{"co_quan": {}}', '{"co_quan": {"la": 1}}'])
def test_an_example_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "ke_hoach.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"a/ke_hoach\.json"):
        read_examples(tmp_path)


@pytest.mark.parametrize("demo", [True, False])
def test_the_accounts_are_listed_in_demo_mode_only(data_dir: Path, demo: bool) -> None:
    app = create_app(Settings(data_dir=data_dir, demo=demo))
    services = app.extensions["vanban"]
    load_demo(services, EXAMPLES)
    page = app.test_client().get("/dang-nhap").text
    services.register.close()
    assert (PASSWORD in page) is demo
    again = open_services(Settings(data_dir=data_dir))
    names = [account.ten_co_quan for account in accounts(again)]
    again.register.close()
    assert all((name in page) is demo for name in names)


def test_examples_are_json_objects() -> None:
    for path in EXAMPLES.glob("*/*.json"):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
