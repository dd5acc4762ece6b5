"""Laid documents drawn by hand: words, look and place of every line, without a Word file.

`Hand` writes from the top of an A4 page downwards like a typist: `say` a paragraph, `beside` two
columns of a table, `tabbed` two things in one line, `boxed` a text box, `draw` a line, `turn` the
page. `laid()` is the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vanban.laid import MM, At, Box, Holder, Laid, Line, Piece, Run, Sheet, Stroke
from vanban.resolved import Align, Font, Page, Shape
from vanban.typeface import text_width

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP = 30.0, 190.0, 20.0
_FRAME = Page(
    width=WIDTH / MM, height=HEIGHT / MM, top=TOP / MM, right=20 / MM, bottom=20 / MM, left=30 / MM
)


@dataclass(frozen=True)
class Say:
    """What a paragraph says and how it looks. size: pt. indent: mm before its first line."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 14.0
    align: Align = Align.CENTER
    indent: float = 0.0
    underline: bool = False

    @property
    def font(self) -> Font:
        """As a run has it."""
        return Font(
            self.size,
            "Times New Roman",
            self.bold,
            self.italic,
            underline="single" if self.underline else "",
        )

    def wide(self, text: str) -> float:
        """Width of a text in this look, mm; a tab is no wider than a space."""
        return text_width(text.replace("\t", " "), self.size, self.bold, self.italic) * MM


@dataclass(frozen=True)
class Said:
    """What becomes of it: text, runs, printed lines."""

    text: str = ""
    runs: tuple[Run, ...] = ()
    lines: tuple[Line, ...] = ()


def bold(text: str, size: float = 14.0, align: Align = Align.CENTER) -> Say:
    """Bold and centred."""
    return Say(text, bold=True, size=size, align=align)


def plain(text: str, size: float = 14.0, align: Align = Align.CENTER) -> Say:
    """Neither bold nor italic, centred."""
    return Say(text, size=size, align=align)


def text(words: str, indent: float = 10.0) -> Say:
    """A paragraph of the text."""
    return Say(words, align=Align.JUSTIFY, indent=indent)


@dataclass
class Hand:
    """A typist at a page. y: mm from its top; page: from 0. seen: whether lines are printed."""

    y: float = TOP
    page: int = 0
    pieces: list[Piece] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    tables: int = 0
    source: str = "docx"
    seen: bool = True

    def say(self, *said: Say | str) -> Hand:
        """Paragraphs over the whole width; a mere string is text."""
        for each in said:
            whole = text(each) if isinstance(each, str) else each
            self.y = self._put(whole, (LEFT, RIGHT), self.y, Holder.BODY) + 2
        return self

    def beside(self, *columns: Sequence[Say], widths: Sequence[float] = (65, 95)) -> Hand:
        """A row of a table without lines: a cell for each column."""
        self.cells([columns], widths)
        return self

    def cells(self, rows: Sequence[Sequence[Sequence[Say]]], widths: Sequence[float]) -> Hand:
        """A table."""
        for row, cells in enumerate(rows):
            bottoms = [self.y]
            left = LEFT
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                y = self.y
                for each in cell:
                    at = At(self.tables, row, column)
                    y = self._put(each, (left + 2, left + width - 2), y, Holder.CELL, at)
                left += width
                bottoms.append(y)
            self.y = max(bottoms)
        self.tables += 1
        self.y += 3
        return self

    def tabbed(self, left: Say, right: Say, middle: float = 145.0, tabs: str = "\t") -> Hand:
        """One paragraph with something on the left and, behind tabs, something on the right."""
        width = right.wide(right.text)
        start, end = LEFT, middle + width / 2
        if not left.text:
            start = middle - width / 2
        said = f"{left.text}{tabs}{right.text}"
        runs = (
            Run(0, left.text + tabs, left.font),
            Run(len(left.text + tabs), right.text, right.font),
        )
        line = self._line(said.strip(), start, end, self.y, left.size)
        self._add(Said(said, runs, (line,)), Holder.BODY, None, Align.LEFT)
        self.y += left.size * MM * 1.15 + 1
        return self

    def boxed(self, left: float, top: float, width: float, *said: Say) -> Hand:
        """A text box at a place of the page, mm."""
        for each in said:
            top = self._put(each, (left, left + width), top, Holder.BOX)
        return self

    def blank(self, count: int = 1) -> Hand:
        """Empty paragraphs."""
        for _ in range(count):
            self._add(Said(), Holder.BODY, None, Align.LEFT)
            self.y += 6
        return self

    def draw(self, middle: float, width: float, y: float | None = None, page: int = -1) -> Hand:
        """A level line, by default 1.5 mm below what was written last."""
        top = self.y - 1 if y is None else y
        box = Box(self.page if page < 0 else page, middle - width / 2, top, middle + width / 2, top)
        self.strokes.append(Stroke(box, 0.75))
        return self

    def turn(self) -> Hand:
        """A new page."""
        self.page, self.y = self.page + 1, TOP
        return self

    def laid(self) -> Laid:
        """The document."""
        sheets = tuple(Sheet(WIDTH, HEIGHT) for _ in range(self.page + 1))
        frames = (_FRAME,) if self.source == "docx" else ()
        return Laid(self.source, sheets, tuple(self.pieces), tuple(self.strokes), frames=frames)

    def _put(
        self,
        said: Say,
        edges: tuple[float, float],
        y: float,
        holder: Holder,
        at: At | None = None,
    ) -> float:
        left, right = edges
        lines = []
        for number, words in enumerate(self._broken(said, right - left)):
            indent = said.indent if not number else 0.0
            width = said.wide(words)
            start = left + indent
            if said.align is Align.CENTER:
                start = (left + right - width) / 2
            elif said.align is Align.RIGHT:
                start = right - width
            if words:
                lines.append(self._line(words, start, start + width, y, said.size))
            y += said.size * MM * 1.15
        run = (Run(0, said.text, said.font),) if said.text else ()
        self._add(Said(said.text, run, tuple(lines)), holder, at, said.align)
        return y

    def _broken(self, said: Say, room: float) -> list[str]:
        lines: list[str] = []
        for typed in said.text.split("\n"):
            line = ""
            for word in typed.split():
                longer = f"{line} {word}".strip()
                indent = 0.0 if lines else said.indent
                if line and said.wide(longer) > room - indent:
                    lines.append(line)
                    longer = word
                line = longer
            lines.append(line)
        return lines

    def _line(self, words: str, left: float, right: float, y: float, size: float) -> Line:
        box = Box(self.page, left, y, right, y + size * MM * 1.107)
        return Line(words, box, y + size * MM * 0.891)

    def _add(self, said: Said, holder: Holder, at: At | None, align: Align) -> None:
        shape = Shape(align=align) if self.source == "docx" else None
        printed = said.lines if self.seen else ()
        number = len(self.pieces)
        self.pieces.append(
            Piece(number, said.text, said.runs, printed, holder, 0, shape, at, source=number + 1)
        )
