"""Award money: a form of award, a recipient and a date come in; the sum in đồng goes out.

The figures stand in khen_thuong.toml with their sources, because they change by decree: the mức
lương cơ sở almost every year. Rule: Nghị định 152/2025/NĐ-CP, Điều 49 (factor × base in force on
the day of the decision, rounded up to tens of thousands); factors: Điều 50 and 54.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from vanban.problems import Problem, Refused
from vanban.vietnamese.numbers import format_date

RECIPIENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"tap_the": "Tập thể", "ca_nhan": "Cá nhân", "ho_gia_dinh": "Hộ gia đình"}
)
KINDS: Final = ("hinh_thuc", "danh_hieu")
_ROUNDING = 10_000  # Điều 49: "hàng chục nghìn đồng"


class AwardTableRefused(Refused):
    """The table of award money cannot be used; `problems` say where."""


class BeforeTable(Refused):
    """The date lies before the figures of the table."""


@dataclass(frozen=True)
class SalaryBase:
    """Mức lương cơ sở in đồng from a day on, with its source."""

    tu_ngay: date
    dong: int
    can_cu: str


@dataclass(frozen=True)
class AwardForm:
    """A form of award or an emulation title.

    key: name in data. ten: name in lists. loai: one of `KINDS`. viec: how a decision begins its
    Điều 1. he_so, can_cu: factor and source clause by recipient; a recipient who cannot get the
    form is not in them.
    """

    key: str
    ten: str
    loai: str
    viec: str
    he_so: Mapping[str, Decimal]
    can_cu: Mapping[str, str]


@dataclass(frozen=True)
class Reward:
    """Money of one award: factor, base, their product and the sum to pay, in đồng."""

    he_so: Decimal
    luong_co_so: int
    raw: int
    rounded: int


@dataclass(frozen=True)
class Table:
    """The whole table. hieu_luc: first day on which the factors apply; can_cu: their decree."""

    hieu_luc: date
    can_cu: str
    salaries: tuple[SalaryBase, ...]
    forms: Mapping[str, AwardForm]


_Keys = Mapping[str, tuple[type, ...]]
_TABLE_KEYS: Final[_Keys] = {
    "hieu_luc": (date,),
    "can_cu": (str,),
    "luong_co_so": (list,),
    "hinh_thuc": (list,),
}
_SALARY_KEYS: Final[_Keys] = {"tu_ngay": (date,), "dong": (int,), "can_cu": (str,)}
_FORM_KEYS: Final[_Keys] = {
    "key": (str,),
    "ten": (str,),
    "loai": (str,),
    "viec": (str,),
    "he_so": (dict,),
}
_FACTOR_KEYS: Final[_Keys] = {"he_so": (Decimal, int), "can_cu": (str,)}


def _shape_problems(found: Mapping[str, Any], keys: _Keys, where: str) -> Iterator[Problem]:
    """Unknown keys, missing keys and values of another type, each with its place."""
    for key in found.keys() - keys.keys():
        yield Problem("award_unknown_key", where, {"key": key})
    for key, types in keys.items():
        if key not in found:
            yield Problem("award_missing_key", where, {"key": key})
        elif type(found[key]) not in types or not found[key]:
            yield Problem("award_bad_value", where, {"key": key, "value": found[key]})


def _require(found: Any, keys: _Keys, where: str) -> None:
    table = found if isinstance(found, dict) else {}
    if problems := sorted(_shape_problems(table, keys, where), key=str):
        raise AwardTableRefused(*problems)


def _check(good: bool, where: str, key: str, value: object) -> None:
    if not good:
        raise AwardTableRefused(Problem("award_bad_value", where, {"key": key, "value": value}))


def _salary(found: Any, where: str) -> SalaryBase:
    _require(found, _SALARY_KEYS, where)
    _check(found["dong"] > 0, where, "dong", found["dong"])
    return SalaryBase(found["tu_ngay"], found["dong"], found["can_cu"])


def _form(found: Any, where: str) -> AwardForm:
    _require(found, _FORM_KEYS, where)
    _check(found["loai"] in KINDS, where, "loai", found["loai"])
    factors: dict[str, Decimal] = {}
    for recipient, factor in found["he_so"].items():
        place = f"{where}, {recipient}"
        if recipient not in RECIPIENTS:
            raise AwardTableRefused(Problem("award_unknown_key", where, {"key": recipient}))
        _require(factor, _FACTOR_KEYS, place)
        value = Decimal(factor["he_so"])
        _check(value.is_finite() and value > 0, place, "he_so", value)
        factors[recipient] = value
    return AwardForm(
        key=found["key"],
        ten=found["ten"],
        loai=found["loai"],
        viec=found["viec"],
        he_so=MappingProxyType(factors),
        can_cu=MappingProxyType({who: f["can_cu"] for who, f in found["he_so"].items()}),
    )


def read_table(path: Path) -> Table:
    """The table file → its values. Raises AwardTableRefused with the place of what is wrong."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise AwardTableRefused(
            Problem("award_not_toml", path.name, {"detail": str(error)})
        ) from error
    _require(found, _TABLE_KEYS, path.name)
    salaries = [
        _salary(row, f"{path.name}, luong_co_so {number}")
        for number, row in enumerate(found["luong_co_so"], 1)
    ]
    forms: dict[str, AwardForm] = {}
    for number, row in enumerate(found["hinh_thuc"], 1):
        where = f"{path.name}, hinh_thuc {number}"
        form = _form(row, where)
        if form.key in forms:
            raise AwardTableRefused(Problem("award_twice", where, {"key": form.key}))
        forms[form.key] = form
    return Table(
        found["hieu_luc"],
        found["can_cu"],
        tuple(sorted(salaries, key=lambda salary: salary.tu_ngay)),
        MappingProxyType(forms),
    )


_TABLE: Final = read_table(Path(__file__).with_name("khen_thuong.toml"))
FORMS: Final[Mapping[str, AwardForm]] = _TABLE.forms


def salary_base(ngay: date) -> SalaryBase:
    """Mức lương cơ sở in force on a day. Raises BeforeTable for a day before the first one."""
    found = [salary for salary in _TABLE.salaries if salary.tu_ngay <= ngay]
    if not found:
        first = _TABLE.salaries[0]
        raise BeforeTable(
            Problem(
                "award_no_salary",
                data={"ngay": format_date(ngay), "tu_ngay": format_date(first.tu_ngay)},
            )
        )
    return found[-1]


def reward(form_key: str, recipient: str, ngay: date) -> Reward | None:
    """Money of an award decided on a day; None when the form is not given to that recipient.

    Điều 49 of Nghị định 152/2025/NĐ-CP: rounded up to tens of thousands of đồng, once, at the
    end. Raises BeforeTable before the factors applied (01/7/2025), KeyError for an unknown form.
    """
    factor = FORMS[form_key].he_so.get(recipient)
    if factor is None:
        return None
    if ngay < _TABLE.hieu_luc:
        raise BeforeTable(
            Problem(
                "award_no_factor",
                data={"can_cu": _TABLE.can_cu, "hieu_luc": format_date(_TABLE.hieu_luc)},
            )
        )
    base = salary_base(ngay).dong
    raw = int((factor * base).to_integral_value(ROUND_CEILING))
    return Reward(factor, base, raw, -(-raw // _ROUNDING) * _ROUNDING)
