"""Paragraphs → HTML whose lines break, stand and measure as the word processor has them.

In: a resolved paragraph and the width of its column. Out: markup; the declarations go to the sheet.
One size in a paragraph is the usual case: its block sets the line, its spans only lift the text.
Where sizes mix, every run brings a line of its own and the tallest wins, as in Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from types import MappingProxyType

from vanban.pdf.drawings import picture
from vanban.pdf.marks import MARK
from vanban.pdf.metrics import SCRIPT_RAISE, SCRIPT_SCALE, SMALL_CAPS, LineBox, line_box
from vanban.pdf.sheet import Sheet, css_family, pt
from vanban.pdf.tabs import Gap, gaps, inline_width, run_width, small_parts
from vanban.pdf.traces import NUMBER
from vanban.resolved import (
    Align,
    Block,
    Border,
    Break,
    BreakKind,
    Font,
    Inline,
    LineRule,
    Note,
    PageNumber,
    Paragraph,
    Picture,
    Shape,
    Tab,
    Table,
    Text,
)
from vanban.typeface import faces, family_faces

_GLUED = re.compile(r"/(?=\S)|(?<=[^\W\d])[.,:;](?=\d)")
_HYPHEN = re.compile(r"(?<=\w)-(?=\d)")
_SPACES = re.compile(" (?= )")
_NO_BREAK = "\u00a0"
# LibreOffice adds a twelfth of an em, which is a hair space, to every U+00A0 of an italic run.
_SLANTED = "\u00a0\u2060\u200a\u2060"
_JOINER = "\u2060"
_NO_ROLES: Mapping[str, str] = MappingProxyType({})
_DOTS = re.compile(r"[.…_]{60,}")
# What is held at a tab stop is made this much narrower than it is, pt, so that it surely fits.
_SLACK = 2.0


def border(edge: str, line: Border) -> str:
    """A border declaration, nothing where there is no line."""
    if line.style == "none":
        return ""
    return f"border-{edge}:{pt(line.width)} {line.style} {line.colour or 'black'}"


class Lines:
    """Writes the paragraphs of one document."""

    def __init__(
        self,
        sheet: Sheet,
        default_tab: float,
        *,
        hanging: bool = False,
        stretching: bool = True,
        roles: Mapping[str, str] = _NO_ROLES,
    ) -> None:
        self._sheet = sheet
        self._default_tab = default_tab
        self._hanging = hanging
        self._stretching = stretching
        self._roles = roles
        self.number_format = "decimal"

    def paragraph(self, item: Paragraph, column: float, extra: str = "") -> str:
        """Markup of a paragraph without page breaks inside. extra: more declarations."""
        inlines = _trimmed(item.inlines)
        stretched = self._stretching and item.shape.align is Align.JUSTIFY
        if stretched:
            inlines = _filled(inlines)
        fonts = [i.font for i in inlines if not isinstance(i, Picture)] or [item.mark]
        sizes = {font.size for font in fonts}
        uniform = len({(font.size, font.family) for font in fonts}) == 1
        family = fonts[0].family if uniform else ""
        box = line_box(item.shape.line, min(sizes), family)
        shape = item.shape
        declared = (
            *_block(shape),
            f"font-size:{pt(min(sizes))}",
            f"line-height:{pt(box.height) if uniform or not inlines else 0}",
            "" if inlines else f"height:{pt(_empty_height(item, box))}",
            extra,
        )
        body = "".join(self._inlines(item, inlines, box if uniform else None, column))
        if stretched:
            body = body.replace("<br/>", '<br data-stretch=""/>')
        room = f' data-room="{round(box.room, 2):g}"' if box.room else ""
        if role := self._roles.get(shape.style):
            room += f' data-role="{role}"'
        if item.number:
            room += f' {NUMBER}="{item.number}"'
        name = "li" if shape.listed else "p"
        if shape.outline is not None:
            name = f"h{min(shape.outline, 5) + 1}"
        return f"<{name}{self._sheet.attribute(*declared)}{room}>{body}</{name}>"

    def _inlines(
        self, item: Paragraph, inlines: tuple[Inline, ...], box: LineBox | None, column: float
    ) -> Iterator[str]:
        tabbed = any(isinstance(i, Tab) for i in inlines)
        found = gaps(item, column, self._default_tab, hanging=self._hanging) if tabbed else ()
        widths = iter(found)
        held, after = False, " "
        room = column - item.shape.left - item.shape.right
        for index, inline in enumerate(inlines):
            if held and isinstance(inline, Tab | Break):
                yield "</span>"
                held = False
            if isinstance(inline, Picture):
                yield picture(inline, self._sheet)
                continue
            if isinstance(inline, Note):
                told = (b for b in inline.blocks if isinstance(b, Paragraph))
                said = "".join(self.paragraph(each, column) for each in told)
                yield f'<span class="note">{said}</span>'
                continue
            gap = next(widths, Gap(0.0, "")) if isinstance(inline, Tab) else Gap(0.0, "")
            content = _content(inline, gap, self._sheet, after)
            after = _last(inline)
            line = box or line_box(item.shape.line, inline.font.size, inline.font.family)
            look = _look(inline.font, line.lift)
            if isinstance(inline, PageNumber):
                kind = "pages" if inline.total else self._counter()
                yield f'<span class="{kind} {self._sheet.name(*look)}"></span>'
                continue
            if gap.over:
                held = True
                name = self._sheet.name(f"margin-right:{pt(-gap.over - _SLACK)}")
                yield f'<span class="tab {name}">'
            spaced = _unspaced_end(inline, inlines[index + 1 : index + 2])
            inner = _piece(inline, self._sheet.attribute(*look, spaced), content)
            yield inner if box else self._own_line(inner, inline.font, line)
            if tabbed and _begins_next_line(inlines, index, room):
                yield "<br/>"
        if held:
            yield "</span>"
        if inlines and isinstance(inlines[-1], Break):
            # HTML drops the empty line after a last break; Word shows it.
            yield '<span class="blank"></span>'

    def _counter(self) -> str:
        """The class whose mark is the number of the page, in the form of the section."""
        if self.number_format == "decimal":
            return "page"
        self._sheet.form(self.number_format)
        return f"page-{self.number_format}"

    def _own_line(self, inner: str, font: Font, line: LineBox) -> str:
        size = f"font-size:{pt(font.size)}"
        outer = (size, f"line-height:{pt(line.height)}", f"vertical-align:{pt(-line.lift)}")
        return f"<span{self._sheet.attribute(*outer)}>{inner}</span>"


def _piece(inline: Inline, attribute: str, content: str) -> str:
    """Markup of what looks the same. A link is this very element: WeasyPrint 70 makes a place to
    click of every element inside a link, too.
    """
    if isinstance(inline, Text) and inline.mark:
        attribute += f' {MARK}="{inline.mark}"'
    if isinstance(inline, Text) and inline.link:
        return f'<a href="{escape(inline.link)}"{attribute}>{content}</a>'
    return f"<span{attribute}>{content}</span>"


def _empty_height(item: Paragraph, box: LineBox) -> float:
    """A raised mark alone makes no line, unless its paragraph stands at the left: LibreOffice's."""
    gone = item.mark.script and item.shape.align is not Align.LEFT
    spacing = item.shape.line
    if gone and spacing.rule is not LineRule.MULTIPLE:
        return spacing.value
    # Not quite nothing, or the space before it would be lost in the space of its neighbours.
    return max(0.01, box.room) if gone else box.height


