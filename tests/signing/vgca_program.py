"""A stand-in for VGCA Sign Service: listens on this machine and speaks the recorded protocol.

In: how it behaves. Out: a running program on wss://127.0.0.1:8987/ that fetches the file it is told
to, signs it with a certificate of the tests' own authority, brings it back and answers the page.
What it does and says stands in docs/dev/vgca.md with its sources; where they say nothing it does
the least. What a person would press in its window is a setting of it.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.signing import authority, papers
from tests.signing.authority import Person

PORT = 8987
SIGNING = ("/SignApproved", "/SignIssued", "/SignIncome", "/SignCopy", "/SignAppendix")
OK = 0
# The sources show that there are others than 0, with a Message; not what each of them means.
CANCELLED, NOT_FETCHED, NOT_BROUGHT = 14, 27, 28
_WAIT_S = 20


def sign(pdf: bytes, person: Person, field: str = "Signature1") -> bytes:
    """The file with one more signature, in a field of the program's own, as far as one knows."""
    return papers.sign(pdf, person, field, page=0)


@dataclass
class Program:
    """What the person at it does, and what it saw.

    person: whose token is plugged in. brings: makes the file that is brought back of the one that
    was fetched and what the page asked. cancels: the window is closed with its own button. dies:
    the program ends without an answer. until: what it waits for before it signs.
    """

    person: Callable[[], Person] = authority.leader
    brings: Callable[[bytes, dict[str, Any]], bytes] | None = None
    cancels: bool = False
    dies: bool = False
    until: threading.Event | None = None
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[requests.Response] = field(default_factory=list)

    def serve(self, window: ServerConnection) -> None:
        """One window: one message, one answer."""
        path = window.request.path if window.request else ""
        try:
            told = window.recv(timeout=_WAIT_S)
            if path == "/GetVersion":
                window.send("1.0.5")
            elif path in SIGNING:
                self._sign(window, path, json.loads(told))
        except (ConnectionClosed, TimeoutError):
            return  # the page went away

    def _sign(self, window: ServerConnection, path: str, wish: dict[str, Any]) -> None:
        self.asked.append((path, wish))
        if self.dies:
            return
        fetched = requests.get(wish["FileName"], headers=_proof(wish), timeout=_WAIT_S)
        if fetched.status_code != requests.codes.ok:
            window.send(_said(NOT_FETCHED, "Không tải được tệp"))
            return
        if self.until is not None:
            self.until.wait(_WAIT_S)
        if self.cancels:
            window.send(_said(CANCELLED, "Người dùng hủy ký"))
            return
        make = self.brings or self._signed
        window.send(self._bring(wish, make(fetched.content, wish)))

    def _signed(self, pdf: bytes, _wish: dict[str, Any]) -> bytes:
        return sign(pdf, self.person(), f"Signature{len(self.asked)}")

    def _bring(self, wish: dict[str, Any], pdf: bytes) -> str:
        sent = {"uploadfile": ("van-ban.signed.pdf", pdf, "application/pdf")}
        answer = requests.post(
            wish["FileUploadHandler"], files=sent, headers=_proof(wish), timeout=_WAIT_S
        )
        self.answers.append(answer)
        if answer.status_code != requests.codes.ok:
            return _said(NOT_BROUGHT, f"Không gửi được tệp: {answer.status_code}")
        kept = answer.json()
        if kept["Status"] is not True:
            return _said(NOT_BROUGHT, kept["Message"])
        return _said(
            OK,
            "",
            FileName=kept["FileName"],
            FileServer=kept["FileServer"],
            DocumentNumber=wish.get("DocNumber", ""),
            DocumentDate=wish.get("IssuedDate", ""),
        )


def _proof(wish: dict[str, Any]) -> dict[str, str]:
    """How the program proves itself where an address alone does not: a cookie, a token."""
    found = {}
    if wish.get("SessionId"):
        found["Cookie"] = f"ASP.NET_SessionId={wish['SessionId']}"
    if wish.get("JWTToken"):
        found["Authorization"] = f"Bearer {wish['JWTToken']}"
    return found


def _said(status: int, message: str, **more: str) -> str:
    empty = {"FileName": "", "FileServer": "", "DocumentNumber": "", "DocumentDate": ""}
    return json.dumps({"Status": status, "Message": message, **empty, **more})


@dataclass(frozen=True)
class Certificate:
    """The program's own certificate for this machine. spki: how Chromium is told to trust it."""

    file: Path
    spki: str


def certificate(folder: Path) -> Certificate:
    """A new one in `folder`, for 127.0.0.1 and localhost, signed by itself as the program's is."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(authority.NOW - timedelta(days=1))
        .not_valid_after(authority.NOW + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([here, x509.DNSName("localhost")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "vgca.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Certificate(file, base64.b64encode(hashlib.sha256(public).digest()).decode())


@contextmanager
def running(kept: Certificate, program: Program, port: int = PORT) -> Iterator[Program]:
    """The program, started; ended when the block is left."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept.file)
    with serve(program.serve, "127.0.0.1", port, ssl=context) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield program
        finally:
            server.shutdown()
            thread.join()
