"""What a signature is worth, in words: a verdict comes in; lines for a page go out.

The sentences are those of the problems table; here they are put in an order and told apart by a
word, a sign and a colour that all say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vanban.problems import Problem
from vanban.signing.verdict import LEADER, OFFICE, STAMP, Seen, Verdict
from vanban.vietnamese.days import VIETNAM

GOOD, DOUBT, BAD = "good", "doubt", "bad"
_WORDS = {GOOD: "Hợp lệ", DOUBT: "Hợp lệ, có điều cần biết", BAD: "Không hợp lệ"}
# What nearly every signature wants and nobody has to decide on: see docs/dev/signed.md.
_NOTED = frozenset({"verify_no_stamp", "verify_revocation_unknown"})
_ROLES = {
    LEADER: "Người có thẩm quyền",
    OFFICE: "Cơ quan",
    STAMP: "Dấu thời gian của cả tệp",
}
_UNKNOWN = "Không rõ người ký"


@dataclass(frozen=True)
class Told:
    """One signature on a page. look: GOOD, DOUBT or BAD; facts: (term, fact) pairs.

    notes: what could not be known, and takes nothing from the look.
    """

    role: str
    who: str
    look: str
    word: str
    facts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]


def told(verdict: Verdict) -> tuple[Told, ...]:
    """Every signature of a file, in the order in which they were made."""
    last = len(verdict.signatures) - 1
    return tuple(
        # What is said of the whole file concerns what came after the last signature.
        _told(seen, verdict.remarks if number == last else ())
        for number, seen in enumerate(verdict.signatures)
    )


def _told(seen: Seen, of_file: Sequence[Problem]) -> Told:
    weighed = [each for each in (*of_file, *seen.remarks) if each.code not in _NOTED]
    look = BAD if seen.problems else DOUBT if weighed else GOOD
    return Told(
        _ROLES.get(seen.role, ""),
        seen.who or _UNKNOWN,
        look,
        _WORDS[look],
        tuple((term, fact) for term, fact in _facts(seen) if fact),
        tuple(each.sentence for each in (*seen.problems, *weighed, *seen.good)),
        tuple(each.sentence for each in seen.remarks if each.code in _NOTED),
    )


def _facts(seen: Seen) -> tuple[tuple[str, str], ...]:
    until = f"{seen.valid_to.astimezone(VIETNAM):%d/%m/%Y}" if seen.valid_to else ""
    return (
        ("Đơn vị", seen.organisation if seen.organisation != seen.who else ""),
        ("Giờ ký", _when(seen)),
        ("Chứng thư", f"số hiệu {seen.serial}, có hiệu lực đến {until}" if until else seen.serial),
    )


def _when(seen: Seen) -> str:
    if seen.stamped:
        return f"{moment(seen.stamped)}, có dấu thời gian chứng nhận"
    return f"{moment(seen.claimed)}, theo đồng hồ của máy ký" if seen.claimed else "không ghi"


def moment(time: datetime) -> str:
    """A moment in Vietnam: "14:05:20 ngày 19/11/2026"."""
    local = time.astimezone(VIETNAM)
    return f"{local:%H:%M:%S} ngày {local:%d/%m/%Y}"
