"""One row of the list of what the PDF shows, and the short words to write rows with.

In: nothing. Out: `Feature` and the constructors; the rows stand in `property_rows` and
`content_rows`, what is made of them in `coverage`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LOOK = "docx_other_look"
LAYOUT = "docx_other_layout"
_FIRST = re.compile(r"<(w\w*:\w+)(?: (w\w*:\w+)=\"([^\"]*)\")?")
# Values by which an on/off element, or one of a choice, says nothing.
_QUIET = frozenset({"0", "false", "off", "none", "nil", "default", "auto"})


class Way(StrEnum):
    """What becomes of a feature."""

    SHOWN = "shown"
    NEAR = "shown approximately"
    SAID = "said"
    SILENT = "passed over"


@dataclass(frozen=True, slots=True)
class Feature:
    """One row. where: the element around it; xml: an example; why: what differs, or the reason.

    code, name: the problem and its Vietnamese name of the thing. usual: values of the example's
    first attribute that ask for nothing. by_reader: the readers say it themselves, not `unseen`.
    """

    where: str
    xml: str
    way: Way
    why: str = ""
    code: str = ""
    name: str = ""
    usual: frozenset[str] = _QUIET
    by_reader: bool = False

    @property
    def tag(self) -> str:
        """Name of the element, "w:em"."""
        found = _FIRST.match(self.xml)
        return found[1] if found else self.xml

    @property
    def attribute(self) -> str:
        """The attribute that says whether anything is asked for."""
        found = _FIRST.match(self.xml)
        return (found[2] if found else "") or "w:val"


def shown(where: str, *examples: str) -> tuple[Feature, ...]:
    """Laid out as Word does."""
    return tuple(Feature(where, xml, Way.SHOWN) for xml in examples)


def near(where: str, xml: str, why: str) -> tuple[Feature, ...]:
    """Laid out, but `why` tells how it differs."""
    return (Feature(where, xml, Way.NEAR, why),)


def silent(where: str, why: str, *examples: str) -> tuple[Feature, ...]:
    """Passed over without a word, because of `why`."""
    return tuple(Feature(where, xml, Way.SILENT, why) for xml in examples)


def said(
    where: str, xml: str, code: str, name: str = "", *usual: str, by_reader: bool = False
) -> tuple[Feature, ...]:
    """Told as a problem. usual: values that ask for nothing, beside the ones that always do."""
    return (
        Feature(
            where, xml, Way.SAID, "", code, name, _QUIET | {u.lower() for u in usual}, by_reader
        ),
    )
