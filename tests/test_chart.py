"""The chart page: a picture of true size, the same every time, told apart without colour."""

import io

from PIL import Image

from vanban import chart
from vanban.context.so_lieu import Figure

FIGURES = (
    Figure("Kết quả qua các năm", ("2019", "2020"), (("Đúng hạn", (95.2, 97.1)),), "%"),
    Figure("Theo đơn vị", ("Sở Nội vụ", "Sở Y tế"), (("Tập thể", (3, None)), ("Cá nhân", (9, 12)))),
)


def test_the_picture_has_the_size_that_was_asked_for():
    picture = Image.open(io.BytesIO(chart.draw(FIGURES, 160, 190, dpi=100)))

    assert abs(picture.width - 160 / 25.4 * 100) <= 1
    assert abs(picture.height - 190 / 25.4 * 100) <= 1


def test_the_picture_is_grey_and_the_same_every_time():
    first, second = (chart.draw(FIGURES, 120, 80, dpi=60) for _ in range(2))

    assert first == second
    data = Image.open(io.BytesIO(first)).convert("RGB").tobytes()
    red, green, blue = data[::3], data[1::3], data[2::3]
    assert red == green == blue


def test_many_units_with_long_names_and_many_panels_are_drawn():
    names = tuple(f"Phòng Kế hoạch - Tài chính số {i}" for i in range(12))
    panel = Figure("Theo đơn vị", names, (("Cá nhân", tuple(range(12))),))

    assert chart.draw((panel,) * 9, 160, 190, dpi=60).startswith(b"\x89PNG")


def test_numbers_are_written_with_dots_and_a_comma():
    assert [chart.written(v) for v in (1250, 95.2, 0, -3)] == ["1.250", "95,2", "0", "-3"]
