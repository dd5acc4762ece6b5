"""What each rule looks at: id of a rule → its function, for all groups of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vanban.check.engine import Look
from vanban.check.looks import (
    capitals,
    figures,
    head,
    issued,
    marks,
    page,
    paging,
    sent,
    text,
    title,
)

_GROUPS: Final = (page, paging, head, issued, title, sent, marks, text, figures, capitals)

LOOKS: Final[Mapping[str, Look]] = {
    rule: look for group in _GROUPS for rule, look in group.LOOKS.items()
}
