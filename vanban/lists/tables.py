"""What she gets of a list besides the papers: results and danh sách as Excel, figures and a chart.

In: a listing, what became of each row, the values that all papers share. Out: bytes of workbooks in
which a text stays a text, plain figures for a page, a PNG that prints in black and white.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from vanban import workbook
from vanban.agency import Agency
from vanban.context import available, khen
from vanban.context.so_lieu import Figure
from vanban.intake import take_in
from vanban.khen_thuong import FORMS, RECIPIENTS, reward
from vanban.kinds import Kind
from vanban.listing import Heading, columns, raw_of_all, rows_field
from vanban.lists.check import NAME, RECIPIENT, written_unit
from vanban.problems import Refused
from vanban.sheet.words import JOINED_BY, MARKED, PARTS
from vanban.vietnamese.numbers import format_number, parse_int
from vanban.vietnamese.text import clean_line, spelling_key
from vanban.vietnamese.units import is_collective, unit_of

Rows = Iterable[Mapping[str, str]]
_NO_UNIT = "Chưa ghi đơn vị"
_OTHERS = "Các đơn vị khác"
# More units than this are drawn together as one: a page holds no more names that can be read.
UNITS_DRAWN = 12
_NARROW, _WIDE = 9.0, 40.0
_MILLION = 1_000_000
_RESULTS = (("Số", 9.0), ("Ngày", 12.0), ("Tệp", 44.0), ("Trạng thái", 16.0), ("Thể thức", 40.0))


@dataclass(frozen=True)
class Outcome:
    """What became of a row. was: her cells, one for each heading. number: of the paper, "" while
    open. files: names as in the ZIP. state: as the page says it, with the reason when it failed.
    form: what the check of form told, "" where nothing has to be put right."""

    was: Sequence[str]
    number: str = ""
    day: date | None = None
    files: Sequence[str] = ()
    state: str = ""
    form: str = ""


def results_workbook(
    headings: Sequence[Heading],
    outcomes: Iterable[Outcome],
    *,
    title: str,
    agency: Agency,
    created: datetime,
) -> bytes:
    """Her own columns in her order, then số, ngày, tệp, trạng thái, thể thức. The rows are written
    as they come: a long list takes no more memory than a short one."""
    own = [workbook.Heading(h.text or f"Cột {h.letter}", _width(h.text)) for h in headings]
    ours = [workbook.Heading(text, width) for text, width in _RESULTS]
    lines = (
        workbook.Row(
            [*_fitted(o.was, len(own)), o.number, o.day, "; ".join(o.files), o.state, o.form]
        )
        for o in outcomes
    )
    return workbook.write(
        "Kết quả",
        [title],
        [*own, *ours],
        lines,
        author=agency.ten_mot_dong,
        created=created,
    )


def mended(kind: Kind, headings: Sequence[Heading], cells: Mapping[str, str]) -> dict[int, str]:
    """Values that she mended here, as her sheet would hold them: place of the heading → its cell.

    cells: by names of `listing.columns`. A value made of two of her columns is parted again, so
    that read anew it is what she typed. A value for which she has no column is not in it.
    """
    found: dict[int, str] = {}
    for column in columns(kind):
        own = [h.target for h in headings if h.target.partition(".")[0] == column.name]
        if column.name in cells and own:
            shown = dict(column.field.choices).get(cells[column.name], cells[column.name])
            parts = _parted(column.name, shown, own)
            found |= {at: parts[h.target] for at, h in enumerate(headings) if h.target in parts}
    return found


def _parted(name: str, typed: str, targets: Sequence[str]) -> dict[str, str]:
    """What stands under each of these targets of one column, so that together it says `typed`."""
    if any(target in MARKED for target in targets):
        return {target: "x" if MARKED.get(target) == typed else "" for target in targets}
    parts = [target for target in PARTS if target in targets]
    if len(parts) != 2 or len(set(targets)) != 2:
        return {target: typed if target == targets[0] else "" for target in targets}
    first, last = parts
    # The last word is the given name; a unit may hold commas, a title before it rarely does.
    cut = typed.rpartition if name == NAME else typed.partition
    before, _, after = cut(JOINED_BY[name])
    return {first: before, last: after}


def roll_workbook(
    kind: Kind,
    common: Mapping[str, Any],
    rows: Rows,
    agency: Agency,
    today: date,
    *,
    created: datetime,
) -> bytes:
    """The danh sách as Excel: for awards numbered and grouped as the paper prints it, with a sum.

    Raises Refused for an award that its recipient cannot get, which the check has told before.
    """
    listed = [dict(row) for row in rows]
    title = f"Danh sách kèm theo {kind.ten_loai} {clean_line(str(common.get('trich_yeu') or ''))}"
    heads, lines = (
        _awards(kind, common, listed, agency, today) if _is_award(kind) else _plain(kind, listed)
    )
    return workbook.write(
        "Danh sách",
        [title.strip()],
        heads,
        lines,
        author=agency.ten_mot_dong,
        created=created,
    )


def _awards(
    kind: Kind, common: Mapping[str, Any], rows: Sequence[Mapping[str, str]], agency: Agency,
    today: date,
) -> tuple[list[workbook.Heading], list[workbook.Row]]:  # fmt: skip
    values = take_in(kind, raw_of_all(kind, common, rows), hoc_vi=agency.ghi_hoc_vi).values
    seen = khen.build({**values, "cach_neu": "danh_sach"}, values.get("ngay") or today)
    heads = [
        workbook.Heading("STT", 6),
        workbook.Heading("Họ và tên, tên tập thể", 32),
        workbook.Heading("Chức vụ, đơn vị công tác", 44),
        workbook.Heading("Hình thức khen thưởng", 28),
    ]
    with_money = bool(seen["co_tien"])
    heads += [workbook.Heading("Tiền thưởng (đồng)", 16)] if with_money else []
    lines: list[workbook.Row] = []
    for group in seen["nhom_ds"]:
        lines.append(_line(str(group["so"]), str(group["ten"]), width=len(heads)))
        for person in group["hang"]:
            cells: list[workbook.Value] = [
                int(person["stt"]),
                person["ho_ten"],
                person["chuc_vu_don_vi"],
                person["hinh_thuc"],
                parse_int(person["tien"]) if person["tien"] else None,
            ]
            lines.append(workbook.Row(cells[: len(heads)]))
    if with_money:
        total = parse_int(seen["tong_tien"])
        lines.append(_line("", "Tổng cộng", width=len(heads), last=total))
    return heads, lines


def _line(first: str, second: str, *, width: int, last: int | None = None) -> workbook.Row:
    return workbook.Row([first, second, *[None] * (width - 3), last])


def _plain(
    kind: Kind, rows: Sequence[Mapping[str, str]]
) -> tuple[list[workbook.Heading], list[workbook.Row]]:
    used = [c for c in columns(kind) if any(row.get(c.name) for row in rows)]
    choices = {c.name: dict(c.field.choices) for c in used}
    heads = [
        workbook.Heading("STT", 6),
        *(workbook.Heading(c.label, _width(c.label)) for c in used),
    ]
    return heads, [
        workbook.Row([at, *(choices[c.name].get(v := row.get(c.name, ""), v) for c in used)])
        for at, row in enumerate(rows, 1)
    ]


@dataclass(frozen=True)
class Tally:
    """One line of the figures. counts: recipients by key of RECIPIENTS. money: đồng."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    money: int = 0

    @property
    def total(self) -> int:
        """All recipients of the line."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Figures:
    """The list in numbers: by award and by unit, the largest first, and the sum.

    with_money: the papers grant money. recipients: the keys of RECIPIENTS that occur.
    """

    by_form: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]
    total: Tally
    with_money: bool
    recipients: tuple[str, ...]


def figures(kind: Kind, common: Mapping[str, Any], rows: Rows, today: date) -> Figures:
    """Count the rows. Money is that of the row, or what the rule gives it on the day of the paper.

    Rows that the check refuses count where they can; nothing is raised for them.
    """
    shared = take_in(kind, {k: v for k, v in common.items() if not _is_rows(kind, k)}).values
    labels = {key: label for f in _form_fields(kind) for key, label in f.choices}
    day = shared.get("ngay") or today
    by_form: dict[str, Tally] = {}
    by_unit: dict[str, Tally] = {}
    total = Tally("Tổng cộng")
    with_money = bool(shared.get("co_tien"))
    for row in rows:
        who = _recipient(kind, row)
        form = row.get("hinh_thuc") or str(shared.get("hinh_thuc") or "")
        money = _money(row, form, who, day) if with_money else 0
        unit = _unit_name(row, who)
        total = _added(total, who, money)
        shown = FORMS[form].ten if form in FORMS else labels.get(form, form) or kind.title
        by_form[form] = _added(by_form.get(form, Tally(khen.named(shown, shared))), who, money)
        key = spelling_key(unit)
        by_unit[key] = _added(by_unit.get(key, Tally(unit)), who, money)
    kinds = tuple(key for key in RECIPIENTS if key in total.counts)
    return Figures(_sorted(by_form), _sorted(by_unit), total, with_money, kinds)


def chart_png(found: Figures, width_mm: float, height_mm: float) -> bytes:
    """The figures drawn: recipients by award and by unit, money by award in million đồng; b"" for
    a list of nobody."""
    panels = list(_panels(found))
    if not panels:
        return b""
    # As in service.py: a process that never draws does not wait for what does.
    from vanban import chart  # noqa: PLC0415 - likewise

    return chart.draw(panels, width_mm, height_mm)


def _panels(found: Figures) -> Iterator[Figure]:
    for title, tallies in (
        ("Số được khen theo hình thức", found.by_form),
        ("Số được khen theo đơn vị", _drawn(found.by_unit)),
    ):
        series = tuple(
            (RECIPIENTS[key], tuple(float(t.counts.get(key, 0)) or None for t in tallies))
            for key in found.recipients
        )
        # A single series names its panel, and "Cá nhân" alone would not say what is counted.
        if len(series) == 1:
            series = ((f"{title}: {series[0][0].lower()}", series[0][1]),)
        if tallies and series:
            yield Figure(title, tuple(t.name for t in tallies), series)
    if found.with_money and found.total.money:
        values = tuple(t.money / _MILLION for t in found.by_form)
        name = "Tiền thưởng theo hình thức"
        yield Figure(name, tuple(t.name for t in found.by_form), ((name, values),), "triệu đồng")


def _drawn(tallies: Sequence[Tally]) -> Sequence[Tally]:
    if len(tallies) <= UNITS_DRAWN:
        return tallies
    rest = tallies[UNITS_DRAWN - 1 :]
    counts = {key: sum(t.counts.get(key, 0) for t in rest) for key in RECIPIENTS}
    others = Tally(
        f"{_OTHERS} ({format_number(len(rest))})",
        {key: count for key, count in counts.items() if count},
        sum(t.money for t in rest),
    )
    return [*tallies[: UNITS_DRAWN - 1], others]


def _added(tally: Tally, who: str, money: int) -> Tally:
    counts = {**tally.counts, who: tally.counts.get(who, 0) + 1}
    return replace(tally, counts=counts, money=tally.money + money)


def _sorted(tallies: Mapping[str, Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies.values(), key=lambda t: -t.total))


def _money(row: Mapping[str, str], form: str, who: str, day: date) -> int:
    typed = parse_int(row.get("tien_thuong", "")) if row.get("tien_thuong") else None
    if typed is not None:
        return typed
    try:
        given = reward(form, who, day) if form in FORMS else None
    except Refused:
        return 0
    return given.rounded if given else 0


def _recipient(kind: Kind, row: Mapping[str, str]) -> str:
    typed = row.get(RECIPIENT, "")
    if typed in RECIPIENTS:
        return typed
    known = any(column.name == RECIPIENT for column in columns(kind))
    return "tap_the" if not known and is_collective(row.get(NAME, "")) else "ca_nhan"


def _unit_name(row: Mapping[str, str], who: str) -> str:
    """The widest unit that the row names; a collective without one stands for itself."""
    unit = unit_of(written_unit(row))
    own = clean_line(row.get(NAME, "")) if who == "tap_the" else ""
    return unit or own or _NO_UNIT


def _is_award(kind: Kind) -> bool:
    return "khen" in available(kind) and rows_field(kind) is not None


def _is_rows(kind: Kind, name: str) -> bool:
    table = rows_field(kind)
    return table is not None and table.name == name


def _form_fields(kind: Kind) -> list[Any]:
    found = [c.field for c in columns(kind) if c.name == "hinh_thuc"]
    return found + [f for f in kind.fields if f.name == "hinh_thuc"]


def _fitted(cells: Sequence[str], count: int) -> list[str]:
    return [*cells[:count], *[""] * (count - len(cells))]


def _width(text: str) -> float:
    return min(_WIDE, max(_NARROW, len(text) * 1.3))
