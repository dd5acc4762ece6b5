"""What a template sees.

In: a `Kind`, the values that came through intake, the `Agency`, today's date and the sizes of the
template's styles. Out: a dict of plain values (str, int, bool, list, dict): no object in it has a
method worth calling. The clerk types content; here the form of Nghị định 30/2020/NĐ-CP is added:
leading zeros, the marks of căn cứ and nơi nhận, "./.", the signing lines, the lengths of rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from vanban import decree30, typeface
from vanban.agency import Agency, Signer
from vanban.context import giay_khen, khen, so_lieu
from vanban.kinds import Field, Kind, Row
from vanban.outline import Block
from vanban.vietnamese import numbers

EMU_PER_PT = 12700
# "… Luật Thi đua, khen thưởng số 06/2022/QH15 …": the name stays, the number goes.
_LAW_NUMBER = re.compile(
    r"((?:Luật|Bộ luật|Pháp lệnh)\s+(?!số\b)[^;]*?)"
    r"\s+số(?:\s*:)?\s*\d+/\d{4}/(?:QH|UBTVQH|PL)[\w-]*"
)
# Blanks that văn thư fills after the signature (Điều 15-17): wide enough to write in, and made of
# no-break spaces so that no line breaks inside them.
_NBSP = "\u00a0"
# Four figures, or two, with a space on either side: a space of the typeface is half a figure. No
# more, or "Thành phố Hồ Chí Minh, ngày …" would need a second line while the date is open.
BLANK_SO = _NBSP * 10
BLANK_DAY = _NBSP * 6
# A letterhead column of the templates is 65 mm with its cell margins: a longer name wraps, and its
# rule follows what is seen.
_AGENCY_COLUMN_PT = 173.0
_TEXT_WIDTH_PT = decree30.TEXT_WIDTH_MM * 72 / 25.4


@dataclass(frozen=True)
class Setting:
    """Everything that a derived variable is made from."""

    kind: Kind
    values: Mapping[str, Any]
    agency: Agency
    today: date
    sizes: Mapping[str, float]

    @property
    def day(self) -> date:
        """The date of issue, or today while it is open: figures of law depend on it."""
        return self.values.get("ngay") or self.today


@dataclass(frozen=True)
class Derived:
    """A variable made from several fields. needs: a kind without them does not offer it."""

    make: Callable[[Setting], Any]
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


def build(
    kind: Kind,
    values: Mapping[str, Any],
    agency: Agency,
    today: date,
    sizes: Mapping[str, float],
) -> dict[str, Any]:
    """Everything that a template of this kind may print.

    sizes: style name → pt, as the finished document will have them. Raises Refused when values
    that are right one by one cannot stand together (an award that this recipient cannot get).
    """
    setting = Setting(kind, values, agency, today, sizes)
    seen = {f.name: _plain(f, values[f.name]) for f in kind.fields if f.name not in DERIVED}
    for name, derived in available(kind).items():
        seen[name] = derived.make(setting)
    return seen


def fitted_sizes(
    kind: Kind, values: Mapping[str, Any], agency: Agency, today: date
) -> Mapping[str, float]:
    """Style name → pt where a kind's text is made to fit its page; empty for other kinds.

    Raises Refused like `build`.
    """
    if "giay_khen" not in available(kind):
        return {}
    return _giay_khen(Setting(kind, values, agency, today, {})).sizes


def available(kind: Kind) -> dict[str, Derived]:
    """The derived variables that this kind's fields can make."""
    fields = {f.name for f in kind.fields}
    return {name: d for name, d in DERIVED.items() if fields.issuperset(d.needs)}


def consumed(kind: Kind, variables: frozenset[str]) -> tuple[set[str], set[str]]:
    """Which fields a template with these variables prints, and which variables nobody fills.

    Out: (names of fields that are used, names of variables without a field).
    """
    fields = {f.name for f in kind.fields}
    derived = available(kind)
    used: set[str] = set()
    unknown: set[str] = set()
    for name in variables:
        if name in derived:
            used |= {*derived[name].needs, *derived[name].uses} & fields
        elif name in fields and name not in DERIVED:
            used.add(name)
        else:
            unknown.add(name)
    for f in kind.fields:
        # A field that only decides whether another is asked is used with it.
        if f.name in used:
            used |= {f.show_when.partition("=")[0], f.columns_from} - {""}
    return used, unknown


