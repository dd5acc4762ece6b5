"""Figures of a report: values of its table fields come in, printed tables and chart data go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# (title field, columns field, rows field, heading of the first column)
_SETS = (
    ("ten_bang_ky", "cac_ky", "so_lieu_ky", "Chỉ tiêu"),
    ("ten_bang_don_vi", "cac_chi_tieu", "so_lieu_don_vi", "Đơn vị"),
)


@dataclass(frozen=True)
class Figure:
    """One panel of a chart. groups: labels along the axis; series: (name, one value per group).

    unit: printed beside the axis; a value is None where the cell holds no number.
    """

    title: str
    groups: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str = ""


def tables(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tables to print, numbered "Bảng 1." and on; those without rows are left out."""
    found: list[dict[str, Any]] = []
    for title, columns, rows, heading in _SETS:
        if not values[rows]:
            continue
        name = f"Bảng {len(found) + 1}. {values[title]}".rstrip(" .")
        cells = [row.cells for row in values[rows]]
        found.append(
            {
                "ten": name,
                "cot_dau": heading,
                "co_don_vi_tinh": any(cell.get("don_vi_tinh") for cell in cells),
                "cot": list(values[columns]),
                "hang": [
                    {
                        "stt": str(index),
                        "ten": row.cells["ten"],
                        "don_vi_tinh": row.cells.get("don_vi_tinh", ""),
                        "gia_tri": list(row.figures),
                    }
                    for index, row in enumerate(values[rows], 1)
                ],
            }
        )
    return found


def figures(values: Mapping[str, Any]) -> tuple[Figure, ...]:
    """What the chart page draws; empty when the clerk wants none or the cells hold no numbers.

    Figures over periods: one panel per unit of measure, a group per period, a series per chỉ tiêu.
    Figures over units: one panel, a group per đơn vị, a series per column.
    """
    if not values.get("co_bieu_do"):
        return ()
    return (*_over_periods(values), *_over_units(values))


def _over_periods(values: Mapping[str, Any]) -> list[Figure]:
    by_unit: dict[str, list[tuple[str, tuple[float | None, ...]]]] = {}
    for row in values["so_lieu_ky"]:
        data = tuple(number(figure) for figure in row.figures)
        if any(value is not None for value in data):
            by_unit.setdefault(row.cells.get("don_vi_tinh", ""), []).append(
                (row.cells["ten"], data)
            )
    groups = tuple(values["cac_ky"])
    title = values["ten_bang_ky"]
    return [Figure(title, groups, tuple(series), unit) for unit, series in by_unit.items()]


def _over_units(values: Mapping[str, Any]) -> list[Figure]:
    rows = values["so_lieu_don_vi"]
    series = []
    for index, name in enumerate(values["cac_chi_tieu"]):
        data = tuple(number(row.figures[index]) for row in rows)
        if any(value is not None for value in data):
            series.append((name, data))
    if not series:
        return []
    groups = tuple(row.cells["ten"] for row in rows)
    return [Figure(values["ten_bang_don_vi"], groups, tuple(series))]


def number(text: str) -> float | None:
    """A figure as Vietnamese offices write it ("1.250", "95,2", "98,6%") as a number, or None."""
    bare = text.strip().removesuffix("%").strip()
    whole, comma, part = bare.partition(",")
    if comma and not part.isdigit():
        return None
    groups = whole.lstrip("-").split(".")
    if not all(g.isdigit() for g in groups) or any(len(g) != 3 for g in groups[1:]):
        return None
    sign = -1 if whole.startswith("-") else 1
    return sign * float("".join(groups) + (f".{part}" if comma else ""))
