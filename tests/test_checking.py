"""A Word file becomes a document on its pages: words, looks and places, as the file prints."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from tests.campaigns import EXAMPLES, name_of, produced
from tests.docx.packed import A4, MARGINS, p, packed, r, section
from tests.pdf.made import made
from tests.pdf.test_drawings import anchored, shape
from vanban import laid
from vanban.checking import check_file, read_laid
from vanban.checking import read as read_file
from vanban.decree30 import QUOC_HIEU, TIEU_NGU
from vanban.docx import reader
from vanban.laid import Holder, Laid, Piece
from vanban.pdf.pages import page_count
from vanban.problems import Refused
from vanban.resolved import Align, Font

TODAY = date(2026, 11, 22)


@cache
def read_paper(path: Path) -> Laid:
    return read_laid(produced(path).docx, path.name)


def solid(text: str) -> str:
    return "".join(text.replace("\u2011", "-").split())


def read(body: str, **inside: str) -> Laid:
    return read_laid(packed(body, **inside), "thu.docx")


def piece(document: Laid, text: str) -> Piece:
    return next(each for each in document.pieces if text in each.text)


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_every_paper_of_the_campaigns_lies_on_its_pages(path: Path) -> None:
    data, document = produced(path).docx, read_paper(path)
    assert document.source == "docx"
    assert all(
        (round(s.width), round(s.height)) in ((210, 297), (297, 210)) for s in document.sheets
    )
    for each in document.pieces:
        said = solid(each.shown)
        printed = solid("".join(line.text for line in each.lines))
        assert printed == said or each.holder in (Holder.HEADER, Holder.FOOTER), each.text
    sources = [each.source for each in document.pieces if each.source]
    assert sources == sorted(set(sources))
    paragraphs = list(docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p")))
    for each in document.pieces:
        if each.source:
            texts = paragraphs[each.source - 1].iter(qn("w:t"))
            assert solid("".join(t.text or "" for t in texts)) in solid(each.text)


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_line_below_tieu_ngu_is_as_long_as_it(path: Path) -> None:
    document = read_paper(path)
    box = piece(document, TIEU_NGU).box
    assert box is not None
    (line,) = [
        each
        for each in document.strokes
        if each.box.page == 0 and 0 < each.box.top - box.top < 8 and each.box.left > 80
    ]
    assert line.level
    assert line.solid
    assert not line.underline
    if "giay_khen" not in path.stem:
        assert line.box.width == pytest.approx(box.width, abs=0.5)
        assert line.box.middle == pytest.approx(box.middle, abs=0.5)


def test_a_paragraph_is_told_with_its_looks_and_its_place_in_the_file() -> None:
    document = read(
        p(
            r("Số: ")
            + r("12", "<w:b/>")
            + r("/QĐ", "<w:b/>")
            + "<w:r><w:tab/></w:r>"
            + r("A<w:br/>B")
        )
        + p(QUOC_HIEU, say='<w:jc w:val="center"/><w:ind w:left="567" w:right="567"/>')
    )
    first, second = document.pieces
    assert first.text == "Số: 12/QĐ\tA"
    assert [(run.start, run.text, run.font.bold) for run in first.runs][:2] == [
        (0, "Số: ", False),
        (4, "12/QĐ", True),
    ]
    assert (first.source, second.source) == (1, 2)
    assert second.shape is not None
    assert second.shape.align is Align.CENTER
    assert first.column == pytest.approx(160, abs=0.1)
    assert second.column == pytest.approx(140, abs=0.1)


def test_equal_paragraphs_know_which_they_are_in_this_file_and_in_the_next() -> None:
    same = p("Như trên;")
    for body, places in ((same * 2 + p("Lưu: VT."), [1, 2, 3]), (p("Nơi nhận:") + same, [1, 2])):
        assert [each.source for each in read(body).pieces] == places
    assert [each.source for each in reader.read(packed(same)).sections[0].blocks] == [0]


def test_numbers_that_word_counts_are_in_the_text_and_told_apart() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    document = read(p("Mục đích", say=listed) + p("1. Gõ tay"), numbering=levels)
    counted, typed = document.pieces
    assert counted.text == "1.\tMục đích"
    assert counted.text[counted.label :] == "Mục đích"
    assert typed.label == 0


def test_cells_boxes_headers_and_notes_are_told_apart() -> None:
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("TT", "Tên"))
    grid = '<w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>'
    table = f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    box = anchored(shape("rect", p("KHẨN")), (120, 40), {})
    document = read(
        table + p(r("Theo báo cáo") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + box),
        header1=p("DỰ THẢO"),
        footnotes=f'<w:footnote w:id="2">{p("Số liệu năm 2025")}</w:footnote>',
        end=section('<w:headerReference w:type="default" r:id="header1"/>'),
    )
    told = {each.text: (each.holder, each.at and each.at.column) for each in document.pieces}
    assert told == {
        "TT": (Holder.CELL, 0),
        "Tên": (Holder.CELL, 1),
        "Theo báo cáo1": (Holder.BODY, None),
        "Số liệu năm 2025": (Holder.NOTE, None),
        "KHẨN": (Holder.BOX, None),
        "DỰ THẢO": (Holder.HEADER, None),
    }
    # In the order of the file: what is in the box comes where its paragraph holds it.
    assert [each.source for each in document.pieces] == [1, 2, 3, 0, 4, 0]


def test_the_page_number_is_told_with_its_place_and_its_looks() -> None:
    number = '<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="begin"/>'
    number += '<w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    reference = '<w:headerReference w:type="default" r:id="header1"/>'
    document = read(
        p("Trang một") + p("Trang hai", say="<w:pageBreakBefore/>"),
        header1=p(number, say='<w:jc w:val="center"/>'),
        end=section(f"{reference}\n<w:titlePg/>"),
    )
    first, second = document.sheets
    assert first.number is None
    assert second.number is not None
    assert (second.number.text, second.number.box.page) == ("2", 1)
    assert second.number_font is not None
    assert second.number_font.size == 13


def test_letters_with_a_line_to_them_have_no_line_of_their_own() -> None:
    document = read(
        p(r(TIEU_NGU, '<w:b/><w:u w:val="single"/>'))
        + p("Hà Nội", say='<w:pBdr><w:bottom w:val="single" w:sz="6"/></w:pBdr>')
    )
    assert [(line.underline, round(line.box.width)) for line in document.strokes] == [
        (True, round(document.pieces[0].box.width)),
        (False, 160),
    ]


def test_a_dashed_line_is_not_solid() -> None:
    border = '<w:pBdr><w:bottom w:val="dashed" w:sz="6"/></w:pBdr>'
    (line,) = read(p("Hà Nội", say=border)).strokes
    assert not line.solid
    assert line.box.width == pytest.approx(160, abs=1.5)


def test_the_frame_round_a_table_is_lines_of_its_length() -> None:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("TT", "Tên"))
    grid = '<w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>'
    document = read(
        f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}"
        f"</w:tblGrid><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>{p('')}"
    )
    level = [each for each in document.strokes if each.level]
    upright = [each for each in document.strokes if not each.level]
    assert len(level) == len(upright) == 3
    assert all(line.box.width == pytest.approx(6000 / 1440 * 25.4, abs=0.5) for line in level)


def test_the_page_of_each_section_is_told() -> None:
    lying = A4.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
    first = f"<w:p><w:pPr>{section(margins=MARGINS)}</w:pPr>{r('Đứng')}</w:p>"
    document = read(first + p("Nằm"), end=section(size=lying))
    assert [round(page.width) for page in document.frames] == [595, 842]
    assert [(round(s.width), round(s.height)) for s in document.sheets] == [(210, 297), (297, 210)]
    assert [each.section for each in document.pieces] == [0, 1]


def test_families_are_called_as_people_call_them() -> None:
    document = read(
        p(r("một", '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/>'))
        + p(r("hai", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'))
        + p(r("ba", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'))
        + p("bốn")
    )
    told = [laid.family(each.runs[0].font) for each in document.pieces]
    assert told == ["Times New Roman", "Arial", ".VnTime", "Times New Roman"]
    assert Font(named="Tinos") == Font(named="Times New Roman")


def test_a_letter_that_no_typeface_has_is_told_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    document = read(p("Chữ \U000f1234 lạ"))
    assert [problem.code for problem in document.problems] == ["pdf_glyph_missing"]
    assert "notdef" in caplog.text


def test_a_file_of_word_that_is_signed_is_told_so() -> None:
    assert not read(p("Chữ")).signed
    signed = io.BytesIO(packed(p("Chữ")))
    with zipfile.ZipFile(signed, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert read_laid(signed.getvalue(), "ky.docx").signed


def old_word() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    return out.getvalue()


def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture(), "check_other_file"),
        (b"{\\rtf1 Quy\\'u1ebft}", "check_other_file"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "check_other_file"),
        (old_word(), "docx_old_word"),
        (odt(), "docx_other_format"),
        (b"CONG HOA XA HOI", "docx_not_word"),
        (b"", "docx_empty"),
        (b"%PDF-1.4 hong", "pdf_unreadable"),
    ],
)
def test_other_files_are_refused_with_a_sentence_that_says_what_they_are(
    data: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_laid(data, "Tờ trình.docx")
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.sentence


def test_a_pdf_is_known_by_its_bytes_whatever_it_is_called() -> None:
    pdf = made(packed(p("Kính gửi: Sở Nội vụ")))
    assert read_laid(b"\r\n" + pdf, "Tờ trình.docx").source == "pdf"


def test_what_was_read_comes_with_the_pages_that_show_it() -> None:
    data = packed(p("Kính gửi: Sở Nội vụ"))
    assert page_count(read_file(data, "a.docx").pdf) == 1
    pdf = made(data)
    assert read_file(pdf, "a.pdf").pdf is pdf


def minutes(*lines: str) -> bytes:
    """A biên bản, which has no date in its heading."""
    document = docx.Document()
    for line in (QUOC_HIEU, TIEU_NGU, "BIÊN BẢN", "Họp xét khen thưởng", *lines):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Hà Nội, ngày 05 tháng 3 năm 2024", date(2024, 3, 5)),
        ("Hà Nội, ngày … tháng … năm 2024", TODAY),
        ("Kết quả họp Hội đồng, ngày 05 tháng 3 năm 2024 có 05 người dự.", TODAY),
        ("Hà Nội, ngày 31 tháng 02 năm 2024", TODAY),
    ],
)
def test_a_paper_without_o_4_bears_the_day_above_its_signature(line: str, day: date) -> None:
    report = check_file(minutes("Cuộc họp kết thúc.", line, "THƯ KÝ"), "thu.docx", TODAY).report
    assert report.found.day == day
