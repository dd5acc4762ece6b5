"""Two people at one list: what one of them typed is never written over without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.web.conftest import Clock, Visitor
from tests.web.lists import KIND, cells, csv, fill_in, seen, upload, work
from vanban.problems import Problem
from vanban.register import NotMade, User
from vanban.services import Services

JSON = {"headers": {"Accept": "application/json"}}


class Form(HTMLParser):
    """What a browser posts of the form with this action, as the page has it."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._action, self._area, self._select = action, "", ""
        self._inside = self._outside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self._inside = told.get("action") == self._action and told.get("method") == "post"
        elif tag == "template":
            self._outside, self._inside = self._inside, False
        elif not self._inside:
            return
        elif tag == "input" and (
            told.get("type") not in ("checkbox", "radio") or "checked" in told
        ):
            self.sent[name] = told.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in told or self._select not in self.sent):
            self.sent[self._select] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._inside = self._outside
        if tag == "textarea" and self._area:
            self.sent[self._area] = self.sent[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data


def form(page: str, action: str) -> dict[str, str]:
    sent = Form(page, action).sent
    assert sent, page
    return {name: value for name, value in sent.items() if name and name != "csrf_token"}


def choices(page: str) -> dict[str, str]:
    """What is ticked, by field or cell."""
    return dict(re.findall(r'name="chon-([^"]+)" value="([^"]+)" checked', page))


@pytest.fixture
def address(clerk: Visitor, services: Services) -> str:
    """A list whose common values are those of the sample."""
    made = upload(clerk, csv())
    fill_in(clerk, services, made)
    return made


def common(services: Services, user: User, address: str) -> Mapping[str, object]:
    return services.batches.get(user, int(address.rpartition("/")[2])).common


# -- the common values -----------------------------------------------------------------------------


@pytest.fixture
def met(clerk: Visitor, writer: Visitor, clock: Clock, address: str) -> str:
    """The page that tells the clerk that somebody else saved while she typed."""
    here = f"{address}/noi-dung"
    mine = {**form(clerk.get(here).text, here), "trich_yeu": "Của tôi", "dia_danh": "Đà Nẵng"}
    theirs = {**form(writer.get(here).text, here), "trich_yeu": "Của kia", "luu": "VT, TCHC"}
    clock.pass_time(minutes=5)
    writer.post(here, {**theirs, "action": "luu"}, 303)
    return unescape(clerk.post(here, {**mine, "action": "tiep"}, 409).text)


def test_the_second_to_save_is_told_and_writes_nothing_over(
    services: Services, user: User, address: str, met: str
) -> None:
    assert "Người soan lưu nội dung chung lúc 09:05" in met
    assert choices(met) == {"dia_danh": "nay", "trich_yeu": "nay", "luu": "kia"}
    assert met.count("cả hai cùng sửa") == 1
    for text in ("Của kia", "Của tôi", "VT, TCHC", "Đà Nẵng"):
        assert text in met
    kept = common(services, user, address)
    assert (kept["trich_yeu"], kept["luu"]) == ("Của kia", "VT, TCHC")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, ("Của tôi", "VT, TCHC", "Đà Nẵng")),
        ({"chon-trich_yeu": "kia"}, ("Của kia", "VT, TCHC", "Đà Nẵng")),
        ({"tat_ca": "kia"}, ("Của kia", "VT, TCHC", "Hải Phòng")),
        ({"tat_ca": "nay"}, ("Của tôi", "VT, TĐKT", "Đà Nẵng")),
    ],
)
def test_what_is_chosen_is_kept_and_she_goes_on_where_she_was_going(
    *,
    clerk: Visitor,
    services: Services,
    user: User,
    address: str,
    met: str,
    sent: dict[str, str],
    kept: tuple[str, str, str],
) -> None:
    here = f"{address}/noi-dung"
    done = clerk.post(here, {**form(met, here), **sent}, 303)
    assert done.headers["Location"] == f"{address}/kiem-tra"
    now = common(services, user, address)
    assert (now["trich_yeu"], now["luu"], now["dia_danh"]) == kept


