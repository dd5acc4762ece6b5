"""A compiled template and values → the bytes of a Word file.

In: a `Template`, the values of its names, and what else varies per document: sizes of styles,
pictures, properties. Out: a .docx whose unchanged parts are the template's own bytes; the same
input gives the same bytes. What docxtpl mends in each document is mended here where the template
can need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from lxml import etree
from markupsafe import escape

from vanban.composition import AS_DRAWN, Way
from vanban.docx.archive import Layout, deflated
from vanban.docx.columns import fit_columns
from vanban.docx.drawings import EMU_PER_PT, alt_key
from vanban.docx.language import NameMissing, ValueRefused
from vanban.docx.package import CONTENT_TYPES, Member, parse_xml
from vanban.docx.spacing import give_way, hold
from vanban.docx.tags import W
from vanban.docx.template import Part, Template, number_drawings
from vanban.problems import Problem, Refused

CORE_PART = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PNG = b"\x89PNG\r\n\x1a\n"
# Kept per template; an office uses a handful of sizes, and a runaway caller must not fill memory.
_MAX_SIZE_VARIANTS = 32
# ECMA-376 part 1, 17.3.2.28: what follows w:sz in the sequence of w:rPr.
_AFTER_SIZE = (
    *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em"),
    *("lang", "eastAsianLayout", "specVanish", "oMath"),
)
# ECMA-376 part 1, 17.7.4.17: what follows w:rPr in the sequence of w:style.
_AFTER_RUN = ("tblPr", "trPr", "tcPr", "tblStylePr")
# Word refuses a cell that does not end in a paragraph, a header without one, a table without rows.
_EMPTY_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>|<w:tr[ >]).)*</w:tblGrid></w:tbl>")
_NO_PARAGRAPH = re.compile(
    r"(?:(?<=<w:tc>)|(?<=<w:tcPr/>)|(?<=</w:tcPr>)|(?<=</w:tbl>))(?=</w:tc>)"
    r"|(?<=<w:txbxContent>)(?=</w:txbxContent>)"
)
_MARGINS = re.compile(r"<w:pgMar\b[^>]*>")
_MARGIN = re.compile(r'w:(left|right|top|bottom)="(-?\d+)"')
_NO_STORY = re.compile(r"(<w:(hdr|ftr|footnote|endnote)\b[^>]*>)(?=</w:\2>)")


class FillRefused(Refused):
    """The values do not fit the template. Payload: `problems`."""


@dataclass(frozen=True)
class Picture:
    """A picture for a template's placeholder. png: the file. alt: its alternative text."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class Core:
    """Properties of the file. language: BCP 47 ("vi-VN"). The times carry their zone."""

    title: str
    author: str
    subject: str
    language: str
    created: datetime
    modified: datetime


_NO_SIZES: Mapping[str, float] = MappingProxyType({})
_NO_PICTURES: Mapping[str, Picture] = MappingProxyType({})


