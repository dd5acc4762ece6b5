"""The places of a paper in its PDF: told in the file itself, and as form fields where asked.

In: the places that `marks` found, before and after WeasyPrint draws. Out: objects in the tree of
the PDF, so that nothing has to be added to the finished file: a page-piece dictionary (ISO 32000-1,
14.5) with every place, and fields that a signing program fills.

Văn thư gives số and ngày after the leader has signed (Nghị định 30/2020/NĐ-CP, Điều 15-17), so the
leader's field locks nothing but itself and allows forms to be filled and signed; the agency's field
closes the file. Appearances are empty and the typeface is embedded: PDF/A-2 stays PDF/A-2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import pydyf

from vanban import typeface
from vanban.pdf.marks import Found
from vanban.places import CO_QUAN, LABELS, NGAY, NGUOI_KY, SIGNATURES, SO, TEXTS, THANG, Place

OWNER: Final = "Vanban"
"""Whose data the page-piece dictionary holds."""
_LONGEST: Final[Mapping[str, int]] = {SO: 5, NGAY: 2, THANG: 2}
# ISO 32000-1, tables 165 and 221, 219: annotation and field flags.
_PRINT, _LOCKED = 1 << 2, 1 << 7
_NO_SCROLL = 1 << 23
_SIGNATURES_EXIST = 1
_CENTRED = 1
_SERIF, _NONSYMBOLIC, _ITALIC = 1 << 1, 1 << 5, 1 << 6
# What DocMDP allows after a signature (table 254): nothing, or to fill and sign.
_NOTHING, _FILL_AND_SIGN = 1, 2
_NO_DATE = "D:19700101000000Z"


class _Widget(pydyf.Dictionary):  # type: ignore[misc] # pydyf has no types
    """A field that WeasyPrint tags before it can have a number: until then it has a token."""

    def __init__(self, name: str) -> None:
        super().__init__({"Type": "/Annot", "Subtype": "/Widget"})
        self.token = f"({name})".encode()

    @property
    def reference(self) -> bytes:
        return self.token if self.number is None else bytes(super().reference)


def announce(found: Iterable[Found], names: Collection[str]) -> dict[str, _Widget]:
    """Fields for the places of these names, each bound to the box that is tagged with it."""
    made = {}
    for each in found:
        if each.place.name in names and each.box is not None:
            widget = made[each.place.name] = _Widget(each.place.name)
            each.box.widget_annotation = widget
    return made


def tell(pdf: pydyf.PDF, places: Iterable[Place], created: datetime | None) -> None:
    """Write the places into the file, where `vanban.pdf.places` reads them again."""
    told = pydyf.Array([_told(place) for place in places])
    private = pydyf.Dictionary({"Version": 1, "Places": told})
    changed = _date(created) if created else _NO_DATE
    data = pydyf.Dictionary({"LastModified": pydyf.String(changed), "Private": private})
    pdf.catalog["PieceInfo"] = pydyf.Dictionary({OWNER: data})


def _told(place: Place) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Name": f"/{place.name}",
            "Page": place.page,
            "Rect": _rectangle(place),
            "Size": place.size,
            "Italic": "true" if place.italic else "false",
            "Baseline": place.baseline,
        }
    )


def _rectangle(place: Place) -> pydyf.Array:
    return pydyf.Array([place.x, place.y, round(place.right, 3), round(place.top, 3)])


def _date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}Z"


def attach(pdf: pydyf.PDF, found: Iterable[Found], widgets: Mapping[str, _Widget]) -> None:
    """Give the announced fields all that they need, in the finished tree of objects."""
    if not widgets:
        return
    fonts = pydyf.Dictionary()
    fields = pydyf.Array()
    for each in found:
        widget = widgets.get(each.place.name)
        if widget is None:
            continue
        pdf.add_object(widget)
        _bind(pdf, each.place, widget)
        if each.place.name in TEXTS:
            _text(pdf, each, widget, fonts)
        else:
            _signature(pdf, each.place, widget)
        fields.append(widget.reference)
    form = pydyf.Dictionary({"Fields": fields})
    if fonts:
        form["DR"] = pydyf.Dictionary({"Font": fonts})
        form["DA"] = pydyf.String(f"/{next(iter(fonts))} 0 Tf 0 g")
    if any(name in widgets for name in SIGNATURES):
        form["SigFlags"] = _SIGNATURES_EXIST
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    _name_in_tags(pdf, widgets.values())


def _bind(pdf: pydyf.PDF, place: Place, widget: _Widget) -> None:
    """What fields of all kinds have: name, label, page, box."""
    page = pdf.objects[pdf.pages["Kids"][3 * place.page]]
    widget["T"] = pydyf.String(place.name)
    widget["TU"] = pydyf.String(LABELS[place.name])
    widget["Rect"] = _rectangle(place)
    widget["P"] = page.reference
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)


def _text(pdf: pydyf.PDF, each: Found, widget: _Widget, fonts: pydyf.Dictionary) -> None:
    place = each.place
    name = f"Vb{'B' * each.bold}{'I' * place.italic}{'R' * (not each.bold and not place.italic)}"
    if name not in fonts:
        fonts[name] = _font(pdf, typeface.figures(bold=each.bold, italic=place.italic))
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary({name: fonts[name]})})
    widget.update(
        FT="/Tx",
        F=_PRINT,
        Ff=_NO_SCROLL,
        Q=_CENTRED,
        MaxLen=_LONGEST[place.name],
        DA=pydyf.String(f"/{name} {place.size:g} Tf 0 g"),
        AP=_appearance(pdf, place, b"/Tx BMC EMC", resources),
    )


def _signature(pdf: pydyf.PDF, place: Place, widget: _Widget) -> None:
    lock = pydyf.Dictionary({"Type": "/SigFieldLock"})
    if place.name == NGUOI_KY:
        own = pydyf.Array([pydyf.String(NGUOI_KY)])
        lock.update(Action="/Include", Fields=own, P=_FILL_AND_SIGN)
    elif place.name == CO_QUAN:
        lock.update(Action="/All", P=_NOTHING)
    pdf.add_object(lock)
    widget.update(
        FT="/Sig",
        F=_PRINT | _LOCKED,
        Lock=lock.reference,
        AP=_appearance(pdf, place, b"", pydyf.Dictionary()),
    )


def _appearance(
    pdf: pydyf.PDF, place: Place, content: bytes, resources: pydyf.Dictionary
) -> pydyf.Dictionary:
    """Nothing to see yet, but there: PDF/A-2 asks for it (ISO 19005-2, 6.3.3)."""
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, place.width, place.height]),
        "Resources": resources,
    }
    stream = pydyf.Stream([content] if content else [], extra)
    pdf.add_object(stream)
    return pydyf.Dictionary({"N": stream.reference})


def _font(pdf: pydyf.PDF, face: typeface.Figures) -> Any:
    """A simple TrueType font with all the figures, whichever the document itself shows."""
    name = f"/VANBAN+{face.name}"
    file = pydyf.Stream([face.file], pydyf.Dictionary({"Length1": len(face.file)}), compress=True)
    pdf.add_object(file)
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _SERIF | _NONSYMBOLIC | (_ITALIC if face.angle else 0),
            "FontBBox": pydyf.Array(face.box),
            "ItalicAngle": face.angle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capital,
            "StemV": 80,
            "FontFile2": file.reference,
        }
    )
    pdf.add_object(descriptor)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": name,
            "FirstChar": ord(typeface.FIGURES[0]),
            "LastChar": ord(typeface.FIGURES[-1]),
            "Widths": pydyf.Array(face.widths),
            "FontDescriptor": descriptor.reference,
            "Encoding": "/WinAnsiEncoding",
        }
    )
    pdf.add_object(font)
    return font.reference


def _name_in_tags(pdf: pydyf.PDF, widgets: Iterable[_Widget]) -> None:
    """The references that WeasyPrint's tags hold to fields, now that these have numbers."""
    numbers = {widget.token: widget.reference for widget in widgets}
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("Type") == "/OBJR" and item["Obj"] in numbers:
            item["Obj"] = numbers[item["Obj"]]
        elif item.get("S") == "/Form":
            # pyHanko follows a form element to its field only when there is no list between them;
            # otherwise a number written into the field looks to it like a change of the tags.
            (item["K"],) = item["K"]
