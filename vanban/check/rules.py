"""The lines that are printed below Tiêu ngữ, the name of the agency and the trích yếu.

In: parts and strokes. Out: the stroke that belongs to each part, where there is one. Rows of
signs typed as a line are no strokes; the rules of thể thức look for those themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from vanban.check.bits import box_of
from vanban.check.parts import Bit, Part
from vanban.laid import Box, Stroke

_RULED: Final = (Part.TIEU_NGU, Part.CO_QUAN, Part.TRICH_YEU, Part.TEN_LOAI)
_BELOW_MM: Final = 6.5
# An underline, or a border of the paragraph, may touch the descenders of its text.
_ABOVE_MM: Final = 2.0
_MIDDLE_MM: Final = 20.0
_SHORT_MM: Final = 3.0


def below(parts: Mapping[Part, Sequence[Bit]], strokes: Iterable[Stroke]) -> dict[Part, Stroke]:
    """The stroke directly below each part that the decree gives one."""
    level = [stroke for stroke in strokes if stroke.level and stroke.box.width > _SHORT_MM]
    found: dict[Part, Stroke] = {}
    for part in _RULED:
        bits = parts.get(part)
        if not bits or (part is Part.TEN_LOAI and parts.get(Part.TRICH_YEU)):
            continue
        if stroke := _nearest(bits, level):
            found[part] = stroke
    return found


def _nearest(bits: Sequence[Bit], strokes: Sequence[Stroke]) -> Stroke | None:
    """The stroke below the last line of a part; a line of its own before an underline."""
    box = box_of(bits[-1])
    if box is None:
        return None
    near = [stroke for stroke in strokes if _under(stroke.box, box)]
    return min(
        near, key=lambda each: (each.underline, abs(each.box.top - box.bottom)), default=None
    )


def _under(line: Box, text: Box) -> bool:
    if line.page != text.page or not -_ABOVE_MM <= line.top - text.bottom <= _BELOW_MM:
        return False
    overlaps = line.left < text.right and text.left < line.right
    return overlaps and abs(line.middle - text.middle) <= max(_MIDDLE_MM, text.width / 2)
