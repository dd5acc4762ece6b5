"""Labels of lists: forms, levels, what restarts what."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from vanban.docx.numbering import Numbering, form_number

_LEVEL = (
    '<w:lvl w:ilvl="{0}"><w:start w:val="{1}"/><w:numFmt w:val="{2}"/><w:lvlText w:val="{3}"/>'
    "</w:lvl>"
)


def numbering(*levels: tuple[int, int, str, str], overrides: str = "") -> Numbering:
    """One abstract list with these levels, used by lists "1" and "2"."""
    body = "".join(_LEVEL.format(*level) for level in levels)
    return Numbering(
        parse_xml(
            f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='0'>{body}</w:abstractNum>"
            "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
            f"<w:num w:numId='2'><w:abstractNumId w:val='0'/>{overrides}</w:num></w:numbering>"
        )
    )


def labels(counter: Numbering, *steps: tuple[str, int]) -> list[str]:
    found = [counter.label(num, level) for num, level in steps]
    return [label.text if label else "" for label in found]


PLAN = ((0, 1, "upperRoman", "%1."), (1, 1, "decimal", "%2."), (2, 1, "lowerLetter", "%3)"))


def test_a_higher_level_restarts_the_deeper_ones() -> None:
    steps = [("1", level) for level in (0, 1, 2, 2, 1, 2, 0, 1, 2)]
    got = labels(numbering(*PLAN), *steps)
    assert got == ["I.", "1.", "a)", "b)", "2.", "a)", "II.", "1.", "a)"]


def test_a_label_may_name_the_levels_above() -> None:
    counter = numbering((0, 1, "decimal", "%1."), (1, 1, "decimal", "%1.%2."))
    got = labels(counter, ("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1))
    assert got == ["1.", "1.1.", "1.2.", "2.", "2.1."]


def test_lists_of_one_kind_go_on_unless_they_say_where_they_start() -> None:
    assert labels(numbering(*PLAN), ("1", 0), ("2", 0)) == ["I.", "II."]
    start = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    counter = numbering(*PLAN, overrides=start)
    assert labels(counter, ("1", 0), ("2", 0), ("2", 0)) == ["I.", "V.", "VI."]


def test_unknown_lists_and_levels_have_no_label() -> None:
    assert Numbering().label("7", 0) is None
    assert numbering(*PLAN).label("1", 5) is None


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (28, "lowerLetter", "bb"),
        (3, "decimalZero", "03"),
        (3, "none", ""),
        (3, "cardinalText", "3"),
        (0, "upperRoman", "0"),
    ],
)
def test_forms_of_numbers(number: int, form: str, expected: str) -> None:
    assert form_number(number, form) == expected
