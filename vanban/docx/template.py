"""A Word template → a `Template` compiled once and filled many times.

In: the bytes of a .docx written in docxtpl's tag language (docs/template-language.md). Out: a
`Template` for `fill`, with the names it asks for; or `TemplateRefused` with every problem found,
each with paragraph and nearby text. docxtpl's own `patch_xml` prepares the XML, so that a template
means here what it means there; what the author may write is checked before and after it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from lxml import etree

from vanban.docx.drawings import Drawings, Length, rewrite_drawings
from vanban.docx.language import Compiled, NotCompiled, compile_xml
from vanban.docx.package import Package, open_package, parse_xml
from vanban.docx.tags import Reading, Tag, W, read_tags
from vanban.problems import Problem, Refused

_LABELS = {
    "header": "đầu trang",
    "footer": "chân trang",
    "footnotes": "chú thích cuối trang",
    "endnotes": "chú thích cuối văn bản",
}
# docxtpl's patterns look far ahead; above this an office template is something else.
MAX_PART = 10_000_000
_STRICT = b"http://purl.oclc.org/ooxml/"
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_blank_text=True,
    remove_comments=True,
    remove_pis=True,
)
_DOC_PR_ID = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*"')
# As docxtpl counts, so that both give the same file.
_FIRST_DRAWING_ID = 1001
_MAY_NOT_BE_EMPTY = {"tc", "hdr", "ftr", "txbxContent", "footnote", "endnote"}


class TemplateRefused(Refused):
    """The template cannot be used as it is. Payload: `problems`, all of them."""


@dataclass(frozen=True)
class Part:
    """One compiled part and the mending its documents need, decided once.

    grid: tables whose number of columns varies ({%tc). drawings: drawings in a block, whose ids
    must be counted anew. endings: what a block may leave empty though Word refuses it so, as
    (element, the text it ends with when it is not).
    """

    name: str
    compiled: Compiled
    grid: bool
    drawings: bool
    endings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Template:
    """A compiled template; immutable, to be shared by threads.

    variables: top-level names used in text. rules, pictures: names used by the drawings of
    `drawings.py`. styles: names of the styles defined, as `w:name` has them.
    """

    name: str
    variables: frozenset[str]
    rules: frozenset[str]
    pictures: frozenset[str]
    styles: frozenset[str] = field(repr=False)
    package: Package = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    lengths: tuple[Length, ...] = field(repr=False)
    media: Mapping[str, frozenset[str]] = field(repr=False)
    tags: tuple[Tag, ...] = field(repr=False)
    styles_part: str = field(default="", repr=False)
    # What filling derives from a template once (layout of the zip, styles in other sizes).
    derived: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def place_of(self, name: str) -> str:
        """Where the template asks for `name` (the last name of a path); "" when it does not."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return next((tag.place for tag in self.tags if word.search(tag.text)), "")


def compile_template(data: bytes, *, name: str = "tệp mẫu") -> Template:
    """Compile the bytes of a .docx.

    name: what sentences call the file. Raises `TemplateRefused` with every problem of the
    template, `PackageRefused` when it is not a Word file.
    """
    package = open_package(data, name=name)
    if _STRICT in package.parts[package.main]:
        raise TemplateRefused(Problem("docx_strict", "", {"name": name}))
    found = Drawings()
    sources = [_source(package, part, label, found) for part, label in _fillable(package)]
    problems = [problem for source in sources for problem in source.reading.problems]
    problems += found.problems
    problems += _grid_problems(sources[0])
    problems += _unfilled(package, {source.part for source in sources})
    if problems:
        raise TemplateRefused(*problems)
    parts = _compiled(sources, found, package.main)
    asked = frozenset[str]().union(*(part.compiled.names for part in parts))
    styles_part, styles = _styles(package)
    return Template(
        name=name,
        variables=asked - found.internal,
        rules=frozenset(length.name for length in found.lengths),
        pictures=frozenset(found.media),
        styles=styles,
        package=package,
        parts=parts,
        lengths=tuple(found.lengths),
        media={picture: frozenset(names) for picture, names in found.media.items()},
        tags=tuple(tag for source in sources for tag in source.reading.tags),
        styles_part=styles_part,
    )


def number_drawings(xml: str) -> str:
    """Give the drawings of a text the ids 1001, 1002, …: Word wants them unique."""
    count = itertools.count(_FIRST_DRAWING_ID)
    return _DOC_PR_ID.sub(lambda match: f'{match[1]}{next(count)}"', xml)


@dataclass(frozen=True)
class _Source:
    part: str
    root: etree._Element
    reading: Reading
    label: str


def _source(package: Package, part: str, label: str, found: Drawings) -> _Source:
    """Read the tags of one part and rewrite its drawings into internal tags."""
    data = package.parts[part]
    if len(data) > MAX_PART:
        raise TemplateRefused(Problem("docx_template_large", label, {"name": package.name}))
    parse_xml(data, where=part, name=package.name)
    root = etree.fromstring(data, _PARSER)
    reading = read_tags(root, label)
    rewrite_drawings(root, package.rels(part), label, found)
    return _Source(part, root, reading, label)


def _fillable(package: Package) -> Iterator[tuple[str, str]]:
    """Parts that may carry tags: the text, headers, footers and notes, each once."""
    yield package.main, ""
    seen = {package.main}
    for relationship in package.rels(package.main).values():
        part = relationship.target
        if relationship.kind in _LABELS and part in package.parts and part not in seen:
            seen.add(part)
            yield part, _LABELS[relationship.kind]


def _unfilled(package: Package, fillable: set[str]) -> Iterator[Problem]:
    """Tags in parts nobody fills would reach the reader as braces."""
    for part in package.parts:
        if part.endswith(".xml") and part not in fillable:
            data = package.parts[part]
            if b"{{" in data or b"{%" in data:
                yield Problem("docx_tag_unfilled", part)


def _grid_problems(source: _Source) -> Iterator[Problem]:
    """Where columns vary, docxtpl computes with every table's grid; a broken one would stop it."""
    if not any(tag.kind == "tc" for tag in source.reading.tags):
        return
    for number, table in enumerate(source.root.iter(f"{W}tbl"), 1):
        grid = table.find(f"{W}tblGrid")
        numbers = [] if grid is None else [c.get(f"{W}w", "") for c in grid.iter(f"{W}gridCol")]
        numbers += [span.get(f"{W}val", "") for span in table.iter(f"{W}gridSpan")]
        if grid is None or not all(n.isascii() and n.isdigit() for n in numbers):
            yield Problem("docx_table_grid", f"bảng {number}")


def _compiled(sources: list[_Source], found: Drawings, main: str) -> tuple[Part, ...]:
    """Compile every part with tags. Raises `TemplateRefused` when the XML would break."""
    parts: list[Part] = []
    problems: list[Problem] = []
    for source in sources:
        xml = etree.tostring(source.root, encoding="unicode")
        if source.part == main:
            xml = number_drawings(xml)
        # patch_xml is docxtpl's pure preparation of a text; its object holds no state for it.
        prepared = DocxTemplate("").patch_xml(xml)
        if not any(mark in prepared for mark in ("{{", "{%", "{#")):
            continue
        try:
            compiled = compile_xml(prepared, found.internal)
        except NotCompiled as error:
            problems += [Problem(f.code, source.label, f.data) for f in error.faults]
            continue
        kinds = {tag.kind for tag in source.reading.tags}
        drawings = source.part == main and "<wp:docPr" in compiled.optional
        grid = source.part == main and "tc" in kinds
        parts.append(Part(source.part, compiled, grid, drawings, _endings(source)))
    if problems:
        raise TemplateRefused(*problems)
    return tuple(parts)


def _endings(source: _Source) -> tuple[tuple[str, str], ...]:
    endings = set()
    for tag in source.reading.tags:
        name = etree.QName(tag.container).localname
        if tag.kind == "tr" and name == "tbl":
            endings.add((name, "</w:tr></w:tbl>"))
        elif tag.kind == "p" and name in _MAY_NOT_BE_EMPTY:
            endings.add((name, f"</w:p></w:{name}>"))
    return tuple(sorted(endings))


def _styles(package: Package) -> tuple[str, frozenset[str]]:
    """(part, names) of the styles; ("", none) when the file has none."""
    for relationship in package.rels(package.main).values():
        if relationship.kind == "styles" and relationship.target in package.parts:
            root = parse_xml(package.parts[relationship.target], name=package.name)
            names = (node.get(f"{W}val", "") for node in root.iterfind(f"{W}style/{W}name"))
            return relationship.target, frozenset(names)
    return "", frozenset()
