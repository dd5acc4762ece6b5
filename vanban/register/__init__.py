"""The register: offices, people and papers in one database.

In: plain values. Out: frozen records. Every question about papers names the office that asks, so
one office never sees another's. `Register` is the door; `people` and `papers` are its two desks.
"""

from vanban.register.papers import DocumentRecord, DocumentSummary, FileRecord, Revision, Saved
from vanban.register.people import Office, SignInRefused, User
from vanban.register.register import Register

__all__ = [
    "DocumentRecord",
    "DocumentSummary",
    "FileRecord",
    "Office",
    "Register",
    "Revision",
    "Saved",
    "SignInRefused",
    "User",
]
