"""Repairs put into a Word file as tracked changes.

In: the bytes of a .docx, `repairs` and the text that each paragraph was read with. Out: `Mended`:
the bytes, what was done and what could not be. A paragraph whose text is not the text that the
repair was found on is left alone. Nothing is accepted for the clerk: she sees each change in Word
and takes or refuses it. Raises `PackageRefused` for what is no Word file.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from vanban.docx import tracked
from vanban.docx.archive import Layout, deflated
from vanban.docx.ns import Element, child, q, transitional
from vanban.docx.package import open_package, parse_xml
from vanban.docx.tracked import Hand
from vanban.repairs import Letters, Look, Margins, Repair, RuleLine, Setting

AUTHOR: Final = "Vanban"
"""Whose the changes are, as Word shows it."""
_TWIPS = 20
_MM_TWIPS = 1440 / 25.4
_EMU = 36000
_SINGLE = 240
_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}
# How far below its text, in paragraphs, a line may be drawn.
_BELOW = 2
_LINES = frozenset({"line", "straightConnector1"})


@dataclass(frozen=True)
class Mended:
    """A repaired file. done, left: repairs that are in it, and those that could not be made."""

    data: bytes
    done: tuple[Repair, ...]
    left: tuple[Repair, ...]


def mend(
    data: bytes,
    wanted: Sequence[Repair],
    texts: Mapping[int, str],
    *,
    when: datetime,
    sections: int = 0,
    name: str = "tệp Word",
) -> Mended:
    """Put repairs into a file. texts: number of a w:p → the characters it was read with.

    when: the time that the changes carry. sections: how many the reader found; margins are only
    changed when the file has as many. Equal input gives equal bytes.
    """
    package = open_package(data, name=name)
    original = package.parts[package.main]
    # A strict file keeps its own vocabulary in its other parts; one part cannot change it alone.
    if transitional(original) != original:
        return Mended(data, (), tuple(wanted))
    root = parse_xml(original, where=package.main, name=name)
    bench = _Bench(root, texts, tracked.hand_for(root, AUTHOR, when), sections)
    done: list[Repair] = []
    left: list[Repair] = []
    for repair in sorted(dict.fromkeys(wanted), key=_from_the_end):
        (done if bench.make(repair) else left).append(repair)
    if not done:
        return Mended(data, (), tuple(left))
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    changed = {package.main: deflated(package.main, written)}
    made = Layout(package.members, changed).write(changed)
    return Mended(made, tuple(done), tuple(left))


def _from_the_end(repair: Repair) -> tuple[int, int, int]:
    """Looks before letters, and letters of a paragraph from its end, so that places stay true."""
    if isinstance(repair, Letters):
        return (1, repair.source, -repair.start)
    return (0, getattr(repair, "source", 0), 0)


class _Bench:
    """One file being repaired."""

    def __init__(self, root: Element, texts: Mapping[int, str], hand: Hand, sections: int) -> None:
        self._root, self._hand = root, hand
        self._paragraphs = list(root.iter(q("w:p")))
        self._texts = texts
        found = list(root.iter(q("w:sectPr")))
        self._sections = found if len(found) == sections else []
        self._struck: dict[int, int] = {}

    def make(self, repair: Repair) -> bool:
        """Whether it could be made."""
        if isinstance(repair, Margins):
            return self._margins(repair)
        if not 0 < repair.source <= len(self._paragraphs):
            return False
        node = self._paragraphs[repair.source - 1]
        if isinstance(repair, Setting):
            tracked.restyle(node, "pPr", list(_settings(node, repair)), self._hand)
            return True
        if isinstance(repair, RuleLine):
            return self._rule(node, repair.length)
        return self._letters(node, repair)

    def _letters(self, node: Element, repair: Letters | Look) -> bool:
        letters = tracked.Letters(node)
        text = self._texts.get(repair.source, "")
        # Letters are struck from the end, so what stands before them is still what was read.
        seen = text[: self._struck.get(repair.source, len(text))]
        if not 0 <= repair.start <= repair.end <= len(seen) or not letters.text.startswith(seen):
            return False
        if isinstance(repair, Letters):
            self._struck[repair.source] = repair.start
            return tracked.replace(letters, repair.start, repair.end, repair.text, self._hand)
        runs = letters.carve(repair.start, repair.end)
        for run in runs:
            tracked.restyle(run, "rPr", list(_looks(repair)), self._hand)
        return bool(runs)

    def _margins(self, repair: Margins) -> bool:
        if not 0 <= repair.section < len(self._sections):
            return False
        section = self._sections[repair.section]
        margins = child(section, "w:pgMar")
        if margins is None:
            return False
        if child(section, "w:sectPrChange") is None:
            change = self._hand.mark("sectPrChange")
            was = etree.SubElement(change, q("w:sectPr"))
            was.extend(copy.deepcopy(n) for n in section if not n.tag.endswith("Reference"))
            section.append(change)
        for side in ("top", "right", "bottom", "left"):
            length = getattr(repair, side)
            if length is not None:
                margins.set(q(f"w:{side}"), str(round(length * _MM_TWIPS)))
        return True

    def _rule(self, node: Element, length: float) -> bool:
        for paragraph in (node, *_below(node)):
            for run in paragraph.iter(q("w:r")):
                if _draws_a_line(run):
                    new = copy.deepcopy(run)
                    _draw(new, length)
                    put = self._hand.mark("ins")
                    put.append(new)
                    tracked.strike([run], self._hand)[0].addnext(put)
                    return True
        return False


def _below(node: Element) -> Iterable[Element]:
    """Paragraphs without text right below."""
    for count, sibling in enumerate(node.itersiblings(q("w:p"))):
        if count >= _BELOW or "".join(sibling.itertext(q("w:t"))).strip():
            return
        yield sibling


def _draws_a_line(run: Element) -> bool:
    shapes = {node.get("prst", "") for node in run.iter(q("a:prstGeom"))}
    return len(list(run.iter(q("wp:anchor"), q("wp:inline")))) == 1 and bool(shapes & _LINES)


def _draw(run: Element, length: float) -> None:
    """Another length for the one line of a run, mm; its middle stays where it was."""
    wide = round(length * _EMU)
    for extent in run.iter(q("wp:extent")):
        moved = (int(extent.get("cx", "0")) - wide) // 2
        extent.set("cx", str(wide))
        for across in run.iter(q("wp:positionH")):
            for offset in across.iter(q("wp:posOffset")):
                offset.text = str(int(offset.text or "0") + moved)
    for size in run.iter(q("a:ext")):
        if size.get("cx") is not None:
            size.set("cx", str(wide))
    # What programs before Word 2010 draw instead would keep the old length.
    for old in list(run.iter(q("mc:Fallback"))):
        old.getparent().remove(old)


def _looks(repair: Look) -> Iterable[Element]:
    if repair.family is not None:
        fonts = etree.Element(q("w:rFonts"))
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(q(f"w:{script}"), repair.family)
        yield fonts
    for name, state in (("b", repair.bold), ("i", repair.italic)):
        if state is not None:
            yield _said(name, "1" if state else "0")
            yield _said(f"{name}Cs", "1" if state else "0")
    if repair.colour is not None:
        yield _said("color", repair.colour.lstrip("#") or "auto")
    if repair.size is not None:
        yield _said("sz", str(round(repair.size * 2)))
        yield _said("szCs", str(round(repair.size * 2)))
    if repair.underline is not None:
        yield _said("u", "single" if repair.underline else "none")


def _settings(node: Element, repair: Setting) -> Iterable[Element]:
    now = child(node, "w:pPr")
    gap = _like(child(now, "w:spacing"), "spacing")
    for side, length in (("before", repair.before), ("after", repair.after)):
        if length is not None:
            _put(gap, side, length, (f"{side}Autospacing", f"{side}Lines"))
    if repair.line is not None:
        gap.set(q("w:line"), str(round(repair.line * _SINGLE)))
        gap.set(q("w:lineRule"), "auto")
    if gap.attrib:
        yield gap
    indent = _like(child(now, "w:ind"), "ind")
    if repair.left is not None:
        _put(indent, "left", repair.left, ("start", "leftChars", "startChars"))
    if repair.first is not None:
        side, other = ("firstLine", "hanging")[:: 1 if repair.first >= 0 else -1]
        _put(indent, side, abs(repair.first), (other, f"{side}Chars", f"{other}Chars"))
    if indent.attrib:
        yield indent
    if repair.align is not None:
        yield _said("jc", _ALIGN[repair.align])


def _like(node: Element | None, name: str) -> Element:
    found = etree.Element(q(f"w:{name}"))
    if node is not None:
        for key in node.attrib:
            found.set(key, node.get(key, ""))
    return found


def _put(node: Element, name: str, pt: float, instead_of: Sequence[str]) -> None:
    for each in instead_of:
        node.attrib.pop(q(f"w:{each}"), None)
    node.set(q(f"w:{name}"), str(round(pt * _TWIPS)))


def _said(name: str, text: str) -> Element:
    node = etree.Element(q(f"w:{name}"))
    node.set(q("w:val"), text)
    return node
