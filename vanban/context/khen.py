"""An award decision: the list of recipients comes in; the wording, counts and money go out.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2 (form); Nghị định 152/2025/NĐ-CP, Điều 49-54
(money), through `khen_thuong`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vanban.khen_thuong import FORMS, RECIPIENTS, Reward, reward
from vanban.kinds import Row
from vanban.problems import Problem, Refused
from vanban.vietnamese import names, numbers

# More than this many are not named in the body but in a danh sách in the same file.
IN_BODY_AT_MOST = 5
# The law names titles of this rank after the ministry or province that grants them.
_ANY_BODY = "bộ, ban, ngành, tỉnh"
_ORDER = ("tap_the", "ca_nhan", "ho_gia_dinh")
# How collectives, people and households are counted in a sentence, collectives first.
_COUNTED = {"tap_the": "tập thể", "ho_gia_dinh": "hộ gia đình", "ca_nhan": "cá nhân"}


@dataclass(frozen=True)
class Recipient:
    """One line of the list, with its award and its money settled. tien: đồng, None = no money."""

    index: int
    doi_tuong: str
    ten: str
    chuc_vu_don_vi: str
    hinh_thuc: str
    tien: int | None

    @property
    def full(self) -> str:
        """Name and post, as a sentence names them."""
        return ", ".join(part for part in (self.ten, self.chuc_vu_don_vi) if part)


def rewards(values: Mapping[str, Any], day: date) -> list[Reward | None]:
    """The money that the rule gives each row on that day: raw, rounded; None where none is set.

    Raises Refused for a day before the table of mức lương cơ sở begins.
    """
    return [
        reward(row.cells["hinh_thuc"] or values["hinh_thuc"], row.cells["doi_tuong"], day)
        for row in values["khen_thuong"]
    ]


def build(values: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The `khen` value. Raises Refused for an award that its recipient cannot get."""
    people = _recipients(values, day)
    with_money = bool(values.get("co_tien"))
    # In the order of entry: sorting people must not reorder what Điều 1 counts.
    entered = dict.fromkeys(_form(values, row) for row in values["khen_thuong"])
    forms = list(entered) or [values["hinh_thuc"]]
    way = _way(values, people, len(forms) > 1)
    total = sum(p.tien or 0 for p in people)
    return {
        "viec": named(FORMS[forms[0]].viec, values),
        "cach": way,
        "nhieu_hinh_thuc": len(forms) > 1,
        "doi_tuong": people[0].full if way == "mot" and people else counted(people),
        "nhom": _by_form(values, people, forms) if len(forms) > 1 else [],
        "liet_ke": _listed(people, with_money) if way == "liet_ke" else [],
        "nhom_ds": _groups(values, people) if way == "danh_sach" else [],
        "co_tien": with_money,
        "tong_tien": numbers.format_number(total),
        "tong_tien_chu": numbers.money_in_words(total),
        "dieu_khac": [
            {"so": number, "loi": text.rstrip(" .") + "."}
            for number, text in enumerate(values.get("dieu_khac", ()), 2 + with_money)
        ],
        "dieu_thi_hanh": dieu_thi_hanh(values),
    }


def named(text: str, values: Mapping[str, Any]) -> str:
    """A form of award with the body that grants it in place of the law's generic words."""
    return text.replace(_ANY_BODY, values.get("cap_khen") or _ANY_BODY)


def dieu_thi_hanh(values: Mapping[str, Any]) -> int:
    """The number of the last Điều: after the award, the money and the other Điều."""
    return 2 + bool(values.get("co_tien")) + len(values.get("dieu_khac", ()))


def _recipients(values: Mapping[str, Any], day: date) -> list[Recipient]:
    rows: Sequence[Row] = values["khen_thuong"]
    problems = [
        Problem(
            "award_not_for_recipient",
            f"khen_thuong.{row.index}.hinh_thuc",
            {"form": FORMS[form].ten, "recipient": RECIPIENTS[row.cells["doi_tuong"]]},
        )
        for row in rows
        if row.cells["doi_tuong"] not in FORMS[form := _form(values, row)].he_so
    ]
    if not values.get("cap_khen", True):
        problems += [
            Problem("award_body_missing", "cap_khen", {"form": FORMS[form].ten})
            for form in dict.fromkeys(_form(values, row) for row in rows)
            if _ANY_BODY in FORMS[form].viec
        ]
    if problems:
        raise Refused(*problems)
    people = [_recipient(values, row, day) for row in rows]
    return sorted(people, key=_by_name) if values.get("thu_tu") == "theo_ten" else people


