"""The form of an office: what was typed comes in; an `Agency`, or problems with their places.

Two pages ask for an office, the first set-up and /co-quan. Both show again what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from vanban.agency import CO_CHU, CO_CHU_THEO_MAU, PERSON_PARTS, QUYEN_HAN, Agency, Signer
from vanban.kinds import Kind
from vanban.problems import Problem
from vanban.vietnamese.text import clean, clean_line
from vanban.web import words

# Field → most characters. Sizes of the decree's own metadata (Phụ lục VI) with room to spare.
_LINES = {"ky_hieu": 30, "dia_danh": 60, "luu": 60}
_TEXTS = {"ten_co_quan": 200, "co_quan_chu_quan": 200}
_REQUIRED = ("ten_co_quan", "ky_hieu", "dia_danh")
LUU = "VT"  # văn thư keeps the copy in every office
_MOST_ITEMS = 40
_MOST_SIGNERS = 30
_SIGNER_LENGTH = 100
_SIGNER_INPUT = re.compile(r"nguoi_ky-(\d{1,4})-([a-z_]+)\Z")
SIGNER_PARTS = tuple(field.name for field in fields(Signer))


@dataclass(frozen=True)
class OfficeForm:
    """An office as typed. texts: by field name; signers: rows by part; can_cu: text by kind."""

    texts: Mapping[str, str]
    signers: tuple[Mapping[str, str], ...]
    can_cu: Mapping[str, str]
    ghi_hoc_vi: bool = False

    @classmethod
    def of(cls, agency: Agency, kinds: Mapping[str, Kind]) -> OfficeForm:
        """The form that shows this office."""
        texts = {
            "ten_co_quan": agency.ten_co_quan,
            "co_quan_chu_quan": agency.co_quan_chu_quan,
            "ky_hieu": agency.ky_hieu,
            "dia_danh": agency.dia_danh,
            "co_chu": agency.co_chu,
            "noi_nhan": _joined(agency.mac_dinh.get("noi_nhan")),
            "luu": str(agency.mac_dinh.get("luu") or LUU),
        }
        can_cu = {
            kind.name: _joined(agency.mac_dinh.get(f"{kind.name}.can_cu", default))
            for kind, default in _kinds_with_can_cu(kinds)
        }
        signers = tuple(asdict(signer) for signer in agency.signers)
        return cls(texts, signers, can_cu, agency.ghi_hoc_vi)

    @classmethod
    def read(cls, form: MultiDict[str, str], kinds: Mapping[str, Kind]) -> OfficeForm:
        """The form as it was posted."""
        texts = {name: clean_line(form.get(name, "")) for name in _LINES}
        texts |= {name: clean(form.get(name, "")).strip() for name in (*_TEXTS, "noi_nhan")}
        texts["co_chu"] = form.get("co_chu", CO_CHU_THEO_MAU)
        can_cu = {
            kind.name: clean(form.get(f"can_cu-{kind.name}", _joined(default))).strip()
            for kind, default in _kinds_with_can_cu(kinds)
        }
        return cls(texts, _posted_signers(form), can_cu, "ghi_hoc_vi" in form)

    def with_signer(self) -> OfficeForm:
        """The same with one more, empty row."""
        return replace(self, signers=(*self.signers, dict.fromkeys(SIGNER_PARTS, "")))

    def without_signer(self, index: int) -> OfficeForm:
        """The same without that row; an index that is not there changes nothing."""
        kept = (row for i, row in enumerate(self.signers) if i != index)
        return replace(self, signers=tuple(kept))

    @property
    def problems(self) -> list[Problem]:
        """Everything that keeps this from being an office."""
        return [*self._text_problems(), *self._list_problems(), *self._signer_problems()]

    def _text_problems(self) -> Iterator[Problem]:
        for name, limit in (*_TEXTS.items(), *_LINES.items()):
            text = self.texts[name]
            label = words.LABELS[name]
            if name in _REQUIRED and not text:
                yield Problem("required", name, {"label": label})
            if len(text) > limit:
                yield _too_long(name, label, text, limit)
        if self.texts["co_chu"] not in CO_CHU:
            yield Problem("office_sizes", "co_chu", {"known": "; ".join(CO_CHU.values())})

    def _list_problems(self) -> Iterator[Problem]:
        lists = [("noi_nhan", words.LABELS["noi_nhan"], self.texts["noi_nhan"])]
        for kind, text in self.can_cu.items():
            lists.append((f"can_cu.{kind}", words.LABELS["can_cu"].format(kind=kind), text))
        for where, label, text in lists:
            count = len(_items(text))
            if count > _MOST_ITEMS:
                data = {"label": label, "count": count, "limit": _MOST_ITEMS}
                yield Problem("too_many_lines", where, data)

    def _signer_problems(self) -> Iterator[Problem]:
        for index, row in enumerate(self.signers):
            if _is_blank(row):
                continue
            where = f"nguoi_ky.{index}"
            if row["quyen_han"] not in QUYEN_HAN:
                data = {"typed": row["quyen_han"]}
                yield Problem("bad_signing_right", f"{where}.quyen_han", data)
                continue
            for part in ("ho_ten", "chuc_vu", *QUYEN_HAN[row["quyen_han"]].needs):
                if not row[part]:
                    yield Problem("required", f"{where}.{part}", {"label": PERSON_PARTS[part]})
            for part, text in row.items():
                if len(text) > _SIGNER_LENGTH:
                    yield _too_long(f"{where}.{part}", PERSON_PARTS[part], text, _SIGNER_LENGTH)

    def agency(self, base: Agency | None, kinds: Mapping[str, Kind]) -> Agency:
        """The office that this form says; what the form does not ask for stays as in `base`."""
        mac_dinh: dict[str, object] = dict(base.mac_dinh) if base else {}
        mac_dinh["luu"] = self.texts["luu"] or LUU
        mac_dinh["noi_nhan"] = _items(self.texts["noi_nhan"])
        for kind, default in _kinds_with_can_cu(kinds):
            typed = _items(self.can_cu[kind.name])
            # The form's own list is not copied: when the law changes, the office gets the new one.
            if typed == list(default):
                mac_dinh.pop(f"{kind.name}.can_cu", None)
            else:
                mac_dinh[f"{kind.name}.can_cu"] = typed
        return replace(
            base or Agency("", "", ""),
            ten_co_quan=_lines_of(self.texts["ten_co_quan"]),
            co_quan_chu_quan=_lines_of(self.texts["co_quan_chu_quan"]),
            ky_hieu=self.texts["ky_hieu"],
            dia_danh=self.texts["dia_danh"],
            co_chu=self.texts["co_chu"],
            ghi_hoc_vi=self.ghi_hoc_vi,
            signers=tuple(Signer(**row) for row in self.signers if not _is_blank(row)),
            mac_dinh={key: value for key, value in mac_dinh.items() if value or "." in key},
        )


def _too_long(where: str, label: str, text: str, limit: int) -> Problem:
    return Problem("too_long_line", where, {"label": label, "count": len(text), "limit": limit})


def _kinds_with_can_cu(kinds: Mapping[str, Kind]) -> Iterator[tuple[Kind, list[str]]]:
    """The kinds that have căn cứ, each with the list of its form."""
    for kind in kinds.values():
        for field in kind.fields:
            if field.name == "can_cu":
                yield kind, list(field.default or ())


def _posted_signers(form: MultiDict[str, str]) -> tuple[Mapping[str, str], ...]:
    """The posted rows in the order of their numbers, whatever numbers they are."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in form.items():
        match = _SIGNER_INPUT.match(name)
        if match and match[2] in SIGNER_PARTS:
            row = rows.setdefault(int(match[1]), dict.fromkeys(SIGNER_PARTS, ""))
            row[match[2]] = clean_line(value)
    return tuple(rows[index] for index in sorted(rows)[:_MOST_SIGNERS])


def _is_blank(row: Mapping[str, str]) -> bool:
    return not any(text for part, text in row.items() if part != "quyen_han")


def _items(text: str) -> list[str]:
    """One item for each line, without the marks that the paper adds by itself."""
    lines = (clean_line(line).lstrip("-–+ ").rstrip(" ;") for line in text.splitlines())
    return [line for line in lines if line]


def _lines_of(text: str) -> str:
    """The lines of a name, each tidy, without empty ones."""
    lines = (clean_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _joined(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list | tuple) else str(value or "")
