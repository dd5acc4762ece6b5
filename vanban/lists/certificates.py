"""A list of which decisions were made → the list of the giấy khen that go with them.

In: the rows of the list, each with the number of its decision, and what the decisions share. Out:
a workbook as the kind of the giấy khen asks for it, and what its papers share: nothing is typed
twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vanban import workbook
from vanban.kinds import Field, Kind
from vanban.listing import columns, rows_field
from vanban.vietnamese.numbers import format_date

KIND = "giay_khen"
_NUMBER, _DAY = "so_quyet_dinh", "ngay"
# What decision and giấy khen have in common, where the decision names it.
_SHARED = ("tham_quyen", "dia_danh", "nguoi_ky", "thanh_tich", "hinh_thuc")
_WIDTH = 28.0


@dataclass(frozen=True)
class Awarded:
    """A row of the list. so_ky_hieu, ngay: of its decision, "" and None while that has none."""

    raw: Mapping[str, str]
    so_ky_hieu: str
    ngay: date | None


@dataclass(frozen=True)
class Certificates:
    """The list of the giấy khen. common: what they share. left_out: rows whose award has no giấy
    khen of this kind, such as a bằng khen."""

    data: bytes
    common: Mapping[str, Any]
    count: int
    left_out: int


def fits(decision: Kind, certificate: Kind) -> bool:
    """Whether giấy khen can be made of a list of such decisions: its rows are people."""
    table = rows_field(decision)
    rows = {column.name for column in table.columns} if table else set()
    needed = {c.name for c in columns(certificate) if c.field.required and c.name not in _SHARED}
    return needed <= rows and not decision.own_form


def of_list(
    certificate: Kind,
    common: Mapping[str, Any],
    rows: Iterable[Awarded],
    *,
    author: str,
    created: datetime,
) -> Certificates:
    """The list of the giấy khen of these rows. common: of the decisions."""
    heads = columns(certificate)
    lines, days, left_out = [], set(), 0
    for row in rows:
        cells = {**_plain(common), **row.raw, _NUMBER: row.so_ky_hieu}
        if any(not _known(head.field, cells.get(head.name, "")) for head in heads):
            left_out += 1
            continue
        days.add(row.ngay)
        values = [_shown(head.field, cells.get(head.name, "")) for head in heads]
        lines.append(workbook.Row(values))
    shared = {name: common[name] for name in _SHARED if common.get(name)}
    if len(days) == 1 and (day := days.pop()) is not None:
        shared[_DAY] = format_date(day)
    data = workbook.write(
        certificate.title,
        [f"Danh sách {certificate.title.lower()}"],
        [workbook.Heading(head.label, _WIDTH) for head in heads],
        lines,
        author=author,
        created=created,
    )
    return Certificates(data, _allowed(certificate, shared), len(lines), left_out)


def _plain(common: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(common[name]) for name in _SHARED if isinstance(common.get(name), str)}


def _known(field: Field, value: str) -> bool:
    """Whether a choice is one that this kind has; whatever else is typed can be mended later."""
    return not (field.type == "choice" and value) or value in dict(field.choices)


def _shown(field: Field, value: str) -> str:
    return dict(field.choices).get(value, value) if field.type == "choice" else value


def _allowed(kind: Kind, shared: Mapping[str, Any]) -> dict[str, Any]:
    """What the giấy khen takes over: only what its form has, and only choices that it knows."""
    fields = {field.name: field for field in kind.fields}
    return {
        name: value
        for name, value in shared.items()
        if name in fields and (not isinstance(value, str) or _known(fields[name], value))
    }
