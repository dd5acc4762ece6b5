"""Numbers: from 01 each year, in a row, once, and never again (Nghị định 30/2020, Điều 15)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.register.conftest import TODAY, Desk, line
from vanban.life import DA_HUY, NotAllowed
from vanban.problems import Refused
from vanban.register.numbers import MOST, Series, SeriesPlan


def plan(desk: Desk, **parts: object) -> Series:
    return desk.register.numbers.add_series(
        desk.user.actor,
        SeriesPlan(**parts),  # type: ignore[arg-type]
    )


def change(desk: Desk, series_id: int, **parts: object) -> Series:
    numbers = desk.register.numbers
    return numbers.change_series(
        desk.user.actor,
        series_id,
        SeriesPlan(**parts),  # type: ignore[arg-type]
    )


def test_a_new_office_has_one_series_for_all_papers(desk: Desk) -> None:
    (series,) = desk.register.numbers.series(desk.user.agency_id)
    assert (series.ten, series.kinds, series.council) == ("Văn bản đi", (), False)


def test_numbers_run_from_01_in_each_year(desk: Desk) -> None:
    last_day, new_year = date(2026, 12, 31), date(2027, 1, 1)
    given = [desk.give(day) for day in (TODAY, last_day, last_day, new_year, new_year)]
    assert [e.so_ky_hieu for e in given] == [
        "01/QĐ-SNV",
        "02/QĐ-SNV",
        "03/QĐ-SNV",
        "01/QĐ-SNV",
        "02/QĐ-SNV",
    ]
    assert [e.year for e in given] == [2026, 2026, 2026, 2027, 2027]
    assert desk.register.numbers.years(desk.user.agency_id) == [2027, 2026]


def test_a_number_of_three_figures_has_no_zero_before_it(desk: Desk) -> None:
    desk.register.numbers.start_at(desk.user.actor, desk.series_id(), 2026, 99)
    assert [desk.give().so_ky_hieu for _ in range(2)] == ["99/QĐ-SNV", "100/QĐ-SNV"]


def test_all_kinds_share_the_common_series(desk: Desk) -> None:
    first = desk.give(ky_hieu="QĐ-SNV")
    second = desk.give(ky_hieu="KH-SNV", kind="ke_hoach")
    assert (first.so, second.so) == (1, 2)


def test_a_kind_with_a_series_of_its_own(desk: Desk) -> None:
    plan(desk, ten="Quyết định", kinds=("quyet_dinh",))
    given = [desk.give(), desk.give(ky_hieu="KH-SNV", kind="ke_hoach"), desk.give()]
    assert [e.so_ky_hieu for e in given] == ["01/QĐ-SNV", "01/KH-SNV", "02/QĐ-SNV"]


def test_a_council_has_numbers_and_a_sign_of_its_own(desk: Desk) -> None:
    council = plan(desk, ten="Hội đồng thi đua", council=True, ky_hieu="HĐTĐ")
    usual = desk.register.numbers.series_for(desk.user.agency_id, "quyet_dinh")
    assert usual is not None
    assert usual.id != council.id
    given = [desk.give(), desk.give(ky_hieu="QĐ-HĐTĐ", series_id=council.id)]
    assert [e.so_ky_hieu for e in given] == ["01/QĐ-SNV", "01/QĐ-HĐTĐ"]


def test_two_series_never_give_one_number_with_one_sign(desk: Desk) -> None:
    board = plan(desk, ten="Ban chỉ đạo", council=True)
    desk.give()
    paper = desk.signed(series_id=board.id)
    with pytest.raises(Refused, match=r"01/QĐ-SNV đã có trong năm 2026.*Điều 15"):
        desk.issue(paper)
    # Nothing was left half-done: another sign gets the number.
    assert desk.state(paper) == "da_ky"
    assert desk.issue(paper, what=line("QĐ-BCĐ")).so_ky_hieu == "01/QĐ-BCĐ"


def test_the_year_later_the_same_number_and_sign_are_free(desk: Desk) -> None:
    board = plan(desk, ten="Ban chỉ đạo", council=True)
    desk.give(TODAY)
    desk.register.numbers.start_at(desk.user.actor, board.id, 2026, 5)
    assert desk.give(date(2027, 1, 4), series_id=board.id).so_ky_hieu == "01/QĐ-SNV"


def test_offices_do_not_share_numbers(desk: Desk, other: Desk) -> None:
    assert [desk.give().so, desk.give().so, other.give().so] == [1, 2, 1]
    assert desk.numbers() == [1, 2]
    assert other.numbers() == [1]


def test_another_office_cannot_use_a_series(desk: Desk, other: Desk) -> None:
    mine = desk.series_id()
    numbers = other.register.numbers
    for attempt in (
        lambda: numbers.next_number(other.user.agency_id, mine, 2026),
        lambda: numbers.start_at(other.user.actor, mine, 2026, 5),
        lambda: numbers.change_series(other.user.actor, mine, SeriesPlan(ten="x")),
        lambda: numbers.next_number(other.user.agency_id, 2**70, 2026),
    ):
        with pytest.raises(Refused, match="không có sổ đăng ký này"):
            attempt()
    paper = other.signed(series_id=mine)
    with pytest.raises(Refused, match="không có sổ đăng ký này"):
        other.issue(paper)
    assert desk.give().so == 1


# -- no number is slipped in -----------------------------------------------------------------------


def test_an_earlier_day_than_that_of_the_last_number_is_refused(desk: Desk) -> None:
    desk.give(TODAY)
    paper = desk.signed()
    with pytest.raises(Refused, match=r"số chèn.*\(01\).*21/11/2026.*Điều 15"):
        desk.issue(paper, TODAY - timedelta(days=1))
    assert desk.numbers() == [1]
    assert desk.state(paper) == "da_ky"
    assert desk.issue(paper, TODAY).so == 2


def test_nor_is_a_day_of_last_year_once_the_new_one_has_begun(desk: Desk) -> None:
    desk.give(TODAY)
    desk.give(date(2027, 1, 4))
    with pytest.raises(Refused, match=r"số chèn.*\(01\).*04/01/2027"):
        desk.give(date(2026, 12, 31))
    assert desk.numbers(2026) == [1]


def test_a_cancelled_number_still_has_its_day(desk: Desk) -> None:
    entry = desk.give(TODAY)
    desk.register.steps.take(desk.user.actor, entry.document_id, "huy", "Nhầm")
    with pytest.raises(Refused, match="số chèn"):
        desk.give(TODAY - timedelta(days=1))


def test_series_have_days_of_their_own(desk: Desk) -> None:
    plan(desk, ten="Kế hoạch", kinds=("ke_hoach",))
    desk.give(TODAY)
    assert desk.give(TODAY - timedelta(days=3), "KH-SNV", "ke_hoach").so == 1


# -- cancelled, asked twice ------------------------------------------------------------------------


def test_a_cancelled_number_keeps_its_line_and_is_not_given_again(desk: Desk) -> None:
    entry = desk.give()
    desk.register.steps.take(desk.user.actor, entry.document_id, "huy", "Ký nhầm thẩm quyền")
    kept = desk.register.numbers.entry_of(desk.user.agency_id, entry.document_id)
    assert kept is not None
    assert kept.cancel_reason == "Ký nhầm thẩm quyền"
    assert kept.cancelled_at is not None
    assert desk.state(entry.document_id) == DA_HUY
    assert desk.give().so == 2
    assert desk.numbers() == [1, 2]
    with pytest.raises(NotAllowed, match="Đã hủy số"):
        desk.issue(entry.document_id)


def test_asked_again_the_same_line_comes_back(desk: Desk) -> None:
    entry = desk.give()
    assert desk.issue(entry.document_id, TODAY + timedelta(days=9), line("KH-SNV")) == entry
    assert desk.numbers() == [1]
    assert desk.register.numbers.entry_of(desk.user.agency_id, entry.document_id) == entry


def test_what_is_proposed_is_what_is_given(desk: Desk) -> None:
    numbers = desk.register.numbers
    office, series = desk.user.agency_id, desk.series_id()
    assert numbers.next_number(office, series, 2026) == (1, None)
    assert desk.give().so == 1
    assert numbers.next_number(office, series, 2026) == (2, TODAY)
    assert numbers.next_number(office, series, 2027) == (1, None)


# -- where the year begins -------------------------------------------------------------------------


def test_a_year_goes_on_from_a_paper_book(desk: Desk) -> None:
    numbers, series = desk.register.numbers, desk.series_id()
    numbers.start_at(desk.user.actor, series, 2026, 412)
    numbers.start_at(desk.user.actor, series, 2026, 413)  # before the first number it may be mended
    assert numbers.next_number(desk.user.agency_id, series, 2026) == (413, None)
    assert desk.give().so == 413
    with pytest.raises(Refused, match=r"đã cấp số trong năm 2026"):
        numbers.start_at(desk.user.actor, series, 2026, 500)
    assert desk.give(date(2027, 1, 4)).so == 1


@pytest.mark.parametrize("first", [0, -1, MOST + 1, 2**70])
def test_a_year_begins_at_a_number(desk: Desk, first: int) -> None:
    with pytest.raises(Refused, match="từ 1 đến 99999"):
        desk.register.numbers.start_at(desk.user.actor, desk.series_id(), 2026, first)


# -- setting series up -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"ten": "VĂN BẢN ĐI", "council": True}, "đã có sổ tên"),
        ({"ten": "Sổ hai"}, "chỉ có một sổ như vậy"),
        ({"ten": "Sổ hai", "kinds": ("ke_hoach", "to_trinh")}, "đã nhận một trong các loại"),
    ],
)
def test_series_that_clash_are_refused(desk: Desk, parts: dict[str, object], sentence: str) -> None:
    plan(desk, ten="Kế hoạch", kinds=("ke_hoach",))
    board = plan(desk, ten="Ban chỉ đạo", council=True)
    before = desk.register.numbers.series(desk.user.agency_id)
    with pytest.raises(Refused, match=sentence):
        plan(desk, **parts)
    with pytest.raises(Refused, match=sentence):
        change(desk, board.id, **parts)
    assert desk.register.numbers.series(desk.user.agency_id) == before


def test_a_closed_series_takes_no_papers(desk: Desk) -> None:
    own = plan(desk, ten="Quyết định", kinds=("quyet_dinh",))
    waiting = desk.signed()
    change(desk, own.id, ten="Quyết định", kinds=("quyet_dinh",), closed=True)
    assert desk.series_id("quyet_dinh") != own.id
    # What lies before the signer bears the sign of its series and is numbered there.
    assert desk.issue(waiting).series_id == own.id
    common = desk.series_id()
    change(desk, common, closed=True)
    assert desk.register.numbers.series_for(desk.user.agency_id, "quyet_dinh") is None
    # Opened again it must not take what another has by now.
    plan(desk, ten="Quyết định mới", kinds=("quyet_dinh",))
    with pytest.raises(Refused, match="đã nhận một trong các loại"):
        change(desk, own.id, ten="Quyết định", kinds=("quyet_dinh",))


# -- the book --------------------------------------------------------------------------------------


def test_the_book_is_searched_by_number_and_words(desk: Desk) -> None:
    desk.give()
    entry = desk.give(ky_hieu="KH-SNV", kind="ke_hoach")
    numbers, office = desk.register.numbers, desk.user.agency_id
    for words in (["02/kh-snv"], ["kh-snv"], ["viec", "02/"]):
        assert numbers.find(office, 2026, words=words) == ([entry], 1)
    assert numbers.find(office, 2026, words=["%"]) == ([], 0)
    assert numbers.find(office, 2026, kind="ke_hoach")[1] == 1
    assert numbers.find(office, 2026, nguoi_ky="Lê Hoàng Minh")[1] == 2
    assert numbers.find(office, 2026, series_id=2**70) == ([], 0)
    assert numbers.find(office, 2**70) == ([], 0)
    page, total = numbers.find(office, 2026, offset=1, limit=1)
    assert (page, total) == ([entry], 2)
    assert numbers.signers(office, 2026) == ["Lê Hoàng Minh"]
    assert entry.given_by == "Lê Thị Lan"


def test_delivery_is_noted_on_the_line(desk: Desk, other: Desk) -> None:
    entry = desk.give()
    values = {"ngay_chuyen": TODAY, "ky_nhan": "Bưu điện", "ghi_chu": ""}
    numbers = desk.register.numbers
    numbers.note_delivery(other.user.actor, entry.document_id, so_luong=7, **values)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Số lượng bản"):
        numbers.note_delivery(desk.user.actor, entry.document_id, so_luong=2**40, **values)  # type: ignore[arg-type]
    assert numbers.entry_of(desk.user.agency_id, entry.document_id) == entry
    numbers.note_delivery(desk.user.actor, entry.document_id, so_luong=5, **values)  # type: ignore[arg-type]
    kept = numbers.entry_of(desk.user.agency_id, entry.document_id)
    assert kept is not None
    assert (kept.so_luong, kept.ngay_chuyen, kept.ky_nhan) == (5, TODAY, "Bưu điện")
