"""styles.xml → what a paragraph, a run or a table with a style looks like before its own wishes.

In: the part's root. Out: `Styles`, which answers for a style id with layered properties: document
defaults, then the chain of w:basedOn. A chain that runs in a circle ends where it closes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from vanban.docx.families import Theme
from vanban.docx.ns import Element, attribute, child, q, value
from vanban.docx.properties import (
    NOTHING,
    TOGGLES,
    Props,
    layered,
    paragraph_props,
    properties,
    run_props,
    toggled,
)
from vanban.docx.seen import Seen, paragraphs
from vanban.resolved import Paragraph

_DEPTH = 32


@dataclass(frozen=True)
class TableLook:
    """A table style: its elements from the oldest ancestor to the style itself."""

    nodes: tuple[Element, ...] = ()

    def conditional(self, kind: str) -> tuple[Element, ...]:
        """The w:tblStylePr of that type ("firstRow"), oldest first."""
        return tuple(
            part
            for node in self.nodes
            for part in node.iterchildren(q("w:tblStylePr"))
            if attribute(part, "w:type") == kind
        )


@dataclass
class Styles:
    """Answers about styles. root: w:styles, None when the file has no such part.

    seen: paragraphs that were read with these styles, of this file or of another with the same.
    """

    root: Element | None = None
    theme: Theme = field(default_factory=Theme)
    seen: Seen[Paragraph] = field(default_factory=paragraphs)
    _chains: dict[str, tuple[Props, Props]] = field(default_factory=dict)

    @cached_property
    def _nodes(self) -> dict[str, Element]:
        nodes = self.root.iterchildren(q("w:style")) if self.root is not None else ()
        return {attribute(node, "w:styleId"): node for node in nodes}

    @cached_property
    def defaults(self) -> tuple[Props, Props]:
        """Paragraph and run properties of w:docDefaults."""
        defaults = child(self.root, "w:docDefaults")
        paragraph = child(child(defaults, "w:pPrDefault"), "w:pPr")
        run = child(child(defaults, "w:rPrDefault"), "w:rPr")
        return paragraph_props(paragraph), run_props(run)

    @cached_property
    def usual(self) -> dict[str, str]:
        """Kind of style ("paragraph", "table") → id of its default style."""
        return {
            attribute(node, "w:type"): style
            for style, node in self._nodes.items()
            if attribute(node, "w:default") in ("1", "true", "on")
        }

    def _ancestry(self, style: str) -> list[Element]:
        """Elements of the style and what it is based on, oldest first."""
        found: list[Element] = []
        while (node := self._nodes.get(style)) is not None and len(found) < _DEPTH:
            if node in found:
                break
            found.append(node)
            style = value(node, "w:basedOn")
        return found[::-1]

    def chain(self, style: str) -> tuple[Props, Props]:
        """Paragraph and run properties of a style with all it is based on."""
        if style not in self._chains:
            pairs = [properties(node) for node in self._ancestry(style)]
            paragraphs = layered(*(pair[0] for pair in pairs))
            self._chains[style] = (paragraphs, layered(*(pair[1] for pair in pairs)))
        return self._chains[style]

    def known(self, style: str) -> str:
        """The id itself, or the default paragraph style where the file names none or a lost one."""
        return style if style in self._nodes else self.usual.get("paragraph", "")

    def paragraph(self, style: str, table: Props = NOTHING) -> Props:
        """Paragraph properties of a style over the table's and the document's."""
        return layered(self.defaults[0], table, self.chain(style)[0])

    def run(self, paragraph: str, direct: Props, table: Props = NOTHING) -> Props:
        """Run properties: document, table, paragraph style, character style, direct."""
        defaults = self.defaults[1]
        of_paragraph = self.chain(paragraph)[1]
        of_run = self.chain(str(direct["style"]))[1] if direct.get("style") else NOTHING
        switches = toggled((table, of_paragraph, of_run))
        on = {key: True for key in TOGGLES & defaults.keys() if defaults[key]}
        found = layered(defaults, table, of_paragraph, of_run, switches, on, direct)
        return {**found, "family": self.theme.family(str(found.get("family", "")))}

    def table(self, style: str) -> TableLook:
        """The table style, or the default one where the table names none."""
        named = style if style in self._nodes else self.usual.get("table", "")
        return TableLook(tuple(self._ancestry(named)))
