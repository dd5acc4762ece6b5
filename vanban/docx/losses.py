"""What a file holds that the PDF will not show, and where: nothing vanishes in silence.

In: the names of elements that the readers pass over. Out: problem codes, and places that a person
finds in Word: the number of the paragraph and how it begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from vanban.docx.feature import Feature
from vanban.docx.ns import Element, q
from vanban.problems import Problem

# Marks and properties: they show nothing in Word either, or belong to what the reader has read.
_SILENT = frozenset(
    [
        "pPr",
        "rPr",
        "sectPr",
        "tcPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "fldData",
        "ffData",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
        "lastRenderedPageBreak",
        "footnoteRef",
        "endnoteRef",
        "separator",
        "continuationSeparator",
        "instrText",
        "fldChar",
        "tab",
        "ptab",
        "br",
        "cr",
    ]
)
_CODES = {
    "oMath": "docx_no_equation",
    "oMathPara": "docx_no_equation",
    "altChunk": "docx_no_part",
    "subDoc": "docx_no_part",
    "footnoteReference": "docx_no_note",
    "endnoteReference": "docx_no_note",
    "object": "docx_no_object",
    "control": "docx_no_object",
    "contentPart": "docx_no_ink",
}
_BEGINNING = 40


def lost_code(name: str) -> str:
    """Local name of an element that is passed over → its problem code, "" when nothing is lost."""
    return "" if name in _SILENT else _CODES.get(name, "docx_unknown")


@dataclass
class Losses:
    """Collects what one part loses. label: what a person calls the part, "" for the text itself.

    problems: shared by all parts of the file. Each kind is said once per place. told: how often
    something was noted, however often it was said before.
    """

    problems: list[Problem]
    label: str = ""
    told: int = 0
    _count: int = 0
    _inside: list[tuple[int, Element]] = field(default_factory=list)
    _marked: set[int] = field(default_factory=set)
    _looks: set[str] = field(default_factory=set)
    _waiting: list[Feature] = field(default_factory=list)

    def enter(self, paragraph: Element) -> None:
        """The reading of a w:p begins; it may be in a text box of another."""
        self._count += 1
        self._inside.append((self._count, paragraph))
        waiting, self._waiting = self._waiting, []
        self.look(waiting)

    def leave(self) -> str:
        """It ends: the anchor of the paragraph, when something of it was lost."""
        number, _ = self._inside.pop()
        return _anchor(self.label, number) if number in self._marked else ""

    def look(self, features: Iterable[Feature]) -> None:
        """Note what is shown in another way: each thing once, where it is met first.

        A look may be that of every word; a sentence for each would hide all other sentences.
        """
        for feature in features:
            self.told += 1
            if feature.name not in self._looks:
                self._looks.add(feature.name)
                self.say(feature.code, feature.name)

    def look_next(self, features: Iterable[Feature]) -> None:
        """The same of what begins with the next paragraph: a section, a table."""
        self._waiting.extend(features)

    def say(self, code: str, name: str = "") -> None:
        """Note that something is not shown here."""
        self.told += 1
        place, anchor = self.label, ""
        if self._inside:
            number, paragraph = self._inside[-1]
            self._marked.add(number)
            anchor = _anchor(self.label, number)
            place = f"{self.label}, {_place(number, paragraph)}".removeprefix(", ")
        problem = Problem(code, place, {"name": name, "anchor": anchor})
        if problem not in self.problems:
            self.problems.append(problem)


def _anchor(label: str, number: int) -> str:
    return "" if label else f"p{number}"


def _place(number: int, paragraph: Element) -> str:
    text = " ".join("".join(node.text or "" for node in paragraph.iter(q("w:t"))).split())
    if not text:
        return f"đoạn {number}"
    short = text if len(text) <= _BEGINNING else text[:_BEGINNING].rsplit(" ", 1)[0] + " …"
    return f"đoạn {number} “{short}”"
