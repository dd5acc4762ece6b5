"""Many papers of one kind: the bytes of the single form, one after the other or in processes."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.contract.source import ROOT
from vanban import agency as agencies
from vanban.agency import Agency
from vanban.by_list import Item, Order, Run
from vanban.pdf import again
from vanban.problems import Refused
from vanban.service import Service, open_service

KIND = "quyet_dinh_khen_thuong"
DAY = date(2026, 11, 21)
NAMES = ("Nguyễn Thị An", "Đặng Thùy Trâm", "Vũ Đình Quý", "Hoàng Phủ Ngọc Tường", "Ỷ Lan", "A Ma")


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


def office(**changes: Any) -> Agency:
    told = json.loads((ROOT / f"examples/hai-quan-tphcm/{KIND}.json").read_text("utf-8"))
    return agencies.from_data({**told["co_quan"], **changes})


def raws(count: int) -> list[dict[str, Any]]:
    """A decision for one person each: what they have in common, and a name."""
    told = json.loads((ROOT / f"examples/hai-quan-tphcm/{KIND}.json").read_text("utf-8"))
    del told["co_quan"], told["mo_ta"]
    person = told["khen_thuong"][0]
    return [
        {**told, "khen_thuong": [{**person, "ho_ten": f"{NAMES[i % len(NAMES)]} {i % 7}"}]}
        for i in range(count)
    ]


@pytest.mark.parametrize(
    "changes",
    [{}, {"pdf_luu_tru": True}, {"truong_ky": agencies.TRUONG_DAY_DU}],
    ids=["as it is", "archive", "fields"],
)
def test_a_paper_is_the_one_that_a_fresh_service_makes(
    service: Service, changes: dict[str, Any]
) -> None:
    rows = [{k: v for k, v in raw.items() if k != "so"} for raw in raws(4)]
    made = [service.produce(KIND, raw, office(**changes), DAY) for raw in rows]
    # A service that has printed nothing keeps nothing of another paper.
    for raw, paper in zip(rows[2:], made[2:], strict=True):
        again._memories.clear()
        fresh = open_service().produce(KIND, raw, office(**changes), DAY)
        assert paper == fresh


def test_processes_give_the_same(service: Service, tmp_path: Path) -> None:
    rows = raws(12)
    rows[7] = {**rows[7], "trich_yeu": ""}
    items = [Item(i, partial(dict, raw), tmp_path / f"{i:02}") for i, raw in enumerate(rows)]
    seen = Run(Order(KIND, office(), DAY), items, len(items), 2, lambda _: None).make(service)
    assert [problem.where for problem in seen.failed[7]] == ["trich_yeu"]
    del rows[7]
    made = [service.produce(KIND, raw, office(), DAY) for raw in rows]
    told = [(paper.docx, paper.pdf) for paper in made]
    kinds = (sorted(tmp_path.glob("*.docx")), sorted(tmp_path.glob("*.pdf")))
    pairs = zip(*kinds, strict=True)
    assert [(docx.read_bytes(), pdf.read_bytes()) for docx, pdf in pairs] == told


def test_a_word_file_alone_is_that_of_the_paper(service: Service) -> None:
    for raw in raws(3):
        made = service.produce(KIND, raw, office(), DAY)
        assert service.word(KIND, raw, office(), DAY) == made.docx


def test_a_word_file_alone_is_checked_too(service: Service) -> None:
    with pytest.raises(Refused):
        service.word(KIND, {**raws(1)[0], "trich_yeu": ""}, office(), DAY)
