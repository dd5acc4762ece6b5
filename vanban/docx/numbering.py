"""numbering.xml → the label in front of a numbered paragraph.

In: the part's root, then (list, level) of each numbered paragraph in reading order. Out: the label
("1.2.", "a)", "•"), its run and paragraph properties and what follows it. Counters live here for
the reading of one document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from vanban.docx.ns import Element, attribute, child, q, value, whole
from vanban.docx.properties import Props, properties
from vanban.docx.symbols import plain_symbols
from vanban.vietnamese.numbers import roman

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# Nine numbers with words between them; a pattern beyond this is a broken file, repeated per item.
_PATTERN, _LABEL = 200, 400


@dataclass(frozen=True, slots=True)
class Label:
    """Text of a number or bullet. suffix: "tab", "space" or "nothing"."""

    text: str
    suffix: str
    paragraph: Props
    run: Props


@dataclass(frozen=True, slots=True)
class _Level:
    """One w:lvl. start: number of the first item. after: the level that restarts this one."""

    pattern: str
    form: str
    start: int
    restart: int
    suffix: str
    style: str
    legal: bool
    paragraph: Props
    run: Props


def _level(node: Element, index: int) -> _Level:
    paragraph, run = properties(node)
    start = whole(value(node, "w:start"))
    restart = whole(value(node, "w:lvlRestart"))
    return _Level(
        pattern=value(node, "w:lvlText"),
        form=value(node, "w:numFmt") or "decimal",
        start=1 if start is None else start,
        restart=index if restart is None else restart,
        suffix=value(node, "w:suff") or "tab",
        style=value(node, "w:pStyle"),
        legal=child(node, "w:isLgl") is not None,
        paragraph=paragraph,
        run=run,
    )


def _letters(number: int, first: str) -> str:
    """1 → a, 26 → z, 27 → aa, as Word repeats letters."""
    if number < 1:
        return ""
    turns, index = divmod(number - 1, 26)
    return chr(ord(first) + index) * min(turns + 1, 20)


def form_number(number: int, form: str) -> str:
    """A number in a form of ST_NumberFormat; unknown forms count in Arabic figures."""
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form in ("upperLetter", "lowerLetter"):
        return _letters(number, "A" if form == "upperLetter" else "a")
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


@dataclass
class Numbering:
    """Counts through one document. root: w:numbering, None when the file has no such part."""

    root: Element | None = None
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @cached_property
    def _abstracts(self) -> dict[str, Element]:
        nodes = self.root.iterchildren(q("w:abstractNum")) if self.root is not None else ()
        return {attribute(node, "w:abstractNumId"): node for node in nodes}

    @cached_property
    def _nums(self) -> dict[str, Element]:
        nodes = self.root.iterchildren(q("w:num")) if self.root is not None else ()
        return {attribute(node, "w:numId"): node for node in nodes}

    @cached_property
    def _levels(self) -> dict[str, dict[int, _Level]]:
        return {}

    def levels(self, num: str) -> dict[int, _Level]:
        """Level index → level of a list, with the list's own overrides; empty when unknown."""
        if num not in self._levels:
            self._levels[num] = self._read(num)
        return self._levels[num]

    def _read(self, num: str) -> dict[int, _Level]:
        node = self._nums.get(num)
        abstract = self._abstracts.get(value(node, "w:abstractNumId"))
        found: dict[int, _Level] = {}
        sources = [abstract] if abstract is not None else []
        overrides = list(node.iterchildren(q("w:lvlOverride"))) if node is not None else []
        for source in [*sources, *overrides]:
            for level in source.iterchildren(q("w:lvl")):
                index = whole(attribute(level, "w:ilvl"))
                if index is not None and 0 <= index < _LEVELS:
                    found[index] = _level(level, index)
        return found

    def _restarts(self, num: str) -> dict[int, int]:
        """Level → number at which this list starts anew, from w:startOverride."""
        found = {}
        node = self._nums.get(num)
        for override in node.iterchildren(q("w:lvlOverride")) if node is not None else ():
            start = whole(value(override, "w:startOverride"))
            index = whole(attribute(override, "w:ilvl"))
            if start is not None and index is not None:
                found[index] = start
        return found

    def label(self, num: str, index: int, style: str = "") -> Label | None:
        """The label of the next paragraph of this list at this level; None when it has none.

        style: the paragraph style, which decides the level where levels are tied to styles.
        """
        levels = self.levels(num)
        tied = next((i for i, each in levels.items() if style and each.style == style), index)
        level = levels.get(tied)
        if level is None:
            return None
        text = self._advance(num, tied, levels)
        return Label(text, level.suffix, level.paragraph, level.run)

    def _advance(self, num: str, index: int, levels: dict[int, _Level]) -> str:
        # Lists that share an abstract list go on counting together.
        key = value(self._nums.get(num), "w:abstractNumId")
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        restarts = self._restarts(num)
        if index in restarts and (num, index) not in self._begun:
            counts[index] = None
            start = restarts[index]
        else:
            start = levels[index].start
        self._begun.add((num, index))
        count = counts[index]
        counts[index] = start if count is None else count + 1
        for deeper in range(index + 1, _LEVELS):
            if deeper in levels and levels[deeper].restart > index:
                counts[deeper] = None
        return self._compose(levels, index, counts)

    def _compose(self, levels: dict[int, _Level], index: int, counts: list[int | None]) -> str:
        level = levels[index]
        if level.form == "bullet":
            return plain_symbols(level.pattern) or "•"

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at)
            if other is None:
                return ""
            count = counts[at]
            form = "decimal" if level.legal else other.form
            return form_number(other.start if count is None else count, form)

        return _PLACE.sub(place, level.pattern[:_PATTERN])[:_LABEL]
