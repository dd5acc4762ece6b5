"""Rules applied to a document: `parts.Found` comes in, a `Report` goes out.

What a rule says of itself (clause, sentence, severity, to what it applies, since when) is data of
a rule set in TOML, versioned by its decree; what it looks at is a function of the same id. A rule
that does not apply is named so, and one that cannot be evaluated says why: neither counts as
passed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from vanban.check.parts import Bit, Family, Found
from vanban.laid import Box, Piece
from vanban.repairs import Repair

CURRENT: Final = "nd30_2020"
"""The rule set in force."""


class Severity(StrEnum):
    """How much a finding weighs: against the decree; against good practice; worth a look."""

    SAI = "sai"
    NEN = "nen"
    LUU_Y = "luu_y"


class Outcome(StrEnum):
    """What became of a rule."""

    DAT = "dat"
    KHONG_DAT = "khong_dat"
    KHONG_AP_DUNG = "khong_ap_dung"
    KHONG_DANH_GIA_DUOC = "khong_danh_gia_duoc"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its set tells it.

    clause: "Phụ lục I, Phần I, II.1.a". title: in a few words. sentence: with {is_} and {should}
    and what else the finding brings. loai: types that it applies to, () for all. family: whose.
    since, until: days between which it is in force, of documents by their own date.
    """

    id: str
    clause: str
    title: str
    sentence: str
    severity: Severity
    loai: tuple[str, ...] = ()
    family: tuple[Family, ...] = (Family.HANH_CHINH,)
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the decree. rules: ids that check it. reason: why none does, "" otherwise."""

    clause: str
    says: str
    rules: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a decree and the table of its clauses. name: as it is cited."""

    id: str
    name: str
    rules: Mapping[str, Rule]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule function yields: something is wrong here.

    is_: what stands there; should: what would be right; both as a person reads them. piece: number
    of the piece, -1 for the document or the page as such. box: where to mark it, None when it
    stands nowhere (something is missing). repair: what would put it right, () when nothing safe.
    """

    is_: str = ""
    should: str = ""
    piece: int = -1
    box: Box | None = None
    repair: tuple[Repair, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with what its rule says of it. sentence: whole, in Vietnamese."""

    rule: Rule
    hit: Hit

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return self.rule.sentence.format(is_=self.hit.is_, should=self.hit.should, **self.hit.data)


class Unknown(Exception):
    """A rule cannot be evaluated on this document. Payload: why, a Vietnamese sentence."""


class NotApplicable(Exception):
    """The document has nothing that the rule speaks of."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one rule. why: of one that could not be evaluated."""

    rule: Rule
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True)
class Report:
    """The answer of a check. findings: in reading order. told: every rule of the set, in order."""

    found: Found
    rules: RuleSet
    findings: tuple[Finding, ...]
    told: tuple[Told, ...]

    def count(self, severity: Severity) -> int:
        """How many findings weigh that much."""
        return sum(finding.rule.severity is severity for finding in self.findings)

    @property
    def evaluated(self) -> int:
        """How many rules were evaluated, whatever came of it."""
        known = (Outcome.DAT, Outcome.KHONG_DAT)
        return sum(told.outcome in known for told in self.told)


Look = Callable[[Found], Iterator[Hit]]


def at(bit: Bit | Piece) -> dict[str, Any]:
    """The piece and box of a hit that concerns this bit or piece."""
    piece = bit.piece if isinstance(bit, Bit) else bit
    return {"piece": piece.number, "box": piece.box}


def check(found: Found, looks: Mapping[str, Look], rules: RuleSet, day: date) -> Report:
    """Every rule of the set on one document. looks: the function of each rule, by its id.

    day: of the document, else of the check; rules that are not in force on it are not applied.
    """
    found = replace(found, day=day)
    findings: list[Finding] = []
    told = []
    for rule in rules.rules.values():
        outcome, why, hits = _apply(rule, looks[rule.id], found, day)
        findings += [Finding(rule, hit) for hit in hits]
        told.append(Told(rule, outcome, why))
    findings.sort(key=_in_reading_order)
    return Report(found, rules, tuple(findings), tuple(told))


def _apply(rule: Rule, look: Look, found: Found, day: date) -> tuple[Outcome, str, Sequence[Hit]]:
    meant = found.family in rule.family and (not rule.loai or found.loai in rule.loai)
    if not meant or not rule.since <= day <= rule.until:
        return Outcome.KHONG_AP_DUNG, "", ()
    try:
        hits = list(look(found))
    except NotApplicable:
        return Outcome.KHONG_AP_DUNG, "", ()
    except Unknown as unknown:
        return Outcome.KHONG_DANH_GIA_DUOC, str(unknown), ()
    return (Outcome.KHONG_DAT if hits else Outcome.DAT), "", hits


def _in_reading_order(finding: Finding) -> tuple[int, float, int]:
    box = finding.hit.box
    return (box.page, box.top, finding.hit.piece) if box else (-1, 0.0, finding.hit.piece)


@cache
def rule_set(name: str = CURRENT) -> RuleSet:
    """A rule set by its name: all files vanban/check/<name>/*.toml. KeyError when one is twice.

    `family` of a file holds for those of its rules that have none of their own.
    """
    rules: dict[str, Rule] = {}
    clauses: list[Clause] = []
    head: dict[str, Any] = {}
    folder = resources.files("vanban.check") / name
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        head |= told.get("set", {})
        family = told.get("family", ("hanh_chinh",))
        for raw in told.get("rule", ()):
            rule = _rule({"family": family, **raw})
            if rule.id in rules:
                raise KeyError(rule.id)
            rules[rule.id] = rule
        clauses += [_clause(raw) for raw in told.get("clause", ())]
    return RuleSet(name, head["name"], rules, tuple(clauses))


def _rule(raw: Mapping[str, Any]) -> Rule:
    known = dict(raw)
    known["severity"] = Severity(raw["severity"])
    known["loai"] = tuple(raw.get("loai", ()))
    known["family"] = tuple(Family(name) for name in raw["family"])
    return Rule(**known)


def _clause(raw: Mapping[str, Any]) -> Clause:
    return Clause(raw["clause"], raw["says"], tuple(raw.get("rules", ())), raw.get("reason", ""))
