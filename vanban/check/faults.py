"""Rules that the decree says of many parts alike: a size, a face, capitals, a place, a line below.

In: a part and what is right for it. Out: a rule function for `looks`. A stretch that differs is
told with its words, so that one stray letter is found; only letters and figures are judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.parts import Bit, Found, Part
from vanban.decree30 import Range
from vanban.laid import Run
from vanban.repairs import Repair
from vanban.resolved import Font
from vanban.vietnamese.text import clean_line

# Names that some programs give to every typeface they write into a PDF: they tell nothing.
_NAMELESS: Final = re.compile(r"(cidfont|font|tt|f|r|c\d_|t3)?[+_]?(f|tt)?\d*", re.IGNORECASE)
_DOTS: Final = re.compile(r"…|\.\s?\.|_{2}")
_RAISED: Final = 0.72  # of the size around it: Word has 0.65, LibreOffice 0.58
_PICTURES: Final = ("docx_picture", "docx_picture_outside", "docx_no_object")
_QUOTED: Final = 60


def readable(found: Found) -> None:
    """Unknown when the file is a picture of a paper."""
    if found.laid.scanned:
        raise Unknown("Tệp chỉ có ảnh chụp, không có chữ để đọc.")


def all_seen(found: Found) -> None:
    """Unknown when words may stand in a picture."""
    readable(found)
    if found.laid.pictures or any(p.code in _PICTURES for p in found.laid.problems):
        raise Unknown("Có ảnh trong văn bản, phần này có thể nằm trong ảnh.")


def bits(found: Found, part: Part) -> tuple[Bit, ...]:
    """What there is of a part. NotApplicable when there is nothing, Unknown of a scanned paper."""
    readable(found)
    there = tuple(bit for bit in found.parts.get(part, ()) if not is_room(bit.text))
    if not there:
        raise NotApplicable
    return there


def is_room(text: str) -> bool:
    """Whether nothing is said: dots to write on, perhaps with the number of a note among them."""
    said = sum(map(str.isalpha, text))
    return not said or (said < 2 and _DOTS.search(text) is not None)


def unfilled(text: str) -> bool:
    """Whether a text still has dots to write on, so that nobody knows how long it will be."""
    return re.search(r"(\.\s?){5}|…\s?…", text) is not None


def quoted(text: str) -> str:
    """Text on one line, as it is quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def same_words(text: str) -> str:
    """Text without what nobody sees: composed or not, which blank, a hyphen that holds.

    Nor with the line that people draw below it with underscores.
    """
    return clean_line(re.sub(r"\s*_{3,}\s*$", "", text).replace("\u2011", "-"))


def printed(bit: Bit) -> str:
    """The characters of a bit as they are printed, each with its tone."""
    return unicodedata.normalize("NFC", letters.printed(bit))


def rewrite(bit: Bit, start: int, end: int, text: str) -> tuple[Repair, ...]:
    """The repair of characters of what `printed` says; none where the file writes tones apart."""
    if not unicodedata.is_normalized("NFC", bit.text):
        return ()
    return letters.rewrite(bit, start, end, text)


def stray(bit: Bit, right: Callable[[Font], bool]) -> tuple[list[Run], str]:
    """The stretches whose font is not right, and where: "" when that is all of the part."""
    size = letters.size(bit)
    every = [
        run
        for run in letters.runs(bit)
        if any(c.isalnum() for c in run.text) and not _is_mark(run, size)
    ]
    wrong = [run for run in every if not right(run.font)]
    if len(wrong) == len(every):
        return wrong, ""
    return wrong, f" ở “{quoted(' … '.join(run.text.strip() for run in wrong))}”"


def _is_mark(run: Run, size: float) -> bool:
    """Whether it is the number of a note: raised, or as small as a PDF prints what was raised."""
    small = run.font.size < _RAISED * size and len(run.text.strip()) <= 2
    return bool(run.font.raised) or (small and run.text.strip().isdecimal())


