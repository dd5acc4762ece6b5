"""Files that are no list, or mean harm: each is refused with a sentence that says what to do."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from time import process_time

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from tests.sheet import writers
from tests.sheet.test_read import LIST, replaced
from vanban import intake, listing
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.sheet.head import from_file
from vanban.sheet.read import read
from vanban.sheet.values import SheetRefused

AWARD = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]
HEADS = ("STT", "Họ và tên", "Chức vụ", "Đơn vị")


def refusal(data: bytes, name: str = "danh sách.xlsx") -> str:
    with pytest.raises(SheetRefused) as caught:
        from_file(data, name, AWARD)
    return "\n".join(str(problem) for problem in caught.value.problems)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def compound(*names: str) -> bytes:
    """The beginning of a compound file with these streams in its directory."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
    return start + b"".join(name.encode("utf-16-le") + b"\0" * 40 for name in names)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp trống"),
        (b"\0" * 5000, "Tệp trống"),
        (picture(), "Đây là một tấm ảnh (PNG), không phải bảng tính. Xin chọn tệp Excel"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "Đây là tệp PDF"),
        (b"Rar!\x1a\x07\x00" + b"\x01" * 50, "tệp nén RAR"),
        (b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF", "một tấm ảnh (JPEG)"),
        (zipped(**{"word__document.xml": "<w/>"}), "Đây là tệp Word"),
        (zipped(a="b"), "tệp nén ZIP"),
        (zipped(xl__workbook__bin="x").replace(b"workbook/bin", b"workbook.bin"), ".xlsb"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "văn bản của LibreOffice"),
        (compound("Root Entry", "EncryptedPackage"), "Tệp được đặt mật khẩu"),
        (compound("Root Entry", "WordDocument"), "Đây là tệp Word"),
        (compound("Root Entry", "Workbook"), "bị hỏng"),
        (writers.xlsx(LIST)[:3000], "bị hỏng"),
        (writers.xls(LIST)[:2500], "bị hỏng"),
        (b"\x80\x81\x00\x01\x02" * 50, "không đọc được"),
        (
            b'<?xml version="1.0"?><Workbook '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
            "XML Spreadsheet 2003",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "trang web lưu trữ"),
        (writers.xlsx(()), "không có ô nào được ghi"),
        (writers.xls(((),)), "không có ô nào được ghi"),
        (writers.ods(()), "không có ô nào được ghi"),
        (b" \n,,\n,,\n", "không có ô nào được ghi"),
        (b"x" * 20_000_001, "Tệp nặng 21 MB; nhiều nhất là 20 MB"),
        ('Họ và tên,Đơn vị\n"An,Phòng\n'.encode() + b"x,y\n" * 60_000, "dấu ngoặc kép"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_no_sheet_is_told_by_what_it_is(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_workbook_under_a_password(tmp_path) -> None:
    """.xls: the record that says the rest is encrypted; .ods: its manifest says so."""
    data = writers.xls(LIST)
    start = data.index(struct.pack("<HH", 0x0809, 16), 512)
    locked = data[: start + 20] + struct.pack("<HH", 0x2F, 6) + b"\0\0\1\2\3\4" + data[start + 30 :]
    assert "mật khẩu" in refusal(locked, "a.xls")
    manifest = (
        "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    )
    assert "mật khẩu" in refusal(writers.ods_file("", META_INF__manifest_xml=manifest).replace(
        b"META_INF", b"META-INF"), "a.ods")  # fmt: skip


def test_a_zip_that_grows_is_not_read() -> None:
    bomb = replaced(writers.xlsx(LIST), "xl/worksheets/sheet1.xml", " " * 160_000_000)
    packed = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(bomb))
    with old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert len(packed.getvalue()) < 1_000_000
    tracemalloc.start()
    assert "lớn bất thường" in refusal(packed.getvalue())
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_xml_that_grows_is_not_read() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    data = replaced(writers.xlsx(LIST), "xl/worksheets/sheet1.xml", laughs)
    assert "bị hỏng" in refusal(data)


def many(count: int) -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="inlineStr"><is><t>Nguyễn Văn An'
        f"</t></is></c></row>"
        for n in range(2, count + 2)
    )
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c><c r="B1" t="inlineStr"><is>'
    part = (
        f"<worksheet><sheetData>{head}<t>Họ và tên</t></is></c></row>{rows}</sheetData></worksheet>"
    )
    return replaced(writers.xlsx(LIST), "xl/worksheets/sheet1.xml", part)


def test_20_000_rows_are_a_list_and_one_more_is_not() -> None:
    assert len(from_file(many(20_000), "a.xlsx", AWARD).rows) == 20_000
    said = "hơn 20.000 dòng. Xin chia thành nhiều tệp"
    assert said in refusal(many(20_001))


def test_60_000_rows_are_refused_before_they_are_all_read() -> None:
    data = many(60_000)
    start = process_time()
    assert "hơn 20.000 dòng" in refusal(data)
    assert process_time() - start < 5
    csv = ("Họ và tên\n" + "An\n" * 60_000).encode()
    assert "hơn 20.000 dòng" in refusal(csv, "a.csv")
    row = '<table:table-row table:number-rows-repeated="60000">'
    cell = '<table:table-cell office:value-type="string"><text:p>An</text:p></table:table-cell>'
    table = f'<table:table table:name="A">{row}{cell}</table:table-row></table:table>'
    assert "hơn 20.000 dòng" in refusal(writers.ods_file(table), "a.ods")


def test_a_million_empty_rows_with_a_format_are_no_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writers.xlsx(LIST)))
    book.active["A900000"].number_format = "@"
    assert len(read(writers.saved(book), "a.xlsx").rows) == 5


