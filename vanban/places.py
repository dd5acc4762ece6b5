"""The places of a paper that are filled after it is printed: names and boxes, plain data.

In: a name, a page and a box in pt. Out: the same in mm. Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục IV:
ô 3 and 4 (số, ngày and tháng are given after the signature, Điều 15), ô 7c (chữ ký of the signer),
ô 8 (chữ ký số of the agency) and ô 14 (chữ ký số of a copy, and of an attachment in its own file).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SO: Final = "So"
NGAY: Final = "Ngay"
THANG: Final = "Thang"
NGUOI_KY: Final = "NguoiKy"
CO_QUAN: Final = "CoQuan"
SAO: Final = "Sao"

LABELS: Final[Mapping[str, str]] = {
    SO: "Số của văn bản",
    NGAY: "Ngày ban hành",
    THANG: "Tháng ban hành",
    NGUOI_KY: "Chữ ký của người có thẩm quyền",
    CO_QUAN: "Chữ ký số của cơ quan (dấu)",
    SAO: "Chữ ký số của bản sao",
}
"""Every place, in the order in which a paper is filled, as people call it."""
BOOKMARK: Final = "vb_"
"""What the bookmarks of a Word file that mark places begin with: "vb_So". Not for ô 8 and 14, which
follow from the signer's place and from the page."""
TEXTS: Final = (SO, NGAY, THANG)
SIGNATURES: Final = (NGUOI_KY, CO_QUAN)

_MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page. Lengths in pt in the page's own space: x grows to the right, y upwards.

    name: key of `LABELS`. page: from 0. x, y: the lower left corner. size: pt of the text that
    belongs there, 0 for a picture; italic: its slant; baseline: pt from y up to the line that its
    letters stand on.
    """

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float
    size: float = 0.0
    italic: bool = False
    baseline: float = 0.0

    @property
    def right(self) -> float:
        """The right edge, pt."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """The upper edge, pt."""
        return self.y + self.height

    @property
    def x_mm(self) -> float:
        """From the left edge of the page to the box."""
        return self.x * _MM

    @property
    def y_mm(self) -> float:
        """From the lower edge of the page up to the box."""
        return self.y * _MM

    @property
    def width_mm(self) -> float:
        """Width."""
        return self.width * _MM

    @property
    def height_mm(self) -> float:
        """Height."""
        return self.height * _MM

    def down_mm(self, page_height: float) -> float:
        """From the upper edge of a page of that height in pt down to the top of the box."""
        return (page_height - self.top) * _MM
