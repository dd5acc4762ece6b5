"""Repairs are tracked changes: taken, the paper is right; refused, it is what it was."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vanban.agency import Agency, Signer
from vanban.docx import mend, reader
from vanban.repairs import Letters, Look, Margins, Repair, RuleLine, Setting
from vanban.resolved import Align, Paragraph, Text
from vanban.service import open_service

OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
WHEN = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def made(*texts: str) -> bytes:
    """A file with a paragraph of each text; "|" parts it into runs, each second one bold."""
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for number, part in enumerate(text.split("|")):
            paragraph.add_run(part).bold = bool(number % 2) or None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts_of(data: bytes) -> dict[int, str]:
    nodes = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p"))
    return {n: docx.text.paragraph.Paragraph(p, None).text for n, p in enumerate(nodes, start=1)}


def mended(data: bytes, *repairs: Repair, sections: int = 0) -> mend.Mended:
    return mend.mend(data, repairs, texts_of(data), when=WHEN, sections=sections)


def blocks(data: bytes) -> list[Paragraph]:
    return [b for s in reader.read(data).sections for b in s.blocks if isinstance(b, Paragraph)]


def refused(data: bytes) -> bytes:
    """The file after somebody refused every change, by what ECMA-376 part 1, 17.13.5 says."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    for node in list(body.iter(qn("w:ins"))):
        node.getparent().remove(node)
    for node in list(body.iter(qn("w:del"))):
        for run in list(node):
            for text in run.iter(qn("w:delText")):
                text.tag = qn("w:t")
            node.addprevious(run)
        node.getparent().remove(node)
    for name in ("rPr", "pPr", "sectPr"):
        for change in list(body.iter(qn(f"w:{name}Change"))):
            holder, was = change.getparent(), copy.deepcopy(change[0])
            kept = [n for n in holder if name == "pPr" and n.tag in (qn("w:rPr"), qn("w:sectPr"))]
            holder.getparent().replace(holder, was)
            was.extend(kept)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def look(data: bytes) -> list[tuple[object, ...]]:
    """What is read of each paragraph: its shape and its text with fonts."""
    return [(b.shape, b.inlines) for b in blocks(data)]


def test_other_characters_across_runs() -> None:
    data = made("Độc lập| – Tự| do – Hạnh phúc")
    done = mended(data, Letters(1, 8, 9, "-"), Letters(1, 16, 17, "-"))
    assert (len(done.done), done.left) == (2, ())
    assert blocks(done.data)[0].text == "Độc lập - Tự do - Hạnh phúc"
    assert look(refused(done.data)) == look(data)


@pytest.mark.parametrize(
    ("start", "end", "text", "right"),
    [
        (2, 2, ";", "ab;c"),
        (0, 0, "x", "xabc"),
        (0, 1, "", "bc"),
        (3, 3, ".", "abc."),
        (0, 3, "", ""),
    ],
)
def test_put_in_and_taken_out(start: int, end: int, text: str, right: str) -> None:
    data = made("a|b|c")
    done = mended(data, Letters(1, start, end, text))
    assert blocks(done.data)[0].text == right
    assert look(refused(done.data)) == look(data)


def test_another_look_of_some_characters() -> None:
    data = made("Nơi nhận: và nữa")
    done = mended(data, Look(1, 0, 9, size=12, bold=True, italic=True, colour="", family="Arial"))
    texts = [i for i in blocks(done.data)[0].inlines if isinstance(i, Text)]
    assert [t.text for t in texts] == ["Nơi nhận:", " và nữa"]
    font = texts[0].font
    assert (font.size, font.bold, font.italic, font.family) == (12, True, True, "Arial")
    assert not texts[1].font.bold
    assert look(refused(done.data)) == look(data)


def test_another_setting_of_a_paragraph() -> None:
    data = made("Lời văn")
    done = mended(data, Setting(1, align="justify", first=36, before=6, after=0, line=1.5))
    shape = blocks(done.data)[0].shape
    assert (shape.align, shape.first, shape.before, shape.after) == (Align.JUSTIFY, 36, 6, 0)
    assert shape.line.value == 1.5
    assert look(refused(done.data)) == look(data)


def test_margins_only_where_the_sections_are_those_that_were_read() -> None:
    data = made("a")
    done = mended(data, Margins(0, left=30, right=20), sections=1)
    page = reader.read(done.data).sections[0].page
    assert (round(page.left * 25.4 / 72), round(page.right * 25.4 / 72)) == (30, 20)
    assert reader.read(refused(done.data)).sections[0].page == reader.read(data).sections[0].page
    assert mended(data, Margins(0, left=30), sections=2).left == (Margins(0, left=30),)


def test_a_paragraph_that_is_not_the_one_that_was_read_is_left_alone() -> None:
    data = made("Một", "Hai")
    wrong = mend.mend(data, [Letters(1, 0, 1, "x"), Look(9, 0, 1, bold=True)], {1: "Ba"}, when=WHEN)
    assert (wrong.data, len(wrong.left)) == (data, 2)


def test_changes_are_signed_and_equal_for_equal_input() -> None:
    data = made("Một")
    done = mended(data, Letters(1, 0, 1, "m"))
    assert done.data == mended(data, Letters(1, 0, 1, "m")).data
    with zipfile.ZipFile(io.BytesIO(done.data)) as packed:
        root = etree.fromstring(packed.read("word/document.xml"))
    (gone,) = root.iter(qn("w:del"))
    assert (gone.get(qn("w:author")), gone.get(qn("w:date"))) == ("Vanban", "2026-11-22T07:00:00Z")


def test_the_line_below_a_text_gets_another_length_and_keeps_its_middle() -> None:
    service = open_service()
    data = service.word("ke_hoach", service.kinds["ke_hoach"].sample, OFFICE, WHEN.date())
    number = next(n for n, text in texts_of(data).items() if "Hạnh phúc" in text)
    done = mended(data, RuleLine(number, 40.0))
    assert done.done == (RuleLine(number, 40.0),)

    def drawn(file: bytes) -> list[float]:
        found = []
        for section in reader.read(file).sections:
            for row in section.blocks[0].rows:
                for cell in row.cells:
                    for block in cell.blocks:
                        found += [round(f.width * 25.4 / 72, 1) for f in block.floats]
        return found

    before, after = drawn(data), drawn(done.data)
    assert [length for length in after if length not in before] == [40.0]
    assert drawn(refused(done.data)) == before


@given(
    parts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=6)),
    changes=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 6), st.text("ab;. ", max_size=3)), max_size=4
    ),
)
def test_whatever_is_changed_taking_and_refusing_give_what_they_promise(
    parts: list[str], changes: list[tuple[int, int, str]]
) -> None:
    data = made("|".join(part.replace("|", "") for part in parts))
    text = texts_of(data)[1]
    wanted: list[Repair] = [
        Letters(1, start, min(start + length, len(text)), put)
        for start, length, put in changes
        if start <= len(text)
    ]
    done = mended(data, *wanted)
    right = text
    for repair in done.done:
        assert isinstance(repair, Letters)
        right = right[: repair.start] + repair.text + right[repair.end :]
    assert texts_of(accepted(done.data))[1] == right
    assert texts_of(refused(done.data))[1] == text


def accepted(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for node in list(document.element.body.iter(qn("w:del"))):
        node.getparent().remove(node)
    for node in list(document.element.body.iter(qn("w:ins"))):
        for run in list(node):
            node.addprevious(run)
        node.getparent().remove(node)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
