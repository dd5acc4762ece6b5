"""Files made to break or to keep busy: a PDF or a refusal, soon, and nothing from outside."""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from tests.docx.drawn import part, replaced
from tests.docx.packed import p, packed, r, section, style
from tests.pdf.made import made
from vanban.docx.package import PackageRefused
from vanban.docx.pictures import mime_of
from vanban.docx.reader import read
from vanban.pdf.flow import to_html
from vanban.pdf.pages import page_png
from vanban.resolved import Paragraph

_SECONDS = 2.0
_BREAK = '<w:r><w:br w:type="page"/></w:r>'
_FOOTNOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
_STOP = '<w:tab w:pos="9"/>'
_REFERS = '<w:headerReference r:id="header1"/>'


def _row(cells: int) -> str:
    return f"<w:tr>{'<w:tc><w:p/></w:tc>' * cells}</w:tr>"


def _noted(*inside: str) -> str:
    return f'<w:footnote w:id="1">{p(*inside)}</w:footnote>'


ENDLESS: dict[str, Callable[[], bytes]] = {
    "paragraphs": lambda: packed(p("a") * 40_001),
    "paragraphs without an end tag": lambda: packed("<w:p/>" * 40_001),
    "letters": lambda: packed(p("thi đua " * 600_000)),
    "words": lambda: packed(p("a" * 40_000) * 6),
    "rows": lambda: packed(f"<w:tbl>{_row(2) * 20_000}</w:tbl>"),
    "cells in a row": lambda: packed(f"<w:tbl>{_row(30_000)}</w:tbl>"),
    "tabs": lambda: packed(p(f"<w:r>{'<w:tab/>' * 90_000}</w:r>")),
    "tab stops": lambda: packed(p(say=f"<w:tabs>{_STOP * 300_000}</w:tabs>")),
    "line breaks": lambda: packed(p(f"<w:r>{'<w:br/>' * 90_000}</w:r>")),
    "page breaks": lambda: packed(p(_BREAK * 8_000)),
    "page breaks of a style": lambda: packed(
        p(say='<w:pStyle w:val="s"/>') * 8_000,
        styles=style("s", "<w:pPr><w:pageBreakBefore/></w:pPr>"),
    ),
    "sections": lambda: packed(p(say=section()) * 4_000),
    "a header shown again and again": lambda: packed(
        p("a", say=section(_REFERS)) * 500, header1=p("b") * 300
    ),
    "a note called again and again": lambda: packed(
        p(_FOOTNOTE * 500), footnotes=_noted("a").replace("<w:p>", f"{p('b') * 300}<w:p>")
    ),
}


@pytest.mark.parametrize("name", sorted(ENDLESS))
def test_a_file_that_would_take_minutes_is_refused_at_once(name: str) -> None:
    data = ENDLESS[name]()
    begun = time.process_time()
    with pytest.raises(PackageRefused) as refused:
        read(data)
    assert time.process_time() - begun < _SECONDS
    assert refused.value.problems[0].code == "docx_too_long"


def test_paragraphs_are_counted_under_any_prefix() -> None:
    usual = packed("<w:p/>" * 40_001)
    other = part(usual).replace(b"<w:", b"<q:").replace(b"</w:", b"</q:")
    other = other.replace(b"xmlns:w=", b"xmlns:q=").replace(b" w:", b" q:")
    with pytest.raises(PackageRefused, match="hơn 35000"):
        read(replaced(usual, {"word/document.xml": other}))


_STOPS = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in range(5_000))
_TABBED = "<w:tab/><w:t>a</w:t>"
_ENDNOTE = '<w:r><w:endnoteReference w:id="1"/></w:r>'
_LISTED = '<w:numPr><w:numId w:val="1"/></w:numPr>'
_PATTERN = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999"/>'
    f'<w:numFmt w:val="upperLetter"/><w:lvlText w:val="{"%1" * 2000}"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_WIDE = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc></w:tr>'
_LATE = '<w:tr><w:trPr><w:gridBefore w:val="1000000"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
SOON: dict[str, Callable[[], bytes]] = {
    "tab stops": lambda: packed(p(f"<w:r>{_TABBED * 400}</w:r>", say=f"<w:tabs>{_STOPS}</w:tabs>")),
    "a word without end": lambda: packed(p("a" * 10_000)),
    "a pattern without end": lambda: packed(p("a", say=_LISTED) * 40, numbering=_PATTERN),
    "columns without end": lambda: packed(_WIDE + _LATE),
    "styles on styles": lambda: packed(
        p("a", say='<w:pStyle w:val="s0"/>') * 50,
        styles="".join(style(f"s{i}", "", base=f"s{i + 1}") for i in range(5_000)),
    ),
    "a header that is the text": lambda: packed(
        p("a"), end=section(_REFERS), header1=f"{p(_FOOTNOTE)}<w:body/>"
    ),
    "notes that call one another": lambda: packed(
        p(_FOOTNOTE),
        footnotes=_noted("a", _FOOTNOTE, _ENDNOTE),
        endnotes=f'<w:endnote w:id="1">{p(_FOOTNOTE)}</w:endnote>',
    ),
    "many small runs": lambda: packed(p("".join(r("a ", "<w:b/>" * (i % 2)) for i in range(999)))),
}


