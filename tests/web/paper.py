"""What tests do with a paper by HTTP, and what they look at afterwards.

In: a visitor and a paper. Out: the next page; the state of things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vanban.register import User
from vanban.services import Services
from vanban.web import fields

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def press(visitor: Visitor, document_id: int, label: str, **typed: str) -> str:
    """Press a button on the paper's page, with everything that its form holds; the next page."""
    page = visitor.get(f"/van-ban/{document_id}").text
    for found in re.finditer(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
        address, inside = found.groups()
        if re.search(rf'type="submit"[^>]*>{re.escape(label)}<', inside):
            hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', inside))
            return visitor.follow(visitor.post(address, {**hidden, **typed}, 303)).text
    raise AssertionError(f"no button “{label}” on the page:\n{page}")


def number(visitor: Visitor, document_id: int, **typed: str) -> str:
    """Open the page that gives a number and press its button; the next page."""
    page = visitor.get(f"/van-ban/{document_id}/cap-so").text
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    sent["ngay"] = re.findall(r'id="ngay"[^>]* value="([^"]*)"', page)[0]
    return visitor.follow(
        visitor.post(f"/van-ban/{document_id}/cap-so", {**sent, **typed}, 303)
    ).text


def state(services: Services, document_id: int, user: User) -> str:
    return services.drafts.get(user, document_id).state


def everything(services: Services, user: User) -> list[Any]:
    """What a refused request must leave as it was."""
    papers = [services.drafts.get(user, each.id) for each in services.drafts.list(user).records]
    steps = [services.register.steps.history(paper.id) for paper in papers]
    locks = [services.register.steps.lock_of(paper.id) for paper in papers]
    entries = services.register.numbers.find(user.agency_id, 2026)
    return [papers, steps, locks, entries]


def form_of(services: Services, user: User, document_id: int, **changes: str) -> dict[str, str]:
    record = services.drafts.get(user, document_id)
    posted = dict(fields.encode(services.service.kinds[record.kind], record.data))
    return {"revision": str(record.revision), **posted, **changes}
