"""Which old revisions of a paper may go: the list of them comes in, numbers go out.

Autosave makes a revision at every pause. Of an hour of typing nobody needs each pause, but of each
working day one wants the states; and what one person wrote before another is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

MOST = 200
NEWEST_KEPT = 50
WINDOW = timedelta(minutes=10)


class Mark(NamedTuple):
    """One revision, as far as thinning looks at it."""

    revision: int
    saved_at: datetime
    saved_by: int


def to_drop(marks: Sequence[Mark], kept: Collection[int] = ()) -> set[int]:
    """The revisions to drop out of `marks` (oldest first) so that at most `MOST` are left.

    Nothing goes while there are no more than MOST. Then, beyond the newest NEWEST_KEPT, of each
    run by one person within WINDOW only the last stays; if that is not enough, the oldest go. The
    first revision and those in `kept` (which files were made from) always stay.
    """
    if len(marks) <= MOST:
        return set()
    old, new = marks[:-NEWEST_KEPT], marks[-NEWEST_KEPT:]
    always = {marks[0].revision, *kept}
    dropped: set[int] = set()
    start = old[0].saved_at
    for mark, following in zip(old, [*old[1:], new[0]], strict=True):
        within = following.saved_by == mark.saved_by and following.saved_at - start < WINDOW
        if within and mark.revision not in always:
            dropped.add(mark.revision)
        if not within:
            start = following.saved_at
    surplus = len(marks) - len(dropped) - MOST
    for mark in old:
        if surplus > 0 and mark.revision not in always | dropped:
            dropped.add(mark.revision)
            surplus -= 1
    return dropped
