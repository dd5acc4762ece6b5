"""A key with its certificate, opened for one signature: a PKCS#12 file or a PKCS#11 token.

In: the bytes of a .p12 file, or the name of a token, and the PIN. Out: an `Identity`, whose key
signs until it is closed. Nothing is kept: no file, no PIN, no key. What TT 15/2025/TT-BKHCN asks
of a key (RSA from 2048 bits, ECDSA from 256) is asked here.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pkcs11
from asn1crypto import algos, core
from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pkcs11 import Attribute, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vanban.problems import Fault, Problem, Refused

_LARGEST_FILE: Final = 1 << 20
# Guesses of a PIN are made slow by rounds; more than these only keep the machine busy.
_MOST_ROUNDS: Final = 5_000_000
_RSA_BITS: Final = 2048
_EC_BITS: Final = 256
# A certificate that may do nothing but these was never meant to sign papers.
_OTHER_TRADES: Final = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
_WAIT_FOR_TOKEN_S: Final = 30.0
# A login to a token holds for the whole process: a second person would sign with the first's PIN.
_TOKEN: Final = threading.Lock()


class IdentityRefused(Refused):
    """The key cannot be opened or may not sign papers."""


class TokenAway(Fault):
    """The token or the program that speaks to it does not answer."""


class Hand(Signer):
    """What pyHanko asks for a signature: one function over a key that stays where it is."""

    def __init__(
        self,
        certificate: asn1_x509.Certificate,
        chain: Iterable[asn1_x509.Certificate],
        write: Callable[[bytes], bytes],
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        # Whoever trusts a root has it; a root inside a signature proves nothing.
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._write = write

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The signature over data; `sha256` is the only digest this program uses."""
        return self._write(data)


@dataclass
class Identity:
    """Who signs. Use it in a `with`: at its end the key is let go.

    subject: họ tên or tên cơ quan (CN), organization: O, issuer: CN of who gave the certificate,
    serial: hexadecimal, valid_from and valid_to: UTC. certificate: DER.
    """

    subject: str
    organization: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    certificate: bytes = field(repr=False)
    signer: Hand | None = field(repr=False)
    _let_go: Callable[[], None] = field(repr=False, default=lambda: None)

    def close(self) -> None:
        """Let the key go; a second call does nothing."""
        if self.signer is not None:
            self.signer = None
            self._let_go()

    def __enter__(self) -> Identity:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _refuse(code: str, **data: object) -> IdentityRefused:
    return IdentityRefused(Problem(code, data=data))


# -- a file ----------------------------------------------------------------------------------------


def open_pkcs12(data: bytes, pin: str | bytearray, *, moment: datetime | None = None) -> Identity:
    """The key of a .p12 or .pfx file, opened by its PIN.

    pin: as a bytearray (UTF-8) it is filled with zeros before this returns. moment: when the
    signature will be made, now when None. Raises IdentityRefused: no such file, wrong PIN, no key
    in it, or a key or certificate that may not sign papers.
    """
    secret = pin if isinstance(pin, bytearray) else bytearray(pin.encode())
    try:
        store = _unlocked(data, secret)
    finally:
        secret[:] = bytes(len(secret))
    if store.key is None or store.cert is None:
        raise _refuse("sign_no_key")
    certificate, key = store.cert.certificate, store.key
    if _spki(certificate.public_key()) != _spki(key.public_key()):
        raise _refuse("sign_no_key")
    chain = [other.certificate for other in store.additional_certs]
    return _identity(certificate, chain, _write_with(key), moment)


def _spki(key: Any) -> bytes:
    spki: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return spki


def _unlocked(data: bytes, secret: bytearray) -> pkcs12.PKCS12KeyAndCertificates:
    if len(data) > _LARGEST_FILE or not _is_pkcs12(data):
        raise _refuse("sign_key_file")
    try:
        return pkcs12.load_pkcs12(data, bytes(secret))
    except UnsupportedAlgorithm as error:
        raise _refuse("sign_key_file_old") from error
    except ValueError as error:
        # The shape of the file was read above, so it is the PIN.
        raise _refuse("sign_pin_wrong") from error


