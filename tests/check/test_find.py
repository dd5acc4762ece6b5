"""The parts of a document are found by what they say and where they stand."""

from __future__ import annotations

from tests.check.hand import Hand, Say, bold, plain
from vanban.check.find import find
from vanban.check.parts import Family, Found, Level, Part
from vanban.resolved import Align

QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"
NGAY = "Hà Giang, ngày 05 tháng 3 năm 2026"


def italic(words: str, size: float = 14) -> Say:
    return Say(words, italic=True, size=size)


def head(hand: Hand, so: str = "Số: 12/QĐ-SNV", ngay: str = NGAY) -> Hand:
    left = [plain("UBND TỈNH HÀ GIANG", 13), bold("SỞ NỘI VỤ", 13), plain(so, 13)]
    right = [bold(QUOC_HIEU, 13), bold(TIEU_NGU), italic(ngay)]
    return hand.beside(left, right)


def foot(hand: Hand, *above: str, ten: str = "Nguyễn Văn An") -> Hand:
    left = [
        Say("Nơi nhận:", bold=True, italic=True, size=12, align=Align.LEFT),
        plain("- Như Điều 2;", 11, Align.LEFT),
        plain("- Lưu: VT, VP.", 11, Align.LEFT),
    ]
    office = [bold(line) for line in above or ("GIÁM ĐỐC",)]
    return hand.beside(left, [*office, *[plain("")] * 4, bold(ten)])


def quyet_dinh(hand: Hand | None = None) -> Hand:
    drawn = head(hand or Hand())
    drawn.say(bold("QUYẾT ĐỊNH"), bold("Về việc khen thưởng công chức")).draw(110, 30)
    drawn.say(bold("GIÁM ĐỐC SỞ NỘI VỤ"))
    for words in (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 01 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh;",
        "Theo đề nghị của Chánh Văn phòng Sở.",
    ):
        drawn.say(Say(words, italic=True, align=Align.JUSTIFY, indent=10))
    drawn.say(bold("QUYẾT ĐỊNH:"))
    drawn.say("Điều 1. Tặng Giấy khen cho ông Trần Văn Bình.", "Điều 2. Quyết định có hiệu lực./.")
    return foot(drawn)


def texts(found: Found) -> dict[Part, str]:
    return {part: found.text(part) for part in found.parts}


def test_a_quyet_dinh_in_tables_has_all_its_parts() -> None:
    found = find(quyet_dinh().laid())

    assert (found.family, found.loai) == (Family.HANH_CHINH, "Quyết định")
    told = texts(found)
    can_cu = told.pop(Part.CAN_CU).split("\n")
    assert [line[:12] for line in can_cu] == ["Căn cứ Luật ", "Căn cứ Quyết", "Theo đề nghị"]
    assert told == {
        Part.QUOC_HIEU: QUOC_HIEU,
        Part.TIEU_NGU: TIEU_NGU,
        Part.CHU_QUAN: "UBND TỈNH HÀ GIANG",
        Part.CO_QUAN: "SỞ NỘI VỤ",
        Part.SO_KY_HIEU: "Số: 12/QĐ-SNV",
        Part.DIA_DANH: NGAY,
        Part.TEN_LOAI: "QUYẾT ĐỊNH",
        Part.TRICH_YEU: "Về việc khen thưởng công chức",
        Part.THAM_QUYEN: "GIÁM ĐỐC SỞ NỘI VỤ",
        Part.LENH: "QUYẾT ĐỊNH:",
        Part.NOI_DUNG: (
            "Điều 1. Tặng Giấy khen cho ông Trần Văn Bình.\nĐiều 2. Quyết định có hiệu lực./."
        ),
        Part.NOI_NHAN: "Nơi nhận:",
        Part.NOI_NHAN_DS: "- Như Điều 2;\n- Lưu: VT, VP.",
        Part.QUYEN_HAN: "GIÁM ĐỐC",
        Part.HO_TEN: "Nguyễn Văn An",
    }
    assert [(item.level, item.so) for item in found.body] == [
        (Level.DIEU, "Điều 1."),
        (Level.DIEU, "Điều 2."),
    ]
    assert set(found.strokes) == {Part.TRICH_YEU}


def test_nothing_that_is_known_is_told_in_a_sentence() -> None:
    found = find(Hand().say("This is a letter.", "It has nothing of ours.").laid())
    assert (found.family, found.loai) == (Family.KHAC, "")
    assert found.why == (
        "Không thấy Quốc hiệu và tên loại nên không nhận ra đây là văn bản hành chính."
    )
    assert find(Hand().laid()).parts == {}
