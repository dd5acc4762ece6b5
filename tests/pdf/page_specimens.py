"""Word files about where lines and pages end: spaces and breaks at the end, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.pdf.specimens import TEXT, add, blank, rule, saved
from vanban.typeface import text_width


def run_ends() -> bytes:
    """Runs that end with a space and just fit on the line without it: it needs no room there."""
    document = blank()
    for at in (i for i, letter in enumerate(TEXT[:190]) if letter == " " and i > 90):
        for cut in (0, 1):
            words = TEXT[cut : at + 1]
            # The text column is 453.6 pt wide; the second line begins with the words underlined.
            width = text_width(words.rstrip(" "), 14)
            first = 453.6 * (1 + int(width / 453.6)) - width - 1 - cut
            paragraph = add(document, words, AL.JUSTIFY, first_line_indent=first)
            paragraph.add_run(TEXT[at + 1 : at + 40]).underline = True
    return saved(document)


def stretched_breaks() -> bytes:
    """Justified paragraphs with line breaks: stretched up to the break, whole at a page's foot."""
    document = blank()
    for fill in (1, 4, 5, 6):
        for number in range(fill + 30):
            add(document, f"Điền {number}", page_break_before=number == 0)
        paragraph = add(document, TEXT[:200], AL.JUSTIFY, first_line_indent=36)
        paragraph.add_run().add_break()
        paragraph.add_run(f"{TEXT[:170]} ")
        paragraph.add_run().add_break()
        paragraph.add_run(TEXT)
        for _ in range(2):
            add(document, TEXT, AL.JUSTIFY, space_before=6)
    return saved(document)


def lists_over_pages() -> bytes:
    """Lists and paragraphs with drawings that go on on the next page, with 1.1 lines."""
    document = blank()
    for fill in (36, 37, 39):
        for number in range(fill):
            add(document, f"Điền {number}", page_break_before=number == 0)
        for number in range(4):
            if fill == 37:
                rule(add(document, TEXT, AL.JUSTIFY, line_spacing=1.1), 40, 30 + number)
                continue
            item = document.add_paragraph(TEXT, "List Number")
            item.paragraph_format.line_spacing = 1.1
    return saved(document)


def line_ends() -> bytes:
    """Slanting and tightened lines that have up to 2.6 pt more room than their letters."""
    document = blank()
    # Slanting text keeps room only in files of Word 2013 and later.
    [mode] = document.settings.element.xpath("//w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    words = TEXT[:61]
    for spacing in (0, -4, -14):
        for italic in (True, False):
            width = text_width(words, 14, italic=italic) + spacing / 20 * len(words)
            for tenths in (-4, 5, 10, 18, 26):
                line = add(document, words, right_indent=453.6 - width - tenths / 10)
                for run in line.runs:
                    run.italic = italic
                    run._r.get_or_add_rPr().append(_spaced(spacing))
    for spacing in (-2, -14):
        line = add(document)
        for number in range(9):
            run = line.add_run("12/6 ")
            run.bold = number % 2 == 0
            run._r.get_or_add_rPr().append(_spaced(spacing))
    return saved(document)


def _spaced(twips: int) -> Any:
    return parse_xml(f'<w:spacing {nsdecls("w")} w:val="{twips}"/>')


PAGE_SPECIMENS: dict[str, Callable[[], bytes]] = {
    "run_ends": run_ends,
    "stretched_breaks": stretched_breaks,
    "line_ends": line_ends,
    "lists_over_pages": lists_over_pages,
}
