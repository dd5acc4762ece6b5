"""Files that must not be taken, each with its own sentence, and none does anything to the original.

The table of threats in docs/dev/signed.md names these tests.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.signing import attacks, authority, papers
from tests.signing.test_verdict import codes, verdict_on
from vanban.signing.hostile import LIMIT_MB
from vanban.signing.verdict import LEADER, OFFICE, Verdict, examine

ROOT = Path(__file__).parents[2]

DAY = timedelta(days=1)


def only(verdict: Verdict, code: str, *words: str) -> None:
    """The verdict forbids the file, for this reason alone, and says these words."""
    assert set(codes(verdict)) == {code}, verdict.sentences
    for word in words:
        assert word in verdict.problems[0].sentence


# -- whose signature -------------------------------------------------------------------------------


def signed_by(person: authority.Person) -> bytes:
    return papers.sign(papers.locked(), person, "NguoiKy")


def test_a_stranger_with_the_leaders_name() -> None:
    verdict = verdict_on(signed_by(authority.stranger()), papers.locked())
    only(verdict, "verify_stranger", authority.LEADER, "Nơi chứng thực xa lạ")
    assert not verdict.signatures[0].trusted


def test_a_chain_brought_along_makes_nobody_trusted() -> None:
    """The stranger's own root lies in the signature, and is no root of ours."""
    stranger = authority.stranger()
    assert stranger.chain == (authority.foreign_root().certificate,)
    only(verdict_on(signed_by(stranger)), "verify_stranger")


def test_no_roots_yet() -> None:
    only(verdict_on(papers.by_leader(), roots=()), "verify_no_roots", "bổ sung")


def test_an_intermediate_of_the_office_helps_where_the_signature_brings_none() -> None:
    alone = papers.sign(papers.locked(), authority.leader(), "NguoiKy", chain=False)
    only(verdict_on(alone), "verify_stranger", "trung gian")
    kept = (*authority.roots(), authority.intermediate().pem())
    assert verdict_on(alone, roots=kept).ok
    # It is not taken for a root by itself.
    only(verdict_on(alone, roots=kept[1:]), "verify_no_roots")


def test_expired() -> None:
    day = f"{authority.expired().certificate.not_valid_after_utc:%d/%m/%Y}"
    only(verdict_on(signed_by(authority.expired())), "verify_expired", day, "dấu thời gian")


def test_expired_since_with_a_time_stamp_of_then() -> None:
    """Years later the certificate has ended, and the stamp says that it was signed before."""
    then = authority.NOW - 2 * 365 * DAY
    with authority.time_stamps(then) as address:
        signed = papers.sign(papers.locked(), authority.expired(), "NguoiKy", tsa=address, at=then)
    verdict = verdict_on(signed, roots=authority.roots())
    assert verdict.signatures[0].stamped == then
    assert verdict.ok, verdict.sentences
    assert any("đã hết hạn ngày" in sentence for sentence in verdict.sentences)


def test_expired_before_the_time_stamp() -> None:
    with authority.time_stamps() as address:
        signed = papers.sign(papers.locked(), authority.expired(), "NguoiKy", tsa=address)
    only(verdict_on(signed), "verify_expired_then", "trước khi ký")


def test_not_valid_yet() -> None:
    only(verdict_on(signed_by(authority.not_yet())), "verify_not_yet", "mới có hiệu lực")


def test_revoked_by_a_list_of_the_office() -> None:
    signed = signed_by(authority.revoked())
    verdict = verdict_on(signed, crls=(authority.revocations(),))
    only(verdict, "verify_revoked", "thu hồi")
    assert verdict.signatures[0].revocation == "co"


def test_without_a_list_it_is_said_that_nobody_knows() -> None:
    verdict = verdict_on(signed_by(authority.revoked()))
    assert verdict.ok
    assert verdict.signatures[0].revocation == "chua_ro"
    assert any("Chưa kiểm tra được việc thu hồi" in sentence for sentence in verdict.sentences)


def test_not_revoked_by_a_list() -> None:
    verdict = verdict_on(papers.by_leader(), crls=(authority.revocations(),))
    assert verdict.ok
    assert verdict.signatures[0].revocation == "khong"


def test_an_old_list_proves_nothing_good() -> None:
    old = authority.revocations(made=authority.NOW - 200 * DAY, at=authority.NOW - 300 * DAY)
    assert verdict_on(papers.by_leader(), crls=(old,)).signatures[0].revocation == "chua_ro"


def test_revoked_after_the_time_stamp() -> None:
    """Whoever loses the token a week later has signed last week's papers all the same."""
    with authority.time_stamps(authority.NOW - 40 * DAY) as address:
        signed = papers.sign(
            papers.locked(),
            authority.revoked(),
            "NguoiKy",
            tsa=address,
            at=authority.NOW - 40 * DAY,
        )
    assert verdict_on(signed, crls=(authority.revocations(),)).ok


