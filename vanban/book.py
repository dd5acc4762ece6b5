"""The use cases on the sổ đăng ký văn bản đi: read it, note what was sent, print it, export it.

In: a signed-in person and what they look for. Out: lines of the register, and files with all ten
columns of Nghị định 30/2020, Phụ lục IV. Điều 16.2.b: a register that is kept in a system is
printed in full and bound; a year is therefore printed as volumes (quyển) of so many lines each,
whose bounds no later number moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vanban import apart, workbook
from vanban.docx import book as drawing
from vanban.life import NotAllowed
from vanban.problems import Problem, Refused
from vanban.register import Entry, Register, Series, User
from vanban.vietnamese.days import local_day
from vanban.vietnamese.numbers import format_date, parse_date
from vanban.vietnamese.text import clean_line, fold

LINES_SHOWN = 50
# Some sixty pages to bind, and ten to fifteen seconds of one processor.
LINES_PER_VOLUME = 500
MOST_COPIES = 99_999
LONGEST_SIGN, LONGEST_NOTE = 200, 1000
_CANCELLED = "Đã hủy: "
_EXCEL_WIDTHS = (18, 12, 48, 20, 34, 18, 9, 12, 16, 24)


class NoSuchLine(Refused):
    """The register of this office has no such line or volume."""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for. Texts may be empty; query: words, with or without accents."""

    year: int
    series_id: int | None = None
    kind: str = ""
    nguoi_ky: str = ""
    query: str = ""


