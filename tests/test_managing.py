"""Those who keep an office: accounts, roles, units, series, offices; and what nobody may do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from vanban.agency import Agency
from vanban.life import FIRST_ROLES, ROLES, NotAllowed
from vanban.managing import Managing
from vanban.problems import Refused
from vanban.register import Event, MemberPlan, Register, User, Wanted, sqlite_address
from vanban.register.numbers import SeriesPlan
from vanban.register.people import (
    WINDOW,
    WRONG_FROM_ANYWHERE,
    WRONG_PER_ACCOUNT,
    SignInRefused,
)
from vanban.register.trail import INSTALLATION, broken_links

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
PASSWORD = "một câu dài"  # noqa: S105 - of accounts that live for one test
SO_A, SO_B = Agency("Sở A", "SA", "Hà Nội"), Agency("Sở B", "SB", "Cần Thơ")
CLERK = MemberPlan("Trần Văn Bình", frozenset({"soan_thao"}))


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(tmp_path: Path, clock: Clock) -> Iterator[Register]:
    opened = Register(sqlite_address(tmp_path / "vanban.db"), clock)
    yield opened
    opened.close()


@pytest.fixture
def managing(register: Register, clock: Clock) -> Managing:
    return Managing(register, clock)


@pytest.fixture
def root(register: Register) -> User:
    """The first account of the installation: every role."""
    made = register.people.set_up(SO_A, "Lê Thị Lan", "lan", PASSWORD)
    assert made is not None
    return replace(made, address="10.0.0.1")


def admin_of(register: Register, agency: Agency, name: str) -> User:
    office = register.people.add_office(agency)
    return register.people.add_user(office.id, "Quản trị", name, PASSWORD, roles={"quan_tri"})


@pytest.fixture
def admin(register: Register, root: User) -> User:
    """A quản trị of the same office who is nothing else."""
    user = register.people.add_user(
        root.agency_id, "Phạm Thu Hà", "ha", PASSWORD, roles={"quan_tri"}
    )
    return replace(user, address="10.0.0.2")


@pytest.fixture
def elsewhere(register: Register, root: User) -> User:
    return admin_of(register, SO_B, "binh.b")


def acts(register: Register, agency_id: int) -> list[Event]:
    return register.trail.events(agency_id)


# -- accounts --------------------------------------------------------------------------------------


def test_a_lent_password_opens_the_account_and_must_be_changed(
    register: Register, managing: Managing, admin: User
) -> None:
    user, lent = managing.add_account(admin, "binh", CLERK)
    assert user.must_change
    signed_in = register.people.sign_in("Bình", lent, "10.0.0.3")
    assert (signed_in.id, signed_in.roles) == (user.id, frozenset({"soan_thao"}))
    own = register.people.change_password(signed_in.actor, lent, "một câu của riêng Bình")
    assert not own.must_change
    with pytest.raises(SignInRefused):
        register.people.sign_in("binh", lent, "10.0.0.3")


def test_no_two_lent_passwords_are_the_same_and_none_is_kept(
    tmp_path: Path, managing: Managing, admin: User
) -> None:
    user, first = managing.add_account(admin, "binh", CLERK)
    _, second = managing.lend_password(admin, user.id)
    assert first != second
    everything = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert first.encode() not in everything
    assert second.encode() not in everything


def test_a_reset_ends_every_session_and_lets_in_who_was_shut_out(
    register: Register, managing: Managing, admin: User
) -> None:
    user, lent = managing.add_account(admin, "binh", CLERK)
    for _ in range(WRONG_PER_ACCOUNT):
        with pytest.raises(SignInRefused):
            register.people.sign_in("binh", "quên mất rồi", "10.0.0.3")
    after, lent = managing.lend_password(admin, user.id)
    assert after.epoch > user.epoch
    assert register.people.sign_in("binh", lent, "10.0.0.3").must_change


def test_a_locked_account_is_out_and_may_come_back(
    register: Register, managing: Managing, admin: User
) -> None:
    user, lent = managing.add_account(admin, "binh", CLERK)
    locked = managing.set_active(admin, user.id, active=False)
    assert not locked.active
    assert locked.epoch > user.epoch
    with pytest.raises(SignInRefused, match="chưa đúng"):
        register.people.sign_in("binh", lent, "10.0.0.3")
    managing.set_active(admin, user.id, active=True)
    assert register.people.sign_in("binh", lent, "10.0.0.3").active


def test_an_office_keeps_a_quan_tri(register: Register, managing: Managing, root: User) -> None:
    clerk, _ = managing.add_account(root, "binh", CLERK)
    assert not managing.set_active(root, clerk.id, active=False).active
    for attempt in (
        lambda: managing.set_active(root, root.id, active=False),
        lambda: managing.change_account(root, root.id, replace(CLERK, roles={"van_thu"})),
    ):
        with pytest.raises(Refused, match="quản trị duy nhất"):
            attempt()
    # A locked quản trị does not count; one who is there does.
    other, _ = managing.add_account(root, "ha", replace(CLERK, roles=frozenset({"quan_tri"})))
    managing.set_active(root, other.id, active=False)
    with pytest.raises(Refused, match="quản trị duy nhất"):
        managing.set_active(root, root.id, active=False)
    managing.set_active(root, other.id, active=True)
    assert managing.change_account(
        root, root.id, MemberPlan("Lê Thị Lan", FIRST_ROLES - {"quan_tri"})
    ).roles == (FIRST_ROLES - {"quan_tri"})


def test_an_installation_keeps_somebody_who_adds_offices(
    register: Register, managing: Managing, root: User, admin: User
) -> None:
    with pytest.raises(Refused, match="hệ thống duy nhất"):
        managing.set_active(root, root.id, active=False)
    roles = frozenset({"he_thong"})
    managing.add_account(root, "hai", MemberPlan("Người thứ hai", roles))
    assert not managing.set_active(root, root.id, active=False).active


def test_two_quan_tri_cannot_lock_one_another_out_at_once(
    register: Register, managing: Managing, root: User, admin: User
) -> None:
    roles = frozenset({"he_thong"})
    managing.add_account(root, "hai", MemberPlan("Người thứ hai", roles))
    refused: list[Refused] = []
    gate = threading.Barrier(2)

    def lock(user: User, target: User) -> None:
        gate.wait()
        try:
            register.members.set_active(user.actor, target.id, active=False)
        except Refused as found:
            refused.append(found)

    pairs = ((root, admin), (admin, root))
    threads = [threading.Thread(target=lock, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    left = [u for u in register.members.of(root.agency_id) if u.active and "quan_tri" in u.roles]
    assert len(left) == 1


def test_the_role_of_the_installation_is_not_a_quan_tris_to_give_or_borrow(
    managing: Managing, root: User, admin: User
) -> None:
    everything = MemberPlan("Phạm Thu Hà", frozenset({"quan_tri", "he_thong"}))
    for attempt in (
        lambda: managing.change_account(admin, admin.id, everything),
        lambda: managing.add_account(admin, "moi", everything),
        lambda: managing.lend_password(admin, root.id),
        lambda: managing.set_active(admin, root.id, active=False),
        lambda: managing.change_account(admin, root.id, CLERK),
    ):
        with pytest.raises(Refused, match="quản trị hệ thống mới giao"):
            attempt()
    assert managing.change_account(root, admin.id, everything).roles == everything.roles


@pytest.mark.parametrize(
    ("name", "plan", "says"),
    [
        ("LAN", CLERK, "đã có người dùng"),
        ("văn thư", CLERK, "không có dấu cách"),
        ("x", CLERK, "từ 2 đến 60"),
        ("binh", replace(CLERK, ho_ten=""), "Chưa nhập “Họ và tên”"),
        ("binh", replace(CLERK, ho_ten="x" * 101), "dài 101 ký tự"),
        ("binh", replace(CLERK, roles=frozenset({"vua"})), "Không có vai trò này"),
        ("binh", replace(CLERK, unit_id=99), "không có đơn vị này"),
    ],
)
def test_what_cannot_be_an_account(
    managing: Managing, admin: User, name: str, plan: MemberPlan, says: str
) -> None:
    before = managing.accounts(admin)
    with pytest.raises(Refused, match=says):
        managing.add_account(admin, name, plan)
    assert managing.accounts(admin) == before


def test_another_offices_accounts_and_units_do_not_exist(
    managing: Managing, admin: User, elsewhere: User
) -> None:
    managing.save_unit(admin, None, "Phòng Tổ chức", "TC")
    unit = managing.units(admin)[0]
    assert managing.units(elsewhere) == []
    assert [u.id for u in managing.accounts(elsewhere)] == [elsewhere.id]
    for attempt in (
        lambda: managing.account(elsewhere, admin.id),
        lambda: managing.change_account(elsewhere, admin.id, CLERK),
        lambda: managing.set_active(elsewhere, admin.id, active=False),
        lambda: managing.lend_password(elsewhere, admin.id),
    ):
        with pytest.raises(Refused, match="không có tài khoản này"):
            attempt()
    with pytest.raises(Refused, match="không có đơn vị này"):
        managing.save_unit(elsewhere, unit.id, "Của tôi", "")
    with pytest.raises(Refused, match="không có đơn vị này"):
        managing.add_account(elsewhere, "moi", replace(CLERK, unit_id=unit.id))
    with pytest.raises(Refused, match="không có sổ"):
        managing.book(elsewhere, managing.books(admin)[0].series.id)


@pytest.mark.parametrize("role", [name for name in ROLES if name != "quan_tri"])
def test_only_a_quan_tri_keeps_accounts(
    register: Register, managing: Managing, root: User, role: str
) -> None:
    user = register.people.add_user(root.agency_id, "Ai đó", "ai.do", PASSWORD, roles={role})
    for attempt in (
        lambda: managing.accounts(user),
        lambda: managing.account(user, user.id),
        lambda: managing.add_account(user, "moi", CLERK),
        lambda: managing.change_account(user, user.id, CLERK),
        lambda: managing.set_active(user, user.id, active=False),
        lambda: managing.lend_password(user, user.id),
        lambda: managing.units(user),
        lambda: managing.save_unit(user, None, "Phòng", ""),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# -- units, offices, series ------------------------------------------------------------------------


def test_units_hold_people_and_their_papers(
    register: Register, managing: Managing, admin: User
) -> None:
    managing.save_unit(admin, None, " Phòng  Tổ chức ", "TC")
    unit = managing.units(admin)[0]
    assert (unit.ten, unit.ky_hieu, unit.people) == ("Phòng Tổ chức", "TC", 0)
    managing.add_account(admin, "binh", replace(CLERK, unit_id=unit.id))
    assert managing.units(admin)[0].people == 1
    managing.save_unit(admin, unit.id, "Phòng Tổ chức cán bộ", "TCCB")
    assert managing.units(admin)[0].ten == "Phòng Tổ chức cán bộ"
    with pytest.raises(Refused, match="đã có đơn vị"):
        managing.save_unit(admin, None, "PHÒNG TỔ CHỨC CÁN BỘ", "")
    with pytest.raises(Refused, match="Chưa nhập “Tên đơn vị”"):
        managing.save_unit(admin, None, "  ", "")


def test_a_new_office_begins_with_a_quan_tri_and_a_series(
    register: Register, managing: Managing, root: User
) -> None:
    user, lent = managing.found(root, SO_B, "quantri.b", "Ngô Thị Mai")
    assert (user.roles, user.must_change) == (frozenset({"quan_tri"}), True)
    assert register.people.sign_in("quantri.b", lent, "").agency_id == user.agency_id
    assert [s.ten for s in register.numbers.series(user.agency_id)] == ["Văn bản đi"]
    found = [(o.agency.ten_co_quan, people) for o, people in managing.offices(root)]
    assert found == [("Sở A", 1), ("Sở B", 1)]
    assert [e.action for e in acts(register, INSTALLATION)] == ["them_co_quan"]
    assert [e.action for e in acts(register, user.agency_id)] == ["them_tai_khoan", "dang_nhap"]


def test_an_office_that_cannot_be_added_leaves_nothing(
    register: Register, managing: Managing, root: User, admin: User
) -> None:
    with pytest.raises(Refused, match="đã có người dùng"):
        managing.found(root, SO_B, "lan", "Ngô Thị Mai")
    assert len(managing.offices(root)) == 1
    with pytest.raises(NotAllowed):
        managing.found(admin, SO_B, "b", "Ngô Thị Mai")
    with pytest.raises(NotAllowed):
        managing.offices(admin)


def test_series_are_set_up_and_begin_where_the_paper_book_ended(
    managing: Managing, admin: User
) -> None:
    common = managing.books(admin)[0]
    assert (common.series.ten, common.year, common.next, common.given) == (
        "Văn bản đi",
        2026,
        1,
        False,
    )
    managing.start_at(admin, common.series.id, 118)
    assert managing.book(admin, common.series.id).next == 118
    own = managing.save_series(admin, None, SeriesPlan("Quyết định", ("quyet_dinh",)))
    assert managing.save_series(admin, own.id, replace(own_plan(own), closed=True)).closed
    with pytest.raises(Refused, match="Chưa nhập “Tên sổ”"):
        managing.save_series(admin, None, SeriesPlan(""))
    with pytest.raises(Refused, match="Chưa nhập “Chữ viết tắt”"):
        managing.save_series(admin, None, SeriesPlan("Hội đồng", council=True))


def own_plan(series: SeriesPlan) -> SeriesPlan:
    return SeriesPlan(series.ten, series.kinds, series.council, series.ky_hieu, series.closed)


# -- signing in ------------------------------------------------------------------------------------


def wrong(register: Register, name: str, address: str) -> None:
    with pytest.raises(SignInRefused):
        register.people.sign_in(name, "đoán mò đây", address)


def test_a_stranger_elsewhere_does_not_lock_a_person_out(register: Register, root: User) -> None:
    for _ in range(2 * WRONG_PER_ACCOUNT):
        wrong(register, "lan", "203.0.113.9")
    assert register.people.sign_in("lan", PASSWORD, "10.0.0.1").id == root.id


def test_many_strangers_together_still_cannot_go_on_guessing(
    register: Register, root: User, clock: Clock
) -> None:
    for number in range(WRONG_FROM_ANYWHERE):
        wrong(register, "lan", f"203.0.113.{number}")
    with pytest.raises(SignInRefused, match="Xin đợi"):
        register.people.sign_in("lan", PASSWORD, "10.0.0.1")
    clock.now += WINDOW + timedelta(seconds=1)
    assert register.people.sign_in("lan", PASSWORD, "10.0.0.1").id == root.id


@pytest.mark.usefixtures("real_hashing")
def test_a_hash_of_weaker_days_is_made_anew_at_the_next_sign_in(
    register: Register, root: User
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with register.database.write() as connection:
        connection.exec_driver_sql('UPDATE "user" SET password_hash = ?', (weak,))
    register.people.sign_in("lan", PASSWORD, "10.0.0.1")
    with register.database.read() as connection:
        kept = connection.exec_driver_sql('SELECT password_hash FROM "user"').scalar()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    register.people.sign_in("lan", PASSWORD, "10.0.0.1")


def test_the_same_password_again_is_no_new_one(register: Register, root: User) -> None:
    with pytest.raises(Refused, match="giống mật khẩu đang dùng"):
        register.people.change_password(root.actor, PASSWORD, PASSWORD)


# -- what is noted ---------------------------------------------------------------------------------


def test_everything_about_people_is_noted_in_one_whole_chain(
    register: Register, managing: Managing, root: User, clock: Clock
) -> None:
    user, lent = managing.add_account(root, "binh", CLERK)
    wrong(register, "binh", "10.0.0.9")
    register.people.sign_in("binh", lent, "10.0.0.9")
    register.people.change_password(user.actor, lent, "một câu của riêng Bình")
    managing.change_account(root, user.id, replace(CLERK, roles=frozenset({"van_thu"})))
    managing.set_active(root, user.id, active=False)
    managing.set_active(root, user.id, active=True)
    managing.lend_password(root, user.id)
    managing.save_unit(root, None, "Phòng", "")
    register.people.save_office(root.agency_id, replace(SO_A, dia_danh="Huế"), root.actor)
    register.people.sign_out(user.actor)
    register.people.sign_out_everywhere(user.actor)
    noted = acts(register, root.agency_id)
    assert [e.action for e in noted] == [
        "thiet_lap",
        "them_tai_khoan",
        "dang_nhap_sai",
        "dang_nhap",
        "doi_mat_khau",
        "sua_tai_khoan",
        "khoa_tai_khoan",
        "mo_tai_khoan",
        "dat_lai_mat_khau",
        "them_don_vi",
        "sua_co_quan",
        "dang_xuat",
        "dang_xuat_moi_noi",
    ]
    assert list(broken_links(noted)) == []
    told = {e.action: json.loads(e.detail) for e in noted}
    assert told["sua_tai_khoan"]["before"]["roles"] == ["soan_thao"]
    assert told["sua_tai_khoan"]["after"]["roles"] == ["van_thu"]
    assert told["sua_co_quan"] == {"changed": ["dia_danh"]}
    assert lent not in "".join(e.detail for e in noted)
    failed = noted[2]
    assert (failed.user_id, failed.ho_ten, failed.address) == (None, "", "10.0.0.9")


def test_a_wrong_name_is_nobodys_business(register: Register, root: User) -> None:
    before = len(acts(register, root.agency_id))
    wrong(register, "mật khẩu gõ nhầm chỗ", "10.0.0.9")
    assert len(acts(register, root.agency_id)) == before


def test_the_trail_is_looked_through(
    register: Register, managing: Managing, root: User, clock: Clock
) -> None:
    user, lent = managing.add_account(root, "binh", CLERK)
    clock.now += timedelta(days=1)
    register.people.sign_in("binh", lent, "10.0.0.9")

    def found(**wanted: object) -> list[str]:
        events, total = register.trail.find(root.agency_id, Wanted(**wanted))  # type: ignore[arg-type]
        assert total == len(events)
        return [event.action for event in events]

    assert found() == ["dang_nhap", "them_tai_khoan", "thiet_lap"]
    assert found(user_id=root.id) == ["them_tai_khoan", "thiet_lap"]
    assert found(action="dang_nhap") == ["dang_nhap"]
    assert found(document_id=2**40) == []
    assert found(since=NOON + timedelta(hours=1)) == ["dang_nhap"]
    assert found(before=NOON + timedelta(hours=1)) == ["them_tai_khoan", "thiet_lap"]
    page, total = register.trail.find(root.agency_id, Wanted(), offset=1, limit=1)
    assert ([e.action for e in page], total) == (["them_tai_khoan"], 3)
    assert register.trail.actors(root.agency_id) == [
        (root.id, "Lê Thị Lan"),
        (user.id, "Trần Văn Bình"),
    ]