def test_a_short_key() -> None:
    only(verdict_on(signed_by(authority.weak())), "verify_weak_key", "RSA 1024", "2048")


def test_a_certificate_for_machines() -> None:
    only(verdict_on(signed_by(authority.server())), "verify_purpose")


def test_sha1_is_told_and_md5_refused() -> None:
    weak = papers.sign(papers.locked(), authority.leader(), "NguoiKy", digest="sha1")
    broken = papers.sign(papers.locked(), authority.leader(), "NguoiKy", digest="md5")
    told = verdict_on(weak)
    assert told.ok
    assert any("SHA1 đã yếu" in sentence for sentence in told.sentences)
    only(verdict_on(broken), "verify_broken_hash", "MD5")


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An address, and who came there."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def wait() -> None:
            while not stop.is_set():
                try:
                    visitor, _ = server.accept()
                except TimeoutError:
                    continue
                came.append(visitor.recv(100))
                visitor.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/", came
        finally:
            stop.set()
            thread.join()


def test_nothing_that_a_certificate_names_is_fetched() -> None:
    """Who makes a certificate chooses the addresses in it: of our own network, say."""
    with listening() as (address, came):
        nosy = authority.nosy(address)
        signed = papers.sign(papers.locked(), nosy, "NguoiKy", chain=False)
        apart = examine(signed, roots=authority.roots(), moment=authority.NOW)
        here = verdict_on(signed)
        assert codes(apart) == codes(here) == ["verify_stranger"]
        complete = papers.sign(papers.locked(), nosy, "NguoiKy")
        assert examine(complete, roots=authority.roots(), moment=authority.NOW).ok
    assert came == []


# -- what is signed --------------------------------------------------------------------------------


def test_one_byte_of_what_was_signed() -> None:
    broken = bytearray(papers.by_leader())
    place = broken.index(b"/MediaBox") + 12
    broken[place] = ord("9")
    only(verdict_on(bytes(broken)), "verify_broken", "bị sửa sau khi ký")


def test_the_signature_of_another_key() -> None:
    forged = attacks.other_key(papers.by_leader(), authority.leader(), authority.deputy())
    only(verdict_on(forged, papers.locked()), "verify_forged", "không phải do khóa")


@pytest.mark.parametrize("left_out", [30, 400])
def test_a_signature_over_half_the_file(left_out: int) -> None:
    half = attacks.half_signed(papers.by_leader(), authority.leader(), left_out)
    verdict = verdict_on(half, papers.locked())
    only(verdict, "verify_half", "một phần")
    assert verdict.signatures[0].covers == "khong_du"


UPDATES = {
    attacks.replace_page: "thay nội dung trang",
    attacks.replace_stream: "thay nội dung trang",
    attacks.overlay: "đè lên trang",
    attacks.add_page: "thêm trang",
    attacks.add_field: "thêm ô nhập",
}


@pytest.mark.parametrize(("attack", "words"), UPDATES.items())
@pytest.mark.parametrize("signed", [papers.by_leader, papers.by_both])
def test_an_update_after_signing(
    attack: Callable[[bytes], bytes], words: str, signed: Callable[[], bytes]
) -> None:
    verdict = verdict_on(attack(signed()), papers.locked())
    only(verdict, "verify_altered", words)
    assert {seen.intact for seen in verdict.signatures} == {True}
    # Also without knowing what was locked.
    only(verdict_on(attack(signed())), "verify_altered", words)


@pytest.mark.parametrize(("attack", "words"), UPDATES.items())
def test_an_update_before_signing(attack: Callable[[bytes], bytes], words: str) -> None:
    """Every signature is whole and true: only the locked bytes tell that the paper is another."""
    signed = papers.sign(attack(papers.locked()), authority.leader(), "NguoiKy")
    verdict = verdict_on(signed, papers.locked())
    only(verdict, "verify_base_changed", words)
    assert verdict.signatures[0].ok
    assert verdict_on(signed).ok


def test_an_update_between_the_two_signatures() -> None:
    changed = attacks.overlay(papers.fill(papers.by_leader(), So="12"))
    signed = papers.sign(changed, authority.office(), "CoQuan")
    only(verdict_on(signed, papers.locked()), "verify_altered", authority.LEADER, "đè lên trang")


def test_the_base_as_a_dead_beginning() -> None:
    signed = papers.sign(attacks.leave_the_base(papers.locked()), authority.leader(), "NguoiKy")
    assert signed.startswith(papers.locked())
    only(verdict_on(signed, papers.locked()), "verify_base_changed", "toàn bộ")