def _is_pkcs12(data: bytes) -> bool:
    """Whether the bytes have the shape of a PKCS#12 file that opens in a moment."""
    try:
        file = asn1_pkcs12.Pfx.load(data, strict=True)
        rounds = [file["mac_data"]["iterations"].native] if file["mac_data"].native else []
        for part in file.authenticated_safe:
            if part["content_type"].native == "encrypted_data":
                how = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
                rounds.append(how.kdf_iterations)
            elif part["content_type"].native == "data":
                bags = asn1_pkcs12.SafeContents.load(part["content"].native)
                shrouded = (b for b in bags if b["bag_id"].native == "pkcs8_shrouded_key_bag")
                rounds += [b["bag_value"]["encryption_algorithm"].kdf_iterations for b in shrouded]
    except (ValueError, TypeError, KeyError):
        return False
    return all(count <= _MOST_ROUNDS for count in rounds)


def _write_with(key: Any) -> Callable[[bytes], bytes]:
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    raise _refuse("sign_key_weak", kind=type(key).__name__.removesuffix("PrivateKey"))


# -- a token ---------------------------------------------------------------------------------------


def open_pkcs11(
    module: Path,
    token: str | None,
    pin: str,
    *,
    label: str | None = None,
    moment: datetime | None = None,
) -> Identity:
    """The key on a token (USB, HSM), opened by its PIN; close it soon, others wait for it.

    module: the PKCS#11 library of the token's maker, named by whoever runs the server and never
    by a form. token: its name, None for the only one plugged in; label: the key's name, None for
    the only one. Raises IdentityRefused as `open_pkcs12`, TokenAway when there is no answer.
    """
    if not _TOKEN.acquire(timeout=_WAIT_FOR_TOKEN_S):
        raise TokenAway(Problem("sign_token_busy"))
    with ExitStack() as held:
        held.callback(_TOKEN.release)
        try:
            session = _session(_token(module, token), pin)
            held.callback(_close, session)
            certificate, key, chain = _pair(session, label)
            made = _identity(certificate, chain, _write_on_token(session, key), moment)
        except pkcs11.PKCS11Error as error:
            raise TokenAway(Problem("sign_token_failed")) from error
        # Whoever has the identity lets go of both.
        return replace(made, _let_go=held.pop_all().close)


def _close(session: Any) -> None:
    with suppress(pkcs11.PKCS11Error):  # pulled out meanwhile: then it is closed as it is
        session.close()


def _token(module: Path, name: str | None) -> Any:
    if not module.is_file():
        raise TokenAway(Problem("sign_token_module"))
    try:
        slots = pkcs11.lib(str(module)).get_slots(token_present=True)
    except pkcs11.PKCS11Error as error:
        raise TokenAway(Problem("sign_token_module")) from error
    tokens = [token for token in map(_in_slot, slots) if token is not None]
    found = [token for token in tokens if name is None or token.label == name]
    if len(found) != 1:
        known = ", ".join(f"“{token.label}”" for token in tokens)
        raise _refuse("sign_token_many", known=known) if tokens else _refuse("sign_token_missing")
    return found[0]


def _in_slot(slot: Any) -> Any:
    """The token of a slot; None when it has none that people could have set up."""
    try:
        token = slot.get_token()
    except pkcs11.PKCS11Error:
        return None
    return token if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED else None


def _session(token: Any, pin: str) -> Any:
    try:
        return token.open(user_pin=pin)
    except pkcs11.PinLocked as error:
        raise _refuse("sign_pin_locked") from error
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        raise _refuse("sign_pin_wrong") from error


