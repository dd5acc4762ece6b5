"""What is seen of a signature: a picture in its true size, lines of text, or nothing.

In: the box of a field and what belongs into it. Out: the appearance stream of the field. Nothing is
drawn but that: no frame, no ground, no line of the program's own, because Nghị định 30/2020/NĐ-CP
knows none. Pictures bring their opacity along, which PDF/A-1 forbids and PDF/A-2 allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from vanban.signing.images import Image, planes
from vanban.signing.letters import embed, letters

TEXT_PT: Final = 10.0
_LEADING: Final = 1.15
_MM: Final = 72 / 25.4
# A page that is turned to be read turns what is drawn on it back (ISO 32000-1, 12.5.5).
_TURNS: Final = {0: None, 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in a field: lower left corner and size in pt, from the field's own corner."""

    image: Image
    x: float
    y: float
    width: float
    height: float


def at_true_size(image: Image) -> tuple[float, float]:
    """Width and height of a picture, pt."""
    return image.width_mm * _MM, image.height_mm * _MM


def text_lines(text: Sequence[str], width: float) -> list[str]:
    """Lines broken between words so that each fits into that many pt."""
    font = letters("".join(text))
    lines: list[str] = []
    for whole in text:
        line = ""
        for word in whole.split():
            longer = f"{line} {word}" if line else word
            if line and font.width(longer, TEXT_PT) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def text_width(lines: Sequence[str]) -> float:
    """What the longest line takes, pt, with a hair so that it does not break there again."""
    font = letters("".join(lines))
    return max(font.width(line, TEXT_PT) for line in lines) + 0.5


def text_height(lines: int) -> float:
    """Room that so many lines take, pt."""
    return lines * TEXT_PT * _LEADING


@dataclass(frozen=True)
class Look(BaseStampStyle):
    """How pyHanko asks for the appearance of one field.

    size: width and height of the field as it is read, pt (pyHanko's own boxes are cut to whole
    points, which would draw a seal larger than it is). drawn: the picture; text: lines from the
    top; turn: the /Rotate of the page.
    """

    size: tuple[float, float] = (0.0, 0.0)
    drawn: Drawn | None = None
    text: tuple[str, ...] = ()
    turn: int = 0

    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]
    ) -> BaseStamp:
        """The appearance for a field of that box."""
        return _Appearance(writer, self, box)


class _Appearance(BaseStamp):
    style: Look

    def as_form_xobject(self) -> generic.StreamObject:
        form = AppearanceContent.as_form_xobject(self)
        form[pdf_name("/BBox")] = _floats((0, 0, *self.style.size))
        turn = _TURNS[self.style.turn % 360]
        if turn is not None:
            form[pdf_name("/Matrix")] = _floats((*turn, 0, 0))
        return form

    def render(self) -> bytes:
        parts = []
        if self.style.drawn is not None:
            parts.append(self._picture(self.style.drawn))
        if self.style.text:
            parts.append(self._text(self.style.text))
        return b"\n".join(parts)

    def _picture(self, drawn: Drawn) -> bytes:
        self._resources.xobject[pdf_name("/Im")] = _image(self._ensure_writer, drawn.image)
        place = (drawn.width, drawn.height, drawn.x, drawn.y)
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Im Do Q" % place

    def _text(self, text: tuple[str, ...]) -> bytes:
        width, height = self.style.size
        lines = text_lines(text, width)
        font = letters("".join(lines))
        self._resources.font[pdf_name("/F")] = embed(self._ensure_writer, font)
        first = height - font.ascent * TEXT_PT / 1000
        rows = b" T* ".join(font.written(line) + b" Tj" for line in lines)
        leading = TEXT_PT * _LEADING
        return b"q BT 0 g /F %g Tf %.2f TL 0 %.3f Td %s ET Q" % (TEXT_PT, leading, first, rows)


def _image(writer: BasePdfFileWriter, image: Image) -> generic.IndirectObject:
    """A picture as an object: its colours, and its opacities as a soft mask."""
    points = planes(image)

    def plane(packed: bytes, space: str) -> generic.StreamObject:
        return generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Image"),
                pdf_name("/Width"): generic.NumberObject(points.width),
                pdf_name("/Height"): generic.NumberObject(points.height),
                pdf_name("/ColorSpace"): pdf_name(space),
                pdf_name("/BitsPerComponent"): generic.NumberObject(8),
                pdf_name("/Filter"): pdf_name("/FlateDecode"),
            },
            encoded_data=packed,
        )

    colours = plane(points.rgb, "/DeviceRGB")
    colours[pdf_name("/SMask")] = writer.add_object(plane(points.opacity, "/DeviceGray"))
    return writer.add_object(colours)


def _floats(values: tuple[float, ...]) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(round(value, 3)) for value in values])
