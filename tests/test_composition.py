"""By what the text gives way: the order of the ways, and which of them count as mending."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban import composition as c
from vanban.decree30 import FIRST_LINE_INDENT_MM, LINE_SPACING, PARAGRAPH_SPACE_MIN_PT

FIRST_PAGE = c.Stand(page=1, lines=30)
ALONE = c.Stand(page=2, lines=1, lack=90, room=120, spaced=20, lines_before=30)
FEW = c.Stand(page=2, lines=3, lack=12, room=200, spaced=20, lines_before=30)
WELL = c.Stand(page=2, lines=2, lack=150, room=60, spaced=20, lines_before=30)

stands = st.builds(
    c.Stand,
    page=st.integers(1, 12),
    lines=st.integers(0, 50),
    lack=st.floats(0, 800),
    room=st.floats(0, 700),
    spaced=st.integers(0, 400),
    lines_before=st.integers(0, 500),
)


@pytest.mark.parametrize("stand", [FIRST_PAGE, WELL, replace(ALONE, page=1)])
def test_a_page_that_breaks_well_is_left_as_it_is(stand):
    assert list(c.ways(stand)) == []


def test_a_block_alone_first_loosens_the_text_and_in_the_end_is_held():
    found = list(c.ways(ALONE))
    loose, held = [way for way in c.LOOSE if way in found], found.index(c.HELD)
    assert (found[:held], tuple(found[held + 1 :])) == (loose, c.WIDE)
    # Twenty paragraphs, 5 pt more each, do not fill 120 pt; 6 pt and no less do.
    assert found[0] == c.Way(before=12.0)


def test_a_page_of_few_lines_is_spared_by_less_room():
    assert list(c.ways(FEW)) == list(c.TIGHT)


@given(stands)
def test_no_way_leaves_what_the_decree_leaves_free(stand):
    for way in c.ways(stand):
        assert way.before is None or way.before >= PARAGRAPH_SPACE_MIN_PT
        assert way.heads is None or way.heads >= PARAGRAPH_SPACE_MIN_PT
        assert way.line is None or way.line in LINE_SPACING
        assert way.first_mm is None or way.first_mm in FIRST_LINE_INDENT_MM


@given(stands)
def test_the_block_alone_always_has_a_way_and_no_way_is_tried_twice(stand):
    found = list(c.ways(stand))
    assert len(found) == len(set(found))
    assert (c.HELD in found) == stand.alone


@pytest.mark.parametrize(
    ("way", "after", "better"),
    [
        (c.TIGHT[0], c.Stand(page=1, lines=31), True),
        (c.TIGHT[0], ALONE, False),
        (c.LOOSE[0], c.Stand(page=2, lines=3), True),
        (c.LOOSE[0], ALONE, False),
        (c.LOOSE[0], c.Stand(page=3, lines=9), False),
        (c.HELD, c.Stand(page=2, lines=2), True),
    ],
)
def test_mended_is_a_page_spared_or_lines_with_the_block_on_the_same_page(way, after, better):
    assert c.mended(way, ALONE, after) is better
