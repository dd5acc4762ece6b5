"""The text with its levels, what is attached to it, and the lines below its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.check.hand import Hand, Say, bold, plain, text
from tests.check.test_find_kinds import BODY, head, paper
from tests.check.test_find_layouts import (
    NGAY,
    QUOC_HIEU,
    TIEU_NGU,
    foot_in_a_row,
    head_in_a_row,
    italic,
)
from vanban.check.find import find
from vanban.check.parts import Family, Found, Item, Level, Part
from vanban.laid import At, Box, Holder, Laid, Line, Piece, Run, Sheet, Stroke
from vanban.resolved import Align, Font, Shape


def levels(*lines: Say | str, title: str = "KẾ HOẠCH") -> tuple[Item, ...]:
    hand = head(Hand(), "Số: 12/KH-SNV").say(bold(title), bold("Về việc trực Tết")).say(*lines)
    foot_in_a_row(hand)
    return find(hand.laid()).body


@pytest.mark.parametrize(
    ("line", "level", "so"),
    [
        ("Điều 12. Hiệu lực thi hành", Level.DIEU, "Điều 12."),
        ("Điều 1: Phạm vi", Level.DIEU, "Điều 1:"),
        ("I. MỤC ĐÍCH, YÊU CẦU", Level.MUC_LA_MA, "I."),
        ("IV/ TỔ CHỨC THỰC HIỆN", Level.MUC_LA_MA, "IV/"),
        ("1. Mục đích", Level.KHOAN, "1."),
        ("1.2. Yêu cầu", Level.TIET, "1.2."),
        ("a) Các sở, ban, ngành;", Level.DIEM, "a)"),
        ("đ. Các xã, phường;", Level.DIEM, "đ."),
        ("- Báo cáo trước ngày 10;", Level.GACH, "-"),
        ("+ Gửi qua hệ thống;", Level.GACH, "+"),
        ("Mục 1. QUY ĐỊNH CHUNG", Level.MUC, "Mục 1."),
        ("Tiểu mục 2", Level.TIEU_MUC, "Tiểu mục 2"),
        ("Chương II. TỔ CHỨC THỰC HIỆN", Level.CHUONG, "Chương II."),
        ("Phần thứ nhất", Level.PHAN, "Phần thứ nhất"),
        ("Năm 2026 có 12 tháng.", Level.VAN, ""),
        ("V.I. Lênin viết như vậy.", Level.VAN, ""),
        ("Điều này được giải thích như sau.", Level.VAN, ""),
        ("5 - 7 người được cử đi học.", Level.VAN, ""),
        ("Mục 3 của Kế hoạch được giữ nguyên.", Level.VAN, ""),
    ],
)
def test_a_paragraph_has_the_level_of_its_number_as_written(
    line: str, level: Level, so: str
) -> None:
    (item, _) = levels(text(line), BODY)
    assert (item.level, item.so) == (level, so)
    assert item.bit.text == line


def test_a_title_only_names_what_follows() -> None:
    items = levels(
        bold("Chương I"),
        bold("QUY ĐỊNH CHUNG"),
        text("1. Yêu cầu"),
        text("a) Các đơn vị phân công người trực đủ các ngày nghỉ."),
        text("2. Các đơn vị gửi danh sách người trực về Văn phòng."),
        text("3. Kinh phí"),
        text("Kinh phí lấy từ nguồn chi thường xuyên của đơn vị."),
    )
    told = [(item.level, item.titled, item.title) for item in items]
    assert told == [
        (Level.CHUONG, False, ""),
        (Level.CHUONG, True, "QUY ĐỊNH CHUNG"),
        (Level.KHOAN, True, "Yêu cầu"),
        (Level.DIEM, False, ""),
        (Level.KHOAN, False, ""),
        (Level.KHOAN, True, "Kinh phí"),
        (Level.VAN, False, ""),
    ]


def test_only_the_bold_beginning_of_a_dieu_is_its_title() -> None:
    laid = Hand().laid()
    hand = head(Hand(), "Số: 12/QĐ-SNV").say(bold("QUYẾT ĐỊNH"), bold("QUYẾT ĐỊNH:"))
    hand.say("Điều 1. Hiệu lực. Quyết định này có hiệu lực kể từ ngày ký.", BODY)
    foot_in_a_row(hand)
    laid = hand.laid()
    at = next(p.number for p in laid.pieces if p.text.startswith("Điều 1"))
    piece = laid.pieces[at]
    font = piece.runs[0].font
    count = len("Điều 1. Hiệu lực.")
    runs = (
        Run(0, piece.text[:count], replace(font, bold=True)),
        Run(count, piece.text[count:], font),
    )
    pieces = (*laid.pieces[:at], replace(piece, runs=runs), *laid.pieces[at + 1 :])
    item = find(replace(laid, pieces=pieces)).body[0]
    assert (item.so, item.titled, item.title) == ("Điều 1.", True, "Hiệu lực.")


def can_cu(*lines: str, title: str = "KẾ HOẠCH") -> list[str]:
    hand = head(Hand(), "Số: 12/KH-SNV").say(bold(title), bold("Về việc trực Tết"))
    hand.say(*lines).say(BODY)
    foot_in_a_row(hand)
    return find(hand.laid()).text(Part.CAN_CU).split("\n")


def test_can_cu_of_a_named_paper_are_told_from_a_sentence_that_begins_so() -> None:
    one = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
    other = "Căn cứ Quyết định số 5/QĐ-UBND ngày 01 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh;"
    assert can_cu(one, other) == [one, other]
    sentence = "Căn cứ tình hình thực tế, Sở Nội vụ ban hành Kế hoạch trực Tết như sau:"
    assert can_cu(sentence) == [""]
    assert can_cu("Căn cứ Kế hoạch số 5/KH-UBND, Sở Nội vụ phân công người trực.") == [""]


def test_all_before_the_command_of_a_quyet_dinh_is_its_ground() -> None:
    lines = [
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Sau khi thảo luận và thống nhất trong tập thể lãnh đạo Sở;",
        "Theo đề nghị của Chánh Văn phòng.",
    ]
    hand = head(Hand(), "Số: 12/QĐ-SNV").say(bold("QUYẾT ĐỊNH"), bold("Về việc khen thưởng"))
    hand.say(*lines).say(bold("QUYẾT ĐỊNH:"), "Điều 1. Khen thưởng ông Trần Văn Bình./.")
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.CAN_CU).split("\n") == lines
    assert found.text(Part.LENH) == "QUYẾT ĐỊNH:"
    assert [item.so for item in found.body] == ["Điều 1."]


def test_what_stands_in_a_table_is_no_text() -> None:
    hand = head(Hand(), "Số: 12/KH-SNV").say(bold("KẾ HOẠCH")).say("1. Danh sách người trực:")
    hand.cells(
        [[[plain("STT")], [plain("Họ và tên")]], [[plain("1.")], [plain("Lê An")]]], (20, 90)
    )
    hand.say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert [item.bit.text for item in found.body] == ["1. Danh sách người trực:", BODY]


def test_a_phu_luc_begins_behind_the_foot() -> None:
    hand = Hand()
    head_in_a_row(hand)
    hand.say(bold("KẾ HOẠCH"), bold("Về việc trực Tết")).say(BODY)
    foot_in_a_row(hand)
    hand.turn().say(bold("Phụ lục I"), bold("DANH SÁCH NGƯỜI TRỰC TẾT"))
    hand.say(italic("(Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 3 năm 2026 của Sở Nội vụ)"))
    hand.say("1. Ông Trần Văn Bình.")
    hand.turn().say(bold("Phụ lục II"), bold("KINH PHÍ")).say("Không có.")
    found = find(hand.laid())
    assert found.text(Part.PHU_LUC) == "Phụ lục I\nPhụ lục II"
    assert found.text(Part.TEN_PHU_LUC) == "DANH SÁCH NGƯỜI TRỰC TẾT\nKINH PHÍ"
    assert found.text(Part.NOI_DUNG_PHU_LUC) == "1. Ông Trần Văn Bình.\nKhông có."
    assert found.text(Part.KEM_THEO).startswith("(Kèm theo Kế hoạch")
    assert (found.last_page, len(found.body)) == (0, 1)


def attached_by(*said: Say) -> Found:
    """A plan with these lines at the head of what comes behind it."""
    hand = Hand()
    head_in_a_row(hand)
    hand.say(bold("KẾ HOẠCH"), bold("Về việc trực Tết")).say(BODY)
    foot_in_a_row(hand)
    hand.turn().say(*said).say("1. Ông Trần Văn Bình.")
    return find(hand.laid())


@pytest.mark.parametrize(
    ("line", "word", "title"),
    [
        ("Phụ lục: DANH SÁCH NGƯỜI TRỰC TẾT", "Phụ lục:", "DANH SÁCH NGƯỜI TRỰC TẾT"),
        ("PHỤ LỤC: DANH SÁCH NGƯỜI TRỰC TẾT", "PHỤ LỤC:", "DANH SÁCH NGƯỜI TRỰC TẾT"),
        ("PHỤ LỤC DANH SÁCH NGƯỜI TRỰC TẾT", "PHỤ LỤC", "DANH SÁCH NGƯỜI TRỰC TẾT"),
        ("Phụ lục 1. Danh sách người trực Tết", "Phụ lục 1.", "Danh sách người trực Tết"),
        ("Phụ lục II - KINH PHÍ", "Phụ lục II -", "KINH PHÍ"),
    ],
)
def test_a_phu_luc_with_its_title_on_one_line(line: str, word: str, title: str) -> None:
    found = attached_by(bold(line))
    assert (found.text(Part.PHU_LUC), found.text(Part.TEN_PHU_LUC)) == (word, title)
    assert found.text(Part.NOI_DUNG_PHU_LUC) == "1. Ông Trần Văn Bình."


def test_a_sentence_that_begins_a_page_with_phu_luc_is_text() -> None:
    for line in (
        "Phụ lục: gồm 02 biểu.",
        "Phụ lục 1. Các đơn vị báo cáo trước ngày 25 hằng tháng.",
    ):
        hand = Hand()
        head_in_a_row(hand)
        hand.say(bold("KẾ HOẠCH"), bold("Về việc trực Tết")).say(BODY).turn().say(line, BODY)
        foot_in_a_row(hand)
        found = find(hand.laid())
        assert Part.PHU_LUC not in found.parts
        assert len(found.body) == 3


def test_a_note_of_two_lines_is_one_note() -> None:
    first = "(Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 3 năm 2026"
    head = (bold("Phụ lục I"), bold("DANH SÁCH NGƯỜI TRỰC TẾT"), italic(first))
    found = attached_by(*head, italic("của Giám đốc Sở Nội vụ)"))
    assert found.text(Part.KEM_THEO) == f"{first}\ncủa Giám đốc Sở Nội vụ)"
    assert found.text(Part.NOI_DUNG_PHU_LUC) == "1. Ông Trần Văn Bình."
    open_ = attached_by(*head, italic("của Giám đốc Sở Nội vụ"))
    assert open_.text(Part.KEM_THEO) == first, "nobody knows where it ends"


def test_an_attached_text_with_a_letterhead_of_its_own_does_not_mix_with_the_document() -> None:
    hand = Hand()
    head_in_a_row(hand)
    hand.say(bold("QUYẾT ĐỊNH"), bold("Ban hành Quy chế làm việc")).say(bold("QUYẾT ĐỊNH:"))
    hand.say("Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc./.")
    foot_in_a_row(hand)
    hand.turn().beside(
        [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13)],
        [bold(QUOC_HIEU, 13), bold(TIEU_NGU)],
    )
    hand.say(bold("QUY CHẾ"), bold("Làm việc của Sở Nội vụ"))
    hand.say(italic("(Kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026 của Sở Nội vụ)"))
    hand.say(bold("Chương I"), "Điều 1. Phạm vi điều chỉnh")
    found = find(hand.laid())
    assert (found.loai, found.text(Part.QUOC_HIEU)) == ("Quyết định", QUOC_HIEU)
    assert found.text(Part.TEN_PHU_LUC) == "QUY CHẾ\nLàm việc của Sở Nội vụ"
    assert found.text(Part.NOI_DUNG_PHU_LUC) == "Chương I\nĐiều 1. Phạm vi điều chỉnh"
    assert len(found.body) == 1


def test_an_attached_text_without_a_letterhead_begins_at_its_title() -> None:
    for signed in (True, False):
        hand = Hand()
        head_in_a_row(hand)
        hand.say(bold("QUYẾT ĐỊNH"), bold("Ban hành Quy chế làm việc"), bold("QUYẾT ĐỊNH:"))
        hand.say("Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc./.")
        if signed:
            foot_in_a_row(hand)
        hand.turn().say(bold("QUY CHẾ"), bold("Làm việc của Sở Nội vụ"))
        hand.say(italic("(Ban hành kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026)"))
        hand.say(bold("Chương I"), "Điều 1. Phạm vi điều chỉnh")
        found = find(hand.laid())
        assert found.loai == "Quyết định"
        assert found.text(Part.TEN_PHU_LUC) == "QUY CHẾ\nLàm việc của Sở Nội vụ"
        assert [item.so for item in found.body] == ["Điều 1."]
        assert found.last_page == 0


def test_the_line_below_a_part_is_its_own() -> None:
    hand = Hand()
    head_in_a_row(hand)
    top = {part: bits[0].piece.box for part, bits in find(hand.laid()).parts.items()}
    for part in (Part.CO_QUAN, Part.TIEU_NGU):
        box = top[part]
        assert box is not None
        hand.draw(box.middle, 20 if part is Part.CO_QUAN else box.width, box.bottom + 0.5)
    hand.blank().say(bold("THÔNG BÁO"), bold("Về việc nghỉ Tết")).draw(110, 30)
    hand.say(BODY)
    foot_in_a_row(hand)
    hand.draw(110, 160)
    strokes = find(hand.laid()).strokes
    lengths = {part: round(stroke.box.width) for part, stroke in strokes.items()}
    assert lengths == {Part.CO_QUAN: 20, Part.TIEU_NGU: 60, Part.TRICH_YEU: 30}


def test_an_empty_line_may_stand_above_the_line_of_a_trich_yeu_but_no_words() -> None:
    for between, known in ((plain(""), True), (plain("(Dự thảo)", 11), False)):
        hand = head(Hand()).say(bold("THÔNG BÁO"), bold("Về việc nghỉ Tết"), between)
        hand.draw(110, 30).say(BODY)
        foot_in_a_row(hand)
        assert (Part.TRICH_YEU in find(hand.laid()).strokes) is known


def test_an_underline_is_taken_where_there_is_no_line() -> None:
    laid = head(Hand()).say(bold("THÔNG BÁO")).laid()
    box = find(laid).parts[Part.TIEU_NGU][0].piece.box
    assert box is not None
    under = Stroke(Box(0, box.left, box.bottom - 1, box.right, box.bottom - 1), 0.7, underline=True)
    assert find(replace(laid, strokes=(under,))).strokes[Part.TIEU_NGU].underline
    line = Stroke(Box(0, box.left, box.bottom + 1, box.right, box.bottom + 1), 0.7)
    assert find(replace(laid, strokes=(under, line))).strokes[Part.TIEU_NGU] is line


# -- anything at all -------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [
        QUOC_HIEU, TIEU_NGU, NGAY, "Số: 12/QĐ-UBND", "UBND TỈNH A\tSố:", "Nơi nhận:", "- Lưu: VT.",
        "QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", "Kính gửi:", "V/v abc", "Phụ lục I", "(Kèm theo", "Chương I",
        "Điều 1. A", "a)", "1.", "TM. ỦY BAN NHÂN DÂN\tCHỦ TỊCH", "Nguyễn Văn An", "\n\n", "\t\t",
        "SAO Y", "____", "./.", "Căn cứ Luật;", "MẬT", "Địa chỉ: số 1", "Mục 1", "e\u0302\u0301",
    ]
)  # fmt: skip
_TEXT = st.one_of(_WORDS, st.text(max_size=12), st.lists(_WORDS, max_size=3).map("\n".join))


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Piece, ...]:
    made = []
    for number in range(draw(st.integers(0, 14))):
        words = draw(_TEXT)
        lines = []
        for _ in range(draw(st.integers(0, 2))):
            left, top = draw(st.integers(-5, 200)), draw(st.integers(0, 290))
            box = Box(draw(st.integers(0, 2)), left, top, left + draw(st.integers(0, 90)), top + 5)
            lines.append(Line(draw(st.sampled_from([words, "x", ""])), box, top + 4))
        font = Font(14, bold=draw(st.booleans()), caps=draw(st.booleans()))
        cell = At(draw(st.integers(0, 1)), draw(st.integers(0, 2)), draw(st.integers(0, 2)))
        made.append(
            Piece(
                number,
                words,
                (Run(0, words, font),) if draw(st.booleans()) else (),
                tuple(lines),
                draw(st.sampled_from(Holder)),
                draw(st.integers(0, 2)),
                Shape(align=draw(st.sampled_from(Align))) if draw(st.booleans()) else None,
                cell if draw(st.booleans()) else None,
            )
        )
    return tuple(made)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces(), st.integers(0, 2))
def test_nothing_is_refused_and_every_part_is_a_stretch_of_its_piece(
    made: tuple[Piece, ...], sheets: int
) -> None:
    found = find(Laid("docx", (Sheet(210, 297),) * sheets, made))
    assert found.why
    for bits in found.parts.values():
        for bit in bits:
            assert 0 <= bit.start < bit.end <= len(bit.piece.text)
            assert bit.text == bit.text.strip()
    assert set(found.of) == {bit.piece.number for bits in found.parts.values() for bit in bits}


def test_many_lines_are_found_in_time() -> None:
    hand = head(Hand()).say(bold("THÔNG BÁO"))
    for number in range(1, 1500):
        hand.say(f"{number}. Các đơn vị phân công người trực đủ các ngày nghỉ.")
    found = find(hand.laid())
    assert (found.family, len(found.body)) == (Family.HANH_CHINH, 1499)
    assert paper("Số: 1/TB-SNV", bold("THÔNG BÁO")).body
