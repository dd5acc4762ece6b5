"""The family a run is set in, by all the names that files use for it."""

from __future__ import annotations

import pytest
from lxml import etree

from vanban.docx.families import THEMED, Theme, foreign

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_THEME = etree.fromstring(
    f'<a:theme xmlns:a="{_A}"><a:majorFont><a:latin typeface="Calibri Light"/>'
    '<a:font script="Viet" typeface="Times New Roman"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:theme>'
)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Times New Roman",
        "Times New Roman Bold",
        ".VnTimeH",
        "VNI-Times",
        "Symbol",
        "Wingdings 2",
    ],
)
def test_the_typeface_of_the_house_has_many_names(name: str) -> None:
    assert foreign(name) == ""


def test_a_face_in_a_name_is_no_family_of_its_own() -> None:
    assert foreign("Arial Bold") == "Arial"
    assert foreign("Calibri Light") == "Calibri Light"


def test_a_vietnamese_theme_has_faces_of_its_own() -> None:
    assert Theme(_THEME, "vi-VN").family(f"{THEMED}majorHAnsi") == "Times New Roman"
    assert Theme(_THEME, "vi-VN").family(f"{THEMED}minorHAnsi") == "Calibri"
    assert Theme(_THEME, "en-US").family(f"{THEMED}majorHAnsi") == "Calibri Light"
    assert Theme().family(f"{THEMED}majorHAnsi") == ""
    assert Theme(_THEME).family("Arial") == "Arial"
