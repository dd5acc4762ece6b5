"""Lời văn: size, face, margins, first line, room, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
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


RAGGED = [(42.7, 184.0), (30.0, 188.0), (30.0, 120.0)]
LEFT = replace(PROSE, align=Align.LEFT)


def indented(by: float) -> list[tuple[float, float]]:
    return [(30.0 + by, 190.0), (30.0, 190.0), (30.0, 120.0)]


def close(at: int, shape: Shape, gap: float = 0.0) -> Piece:
    """A paragraph that stands that many mm below the line above it, not 2.2."""
    return prose(at, shape=shape, top=40.0 + at * 21.7 - 2.2 + gap)


def spaced(above: float, below: float, gap: float | None = None) -> Found:
    """A text with these pt before and after its third paragraph's beginning; gap: as seen, mm."""
    pieces = right()
    pieces[1] = prose(1, shape=replace(PROSE, after=above))
    shape = replace(PROSE, before=below)
    pieces[2] = prose(2, shape=shape) if gap is None else close(2, shape, gap)
    return paper(pieces)


def stepped(pitch: float) -> Found:
    """A text in a PDF whose paragraphs begin that far below one another, mm."""
    texts = [TEXT] * 5 + [END]
    tops = [40.0 + at * pitch for at in range(6)]
    made = [
        prose(at, text, source="pdf", top=top)
        for at, (text, top) in enumerate(zip(texts, tops, strict=True))
    ]
    return paper(made, "pdf")


def set_in(line: LineSpacing, lines: Sequence[tuple[float, float]] = FULL) -> Found:
    """A text with one paragraph whose lines are set so."""
    return changed(1, shape=replace(PROSE, line=line), lines=lines)


def pitched(pitch: float) -> Found:
    """A text in a PDF whose lines are that far apart, mm."""
    return paper([prose(at, source="pdf", pitch=pitch, top=40.0 * at) for at in range(4)], "pdf")


LEANING = font(14, italic=True)
WRONG: dict[str, list[Callable[[], Found]]] = {
    "loi_van_co_chu": [lambda: changed(1, look=font(12)), lambda: changed(1, look=font(15))],
    "loi_van_mot_co": [lambda: changed(1, look=font(13))],
    "loi_van_kieu_chu": [lambda: changed(1, look=LEANING)],
    "loi_van_in_thuong": [lambda: changed(1, text=TEXT.upper())],
    "loi_van_canh_deu": [
        lambda: changed(1, shape=LEFT, lines=RAGGED),
        lambda: paper(
            [
                *[prose(n, source="pdf", lines=RAGGED) for n in range(5)],
                prose(5, END, source="pdf", lines=RAGGED),
            ],
            "pdf",
        ),
    ],
    "loi_van_lui_dau_dong": [
        partial(changed, 1, lines=indented(by), shape=replace(PROSE, first=by / MM))
        for by in (0, 5, 11.4, 15)
    ],
    "loi_van_cach_doan": [lambda: spaced(0.0, 3.0, 1.0), lambda: spaced(2.0, 3.0, 1.7)],
    "loi_van_cach_dong": [
        partial(set_in, LineSpacing(value=0.9)),
        partial(set_in, LineSpacing(value=2.0)),
        partial(set_in, LineSpacing(LineRule.EXACT, 14)),
        partial(set_in, LineSpacing(LineRule.AT_LEAST, 30)),
    ],
    "ket_thuc": [
        lambda: paper([prose(0), prose(1)]),
        lambda: paper([prose(0, END), prose(1), prose(2, END)]),
    ],
}
RIGHT: dict[str, Callable[[], Found]] = {
    "as it should be": lambda: paper(right()),
    "as it should be, a PDF": lambda: paper(right("pdf"), "pdf"),
    "a size that a program rounded": lambda: changed(1, look=font(13.8)),
    "a sign of another size": lambda: changed(
        1, text=[("Ký hiệu ", font(14)), ("x", font(10)), (TEXT, font(14))]
    ),
    "a note": lambda: changed(
        1, text="Ghi chú: số liệu tính đến ngày 30 tháng 6.", look=font(12), lines=FULL[2:]
    ),
    "a cell": lambda: changed(1, look=font(11), holder=Holder.CELL, at=At(0, 0, 0)),
    "words in italics": lambda: changed(1, text=[("Lưu ý riêng: ", LEANING), (TEXT, font(14))]),
    "a preamble in italics": lambda: changed(
        0, text=f"Thực hiện Kế hoạch số 5; {TEXT}", look=LEANING
    ),
    "set to the left, of one line": lambda: changed(1, shape=LEFT, lines=[(42.7, 120.0)]),
    "set to the left, of full lines": lambda: changed(1, shape=LEFT, lines=FULL),
    "set to the middle": lambda: changed(1, shape=replace(PROSE, align=Align.CENTER), lines=RAGGED),
    "one paragraph of a PDF is ragged": lambda: changed(1, "pdf", lines=RAGGED),
    "10 mm": lambda: changed(1, lines=indented(10), shape=replace(PROSE, first=10 / MM)),
    "12.5 mm": lambda: changed(1, lines=indented(12.5), shape=replace(PROSE, first=12.5 / MM)),
    "a tab": lambda: changed(
        1, text=f"\t{TEXT}", lines=indented(12.7), shape=replace(PROSE, first=0.0)
    ),
    "6 pt below": lambda: spaced(6.0, 0.0),
    "3 pt below and 3 above": lambda: spaced(3.0, 3.0),
    "room that is seen": lambda: spaced(0.0, 0.0),
    "3 pt that are seen in a PDF": lambda: stepped(20.55),
    "lines that are no prose": lambda: paper(
        [
            piece(text, shape=replace(PROSE, before=0.0), number=at, lines=FULL[2:])
            for at, text in enumerate(["Ông Nguyễn Văn A", "Chức vụ: Trưởng phòng", END])
        ]
    ),
    "single lines": partial(set_in, LineSpacing()),
    "one and a half": partial(set_in, LineSpacing(value=1.5)),
    "18 pt": partial(set_in, LineSpacing(LineRule.EXACT, 18)),
    "nobody sees how one line is set": partial(set_in, LineSpacing(value=2.0), [(42.7, 100.0)]),
    "a blank in the mark": lambda: paper([prose(0, f"{TEXT[:-1]}. /.")]),
    "a remark behind the end": lambda: paper([prose(0, END), prose(1, "(Gửi kèm danh sách)")]),
}


