"""Numbers and the sổ đăng ký văn bản đi: an issued paper comes in; its number goes out, once.

Nghị định 30/2020, Điều 15: numbers run from 01 on 1 January to 31 December; the head of the office
decides whether its papers share one series, each kind has its own, or both; số and ký hiệu together
occur once in the year. A number and its line in the register are written in one transaction, so
there is never a gap nor a double. A number that was given is never given again; a cancelled one
keeps its line, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from vanban.problems import Problem, Refused
from vanban.register import tables
from vanban.register.columns import LARGEST_NUMBER, asked, new_number
from vanban.register.database import Database
from vanban.register.trail import Actor, Trail

_series = tables.number_series
_counter = tables.number_counter
_entry = tables.register_entry
COMMON = "Văn bản đi"


@dataclass(frozen=True)
class SeriesPlan:
    """A sổ as the office sets it up. kinds: names of the kinds it takes, () for all the others.

    council: of a council or board with numbers of its own, chosen by hand. ky_hieu: what stands in
    the place of the office's abbreviation, "" for that of the office. closed: takes no more papers;
    those that lie before the signer still get their numbers from it.
    """

    ten: str = COMMON
    kinds: tuple[str, ...] = ()
    council: bool = False
    ky_hieu: str = ""
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Series(SeriesPlan):
    """One run of numbers of an office."""

    id: int
    agency_id: int


@dataclass(frozen=True)
class Line:
    """What a line of the register says of a paper (Phụ lục IV, columns 3 to 7 and 10)."""

    kind: str
    ky_hieu: str
    ten_loai: str
    trich_yeu: str
    nguoi_ky: str
    noi_nhan: str
    luu: str
    search: str
    so_luong: int | None = None
    ghi_chu: str = ""


@dataclass(frozen=True)
class Order:
    """What is asked for: the next number of a series, for this day, with this line."""

    series_id: int
    ngay: date
    line: Line


def so_ky_hieu(so: int, ky_hieu: str) -> str:
    """As it is printed: "05/QĐ-UBND"; a number below 10 has a leading zero (Phụ lục I, II.3)."""
    return f"{so:02d}/{ky_hieu}"


@dataclass(frozen=True)
class Entry:
    """One line of the register. so_ky_hieu: as it is printed, "05/QĐ-UBND" (Phụ lục I, II.3)."""

    id: int
    agency_id: int
    series_id: int
    year: int
    so: int
    ky_hieu: str
    ngay: date
    document_id: int
    kind: str
    ten_loai: str
    trich_yeu: str
    nguoi_ky: str
    noi_nhan: str
    luu: str
    so_luong: int | None
    ngay_chuyen: date | None
    ky_nhan: str
    ghi_chu: str
    given_at: datetime
    given_by: str
    cancelled_at: datetime | None
    cancel_reason: str

    @property
    def so_ky_hieu(self) -> str:
        """Số và ký hiệu."""
        return so_ky_hieu(self.so, self.ky_hieu)


class Numbers:
    """The desk for numbers. clock: the present, with its time zone."""

    def __init__(self, database: Database, trail: Trail, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._trail = trail
        self._clock = clock

    # -- series -----------------------------------------------------------------------------------

    def series(self, agency_id: int) -> list[Series]:
        """Every series of the office, the common one first, closed ones too."""
        with self._database.read() as connection:
            return _all_series(connection, agency_id)

    def series_for(self, agency_id: int, kind: str) -> Series | None:
        """The open series that takes papers of this kind, None when the office has none."""
        found = [s for s in self.series(agency_id) if not s.closed and not s.council]
        own = [s for s in found if kind in s.kinds]
        return next(iter(own or [s for s in found if not s.kinds]), None)

    def add_series(self, actor: Actor, plan: SeriesPlan) -> Series:
        """One more series. Raises Refused for a name, or a kind, that another series has."""
        with self._database.write() as connection:
            self._database.lock(connection, f"numbers {actor.agency_id}")
            _refuse_clash(plan, _all_series(connection, actor.agency_id))
            number = add_series(connection, actor.agency_id, plan)
            self._trail.append(connection, actor, "them_so", None, vars(plan))
            return _one_series(connection, actor.agency_id, number)

    def change_series(self, actor: Actor, series_id: int, plan: SeriesPlan) -> Series:
        """Set the series up anew. Raises Refused for a clash, as `add_series` does.

        Papers that lie before the signer keep the ký hiệu that is printed on them.
        """
        with self._database.write() as connection:
            self._database.lock(connection, f"numbers {actor.agency_id}")
            old = _one_series(connection, actor.agency_id, series_id)
            others = [s for s in _all_series(connection, actor.agency_id) if s.id != old.id]
            _refuse_clash(plan, others)
            mine = _series.c.id == old.id
            connection.execute(update(_series).where(mine).values(**_columns(plan)))
            detail = {"series": old.id, **vars(plan)}
            self._trail.append(connection, actor, "sua_so", None, detail)
            return _one_series(connection, actor.agency_id, old.id)

    def start_at(self, actor: Actor, series_id: int, year: int, first: int) -> None:
        """Begin the year at `first`: the numbers before it were given in a paper book.

        Raises Refused once a number of that year was given here, or for a number below 1.
        """
        if not 1 <= first <= MOST:
            raise Refused(Problem("series_first", "first", {"most": MOST}))
        with self._database.write() as connection:
            self._database.lock(connection, f"numbers {actor.agency_id}")
            series = _one_series(connection, actor.agency_id, series_id)
            counter = _read_counter(connection, series_id, year)
            if counter["last"] >= counter["first"]:
                raise Refused(Problem("series_begun", "first", {"name": series.ten, "year": year}))
            values = {"first": first, "last": first - 1}
            _write_counter(connection, series_id, year, values)
            detail = {"series": series.ten, "year": year, "first": first}
            self._trail.append(connection, actor, "so_bat_dau", None, detail)

    # -- giving -----------------------------------------------------------------------------------

    def next_number(self, agency_id: int, series_id: int, year: int) -> tuple[int, date | None]:
        """The number that would be given now, and the day of the number before it."""
        with self._database.read() as connection:
            _one_series(connection, agency_id, series_id)
            counter = _read_counter(connection, series_id, year)
        return counter["last"] + 1, counter["last_date"]

    def give(self, connection: Connection, actor: Actor, document_id: int, order: Order) -> Entry:
        """Give the next number inside the transaction that issues the paper.

        Raises Refused for a day before that of the last number, also of a later year (a number is
        not slipped in), and for a số và ký hiệu that the year already has.
        """
        _refuse_copies(order.line.so_luong)
        self._database.lock(connection, f"numbers {actor.agency_id}")
        series = _one_series(connection, actor.agency_id, order.series_id)
        year = order.ngay.year
        counter = _read_counter(connection, series.id, year)
        _refuse_inserted(_newest_counter(connection, series.id, year), order.ngay)
        so = counter["last"] + 1
        printed = f"{so:02d}/{order.line.ky_hieu}"
        same = (_entry.c.agency_id == actor.agency_id, _entry.c.year == year, _entry.c.so == so)
        taken = select(_entry.c.id).where(*same, _entry.c.ky_hieu == order.line.ky_hieu)
        if connection.scalar(taken) is not None:
            raise Refused(Problem("number_twice", "", {"number": printed, "year": year}))
        _write_counter(connection, series.id, year, {"last": so, "last_date": order.ngay})
        result = connection.execute(
            insert(_entry).values(
                agency_id=actor.agency_id,
                series_id=series.id,
                year=year,
                so=so,
                ngay=order.ngay,
                document_id=document_id,
                ky_nhan="",
                given_at=self._clock(),
                given_by=actor.user_id,
                cancel_reason="",
                **vars(order.line),
            )
        )
        detail = {"so": printed, "series": series.ten, "ngay": order.ngay.isoformat()}
        self._trail.append(connection, actor, "cap_so", document_id, detail)
        return _entries(connection, _entry.c.id == new_number(result))[0]

    def cancel(self, connection: Connection, actor: Actor, document_id: int, reason: str) -> None:
        """Mark the number of a paper as cancelled; its line stays."""
        connection.execute(
            update(_entry)
            .where(_mine(actor.agency_id, document_id))
            .values(cancelled_at=self._clock(), cancelled_by=actor.user_id, cancel_reason=reason)
        )
        self._trail.append(connection, actor, "huy_so", document_id, {"reason": reason})

    # -- the book ---------------------------------------------------------------------------------

    def entry_of(self, agency_id: int, document_id: int) -> Entry | None:
        """The line of a paper; None while it has no number."""
        with self._database.read() as connection:
            return next(iter(_entries(connection, _mine(agency_id, document_id))), None)

    @staticmethod
    def line_of(connection: Connection, agency_id: int, document_id: int) -> Entry:
        """The same of a paper that has one, inside a transaction. IndexError for none (a bug)."""
        return _entries(connection, _mine(agency_id, document_id))[0]

    def years(self, agency_id: int) -> list[int]:
        """The years that have numbers, newest first."""
        query = select(_entry.c.year).where(_entry.c.agency_id == agency_id).distinct()
        with self._database.read() as connection:
            return sorted(connection.scalars(query), reverse=True)

    def find(
        self,
        agency_id: int,
        year: int,
        *,
        words: Sequence[str] = (),
        kind: str = "",
        nguoi_ky: str = "",
        series_id: int | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[list[Entry], int]:
        """The lines of a year that hold every word (folded), in order; and how many there are.

        A word that is a number, or số và ký hiệu, also finds the line with that number.
        """
        conditions = [_entry.c.agency_id == agency_id, _entry.c.year == asked(year)]
        conditions += [_holds(word) for word in words]
        if kind:
            conditions.append(_entry.c.kind == kind)
        if nguoi_ky:
            conditions.append(_entry.c.nguoi_ky == nguoi_ky)
        if series_id is not None:
            conditions.append(_entry.c.series_id == asked(series_id))
        query = select(func.count(_entry.c.id)).where(*conditions)
        with self._database.read() as connection:
            total = connection.scalar(query) or 0
            return _entries(connection, *conditions, offset=offset, limit=limit), total

    def issued(
        self, agency_id: int, kind: str, since: date
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Papers of a kind that were issued since that day: số, ký hiệu and what each holds."""
        query = (
            select(_entry.c.so, _entry.c.ky_hieu, tables.document.c.data)
            .join(tables.document, tables.document.c.id == _entry.c.document_id)
            .where(_entry.c.agency_id == agency_id, _entry.c.kind == kind)
            .where(_entry.c.ngay >= since, _entry.c.cancelled_at.is_(None))
            .order_by(_entry.c.id)
        )
        with self._database.read() as connection:
            for so, ky_hieu, data in connection.execute(query):
                yield so_ky_hieu(so, ky_hieu), data

    def signers(self, agency_id: int, year: int) -> list[str]:
        """Who signed the papers of a year."""
        query = select(_entry.c.nguoi_ky).where(
            _entry.c.agency_id == agency_id, _entry.c.year == asked(year)
        )
        with self._database.read() as connection:
            return sorted(set(connection.scalars(query)))

    def note_delivery(
        self,
        actor: Actor,
        document_id: int,
        *,
        so_luong: int | None,
        ngay_chuyen: date | None,
        ky_nhan: str,
        ghi_chu: str,
    ) -> None:
        """Fill columns 7 to 10 of a line, which văn thư writes when the copies leave.

        Raises Refused for a number of copies that nobody sends.
        """
        _refuse_copies(so_luong)
        values = {
            "so_luong": so_luong,
            "ngay_chuyen": ngay_chuyen,
            "ky_nhan": ky_nhan,
            "ghi_chu": ghi_chu,
        }
        mine = _mine(actor.agency_id, document_id)
        with self._database.write() as connection:
            if connection.execute(update(_entry).where(mine).values(**values)).rowcount:
                self._trail.append(connection, actor, "sua_dang_ky", document_id, values)


