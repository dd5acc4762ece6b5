"""What a signature is worth, in words: a verdict comes in; lines for a page go out.

The sentences are those of the problems table; here they are put in an order and told apart by a
word, a sign and a colour that all say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vanban.signing.verdict import LEADER, OFFICE, STAMP, Seen, Verdict
from vanban.vietnamese.days import VIETNAM

GOOD, DOUBT, BAD = "good", "doubt", "bad"
_WORDS = {GOOD: "Hợp lệ", DOUBT: "Hợp lệ, có điều cần biết", BAD: "Không hợp lệ"}
_ROLES = {
    LEADER: "Người có thẩm quyền",
    OFFICE: "Cơ quan",
    STAMP: "Dấu thời gian của cả tệp",
}
_UNKNOWN = "Không rõ người ký"


@dataclass(frozen=True)
class Told:
    """One signature on a page. look: GOOD, DOUBT or BAD; facts: (term, fact) pairs."""

    role: str
    who: str
    look: str
    word: str
    facts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]


def told(verdict: Verdict) -> tuple[Told, ...]:
    """Every signature of a file, in the order in which they were made."""
    return tuple(_told(seen) for seen in verdict.signatures)


def _told(seen: Seen) -> Told:
    look = BAD if seen.problems else DOUBT if seen.remarks else GOOD
    return Told(
        _ROLES.get(seen.role, ""),
        seen.who or _UNKNOWN,
        look,
        _WORDS[look],
        tuple((term, fact) for term, fact in _facts(seen) if fact),
        seen.sentences,
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