@pytest.mark.parametrize("name", sorted(SOON))
def test_what_is_repeated_without_sense_is_printed_soon(name: str) -> None:
    data = SOON[name]()
    made(packed(p("a")))  # the fonts are read once
    begun = time.process_time()
    assert made(data)
    assert time.process_time() - begun < _SECONDS


_NUMBERS = (
    "0",
    "-1",
    "1000000000",
    "-1000000000",
    "1e308",
    "nan",
    "inf",
    "9" * 40,
    "0x10",
    "٣",
    "",
)
_LENGTHS = (
    "w:ind w:left",
    "w:ind w:right",
    "w:ind w:firstLine",
    "w:ind w:hanging",
    "w:spacing w:before",
    "w:spacing w:after",
    "w:spacing w:line",
    'w:spacing w:lineRule="exact" w:line',
    "w:outlineLvl w:val",
)
_LOOKS = ("w:sz w:val", "w:spacing w:val", "w:position w:val", "w:w w:val", "w:kern w:val")
_SIDES = ("top", "right", "bottom", "left", "header", "footer", "gutter")


@pytest.mark.parametrize("number", _NUMBERS)
def test_any_number_in_any_place_is_printed(number: str) -> None:
    body = "".join(p("a b", say=f'<{name}="{number}"/>') for name in _LENGTHS)
    body += "".join(p(r("a b", f'<{name}="{number}"/>')) for name in _LOOKS)
    body += (
        f'<w:tbl><w:tblPr><w:tblW w:w="{number}" w:type="dxa"/><w:tblInd w:w="{number}"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{number}"/></w:tblGrid><w:tr><w:trPr><w:trHeight'
        f' w:val="{number}"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>'
    )
    size = f'<w:pgSz w:w="{number}" w:h="{number}"/>'
    edges = " ".join(f'w:{side}="{number}"' for side in _SIDES)
    columns = f'<w:cols w:num="{number}" w:space="{number}"/>'
    assert made(packed(body))
    assert made(packed(p("a"), end=section(columns, size=size, margins=f"<w:pgMar {edges}/>")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, end: bytes = b"IEND") -> bytes:
    """A picture that says it is so large; its few bytes would be enough for nobody to notice."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(100))) + _chunk(end, b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _saved(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 6)).save(out, kind)
    return out.getvalue()


def _jpeg(width: int, height: int) -> bytes:
    data = bytearray(_saved("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


BAD_PICTURES = {
    "thirty thousand dots square": _png(30_000, 30_000),
    "no dots": _png(0, 10),
    "cut off": _saved("PNG")[:-8],
    "without an end": _png(10, 10, b"tEXt"),
    "only a signature": b"\x89PNG\r\n\x1a\n",
    "jpeg of all dots there are": _jpeg(65_000, 65_000),
    "jpeg without a frame": _saved("JPEG")[:60],
    "gif of all dots there are": b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + bytes(20),
    "gif cut off": b"GIF89a\1",
}
_PLACED = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:embed="a.png"/></pic:blipFill></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)


@pytest.mark.parametrize("name", sorted(BAD_PICTURES))
def test_a_picture_that_cannot_be_printed_leaves_its_room_and_is_said(name: str) -> None:
    document = read(packed(p("a", _PLACED), media={"a.png": BAD_PICTURES[name]}))
    assert [problem.code for problem in document.problems] == ["docx_picture"]
    [paragraph] = document.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    [picture] = [i for i in paragraph.inlines if hasattr(i, "mime")]
    assert (picture.width, picture.height) == (100.0, 50.0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_usual_pictures_are_known_by_their_bytes(kind: str) -> None:
    assert mime_of(_saved(kind)) == f"image/{kind.lower()}"
    assert mime_of(_jpeg(5_000, 7_000)) == "image/jpeg"


def _blank(dots: int) -> bytes:
    """A grey PNG of a few bytes that says it has so many dots."""
    return _png(dots // 1_000, 1_000)


def _placed(name: str) -> str:
    return _PLACED.replace("a.png", name)


def test_pictures_that_are_too_much_together_leave_their_room_and_are_said() -> None:
    media = {f"{number}.png": _blank(35_000_000) for number in range(9)}
    body = "".join(p(name, _placed(name)) for name in media)
    document = read(packed(body + p(_placed("0.png")), media=media))
    assert [(problem.code, problem.data["name"]) for problem in document.problems] == [
        ("docx_pictures_large", "8.png")
    ]


def test_a_picture_shown_again_and_again_is_kept_once() -> None:
    markup = to_html(read(packed(p(_placed("a.png")) * 400, media={"a.png": _saved("PNG")})))
    assert [data for _, data in markup.pictures.values()] == [_saved("PNG")]
    assert len(markup.text) < 400 * 250


def test_a_photograph_stands_as_its_file_places_it_whatever_the_camera_says() -> None:
    told = Image.Exif()
    told[0x0112] = 6  # the camera lay on its side
    out = io.BytesIO()
    picture = Image.new("RGB", (80, 40), "red")
    picture.paste("blue", (0, 0, 40, 40))
    picture.save(out, "JPEG", exif=told)
    page = page_png(made(packed(p(_PLACED), media={"a.png": out.getvalue()})), 0, 595)
    shown = Image.open(io.BytesIO(page)).convert("RGB")
    # Blue at the left and not at the top: bytes are passed on as they are, and never turned.
    assert shown.getpixel((100, 90))[2] > 200
    assert shown.getpixel((170, 70))[0] > 200
