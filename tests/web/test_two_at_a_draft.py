"""Two people at one draft: neither text is lost, and the second to save chooses between them."""

from __future__ import annotations

import re

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.conftest import Visitor
from tests.web.paper import form_of
from vanban.register import User
from vanban.services import Services
from vanban.web import both, fields


@pytest.fixture
def met(services: Services, user: User, clerk: Visitor, writer: Visitor, complete: int) -> str:
    """Where a draft is compared that two people saved from the same beginning."""
    theirs = form_of(services, user, complete, trich_yeu="Của người kia", luu="VT, TCHC")
    mine = form_of(services, user, complete, trich_yeu="Của tôi", dia_danh="Đà Nẵng")
    clerk.get("/")
    writer.post(f"/van-ban/{complete}/luu", theirs, 200)
    answer = clerk.post(f"/van-ban/{complete}/luu", mine, 200).json
    assert answer is not None
    assert answer["conflict"] is True
    return str(answer["both"])


def choices(page: str) -> dict[str, str]:
    """What is ticked, by field."""
    ticked = re.findall(r'name="chon-([^"]+)" value="([^"]+)" checked', page)
    assert len(ticked) == len(dict(ticked))
    return dict(ticked)


def test_the_second_to_save_sees_both_texts(clerk: Visitor, met: str) -> None:
    page = clerk.get(met).text

    assert choices(page) == {"dia_danh": "nay", "trich_yeu": "nay", "luu": "kia"}
    assert page.count("cả hai cùng sửa") == 1
    for text in ("Của người kia", "Của tôi", "VT, TCHC", "Đà Nẵng", "Người soan lưu lúc 09:00"):
        assert text in page
    piece = clerk.get(met, headers={"Accept": "application/json"}).json
    assert piece is not None
    assert choices(piece["html"]) == choices(page)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"chon-luu": "kia"}, ("Của tôi", "VT, TCHC", "Đà Nẵng")),
        ({"chon-trich_yeu": "kia"}, ("Của người kia", "VT, NV", "Đà Nẵng")),
        ({"tat_ca": "kia"}, ("Của người kia", "VT, TCHC", "Cần Thơ")),
        ({"tat_ca": "nay", "chon-luu": "kia"}, ("Của tôi", "VT, NV", "Đà Nẵng")),
        ({"chon-luu": "ai", "chon-la": "kia"}, ("Của tôi", "VT, NV", "Đà Nẵng")),
    ],
)
def test_what_is_chosen_is_the_draft_and_neither_text_is_lost(
    *,
    services: Services,
    user: User,
    clerk: Visitor,
    met: str,
    sent: dict[str, str],
    kept: tuple[str, str, str],
) -> None:
    document_id = int(met.split("/")[2])
    page = clerk.get(met).text
    hidden = dict(re.findall(r'type="hidden" name="(kia|nay)" value="(\d+)"', page))

    done = clerk.follow(clerk.post(f"/van-ban/{document_id}/hai-ban", {**hidden, **sent}, 303))

    assert "Cả hai bản gốc vẫn còn trong lịch sử" in done.text
    data = services.drafts.get(user, document_id).data
    assert (data["trich_yeu"], data["luu"], data["dia_danh"]) == kept
    titles = {
        services.drafts.revision_data(user, document_id, each.revision)["trich_yeu"]
        for each in services.drafts.revisions(user, document_id)
    }
    assert {"Của người kia", "Của tôi"} <= titles


def test_a_third_save_while_choosing_is_met_again(
    services: Services, user: User, clerk: Visitor, writer: Visitor, met: str
) -> None:
    document_id = int(met.split("/")[2])
    page = clerk.get(met).text
    hidden = dict(re.findall(r'type="hidden" name="(kia|nay)" value="(\d+)"', page))
    writer.post(
        f"/van-ban/{document_id}/luu",
        form_of(services, user, document_id, trich_yeu="Lần thứ ba"),
        200,
    )

    again = clerk.post(f"/van-ban/{document_id}/hai-ban", {**hidden, "chon-luu": "kia"}, 303)

    assert "Lần thứ ba" in clerk.follow(again).text


def test_a_form_without_script_is_led_to_both_texts(
    services: Services, user: User, clerk: Visitor, writer: Visitor, complete: int
) -> None:
    mine = form_of(services, user, complete, trich_yeu="Của tôi", action="tao")
    theirs = form_of(services, user, complete, noi_dung="I. VIẾT LẠI\nMột đoạn mới.")
    writer.post(f"/van-ban/{complete}/luu", theirs, 200)

    page = clerk.follow(clerk.post(f"/van-ban/{complete}/soan", mine, 303)).text

    assert "Hai bản cùng lúc" in page
    assert choices(page) == {"trich_yeu": "nay", "noi_dung": "kia"}
    assert '<mark class="mark">Một đoạn mới.</mark>' in page


@pytest.mark.parametrize("query", ["", "?kia=1", "?kia=99&nay=98", "?kia=²&nay=-1"])
def test_revisions_that_are_not_there_are_not_found(
    clerk: Visitor, complete: int, query: str
) -> None:
    clerk.get(f"/van-ban/{complete}/hai-ban{query}", 404)


def test_every_type_of_field_is_read_as_lines(services: Services) -> None:
    for kind in services.service.kinds.values():
        mine = fields.decode_again(kind, kind.sample)
        nothing = fields.decode(kind, MultiDict())
        found = {d.field.name: d for d in both.differences(kind, nothing, mine, nothing)}
        assert {d.chosen for d in found.values()} == {"nay"}
        for field in kind.fields:
            if mine[field.name] != nothing[field.name]:
                text = " ".join(line for line, _ in found[field.name].mine.lines)
                assert text, field.name
                assert "{" not in text
