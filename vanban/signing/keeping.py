"""What is kept between signatures: a key file sealed once more, a revocation list as text.

In: bytes, and a secret of the installation. Out: text for the database, and back. A PKCS#12 file is
closed by its PIN, and PINs are short: whoever had the file could try them all. Sealed with a secret
that lies outside the database and its copies, a stolen copy of the database is not enough.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import Final

from asn1crypto import pem
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vanban.problems import Problem, Refused
from vanban.signing.trust import known

_NONCE: Final = 12
_PURPOSE: Final = b"vanban: kept PKCS#12"


class NotOpened(Refused):
    """The sealed file is another's, or was sealed with another secret."""


def seal(data: bytes, secret: str, label: str) -> str:
    """`data` as text that only this secret opens again, for this label."""
    nonce = os.urandom(_NONCE)
    return b64encode(nonce + _lock(secret).encrypt(nonce, data, label.encode())).decode()


def open_sealed(sealed: str, secret: str, label: str) -> bytes:
    """The file again. Raises NotOpened: another label or secret, or changed since."""
    kept = b64decode(sealed)
    try:
        return _lock(secret).decrypt(kept[:_NONCE], kept[_NONCE:], label.encode())
    except InvalidTag as error:
        raise NotOpened(Problem("sign_key_other_secret")) from error


def revocation_list(data: bytes) -> tuple[str, str]:
    """Who issued a revocation list (PEM or DER), and the list as PEM. Raises Refused for none."""
    (found,) = known((), (data,)).crls
    text = pem.armor("X509 CRL", found.dump()).decode("ascii")
    return found.issuer.human_friendly, text


def _lock(secret: str) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE)
    return AESGCM(derived.derive(secret.encode()))
