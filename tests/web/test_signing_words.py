"""What a verdict looks like on a page: which findings make it green, amber or red."""

from __future__ import annotations

import pytest

from vanban.problems import Problem
from vanban.signing.verdict import LEADER, Seen, Verdict
from vanban.web.signing_words import BAD, DOUBT, GOOD, told

WHO = {"who": "Lê Bình", "issuer": "Cục Chứng thực số", "hash": "SHA1", "day": "01/02/2027"}
STAMP, REVOKED = (
    Problem(code, data=WHO) for code in ("verify_no_stamp", "verify_revocation_unknown")
)


def seen(*remarks: str, problem: str = "") -> Seen:
    return Seen(
        "NguoiKy",
        LEADER,
        "Lê Bình",
        remarks=(*(Problem(code, data=WHO) for code in remarks), STAMP, REVOKED),
        problems=(Problem(problem, data=WHO),) if problem else (),
    )


@pytest.mark.parametrize(
    ("found", "look"),
    [
        (seen(), GOOD),
        (seen("verify_weak_hash"), DOUBT),
        (seen("verify_expired_since"), DOUBT),
        (seen("verify_stamp_untrusted"), DOUBT),
        (seen("verify_office_by_order"), DOUBT),
        (seen("verify_weak_hash", problem="verify_broken"), BAD),
    ],
)
def test_what_could_not_be_known_takes_nothing_from_a_signature(found: Seen, look: str) -> None:
    (line,) = told(Verdict((found,)))
    assert line.look == look
    assert line.notes == (STAMP.sentence, REVOKED.sentence)
    assert not set(line.notes) & set(line.sentences)
    assert "nạp danh sách thu hồi" in line.notes[1]


def test_what_was_written_after_the_last_signature_is_a_doubt_of_that_signature() -> None:
    late = Problem("verify_filled_last", data=WHO)
    first, last = told(Verdict((seen(), seen()), remarks=(late,)))
    assert (first.look, last.look) == (GOOD, DOUBT)
    assert late.sentence in last.sentences
