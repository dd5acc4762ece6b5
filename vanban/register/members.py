"""The accounts and units of an office, as its quản trị keeps them: changes come in, each noted.

An office always keeps somebody who can administer it, and an installation somebody who can add
offices. A password that is lent here is shown once, to whoever lends it; none can be read later.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from vanban.agency import Agency
from vanban.problems import Problem, Refused
from vanban.register import passwords, tables
from vanban.register.database import Database
from vanban.register.people import User, account_key, add_agency, add_user, as_user, read_user
from vanban.register.trail import INSTALLATION, Actor, Trail

_user = tables.user
_unit = tables.unit
ADMIN, SYSTEM = "quan_tri", "he_thong"
# Letters and digits that nobody takes for one another, read out or written by hand: 12 of 31 are
# 59 bits, for a password that lives until the next sign-in.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True)
class MemberPlan:
    """What a quản trị says of an account. roles: keys of life.ROLES. unit_id: of that office."""

    ho_ten: str
    roles: frozenset[str]
    unit_id: int | None = None


@dataclass(frozen=True)
class Unit:
    """A đơn vị of an office. ky_hieu: its abbreviation, "" for none. people: accounts in it."""

    id: int
    ten: str
    ky_hieu: str
    people: int


class Members:
    """The desk for accounts and units. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    # -- accounts ---------------------------------------------------------------------------------

    def of(self, agency_id: int) -> list[User]:
        """Every account of the office, locked ones too."""
        query = select(_user).where(_user.c.agency_id == agency_id).order_by(_user.c.id)
        with self._database.read() as connection:
            return [as_user(dict(row)) for row in connection.execute(query).mappings()]

    def one(self, agency_id: int, user_id: int) -> User:
        """That account of the office. Raises Refused when it has none of that number."""
        with self._database.read() as connection:
            return _mine(connection, agency_id, user_id)

    def add(self, actor: Actor, name: str, plan: MemberPlan) -> tuple[User, str]:
        """One more account, and the password that is lent to it.

        Raises Refused for a taken name or a unit of another office.
        """
        lent = lend_password()
        kept = passwords.hash_password(lent, name)
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            return self._add(connection, actor, (name, kept), plan), lent

    def found(self, actor: Actor, agency: Agency, name: str, plan: MemberPlan) -> tuple[User, str]:
        """One more office with its first account, and the password that is lent to that.

        The installation's trail tells of the office, the office's own begins with the account.
        Raises Refused for a taken name; then there is no office either.
        """
        lent = lend_password()
        kept = passwords.hash_password(lent, name)
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            agency_id = add_agency(connection, agency, self._clock())
            whole = replace(actor, agency_id=INSTALLATION)
            detail = {"office": agency.ten_mot_dong, "number": agency_id}
            self._trail.append(connection, whole, "them_co_quan", None, detail)
            there = replace(actor, agency_id=agency_id)
            return self._add(connection, there, (name, kept), plan), lent

    def _add(
        self, connection: Connection, actor: Actor, name_and_hash: tuple[str, str], plan: MemberPlan
    ) -> User:
        _check_unit(connection, actor.agency_id, plan.unit_id)
        name, kept = name_and_hash
        user = add_user(
            connection,
            ten_dang_nhap=name,
            password_hash=kept,
            agency_id=actor.agency_id,
            created_at=self._clock(),
            must_change=True,
            **_columns(plan),
        )
        self._note(connection, actor, user, "them_tai_khoan", _told(user))
        return user

    def change(self, actor: Actor, user_id: int, plan: MemberPlan) -> User:
        """Another name, other roles, another unit; they hold from the next click on.

        Raises Refused for an account or a unit of another office, and when nobody would be left to
        administer the office or the installation.
        """
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            old = _mine(connection, actor.agency_id, user_id)
            _check_unit(connection, actor.agency_id, plan.unit_id)
            if old.active:
                _keep_somebody(connection, old, plan.roles)
            mine = _user.c.id == old.id
            connection.execute(update(_user).where(mine).values(**_columns(plan)))
            new = _mine(connection, actor.agency_id, user_id)
            changed = {"before": _told(old), "after": _told(new)}
            self._note(connection, actor, new, "sua_tai_khoan", changed)
        return new

    def set_active(self, actor: Actor, user_id: int, active: bool) -> User:
        """Lock an account, which ends its sessions everywhere, or let it in again.

        Raises Refused as `change` does.
        """
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            old = _mine(connection, actor.agency_id, user_id)
            if old.active and not active:
                _keep_somebody(connection, old, frozenset())
            values = {"active": active, "epoch": old.epoch + 1}
            connection.execute(update(_user).where(_user.c.id == old.id).values(**values))
            action = "mo_tai_khoan" if active else "khoa_tai_khoan"
            self._note(connection, actor, old, action, _told(old))
            return _mine(connection, actor.agency_id, user_id)

    def lend(self, actor: Actor, user_id: int) -> tuple[User, str]:
        """A new password that must be changed at the next sign-in; every session ends.

        A link with a provider ends as well: whoever may have got into the account made it perhaps.
        Raises Refused for an account of another office.
        """
        lent = lend_password()
        with self._database.write() as connection:
            old = _mine(connection, actor.agency_id, user_id)
            kept = passwords.hash_password(lent, old.ten_dang_nhap)
            values = {
                "password_hash": kept,
                "must_change": True,
                "epoch": old.epoch + 1,
                "subject": None,
            }
            connection.execute(update(_user).where(_user.c.id == old.id).values(**values))
            forget_attempts(connection, old.ten_dang_nhap)
            self._note(connection, actor, old, "dat_lai_mat_khau", _told(old))
            return _mine(connection, actor.agency_id, user_id), lent

    # -- units ------------------------------------------------------------------------------------

    def units(self, agency_id: int) -> list[Unit]:
        """The units of the office, in the order they were added."""
        columns = (_unit.c.id, _unit.c.ten, _unit.c.ky_hieu, func.count(_user.c.id))
        query = (
            select(*columns)
            .outerjoin(_user, _user.c.unit_id == _unit.c.id)
            .where(_unit.c.agency_id == agency_id)
            .group_by(_unit.c.id, _unit.c.ten, _unit.c.ky_hieu)
            .order_by(_unit.c.id)
        )
        with self._database.read() as connection:
            return [Unit(*row) for row in connection.execute(query)]

    def save_unit(self, actor: Actor, unit_id: int | None, ten: str, ky_hieu: str) -> None:
        """Add a unit (None) or name one anew.

        Raises Refused for a name that another unit has, or a unit of another office.
        """
        values = {"ten": ten, "ky_hieu": ky_hieu}
        with self._database.write() as connection:
            self._database.lock(connection, f"units {actor.agency_id}")
            office = _unit.c.agency_id == actor.agency_id
            rows = connection.execute(select(_unit.c.id, _unit.c.ten).where(office)).all()
            if unit_id is not None and unit_id not in {row.id for row in rows}:
                raise Refused(Problem("unit_not_found"))
            if any(r.ten.casefold() == ten.casefold() and r.id != unit_id for r in rows):
                raise Refused(Problem("unit_taken", "ten", {"name": ten}))
            if unit_id is None:
                connection.execute(insert(_unit).values(agency_id=actor.agency_id, **values))
            else:
                connection.execute(update(_unit).where(_unit.c.id == unit_id).values(**values))
            action = "them_don_vi" if unit_id is None else "sua_don_vi"
            self._trail.append(connection, actor, action, None, values)

    def _note(
        self,
        connection: Connection,
        actor: Actor,
        user: User,
        action: str,
        told: Mapping[str, object],
    ) -> None:
        detail = {"account": user.ten_dang_nhap, **told}
        self._trail.append(connection, actor, action, None, detail)


