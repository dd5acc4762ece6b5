"""The lines that are printed below Tiêu ngữ, the name of the agency and the trích yếu.

In: parts and strokes. Out: the stroke that belongs to each part, where there is one. Rows of
signs typed as a line are no strokes; the rules of thể thức look for those themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from vanban.check.bits import box_of
from vanban.check.parts import Bit, Part
from vanban.laid import Box, Piece, Stroke, around

_RULED: Final = (Part.TIEU_NGU, Part.CO_QUAN, Part.TRICH_YEU, Part.TEN_LOAI)
_BELOW_MM: Final = 6.5
_FAR_MM: Final = 11.0
# An underline, or a border of the paragraph, may touch the descenders of its text.
_ABOVE_MM: Final = 2.0
_MIDDLE_MM: Final = 20.0
_SHORT_MM: Final = 3.0
# Letters that were typed at several times have an underline each.
_JOINED_MM: Final = 2.0
_LEVEL_MM: Final = 0.6


def below(
    parts: Mapping[Part, Sequence[Bit]], strokes: Iterable[Stroke], pieces: Sequence[Piece]
) -> dict[Part, Stroke]:
    """The stroke directly below each part that the decree gives one. pieces: of the document."""
    level = _joined(stroke for stroke in strokes if stroke.level)
    level = [stroke for stroke in level if stroke.box.width > _SHORT_MM]
    found: dict[Part, Stroke] = {}
    for part in _RULED:
        bits = parts.get(part)
        if not bits or (part is Part.TEN_LOAI and parts.get(Part.TRICH_YEU)):
            continue
        if stroke := _nearest(bits, level, _BELOW_MM):
            found[part] = stroke
    about = parts.get(Part.TRICH_YEU)
    if about and Part.TRICH_YEU not in found:
        # An empty line may stand between a trích yếu and its line, but no words.
        stroke = _nearest(about, level, _FAR_MM)
        if stroke and not _words_between(box_of(about[-1]), stroke.box, pieces):
            found[Part.TRICH_YEU] = stroke
    return found


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes, with underlines that go on with each other as one."""
    found: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda each: (each.box.page, each.box.left)):
        before = next((at for at, one in enumerate(found) if _goes_on(one, stroke)), None)
        if before is None:
            found.append(stroke)
        else:
            whole = around([found[before].box, stroke.box]) or stroke.box
            found[before] = replace(found[before], box=whole)
    return found


def _goes_on(one: Stroke, other: Stroke) -> bool:
    """Whether the second of two underlines begins where the first ends."""
    both = one.underline and other.underline and one.box.page == other.box.page
    level = abs(one.box.bottom - other.box.bottom) <= _LEVEL_MM
    return both and level and -_LEVEL_MM <= other.box.left - one.box.right <= _JOINED_MM


def _words_between(text: Box | None, line: Box, pieces: Sequence[Piece]) -> bool:
    """Whether something is printed between a text and a line below it."""
    boxes = [printed.box for piece in pieces for printed in piece.lines]
    return text is None or any(
        box.page == line.page and box.top >= text.bottom - 1 and box.bottom <= line.top + 1
        for box in boxes
    )


def _nearest(bits: Sequence[Bit], strokes: Sequence[Stroke], far: float) -> Stroke | None:
    """The stroke below the last line of a part; a line of its own before an underline."""
    box = box_of(bits[-1])
    if box is None:
        return None
    near = [stroke for stroke in strokes if _under(stroke.box, box, far)]
    return min(
        near, key=lambda each: (each.underline, abs(each.box.top - box.bottom)), default=None
    )


def _under(line: Box, text: Box, far: float) -> bool:
    if line.page != text.page or not -_ABOVE_MM <= line.top - text.bottom <= far:
        return False
    overlaps = line.left < text.right and text.left < line.right
    return overlaps and abs(line.middle - text.middle) <= max(_MIDDLE_MM, text.width / 2)
