"""Which kind of document it is, and whose rules it follows."""

from __future__ import annotations

import pytest

from tests.check.hand import Hand, Say, bold, plain
from tests.check.test_find_layouts import (
    LIST,
    NGAY,
    NOI_NHAN,
    OFFICE,
    QUOC_HIEU,
    ROOM,
    TEN,
    TIEU_NGU,
    foot_in_a_row,
    italic,
    left,
)
from vanban.check.find import find
from vanban.check.parts import Family, Found, Part
from vanban.decree30 import LOAI_VAN_BAN
from vanban.resolved import Align

NAMED = [name for name in LOAI_VAN_BAN if name not in ("Công văn", "Thư công")]
OLD_TONES = {"THỎA": "THOẢ", "ỦY": "UỶ", "HÒA": "HOÀ"}
BODY = "Sở Nội vụ thông báo để các cơ quan, đơn vị biết và thực hiện kể từ ngày ký văn bản này./."


def head(hand: Hand, so: str = "Số: 12/TB-SNV", *, country: str = QUOC_HIEU, ngay: str = NGAY):
    names = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13)]
    return hand.beside([*names, plain(so, 13)], [bold(country, 13), bold(TIEU_NGU), italic(ngay)])


def paper(so: str, *titles: Say, country: str = QUOC_HIEU) -> Found:
    hand = head(Hand(), so, country=country).blank().say(*titles).say(BODY)
    foot_in_a_row(hand)
    return find(hand.laid())


@pytest.mark.parametrize("name", NAMED)
def test_every_ten_loai_of_the_decree_is_known_in_either_spelling(name: str) -> None:
    spellings = {name.upper()}
    for new, old in OLD_TONES.items():
        spellings.add(name.upper().replace(new, old))
    for spelled in spellings:
        found = paper("Số: 12/XY-SNV", bold(spelled), bold("Về việc nghỉ Tết"))
        assert (found.family, found.loai) == (Family.HANH_CHINH, name)
        assert found.text(Part.TEN_LOAI) == spelled
        assert found.text(Part.TRICH_YEU) == "Về việc nghỉ Tết"
        assert f"“{spelled}”" in found.why


@pytest.mark.parametrize(
    ("line", "name", "about"),
    [
        ("BÁO CÁO KẾT QUẢ CÔNG TÁC NĂM 2025", "BÁO CÁO", "KẾT QUẢ CÔNG TÁC NĂM 2025"),
        ("B Á O  C Á O", "B Á O  C Á O", ""),
        ("BIÊN BẢN HỌP HỘI ĐỒNG", "BIÊN BẢN", "HỌP HỘI ĐỒNG"),
        ("BÀO CÁO", "BÀO CÁO", ""),  # misspelled, and still what it is
    ],
)
def test_a_ten_loai_is_parted_from_what_follows_on_its_line(
    line: str, name: str, about: str
) -> None:
    found = paper("Số: 12/BC-SNV", bold(line))
    assert (found.text(Part.TEN_LOAI), found.text(Part.TRICH_YEU)) == (name, about)


def test_words_of_a_ten_loai_in_the_text_make_no_title() -> None:
    hand = head(Hand(), "Số: 12/SNV-VP").say(Say("Kính gửi: Ủy ban nhân dân tỉnh", size=14))
    hand.say("Báo cáo kết quả công tác năm 2025 gửi kèm theo công văn này.", bold("BÁO CÁO"))
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert (found.loai, Part.TEN_LOAI in found.parts) == ("Công văn", False)


def cong_van(*below: Say, so: str = "Số: 12/SNV-VP") -> Found:
    cell = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13), plain(so, 13), *below]
    hand = Hand().beside(cell, [bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(NGAY)])
    hand.say(plain("Kính gửi: Ủy ban nhân dân tỉnh Hà Giang")).say(BODY)
    foot_in_a_row(hand)
    return find(hand.laid())


