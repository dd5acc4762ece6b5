"""Use cases of those who keep an office: its accounts, units and series; and the offices.

In: a signed-in person and what was typed. Out: what is there now. Every use case asks for its right
here, whatever page or program it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from vanban.agency import Agency
from vanban.life import ROLES, NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import MemberPlan, Office, Register, Series, Unit, User
from vanban.register.members import ADMIN, SYSTEM
from vanban.register.numbers import SeriesPlan
from vanban.vietnamese.days import local_day
from vanban.vietnamese.text import clean_line

ACCOUNT_NAME = re.compile(r"\S{2,60}\Z")
NAME_LENGTH = 100
_SIGN_LENGTH = 30
T = TypeVar("T")


class NoSuch(Refused):
    """What is asked for does not exist, or is another office's: the answer is the same."""


@dataclass(frozen=True)
class Book:
    """A series as its office looks at it. next: the number that comes next in `year`."""

    series: Series
    year: int
    next: int
    given: bool


class Managing:
    """The use cases. clock: the present, with its time zone."""

    def __init__(self, register: Register, clock: Callable[[], datetime]) -> None:
        self._register = register
        self._members = register.members
        self._clock = clock

    # -- accounts ---------------------------------------------------------------------------------

    def accounts(self, user: User) -> list[User]:
        """Every account of the office. Raises NotAllowed, as everything here does."""
        _need(user, "nguoi_dung")
        return self._members.of(user.agency_id)

    def account(self, user: User, user_id: int) -> User:
        """One of them. Raises NoSuch when the office has none of that number."""
        found = (account for account in self.accounts(user) if account.id == user_id)
        return _found(found, "account_not_found")

    def add_account(self, user: User, name: str, plan: MemberPlan) -> tuple[User, str]:
        """One more, and the password that is lent to it. Raises Refused with what is wrong."""
        _need(user, "nguoi_dung")
        _refuse([*_account_problems(name), *_plan_problems(plan)])
        _guard_system(user, frozenset(), plan.roles)
        return self._members.add(user.actor, name, plan)

    def change_account(self, user: User, user_id: int, plan: MemberPlan) -> User:
        """Another name, other roles, another unit. Raises Refused with what is wrong."""
        old = self.account(user, user_id)
        _refuse(_plan_problems(plan))
        _guard_system(user, old.roles, plan.roles)
        return self._members.change(user.actor, user_id, plan)

    def set_active(self, user: User, user_id: int, active: bool) -> User:
        """Lock an account or let it in again. Raises Refused for the last quản trị."""
        self._touch(user, user_id)
        return self._members.set_active(user.actor, user_id, active)

    def lend_password(self, user: User, user_id: int) -> tuple[User, str]:
        """A password for somebody who forgot theirs; it must be changed at the next sign-in."""
        self._touch(user, user_id)
        return self._members.lend(user.actor, user_id)

    def _touch(self, user: User, user_id: int) -> None:
        """Raises Refused for an account that stands above this person: it would lend its rights."""
        roles = self.account(user, user_id).roles
        if SYSTEM in roles:
            _guard_system(user, roles, frozenset())

    # -- units ------------------------------------------------------------------------------------

    def units(self, user: User) -> list[Unit]:
        """The units of the office."""
        _need(user, "nguoi_dung")
        return self._members.units(user.agency_id)

    def unit(self, user: User, unit_id: int) -> Unit:
        """One of them. Raises NoSuch when the office has none of that number."""
        return _found((u for u in self.units(user) if u.id == unit_id), "unit_not_found")

    def save_unit(self, user: User, unit_id: int | None, ten: str, ky_hieu: str) -> None:
        """Add a unit (None) or name one anew. Raises Refused with what is wrong."""
        _need(user, "nguoi_dung")
        if unit_id is not None:
            self.unit(user, unit_id)
        name, sign = clean_line(ten), clean_line(ky_hieu)
        _refuse(
            [
                *_line_problems("ten", "Tên đơn vị", name, NAME_LENGTH),
                *_line_problems("ky_hieu", "Chữ viết tắt", sign, _SIGN_LENGTH, required=False),
            ]
        )
        self._members.save_unit(user.actor, unit_id, name, sign)

    # -- offices ----------------------------------------------------------------------------------

    def offices(self, user: User) -> list[tuple[Office, int]]:
        """Every office of the installation, with the number of its active accounts."""
        _need(user, "he_thong")
        return self._register.people.offices()

    def found(self, user: User, agency: Agency, name: str, ho_ten: str) -> tuple[User, str]:
        """A new office with its first quản trị, and the password lent to that account."""
        _need(user, "he_thong")
        plan = MemberPlan(clean_line(ho_ten), frozenset({ADMIN}))
        _refuse([*_account_problems(name), *_plan_problems(plan)])
        return self._members.found(user.actor, agency, name, plan)

    # -- series -----------------------------------------------------------------------------------

    def books(self, user: User) -> list[Book]:
        """Every series of the office as it stands this year."""
        _need(user, "co_quan")
        year = self.year
        found = []
        for series in self._register.numbers.series(user.agency_id):
            coming, last_date = self._register.numbers.next_number(user.agency_id, series.id, year)
            found.append(Book(series, year, coming, last_date is not None))
        return found

    def book(self, user: User, series_id: int) -> Book:
        """One of them. Raises NoSuch when the office has none of that number."""
        return _found((b for b in self.books(user) if b.series.id == series_id), "series_not_found")

    def save_series(self, user: User, series_id: int | None, plan: SeriesPlan) -> Series:
        """Add a series (None) or set one up anew. Raises Refused with what is wrong."""
        _need(user, "co_quan")
        _refuse(
            [
                *_line_problems("ten", "Tên sổ", plan.ten, NAME_LENGTH),
                *_line_problems(
                    "ky_hieu", "Chữ viết tắt", plan.ky_hieu, _SIGN_LENGTH, required=plan.council
                ),
            ]
        )
        numbers = self._register.numbers
        if series_id is None:
            return numbers.add_series(user.actor, plan)
        return numbers.change_series(user.actor, self.book(user, series_id).series.id, plan)

    def start_at(self, user: User, series_id: int, first: int) -> None:
        """Begin this year at `first`. Raises Refused once a number was given."""
        book = self.book(user, series_id)
        self._register.numbers.start_at(user.actor, series_id, book.year, first)

    @property
    def year(self) -> int:
        """The year in Vietnam."""
        return local_day(self._clock()).year


