"""Any PDF becomes a document on its pages: paragraphs, looks, lines, page numbers, as one sees it.

The measure is the Word file that the PDF was made from, which tells what its paragraphs are.
"""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.campaigns import EXAMPLES, name_of, produced
from tests.docx.packed import p, packed, r, section
from tests.pdf.made import made
from vanban import laid
from vanban.checking import read_laid
from vanban.decree30 import QUOC_HIEU, TIEU_NGU
from vanban.laid import Box, Holder, Laid, Piece
from vanban.pdf.letters import family_of
from vanban.pdf.pages import PdfUnreadable
from vanban.pdf.seen import PdfTooLong, see
from vanban.problems import Refused

_LONG = "Trong thời gian tới, các cơ quan, đơn vị tiếp tục đẩy mạnh phong trào thi đua, "
_BOTH = '<w:jc w:val="both"/><w:spacing w:after="120"/>'
_INDENTED = f'{_BOTH}<w:ind w:firstLine="720"/>'
_14 = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
)


def solid(text: str) -> str:
    return "".join(text.replace("\u2011", "-").split())


def seen(body: str, **inside: str) -> Laid:
    return see(made(packed(body, styles=_14, **inside)))


def texts(document: Laid) -> list[str]:
    return [piece.text for piece in document.pieces]


def looks(piece: Piece) -> set[tuple[float, bool, bool, str]]:
    return {
        (round(run.font.size, 1), run.font.bold, run.font.italic, laid.family(run.font))
        for run in piece.runs
        if run.text.strip()
    }


def apart(one: Box | None, other: Box | None) -> float:
    """How far the sides of two boxes are apart, mm."""
    assert one is not None
    assert other is not None
    assert one.page == other.page
    sides = ("left", "right", "top", "bottom")
    return max(abs(getattr(one, side) - getattr(other, side)) for side in sides)


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_a_pdf_tells_what_its_word_file_tells(path: Path) -> None:
    paper = produced(path)
    word, pdf = read_laid(paper.docx, "a.docx"), read_laid(paper.pdf, "a.pdf")
    assert (word.source, pdf.source) == ("docx", "pdf")
    there: dict[str, list[Piece]] = {}
    for piece in pdf.pieces:
        there.setdefault(solid(piece.text), []).append(piece)
    margins = (Holder.HEADER, Holder.FOOTER)
    said = [piece for piece in word.pieces if piece.text.strip() and piece.holder not in margins]
    found = [(piece, there[key].pop(0)) for piece in said if there.get(key := solid(piece.shown))]
    assert len(found) >= len(said) * 0.95 - 1
    for one, other in found:
        assert apart(one.box, other.box) < 1, one.text
        assert looks(one) == looks(other), one.text
    assert len(pdf.strokes) == len(word.strokes)
    for mine, its in zip(word.sheets, pdf.sheets, strict=True):
        assert (mine.number and mine.number.text) == (its.number and its.number.text)


def test_the_two_sides_of_the_heading_are_pieces_of_their_own() -> None:
    paper = see(produced(EXAMPLES[1]).pdf)
    said = texts(paper)
    assert said.index("ỦY BAN NHÂN DÂN") < said.index(QUOC_HIEU) < said.index(TIEU_NGU)
    tieu_ngu = paper.pieces[said.index(TIEU_NGU)]
    assert looks(tieu_ngu) == {(13.0, True, False, "Times New Roman")}


def test_paragraphs_end_where_a_line_ends_early_or_the_next_is_indented() -> None:
    said = [(_LONG * 4).strip(), (_LONG * 3 + "và các phong trào khác.").strip(), "Kết thúc."]
    document = seen("".join(p(text, say=_INDENTED) for text in said))
    assert texts(document) == said


def test_paragraphs_without_indent_end_where_the_next_stands_further_down() -> None:
    said = [(_LONG * 4).strip() + ".", (_LONG * 2).strip() + "."]
    document = seen("".join(p(text, say=_BOTH) for text in said))
    assert texts(document) == said


