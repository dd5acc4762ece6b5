"""One office in a register, and papers that are brought to any state without being printed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from vanban.agency import Agency, Signer
from vanban.life import FIRST_ROLES
from vanban.register import Entry, FileRecord, Line, Lock, Register, User
from vanban.register.papers import Content
from vanban.vietnamese.text import fold

OFFICE = Agency(
    ten_co_quan="Sở Nội vụ",
    ky_hieu="SNV",
    dia_danh="Hải Phòng",
    signers=(Signer("Lê Hoàng Minh", "Giám đốc"),),
)
TODAY = date(2026, 11, 21)
PASSWORD = "một câu dài"  # noqa: S105 - of accounts that live for one test


class Clock:
    """The present: a second later at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def line(ky_hieu: str = "QĐ-SNV", kind: str = "quyet_dinh", **more: object) -> Line:
    """What the register says of a paper."""
    search = fold(f"{ky_hieu} Việc")
    plain = Line(kind, ky_hieu, "Quyết định", "Việc", "Lê Hoàng Minh", "Như Điều 3", "VT", search)
    return replace(plain, **more)  # type: ignore[arg-type]


def content(text: str) -> Content:
    return Content({"trich_yeu": text}, text, text.lower())


@dataclass
class Desk:
    """One person at the register."""

    register: Register
    user: User

    def draft(self, kind: str = "quyet_dinh", text: str = "Việc") -> int:
        return self.register.papers.add(self.user.agency_id, self.user.id, kind, 1, content(text))

    def revision(self, paper: int) -> int:
        record = self.register.papers.get(self.user.agency_id, paper)
        assert record is not None
        return record.revision

    def state(self, paper: int) -> str:
        record = self.register.papers.get(self.user.agency_id, paper)
        assert record is not None
        return record.state

    def make_files(self, paper: int, text: str = "") -> tuple[FileRecord, ...]:
        """The two files of the present state, as far as the register knows of files."""
        revision = self.revision(paper)
        files = tuple(
            FileRecord(form, f"x.{form}", sha(f"{paper} {revision} {form} {text}"), 9, self.clock())
            for form in ("docx", "pdf")
        )
        self.register.papers.record_files(paper, revision, files)
        return files

    @property
    def clock(self) -> Callable[[], datetime]:
        return self.register.steps._clock

    def series_id(self, kind: str = "quyet_dinh") -> int:
        series = self.register.numbers.series_for(self.user.agency_id, kind)
        assert series is not None
        return series.id

    def submit(self, paper: int, series_id: int | None = None) -> Lock:
        docx, pdf = self.make_files(paper)
        wanted = series_id or self.series_id()
        lock = Lock(self.revision(paper), wanted, OFFICE, docx.sha256, pdf.sha256, self.clock())
        self.register.steps.submit(self.user.actor, paper, lock)
        return lock

    def signed(self, kind: str = "quyet_dinh", series_id: int | None = None) -> int:
        paper = self.draft(kind)
        self.submit(paper, series_id or self.series_id(kind))
        self.register.steps.take(self.user.actor, paper, "da_ky")
        return paper

    def issue(self, paper: int, ngay: date = TODAY, what: Line | None = None) -> Entry:
        return self.register.steps.issue(
            self.user.actor,
            paper,
            ngay,
            what or line(),
            revision=self.revision(paper),
            numbered=lambda so: content(f"số {so}"),
        )

    def give(
        self,
        ngay: date = TODAY,
        ky_hieu: str = "QĐ-SNV",
        kind: str = "quyet_dinh",
        series_id: int | None = None,
    ) -> Entry:
        """A number for one more paper."""
        return self.issue(self.signed(kind, series_id), ngay, line(ky_hieu, kind))

    def numbers(self, year: int = 2026) -> list[int]:
        """The numbers in the register of that year."""
        return [e.so for e in self.register.numbers.find(self.user.agency_id, year)[0]]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def open_desk(register: Register, agency: Agency = OFFICE, name: str = "lan") -> Desk:
    """A person with every right in an office of their own."""
    office = register.people.add_office(agency)
    people = register.people
    user = people.add_user(office.id, "Lê Thị Lan", name, PASSWORD, roles=FIRST_ROLES)
    return Desk(register, user)


@pytest.fixture
def address(tmp_path: Path, database_at: Callable[[Path], str]) -> str:
    """The address of an empty database."""
    return database_at(tmp_path / "new" / "vanban.db")


@pytest.fixture
def register(address: str) -> Iterator[Register]:
    opened = Register(address, Clock())
    yield opened
    opened.close()


@pytest.fixture
def desk(register: Register) -> Desk:
    return open_desk(register)


@pytest.fixture
def other(register: Register, desk: Desk) -> Desk:
    """Somebody of another office."""
    return open_desk(register, Agency("Cục Thuế", "CT", "Cần Thơ"), "hoa")
