"""What draws a piece of text is kept with the piece, for papers in which it stands again.

In: WeasyPrint's stream of a page and a text box that `again.py` keeps. Out: the same operators and
the same letters in the fonts of the document, without asking Pango for its glyphs a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pydyf
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.fonts import get_pango_font_key

_KEPT: Final = "vanban_drawn"
# One for every place and font before it; a piece stands mostly in one.
_MOST: Final = 4
_PLAIN: Final = ("clip", "none")


@dataclass(frozen=True, slots=True)
class _Face:
    """What a piece shows of a font: glyph → letters, glyph → width, in the order of the text."""

    key: Any
    letters: dict[int, str]
    widths: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Operators of a piece, its fonts, and the font that is set after it."""

    operators: bytes
    faces: tuple[_Face, ...]
    after: Any


def keep_drawing(textbox: Any) -> None:
    """From now on this box and its copies share what draws them."""
    textbox.__dict__.setdefault(_KEPT, {})


def draw_again(stream: Any, textbox: Any, _offset: Any, *how: Any) -> bool:
    """Draw a text box that is kept; False when it is none and must be drawn as ever."""
    drawings = textbox.__dict__.get(_KEPT)
    style = textbox.style
    if drawings is None or how != _PLAIN or style["visibility"] != "visible":
        return False
    if style["text_decoration_line"] != "none":
        return False
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    stream.set_color(style["color"])
    stream.begin_text()
    key = (x, y, textbox.justification_spacing, stream._current_font)
    drawing = drawings.get(key)
    if drawing is None or not _same(stream, drawing):
        drawing = _drawn(stream, textbox, Matrix(d=-1, e=x, f=y))
        if len(drawings) >= _MOST:
            drawings.clear()
        drawings[key] = drawing
    else:
        if drawing.operators:
            stream.stream.append(drawing.operators)
        stream._current_font = drawing.after
        for face in drawing.faces:
            _show(stream._fonts[face.key], face)
    stream.end_text()
    return True


def _same(stream: Any, drawing: _Drawing) -> bool:
    """Whether the fonts of this document have the widths with which the piece was drawn."""
    for face in drawing.faces:
        font = stream._fonts.get(face.key)
        if font is None:
            return False
        known = font.widths
        if any(known.get(glyph, width) != width for glyph, width in face.widths.items()):
            return False
    return True


def _show(font: Any, face: _Face) -> None:
    for glyph, letters in face.letters.items():
        font.to_unicode.setdefault(glyph, letters)
    for glyph, width in face.widths.items():
        font.widths.setdefault(glyph, width)


class _Widths(dict[int, int]):
    """Widths that a piece asks for; those of the document come first."""

    def __init__(self, known: dict[int, int]) -> None:
        super().__init__()
        self._known = known

    def __contains__(self, glyph: object) -> bool:
        if not super().__contains__(glyph) and glyph in self._known:
            self[glyph] = self._known[glyph]
        return super().__contains__(glyph)


class _Noted:
    """A font of WeasyPrint that notes what one piece shows of it."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.to_unicode: dict[int, str] = {}
        self.widths = _Widths(font.widths)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._font, name)


def _drawn(stream: Any, textbox: Any, matrix: Matrix) -> _Drawing:
    """Draw a piece as WeasyPrint does, and note how."""
    noted: dict[Any, _Noted] = {}
    add_font = stream.add_font

    def add(pango_font: Any) -> tuple[_Noted, float]:
        font, size = add_font(pango_font)
        key = get_pango_font_key(pango_font)[0]
        return noted.setdefault(key, _Noted(font)), size

    start = len(stream.stream)
    stream.add_font = add
    textbox.pango_layout.reactivate(textbox.style)
    draw_first_line(stream, textbox, *_PLAIN, matrix)
    textbox.pango_layout.deactivate()
    del stream.add_font
    faces = tuple(_Face(key, font.to_unicode, dict(font.widths)) for key, font in noted.items())
    for face in faces:
        _show(stream._fonts[face.key], face)
    operators = b"\n".join(pydyf._to_bytes(each) for each in stream.stream[start:])
    return _Drawing(operators, faces, stream._current_font)
