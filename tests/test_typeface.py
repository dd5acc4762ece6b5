"""The typeface of this machine is complete, measures like Times New Roman, and is found fast."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from vanban import typeface
from vanban.typeface import ACCENTED_LETTERS, FontMissing, covers, faces, text_width


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """The search is kept for the life of a process; each test asks anew."""
    faces.cache_clear()
    typeface.family_faces.cache_clear()
    typeface._advances.cache_clear()
    yield
    faces.cache_clear()
    typeface.family_faces.cache_clear()
    typeface._advances.cache_clear()


def test_the_four_faces_are_four_faces_of_one_family() -> None:
    found = faces()
    styles = {}
    for name in ("regular", "bold", "italic", "bold_italic"):
        with TTFont(getattr(found, name)) as font:
            assert font["name"].getBestFamilyName() == found.family
            styles[name] = font["name"].getBestSubFamilyName()
    assert styles == {
        "regular": "Regular",
        "bold": "Bold",
        "italic": "Italic",
        "bold_italic": "Bold Italic",
    }


def test_there_are_134_accented_letters_and_every_one_has_a_glyph() -> None:
    assert len(ACCENTED_LETTERS) == len(set(ACCENTED_LETTERS)) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in ACCENTED_LETTERS)
    assert covers(ACCENTED_LETTERS) == ""


def test_widths_are_those_of_times_new_roman() -> None:
    # Advances of Times New Roman per 1000 em: A 722, a 444, M 889, space 250; bold A 722, a 500.
    assert text_width("A", 1000) == pytest.approx(722, abs=1)
    assert text_width("a", 1000) == pytest.approx(444, abs=1)
    assert text_width("M", 1000) == pytest.approx(889, abs=1)
    assert text_width(" ", 1000) == pytest.approx(250, abs=1)
    assert text_width("a", 1000, bold=True) == pytest.approx(500, abs=1)
    assert text_width("a", 1000, italic=True) == pytest.approx(500, abs=1)
    assert text_width("", 13) == 0


def test_an_accent_does_not_change_a_width_and_size_scales_it() -> None:
    assert text_width("ế", 14) == text_width("e", 14)
    assert text_width("Việt", 28) == pytest.approx(2 * text_width("Việt", 14))


def test_characters_without_a_glyph_are_named_once() -> None:
    assert covers("Nguyễn 中 Văn 中 \n\t😀") == "中😀"
    assert text_width("中", 10) > 0


def test_the_offices_own_folder_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = faces()
    for path in (here.regular, here.bold, here.italic, here.bold_italic):
        shutil.copy(path, tmp_path)
    faces.cache_clear()
    monkeypatch.setenv("VANBAN_FONT_DIR", str(tmp_path))
    assert faces().regular.parent == tmp_path
    assert faces().family == here.family


def test_a_folder_without_a_complete_family_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = faces()
    shutil.copy(here.regular, tmp_path)
    (tmp_path / "LiberationSerif-Bold.ttf").write_bytes(b"not a font")
    faces.cache_clear()
    monkeypatch.setenv("VANBAN_FONT_DIR", str(tmp_path))
    assert faces() == here


def test_without_a_complete_family_the_sentence_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = faces()
    for path in (here.bold, here.italic, here.bold_italic):
        shutil.copy(path, tmp_path)
    with TTFont(here.regular) as font:
        letters = subset.Subsetter(subset.Options(drop_tables=["FFTM"]))
        letters.populate(text=ACCENTED_LETTERS.replace("ỹ", "") + "“”–…•")
        letters.subset(font)
        font.save(tmp_path / here.regular.name)
    faces.cache_clear()
    monkeypatch.setattr(typeface, "_system_dirs", lambda: iter([tmp_path, tmp_path / "none"]))
    monkeypatch.delenv("VANBAN_FONT_DIR", raising=False)
    with pytest.raises(FontMissing, match=r"fonts-liberation2 .hoặc fonts-croscore") as refused:
        faces()
    assert "VANBAN_FONT_DIR" in str(refused.value)
    shutil.copy(here.regular, tmp_path)
    assert faces().regular == tmp_path / here.regular.name


def test_the_line_of_the_house_is_that_of_times_new_roman() -> None:
    line = typeface.line_metrics()
    assert line.ascent == pytest.approx(0.933, abs=0.002)
    assert line.descent == pytest.approx(0.216, abs=0.002)


def test_a_family_nobody_has_is_set_in_something_readable() -> None:
    found = typeface.family_faces("Không có phông này: a-b,c")
    assert text_width("Việt", 10, family="Không có phông này: a-b,c") > 0
    assert found.regular.exists()


@pytest.mark.parametrize("name", ["", "Times New Roman", "Liberation Serif", "Tinos"])
def test_the_kin_of_times_new_roman_is_the_typeface_of_the_house(name: str) -> None:
    assert typeface.family_faces(name) == faces()


def test_a_family_is_the_house_s_where_there_is_no_fontconfig(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typeface.shutil, "which", lambda _: None)
    typeface.family_faces.cache_clear()
    assert typeface.family_faces("Arial") == faces()
    typeface.family_faces.cache_clear()
