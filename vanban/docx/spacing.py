"""The composition gives way: spacing written into styles, paragraphs held to the next one.

In: word/styles.xml or word/document.xml as a tree, and a `composition.Way`. Out: the tree, changed
in the way a clerk would change it in Word: ordinary spacing of the styles, ordinary "keep with
next". Only styles with the names of `composition` are touched, and never beyond their ranges.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from vanban.composition import (
    HEAD_STYLES,
    LAST_STYLE,
    LINES_WITH_BLOCK,
    ROLES,
    TEXT_STYLES,
    TITLE_STYLES,
    Way,
)
from vanban.decree30 import FIRST_LINE_INDENT_MM
from vanban.docx.ns import attribute, child, q, value
from vanban.docx.package import parse_xml
from vanban.docx.properties import shape
from vanban.docx.styles import Styles
from vanban.docx.template import Template
from vanban.resolved import LineRule, Shape

_MM_PT = 72 / 25.4
_TWIPS = 20
_SINGLE = 240  # w:line of a single line
# ECMA-376 part 1, 17.3.1.26: what follows in the sequence of w:pPr.
_AFTER_INDENT = (
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)
_AFTER_SPACING = ("ind", *_AFTER_INDENT)
# ECMA-376 part 1, 17.7.4.17: what follows w:pPr in the sequence of w:style.
_AFTER_PARAGRAPH = ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")


def roles(root: etree._Element) -> Mapping[str, str]:
    """Style id → "text", "title" or "name", where a style has such a part. root: w:styles."""
    named = ((attribute(s, "w:styleId"), value(s, "w:name")) for s in root.iterfind(q("w:style")))
    return {style: ROLES[name] for style, name in named if name in ROLES}


def template_roles(template: Template) -> Mapping[str, str]:
    """What `roles` says of a template."""
    if not template.styles_part:
        return {}
    return roles(parse_xml(template.package.parts[template.styles_part], name=template.name))


def give_way(root: etree._Element, way: Way) -> None:
    """Change the styles as far as they have not that much already. root: w:styles."""
    styles = Styles(root)
    looks = {
        attribute(node, "w:styleId"): shape(styles.paragraph(attribute(node, "w:styleId")))
        for node in root.iterfind(q("w:style"))
        if value(node, "w:name") in ROLES
    }
    for node in root.iterfind(q("w:style")):
        name, look = value(node, "w:name"), looks.get(attribute(node, "w:styleId"), Shape())
        if name in TEXT_STYLES or name in TITLE_STYLES:
            _space(node, _looser(look, way))
            _indent(node, look, way)
        elif name in HEAD_STYLES and way.heads is not None:
            told = {"before": look.before, "after": look.after}
            _space(node, {k: _twips(way.heads) for k, pt in told.items() if pt > way.heads})


def _looser(look: Shape, way: Way) -> dict[str, int]:
    found = {}
    if way.before is not None and look.before < way.before:
        found["before"] = _twips(way.before)
    # A line that somebody made exact, or of a least height, stays as it is.
    if way.line is not None and look.line.rule is LineRule.MULTIPLE and look.line.value < way.line:
        found["line"] = round(way.line * _SINGLE)
    return found


def _space(style: etree._Element, told: Mapping[str, int]) -> None:
    if not told:
        return
    spacing = _own(_own(style, "pPr", _AFTER_PARAGRAPH), "spacing", _AFTER_SPACING)
    for key, length in told.items():
        spacing.set(q(f"w:{key}"), str(length))
        # "Automatic" and lengths in lines would win over the length.
        for other in (f"w:{key}Autospacing", f"w:{key}Lines"):
            spacing.attrib.pop(q(other), None)
    if "line" in told:
        spacing.set(q("w:lineRule"), "auto")


def _indent(style: etree._Element, look: Shape, way: Way) -> None:
    """Only a first line at the wider of the two places of the decree moves."""
    if way.first_mm is None or abs(look.first - FIRST_LINE_INDENT_MM[1] * _MM_PT) > 1:
        return
    indent = _own(_own(style, "pPr", _AFTER_PARAGRAPH), "ind", _AFTER_INDENT)
    indent.set(q("w:firstLine"), str(_twips(way.first_mm * _MM_PT)))
    indent.attrib.pop(q("w:firstLineChars"), None)


def _own(parent: etree._Element, name: str, followers: tuple[str, ...]) -> etree._Element:
    found = child(parent, f"w:{name}")
    if found is None:
        found = etree.Element(q(f"w:{name}"))
        tags = {q(f"w:{each}") for each in followers}
        at = next((i for i, node in enumerate(parent) if node.tag in tags), len(parent))
        parent.insert(at, found)
    return found


def _twips(points: float) -> int:
    return round(points * _TWIPS)


def hold(root: etree._Element, styles: etree._Element) -> None:
    """Keep what stands before the last paragraph with it, until two paragraphs of text are held.

    root: w:document. styles: w:styles.
    """
    known = roles(styles)
    last = {
        attribute(style, "w:styleId")
        for style in styles.iterfind(q("w:style"))
        if value(style, "w:name") == LAST_STYLE
    }
    for paragraph in root.iter(q("w:p")):
        if _style(paragraph) in last:
            _hold_before(paragraph, known)


def _hold_before(paragraph: etree._Element, known: Mapping[str, str]) -> None:
    held = 1
    while held < LINES_WITH_BLOCK:
        above = paragraph.getprevious()
        if above is None or above.tag != q("w:p") or _style(above) not in known:
            return
        properties = _own(above, "pPr", ("r",))
        # First after the style (17.3.1.26). Whole, too: Word may cut a paragraph that is only kept
        # with the next one, other programs move all of it.
        for name in ("keepLines", "keepNext"):
            if child(properties, f"w:{name}") is None:
                properties.insert(1, etree.Element(q(f"w:{name}")))
        held += known[_style(above)] == "text"
        paragraph = above


def _style(paragraph: etree._Element) -> str:
    return value(child(paragraph, "w:pPr"), "w:pStyle")