def test_a_list_beside_a_signature_does_not_tell_where_the_text_begins() -> None:
    said = [(_LONG * 2 + "quyết liệt hơn.").strip(), (_LONG + "đúng quy định.").strip()]
    lines = [f"- Cơ quan {name};" for name in "ABCDEGHIKLMN"]
    listed = "".join(p(text, say='<w:ind w:left="-108"/>') for text in lines)
    document = seen("".join(p(text, say=_INDENTED) for text in said) + listed)
    assert texts(document) == [*said, *lines]


def test_a_paragraph_that_goes_over_the_page_is_one() -> None:
    text = (_LONG * 45).strip() + "."
    document = seen(p(text, say=_INDENTED))
    (piece,) = document.pieces
    assert piece.text == text
    assert {line.box.page for line in piece.lines} == {0, 1}


def test_a_title_in_the_middle_is_one_text_and_names_in_capitals_are_their_own() -> None:
    middle = '<w:jc w:val="center"/>'
    title = "Về việc ban hành Quy chế làm việc của Ủy ban nhân dân thành phố Cần Thơ"
    title += " trong nhiệm kỳ 2026 - 2031"
    document = seen(
        p("QUYẾT ĐỊNH", say=middle) + p(r(title, "<w:b/>"), say=middle) + p("CHỦ TỊCH", say=middle)
    )
    assert texts(document) == ["QUYẾT ĐỊNH", title, "CHỦ TỊCH"]


def test_runs_tell_how_letters_look_and_where_they_begin() -> None:
    red = '<w:i/><w:color w:val="FF0000"/>'
    (piece,) = seen(p(r("Điều 1. ", "<w:b/>") + r("Ban hành ") + r("Quy chế", red))).pieces
    assert [(run.start, run.text) for run in piece.runs] == [
        (0, "Điều 1. "),
        (8, "Ban hành "),
        (17, "Quy chế"),
    ]
    first, second, third = (run.font for run in piece.runs)
    assert (first.bold, second.bold, third.italic, third.colour) == (True, False, True, "#ff0000")


def test_a_raised_letter_has_the_size_of_its_line() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    (piece,) = seen(p(r("Diện tích 200 m") + r("2", raised) + r(" đất"))).pieces
    assert piece.text == "Diện tích 200 m2 đất"
    assert [(run.font.size, run.font.script) for run in piece.runs] == [
        (14, ""),
        (14, "superscript"),
        (14, ""),
    ]


def test_an_underline_is_of_its_letters_and_a_drawn_line_is_not() -> None:
    below = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4"/></w:pBdr>'
    document = seen(p(r(TIEU_NGU, '<w:u w:val="single"/>')) + p("Hà Nội", say=below))
    assert [line.underline for line in document.strokes] == [True, False]


def test_a_blank_for_the_number_does_not_part_its_line() -> None:
    document = seen(p("Số:" + "\u00a0" * 12 + "/QĐ-UBND"))
    assert [text.replace(" ", "") for text in texts(document)] == ["Số:/QĐ-UBND"]


def test_a_number_before_a_tab_belongs_to_its_line() -> None:
    tabs = '<w:tabs><w:tab w:val="left" w:pos="700"/></w:tabs>'
    document = seen(p(r("a)") + "<w:r><w:tab/></w:r>" + r("Nội dung thi đua"), say=tabs))
    assert texts(document) == ["a)\tNội dung thi đua"]


def test_cells_with_lines_round_them_keep_their_words_to_themselves() -> None:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = (("1", "Trường Trung học phổ thông chuyên Trần Phú", "12"), ("2", "Ông A", "13"))
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(text)}</w:tc>' for text in row)}</w:tr>" for row in rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (500, 2600, 500))
    table = f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}"
    document = seen(f"{table}</w:tblGrid>{cells}</w:tbl>{p('')}")
    assert texts(document) == [text for row in rows for text in row]


