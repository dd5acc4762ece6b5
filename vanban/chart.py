"""Figures come in; a PNG picture that prints well in black and white goes out.

Series are told apart by grey and hatching, never by colour, and every bar carries its value, so
that a photocopy still says what the original said.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
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
# Beyond this many panels a page could not be read at arm's length; the form's hint says so.
PANELS_AT_MOST = 8
# Names of groups that fill more than this many letters in a row stand beside bars that lie.
_UPRIGHT_LETTERS = 48
# Axes of weight 1 are between these heights, in inches: a stretched panel reads as badly as a
# squeezed one.
_LEAST, _MOST = 0.42, 2.6
# Upright panels with more bars than this take the whole width of the page.
_HALF_WIDTH_BARS = 9
# Room around the axes of a panel, in inches: type of 9 to 11 pt with its leading.
_LINE, _GAP, _TICKS, _LEFT, _LEFT_LYING, _RIGHT = 0.19, 0.14, 0.26, 0.6, 2.2, 0.25
_CHARACTER = 0.072  # mean width of a letter of 10 pt, for wrapping


def draw(figures: Sequence[Figure], width_mm: float, height_mm: float, *, dpi: int = 200) -> bytes:
    """One PNG page of panels, width_mm × height_mm at dpi; the first `PANELS_AT_MOST` figures.

    Deterministic: the same figures give the same bytes.
    """
    width, height = width_mm / 25.4, height_mm / 25.4
    canvas = Canvas(figsize=(width, height), dpi=dpi)
    FigureCanvasAgg(canvas)
    rows = _rows([Panel(figure) for figure in figures[:PANELS_AT_MOST]], width)
    while len(rows) > 1 and _unit(rows, height) < _LEAST:
        rows.pop()
    unit = min(max(_unit(rows, height), 0.01), _MOST)
    top = height
    for row in rows:
        tall = row.around + unit * row.weight
        for place, panel in enumerate(row.panels):
            left = place * row.width
            panel.draw(canvas, Box(left, top - tall, row.width, tall), row.around)
        top -= tall
    out = io.BytesIO()
    # No Software entry: the bytes must not change with the library's version string.
    canvas.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


@dataclass(frozen=True)
class Box:
    """A place on the page, in inches from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Row:
    """Panels side by side. width: of each, in inches. around: room for titles and legends."""

    panels: tuple[Panel, ...]
    width: float

    @property
    def around(self) -> float:
        """Height that is not axes: the most that any of the panels needs."""
        return max(sum(panel.margins(self.width)) for panel in self.panels)

    @property
    def weight(self) -> float:
        """Height that the axes ask for."""
        return max(panel.weight for panel in self.panels)


def _unit(rows: Sequence[Row], height: float) -> float:
    """Inches of axes for each unit of weight, when all the rows share the page."""
    return (height - sum(row.around for row in rows)) / sum(row.weight for row in rows)


def _rows(panels: Sequence[Panel], width: float) -> list[Row]:
    """Narrow panels stand two in a row, wide ones alone; the order stays."""
    rows: list[Row] = []
    for panel in panels:
        last = rows[-1].panels if rows else ()
        if len(last) == 1 and last[0].narrow and panel.narrow:
            rows[-1] = Row((*last, panel), width / 2)
        else:
            rows.append(Row((panel,), width))
    return rows


@cache
def _font(bold: bool, size: float = 9) -> font_manager.FontProperties:
    faces = typeface.faces()
    return font_manager.FontProperties(fname=str(faces.bold if bold else faces.regular), size=size)


