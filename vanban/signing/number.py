"""Số, ngày and tháng written into a file that the leader has signed already.

In: PDF bytes with the text fields So, Ngay, Thang, and what văn thư gives (Nghị định 30/2020/NĐ-CP,
Điều 15-17). Out: the same bytes with an addition, which the leader's signature allows: the figures
in the typeface, size and slant of their line, and the fields closed to further typing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from vanban.places import SO, TEXTS
from vanban.signing.append import (
    Appender,
    check_allowed,
    entry,
    fields,
    opened,
    readable,
    refuse,
    told_places,
)

_READ_ONLY: Final = 1
_CENTRED, _TO_THE_RIGHT = 1, 2
# A number a little too long for its blank is set closer; below this it no longer reads as printed.
_CLOSEST: Final = 0.85
_DA: Final = re.compile(r"/(?P<font>\S+)\s+(?P<size>[\d.]+)\s+Tf")
_WRITTEN: Final = re.compile(r"[0-9A-Za-z./-]{1,12}")
_DEFAULT_PT: Final = 13.0


@dataclass(frozen=True, slots=True)
class _Face:
    """The font of a field, as its /DA names it."""

    name: str
    size: float
    reference: generic.PdfObject
    widths: Mapping[str, float]
    ascent: float
    descent: float


def write_number(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Write values into the fields of these names (`places.TEXTS`), by an addition to the file.

    The same values a second time change nothing. Raises PdfRefused: no such field, another value
    in it, a signature that forbids it, a value its blank cannot hold, a damaged or encrypted file.
    """
    writer = opened(pdf)
    with readable():
        known = fields(writer)
        todo = {name: text for name, text in values.items() if _is_open(known, name, text)}
        if not todo:
            return pdf
        check_allowed(writer, todo)
        told = told_places(writer)
        for name, text in todo.items():
            baseline = told[name].baseline if name in told else None
            _fill(writer, known[name], name, text, baseline)
        return writer.result()


def _is_open(known: Mapping[str, generic.IndirectObject], name: str, text: str) -> bool:
    """Whether there is something to write. Raises PdfRefused when it cannot be written."""
    if name not in TEXTS or name not in known or entry(known[name].get_object(), "/FT") != "/Tx":
        raise refuse("number_no_field")
    if not _WRITTEN.fullmatch(text):
        raise refuse("number_not_written", text=text)
    there = str(entry(known[name].get_object(), "/V", ""))
    if there not in ("", text):
        raise refuse("number_there", there=there, text=text)
    return there != text


def _fill(
    writer: Appender,
    reference: generic.IndirectObject,
    name: str,
    text: str,
    baseline: float | None,
) -> None:
    field = reference.get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    width, height = abs(right - left), abs(top - bottom)
    face = _face(writer, field, text)
    # "Số:     12/QĐ-UBND": the number belongs to what follows; day and month stand by themselves.
    side = _TO_THE_RIGHT if name == SO else _CENTRED
    form = _appearance(face, text, (width, height), side, baseline)
    field[pdf_name("/V")] = generic.pdf_string(text)
    field[pdf_name("/Q")] = generic.NumberObject(side)
    field[pdf_name("/Ff")] = generic.NumberObject(int(entry(field, "/Ff", 0)) | _READ_ONLY)
    # A stream of its own: replacing the one that was signed would look like a forgery.
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)})
    writer.mark_update(reference)


def _appearance(
    face: _Face, text: str, box: tuple[float, float], side: int, baseline: float | None
) -> generic.StreamObject:
    width, height = box
    written = sum(face.widths[c] for c in text) * face.size
    close = min(1.0, width / written)
    if close < _CLOSEST:
        raise refuse("number_too_long", text=text)
    x = (width - written * close) * (1 if side == _TO_THE_RIGHT else 0.5)
    if baseline is None:
        line = (face.ascent - face.descent) * face.size
        baseline = (height - line) / 2 - face.descent * face.size
    content = (
        f"/Tx BMC q BT 0 g /{face.name} {face.size:g} Tf {close * 100:.4g} Tz "
        f"{x:.3f} {baseline:.3f} Td ({text}) Tj ET Q EMC"
    )
    fonts = generic.DictionaryObject({pdf_name(f"/{face.name}"): face.reference})
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, *box))),
            pdf_name("/Resources"): generic.DictionaryObject({pdf_name("/Font"): fonts}),
        },
        stream_data=content.encode("ascii"),
    )


# -- the typeface of the field ---------------------------------------------------------------------


def _face(writer: Appender, field: generic.DictionaryObject, text: str) -> _Face:
    """The embedded font that the field names. Raises PdfRefused when it cannot write the text."""
    form: Any = writer.root["/AcroForm"]
    said = _DA.search(str(entry(field, "/DA", entry(form, "/DA", ""))))
    fonts = entry(entry(form, "/DR", {}), "/Font", {})
    name = said["font"] if said else ""
    if f"/{name}" not in fonts:
        raise refuse("number_no_field")
    font, reference = fonts[f"/{name}"], fonts.raw_get(f"/{name}")
    descriptor = entry(font, "/FontDescriptor", {})
    widths = _widths(font)
    if "/FontFile2" not in descriptor or not set(text) <= widths.keys():
        raise refuse("number_not_written", text=text)
    return _Face(
        name=name,
        size=float(said["size"]) if said and float(said["size"]) else _DEFAULT_PT,
        reference=reference,
        widths=widths,
        ascent=float(descriptor["/Ascent"]) / 1000,
        descent=float(descriptor["/Descent"]) / 1000,
    )


def _widths(font: Any) -> dict[str, float]:
    """Character → width in em, of a simple font; every usual encoding agrees about ASCII."""
    if entry(font, "/Subtype") == "/Type0":
        return {}
    first = int(font["/FirstChar"])
    return {
        chr(first + at): float(width) / 1000 for at, width in enumerate(font["/Widths"]) if width
    }
