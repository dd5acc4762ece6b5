"""Lists of people stand in Vietnamese order, and names are taken apart without being changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.vietnamese.names import academic_title, collate, sort_key, split_honorific


def assert_order(words: list[str], key: Callable[[str], Any]) -> None:
    assert sorted(reversed(words), key=key) == words


def test_people_stand_by_given_name_then_family_then_middle() -> None:
    assert_order(
        [
            "Nguyễn Văn An",
            "Trần Thị An",
            "Lê Ân",
            "Nguyễn Bình",
            "Nguyễn Văn Bình",
            "Trần Bình",
            "Phạm Dũng",
            "Phạm Đức",
            "Lê Hà",
            "Lê Hạ",
            "Lê Hải",
            "H'Hen Niê",
            "Ngô Ước",
            "Ngô Yến",
        ],
        sort_key,
    )


def test_letters_come_before_tones_and_follow_the_alphabet() -> None:
    assert_order(
        ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ặ", "â", "ấ", "b", "d", "đ", "e", "ê"], collate
    )
    assert_order(["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn", "mán", "mạng"], collate)
    assert_order(["o", "ô", "ơ", "p", "t", "u", "ư", "v"], collate)
    assert_order(["Tô an", "Tổ an", "Ủy ban", "Ý"], collate)
    assert_order(["Phòng 1", "Phòng A", "Phòng Đ", "Phóng A"], collate)


def test_case_and_form_do_not_matter() -> None:
    assert sort_key("NGUYỄN VĂN AN") == sort_key("Nguyễn  Văn An ")
    assert sort_key("Nguye\u0302\u0303n An") == sort_key("Nguyễn An")
    assert sort_key("Ðỗ An") == sort_key("Đỗ An")


@given(st.lists(st.text(), max_size=6))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert len(sorted(names, key=sort_key)) == len(names)


@pytest.mark.parametrize(
    ("typed", "honorific", "name"),
    [
        ("Ông Nguyễn Văn A", "Ông", "Nguyễn Văn A"),
        ("bà  Trần Thị B", "Bà", "Trần Thị B"),
        ("ÔNG NGUYỄN VĂN A", "Ông", "NGUYỄN VĂN A"),
        ("Ông/Bà Lê C", "Ông/Bà", "Lê C"),
        ("Bà / Ông Lê C", "Ông/Bà", "Lê C"),
        ("Ông (bà) Lê C", "Ông (Bà)", "Lê C"),
        ("Ông: Nguyễn Văn A", "Ông", "Nguyễn Văn A"),
        ("Đ/c Lê D", "Đồng chí", "Lê D"),
        ("Nguyễn Văn A", "", "Nguyễn Văn A"),
        ("Bàng Bá Lân", "", "Bàng Bá Lân"),
        ("Ông Ích Khiêm", "", "Ông Ích Khiêm"),
        ("Ông Ông Ích Khiêm", "Ông", "Ông Ích Khiêm"),
        ("Bà Ông Thị Hoa", "Bà", "Ông Thị Hoa"),
        ("Ông", "Ông", ""),
        ("", "", ""),
    ],
)
def test_honorifics(typed: str, honorific: str, name: str) -> None:
    assert split_honorific(typed) == (honorific, name)


@given(st.sampled_from(["", "Ông ", "Bà ", "Ông/Bà "]), st.text(max_size=20))
def test_no_letter_of_a_name_is_lost(honorific: str, rest: str) -> None:
    found, name = split_honorific(honorific + rest)
    assert " ".join(f"{found} {name}".split()).casefold().endswith(name.casefold())
    assert not found or split_honorific(name) != (found, name)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("TS. Nguyễn Văn A", "TS."),
        ("TS Nguyễn Văn A", "TS"),
        ("Ts.Nguyễn Văn A", "Ts."),
        ("PGS.TS Nguyễn Văn A", "PGS.TS"),
        ("PGS. TS. Nguyễn Văn A", "PGS. TS."),
        ("ThS. Lê B", "ThS."),
        ("BS.CKII Lê B", "BS.CKII"),
        ("BSCKI. Lê B", "BSCKI."),
        ("Tiến sĩ Lê C", "Tiến sĩ"),
        ("Tiến sỹ Lê C", "Tiến sỹ"),
        ("Phó Giáo sư, Tiến sĩ Lê C", "Phó Giáo sư, Tiến sĩ"),
        ("Ông ThS. Lê B", "ThS."),
        ("Kỹ sư Lê D", "Kỹ sư"),
        ("Nguyễn Văn A", ""),
        ("Thạch Sanh", ""),
        ("Giáp Văn Tiến", ""),
        ("Cn Văn A", ""),
        ("TS.", "TS."),
        ("", ""),
    ],
)
def test_academic_titles(name: str, title: str) -> None:
    assert academic_title(name) == title


@given(st.text())
def test_a_title_is_a_part_of_what_was_typed(text: str) -> None:
    academic_title(text)
