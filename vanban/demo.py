"""The sample offices: a folder of example papers comes in, offices with their papers go out.

examples/<campaign>/<kind>.json holds a paper's raw values, its office under "co_quan" and a note
under "mo_ta". Papers of one campaign whose letterheads are the same belong to one office; each
office has one account that does everything and one for each role, so that several people can try
the life of a paper. Their password is open, so this never goes where real papers are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vanban import agency as agencies
from vanban.agency import Agency
from vanban.life import FIRST_ROLES, ROLES
from vanban.problems import Problem, Refused
from vanban.register import User
from vanban.services import Services

PASSWORD = "vanban-demo"  # noqa: S105 - shown on the sign-in page, that is its purpose
ACCOUNT = "demo"
# Accounts with one role each, by role; those of the second office end in 2.
ROLE_ACCOUNTS = {
    "soan_thao": "soanthao",
    "van_thu": "vanthu",
    "lanh_dao": "lanhdao",
    "quan_tri": "quantri",
}
_MOST = 50


@dataclass(frozen=True)
class DemoAccount:
    """One account of the sign-in page's list."""

    ten_dang_nhap: str
    ten_co_quan: str
    others: tuple[tuple[str, str], ...] = ()
    """The accounts of the same office with one role each: (the role's name, the account's)."""


@dataclass(frozen=True)
class Example:
    """One example paper with its office."""

    campaign: str
    kind: str
    agency: Agency
    raw: dict[str, Any]


def read_examples(folder: Path) -> list[Example]:
    """Every example of the folder. Raises Refused when one cannot be read."""
    return [_read(path) for path in sorted(folder.glob("*/*.json"))]


def _read(path: Path) -> Example:
    name = f"{path.parent.name}/{path.name}"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused(Problem("bad_json", name, {"detail": str(error)})) from error
    if not isinstance(data, dict):
        raise Refused(Problem("json_not_object", name))
    office = agencies.from_data(data.pop("co_quan", None), where=f"{name}: co_quan")
    data.pop("mo_ta", None)  # a note for the reader of the example, not part of the paper
    return Example(path.parent.name, path.stem, office, data)


def load_demo(services: Services, folder: Path) -> list[DemoAccount]:
    """Fill an empty register with the examples; one that holds them already is left alone.

    Raises Refused when the register holds real accounts, or an example cannot be read.
    """
    people = services.register.people
    if people.anybody():
        if people.user_named(_account(1)) is None:
            raise Refused(Problem("demo_not_empty"))
        return accounts(services)
    users: dict[tuple[str, str], User] = {}
    for example in read_examples(folder):
        key = (example.campaign, f"{example.agency.ten_co_quan}/{example.agency.ky_hieu}")
        if key not in users:
            office = people.add_office(example.agency)
            name = _account(len(users) + 1)
            users[key] = people.add_user(
                office.id, "Người làm mọi việc", name, PASSWORD, roles=FIRST_ROLES
            )
            for role, account in ROLE_ACCOUNTS.items():
                who, called = f"{ROLES[role].label} mẫu", _account(len(users), account)
                people.add_user(office.id, who, called, PASSWORD, roles={role})
        services.drafts.add(users[key], example.kind, example.raw)
    return accounts(services)


def accounts(services: Services) -> list[DemoAccount]:
    """The sample accounts that are there, for the sign-in page."""
    people = services.register.people
    found = []
    for number in range(1, _MOST + 1):
        user = people.user_named(_account(number))
        if user is None:
            break
        agency = people.office(user.agency_id).agency
        others = tuple(
            (ROLES[role].label, _account(number, account))
            for role, account in ROLE_ACCOUNTS.items()
            if people.user_named(_account(number, account))
        )
        found.append(DemoAccount(user.ten_dang_nhap, agency.ten_mot_dong, others))
    return found


def _account(number: int, name: str = ACCOUNT) -> str:
    return name if number == 1 else f"{name}{number}"