def _plain(field: Field, value: Any) -> Any:
    """A value as text for the template; blank when it is open."""
    if isinstance(value, str):
        shown = dict(field.choices).get(value, "") if field.type == "choice" else value
        return shown.upper() if field.upper else shown
    printer = _PRINTED.get(field.type)
    return printer(field, value) if printer else value


def _number(_: Field, value: int | None) -> str:
    return "" if value is None else numbers.format_number(value)


def _date(_: Field, value: date | None) -> str:
    return "" if value is None else numbers.format_date(value)


def _rows(field: Field, rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    return [
        {"stt": str(i), **{c.name: _plain(c, row.cells[c.name]) for c in field.columns}}
        for i, row in enumerate(rows, 1)
    ]


def _person(_: Field, signer: Signer) -> dict[str, Any]:
    return {"ho_ten": signer.ho_ten, "quyen_han_ky": signing_lines(signer)}


def _list(field: Field, value: tuple[str, ...]) -> list[str]:
    """Lines with the marks of their place. Căn cứ: ";" and a last "." (Phụ lục I, II.6.b)."""
    if field.style == "can_cu":
        return _punctuated(value)
    return list(value)


def _punctuated(lines: tuple[str, ...]) -> list[str]:
    return [line + (";" if i < len(lines) else ".") for i, line in enumerate(lines, 1)]


def _blocks(_: Field, blocks: tuple[Block, ...]) -> list[dict[str, str]]:
    """Outline blocks as printed: titles of mục IN HOA, and "./." once, at the very end."""
    seen = [
        {
            "cap": b.cap,
            "so": b.so,
            "loi": b.loi.upper() if b.cap in ("muc", "ten_phan") else b.loi,
        }
        for b in blocks
    ]
    if seen:
        seen[-1]["loi"] = ended(seen[-1]["loi"])
    return seen


_PRINTED: Mapping[str, Callable[[Field, Any], Any]] = {
    "number": _number,
    "money": _number,
    "date": _date,
    "outline": _blocks,
    "table": _rows,
    "list": _list,
    "paragraphs": _list,
    "person": _person,
}


def ended(text: str) -> str:
    """The last line of a body: "./." in place of any mark that it had (Phụ lục III, every Mẫu)."""
    return text.rstrip(" ./;,") + decree30.END_MARK


def signing_lines(signer: Signer) -> list[str]:
    """Quyền hạn and chức vụ, IN HOA, one per line (Điều 13; Phụ lục I, II.7)."""
    before = {
        "": [],
        "tm": [f"TM. {signer.thay_mat}"],
        "kt": [f"KT. {signer.ky_thay}"],
        "q": [],
        "tl": [f"TL. {signer.cap_tren}"],
        "tuq": [f"TUQ. {signer.cap_tren}"],
        "tm_kt": [f"TM. {signer.thay_mat}", f"KT. {signer.ky_thay}"],
        "tm_q": [f"TM. {signer.thay_mat}"],
        "tl_kt": [f"TL. {signer.cap_tren}", f"KT. {signer.ky_thay}"],
        "tuq_kt": [f"TUQ. {signer.cap_tren}", f"KT. {signer.ky_thay}"],
    }[signer.quyen_han]
    acting = "Q. " if signer.quyen_han in ("q", "tm_q") else ""
    return [line.upper() for line in (*before, acting + signer.chuc_vu)]


def _o_so(s: Setting) -> str:
    """What stands between "Số:" and "/": the number, or the blank for văn thư (II.3)."""
    so: int | None = s.values["so"]
    return BLANK_SO if so is None else _NBSP + numbers.two_digits(so)


def _ky_hieu(s: Setting) -> str:
    return f"{s.kind.viet_tat}-{s.agency.ky_hieu}"


def _date_part(s: Setting, after: str) -> str:
    """What stands after the word "ngày" or "tháng": a number, or a blank while open (II.4)."""
    day: date | None = s.values["ngay"]
    if day is None:
        return BLANK_DAY
    words = numbers.date_text(day).split()
    return f" {words[words.index(after) + 1]} "


def money_text(amount: int) -> str:
    """Đồng as offices write them: 760.000."""
    return numbers.format_number(amount)


def decimal_text(value: Decimal) -> str:
    """A multiplier as offices write it: 0,3."""
    return str(value).replace(".", ",")


def _upper_lines(text: str) -> list[str]:
    return [" ".join(line.split()).upper() for line in text.split("\n") if line.strip()]


def _rule(share: float, widest: float, limit: float = _TEXT_WIDTH_PT) -> int:
    return round(min(widest, limit) * share * EMU_PER_PT)


def _ke_tieu_ngu(s: Setting) -> int:
    """As long as the text above it (II.1.b)."""
    width = typeface.text_width(decree30.TIEU_NGU, s.sizes["Tiêu ngữ"], bold=True)
    return _rule(1.0, width)


def _ke_co_quan(s: Setting) -> int:
    """1/3 to 1/2 of the name above it (II.2.b)."""
    size = s.sizes.get("Tên cơ quan", decree30.CO_TEN_CO_QUAN.high)
    lines = _upper_lines(s.agency.ten_co_quan) or [""]
    widest = max(typeface.text_width(line, size, bold=True) for line in lines)
    return _rule(decree30.RULE_SHARE_OURS, widest, _AGENCY_COLUMN_PT)


def _ke_trich_yeu(s: Setting) -> int:
    """1/3 to 1/2 of the line above it (II.5.b)."""
    width = typeface.text_width(s.values["trich_yeu"], s.sizes["Trích yếu"], bold=True)
    return _rule(decree30.RULE_SHARE_OURS, width)


def _kem_theo(s: Setting) -> str:
    """The decree's dots: not filled in where the annex is in the same electronic file (III.1.c)."""
    what = f"{s.kind.ten_loai} số …/{_ky_hieu(s)}"
    return f"(Kèm theo {what} ngày … tháng … năm … của {s.agency.ten_mot_dong})"


def _ke_kem_theo(s: Setting) -> int:
    size = s.sizes.get("Kèm theo", decree30.CO_NOI_DUNG.high)
    return _rule(decree30.RULE_SHARE_OURS, typeface.text_width(_kem_theo(s), size, italic=True))


def _dia_danh_ngay(s: Setting) -> str:
    day, month = _date_part(s, "ngày"), _date_part(s, "tháng")
    return f"{s.values['dia_danh']}, ngày{day}tháng{month}năm {s.day.year}"


def _can_cu(s: Setting) -> list[str]:
    """Căn cứ, and the đề nghị as the last of them (Phụ lục III, Mẫu 1.2)."""
    grounds = [without_number_of_law(line) for line in s.values["can_cu"]]
    proposal = s.values.get("de_nghi")
    return _punctuated((*grounds, *([proposal.rstrip(" ;.")] if proposal else [])))


def without_number_of_law(line: str) -> str:
    """A Luật or Pháp lệnh is cited by name and date, without số, ký hiệu (Phụ lục I, II.6.b)."""
    return _LAW_NUMBER.sub(r"\1", line)


def _noi_nhan(s: Setting) -> list[str]:
    """ "- Như Điều 3;" … "- Lưu: VT, NV." (Phụ lục I, II.9.b)."""
    opening = {"nhu_dieu": f"Như Điều {_last_dieu(s)}", "nhu_tren": "Như trên", "": ""}[
        s.kind.field("noi_nhan").opening
    ]
    if opening == "Như trên" and not s.values.get("kinh_gui"):
        opening = ""
    lines = [line for line in (opening, *s.values["noi_nhan"]) if line]
    return [f"- {line};" for line in lines] + [f"- Lưu: {s.values['luu'].rstrip(' .;')}."]


def _last_dieu(s: Setting) -> int:
    """The Điều on who carries the decision out: the last one."""
    if "khen_thuong" in s.values:
        return khen.dieu_thi_hanh(s.values)
    blocks = s.values.get("noi_dung", ())
    return sum(1 for b in blocks if b.cap == "dieu") or 1


def _kinh_gui_mot(s: Setting) -> str:
    """One addressee stands on the line of "Kính gửi:" (Phụ lục I, II.9.a)."""
    names = s.values["kinh_gui"]
    return f"Kính gửi: {names[0]}" if len(names) == 1 else ""


def _kinh_gui_nhieu(s: Setting) -> list[str]:
    names = s.values["kinh_gui"]
    return [f"- {line}" for line in _punctuated(names)] if len(names) > 1 else []


def _giay_khen(s: Setting) -> giay_khen.Fitted:
    signer: Signer = s.values["nguoi_ky"]
    signing = (*signing_lines(signer), *filter(None, (signer.chuc_vu_khac,)))
    return giay_khen.build(s.values, s.agency.giay_khen, signing, s.day.year)


_GIAY_KHEN = (
    *("hinh_thuc", "tham_quyen", "doi_tuong", "danh_xung", "ho_ten", "chuc_vu_don_vi"),
    *("thanh_tich", "so_quyet_dinh", "ngay", "so_vang", "nguoi_ky"),
)
_SO_LIEU = (
    "ten_bang_ky",
    "cac_ky",
    "so_lieu_ky",
    "ten_bang_don_vi",
    "cac_chi_tieu",
    "so_lieu_don_vi",
)

DERIVED: Mapping[str, Derived] = {
    "co_quan_chu_quan": Derived(lambda s: _upper_lines(s.agency.co_quan_chu_quan)),
    "ten_co_quan": Derived(lambda s: _upper_lines(s.agency.ten_co_quan)),
    "ten_co_quan_thuong": Derived(lambda s: s.agency.ten_mot_dong),
    "so_ky_hieu": Derived(lambda s: f"Số:{_o_so(s)}/{_ky_hieu(s)}", ("so",)),
    "o_so": Derived(_o_so, ("so",)),
    "ky_hieu": Derived(_ky_hieu),
    "o_ngay": Derived(lambda s: _date_part(s, "ngày"), ("ngay",)),
    "o_thang": Derived(lambda s: _date_part(s, "tháng"), ("ngay",)),
    "nam": Derived(lambda s: str(s.day.year), ("ngay",)),
    "dia_danh_ngay": Derived(_dia_danh_ngay, ("dia_danh", "ngay")),
    "trich_yeu": Derived(lambda s: s.values["trich_yeu"], ("trich_yeu",)),
    "ke_tieu_ngu": Derived(_ke_tieu_ngu),
    "ke_co_quan": Derived(_ke_co_quan),
    "ke_trich_yeu": Derived(_ke_trich_yeu, ("trich_yeu",)),
    "kem_theo": Derived(_kem_theo),
    "ke_kem_theo": Derived(_ke_kem_theo),
    "can_cu": Derived(_can_cu, ("can_cu",), ("de_nghi",)),
    "noi_nhan": Derived(_noi_nhan, ("noi_nhan", "luu")),
    "kinh_gui_mot": Derived(_kinh_gui_mot, ("kinh_gui",)),
    "kinh_gui_nhieu": Derived(_kinh_gui_nhieu, ("kinh_gui",)),
    "quyen_han_ky": Derived(lambda s: signing_lines(s.values["nguoi_ky"]), ("nguoi_ky",)),
    "chuc_vu_khac": Derived(lambda s: s.values["nguoi_ky"].chuc_vu_khac, ("nguoi_ky",)),
    "ho_ten_nguoi_ky": Derived(lambda s: s.values["nguoi_ky"].ho_ten, ("nguoi_ky",)),
    "khen": Derived(
        lambda s: khen.build(s.values, s.day),
        ("hinh_thuc", "khen_thuong"),
        ("cap_khen", "cach_neu", "thu_tu", "co_tien", "dieu_khac"),
    ),
    "giay_khen": Derived(lambda s: dict(_giay_khen(s).seen), _GIAY_KHEN),
    "bieu_trung": Derived(lambda s: giay_khen.emblem(s.agency.giay_khen), _GIAY_KHEN),
    "khung_rieng": Derived(lambda s: giay_khen.own_frame(s.agency.giay_khen), _GIAY_KHEN),
    "bang": Derived(lambda s: so_lieu.tables(s.values), _SO_LIEU),
    "bieu_do": Derived(lambda s: bool(so_lieu.figures(s.values)), _SO_LIEU, ("co_bieu_do",)),
}
