"""Bookmarks that mark a place, as Word, LibreOffice and people leave them in a file."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from vanban.docx.reader import read
from vanban.resolved import Paragraph, Text

BLANK = "\u00a0" * 4


def marks(*runs: str) -> list[tuple[str, str]]:
    """(text, mark) of the pieces of one paragraph with these elements."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph._p.append(parse_xml(run.replace(" ", f" {nsdecls('w')} ", 1)))
    data = io.BytesIO()
    document.save(data)
    [block] = read(data.getvalue()).sections[0].blocks
    assert isinstance(block, Paragraph)
    return [(i.text, i.mark) for i in block.inlines if isinstance(i, Text)]


def run(text: str) -> str:
    return f'<w:r ><w:t xml:space="preserve">{text}</w:t></w:r>'


def start(name: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int = 1) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


@pytest.mark.parametrize("name", ["vb_So", "VB_SO", "vb_so"])
def test_a_blank_in_a_bookmark_is_a_place(name: str) -> None:
    found = marks(run("Số:"), start(name), run(BLANK), end(), run("/KH-UBND"))
    assert found == [("Số:", ""), (BLANK, "So"), ("/KH-UBND", "")]


def test_a_blank_that_word_cut_in_two_is_one_place() -> None:
    found = marks(run("Số:"), start("vb_So"), run(BLANK[:1]), run(BLANK[1:]), end(), run("/KH"))
    assert found == [("Số:", ""), (BLANK, "So"), ("/KH", "")]


def test_a_blank_that_somebody_has_filled_is_no_place() -> None:
    found = marks(run("Số:"), start("vb_So"), run("\u00a005"), end(), run("/KH-UBND"))
    assert found == [("Số:\u00a005/KH-UBND", "")]


def test_the_name_of_the_signer_is_a_place_though_it_is_no_blank() -> None:
    assert marks(start("vb_NguoiKy"), run("Trần Thị Bình"), end()) == [("Trần Thị Bình", "NguoiKy")]


def test_the_bookmarks_of_other_people_mark_nothing() -> None:
    found = marks(start("_GoBack"), start("So", 2), run("Trần Thị Bình"), end(2), end())
    assert found == [("Trần Thị Bình", "")]


def test_a_bookmark_that_people_put_around_ours_does_not_hide_it() -> None:
    found = marks(start("dong_so", 7), run("Số:"), start("vb_So"), run(BLANK), end(), end(7))
    assert found == [("Số:", ""), (BLANK, "So")]
