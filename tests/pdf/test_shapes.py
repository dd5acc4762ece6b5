"""Shapes, arrowheads, turned shapes and watermarks stand where LibreOffice draws them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.pdf.made import made
from tests.pdf.shape_specimens import (
    FREEHAND,
    NS,
    PRESETS,
    arrows,
    forms,
    preset,
    shape,
    watermark,
)
from tests.pdf.specimens import add, blank, saved
from vanban.docx import paths
from vanban.docx.reader import read

_EXPECTED = Path(__file__).parent / "expected"
Bounds = tuple[float, ...]


def bounds(pdf: bytes) -> list[Bounds]:
    """Left, bottom, right, top of every path of the first page, pt."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[0].get_objects(max_depth=6)
        return [item.get_bounds() for item in found if item.type == FPDF_PAGEOBJ_PATH]


def near(one: Bounds, other: Bounds, by: float) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("name", "by"), [("forms", 0.6), ("arrows", 1.5)])
def test_every_shape_stands_where_libreoffice_draws_it(name: str, by: float) -> None:
    # Stored without the pieces of pairs and without open heads, which LibreOffice cuts otherwise.
    theirs = json.loads((_EXPECTED / f"{name}_bounds.json").read_text("utf-8"))
    ours = bounds(made({"forms": forms, "arrows": arrows}[name]()))
    missing = [box for box in theirs if not any(near(box, other, by) for other in ours)]
    assert missing == []


def test_a_shape_is_turned_round_its_middle() -> None:
    document = blank()
    square = preset("triangle")
    add(document, "")._p.append(shape(square, (100, 40), (200, 300), turned='rot="5400000"'))
    [box] = bounds(made(saved(document)))
    # Before: 200 to 300 across, 300 to 340 from the top.
    assert near(box, (230, 841.9 - 370, 270, 841.9 - 270), 3.0)


def test_a_freehand_shape_with_a_formula_nobody_knows_is_said() -> None:
    document = blank()
    odd = FREEHAND.replace("*/ 100 1 2", "sin 100 2")
    add(document, "")._p.append(shape(odd, (90, 60), (90, 90)))
    assert [p.code for p in read(saved(document)).problems] == ["docx_no_shape"]


def test_a_watermark_lies_behind_the_text_and_fills_its_box() -> None:
    with pypdfium2.PdfDocument(made(watermark())) as document:
        page = document[0]
        words = page.get_textpage().get_text_range()
        picture = page.render(scale=1).to_pil().convert("L")
    assert "DỰ THẢO" in " ".join(words.split())
    # Painted first, so that the letters of the page stand over it.
    assert words.index("DỰ") < words.index("Các cơ quan")
    grey = picture.point(lambda value: 255 if 200 < value < 235 else 0)
    left, top, right, bottom = grey.crop((0, 385, 595, 842)).getbbox() or (0, 0, 0, 0)
    assert (left, bottom + 385) == pytest.approx((147, 594), abs=6)
    assert right > 300
    assert top == 0


def test_the_arrows_of_word_2003() -> None:
    document = blank()
    add(document, "")._p.append(
        parse_xml(
            f'<w:r {NS}><w:pict><v:line style="position:absolute" from="10pt,20pt" to="110pt,20pt">'
            '<v:stroke endarrow="block"/></v:line></w:pict></w:r>'
        )
    )
    line, head = bounds(made(saved(document)))
    assert head[2] == pytest.approx(85 + 110, abs=0.3)
    assert head[2] - head[0] == pytest.approx(5.94, abs=0.2)
    assert line[2] < head[2]


@given(
    name=st.sampled_from(PRESETS),
    told=st.dictionaries(
        st.sampled_from(["adj", "adj1", "adj2"]), st.floats(allow_nan=False, width=32)
    ),
    size=st.tuples(st.floats(0, 2000), st.floats(0, 2000)),
)
def test_no_adjustment_breaks_a_shape(
    name: str, told: dict[str, float], size: tuple[float, float]
) -> None:
    drawn = paths.preset(name, *size, told)
    assert drawn is not None
    assert "nan" not in drawn.data
    assert "inf" not in drawn.data


def test_the_pictures_of_the_page_are_the_same_when_made_twice() -> None:
    data = forms()
    assert made(data) == made(io.BytesIO(data).getvalue())
