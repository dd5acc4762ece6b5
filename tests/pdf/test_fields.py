"""The places of a paper as its PDF tells them, and the fields that an office asks for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from vanban import agency
from vanban.places import LABELS, SIGNATURES, TEXTS, Place
from vanban.service import Produced, Service, open_service

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "can-tho-119"
TODAY = date(2026, 11, 21)
OPEN = {"so": "", "ngay": ""}


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


def produced(service: Service, kind: str = "ke_hoach", **choices: Any) -> Produced:
    """An example with open number and date, for an office that makes these choices."""
    raw = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    raw |= OPEN | choices.pop("raw", {})
    return service.produce(kind, raw, replace(office, **choices), TODAY)


def opened(paper: Produced) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(paper.pdf))


def fields(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    form = pdf.Root.get("/AcroForm")
    return {str(f.T): f for f in form.Fields} if form is not None else {}


def box(rectangle: Any) -> tuple[float, ...]:
    return tuple(float(edge) for edge in rectangle)


@pytest.mark.parametrize("kind", ["ke_hoach", "bao_cao_so_ket", "quyet_dinh_khen_thuong"])
@pytest.mark.parametrize(
    ("chosen", "names"),
    [("khong", ()), ("so_ngay", TEXTS), ("day_du", (*TEXTS, *SIGNATURES))],
)
def test_every_kind_has_the_fields_that_the_office_chose(
    service: Service, kind: str, chosen: str, names: tuple[str, ...]
) -> None:
    paper = produced(service, kind, truong_ky=chosen)
    with opened(paper) as pdf:
        found = fields(pdf)
        assert tuple(found) == names
        by_name = {place.name: place for place in paper.places}
        assert set(by_name) == set(LABELS)
        for name, field in found.items():
            place = by_name[name]
            edges = (place.x, place.y, place.right, place.top)
            assert box(field.Rect) == pytest.approx(edges, abs=0.001)
            assert pdf.pages[place.page].obj == field.P
            assert field.objgen in {a.objgen for a in pdf.pages[place.page].Annots}


def test_the_file_tells_its_places_whether_it_has_fields_or_not(service: Service) -> None:
    for chosen in agency.TRUONG_KY:
        paper = produced(service, truong_ky=chosen)
        with opened(paper) as pdf:
            data = pdf.Root.PieceInfo.Vanban
            assert str(data.LastModified) == "D:20261121000000Z"
            told = {str(p.Name)[1:]: (int(p.Page), *box(p.Rect)) for p in data.Private.Places}
        assert told == {
            p.name: pytest.approx((p.page, p.x, p.y, p.right, p.top), abs=0.001)
            for p in paper.places
        }


def test_a_paper_that_has_its_number_and_its_day_has_no_place_for_them(service: Service) -> None:
    paper = produced(service, raw={"so": "12", "ngay": "5/3/2026"}, truong_ky="day_du")
    with opened(paper) as pdf:
        assert tuple(fields(pdf)) == SIGNATURES
    assert not {place.name for place in paper.places} & set(TEXTS)
    half = produced(service, raw={"ngay": "5/3/2026"})
    with opened(half) as pdf:
        assert tuple(fields(pdf)) == ("So",)


def test_the_first_signature_leaves_number_day_and_second_signature_open(service: Service) -> None:
    with opened(produced(service, truong_ky="day_du")) as pdf:
        found = fields(pdf)
        assert pdf.Root.AcroForm.SigFlags == 1
        first, second = found["NguoiKy"].Lock, found["CoQuan"].Lock
        assert first.is_indirect
        assert second.is_indirect
        assert (first.Type, first.Action, first.P) == ("/SigFieldLock", "/Include", 2)
        assert [str(name) for name in first.Fields] == ["NguoiKy"]
        assert (second.Type, second.Action, second.P) == ("/SigFieldLock", "/All", 1)
        assert "/V" not in found["NguoiKy"]


@pytest.mark.parametrize("archive", [False, True])
def test_fields_are_printed_have_a_look_and_need_no_program_to_make_one(
    service: Service, archive: bool
) -> None:
    with opened(produced(service, truong_ky="day_du", pdf_luu_tru=archive)) as pdf:
        form = pdf.Root.AcroForm
        assert "/NeedAppearances" not in form
        assert "/XFA" not in form
        for field in fields(pdf).values():
            invisible, hidden, printed, no_view = 1, 2, 4, 32
            assert int(field.F) & printed
            assert not int(field.F) & (invisible | hidden | no_view)
            look = field.AP.N
            assert (look.Type, look.Subtype) == ("/XObject", "/Form")
            assert "/A" not in field
            assert "/AA" not in field


def test_the_typeface_of_a_field_is_embedded_with_every_figure(service: Service) -> None:
    with opened(produced(service)) as pdf:
        found = fields(pdf)
        for name, slanted, size in (("So", False, 13), ("Ngay", True, 13), ("Thang", True, 13)):
            resource, told, *_ = str(found[name].DA).split()
            assert float(told) == size
            font = pdf.Root.AcroForm.DR.Font[resource]
            assert (font.FontDescriptor.ItalicAngle < 0) is slanted
            with TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes())) as face:
                known = face.getBestCmap()
                assert {ord(c) for c in "0123456789 /-."} <= known.keys()
                for code in range(int(font.FirstChar), int(font.LastChar) + 1):
                    width = face["hmtx"][known[code]][0] * 1000 / face["head"].unitsPerEm
                    assert float(font.Widths[code - 32]) == pytest.approx(width, abs=0.01)


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_a_reader_for_the_blind_meets_every_field_in_its_place(service: Service) -> None:
    with opened(produced(service, truong_ky="day_du")) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        places = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        forms = [e for e in elements(tree) if e.S == "/Form"]
        order = [str(e.K.Obj.T) for e in forms]
        assert order == ["So", "Ngay", "Thang", "NguoiKy", "CoQuan"]
        for form in forms:
            field = form.K.Obj
            assert places[int(field.StructParent)].objgen == form.objgen
            assert str(field.TU) == LABELS[str(field.T)]
            assert form.K.Pg == field.P


def test_equal_papers_have_equal_bytes(service: Service) -> None:
    one, other = (produced(service, truong_ky="day_du", pdf_luu_tru=True) for _ in range(2))
    assert one.pdf == other.pdf
    assert one.pdf != produced(service, truong_ky="so_ngay", pdf_luu_tru=True).pdf


def test_places_follow_the_text_to_other_pages(service: Service) -> None:
    def signer(lines: int) -> Place:
        text = "\n".join(f"{n}. Tổ chức thực hiện nhiệm vụ được giao." for n in range(1, lines))
        paper = produced(service, raw={"noi_dung": text})
        return next(place for place in paper.places if place.name == "NguoiKy")

    places = [signer(lines) for lines in (3, 40, 370)]
    assert [place.page for place in places] == [0, 1, 11]
    assert len({round(place.height, 1) for place in places}) == 1
