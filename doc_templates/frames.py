"""Frames round a giấy khen, our own drawings: nothing comes in, shapes behind the text go out.

Each is a chain of one plain figure between two lines, the same all the way round: there is nothing
in the corners, and nothing that a bằng khen of the state has. Thin lines and full colours, so that
a laser printer and a photocopier keep them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from doc_templates.wml import emu, shape

WIDTH_MM, HEIGHT_MM = 297.0, 210.0
RED, GOLD = "B3131B", "A67C1E"


def _lines(*lines: tuple[float, float, str]) -> str:
    """Rectangles round the page. Each: mm from the edge, pt of the line, its colour."""
    return "".join(
        shape(
            "Khung",
            (edge, edge, WIDTH_MM - 2 * edge, HEIGHT_MM - 2 * edge),
            stroke_pt=stroke,
            ink=ink,
        )
        for edge, stroke, ink in lines
    )


def _round(edge: float, apart: float) -> Iterator[tuple[float, float]]:
    """Points about `apart` mm from one another along a rectangle, mm from its own corner."""
    width, height = WIDTH_MM - 2 * edge, HEIGHT_MM - 2 * edge
    across, down = round(width / apart), round(height / apart)
    for i in range(across):
        yield width * i / across, 0.0
        yield width * (i + 1) / across, height
    for i in range(down):
        yield width, height * i / down
        yield 0.0, height * (i + 1) / down


def _point(x: float, y: float) -> str:
    return f'<a:pt x="{emu(x)}" y="{emu(y)}"/>'


def _lozenge(x: float, y: float, half: float) -> str:
    first, *others = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    lines = "".join(f"<a:lnTo>{_point(*point)}</a:lnTo>" for point in others)
    return f"<a:moveTo>{_point(*first)}</a:moveTo>{lines}<a:close/>"


def _ring(x: float, y: float, radius: float) -> str:
    turn = f'<a:arcTo wR="{emu(radius)}" hR="{emu(radius)}" stAng="0" swAng="21600000"/>'
    return f"<a:moveTo>{_point(x + radius, y)}</a:moveTo>{turn}<a:close/>"


def _chain(
    figure: Callable[[float, float, float], str],
    edge: float,
    apart: float,
    size: float,
    *,
    stroke_pt: float = 0,
    ink: str = "000000",
    fill: str = "",
) -> str:
    box = (edge, edge, WIDTH_MM - 2 * edge, HEIGHT_MM - 2 * edge)
    path = "".join(figure(x, y, size) for x, y in _round(edge, apart))
    return shape("Khung", box, path=path, stroke_pt=stroke_pt, ink=ink, fill=fill)


FRAMES: Mapping[str, str] = {
    "duong_doi": _lines((8.0, 3.0, RED), (10.4, 0.75, RED)),
    "hat_thoi": _lines((7.0, 1.0, GOLD), (13.0, 1.0, GOLD))
    + _chain(_lozenge, 10.0, 5.0, 1.9, fill=RED),
    "chuoi_vong": _lines((7.0, 1.5, RED), (13.0, 0.75, RED))
    + _chain(_ring, 10.0, 3.3, 2.1, stroke_pt=0.75, ink=GOLD),
}
"""Key of `vanban.agency.KHUNG` → the shapes of the frame."""
