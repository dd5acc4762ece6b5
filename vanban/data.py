"""Where everything is kept: settings come in, the opened database and files go out.

Apart from `services.py`, because a worker and a backup need these and none of the use cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vanban.register import Register, sqlite_address
from vanban.settings import Settings, data_dir_used
from vanban.store import Store
from vanban.vietnamese.days import now

DATABASE_FILE = "vanban.db"
FILES_FOLDER = "files"


@dataclass(frozen=True)
class Data:
    """Where everything is kept, opened."""

    register: Register
    store: Store


def places(settings: Settings) -> tuple[str, Store]:
    """The address of the database, and the files. Raises Refused when data_dir is no such place."""
    address = settings.database or sqlite_address(settings.data_dir / DATABASE_FILE)
    with data_dir_used(settings):
        return address, Store(settings.data_dir / FILES_FOLDER)


def open_data(settings: Settings, clock: Callable[[], datetime] = now) -> Data:
    """Open the database and the files. Raises Refused when they cannot be used."""
    address, store = places(settings)
    return Data(Register(address, clock), store)
