"""Tokens made of software (SoftHSM2), with the keys of the tests on them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from tests.signing import authority

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
TOKEN_PIN = "654321"  # noqa: S105 - of a token that lives as long as the test


def own(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """A certificate that a key gives itself, as PKCS#12 and DER."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Khóa khác")])
    made = (
        x509.CertificateBuilder(name, name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(authority.NOW - timedelta(days=1))
        .not_valid_after(authority.NOW + timedelta(days=1))
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(authority.PIN.encode())
    return (
        pkcs12.serialize_key_and_certificates(b"x", key, made, None, lock),
        made.public_bytes(serialization.Encoding.DER),
    )


@contextmanager
def soft_tokens(home: Path) -> Iterator[Path]:
    """The module of SoftHSM with three tokens: the leader's RSA key, an elliptic key, nothing."""
    path = next((Path(name) for name in MODULES if Path(name).is_file()), None)
    if path is None:
        pytest.fail("SoftHSM is missing: run scripts/setup test")
    (home / "tokens").mkdir()
    (home / "conf").write_text(
        f"directories.tokendir = {home}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(home / "conf")
    init = ("softhsm2-util", "--init-token", "--free")
    for name in ("lanh dao", "co quan", "trong"):
        subprocess.run(
            [*init, "--label", name, "--so-pin", "87654321", "--pin", TOKEN_PIN],
            check=True,
            capture_output=True,
        )
    _load(path, "lanh dao", authority.leader().key, authority.leader().certificate)
    curve = ec.generate_private_key(ec.SECP256R1())
    _load(path, "co quan", curve, x509.load_der_x509_certificate(own(curve)[1]))
    yield path
    pkcs11.unload(str(path))
    del os.environ["SOFTHSM2_CONF"]


def _load(
    path: Path,
    token: str,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
) -> None:
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    decode = decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key
    (found,) = [s for s in pkcs11.lib(str(path)).get_slots(token_present=True) if _named(s, token)]
    common = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"\x01"}
    with found.get_token().open(rw=True, user_pin=TOKEN_PIN) as session:
        session.create_object(
            {**decode(der), **common, pkcs11.Attribute.LABEL: "ky", pkcs11.Attribute.SIGN: True}
        )
        der = certificate.public_bytes(serialization.Encoding.DER)
        session.create_object({**decode_x509_certificate(der), **common})
        # Good authorities put their own certificate beside it.
        der = authority.intermediate().certificate.public_bytes(serialization.Encoding.DER)
        above = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"\x02"}
        session.create_object({**decode_x509_certificate(der), **above})


def _named(slot: object, token: str) -> bool:
    return str(slot.get_token().label) == token  # type: ignore[attr-defined]
