"""A report of a check as its page shows it: plain values of check/report.py in, what the template
needs out: findings in groups, numbered, and marks over the pictures of the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vanban.check.engine import Outcome, Severity, rule_set
from vanban.check.report import FAMILIES, OUTCOMES, SEVERITIES, faults
from vanban.web.words import CHECK_COUNT, CHECK_OUTCOMES, CHECKED_OWN

# A number stands in the margin beside its mark, in a circle of this radius, mm.
_RADIUS = 2.6
_BESIDE = 4.0
# A mark reaches a little beyond the letters, mm.
_ROOM = 0.8
_A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Shown:
    """A finding. number: from 1, in the order of the list. place: "trang 1", "" for none."""

    number: int
    severity: str
    label: str
    sentence: str
    title: str
    clause: str
    is_: str
    should: str
    repaired: bool
    place: str


@dataclass(frozen=True)
class Mark:
    """Where a finding stands on its page: a frame, and the middle of its number, mm."""

    shown: Shown
    x: float
    y: float
    width: float
    height: float
    dot_x: float
    dot_y: float


@dataclass(frozen=True)
class Page:
    """A page with its marks. width, height: mm."""

    address: str
    width: float
    height: float
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Ruled:
    """A rule and what became of it. outcome: a key of `Outcome`."""

    title: str
    clause: str
    outcome: str
    label: str
    why: str


@dataclass(frozen=True)
class Result:
    """All that a page of results shows. kind: the type that was recognised, in words."""

    kind: str
    why: str
    rules_name: str
    evaluated: int
    counts: str
    groups: Sequence[tuple[str, str, Sequence[Shown]]]
    repairs: Sequence[Shown]
    pages: Sequence[Page]
    ruled: Sequence[Ruled]
    tally: str
    unread: Sequence[str]
    clean: bool


def result(report: Mapping[str, Any], addresses: Sequence[str]) -> Result:
    """The page of a report. addresses: of the pictures of its pages."""
    found = list(_shown(report["phat_hien"]))
    groups = [
        (str(severity), label, [each for each, _ in found if each.severity == severity])
        for severity, label in SEVERITIES.items()
    ]
    ruled = list(_ruled(report["quy_tac"]))
    return Result(
        report["loai"] or FAMILIES[report["nhom"]].capitalize(),
        report["vi_sao"],
        report["bo_quy_tac"],
        report["da_xet"],
        counted(report),
        [group for group in groups if group[2]],
        [each for each, _ in found if each.repaired],
        [_page(n, address, report, found) for n, address in enumerate(addresses)],
        ruled,
        _tally(ruled),
        report["khong_doc_duoc"],
        not found and report["da_xet"] > 0,
    )


def counted(report: Mapping[str, Any]) -> str:
    """How much was found, in words: "2 sai, 0 nên sửa, 1 lưu ý"."""
    counts = report["dem"]
    return ", ".join(f"{counts[s]} {label.lower()}" for s, label in SEVERITIES.items())


def line(report: Mapping[str, Any]) -> str:
    """The same with the number of rules: "142 quy tắc: 2 sai, 0 nên sửa, 1 lưu ý"."""
    return CHECK_COUNT.format(rules=report["da_xet"], counts=counted(report))


@dataclass(frozen=True)
class Own:
    """What the check told of a paper of ours when it was made. line: how much, in words.

    told: a sentence for each place to look at again.
    """

    line: str
    told: Sequence[str]


def own(checked: Mapping[str, Any] | None) -> Own | None:
    """What is kept with a Word file (`check.report.brief`), as pages tell it.

    None where nothing is known, and of what no rule speaks of.
    """
    if not checked or not checked["da_xet"]:
        return None
    return Own(CHECKED_OWN.format(counted=line(checked)), faults(checked))


def _shown(findings: Iterable[Mapping[str, Any]]) -> Iterable[tuple[Shown, Mapping[str, Any]]]:
    weight = list(Severity)
    ordered = sorted(findings, key=lambda each: weight.index(Severity(each["muc"])))
    for number, each in enumerate(ordered, 1):
        place = f"trang {each['trang']}" if each["trang"] else ""
        shown = Shown(
            number,
            each["muc"],
            SEVERITIES[Severity(each["muc"])],
            each["cau"],
            each["ten"],
            each["dieu_khoan"],
            each["la"],
            each["dung"],
            each["sua_duoc"],
            place,
        )
        yield shown, each


def _page(
    index: int,
    address: str,
    report: Mapping[str, Any],
    found: Iterable[tuple[Shown, Mapping[str, Any]]],
) -> Page:
    sizes = report["kho_giay"]
    width, height = sizes[index] if index < len(sizes) else _A4
    here = [(shown, each["mm"]) for shown, each in found if each["trang"] == index + 1]
    marks: list[Mark] = []
    for shown, box in sorted(here, key=lambda each: (each[1]["tren"], each[0].number)):
        marks.append(_mark(shown, box, marks))
    return Page(address, width, height, marks)


def _mark(shown: Shown, box: Mapping[str, float], before: Sequence[Mark]) -> Mark:
    # A margin is marked from the edge of the paper to where the letters may begin, and no further.
    room = _ROOM if box["trai"] and box["tren"] else 0.0
    x, y = box["trai"] - room, box["tren"] - room
    dot_x, dot_y = max(_RADIUS + 1, x - _BESIDE), max(_RADIUS + 1, y + _RADIUS)
    # Numbers of one place stand below one another.
    for other in before:
        near = abs(other.dot_x - dot_x) < 2 * _RADIUS
        if near and abs(other.dot_y - dot_y) < 2 * _RADIUS:
            dot_y = other.dot_y + 2 * _RADIUS + 0.3
    return Mark(
        shown,
        round(x, 1),
        round(y, 1),
        round(max(box["phai"] - box["trai"], 1) + 2 * room, 1),
        round(max(box["duoi"] - box["tren"], 1) + 2 * room, 1),
        round(dot_x, 1),
        round(dot_y, 1),
    )


def _ruled(told: Iterable[Mapping[str, str]]) -> Iterable[Ruled]:
    rules = rule_set().rules
    for each in told:
        # A report that was kept may name a rule of an earlier set.
        rule = rules.get(each["quy_tac"])
        outcome = each["ket_qua"]
        yield Ruled(
            rule.title if rule else each["quy_tac"],
            rule.clause if rule else "",
            outcome,
            OUTCOMES[Outcome(outcome)],
            each["vi_sao"],
        )


def _tally(ruled: Sequence[Ruled]) -> str:
    counts = {outcome: sum(each.outcome == outcome for each in ruled) for outcome in Outcome}
    return ", ".join(CHECK_OUTCOMES[o].format(count=n) for o, n in counts.items() if n)
