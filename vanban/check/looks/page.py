"""Paper, margins, typeface and page numbers: Phụ lục I, Phần I, Mục I."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from vanban.check.engine import Hit, Look
from vanban.check.parts import Found
from vanban.decree30 import A4_HEIGHT_MM, A4_WIDTH_MM

# Printers and programs round A4 to whole points and to tenths of an inch.
_PAPER_MM: Final = 1.0


def kho_giay(found: Found) -> Iterator[Hit]:
    """Every page is A4, upright or lying (I.1, I.2)."""
    for number, sheet in enumerate(found.laid.sheets):
        short, long = sorted((sheet.width, sheet.height))
        if abs(short - A4_WIDTH_MM) > _PAPER_MM or abs(long - A4_HEIGHT_MM) > _PAPER_MM:
            size = f"{sheet.width:.0f} x {sheet.height:.0f} mm (trang {number + 1})"
            yield Hit(size, "A4 (210 x 297 mm)")
            return


LOOKS: Final[Mapping[str, Look]] = {"kho_giay": kho_giay}
