"""Figures come in; a PNG picture that prints well in black and white goes out.

Series are told apart by grey and hatching, never by colour, and every bar carries its value, so
that a photocopy still says what the original said.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, MaxNLocator

from vanban import typeface
from vanban.context.so_lieu import Figure

_FILLS = (
    ("0.25", ""),
    ("0.85", "///"),
    ("0.55", ""),
    ("1.0", "xx"),
    ("0.7", "..."),
    ("0.95", "\\\\"),
)
# A page has room for this many panels that can still be read at arm's length.
PANELS_AT_MOST = 4


def draw(figures: Sequence[Figure], width_mm: float, height_mm: float, *, dpi: int = 200) -> bytes:
    """One PNG page of panels, width_mm × height_mm at dpi; the first `PANELS_AT_MOST` figures.

    Deterministic: the same figures give the same bytes.
    """
    shown = figures[:PANELS_AT_MOST]
    canvas = Canvas(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi, layout="constrained")
    FigureCanvasAgg(canvas)
    for index, figure in enumerate(shown, 1):
        _panel(canvas.add_subplot(len(shown), 1, index), figure)
    out = io.BytesIO()
    # No Software entry: the bytes must not change with the library's version string.
    canvas.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


@cache
def _font(bold: bool) -> font_manager.FontProperties:
    faces = typeface.faces()
    return font_manager.FontProperties(fname=str(faces.bold if bold else faces.regular), size=11)


def written(value: float) -> str:
    """A number as Vietnamese offices write it: 1.250; 95,2."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _panel(axes: Axes, figure: Figure) -> None:
    """One panel: grouped bars with their values, the unit on the axis, the legend below."""
    count = len(figure.series)
    # One or two series would otherwise print as walls of ink.
    width = min(0.8 / count, 0.3)
    for place, (name, values) in enumerate(figure.series):
        fill, hatch = _FILLS[place % len(_FILLS)]
        offset = (place - (count - 1) / 2) * width
        bars = axes.bar(
            [group + offset for group in range(len(values))],
            [0.0 if value is None else value for value in values],
            width * 0.92,
            label=name,
            color=fill,
            hatch=hatch,
            edgecolor="black",
            linewidth=0.8,
        )
        labels = ["" if value is None else written(value) for value in values]
        axes.bar_label(bars, labels, padding=2, fontproperties=_font(False))
    _dress(axes, figure)


def _dress(axes: Axes, figure: Figure) -> None:
    axes.set_title(figure.title, fontproperties=_font(True), wrap=True)
    if figure.unit:
        axes.set_ylabel(figure.unit, fontproperties=_font(False))
    axes.set_xticks(range(len(figure.groups)), figure.groups, fontproperties=_font(False))
    # Long names of units stand aslant instead of running into one another.
    if max(map(len, figure.groups), default=0) * len(figure.groups) > 70:
        for label in axes.get_xticklabels():
            label.set(rotation=25, ha="right")
    whole = all(v is None or v == int(v) for _, values in figure.series for v in values)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=whole))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    for label in axes.get_yticklabels():
        label.set_fontproperties(_font(False))
    axes.margins(y=0.18)
    axes.set_xlim(-0.6, len(figure.groups) - 0.4)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(
        prop=_font(False),
        loc="upper center",
        bbox_to_anchor=(0.5, -0.12),
        ncols=min(3, len(figure.series)),
        frameon=False,
    )