def sizes(bit: Bit, allowed: Range | float, wish: float | None = None) -> Iterator[Hit]:
    """What of a bit has another size. {is_}: "11 ở “UBND”"; {should}: "12 đến 13".

    wish: the size that a repair gives, the nearest one when None.
    """
    wrong, where = stray(bit, lambda font: letters.fits(font.size, allowed))
    if wrong:
        seen = dict.fromkeys(letters.told(run.font.size) for run in wrong)
        repair: list[Repair] = []
        for run in wrong:
            size = letters.nearest(run.font.size, allowed) if wish is None else wish
            repair += letters.look(_stretch(bit, run), size=size)
        told = ", ".join(seen) + where
        yield Hit(told, letters.allowed(allowed), **at(bit), repair=tuple(repair))


def faces(
    found: Found, bit: Bit, bold: bool | None = None, italic: bool | None = None
) -> Iterator[Hit]:
    """What of a bit is not as bold, or not as upright, as it should be; None: either will do."""
    if found.laid.source == "pdf" and any(nameless(run.font.family) for run in letters.runs(bit)):
        raise Unknown("Tệp PDF không cho biết kiểu chữ.")

    def right(font: Font) -> bool:
        return (bold is None or letters.bold(font) is bold) and (
            italic is None or letters.italic(font) is italic
        )

    wrong, where = stray(bit, right)
    if wrong:
        repair: list[Repair] = []
        for run in wrong:
            repair += letters.look(_stretch(bit, run), bold=bold, italic=italic)
        is_, should = named(wrong[0].font, bold, italic)
        yield Hit(is_ + where, should, **at(bit), repair=tuple(repair))


def _stretch(bit: Bit, run: Run) -> Bit:
    return Bit(bit.piece, run.start, run.start + len(run.text))


def named(font: Font, bold: bool | None, italic: bool | None) -> tuple[str, str]:
    """What a face is and what it should be, as the decree names faces: "đứng, đậm"."""
    is_, should = [], []
    if italic is not None:
        is_.append("nghiêng" if letters.italic(font) else "đứng")
        should.append("nghiêng" if italic else "đứng")
    if bold is not None:
        is_.append("đậm" if letters.bold(font) else "không đậm")
        should.append("đậm" if bold else "không đậm")
    return ", ".join(is_), ", ".join(should)


def nameless(family: str) -> bool:
    """Whether the name of a typeface in a PDF tells nothing of how it looks."""
    plain = re.sub(r"^[A-Z]{6}\+", "", family)
    return not plain or _NAMELESS.fullmatch(plain) is not None


def ended(bit: Bit, text: str, end: str, right: str) -> Hit:
    """What ends with another mark than it should: "“.”", "không có dấu".

    bit: the last of what is told. text, end: its words and the marks after them. It is repaired
    only when these marks are the last thing, and no quotation mark follows them.
    """
    is_ = f"“{end}”" if end else "không có dấu"
    written = bit.text.rstrip()
    repair: tuple[Repair, ...] = ()
    if letters.ending(written) == end:
        keep = len(written.rstrip(letters.MARKS).rstrip())
        repair = letters.rewrite(bit, keep, len(written), right)
    return Hit(is_, f"“{right}”", **at(bit), repair=repair, data={"line": quoted(text)})


def size_of(part: Part, allowed: Range | float) -> Look:
    """The rule: every letter of a part has one of these sizes."""

    def rule(found: Found) -> Iterator[Hit]:
        for bit in bits(found, part):
            yield from sizes(bit, allowed)

    return rule


def face_of(part: Part, *, bold: bool | None = None, italic: bool | None = None) -> Look:
    """The rule: every letter of a part is as bold and as upright as that."""

    def rule(found: Found) -> Iterator[Hit]:
        for bit in bits(found, part):
            yield from faces(found, bit, bold, italic)

    return rule


def capitals_of(part: Part) -> Look:
    """The rule: every letter of a part is a capital, by itself or by its font."""

    def rule(found: Found) -> Iterator[Hit]:
        for bit in bits(found, part):
            if not letters.is_upper(bit):
                text = printed(bit)
                repair = letters.rewrite(bit, 0, len(bit.text), bit.text.upper())
                yield Hit(quoted(text), quoted(text.upper()), **at(bit), repair=repair)

    return rule
