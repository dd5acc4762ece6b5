"""Vietnamese syllables are told from words that only use the same letters."""

from __future__ import annotations

import pytest

from vanban.vietnamese.syllable import is_syllable

POEM = """Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc Quyết định khen thưởng
nghiêng khuyết quỹ giường giếng gì uống rượu nước mười khuỷu thuở quốc huỳnh hoẵng ngoằn ngoèo
thoại xoong yếu ý quyền Nguyễn Trịnh Đặng Bùi thủy thuỷ hoà úy buýt tuyết chuếch choáng ưu ương"""


@pytest.mark.parametrize("word", POEM.split())
def test_spelt_like_vietnamese(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize(
    "word",
    ["tôt", "lac", "est", "clé", "über", "ắ́", "niño", "été", "w", "", "ViÖt", "tiêngs", "sữạ"],
)
def test_not_spelt_like_vietnamese(word: str) -> None:
    assert not is_syllable(word)
