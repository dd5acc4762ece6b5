"""What a template's own measures are: its bytes come in, sizes in pt and mm go out.

An office edits sizes and pictures in Word; what is computed from them (the length of a rule, the
shape of a chart) must follow the file and not a constant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vanban.docx.ns import attribute, emu, q, value
from vanban.docx.package import Package, open_package, parse_xml
from vanban.docx.properties import NOTHING, font
from vanban.docx.styles import Styles

_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MM_PER_PT = 25.4 / 72


def style_sizes(data: bytes, *, name: str = "tệp mẫu") -> Mapping[str, float]:
    """Paragraph style name → the size in pt of its text, with all that the style is based on."""
    package = open_package(data, name=name)
    for relationship in package.rels(package.main).values():
        if relationship.kind == "styles" and relationship.target in package.parts:
            root = parse_xml(package.parts[relationship.target], name=name)
            styles = Styles(root)
            return {
                value(node, "w:name"): font(styles.run(attribute(node, "w:styleId"), NOTHING)).size
                for node in root.iterchildren(q("w:style"))
                if attribute(node, "w:type") == "paragraph"
            }
    return {}


def picture_sizes(data: bytes, *, name: str = "tệp mẫu") -> Mapping[str, tuple[float, float]]:
    """Name in a placeholder picture's alternative text → (width, height) in mm."""
    package = open_package(data, name=name)
    return _extents(package)


def _extents(package: Package) -> dict[str, tuple[float, float]]:
    found = {}
    root = parse_xml(package.parts[package.main], name=package.name)
    for inline in root.iter(q("wp:inline")):
        extent, properties = inline.find(q("wp:extent")), inline.find(q("wp:docPr"))
        if extent is None or properties is None:
            continue
        if match := _NAME.fullmatch(properties.get("descr", "").strip()):
            width, height = emu(extent.get("cx", "")), emu(extent.get("cy", ""))
            found[match[1]] = (width * _MM_PER_PT, height * _MM_PER_PT)
    return found
