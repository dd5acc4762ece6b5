"""The Word files that the printing benchmarks convert, made by the service from the examples.

In: a service and the folder examples/. Out: name → bytes of a Word file.
"""

from __future__ import annotations

import io
import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import docx

from vanban import agency
from vanban.service import Service

EXAMPLES = Path(__file__).parent.parent / "examples"
_DAY = date(2026, 11, 21)


def _made(service: Service, campaign: str, kind: str, **changes: Any) -> bytes:
    raw = json.loads((EXAMPLES / campaign / f"{kind}.json").read_text(encoding="utf-8"))
    office = agency.from_data(raw.pop("co_quan"))
    del raw["mo_ta"]
    return service.produce(kind, raw | changes, office, _DAY).docx


def _example(campaign: str, kind: str, field: str) -> Any:
    return json.loads((EXAMPLES / campaign / f"{kind}.json").read_text(encoding="utf-8"))[field]


def decision(service: Service) -> bytes:
    """A decision for one person that fills one page."""
    kind = "quyet_dinh_khen_thuong"
    grounds = _example("hai-quan-tphcm", kind, "can_cu")
    return _made(
        service,
        "hai-quan-tphcm",
        kind,
        can_cu=grounds[:2],
        thi_hanh="Chánh Văn phòng và công chức có tên tại Điều 1",
        noi_nhan=["Như Điều 2"],
        dieu_khac=[],
    )


def plan(service: Service) -> bytes:
    """A plan of about ten pages, text alone."""
    return _made(service, "hai-phong-200", "ke_hoach")


def people(service: Service) -> bytes:
    """A decision with a list of 300 names: one table over many pages."""
    kind = "quyet_dinh_khen_thuong"
    some = _example("hai-phong-200", kind, "khen_thuong")
    return _made(service, "hai-phong-200", kind, khen_thuong=(some * 300)[:300])


def report(service: Service) -> bytes:
    """A report of more than thirty pages with tables and a picture."""
    text = _example("hai-phong-200", "bao_cao_so_ket", "noi_dung")
    return _made(service, "hai-phong-200", "bao_cao_so_ket", noi_dung="\n".join([text] * 10))


def repeated(service: Service, times: int) -> bytes:
    """A report of about nine pages with its tables and its picture, so many times over."""
    text = _example("hai-phong-200", "bao_cao_so_ket", "noi_dung")
    once = _made(service, "hai-phong-200", "bao_cao_so_ket", noi_dung="\n".join([text] * 2))
    document = docx.Document(io.BytesIO(once))
    body = document.element.body
    first = list(body)[:-1]
    for _ in range(times - 1):
        for item in first:
            body.insert(len(body) - 1, deepcopy(item))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PAPERS = {"decision": decision, "plan": plan, "people": people, "report": report}