def test_a_page_number_is_no_paragraph_of_the_text() -> None:
    number = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
    number += '<w:fldChar w:fldCharType="end"/></w:r>'
    reference = '<w:headerReference w:type="default" r:id="header1"/>'
    document = seen(
        p((_LONG * 45).strip(), say=_INDENTED),
        header1=p(number, say='<w:jc w:val="center"/>'),
        end=section(f"{reference}\n<w:titlePg/>"),
    )
    first, second = document.sheets
    assert first.number is None
    assert second.number is not None
    assert second.number.text == "2"
    assert second.number.box.middle == pytest.approx(110, abs=0.2)
    assert [piece.holder for piece in document.pieces] == [Holder.BODY, Holder.HEADER]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("TimesNewRomanPSMT", "Times New Roman"),
        ("TimesNewRomanPS-BoldItalicMT", "Times New Roman"),
        ("TimesNewRoman,Bold", "Times New Roman"),
        ("Times-Roman", "Times"),
        ("LiberationSerif-Bold", "Liberation Serif"),
        ("Arial-BoldMT", "Arial"),
        ("ArialMT", "Arial"),
        (".VnTimeH", ".Vn Time H"),
        ("CIDFont+F1", ""),
        ("F3", ""),
    ],
)
def test_names_of_fonts_in_a_pdf_become_families(name: str, family: str) -> None:
    assert family_of(name) == family


def scan() -> bytes:
    page = io.BytesIO()
    Image.new("L", (1240, 1754), 230).save(page, "PDF", resolution=150)
    return page.getvalue()


def test_a_scan_is_told_as_one() -> None:
    document = see(scan())
    assert document.scanned
    assert not document.pieces
    assert len(document.pictures) == 1
    assert not see(produced(EXAMPLES[0]).pdf).scanned


def test_a_page_that_is_turned_is_read_as_it_is_shown() -> None:
    plain = made(packed(p("Danh sách kèm theo", say='<w:jc w:val="center"/>')))
    lying = plain_turned(plain)
    (piece,) = see(lying).pieces
    assert piece.text == "Danh sách kèm theo"
    assert see(lying).sheets[0].width == pytest.approx(210, abs=0.1)
    assert apart(piece.box, see(plain).pieces[0].box) < 0.1


def plain_turned(pdf: bytes) -> bytes:
    """The same page, drawn lying on lying paper and turned upright by /Rotate."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        width, height = (float(side) for side in page.mediabox[2:])
        turn = f"q 0 1 -1 0 {height} 0 cm\n".encode()
        page.contents_add(turn, prepend=True)
        page.contents_add(b"\nQ")
        page.mediabox = [0, 0, height, width]
        page.obj["/Rotate"] = 90
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_letters_that_nobody_sees_are_not_read() -> None:
    pdf = made(packed(p("Chữ của máy quét")))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.pages[0].contents_add(b"3 Tr\n", prepend=True)
        out = io.BytesIO()
        document.save(out)
    assert not see(out.getvalue()).pieces


def test_what_is_no_pdf_or_locked_or_endless_is_refused_with_a_sentence() -> None:
    plain = made(packed(p("Chữ")))
    with pytest.raises(PdfUnreadable):
        see(b"%PDF-1.7\nhong")
    with pikepdf.open(io.BytesIO(plain)) as document:
        locked = io.BytesIO()
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
        while len(document.pages) <= 300:
            document.pages.append(document.pages[0])
        endless = io.BytesIO()
        document.save(endless)
    with pytest.raises(PdfUnreadable) as refused:
        see(locked.getvalue())
    assert refused.value.problems[0].code == "pdf_password"
    with pytest.raises(PdfTooLong):
        see(endless.getvalue())


def drawing(content: bytes) -> bytes:
    """A page that draws this."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        document.pages[0].obj["/Resources"] = fonts
        document.pages[0].Contents = document.make_stream(content)
        document.save(out)
    return out.getvalue()


def test_a_page_that_is_one_endless_path_or_endless_letters_is_read_in_bounds() -> None:
    path = b"".join(b"%d %d l\n" % (i % 500, i * 7 % 800) for i in range(300_000))
    assert not see(drawing(b"0 0 m\n" + path + b"S")).strokes
    text = b"(" + b"A" * 99 + b") Tj T*\n"
    pieces = see(drawing(b"BT /F1 1 Tf 1 TL 10 800 Td " + text * 1_000 + b"ET")).pieces
    assert 20_000 < sum(len(piece.text) for piece in pieces) < 30_000


@given(st.data())
def test_a_damaged_pdf_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(made(packed(p(_LONG * 3))))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(whole) // 2, len(whole)))
    with suppress(Refused):
        see(bytes(whole[:end]))
