"""A problem that a person can mend, and the one table that puts it into Vietnamese.

In: a code, a place and the data of the case. Out: a sentence for the clerk that says what is
wrong, where, and what to do. Every layer makes `Problem` values; none of them holds prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    code: a key of `SENTENCES`. where: the place, as a field path ("can_cu.2",
    "khen_thuong.4.ho_ten") or a file place ("word/document.xml, đoạn 12"); "" when it concerns
    the whole. data: what the sentence needs.
    """

    code: str
    where: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence for this problem. KeyError when the code has none (a bug)."""
        return SENTENCES[self.code].format(**self.data)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


class Refused(Exception):
    """Base of every exception that carries problems a person can mend. Payload: `problems`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(p) for p in problems))
        self.problems = problems


SENTENCES: dict[str, str] = {
    # -- intake: what was typed ------------------------------------------------------------------
    "required": "Chưa nhập “{label}”.",
    # -- kinds: forms/*.toml and its template -----------------------------------------------------
    # -- outline -----------------------------------------------------------------------------------
    # -- docx: files and templates ----------------------------------------------------------------
    # -- pdf ---------------------------------------------------------------------------------------
    # -- settings, register, web -------------------------------------------------------------------
}