def _pair(session: Any, label: str | None) -> tuple[x509.Certificate, Any, list[x509.Certificate]]:
    """The one key on the token that has its certificate there, and the other certificates."""
    certificates = [
        (thing[Attribute.ID], x509.load_der_x509_certificate(thing[Attribute.VALUE]))
        for thing in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]
    asked: dict[Any, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
    if label is not None:
        asked[Attribute.LABEL] = label
    keys = {key[Attribute.ID]: key for key in session.get_objects(asked)}
    pairs = [(certificate, keys[name]) for name, certificate in certificates if name in keys]
    if len(pairs) != 1:
        raise _refuse("sign_keys_many" if pairs else "sign_no_key")
    certificate, key = pairs[0]
    return certificate, key, [other for _, other in certificates if other != certificate]


def _write_on_token(session: Any, key: Any) -> Callable[[bytes], bytes]:
    known = session.token.slot.get_mechanisms()
    if key.key_type == pkcs11.KeyType.EC:
        # The digest is made here: many tokens sign one by ECDSA and cannot make it.
        return lambda data: encode_ecdsa_signature(
            key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
        )
    if key.key_type != pkcs11.KeyType.RSA:
        raise _refuse("sign_key_weak", kind=key.key_type.name)
    if Mechanism.SHA256_RSA_PKCS in known:
        return lambda data: bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    return lambda data: bytes(key.sign(_digest_info(data), mechanism=Mechanism.RSA_PKCS))


def _digest_info(data: bytes) -> bytes:
    how = {"algorithm": "sha256", "parameters": core.Null()}
    digest = hashlib.sha256(data).digest()
    made: bytes = algos.DigestInfo({"digest_algorithm": how, "digest": digest}).dump()
    return made


# -- the certificate -------------------------------------------------------------------------------


def _identity(
    certificate: x509.Certificate,
    chain: Iterable[x509.Certificate],
    write: Callable[[bytes], bytes],
    moment: datetime | None,
) -> Identity:
    _check(certificate, moment or datetime.now(UTC))
    return Identity(
        subject=_named(certificate.subject, NameOID.COMMON_NAME),
        organization=_named(certificate.subject, NameOID.ORGANIZATION_NAME),
        issuer=_named(certificate.issuer, NameOID.COMMON_NAME),
        serial=f"{certificate.serial_number:x}",
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        certificate=certificate.public_bytes(Encoding.DER),
        signer=Hand(_asn1(certificate), map(_asn1, chain), write),
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _named(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _check(certificate: x509.Certificate, moment: datetime) -> None:
    """Whether the certificate may sign papers now. Raises IdentityRefused."""
    who = _named(certificate.subject, NameOID.COMMON_NAME)
    _check_key(certificate.public_key())
    if moment > certificate.not_valid_after_utc:
        day = f"{certificate.not_valid_after_utc:%d/%m/%Y}"
        raise _refuse("sign_certificate_over", who=who, day=day)
    if moment < certificate.not_valid_before_utc:
        day = f"{certificate.not_valid_before_utc:%d/%m/%Y}"
        raise _refuse("sign_certificate_early", who=who, day=day)
    if not _signs_papers(certificate):
        raise _refuse("sign_certificate_trade", who=who)


def _check_key(key: object) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < _RSA_BITS:
            raise _refuse("sign_key_weak", kind=f"RSA {key.key_size}")
    elif isinstance(key, ec.EllipticCurvePublicKey):
        if key.key_size < _EC_BITS:
            raise _refuse("sign_key_weak", kind=f"ECDSA {key.key_size}")
    else:
        raise _refuse("sign_key_weak", kind=type(key).__name__.removesuffix("PublicKey"))


def _signs_papers(certificate: x509.Certificate) -> bool:
    """What the certificate says of its own use; one that says nothing may be used."""
    said = certificate.extensions
    for extension in said:
        value = extension.value
        if isinstance(value, x509.BasicConstraints) and value.ca:
            return False
        if isinstance(value, x509.KeyUsage) and not (
            value.digital_signature or value.content_commitment
        ):
            return False
        if isinstance(value, x509.ExtendedKeyUsage) and _OTHER_TRADES.issuperset(value):
            return False
    return True
