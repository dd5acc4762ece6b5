"""Writes the Excel lists of the five campaigns: examples/*/danh_sach/*.xlsx.

In: the awards of the examples (quyet_dinh_khen_thuong.json). Out: for each campaign the list on
which its decision rests, laid out in the habit of that office: titles, two lines of headings,
merged cells, groups, a hidden row, sums, those who sign; and, in the workbook that the program
gives out, the list for its giấy khen. `python -m scripts.award_lists` writes them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import columns
from vanban.sheet.form import template

EXAMPLES = Path(__file__).parents[1] / "examples"
AWARDS, CERTIFICATES = "khen_thuong.xlsx", "giay_khen.xlsx"
_KINDS = read_kinds(FORMS_DIR)
_CERTIFICATE = _KINDS["giay_khen"]
_COLLECTIVE = "tap_the"
# A file that is written again with the same rows is the same file.
_DAY = datetime(2026, 11, 22)
_FONT = "Times New Roman"
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)

Row = Mapping[str, Any]


class _Paper:
    """A sheet that grows downwards. widths: of its columns, in characters."""

    def __init__(self, widths: Sequence[float]) -> None:
        self.book = openpyxl.Workbook()
        self.book.properties.created = self.book.properties.modified = _DAY
        found = self.book.active
        if not isinstance(found, Worksheet):
            raise TypeError(found)
        self.sheet = found
        self.sheet.title = "Danh sách"
        self.wide = len(widths)
        self.at = 0
        for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.page_setup.orientation, self.sheet.page_setup.paperSize = "landscape", 9

    def titles(self, office: str, above: str, *lines: str) -> None:
        """The office at the left, the motto at the right, then each title over the whole width."""
        half = self.wide // 2
        for left, right in ((above.upper(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                            (office.upper(), "Độc lập - Tự do - Hạnh phúc")):  # fmt: skip
            self.at += 1
            self._over(left, 1, half, bold=left != above.upper())
            self._over(right, half + 1, self.wide, bold=True)
        self.at += 1
        for line in lines:
            self.at += 1
            self._over(line, 1, self.wide, bold=line == lines[0])
        self.at += 1

    def _over(self, text: str, first: int, last: int, *, bold: bool = False) -> None:
        cell = self.sheet.cell(self.at, first, text or None)
        cell.font = Font(name=_FONT, size=13, bold=bold)
        cell.alignment = _CENTRE
        if last > first:
            self.sheet.merge_cells(None, self.at, first, self.at, last)

    def heads(self, *texts: str) -> None:
        """A line of headings."""
        self.row(texts, bold=True)

    def row(self, values: Sequence[Any], *, bold: bool = False) -> None:
        """A line of the table; a text is kept as a text."""
        self.at += 1
        for column, value in enumerate(values, 1):
            cell = self.sheet.cell(self.at, column, value if value != "" else None)
            cell.font = Font(name=_FONT, size=12, bold=bold)
            cell.alignment = _CENTRE if bold or column == 1 else _LEFT
            cell.border = _BOX

    def group(self, mark: str, title: str) -> None:
        """The title of a group: its mark under STT, its text over the other columns."""
        self.row([mark, title, *[""] * (self.wide - 2)], bold=True)
        self.sheet.merge_cells(None, self.at, 2, self.at, self.wide)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet.merge_cells(None, top, left, bottom, right)

    def ending(self, said: str, place: str, *signers: str) -> None:
        """The sum in words, place and day, and who signs the list."""
        self.at += 1
        self._over(said, 1, self.wide)
        self.at += 2
        half = self.wide // 2
        self._over(f"{place}, ngày      tháng      năm", half + 1, self.wide)
        self.at += 1
        self._over(signers[0], 1, half, bold=True)
        self._over(signers[1], half + 1, self.wide, bold=True)

    def saved(self) -> bytes:
        return _saved(self.book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _split(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Collectives and people."""
    groups = [row for row in rows if row["doi_tuong"] == _COLLECTIVE]
    return groups, [row for row in rows if row["doi_tuong"] != _COLLECTIVE]