def test_a_cell_far_to_the_right_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writers.xlsx(LIST)))
    book.active["ZZ4"] = "lạc"
    assert "Dòng 4 có ô được ghi ngoài 256 cột" in refusal(writers.saved(book))


def test_one_long_text_in_very_many_cells_does_not_fill_the_memory() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2000))
    data = replaced(
        writers.xlsx((("x",),)),
        "xl/worksheets/sheet1.xml",
        f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    )
    data = replaced(data, "xl/sharedStrings.xml", f"<sst><si><t>{'x' * 32_000}</t></si></sst>")
    assert "quá nhiều chữ" in refusal(data)


def test_headings_that_are_pictures() -> None:
    book = openpyxl.Workbook()
    book.active.add_image(Drawing(io.BytesIO(picture())), "A1")
    book.active["A5"], book.active["B5"] = 1, 2
    found = from_file(writers.saved(book), "a.xlsx", AWARD)
    assert [p.code for p in found.problems] == ["list_no_header_pictures"]
    assert "chữ trong hình không đọc được. Xin gõ tiêu đề vào ô" in str(found.problems[0])


def test_a_list_without_headings() -> None:
    found = from_file(writers.xlsx(((1, 2), (2, 3))), "a.xlsx", AWARD)
    assert "ít nhất có cột “Họ và tên hoặc tên tập thể”" in str(found.problems[0])
    assert not found.rows


def cells_of(rows: writers.Rows) -> list[str]:
    """What the check says of each cell of a list."""
    found = from_file(writers.xlsx(rows), "a.xlsx", AWARD)
    labels = {column.name: column.label for column in listing.columns(AWARD)}
    said = []
    for row in found.rows:
        for name, value in row.raw.items():
            problem = listing.unusable(labels[name], value, f"{row.number}.{name}")
            said += [str(problem)] if problem else []
    return said


def test_errors_and_formulas_are_told_by_cell() -> None:
    rows = [HEADS, (1, "#N/A", "Chuyên viên", "Phòng"), (2, "=HYPERLINK(1)", "x", "y")]
    said = cells_of(rows)
    assert said[0].startswith("2.ho_ten: Ô “Họ và tên hoặc tên tập thể” báo lỗi #N/A")
    assert said[1].startswith("3.ho_ten: Ô “Họ và tên hoặc tên tập thể” là công thức “=HYPERLINK")


def test_a_cell_of_30_000_characters_is_told_by_its_length() -> None:
    rows = [HEADS, (1, "x" * 30_000, "Chuyên viên", "Phòng")]
    found = from_file(writers.xlsx(rows), "a.xlsx", AWARD)
    taken = intake.take_in(AWARD, listing.raw_of(AWARD, AWARD.sample, found.rows[0].raw))
    assert [p.code for p in taken.problems] == ["too_long"]
    assert "dài 30000 ký tự; nhiều nhất là 200" in taken.problems[0].sentence


def test_hidden_rows_and_other_sheets_are_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writers.xlsx([HEADS, (1, "An"), (2, "Bình")])))
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Sổ khác")["A1"] = "x"
    found = from_file(writers.saved(book), "a.xlsx", AWARD)
    assert [row.number for row in found.rows] == [3]
    assert [str(note) for note in found.notes] == [
        "Có 1 dòng đang ẩn (hoặc bị lọc) trong Excel không được lấy. Nếu cần, xin bỏ ẩn, bỏ lọc "
        "rồi tải lên lại.",
        "Đang dùng trang “Danh sách”. Tệp còn có dữ liệu ở trang khác: “Sổ khác”. Nếu danh sách ở "
        "trang khác, xin chọn lại trang.",
    ]


def test_of_two_sheets_the_list_is_taken() -> None:
    data = writers.xlsx((("Tờ trình",), ("Kính gửi",)), Hai=[HEADS, (1, "An")])
    assert from_file(data, "a.xlsx", AWARD).sheet == "Hai"
    assert from_file(data, "a.xlsx", AWARD, sheet="Danh sách").problems
    with pytest.raises(SheetRefused, match="Xin chọn một trong các trang: Danh sách, Hai"):
        from_file(data, "a.xlsx", AWARD, sheet="Ba")


# -- damaged in any place -----------------------------------------------------------------------

GOOD = {"xls": writers.xls(LIST), "xlsx": writers.xlsx(LIST), "ods": writers.ods(LIST)}


def read_or_refused(data: bytes, name: str) -> None:
    """Any other exception fails the test; every problem has its sentence."""
    try:
        found = from_file(data, name, AWARD)
        problems = (*found.problems, *found.notes)
    except SheetRefused as refused:
        problems = refused.problems
    assert all(str(problem) for problem in problems)


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    whole = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + 4] = data.draw(st.binary(min_size=1, max_size=4))
    read_or_refused(bytes(whole), f"a.{name}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", b"<table>", b"\t"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    read_or_refused(start + data, "a.xls")


def test_a_book_of_many_empty_sheets() -> None:
    book = xlwt.Workbook()
    for number in range(200):
        book.add_sheet(f"S{number}")
    out = io.BytesIO()
    book.save(out)
    assert "không có ô nào được ghi" in refusal(out.getvalue(), "a.xls")
