"""Who signs, and who receives: ô 7 and 9b."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.check.by_hand import (
    CENTRED,
    LEFT,
    by_rule,
    findings,
    font,
    found,
    item,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Bit, Found, Level, Part
from vanban.laid import At, Holder, Piece
from vanban.repairs import Letters, Look, Setting

BOLD = font(14, bold=True)
RIGHT = {"shape": CENTRED, "holder": Holder.CELL, "at": At(0, 0, 1)}
LEFT_HAND = {"holder": Holder.CELL, "at": At(0, 0, 0)}
NAMES: Mapping[str, tuple[Part, str, Any, dict[str, Any]]] = {
    "noi_nhan": (
        Part.NOI_NHAN,
        "Nơi nhận:",
        font(12, bold=True, italic=True),
        {"lines": [(LEFT, 50)], "top": 200.0, **LEFT_HAND},
    ),
    "dong_1": (Part.NOI_NHAN_DS, "- Như Điều 3;", font(11), {"lines": [(LEFT, 60)], "top": 205.0}),
    "dong_2": (Part.NOI_NHAN_DS, "- Sở Nội vụ;", font(11), {"lines": [(LEFT, 60)], "top": 210.0}),
    "luu": (Part.NOI_NHAN_DS, "- Lưu: VT, TCCB.", font(11), {"lines": [(LEFT, 60)], "top": 215.0}),
    "kt": (Part.QUYEN_HAN, "KT. CHỦ TỊCH", BOLD, {"lines": [(125, 175)], "top": 200.0, **RIGHT}),
    "pho": (Part.QUYEN_HAN, "PHÓ CHỦ TỊCH", BOLD, {"lines": [(125, 175)], "top": 206.0, **RIGHT}),
    "ten": (Part.HO_TEN, "Nguyễn Văn An", BOLD, {"lines": [(133, 167)], "top": 240.0, **RIGHT}),
}
SIGNED = (
    "quyen_han_viet_tat",
    "quyen_han_dung_nguoi",
    "quyen_han_in_hoa",
    "quyen_han_co_chu",
    "quyen_han_kieu_chu",
    "quyen_han_vi_tri",
    "ho_ten_chu_thuong",
    "ho_ten_co_chu",
    "ho_ten_kieu_chu",
    "ho_ten_canh_giua",
    "ho_ten_hoc_vi",
    "ky_lien_trang",
    "ky_khoang_trong",
)
SENT = (
    "noi_nhan_dau_hai_cham",
    "noi_nhan_chu_thuong",
    "noi_nhan_dong_rieng",
    "noi_nhan_co_chu",
    "noi_nhan_kieu_chu",
    "noi_nhan_ngang_hang",
    "noi_nhan_sat_le",
    "noi_nhan_ds_co_chu",
    "noi_nhan_ds_kieu_chu",
    "noi_nhan_gach",
    "noi_nhan_cham_phay",
    "noi_nhan_dau_cham",
    "noi_nhan_luu",
)


def foot(change: Mapping[str, Any] | None = None, **more: Any) -> Found:
    """The foot of a quyết định. change: name → text, font, or what else of its paragraph; None."""
    parts: dict[Part, list[Piece]] = {}
    for number, (name, (part, text, look, place)) in enumerate(NAMES.items()):
        new = (change or {}).get(name, {})
        if new is None:
            continue
        new = {"text": new} if isinstance(new, str) else dict(new)
        made = piece(new.pop("text", text), new.pop("look", look), number=number, **(place | new))
        parts.setdefault(part, []).append(made)
    office = piece(more.pop("co_quan", "ỦY BAN NHÂN DÂN XÃ TÂN LẬP"), number=20)
    return found({**parts, Part.CO_QUAN: [office]}, more.pop("body", ()), **more)


def pieces_of(made: Found) -> dict[Part, Sequence[Piece]]:
    return {part: [each.piece for each in bits] for part, bits in made.parts.items()}


SENT_TO = {Part.KINH_GUI: [piece("Kính gửi: Sở Nội vụ", number=40)]}


def letter(first: str, loai: str, *, addressed: bool) -> Found:
    made = foot({"dong_1": first}, loai=loai)
    return found({**pieces_of(made), **(SENT_TO if addressed else {})}, loai=loai)


def alone(post: str) -> Found:
    """A foot whose signer has one line of chức vụ."""
    return foot({"kt": None, "pho": {"text": post, "top": 200.0}})


def placed(lines: tuple[float, float], other: tuple[float, float] | None = None) -> Found:
    """The two lines of chức vụ at these places of the paper."""
    middle = sum(lines) / 2
    name = {"lines": [(middle - 17, middle + 17)]}
    return foot({"kt": {"lines": [lines]}, "pho": {"lines": [other or lines]}, "ten": name})


def turned(lines: int) -> Found:
    """A foot on the second page with so many lines of text above it."""
    over = {name: {"page": 1} for name in NAMES}
    printed = [(30.0, 190.0)] * max(lines, 1)
    text = piece("Nội dung.", lines=printed, page=1 if lines else 0, top=30.0, number=30)
    return foot(over, body=[item(text, Level.VAN)], sheets=2, source="pdf")


def unsent(words: str = "") -> Found:
    """A quyết định without Nơi nhận; words: what it says elsewhere."""
    made = foot(dict.fromkeys(("noi_nhan", "dong_1", "dong_2", "luu")))
    more = {Part.SO_KY_HIEU: [piece("Số: 12/QĐ-UBND", number=21)]}
    said = {Part.NOI_DUNG: [piece(words, number=22)]} if words else {}
    return found({**pieces_of(made), **more, **said})


def joined() -> Found:
    """The words and the first line of the list on one line."""
    made = foot()
    look = font(12, bold=True, italic=True)
    both = piece([("Nơi nhận: ", look), ("- Như Điều 3;", font(11))], lines=[(LEFT, 70)], top=200.0)
    rest = made.parts[Part.NOI_NHAN_DS][1:]
    beginning = {Part.NOI_NHAN: (Bit(both, 0, 9),)}
    listed = {Part.NOI_NHAN_DS: (Bit(both, 10, len(both.text)), *rest)}
    return replace(made, parts={**made.parts, **beginning, **listed})


SCHOOL = "TRƯỜNG ĐẠI HỌC VINH"
CHANGED: tuple[tuple[str, Any, str], ...] = (
    ("kt", "KT. Chủ tịch", "quyen_han_in_hoa"),
    ("kt", {"look": font(12, bold=True)}, "quyen_han_co_chu"),
    ("pho", {"look": font(14)}, "quyen_han_kieu_chu"),
    ("ten", "NGUYỄN VĂN AN", "ho_ten_chu_thuong"),
    ("ten", {"look": font(12, bold=True)}, "ho_ten_co_chu"),
    ("ten", {"look": font(14)}, "ho_ten_kieu_chu"),
    ("ten", {"lines": [(107, 141)]}, "ho_ten_canh_giua"),
    ("ten", "TS. Nguyễn Văn An", "ho_ten_hoc_vi"),
    ("ten", {"top": 216.0}, "ky_khoang_trong"),
    ("noi_nhan", "Nơi nhận", "noi_nhan_dau_hai_cham"),
    ("noi_nhan", "NƠI NHẬN:", "noi_nhan_chu_thuong"),
    ("noi_nhan", {"look": font(13, bold=True, italic=True)}, "noi_nhan_co_chu"),
    ("noi_nhan", {"look": font(12, bold=True)}, "noi_nhan_kieu_chu"),
    ("noi_nhan", {"look": font(12, italic=True)}, "noi_nhan_kieu_chu"),
    ("noi_nhan", {"top": 190.0}, "noi_nhan_ngang_hang"),
    ("noi_nhan", {"lines": [(45, 65)]}, "noi_nhan_sat_le"),
    ("dong_2", {"look": font(12)}, "noi_nhan_ds_co_chu"),
    ("dong_2", {"look": font(11, italic=True)}, "noi_nhan_ds_kieu_chu"),
    ("dong_2", "Sở Nội vụ;", "noi_nhan_gach"),
    ("dong_2", "- Sở Nội vụ,", "noi_nhan_cham_phay"),
    ("dong_2", "- Sở Nội vụ", "noi_nhan_cham_phay"),
    ("luu", "- Lưu: VT, TCCB", "noi_nhan_dau_cham"),
    ("luu", "- Lưu: VT, TCCB;", "noi_nhan_dau_cham"),
    ("luu", "- Lưu VT, TCCB.", "noi_nhan_luu"),
    ("luu", "- Lưu: TCCB.", "noi_nhan_luu"),
    ("luu", "- Lưu: VT - TCCB.", "noi_nhan_luu"),
    ("luu", "- Sở Tài chính.", "noi_nhan_luu"),
    ("kt", "KT CHỦ TỊCH", "quyen_han_viet_tat"),
    ("kt", "TM. CHỦ TỊCH", "quyen_han_dung_nguoi"),
    ("kt", "TL. ỦY BAN NHÂN DÂN", "quyen_han_dung_nguoi"),
    ("kt", "TUQ. UBND TỈNH", "quyen_han_dung_nguoi"),
)
WRONG = by_rule(
    [
        *((rule, partial(foot, {name: new})) for name, new, rule in CHANGED),
        ("ky_lien_trang", lambda: foot({"ten": {"page": 1}}, sheets=2, source="pdf")),
        ("ky_thay", lambda: alone("PHÓ GIÁM ĐỐC")),
        ("quyen_han_vi_tri", lambda: placed((40, 80))),
        ("quyen_han_vi_tri", lambda: placed((30, 70), (40, 80))),
        ("ho_ten_hoc_vi_nganh", lambda: foot({"ten": "PGS.TS. Nguyễn Văn An"}, co_quan=SCHOOL)),
        ("ky_lien_trang", lambda: turned(0)),
        ("ky_lien_trang", lambda: turned(1)),
        ("noi_nhan_thieu", unsent),
        ("noi_nhan_dong_rieng", joined),
        ("noi_nhan_nhu_tren", lambda: letter("- Sở Tài chính;", "Công văn", addressed=True)),
        ("noi_nhan_khong_kinh_gui", lambda: letter("- Như trên;", "Kế hoạch", addressed=False)),
        ("noi_nhan_nhu_dieu", lambda: letter("- Như Điều 3;", "Kế hoạch", addressed=False)),
    ]
)
MAY: tuple[dict[str, Any], ...] = (
    {"luu": "- Lưu: VT."},
    {"luu": "- Lưu: VT, Hồ sơ."},
    {"luu": "- Lưu: VT, TCCB (05b)."},
    {"luu": "- Lưu: VT (02), TCCB."},
    {"luu": "- Lưu: VT, …"},
    {"dong_2": "- Sở Nội vụ (để báo cáo);"},
    {"dong_2": "– Sở Nội vụ;"},
    {"dong_2": "- Như Điều.....;"},
    {"dong_2": "- Các sở, ban, ngành, v.v.;"},
    {"noi_nhan": {"lines": [(33, 53)], "top": 203.0}},
    {"ten": {"lines": [(129, 165)]}},
    {"dong_1": "- Các cơ quan thuộc", "dong_2": "Ủy ban nhân dân xã;"},
    {"kt": "TUQ. CHỦ TỊCH"},
    {"kt": "TM. ỦY BAN NHÂN DÂN"},
    {"kt": "Q. GIÁM ĐỐC"},
    {"kt": "QUYỀN GIÁM ĐỐC"},
    {"kt": "TL.GIÁM ĐỐC"},
    {"kt": "KẾ TOÁN"},
    {"kt": "TM. ĐOÀN CHỦ TỊCH"},
    {"kt": "TM. BAN GIÁM HIỆU"},
    {"kt": "TL. CHỦ TỊCH"},
    {"kt": "KT. TRƯỞNG BAN"},
    {"kt": "Người lập biểu"},
)
RIGHT: dict[str, Callable[[], Found]] = {
    "as it should be": foot,
    **{str(new): partial(foot, new) for new in MAY},
    "one of several signers": lambda: foot(
        {"kt": {"lines": [(40, 80)]}, "ten": {"lines": [(43, 77)]}, "dong_1": "- Các bên;"},
        loai="Biên bản",
    ),
    "a head of office": lambda: alone("GIÁM ĐỐC"),
    "a deputy in charge": lambda: alone("PHÓ GIÁM ĐỐC PHỤ TRÁCH"),
    "two signers side by side": lambda: placed((30, 60), (70, 100)),
    "two lines of text go over with the signature": lambda: turned(2),
    "Nơi nhận that was not recognised": lambda: unsent("Noi nhận"),
    "a name without degree where a sector may rule": lambda: foot(co_quan=SCHOOL),
    "a degree where a sector may rule is only looked at": lambda: foot(co_quan="CÔNG AN XÃ"),
    "Như trên of a công văn": lambda: letter("- Như trên;", "Công văn", addressed=True),
    "Như trên of an invitation": lambda: letter("- Như trên;", "Giấy mời", addressed=False),
    "Như trên of a telegram": lambda: letter("- Như trên;", "Công điện", addressed=False),
    "a plan sent to others": lambda: letter("- Sở Tài chính;", "Kế hoạch", addressed=False),
    "Như Điều of a notice with articles": lambda: foot(
        {},
        loai="Thông báo",
        body=[item(piece("Điều 1. Nội dung.", number=30), Level.DIEU, "Điều 1.")],
    ),
}
SAID = {
    "ky_thay": "KT.",
    "quyen_han_vi_tri": "nửa trái",
    "ho_ten_hoc_vi_nganh": "PGS.TS.",
    "noi_nhan_thieu": "không có phần",
    "noi_nhan_dong_rieng": "Như Điều 3",
    "noi_nhan_nhu_tren": "- Như trên;",
    "noi_nhan_khong_kinh_gui": "Như trên",
    "noi_nhan_nhu_dieu": "không chia điều",
}


@pytest.mark.parametrize(("rule", "words"), SAID.items())
def test_the_sentence_says_what_is_there(rule: str, words: str) -> None:
    assert words in sentence(WRONG[rule][0](), rule)


@pytest.mark.parametrize("office", [SCHOOL, "CÔNG AN XÃ TÂN LẬP", "BỆNH VIỆN ĐA KHOA"])
def test_degrees_and_ranks_where_a_sector_may_rule(office: str) -> None:
    made = foot({"ten": "PGS.TS. Nguyễn Văn An"}, co_quan=office)
    assert outcome(made, "ho_ten_hoc_vi") is Outcome.KHONG_AP_DUNG
    assert "PGS.TS." in sentence(made, "ho_ten_hoc_vi_nganh")


@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("ThS. Lê Thị Bình", "ThS."),
        ("Thạc sĩ Lê Thị Bình", "Thạc sĩ"),
        ("Đại tá Lê Văn Cường", "Đại tá"),
        ("Tô Sơn Bình", ""),
        ("Cn Bình", "Cn"),
        ("Lương Sỹ Bình", ""),
        ("Ks' Bình", "Ks"),
    ],
)
def test_what_is_a_degree_and_what_a_name(name: str, degree: str) -> None:
    told = [each.hit.is_ for each in findings(foot({"ten": name}), "ho_ten_hoc_vi")]
    assert told == ([degree] if degree else [])


def test_where_nobody_can_tell_a_rule_is_open_or_does_not_apply() -> None:
    pair = RIGHT["two signers side by side"]()
    assert outcome(pair, "quyen_han_vi_tri") is Outcome.KHONG_AP_DUNG
    misread = RIGHT["Nơi nhận that was not recognised"]()
    assert outcome(misread, "noi_nhan_thieu") is Outcome.KHONG_DANH_GIA_DUOC
    assert outcome(foot(), "ky_thay") is Outcome.KHONG_AP_DUNG


def test_a_name_alone_on_the_next_page() -> None:
    made = foot({"ten": {"page": 1}}, sheets=2, source="pdf")
    assert "họ tên sang trang khác" in sentence(made, "ky_lien_trang")


def test_of_a_word_file_nobody_knows_where_another_program_turns_the_page() -> None:
    made = foot({"ten": {"page": 1}}, sheets=2)
    assert outcome(made, "ky_lien_trang") is Outcome.KHONG_DANH_GIA_DUOC


@pytest.mark.parametrize("rule", [*SIGNED, *SENT])
def test_a_right_foot_passes(rule: str) -> None:
    assert outcome(foot(), rule) is Outcome.DAT


@pytest.mark.parametrize("rule", [*SIGNED, *SENT])
def test_a_paper_without_one_is_not_judged(rule: str) -> None:
    assert outcome(found({}), rule) is Outcome.KHONG_AP_DUNG


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("KT CHỦ TỊCH", "KT."),
        ("KT, CHỦ TỊCH", "KT."),
        ("K/T CHỦ TỊCH", "KT."),
        ("T.M. ỦY BAN NHÂN DÂN", "TM."),
        ("T/L CHỦ TỊCH", "TL."),
        ("Q GIÁM ĐỐC", "Q."),
    ],
)
def test_abbreviations_have_one_form(given: str, right: str) -> None:
    (only,) = findings(foot({"kt": given}), "quyen_han_viet_tat")
    assert only.hit.should == right
    (mend,) = only.hit.repair
    assert isinstance(mend, Letters)
    assert (given[: mend.start] + mend.text + given[mend.end :]).startswith(right)


def test_marks_are_mended_at_the_end_of_a_line() -> None:
    (only,) = findings(foot({"dong_2": "- Sở Nội vụ ."}), "noi_nhan_cham_phay")
    assert only.hit.repair == (Letters(3, 11, 13, ";"),)
    (kept,) = findings(foot({"luu": "- Lưu: VT, TCCB"}), "noi_nhan_dau_cham")
    assert kept.hit.repair == (Letters(4, 15, 15, "."),)
    (dash,) = findings(foot({"dong_2": "• Sở Nội vụ;"}), "noi_nhan_gach")
    assert dash.hit.repair == (Letters(3, 0, 2, "- "),)


def test_a_colon_is_put_behind_luu() -> None:
    (only,) = findings(foot({"luu": "- Lưu VT, TCCB."}), "noi_nhan_luu")
    assert only.hit.repair == (Letters(4, 5, 5, ":"),)


def test_looks_and_places_are_mended() -> None:
    (only,) = findings(
        foot({"noi_nhan": {"look": font(13, bold=True, italic=True)}}), "noi_nhan_co_chu"
    )
    assert only.hit.repair == (Look(1, 0, 9, size=12),)
    aside = foot({"ten": {"lines": [(107, 141)], "shape": None}})
    assert findings(aside, "ho_ten_canh_giua")[0].hit.repair == ()
    left = foot({"ten": {"lines": [(107, 141)], "shape": piece("").shape}})
    (named,) = findings(left, "ho_ten_canh_giua")
    assert named.hit.repair == (Setting(7, align="center", first=0.0),)
