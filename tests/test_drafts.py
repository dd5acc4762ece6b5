"""Stored papers: nothing typed is lost, everything typed once is offered again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from vanban.agency import Agency, Signer
from vanban.drafts import Drafts, NotFound
from vanban.life import FIRST_ROLES, NotAllowed
from vanban.problems import Refused
from vanban.register import User
from vanban.services import Services, open_services
from vanban.settings import Settings

TODAY = date(2026, 11, 21)
AN = Signer("Nguyễn Văn An", "Chủ tịch", quyen_han="tm", thay_mat="Ủy ban nhân dân")
OFFICE = Agency(
    ten_co_quan="Ủy ban nhân dân\nthành phố Cần Thơ",
    ky_hieu="UBND",
    dia_danh="Cần Thơ",
    signers=(AN,),
    mac_dinh={
        "noi_nhan": ["Thường trực Thành ủy"],
        "luu": "VT, NC",
        "ke_hoach.can_cu": ["Căn cứ của cơ quan"],
    },
)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir), Clock())
    yield opened
    opened.register.close()


@pytest.fixture
def drafts(services: Services) -> Drafts:
    return services.drafts


def person(services: Services, agency: Agency, name: str) -> User:
    office = services.register.people.add_office(agency)
    return services.register.people.add_user(
        office.id, name.title(), name, "một câu dài", roles=FIRST_ROLES
    )


@pytest.fixture
def lan(services: Services) -> User:
    return person(services, OFFICE, "lan")


@pytest.fixture
def hoa(services: Services, lan: User) -> User:
    return services.register.people.add_user(
        lan.agency_id, "Hoa", "hoa", "một câu dài", roles=FIRST_ROLES
    )


@pytest.fixture
def stranger(services: Services) -> User:
    return person(services, Agency("Cục Thuế", "CT", "Hà Nội"), "khach")


def test_a_new_paper_holds_what_the_office_uses(drafts: Drafts, lan: User) -> None:
    data = drafts.create(lan, "ke_hoach").data
    assert data == {
        "dia_danh": "Cần Thơ",
        "can_cu": ["Căn cứ của cơ quan"],
        "noi_nhan": ["Thường trực Thành ủy"],
        "luu": "VT, NC",
        "nguoi_ky": {
            "ho_ten": "Nguyễn Văn An",
            "chuc_vu": "Chủ tịch",
            "quyen_han": "tm",
            "thay_mat": "Ủy ban nhân dân",
        },
    }


def test_a_copy_is_a_paper_of_its_own(drafts: Drafts, lan: User) -> None:
    first = drafts.add(lan, "ke_hoach", {"so": 5, "ngay": "1/2/2026", "trich_yeu": "Việc"})
    copy = drafts.create(lan, "bao_cao_so_ket", copy_from=first.id)
    assert copy.kind == "ke_hoach"
    assert copy.data == {"trich_yeu": "Việc"}
    drafts.save(lan, copy.id, {"trich_yeu": "Khác"}, 1)
    assert drafts.get(lan, first.id).title == "Việc"


def test_two_people_at_one_paper_lose_nothing(drafts: Drafts, lan: User, hoa: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    first = drafts.save(lan, number, {"trich_yeu": "Lan viết"}, 1)
    second = drafts.save(hoa, number, {"trich_yeu": "Hoa viết"}, 1)
    assert (first.revision, first.conflict) == (2, False)
    assert (second.revision, second.conflict) == (3, True)
    assert drafts.get(lan, number).title == "Hoa viết"
    assert drafts.revision_data(lan, number, 2) == {"trich_yeu": "Lan viết"}
    back = drafts.restore_revision(lan, number, 2)
    assert back.revision == 4
    assert drafts.get(lan, number).title == "Lan viết"
    assert [(r.revision, r.saved_by) for r in drafts.revisions(lan, number)] == [
        (4, "Lan"),
        (3, "Hoa"),
        (2, "Lan"),
        (1, "Lan"),
    ]


def test_somebody_who_only_reads_changes_nothing(drafts: Drafts, lan: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    reader = replace(lan, roles=frozenset({"lanh_dao"}))
    before = drafts.get(reader, number)
    for change in (
        lambda: drafts.create(reader, "ke_hoach"),
        lambda: drafts.create(reader, "ke_hoach", copy_from=number),
        lambda: drafts.save(reader, number, {"trich_yeu": "lén"}, 1),
        lambda: drafts.restore_revision(reader, number, 1),
        lambda: drafts.delete(reader, number),
        lambda: drafts.restore(reader, number),
    ):
        with pytest.raises(NotAllowed) as refused:
            change()
        assert refused.value.problems[0].code == "not_your_right"
    assert drafts.get(lan, number) == before
    assert drafts.list(lan).total == 1


def test_saving_the_same_again_makes_no_revision(drafts: Drafts, lan: User) -> None:
    record = drafts.add(lan, "ke_hoach", {"trich_yeu": "Việc"})
    again = drafts.save(lan, record.id, {"trich_yeu": "Việc"}, 1)
    assert again.revision == 1
    assert again.saved_at == record.updated_at
    # A lost answer makes the page send the same again on its old base: no alarm.
    assert not drafts.save(lan, record.id, {"trich_yeu": "Việc"}, 0).conflict


def test_raw_input_comes_back_untouched(drafts: Drafts, lan: User) -> None:
    raw = {"trich_yeu": "  Ho\u0300a  ", "noi_dung": "I.\tA\r\n\r\n", "lạ": [1, {"x": None}]}
    assert drafts.get(lan, drafts.add(lan, "ke_hoach", raw).id).data == raw


def test_the_history_stays_small(drafts: Drafts, lan: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    for turn in range(230):
        drafts.save(lan, number, {"trich_yeu": f"Lần {turn}"}, turn + 1)
    kept = drafts.revisions(lan, number)
    assert len(kept) <= 200
    assert kept[0].revision == 231
    assert kept[-1].revision == 1


def test_another_office_finds_nothing(drafts: Drafts, lan: User, stranger: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    for attempt in (
        lambda: drafts.get(stranger, number),
        lambda: drafts.save(stranger, number, {}, 1),
        lambda: drafts.delete(stranger, number),
        lambda: drafts.restore(stranger, number),
        lambda: drafts.revisions(stranger, number),
        lambda: drafts.revision_data(stranger, number, 1),
        lambda: drafts.restore_revision(stranger, number, 1),
        lambda: drafts.create(stranger, "ke_hoach", copy_from=number),
        lambda: drafts.produce(stranger, number, TODAY),
        lambda: drafts.produced(stranger, number),
    ):
        with pytest.raises(NotFound, match=r"Không có văn bản này|không có bản lưu"):
            attempt()
    assert drafts.list(stranger).total == 0
    assert drafts.remembered(stranger, "ke_hoach", "noi_nhan") == []
    assert drafts.signers(stranger) == []
    assert drafts.get(lan, number).revision == 1


@pytest.mark.parametrize(
    "query",
    ["GIAY KHEN", "giấy khen", "tran van duc", "2345", "trần hoa", "quyet dinh khen thuong", ""],
)
def test_a_paper_is_found_by_what_stands_in_it(
    services: Services, drafts: Drafts, lan: User, query: str
) -> None:
    kind = services.service.kinds["quyet_dinh_khen_thuong"]
    number = drafts.add(lan, kind.name, kind.sample).id
    drafts.add(lan, "ke_hoach", {"trich_yeu": "Việc khác"})
    found = [r.id for r in drafts.list(lan, query).records]
    assert number in found
    assert len(found) == (1 if query else 2)


@pytest.mark.parametrize("query", ["ca_nhan", "%", "_", "\\", "giay%khen", "tm"])
def test_what_nobody_typed_is_not_found(
    services: Services, drafts: Drafts, lan: User, query: str
) -> None:
    kind = services.service.kinds["quyet_dinh_khen_thuong"]
    drafts.add(lan, kind.name, kind.sample)
    assert drafts.list(lan, query).total == 0


def test_deleted_papers_are_apart_and_come_back(drafts: Drafts, lan: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    drafts.delete(lan, number)
    assert drafts.list(lan).total == 0
    assert drafts.list(lan, deleted=True).total == 1
    # An open editor still saves: what is typed counts more than where the paper lies.
    assert drafts.save(lan, number, {"trich_yeu": "Vẫn gõ"}, 1).revision == 2
    drafts.restore(lan, number)
    assert drafts.list(lan).records[0].title == "Vẫn gõ"


def test_the_list_turns_its_pages(drafts: Drafts, lan: User) -> None:
    for number in range(31):
        drafts.add(lan, "ke_hoach", {"trich_yeu": str(number)})
    assert [len(drafts.list(lan, page=page).records) for page in (1, 2, 3, 0)] == [30, 1, 1, 30]
    last = drafts.list(lan, page=2)
    assert (last.page, last.pages, last.total) == (2, 2, 31)
    assert last.records[0].title == "0"


def test_earlier_values_are_offered_the_latest_first(drafts: Drafts, lan: User) -> None:
    drafts.add(lan, "bao_cao_so_ket", {"noi_nhan": ["Từ báo cáo"], "luu": "VT, BC"})
    drafts.add(lan, "ke_hoach", {"noi_nhan": ["A", " B "], "luu": "VT"})
    drafts.add(lan, "ke_hoach", {"noi_nhan": ["C", "A", ""], "luu": 7})
    assert drafts.remembered(lan, "ke_hoach", "noi_nhan") == [
        "C",
        "A",
        "B",
        "Từ báo cáo",
        "Thường trực Thành ủy",
    ]
    assert drafts.remembered(lan, "ke_hoach", "luu") == ["VT", "VT, BC", "VT, NC"]
    assert drafts.remembered(lan, "ke_hoach", "can_cu") == ["Căn cứ của cơ quan"]


def test_signers_of_the_office_come_before_those_on_papers(drafts: Drafts, lan: User) -> None:
    drafts.add(lan, "ke_hoach", {"nguoi_ky": {"ho_ten": "Trần Thị Bình", "chuc_vu": "Phó"}})
    drafts.add(lan, "ke_hoach", {"nguoi_ky": {"ho_ten": "", "lạ": 1}})
    drafts.add(lan, "ke_hoach", {"nguoi_ky": "không phải người"})
    drafts.create(lan, "ke_hoach")
    assert drafts.signers(lan) == [AN, Signer("Trần Thị Bình", "Phó")]


def test_files_belong_to_the_state_they_were_made_from(
    services: Services, drafts: Drafts, lan: User
) -> None:
    kind = services.service.kinds["ke_hoach"]
    number = drafts.add(lan, kind.name, kind.sample).id
    assert drafts.produced(lan, number) is None
    files = drafts.produce(lan, number, TODAY)
    assert drafts.produced(lan, number) == files
    assert drafts.read_file(files.pdf).startswith(b"%PDF-")
    assert drafts.read_file(files.docx).startswith(b"PK")
    assert files.pdf.name.startswith("119_KH-UBND")
    drafts.save(lan, number, {**kind.sample, "so": 120}, 1)
    assert drafts.produced(lan, number) is None
    drafts.produce(lan, number, TODAY)
    services.register.people.save_office(lan.agency_id, OFFICE)
    assert drafts.produced(lan, number) is None


def test_a_paper_with_gaps_is_not_produced(drafts: Drafts, lan: User) -> None:
    number = drafts.create(lan, "ke_hoach").id
    with pytest.raises(Refused, match="Chưa nhập “Trích yếu”"):
        drafts.produce(lan, number, TODAY)
    assert drafts.produced(lan, number) is None


def test_an_unknown_kind(drafts: Drafts, lan: User) -> None:
    with pytest.raises(NotFound, match="Không có loại văn bản “thơ”"):
        drafts.create(lan, "thơ")
