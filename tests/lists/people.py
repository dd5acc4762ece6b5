"""Lists of people for the tests of the check: rows that are right, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from vanban.agency import Agency
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import Heading, Listing, ListRow, columns

TODAY = date(2026, 11, 21)
AWARD = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]
COMMON = {name: value for name, value in AWARD.sample.items() if name != "khen_thuong"}
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", co_quan_chu_quan="Ủy ban nhân dân thành phố")
HEADINGS = {
    "ho_ten": "Họ và tên",
    "danh_xung": "Ông/Bà",
    "doi_tuong": "Loại",
    "chuc_vu_don_vi": "Đơn vị công tác",
    "hinh_thuc": "Danh hiệu",
    "tien_thuong": "Số tiền",
    "thanh_tich": "Thành tích",
}
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ"]
MIDDLES = ["Văn", "Hữu", "Đức", "Minh", "Thanh", "Ngọc", "Quang", "Xuân", "Thu", "Gia"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Em", "Giang", "Hòa", "Khánh", "Lan", "Mai"]


def person(at: int) -> dict[str, str]:
    """A right row, another for each number below 1,000; beyond, of another unit."""
    name = f"{FAMILIES[at % 10]} {MIDDLES[at // 10 % 10]} {GIVEN[at // 100 % 10]}"
    unit = f"Chuyên viên, Phòng số {at // 1000 + 1}"
    return {"ho_ten": name, "danh_xung": ("Ông", "Bà")[at % 2], "chuc_vu_don_vi": unit}


def listing(
    rows: Iterable[Mapping[str, str]], *, first: int = 5, names: Iterable[str] = HEADINGS
) -> Listing:
    """The rows as a sheet had them, from the row `first` on, with gaps at every hundredth."""
    known = [column.name for column in columns(AWARD)]
    headings = tuple(
        Heading("BCDEFGH"[at], HEADINGS[name], name)
        for at, name in enumerate(n for n in names if n in known)
    )
    made = []
    number = first
    for row in rows:
        was = tuple(row.get(heading.target, "") for heading in headings)
        made.append(ListRow(number, {k: v for k, v in row.items() if v}, was))
        number += 2 if number % 100 == 0 else 1
    return Listing("Sheet1", headings, first - 1, tuple(made))
