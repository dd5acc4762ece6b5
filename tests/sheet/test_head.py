"""A sheet as an office writes it → who is on the list, with her own row numbers."""

from __future__ import annotations

from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import Listing
from vanban.sheet.head import from_file

AWARD = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]


def listed(text: str, mapping: dict[str, str] | None = None) -> Listing:
    return from_file(text.encode(), "danh sách.csv", AWARD, mapping)


def told(listing: Listing) -> str:
    return "\n".join(str(p) for p in (*listing.problems, *listing.notes))


OFFICE = """SỞ NỘI VỤ,,,,
DANH SÁCH ĐỀ NGHỊ TẶNG GIẤY KHEN,,,,
,,,,
TT,Họ và tên,,"Chức vụ, đơn vị",Danh hiệu,Màu
(1),(2),,(3),(4),
I,TẬP THỂ,,,
1,Phòng Cải cách hành chính,,Sở Nội vụ,,đỏ
II,CÁ NHÂN (3 người),,,
1,Bà Nguyễn Thị,Hoa,Chuyên viên,LĐTT,
2,Ông Trần Văn,Đức,,CSTĐ cơ sở
3,Tống Văn,Cộng,,
Tổng cộng: 4,,,,
,,,"Hải Phòng, ngày 20 tháng 11 năm 2026",
,NGƯỜI LẬP,,GIÁM ĐỐC,
,,,,
,Nguyễn Văn A,,Lê Văn B,
"""


def test_a_list_as_an_office_prints_it() -> None:
    listing = listed(OFFICE)
    assert [(row.number, row.raw) for row in listing.rows] == [
        (
            7,
            {
                "ho_ten": "Phòng Cải cách hành chính",
                "chuc_vu_don_vi": "Sở Nội vụ",
                "doi_tuong": "tap_the",
            },
        ),
        (
            9,
            {
                "danh_xung": "Bà",
                "ho_ten": "Nguyễn Thị Hoa",
                "chuc_vu_don_vi": "Chuyên viên",
                "hinh_thuc": "lao_dong_tien_tien",
                "doi_tuong": "ca_nhan",
            },
        ),
        (
            10,
            {
                "danh_xung": "Ông",
                "ho_ten": "Trần Văn Đức",
                "hinh_thuc": "chien_si_thi_dua_co_so",
                "doi_tuong": "ca_nhan",
            },
        ),
        (11, {"ho_ten": "Tống Văn Cộng", "doi_tuong": "ca_nhan"}),
    ]
    assert listing.header == 4
    assert not listing.problems
    assert [heading.text for heading in listing.unmapped] == ["Màu"]
    assert listing.rows[0].was == ("1", "Phòng Cải cách hành chính", "", "Sở Nội vụ", "", "đỏ")
    assert "12: Dòng 12–16 (“Tổng cộng: 4”)" in told(listing)
