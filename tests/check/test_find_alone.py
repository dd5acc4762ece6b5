"""What comes with a document and stands in a file of its own; and copies of documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.check.by_hand import DAY
from tests.check.hand import Hand, Say, bold, plain
from tests.check.test_find_kinds import BODY, head
from tests.check.test_find_layouts import (
    NGAY,
    QUOC_HIEU,
    ROOM,
    TEN,
    TIEU_NGU,
    foot_in_a_row,
    italic,
    left,
)
from vanban.check.engine import Outcome, Report, check, rule_set
from vanban.check.find import find
from vanban.check.looks import LOOKS
from vanban.check.parts import Family, Level, Part
from vanban.laid import Sheet

NOTE = "(Kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026 của Sở Nội vụ)"
ISSUED = "(Ban hành kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026 của Sở Nội vụ)"
SHOWN = "Số: 12/QĐ-SNV; 05/03/2026; 14:20:43 +07:00"
NAMES = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13)]
COUNTRY = [bold(QUOC_HIEU, 13), bold(TIEU_NGU)]
MISSING = (
    "quoc_hieu_thieu", "tieu_ngu_thieu", "so_thieu", "ngay_thieu", "trich_yeu_thieu",
    "noi_nhan_thieu", "kinh_gui_thieu", "phu_luc_chi_dan", "chieu_trang",
)  # fmt: skip


def listed(hand: Hand) -> Hand:
    """A table of people with all its lines."""
    rows = [[[plain(str(n), 12)], [plain(TEN, 12)], [plain("Chuyên viên", 12)]] for n in range(9)]
    return hand.cells(rows, (20, 80, 60))


def with_letterhead() -> Hand:
    return Hand().beside(NAMES, COUNTRY).draw(62, 15).draw(143, 62)


def told(hand: Hand) -> Report:
    return check(find(hand.laid()), LOOKS, rule_set(), DAY)


@pytest.mark.parametrize("source", ["docx", "pdf"])
@pytest.mark.parametrize("word", ["Phụ lục", "Phụ lục I", "Phụ lục số 02"])
def test_a_phu_luc_alone_is_told_by_its_word_and_note(word: str, source: str) -> None:
    hand = Hand(source=source).say(bold(word), bold("DANH SÁCH CÁN BỘ"), italic(NOTE))
    found = find(listed(hand).laid())
    assert (found.family, found.loai) == (Family.PHU_LUC, "")
    assert found.why.startswith("Đây là phụ lục của văn bản khác")
    parts = (Part.PHU_LUC, Part.TEN_PHU_LUC, Part.KEM_THEO)
    assert [found.text(part) for part in parts] == [word, "DANH SÁCH CÁN BỘ", NOTE]
    assert found.body == ()


def test_rules_of_what_it_has_not_got_do_not_apply() -> None:
    report = told(listed(Hand().say(bold("Phụ lục"), bold("DANH SÁCH"), italic(NOTE))))
    outcomes = {each.rule.id: each.outcome for each in report.told}
    assert {outcomes[id_] for id_ in MISSING} == {Outcome.KHONG_AP_DUNG}
    assert {outcomes[id_] for id_ in ("kho_giay", "phong_chu", "le_trai", "kem_theo_du")} == {
        Outcome.DAT
    }
    assert not report.findings


def test_its_heading_is_judged() -> None:
    report = told(listed(Hand().say(bold("PHỤ LỤC"), bold("Danh sách", 12), plain(NOTE))))
    assert {each.rule.id for each in report.findings} == {
        "phu_luc_chu_thuong",
        "ten_phu_luc_in_hoa",
        "ten_phu_luc_co_chu",
        "kem_theo_kieu_chu",
    }


def test_what_stands_above_may_be_a_letterhead_a_name_or_a_signature() -> None:
    title = (bold("Phụ lục II"), bold("DANH SÁCH"), italic(NOTE))
    found = find(listed(with_letterhead().say(*title)).laid())
    assert (found.family, found.text(Part.CO_QUAN)) == (Family.PHU_LUC, "SỞ NỘI VỤ")
    assert found.text(Part.PHU_LUC) == "Phụ lục II"
    name = Hand().beside(NAMES, [])
    assert find(listed(name.say(*title)).laid()).family is Family.PHU_LUC
    for shown in (SHOWN, "Số: …5…; ngày/tháng/năm; giờ: phút: giây"):
        signed = Hand().boxed(120, 12, 75, plain(shown, 10))
        found = find(listed(signed.say(*title)).laid())
        assert (found.family, Part.SO_KY_HIEU in found.parts) == (Family.PHU_LUC, False)


@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_the_date_of_a_note_that_was_broken_is_none_of_the_letterhead(source: str) -> None:
    hand = with_letterhead()
    hand.source = source
    hand.say(bold("Phụ lục I"), bold("DANH SÁCH"), italic("(Kèm theo Quyết định số 12/QĐ-SNV"))
    hand.say(italic("Hà Giang, ngày 05 tháng 3 năm 2026"), italic("của Sở Nội vụ)"))
    found = find(listed(hand).laid())
    assert (found.family, Part.DIA_DANH in found.parts) == (Family.PHU_LUC, False)
    first = "(Kèm theo Quyết định ngày 05 tháng 3 năm 2026"
    hand = with_letterhead().say(bold("Phụ lục I"), bold("DANH SÁCH"), italic(first))
    found = find(listed(hand.say(italic("của Sở Nội vụ)"))).laid())
    assert found.text(Part.KEM_THEO) == f"{first}\ncủa Sở Nội vụ)"


def test_pages_that_lie_and_a_wide_one_are_right() -> None:
    hand = listed(Hand().say(bold("Phụ lục"), bold("BIỂU TỔNG HỢP"), italic(NOTE)))
    laid = hand.laid()
    for width, height in ((297.0, 210.0), (420.0, 297.0)):
        found = find(replace(laid, sheets=(Sheet(width, height),)))
        report = check(found, LOOKS, rule_set(), DAY)
        assert not [each for each in report.findings if each.rule.id in ("kho_giay", "chieu_trang")]


@pytest.mark.parametrize("letterhead", [True, False])
def test_a_text_that_was_issued_is_read_as_a_text(letterhead: bool) -> None:
    hand = with_letterhead() if letterhead else Hand()
    hand.say(bold("QUY CHẾ"), bold("Làm việc của Sở Nội vụ"), italic(ISSUED))
    hand.say(bold("Chương I"), bold("QUY ĐỊNH CHUNG"), "Điều 1. Phạm vi điều chỉnh", BODY)
    found = find(hand.laid())
    assert (found.family, found.loai) == (Family.PHU_LUC, "Quy chế")
    assert found.why.startswith("Đây là “QUY CHẾ” được ban hành kèm theo văn bản khác")
    assert found.text(Part.TRICH_YEU) == "Làm việc của Sở Nội vụ"
    assert {item.level for item in found.body} >= {Level.CHUONG, Level.DIEU}
    assert (Part.CO_QUAN in found.parts) is letterhead


def test_its_levels_are_judged() -> None:
    hand = with_letterhead().say(bold("QUY CHẾ"), bold("Làm việc"), italic(ISSUED))
    hand.say(bold("Chương 1"), bold("QUY ĐỊNH CHUNG"), "Điều 1. Phạm vi", BODY)
    assert "chuong_so_la_ma" in {each.rule.id for each in told(hand).findings}


@pytest.mark.parametrize("letterhead", [True, False])
def test_a_danh_sach_that_comes_with_a_document_is_no_ten_loai(letterhead: bool) -> None:
    hand = with_letterhead() if letterhead else Hand()
    hand.say(bold("DANH SÁCH", 16), plain("Cán bộ tham gia"), italic(NOTE))
    report = told(listed(hand))
    assert report.found.family is Family.PHU_LUC
    assert report.found.text(Part.TEN_PHU_LUC) == "DANH SÁCH\nCán bộ tham gia"
    assert Part.TEN_LOAI not in report.found.parts
    assert not [each.rule.id for each in report.findings if "ten_loai" in each.rule.id]


@pytest.mark.parametrize(
    ("note", "family"),
    [
        ("(Kèm theo Thông tư số 01/2026/TT-BNV ngày 05 tháng 3 năm 2026)", Family.QUY_PHAM),
        ("(Kèm theo Quyết định số 15/2026/QĐ-UBND ngày 05 tháng 3 năm 2026)", Family.QUY_PHAM),
        ("(Kèm theo Quyết định số 15-QĐ/TU ngày 05 tháng 3 năm 2026)", Family.DANG),
        ("(Kèm theo Kế hoạch số 15-KH/ĐTN ngày 05 tháng 3 năm 2026)", Family.KHAC),
        ("(Kèm theo Hợp đồng số 15/HĐ-SNV ngày 05 tháng 3 năm 2026)", Family.KHAC),
    ],
)
def test_with_what_it_comes_tells_whose_rules_hold(note: str, family: Family) -> None:
    hand = Hand().say(bold("Phụ lục I"), bold("DANH MỤC"), italic(note))
    assert find(listed(hand).laid()).family is family


@pytest.mark.parametrize(
    "title",
    ["MẪU ĐƠN ĐỀ NGHỊ", "TỜ KHAI", "ĐỀ CƯƠNG BÁO CÁO", "PHIẾU KHẢO SÁT", "BIỂU MẪU SỐ 01",
     "HỢP ĐỒNG", "BIÊN BẢN", "GIẤY MỜI", "QUYẾT ĐỊNH"],
)  # fmt: skip
@pytest.mark.parametrize("letterhead", [True, False])
def test_a_form_that_comes_with_a_document_has_rules_of_its_own(
    title: str, letterhead: bool
) -> None:
    hand = with_letterhead() if letterhead else Hand()
    hand.say(bold(title), bold("Về việc bầu cử"), italic(NOTE)).say(BODY)
    assert find(hand.laid()).family is Family.KHAC


def test_what_somebody_fills_in_has_no_agency_beside_quoc_hieu() -> None:
    hand = Hand().say(plain("Mẫu số 01"), *COUNTRY).say(bold("BẢN TỰ KHAI"), italic(NOTE), BODY)
    assert find(hand.laid()).family is Family.KHAC


def test_a_phu_luc_without_a_note_is_of_nobody_knows_what() -> None:
    found = find(listed(Hand().say(bold("Phụ lục I"), bold("DANH MỤC"))).laid())
    assert found.family is Family.KHAC
    assert found.why.startswith("Đây là phụ lục nhưng không có dòng “(Kèm theo")
    said = "kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026, các đơn vị thực hiện."
    hand = Hand().say(bold("Phụ lục I"), bold("DANH MỤC"), said)
    assert find(hand.laid()).family is Family.KHAC


@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_a_document_with_a_phu_luc_is_a_document(source: str) -> None:
    hand = head(Hand(source=source)).say(bold("THÔNG BÁO"), bold("Về nghỉ Tết")).say(BODY)
    foot_in_a_row(hand)
    hand.turn().say(bold("Phụ lục"), bold("DANH SÁCH"), italic(NOTE))
    found = find(listed(hand).laid())
    assert (found.family, found.loai) == (Family.HANH_CHINH, "Thông báo")
    assert found.last_page == 0
    assert found.text(Part.PHU_LUC) == "Phụ lục"


def test_of_two_in_one_file_the_first_tells_of_its_own_pages() -> None:
    hand = listed(Hand().say(bold("Phụ lục I"), bold("DANH SÁCH"), italic(NOTE))).turn()
    hand = listed(hand.turn().say(bold("Phụ lục II"), bold("DANH MỤC"), italic(NOTE)))
    found = find(hand.laid())
    assert (found.family, found.last_page) == (Family.PHU_LUC, 1)
    assert found.text(Part.PHU_LUC) == "Phụ lục I\nPhụ lục II"


def copied(source: str, form: Say) -> Hand:
    hand = head(Hand(source=source)).say(bold("THÔNG BÁO"), bold("Về nghỉ Tết")).say(BODY)
    foot_in_a_row(hand)
    hand.beside(
        [bold("VĂN PHÒNG", 13), plain("Số: 05/SY-VP", 13)],
        [form, italic("Hà Giang, ngày 06 tháng 3 năm 2026")],
    )
    return hand.beside(
        [Say("Nơi nhận:", True, True, 12, left("").align), left("- Lưu: VT.")],
        [bold("CHÁNH VĂN PHÒNG"), *ROOM, bold("Lê Thị Mai")],
    )


@pytest.mark.parametrize("source", ["docx", "pdf"])
@pytest.mark.parametrize("form", ["SAO Y", "TRÍCH SAO", "……1……"])
def test_the_parts_of_a_copy_stand_behind_the_foot(form: str, source: str) -> None:
    found = find(copied(source, bold(form)).laid())
    assert (found.family, found.loai) == (Family.BAN_SAO, "Thông báo")
    assert found.why.endswith("có phần sao nên đây là bản sao; chỉ xét phần sao.")
    told = {
        Part.HINH_THUC_SAO: form,
        Part.SAO_CO_QUAN: "VĂN PHÒNG",
        Part.SAO_SO: "Số: 05/SY-VP",
        Part.SAO_NGAY: "Hà Giang, ngày 06 tháng 3 năm 2026",
        Part.SAO_NOI_NHAN: "Nơi nhận:",
        Part.SAO_NOI_NHAN_DS: "- Lưu: VT.",
        Part.SAO_QUYEN_HAN: "CHÁNH VĂN PHÒNG",
        Part.SAO_HO_TEN: "Lê Thị Mai",
        Part.SO_KY_HIEU: "Số: 12/TB-SNV",
        Part.DIA_DANH: NGAY,
        Part.HO_TEN: TEN,
    }
    assert {part: found.text(part) for part in told} == told


def test_the_form_of_copy_may_stand_behind_tabs() -> None:
    hand = head(Hand()).say(bold("THÔNG BÁO"), bold("Về nghỉ Tết")).say(BODY)
    foot_in_a_row(hand)
    hand.tabbed(bold("VĂN PHÒNG", 13), bold("SAO LỤC"))
    hand.tabbed(plain("Số: 05/SL-VP", 13), italic("Hà Giang, ngày 06 tháng 3 năm 2026"))
    found = find(hand.laid())
    assert found.family is Family.BAN_SAO
    told = (Part.HINH_THUC_SAO, Part.SAO_CO_QUAN, Part.SAO_SO, Part.SAO_NGAY)
    assert [found.text(part) for part in told] == [
        "SAO LỤC",
        "VĂN PHÒNG",
        "Số: 05/SL-VP",
        "Hà Giang, ngày 06 tháng 3 năm 2026",
    ]


@pytest.mark.parametrize(
    "stamp",
    [
        "SAO Y; Ủy ban nhân dân tỉnh Hà Giang; 05/03/2026; 14:20:43 +07:00",
        "…1…;…2..; ngày/tháng/năm; giờ: phút: giây",
    ],
)
def test_a_digital_copy_is_told_by_what_its_signature_shows(stamp: str) -> None:
    hand = Hand().boxed(120, 8, 70, plain(stamp, 10))
    head(hand).say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.family is Family.BAN_SAO
    assert found.text(Part.SAO_DIEN_TU) == stamp
    assert "hình thức sao ở đầu trang" in found.why
    assert not check(found, LOOKS, rule_set(), DAY).findings


def test_a_receipt_behind_the_foot_is_no_copy() -> None:
    hand = head(Hand()).say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    dated = plain("ngày … tháng … năm …")
    hand.beside([plain("Người nhận"), plain("(Ký tên)")], [plain("………………"), dated])
    assert find(hand.laid()).family is Family.HANH_CHINH
