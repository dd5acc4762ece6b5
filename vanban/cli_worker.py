"""`python -m vanban worker`: the rows of lists that wait become papers, until it is stopped."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from vanban.settings import Settings
from vanban.worker import work


def worker(options: argparse.Namespace) -> int:
    """Be a worker; asked to stop, it ends after its row."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    settings = Settings.from_environment(os.environ)
    work(settings, stopped, name=options.name, attached=options.attached)
    return 0
