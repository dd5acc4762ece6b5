"""Boxes in pt told in mm."""

from __future__ import annotations

import pytest

from vanban.places import NGUOI_KY, Place


def test_a_box_is_told_in_millimetres_from_either_edge() -> None:
    box = Place(NGUOI_KY, 0, x=72.0, y=144.0, width=36.0, height=18.0)
    assert (box.x_mm, box.y_mm) == pytest.approx((25.4, 50.8))
    assert (box.width_mm, box.height_mm) == pytest.approx((12.7, 6.35))
    assert (box.right, box.top) == (108.0, 162.0)
    assert box.down_mm(842.0) == pytest.approx((842 - 162) * 25.4 / 72)
