"""The register: offices, people and papers in one database.

In: plain values. Out: frozen records. Every question about papers names the office that asks, so
one office never sees another's. `Register` is the door; `people` and `papers` are its two desks.
"""

from vanban.register.batch_records import Batch, BatchRow, Counts, NewList, NewRow
from vanban.register.checks import FormCheck, NewCheck
from vanban.register.claims import Claim, Made, NotMade
from vanban.register.copies import NewCopy, OfficeCopy
from vanban.register.database import sqlite_address
from vanban.register.means import KeptKey, SignatureImage, SigningPlan
from vanban.register.members import MemberPlan, Unit
from vanban.register.numbers import Entry, Line, Series
from vanban.register.papers import DocumentRecord, DocumentSummary, FileRecord, Revision, Saved
from vanban.register.people import Office, SignInRefused, User
from vanban.register.register import Register
from vanban.register.signed import NewSigned, SignedFile
from vanban.register.steps import Lock, Related, SentBack, StepTaken
from vanban.register.trail import INSTALLATION, Actor, Event, Wanted
from vanban.register.unavailable import Unavailable

__all__ = [
    "INSTALLATION",
    "Actor",
    "Batch",
    "BatchRow",
    "Claim",
    "Counts",
    "DocumentRecord",
    "DocumentSummary",
    "Entry",
    "Event",
    "FileRecord",
    "FormCheck",
    "KeptKey",
    "Line",
    "Lock",
    "Made",
    "MemberPlan",
    "NewCheck",
    "NewCopy",
    "NewList",
    "NewRow",
    "NewSigned",
    "NotMade",
    "Office",
    "OfficeCopy",
    "Register",
    "Related",
    "Revision",
    "Saved",
    "SentBack",
    "Series",
    "SignInRefused",
    "SignatureImage",
    "SignedFile",
    "SigningPlan",
    "StepTaken",
    "Unavailable",
    "Unit",
    "User",
    "Wanted",
    "sqlite_address",
]
