"""Judges a signed PDF: every signature, what came after it, and the file as a whole.

In: the bytes, what they must begin with, what the office trusts. Out: a `Verdict`. Runs in the
process of its own that `verdict.examine` starts; a file that breaks the reading is a problem too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from vanban.problems import Problem
from vanban.signing.changes import changes_after, text_values
from vanban.signing.hostile import UNREADABLE, acting_parts
from vanban.signing.one import Question, seen
from vanban.signing.reading import Reader
from vanban.signing.same import Relation, relation
from vanban.signing.trust import Known
from vanban.signing.verdict import LEADER, OFFICE, STAMP, Seen, Verdict

_LOUD = ("pyhanko.sign", "pyhanko.pdf_utils", "pyhanko_certvalidator")
_RELATIONS = {
    Relation.SAME: "verify_nothing_new",
    Relation.CUT: "verify_cut",
    Relation.RESAVED: "verify_resaved",
    Relation.OTHER: "verify_other_paper",
}


@dataclass(frozen=True)
class Asked:
    """What `verdict.examine` was asked, opened."""

    office: Known
    moment: datetime
    base: bytes | None = None
    expects: tuple[str, ...] = ()
    locked_at: datetime | None = None
    strict: bool = True


def judge(pdf: bytes, asked: Asked) -> Verdict:
    """Everything known of the file. Raises nothing for what the file holds."""
    with _quiet():
        return _safely(pdf, asked)


@contextmanager
def _quiet() -> Iterator[None]:
    """What the library would log is said by the verdict, in the clerk's words."""
    loud = {name: logging.getLogger(name).level for name in _LOUD}
    for name in loud:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in loud.items():
            logging.getLogger(name).setLevel(level)


def _safely(pdf: bytes, asked: Asked) -> Verdict:
    try:
        if Reader(pdf, strict=False).encrypted:
            return Verdict(file_problems=(Problem("verify_encrypted"),))
        if asked.base is not None and (how := relation(pdf, asked.base)) is not Relation.FOLLOWS:
            return Verdict(file_problems=(Problem(_RELATIONS[how]),))
        # Strict: a file that two programs can read in two ways is no original.
        return _judged(Reader(pdf, strict=asked.strict), asked)
    except UNREADABLE:
        return Verdict(file_problems=(Problem("verify_unreadable"),))


def _judged(reader: PdfFileReader, asked: Asked) -> Verdict:
    signatures = _with_office(_signatures(reader, asked), asked.expects)
    problems = [*acting_parts(reader)]
    good: list[Problem] = []
    known_revisions = 0
    if asked.base is not None:
        known_revisions, changed = _since_base(reader, asked.base, strict=asked.strict)
        # What was done after a signature is told there.
        told = {problem.code for each, _ in signatures for problem in each.problems}
        problems += [] if "verify_altered" in told else changed
        good += [] if changed else [Problem("verified_follows")]
    problems += _of_the_whole(signatures, asked, known_revisions)
    remarks = _remarks(signatures)
    return Verdict(
        tuple(each for each, _ in signatures),
        tuple(problems),
        tuple(remarks),
        tuple(good),
        text_values(reader),
    )


def _since_base(reader: PdfFileReader, base: bytes, *, strict: bool) -> tuple[int, list[Problem]]:
    """How many revisions the base has, and what was done to it beyond signing and filling.

    A signature over a changed paper is whole and true: it is the base that proves the change.
    """
    before = Reader(base, strict=strict)
    count = before.xrefs.total_revisions
    if reader.xrefs.total_revisions <= count or _end(reader, count) != _end(before, count):
        # The added part does not lead back to the base: its bytes are there and unused.
        return 0, [Problem("verify_base_changed", data={"what": "thay toàn bộ nội dung"})]
    changes = changes_after(reader, count - 1)
    if changes.beyond:
        return count, [Problem("verify_base_changed", data={"what": changes.beyond})]
    return count, []


def _end(reader: PdfFileReader, count: int) -> int:
    """Where the last of so many revisions has its table of objects."""
    return int(reader.xrefs.get_startxref_for_revision(count - 1))


def _signatures(reader: PdfFileReader, asked: Asked) -> list[tuple[Seen, int]]:
    """Every signature with its revision, in the order they were made."""
    question = Question(reader, asked.office, asked.moment, asked.locked_at)
    found = [
        seen(question, str(name), field)
        for name, _, field in enumerate_sig_fields(reader, filled_status=True)
    ]
    return sorted(found, key=lambda pair: pair[1])


# -- the file as a whole ---------------------------------------------------------------------------


def _of_the_whole(
    signatures: Sequence[tuple[Seen, int]], asked: Asked, known_revisions: int
) -> Iterable[Problem]:
    signed = [each for each, _ in signatures if each.role != STAMP]
    if not signed:
        return [Problem("verify_unsigned")]
    if asked.base is not None and all(revision < known_revisions for _, revision in signatures):
        return [Problem("verify_nothing_new")]
    return [*_missing(signed, asked.expects), *_disordered(signed)]


def _missing(signed: Sequence[Seen], expects: Sequence[str]) -> list[Problem]:
    roles = [each.role for each in signed]
    problems = []
    if LEADER in expects and LEADER not in roles:
        problems.append(Problem("verify_wants_leader"))
    if OFFICE in expects and OFFICE not in roles:
        problems.append(Problem("verify_wants_office"))
    return problems


def _disordered(signed: Sequence[Seen]) -> list[Problem]:
    """Nghị định 30/2020/NĐ-CP, Điều 32.2.d: the agency signs what has been signed already."""
    roles = [each.role for each in signed]
    if {LEADER, OFFICE} <= set(roles) and roles.index(OFFICE) < roles.index(LEADER):
        return [Problem("verify_order")]
    return []


def _remarks(signatures: Sequence[tuple[Seen, int]]) -> list[Problem]:
    last = signatures[-1][0] if signatures else None
    if last is not None and last.filled:
        return [Problem("verify_filled_last", data={"who": last.who})]
    return []


def _with_office(
    signatures: list[tuple[Seen, int]], expects: Sequence[str]
) -> list[tuple[Seen, int]]:
    """Who signs last signs for the agency, where no certificate says that it is an agency's.

    Certificates say so in no field of their own, and a name is no proof of the contrary.
    """
    roles = [each.role for each, _ in signatures]
    if OFFICE not in expects or OFFICE in roles or roles.count(LEADER) < len(expects):
        return signatures
    at = max(place for place, role in enumerate(roles) if role == LEADER)
    last, revision = signatures[at]
    remark = Problem("verify_office_by_order", data={"who": last.who})
    office = replace(last, role=OFFICE, remarks=(remark, *last.remarks))
    return [*signatures[:at], (office, revision), *signatures[at + 1 :]]
