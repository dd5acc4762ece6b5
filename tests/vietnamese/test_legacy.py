"""Old fonts are read rightly, and nothing else is ever taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.typeface import ACCENTED_LETTERS
from vanban.vietnamese import legacy
from vanban.vietnamese.legacy import detect, to_unicode

SENTENCES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Phường Điện Biên Phủ, thành phố Hồ Chí Minh",
    "Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc năm 2026",
    "Nguyễn Văn An, Trưởng phòng; Trần Thị Bích Thủy, Chuyên viên",
    "Kỷ cương, trách nhiệm, tận tụy, chuyên nghiệp",
    "Quỹ thi đua, khen thưởng",
]
# "Tiếng Việt" and such, typed by hand in the two fonts: not made with the tables under test.
KNOWN = [
    ("tcvn3", "TiÕng ViÖt", "Tiếng Việt"),
    ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("tcvn3", "Ph­êng §iÖn Biªn Phñ", "Phường Điện Biên Phủ"),
    ("tcvn3", "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("vni", "Tieáng Vieät", "Tiếng Việt"),
    ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("vni", "Phöôøng Ñieän Bieân Phuû", "Phường Điện Biên Phủ"),
    ("vni", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("vni", "Kyû nieäm, Myõ Thò Ñeïp, Yû Lan", "Kỷ niệm, Mỹ Thị Đẹp, Ỷ Lan"),
]
WESTERN = "cô bé có hai xã hò là thú tôi ông già đi bò ý kiến"
FOREIGN = [
    "Les élèves déjà nés à côté de l'hôtel où ils ont été reçus",
    "Où est le laïc né à Caïn ?",
    "« La santé » © 2026 ® Café crème, 5 µm ± 2, § 3 ¶ 4",
    "Grüße aus München, schöne Straße über Köln für die Söhne",
    "Le laïc va",
    "The laïc Caïn slept with stones",
    "cô tôi bò laïc Caïn",
    "Nguyễn Văn An: TiÕng ViÖt",
    "El niño mañana está en España, ¿qué?",
    "São Paulo não é a capital; a função é só",
    "På så må når gå får öl är för",
    "The quick brown fox, naïve café, 20 °C",
    "Windows® Word© 10 µg/kg · 3×4",
    "",
    "UBND TP",
]


@pytest.mark.parametrize(("encoding", "typed", "meant"), KNOWN)
def test_known_text_is_recognised_and_read(encoding: str, typed: str, meant: str) -> None:
    assert detect(typed) == encoding
    assert to_unicode(typed, encoding) == meant


@pytest.mark.parametrize("text", [*FOREIGN, *SENTENCES])
def test_unicode_and_foreign_text_is_left_alone(text: str) -> None:
    assert detect(text) is None
    assert detect(text.upper()) is None


@given(st.lists(st.sampled_from(WESTERN.split()), max_size=12))
def test_vietnamese_with_western_letters_only_is_left_alone(words: list[str]) -> None:
    assert detect(" ".join(words)) is None


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert detect(text) in (None, "tcvn3", "vni")
    for encoding in ("tcvn3", "vni"):
        to_unicode(text, encoding)


def test_both_tables_are_whole() -> None:
    lower = set(ACCENTED_LETTERS.lower())
    assert lower <= set(legacy._TCVN3.values())
    assert set(legacy._TCVN3.values()) - lower == set("ĂÂÊÔƠƯĐ")
    assert set(legacy._VNI.values()) == set(ACCENTED_LETTERS)


def test_vni_takes_the_longest_match_first() -> None:
    assert to_unicode("ôù ô oâ oá öï ö", "vni") == "ớ ơ ô ố ự ư"


def test_a_lone_capital_letter_does_not_shout() -> None:
    assert to_unicode("X· Hßa B×nh", "tcvn3") == "Xã Hòa Bình"
    assert to_unicode("THÞ X·", "tcvn3") == "THỊ XÃ"
    assert to_unicode("§¶ng bé X· CÈM ThÞnh", "tcvn3") == "Đảng bộ Xã CẨM Thịnh"


def test_only_two_encodings_are_known() -> None:
    with pytest.raises(ValueError, match="viscii"):
        to_unicode("a", "viscii")