def test_a_cong_van_has_no_ten_loai() -> None:
    found = cong_van(plain("V/v báo cáo công tác", 12), plain("cải cách hành chính", 12))
    assert (found.family, found.loai) == (Family.HANH_CHINH, "Công văn")
    assert found.text(Part.TRICH_YEU_CV) == "V/v báo cáo công tác\ncải cách hành chính"
    assert found.text(Part.KINH_GUI) == "Kính gửi: Ủy ban nhân dân tỉnh Hà Giang"
    assert Part.TRICH_YEU not in found.parts


def test_ky_hieu_tells_the_ten_loai_that_is_missing() -> None:
    found = paper("Số: 12/KH-SNV")
    assert (found.loai, Part.TEN_LOAI in found.parts) == ("Kế hoạch", False)
    assert found.why == "Không thấy tên loại; ký hiệu cho biết đây là kế hoạch."


def test_an_unknown_ten_loai_is_told_as_such() -> None:
    found = paper("Số: 12/ĐL-SNV", bold("ĐIỀU LỆ"), bold("Hội thao ngành Nội vụ"))
    assert (found.family, found.loai) == (Family.HANH_CHINH, "")
    assert found.why == "Tên loại “ĐIỀU LỆ” không có trong 29 loại văn bản hành chính."
    assert found.text(Part.TRICH_YEU) == "Hội thao ngành Nội vụ"


@pytest.mark.parametrize(
    ("so", "title"),
    [
        ("Số: 86/2025/QĐ-UBND", "QUYẾT ĐỊNH"),
        ("Số:      /2025/NQ-HĐND", "NGHỊ QUYẾT"),
        ("Số: 30/2020/NĐ-CP", "NGHỊ ĐỊNH"),
        ("Số: 01/2024/TT-BNV", "THÔNG TƯ"),
        ("Luật số: 33/2024/QH15", "LUẬT"),
    ],
)
def test_a_van_ban_quy_pham_phap_luat_has_other_rules(so: str, title: str) -> None:
    found = paper(so, bold(title), bold("Quy định về công tác văn thư"))
    assert found.family is Family.QUY_PHAM
    assert "quy phạm pháp luật" in found.why


def test_a_year_in_the_number_of_another_type_is_a_fault_and_no_other_family() -> None:
    assert paper("Số: 12/2025/TB-SNV", bold("THÔNG BÁO")).family is Family.HANH_CHINH
    assert paper("Số: 12/2025/QĐ-SNV", bold("QUYẾT ĐỊNH")).family is Family.HANH_CHINH