def _form(values: Mapping[str, Any], row: Row) -> str:
    return str(row.cells["hinh_thuc"] or values["hinh_thuc"])


def _by_name(person: Recipient) -> tuple[Any, ...]:
    """People by given name, then họ, then đệm; collectives by their whole name."""
    if person.doi_tuong == "ca_nhan":
        return names.sort_key(names.split_honorific(person.ten)[1])
    return (names.collate(person.ten),)


def _recipient(values: Mapping[str, Any], row: Row, day: date) -> Recipient:
    cells = row.cells
    name = cells["ho_ten"]
    if cells["doi_tuong"] == "ca_nhan" and cells["danh_xung"]:
        name = f"{cells['danh_xung']} {names.split_honorific(name)[1]}"
    money = None
    if values.get("co_tien"):
        money = cells["tien_thuong"]
        if money is None:
            given = reward(_form(values, row), cells["doi_tuong"], day)
            money = given.rounded if given else None
    return Recipient(
        row.index, cells["doi_tuong"], name, cells["chuc_vu_don_vi"], _form(values, row), money
    )


def _way(values: Mapping[str, Any], people: Sequence[Recipient], mixed: bool) -> str:
    """Named in Điều 1, listed under it, or in a danh sách in the same file."""
    asked = values.get("cach_neu")
    if asked == "danh_sach":
        return "danh_sach"
    if len(people) <= 1:
        return "mot"
    if mixed or (asked != "trong_dieu_1" and len(people) > IN_BODY_AT_MOST):
        return "danh_sach"
    return "liet_ke"


def counted(people: Sequence[Recipient]) -> str:
    """ "02 tập thể và 15 cá nhân": numbers below ten with a leading zero."""
    parts = [
        f"{numbers.two_digits(count)} {word}"
        for key, word in _COUNTED.items()
        if (count := sum(1 for p in people if p.doi_tuong == key))
    ]
    return " và ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _by_form(
    values: Mapping[str, Any], people: Sequence[Recipient], forms: Sequence[str]
) -> list[dict[str, str]]:
    return [
        {
            "so": f"{index}.",
            "viec": named(FORMS[form].viec, values),
            "doi_tuong": counted([p for p in people if p.hinh_thuc == form]),
            "cham": ";" if index < len(forms) else ".",
        }
        for index, form in enumerate(forms, 1)
    ]


def _listed(people: Sequence[Recipient], with_money: bool) -> list[str]:
    lines = []
    for index, person in enumerate(people, 1):
        money = ""
        if with_money and person.tien is not None:
            # No line may break between a sum and its unit.
            money = f", mức thưởng {numbers.format_number(person.tien)}\u00a0đồng"
        end = ";" if index < len(people) else "."
        lines.append(f"{index}. {person.full}{money}{end}")
    return lines


def _groups(values: Mapping[str, Any], people: Sequence[Recipient]) -> list[dict[str, Any]]:
    """I. TẬP THỂ, II. CÁ NHÂN, III. HỘ GIA ĐÌNH: those that have rows, each counted from 1."""
    groups: list[dict[str, Any]] = []
    for key in _ORDER:
        members = [p for p in people if p.doi_tuong == key]
        if members:
            groups.append(
                {
                    "so": numbers.roman(len(groups) + 1),
                    "ten": RECIPIENTS[key].upper(),
                    "hang": [_line(values, index, p) for index, p in enumerate(members, 1)],
                }
            )
    return groups


def _line(values: Mapping[str, Any], index: int, person: Recipient) -> dict[str, str]:
    return {
        "stt": str(index),
        "ho_ten": person.ten,
        "chuc_vu_don_vi": person.chuc_vu_don_vi,
        "hinh_thuc": named(FORMS[person.hinh_thuc].ten, values),
        "tien": "" if person.tien is None else numbers.format_number(person.tien),
    }