def fill(
    template: Template,
    context: Mapping[str, object],
    *,
    sizes: Mapping[str, float] = _NO_SIZES,
    pictures: Mapping[str, Picture] = _NO_PICTURES,
    core: Core | None = None,
    way: Way = AS_DRAWN,
    moved_mm: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """Fill `template` and return the .docx.

    context: name → str, int, None, list or dict of such; a bool may only be asked about in `if`.
    "\\n" in a value becomes a line break, "\\t" a tab. Lengths of rules in EMU. sizes: style name
    → pt. way: by what the composition gives way. moved_mm: how far the text of every page is moved,
    to the right and down, by its margins. Raises `FillRefused` for a missing name, with
    its place, and for values that do not fit.
    """
    values = dict(context)
    _check_values(values)
    _add_lengths(template, values)
    for name, picture in pictures.items():
        values[alt_key(name)] = " ".join(picture.alt.split())
    changed = {}
    for part in template.parts:
        xml = _rendered(template, part, values)
        if way.hold and part.name == template.package.main:
            xml = _held(template, xml)
        if moved_mm != (0.0, 0.0) and part.name == template.package.main:
            xml = _MARGINS.sub(lambda found: _moved(found[0], moved_mm), xml)
        data = (_DECLARATION + xml).encode()
        changed[part.name] = deflated(part.name, data)
    if sizes or (way != AS_DRAWN and template.styles_part):
        changed[template.styles_part] = _set_styles(template, sizes, way)
    for media, png in _media(template, pictures):
        changed[media] = deflated(media, png)
    if core is not None:
        changed[CORE_PART] = deflated(CORE_PART, _core_xml(core).encode())
    return _layout(template, core is not None).write(changed)


def _check_values(value: object) -> None:
    """Only plain data: nothing with methods of its own, and no `Markup` that skips escaping."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return
    if kind is dict:
        for item in value.values():  # type: ignore[attr-defined]
            _check_values(item)
    elif kind is list or kind is tuple:
        for item in value:  # type: ignore[attr-defined]
            _check_values(item)
    else:
        raise FillRefused(Problem("docx_value_kind", "", {"kind": kind.__name__, "name": ""}))


def _add_lengths(template: Template, values: dict[str, object]) -> None:
    """A rule that is left out needs no length: only one that is drawn without it is refused."""
    for length in template.lengths:
        emu = values.get(length.name)
        if emu is None:
            continue
        if type(emu) is not int or emu <= 0:
            raise FillRefused(Problem("docx_length", "", {"tag_name": length.name}))
        points = emu / EMU_PER_PT + (length.start or 0)
        values[length.key] = emu if length.start is None else f"{points:.2f}"


def _rendered(template: Template, part: Part, values: Mapping[str, object]) -> str:
    try:
        xml = part.compiled.render(values)
    except NameMissing as error:
        raise _missing(template, error.missing) from error
    except ValueRefused as error:
        data = {"kind": error.kind, "name": template.name}
        raise FillRefused(Problem("docx_value_kind", "", data)) from error
    except TypeError as error:  # only `<` and its kin, between a text and a number, can raise it
        data = {"kind": "<, >", "name": template.name}
        raise FillRefused(Problem("docx_value_kind", "", data)) from error
    if part.drawings:
        xml = number_drawings(xml)
    if any(xml.count(f"</w:{name}>") != xml.count(end) for name, end in part.endings):
        xml = _with_paragraphs(xml)
    if part.grid:
        root = parse_xml(xml.encode())
        fit_columns(root)
        xml = etree.tostring(root, encoding="unicode")
    return xml


def _with_paragraphs(xml: str) -> str:
    xml = _EMPTY_TABLE.sub("", xml)
    return _NO_STORY.sub(r"\1<w:p/>", _NO_PARAGRAPH.sub("<w:p/>", xml))


def _moved(margins: str, moved_mm: tuple[float, float]) -> str:
    """w:pgMar with the text moved; twentieths of a point."""
    across, down = (mm * 1440 / 25.4 for mm in moved_mm)
    by = {"left": across, "right": -across, "top": down, "bottom": -down}
    return _MARGIN.sub(lambda m: f'w:{m[1]}="{round(int(m[2]) + by[m[1]])}"', margins)


def _missing(template: Template, name: str) -> FillRefused:
    length = next((x.name for x in template.lengths if x.key == name), None)
    if length is not None:
        return FillRefused(Problem("docx_length", "", {"tag_name": length}))
    picture = next((x for x in template.pictures if alt_key(x) == name), None)
    if picture is not None:
        return FillRefused(Problem("docx_picture_missing", "", {"tag_name": picture}))
    return FillRefused(Problem("docx_value_missing", template.place_of(name), {"tag_name": name}))


def _media(template: Template, pictures: Mapping[str, Picture]) -> Iterator[tuple[str, bytes]]:
    for name, parts in template.media.items():
        if name in pictures:
            png = pictures[name].png
            if not png.startswith(_PNG):
                raise FillRefused(Problem("docx_picture_missing", "", {"tag_name": name}))
            for part in sorted(parts):
                yield part, png


def _held(template: Template, xml: str) -> str:
    root = parse_xml(xml.encode())
    if template.styles_part:
        hold(root, parse_xml(template.package.parts[template.styles_part]))
    return str(etree.tostring(root, encoding="unicode"))


def _set_styles(template: Template, sizes: Mapping[str, float], way: Way) -> Member:
    key = ("styles", way, *sorted(sizes.items()))
    cached = template.derived.get(key)
    if isinstance(cached, Member):
        return cached
    for name in sizes:
        if name not in template.styles:
            data = {"style": name, "name": template.name}
            raise FillRefused(Problem("docx_style_missing", "", data))
    root = parse_xml(template.package.parts[template.styles_part])
    for style in root.iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and name.get(f"{W}val") in sizes:
            _set_size(style, sizes[name.get(f"{W}val")])
    give_way(root, way)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    member = deflated(template.styles_part, data)
    if len(template.derived) < _MAX_SIZE_VARIANTS:
        template.derived[key] = member
    return member


def _set_size(style: etree._Element, points: float) -> None:
    """w:sz counts half-points."""
    run = style.find(f"{W}rPr")
    if run is None:
        run = etree.Element(f"{W}rPr")
        _insert_before(style, run, _AFTER_RUN)
    for old in (*run.findall(f"{W}sz"), *run.findall(f"{W}szCs")):
        run.remove(old)
    for name in ("sz", "szCs"):
        size = etree.Element(f"{W}{name}", {f"{W}val": str(round(points * 2))})
        _insert_before(run, size, _AFTER_SIZE)


def _insert_before(parent: etree._Element, child: etree._Element, followers: Iterable[str]) -> None:
    tags = {f"{W}{name}" for name in followers}
    index = next((i for i, node in enumerate(parent) if node.tag in tags), len(parent))
    parent.insert(index, child)


def _core_xml(core: Core) -> str:
    created, modified = (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for moment in (core.created, core.modified)
    )
    namespaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    title, author, subject, language = (
        escape(" ".join(text.split()))
        for text in (core.title, core.author, core.subject, core.language)
    )
    return (
        f"{_DECLARATION}<cp:coreProperties {namespaces}><dc:title>{title}</dc:title>"
        f"<dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )


def _layout(template: Template, with_core: bool) -> Layout:
    """The zip of a template, laid out at its first document."""
    key = ("layout", with_core)
    layout = template.derived.get(key)
    if not isinstance(layout, Layout):
        members = dict(template.package.members)
        if with_core and CORE_PART not in members:
            _declare_core(template, members)
        changing = [part.name for part in template.parts]
        changing += [template.styles_part, CORE_PART]
        changing += sorted(name for names in template.media.values() for name in names)
        layout = template.derived[key] = Layout(members, changing)
    return layout


def _declare_core(template: Template, members: dict[str, Member]) -> None:
    """Tell a package without properties that it has some (OPC, part 2 of ECMA-376, 11.1)."""
    parts = template.package.parts
    types = parse_xml(parts[CONTENT_TYPES])
    namespace = etree.QName(types).namespace
    attributes = {"PartName": f"/{CORE_PART}", "ContentType": _CORE_TYPE}
    etree.SubElement(types, f"{{{namespace}}}Override", attributes)
    rels = parse_xml(parts["_rels/.rels"])
    namespace = etree.QName(rels).namespace
    attributes = {"Id": "rIdCore", "Type": _CORE_RELATIONSHIP, "Target": CORE_PART}
    etree.SubElement(rels, f"{{{namespace}}}Relationship", attributes)
    for name, root in ((CONTENT_TYPES, types), ("_rels/.rels", rels)):
        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        members[name] = deflated(name, data)