def test_a_paper_of_the_party_has_other_rules() -> None:
    hand = Hand().beside(
        [plain("TỈNH ỦY HÀ GIANG"), plain("*"), plain("Số 12-QĐ/TU")],
        [bold("ĐẢNG CỘNG SẢN VIỆT NAM"), plain("-----"), italic(NGAY)],
    )
    hand.say(bold("QUYẾT ĐỊNH"), bold("về việc thành lập Ban Chỉ đạo")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert (found.family, found.loai) == (Family.DANG, "Quyết định")
    assert found.why.startswith("Văn bản trình bày theo thể thức văn bản của Đảng")


def test_a_paper_that_a_person_writes_is_none_of_an_agency() -> None:
    hand = Hand().say(bold(QUOC_HIEU), bold(TIEU_NGU)).blank().say(bold("ĐƠN XIN NGHỈ PHÉP"))
    hand.say(plain("Kính gửi: Trường Trung học phổ thông Lê Hồng Phong"))
    hand.say("Tôi tên là Trần Thị Bình, giáo viên của trường, làm đơn này xin nghỉ phép.")
    hand.tabbed(plain(""), italic(NGAY)).tabbed(plain(""), bold("NGƯỜI LÀM ĐƠN"))
    assert find(hand.laid()).family is Family.KHAC


def test_a_giay_khen_has_a_form_of_its_own() -> None:
    hand = Hand().say(bold(QUOC_HIEU), bold(TIEU_NGU)).blank(2)
    hand.say(bold("GIÁM ĐỐC SỞ NỘI VỤ"), bold("TẶNG"), bold("GIẤY KHEN", 40), bold("Bà Ngô Vy"))
    found = find(hand.laid())
    assert found.family is Family.KHAC
    assert found.why.startswith("Giấy khen trình bày theo mẫu riêng")
    assert Part.CO_QUAN not in found.parts


def test_marks_of_urgency_and_secrecy_are_told_apart_from_names() -> None:
    hand = Hand().boxed(100, 10, 70, bold("LƯU HÀNH NỘI BỘ", 13))
    head(hand).boxed(30, 45, 40, bold("MẬT", 13)).boxed(30, 55, 30, bold("HỎA TỐC", 13))
    hand.y = 66
    hand.say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    told = [found.text(part) for part in (Part.LUU_HANH, Part.DO_MAT, Part.DO_KHAN, Part.CO_QUAN)]
    assert told == ["LƯU HÀNH NỘI BỘ", "MẬT", "HỎA TỐC", "SỞ NỘI VỤ"]


def test_two_sign_a_bien_ban() -> None:
    hand = Hand().beside(
        [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13), plain("Số: 3/BB-SNV", 13)],
        [bold(QUOC_HIEU, 13), bold(TIEU_NGU)],
    )
    hand.say(bold("BIÊN BẢN"), bold("Họp xét thi đua năm 2025"))
    hand.say("Thời gian bắt đầu: 8 giờ 00.", "Cuộc họp kết thúc vào 10 giờ cùng ngày./.")
    hand.cells(
        [
            [[bold("THƯ KÝ"), *ROOM, bold("Trần Thị Bình")], [bold("CHỦ TỌA"), *ROOM, bold(TEN)]],
            [[NOI_NHAN, left("- Ban Giám đốc;"), left("- Lưu: VT, Hồ sơ.")], []],
        ],
        (80, 80),
    )
    found = find(hand.laid())
    assert found.loai == "Biên bản"
    assert Part.DIA_DANH not in found.parts
    assert found.text(Part.QUYEN_HAN) == "THƯ KÝ\nCHỦ TỌA"
    assert found.text(Part.HO_TEN) == f"Trần Thị Bình\n{TEN}"
    assert found.text(Part.NOI_NHAN_DS) == "- Ban Giám đốc;\n- Lưu: VT, Hồ sơ."


def test_a_signature_is_found_without_noi_nhan() -> None:
    hand = head(Hand()).say(bold("THÔNG BÁO")).say(BODY)
    for each in (bold("TM. ỦY BAN NHÂN DÂN"), bold("CHỦ TỊCH"), *ROOM, bold(TEN)):
        hand.tabbed(plain(""), each)
    found = find(hand.laid())
    assert found.text(Part.QUYEN_HAN) == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    assert found.text(Part.HO_TEN) == TEN
    assert Part.NOI_NHAN not in found.parts


def test_another_office_of_the_signer_stands_above_his_name() -> None:
    hand = head(Hand()).say(bold("THÔNG BÁO")).say(BODY)
    hand.beside(
        [NOI_NHAN, *map(left, LIST), left("PL.(300)")],
        [bold("TRƯỞNG BAN"), *ROOM, bold("THỨ TRƯỞNG BỘ NỘI VỤ"), bold("PGS. TS. Lê Văn Cường")],
    )
    found = find(hand.laid())
    assert found.text(Part.QUYEN_HAN) == "TRƯỞNG BAN"
    assert found.text(Part.CHUC_VU_KHAC) == "THỨ TRƯỞNG BỘ NỘI VỤ"
    assert found.text(Part.HO_TEN) == "PGS. TS. Lê Văn Cường"
    assert found.text(Part.SOAN_THAO) == "PL.(300)"


