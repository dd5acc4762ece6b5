"""A house with one office and a provider to sign in at: for the tests of signing in through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from tests.web import openid
from tests.web.conftest import CUC_THUE, PASSWORD, SO_NOI_VU, Clock, Visitor
from vanban.life import FIRST_ROLES
from vanban.register import User
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import create_app

LAN, MINH = openid.PEOPLE
START, LINK, UNLINK = "/dang-nhap/lien-thong", "/tai-khoan/lien-ket", "/tai-khoan/go-lien-ket"
GO = "/tai-khoan/lien-ket/di"


def with_provider(data_dir: Path, issuer: str, **more: Any) -> Settings:
    """The settings of an installation that knows the provider at `issuer`."""
    return Settings(
        data_dir=data_dir,
        oidc_issuer=issuer,
        oidc_client_id=openid.CLIENT,
        oidc_client_secret=openid.SECRET,
        oidc_name="tài khoản tỉnh",
        **more,
    )


class House:
    """Our program with one office, people in it, and a provider."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.app: Flask = create_app(settings, clock)
        self.services: Services = self.app.extensions["vanban"]
        people = self.services.register.people
        self.office = people.add_office(SO_NOI_VU)
        self.elsewhere = people.add_office(CUC_THUE)
        self.users = {
            name: people.add_user(office.id, ho_ten, name, PASSWORD, roles=FIRST_ROLES)
            for name, ho_ten, office in (
                ("lan", "Nguyễn Thị Lan", self.office),
                ("minh", "Trần Văn Minh", self.office),
                ("thue", "Lê Thị Thuế", self.elsewhere),
            )
        }

    def visitor(self, name: str = "") -> Visitor:
        """A browser, signed in with the password of `name`."""
        made = Visitor(self.app)
        if name:
            made.sign_in(name)
        return made

    def linked(self, name: str, person: openid.Person) -> Visitor:
        """A browser of `name`, who has linked the account with who `person` is."""
        visitor = self.visitor(name)
        page = visitor.get(person.go(link_address(visitor)), 302)
        assert "Đã liên kết với" in visitor.follow(page).text
        return visitor

    def acts(self, user: User) -> list[tuple[str, str]]:
        """What the trail of this person's office holds."""
        events = self.services.register.trail.events(user.agency_id)
        return [(event.action, event.detail) for event in events]


def link_address(visitor: Visitor) -> str:
    """Where the browser is sent after the password was given once more."""
    assert GO in visitor.post(LINK, {"mat_khau_lien_ket": PASSWORD}, 200).text
    return location(visitor, GO)


def location(visitor: Visitor, address: str) -> str:
    return visitor.get(address, 302).headers["Location"]


def said(visitor: Visitor, address: str) -> str:
    """The page that a refused way back leads to."""
    return visitor.follow(visitor.get(address, 302)).text
