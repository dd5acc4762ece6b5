"""What stands inside a paragraph → inlines of the resolved document.

In: a w:p and the part it is in. Out: `Line`: inlines with their fonts, straight lines, text boxes.
Insertions are accepted, deletions dropped, fields show their result; PAGE and NUMPAGES are left
for the printer, which alone knows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from vanban.docx.coverage import MARKS
from vanban.docx.effort import PAGE, Effort
from vanban.docx.forms import form_text
from vanban.docx.losses import Losses, lost_code
from vanban.docx.marks import Marks, true_places
from vanban.docx.notes import Notes
from vanban.docx.ns import Element, attribute, child, chosen, q
from vanban.docx.package import Package, Relationship
from vanban.docx.pictures import Gallery
from vanban.docx.properties import NOTHING, Props, font, run_props, unseen_in
from vanban.docx.shapes import Drawn, Media, drawing
from vanban.docx.styles import Styles
from vanban.docx.symbols import symbol
from vanban.docx.vml import vml
from vanban.resolved import (
    Block,
    Break,
    BreakKind,
    Floating,
    Font,
    Inline,
    Note,
    PageNumber,
    Paragraph,
    Tab,
    Text,
)
from vanban.vietnamese.legacy import to_unicode

_THROUGH = frozenset(
    q(f"w:{name}")
    for name in ("smartTag", "ins", "moveTo", "sdtContent", "customXml", "bdo", "dir")
)
_BREAKS = {"page": BreakKind.PAGE, "column": BreakKind.COLUMN}
_PAGES = {"PAGE": False, "NUMPAGES": True, "SECTIONPAGES": True}
_SIGNS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CAPITAL_FACES = ("h",)
_FOLLOWED = ("http://", "https://", "mailto:")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass
class _Field:
    """A complex field on its way: its instruction, and whether its result is shown.

    form: what the box or the list of a form shows.
    """

    instruction: str = ""
    form: str = ""
    in_result: bool = False
    shows: bool = True


@dataclass
class Source:
    """One part being read, with what the reading of the whole document shares.

    boxes: how the text of a text box is read: (element, width in pt) → its blocks. notes: by the
    name of the reference. number: of the note that is being read.
    """

    package: Package
    part: str
    styles: Styles
    losses: Losses
    rels: Mapping[str, Relationship]
    fields: list[_Field] = field(default_factory=list)
    boxes: Callable[[Element, float], tuple[Block, ...]] = lambda _node, _width: ()
    notes: Mapping[str, Notes] = field(default_factory=dict)
    number: str = ""
    effort: Effort = field(default_factory=lambda: Effort(""))
    gallery: Gallery = field(default_factory=Gallery)

    @property
    def media(self) -> Media:
        """The pictures that drawings in this part can name."""
        return Media(self.rels, self.package.parts, self._box, self.gallery)

    def _box(self, node: Element, width: float) -> tuple[Block, ...]:
        """Text of a box; a field around the drawing is no concern of its text."""
        around, self.fields = self.fields, []
        try:
            return self.boxes(node, width)
        finally:
            self.fields = around


@dataclass
class Line:
    """What a paragraph holds."""

    inlines: list[Inline] = field(default_factory=list)
    floats: list[Floating] = field(default_factory=list)


class InlineReader:
    """Reads one paragraph. style: its style; table: run properties of the table around it."""

    def __init__(self, source: Source, style: str, table: Props = NOTHING) -> None:
        self._source = source
        self._style = style
        self._table = table
        self._line = Line()
        self._link = ""
        self._marks = Marks()

    def read(self, paragraph: Element) -> Line:
        """The paragraph's contents, equal neighbours joined, letters in their composed form."""
        self._walk(paragraph)
        self._line.inlines = _joined(true_places(self._line.inlines))
        for inline in self._line.inlines:
            if isinstance(inline, Text):
                self._source.effort.spell(inline.text)
        return self._line

    def font_of(self, properties: Element | None) -> Font:
        """The font that a w:rPr gives in this paragraph."""
        return font(self._source.styles.run(self._style, run_props(properties), self._table))

    def hides(self, properties: Element | None) -> bool:
        """Whether a w:rPr hides what it is said of; the mark of a paragraph, for one."""
        props = self._source.styles.run(self._style, run_props(properties), self._table)
        return bool(props.get("hidden"))

    def _walk(self, node: Element | None) -> None:
        for item in chosen(node) if node is not None else ():
            if item.tag == q("w:r"):
                self._run(item)
            elif item.tag == q("w:hyperlink"):
                self._hyperlink(item)
            elif item.tag in _THROUGH:
                self._walk(item)
            elif item.tag == q("w:sdt"):
                content = child(item, "w:sdtContent")
                if content is not None:
                    self._walk(content)
            elif item.tag == q("w:fldSimple"):
                self._simple_field(item)
            elif not self._marks.note(item):
                self._beyond(item)

    def _hyperlink(self, node: Element) -> None:
        relationship = self._source.rels.get(attribute(node, "r:id"))
        around = self._link
        if relationship is not None and relationship.external:
            self._link = _address(relationship.target)
        self._walk(node)
        self._link = around

    def _beyond(self, item: Element) -> None:
        """What is no run: an equation gives its characters, all else is said to be lost."""
        name = item.tag.rpartition("}")[2]
        if code := lost_code(name):
            self._source.losses.say(code, name)
        if name.startswith("oMath"):
            letters = "".join(node.text or "" for node in item.iter(f"{_MATH}t"))
            # Letters of formulas have code points of their own, which office faces lack.
            self._add(Text(unicodedata.normalize("NFKC", letters), self.font_of(None)))

    def _simple_field(self, node: Element) -> None:
        kind = _field_kind(attribute(node, "w:instr"))
        if kind in _PAGES:
            run = next(node.iter(q("w:r")), None)
            self._add(PageNumber(self.font_of(child(run, "w:rPr")), _PAGES[kind]))
        else:
            self._walk(node)

    def _run(self, run: Element) -> None:
        direct = run_props(child(run, "w:rPr"))
        props = self._source.styles.run(self._style, direct, self._table)
        look = font(props)
        for item in chosen(run):
            name = item.tag.rpartition("}")[2]
            if name == "fldChar":
                self._field_mark(item, look)
            elif name == "instrText":
                if self._source.fields:
                    self._source.fields[-1].instruction += item.text or ""
            elif not props.get("hidden") and self._shows():
                self._content(name, item, look, str(props.get("family", "")))

        if not props.get("hidden") and self._shows() and child(run, "w:t") is not None:
            self._source.losses.look(unseen_in(props))

    def _shows(self) -> bool:
        return all(each.in_result and each.shows for each in self._source.fields)

    def _content(self, name: str, item: Element, look: Font, family: str) -> None:
        if name == "t":
            self._text(item.text or "", look, family)
        elif name in ("footnoteRef", "endnoteRef"):
            self._add(Text(self._source.number, look))
        elif name in self._source.notes:
            self._note(self._source.notes[name], item, look)
        elif name in ("drawing", "pict", "object"):
            self._drawing(name, item)
        elif name == "sym":
            self._symbol(item, look)
        elif name == "ruby":
            self._source.losses.say("docx_no_ruby")
            self._walk(child(item, "w:rubyBase"))
        elif sign := _sign(name, item, look):
            self._source.effort.spend(PAGE if _turns_page(sign) else 0.0)
            self._add(sign)
        elif code := lost_code(name):
            self._source.losses.say(code, name)

    def _drawing(self, name: str, item: Element) -> None:
        media = self._source.media
        drawn = drawing(item, media) if name == "drawing" else vml(item, media)
        if name == "object" and not (drawn.pictures or drawn.floats or drawn.lost):
            drawn = replace(drawn, lost=(("docx_no_object", ""),))
        self._drawn(drawn)

    def _text(self, text: str, look: Font, family: str) -> None:
        if family.lower().startswith(".vn"):
            text = to_unicode(text, "tcvn3")
            text = text.upper() if family.lower().endswith(_CAPITAL_FACES) else text
        elif family.lower().startswith("vni-"):
            text = to_unicode(text, "vni")
        elif family.lower() in ("symbol", "webdings") or "wingdings" in family.lower():
            text = "".join(symbol(ord(c), family) if not c.isspace() else c for c in text)
        # Word shows a line end inside w:t as a space, and so do we.
        self._add(Text(text.replace("\n", " ").replace("\r", " ").replace("\t", " "), look))

    def _note(self, notes: Notes, reference: Element, look: Font) -> None:
        # A note is a story of its own; a field around its reference is no concern of it.
        around, self._source.fields = self._source.fields, []
        found = notes.take(reference)
        self._source.fields = around
        if found is None:
            self._source.losses.say("docx_no_note")
            return
        number, blocks = found
        self._add(Text(number, look))
        if any(not isinstance(block, Paragraph) or block.floats for block in blocks):
            self._source.losses.say("docx_no_note_part")
        if blocks:
            self._add(Note(blocks, look))

    def _symbol(self, item: Element, look: Font) -> None:
        try:
            code = int(attribute(item, "w:char"), 16)
        except ValueError:
            return
        if 32 <= code < 0x11_0000:
            self._add(Text(symbol(code, attribute(item, "w:font")), look))

    def _drawn(self, drawn: Drawn) -> None:
        for picture in drawn.pictures:
            self._add(picture)
        self._line.floats.extend(drawn.floats)
        for code, name in drawn.lost:
            self._source.losses.say(code, name)

    def _field_mark(self, item: Element, look: Font) -> None:
        fields, mark = self._source.fields, attribute(item, "w:fldCharType")
        if mark == "begin":
            fields.append(_Field(form=form_text(child(item, "w:ffData"))))
        elif not fields:
            return
        elif mark == "separate":
            self._page_number(fields[-1], look)
            fields[-1].in_result = True
        elif mark == "end":
            if not fields[-1].in_result:
                self._page_number(fields[-1], look)
            self._without_result(fields.pop(), look)

    def _without_result(self, each: _Field, look: Font) -> None:
        """What a field of a form holds; of others say that nobody has worked them out."""
        kind = _field_kind(each.instruction)
        if each.form and not each.in_result and self._shows():
            self._add(Text(each.form, look))
            return
        shows = kind and kind not in _PAGES and kind not in MARKS
        if shows and not each.in_result and self._shows():
            self._source.losses.say("docx_no_field", kind)

    def _page_number(self, each: _Field, look: Font) -> None:
        kind = _field_kind(each.instruction)
        if kind in _PAGES:
            outer = self._source.fields[:-1]
            if all(o.in_result and o.shows for o in outer):
                self._add(PageNumber(look, _PAGES[kind]))
            each.shows = False

    def _add(self, inline: Inline) -> None:
        link = self._link or next((link for f in self._source.fields if (link := _linked(f))), "")
        if isinstance(inline, Text) and (link or self._marks.current):
            inline = replace(inline, link=link, mark=self._marks.current)
        self._line.inlines.append(inline)