def _can_tho(rows: Sequence[Row]) -> bytes:
    """Two groups under their titles; Ông, Bà before the name."""
    paper = _Paper((6, 44, 50, 20))
    paper.titles(
        "SỞ NỘI VỤ",
        "UBND THÀNH PHỐ CẦN THƠ",
        "DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN",
        "Phong trào “Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”",
        "(Kèm theo Tờ trình của Sở Nội vụ)",
    )
    paper.heads("TT", "Tên tập thể, cá nhân", "Chức vụ, đơn vị công tác", "Ghi chú")
    for mark, title, part in zip(["I", "II"], ("TẬP THỂ", "CÁ NHÂN"), _split(rows), strict=True):
        paper.group(mark, f"{title} ({len(part):02d})")
        for number, row in enumerate(part, 1):
            name = f"{row.get('danh_xung', '')} {row['ho_ten']}".strip()
            paper.row([number, name, row.get("chuc_vu_don_vi", ""), ""])
    paper.ending(
        f"Danh sách gồm {len(rows):02d} tập thể, cá nhân./.",
        "Cần Thơ",
        "NGƯỜI LẬP BIỂU",
        "GIÁM ĐỐC",
    )
    return paper.saved()


def _hai_phong(rows: Sequence[Row]) -> bytes:
    """Headings over two lines with their numbers below, a row that is hidden, a sum."""
    labels = dict(_award("hinh_thuc").choices)
    paper = _Paper((6, 13, 9, 42, 46, 30, 14))
    paper.titles(
        "SỞ NỘI VỤ",
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG",
        "Tổng kết phong trào “Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”",
    )
    paper.heads("Số TT", "Đối tượng", "Ông/Bà", "HỌ VÀ TÊN", "Chức vụ, đơn vị", "Đề nghị", "")
    top = paper.at
    paper.heads("", "", "", "", "", "Hình thức khen thưởng", "Ghi chú")
    paper.merge(top, 6, top, 7)
    for column in range(1, 6):
        paper.merge(top, column, top + 1, column)
    paper.row([f"({number})" for number in range(1, 8)])
    kinds = {_COLLECTIVE: "Tập thể", "ca_nhan": "Cá nhân"}
    for number, row in enumerate(rows, 1):
        cells = [row.get(name, "") for name in ("danh_xung", "ho_ten", "chuc_vu_don_vi")]
        award = labels.get(row.get("hinh_thuc"), "")
        paper.row([number, kinds[row["doi_tuong"]], *cells, award, ""])
        if number == 40:
            paper.row(["", "Cá nhân", "Ông", "Trần Văn Rút", "Đã rút khỏi danh sách", "", "rút"])
            paper.sheet.row_dimensions[paper.at].hidden = True
    paper.row(["", "", "", f"Tổng cộng: {len(rows)} tập thể, cá nhân", "", "", ""], bold=True)
    paper.ending("(Danh sách này đã được Hội đồng thông qua)", "Hải Phòng", "NGƯỜI LẬP", "GIÁM ĐỐC")
    return paper.saved()


