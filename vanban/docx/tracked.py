"""Tracked changes in one paragraph or section: a tree comes in, the same tree with its revisions.

In: a w:p (or w:sectPr) and a change in plain words. Out: nothing; the tree now holds what was and
what is proposed, as Word writes it when somebody edits with "Track Changes" on, so that whoever
opens the file sees each change and takes or refuses it (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from vanban.docx.ns import Element, attribute, child, q

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Children of a run that a reader sees as one character.
_SIGNS: Mapping[str, str] = {
    q("w:tab"): "\t",
    q("w:ptab"): "\t",
    q("w:br"): "\n",
    q("w:cr"): "\n",
    q("w:noBreakHyphen"): "\u2011",
    q("w:softHyphen"): "\u00ad",
}
# What somebody has already struck out, and stories of their own inside a run.
_GONE = frozenset({q("w:del"), q("w:moveFrom"), q("w:txbxContent"), q("w:pPr")})
# ECMA-376 part 1, 17.3.2.28, 17.3.1.26 and 17.6.18: the sequence of what a w:rPr, w:pPr and
# w:sectPr may hold; Word refuses a file that is not in it.
_RUN = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
    *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"),
    *("color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect"),
    *("bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
    *("specVanish", "oMath", "ins", "del", "moveFrom", "moveTo", "rPrChange"),
)
_PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId"),
    *("cnfStyle", "rPr", "sectPr", "pPrChange"),
)
_ORDER: Mapping[str, Sequence[str]] = {"rPr": _RUN, "pPr": _PARAGRAPH}


@dataclass
class Hand:
    """Whose changes they are. author: as Word shows it. when: their time. last: the last w:id."""

    author: str
    when: datetime
    last: int = 0

    def mark(self, name: str) -> Element:
        """An element that records a revision: w:ins, w:del, w:rPrChange …"""
        self.last += 1
        node = etree.Element(q(f"w:{name}"))
        node.set(q("w:id"), str(self.last))
        node.set(q("w:author"), self.author)
        node.set(q("w:date"), self.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return node


def hand_for(root: Element, author: str, when: datetime) -> Hand:
    """A hand whose marks have ids that the part does not use yet."""
    used = (attribute(node, "w:id") for node in root.iter(etree.Element))
    return Hand(author, when, max((int(text) for text in used if _is_id(text)), default=0))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


@dataclass
class Letters:
    """The characters of a paragraph and the runs that hold them."""

    paragraph: Element
    runs: list[tuple[Element, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runs = [(run, _shown(run)) for run in _runs(self.paragraph)]

    @property
    def text(self) -> str:
        """All characters, as `laid.Piece.text` has them without what Word counts by itself."""
        return "".join(text for _, text in self.runs)

    def carve(self, start: int, end: int) -> list[Element]:
        """The runs that hold exactly these characters; runs are parted where they must be."""
        for place in (start, end):
            self._part(place)
        found, at = [], 0
        for run, text in self.runs:
            if text and start <= at and at + len(text) <= end:
                found.append(run)
            at += len(text)
        return found

    def after(self, place: int) -> Element | None:
        """The run that ends at this place, for something to be put behind it."""
        self._part(place)
        at, last = 0, None
        for run, text in self.runs:
            at += len(text)
            if text and at <= place:
                last = run
        return last

    def _part(self, place: int) -> None:
        at = 0
        for index, (run, text) in enumerate(self.runs):
            if at < place < at + len(text):
                rest = _parted(run, place - at)
                self.runs[index : index + 1] = [(run, _shown(run)), (rest, _shown(rest))]
                return
            at += len(text)


def _runs(node: Element) -> Iterator[Element]:
    for item in node:
        if item.tag == q("w:r"):
            yield item
        elif item.tag not in _GONE:
            yield from _runs(item)


def _shown(run: Element) -> str:
    return "".join(_letters(item) for item in run)


def _letters(item: Element) -> str:
    if item.tag == q("w:t"):
        return (item.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return _SIGNS.get(item.tag, "")


def _parted(run: Element, place: int) -> Element:
    """The run keeps its first characters; the rest goes into a new one behind it."""
    rest = etree.Element(q("w:r"))
    look = child(run, "w:rPr")
    if look is not None:
        rest.append(copy.deepcopy(look))
    at = 0
    for item in [each for each in run if each.tag != q("w:rPr")]:
        length = len(_letters(item))
        if at >= place:
            rest.append(item)
        elif at + length > place:
            rest.append(_text("w:t", (item.text or "")[place - at :]))
            item.text = (item.text or "")[: place - at]
            item.set(_SPACE, "preserve")
        at += length
    run.addnext(rest)
    return rest


def _text(name: str, text: str) -> Element:
    node = etree.Element(q(name))
    node.text = text
    node.set(_SPACE, "preserve")
    return node


def replace(letters: Letters, start: int, end: int, text: str, hand: Hand) -> bool:
    """Strike out characters and put others in their place; whether there was a place for them."""
    old = letters.carve(start, end)
    before = old[-1] if old else letters.after(start)
    if before is None:
        before = next((run for run, shown in letters.runs if shown), None)
    if before is None:
        return False
    look = child(before, "w:rPr")
    last = strike(old, hand)[-1] if old else before
    if text:
        run = etree.Element(q("w:r"))
        if look is not None:
            run.append(copy.deepcopy(look))
        run.append(_text("w:t", text))
        put = hand.mark("ins")
        put.append(run)
        if start or old:
            last.addnext(put)
        else:
            last.addprevious(put)
    return True


def strike(runs: Sequence[Element], hand: Hand) -> list[Element]:
    """Mark runs as deleted; what holds them now."""
    found = []
    for run in runs:
        gone = hand.mark("del")
        run.addprevious(gone)
        gone.append(run)
        for item in run.iterchildren(q("w:t")):
            item.tag = q("w:delText")
            item.set(_SPACE, "preserve")
        found.append(gone)
    return found


def restyle(holder: Element, name: str, wanted: Sequence[Element], hand: Hand) -> None:
    """Other properties for a run (name "rPr") or a paragraph ("pPr"); what was is kept beside them.

    wanted: the new properties, each in the place of the one with its name.
    """
    now = child(holder, f"w:{name}")
    if now is None:
        now = etree.Element(q(f"w:{name}"))
        holder.insert(0, now)
    if child(now, f"w:{name}Change") is None:
        was = copy.deepcopy(now)
        for inner in [n for n in was if n.tag in (q("w:rPr"), q("w:sectPr")) and name == "pPr"]:
            was.remove(inner)
        change = hand.mark(f"{name}Change")
        change.append(was)
        now.append(change)
    for node in wanted:
        for old in now.findall(node.tag):
            now.remove(old)
        _insert(now, node, _ORDER[name])


def _insert(holder: Element, node: Element, order: Sequence[str]) -> None:
    local = node.tag.rpartition("}")[2]
    later = {q(f"w:{each}") for each in order[order.index(local) + 1 :]}
    at = next((i for i, each in enumerate(holder) if each.tag in later), len(holder))
    holder.insert(at, node)
