"""Documents that are put together by hand, paragraph by paragraph, to try one rule on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from vanban.check.engine import Finding, Outcome, check, rule_set
from vanban.check.looks import LOOKS
from vanban.check.parts import Bit, Family, Found, Item, Level, Part
from vanban.laid import Box, Holder, Laid, Line, Piece, Run, Sheet
from vanban.resolved import Align, Font, Page, Shape

DAY = date(2026, 11, 22)
PT = 72 / 25.4
LEFT, WIDTH = 30.0, 160.0
PAGE = Page(width=210 * PT, height=297 * PT, top=56.7, right=56.7, bottom=56.7, left=LEFT * PT)
TEXT = Font(size=14.0, family="Times New Roman")
PROSE = Shape(align=Align.JUSTIFY, first=36.0, before=6.0)
CENTRED = Shape(align=Align.CENTER, before=6.0)


def font(size: float = 14.0, **look: Any) -> Font:
    return Font(size=size, family="Times New Roman", **look)


def piece(
    text: str | Sequence[tuple[str, Font]],
    look: Font = TEXT,
    *,
    shape: Shape | None = PROSE,
    lines: Sequence[tuple[float, float]] = (),
    page: int = 0,
    top: float = 100.0,
    pitch: float = 6.5,
    number: int = 0,
    **more: Any,
) -> Piece:
    """A paragraph. lines: left and right of each printed one, in mm."""
    spans = [(text, look)] if isinstance(text, str) else list(text)
    runs, start = [], 0
    for characters, span in spans:
        runs.append(Run(start, characters, span))
        start += len(characters)
    printed = tuple(
        Line(
            "x",
            Box(page, left, top + nth * pitch, right, top + nth * pitch + 5.5),
            top + 4.4 + nth * pitch,
        )
        for nth, (left, right) in enumerate(lines)
    )
    whole = "".join(characters for characters, _ in spans)
    more = {"holder": Holder.BODY, "source": number + 1, "column": WIDTH} | more
    return Piece(number, whole, tuple(runs), printed, shape=shape, **more)


def bit(made: Piece) -> Bit:
    return Bit(made, 0, len(made.text))


def item(made: Piece, level: Level = Level.VAN, so: str = "", **more: Any) -> Item:
    return Item(bit(made), level, so, **more)


def found(
    parts: Mapping[Part, Sequence[Piece]] | None = None,
    body: Iterable[Item] = (),
    *,
    loai: str = "Quyết định",
    family: Family = Family.HANH_CHINH,
    source: str = "docx",
    sheets: int = 1,
    last_page: int = 0,
    **more: Any,
) -> Found:
    """A document of these parts; every piece is numbered as it is given."""
    items = tuple(body)
    every = [each for pieces in (parts or {}).values() for each in pieces]
    every += [each.bit.piece for each in items]
    laid = Laid(
        source,
        tuple(Sheet(210.0, 297.0) for _ in range(sheets)),
        tuple(sorted(every, key=lambda each: each.number)),
        frames=(PAGE,) if source == "docx" else (),
    )
    bits = {part: tuple(bit(each) for each in pieces) for part, pieces in (parts or {}).items()}
    return Found(laid, family, loai, parts=bits, body=items, last_page=last_page, **more)


def outcome(made: Found, rule: str) -> Outcome:
    report = check(made, LOOKS, rule_set(), DAY)
    return next(each.outcome for each in report.told if each.rule.id == rule)


def findings(made: Found, rule: str) -> list[Finding]:
    report = check(made, LOOKS, rule_set(), DAY)
    return [each for each in report.findings if each.rule.id == rule]


def sentence(made: Found, rule: str) -> str:
    """The sentence of the one finding of a rule."""
    (only,) = findings(made, rule)
    return only.sentence


def by_rule(
    rows: Iterable[tuple[str, Callable[[], Found]]],
) -> dict[str, list[Callable[[], Found]]]:
    """Specimens as (rule that must tell it, how it is made) → the specimens of each rule."""
    made: dict[str, list[Callable[[], Found]]] = {}
    for rule, make in rows:
        made.setdefault(rule, []).append(make)
    return made
