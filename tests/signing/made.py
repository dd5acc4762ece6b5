"""Papers of this program for the tests of signing: each kind, of so many pages, ready to sign."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from vanban import agency
from vanban.service import Service, open_service

EXAMPLES = Path(__file__).parents[2] / "examples" / "can-tho-119"
KINDS = ("quyet_dinh_khen_thuong", "ke_hoach", "bao_cao_so_ket")
TODAY = date(2026, 11, 21)
_FILLER = (
    "Các cơ quan, đơn vị tổ chức quán triệt, tuyên truyền sâu rộng tới toàn thể cán bộ, công chức, "
    "viên chức và người lao động; đưa nội dung thi đua vào kế hoạch công tác năm, phân công rõ "
    "người, rõ việc, rõ thời gian hoàn thành và thường xuyên kiểm tra, đôn đốc việc thực hiện."
)
# What the search below is likely to find; it begins there.
_LIKELY = {
    ("quyet_dinh_khen_thuong", 1): 5,
    ("quyet_dinh_khen_thuong", 2): 20,
    ("quyet_dinh_khen_thuong", 12): 360,
    ("ke_hoach", 1): 5,
    ("ke_hoach", 2): 10,
    ("ke_hoach", 12): 112,
    ("bao_cao_so_ket", 1): 2,
    ("bao_cao_so_ket", 2): 10,
    ("bao_cao_so_ket", 12): 105,
}


@cache
def service() -> Service:
    return open_service()


def _raw(kind: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    del raw["mo_ta"]
    return {**raw, "so": "", "ngay": ""}


def _as_long_as(kind: str, raw: dict[str, Any], amount: int) -> dict[str, Any]:
    """The paper with so much in it."""
    if kind == "quyet_dinh_khen_thuong":
        people = [{"doi_tuong": "ca_nhan", "ho_ten": f"Nguyễn Văn {n}"} for n in range(amount)]
        return {
            **raw,
            "khen_thuong": people,
            "can_cu": raw["can_cu"][:2],
            "cach_neu": "trong_dieu_1",
        }
    if kind == "bao_cao_so_ket":
        raw = {**raw, "co_bieu_do": False, "so_lieu_ky": [], "cac_ky": [], "ten_bang_ky": ""}
        raw |= {"so_lieu_don_vi": [], "cac_chi_tieu": [], "ten_bang_don_vi": ""}
    return {**raw, "noi_dung": "\n".join([_FILLER] * amount)}


@cache
def _amount(kind: str, pages: int) -> int:
    """How much there must be in a paper for it to have so many pages."""
    least, most = 1, 40 * pages
    amount = _LIKELY.get((kind, pages), (least + most) // 2)
    while least <= most:
        count = service().page_count(_made_once(kind, amount, "day_du", archive=False))
        if count == pages:
            return amount
        least, most = (amount + 1, most) if count < pages else (least, amount - 1)
        amount = (least + most) // 2
    raise AssertionError(f"{kind} never has {pages} pages")


def _made(kind: str, amount: int, fields: str, *, archive: bool) -> bytes:
    raw = _raw(kind)
    office = dataclasses.replace(
        agency.from_data(raw.pop("co_quan")), truong_ky=fields, pdf_luu_tru=archive
    )
    return service().produce(kind, _as_long_as(kind, raw, amount), office, TODAY).pdf


_made_once = cache(_made)


def made_anew(kind: str, pages: int, *, fields: str = "day_du", archive: bool = False) -> bytes:
    """A PDF of a kind without number and day, of just so many pages."""
    return _made(kind, _amount(kind, pages), fields, archive=archive)


def paper(kind: str, pages: int, *, fields: str = "day_du", archive: bool = False) -> bytes:
    """The same, made once."""
    return _made_once(kind, _amount(kind, pages), fields, archive=archive)
