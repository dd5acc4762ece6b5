"""One document, laid out as offices lay it out: its parts are the same, whatever holds them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.check.hand import Hand, Say, bold, plain
from vanban.check.find import find
from vanban.check.parts import Family, Found, Part
from vanban.laid import Holder, Laid
from vanban.resolved import Align

QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"
CHU_QUAN, CO_QUAN = "UBND TỈNH HÀ GIANG", "SỞ NỘI VỤ"
SO = "Số: 12/TB-SNV"
NGAY = "Hà Giang, ngày 05 tháng 3 năm 2026"
LIST = ("- Như trên;", "- Giám đốc Sở;", "- Lưu: VT, VP.")
TEN = "Nguyễn Văn An"


def italic(words: str, size: float = 14) -> Say:
    return Say(words, italic=True, size=size)


def left(words: str, size: float = 11) -> Say:
    return plain(words, size, Align.LEFT)


NOI_NHAN = Say("Nơi nhận:", bold=True, italic=True, size=12, align=Align.LEFT)
LEFT_HEAD = (plain(CHU_QUAN, 13), bold(CO_QUAN, 13), plain(SO, 13))
RIGHT_HEAD = (bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(NGAY))
OFFICE = (bold("KT. GIÁM ĐỐC"), bold("PHÓ GIÁM ĐỐC"))
ROOM = (plain(""),) * 4

# -- letterheads -----------------------------------------------------------------------------------


def head_in_a_row(hand: Hand) -> None:
    hand.beside(LEFT_HEAD, RIGHT_HEAD)


def head_row_by_row(hand: Hand) -> None:
    rows = [[[one], [other]] for one, other in zip(LEFT_HEAD, RIGHT_HEAD, strict=True)]
    hand.cells(rows, (65, 95))


def head_with_rules_typed(hand: Hand) -> None:
    hand.beside(
        [*LEFT_HEAD[:2], plain("-------", 13), LEFT_HEAD[2]],
        [*RIGHT_HEAD[:2], plain("---------------", 13), RIGHT_HEAD[2]],
    )


def head_in_two_tables(hand: Hand) -> None:
    hand.beside(LEFT_HEAD[:2], RIGHT_HEAD[:2])
    hand.beside(LEFT_HEAD[2:], RIGHT_HEAD[2:])


def head_with_an_empty_middle_column(hand: Hand) -> None:
    hand.beside(LEFT_HEAD, [plain("")], RIGHT_HEAD, widths=(62, 6, 92))


def head_in_tabs(hand: Hand) -> None:
    for one, other in zip(LEFT_HEAD, RIGHT_HEAD, strict=True):
        hand.tabbed(one, other)


def head_in_tabs_by_twos(hand: Hand) -> None:
    for one, other in zip(LEFT_HEAD, RIGHT_HEAD, strict=True):
        hand.tabbed(one, other, tabs="\t\t")


def head_in_spaces(hand: Hand) -> None:
    for one, other in zip(LEFT_HEAD, RIGHT_HEAD, strict=True):
        hand.tabbed(one, other, tabs=" " * 12)


def head_in_boxes(hand: Hand) -> None:
    hand.boxed(28, 20, 66, *LEFT_HEAD)
    hand.boxed(95, 20, 96, *RIGHT_HEAD)
    hand.y = 48


def head_in_boxes_right_first(hand: Hand) -> None:
    hand.boxed(95, 20, 96, *RIGHT_HEAD)
    hand.boxed(28, 20, 66, *LEFT_HEAD)
    hand.y = 48


def head_right_cell_first(hand: Hand) -> None:
    """A table set from right to left, or cells that were moved."""
    hand.boxed(95, 20, 96, *RIGHT_HEAD)
    hand.beside(LEFT_HEAD, [plain("")])
    hand.y = 48


def head_in_lines_of_a_cell(hand: Hand) -> None:
    hand.beside(
        [plain(f"{CHU_QUAN}\n{CO_QUAN}\n{SO}", 13)],
        [bold(f"{QUOC_HIEU}\n{TIEU_NGU}", 13), italic(NGAY)],
    )


def head_agency_centred_above(hand: Hand) -> None:
    """Số and date in a second row, the agency in cells of its own."""
    hand.cells([[LEFT_HEAD[:1], RIGHT_HEAD[:1]], [LEFT_HEAD[1:2], RIGHT_HEAD[1:2]]], (65, 95))
    hand.tabbed(LEFT_HEAD[2], RIGHT_HEAD[2])


# -- feet ------------------------------------------------------------------------------------------


def foot_in_a_row(hand: Hand) -> None:
    hand.beside([NOI_NHAN, *map(left, LIST)], [*OFFICE, *ROOM, bold(TEN)])


def foot_row_by_row(hand: Hand) -> None:
    hand.cells(
        [
            [[NOI_NHAN], list(OFFICE)],
            [list(map(left, LIST)), [plain("(Đã ký)", 12)]],
            [[], [plain(""), plain(""), bold(TEN)]],
        ],
        (65, 95),
    )


def foot_in_tabs(hand: Hand) -> None:
    hand.tabbed(NOI_NHAN, OFFICE[0]).tabbed(left(LIST[0]), OFFICE[1])
    hand.say(left(LIST[1])).blank(2).tabbed(left(LIST[2]), bold(TEN))


def foot_signature_first(hand: Hand) -> None:
    for each in (*OFFICE, plain(""), plain(""), plain("")):
        hand.tabbed(plain(""), each)
    hand.tabbed(plain(""), bold(TEN))
    hand.say(NOI_NHAN, *map(left, LIST))


def foot_signature_in_a_box(hand: Hand) -> None:
    y = hand.y
    hand.say(NOI_NHAN, *map(left, LIST))
    hand.boxed(105, y, 80, *OFFICE, *ROOM, bold(TEN))


def foot_in_lines_of_a_cell(hand: Hand) -> None:
    hand.beside(
        [left("\n".join(("Nơi nhận:", *LIST)))],
        [bold("\n".join(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "", TEN)))],
    )


def foot_name_below_the_table(hand: Hand) -> None:
    hand.beside([NOI_NHAN, *map(left, LIST)], OFFICE)
    hand.blank(3).tabbed(plain(""), bold(TEN))


HEADS = (
    head_in_a_row,
    head_row_by_row,
    head_with_rules_typed,
    head_in_two_tables,
    head_with_an_empty_middle_column,
    head_in_tabs,
    head_in_tabs_by_twos,
    head_in_spaces,
    head_in_boxes,
    head_in_boxes_right_first,
    head_right_cell_first,
    head_in_lines_of_a_cell,
    head_agency_centred_above,
)
FEET = (
    foot_in_a_row,
    foot_row_by_row,
    foot_in_tabs,
    foot_signature_first,
    foot_signature_in_a_box,
    foot_in_lines_of_a_cell,
    foot_name_below_the_table,
)
Draw = Callable[[Hand], None]


def drawn(head: Draw, foot: Draw, hand: Hand | None = None) -> Laid:
    hand = hand or Hand()
    head(hand)
    hand.blank().say(bold("THÔNG BÁO"), bold("Về việc nghỉ Tết Nguyên đán năm 2026")).draw(110, 30)
    hand.say(
        "Sở Nội vụ thông báo lịch nghỉ Tết Nguyên đán năm 2026 đến các cơ quan, đơn vị như sau:",
        "1. Thời gian nghỉ là 09 ngày, từ ngày 14 tháng 02 năm 2026 đến ngày 22 tháng 02 năm 2026.",
        "2. Các đơn vị phân công người trực và gửi danh sách trước ngày 10 tháng 02 năm 2026./.",
    ).blank()
    foot(hand)
    return hand.laid()


def parts(found: Found) -> dict[Part, str]:
    told = {part: found.text(part) for part in found.parts}
    told.pop(Part.NOI_DUNG, None)
    return told


EXPECTED = {
    Part.QUOC_HIEU: QUOC_HIEU,
    Part.TIEU_NGU: TIEU_NGU,
    Part.CHU_QUAN: CHU_QUAN,
    Part.CO_QUAN: CO_QUAN,
    Part.SO_KY_HIEU: SO,
    Part.DIA_DANH: NGAY,
    Part.TEN_LOAI: "THÔNG BÁO",
    Part.TRICH_YEU: "Về việc nghỉ Tết Nguyên đán năm 2026",
    Part.NOI_NHAN: "Nơi nhận:",
    Part.NOI_NHAN_DS: "\n".join(LIST),
    Part.QUYEN_HAN: "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    Part.HO_TEN: TEN,
}


@pytest.mark.parametrize("head", HEADS, ids=lambda draw: draw.__name__)
def test_a_letterhead_is_found_in_whatever_holds_it(head: Draw) -> None:
    found = find(drawn(head, foot_in_a_row))
    assert (found.family, found.loai) == (Family.HANH_CHINH, "Thông báo")
    assert parts(found) == EXPECTED
    assert len(found.body) == 3


@pytest.mark.parametrize("foot", FEET, ids=lambda draw: draw.__name__)
def test_a_foot_is_found_in_whatever_holds_it(foot: Draw) -> None:
    found = find(drawn(head_in_a_row, foot))
    assert parts(found) == EXPECTED
    assert len(found.body) == 3


@pytest.mark.parametrize("head", HEADS[:7], ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("foot", FEET[:3], ids=lambda draw: draw.__name__)
def test_a_pdf_tells_the_same_without_paragraph_settings(head: Draw, foot: Draw) -> None:
    assert parts(find(drawn(head, foot, Hand(source="pdf")))) == EXPECTED


@pytest.mark.parametrize("head", [head_in_boxes, head_in_tabs])
def test_a_letterhead_that_is_told_last_is_found_on_top(head: Draw) -> None:
    """A PDF tells its text boxes after its text."""
    laid = drawn(head, foot_in_tabs, Hand(source="pdf"))
    top = [piece for piece in laid.pieces if piece.box and piece.box.bottom < 48]
    rest = [piece for piece in laid.pieces if piece not in top]
    told = [replace(piece, holder=Holder.BODY) for piece in (*rest, *top)]
    pieces = tuple(replace(piece, number=number) for number, piece in enumerate(told))
    found = find(replace(laid, pieces=pieces))
    assert parts(found) == EXPECTED
    assert len(found.body) == 3


@pytest.mark.parametrize("head", [head_in_a_row, head_row_by_row, head_in_tabs])
def test_what_was_never_printed_is_told_by_words_and_cells(head: Draw) -> None:
    laid = drawn(head, foot_in_a_row)
    blind = replace(laid, pieces=tuple(replace(piece, lines=()) for piece in laid.pieces))
    assert parts(find(blind)) == EXPECTED


@pytest.mark.parametrize("head", [head_in_a_row, head_in_tabs, head_in_lines_of_a_cell])
def test_combining_letters_are_the_same_letters(head: Draw) -> None:
    laid = drawn(head, foot_in_a_row)

    def apart(words: str) -> str:
        return unicodedata.normalize("NFD", words)

    pieces = []
    for piece in laid.pieces:
        runs, start = [], 0
        for run in piece.runs:
            runs.append(replace(run, start=start, text=apart(run.text)))
            start += len(runs[-1].text)
        pieces.append(replace(piece, text=apart(piece.text), runs=tuple(runs)))
    found = find(replace(laid, pieces=tuple(pieces)))
    assert parts(found) == {part: apart(words) for part, words in EXPECTED.items()}
