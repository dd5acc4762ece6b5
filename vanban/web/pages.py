"""What every template may use: filters, the present reader, and addresses of static files.

In: values of a request. Out: names in the templates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request

from vanban.agency import QUYEN_HAN
from vanban.life import STATES, STEPS
from vanban.problems import Problem
from vanban.register import DocumentSummary, User
from vanban.vietnamese.days import VIETNAM, local_day
from vanban.web import words
from vanban.web.access import first_permitted, permits, services


def today() -> date:
    """The date in Vietnam."""
    return local_day(services().clock())


def when(moment: datetime) -> str:
    """A moment as a clerk reads it: "14:05 hôm nay", "14:05 ngày 05/03/2026"."""
    local = moment.astimezone(VIETNAM)
    days = (today() - local.date()).days
    pattern = {0: words.TODAY, 1: words.YESTERDAY}.get(days, words.ON_DAY)
    return pattern.format(time=f"{local:%H:%M}", day=f"{local:%d/%m/%Y}")


def paper_title(record: DocumentSummary) -> str:
    """The trích yếu, or words for its absence."""
    return record.title or words.NO_TITLE


def kind_title(name: str) -> str:
    """The title of a kind; its bare name when its form is no longer installed."""
    kind = services().service.kinds.get(name)
    return kind.title if kind else name


def file_size(size: int) -> str:
    """Bytes as people read them: "38 KB", "1,2 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def millimetres(length: float) -> str:
    """A length in mm as people write it: "36", "12,5"."""
    return f"{length:.1f}".removesuffix(".0").replace(".", ",")


def by_place(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Problems → sentences for each place, for the fields of a page."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.where, []).append(problem.sentence)
    return found


def signing_choices() -> list[tuple[str, str]]:
    """The rights to sign, with their labels."""
    return [(key, signing.label) for key, signing in QUYEN_HAN.items()]


def rights_needing(part: str) -> str:
    """The rights to sign that need this part of a signer, with a space between."""
    return " ".join(key for key, signing in QUYEN_HAN.items() if part in signing.needs)


def may(endpoint: str) -> bool:
    """Whether the reader may use this route; nobody who is not signed in may."""
    user: User | None = g.get("user")
    return user is not None and permits(endpoint, user.rights)


Tab = tuple[str, str, bool]


def navigation() -> list[Tab]:
    """The pages that the head of every page leads the reader to."""
    return _tabs(words.NAVIGATION)


def office_tabs() -> list[Tab]:
    """The pages of the office that the reader may use."""
    return _tabs(words.OFFICE_TABS)


def _tabs(groups: Iterable[tuple[str, tuple[str, ...]]]) -> list[Tab]:
    """(label, route, whether the reader is there) of each group that is open to the reader."""
    user: User | None = g.get("user")
    found = []
    for label, endpoints in groups:
        first = first_permitted(filter(_stands_alone, endpoints), user.rights) if user else None
        if first:
            found.append((label, first, request.endpoint in endpoints))
    return found


def _stands_alone(endpoint: str) -> bool:
    """Whether an address of this route is about no paper, list or person in particular."""
    return not any(rule.arguments for rule in current_app.url_map.iter_rules(endpoint))


def init_app(app: Flask) -> None:
    """Give the templates their filters and names."""
    app.add_template_filter(when)
    app.add_template_filter(paper_title)
    app.add_template_filter(kind_title)
    app.add_template_filter(file_size)
    app.add_template_filter(millimetres)
    app.add_template_global(signing_choices)
    app.add_template_global(rights_needing)
    app.add_template_global(may)
    app.add_template_global(navigation)
    labels = {name: step.label for name, step in STEPS.items()}
    app.jinja_env.globals.update(state_labels=STATES, step_labels=labels)
    app.add_template_global(office_tabs)
    app.context_processor(_reader)
    versions: dict[str, str] = {}

    @app.url_defaults
    def version_static(endpoint: str, values: dict[str, Any]) -> None:
        """A changed file gets a new address, so browsers may keep the old one for a year."""
        if endpoint == "static" and "filename" in values and app.static_folder:
            name = values["filename"]
            if name not in versions or app.debug:
                versions[name] = _fingerprint(Path(app.static_folder) / name)
            values["v"] = versions[name]


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else ""


def _reader() -> dict[str, Any]:
    user = g.get("user")
    office = None
    if user is not None and "failed" not in g:
        if "office" not in g:
            g.office = services().register.people.office(user.agency_id)
        office = g.office
    return {"reader": user, "reader_office": office, "demo": services().settings.demo}