def test_the_number_changed_after_the_agency_signed() -> None:
    changed = papers.fill(papers.by_both(), So="13")
    only(verdict_on(changed, papers.locked()), "verify_altered", authority.COMMITTEE, "đã khóa")


def test_the_number_changed_after_an_agency_that_locked_nothing() -> None:
    """Programs that know nothing of locks: our own rule stands."""
    once = papers.sign(papers.numbered(), authority.leader(), "a", box=papers.BOX)
    twice = papers.sign(once, authority.office(), "b", box=papers.SEAL)
    assert verdict_on(papers.fill(once, So="12")).ok
    only(verdict_on(papers.fill(twice, So="12")), "verify_altered", authority.COMMITTEE, "“So”")


def test_another_field_filled_after_signing() -> None:
    base = attacks.add_field(papers.numbered(), "Ghi chu")
    signed = papers.sign(base, authority.leader(), "a", box=papers.BOX)
    assert verdict_on(signed, base).ok
    only(verdict_on(papers.fill(signed, **{"Ghi chu": "x"}), base), "verify_altered", "“Ghi chu”")


def test_a_picture_of_a_signature_over_the_text() -> None:
    wide = papers.sign(papers.plain(), authority.leader(), "a", box=(60, 100, 540, 700))
    only(verdict_on(wide, papers.plain()), "verify_covers", "trang 2")


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        (attacks.add_action, "JavaScript"),
        (lambda pdf: attacks.add_action(pdf, "/Launch"), "mở chương trình"),
        (lambda pdf: attacks.add_action(pdf, "/SubmitForm"), "gửi dữ liệu"),
        (attacks.attach, "tệp đính kèm"),
    ],
)
def test_parts_that_act(attack: Callable[[bytes], bytes], words: str) -> None:
    """In a file that nobody knows, signed by whom one trusts: refused all the same."""
    verdict = verdict_on(papers.sign(attack(papers.plain()), authority.leader(), "a"))
    only(verdict, "verify_acts", words)
    before = verdict_on(
        papers.sign(attack(papers.plain()), authority.leader(), "a"), papers.plain()
    )
    assert codes(before) == ["verify_acts", "verify_base_changed"]


# -- which file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "verify_empty"),
        (b"PK\x03\x04 a Word file", "verify_not_pdf"),
        (b"<html>%PDF-1.7", "verify_not_pdf"),
        (b"%PDF-1.7\nnothing more", "verify_cut"),
        (b"%PDF-1.7\nnothing more\n%%EOF\n", "verify_unreadable"),
    ],
)
def test_no_pdf_at_all(data: bytes, code: str) -> None:
    only(examine(data, roots=authority.roots(), base=papers.locked(), moment=authority.NOW), code)


def test_a_scan_of_90_megabytes_is_refused_before_any_work() -> None:
    scan = b"%PDF-1.7" + bytes(90_000_000) + b"%%EOF"
    begun = time.perf_counter()
    verdict = examine(scan, roots=authority.roots(), base=papers.locked(), moment=authority.NOW)
    only(verdict, "verify_too_large", "90 MB", f"{LIMIT_MB} MB", "bản quét")
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_an_upload_that_broke_off(part: float) -> None:
    signed = papers.by_both()
    cut = signed[: int(len(signed) * part)]
    verdict = examine(cut, roots=authority.roots(), base=papers.locked(), moment=authority.NOW)
    assert not verdict.ok
    assert codes(verdict)[0] in {"verify_cut", "verify_unreadable"}


def test_the_locked_file_itself() -> None:
    only(verdict_on(papers.locked(), papers.locked()), "verify_nothing_new", "chữ ký nào mới")
    only(verdict_on(papers.locked()), "verify_unsigned")


def test_the_file_of_before_once_more() -> None:
    """Downloaded with the leader's signature, filled, and not signed."""
    filled = papers.fill(papers.by_leader(), So="12")
    only(verdict_on(filled, papers.by_leader()), "verify_nothing_new")


def test_another_paper() -> None:
    other = papers.sign(papers.locked("Kế hoạch"), authority.leader(), "NguoiKy")
    only(verdict_on(other, papers.locked()), "verify_other_paper", "văn bản khác")


def test_saved_by_another_program(tmp_path: Path) -> None:
    for saved in (
        attacks.saved_by_pikepdf(papers.by_leader()),
        attacks.linearized(papers.by_leader(), tmp_path),
        papers.sign(attacks.saved_by_pikepdf(papers.locked()), authority.leader(), "NguoiKy"),
    ):
        only(verdict_on(saved, papers.locked()), "verify_resaved", "lưu lại")