def lend_password() -> str:
    """A password that can be read out: "k7mp-x3rt-9wqd"."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[i : i + _GROUP]) for i in range(0, len(letters), _GROUP))


def forget_attempts(connection: Connection, ten_dang_nhap: str) -> None:
    """Begin counting the wrong passwords of an account anew."""
    attempt = tables.sign_in_attempt
    connection.execute(attempt.delete().where(attempt.c.account == account_key(ten_dang_nhap)))


def _columns(plan: MemberPlan) -> dict[str, Any]:
    roles = " ".join(sorted(plan.roles))
    return {"ho_ten": plan.ho_ten, "roles": roles, "unit_id": plan.unit_id}


def _told(user: User) -> dict[str, object]:
    return {"ho_ten": user.ho_ten, "roles": sorted(user.roles), "unit": user.unit_id}


def _mine(connection: Connection, agency_id: int, user_id: int) -> User:
    user = read_user(connection, _user.c.id == user_id)
    if user is None or user.agency_id != agency_id:
        raise Refused(Problem("account_not_found"))
    return user


def _check_unit(connection: Connection, agency_id: int, unit_id: int | None) -> None:
    mine = (_unit.c.agency_id == agency_id, _unit.c.id == unit_id)
    if unit_id is not None and not connection.scalar(select(_unit.c.id).where(*mine)):
        raise Refused(Problem("unit_not_found", "unit_id"))


def _keep_somebody(connection: Connection, old: User, roles: frozenset[str]) -> None:
    """Raises Refused when `old` is the last active account with a role that it would lose."""
    query = select(_user).where(_user.c.active, _user.c.id != old.id)
    others = [as_user(dict(row)) for row in connection.execute(query).mappings()]
    here = [user for user in others if user.agency_id == old.agency_id]
    lost = old.roles - roles
    if ADMIN in lost and not any(ADMIN in user.roles for user in here):
        raise Refused(Problem("last_admin", "roles"))
    if SYSTEM in lost and not any(SYSTEM in user.roles for user in others):
        raise Refused(Problem("last_system", "roles"))
