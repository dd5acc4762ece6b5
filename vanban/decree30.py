"""Nghị định 30/2020/NĐ-CP as named values. Nothing comes in; figures with their clauses go out.

"PL I" is Phụ lục I of the decree (thể thức, kỹ thuật trình bày), "PL III" its Phụ lục III (tên
loại, mẫu). Where the decree gives a range, the range stands here beside the value the product's
templates use. A decree that replaces this one is a change of this module and of the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Range:
    """An allowed range, both ends included. The unit is said where the range is defined."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


# -- page: PL I, Phần I, Mục I.1–I.4, I.7 ---------------------------------------------------------
A4_WIDTH_MM: Final = 210.0
A4_HEIGHT_MM: Final = 297.0
MARGIN_TOP_MM: Final = Range(20, 25)
MARGIN_BOTTOM_MM: Final = Range(20, 25)
MARGIN_LEFT_MM: Final = Range(30, 35)
MARGIN_RIGHT_MM: Final = Range(15, 20)
# Ours: most text on a page (top, bottom, left at the low end), yet 20 mm on the right, the high
# end, so that a frame of the office's printer or a bound copy cuts nothing off. The line of
# 160 mm is what the decree's own samples come closest to (35 and 20 mm: 155 mm).
TOP_MM: Final = 20.0
BOTTOM_MM: Final = 20.0
LEFT_MM: Final = 30.0
RIGHT_MM: Final = 20.0
TEXT_WIDTH_MM: Final = A4_WIDTH_MM - LEFT_MM - RIGHT_MM
HEADER_DISTANCE_MM: Final = 10.0  # page number inside the top margin; measured in PL III's samples
FONT_FAMILY: Final = "Times New Roman"

# -- sizes in pt: PL I, Phần I, Mục I.7, II, III and the table of Mục V ----------------------------
CO_QUOC_HIEU: Final = Range(12, 13)  # II.1.a
CO_TIEU_NGU: Final = Range(13, 14)  # II.1.b
CO_TEN_CO_QUAN: Final = Range(12, 13)  # II.2.b, both lines
CO_SO_KY_HIEU: Final = 13.0  # II.3.c
CO_DIA_DANH: Final = Range(13, 14)  # II.4.c
CO_TEN_LOAI: Final = Range(13, 14)  # II.5.b, trích yếu too
CO_TRICH_YEU_CONG_VAN: Final = Range(12, 13)  # II.5.b
CO_NOI_DUNG: Final = Range(13, 14)  # II.6, căn cứ too
CO_CHU_KY: Final = Range(13, 14)  # II.7, quyền hạn, chức vụ, họ tên
CO_NOI_NHAN_TIEU_DE: Final = 12.0  # II.9.b, the words "Nơi nhận:"
CO_NOI_NHAN: Final = 11.0  # II.9.b, the list
CO_SO_TRANG: Final = Range(13, 14)  # I.7
CO_PHU_LUC: Final = 14.0  # III.1.b, the word "Phụ lục" and its number
CO_SAO_DIEN_TU: Final = 10.0  # Phần II, I.3.c, what a signature on a digital copy shows
CO_LIEN_HE: Final = Range(11, 12)  # III.4, address, e-mail, telephone

# Footnote 1 of Mục V: sizes of one letterhead move together, 13-14-14 or 12-13-13 (Quốc hiệu,
# Tiêu ngữ, địa danh và ngày tháng). Keys inside are the names of Word styles in the templates.
CO_CHU: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "13-14-14": MappingProxyType(
            {
                "Quốc hiệu": 13.0,
                "Tiêu ngữ": 14.0,
                "Cơ quan chủ quản": 13.0,
                "Tên cơ quan": 13.0,
                "Số ký hiệu": CO_SO_KY_HIEU,
                "Địa danh ngày tháng": 14.0,
            }
        ),
        "12-13-13": MappingProxyType(
            {
                "Quốc hiệu": 12.0,
                "Tiêu ngữ": 13.0,
                "Cơ quan chủ quản": 12.0,
                "Tên cơ quan": 12.0,
                "Số ký hiệu": CO_SO_KY_HIEU,
                "Địa danh ngày tháng": 13.0,
            }
        ),
    }
)

# -- text: PL I, Phần I, Mục II.6.e ----------------------------------------------------------------
FIRST_LINE_INDENT_MM: Final = (10.0, 12.7)  # one or the other
PARAGRAPH_SPACE_MIN_PT: Final = 6.0
LINE_SPACING: Final = Range(1.0, 1.5)
V_V_SPACE_PT: Final = 6.0  # II.5.b: between số, ký hiệu and "V/v" of a công văn

QUOC_HIEU: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # II.1.a
TIEU_NGU: Final = "Độc lập - Tự do - Hạnh phúc"  # II.1.b
END_MARK: Final = "./."  # PL III, every sample

# Điểm run through the Vietnamese alphabet (PL I, Phần I, Mục II.6.đ); letters with ă, â, ê, ô, ơ,
# ư are not used, as in the decree's own text.
DIEM_LETTERS: Final = (
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y",
)  # fmt: skip

# -- rules below tên cơ quan (II.2.b) and trích yếu (II.5.b) ---------------------------------------
RULE_SHARE: Final = Range(1 / 3, 1 / 2)  # of the length of the line of text
RULE_SHARE_OURS: Final = 0.42  # the middle: stays inside when a font differs by a few per cent

# Room for the seal: the decree says only "kích thước thực tế" (Phụ lục I, Phần I, Mục II.8);
# the round seals of Ủy ban nhân dân and of departments measure 36 mm.
SEAL_MM: Final = 36.0

# -- PL III, Mục I: tên loại → chữ viết tắt. Công văn and thư công carry none. --------------------
LOAI_VAN_BAN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Nghị quyết": "NQ",
        "Quyết định": "QĐ",
        "Chỉ thị": "CT",
        "Quy chế": "QC",
        "Quy định": "QyĐ",
        "Thông cáo": "TC",
        "Thông báo": "TB",
        "Hướng dẫn": "HD",
        "Chương trình": "CTr",
        "Kế hoạch": "KH",
        "Phương án": "PA",
        "Đề án": "ĐA",
        "Dự án": "DA",
        "Báo cáo": "BC",
        "Biên bản": "BB",
        "Tờ trình": "TTr",
        "Hợp đồng": "HĐ",
        "Công điện": "CĐ",
        "Bản ghi nhớ": "BGN",
        "Bản thỏa thuận": "BTT",
        "Giấy ủy quyền": "GUQ",
        "Giấy mời": "GM",
        "Giấy giới thiệu": "GGT",
        "Giấy nghỉ phép": "GNP",
        "Phiếu gửi": "PG",
        "Phiếu chuyển": "PC",
        "Phiếu báo": "PB",
        "Công văn": "",
        "Thư công": "",
    }
)
# PL III, Mục I, last rows: hình thức bản sao → chữ viết tắt
BAN_SAO: Final[Mapping[str, str]] = MappingProxyType(
    {"Bản sao y": "SY", "Bản trích sao": "TrS", "Bản sao lục": "SL"}
)
