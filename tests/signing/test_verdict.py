"""Signed papers as offices make them: what the verdict says of each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.signing import authority, papers
from vanban.signing.judge import Asked, judge
from vanban.signing.trust import known
from vanban.signing.verdict import LEADER, OFFICE, STAMP, Verdict, examine


def verdict_on(
    pdf: bytes,
    base: bytes | None = None,
    *,
    roots: tuple[bytes, ...] | None = None,
    crls: tuple[bytes, ...] = (),
    **more: Any,
) -> Verdict:
    """The verdict on a file, in this process; `test_apart` goes through the other one."""
    office = known(authority.roots() if roots is None else roots, crls)
    return judge(pdf, Asked(office, more.pop("moment", authority.NOW), base, **more))


def codes(verdict: Verdict) -> list[str]:
    return [problem.code for problem in verdict.problems]


def test_the_leaders_signature_is_told() -> None:
    verdict = verdict_on(papers.by_leader(), papers.locked(), expects=(LEADER,))
    assert verdict.ok, verdict.sentences
    (seen,) = verdict.signatures
    assert (seen.field, seen.role, seen.who) == ("NguoiKy", LEADER, authority.LEADER)
    assert seen.organisation == authority.COMMITTEE
    assert (seen.intact, seen.covers, seen.changes) == (True, "ca_tep", "khong")
    assert seen.trusted
    assert seen.page == 1
    assert seen.box == papers.BOX
    assert verdict.stage == LEADER


def test_both_signatures_with_the_number_between() -> None:
    verdict = verdict_on(papers.by_both(), papers.locked(), expects=(LEADER, OFFICE))
    assert verdict.ok, verdict.sentences
    leader, office = verdict.signatures
    assert (leader.covers, leader.changes) == ("phan_ky", "duoc_phep")
    assert set(leader.filled) == {"So", "Ngay", "Thang"}
    assert (office.role, office.covers, office.changes) == (OFFICE, "ca_tep", "khong")
    assert verdict.numbers == {"So": "12", "Ngay": "05", "Thang": "3"}
    assert verdict.stage == OFFICE


def test_apart() -> None:
    """Through the process of its own, the same is said."""
    asked = {"roots": authority.roots(), "base": papers.locked(), "moment": authority.NOW}
    apart = examine(papers.by_both(), expects=(LEADER, OFFICE), **asked)
    assert apart == verdict_on(papers.by_both(), papers.locked(), expects=(LEADER, OFFICE))
    assert Verdict.from_json(apart.to_json()) == apart


def test_a_paper_without_fields_signed_in_the_fields_of_another_program() -> None:
    base = papers.plain()
    once = papers.sign(base, authority.leader(), "Signature1", box=papers.BOX)
    twice = papers.sign(once, authority.office(), "Signature2", box=papers.SEAL)
    assert verdict_on(once, base, expects=(LEADER,)).ok
    verdict = verdict_on(twice, base, expects=(LEADER, OFFICE))
    assert verdict.ok, verdict.sentences
    assert [seen.role for seen in verdict.signatures] == [LEADER, OFFICE]


@pytest.mark.parametrize("field", ["NguoiKy", "Chữ ký 1"])
def test_nothing_but_our_bytes_and_what_was_added(field: str) -> None:
    signed = papers.sign(papers.locked(), authority.leader(), field, box=papers.BOX)
    assert signed.startswith(papers.locked())
    assert verdict_on(signed, papers.locked()).ok


def test_a_time_stamp_is_told() -> None:
    with authority.time_stamps() as address:
        signed = papers.sign(papers.locked(), authority.leader(), "NguoiKy", tsa=address)
    verdict = verdict_on(signed, papers.locked())
    assert verdict.ok, verdict.sentences
    assert verdict.signatures[0].stamped is not None
    assert any("Dấu thời gian chứng thực" in sentence for sentence in verdict.sentences)
    assert STAMP not in {seen.role for seen in verdict.signatures}
