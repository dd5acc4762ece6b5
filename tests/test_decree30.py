"""The figures the templates use lie inside what the decree allows."""

from __future__ import annotations

import unicodedata

import pytest

from vanban import decree30 as d


@pytest.mark.parametrize(
    ("ours", "allowed"),
    [
        (d.TOP_MM, d.MARGIN_TOP_MM),
        (d.BOTTOM_MM, d.MARGIN_BOTTOM_MM),
        (d.LEFT_MM, d.MARGIN_LEFT_MM),
        (d.RIGHT_MM, d.MARGIN_RIGHT_MM),
        (d.RULE_SHARE_OURS, d.RULE_SHARE),
    ],
)
def test_our_choice_is_allowed(ours: float, allowed: d.Range) -> None:
    assert ours in allowed


def test_a_range_holds_its_ends_and_nothing_beyond() -> None:
    assert 12 in d.CO_QUOC_HIEU
    assert 13 in d.CO_QUOC_HIEU
    assert 11.5 not in d.CO_QUOC_HIEU
    assert 13.5 not in d.CO_QUOC_HIEU


@pytest.mark.parametrize("key", sorted(d.CO_CHU))
def test_the_sizes_of_one_letterhead_move_together(key: str) -> None:
    first, second, third = map(float, key.split("-"))
    assert dict(d.CO_CHU[key]) == {
        "Quốc hiệu": first,
        "Tiêu ngữ": second,
        "Cơ quan chủ quản": first,
        "Tên cơ quan": first,
        "Số ký hiệu": 13.0,
        "Địa danh ngày tháng": third,
    }
    assert first in d.CO_QUOC_HIEU
    assert first in d.CO_TEN_CO_QUAN
    assert second in d.CO_TIEU_NGU
    assert third in d.CO_DIA_DANH


def test_the_29_kinds_of_document() -> None:
    assert len(d.LOAI_VAN_BAN) == 29
    assert d.LOAI_VAN_BAN["Quyết định"] == "QĐ"
    assert d.LOAI_VAN_BAN["Quy định"] == "QyĐ"
    assert d.LOAI_VAN_BAN["Tờ trình"] == "TTr"
    assert [name for name, short in d.LOAI_VAN_BAN.items() if not short] == ["Công văn", "Thư công"]
    given = [short for short in d.LOAI_VAN_BAN.values() if short]
    assert len(set(given)) == len(given)


def test_diem_letters_follow_the_vietnamese_alphabet() -> None:
    assert "".join(d.DIEM_LETTERS) == "abcdđeghiklmnopqrstuvxy"


def test_fixed_words_are_composed_and_spelt_as_the_decree_prints_them() -> None:
    for words in (d.QUOC_HIEU, d.TIEU_NGU, *d.LOAI_VAN_BAN):
        assert unicodedata.is_normalized("NFC", words)
    assert d.QUOC_HIEU.isupper()
    assert d.TIEU_NGU.count(" - ") == 2
