"""What a document says, on papers made by hand: what must be told and what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.check.engine import Hit, NotApplicable
from vanban.check.looks import LOOKS, text
from vanban.check.parts import Bit, Family, Found, Item, Level, Part
from vanban.laid import At, Holder, Laid, Piece
from vanban.vietnamese.numbers import format_number, money_in_words

DAY = date(2026, 11, 22)
Lines = Sequence[str]


def pieces(lines: Lines, table: Sequence[Lines] = ()) -> Iterator[Piece]:
    number = 0
    for line in lines:
        yield Piece(number, line, (), (), Holder.BODY, source=number + 1)
        number += 1
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            at = At(0, row, column)
            yield Piece(number, cell, (), (), Holder.CELL, at=at, source=number + 1)
            number += 1


def paper(*lines: str, table: Sequence[Lines] = (), day: date = DAY) -> Found:
    laid = Laid("docx", (), tuple(pieces(lines, table)))
    levels = {"Điều": Level.DIEU, "1": Level.KHOAN, "2": Level.KHOAN, "3": Level.KHOAN}
    items = tuple(
        Item(Bit(p, 0, len(p.text)), levels.get(p.text.split()[0].rstrip("."), Level.VAN))
        for p in laid.pieces
        if p.holder is Holder.BODY
    )
    attached = tuple(Bit(p, 0, len(p.text)) for p in laid.pieces if p.holder is Holder.CELL)
    return Found(
        laid,
        Family.HANH_CHINH,
        "Quyết định",
        parts={Part.NOI_DUNG_PHU_LUC: attached},
        body=items,
        day=day,
    )


def hits(rule: str, *lines: str, table: Sequence[Lines] = (), day: date = DAY) -> list[Hit]:
    return list(LOOKS[rule](paper(*lines, table=table, day=day)))


def told(rule: str, *lines: str, table: Sequence[Lines] = (), day: date = DAY) -> list[str]:
    return [hit.is_ for hit in hits(rule, *lines, table=table, day=day)]


TABLE = (
    ("STT", "Đơn vị", "Tiền thưởng"),
    ("1", "Phòng A", "7.590.000"),
    ("2", "Phòng B", "3.800.000"),
)


def total(of: str) -> Found:
    """The table with this as its last row."""
    return paper(table=(*TABLE, ("", "Tổng cộng", of)))


ARTICLE = "Điều 1. Tặng Giấy khen cho 01 tập thể và 02 cá nhân sau đây:"
BEHIND = "Điều 1. Tặng Giấy khen cho {} tập thể (có danh sách kèm theo)."
OLD_DECREE = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023;"
ON_THE_DAY = "Họp thứ {}, ngày 24 tháng 11 năm 2026."
WRONG: dict[str, list[Callable[[], Found]]] = {
    "ngay_khong_co_that": [
        lambda: paper("Họp ngày 31 tháng 4 năm 2025."),
        lambda: paper("Họp Ngày 29 tháng 02 năm 2025."),
        lambda: paper("Họp trước ngày 30/02/2026."),
        lambda: paper("Họp ngày 05 tháng 13 năm 2025."),
    ],
    "thu_khong_khop_ngay": [lambda: paper(ON_THE_DAY.format("Hai"))],
    "tien_bang_chu": [lambda: paper("7.590.000 đồng (Bảy triệu năm trăm tám mươi nghìn đồng)")],
    "van_ban_da_thay_the": [lambda: paper(OLD_DECREE)],
    "ten_viet_hai_cach": [
        lambda: paper("Tặng Bà Nguyễn Thị Hoa, Chuyên viên.", "Bà Nguyễn Thị Hoà chịu trách nhiệm.")
    ],
    "am_tiet_la": [lambda: paper("Tổ chức thưc hiện quyêt định")],
    "tu_hay_viet_sai": [lambda: paper("Bổ xung kinh phí"), lambda: paper("đã xử dụng")],
    "dau_cach_truoc_dau_cau": [lambda: paper("Văn phòng , Sở Nội vụ")],
    "tong_khong_khop": [lambda: total("11.400.000")],
    "so_luong_khong_khop": [
        lambda: paper(ARTICLE, "1. Phòng A", "2. Ông B", "Điều 2."),
        lambda: paper(BEHIND.format("03"), table=TABLE),
    ],
}
RIGHT: dict[str, Callable[[], Found]] = {
    **{
        line: partial(paper, line)
        for line in (
            "ngày 29 tháng 02 năm 2024",
            "ngày … tháng … năm 2025",
            "Kế hoạch số 31/04/2025 của Ban",
            "tỷ lệ 45/60/2025-A",
            "ngày 31/12/2025",
            "Nghị định số 152/2025/NĐ-CP; số 98/2023/NĐ-CPX",
            "sáng thứ Ba, ngày 24/11/2026",
            "Chủ nhật (ngày 22 tháng 11 năm 2026)",
            "thứ 2 ngày 23/11/2026",
            "7.590.000 đồng (bằng chữ: bảy triệu, năm trăm chín mươi ngàn đồng chẵn)",
            "1.005 đồng (Một nghìn không trăm lẻ năm đồng)",
            "7.590.000 đồng (mức thưởng cho tập thể bằng 03 lần mức lương cơ sở một đồng)",
            "các Ông, Bà ở Bà Rịa - Vũng Tàu, ông bà",
            "Đắk Lắk, Ê-đê, Krông Búk, website, 5m², hoà, hòa, thuỷ, quýt, giếng, Pleiku",
            "bổ sung, xử lý, sử dụng, kỷ luật",
            "Số:     /QĐ-UBND, ngày    tháng    năm 2026",
            "a) b; c. d: đ; 3 .5",
        )
    },
    "the tone in two places": lambda: paper(
        "Ông Lê Văn Hòa, Trưởng phòng", "ông Lê Văn Hoà và bà Trần Thị An"
    ),
    "the sum": lambda: total("11.390.000"),
    "as many as are named": lambda: paper(
        ARTICLE, "1. Phòng A", "2. Ông B", "3. Bà C", "Điều 2. Hiệu lực."
    ),
    "as many as are in the list behind": lambda: paper(BEHIND.format("02"), table=TABLE),
}


def test_what_names_no_number_is_not_counted() -> None:
    with pytest.raises(NotApplicable):
        hits("so_luong_khong_khop", "Điều 1. Ban hành Quy chế.", table=TABLE)


def test_a_weekday_that_is_not_the_days() -> None:
    (hit,) = hits("thu_khong_khop_ngay", "Họp thứ Hai, ngày 24 tháng 11 năm 2026.")
    assert hit.should == "thứ Ba"
    with pytest.raises(NotApplicable):
        hits("thu_khong_khop_ngay", "thứ Hai hằng tuần")


def test_money_in_words_of_another_sum() -> None:
    (hit,) = hits("tien_bang_chu", "là 7.590.000 đồng (Bảy triệu năm trăm tám mươi nghìn đồng)")
    assert hit.should == "Bảy triệu năm trăm chín mươi nghìn đồng"


@given(st.integers(1_000, 10**12))
def test_our_own_words_for_money_pass(n: int) -> None:
    assert told("tien_bang_chu", f"{format_number(n)} đồng ({money_in_words(n)}).") == []


def test_a_replaced_document_is_told_once_and_only_after_its_end() -> None:
    line = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023;"
    (hit,) = hits("van_ban_da_thay_the", line, line)
    assert "152/2025/NĐ-CP" in hit.should
    assert hit.data["het"] == "01/7/2025".replace("/7/", "/07/")
    assert told("van_ban_da_thay_the", line, day=date(2025, 6, 30)) == []
    assert told("van_ban_da_thay_the", "Nghị định số 152/2025/NĐ-CP; số 98/2023/NĐ-CPX") == []


def test_every_replaced_document_has_a_reason_and_a_day() -> None:
    for so, old in text.replaced().items():
        assert old.so == so
        assert old.thay
        assert old.nguon


def test_a_name_in_two_ways() -> None:
    lines = ("Tặng Bà Nguyễn Thị Hoa, Chuyên viên.", "Bà Nguyễn Thị Hoà chịu trách nhiệm.")
    assert told("ten_viet_hai_cach", *lines) == ["Nguyễn Thị Hoà"]


def test_a_word_that_is_no_syllable() -> None:
    assert told("am_tiet_la", "Tổ chức thưc hiện quyêt định") == ["thưc", "quyêt"]


def test_a_word_that_is_often_misspelt_and_what_mends_it() -> None:
    (hit,) = hits("tu_hay_viet_sai", "Bổ xung kinh phí")
    assert hit.should == "Bổ sung"
    (repair,) = hit.repair
    assert (repair.start, repair.end, repair.text) == (0, 7, "Bổ sung")


def test_letters_that_small_are_two_do_not_shift_what_is_told() -> None:
    assert told("tu_hay_viet_sai", "Ông İsmet bổ xung kinh phí") in ([], ["bổ xung"])


def test_a_space_before_a_comma() -> None:
    (hit,) = hits("dau_cach_truoc_dau_cau", "Văn phòng , Sở Nội vụ")
    assert (hit.is_, hit.should) == ("phòng ,", "phòng,")
    (repair,) = hit.repair
    assert (repair.start, repair.end, repair.text) == (9, 10, "")


def test_a_total_that_is_not_the_sum() -> None:
    total = ("", "Tổng cộng", "11.400.000")
    (hit,) = hits("tong_khong_khop", table=(*TABLE, total))
    assert (hit.is_, hit.should, hit.data["column"]) == ("11.400.000", "11.390.000", "Tiền thưởng")


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        (*TABLE, ("I", "Khối tỉnh", "5"), ("", "Tổng cộng", "11.400.000")),
        (*TABLE, ("", "Cộng", "11.390.000"), ("3", "C", "1"), ("", "Tổng cộng", "1")),
        (*TABLE, ("", "Công ty C", "1")),
        (("STT", "Tỷ lệ"), ("1", "50 %"), ("2", "70 %"), ("", "Tổng cộng")),
    ],
)
def test_tables_that_cannot_be_added_up(table: Sequence[Lines]) -> None:
    with pytest.raises(NotApplicable):
        hits("tong_khong_khop", table=table)


def test_a_list_of_another_number_of_people() -> None:
    (hit,) = hits("so_luong_khong_khop", ARTICLE, "1. Phòng A", "2. Ông B", "Điều 2.")
    assert (hit.is_, hit.should) == ("01 tập thể, 02 cá nhân", "02 dòng")
