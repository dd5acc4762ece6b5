"""Web pages that call themselves .xls: markup comes in, the sheet of its tables goes out.

Many programs "export to Excel" by sending a page with a table; Excel opens it with a warning.
"""

from __future__ import annotations

from html.parser import HTMLParser

from vanban.sheet.values import MAX_COLUMNS, Cell, Gathered, Sheet, Span

_BREAKS = ("br", "p", "div", "li")
_UNSEEN = ("script", "style", "head", "title")
_MOST_DOWN = 1_000


def read(text: str, name: str) -> Sheet:
    """The tables of a page, one below the other, as one sheet."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader.end_row()
    return reader.gathered.sheet(name)


class _Tables(HTMLParser):
    """Rows are counted over all tables, as Excel counts them when it opens such a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.gathered = Gathered()
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._column = 0
        # column → rows that a cell above still covers
        self._covered: dict[int, int] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._font = ""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table row, a cell, or something inside a cell."""
        given = {key: value or "" for key, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "tr":
            self.end_row()
            self._row += 1
        elif tag in ("td", "th"):
            self.end_cell()
            self._text, self._font = [], ""
            down = min(_number(given.get("rowspan")), _MOST_DOWN)
            self._span = (_number(given.get("colspan")), down)
        elif tag == "font":
            self._font = given.get("face", "")
        elif tag == "img":
            self.gathered.pictures = True
        elif tag in _BREAKS and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell, a row or a table."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        """Text; outside of cells it is nobody's."""
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def end_cell(self) -> None:
        """Put the cell that is open, if one is, into its place."""
        if self._text is None:
            return
        while self._column < MAX_COLUMNS and self._covered.get(self._column, 0):
            self._column += 1
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        text = "\n".join(line for line in lines if line)
        across, down = self._span
        across = min(across, MAX_COLUMNS + 1)
        self._cells[self._column] = Cell(text, text, self._font)
        if across > 1 or down > 1:
            right, bottom = self._column + across - 1, self._row + down - 1
            self.gathered.span(Span(self._row, self._column, bottom, right))
        for column in range(self._column, self._column + across):
            # This row uses one of them up when it ends.
            self._covered[column] = down
        self._column += across
        self._text = None

    def end_row(self) -> None:
        """Put the row that is open, if one is, into its place."""
        self.end_cell()
        if self._column or self._cells:
            self.gathered.add(self._row, self._cells)
            self._covered = {c: left - 1 for c, left in self._covered.items() if left > 1}
        self._cells, self._column = {}, 0


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
