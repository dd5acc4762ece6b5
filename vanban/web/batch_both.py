"""Two people at one list: what others saved meanwhile, beside what is sent now.

In: what a page sends, with stamps of what it was made from. Out: it is kept; or, where something
else stands there by now, both texts for the clerk to choose from, and nothing of others is written
over. What she typed goes along with the page that asks her, for only that page has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, url_for
from werkzeug.datastructures import MultiDict

from vanban import listing as lists
from vanban.kinds import Kind
from vanban.life import PREPARING
from vanban.listing import Column
from vanban.register import Batch
from vanban.web import batch_words as words
from vanban.web import fields
from vanban.web.access import current_user, services, wants_json
from vanban.web.batch_pages import common_fields, found
from vanban.web.both import THEIRS, Difference, difference, stamp
from vanban.web.pages import when

# The input that holds the stamps of the common values, and before the name of a cell that of its.
SEEN = "goc"
_CELL = re.compile(r"o-([0-9]{1,9})-([a-z0-9_]+)\Z")


def seen_cell(cell: str) -> str:
    """The name of the input with the stamp of a cell."""
    return f"{SEEN}-{cell}"


def page(batch: Batch, said: str, name: str, **options: Any) -> str:
    """Both texts, as a page or, for a script, as a piece of its page.

    name: whose the other text is. options: the rest of what `batches/_both.html` asks for.
    """
    piece = wants_json()
    return render_template(
        "batches/_both.html" if piece else "batches/both.html",
        batch=batch,
        said=said,
        name=name,
        piece=piece,
        **options,
    )


# -- the common values -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """What became of common values. seen: the stamps that their page sends next time.

    differing: the fields that others saved otherwise meanwhile, when nothing was kept. batch: the
    list as it was then.
    """

    seen: str
    batch: Batch
    differing: Sequence[Difference] = ()


def seen_common(kind: Kind, common: Mapping[str, Any]) -> str:
    """Stamps of common values, for the page that shows them."""
    kept = fields.decode_again(kind, common)
    return " ".join(f"{name}:{stamp(_plain(kept[name]))}" for name in sorted(common_fields(kind)))


def keep_common(batch: Batch, kind: Kind, mine: Mapping[str, Any], sent: Mapping[str, str]) -> Kept:
    """Keep the common values as sent, unless others saved some of them meanwhile. NotAllowed.

    Whoever changed nothing has nothing to lose: what others saved stays. What she chose of theirs
    is theirs as it is now.
    """
    batches, user = services().batches, current_user()
    while True:
        kept = fields.decode_again(kind, batch.common)
        taken = {name: kept[name] for name in kept if _chosen(sent, name) == THEIRS}
        wanted, seen = {**mine, **taken}, sent.get(SEEN, "")
        differing = _differing(kind, kept, wanted, seen)
        theirs = any(each.twice or each.chosen == THEIRS for each in differing)
        if batch.state == PREPARING and theirs:
            nothing_mine = all(each.chosen == THEIRS for each in differing)
            return Kept(seen, batch, () if nothing_mine else differing)
        if batches.set_common(user, batch.id, wanted, over=batch.common):
            return Kept(seen_common(kind, wanted), batch)
        batch, kind = found(batch.id)


def _differing(
    kind: Kind, kept: Mapping[str, Any], mine: Mapping[str, Any], seen: str
) -> list[Difference]:
    stamps = dict(pair.partition(":")[::2] for pair in seen.split())
    shown = common_fields(kind)
    differing = []
    for each in kind.fields:
        there, here = _plain(kept[each.name]), _plain(mine[each.name])
        if each.name in shown and there != here:
            began = stamps.get(each.name)
            changed = (stamp(there) != began, stamp(here) != began)
            differing.append(difference(each, there, here, changed))
    return differing


def _plain(value: Any) -> Any:
    """A value without the empty lines at its end: a page shows one to type on, and posts it."""
    if not isinstance(value, list):
        return value
    items = list(value)
    while items and not items[-1]:
        items.pop()
    return items


def _chosen(sent: Mapping[str, str], name: str) -> str:
    return sent.get("tat_ca") or sent.get(f"chon-{name}", "")


def common_page(kept: Kept, kind: Kind, mine: Mapping[str, Any], action: str) -> str:
    """The common values that differ. action: the button that she had pressed."""
    batch = kept.batch
    by, at = batch.common_by, batch.common_at
    own = by == current_user().ho_ten
    said = words.COMMON_MET_HERE if own else words.COMMON_MET if by else words.COMMON_MET_ELSEWHERE
    hidden = [
        (SEEN, seen_common(kind, batch.common)),
        ("action", action),
        *fields.encode(kind, mine),
    ]
    return page(
        batch,
        said.format(name=by, at=when(at) if at else ""),
        "" if own else by,
        address=url_for("batch_common.save", batch_id=batch.id),
        hidden=hidden,
        differences=kept.differing,
    )


# -- the cells of rows -----------------------------------------------------------------------------


@dataclass
class Mended:
    """What became of the cells that were sent. changed: how many were kept. rows: of which rows.

    stamps: of the cells that now hold what was sent, by the name of the input that carries it.
    differing: the cells that hold something else by now, hidden: what their page sends again.
    """

    changed: int = 0
    rows: list[int] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    differing: list[Difference] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)


def mend(batch: Batch, kind: Kind, sent: MultiDict[str, str]) -> Mended:
    """Keep the cells that were sent and that she changed; each by itself. Raises NotAllowed."""
    rows: dict[int, dict[str, tuple[str, str]]] = {}
    for name, typed in sent.items():
        cell = _CELL.match(name)
        if cell is not None and _chosen(sent, name) != THEIRS:
            # Browsers send every line end as CR LF.
            plain = typed.replace("\r\n", "\n").strip()
            began = sent.get(seen_cell(name), "")
            rows.setdefault(int(cell[1]), {})[cell[2]] = (plain, began)
    mended = Mended(rows=list(rows))
    columns = {column.name: column for column in lists.columns(kind)}
    for number, cells in rows.items():
        _mend_row(batch, columns, number, cells, mended)
    return mended


def _mend_row(
    batch: Batch,
    columns: Mapping[str, Column],
    number: int,
    cells: Mapping[str, tuple[str, str]],
    mended: Mended,
) -> None:
    """cells: what was typed and the stamp of what stood there, by column."""
    batches, user = services().batches, current_user()
    while True:
        kept = batches.row(user, batch.id, number).raw
        new: dict[str, str] = {}
        met: dict[str, str] = {}
        for name, (typed, began) in cells.items():
            there = kept.get(name, "")
            if typed == there or stamp(typed) == began:
                continue  # nothing of hers to keep
            (new if stamp(there) == began or name not in columns else met)[name] = typed
        over = {name: kept.get(name, "") for name in new}
        if not new or batches.fix_row(user, batch.id, number, new, over=over):
            break
    mended.changed += len(new)
    for name, (typed, _) in cells.items():
        cell = f"o-{number}-{name}"
        if name in met:
            there = kept.get(name, "")
            mended.differing.append(_cell(columns[name], number, there, typed))
            mended.hidden += [(cell, typed), (seen_cell(cell), stamp(there))]
        elif name in new or typed == kept.get(name, ""):
            mended.stamps[seen_cell(cell)] = stamp(typed)


def _cell(column: Column, number: int, there: str, typed: str) -> Difference:
    label = words.CELL.format(number=number, label=column.label)
    named = replace(column.field, name=f"o-{number}-{column.name}", label=label)
    return difference(named, there, typed, (True, True))


def cells_page(batch: Batch, mended: Mended, back: str) -> str:
    """The cells that differ. back: the step to which she goes then."""
    return page(
        batch,
        words.CELLS_MET,
        "",
        address=url_for("batch_check.fix", batch_id=batch.id),
        hidden=[("ve", back), *mended.hidden],
        differences=mended.differing,
    )
