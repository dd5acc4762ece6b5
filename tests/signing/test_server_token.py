"""A token that is plugged into the server, as people of the office use it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.signing import authority
from tests.signing.tokens import TOKEN_PIN
from tests.test_signatures import COMMUNE
from vanban.life import FIRST_ROLES, LEADER, NotAllowed
from vanban.problems import Refused
from vanban.services import open_services
from vanban.settings import Settings


@pytest.mark.parametrize("plugged", [True, False])
def test_a_token_in_the_server(data_dir: Path, module: Path, plugged: bool) -> None:
    settings = Settings(data_dir=data_dir, pkcs11_module=module if plugged else None)
    services = open_services(settings, authority.clock())
    try:
        office = services.register.people.add_office(COMMUNE)
        people = services.register.people
        lan = people.add_user(office.id, "Lan", "lan", "một câu dài", roles=FIRST_ROLES)
        clerk = replace(lan, roles=frozenset({"soan_thao"}))
        assert services.keyring.has_tokens == plugged
        with pytest.raises(NotAllowed):
            services.keyring.open_token(clerk, LEADER, TOKEN_PIN, "lanh dao")
        if plugged:
            with services.keyring.open_token(lan, LEADER, TOKEN_PIN, "lanh dao") as identity:
                assert identity.subject == authority.LEADER
        else:
            with pytest.raises(Refused, match="VANBAN_PKCS11_MODULE"):
                services.keyring.open_token(lan, LEADER, TOKEN_PIN)
    finally:
        services.register.close()
