"""Who signs, and who receives: ô 7 and 9b."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.check.by_hand import (
    CENTRED,
    LEFT,
    bit,
    findings,
    font,
    found,
    item,
    outcome,
    piece,
    sentence,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Level, Part
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


@pytest.mark.parametrize(
    "given",
    [
        "TUQ. CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        "Q. GIÁM ĐỐC",
        "QUYỀN GIÁM ĐỐC",
        "TL.GIÁM ĐỐC",
        "KẾ TOÁN",
    ],
)
def test_right_abbreviations_and_words_that_begin_like_them(given: str) -> None:
    assert outcome(foot({"kt": given}), "quyen_han_viet_tat") is Outcome.DAT


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("TM. CHỦ TỊCH", True),
        ("TL. ỦY BAN NHÂN DÂN", True),
        ("TUQ. UBND TỈNH", True),
        ("TM. ĐOÀN CHỦ TỊCH", False),
        ("TM. BAN GIÁM HIỆU", False),
        ("TL. CHỦ TỊCH", False),
        ("KT. TRƯỞNG BAN", False),
    ],
)
def test_an_abbreviation_goes_with_whom_it_is_of(given: str, told: bool) -> None:
    assert bool(findings(foot({"kt": given}), "quyen_han_dung_nguoi")) is told


def test_a_deputy_alone_is_worth_a_look() -> None:
    assert "KT." in sentence(foot({"kt": None, "pho": "PHÓ GIÁM ĐỐC"}), "ky_thay")
    for post in ("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC PHỤ TRÁCH"):
        assert outcome(foot({"kt": None, "pho": post}), "ky_thay") is Outcome.DAT
    assert outcome(foot(), "ky_thay") is Outcome.KHONG_AP_DUNG


@pytest.mark.parametrize(
    ("name", "new", "rule"),
    [
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
    ],
)
def test_one_fault_is_told_by_its_own_rule_alone(name: str, new: Any, rule: str) -> None:
    made = foot({name: new})
    assert {each for each in (*SIGNED, *SENT) if findings(made, each)} == {rule}


@pytest.mark.parametrize(
    "new",
    [
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
    ],
)
def test_what_offices_write_otherwise_and_may(new: dict[str, Any]) -> None:
    made = foot(new)
    assert not {each for each in (*SIGNED, *SENT) if findings(made, each)}


def test_who_helps_signs_in_small_letters() -> None:
    made = foot({"kt": "Người lập biểu"})
    assert outcome(made, "quyen_han_in_hoa") is Outcome.DAT


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


def test_the_name_may_stand_below_any_of_several_signers() -> None:
    pair = foot({"kt": {"lines": [(40, 80)]}, "ten": {"lines": [(43, 77)]}}, loai="Biên bản")
    assert outcome(pair, "ho_ten_canh_giua") is Outcome.DAT
    assert outcome(pair, "quyen_han_vi_tri") is Outcome.KHONG_AP_DUNG


def test_the_signature_stands_at_the_right() -> None:
    left = {"lines": [(40, 80)]}
    made = foot({"kt": left, "pho": left})
    assert "nửa trái" in sentence(made, "quyen_han_vi_tri")
    slanted = foot({"kt": {"lines": [(30, 70)]}, "pho": left})
    assert "nửa trái" in sentence(slanted, "quyen_han_vi_tri")
    pair = foot({"kt": {"lines": [(30, 60)]}, "pho": {"lines": [(70, 100)]}})
    assert outcome(pair, "quyen_han_vi_tri") is Outcome.KHONG_AP_DUNG


@pytest.mark.parametrize(
    "office", ["TRƯỜNG ĐẠI HỌC VINH", "CÔNG AN XÃ TÂN LẬP", "BỆNH VIỆN ĐA KHOA"]
)
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


def text_of(lines: int, page: int) -> Piece:
    return piece("Nội dung.", lines=[(30, 190)] * lines, page=page, top=30.0, number=30)


@pytest.mark.parametrize(("lines", "told"), [(0, True), (1, True), (2, False)])
def test_a_signature_stands_with_some_text(lines: int, told: bool) -> None:
    over = {name: {"page": 1} for name in NAMES}
    text = text_of(max(lines, 1), 1 if lines else 0)
    made = foot(over, body=[item(text, Level.VAN)], sheets=2)
    assert bool(findings(made, "ky_lien_trang")) is told


def test_a_name_alone_on_the_next_page() -> None:
    made = foot({"ten": {"page": 1}}, sheets=2)
    assert "họ tên sang trang khác" in sentence(made, "ky_lien_trang")


def test_a_paper_that_is_whole_but_for_its_recipients() -> None:
    gone = dict.fromkeys(("noi_nhan", "dong_1", "dong_2", "luu"))
    made = foot(gone)
    assert outcome(made, "noi_nhan_thieu") is Outcome.KHONG_AP_DUNG
    whole = found({**_pieces(made), Part.SO_KY_HIEU: [piece("Số: 12/QĐ-UBND", number=21)]})
    assert "không có phần" in sentence(whole, "noi_nhan_thieu")
    somewhere = found({**_pieces(whole), Part.NOI_DUNG: [piece("Noi nhận", number=22)]})
    assert outcome(somewhere, "noi_nhan_thieu") is Outcome.KHONG_DANH_GIA_DUOC


def _pieces(made: Found) -> dict[Part, Sequence[Piece]]:
    return {part: [each.piece for each in bits] for part, bits in made.parts.items()}


def test_the_words_and_the_first_line_of_the_list_on_one_line() -> None:
    both = piece([("Nơi nhận: ", font(12)), ("- Như trên;", font(11))])
    made = found({})
    parts = {
        Part.NOI_NHAN: (bit(both).__class__(both, 0, 9),),
        Part.NOI_NHAN_DS: (bit(both).__class__(both, 10, len(both.text)),),
    }
    joined = Found(made.laid, made.family, "Quyết định", parts=parts)
    assert "Như trên" in sentence(joined, "noi_nhan_dong_rieng")


SENT_TO = {Part.KINH_GUI: [piece("Kính gửi: Sở Nội vụ", number=40)]}


def letter(first: str, loai: str, *, addressed: bool) -> Found:
    made = foot({"dong_1": first}, loai=loai)
    return found({**_pieces(made), **(SENT_TO if addressed else {})}, loai=loai)


def test_as_above_goes_with_kinh_gui() -> None:
    missing = letter("- Sở Tài chính;", "Công văn", addressed=True)
    assert "- Như trên;" in sentence(missing, "noi_nhan_nhu_tren")
    assert (
        outcome(letter("- Như trên;", "Công văn", addressed=True), "noi_nhan_nhu_tren")
        is Outcome.DAT
    )
    plan = letter("- Như trên;", "Kế hoạch", addressed=False)
    assert "Như trên" in sentence(plan, "noi_nhan_khong_kinh_gui")
    for loai in ("Giấy mời", "Công điện", ""):
        made = letter("- Như trên;", loai, addressed=False)
        assert outcome(made, "noi_nhan_khong_kinh_gui") is Outcome.KHONG_AP_DUNG


def test_as_article_goes_with_articles() -> None:
    plan = letter("- Như Điều 3;", "Kế hoạch", addressed=False)
    assert "không chia điều" in sentence(plan, "noi_nhan_nhu_dieu")
    assert outcome(foot(), "noi_nhan_nhu_dieu") is Outcome.KHONG_AP_DUNG
    article = item(piece("Điều 1. Nội dung.", number=30), Level.DIEU, "Điều 1.")
    with_articles = foot({}, loai="Thông báo", body=[article])
    assert outcome(with_articles, "noi_nhan_nhu_dieu") is Outcome.KHONG_AP_DUNG


def test_a_name_without_degree_where_a_sector_may_rule() -> None:
    made = foot(co_quan="TRƯỜNG ĐẠI HỌC VINH")
    assert outcome(made, "ho_ten_hoc_vi_nganh") is Outcome.DAT
