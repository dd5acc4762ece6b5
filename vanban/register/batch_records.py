"""Lists and their rows as the office sees them: what the desks for lists take and hand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vanban.agency import Agency
from vanban.problems import Problem


@dataclass(frozen=True)
class NewList:
    """An uploaded list. sheet: how it was understood. mapping: heading → field."""

    file_name: str
    file_form: str
    file_sha256: str
    file_size: int
    sheet: Mapping[str, Any]
    mapping: Mapping[str, Any]


@dataclass(frozen=True)
class Batch:
    """One list. form, state: keys of life.BATCH_FORMS, life.BATCH_STATES.

    common_at, common_by: when and by whom the common values were saved last, None and "" when
    nobody did. agency, day: the letterhead and the day of all its papers, None until she confirms.
    note: why it waits when it stopped by itself. rows: how many, without those left out.
    """

    id: int
    agency_id: int
    kind: str
    form: str
    state: str
    file_name: str
    file_form: str
    file_sha256: str
    file_size: int
    sheet: Mapping[str, Any]
    mapping: Mapping[str, Any]
    common: Mapping[str, Any]
    common_at: datetime | None
    common_by: str
    options: Mapping[str, Any]
    agency: Agency | None
    day: date | None
    note: Problem | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class NewRow:
    """A row of a list. number: that of the row in her sheet. was: her cells, as she wrote them."""

    number: int
    raw: Mapping[str, Any]
    was: Sequence[str]


@dataclass(frozen=True)
class BatchRow:
    """A row. position: from 1 in the order of the list. state: a key of life.ROW_STATES.

    was: her own cells, one for each heading, with what she mended here.
    problems: why it could not be made. document_id and the rest: once it is made, else None, ""
    and 0.
    """

    position: int
    number: int
    raw: Mapping[str, Any]
    was: Sequence[str]
    state: str
    strikes: int
    problems: tuple[Problem, ...]
    document_id: int | None
    stem: str
    docx_sha256: str
    docx_size: int
    pdf_sha256: str
    pdf_size: int
    done_at: datetime | None


@dataclass(frozen=True)
class Counts:
    """How many rows of a list stand where. last_minute: made in the last 60 seconds.

    workers: how many are at it now. first_at, last_at: when the first and the last was made.
    """

    waiting: int
    working: int
    done: int
    failed: int
    left_out: int
    last_minute: int
    workers: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def total(self) -> int:
        """Every row that is or will be made."""
        return self.waiting + self.working + self.done + self.failed
