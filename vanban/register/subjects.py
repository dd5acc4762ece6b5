"""Accounts and who their people are to an OpenID Connect provider.

In: a subject, which is the provider's issuer, a space, and its name for the person (`sub`): the
only pair that OpenID Connect promises to be one person for ever (Core 1.0, section 5.7). Out: the
account that was linked to it. No account is ever made or found here by a name or an e-mail.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from vanban.problems import Problem, Refused
from vanban.register import tables
from vanban.register.database import Database
from vanban.register.people import SignInRefused, User, read_user
from vanban.register.trail import Actor, Trail

_user = tables.user


class Subjects:
    """The desk for links between accounts and a provider."""

    def __init__(self, database: Database, trail: Trail) -> None:
        self._database = database
        self._trail = trail

    def of(self, user_id: int) -> str:
        """The subject that this account is linked to; "" when there is none."""
        with self._database.read() as connection:
            query = select(_user.c.subject).where(_user.c.id == user_id)
            return connection.scalar(query) or ""

    def sign_in(self, subject: str, name: str, address: str) -> User:
        """The person whom the provider has proved. name: what the provider calls them.

        Raises SignInRefused: no account is linked (oidc_unknown), or it is locked (oidc_locked).
        """
        with self._database.write() as connection:
            user = read_user(connection, _user.c.subject == subject)
            if user is not None and user.active:
                user = replace(user, address=address)
                self._trail.append(connection, user.actor, "dang_nhap_lien_thong")
                return user
            if user is not None:
                stranger = Actor(user.agency_id, None, "", address)
                detail = {"account": user.ten_dang_nhap}
                self._trail.append(connection, stranger, "dang_nhap_khoa", None, detail)
        if user is None:
            raise SignInRefused(Problem("oidc_unknown", "", {"name": name}))
        raise SignInRefused(Problem("oidc_locked"))

    def link(self, actor: Actor, subject: str, name: str) -> User:
        """From now on this person may sign in as `subject`; their other sessions end.

        Raises Refused when another account is linked to it.
        """
        with self._database.write() as connection:
            self._database.lock(connection, "accounts")
            other = read_user(connection, _user.c.subject == subject)
            if other is not None and other.id != actor.user_id:
                raise Refused(Problem("oidc_taken", "", {"name": name}))
            mine = _user.c.id == actor.user_id
            changed = {"subject": subject, "epoch": _user.c.epoch + 1}
            connection.execute(update(_user).where(mine).values(changed))
            detail = {"subject": subject, "name": name}
            self._trail.append(connection, actor, "lien_ket", None, detail)
            user = read_user(connection, mine)
        if user is None:
            raise KeyError(actor.user_id)
        return user

    def unlink(self, actor: Actor) -> User:
        """Only the password opens this account again; the person's other sessions end."""
        with self._database.write() as connection:
            mine = _user.c.id == actor.user_id
            old = connection.scalar(select(_user.c.subject).where(mine))
            if old is not None:
                changed = {"subject": None, "epoch": _user.c.epoch + 1}
                connection.execute(update(_user).where(mine).values(changed))
                self._trail.append(connection, actor, "go_lien_ket", None, {"subject": old})
            user = read_user(connection, mine)
        if user is None:
            raise KeyError(actor.user_id)
        return user
