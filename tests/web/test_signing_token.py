"""A paper signed by HTTP with a token (SoftHSM2) that is plugged into the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.signing import authority
from tests.signing.conftest import module
from tests.signing.tokens import TOKEN_PIN
from tests.web.conftest import Clock, Visitor
from tests.web.paper import press, state
from tests.web.test_signing import key, paper, sign_here
from vanban.register import User
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import create_app

__all__ = ["module", "paper"]

pytestmark = pytest.mark.usefixtures("wall_clock")


@pytest.fixture
def app(data_dir: Path, clock: Clock, module: Path) -> Iterator[Flask]:
    """The application of a server with tokens."""
    made = create_app(Settings(data_dir=data_dir, pkcs11_module=module), clock)
    yield made
    made.extensions["vanban"].register.close()


def test_the_leader_signs_with_a_token(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    address = f"/van-ban/{paper}/ky/tai-day"
    assert "Thiết bị ký cắm ở máy chủ" in clerk.get(address).text

    token = {"dung": "thiet_bi", "mat_khau_khoa": TOKEN_PIN}
    page = sign_here(clerk, paper, 422, **token)
    assert 'href="#ten_thiet_bi"' in page, "three are plugged in"
    assert "lanh dao" in page
    page = sign_here(clerk, paper, 422, **token, ten_thiet_bi="xưa")
    assert 'value="thiet_bi" checked' in page
    assert 'value="xưa"' in page
    page = sign_here(clerk, paper, 422, **{**token, "mat_khau_khoa": "1"}, ten_thiet_bi="lanh dao")
    assert 'href="#mat_khau_khoa"' in page
    assert state(services, paper, user) == "trinh_ky"

    page = sign_here(clerk, paper, **token, ten_thiet_bi="lanh dao")
    assert f"<strong>{authority.LEADER}</strong>" in page
    assert 'class="signed signed-good"' in page
    assert state(services, paper, user) == "da_ky"


def test_a_file_still_signs_where_tokens_are(
    services: Services, user: User, clerk: Visitor, paper: int
) -> None:
    sign_here(clerk, paper, dung="tep", giu_lai="1", **key(authority.leader()))
    assert state(services, paper, user) == "da_ky"
    press(clerk, paper, "Bỏ bản đã ký để sửa", ly_do="sai")
    press(clerk, paper, "Trình ký")
    page = clerk.get(f"/van-ban/{paper}/ky/tai-day").text
    assert 'value="giu" checked' in page
    assert all(f'value="{way}"' in page for way in ("thiet_bi", "tep"))
