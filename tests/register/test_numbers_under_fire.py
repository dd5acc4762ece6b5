"""Numbers are neither lost nor doubled when the process that gives them dies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.numbers import Asked, run
from tests.postgresql import Server
from vanban.register import sqlite_address


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_clients_whose_servers_are_killed_get_every_number_once(
    tmp_path: Path, new_postgresql: Callable[[], Server], kind: str
) -> None:
    sqlite = kind == "sqlite"
    address = sqlite_address(tmp_path / "vanban.db") if sqlite else new_postgresql().new_database()
    outcome = run(address, Asked(numbers=200, clients=8, workers=2, pause=0.2, most=3))
    assert outcome.wrong == []
    assert outcome.kills >= 1