@pytest.mark.parametrize("base", [None, papers.locked()])
def test_with_a_password(base: bytes | None) -> None:
    only(verdict_on(attacks.encrypted(papers.by_leader()), base), "verify_encrypted", "mật khẩu")


# -- which stage -----------------------------------------------------------------------------------


def test_one_signature_where_two_are_due() -> None:
    leader, office = papers.by_leader(), papers.sign(papers.locked(), authority.office(), "CoQuan")
    both = (LEADER, OFFICE)
    only(verdict_on(leader, papers.locked(), expects=both), "verify_wants_office")
    only(verdict_on(office, papers.locked(), expects=both), "verify_wants_leader")


def test_the_agency_before_the_leader() -> None:
    once = papers.sign(papers.plain(), authority.office(), "a", box=papers.SEAL)
    twice = papers.sign(once, authority.leader(), "b", box=papers.BOX)
    only(verdict_on(twice, papers.plain(), expects=(LEADER, OFFICE)), "verify_order", "Điều 32")


def test_an_agency_whose_certificate_does_not_say_so() -> None:
    once = papers.sign(papers.plain(), authority.leader(), "a", box=papers.BOX)
    twice = papers.sign(once, authority.deputy(), "b", box=papers.SEAL)
    verdict = verdict_on(twice, papers.plain(), expects=(LEADER, OFFICE))
    assert verdict.ok
    assert verdict.stage == OFFICE
    assert any("coi là của cơ quan" in sentence for sentence in verdict.sentences)


def test_three_signatures() -> None:
    """A unit's head initials, the deputy signs for the head (KT.), the agency signs."""
    pdf = papers.plain()
    for number, person in enumerate((authority.deputy(), authority.leader(), authority.office())):
        box = (20 + 150 * number, 50, 160 + 150 * number, 100)
        pdf = papers.sign(pdf, person, f"Signature{number}", box=box)
    verdict = verdict_on(pdf, papers.plain(), expects=(LEADER, OFFICE))
    assert verdict.ok, verdict.sentences
    assert [seen.role for seen in verdict.signatures] == [LEADER, LEADER, OFFICE]


def test_signed_tomorrow() -> None:
    late = papers.sign(papers.locked(), authority.leader(), "NguoiKy", at=authority.NOW + DAY)
    only(verdict_on(late), "verify_in_future", "ngày giờ của máy")


def test_signed_before_it_was_locked() -> None:
    early = papers.sign(papers.locked(), authority.leader(), "NguoiKy", at=authority.NOW - DAY)
    only(verdict_on(early, locked_at=authority.NOW), "verify_before_lock", "được khóa")
    assert verdict_on(early, locked_at=authority.NOW - 2 * DAY).ok


# -- files that attack their reader ----------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        attacks.deep_pages,
        attacks.deep_arrays,
        attacks.pages_in_a_ring,
        attacks.xref_ring,
        attacks.bomb,
    ],
)
def test_a_file_that_attacks_its_reader(hostile: Callable[[], bytes]) -> None:
    data = hostile()
    begun = time.perf_counter()
    verdict = examine(data, roots=authority.roots(), moment=authority.NOW)
    assert not verdict.ok
    assert codes(verdict)[0] in {"verify_unreadable", "verify_unsigned", "verify_too_hard"}
    assert time.perf_counter() - begun < 30


MEASURE = """
import resource, sys
from tests.signing import attacks, authority
from vanban.signing.verdict import examine

for name in sys.argv[1:]:
    examine(getattr(attacks, name)(), roots=authority.roots(), moment=authority.NOW)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_no_attack_makes_the_reader_large() -> None:
    # In a process of its own: a child of the tests counts as large as they are when it begins.
    names = ("deep_pages", "deep_arrays", "pages_in_a_ring", "xref_ring", "bomb")
    command = [sys.executable, "-c", MEASURE, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) < 800_000  # KB, the greatest of all


def test_a_process_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.signing.verdict.SECONDS", 0)
    verdict = examine(papers.by_leader(), roots=authority.roots(), moment=authority.NOW)
    only(verdict, "verify_too_hard", "thời gian và bộ nhớ")


def test_a_process_that_takes_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.signing.verdict.MEGABYTES", 1)
    verdict = examine(papers.by_leader(), roots=authority.roots(), moment=authority.NOW)
    assert codes(verdict)[0] in {"verify_too_hard", "verify_unreadable"}


def test_roots_that_are_none() -> None:
    verdict = examine(papers.by_leader(), roots=(b"no certificate",), moment=authority.NOW)
    only(verdict, "root_unreadable")
    verdict = examine(
        papers.by_leader(), roots=authority.roots(), crls=(b"no list",), moment=authority.NOW
    )
    only(verdict, "crl_unreadable")