def _need(user: User, right: str) -> None:
    if right not in user.rights:
        raise NotAllowed(Problem("not_your_right"))


def _found(candidates: Iterator[T], code: str) -> T:
    """The first of them. Raises NoSuch when there is none."""
    for candidate in candidates:
        return candidate
    raise NoSuch(Problem(code))


def _refuse(problems: Collection[Problem]) -> None:
    if problems:
        raise Refused(*problems)


def _guard_system(user: User, before: frozenset[str], after: frozenset[str]) -> None:
    """Nobody gives, takes or borrows the rights of the whole installation without having them."""
    if SYSTEM in before | after and "he_thong" not in user.rights:
        raise Refused(Problem("role_not_yours", "roles"))


def _account_problems(name: str) -> Iterator[Problem]:
    if not ACCOUNT_NAME.match(name):
        yield Problem("account_name", "ten_dang_nhap")


def _plan_problems(plan: MemberPlan) -> list[Problem]:
    problems = [*_line_problems("ho_ten", "Họ và tên", plan.ho_ten, NAME_LENGTH)]
    if not plan.roles <= set(ROLES):
        problems.append(Problem("role_unknown", "roles"))
    return problems


def _line_problems(
    where: str, label: str, text: str, limit: int, *, required: bool = True
) -> Iterator[Problem]:
    if required and not text:
        yield Problem("required", where, {"label": label})
    if len(text) > limit:
        yield Problem("too_long_line", where, {"label": label, "count": len(text), "limit": limit})
