"""A document between reading and printing: every property resolved, every length in points.

In: nothing; the reader builds these values, the printer only reads them. A block says all that it
needs: no style names to look up, no inheritance, no units to convert. Colours are "#rrggbb", and
"" where the file leaves the choice to the program (black on white).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from vanban.problems import Problem


class Align(StrEnum):
    """How the lines of a paragraph, or a table on the page, stand between their margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class LineRule(StrEnum):
    """How `LineSpacing.value` is meant: a multiple of the font's own line, or points."""

    MULTIPLE = "multiple"
    EXACT = "exact"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """Line height of a paragraph: a multiple (1.0 = single) or points, as `rule` says."""

    rule: LineRule = LineRule.MULTIPLE
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Font:
    """How a run looks. size, spacing (between letters) and raised (above the line) in pt.

    family: the family the file names, "" for the typeface of the house. border: round the letters.
    named: the family as the file says it, also where it is set in the typeface of the house (Times
    New Roman, a family of TCVN3, signs); two fonts that differ in it alone look the same.
    """

    size: float = 10.0
    family: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    small_caps: bool = False
    underline: str = ""
    strike: bool = False
    colour: str = ""
    highlight: str = ""
    spacing: float = 0.0
    raised: float = 0.0
    script: str = ""
    border: Border | None = None
    named: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that look the same; no tab and no line break among them. link: where they lead.

    mark: the place of `vanban.places` that they stand for: a blank to fill, or for the signer's
    the text below the room.
    """

    text: str
    font: Font
    link: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A jump to the next tab stop."""

    font: Font


class BreakKind(StrEnum):
    """What a break ends."""

    LINE = "line"
    PAGE = "page"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line, or of a page, in the middle of a paragraph."""

    kind: BreakKind
    font: Font


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of the page it stands on, or with `total` how many pages there are."""

    font: Font
    total: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the bytes as stored, a MIME type, width and height in pt.

    crop: shares of the stored picture cut off at the top, right, bottom and left.
    """

    data: bytes
    mime: str
    width: float
    height: float
    alt: str = ""
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: what stands at the foot of the page on which this place is."""

    blocks: tuple[Block, ...]
    font: Font


Inline: TypeAlias = Text | Tab | Break | PageNumber | Picture | Note


@dataclass(frozen=True, slots=True)
class TabStop:
    """position: pt from the left edge of the column. kind: left, center, right, decimal."""

    position: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """One line of a frame. style: a CSS border style, "none" for an edge without line. pt."""

    style: str = "none"
    width: float = 0.0
    colour: str = ""
    space: float = 0.0


NO_BORDER = Border()


@dataclass(frozen=True, slots=True)
class Edges:
    """Four borders of a paragraph or a cell."""

    top: Border = NO_BORDER
    right: Border = NO_BORDER
    bottom: Border = NO_BORDER
    left: Border = NO_BORDER