# Phụ lục VI gives CodeNumber eleven characters; nobody comes near a tenth of this.
MOST = 99_999


def add_series(connection: Connection, agency_id: int, plan: SeriesPlan) -> int:
    """Insert a series, by itself the common one of a new office; its number."""
    result = connection.execute(insert(_series).values(agency_id=agency_id, **_columns(plan)))
    return new_number(result)


def _columns(plan: SeriesPlan) -> dict[str, Any]:
    return {**vars(plan), "kinds": list(plan.kinds)}


def _refuse_clash(plan: SeriesPlan, others: Sequence[Series]) -> None:
    """Raises Refused when another series has the name, or takes papers that this one would take."""
    for other in others:
        if other.ten.casefold() == plan.ten.casefold():
            raise Refused(Problem("series_name_taken", "ten", {"name": plan.ten}))
        if any(series.closed or series.council for series in (plan, other)):
            continue
        if not plan.kinds and not other.kinds:
            raise Refused(Problem("series_common_twice", "kinds", {"name": other.ten}))
        if set(plan.kinds) & set(other.kinds):
            raise Refused(Problem("series_kind_taken", "kinds", {"name": other.ten}))


def _refuse_copies(so_luong: int | None) -> None:
    if so_luong is not None and not 0 <= so_luong <= MOST:
        data = {"label": "Số lượng bản", "typed": so_luong, "low": 0, "high": MOST}
        raise Refused(Problem("out_of_range", "so_luong", data))