@pytest.mark.parametrize(
    ("names", "above", "agency"),
    [
        ([bold("ỦY BAN NHÂN DÂN"), bold("TỈNH HÀ GIANG")], "", "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG"),
        ([plain("ỦY BAN NHÂN DÂN"), bold("TỈNH HÀ GIANG")], "", "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG"),
        ([bold("UBND TỈNH HÀ GIANG"), bold("SỞ NỘI VỤ")], "UBND TỈNH HÀ GIANG", "SỞ NỘI VỤ"),
        ([bold("UBND TỈNH HÀ GIANG"), plain("SỞ NỘI VỤ")], "UBND TỈNH HÀ GIANG", "SỞ NỘI VỤ"),
        (
            [plain("ỦY BAN NHÂN DÂN"), plain("TỈNH HÀ GIANG"), bold("SỞ VĂN HÓA, THỂ THAO"),
             bold("VÀ DU LỊCH")],
            "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG",
            "SỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH",
        ),
        (
            [plain("UBND TỈNH HÀ GIANG"), bold("BAN QUẢN LÝ"), bold("DỰ ÁN ĐẦU TƯ XÂY DỰNG")],
            "UBND TỈNH HÀ GIANG",
            "BAN QUẢN LÝ\nDỰ ÁN ĐẦU TƯ XÂY DỰNG",
        ),
        ([bold("BỘ NỘI VỤ")], "", "BỘ NỘI VỤ"),
    ],
)  # fmt: skip
def test_who_issues_is_told_from_who_is_above(names: list[Say], above: str, agency: str) -> None:
    right = [bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(NGAY)]
    hand = Hand().beside([*names, plain("Số: 12/TB-SNV", 13)], right)
    hand.say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert (found.text(Part.CHU_QUAN), found.text(Part.CO_QUAN)) == (above, agency)


@pytest.mark.parametrize(
    "so",
    [
        "Số:        /QĐ-UBND", "Số : 12 /KH-SNV", "Số: …/TB-SNV", "Số 12/TB-SNV", "số: 5a/TB-SNV",
        "12/TB-SNV", "Số:\t/TB-SNV", "Số:.....", "Số: 12-KH/SNV",
    ],
)  # fmt: skip
def test_a_number_is_known_however_it_is_written(so: str) -> None:
    found = paper(so, bold("THÔNG BÁO"))
    assert found.text(Part.SO_KY_HIEU) == so


@pytest.mark.parametrize(
    "ngay",
    [
        "Hà Giang, ngày … tháng … năm 2026", "Hà Giang, ngày    tháng 3 năm 2026",
        "Thành phố Hồ Chí Minh, ngày 5 tháng 3 năm 2026.", "Hà Giang ngày 05 tháng 03 năm 2026",
        "….., ngày ..... tháng ..... năm .....", "ngày 05 tháng 3 năm 2026",
        "Quận 1, ngày 05 tháng 3 năm 2026", "Hà Giang, ngày      tháng      năm",
    ],
)  # fmt: skip
def test_a_date_is_known_however_it_is_written(ngay: str) -> None:
    hand = head(Hand(), ngay=ngay).say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    assert find(hand.laid()).text(Part.DIA_DANH) == ngay


@pytest.mark.parametrize(
    ("country", "motto"),
    [
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIẾT NAM", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("C Ộ N G  H Ò A XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập-Tự do-Hạnh phúc"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM", "Độc lập - Tự do -\nHạnh phúc"),
        ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập  -  Tự do  -  Hạnh phúc."),
        ("CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lâp - Tự do - Hạnh phuc"),
    ],
)
def test_country_and_motto_are_known_when_they_are_misspelled(country: str, motto: str) -> None:
    right = [bold(country, 13), bold(motto), italic(NGAY)]
    names = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13), plain("Số: 12/TB-SNV", 13)]
    hand = Hand().beside(names, right).say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.QUOC_HIEU) == country
    assert found.text(Part.TIEU_NGU).rstrip(".") == motto.rstrip(".")
    assert found.text(Part.CO_QUAN) == "SỞ NỘI VỤ"


