"""Empty paragraphs whose mark is raised: a line where nothing lies over them, otherwise none."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.pdf.lines import page_lines
from tests.pdf.made import made
from tests.pdf.specimens import add, blank, rule, saved

_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


@pytest.mark.parametrize(
    ("down", "own", "baseline"),
    [
        (None, False, 102.0),
        (8, False, 102.0),
        (18, False, 85.9),
        (60, False, 102.0),
        (8, True, 85.9),
    ],
)
def test_a_drawing_over_a_raised_mark_takes_its_line_as_in_libreoffice(
    down: float | None, own: bool, baseline: float
) -> None:
    """down: where a line begins, pt below the top of the paragraph above, or of the mark's own."""
    document = blank()
    above = add(document, "Tên cơ quan")
    empty = document.add_paragraph()
    empty._p.append(parse_xml(f"<w:pPr {nsdecls('w')}>{_RAISED}</w:pPr>"))
    if down is not None:
        rule(empty if own else above, 40, down)
    add(document, "sau")
    last = page_lines(made(saved(document)))[0][-1]
    assert last[0] == pytest.approx(baseline, abs=0.5)


@pytest.mark.parametrize(
    ("line", "baseline"),
    [(("276", "auto"), 88.3), (("400", "atLeast"), 105.9), (("400", "exact"), 105.9)],
)
def test_the_spacing_of_a_raised_mark_stays_as_in_libreoffice(
    line: tuple[str, str], baseline: float
) -> None:
    document = blank()
    add(document, "Tên cơ quan")
    spacing = f'<w:spacing w:line="{line[0]}" w:lineRule="{line[1]}"/><w:jc w:val="center"/>'
    empty = document.add_paragraph()
    empty._p.append(parse_xml(f"<w:pPr {nsdecls('w')}>{spacing}{_RAISED}</w:pPr>"))
    add(document, "sau")
    assert page_lines(made(saved(document)))[0][-1][0] == pytest.approx(baseline, abs=0.5)
