"""The web: requests come in, pages and files go out; every decision on papers is made below.

`create_app` puts the pieces together: settings, the opened house, the guard at the door, the error
pages and one blueprint for each area.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from vanban import settings as configuration
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.vietnamese.days import now
from vanban.web import (
    access,
    accounts,
    batch_check,
    batch_common,
    batch_files,
    batch_names,
    batch_run,
    batch_steps,
    batches,
    book,
    both,
    certificates,
    checks,
    doors,
    editor,
    errors,
    health,
    home,
    installation,
    life,
    logs,
    office,
    oidc,
    pages,
    people,
    series,
    signing,
    signing_copies,
    signing_office,
    signing_own,
    trail,
    vgca,
)

_PAPERS = (health, accounts, oidc, home, life, book, editor, both, checks)
_LISTS = (
    batches,
    batch_common,
    batch_check,
    batch_run,
    batch_files,
    batch_names,
    batch_steps,
)
_SIGNING = (signing, signing_copies, signing_own, signing_office, vgca)
_OFFICE = (office, certificates, people, series, trail, installation)
BLUEPRINTS = tuple(area.blueprint for area in (*_PAPERS, *_LISTS, *_SIGNING, *_OFFICE))
_MB = 1024 * 1024
# A list of a thousand people has some seven fields each; Flask's own limit is a thousand parts.
_MOST_FIELDS = 20_000


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = now) -> Flask:
    """The application. settings: None for those of the environment. clock: the present.

    Raises Refused when the settings, the kinds, the database or the typeface cannot be used.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    _configure(app, settings)
    logs.init_app(app)
    doors.init_app(app, settings)
    oidc.init_app(app, settings)
    # The guard is registered first: a stranger is asked to sign in before anything else is judged.
    access.init_app(app)
    vgca.init_csrf(CSRFProtect(app))
    errors.init_app(app)
    pages.init_app(app)
    add_routes(app)
    # Last, so that nothing has been opened when something above is refused.
    app.extensions["vanban"] = open_services(settings, clock)
    return app


def add_routes(app: Flask) -> None:
    """Every page of the house. ValueError for a route that nobody wrote an access rule for."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.check_rules(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=configuration.secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * _MB,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_mb * _MB,
        MAX_FORM_PARTS=_MOST_FIELDS,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="vanban",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The token lives as long as the session: a page may stay open for a whole working day.
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.session_interface = access.SessionCookie()
    # A misspelt name in a template is an error here, not an empty place on the page.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


__all__ = ["Services", "create_app"]
