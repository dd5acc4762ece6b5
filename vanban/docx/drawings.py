"""Two things a template may say in a drawing's alternative text, so that it stays plain Word.

In: the tree of a part. Out: the tree with internal tags in the right attributes, and the names.
- A line drawn in Word whose name begins with “Kẻ” and whose alt text is `{{ name }}`: its length
  is taken from that value, in EMU. Nghị định 30/2020/NĐ-CP, Phụ lục I, asks for a line exactly as
  long as the motto, which only the filled text knows.
- A picture whose alt text is `{{ name }}`: its PNG file is exchanged for the one given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from vanban.docx.package import Relationship
from vanban.docx.tags import MC
from vanban.problems import Problem

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_ALT = re.compile(r"\s*\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}\s*")
_VML_POINT = re.compile(r"(-?[\d.]+)(?:pt)?,(.*)", re.DOTALL)
_VML_WIDTH = re.compile(r"(^|;)width:[^;]*")
EMU_PER_PT = 12_700


@dataclass(frozen=True)
class Length:
    """An internal value computed from a rule's EMU: `name` is the rule, `start` in pt is added."""

    key: str
    name: str
    start: float | None


@dataclass
class Drawings:
    """What the drawings of a template ask for. media: picture name → part names it embeds."""

    lengths: list[Length] = field(default_factory=list)
    media: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def internal(self) -> frozenset[str]:
        """Names written into attributes here, which no author can write."""
        return frozenset({length.key for length in self.lengths} | set(map(alt_key, self.media)))


def alt_key(name: str) -> str:
    """Internal name of a picture's alternative text."""
    return f"_alt_{name}"


def rewrite_drawings(
    root: etree._Element, rels: Mapping[str, Relationship], label: str, found: Drawings
) -> None:
    """Put internal tags into `root` and add names and problems to `found`."""
    for properties in list(root.iter(f"{_WP}docPr")):
        alt = properties.get("descr", "")
        if "{{" not in alt and "{%" not in alt:
            continue
        match = _ALT.fullmatch(alt)
        where = f"{label}, hình “{properties.get('name', '')}”".removeprefix(", ")
        if match is None:
            found.problems.append(Problem("docx_alt_syntax", where, {"tag_text": alt.strip()}))
        elif unicodedata.normalize("NFC", properties.get("name", "")).startswith("Kẻ"):
            _rule(properties, match[1], found)
        else:
            _picture(properties, match[1], rels, where, found)
    for shape in root.iter():
        for attribute in ("alt", "descr"):
            if "{{" in shape.get(attribute, "") and "_alt_" not in shape.get(attribute, ""):
                shape.set(attribute, "")


def _rule(properties: etree._Element, name: str, found: Drawings) -> None:
    properties.set("descr", "")
    drawing = properties.getparent()
    width = _length(found, name, None)
    for extent in (*drawing.iter(f"{_WP}extent"), *drawing.iterfind(f".//{_A}xfrm/{_A}ext")):
        extent.set("cx", width)
    choice = next(properties.iterancestors(f"{MC}AlternateContent"), None)
    fallback = None if choice is None else choice.find(f"{MC}Fallback")
    if fallback is None:
        return
    for line in fallback.iter(f"{_V}line"):
        start = _VML_POINT.fullmatch(line.get("from", "0,0"))
        end = _VML_POINT.fullmatch(line.get("to", ""))
        if start and end:
            line.set("to", f"{_length(found, name, float(start[1]))}pt,{end[2]}")
    for shape in fallback.iter(f"{_V}shape", f"{_V}rect"):
        width = _length(found, name, 0.0)
        shape.set("style", _VML_WIDTH.sub(rf"\1width:{width}pt", shape.get("style", "")))


def _length(found: Drawings, name: str, start: float | None) -> str:
    """The tag of a rule's length: in EMU, or in pt from `start` on."""
    same = [x for x in found.lengths if (x.name, x.start) == (name, start)]
    if not same:
        same = [Length(f"_len{len(found.lengths)}_{name}", name, start)]
        found.lengths.extend(same)
    return "{{ " + same[0].key + " }}"


def _picture(
    properties: etree._Element,
    name: str,
    rels: Mapping[str, Relationship],
    where: str,
    found: Drawings,
) -> None:
    blip = next(properties.getparent().iter(f"{_A}blip"), None)
    embed = None if blip is None else blip.get(f"{_R}embed")
    relationship = rels.get(embed or "")
    if relationship is None or relationship.external:
        found.problems.append(Problem("docx_alt_no_picture", where, {"tag_name": name}))
        return
    if not relationship.target.lower().endswith(".png"):
        found.problems.append(Problem("docx_picture_png", where))
    others = {n for n, parts in found.media.items() if relationship.target in parts} - {name}
    uses = [x for x in properties.getroottree().iter(f"{_A}blip") if x.get(f"{_R}embed") == embed]
    if others or len(uses) > 1:
        found.problems.append(Problem("docx_picture_shared", where))
    found.media.setdefault(name, set()).add(relationship.target)
    drawing = properties.getparent()
    for node in drawing.iter():
        if "descr" in node.attrib:
            node.set("descr", "{{ " + alt_key(name) + " }}")
