"""The log: what happened, one JSON object a line on standard error; nothing about persons.

In: requests and faults. Out: lines with time, endpoint, status, duration and the number of the
account. Neither names nor addresses nor what was typed: those stand in the audit trail, which only
the office's administrator reads. A fault has a reference that its error page shows, too.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

_log = logging.getLogger("vanban.request")
_FIELDS = ("ref", "endpoint", "method", "status", "ms", "user", "office")
# Without what is easily misread: no 0/O, no 1/I/L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class JsonLines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an exception the kind and the places, not its words: they may quote text."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            told["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
        return json.dumps(told, ensure_ascii=False)


def to_stderr() -> None:
    """Send every record of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_with_reference)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Tells every font that it drops a table of; nothing that an operator could act on.
    for noisy in ("fontTools", "weasyprint", "alembic", "PIL", "matplotlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _with_reference(record: logging.LogRecord) -> bool:
    """What is logged while a request is answered carries its reference."""
    if has_request_context() and not hasattr(record, "ref"):
        record.ref = reference()
    return True


def reference() -> str:
    """The reference of this request, for its log line and its error page."""
    if "reference" not in g:
        g.reference = "".join(secrets.choice(_LETTERS) for _ in range(8))
    ref: str = g.reference
    return ref


def init_app(app: Flask) -> None:
    """Log every request when it has been answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.monotonic()


def _end(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    user = g.get("user")
    fields = {
        "ref": reference(),
        "endpoint": request.endpoint or "-",
        "method": request.method,
        "status": response.status_code,
        "ms": round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
        "user": user.id if user else None,
        "office": user.agency_id if user else None,
    }
    _log.info("request", extra=fields)
    return response