def _so_du_lich(rows: Sequence[Row]) -> bytes:
    """A cross under Nam or Nữ; post and unit apart, the unit once for neighbours; money as text."""
    paper = _Paper((6, 36, 6, 6, 26, 50, 16))
    paper.titles(
        "SỞ DU LỊCH",
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "Danh sách khen thưởng sơ kết phong trào văn hóa công sở",
        "Giai đoạn 2019 - 2022",
    )
    paper.heads("STT", "Họ tên", "Nam", "Nữ", "Chức vụ", "Đơn vị công tác", "Mức thưởng (đồng)")
    units: list[str] = []
    number = 0
    for mark, title, part in zip("AB", ("Tập thể", "Cá nhân"), _split(rows), strict=True):
        paper.group(mark, title)
        units.append("")
        for row in part:
            number += 1
            post, _, unit = row.get("chuc_vu_don_vi", "").partition(", ")
            cross = ["x" if row.get("danh_xung") == one else "" for one in ("Ông", "Bà")]
            money = f"{row['tien_thuong']:,}".replace(",", ".") + " đ"
            again = bool(unit) and unit == units[-1]
            paper.row([number, row["ho_ten"], *cross, post, "" if again else unit, money])
            if again:
                paper.merge(paper.at - 1, 6, paper.at, 6)
            units.append(unit)
    total = sum(row["tien_thuong"] for row in rows)
    paper.row(["", "Cộng", "", "", "", "", f"{total:,}".replace(",", ".") + " đ"], bold=True)
    paper.ending("Bằng chữ: bốn triệu không trăm năm mươi nghìn đồng", "Hải Phòng",
                 "KẾ TOÁN", "CHÁNH VĂN PHÒNG")  # fmt: skip
    return paper.saved()


def _hai_quan_tphcm(rows: Sequence[Row]) -> bytes:
    """Headings in capitals, giới tính for Ông, Bà; money as a number with a format."""
    paper = _Paper((6, 12, 30, 60, 16, 16))
    paper.titles(
        "CỤC HẢI QUAN TP HỒ CHÍ MINH",
        "TỔNG CỤC HẢI QUAN",
        "DANH SÁCH CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG ĐỘT XUẤT",
    )
    paper.heads("STT", "GIỚI TÍNH", "HỌ VÀ TÊN", "CHỨC VỤ, ĐƠN VỊ CÔNG TÁC", "TIỀN THƯỞNG",
                "KÝ NHẬN")  # fmt: skip
    for number, row in enumerate(rows, 1):
        sex = {"Ông": "Nam", "Bà": "Nữ"}[row["danh_xung"]]
        who = (row["ho_ten"], row["chuc_vu_don_vi"])
        paper.row([number, sex, *who, row["tien_thuong"], ""])
        paper.sheet.cell(paper.at, 5).number_format = "#,##0"
    paper.ending(f"Danh sách có {len(rows):02d} người", "Thành phố Hồ Chí Minh",
                 "PHÒNG TỔ CHỨC CÁN BỘ", "CỤC TRƯỞNG")  # fmt: skip
    return paper.saved()


def _tong_cuc(rows: Sequence[Row]) -> bytes:
    """The name over two columns under one heading; titles in the short words of an office."""
    short = {"tap_the_lao_dong_tien_tien": "TT LĐTT", "chien_si_thi_dua_co_so": "CSTĐ cơ sở"}
    paper = _Paper((6, 8, 40, 12, 56, 18))
    paper.titles(
        "VỤ TỔ CHỨC CÁN BỘ",
        "TỔNG CỤC HẢI QUAN",
        "DANH SÁCH ĐỀ NGHỊ DANH HIỆU THI ĐUA VÀ GIẤY KHEN NĂM 2020",
        "Khối cơ quan Tổng cục",
    )
    paper.heads("STT", "Ông/Bà", "Họ và tên", "", "Đơn vị", "Danh hiệu")
    paper.merge(paper.at, 3, paper.at, 4)
    number = 0
    for mark, title, part in zip(["I", "II"], ("Tập thể", "Cá nhân"), _split(rows), strict=True):
        paper.group(f"{mark}.", title)
        for row in part:
            number += 1
            first, _, given = row["ho_ten"].rpartition(" ")
            whole = (row["ho_ten"], "") if row["doi_tuong"] == _COLLECTIVE else (first, given)
            award = short.get(row.get("hinh_thuc", ""), "Giấy khen")
            unit = row.get("chuc_vu_don_vi", "")
            paper.row([number, row.get("danh_xung", ""), *whole, unit, award])
            if not whole[1]:
                paper.merge(paper.at, 3, paper.at, 4)
    paper.ending(f"Tổng số: {len(rows)}", "Hà Nội", "Người lập", "VỤ TRƯỞNG")
    return paper.saved()


