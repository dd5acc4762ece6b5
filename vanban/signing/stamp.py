"""A time stamp from an authority (RFC 3161): the address of one → pyHanko's `TimeStamper`.

In: an address that the office has set. Out: a token over a digest. One question per signature, with
a limit on the wait and on the answer; when it does not come, nothing is signed.
"""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlsplit

import requests
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from vanban.problems import Fault, Problem, Refused

WAIT_S: Final = 10.0
_LARGEST_ANSWER: Final = 64 << 10
_KIND: Final = "application/timestamp-reply"


class StampRefused(Refused):
    """The address cannot be one of a time-stamp authority."""


class StampAway(Fault):
    """The time-stamp authority does not answer, or not as it should."""


class Stamper(TimeStamper):
    """Asks the authority at an address. Raises StampRefused when it is no address of one."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StampRefused(Problem("tsa_address", data={"address": address}))
        super().__init__()  # type: ignore[no-untyped-call] # pyHanko leaves this one untyped
        self._address = address
        self._host = parts.hostname

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over the digest. Raises StampAway."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            info = token["content"]["encap_content_info"]["content"].parsed
            over = info["message_imprint"]["hashed_message"].native
        except (TimestampRequestError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StampAway(Problem("tsa_answer", data={"host": self._host})) from error
        if over != message_digest:
            raise StampAway(Problem("tsa_answer", data={"host": self._host}))
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """What the authority answers to one question. Raises StampAway."""
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)

    def _ask(self, question: bytes) -> bytes:
        head = {"Content-Type": "application/timestamp-query", "Accept": _KIND}
        until = time.monotonic() + WAIT_S
        try:
            # A redirection could lead to a place that nobody has set.
            with requests.post(
                self._address,
                question,
                headers=head,
                timeout=WAIT_S / 2,
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.status_code != 200 or answer.headers.get("Content-Type") != _KIND:
                    raise StampAway(Problem("tsa_answer", data={"host": self._host}))
                return self._read(answer, until)
        except requests.RequestException as error:
            raise StampAway(Problem("tsa_silent", data={"host": self._host})) from error

    def _read(self, answer: requests.Response, until: float) -> bytes:
        read = b""
        for piece in answer.iter_content(4096):
            read += piece
            if len(read) > _LARGEST_ANSWER or time.monotonic() > until:
                raise StampAway(Problem("tsa_silent", data={"host": self._host}))
        return read
