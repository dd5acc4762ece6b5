"""The database: durable, versioned, and never lost between two writers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from vanban.agency import Agency, Signer
from vanban.life import FIRST_ROLES
from vanban.problems import Refused
from vanban.register import Register, User
from vanban.register.papers import Content

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
OFFICE = Agency(
    ten_co_quan="Ủy ban nhân dân\nthành phố Cần Thơ",
    ky_hieu="UBND",
    dia_danh="Cần Thơ",
    signers=(Signer("Nguyễn Văn An", "Chủ tịch", quyen_han="tm", thay_mat="Ủy ban nhân dân"),),
    mac_dinh={"noi_nhan": ["Lãnh đạo"], "ke_hoach.can_cu": []},
    ghi_hoc_vi=True,
    co_chu="12-13-13",
)


@pytest.fixture
def register(address: str) -> Iterator[Register]:
    opened = Register(address, lambda: NOON)
    yield opened
    opened.close()


@pytest.fixture
def lan(register: Register) -> User:
    office = register.people.add_office(OFFICE)
    return register.people.add_user(
        office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES
    )


def content(text: str) -> Content:
    return Content({"trich_yeu": text}, text, text.lower())


def test_an_office_comes_back_as_it_was(register: Register, lan: User) -> None:
    office = register.people.office(lan.agency_id)
    assert office.agency == OFFICE
    assert office.updated_at == NOON


def test_everything_is_there_after_a_restart(address: str, register: Register, lan: User) -> None:
    number = register.papers.add(lan.agency_id, lan.id, "ke_hoach", 1, content("Phong trào"))
    register.close()
    again = Register(address, lambda: NOON)
    record = again.papers.get(lan.agency_id, number)
    again.close()
    assert record is not None
    assert record.data == {"trich_yeu": "Phong trào"}
    assert record.updated_by == "Lê Thị Lan"
    assert record.updated_at == NOON


@pytest.mark.sqlite
def test_the_database_is_set_to_survive_a_power_cut(real_disk: None, register: Register) -> None:
    with register.database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_newer_database_is_refused(address: str, register: Register) -> None:
    with register.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    register.close()
    with pytest.raises(Refused, match="phiên bản mới hơn"):
        Register(address, lambda: NOON)


def test_a_failed_transaction_leaves_nothing(register: Register, lan: User) -> None:
    def half_way() -> None:
        with register.database.write() as connection:
            connection.exec_driver_sql('UPDATE "user" SET ho_ten = 1')
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    found = register.people.user(lan.id)
    assert found is not None
    assert found.ho_ten == "Lê Thị Lan"


def test_a_paper_needs_an_office(register: Register, lan: User) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        register.papers.add(99, lan.id, "ke_hoach", 1, content("x"))


def test_writers_at_the_same_time_lose_nothing(register: Register, lan: User) -> None:
    number = register.papers.add(lan.agency_id, lan.id, "ke_hoach", 1, content("0"))

    def write(name: str) -> None:
        for turn in range(10):
            typed = content(f"{name}{turn}")
            register.papers.save(lan.agency_id, number, lan.id, typed, 1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))  # raises what a writer raised
    kept = register.papers.revisions(lan.agency_id, number)
    assert [r.revision for r in kept] == list(range(41, 0, -1))
    texts = {
        str(data["trich_yeu"])
        for r in kept
        if (data := register.papers.revision_data(lan.agency_id, number, r.revision))
    }
    assert texts == {"0", *(f"{name}{turn}" for name in "abcd" for turn in range(10))}


def test_an_account_name_is_taken_however_it_is_written(register: Register, lan: User) -> None:
    with pytest.raises(Refused, match="đã có người dùng"):
        register.people.add_user(lan.agency_id, "Khác", "LÀN", "một câu dài", roles=FIRST_ROLES)


def test_only_one_first_set_up(register: Register) -> None:
    made = [register.people.set_up(OFFICE, "Lan", name, "một câu dài") for name in ("lan", "hoa")]
    assert made[0] is not None
    assert made[1] is None
    assert register.people.user_named("hoa") is None


def test_passwords_are_not_kept(register: Register, lan: User) -> None:
    with register.database.read() as connection:
        (row,) = connection.exec_driver_sql('SELECT * FROM "user"')
    assert "một câu dài" not in str(row)
    assert "$argon2id$" in str(row)


def test_any_text_is_kept(register: Register, lan: User) -> None:
    """What no database can keep in a text is marked; what was typed comes back as it was."""
    odd = "a\x00b\ud800c\U0001f600"
    papers, office = register.papers, lan.agency_id
    typed = Content({odd: [odd, {"x": odd}]}, odd, odd)
    number = papers.add(office, lan.id, "ke_hoach", 1, typed)
    record = papers.get(office, number)
    assert record is not None
    assert record.data == typed.data
    assert record.title == "a\ufffdb\ufffdc\U0001f600"
    assert papers.save(office, number, lan.id, typed, 1).revision == 1  # type: ignore[union-attr]
    assert papers.find(office, words=["\x00", "b"])[1] == 1
    assert register.people.user_named(odd) is None
    with pytest.raises(Refused, match="chưa đúng"):
        register.people.sign_in(odd, odd, odd)


def test_numbers_that_no_database_has(register: Register, lan: User) -> None:
    papers = register.papers
    for number in (0, -1, 2**31, 2**63 - 1, 2**63, -(2**70), 2**70):
        assert papers.get(lan.agency_id, number) is None
        assert papers.revisions(lan.agency_id, number) == []
        assert register.numbers.entry_of(lan.agency_id, number) is None
        assert register.steps.lock_of(number) is None
        assert register.steps.history(number) == []
        assert register.people.user(number) is None
        assert papers.find(lan.agency_id, offset=max(number, 0)) == ([], 0)
        assert register.numbers.find(lan.agency_id, 2026, offset=max(number, 0)) == ([], 0)


def test_old_attempts_are_forgotten(address: str, lan: User, register: Register) -> None:
    with pytest.raises(Refused):
        register.people.sign_in("ai", "sai", "10.0.0.1")
    later = Register(address, lambda: NOON + timedelta(hours=1))
    later.people.sign_in("lan", "một câu dài", "10.0.0.1")
    with later.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sign_in_attempt").scalar() == 0
    later.close()
