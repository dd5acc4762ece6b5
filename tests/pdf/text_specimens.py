"""Word files about text: the foot of a page, automatic space, tab stops, frames, notes, runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx.enum.style import WD_STYLE_TYPE as KIND
from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.pdf.specimens import TEXT, add, blank, saved

_W = nsdecls("w")
_OFFICE = "http://schemas.openxmlformats.org"
_NOTES = f"{_OFFICE}/officeDocument/2006/relationships/footnotes"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RAISED = '<w:rPr><w:rStyle w:val="footnotereference"/></w:rPr>'


def _say(paragraph: Any, xml: str) -> None:
    """Put one element of a w:pPr into a paragraph."""
    paragraph._p.get_or_add_pPr().append(parse_xml(xml.replace(" ", f" {_W} ", 1)))


def page_foot() -> bytes:
    """Pages that end at every height: a last line needs no room for its spacing."""
    document = blank()
    for spacing in (1.1, 1.5):
        for height in range(0, 24, 3):
            first = add(document, f"Trang {height}", space_before=height, page_break_before=True)
            first.paragraph_format.line_spacing = spacing
            for number in range(42 if spacing == 1.1 else 31):
                add(document, f"Dòng {number}", line_spacing=spacing)
    return saved(document)


def auto_space() -> bytes:
    """Automatic space: none where the text or a cell begins or ends."""
    document = blank()
    auto = (
        '<w:spacing w:before="100" w:beforeAutospacing="1" w:after="100" w:afterAutospacing="1"/>'
    )
    for text in ("Đầu văn bản", "Thứ hai", "Thứ ba"):
        _say(add(document, text), auto)
    table = document.add_table(1, 1)
    cell = table.rows[0].cells[0]
    cell._tc.remove(cell.paragraphs[0]._p)
    for text in ("Đầu ô", "Cuối ô"):
        _say(add(cell, text), auto)
    for text in ("Sau bảng", "Cuối"):
        _say(add(document, text), auto)
    return saved(document)


def held_tabs() -> bytes:
    """What a stop holds stays on its line; a tab without room begins the next."""
    document = blank()
    for kind, position, text in (
        (TAB.CENTER, 440, "quá dài mà không xuống dòng"),
        (TAB.CENTER, 340, "TM. ỦY BAN NHÂN DÂN XÃ"),
        (TAB.RIGHT, 453.6, "ngày 20 tháng 11 năm 2026"),
        (TAB.RIGHT, 200, "phải"),
        (TAB.CENTER, 150, "giữa dài hơn nhiều chỗ đã có nữa"),
    ):
        line = add(document, f"Số 15\t{text}")
        line.paragraph_format.tab_stops.add_tab_stop(Pt(position), kind)
    for length in (74, 82):
        add(document, f"{TEXT[:length]}\tnữa\tnữa")
    return saved(document)


def frames() -> bytes:
    """Frames stand outside the indents and go once around neighbours."""
    document = blank()
    box = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="{space}"/>'
        for edge, space in (("top", 1), ("left", 4), ("bottom", 1), ("right", 4))
    )
    for _ in range(2):
        _say(add(document, TEXT, AL.JUSTIFY, space_after=6), f"<w:pBdr >{box}</w:pBdr>")
    under = '<w:pBdr ><w:bottom w:val="single" w:sz="6" w:space="1"/></w:pBdr>'
    for text in ("Một", "Hai"):
        _say(add(document, text), under)
    add(document, "Sau khung")
    return saved(document)


def runs() -> bytes:
    """Runs that begin with a space, and no-break spaces, which are wider in italics."""
    document = blank()
    for bold_every in (2, 3):
        paragraph = add(document, "", AL.JUSTIFY, first_line_indent=36)
        for number, word in enumerate(TEXT.split()):
            paragraph.add_run(f" {word}" if number else word).bold = not number % bold_every
    for italic in (False, True):
        blanks = "\u00a0" * 9
        add(document, f"(Kèm theo Quyết định số{blanks}/QĐ-UBND ngày{blanks}tháng)", italic=italic)
    return saved(document)


def footnotes() -> bytes:
    """Notes at the foot of the page on which they are called."""
    document = blank()
    small = document.styles.add_style("footnote text", KIND.PARAGRAPH)
    # The one typeface that every machine of ours has: another would be set in what is installed.
    small.font.name = "Times New Roman"
    small.font.size, small.paragraph_format.line_spacing = Pt(11), 1.0
    document.styles.add_style("footnote reference", KIND.CHARACTER).font.superscript = True
    notes = ""
    for number in range(1, 9):
        paragraph = add(document, TEXT[:150], AL.JUSTIFY, space_before=6, line_spacing=1.1)
        call = f'<w:footnoteReference w:id="{number}"/>'
        paragraph._p.append(parse_xml(f"<w:r {_W}>{_RAISED}{call}</w:r>"))
        paragraph.add_run(TEXT[150:])
        add(document, TEXT, AL.JUSTIFY, space_before=6, line_spacing=1.1)
        said = f"Xem phụ lục {number}: {TEXT[: 60 + 50 * (number % 3)]}"
        notes += _note(number, said)
    return _with_notes(saved(document), notes)


def _note(number: int, text: str) -> str:
    look = '<w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
    mark = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>"
    said = f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r>'
    return f'<w:footnote w:id="{number}"><w:p>{look}{mark}{said}</w:p></w:footnote>'


def _with_notes(data: bytes, notes: str) -> bytes:
    """python-docx knows no footnotes: the part, its type and its relationship are put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                entry = f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES_TYPE}"/>'
                text = text.replace(b"</Types>", f"{entry}</Types>".encode())
            elif name == "word/_rels/document.xml.rels":
                entry = f'<Relationship Id="notes" Type="{_NOTES}" Target="footnotes.xml"/>'
                text = text.replace(b"</Relationships>", f"{entry}</Relationships>".encode())
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", f"<w:footnotes {_W}>{notes}</w:footnotes>")
    return out.getvalue()


TEXT_SPECIMENS: dict[str, Callable[[], bytes]] = {
    "page_foot": page_foot,
    "auto_space": auto_space,
    "held_tabs": held_tabs,
    "frames": frames,
    "runs": runs,
    "footnotes": footnotes,
}