@dataclass(frozen=True)
class Shown:
    """A page of the register. page: from 1. total: how many lines there are on all pages."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Volume:
    """One quyển of a series in a year. number: from 1. first, last: its lines at the ends."""

    series: Series
    year: int
    number: int
    first: Entry
    last: Entry


@dataclass(frozen=True)
class File:
    """A file to download. name: as a person reads it, without its ending."""

    data: bytes
    name: str


class Book:
    """The register of outgoing papers. clock: the present, with its time zone."""

    def __init__(self, register: Register, clock: Callable[[], datetime]) -> None:
        self._register = register
        self._clock = clock

    # -- reading ----------------------------------------------------------------------------------

    def years(self, user: User) -> list[int]:
        """The years with lines and the present one, newest first. Raises NotAllowed."""
        _need(user, "so_xem")
        found = self._register.numbers.years(user.agency_id)
        return sorted({*found, self._today().year}, reverse=True)

    def series(self, user: User) -> list[Series]:
        """Every sổ of the office. Raises NotAllowed."""
        _need(user, "so_xem")
        return self._register.numbers.series(user.agency_id)

    def signers(self, user: User, year: int) -> list[str]:
        """Who signed the papers of a year. Raises NotAllowed."""
        _need(user, "so_xem")
        return [name for name in self._register.numbers.signers(user.agency_id, year) if name]

    def shown(self, user: User, sought: Sought, page: int = 1) -> Shown:
        """One page of the lines that fit, in the order of their numbers. Raises NotAllowed.

        A page beyond the last is the last.
        """
        _need(user, "so_xem")
        entries, total = self._find(user, sought, (page - 1) * LINES_SHOWN, LINES_SHOWN)
        pages = max(1, -(-total // LINES_SHOWN))
        if page > pages:
            page = pages
            entries, total = self._find(user, sought, (page - 1) * LINES_SHOWN, LINES_SHOWN)
        return Shown(tuple(entries), total, page, pages)

    def volumes(self, user: User, year: int) -> list[Volume]:
        """The volumes of a year, series by series; the last one still grows. Raises NotAllowed."""
        _need(user, "so_xem")
        return [
            volume
            for series in self._register.numbers.series(user.agency_id)
            for volume in self._volumes_of(user, year, series)
        ]

    def _volumes_of(self, user: User, year: int, series: Series) -> Iterator[Volume]:
        sought = Sought(year, series.id)
        total = self._find(user, sought, 0, 1)[1]
        for number, start in enumerate(range(0, total, LINES_PER_VOLUME), start=1):
            end = min(start + LINES_PER_VOLUME, total)
            (first,), (last,) = (self._find(user, sought, at, 1)[0] for at in (start, end - 1))
            yield Volume(series, year, number, first, last)

    def _find(
        self, user: User, sought: Sought, offset: int, limit: int | None
    ) -> tuple[list[Entry], int]:
        return self._register.numbers.find(
            user.agency_id,
            sought.year,
            words=fold(sought.query).split(),
            kind=sought.kind,
            nguoi_ky=sought.nguoi_ky,
            series_id=sought.series_id,
            offset=offset,
            limit=limit,
        )

    # -- columns 7 to 10 --------------------------------------------------------------------------

    def line(self, user: User, document_id: int) -> Entry:
        """The line of a paper. Raises NotAllowed, NoSuchLine."""
        _need(user, "so_xem")
        entry = self._register.numbers.entry_of(user.agency_id, document_id)
        if entry is None:
            raise NoSuchLine(Problem("line_not_found"))
        return entry

    def note_delivery(self, user: User, document_id: int, typed: Mapping[str, str]) -> Entry:
        """Fill columns 7 to 10 with what was typed; an empty text empties the column.

        typed: so_luong, ngay_chuyen, ky_nhan, ghi_chu. Raises NotAllowed, NoSuchLine; Refused with
        every problem, each at its name.
        """
        _need(user, "cap_so")
        entry = self.line(user, document_id)
        texts = {name: clean_line(typed.get(name, "")) for name in DELIVERY}
        copies, day = _copies(texts["so_luong"]), parse_date(texts["ngay_chuyen"])
        problems = list(_delivery_problems(entry, texts, copies, day, self._today()))
        if problems:
            raise Refused(*problems)
        self._register.numbers.note_delivery(
            user.actor,
            document_id,
            so_luong=copies,
            ngay_chuyen=day,
            ky_nhan=texts["ky_nhan"],
            ghi_chu=texts["ghi_chu"],
        )
        return self.line(user, document_id)

    # -- files ------------------------------------------------------------------------------------

    def printed(self, user: User, year: int, series_id: int, number: int, form: str) -> File:
        """A volume with its cover, form "docx" or "pdf"; noted in the trail.

        Raises NotAllowed; NoSuchLine; apart.NotPrinted when it cannot be printed now.
        """
        found = [v for v in self.volumes(user, year) if v.series.id == series_id]
        volume = next((v for v in found if v.number == number), None)
        if volume is None:
            raise NoSuchLine(Problem("volume_not_found"))
        start = (number - 1) * LINES_PER_VOLUME
        entries, _ = self._find(user, Sought(year, series_id), start, LINES_PER_VOLUME)
        name = f"Sổ đăng ký văn bản đi năm {year}, quyển {number}"
        docx = self._drawn(user, volume, entries, name, alone=len(self.series(user)) == 1)
        data = apart.pdf(docx) if form == "pdf" else docx
        detail = {"series": volume.series.ten, "year": year, "quyen": number, "lines": len(entries)}
        self._register.trail.note(user.actor, "in_so", None, {**detail, "form": form})
        return File(data, name)

    def _drawn(
        self, user: User, volume: Volume, entries: list[Entry], name: str, *, alone: bool
    ) -> bytes:
        agency = self._register.people.office(user.agency_id).agency
        drawn = drawing.Volume(
            co_quan_chu_quan=agency.co_quan_chu_quan,
            ten_co_quan=agency.ten_co_quan,
            ten_so="" if alone else volume.series.ten,
            nam=volume.year,
            tu_ngay=format_date(entries[0].ngay),
            den_ngay=format_date(entries[-1].ngay),
            tu_so=f"{entries[0].so:02d}",
            den_so=f"{entries[-1].so:02d}",
            quyen=str(volume.number),
            rows=[_row(entry) for entry in entries],
        )
        return drawing.draw(drawn, title=name, author=agency.ten_mot_dong, created=self._clock())

    def exported(self, user: User, sought: Sought) -> File:
        """The lines that fit as a workbook of Excel; noted in the trail. Raises NotAllowed."""
        _need(user, "so_xem")
        entries, total = self._find(user, sought, 0, None)
        agency = self._register.people.office(user.agency_id).agency
        name = f"Sổ đăng ký văn bản đi năm {sought.year}"
        made_at = self._clock()
        day = format_date(local_day(made_at))
        data = workbook.write(
            f"Năm {sought.year}",
            [name.upper(), agency.ten_mot_dong, f"{total} văn bản, xuất ngày {day}"],
            [
                workbook.Heading(column.heading, width)
                for column, width in zip(drawing.COLUMNS, _EXCEL_WIDTHS, strict=True)
            ],
            [workbook.Row(_values(entry), _is_cancelled(entry)) for entry in entries],
            author=agency.ten_mot_dong,
            created=made_at,
        )
        detail = {"lines": total, **vars(sought)}
        self._register.trail.note(user.actor, "xuat_so", None, detail)
        return File(data, name)

    def _today(self) -> date:
        return local_day(self._clock())


DELIVERY = ("so_luong", "ngay_chuyen", "ky_nhan", "ghi_chu")


def name_and_subject(entry: Entry) -> str:
    """Column 3: tên loại và trích yếu nội dung."""
    return f"{entry.ten_loai} {entry.trich_yeu}".strip()


def remark(entry: Entry) -> str:
    """Column 10: the note; of a cancelled number also why it was cancelled."""
    reason = _CANCELLED + clean_line(entry.cancel_reason) if _is_cancelled(entry) else ""
    return "; ".join(part for part in (reason, entry.ghi_chu) if part)


def _is_cancelled(entry: Entry) -> bool:
    return entry.cancelled_at is not None


def _values(entry: Entry) -> tuple[workbook.Value, ...]:
    """The ten columns of Phụ lục IV."""
    return (
        entry.so_ky_hieu,
        entry.ngay,
        name_and_subject(entry),
        entry.nguoi_ky,
        entry.noi_nhan,
        entry.luu,
        entry.so_luong,
        entry.ngay_chuyen,
        entry.ky_nhan,
        remark(entry),
    )


def _row(entry: Entry) -> drawing.Row:
    texts = [format_date(v) if isinstance(v, date) else str(v or "") for v in _values(entry)]
    return drawing.Row(texts, _is_cancelled(entry))


def _copies(typed: str) -> int | None:
    """A number of copies as it was typed; None when it is none."""
    plain = typed.replace(".", "")
    number = int(plain) if plain.isdecimal() and len(plain) < 9 else 0
    return number if 1 <= number <= MOST_COPIES else None


def _delivery_problems(
    entry: Entry, texts: Mapping[str, str], copies: int | None, day: date | None, today: date
) -> Iterator[Problem]:
    if texts["so_luong"] and copies is None:
        yield Problem("line_copies", "so_luong", {"most": MOST_COPIES})
    typed = texts["ngay_chuyen"]
    if typed and day is None:
        yield Problem("bad_date", "ngay_chuyen", {"typed": typed, "label": "Ngày chuyển"})
    elif day is not None and not entry.ngay <= day <= today:
        bounds = {"day": format_date(entry.ngay), "today": format_date(today)}
        yield Problem("line_sent_day", "ngay_chuyen", bounds)
    limits = {"ky_nhan": ("Ký nhận", LONGEST_SIGN), "ghi_chu": ("Ghi chú", LONGEST_NOTE)}
    for name, (label, limit) in limits.items():
        if len(texts[name]) > limit:
            data = {"label": label, "length": len(texts[name]), "limit": limit}
            yield Problem("too_long", name, data)


def _need(user: User, right: str) -> None:
    if right not in user.rights:
        raise NotAllowed(Problem("not_your_right"))
