"""What each rule looks at: id of a rule → its function, for all groups of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vanban.check.engine import Look
from vanban.check.looks import (
    appendix,
    basis,
    body,
    capitals,
    copies,
    figures,
    foot,
    head,
    issued,
    levels,
    marks,
    page,
    paging,
    recipients,
    sent,
    text,
    title,
)

_FORM: Final = (page, paging, head, issued, title, sent, marks)
_TEXT: Final = (basis, body, levels, foot, recipients, appendix, copies)
_WORDS: Final = (text, figures, capitals)

LOOKS: Final[Mapping[str, Look]] = {
    rule: look for group in (*_FORM, *_TEXT, *_WORDS) for rule, look in group.LOOKS.items()
}
