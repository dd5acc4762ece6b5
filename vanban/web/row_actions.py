"""The buttons that add, remove and move rows, for a page whose script has not loaded.

In: a kind, a raw dict and the value of the button that was pressed. Out: the changed raw dict,
where to go on, and how to take it back. The script in static/js/editor/rows.js does the same in
the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vanban.kinds import Field, Kind
from vanban.web.fields import FIGURES, INDEX, items_of, shown


@dataclass(frozen=True)
class Changed:
    """The raw dict after a button.

    focus: the place to go on at. undo: the value of the button that takes it back, "" when there
    is nothing to take back. said: what happened, in words.
    """

    raw: dict[str, Any]
    focus: str = ""
    undo: str = ""
    said: str = ""


def act(kind: Kind, raw: Mapping[str, Any], action: str) -> Changed:
    """Carry out a button's value on `raw`, which stays as it was.

    them:F adds a row; xoa:F:I, len:F:I, xuong:F:I remove and move row I; lay:F:TEXT takes an
    earlier text; hoan_tac:F:I:JSON puts a removed row back. Anything else changes nothing.
    """
    verb, _, rest = action.partition(":")
    name, _, argument = rest.partition(":")
    changed = dict(raw)
    target = next((f for f in kind.fields if f.name == name), None)
    if target is not None and verb == "lay":
        return _take(target, changed, argument)
    if target is None or target.type not in ("list", "table"):
        return Changed(changed)
    # An empty list shows one line to type on; the buttons mean that line.
    rows = items_of(raw.get(name)) or ([""] if target.type == "list" else [])
    changed[name] = rows
    if verb == "them":
        rows.append(_blank(target))
        return Changed(changed, f"{name}.{len(rows) - 1}")
    if verb == "hoan_tac":
        return _put_back(target, changed, argument)
    fits = INDEX.match(argument) and int(argument) < len(rows)
    return _on_row(verb, target, changed, int(argument)) if fits else Changed(changed)


def _on_row(verb: str, target: Field, raw: dict[str, Any], index: int) -> Changed:
    rows = raw[target.name]
    if verb == "xoa":
        gone = json.dumps(rows.pop(index), ensure_ascii=False)
        focus = f"{target.name}.{min(index, len(rows) - 1)}" if rows else target.name
        undo = f"hoan_tac:{target.name}:{index}:{gone}"
        return Changed(raw, focus, undo, f"Đã xóa dòng {index + 1} của “{target.label}”.")
    other = index + {"len": -1, "xuong": 1}.get(verb, 0)
    if 0 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
        index = other
    return Changed(raw, f"{target.name}.{index}")


def _put_back(target: Field, raw: dict[str, Any], argument: str) -> Changed:
    index, _, gone = argument.partition(":")
    try:
        row = json.loads(gone)
    except json.JSONDecodeError:
        return Changed(raw)
    fits = isinstance(row, str if target.type == "list" else dict)
    if not (fits and INDEX.match(index)):
        return Changed(raw)
    rows = raw[target.name]
    if rows == [""]:  # the line that an empty list shows
        rows.clear()
    rows.insert(int(index), row)
    return Changed(raw, f"{target.name}.{index}")


def _take(target: Field, raw: dict[str, Any], text: str) -> Changed:
    """An earlier text: a new line of a list (or its empty last line), or the whole of a text."""
    if target.type == "text":
        raw[target.name] = text
        return Changed(raw, target.name)
    if target.type != "list":
        return Changed(raw)
    lines = items_of(raw.get(target.name))
    while lines and not shown(lines[-1]).strip():
        lines.pop()
    raw[target.name] = [*lines, text]
    return Changed(raw, f"{target.name}.{len(lines)}")


def _blank(target: Field) -> Any:
    if target.type == "list":
        return ""
    row: dict[str, Any] = {column.name: shown(column.default) for column in target.columns}
    if target.columns_from:
        row[FIGURES] = []
    return row
