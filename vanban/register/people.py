"""Offices and the people who sign in: plain values in, frozen records out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from vanban.agency import Agency, from_data, to_data
from vanban.life import FIRST_ROLES, rights_of
from vanban.problems import Problem, Refused
from vanban.register import passwords, tables
from vanban.register.columns import asked, new_number
from vanban.register.database import Database
from vanban.register.numbers import SeriesPlan, add_series
from vanban.register.trail import Actor, Trail
from vanban.vietnamese.text import fold

# Wrong passwords that are borne within the window: a person mistypes, a program guesses. Few from
# one address for one account; more for the account from anywhere, so that a stranger elsewhere
# cannot lock a person out with five clicks, and still cannot guess more than 200 times an hour.
# The address may be a whole office behind one router.
WINDOW = timedelta(minutes=15)
WRONG_PER_ACCOUNT = 5
WRONG_FROM_ANYWHERE = 50
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

    def set_up(
        self, agency: Agency, ho_ten: str, ten_dang_nhap: str, password: str, address: str = ""
    ) -> User | None:
        """The first office with its first account; None when somebody was quicker.

        address: of whoever sets up, for the trail.

        Raises Refused for a password that cannot be used.
        """
        kept = passwords.hash_password(password, ten_dang_nhap)
        with self._database.write() as connection:
            self._database.lock(connection, "first account")
            if connection.scalar(select(func.count()).select_from(tables.user)):
                return None
            agency_id = add_agency(connection, agency, self._clock())
            user = self._add_user(connection, agency_id, (ho_ten, ten_dang_nhap), kept, FIRST_ROLES)
            detail = {"account": user.ten_dang_nhap, "roles": sorted(user.roles)}
            actor = replace(user.actor, address=address)
            self._trail.append(connection, actor, "thiet_lap", None, detail)
            return user

    def add_office(self, agency: Agency) -> Office:
        """One more office, without accounts."""
        with self._database.write() as connection:
            agency_id = add_agency(connection, agency, self._clock())
        return self.office(agency_id)

    def offices(self) -> list[tuple[Office, int]]:
        """Every office of the installation, with the number of its active accounts."""
        count = func.count(tables.user.c.id)
        query = (
            select(tables.agency, count.label("people"))
            .outerjoin(
                tables.user,
                (tables.user.c.agency_id == tables.agency.c.id) & tables.user.c.active,
            )
            .group_by(tables.agency.c.id)
            .order_by(tables.agency.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [(_office(dict(row)), row["people"]) for row in rows]

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
            return self._add_user(connection, agency_id, (ho_ten, ten_dang_nhap), kept, roles)

    def _add_user(
        self,
        connection: Connection,
        agency_id: int,
        names: tuple[str, str],
        kept: str,
        roles: Collection[str],
    ) -> User:
        ho_ten, ten_dang_nhap = names
        return add_user(
            connection,
            ten_dang_nhap=ten_dang_nhap,
            agency_id=agency_id,
            ho_ten=ho_ten,
            password_hash=kept,
            created_at=self._clock(),
            roles=" ".join(sorted(roles)),
        )

    def user(self, user_id: int) -> User | None:
        """The account of that number."""
        with self._database.read() as connection:
            return read_user(connection, tables.user.c.id == asked(user_id))

    def user_named(self, ten_dang_nhap: str) -> User | None:
        """The account of that name, however it is capitalised."""
        with self._database.read() as connection:
            return read_user(connection, _named(ten_dang_nhap))

    def office(self, agency_id: int) -> Office:
        """The office of that number. KeyError when there is none (a bug: accounts name theirs)."""
        with self._database.read() as connection:
            query = select(tables.agency).where(tables.agency.c.id == agency_id)
            row = connection.execute(query).mappings().first()
        if row is None:
            raise KeyError(agency_id)
        return _office(dict(row))

    def save_office(self, agency_id: int, agency: Agency, actor: Actor | None = None) -> None:
        """Keep the office as it is now; papers made before are made anew when next asked for.

        actor: who changed it, noted in the trail with the names of what was changed.
        """
        old = to_data(self.office(agency_id).agency)
        new = to_data(agency)
        with self._database.write() as connection:
            connection.execute(
                update(tables.agency)
                .where(tables.agency.c.id == agency_id)
                .values(ten=agency.ten_mot_dong, data=new, updated_at=self._clock())
            )
            changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
            if actor is not None and changed:
                self._trail.append(connection, actor, "sua_co_quan", None, {"changed": changed})

    def sign_in(
        self, ten_dang_nhap: str, password: str, address: str, *, again: bool = False
    ) -> User:
        """The person whose name and password these are. again: they are signed in already.

        Raises SignInRefused: wrong, or too many wrong tries for this account or from this address.
        """
        account = account_key(ten_dang_nhap)
        self._refuse_many(account, address)
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.ten_dang_nhap == account)
        usable = row is not None and row["active"]
        # Whether there is such an account, and whether it is locked, takes as long to find out.
        right = passwords.is_right(password, row["password_hash"] if row and usable else None)
        attempt = tables.sign_in_attempt
        with self._database.write() as connection:
            connection.execute(delete(attempt).where(attempt.c.at < self._clock() - WINDOW))
            if right and row:
                connection.execute(delete(attempt).where(attempt.c.account == account))
                user = replace(as_user(row), address=address)
                self._keep_up_to_date(connection, row, password)
                action = "xac_nhan_mat_khau" if again else "dang_nhap"
                self._trail.append(connection, user.actor, action)
                return user
            values = {"at": self._clock(), "account": account[:200], "address": address[:100]}
            connection.execute(insert(attempt).values(**values))
            if row:
                stranger = Actor(row["agency_id"], None, "", address)
                self._trail.append(
                    connection, stranger, "dang_nhap_sai", None, {"account": account}
                )
        raise SignInRefused(Problem("sign_in_wrong", "ten_dang_nhap"))

    def sign_out(self, actor: Actor) -> None:
        """Note that somebody left."""
        self._trail.note(actor, "dang_xuat")

    @staticmethod
    def _keep_up_to_date(connection: Connection, row: Mapping[str, Any], password: str) -> None:
        """Hash anew what was hashed with weaker parameters: only now is the password known."""
        better = passwords.rehash(password, row["password_hash"])
        if better is not None:
            mine = tables.user.c.id == row["id"]
            connection.execute(update(tables.user).where(mine).values(password_hash=better))

    def _refuse_many(self, account: str, address: str) -> None:
        attempt = tables.sign_in_attempt
        recent = attempt.c.at >= self._clock() - WINDOW
        this, here = attempt.c.account == account[:200], attempt.c.address == address[:100]
        limits = (
            (this & here, WRONG_PER_ACCOUNT),
            (this, WRONG_FROM_ANYWHERE),
            (here, WRONG_PER_ADDRESS),
        )
        with self._database.read() as connection:
            for condition, limit in limits:
                query = select(func.count(), func.min(attempt.c.at)).where(recent, condition)
                count, oldest = connection.execute(query).one()
                if count >= limit:
                    left = oldest + WINDOW - self._clock()
                    data = {"minutes": max(1, -(-int(left.total_seconds()) // 60))}
                    raise SignInRefused(Problem("sign_in_wait", "ten_dang_nhap", data))

    def change_password(self, actor: Actor, old: str, new: str) -> User:
        """A new password; every other session of this person ends.

        Raises Refused when `old` is wrong (where "mat_khau_cu") or `new` cannot be used.
        """
        with self._database.read() as connection:
            row = self._row(connection, tables.user.c.id == actor.user_id)
        if row is None or not passwords.is_right(old, row["password_hash"]):
            raise Refused(Problem("password_old_wrong", "mat_khau_cu"))
        if passwords.is_right(new, row["password_hash"]):
            raise Refused(Problem("password_same", "mat_khau"))
        kept = passwords.hash_password(new, row["ten_dang_nhap"])
        return self._change(actor, "doi_mat_khau", password_hash=kept, must_change=False)

    def sign_out_everywhere(self, actor: Actor) -> User:
        """End every session of this person."""
        return self._change(actor, "dang_xuat_moi_noi")

    def _change(self, actor: Actor, action: str, **values: Any) -> User:
        mine = tables.user.c.id == actor.user_id
        with self._database.write() as connection:
            epoch = tables.user.c.epoch + 1
            connection.execute(update(tables.user).where(mine).values(epoch=epoch, **values))
            user = read_user(connection, mine)
            if user is None:
                raise KeyError(actor.user_id)
            self._trail.append(connection, actor, action)
        return user

    @staticmethod
    def _row(connection: Connection, condition: ColumnElement[bool]) -> Mapping[str, Any] | None:
        query = select(tables.user).where(condition)
        row = connection.execute(query).mappings().first()
        return None if row is None else dict(row)


def account_key(ten_dang_nhap: str) -> str:
    """An account's name as it is kept: found however it is capitalised or accented."""
    return fold(ten_dang_nhap)


