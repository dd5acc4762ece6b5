"""Writes docs/dev/analysis/coverage.md from the rows that the readers work by.

In: `vanban.docx.coverage.FEATURES`. Out: the page. `python -m scripts.coverage_table` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from vanban.docx.coverage import FEATURES
from vanban.docx.feature import Feature

_PAGE = Path(__file__).parents[1] / "docs/dev/analysis/coverage.md"
_HEAD = """# What of a Word file the PDF shows, and what it says instead

Written by `python -m scripts.coverage_table` from `vanban/docx/property_rows.py` and
`content_rows.py`; `tests/docx/test_coverage.py` lays out the example of every row. *shown*: as Word
does, as far as the other pages here say; *shown approximately*: with the difference named; *said*:
a problem with that code; *passed over*: for the reason named. Looks and layouts are said once for
each part, at the first place that has them.
"""
_TITLES = {
    "rPr": "Properties of a run",
    "pPr": "Properties of a paragraph",
    "tblPr": "Properties of a table",
    "trPr": "Properties of a row",
    "tcPr": "Properties of a cell",
    "sectPr": "Properties of a section",
    "settings": "Settings of the file",
    "r": "In a run",
    "p": "In a paragraph",
    "body": "In the body",
    "document": "In the document",
    "wsp": "Shapes",
    "graphicData": "Drawings",
    "pict": "Drawings of Word 2003 (VML)",
    "form field": "Fields of a form",
    "field": "Fields with a result",
    "field without result": "Fields without a result",
}


def page(features: Iterable[Feature]) -> str:
    """The whole page."""
    made = [_HEAD]
    for where, rows in groupby(features, key=lambda feature: feature.where):
        made.append(f"\n## {_TITLES[where]}\n\n| example | PDF | which, or why |\n|---|---|---|\n")
        made.extend(f"| `{f.xml}` | {f.way.value} | {_remark(f)} |\n" for f in rows)
    return "".join(made)


def _remark(feature: Feature) -> str:
    code = f"`{feature.code}`" if feature.code else ""
    return "; ".join(filter(None, (code, feature.name, feature.why)))


if __name__ == "__main__":
    _PAGE.write_text(page(FEATURES), "utf-8")
