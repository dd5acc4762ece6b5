"""A giấy khen as it is printed: one page of A4 landscape, whatever it says, wherever it goes."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from doc_templates import giay_khen as drawn
from vanban import artwork
from vanban.agency import IN_SAN, KHUNG, Agency, GiayKhen, from_data, to_data
from vanban.kinds import FORMS_DIR, TEMPLATES_DIR
from vanban.listing import columns, raw_of
from vanban.pairs import load_kinds
from vanban.places import CO_QUAN, NGAY, NGUOI_KY, THANG
from vanban.problems import Refused
from vanban.service import Produced, Service, open_service

KIND = "giay_khen"
TODAY = date(2026, 11, 21)
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", "Ủy ban nhân dân\nthành phố Hải Phòng")
LONG = {
    "ho_ten": "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính",
    "doi_tuong": "tap_the",
    "chuc_vu_don_vi": "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân thành phố Hải Phòng",
    "thanh_tich": "thành tích đặc biệt xuất sắc trong phong trào thi đua "
    + "giữ gìn kỷ cương " * 22,
}
COUNCIL = {
    "ho_ten": "Lê Hoàng Minh",
    "chuc_vu": "Phó Chủ tịch",
    "quyen_han": "tm_kt",
    "thay_mat": "Ủy ban nhân dân",
    "ky_thay": "Chủ tịch",
}
PLAIN = GiayKhen()
_XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


def made(service: Service, office: GiayKhen = PLAIN, **typed: Any) -> Produced:
    raw = {**service.kinds[KIND].sample, **typed}
    return service.produce(KIND, raw, replace(OFFICE, giay_khen=office), TODAY)


def text(service: Service, pdf: bytes) -> str:
    assert service.page_count(pdf) == 1
    return " ".join(service.page_text(pdf, 0).split())


def word_boxes(pdf: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """First place of every word by poppler: mm from the upper left corner."""
    path = folder / "giay_khen.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout
    found: dict[str, tuple[float, float]] = {}
    for word in etree.fromstring(told).iter(f"{_XHTML}word"):
        at = (float(word.get("xMin")) / 72 * 25.4, float(word.get("yMin")) / 72 * 25.4)
        found.setdefault(word.text or "", at)
    return found


def colours(data: bytes) -> dict[str, str]:
    """Text of each paragraph → the colour of its style, "" for black."""
    document = docx.Document(io.BytesIO(data))
    found = {}
    for node in document.element.body.iter(qn("w:p")):
        words = "".join(t.text or "" for t in node.iter(qn("w:t")))
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        named = next(s for s in document.styles if s.style_id == style)
        found[words] = str(named.font.color.rgb or "")
    return found


def test_it_says_what_a_certificate_says(service: Service) -> None:
    paper = made(service)
    seen = text(service, paper.pdf)
    lines = (
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("GIÁM ĐỐC SỞ NỘI VỤ", "TẶNG", "GIẤY KHEN", "Bà Nguyễn Thị Hoa", "Đã có thành tích"),
    )
    places = [seen.index(line) for line in lines]
    assert places == sorted(places)
    for said in ("Số quyết định: 2345/QĐ-SNV", "Số sổ vàng: 2", "Lê Hoàng Minh"):
        assert said in seen
    assert paper.title == "Giấy khen Nguyễn Thị Hoa"
    assert paper.stem == "Giấy khen Nguyễn Thị Hoa"


def test_the_page_is_a4_landscape(service: Service) -> None:
    with pikepdf.open(io.BytesIO(made(service).pdf)) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
    assert [round(side / 72 * 25.4) for side in box] == [0, 0, 297, 210]


def test_a_title_is_conferred_in_red_and_the_rest_is_black(service: Service) -> None:
    seen = colours(made(service, hinh_thuc="chien_si_thi_dua_co_so").docx)
    red = {words for words, ink in seen.items() if ink not in ("", "000000")}
    assert red == {"GIÁM ĐỐC SỞ NỘI VỤ", "CHIẾN SĨ THI ĐUA CƠ SỞ"}
    assert "TẶNG DANH HIỆU" in seen


def test_an_award_that_the_recipient_cannot_get_is_refused(service: Service) -> None:
    with pytest.raises(Refused) as refused:
        made(service, hinh_thuc="tap_the_lao_dong_tien_tien")
    assert [p.code for p in refused.value.problems] == ["award_not_for_recipient"]


@pytest.mark.parametrize("khung", KHUNG)
@pytest.mark.parametrize("typed", [{}, LONG, {"nguoi_ky": COUNCIL, "ngay": ""}])
def test_whatever_it_says_it_is_one_page(
    service: Service, khung: str, typed: dict[str, Any]
) -> None:
    seen = text(service, made(service, GiayKhen(khung=khung), **typed).pdf)
    for word in str(typed.get("thanh_tich", "")).split():
        assert word in seen


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.sampled_from(("thành", "tích", "nghiêng", "ở", "WWWWWWWWWWWWWWWWWWWW")), max_size=80
    ),
    st.integers(1, 30),
    st.integers(0, 40),
)
def test_a_certificate_is_one_page_or_is_refused(deed: list[str], name: int, post: int) -> None:
    service = _opened()
    typed = {
        "thanh_tich": " ".join(["thành", *deed])[:500],
        "ho_ten": "Phòng " * name,
        "chuc_vu_don_vi": "Đơn vị " * post,
        "doi_tuong": "tap_the",
    }
    told = service.check(KIND, {**service.kinds[KIND].sample, **typed}, OFFICE, TODAY)
    if told:
        assert [p.code for p in told] == ["award_page_full"]
    else:
        assert service.page_count(made(service, **typed).pdf) == 1


_SERVICES: list[Service] = []


def _opened() -> Service:
    """One service for all examples of a property."""
    if not _SERVICES:
        _SERVICES.append(open_service())
    return _SERVICES[0]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({**LONG, "thanh_tich": "W " * 249}, "award_page_full"),
        ({"tham_quyen": "W" * 199}, "award_decider_long"),
        ({"nguoi_ky": {**COUNCIL, "thay_mat": "Ủy ban " * 28}}, "award_signing_long"),
    ],
)
def test_what_fits_no_page_is_told(service: Service, typed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        made(service, **typed)
    assert [p.code for p in refused.value.problems] == [code]


@pytest.mark.parametrize("signer", [{"ho_ten": "Lê Hoàng Minh", "chuc_vu": "Giám đốc"}, COUNCIL])
def test_there_is_room_for_signature_and_seal(service: Service, signer: dict[str, str]) -> None:
    paper = made(service, nguoi_ky=signer, ngay="")
    places = {place.name: place for place in paper.places}
    assert places[NGUOI_KY].height_mm >= 35
    assert places[CO_QUAN].x_mm > 297 / 2
    assert places[NGAY].x < places[THANG].x
    assert places[NGAY].y > places[NGUOI_KY].top


def test_a_frame_is_drawn_only_when_it_is_chosen(service: Service) -> None:
    sizes = {
        khung: len(list(_anchors(made(service, GiayKhen(khung=khung)).docx))) for khung in KHUNG
    }
    # The line under the motto is there in every case.
    assert sizes.pop("") == 1
    assert min(sizes.values()) >= 3


def _anchors(data: bytes) -> list[Any]:
    body = docx.Document(io.BytesIO(data)).element.body
    return list(body.iter(qn("wp:anchor")))


# -- blanks ----------------------------------------------------------------------------------------
def test_on_a_blank_only_what_it_lacks_is_printed(service: Service) -> None:
    seen = text(service, made(service, GiayKhen(tren_phoi=True)).pdf)
    assert [said for said in ("CỘNG HÒA", "GIẤY KHEN", "TẶNG") if said in seen] == []
    assert "Bà Nguyễn Thị Hoa" in seen
    lacking = made(service, GiayKhen(tren_phoi=True, in_san=("quoc_hieu",)))
    assert "GIẤY KHEN" in text(service, lacking.pdf)
    assert "CỘNG HÒA" not in text(service, lacking.pdf)
    assert _anchors(made(service, GiayKhen(tren_phoi=True)).docx) == []


def test_words_that_a_blank_has_leave_their_room(service: Service, tmp_path: Path) -> None:
    # No word of the signature stands in what the blank has, so that first places can be compared.
    signer = {"ho_ten": "Lê Hoàng Minh", "chuc_vu": "Trưởng ban"}
    blank = GiayKhen(tren_phoi=True)
    whole = word_boxes(made(service, replace(blank, in_san=()), nguoi_ky=signer).pdf, tmp_path)
    bare = word_boxes(made(service, blank, nguoi_ky=signer).pdf, tmp_path)
    assert {word: whole[word] for word in bare} == bare


@pytest.mark.parametrize("offset", [(3.0, -2.5), (-7.3, 4.4), (10.0, 10.0), (-10.0, -10.0)])
def test_everything_moves_by_the_offset(
    service: Service, tmp_path: Path, offset: tuple[float, float]
) -> None:
    still = GiayKhen(tren_phoi=True, in_san=())
    before = word_boxes(made(service, still).pdf, tmp_path)
    moved = replace(still, lech_x_mm=offset[0], lech_y_mm=offset[1])
    after = word_boxes(made(service, moved).pdf, tmp_path)
    assert before.keys() == after.keys()
    for word, (x, y) in before.items():
        found = (after[word][0] - x, after[word][1] - y)
        assert found == pytest.approx(offset, abs=0.1), word


def test_without_a_blank_nothing_moves(service: Service) -> None:
    assert made(service, GiayKhen(lech_x_mm=5, lech_y_mm=5)).pdf == made(service).pdf


@pytest.mark.parametrize("offset", [(0.0, 0.0), (4.0, -3.0)])
def test_the_test_page_has_its_cross_where_it_is_said(
    service: Service, offset: tuple[float, float]
) -> None:
    office = GiayKhen(lech_x_mm=offset[0], lech_y_mm=offset[1])
    pdf = service.test_page(KIND, replace(OFFICE, giay_khen=office), TODAY)
    assert "Bà Nguyễn Thị Hoa" in text(service, pdf)
    page = Image.open(io.BytesIO(service.page_png(pdf, 0, 2970))).convert("L")
    x, y = round((50 + offset[0]) * 10), round((50 + offset[1]) * 10)
    # Both bars are 20 mm long and 0.2 mm thick: dark on them, light a millimetre beside.
    assert all(page.getpixel((x + step, y)) < 160 for step in (-90, -50, 50, 90))
    assert all(page.getpixel((x, y + step)) < 160 for step in (-90, -50))
    assert page.getpixel((x - 50, y - 12)) > 200


# -- what the office gives -------------------------------------------------------------------------
def _png(size: tuple[int, int], colour: str = "red", form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def test_the_offices_own_frame_and_emblem_are_printed() -> None:
    kept = {
        "a" * 64: artwork.clean(_png((2000, 1414), form="JPEG"), artwork.FRAME),
        "b" * 64: artwork.clean(_png((300, 200), "blue"), artwork.EMBLEM),
    }
    service = Service(load_kinds(FORMS_DIR, TEMPLATES_DIR), kept.__getitem__)
    paper = made(service, GiayKhen(khung="a" * 64, bieu_trung="b" * 64))
    assert service.page_count(paper.pdf) == 1
    page = Image.open(io.BytesIO(service.page_png(paper.pdf, 0, 297))).convert("RGB")
    red, blue = page.getpixel((3, 3)), page.getpixel((148, 26))
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]
    with pytest.raises(Refused):
        made(open_service(), GiayKhen(bieu_trung="b" * 64))


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"GIF89a", artwork.FRAME, "award_picture_kind"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 90, artwork.EMBLEM, "award_picture_damaged"),
        (_png((2000, 1000)), artwork.FRAME, "award_picture_shape"),
        (_png((100, 90)), artwork.EMBLEM, "award_picture_small"),
        (_png((6100, 10)), artwork.EMBLEM, "award_picture_large"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told(data: bytes, kind: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        artwork.clean(data, kind)
    assert [p.code for p in refused.value.problems] == [code]


def test_settings_come_back_as_they_were_kept() -> None:
    asked = GiayKhen("hat_thoi", "c" * 64, True, ("tang",), 1.5, -2)
    office = replace(OFFICE, giay_khen=asked)
    assert from_data(to_data(office)).giay_khen == asked
    old = to_data(OFFICE)
    old.pop("giay_khen")
    assert from_data(old).giay_khen == GiayKhen()


@pytest.mark.parametrize(
    "told",
    [{"khung": "x"}, {"lech_x_mm": 11}, {"lech_y_mm": "2"}, {"in_san": ["x"]}, {"bieu_trung": "x"}],
)
def test_settings_that_mean_nothing_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        from_data({**to_data(OFFICE), "giay_khen": told})


# -- lists, and the template -----------------------------------------------------------------------
def test_a_row_of_a_list_is_a_certificate(service: Service) -> None:
    kind = service.kinds[KIND]
    named = {column.name for column in columns(kind)}
    assert named >= {"danh_xung", "ho_ten", "chuc_vu_don_vi", "thanh_tich", "so_vang", "hinh_thuc"}
    row = {"ho_ten": "Trần Văn Đức", "danh_xung": "Ông", "so_vang": "17"}
    paper = service.produce(KIND, raw_of(kind, kind.sample, row), OFFICE, TODAY)
    seen = text(service, paper.pdf)
    assert "Ông Trần Văn Đức" in seen
    assert "Số sổ vàng: 17" in seen


def test_the_file_is_what_the_script_draws(tmp_path: Path) -> None:
    kept = docx.Document(str(TEMPLATES_DIR / "giay_khen.docx")).element.xml
    assert docx.Document(str(drawn.write(tmp_path))).element.xml == kept
    assert set(drawn.FRAMES) == set(KHUNG) - {""}
    assert set(IN_SAN) == {"quoc_hieu", "chuc_vu", "tang", "ten_hinh_thuc"}
