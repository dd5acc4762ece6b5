"""What people do with the check of form: bring a file, look at what is wrong, take it repaired.

In: a signed-in person and the bytes of a Word file or a PDF of anybody. Out: the report, which can
be opened again for a month by the person who brought the file, and by nobody else; the pages; the
Word file with tracked changes. The file itself is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from vanban import checking_apart
from vanban.drafts import NotFound
from vanban.problems import Problem, Refused
from vanban.register import FormCheck, NewCheck, Register, User
from vanban.store import Store
from vanban.vietnamese.days import local_day
from vanban.vietnamese.text import clean_line

KEPT = timedelta(days=30)
"""How long a check can be opened again."""
LIMIT_MB = 20
"""The largest file that is taken: a paper with pictures has a few."""
# Nothing is taken out of the store sooner: a copy of everything may be under way (backup.py).
_GRACE = timedelta(days=1)
_RECENT = 30
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Repaired:
    """A Word file with tracked changes. places: how many repairs are in it."""

    name: str
    data: bytes
    places: int


@dataclass(frozen=True)
class Looked:
    """A check of a file that is not kept: one of the office's own papers."""

    report: Mapping[str, Any]
    pdf: bytes


class Checks:
    """The use cases on checks. clock: the present, with its time zone."""

    def __init__(self, register: Register, store: Store, clock: Callable[[], datetime]) -> None:
        self._register = register
        self._desk = register.checks
        self._store = store
        self._clock = clock

    def upload(self, user: User, name: str, data: bytes) -> FormCheck:
        """Check a file and keep the answer. name: of the file, as the person calls it.

        Raises Refused for what is neither a Word file nor a PDF, is too large or cannot be read;
        such a file is not kept.
        """
        name = clean_line(name.replace("\\", "/").rpartition("/")[2])[:_LONGEST_NAME] or "Văn bản"
        made = checking_apart.check(data, name, self._today())
        self._sweep()
        # The bytes are there before a row names them.
        form = made.report["nguon"]
        sha256, pdf = self._store.put_all([(data, form), (made.pdf, "pdf")])
        new = NewCheck(name, form, sha256, len(data), pdf, made.report)
        return self.get(user, self._desk.add(user.actor, new))

    def look(self, name: str, data: bytes) -> Looked:
        """Check a Word file of ours, of which nothing is kept. Raises Refused."""
        made = checking_apart.check(data, name, self._today())
        return Looked(made.report, made.pdf)

    def get(self, user: User, check_id: int) -> FormCheck:
        """A check of this person. Raises NotFound, also for one of somebody else."""
        found = self._desk.get(user.agency_id, user.id, check_id)
        if found is None or self._is_old(found):
            raise NotFound(Problem("check_not_found"))
        return found

    def list(self, user: User) -> list[FormCheck]:
        """The last checks of this person, the newest first."""
        checking_apart.prepare()
        found = self._desk.recent(user.agency_id, user.id, _RECENT)
        return [check for check in found if not self._is_old(check)]

    def pdf(self, check: FormCheck) -> bytes:
        """The pages of a checked file. Raises store.FileLost."""
        return self._store.get(check.pdf_sha256)

    def repaired(self, user: User, check_id: int) -> Repaired:
        """The Word file with what can be repaired, as tracked changes for her to take or refuse.

        Raises Refused for a PDF, a signed file, and when nothing can be repaired; NotFound.
        """
        check = self.get(user, check_id)
        data = self._store.get(check.sha256)
        made = checking_apart.check(data, check.name, self._today(), self._clock())
        if not made.mended:
            raise Refused(Problem("check_nothing_to_repair", "", {"name": check.name}))
        self._desk.note_repair(user.actor, check, made.places)
        return Repaired(check.name, made.mended, made.places)

    def delete(self, user: User, check_id: int) -> None:
        """Forget a check; its files leave the disk a day later. Raises NotFound."""
        if not self._desk.delete(user.agency_id, user.id, check_id):
            raise NotFound(Problem("check_not_found"))

    def _sweep(self) -> None:
        """What is older than a month goes when the next file comes."""
        now = self._clock()
        remove = partial(self._store.remove, idle_s=_GRACE.total_seconds())
        self._desk.sweep(now - KEPT, now - _GRACE, remove)

    def _is_old(self, check: FormCheck) -> bool:
        return self._clock() - check.created_at > KEPT

    def _today(self) -> date:
        return local_day(self._clock())
