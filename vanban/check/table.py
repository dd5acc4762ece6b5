"""The rule set as a page for people: every clause, and by what it is checked or why it is not.

In: a `RuleSet`. Out: Markdown in Vietnamese, which docs/kiem-tra.md holds and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator

from vanban.check.engine import Rule, RuleSet
from vanban.check.report import SEVERITIES


def markdown(rules: RuleSet) -> str:
    """Two tables: clauses with their rules, and rules with what they weigh."""
    return "\n".join([*_clauses(rules), "", *_rules(rules), ""])


def _clauses(rules: RuleSet) -> Iterator[str]:
    yield "| Điều khoản | Nội dung | Quy tắc kiểm tra, hoặc lý do không kiểm tra |"
    yield "|---|---|---|"
    for clause in sorted(rules.clauses, key=lambda each: _order(each.clause)):
        checked = ", ".join(f"`{rule}`" for rule in clause.rules)
        told = " ".join(text for text in (checked, clause.reason) if text)
        yield f"| {clause.clause} | {_cell(clause.says)} | {_cell(told)} |"


def _rules(rules: RuleSet) -> Iterator[str]:
    yield "| Quy tắc | Kiểm tra gì | Mức | Điều khoản |"
    yield "|---|---|---|---|"
    for rule in sorted(rules.rules.values(), key=lambda each: _order(each.clause)):
        weight = SEVERITIES[rule.severity]
        yield f"| `{rule.id}` | {_cell(_what(rule))} | {weight} | {rule.clause} |"


def _what(rule: Rule) -> str:
    return rule.title + (f" ({', '.join(rule.loai)})" if rule.loai else "")


def _order(clause: str) -> tuple[bool, str]:
    """The annexes first, in their order; what no clause tells at the end."""
    return not clause.startswith("Phụ lục"), clause


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
