"""Figures that must agree: a table with its total, a decision with its list.

Only tables and lists that are plain enough to be counted are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from vanban.check.engine import Hit, Look, NotApplicable
from vanban.check.parts import Found, Item, Level, Part
from vanban.laid import Piece
from vanban.vietnamese.numbers import parse_roman
from vanban.vietnamese.text import clean_line, fold

_TOTAL = re.compile(r"(?:tong(?: (?:cong|so|tien|so tien))?|cong) ?:?")
_FIGURE = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:,\d+)?")
_COUNTED = re.compile(r"(\d{1,4})(?:\s*\([^()]{1,40}\))?\s+(tập thể|cá nhân|hộ gia đình)\b")
_LEAST_ROWS = 2

Grid = dict[int, dict[int, list[Piece]]]


def _grids(found: Found) -> list[Grid]:
    """Every table as row → column → its paragraphs."""
    tables: dict[int, Grid] = {}
    for piece in found.laid.pieces:
        if piece.at is not None:
            row = tables.setdefault(piece.at.table, {}).setdefault(piece.at.row, {})
            row.setdefault(piece.at.column, []).append(piece)
    return list(tables.values())


def _text(cell: Sequence[Piece]) -> str:
    return clean_line(" ".join(piece.text for piece in cell))


def tong_khong_khop(found: Found) -> Iterator[Hit]:
    """A total that is not the sum of the rows above it."""
    seen = False
    for grid in _grids(found):
        last = max(grid)
        if len(grid) <= _LEAST_ROWS or not _is_total(grid[last]) or not _is_plain(grid, last):
            continue
        for column, cell in grid[last].items():
            figures = _column(grid, column, last)
            total = _figure(_text(cell))
            if total is None or len(figures) < _LEAST_ROWS:
                continue
            seen = True
            if sum(figures) != total:
                named = _text(grid[min(grid)].get(column, ()))
                yield _wrong(cell[0], total, sum(figures, Decimal(0)), named)
    if not seen:
        raise NotApplicable


def _wrong(piece: Piece, total: Decimal, right: Decimal, column: str) -> Hit:
    told = {"column": column or "không tên"}
    return Hit(_shown(total), _shown(right), piece.number, piece.box, data=told)


def _is_total(row: Mapping[int, Sequence[Piece]]) -> bool:
    words = [text for cell in row.values() if (text := fold(_text(cell)))]
    return bool(words) and _TOTAL.fullmatch(words[0]) is not None


def _is_plain(grid: Grid, last: int) -> bool:
    """No totals inside, no groups with totals of their own."""
    for number, row in grid.items():
        texts = [text for _, cell in sorted(row.items()) if (text := _text(cell))]
        if number == last or not texts:
            continue
        group = parse_roman(texts[0].rstrip(".")) is not None or _is_letter(texts[0])
        if group or _is_total(row):
            return False
    return True


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _column(grid: Grid, column: int, last: int) -> list[Decimal]:
    """The figures of a column above the total; none when something else stands among them."""
    found: list[Decimal] = []
    for number in sorted(grid):
        text = _text(grid[number].get(column, ()))
        if number == last or not text:
            continue
        figure = _figure(text)
        if figure is not None:
            found.append(figure)
        elif found:
            return []
    return found


def _figure(text: str) -> Decimal | None:
    if not _FIGURE.fullmatch(text):
        return None
    return Decimal(text.replace(".", "").replace(",", "."))


def _shown(figure: Decimal) -> str:
    whole, _, rest = f"{figure:,f}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest.strip("0") else "")


def so_luong_khong_khop(found: Found) -> Iterator[Hit]:
    """Điều 1 counts people and collectives; the list holds another number of them."""
    if found.loai != "Quyết định":
        raise NotApplicable
    opening, listed = _first_article(found.body)
    counted = {match[2]: int(match[1]) for match in _COUNTED.finditer(opening.bit.text)}
    rows = len(listed) if listed and opening.bit.text.rstrip().endswith(":") else _listed(found)
    if not counted or not rows:
        raise NotApplicable
    if sum(counted.values()) != rows:
        told = ", ".join(f"{number:02d} {who}" for who, number in counted.items())
        piece = opening.bit.piece
        yield Hit(told, f"{rows:02d} dòng", piece.number, piece.box)


def _first_article(body: Sequence[Item]) -> tuple[Item, list[Item]]:
    """Điều 1, and the khoản below it."""
    articles = [at for at, item in enumerate(body) if item.level is Level.DIEU]
    if not articles:
        raise NotApplicable
    end = articles[1] if len(articles) > 1 else len(body)
    below = body[articles[0] + 1 : end]
    return body[articles[0]], [item for item in below if item.level is Level.KHOAN]


def _listed(found: Found) -> int:
    """Numbered rows of the tables behind the decision."""
    inside = {bit.piece.number for bit in found.parts.get(Part.NOI_DUNG_PHU_LUC, ())}
    count = 0
    for grid in _grids(found):
        for row in grid.values():
            cell = row[min(row)]
            if cell[0].number in inside and _text(cell).rstrip(".").isdigit():
                count += 1
    return count


LOOKS: Final[Mapping[str, Look]] = {
    "tong_khong_khop": tong_khong_khop,
    "so_luong_khong_khop": so_luong_khong_khop,
}
