"""Every act that the program notes has its sentence, and every sentence its act."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.contract.source import package
from vanban.life import RELATIONS, STEPS
from vanban.register import Event
from vanban.web.trail_words import ACTS, name_of, sentence_of

_NOTING = {"append", "note", "_note", "_change", "_step", "_tell"}


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def noted() -> set[str]:
    """The acts that the source notes: a text among the arguments of a call that notes, or the
    text that a name or an argument called `action` is given."""
    found = {*STEPS, *RELATIONS}
    for module in package():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action":
                found |= set(texts(node.value))
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            named = [k.value for k in node.keywords if k.arg == "action"]
            if node.func.attr.startswith("_"):
                found |= {text for argument in named for text in texts(argument)}
            trail = ast.unparse(node.func.value).endswith("trail")
            if node.func.attr in _NOTING and (trail or node.func.attr.startswith("_")):
                found |= {text for argument in node.args for text in texts(argument) if text}
    return found


def event(action: str, detail: str = "{}") -> Event:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    return Event(1, 1, now, 1, "Lan", "10.0.0.1", action, None, detail, "")


def test_every_act_has_its_sentence() -> None:
    assert noted() == set(ACTS)


@pytest.mark.parametrize("action", ACTS)
def test_an_event_of_earlier_days_still_reads(action: str) -> None:
    assert sentence_of(event(action))
    assert name_of(action)


def test_an_act_that_is_not_known_is_shown_bare() -> None:
    assert (sentence_of(event("mai_sau")), name_of("mai_sau")) == ("mai_sau", "mai_sau")


def test_changes_are_told() -> None:
    detail = (
        '{"account": "binh", "before": {"ho_ten": "Bình", "roles": ["soan_thao"]},'
        ' "after": {"ho_ten": "Bình", "roles": []}}'
    )
    assert sentence_of(event("sua_tai_khoan", detail)) == (
        "Sửa tài khoản “binh”: Bình, Soạn thảo → Bình, không vai trò."
    )
    assert sentence_of(event("sua_co_quan", '{"changed": ["signers", "moi"]}')) == (
        "Sửa thông tin cơ quan: người ký, moi."
    )
    given = '{"so": "01/QĐ-UBND", "series": "Văn bản đi", "ngay": "2026-11-02"}'
    assert sentence_of(event("cap_so", given)) == (
        "Cấp số 01/QĐ-UBND trong sổ “Văn bản đi”, ngày 02/11/2026."
    )