def test_the_sentence_says_what_is_there() -> None:
    assert "cỡ chữ 13, còn phần lớn" in sentence(WRONG["loi_van_mot_co"][0](), "loi_van_mot_co")
    assert "nghiêng" in sentence(WRONG["loi_van_kieu_chu"][0](), "loi_van_kieu_chu")
    assert "ỦY BAN" in sentence(WRONG["loi_van_in_thuong"][0](), "loi_van_in_thuong")
    assert "có 2 chỗ" in sentence(WRONG["ket_thuc"][1](), "ket_thuc")
    assert "tối thiểu là 6 pt" in sentence(stepped(19.5), "loi_van_cach_doan")


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_a_right_text_passes(rule: str, source: str) -> None:
    assert outcome(paper(right(source), source), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", RULES)
def test_a_paper_without_text_is_not_judged(rule: str) -> None:
    assert outcome(found(), rule) is Outcome.KHONG_AP_DUNG


def test_one_fault_is_told_once_and_mended_everywhere() -> None:
    made = paper([prose(at, look=font(12)) for at in range(3)])
    (only,) = findings(made, "loi_van_co_chu")
    assert "và 2 đoạn khác" in only.sentence
    assert only.hit.repair == tuple(Look(n, 0, len(TEXT), size=13) for n in (1, 2, 3))
    (one,) = findings(changed(1, look=font(12)), "loi_van_co_chu")
    assert one.hit.repair == (Look(2, 0, len(TEXT), size=14),)


def test_lines_reach_both_margins() -> None:
    (only,) = findings(changed(1, shape=LEFT, lines=RAGGED), "loi_van_canh_deu")
    assert only.hit.repair == (Setting(2, align="justify"),)
    assert "canh trái" in only.sentence


def test_a_pdf_is_judged_by_most_of_its_paragraphs() -> None:
    one = changed(1, "pdf", lines=RAGGED)
    assert outcome(one, "loi_van_canh_deu") is Outcome.DAT
    every = paper([prose(at, source="pdf", lines=RAGGED) for at in range(6)], "pdf")
    assert "và 5 đoạn khác" in sentence(every, "loi_van_canh_deu")
    assert outcome(paper(right("pdf", 2), "pdf"), "loi_van_canh_deu") is Outcome.KHONG_DANH_GIA_DUOC


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


def test_a_text_that_goes_on_in_a_table_ends_nobody_knows_where() -> None:
    table = piece("Cộng", holder=Holder.CELL, at=At(0, 0, 0), number=1)
    made = paper([prose(0)])
    laid = replace(made.laid, pieces=(*made.laid.pieces, table))
    assert outcome(replace(made, laid=laid), "ket_thuc") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_contract_has_no_end_mark() -> None:
    made = replace(paper([prose(0)]), loai="Hợp đồng")
    assert outcome(made, "ket_thuc") is Outcome.KHONG_AP_DUNG
