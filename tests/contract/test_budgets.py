"""Size limits: they keep every piece small enough to be read at once."""

from __future__ import annotations

import statistics

from tests.contract.source import length, shipped

LONGEST_FUNCTION = 50
MOST_FUNCTIONS = 25
LONGEST_FILE = 500


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module.path}:{function.lineno} {function.name} has {length(function)} lines"
        for module in shipped()
        for function in module.functions()
        if length(function) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [length(function) for module in shipped() for function in module.functions()]
    ninth_decile = statistics.quantiles(lengths, n=10)[-1]
    assert ninth_decile <= MOST_FUNCTIONS, f"90 % of the functions have up to {ninth_decile} lines"


def test_no_file_is_too_long() -> None:
    long = [f"{m.path} has {len(m.lines)} lines" for m in shipped() if len(m.lines) > LONGEST_FILE]
    assert not long, "\n".join(long)


def test_every_module_says_what_it_is_for() -> None:
    docstrings = {m.path: m.tree.body[:1] for m in shipped()}
    silent = [path for path, body in docstrings.items() if not (body and _is_text(body[0]))]
    assert not silent


def _is_text(node: object) -> bool:
    value = getattr(getattr(node, "value", None), "value", None)
    return isinstance(value, str)
