"""Names and numbers of WordprocessingML: the small vocabulary all readers of parts share.

In: elements and attribute strings. Out: Python numbers in points, booleans, colours. A value that
is not what the standard says counts as absent: files of other programs hold many such values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

NS: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}

# Strict files (ISO/IEC 29500 Part 1) name the same vocabulary differently.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", NS["w"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", NS["r"].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", NS["a"].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", NS["wp"].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", NS["pic"].encode()),
)

# Parts of the names of vocabularies that no reader here draws; Word writes a picture beside them.
_UNREAD = ("chartex", "/ink", "model3d")

_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi)")
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_OFF = frozenset({"0", "false", "off", "none"})
# The largest length Word accepts is 22 inches (31 680 twips); more is a broken file.
_LIMIT = 31_680 / 20


def transitional(data: bytes) -> bytes:
    """XML of a strict file → the same with the transitional namespaces that all others use."""
    if b"purl.oclc.org" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


@cache
def q(name: str) -> str:
    """'w:p' → '{namespace}p'."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def child(node: Element | None, name: str) -> Element | None:
    """First child of that name ('w:pPr'), None when there is none."""
    return None if node is None else node.find(q(name))


def attribute(node: Element | None, name: str = "w:val") -> str:
    """An attribute's text, '' when the node or the attribute is missing."""
    return "" if node is None else node.get(q(name), "")


def value(node: Element | None, name: str) -> str:
    """w:val of the child of that name; '' when missing."""
    return attribute(child(node, name))


def switch(node: Element) -> bool:
    """Whether an on/off element says on; no value means on."""
    return node.get(q("w:val"), "1").lower() not in _OFF


def switched(node: Element | None, name: str) -> bool:
    """Whether the child of that name is there and says on."""
    found = child(node, name)
    return found is not None and switch(found)


def number(text: str) -> float | None:
    """A number, None for anything else."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def whole(text: str) -> int | None:
    """A whole number, None for anything else."""
    found = number(text)
    return None if found is None else int(found)


def points(text: str, unit: float = 1 / 20) -> float | None:
    """A length → pt. A bare number counts `unit` points each (twips by default)."""
    if measured := _MEASURE.fullmatch(text):
        found: float | None = float(measured[1]) * _UNITS[measured[2]]
    else:
        plain = number(text)
        found = None if plain is None else plain * unit
    return None if found is None else max(-_LIMIT, min(_LIMIT, found))


def emu(text: str) -> float:
    """English metric units → pt; 0 for anything that is no number."""
    return points(text, 1 / 12_700) or 0.0


def colour(text: str) -> str:
    """'FF0000' → '#ff0000'; '' for auto and for what is no colour."""
    return f"#{text.lower()}" if _HEX.fullmatch(text) else ""


def _branch(item: Element) -> Element | None:
    """The first choice that needs nothing unread, else the fallback, else the first choice."""
    choices = item.findall(q("mc:Choice"))
    for choice in choices:
        needed = (choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split())
        if not any(word in name for name in needed for word in _UNREAD):
            return choice
    fallback = child(item, "mc:Fallback")
    return fallback if fallback is not None else next(iter(choices), None)


def chosen(node: Element) -> Iterator[Element]:
    """Children of a node with mc:AlternateContent opened: what we can draw, else the fallback."""
    for item in node:
        if item.tag == q("mc:AlternateContent"):
            branch = _branch(item)
            if branch is not None:
                yield from chosen(branch)
        elif isinstance(item.tag, str):
            yield item
