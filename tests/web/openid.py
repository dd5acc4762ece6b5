"""A real OpenID Connect provider for the tests: Django OAuth Toolkit in a process of its own.

In: a folder. Out: a provider on this machine with two people and this program as its client. Its
protocol is another library's than ours, so that a mistake of one is not covered up by the same one
on the other side. Every start makes a new key to sign with. tests/web/openid_program.py is the
process.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.contract.source import ROOT

CLIENT, SECRET = "vanban", "chi-hai-ben-biet"
PEOPLE = ("lan.nguyen", "minh.tran")
PASSWORD = "mot cau khac"  # noqa: S105 - of people who live for one test
BACK = "/dang-nhap/lien-thong/ve"


@dataclass
class Program:
    """The running provider. issuer: as its tokens name it."""

    issuer: str
    folder: Path
    port: int
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it with a new key, and wait until it serves."""
        command = [
            sys.executable,
            "-m",
            "tests.web.openid_program",
            str(self.folder),
            str(self.port),
        ]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(folder: Path) -> Iterator[Program]:
    """The provider with its database in `folder`."""
    port = free_port()
    program = Program(f"http://127.0.0.1:{port}/o", folder, port)
    program.start()
    try:
        yield program
    finally:
        program.stop()


class Person:
    """The browser of somebody at the provider's pages, over real HTTP."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._browser = requests.Session()

    def go(self, address: str) -> str:
        """Open the address that our program sent to, sign in when asked; the address back."""
        answer = self._open(address)
        while answer.status_code == 200:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
            assert token is not None, answer.text[:2000]
            sent = {"username": self.name, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
            answer = self._follow(self._browser.post(answer.url, sent, allow_redirects=False))
        return self._back(answer)

    def _open(self, address: str) -> requests.Response:
        return self._follow(self._browser.get(address, allow_redirects=False, timeout=20))

    def _follow(self, answer: requests.Response) -> requests.Response:
        while answer.is_redirect and BACK not in answer.headers["Location"].split("?")[0]:
            there = urljoin(answer.url, answer.headers["Location"])
            answer = self._browser.get(there, allow_redirects=False, timeout=20)
        return answer

    @staticmethod
    def _back(answer: requests.Response) -> str:
        location = answer.headers.get("Location", "")
        assert BACK in location, f"{answer.status_code} {location} {answer.text[:2000]}"
        return location[location.index(BACK) :]
