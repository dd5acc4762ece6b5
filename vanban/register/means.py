"""What offices sign with: certificates they trust, pictures, keys that somebody asked to keep.

In: plain values. Out: frozen records. Every method names the office that asks; a person of another
office has no picture and no key here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from vanban.problems import Problem, Refused
from vanban.register import tables
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_office = tables.office_signing
_image = tables.signature_image
_key = tables.kept_key


@dataclass(frozen=True)
class SigningPlan:
    """What an office trusts and asks. roots, crls: PEM texts. tsa: address, "" for none.

    vgca: whether its pages may speak with VGCA Sign Service on the person's own computer.
    """

    roots: tuple[str, ...] = ()
    crls: tuple[str, ...] = ()
    tsa: str = ""
    vgca: bool = False


@dataclass(frozen=True)
class SignatureImage:
    """A picture in the store. user_id: whose signature; None for the office's seal."""

    user_id: int | None
    sha256: str
    size: int
    width_mm: float
    at: datetime


@dataclass(frozen=True)
class KeptKey:
    """A key that somebody asked to keep. user_id: whose; None for the office's."""

    user_id: int | None
    sealed: str
    subject: str
    not_after: datetime
    at: datetime


class Means:
    """The desk for what offices sign with. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    # -- the office --------------------------------------------------------------------------------

    def plan(self, agency_id: int) -> SigningPlan:
        """What the office set up; an empty plan before it did."""
        with self._database.read() as connection:
            return _plan(connection, agency_id)

    def save_plan(
        self, actor: Actor, change: Callable[[SigningPlan], SigningPlan], told: Mapping[str, Any]
    ) -> SigningPlan:
        """Set it up anew. change: from what is there now. told: for the audit trail."""
        with self._database.write() as connection:
            self._database.lock(connection, f"signing {actor.agency_id}")
            plan = change(_plan(connection, actor.agency_id))
            values = {**vars(plan), "roots": list(plan.roots), "crls": list(plan.crls)}
            mine = _office.c.agency_id == actor.agency_id
            if connection.execute(update(_office).where(mine).values(**values)).rowcount == 0:
                connection.execute(insert(_office).values(agency_id=actor.agency_id, **values))
            self._trail.append(connection, actor, "sua_ky_so", None, told)
        return plan

    # -- pictures ----------------------------------------------------------------------------------

    def image(self, agency_id: int, user_id: int | None) -> SignatureImage | None:
        """The picture of that person's signature, or of the seal; None for none."""
        names = ("user_id", "sha256", "size", "width_mm", "at")
        row = self._row(_image, names, agency_id, user_id)
        return None if row is None else SignatureImage(**row)

    def set_image(self, actor: Actor, user_id: int | None, image: SignatureImage) -> None:
        """Keep a picture in the place of the earlier one. Raises Refused for a stranger's."""
        values = {"sha256": image.sha256, "size": image.size, "width_mm": image.width_mm}
        self._replace(_image, actor, user_id, values, action="dat_anh_ky")

    def drop_image(self, actor: Actor, user_id: int | None) -> None:
        """Take the picture away; the store keeps its bytes."""
        self._replace(_image, actor, user_id, None, action="bo_anh_ky")

    # -- keys --------------------------------------------------------------------------------------

    def key(self, agency_id: int, user_id: int | None) -> KeptKey | None:
        """The key that this person, or the office, asked to keep; None for none."""
        names = ("user_id", "sealed", "subject", "not_after", "at")
        row = self._row(_key, names, agency_id, user_id)
        return None if row is None else KeptKey(**row)

    def keep_key(self, actor: Actor, user_id: int | None, key: KeptKey) -> None:
        """Keep a key in the place of the earlier one. Raises Refused for a stranger's."""
        values = {"sealed": key.sealed, "subject": key.subject, "not_after": key.not_after}
        self._replace(_key, actor, user_id, values, action="giu_khoa")

    def drop_key(self, actor: Actor, user_id: int | None) -> None:
        """Forget the key, for good."""
        self._replace(_key, actor, user_id, None, action="bo_khoa")

    # -- parts -------------------------------------------------------------------------------------

    def _row(
        self, table: Table, names: tuple[str, ...], agency_id: int, user_id: int | None
    ) -> dict[str, Any] | None:
        query = select(*(table.c[name] for name in names)).where(_mine(table, agency_id, user_id))
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else dict(row)

    def _replace(
        self,
        table: Table,
        actor: Actor,
        user_id: int | None,
        values: Mapping[str, Any] | None,
        *,
        action: str,
    ) -> None:
        with self._database.write() as connection:
            self._database.lock(connection, f"signing {actor.agency_id}")
            whose = _owner(connection, actor.agency_id, user_id)
            mine = _mine(table, actor.agency_id, user_id)
            had = connection.execute(delete(table).where(mine)).rowcount
            if values is not None:
                row = {"agency_id": actor.agency_id, "user_id": user_id, **values}
                row |= {"at": self._clock(), "by": actor.user_id}
                connection.execute(insert(table).values(**row))
            elif not had:
                return
            subject = (values or {}).get("subject", "")
            detail = {"whose": whose, "subject": subject}
            self._trail.append(connection, actor, action, None, detail)


def _plan(connection: Connection, agency_id: int) -> SigningPlan:
    names = ("roots", "crls", "tsa", "vgca")
    query = select(*(_office.c[name] for name in names)).where(_office.c.agency_id == agency_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return SigningPlan()
    return SigningPlan(tuple(row["roots"]), tuple(row["crls"]), row["tsa"], row["vgca"])


def _mine(table: Table, agency_id: int, user_id: int | None) -> ColumnElement[bool]:
    person = table.c.user_id.is_(None) if user_id is None else table.c.user_id == user_id
    return (table.c.agency_id == agency_id) & person


def _owner(connection: Connection, agency_id: int, user_id: int | None) -> str:
    """The person's name, "" for the office. Raises Refused for an account of another office."""
    if user_id is None:
        return ""
    user = tables.user
    query = select(user.c.ho_ten).where(user.c.id == user_id, user.c.agency_id == agency_id)
    name = connection.scalar(query)
    if name is None:
        raise Refused(Problem("account_not_found"))
    return str(name)