def test_those_who_are_addressed_stand_below_in_a_list_or_in_a_cell() -> None:
    listed = ("- Ủy ban nhân dân tỉnh;", "- Sở Tài chính;", "- Các phòng, đơn vị thuộc Sở.")
    lines = [Say(line, align=Align.LEFT, indent=40) for line in listed]
    hand = head(Hand()).say(bold("TỜ TRÌNH"), bold("Về việc phân bổ kinh phí"))
    hand.say(plain("Kính gửi:"), *lines).say("- Gạch đầu dòng của lời văn, không phải nơi gửi.")
    foot_in_a_row(hand)
    assert find(hand.laid()).text(Part.KINH_GUI) == "\n".join(("Kính gửi:", *listed))

    hand = head(Hand()).say(bold("TỜ TRÌNH"), bold("Về việc phân bổ kinh phí"))
    hand.beside([plain("Kính gửi:")], lines).say(BODY)
    foot_in_a_row(hand)
    assert find(hand.laid()).text(Part.KINH_GUI) == "\n".join(("Kính gửi:", *listed))


def test_offices_of_a_signature_do_not_come_from_the_text() -> None:
    assert find(Hand().say(*OFFICE).laid()).family is Family.KHAC


def test_a_paper_without_quoc_hieu_is_still_known_by_the_rest() -> None:
    names = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13), plain("Số: 12/SNV-VP", 13)]
    hand = Hand().beside([*names, plain("V/v nghỉ Tết", 12)], [italic(NGAY)])
    hand.say(plain("Kính gửi: Ủy ban nhân dân tỉnh")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert (found.family, found.loai) == (Family.HANH_CHINH, "Công văn")
    assert Part.QUOC_HIEU not in found.parts
    assert found.text(Part.CO_QUAN) == "SỞ NỘI VỤ"
    assert found.text(Part.TRICH_YEU_CV) == "V/v nghỉ Tết"


def test_what_stands_in_brackets_below_a_trich_yeu_is_none() -> None:
    note = italic("(Tài liệu phục vụ kỳ họp thứ 5 Hội đồng nhân dân tỉnh)")
    found = paper("Số: 12/BC-SNV", bold("BÁO CÁO"), bold("Kết quả công tác năm 2025"), note)
    assert found.text(Part.TRICH_YEU) == "Kết quả công tác năm 2025"
    assert [item.bit.text for item in found.body] == [BODY]


def test_a_paper_of_a_youth_union_without_quoc_hieu_is_not_judged_by_the_decree() -> None:
    hand = Hand().beside(
        [plain("TỈNH ĐOÀN HÀ GIANG"), bold("BAN THƯỜNG VỤ"), plain("Số: 12-KH/TĐTN")],
        [bold("ĐOÀN TNCS HỒ CHÍ MINH"), italic(NGAY)],
    )
    hand.say(bold("KẾ HOẠCH"), bold("Tổ chức Tháng Thanh niên")).say(BODY)
    assert find(hand.laid()).family is Family.KHAC


def test_a_name_of_an_agency_that_holds_a_ten_loai_is_no_title() -> None:
    names = [plain("UBND TỈNH HÀ GIANG", 13), bold("BAN QUẢN LÝ", 13), bold("DỰ ÁN ĐẦU TƯ", 13)]
    hand = Hand().boxed(95, 20, 96, bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(NGAY))
    hand.boxed(28, 20, 66, *names, plain("Số: 12/TB-BQL", 13))
    hand.y = 50
    hand.say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.CO_QUAN) == "BAN QUẢN LÝ\nDỰ ÁN ĐẦU TƯ"
    assert found.loai == "Thông báo"


