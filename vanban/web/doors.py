"""What is judged before anybody asks who comes: the name of this server, and the way to it.

In: a request. Out: it passes, or is refused with a sentence. A page of another site can make a
browser send requests here under that site's name (DNS rebinding); so a name is answered only when
it is one of ours: a bare address, this machine's own name, or one of VANBAN_HOSTS.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from flask import Flask, Response, request

from vanban.problems import Problem, Refused
from vanban.settings import Settings

_YEAR_S = 365 * 24 * 3600


def init_app(app: Flask, settings: Settings) -> None:
    """Look at every request, and tell browsers that came by https to stay there."""
    known = frozenset(settings.hosts) or _own_names()
    only_listed = bool(settings.hosts)

    def check() -> None:
        name = _name(request.headers.get("Host", ""))
        if name not in known and (only_listed or not _is_address(name)):
            raise Refused(Problem("host_unknown", "", {"name": name[:100]}))

    def stay_on_https(response: Response) -> Response:
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR_S}")
        return response

    app.before_request(check)
    app.after_request(stay_on_https)


def _own_names() -> frozenset[str]:
    names = {"localhost", socket.gethostname(), socket.getfqdn()}
    return frozenset(name.lower() for name in names if name)


def _name(host: str) -> str:
    """The host of a Host header without its port, in small letters; "" when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