def test_a_third_save_while_choosing_is_met_again(
    clerk: Visitor, writer: Visitor, address: str, met: str
) -> None:
    here = f"{address}/noi-dung"
    typed = form(writer.get(here).text, here)
    writer.post(here, {**typed, "trich_yeu": "Lần thứ ba", "action": "luu"}, 303)
    again = unescape(clerk.post(here, form(met, here), 409).text)
    assert "Lần thứ ba" in again
    assert "Của tôi" in again


def test_a_script_is_given_both_texts_and_goes_on_with_new_stamps(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, address: str
) -> None:
    here = f"{address}/noi-dung"
    mine = form(clerk.get(here).text, here)
    theirs = form(writer.get(here).text, here)
    for text in ("Một", "Hai"):
        answer = clerk.post(here, {**mine, "trich_yeu": text}, 200, **JSON).get_json()
        mine["goc"] = answer["seen"]
    told = writer.post(here, {**theirs, "trich_yeu": "Ba"}, 200, **JSON).get_json()
    assert "saved_at" not in told
    assert choices(told["html"]) == {"trich_yeu": "nay"}
    assert common(services, user, address)["trich_yeu"] == "Hai"
    writer.post(here, {**form(told["html"], here)}, 303)
    assert common(services, user, address)["trich_yeu"] == "Ba"


def test_another_window_of_the_same_person_is_called_so(clerk: Visitor, address: str) -> None:
    here = f"{address}/noi-dung"
    typed = form(clerk.get(here).text, here)
    clerk.post(here, {**typed, "trich_yeu": "Một", "action": "luu"}, 303)
    page = unescape(clerk.post(here, {**typed, "trich_yeu": "Hai", "action": "luu"}, 409).text)
    assert "một cửa sổ khác của anh/chị lúc" in page
    assert "Lấy tất cả của bản kia" in page


def test_who_changed_nothing_is_not_asked(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, address: str
) -> None:
    here = f"{address}/noi-dung"
    mine = form(clerk.get(here).text, here)
    typed = form(writer.get(here).text, here)
    writer.post(here, {**typed, "trich_yeu": "Của kia", "action": "luu"}, 303)
    clerk.post(here, {**mine, "action": "tiep"}, 303)
    assert common(services, user, address)["trich_yeu"] == "Của kia"
    mine["goc"] = clerk.post(here, mine, 200, **JSON).get_json()["seen"]
    told = clerk.post(here, {**mine, "trich_yeu": "Của tôi"}, 200, **JSON).get_json()
    assert "Của kia" in told["html"], "the page has not seen it yet"


def test_a_page_that_says_nothing_of_what_it_saw_writes_nothing_over(
    clerk: Visitor, services: Services, user: User, address: str
) -> None:
    here = f"{address}/noi-dung"
    page = unescape(clerk.post(here, {"trich_yeu": "Việc khác", "action": "luu"}, 409).text)
    assert "Việc khác" in page
    assert common(services, user, address)["trich_yeu"] != "Việc khác"


def test_an_untouched_page_says_what_it_was_made_from(clerk: Visitor, services: Services) -> None:
    """Whatever the kind: what nobody touched is not taken for her change."""
    for kind in ("quyet_dinh_khen_thuong", "giay_khen"):
        new = f"/lap-hang-loat/moi?loai={kind}&cach=rieng"
        clerk.get(new)
        made = upload(clerk, csv()) if kind == KIND else _upload(clerk, new)
        here = f"{made}/noi-dung"
        stamps = seen(clerk, made)
        sent = form(clerk.get(here).text, here)
        clerk.post(here, {**sent, "action": "luu"}, 303)
        assert seen(clerk, made) == stamps


def _upload(clerk: Visitor, new: str) -> str:
    pasted = "Họ và tên\tChức vụ, đơn vị công tác\nNguyễn Thị An\tVăn phòng"
    answer = clerk.post(new, {"dan": pasted}, 303)
    return answer.headers["Location"].rpartition("/")[0]


# -- the cells of rows -----------------------------------------------------------------------------


