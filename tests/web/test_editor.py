"""Soạn văn bản by HTTP: what is posted is saved, judged, previewed and made into files."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Visitor
from vanban.register import User
from vanban.web import fields

pytestmark = pytest.mark.asked_elsewhere

KINDS = ("ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket", "giay_khen")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def draft(app: Flask, clerk: Visitor, user: User) -> int:
    return int(app.extensions["vanban"].drafts.create(user, "ke_hoach").id)


def stored(app: Flask, user: User, number: int) -> dict[str, Any]:
    return dict(app.extensions["vanban"].drafts.get(user, number).data)


def form_of(app: Flask, user: User, number: int, **changes: str) -> dict[str, str]:
    """What the browser would post: everything on the page, with `changes` typed into it."""
    services = app.extensions["vanban"]
    record = services.drafts.get(user, number)
    kind = services.service.kinds[record.kind]
    posted = dict(fields.encode(kind, record.data))
    return {"revision": str(record.revision), **posted, **changes}


@pytest.mark.parametrize("name", KINDS)
def test_every_field_of_a_kind_stands_on_the_page(
    app: Flask, clerk: Visitor, user: User, name: str
) -> None:
    services = app.extensions["vanban"]
    kind = services.service.kinds[name]
    number = services.drafts.add(user, name, kind.sample).id

    page = clerk.get(f"/van-ban/{number}/soan").text

    names = set(re.findall(r'name="([^"]+)"', page))
    assert {pair[0] for pair in fields.encode(kind, kind.sample)} <= names
    assert [s.title for s in kind.sections if f"{s.title}</h2>" not in page] == []


def test_a_new_paper_does_not_scold(clerk: Visitor, draft: int) -> None:
    page = clerk.get(f"/van-ban/{draft}/soan").text

    assert "Còn 2 mục cần hoàn thiện" in page
    assert 'aria-invalid="true"' not in page


def test_posting_saves_and_comes_back_to_the_form(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    typed = form_of(app, user, draft, trich_yeu="  Tổ chức “hội nghị” & <gì đó> ", ngay="mai")

    page = clerk.follow(clerk.post(f"/van-ban/{draft}/soan", {**typed, "action": "luu"}, 303)).text

    assert stored(app, user, draft)["trich_yeu"] == "  Tổ chức “hội nghị” & <gì đó> "
    assert "  Tổ chức “hội nghị” &amp; &lt;gì đó&gt; " in page
    assert 'value="mai"' in page
    assert re.search(r'id="e-ngay" data-error\s*>[^<]+<', page)


def test_a_paper_with_gaps_is_not_made_and_says_why(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    typed = form_of(app, user, draft, noi_dung="I. MỤC ĐÍCH", action="tao")

    page = clerk.follow(clerk.post(f"/van-ban/{draft}/soan", typed, 303)).text

    summary = page[page.index('id="tom-tat"') : page.index('class="ed-split"')]
    assert "Trích yếu" in summary
    assert 'href="#trich_yeu"' in summary
    assert "I. MỤC ĐÍCH" in page


def test_a_complete_paper_is_made(app: Flask, clerk: Visitor, user: User, complete: int) -> None:
    typed = form_of(app, user, complete, action="tao")

    page = clerk.follow(clerk.post(f"/van-ban/{complete}/soan", typed, 303)).text

    assert "Tải PDF" in page
    assert app.extensions["vanban"].drafts.produced(user, complete) is not None


def test_a_removed_row_is_offered_back(app: Flask, clerk: Visitor, user: User, draft: int) -> None:
    typed = form_of(app, user, draft, **{"can_cu-0": "Căn cứ A", "can_cu-1": "Căn cứ B"})

    page = clerk.post(f"/van-ban/{draft}/soan", {**typed, "action": "xoa:can_cu:0"}, 200).text

    assert stored(app, user, draft)["can_cu"] == ["Căn cứ B"]
    assert "Đã xóa dòng 1 của “Căn cứ”." in page
    undo = re.search(r'value="(hoan_tac:[^"]+)"', page)
    assert undo
    button = undo[1].replace("&#34;", '"')
    clerk.post(f"/van-ban/{draft}/soan", form_of(app, user, draft, action=button), 303)
    assert stored(app, user, draft)["can_cu"] == ["Căn cứ A", "Căn cứ B"]


def test_the_chosen_signer_fills_the_field(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    empty = {f"nguoi_ky-{part.name}": "" for part in fields.PERSON_FIELDS}
    typed = form_of(app, user, draft, **empty, chon_nguoi_ky="0", action="ky")

    clerk.post(f"/van-ban/{draft}/soan", typed, 303)

    assert stored(app, user, draft)["nguoi_ky"]["ho_ten"] == "Lê Hoàng Minh"


def test_a_preview_saves_and_answers_with_pages_and_places(
    app: Flask, clerk: Visitor, user: User, complete: int
) -> None:
    typed = form_of(app, user, complete, trich_yeu="Tổ chức hội nghị tổng kết")

    answer = clerk.post(f"/van-ban/{complete}/xem-truoc", typed, 200).json

    assert answer is not None
    assert answer["problems"] == []
    assert stored(app, user, complete)["trich_yeu"] == "Tổ chức hội nghị tổng kết"
    (place,) = [box for box in answer["boxes"] if box["key"] == "trich_yeu"]
    assert place["page"] == 0
    assert 0.1 < place["x"] < 0.9
    assert 0.1 < place["y"] < 0.5
    picture = clerk.get(answer["pages"][0]["url"])
    assert picture.data.startswith(PNG)
    assert "immutable" in picture.headers["Cache-Control"]
    assert "private" in picture.headers["Cache-Control"]


OLD_LAW = (
    "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết "
    "thi hành một số điều của Luật Thi đua, khen thưởng"
)


def test_a_paper_that_lacks_nothing_is_checked_while_it_is_typed(
    app: Flask, clerk: Visitor, user: User
) -> None:
    services = app.extensions["vanban"]
    sample = services.service.kinds["quyet_dinh_khen_thuong"].sample
    number = services.drafts.add(user, "quyet_dinh_khen_thuong", sample).id
    address = f"/van-ban/{number}/xem-truoc"

    def noted(**typed: str) -> list[dict[str, str]]:
        answer = clerk.post(address, form_of(app, user, number, **typed), 200).json
        assert answer is not None
        found: list[dict[str, str]] = answer["noted"]
        return found

    assert noted() == []
    (told,) = noted(**{"can_cu-1": OLD_LAW})
    assert "152/2025/NĐ-CP" in told["sentence"]
    assert told["where"] == "can_cu.1"
    law = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    (spelt,) = noted(thi_hanh="Trưởng phòng Xử dụng đất", **{"can_cu-1": law})
    assert "“Sử dụng”" in spelt["sentence"]
    assert spelt["where"] == "thi_hanh"
    assert noted(trich_yeu="") == [], "a gap is no fault of form"


def test_an_old_address_of_a_page_shows_the_page_as_it_is_now(
    clerk: Visitor, complete: int
) -> None:
    picture = clerk.get(f"/van-ban/{complete}/trang/0.png?v=cu")

    assert picture.data.startswith(PNG)
    assert picture.headers["Cache-Control"] == "no-store"
    clerk.get(f"/van-ban/{complete}/trang/99.png", 404)


def test_looking_at_a_paper_makes_no_new_revision(
    app: Flask, clerk: Visitor, user: User, complete: int
) -> None:
    before = app.extensions["vanban"].drafts.get(user, complete).revision

    for address in ("xem-truoc", "luu"):
        clerk.post(f"/van-ban/{complete}/{address}", form_of(app, user, complete), 200)

    assert app.extensions["vanban"].drafts.get(user, complete).revision == before


def test_a_page_that_only_looks_overwrites_nothing(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    old = form_of(app, user, draft, chi_xem="1")
    clerk.post(f"/van-ban/{draft}/luu", form_of(app, user, draft, trich_yeu="Vừa lưu"), 200)

    answer = clerk.post(f"/van-ban/{draft}/xem-truoc", old, 200).json

    assert stored(app, user, draft)["trich_yeu"] == "Vừa lưu"
    assert answer is not None
    assert answer["revision"] > int(old["revision"])


def test_a_save_that_began_from_an_old_state_says_so(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    old = form_of(app, user, draft, trich_yeu="Bản cũ")
    clerk.post(f"/van-ban/{draft}/luu", form_of(app, user, draft, trich_yeu="Bản mới"), 200)

    answer = clerk.post(f"/van-ban/{draft}/luu", old, 200).json

    assert answer is not None
    assert answer["conflict"] is True
    assert stored(app, user, draft)["trich_yeu"] == "Bản cũ"


@pytest.mark.parametrize("revision", ["", "-1", "một", "9" * 40, "²"])
def test_a_strange_revision_still_saves(
    app: Flask, clerk: Visitor, user: User, draft: int, revision: str
) -> None:
    typed = {**form_of(app, user, draft, trich_yeu="Vẫn lưu"), "revision": revision}

    clerk.post(f"/van-ban/{draft}/luu", typed, 200)

    assert stored(app, user, draft)["trich_yeu"] == "Vẫn lưu"


def test_money_of_each_row_comes_with_the_preview(app: Flask, clerk: Visitor, user: User) -> None:
    services = app.extensions["vanban"]
    kind = services.service.kinds["quyet_dinh_khen_thuong"]
    number = services.drafts.add(user, kind.name, kind.sample).id

    answer = clerk.post(f"/van-ban/{number}/xem-truoc", form_of(app, user, number), 200).json

    assert answer is not None
    # Nghị định 152/2025/NĐ-CP: a person's giấy khen, 0.3 times the mức lương cơ sở of that day.
    assert answer["rewards"]["khen_thuong"]["1"] == {
        "he_so": "0,3",
        "raw": "759.000",
        "rounded": "760.000",
    }


def test_an_outline_is_read_line_by_line(clerk: Visitor, draft: int) -> None:
    text = "Phần I: Đánh giá\r\n\r\n1. Một;\r\n3. Ba.\r\n{Đoạn văn} 4. Không phải khoản"

    answer = clerk.post(f"/van-ban/{draft}/dan-bai", {"text": text}, 200).json

    assert answer is not None
    assert [(b["cap"], b["line"]) for b in answer["blocks"]] == [
        ("phan", 0),
        ("ten_phan", 0),
        ("khoan", 2),
        ("khoan", 3),
        ("van", 4),
    ]
    assert [p["block"] for p in answer["problems"]] == [3]
    assert "“2.”" in answer["problems"][0]["sentence"]


def test_old_encodings_are_shown_in_unicode_and_nothing_is_saved(
    app: Flask, clerk: Visitor, user: User, draft: int
) -> None:
    before = stored(app, user, draft)

    answer = clerk.post(
        f"/van-ban/{draft}/doi-ma", {"text": "KÕ ho¹ch tæ chøc phong trµo thi ®ua"}, 200
    ).json
    plain = clerk.post(f"/van-ban/{draft}/doi-ma", {"text": "Kế hoạch"}, 200).json

    assert answer == {
        "encoding": "TCVN3 (ABC)",
        "converted": "Kế hoạch tổ chức phong trào thi đua",
    }
    assert plain == {"encoding": None, "converted": None}
    assert stored(app, user, draft) == before


@pytest.mark.parametrize("address", ["soan", "trang/0.png"])
def test_another_office_cannot_look(draft: int, other: Visitor, address: str) -> None:
    other.get(f"/van-ban/{draft}/{address}", 404)


@pytest.mark.parametrize("address", ["soan", "luu", "xem-truoc", "dan-bai", "doi-ma"])
def test_another_office_cannot_write(
    app: Flask, user: User, draft: int, other: Visitor, address: str
) -> None:
    before = stored(app, user, draft)
    other.post(f"/van-ban/{draft}/{address}", {"trich_yeu": "của người khác"}, status=0)

    assert stored(app, user, draft) == before


def test_a_deleted_paper_is_taken_back_before_it_is_edited(clerk: Visitor, draft: int) -> None:
    clerk.post(f"/van-ban/{draft}/xoa")

    page = clerk.follow(clerk.get(f"/van-ban/{draft}/soan", 302)).text

    assert "Khôi phục" in page


def test_modules_are_asked_for_again_after_an_update(clerk: Visitor) -> None:
    bare = clerk.get("/static/js/editor/rows.js")

    assert bare.headers["Cache-Control"] == "no-cache"
    page = clerk.get("/").text
    versioned = re.search(r'href="(/static/vanban\.css\?v=[^"]+)"', page)
    assert versioned
    assert "max-age=31536000" in clerk.get(versioned[1]).headers["Cache-Control"]


def test_a_list_of_a_thousand_people_is_saved(app: Flask, clerk: Visitor, user: User) -> None:
    services = app.extensions["vanban"]
    rows = [{"ho_ten": f"Nguyễn Văn {i}", "doi_tuong": "ca_nhan"} for i in range(1000)]
    number = services.drafts.add(user, "quyet_dinh_khen_thuong", {"khen_thuong": rows}).id

    typed = form_of(app, user, number, trich_yeu="Về việc tặng Giấy khen")
    clerk.post(f"/van-ban/{number}/luu", typed, 200)

    assert len(stored(app, user, number)["khen_thuong"]) == 1000
