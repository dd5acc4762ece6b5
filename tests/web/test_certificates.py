"""The page on how giấy khen are printed: what is chosen there is what the next one looks like."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from tests.web.conftest import Visitor
from vanban.agency import GiayKhen
from vanban.pdf import pages

PAGE = "/co-quan/giay-khen"
PLAIN: dict[str, Any] = {"khung": "duong_doi", "lech_x_mm": "", "lech_y_mm": ""}


def kept(app: Flask) -> GiayKhen:
    found: GiayKhen = app.extensions["vanban"].register.people.office(1).agency.giay_khen
    return found


def _png(size: tuple[int, int]) -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    out.seek(0)
    return out, "hình.png"


def test_what_is_chosen_is_kept_and_shown_again(clerk: Visitor, app: Flask) -> None:
    asked = PLAIN | {"khung": "hat_thoi", "tren_phoi": "1", "in_san-tang": "1", "lech_x_mm": "-1,5"}
    clerk.post(PAGE, asked)
    assert kept(app) == GiayKhen("hat_thoi", "", True, ("tang",), -1.5, 0.0)
    page = clerk.get(PAGE).text
    assert '<option value="hat_thoi" selected>' in page
    assert 'value="-1,5"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"lech_x_mm": "11"}, "Độ lệch phải là"),
        ({"lech_y_mm": "một"}, "Độ lệch phải là"),
        ({"khung": "x"}, "Không có khung này"),
        ({"khung_tep": (io.BytesIO(b"GIF89a"), "x.gif")}, "không phải hình PNG hoặc JPEG"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    clerk: Visitor, app: Flask, typed: dict[str, Any], said: str
) -> None:
    before = kept(app)
    answer = clerk.post(PAGE, PLAIN | typed, status=422)
    assert said in answer.text
    assert kept(app) == before


def test_pictures_of_the_office_stay_until_they_are_taken_away(clerk: Visitor, app: Flask) -> None:
    clerk.post(PAGE, PLAIN | {"khung_tep": _png((2000, 1414)), "bieu_trung_tep": _png((300, 300))})
    first = kept(app)
    assert first.khung_rieng
    assert first.bieu_trung
    clerk.post(PAGE, PLAIN | {"khung": "rieng", "lech_y_mm": "2"})
    assert (kept(app).khung, kept(app).bieu_trung) == (first.khung, first.bieu_trung)
    assert pages.page_count(clerk.get(f"{PAGE}/mau.pdf").data) == 1
    clerk.post(PAGE, PLAIN | {"bo_bieu_trung": "1"})
    assert kept(app) == GiayKhen(in_san=())


def test_the_test_page_is_one_page(clerk: Visitor) -> None:
    answer = clerk.get(f"{PAGE}/trang-thu.pdf")
    assert answer.mimetype == "application/pdf"
    assert pages.page_count(answer.data) == 1
