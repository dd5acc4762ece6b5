"""Hits that say the same: many come in; one goes out, with every place that a repair needs.

A paper set in 12 pt from end to end has one fault, not forty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from vanban.check.engine import Hit


def together(hits: Iterable[Hit], what: str = "đoạn", also: bool = False) -> Iterator[Hit]:
    """One hit for all that tell the same, marked at the first. {more}: how many others there are.

    what: the noun for what is counted. also: whatever is there, one hit for all, as the first says.
    """
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(("", "") if also else (hit.is_, hit.should), []).append(hit)
    for first, *others in groups.values():
        repair = first.repair + tuple(each for other in others for each in other.repair)
        data: Mapping[str, str] = {**first.data, "more": _more(len(others), what)}
        yield replace(first, repair=repair, data=data)


def _more(others: int, what: str) -> str:
    return f" và {others} {what} khác" if others else ""
