"""What of WordprocessingML the PDF shows, nearly shows, says to be missing, or passes over.

In: nothing. Out: `FEATURES`, a row for each element with an example, and what the readers ask of
them: `unseen` names what of a properties element must be said. docs/dev/analysis/coverage.md is
written from the rows, and tests/docx/test_coverage.py lays every example out: a row cannot lie.
"""

from __future__ import annotations

from collections.abc import Iterator

from vanban.docx import content_rows, property_rows
from vanban.docx.content_rows import WITHOUT_RESULT
from vanban.docx.feature import Feature, Way
from vanban.docx.ns import Element, q

FEATURES: tuple[Feature, ...] = (*property_rows.ROWS, *content_rows.ROWS)
MARKS = frozenset(f.xml for f in FEATURES if f.where == WITHOUT_RESULT and f.way is Way.SILENT)
"""Kinds of field that show nothing when they have no result."""


def _by_tag() -> dict[tuple[str, str], list[Feature]]:
    found: dict[tuple[str, str], list[Feature]] = {}
    for feature in FEATURES:
        if feature.way is Way.SAID and not feature.by_reader:
            found.setdefault((feature.where, q(feature.tag)), []).append(feature)
    return found


_RULES = _by_tag()


def unseen(where: str, item: Element) -> Iterator[tuple[Feature, bool]]:
    """A child of a properties element → rows that say it, and whether it asks for anything.

    Nothing for what is shown, passed over, or said by a reader.
    """
    for rule in _RULES.get((where, item.tag), ()):
        told = item.get(q(rule.attribute))
        if told is None:
            # On/off elements say on by being there; a choice that is not made says nothing.
            yield rule, rule.attribute == "w:val"
        else:
            yield rule, told.lower() not in rule.usual


def all_unseen(where: str, node: Element | None) -> Iterator[Feature]:
    """What of a properties element the PDF does not show."""
    for item in node if node is not None else ():
        for rule, asked in unseen(where, item):
            if asked:
                yield rule


def table_unseen(table: Element) -> Iterator[Feature]:
    """What a w:tbl, its rows and its cells ask for and the PDF does not show."""
    yield from all_unseen("tblPr", table.find(q("w:tblPr")))
    for row in table.iterchildren(q("w:tr")):
        yield from all_unseen("trPr", row.find(q("w:trPr")))
        for cell in row.iterchildren(q("w:tc")):
            yield from all_unseen("tcPr", cell.find(q("w:tcPr")))
