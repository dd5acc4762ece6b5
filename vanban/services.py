"""The opened parts of the house, ready to be used: settings come in, `Services` go out.

The web and the command line both begin here, so they open the same database, the same files and
the same kinds in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vanban.auditing import Auditing
from vanban.batches import Batches
from vanban.book import Book
from vanban.bridge import Bridge
from vanban.checks import Checks
from vanban.copies import OfficeCopies
from vanban.data import open_data
from vanban.drafts import Drafts
from vanban.issuing import Issuing
from vanban.keyring import Keyring
from vanban.managing import Managing
from vanban.register import Register
from vanban.service import Service, open_service
from vanban.settings import Settings, secret_key
from vanban.signatures import Signatures
from vanban.store import Store
from vanban.vietnamese.days import now


@dataclass(frozen=True)
class Services:
    """What a request works with. clock: the present, with its time zone."""

    settings: Settings
    service: Service
    drafts: Drafts
    issuing: Issuing
    signatures: Signatures
    keyring: Keyring
    copies: OfficeCopies
    bridge: Bridge
    managing: Managing
    batches: Batches
    checks: Checks
    book: Book
    auditing: Auditing
    register: Register
    store: Store
    clock: Callable[[], datetime]


def open_services(settings: Settings, clock: Callable[[], datetime] = now) -> Services:
    """Open the database and the files in `settings.data_dir`, and read the kinds.

    Raises Refused when the database cannot be used or is newer than the program, a kind does not
    fit its template, or no complete typeface is found.
    """

    def kept(sha256: str) -> bytes:
        return data.store.get(sha256)

    # The kinds are read first: when they do not fit, nothing has been opened.
    service = open_service(kept)
    data = open_data(settings, clock)
    register, store = data.register, data.store
    drafts = Drafts(service, register, store, clock)
    keyring = Keyring(register, store, lambda: secret_key(settings), clock, settings.pkcs11_module)
    signatures = Signatures(drafts, service, keyring, register, store=store, clock=clock)
    issuing = Issuing(drafts, service, register, signatures, clock)
    return Services(
        settings,
        service,
        drafts,
        issuing,
        signatures,
        keyring,
        OfficeCopies(drafts, keyring, register, store, clock),
        Bridge(signatures, register),
        Managing(register, clock),
        Batches(drafts, service, register, store, clock),
        Checks(register, store, clock),
        Book(register, clock),
        Auditing(register),
        register,
        store,
        clock,
    )
