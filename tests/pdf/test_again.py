"""What is kept of a paper changes no byte of the next one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.contract.source import ROOT
from vanban import agency as agencies
from vanban.pdf import again
from vanban.service import Service, open_service

DAY = date(2026, 11, 21)
DECISION = "quyet_dinh_khen_thuong"


@pytest.fixture(scope="module")
def service() -> Service:
    return open_service()


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Iterator[None]:
    again._memories.clear()
    yield
    again._memories.clear()


def campaign(name: str, kind: str) -> tuple[dict[str, Any], agencies.Agency]:
    raw = json.loads((ROOT / f"examples/{name}/{kind}.json").read_text("utf-8"))
    office = agencies.from_data(raw.pop("co_quan"))
    del raw["mo_ta"]
    return raw, office


def forgetful(service: Service, kind: str, raw: dict[str, Any], office: Any) -> bytes:
    """The paper as it is printed when nothing is kept of any other."""
    again._memories.clear()
    return service.produce(kind, raw, office, DAY).pdf


def mixed(names: tuple[str, ...], kind: str = DECISION) -> list[tuple[dict[str, Any], Any]]:
    """The papers of several offices in turn, three times over: the third finds what is kept."""
    return [campaign(name, kind) for name in names] * 3


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (DECISION, ("can-tho-119", "hai-quan-tphcm", "hai-phong-200")),
        ("ke_hoach", ("so-du-lich-hai-phong",)),
        ("bao_cao_so_ket", ("hai-phong-200",)),
    ],
)
def test_papers_in_turn(service: Service, kind: str, names: tuple[str, ...]) -> None:
    papers = mixed(names, kind)
    made = [service.produce(kind, raw, office, DAY).pdf for raw, office in papers]
    assert max(again.lines_kept()) > 0
    for (raw, office), pdf in zip(papers[: len(names)], made[2 * len(names) :], strict=True):
        assert pdf == forgetful(service, kind, raw, office)


def test_papers_whose_pages_break_elsewhere(service: Service) -> None:
    raw, office = campaign("hai-quan-tphcm", DECISION)
    raw = {**raw, "can_cu": raw["can_cu"][:1], "dieu_khac": [], "noi_nhan": ["Như Điều 2"]}
    # More and more lines, until the signature goes over to another page, and back again.
    papers = [
        {**raw, "can_cu": [*raw["can_cu"], *(f"Căn cứ Tờ trình số {i}" for i in range(count))]}
        for count in (0, 1, 0, 8, 20, 8, 0)
    ]
    made = [service.produce(DECISION, each, office, DAY).pdf for each in papers]
    assert len({service.page_count(pdf) for pdf in made}) > 1
    for each, pdf in zip(papers, made, strict=True):
        assert pdf == forgetful(service, DECISION, each, office)


def test_a_heading_that_stands_twice_keeps_both_bookmarks(service: Service) -> None:
    raw, office = campaign("hai-quan-tphcm", "ke_hoach")
    part = "I. MỤC ĐÍCH\n" + "\n".join(["Nội dung của phần này được ghi ở đây."] * 60)
    raw = {**raw, "noi_dung": "\n".join([part] * 3)}
    made = [service.produce("ke_hoach", raw, office, DAY).pdf for _ in range(3)]
    assert made[0] == made[1] == made[2] == forgetful(service, "ke_hoach", raw, office)


def test_what_is_kept_is_bounded(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "_BOXES", 300)
    raw, office = campaign("hai-quan-tphcm", DECISION)
    for n in range(4):
        for _ in range(2):
            service.produce(DECISION, {**raw, "trich_yeu": f"Về việc {n}" * (n + 1)}, office, DAY)
        assert max(again.lines_kept()) <= 300


def test_few_sheets_are_kept(service: Service) -> None:
    raw, office = campaign("hai-quan-tphcm", DECISION)
    for n in range(8):
        service.produce(DECISION, {**raw, "trich_yeu": f"Về việc {'đó ' * n}"}, office, DAY)
    assert len(list(again.lines_kept())) <= 4
