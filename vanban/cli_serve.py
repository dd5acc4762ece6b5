"""`python -m vanban serve`, `access`: the web application, and who may do what in it."""

from __future__ import annotations

import argparse

from vanban.web import server
from vanban.web.matrix import access_matrix


def serve(options: argparse.Namespace) -> int:
    """Serve until stopped; the exit code comes back."""
    return server.serve(host=options.host, port=options.port, demo=options.demo)


def access(_: argparse.Namespace) -> int:
    """Print who may do what, address by address."""
    print(access_matrix(), end="")
    return 0
