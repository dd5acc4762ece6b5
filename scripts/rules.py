"""Write the table of rules into docs/kiem-tra.md: `python -m scripts.rules`."""

from __future__ import annotations

from pathlib import Path

from vanban.check.engine import rule_set
from vanban.check.table import markdown

DOCUMENT = Path(__file__).parents[1] / "docs" / "kiem-tra.md"
_BEGIN, _END = "<!-- quy-tac -->\n", "<!-- het quy-tac -->"


def main() -> None:
    """The text around the table stays."""
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(_BEGIN)
    table = markdown(rule_set())
    DOCUMENT.write_text(f"{before}{_BEGIN}{table}{_END}{rest.split(_END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
