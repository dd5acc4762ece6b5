"""What an office signs with: whom it trusts, pictures and keys; who may set that up."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.signing import authority, drawn
from tests.test_signatures import COMMUNE
from vanban.agency import Agency
from vanban.life import FIRST_ROLES, LEADER, OFFICE, NotAllowed
from vanban.problems import Refused
from vanban.register import User
from vanban.services import Services, open_services
from vanban.settings import Settings

SECRET = "một chuỗi bí mật dài hơn ba mươi hai ký tự"  # noqa: S105 - of this test only


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir, secret_key=SECRET), authority.clock())
    yield opened
    opened.register.close()


@pytest.fixture
def lan(services: Services) -> User:
    people = services.register.people
    office = people.add_office(COMMUNE)
    return people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)


@pytest.fixture
def stranger(services: Services) -> User:
    people = services.register.people
    office = people.add_office(Agency("Cục Thuế", "CT", "Hà Nội"))
    return people.add_user(office.id, "Bình", "binh", "một câu dài", roles=FIRST_ROLES)


def kept(services: Services) -> str:
    """Everything that a copy of the database holds."""
    with services.register.snapshot() as snapshot:
        return "".join(line.decode() for _, lines in snapshot.tables() for line in lines)


# -- whom the office trusts ------------------------------------------------------------------------


def test_certificates_are_trusted_and_trusted_no_more(services: Services, lan: User) -> None:
    both = authority.root().pem() + authority.intermediate().pem()
    added = services.keyring.add_roots(lan, both)
    assert [root.own for root in added] == [True, False]
    assert services.keyring.add_roots(lan, authority.root().pem()) == ()
    services.keyring.drop_root(lan, added[0].sha256)
    assert services.keyring.roots(lan) == added[1:]
    events = services.register.trail.events(lan.agency_id)
    assert added[0].who in events[-1].detail


@pytest.mark.parametrize("data", [b"", b"khong phai", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_what_is_no_certificate_is_refused(services: Services, lan: User, data: bytes) -> None:
    with pytest.raises(Refused):
        services.keyring.add_roots(lan, data)
    with pytest.raises(Refused):
        services.keyring.add_crl(lan, data)
    assert services.keyring.roots(lan) == ()


def test_a_newer_revocation_list_takes_the_place_of_the_older(
    services: Services, lan: User
) -> None:
    services.keyring.add_crl(lan, authority.revocations())
    services.keyring.add_crl(lan, authority.revocations(authority.deputy()))
    assert len(services.keyring.plan(lan).crls) == 1


def test_the_time_stamp_authority_is_an_address(services: Services, lan: User) -> None:
    with pytest.raises(Refused):
        services.keyring.set_options(lan, tsa="file:///etc/passwd", vgca=False)
    services.keyring.set_options(lan, tsa="http://127.0.0.1:9/tsa", vgca=True)
    plan = services.keyring.plan(lan)
    assert (plan.tsa, plan.vgca) == ("http://127.0.0.1:9/tsa", True)


def test_one_office_sets_up_only_itself(services: Services, lan: User, stranger: User) -> None:
    services.keyring.add_roots(lan, authority.root().pem())
    services.keyring.set_options(lan, tsa="", vgca=True)
    services.keyring.keep_key(lan, OFFICE, authority.office().pkcs12(), authority.PIN)
    services.keyring.set_picture(lan, OFFICE, drawn.seal())
    assert services.keyring.roots(stranger) == ()
    assert not services.keyring.plan(stranger).vgca
    assert services.keyring.kept_key(stranger, OFFICE) is None
    assert services.keyring.picture(stranger, OFFICE) is None
    with pytest.raises(Refused):
        services.keyring.open_key(stranger, OFFICE, authority.PIN)


@pytest.mark.parametrize(
    ("role", "may"),
    [("quan_tri", "co_quan"), ("van_thu", "co_quan da_ky cap_so"), ("lanh_dao", "da_ky")],
)
def test_who_may_set_up_what(services: Services, lan: User, role: str, may: str) -> None:
    person = replace(lan, roles=frozenset({role}))
    keyring = services.keyring
    for right, act in (
        ("co_quan", lambda: keyring.add_roots(person, authority.root().pem())),
        ("co_quan", lambda: keyring.set_options(person, tsa="", vgca=False)),
        ("da_ky", lambda: keyring.set_picture(person, LEADER, drawn.signature())),
        ("cap_so", lambda: keyring.set_picture(person, OFFICE, drawn.seal())),
        ("da_ky", lambda: keyring.drop_key(person, LEADER)),
        ("cap_so", lambda: keyring.drop_key(person, OFFICE)),
    ):
        if right in may.split():
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


# -- pictures --------------------------------------------------------------------------------------


def test_a_picture_keeps_its_true_size(services: Services, lan: User) -> None:
    services.keyring.set_picture(lan, OFFICE, drawn.seal(), 36.0)
    picture = services.keyring.picture(lan, OFFICE)
    assert picture is not None
    assert picture.width_mm == pytest.approx(36, abs=0.01)
    services.keyring.drop_picture(lan, OFFICE)
    assert services.keyring.picture(lan, OFFICE) is None


def test_a_signature_is_no_seal(services: Services, lan: User) -> None:
    with pytest.raises(Refused):
        services.keyring.set_picture(lan, OFFICE, drawn.signature())
    assert services.keyring.kept_picture(lan, OFFICE) is None


# -- keys ------------------------------------------------------------------------------------------


def test_a_key_is_kept_only_when_asked_and_its_pin_never(services: Services, lan: User) -> None:
    data = authority.leader().pkcs12()
    services.keyring.open_key(lan, LEADER, authority.PIN, data).close()
    assert services.keyring.kept_key(lan, LEADER) is None
    services.keyring.keep_key(lan, LEADER, data, authority.PIN)
    with services.keyring.open_key(lan, LEADER, authority.PIN) as identity:
        assert identity.subject == authority.LEADER
    everything = kept(services)
    assert authority.PIN not in everything
    assert base64.b64encode(data).decode()[40:80] not in everything
    services.keyring.drop_key(lan, LEADER)
    assert services.keyring.kept_key(lan, LEADER) is None
    assert '"sealed":' not in kept(services)


def test_a_wrong_pin_keeps_nothing(services: Services, lan: User) -> None:
    data = authority.leader().pkcs12()
    with pytest.raises(Refused):
        services.keyring.keep_key(lan, LEADER, data, "sai")
    assert services.keyring.kept_key(lan, LEADER) is None
    services.keyring.keep_key(lan, LEADER, data, authority.PIN)
    with pytest.raises(Refused):
        services.keyring.open_key(lan, LEADER, "sai")


def test_a_kept_key_opens_for_nobody_else(services: Services, lan: User) -> None:
    """Not for a colleague, not at another place of the table, not with another secret."""
    services.keyring.keep_key(lan, LEADER, authority.leader().pkcs12(), authority.PIN)
    mine = services.keyring.kept_key(lan, LEADER)
    assert mine is not None
    services.register.means.keep_key(lan.actor, None, replace(mine, user_id=None))
    with pytest.raises(Refused, match="khóa bí mật"):
        services.keyring.open_key(lan, OFFICE, authority.PIN)
    other = Settings(data_dir=services.settings.data_dir, secret_key=SECRET[::-1])
    again = open_services(replace(other, database=services.settings.database), authority.clock())
    try:
        with pytest.raises(Refused, match="khóa bí mật"):
            again.keyring.open_key(lan, LEADER, authority.PIN)
    finally:
        again.register.close()