@pytest.fixture
def wrong(clerk: Visitor, services: Services) -> str:
    """A list with one row that needs her: no name, and money that is no number."""
    made = upload(clerk, csv([("1", "Bà", "", "Văn phòng", "một triệu")]))
    fill_in(clerk, services, made)
    return made


def row(services: Services, user: User, address: str) -> Mapping[str, object]:
    return services.batches.row(user, int(address.rpartition("/")[2]), 2).raw


def test_cells_of_one_row_that_two_people_mend_are_both_kept(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, wrong: str
) -> None:
    here = f"{wrong}/kiem-tra"
    mine, theirs = (form(each.get(here).text, here) for each in (clerk, writer))
    writer.post(here, {**theirs, "o-2-ho_ten": "Vũ Thị Mai"}, 303)
    clerk.post(here, {**mine, "o-2-tien_thuong": "1000000"}, 303)
    kept = row(services, user, wrong)
    assert (kept["ho_ten"], kept["tien_thuong"]) == ("Vũ Thị Mai", "1000000")


def test_a_cell_that_two_people_mend_is_told_and_chosen(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, wrong: str
) -> None:
    here = f"{wrong}/kiem-tra"
    mine, theirs = (form(each.get(here).text, here) for each in (clerk, writer))
    writer.post(here, {**theirs, "o-2-ho_ten": "Vũ Thị Mai"}, 303)
    sent = {**mine, "o-2-ho_ten": "Vũ Thị Mai Anh", "o-2-tien_thuong": "1000000"}
    page = unescape(clerk.post(here, sent, 409).text)
    assert "Dòng 2, Họ và tên" in page
    assert "Vũ Thị Mai Anh" in page
    kept = row(services, user, wrong)
    assert (kept["ho_ten"], kept["tien_thuong"]) == ("Vũ Thị Mai", "1000000"), "the rest is kept"
    clerk.post(here, {**form(page, here), "tat_ca": "kia"}, 303)
    assert row(services, user, wrong)["ho_ten"] == "Vũ Thị Mai"
    clerk.post(here, form(page, here), 303)
    assert row(services, user, wrong)["ho_ten"] == "Vũ Thị Mai Anh"


def test_a_script_is_told_of_a_cell_that_somebody_else_mended(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, wrong: str
) -> None:
    here = f"{wrong}/kiem-tra"
    mine, theirs = (cells(each, wrong, o_2_ho_ten="") for each in (clerk, writer))
    for name in ("Vũ Thị Mai", "Vũ Thị Mơ"):
        answer = writer.post(here, {**theirs, "o-2-ho_ten": name}, 200, **JSON).get_json()
        assert not answer["html"]
        theirs.update(answer["stamps"])
    answer = clerk.post(here, {**mine, "o-2-ho_ten": "Đỗ Minh"}, 200, **JSON).get_json()
    assert "Vũ Thị Mơ" in unescape(answer["html"])
    assert row(services, user, wrong)["ho_ten"] == "Vũ Thị Mơ"


def test_a_row_that_failed_is_mended_with_the_same_care(
    *, clerk: Visitor, writer: Visitor, services: Services, user: User, address: str
) -> None:
    batch = int(address.rpartition("/")[2])
    clerk.post(f"{address}/xem-truoc", {}, 303)
    claim = services.register.claims.claim("w", 20)
    assert claim is not None
    failed = [NotMade((1,), (Problem("required", "ho_ten", {"label": "Họ và tên"}),))]
    services.register.claims.record("w", claim, [], failed)
    services.register.claims.give_back("w")
    work(services)
    here, page = f"{address}/kiem-tra", f"{address}/ket-qua"
    mine, theirs = (form(each.get(page).text, here) for each in (clerk, writer))
    writer.post(here, {**theirs, "o-2-ho_ten": "Vũ Thị Mai"}, 303)
    met = unescape(clerk.post(here, {**mine, "o-2-ho_ten": "Vũ Thị Mơ"}, 409).text)
    done = clerk.post(here, form(met, here), 303)
    assert done.headers["Location"] == page
    assert services.batches.row(user, batch, 2).raw["ho_ten"] == "Vũ Thị Mơ"
