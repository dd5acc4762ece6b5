"""The server as a service manager runs it: it starts, answers, and stops; nothing is lost."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def running(folder: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A server that has said that it is ready. more: settings."""
    env = {**os.environ, "VANBAN_DATA_DIR": str(folder), "VANBAN_PORT": str(port), **more}
    command = [sys.executable, "-m", "vanban", "serve"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert "sẵn sàng" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server that the test may stop."""
    with running(tmp_path / "output", port) as process:
        yield process


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., int]]:
    """Gives the port of a server with these settings: one for all who only ask it something.

    It has nobody who makes the papers of lists: three processes take three times as long to begin.
    """
    ports: dict[tuple[tuple[str, str], ...], int] = {}
    with ExitStack() as stack:

        def port_of(**more: str) -> int:
            key = tuple(sorted(more.items()))
            if key not in ports:
                ports[key] = free_port()
                folder = tmp_path_factory.mktemp("served")
                stack.enter_context(running(folder, ports[key], VANBAN_WORKERS="0", **more))
            return ports[key]

        yield port_of


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_every_request_that_began_is_answered(server: subprocess.Popen[str], port: int) -> None:
    """Some requests are half-sent when the signal comes; they are finished and answered."""
    assert ask(port, "/readyz")[0] == 200
    slow = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(3)]
    for each in slow:
        each.sendall(b"GET /cai-dat HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    time.sleep(0.3)
    server.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    with pytest.raises(ConnectionRefusedError):
        ask(port, "/healthz")
    for each in slow:
        each.sendall(b"Connection: close\r\n\r\n")
    for each in slow:
        with each, each.makefile("rb") as answer:
            text = answer.read()
        assert text.startswith(b"HTTP/1.1 200")
        assert text.rstrip().endswith(b"</html>")
    assert server.wait(timeout=20) == 0


def test_an_idle_server_stops_at_once(server: subprocess.Popen[str], port: int) -> None:
    kept = HTTPConnection("127.0.0.1", port, timeout=10)  # a browser keeps its connection
    kept.request("GET", "/healthz")
    kept.getresponse().read()
    began = time.monotonic()
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=50) == 0
    assert time.monotonic() - began < 30, "it waited for somebody who asks nothing"
    kept.close()


def test_the_log_is_lines_of_json(server: subprocess.Popen[str], port: int) -> None:
    threads = [threading.Thread(target=ask, args=(port, "/cai-dat")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ask(port, "/khong-co?ten=Nguyen+Thi+Anh")
    server.send_signal(signal.SIGTERM)
    _, log = server.communicate(timeout=20)
    told = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in told if line["what"] == "request"]
    assert [line["status"] for line in requests].count(200) == 4
    assert all(re.fullmatch(r"[2-9A-Z]{8}", line["ref"]) for line in requests)
    assert "Nguyen" not in log


def exchange(port: int, *lines: str) -> str:
    """What the server answers to a request in these very lines, until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("".join(f"{line}\r\n" for line in lines).encode("latin-1"))
        with connection.makefile("rb") as answer:
            return answer.read().decode("utf-8", "replace")


VIA = ("X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https")


BEHIND_A_PROXY = {"VANBAN_PROXIES": "1", "VANBAN_MAX_UPLOAD_MB": "1"}


@pytest.mark.parametrize(("settings", "believed"), [(BEHIND_A_PROXY, True), ({}, False)])
def test_what_a_proxy_says_is_believed_when_there_is_one(
    served: Callable[..., int], settings: dict[str, str], believed: bool
) -> None:
    """Over a real connection: the server below the application lets it through, too."""
    answer = exchange(served(**settings), "GET /cai-dat HTTP/1.0", "Host: 127.0.0.1", *VIA, "")
    head = answer.split("\r\n\r\n")[0]
    assert ("Strict-Transport-Security" in head) is believed
    assert ("; Secure" in head) is believed
    assert ("Set-Cookie: __Host-vanban=" in head) is believed


SMUGGLED = {
    "two lengths": ("Content-Length: 5", "Content-Length: 6"),
    "a length that is none": ("Content-Length: +5",),
    "an unknown encoding": ("Transfer-Encoding: chunked, zip",),
    "a folded header": ("X-A: 1", " Content-Length: 5"),
}


@pytest.mark.parametrize("lines", SMUGGLED.values(), ids=SMUGGLED)
def test_no_second_request_hides_in_the_first(
    served: Callable[..., int], lines: tuple[str, ...]
) -> None:
    """Whatever the length is said to be, the line after the body is never answered as a request."""
    hidden = ("GET /healthz HTTP/1.1", "Host: 127.0.0.1", "")
    answer = exchange(
        served(), "POST /dang-nhap HTTP/1.1", "Host: 127.0.0.1", *lines, "", "0", "", *hidden
    )
    assert '"status"' not in answer
    assert answer.startswith(("HTTP/1.1 4", "HTTP/1.0 4", "HTTP/1.1 501", "HTTP/1.0 501")), answer


def test_a_far_too_large_request_is_not_read(served: Callable[..., int]) -> None:
    length = f"Content-Length: {50 * 1024 * 1024}"
    answer = exchange(
        served(**BEHIND_A_PROXY), "POST /dang-nhap HTTP/1.1", "Host: 127.0.0.1", length, ""
    )
    assert " 413 " in answer.splitlines()[0]


def test_only_methods_that_there_are(served: Callable[..., int]) -> None:
    for method in ("TRACE", "CONNECT", "DELETE", "PUT", "LAY"):
        answer = exchange(served(), f"{method} /dang-nhap HTTP/1.0", "Host: 127.0.0.1", "")
        assert " 405 " in answer.splitlines()[0], method
        assert "Server:" not in answer
