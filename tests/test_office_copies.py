"""Copies for the world: what is taken, what stands on it, who may."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.signing import authority
from tests.test_signatures import COMMUNE, by_leader, laid, today
from vanban.agency import Agency
from vanban.drafts import NotFound
from vanban.life import FIRST_ROLES, HERE, OFFICE, ROLES, UPLOADED, NotAllowed
from vanban.problems import Refused
from vanban.register import User
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.signing.copies import sign_copy
from vanban.signing.identity import open_pkcs12


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir), authority.clock())
    yield opened
    opened.register.close()


@pytest.fixture
def lan(services: Services) -> User:
    people = services.register.people
    office = people.add_office(COMMUNE)
    user = people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)
    services.keyring.add_roots(user, authority.root().pem())
    return user


@cache
def scan(dpi: int = 200, mode: str = "RGB") -> bytes:
    """A page as a scanner makes it."""
    picture = Image.new(mode, (round(8.27 * dpi), round(11.69 * dpi)), "white")
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=dpi)
    return out.getvalue()


def signed_outside(person: authority.Person) -> bytes:
    with open_pkcs12(person.pkcs12(), authority.PIN) as identity:
        return sign_copy(scan(), "SAO LỤC", "UBND", identity, moment=authority.NOW)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    try:
        page = document[0]
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def test_a_scan_becomes_a_copy(services: Services, lan: User) -> None:
    copy = services.copies.add(lan, "sao_y", "Quyết định số 5/QĐ-TTg", scan())
    key = services.keyring.open_key(lan, OFFICE, authority.PIN, authority.office().pkcs12())
    signed = services.copies.sign_here(lan, copy.id, key)
    assert (signed.origin, signed.by) == (HERE, lan.ho_ten)
    _, name, data = services.copies.files(lan, copy.id)
    assert name == "Sao y Quyết định số 5 QĐ-TTg.pdf"
    assert data.startswith(scan())
    told = words(data)
    assert "SAO Y" in told
    assert COMMUNE.ten_mot_dong in told
    assert [c.id for c in services.copies.page(lan).copies] == [copy.id]
    with pytest.raises(NotAllowed, match="đã có chữ ký"):
        services.copies.take_signed(lan, copy.id, data)


def test_an_appendix_bears_the_number_of_its_paper(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    with pytest.raises(Refused, match="chưa có số"):
        services.copies.add(lan, "phu_luc", "Phụ lục I", scan(), paper)
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    copy = services.copies.add(lan, "phu_luc", "Phụ lục I", scan(), paper)
    key = services.keyring.open_key(lan, OFFICE, authority.PIN, authority.office().pkcs12())
    services.copies.sign_here(lan, copy.id, key)
    assert "Số: 01/KH-UBND" in words(services.copies.files(lan, copy.id)[2])
    assert [c.id for c in services.copies.of(lan, paper)] == [copy.id]


def test_a_copy_that_was_signed_outside(services: Services, lan: User) -> None:
    copy = services.copies.add(lan, "sao_luc", "Công văn số 7", scan())
    with pytest.raises(Refused):
        services.copies.take_signed(lan, copy.id, signed_outside(authority.stranger()))
    assert services.copies.files(lan, copy.id)[2] == scan()
    data = signed_outside(authority.office())
    assert services.copies.take_signed(lan, copy.id, data).origin == UPLOADED
    assert services.copies.files(lan, copy.id)[2] == data


@pytest.mark.parametrize(
    ("form", "title", "data"),
    [
        ("sao_y", "", scan()),
        ("bản sao", "Quyết định", scan()),
        ("sao_y", "Quyết định", scan(100)),
        ("sao_y", "Quyết định", scan(200, "L")),
        ("sao_y", "Quyết định", b"%PDF-1.7"),
    ],
)
def test_what_is_no_copy(services: Services, lan: User, form: str, title: str, data: bytes) -> None:
    with pytest.raises(Refused):
        services.copies.add(lan, form, title, data)
    assert services.copies.page(lan).total == 0


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"van_thu"}))
def test_only_the_clerk_of_the_office_copies(services: Services, lan: User, role: str) -> None:
    copy = services.copies.add(lan, "sao_y", "Quyết định", scan())
    person = replace(lan, roles=frozenset({role}))
    for act in (
        lambda: services.copies.add(person, "sao_y", "Quyết định", scan()),
        lambda: services.copies.take_signed(person, copy.id, scan()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_another_office_has_no_such_copy(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    copy = services.copies.add(lan, "sao_y", "Quyết định", scan(), paper)
    other = services.register.people.add_office(Agency("Cục Thuế", "CT", "Hà Nội"))
    stranger = replace(lan, agency_id=other.id)
    assert services.copies.page(stranger).copies == []
    for act in (
        lambda: services.copies.files(stranger, copy.id),
        lambda: services.copies.take_signed(stranger, copy.id, scan()),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        services.copies.of(stranger, paper)
