"""One-time passes: how a program on a person's own machine fetches one file and brings it back.

In: who signs, which paper, which stage, the fingerprint of the very file. Out: two tokens that
stand in addresses, because that program has no session of ours. The tokens are told once and kept
as fingerprints only, in the database, so that any process of the server knows them, also after a
restart. They are good for minutes, for one signing; each use is noted in the audit trail.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from vanban.problems import Problem, Refused
from vanban.register import tables
from vanban.register.columns import asked, new_number
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_pass = tables.signing_pass
# Time to look for the token, type its PIN and put the picture in its place.
LASTS = timedelta(minutes=15)
# A program may ask again for what broke off on its way; more often is no program that signs.
MOST_DOWNLOADS = 3
# How many passes one person may open within LASTS.
MOST_PASSES = 20
_KEPT = timedelta(days=1)
_TOKEN_BYTES = 32
WAITING, FETCHED, BROUGHT, TAKEN, REFUSED, OVER = (
    "cho_tai",
    "da_tai",
    "dang_xet",
    "xong",
    "tu_choi",
    "het_han",
)


class PassRefused(Refused):
    """The token is not known, was used, or its time is over. Payload: the sentence."""


@dataclass(frozen=True)
class Errand:
    """What a pass is for. by: who signs, and from where they ask; epoch: of their account.

    sha256: of the file that is handed out to be signed.
    """

    by: Actor
    epoch: int
    document_id: int
    stage: str
    sha256: str


@dataclass(frozen=True)
class Pass:
    """A new pass. download, upload: the tokens, told this once. until: when they end."""

    number: int
    download: str
    upload: str
    until: datetime


@dataclass(frozen=True)
class Progress:
    """How far it is: one of the states above, and why it was refused."""

    state: str
    problems: tuple[Problem, ...] = ()


class Passes:
    """The desk for passes. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    def begin(self, errand: Errand) -> Pass:
        """Open a pass. Raises Refused for somebody who opens them without end."""
        now = self._clock().astimezone(UTC)
        tokens = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES)
        with self._database.write() as connection:
            connection.execute(delete(_pass).where(_pass.c.until < now - _KEPT))
            mine = (_pass.c.user_id == errand.by.user_id, _pass.c.begun_at > now - LASTS)
            if (connection.scalar(select(func.count()).where(*mine)) or 0) >= MOST_PASSES:
                minutes = LASTS // timedelta(minutes=1)
                raise Refused(Problem("pass_too_many", "", {"minutes": minutes}))
            row: dict[str, Any] = {
                "agency_id": errand.by.agency_id,
                "user_id": errand.by.user_id,
                "epoch": errand.epoch,
                "document_id": errand.document_id,
                "stage": errand.stage,
                "sha256": errand.sha256,
                "download_hash": _fingerprint(tokens[0]),
                "upload_hash": _fingerprint(tokens[1]),
                "begun_at": now,
                "until": now + LASTS,
                "downloads": 0,
                "outcome": [],
            }
            number = new_number(connection.execute(insert(_pass).values(row)))
            self._note(connection, errand, "vgca_mo", number)
        return Pass(number, *tokens, now + LASTS)

    def fetched(self, token: str, address: str) -> tuple[int, Errand]:
        """The file is fetched: number and errand. Raises PassRefused.

        Good until the signed file was brought, a few times at most. address: who asks.
        """
        with self._database.write() as connection:
            row = self._row(connection, _pass.c.download_hash == _fingerprint(token))
            if row["uploaded_at"] is not None or row["downloads"] >= MOST_DOWNLOADS:
                raise PassRefused(Problem("pass_used"))
            values = {"downloads": row["downloads"] + 1}
            connection.execute(update(_pass).where(_pass.c.id == row["id"]).values(values))
            errand = _errand(connection, row, address)
            self._note(connection, errand, "vgca_tai", row["id"])
        return row["id"], errand

    def brought(self, token: str, address: str) -> tuple[int, Errand]:
        """The signed file is brought: number and errand. Good once. Raises PassRefused."""
        now = self._clock().astimezone(UTC)
        with self._database.write() as connection:
            row = self._row(connection, _pass.c.upload_hash == _fingerprint(token))
            unused = (_pass.c.id == row["id"], _pass.c.uploaded_at.is_(None))
            changed = connection.execute(update(_pass).where(*unused).values(uploaded_at=now))
            if not changed.rowcount:
                raise PassRefused(Problem("pass_used"))
            errand = _errand(connection, row, address)
            self._note(connection, errand, "vgca_nop", row["id"])
        return row["id"], errand

    def ended(self, number: int, problems: Iterable[Problem] = ()) -> None:
        """What became of the file that was brought; no problems: it was taken."""
        told = [[p.code, p.where, dict(p.data)] for p in problems]
        with self._database.write() as connection:
            values = {"ended_at": self._clock().astimezone(UTC), "outcome": told}
            connection.execute(update(_pass).where(_pass.c.id == number).values(values))

    def progress(self, agency_id: int, user_id: int, document_id: int, number: int) -> Progress:
        """How far one's own pass is. KeyError when there is no such pass."""
        query = select(_pass).where(
            _pass.c.id == asked(number),
            _pass.c.agency_id == agency_id,
            _pass.c.user_id == user_id,
            _pass.c.document_id == asked(document_id),
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise KeyError(number)
        if row["ended_at"] is not None:
            problems = tuple(Problem(*told) for told in row["outcome"])
            return Progress(REFUSED if problems else TAKEN, problems)
        if row["uploaded_at"] is not None:
            return Progress(BROUGHT)
        if row["until"] <= self._clock():
            return Progress(OVER)
        return Progress(FETCHED if row["downloads"] else WAITING)

    def _row(self, connection: Connection, wanted: Any) -> Mapping[str, Any]:
        """The pass with that token, which no other transaction may change now."""
        query = select(_pass).where(wanted).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            raise PassRefused(Problem("pass_unknown"))
        if row["until"] <= self._clock():
            raise PassRefused(Problem("pass_over"))
        return dict(row)

    def _note(self, connection: Connection, errand: Errand, action: str, number: int) -> None:
        detail = {"stage": errand.stage, "sha256": errand.sha256, "pass": number}
        self._trail.append(connection, errand.by, action, errand.document_id, detail)


def _fingerprint(token: str) -> str:
    """What is kept of a token. It has 256 bit of chance, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _errand(connection: Connection, row: Mapping[str, Any], address: str) -> Errand:
    user = tables.user
    name = connection.scalar(select(user.c.ho_ten).where(user.c.id == row["user_id"]))
    by = Actor(row["agency_id"], row["user_id"], str(name), address)
    return Errand(by, row["epoch"], row["document_id"], row["stage"], row["sha256"])
