"""The office as JSON: what old files open to, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from vanban import agency
from vanban.problems import Refused

OLD = {"ten_co_quan": "Ủy ban nhân dân xã An Phú", "ky_hieu": "UBND", "dia_danh": "An Phú"}


def test_an_office_of_before_opens_with_fields_for_number_and_date_and_no_archive_file() -> None:
    office = agency.from_data(OLD)
    assert (office.truong_ky, office.pdf_luu_tru) == ("so_ngay", False)


@pytest.mark.parametrize("chosen", sorted(agency.TRUONG_KY))
def test_every_choice_of_fields_is_kept(chosen: str) -> None:
    office = agency.from_data({**OLD, "truong_ky": chosen, "pdf_luu_tru": True})
    assert agency.from_data(agency.to_data(office)) == office
    assert (office.truong_ky, office.pdf_luu_tru) == (chosen, True)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [({"truong_ky": "tat_ca"}, "co_quan.truong_ky"), ({"pdf_luu_tru": 1}, "co_quan.pdf_luu_tru")],
)
def test_a_choice_that_there_is_not_is_refused_with_its_place(
    wrong: dict[str, Any], where: str
) -> None:
    with pytest.raises(Refused) as caught:
        agency.from_data({**OLD, **wrong}, where="co_quan")
    assert [problem.where for problem in caught.value.problems] == [where]
