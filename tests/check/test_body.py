"""Lời văn: size, face, margins, first line, room, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.check.by_hand import (
    PROSE,
    findings,
    font,
    found,
    item,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Level
from vanban.laid import MM, At, Holder, Piece
from vanban.repairs import Letters, Look, Setting
from vanban.resolved import Align, LineRule, LineSpacing, Shape

TEXT = (
    "Ủy ban nhân dân xã giao các đơn vị tổ chức thực hiện phong trào thi đua, báo cáo kết quả về "
    "Phòng Văn hóa - Xã hội trước ngày 25 hằng tháng để tổng hợp."
)
END = TEXT[:-1] + "./."
FULL = [(42.7, 190.0), (30.0, 190.0), (30.0, 120.0)]
RULES = (
    "loi_van_co_chu",
    "loi_van_mot_co",
    "loi_van_kieu_chu",
    "loi_van_in_thuong",
    "loi_van_canh_deu",
    "loi_van_lui_dau_dong",
    "loi_van_cach_doan",
    "loi_van_cach_dong",
    "ket_thuc",
)


def prose(nth: int, text: Any = TEXT, *, source: str = "docx", **more: Any) -> Piece:
    """A paragraph of three lines, 6 pt below the one before it."""
    more = {"lines": FULL, "top": 40.0 + nth * (3 * 6.5 + 2.2), "number": nth} | more
    if source == "pdf":
        more = {"shape": None, "source": 0, "column": None} | more
    return piece(text, **more)


def paper(pieces: Sequence[Piece], source: str = "docx", level: Level = Level.VAN) -> Found:
    return found(body=[item(each, level) for each in pieces], source=source, loai="Thông báo")


def right(source: str = "docx", count: int = 6) -> list[Piece]:
    pieces = [prose(at, source=source) for at in range(count - 1)]
    return [*pieces, prose(count - 1, END, source=source)]


def changed(nth: int, source: str = "docx", **more: Any) -> Found:
    pieces = right(source)
    pieces[nth] = prose(nth, source=source, **more)
    return paper(pieces, source)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_a_right_text_passes(rule: str, source: str) -> None:
    assert outcome(paper(right(source), source), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", RULES)
def test_a_paper_without_text_is_not_judged(rule: str) -> None:
    assert outcome(found(), rule) is Outcome.KHONG_AP_DUNG


@pytest.mark.parametrize(("size", "told"), [(12, True), (12.5, True), (12.8, False), (15, True)])
def test_its_size(size: float, told: bool) -> None:
    assert bool(findings(changed(1, look=font(size)), "loi_van_co_chu")) is told


def test_one_fault_is_told_once_and_mended_everywhere() -> None:
    made = paper([prose(at, look=font(12)) for at in range(3)])
    (only,) = findings(made, "loi_van_co_chu")
    assert "và 2 đoạn khác" in only.sentence
    assert only.hit.repair == tuple(Look(n, 0, len(TEXT), size=13) for n in (1, 2, 3))
    (one,) = findings(changed(1, look=font(12)), "loi_van_co_chu")
    assert one.hit.repair == (Look(2, 0, len(TEXT), size=14),)


def test_a_word_of_another_size_in_a_paragraph_is_left_alone() -> None:
    made = changed(1, text=[("Ký hiệu ", font(14)), ("x", font(10)), (TEXT, font(14))])
    assert outcome(made, "loi_van_co_chu") is Outcome.DAT


def test_notes_and_cells_have_their_own_size() -> None:
    note = changed(1, text="Ghi chú: số liệu tính đến ngày 30 tháng 6.", look=font(12))
    cell = changed(1, look=font(11), holder=Holder.CELL, at=At(0, 0, 0))
    assert outcome(note, "loi_van_co_chu") is outcome(cell, "loi_van_co_chu") is Outcome.DAT


def test_one_size_from_end_to_end() -> None:
    assert "cỡ chữ 13, còn phần lớn" in sentence(changed(1, look=font(13)), "loi_van_mot_co")


def test_a_paragraph_in_italics_but_not_words_and_preambles() -> None:
    assert "nghiêng" in sentence(changed(1, look=font(14, italic=True)), "loi_van_kieu_chu")
    words = [("Lưu ý riêng: ", font(14, italic=True)), (TEXT, font(14))]
    assert outcome(changed(1, text=words), "loi_van_kieu_chu") is Outcome.DAT
    based = f"Thực hiện Kế hoạch số 5; {TEXT}"
    italic = changed(0, text=based, look=font(14, italic=True))
    assert outcome(italic, "loi_van_kieu_chu") is Outcome.DAT


def test_a_paragraph_in_capitals() -> None:
    assert "ỦY BAN" in sentence(changed(1, text=TEXT.upper()), "loi_van_in_thuong")


RAGGED = [(42.7, 184.0), (30.0, 188.0), (30.0, 120.0)]
LEFT = replace(PROSE, align=Align.LEFT)


def test_lines_reach_both_margins() -> None:
    (only,) = findings(changed(1, shape=LEFT, lines=RAGGED), "loi_van_canh_deu")
    assert only.hit.repair == (Setting(2, align="justify"),)
    assert "canh trái" in only.sentence


@pytest.mark.parametrize(
    "more",
    [
        {"shape": LEFT, "lines": [(42.7, 120.0)]},
        {"shape": LEFT, "lines": FULL},
        {"shape": replace(PROSE, align=Align.CENTER), "lines": RAGGED},
    ],
)
def test_what_cannot_be_seen_to_be_ragged_is_not_told(more: dict[str, Any]) -> None:
    assert outcome(changed(1, **more), "loi_van_canh_deu") is Outcome.DAT


def test_a_pdf_is_judged_by_most_of_its_paragraphs() -> None:
    one = changed(1, "pdf", lines=RAGGED)
    assert outcome(one, "loi_van_canh_deu") is Outcome.DAT
    every = paper([prose(at, source="pdf", lines=RAGGED) for at in range(6)], "pdf")
    assert "và 5 đoạn khác" in sentence(every, "loi_van_canh_deu")
    assert outcome(paper(right("pdf", 2), "pdf"), "loi_van_canh_deu") is Outcome.KHONG_DANH_GIA_DUOC


def indented(by: float) -> list[tuple[float, float]]:
    return [(30.0 + by, 190.0), (30.0, 190.0), (30.0, 120.0)]


@pytest.mark.parametrize(
    ("by", "told"),
    [(0, True), (5, True), (9.5, False), (10, False), (11.4, True), (12.5, False), (15, True)],
)
def test_the_first_line_begins_at_1_or_1_27_cm(by: float, told: bool) -> None:
    made = changed(1, lines=indented(by), shape=replace(PROSE, first=by / MM))
    assert bool(findings(made, "loi_van_lui_dau_dong")) is told


def test_an_indent_is_mended_as_the_others_are() -> None:
    (only,) = findings(changed(1, lines=indented(0)), "loi_van_lui_dau_dong")
    assert only.hit.repair == (Setting(2, first=36.0),)
    assert "không lùi" in only.sentence
    (typed,) = findings(changed(1, text=f"  {TEXT}", lines=indented(3)), "loi_van_lui_dau_dong")
    assert typed.hit.repair == ()


def test_a_tab_is_an_indent() -> None:
    flat = replace(PROSE, first=0.0)
    made = changed(1, text=f"\t{TEXT}", lines=indented(12.7), shape=flat)
    assert outcome(made, "loi_van_lui_dau_dong") is Outcome.DAT


def test_lists_and_hanging_numbers_are_set_in_their_own_way() -> None:
    pieces = right()
    dash = item(prose(1, lines=indented(0)), Level.GACH, "-")
    hanging = item(prose(2, lines=indented(-6)), Level.KHOAN, "1.")
    rest = [item(each) for at, each in enumerate(pieces) if at not in (1, 2)]
    made = found(body=[rest[0], dash, hanging, *rest[1:]])
    assert outcome(made, "loi_van_lui_dau_dong") is Outcome.DAT


def test_no_long_paragraph_tells_no_indent() -> None:
    short = paper([prose(0, END, lines=[(30.0, 100.0)])])
    assert outcome(short, "loi_van_lui_dau_dong") is Outcome.KHONG_DANH_GIA_DUOC


def close(at: int, shape: Shape, gap: float = 0.0) -> Piece:
    """A paragraph that stands that many mm below the line above it, not 2.2."""
    return prose(at, shape=shape, top=40.0 + at * 21.7 - 2.2 + gap)


def test_paragraphs_stand_6_pt_apart() -> None:
    pieces = right()
    pieces[2] = close(2, replace(PROSE, before=3.0), 1.0)
    (only,) = findings(paper(pieces), "loi_van_cach_doan")
    assert "cách đoạn trước 3 pt" in only.sentence
    assert only.hit.repair == (Setting(3, before=6.0),)


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [
        ({"after": 6.0}, {"before": 0.0}, False),
        ({"after": 3.0}, {"before": 3.0}, False),
        ({"after": 0.0}, {"before": 5.65}, False),
        ({"after": 0.0}, {"before": 0.0}, True),
        ({"after": 6.0, "contextual": True}, {"before": 0.0}, True),
        ({"after": 6.0, "contextual": True}, {"before": 0.0, "style": "x"}, False),
    ],
)
def test_room_above_and_below_counts_together(
    above: dict[str, Any], below: dict[str, Any], told: bool
) -> None:
    upper = piece(TEXT, shape=replace(PROSE, **above), number=0)
    lower = piece(END, shape=replace(PROSE, **below), number=1)
    assert bool(findings(paper([upper, lower]), "loi_van_cach_doan")) is told


def test_room_that_is_seen_is_room() -> None:
    pieces = right()
    pieces[2] = prose(2, shape=replace(PROSE, before=0.0))
    assert outcome(paper(pieces), "loi_van_cach_doan") is Outcome.DAT


def test_lines_that_are_no_prose_may_stand_close() -> None:
    rows = [piece(text, shape=replace(PROSE, before=0.0), number=at) for at, text in
            enumerate(["Ông Nguyễn Văn A", "Chức vụ: Trưởng phòng", END])]  # fmt: skip
    assert outcome(paper(rows), "loi_van_cach_doan") is Outcome.DAT


def test_close_paragraphs_in_a_pdf() -> None:
    tight = [prose(at, source="pdf", top=40.0 + at * 19.5) for at in range(6)]
    assert "tối thiểu là 6 pt" in sentence(paper(tight, "pdf"), "loi_van_cach_doan")


def test_3_pt_that_are_seen_may_be_3_and_3() -> None:
    near = [prose(at, source="pdf", top=40.0 + at * 20.55) for at in range(6)]
    assert outcome(paper(near, "pdf"), "loi_van_cach_doan") is Outcome.DAT


def test_cells_and_titles_in_a_pdf_are_no_running_text() -> None:
    cells = [
        piece(
            "Nội dung công việc.", font(11), shape=None, lines=[(31, 70), (31, 60)], top=200.0 + at,
            number=6 + at, source=0,
        )
        for at in range(9)
    ]  # fmt: skip
    title = piece("Về việc", font(12), shape=None, lines=[(45, 175)], number=20, source=0)
    made = paper([*right("pdf"), *cells, title], "pdf")
    assert outcome(made, "loi_van_co_chu") is Outcome.DAT


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LineSpacing(), False),
        (LineSpacing(value=1.5), False),
        (LineSpacing(value=0.9), True),
        (LineSpacing(value=2.0), True),
        (LineSpacing(LineRule.EXACT, 18), False),
        (LineSpacing(LineRule.EXACT, 16), False),
        (LineSpacing(LineRule.EXACT, 14), True),
        (LineSpacing(LineRule.EXACT, 30), True),
        (LineSpacing(LineRule.AT_LEAST, 1), False),
        (LineSpacing(LineRule.AT_LEAST, 30), True),
    ],
)
def test_lines_are_set_from_single_to_one_and_a_half(line: LineSpacing, told: bool) -> None:
    made = changed(1, shape=replace(PROSE, line=line))
    assert bool(findings(made, "loi_van_cach_dong")) is told


def test_nobody_sees_how_a_single_line_is_set() -> None:
    wide = replace(PROSE, line=LineSpacing(value=2.0))
    made = changed(1, shape=wide, lines=[(42.7, 100.0)])
    assert outcome(made, "loi_van_cach_dong") is Outcome.DAT


@pytest.mark.parametrize(("pitch", "told"), [(5.2, True), (5.7, False), (8.5, False), (9.6, True)])
def test_lines_of_a_pdf(pitch: float, told: bool) -> None:
    made = paper([prose(at, source="pdf", pitch=pitch, top=40.0 * at) for at in range(4)], "pdf")
    assert bool(findings(made, "loi_van_cach_dong")) is told


@pytest.mark.parametrize("end", ["./.", ". /."])
def test_a_text_that_ends(end: str) -> None:
    assert outcome(paper([prose(0, TEXT[:-1] + end)]), "ket_thuc") is Outcome.DAT


def test_a_text_that_does_not_end() -> None:
    (only,) = findings(paper([prose(0), prose(1)]), "ket_thuc")
    assert only.hit.repair == (Letters(2, len(TEXT) - 1, len(TEXT), "./."),)


def test_a_text_that_ends_twice() -> None:
    assert "có 2 chỗ" in sentence(paper([prose(0, END), prose(1), prose(2, END)]), "ket_thuc")


def test_a_remark_may_follow_the_end() -> None:
    made = paper([prose(0, END), prose(1, "(Gửi kèm danh sách)")])
    assert outcome(made, "ket_thuc") is Outcome.DAT


def test_a_text_that_goes_on_in_a_table_ends_nobody_knows_where() -> None:
    table = piece("Cộng", holder=Holder.CELL, at=At(0, 0, 0), number=1)
    made = paper([prose(0)])
    laid = replace(made.laid, pieces=(*made.laid.pieces, table))
    assert outcome(replace(made, laid=laid), "ket_thuc") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_contract_has_no_end_mark() -> None:
    made = replace(paper([prose(0)]), loai="Hợp đồng")
    assert outcome(made, "ket_thuc") is Outcome.KHONG_AP_DUNG