def _refuse_inserted(counter: Mapping[str, Any], ngay: date) -> None:
    last_date = counter["last_date"]
    if last_date is not None and ngay < last_date:
        data = {"last": f"{counter['last']:02d}", "day": f"{last_date:%d/%m/%Y}"}
        raise Refused(Problem("number_inserted", "ngay", data))


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a line holds a word: "5" and "05/qd-ubnd" are numbers, "quyet" is not."""
    found = _entry.c.search.contains(word, autoescape=True)
    number, _, ky_hieu = word.partition("/")
    if not (number.isascii() and number.isdecimal() and len(number) <= len(str(MOST))):
        return found
    # What is searched begins with the ký hiệu.
    named = _entry.c.search.startswith(ky_hieu, autoescape=True)
    return found | ((_entry.c.so == int(number)) & named)


def _all_series(connection: Connection, agency_id: int) -> list[Series]:
    query = select(_series).where(_series.c.agency_id == agency_id)
    found = [_as_series(dict(row)) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda s: (s.council, bool(s.kinds), s.id))


def _one_series(connection: Connection, agency_id: int, series_id: int) -> Series:
    """The series of that number. Raises Refused when this office has none."""
    mine = (_series.c.agency_id == agency_id, _series.c.id == asked(series_id))
    row = connection.execute(select(_series).where(*mine)).mappings().first()
    if row is None:
        raise Refused(Problem("series_not_found"))
    return _as_series(dict(row))


def _as_series(row: Mapping[str, Any]) -> Series:
    return Series(**{**row, "kinds": tuple(row["kinds"])})


def _read_counter(connection: Connection, series_id: int, year: int) -> Mapping[str, Any]:
    mine = (_counter.c.series_id == series_id, _counter.c.year == year)
    row = connection.execute(select(_counter).where(*mine)).mappings().first()
    return dict(row) if row else {"first": 1, "last": 0, "last_date": None}


def _newest_counter(connection: Connection, series_id: int, year: int) -> Mapping[str, Any]:
    """Where the series stands after `year` and whatever years follow it."""
    mine = (_counter.c.series_id == series_id, _counter.c.year >= year)
    given = select(_counter).where(*mine, _counter.c.last_date.is_not(None))
    row = connection.execute(given.order_by(_counter.c.year.desc()).limit(1)).mappings().first()
    return dict(row) if row else {"last": 0, "last_date": None}


def _write_counter(
    connection: Connection, series_id: int, year: int, values: Mapping[str, Any]
) -> None:
    mine = (_counter.c.series_id == series_id, _counter.c.year == year)
    if connection.execute(update(_counter).where(*mine).values(**values)).rowcount == 0:
        row = {"first": 1, "last": 0, **values}
        connection.execute(insert(_counter).values(series_id=series_id, year=year, **row))


def _mine(agency_id: int, document_id: int) -> ColumnElement[bool]:
    return (_entry.c.agency_id == agency_id) & (_entry.c.document_id == asked(document_id))


def _entries(
    connection: Connection,
    *conditions: ColumnElement[bool],
    offset: int = 0,
    limit: int | None = None,
) -> list[Entry]:
    names = [name for name in Entry.__dataclass_fields__ if name != "given_by"]
    query = (
        select(*(_entry.c[name] for name in names), tables.user.c.ho_ten.label("given_by"))
        .join(tables.user, tables.user.c.id == _entry.c.given_by)
        .where(*conditions)
        .order_by(_entry.c.series_id, _entry.c.so)
        .offset(min(offset, LARGEST_NUMBER))
        .limit(limit)
    )
    return [Entry(**row) for row in connection.execute(query).mappings()]