def written(value: float) -> str:
    """A number as Vietnamese offices write it: 1.250; 95,2."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Panel:
    """One set of axes with its title above and its legend below."""

    figure: Figure

    @property
    def lying(self) -> bool:
        """Bars lie when the names of the groups do not fit under them."""
        return max(map(len, self.figure.groups), default=0) * len(self.figure.groups) > (
            _UPRIGHT_LETTERS
        )

    @property
    def narrow(self) -> bool:
        """Half the width of the page is enough."""
        bars = len(self.figure.groups) * len(self.figure.series)
        return not self.lying and bars <= _HALF_WIDTH_BARS

    @property
    def weight(self) -> float:
        """The height that the axes ask for: upright ones 1, lying ones by their bars."""
        if not self.lying:
            return 1.0
        return 0.2 + len(self.figure.groups) * (0.4 + 0.6 * len(self.figure.series)) * 0.15

    @property
    def _title(self) -> str:
        """A single series needs no legend: it names the panel."""
        names = [name for name, _ in self.figure.series]
        unit = f" ({self.figure.unit})" if self.figure.unit else ""
        return (names[0] if len(names) == 1 else self.figure.title) + unit

    def _words(self, width: float) -> tuple[str, list[str]]:
        """Title and legend, broken into lines that fit the width."""
        letters = int((width - (_LEFT_LYING if self.lying else 0.2)) / _CHARACTER)
        names = [textwrap.fill(name, letters - 8) for name, _ in self.figure.series]
        return textwrap.fill(self._title, int(letters * 0.85)), names if len(names) > 1 else []

    def _beside(self, legend: Sequence[str], width: float) -> bool:
        """Short names of series stand in one line."""
        return (sum(map(len, legend)) + 8 * len(legend)) * _CHARACTER < width - _LEFT_LYING

    def margins(self, width: float) -> tuple[float, float]:
        """Inches above and below the axes."""
        title, legend = self._words(width)
        lines = sum(1 + name.count("\n") for name in legend)
        lines = 1 if legend and self._beside(legend, width) else lines
        return _LINE * (1 + title.count("\n")) + _GAP, _TICKS + _LINE * lines + _GAP

    def draw(self, canvas: Canvas, box: Box, around: float) -> None:
        """Draw the panel into its box; its axes are as high as those beside it."""
        title, legend = self._words(box.width)
        head, _ = self.margins(box.width)
        tall = box.height - around
        left = _LEFT_LYING if self.lying else _LEFT
        page_width, page_height = canvas.get_size_inches()
        axes = canvas.add_axes(
            (
                (box.left + left) / page_width,
                (box.bottom + box.height - head - tall) / page_height,
                (box.width - left - _RIGHT) / page_width,
                tall / page_height,
            )
        )
        axes.set_title(title, fontproperties=_font(True, 11))
        self._bars(axes, legend or [""])
        self._scale(axes)
        if legend:
            below = (_TICKS + 0.04) / tall
            axes.legend(
                prop=_font(False, 10),
                loc="upper left",
                ncols=len(legend) if self._beside(legend, box.width) else 1,
                bbox_to_anchor=(0, -below),
                frameon=False,
                borderpad=0,
                borderaxespad=0,
                labelspacing=0.25,
            )

    def _bars(self, axes: Axes, names: Sequence[str]) -> None:
        count = len(self.figure.series)
        # One or two series would otherwise print as walls of ink.
        thickness = min(0.8 / count, 0.6 if self.lying else 0.3)
        for place, (_, values) in enumerate(self.figure.series):
            fill, hatch = _FILLS[place % len(_FILLS)]
            offset = (place - (count - 1) / 2) * thickness
            bars = (axes.barh if self.lying else axes.bar)(
                [group + offset for group in range(len(values))],
                [0.0 if value is None else value for value in values],
                thickness * 0.92,
                label=names[place],
                color=fill,
                hatch=hatch,
                edgecolor="black",
                linewidth=0.7,
            )
            labels = ["" if value is None else written(value) for value in values]
            axes.bar_label(bars, labels, padding=2, fontproperties=_font(False, 8))

    def _scale(self, axes: Axes) -> None:
        """Groups with their names on one axis, values on the other in whole or decimal steps."""
        groups = self.figure.groups
        if self.lying:
            # Names of one line each: in a dense panel a second line would run into the next name.
            letters = int(_LEFT_LYING / _CHARACTER) + 3
            names = [textwrap.shorten(name, letters, placeholder=" …") for name in groups]
            axes.set_yticks(range(len(groups)), names, fontproperties=_font(False))
            axes.set_ylim(len(groups) - 0.4, -0.6)
            axes.margins(x=0.1)
        else:
            axes.set_xticks(range(len(groups)), groups, fontproperties=_font(False))
            axes.set_xlim(-0.6, len(groups) - 0.4)
            axes.margins(y=0.18)
        values: Axis = axes.xaxis if self.lying else axes.yaxis
        whole = all(v is None or v == int(v) for _, series in self.figure.series for v in series)
        values.set_major_locator(MaxNLocator(nbins=5, integer=whole))
        values.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
        for label in values.get_ticklabels():
            label.set_fontproperties(_font(False))
        values.grid(visible=True, color="0.85", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
