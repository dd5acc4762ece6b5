"""The tests' own authority is a true one: openssl would take its certificates."""

from __future__ import annotations

import urllib.request

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.signing import authority


def test_the_pkcs12_file_opens_with_its_pin_only() -> None:
    data = authority.leader().pkcs12()
    opened = pkcs12.load_pkcs12(data, authority.PIN.encode())
    assert opened.cert is not None
    assert authority.LEADER in opened.cert.certificate.subject.rfc4514_string()
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_pkcs12(data, b"sai")


def test_the_revocation_list_names_whom_it_should() -> None:
    named = x509.load_der_x509_crl(authority.revocations())
    serial = authority.revoked().certificate.serial_number
    assert named.get_revoked_certificate_by_serial_number(serial) is not None
    honest = authority.leader().certificate.serial_number
    assert named.get_revoked_certificate_by_serial_number(honest) is None


def test_the_time_stamp_authority_answers() -> None:
    asked = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": b"\x01" * 32,
            },
            "cert_req": True,
        }
    )
    with authority.time_stamps() as address:
        request = urllib.request.Request(  # noqa: S310 - our own server
            address, asked.dump(), {"Content-Type": "application/timestamp-query"}
        )
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            told = tsp.TimeStampResp.load(reply.read())
    assert told["status"]["status"].native == "granted"
