"""Text in the fonts of the 1990s: a sheet comes in, the same sheet in Unicode goes out.

Two witnesses: the font of the cell (".VnTime", "VNI-Times"), and the text itself, all of the sheet
together, since a single name proves little. A cell whose text already is Unicode stays as it is,
whatever its font says: people type Unicode into cells that once were set in .VnTime.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

from vanban.problems import Problem
from vanban.sheet.values import Cell, Sheet, SheetRow
from vanban.vietnamese import legacy
from vanban.vietnamese.syllable import is_syllable

_TCVN3_FONT = re.compile(r"\.vn|vn(?:time|arial|helve|univers|avant|book|courier)", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni\b|vni[-_ ]", re.IGNORECASE)
_UNICODE_ONLY = re.compile(
    "[\u0102-\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)


def encoding_of(font: str) -> str:
    """The encoding that a font stands for, "" for a font of today."""
    if _TCVN3_FONT.match(font):
        return "tcvn3"
    return "vni" if _VNI_FONT.match(font) else ""


def in_unicode(sheet: Sheet) -> Sheet:
    """The sheet with every text in Unicode, and a note of how many cells were turned."""
    cells = [cell for row in sheet.rows for cell in row.cells]
    marked = {cell.text for cell in cells if not cell.text.isascii()}
    fonts = {cell.font for cell in cells}
    fonts = {font for font in fonts if encoding_of(font)}
    old = {text for text in marked if not _UNICODE_ONLY.search(text)}
    by_text = legacy.detect("\n".join(sorted(old))) or ""
    if not fonts and not by_text:
        return sheet
    turner = _Turner(by_text, mixed=len(old) < len(marked))
    rows = tuple(SheetRow(row.number, tuple(map(turner.turn, row.cells))) for row in sheet.rows)
    if not turner.turned:
        return sheet
    names = " và ".join(sorted(encoding.upper() for encoding in turner.turned))
    note = Problem("list_legacy", "", {"count": turner.turned.total(), "encoding": names})
    return dataclasses.replace(sheet, rows=rows, notes=(*sheet.notes, note))


class _Turner:
    """by_text: the encoding that the text of the sheet proves. mixed: some text is Unicode."""

    def __init__(self, by_text: str, *, mixed: bool) -> None:
        self.turned: Counter[str] = Counter()
        self._by_text = by_text
        self._mixed = mixed

    def turn(self, cell: Cell) -> Cell:
        """The cell in Unicode."""
        by_font = encoding_of(cell.font)
        encoding = by_font or self._by_text
        capitals = by_font == "tcvn3" and cell.font.upper().endswith("H")
        if not encoding or not cell.text or _UNICODE_ONLY.search(cell.text):
            return cell
        if cell.text.isascii() and not (capitals and isinstance(cell.value, str)):
            return cell
        text = legacy.to_unicode(cell.text, encoding)
        if text == cell.text and not capitals:
            return cell
        if self._mixed and not _better(cell.text, text):
            return cell
        if not cell.text.isascii():
            self.turned[encoding] += 1
        text = text.upper() if capitals else text
        return Cell(text, text if isinstance(cell.value, str) else cell.value, "")


def _better(before: str, after: str) -> bool:
    """Whether the turned text reads as Vietnamese and the text as it stands does not."""
    return _reads(after) and (before.isascii() or not _reads(before))


def _reads(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    return all(is_syllable(word) for word in words)