def _sign(name: str, item: Element, look: Font) -> Inline | None:
    """An element of a run that stands for one sign; None for all others."""
    if name in ("tab", "ptab"):
        return Tab(look)
    if name in ("br", "cr"):
        return Break(_BREAKS.get(attribute(item, "w:type"), BreakKind.LINE), look)
    if name == "pgNum":
        return PageNumber(look)
    return Text(_SIGNS[name], look) if name in _SIGNS else None


def _turns_page(sign: Inline) -> bool:
    return isinstance(sign, Break) and sign.kind is BreakKind.PAGE


def _address(target: str) -> str:
    """The address of a link that a reader may follow; "" for what could start a program."""
    return target if target.lower().startswith(_FOLLOWED) and target.isprintable() else ""


def _linked(each: _Field) -> str:
    """The address that a field HYPERLINK leads to."""
    if _field_kind(each.instruction) != "HYPERLINK":
        return ""
    found = _QUOTED.search(each.instruction)
    return _address(found[1]) if found else ""


def _field_kind(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""


def _alike(one: Text, other: Text) -> bool:
    return (one.font, one.link, one.mark) == (other.font, other.link, other.mark)


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Neighbours that look the same become one text, so that lines break as in one run."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Text) and isinstance(last, Text) and _alike(last, inline):
            found[-1] = replace(last, text=last.text + inline.text)
        elif not isinstance(inline, Text) or inline.text:
            found.append(inline)
    return [
        replace(i, text=unicodedata.normalize("NFC", i.text)) if isinstance(i, Text) else i
        for i in found
    ]
