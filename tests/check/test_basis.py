"""Căn cứ: what each rule tells, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.check.by_hand import findings, font, found, outcome, piece, sentence
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Part
from vanban.repairs import Letters, Look

LAW = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
DECREE = (
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định chi tiết "
    "một số điều của Luật Thi đua, khen thưởng;"
)
LAST = "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội."
ITALIC = font(14, italic=True)


def paper(*texts: str, look: Any = ITALIC, loai: str = "Quyết định") -> Found:
    pieces = [piece(text, look, number=at) for at, text in enumerate(texts)]
    return found({Part.CAN_CU: pieces}, loai=loai)


NUMBERED: tuple[tuple[str, str], ...] = (
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;",
        "số 72/2025/QH15",
    ),
    ("Căn cứ Luật số: 06/2026/QH16 ngày 23 tháng 4 năm 2026;", "số: 06/2026/QH16"),
    ("Căn cứ Pháp lệnh Ngoại hối ngày 13 tháng 12 năm 2005 của Quốc hội;", "của Quốc hội"),
)
NAMED: tuple[str, ...] = (
    "Căn cứ Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân ngày 20/11/2015;",
    "Căn cứ Luật Đất đai ngày 29/11/2013 được sửa đổi theo Luật số 35/2018/QH14;",
    "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công ngày 13 tháng 6 năm 2019;",
    "Căn cứ Nghị quyết số 202/2025/QH15 ngày 12 tháng 6 năm 2025 của Quốc hội;",
)
LACKING: tuple[tuple[str, str], ...] = (
    ("Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ về thi đua;", "ngày, tháng, năm"),
    ("Căn cứ Nghị định của Chính phủ ngày 14 tháng 6 năm 2025 về thi đua;", "số, ký hiệu"),
    ("Căn cứ Quyết định số 12/QĐ-UBND ngày 03 tháng 4 năm 2026 về kế hoạch;", "cơ quan"),
)
LEFT_ALONE: tuple[str, ...] = (
    "Căn cứ Quyết định số      /QĐ-UBND ngày … tháng … năm …;",
    "Căn cứ Quyết định thành lập Trung tâm;",
    "Căn cứ Nghị quyết kỳ họp thứ 5 Hội đồng nhân dân xã ngày 12/12/2025;",
    "Căn cứ Quyết định số 12/QĐ-UBND ngày 03/4/2026 của Ủy ban nhân dân xã;",
    "Căn cứ chức năng, nhiệm vụ của Sở Nội vụ;",
    "Căn cứ các Nghị định của Chính phủ: số 24/2014/NĐ-CP, số 107/2020/NĐ-CP;",
)
WRONG: dict[str, list[Callable[[], Found]]] = {
    "can_cu_kieu_chu": [
        lambda: paper(LAW, DECREE, LAST, look=font(14)),
        lambda: paper(LAW, DECREE[:-1] + ";", look=font(14), loai="Kế hoạch"),
    ],
    "can_cu_co_chu": [
        lambda: paper(LAW, LAST, look=font(12, italic=True)),
        lambda: paper(LAW, LAST, look=font(15, italic=True)),
    ],
    "can_cu_cham_phay": [partial(paper, LAW[:-1] + end, DECREE, LAST) for end in ("", ",", ".")],
    "can_cu_dau_cham": [partial(paper, LAW, LAST[:-1] + end) for end in ("", ";", ",", ":")],
    "can_cu_moi_dong": [lambda: paper(f"{LAW} {DECREE}", LAST)],
    "can_cu_de_nghi_cuoi": [lambda: paper(LAW, LAST[:-1] + ";", DECREE[:-1] + ".")],
    "can_cu_luat": [partial(paper, text, LAST) for text, _ in NUMBERED],
    "can_cu_du_thong_tin": [partial(paper, text, LAST) for text, _ in LACKING],
}
RIGHT: dict[str, Callable[[], Found]] = {
    "as it should be": lambda: paper(LAW, DECREE, LAST),
    "13 pt": lambda: paper(LAW, LAST, look=font(13, italic=True)),
    "13.5 pt": lambda: paper(LAW, LAST, look=font(13.5, italic=True)),
    "two lines of one paragraph": lambda: paper(f"{LAW}\n{DECREE}", LAST),
    "two papers that are looked at": lambda: paper(
        "Xét Tờ trình số 5/TTr-UBND ngày 5 tháng 4 năm 2026 của Ủy ban nhân dân xã; Báo cáo thẩm "
        "tra số 3/BC-HĐND.",
        loai="Nghị quyết",
    ),
    "two proposals": lambda: paper(LAW, LAST[:-1] + ";", "Xét đề nghị của Chánh Văn phòng."),
    "broken into two paragraphs": lambda: paper(
        LAW[:30].rstrip(), "thưởng ngày 15 tháng 6 năm 2022;", LAST
    ),
    "who decides": lambda: paper("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", LAW, LAST),
    "a form": lambda: paper(
        "Căn cứ ....... 7 .......;", "Căn cứ .......;", "Theo đề nghị của ......."
    ),
    "the list of a plan": lambda: paper(LAW, DECREE, loai="Kế hoạch"),
    **{text: partial(paper, text, LAST) for text in (*NAMED, *LEFT_ALONE)},
}
RULES = (
    "can_cu_kieu_chu",
    "can_cu_co_chu",
    "can_cu_cham_phay",
    "can_cu_dau_cham",
    "can_cu_moi_dong",
    "can_cu_de_nghi_cuoi",
    "can_cu_luat",
    "can_cu_du_thong_tin",
)


@pytest.mark.parametrize("rule", RULES)
def test_right_ones_pass_every_rule(rule: str) -> None:
    assert outcome(RIGHT["as it should be"](), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", RULES)
def test_a_paper_without_any_is_not_judged(rule: str) -> None:
    assert outcome(found({}), rule) is Outcome.KHONG_AP_DUNG


def test_upright_ones_are_told_once_and_mended_all() -> None:
    upright = paper(LAW, DECREE, LAST, look=font(14))
    (only,) = findings(upright, "can_cu_kieu_chu")
    assert "và 2 căn cứ khác" in only.sentence
    assert only.hit.repair[0] == Look(1, 0, len(LAW), italic=True)
    assert len(only.hit.repair) == 3


@pytest.mark.parametrize("end", ["", ",", ".", " ."])
def test_inner_ones_end_with_a_semicolon(end: str) -> None:
    made = paper(LAW[:-1] + end, DECREE, LAST)
    (only,) = findings(made, "can_cu_cham_phay")
    assert "dấu chấm phẩy" in only.sentence
    assert only.hit.repair == (Letters(1, len(LAW) - 1, len(LAW) - 1 + len(end), ";"),)
    assert not findings(made, "can_cu_dau_cham")


@pytest.mark.parametrize("lines", [("Căn cứ .......... 7 .......;",), ("Căn cứ ;", ".")])
def test_a_form_with_room_to_fill_ends_as_it_is_filled(lines: tuple[str, ...]) -> None:
    made = paper(*lines, *([LAST] if len(lines) == 1 else []))
    assert not findings(made, "can_cu_cham_phay")
    assert not findings(made, "can_cu_dau_cham")


@pytest.mark.parametrize("end", ["", ";", ",", ":"])
def test_the_last_one_ends_with_a_full_stop(end: str) -> None:
    made = paper(LAW, LAST[:-1] + end)
    (only,) = findings(made, "can_cu_dau_cham")
    assert only.hit.repair == (Letters(2, len(LAST) - 1, len(LAST) - 1 + len(end), "."),)


def test_who_decides_is_no_basis() -> None:
    made = paper("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", LAW, LAST)
    assert outcome(made, "can_cu_cham_phay") is Outcome.DAT


def test_the_opening_sentence_of_a_plan_is_no_basis() -> None:
    made = paper("Căn cứ Kế hoạch số 5, Ủy ban nhân dân báo cáo như sau:", loai="Báo cáo")
    assert outcome(made, "can_cu_kieu_chu") is Outcome.KHONG_AP_DUNG
    prose = paper("Căn cứ Kế hoạch số 5, Sở Nội vụ trân trọng đề nghị.", loai="Công văn")
    assert outcome(prose, "can_cu_kieu_chu") is Outcome.KHONG_AP_DUNG


def test_the_last_one_may_have_room_to_fill() -> None:
    assert outcome(paper(LAW, "Căn cứ ;"), "can_cu_dau_cham") is Outcome.DAT


def test_a_list_of_them_in_a_plan_is_judged() -> None:
    made = paper(LAW, DECREE[:-1], "Căn cứ A;", look=font(14), loai="Kế hoạch")
    assert outcome(made, "can_cu_kieu_chu") is Outcome.KHONG_DAT
    assert "152/2025" in sentence(made, "can_cu_cham_phay")


def test_the_last_one_of_a_plan_leads_to_a_sentence() -> None:
    made = paper(LAW, DECREE, loai="Kế hoạch")
    assert outcome(made, "can_cu_dau_cham") is Outcome.KHONG_AP_DUNG


def test_the_proposal_comes_last() -> None:
    made = paper(LAW, LAST[:-1] + ";", DECREE[:-1] + ".")
    assert "đứng sau" in sentence(made, "can_cu_de_nghi_cuoi")
    two = paper(LAW, LAST[:-1] + ";", "Xét đề nghị của Chánh Văn phòng.")
    assert outcome(two, "can_cu_de_nghi_cuoi") is Outcome.DAT


@pytest.mark.parametrize(("text", "is_"), NUMBERED)
def test_a_law_is_cited_without_number(text: str, is_: str) -> None:
    made = paper(text, LAST)
    (only,) = findings(made, "can_cu_luat")
    assert f"“{is_}”" in only.sentence
    (mend,) = only.hit.repair
    assert isinstance(mend, Letters)
    assert is_ not in text[: mend.start] + mend.text + text[mend.end :]
    left = text[: mend.start] + mend.text + text[mend.end :]
    assert left.split() == text.replace(is_, "").replace("  ", " ").replace(" ;", ";").split()


@pytest.mark.parametrize("text", NAMED)
def test_names_of_laws_and_later_laws_are_left_alone(text: str) -> None:
    assert outcome(paper(text, LAST), "can_cu_luat") is Outcome.DAT


@pytest.mark.parametrize(("text", "missing"), LACKING)
def test_what_a_citation_lacks(text: str, missing: str) -> None:
    assert missing in sentence(paper(text, LAST), "can_cu_du_thong_tin")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_room_and_what_is_no_citation_are_left_alone(text: str) -> None:
    assert outcome(paper(text, LAST), "can_cu_du_thong_tin") is Outcome.DAT
