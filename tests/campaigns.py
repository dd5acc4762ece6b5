"""The papers of the campaigns in examples/, made once in a process for all who look at one.

In: the JSON file of a paper. Out: what the service makes of it on `DAY`.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from vanban.agency import from_data
from vanban.service import Produced, Service, open_service

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*/*.json"))
DAY = date(2026, 11, 22)


def name_of(path: Path) -> str:
    """The id of a test about this paper."""
    return f"{path.parent.name}-{path.stem}"


@cache
def service() -> Service:
    return open_service()


@cache
def produced(path: Path) -> Produced:
    raw = json.loads(path.read_text(encoding="utf-8"))
    office = from_data(raw.pop("co_quan"))
    raw.pop("mo_ta")
    return service().produce(path.stem, raw, office, DAY)
