"""The clock of the country: a moment comes in, wherever the server stands; the local day goes out.

Vietnam keeps one time all year, so a fixed distance from UTC does it, without a table of zones.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def local_day(moment: datetime) -> date:
    """The day in Vietnam at that moment, which has its time zone."""
    return moment.astimezone(VIETNAM).date()


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)
