"""From draft to issued paper, as use cases: what is locked, what is printed, who may."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import docx
import pytest

from tests.conftest import Clock
from vanban.agency import Agency, Signer
from vanban.drafts import NotFound
from vanban.life import FIRST_ROLES, ROLES, NotAllowed
from vanban.problems import Refused
from vanban.register import FileRecord, User
from vanban.register.numbers import SeriesPlan
from vanban.services import Services

KIND = "ke_hoach"
TODAY = date(2026, 11, 20)
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))


@pytest.fixture
def lan(services: Services) -> User:
    office = services.register.people.add_office(OFFICE)
    people = services.register.people
    return people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)


def draft(services: Services, user: User, **changes: object) -> int:
    sample = services.service.kinds[KIND].sample
    return services.drafts.add(user, KIND, {**sample, **changes}).id


def signed(services: Services, user: User, **changes: object) -> int:
    number = draft(services, user, **changes)
    services.issuing.submit(user, number, TODAY)
    services.issuing.take(user, number, "da_ky")
    return number


def words(services: Services, file: FileRecord) -> str:
    opened = docx.Document(io.BytesIO(services.drafts.read_file(file)))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join((*cells, *(paragraph.text for paragraph in opened.paragraphs)))


def test_a_number_typed_into_the_draft_does_not_reach_the_signer(
    services: Services, lan: User
) -> None:
    paper = draft(services, lan, so="119", ngay="2026-11-02")
    locked = services.issuing.submit(lan, paper, TODAY)
    assert "119" not in words(services, locked.docx)
    assert "ngày 02 tháng 11" not in words(services, locked.docx)
    record = services.drafts.get(lan, paper)
    assert not {"so", "ngay"} & set(record.data)
    # Nothing that was typed is lost: the state with the number stays in the history.
    before = services.drafts.revision_data(lan, paper, record.revision - 1)
    assert (before["so"], before["ngay"]) == ("119", "2026-11-02")


def test_the_number_is_printed_and_the_signed_file_stays(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    before = services.drafts.read_file(services.issuing.locked_files(lan, paper).pdf)
    proposed = services.issuing.proposal(lan, paper)
    entry = services.issuing.issue(lan, paper, TODAY)
    assert proposed.so_ky_hieu == entry.so_ky_hieu == "01/KH-SNV"
    printed = words(services, services.issuing.files(lan, paper).docx)
    assert "Số: 01/KH-SNV" in printed.replace("\xa0", " ")
    assert "ngày 20 tháng 11 năm 2026" in printed.replace("\xa0", " ")
    assert services.drafts.read_file(services.issuing.locked_files(lan, paper).pdf) == before


def test_the_same_is_asked_twice_and_given_once(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    first = services.issuing.issue(lan, paper, TODAY)
    assert services.issuing.issue(lan, paper, TODAY) == first
    assert services.register.numbers.next_number(lan.agency_id, first.series_id, 2026)[0] == 2


def test_the_letterhead_of_the_day_of_locking_stays(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    changed = replace(OFFICE, ten_co_quan="Sở Nội vụ và Lao động", ky_hieu="SNVLĐ")
    services.register.people.save_office(lan.agency_id, changed)
    entry = services.issuing.issue(lan, paper, TODAY)
    assert entry.so_ky_hieu == "01/KH-SNV"
    printed = words(services, services.issuing.files(lan, paper).docx)
    assert "LAO ĐỘNG" not in printed
    assert services.issuing.issue(lan, signed(services, lan), TODAY).so_ky_hieu == "02/KH-SNVLĐ"


def test_a_council_has_its_own_numbers_and_sign(services: Services, lan: User) -> None:
    plan = SeriesPlan("Hội đồng tuyển dụng", council=True, ky_hieu="HĐTD")
    series = services.register.numbers.add_series(lan.actor, plan)
    services.issuing.issue(lan, signed(services, lan), TODAY)
    paper = draft(services, lan)
    locked = services.issuing.submit(lan, paper, TODAY, series.id)
    assert "/KH-HĐTD" in words(services, locked.docx)
    services.issuing.take(lan, paper, "da_ky")
    assert services.issuing.issue(lan, paper, TODAY).so_ky_hieu == "01/KH-HĐTD"


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 11, 21), "chưa đến"),
        (date(2026, 11, 19), "sớm hơn ngày trình ký"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    services: Services, lan: User, day: date, says: str
) -> None:
    paper = signed(services, lan)
    with pytest.raises(Refused, match=says):
        services.issuing.issue(lan, paper, day)
    assert services.issuing.proposal(lan, paper).so == 1


def test_a_number_is_not_slipped_in(services: Services, lan: User, clock: Clock) -> None:
    early = signed(services, lan)
    clock.now += timedelta(days=3)
    services.issuing.issue(lan, signed(services, lan), TODAY + timedelta(days=3))
    with pytest.raises(Refused, match="số chèn"):
        services.issuing.issue(lan, early, TODAY)
    assert services.issuing.issue(lan, early, TODAY + timedelta(days=3)).so == 2


def test_a_new_year_begins_at_one(services: Services, lan: User, clock: Clock) -> None:
    services.issuing.issue(lan, signed(services, lan), TODAY)
    clock.now = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    assert services.issuing.issue(lan, signed(services, lan), date(2027, 1, 4)).so == 1


def test_a_cancelled_number_is_not_given_again(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    services.issuing.issue(lan, paper, TODAY)
    with pytest.raises(Refused, match="lý do"):
        services.issuing.take(lan, paper, "huy", " ")
    services.issuing.take(lan, paper, "huy", "Ban hành nhầm")
    assert services.issuing.issue(lan, signed(services, lan), TODAY).so == 2
    lines, _ = services.register.numbers.find(lan.agency_id, 2026)
    assert [(line.so, line.cancel_reason) for line in lines] == [(1, "Ban hành nhầm"), (2, "")]


def test_a_locked_paper_is_neither_saved_nor_deleted(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    before = services.drafts.get(lan, paper)
    for act in (
        lambda: services.drafts.save(lan, paper, {"trich_yeu": "khác"}, before.revision),
        lambda: services.drafts.delete(lan, paper),
        lambda: services.drafts.produce(lan, paper, TODAY),
        lambda: services.issuing.submit(lan, paper, TODAY),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert services.drafts.get(lan, paper) == before


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_van_thu_gives_numbers(services: Services, lan: User, role: str) -> None:
    paper = signed(services, lan)
    person = replace(lan, roles=frozenset({role}))
    if role == "van_thu":
        assert services.issuing.issue(person, paper, TODAY).so == 1
        return
    with pytest.raises(NotAllowed):
        services.issuing.issue(person, paper, TODAY)
    with pytest.raises(NotAllowed):
        services.issuing.proposal(person, paper)


def test_another_office_takes_no_step(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    office = services.register.people.add_office(Agency("Cục Thuế", "CT", "Hà Nội"))
    stranger = replace(lan, agency_id=office.id)
    for act in (
        lambda: services.issuing.submit(stranger, paper, TODAY),
        lambda: services.issuing.take(stranger, paper, "bo_ky", "vì"),
        lambda: services.issuing.issue(stranger, paper, TODAY),
        lambda: services.issuing.life(stranger, paper),
        lambda: services.issuing.follow(stranger, paper, "thay_the"),
    ):
        with pytest.raises(NotFound):
            act()


def test_every_step_is_in_the_trail(services: Services, lan: User) -> None:
    paper = signed(services, lan)
    services.issuing.issue(lan, paper, TODAY)
    events = services.register.trail.events(lan.agency_id, document_id=paper)
    acts = [event.action for event in events]
    assert [a for a in acts if a in ("trinh", "da_ky", "cap_so")] == ["trinh", "da_ky", "cap_so"]
    assert list(services.register.trail.broken(lan.agency_id)) == []