def _filled(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Spaces before a line break have their share when their line is stretched."""
    found = list(inlines)
    for index, each in enumerate(inlines[:-1]):
        if isinstance(each, Text) and isinstance(inlines[index + 1], Break):
            kept = each.text.rstrip(" ")
            blank = _NO_BREAK * (len(each.text) - len(kept))
            found[index] = replace(each, text=kept + blank)
    return tuple(found)


def _trimmed(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without the spaces at the end, which have no width in Word wherever the line stands."""
    found = list(inlines)
    while found and isinstance(found[-1], Text):
        last = found.pop()
        assert isinstance(last, Text)  # noqa: S101 - for the type checker
        if kept := last.text.rstrip(" "):
            return (*found, replace(last, text=kept))
    return tuple(found)


def _block(shape: Shape) -> Iterator[str]:
    """Declarations of the block; what is usual stands in the base sheet and is left out."""
    for name, length in (
        ("margin-top", shape.before),
        ("margin-bottom", shape.after),
        # Side lines stand outside the indents: the text stays where it is.
        ("margin-left", shape.left - _thick(shape.borders.left)),
        ("margin-right", shape.right - _thick(shape.borders.right)),
        ("text-indent", shape.first),
    ):
        if length:
            yield f"{name}:{pt(length)}"
    for declaration, applies in (
        (f"text-align:{shape.align.value}", shape.align is not Align.LEFT),
        ("orphans:1;widows:1", not shape.widow_control),
        ("break-after:avoid", shape.keep_next),
        # What is kept with the next paragraph moves as a whole when that one moves.
        ("break-inside:avoid", shape.keep_lines or shape.keep_next),
        (f"background:{shape.shading}", shape.shading),
    ):
        if applies:
            yield declaration
    for edge in ("top", "right", "bottom", "left"):
        line = getattr(shape.borders, edge)
        yield border(edge, line)
        if line.space:
            yield f"padding-{edge}:{pt(line.space)}"
    if shape.outline is not None:
        yield f"bookmark-level:{shape.outline + 1};bookmark-label:content()"


def _thick(line: Border) -> float:
    return line.width + line.space


def _look(font: Font, lift: float) -> Iterator[str]:
    """Declarations of a run. lift: pt above where CSS would have it."""
    raise_ = lift + font.raised + SCRIPT_RAISE.get(font.script, 0.0) * font.size
    scale = SCRIPT_SCALE if font.script in SCRIPT_RAISE else 1.0
    yield f"font-size:{pt(font.size * scale)};line-height:0;vertical-align:{pt(raise_)}"
    if font.family and (used := family_faces(font.family)) != faces():
        yield f"font-family:'{css_family(used)}','{css_family(faces())}'"
    if font.bold:
        yield "font-weight:bold"
    if font.italic:
        yield "font-style:italic"
    if font.colour:
        yield f"color:{font.colour}"
    if font.highlight:
        yield f"background:{font.highlight}"
    if font.border is not None:
        line = font.border
        yield f"{border('top', line).replace('border-top', 'border', 1)};padding:{pt(line.space)}"
    if font.spacing:
        yield f"letter-spacing:{pt(font.spacing)}"
    lines = " ".join(
        name for name, on in (("underline", font.underline), ("line-through", font.strike)) if on
    )
    if lines:
        yield f"text-decoration:{lines} {font.underline or 'solid'}"


def _unspaced_end(inline: Inline, following: tuple[Inline, ...]) -> str:
    """The last letter of a run keeps its own width where another run goes on: LibreOffice's."""
    spacing = inline.font.spacing if isinstance(inline, Text) else 0.0
    goes_on = following and not isinstance(following[0], Tab | Break)
    return f"margin-right:{pt(-spacing)}" if spacing and goes_on else ""


def _last(inline: Inline) -> str:
    """What stands before the next inline, as far as its spaces ask: " " or "" for all else."""
    if isinstance(inline, Text):
        return inline.text[-1:]
    return " " if isinstance(inline, Break) else ""


def _content(inline: Inline, gap: Gap, sheet: Sheet, after: str) -> str:
    if isinstance(inline, Text):
        if inline.font.small_caps and not inline.font.caps:
            return _small_caps(inline.text, after, sheet)
        shown = inline.text.upper() if inline.font.caps else inline.text
        made = markup(shown, after)
        # U+00A0 as typed, not the ones that keep spaces: those are plain spaces in LibreOffice.
        # A blank that is filled in the PDF keeps the room that its figures take.
        typed = inline.font.italic and _NO_BREAK in shown and not inline.mark
        return made.replace(_NO_BREAK, _SLANTED) if typed else made
    if isinstance(inline, Tab):
        style = sheet.name(f"width:{pt(gap.width)}")
        return f'<span class="tab {style}">{_leader(gap, inline.font)}</span>'
    if isinstance(inline, Break) and inline.kind is BreakKind.LINE:
        return "<br/>"
    return ""


def _small_caps(text: str, after: str, sheet: Sheet) -> str:
    """Word by word in boxes: WeasyPrint 70 breaks words that consist of spans anywhere."""
    size, whole = sheet.attribute(f"font-size:{SMALL_CAPS:g}em"), sheet.name("white-space:nowrap")
    made = []
    for word in re.split("( +)", text):
        parts = [
            (markup(part, after if not i else ""), small)
            for i, (part, small) in enumerate(small_parts(word))
        ]
        shown = "".join(f"<span{size}>{p}</span>" if small else p for p, small in parts)
        made.append(
            f'<span class="tab {whole}">{shown}</span>' if any(s for _, s in parts) else shown
        )
        after = word[-1:] or after
    return "".join(made)


def _leader(gap: Gap, font: Font) -> str:
    if not gap.leader:
        return ""
    return gap.leader * int(gap.width / run_width(gap.leader, replace(font, spacing=0.0)))


def markup(text: str, after: str = "") -> str:
    """Text → HTML. Spaces are kept as typed, and lines break where Word and LibreOffice break them.

    The rules of Unicode (UAX 14) break after a slash and after a full stop between a letter and a
    figure, and never between a hyphen and a figure; word processors do the opposite. The joiner and
    the zero-width space have no glyph and do not come back when text is copied from the PDF.
    """
    # A second space in a row, and one that begins a line, would not be shown.
    kept = _SPACES.sub(_NO_BREAK, text) if "  " in text else text
    if after == " " and kept.startswith(" "):
        kept = f"{_NO_BREAK}{kept[1:]}"
    # The typeface has no glyph of its own for the hyphen that does not break.
    kept = kept.replace("\u2011", f"{_JOINER}-{_JOINER}")
    kept = _GLUED.sub(f"\\g<0>{_JOINER}", kept)
    # Dots to write on that are longer than a line break anywhere.
    kept = _DOTS.sub(lambda dots: "\u200b".join(dots[0]), kept)
    return escape(_HYPHEN.sub("-\u200b", kept), quote=False)


def _begins_next_line(inlines: tuple[Inline, ...], index: int, width: float) -> bool:
    """Whether a tab stays alone at the end of its line, as before a word longer than any line."""
    if not isinstance(inlines[index], Tab):
        return False
    total, count = 0.0, 0
    for inline in inlines[index + 1 :]:
        if not isinstance(inline, Text):
            break
        word = inline.text.partition(" ")[0]
        total, count = total + run_width(word, inline.font), count + 1
        if len(word) < len(inline.text):
            break
    return count > 1 and total > width


def estimated_height(item: Paragraph, column: float) -> float:
    """How tall a paragraph will about be, pt: for headers, whose room must be known before."""
    size = max((i.font.size for i in item.inlines if not isinstance(i, Picture)), default=0.0)
    box = line_box(item.shape.line, size or item.mark.size)
    room = max(1.0, column - item.shape.left - item.shape.right)
    width = sum(inline_width(i) for i in item.inlines)
    count = max(1, -int(-width // room)) + sum(isinstance(i, Break) for i in item.inlines)
    tallest = max((i.height for i in item.inlines if isinstance(i, Picture)), default=0.0)
    exact = item.shape.line.rule is LineRule.EXACT
    height = count * box.height + (0.0 if exact else tallest)
    return item.shape.before + height + item.shape.after


def height_of(blocks: tuple[Block, ...], column: float) -> float:
    """About how tall blocks will be together, pt."""
    height = 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            height += 0.0 if block.shape.frame else estimated_height(block, column)
        elif isinstance(block, Table):
            height += sum(row.height or 16.0 for row in block.rows)
    return height


def padded(item: Paragraph) -> Paragraph:
    """Space before as padding, which a page break that somebody set does not swallow.

    WeasyPrint cannot tell such breaks from the others on named pages, so the base sheet drops
    margins at the top of every page.
    """
    top = replace(item.shape.borders.top, space=item.shape.borders.top.space + item.shape.before)
    return replace(
        item,
        shape=replace(item.shape, before=0.0, borders=replace(item.shape.borders, top=top)),
    )
