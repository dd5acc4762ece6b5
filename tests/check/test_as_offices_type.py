"""Right papers, typed as offices type them: each was told of a fault once, and has none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tests.check.by_hand import CENTRED, PROSE, TEXT, findings, font, found, item, piece
from tests.check.by_hand import outcome as outcome_of
from tests.check.hand import Hand, bold, plain
from tests.check.test_basis import DECREE, ITALIC, LAST, LAW
from tests.check.test_find_layouts import LIST, NOI_NHAN, OFFICE, ROOM, TEN, foot_in_a_row, left
from tests.check.test_find_layouts import head_in_a_row as letterhead
from tests.check.whole_paper import at, head, outcome, paper, spoilt
from tests.docx.packed import p, packed, r
from tests.pdf.made import made as as_pdf
from vanban.check.engine import Outcome
from vanban.check.find import find
from vanban.check.parts import Family, Found, Part
from vanban.laid import At, Box, Line, Sheet, Stroke
from vanban.pdf.seen import see
from vanban.resolved import Align, Shape

OPEN = Outcome.KHONG_DANH_GIA_DUOC
RULE = "ten_nguoi_ky_hoa"
SHOWN = (
    "Người ký: Ủy ban nhân dân tỉnh",
    "Email: ubnd@hagiang.gov.vn",
    "Cơ quan: Tỉnh Hà Giang",
    "Thời gian ký: 05.03.2026 08:15:20 +07:00",
    "Signature Valid",
)


def titled(hand: Hand, loai: str = "THÔNG BÁO") -> Hand:
    return hand.blank().say(bold(loai), bold("Về việc nghỉ Tết"), "Sở thông báo để biết./.")


# -- foot ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", SHOWN)
def test_what_a_digital_signature_shows_is_no_chuc_vu(shown: str) -> None:
    hand = Hand()
    letterhead(hand)
    signed = [*OFFICE, plain(shown, 8), *ROOM, bold(TEN)]
    titled(hand).beside([NOI_NHAN, *map(left, LIST)], signed)
    parts = find(hand.laid())
    assert parts.text(Part.QUYEN_HAN) == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    assert parts.text(Part.HO_TEN) == TEN


def test_a_rank_before_the_name_is_no_part_of_it() -> None:
    look = font(14, bold=True)
    assert findings(found({Part.HO_TEN: [piece("Thiếu tá Lâm Văn Đức", look)]}), RULE) == []
    (hit,) = findings(found({Part.HO_TEN: [piece("Thiếu tá Lâm văn Đức", look)]}), RULE)
    assert hit.hit.should == "Lâm Văn Đức"


def test_recipients_below_two_who_sign_beside_each_other() -> None:
    look = font(14, bold=True)
    posts = [
        piece("CHỦ TỊCH", look, lines=[place], top=200.0, number=nth, shape=CENTRED)
        for nth, place in enumerate([(40, 80), (130, 170)])
    ]
    nn = piece("Nơi nhận:", font(12), lines=[(30, 50)], top=245.0, number=2)
    both = found({Part.QUYEN_HAN: posts, Part.NOI_NHAN: [nn]})
    one = found({Part.QUYEN_HAN: posts[1:], Part.NOI_NHAN: [nn]})
    assert outcome_of(both, "noi_nhan_ngang_hang") is Outcome.KHONG_AP_DUNG
    assert outcome_of(one, "noi_nhan_ngang_hang") is Outcome.KHONG_DAT


@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_two_who_sign_above_the_recipients_are_both_found(source: str) -> None:
    hand = Hand(source=source)
    letterhead(hand)
    posts, names = ("CHỦ TỊCH HỘI NÔNG DÂN", "CHỦ TỊCH HỘI PHỤ NỮ"), ("Lê Văn An", "Lê Thị Hoa")
    signers = [[bold(post), *ROOM, bold(name)] for post, name in zip(posts, names, strict=True)]
    titled(hand).beside(*signers, widths=(80, 80)).say(NOI_NHAN, *map(left, LIST))
    found_ = find(hand.laid())
    assert found_.text(Part.QUYEN_HAN) == "\n".join(posts)
    assert found_.text(Part.HO_TEN) == "\n".join(names)
    assert outcome_of(found_, "noi_nhan_ngang_hang") is Outcome.KHONG_AP_DUNG


def test_offices_that_sign_jointly_are_named_between_the_lines_of_who_signs() -> None:
    hand = Hand()
    letterhead(hand)
    one = [bold("GIÁM ĐỐC"), bold("BẢO HIỂM XÃ HỘI"), *ROOM, bold("Lê Văn An")]
    other = [*map(bold, ("KT. GIÁM ĐỐC", "SỞ Y TẾ", "PHÓ GIÁM ĐỐC")), *ROOM, bold("Lê Thị Hoa")]
    titled(hand, "KẾ HOẠCH").beside(one, other, widths=(80, 80)).say(NOI_NHAN, *map(left, LIST))
    made = find(hand.laid())
    assert made.text(Part.QUYEN_HAN).split("\n") == [say.text for say in (*one[:2], *other[:3])]
    assert outcome_of(made, "ky_thay") is Outcome.KHONG_AP_DUNG
    assert outcome_of(made, "noi_nhan_ngang_hang") is Outcome.KHONG_AP_DUNG


# -- page ------------------------------------------------------------------------------------------


def test_a_table_behind_the_text_may_be_on_a3() -> None:
    a4, a3 = Sheet(210, 297), Sheet(420, 297)
    for last, told in ((0, Outcome.DAT), (1, Outcome.KHONG_DAT)):
        made = found(sheets=2, last_page=last)
        made = replace(made, laid=replace(made.laid, sheets=(a4, a3)))
        assert outcome_of(made, "kho_giay") is told


def words(text: str, family: str, source: str) -> Found:
    one = at(Part.NOI_DUNG, text, replace(TEXT, family=family), (100, 100, 20))
    return paper({**head(), "chữ": one}, source=source)


def test_the_ring_before_an_item_is_no_stray_letter() -> None:
    assert outcome(words("o\t", "Courier New", "docx"), "phong_chu_le") is Outcome.DAT
    assert outcome(words("ở", "Courier New", "docx"), "phong_chu_le") is Outcome.KHONG_DAT


def test_a_few_words_of_another_typeface_are_no_other_typeface() -> None:
    made = words("chữ sót", "Arial", "docx")
    assert outcome(made, "phong_chu") is Outcome.DAT
    assert outcome(made, "phong_chu_le") is Outcome.KHONG_DAT


def test_letters_that_a_program_had_in_no_other_typeface_tell_nothing_of_a_pdf() -> None:
    whole = "Các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành."
    assert outcome(words(whole, "DejaVu Serif", "pdf"), "phong_chu") is OPEN
    assert outcome(words("ữ", "Deja Vu Sans", "pdf"), "phong_chu_le") is Outcome.DAT
    assert outcome(words(whole, "DejaVu Serif", "docx"), "phong_chu") is Outcome.KHONG_DAT


def test_a_heading_that_floats_above_the_margin_does_not_tell_it() -> None:
    parts = {name: spoilt(head(), name, down=17 - 20.6)[name] for name in head()}
    for top, told in ((21, OPEN), (17, Outcome.KHONG_DAT)):
        below = at(Part.NOI_DUNG, "x" * 80, font(14), (110, top + 4.4, 160), page=1)
        made = paper({**parts, "dưới": below}, source="pdf", sheets=2)
        assert outcome(made, "le_tren") is told
    assert outcome(paper(parts, source="pdf"), "le_tren") is OPEN


# -- heading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "told"), [(29.5, OPEN), (25, Outcome.KHONG_DAT)])
def test_a_name_that_just_fits_its_cell_may_push_the_number_down(column: int, told: Any) -> None:
    parts = spoilt(spoilt(head(), "so", down=5), "ngay", down=-1)
    part, office = parts["co_quan"]
    printed = office.lines[0].box
    lines = tuple(
        Line(word, Box(0, printed.left, 26.6 + nth * 5, printed.left + 15, 31 + nth * 5), 31.0)
        for nth, word in enumerate(("SỞ NỘI", "VỤ"))
    )
    made = paper({**parts, "co_quan": (part, replace(office, lines=lines, column=float(column)))})
    assert outcome(made, "ngay_cung_dong") is told


@pytest.mark.parametrize(("rest", "told"), [("DỰNG", OPEN), ("XÂY DỰNG", Outcome.KHONG_DAT)])
def test_of_a_pdf_one_word_on_a_line_of_its_own_tells_that_a_name_just_fits(
    rest: str, told: Any
) -> None:
    parts = spoilt(head(), "so", down=6)
    parts["co_quan"] = at(Part.CO_QUAN, "BAN QUẢN LÝ DỰ ÁN", font(13), (60, 31, 45))
    parts["rest"] = at(Part.CO_QUAN, rest, font(13), (60, 36, 20))
    assert outcome(paper(parts, source="pdf"), "ngay_cung_dong") is told


def test_an_office_that_issues_in_person_has_one_name_of_two_lines() -> None:
    hand = Hand().beside(
        [bold("CHỦ TỊCH", 13), bold("UBND TỈNH HÀ GIANG", 13), plain("Số: 22/CĐ-UBND", 13)],
        [bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13), bold("Độc lập - Tự do - Hạnh phúc")],
    )
    foot_in_a_row(titled(hand, "CÔNG ĐIỆN"))
    made = find(hand.laid())
    assert Part.CHU_QUAN not in made.parts
    assert made.text(Part.CO_QUAN) == "CHỦ TỊCH\nUBND TỈNH HÀ GIANG"


def test_a_line_that_begins_with_and_is_no_name() -> None:
    hand = Hand().beside(
        [
            plain("UBND TỈNH HÀ GIANG", 13),
            plain("SỞ NÔNG NGHIỆP", 13),
            bold("VÀ MÔI TRƯỜNG", 13),
            plain("Số: 8/TB-SNNMT", 13),
        ],
        [bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13), bold("Độc lập - Tự do - Hạnh phúc")],
    )
    foot_in_a_row(titled(hand))
    assert find(hand.laid()).text(Part.CO_QUAN) == "SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG"


def test_blanks_typed_twice_hide_no_part() -> None:
    hand = Hand()
    letterhead(hand)
    hand.blank().say(bold("BÁO  CÁO"), bold("Tình hình  quý I"), plain("Kính   gửi: Bộ Nội vụ"))
    hand.say("Sở báo cáo để Bộ biết./.")
    hand.beside([NOI_NHAN, *map(left, LIST)], [bold("CHỦ  TỊCH"), *ROOM, bold("Lê  Văn An")])
    made = find(hand.laid())
    assert made.loai == "Báo cáo"
    texts = {Part.TRICH_YEU: "Tình hình  quý I", Part.KINH_GUI: "Kính   gửi: Bộ Nội vụ"}
    texts |= {Part.QUYEN_HAN: "CHỦ  TỊCH", Part.HO_TEN: "Lê  Văn An"}
    assert {part: made.text(part) for part in texts} == texts


def test_the_v_of_v_v_is_no_roman_numeral() -> None:
    hand = Hand()
    letterhead(hand)
    hand.blank().say(bold("QUYẾT ĐỊNH"), bold("V/v phê duyệt kết quả đấu thầu"))
    hand.say(bold("GIÁM ĐỐC SỞ NỘI VỤ"), "Căn cứ Luật Đấu thầu ngày 23 tháng 6 năm 2023.")
    foot_in_a_row(hand.say(bold("QUYẾT ĐỊNH:"), "Điều 1. Phê duyệt kết quả đấu thầu./."))
    made = find(hand.laid())
    assert made.text(Part.TRICH_YEU) == "V/v phê duyệt kết quả đấu thầu"
    assert made.text(Part.CAN_CU).startswith("Căn cứ")


def test_a_year_to_be_filled_in_is_no_short_one() -> None:
    for year, told in (("20...", Outcome.DAT), ("20", Outcome.DAT), ("26", Outcome.KHONG_DAT)):
        date = spoilt(head(), "ngay", f"Hà Nội, ngày ... tháng ... năm {year}")
        assert outcome(paper(date), "ngay_day_du") is told


def test_a_number_without_its_stroke_is_no_name_of_an_agency() -> None:
    hand = Hand().beside(
        [bold("UBND TỈNH HÀ GIANG", 13), plain("Số: 12 QĐ/UBND", 13)],
        [bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13), bold("Độc lập - Tự do - Hạnh phúc")],
    )
    foot_in_a_row(titled(hand, "QUYẾT ĐỊNH"))
    made = find(hand.laid())
    assert made.text(Part.CO_QUAN) == "UBND TỈNH HÀ GIANG"
    assert made.text(Part.SO_KY_HIEU) == "Số: 12 QĐ/UBND"
    assert outcome_of(made, "ky_hieu_loai") is OPEN


@pytest.mark.parametrize(("sign", "told"), [("LS", Outcome.DAT), ("X", Outcome.KHONG_DAT)])
def test_offices_that_write_together_say_so_in_the_sign(sign: str, told: Outcome) -> None:
    made = spoilt(head(), "so", f"Số: 15/TTr{sign}-STC-SXD")
    assert outcome(paper(made, "Tờ trình"), "ky_hieu_loai") is told


def test_a_form_that_ends_with_room_may_end_with_its_mark_later() -> None:
    for last, told in (("Ý kiến: ……………………", OPEN), ("Ý kiến khác.", Outcome.KHONG_DAT)):
        made = found(body=[item(piece("Nội dung trình.")), item(piece(last, number=1))])
        assert outcome_of(made, "ket_thuc") is told


def test_a_sign_that_nobody_sees_stands_for_no_comma() -> None:
    unseen = spoilt(head(), "ngay", "Hà Nội, \u200bngày 05 tháng 3 năm 2026")
    assert outcome(paper(unseen), "dia_danh_dau_phay") is Outcome.DAT


def test_words_typed_at_several_times_have_one_underline() -> None:
    hand = Hand()
    letterhead(hand)
    foot_in_a_row(titled(hand))
    laid = hand.laid()
    box = find(laid).parts[Part.TIEU_NGU][0].piece.box
    assert box is not None
    cuts = [box.left, box.left + 20, box.left + 40, box.right]
    for gap, share in ((1.0, 1.0), (5.0, 0.5)):
        ends = pairwise(cuts)
        lines = [Box(0, begin, box.bottom, end - gap, box.bottom) for begin, end in ends]
        under = tuple(Stroke(each, 0.7, underline=True) for each in lines)
        told = find(replace(laid, strokes=under)).strokes[Part.TIEU_NGU]
        assert (told.box.width > 0.9 * box.width) is (share == 1.0)


def test_blanks_typed_twice_part_what_they_parted() -> None:
    hand = Hand().beside(
        [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13)],
        [bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13), bold("Độc lập - Tự do - Hạnh phúc")],
    )
    hand.say(plain("Số:   /TB-SNV     Hà Giang, ngày 05 tháng 3 năm 2026", align=Align.LEFT))
    foot_in_a_row(titled(hand))
    made = find(hand.laid())
    assert made.text(Part.SO_KY_HIEU) == "Số:   /TB-SNV"
    assert made.text(Part.DIA_DANH) == "Hà Giang, ngày 05 tháng 3 năm 2026"


def test_blanks_of_a_pdf_are_no_part_of_the_words() -> None:
    for name, text in (
        ("quoc_hieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆ T NAM"),
        ("tieu_ngu", "Độc lập - Tựdo - Hạnh phúc"),
    ):
        parts = spoilt(head(), name, text)
        assert outcome(paper(parts, source="pdf"), f"{name}_chu") is Outcome.DAT
        assert outcome(paper(parts), f"{name}_chu") is Outcome.KHONG_DAT


def test_a_number_above_the_letterhead_is_no_name() -> None:
    hand = Hand(source="pdf").say(replace(plain("1"), indent=40.0))
    letterhead(hand)
    foot_in_a_row(titled(hand))
    assert find(hand.laid()).text(Part.CHU_QUAN) == "UBND TỈNH HÀ GIANG"


def test_rows_of_a_table_may_be_parted_by_what_stands_beside_them() -> None:
    parts = spoilt(head(), "quoc_hieu", down=-6)
    for rows, told in (((0, 1), OPEN), ((0, 0), Outcome.KHONG_DAT)):
        for name, row in zip(("quoc_hieu", "tieu_ngu"), rows, strict=True):
            part, one = parts[name]
            parts[name] = (part, replace(one, at=At(0, row, 1)))
        assert outcome(paper(parts), "quoc_hieu_dong_don") is told


def test_a_youth_union_numbers_its_papers_as_the_party_does() -> None:
    names = [plain("BCH ĐOÀN TỈNH HÀ GIANG", 13), bold("BCH ĐOÀN XÃ VĨNH HÒA", 13)]
    hand = Hand().beside(
        [*names, plain("***", 13), plain("Số: 12-KH/ĐTN", 13)],
        [bold("ĐOÀN TNCS HỒ CHÍ MINH"), plain("Vĩnh Hòa, ngày 05 tháng 3 năm 2026")],
    )
    foot_in_a_row(titled(hand, "KẾ HOẠCH"))
    assert find(hand.laid()).family is Family.KHAC


# -- text ------------------------------------------------------------------------------------------


def test_the_unit_of_a_table_stands_as_near_as_it_likes() -> None:
    near = Shape(align=Align.JUSTIFY)
    upper, lower = piece("Kết quả như sau:"), piece("2. Số liệu.", shape=near, number=1)
    unit = piece("Đơn vị tính: triệu đồng", font(12, italic=True), shape=near, number=1)
    aside = piece("(triệu đồng)", shape=replace(near, align=Align.RIGHT), number=1)
    assert findings(found(body=[item(upper), item(lower)]), "loi_van_cach_doan")
    for note in (unit, aside):
        made = found(body=[item(replace(upper, shape=near)), item(note)])
        assert findings(made, "loi_van_cach_doan") == []


def long(by: float, number: int, text: str = "Chữ.") -> Any:
    lines = [(30 + by, 190.0), (30.0, 190.0), (30.0, 120.0)]
    return item(piece(text, lines=lines, top=40.0 + 20 * number, number=number, shape=PROSE))


def test_blanks_typed_before_a_line_are_stretched_with_it() -> None:
    typed = found(body=[long(14, 0, " " * 9 + "Chữ."), long(10, 1)])
    assert outcome_of(typed, "loi_van_lui_dau_dong") is Outcome.DAT
    for by, told in (((13.8, 15.1, 16.0, 14.2), OPEN), ((15, 15, 15.2, 15), Outcome.KHONG_DAT)):
        made = found(body=[long(each, nth) for nth, each in enumerate(by)], source="pdf")
        assert outcome_of(made, "loi_van_lui_dau_dong") is told
    few = found(body=[long(15, nth) for nth in range(3)], source="pdf")
    assert outcome_of(few, "loi_van_lui_dau_dong") is OPEN


def test_a_blank_at_the_beginning_of_the_second_line_moves_no_first_line() -> None:
    lines = [(42.7, 190.0), (31.3, 190.0), (30.0, 120.0)]
    for first, told in ((36.0, Outcome.DAT), (31.0, Outcome.KHONG_DAT)):
        made = item(piece("Chữ.", lines=lines, top=40.0, shape=replace(PROSE, first=first)))
        assert outcome_of(found(body=[made]), "loi_van_lui_dau_dong") is told


@pytest.mark.parametrize("source", ["pdf", "docx"])
def test_a_can_cu_of_a_pdf_goes_on_to_the_next_line(source: str) -> None:
    at_ = DECREE.index("Chính phủ")
    texts = [LAW, DECREE[:at_], DECREE[at_:], LAST]
    pieces = [piece(text, ITALIC, number=nth) for nth, text in enumerate(texts)]
    made = found({Part.CAN_CU: pieces}, source=source)
    assert bool(findings(made, "can_cu_cham_phay")) is (source == "docx")


def test_a_hyphen_that_holds_is_a_dash_before_a_receiver() -> None:
    hand = Hand()
    letterhead(hand)
    names = ("Kính gửi:", "- Sở Nội vụ;", "\u2011 Sở Tài chính;", "\u2011 Sở Y tế.")
    hand.blank().say(*(plain(name, align=Align.LEFT) for name in names))
    hand.say("Sở thông báo để các cơ quan biết./.")
    kept = [left("\u2011 Như \u200btrên;"), left("\u2011 Lưu: \u200bVT, VP.")]
    hand.beside([NOI_NHAN, *kept], [*OFFICE, *ROOM, bold(TEN)])
    made = find(hand.laid())
    assert made.text(Part.KINH_GUI) == "\n".join(names)
    for rule in ("kinh_gui_dau_cau", "noi_nhan_nhu_tren", "noi_nhan_luu", "noi_nhan_gach"):
        assert findings(made, rule) == []


def test_a_receiver_of_a_pdf_goes_on_to_the_next_line() -> None:
    hand = Hand(source="pdf")
    letterhead(hand)
    hand.blank()
    names = ("Kính gửi:", "- Các sở, ban, ngành;", "- Ủy ban nhân dân các xã và các", "đơn vị.")
    for name, indent in zip(names, (35, 55, 55, 58), strict=True):
        hand.say(replace(plain(name, align=Align.LEFT), indent=float(indent)))
    hand.say("Sở thông báo để các cơ quan, đơn vị biết và thực hiện./.")
    assert find(hand.laid()).text(Part.KINH_GUI) == "\n".join(names)


# -- a PDF in paragraphs ---------------------------------------------------------------------------

_14 = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="27"/></w:rPr></w:rPrDefault></w:docDefaults>'
)
_CITED = (
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân "
    "cấp, phân quyền; quy định chi tiết một số điều của Luật Thi đua, khen thưởng;"
)


def set_(text: str, line: int = 360, look: str = "", align: str = "both") -> str:
    first = '<w:ind w:firstLine="567"/>' if align == "both" else ""
    say = f'<w:spacing w:after="120" w:line="{line}" w:lineRule="auto"/>{first}'
    return p(r(text, look), say=f'{say}<w:jc w:val="{align}"/>')


def test_lines_further_apart_than_those_of_other_pages_are_one_paragraph() -> None:
    near = [set_(_CITED, 264) for _ in range(6)]
    document = see(as_pdf(packed("".join([set_(_CITED), *near]), styles=_14)))
    assert [piece.text for piece in document.pieces] == [_CITED] * 7


def test_a_heading_in_the_middle_is_no_edge_of_a_short_text() -> None:
    name = "HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC CẦN THƠ"
    short = "Căn cứ Luật Giáo dục đại học ngày 18 tháng 6 năm 2012 của nước;"
    body = [set_(name, look="<w:b/>", align="center")]
    body += [set_(text, look="<w:i/>") for text in (short, _CITED, short, short)]
    texts = [piece.text for piece in see(as_pdf(packed("".join(body), styles=_14))).pieces]
    assert texts == [name, short, _CITED, short, short]
