"""w:pgBorders → the frame round a page, as a drawing that the header of every page carries.

In: the section as read, and its w:sectPr. Out: the section with the frame in its headers, or a code
for borders made of pictures. A header is the one thing that stands on every page at its own place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vanban.docx.ns import Element, attribute, child
from vanban.docx.properties import borders
from vanban.resolved import (
    Block,
    Border,
    Floating,
    Font,
    LineRule,
    LineSpacing,
    Outline,
    Page,
    Paragraph,
    Part,
    Place,
    Section,
    Shape,
)

# All other values name a row of little pictures, such as apples.
_LINES = ("single", "double", "triple", "dot", "dash", "thin", "thick", "wave", "inset", "outset")
_NO_LINE = Shape(line=LineSpacing(LineRule.EXACT, 0.0))


def page_frame(section: Section, properties: Element | None) -> tuple[Section, str]:
    """The section with its frame; and a problem code where a border is not drawn."""
    node = child(properties, "w:pgBorders")
    lines = {edge: line for edge, line in borders(node).items() if line.width}
    if node is None or not lines:
        return section, ""
    styles = [attribute(item) for item in node if isinstance(item.tag, str)]
    if any(style not in ("", "nil", "none") and not style.startswith(_LINES) for style in styles):
        return section, "docx_no_page_border"
    if any(style.endswith("Gap") for style in styles):
        # A thin line beside a thick one: as wide as both, but drawn as two equal ones.
        lines = {e: replace(w, style="double", width=w.width * 1.5) for e, w in lines.items()}
    from_page = attribute(node, "w:offsetFrom") == "page"
    return _placed(section, lines, from_page, attribute(node, "w:display")), ""


def _placed(section: Section, lines: dict[str, Border], from_page: bool, display: str) -> Section:
    page, first = section.page, section.title_page
    if display in ("firstPage", "notFirstPage") and not first:
        section = replace(
            section, title_page=True, first_header=section.header, first_footer=section.footer
        )

    def framed(header: tuple[Block, ...], footer: tuple[Block, ...]) -> tuple[Block, ...]:
        box = _box(page, lines, from_page, bool(header), bool(footer))
        frame = Floating(
            Place("page", down="page"), page.width, page.height, tuple(_parts(lines, box))
        )
        return (Paragraph(_NO_LINE, (), Font(), (frame,)), *header)

    if display != "firstPage":
        section = replace(
            section,
            header=framed(section.header, section.footer),
            even_header=framed(section.even_header, section.even_footer),
        )
    if display != "notFirstPage":
        told = framed(section.first_header, section.first_footer)
        section = replace(section, first_header=told)
    # The carrier of the frame must not push the text of a page with a narrow margin.
    return replace(section, page=replace(page, header=min(page.header, page.top)))


def _box(
    page: Page, lines: dict[str, Border], from_page: bool, header: bool, footer: bool
) -> tuple[float, float, float, float]:
    """Middles of the lines: left, top, right, bottom from the corner of the page, pt."""
    sides = {edge: lines.get(edge, Border()) for edge in ("left", "top", "right", "bottom")}
    out = {edge: line.space + line.width / 2 for edge, line in sides.items()}
    if from_page:
        return out["left"], out["top"], page.width - out["right"], page.height - out["bottom"]
    # Word's frame goes round what stands in the margins as well.
    top = min(page.header, page.top) if header else page.top
    bottom = min(page.footer, page.bottom) if footer else page.bottom
    return (
        page.left - out["left"],
        top - out["top"],
        page.width - page.right + out["right"],
        page.height - bottom + out["bottom"],
    )


def _parts(lines: dict[str, Border], box: tuple[float, float, float, float]) -> Iterator[Part]:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    places = {
        "top": (left, top, width, 0.0),
        "bottom": (left, bottom, width, 0.0),
        "left": (left, top, 0.0, height),
        "right": (right, top, 0.0, height),
    }
    for edge, line in lines.items():
        if edge in places:
            x, y, across, down = places[edge]
            # Lines meet in their corners.
            half = line.width / 2
            x, across = (x, across) if not across else (x - half, across + line.width)
            look = Outline("line", line.width, line.colour, line.style)
            yield Part(x, y, across, down, outline=look)