def _award(name: str) -> Any:
    table = _KINDS["quyet_dinh_khen_thuong"].field("khen_thuong")
    return next(column for column in table.columns if column.name == name)


# The two cities give bằng khen and cờ; giấy khen of the same movement are given by their Sở Nội vụ.
_OWN_CERTIFICATES: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "can-tho-119": (
        ("", "Phòng Cải cách hành chính", "Sở Nội vụ thành phố Cần Thơ"),
        ("", "Trung tâm Lưu trữ lịch sử", "Sở Nội vụ thành phố Cần Thơ"),
        ("Bà", "Nguyễn Thị Cẩm Hường", "Chuyên viên, Văn phòng Sở Nội vụ"),
        ("Ông", "Huỳnh Quốc Khải", "Chuyên viên chính, Phòng Tổ chức, biên chế"),
        ("Ông", "Kim Sô Phép", "Nhân viên lái xe, Văn phòng Sở Nội vụ"),
    ),
    "hai-phong-200": (
        ("", "Phòng Thi đua - Khen thưởng", "Sở Nội vụ thành phố Hải Phòng"),
        ("Bà", "Trần Thị Thu Hà", "Phó Trưởng phòng, Phòng Công chức, viên chức"),
        ("Ông", "Vũ Đình Khôi", "Chuyên viên, Phòng Cải cách hành chính"),
        ("Bà", "Phạm Ngọc Diệp", "Văn thư, Văn phòng Sở Nội vụ"),
        ("Ông", "Đỗ Văn Quyết", "Chuyên viên, Phòng Xây dựng chính quyền"),
        ("Bà", "Lê Hoài Thương", "Chuyên viên chính, Thanh tra thành phố"),
    ),
}


def certified(campaign: str, rows: Sequence[Row]) -> list[Row]:
    """Those who are given a giấy khen, as values of that kind."""
    own = _OWN_CERTIFICATES.get(campaign)
    if own is None:
        given: Sequence[Row] = [
            {key: value for key, value in row.items() if key != "tien_thuong"} for row in rows
        ]
    else:
        given = [
            {
                "doi_tuong": "ca_nhan" if honorific else _COLLECTIVE,
                "danh_xung": honorific,
                "ho_ten": name,
                "chuc_vu_don_vi": unit,
            }
            for honorific, name, unit in own
        ]
    return [{**row, "so_vang": number} for number, row in enumerate(given, 1)]


def _certificates(rows: Sequence[Row]) -> bytes:
    """The program's own workbook, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(template(_CERTIFICATE)))
    book.properties.created = book.properties.modified = _DAY
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        sheet.cell(number + 1, 1, str(number))
        for at, column in enumerate(columns(_CERTIFICATE), 2):
            value = row.get(column.name, "")
            shown = str(dict(column.field.choices).get(value, value))
            if shown:
                sheet.cell(number + 1, at, shown).number_format = "@"
    return _saved(book)


_HABITS: Mapping[str, Callable[[Sequence[Row]], bytes]] = {
    "can-tho-119": _can_tho,
    "hai-phong-200": _hai_phong,
    "so-du-lich-hai-phong": _so_du_lich,
    "hai-quan-tphcm": _hai_quan_tphcm,
    "tong-cuc-hai-quan": _tong_cuc,
}


def files() -> dict[str, bytes]:
    """Every list: its path below examples/ → its bytes."""
    made = {}
    for campaign, habit in _HABITS.items():
        decision = EXAMPLES / campaign / "quyet_dinh_khen_thuong.json"
        rows = json.loads(decision.read_text(encoding="utf-8"))["khen_thuong"]
        made[f"{campaign}/danh_sach/{AWARDS}"] = habit(rows)
        made[f"{campaign}/danh_sach/{CERTIFICATES}"] = _certificates(certified(campaign, rows))
    return made


if __name__ == "__main__":
    for name, data in files().items():
        (EXAMPLES / name).parent.mkdir(exist_ok=True)
        (EXAMPLES / name).write_bytes(data)
