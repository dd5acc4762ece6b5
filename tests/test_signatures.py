"""Both signatures on a paper, as use cases: what is kept, what is refused, who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from tests.conftest import Clock
from tests.signing import authority, drawn, papers
from tests.signing.authority import LEADER as LEADER_NAME
from vanban.agency import TRUONG_DAY_DU, Agency, Signer
from vanban.backup import back_up, put_back
from vanban.data import places
from vanban.drafts import NotFound
from vanban.life import (
    FIRST_ROLES,
    HERE,
    LEADER,
    NUMBER,
    OFFICE,
    ROLES,
    UPLOADED,
    WAITS_OFFICE,
    NotAllowed,
)
from vanban.problems import Refused
from vanban.register import NewSigned, SignedFile, User
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.vietnamese.days import local_day

KIND = "ke_hoach"
SIGNER = Signer(LEADER_NAME, "Chủ tịch")
NAME = "Ủy ban nhân dân\nphường Hòa Bình"
COMMUNE = Agency(NAME, "UBND", "Hòa Bình", signers=(SIGNER,), truong_ky=TRUONG_DAY_DU)


@pytest.fixture
def clock() -> Clock:
    return authority.clock()


@pytest.fixture
def lan(services: Services) -> User:
    people = services.register.people
    office = people.add_office(COMMUNE)
    user = people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)
    services.keyring.add_roots(user, authority.root().pem())
    return user


def laid(services: Services, user: User, name: str = LEADER_NAME) -> int:
    """A paper that lies before its signer."""
    person = {"ho_ten": name, "chuc_vu": "Chủ tịch"}
    data = {**services.service.kinds[KIND].sample, "nguoi_ky": person}
    number = services.drafts.add(user, KIND, data).id
    services.issuing.submit(user, number, today(services))
    return number


def today(services: Services) -> date:
    return local_day(services.clock())


def by_leader(services: Services, user: User, paper: int) -> SignedFile:
    lying = services.signatures.to_sign(user, paper, LEADER)
    signed = papers.sign(lying.data, authority.leader(), "NguoiKy")
    return services.signatures.take_signed(user, paper, LEADER, signed)


def laid_and_signed(services: Services, user: User) -> int:
    paper = laid(services, user)
    by_leader(services, user, paper)
    services.issuing.issue(user, paper, today(services))
    return paper


def by_office(services: Services, user: User, paper: int) -> SignedFile:
    lying = services.signatures.to_sign(user, paper, OFFICE)
    return services.signatures.take_signed(user, paper, OFFICE, sealed(lying.data))


def sealed(pdf: bytes) -> bytes:
    more = {"docmdp_permissions": MDPPerm.NO_CHANGES}
    return papers.sign(pdf, authority.office(), "CoQuan", **more)


def original(services: Services, user: User, paper: int) -> bytes:
    return services.drafts.read_file(services.issuing.files(user, paper).pdf)


def fields(pdf: bytes) -> dict[str, str]:
    form = PdfFileReader(io.BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    found = (field.get_object() for field in form)
    return {str(f["/T"]): str(f["/V"]) for f in found if f["/FT"] == "/Tx" and "/V" in f}


def everything(services: Services, user: User, paper: int) -> tuple[object, ...]:
    """What a refused file must leave as it was."""
    life = services.issuing.life(user, paper)
    return (
        services.drafts.get(user, paper),
        services.signatures.standing(user, paper),
        life,
        original(services, user, paper),
    )


def acts(services: Services, user: User, paper: int) -> list[str]:
    events = services.register.trail.events(user.agency_id, document_id=paper)
    return [event.action for event in events]


def test_leader_number_office_on_one_file(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    locked = services.signatures.to_sign(lan, paper, LEADER).data
    first = by_leader(services, lan, paper)
    assert services.drafts.get(lan, paper).state == "da_ky"
    after_leader = original(services, lan, paper)
    entry = services.issuing.issue(lan, paper, today(services))
    numbered = original(services, lan, paper)
    assert fields(numbered)["So"] == "01"
    last = by_office(services, lan, paper)
    both = original(services, lan, paper)
    # Each begins with the very bytes of the one before it: nothing was ever made anew.
    for longer, shorter in ((both, numbered), (numbered, after_leader), (after_leader, locked)):
        assert longer.startswith(shorter)
        assert len(longer) > len(shorter)
    verdict = services.signatures.verdict(last)
    assert [seen.who for seen in verdict.signatures] == [LEADER_NAME, authority.COMMITTEE]
    assert verdict.ok
    standing = services.signatures.standing(lan, paper)
    assert [file.stage for file in standing.files] == [LEADER, NUMBER, OFFICE]
    assert [file.origin for file in standing.files] == [UPLOADED, HERE, UPLOADED]
    assert standing.files[0] == first
    assert standing.original == last
    assert (standing.stage, standing.may_sign) == ("", False)
    assert entry.so_ky_hieu == "01/KH-UBND"
    done = acts(services, lan, paper)
    assert [a for a in done if a in ("trinh", "ky_nguoi_ky", "cap_so", "ghi_so", "ky_co_quan")] == [
        "trinh",
        "ky_nguoi_ky",
        "cap_so",
        "ghi_so",
        "ky_co_quan",
    ]
    assert list(services.register.trail.broken(lan.agency_id)) == []


def test_what_waits_for_the_office_is_listed(services: Services, lan: User) -> None:
    def waiting() -> list[int]:
        return [each.id for each in services.drafts.list(lan, state=WAITS_OFFICE).records]

    on_paper, signed, back = (laid(services, lan) for _ in range(3))
    services.issuing.take(lan, on_paper, "da_ky")
    for paper in (signed, back):
        by_leader(services, lan, paper)
    assert waiting() == [], "without a number it waits for văn thư"
    services.issuing.take(lan, back, "bo_ky", "sai căn cứ")
    services.issuing.submit(lan, back, today(services))
    services.issuing.take(lan, back, "da_ky")
    for paper in (on_paper, signed, back):
        services.issuing.issue(lan, paper, today(services))
    assert waiting() == [signed], "what was signed on paper, in the end too, waits for no key"
    people = services.register.people
    other = people.add_office(Agency("Cục Thuế", "CT", "Cần Thơ"))
    stranger = people.add_user(other.id, "Lê Bình", "binh", "một câu dài", roles=FIRST_ROLES)
    assert services.drafts.list(stranger, state=WAITS_OFFICE).total == 0
    by_office(services, lan, signed)
    assert waiting() == []


def test_the_word_file_beside_the_original_has_the_number(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    files = services.issuing.files(lan, paper)
    assert files.docx.name.startswith("01_KH-UBND")
    assert files.pdf.name == files.docx.name.removesuffix("docx") + "pdf"
    assert files.pdf.sha256 == services.signatures.standing(lan, paper).files[-1].sha256
    # No other PDF of this paper was made, not even to be forgotten.
    kept = services.drafts.produced(lan, paper)
    assert kept is not None
    assert kept.pdf.sha256 == files.pdf.sha256


def test_paper_stays_as_simple_as_it_was(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    services.issuing.take(lan, paper, "da_ky")
    services.issuing.issue(lan, paper, today(services))
    assert services.signatures.standing(lan, paper).files == ()
    with pytest.raises(NotAllowed, match="ký trên giấy"):
        services.signatures.to_sign(lan, paper, OFFICE)


# -- what is refused -------------------------------------------------------------------------------


@cache
def another_paper() -> bytes:
    return papers.by_leader()


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nobody signed": (lambda locked: locked, "không có chữ ký nào mới"),
    "a stranger": (lambda d: papers.sign(d, authority.stranger(), "NguoiKy"), "không"),
    "expired": (lambda d: papers.sign(d, authority.expired(), "NguoiKy"), "hết hạn"),
    "another paper": (lambda d: another_paper(), "không phải"),
    "another leader": (
        lambda d: papers.sign(d, authority.deputy(), "NguoiKy"),
        f"người ký là “{LEADER_NAME}”",
    ),
    "a scan": (lambda d: d + bytes(11 << 20), "lớn hơn"),
    "no PDF": (lambda d: b"Kinh gui", "PDF"),
    "nothing": (lambda d: b"", "PDF"),
}


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_changes_nothing(services: Services, lan: User, case: str) -> None:
    spoil, says = BAD[case]
    paper = laid(services, lan)
    before = everything(services, lan, paper)
    data = spoil(services.signatures.to_sign(lan, paper, LEADER).data)
    with pytest.raises(Refused, match=says):
        services.signatures.take_signed(lan, paper, LEADER, data)
    assert everything(services, lan, paper) == before
    assert acts(services, lan, paper)[-1] == "tu_choi_tep_ky"
    # And the right file is taken afterwards.
    if case == "a stranger":
        by_leader(services, lan, paper)


def test_a_revoked_certificate(services: Services, lan: User) -> None:
    services.keyring.add_crl(lan, authority.revocations())
    paper = laid(services, lan, name="Đỗ Văn Thu Hồi")
    lying = services.signatures.to_sign(lan, paper, LEADER)
    signed = papers.sign(lying.data, authority.revoked(), "NguoiKy")
    with pytest.raises(Refused, match="thu hồi"):
        services.signatures.take_signed(lan, paper, LEADER, signed)
    assert services.drafts.get(lan, paper).state == "trinh_ky"


def test_an_office_that_trusts_nobody_takes_nothing(services: Services, lan: User) -> None:
    for root in services.keyring.roots(lan):
        services.keyring.drop_root(lan, root.sha256)
    paper = laid(services, lan)
    with pytest.raises(Refused):
        by_leader(services, lan, paper)


def test_the_number_in_the_file_is_the_number_of_the_paper(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    before = everything(services, lan, paper)
    left = services.signatures.to_sign(lan, paper, OFFICE, unnumbered=True).data
    wrong = papers.fill(left, So="99", Ngay="05", Thang="3")
    for data in (wrong, left):
        with pytest.raises(Refused, match="01/KH-UBND"):
            services.signatures.take_signed(lan, paper, OFFICE, sealed(data))
    assert everything(services, lan, paper) == before


def test_the_same_file_twice_is_taken_once(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    first = by_leader(services, lan, paper)
    data = services.signatures.file(lan, paper, first.seq)[1]
    assert services.signatures.take_signed(lan, paper, LEADER, data) == first
    another = papers.sign(
        services.drafts.read_file(services.issuing.locked_files(lan, paper).pdf),
        authority.leader(),
        "NguoiKy",
    )
    with pytest.raises(NotAllowed, match="đã có"):
        services.signatures.take_signed(lan, paper, LEADER, another)
    assert len(services.signatures.standing(lan, paper).files) == 1


# -- the number ------------------------------------------------------------------------------------


def test_the_year_on_the_signed_page_is_that_of_the_number(
    services: Services, lan: User, clock: Clock
) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    clock.now = datetime(clock.now.year + 1, 1, 4, 2, tzinfo=UTC)
    before = everything(services, lan, paper)
    with pytest.raises(Refused, match=f"in sẵn năm {clock.now.year - 1}"):
        services.issuing.issue(lan, paper, date(clock.now.year, 1, 4))
    assert everything(services, lan, paper) == before
    assert services.issuing.proposal(lan, paper).so == 1


def test_a_server_stopped_between_number_and_file(
    services: Services, lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)

    class Stopped(Exception):
        pass

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(services.register.signed, "add", stop)
        with pytest.raises(Stopped):
            services.issuing.issue(lan, paper, today(services))
    entry = services.register.numbers.entry_of(lan.agency_id, paper)
    assert entry is not None
    assert [f.stage for f in services.signatures.standing(lan, paper).files] == [LEADER]
    # Whoever opens the paper next has it made; whoever asks for the number again gets the same.
    assert fields(original(services, lan, paper))["So"] == "01"
    assert services.issuing.issue(lan, paper, today(services)) == entry
    stages = [f.stage for f in services.signatures.standing(lan, paper).files]
    assert stages == [LEADER, NUMBER]


def test_two_clerks_at_once_write_one_number(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    day = today(services)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(services.issuing.issue, lan, paper, day) for _ in range(3)]
        entries = {one.result() for one in asked}
    assert len(entries) == 1
    stages = [f.stage for f in services.signatures.standing(lan, paper).files]
    assert stages == [LEADER, NUMBER]
    assert acts(services, lan, paper).count("ghi_so") == 1


def test_two_files_at_once_sign_once(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    lying = services.signatures.to_sign(lan, paper, LEADER).data
    files = [papers.sign(lying, authority.leader(), "NguoiKy", reason=why) for why in "ab"]

    def bring(data: bytes) -> str:
        try:
            return services.signatures.take_signed(lan, paper, LEADER, data).sha256
        except NotAllowed:
            return ""

    with ThreadPoolExecutor(2) as pool:
        taken = sorted(pool.map(bring, files))
    assert taken[0] == ""
    assert [f.sha256 for f in services.signatures.standing(lan, paper).files] == taken[1:]


def test_two_seals_at_once_are_one(services: Services, lan: User) -> None:
    """Both were examined while neither was there; the second finds the first."""
    paper = laid_and_signed(services, lan)
    lying = services.signatures.to_sign(lan, paper, OFFICE)
    new = NewSigned(OFFICE, UPLOADED, "a" * 64, 1, lying.sha256, {}, {})
    services.register.signed.add(lan.actor, paper, new)
    with pytest.raises(NotAllowed, match="đã có"):
        services.register.signed.add(lan.actor, paper, replace(new, sha256="b" * 64))
    another, base = laid_and_signed(services, lan), replace(new, base_sha256="c" * 64)
    with pytest.raises(NotAllowed, match="trình ký lại"):
        services.register.signed.add(lan.actor, another, base)


def test_a_number_that_is_cancelled_stays_in_the_original(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    before = original(services, lan, paper)
    services.issuing.take(lan, paper, "huy", "Ban hành nhầm")
    assert original(services, lan, paper) == before
    with pytest.raises(NotAllowed):
        by_office(services, lan, paper)


def test_a_paper_that_goes_back_keeps_its_signed_file(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    first = by_leader(services, lan, paper)
    services.issuing.take(lan, paper, "bo_ky", "Sai tên đơn vị")
    standing = services.signatures.standing(lan, paper)
    assert standing.original is None
    assert standing.files[0].dropped_at is not None
    assert services.signatures.file(lan, paper, first.seq)[1].startswith(b"%PDF")
    event = services.register.trail.events(lan.agency_id, document_id=paper)[-1]
    assert first.sha256 in event.detail
    # Laid before the signer anew it begins anew: the old file is not its original.
    services.issuing.submit(lan, paper, today(services))
    assert services.signatures.standing(lan, paper).stage == LEADER
    again = by_leader(services, lan, paper)
    assert (again.seq, again.dropped_at) == (2, None)


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.asked_elsewhere
@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_bring_which_signature(services: Services, lan: User, role: str) -> None:
    person = replace(lan, roles=frozenset({role}))
    paper = laid(services, lan)
    may_lead = role in ("lanh_dao", "van_thu")
    if may_lead:
        assert services.signatures.to_sign(person, paper, LEADER).data
    else:
        with pytest.raises(NotAllowed):
            services.signatures.take_signed(person, paper, LEADER, b"")
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    if role == "van_thu":
        assert services.signatures.to_sign(person, paper, OFFICE).data
    else:
        with pytest.raises(NotAllowed):
            services.signatures.take_signed(person, paper, OFFICE, b"")
    assert services.signatures.standing(person, paper).may_sign == (role == "van_thu")


def test_another_office_sees_nothing(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    first = by_leader(services, lan, paper)
    other = services.register.people.add_office(Agency("Cục Thuế", "CT", "Hà Nội"))
    stranger = replace(lan, agency_id=other.id)
    for act in (
        lambda: services.signatures.standing(stranger, paper),
        lambda: services.signatures.to_sign(stranger, paper, OFFICE),
        lambda: services.signatures.file(stranger, paper, first.seq),
        lambda: services.signatures.take_signed(stranger, paper, OFFICE, b"%PDF"),
    ):
        with pytest.raises(NotFound):
            act()
    assert services.register.signed.of(other.id, paper) == []
    assert services.keyring.roots(stranger) == ()


# -- signed here -----------------------------------------------------------------------------------


def test_both_sign_here_with_their_pictures(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    services.keyring.set_picture(lan, LEADER, drawn.signature())
    services.keyring.set_picture(lan, OFFICE, drawn.seal())
    key = authority.leader().pkcs12()
    identity = services.keyring.open_key(lan, LEADER, authority.PIN, key)
    first = services.signatures.sign_here(lan, paper, LEADER, identity)
    assert identity.signer is None  # the key was let go
    services.issuing.issue(lan, paper, today(services))
    services.keyring.keep_key(lan, OFFICE, authority.office().pkcs12(), authority.PIN)
    identity = services.keyring.open_key(lan, OFFICE, authority.PIN)
    last = services.signatures.sign_here(lan, paper, OFFICE, identity)
    assert (first.origin, last.origin) == (HERE, HERE)
    verdict = services.signatures.verdict(last)
    assert [seen.who for seen in verdict.signatures] == [LEADER_NAME, authority.COMMITTEE]
    assert verdict.numbers["So"] == "01"
    told = "".join(e.detail for e in services.register.trail.events(lan.agency_id))
    assert authority.PIN not in told


def test_the_wrong_key_signs_nothing_here(services: Services, lan: User) -> None:
    paper = laid(services, lan)
    before = everything(services, lan, paper)
    for person in (authority.stranger(), authority.deputy()):
        identity = services.keyring.open_key(lan, LEADER, authority.PIN, person.pkcs12())
        with pytest.raises(Refused):
            services.signatures.sign_here(lan, paper, LEADER, identity)
    assert everything(services, lan, paper) == before


# -- copies of everything --------------------------------------------------------------------------


def test_every_stage_comes_back_from_a_copy(services: Services, lan: User, tmp_path: Path) -> None:
    paper = laid(services, lan)
    by_leader(services, lan, paper)
    services.issuing.take(lan, paper, "bo_ky", "Sai")
    services.issuing.submit(lan, paper, today(services))
    by_leader(services, lan, paper)
    services.issuing.issue(lan, paper, today(services))
    by_office(services, lan, paper)
    services.keyring.set_picture(lan, OFFICE, drawn.seal())
    back_up(services.register, services.store, tmp_path / "a.zip", services.clock())
    address, store = places(Settings(data_dir=tmp_path / "again"))
    put_back(address, store, tmp_path / "a.zip")
    again = open_services(Settings(data_dir=tmp_path / "again"), services.clock)
    try:
        assert again.signatures.standing(lan, paper) == services.signatures.standing(lan, paper)
        for file in services.signatures.standing(lan, paper).files:
            kept = again.signatures.file(lan, paper, file.seq)[1]
            assert kept == services.signatures.file(lan, paper, file.seq)[1]
        assert again.keyring.picture(lan, OFFICE) == services.keyring.picture(lan, OFFICE)
    finally:
        again.register.close()