def read_user(connection: Connection, condition: ColumnElement[bool]) -> User | None:
    """The account that this is true of."""
    row = connection.execute(select(tables.user).where(condition)).mappings().first()
    return None if row is None else as_user(dict(row))


def add_user(connection: Connection, *, ten_dang_nhap: str, **values: Any) -> User:
    """Insert an account. Raises Refused for a name that is taken. values: other columns."""
    if read_user(connection, _named(ten_dang_nhap)):
        raise Refused(Problem("account_taken", "ten_dang_nhap", {"name": ten_dang_nhap}))
    columns = {"ten_dang_nhap": account_key(ten_dang_nhap), "epoch": 1, **values}
    number = new_number(connection.execute(insert(tables.user).values(**columns)))
    user = read_user(connection, tables.user.c.id == number)
    if user is None:  # inserted a moment ago in this very transaction
        raise KeyError(ten_dang_nhap)
    return user


def add_agency(connection: Connection, agency: Agency, now: datetime) -> int:
    """Insert an office with the one series of numbers that every office begins with; its number."""
    values = {"ten": agency.ten_mot_dong, "data": to_data(agency)}
    result = connection.execute(
        insert(tables.agency).values(created_at=now, updated_at=now, **values)
    )
    agency_id = new_number(result)
    add_series(connection, agency_id, SeriesPlan())
    return agency_id


def _named(ten_dang_nhap: str) -> ColumnElement[bool]:
    return tables.user.c.ten_dang_nhap == account_key(ten_dang_nhap)


def _office(row: Mapping[str, Any]) -> Office:
    return Office(row["id"], from_data(row["data"]), row["updated_at"])


def as_user(row: Mapping[str, Any]) -> User:
    """The account that a row of the table is."""
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