def test_the_second_half_of_a_name_may_begin_with_a_dash() -> None:
    names = [plain("UBND HUYỆN BẮC QUANG"), bold("PHÒNG TÀI CHÍNH"), bold("- KẾ HOẠCH")]
    right = [bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(NGAY)]
    hand = Hand().beside([*names, plain("Số: 12/TB-TCKH", 13)], right).say(bold("THÔNG BÁO"))
    foot_in_a_row(hand.say(BODY))
    assert find(hand.laid()).text(Part.CO_QUAN) == "PHÒNG TÀI CHÍNH\n- KẾ HOẠCH"


@pytest.mark.parametrize("source", ["docx", "pdf"])
def test_a_line_of_text_that_ends_about_the_middle_is_no_title(source: str) -> None:
    hand = head(Hand(source=source), "Số: 12/GM-SNV").say(bold("GIẤY MỜI"), bold("Họp giao ban"))
    hand.say("Sở Nội vụ trân trọng kính mời: Trưởng các phòng, đơn vị thuộc Sở", BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.TRICH_YEU) == "Họp giao ban"
    assert len(found.body) == 2


def test_grounds_with_dashes_still_end_the_title() -> None:
    hand = head(Hand(), "Số: 12/QĐ-SNV").say(bold("QUYẾT ĐỊNH"), bold("Về việc khen thưởng"))
    hand.say(bold("GIÁM ĐỐC SỞ NỘI VỤ")).say("- Căn cứ Luật Thi đua, khen thưởng;")
    hand.say(bold("QUYẾT ĐỊNH:"), "Điều 1. Khen thưởng ông Trần Văn Bình./.")
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.THAM_QUYEN) == "GIÁM ĐỐC SỞ NỘI VỤ"
    assert found.text(Part.CAN_CU) == "- Căn cứ Luật Thi đua, khen thưởng;"


def test_a_trich_yeu_that_was_not_centred_is_still_one() -> None:
    about = Say("Kết quả công tác năm 2025", bold=True, align=Align.LEFT)
    assert paper("Số: 12/BC-SNV", bold("BÁO CÁO"), about).text(Part.TRICH_YEU) == about.text
    left_title = Say("BÁO CÁO", bold=True, align=Align.LEFT)
    found = paper("Số: 12/BC-SNV", left_title, about)
    assert (found.loai, found.text(Part.TRICH_YEU)) == ("Báo cáo", about.text)


def test_signs_that_nobody_sees_part_no_words() -> None:
    found = paper(
        "Số:\u200b 12/TB-SNV", bold("THÔNG\u00ad BÁO\ufeff"), country=f"\u200b{QUOC_HIEU}"
    )
    assert found.loai == "Thông báo"
    assert found.text(Part.SO_KY_HIEU) == "Số:\u200b 12/TB-SNV"


def test_a_long_trich_yeu_of_a_pdf_is_told_by_the_room_on_either_side() -> None:
    about = (
        "Sơ kết phong trào thi đua “Cán bộ, công chức, viên chức thực hiện văn hóa công sở” " * 2
    )
    hand = head(Hand(source="pdf"), "Số: 12/BC-SNV").say(bold("BÁO CÁO"), bold(about.strip()))
    foot_in_a_row(hand.say(BODY, BODY))
    assert find(hand.laid()).text(Part.TRICH_YEU) == about.strip()


def test_country_over_two_lines_is_known_without_a_motto() -> None:
    lines = [bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 13), bold("VIỆT NAM", 13)]
    names = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13)]
    hand = Hand().beside(names, lines).say(bold("THÔNG BÁO")).say(BODY)
    foot_in_a_row(hand)
    found = find(hand.laid())
    assert found.text(Part.QUOC_HIEU) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM"
    assert found.text(Part.CO_QUAN) == "SỞ NỘI VỤ"