NO_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything of a paragraph but its contents; lengths in pt.

    first: indent of the first line against `left`, negative when it hangs. style: the name that
    `contextual` compares: neighbours of one style drop the space between them. frame: where a
    frame stands that takes the paragraph out of the flow ("" for none). listed: Word numbers it.
    between: the line between neighbours with the same borders.
    """

    style: str = ""
    align: Align = Align.LEFT
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: LineSpacing = LineSpacing()
    contextual: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    widow_control: bool = True
    page_break_before: bool = False
    tabs: tuple[TabStop, ...] = ()
    borders: Edges = NO_EDGES
    between: Border = NO_BORDER
    shading: str = ""
    outline: int | None = None
    listed: bool = False
    frame: str = ""


class Wrap(StrEnum):
    """What the text does about a drawing: nothing, go round it, or stay above and below."""

    NONE = "none"
    SIDE = "side"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a drawing stands.

    across, down: what it is measured from, as wp:positionH and wp:positionV name it ("column",
    "margin", "page", "paragraph", …). align, level: where it stands in that ("left", "center",
    "bottom", …); "" when x and y (pt) say it. in_cell: measured from the cell around it.
    distance: pt that text keeps at the top, right, bottom and left.
    """

    across: str = "column"
    align: str = ""
    x: float = 0.0
    down: str = "paragraph"
    level: str = ""
    y: float = 0.0
    wrap: Wrap = Wrap.NONE
    behind: bool = False
    in_cell: bool = True
    distance: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Outline:
    """How a shape is drawn. kind: "line", "rect", "round", "ellipse", "path". stroke: pt, 0: none.

    rising: a line from the bottom left to the top right; others fall. path: of kind "path", as SVG
    writes it, pt from the corner of its part; heads: what of it is filled like the line.
    """

    kind: str
    stroke: float
    colour: str = ""
    dash: str = "solid"
    fill: str = ""
    rising: bool = False
    path: str = ""
    heads: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a drawing, pt from the corner of the drawing: an outline, a picture, text.

    padding: top, right, bottom, left around the blocks. level: "top", "middle" or "bottom".
    turn: degrees clockwise round its middle. lettering: words stretched to fill it.
    """

    x: float
    y: float
    width: float
    height: float
    outline: Outline | None = None
    picture: Picture | None = None
    blocks: tuple[Block, ...] = ()
    padding: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    level: str = "top"
    turn: float = 0.0
    lettering: Text | None = None


@dataclass(frozen=True, slots=True)
class Floating:
    """A drawing anchored to a paragraph; width and height in pt."""

    place: Place
    width: float
    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. mark: the font of the paragraph mark, which gives an empty line its height.

    anchor: a name by which the printed page of the paragraph can be asked for, "" for none.
    label: how many of its first characters, tabs too, are the number that Word counts. source:
    which w:p of the main part it is, from 1 in the order of the file, 0 where nobody asked or it
    stands elsewhere. number: by which its printed lines can be asked for, 0 for not at all.
    """

    shape: Shape
    inlines: tuple[Inline, ...]
    mark: Font
    floats: tuple[Floating, ...] = ()
    anchor: str = ""
    label: int = 0
    source: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """The characters alone; a tab or line break counts as a space."""
        return "".join(
            i.text if isinstance(i, Text) else " " if isinstance(i, Tab | Break) else ""
            for i in self.inlines
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. column: index of its first grid column. padding: top, right, bottom, left in pt.

    turn: "up" or "down" for text that runs that way, "" for level text.
    """

    column: int
    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    padding: tuple[float, float, float, float] = (0.0, 5.4, 0.0, 5.4)
    borders: Edges = NO_EDGES
    shading: str = ""
    align: str = "top"
    no_wrap: bool = False
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row. height in pt, a minimum unless `exact`. header: repeated on every page.

    skip: grid columns left out before the first cell.
    """

    cells: tuple[Cell, ...]
    height: float = 0.0
    exact: bool = False
    header: bool = False
    keep_together: bool = False
    keep_next: bool = False
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. grid: widths of the columns; left: where its edge stands in the column; pt.

    place: where it stands if it floats, which the printer decides by the room beside it.
    """

    grid: tuple[float, ...]
    rows: tuple[Row, ...]
    left: float = 0.0
    align: Align = Align.LEFT
    place: Place | None = None

    @property
    def width(self) -> float:
        """All columns together, pt."""
        return sum(self.grid)


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks set in text columns of one width, `gap` pt apart."""

    count: int
    gap: float
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Table | Columns


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in pt; header and footer are distances from the paper's edge.

    mirrored: left and right change places on even pages.
    """

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    header: float = 36.0
    footer: float = 36.0
    mirrored: bool = False

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height

    @property
    def column(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that share a page set-up.

    headers, footers: on every page; first_header, first_footer: on the first page of the section
    instead, when `title_page`; even_header, even_footer: on even pages, when `even_pages`.
    start: number of the first page, None to go on counting. number_format: a CSS counter style.
    parity: "odd" or "even" when it must start on such a page.
    """

    page: Page
    blocks: tuple[Block, ...]
    header: tuple[Block, ...] = ()
    footer: tuple[Block, ...] = ()
    first_header: tuple[Block, ...] = ()
    first_footer: tuple[Block, ...] = ()
    even_header: tuple[Block, ...] = ()
    even_footer: tuple[Block, ...] = ()
    even_pages: bool = False
    title_page: bool = False
    start: int | None = None
    number_format: str = "decimal"
    parity: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. default_tab: distance of the tab stops that nobody set, in pt.

    breaks_stretch: whether lines that end in a break are justified too.
    tabs_hang: whether a tab stop beyond the margin holds its text, as before Word 2013.
    problems: what the file asks for and the reader could not give.
    """

    sections: tuple[Section, ...]
    title: str = ""
    author: str = ""
    language: str = "vi-VN"
    default_tab: float = 36.0
    tabs_hang: bool = False
    breaks_stretch: bool = True
    problems: tuple[Problem, ...] = field(default=())


def with_blocks(section: Section, more: tuple[Block, ...]) -> Section:
    """The section with blocks added at its end."""
    return replace(section, blocks=section.blocks + more)
