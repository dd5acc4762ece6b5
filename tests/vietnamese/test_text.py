"""Whatever a clipboard holds becomes text that prints, sorts and goes into a Word file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vanban.vietnamese.text import clean, clean_line, fold, spelling_key

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)  # surrogates too
ODD = st.text(
    st.sampled_from("aĐđÐðƉɖ\u00ad\u200b\u200d\ufeff\u0301\u0302e\t\r\n\v\u2028\xa0\u3000")
)


@given(st.one_of(ANY_TEXT, ODD))
def test_clean_is_done_after_one_pass(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert fold(fold(text)) == fold(text)


@given(st.one_of(ANY_TEXT, ODD))
def test_clean_text_is_composed_and_fits_into_xml(text: str) -> None:
    tidy = clean(text)
    assert unicodedata.is_normalized("NFC", tidy)
    element = etree.Element("t")
    element.text = tidy
    assert etree.fromstring(etree.tostring(element)).text == (tidy or None)
    assert not set("ÐðƉɖ\r\t\v\xa0\u200b\ufeff\u00ad") & set(tidy)


@given(ANY_TEXT)
def test_letters_are_kept_to_the_last(text: str) -> None:
    def letters(of: str) -> list[str]:
        blank = "\u115f\u1160"  # Hangul fillers count as letters and print nothing
        known = unicodedata.normalize("NFC", "".join(c for c in of if c not in blank))
        return [c for c in known if unicodedata.category(c)[0] in "LN" and c not in "ÐðƉɖ"]

    plain = [c for c in letters(clean(text)) if c not in "Đđ"]
    assert plain == [c for c in letters(text) if c not in "Đđ"]


@pytest.mark.parametrize(
    "name", ["H'Hen Niê", "K'Brễu", "H’Hen Niê", 'Nguyễn Thị "Hoa" & Con <b>', "Đỗ Mười", "Ỷ Ỹ ỵ"]
)
def test_names_survive(name: str) -> None:
    assert clean(name) == name
    assert clean_line(f"  {unicodedata.normalize('NFD', name)}\n") == name


def test_look_alikes_line_ends_and_spaces() -> None:
    assert clean("Ðỗ Ɖức ðo ɖo") == "Đỗ Đức đo đo"
    assert clean("a\r\nb\rc\vd\u2028e\u2029f\x85g") == "a\nb\nc\nd\ne\nf\ng"
    assert clean("a\tb\xa0c\u2003d\u202fe") == "a b c d e"
    assert clean("Vi\u00adệt\u200b N\ufeffam\u202e\x00\x07\ud800\ufffe") == "Việt Nam"
    assert clean("e\u200d\u0302\u0301") == "ế"
    assert clean_line(" hai \n\n dòng\t chữ ") == "hai dòng chữ"


def test_one_search_key_for_every_way_to_write_a_word() -> None:
    for written in ("Quyết định", "QUYẾT ĐỊNH", unicodedata.normalize("NFD", "quyết  định ")):
        assert fold(written) == "quyet dinh"
    assert fold("Hòa") == fold("Hoà") == "hoa"
    assert fold("Số: 05/QĐ-UBND") == "so: 05/qd-ubnd"
    assert fold("K'Brễu") == "k'breu"


@pytest.mark.parametrize(
    "other", ["HÒA bình", "hoà  Bình", "Hòa-Bình", "Hòa\u00a0Bình", "Hoà Bình."]
)
def test_spellings_of_one_word_have_one_key(other: str) -> None:
    for form in ("NFC", "NFD"):
        assert spelling_key(unicodedata.normalize(form, other)) == spelling_key("Hòa Bình")


@pytest.mark.parametrize("other", ["Hoa Bình", "Hỏa Bình", "Hòa Binh", "Hòa Bính", "HòaBình"])
def test_another_accent_is_another_word(other: str) -> None:
    assert spelling_key(other) != spelling_key("Hòa Bình")


@given(st.one_of(ANY_TEXT, ODD))
def test_a_spelling_key_stays_as_it_is(typed: str) -> None:
    key = spelling_key(typed)
    assert spelling_key(key) == key
