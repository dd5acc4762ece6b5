"""Every problem has its sentence, and every sentence its problem.

The codes are read from the source: the first argument of `Problem(…)`, or, where a helper passes
its own parameter on, that argument of the helper's calls in the same module. A code put together
by an f-string counts for every sentence that it can name.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache

import pytest

from tests.contract.source import FunctionNode, Module, package
from vanban.problems import SENTENCES


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position < len(call.args) else None


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def parameters(function: FunctionNode) -> list[str]:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == name:
            yield node


def pattern(joined: ast.JoinedStr) -> re.Pattern[str]:
    """What an f-string can become, as a regular expression."""
    parts = [v.value if isinstance(v, ast.Constant) else None for v in joined.values]
    return re.compile("".join("[a-z_0-9]+" if p is None else re.escape(str(p)) for p in parts))


def codes_of(module: Module, value: ast.expr | None, call: ast.Call) -> Iterator[str | ast.expr]:
    """Codes that an expression can be; the expression itself where that cannot be told."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield from [c for c in SENTENCES if pattern(value).fullmatch(c)] or [ast.unparse(value)]
    elif isinstance(value, ast.IfExp):
        yield from codes_of(module, value.body, call)
        yield from codes_of(module, value.orelse, call)
    elif isinstance(value, ast.Name):
        yield from passed_on(module, value, call)
    elif value is not None:
        yield value


def passed_on(module: Module, name: ast.Name, call: ast.Call) -> Iterator[str | ast.expr]:
    around = [f for f in module.functions() if any(node is call for node in ast.walk(f))]
    for function in reversed(around):
        names = parameters(function)
        if name.id in names:
            position = names.index(name.id)
            for outer in calls(module.tree, function.name):
                yield from codes_of(module, argument(outer, position, name.id), outer)
            return
    yield name


def uses() -> Iterator[tuple[str, str | ast.expr]]:
    for module in package():
        for call in calls(module.tree, "Problem"):
            for code in codes_of(module, argument(call, 0, "code"), call):
                yield f"{module.path}:{call.lineno}", code


def literals() -> set[str]:
    return {
        node.value
        for module in package()
        if module.name != "vanban.problems" and module.room != "sentences/"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_that_is_raised_has_a_sentence() -> None:
    unknown = sorted({f"{at} {c}" for at, c in uses() if isinstance(c, str) and c not in SENTENCES})
    assert not unknown, "add these to problems.SENTENCES:\n" + "\n".join(unknown)


@cache
def said() -> set[str]:
    return literals() | {code for _, code in uses() if isinstance(code, str)}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_said_somewhere(code: str) -> None:
    assert code in said(), f"nothing in vanban/ says “{code}”"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_whole(code: str) -> None:
    sentence = SENTENCES[code]
    fields = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    assert all(field.isidentifier() for field in fields), "only plain {names} can be filled in"
    assert sentence.strip() == sentence
    assert sentence.endswith((".", "?", "…", "}")), "a sentence for a person ends with a full stop"
