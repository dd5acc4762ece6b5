"""What each rule looks at: id of a rule → its function, for all groups of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vanban.check.engine import Look
from vanban.check.looks import capitals, figures, page, text

LOOKS: Final[Mapping[str, Look]] = {**page.LOOKS, **text.LOOKS, **figures.LOOKS, **capitals.LOOKS}
