"""What is kept of a file that was read changes nothing of the next one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.source import ROOT
from tests.docx.packed import packed
from vanban.docx import blocks, seen
from vanban.docx.reader import read
from vanban.resolved import Document, Paragraph

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="A"><w:name w:val="A"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
OTHERS = '<w:style w:type="paragraph" w:default="1" w:styleId="A"><w:rPr><w:b/></w:rPr></w:style>'


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Iterator[None]:
    seen._styles._kept.clear()
    yield
    seen._styles._kept.clear()


def anew(data: bytes) -> Document:
    seen._styles._kept.clear()
    return read(data)


def p(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def numbers(form: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


LISTED = '<w:pStyle w:val="B"/>'
AUTO = '<w:spacing w:before="100" w:beforeAutospacing="1" w:after="100" w:afterAutospacing="1"/>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
EMBOSSED = "<w:p><w:r><w:rPr><w:emboss/></w:rPr><w:t>{}</w:t></w:r></w:p>"
CELL = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
BOLD_TABLE = (
    '<w:style w:type="table" w:styleId="T"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="A"><w:name w:val="A"/></w:style>'
)
# One of a pair is read after the other, of which something may be kept.
PAIRS = {
    "equal": (packed(p("một") + p("hai"), styles=STYLES),) * 2,
    "another word": (packed(p("một"), styles=STYLES), packed(p("hai"), styles=STYLES)),
    "other styles": (packed(p("một"), styles=STYLES), packed(p("một"), styles=OTHERS)),
    "numbers that count on": (
        packed(p("một", LISTED), styles=STYLES, numbering=numbers("decimal")),
        packed(p("một", LISTED) * 3, styles=STYLES, numbering=numbers("decimal")),
    ),
    "other numbers": (
        packed(p("một", LISTED), styles=STYLES, numbering=numbers("decimal")),
        packed(p("một", LISTED), styles=STYLES, numbering=numbers("upperRoman")),
    ),
    "a list that is there": (
        packed(p("một", LISTED), styles=STYLES),
        packed(p("một", LISTED), styles=STYLES, numbering=numbers("decimal")),
    ),
    "space that its place takes away": (
        packed(p("một") + p("hai", AUTO) + p("ba"), styles=STYLES),
        packed(p("hai", AUTO) + p("ba") + CELL.format(p("hai", AUTO)), styles=STYLES),
    ),
    "inside a field": (
        packed(p("trang"), styles=STYLES),
        packed(
            p("", more=FIELD.format("begin")) + p("trang") + p("", more=FIELD.format("end")),
            styles=STYLES,
        ),
    ),
    "in a table": (
        packed(p("một"), styles=BOLD_TABLE),
        packed(
            CELL.format(p("một")).replace(
                "<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'
            ),
            styles=BOLD_TABLE,
        ),
    ),
    "what is lost is told again": (packed(p("một", more="<w:chưa/>"), styles=STYLES),) * 2,
    "another place of what is lost": (
        packed(p("một") + p("hai", more="<w:chưa/>"), styles=STYLES),
        packed(p("một") * 3 + p("hai", more="<w:chưa/>"), styles=STYLES),
    ),
    "a look that was told of another word": (
        packed(EMBOSSED.format("một") + EMBOSSED.format("hai"), styles=STYLES),
        packed(EMBOSSED.format("hai"), styles=STYLES),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_file_is_read_as_if_it_were_the_first(name: str) -> None:
    first, second = PAIRS[name]
    expected = anew(second)
    seen._styles._kept.clear()
    read(first)
    assert read(second) == expected
    assert read(second) == expected


@pytest.mark.parametrize("file", sorted((ROOT / "doc_templates").glob("*.docx")), ids=str)
def test_a_template_is_read_twice_alike(file: object) -> None:
    data = file.read_bytes()  # type: ignore[attr-defined]
    first = anew(data)
    assert read(data) == first


def test_a_paragraph_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    reading = blocks.BlockReader._paragraph

    def paragraph(self: blocks.BlockReader, *arguments: object, **named: object) -> object:
        asked.append(arguments)
        return reading(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(blocks.BlockReader, "_paragraph", paragraph)
    read(packed(p("một") + p("hai"), styles=STYLES))
    asked.clear()
    again = read(packed(p("một") + p("ba"), styles=STYLES))
    assert len(asked) == 1
    assert [b.text for b in again.sections[0].blocks if isinstance(b, Paragraph)] == ["một", "ba"]


def test_what_is_kept_is_bounded() -> None:
    room: seen.Seen[int] = seen.Seen(3)
    for number in range(10):
        room.keep(number, number)
        assert len(room._kept) <= 3
        assert room.get(number) == number
