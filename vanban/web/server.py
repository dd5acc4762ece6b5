"""`python -m vanban serve`: settings come in; a server answers until it is stopped."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from waitress import serve as run

from vanban.demo import load_demo
from vanban.services import Services
from vanban.settings import Settings
from vanban.web import create_app

DEMO_FOLDER = "demo"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
# A page is composed in one thread while the others go on saving what people type.
_THREADS = 8


def serve(host: str | None = None, port: int | None = None, *, demo: bool = False) -> int:
    """Serve until Ctrl-C; the exit code. None: as the settings say.

    demo: on data of its own, with the examples loaded, whatever papers there are elsewhere.
    Raises Refused when the settings, the data or the examples cannot be used.
    """
    settings = Settings.from_environment(os.environ)
    if demo or settings.demo:
        settings = replace(settings, demo=True, data_dir=settings.data_dir / DEMO_FOLDER)
    app = create_app(settings)
    if settings.demo:
        opened: Services = app.extensions["vanban"]
        load_demo(opened, EXAMPLES)
    host, port = host or settings.host, port or settings.port
    sys.stdout.write(f"Vanban đã sẵn sàng. Mở trình duyệt tại: http://{host}:{port}\n")
    sys.stdout.flush()
    run(app, host=host, port=port, threads=_THREADS, ident=None)
    return 0
