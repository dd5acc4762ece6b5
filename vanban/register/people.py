"""Offices and the people who sign in: plain values in, frozen records out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from vanban.agency import Agency, from_data, to_data
from vanban.life import FIRST_ROLES, rights_of
from vanban.problems import Problem, Refused
from vanban.register import passwords, tables
from vanban.register.database import Database
from vanban.register.numbers import SeriesPlan, add_series
from vanban.register.trail import Actor, Trail
from vanban.vietnamese.text import fold

# Wrong passwords that are borne within the window: a person mistypes, a program guesses. The
# address may be a whole office behind one router.
WINDOW = timedelta(minutes=15)
WRONG_PER_ACCOUNT = 5
WRONG_PER_ADDRESS = 30


class SignInRefused(Refused):
    """Wrong name or password, or too many tries."""


@dataclass(frozen=True)
class User:
    """A person with an account.

    epoch: sessions opened in an earlier epoch are over. roles: keys of life.ROLES. must_change: the
    password was chosen by somebody else. address: where this person sits now, "" when unknown.
    """

    id: int
    agency_id: int
    ten_dang_nhap: str
    ho_ten: str
    epoch: int
    roles: frozenset[str]
    active: bool
    must_change: bool
    unit_id: int | None
    address: str = ""

    @property
    def rights(self) -> frozenset[str]:
        """What this person may do."""
        return rights_of(self.roles)

    @property
    def actor(self) -> Actor:
        """The same person as the audit trail names them."""
        return Actor(self.agency_id, self.id, self.ho_ten, self.address)


@dataclass(frozen=True)
class Office:
    """An agency with its place in the register."""

    id: int
    agency: Agency
    updated_at: datetime


class People:
    """The desk for offices and accounts."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    def anybody(self) -> bool:
        """Whether there is an account yet."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(tables.user)) != 0

    def set_up(self, agency: Agency, ho_ten: str, ten_dang_nhap: str, password: str) -> User | None:
        """The first office with its first account; None when somebody was quicker.

        Raises Refused for a password that cannot be used.
        """
        kept = passwords.hash_password(password, ten_dang_nhap)
        with self._database.write() as connection:
            self._database.lock(connection, "first account")
            if connection.scalar(select(func.count()).select_from(tables.user)):
                return None
            agency_id = self._add_agency(connection, agency)
            names = (ho_ten, ten_dang_nhap)
            return self._add_user(connection, agency_id, names, kept, FIRST_ROLES)

    def add_office(self, agency: Agency) -> Office:
        """One more office."""
        with self._database.write() as connection:
            agency_id = self._add_agency(connection, agency)
        return self.office(agency_id)

    def add_user(
        self,
        agency_id: int,
        ho_ten: str,
        ten_dang_nhap: str,
        password: str,
        *,
        roles: Collection[str],
    ) -> User:
        """One more account. Raises Refused for a taken name or a password that cannot be used."""
        kept = passwords.hash_password(password, ten_dang_nhap)
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            if self._row(connection, tables.user.c.ten_dang_nhap == _key(ten_dang_nhap)):
                raise Refused(Problem("account_taken", "ten_dang_nhap", {"name": ten_dang_nhap}))
            return self._add_user(connection, agency_id, (ho_ten, ten_dang_nhap), kept, roles)

    def _add_agency(self, connection: Connection, agency: Agency) -> int:
        now = self._clock()
        result = connection.execute(
            insert(tables.agency).values(
                ten=agency.ten_mot_dong, data=to_data(agency), created_at=now, updated_at=now
            )
        )
        agency_id = tables.new_number(result)
        add_series(connection, agency_id, SeriesPlan())
        return agency_id

    def _add_user(
        self,
        connection: Connection,
        agency_id: int,
        names: tuple[str, str],
        kept: str,
        roles: Collection[str],
    ) -> User:
        ho_ten, ten_dang_nhap = names
        result = connection.execute(
            insert(tables.user).values(
                agency_id=agency_id,
                ten_dang_nhap=_key(ten_dang_nhap),
                ho_ten=ho_ten,
                password_hash=kept,
                epoch=1,
                created_at=self._clock(),
                roles=" ".join(sorted(roles)),
            )
        )
        row = self._row(connection, tables.user.c.id == tables.new_number(result))
        if row is None:  # inserted a moment ago in this very transaction
            raise KeyError(ten_dang_nhap)
        return _user(row)

    def user(self, user_id: int) -> User | None:
        """The account of that number."""
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.id == user_id)
        return _user(row) if row else None

    def user_named(self, ten_dang_nhap: str) -> User | None:
        """The account of that name, however it is capitalised."""
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.ten_dang_nhap == _key(ten_dang_nhap))
        return _user(row) if row else None

    def office(self, agency_id: int) -> Office:
        """The office of that number. KeyError when there is none (a bug: accounts name theirs)."""
        with self._database.read() as connection:
            query = select(tables.agency).where(tables.agency.c.id == agency_id)
            row = connection.execute(query).mappings().first()
        if row is None:
            raise KeyError(agency_id)
        return Office(row["id"], from_data(row["data"]), row["updated_at"])

    def save_office(self, agency_id: int, agency: Agency) -> None:
        """Keep the office as it is now; papers made before are made anew when next asked for."""
        with self._database.write() as connection:
            connection.execute(
                update(tables.agency)
                .where(tables.agency.c.id == agency_id)
                .values(ten=agency.ten_mot_dong, data=to_data(agency), updated_at=self._clock())
            )

    def sign_in(self, ten_dang_nhap: str, password: str, address: str) -> User:
        """The person whose name and password these are.

        Raises SignInRefused: wrong, or too many wrong tries for this account or from this address.
        """
        account = _key(ten_dang_nhap)
        self._refuse_many(account, address)
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.ten_dang_nhap == account)
        usable = row is not None and row["active"]
        right = passwords.is_right(password, row["password_hash"] if row and usable else None)
        attempt = tables.sign_in_attempt
        with self._database.write() as connection:
            connection.execute(delete(attempt).where(attempt.c.at < self._clock() - WINDOW))
            if right and row:
                connection.execute(delete(attempt).where(attempt.c.account == account))
                return _user(row)
            values = {"at": self._clock(), "account": account[:200], "address": address[:100]}
            connection.execute(insert(attempt).values(**values))
        raise SignInRefused(Problem("sign_in_wrong", "ten_dang_nhap"))

    def _refuse_many(self, account: str, address: str) -> None:
        attempt = tables.sign_in_attempt
        recent = attempt.c.at >= self._clock() - WINDOW
        limits = (
            (attempt.c.account == account[:200], WRONG_PER_ACCOUNT),
            (attempt.c.address == address[:100], WRONG_PER_ADDRESS),
        )
        with self._database.read() as connection:
            for condition, limit in limits:
                query = select(func.count(), func.min(attempt.c.at)).where(recent, condition)
                count, oldest = connection.execute(query).one()
                if count >= limit:
                    left = oldest + WINDOW - self._clock()
                    data = {"minutes": max(1, -(-int(left.total_seconds()) // 60))}
                    raise SignInRefused(Problem("sign_in_wait", "ten_dang_nhap", data))

    def change_password(self, user_id: int, old: str, new: str) -> User:
        """A new password; every other session of this person ends.

        Raises Refused when `old` is wrong (where "mat_khau_cu") or `new` cannot be used.
        """
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.id == user_id)
        if row is None or not passwords.is_right(old, row["password_hash"]):
            raise Refused(Problem("password_old_wrong", "mat_khau_cu"))
        kept = passwords.hash_password(new, row["ten_dang_nhap"])
        return self._change(user_id, password_hash=kept)

    def sign_out_everywhere(self, user_id: int) -> User:
        """End every session of this person."""
        return self._change(user_id)

    def _change(self, user_id: int, **values: Any) -> User:
        mine = tables.user.c.id == user_id
        with self._database.write() as connection:
            epoch = tables.user.c.epoch + 1
            connection.execute(update(tables.user).where(mine).values(epoch=epoch, **values))
            row = self._row(connection, mine)
        if row is None:
            raise KeyError(user_id)
        return _user(row)

    @staticmethod
    def _row(connection: Connection, condition: ColumnElement[bool]) -> Mapping[str, Any] | None:
        query = select(tables.user).where(condition)
        row = connection.execute(query).mappings().first()
        return None if row is None else dict(row)


def _key(ten_dang_nhap: str) -> str:
    """An account's name as it is kept: found however it is capitalised or accented."""
    return fold(ten_dang_nhap)


def _user(row: Mapping[str, Any]) -> User:
    return User(
        id=row["id"],
        agency_id=row["agency_id"],
        ten_dang_nhap=row["ten_dang_nhap"],
        ho_ten=row["ho_ten"],
        epoch=row["epoch"],
        roles=frozenset(row["roles"].split()),
        active=row["active"],
        must_change=row["must_change"],
        unit_id=row["unit_id"],
    )
