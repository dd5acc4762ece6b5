"""`python -m vanban serve`: settings come in; a server answers until it is stopped.

Stopped by SIGTERM or Ctrl-C it takes no new connection, lets every request that has begun come to
its end, and then goes: nothing is half-written, and nobody loses an answer.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask
from waitress import create_server

from vanban.demo import load_demo
from vanban.problems import Problem, Refused
from vanban.services import Services
from vanban.settings import Settings, setup_code
from vanban.web import create_app, logs
from vanban.worker import Crew

DEMO_FOLDER = "demo"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
# A page is composed in one thread while the others go on saving what people type.
_THREADS = 8
# The longest paper takes a few seconds; a service manager kills after 90 (systemd's default).
_GRACE_S = 60.0
_LOOK_S = 0.05
_MB = 1024 * 1024
_HEADER_BYTES = 32 * 1024


def serve(host: str | None = None, port: int | None = None, *, demo: bool = False) -> int:
    """Serve until stopped; the exit code. None: as the settings say.

    demo: on data of its own, with the examples loaded, whatever papers there are elsewhere.
    Raises Refused when the settings, the data or the examples cannot be used.
    """
    settings = Settings.from_environment(os.environ)
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    if demo or settings.demo:
        settings = replace(settings, demo=True, data_dir=settings.data_dir / DEMO_FOLDER)
    logs.to_stderr()
    app = create_app(settings)
    opened: Services = app.extensions["vanban"]
    if settings.demo:
        load_demo(opened, EXAMPLES)
    sockets: dict[int, Any] = {}
    server = _listening(app, sockets, settings)
    _stop_in_order([s for s in sockets.values() if hasattr(s, "active_channels")])
    sys.stdout.write(
        f"Vanban đã sẵn sàng. Mở trình duyệt tại: http://{settings.host}:{settings.port}\n"
    )
    code = "" if opened.register.people.anybody() else setup_code(settings)
    if code:
        sys.stdout.write(f"Mã cài đặt (trang đầu tiên sẽ hỏi): {code}\n")
    sys.stdout.flush()
    crew = Crew(settings, opened.register.claims)
    crew.start()
    server.run()
    crew.stop()
    opened.register.close()
    return 0


def _listening(app: Flask, sockets: dict[int, Any], settings: Settings) -> Any:
    """The server at that place. Raises Refused when it is taken, forbidden, or is no such place."""
    try:
        return create_server(
            app,
            map=sockets,
            host=settings.host,
            port=settings.port,
            threads=_THREADS,
            ident=None,
            # The application itself reads them, as many as there are trusted proxies.
            clear_untrusted_proxy_headers=not settings.proxies,
            # What is larger than this is not even kept on the disk; the page for what is a little
            # too large comes from the application.
            max_request_body_size=(settings.max_upload_mb + 1) * _MB,
            max_request_header_size=_HEADER_BYTES,
        )
    except (OSError, ValueError) as error:
        detail = (error.strerror if isinstance(error, OSError) else "") or str(error)
        data = {"host": settings.host, "port": settings.port, "detail": detail}
        raise Refused(Problem("port_unusable", "", data)) from error


def _stop_in_order(listeners: Iterable[Any]) -> None:
    """Let SIGTERM and SIGINT end the server as the module says; a second one ends it at once."""
    asked = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise SystemExit(0)
        asked.set()
        for listener in listeners:
            # In the server's own loop: it may just be waiting on this very socket.
            listener.trigger.pull_trigger(partial(_stop_listening, listener))
        threading.Thread(target=_end_when_idle, args=(listeners,), daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _stop_listening(listener: Any) -> None:
    listener.del_channel()
    listener.socket.close()


def _end_when_idle(listeners: Iterable[Any]) -> None:
    until = time.monotonic() + _GRACE_S
    time.sleep(_LOOK_S)  # what has been accepted but not yet read becomes a request
    while time.monotonic() < until and any(_busy(listener) for listener in listeners):
        time.sleep(_LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)


def _busy(listener: Any) -> bool:
    """Whether a request is being answered, or an answer is still on its way out."""
    channels = list(listener.active_channels.values())
    return any(c.requests or c.request is not None or c.total_outbufs_len for c in channels)
