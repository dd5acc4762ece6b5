"""Word files about where lines and pages end: spaces and breaks at the end, lists."""

from __future__ import annotations

from collections.abc import Callable

from docx.enum.text import WD_ALIGN_PARAGRAPH as AL

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


PAGE_SPECIMENS: dict[str, Callable[[], bytes]] = {
    "run_ends": run_ends,
    "stretched_breaks": stretched_breaks,
    "lists_over_pages": lists_over_pages,
}
